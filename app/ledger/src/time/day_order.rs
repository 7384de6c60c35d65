//! Whether the day or the month stands first in a date.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What stands first in a date such as `5/12/2021`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum DayOrder {
    /// The fifth of December.
    DayFirst,
    /// The twelfth of May.
    MonthFirst,
}

impl DayOrder {
    /// The word kept in databases and packages.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}
