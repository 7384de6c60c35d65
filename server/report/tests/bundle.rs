//! Sealing and verifying are inverse: a sealed bundle verifies, and every change of it is
//! reported.

mod common;

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use casework::ReviewState;
use casework::custody::{self, CustodyEvent, Fact, Head, Purpose};
use casework::snapshot::Row;
use common::{
    FLAT_BEFORE, Fixture, fixture, fixture_conflicting, fixture_mapped, fixture_of_contracts,
    fixture_of_fills, fixture_settled, fixture_with_deals, key, sealed, sha256,
};
use ledger::Money;
use proptest::prelude::*;
use report::key::{BUNDLE_NAMESPACE, CUSTODY_NAMESPACE, Key, PublicKey};
use report::{Limits, SealError, Verdict, VerifyLimits, verify_reader};

type Files = BTreeMap<String, Vec<u8>>;

fn check(bundle: &[u8], keys: Option<&[PublicKey]>) -> Verdict {
    verify_reader(Cursor::new(bundle), keys, &VerifyLimits::default()).unwrap()
}

/// The files of a bundle, by their path below the top folder.
fn unpacked(bundle: &[u8]) -> (String, Files) {
    let mut zip = zip::ZipArchive::new(Cursor::new(bundle)).unwrap();
    let mut files = Files::new();
    let mut top = String::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().to_string();
        let (folder, path) = name.split_once('/').unwrap();
        folder.clone_into(&mut top);
        let path = path.to_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(path, bytes);
    }
    (top, files)
}

/// The files packed as a bundle again, whatever they are.
fn packed(top: &str, files: &Files) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (path, bytes) in files {
        zip.start_file(format!("{top}/{path}"), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Makes manifests and signatures again, as somebody with a key could.
fn resealed(files: &mut Files, key: &Key) {
    let manifest = |files: &Files, payload: bool| -> Vec<u8> {
        let listed = files.iter().filter(|(path, _)| {
            let apart = path.starts_with("tagmanifest") || path.starts_with("signatures/");
            path.starts_with("data/") == payload && !apart
        });
        let lines: String = listed
            .map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes)))
            .collect();
        lines.into_bytes()
    };
    files.insert("manifest-sha256.txt".into(), manifest(files, true));
    let tags = manifest(files, false);
    let head = files["data/provenance/custody-head.txt"].clone();
    files.insert(
        "signatures/tagmanifest-sha256.txt.sshsig".into(),
        key.sign(BUNDLE_NAMESPACE, &tags).into_bytes(),
    );
    files.insert(
        "signatures/custody-head.txt.sshsig".into(),
        key.sign(CUSTODY_NAMESPACE, &head).into_bytes(),
    );
    files.insert("tagmanifest-sha256.txt".into(), tags);
}

fn named(verdict: &Verdict) -> Vec<String> {
    verdict.findings.iter().map(ToString::to_string).collect()
}

#[test]
fn sealed_bundle_verifies() {
    let (bundle, sealed) = sealed(&fixture()).unwrap();
    let verdict = check(&bundle, Some(&[key().public()]));
    assert_eq!(named(&verdict), Vec::<String>::new());
    assert!(verdict.holds() && verdict.key_given);
    assert_eq!(verdict.signer, Some(sealed.fingerprint));
    assert_eq!(verdict.name, "redress-tradebot-2022-3");
    assert_eq!((sealed.claims_shared, sealed.claims_withheld), (2, 1));
    let checked = verdict.checked;
    assert_eq!((checked.originals, checked.entries_typed), (3, 2));
    assert_eq!((checked.entries, checked.losses), (7, 8));
}

#[test]
fn fixture_has_every_case_it_should_show() {
    let fixture = fixture();
    let content = &fixture.content;
    let mut lines = Vec::new();
    let mut dropped = 0;
    for row in fixture.rows(0) {
        match row {
            Row::Line(line) => lines.push(line),
            Row::Dropped(_) => dropped += 1,
        }
    }
    let losses: Vec<String> = lines
        .iter()
        .filter_map(|line| line.loss.as_ref()?.loss)
        .map(|money| money.to_string())
        .collect();
    // The worked example of the method, then the sale and the typed-in entry.
    assert_eq!(losses[..2], ["406.39915000", "155036.95200000"]);
    assert_eq!(losses.len(), 4);
    assert!(lines.iter().any(|line| {
        let loss = line.loss.as_ref();
        loss.is_some_and(|loss| loss.loss.is_none())
    }));
    assert_eq!(dropped, 1);
    assert!(
        lines
            .iter()
            .any(|line| line.review.state == ReviewState::Excluded)
    );
    assert!(content.totals.whole.claimed > Money::ZERO && content.totals.credits > Money::ZERO);
}

#[test]
fn credit_without_price_is_listed_in_totals_and_recomputed() {
    let mut fixture = fixture();
    let claim = &mut fixture.content.claims[0];
    let mut credit = claim.credits[0].clone();
    credit.credit.asset = "UNHEARDOF".into();
    (credit.value, credit.price) = (None, None);
    claim.credits.push(credit);
    let reference = claim.reference.clone();
    let before = fixture.content.totals.clone();
    fixture.content.totals = fixture.content.sum(|_| true).unwrap();
    assert_eq!(fixture.content.totals.net(), before.net());
    let (bundle, _) = sealed(&fixture).unwrap();
    assert_eq!(named(&check(&bundle, None)), Vec::<String>::new());
    let (top, mut files) = unpacked(&bundle);
    let path = "data/normalized/totals.json";
    let totals: serde_json::Value = serde_json::from_slice(&files[path]).unwrap();
    for total in [&totals["shared"]["total"], &totals["with_withheld"]] {
        assert_eq!(total["credits_unpriced"], 1);
    }
    let listed = totals["shared"]["credits"].as_array().unwrap();
    let listed = listed.iter().find(|row| row["asset"] == "UNHEARDOF");
    let listed = listed.unwrap();
    assert_eq!(listed["claim"], reference.as_str());
    assert_eq!(
        (&listed["units"], &listed["credits"]),
        (&"100.5".into(), &serde_json::Value::Null)
    );
    let unpriced = totals["unpriced"].as_array().unwrap();
    assert!(unpriced.iter().any(|row| row["asset"] == "UNHEARDOF"));
    // Removed from the list, it is reported as missing.
    let text = String::from_utf8(files[path].clone()).unwrap();
    let silent = text.replace("UNHEARDOF", "FTT");
    files.insert(path.to_owned(), silent.into_bytes());
    resealed(&mut files, &key());
    let findings = named(&check(&packed(&top, &files), None));
    assert!(
        findings.iter().any(|findings| findings.contains("FTT")),
        "{findings:?}"
    );
}

