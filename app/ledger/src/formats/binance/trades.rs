//! Binance.com's spot trades since about 2021: amounts have their units glued on, and the
//! market's name and the units tell each other apart.

use super::units::{PairCells, fee_with_unit};
use crate::cells::amount_with_unit;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::Entry;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::formats::rules::Rules;
use crate::formats::trade::{Trade, side};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};

/// Makes an entry of a fill.
pub(super) fn map_with_units(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let market = cells.needed(Field::Market)?;
    let (size, total) = (cells.needed(Field::Size)?, cells.needed(Field::Total)?);
    let amounts =
        match amount_with_unit::pair(market, size, total, cells.column_map.fraction.with_unit) {
            Some(amounts) => amounts,
            None => look_closer(cells, market, size, total)?,
        };
    let (base, quote) = (amounts.base, amounts.quote);
    let trade = Trade {
        side: side(cells)?,
        base,
        quote,
        size: amounts.size,
        price: Some(cells.needed_size(Field::Price)?),
        total: Some(amounts.total),
    };
    entry.fee = fee_with_unit(cells, base, quote, out)?;
    entry.market = out.text(market);
    trade.write(&mut entry, out)?;
    out.lend(&mut entry);
    Ok(())
}

/// A row that [`amount_with_unit::pair`] leaves.
fn look_closer<'a>(
    cells: &Cells<'a>,
    market: &'a str,
    size: &'a str,
    total: &'a str,
) -> Result<amount_with_unit::PairAmounts<'a>, RowDiagnostic> {
    let (base, quote) = PairCells {
        market,
        size,
        total,
    }
    .split()
    .ok_or_else(|| {
        RowDiagnostic::on(Field::Market, Code::RefusedPair, || Message::PairUnits {
            first: shortened(size).into(),
            second: shortened(total).into(),
            pair: shortened(market).into(),
        })
    })?;
    let number = |cell, unit| number::before_unit(cell, unit).unwrap_or_default();
    Ok(amount_with_unit::PairAmounts {
        base,
        quote,
        size: cells.size(Field::Size, number(size, base))?,
        total: cells.size(Field::Total, number(total, quote))?,
    })
}
