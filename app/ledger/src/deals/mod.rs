//! Deals of 3Commas: what its bots did, as its own deal history tells it.
//!
//! A deal moves no money here (the exchange's files tell that); it is negative
//! evidence. The attacker used stolen keys, not 3Commas: a contested trade that
//! a deal explains may have been the bot's, one that no deal explains was not.

mod judging;
mod wishes;

use serde::{Deserialize, Serialize};

use crate::base::text::Text;
use crate::entry::messages::LineNote;
use crate::time::moment::Moment;
use crate::time::rfc3339;

pub(crate) use judging::{Findings, Judging};
pub use judging::{judge, judge_within};

pub use crate::entry::deal::{Deal, Volume};

/// How far a trade may be from what a deal says and yet be explained by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DealTolerances {
    /// Seconds before a deal began or after it ended: two clocks, and orders that are
    /// filled late.
    pub slack_seconds_max: i64,
    /// By how much trades may exceed what a deal says it traded, in thousandths of it:
    /// figures of 3Commas are rounded.
    pub excess_thousandths_max: u32,
    /// What an exchange takes of what a trade brings, in thousandths, where the entry
    /// does not tell its fee: figures of 3Commas are net of fees.
    pub fee_thousandths: u32,
}

impl Default for DealTolerances {
    fn default() -> DealTolerances {
        DealTolerances {
            slack_seconds_max: 120,
            excess_thousandths_max: 1,
            fee_thousandths: 1,
        }
    }
}

/// What deals say of one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding<'d> {
    /// This deal explains it: same pair and side, within its time, and no more
    /// than the deal traded.
    Explained(&'d Deal),
    /// No deal explains it.
    Unexplained {
        /// First and last moment that the deals name, where it lies outside: a
        /// history that was saved too early says less.
        outside: Option<(Moment, Moment)>,
    },
    /// It is no trade, or there are no deals at all.
    Silent,
}

/// A [`Finding`] as a loss line keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DealWord {
    /// A deal explains the trade: 3Commas' id of it.
    Explained(Text),
    /// No deal does.
    Unexplained,
    /// No deal does, but the deals given are all before or all after it.
    Outside {
        /// First moment that the deals name.
        #[serde(with = "rfc3339::text")]
        first: Moment,
        /// Last moment that they name.
        #[serde(with = "rfc3339::text")]
        last: Moment,
    },
}

impl DealWord {
    /// What there is to say of it.
    pub fn note(&self) -> LineNote {
        match self {
            DealWord::Explained(id) => LineNote::Deal { id: id.clone() },
            DealWord::Unexplained => LineNote::NoDeal,
            DealWord::Outside { first, last } => LineNote::NoDealThen {
                first: *first,
                last: *last,
            },
        }
    }
}

impl Finding<'_> {
    /// What a loss line keeps of it.
    pub fn word(&self) -> Option<DealWord> {
        match self {
            Finding::Explained(deal) => Some(DealWord::Explained(deal.id.clone())),
            Finding::Unexplained { outside: None } => Some(DealWord::Unexplained),
            Finding::Unexplained {
                outside: Some((first, last)),
            } => Some(DealWord::Outside {
                first: *first,
                last: *last,
            }),
            Finding::Silent => None,
        }
    }
}