#[test]
fn thousands_of_fills_hold_and_the_one_forged_is_named() {
    let (bundle, _) = sealed(&fixture_of_fills(5000)).unwrap();
    let verdict = check(&bundle, None);
    assert_eq!(named(&verdict), Vec::<String>::new());
    assert_eq!(verdict.checked.entries, 5005);
    let (top, mut files) = unpacked(&bundle);
    let losses = files.get_mut("data/normalized/losses.csv").unwrap();
    let text = String::from_utf8(losses.clone()).unwrap();
    let line = text.lines().find(|line| line.contains(",4321,")).unwrap();
    let forged = line.replacen(",priced,", "0,priced,", 1);
    *losses = text.replace(line, &forged).into_bytes();
    resealed(&mut files, &key());
    let findings = named(&check(&packed(&top, &files), None));
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(
        findings[0].contains("the loss of line 3323 "),
        "{findings:?}"
    );
}

/// The findings of a check after the rows of one table were changed.
fn with_rows(bundle: &[u8], table: &str, change: impl Fn(&mut Vec<csv::StringRecord>)) -> String {
    let (top, mut files) = unpacked(bundle);
    change_rows(&mut files, table, change);
    resealed(&mut files, &key());
    named(&check(&packed(&top, &files), None)).join("\n")
}

#[test]
fn moment_without_contracts_is_recomputed_with_and_named_where_it_was_forged() {
    let fixture = fixture_of_contracts();
    let losses = fixture.rows(1).into_iter().filter_map(|row| match row {
        Row::Line(line) => line.loss?.loss,
        Row::Dropped(_) => None,
    });
    let losses: Vec<String> = losses.map(|money| money.to_string()).collect();
    assert!(losses.contains(&"4001.00000000".to_owned()), "{losses:?}");
    let (bundle, _) = sealed(&fixture).unwrap();
    let (_, files) = unpacked(&bundle);
    let claims = String::from_utf8(files["data/normalized/claims.csv"].clone()).unwrap();
    let row = format!("R-3333-33,submitted,yes,{FLAT_BEFORE},\"a new account, \"\"really\"\"\"");
    assert!(claims.contains(&row), "{claims}");
    assert_eq!(with_rows(&bundle, "claims", |_| {}), "");
    let forged = |moment: &str| {
        with_rows(&bundle, "claims", |rows| {
            let row = rows.iter_mut().find(|row| &row[0] == "R-3333-33").unwrap();
            let mut cells: Vec<&str> = row.iter().collect();
            cells[3] = moment;
            *row = cells.into();
        })
    };
    // Between the two fills, so that the second one closes nothing; and not stated at all.
    for moment in ["2022-10-18T21:15:00Z", ""] {
        let findings = forged(moment);
        assert!(
            findings.contains("losses.csv") && findings.contains("4001.00000000"),
            "{findings}"
        );
        assert!(findings.contains("totals.json/shared"), "{findings}");
    }
    let findings = forged("yesterday");
    assert!(
        findings.contains("claims.csv:3: names no moment at which nothing was held"),
        "{findings}"
    );
}

#[test]
fn withheld_claim_does_not_show_what_its_claimant_says_of_contracts() {
    let mut fixture = fixture_of_contracts();
    fixture.content.claims[2].flat_before = fixture.content.claims[1].flat_before.clone();
    let (bundle, _) = sealed(&fixture).unwrap();
    let (_, files) = unpacked(&bundle);
    let claims = String::from_utf8(files["data/normalized/claims.csv"].clone()).unwrap();
    assert!(claims.contains("R-4444-44,in_review,no,,"), "{claims}");
}

fn change_rows(files: &mut Files, table: &str, change: impl Fn(&mut Vec<csv::StringRecord>)) {
    let path = format!("data/normalized/{table}.csv");
    let mut reader = csv::Reader::from_reader(&files[&path][..]);
    let header = reader.headers().unwrap().clone();
    let mut rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    change(&mut rows);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in [&header].into_iter().chain(&rows) {
        writer.write_record(row).unwrap();
    }
    files.insert(path, writer.into_inner().unwrap());
}

#[test]
fn rows_that_were_doubled_taken_out_or_put_elsewhere_are_named() {
    let (bundle, _) = sealed(&fixture_of_fills(200)).unwrap();
    // Rows of the second claim, far from its ends.
    for at in [30, 100, 180] {
        let line = at + 2;
        let findings = with_rows(&bundle, "entries", |rows| rows.insert(at, rows[at].clone()));
        assert!(findings.contains("contains no such entry"), "{findings}");
        // The bundle then needs a missing loss, or the next loss does not match.
        assert!(findings.contains("losses.csv"), "{findings}");
        let findings = with_rows(&bundle, "entries", |rows| drop(rows.remove(at)));
        assert!(
            findings.contains("entries.csv: `R-3333-33` lacks row 1 of line"),
            "{findings}"
        );
        assert!(findings.contains("losses.csv"), "{findings}");
        let findings = with_rows(&bundle, "entries", |rows| rows.swap(at, at + 7));
        assert!(
            !findings.contains("entries.csv") && findings.contains("losses.csv"),
            "{findings}"
        );
        let findings = with_rows(&bundle, "losses", |rows| rows.swap(at, at + 7));
        assert_eq!(
            findings.matches("losses.csv").count(),
            findings.lines().count()
        );
        let first = findings.lines().next().unwrap_or_default();
        assert!(
            first.contains(&format!("losses.csv:{line}: ")),
            "{findings}"
        );
        let findings = with_rows(&bundle, "losses", |rows| drop(rows.remove(at)));
        assert!(
            findings.contains("losses.csv: lacks the loss of line "),
            "{findings}"
        );
        let findings = with_rows(&bundle, "losses", |rows| rows.push(rows[at].clone()));
        assert!(
            findings.contains("no contested entry of the claim belongs to this loss"),
            "{findings}"
        );
        // A row of the other claim, or of none.
        let findings = with_rows(&bundle, "losses", |rows| rows.insert(at, rows[0].clone()));
        assert!(
            findings.contains("does not stand with the other rows of its claim"),
            "{findings}"
        );
    }
}

#[test]
fn entries_and_losses_that_stand_elsewhere_together_hold_up_to_the_limit() {
    let (bundle, _) = sealed(&fixture_of_fills(200)).unwrap();
    let (top, mut files) = unpacked(&bundle);
    for table in ["entries", "losses"] {
        change_rows(&mut files, table, |rows| {
            let second = |row: &csv::StringRecord| &row[0] == "R-3333-33";
            let first = rows.iter().position(second).unwrap();
            rows[first..].reverse();
        });
    }
    resealed(&mut files, &key());
    let turned = packed(&top, &files);
    let findings = named(&check(&turned, None)).join("\n");
    assert_eq!(findings, "");
    let with = |unpaired_rows_max: usize| {
        let limits = Limits {
            unpaired_rows_max,
            ..Limits::default()
        };
        verify_reader(Cursor::new(&turned), None, &limits.into())
    };
    let most = (0..1000).find(|most| with(*most).is_ok()).unwrap();
    assert!(with(most).unwrap().holds() && (150..250).contains(&most));
    let error = with(most - 1).unwrap_err().to_string();
    assert!(
        error.starts_with("the bundle is refused: data/normalized/entries.csv has more rows")
            && error.ends_with(&format!(
                "than limits.verifying.unpaired_rows_max ({})",
                most - 1
            )),
        "{error}"
    );
}

