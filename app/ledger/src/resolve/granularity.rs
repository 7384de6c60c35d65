//! One account's money told at two granularities: the statement's legs of a
//! trade drop out where the trade history has the trade (method §6).
//!
//! Legs match by second, asset and amount. Where one file sums up what the other
//! lists, no single leg matches; then all legs of a second and asset match that
//! have the same sum. Legs that match nothing, and every other kind of row, stay.

use std::collections::{HashMap, HashSet};

use crate::amount::Amount;
use crate::entry::{Entry, Kind, Quantity};
use crate::readers::{Detail, format_by_id};
use crate::resolve::{Verdicts, Why};

/// Where a leg belongs, its amount left out.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Slot<'a> {
    exchange: &'a str,
    account: &'a str,
    second: i64,
    asset: &'a str,
    way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Way {
    Out,
    In,
    Fee,
}

/// One leg: the entry it is of, and its amount.
struct Leg<'a> {
    entry: usize,
    amount: &'a Amount,
}

/// Drops the statement's legs of trades that a trade history has.
pub(super) fn drop_coarser(entries: &[Entry], verdicts: &mut Verdicts) {
    let details = details(entries);
    let both = both_told(entries, &details);
    if both.is_empty() {
        return;
    }
    let is_open = |at: usize, verdicts: &Verdicts, detail: Detail| {
        let entry = &entries[at];
        verdicts[at].is_none()
            && details.get(entry.format.as_str()) == Some(&detail)
            && both.contains(&(entry.exchange.as_str(), entry.account.as_str()))
    };
    let mut fills: HashMap<Slot<'_>, Vec<Leg<'_>>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if entry.kind == Kind::Trade && is_open(at, verdicts, Detail::Fills) {
            add_legs(at, entry, &mut fills);
        }
    }
    let mut statement: HashMap<Slot<'_>, Vec<Leg<'_>>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if matches!(entry.kind, Kind::Trade | Kind::Fee) && is_open(at, verdicts, Detail::Statement)
        {
            add_legs(at, entry, &mut statement);
        }
    }
    for (slot, legs) in statement {
        if let Some(fills) = fills.remove(&slot) {
            drop_matching(legs, fills, verdicts);
        }
    }
}

fn details(entries: &[Entry]) -> HashMap<&str, Detail> {
    let mut details = HashMap::new();
    let mut latest = "";
    for entry in entries {
        if entry.format != latest {
            latest = &entry.format;
            if let Some(format) = format_by_id(latest) {
                details.insert(latest, format.detail);
            }
        }
    }
    details
}

/// Accounts that have both a statement and fills.
fn both_told<'a>(
    entries: &'a [Entry],
    details: &HashMap<&str, Detail>,
) -> HashSet<(&'a str, &'a str)> {
    let mut told: HashMap<(&str, &str), HashSet<Detail>> = HashMap::new();
    let mut latest = None;
    for entry in entries {
        let place = (entry.exchange.as_str(), entry.account.as_str());
        if latest == Some((place, &entry.format)) {
            continue;
        }
        latest = Some((place, &entry.format));
        if let Some(detail) = details.get(entry.format.as_str()) {
            told.entry(place).or_default().insert(*detail);
        }
    }
    told.into_iter()
        .filter(|(_, told)| told.contains(&Detail::Statement) && told.contains(&Detail::Fills))
        .map(|(place, _)| place)
        .collect()
}

fn add_legs<'a>(at: usize, entry: &'a Entry, legs: &mut HashMap<Slot<'a>, Vec<Leg<'a>>>) {
    let mut add = |way: Way, quantity: &'a Option<Quantity>| {
        let Some(quantity) = quantity
            .as_ref()
            .filter(|quantity| !quantity.amount.is_zero())
        else {
            return;
        };
        let slot = Slot {
            exchange: &entry.exchange,
            account: &entry.account,
            second: entry.time.seconds,
            asset: &quantity.asset,
            way,
        };
        legs.entry(slot).or_default().push(Leg {
            entry: at,
            amount: &quantity.amount,
        });
    };
    add(Way::Out, &entry.out);
    add(Way::In, &entry.in_);
    add(Way::Fee, &entry.fee);
}

/// Drops the legs of one slot that fills account for: one by one, then by sum.
fn drop_matching(legs: Vec<Leg<'_>>, fills: Vec<Leg<'_>>, verdicts: &mut Verdicts) {
    let mut by_amount: HashMap<&Amount, Vec<usize>> = HashMap::new();
    for (nth, fill) in fills.iter().enumerate().rev() {
        by_amount.entry(fill.amount).or_default().push(nth);
    }
    let mut is_used = vec![false; fills.len()];
    let mut left = Vec::new();
    for leg in legs {
        match by_amount.get_mut(leg.amount).and_then(Vec::pop) {
            Some(nth) => {
                is_used[nth] = true;
                verdicts[leg.entry] = Some((Why::CoarserFile, fills[nth].entry));
            }
            None => left.push(leg),
        }
    }
    let unused: Vec<&Leg<'_>> = fills
        .iter()
        .zip(&is_used)
        .filter(|(_, used)| !**used)
        .map(|(fill, _)| fill)
        .collect();
    let sum = |amounts: &mut dyn Iterator<Item = &Amount>| {
        amounts.fold(Amount::ZERO, |sum, amount| sum.plus(amount))
    };
    let (Some(first), false) = (unused.first(), left.is_empty()) else {
        return;
    };
    let fills_sum = sum(&mut unused.iter().map(|fill| fill.amount));
    if fills_sum == sum(&mut left.iter().map(|leg| leg.amount)) {
        for leg in left {
            verdicts[leg.entry] = Some((Why::CoarserFile, first.entry));
        }
    }
}
