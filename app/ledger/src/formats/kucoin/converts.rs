//! KuCoin's conversions, and what its earn products paid.
//!
//! Source: a row of a public importer's test data for conversions; the header of
//! earnings from two parsers.

use crate::base::text::Text;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::EntryNote;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::kucoin::{KUCOIN, STATUS, TIME, UID, WALLET, set_account};
use crate::formats::row::{note, quantity, words};
use crate::formats::{
    Cells, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, moves, must,
};

/// One thing given for another; both cells carry their unit: `10285.1148 KAS`.
pub(crate) static CONVERTS: Format = Format {
    id: "kucoin-convert",
    title: "KuCoin convert orders",
    known: Known::TestData,
    header: display_only(
        "UID,Account Type,Payment Account,Sell,Buy,Price,Tax,Time of Update(UTC+02:00),Status",
    ),
    columns: &[
        UID,
        WALLET,
        may(Field::Other, &["paymentaccount"]),
        must(Field::Sold, &["sell"], Shape::NumberWithUnit),
        must(Field::Bought, &["buy"], Shape::NumberWithUnit),
        may(Field::Remark, &["price"]),
        may(Field::Tax, &["tax"]),
        must(Field::Time, &["timeofupdate"], Shape::Time),
        STATUS,
    ],
    set_aside: moves::not_done,
    map: map_convert,
    ..KUCOIN
};

/// What staking, savings and other earn products paid.
pub(crate) static EARNINGS: Format = Format {
    id: "kucoin-earnings",
    title: "KuCoin earn profit history",
    header: display_only(
        "UID,Account Type,Order ID,Time(UTC),Staked Coin,Product Type,Product Name,Earnings Coin,Earnings Type,Remarks,Amount,Amount（USDT）,Fee",
    ),
    columns: &[
        UID,
        WALLET,
        may(Field::OrderId, &["orderid"]),
        TIME,
        may(Field::Other, &["stakedcoin"]),
        may(Field::Other, &["producttype"]),
        may(Field::Operation, &["productname"]),
        must(Field::Asset, &["earningscoin"], Shape::Any),
        must(Field::Other, &["earningstype"], Shape::Any),
        may(Field::Remark, &["remarks"]),
        must(Field::Change, &["amount"], Shape::Number),
        may(Field::Other, &["amount(usdt)"]),
        may(Field::Fee, &["fee"]),
    ],
    map: map_earning,
    ..KUCOIN
};

fn map_convert(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    entry.out = Some(with_unit(cells, Field::Sold)?);
    entry.in_ = Some(with_unit(cells, Field::Bought)?);
    entry.kind = Kind::Trade;
    set_account(&mut entry, cells);
    let price = cells.text(Field::Remark);
    if !price.is_empty() {
        note(&mut entry, || EntryNote::ConvertedAt {
            price: price.into(),
        });
    }
    out.entry(entry);
    if let Some(amount) = cells.amount(Field::Tax)?.filter(|tax| !tax.is_zero()) {
        out.diagnostic(RowDiagnostic::on(Field::Tax, Code::WarnFeeAsset, || {
            Message::FeeTax { amount }
        }));
    }
    Ok(())
}

/// An amount whose unit stands behind it after a space.
fn with_unit(cells: &Cells<'_>, field: Field) -> Result<Quantity, RowDiagnostic> {
    let cell = cells.needed(field)?;
    // The space decides where there is one: tickers may start with a digit.
    let (number, unit) = cell
        .split_once(' ')
        .map(|(number, unit)| (number, unit.trim()))
        .or_else(|| number::split_unit(cell))
        .filter(|(_, unit)| !unit.is_empty())
        .ok_or_else(|| {
            RowDiagnostic::on(field, Code::RefusedNumber, || Message::UnitNone {
                text: shortened(cell).into(),
            })
        })?;
    Ok(quantity(unit, cells.size(field, number)?))
}

fn map_earning(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    entry.in_ = Some(quantity(asset, cells.needed_size(Field::Change)?));
    entry.kind = Kind::Reward;
    entry.order_id = Text::new(cells.text(Field::OrderId));
    set_account(&mut entry, cells);
    for field in [Field::Operation, Field::Remark] {
        words(&mut entry, cells.text(field));
    }
    out.entry(entry);
    if let Some(amount) = cells.amount(Field::Fee)?.filter(|fee| !fee.is_zero()) {
        out.diagnostic(RowDiagnostic::on(Field::Fee, Code::WarnFeeAsset, || {
            Message::FeeAlone { amount }
        }));
    }
    Ok(())
}
