//! Binance.com spot trade history, in the layout to about 2021 and the one since.
//!
//! Source: formats.md §1.1 (a) and (b): headers and rows seen in public importers'
//! test data and in users' issue threads. Neither has a trade id.

use crate::clock::Dates;
use crate::entry::{Entry, Quantity};
use crate::markets;
use crate::number;
use crate::readers::row::quantity;
use crate::readers::trade::{Trade, shortened, side};
use crate::readers::{
    Cells, Detail, Field, Format, Known, Out, Remark, Shape, must, none_set_aside,
};
use crate::text::Text;

/// Layout (b): units are glued to the amounts.
pub(crate) static TRADES: Format = Format {
    id: "binance-trades",
    exchange: "binance",
    title: "Binance spot trade history",
    known: Known::TestData,
    version: "1",
    header: "Date(UTC),Pair,Side,Price,Executed,Amount,Fee",
    detail: Detail::Fills,
    advice: "",
    columns: &[
        must(Field::Time, &["date", "time"], Shape::Time),
        must(Field::Market, &["pair"], Shape::Any),
        must(Field::Side, &["side"], Shape::Side),
        must(Field::Price, &["price"], Shape::Number),
        must(Field::Size, &["executed"], Shape::Glued),
        must(Field::Total, &["amount"], Shape::Glued),
        must(Field::Fee, &["fee"], Shape::Any),
    ],
    never: &["realizedprofit", "orderprice", "status"],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: map_glued,
};

/// Layout (a): the fee's coin has a column, the pair's two do not.
pub(crate) static TRADES_OLD: Format = Format {
    id: "binance-trades-old",
    exchange: "binance",
    title: "Binance spot trade history (old layout)",
    known: Known::TestData,
    version: "1",
    header: "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin",
    detail: Detail::Fills,
    advice: "",
    columns: &[
        must(Field::Time, &["date", "time"], Shape::Time),
        must(Field::Market, &["market"], Shape::Any),
        must(Field::Side, &["type"], Shape::Side),
        must(Field::Price, &["price"], Shape::Number),
        must(Field::Size, &["amount"], Shape::Number),
        must(Field::Total, &["total"], Shape::Number),
        must(Field::Fee, &["fee"], Shape::Any),
        must(Field::FeeAsset, &["feecoin"], Shape::Any),
    ],
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: map_old,
};

fn map_glued(cells: &Cells<'_>, mut entry: Entry, out: &mut Out<'_>) -> Result<(), Remark> {
    let market = cells.needed(Field::Market)?;
    let glued = Glued {
        market,
        size: cells.needed(Field::Size)?,
        total: cells.needed(Field::Total)?,
    };
    let (base, quote) = glued.split().ok_or_else(|| {
        Remark::on(
            Field::Market,
            "REFUSED-PAIR",
            format!(
                "the units of `{}` and `{}` do not make the pair `{}`",
                shortened(glued.size),
                shortened(glued.total),
                shortened(market)
            ),
        )
    })?;
    let number = |cell, unit| number::before_unit(cell, unit).unwrap_or_default();
    let trade = Trade {
        side: side(cells)?,
        base,
        quote,
        size: cells.size(Field::Size, number(glued.size, base))?,
        price: Some(cells.needed_size(Field::Price)?),
        total: Some(cells.size(Field::Total, number(glued.total, quote))?),
    };
    entry.fee = glued_fee(cells, base, quote)?;
    entry.market = Text::new(market);
    trade.write(&mut entry, out)?;
    out.entry(entry);
    Ok(())
}

/// A pair and two amounts whose units make it.
struct Glued<'a> {
    market: &'a str,
    size: &'a str,
    total: &'a str,
}

