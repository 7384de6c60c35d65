//! Rows that several files of one account have, the same to the last digit: the
//! largest number of times that one file has a row is how often it counts.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};

use hashbrown::{HashTable, hash_table};

use crate::dedup::equal::are_exactly_one;
use crate::dedup::files::Files;
use crate::dedup::{Verdicts, Why};
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::formats::Detail;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

/// Drops every file that has the same bytes as another.
pub(super) fn drop_same_files(
    entries: &[Entry],
    files: &Files,
    same: &[Option<usize>],
    verdicts: &mut Verdicts,
) {
    if same.iter().all(Option::is_none) {
        return;
    }
    let mut entries_of: Vec<Vec<usize>> = vec![Vec::new(); files.list.len()];
    for at in 0..entries.len() {
        entries_of[files.of(at)].push(at);
    }
    for (file, first) in same.iter().enumerate() {
        let Some(first) = first else { continue };
        let firsts = &entries_of[*first];
        for (nth, at) in entries_of[file].iter().enumerate() {
            let kept = firsts[twin(nth, firsts.len())];
            debug_assert!(entries[kept].lines == entries[*at].lines);
            verdicts[*at] = Some((Why::SameFile, kept));
        }
    }
}

/// The row of a file that is this one of a file with the same bytes: the same bytes
/// make the same rows, in the same order.
pub(super) fn twin(nth: usize, rows: usize) -> usize {
    if nth < rows { nth } else { 0 }
}

/// What tells fills of contracts apart: market, how much was traded, side, price.
type Contract<'a> = (
    &'a str,
    [Option<&'a Amount>; 2],
    Option<Side>,
    Option<&'a Amount>,
);

