//! Keys of rows: a few bytes a row, by which rows are found that have to be compared
//! with each other.
//!
//! A key decides nothing. Rows whose keys have a hash in common are compared in full,
//! so two rows that share a hash by chance cost time and change no result.

use crate::dedup::compare::digest::{Lookup, RowDigest};
use crate::dedup::compare::plan::{Hashed, Plan};
use crate::entry::Entry;
use crate::entry::lines::Lines;

/// What is held of a row until it is known with which others it is compared.
struct RowKey {
    group: u64,
    bucket: u32,
    order: u32,
    /// The row's place among all.
    place: u32,
    file: u32,
    marks: u8,
}

/// The id of the row names it.
const NAMED: u8 = 1;
/// It may be a less exact copy, or the exact row of one.
const INEXACT: u8 = 2;
/// It is a fill with an id, or one without.
const FILL_WITH_ID: u8 = 4;
const FILL_WITHOUT_ID: u8 = 8;
/// It stands on the lines of the row before it, and goes where that one goes.
const ATTACHED: u8 = 16;

/// The keys of all rows that two files may contain.
#[derive(Default)]
pub(super) struct Keys {
    list: Vec<RowKey>,
    /// The lines of the row that was added last.
    latest_lines: Option<Lines>,
}

/// Which rows have to be compared, by their places among all.
pub(super) struct Parts {
    /// Rows that have to do with each other and with no others, part after part: each
    /// row with the number of its part.
    pub apart: Vec<(u32, u32)>,
    /// Rows that have to do with those of files that are held whole.
    pub held: Vec<u32>,
}

impl Keys {
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds a row of a file, if another file may contain it as well.
    pub fn add_entry(&mut self, place: u32, file: u32, plan: &Plan, entry: &Entry) {
        let is_on_lines_before = || {
            self.latest_lines
                .as_ref()
                .is_some_and(|lines| *lines == entry.lines)
        };
        let is_attached = self.is_behind_latest(place, file) && is_on_lines_before();
        if self.add(place, file, plan, entry, is_attached) {
            self.latest_lines = Some(entry.lines.clone());
        }
    }

    /// [`Keys::add_entry`], for a row of which there is the digest alone.
    pub fn add_digest(&mut self, place: u32, file: u32, plan: &Plan, row: &RowDigest) {
        let is_attached = self.is_behind_latest(place, file) && row.is_on_lines_before();
        self.add(place, file, plan, row, is_attached);
    }

    /// Adds a row if another file may contain it; whether it was added.
    fn add(
        &mut self,
        place: u32,
        file: u32,
        plan: &Plan,
        row: &impl Lookup,
        is_attached: bool,
    ) -> bool {
        let of_file = &plan.files[file as usize];
        let hashed = match of_file.hashed(row) {
            Some(hashed) => hashed,
            None if is_attached => Hashed::default(),
            None => return false,
        };
        let has_id = row.has_id();
        let is_fill = !of_file.is_copy && row.is_fill();
        let mark = |mark: u8, is_set: bool| if is_set { mark } else { 0 };
        self.list.push(RowKey {
            group: hashed.group,
            bucket: hashed.bucket,
            order: hashed.order,
            place,
            file,
            marks: mark(NAMED, has_id && of_file.names_rows)
                | mark(INEXACT, hashed.bucket != 0 && row.is_inexact())
                | mark(FILL_WITH_ID, is_fill && has_id)
                | mark(FILL_WITHOUT_ID, is_fill && !has_id)
                | mark(ATTACHED, is_attached),
        });
        true
    }

    /// Whether the row stands directly behind the one that was added last.
    fn is_behind_latest(&self, place: u32, file: u32) -> bool {
        let latest = self.list.last();
        latest.is_some_and(|latest| latest.file == file && latest.place + 1 == place)
    }

