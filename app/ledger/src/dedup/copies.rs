//! Rows of two files that are one and do not look it: a spreadsheet dropped the
//! seconds, or a number went through a float and lost its last digits.
//!
//! Such a row is the other file's where both agree as far as the less exact one
//! tells. The more exact one counts.

use std::collections::{HashMap, HashSet};

use crate::dedup::exactness::{exactness, is_inexact, is_one_number, is_to_the_minute, numbers};
use crate::dedup::files::Files;
use crate::dedup::{Verdicts, Why};
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::Detail;

/// Rows among which a row's other self can be.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Bucket<'a> {
    exchange: &'a str,
    account: &'a str,
    detail: Option<Detail>,
    kind: Kind,
    minute: i64,
    assets: [&'a str; 3],
}

/// Drops rows that another file has more exactly.
pub(super) fn drop_less_exact(
    entries: &[Entry],
    files: &Files,
    units: &[usize],
    verdicts: &mut Verdicts,
) {
    if units.windows(2).all(|pair| pair[0] == pair[1]) {
        return;
    }
    let unit = |at: usize| units[files.of(at)];
    let details = files.details();
    let bucket = |at: usize| Bucket::of(&entries[at], details[files.of(at)]);
    let is_open = |at: &usize| verdicts[*at].is_none();
    let inexact: Vec<usize> = (0..entries.len())
        .filter(is_open)
        .filter(|at| is_inexact(&entries[*at]))
        .collect();
    let mut buckets: HashMap<Bucket<'_>, Vec<usize>> = HashMap::new();
    for at in &inexact {
        buckets.entry(bucket(*at)).or_default();
    }
    if buckets.is_empty() {
        return;
    }
    for at in (0..entries.len()).filter(is_open) {
        if let Some(rows) = buckets.get_mut(&bucket(at)) {
            rows.push(at);
        }
    }
    // Each row is at most one row of another unit.
    let mut paired: HashSet<(usize, usize)> = HashSet::new();
    for at in inexact {
        let rows = buckets.get(&bucket(at)).map_or(&[][..], |rows| rows);
        let other = rows.iter().copied().find(|other| {
            unit(at) != unit(*other)
                && verdicts[at].is_none()
                && verdicts[*other].is_none()
                && !paired.contains(&(*other, unit(at)))
                && !paired.contains(&(at, unit(*other)))
                && are_one(&entries[at], &entries[*other])
        });
        let Some(other) = other else { continue };
        let (kept, dropped) = match exactness(&entries[other]) > exactness(&entries[at]) {
            true => (other, at),
            false => (at, other),
        };
        paired.insert((kept, unit(dropped)));
        verdicts[dropped] = Some((Why::SameRow, kept));
    }
}

impl<'a> Bucket<'a> {
    fn of(entry: &'a Entry, detail: Option<Detail>) -> Bucket<'a> {
        let asset = |quantity: &'a Option<Quantity>| {
            let quantity = quantity.as_ref();
            quantity.map_or("", |quantity| quantity.asset.as_str())
        };
        Bucket {
            exchange: &entry.exchange,
            account: &entry.account,
            detail,
            kind: entry.kind,
            minute: entry.time.seconds.div_euclid(60),
            assets: [asset(&entry.out), asset(&entry.in_), asset(&entry.fee)],
        }
    }
}

/// Whether two rows of one bucket agree as far as the less exact one tells.
fn are_one(a: &Entry, b: &Entry) -> bool {
    let has_id = |entry: &Entry| !entry.trade_id.is_empty();
    let is_one_time =
        a.time.seconds == b.time.seconds || is_to_the_minute(a) != is_to_the_minute(b);
    let is_contract = a.kind == Kind::Derivative;
    is_one_time
        && !(has_id(a) && has_id(b))
        && (!is_contract
            || (a.market == b.market && a.price == b.price && a.traded() == b.traded()))
        && a.side == b.side
        && numbers(a)
            .into_iter()
            .zip(numbers(b))
            .all(|pair| match pair {
                (Some(a), Some(b)) => is_one_number(a, b),
                (a, b) => a.is_none() && b.is_none(),
            })
}