/// An entry, by what makes two rows the same (design §5.6).
#[derive(Clone, Copy)]
pub(super) struct Key<'a>(pub &'a Entry);

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
    fn contract(self) -> Option<Contract<'a>> {
        let Key(entry) = self;
        (entry.kind == Kind::Derivative).then(|| {
            (
                entry.market.as_str(),
                entry.traded(),
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
            (false, false) => self.trade() == other.trade() && are_exactly_one(a, b),
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
    detail: Option<Detail>,
    first: u32,
    last: u32,
    /// The unit that goes along the chain, and the entry it stands at.
    unit: u32,
    at: u32,
}

/// Drops rows that an earlier file of the account has as often.
pub(super) fn drop_same_rows(
    entries: &[Entry],
    files: &Files,
    units: &[usize],
    verdicts: &mut Verdicts,
) {
    if !several_units_of_one_account(files, units) {
        return;
    }
    // An order and its only fill look the same and are not: `orders` joins them.
    let details = files.details();
    let order = by_unit(entries, files, units);
    let random = foldhash::fast::RandomState::default();
    // What is looked up at random is kept small, what is large is used in order.
    let mut places: HashTable<u32> = HashTable::with_capacity(order.len());
    let mut rows: Vec<Seen> = Vec::with_capacity(order.len());
    let mut next = vec![NONE; entries.len()];
    for (here, unit) in order {
        let at = here as usize;
        if verdicts[at].is_some() {
            continue;
        }
        let detail = details[files.of(at)];
        let key = Key(&entries[at]);
        let first_of = |row: &Seen| Key(&entries[row.first as usize]);
        let place = places.entry(
            random.hash_one(key),
            |row| {
                let row = &rows[*row as usize];
                row.detail == detail && first_of(row) == key
            },
            |row| random.hash_one(first_of(&rows[*row as usize])),
        );
        let seen = match place {
            hash_table::Entry::Vacant(place) => {
                place.insert(rows.len() as u32);
                rows.push(Seen {
                    detail,
                    first: here,
                    last: here,
                    unit,
                    at: here,
                });
                continue;
            }
            hash_table::Entry::Occupied(row) => &mut rows[*row.get() as usize],
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

/// The entries that another unit may have too, each with its unit, one unit after
/// the other: parts of an export count together wherever they stand.
fn by_unit(entries: &[Entry], files: &Files, units: &[usize]) -> Vec<(u32, u32)> {
    let shared = shared_spans(spans(files, units));
    // Without an id a row is known by its time.
    let may_be_shared = |at: &usize| {
        let entry = &entries[*at];
        !entry.trade_id.is_empty() || is_within(entry.time, &shared)
    };
    let mut order: Vec<(u32, u32)> = (0..entries.len())
        .filter(may_be_shared)
        .map(|at| (at as u32, units[files.of(at)] as u32))
        .collect();
    if !order.is_sorted_by_key(|(_, unit)| *unit) {
        order.sort_by_key(|(_, unit)| *unit);
    }
    order
}

/// The first and the last moment of something.
type Span<T> = (T, T);

/// When each file tells of, with its unit.
fn spans(files: &Files, units: &[usize]) -> Vec<(usize, Span<Moment>)> {
    let list = files.list.iter().zip(units);
    list.filter_map(|(file, unit)| Some((*unit, file.span()?)))
        .collect()
}

/// Where two units or more tell of one time, in order.
pub(super) fn shared_spans<T: Ord + Copy>(mut spans: Vec<(usize, Span<T>)>) -> Vec<Span<T>> {
    spans.sort();
    // Files of one unit that overlap count once.
    spans.dedup_by(|(unit, next), (joined_unit, joined)| {
        let is_joined = unit == joined_unit && next.0 <= joined.1;
        if is_joined {
            joined.1 = joined.1.max(next.1);
        }
        is_joined
    });
    let mut ends: Vec<(T, bool)> = spans
        .iter()
        .flat_map(|(_, (first, last))| [(*first, false), (*last, true)])
        .collect();
    ends.sort();
    let mut shared = Vec::new();
    let (mut telling, mut from) = (0, None);
    for (time, is_last) in ends {
        match (is_last, telling) {
            (false, 1) => from = Some(time),
            (true, 2) => shared.extend(from.map(|from| (from, time))),
            _ => {}
        }
        telling = if is_last { telling - 1 } else { telling + 1 };
    }
    shared
}

/// Whether a time is in one of these spans, which are in order.
pub(super) fn is_within<T: Ord + Copy>(time: T, spans: &[Span<T>]) -> bool {
    let behind = spans.partition_point(|(first, _)| *first <= time);
    behind > 0 && time <= spans[behind - 1].1
}

fn several_units_of_one_account(files: &Files, units: &[usize]) -> bool {
    let mut unit_of: HashMap<(&str, &str), usize> = HashMap::new();
    files.list.iter().zip(units).any(|(file, unit)| {
        let first = *unit_of
            .entry((file.exchange(), file.account()))
            .or_insert(*unit);
        first != *unit
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::Text;
    use crate::dedup::Hashes;
    use crate::entry::ZoneSource;

    fn entry(file: &str, second: i64) -> Entry {
        Entry {
            file: Text::new(file),
            lines: 2.into(),
            time: Moment::from_seconds(second),
            zone_source: ZoneSource::Format,
            kind: Kind::Trade,
            ..Entry::default()
        }
    }

    /// Which seconds two units tell of: each file from the first to the last second
    /// of its span, in the unit that is named.
    fn shared(spans: &[(usize, i64, i64)]) -> Vec<(i64, i64)> {
        let entries: Vec<Entry> = spans
            .iter()
            .enumerate()
            .flat_map(|(file, (_, first, last))| {
                [*first, *last].map(|second| entry(&file.to_string(), second))
            })
            .collect();
        let units: Vec<usize> = spans.iter().map(|(unit, ..)| *unit).collect();
        let files = Files::among(&entries, &Hashes::new());
        let found = shared_spans(super::spans(&files, &units));
        let seconds = |span: &Span<Moment>| (span.0.seconds, span.1.seconds);
        found.iter().map(seconds).collect()
    }

    #[test]
    fn a_time_is_shared_where_files_of_two_units_tell_of_it() {
        assert_eq!(shared(&[(0, 0, 10), (1, 5, 20)]), [(5, 10)]);
        assert_eq!(shared(&[(0, 0, 10), (1, 10, 20)]), [(10, 10)]);
        assert_eq!(shared(&[(0, 0, 10), (1, 11, 20)]), []);
        assert_eq!(shared(&[(0, 0, 10), (0, 5, 20)]), [], "parts of one export");
        assert_eq!(
            shared(&[(0, 0, 10), (0, 5, 20), (1, 8, 30), (2, 28, 40), (1, 50, 60)]),
            [(8, 20), (28, 30)]
        );
        let nested = [(0, 0, 100), (1, 10, 50), (2, 20, 30), (3, 50, 60)];
        assert_eq!(shared(&nested), [(10, 60)]);
    }

    #[test]
    fn a_moment_is_within_a_span_at_both_its_ends() {
        let at = Moment::from_seconds;
        let spans = [(at(1), at(3)), (at(7), at(7))];
        let within: Vec<i64> = (0..9)
            .filter(|second| is_within(at(*second), &spans))
            .collect();
        assert_eq!(within, [1, 2, 3, 7]);
    }
}
