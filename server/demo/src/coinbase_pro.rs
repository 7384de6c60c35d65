//! Coinbase Pro's report of fills: one row a fill, its total after the fee, and a trade id
//! that counts within a product.

use std::collections::HashMap;

use ledger::Moment;

use crate::trading::{Fill, Side};

const HEADER: &str = "portfolio,trade id,product,side,created at,size,size unit,price,fee,total,\
                      price/fee/total unit\n";

/// The first trade id of a product that the account has.
const FIRST_ID: usize = 41_000_000;

/// The report, newest first.
pub fn fills(fills: &[Fill]) -> Vec<u8> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    let rows: Vec<String> = fills
        .iter()
        .map(|fill| {
            let nth = count.entry(fill.base.ticker).or_default();
            *nth += 1;
            row(fill, FIRST_ID + *nth * 7)
        })
        .collect();
    let mut file = String::from(HEADER);
    for row in rows.iter().rev() {
        file.push_str(row);
    }
    file.into_bytes()
}

fn row(fill: &Fill, id: usize) -> String {
    let base = fill.base.ticker;
    let (side, total) = match fill.side {
        Side::Buy => ("BUY", fill.total.plus(fill.fee.1).negated()),
        Side::Sell => ("SELL", fill.total.plus(fill.fee.1.negated())),
    };
    let time = Moment::from_seconds(fill.at).to_string();
    format!(
        "default,{id},{base}-USD,{side},{}.{:03}Z,{},{base},{},{},{},USD\n",
        time.trim_end_matches('Z'),
        id % 1000,
        fill.size.at(8),
        fill.price.trimmed(),
        fill.fee.1.trimmed(),
        total.trimmed(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{TAMB, day};
    use crate::number::Fixed;
    use crate::trading::Venue;

    #[test]
    fn totals_are_signed_and_include_the_fee() {
        let (price, size) = (Fixed::new(50_000, 5), Fixed::new(1000, 1));
        let fill = |at, side| Venue::CoinbasePro.fill(day(11, 22) + at, &TAMB, side, price, size);
        let both = [fill(0, Side::Buy), fill(1, Side::Sell)];
        let text = String::from_utf8(fills(&both)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[2],
            "default,41000007,TAMB-USD,BUY,2022-11-22T00:00:00.007Z,100.00000000,TAMB,0.5,0.09,\
             -50.09,USD"
        );
        assert!(lines[1].ends_with(",0.5,0.09,49.91,USD"), "{}", lines[1]);
    }
}