#[test]
fn exclusions_may_stand_in_any_order_and_each_stands_there_as_often_as_it_follows() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let findings = with_rows(&bundle, "exclusions", |rows| rows.reverse());
    assert_eq!(findings, "");
    let findings = with_rows(&bundle, "exclusions", |rows| rows.push(rows[0].clone()));
    assert!(
        findings.contains("exclusions.csv:6: does not follow"),
        "{findings}"
    );
    assert_eq!(findings.lines().count(), 1, "{findings}");
    let findings = with_rows(&bundle, "exclusions", |rows| drop(rows.remove(1)));
    assert!(
        findings.starts_with("data/normalized/exclusions.csv: lacks the row"),
        "{findings}"
    );
    assert_eq!(findings.lines().count(), 1, "{findings}");
    let findings = with_rows(&bundle, "exclusions", |rows| rows[0] = rows[1].clone());
    assert!(
        findings.contains("exclusions.csv:3: does not follow"),
        "{findings}"
    );
    assert!(
        findings.contains("exclusions.csv: lacks the row"),
        "{findings}"
    );
}

#[test]
fn list_of_unpriced_quantities_is_compared_item_by_item_or_as_a_whole() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, files) = unpacked(&bundle);
    let path = "data/normalized/totals.json";
    let totals: serde_json::Value = serde_json::from_slice(&files[path]).unwrap();
    let findings_of = |change: &dyn Fn(&mut serde_json::Value)| {
        let (mut files, mut totals) = (files.clone(), totals.clone());
        change(&mut totals);
        files.insert(path.into(), serde_json::to_vec(&totals).unwrap());
        resealed(&mut files, &key());
        named(&check(&packed(&top, &files), None))
    };
    assert_eq!(findings_of(&|_| {}), Vec::<String>::new());
    let one = findings_of(&|totals| totals["unpriced"][0]["units"] = "6".into());
    assert_eq!(
        one,
        [format!(
            "{path}/unpriced/0/units: is `6`, but added up again `5`"
        )]
    );
    for change in [
        |list: &mut Vec<serde_json::Value>| list.clear(),
        |list: &mut Vec<serde_json::Value>| list.push(list[0].clone()),
    ] {
        let whole = findings_of(&|totals| change(totals["unpriced"].as_array_mut().unwrap()));
        assert_eq!(whole.len(), 1, "{whole:?}");
        assert!(
            whole[0].starts_with(&format!("{path}/unpriced: is `[")),
            "{whole:?}"
        );
        assert!(whole[0].contains("but added up again `[{"), "{whole:?}");
    }
    let missing = findings_of(&|totals| drop(totals.as_object_mut().unwrap().remove("unpriced")));
    assert!(
        missing[0].starts_with(&format!("{path}/unpriced: is `missing`")),
        "{missing:?}"
    );
    let other = findings_of(&|totals| totals["unpriced"] = "none".into());
    assert!(
        other[0].starts_with(&format!("{path}: can't be read")),
        "{other:?}"
    );
    let mut files = files.clone();
    let text = String::from_utf8(files[path].clone()).unwrap();
    let twice = text.replacen('{', "{\"unpriced\": [],", 1);
    files.insert(path.into(), twice.into_bytes());
    resealed(&mut files, &key());
    let twice = named(&check(&packed(&top, &files), None));
    assert!(twice[0].contains("`unpriced` is in it twice"), "{twice:?}");
}

#[test]
fn own_key_of_a_bundle_is_used_and_reported_without_a_given_key() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let verdict = check(&bundle, None);
    assert!(verdict.holds() && !verdict.key_given);
    assert_eq!(verdict.own_fingerprint, Some(key().public().fingerprint()));
}

#[test]
fn another_key_than_the_one_given_does_not_hold() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let verdict = check(&bundle, Some(&[Key::from_random([1; 32]).public()]));
    assert!(!verdict.holds());
    assert_eq!(verdict.signer, None);
    assert!(named(&verdict)[0].contains("made with another key"));
}

#[test]
fn the_same_inputs_and_clock_give_the_same_bytes() {
    assert_eq!(sealed(&fixture()).unwrap().0, sealed(&fixture()).unwrap().0);
}

#[test]
fn withheld_claims_are_there_by_reference_alone() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (_, files) = unpacked(&bundle);
    for (path, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        let may = ["data/normalized/claims.csv", "data/normalized/totals.json"];
        if may.contains(&path.as_str()) {
            assert!(text.contains("R-4444-44"));
        } else {
            assert!(!text.contains("R-4444-44"), "{path}");
        }
    }
    let totals: serde_json::Value =
        serde_json::from_slice(&files["data/normalized/totals.json"]).unwrap();
    assert_eq!(totals["shared"]["total"]["claims"], 2);
    assert_eq!(totals["with_withheld"]["claims"], 3);
    assert_eq!(totals["withheld"][0], "R-4444-44");
}

#[test]
fn all_claims_may_be_withheld() {
    let mut nothing = fixture();
    nothing.shared.clear();
    let (bundle, _) = sealed(&nothing).unwrap();
    assert_eq!(named(&check(&bundle, None)), Vec::<String>::new());
}

#[test]
fn bundle_names_the_consents_it_depends_on_and_no_others() {
    // The snapshot has older consents, one of them from a claim that was withheld since.
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, files) = unpacked(&bundle);
    let path = "data/statements/consents.csv";
    let consents = String::from_utf8_lossy(&files[path]).into_owned();
    assert_eq!(
        consents.lines().collect::<Vec<_>>(),
        [
            "claim,recipient,given",
            "R-2222-22,law_enforcement,2023-11-14T21:13:20.000000Z",
            "R-3333-33,law_enforcement,2023-11-14T21:13:20.000000Z",
        ]
    );
    let is_named = |change: &dyn Fn(&str) -> String| {
        let mut files = files.clone();
        files.insert(path.to_owned(), change(&consents).into_bytes());
        let named = named(&check(&packed(&top, &files), None));
        named.iter().any(|line| line.contains("consent"))
            && named.iter().any(|line| line.contains(path))
    };
    let without = is_named(&|text| {
        text.lines()
            .take(2)
            .map(|line| format!("{line}\n"))
            .collect()
    });
    assert!(without, "a consent is missing");
    assert!(is_named(&|text| text.replace("law_enforcement", "press")));
    assert!(is_named(
        &|text| text.replace("2023-11-14T21", "2023-11-14T23")
    ));
    assert!(is_named(&|text| text.replace("R-3333-33", "R-4444-44")));
}

