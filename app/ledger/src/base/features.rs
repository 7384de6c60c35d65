//! What this build of the ledger contains.

/// Whether this build reads by mappings, knows files by their hashes, checks balances and
/// makes messages. The browser's build does none of this, so that it stays small.
pub const COMPLETE: bool = cfg!(feature = "complete");
