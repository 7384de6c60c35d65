//! Turns contested rows of a claim into loss lines, row by row. This is the only place that
//! does. Stored lines for pages, totals under another basis and frozen snapshots all come
//! from [`value`].

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use casework::Support;
use casework::counting::ValuedLine;
use ledger::dedup::ConflictOfRows;
use ledger::losses::{
    Conflict, Contesting, Context, Contexts, Credit, CreditDoubts, CreditLine, LossLine, RuleNo,
    Surroundings, Terms, Totals, TotalsSum, Valuer, ValuingLimits, Verdict, Weighing,
    value_credits,
};
use ledger::messages::Message;
use ledger::{Amount, Deal, Diagnostic, Entry, Moment, PriceBook, RowConflict};
use store::{
    Claim, ContestRule, FoundInRows, KeptConflict, LineOf, Rows, RuleKind, Store, StoreError,
    TypedEntry,
};

use crate::jobs::contest;
use crate::jobs::followed::{Followed, Reviews};

/// Why a claim could not be valued; a person can act on each reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotValued(pub Message);

/// The inputs of a claim's figures besides its rows, prices and terms.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// Typed-in entries, by time; all of them are contested.
    pub(super) typed: Vec<(TypedEntry, Entry)>,
    rules: Vec<ContestRule>,
    /// The credits, each with the id of its record.
    credits: Vec<(String, Credit)>,
    /// The coordinators' reviews, by the key of the row.
    reviews: Reviews,
    deals: Vec<Deal>,
    /// A moment at which, as the claimant says, nothing was held in any contract.
    flat_before: Option<Moment>,
    found: FoundInRows,
}

impl Ground {
    /// The rules of the claim, in the order in which they were made.
    pub(super) fn rules(&self) -> &[ContestRule] {
        &self.rules
    }

    /// Reads the inputs. `found` is the result of comparing the rows.
    pub(super) async fn read(
        store: &Store,
        claim: &Claim,
        found: FoundInRows,
    ) -> anyhow::Result<Ground> {
        let typed = store.typed_entries(&claim.id).await?.into_iter();
        let typed = typed.map(|typed| {
            let entry = typed.entry()?;
            Ok((typed, entry))
        });
        let credits = store.credits(&claim.id).await?.into_iter();
        let credits = credits.map(|credit| {
            let parsed = Credit {
                file: "".into(),
                line: 0,
                time: Moment::from_micros(credit.time_us),
                asset: credit.asset.as_str().into(),
                amount: Amount::parse(&credit.amount)?,
                evidence: credit.evidence,
                note: credit.note,
            };
            Ok((credit.id, parsed))
        });
        let reviews = store.reviews(&claim.id).await?.into_iter();
        Ok(Ground {
            typed: typed.collect::<anyhow::Result<_>>()?,
            rules: store.rules(&claim.id).await?,
            credits: credits.collect::<anyhow::Result<_>>()?,
            reviews: reviews
                .map(|review| (review.entry_key, (review.at_us, review.state)))
                .collect(),
            deals: store.deals(&claim.id).await?,
            flat_before: claim.flat_before().map(|(at, _)| at),
            found,
        })
    }

    /// Keys of rows that a coordinator reviewed, and of rows that take over another row's
    /// review.
    pub(super) fn reviewed_keys(&self, rows: &Rows) -> Result<HashSet<String>, StoreError> {
        let keys = self.reviews.keys().map(String::as_str);
        let followed = Followed::read(rows, keys)?;
        Ok(followed.reviews(&self.reviews).into_keys().collect())
    }
}

/// A row that counts, or a typed-in entry, with the result of rules and prices.
pub(super) struct CheckedRow<'r> {
    /// Whose it is.
    pub(super) of: LineOf<'r>,
    /// What names the row.
    pub(super) key: &'r str,
    /// The entry.
    pub(super) entry: &'r Entry,
    /// Why it is contested; none when it is not.
    pub(super) reason: Option<&'r str>,
    /// Why it is left out of a contested period; none when it is not.
    pub(super) left_out: Option<&'r str>,
    /// Id of the rule that says one of the two; none where no rule does.
    pub(super) rule: Option<&'r str>,
    /// Its line, when it is contested, and the context of the line.
    pub(super) line: Option<(LossLine, Context)>,
    /// The terms with the claim's own statement and doubts.
    pub(super) terms: &'r Terms,
}

