//! The program: the web server, the jobs between store and ledger, and the command line. The
//! clock, the network and the settings are here. `ledger` and `casework` compute, `store`
//! stores, `report` exports, and `app` renders.

pub mod app;
pub mod clock;
pub mod commands;
pub mod config;
pub mod jobs;
pub mod listen;
pub mod log;
pub mod passwords;
pub mod rate_limits;
#[cfg(test)]
pub mod testing;
pub mod web;
