//! Conflicts that a person settled: which row counts, what is still open, and decisions
//! that meet no conflict.

use std::borrow::Cow;

use super::*;
use crate::dedup::compare::RowSource;
use crate::entry::Row;
use crate::{Comparing, ConflictState, CountedBy, FileSummary, Limits, compare, resolve_by};

const HEAD: &str = "id,time,market,side,type,size,price,fee,feeCurrency\n";

/// A file of one FTX fill of id 7, of this size.
fn fill(size: &str) -> String {
    format!("{HEAD}7,2022-10-18T21:00:00+00:00,ETH/USD,sell,market,{size},100,0,USD\n")
}

fn row(name: &str) -> Row {
    name.parse().unwrap()
}

fn by(settlements: &[Settlement]) -> Comparing {
    Comparing {
        settlements: settlements.to_vec(),
        ..Comparing::default()
    }
}

fn over(counts: &str, over: &[&str]) -> Settlement {
    Settlement {
        counts: row(counts),
        over: over.iter().map(|name| row(name)).collect(),
    }
}

fn over_all(counts: &str) -> Settlement {
    Settlement::over_all(row(counts))
}

/// Entries that are read again, as [`compare`] does.
struct Held(Vec<Entry>);

impl RowSource for Held {
    type Error = std::convert::Infallible;

