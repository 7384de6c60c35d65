//! Links: what the rows of two claims have in common, such as a trade id or an address.
//!
//! A row gives keys ([`RowFacts`], [`KeyFinder`]), and two claims with the same key are
//! linked. How many claims may share a key before it means nothing is a setting
//! ([`LinkLimits`]). [LINKS.md](../LINKS.md) defines each kind for people. The job that
//! finds links, the pages and bundles all ask this module.

mod facts;
mod finder;
mod key;
mod limits;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

pub use facts::RowFacts;
pub use finder::{FoundKey, KeyFinder, label};
pub use key::LinkKey;
pub use limits::{ClaimsRange, LinkLimitNames, LinkLimits, LinkRules};

/// What two claims have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum LinkKind {
    /// A file, by its SHA-256.
    File,
    /// A trade id of one market of one exchange.
    Trade,
    /// The hash of a transaction on a chain.
    Transaction,
    /// An address on a chain, with its memo if it has one.
    Address,
    /// A public internet address.
    Device,
    /// The label of an API key at one exchange.
    ApiKey,
    /// Several trades in a row with the same markets, sides and prices.
    OrderPattern,
    /// An address that several claims sent coins to or got coins from.
    Counterparty,
    /// A market in which several claims traded much on a few days, and never else.
    ThinPair,
}

impl LinkKind {
    /// Every kind, in the order in which pages and tables list them.
    pub const ALL: [LinkKind; 9] = *LinkKind::VARIANTS.as_array().unwrap();

    /// The word kept in the database, in addresses and in bundles.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Its number in files of keys.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The kind with this number; none where there is none.
    pub fn of_number(number: u8) -> Option<LinkKind> {
        LinkKind::ALL.get(usize::from(number)).copied()
    }
}
