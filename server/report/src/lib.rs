//! Everything that leaves the server: totals, the signed evidence bundle, and the
//! verification of bundles.
//!
//! [`seal`] writes a bundle and [`verify`] checks it. Both use the same row formats, so that
//! a recomputed row is compared with a written one as text.

mod archive;
mod bag;
mod documents;
pub mod key;
mod layout;
mod lines;
mod seal;
mod sheet;
mod spool;
mod tables;
pub mod totals;
mod verify;

pub use documents::custody_head;
pub use layout::top as top_folder;
pub use seal::{Request, SealError, Sealed, newest_us, seal};
pub use spool::{EntrySpool, SpooledEntries};
pub use verify::{
    ArchiveError, Checked, Finding, Limits, Verdict, VerifyLimits, verify, verify_reader,
};
