//! Exports from exchanges become entries, entries become loss lines.
//!
//! The ledger is pure: bytes in, values out. It does no I/O, reads no clock and
//! knows no person; the same code runs on the server, on the command line and,
//! as WebAssembly, in the claimant's browser before anything is uploaded.

pub mod amount;
pub mod diagnostic;
pub mod entry;
pub mod moment;

pub use amount::{Amount, AmountError};
pub use diagnostic::{Diagnostic, Severity};
pub use entry::{Entry, Kind, Quantity, Side, ZoneSource};
pub use moment::Moment;
