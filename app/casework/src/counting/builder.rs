//! Totals out of loss lines, in one pass.
//!
//! Freezing, other bases and the verification of a bundle add up with this same
//! code, over stored lines or over recomputed ones; so equal lines give equal
//! totals, and what differs is a line.

use std::collections::BTreeMap;

use ledger::losses::{CreditLine, LossLine, METHOD, PositionNotValued, Terms};
use ledger::{Amount, Money, RowConflict};

use super::{Dimension, LineState, ValuedLine, credited};
use crate::claim::ClaimState;
use crate::totals::{
    Conditions, Counts, HeldPosition, ListedCredit, MissingPrice, OpenConflicts, Sums, TotalRow,
    Totals, TotalsError,
};

/// A running total.
#[derive(Clone, Debug)]
pub struct TotalsBuilder {
    totals: Totals,
    rows: BTreeMap<Dimension, BTreeMap<String, Sums>>,
    native: BTreeMap<String, Amount>,
    missing: BTreeMap<String, MissingPrice>,
}

impl TotalsBuilder {
    /// Nothing counted yet.
    pub fn new(terms: &Terms, price_version: i64) -> TotalsBuilder {
        TotalsBuilder {
            totals: Totals {
                counts: Counts {
                    basis: terms.basis.to_string(),
                    currency: terms.currency.to_string(),
                    method: METHOD.to_owned(),
                    price_version,
                    claims: 0,
                    claims_accepted: 0,
                    unpriced: 0,
                    excluded: 0,
                    conditions: Some(Conditions::from(terms)),
                },
                whole: Sums::default(),
                gross_loss: Money::ZERO,
                gross_gain: Money::ZERO,
                credits: Money::ZERO,
                credits_listed: Vec::new(),
                by_claim: Vec::new(),
                by_exchange: Vec::new(),
                by_asset: Vec::new(),
                by_day: Vec::new(),
                native: Vec::new(),
                missing: Vec::new(),
                not_valued: Vec::new(),
                positions_not_valued: Vec::new(),
                conflicts: OpenConflicts::default(),
                stale: Vec::new(),
            },
            rows: BTreeMap::new(),
            native: BTreeMap::new(),
            missing: BTreeMap::new(),
        }
    }

    /// Takes in a claim, so that one without lines has its row too.
    pub fn claim(&mut self, reference: &str, state: ClaimState) {
        if state.counts() {
            let rows = self.rows.entry(Dimension::Claim).or_default();
            rows.entry(reference.to_owned()).or_default();
            self.totals.counts.claims += 1;
            self.totals.counts.claims_accepted += i64::from(state.counts_as_accepted());
        }
    }

    /// Names a claim whose loss cannot be worked out: nothing of it is added.
    pub fn not_valued(&mut self, reference: &str, state: ClaimState) {
        if state.counts() {
            self.totals.not_valued.push(reference.to_owned());
        }
    }

    /// Lists positions that fills alone can't value.
    pub fn positions(&mut self, claim: &str, state: ClaimState, held: &[PositionNotValued]) {
        if state.counts() {
            let held = held.iter().map(|held| HeldPosition::of(claim, held));
            self.totals.positions_not_valued.extend(held);
        }
    }

    /// Counts the rows that files of a claim tell differently.
    pub fn conflicts(&mut self, state: ClaimState, conflicts: &[RowConflict]) {
        if state.counts() {
            self.totals.conflicts.add(conflicts);
        }
    }

    /// Adds a line, where it counts.
    pub fn line(&mut self, state: LineState, line: &ValuedLine<'_>) {
        if !state.claim.counts() {
            return;
        }
        if !state.counts() {
            self.totals.counts.excluded += 1;
            return;
        }
        if line.loss.loss.is_none() {
            self.missing(line.loss, &line.day());
        }
        let cell = |amount| Sums::of(state.claim, line.support, amount);
        let whole = cell(line.loss.loss);
        self.totals.whole.add(&whole);
        self.totals.counts.unpriced += whole.unpriced;
        self.gross(whole.documented);
        for row in line.contributions() {
            let rows = self.rows.entry(row.dimension).or_default();
            let sums = rows.entry(row.key.into_owned()).or_default();
            sums.add(&cell(row.amount));
        }
        if line.support.is_documented() {
            self.units(line.loss);
        }
    }

    /// Takes note of the prices that a line lacks.
    fn missing(&mut self, loss: &LossLine, day: &str) {
        for quantity in &loss.unpriced {
            let asset = quantity.asset.to_string();
            let missing = self.missing.entry(asset);
            let missing = missing.or_insert_with_key(|asset| MissingPrice {
                asset: asset.clone(),
                lines: 0,
                first_day: day.to_owned(),
                last_day: day.to_owned(),
            });
            missing.lines += 1;
            if day < missing.first_day.as_str() {
                day.clone_into(&mut missing.first_day);
            }
            if day > missing.last_day.as_str() {
                day.clone_into(&mut missing.last_day);
            }
        }
    }

