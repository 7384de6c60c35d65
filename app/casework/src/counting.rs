//! What counts in a total, and how totals add up. Pages, files, snapshots, bundles and their
//! verification all follow this one rule (METHOD.md, "What a total counts").
//!
//! A line's figures follow from its value and its support alone
//! ([`ValuedLine::contributions`]). Whether they are in a total depends on the state of the
//! claim and on the review of the line ([`LineState`]). Neither a review nor a change of
//! state changes a figure. What came back counts with its claim ([`credited`]).
//!
//! Every cell of a total has a filter that finds the lines behind it
//! ([`LineFilter::behind`]). The store makes its SQL from this module, so that stored lines
//! are found by the same rule under every basis.

use std::borrow::Cow;

use ledger::losses::{CreditLine, LossLine};
use ledger::{Moment, Money};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::claim::{ClaimState, ReviewState, Support};

mod builder;
mod filter;
mod sums;

pub use builder::TotalsBuilder;
pub use filter::{AssetIn, Column, LineFilter, LineSums, RowNames, Scope, part_of, units_of};
pub use sums::{
    Cell, FirstTrade, GAIN, KeptSums, LOSS, LineSum, SumOf, SumRow, SumsBuilder, traded, units_left,
};

impl ClaimState {
    /// Whether the claim's lines and credits are in the group's totals.
    pub fn counts(self) -> bool {
        match self {
            ClaimState::Submitted
            | ClaimState::InReview
            | ClaimState::Returned
            | ClaimState::Accepted => true,
            ClaimState::Draft | ClaimState::Declined | ClaimState::Withdrawn => false,
        }
    }

    /// Whether they are also in the sum of accepted claims, which is shown beside the total.
    pub fn counts_as_accepted(self) -> bool {
        self == ClaimState::Accepted
    }
}

impl ReviewState {
    /// Whether a line with this review is in totals.
    pub fn counts(self) -> bool {
        match self {
            ReviewState::Open | ReviewState::Queried => true,
            ReviewState::Excluded => false,
        }
    }
}

impl Support {
    /// Whether a line is in the documented sums. Otherwise it is in the sums of typed-in
    /// lines; it is never in both.
    pub fn is_documented(self) -> bool {
        match self {
            Support::Documented | Support::Corroborated => true,
            Support::Claimed => false,
        }
    }
}

/// The two states that decide whether a contested line is in totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineState {
    /// State of its claim.
    pub claim: ClaimState,
    /// The coordinator's review of it.
    pub review: ReviewState,
}

impl LineState {
    /// Whether the line is in totals.
    pub fn counts(self) -> bool {
        self.claim.counts() && self.review.counts()
    }
}

/// What the rows of a table of totals stand for.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Dimension {
    /// One row a claim.
    Claim,
    /// One row an exchange.
    Exchange,
    /// One row an asset: sums of the lines' parts.
    Asset,
    /// One row a UTC day.
    Day,
}

impl Dimension {
    /// Every table, in the order in which they are shown.
    pub const ALL: [Dimension; 4] = *Dimension::VARIANTS.as_array().unwrap();

    /// The word in addresses and messages.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A contested line with its value, before anybody decided whether it counts.
#[derive(Clone, Copy, Debug)]
pub struct ValuedLine<'l> {
    /// Reference of its claim.
    pub claim: &'l str,
    /// Exchange of its entry.
    pub exchange: &'l str,
    /// Time of its entry.
    pub time: Moment,
    /// What supports it.
    pub support: Support,
    /// Its value.
    pub loss: &'l LossLine,
}

/// What a line adds to one row of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution<'l> {
    /// Which table.
    pub dimension: Dimension,
    /// Which row.
    pub key: Cow<'l, str>,
    /// The loss, or the asset's part of it; none where the line has no price.
    pub amount: Option<Money>,
}

impl<'l> ValuedLine<'l> {
    /// What the line adds to the rows of all tables. To the tables by claim, exchange and
    /// day it adds its loss. To the table by asset it adds its parts; where it has no price,
    /// it adds one unpriced line for each asset whose price is missing.
    pub fn contributions(&self) -> Vec<Contribution<'l>> {
        let loss = self.loss;
        let row = |dimension, key, amount| Contribution {
            dimension,
            key,
            amount,
        };
        let mut rows = vec![
            row(Dimension::Claim, Cow::Borrowed(self.claim), loss.loss),
            row(Dimension::Exchange, Cow::Borrowed(self.exchange), loss.loss),
            row(Dimension::Day, Cow::Owned(self.day()), loss.loss),
        ];
        let parts = loss.parts.iter();
        let parts = parts.map(|part| (part.asset.as_str(), Some(part.amount)));
        let gaps = loss.unpriced.iter().filter(|_| loss.loss.is_none());
        let gaps = gaps.map(|gap| (gap.asset.as_str(), None));
        let assets = parts.chain(gaps);
        rows.extend(assets.map(|(asset, amount)| row(Dimension::Asset, asset.into(), amount)));
        rows
    }

    /// The UTC day it is counted on, `2022-10-18`.
    pub fn day(&self) -> String {
        day_of(self.time)
    }
}

