//! Exact quotients: what a price becomes once a fiat conversion divides it.
//!
//! A numerator and a denominator that are both exact decimals of any width. The
//! denominator is one in nearly every price, so sums stay as cheap as those of
//! [`Amount`]; nothing is rounded before [`Ratio::rounded_units`].

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;

use crate::numbers::amount::{Amount, WIDE_TENS};

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

    /// The quotient by another quotient; `None` when that is not above zero.
    pub fn over_ratio(&self, divisor: &Ratio) -> Option<Ratio> {
        self.times(&divisor.denominator_amount())
            .over(&divisor.numerator)
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

    /// Rounds to whole units of `10^-scale`; [`ROUNDING`](super::money::ROUNDING) decides ties.
    pub fn rounded_units(&self, scale: u32) -> BigInt {
        if let Some(units) = self.rounded_small(scale) {
            return BigInt::from(units);
        }
        let (above, below) = self.scaled(scale);
        nearest(&above, &below)
    }

    /// What has to be divided to come to units of `10^-scale`.
    fn scaled(&self, scale: u32) -> (BigInt, BigInt) {
        let denominator = self.denominator_amount();
        let ten = BigInt::from(10);
        let above = self.numerator.coefficient() * ten.pow(scale + denominator.scale());
        let below = denominator.coefficient() * ten.pow(self.numerator.scale());
        (above, below)
    }

    /// [`Ratio::rounded_units`], where 128 bits are enough to work it out.
    pub(crate) fn rounded_small(&self, scale: u32) -> Option<i128> {
        let (below, below_scale) = match &self.denominator {
            Some(denominator) => (denominator.small()?, denominator.scale()),
            None => (1, 0),
        };
        let above = self.numerator.small()?;
        let (up, down) = (scale + below_scale, self.numerator.scale());
        let ten = |power: u32| WIDE_TENS.get(power as usize);
        if up >= down {
            let above = above.checked_mul(*ten(up - down)?)?;
            Some(nearest_small(above, below))
        } else {
            let below = below.checked_mul(*ten(down - up)?)?;
            Some(nearest_small(above, below))
        }
    }

    fn denominator_amount(&self) -> Amount {
        self.denominator
            .clone()
            .unwrap_or_else(|| Amount::from_units(1, 0))
    }
}

/// `above ÷ below` to the nearest integer; `below` is above zero. This function,
/// [`nearest_small`] and `Money::cents_counted` decide ties by
/// [`ROUNDING`](super::money::ROUNDING).
fn nearest(above: &BigInt, below: &BigInt) -> BigInt {
    let (floor, rest) = above.div_mod_floor(below);
    let up = match (&rest + &rest).cmp(below) {
        Ordering::Greater => true,
        Ordering::Equal => floor.is_odd(),
        Ordering::Less => false,
    };
    if up { floor + 1 } else { floor }
}

/// The same of small numbers.
fn nearest_small(above: i128, below: i128) -> i128 {
    let mut floor = above / below;
    let mut rest = above - floor * below;
    if rest < 0 {
        floor -= 1;
        rest += below;
    }
    let up = match rest.cmp(&(below - rest)) {
        Ordering::Greater => true,
        Ordering::Equal => floor % 2 != 0,
        Ordering::Less => false,
    };
    floor + i128::from(up)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn amount() -> impl Strategy<Value = Amount> {
        let units = prop_oneof![
            -50_i128..50,
            any::<i64>().prop_map(i128::from),
            any::<i128>()
        ];
        (units, 0_u32..40).prop_map(|(units, scale)| Amount::from_units(units, scale))
    }

    proptest! {
        #[test]
        fn a_small_ratio_is_rounded_like_one_of_any_width(
            above in amount(),
            below in proptest::option::of(amount()),
            scale in 0_u32..10,
        ) {
            let ratio = match below {
                Some(below) => Ratio::new(above.clone(), below.abs()).unwrap_or(above.into()),
                None => Ratio::from(above),
            };
            let (above, below) = ratio.scaled(scale);
            let wide = nearest(&above, &below);
            prop_assert_eq!(ratio.rounded_units(scale), wide.clone());
            if let Some(small) = ratio.rounded_small(scale) {
                prop_assert_eq!(BigInt::from(small), wide);
            }
        }
    }
}
