//! What every file is read into: entries with their facts, diagnostics and messages,
//! where they go, and how they are printed.

pub mod deal;
pub mod delta;
pub mod diagnostic;
pub(crate) mod diagnostic_cap;
pub(crate) mod diagnostic_sink;
pub mod exchanges;
mod fact_columns;
pub mod facts;
mod kind;
pub mod lines;
pub mod messages;
mod movement;
pub mod output;
mod row;
pub mod sink;

pub use kind::{Kind, Side, ZoneSource};
pub(crate) use movement::{Direction, joined};
pub use movement::{Entry, Quantity};
pub use row::{Row, RowError};
