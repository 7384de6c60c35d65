//! Exports from exchanges become entries, entries become loss lines.
//!
//! The ledger is pure: bytes in, values out. It does no I/O, reads no clock and
//! knows no person; the same code runs on the server, on the command line and,
//! as WebAssembly, in the claimant's browser before anything is uploaded.

pub mod amount;
mod archive;
mod balance;
pub mod capped;
mod clock;
pub mod deals;
mod decode;
mod detect;
pub mod diagnostic;
pub mod entry;
pub mod facts;
pub mod found;
mod glued;
mod header;
pub mod import;
pub mod limits;
pub mod lines;
pub mod losses;
pub mod mapping;
mod markets;
pub mod messages;
pub mod moment;
pub mod money;
mod nesting;
mod number;
pub mod options;
pub mod output;
mod parts;
pub mod prices;
pub mod ratio;
pub mod readers;
mod reading;
pub mod redacted;
mod resaved;
pub mod resolve;
pub mod rfc3339;
mod rows;
mod said;
pub mod secrets;
pub mod sink;
mod start;
pub mod text;
pub mod tickers;
mod times;
mod workbook;
pub mod zone;

pub use amount::{Amount, AmountError};
pub use archive::{
    Packed, Packing, Tape, TapePiece, ZIP_END_BYTES, ZIP_HEADER_BYTES, ZipDirectory, ZipMember,
    inner_name,
};
pub use capped::Capped;
pub use deals::{Deal, DealWord, Finding};
pub use detect::SAMPLE_BYTES;
pub use diagnostic::{Code, Diagnostic, Severity};
pub use entry::{Entry, Kind, Quantity, Side, ZoneSource};
pub use facts::{Fact, FactSheet, Facts};
pub use found::{EitherWay, Found, Spreadsheet};
pub use import::{Import, ReadError, clean_name, is_hidden, read_file, recognises};
pub use limits::{LimitError, LimitName, Limits};
pub use lines::Lines;
pub use losses::{LossLine, METHOD, Terms, Totals, Valuation, native, value};
pub use mapping::Mapping;
pub use messages::{EntryNote, LineNote};
pub use moment::Moment;
pub use money::{MONEY_SCALE, Money, MoneyError};
pub use options::{Answers, DayOrder, FeeSizes, Members, ReadOptions};
pub use output::{COLUMNS, EntryWriter, Layout};
pub use prices::PriceBook;
pub use ratio::Ratio;
pub use readers::{Detail, EXCHANGES, Exchange, Format, Known, format_by_id, formats};
pub use redacted::{SampleError, SampleLimits, redacted_sample};
pub use resolve::{
    CompareError, Compared, ConflictOfRows, CountedBy, Differs, Dropped, DroppedRow, FileSummary,
    Hashes, Place, Resolved, RowConflict, RowSource, Tolerances, Why, compare, resolve,
    resolve_within,
};
pub use sink::{Collected, Sink};
pub use start::{members_of, start_of};
pub use text::Text;
pub use workbook::{HeldWorkbook, SheetReading, TextReading, Unopened};
pub use zone::{Zone, ZoneError};

/// The method in words: what the page `/method` shows and every bundle carries.
pub const METHOD_TEXT: &str = include_str!("../METHOD.md");
