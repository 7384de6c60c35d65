//! FTX.com trades: the web page's export and the older, API-like one.
//!
//! Source: formats.md §1.3: rows from users' issue threads. The exchange closed
//! in November 2022; victims hold what they saved. Markets are `BASE/QUOTE`;
//! what has no slash is a perpetual or future, settled in dollars.

use crate::clock::Dates;
use crate::entry::Entry;
use crate::readers::row::quantity;
use crate::readers::trade::{Trade, side};
use crate::readers::{
    Cells, Column, Detail, Field, Format, Known, Out, Remark, Shape, may, must, none_set_aside,
};
use crate::text::Text;

/// The web page's export: times on the clock of the browser, without a zone.
pub(crate) static TRADES: Format = Format {
    id: "ftx-trades",
    exchange: "ftx",
    title: "FTX trades",
    known: Known::TestData,
    version: "1",
    header: "ID,Time,Market,Side,Order Type,Size,Price,Total,Fee,Fee Currency,TWAP",
    detail: Detail::Fills,
    advice: "",
    columns: &[
        ID,
        TIME,
        MARKET,
        SIDE,
        must(Field::Other, &["ordertype"], Shape::Any),
        SIZE,
        PRICE,
        must(Field::Total, &["total"], Shape::Number),
        FEE,
        FEE_ASSET,
        may(Field::Other, &["twap"]),
    ],
    never: &[],
    zone: None,
    dates: Dates::AmericanClock,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map,
};

/// The API-like export of 2021: times with their offset; a total since December 2021.
pub(crate) static TRADES_API: Format = Format {
    id: "ftx-trades-api",
    exchange: "ftx",
    title: "FTX trades (API style)",
    known: Known::TestData,
    version: "1",
    header: "id,time,market,side,type,size,price,total,fee,feeCurrency",
    detail: Detail::Fills,
    advice: "",
    columns: &[
        ID,
        TIME,
        MARKET,
        SIDE,
        must(Field::Other, &["type"], Shape::Any),
        SIZE,
        PRICE,
        may(Field::Total, &["total"]),
        FEE,
        FEE_ASSET,
        may(Field::OrderId, &["orderid"]),
    ],
    never: &[],
    zone: None,
    dates: Dates::AmericanClock,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map,
};

const ID: Column = must(Field::TradeId, &["id"], Shape::Any);
const TIME: Column = must(Field::Time, &["time"], Shape::Time);
const MARKET: Column = must(Field::Market, &["market"], Shape::Any);
const SIDE: Column = must(Field::Side, &["side"], Shape::Side);
const SIZE: Column = must(Field::Size, &["size"], Shape::Number);
const PRICE: Column = must(Field::Price, &["price"], Shape::Number);
const FEE: Column = must(Field::Fee, &["fee"], Shape::Any);
const FEE_ASSET: Column = must(Field::FeeAsset, &["feecurrency"], Shape::Any);

fn map(cells: &Cells<'_>, mut entry: Entry, out: &mut Out<'_>) -> Result<(), Remark> {
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
    entry.fee = match cells.amount(Field::Fee)? {
        Some(fee) if fee.is_zero() && cells.text(Field::FeeAsset).is_empty() => None,
        Some(fee) => Some(quantity(cells.needed(Field::FeeAsset)?, fee)),
        None => None,
    };
    entry.market = Text::new(market);
    entry.trade_id = Text::new(cells.text(Field::TradeId));
    entry.order_id = Text::new(cells.text(Field::OrderId));
    if spot.is_some() {
        trade.write(&mut entry, out)?;
    } else {
        trade.write_derivative(&mut entry, out)?;
    }
    out.entry(entry);
    Ok(())
}
