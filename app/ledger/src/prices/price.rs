//! A price with everything that makes it checkable, or why there is none.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::base::text::Text;
use crate::entry::messages::LineNote;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;
use crate::time::rfc3339;

/// Why a price was the one taken (METHOD.md, "The ladder").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Step {
    /// The close of a candle of at most an hour that closed last.
    TradeTime,
    /// The newest price with a window over an hour up to a day.
    Daily,
    /// An ECB reference rate.
    Fiat,
    /// Set to 1 USD by the incident.
    Par,
    /// The reporting currency itself.
    Currency,
}

impl Step {
    /// The word of bundles.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Whether a leg multiplies or divides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// The price is multiplied by this value.
    Times,
    /// The price is divided by this value (only ECB rates are).
    Over,
}

/// One row of a price file that took part in a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// Id of the price: 12 hex digits of its file's SHA-256, `:`, the row.
    pub id: Text,
    /// What is priced, as the file writes it; `EUR` for an ECB rate.
    pub base: Text,
    /// What it is priced in, as the file writes it.
    pub quote: Text,
    /// The figure, exactly.
    pub value: Amount,
    /// Whether it multiplies or divides.
    pub operation: Operation,
    /// Who published it.
    pub source: Text,
    /// Length of its candle in seconds.
    pub window_seconds: u64,
    /// The moment from which it holds (a candle's close).
    #[serde(with = "rfc3339::text")]
    pub at: Moment,
    /// Whole seconds from `at` to the moment asked for.
    pub age_seconds: u64,
    /// Which rule of the ladder took it.
    pub step: Step,
}

/// Another source's price of the same asset at the same moment that is further
/// from the one used than the incident allows: a warning, never a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// The other source.
    pub source: Text,
    /// Its price as [`Price::text`] would show it.
    pub text: Text,
    /// Its price ids, joined by `+`.
    pub ids: Text,
}

/// The price that the second source of an asset has at the same moment, however far it is
/// from the one used: what tells how good a price is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondPrice {
    /// The second source.
    pub source: Text,
    /// Its price as [`Price::text`] would show it.
    pub text: Text,
    /// Its price ids, joined by `+`.
    pub ids: Text,
    /// (its price − the price used) ÷ the price used, to [`APART_SCALE`] decimals. None where
    /// that is too large to be written.
    pub apart: Option<Amount>,
}

/// Decimals of [`SecondPrice::apart`].
pub const APART_SCALE: u32 = 8;

/// The price an asset was valued at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The ticker of the entry.
    pub asset: Text,
    /// What the ticker means, after aliases.
    pub priced_as: Text,
    /// The figures with `*` and `/` between them (`19343.04*0.9997/0.9778`).
    pub text: Text,
    /// Ids of the rows it came from, joined by `+`; empty for the currency itself.
    pub ids: Text,
    /// The rule that found the asset's own price; further legs carry their own.
    pub step: Step,
    /// t′: the moment every leg was asked at.
    #[serde(with = "rfc3339::text")]
    pub asked_at: Moment,
    /// m, when the asset is manipulated and the entry lies in that span.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "rfc3339::text_or_none"
    )]
    pub manipulated_from: Option<Moment>,
    /// The rows themselves, in the order of `text`.
    pub legs: Vec<Leg>,
    /// Sources that say something else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disagreements: Vec<Disagreement>,
    /// What the second source says; none where it has no price at that moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<SecondPrice>,
}

/// Why a quantity is not in the totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// The price book has no price for it at that moment.
    NoPrice,
    /// It has one in the bridge, but the bridge itself has none.
    NoBridge,
    /// It has one in another currency, but there is no ECB rate for that.
    NoRate,
    /// Only a source that is not the first named for it has one.
    OtherSource,
    /// Another leg of its group has none.
    Group,
    /// It has a price, but the loss of its line is past what a line can hold.
    TooLarge,
    /// Coordinators have yet to settle when the asset's manipulation began.
    Unsettled,
    /// The day of the basis ends within a span of manipulation.
    Manipulated,
    /// The same, and the listing names no end: every later day has no price either.
    ManipulatedOpen,
}

impl Missing {
    /// Why there is no price, for a person.
    pub fn reason(self) -> &'static str {
        match self {
            Missing::NoPrice => "no price",
            Missing::NoBridge => "priced in the bridge, which itself has no price",
            Missing::NoRate => "priced in another currency, for which there is no ECB rate",
            Missing::OtherSource => {
                "no price from the source first named for it, only from another"
            }
            Missing::Group => "another leg of its moment has no price",
            Missing::TooLarge => "the loss is larger than a line can hold",
            Missing::Unsettled => "when its manipulation began is not settled",
            Missing::Manipulated => "the day ends while its market is listed as manipulated",
            Missing::ManipulatedOpen => {
                "its market is listed as manipulated without an end, and needs one for a later day to have a price"
            }
        }
    }

    /// Why an asset has no price, for people.
    pub fn note(self, asset: Text) -> LineNote {
        match self {
            Missing::NoPrice => LineNote::NoPrice { asset },
            Missing::NoBridge => LineNote::NoBridge { asset },
            Missing::NoRate => LineNote::NoRate { asset },
            Missing::OtherSource => LineNote::OtherSource { asset },
            Missing::Group => LineNote::Group { asset },
            Missing::TooLarge => LineNote::TooLarge,
            Missing::Unsettled => LineNote::Unsettled { asset },
            Missing::Manipulated => LineNote::Manipulated { asset },
            Missing::ManipulatedOpen => LineNote::ManipulatedOpen { asset },
        }
    }
}
