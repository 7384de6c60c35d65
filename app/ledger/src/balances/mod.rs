//! What the entries of a claim imply for each account and asset: what was there at the
//! start, what moved, what is left, and where a holding goes below zero.
//!
//! A holding below zero, or a stated balance that does not follow, means that a file is
//! missing. Entries come in the order of time and are read twice: first for the openings
//! that files state ([`Openings`]), then for the holdings ([`Holdings`]). Memory grows with
//! accounts, assets and days, and not with entries.
//!
//! Three rules make the figures independent of what files leave open:
//!
//! - Entries of one second count together. Files write seconds, and do not say what came
//!   first within one.
//! - The wallets of an account are one holding. Files of fills name no wallet, and a
//!   transfer between two wallets moves nothing in or out.
//! - An asset is what its ticker means (`XBT` is `BTC`), as for prices.

mod all;
mod gaps;
mod holding;
mod movement;
mod openings;
mod output;
mod periods;
mod stated;

#[cfg(test)]
mod tests;

pub use all::{Balances, balances};
pub use gaps::{Gap, GapReason};
pub use holding::{BelowZero, Contradiction, Holding, Holdings, OpeningSource};
pub use openings::Openings;
pub use output::{COLUMNS, FILE_COLUMNS, HOLDING_COLUMNS, file_rows, holding_rows, write};
pub use periods::{FilePeriod, Periods};

/// How holdings are worked out, and what is unusual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRules {
    /// Whether the files begin with their accounts, so that nothing was held before. A
    /// balance that a file states goes before this.
    pub from_zero: bool,
    /// Accounts and assets that are followed ([`crate::Limits::holdings_max`]).
    pub holdings_max: usize,
    /// Days without an entry from which on a span may be a gap.
    pub quiet_days_min: u32,
    /// How many times longer than usual such a span must be. Usual is the mean distance
    /// between two days with entries, without the span itself.
    pub quiet_times_min: u32,
    /// Days with entries that a file must have before any distance is usual.
    pub rhythm_days_min: u32,
    /// Spans below zero and contradictions that are listed for one holding, and gaps for
    /// one file. All are counted.
    pub listed_max: usize,
}

impl Default for BalanceRules {
    fn default() -> BalanceRules {
        BalanceRules {
            from_zero: false,
            holdings_max: crate::base::limits::Limits::default().holdings_max,
            quiet_days_min: 14,
            quiet_times_min: 10,
            rhythm_days_min: 5,
            listed_max: 100,
        }
    }
}
