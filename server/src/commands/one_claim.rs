//! `redress ledger --one-claim`: prints what several files report once. Rows wait in a
//! temporary file and are compared there, so that memory does not grow with them.

use std::io::{self, Write};
use std::path::Path;

use ledger::dedup::dropped;
use ledger::{Compared, Diagnostic, DroppedRow, Entry, EntryWriter, FileSummary, Sink};
use report::{EntrySpool, SpooledEntries};

use super::ledger::{FileSink, Outcome, ReadArgs, Remarks, comparing, idle_count, once_each};

/// Stores rows until all files are read; prints diagnostics as they come.
struct Spooling<'a> {
    rows: EntrySpool,
    files: Vec<FileSummary>,
    remarks: Remarks<'a>,
    failure: Option<io::Error>,
}

impl Sink for Spooling<'_> {
    fn entry(&mut self, entry: &mut Entry) {
        if self.failure.is_some() {
            return;
        }
        self.failure = self.rows.push(entry).err();
        let is_same = |file: &&mut FileSummary| file.name() == entry.file;
        match self.files.last_mut().filter(is_same) {
            Some(file) => file.add(entry),
            None => {
                let mut file = FileSummary::new(&entry.file, "");
                file.add(entry);
                self.files.push(file);
            }
        }
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.remarks.print(&diagnostic);
    }
}

impl FileSink for Spooling<'_> {
    fn sink(&mut self) -> &mut dyn Sink {
        self
    }

    fn failed(&mut self, file: &Path, error: &str) {
        self.remarks.failed(file, error);
    }

    fn end_of_file(&mut self) {
        self.remarks.rest();
    }
}

/// Reads files as one claim and prints the rows that count. Dropped rows and conflicts are
/// printed on standard error.
///
/// # Errors
/// When the options contradict each other, more has to be held than the limits allow, or
/// standard output or a temporary file breaks.
pub fn print<W: Write>(
    read: &ReadArgs,
    mut to: EntryWriter<W>,
    err: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let read = once_each(read, err);
    let mut spooling = Spooling {
        rows: EntrySpool::new()?,
        files: Vec::new(),
        remarks: Remarks::new(err),
        failure: None,
    };
    let (outcome, found) = read.read(true, &mut spooling)?;
    let Spooling {
        rows,
        mut files,
        mut remarks,
        failure,
    } = spooling;
    if let Some(failure) = failure {
        return Err(failure.into());
    }
    for file in &mut files {
        let found = found.iter().find(|found| found.file == file.name());
        if let Some(found) = found {
            file.set_sha256(&found.sha256);
        }
    }
    let mut rows = rows.finish()?;
    let compared = ledger::compare(files, &mut rows, &comparing(&read), &read.limits)?;
    report(&compared, &read, &mut remarks);
    write_kept(&mut rows, &compared.dropped, &mut to, &mut remarks)?;
    remarks.rest();
    to.finish()?;
    Ok(outcome)
}

fn report(compared: &Compared, read: &ReadArgs, remarks: &mut Remarks<'_>) {
    for diagnostic in &compared.diagnostics {
        remarks.print(diagnostic);
    }
    let conflicts = compared.conflicts.iter().map(|found| &found.conflict);
    for conflict in conflicts.filter(|found| found.is_open()) {
        remarks.print(&conflict.diagnostic());
    }
    for idle in &compared.idle {
        remarks.print(&idle_count(&read.count[idle.number], idle.why));
    }
}

/// Prints the rows that count, and of the others that they do not.
fn write_kept<W: Write>(
    rows: &mut SpooledEntries,
    dropped_rows: &[DroppedRow],
    to: &mut EntryWriter<W>,
    remarks: &mut Remarks<'_>,
) -> io::Result<()> {
    let mut dropped_rows = dropped_rows.iter().peekable();
    for number in 0..rows.count() {
        let entry = rows.get(number)?;
        let Some(row) = dropped_rows.next_if(|row| u64::from(row.row) == number) else {
            to.write(entry)?;
            continue;
        };
        if remarks.shows(&entry.file, row.why.code()) {
            let entry = entry.clone();
            let kept = rows.get(row.kept.into())?;
            let kept = (&kept.file, &kept.lines.as_text());
            remarks.show(&dropped(&entry, row.why, kept));
        }
    }
    Ok(())
}
