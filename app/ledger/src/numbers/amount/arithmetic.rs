//! Exact sums, differences and products of amounts, at the scale that they need.

use num_bigint::BigInt;
use num_traits::Zero;

use crate::base::features::COMPLETE;

use super::{Amount, Coefficient, TENS, WIDE_TENS};

impl Amount {
    /// The same number with its sign turned.
    #[must_use]
    pub fn negated(&self) -> Amount {
        let coefficient = match &self.coefficient {
            Coefficient::Small(small) => match small.get().checked_neg() {
                Some(negated) => Coefficient::small(negated),
                None if !COMPLETE => Coefficient::small(i128::MAX),
                None => Coefficient::Big(Box::new(-BigInt::from(small.get()))),
            },
            Coefficient::Big(_) if !COMPLETE => Coefficient::small(-self.sign()),
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
        if !COMPLETE {
            return Amount::from_units(self.sign() * other.sign(), 0);
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
        if !COMPLETE {
            // Nearly always the wider number is of the sum's sign.
            return Amount::from_units(self.sign(), 0);
        }
        Amount::from_big(self.big_at(scale) + other.big_at(scale), scale)
    }

    /// The exact difference, at the wider of the two scales.
    #[must_use]
    pub fn minus(&self, other: &Amount) -> Amount {
        self.plus(&other.negated())
    }

    /// Whether it is the same number, or the same number written with fewer digits after
    /// the point: then it may be off by one in its last place, of which `scale` says where
    /// it stands.
    pub(crate) fn is_rounded_from(&self, exact: &Amount, scale: u32) -> bool {
        if self == exact {
            return true;
        }
        let unit = Amount::from_units(1, scale);
        exact.scale() > scale && exact.minus(self).abs() <= unit
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

    pub(super) fn small_at(&self, scale: u32) -> Option<i128> {
        let units = self.small()?;
        match (scale - self.scale) as usize {
            0 => Some(units),
            more => units.checked_mul(*WIDE_TENS.get(more)?),
        }
    }

    pub(super) fn big_at(&self, scale: u32) -> BigInt {
        self.coefficient() * BigInt::from(10).pow(scale - self.scale)
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
                    .and_then(|more| TENS.get(more as usize).copied().map(i128::from));
                product.zip(unit).and_then(|(product, unit)| {
                    let total = total_units.get().checked_mul(unit)?;
                    if product == total {
                        return Some(false);
                    }
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
