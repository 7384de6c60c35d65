//! Both kinds of bundles, and bundles with some claims or with what is new alone.

#[expect(dead_code, reason = "the tests of bundles ask more of it")]
mod common;

use std::collections::BTreeMap;
use std::io::Cursor;

use casework::custody::hex;
use casework::snapshot::{Line, Row};
use casework::tree::{climbed, from_hex, leaf, root};
use casework::{Absent, BundleKind, Choice, Committed, Recipient};
use common::bag::{Files, named, packed, resealed, unpacked};
use common::{
    Fixture, fixture, fixture_nameless, fixture_of_contracts, fixture_of_fills, fixture_settled,
    fixture_with_deals, key, sealed, sha256,
};
use ledger::{Fact, Text};
use report::{
    EarlierBundle, SealError, Together, Trusted, Verdict, VerifyLimits, earlier_bundle, verify_with,
};

/// What every name and every word of a person has in these tests.
const SECRET: &str = "Sécrète";

fn check(bundle: &[u8]) -> Verdict {
    check_with(bundle, None)
}

fn check_with(bundle: &[u8], earlier_bundle: Option<&EarlierBundle>) -> Verdict {
    let trusted = Trusted {
        earlier_bundle,
        ..Trusted::default()
    };
    verify_with(Cursor::new(bundle), &trusted, &VerifyLimits::default()).unwrap()
}

fn holds(fixture: &Fixture) -> (Vec<u8>, Verdict) {
    let (bundle, _) = sealed(fixture).unwrap();
    let verdict = check(&bundle);
    assert_eq!(named(&verdict), Vec::<String>::new());
    (bundle, verdict)
}

fn text(files: &Files, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap()
}

/// Changes every entry of a claim, and what follows from it.
fn entries(fixture: &mut Fixture, claim: usize, change: impl Fn(&mut Line)) {
    let mut rows = fixture.rows(claim);
    for row in &mut rows {
        if let Row::Line(line) = row {
            change(line);
        }
    }
    fixture.set_rows(claim, &rows, true);
    fixture.content.totals = fixture.content.sum(|_| true).unwrap();
}

/// Puts [`SECRET`] wherever a person can be named or wrote something.
fn with_secrets(mut fixture: Fixture) -> Fixture {
    let secret = |what: &str| format!("{SECRET} {what}");
    for claim in &mut fixture.content.claims {
        claim.claimant_name = secret("name");
        claim.claimant_mail = secret("mail");
        claim.salt = secret(&format!("salt of {}", claim.reference));
        for file in &mut claim.files {
            file.name = secret("file");
            file.account = secret("account");
            file.zone = Some(secret("zone"));
        }
        for credit in &mut claim.credits {
            credit.credit.evidence = secret("letter");
            credit.credit.note = secret("note");
        }
        for conflict in &mut claim.conflicts {
            conflict.account = secret("account").into();
        }
        for decision in &mut claim.conflict_decisions {
            decision.reason = secret("reason");
        }
        if let Some(stated) = &mut claim.flat_before {
            stated.reason = secret("reason");
        }
        claim.statement.as_mut().unwrap().text = secret("statement");
        let declaration = claim.declaration.as_mut().unwrap();
        declaration.text = secret("declaration");
        declaration.signed_name = secret("name");
    }
    for claim in 0..fixture.content.claims.len() {
        entries(&mut fixture, claim, |line| {
            secret_line(line, |what| secret(what).into());
        });
    }
    fixture
}

