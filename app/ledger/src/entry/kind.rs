//! The closed lists of an entry: its kind, its side, and how its zone is known.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What sort of movement an entry is (the closed list of the contract).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Something given for something else on a spot market.
    Trade,
    /// A fill of a perpetual or future: no spot asset moves, only its fee counts.
    Derivative,
    /// Came in from outside the exchange.
    Deposit,
    /// Left the exchange.
    Withdrawal,
    /// Between a person's own wallets at the exchange.
    Transfer,
    /// A cost (or rebate) on its own.
    Fee,
    /// Staking, referral, distribution and the like.
    Reward,
    /// Funding of a derivative position.
    Funding,
    /// Realised profit and loss of a derivative, in the margin asset.
    Pnl,
    /// What the exchange corrected.
    Adjustment,
}

impl Kind {
    /// Every kind, in the order of the contract.
    pub const ALL: [Kind; 10] = [
        Kind::Trade,
        Kind::Derivative,
        Kind::Deposit,
        Kind::Withdrawal,
        Kind::Transfer,
        Kind::Fee,
        Kind::Reward,
        Kind::Funding,
        Kind::Pnl,
        Kind::Adjustment,
    ];

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Trade => "trade",
            Kind::Derivative => "derivative",
            Kind::Deposit => "deposit",
            Kind::Withdrawal => "withdrawal",
            Kind::Transfer => "transfer",
            Kind::Fee => "fee",
            Kind::Reward => "reward",
            Kind::Funding => "funding",
            Kind::Pnl => "pnl",
            Kind::Adjustment => "adjustment",
        }
    }

    /// The kind a word of the contract names.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether contesting a period takes this kind in (method §1.3): deposits,
    /// withdrawals, transfers, rewards and adjustments are contested one by one.
    pub fn is_taken_by_a_period(self) -> bool {
        matches!(
            self,
            Kind::Trade | Kind::Derivative | Kind::Fee | Kind::Funding | Kind::Pnl
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which way a trade went, seen from the base asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The base asset came in.
    Buy,
    /// The base asset went out.
    Sell,
}

impl Side {
    /// `buy` or `sell`.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Buy => "buy",
            Side::Sell => "sell",
        }
    }

    /// The side of that word.
    pub fn from_word(word: &str) -> Option<Side> {
        let mut sides = [Side::Buy, Side::Sell].into_iter();
        sides.find(|side| side.as_str() == word)
    }
}

/// How the zone of an entry's time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ZoneSource {
    /// In the cell itself.
    Value,
    /// In the column's header.
    Header,
    /// In a line before the header.
    Preamble,
    /// In the file's name.
    Filename,
    /// Documented for the format.
    Format,
    /// Given by the claimant (`--zone`).
    Given,
    /// Nobody said: UTC is assumed, and a diagnostic says so.
    Assumed,
}

impl ZoneSource {
    /// Every source.
    pub const ALL: [ZoneSource; 7] = [
        ZoneSource::Value,
        ZoneSource::Header,
        ZoneSource::Preamble,
        ZoneSource::Filename,
        ZoneSource::Format,
        ZoneSource::Given,
        ZoneSource::Assumed,
    ];

    /// The source of that word.
    pub fn from_word(word: &str) -> Option<ZoneSource> {
        let mut all = ZoneSource::ALL.into_iter();
        all.find(|source| source.as_str() == word)
    }

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            ZoneSource::Value => "value",
            ZoneSource::Header => "header",
            ZoneSource::Preamble => "preamble",
            ZoneSource::Filename => "filename",
            ZoneSource::Format => "format",
            ZoneSource::Given => "given",
            ZoneSource::Assumed => "assumed",
        }
    }
}

impl fmt::Display for ZoneSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