impl CheckedRow<'_> {
    /// What backs it.
    pub(super) fn support(&self) -> Support {
        match self.of {
            LineOf::Row(_) => Support::Documented,
            LineOf::Typed(_) => Support::Claimed,
        }
    }
}

/// A line in the form that totals take, for the claim with this reference.
pub(super) fn valued<'l>(
    reference: &'l str,
    (entry, support): (&'l Entry, Support),
    loss: &'l LossLine,
) -> ValuedLine<'l> {
    ValuedLine {
        claim: reference,
        exchange: &entry.exchange,
        time: entry.time,
        support,
        loss,
    }
}

/// The results of valuing a claim, besides its lines.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The sums of the lines, with credits.
    pub(super) totals: Totals,
    /// The credits with their values, each with the id of its record.
    pub(super) credits: Vec<(String, CreditLine)>,
    /// Manipulated assets that this claim traded before their listing.
    pub(super) conflicts: Vec<Conflict>,
    /// Conflicting rows of two of its files, settled or not; one of each conflict counts.
    pub(super) row_conflicts: Vec<KeptConflict>,
    /// The decisions that rows which count take over from dropped rows.
    pub(super) followed: Followed,
    /// Warnings about the files together.
    pub(super) remarks: Vec<Diagnostic>,
    /// The terms with the claim's own statement and doubts.
    pub(super) terms: Terms,
}