    fn read(
        &mut self,
        rows: &[std::ops::Range<u32>],
        take: &mut dyn FnMut(Cow<'_, Entry>),
    ) -> Result<(), Self::Error> {
        for row in rows.iter().cloned().flatten() {
            take(Cow::Borrowed(&self.0[row as usize]));
        }
        Ok(())
    }
}

/// The rows that count, each conflict (counted row, other row, by what, state), and the
/// numbers of idle decisions: the same for every order of the files and of the decisions,
/// and whether the rows are held or read a few at a time.
fn outcome(
    files: &[(&str, &str)],
    settlements: &[Settlement],
) -> (Vec<String>, Vec<String>, Vec<(usize, IdleReason)>) {
    let forward: Vec<(&str, &str, &str)> = files.iter().map(|(n, t)| (*n, "", *t)).collect();
    let backward: Vec<(&str, &str, &str)> = forward.iter().rev().copied().collect();
    let (one, other) = (
        described(&forward, settlements),
        described(&backward, settlements),
    );
    assert_eq!(one, other, "the order of files decides nothing");
    let reversed: Vec<Settlement> = settlements.iter().rev().cloned().collect();
    let (kept, conflicts, _) = described(&forward, &reversed);
    assert_eq!((&one.0, &one.1), (&kept, &conflicts));
    one
}

fn described(
    files: &[(&str, &str, &str)],
    settlements: &[Settlement],
) -> (Vec<String>, Vec<String>, Vec<(usize, IdleReason)>) {
    let (entries, hashes) = read(files);
    let by = by(settlements);
    let resolved = resolve_by(entries.clone(), &hashes, &by);
    let mut summaries: Vec<FileSummary> = Vec::new();
    for entry in &entries {
        if summaries
            .last()
            .is_none_or(|file| file.name() != entry.file)
        {
            summaries.push(FileSummary::new(&entry.file, &hashes[entry.file.as_str()]));
        }
        summaries.last_mut().unwrap().add(entry);
    }
    let compared = compare(summaries, &mut Held(entries), &by, &Limits::default()).unwrap();
    assert_eq!(compared.idle, resolved.idle);
    let streamed = compared.conflicts.iter().map(|found| &found.conflict);
    assert!(streamed.eq(&resolved.conflicts));
    let why = |dropped: &Dropped| dropped.why;
    let mut streamed: Vec<Why> = compared.dropped.iter().map(|dropped| dropped.why).collect();
    let mut held: Vec<Why> = resolved.dropped.iter().map(why).collect();
    streamed.sort_by_key(|why| why.as_str());
    held.sort_by_key(|why| why.as_str());
    assert_eq!(streamed, held);
    let place = |entry: &Entry| format!("{}:{}", entry.file, entry.line());
    let mut kept: Vec<String> = resolved.kept.iter().map(place).collect();
    kept.sort();
    let conflict = |found: &RowConflict| {
        format!(
            "{} over {}: {} {}",
            found.counted.file,
            found.other.file,
            found.counted_by.as_str(),
            found.state.as_str()
        )
    };
    let conflicts = resolved.conflicts.iter().map(conflict).collect();
    let idle = resolved.idle.iter().map(|idle| (idle.number, idle.why));
    (kept, conflicts, idle.collect())
}

#[test]
fn chosen_row_counts_and_the_other_is_dropped_as_settled() {
    let (one, ten) = (fill("1"), fill("10"));
    let files = [("one", one.as_str()), ("ten", ten.as_str())];
    let (kept, conflicts, idle) = outcome(&files, &[]);
    assert_eq!(kept, ["one:2"]);
    assert_eq!(
        (&conflicts[..], idle.len()),
        (&["one over ten: moved-less open".to_owned()][..], 0)
    );
    for name in ["ten:2", "ten:2#1"] {
        let (kept, conflicts, idle) = outcome(&files, &[over_all(name)]);
        assert_eq!(kept, ["ten:2"]);
        assert_eq!(conflicts, ["ten over one: settled settled"]);
        assert_eq!(idle, []);
    }
    let (entries, hashes) = read(&[("one", "", &one), ("ten", "", &ten)]);
    let resolved = resolve_by(entries, &hashes, &by(&[over_all("ten:2")]));
    let [dropped] = &resolved.dropped[..] else {
        panic!("{:?}", resolved.dropped);
    };
    assert_eq!((dropped.why, &*dropped.kept_file), (Why::Settled, "ten"));
    assert!(dropped.why.is_of_one_row() && dropped.why.is_contradiction());
    assert_eq!(
        dropped.diagnostic().to_string(),
        "one:2:0: NOTE-DROPPED-SETTLED: the row in ten, line 2, has other figures and was \
         chosen to count"
    );
    assert!(!resolved.conflicts[0].is_open());
}

#[test]
fn choosing_the_row_that_counts_anyway_settles_the_conflict_too() {
    let (one, ten) = (fill("1"), fill("10"));
    let files = [("one", one.as_str()), ("ten", ten.as_str())];
    let (kept, conflicts, idle) = outcome(&files, &[over("one:2", &["ten:2"])]);
    assert_eq!(kept, ["one:2"]);
    assert_eq!(conflicts, ["one over ten: settled settled"]);
    assert_eq!(idle, []);
}

#[test]
fn third_row_that_nobody_decided_about_stays_in_conflict_with_the_chosen_one() {
    let texts = [fill("1"), fill("10"), fill("5")];
    let files = [
        ("one", &*texts[0]),
        ("ten", &*texts[1]),
        ("five", &*texts[2]),
    ];
    let (kept, conflicts, idle) = outcome(&files, &[over("ten:2", &["one:2"])]);
    assert_eq!(kept, ["ten:2"]);
    assert_eq!(
        conflicts,
        [
            "ten over five: settled open",
            "ten over one: settled settled"
        ]
    );
    assert_eq!(idle, []);
    // Decided one after the other.
    let decisions = [over("ten:2", &["one:2"]), over("five:2", &["ten:2"])];
    let (kept, conflicts, idle) = outcome(&files, &decisions);
    assert_eq!(kept, ["five:2"]);
    assert_eq!(
        conflicts,
        [
            "five over one: settled settled",
            "five over ten: settled settled"
        ]
    );
    assert_eq!(idle, []);
    let (entries, hashes) = read(&[
        ("one", "", files[0].1),
        ("ten", "", files[1].1),
        ("five", "", files[2].1),
    ]);
    let resolved = resolve_by(entries, &hashes, &by(&[over("ten:2", &["one:2"])]));
    let open = resolved.conflicts.iter().find(|found| found.is_open());
    let open = open.unwrap();
    assert_eq!(open.counted_by, CountedBy::Settled);
    assert!(
        open.diagnostic()
            .to_string()
            .contains("chosen over another row, but not over this one"),
        "{}",
        open.diagnostic()
    );
}

#[test]
fn equal_rows_of_several_files_are_chosen_and_rejected_together() {
    let (one, again, ten) = (fill("1"), fill("1.0"), fill("10"));
    let files = [("one", &*one), ("again", &*again), ("ten", &*ten)];
    for name in ["one:2", "again:2"] {
        let (kept, conflicts, _) = outcome(&files, &[over(name, &["ten:2"])]);
        assert_eq!(kept.len(), 1);
        assert_ne!(kept, ["ten:2"]);
        assert_eq!(conflicts.len(), 1);
    }
    // A decision over one of them is a decision over both: they say the same.
    let (kept, conflicts, _) = outcome(&files, &[over("ten:2", &["again:2"])]);
    assert_eq!(kept, ["ten:2"]);
    assert!(
        conflicts
            .iter()
            .all(|found| found.ends_with(": settled settled")),
        "{conflicts:?}"
    );
}

#[test]
fn decisions_that_let_two_rows_count_have_no_effect() {
    let (one, ten) = (fill("1"), fill("10"));
    let files = [("one", one.as_str()), ("ten", ten.as_str())];
    let both = [over_all("one:2"), over_all("ten:2")];
    let (kept, conflicts, idle) = outcome(&files, &both);
    assert_eq!(kept, ["one:2"]);
    assert_eq!(conflicts, ["one over ten: moved-less open"]);
    let contradicted = [(0, IdleReason::Contradicted), (1, IdleReason::Contradicted)];
    assert_eq!(idle, contradicted);
}

#[test]
fn decision_about_a_row_that_conflicts_with_none_is_idle() {
    let (one, ten) = (fill("1"), fill("10"));
    let files = [("one", one.as_str()), ("ten", ten.as_str())];
    let decisions = [
        over_all("ten:9"),
        over("one:2", &["withdrawn:2"]),
        over_all("withdrawn:2"),
    ];
    let (kept, conflicts, idle) = outcome(&files, &decisions);
    assert_eq!(kept, ["one:2"]);
    assert_eq!(conflicts, ["one over ten: moved-less open"]);
    let all = [0, 1, 2].map(|number| (number, IdleReason::NoConflict));
    assert_eq!(idle, all);
    let alone = [("one", one.as_str())];
    let (_, conflicts, idle) = outcome(&alone, &[over_all("one:2")]);
    assert_eq!((conflicts.len(), idle.len()), (0, 1));
}

#[test]
fn decision_about_a_copy_of_a_file_applies_to_the_file() {
    let (one, ten) = (fill("1"), fill("10"));
    let files = [("one", &*one), ("a copy", &*ten), ("ten", &*ten)];
    for name in ["a copy:2", "ten:2"] {
        let (kept, conflicts, idle) = outcome(&files, &[over_all(name)]);
        assert_eq!(kept, ["a copy:2"], "of two copies the first by name counts");
        assert_eq!(conflicts, ["a copy over one: settled settled"]);
        assert_eq!(idle, []);
    }
}

#[test]
fn open_conflict_is_kept_as_it_was_before_there_were_decisions() {
    let (one, ten) = (fill("1"), fill("10"));
    let found = resolved(&[("one", "", &one), ("ten", "", &ten)]);
    let json = serde_json::to_string(&found.conflicts[0]).unwrap();
    assert!(!json.contains("state"), "{json}");
    let read: RowConflict = serde_json::from_str(&json).unwrap();
    assert_eq!(read.state, ConflictState::Open);
}
