//! A table of tamperings. Whoever holds a key seals a bundle again after each of them, so that
//! every hash and signature holds. The check must name what was done, or the README of the
//! bundle must say that only something outside the bundle can show it.

#[expect(dead_code, reason = "the tests of bundles ask more of it")]
#[path = "../common/mod.rs"]
mod common;
mod edit;
mod list;

use std::collections::BTreeSet;
use std::io::Cursor;

use casework::custody::{self, Head, Record};
use common::bag::{named, packed, resealed, unpacked};
use common::{Fixture, key, sealed};
use report::key::Key;
use report::{
    KeptHead, OnlyOutside, Trusted, Verdict, VerifyLimits, kept_head, verify_reader, verify_with,
};

use edit::{Unpacked, add_up, append};
use list::{BASES, Caught, Done, TAMPERINGS, Tampering};

/// A fill whose total is not quantity × price.
const OTHER_TOTAL: &str = "ID,Time,Market,Side,Order Type,Size,Price,Total,Fee,Fee Currency,TWAP\n\
     105,2022-10-18T21:00:11.000000+00:00,DMG/USDT,sell,Market,1000,0.02,21,0.02,USDT,false\n";

/// The least that the table must hold.
const TAMPERINGS_MIN: usize = 80;

#[test]
fn every_tampering_is_named_or_listed_as_one_that_only_an_anchor_outside_shows() {
    let mut failed = Vec::new();
    for tampering in TAMPERINGS {
        let findings = findings_of(tampering);
        let (verdict, is_right) = match tampering.caught {
            Caught::Named(words) => {
                let found = findings.iter().find(|finding| finding.contains(words));
                (found.cloned().unwrap_or_default(), found.is_some())
            }
            Caught::Outside(outside) => (format!("only outside: {outside:?}"), findings.is_empty()),
        };
        println!(
            "{:<24} {:<60} {verdict}",
            tampering.done.name(),
            tampering.name
        );
        if !is_right {
            failed.push(format!("{}: {findings:#?}", tampering.name));
        }
    }
    println!("{} tamperings", TAMPERINGS.len());
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn table_is_long_enough_and_names_each_tampering_once() {
    assert!(TAMPERINGS.len() >= TAMPERINGS_MIN, "{}", TAMPERINGS.len());
    let names: BTreeSet<&str> = TAMPERINGS.iter().map(|tampering| tampering.name).collect();
    assert_eq!(names.len(), TAMPERINGS.len());
}

#[test]
fn readme_lists_what_only_an_anchor_outside_shows_and_the_table_has_each() {
    let (_, files) = unpacked(&sealed(&common::fixture()).unwrap().0);
    let readme = String::from_utf8(files["metadata/README.txt"].clone()).unwrap();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let outside = TAMPERINGS
        .iter()
        .filter_map(|tampering| match tampering.caught {
            Caught::Outside(outside) => Some(outside),
            Caught::Named(_) => None,
        });
    let outside: BTreeSet<OnlyOutside> = outside.collect();
    assert_eq!(outside, OnlyOutside::ALL.iter().copied().collect());
    for forgery in OnlyOutside::ALL {
        let message = words(forgery.message());
        assert!(words(&readme).contains(&message), "{message}");
    }
}

#[test]
fn untampered_bundles_hold_under_every_key_that_seals_them_again() {
    for (name, base) in BASES {
        let (top, mut files) = unpacked(&sealed(&base()).unwrap().0);
        resealed(&mut files, &other_key());
        let findings = named(&checked(&packed(&top, &files)));
        assert_eq!(findings, Vec::<String>::new(), "{name}");
    }
}

/// What the check finds after a tampering.
fn findings_of(tampering: &Tampering) -> Vec<String> {
    let base = tampering.base.fixture();
    let bundle = match &tampering.done {
        Done::Resealed(edit) => again(&base, &other_key(), edit),
        Done::LogAnew(edit) => again(&base, &key(), |files| files.edit_log(edit)),
        Done::OneTelling(edit) => {
            let mut forged = base;
            // The log still tells what was true.
            forged.log();
            edit(&mut forged);
            add_up(&mut forged);
            sealed(&forged).unwrap().0
        }
        Done::Everything(edit) => {
            let mut forged = base;
            edit(&mut forged);
            add_up(&mut forged);
            sealed(&forged).unwrap().0
        }
        Done::Zip(edit) => {
            let mut bundle = sealed(&base).unwrap().0;
            edit(&mut bundle);
            bundle
        }
    };
    let limits = VerifyLimits::default();
    match verify_reader(Cursor::new(bundle), None, &limits) {
        Ok(verdict) => named(&verdict),
        Err(refused) => vec![refused.to_string()],
    }
}

/// A bundle that was edited and sealed again with a key.
fn again(base: &Fixture, signer: &Key, edit: impl FnOnce(&mut Unpacked)) -> Vec<u8> {
    let (top, files) = unpacked(&sealed(base).unwrap().0);
    let mut unpacked = Unpacked { top, files };
    edit(&mut unpacked);
    resealed(&mut unpacked.files, signer);
    packed(&unpacked.top, &unpacked.files)
}

fn other_key() -> Key {
    Key::from_random([1; 32])
}

fn checked(bundle: &[u8]) -> Verdict {
    verify_reader(Cursor::new(bundle), None, &VerifyLimits::default()).unwrap()
}

/// Appends that somebody looked at a claim once more.
fn append_view(log: &mut Vec<Record>) {
    let last = Head::from(log.last().unwrap());
    append(log, ("claim-seen", "R-2222-22"), |_| {});
    let view = log.last_mut().unwrap();
    view.sequence = last.sequence + 1;
    view.id = custody::record_id(&view.incident, view.sequence);
    view.previous = last.hash;
    view.hash = custody::hash(view);
}

/// The check of a bundle against an earlier head.
fn continuing(bundle: &[u8], earlier: &KeptHead) -> Verdict {
    let trusted = Trusted {
        keys: None,
        earlier: Some(earlier),
    };
    verify_with(Cursor::new(bundle), &trusted, &VerifyLimits::default()).unwrap()
}

#[test]
fn later_log_continues_an_earlier_head_and_a_log_written_anew_does_not() {
    let limits = VerifyLimits::default().verifying;
    let (earlier, _) = sealed(&common::fixture()).unwrap();
    let kept = kept_head(Cursor::new(&earlier), None, &limits).unwrap();
    let (_, files) = unpacked(&earlier);
    let text = files["data/provenance/custody-head.txt"].clone();
    let of_text = kept_head(Cursor::new(text), None, &limits).unwrap();
    assert_eq!(of_text, kept);

    // A later bundle of the same log, with one record more.
    let mut later = common::fixture();
    later.log();
    append_view(later.custody.as_mut().unwrap());
    let (later, _) = sealed(&later).unwrap();
    let verdict = continuing(&later, &kept);
    assert_eq!(named(&verdict), Vec::<String>::new());
    assert_eq!(verdict.continues, Some(kept.head.sequence));
    assert_eq!(checked(&later).continues, None);

    // The later head is not in the earlier log.
    let after = kept_head(Cursor::new(&later), None, &limits).unwrap();
    let findings = named(&continuing(&earlier, &after)).join("\n");
    assert!(
        findings.contains("does not continue the earlier head"),
        "{findings}"
    );

    // The same number of records, but another history.
    let anew = again(&common::fixture(), &key(), |files| {
        files.edit_log(&|log| log[0].actor = "p-nobody".into());
    });
    assert_eq!(named(&checked(&anew)), Vec::<String>::new());
    let findings = named(&continuing(&anew, &kept)).join("\n");
    assert!(findings.contains("was written anew"), "{findings}");
}

#[test]
fn earlier_head_without_a_valid_signature_is_refused() {
    let limits = VerifyLimits::default().verifying;
    let (earlier, _) = sealed(&common::fixture()).unwrap();
    let strangers = [other_key().public()];
    let error = kept_head(Cursor::new(&earlier), Some(&strangers), &limits).unwrap_err();
    assert!(error.to_string().contains("no valid signature"), "{error}");
    let error = kept_head(Cursor::new(b"no head"), None, &limits).unwrap_err();
    assert!(
        error.to_string().contains("neither a bundle nor a head"),
        "{error}"
    );
    let error = kept_head(Cursor::new(b"incident: x\n"), None, &limits).unwrap_err();
    assert!(error.to_string().contains("no four lines"), "{error}");
}

#[test]
fn verdict_states_the_report_the_head_and_the_money_that_could_not_be_checked() {
    let verdict = checked(&sealed(&common::fixture()).unwrap().0);
    let report = verdict.report.unwrap();
    assert_eq!((report.number, report.currency.as_str()), (3, "USD"));
    assert_eq!(report.incident, "Tradebot {top} leak");
    assert!(verdict.log_head.unwrap().sequence > 20);
    let unchecked = verdict.unchecked;
    assert_eq!((unchecked.typed.count, unchecked.withheld.count), (2, 1));
    assert!(unchecked.typed.money.is_some() && unchecked.withheld.money.is_some());
    assert_eq!(
        (unchecked.credits.count, unchecked.originals_unread),
        (2, 1)
    );
    assert!(unchecked.unpriced.count > 0 && unchecked.prices > 0);
    assert_eq!(unchecked.declarations.count, 1);
}

#[test]
fn row_whose_total_is_not_quantity_times_price_is_reported_again() {
    let verdict = checked(&sealed(&common::fixture_with(OTHER_TOTAL, &[])).unwrap().0);
    assert_eq!(named(&verdict), Vec::<String>::new());
    let rows = &verdict.other_totals;
    assert_eq!((rows.len(), verdict.other_totals_more), (1, 0));
    assert!(rows[0].place.starts_with("data/originals/R-3333-33/"));
    assert!(rows[0].place.ends_with(".csv:2"), "{}", rows[0]);
    assert!(
        rows[0].sentence.contains("not quantity × price"),
        "{}",
        rows[0]
    );
}