#[test]
fn one_file_given_twice_is_in_the_bundle_once() {
    let mut twice = fixture();
    let mut prices = twice.content.price_files[0].clone();
    prices.name = "again.csv".into();
    twice.content.price_files.push(prices);
    let (bundle, _) = sealed(&twice).unwrap();
    assert_eq!(named(&check(&bundle, None)), Vec::<String>::new());
    let (_, files) = unpacked(&bundle);
    let index = String::from_utf8_lossy(&files["data/prices/index.csv"]).into_owned();
    assert_eq!(index.lines().count(), 3);
}

#[test]
fn names_from_people_never_become_paths() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (_, files) = unpacked(&bundle);
    let index = String::from_utf8_lossy(&files["data/originals/index.csv"]).into_owned();
    assert!(index.contains("später"));
    for path in files.keys() {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-/".contains(&b);
        assert!(path.bytes().all(plain), "{path}");
    }
}

#[test]
fn a_damaged_original_is_not_sealed() {
    let mut damaged = fixture();
    let sha256 = damaged.content.claims[0].files[0].sha256.clone();
    damaged.bytes.get_mut(&sha256).unwrap()[5] ^= 1;
    assert!(matches!(sealed(&damaged), Err(SealError::Damaged { .. })));
    damaged.bytes.get_mut(&sha256).unwrap().push(0);
    assert!(matches!(sealed(&damaged), Err(SealError::Io(_))));
    damaged.bytes.remove(&sha256);
    assert!(matches!(sealed(&damaged), Err(SealError::Io(_))));
}

