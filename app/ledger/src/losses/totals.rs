//! Sums of loss lines, exact, with what they count beside them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::terms::Basis;
use crate::amount::Amount;
use crate::money::Money;
use crate::text::Text;

/// An unpriced quantity with the place it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnpricedRow {
    /// File of the entry (or credit).
    pub file: Text,
    /// Its lines, joined by `+`.
    pub line: String,
    /// The ticker.
    pub asset: Text,
    /// Its balance change.
    pub units: Amount,
    /// What was paid for it, where that has a price.
    pub at_most: Option<Money>,
}

/// A derivative position that fills alone can't value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionNotValued {
    /// Exchange of the fills.
    pub exchange: Text,
    /// Account of the fills.
    pub account: Text,
    /// The contract.
    pub market: Text,
    /// File of the first fill.
    pub file: Text,
    /// Lines of the first fill.
    pub line: String,
    /// How many contested fills.
    pub fills: u64,
}

/// The totals of `redress losses --totals` and of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// The reporting currency.
    pub currency: Text,
    /// When prices were asked for.
    pub basis: Basis,
    /// Name and version of the method.
    pub method: Text,
    /// Sum of the lines above zero.
    pub gross_loss: Money,
    /// Sum of the lines below zero, without its sign.
    pub gross_gain: Money,
    /// Sum of all lines: gross loss − gross gain.
    pub loss: Money,
    /// What came back.
    pub credits: Money,
    /// Loss − credits; may be below zero.
    pub net: Money,
    /// Balance change by asset, of all contested entries, unpriced ones included.
    pub native: BTreeMap<Text, Amount>,
    /// Loss by asset; adds up to `loss`.
    pub parts: BTreeMap<Text, Money>,
    /// What no total counts.
    pub unpriced: Vec<UnpricedRow>,
    /// Positions that fills alone can't value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions_not_valued: Vec<PositionNotValued>,
    /// How many entries are contested.
    pub entries_contested: u64,
}
