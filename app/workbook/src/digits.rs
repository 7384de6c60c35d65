//! What a spreadsheet keeps of a number.

/// Digits of a number that a spreadsheet keeps.
pub const DIGITS_KEPT: usize = 15;

/// Whether an id is what a spreadsheet makes of one that is too long for it:
/// `8,38977E+18`. It names nothing any more, and others come out the same.
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

/// How many digits a number needs: without the zeros around it, and without an exponent.
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
