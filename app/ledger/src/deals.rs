//! Deals of 3Commas: what its bots did, as its own deal history tells it.
//!
//! A deal moves no money here (the exchange's files tell that); it is negative
//! evidence. The attacker used stolen keys, not 3Commas: a contested trade that
//! a deal explains was the bot's, one that no deal explains was not.

use crate::amount::Amount;
use crate::moment::Moment;
use crate::text::Text;

/// One deal of a bot: it buys and sells one pair between two moments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deal {
    /// File as given.
    pub file: Text,
    /// Physical line, 1-based.
    pub line: u64,
    /// 3Commas' id of the deal.
    pub id: Text,
    /// What 3Commas calls its state (`completed`).
    pub status: Text,
    /// The name the exchange account has at 3Commas.
    pub account: Text,
    /// The bot's name.
    pub bot: Text,
    /// What it trades.
    pub base: Text,
    /// What it pays and is paid in.
    pub quote: Text,
    /// When it began.
    pub opened: Moment,
    /// When it ended; `None` while it runs.
    pub closed: Option<Moment>,
    /// Units of base it bought in all, where the file says.
    pub bought: Option<Amount>,
    /// Units of base it sold in all, where the file says.
    pub sold: Option<Amount>,
}
