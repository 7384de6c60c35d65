//! Exports from exchanges become entries, entries become loss lines.
//!
//! The ledger is pure: bytes in, values out. It does no I/O, reads no clock and
//! knows no person; the same code runs on the server, on the command line and,
//! as WebAssembly, in the claimant's browser before anything is uploaded.

// The wings, each of which imports only wings below it: `tests/wings.rs` has the table.
pub mod balances;
mod base;
mod carriers;
mod catalogue;
mod cells;
pub mod deals;
pub mod dedup;
mod entry;
mod formats;
pub mod losses;
pub mod mapping;
mod numbers;
pub mod prices;
mod reading;
mod sample;
mod schema;
mod tables;
mod terms;
mod time;

pub use balances::{BalanceRules, Balances, balances};
pub use base::limits::{LimitError, LimitName, Limits};
pub use base::names::{clean_name, is_hidden};
pub use base::table::{Layout, TextTable};
pub use base::text::Text;
pub use base::{features, limits, table};
pub use carriers::archive::{
    Packed, Packing, TarPiece, TarStream, ZIP_END_BYTES, ZIP_HEADER_BYTES, ZipDirectory, ZipMember,
    inner_name,
};
pub use carriers::samples::SAMPLE_BYTES;
pub use carriers::start::{members_of, start_of};
pub use catalogue::{format_by_id, formats, unread_formats};
pub use cells::{secrets, tickers};
pub use deals::{DealWord, Finding};
pub use dedup::{
    CompareError, Compared, Comparing, ConflictOfRows, ConflictState, CountedBy, Differs, Dropped,
    DroppedRow, FileSummary, Hashes, IdleReason, IdleSettlement, Place, Resolved, RowConflict,
    RowDigest, RowSource, Settlement, Tolerances, Why, compare, resolve, resolve_by,
};
pub use entry::deal::Deal;
pub use entry::delta::{Damaged, DeltaDecoder, DeltaEncoder};
pub use entry::diagnostic::{Code, Diagnostic, Severity};
pub use entry::diagnostic_cap::DiagnosticCap;
pub use entry::exchanges::{EXCHANGES, Exchange};
pub use entry::facts::{Fact, FactSheet, Facts};
pub use entry::lines::Lines;
pub use entry::messages::{EntryNote, LineNote};
pub use entry::output::{COLUMNS, EntryWriter};
pub use entry::sink::{Collected, Sink};
pub use entry::{Entry, Kind, Quantity, Row, RowError, Side, ZoneSource};
pub use entry::{exchanges, facts, messages, output};
pub use formats::{Detail, EitherWay, FeeSizes, Format};
pub use losses::{LossLine, Totals, Valuation, native, value};
pub use mapping::Mapping;
pub use numbers::amount::{Amount, AmountError};
pub use numbers::money::{MONEY_SCALE, Money, MoneyError, ROUNDING};
pub use numbers::ratio::Ratio;
pub use prices::PriceBook;
pub use reading::halves::HalvesApart;
pub use reading::held_workbook::{HeldWorkbook, TextReading, Unopened};
pub use reading::import::Import;
pub use reading::open::{ReadError, read_file, recognises};
pub use reading::options::{Answers, Members, ReadOptions};
pub use reading::report::{FileReport, Spreadsheet};
pub use reading::workbooks::SheetReading;
pub use sample::{SampleError, SampleLimits, redacted_sample};
pub use tables::{Known, Language};
#[cfg(not(feature = "complete"))]
pub use tables::{has_tables, load_tables};
pub use terms::{METHOD, Terms};
pub use time::day_order::DayOrder;
pub use time::moment::Moment;
pub use time::zone::{Zone, ZoneError};
pub use time::{moment, rfc3339, zone};

/// The method in words: what the page `/method` shows and every bundle carries.
pub const METHOD_TEXT: &str = include_str!("../METHOD.md");