impl<'a> Glued<'a> {
    /// Base and quote: the split of the pair at which both units fit. `99.41INCH`
    /// is ambiguous by itself and is not beside the pair `1INCHUSDT`.
    fn split(&self) -> Option<(&'a str, &'a str)> {
        let market: &'a str = self.market;
        if let Some((base, quote)) = markets::separated(market) {
            return self.fits(base, quote).then_some((base, quote));
        }
        // The quote ends both the pair and the total: only what the two ends have
        // in common can be it.
        let common = ends_in_common(market, self.total).min(market.len() - 1);
        let ends_a_number = |length: &usize| {
            let before = self.total.len() - length;
            matches!(
                self.total.as_bytes()[..before].last(),
                Some(b'0'..=b'9' | b' ')
            )
        };
        let mut splits = (1..=common)
            .filter(ends_a_number)
            .filter_map(|length| market.split_at_checked(market.len() - length))
            .filter(|(base, quote)| self.fits(base, quote));
        let first = splits.next()?;
        let known = |(_, quote): &(&str, &str)| markets::QUOTES.contains(quote);
        match splits.next() {
            None => Some(first),
            Some(second) => {
                let mut all = [first, second].into_iter().chain(splits);
                all.find(known).or(Some(first))
            }
        }
    }

    fn fits(&self, base: &str, quote: &str) -> bool {
        let is_amount =
            |cell: &str, unit: &str| number::before_unit(cell, unit).is_some_and(number::is_number);
        is_amount(self.total, quote) && is_amount(self.size, base)
    }
}

/// Bytes that two texts have in common at their ends.
fn ends_in_common(a: &str, b: &str) -> usize {
    let pairs = a.bytes().rev().zip(b.bytes().rev());
    pairs.take_while(|(a, b)| a == b).count()
}

/// The fee with its unit: the pair's own assets are tried first, for they may
/// start with a digit.
fn glued_fee(cells: &Cells<'_>, base: &str, quote: &str) -> Result<Option<Quantity>, Remark> {
    let cell = cells.text(Field::Fee);
    if number::is_nothing(cell) {
        return Ok(None);
    }
    let own = [base, quote].into_iter().find_map(|unit| {
        let number = number::before_unit(cell, unit)?;
        number::is_number(number).then_some((number, unit))
    });
    let (number, unit) = own.or_else(|| number::split_unit(cell)).ok_or_else(|| {
        Remark::on(
            Field::Fee,
            "REFUSED-NUMBER",
            format!("`{}` is no amount with its unit", shortened(cell)),
        )
    })?;
    Ok(Some(quantity(unit, cells.number(Field::Fee, number)?)))
}

fn map_old(cells: &Cells<'_>, mut entry: Entry, out: &mut Out<'_>) -> Result<(), Remark> {
    let market = cells.needed(Field::Market)?;
    let fee_asset = cells.text(Field::FeeAsset);
    let (base, quote) = markets::separated(market)
        .or_else(|| markets::glued(market, fee_asset))
        .ok_or_else(|| {
            Remark::on(
                Field::Market,
                "REFUSED-PAIR",
                format!(
                    "`{}` ends in no quote asset this reader knows",
                    shortened(market)
                ),
            )
        })?;
    let trade = Trade {
        side: side(cells)?,
        base,
        quote,
        size: cells.needed_size(Field::Size)?,
        price: Some(cells.needed_size(Field::Price)?),
        total: cells.amount(Field::Total)?,
    };
    entry.fee = match cells.amount(Field::Fee)? {
        Some(fee) if !fee_asset.is_empty() || !fee.is_zero() => {
            Some(quantity(cells.needed(Field::FeeAsset)?, fee))
        }
        _ => None,
    };
    entry.market = Text::new(market);
    trade.write(&mut entry, out)?;
    out.entry(entry);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split<'a>(market: &'a str, size: &'a str, total: &'a str) -> Option<(&'a str, &'a str)> {
        Glued {
            market,
            size,
            total,
        }
        .split()
    }

    #[test]
    fn the_pair_tells_where_a_number_ends_and_its_ticker_begins() {
        assert_eq!(
            split("1INCHUSDT", "99.41INCH", "245.1USDT"),
            Some(("1INCH", "USDT"))
        );
        assert_eq!(
            split("BTCUSDT", "0.0528450000BTC", "603.81753900USDT"),
            Some(("BTC", "USDT"))
        );
        assert_eq!(
            split("ADABTC", "2,500.0000000000ADA", "0.1BTC"),
            Some(("ADA", "BTC"))
        );
        assert_eq!(
            split("BTCUSDT", "0.5 BTC", "603 USDT"),
            Some(("BTC", "USDT"))
        );
        assert_eq!(split("BTCUSDT", "0.5ETH", "603USDT"), None);
        assert_eq!(split("BTCUSDT", "BTC", "603USDT"), None);
    }
}
