//! Totals out of loss lines, in one pass.
//!
//! Freezing and the verification of a bundle add up with this same code, the one
//! over stored lines, the other over recomputed ones; so equal lines give equal
//! totals, and what differs is a line.

use std::collections::BTreeMap;

use ledger::losses::{CreditLine, LossLine, METHOD, PositionNotValued, Terms};
use ledger::{Amount, Moment, Money, RowConflict};

use super::{Claim, Content};
use crate::claim::{ClaimState, ReviewState, Support};
use crate::totals::{
    Conditions, Counts, HeldPosition, ListedCredit, MissingPrice, OpenConflicts, Sums, TotalRow,
    Totals, TotalsError,
};

/// One contested line as a total sees it.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// Reference of its claim.
    pub claim: &'a str,
    /// State of its claim.
    pub state: ClaimState,
    /// What the coordinator says of it.
    pub review: ReviewState,
    /// What stands behind it.
    pub support: Support,
    /// Exchange of its entry.
    pub exchange: &'a str,
    /// Time of its entry.
    pub time: Moment,
    /// Its value.
    pub loss: &'a LossLine,
}

/// A running total.
#[derive(Clone, Debug)]
pub struct Sum {
    totals: Totals,
    claims: BTreeMap<String, Sums>,
    exchanges: BTreeMap<String, Sums>,
    assets: BTreeMap<String, Sums>,
    days: BTreeMap<String, Sums>,
    native: BTreeMap<String, Amount>,
    missing: BTreeMap<String, MissingPrice>,
}

impl Sum {
    /// Nothing counted yet.
    pub fn new(terms: &Terms, price_version: i64) -> Sum {
        Sum {
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
            claims: BTreeMap::new(),
            exchanges: BTreeMap::new(),
            assets: BTreeMap::new(),
            days: BTreeMap::new(),
            native: BTreeMap::new(),
            missing: BTreeMap::new(),
        }
    }

