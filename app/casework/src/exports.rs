//! The totals that can be exported: tables, each a file of its own.

use strum::{EnumString, IntoStaticStr, VariantArray};

/// A table of totals as a file. Each row is one thing, and each column has one unit.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum TotalsTable {
    /// The whole, in one row with all its terms.
    Total,
    /// The terms, one a row.
    Terms,
    /// Sums by claim.
    Claims,
    /// Sums by exchange.
    Exchanges,
    /// Sums by asset.
    Assets,
    /// Sums by UTC day.
    Days,
    /// Units by asset.
    Native,
    /// What came back, record by record.
    Credits,
    /// Derivative positions that no sum counts.
    Positions,
    /// Prices that lines lack.
    MissingPrices,
}

impl TotalsTable {
    /// Every table, in the order of a list.
    pub const ALL: [TotalsTable; 10] = *TotalsTable::VARIANTS.as_array().unwrap();

    /// The name of the file, without `.csv`; also the key in `totals.json`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}
