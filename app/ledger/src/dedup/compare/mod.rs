//! [`crate::resolve()`] for claims that are too large to be held: rows are read a few
//! at a time, as often as needed, and the same rules give the same answer.
//!
//! The summaries of the files say which rows can tell what another row tells. Of those
//! a key of 32 bytes is held ([`keys`]). It says which rows have to do with each other;
//! these are read in full, part by part, and judged as if there were no others. Where
//! two files of an account tell of the same at several granularities, all that they
//! have is one part, whose size has a limit.

mod digest;
mod keys;
mod plan;
mod positions;
mod source;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread;

use serde::{Deserialize, Serialize};

use crate::base::limits::Limits;
use crate::dedup::conflicts::RowConflict;
use crate::dedup::files::Files;
use crate::dedup::overlaps::{self, Overlaps};
use crate::dedup::settlements::{Choices, IdleSettlement};
use crate::dedup::summary::FileSummary;
use crate::dedup::{Comparing, Verdicts, Why, duplicates, ids, judge_money, judge_rows};
use crate::entry::Entry;
use crate::entry::diagnostic::Diagnostic;
use crate::entry::messages::Message;

pub use digest::RowDigest;
use keys::{Keys, Parts};
use plan::Plan;
use positions::RowPositions;
pub use source::{CompareError, RowSource};

/// What remains of several files, by the numbers of their rows: files one after the
/// other as they were given, rows as they stand in them, from zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Rows that do not count, in order; all others count.
    pub dropped: Vec<DroppedRow>,
    /// What two files say differently of one row; settled conflicts too.
    pub conflicts: Vec<ConflictOfRows>,
    /// Decisions about conflicts that have no effect.
    pub idle: Vec<IdleSettlement>,
    /// What a person should know about it, beside what was dropped.
    pub diagnostics: Vec<Diagnostic>,
}

/// A row that does not count because another one tells the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DroppedRow {
    /// Its number.
    pub row: u32,
    /// Why it does not count.
    pub why: Why,
    /// The number of the row that counts instead.
    pub kept: u32,
}

/// Two rows that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictOfRows {
    /// The number of the row that counts.
    pub counted: u32,
    /// The number of the row that does not.
    pub other: u32,
    /// What they differ in.
    pub conflict: RowConflict,
}

/// Says of the rows of several files what [`crate::resolve()`] says of them, and holds
/// few of them at a time. `files` are in the order of the rows; a file's rows stand
/// together, and its name is its own.
///
/// # Errors
/// When rows cannot be read, or more of them have to be held than the limits allow
/// ([`Limits::compared_rows_max`], [`Limits::compared_keys_max`]).
pub fn compare<S: RowSource>(
    files: Vec<FileSummary>,
    source: &mut S,
    by: &Comparing,
    limits: &Limits,
) -> Result<Compared, CompareError<S::Error>> {
    let mut comparison = Comparison::of(files, by, limits)?;
    let Parts { apart, held } = comparison.keys(source)?.parts(&comparison.plan);
    comparison.compare_apart(&apart, source)?;
    drop(apart);
    comparison.compare_held(held, source)?;
    let overlaps = comparison.overlaps(source)?;
    Ok(comparison.finish(overlaps))
}

/// A row that was dropped, why, and for which one, by their places among all.
type Drop = (u32, Why, u32);

/// Rows that are judged together.
struct Batch {
    places: Vec<u32>,
    entries: Vec<Entry>,
    /// The file of each.
    of_entry: Vec<u32>,
}

/// What was found of a batch.
struct Judged {
    dropped: Vec<Drop>,
    /// Pairs of files that share a row.
    matched: Vec<(usize, usize)>,
    /// About rows by their places in the batch.
    findings: ids::IdFindings,
    places: Vec<u32>,
    money: Vec<Diagnostic>,
}

struct Comparison<'a> {
    by: &'a Comparing,
    limits: &'a Limits,
    /// In the order in which they are judged.
    files: Files,
    same: Vec<Option<usize>>,
    units: Vec<usize>,
    choices: Choices,
    plan: Plan,
    places: RowPositions,
    dropped: Vec<Drop>,
    findings: ids::IdFindings,
    /// Pairs of files that share a row.
    matched: HashSet<(usize, usize)>,
    money: Vec<Diagnostic>,
}