fn secret_line(line: &mut Line, secret: impl Fn(&str) -> Text) {
    let entry = &mut line.entry;
    entry.account = secret("account");
    entry.account_in_file = secret("account in file");
    // Legs of a group are valued together.
    if line.contested.is_none() {
        entry.group = secret("group");
    }
    for fact in [
        Fact::Address,
        Fact::Memo,
        Fact::ClientOrderId,
        Fact::Ip,
        Fact::ApiKeyLabel,
        Fact::SourceAddress,
    ] {
        entry.set_fact(fact, &secret("fact")).unwrap();
    }
    entry.notes.push(ledger::EntryNote::InFile {
        text: secret("note"),
    });
    if line.evidence.is_none() {
        entry.exchange = secret("exchange");
    }
    let words = |words: &mut Option<String>| {
        if let Some(words) = words {
            *words = secret("words").to_string();
        }
    };
    words(&mut line.contested);
    words(&mut line.left_out);
    if !line.review.reason.is_empty() {
        line.review.reason = secret("review").to_string();
    }
}

#[test]
fn bundle_without_names_is_recomputed_from_its_entries() {
    for nameless in [
        fixture_settled,
        fixture_with_deals,
        fixture_of_contracts,
        fixture,
    ] {
        let fixture = Fixture {
            kind: BundleKind::Pseudonymous,
            ..nameless()
        };
        holds(&fixture);
    }
    let (_, verdict) = holds(&fixture_nameless());
    assert!(
        verdict.holds()
            && verdict
                .report
                .is_some_and(|r| r.kind == BundleKind::Pseudonymous)
    );
    let checked = verdict.checked;
    assert_eq!((checked.originals, checked.entries), (0, 0));
    assert_eq!((checked.entries_listed, checked.entries_typed), (7, 2));
    assert_eq!(checked.losses, 8);
    assert!(checked.custody_hashed > 2 && checked.custody_hashed < checked.custody_records / 2);
    assert_eq!((checked.claims_shared, checked.claims_withheld), (2, 1));
}

#[test]
fn bundle_without_names_has_no_name_no_original_and_no_word_of_a_person() {
    for base in [fixture_settled, fixture_of_contracts, fixture] {
        let identified = with_secrets(base());
        let (_, files) = unpacked(&sealed(&identified).unwrap().0);
        assert!(files.values().any(|bytes| has_secret(bytes)), "of a test");
        let nameless = Fixture {
            kind: BundleKind::Pseudonymous,
            ..identified
        };
        let (bundle, _) = holds(&nameless);
        let (_, files) = unpacked(&bundle);
        for (path, bytes) in &files {
            assert!(
                !has_secret(bytes),
                "{path}: {}",
                String::from_utf8_lossy(bytes)
            );
            let held = String::from_utf8_lossy(bytes);
            for given in [
                "Invented Person",
                "person@example.org",
                "später",
                "a \\\"purpose",
            ] {
                assert!(!held.contains(given), "{given} in {path}");
            }
            let original = path.starts_with("data/originals/") && !path.ends_with("index.csv");
            assert!(!original && !path.ends_with("claimants.csv"), "{path}");
            assert!(!path.starts_with("data/statements/R-"), "{path}");
        }
        let log = text(&files, "data/provenance/custody.jsonl");
        assert!(!log.contains("later.csv"), "{log}");
    }
}

/// Whether the word is in bytes, as it is or as JSON may escape it.
fn has_secret(bytes: &[u8]) -> bool {
    let held = String::from_utf8_lossy(bytes);
    held.contains(SECRET) || held.contains("S\\u00e9cr")
}

