//! The work between store and ledger, used by web, demonstration and command
//! line alike.

pub mod bundle;
pub mod contents;
