//! Contested entries become loss lines: method FMV, of the version in [`METHOD`].
//!
//! Fair market value of what was taken when it was taken, less what came in for
//! it, at prices of the incident's book. Pure: the same entries, book and terms
//! give the same lines to the last byte, which is what `redress verify` relies on.

mod conditions;
mod contest;
mod credit_doubts;
mod credits;
mod derivatives;
mod doubt;
mod groups;
mod line;
mod listed;
mod noted;
mod output;
mod parts;
mod positions;
mod price_lookup;
mod rules;
mod starts;
mod surroundings;
mod totals;
mod value;
mod weigh;

#[cfg(test)]
pub(crate) mod tests;

use serde::{Deserialize, Serialize};

pub use conditions::Conditions;
pub use contest::{Contest, Period, PeriodError, Selection};
pub use credit_doubts::{CreditDoubt, CreditDoubts};
pub use credits::{Credit, CreditLine, CreditsError, credit_time, read_credits};
pub use doubt::{conflicts, settle};
pub use line::{Delta, FlatAt, FlatBy, LossLine, Part, RoundTrip, Status, Unpriced};
pub use noted::note_deals;
pub use output::{COLUMNS, cells};
pub use rules::{Contesting, Rule, RuleNo, Verdict};
pub use starts::OwnEntries;
pub use surroundings::{Context, Contexts, Surroundings};
pub use totals::{PositionNotValued, Totals, TotalsSum, UnpricedRow};
pub use value::{Valuer, native, value, value_among, value_credits, value_settled};
pub use weigh::{Weighing, weigh_conflicts};

pub use crate::entry::{Row, RowError};
pub use crate::prices::price::{Disagreement, Leg, Missing, Operation, Price, SecondPrice, Step};
pub use crate::terms::limits::{Held, TooMany, ValuingLimitNames, ValuingLimits};
pub use crate::terms::{
    Alias, Basis, CURRENCIES, ChosenSource, Flat, METHOD, Manipulated, Terms, TermsError,
};

use crate::base::text::Text;
use crate::entry::messages::Message;
use crate::entry::{Direction, Entry};
use crate::numbers::amount::Amount;
use crate::prices::PriceRecord;
use crate::time::moment::Moment;
use crate::time::rfc3339;

/// Why nothing could be valued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", Message::from(self.clone()))]
pub enum LossError {
    /// A setting is wrong.
    Terms(#[from] TermsError),
    /// An asset is listed as manipulated only from a moment after the attack traded it.
    Conflict(Conflict),
    /// More would have to be held in memory than a limit allows.
    TooMany(#[from] TooMany),
}

impl From<LossError> for Message {
    fn from(error: LossError) -> Message {
        match error {
            LossError::Terms(error) => error.into(),
            LossError::Conflict(conflict) => conflict.message(),
            LossError::TooMany(error) => error.into(),
        }
    }
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

impl Conflict {
    /// What to say of it.
    pub fn message(&self) -> Message {
        Message::ValueConflict {
            asset: self.asset.clone(),
            moment_from: self.from,
            file: self.file.clone(),
            line: self.line.as_str().into(),
            moment_at: self.time,
        }
    }
}

impl Valuation {
    /// How many entries have no value.
    pub fn entries_unpriced(&self) -> u64 {
        let unpriced = |line: &&LossLine| line.status == Status::Unpriced;
        self.lines.iter().filter(unpriced).count() as u64
    }
}

/// What [`value`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valuation {
    /// One line an entry, in the order of the entries.
    pub lines: Vec<LossLine>,
    /// Their sums.
    pub totals: Totals,
    /// Every row of the price book that took part, by file, row and pair.
    pub prices: Vec<PriceRecord>,
}

/// Balance changes of one entry, by asset in byte order; a derivative moves nothing but
/// its fee.
fn deltas(entry: &Entry) -> Vec<(&Text, Amount)> {
    let mut deltas = Vec::with_capacity(4);
    for (direction, quantity) in entry.legs() {
        match direction {
            Direction::In => add_delta(&mut deltas, &quantity.asset, &quantity.amount),
            Direction::Out | Direction::Fee => {
                add_delta(&mut deltas, &quantity.asset, &quantity.amount.negated());
            }
        }
    }
    deltas
}

/// Adds to the change of one asset, in its place.
fn add_delta<'e>(deltas: &mut Vec<(&'e Text, Amount)>, asset: &'e Text, units: &Amount) {
    let at = deltas.iter().position(|(other, _)| *other >= asset);
    match at.and_then(|at| deltas.get_mut(at)) {
        Some((other, sum)) if *other == asset => *sum = sum.plus(units),
        _ => deltas.insert(at.unwrap_or(deltas.len()), (asset, units.clone())),
    }
}
