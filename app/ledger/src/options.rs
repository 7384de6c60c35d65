//! What a caller decides about a reading: the account's name, a zone, a format,
//! and how much a file may ask for.

use std::sync::Arc;

use crate::mapping::Mapping;
use crate::text::Text;
use crate::zone::Zone;

/// How a file is to be read. The default finds out everything by itself.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Id of the format (`redress formats`) when the caller insists on one.
    pub format: Option<String>,
    /// What somebody says that the columns mean: it goes before every format where
    /// the file has the columns it names, and is left aside where it has not.
    pub mapping: Option<Arc<Mapping>>,
    /// The zone of times that the file does not place itself.
    pub zone: Option<Zone>,
    /// The name the claimant gives the account; empty for none.
    pub account: Text,
    /// Whether [`crate::Found::sha256`] is wanted: [`crate::resolve`] knows files with
    /// one hash by it.
    pub hash: bool,
    /// How much a file may ask for.
    pub limits: Limits,
}

/// What a file may ask of the reader; past it the file or row is refused with
/// the limit's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file, or of one unpacked archive member.
    pub file_bytes_max: u64,
    /// Bytes of one row.
    pub row_bytes_max: usize,
    /// Cells of one row.
    pub row_cells_max: usize,
    /// Rows of one file.
    pub rows_max: u64,
    /// Accounts and assets whose running balance is followed in one file.
    pub balances_max: usize,
    /// Members of one archive.
    pub archive_entries_max: usize,
    /// Bytes that all members of one archive unpack to, as counted while unpacking.
    pub archive_bytes_max: u64,
    /// How many times larger than packed a member may unpack, once it is past a megabyte.
    pub archive_ratio_max: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes_max: 4 << 30,
            row_bytes_max: 64 << 10,
            row_cells_max: 256,
            rows_max: 50_000_000,
            balances_max: 10_000,
            archive_entries_max: 1000,
            archive_bytes_max: 4 << 30,
            archive_ratio_max: 200,
        }
    }
}
