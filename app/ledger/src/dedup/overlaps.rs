//! Files of one account that tell of the same markets in the same time and have not
//! one row in common: a copy that lost more than can be found again, or one of them
//! read in a wrong zone. Nothing is dropped for it; a warning names it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::base::text::Text;
use crate::dedup::files::Files;
use crate::dedup::summary::{ZONE_SECONDS_MAX, is_counted};
use crate::dedup::{Verdicts, Why};
use crate::entry::Entry;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::formats::Detail;
use crate::numbers::amount::Amount;

/// Zones are whole quarters of an hour apart: an hour at least, where people mistake
/// one for another, and never more than [`ZONE_SECONDS_MAX`].
const ZONE_STEP_SECONDS: i64 = 900;
const ZONE_SECONDS_MIN: i64 = 3600;

/// A trade by its market and what it moved, and its second.
struct Trade {
    market: u32,
    out: Amount,
    in_: Amount,
    second: i64,
}

impl Trade {
    fn key(&self) -> (u32, &Amount, &Amount) {
        (self.market, &self.out, &self.in_)
    }
}

/// The trades of one file.
#[derive(Default)]
struct Trades {
    list: Vec<Trade>,
    /// The first and the last second of each market.
    spans: BTreeMap<u32, (i64, i64)>,
}

/// The trades of those files that are compared.
#[derive(Default)]
pub(super) struct Overlaps {
    trades: BTreeMap<usize, Trades>,
    /// Numbers of markets, by what was given for what.
    markets: HashMap<(Text, Text), u32>,
}

/// Says which of two files overlap and match nothing.
pub(super) fn warnings(
    entries: &[Entry],
    files: &Files,
    pairs: &[(usize, usize)],
) -> Vec<Diagnostic> {
    let mut overlaps = Overlaps::of(pairs);
    if !pairs.is_empty() {
        for (at, entry) in entries.iter().enumerate() {
            overlaps.add(files.of(at), entry);
        }
    }
    overlaps.warnings(files, pairs)
}

/// Files of fills of one account, no row of one of which is known to be in the other.
/// `matched` has each pair of files that share a row, the earlier file first.
pub(super) fn unmatched_pairs(
    files: &Files,
    units: &[usize],
    matched: &HashSet<(usize, usize)>,
) -> Vec<(usize, usize)> {
    let details = files.details();
    let of_fills: Vec<usize> = (0..files.list.len())
        .filter(|file| details[*file] == Some(Detail::Fills))
        .collect();
    let mut pairs = Vec::new();
    for (nth, a) in of_fills.iter().enumerate() {
        for b in &of_fills[nth + 1..] {
            let (first, second) = (&files.list[*a], &files.list[*b]);
            let is_one_account =
                (first.exchange(), first.account()) == (second.exchange(), second.account());
            if is_one_account
                && units[*a] != units[*b]
                && first.is_within(second, ZONE_SECONDS_MAX)
                && !matched.contains(&(*a, *b))
            {
                pairs.push((*a, *b));
            }
        }
    }
    pairs
}

/// The pairs of files that a row of one of which was dropped for a row of the other.
pub(super) fn matched_pairs(files: &Files, verdicts: &Verdicts) -> HashSet<(usize, usize)> {
    let pair = |(at, verdict): (usize, &Option<(Why, usize)>)| {
        let (_, kept) = (*verdict)?;
        let (a, b) = (files.of(at), files.of(kept));
        Some((a.min(b), a.max(b)))
    };
    verdicts.iter().enumerate().filter_map(pair).collect()
}

impl Overlaps {
    /// Of the files of these pairs nothing was seen yet.
    pub fn of(pairs: &[(usize, usize)]) -> Overlaps {
        let files = pairs.iter().flat_map(|(a, b)| [*a, *b]);
        Overlaps {
            trades: files.map(|file| (file, Trades::default())).collect(),
            markets: HashMap::new(),
        }
    }

    /// The files that are compared.
    pub fn files(&self) -> impl Iterator<Item = usize> {
        self.trades.keys().copied()
    }

    /// Adds a row of a file, if the file is among them.
    pub fn add(&mut self, file: usize, entry: &Entry) {
        let Some(trades) = self.trades.get_mut(&file).filter(|_| is_counted(entry)) else {
            return;
        };
        let (Some(out), Some(in_)) = (&entry.out, &entry.in_) else {
            return;
        };
        let next = self.markets.len() as u32;
        let market = (out.asset.clone(), in_.asset.clone());
        let market = *self.markets.entry(market).or_insert(next);
        let second = entry.time.seconds;
        let span = trades.spans.entry(market).or_insert((second, second));
        *span = (span.0.min(second), span.1.max(second));
        trades.list.push(Trade {
            market,
            out: out.amount.clone(),
            in_: in_.amount.clone(),
            second,
        });
    }

    /// Says of each pair that overlaps what there is to say.
    pub fn warnings(mut self, files: &Files, pairs: &[(usize, usize)]) -> Vec<Diagnostic> {
        for trades in self.trades.values_mut() {
            // Equal trades stay in the order of the file.
            trades.list.sort_by(|a, b| a.key().cmp(&b.key()));
        }
        let warnings = |(a, b): &(usize, usize)| {
            let (first, second) = (self.trades.get(a)?, self.trades.get(b)?);
            let (code, message) = first.overlap_with(second, files.list[*a].name())?;
            Some(Diagnostic {
                file: files.list[*b].name().to_owned(),
                line: 0,
                column: 0,
                code,
                message,
            })
        };
        pairs.iter().filter_map(warnings).collect()
    }
}

impl Trades {
    /// What there is to say of the other file, beside this one of that name.
    fn overlap_with(&self, other: &Trades, name: &str) -> Option<(Code, Message)> {
        if let Some((seconds, count)) = self.shift_to(other) {
            let message = Message::ClaimZones {
                count: count as u64,
                file: name.into(),
                span: hours(seconds).into(),
            };
            return Some((Code::WarnZonesDiffer, message));
        }
        let message = Message::ClaimOverlap { file: name.into() };
        self.overlaps(other).then_some((Code::WarnOverlap, message))
    }

    fn overlaps(&self, other: &Trades) -> bool {
        self.spans.iter().any(|(market, (first, last))| {
            let other = other.spans.get(market);
            other.is_some_and(|(from, until)| first < until && from < last)
        })
    }

    /// By how much the other's trades are late, and how many of them, where that is
    /// most of the shorter file's. Both lists are in order.
    fn shift_to(&self, other: &Trades) -> Option<(i64, usize)> {
        let mut shifts: HashMap<i64, usize> = HashMap::new();
        let mut theirs = other.list.chunk_by(|a, b| a.key() == b.key()).peekable();
        for mine in self.list.chunk_by(|a, b| a.key() == b.key()) {
            while theirs
                .next_if(|theirs| theirs[0].key() < mine[0].key())
                .is_some()
            {}
            let Some(theirs) = theirs.next_if(|theirs| theirs[0].key() == mine[0].key()) else {
                continue;
            };
            for (mine, theirs) in mine.iter().zip(theirs) {
                let shift = theirs.second - mine.second;
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
        best.filter(|(_, count)| 2 * count > self.list.len().min(other.list.len()))
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