#[test]
fn pseudonyms_are_the_same_in_every_table_and_bundle_and_differ_by_claim() {
    let (bundle, _) = holds(&with_secrets(fixture_nameless()));
    let (_, files) = unpacked(&bundle);
    let cells = |path: &str, column: &str| {
        let mut reader = csv::Reader::from_reader(&files[path][..]);
        let at = reader
            .headers()
            .unwrap()
            .iter()
            .position(|name| name == column);
        let rows = reader.records().map(Result::unwrap);
        let cells = rows.map(|row| (row[0].to_owned(), row[at.unwrap()].to_owned()));
        cells.collect::<Vec<_>>()
    };
    let mut accounts: BTreeMap<String, String> = BTreeMap::new();
    for path in ["data/normalized/entries.csv", "data/normalized/losses.csv"] {
        for (claim, account) in cells(path, "account") {
            assert!(account.starts_with("account-"), "{account}");
            let before = accounts.insert(claim, account.clone());
            assert!(before.is_none_or(|before| before == account));
        }
    }
    assert_eq!(accounts.len(), 2);
    assert_ne!(accounts["R-2222-22"], accounts["R-3333-33"]);
    let salt = format!("{SECRET} salt of R-2222-22");
    let expected = casework::pseudonym_of(&salt, "account", &format!("{SECRET} account"));
    assert_eq!(accounts["R-2222-22"], expected);
    let files_of = cells("data/normalized/entries.csv", "file");
    let members = files_of.iter().filter_map(|(_, file)| file.split_once('!'));
    let members: Vec<&str> = members.map(|(_, member)| member).collect();
    assert!(members.iter().all(|member| member.starts_with("file-")));
    assert!(!members.is_empty());
    let reasons = cells("data/normalized/entries.csv", "left_out_why");
    assert!(reasons.iter().any(|(_, why)| why == "yes"));
}

#[test]
fn same_inputs_give_the_same_bytes_in_both_kinds() {
    for base in [fixture, fixture_nameless] {
        assert_eq!(sealed(&base()).unwrap().0, sealed(&base()).unwrap().0);
    }
}

#[test]
fn names_go_to_nobody_to_whom_figures_alone_were_promised() {
    let to_press = |kind: BundleKind| Fixture {
        kind,
        recipient: Recipient::Press,
        ..fixture()
    };
    let refused = sealed(&to_press(BundleKind::Identified)).unwrap_err();
    assert!(matches!(refused, SealError::Recipient(Recipient::Press)));
    holds(&to_press(BundleKind::Pseudonymous));
}

#[test]
fn identified_bundle_under_a_release_without_names_is_named() {
    let mut released = fixture();
    released.kind = BundleKind::Pseudonymous;
    released.log();
    released.kind = BundleKind::Identified;
    let findings = named(&check(&sealed(&released).unwrap().0)).join("\n");
    assert!(findings.contains("has no request to release"), "{findings}");
}