    /// Finds which rows have to do with each other.
    pub fn parts(mut self, plan: &Plan) -> Parts {
        if !self.list.is_sorted_by_key(|key| key.place) {
            self.list.sort_by_key(|key| key.place);
        }
        let mut joined = Joined::new(self.list.len());
        let unit = |at: u32| plan.files[self.list[at as usize].file as usize].unit;
        let format = |at: u32| plan.files[self.list[at as usize].file as usize].format;
        let marked = |at: &u32, mark: u8| self.list[*at as usize].marks & mark != 0;
        let several_units = |rows: &[u32]| rows.iter().any(|at| unit(*at) != unit(rows[0]));
        self.join(
            &mut joined,
            |key| key.group,
            |rows| {
                let named = rows.iter().filter(|at| marked(at, NAMED)).count();
                named > 1 || several_units(rows)
            },
        );
        self.join(
            &mut joined,
            |key| key.bucket.into(),
            |rows| {
                let any = |mark: u8| rows.iter().any(|at| marked(at, mark));
                (any(FILL_WITH_ID) && any(FILL_WITHOUT_ID)) || (any(INEXACT) && several_units(rows))
            },
        );
        self.join(
            &mut joined,
            |key| key.order.into(),
            |rows| {
                let first = format(rows[0]);
                first.is_none() || rows.iter().any(|at| format(*at) != first)
            },
        );
        for (at, key) in self.list.iter().enumerate() {
            if key.marks & ATTACHED != 0 && at > 0 {
                joined.join(at as u32 - 1, at as u32);
            }
        }
        self.split(joined, plan)
    }

    /// Joins rows of one hash where they qualify.
    fn join(
        &self,
        joined: &mut Joined,
        hash: impl Fn(&RowKey) -> u64,
        qualifies: impl Fn(&[u32]) -> bool,
    ) {
        let keys = (0..).zip(&self.list);
        let mut hashes: Vec<(u64, u32)> = keys
            .map(|(at, key)| (hash(key), at))
            .filter(|(hash, _)| *hash != 0)
            .collect();
        hashes.sort_unstable();
        let mut rows = Vec::new();
        for same in hashes.chunk_by(|a, b| a.0 == b.0) {
            if same.len() < 2 {
                continue;
            }
            rows.clear();
            rows.extend(same.iter().map(|(_, at)| *at));
            if qualifies(&rows) {
                for at in &rows[1..] {
                    joined.join(rows[0], *at);
                }
                joined.is_wanted[rows[0] as usize] = true;
            }
        }
    }

    /// Parts of rows that are wanted, those of held files left out.
    fn split(self, mut joined: Joined, plan: &Plan) -> Parts {
        for at in 0..self.list.len() as u32 {
            if joined.is_wanted[at as usize] {
                let root = joined.root(at);
                joined.is_wanted[root as usize] = true;
            }
        }
        let mut is_held = vec![false; self.list.len()];
        for (at, key) in (0..).zip(&self.list) {
            if plan.files[key.file as usize].is_held {
                is_held[joined.root(at) as usize] = true;
            }
        }
        let mut parts = Parts {
            apart: Vec::new(),
            held: Vec::new(),
        };
        for (at, key) in (0..).zip(&self.list) {
            let root = joined.root(at);
            if is_held[root as usize] {
                // Files that are held whole are there already.
                if !plan.files[key.file as usize].is_held {
                    parts.held.push(key.place);
                }
            } else if joined.is_wanted[root as usize] {
                parts.apart.push((root, key.place));
            }
        }
        drop(self.list);
        parts.apart.sort_unstable();
        parts
    }
}

/// Sets of rows that have to do with each other.
struct Joined {
    /// Another row of the same set that stands before; the first row has itself.
    before: Vec<u32>,
    /// Rows whose set has to be compared.
    is_wanted: Vec<bool>,
}

impl Joined {
    fn new(rows: usize) -> Joined {
        Joined {
            before: (0..rows as u32).collect(),
            is_wanted: vec![false; rows],
        }
    }

    /// The first row of the set.
    fn root(&mut self, mut at: u32) -> u32 {
        while self.before[at as usize] != at {
            let before = self.before[self.before[at as usize] as usize];
            self.before[at as usize] = before;
            at = before;
        }
        at
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.before[a.max(b) as usize] = a.min(b);
    }
}
