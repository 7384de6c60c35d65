//! Reads the tables of a bundle that may be hostile, row by row. The length of a row is
//! limited, so that no table is ever held in memory.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek};
use std::ops::Range;
use std::rc::Rc;

use csv::{ReaderBuilder, StringRecord};

use super::pairing::pair;
use super::{ArchiveError, Check, Limits, shown};
use crate::archive::Section;
use crate::spool::Spool;
use crate::tables::{self, Row};

/// How far the CSV reader may read ahead of its row.
const AHEAD_BYTES: usize = 64 * 1024;

/// One row, the line where it starts and its range of bytes.
pub(super) struct TableRow {
    pub(super) line: u64,
    pub(super) bytes: Range<u64>,
    pub(super) cells: StringRecord,
}

impl TableRow {
    /// Its cells as they are written.
    fn row(&self) -> Row {
        self.cells.iter().map(str::to_owned).collect()
    }
}

/// What is wrong with a table, and the line; none where it is not about one line.
pub(super) struct Wrong {
    line: Option<u64>,
    sentence: String,
}

/// The place of the rows of one claim in a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Stretch {
    bytes: Range<u64>,
    line: u64,
}

/// Stops reading when a part exceeds its bytes. Otherwise an unclosed quote could make one
/// row of a whole file.
pub(super) struct Leash<R> {
    inner: R,
    left: Rc<Cell<usize>>,
}

impl<R> Leash<R> {
    /// A leash on `inner`; the owner of `left` sets how many more bytes it may read.
    pub(super) fn new(inner: R, left: &Rc<Cell<usize>>) -> Leash<R> {
        let left = Rc::clone(left);
        Leash { inner, left }
    }
}

impl<R: Read> Read for Leash<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = buffer.len().min(self.left.get());
        if wanted == 0 && !buffer.is_empty() {
            return Err(io::Error::other("a row is longer than a row may be"));
        }
        let read = self.inner.read(&mut buffer[..wanted])?;
        self.left.set(self.left.get() - read);
        Ok(read)
    }
}

/// The rows of a table, or of one stretch of it, in order. Nothing follows a row that cannot
/// be read.
pub(super) struct TableRows<R: Read + Seek> {
    reader: csv::Reader<Leash<Section<R>>>,
    left: Rc<Cell<usize>>,
    columns: &'static [&'static str],
    limits: Limits,
    /// Lines before the first line that is read.
    lines_before: u64,
    has_header: bool,
    count: u64,
    is_over: bool,
}

impl<R: Read + Seek> TableRows<R> {
    fn read(&mut self) -> Result<Option<TableRow>, Wrong> {
        self.left.set(self.limits.row_bytes_max + AHEAD_BYTES);
        let mut cells = StringRecord::new();
        let is_there = self.reader.read_record(&mut cells);
        let is_there = is_there.map_err(|error| Wrong {
            line: None,
            sentence: format!("can't be read: {error}"),
        })?;
        let position = cells.position().map_or((0, 1), |p| (p.byte(), p.line()));
        let end = self.reader.position().byte();
        Ok(is_there.then(|| TableRow {
            line: self.lines_before + position.1,
            bytes: position.0..end,
            cells,
        }))
    }

    /// Checks the header of a whole table against its columns.
    fn header(&mut self) -> Result<(), Wrong> {
        let header = self.read()?.ok_or_else(|| Wrong {
            line: None,
            sentence: "has no header".to_owned(),
        })?;
        if header.cells.iter().eq(self.columns.iter().copied()) {
            return Ok(());
        }
        Err(Wrong {
            line: Some(header.line),
            sentence: "does not have the columns of this table".to_owned(),
        })
    }

    fn row(&mut self) -> Result<Option<TableRow>, Wrong> {
        if self.has_header {
            self.has_header = false;
            self.header()?;
        }
        let Some(row) = self.read()? else {
            return Ok(None);
        };
        self.count += 1;
        let most = self.limits.rows_max;
        match self.count > most {
            true => Err(Wrong {
                line: Some(row.line),
                sentence: format!("goes past {} ({most})", Limits::NAMES.rows_max),
            }),
            false => Ok(Some(row)),
        }
    }
}

impl<R: Read + Seek> Iterator for TableRows<R> {
    type Item = Result<TableRow, Wrong>;

    fn next(&mut self) -> Option<Result<TableRow, Wrong>> {
        if self.is_over {
            return None;
        }
        match self.row() {
            Ok(Some(row)) if row.cells.len() != self.columns.len() => Some(Err(Wrong {
                line: Some(row.line),
                sentence: "does not have as many cells as the header".to_owned(),
            })),
            Ok(Some(row)) => Some(Ok(row)),
            Ok(None) => {
                self.is_over = true;
                None
            }
            Err(wrong) => {
                self.is_over = true;
                Some(Err(wrong))
            }
        }
    }
}

