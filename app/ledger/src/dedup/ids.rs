//! Rows of several files that share an id which their formats declare to name one
//! row: equal ones are one, others are in conflict and one of them counts (method
//! §7.2). Within one file the same id only gives a warning.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher, Hash};

use hashbrown::{HashTable, hash_table};

use crate::catalogue::format_by_id;
use crate::dedup::conflicts::{ConflictState, CountedBy, RowConflict};
use crate::dedup::equal;
use crate::dedup::files::Files;
use crate::dedup::settlements::{Choice, Choices, Chosen, IdleSettlement};
use crate::dedup::{Verdicts, Why};
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::Detail;
use crate::numbers::amount::Amount;

/// Rows of one id that are compared with each other. More in one account are no
/// ids of rows: they all count, and the warning says so.
const ROWS_OF_ONE_ID_MAX: usize = 64;

/// No entry.
const NONE: u32 = u32::MAX;

/// What the rows of one id have in common.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Key<'a> {
    id: &'a str,
    kind: Kind,
    market: [&'a str; 2],
    exchange: &'a str,
    account: &'a str,
}

impl<'a> Key<'a> {
    pub fn of(entry: &'a Entry) -> Key<'a> {
        Key {
            id: &entry.trade_id,
            kind: entry.kind,
            market: market(entry),
            exchange: &entry.exchange,
            account: &entry.account,
        }
    }
}

/// A contract, else the assets, whichever of them was given: exchanges number the
/// trades of each market by themselves, and files write one market in several ways.
fn market(entry: &Entry) -> [&str; 2] {
    match entry.kind {
        Kind::Derivative | Kind::Pnl | Kind::Funding | Kind::Fee => [&entry.market, ""],
        _ => {
            let out = entry.out.as_ref().map_or("", |out| out.asset.as_str());
            let in_ = entry.in_.as_ref().map_or("", |in_| in_.asset.as_str());
            if out <= in_ { [out, in_] } else { [in_, out] }
        }
    }
}

/// The rows of one id, in a chain from `first` to `last`.
struct Group {
    first: u32,
    last: u32,
    /// Whether rows of several units are among them.
    is_shared: bool,
    /// Whether a file has several of them.
    is_repeated: bool,
}

/// Rows that are one or in conflict, one of a unit each.
type Slot = Vec<usize>;

/// What the ids of rows say of the files together; rows by their places among all.
#[derive(Default)]
pub(super) struct IdFindings {
    pub conflicts: Vec<Conflict>,
    /// By file, the rows whose id another row of the file has too.
    pub repeated: BTreeMap<usize, Repeated>,
    /// The numbers of decisions that have an effect, each with the row that counts by it.
    applied: Vec<(usize, usize)>,
    /// The numbers of decisions that contradict each other.
    contradicted: BTreeSet<usize>,
}

/// Two rows that contradict each other.
pub(super) struct Conflict {
    /// The first row of that id.
    pub first: usize,
    pub counted: usize,
    pub other: usize,
    pub conflict: RowConflict,
}

/// Rows whose id a row before them has: the first of them, and how many there are.
pub(super) struct Repeated {
    pub first: usize,
    pub line: u64,
    pub count: u64,
}

impl IdFindings {
    /// Adds what was found of other rows. `place` says where those stand among all.
    pub fn add(&mut self, other: IdFindings, place: impl Fn(usize) -> usize) {
        let conflicts = other.conflicts.into_iter().map(|found| Conflict {
            first: place(found.first),
            counted: place(found.counted),
            other: place(found.other),
            conflict: found.conflict,
        });
        self.conflicts.extend(conflicts);
        let applied = other.applied.into_iter();
        let applied = applied.map(|(number, counted)| (number, place(counted)));
        self.applied.extend(applied);
        self.contradicted.extend(other.contradicted);
        for (file, found) in other.repeated {
            let first = place(found.first);
            self.add_repeated(file, first, found.line, found.count);
        }
    }

    fn add_repeated(&mut self, file: usize, first: usize, line: u64, count: u64) {
        let known = self.repeated.entry(file).or_insert(Repeated {
            first,
            line,
            count: 0,
        });
        known.count += count;
        if first < known.first {
            (known.first, known.line) = (first, line);
        }
    }

    /// Forgets the conflicts of rows that do not count after all: a row that a finer file
    /// tells contradicts nothing that counts.
    pub fn retain_counted(&mut self, verdicts: &Verdicts) {
        let counts = |at: usize| verdicts[at].is_none();
        self.conflicts.retain(|found| counts(found.counted));
        self.applied.retain(|(_, counted)| counts(*counted));
    }

    /// The decisions about conflicts that have no effect.
    pub fn idle(&self, choices: &Choices) -> Vec<IdleSettlement> {
        let applied = self.applied.iter().map(|(number, _)| *number);
        choices.idle(&applied.collect(), &self.contradicted)
    }

    /// The conflicts in the order in which they are reported.
    pub fn sorted(mut self) -> Vec<Conflict> {
        self.conflicts.sort_by(|a, b| {
            let key = |of: &'_ Conflict| (of.conflict.other.clone(), of.conflict.counted.clone());
            key(a).cmp(&key(b)).then(a.first.cmp(&b.first))
        });
        self.conflicts
    }

