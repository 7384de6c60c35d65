//! What rows of exports mean: a module for each exchange, and what these modules share.
//!
//! A format is a table of columns and a function that makes entries of a row. A new
//! exchange is a module with the list of its `Format`s, a row in the table of
//! [`EXCHANGES`](crate::EXCHANGES), a line in the list of the module `catalogue`, and
//! a fixture with its golden file under `tests/`. What people read, choose and are
//! known of the exchange follows from these.

pub(crate) mod binance;
pub(crate) mod binance_us;
mod fees;
mod field;
pub(crate) mod format;
pub(crate) mod ftx;
pub(crate) mod kucoin;
mod moved;
mod moves;
mod platform;
mod recognised;
pub(crate) mod row;
pub(crate) mod threecommas;
mod trade;
pub(crate) mod unsupported;

pub use fees::FeeSizes;
pub(crate) use field::Field;
pub(crate) use format::{Column, Nested, Shape, may, must, none_set_aside, row_id};
pub use format::{Detail, Format, Known};
pub(crate) use moved::Moved;
pub(crate) use platform::{exchange, platform_note};
pub use recognised::EitherWay;
pub(crate) use recognised::Recognised;
pub(crate) use row::{
    Cells, ColumnMap, Parent, RowDiagnostic, RowOutput, keep_facts, quantity, words,
};
pub(crate) use trade::Trade;