#[test]
fn damaged_lines_are_not_sealed() {
    let of_claim = |claim: usize| {
        let fixture = fixture();
        let sha256 = fixture.content.claims[claim].lines.clone().unwrap().sha256;
        (fixture, sha256)
    };
    let (damaged, sha256) = of_claim(1);
    let length = damaged.bytes[&sha256].len();
    for at in [0, length / 2, length - 1] {
        let mut damaged = damaged.clone();
        damaged.bytes.get_mut(&sha256).unwrap()[at] ^= 1;
        let error = sealed(&damaged).unwrap_err();
        assert!(matches!(error, SealError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains("lines of claim R-3333-33"));
    }
    // One row more, or one fewer.
    let mut longer = damaged.clone();
    let bytes = longer.bytes.get_mut(&sha256).unwrap();
    bytes.extend_from_within(..);
    assert!(matches!(sealed(&longer), Err(SealError::Damaged { .. })));
    let mut shorter = damaged.clone();
    let bytes = shorter.bytes.get_mut(&sha256).unwrap();
    let last = bytes[..length - 1].iter().rposition(|byte| *byte == b'\n');
    bytes.truncate(last.unwrap() + 1);
    assert!(matches!(sealed(&shorter), Err(SealError::Damaged { .. })));
    let mut gone = damaged;
    gone.bytes.remove(&sha256);
    assert!(matches!(sealed(&gone), Err(SealError::Io(_))));
    // Nobody receives or reads the lines of a withheld claim.
    let (mut withheld, sha256) = of_claim(2);
    withheld.bytes.remove(&sha256);
    sealed(&withheld).unwrap();
}

#[test]
fn lines_that_do_not_add_up_to_the_sums_of_the_document_are_not_sealed() {
    let changes: [fn(&mut Vec<Row>); 4] = [
        |rows| drop(rows.pop()),
        |rows| rows.insert(1, rows[1].clone()),
        |rows| {
            for row in rows {
                let Row::Line(line) = row else { continue };
                line.review.state = ReviewState::Excluded;
            }
        },
        |rows| {
            for row in rows {
                let Row::Line(line) = row else { continue };
                let Some(loss) = &mut line.loss else { continue };
                loss.loss = loss.loss.map(|money| money + Money::from_units(1));
            }
        },
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut changed = fixture();
        let mut rows = changed.rows(0);
        change(&mut rows);
        changed.set_rows(0, &rows, false);
        let error = sealed(&changed).unwrap_err();
        assert!(matches!(error, SealError::Totals), "{number}: {error}");
    }
    // Only the sums of the document.
    let mut changed = fixture();
    let rows = changed.rows(0);
    changed.set_rows(0, &rows[..1], true);
    assert!(matches!(sealed(&changed), Err(SealError::Totals)));
}

#[test]
fn a_claim_without_lines_is_sealed_and_two_claims_may_share_their_file() {
    let mut shared = fixture();
    shared.content.claims[0].lines = None;
    shared.content.claims[0].files.clear();
    shared.content.claims[0].conflicts.clear();
    shared.content.totals = shared.content.sum(|_| true).unwrap();
    let (bundle, _) = sealed(&shared).unwrap();
    assert_eq!(named(&check(&bundle, None)), Vec::<String>::new());
    let mut shared = fixture();
    let (rows, files) = (shared.rows(0), shared.content.claims[0].files.clone());
    shared.content.claims[1].files = files;
    shared.set_rows(1, &rows, true);
    let hashes = shared.content.claims.iter();
    let hashes = hashes.map(|claim| claim.lines.as_ref().map(|file| &file.sha256));
    let hashes: Vec<_> = hashes.collect();
    assert_eq!(hashes[0], hashes[1]);
    shared.content.totals = shared.content.sum(|_| true).unwrap();
    let (bundle, _) = sealed(&shared).unwrap();
    assert_eq!(named(&check(&bundle, None)), Vec::<String>::new());
}

#[test]
fn report_of_an_older_program_is_sealed_without_the_figures_that_it_lacks() {
    // Counts of lines stand for any figure that a newer program added.
    let mut older = fixture();
    older.content.document_version -= 1;
    older.content.totals.whole.lines = 0;
    for row in &mut older.content.totals.by_exchange {
        row.sums.unpriced = 0;
    }
    let (bundle, _) = sealed(&older).unwrap();
    assert_eq!(named(&check(&bundle, None)), Vec::<String>::new());

    let changes: [fn(&mut Fixture); 3] = [
        |f| f.content.totals.credits += Money::from_units(1),
        |f| f.content.document_version += 1,
        |f| {
            let file = f.content.claims[0].lines.as_mut().unwrap();
            file.summary.lines += 1;
        },
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut changed = older.clone();
        change(&mut changed);
        let error = sealed(&changed).unwrap_err();
        assert!(matches!(error, SealError::Totals), "{number}: {error}");
    }

    let file = older.content.claims[0].lines.clone().unwrap();
    let mut added_up = file.summary.clone();
    added_up.sums[0].cell.priced += 1;
    assert!(older.content.is_sum(&added_up, &file));
    assert!(!fixture().content.is_sum(&added_up, &file));
    added_up.sums[0].cell.amount += Money::from_units(1);
    assert!(!older.content.is_sum(&added_up, &file));
}

#[test]
fn bundle_that_would_not_verify_is_not_sealed() {
    let refused = |change: &dyn Fn(&mut Fixture)| {
        let mut changed = fixture();
        change(&mut changed);
        sealed(&changed).unwrap_err()
    };
    let error = refused(&|f| f.content.incident.slug = "../up".into());
    assert!(matches!(error, SealError::Name(_)));
    let error = refused(&|f| f.content.method.version = "FMV/0.9.0".into());
    assert!(matches!(error, SealError::Method(_)));
    let error = refused(&|f| f.content.claims[0].reference = "R/1".into());
    assert!(matches!(error, SealError::Name(_)));
    let error = refused(&|f| f.content.totals.credits += Money::from_units(1));
    assert!(matches!(error, SealError::Totals));
    let error = refused(&|f| f.custody[1].purpose = Purpose::words("!").kept());
    assert!(matches!(error, SealError::Custody(_)));
    let error = refused(&|f| f.content.custody_head.hash = "0".repeat(64));
    assert!(matches!(error, SealError::Custody(_)));
    let error = refused(&|f| f.shared = [("R-9".to_owned(), 0)].into());
    assert!(matches!(error, SealError::UnknownClaim(_)));
}

#[test]
fn a_report_divided_in_any_way_adds_up_to_itself() {
    let mut content = fixture().content;
    content.claims[2].state = casework::ClaimState::Declined;
    content.totals = content.sum(|_| true).unwrap();
    let names: Vec<String> = content.claims.iter().map(|c| c.reference.clone()).collect();
    for chosen in 0..1_usize << names.len() {
        let goes = |claim: &str| {
            let at = names.iter().position(|name| name == claim);
            at.is_some_and(|at| chosen >> at & 1 == 1)
        };
        let shares = content.shares(goes).unwrap();
        let sum = content.sum(|claim| goes(&claim.reference)).unwrap();
        let shared = &shares.shared;
        assert_eq!((shared.sums, shared.credits), (sum.whole, sum.credits));
        assert_eq!(shared.claims.counted, sum.counts.claims);
        let withheld = shares.withheld.iter();
        let nets = withheld.map(|(_, share)| share.net());
        assert_eq!(shared.net() + nets.sum::<Money>(), content.totals.net());
        assert_eq!(shares.whole.claims.all(), 3);
    }
    content.totals.credits += Money::from_units(1);
    assert!(content.shares(|_| true).is_err(), "parts of another whole");
}

#[test]
fn a_bundle_is_never_dated_before_something_in_it() {
    let later = common::BUILT_AT_US + 1;
    let log_to = |time_us: i64, fixture: &mut Fixture| {
        let last = fixture.custody.last().unwrap();
        let fact = Fact {
            time_us,
            actor: "p-0123456789ab",
            role: "coordinator",
            action: CustodyEvent::ReleaseApproved.as_str(),
            object: "3",
            object_sha256: "",
            purpose: None,
            tool: common::TOOL,
        };
        let record = custody::follow("incident-1", &Head::from(last), &fact);
        fixture.custody.push(record);
    };
    let changes: [&dyn Fn(&mut Fixture); 3] = [
        &|f| f.content.frozen_at_us = later,
        &|f| f.shared.values_mut().for_each(|agreed| *agreed = later),
        &|f| log_to(later, f),
    ];
    for change in changes {
        let mut changed = fixture();
        change(&mut changed);
        assert!(matches!(sealed(&changed), Err(SealError::Time { .. })));
    }
    let mut at_once = fixture();
    log_to(common::BUILT_AT_US, &mut at_once);
    let (bundle, _) = sealed(&at_once).unwrap();
    assert_eq!(named(&check(&bundle, None)), Vec::<String>::new());
    // Dated again by somebody who has the key.
    let (top, mut files) = unpacked(&bundle);
    let facts = String::from_utf8(files["data/provenance/report.json"].clone()).unwrap();
    let built = custody::time_text(common::BUILT_AT_US);
    let before = custody::time_text(common::BUILT_AT_US - 2 * 86_400_000_000);
    let facts = facts.replace(&built, &before);
    files.insert("data/provenance/report.json".into(), facts.into_bytes());
    resealed(&mut files, &key());
    let findings = named(&check(&packed(&top, &files), None)).join("\n");
    assert!(findings.contains("before it was frozen"), "{findings}");
    assert!(findings.contains("before the last record"), "{findings}");
}

#[test]
fn one_byte_of_an_original_names_the_file() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, mut files) = unpacked(&bundle);
    let original = files.keys().find(|path| path.ends_with(".png")).unwrap();
    let original = original.clone();
    files.get_mut(&original).unwrap()[0] ^= 1;
    let verdict = check(&packed(&top, &files), None);
    assert!(named(&verdict)[0].starts_with(&format!("{original}: was changed")));
}

#[test]
fn one_price_changed_names_the_lines_whose_loss_no_longer_follows() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, mut files) = unpacked(&bundle);
    let prices = format!("data/prices/{}.csv", sha256(common::PRICES.as_bytes()));
    let changed = common::PRICES.replace("16968.61", "16968.62");
    files.insert(prices.clone(), changed.into_bytes());
    resealed(&mut files, &key());
    let verdict = check(&packed(&top, &files), Some(&[key().public()]));
    let named = named(&verdict);
    let lines: Vec<&String> = named
        .iter()
        .filter(|line| line.contains("no longer follows"))
        .collect();
    // Two lines move BTC: the sale and the typed-in entry. DMG and USDT do not change.
    assert_eq!(lines.len(), 3, "{named:#?}");
    assert!(lines[0].starts_with("data/normalized/losses.csv:"));
    assert!(lines[0].contains("`406.39915000`") && lines[0].contains("`406.49915000`"));
    assert!(named.iter().any(|line| line.starts_with(&prices)));
    assert!(
        named
            .iter()
            .any(|line| line.contains("totals.json/shared/total/documented"))
    );
}

