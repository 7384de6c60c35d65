//! The rules of a case: incidents, claims and their states, permissions, consent, what a
//! total counts, and the custody chain.
//!
//! Pure: no I/O, no clock, no randomness. Pages, the store and the command line all ask this
//! crate, so that each rule stands in one place.

mod book;
pub mod claim;
pub mod counting;
pub mod custody;
pub mod exports;
pub mod jobs;
mod purpose;
pub mod recipient;
pub mod reference;
pub mod rights;
pub mod snapshot;
pub mod totals;
#[cfg(test)]
mod words_tests;

pub use book::BookChange;
pub use claim::{
    ClaimCounts, ClaimState, EventKind, FileOrigin, ReviewState, StateError, Step, Support,
};
pub use exports::TotalsTable;
pub use jobs::{JobProblem, WorkProgress, WorkStep};
pub use recipient::Recipient;
pub use rights::{Permission, Role, Standing, Whose, may};
