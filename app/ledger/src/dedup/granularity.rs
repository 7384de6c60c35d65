//! One account's money reported at two granularities: orders drop out where fills tell
//! them, and a statement's rows where a finer file does (method §6).
//!
//! Legs of a statement match by second, asset and amount. Where one file sums up
//! what the other lists, no single leg matches; then all legs of a second and asset
//! match that have the same sum. What is left is looked for by what it changed
//! (`changes`). Legs that match nothing, and every other kind of row, stay.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use crate::dedup::changes::{self, Matched};
use crate::dedup::details::Details;
use crate::dedup::equal::{is_rounded, is_rounded_a_little};
use crate::dedup::files::Files;
use crate::dedup::{Tolerances, Verdicts, Why, named, orders, profits};
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::Detail;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

/// Where a leg belongs, its amount left out.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Slot<'a> {
    exchange: &'a str,
    account: &'a str,
    second: i64,
    asset: &'a str,
    way: Way,
    sort: Kind,
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

/// Drops what finer files tell: orders that fills tell, then legs and rows of the
/// statement. A diagnostic names what is left of a statement among the trades of the
/// finer files.
pub(super) fn drop_coarser(
    entries: &[Entry],
    files: &Files,
    tolerances: &Tolerances,
    verdicts: &mut Verdicts,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let details = Details::of_all(files);
    orders::drop_orders_of_fills(entries, &details, tolerances, verdicts, diagnostics);
    for coarse in [Detail::Income, Detail::Statement] {
        if details.has_finer_beside(coarse) {
            let named = match coarse {
                Detail::Statement => named::drop_named(entries, &details, verdicts, diagnostics),
                _ => Matched::new(),
            };
            profits::drop_within_profits(entries, &details, coarse, tolerances, verdicts);
            let matched = drop_legs(entries, &details, coarse, named, verdicts);
            let warnings = changes::drop_equal_changes(
                entries, &details, coarse, &matched, tolerances, verdicts,
            );
            diagnostics.extend(warnings);
        }
    }
    for coarse in [Detail::Income, Detail::Statement] {
        if details.has_finer_beside(coarse) {
            say_unmatched(entries, &details, coarse, verdicts, diagnostics);
        }
    }
}

/// One leg of the statement that finer legs account for.
struct Match {
    leg: usize,
    finer: Vec<usize>,
}

/// Drops rows of coarse files all of whose legs match finer ones by second, asset
/// and amount, and adds what they matched.
fn drop_legs<'a>(
    entries: &'a [Entry],
    details: &Details<'_>,
    coarse: Detail,
    mut matched: Matched<'a>,
    verdicts: &mut Verdicts,
) -> Matched<'a> {
    let mut finer: HashMap<Slot<'_>, Vec<Leg<'_>>> = HashMap::new();
    let mut statement: HashMap<Slot<'_>, Vec<Leg<'_>>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let beside = details.beside(coarse, entry);
        let (Some(order), None, Some(sort)) = (beside, verdicts[at], sort(entry.kind)) else {
            continue;
        };
        match order {
            Ordering::Equal => add_legs(at, entry, (sort, &matched), &mut statement),
            _ => add_legs(at, entry, (sort, &matched), &mut finer),
        }
    }
    let mut matches: HashMap<usize, Vec<(&'a str, Match)>> = HashMap::new();
    // Fees last: equal ones are many, and a row's fee belongs to the entry that its
    // other legs match.
    let (fees, others): (Vec<_>, Vec<_>) = statement
        .into_iter()
        .partition(|(slot, _)| slot.way == Way::Fee);
    let (none, mut own) = (HashMap::new(), HashMap::<usize, Vec<usize>>::new());
    for (slot, mut legs) in others.into_iter().chain(fees) {
        let Some(finer) = finer.remove(&slot) else {
            continue;
        };
        let is_fee = slot.way == Way::Fee;
        if is_fee {
            // A row whose other legs match nothing stays, and takes nobody's fee;
            // a row of a fee alone takes what is left.
            let alone = |entry: &Entry| entry.out.is_none() && entry.in_.is_none();
            legs.retain(|leg| own.contains_key(&leg.entry) || alone(&entries[leg.entry]));
            legs.sort_by_key(|leg| !own.contains_key(&leg.entry));
        }
        let found = matching(legs, finer, is_fee, if is_fee { &own } else { &none });
        if !is_fee {
            for found in &found {
                own.entry(found.leg).or_default().extend(&found.finer);
            }
        }
        for found in found {
            let of_row = matches.entry(found.leg).or_default();
            of_row.push((slot.asset, found));
        }
    }
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

/// Says which rows of coarse files lie among those of finer ones and match none.
fn say_unmatched(
    entries: &[Entry],
    details: &Details<'_>,
    coarse: Detail,
    verdicts: &Verdicts,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut spans: HashMap<(&str, &str, Kind), (Moment, Moment)> = HashMap::new();
    let mut files: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for is_coarse in [false, true] {
        for (at, entry) in entries.iter().enumerate() {
            let beside = details.beside(coarse, entry);
            let Some(kind) = looked_for(entry, coarse).filter(|_| verdicts[at].is_none()) else {
                continue;
            };
            if beside.is_none_or(|order| order.is_eq() != is_coarse) {
                continue;
            }
            let place = (entry.exchange.as_str(), entry.account.as_str(), kind);
            if !is_coarse {
                let (first, last) = spans.entry(place).or_insert((entry.time, entry.time));
                (*first, *last) = ((*first).min(entry.time), (*last).max(entry.time));
                continue;
            }
            let span = spans.get(&place);
            if span.is_some_and(|(first, last)| (*first..=*last).contains(&entry.time)) {
                let (_, count) = files.entry(&entry.file).or_insert((entry.lines.start(), 0));
                *count += 1;
            }
        }
    }
    diagnostics.extend(files.into_iter().map(|(file, (line, count))| Diagnostic {
        file: file.to_owned(),
        line,
        column: 0,
        code: Code::NoteUnmatchedLegs,
        message: Message::ClaimLegs { count },
    }));
}

/// Among which rows a row should have its counterpart. Fees of a statement may be of
/// anything; those of an income are of fills.
fn looked_for(entry: &Entry, coarse: Detail) -> Option<Kind> {
    let is_income = coarse == Detail::Income;
    match entry.kind {
        Kind::Trade | Kind::Pnl | Kind::Funding => Some(entry.kind),
        Kind::Fee if is_income => Some(Kind::Fee),
        Kind::Derivative if is_income && entry.fee.is_some() => Some(Kind::Fee),
        _ => None,
    }
}

/// Kinds whose legs may be each other's: fees are booked as rows of their own or
/// with their trade.
fn sort(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::Trade | Kind::Fee | Kind::Derivative => Some(Kind::Trade),
        Kind::Pnl | Kind::Funding => Some(kind),
        _ => None,
    }
}