    /// What there is to say of each file.
    pub fn diagnostics(&self, files: &Files) -> Vec<Diagnostic> {
        let warning = |(file, found): (&usize, &Repeated)| Diagnostic {
            file: files.list[*file].name().to_owned(),
            line: found.line,
            column: 0,
            code: Code::WarnSameId,
            message: Message::ClaimSameId { count: found.count },
        };
        self.repeated.iter().map(warning).collect()
    }
}

/// Lets each row count once, and says which rows contradict each other. Rows that
/// are the same to the last digit are dropped already.
pub(super) fn settle(
    entries: &[Entry],
    (files, units): (&Files, &[usize]),
    choices: &Choices,
    verdicts: &mut Verdicts,
) -> IdFindings {
    let names_rows = files.ids_name_rows();
    let mut findings = IdFindings::default();
    if !names_rows.contains(&true) {
        return findings;
    }
    let mut next = vec![NONE; entries.len()];
    let groups = groups(entries, files, &names_rows, units, &mut next);
    let rows_of = |group: &Group| {
        let chain = std::iter::successors(Some(group.first), |at| {
            Some(next[*at as usize]).filter(|next| *next != NONE)
        });
        chain.map(|at| at as usize).collect::<Vec<usize>>()
    };
    let settling = Settling {
        entries,
        files,
        units,
        choices,
    };
    for group in &groups {
        if !group.is_shared && !group.is_repeated {
            continue;
        }
        let rows = rows_of(group);
        if group.is_repeated {
            count_repeated(entries, files, &rows, &mut findings);
        }
        let is_open = |at: &&usize| verdicts[**at].is_none();
        if group.is_shared && rows.iter().filter(is_open).count() > 1 {
            settling.group(&rows, verdicts, &mut findings);
        }
    }
    findings
}

fn groups(
    entries: &[Entry],
    files: &Files,
    names_rows: &[bool],
    units: &[usize],
    next: &mut [u32],
) -> Vec<Group> {
    let random = foldhash::fast::RandomState::default();
    let mut places: HashTable<u32> = HashTable::new();
    let mut groups: Vec<Group> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        if entry.trade_id.is_empty() || !names_rows[files.of(at)] {
            continue;
        }
        let key = Key::of(entry);
        let first = |group: &u32| Key::of(&entries[groups[*group as usize].first as usize]);
        let place = places.entry(
            random.hash_one(&key),
            |group| first(group) == key,
            |group| random.hash_one(first(group)),
        );
        match place {
            hash_table::Entry::Vacant(place) => {
                place.insert(groups.len() as u32);
                groups.push(Group {
                    first: at as u32,
                    last: at as u32,
                    is_shared: false,
                    is_repeated: false,
                });
            }
            hash_table::Entry::Occupied(place) => {
                let group = &mut groups[*place.get() as usize];
                let last = group.last as usize;
                group.is_shared |= units[files.of(last)] != units[files.of(at)];
                group.is_repeated |=
                    files.of(last) == files.of(at) && entries[last].lines != entry.lines;
                next[last] = at as u32;
                group.last = at as u32;
            }
        }
    }
    groups
}

/// Counts, by file, the rows whose id a row before them has, and the first of them.
fn count_repeated(entries: &[Entry], files: &Files, rows: &[usize], findings: &mut IdFindings) {
    for pair in rows.windows(2) {
        let (before, at) = (pair[0], pair[1]);
        let is_of_one_file = files.of(before) == files.of(at);
        if is_of_one_file && entries[before].lines != entries[at].lines {
            findings.add_repeated(files.of(at), at, entries[at].lines.start(), 1);
        }
    }
}

/// The entries, and what keeps their files apart.
struct Settling<'a> {
    entries: &'a [Entry],
    files: &'a Files,
    units: &'a [usize],
    choices: &'a Choices,
}

