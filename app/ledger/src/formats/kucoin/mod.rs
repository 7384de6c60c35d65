//! KuCoin: the bundle of CSV files that its export page makes, and the layouts
//! that older pages made.
//!
//! Times follow the zone that a user set, and the header says which; a header without
//! one is in the exchange's own (UTC+8).

pub(super) mod account;
pub(super) mod converts;
pub(super) mod deals;
pub(super) mod fiat;
pub(super) mod fills;
pub(super) mod futures;
pub(super) mod moves;
pub(super) mod orders;

use crate::cells::markets;
use crate::cells::secrets::shortened;
use crate::entry::Entry;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::formats::row::user_and_wallet;
use crate::formats::{
    Cells, Column, Detail, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, must,
    none_set_aside,
};
use crate::time::parse_time::Dates;
use crate::time::zone::Zone;

/// The formats of KuCoin.
pub(crate) static FORMATS: &[&Format] = &[
    &orders::FILLED_ORDERS,
    &fills::ORDER_FILLS,
    &fills::FUTURES_FILLS,
    &futures::REALIZED_PNL,
    &moves::DEPOSITS,
    &moves::WITHDRAWALS,
    &account::ACCOUNT_HISTORY,
    &converts::CONVERTS,
    &converts::EARNINGS,
    &fiat::FIAT_DEPOSITS,
    &fiat::FIAT_WITHDRAWALS,
    &fiat::FIAT_TRADES,
    &fiat::FIAT_TRADES_OLD,
    &fills::TRADES_2021,
    &orders::ORDERS_2021,
    &moves::DEPOSITS_OLD,
    &moves::WITHDRAWALS_OLD,
    &fills::TRADES_2019,
    &deals::DEALS_2018,
    &deals::TRADES_2018,
    &deals::DEALS_NO_FEE,
    &moves::MOVES_2018,
];

/// What KuCoin's formats have in common.
const KUCOIN: Format = Format {
    id: "",
    exchange: crate::entry::exchanges::KUCOIN.id,
    title: "",
    known: Known::Parser,
    version: "2",
    header: "",
    detail: Detail::Fills,
    advice: "",
    columns: &[],
    never: &[],
    zone: Some(Zone::Fixed(8 * 3600)),
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: unmapped,
};

/// The mapping of no format: each names its own.
fn unmapped(
    _cells: &Cells<'_>,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    out.entry(entry);
    Ok(())
}

const UID: Column = may(Field::User, &["uid"]);
const WALLET: Column = may(Field::Wallet, &["accounttype"]);
const SIDE: Column = must(Field::Side, &["side"], Shape::Side);
const SYMBOL: Column = must(Field::Market, &["symbol"], Shape::Any);
const FEE: Column = must(Field::Fee, &["fee"], Shape::Any);
const STATUS: Column = must(Field::Status, &["status"], Shape::Any);
const TIME: Column = must(Field::Time, &["time"], Shape::Time);

/// Writes which user's wallet a row is of.
fn set_account(entry: &mut Entry, cells: &Cells<'_>) {
    entry.account_in_file = user_and_wallet(cells.text(Field::User), cells.text(Field::Wallet));
}

/// Base and quote of a spot market, `BTC-USDT` or `KCS/BTC`.
fn pair(market: &str) -> Result<(&str, &str), RowDiagnostic> {
    markets::separated(market).ok_or_else(|| {
        RowDiagnostic::on(Field::Market, Code::RefusedPair, || Message::PairNone {
            pair: shortened(market).into(),
        })
    })
}