/// Values a claim. `terms` are the incident's, to which the claim adds what its claimant
/// says of contracts. Assets that this claim itself puts in doubt are added to the
/// unsettled ones, so that no claimant is ever blocked. `take` receives the
/// contested rows, or all rows that count, in order, and then the typed-in entries. Rows are
/// read a few at a time, as often as needed.
///
/// # Errors
/// When a setting of the incident is wrong or more must be held than the limits allow
/// ([`ledger::losses::LossError`]); errors of the disk; errors of `take`.
pub(super) fn value(
    ground: Ground,
    rows: &Rows,
    (book, mut terms): (&PriceBook, Terms),
    limits: &ValuingLimits,
    takes: Takes,
    take: &mut dyn FnMut(CheckedRow<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Found> {
    let Ground {
        typed,
        rules,
        credits,
        reviews,
        deals,
        flat_before,
        found,
    } = ground;
    terms.flat_before = flat_before;
    let decisions = Decisions::read(rows, rules, &reviews)?;
    let counted = rows.counted();
    let mut pass = Pass {
        rows,
        counted: &counted,
        contesting: contest::learnt(&decisions.rules, rows, limits)?,
    };
    let mut surroundings = Surroundings::new(&terms, &deals, limits);
    surround(&mut surroundings, &mut pass, &typed, &decisions.excluded)?;
    let (contexts, conflicts) = surroundings.settle(&mut terms);
    let terms = terms;
    let row_conflicts = found.conflicts.iter().map(|found| found.conflict.clone());
    let mut row_conflicts: Vec<RowConflict> = row_conflicts.collect();
    let mut valuing = Valuing {
        rows,
        typed: &typed,
        book,
        terms: &terms,
        contexts,
        valuer: Valuer::new(book, &terms)?,
        sum: TotalsSum::new(book, &terms, limits.unpriced_listed_max),
        weighing: Weighing::of(&row_conflicts),
    };
    valuing.find_broken_groups(&mut pass)?;
    valuing.value_rows(&mut pass, &decisions.rules, takes, take)?;
    valuing.value_typed(take)?;
    valuing.weigh(&mut row_conflicts)?;
    let (totals, credits) = valuing.finish(credits)?;
    let mut remarks = found.remarks;
    remarks.extend(decisions.lost);
    Ok(Found {
        totals,
        credits,
        conflicts,
        row_conflicts: named(rows, &found.conflicts, row_conflicts),
        followed: decisions.followed,
        remarks,
        terms,
    })
}

/// Decisions on rows, as they apply to the rows that count now.
struct Decisions {
    followed: Followed,
    rules: Vec<ContestRule>,
    /// Keys of rows that a coordinator excluded.
    excluded: HashSet<String>,
    /// Decisions that apply to no row any more.
    lost: Vec<Diagnostic>,
}

impl Decisions {
    fn read(
        rows: &Rows,
        rules: Vec<ContestRule>,
        reviews: &Reviews,
    ) -> Result<Decisions, StoreError> {
        let by_hand = rules.iter().filter(|rule| rule.kind != RuleKind::Period);
        let by_hand = by_hand.map(|rule| &rule.row_key);
        let decided: BTreeSet<&String> = by_hand.chain(reviews.keys()).collect();
        let followed = Followed::read(rows, decided.iter().map(|key| key.as_str()))?;
        let lost = followed.lost(&rules);
        let reviews = followed.reviews(reviews).into_iter();
        let excluded = reviews.filter(|(_, (_, state))| !state.counts());
        Ok(Decisions {
            excluded: excluded.map(|(key, _)| key).collect(),
            rules: followed.rules(rules),
            followed,
            lost,
        })
    }
}

/// The typed-in entries, each with a number after those of all rows.
fn numbered<'t>(
    rows: &Rows,
    typed: &'t [(TypedEntry, Entry)],
) -> impl Iterator<Item = (u32, &'t (TypedEntry, Entry))> + use<'t> {
    (rows.len()..).zip(typed)
}

/// The first scan: what the entries of the claim say of each other.
fn surround(
    surroundings: &mut Surroundings<'_>,
    pass: &mut Pass<'_>,
    typed: &[(TypedEntry, Entry)],
    excluded: &HashSet<String>,
) -> anyhow::Result<()> {
    let wants_all_own = surroundings.wants_all_own();
    pass.over(wants_all_own, |row, entry, verdict, key| {
        match verdict.contested {
            Some(_) => {
                let counts = excluded.is_empty() || !excluded.contains(&key());
                surroundings.contested(row, entry, counts)?;
            }
            None => surroundings.own(entry)?,
        }
        Ok(())
    })?;
    for (number, (typed, entry)) in numbered(pass.rows, typed) {
        surroundings.contested(number, entry, !excluded.contains(&typed.key()))?;
    }
    Ok(())
}

/// The scans after the first, under the terms that it settled.
struct Valuing<'v, 'd> {
    rows: &'v Rows,
    typed: &'v [(TypedEntry, Entry)],
    book: &'v PriceBook,
    terms: &'v Terms,
    contexts: Contexts<'d>,
    valuer: Valuer<'v>,
    sum: TotalsSum,
    weighing: Weighing,
}

impl Valuing<'_, '_> {
    /// Finds the groups with a trade that has no value: then none of their trades has one.
    fn find_broken_groups(&mut self, pass: &mut Pass<'_>) -> anyhow::Result<()> {
        if !self.contexts.has_groups() {
            return Ok(());
        }
        let (contexts, valuer) = (&mut self.contexts, &mut self.valuer);
        pass.over(false, |_, entry, verdict, _| {
            if verdict.contested.is_some() {
                contexts.group_leg(valuer, entry)?;
            }
            Ok(())
        })?;
        for (_, (_, entry)) in numbered(self.rows, self.typed) {
            contexts.group_leg(valuer, entry)?;
        }
        Ok(())
    }

    /// Values the rows.
    fn value_rows(
        &mut self,
        pass: &mut Pass<'_>,
        rules: &[ContestRule],
        takes: Takes,
        take: &mut dyn FnMut(CheckedRow<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let terms = self.terms;
        let reason = |no: RuleNo| rules[no.place()].reason.as_str();
        let id = |no: RuleNo| rules[no.place()].id.as_str();
        pass.over(takes == Takes::All, |row, entry, verdict, key| {
            let line = verdict.contested.map(|_| self.line(row, entry));
            if line.is_none() && takes == Takes::Contested {
                return Ok(());
            }
            take(CheckedRow {
                of: LineOf::Row(row),
                key: &key(),
                entry,
                reason: verdict.contested.map(reason),
                left_out: verdict.left_out.map(reason),
                rule: verdict.contested.or(verdict.left_out).map(id),
                line,
                terms,
            })
        })
    }

    /// Values the typed-in entries.
    fn value_typed(
        &mut self,
        take: &mut dyn FnMut(CheckedRow<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        for (number, (typed, entry)) in numbered(self.rows, self.typed) {
            let line = self.line(number, entry);
            take(CheckedRow {
                of: LineOf::Typed(&typed.id),
                key: &typed.key(),
                entry,
                reason: Some(""),
                left_out: None,
                rule: None,
                line: Some(line),
                terms: self.terms,
            })?;
        }
        Ok(())
    }

    /// The line of a contested entry, which it adds up.
    fn line(&mut self, row: u32, entry: &Entry) -> (LossLine, Context) {
        let context = self.contexts.context(row, entry);
        let loss = self.valuer.line(entry, &context);
        self.sum.add(entry, &loss);
        self.weighing.counted(entry, loss.loss);
        (loss, context)
    }

    /// Weighs conflicts by the values that the other rows would have.
    fn weigh(&mut self, conflicts: &mut [RowConflict]) -> anyhow::Result<()> {
        if self.weighing.is_empty() {
            return Ok(());
        }
        let others = self.rows.dropped();
        let others = others.filter(|(_, why, _)| why.is_contradiction());
        let others: Vec<Range<u32>> = others.map(|(row, _, _)| row..row + 1).collect();
        let (book, terms, weighing) = (self.book, self.terms, &mut self.weighing);
        self.rows.scan(&others, |_, entry| {
            weighing.other(&entry, book, terms);
            anyhow::Ok(())
        })?;
        weighing.weigh(conflicts);
        Ok(())
    }

    /// The totals, and the credits with their values.
    fn finish(
        self,
        credits: Vec<(String, Credit)>,
    ) -> anyhow::Result<(Totals, Vec<(String, CreditLine)>)> {
        let (ids, credits): (Vec<String>, Vec<Credit>) = credits.into_iter().unzip();
        let mut doubts = CreditDoubts::new(self.contexts.first_contested());
        let credits = value_credits(&credits, &mut doubts, self.book, self.terms)?;
        let positions = self.contexts.positions_not_valued().to_vec();
        let totals = self.sum.finish(positions).with_credits(&credits);
        Ok((totals, ids.into_iter().zip(credits).collect()))
    }
}

/// Weighed conflicts with the keys of their rows.
fn named(rows: &Rows, found: &[ConflictOfRows], weighed: Vec<RowConflict>) -> Vec<KeptConflict> {
    let kept = found
        .iter()
        .zip(weighed)
        .map(|(found, conflict)| KeptConflict {
            counted_key: rows.key_at(found.counted, &conflict.counted),
            other_key: rows.key_at(found.other, &conflict.other),
            conflict,
        });
    kept.collect()
}

/// Which rows are passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Contested rows only.
    Contested,
    /// All that count.
    All,
}

/// A pass over the rows that count.
struct Pass<'p> {
    rows: &'p Rows,
    counted: &'p [Range<u32>],
    contesting: Contesting,
}

impl Pass<'_> {
    /// Visits each row with the result of the rules, and a way to get its key. Where no rule
    /// contests anything, nothing is read unless `all` rows are requested.
    fn over(
        &mut self,
        all: bool,
        mut take: impl FnMut(u32, &Entry, Verdict, &dyn Fn() -> String) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let (rows, contesting) = (self.rows, &self.contesting);
        if !all && !contesting.can_contest() {
            return Ok(());
        }
        let needs_keys = contesting.names_rows();
        rows.scan(self.counted, |row, entry| {
            let own = match needs_keys {
                true => rows.key(row, &entry),
                false => String::new(),
            };
            let verdict = contesting.verdict(&entry, &own);
            let key = || match needs_keys {
                true => own.clone(),
                false => rows.key(row, &entry),
            };
            take(row, &entry, verdict, &key)
        })
    }
}
