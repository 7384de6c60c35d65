//! Exact decimals of any width, with the scale they were written with.
//!
//! An `i128` coefficient carries what exchanges write nearly always; wider
//! numbers (20 to 40 fraction digits occur) go to a big integer. Nothing here
//! rounds. `rust_decimal` would round silently past 28 digits, so it is only
//! what amounts are handed to for display and spreadsheets.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most digits a number may have, before and after the point together: a
/// guard against hostile cells, far above anything an exchange writes.
pub const DIGITS_MAX: usize = 120;

/// The most digits read back of what was computed: products of products of cells.
const COMPUTED_DIGITS_MAX: usize = 8 * DIGITS_MAX;

/// The first number of digits that may not fit 64 bits.
const WORD_DIGITS: usize = 19;

/// Powers of ten that fit 64 bits.
const TENS: [i128; WORD_DIGITS] = {
    let mut tens = [1; WORD_DIGITS];
    let mut at = 1;
    while at < WORD_DIGITS {
        tens[at] = 10 * tens[at - 1];
        at += 1;
    }
    tens
};

/// An exact decimal number: `coefficient × 10^-scale`.
///
/// Equality, order and hash go by the number (`1.0 == 1.00`); printing keeps
/// the scale of the source.
#[derive(Clone, Debug)]
pub struct Amount {
    coefficient: Coefficient,
    scale: u32,
}

#[derive(Clone, Debug)]
enum Coefficient {
    Small(Units),
    Big(Box<BigInt>),
}

/// An `i128` without its alignment, which would take up a third of every entry.
#[derive(Clone, Copy, Debug)]
#[repr(Rust, packed(8))]
struct Units(i128);

impl Units {
    #[inline]
    fn get(self) -> i128 {
        self.0
    }
}

/// Why a text is not a plain decimal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Nothing in it.
    #[error("the cell is empty where a number is needed")]
    Empty,
    /// Something that is no digit, sign, point or exponent.
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// More digits than [`DIGITS_MAX`].
    #[error("the number has more than {DIGITS_MAX} digits")]
    TooLong,
}

impl Amount {
    /// Zero, without fraction digits.
    pub const ZERO: Amount = Amount {
        coefficient: Coefficient::Small(Units(0)),
        scale: 0,
    };

    /// One.
    pub const ONE: Amount = Amount {
        coefficient: Coefficient::Small(Units(1)),
        scale: 0,
    };

    /// Reads `[+-]digits[.digits][e[+-]digits]`; `.51` and `5.` are numbers,
    /// `1_000` and `1,000` are not (separators are the reader's business).
    ///
    /// # Errors
    /// When the text is no such number or is wider than [`DIGITS_MAX`].
    pub fn parse(text: &str) -> Result<Amount, AmountError> {
        Amount::parse_at_most(text, DIGITS_MAX)
    }

    fn parse_at_most(text: &str, digits_max: usize) -> Result<Amount, AmountError> {
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
    pub(crate) fn quick(bytes: &[u8], point: u8, separator: u8) -> Option<Amount> {
        let (is_negative, mut at) = match bytes.first()? {
            b'-' => (true, 1),
            b'+' => (false, 1),
            _ => (false, 0),
        };
        if bytes.len() > 2 * WORD_DIGITS {
            return None;
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
                return None;
            }
            at += 1;
        }
        if separators > 0 && group != 3 {
            return None;
        }
        let whole = at - start - separators;
        let mut rest = bytes.get(at + 1..).unwrap_or_default();
        let scale = rest.len();
        while let Some((eight, after)) = rest.split_first_chunk::<8>() {
            word = word
                .wrapping_mul(100_000_000)
                .wrapping_add(eight_digits(*eight)?);
            rest = after;
        }
        for byte in rest {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            word = word.wrapping_mul(10).wrapping_add(u64::from(digit));
        }
        // Past eighteen digits the word may have wrapped.
        if !(1..WORD_DIGITS).contains(&(whole + scale)) {
            return None;
        }
        let units = i128::from(word);
        let units = if is_negative { -units } else { units };
        Some(Amount::from_units(units, scale as u32))
    }

