//! Binance's spot trade history (units attached to amounts, commas between thousands) and
//! its statement (one line a leg, signed), both of the same trades. A claimant who uploads
//! both must not be counted twice.

use ledger::Moment;

use crate::number::Fixed;
use crate::random::Random;
use crate::trading::{Fill, Side};

/// Spot trade history since 2021.
const TRADES_HEADER: &str = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n";

/// Statement since November 2021.
const STATEMENT_HEADER: &str = "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n";

/// The spot trade history, newest first; some downloads start with a byte order mark.
pub fn trades(fills: &[Fill], mark: bool) -> Vec<u8> {
    let mut file = String::from(if mark { "\u{feff}" } else { "" });
    file.push_str(TRADES_HEADER);
    for fill in fills.iter().rev() {
        let base = fill.base.ticker;
        let cells = [
            time(fill.at),
            format!("{base}USDT"),
            match fill.side {
                Side::Buy => "BUY".to_owned(),
                Side::Sell => "SELL".to_owned(),
            },
            fill.price.at(10).grouped(),
            format!("{}{base}", fill.size.at(10).grouped()),
            format!("{}USDT", fill.total.at(8).grouped()),
            format!("{}{}", fill.fee.1.at(10).grouped(), fill.fee.0),
        ];
        push_row(&mut file, &cells);
    }
    file.into_bytes()
}

/// The statement of the same trades, oldest first, with other events: a deposit before them
/// and a little interest, which no trade history has.
pub fn statement(fills: &[Fill], user_id: i64, random: &mut Random) -> (Vec<u8>, u64) {
    let mut file = String::from(STATEMENT_HEADER);
    let mut rows = 0;
    let mut push = |at: i64, operation: &str, coin: &str, change: Fixed| {
        let row = format!(
            "{user_id},{},Spot,{operation},{coin},{},\n",
            time(at),
            change.spreadsheet()
        );
        file.push_str(&row);
        rows += 1;
    };
    if let Some(first) = fills.first() {
        let deposit = Fixed::new(i128::from(random.between(500, 9000)) * 100, 2);
        push(first.at - 7200, "Deposit", "USDT", deposit);
    }
    for fill in fills {
        let total = fill.total.at(8);
        let legs = match fill.side {
            Side::Buy => [
                ("Transaction Buy", fill.base.ticker, fill.size),
                ("Transaction Spend", "USDT", total.negated()),
                ("Transaction Fee", fill.fee.0, fill.fee.1.negated()),
            ],
            Side::Sell => [
                ("Transaction Revenue", "USDT", total),
                ("Transaction Sold", fill.base.ticker, fill.size.negated()),
                ("Transaction Fee", fill.fee.0, fill.fee.1.negated()),
            ],
        };
        // The real file has no order among the legs of one second.
        let first = random.between(0, 2) as usize;
        for n in 0..legs.len() {
            let (operation, coin, change) = legs[(first + n) % legs.len()];
            push(fill.at, operation, coin, change);
        }
    }
    if let Some(last) = fills.last() {
        let interest = Fixed::new(i128::from(random.between(1000, 9000)), 8);
        push(
            last.at + 3600,
            "Simple Earn Flexible Interest",
            "USDT",
            interest,
        );
    }
    (file.into_bytes(), rows)
}

/// `2022-11-10 13:22:01`.
fn time(at: i64) -> String {
    let moment = Moment::from_seconds(at).to_string();
    moment.trim_end_matches('Z').replace('T', " ")
}

/// Quotes a cell only where it contains a comma, as Binance does.
fn push_row(file: &mut String, cells: &[String]) {
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            file.push(',');
        }
        if cell.contains(',') {
            file.push('"');
            file.push_str(cell);
            file.push('"');
        } else {
            file.push_str(cell);
        }
    }
    file.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{BTC, QORB, day};
    use crate::trading::Venue;

    fn fills() -> [Fill; 2] {
        let at = day(11, 10) + 48_121;
        [
            Venue::Binance.fill(
                at,
                &BTC,
                Side::Sell,
                Fixed::new(1_642_620, 2),
                Fixed::new(528, 4),
            ),
            Venue::Binance.fill(
                at + 1,
                &QORB,
                Side::Buy,
                Fixed::new(78_120, 5),
                Fixed::new(25_000, 1),
            ),
        ]
    }

    #[test]
    fn trades_have_units_commas_and_ten_digits() {
        let text = String::from_utf8(trades(&fills(), true)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], format!("\u{feff}{}", TRADES_HEADER.trim_end()));
        assert_eq!(
            lines[1],
            "2022-11-10 13:22:02,QORBUSDT,BUY,0.7812000000,\"2,500.0000000000QORB\",\
             \"1,953.00000000USDT\",2.5000000000QORB"
        );
        assert_eq!(
            lines[2],
            "2022-11-10 13:22:01,BTCUSDT,SELL,\"16,426.2000000000\",0.0528000000BTC,\
             867.30336000USDT,0.8673033600USDT"
        );
    }

    #[test]
    fn statement_legs_are_signed_and_short() {
        let (bytes, rows) = statement(&fills(), 81_234_567, &mut Random::new(1, "statement"));
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.lines().count() as u64, rows + 1);
        assert!(text.contains("81234567,2022-11-10 13:22:01,Spot,Transaction Sold,BTC,-0.0528,\n"));
        assert!(text.contains("81234567,2022-11-10 13:22:02,Spot,Transaction Spend,USDT,-1953,\n"));
        assert!(text.contains("Transaction Fee,QORB,-2.5,\n"));
    }
}