fn add_legs<'a>(
    at: usize,
    entry: &'a Entry,
    (sort, matched): (Kind, &Matched<'a>),
    legs: &mut HashMap<Slot<'a>, Vec<Leg<'a>>>,
) {
    let mut add = |way: Way, quantity: &'a Option<Quantity>| {
        let Some(quantity) = quantity
            .as_ref()
            .filter(|quantity| !quantity.amount.is_zero())
            .filter(|quantity| !matched.contains(&(at, &*quantity.asset)))
        else {
            return;
        };
        let slot = Slot {
            exchange: &entry.exchange,
            account: &entry.account,
            second: entry.time.seconds,
            asset: &quantity.asset,
            way,
            sort,
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

/// The legs of one slot that finer ones account for: one by one, of equal ones
/// first that of an entry which the row matches already (`own`), then those that are
/// equal but for rounding, then by sum.
fn matching<'a>(
    legs: Vec<Leg<'a>>,
    finer: Vec<Leg<'a>>,
    is_fee: bool,
    own: &HashMap<usize, Vec<usize>>,
) -> Vec<Match> {
    let mut by_amount: BTreeMap<&'a Amount, Vec<usize>> = BTreeMap::new();
    for (nth, leg) in finer.iter().enumerate().rev() {
        by_amount.entry(leg.amount).or_default().push(nth);
    }
    let mut is_used = vec![false; finer.len()];
    let mut left = Vec::new();
    let mut matches = Vec::new();
    for leg in legs {
        let equal = by_amount.get_mut(leg.amount);
        let nth = equal.and_then(|equal| {
            let own = own.get(&leg.entry);
            let is_own = |nth: &usize| own.is_some_and(|own| own.contains(&finer[*nth].entry));
            match equal.iter().rposition(is_own) {
                Some(at) => Some(equal.remove(at)),
                None => equal.pop(),
            }
        });
        match nth {
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
    by_amount.retain(|_, unused| !unused.is_empty());
    left.retain(|leg| {
        let Some(nth) = take_rounded(&mut by_amount, leg.amount, is_fee) else {
            return true;
        };
        is_used[nth] = true;
        matches.push(Match {
            leg: leg.entry,
            finer: vec![finer[nth].entry],
        });
        false
    });
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

/// Takes the finer leg next to an amount that is the same but for rounding.
fn take_rounded<'a>(
    finer: &mut BTreeMap<&'a Amount, Vec<usize>>,
    amount: &'a Amount,
    is_fee: bool,
) -> Option<usize> {
    let is_same = |other: &Amount| match is_fee {
        true => is_rounded(amount, other),
        false => is_rounded_a_little(amount, other),
    };
    let below = finer.range::<&Amount, _>(..amount).next_back();
    let mut next = below
        .into_iter()
        .chain(finer.range::<&Amount, _>(amount..).next());
    let same = next.find(|(other, _)| is_same(other))?;
    let same = *same.0;
    let legs = finer.get_mut(same)?;
    let nth = legs.pop();
    if legs.is_empty() {
        finer.remove(same);
    }
    nth
}
