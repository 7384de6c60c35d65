//! One contested entry valued, with everything a person needs to follow it.
//!
//! A line is stored as JSON and read back exactly. It carries no prose: a page
//! or a report makes its text from the deltas, prices, ages and steps here.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::base::text::Text;
use crate::deals::DealWord;
use crate::entry::Kind;
use crate::entry::messages::LineNote;
use crate::numbers::amount::Amount;
use crate::numbers::money::Money;
use crate::prices::price::{Missing, Price};
use crate::terms::Basis;
use crate::time::moment::Moment;
use crate::time::rfc3339;

/// Whether an entry has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Status {
    /// It has; `loss` is there.
    Priced,
    /// What it sent or received has no price; `loss` is absent and counts nowhere.
    Unpriced,
}

impl Status {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// How a balance changed: in − out − fee, exactly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    /// The ticker of the entry.
    pub asset: Text,
    /// Units; negative when the account has less of it.
    pub units: Amount,
}

/// What one asset contributes to a line; the parts add up to the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The ticker of the entry.
    pub asset: Text,
    /// −Δq × P, positive for a loss.
    pub amount: Money,
}

/// A quantity that no total counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpriced {
    /// The ticker of the entry.
    pub asset: Text,
    /// Its balance change.
    pub units: Amount,
    /// Why.
    pub missing: Missing,
    /// What was paid for it, where that has a price: an upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Money>,
}

/// A loss (positive) or gain (negative) of one contested entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossLine {
    /// Priced or not.
    pub status: Status,
    /// L, rounded once; absent when unpriced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss: Option<Money>,
    /// Upper bound of an unpriced line, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Money>,
    /// The reporting currency.
    pub currency: Text,
    /// When its prices were asked for.
    pub basis: Basis,
    /// Name and version of the method.
    pub method: Text,
    /// Balance changes, by asset in byte order.
    pub native: Vec<Delta>,
    /// Contributions of each asset, in byte order; none when unpriced.
    pub parts: Vec<Part>,
    /// The prices, one an asset, in byte order; also those of unpriced lines.
    pub prices: Vec<Price>,
    /// What has no price: of an unpriced line, or the fee of a priced one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unpriced: Vec<Unpriced>,
    /// Profit or loss of the round trip that this fill closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round_trip: Option<RoundTrip>,
    /// What 3Commas' deals say of the trade, where there are some; no figure
    /// hangs on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<DealWord>,
}

/// A derivative position that is known to start and end at zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundTrip {
    /// The contract.
    pub market: Text,
    /// The asset profit and loss are paid in.
    pub margin: Text,
    /// How many fills.
    pub fills: u64,
    /// Σ sell notional − Σ buy notional, in the margin asset.
    pub profit: Amount,
    /// Since when the position is followed.
    pub flat: FlatAt,
}

/// A moment at which a position is known to be zero, and how (METHOD.md, "Derivatives").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlatAt {
    /// The moment; fills from then on are followed.
    #[serde(with = "rfc3339::text")]
    pub at: Moment,
    /// How it is known.
    pub by: FlatBy,
}

/// How it is known that a position was zero; of two reasons for one moment the first
/// is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FlatBy {
    /// A file says that the position was opened then.
    Opened,
    /// The history of the account begins then, with a deposit.
    History,
    /// A person says so.
    Stated,
}

impl FlatAt {
    /// What there is to say of it, for people.
    fn note(self) -> LineNote {
        let moment = self.at;
        match self.by {
            FlatBy::Opened => LineNote::FlatOpened { moment },
            FlatBy::History => LineNote::FlatHistory { moment },
            FlatBy::Stated => LineNote::FlatStated { moment },
        }
    }
}

impl LossLine {
    /// The price an asset of the entry was valued at.
    pub fn price_of(&self, asset: &str) -> Option<&Price> {
        self.prices.iter().find(|price| price.asset == asset)
    }

    /// What there is to say of it, for people: all of it stands in its fields. `kind`
    /// is that of its entry.
    pub fn notes(&self, kind: Kind) -> Vec<LineNote> {
        let missing = self.unpriced.iter().map(|unpriced| {
            let asset = unpriced.asset.clone();
            match unpriced.missing {
                Missing::Group => LineNote::Leg,
                Missing::TooLarge => LineNote::TooLarge,
                _ if self.status == Status::Priced => LineNote::Fee { asset },
                missing => missing.note(asset),
            }
        });
        let apart = self.prices.iter().flat_map(|price| {
            price.disagreements.iter().map(|other| LineNote::Apart {
                source: other.source.clone(),
                price: other.text.clone(),
                asset: price.asset.clone(),
                price_used: price.text.clone(),
            })
        });
        let fill = match &self.round_trip {
            Some(closed) => Some(LineNote::Closes {
                count: closed.fills,
                amount: Box::new(closed.profit.clone()),
                margin: closed.margin.clone(),
            }),
            None => (kind == Kind::Derivative).then_some(LineNote::OnlyFee),
        };
        let flat = self.round_trip.as_ref().map(|closed| closed.flat.note());
        let deal = self.deal.as_ref().map(DealWord::note);
        let all = missing.chain(apart).chain(fill).chain(flat).chain(deal);
        let mut notes: Vec<LineNote> = all.collect();
        notes.dedup();
        notes
    }
}
