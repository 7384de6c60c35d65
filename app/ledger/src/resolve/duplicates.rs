//! Rows that several files of one account have: the largest number of times that
//! one file has a row is how often it counts.

use std::collections::{HashMap, hash_map};
use std::hash::{Hash, Hasher};

use crate::amount::Amount;
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::moment::Moment;
use crate::readers::Detail;
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

/// An entry, by what makes two rows the same (design §5.6).
#[derive(Clone, Copy)]
struct Key<'a>(&'a Entry);

impl<'a> Key<'a> {
    /// Trade ids are unique within a market at some exchanges only, hence the
    /// assets, and the market where assets do not tell it.
    fn trade(self) -> (&'a str, &'a str, &'a str, &'a str) {
        let asset = |quantity: &'a Option<Quantity>| {
            quantity
                .as_ref()
                .map_or("", |quantity| quantity.asset.as_str())
        };
        let Key(entry) = self;
        (
            &entry.trade_id,
            self.market(),
            asset(&entry.out),
            asset(&entry.in_),
        )
    }

    /// Of a contract, whose fills move nothing and whose profits, funding and fees
    /// are in one asset: its market tells two apart.
    fn market(self) -> &'a str {
        let Key(entry) = self;
        match entry.kind {
            Kind::Derivative | Kind::Pnl | Kind::Funding | Kind::Fee => &entry.market,
            _ => "",
        }
    }

    fn moved(self) -> (Moment, &'a str, [&'a Option<Quantity>; 3]) {
        let Key(entry) = self;
        let moved = [&entry.out, &entry.in_, &entry.fee];
        (entry.time, self.market(), moved)
    }

    /// A fill of a contract moves nothing: only these tell two apart.
    fn contract(self) -> Option<(&'a str, &'a str, Option<Side>, Option<&'a Amount>)> {
        let Key(entry) = self;
        (entry.kind == Kind::Derivative).then(|| {
            (
                entry.market.as_str(),
                entry.note.as_str(),
                entry.side,
                entry.price.as_ref(),
            )
        })
    }
}

impl PartialEq for Key<'_> {
    fn eq(&self, other: &Self) -> bool {
        let (Key(a), Key(b)) = (self, other);
        let is_same = match (a.trade_id.is_empty(), b.trade_id.is_empty()) {
            (true, true) => self.moved() == other.moved() && self.contract() == other.contract(),
            (false, false) => self.trade() == other.trade(),
            _ => false,
        };
        is_same && a.kind == b.kind && a.exchange == b.exchange && a.account == b.account
    }
}

impl Eq for Key<'_> {}

impl Hash for Key<'_> {
    /// What is nearly always the same in all rows is left to [`PartialEq`].
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Key(entry) = self;
        if entry.trade_id.is_empty() {
            self.moved().hash(state);
            self.contract().hash(state);
        } else {
            self.trade().hash(state);
        }
    }
}

/// No entry.
const NONE: u32 = u32::MAX;

/// One row as far as it was seen. The entries of it that count are a chain, from
/// `first` to `last`, along which every unit goes anew.
struct Seen {
    first: u32,
    last: u32,
    /// The unit that goes along the chain, and the entry it stands at.
    unit: u32,
    at: u32,
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
    // An order and its only fill look the same and are not: `orders` joins them.
    let details = files.details();
    let mut seen: HashMap<(Option<Detail>, Key<'_>), Seen, foldhash::fast::RandomState> =
        HashMap::with_capacity_and_hasher(entries.len(), Default::default());
    let mut next = vec![NONE; entries.len()];
    for (at, unit) in by_unit(files, units) {
        if verdicts[at].is_some() {
            continue;
        }
        let here = at as u32;
        let detail = details[files.of_entry[at]];
        let seen = match seen.entry((detail, Key(&entries[at]))) {
            hash_map::Entry::Vacant(place) => {
                place.insert(Seen {
                    first: here,
                    last: here,
                    unit,
                    at: here,
                });
                continue;
            }
            hash_map::Entry::Occupied(seen) => seen.into_mut(),
        };
        let kept = match seen.unit == unit {
            true => next[seen.at as usize],
            false => seen.first,
        };
        seen.unit = unit;
        if kept == NONE {
            next[seen.last as usize] = here;
            (seen.last, seen.at) = (here, here);
        } else {
            seen.at = kept;
            verdicts[at] = Some((Why::SameRow, kept as usize));
        }
    }
}

/// Every entry with its unit, one unit after the other: parts of an export count
/// together wherever they stand.
fn by_unit(files: &Files<'_>, units: &[usize]) -> Vec<(usize, u32)> {
    let unit_of = |at: usize| units[files.of_entry[at]] as u32;
    let mut order: Vec<(usize, u32)> = (0..files.of_entry.len())
        .map(|at| (at, unit_of(at)))
        .collect();
    if !order.is_sorted_by_key(|(_, unit)| *unit) {
        order.sort_by_key(|(_, unit)| *unit);
    }
    order
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
