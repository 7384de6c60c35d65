//! The period of each file: its first and last entry, and the gaps between.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::balances::BalanceRules;
use crate::balances::gaps::{self, Gap};
use crate::base::text::Text;
use crate::dedup::split_exports;
use crate::entry::Entry;
use crate::time::moment::Moment;

/// Seconds of a day.
const DAY_SECONDS: i64 = 86_400;

/// The period that a file tells of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePeriod {
    /// The file, as its entries name it.
    pub file: Text,
    /// Exchange of its entries.
    pub exchange: Text,
    /// The name that the claimant gives the account; empty when none was given.
    pub account: Text,
    /// How many entries it has, those included that do not count.
    pub entries: u64,
    /// When the first was.
    pub first: Moment,
    /// When the last was.
    pub last: Moment,
    /// Gaps within the file, and behind it in an export of several parts; as many as are
    /// listed.
    pub gaps: Vec<Gap>,
    /// How many there are.
    pub gaps_count: u64,
}

/// Gathers the periods of files. Entries come in any order; those that do not count come
/// too, because the file has them.
#[derive(Default)]
pub struct Periods {
    files: Vec<FilePeriod>,
    by_name: HashMap<Text, usize>,
    /// The days with entries, of each file.
    days: Vec<BTreeMap<i64, DaySpan>>,
    /// The file of the entry before.
    latest: Option<usize>,
}

/// The first and the last entry of a day.
#[derive(Clone, Copy)]
pub(super) struct DaySpan {
    pub first: Moment,
    pub last: Moment,
}

impl Periods {
    /// Takes the next entry.
    pub fn add(&mut self, entry: &Entry) {
        let at = self.file_of(entry);
        let (file, time) = (&mut self.files[at], entry.time);
        file.entries += 1;
        file.first = file.first.min(time);
        file.last = file.last.max(time);
        match self.days[at].entry(time.seconds.div_euclid(DAY_SECONDS)) {
            Slot::Vacant(day) => {
                let (first, last) = (time, time);
                day.insert(DaySpan { first, last });
            }
            Slot::Occupied(mut day) => {
                let day = day.get_mut();
                (day.first, day.last) = (day.first.min(time), day.last.max(time));
            }
        }
    }

    fn file_of(&mut self, entry: &Entry) -> usize {
        // Entries of one file mostly stand together.
        if let Some(at) = self.latest.filter(|at| self.files[*at].file == entry.file) {
            return at;
        }
        let at = *self.by_name.entry(entry.file.clone()).or_insert_with(|| {
            self.files.push(FilePeriod {
                file: entry.file.clone(),
                exchange: entry.exchange.clone(),
                account: entry.account.clone(),
                entries: 0,
                first: entry.time,
                last: entry.time,
                gaps: Vec::new(),
                gaps_count: 0,
            });
            self.days.push(BTreeMap::new());
            self.files.len() - 1
        });
        self.latest = Some(at);
        at
    }

    /// The periods, by the files' names, with gaps that are longer than usual and parts
    /// that are missing.
    pub fn finish(mut self, rules: &BalanceRules) -> Vec<FilePeriod> {
        for export in self.exports() {
            let gaps = gaps::of_export(&self.files, &self.days, &export, rules);
            for (file, gap) in gaps {
                self.files[file].gaps.push(gap);
            }
        }
        self.files.sort_by(|a, b| a.file.cmp(&b.file));
        self.files
    }

    /// The files of each export, by their numbers.
    fn exports(&self) -> Vec<Export> {
        let mut exports: BTreeMap<(String, &Text, &Text), Export> = BTreeMap::new();
        for (at, file) in self.files.iter().enumerate() {
            let part = split_exports::part(&file.file);
            let (stem, number, of) = match part {
                Some(part) => (part.stem, Some(part.number), part.of),
                None => (file.file.to_string(), None, None),
            };
            let export = exports.entry((stem, &file.exchange, &file.account));
            let export = export.or_default();
            export.files.push((number, at));
            export.of = of;
        }
        let mut exports: Vec<Export> = exports.into_values().collect();
        for export in &mut exports {
            export.files.sort_unstable();
        }
        exports
    }
}

/// The files of one export.
#[derive(Default)]
pub(super) struct Export {
    /// Each with its number, where its name has one, in their order.
    pub files: Vec<(Option<u32>, usize)>,
    /// How many parts there are, where their names say it.
    pub of: Option<u32>,
}
