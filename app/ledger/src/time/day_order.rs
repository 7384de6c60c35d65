//! Whether the day or the month stands first in a date.

use serde::{Deserialize, Serialize};

/// What stands first in a date such as `5/12/2021`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// The fifth of December.
    DayFirst,
    /// The twelfth of May.
    MonthFirst,
}

impl DayOrder {
    /// Both.
    pub const ALL: [DayOrder; 2] = [DayOrder::DayFirst, DayOrder::MonthFirst];

    /// The word kept in databases and packages.
    pub fn as_str(self) -> &'static str {
        match self {
            DayOrder::DayFirst => "day_first",
            DayOrder::MonthFirst => "month_first",
        }
    }

    /// The order a word names.
    pub fn from_word(word: &str) -> Option<DayOrder> {
        DayOrder::ALL
            .into_iter()
            .find(|order| order.as_str() == word)
    }
}
