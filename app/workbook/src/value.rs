//! The value of a cell, and how it is written as text.
//!
//! Workbooks store numbers and times as binary floats. No amount is computed here: a float
//! is only written with the digits that the sheet shows.

use std::cmp::Ordering;
use std::fmt::Write;
use std::str::FromStr;

use crate::COMPLETE;
use crate::digits::{DIGITS_KEPT, significant};

/// Digits that may be needed to distinguish a binary float from its neighbours. A number with
/// more digits was not written from a float.
const DIGITS_OF_A_FLOAT: usize = 17;
/// The first whole number with more digits than a spreadsheet keeps.
const ID_FROM: f64 = 1e15;
/// Powers of ten that a float holds exactly.
const EXACT_POWERS: usize = 22;
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
    if !COMPLETE {
        write_shown(number, text);
        return Digits::Few;
    }
    if let Some(digits) = exact(number, raw) {
        text.push_str(raw);
        return digits;
    }
    let from = text.len();
    // The shortest digits of this float. A whole number with so many digits is an id and
    // not an amount; the exponent shows that digits are missing.
    let written = match number.abs() >= ID_FROM {
        true => write!(text, "{number:E}").map(|()| add_plus(text, from)),
        false => write!(text, "{number}"),
    };
    debug_assert!(written.is_ok());
    match significant(&text[from..]) {
        0..DIGITS_KEPT => Digits::Few,
        _ => Digits::Full,
    }
}

/// Writes a number with the fifteen digits that a spreadsheet shows. The browser, which only
/// looks whether a number is one, does so: the printing of floats that every other digit
/// needs would make it larger.
fn write_shown(number: f64, text: &mut String) {
    if !number.is_finite() {
        text.push_str("NaN");
        return;
    }
    let size = number.abs();
    // Powers of ten up to this one are exact floats.
    let (mut shift, mut decimals) = (1.0, 0);
    while size * shift * 10.0 < ID_FROM && decimals < EXACT_POWERS {
        shift *= 10.0;
        decimals += 1;
    }
    let mut units = (size * shift).round() as u64;
    while decimals > 0 && units.is_multiple_of(10) {
        units /= 10;
        decimals -= 1;
    }
    if number < 0.0 && units > 0 {
        text.push('-');
    }
    let digits = units.to_string();
    let zeros = (decimals + 1).saturating_sub(digits.len());
    let from = text.len();
    text.extend(std::iter::repeat_n('0', zeros));
    text.push_str(&digits);
    if decimals > 0 {
        text.insert(from + zeros + digits.len() - decimals, '.');
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

/// Days from the epoch of 1900 of `2022-10-18T21:00:09.5`, the last digits rounded as
/// [`write_time`] does; `None` for what is no such time, or has no time of the day.
pub(super) fn days_since_1899(text: &str) -> Option<f64> {
    let (day_text, time_text) = text.split_once('T')?;
    let day: [u16; 3] = three(day_text, '-')?;
    let [hour, minute, second]: [f64; 3] = three(time_text.trim_end_matches('Z'), ':')?;
    let [year, month, day] = day.map(i64::from);
    let days = days_since_1970(year, month, day);
    // From March 1900 on, the epoch counts as the calendar does.
    let is_date = (1901..=9999).contains(&year) && date(days) == (year, month, day);
    let is_time = hour < 24.0 && minute < 60.0 && second < 60.0;
    let seconds = hour * 3600.0 + minute * 60.0 + second;
    (is_time && is_date).then(|| (days + DAYS_TO_1970) as f64 + seconds / 86_400.0)
}

/// Three numbers without signs that a mark separates.
fn three<T: FromStr>(text: &str, mark: char) -> Option<[T; 3]> {
    let is_plain = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    let mut parts = text
        .split(mark)
        .map(|part| part.parse().ok().filter(|_| part.bytes().all(is_plain)));
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

/// The inverse of [`date`].
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
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
    fn a_browser_writes_the_digits_that_a_sheet_shows() {
        for (number, expected) in [
            (19_312.45, "19312.45"),
            (0.1 + 0.2, "0.3"),
            (-0.5, "-0.5"),
            (-0.0, "0"),
            (1.5e-7, "0.00000015"),
            (1e-30, "0"),
            (0.123_456_789_012_345_68, "0.123456789012346"),
            (734.0, "734"),
            (1_666_126_807_123.0, "1666126807123"),
            (123_456_789_012_345_678.0, "123456789012345680"),
            (f64::INFINITY, "NaN"),
        ] {
            let mut text = String::new();
            write_shown(number, &mut text);
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn times_in_text_are_days_and_come_back() {
        for (text, expected) in [
            ("2022-10-18T21:00:09", Some("2022-10-18 21:00:09")),
            ("2022-10-18T21:00:09.5", Some("2022-10-18 21:00:09.500")),
            ("2022-10-18T23:59:59.999999999", Some("2022-10-19 00:00:00")),
            ("2020-02-29T00:00:00Z", Some("2020-02-29 00:00:00")),
            ("2022-10-18", None),
            ("2022-02-29T00:00:00", None),
            ("2022-10-18T24:00:00", None),
            ("1899-12-30T00:00:00", None),
            ("2022-10-18T21:00", None),
            ("2022-10-18T-1:00:00", None),
            ("20x2-10-18T21:00:00", None),
        ] {
            let written = days_since_1899(text).map(|days| {
                let mut text = String::new();
                write_time(days, Epoch::Of1900, &mut text);
                text
            });
            assert_eq!(written.as_deref(), expected, "{text}");
        }
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