#[test]
fn conflicts_are_in_the_bundle_and_follow_from_its_originals() {
    let (bundle, _) = sealed(&fixture_conflicting()).unwrap();
    let verdict = check(&bundle, None);
    assert!(verdict.holds(), "{:?}", verdict.findings);
    let (top, files) = unpacked(&bundle);
    let path = "data/normalized/conflicts.csv";
    let text = String::from_utf8(files[path].clone()).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    let row: Vec<&str> = rows[1].split(',').collect();
    assert_eq!(rows.len(), 2, "{text}");
    assert_eq!(
        (row[0], row[4], row[5], row[7], row[9]),
        ("R-3333-33", "DMG/USDT", "105", "3", "2")
    );
    // Sold 2000 for 40 USDT instead of 1000 for 20: 2000 × 0.0203 − 39.98 × 0.9997 less 1000
    // × 0.0203 − 19.98 × 0.9997.
    assert!(
        rows[1].ends_with(",out,moved-less,open,0.30600000"),
        "{}",
        rows[1]
    );
    assert!(row[6].starts_with("data/originals/R-3333-33/"), "{text}");
    let totals = String::from_utf8(files["data/normalized/totals.json"].clone()).unwrap();
    assert!(
        totals.contains("\"conflict_apart\": \"0.30600000\""),
        "{totals}"
    );
    for (path, from, to) in [
        (path, "0.30600000", "0.00000000"),
        (path, "moved-less", "first-by-hash"),
        (
            "data/normalized/totals.json",
            "\"conflict_apart\": \"0.30600000\"",
            "\"conflict_apart\": \"0.00000000\"",
        ),
    ] {
        let mut files = files.clone();
        let text = String::from_utf8(files[path].clone()).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        files.insert(path.into(), text.replacen(from, to, 1).into_bytes());
        resealed(&mut files, &key());
        assert!(!check(&packed(&top, &files), None).holds(), "{path} {from}");
    }
}

#[test]
fn decision_on_a_conflict_is_in_the_bundle_and_its_figures_follow_from_it() {
    let (bundle, _) = sealed(&fixture_settled()).unwrap();
    let verdict = check(&bundle, None);
    assert!(verdict.holds(), "{:?}", verdict.findings);
    let (top, files) = unpacked(&bundle);
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    let decisions = "data/normalized/decisions.csv";
    let rows = text(decisions);
    let row: Vec<&str> = rows.lines().nth(1).unwrap().split(',').collect();
    assert_eq!(rows.lines().count(), 2, "{rows}");
    assert_eq!(
        (row[0], row[2], row[3], row[5]),
        ("R-3333-33", "2", "1", "3")
    );
    assert!(row[1].starts_with("data/originals/R-3333-33/"), "{rows}");
    assert!(rows.contains("\"the exchange confirmed \"\"2000\"\"\",p-somebody,2022-11-21T"));
    let conflicts = text("data/normalized/conflicts.csv");
    // The row of 1000 would make the loss smaller by what it was larger before.
    assert!(
        conflicts.contains(",out,settled,settled,-0.30600000"),
        "{conflicts}"
    );
    let exclusions = text("data/normalized/exclusions.csv");
    assert!(exclusions.contains(",dropped,settled,"), "{exclusions}");
    let totals = text("data/normalized/totals.json");
    assert!(totals.contains("\"conflict_rows\": 0"), "{totals}");
    let forged = |change: &dyn Fn(&str) -> String| {
        let mut files = files.clone();
        files.insert(decisions.into(), change(&rows).into_bytes());
        resealed(&mut files, &key());
        named(&check(&packed(&top, &files), None)).join("\n")
    };
    let head = rows.lines().next().unwrap();
    let without = forged(&|_| format!("{head}\n"));
    assert!(without.contains("contains no such entry"), "{without}");
    let turned = forged(&|rows| {
        let mut cells: Vec<&str> = rows.lines().nth(1).unwrap().split(',').collect();
        for at in 1..4 {
            cells.swap(at, at + 3);
        }
        format!("{head}\n{}\n", cells.join(","))
    });
    assert!(turned.contains("contains no such entry"), "{turned}");
    let stranger = forged(&|rows| rows.replace("R-3333-33", "R-4444-44"));
    assert!(
        stranger.contains("decisions.csv:2: is no decision on rows of a claim"),
        "{stranger}"
    );
    let lineless = forged(&|rows| rows.replace(".csv,2,1,", ".csv,x,1,"));
    assert!(lineless.contains("is no decision on rows"), "{lineless}");
    let with = |decisions_max: usize| {
        let limits = Limits {
            decisions_max,
            ..Limits::default()
        };
        verify_reader(Cursor::new(&bundle), None, &limits.into())
    };
    assert!(with(1).unwrap().holds());
    let error = with(0).unwrap_err().to_string();
    assert!(
        error.contains("more rows than limits.verifying.decisions_max (0)"),
        "{error}"
    );
}

#[test]
fn a_loss_an_entry_a_total_and_a_contest_that_were_forged_are_named() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, files) = unpacked(&bundle);
    let forged = |path: &str, from: &str, to: &str| {
        let mut files = files.clone();
        let text = String::from_utf8(files[path].clone()).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        files.insert(path.into(), text.replacen(from, to, 1).into_bytes());
        resealed(&mut files, &key());
        named(&check(&packed(&top, &files), None)).join("\n")
    };
    let losses = "data/normalized/losses.csv";
    let entries = "data/normalized/entries.csv";
    let totals = "data/normalized/totals.json";
    let findings = forged(losses, "155036.95200000", "255036.95200000");
    assert!(
        findings.contains("losses.csv:4") && findings.contains("no longer follows"),
        "{findings}"
    );
    let findings = forged(entries, "250000", "350000");
    assert!(
        findings.contains("entries.csv:7: in_amount is `350000`"),
        "{findings}"
    );
    let findings = forged(entries, "0xabcd", "0xabce");
    assert!(
        findings.contains("losses.csv") && findings.contains("tx_hash is `0xabcd`"),
        "{findings}"
    );
    let findings = forged(totals, "\"claims\": 2", "\"claims\": 4");
    assert!(findings.contains("/claims: is `4`"), "{findings}");
    let findings = forged(entries, "documented,yes", "documented,no");
    assert!(findings.contains("losses.csv"), "{findings}");
    let findings = forged("data/normalized/credits.csv", "100.5", "1.5");
    assert!(findings.contains("credits.csv:2: value is"), "{findings}");
    let findings = forged("data/normalized/claims.csv", "accepted", "submitted");
    assert!(findings.contains("losses.csv:2"), "{findings}");
    let findings = forged("data/normalized/exclusions.csv", "my own bot", "no reason");
    assert!(
        findings.contains("exclusions.csv:2: does not follow"),
        "{findings}"
    );
    let findings = forged("data/prices/prices.csv", "0.9997", "0.9998");
    assert!(findings.contains("prices.csv"), "{findings}");
    let findings = forged(
        "data/method/method.json",
        "\"par\": []",
        "\"par\": [\"USDT\"]",
    );
    assert!(findings.contains("no longer follows"), "{findings}");
    let findings = forged(
        "data/provenance/custody.jsonl",
        "coordinator",
        "operator---",
    );
    assert!(
        findings.contains("custody.jsonl:1: record 1 was changed"),
        "{findings}"
    );
}