    /// Whether price × size misses a total by more than half a unit in the
    /// total's last place and by more than 0.01 %.
    pub(crate) fn product_is_off(price: &Amount, size: &Amount, total: &Amount) -> bool {
        let quick = match (&price.coefficient, &size.coefficient, &total.coefficient) {
            (
                Coefficient::Small(price_units),
                Coefficient::Small(size_units),
                Coefficient::Small(total_units),
            ) => {
                let scale = price.scale + size.scale;
                let product = price_units.get().checked_mul(size_units.get());
                let unit = scale
                    .checked_sub(total.scale)
                    .and_then(|more| TENS.get(more as usize).copied());
                product.zip(unit).and_then(|(product, unit)| {
                    let total = total_units.get().checked_mul(unit)?;
                    let miss = product.checked_sub(total)?.abs();
                    let by_parts = miss.checked_mul(10_000)?;
                    Some(2 * miss > unit && by_parts > total.abs())
                })
            }
            _ => None,
        };
        quick.unwrap_or_else(|| {
            let miss = price.times(size).minus(total).abs();
            let unit = Amount::from_units(1, total.scale());
            miss.times(&Amount::from_units(2, 0)) > unit
                && miss.times(&Amount::from_units(10_000, 0)) > total.abs()
        })
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
        let shifted = coefficient.to_big() * BigInt::from(10).pow(-scale as u32);
        Ok(Amount {
            coefficient: Coefficient::from_big(shifted),
            scale: 0,
        })
    }

    /// `units × 10^-scale`.
    pub fn from_units(units: i128, scale: u32) -> Amount {
        Amount {
            coefficient: Coefficient::Small(Units(units)),
            scale,
        }
    }

    /// `coefficient × 10^-scale` of any width.
    pub fn from_big(coefficient: BigInt, scale: u32) -> Amount {
        Amount {
            coefficient: Coefficient::from_big(coefficient),
            scale,
        }
    }

    /// The coefficient as a big integer.
    pub fn coefficient(&self) -> BigInt {
        self.coefficient.to_big()
    }

    /// Fraction digits.
    pub fn scale(&self) -> u32 {
        self.scale
    }

    /// How many digits it has from the first to the last that is not zero.
    pub fn significant_digits(&self) -> usize {
        let digits = self.coefficient().magnitude().to_string();
        digits.trim_end_matches('0').len()
    }

    /// Whether it has more significant digits; at once for what most numbers are.
    pub(crate) fn has_more_digits_than(&self, digits: usize) -> bool {
        let is_short = match (&self.coefficient, TENS.get(digits)) {
            (Coefficient::Small(units), Some(ten)) => {
                units.get().unsigned_abs() < ten.unsigned_abs()
            }
            _ => false,
        };
        !is_short && self.significant_digits() > digits
    }

