//! Reading the tables of a bundle that may be hostile: row by row, with a leash
//! on how long a row may get, and claim by claim where a table is large.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

use csv::{ReaderBuilder, StringRecord};

use super::{ArchiveError, Check, shown};
use crate::archive::Section;
use crate::tables;

/// What the CSV reader may fetch ahead of the row it is at.
const AHEAD_BYTES: usize = 64 * 1024;

/// One row and the line where it starts.
pub(super) struct Read1 {
    pub(super) line: u64,
    pub(super) cells: StringRecord,
}

/// Where the rows of one claim lie in a table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stretch {
    start: u64,
    end: u64,
    line: u64,
}

/// Stops reading when a row asks for more than it may: an unclosed quote would
/// otherwise make one row of a whole file.
struct Leash<R> {
    inner: R,
    left: Rc<Cell<usize>>,
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

impl<R: Read + Seek> Check<R> {
    /// Every row of a table that fits into memory by its nature. A table that is
    /// broken is named and read as far as it goes.
    pub(super) fn table(
        &mut self,
        path: &str,
        columns: &[&str],
    ) -> Result<Vec<Read1>, ArchiveError> {
        let mut rows = Vec::new();
        self.each(path, columns, |_, row, _| rows.push(row))?;
        Ok(rows)
    }

    /// Where the rows of each claim (the first column) lie. Rows of one claim
    /// that do not stand together are named.
    pub(super) fn stretches(
        &mut self,
        path: &str,
        columns: &[&str],
    ) -> Result<BTreeMap<String, Stretch>, ArchiveError> {
        let mut stretches: BTreeMap<String, Stretch> = BTreeMap::new();
        let mut last = String::new();
        let mut apart = Vec::new();
        self.each(path, columns, |(start, end), row, _| {
            let claim = row.cells.get(0).unwrap_or_default();
            let line = row.line;
            match stretches.get_mut(claim) {
                Some(stretch) if last == claim => stretch.end = end,
                Some(_) => apart.push(line),
                None => {
                    stretches.insert(claim.to_owned(), Stretch { start, end, line });
                }
            }
            if last != claim {
                claim.clone_into(&mut last);
            }
        })?;
        for line in apart {
            let place = format!("{path}:{line}");
            self.find(place, "does not stand with the other rows of its claim");
        }
        Ok(stretches)
    }

    /// The rows of one stretch.
    pub(super) fn rows(
        &mut self,
        path: &str,
        stretch: Option<&Stretch>,
        columns: &[&str],
    ) -> Result<Vec<Read1>, ArchiveError> {
        let Some(stretch) = stretch else {
            return Ok(Vec::new());
        };
        let Some(mut section) = self.archive.section(path) else {
            return Ok(Vec::new());
        };
        section.seek(SeekFrom::Start(stretch.start))?;
        let cut = section.take(stretch.end - stretch.start);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(BufReader::new(cut));
        let mut rows = Vec::new();
        for record in reader.records() {
            // What can't be read was named when the stretches were found.
            let Ok(cells) = record else { break };
            let within = cells.position().map_or(1, csv::Position::line);
            let line = stretch.line + within - 1;
            if cells.len() == columns.len() {
                rows.push(Read1 { line, cells });
            }
        }
        Ok(rows)
    }

    /// Goes through a table once: header, width of rows, and `see` for each row
    /// with the bytes it lies between.
    fn each(
        &mut self,
        path: &str,
        columns: &[&str],
        mut see: impl FnMut((u64, u64), Read1, usize),
    ) -> Result<(), ArchiveError> {
        let limits = self.limits.clone();
        let Some(section) = self.archive.section(path) else {
            return Ok(());
        };
        let mut wrong = Vec::new();
        let row_bytes_max = limits.row_bytes_max + AHEAD_BYTES;
        let left = Rc::new(Cell::new(row_bytes_max));
        let mut reader = reader(section, left.clone());
        let mut cells = StringRecord::new();
        let mut header = true;
        let mut rows = 0;
        loop {
            left.set(row_bytes_max);
            match reader.read_record(&mut cells) {
                Ok(false) => break,
                Err(error) => {
                    wrong.push((0, format!("can't be read: {error}")));
                    break;
                }
                Ok(true) => {}
            }
            let (start, line) = cells.position().map_or((0, 0), |p| (p.byte(), p.line()));
            let end = reader.position().byte();
            if header {
                header = false;
                if cells.iter().ne(columns.iter().copied()) {
                    wrong.push((line, "does not have the columns of this table".to_owned()));
                    break;
                }
                continue;
            }
            rows += 1;
            if rows > limits.rows_max {
                let (name, most) = (limits.names().rows_max, limits.rows_max);
                wrong.push((line, format!("goes past {name} ({most})")));
                break;
            }
            if cells.len() != columns.len() {
                wrong.push((line, "does not have as many cells as the header".to_owned()));
                continue;
            }
            let row = Read1 {
                line,
                cells: cells.clone(),
            };
            see((start, end), row, columns.len());
        }
        if header && wrong.is_empty() {
            wrong.push((0, "has no header".to_owned()));
        }
        for (line, sentence) in wrong {
            let place = if line == 0 {
                path.to_owned()
            } else {
                format!("{path}:{line}")
            };
            self.find(place, sentence);
        }
        Ok(())
    }

    /// Names the cells of a row that are not what they should be; words aside.
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

fn reader<R: Read + Seek>(
    section: Section<'_, R>,
    left: Rc<Cell<usize>>,
) -> csv::Reader<Leash<Section<'_, R>>> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(AHEAD_BYTES / 2)
        .from_reader(Leash {
            inner: section,
            left,
        })
}
