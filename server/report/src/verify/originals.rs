//! Reads the originals of a claim again. Their rows wait in a temporary file and are
//! compared there, so that memory does not grow with them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufReader, Read, Seek};
use std::sync::Arc;

use ledger::{
    CompareError, Compared, Comparing, Deal, Entry, FileSummary, Mapping, Members, ReadOptions,
    Settlement, Sink, Text, Zone, rfc3339,
};

use super::claims::ListedClaim;
use super::table::TableRow;
use super::{ArchiveError, Check, Limits};
use crate::layout;
use crate::spool::{EntrySpool, SpooledEntries};
use crate::tables::{self, Row};

/// An original in the index.
pub(super) struct Original {
    /// Where it lies.
    path: String,
    read_as: String,
    read: bool,
    options: ReadOptions,
}

/// The rows of a claim's originals, and which of them count.
pub(super) struct Reread {
    /// Every row, in the order of the files.
    pub(super) rows: SpooledEntries,
    /// What comparing them found.
    pub(super) compared: Compared,
    /// For each row that does not count, the number of rows before it that count.
    kept_before: Vec<u64>,
    /// The deals of trading bots.
    pub(super) deals: Vec<Deal>,
}

impl Reread {
    /// How many rows count.
    pub(super) fn kept_count(&self) -> u64 {
        self.rows.count() - self.kept_before.len() as u64
    }

    /// One of the rows that count, by its number among them.
    pub(super) fn kept(&mut self, nth: u64) -> io::Result<Entry> {
        let dropped_before = self.kept_before.partition_point(|kept| *kept <= nth);
        self.rows.get(nth + dropped_before as u64).cloned()
    }

    /// The names of the rows that count: file, line, and number within the line.
    pub(super) fn kept_names(
        &mut self,
        originals: &[Original],
    ) -> impl Iterator<Item = Result<Row, ArchiveError>> {
        let mut names = Names::new(originals);
        (0..self.kept_count()).map(move |nth| {
            let entry = self.kept(nth)?;
            let file = names.place(&entry.file).to_owned();
            Ok(vec![file, entry.line(), entry.row.to_string()])
        })
    }
}

/// Translates the names under which files were read into their names in the bundle.
pub(super) struct Names<'o> {
    originals: &'o [Original],
    /// The latest name with its translation, because rows of one file are adjacent.
    latest: Option<(Text, String)>,
}

impl<'o> Names<'o> {
    pub(super) fn new(originals: &'o [Original]) -> Names<'o> {
        Names {
            originals,
            latest: None,
        }
    }

    /// The name of this file in the bundle.
    pub(super) fn place(&mut self, read: &Text) -> &str {
        let known = self.latest.take().filter(|(name, _)| name == read);
        let known = known.unwrap_or_else(|| (read.clone(), place(read, self.originals)));
        &self.latest.insert(known).1
    }
}

/// The name in the bundle of a file that was read under a name.
pub(super) fn place(read: &str, originals: &[Original]) -> String {
    let known = originals.iter().filter_map(|original| {
        let member = read.strip_prefix(original.read_as.as_str())?;
        let inside = member.is_empty() || member.starts_with('!');
        inside.then(|| (original.read_as.len(), original.path.clone() + member))
    });
    // A name may begin like another, so that the longest match is used.
    known
        .max_by_key(|(length, _)| *length)
        .map_or_else(|| read.to_owned(), |(_, path)| path)
}

/// The name under which a file of the bundle was read; none where it is no original here.
pub(super) fn read_as(path: &str, originals: &[Original]) -> Option<String> {
    originals.iter().find_map(|original| {
        let member = path.strip_prefix(original.path.as_str())?;
        let inside = member.is_empty() || member.starts_with('!');
        inside.then(|| original.read_as.clone() + member)
    })
}

/// Stores rows as they are read. Diagnostics were handled when the file was first read.
struct ReadAgain<'l> {
    limits: &'l Limits,
    rows: EntrySpool,
    /// The facts about each file that was read, with separate archive members.
    summaries: Vec<FileSummary>,
    /// How many of these belong to earlier originals.
    earlier: usize,
    deals: Vec<Deal>,
    /// The error of the disk or of a limit.
    stopped: Result<(), ArchiveError>,
}