/// The table with every cell of the column in other words.
fn reworded(table: &[u8], column: &str) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(table);
    let header = reader.headers().unwrap().clone();
    let at = header.iter().position(|name| name == column).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        let cells = row.iter().enumerate();
        let cells = cells.map(|(cell, text)| if cell == at { "in other words" } else { text });
        writer.write_record(cells).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn reworded_texts_of_a_later_version_break_no_bundle() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, mut files) = unpacked(&bundle);
    let tables = ["entries", "losses"].map(|name| format!("data/normalized/{name}.csv"));
    for path in &tables {
        let words = reworded(&files[path], "note");
        assert_ne!(words, files[path], "{path} has notes");
        files.insert(path.clone(), words);
    }
    resealed(&mut files, &key());
    let verdict = check(&packed(&top, &files), None);
    assert_eq!(named(&verdict), Vec::<String>::new());
    // A fact beside the words is still compared.
    for (path, column) in [(&tables[0], "kind"), (&tables[1], "status")] {
        let mut files = files.clone();
        files.insert(path.clone(), reworded(&files[path], column));
        resealed(&mut files, &key());
        let named = named(&check(&packed(&top, &files), None));
        assert!(
            named.iter().any(|place| place.starts_with(path.as_str())),
            "{named:?}"
        );
    }
}

#[test]
fn a_file_read_by_a_mapping_holds_and_a_changed_mapping_is_named() {
    let (bundle, _) = sealed(&fixture_mapped()).unwrap();
    let verdict = check(&bundle, None);
    assert_eq!(named(&verdict), Vec::<String>::new());
    assert_eq!((verdict.checked.originals, verdict.checked.entries), (4, 9));
    let (top, files) = unpacked(&bundle);
    let index = "data/originals/index.csv";
    let forged = |from: &str, to: &str| {
        let mut files = files.clone();
        let text = String::from_utf8(files[index].clone()).unwrap();
        assert!(text.contains(from), "{text}");
        files.insert(index.into(), text.replacen(from, to, 1).into_bytes());
        resealed(&mut files, &key());
        named(&check(&packed(&top, &files), None)).join("\n")
    };
    let findings = forged("\"\"Change\"\"", "\"\"Sum\"\"");
    assert!(
        findings.contains("entries.csv:") && findings.contains("out_amount"),
        "{findings}"
    );
    let findings = forged("day_first", "month_first");
    assert!(findings.contains("entries.csv:"), "{findings}");
    let findings = forged("\"\"exchange\"\"", "\"\"colour\"\"");
    assert!(
        findings.contains("does not state how to read the file"),
        "{findings}"
    );
}

#[test]
fn added_files_are_reported_wherever_they_are() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, files) = unpacked(&bundle);
    for path in [
        "note.txt",
        "metadata/note.txt",
        "signatures/other.sshsig",
        "data/note.txt",
        "data/originals/R-2222-22/note.csv",
        "data/prices/note.csv",
        "data/statements/R-9.json",
    ] {
        let mut added = files.clone();
        added.insert(path.into(), b"x".to_vec());
        resealed(&mut added, &key());
        let verdict = check(&packed(&top, &added), None);
        let findings = named(&verdict);
        assert!(
            findings.iter().any(|line| line.starts_with(path)),
            "{path}: {findings:?}"
        );
    }
}

#[test]
fn a_file_taken_out_is_named() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, files) = unpacked(&bundle);
    for path in files.keys() {
        let mut fewer = files.clone();
        fewer.remove(path);
        let verdict = check(&packed(&top, &fewer), Some(&[key().public()]));
        let findings = named(&verdict);
        assert!(
            findings.iter().any(|line| line.starts_with(path)),
            "{path}: {findings:?}"
        );
    }
}

#[test]
fn a_chain_that_was_cut_or_written_anew_does_not_hold_the_frozen_record() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, mut files) = unpacked(&bundle);
    let log = String::from_utf8(files["data/provenance/custody.jsonl"].clone()).unwrap();
    let first = log.lines().next().unwrap().to_owned() + "\n";
    files.insert("data/provenance/custody.jsonl".into(), first.into_bytes());
    resealed(&mut files, &key());
    let findings = named(&check(&packed(&top, &files), None)).join("\n");
    assert!(
        findings.contains("the record the report was frozen at"),
        "{findings}"
    );
    assert!(
        findings.contains("custody-head.txt: is not the head"),
        "{findings}"
    );
}

#[test]
fn file_that_is_no_bundle_is_refused() {
    let refused = |bytes: &[u8], limits: &VerifyLimits| {
        let error = verify_reader(Cursor::new(bytes), None, limits).unwrap_err();
        error.to_string()
    };
    let limits = VerifyLimits::default();
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, files) = unpacked(&bundle);
    assert!(refused(b"", &limits).contains("does not begin like a ZIP"));
    assert!(refused(b"PK\x03\x04", &limits).contains("cut off"));
    let half = &bundle[..bundle.len() / 2];
    assert!(refused(half, &limits).contains("no bundle as Redress seals them"));
    let mut two = files.clone();
    two.insert("../../elsewhere".into(), Vec::new());
    assert!(refused(&packed(&top, &two), &limits).contains("no name a bundle has"));
    let mut tail = bundle.clone();
    tail.extend(vec![0; 1 << 20]);
    assert!(refused(&tail, &limits).contains("more behind its files"));
    let mut before = vec![0; 10];
    before.extend(&bundle);
    assert!(refused(&before, &limits).contains("does not begin like a ZIP"));
    let mut twice = files.clone();
    twice.insert("BAGIT.txt".into(), Vec::new());
    assert!(refused(&packed(&top, &twice), &limits).contains("twice"));
}

