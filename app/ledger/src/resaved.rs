//! Files that a spreadsheet saved again: what it may have cost them.
//!
//! A spreadsheet keeps 15 digits of a number, in any country; in much of Europe it
//! writes a decimal comma, which no exchange does, and is known by it. What it cut
//! off cannot be seen. That it may have cut is said, by file and by number.

use crate::diagnostic::Code;
use crate::messages::Message;
use crate::number::Fraction;
use crate::readers::{Cells, Field, shortened};
use crate::said::Said;
use crate::sink::Sink;

/// Digits of a number that a spreadsheet keeps.
pub(crate) const DIGITS_KEPT: usize = 15;

/// Whether an id is what a spreadsheet makes of one that is too long for it:
/// `8,38977E+18`. It names nothing any more, and others come out the same.
pub(crate) fn is_spoilt(id: &str) -> bool {
    let Some((mantissa, exponent)) = id.split_once(['E', 'e']) else {
        return false;
    };
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.strip_prefix('+').unwrap_or_default();
    let mut mantissa = mantissa.splitn(2, ['.', ',']);
    let (whole, rest) = (mantissa.next().unwrap_or_default(), mantissa.next());
    whole.len() == 1
        && are_digits(whole)
        && are_digits(rest.unwrap_or_default())
        && (1..=3).contains(&exponent.len())
        && are_digits(exponent)
}

/// How many digits a number needs: without the zeros around it, and without an exponent.
pub(crate) fn significant(number: &str) -> usize {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let (mut digits, mut zeros) = (0, 0);
    for digit in mantissa.bytes().filter(u8::is_ascii_digit) {
        match digit {
            b'0' if digits == 0 => {}
            b'0' => zeros += 1,
            _ => {
                digits += zeros + 1;
                zeros = 0;
            }
        }
    }
    digits
}

/// Says of a row's numbers which of them may have lost digits, where the file is
/// one with decimal commas; gives whether it is.
pub(crate) fn check(cells: &Cells<'_>, said: &mut Said, sink: &mut dyn Sink) -> bool {
    if cells.places.fraction.plain != Fraction::Comma || cells.places.mapping().is_some() {
        return false;
    }
    let line = cells.row.line;
    said.once(line, Code::WarnFloat, || Message::OddResaved, sink);
    let time = cells.text(Field::Time);
    if has_no_seconds(time) && cells.places.get(Field::TimeOfDay).is_none() {
        let column = cells.places.get(Field::Time).map_or(0, |at| at as u32 + 1);
        let message = || Message::RowNoSeconds {
            text: shortened(time).into(),
        };
        said.at(line, column, Code::WarnSeconds, message, sink);
    }
    for (at, cell) in cells.row.cells().enumerate() {
        let is_full = cell.contains(',')
            && cell.bytes().all(|b| matches!(b, b'0'..=b'9' | b',' | b'-'))
            && significant(cell) >= DIGITS_KEPT;
        if is_full {
            let message = || Message::RowDigits { text: cell.into() };
            said.at(line, at as u32 + 1, Code::WarnFloat, message, sink);
        }
    }
    true
}

/// Whether a time ends with its minutes: `17.11.2021 10:21`.
fn has_no_seconds(time: &str) -> bool {
    let time = time.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    time.bytes().filter(|byte| *byte == b':').count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_were_made_numbers_are_known() {
        for spoilt in [
            "8,38977E+18",
            "8.38977E+18",
            "8E+18",
            "8,38977123456789E+018",
        ] {
            assert!(is_spoilt(spoilt), "{spoilt}");
        }
        for id in [
            "61f0aa000000000000000001",
            "6350000000e1234567890123",
            "8E18",
            "12.5E+3",
            "8,38977E+",
            "a,1E+18",
            "8389771234567890123",
            "",
            "E+18",
            "1E+1234",
        ] {
            assert!(!is_spoilt(id), "{id}");
        }
    }

    #[test]
    fn times_without_seconds_are_known() {
        for time in [
            "17.11.2021 10:21",
            "11/17/2021 9:21 PM",
            "2021-11-17T10:21Z",
        ] {
            assert!(has_no_seconds(time), "{time}");
        }
        for time in [
            "17.11.2021 10:21:26",
            "17.11.2021",
            "",
            "10/18/2022, 9:00:00 PM",
        ] {
            assert!(!has_no_seconds(time), "{time}");
        }
    }

    #[test]
    fn digits_are_counted_without_the_zeros_around_them() {
        for (number, digits) in [
            ("0.051029028156923", 14),
            ("204,116112627692", 15),
            ("-100", 1),
            ("1.050E+18", 3),
            ("0", 0),
        ] {
            assert_eq!(significant(number), digits);
        }
    }
}
