//! Words of enums that databases, files and addresses keep. They follow from the names of
//! variants: a test fails where a new name would change a kept word.

use serde::Serialize;
use strum::VariantArray;

use crate::counting::{AssetIn, Dimension, Scope, SumOf};
use crate::custody::{Answer, CustodyEvent};
use crate::{
    ClaimState, EventKind, FileOrigin, LinkKind, Recipient, ReviewState, Role, Support,
    TotalsTable, WorkStep,
};

/// Compares the words of all variants.
fn check<W: VariantArray + Copy + Into<&'static str>>(expected: &str) {
    let words = W::VARIANTS.iter().map(|variant| (*variant).into());
    assert_eq!(words.collect::<Vec<&str>>().join(" "), expected);
}

/// Compares them, and what JSON writes for the variants.
fn check_with_json<W: VariantArray + Copy + Into<&'static str> + Serialize>(expected: &str) {
    check::<W>(expected);
    let words: Vec<&str> = expected.split(' ').collect();
    let json = serde_json::to_value(W::VARIANTS).unwrap();
    assert_eq!(json, serde_json::Value::from(words));
}

#[test]
fn kept_words_of_claims_stay_as_they_are() {
    check_with_json::<ClaimState>("draft submitted in_review returned accepted declined withdrawn");
    check_with_json::<EventKind>("message state return_request");
    check_with_json::<FileOrigin>("exported workbook saved_again mapped document unread");
    check_with_json::<Support>("claimed documented corroborated");
    check_with_json::<ReviewState>("open queried excluded");
    check_with_json::<Recipient>("group law_enforcement lawyers press");
    check_with_json::<Role>("claimant coordinator investigator operator");
}

#[test]
fn kept_words_of_totals_and_jobs_stay_as_they_are() {
    check::<Dimension>("claim exchange asset day");
    check::<Scope>("all counted accepted");
    check::<AssetIn>("part lacking moved");
    check_with_json::<SumOf>("claim exchange asset day gross moved lacking");
    check::<TotalsTable>(
        "total terms claims exchanges assets days native credits positions missing_prices",
    );
    check_with_json::<LinkKind>(
        "file trade transaction address device api_key order_pattern counterparty thin_pair",
    );
    check::<WorkStep>("reading comparing valuing writing gathering sealing linking sweeping");
}

#[test]
fn words_of_the_custody_log_stay_as_they_are() {
    check_with_json::<Answer>("account zone format day_order members");
    check_with_json::<CustodyEvent>(
        "incident-opened settings-changed invited invitation-renewed invitation-revoked \
         joined member-confirmed member-ended sign-in-link-issued password-set \
         claim-started filed-on-behalf filing-confirmed evidence-added \
         evidence-withdrawn evidence-changed columns-mapped mapping-lent mapping-shared \
         mapping-removed imported contest-changed conflict-settled conflict-reopened \
         flat-stated flat-removed entry-typed entry-removed \
         credit-added credit-removed statement-changed consent-given consent-withdrawn \
         declaration-signed claim-moved claim-erased message-written messages-read \
         return-requested line-reviewed prices-added prices-removed asset-listed \
         asset-unlisted assets-unsettled method-changed basis-requested basis-removed \
         snapshot-requested snapshot-frozen release-requested release-approved \
         release-ended case-number-noted bundle-requested bundle-built \
         bundle-downloaded exported claim-seen evidence-seen snapshot-seen searched \
         links-seen",
    );
}

#[test]
fn words_are_read_exactly_as_they_are_written() {
    assert_eq!("in_review".parse::<ClaimState>(), Ok(ClaimState::InReview));
    for other in ["", "in review", "In_Review", "in-review"] {
        assert!(other.parse::<ClaimState>().is_err(), "{other:?}");
    }
}