impl Settling<'_> {
    /// Settles the rows of one id, which stand in the order of their files.
    fn group(&self, rows: &[usize], verdicts: &mut Verdicts, findings: &mut IdFindings) {
        let mut slots = slots(rows, verdicts);
        if slots.len() > ROWS_OF_ONE_ID_MAX {
            return;
        }
        // Equal rows find each other first; what is left is in conflict.
        self.join(&mut slots, |a, b| self.are_equal(a[0], b[0]));
        self.join(&mut slots, |_, _| true);
        for slot in slots {
            self.count_one(rows[0], slot, verdicts, findings);
        }
    }

    /// Joins each slot with the first ones behind it that are of other units and that
    /// it goes with.
    fn join(&self, slots: &mut Vec<Slot>, goes_with: impl Fn(&Slot, &Slot) -> bool) {
        let mut at = 0;
        while at < slots.len() {
            let mate = (at + 1..slots.len()).find(|mate| {
                let (own, mate) = (&slots[at], &slots[*mate]);
                self.are_of_other_units(own, mate) && goes_with(own, mate)
            });
            match mate {
                Some(mate) => {
                    let mate = slots.remove(mate);
                    slots[at].extend(mate);
                    slots[at].sort_unstable();
                }
                None => at += 1,
            }
        }
    }

    fn are_of_other_units(&self, a: &Slot, b: &Slot) -> bool {
        let unit = |at: &usize| self.units[self.files.of(*at)];
        a.iter()
            .all(|own| b.iter().all(|other| unit(other) != unit(own)))
    }

    fn are_equal(&self, a: usize, b: usize) -> bool {
        equal::differing(&self.entries[a], &self.entries[b]).is_empty()
    }

    /// Lets one row of a slot count.
    fn count_one(
        &self,
        first: usize,
        slot: Slot,
        verdicts: &mut Verdicts,
        findings: &mut IdFindings,
    ) {
        let entries = self.entries;
        let sets = self.equal_sets(slot);
        let chosen = match self.choices.among(entries, &sets) {
            Choice::Row(chosen) => Some(chosen),
            Choice::Contradiction(decisions) => {
                findings.contradicted.extend(decisions);
                None
            }
            Choice::Nothing => None,
        };
        let firsts = sets.iter().map(|set| set[0]);
        let by_rule = firsts.min_by(|a, b| counts_before(entries, *a, *b).0);
        let counted = chosen.as_ref().map(|chosen| sets[chosen.set][0]);
        let Some(counted) = counted.or(by_rule) else {
            return;
        };
        let decisions = chosen.iter().flat_map(|chosen| &chosen.by);
        let applied = decisions.map(|number| (*number, counted));
        findings.applied.extend(applied);
        for (number, set) in sets.into_iter().enumerate() {
            let is_equal = set[0] == counted;
            let state = state(chosen.as_ref(), number);
            let why = match state {
                _ if is_equal => Why::SameRow,
                ConflictState::Settled => Why::Settled,
                ConflictState::Open => Why::Conflict,
            };
            let by = match &chosen {
                Some(_) => CountedBy::Settled,
                None => counts_before(entries, counted, set[0]).1,
            };
            for at in set {
                verdicts[at] = (at != counted).then_some((why, counted));
                if !is_equal {
                    let (one, other) = (&entries[counted], &entries[at]);
                    let differs = equal::differing(one, other);
                    let conflict = RowConflict::of(one, other, differs, (by, state));
                    findings.conflicts.push(Conflict {
                        first,
                        counted,
                        other: at,
                        conflict,
                    });
                }
            }
        }
    }

    /// The rows of a slot in sets of equal ones. The row that tells most stands first
    /// in each, the finer file's before others.
    fn equal_sets(&self, mut slot: Slot) -> Vec<Vec<usize>> {
        slot.sort_by_key(|at| {
            let entry = &self.entries[*at];
            (Reverse(detail(entry)), Reverse(equal::tells(entry)), *at)
        });
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for at in slot {
            match sets.iter_mut().find(|set| self.are_equal(set[0], at)) {
                Some(set) => set.push(at),
                None => sets.push(vec![at]),
            }
        }
        sets
    }
}

/// Whether a person decided that a set of equal rows does not count.
fn state(chosen: Option<&Chosen>, set: usize) -> ConflictState {
    match chosen.is_some_and(|chosen| chosen.is_settled[set]) {
        true => ConflictState::Settled,
        false => ConflictState::Open,
    }
}

/// Each row that counts, with those that were dropped for it.
fn slots(rows: &[usize], verdicts: &Verdicts) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut slot_of: HashMap<usize, usize> = HashMap::new();
    for at in rows.iter().filter(|at| verdicts[**at].is_none()) {
        slot_of.insert(*at, slots.len());
        slots.push(vec![*at]);
    }
    for at in rows {
        // A file with the same bytes tells nothing more.
        if let Some((Why::SameRow, kept)) = verdicts[*at]
            && let Some(slot) = slot_of.get(&kept)
        {
            slots[*slot].push(*at);
        }
    }
    slots
}

fn detail(entry: &Entry) -> Option<Detail> {
    format_by_id(&entry.format).map(|format| format.detail)
}

/// Which of two rows in conflict counts, and by which part of the rule: that of the
/// finer file, else the one that moved less, else the first.
fn counts_before(entries: &[Entry], a: usize, b: usize) -> (Ordering, CountedBy) {
    let (one, other) = (&entries[a], &entries[b]);
    let by_detail = detail(other).cmp(&detail(one));
    if by_detail.is_ne() {
        return (by_detail, CountedBy::FinerDetail);
    }
    let by_moved = moved(one).cmp(&moved(other));
    if by_moved.is_ne() {
        return (by_moved, CountedBy::MovedLess);
    }
    (a.cmp(&b), CountedBy::FirstByHash)
}

/// What went out, what came in, and the fee, as numbers.
fn moved(entry: &Entry) -> [Amount; 3] {
    let amount = |quantity: &Option<Quantity>| {
        quantity
            .as_ref()
            .map_or(Amount::ZERO, |quantity| quantity.amount.clone())
    };
    [amount(&entry.out), amount(&entry.in_), amount(&entry.fee)]
}
