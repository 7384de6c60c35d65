//! One account's money told at two granularities: orders drop out where fills tell
//! them, and a statement's rows where a finer file does (method §6).
//!
//! Legs of a statement match by second, asset and amount. Where one file sums up
//! what the other lists, no single leg matches; then all legs of a second and asset
//! match that have the same sum. What is left is looked for by what it changed
//! (`changes`). Legs that match nothing, and every other kind of row, stay.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::amount::Amount;
use crate::diagnostic::Diagnostic;
use crate::entry::{Entry, Kind, Quantity};
use crate::moment::Moment;
use crate::readers::{Detail, format_by_id};
use crate::resolve::changes::{self, Matched};
use crate::resolve::{Verdicts, Why, orders};

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

/// How finely each format and each account is told.
pub(super) struct Details<'a> {
    of_format: HashMap<&'a str, Detail>,
    /// Accounts that have both a statement and finer files.
    both: HashSet<(&'a str, &'a str)>,
}

impl<'a> Details<'a> {
    fn of_all(entries: &'a [Entry]) -> Details<'a> {
        let mut of_format = HashMap::new();
        let mut told: HashMap<(&str, &str), [bool; 2]> = HashMap::new();
        let mut latest = None;
        for entry in entries {
            let place = (entry.exchange.as_str(), entry.account.as_str());
            if latest == Some((place, &entry.format)) {
                continue;
            }
            latest = Some((place, &entry.format));
            let Some(format) = format_by_id(&entry.format) else {
                continue;
            };
            of_format.insert(entry.format.as_str(), format.detail);
            let is_statement = format.detail == Detail::Statement;
            told.entry(place).or_default()[usize::from(is_statement)] = true;
        }
        let both = told
            .into_iter()
            .filter(|(_, told)| *told == [true, true])
            .map(|(place, _)| place)
            .collect();
        Details { of_format, both }
    }

    /// How finely the format of an entry tells.
    pub fn of(&self, entry: &Entry) -> Option<Detail> {
        self.of_format.get(entry.format.as_str()).copied()
    }

    /// Whether any format tells so finely.
    pub fn has(&self, detail: Detail) -> bool {
        self.of_format.values().any(|other| *other == detail)
    }

    /// Whether the account of an entry has both a statement and finer files.
    pub fn is_told_twice(&self, entry: &Entry) -> bool {
        self.both
            .contains(&(entry.exchange.as_str(), entry.account.as_str()))
    }
}

/// Drops what finer files tell: orders that fills tell, then legs and rows of the
/// statement. What is left of a statement among the trades of the finer files is
/// said.
pub(super) fn drop_coarser(
    entries: &[Entry],
    verdicts: &mut Verdicts,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let details = Details::of_all(entries);
    orders::drop_told_by_fills(entries, &details, verdicts, diagnostics);
    if details.both.is_empty() {
        return;
    }
    let matched = drop_legs(entries, &details, verdicts);
    changes::drop_equal_changes(entries, &details, &matched, verdicts);
    say_unmatched(entries, &details, verdicts, diagnostics);
}

/// One leg of the statement that finer legs account for.
struct Match {
    leg: usize,
    finer: Vec<usize>,
}

/// Drops rows of the statement all of whose legs match finer ones by second, asset
/// and amount, and returns what they matched.
fn drop_legs<'a>(
    entries: &'a [Entry],
    details: &Details<'_>,
    verdicts: &mut Verdicts,
) -> Matched<'a> {
    let mut finer: HashMap<Slot<'_>, Vec<Leg<'_>>> = HashMap::new();
    let mut statement: HashMap<Slot<'_>, Vec<Leg<'_>>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if verdicts[at].is_some() || !details.is_told_twice(entry) {
            continue;
        }
        let is_statement = details.of(entry) == Some(Detail::Statement);
        match entry.kind {
            Kind::Trade | Kind::Fee if is_statement => add_legs(at, entry, &mut statement),
            Kind::Trade | Kind::Fee | Kind::Derivative => add_legs(at, entry, &mut finer),
            _ => {}
        }
    }
    let mut matches: HashMap<usize, Vec<(&'a str, Match)>> = HashMap::new();
    for (slot, legs) in statement {
        let Some(finer) = finer.remove(&slot) else {
            continue;
        };
        for found in matching(legs, finer) {
            let of_row = matches.entry(found.leg).or_default();
            of_row.push((slot.asset, found));
        }
    }
    let mut matched = Matched::new();
    for (row, found) in matches {
        let entry = &entries[row];
        let legs = [&entry.out, &entry.in_, &entry.fee].into_iter().flatten();
        let legs = legs.filter(|leg| !leg.amount.is_zero()).count();
        if found.len() < legs {
            continue;
        }
        let kept = found.iter().flat_map(|(_, found)| &found.finer).min();
        verdicts[row] = kept.map(|kept| (Why::CoarserFile, *kept));
        for (asset, found) in found {
            matched.extend(found.finer.into_iter().map(|finer| (finer, asset)));
        }
    }
    matched
}

