//! Ids of trades that occur once in the whole incident.

use crate::trading::Fill;

/// The first id in use; ids of 2022 have ten digits.
const FIRST_ID: i64 = 5_100_000_000;

/// Writes ids that are unique in the whole incident. They are made from the second, the
/// account and the fill's position in the second.
pub struct Ids {
    account: i64,
    start: i64,
}

impl Ids {
    /// Ids of the `account`-th account, counted from `start` on.
    pub fn new(account: usize, start: i64) -> Ids {
        Ids {
            account: account as i64,
            start,
        }
    }

    /// One id a fill, rising with time.
    pub fn of(&self, fills: &[Fill]) -> Vec<i64> {
        let mut in_second = 0;
        let mut ids = Vec::with_capacity(fills.len());
        for (n, fill) in fills.iter().enumerate() {
            let again = n > 0 && fills[n - 1].at == fill.at;
            in_second = if again { in_second + 1 } else { 0 };
            ids.push(FIRST_ID + (fill.at - self.start) * 600 + self.account * 10 + in_second);
        }
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{BTC, day};
    use crate::number::Fixed;
    use crate::trading::{Side, Venue};

    fn fill(at: i64) -> Fill {
        let (price, size) = (Fixed::new(19_543, 0), Fixed::new(2500, 4));
        Venue::Ftx.fill(at, &BTC, Side::Sell, price, size)
    }

    #[test]
    fn ids_rise_and_differ_between_accounts() {
        let fills = [fill(day(10, 18)), fill(day(10, 18)), fill(day(10, 18) + 1)];
        let (a, b) = (Ids::new(0, day(9, 1)), Ids::new(1, day(9, 1)));
        let (a, b) = (a.of(&fills), b.of(&fills));
        assert!(a.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(a.iter().all(|id| !b.contains(id)));
    }
}