    /// Takes in a claim, so that one without lines has its row too.
    pub fn claim(&mut self, reference: &str, state: ClaimState) {
        if state.counts() {
            self.claims.entry(reference.to_owned()).or_default();
            self.totals.counts.claims += 1;
            self.totals.counts.claims_accepted += i64::from(state == ClaimState::Accepted);
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

    /// Adds a line, where its claim counts and it is not excluded.
    pub fn line(&mut self, line: &Counted<'_>) {
        if !line.state.counts() {
            return;
        }
        if line.review == ReviewState::Excluded {
            self.totals.counts.excluded += 1;
            return;
        }
        let cell = cell(line, line.loss.loss);
        let day = line.time.day_start().to_string();
        let day = day.split('T').next().unwrap_or_default();
        if line.loss.loss.is_none() {
            self.missing(line.loss, day);
        }
        self.totals.whole.add(&cell);
        add(&mut self.claims, line.claim, &cell);
        add(&mut self.exchanges, line.exchange, &cell);
        add(&mut self.days, day, &cell);
        self.totals.counts.unpriced += cell.unpriced;
        self.gross(cell.documented);
        self.assets(line);
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

    /// By asset the parts of a line count, and its units whether priced or not.
    fn assets(&mut self, line: &Counted<'_>) {
        if line.loss.loss.is_none() {
            for quantity in &line.loss.unpriced {
                add(&mut self.assets, &quantity.asset, &cell(line, None));
            }
        }
        for part in &line.loss.parts {
            let cell = cell(line, Some(part.amount));
            add(&mut self.assets, &part.asset, &cell);
        }
        if line.support != Support::Claimed {
            for delta in &line.loss.native {
                let units = self.native.entry(delta.asset.to_string()).or_default();
                *units = units.plus(&delta.units);
            }
        }
    }

    /// Adds what came back to a claim; a credit without a price is in no sum, and
    /// listed beside it.
    pub fn credit(&mut self, claim: &str, state: ClaimState, line: &CreditLine) {
        if !state.counts() {
            return;
        }
        self.totals.credits += line.value.unwrap_or_default();
        self.totals.credits_listed.push(ListedCredit {
            claim: claim.to_owned(),
            time: line.credit.time.to_string(),
            asset: line.credit.asset.to_string(),
            units: line.credit.amount.to_string(),
            value: line.value,
        });
    }

    /// The tables, checked to add up.
    ///
    /// # Errors
    /// When a table does not.
    pub fn finish(self) -> Result<Totals, TotalsError> {
        let mut totals = self.totals;
        totals.by_claim = rows(self.claims);
        totals.by_exchange = rows(self.exchanges);
        totals.by_asset = rows(self.assets);
        totals.by_day = rows(self.days);
        let native = self.native.into_iter();
        totals.native = native.map(|(a, units)| (a, units.to_string())).collect();
        totals.missing = self.missing.into_values().collect();
        totals.check()?;
        Ok(totals)
    }
}

impl Content {
    /// The totals of the claims that `chosen` picks.
    ///
    /// # Errors
    /// When a table does not add up.
    pub fn sum(&self, chosen: impl Fn(&Claim) -> bool) -> Result<Totals, TotalsError> {
        let mut sum = Sum::new(&self.method.terms, self.price_version);
        for claim in self.claims.iter().filter(|claim| chosen(claim)) {
            claim.add_to(&mut sum);
        }
        sum.finish()
    }
}

impl Claim {
    /// Adds the claim's contested lines and credits.
    pub fn add_to(&self, sum: &mut Sum) {
        sum.claim(&self.reference, self.state);
        for line in &self.lines {
            let Some(loss) = &line.loss else { continue };
            sum.line(&Counted {
                claim: &self.reference,
                state: self.state,
                review: line.review.state,
                support: line.support,
                exchange: &line.entry.exchange,
                time: line.entry.time,
                loss,
            });
        }
        sum.positions(&self.reference, self.state, &self.positions_not_valued);
        sum.conflicts(self.state, &self.conflicts);
        for credit in &self.credits {
            sum.credit(&self.reference, self.state, credit);
        }
    }
}

fn cell(line: &Counted<'_>, amount: Option<Money>) -> Sums {
    let loss = amount.unwrap_or_default();
    let (documented, claimed) = match line.support {
        Support::Claimed => (Money::ZERO, loss),
        Support::Documented | Support::Corroborated => (loss, Money::ZERO),
    };
    let accepted = line.state == ClaimState::Accepted;
    Sums {
        documented,
        claimed,
        accepted: if accepted { documented } else { Money::ZERO },
        lines: i64::from(amount.is_some()),
        unpriced: i64::from(amount.is_none()),
    }
}

fn add(rows: &mut BTreeMap<String, Sums>, key: &str, cell: &Sums) {
    match rows.get_mut(key) {
        Some(sums) => sums.add(cell),
        None => {
            rows.insert(key.to_owned(), *cell);
        }
    }
}

fn rows(sums: BTreeMap<String, Sums>) -> Vec<TotalRow> {
    let rows = sums.into_iter();
    rows.map(|(key, sums)| TotalRow { key, sums }).collect()
}

#[cfg(test)]
mod tests {
    use ledger::losses::{Basis, Delta, Part, Status};

    use super::*;

    fn priced(parts: &[(&str, i64)]) -> LossLine {
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

    fn counted(loss: &LossLine) -> Counted<'_> {
        Counted {
            claim: "R-1",
            state: ClaimState::Submitted,
            review: ReviewState::Open,
            support: Support::Documented,
            exchange: "ftx",
            time: Moment::from_civil(2022, 10, 18, 75_600),
            loss,
        }
    }

    fn totals(lines: &[Counted<'_>]) -> Totals {
        let mut sum = Sum::new(&Terms::default(), 1);
        for line in lines {
            sum.line(line);
        }
        sum.finish().unwrap()
    }

    #[test]
    fn losses_gains_and_parts_add_up_in_every_table() {
        let (loss, gain) = (
            priced(&[("BTC", 50), ("USDT", -9)]),
            priced(&[("DMG", -11)]),
        );
        let totals = totals(&[counted(&loss), counted(&gain)]);
        assert_eq!(totals.whole.documented, Money::from_units(30));
        assert_eq!(
            (totals.gross_loss, totals.gross_gain),
            (Money::from_units(41), Money::from_units(11))
        );
        assert_eq!(totals.by_day[0].key, "2022-10-18");
        assert_eq!(totals.by_asset.len(), 3);
        assert_eq!(totals.native[0], ("BTC".to_owned(), "-50".to_owned()));
    }

    #[test]
    fn what_was_only_typed_in_is_in_no_documented_sum() {
        let loss = priced(&[("BTC", 50)]);
        let typed = Counted {
            support: Support::Claimed,
            state: ClaimState::Accepted,
            ..counted(&loss)
        };
        let totals = totals(&[typed]);
        assert_eq!(
            (totals.whole.documented, totals.whole.claimed),
            (Money::ZERO, Money::from_units(50))
        );
        assert_eq!(
            (totals.whole.accepted, totals.gross_loss),
            (Money::ZERO, Money::ZERO)
        );
        assert!(totals.native.is_empty());
    }

    #[test]
    fn drafts_withdrawn_declined_and_excluded_lines_count_nowhere() {
        let loss = priced(&[("BTC", 50)]);
        for state in ClaimState::ALL {
            let line = Counted {
                state,
                ..counted(&loss)
            };
            let expected = if state.counts() { 50 } else { 0 };
            let expected = Money::from_units(expected);
            assert_eq!(totals(&[line]).whole.documented, expected, "{state}");
        }
        let excluded = Counted {
            review: ReviewState::Excluded,
            ..counted(&loss)
        };
        assert_eq!(totals(&[excluded]).counts.excluded, 1);
        assert_eq!(totals(&[excluded]).whole, Sums::default());
    }

    #[test]
    fn lines_of_the_greatest_size_add_up_in_every_table() {
        let (most, least) = (priced(&[("BTC", i64::MAX)]), priced(&[("USDT", i64::MIN)]));
        let totals = totals(&[&most, &most, &most, &least, &least].map(counted));
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
