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
/// When a setting is wrong, a manipulated asset was traded before its listing,
/// or a sum does not fit. What has no price is no error: its line is unpriced.
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
/// When a setting is wrong or a sum does not fit.
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
        lines.push(answers.line(entry, terms, in_broken_group)?);
    }
    let totals = Totals::of(entries, &lines, positions.not_valued, terms)?;
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
    credits
        .iter()
        .map(|credit| {
            let (asked, answer) = asking.ask(&credit.asset, None, credit.time);
            let Ok(priced) = answer else {
                return Ok(CreditLine {
                    credit: credit.clone(),
                    value: None,
                    price: None,
                });
            };
            let place = || format!("{}:{}", credit.file, credit.line);
            let exact = priced.ratio.times(&credit.amount);
            Ok(CreditLine {
                credit: credit.clone(),
                value: Some(rounded(&exact, terms, place)?),
                price: Some(priced.price(&credit.asset, &asked)),
            })
        })
        .collect()
}

pub(super) fn rounded(
    exact: &Ratio,
    terms: &Terms,
    place: impl FnOnce() -> String,
) -> Result<Money, LossError> {
    Money::rounded(exact).map_err(|_| LossError::TooLarge {
        place: place(),
        currency: terms.currency.clone(),
    })
}

/// Groups of which a trade's own leg has no price: all their trades have none.
fn broken_groups<'e>(
    entries: &[&'e Entry],
    answers: &[Answers<'e>],
) -> HashSet<(&'e str, &'e str, &'e str)> {
    let trades = entries.iter().zip(answers);
    trades
        .filter(|(entry, answers)| entry.kind == Kind::Trade && answers.lacks_own(entry))
        .filter_map(|(entry, _)| group_key(entry))
        .collect()
}

/// Rounds a line once and its parts so that they add up to it: the one largest
/// in absolute value (ties: the first asset in byte order) takes the remainder.
pub(super) fn parts(
    components: &[(Text, Ratio)],
    terms: &Terms,
    place: impl Fn() -> String,
) -> Result<(Money, Vec<Part>), LossError> {
    let exact = components
        .iter()
        .fold(Ratio::ZERO, |sum, (_, component)| sum.plus(component));
    let loss = rounded(&exact, terms, &place)?;
    let mut parts = Vec::with_capacity(components.len());
    let mut largest: Option<(usize, Ratio)> = None;
    for (at, (asset, component)) in components.iter().enumerate() {
        parts.push(Part {
            asset: asset.clone(),
            amount: rounded(component, terms, &place)?,
        });
        let size = component.abs();
        if largest.as_ref().is_none_or(|(_, most)| size > *most) {
            largest = Some((at, size));
        }
    }
    if let Some((at, _)) = largest {
        let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
        let rest = Money::sum(others.map(|(_, part)| part.amount));
        let remainder = rest.and_then(|rest| loss.minus(rest));
        parts[at].amount = remainder.map_err(|_| LossError::TooLarge {
            place: place(),
            currency: terms.currency.clone(),
        })?;
    }
    Ok((loss, parts))
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
