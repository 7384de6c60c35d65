//! How exactly a row tells its time and its amounts: a spreadsheet drops seconds, and
//! digits past the fifteenth.

use workbook::digits::DIGITS_KEPT;

use crate::entry::Entry;
use crate::numbers::amount::Amount;

/// Whether a row may be a less exact copy, or the exact row of one.
pub(super) fn is_inexact(entry: &Entry) -> bool {
    is_to_the_minute(entry) || has_long_number(entry)
}

/// Whether a time is written without seconds.
pub(super) fn is_to_the_minute(entry: &Entry) -> bool {
    entry.time.seconds % 60 == 0
        && entry.time.nanos == 0
        && entry.time_raw.bytes().filter(|byte| *byte == b':').count() == 1
}

fn has_long_number(entry: &Entry) -> bool {
    let mut numbers = numbers(entry).into_iter().flatten();
    numbers.any(|number| number.has_more_digits_than(DIGITS_KEPT))
}

/// The amounts that an entry moves.
pub(super) fn numbers(entry: &Entry) -> [Option<&Amount>; 3] {
    [&entry.out, &entry.in_, &entry.fee]
        .map(|quantity| quantity.as_ref().map(|quantity| &quantity.amount))
}

/// Whether two numbers are equal, or are in all digits that a float keeps and one of
/// them has more.
pub(super) fn is_one_number(a: &Amount, b: &Amount) -> bool {
    let is_long = |number: &Amount| number.has_more_digits_than(DIGITS_KEPT);
    let is_close = || {
        let miss = a.minus(b).abs();
        let parts = Amount::from_units(10_i128.pow(DIGITS_KEPT as u32 - 1), 0);
        miss.times(&parts) <= a.abs()
    };
    a == b || ((is_long(a) || is_long(b)) && is_close())
}

/// The larger, the more a row tells: seconds first, then digits.
pub(super) fn exactness(entry: &Entry) -> (bool, usize) {
    let digits = numbers(entry).into_iter().flatten();
    (
        !is_to_the_minute(entry),
        digits.map(Amount::significant_digits).sum(),
    )
}
