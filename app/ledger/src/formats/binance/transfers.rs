//! Binance.com's lists of deposits and withdrawals, of coins and of money.
//!
//! Source: headers of working parsers. The older lists and those of money have one
//! header for both ways: only the file's name tells them apart. What is not completed
//! moved nothing.

use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::facts::Fact;
use crate::entry::messages::{EntryNote, Message};
use crate::entry::{Entry, Kind};
use crate::formats::row::{keep_facts, note, quantity};
use crate::formats::{
    Cells, Column, Detail, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, moves, must,
};
use crate::numbers::amount::Amount;
use crate::time::parse_time::Dates;

const DATE: Column = must(Field::Time, &["date"], Shape::Time);
const COIN: Column = must(Field::Asset, &["coin"], Shape::Any);
const NETWORK: Column = may(Field::Network, &["network"]);
const AMOUNT: Column = must(Field::Change, &["amount"], Shape::Number);
const ADDRESS: Column = must(Field::Address, &["address"], Shape::Any);
const TXID: Column = must(Field::TxId, &["txid"], Shape::Any);
const STATUS: Column = must(Field::Status, &["status"], Shape::Any);

/// Coins that came in, since 2024.
pub(crate) static DEPOSITS: Format = Format {
    id: "binance-deposits",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance deposits",
    known: Known::Parser,
    version: "2",
    header: display_only("Date(UTC+0),Coin,Network,Amount,Address,TXID,Status"),
    detail: Detail::Fills,
    advice: "",
    columns: &[DATE, COIN, NETWORK, AMOUNT, ADDRESS, TXID, STATUS],
    never: &["fee", "transactionfee", "sourceaddress"],
    zone: None,
    dates: Dates::YearFirst,
    named: &["deposit"],
    nested: None,
    set_aside: moves::not_done,
    map: map_deposit,
};

/// Coins that left, since 2024.
pub(crate) static WITHDRAWALS: Format = Format {
    id: "binance-withdrawals",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance withdrawals",
    known: Known::Parser,
    version: "2",
    header: display_only("Date(UTC+0),Coin,Network,Amount,Fee,Address,TXID,Status"),
    detail: Detail::Fills,
    advice: "",
    columns: &[
        DATE,
        COIN,
        NETWORK,
        AMOUNT,
        must(Field::Fee, &["fee"], Shape::Number),
        ADDRESS,
        TXID,
        STATUS,
    ],
    never: &["transactionfee", "sourceaddress"],
    zone: None,
    dates: Dates::YearFirst,
    named: &["withdraw"],
    nested: None,
    set_aside: moves::not_done,
    map: map_withdrawal,
};

const OLD_HEADER: &str =
    "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status";
const OLD_COLUMNS: &[Column] = &[
    DATE,
    COIN,
    NETWORK,
    AMOUNT,
    must(Field::Fee, &["transactionfee"], Shape::Number),
    ADDRESS,
    TXID,
    must(Field::Source, &["sourceaddress"], Shape::Any),
    may(Field::Memo, &["paymentid"]),
    STATUS,
];

/// Coins that came in, before 2024.
pub(crate) static DEPOSITS_OLD: Format = Format {
    id: "binance-deposits-old",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance deposits (old layout)",
    known: Known::Parser,
    version: "2",
    header: display_only(OLD_HEADER),
    detail: Detail::Fills,
    advice: "",
    columns: OLD_COLUMNS,
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &["deposit"],
    nested: None,
    set_aside: moves::not_done,
    map: map_deposit,
};

/// Coins that left, before 2024.
pub(crate) static WITHDRAWALS_OLD: Format = Format {
    id: "binance-withdrawals-old",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance withdrawals (old layout)",
    known: Known::Parser,
    version: "2",
    header: display_only(OLD_HEADER),
    detail: Detail::Fills,
    advice: "",
    columns: OLD_COLUMNS,
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &["withdraw"],
    nested: None,
    set_aside: moves::not_done,
    map: map_withdrawal,
};