#[test]
fn limits_hold_at_the_limit_and_one_past_it() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (_, files) = unpacked(&bundle);
    let with = |limits: Limits| verify_reader(Cursor::new(&bundle), None, &limits.into());
    let at = Limits {
        files_max: files.len(),
        ..Limits::default()
    };
    assert!(with(at.clone()).unwrap().holds());
    let past = Limits {
        files_max: files.len() - 1,
        ..at
    };
    let error = with(past).unwrap_err().to_string();
    assert!(error.contains("more files than limits.verifying.files_max"));
    let entries = files["data/normalized/entries.csv"].clone();
    let rows = csv::Reader::from_reader(&entries[..]).records().count() as u64;
    let at = Limits {
        rows_max: rows,
        ..Limits::default()
    };
    assert!(with(at.clone()).unwrap().holds());
    let past = Limits {
        rows_max: rows - 1,
        ..at
    };
    assert!(!with(past).unwrap().holds());
    // The first claim has six rows in its originals, two of them in an archive.
    let at = Limits {
        claim_rows_max: 6,
        ..Limits::default()
    };
    assert!(with(at.clone()).unwrap().holds());
    let past = Limits {
        claim_rows_max: 5,
        ..at
    };
    let error = with(past).unwrap_err().to_string();
    assert!(
        error.contains("more rows than limits.verifying.claim_rows_max (5)"),
        "{error}"
    );
    let (bundle, _) = sealed(&fixture_with_deals()).unwrap();
    let with_deals = |deals_max: usize| {
        let limits = Limits {
            deals_max,
            ..Limits::default()
        };
        verify_reader(Cursor::new(&bundle), None, &limits.into())
    };
    assert!(with_deals(1).unwrap().holds());
    let error = with_deals(0).unwrap_err().to_string();
    assert!(
        error.contains("more deals than limits.verifying.deals_max (0)"),
        "{error}"
    );
    assert!(files["data/normalized/totals.json"].len() > 1024);
    let past = Limits {
        held_bytes_max: 1024,
        ..Limits::default()
    };
    assert!(
        with(past)
            .unwrap_err()
            .to_string()
            .contains("longer than limits.verifying.held_bytes_max")
    );
    let (top, mut many) = unpacked(&bundle);
    let forged = String::from_utf8(many["data/normalized/losses.csv"].clone()).unwrap();
    let forged = forged.replace("priced", "prised");
    many.insert("data/normalized/losses.csv".into(), forged.into_bytes());
    let few = Limits {
        findings_max: 2,
        ..Limits::default()
    };
    let verdict = verify_reader(Cursor::new(packed(&top, &many)), None, &few.into()).unwrap();
    assert_eq!(verdict.findings.len(), 2);
    assert!(verdict.findings_more > 3);
}

#[test]
fn limits_of_reading_and_valuing_refuse_a_bundle_by_name() {
    let (bundle, _) = sealed(&fixture_with_deals()).unwrap();
    let mut few_keys = VerifyLimits::default();
    few_keys.reading.compared_keys_max = 0;
    let mut few_trades = VerifyLimits::default();
    few_trades.valuing.deal_trades_max = 0;
    for (limits, name) in [
        (few_keys, "limits.reading.compared_keys_max"),
        (few_trades, "limits.valuing.deal_trades_max"),
    ] {
        let error = verify_reader(Cursor::new(&bundle), None, &limits).unwrap_err();
        let error = error.to_string();
        assert!(
            error.starts_with("the bundle is refused: claim R-") && error.contains(name),
            "{error}"
        );
    }
}

#[test]
fn a_row_without_end_is_not_read_into_memory() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, mut files) = unpacked(&bundle);
    let mut entries = files["data/normalized/entries.csv"].clone();
    entries.extend(b"\"");
    entries.extend(vec![b'x'; 2 << 20]);
    files.insert("data/normalized/entries.csv".into(), entries);
    resealed(&mut files, &key());
    let findings = named(&check(&packed(&top, &files), None)).join("\n");
    assert!(findings.contains("longer than a row may be"), "{findings}");
}

#[test]
fn compressed_bundle_is_reported_as_repacked() {
    let (bundle, _) = sealed(&fixture()).unwrap();
    let (top, files) = unpacked(&bundle);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in &files {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        zip.start_file(format!("{top}/{path}"), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let again = zip.finish().unwrap().into_inner();
    let error = verify_reader(Cursor::new(again), None, &VerifyLimits::default()).unwrap_err();
    assert!(error.to_string().contains("not packed again"), "{error}");
}

/// The bundle in a folder of its own, as a file.
fn written() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("redress-tradebot-2022-3.zip");
    std::fs::write(&path, sealed(&fixture()).unwrap().0).unwrap();
    (folder, path)
}

fn output(command: &mut std::process::Command) -> (bool, String) {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (
        output.status.success(),
        text + &String::from_utf8_lossy(&output.stderr),
    )
}

#[test]
fn the_bundle_checks_itself_with_what_every_system_has() {
    let (top, mut files) = unpacked(&sealed(&fixture()).unwrap().0);
    let folder = tempfile::tempdir().unwrap();
    let write = |files: &Files| {
        for (path, bytes) in files {
            let path = folder.path().join(&top).join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let script = folder.path().join(&top).join("metadata/VERIFY.sh");
        output(std::process::Command::new("sh").arg(script))
    };
    let (passed, text) = write(&files);
    assert!(passed && text.contains("All checks passed"), "{text}");
    files.get_mut("data/normalized/losses.csv").unwrap()[400] ^= 1;
    files.insert("data/added.txt".into(), Vec::new());
    let (passed, text) = write(&files);
    assert!(!passed, "{text}");
    assert!(
        text.contains("losses.csv: FAILED") && text.contains("data/added.txt"),
        "{text}"
    );
}

#[test]
fn the_stock_tools_pass_a_sealed_bundle_and_fail_a_changed_one() {
    let (_folder, path) = written();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/verify-bundle.sh");
    let (passed, text) = output(std::process::Command::new(script).arg(&path));
    assert!(passed, "{text}");
    let mut bundle = std::fs::read(&path).unwrap();
    let at = bundle.windows(6).position(|six| six == b"250000").unwrap();
    bundle[at] = b'3';
    std::fs::write(&path, bundle).unwrap();
    let (passed, text) = output(std::process::Command::new(script).arg(&path));
    assert!(
        !passed && text.contains("FAILED  sha256sum -c manifest"),
        "{text}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_one_byte_changed_in_any_file_is_named(
        file in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        flip in 1_u8..=255,
    ) {
        let (top, mut files) = SEALED.with(Clone::clone);
        let path = files.keys().nth(file.index(files.len())).unwrap().clone();
        let bytes = files.get_mut(&path).unwrap();
        let at = place.index(bytes.len());
        bytes[at] ^= flip;
        let verdict = check(&packed(&top, &files), Some(&[key().public()]));
        let findings = named(&verdict);
        let places = verdict.findings.iter().map(|finding| &finding.place);
        let mut files = places.flat_map(|place| place.split(" and "));
        prop_assert!(files.any(|file| file == path), "{path}:{at} {findings:?}");
    }

    #[test]
    fn no_bytes_make_the_check_panic(
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let (top, files) = SEALED.with(Clone::clone);
        let mut bundle = packed(&top, &files);
        for (place, byte) in places {
            let at = place.index(bundle.len());
            bundle[at] = byte;
        }
        // Whether refused or not, it must return.
        if let Ok(verdict) = verify_reader(Cursor::new(&bundle), None, &VerifyLimits::default()) {
            prop_assert!(verdict.checked.files > 0);
        }
    }
}

thread_local! {
    static SEALED: (String, Files) = unpacked(&sealed(&fixture()).unwrap().0);
}
