//! Passes over a file: of a CSV library alone, and of the reader.

use std::io::{self, Cursor};

use ledger::{Diagnostic, Entry, EntryWriter, Layout, ReadOptions, Sink, read_file};

/// A pass of a CSV library over all rows.
pub fn bare_pass(file: &[u8]) {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.flexible(true).from_reader(file);
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).expect("it is CSV") {
        cells += record.len();
    }
    assert!(cells > 0);
}

/// Prints entries into nothing and counts diagnostics.
struct Printing {
    writer: EntryWriter<io::Sink>,
    diagnostics: usize,
}

impl Sink for Printing {
    fn entry(&mut self, entry: &mut Entry) {
        self.writer
            .write(entry)
            .expect("nothing is written anywhere");
    }

    fn diagnostic(&mut self, _: Diagnostic) {
        self.diagnostics += 1;
    }
}

/// Reads a file into printed entries; how many diagnostics there were.
pub fn to_csv(name: &str, file: &[u8]) -> usize {
    let mut sink = Printing {
        writer: EntryWriter::new(Layout::Csv, io::sink()),
        diagnostics: 0,
    };
    let found = read_file(name, Cursor::new(file), &ReadOptions::default(), &mut sink);
    assert!(found.is_ok_and(|found| found[0].is_read_whole()));
    sink.diagnostics
}