    /// Whether it is zero, at whatever scale.
    pub fn is_zero(&self) -> bool {
        match &self.coefficient {
            Coefficient::Small(small) => small.get() == 0,
            Coefficient::Big(big) => big.is_zero(),
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.coefficient {
            Coefficient::Small(small) => small.get() < 0,
            Coefficient::Big(big) => big.is_negative(),
        }
    }

    /// The same number with its sign turned.
    #[must_use]
    pub fn negated(&self) -> Amount {
        let coefficient = match &self.coefficient {
            Coefficient::Small(small) => match small.get().checked_neg() {
                Some(negated) => Coefficient::small(negated),
                None => Coefficient::Big(Box::new(-BigInt::from(small.get()))),
            },
            Coefficient::Big(big) => Coefficient::from_big(-big.as_ref()),
        };
        Amount {
            coefficient,
            scale: self.scale,
        }
    }

    /// The same number without its sign.
    #[must_use]
    pub fn abs(&self) -> Amount {
        if self.is_negative() {
            self.negated()
        } else {
            self.clone()
        }
    }

    /// The exact product; the scales add up.
    #[must_use]
    pub fn times(&self, other: &Amount) -> Amount {
        let scale = self.scale + other.scale;
        if let (Coefficient::Small(a), Coefficient::Small(b)) =
            (&self.coefficient, &other.coefficient)
            && let Some(product) = a.get().checked_mul(b.get())
        {
            return Amount {
                coefficient: Coefficient::small(product),
                scale,
            };
        }
        Amount::from_big(self.coefficient() * other.coefficient(), scale)
    }

    /// The exact sum, at the wider of the two scales.
    #[must_use]
    pub fn plus(&self, other: &Amount) -> Amount {
        let scale = self.scale.max(other.scale);
        if let (Some(a), Some(b)) = (self.small_at(scale), other.small_at(scale))
            && let Some(sum) = a.checked_add(b)
        {
            return Amount {
                coefficient: Coefficient::small(sum),
                scale,
            };
        }
        Amount::from_big(self.big_at(scale) + other.big_at(scale), scale)
    }

    /// The exact difference, at the wider of the two scales.
    #[must_use]
    pub fn minus(&self, other: &Amount) -> Amount {
        self.plus(&other.negated())
    }

    /// Appends what `Display` prints, without its machinery: output writes millions.
    pub(crate) fn append_to(&self, buffer: &mut Vec<u8>) {
        match &self.coefficient {
            Coefficient::Small(small) if self.scale as usize <= DIGITS_MAX => {
                let scale = self.scale as usize;
                match u64::try_from(small.get().unsigned_abs()) {
                    Ok(word) if scale < WORD_DIGITS => {
                        if small.get() < 0 {
                            buffer.push(b'-');
                        }
                        append_word(word, scale, buffer);
                    }
                    _ => buffer.extend_from_slice(Printed::of(small.get(), scale).as_bytes()),
                }
            }
            _ => buffer.extend_from_slice(self.to_string().as_bytes()),
        }
    }

    /// The number without trailing zeros after the point.
    #[must_use]
    pub fn normalized(&self) -> Amount {
        if let Coefficient::Small(small) = &self.coefficient {
            if let Ok(units) = i64::try_from(small.get()) {
                return normalized_word(units, self.scale);
            }
            let (mut units, mut scale) = (small.get(), self.scale);
            while scale > 0 && units % 10 == 0 {
                units /= 10;
                scale -= 1;
            }
            return Amount::from_units(units, scale);
        }
        let ten = BigInt::from(10);
        let (mut coefficient, mut scale) = (self.coefficient(), self.scale);
        while scale > 0 && (&coefficient % &ten).is_zero() {
            coefficient /= &ten;
            scale -= 1;
        }
        Amount::from_big(coefficient, scale)
    }

    fn small_at(&self, scale: u32) -> Option<i128> {
        match &self.coefficient {
            Coefficient::Small(small) => small
                .get()
                .checked_mul(10_i128.checked_pow(scale - self.scale)?),
            Coefficient::Big(_) => None,
        }
    }

    fn big_at(&self, scale: u32) -> BigInt {
        self.coefficient() * BigInt::from(10).pow(scale - self.scale)
    }
}

impl Coefficient {
    #[inline]
    fn small(units: i128) -> Coefficient {
        Coefficient::Small(Units(units))
    }

    fn to_big(&self) -> BigInt {
        match self {
            Coefficient::Small(small) => BigInt::from(small.get()),
            Coefficient::Big(big) => big.as_ref().clone(),
        }
    }

    fn from_big(big: BigInt) -> Coefficient {
        let small = big.to_i128();
        small.map_or_else(|| Coefficient::Big(Box::new(big)), Coefficient::small)
    }
}

/// [`Amount::normalized`] of a number that fits a machine word.
fn normalized_word(mut units: i64, mut scale: u32) -> Amount {
    for (step, digits) in [(100_000_000, 8), (10_000, 4), (100, 2), (10, 1)] {
        while scale >= digits && units % step == 0 {
            units /= step;
            scale -= digits;
            if units == 0 {
                return Amount::from_units(0, 0);
            }
        }
    }
    Amount::from_units(i128::from(units), scale)
}

/// Eight digits as a number, all at once; `None` where one is none.
#[inline]
fn eight_digits(bytes: [u8; 8]) -> Option<u64> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let word = u64::from_le_bytes(bytes);
    let digits = word.wrapping_sub(0x3030_3030_3030_3030);
    if (word.wrapping_add(0x4646_4646_4646_4646) | digits | word) & HIGH != 0 {
        return None;
    }
    // Neighbours are joined to pairs, then pairs to fours and these to eight.
    const PAIRS: u64 = 0x0000_00FF_0000_00FF;
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let high = (pairs & PAIRS).wrapping_mul(0x000F_4240_0000_0064);
    let low = ((pairs >> 16) & PAIRS).wrapping_mul(0x0000_2710_0000_0001);
    Some(high.wrapping_add(low) >> 32)
}

/// A number below 10^8 as eight digits, all at once: [`eight_digits`] backwards.
#[inline]
fn as_eight_digits(number: u64) -> [u8; 8] {
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    let hundreds = ((fours * 10_486) >> 20) & 0x0000_007F_0000_007F;
    let pairs = ((fours - 100 * hundreds) << 16) + hundreds;
    let tens = ((pairs * 103) >> 10) & 0x000F_000F_000F_000F;
    let digits = tens + ((pairs - 10 * tens) << 8);
    (digits + 0x3030_3030_3030_3030).to_le_bytes()
}

