//! Texts into amounts: the thorough way for every number, and the quick one for
//! what nearly every cell is.

use num_bigint::BigInt;

use crate::base::features::COMPLETE;

use super::digits::eight_digits;
use super::{Amount, AmountError, Coefficient, DIGITS_MAX, WORD_DIGITS};

/// The scale of no amount.
const NO_SCALE: u32 = u32::MAX;

impl Amount {
    /// Reads `[+-]digits[.digits][e[+-]digits]`; `.51` and `5.` are numbers,
    /// `1_000` and `1,000` are not (separators are the reader's business).
    ///
    /// # Errors
    /// When the text is no such number or is wider than `DIGITS_MAX`.
    pub fn parse(text: &str) -> Result<Amount, AmountError> {
        Amount::parse_at_most(text, DIGITS_MAX)
    }

    pub(super) fn parse_at_most(text: &str, digits_max: usize) -> Result<Amount, AmountError> {
        let bytes = text.as_bytes();
        if bytes.is_empty() {
            return Err(AmountError::Empty);
        }
        let (negative, mut at) = match bytes[0] {
            b'-' => (true, 1),
            b'+' => (false, 1),
            _ => (false, 0),
        };
        let start = at;
        let mut coefficient: i128 = 0;
        // The first digits go through a machine word, which is what most numbers need.
        let mut word: u64 = 0;
        let mut fits = true;
        let mut digits = 0_usize;
        let mut point = None;
        while at < bytes.len() {
            match bytes[at] {
                byte @ b'0'..=b'9' => {
                    digits += 1;
                    fits = digits <= 38;
                    match digits {
                        ..WORD_DIGITS => word = word * 10 + u64::from(byte - b'0'),
                        WORD_DIGITS => {
                            coefficient = i128::from(word) * 10 + i128::from(byte - b'0');
                        }
                        _ if fits => coefficient = coefficient * 10 + i128::from(byte - b'0'),
                        _ => {}
                    }
                }
                b'.' if point.is_none() => point = Some(digits),
                b'e' | b'E' => break,
                _ => return Err(not_a_number(text)),
            }
            at += 1;
        }
        if digits == 0 {
            return Err(not_a_number(text));
        }
        if digits > digits_max {
            return Err(AmountError::TooLong);
        }
        let scale = point.map_or(0, |before| digits - before) as i64;
        if digits < WORD_DIGITS {
            coefficient = i128::from(word);
        }
        let coefficient = if fits {
            Coefficient::small(if negative { -coefficient } else { coefficient })
        } else if !COMPLETE {
            let is_zero = bytes[start..at]
                .iter()
                .all(|byte| matches!(byte, b'0' | b'.'));
            let sign = if negative { -1 } else { 1 };
            Coefficient::small(if is_zero { 0 } else { sign })
        } else {
            let plain: Vec<u8> = bytes[start..at]
                .iter()
                .copied()
                .filter(|b| *b != b'.')
                .collect();
            let big = BigInt::parse_bytes(&plain, 10).ok_or_else(|| not_a_number(text))?;
            Coefficient::Big(Box::new(if negative { -big } else { big }))
        };
        let exponent = if at < bytes.len() {
            parse_exponent(text, at + 1)?
        } else {
            0
        };
        Amount::with_exponent(coefficient, scale - exponent, digits_max)
    }

    /// Reads what nearly every cell is: a sign, digits with `separator` before
    /// groups of three, `point`, digits; eighteen at most. `None` for all else,
    /// number or not.
    #[inline]
    pub(crate) fn quick(bytes: &[u8], point: u8, separator: u8) -> Option<Amount> {
        // Two plain numbers stay in registers where an amount would go through
        // memory, to be copied from there.
        let (units, scale) = Amount::quick_units(bytes, point, separator);
        (scale != NO_SCALE).then(|| Amount::from_units(i128::from(units), scale))
    }

    /// Units and scale of [`Amount::quick`]; [`NO_SCALE`] where it is `None`.
    fn quick_units(bytes: &[u8], point: u8, separator: u8) -> (i64, u32) {
        const NONE: (i64, u32) = (0, NO_SCALE);
        let (is_negative, mut at) = match bytes.first() {
            None => return NONE,
            Some(b'-') => (true, 1),
            Some(b'+') => (false, 1),
            Some(_) => (false, 0),
        };
        if bytes.len() > 2 * WORD_DIGITS {
            return NONE;
        }
        let start = at;
        let mut word: u64 = 0;
        let (mut separators, mut group) = (0, 0);
        while let Some(byte) = bytes.get(at) {
            let digit = byte.wrapping_sub(b'0');
            if digit <= 9 {
                word = word.wrapping_mul(10).wrapping_add(u64::from(digit));
                group += 1;
            } else if *byte == point {
                break;
            } else if *byte == separator
                && (group == 3 || (separators == 0 && (1..3).contains(&group)))
                && bytes[start] != b'0'
            {
                (separators, group) = (separators + 1, 0);
            } else {
                return NONE;
            }
            at += 1;
        }
        if separators > 0 && group != 3 {
            return NONE;
        }
        let whole = at - start - separators;
        let mut rest = bytes.get(at + 1..).unwrap_or_default();
        let scale = rest.len();
        while let Some((eight, after)) = rest.split_first_chunk::<8>() {
            let Some(digits) = eight_digits(*eight) else {
                return NONE;
            };
            word = word.wrapping_mul(100_000_000).wrapping_add(digits);
            rest = after;
        }
        for byte in rest {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return NONE;
            }
            word = word.wrapping_mul(10).wrapping_add(u64::from(digit));
        }
        // Past eighteen digits the word may have wrapped.
        if !(1..WORD_DIGITS).contains(&(whole + scale)) {
            return NONE;
        }
        let units = word.cast_signed();
        (if is_negative { -units } else { units }, scale as u32)
    }

    fn with_exponent(
        coefficient: Coefficient,
        scale: i64,
        digits_max: usize,
    ) -> Result<Amount, AmountError> {
        if scale.unsigned_abs() as usize > digits_max {
            return Err(AmountError::TooLong);
        }
        if scale >= 0 {
            return Ok(Amount {
                coefficient,
                scale: scale as u32,
            });
        }
        if !COMPLETE {
            let scale = 0;
            return Ok(Amount { coefficient, scale });
        }
        let shifted = coefficient.to_big() * BigInt::from(10).pow(-scale as u32);
        Ok(Amount {
            coefficient: Coefficient::from_big(shifted),
            scale: 0,
        })
    }
}

fn not_a_number(text: &str) -> AmountError {
    AmountError::NotANumber(text.chars().take(40).collect())
}

fn parse_exponent(text: &str, at: usize) -> Result<i64, AmountError> {
    let exponent = &text[at..];
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(not_a_number(text));
    }
    if digits.len() > 4 {
        return Err(AmountError::TooLong);
    }
    exponent.parse().map_err(|_| not_a_number(text))
}
