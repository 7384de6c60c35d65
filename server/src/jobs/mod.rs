//! The work between store and ledger, used by web, demonstration and command line: files
//! become entries, contested entries become loss lines, and the state at one moment becomes
//! a snapshot.

mod balances;
mod basis;
mod book;
pub mod bundle;
pub mod contents;
mod contest;
mod decided;
mod declared;
mod details;
mod followed;
mod found;
mod freeze;
mod frozen_lines;
mod generation;
mod import;
mod links;
pub mod progress;
pub mod sweep;
mod valuation;
mod valuing;
pub mod workers;

pub use book::book;
pub use contest::{Change, Effect, Touched, effect};
pub use declared::declared;
pub use details::{ShownLine, shown};
pub use found::{Candidate, FoundFile, descriptions, found};
pub use freeze::{FreezeError, freeze};
pub use import::{first_bytes, import_file, member_names, members, read_options};
pub use valuation::{conflicts, revalue, review, value_claim};

#[cfg(test)]
mod tests;