/// Appends a number's digits with a point before the last `scale` of them, fewer
/// than [`WORD_DIGITS`]. Copies have a fixed length, and what was too much is cut
/// off again: that is many times faster than copies of any length.
pub(crate) fn append_word(word: u64, scale: usize, buffer: &mut Vec<u8>) {
    const EIGHT: u64 = 100_000_000;
    const END: usize = 24;
    let mut digits = [b'0'; 2 * END];
    digits[16..END].copy_from_slice(&as_eight_digits(word % EIGHT));
    if word >= EIGHT {
        let rest = word / EIGHT;
        digits[8..16].copy_from_slice(&as_eight_digits(rest % EIGHT));
        if rest >= EIGHT {
            digits[..8].copy_from_slice(&as_eight_digits(rest / EIGHT));
        }
    }
    let count = word.checked_ilog10().map_or(1, |log| log as usize + 1);
    let start = END - count.max(scale + 1);
    append_chunk(&digits, start, END - scale - start, buffer);
    if scale > 0 {
        buffer.push(b'.');
        append_chunk(&digits, END - scale, scale, buffer);
    }
}

/// Appends `length` bytes from `from` on, at most 24, of which there are.
#[inline]
fn append_chunk(bytes: &[u8; 48], from: usize, length: usize, buffer: &mut Vec<u8>) {
    let end = buffer.len() + length;
    if let Some(chunk) = bytes[from..].first_chunk::<24>() {
        buffer.extend_from_slice(chunk);
    }
    buffer.truncate(end);
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

impl Default for Amount {
    /// Zero.
    fn default() -> Amount {
        Amount::ZERO
    }
}

impl fmt::Display for Amount {
    /// Plain digits exactly as wide as the scale: no exponent, no separators.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = self.scale as usize;
        let digits = match &self.coefficient {
            Coefficient::Small(small) if scale <= DIGITS_MAX => {
                return Printed::of(small.get(), scale).write(f);
            }
            Coefficient::Small(small) => small.get().unsigned_abs().to_string(),
            Coefficient::Big(big) => big.magnitude().to_string(),
        };
        let sign = if self.is_negative() { "-" } else { "" };
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

/// A number's digits, written backwards into a fixed space: millions are printed.
struct Printed {
    bytes: [u8; DIGITS_MAX + 44],
    start: usize,
}

impl Printed {
    fn of(coefficient: i128, scale: usize) -> Printed {
        let mut printed = Printed {
            bytes: [b'0'; DIGITS_MAX + 44],
            start: DIGITS_MAX + 44,
        };
        // Most numbers fit a machine word, whose division is many times faster.
        match u64::try_from(coefficient.unsigned_abs()) {
            Ok(word) => printed.push_word(word, scale),
            Err(_) => printed.push_wide(coefficient.unsigned_abs(), scale),
        }
        if coefficient < 0 {
            printed.push(b'-');
        }
        printed
    }

    fn push_word(&mut self, mut left: u64, scale: usize) {
        for _ in 0..scale {
            self.push(b'0' + (left % 10) as u8);
            left /= 10;
        }
        if scale > 0 {
            self.push(b'.');
        }
        loop {
            self.push(b'0' + (left % 10) as u8);
            left /= 10;
            if left == 0 {
                return;
            }
        }
    }

    fn push_wide(&mut self, mut left: u128, scale: usize) {
        for _ in 0..scale {
            self.push(b'0' + (left % 10) as u8);
            left /= 10;
        }
        if scale > 0 {
            self.push(b'.');
        }
        loop {
            self.push(b'0' + (left % 10) as u8);
            left /= 10;
            if left == 0 {
                return;
            }
        }
    }

    fn push(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = std::str::from_utf8(self.as_bytes());
        f.write_str(digits.expect("digits, a point and a sign"))
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Amount) -> bool {
        if let (Coefficient::Small(a), Coefficient::Small(b)) =
            (&self.coefficient, &other.coefficient)
            && self.scale == other.scale
        {
            return a.get() == b.get();
        }
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Amount {}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Amount) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Amount) -> Ordering {
        let scale = self.scale.max(other.scale);
        match (self.small_at(scale), other.small_at(scale)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => self.big_at(scale).cmp(&other.big_at(scale)),
        }
    }
}

impl Hash for Amount {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Big coefficients may shrink to small ones when zeros are stripped.
        let normal = self.normalized();
        match &normal.coefficient {
            Coefficient::Small(small) => small.get().hash(state),
            Coefficient::Big(big) => big.hash(state),
        }
        normal.scale.hash(state);
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
        let text = String::deserialize(deserializer)?;
        // Sums and products that were written are wider than what a cell may be.
        Amount::parse_at_most(&text, COMPUTED_DIGITS_MAX).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> String {
        Amount::parse(text).unwrap().to_string()
    }

    #[test]
    fn prints_what_it_read_at_the_scale_it_was_written_with() {
        for text in [
            "0",
            "1.50",
            "-0.00000000",
            "12345678901.12345678901234567890",
        ] {
            assert_eq!(
                printed(text),
                text.trim_start_matches("-0.00000000").to_owned()
                    + if text == "-0.00000000" {
                        "0.00000000"
                    } else {
                        ""
                    }
            );
        }
        assert_eq!(printed(".51"), "0.51");
        assert_eq!(printed("5."), "5");
        assert_eq!(printed("+0.1"), "0.1");
        assert_eq!(printed("0E-18"), "0.000000000000000000");
        assert_eq!(printed("-3.605E-05"), "-0.00003605");
        assert_eq!(printed("1.5e3"), "1500");
        let wide = "123456789.1234567890123456789012345678901234567890";
        assert_eq!(printed(wide), wide);
    }

    #[test]
    fn refuses_what_is_no_plain_decimal() {
        for text in [
            "",
            "1_000",
            "1,000",
            "1.2.3",
            "-",
            ".",
            "e5",
            "1e",
            "1e999999999",
            "NaN",
            "٣",
        ] {
            assert!(Amount::parse(text).is_err(), "{text}");
        }
        assert!(Amount::parse(&"9".repeat(DIGITS_MAX)).is_ok());
        assert_eq!(
            Amount::parse(&"9".repeat(DIGITS_MAX + 1)),
            Err(AmountError::TooLong)
        );
    }

    #[test]
    fn compares_and_hashes_by_the_number() {
        let (a, b) = (
            Amount::parse("1.0").unwrap(),
            Amount::parse("1.000").unwrap(),
        );
        assert_eq!(a, b);
        assert!(Amount::parse("-2").unwrap() < a);
    }
}

#[cfg(test)]
mod quick_tests {
    use proptest::prelude::*;

    use super::*;

    fn appended(amount: &Amount) -> String {
        let mut buffer = b"x".to_vec();
        amount.append_to(&mut buffer);
        String::from_utf8(buffer).unwrap().split_off(1)
    }

    proptest! {
        #[test]
        fn the_quick_ways_read_and_print_as_the_thorough_ones(
            text in "[+-]?[0-9]{0,12}(\\.[0-9]{0,14})?"
        ) {
            let thorough = Amount::parse(&text).ok();
            let quick = Amount::quick(text.as_bytes(), b'.', b',');
            if let (Some(quick), Some(thorough)) = (&quick, &thorough) {
                prop_assert_eq!((quick, quick.scale), (thorough, thorough.scale));
            }
            prop_assert!(thorough.is_some() || quick.is_none());
            if let Some(thorough) = thorough {
                prop_assert_eq!(appended(&thorough), thorough.to_string());
            }
        }

        #[test]
        fn digits_go_through_a_word_and_back(number in 0_u64..100_000_000) {
            prop_assert_eq!(eight_digits(as_eight_digits(number)), Some(number));
            prop_assert_eq!(as_eight_digits(number).to_vec(), format!("{number:08}").into_bytes());
        }

        #[test]
        fn what_is_no_digit_is_seen_among_eight(at in 0_usize..8, byte: u8) {
            let mut bytes = *b"31415926";
            bytes[at] = byte;
            prop_assert_eq!(eight_digits(bytes).is_some(), byte.is_ascii_digit());
        }

        #[test]
        fn zeros_behind_change_no_number(units: i64, zeros in 0_u32..9) {
            let wide = Amount::from_units(i128::from(units) * 10_i128.pow(zeros), zeros);
            prop_assert_eq!(wide.normalized().scale, 0);
            prop_assert_eq!(wide.normalized(), Amount::from_units(i128::from(units), 0));
        }
    }
}
