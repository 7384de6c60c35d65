//! Amounts with their unit glued on, taken apart by the pair beside them.

use crate::cells::amount_with_unit;
use crate::cells::markets;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::Quantity;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::formats::row::quantity;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};

/// A pair and two amounts whose units make it.
pub(super) struct PairCells<'a> {
    pub market: &'a str,
    pub size: &'a str,
    pub total: &'a str,
}

impl<'a> PairCells<'a> {
    /// Base and quote: the split of the pair at which both units fit. `99.41INCH`
    /// is ambiguous by itself and is not beside the pair `1INCHUSDT`.
    pub fn split(&self) -> Option<(&'a str, &'a str)> {
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
pub(super) fn fee_with_unit(
    cells: &Cells<'_>,
    base: &str,
    quote: &str,
    out: &mut RowOutput<'_>,
) -> Result<Option<Quantity>, RowDiagnostic> {
    let cell = cells.text(Field::Fee);
    if let Some((amount, unit)) =
        amount_with_unit::fee(cell, base, quote, cells.column_map.fraction.with_unit)
    {
        let asset = out.text(unit);
        return Ok(Some(Quantity { asset, amount }));
    }
    if number::is_nothing(cell) {
        return Ok(None);
    }
    let own = [base, quote].into_iter().find_map(|unit| {
        let number = number::before_unit(cell, unit)?;
        number::is_number(number).then_some((number, unit))
    });
    let (number, unit) = own.or_else(|| number::split_unit(cell)).ok_or_else(|| {
        RowDiagnostic::on(Field::Fee, Code::RefusedNumber, || Message::UnitNone {
            text: shortened(cell).into(),
        })
    })?;
    Ok(Some(quantity(unit, cells.number(Field::Fee, number)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split<'a>(market: &'a str, size: &'a str, total: &'a str) -> Option<(&'a str, &'a str)> {
        PairCells {
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
