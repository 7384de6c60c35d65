//! Redress itself: the web server, the work between store and ledger, and the
//! command line. Here live the clock, the network and the settings; what is
//! computed is computed in `ledger` and `casework`, what is kept in `store`,
//! what leaves in `report`, what is seen in `app`.

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
