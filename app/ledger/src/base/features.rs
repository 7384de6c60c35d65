//! What this build of the ledger contains.

/// Whether this build goes by mappings and hashes, checks balances and makes sentences.
/// The browser's does not, and what it does not do weighs nothing there.
pub const COMPLETE: bool = cfg!(feature = "complete");
