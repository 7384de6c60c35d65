//! A deal of a trading bot, as its service tells it: evidence beside entries.

use serde::{Deserialize, Serialize};

use crate::base::text::Text;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;
use crate::time::rfc3339;

/// One deal of a bot: it buys and sells one pair between two moments. It is kept
/// as JSON and read back exactly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(with = "rfc3339::text")]
    pub opened: Moment,
    /// When it ended; `None` while it runs.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "rfc3339::text_or_none"
    )]
    pub closed: Option<Moment>,
    /// What its buys came to, where the file says.
    pub bought: Volume,
    /// What its sells came to, where the file says.
    pub sold: Volume,
}

/// What the buys or the sells of a deal came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    /// Units of base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Amount>,
    /// Units of quote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Amount>,
}
