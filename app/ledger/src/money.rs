//! Money of the reporting currency: whole units of 1e-8 in 64 bits.
//!
//! A loss line is rounded once, half to even, into this type (method §2), and
//! every total is an exact sum of it. A sum that does not fit is an error that
//! says so; nothing here wraps or saturates.

use std::fmt;
use std::str::FromStr;

use num_traits::ToPrimitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::amount::{Amount, AmountError};
use crate::ratio::Ratio;

/// Fraction digits of stored money.
pub const MONEY_SCALE: u32 = 8;

const UNITS_PER_CENT: i64 = 1_000_000;

/// An amount of the reporting currency in units of 1e-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i64);

/// Why a figure is no money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Past ±92,233,720,368.54775807.
    #[error("the sum is past 92 billion, which is more than can be stored")]
    TooLarge,
    /// More than eight fraction digits that are not zero.
    #[error("`{0}` has more than {MONEY_SCALE} decimals")]
    TooFine(String),
    /// No number at all.
    #[error(transparent)]
    Amount(#[from] AmountError),
}

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// Rounds an exact figure once, half to even, to 1e-8.
    ///
    /// # Errors
    /// When it is past 92 billion either way.
    pub fn rounded(exact: &Ratio) -> Result<Money, MoneyError> {
        exact
            .rounded_units(MONEY_SCALE)
            .to_i64()
            .map(Money)
            .ok_or(MoneyError::TooLarge)
    }

    /// The sum.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        self.0
            .checked_add(other.0)
            .map(Money)
            .ok_or(MoneyError::TooLarge)
    }

    /// The difference.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn minus(self, other: Money) -> Result<Money, MoneyError> {
        self.0
            .checked_sub(other.0)
            .map(Money)
            .ok_or(MoneyError::TooLarge)
    }

    /// The same with its sign turned.
    ///
    /// # Errors
    /// For the one number whose opposite does not fit.
    pub fn negated(self) -> Result<Money, MoneyError> {
        self.0.checked_neg().map(Money).ok_or(MoneyError::TooLarge)
    }

    /// The exact sum of many.
    ///
    /// # Errors
    /// When the result does not fit; what is passed on the way does not matter.
    pub fn sum(all: impl IntoIterator<Item = Money>) -> Result<Money, MoneyError> {
        let sum: i128 = all.into_iter().map(|money| i128::from(money.0)).sum();
        i64::try_from(sum)
            .map(Money)
            .map_err(|_| MoneyError::TooLarge)
    }

    /// Cents, rounded half to even: for display only, once, from an exact total.
    pub fn cents(self) -> i64 {
        let (cents, rest) = (
            self.0.div_euclid(UNITS_PER_CENT),
            self.0.rem_euclid(UNITS_PER_CENT),
        );
        let half = UNITS_PER_CENT / 2;
        let up = rest > half || (rest == half && cents % 2 != 0);
        cents + i64::from(up)
    }

    /// `-1234.50`: [`Money::cents`] as text, without separators.
    pub fn cents_text(self) -> String {
        Amount::from_units(i128::from(self.cents()), 2).to_string()
    }

    /// The same figure as an amount with eight decimals.
    pub fn amount(self) -> Amount {
        Amount::from_units(i128::from(self.0), MONEY_SCALE)
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
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
        let exact = Ratio::from(amount.clone());
        let money = Money::rounded(&exact)?;
        if money.amount() == amount {
            Ok(money)
        } else {
            Err(MoneyError::TooFine(text.chars().take(40).collect()))
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
