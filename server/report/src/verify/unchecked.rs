//! What a check cannot follow, and how much money that is.

use ledger::Money;

/// Some things, and the money behind those that have a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// How many there are.
    pub count: u64,
    /// The sum of their figures; none where none of them has one.
    pub money: Option<Money>,
}

impl Amounts {
    /// Adds one thing.
    pub(super) fn add(&mut self, money: Option<Money>) {
        self.count += 1;
        if let Some(money) = money {
            self.money = Some(self.money.unwrap_or(Money::ZERO) + money);
        }
    }
}

/// What could not be checked. A bundle can hold, and these can still be wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unchecked {
    /// Documented lines that count. Nothing in an export says whether an entry was the
    /// claimant's own.
    pub contested: Amounts,
    /// Lines of entries that were typed in, for which there is no original.
    pub typed: Amounts,
    /// Claims whose evidence is not in the bundle, with the net that the server states.
    pub withheld: Amounts,
    /// Quantities without a price, with the most that the method finds for them.
    pub unpriced: Amounts,
    /// Credits. Nothing but the claimant's word says that there were no others.
    pub credits: Amounts,
    /// Credits whose evidence is the SHA-256 of a file that is not among the originals.
    pub credits_without_file: u64,
    /// Declarations whose sum cannot be compared: the claim, its prices or its reviews
    /// changed after it was signed, or it was signed without a sum.
    pub declarations: Amounts,
    /// Prices that were used. The bundle has the price files, not their sources.
    pub prices: u64,
    /// Originals that no reader read.
    pub originals_unread: u64,
    /// Rows of originals that no reader could read.
    pub rows_refused: u64,
}
