//! Reads tables and the custody log of a bundle that may be hostile: row by row, each row of a
//! limited length.

use std::cell::Cell;
use std::io::{self, BufRead as _, BufReader, Read};
use std::rc::Rc;

use casework::custody::Record;
use csv::{ReaderBuilder, StringRecord};

use super::Source;
use crate::dictionary::{Table, table_at};
use crate::layout;
use crate::leash::Leash;

/// How far the CSV reader may read ahead of its row.
const AHEAD_BYTES: usize = 64 * 1024;

/// The most bytes of one record of the custody log: a few short texts.
const RECORD_BYTES_MAX: u64 = 64 * 1024;

/// Takes every row of a table.
///
/// # Errors
/// When the file is no table of this form, or a row is too long.
pub(super) fn each_row(
    source: &dyn Source,
    path: &str,
    mut take: impl FnMut(&StringRecord) -> io::Result<()>,
) -> io::Result<()> {
    let Some(file) = source.open(path)? else {
        return Ok(());
    };
    let left = Rc::new(Cell::new(0));
    let row_bytes = source.row_bytes_max().saturating_add(AHEAD_BYTES);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .buffer_capacity(AHEAD_BYTES / 2)
        .from_reader(Leash::new(file, &left));
    let mut cells = StringRecord::new();
    left.set(row_bytes);
    let has_header = reader.read_record(&mut cells)? && is_header(&cells, table(path)?);
    if !has_header {
        return Err(wrong(path, "does not have the columns of this table"));
    }
    loop {
        left.set(row_bytes);
        if !reader.read_record(&mut cells)? {
            return Ok(());
        }
        take(&cells)?;
    }
}

fn is_header(cells: &StringRecord, table: &Table) -> bool {
    let names = table.fields.iter().map(|field| field.name);
    cells.iter().eq(names)
}

/// The table at a path.
pub(super) fn table(path: &str) -> io::Result<&'static Table> {
    table_at(path).ok_or_else(|| wrong(path, "is no table of a bundle"))
}

/// The place of a column among the cells of a table.
pub(super) fn column(path: &str, name: &str) -> io::Result<usize> {
    let mut fields = table(path)?.fields.iter();
    let at = fields.position(|field| field.name == name);
    at.ok_or_else(|| wrong(path, &format!("has no column {name}")))
}

/// Takes every record of the custody log.
///
/// # Errors
/// When a line is no record.
pub(super) fn each_record(
    source: &dyn Source,
    mut take: impl FnMut(&Record) -> io::Result<()>,
) -> io::Result<()> {
    let Some(file) = source.open(layout::CUSTODY)? else {
        return Ok(());
    };
    let mut lines = BufReader::new(file);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = (&mut lines)
            .take(RECORD_BYTES_MAX)
            .read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        take(&serde_json::from_slice(&line)?)?;
    }
}

/// An error about a file that does not have its form.
pub(super) fn wrong(path: &str, sentence: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{path} {sentence}"))
}
