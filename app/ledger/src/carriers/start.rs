//! The start of one file in whatever carrier it lies: what somebody looks at who
//! is to say what its columns mean. Every carrier is opened by the code that
//! imports it, under the same limits, and no further than needed.

use std::io::{self, Read, Seek, SeekFrom};

use workbook::Workbook;
use zip::ZipArchive;

use crate::base::limits::Limits;
use crate::base::names::clean_name;
use crate::carriers::archive::{self, Packed};
use crate::carriers::samples::SAMPLE_BYTES;
use crate::carriers::workbook_parts::{with_texts, workbook_limits};

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

/// The start of each sheet of a workbook.
#[derive(Default)]
pub(crate) struct Starts(Vec<(String, Vec<u8>)>);

impl Starts {
    /// Reads the first rows of every sheet, as far as the workbook can be opened.
    pub fn of_sheets<R: Read + Seek>(archive: ZipArchive<R>, limits: &Limits) -> Starts {
        let limits = Limits {
            sheet_rows_max: limits.sheet_rows_max.min(SHEET_ROWS),
            ..limits.clone()
        };
        let mut starts = Starts::default();
        let opened = Workbook::of_zip(archive, workbook_limits(&limits));
        let Ok(mut book) = opened.and_then(with_texts) else {
            return starts;
        };
        for (at, sheet) in book.names().iter().enumerate() {
            let sheet = clean_name(sheet);
            let mut push = |bytes: &[u8]| starts.add(&sheet, bytes);
            let mut reading = book.sheet(at);
            while reading.read(&mut push) {}
            reading.finish(&mut push);
        }
        starts
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

    fn add(&mut self, sheet: &str, bytes: &[u8]) {
        if self.0.last().is_none_or(|(last, _)| last != sheet) {
            self.0.push((sheet.to_owned(), Vec::new()));
        }
        if let Some((_, start)) = self.0.last_mut() {
            let missing = SAMPLE_BYTES.saturating_sub(start.len()).min(bytes.len());
            start.extend_from_slice(&bytes[..missing]);
        }
    }
}