    fn gross(&mut self, documented: Money) {
        if documented < Money::ZERO {
            self.totals.gross_gain += -documented;
        } else {
            self.totals.gross_loss += documented;
        }
    }

    /// The units of a line count whether it has a price or not.
    fn units(&mut self, loss: &LossLine) {
        for delta in &loss.native {
            let units = self.native.entry(delta.asset.to_string()).or_default();
            *units = units.plus(&delta.units);
        }
    }

    /// Adds what came back to a claim; a credit without a price is in no sum, and
    /// listed beside it.
    pub fn credit(&mut self, claim: &str, state: ClaimState, line: &CreditLine) {
        self.totals.credits += credited(state, [line]);
        if state.counts() {
            self.totals.credits_listed.push(ListedCredit {
                claim: claim.to_owned(),
                time: line.credit.time.to_string(),
                asset: line.credit.asset.to_string(),
                units: line.credit.amount.to_string(),
                value: line.value,
            });
        }
    }

    /// The tables, checked to add up.
    ///
    /// # Errors
    /// When a table does not.
    pub fn finish(mut self) -> Result<Totals, TotalsError> {
        let mut rows = |dimension| {
            let rows = self.rows.remove(&dimension).unwrap_or_default();
            let rows = rows.into_iter();
            rows.map(|(key, sums)| TotalRow { key, sums }).collect()
        };
        let mut totals = self.totals;
        totals.by_claim = rows(Dimension::Claim);
        totals.by_exchange = rows(Dimension::Exchange);
        totals.by_asset = rows(Dimension::Asset);
        totals.by_day = rows(Dimension::Day);
        let native = self.native.into_iter();
        totals.native = native.map(|(a, units)| (a, units.to_string())).collect();
        totals.missing = self.missing.into_values().collect();
        totals.check()?;
        Ok(totals)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{line, open, priced};
    use super::*;
    use crate::claim::{ReviewState, Support};

    fn totals(lines: &[(LineState, ValuedLine<'_>)]) -> Totals {
        let mut builder = TotalsBuilder::new(&Terms::default(), 1);
        for (state, line) in lines {
            builder.line(*state, line);
        }
        builder.finish().unwrap()
    }

    #[test]
    fn losses_gains_and_parts_add_up_in_every_table() {
        let (loss, gain) = (
            priced(&[("BTC", 50), ("USDT", -9)]),
            priced(&[("DMG", -11)]),
        );
        let state = open(ClaimState::Submitted);
        let totals = totals(&[(state, line(&loss)), (state, line(&gain))]);
        assert_eq!(totals.whole.documented, Money::from_units(30));
        let gross = [totals.gross_loss, totals.gross_gain];
        assert_eq!(gross, [41, 11].map(Money::from_units));
        assert_eq!(totals.by_day[0].key, "2022-10-18");
        assert_eq!(totals.by_asset.len(), 3);
        assert_eq!(totals.native[0], ("BTC".to_owned(), "-50".to_owned()));
    }

    #[test]
    fn what_was_only_typed_in_is_in_no_documented_sum() {
        let loss = priced(&[("BTC", 50)]);
        let typed = ValuedLine {
            support: Support::Claimed,
            ..line(&loss)
        };
        let totals = totals(&[(open(ClaimState::Accepted), typed)]);
        let whole = &totals.whole;
        let told = [
            whole.documented,
            whole.claimed,
            whole.accepted,
            totals.gross_loss,
        ];
        assert_eq!(told, [0, 50, 0, 0].map(Money::from_units));
        assert!(totals.native.is_empty());
    }

    #[test]
    fn drafts_withdrawn_declined_and_excluded_lines_count_nowhere() {
        let loss = priced(&[("BTC", 50)]);
        for state in ClaimState::ALL {
            let expected = if state.counts() { 50 } else { 0 };
            let told = totals(&[(open(state), line(&loss))]).whole.documented;
            assert_eq!(told, Money::from_units(expected), "{state}");
        }
        let state = LineState {
            claim: ClaimState::Submitted,
            review: ReviewState::Excluded,
        };
        let excluded = totals(&[(state, line(&loss))]);
        assert_eq!(excluded.counts.excluded, 1);
        assert_eq!(excluded.whole, Sums::default());
    }

    #[test]
    fn lines_of_the_greatest_size_add_up_in_every_table() {
        let (most, least) = (priced(&[("BTC", i64::MAX)]), priced(&[("USDT", i64::MIN)]));
        let state = open(ClaimState::Submitted);
        let totals = totals(&[&most, &most, &most, &least, &least].map(|loss| (state, line(loss))));
        assert_eq!(
            (totals.gross_loss.to_string(), totals.gross_gain.to_string()),
            (
                "276701161105.64327421".into(),
                "184467440737.09551616".into()
            )
        );
        assert_eq!(totals.whole.documented, Money::from_units(i64::MAX - 2));
    }
}
