//! What leaves the server: totals, the signed evidence bundle, and the check
//! that a bundle holds.

mod archive;
mod bag;
pub mod key;
