//! Exact quotients: what a price becomes once a fiat conversion divides it.
//!
//! A numerator and a denominator that are both exact decimals of any width. The
//! denominator is one in nearly every price, so sums stay as cheap as those of
//! [`Amount`]; nothing is rounded before [`Ratio::rounded_units`].

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;

use crate::amount::Amount;

/// `numerator ÷ denominator`, exactly; the denominator is above zero.
#[derive(Clone, Debug)]
pub struct Ratio {
    numerator: Amount,
    denominator: Option<Amount>,
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Ratio = Ratio {
        numerator: Amount::ZERO,
        denominator: None,
    };

    /// `numerator ÷ denominator`; `None` when the denominator is not above zero.
    pub fn new(numerator: Amount, denominator: Amount) -> Option<Ratio> {
        if denominator.is_zero() || denominator.is_negative() {
            return None;
        }
        Some(Ratio {
            numerator,
            denominator: Some(denominator),
        })
    }

    /// The product with a decimal.
    #[must_use]
    pub fn times(&self, factor: &Amount) -> Ratio {
        Ratio {
            numerator: self.numerator.times(factor),
            denominator: self.denominator.clone(),
        }
    }

    /// The quotient by a decimal; `None` when that is not above zero.
    pub fn over(&self, divisor: &Amount) -> Option<Ratio> {
        let denominator = match &self.denominator {
            Some(denominator) => denominator.times(divisor),
            None => divisor.clone(),
        };
        Ratio::new(self.numerator.clone(), denominator)
    }

    /// The exact sum.
    #[must_use]
    pub fn plus(&self, other: &Ratio) -> Ratio {
        match (&self.denominator, &other.denominator) {
            (None, None) => Ratio::from(self.numerator.plus(&other.numerator)),
            (Some(a), Some(b)) if a == b => Ratio {
                numerator: self.numerator.plus(&other.numerator),
                denominator: Some(a.clone()),
            },
            _ => {
                let (a, b) = (self.denominator_amount(), other.denominator_amount());
                Ratio {
                    numerator: self.numerator.times(&b).plus(&other.numerator.times(&a)),
                    denominator: Some(a.times(&b)),
                }
            }
        }
    }

    /// The same with its sign turned.
    #[must_use]
    pub fn negated(&self) -> Ratio {
        Ratio {
            numerator: self.numerator.negated(),
            denominator: self.denominator.clone(),
        }
    }

    /// The same without its sign.
    #[must_use]
    pub fn abs(&self) -> Ratio {
        Ratio {
            numerator: self.numerator.abs(),
            denominator: self.denominator.clone(),
        }
    }

    /// Rounds half to even to whole units of `10^-scale`.
    pub fn rounded_units(&self, scale: u32) -> BigInt {
        let denominator = self.denominator_amount();
        let ten = BigInt::from(10);
        let above = self.numerator.coefficient() * ten.pow(scale + denominator.scale());
        let below = denominator.coefficient() * ten.pow(self.numerator.scale());
        half_even(&above, &below)
    }

    fn denominator_amount(&self) -> Amount {
        self.denominator
            .clone()
            .unwrap_or_else(|| Amount::from_units(1, 0))
    }
}

/// `above ÷ below` to the nearest integer, ties to the even one; `below` is above zero.
fn half_even(above: &BigInt, below: &BigInt) -> BigInt {
    let (floor, rest) = above.div_mod_floor(below);
    let up = match (&rest + &rest).cmp(below) {
        Ordering::Greater => true,
        Ordering::Equal => floor.is_odd(),
        Ordering::Less => false,
    };
    if up { floor + 1 } else { floor }
}

impl From<Amount> for Ratio {
    fn from(numerator: Amount) -> Ratio {
        Ratio {
            numerator,
            denominator: None,
        }
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Ratio) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        match (&self.denominator, &other.denominator) {
            (None, None) => self.numerator.cmp(&other.numerator),
            _ => {
                let left = self.numerator.times(&other.denominator_amount());
                left.cmp(&other.numerator.times(&self.denominator_amount()))
            }
        }
    }
}