impl<R: Read + Seek> Check<R> {
    /// The rows of a whole table; none when it is missing.
    pub(super) fn table(
        &self,
        path: &str,
        columns: &'static [&'static str],
    ) -> Option<TableRows<R>> {
        let section = self.archive.section(path)?;
        Some(self.table_rows(section, columns, 0, true))
    }

    /// The rows of one stretch. Their errors were reported when the stretches were found.
    pub(super) fn rows(
        &self,
        path: &str,
        stretch: Option<&Stretch>,
        columns: &'static [&'static str],
    ) -> impl Iterator<Item = TableRow> + use<R> {
        let rows = stretch.and_then(|stretch| {
            let section = self.archive.section(path)?.part(&stretch.bytes);
            let lines_before = stretch.line.saturating_sub(1);
            Some(self.table_rows(section, columns, lines_before, false))
        });
        rows.into_iter().flatten().filter_map(Result::ok)
    }

    fn table_rows(
        &self,
        section: Section<R>,
        columns: &'static [&'static str],
        lines_before: u64,
        has_header: bool,
    ) -> TableRows<R> {
        let left = Rc::new(Cell::new(0));
        TableRows {
            reader: ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .buffer_capacity(AHEAD_BYTES / 2)
                .from_reader(Leash::new(section, &left)),
            left,
            columns,
            limits: self.limits.verifying.clone(),
            lines_before,
            has_header,
            count: 0,
            is_over: false,
        }
    }

    /// Reads a table row by row, and reports what is wrong with the table itself.
    pub(super) fn each_row(
        &mut self,
        path: &str,
        columns: &'static [&'static str],
        mut see: impl FnMut(&mut Check<R>, TableRow) -> Result<(), ArchiveError>,
    ) -> Result<(), ArchiveError> {
        for row in self.table(path, columns).into_iter().flatten() {
            match row {
                Ok(row) => see(self, row)?,
                Err(Wrong { line, sentence }) => {
                    let place =
                        line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"));
                    self.find(place, sentence);
                }
            }
        }
        Ok(())
    }

    /// The places of each shared claim's rows (by the first column). Reports rows of one
    /// claim that are not adjacent, and claims that are not shared.
    pub(super) fn stretches(
        &mut self,
        path: &str,
        columns: &'static [&'static str],
        shared: &BTreeSet<&String>,
    ) -> Result<BTreeMap<String, Stretch>, ArchiveError> {
        let mut stretches: BTreeMap<String, Stretch> = BTreeMap::new();
        let mut strangers: BTreeSet<String> = BTreeSet::new();
        let mut last = String::new();
        self.each_row(path, columns, |check, row| {
            let claim = row.cells.get(0).unwrap_or_default();
            let is_apart = last != claim;
            match stretches.get_mut(claim) {
                Some(stretch) if !is_apart => stretch.bytes.end = row.bytes.end,
                None if shared.contains(&claim.to_owned()) => {
                    let (bytes, line) = (row.bytes.clone(), row.line);
                    stretches.insert(claim.to_owned(), Stretch { bytes, line });
                }
                None if !strangers.contains(claim) => {
                    // Each is reported once, and there are no more of them than findings.
                    let has_room = strangers.len() <= check.limits.verifying.findings_max;
                    strangers.extend(has_room.then(|| claim.to_owned()));
                }
                _ if is_apart => {
                    let place = format!("{path}:{}", row.line);
                    check.find(place, "does not stand with the other rows of its claim");
                }
                _ => {}
            }
            if is_apart {
                claim.clone_into(&mut last);
            }
            Ok(())
        })?;
        for claim in &strangers {
            let sentence = format!("has rows of {}, which is not shared here", shown(claim));
            self.find(path, sentence);
        }
        Ok(stretches)
    }

    /// Checks that a table has these rows, in any order, each as often.
    pub(super) fn same_rows(
        &mut self,
        path: &str,
        columns: &'static [&'static str],
        expected: Spool<Row>,
    ) -> Result<(), ArchiveError> {
        let mut expected = expected.finish()?;
        let pairs = {
            let found = self.table(path, columns).into_iter().flatten();
            let found = found.filter_map(Result::ok).map(|row| Ok(row.row()));
            let expected = expected.all().map(|row| Ok(row?));
            pair(path, found, expected, &self.limits.verifying)?
        };
        let mut numbers = 0..;
        self.each_row(path, columns, |check, row| {
            let number = numbers.next().unwrap_or_default();
            if pairs.expected(number).is_none() {
                check.find(
                    format!("{path}:{}", row.line),
                    format!("does not follow: {}", shown(&row.row().join(","))),
                );
            }
            Ok(())
        })?;
        for number in pairs.lacking(expected.count()) {
            let row = expected.get(number)?;
            self.find(path, format!("lacks the row {}", shown(&row.join(","))));
        }
        Ok(())
    }

    /// Reports the cells of a row that differ from the expected ones, except words.
    pub(super) fn compare(
        &mut self,
        place: &str,
        columns: &[&str],
        found: &StringRecord,
        expected: &[String],
        source: &str,
    ) {
        for (index, expected) in expected.iter().enumerate() {
            let cell = found.get(index).unwrap_or_default();
            let column = columns.get(index).copied().unwrap_or_default();
            if cell != expected && column != tables::WORDS {
                let sentence = format!(
                    "{column} is {}, but {source} {}",
                    shown(cell),
                    shown(expected)
                );
                self.find(place, sentence);
            }
        }
    }
}
