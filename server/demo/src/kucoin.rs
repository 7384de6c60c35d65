//! KuCoin's filled orders: one row for each order, with the user's zone in the header,
//! averages of twenty digits, and columns that were added over the years.

use ledger::Moment;

use crate::random::Random;
use crate::trading::{Fill, Side};

/// The columns of the download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Before `Tax` was added.
    Early,
    /// With `Tax`.
    Tax,
    /// With `Tax` and, since June 2026, `Account Mode`.
    AccountMode,
}

/// Zone of the file: offset from UTC in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset(pub i64);

impl Offset {
    /// `(UTC)`, `(UTC+08:00)`, `(UTC-05:00)`.
    fn in_header(self) -> String {
        if self.0 == 0 {
            return "(UTC)".to_owned();
        }
        let sign = if self.0 < 0 { '-' } else { '+' };
        let minutes = self.0.abs();
        format!("(UTC{sign}{:02}:{:02})", minutes / 60, minutes % 60)
    }

    fn local(self, at: i64) -> String {
        let moment = Moment::from_seconds(at + self.0 * 60).to_string();
        moment.trim_end_matches('Z').replace('T', " ")
    }
}

/// The file of filled orders, newest first.
pub fn filled_orders(
    fills: &[Fill],
    columns: Columns,
    offset: Offset,
    random: &mut Random,
) -> Vec<u8> {
    let uid = random.between(20_000_000, 99_999_999);
    let mut file = header(columns, offset);
    for fill in fills.iter().rev() {
        let placed = fill.at
            - if fill.maker {
                random.between(20, 5000)
            } else {
                0
            };
        let average = fill.total.over_rounded(fill.size, 20).trimmed();
        // Sometimes slightly more was ordered than filled.
        let partly = fill.maker && random.one_in(6);
        let ordered = if partly {
            fill.size.basis_points(12_500)
        } else {
            fill.size
        };
        let side = match fill.side {
            Side::Buy => "BUY",
            Side::Sell => "SELL",
        };
        let volume = fill.total.trimmed();
        let mut row = vec![
            uid.to_string(),
            "mainAccount".to_owned(),
            format!("{placed:08x}{}", random.hex(16)),
            offset.local(placed),
            format!("{}-USDT", fill.base.ticker),
            side.to_owned(),
            "LIMIT".to_owned(),
            fill.price.trimmed().to_string(),
            ordered.trimmed().to_string(),
            average.to_string(),
            fill.size.trimmed().to_string(),
            volume.to_string(),
            volume.to_string(),
            offset.local(fill.at),
            fill.fee.1.trimmed().to_string(),
            "USDT".to_owned(),
        ];
        if columns != Columns::Early {
            row.push(String::new());
        }
        row.push(if partly { "part_deal" } else { "deal" }.to_owned());
        if columns == Columns::AccountMode {
            row.push("CLASSIC".to_owned());
        }
        file.push_str(&row.join(","));
        file.push('\n');
    }
    file.into_bytes()
}

fn header(columns: Columns, offset: Offset) -> String {
    let zone = offset.in_header();
    let tax = if columns == Columns::Early {
        ""
    } else {
        "Tax,"
    };
    let mode = if columns == Columns::AccountMode {
        ",Account Mode"
    } else {
        ""
    };
    format!(
        "UID,Account Type,Order ID,Order Time{zone},Symbol,Side,Order Type,Order Price,\
         Order Amount,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),\
         Filled Time{zone},Fee,Fee Currency,{tax}Status{mode}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{WEFT, day};
    use crate::number::Fixed;
    use crate::trading::Venue;

    fn written(columns: Columns, offset: i64) -> String {
        let (price, size) = (Fixed::new(51_000, 5), Fixed::new(12_345, 1));
        let fill = Venue::Kucoin.fill(day(11, 12), &WEFT, Side::Buy, price, size);
        let mut random = Random::new(1, "kucoin");
        String::from_utf8(filled_orders(&[fill], columns, Offset(offset), &mut random)).unwrap()
    }

    #[test]
    fn header_carries_the_zone_and_the_columns_of_its_year() {
        assert!(
            written(Columns::Early, 60)
                .contains("Filled Time(UTC+01:00),Fee,Fee Currency,Status\n")
        );
        assert!(written(Columns::Tax, -300).contains("Order Time(UTC-05:00),Symbol"));
        assert!(
            written(Columns::AccountMode, 0)
                .contains("Filled Time(UTC),Fee,Fee Currency,Tax,Status,Account Mode\n")
        );
    }

    #[test]
    fn rows_have_as_many_cells_as_the_header() {
        for columns in [Columns::Early, Columns::Tax, Columns::AccountMode] {
            let text = written(columns, 480);
            let cells: Vec<usize> = text.lines().map(|l| l.split(',').count()).collect();
            assert_eq!(cells[0], cells[1]);
        }
        let text = written(Columns::AccountMode, 480);
        assert!(text.contains(",WEFT-USDT,BUY,LIMIT,0.51,1234.5,0.51,1234.5,629.595,629.595,2022-11-12 08:00:00,0.629595,USDT,,deal,CLASSIC"));
    }
}