impl ReadAgain<'_> {
    fn put(&mut self, entry: &Entry) -> Result<(), ArchiveError> {
        let (name, most) = (Limits::NAMES.claim_rows_max, self.limits.claim_rows_max);
        if self.rows.count() >= most {
            return Err(ArchiveError::Limit(format!(
                "the originals of a claim have more rows than {name} ({most})"
            )));
        }
        let is_same = |file: &&mut FileSummary| file.name() == entry.file;
        match self.summaries[self.earlier..].last_mut().filter(is_same) {
            Some(file) => file.add(entry),
            None => {
                let mut file = FileSummary::new(&entry.file, "");
                file.add(entry);
                self.summaries.push(file);
            }
        }
        Ok(self.rows.push(entry)?)
    }
}

impl Sink for ReadAgain<'_> {
    fn entry(&mut self, entry: &mut Entry) {
        if self.stopped.is_ok() {
            self.stopped = self.put(entry);
        }
    }

    fn diagnostic(&mut self, _: ledger::Diagnostic) {}

    fn deal(&mut self, deal: Deal) {
        let (name, most) = (Limits::NAMES.deals_max, self.limits.deals_max);
        if self.deals.len() < most {
            self.deals.push(deal);
        } else if self.stopped.is_ok() {
            self.stopped = Err(ArchiveError::Limit(format!(
                "the originals of a claim have more deals than {name} ({most})"
            )));
        }
    }
}

impl<R: Read + Seek> Check<R> {
    /// Reads the index of originals and compares it with the files.
    pub(super) fn originals(
        &mut self,
        claims: &[ListedClaim],
    ) -> Result<BTreeMap<String, Vec<Original>>, ArchiveError> {
        let shared = claims.iter().filter(|claim| claim.shared);
        let shared: BTreeSet<&str> = shared.map(|claim| claim.reference.as_str()).collect();
        let mut originals: BTreeMap<String, Vec<Original>> = BTreeMap::new();
        let mut listed = BTreeSet::from([layout::ORIGINALS_INDEX.to_owned()]);
        let columns = &tables::ORIGINAL_COLUMNS;
        self.each_row(layout::ORIGINALS_INDEX, columns, |check, row| {
            let place = format!("{}:{}", layout::ORIGINALS_INDEX, row.line);
            let [claim, path, sha256, size_bytes] = [0, 1, 2, 3].map(|at| &row.cells[at]);
            let stem = format!("data/originals/{claim}/{sha256}.");
            if !shared.contains(claim) || !path.starts_with(&stem) {
                check.find(place, "belongs to no claim that is shared here");
                return Ok(());
            }
            let length = check.archive.length(path).map(|length| length.to_string());
            match check.hashes.get(path) {
                None => check.find(path, "is missing, but in the index of originals"),
                Some(found) if found != sha256 => {
                    let sentence = "is not the file that was received: \
                                    its SHA-256 is not the one in its name";
                    check.find(path, sentence);
                }
                Some(_) if length.as_deref() != Some(size_bytes) => {
                    check.find(place.clone(), "gives another size than the file has");
                }
                Some(_) => {}
            }
            listed.insert(path.to_owned());
            match original(&row, check.reading()) {
                Some(original) => originals
                    .entry(claim.to_owned())
                    .or_default()
                    .push(original),
                None => check.find(place, "does not state how to read the file"),
            }
            Ok(())
        })?;
        self.only("data/originals/", &listed);
        Ok(originals)
    }

    /// Reports files of a folder that no index names.
    pub(super) fn only(&mut self, folder: &str, listed: &BTreeSet<String>) {
        for path in self.archive.paths() {
            if path.starts_with(folder) && !listed.contains(&path) {
                self.find(path, "no index names this file: it was added");
            }
        }
    }