/// The UTC day of a moment, `2022-10-18`.
pub fn day_of(time: Moment) -> String {
    let (year, month, day) = time.date();
    format!("{year:04}-{month:02}-{day:02}")
}

/// The value of what came back to a claim, which totals subtract. It is zero where the claim
/// does not count; a credit without a price adds nothing.
pub fn credited<'c>(claim: ClaimState, credits: impl IntoIterator<Item = &'c CreditLine>) -> Money {
    let credits = credits.into_iter().filter(|_| claim.counts());
    credits.filter_map(|credit| credit.value).sum()
}

#[cfg(test)]
pub(crate) mod testing {
    use ledger::Amount;
    use ledger::losses::{Basis, Delta, METHOD, Missing, Part, Status, Unpriced};

    use super::*;

    /// A priced line with these parts, each the loss of as many units.
    pub fn priced(parts: &[(&str, i64)]) -> LossLine {
        let sum = parts.iter().map(|(_, units)| units).sum();
        LossLine {
            status: Status::Priced,
            loss: Some(Money::from_units(sum)),
            at_most: None,
            currency: "USD".into(),
            basis: Basis::Event,
            method: METHOD.into(),
            native: parts
                .iter()
                .map(|(asset, units)| Delta {
                    asset: (*asset).into(),
                    units: Amount::from_units(-i128::from(*units), 0),
                })
                .collect(),
            parts: parts
                .iter()
                .map(|(asset, units)| Part {
                    asset: (*asset).into(),
                    amount: Money::from_units(*units),
                })
                .collect(),
            prices: Vec::new(),
            unpriced: Vec::new(),
            round_trip: None,
            deal: None,
        }
    }

    /// A line without a price, because prices of these assets are missing.
    pub fn unpriced(assets: &[&str]) -> LossLine {
        LossLine {
            status: Status::Unpriced,
            loss: None,
            unpriced: assets.iter().map(|asset| gap(asset)).collect(),
            ..priced(&[])
        }
    }

    /// A missing price of an asset.
    pub fn gap(asset: &str) -> Unpriced {
        Unpriced {
            asset: asset.into(),
            units: Amount::from_units(1, 0),
            missing: Missing::NoPrice,
            at_most: None,
        }
    }

    /// A line of an invented claim.
    pub fn line(loss: &LossLine) -> ValuedLine<'_> {
        ValuedLine {
            claim: "R-1",
            exchange: "ftx",
            time: Moment::from_civil(2022, 10, 18, 75_600),
            support: Support::Documented,
            loss,
        }
    }

    /// A line without a review.
    pub fn open(claim: ClaimState) -> LineState {
        LineState {
            claim,
            review: ReviewState::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{gap, line, priced, unpriced};
    use super::*;

    fn rows(loss: &LossLine) -> Vec<(Dimension, String, Option<i64>)> {
        let line = line(loss);
        let rows = line.contributions().into_iter();
        let rows = rows.map(|row| {
            let amount = row.amount.and_then(Money::units);
            (row.dimension, row.key.into_owned(), amount)
        });
        rows.collect()
    }

    #[test]
    fn a_line_adds_its_loss_to_claim_exchange_and_day_and_its_parts_to_their_assets() {
        let whole = |amount| {
            vec![
                (Dimension::Claim, "R-1".to_owned(), amount),
                (Dimension::Exchange, "ftx".to_owned(), amount),
                (Dimension::Day, "2022-10-18".to_owned(), amount),
            ]
        };
        // The fee of a priced line may lack a price; the line keeps its price.
        let loss = LossLine {
            unpriced: vec![gap("BNB")],
            ..priced(&[("BTC", 50), ("USDT", -9)])
        };
        let mut expected = whole(Some(41));
        expected.push((Dimension::Asset, "BTC".to_owned(), Some(50)));
        expected.push((Dimension::Asset, "USDT".to_owned(), Some(-9)));
        assert_eq!(rows(&loss), expected);
        let mut expected = whole(None);
        expected.push((Dimension::Asset, "DMG".to_owned(), None));
        assert_eq!(rows(&unpriced(&["DMG"])), expected);
    }

    #[test]
    fn submitted_in_review_returned_and_accepted_claims_count_and_no_others() {
        use ClaimState::{Accepted, InReview, Returned, Submitted};
        let counted: Vec<ClaimState> = ClaimState::ALL
            .into_iter()
            .filter(|state| state.counts())
            .collect();
        assert_eq!(counted, [Submitted, InReview, Returned, Accepted]);
        let state = |claim, review| LineState { claim, review };
        assert!(state(Submitted, ReviewState::Queried).counts());
        assert!(!state(Accepted, ReviewState::Excluded).counts());
        assert!(!state(ClaimState::Declined, ReviewState::Open).counts());
    }
}
