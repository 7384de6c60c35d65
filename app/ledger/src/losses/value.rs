//! The valuation itself: balance changes × prices, rounded once a line.

use std::collections::{BTreeMap, HashSet};

use super::answers::{Answers, Asking};
use super::contest::group_key;
use super::derivatives;
use super::line::Part;
use super::terms::Terms;
use super::totals::Totals;
use super::{Credit, CreditLine, LossError, Valuation, conflicts, deltas};
use crate::amount::Amount;
use crate::entry::{Entry, Kind};
use crate::money::Money;
use crate::prices::PriceBook;
use crate::ratio::Ratio;
use crate::text::Text;

/// Values contested entries. Legs of one group must all be among them
/// ([`super::Contest::select`] sees to that).
///
/// # Errors
/// When a setting is wrong, or a manipulated asset was traded before its listing.
/// What has no price, or a loss that no line can hold, is no error: its line is
/// unpriced.
pub fn value(entries: &[&Entry], book: &PriceBook, terms: &Terms) -> Result<Valuation, LossError> {
    if let Some(conflict) = conflicts(entries, terms).into_iter().next() {
        terms.check()?;
        return Err(LossError::Conflict(conflict));
    }
    value_settled(entries, book, terms)
}

/// The same where somebody has said which assets are in doubt: see
/// [`super::settle`]. A trade before its asset's listing is no error here.
///
/// # Errors
/// When a setting is wrong.
pub fn value_settled(
    entries: &[&Entry],
    book: &PriceBook,
    terms: &Terms,
) -> Result<Valuation, LossError> {
    terms.check()?;
    let positions = derivatives::positions(entries, terms);
    let mut asking = Asking::new(book, terms);
    let answers: Vec<Answers<'_>> = entries
        .iter()
        .enumerate()
        .map(|(at, entry)| asking.entry(entry, positions.closed.get(&at)))
        .collect();
    let broken = broken_groups(entries, &answers);
    let mut lines = Vec::with_capacity(entries.len());
    for (entry, answers) in entries.iter().zip(answers) {
        let in_broken_group = entry.kind == Kind::Trade
            && group_key(entry).is_some_and(|group| broken.contains(&group));
        lines.push(answers.line(entry, terms, in_broken_group));
    }
    let totals = Totals::of(entries, &lines, positions.not_valued, (book, terms));
    let prices = book.records(lines.iter().flat_map(|line| &line.prices));
    Ok(Valuation {
        lines,
        totals,
        prices,
    })
}

/// Values what came back, each at its own time under basis `event`, else at the
/// day of the basis, so that no total mixes two.
///
/// # Errors
/// As [`value`].
pub fn value_credits(
    credits: &[Credit],
    book: &PriceBook,
    terms: &Terms,
) -> Result<Vec<CreditLine>, LossError> {
    terms.check()?;
    let mut asking = Asking::new(book, terms);
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
        }
    });
    Ok(valued.collect())
}

/// Groups of which a trade has no value by itself: all their trades have none.
fn broken_groups<'e>(
    entries: &[&'e Entry],
    answers: &[Answers<'e>],
) -> HashSet<(&'e str, &'e str, &'e str)> {
    let trades = entries.iter().zip(answers);
    let grouped = trades.filter(|(entry, _)| entry.kind == Kind::Trade);
    let grouped = grouped.filter_map(|(entry, answers)| Some((group_key(entry)?, entry, answers)));
    grouped
        .filter(|(_, entry, answers)| answers.lacks_own(entry) || answers.worth().is_none())
        .map(|(group, ..)| group)
        .collect()
}

/// Rounds a line once and its parts so that they add up to it: the one largest
/// in absolute value (ties: the first asset in byte order) takes the remainder. None
/// where the line or a part is past what a line can hold.
pub(super) fn parts(components: &[(Text, Ratio)]) -> Option<(Money, Vec<Part>)> {
    let exact = components
        .iter()
        .fold(Ratio::ZERO, |sum, (_, component)| sum.plus(component));
    let loss = Money::rounded(&exact)?;
    let mut parts = Vec::with_capacity(components.len());
    let mut largest: Option<(usize, Ratio)> = None;
    for (at, (asset, component)) in components.iter().enumerate() {
        parts.push(Part {
            asset: asset.clone(),
            amount: Money::rounded(component)?,
        });
        let size = component.abs();
        if largest.as_ref().is_none_or(|(_, most)| size > *most) {
            largest = Some((at, size));
        }
    }
    if let Some((at, _)) = largest {
        let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
        let rest: Money = others.map(|(_, part)| part.amount).sum();
        parts[at].amount = loss - rest;
        parts[at].amount.units()?;
    }
    Some((loss, parts))
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
