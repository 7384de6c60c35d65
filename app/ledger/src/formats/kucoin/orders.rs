//! KuCoin's files of whole orders, the fills of each summed up in one row:
//! `Spot Orders_Filled Orders.csv`, the same for margin, and the order file of 2021.
//!
//! Source: rows from a public importer's test data; the quoting of some headers
//! (`"Fee Currency,"`) from another importer's list of headers.

use crate::base::text::Text;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::facts::Fact;
use crate::entry::messages::EntryNote;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::formats::kucoin::{FEE, KUCOIN, SIDE, STATUS, SYMBOL, UID, WALLET, pair, set_account};
use crate::formats::row::{keep_facts, note, quantity};
use crate::formats::trade::{Trade, fee, side};
use crate::formats::{
    Cells, Detail, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, must,
};
use crate::numbers::amount::Amount;

const ADVICE: &str = "Each row sums up the fills of an order. The file with `Show Order-Splitting` in its name, in the same bundle from KuCoin's page for data and reports, has every fill with its own time; hand it in as well, and the money counts once.";

/// One order a row.
pub(crate) static FILLED_ORDERS: Format = Format {
    id: "kucoin-filled-orders",
    title: "KuCoin filled orders",
    known: Known::TestData,
    header: display_only(
        "UID,Account Type,Order ID,Order Time(UTC+01:00),Symbol,Side,Order Type,Order Price,Order Amount,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC+01:00),Fee,Fee Currency,Tax,Status,Account Mode",
    ),
    detail: Detail::Orders,
    advice: display_only(ADVICE),
    columns: &[
        UID,
        WALLET,
        must(Field::OrderId, &["orderid"], Shape::Any),
        must(Field::Other, &["ordertime"], Shape::Time),
        SYMBOL,
        SIDE,
        may(Field::Other, &["ordertype"]),
        may(Field::Other, &["orderprice"]),
        may(Field::Other, &["orderamount"]),
        must(Field::Price, &["avgfilledprice"], Shape::Number),
        must(Field::Size, &["filledamount"], Shape::Number),
        must(Field::Total, &["filledvolume"], Shape::Number),
        may(Field::Other, &["filledvolume(usdt)"]),
        must(Field::Time, &["filledtime"], Shape::Time),
        FEE,
        must(
            Field::FeeAsset,
            &["feecurrency", "feecurrency,"],
            Shape::Any,
        ),
        may(Field::Tax, &["tax"]),
        STATUS,
        may(Field::Other, &["accountmode"]),
    ],
    never: &["maker/taker"],
    set_aside: cancelled,
    map: map_filled,
    ..KUCOIN
};

/// The order file of 2021, whose ids tell who placed an order: a bot or the page.
pub(crate) static ORDERS_2021: Format = Format {
    id: "kucoin-orders-2021",
    title: "KuCoin orders (2021 layout)",
    header: display_only(
        "orderCreatedAt,id,clientOid,symbol,side,type,stopPrice,price,size,dealSize,dealFunds,averagePrice,fee,feeCurrency,remark,tags,orderStatus,",
    ),
    detail: Detail::Orders,
    advice: display_only(
        "Its times are those at which orders were placed. The file with `Show Order-Splitting` in its name, in the bundle from KuCoin's page for data and reports, has the time of every fill; hand it in as well, and the money counts once.",
    ),
    columns: &[
        must(Field::Time, &["ordercreatedat"], Shape::Time),
        must(Field::OrderId, &["id"], Shape::Any),
        may(Field::ClientId, &["clientoid"]),
        SYMBOL,
        SIDE,
        may(Field::Other, &["type"]),
        may(Field::Other, &["stopprice"]),
        may(Field::Other, &["price"]),
        may(Field::Other, &["size"]),
        must(Field::Size, &["dealsize"], Shape::Number),
        must(Field::Total, &["dealfunds"], Shape::Number),
        must(Field::Price, &["averageprice"], Shape::Any),
        FEE,
        must(Field::FeeAsset, &["feecurrency"], Shape::Any),
        may(Field::Remark, &["remark"]),
        may(Field::Tags, &["tags"]),
        may(Field::Status, &["orderstatus"]),
    ],
    set_aside: unfilled,
    map: map_2021,
    ..KUCOIN
};

/// An order that was cancelled before anything was filled.
fn cancelled(cells: &Cells<'_>) -> Option<RowDiagnostic> {
    let status = cells.text(Field::Status);
    if !status.to_ascii_lowercase().contains("cancel") {
        return None;
    }
    unfilled(cells)
}

/// An order of which nothing was filled.
fn unfilled(cells: &Cells<'_>) -> Option<RowDiagnostic> {
    let size = cells.text(Field::Size);
    // A row that breaks off before its status says nothing of what was filled.
    let is_closed = match cells.column_map.get(Field::Status) {
        Some(_) => !cells.text(Field::Status).is_empty(),
        None => !cells.text(Field::OrderId).is_empty(),
    };
    let is_empty = (is_closed && number::is_nothing(size))
        || number::amount(size, cells.column_map.fraction.plain).is_ok_and(|size| size.is_zero());
    is_empty.then(|| {
        RowDiagnostic::on(Field::Status, Code::NoteCancelled, || {
            Message::OrderCancelled {
                id: shortened(cells.text(Field::OrderId)).into(),
            }
        })
    })
}

fn map_2021(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    entry.facts.keep(|facts| facts.timed_when_placed = true);
    note(&mut entry, || EntryNote::PlacedWhen);
    keep_facts(cells, &mut entry, &[(Fact::ClientOrderId, Field::ClientId)]);
    let [remark, tags] = [Field::Remark, Field::Tags].map(|field| cells.text(field));
    if !remark.is_empty() {
        note(&mut entry, || EntryNote::Remark {
            text: remark.into(),
        });
    }
    if !tags.is_empty() {
        note(&mut entry, || EntryNote::Tags { text: tags.into() });
    }
    map_filled(cells, entry, out)
}

/// A trade on a spot market, its fee in an asset that the file names.
pub(super) fn map_filled(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let market = cells.needed(Field::Market)?;
    let (base, quote) = pair(market)?;
    let trade = Trade {
        side: side(cells)?,
        base,
        quote,
        size: cells.needed_size(Field::Size)?,
        price: cells.amount(Field::Price)?,
        total: cells.amount(Field::Total)?,
    };
    entry.fee = fee(cells)?;
    let tax = cells.amount(Field::Tax)?.filter(|tax| !tax.is_zero());
    entry.market = Text::new(market);
    entry.order_id = Text::new(cells.text(Field::OrderId));
    set_account(&mut entry, cells);
    let blank = tax.is_some().then(|| entry.clone());
    trade.write(&mut entry, out)?;
    out.entry(entry);
    if let (Some(tax), Some(blank)) = (tax, blank) {
        let asset = match cells.text(Field::FeeAsset) {
            "" => quote,
            asset => asset,
        };
        out.entry(tax_entry(blank, asset, tax));
    }
    Ok(())
}

/// The tax as an entry of its own. The file does not name its asset: it stands
/// beside the fee, so the fee's asset is taken, and the note says so.
fn tax_entry(mut blank: Entry, asset: &str, tax: Amount) -> Entry {
    blank.kind = Kind::Fee;
    blank.fee = Some(quantity(asset, tax));
    note(&mut blank, || EntryNote::Tax);
    blank
}