impl<'a> Comparison<'a> {
    fn of<E>(
        files: Vec<FileSummary>,
        by: &'a Comparing,
        limits: &'a Limits,
    ) -> Result<Comparison<'a>, CompareError<E>> {
        let (files, places) = positions::in_order(files).ok_or_else(|| too_many_keys(limits))?;
        let files = Files::of_summaries(files);
        let same = files.same();
        let units = files.units(&same);
        Ok(Comparison {
            by,
            limits,
            choices: Choices::of(&by.settlements, &files, &same),
            plan: Plan::of(&files, &same, &units),
            files,
            same,
            units,
            places,
            dropped: Vec::new(),
            findings: ids::IdFindings::default(),
            matched: HashSet::new(),
            money: Vec::new(),
        })
    }

    /// Looks through the files that may share rows with others, or with themselves.
    fn keys<S: RowSource>(&self, source: &mut S) -> Result<Keys, CompareError<S::Error>> {
        let scanned = |file: &usize| self.plan.files[*file].is_scanned(&self.files.list[*file]);
        let mut scanned: Vec<usize> = (0..self.files.list.len()).filter(scanned).collect();
        scanned.sort_by_key(|file| self.places.first_row_of(*file));
        let mut keys = Keys::default();
        let ranges: Vec<Range<u32>> = scanned
            .iter()
            .map(|file| self.places.of_file(*file))
            .collect();
        let max = self.limits.compared_keys_max;
        if let Some(digests) = source.digests() {
            for (file, places) in scanned.iter().zip(ranges) {
                let rows = self.places.rows(&places);
                let digests = digests.get(rows.start as usize..rows.end as usize);
                let digests = digests.ok_or(CompareError::OtherRows)?;
                for (place, digest) in places.zip(digests) {
                    if keys.len() <= max {
                        keys.add_digest(place, *file as u32, &self.plan, digest);
                    }
                }
            }
        } else {
            self.read(source, &ranges, |place, file, entry| {
                if keys.len() <= max {
                    keys.add_entry(place, file as u32, &self.plan, &entry);
                }
            })?;
        }
        match keys.len() > max {
            true => Err(too_many_keys(self.limits)),
            false => Ok(keys),
        }
    }

    /// Reads the rows at these places and tells the place and the file of each.
    fn read<S: RowSource>(
        &self,
        source: &mut S,
        places: &[Range<u32>],
        mut take: impl FnMut(u32, usize, Cow<'_, Entry>),
    ) -> Result<(), CompareError<S::Error>> {
        let rows: Vec<Range<u32>> = places.iter().map(|range| self.places.rows(range)).collect();
        let mut wanted = places.iter().flat_map(|range| {
            let file = self.places.file_of(range.start);
            range.clone().map(move |place| (place, file))
        });
        let mut is_whole = true;
        source
            .read(&rows, &mut |entry| match wanted.next() {
                Some((place, file)) => take(place, file, entry),
                None => is_whole = false,
            })
            .map_err(CompareError::Source)?;
        match is_whole && wanted.next().is_none() {
            true => Ok(()),
            false => Err(CompareError::OtherRows),
        }
    }

    /// Compares rows that have to do with few others, so many parts at once as are
    /// handy. While some are judged, the next are read.
    fn compare_apart<S: RowSource>(
        &mut self,
        apart: &[(u32, u32)],
        source: &mut S,
    ) -> Result<(), CompareError<S::Error>> {
        if apart.is_empty() {
            return Ok(());
        }
        let this = &*self;
        let (sender, batches) = mpsc::sync_channel::<Batch>(1);
        let (read, judged) = thread::scope(|scope| {
            let judging = scope.spawn(|| {
                let judged = batches.into_iter().map(|batch| this.judged(batch, false));
                judged.collect::<Vec<Judged>>()
            });
            let read = this.read_batches(apart, source, |batch| sender.send(batch).is_ok());
            drop(sender);
            let judged = judging.join();
            (read, judged.unwrap_or_else(|panic| resume_unwind(panic)))
        });
        read?;
        for judged in judged {
            self.keep(judged);
        }
        Ok(())
    }

    /// Reads parts in batches, as long as they are taken.
    fn read_batches<S: RowSource>(
        &self,
        apart: &[(u32, u32)],
        source: &mut S,
        mut take: impl FnMut(Batch) -> bool,
    ) -> Result<(), CompareError<S::Error>> {
        let rows = self.limits.compared_batch_rows.max(1);
        let mut places: Vec<u32> = Vec::new();
        let mut parts = apart.chunk_by(|a, b| a.0 == b.0).peekable();
        while let Some(part) = parts.next() {
            places.extend(part.iter().map(|(_, place)| *place));
            let is_full = places.len() >= rows || parts.peek().is_none();
            if is_full && !take(self.batch(std::mem::take(&mut places), source)?) {
                break;
            }
        }
        Ok(())
    }

    /// Compares what has to be compared as a whole.
    fn compare_held<S: RowSource>(
        &mut self,
        linked: Vec<u32>,
        source: &mut S,
    ) -> Result<(), CompareError<S::Error>> {
        let held: Vec<usize> = (0..self.files.list.len())
            .filter(|file| self.plan.files[*file].is_held)
            .collect();
        let rows = held.iter().map(|file| self.files.list[*file].rows() as u64);
        self.check_held(rows.sum::<u64>() + linked.len() as u64)?;
        let mut places = linked;
        places.extend(held.iter().flat_map(|file| self.places.of_file(*file)));
        if !places.is_empty() {
            let batch = self.batch(places, source)?;
            let judged = self.judged(batch, true);
            self.keep(judged);
        }
        Ok(())
    }

    fn check_held<E>(&self, rows: u64) -> Result<(), CompareError<E>> {
        let max = self.limits.compared_rows_max as u64;
        match rows > max {
            true => Err(CompareError::Limit(Box::new(Message::ClaimComparedRows {
                limit: Limits::NAMES.compared_rows_max.into(),
                count: rows,
                count_max: max,
            }))),
            false => Ok(()),
        }
    }

    /// Reads the rows at these places.
    fn batch<S: RowSource>(
        &self,
        mut places: Vec<u32>,
        source: &mut S,
    ) -> Result<Batch, CompareError<S::Error>> {
        self.check_held(places.len() as u64)?;
        places.sort_unstable();
        let ranges = self.places.ranges(&places);
        let mut entries = Vec::with_capacity(places.len());
        let mut of_entry = Vec::with_capacity(places.len());
        self.read(source, &ranges, |_, file, entry| {
            entries.push(entry.into_owned());
            of_entry.push(file as u32);
        })?;
        Ok(Batch {
            places,
            entries,
            of_entry,
        })
    }

    /// Judges rows that have nothing to do with any others.
    fn judged(&self, batch: Batch, is_held: bool) -> Judged {
        let Batch {
            places,
            entries,
            of_entry,
        } = batch;
        let files = Files {
            of_entry,
            ..self.files.clone()
        };
        // A row of a copied file counts for nothing; its own row is not at hand.
        let copied =
            |(at, file): (usize, &u32)| self.same[*file as usize].map(|_| (Why::SameFile, at));
        let mut verdicts: Verdicts = files.of_entry.iter().enumerate().map(copied).collect();
        let by_unit = (&files, &self.units[..]);
        let mut findings = judge_rows(&entries, by_unit, &self.choices, &mut verdicts);
        let matched = overlaps::matched_pairs(&files, &verdicts);
        let money = match is_held {
            true => judge_money(&entries, &files, &self.by.tolerances, &mut verdicts),
            false => Vec::new(),
        };
        findings.retain_counted(&verdicts);
        let dropped = verdicts.iter().zip(&places);
        let dropped = dropped.filter_map(|(verdict, place)| match verdict {
            Some((Why::SameFile, _)) | None => None,
            Some((why, kept)) => Some((*place, *why, places[*kept])),
        });
        Judged {
            dropped: dropped.collect(),
            matched: matched.into_iter().collect(),
            findings,
            places,
            money,
        }
    }

    /// Keeps what was found of a batch.
    fn keep(&mut self, judged: Judged) {
        let places = judged.places;
        self.findings.add(judged.findings, |at| places[at] as usize);
        self.matched.extend(judged.matched);
        self.dropped.extend(judged.dropped);
        self.money.extend(judged.money);
    }

    /// What there is to say of files that share no row and may tell of the same.
    fn overlaps<S: RowSource>(
        &mut self,
        source: &mut S,
    ) -> Result<Vec<Diagnostic>, CompareError<S::Error>> {
        for (file, first) in self.same.iter().enumerate() {
            self.matched.extend(first.map(|first| (first, file)));
        }
        let mut pairs = overlaps::unmatched_pairs(&self.files, &self.units, &self.matched);
        pairs.retain(|(a, b)| {
            let (a, b) = (&self.files.list[*a], &self.files.list[*b]);
            a.overlaps(b) || a.can_be_shifted_to(b)
        });
        let mut overlaps = Overlaps::of(&pairs);
        let ranges: Vec<Range<u32>> = overlaps
            .files()
            .map(|file| self.places.of_file(file))
            .collect();
        let rows: usize = ranges.iter().map(ExactSizeIterator::len).sum();
        if rows > self.limits.compared_keys_max {
            return Err(too_many_keys(self.limits));
        }
        self.read(source, &ranges, |_, file, entry| overlaps.add(file, &entry))?;
        Ok(overlaps.warnings(&self.files, &pairs))
    }

    fn finish(mut self, overlaps: Vec<Diagnostic>) -> Compared {
        let mut diagnostics = self.files.warnings();
        diagnostics.extend(self.findings.diagnostics(&self.files));
        diagnostics.extend(overlaps);
        diagnostics.append(&mut self.money);
        self.drop_copies();
        self.dropped.sort_unstable_by_key(|(place, ..)| *place);
        let dropped = self.dropped.iter().map(|(place, why, kept)| DroppedRow {
            row: self.places.row(*place),
            why: *why,
            kept: self.places.row(counted(&self.dropped, *kept)),
        });
        let mut dropped: Vec<DroppedRow> = dropped.collect();
        dropped.sort_unstable_by_key(|dropped| dropped.row);
        let idle = self.findings.idle(&self.choices);
        let conflicts = self.findings.sorted().into_iter();
        let conflicts = conflicts.map(|found| ConflictOfRows {
            counted: self.places.row(found.counted as u32),
            other: self.places.row(found.other as u32),
            conflict: found.conflict,
        });
        Compared {
            dropped,
            conflicts: conflicts.collect(),
            idle,
            diagnostics,
        }
    }

    /// Drops the rows of files that have the same bytes as an earlier one.
    fn drop_copies(&mut self) {
        for (file, first) in self.same.iter().enumerate() {
            let Some(first) = first else { continue };
            let (copy, first) = (self.places.of_file(file), self.places.of_file(*first));
            let twins = copy.enumerate().map(|(nth, place)| {
                let nth = duplicates::twin(nth, first.len());
                (place, Why::SameFile, first.start + nth as u32)
            });
            self.dropped.extend(twins);
        }
    }
}

/// The row that counts in place of one: that for which it was dropped may have been
/// dropped for a third one.
fn counted(dropped: &[Drop], mut place: u32) -> u32 {
    for _ in 0..dropped.len() {
        match dropped.binary_search_by_key(&place, |(place, ..)| *place) {
            Ok(at) => place = dropped[at].2,
            Err(_) => break,
        }
    }
    place
}

fn too_many_keys<E>(limits: &Limits) -> CompareError<E> {
    CompareError::Limit(Box::new(Message::ClaimComparedKeys {
        limit: Limits::NAMES.compared_keys_max.into(),
        count: limits.compared_keys_max as u64,
    }))
}
