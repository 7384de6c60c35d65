//! Adds up loss lines to totals, in one pass.
//!
//! Pages, freezing and the verification of a bundle add up with this same code, over kept
//! sums, stored lines or recomputed lines. Equal lines therefore give equal totals, and a
//! difference between totals comes from a line.

use std::collections::{BTreeMap, BTreeSet};

use ledger::losses::{CreditLine, METHOD, PositionNotValued, Terms};
use ledger::{Amount, Money, RowConflict};

use super::sums::{Cell, Cells, GAIN, LOSS, SumOf, SumRow};
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
    claims: BTreeSet<String>,
    /// Lines that count.
    counted: Cells,
    /// The sums that belong to accepted claims.
    accepted: Cells,
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
            claims: BTreeSet::new(),
            counted: Cells::default(),
            accepted: Cells::default(),
        }
    }

    /// Adds a claim, so that a claim without lines has its row too.
    pub fn claim(&mut self, reference: &str, state: ClaimState) {
        if state.counts() {
            self.claims.insert(reference.to_owned());
            self.totals.counts.claims += 1;
            self.totals.counts.claims_accepted += i64::from(state.counts_as_accepted());
        }
    }

    /// Lists a claim whose loss cannot be computed; no sum contains it.
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

    /// Counts the conflicting rows of a claim's files.
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
        self.counted.add_line(line);
        if state.claim.counts_as_accepted() {
            self.accepted.add_line(line);
        }
    }

    /// Adds a row of kept sums of lines of counted claims; `accepted` where the claims
    /// are accepted ones.
    pub fn kept(&mut self, accepted: bool, row: &SumRow) {
        self.row(accepted, row, &row.cell);
    }

    /// Subtracts a row of kept sums: lines that a coordinator excluded.
    pub fn left_out(&mut self, accepted: bool, row: &SumRow) {
        if row.of == SumOf::Claim {
            self.totals.counts.excluded += row.cell.lines();
        }
        self.row(accepted, row, &row.cell.negated());
    }

    /// Adds the sums of a claim's lines, where the claim counts. `rows` are kept sums of the
    /// lines that no coordinator excluded; `excluded` is the number of the others.
    pub fn lines(&mut self, state: ClaimState, rows: &[SumRow], excluded: i64) {
        if !state.counts() {
            return;
        }
        self.totals.counts.excluded += excluded;
        for row in rows {
            self.kept(state.counts_as_accepted(), row);
        }
    }

    fn row(&mut self, accepted: bool, row: &SumRow, cell: &Cell) {
        let key = (row.key.as_str(), row.part.as_str());
        self.counted.add(row.of, key, row.documented, cell);
        if accepted {
            self.accepted.add(row.of, key, row.documented, cell);
        }
    }

    /// Adds what came back to a claim. A credit without a price is in no sum, but it is
    /// listed.
    pub fn credit(&mut self, claim: &str, state: ClaimState, line: &CreditLine) {
        self.totals.credits += credited(state, [line]);
        if state.counts() {
            self.totals.credits_listed.push(ListedCredit {
                claim: claim.to_owned(),
                time: line.credit.time.to_string(),
                asset: line.credit.asset.to_string(),
                units: line.credit.amount.to_string(),
                value: line.value,
                doubts: line.doubts.clone(),
            });
        }
    }

    /// The tables, after a check that they add up.
    ///
    /// # Errors
    /// When a table does not add up.
    pub fn finish(self) -> Result<Totals, TotalsError> {
        let mut totals = self.totals.clone();
        totals.by_claim = self.rows(Dimension::Claim);
        totals.by_exchange = self.rows(Dimension::Exchange);
        totals.by_asset = self.rows(Dimension::Asset);
        totals.by_day = self.rows(Dimension::Day);
        for row in &totals.by_claim {
            totals.whole.add(&row.sums);
        }
        totals.counts.unpriced = totals.whole.unpriced;
        totals.gross_loss = self.gross(LOSS);
        totals.gross_gain = -self.gross(GAIN);
        totals.native = self.native();
        totals.missing = self.missing();
        totals.check()?;
        Ok(totals)
    }

    /// The rows of a table: each row that has lines, and a row for each claim.
    fn rows(&self, dimension: Dimension) -> Vec<TotalRow> {
        let mut rows = BTreeMap::new();
        if dimension == Dimension::Claim {
            rows.extend(self.claims.iter().map(|claim| (claim, Sums::default())));
        }
        for (key, parts) in self.counted.of(dimension.into()) {
            let [claimed, documented] = whole(parts);
            let sums = Sums {
                documented: documented.amount,
                claimed: claimed.amount,
                accepted: Money::ZERO,
                lines: documented.priced + claimed.priced,
                unpriced: documented.unpriced + claimed.unpriced,
            };
            if sums.lines + sums.unpriced > 0 {
                rows.insert(key, sums);
            }
        }
        for (key, parts) in self.accepted.of(dimension.into()) {
            let [_, documented] = whole(parts);
            if let Some(sums) = rows.get_mut(key) {
                sums.accepted = documented.amount;
            }
        }
        let row = |(key, sums): (&String, Sums)| TotalRow {
            key: key.clone(),
            sums,
        };
        rows.into_iter().map(row).collect()
    }

    /// The sum of documented losses, or of documented gains with their sign.
    fn gross(&self, which: &str) -> Money {
        let rows = self.counted.of(SumOf::Gross);
        let rows = rows.filter(|(key, _)| *key == which);
        rows.map(|(_, parts)| whole(parts)[1].amount).sum()
    }

    /// The units of a line count with or without a price.
    fn native(&self) -> Vec<(String, String)> {
        let rows = self.counted.of(SumOf::Moved);
        let rows = rows.filter_map(|(asset, parts)| {
            let documented = parts.values().map(|[_, documented]| documented);
            let moved = documented.filter(|cell| cell.lines() > 0);
            let units = moved.map(|cell| cell.units.clone());
            let sum = units.reduce(|sum, units: Amount| sum.plus(&units))?;
            Some((asset.clone(), sum.to_string()))
        });
        rows.collect()
    }

    /// The prices that are missing for lines without a loss.
    fn missing(&self) -> Vec<MissingPrice> {
        let rows = self.counted.of(SumOf::Lacking);
        let rows = rows.filter_map(|(asset, parts)| {
            let days = parts.iter();
            let days = days.map(|(day, cells)| (day, cells[0].unpriced + cells[1].unpriced));
            let days: Vec<(&String, i64)> = days.filter(|(_, lines)| *lines > 0).collect();
            Some(MissingPrice {
                asset: asset.clone(),
                lines: days.iter().map(|(_, lines)| lines).sum(),
                first_day: days.first()?.0.clone(),
                last_day: days.last()?.0.clone(),
            })
        });
        rows.collect()
    }
}

