//! Money of the reporting currency: an exact decimal with eight fraction digits.
//!
//! A loss line is rounded once into this type (METHOD.md, "Arithmetic and rounding"). It is
//! whole units of 1e-8 that fit 64 bits, and a line that does not fit is listed like one
//! without a price. Every total is an exact sum of lines and is not bounded so: a decimal
//! has 96 bits, which hold the sum of 2^32 lines of the greatest size, more lines than any
//! file, claim or group may have. The arithmetic is checked all the same: it stops rather
//! than round.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};
use std::str::FromStr;

use num_traits::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::numbers::amount::{Amount, AmountError};
use crate::numbers::ratio::Ratio;

/// Fraction digits of money.
pub const MONEY_SCALE: u32 = 8;

/// How ties are rounded, in the words that a bundle uses.
pub const ROUNDING: &str = "half to even";

/// Fraction digits of what pages show.
const CENT_SCALE: u32 = 2;

/// An amount of the reporting currency, exact to 1e-8.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

/// Why a text is no money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// More digits than a decimal has.
    #[error("`{0}` has more digits than a sum of money can have")]
    TooLong(String),
    /// More than eight fraction digits that are not zero.
    #[error("`{0}` has more than {MONEY_SCALE} decimals")]
    TooFine(String),
    /// No number at all.
    #[error(transparent)]
    Amount(#[from] AmountError),
}

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(Decimal::from_parts(0, 0, 0, false, MONEY_SCALE));

    /// Whole units of 1e-8, as a line is stored.
    pub fn from_units(units: i64) -> Money {
        Money(Decimal::new(units, MONEY_SCALE))
    }

    /// Whole units of 1e-8; none where they are past 64 bits, as a sum may be and a
    /// stored line never is.
    pub fn units(self) -> Option<i64> {
        self.0.mantissa().to_i64()
    }

    /// Rounds an exact figure once to 1e-8; none where a line cannot hold the result.
    pub fn rounded(exact: &Ratio) -> Option<Money> {
        let units = match exact.rounded_small(MONEY_SCALE) {
            Some(units) => i64::try_from(units).ok(),
            None => exact.rounded_units(MONEY_SCALE).to_i64(),
        };
        units.map(Money::from_units)
    }

    /// The same without its sign.
    pub fn abs(self) -> Money {
        Money(self.0.abs())
    }

    /// Rounded to cents: for display only, once, from an exact total.
    pub fn cents(self) -> Money {
        let units = self.cents_counted() * 10_i128.pow(MONEY_SCALE - CENT_SCALE);
        exact(Decimal::try_from_i128_with_scale(units, MONEY_SCALE).ok())
    }

    /// `-1234.50`: [`Money::cents`] as text, without separators.
    pub fn cents_text(self) -> String {
        Amount::from_units(self.cents_counted(), CENT_SCALE).to_string()
    }

    fn cents_counted(self) -> i128 {
        let nearest = RoundingStrategy::MidpointNearestEven;
        let cents = self.0.round_dp_with_strategy(CENT_SCALE, nearest);
        cents.mantissa()
    }

    /// The same figure as an amount with eight decimals.
    pub fn amount(self) -> Amount {
        Amount::from_units(self.0.mantissa(), MONEY_SCALE)
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

/// What a sum came to. The library would drop fraction digits of a sum that does not
/// fit; no number of lines that can be read comes near.
fn exact(sum: Option<Decimal>) -> Money {
    let sum = sum.filter(|sum| sum.scale() == MONEY_SCALE);
    Money(sum.expect("2^32 lines of 64 bits fit the 96 bits of a decimal"))
}

impl Add for Money {
    type Output = Money;

    fn add(self, other: Money) -> Money {
        exact(self.0.checked_add(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl Sub for Money {
    type Output = Money;

    fn sub(self, other: Money) -> Money {
        exact(self.0.checked_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Money;

    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(all: I) -> Money {
        all.fold(Money::ZERO, Money::add)
    }
}

impl Default for Money {
    /// Nothing.
    fn default() -> Money {
        Money::ZERO
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Money({self})")
    }
}

impl fmt::Display for Money {
    /// Always eight decimals, no separators.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.amount().fmt(f)
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads a plain decimal of at most eight decimals; never rounds.
    fn from_str(text: &str) -> Result<Money, MoneyError> {
        let amount = Amount::parse(text)?;
        let shown = || text.chars().take(40).collect();
        let units = Ratio::from(amount.clone()).rounded_units(MONEY_SCALE);
        let units = units
            .to_i128()
            .ok_or_else(|| MoneyError::TooLong(shown()))?;
        let decimal = Decimal::try_from_i128_with_scale(units, MONEY_SCALE);
        let money = Money(decimal.map_err(|_| MoneyError::TooLong(shown()))?);
        if money.amount() == amount {
            Ok(money)
        } else {
            Err(MoneyError::TooFine(shown()))
        }
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
