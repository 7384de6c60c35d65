//! The value of a cell, and how it is written as text.
//!
//! Workbooks store numbers and times as binary floats. No amount is computed here: a float
//! is only written with the digits that the sheet shows.

use std::cmp::Ordering;
use std::fmt::Write;

use crate::COMPLETE;
use crate::digits::{DIGITS_KEPT, significant};

/// Digits that may be needed to distinguish a binary float from its neighbours. A number with
/// more digits was not written from a float.
const DIGITS_OF_A_FLOAT: usize = 17;
/// The first whole number with more digits than a spreadsheet keeps.
const ID_FROM: f64 = 1e15;
/// Days from 1899-12-30 to 1970-01-01.
const DAYS_TO_1970: i64 = 25_569;
/// Days from the epoch of 1900 to the epoch of 1904.
const DAYS_TO_1904: f64 = 1462.0;
/// One day more than the last date, 9999-12-31.
const DAYS_MAX: f64 = 2_958_466.0;
const MILLIS_A_DAY: f64 = 86_400_000.0;

/// The value of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Text(&'a str),
    /// A number, and its text in the file where the file stores a text.
    Number(f64, &'a str),
    /// Days since the epoch, for a cell that shows a date or a time.
    Date(f64, Epoch),
    Bool(bool),
}

/// The day from which a workbook counts its days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Epoch {
    #[default]
    Of1900,
    Of1904,
}

/// Whether a number may have lost digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digits {
    /// It has fewer digits than a spreadsheet keeps.
    Few,
    /// It has as many digits as a spreadsheet keeps: further digits are lost.
    Full,
}

/// Writes a number with the digits that the sheet keeps.
pub(super) fn write_number(number: f64, raw: &str, text: &mut String) -> Digits {
    if COMPLETE && let Some(digits) = exact(number, raw) {
        text.push_str(raw);
        return digits;
    }
    let from = text.len();
    // The shortest digits of this float. A whole number with so many digits is an id and
    // not an amount; the exponent shows that digits are missing.
    let written = match COMPLETE && number.abs() >= ID_FROM {
        true => write!(text, "{number:E}").map(|()| add_plus(text, from)),
        false => write!(text, "{number}"),
    };
    debug_assert!(written.is_ok());
    match significant(&text[from..]) {
        0..DIGITS_KEPT => Digits::Few,
        _ => Digits::Full,
    }
}

/// Whether the text of a number has its original digits. This is so for few digits, which a
/// float always keeps. It is also so for more digits than a float has, unless the text is
/// only the float written out.
fn exact(number: f64, raw: &str) -> Option<Digits> {
    let mut digits = raw.strip_prefix('-').unwrap_or(raw).bytes();
    if raw.is_empty() || !digits.all(|b| matches!(b, b'0'..=b'9' | b'.')) {
        return None;
    }
    let digits = significant(raw);
    if digits > DIGITS_OF_A_FLOAT {
        let decimals = raw
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len());
        let own = format!("{number:.decimals$}");
        return (own != raw).then_some(Digits::Few);
    }
    match digits.cmp(&DIGITS_KEPT) {
        Ordering::Less => Some(Digits::Few),
        Ordering::Equal => Some(Digits::Full),
        Ordering::Greater => None,
    }
}

/// Writes `8.4E18` as spreadsheets do: `8.4E+18`.
fn add_plus(text: &mut String, from: usize) {
    if let Some(at) = text[from..].find('E') {
        text.insert(from + at + 1, '+');
    }
}

