//! Binance.com: everything that it lets people export.
//!
//! Source: headers and rows seen in public importers' test data and in users' issue
//! threads, or taken from working parsers.

mod convert;
mod futures;
mod orders;
mod statement;
mod trades;
mod transfers;
mod units;

use super::Format;
pub(crate) use convert::{CONVERT, DUST};
pub(crate) use futures::{FUTURES_INCOME, FUTURES_TRADES, FUTURES_TRADES_OLD};
pub(crate) use orders::{ORDERS, ORDERS_FLAT};
pub(crate) use statement::STATEMENT;
pub(crate) use trades::{TRADES, TRADES_CZECH, TRADES_OLD, TRADES_TRANSLATED};
pub(crate) use transfers::{
    DEPOSITS, DEPOSITS_OLD, FIAT_DEPOSITS, FIAT_WITHDRAWALS, WITHDRAWALS, WITHDRAWALS_OLD,
};

/// The formats of Binance.com.
pub(crate) static FORMATS: &[&Format] = &[
    &TRADES,
    &TRADES_OLD,
    &TRADES_CZECH,
    &TRADES_TRANSLATED,
    &ORDERS,
    &ORDERS_FLAT,
    &STATEMENT,
    &DEPOSITS,
    &DEPOSITS_OLD,
    &WITHDRAWALS,
    &WITHDRAWALS_OLD,
    &FIAT_DEPOSITS,
    &FIAT_WITHDRAWALS,
    &CONVERT,
    &DUST,
    &FUTURES_TRADES,
    &FUTURES_TRADES_OLD,
    &FUTURES_INCOME,
];
