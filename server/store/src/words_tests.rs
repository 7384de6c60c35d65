//! Words of enums that the database keeps. They follow from the names of variants: a test
//! fails where a new name would change a kept word.

use strum::VariantArray;

use crate::{ImportState, JobKind, MemberState, Purpose, RuleKind, SessionEnd};

/// Compares the words of all variants.
fn check<W: VariantArray + Copy + Into<&'static str>>(expected: &str) {
    let words = W::VARIANTS.iter().map(|variant| (*variant).into());
    assert_eq!(words.collect::<Vec<&str>>().join(" "), expected);
}

#[test]
fn kept_words_stay_as_they_are() {
    check::<ImportState>("running done unread failed too_long");
    check::<JobKind>("claim group links basis snapshot bundle sweep");
    check::<MemberState>("waiting active ended");
    check::<Purpose>("join sign_in confirm_filing");
    check::<RuleKind>("period row leave_out");
    check::<SessionEnd>("idle hours password elsewhere");
}
