//! The valuation itself: balance changes × prices, rounded once a line.

use std::collections::BTreeMap;

use super::line::LossLine;
use super::price_lookup::PriceLookup;
use super::surroundings::{Context, Surroundings};
use super::totals::TotalsSum;
use super::{Credit, CreditDoubts, CreditLine, LossError, Valuation, conflicts, deltas};
use crate::base::text::Text;
use crate::entry::Entry;
use crate::numbers::amount::Amount;
use crate::numbers::money::Money;
use crate::prices::PriceBook;
use crate::terms::Terms;
use crate::terms::limits::ValuingLimits;

/// Values contested entries. Legs of one group must all be among them
/// ([`super::Contest::select`] sees to that). Nothing is known of other entries:
/// [`value_among`] is given them.
///
/// # Errors
/// When a setting is wrong, or a manipulated asset was traded before its listing.
/// What has no price, or a loss that no line can hold, is no error: its line is
/// unpriced.
pub fn value(entries: &[&Entry], book: &PriceBook, terms: &Terms) -> Result<Valuation, LossError> {
    refuse_conflicts(entries, terms)?;
    value_settled(entries, book, terms)
}

/// The same where all entries that count are known, in reading order, and which of them
/// are contested, by their places among all ([`super::Selection::contested`]): the owner's
/// fills move positions too, and an account's history may begin with its first deposit.
///
/// # Errors
/// As [`value`].
pub fn value_among(
    all: &[&Entry],
    contested: &[usize],
    book: &PriceBook,
    terms: &Terms,
) -> Result<Valuation, LossError> {
    let entries: Vec<&Entry> = contested.iter().map(|at| all[*at]).collect();
    refuse_conflicts(&entries, terms)?;
    value_settled_among(all, contested, book, terms)
}

/// The same where somebody has decided which assets are in doubt, as [`value_settled`].
pub(super) fn value_settled_among(
    all: &[&Entry],
    contested: &[usize],
    book: &PriceBook,
    terms: &Terms,
) -> Result<Valuation, LossError> {
    let mut surroundings = Surroundings::new(terms, &[], &ValuingLimits::NONE);
    let mut rows = (0..).zip(contested).peekable();
    for (at, entry) in all.iter().enumerate() {
        match rows.next_if(|(_, place)| **place == at) {
            Some((row, _)) => surroundings.contested(row, entry, false)?,
            None => surroundings.own(entry)?,
        }
    }
    let entries: Vec<&Entry> = contested.iter().map(|at| all[*at]).collect();
    value_within(surroundings, &entries, book, terms)
}

fn refuse_conflicts(contested: &[&Entry], terms: &Terms) -> Result<(), LossError> {
    match conflicts(contested, terms).into_iter().next() {
        Some(conflict) => {
            terms.check()?;
            Err(LossError::Conflict(conflict))
        }
        None => Ok(()),
    }
}

/// The same, with given assets in doubt: see
/// [`super::settle`]. A trade before its asset's listing is no error here.
///
/// # Errors
/// When a setting is wrong.
pub fn value_settled(
    entries: &[&Entry],
    book: &PriceBook,
    terms: &Terms,
) -> Result<Valuation, LossError> {
    let limits = &ValuingLimits::NONE;
    let mut surroundings = Surroundings::new(terms, &[], limits).of_contested_only();
    for (row, entry) in (0..).zip(entries) {
        // Nothing is put in doubt here: the terms say what is.
        surroundings.contested(row, entry, false)?;
    }
    value_within(surroundings, entries, book, terms)
}

fn value_within(
    surroundings: Surroundings<'_>,
    entries: &[&Entry],
    book: &PriceBook,
    terms: &Terms,
) -> Result<Valuation, LossError> {
    let mut valuer = Valuer::new(book, terms)?;
    let (mut contexts, _) = surroundings.settle(&mut terms.clone());
    if contexts.has_groups() {
        for entry in entries {
            contexts.group_leg(&mut valuer, entry)?;
        }
    }
    let rows = (0..).zip(entries);
    let lines: Vec<LossLine> = rows
        .map(|(row, entry)| valuer.line(entry, &contexts.context(row, entry)))
        .collect();
    let mut sum = TotalsSum::new(book, terms, ValuingLimits::NONE.unpriced_listed_max);
    for (entry, line) in entries.iter().zip(&lines) {
        sum.add(entry, line);
    }
    let totals = sum.finish(contexts.positions_not_valued().to_vec());
    let prices = book.records(lines.iter().flat_map(|line| &line.prices));
    Ok(Valuation {
        lines,
        totals,
        prices,
    })
}

/// Makes the line of one entry at a time. The same entry and context, the same prices
/// and terms make the same line to the last byte.
pub struct Valuer<'a> {
    asking: PriceLookup<'a>,
    terms: &'a Terms,
}

impl<'a> Valuer<'a> {
    /// Prices and terms, those that [`super::settle`] left.
    ///
    /// # Errors
    /// When a setting is wrong.
    pub fn new(book: &'a PriceBook, terms: &'a Terms) -> Result<Valuer<'a>, LossError> {
        terms.check()?;
        Ok(Valuer {
            asking: PriceLookup::new(book, terms),
            terms,
        })
    }

    /// The line of a contested entry.
    pub fn line(&mut self, entry: &Entry, context: &Context) -> LossLine {
        let answers = self.asking.entry(entry, context.closed.as_ref());
        answers.line(entry, self.terms, context)
    }

    /// Whether an entry has no value by itself, so that no leg of its group has one.
    pub(super) fn lacks_value(&mut self, entry: &Entry) -> bool {
        let answers = self.asking.entry(entry, None);
        answers.lacks_own(entry) || answers.worth().is_none()
    }
}

/// Values what came back, each at its own time under basis `event`, else at the
/// day of the basis, so that no total mixes two. `doubts` has seen the credits before
/// these.
///
/// # Errors
/// When a setting is wrong.
pub fn value_credits(
    credits: &[Credit],
    doubts: &mut CreditDoubts,
    book: &PriceBook,
    terms: &Terms,
) -> Result<Vec<CreditLine>, LossError> {
    terms.check()?;
    let mut asking = PriceLookup::new(book, terms);
    let valued = credits.iter().map(|credit| {
        let (asked, answer) = asking.ask(&credit.asset, None, credit.time);
        let priced = answer.ok();
        let value = priced
            .as_ref()
            .map(|priced| priced.ratio.times(&credit.amount));
        CreditLine {
            credit: credit.clone(),
            value: value.and_then(|exact| Money::rounded(&exact)),
            price: priced.map(|priced| priced.price(&credit.asset, &asked)),
            doubts: doubts.of(credit),
        }
    });
    Ok(valued.collect())
}

/// Balance changes by asset, exactly: in − out − fee.
pub fn native(entries: &[&Entry]) -> BTreeMap<Text, Amount> {
    let mut sums: BTreeMap<Text, Amount> = BTreeMap::new();
    for entry in entries {
        for (asset, units) in deltas(entry) {
            add(&mut sums, asset, &units);
        }
    }
    sums
}

pub(super) fn add(sums: &mut BTreeMap<Text, Amount>, asset: &Text, units: &Amount) {
    match sums.get_mut(asset) {
        Some(sum) => *sum = sum.plus(units),
        None => {
            sums.insert(asset.clone(), units.clone());
        }
    }
}