/// Writes a time in the form of other exports, to the millisecond; `None` where the days are
/// not a date.
pub(super) fn write_time(days: f64, epoch: Epoch, text: &mut String) -> Option<()> {
    let days = match epoch {
        Epoch::Of1904 => days + DAYS_TO_1904,
        // The epoch of 1900 counts 29 February 1900, a day that did not exist.
        Epoch::Of1900 if days < 60.0 => days + 1.0,
        Epoch::Of1900 => days,
    };
    if !(0.0..DAYS_MAX).contains(&days) {
        return None;
    }
    let millis = (days * MILLIS_A_DAY).round() as i64;
    let (day, millis) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
    let (year, month, day) = date(day - DAYS_TO_1970);
    let (hour, minute) = (millis / 3_600_000, millis / 60_000 % 60);
    let (second, milli) = (millis / 1000 % 60, millis % 1000);
    write!(
        text,
        "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
    )
    .ok()?;
    if milli != 0 {
        write!(text, ".{milli:03}").ok()?;
    }
    Some(())
}

/// The year, month and day of a day since 1970. In the Gregorian calendar, 400 years have
/// 146,097 days; years are counted from March, so that a leap day is the last of its year.
fn date(days: i64) -> (i64, i64, i64) {
    let from_march = days + 719_468;
    let era = from_march.div_euclid(146_097);
    let day_of_era = from_march.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(raw: &str) -> (String, Digits) {
        let mut text = String::new();
        let digits = write_number(raw.parse().unwrap(), raw, &mut text);
        (text, digits)
    }

    #[test]
    fn numbers_keep_the_digits_that_the_sheet_shows() {
        for (raw, expected, digits) in [
            ("19312.45", "19312.45", Digits::Few),
            ("0.50", "0.50", Digits::Few),
            ("0.10000000000000001", "0.1", Digits::Few),
            ("1.5E-7", "0.00000015", Digits::Few),
            ("-1.0000000000000001E-1", "-0.1", Digits::Few),
            ("0.123456789012345", "0.123456789012345", Digits::Full),
            ("0.12345678901234568", "0.12345678901234568", Digits::Full),
            // Not a float: written by the exchange, not by a spreadsheet.
            (
                "0.12345678901234567890123",
                "0.12345678901234567890123",
                Digits::Few,
            ),
            ("8389771234567890123", "8389771234567890123", Digits::Few),
            // The digits of a float, written out.
            ("8389771234567890944", "8.389771234567891E+18", Digits::Full),
            ("0.100000000000000005551", "0.1", Digits::Few),
            ("8.38977123456789E18", "8.38977123456789E+18", Digits::Full),
            ("8.38977E+018", "8.38977E+18", Digits::Few),
        ] {
            assert_eq!(number(raw), (expected.to_owned(), digits), "{raw}");
        }
        let mut text = String::new();
        write_number(8_389_771_234_567_890_944.0, "", &mut text);
        assert_eq!(text, "8.389771234567891E+18");
    }

    #[test]
    fn times_are_written_to_the_millisecond_in_both_epochs() {
        let time = |days, epoch| {
            let mut text = String::new();
            write_time(days, epoch, &mut text).map(|()| text)
        };
        for (days, epoch, expected) in [
            (
                44_852.875_104_166_67,
                Epoch::Of1900,
                Some("2022-10-18 21:00:09"),
            ),
            (
                43_390.875_104_166_67,
                Epoch::Of1904,
                Some("2022-10-18 21:00:09"),
            ),
            (
                44_852.875_104_172_45,
                Epoch::Of1900,
                Some("2022-10-18 21:00:09.001"),
            ),
            (1.0, Epoch::Of1900, Some("1900-01-01 00:00:00")),
            (61.0, Epoch::Of1900, Some("1900-03-01 00:00:00")),
            (36_585.0, Epoch::Of1900, Some("2000-02-29 00:00:00")),
            (2_958_465.0, Epoch::Of1900, Some("9999-12-31 00:00:00")),
            (2_958_466.0, Epoch::Of1900, None),
            (-2.0, Epoch::Of1900, None),
            (f64::NAN, Epoch::Of1900, None),
        ] {
            assert_eq!(time(days, epoch).as_deref(), expected, "{days}");
        }
    }
}