#[test]
fn root_in_the_log_is_that_of_the_leaves_and_a_claim_alone_leads_to_it() {
    let (bundle, _) = holds(&fixture_nameless());
    let (_, files) = unpacked(&bundle);
    let facts: serde_json::Value =
        serde_json::from_str(&text(&files, "data/provenance/report.json")).unwrap();
    let claims_root = facts["claims_root"].as_str().unwrap();
    let log = text(&files, "data/provenance/custody.jsonl");
    let frozen = log.lines().find(|line| line.contains("snapshot-frozen"));
    assert!(frozen.unwrap().contains(claims_root));
    // As somebody would who has the README and this bundle.
    let method: serde_json::Value =
        serde_json::from_str(&text(&files, "data/method/method.json")).unwrap();
    let prices = sha256(common::PRICES.as_bytes());
    let report = format!(
        "[\"\",{{\"fact\":\"report\",\"number\":3,\"method\":{},\"terms\":{},\
         \"price_files\":[\"{prices}\"]}}]",
        method["method"],
        terms_in_order(&text(&files, "data/method/method.json"))
    );
    let mut hashes = vec![leaf(report.as_bytes())];
    let mut reader = csv::Reader::from_reader(&files["data/provenance/claims.csv"][..]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    hashes.extend(rows.iter().map(|row| from_hex(&row[1]).unwrap()));
    assert_eq!(hex(&root(&hashes)), claims_root);
    for (at, row) in (1..).zip(&rows) {
        let path: Vec<_> = row[6].split(' ').filter_map(from_hex).collect();
        assert_eq!(path.is_empty(), &row[0] == "R-4444-44");
        if !path.is_empty() {
            let own = from_hex(&row[1]).unwrap();
            let climbed = climbed(own, at, hashes.len(), &path).unwrap();
            assert_eq!(hex(&climbed), claims_root);
        }
    }
}

/// The terms of `method.json` on one line, in the order in which they are written.
fn terms_in_order(method: &str) -> String {
    let terms: ledger::losses::Terms = {
        let method: serde_json::Value = serde_json::from_str(method).unwrap();
        serde_json::from_value(method["terms"].clone()).unwrap()
    };
    serde_json::to_string(&terms).unwrap()
}

#[test]
fn withheld_claim_shows_its_reference_and_a_hash_that_nobody_can_guess() {
    let fixture = fixture_nameless();
    let (bundle, _) = holds(&fixture);
    let (_, files) = unpacked(&bundle);
    let withheld = &fixture.content.claims[2];
    let leaves = text(&files, "data/provenance/claims.csv");
    let row = leaves
        .lines()
        .find(|line| line.starts_with(&withheld.reference));
    assert_eq!(
        row.unwrap(),
        format!("R-4444-44,{},,,,,", hex(&withheld.leaf().hash))
    );
    // Whoever knows name and mail lacks the salt.
    let person = Committed::Person {
        name: &withheld.claimant_name,
        mail: &withheld.claimant_mail,
    };
    assert_ne!(person.hash(""), withheld.leaf().person);
    for (path, bytes) in &files {
        let held = String::from_utf8_lossy(bytes);
        assert!(!held.contains(&withheld.salt), "{path}");
    }
}

#[test]
fn bundle_of_some_claims_says_what_was_not_asked_for() {
    for kind in BundleKind::ALL {
        let mut some = fixture();
        some.kind = kind;
        some.choice = Choice::Claims;
        some.shared.remove("R-3333-33");
        some.left_out.insert("R-3333-33".into(), Absent::NotChosen);
        let (bundle, verdict) = holds(&some);
        let checked = verdict.checked;
        let counts = (
            checked.claims_shared,
            checked.claims_not_chosen,
            checked.claims_withheld,
        );
        assert_eq!(counts, (1, 1, 1));
        let (_, files) = unpacked(&bundle);
        let claims = text(&files, "data/normalized/claims.csv");
        assert!(
            claims.contains("R-3333-33,submitted,no,,,not_chosen"),
            "{claims}"
        );
        assert!(
            claims.contains("R-4444-44,in_review,no,,,withheld"),
            "{claims}"
        );
        let readme = text(&files, "metadata/README.txt");
        assert!(
            readme.contains("Holds:      the claims that were asked for"),
            "{readme}"
        );
        assert!(!text(&files, "data/normalized/entries.csv").contains("R-3333-33"));
    }
}

/// A later report, in which the second claim has more fills, beside a bundle of the first.
fn later(kind: BundleKind, earlier: &EarlierBundle) -> Fixture {
    let mut later = fixture_of_fills(3);
    later.kind = kind;
    later.content.number = 4;
    later.choice = Choice::Since {
        number: earlier.number,
        manifest_sha256: earlier.manifest_sha256.clone(),
    };
    later.shared.remove("R-2222-22");
    later.left_out.insert("R-2222-22".into(), Absent::Unchanged);
    later
}

fn earlier_of(bundle: &[u8]) -> EarlierBundle {
    let limits = VerifyLimits::default().verifying;
    let earlier = earlier_bundle(Cursor::new(bundle), &limits).unwrap();
    earlier.expect("it is a bundle")
}

#[test]
fn bundle_with_what_is_new_and_the_earlier_one_are_the_whole() {
    for kind in BundleKind::ALL {
        let first = Fixture { kind, ..fixture() };
        let (first, sealed_first) = sealed(&first).unwrap();
        let earlier = earlier_of(&first);
        assert_eq!(earlier.manifest_sha256, sealed_first.manifest_sha256);
        let later = later(kind, &earlier);
        let (second, alone) = holds(&later);
        assert_eq!(alone.together, None);
        assert_eq!(alone.checked.claims_unchanged, 1);
        let verdict = check_with(&second, Some(&earlier));
        assert_eq!(named(&verdict), Vec::<String>::new());
        let together = Together {
            here: 1,
            earlier: 1,
        };
        assert_eq!(verdict.together, Some(together));
        // Another bundle than the one that it names.
        let other = earlier_of(&second);
        let findings = named(&check_with(&second, Some(&other))).join("\n");
        assert!(
            findings.contains("names another earlier bundle"),
            "{findings}"
        );
    }
}

#[test]
fn claim_that_the_earlier_bundle_lacks_or_has_otherwise_is_named() {
    let (first, _) = sealed(&fixture()).unwrap();
    let earlier = earlier_of(&first);
    // The second claim changed since, and the third was never shared.
    let mut wrong = later(BundleKind::Identified, &earlier);
    wrong.shared = [("R-2222-22".to_owned(), common::CONSENTED_AT_US)].into();
    wrong.left_out = BTreeMap::from([
        ("R-3333-33".to_owned(), Absent::Unchanged),
        ("R-4444-44".to_owned(), Absent::Unchanged),
    ]);
    let (bundle, _) = sealed(&wrong).unwrap();
    let findings = named(&check_with(&bundle, Some(&earlier)));
    for claim in ["R-3333-33", "R-4444-44"] {
        let sentence = format!("leaves `{claim}` to the earlier bundle, which does not have it");
        let is_named = findings.iter().any(|finding| finding.contains(&sentence));
        assert!(is_named, "{claim}: {findings:?}");
    }
    // An earlier bundle of another kind has less than this one promises.
    let nameless = earlier_of(&sealed(&fixture_nameless()).unwrap().0);
    let mixed = later(BundleKind::Identified, &nameless);
    let (bundle, _) = sealed(&mixed).unwrap();
    let findings = named(&check_with(&bundle, Some(&nameless))).join("\n");
    assert!(findings.contains("is of another kind"), "{findings}");
}

#[test]
fn earlier_bundle_that_was_changed_is_refused_and_a_head_is_none() {
    let limits = VerifyLimits::default().verifying;
    let (first, _) = sealed(&fixture()).unwrap();
    let (top, mut files) = unpacked(&first);
    let head = files["data/provenance/custody-head.txt"].clone();
    assert_eq!(earlier_bundle(Cursor::new(head), &limits).unwrap(), None);
    let path = "data/provenance/claims.csv";
    let changed = text(&files, path).replace("R-4444-44", "R-5555-55");
    files.insert(path.into(), changed.into_bytes());
    let error = earlier_bundle(Cursor::new(packed(&top, &files)), &limits).unwrap_err();
    assert!(error.to_string().contains(path), "{error}");
    // Sealed again, it is another bundle.
    resealed(&mut files, &key());
    let other = earlier_of(&packed(&top, &files));
    assert_ne!(other.manifest_sha256, earlier_of(&first).manifest_sha256);
}

#[test]
fn readme_prints_the_table_of_what_each_kind_shows_and_how_hashes_are_made() {
    for fixture in [fixture(), fixture_nameless()] {
        let (_, files) = unpacked(&sealed(&fixture).unwrap().0);
        let readme = text(&files, "metadata/README.txt");
        for line in [
            "WHAT EACH KIND OF BUNDLE SHOWS",
            "  data/normalized/entries.csv",
            "    - pseudonym in the pseudonymous kind: account, account_in_file",
            "HOW THE HASHES ARE MADE",
            "age -d -i KEY -o BUNDLE.zip BUNDLE.zip.age",
        ] {
            assert!(readme.contains(line), "{line} in {readme}");
        }
        assert!(!readme.contains("{shown}") && !readme.contains("{recomputed}"));
        let is_nameless = readme.contains("This bundle names nobody");
        assert_eq!(is_nameless, fixture.kind == BundleKind::Pseudonymous);
    }
}