    /// What a file may demand of the reader.
    fn reading(&self) -> ledger::Limits {
        ledger::Limits {
            rows_max: self.limits.verifying.rows_max,
            ..self.limits.reading.clone()
        }
    }

    /// Reads the originals of a claim with the same options as at that time, and compares
    /// them with the same decisions.
    pub(super) fn reread(
        &mut self,
        claim: &str,
        originals: &[Original],
        decisions: &[Settlement],
    ) -> Result<Reread, ArchiveError> {
        let limits = self.limits.verifying.clone();
        let mut read = ReadAgain {
            limits: &limits,
            rows: EntrySpool::new()?,
            summaries: Vec::new(),
            earlier: 0,
            deals: Vec::new(),
            stopped: Ok(()),
        };
        for original in originals.iter().filter(|original| original.read) {
            let Some(section) = self.archive.section(&original.path) else {
                continue;
            };
            let bytes = BufReader::new(section);
            let found = ledger::read_file(&original.read_as, bytes, &original.options, &mut read);
            std::mem::replace(&mut read.stopped, Ok(()))?;
            let files = &mut read.summaries[read.earlier..];
            match found {
                Ok(found) => {
                    let hashes = found.iter().map(|found| (&*found.file, &*found.sha256));
                    let hashes: BTreeMap<&str, &str> = hashes.collect();
                    for file in files {
                        if let Some(sha256) = hashes.get(file.name()) {
                            file.set_sha256(sha256);
                        }
                    }
                    self.verdict.checked.originals += 1;
                }
                Err(error) => self.find(original.path.clone(), error.to_string()),
            }
            read.earlier = read.summaries.len();
        }
        let mut rows = read.rows.finish()?;
        let by = Comparing {
            settlements: decisions.to_vec(),
            ..Comparing::default()
        };
        let compared = ledger::compare(read.summaries, &mut rows, &by, &self.reading());
        let compared = compared.map_err(|error| match error {
            CompareError::Source(error) => ArchiveError::Io(error),
            CompareError::OtherRows => ArchiveError::Io(io::Error::other(error)),
            CompareError::Limit(message) => {
                ArchiveError::Limit(format!("claim {claim}: {message}"))
            }
        })?;
        let dropped = (0..).zip(&compared.dropped);
        let kept_before =
            dropped.map(|(before, dropped)| u64::from(dropped.row).saturating_sub(before));
        Ok(Reread {
            kept_before: kept_before.collect(),
            rows,
            compared,
            deals: read.deals,
        })
    }
}

fn original(row: &TableRow, limits: ledger::Limits) -> Option<Original> {
    let cell = |at: usize| row.cells[at].to_owned();
    let [format, zone, mapping] = [9, 12, 14].map(cell);
    let [format_said, day_order, members] = [15, 16, 17].map(cell);
    let format = if format.is_empty() {
        format_said
    } else {
        format
    };
    Some(Original {
        path: cell(1),
        read_as: cell(7),
        read: match &row.cells[8] {
            "yes" => true,
            "no" => false,
            _ => return None,
        },
        options: ReadOptions {
            format: Some(format).filter(|format| !format.is_empty()),
            zone: match zone.as_str() {
                "" => None,
                zone => Some(zone.parse::<Zone>().ok()?),
            },
            mapping: match mapping.as_str() {
                "" => None,
                mapping => Some(Arc::new(Mapping::parse(mapping).ok()?)),
            },
            day_order: match day_order.as_str() {
                "" => None,
                word => Some(word.parse().ok()?),
            },
            members: match members.as_str() {
                "" => Arc::default(),
                members => Arc::new(Members::parse(members).ok()?),
            },
            received: Some(rfc3339::parse(&row.cells[5])?),
            account: cell(11).into(),
            limits,
            hash: true,
            ..ReadOptions::default()
        },
    })
}
