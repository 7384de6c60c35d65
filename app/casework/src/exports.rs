//! The totals that can be exported: tables, each a file of its own.

/// A table of totals as a file: one row a thing, one unit a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    pub const ALL: [TotalsTable; 10] = [
        TotalsTable::Total,
        TotalsTable::Terms,
        TotalsTable::Claims,
        TotalsTable::Exchanges,
        TotalsTable::Assets,
        TotalsTable::Days,
        TotalsTable::Native,
        TotalsTable::Credits,
        TotalsTable::Positions,
        TotalsTable::MissingPrices,
    ];

    /// The name of the file, without `.csv`; also the key in `totals.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            TotalsTable::Total => "total",
            TotalsTable::Terms => "terms",
            TotalsTable::Claims => "claims",
            TotalsTable::Exchanges => "exchanges",
            TotalsTable::Assets => "assets",
            TotalsTable::Days => "days",
            TotalsTable::Native => "native",
            TotalsTable::Credits => "credits",
            TotalsTable::Positions => "positions",
            TotalsTable::MissingPrices => "missing_prices",
        }
    }

    /// The table a word names.
    pub fn from_word(word: &str) -> Option<TotalsTable> {
        TotalsTable::ALL
            .into_iter()
            .find(|table| table.as_str() == word)
    }
}
