//! FTX's trades. Markets are `BASE/QUOTE`; what has no slash is a perpetual or future,
//! settled in dollars.

use crate::base::text::Text;
use crate::entry::Entry;
use crate::entry::messages::EntryNote;
use crate::formats::row::{note, quantity};
use crate::formats::rules::Rules;
use crate::formats::trade::{Trade, fee, fee_by_its_size, side};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};

/// Makes an entry of a fill.
pub(super) fn map(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let market = cells.needed(Field::Market)?;
    let spot = market.split_once('/');
    let (base, quote) = spot.unwrap_or((market, "USD"));
    let trade = Trade {
        side: side(cells)?,
        base,
        quote,
        size: cells.needed_size(Field::Size)?,
        price: Some(cells.needed_size(Field::Price)?),
        total: cells.amount(Field::Total)?,
    };
    let names_fees = cells.column_map.get(Field::FeeAsset).is_some();
    entry.fee = match cells.amount(Field::Fee)? {
        _ if names_fees => fee(cells)?,
        Some(fee) if spot.is_some() => {
            // The rows seen charge what was received.
            fee_by_its_size(fee, &trade, Some(trade.received()), &mut entry, out)
        }
        fee => fee
            .filter(|fee| !fee.is_zero())
            .map(|fee| quantity("USD", fee)),
    };
    entry.market = Text::new(market);
    entry.trade_id = Text::new(cells.text(Field::TradeId));
    entry.order_id = Text::new(cells.text(Field::OrderId));
    if spot.is_some() {
        trade.write(&mut entry, out)?;
    } else {
        trade.write_derivative(&mut entry, out)?;
        if !names_fees && entry.fee.is_some() {
            note(&mut entry, || EntryNote::FeeMargin);
        }
    }
    out.entry(entry);
    Ok(())
}
