//! Bybit's spot trade history: units in the cells, eighteen fraction digits, the browser's
//! time beside UTC, and the fee in what was received.

use ledger::Moment;

use crate::ids::Ids;
use crate::market::HOUR;
use crate::trading::{Fill, Side};

const HEADER: &str = "Filled Time (Local Time),Spot Pairs,Order Type,Direction,Filled Value,\
                      Filled Price,Filled Quantity,Fees,Transaction ID,Order No.,Timestamp (UTC)\n";

/// Fraction digits of every amount.
const DIGITS: u32 = 18;

/// Distance of the browser's zone from UTC.
const LOCAL: i64 = 8 * HOUR;

/// The trade history, newest first.
pub fn spot_fills(fills: &[Fill], ids: &Ids) -> Vec<u8> {
    let mut file = String::from(HEADER);
    for (fill, id) in fills.iter().zip(ids.of(fills)).rev() {
        let base = fill.base.ticker;
        let cells = [
            time(fill.at + LOCAL),
            format!("{base}/USDT"),
            if fill.maker { "Limit" } else { "Market" }.to_owned(),
            match fill.side {
                Side::Buy => "Buy",
                Side::Sell => "Sell",
            }
            .to_owned(),
            format!("{} USDT", fill.total.at(DIGITS)),
            format!("{} USDT", fill.price.at(DIGITS)),
            format!("{} {base}", fill.size.at(DIGITS)),
            format!("{} {}", fill.fee.1.at(DIGITS), fill.fee.0),
            id.to_string(),
            (id * 3).to_string(),
            time(fill.at),
        ];
        file.push_str(&cells.join(","));
        file.push('\n');
    }
    file.into_bytes()
}

/// `2022-11-10 13:22:01`.
fn time(at: i64) -> String {
    let moment = Moment::from_seconds(at).to_string();
    moment.trim_end_matches('Z').replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{BTC, day};
    use crate::number::Fixed;
    use crate::trading::Venue;

    #[test]
    fn cells_have_units_and_eighteen_digits() {
        let (price, size) = (Fixed::new(1_600_050, 2), Fixed::new(2500, 4));
        let fill = Venue::Bybit.fill(day(11, 10), &BTC, Side::Buy, price, size);
        let text = String::from_utf8(spot_fills(&[fill], &Ids::new(3, day(9, 1)))).unwrap();
        let row = text.lines().nth(1).unwrap();
        assert!(
            row.starts_with(
                "2022-11-10 08:00:00,BTC/USDT,Market,Buy,4000.125000000000000000 USDT,"
            )
        );
        assert!(row.contains(",0.000250000000000000 BTC,"));
        assert!(row.ends_with(",2022-11-10 00:00:00"));
    }
}
