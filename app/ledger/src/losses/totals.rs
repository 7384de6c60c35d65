//! Sums of loss lines, exact, with what they count beside them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::line::LossLine;
use super::terms::{Basis, METHOD, Terms};
use super::value::add;
use super::{Conditions, CreditLine};
use crate::amount::Amount;
use crate::entry::Entry;
use crate::money::Money;
use crate::prices::PriceBook;
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
    /// Whether it is something that came back, not something lost.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub credit: bool,
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
    /// The price files, by the digits that ids of prices begin with.
    #[serde(default)]
    pub price_files: Vec<Text>,
    /// Bridge, par, ages of prices and manipulated spans.
    #[serde(default)]
    pub conditions: Conditions,
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

impl Totals {
    /// Sums the lines of entries, place by place.
    pub(super) fn of(
        entries: &[&Entry],
        lines: &[LossLine],
        positions_not_valued: Vec<PositionNotValued>,
        (book, terms): (&PriceBook, &Terms),
    ) -> Totals {
        let losses = || lines.iter().filter_map(|line| line.loss);
        let gross_loss = losses().filter(|loss| *loss > Money::ZERO).sum();
        let gains: Money = losses().filter(|loss| *loss < Money::ZERO).sum();
        let loss = losses().sum();
        Totals {
            currency: terms.currency.clone(),
            basis: terms.basis,
            method: METHOD.into(),
            price_files: book.file_ids(),
            conditions: Conditions::from(terms),
            gross_loss,
            gross_gain: -gains,
            loss,
            credits: Money::ZERO,
            net: loss,
            native: native_of(lines),
            parts: parts_of(lines),
            unpriced: entries
                .iter()
                .zip(lines)
                .flat_map(|(entry, line)| unpriced_of(entry, line))
                .collect(),
            positions_not_valued,
            entries_contested: entries.len() as u64,
        }
    }

    /// Takes in what came back: its sum, the net, and what of it has no price.
    #[must_use]
    pub fn with_credits(mut self, credits: &[CreditLine]) -> Totals {
        self.credits = credits.iter().filter_map(|line| line.value).sum();
        self.net = self.loss - self.credits;
        let unpriced = credits.iter().filter(|line| line.value.is_none());
        self.unpriced.extend(unpriced.map(|line| UnpricedRow {
            file: line.credit.file.clone(),
            line: line.credit.line.to_string(),
            asset: line.credit.asset.clone(),
            units: line.credit.amount.clone(),
            at_most: None,
            credit: true,
        }));
        self
    }
}

fn native_of(lines: &[LossLine]) -> BTreeMap<Text, Amount> {
    let mut sums = BTreeMap::new();
    for delta in lines.iter().flat_map(|line| &line.native) {
        add(&mut sums, &delta.asset, &delta.units);
    }
    for sum in sums.values_mut() {
        *sum = sum.normalized();
    }
    sums
}

fn parts_of(lines: &[LossLine]) -> BTreeMap<Text, Money> {
    let mut sums = BTreeMap::new();
    for part in lines.iter().flat_map(|line| &line.parts) {
        *sums.entry(part.asset.clone()).or_default() += part.amount;
    }
    sums
}

fn unpriced_of<'l>(entry: &Entry, line: &'l LossLine) -> impl Iterator<Item = UnpricedRow> + 'l {
    let (file, place) = (entry.file.clone(), entry.line());
    line.unpriced.iter().map(move |unpriced| UnpricedRow {
        file: file.clone(),
        line: place.clone(),
        asset: unpriced.asset.clone(),
        units: unpriced.units.clone(),
        at_most: unpriced.at_most,
        credit: false,
    })
}
