//! Decimals with a fixed number of digits, and the formats in which exchanges print them.
//!
//! Sums are exact, so that the generated exports are consistent to the last digit wherever
//! the real ones are.

use std::fmt;

/// `units × 10^-scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The digits, without the point.
    pub units: i128,
    /// Fraction digits.
    pub scale: u32,
}

impl Fixed {
    /// `units × 10^-scale`.
    pub const fn new(units: i128, scale: u32) -> Fixed {
        Fixed { units, scale }
    }

    /// The exact product; the scales add up.
    pub fn times(self, other: Fixed) -> Fixed {
        Fixed::new(self.units * other.units, self.scale + other.scale)
    }

    /// The quotient with `scale` digits, truncated.
    pub fn over(self, other: Fixed, scale: u32) -> Fixed {
        let wanted = scale + other.scale;
        let units = self.at(wanted.max(self.scale)).units / other.units;
        Fixed::new(units, wanted.max(self.scale) - other.scale).at(scale)
    }

    /// The quotient of two positive numbers with `scale` digits, half rounded up.
    pub fn over_rounded(self, other: Fixed, scale: u32) -> Fixed {
        let longer = self.over(other, scale + 1);
        Fixed::new((longer.units + 5) / 10, scale)
    }

    /// The same number at another scale, truncated where digits are lost.
    pub fn at(self, scale: u32) -> Fixed {
        let units = if scale >= self.scale {
            self.units * 10_i128.pow(scale - self.scale)
        } else {
            self.units / 10_i128.pow(self.scale - scale)
        };
        Fixed::new(units, scale)
    }

    /// The exact sum, at the wider scale.
    pub fn plus(self, other: Fixed) -> Fixed {
        let scale = self.scale.max(other.scale);
        Fixed::new(self.at(scale).units + other.at(scale).units, scale)
    }

    /// The number with the opposite sign.
    pub fn negated(self) -> Fixed {
        Fixed::new(-self.units, self.scale)
    }

    /// `self × n / 10 000`, at the same scale, truncated.
    pub fn basis_points(self, n: i64) -> Fixed {
        Fixed::new(self.units * i128::from(n) / 10_000, self.scale)
    }

    /// Without trailing zeros: `1.50` → `1.5`, `2.00` → `2`.
    pub fn trimmed(self) -> Fixed {
        let (mut units, mut scale) = (self.units, self.scale);
        while scale > 0 && units % 10 == 0 {
            units /= 10;
            scale -= 1;
        }
        Fixed::new(units, scale)
    }

    /// With a comma every three digits before the point, as Binance prints it.
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut grouped = String::with_capacity(plain.len() + 4);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) && !grouped.ends_with('-') {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        if !fraction.is_empty() {
            grouped.push('.');
            grouped.push_str(fraction);
        }
        grouped
    }

    /// As a spreadsheet saves it again: shortest form, `-3.605E-05` below 0.0001.
    pub fn spreadsheet(self) -> String {
        let short = self.trimmed();
        let digits = short.units.unsigned_abs().to_string();
        if short.units == 0 || short.scale as usize <= digits.len() + 3 {
            return short.to_string();
        }
        let sign = if short.units < 0 { "-" } else { "" };
        let exponent = short.scale as usize - (digits.len() - 1);
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        format!("{sign}{first}{point}{rest}E-{exponent:02}")
    }

    /// The product as FTX's page printed it: multiplied in floating point, which gives its
    /// `1962.4590999999998`. This inexactness is part of the format; no other cell is
    /// computed this way.
    pub fn times_in_doubles(self, other: Fixed) -> String {
        let (a, b) = (self.to_string(), other.to_string());
        match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => format!("{}", a * b),
            _ => self.times(other).trimmed().to_string(),
        }
    }
}

impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let scale = self.scale as usize;
        let digits = self.units.unsigned_abs().to_string();
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_plain_grouped_and_spreadsheet_forms() {
        let wide = Fixed::new(114_262_000_000_000, 10);
        assert_eq!(wide.to_string(), "11426.2000000000");
        assert_eq!(wide.grouped(), "11,426.2000000000");
        assert_eq!(Fixed::new(999, 0).grouped(), "999");
        assert_eq!(Fixed::new(-1_234_567, 0).grouped(), "-1,234,567");
        assert_eq!(Fixed::new(-123_456, 0).grouped(), "-123,456");
        assert_eq!(Fixed::new(-3605, 8).spreadsheet(), "-3.605E-05");
        assert_eq!(Fixed::new(1, 8).spreadsheet(), "1E-08");
        assert_eq!(Fixed::new(10_000, 8).spreadsheet(), "0.0001");
        assert_eq!(Fixed::new(-24_525_000, 5).spreadsheet(), "-245.25");
    }

    #[test]
    fn divides_to_the_digits_asked_for() {
        let volume = Fixed::new(88_890_827_367_732, 10);
        let amount = Fixed::new(1_741_965_908, 4);
        assert_eq!(
            volume.over_rounded(amount, 20).to_string(),
            "0.05102902815692303434"
        );
    }

    #[test]
    fn carries_the_noise_of_doubles_where_the_exchange_did() {
        let (size, price) = (Fixed::new(734, 0), Fixed::new(267_365, 5));
        assert_eq!(size.times_in_doubles(price), "1962.4590999999998");
        assert_eq!(size.times(price).to_string(), "1962.45910");
    }
}
