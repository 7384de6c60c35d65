//! Binance.com's order history: with the fills of each order below it, and flat.
//!
//! Source: rows of 2020 and late 2021 in test data, and the flat header from a user's
//! issue. People send the flat one by mistake: it has no fees. The client order id is
//! evidence (a bot's orders against `web_…`).

use super::units::{PairCells, fee_with_unit};
use crate::base::text::Text;
use crate::cells::markets;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::cells::sides::side_word;
use crate::entry::Entry;
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::EntryNote;
use crate::entry::messages::Message;
use crate::formats::row::{note, words};
use crate::formats::trade::{Trade, side};
use crate::formats::{
    Cells, Detail, Field, Format, Known, Nested, Parent, RowDiagnostic, RowOutput, Shape, may, must,
};
use crate::time::parse_time::Dates;

/// Orders with their fills below them.
pub(crate) static ORDERS: Format = Format {
    id: "binance-orders",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance order history with fills",
    known: Known::TestData,
    version: "2",
    header: display_only(
        "Date(UTC);orderId;clientOrderId;Pair;Type;Order Price;Order Amount;AvgTrading Price;Filled;Total;status;Strategy Id;Strategy Type",
    ),
    detail: Detail::Fills,
    advice: "",
    columns: &[
        must(Field::Time, &["date"], Shape::Time),
        may(Field::OrderId, &["orderid"]),
        may(Field::ClientId, &["clientorderid"]),
        must(Field::Market, &["pair"], Shape::Any),
        must(Field::Side, &["type"], Shape::Side),
        may(Field::Other, &["orderprice"]),
        may(Field::Other, &["orderamount"]),
        must(Field::Other, &["avgtradingprice"], Shape::Number),
        must(Field::Size, &["filled"], Shape::Any),
        may(Field::Total, &["total"]),
        must(Field::Status, &["status"], Shape::Any),
        may(Field::Other, &["strategyid"]),
        may(Field::Other, &["strategytype"]),
    ],
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: Some(&FILLS),
    set_aside: unfilled,
    map: map_order,
};

static FILLS: Nested = Nested {
    columns: &[
        must(Field::Time, &["date"], Shape::Time),
        must(Field::Price, &["tradingprice"], Shape::Number),
        must(Field::Size, &["filled"], Shape::Any),
        must(Field::Total, &["total"], Shape::Any),
        must(Field::Fee, &["fee"], Shape::Any),
    ],
    map: map_fill,
};

/// Orders, one a row, without fees.
pub(crate) static ORDERS_FLAT: Format = Format {
    id: "binance-orders-flat",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance order history without fees",
    known: Known::TestData,
    version: "2",
    header: display_only(
        "Date(UTC),OrderNo,Pair,Type,Side,Order Price,Order Amount,Time,Executed,Average Price,Trading total,Status",
    ),
    detail: Detail::Orders,
    advice: display_only(
        "It lists orders and no fees: fetch the trade history instead, which has both the fills and their fees. Binance keeps it under Orders → Spot Order → Trade History → Export.",
    ),
    columns: &[
        must(Field::Placed, &["date"], Shape::Time),
        must(Field::OrderId, &["orderno"], Shape::Any),
        must(Field::Market, &["pair"], Shape::Any),
        may(Field::Other, &["type"]),
        must(Field::Side, &["side"], Shape::Side),
        may(Field::Other, &["orderprice"]),
        may(Field::Other, &["orderamount"]),
        must(Field::Time, &["time"], Shape::Time),
        must(Field::Size, &["executed"], Shape::Any),
        must(Field::Price, &["averageprice"], Shape::Number),
        must(Field::Total, &["tradingtotal"], Shape::Any),
        must(Field::Status, &["status"], Shape::Any),
    ],
    never: &[],
    zone: Some(crate::time::zone::Zone::UTC),
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: unfilled,
    map: map_flat,
};

/// An order of which nothing was filled.
fn unfilled(cells: &Cells<'_>) -> Option<RowDiagnostic> {
    let size = cells.text(Field::Size);
    let number = number::split_unit(size).map_or(size, |(number, _)| number);
    let was_closed = !cells.text(Field::Status).is_empty();
    let is_empty = (was_closed && number::is_nothing(number))
        || number::amount(number, cells.column_map.fraction.with_unit)
            .is_ok_and(|size| size.is_zero());
    is_empty.then(|| {
        RowDiagnostic::on(Field::Status, Code::NoteCancelled, || {
            Message::OrderNotFilled {
                status: shortened(cells.text(Field::Status)).into(),
            }
        })
    })
}

/// Rows above are only read with the fills below them.
fn map_order(_: &Cells<'_>, _: Entry, _: &mut RowOutput<'_>) -> Result<(), RowDiagnostic> {
    Ok(())
}

fn map_fill(
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
        message: Box::new(Message::SideOfOrder {
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
    if !client.is_empty() {
        entry
            .facts
            .keep(|facts| facts.client_order_id = client.into());
    }
    out.entry(entry);
    Ok(())
}

fn map_flat(
    cells: &Cells<'_>,
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
            message: Box::new(Message::PairUnknown {
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
