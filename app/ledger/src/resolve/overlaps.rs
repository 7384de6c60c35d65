//! Files of one account that tell of the same markets in the same time and have not
//! one row in common: a copy that lost more than can be found again, or one of them
//! read in a wrong zone. Nothing is dropped by it; it is said.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::amount::Amount;
use crate::diagnostic::{Code, Diagnostic};
use crate::entry::{Entry, Kind};
use crate::messages::Message;
use crate::readers::Detail;
use crate::resolve::Verdicts;
use crate::resolve::files::Files;

/// Zones are whole quarters of an hour apart: an hour at least, where people mistake
/// one for another, and never more than this.
const ZONE_STEP_SECONDS: i64 = 900;
const ZONE_SECONDS_MIN: i64 = 3600;
const ZONE_SECONDS_MAX: i64 = 26 * 3600;

/// What was given for what.
type Market<'a> = (&'a str, &'a str);

/// The trades of one file.
#[derive(Default)]
struct Trades<'a> {
    spans: HashMap<Market<'a>, (i64, i64)>,
    times: HashMap<(Market<'a>, &'a Amount, &'a Amount), Vec<i64>>,
    count: usize,
}

/// Says which files overlap and match nothing.
pub(super) fn remarks(
    entries: &[Entry],
    files: &Files<'_>,
    units: &[usize],
    verdicts: &Verdicts,
) -> Vec<Diagnostic> {
    let pairs = unmatched_pairs(files, units, verdicts);
    if pairs.is_empty() {
        return Vec::new();
    }
    let of_pairs: BTreeSet<usize> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let mut trades: HashMap<usize, Trades<'_>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let file = files.of(at);
        if of_pairs.contains(&file) {
            trades.entry(file).or_default().add(entry);
        }
    }
    let mut remarks = Vec::new();
    for (a, b) in pairs {
        let (Some(first), Some(second)) = (trades.get(&a), trades.get(&b)) else {
            continue;
        };
        let (name, other) = (files.list[b].name, files.list[a].name);
        let said = if let Some((seconds, count)) = first.shift_to(second) {
            Some((
                Code::WarnZonesDiffer,
                Message::ClaimZones {
                    count: count as u64,
                    file: other.into(),
                    span: hours(seconds).into(),
                },
            ))
        } else if first.overlaps(second) {
            Some((
                Code::WarnOverlap,
                Message::ClaimOverlap { file: other.into() },
            ))
        } else {
            None
        };
        remarks.extend(said.map(|(code, message)| Diagnostic {
            file: name.to_owned(),
            line: 0,
            column: 0,
            code,
            message,
        }));
    }
    remarks
}

/// Files of fills of one account, no row of one of which is known to be in the other.
fn unmatched_pairs(files: &Files<'_>, units: &[usize], verdicts: &Verdicts) -> Vec<(usize, usize)> {
    let details = files.details();
    let of_fills: Vec<usize> = (0..files.list.len())
        .filter(|file| details[*file] == Some(Detail::Fills))
        .collect();
    let mut pairs = Vec::new();
    for (nth, a) in of_fills.iter().enumerate() {
        for b in &of_fills[nth + 1..] {
            let (first, second) = (&files.list[*a], &files.list[*b]);
            let is_one_account =
                (first.exchange, first.account) == (second.exchange, second.account);
            if is_one_account && units[*a] != units[*b] && first.is_within(second, ZONE_SECONDS_MAX)
            {
                pairs.push((*a, *b));
            }
        }
    }
    if pairs.is_empty() {
        return pairs;
    }
    let mut matched: HashSet<(usize, usize)> = HashSet::new();
    for (at, verdict) in verdicts.iter().enumerate() {
        if let Some((_, kept)) = verdict {
            let (a, b) = (files.of(at), files.of(*kept));
            matched.insert((a.min(b), a.max(b)));
        }
    }
    pairs.retain(|pair| !matched.contains(pair));
    pairs
}

impl<'a> Trades<'a> {
    fn add(&mut self, entry: &'a Entry) {
        let (Some(out), Some(in_)) = (&entry.out, &entry.in_) else {
            return;
        };
        // Conversions have no side; they are in lists of their own.
        if entry.kind != Kind::Trade || entry.side.is_none() {
            return;
        }
        let market = (out.asset.as_str(), in_.asset.as_str());
        let second = entry.time.seconds;
        let span = self.spans.entry(market).or_insert((second, second));
        *span = (span.0.min(second), span.1.max(second));
        let key = (market, &out.amount, &in_.amount);
        self.times.entry(key).or_default().push(second);
        self.count += 1;
    }

    fn overlaps(&self, other: &Trades<'_>) -> bool {
        self.spans.iter().any(|(market, (first, last))| {
            let other = other.spans.get(market);
            other.is_some_and(|(from, until)| first < until && from < last)
        })
    }

    /// By how much the other's trades are late, and how many of them, where that is
    /// most of the shorter file's.
    fn shift_to(&self, other: &Trades<'_>) -> Option<(i64, usize)> {
        let mut shifts: HashMap<i64, usize> = HashMap::new();
        for (key, times) in &self.times {
            for (mine, theirs) in times.iter().zip(other.times.get(key).into_iter().flatten()) {
                let shift = theirs - mine;
                let is_of_zones = shift % ZONE_STEP_SECONDS == 0
                    && (ZONE_SECONDS_MIN..=ZONE_SECONDS_MAX).contains(&shift.abs());
                if is_of_zones {
                    *shifts.entry(shift).or_default() += 1;
                }
            }
        }
        let best = shifts
            .into_iter()
            .max_by_key(|(shift, count)| (*count, -shift.abs(), *shift));
        best.filter(|(_, count)| 2 * count > self.count.min(other.count))
    }
}

/// `8 h`, `5 h 30 min`.
fn hours(seconds: i64) -> String {
    let minutes = seconds.abs() / 60;
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
