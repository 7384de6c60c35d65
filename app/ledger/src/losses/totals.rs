//! Sums of loss lines, exact, with what they count beside them: a running sum, so that
//! nothing of a line has to be held.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use super::line::LossLine;
use super::{Conditions, CreditLine};
use crate::base::text::Text;
use crate::entry::Entry;
use crate::numbers::amount::Amount;
use crate::numbers::money::Money;
use crate::prices::PriceBook;
use crate::terms::{Basis, METHOD, Terms};

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
    /// How many more quantities no total counts, where not all are listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unpriced_more: u64,
    /// Positions that fills alone can't value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions_not_valued: Vec<PositionNotValued>,
    /// How many entries are contested.
    pub entries_contested: u64,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Sums of the lines taken in so far.
#[derive(Clone, Debug)]
pub struct TotalsSum {
    currency: Text,
    basis: Basis,
    price_files: Vec<Text>,
    conditions: Conditions,
    gross_loss: Money,
    gains: Money,
    native: HashMap<Text, Amount, RandomState>,
    parts: HashMap<Text, Money, RandomState>,
    unpriced: Vec<UnpricedRow>,
    unpriced_more: u64,
    listed_max: usize,
    entries: u64,
}

impl TotalsSum {
    /// Of no line yet. Of what has no price at most `listed_max` quantities are listed,
    /// the first ones; all are counted.
    pub fn new(book: &PriceBook, terms: &Terms, listed_max: usize) -> TotalsSum {
        TotalsSum {
            currency: terms.currency.clone(),
            basis: terms.basis,
            price_files: book.file_ids(),
            conditions: Conditions::from(terms),
            gross_loss: Money::ZERO,
            gains: Money::ZERO,
            native: HashMap::default(),
            parts: HashMap::default(),
            unpriced: Vec::new(),
            unpriced_more: 0,
            listed_max,
            entries: 0,
        }
    }

    /// Takes in the line of a contested entry.
    pub fn add(&mut self, entry: &Entry, line: &LossLine) {
        self.entries += 1;
        match line.loss {
            Some(loss) if loss < Money::ZERO => self.gains += loss,
            Some(loss) => self.gross_loss += loss,
            None => {}
        }
        for delta in &line.native {
            match self.native.get_mut(&delta.asset) {
                Some(sum) => *sum = sum.plus(&delta.units),
                None => {
                    self.native.insert(delta.asset.clone(), delta.units.clone());
                }
            }
        }
        for part in &line.parts {
            match self.parts.get_mut(&part.asset) {
                Some(sum) => *sum += part.amount,
                None => {
                    self.parts.insert(part.asset.clone(), part.amount);
                }
            }
        }
        self.list_unpriced(entry, line);
    }

    fn list_unpriced(&mut self, entry: &Entry, line: &LossLine) {
        for unpriced in &line.unpriced {
            if self.unpriced.len() >= self.listed_max {
                self.unpriced_more += 1;
                continue;
            }
            self.unpriced.push(UnpricedRow {
                file: entry.file.clone(),
                line: entry.line(),
                asset: unpriced.asset.clone(),
                units: unpriced.units.clone(),
                at_most: unpriced.at_most,
                credit: false,
            });
        }
    }

    /// The totals of the lines taken in, and which positions are in none of them.
    pub fn finish(self, positions_not_valued: Vec<PositionNotValued>) -> Totals {
        let loss = self.gross_loss + self.gains;
        let native = self.native.into_iter();
        Totals {
            currency: self.currency,
            basis: self.basis,
            method: METHOD.into(),
            price_files: self.price_files,
            conditions: self.conditions,
            gross_loss: self.gross_loss,
            gross_gain: -self.gains,
            loss,
            credits: Money::ZERO,
            net: loss,
            native: native
                .map(|(asset, sum)| (asset, sum.normalized()))
                .collect(),
            parts: self.parts.into_iter().collect(),
            unpriced: self.unpriced,
            unpriced_more: self.unpriced_more,
            positions_not_valued,
            entries_contested: self.entries,
        }
    }
}

impl Totals {
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
