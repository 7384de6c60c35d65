//! KuCoin's `Spot Orders_Filled Orders.csv` of the bundle that it sends.
//!
//! Source: formats.md §1.2: rows from a public importer's test data; the zone
//! in the headers follows the user's setting. One row an order, its fills summed.

use crate::amount::Amount;
use crate::clock::Dates;
use crate::entry::{Entry, Kind};
use crate::markets;
use crate::number;
use crate::readers::row::{note, quantity, user_and_wallet};
use crate::readers::trade::{Trade, shortened, side};
use crate::readers::{Cells, Detail, Field, Format, Known, Out, Remark, Shape, may, must};
use crate::text::Text;
use crate::zone::Zone;

/// One order a row.
pub(crate) static FILLED_ORDERS: Format = Format {
    id: "kucoin-filled-orders",
    exchange: "kucoin",
    title: "KuCoin filled orders",
    known: Known::TestData,
    version: "1",
    header: "UID,Account Type,Order ID,Order Time(UTC+01:00),Symbol,Side,Order Type,Order Price,Order Amount,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC+01:00),Fee,Fee Currency,Tax,Status,Account Mode",
    detail: Detail::Orders,
    advice: "",
    columns: &[
        may(Field::User, &["uid"]),
        may(Field::Wallet, &["accounttype"]),
        must(Field::OrderId, &["orderid"], Shape::Any),
        must(Field::Other, &["ordertime"], Shape::Time),
        must(Field::Market, &["symbol"], Shape::Any),
        must(Field::Side, &["side"], Shape::Side),
        may(Field::Other, &["ordertype"]),
        may(Field::Other, &["orderprice"]),
        may(Field::Other, &["orderamount"]),
        must(Field::Price, &["avgfilledprice"], Shape::Number),
        must(Field::Size, &["filledamount"], Shape::Number),
        must(Field::Total, &["filledvolume"], Shape::Number),
        may(Field::Other, &["filledvolume(usdt)"]),
        must(Field::Time, &["filledtime"], Shape::Time),
        must(Field::Fee, &["fee"], Shape::Any),
        must(Field::FeeAsset, &["feecurrency"], Shape::Any),
        may(Field::Tax, &["tax"]),
        must(Field::Status, &["status"], Shape::Any),
        may(Field::Other, &["accountmode"]),
    ],
    never: &["maker/taker"],
    // Files whose header names no zone are in the exchange's own.
    zone: Some(Zone::Fixed(8 * 3600)),
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: cancelled,
    map,
};

/// An order that was cancelled before anything was filled.
fn cancelled(cells: &Cells<'_>) -> Option<Remark> {
    let status = cells.text(Field::Status);
    let is_cancelled = status.to_ascii_lowercase().contains("cancel");
    if !is_cancelled {
        return None;
    }
    let size = cells.text(Field::Size);
    let is_empty = number::is_nothing(size)
        || number::amount(size, cells.places.fraction).is_ok_and(|size| size.is_zero());
    is_empty.then(|| {
        Remark::on(
            Field::Status,
            "NOTE-CANCELLED",
            format!(
                "order `{}` was cancelled and moved nothing",
                shortened(cells.text(Field::OrderId))
            ),
        )
    })
}

fn map(cells: &Cells<'_>, mut entry: Entry, out: &mut Out<'_>) -> Result<(), Remark> {
    let market = cells.needed(Field::Market)?;
    let (base, quote) = markets::separated(market).ok_or_else(|| {
        Remark::on(
            Field::Market,
            "REFUSED-PAIR",
            format!("`{}` is no pair such as BTC-USDT", shortened(market)),
        )
    })?;
    let trade = Trade {
        side: side(cells)?,
        base,
        quote,
        size: cells.needed_size(Field::Size)?,
        price: cells.amount(Field::Price)?,
        total: cells.amount(Field::Total)?,
    };
    let fee_asset = cells.text(Field::FeeAsset);
    entry.fee = match cells.amount(Field::Fee)? {
        Some(fee) if fee.is_zero() && fee_asset.is_empty() => None,
        Some(fee) => Some(quantity(cells.needed(Field::FeeAsset)?, fee)),
        None => None,
    };
    let tax = cells.amount(Field::Tax)?.filter(|tax| !tax.is_zero());
    entry.market = Text::new(market);
    entry.order_id = Text::new(cells.text(Field::OrderId));
    entry.account_in_file = user_and_wallet(cells.text(Field::User), cells.text(Field::Wallet));
    let blank = tax.is_some().then(|| entry.clone());
    trade.write(&mut entry, out)?;
    out.entry(entry);
    if let (Some(tax), Some(blank)) = (tax, blank) {
        let asset = if fee_asset.is_empty() {
            quote
        } else {
            fee_asset
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
    note(&mut blank, "tax; its asset is taken from the fee");
    blank
}
