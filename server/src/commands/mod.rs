//! The command line: one file a command.

pub mod formats;
pub mod ledger;
pub mod losses;
pub mod serve;
pub mod verify;