/// Says which trades of a statement lie among those of finer files and match none.
fn say_unmatched(
    entries: &[Entry],
    details: &Details<'_>,
    verdicts: &Verdicts,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let open = |at: usize| {
        let entry = &entries[at];
        let counts = verdicts[at].is_none() && entry.kind == Kind::Trade;
        (counts && details.is_told_twice(entry)).then_some(entry)
    };
    let is_statement = |entry: &Entry| details.of(entry) == Some(Detail::Statement);
    let mut spans: HashMap<(&str, &str), (Moment, Moment)> = HashMap::new();
    for entry in (0..entries.len())
        .filter_map(open)
        .filter(|entry| !is_statement(entry))
    {
        let place = (entry.exchange.as_str(), entry.account.as_str());
        let (first, last) = spans.entry(place).or_insert((entry.time, entry.time));
        (*first, *last) = ((*first).min(entry.time), (*last).max(entry.time));
    }
    let mut files: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for entry in (0..entries.len())
        .filter_map(open)
        .filter(|entry| is_statement(entry))
    {
        let place = (entry.exchange.as_str(), entry.account.as_str());
        let is_among = spans
            .get(&place)
            .is_some_and(|(first, last)| *first <= entry.time && entry.time <= *last);
        if is_among {
            let (_, count) = files.entry(&entry.file).or_insert((entry.lines.start(), 0));
            *count += 1;
        }
    }
    diagnostics.extend(files.into_iter().map(|(file, (line, count))| Diagnostic {
        file: file.to_owned(),
        line,
        column: 0,
        code: "NOTE-UNMATCHED-LEGS".to_owned(),
        sentence: format!(
            "{count} of its legs of trades, this one first, match nothing in the finer files of the account and count as they stand"
        ),
    }));
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

/// The legs of one slot that finer ones account for: one by one, then by sum.
fn matching(legs: Vec<Leg<'_>>, finer: Vec<Leg<'_>>) -> Vec<Match> {
    let mut by_amount: HashMap<&Amount, Vec<usize>> = HashMap::new();
    for (nth, leg) in finer.iter().enumerate().rev() {
        by_amount.entry(leg.amount).or_default().push(nth);
    }
    let mut is_used = vec![false; finer.len()];
    let mut left = Vec::new();
    let mut matches = Vec::new();
    for leg in legs {
        match by_amount.get_mut(leg.amount).and_then(Vec::pop) {
            Some(nth) => {
                is_used[nth] = true;
                matches.push(Match {
                    leg: leg.entry,
                    finer: vec![finer[nth].entry],
                });
            }
            None => left.push(leg),
        }
    }
    let unused: Vec<&Leg<'_>> = finer
        .iter()
        .zip(&is_used)
        .filter(|(_, used)| !**used)
        .map(|(leg, _)| leg)
        .collect();
    let sum = |legs: &mut dyn Iterator<Item = &Amount>| {
        legs.fold(Amount::ZERO, |sum, amount| sum.plus(amount))
    };
    let all = sum(&mut unused.iter().map(|leg| leg.amount));
    if !left.is_empty() && !unused.is_empty() && all == sum(&mut left.iter().map(|leg| leg.amount))
    {
        let finer: Vec<usize> = unused.iter().map(|leg| leg.entry).collect();
        matches.extend(left.into_iter().map(|leg| Match {
            leg: leg.entry,
            finer: finer.clone(),
        }));
    }
    matches
}
