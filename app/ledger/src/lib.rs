//! Exports from exchanges become entries, entries become loss lines.
//!
//! The ledger is pure: bytes in, values out. It does no I/O, reads no clock and
//! knows no person; the same code runs on the server, on the command line and,
//! as WebAssembly, in the claimant's browser before anything is uploaded.

pub mod amount;
pub mod diagnostic;
pub mod entry;
pub mod import;
pub mod lines;
pub mod losses;
pub mod moment;
pub mod money;
pub mod options;
pub mod prices;
pub mod ratio;
pub mod readers;
pub mod resolve;
pub mod rfc3339;
pub mod sink;
pub mod text;
pub mod zone;

pub use amount::{Amount, AmountError};
pub use diagnostic::{Diagnostic, Severity};
pub use entry::{Entry, Kind, Quantity, Side, ZoneSource};
pub use import::{Found, Import, ReadError, read_file};
pub use lines::Lines;
pub use losses::{LossLine, METHOD, Terms, Totals, Valuation, native, value};
pub use moment::Moment;
pub use money::{Money, MoneyError};
pub use options::{Limits, ReadOptions};
pub use prices::PriceBook;
pub use ratio::Ratio;
pub use readers::{Format, Known, formats};
pub use resolve::{Dropped, Hashes, Resolved, Why, resolve};
pub use sink::{Collected, Sink};
pub use text::Text;
pub use zone::{Zone, ZoneError};
