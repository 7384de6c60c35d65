//! Rows that several files of one account have: the largest number of times that
//! one file has a row is how often it counts.

use std::collections::HashMap;

use crate::amount::Amount;
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::moment::Moment;
use crate::resolve::files::Files;
use crate::resolve::{Hashes, Verdicts, Why};

/// Drops every file whose bytes an earlier one has, and says which.
pub(super) fn drop_same_files(
    entries: &[Entry],
    files: &Files<'_>,
    hashes: &Hashes,
    verdicts: &mut Verdicts,
) -> Vec<Option<usize>> {
    let mut first_of: HashMap<&str, usize> = HashMap::new();
    let same: Vec<Option<usize>> = files
        .list
        .iter()
        .enumerate()
        .map(|(at, file)| {
            let hash = hashes.get(file.name).filter(|hash| !hash.is_empty())?;
            let first = *first_of.entry(hash).or_insert(at);
            (first != at).then_some(first)
        })
        .collect();
    if same.iter().all(Option::is_none) {
        return same;
    }
    // The same bytes make the same entries, in the same order.
    let mut entries_of: Vec<Vec<usize>> = vec![Vec::new(); files.list.len()];
    for (at, file) in files.of_entry.iter().enumerate() {
        entries_of[*file].push(at);
    }
    for (file, first) in same.iter().enumerate() {
        let Some(first) = first else { continue };
        for (nth, at) in entries_of[file].iter().enumerate() {
            let kept = entries_of[*first].get(nth).or(entries_of[*first].first());
            debug_assert!(kept.is_some_and(|kept| entries[*kept].lines == entries[*at].lines));
            verdicts[*at] = kept.map(|kept| (Why::SameFile, *kept));
        }
    }
    same
}

/// What makes two rows the same (design §5.6).
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    exchange: &'a str,
    account: &'a str,
    kind: Kind,
    what: What<'a>,
}

#[derive(PartialEq, Eq, Hash)]
enum What<'a> {
    /// Trade ids are unique within a market at some exchanges only, hence the assets.
    Trade {
        id: &'a str,
        market: &'a str,
        out: &'a str,
        in_: &'a str,
    },
    Row {
        time: Moment,
        out: Option<(&'a str, &'a Amount)>,
        in_: Option<(&'a str, &'a Amount)>,
        fee: Option<(&'a str, &'a Amount)>,
        contract: Option<(&'a str, &'a str, Option<Side>, Option<&'a Amount>)>,
    },
}

impl<'a> Key<'a> {
    fn of(entry: &'a Entry) -> Key<'a> {
        let is_derivative = entry.kind == Kind::Derivative;
        let asset = |quantity: &'a Option<Quantity>| {
            quantity
                .as_ref()
                .map_or("", |quantity| quantity.asset.as_str())
        };
        let both = |quantity: &'a Option<Quantity>| {
            quantity
                .as_ref()
                .map(|quantity| (quantity.asset.as_str(), &quantity.amount))
        };
        let what = if entry.trade_id.is_empty() {
            What::Row {
                time: entry.time,
                out: both(&entry.out),
                in_: both(&entry.in_),
                fee: both(&entry.fee),
                // A fill of a contract moves nothing: only these tell two apart.
                contract: is_derivative.then(|| {
                    (
                        entry.market.as_str(),
                        entry.note.as_str(),
                        entry.side,
                        entry.price.as_ref(),
                    )
                }),
            }
        } else {
            What::Trade {
                id: &entry.trade_id,
                market: if is_derivative { &entry.market } else { "" },
                out: asset(&entry.out),
                in_: asset(&entry.in_),
            }
        };
        Key {
            exchange: &entry.exchange,
            account: &entry.account,
            kind: entry.kind,
            what,
        }
    }
}

/// How often a row was seen, by unit, and the entries that count.
#[derive(Default)]
struct Seen {
    /// The first unit and its count inline: nearly every row is in one file only.
    by_unit: Vec<(usize, usize)>,
    kept: Vec<usize>,
}

/// Drops rows that an earlier file of the account has as often.
pub(super) fn drop_same_rows(
    entries: &[Entry],
    files: &Files<'_>,
    units: &[usize],
    verdicts: &mut Verdicts,
) {
    if !several_units_of_one_account(files, units) {
        return;
    }
    let mut seen: HashMap<Key<'_>, Seen> = HashMap::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        if verdicts[at].is_some() {
            continue;
        }
        let unit = units[files.of_entry[at]];
        let seen = seen.entry(Key::of(entry)).or_default();
        let count = match seen.by_unit.iter_mut().find(|(of, _)| *of == unit) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                seen.by_unit.push((unit, 1));
                1
            }
        };
        match seen.kept.get(count - 1) {
            Some(kept) => verdicts[at] = Some((Why::SameRow, *kept)),
            None => seen.kept.push(at),
        }
    }
}

fn several_units_of_one_account(files: &Files<'_>, units: &[usize]) -> bool {
    let mut unit_of: HashMap<(&str, &str), usize> = HashMap::new();
    files.list.iter().zip(units).any(|(file, unit)| {
        let first = *unit_of
            .entry((file.exchange, file.account))
            .or_insert(*unit);
        first != *unit
    })
}
