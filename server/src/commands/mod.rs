//! The command line, with one file for each command.

pub mod confirm;
pub mod demo;
pub mod formats;
pub mod init;
pub mod ledger;
pub mod link;
pub mod losses;
pub mod sample;
pub mod serve;
pub mod verify;
