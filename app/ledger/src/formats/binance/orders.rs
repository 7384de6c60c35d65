//! Binance.com's orders: with the fills of each below it, and flat. People send the flat
//! list by mistake: it has no fees. The client order id is evidence (a bot's orders
//! against `web_…`).

use super::units::{PairCells, fee_with_unit};
use crate::base::features::COMPLETE;
use crate::base::text::Text;
use crate::cells::markets;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::cells::sides::side_word;
use crate::entry::Entry;
use crate::entry::diagnostic::Code;
use crate::entry::messages::{EntryNote, Held, Message};
use crate::formats::row::{note, words};
use crate::formats::rules::Rules;
use crate::formats::trade::{Trade, side};
use crate::formats::{Cells, Field, Parent, RowDiagnostic, RowOutput};

/// Rows above are only read with the fills below them.
pub(super) fn map_order(
    _cells: &Cells<'_>,
    _rules: &Rules,
    _entry: Entry,
    _out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    Ok(())
}

/// Makes an entry of a fill that stands below its order.
pub(crate) fn map_fill(
    cells: &Cells<'_>,
    order: &Parent,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let market = order.text(Field::Market);
    let word = order.text(Field::Side);
    let side = side_word(word).ok_or_else(|| RowDiagnostic {
        field: None,
        code: Code::RefusedSide,
        message: Held::new(|| Message::SideOfOrder {
            word: shortened(word).into(),
            line: order.line,
        }),
    })?;
    let sides = Sides::of(cells, market)?;
    let trade = Trade {
        side,
        base: sides.base,
        quote: sides.quote,
        size: cells.size(Field::Size, sides.size)?,
        price: Some(cells.needed_size(Field::Price)?),
        total: Some(cells.size(Field::Total, sides.total)?),
    };
    entry.fee = fee_with_unit(cells, sides.base, sides.quote, out)?;
    entry.market = Text::new(market);
    entry.order_id = Text::new(order.text(Field::OrderId));
    trade.write(&mut entry, out)?;
    let client = order.text(Field::ClientId);
    if COMPLETE && !client.is_empty() {
        entry
            .facts
            .keep(|facts| facts.client_order_id = client.into());
    }
    out.entry(entry);
    Ok(())
}

/// Makes an entry of an order without its fee.
pub(super) fn map_flat(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let market = cells.needed(Field::Market)?;
    let sides = Sides::of(cells, market)?;
    let trade = Trade {
        side: side(cells)?,
        base: sides.base,
        quote: sides.quote,
        size: cells.size(Field::Size, sides.size)?,
        price: cells.amount(Field::Price)?,
        total: Some(cells.size(Field::Total, sides.total)?),
    };
    entry.market = Text::new(market);
    entry.order_id = Text::new(cells.text(Field::OrderId));
    trade.write(&mut entry, out)?;
    note(&mut entry, || EntryNote::FeeNotHere);
    let placed = cells.text(Field::Placed);
    match entry.on_its_clock(placed) {
        _ if !COMPLETE => {}
        Some(placed) => entry.facts.keep(|facts| facts.placed_at = Some(placed)),
        None => words(&mut entry, placed),
    }
    out.entry(entry);
    Ok(())
}

/// The two assets of a row and its two amounts without their units.
struct Sides<'a> {
    base: &'a str,
    quote: &'a str,
    size: &'a str,
    total: &'a str,
}

impl<'a> Sides<'a> {
    /// The units decide where they are glued on, else the pair and the fee do.
    fn of(cells: &Cells<'a>, market: &'a str) -> Result<Sides<'a>, RowDiagnostic> {
        let (size, total) = (cells.needed(Field::Size)?, cells.needed(Field::Total)?);
        let pair = PairCells {
            market,
            size,
            total,
        };
        let fee = number::split_unit(cells.text(Field::Fee)).map_or("", |(_, unit)| unit);
        let sides = if number::is_number(size) {
            markets::separated(market)
                .or_else(|| markets::unseparated(market, fee))
                .map(|(base, quote)| (base, quote, size, total))
        } else {
            pair.split().and_then(|(base, quote)| {
                let size = number::before_unit(size, base)?;
                Some((base, quote, size, number::before_unit(total, quote)?))
            })
        };
        let (base, quote, size, total) = sides.ok_or_else(|| RowDiagnostic {
            field: None,
            code: Code::RefusedPair,
            message: Held::new(|| Message::PairUnknown {
                pair: shortened(market).into(),
            }),
        })?;
        Ok(Sides {
            base,
            quote,
            size,
            total,
        })
    }
}
