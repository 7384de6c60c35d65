//! What only some rows tell: what led to a movement on a chain or at the exchange,
//! and what code decides by beside the amounts.
//!
//! Each fact is a field of its own and a column of its own in every output. Words for
//! people are notes; no code reads a note, so that no text of a file passes for a fact.

use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize};
use strum::{VariantArray, VariantNames};

use crate::base::features::COMPLETE;
use crate::base::text::Text;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;
use crate::time::rfc3339;

/// The facts of an entry; most entries have none, and that costs nothing.
///
/// Reads like [`FactSheet`]; the first fact that is written makes one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts(Option<Box<FactSheet>>);

/// The facts of an entry that has some.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FactSheet {
    /// Chain that coins moved over.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub network: Text,
    /// Hash of the transaction on that chain.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub tx_hash: Text,
    /// Where coins went to; of a deposit, where they arrived.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub address: Text,
    /// What an address needs beside it: memo, tag, payment id.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub memo: Text,
    /// Id that whoever placed the order gave it.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub client_order_id: Text,
    /// Internet address that the exchange names.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub ip: Text,
    /// Label of the API key, never a secret.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub api_key_label: Text,
    /// Where a deposit came from.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub source_address: Text,
    /// How much of a contract a fill traded, in units of its base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_size: Option<Amount>,
    /// How many contracts a fill traded, where the file does not tell their size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contracts: Option<Amount>,
    /// When the position was opened.
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "rfc3339::text_or_none"
    )]
    pub opened_at: Option<Moment>,
    /// When the order was placed, where the entry's time is another.
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "rfc3339::text_or_none"
    )]
    pub placed_at: Option<Moment>,
    /// The hour that a payment for lending is for.
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "rfc3339::text_or_none"
    )]
    pub lending_hour: Option<Moment>,
    /// Whether the entry is timed by when its order was placed: its fills came later.
    #[serde(skip_serializing_if = "is_false")]
    pub timed_when_placed: bool,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

static NO_FACTS: FactSheet = FactSheet {
    network: Text::new_static(""),
    tx_hash: Text::new_static(""),
    address: Text::new_static(""),
    memo: Text::new_static(""),
    client_order_id: Text::new_static(""),
    ip: Text::new_static(""),
    api_key_label: Text::new_static(""),
    source_address: Text::new_static(""),
    contract_size: None,
    contracts: None,
    opened_at: None,
    placed_at: None,
    lending_hour: None,
    timed_when_placed: false,
};

impl Facts {
    /// No facts.
    pub const NONE: Facts = Facts(None);

    /// Writes facts. A browser's build keeps none, and what it does not keep weighs
    /// nothing there.
    #[inline(always)]
    pub(crate) fn keep(&mut self, write: impl FnOnce(&mut FactSheet)) {
        if COMPLETE {
            write(self);
        }
    }

    /// Whether nothing was ever written.
    #[inline]
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

impl Deref for Facts {
    type Target = FactSheet;

    fn deref(&self) -> &FactSheet {
        self.0.as_deref().unwrap_or(&NO_FACTS)
    }
}

impl DerefMut for Facts {
    fn deref_mut(&mut self) -> &mut FactSheet {
        self.0.get_or_insert_default()
    }
}

impl From<FactSheet> for Facts {
    fn from(sheet: FactSheet) -> Facts {
        Facts((sheet != NO_FACTS).then(|| Box::new(sheet)))
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Facts) -> bool {
        **self == **other
    }
}

impl Eq for Facts {}

/// A column of facts: one list for every output of entries and losses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Fact {
    /// [`FactSheet::network`].
    Network,
    /// [`FactSheet::tx_hash`].
    TxHash,
    /// [`FactSheet::address`].
    Address,
    /// [`FactSheet::memo`].
    Memo,
    /// [`FactSheet::client_order_id`].
    ClientOrderId,
    /// [`FactSheet::ip`].
    Ip,
    /// [`FactSheet::api_key_label`].
    ApiKeyLabel,
    /// [`FactSheet::source_address`].
    SourceAddress,
    /// [`FactSheet::contract_size`].
    ContractSize,
    /// [`FactSheet::contracts`].
    Contracts,
    /// [`FactSheet::opened_at`].
    OpenedAt,
    /// [`FactSheet::placed_at`].
    PlacedAt,
    /// [`FactSheet::lending_hour`].
    LendingHour,
    /// [`FactSheet::timed_when_placed`].
    TimedWhenPlaced,
    /// [`total_computed`](crate::Entry::total_computed).
    TotalComputed,
}

impl Fact {
    /// How many there are.
    pub const COUNT: usize = <Fact as VariantArray>::VARIANTS.len();

    /// Every fact, in the order of the contract's columns.
    pub const ALL: [Fact; Fact::COUNT] = *<Fact as VariantArray>::VARIANTS.as_array().unwrap();

    /// Those that lead to somebody or somewhere: what recipients ask for first.
    pub const IDENTIFYING: [Fact; 8] = [
        Fact::Network,
        Fact::TxHash,
        Fact::Address,
        Fact::Memo,
        Fact::ClientOrderId,
        Fact::Ip,
        Fact::ApiKeyLabel,
        Fact::SourceAddress,
    ];

    /// The name of its column.
    pub const fn as_str(self) -> &'static str {
        // The heads of outputs are constants, and `into()` is not `const`.
        <Fact as VariantNames>::VARIANTS[self as usize]
    }
}

/// The names of these columns.
pub(crate) const fn names<const N: usize>(facts: [Fact; N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = facts[at].as_str();
        at += 1;
    }
    names
}
