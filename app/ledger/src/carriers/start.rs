//! The start of one file in whatever carrier it lies: what somebody looks at who
//! is to say what its columns mean. Every carrier is opened by the code that
//! imports it, under the same limits, and no further than needed.

use std::io::{self, Read, Seek, SeekFrom};

use crate::base::limits::Limits;
use crate::carriers::archive::{self, Packed};
use crate::carriers::samples::SAMPLE_BYTES;
use crate::entry::Entry;
use crate::entry::diagnostic::Diagnostic;
use crate::entry::sink::Sink;

/// Rows of a sheet that its start has at most.
const SHEET_ROWS: u64 = 500;

/// Names of the files of an archive or the sheets of a workbook, as they stand
/// behind the `!`; `None` for a plain file. What cannot be opened has none.
///
/// # Errors
/// When the bytes cannot be had.
pub fn members_of<R: Read + Seek>(
    name: &str,
    mut source: R,
    limits: &Limits,
) -> io::Result<Option<Vec<String>>> {
    let Some(packed) = Packed::by_start(&mut source)? else {
        return Ok(None);
    };
    archive::members(packed, name, source, limits).map(Some)
}

/// The first bytes ([`SAMPLE_BYTES`] of them, or all) of a plain file (`member` is
/// empty), of a file of an archive, or of a sheet as CSV. `None` when there is no
/// such member, or it cannot be opened.
///
/// # Errors
/// When the bytes cannot be had.
pub fn start_of<R: Read + Seek>(
    name: &str,
    mut source: R,
    member: &str,
    limits: &Limits,
) -> io::Result<Option<Vec<u8>>> {
    match Packed::by_start(&mut source)? {
        Some(packed) => archive::start(packed, name, source, member, limits),
        None if member.is_empty() => {
            source.seek(SeekFrom::Start(0))?;
            first_bytes(&mut source).map(Some)
        }
        None => Ok(None),
    }
}

/// As much of a source as a file is judged by.
pub(crate) fn first_bytes(source: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    source.take(SAMPLE_BYTES as u64).read_to_end(&mut start)?;
    Ok(start)
}

/// Keeps the start of each sheet that is read, and nothing else.
#[derive(Default)]
pub(crate) struct Starts(Vec<(String, Vec<u8>)>);

impl Starts {
    /// The limits with no more rows than a start has.
    pub fn limits(limits: &Limits) -> Limits {
        Limits {
            sheet_rows_max: limits.sheet_rows_max.min(SHEET_ROWS),
            ..limits.clone()
        }
    }

    /// Names of the sheets.
    pub fn names(self) -> Vec<String> {
        self.0.into_iter().map(|(name, _)| name).collect()
    }

    /// The start of one of them.
    pub fn start(self, sheet: &str) -> Option<Vec<u8>> {
        let mut starts = self.0.into_iter();
        starts
            .find(|(name, _)| name == sheet)
            .map(|(_, start)| start)
    }
}

impl Sink for Starts {
    fn entry(&mut self, _entry: &mut Entry) {}

    fn diagnostic(&mut self, _diagnostic: Diagnostic) {}

    fn bytes(&mut self, file: &str, bytes: &[u8]) {
        let name = file.split_once('!').map_or(file, |(_, sheet)| sheet);
        if self.0.last().is_none_or(|(last, _)| last != name) {
            self.0.push((name.to_owned(), Vec::new()));
        }
        if let Some((_, start)) = self.0.last_mut() {
            let missing = SAMPLE_BYTES.saturating_sub(start.len()).min(bytes.len());
            start.extend_from_slice(&bytes[..missing]);
        }
    }
}
