//! FTX trades: the web page's export, the older, API-like one, that of the claims
//! portal, and conversions of dust.
//!
//! Source: rows from users' issue threads; the claims portal's file is only known by
//! its description. Markets are `BASE/QUOTE`; what has no slash is a perpetual or
//! future, settled in dollars.

use crate::base::text::Text;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::EntryNote;
use crate::entry::{Entry, Kind};
use crate::formats::ftx::{FTX, STATUS, TIME};
use crate::formats::row::{note, quantity};
use crate::formats::trade::{Trade, fee, fee_by_its_size, side};
use crate::formats::{
    Cells, Column, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, moves, must, row_id,
};

/// The web page's export: times on the clock of the browser, without a zone.
pub(crate) static TRADES: Format = Format {
    id: "ftx-trades",
    title: "FTX trades",
    known: Known::TestData,
    header: display_only("ID,Time,Market,Side,Order Type,Size,Price,Total,Fee,Fee Currency,TWAP"),
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
    map,
    ..FTX
};

/// The API-like export of 2021: times with their offset; a total since December 2021.
pub(crate) static TRADES_API: Format = Format {
    id: "ftx-trades-api",
    title: "FTX trades (API style)",
    known: Known::TestData,
    header: display_only("id,time,market,side,type,size,price,total,fee,feeCurrency"),
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
    map,
    ..FTX
};

/// The claims portal's fills: no id, no asset of the fee, and the last column,
/// true or false, is called `[object Object]` where the page says TWAP.
pub(crate) static CLAIMS_FILLS: Format = Format {
    id: "ftx-claims-fills",
    title: "FTX claims portal fills",
    known: Known::Unverified,
    header: display_only("Time,Market,Side,Order Type,Size,Price,Total,Fee,[object Object]"),
    advice: display_only(
        "It has no trade ids and does not name the asset of its fees. A file saved from FTX's own trade history before November 2022 has both; hand that in instead, if there is one.",
    ),
    columns: &[
        TIME,
        MARKET,
        SIDE,
        must(Field::Other, &["ordertype"], Shape::Any),
        SIZE,
        PRICE,
        must(Field::Total, &["total"], Shape::Number),
        FEE,
        must(Field::Other, &["[objectobject]", "twap"], Shape::Any),
    ],
    never: &["id", "feecurrency", "uid"],
    map,
    ..FTX
};

/// Small balances turned into another coin, or one currency into another.
pub(crate) static DUST: Format = Format {
    id: "ftx-dust",
    title: "FTX dust conversion",
    known: Known::TestData,
    header: display_only("time,from,to,size,fee,price,proceeds,status"),
    columns: &[
        TIME,
        must(Field::SoldAsset, &["from"], Shape::Any),
        must(Field::BoughtAsset, &["to"], Shape::Any),
        must(Field::Sold, &["size"], Shape::Number),
        FEE,
        may(Field::Price, &["price"]),
        must(Field::Bought, &["proceeds"], Shape::Number),
        STATUS,
    ],
    set_aside: dust_not_done,
    map: map_dust,
    ..FTX
};

const ID: Column = row_id(&["id"]);
const MARKET: Column = must(Field::Market, &["market"], Shape::Any);
const SIDE: Column = must(Field::Side, &["side"], Shape::Side);
const SIZE: Column = must(Field::Size, &["size"], Shape::Number);
const PRICE: Column = must(Field::Price, &["price"], Shape::Number);
const FEE: Column = must(Field::Fee, &["fee"], Shape::Any);
const FEE_ASSET: Column = must(Field::FeeAsset, &["feecurrency"], Shape::Any);

fn map(cells: &Cells<'_>, mut entry: Entry, out: &mut RowOutput<'_>) -> Result<(), RowDiagnostic> {
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

/// Conversions that happened have no status in the rows seen.
fn dust_not_done(cells: &Cells<'_>) -> Option<RowDiagnostic> {
    if cells.text(Field::Status).is_empty() {
        None
    } else {
        moves::not_done(cells)
    }
}

/// What was received, less a fee in the same coin.
fn map_dust(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let (from, to) = (
        cells.needed(Field::SoldAsset)?,
        cells.needed(Field::BoughtAsset)?,
    );
    entry.kind = Kind::Trade;
    entry.out = Some(quantity(from, cells.needed_size(Field::Sold)?));
    entry.in_ = Some(quantity(to, cells.needed_size(Field::Bought)?));
    entry.price = cells.amount(Field::Price)?;
    let fee = cells.amount(Field::Fee)?.filter(|fee| !fee.is_zero());
    if let Some(fee) = fee {
        entry.fee = Some(quantity(to, fee));
        note(&mut entry, || EntryNote::FeeReceived { asset: to.into() });
    }
    out.entry(entry);
    Ok(())
}
