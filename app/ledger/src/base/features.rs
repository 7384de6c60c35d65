//! What this build of the ledger contains.

/// Whether this build keeps entries, reads by mappings, knows files by their hashes, checks
/// balances and tables, and makes messages. The browser's build does none of this, so that it
/// stays small: it only counts the rows that can be read.
pub const COMPLETE: bool = cfg!(feature = "complete");