const FIAT_HEADER: &str =
    "Date(UTC),Coin,Amount,Status,Payment Method,Indicated Amount,Fee,Order ID";
const FIAT_COLUMNS: &[Column] = &[
    DATE,
    COIN,
    AMOUNT,
    STATUS,
    must(Field::Method, &["paymentmethod"], Shape::Any),
    must(Field::Indicated, &["indicatedamount"], Shape::Number),
    must(Field::Fee, &["fee"], Shape::Number),
    must(Field::OrderId, &["orderid"], Shape::Any),
];

/// Money that came in.
pub(crate) static FIAT_DEPOSITS: Format = Format {
    id: "binance-fiat-deposits",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance deposits of money",
    known: Known::Parser,
    version: "2",
    header: display_only(FIAT_HEADER),
    detail: Detail::Fills,
    advice: "",
    columns: FIAT_COLUMNS,
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &["deposit"],
    nested: None,
    set_aside: moves::not_done,
    map: map_fiat_deposit,
};

/// Money that left.
pub(crate) static FIAT_WITHDRAWALS: Format = Format {
    id: "binance-fiat-withdrawals",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance withdrawals of money",
    known: Known::Parser,
    version: "2",
    header: display_only(FIAT_HEADER),
    detail: Detail::Fills,
    advice: "",
    columns: FIAT_COLUMNS,
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &["withdraw"],
    nested: None,
    set_aside: moves::not_done,
    map: map_withdrawal,
};

fn map_deposit(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    entry.kind = Kind::Deposit;
    entry.in_ = Some(quantity(asset, cells.needed_size(Field::Change)?));
    finish(cells, asset, entry, out)
}

/// `Indicated Amount` is what was sent, `Amount` what was credited after the fee.
/// What was credited is never in doubt; where the three do not fit, it alone counts.
fn map_fiat_deposit(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    let credited = cells.needed_size(Field::Change)?;
    let sent = cells.amount(Field::Indicated)?;
    let fee = cells.amount(Field::Fee)?.unwrap_or_default();
    entry.kind = Kind::Deposit;
    let fits = |sent: &Amount| sent.minus(&fee) == credited;
    if sent.as_ref().is_none_or(fits) {
        let before_fee = credited.plus(&fee);
        entry.in_ = Some(quantity(asset, sent.unwrap_or(before_fee)));
        return finish(cells, asset, entry, out);
    }
    out.diagnostic(RowDiagnostic::on(Field::Change, Code::WarnTotal, || {
        Message::TotalCredited {
            amount: credited.clone(),
            amount_fee: fee.clone(),
        }
    }));
    entry.in_ = Some(quantity(asset, credited));
    name(cells, &mut entry);
    out.entry(entry);
    Ok(())
}

fn map_withdrawal(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    entry.kind = Kind::Withdrawal;
    entry.out = Some(quantity(asset, cells.needed_size(Field::Change)?));
    finish(cells, asset, entry, out)
}

/// The fee, which is in the same asset, and what leads to it on a chain.
fn finish(
    cells: &Cells<'_>,
    asset: &str,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let fee = cells.amount(Field::Fee)?.filter(|fee| !fee.is_zero());
    entry.fee = fee.map(|fee| quantity(asset, fee));
    name(cells, &mut entry);
    out.entry(entry);
    Ok(())
}

/// What leads to a movement at a bank or on a chain.
fn name(cells: &Cells<'_>, entry: &mut Entry) {
    entry.order_id = cells.text(Field::OrderId).into();
    keep_facts(cells, entry, &moves::ON_CHAIN);
    keep_facts(cells, entry, &[(Fact::SourceAddress, Field::Source)]);
    let method = cells.text(Field::Method);
    if !crate::cells::number::is_nothing(method) {
        note(entry, || EntryNote::PaidBy {
            method: method.into(),
        });
    }
}
