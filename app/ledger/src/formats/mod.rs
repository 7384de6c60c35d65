//! What rows of exports mean.
//!
//! A format is a table of columns under `tables/`, and a way in which its rows become
//! entries. The few ways that serve any exchange are in `rows`; a module for an exchange
//! holds only what is odd about its files.

mod asset_names;
pub(crate) mod binance;
pub(crate) mod binance_us;
mod bitfinex;
mod bitmex;
pub(crate) mod bitstamp;
mod cexio;
pub(crate) mod coinbase;
mod crypto_com;
mod deribit;
mod fees;
mod field;
pub(crate) mod format;
pub(crate) mod ftx;
mod hitbtc;
pub(crate) mod kucoin;
mod moved;
mod platform;
mod poloniex;
mod recognised;
pub(crate) mod row;
mod rows;
pub(crate) mod rules;
pub(crate) mod table;
pub(crate) mod threecommas;
mod trade;
pub(crate) mod unsupported;

pub(crate) use asset_names::AssetNames;
pub use fees::FeeSizes;
pub(crate) use field::Field;
pub(crate) use format::{Column, InStatement, Nested, Shape};
pub use format::{Detail, Format};
pub(crate) use moved::Moved;
pub(crate) use platform::{exchange, platform_note};
pub use recognised::EitherWay;
pub(crate) use recognised::Recognised;
pub(crate) use row::{
    Cells, ColumnMap, Parent, RowDiagnostic, RowOutput, computed, keep_facts, quantity, words,
};
pub(crate) use rules::Rules;
pub(crate) use trade::Trade;
