//! The start of each sheet of a workbook, for somebody who is to say what its columns
//! mean.

use std::io::{Read, Seek};

use workbook::Workbook;
use zip::ZipArchive;

use crate::base::limits::Limits;
use crate::base::names::clean_name;
use crate::carriers::samples::SAMPLE_BYTES;
use crate::carriers::workbook_parts::{with_texts, workbook_limits};

/// Rows of a sheet that its start has at most.
const SHEET_ROWS: u64 = 500;

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
