//! The closed lists of an entry: its kind, its side, and how its zone is known.

use std::fmt;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray, VariantNames};

/// What sort of movement an entry is (the closed list of the contract).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
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
    pub const ALL: [Kind; 10] = *Kind::VARIANTS.as_array().unwrap();

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether contesting a period takes this kind in (METHOD.md,
    /// "What counts as contested"): deposits, withdrawals, transfers, rewards and
    /// adjustments are contested one by one.
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
#[derive(EnumString, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Side {
    /// The base asset came in.
    Buy,
    /// The base asset went out.
    Sell,
}

impl Side {
    /// `buy` or `sell`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// How the zone of an entry's time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
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
    /// UTC is assumed, with a warning.
    Assumed,
}

impl ZoneSource {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl fmt::Display for ZoneSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
