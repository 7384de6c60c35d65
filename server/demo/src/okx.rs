//! OKX's trade history in the layout of 2020: amounts and totals are signed, a fee below zero
//! is a cost, and times are those of the account's zone.

use ledger::Moment;

use crate::ids::Ids;
use crate::market::HOUR;
use crate::trading::{Fill, Side};

/// The zone of the account.
pub const ZONE: &str = "Asia/Hong_Kong";

/// Its distance from UTC, without summer time.
const OFFSET: i64 = 8 * HOUR;

const HEADER: &str = "Order ID,Trade ID,Trade Time,Pairs,Amount,Price,Total,taker/maker,Fee,unit\n";

/// The trade history, newest first.
pub fn trades(fills: &[Fill], ids: &Ids) -> Vec<u8> {
    let mut file = String::from(HEADER);
    for (fill, id) in fills.iter().zip(ids.of(fills)).rev() {
        let base = fill.base.ticker;
        let (size, total) = match fill.side {
            Side::Buy => (fill.size, fill.total.negated()),
            Side::Sell => (fill.size.negated(), fill.total),
        };
        let time = Moment::from_seconds(fill.at + OFFSET).to_string();
        let cells = [
            (id * 3).to_string(),
            id.to_string(),
            time.trim_end_matches('Z').replace('T', " "),
            format!("{base}_usdt").to_lowercase(),
            size.trimmed().to_string(),
            fill.price.trimmed().to_string(),
            format!("{} USDT", total.trimmed()),
            if fill.maker { "maker" } else { "taker" }.to_owned(),
            format!("{} {}", fill.fee.1.negated().trimmed(), fill.fee.0),
            base.to_owned(),
        ];
        file.push_str(&cells.join(","));
        file.push('\n');
    }
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{BTC, day};
    use crate::number::Fixed;
    use crate::trading::Venue;

    #[test]
    fn what_leaves_is_below_zero_and_so_is_a_cost() {
        let (price, size) = (Fixed::new(1_600_050, 2), Fixed::new(2500, 4));
        let fill = |side| Venue::Okx.fill(day(11, 10), &BTC, side, price, size);
        let both = [fill(Side::Buy), fill(Side::Sell)];
        let text = String::from_utf8(trades(&both, &Ids::new(3, day(9, 1)))).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[2].contains(
            ",2022-11-10 08:00:00,btc_usdt,0.25,16000.5,-4000.125 USDT,taker,-0.00025 BTC,BTC"
        ));
        assert!(lines[1].contains(",-0.25,16000.5,4000.125 USDT,taker,-4.000125 USDT,BTC"));
    }
}
