//! FTX's lists of deposits and withdrawals: the web page's and the API-like ones.
//!
//! Source: known headers of FTX's layouts; rows of the API-like ones in a public
//! issue. Payments for lending stand among the deposits, and their text names the
//! coin and the hour: they are rewards, and where the lending file is there too,
//! `resolve` lets them count once.

use crate::entry::diagnostic_sink::display_only;
use crate::entry::{Entry, Kind};
use crate::formats::ftx::{COIN, FTX, STATUS, TIME};
use crate::formats::{
    Cells, Column, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, moves, must, row_id,
};
use crate::time::moment::Moment;
use crate::time::parse_time::{self, Dates};

/// How FTX begins the text of a deposit that pays for lending.
const LENDING: &str = "Payment for lending ";

const AMOUNT: Column = must(Field::Change, &["amount"], Shape::Number);
const SIZE: Column = must(Field::Change, &["size"], Shape::Number);

/// The web page's deposits: the first column's name is a space.
pub(crate) static DEPOSITS: Format = Format {
    id: "ftx-deposits",
    title: "FTX deposits",
    header: display_only(" ,Time,Coin,Amount,Status,Additional info,Transaction ID"),
    columns: &[
        TIME,
        COIN,
        AMOUNT,
        STATUS,
        must(Field::Remark, &["additionalinfo"], Shape::Any),
        must(Field::TxId, &["transactionid"], Shape::Any),
    ],
    never: &["destination", "address"],
    set_aside: moves::not_done,
    map: map_deposit,
    ..FTX
};

/// The API-like deposits of 2021.
pub(crate) static DEPOSITS_API: Format = Format {
    id: "ftx-deposits-api",
    title: "FTX deposits (API style)",
    known: Known::TestData,
    header: display_only("id,time,coin,size,status,additionalInfo,txid,_delete"),
    columns: &[
        row_id(&["id"]),
        TIME,
        COIN,
        SIZE,
        STATUS,
        may(Field::Remark, &["additionalinfo"]),
        must(Field::TxId, &["txid"], Shape::Any),
        may(Field::Other, &["delete"]),
    ],
    never: &["address", "destination", "fee"],
    set_aside: moves::not_done,
    map: map_deposit,
    ..FTX
};

/// The web page's withdrawals, with an unnamed column first or last.
pub(crate) static WITHDRAWALS: Format = Format {
    id: "ftx-withdrawals",
    title: "FTX withdrawals",
    header: display_only(" ,Time,Coin,Amount,Destination,Status,Transaction ID,fee"),
    columns: &[
        TIME,
        COIN,
        AMOUNT,
        must(Field::Address, &["destination"], Shape::Any),
        STATUS,
        must(Field::TxId, &["transactionid"], Shape::Any),
        must(Field::Fee, &["fee"], Shape::Any),
    ],
    set_aside: moves::not_done,
    map: map_withdrawal,
    ..FTX
};

/// The API-like withdrawals of 2021.
pub(crate) static WITHDRAWALS_API: Format = Format {
    id: "ftx-withdrawals-api",
    title: "FTX withdrawals (API style)",
    known: Known::TestData,
    header: display_only("time,coin,size,address,status,txid,fee,id"),
    columns: &[
        TIME,
        COIN,
        SIZE,
        must(Field::Address, &["address"], Shape::Any),
        STATUS,
        must(Field::TxId, &["txid"], Shape::Any),
        must(Field::Fee, &["fee"], Shape::Any),
        row_id(&["id"]),
    ],
    set_aside: moves::not_done,
    map: map_withdrawal,
    ..FTX
};

fn map_deposit(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let mut texts = [Field::TxId, Field::Remark].into_iter();
    let lending = texts.find_map(|field| cells.text(field).strip_prefix(LENDING));
    let kind = match lending {
        Some(what) => {
            if let Some(hour) = hour(what) {
                entry.facts.keep(|facts| facts.lending_hour = Some(hour));
            }
            Kind::Reward
        }
        None => Kind::Deposit,
    };
    moves::write(cells, kind, entry, out)
}

/// The hour in `USD at 2021-03-09 02:00:00 UTC`.
fn hour(what: &str) -> Option<Moment> {
    let (_, time) = what.split_once(" at ")?;
    let time = parse_time::read(time, Dates::YearFirst).ok()?;
    let seconds = time.seconds - i64::from(time.offset.unwrap_or_default());
    Some(Moment::from_seconds(seconds))
}

fn map_withdrawal(
    cells: &Cells<'_>,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    moves::write(cells, Kind::Withdrawal, entry, out)
}
