//! The digits of numbers in spreadsheets.

/// Digits of a number that a spreadsheet keeps.
pub const DIGITS_KEPT: usize = 15;

/// Whether an id was rounded by a spreadsheet because it was too long: `8,38977E+18`. Such
/// an id identifies nothing, because several ids are rounded to the same text.
pub fn is_spoilt(id: &str) -> bool {
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

/// The significant digits of a number: without zeros around them, and without the exponent.
pub fn significant(number: &str) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rounded_by_a_spreadsheet_are_recognised() {
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
    fn significant_digits_exclude_outer_zeros() {
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
