//! Reads the originals of a claim again. Their rows wait in a temporary file and are
//! compared there, so that memory does not grow with them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufReader, Read, Seek};
use std::sync::Arc;

use casework::Committed;
use casework::custody::{CustodyEvent, Purpose};
use ledger::{
    Code, CompareError, Compared, Comparing, Deal, Diagnostic, Entry, FileReport, FileSummary,
    Mapping, Members, ReadOptions, Sink, Text, Zone, rfc3339,
};

use super::claims::{ListedClaim, SharedClaim};
use super::log::{About, Logged};
use super::table::TableRow;
use super::{ArchiveError, Check, Finding, Limits, Settings, shown};
use crate::layout;
use crate::spool::{EntrySpool, SpooledEntries};
use crate::tables::{self, Row};

/// An original in the index.
pub(super) struct Original {
    /// Where it lies.
    path: String,
    sha256: String,
    read_as: String,
    read: bool,
    rows_refused: u64,
    format: String,
    reader_version: String,
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

/// Stores rows as they are read. Most diagnostics were handled when the file was first read;
/// totals that are not quantity × price are reported again.
struct ReadAgain<'l> {
    limits: &'l Limits,
    rows: EntrySpool,
    /// Rows whose total is not quantity × price, by file as read and line.
    other_totals: Vec<Diagnostic>,
    other_totals_more: u64,
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

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        if diagnostic.code != Code::WarnTotal {
            return;
        }
        if self.other_totals.len() < self.limits.findings_max {
            self.other_totals.push(diagnostic);
        } else {
            self.other_totals_more += 1;
        }
    }

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
        settings: &mut Settings,
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
            check.original_told(settings, &place, &row);
            let hashes = settings.files.entry(claim.to_owned()).or_default();
            hashes.push(sha256.to_owned());
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
        self.originals_lacking(settings, &shared);
        Ok(originals)
    }

    /// Holds an original against its records in the custody log.
    fn original_told(&mut self, settings: &Settings, place: &str, row: &TableRow) {
        let log = &settings.log;
        if !log.is_whole {
            return;
        }
        let cell = |at: usize| &row.cells[at];
        let [claim, sha256] = [0, 2].map(|at| cell(at).to_owned());
        let salt = settings.salt(&claim);
        let about = About::Original(claim.clone(), sha256.clone());
        let added = |logged: &&Logged| logged.event == CustodyEvent::EvidenceAdded;
        let Some(logged) = log.held(&about).find(added) else {
            let sentence = "has no record in the custody log that the claim received it";
            self.find(place, sentence);
            return;
        };
        let name = Committed::Original { name: cell(6) }.hash(salt);
        let is_same = match &logged.purpose {
            Some(Purpose::Received { bytes, commitment }) => {
                bytes.to_string() == cell(3) && *commitment == name
            }
            _ => false,
        };
        let first = log.all(&about).iter().find(added);
        let received = log.all(&About::Bytes(sha256.clone())).iter();
        let mut received = received.filter(|bytes| bytes.sequence <= logged.sequence);
        let read = About::Import(claim, sha256);
        let refused = |logged: &Logged| {
            matches!(logged.purpose, Some(Purpose::Read { refused, .. })
                if refused.to_string() == cell(13))
        };
        for (holds, what) in [
            (is_same, "size or name"),
            (
                first.is_some_and(|first| first.actor == cell(18)),
                "who added it",
            ),
            (
                received.any(|logged| logged.is_at(cell(5))),
                "when it was received",
            ),
            (
                cell(8) != "yes" || log.held(&read).any(refused),
                "how many rows were refused",
            ),
        ] {
            if !holds {
                let sentence = format!("and the custody log differ on {what}");
                self.find(place, sentence);
            }
        }
    }

    /// Reports originals that the log has and the index lacks.
    fn originals_lacking(&mut self, settings: &Settings, shared: &BTreeSet<&str>) {
        let log = &settings.log;
        if !log.is_whole {
            return;
        }
        let mut lacking = Vec::new();
        // Of a claim without a salt, the report has the reference alone.
        for claim in shared
            .iter()
            .filter(|claim| !settings.salt(claim).is_empty())
        {
            let first = About::Original((*claim).to_owned(), String::new());
            let files = settings.files.get(*claim);
            let of_claim = log
                .from(first)
                .map_while(|about| match about {
                    About::Original(of, sha256) if of == claim => Some((about, sha256)),
                    _ => None,
                })
                .filter(|(_, sha256)| files.is_none_or(|files| !files.contains(sha256)))
                .filter_map(|(about, _)| log.held_throughout(about))
                .filter(|logged| logged.event == CustodyEvent::EvidenceAdded);
            lacking.extend(of_claim.map(|logged| (claim.to_string(), logged.sequence)));
        }
        for (claim, sequence) in lacking {
            let sentence = format!(
                "lacks an original of {}, which record {sequence} of the custody log has",
                shown(&claim)
            );
            self.find(layout::ORIGINALS_INDEX, sentence);
        }
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
    pub(super) fn reread(&mut self, of: &SharedClaim<'_>) -> Result<Reread, ArchiveError> {
        let (claim, originals) = (&of.claim.reference, of.originals);
        let limits = self.limits.verifying.clone();
        let mut read = ReadAgain {
            limits: &limits,
            rows: EntrySpool::new()?,
            other_totals: Vec::new(),
            other_totals_more: 0,
            summaries: Vec::new(),
            earlier: 0,
            deals: Vec::new(),
            stopped: Ok(()),
        };
        let unread = originals.iter().filter(|original| !original.read);
        self.verdict.unchecked.originals_unread += unread.count() as u64;
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
                    self.read_told(of, original, &found);
                }
                Err(error) => self.find(original.path.clone(), error.to_string()),
            }
            read.earlier = read.summaries.len();
        }
        self.other_totals(&read, originals);
        let mut rows = read.rows.finish()?;
        let by = Comparing {
            settlements: of.decisions.to_vec(),
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

impl<R> Check<R> {
    /// Compares a reading with the first one: its reader, and the rows that were read and
    /// refused.
    fn read_told(&mut self, of: &SharedClaim<'_>, original: &Original, found: &[FileReport]) {
        let sum = |of: fn(&FileReport) -> u64| found.iter().map(of).sum::<u64>();
        let (entries, refused) = (sum(|found| found.entries), sum(|found| found.refused));
        let format = match found {
            [one] if one.file == original.read_as => one.format.map_or("", |format| format.id),
            _ => "",
        };
        let version = tables::reader_versions(found.iter().map(FileReport::reader_version));
        for (column, stated, again) in [
            ("format", original.format.as_str(), format),
            (
                "reader_version",
                original.reader_version.as_str(),
                version.as_str(),
            ),
        ] {
            if stated != again {
                let (stated, again) = (shown(stated), shown(again));
                let sentence = format!(
                    "has the {column} {again}; {} states {stated}",
                    layout::ORIGINALS_INDEX
                );
                self.find(original.path.clone(), sentence);
            }
        }
        self.verdict.unchecked.rows_refused += refused;
        if refused != original.rows_refused {
            let sentence = format!(
                "has {refused} rows that cannot be read; {} states {}",
                layout::ORIGINALS_INDEX,
                original.rows_refused
            );
            self.find(original.path.clone(), sentence);
        }
        let log = &of.settings.log;
        let about = About::Import(of.claim.reference.clone(), original.sha256.clone());
        let mut held = log.held(&about);
        let again = Purpose::Read { entries, refused };
        if log.is_whole && !held.any(|logged| logged.purpose.as_ref() == Some(&again)) {
            let sentence = format!(
                "gives {entries} entries and {refused} refused rows; the custody log has other \
                 counts"
            );
            self.find(original.path.clone(), sentence);
        }
    }

    /// Reports rows whose total is not quantity × price. That is no difference: the file's
    /// total counts.
    fn other_totals(&mut self, read: &ReadAgain<'_>, originals: &[Original]) {
        self.verdict.other_totals_more += read.other_totals_more;
        let most = self.limits.verifying.findings_max;
        for diagnostic in &read.other_totals {
            if self.verdict.other_totals.len() >= most {
                self.verdict.other_totals_more += 1;
                continue;
            }
            let file = place(&diagnostic.file, originals);
            self.verdict.other_totals.push(Finding {
                place: format!("{file}:{}", diagnostic.line),
                sentence: diagnostic.message.to_string(),
            });
        }
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
        sha256: cell(2),
        rows_refused: row.cells[13].parse().ok()?,
        format: cell(9),
        reader_version: cell(10),
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
