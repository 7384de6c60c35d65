//! Exact decimals of any width, with the scale they were written with.
//!
//! An `i128` coefficient carries what exchanges write nearly always; wider
//! numbers (20 to 40 fraction digits occur) go to a big integer. Nothing here
//! rounds. `rust_decimal` would round silently past 28 digits, so it only holds
//! money of the reporting currency ([`crate::Money`]), whose sums are far below.
//!
//! The browser's build only counts the rows that can be read: it knows wider numbers by
//! their sign alone.

mod arithmetic;
mod digits;
mod print;
mod read;
#[cfg(test)]
mod tests;

use crate::base::features::COMPLETE;
use crate::base::text::Text;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) use print::append_word;

/// The most digits a number may have, before and after the point together: a
/// guard against hostile cells, far above anything an exchange writes.
pub const DIGITS_MAX: usize = 120;

/// The most digits read back of what was computed: products of products of cells.
const COMPUTED_DIGITS_MAX: usize = 8 * DIGITS_MAX;

/// The first number of digits that may not fit 64 bits.
const WORD_DIGITS: usize = 19;

/// Powers of ten that fit 64 bits.
const TENS: [u64; WORD_DIGITS] = {
    let mut tens = [1; WORD_DIGITS];
    let mut at = 1;
    while at < WORD_DIGITS {
        tens[at] = 10 * tens[at - 1];
        at += 1;
    }
    tens
};

/// Powers of ten that fit 128 bits.
pub(crate) const WIDE_TENS: [i128; 39] = {
    let mut tens = [1; 39];
    let mut at = 1;
    while at < tens.len() {
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// Nothing in it.
    Empty,
    /// Something that is no digit, sign, point or exponent.
    NotANumber(Text),
    /// More digits than `DIGITS_MAX`.
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

    /// `units × 10^-scale`.
    #[inline]
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

    /// The coefficient, where it fits 128 bits.
    pub(crate) fn small(&self) -> Option<i128> {
        match &self.coefficient {
            Coefficient::Small(small) => Some(small.get()),
            Coefficient::Big(_) => None,
        }
    }

    /// Fraction digits.
    pub fn scale(&self) -> u32 {
        self.scale
    }

    /// The coefficient and the fraction digits, where both fit a column of numbers:
    /// [`Amount::from_units`] makes the same amount of them.
    pub fn units(&self) -> Option<(i64, u8)> {
        let Coefficient::Small(units) = &self.coefficient else {
            return None;
        };
        Some((units.get().try_into().ok()?, self.scale.try_into().ok()?))
    }

    /// Reads what an amount printed of itself, also one that was computed and is wider
    /// than a cell may be.
    ///
    /// # Errors
    /// When the text is no number.
    pub fn parse_printed(text: &str) -> Result<Amount, AmountError> {
        Amount::parse_at_most(text, COMPUTED_DIGITS_MAX)
    }

    /// How many digits it has from the first to the last that is not zero.
    pub fn significant_digits(&self) -> usize {
        let digits = self.coefficient().magnitude().to_string();
        digits.trim_end_matches('0').len()
    }

    /// Whether it has more significant digits; at once for what most numbers are.
    pub(crate) fn has_more_digits_than(&self, digits: usize) -> bool {
        let is_short = match (&self.coefficient, TENS.get(digits)) {
            (Coefficient::Small(units), Some(ten)) => units.get().unsigned_abs() < u128::from(*ten),
            _ => false,
        };
        !is_short && self.significant_digits() > digits
    }

    /// Whether it is zero, at whatever scale.
    #[inline]
    pub fn is_zero(&self) -> bool {
        match &self.coefficient {
            Coefficient::Small(small) => small.get() == 0,
            Coefficient::Big(big) => big.is_zero(),
        }
    }

    /// Whether its last digit is even.
    pub(crate) fn is_even(&self) -> bool {
        match &self.coefficient {
            Coefficient::Small(small) => small.get() % 2 == 0,
            Coefficient::Big(big) => !big.bit(0),
        }
    }

    /// One with its sign, or zero.
    fn sign(&self) -> i128 {
        match (self.is_zero(), self.is_negative()) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// Whether it is below zero.
    #[inline]
    pub fn is_negative(&self) -> bool {
        match &self.coefficient {
            Coefficient::Small(small) => small.get() < 0,
            Coefficient::Big(big) => big.is_negative(),
        }
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

impl Default for Amount {
    /// Zero.
    fn default() -> Amount {
        Amount::ZERO
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
            _ if !COMPLETE => self.sign().cmp(&other.sign()),
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