/// The sum of all parts of a row.
fn whole(parts: &BTreeMap<String, [Cell; 2]>) -> [Cell; 2] {
    let mut whole: [Cell; 2] = Default::default();
    for cells in parts.values() {
        for (whole, cell) in whole.iter_mut().zip(cells) {
            whole.add(cell);
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::super::SumsBuilder;
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
    fn typed_lines_are_in_no_documented_sum() {
        let loss = priced(&[("BTC", 50)]);
        let typed = ValuedLine {
            support: Support::Claimed,
            ..line(&loss)
        };
        let totals = totals(&[(open(ClaimState::Accepted), typed)]);
        let whole = &totals.whole;
        let actual = [
            whole.documented,
            whole.claimed,
            whole.accepted,
            totals.gross_loss,
        ];
        assert_eq!(actual, [0, 50, 0, 0].map(Money::from_units));
        assert!(totals.native.is_empty());
    }

    #[test]
    fn an_amount_is_in_one_column_by_its_support_and_among_the_accepted_by_its_claim() {
        use ClaimState::{Accepted, Submitted};
        let loss = priced(&[("BTC", 7)]);
        for (claim, support, expected) in [
            (Submitted, Support::Documented, [7, 0, 0]),
            (Accepted, Support::Corroborated, [7, 0, 7]),
            (Accepted, Support::Claimed, [0, 7, 0]),
        ] {
            let line = ValuedLine {
                support,
                ..line(&loss)
            };
            let whole = totals(&[(open(claim), line)]).whole;
            let actual = [whole.documented, whole.claimed, whole.accepted];
            assert_eq!(actual, expected.map(Money::from_units));
        }
    }

    #[test]
    fn kept_rows_make_the_totals_of_their_lines_without_what_was_left_out() {
        let (loss, gain) = (priced(&[("BTC", 50)]), priced(&[("DMG", -11)]));
        let state = open(ClaimState::Accepted);
        let mut sums = SumsBuilder::new(["k2".to_owned()]);
        sums.line("k1", &line(&loss), &[]);
        sums.line("k2", &line(&gain), &[]);
        let sums = sums.finish();
        let mut builder = TotalsBuilder::new(&Terms::default(), 1);
        for row in &sums.rows {
            builder.kept(true, row);
        }
        for row in &sums.reviewed["k2"] {
            builder.left_out(true, row);
        }
        let out = LineState {
            review: ReviewState::Excluded,
            ..state
        };
        let lines = [(state, line(&loss)), (out, line(&gain))];
        assert_eq!(builder.finish().unwrap(), totals(&lines));
    }

    #[test]
    fn drafts_withdrawn_declined_and_excluded_lines_count_nowhere() {
        let loss = priced(&[("BTC", 50)]);
        for state in ClaimState::ALL {
            let expected = if state.counts() { 50 } else { 0 };
            let documented = totals(&[(open(state), line(&loss))]).whole.documented;
            assert_eq!(documented, Money::from_units(expected), "{state}");
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
