//! `redress ledger --one-claim`: prints what several files report once. Rows wait in temporary
//! files and are compared there; only what they are looked up by is held of each.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use ledger::dedup::dropped;
use ledger::{
    Compared, Diagnostic, DiagnosticCap, DroppedRow, Entry, EntryWriter, FileReport, FileSummary,
    RowDigest, RowSource, Sink,
};
use report::{EntrySpool, SpooledEntries};

use super::ledger::{OneReading, Outcome, ReadArgs, Remarks, comparing, idle_count, once_each};

/// Rows that a thread prints at once.
const CHUNK_ROWS: usize = 8192;
/// Printed chunks of each thread that may wait to be written.
const CHUNKS_AHEAD: usize = 1;

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
    let readings = read.readings(true)?;
    let mut remarks = Remarks::new(err);
    let mut outcome = Outcome::default();
    let mut files = Vec::new();
    let mut rows = Rows::default();
    read_all(&readings, |reading, file| {
        for diagnostic in &file.diagnostics {
            remarks.show(diagnostic);
        }
        match &file.found {
            Ok(found) => outcome.note(found),
            Err(error) => {
                outcome.has_failed = true;
                remarks.failed(&reading.file, error);
            }
        }
        files.extend(file.summaries);
        rows.add(file.rows)
    })?;
    let names = Names::of_files(&files);
    let compared = ledger::compare(files, &mut rows, &comparing(&read), &read.limits)?;
    report(&compared, &read, &mut remarks);
    print_kept(&rows, &compared.dropped, &mut to)?;
    report_dropped(&mut rows, names, &compared.dropped, &mut remarks)?;
    remarks.rest();
    to.finish()?;
    Ok(outcome)
}

/// What was read of one file.
struct FileRead {
    rows: SpooledEntries,
    summaries: Vec<FileSummary>,
    diagnostics: Vec<Diagnostic>,
    /// What was found, or why the file could not be read.
    found: Result<Vec<FileReport>, String>,
}

/// Reads as many files at once as the machine has processors, and hands them on in their
/// order.
fn read_all(
    readings: &[OneReading],
    mut take: impl FnMut(&OneReading, FileRead) -> io::Result<()>,
) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism()?.get().min(readings.len());
    let (sender, read) = mpsc::sync_channel(threads.max(1));
    thread::scope(|scope| {
        let work = |sender: mpsc::SyncSender<_>| {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(reading) = readings.get(at) else {
                    return;
                };
                if sender.send((at, file_of(reading))).is_err() {
                    return;
                }
            }
        };
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                let sender = sender.clone();
                scope.spawn(move || work(sender))
            })
            .collect();
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        let mut result = Ok(());
        for (at, file) in read {
            waiting.insert(at, file);
            while let Some(file) = waiting.remove(&due) {
                if result.is_ok() {
                    result = file.and_then(|file| take(&readings[due], file));
                }
                due += 1;
            }
        }
        for worker in workers {
            worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        result
    })
}

/// Reads one file.
fn file_of(reading: &OneReading) -> io::Result<FileRead> {
    let mut spooling = Spooling {
        rows: EntrySpool::with_digests()?,
        summaries: Vec::new(),
        diagnostics: Vec::new(),
        capped: DiagnosticCap::default(),
        failure: None,
    };
    let found = reading.read(&mut spooling);
    if let Some(failure) = spooling.failure {
        return Err(failure);
    }
    let mut summaries = spooling.summaries;
    for found in found.iter().flatten() {
        let mut same = summaries.iter_mut();
        if let Some(file) = same.find(|file| file.name() == found.file) {
            file.set_sha256(&found.sha256);
        }
    }
    let mut diagnostics = spooling.diagnostics;
    diagnostics.extend(spooling.capped.rest());
    Ok(FileRead {
        rows: spooling.rows.finish()?,
        summaries,
        diagnostics,
        found,
    })
}

/// Stores the rows of a file.
struct Spooling {
    rows: EntrySpool,
    summaries: Vec<FileSummary>,
    /// Those that are shown.
    diagnostics: Vec<Diagnostic>,
    capped: DiagnosticCap,
    failure: Option<io::Error>,
}

impl Sink for Spooling {
    fn entry(&mut self, entry: &mut Entry) {
        if self.failure.is_some() {
            return;
        }
        self.failure = self.rows.push(entry).err();
        let is_same = |file: &&mut FileSummary| file.name() == entry.file;
        match self.summaries.last_mut().filter(is_same) {
            Some(file) => file.add(entry),
            None => {
                let mut file = FileSummary::new(&entry.file, "");
                file.add(entry);
                self.summaries.push(file);
            }
        }
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        if self.capped.shows(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }
}

/// The rows of all files, numbered through.
#[derive(Default)]
struct Rows {
    files: Vec<FileRows>,
    digests: Vec<RowDigest>,
}

struct FileRows {
    /// The number of its first row.
    first: u64,
    rows: SpooledEntries,
}

impl Rows {
    fn add(&mut self, mut rows: SpooledEntries) -> io::Result<()> {
        let first = self.count();
        match self.files.is_empty() {
            true => self.digests = rows.take_digests(),
            false => self.digests.extend(rows.take_digests()),
        }
        self.files.push(FileRows { first, rows });
        match u32::try_from(self.count()) {
            Ok(_) => Ok(()),
            Err(error) => Err(io::Error::other(error)),
        }
    }

    fn count(&self) -> u64 {
        let last = self.files.last();
        last.map_or(0, |file| file.first + file.rows.count())
    }

    /// The same rows, for another thread.
    fn another_reader(&self) -> Rows {
        let files = self.files.iter().map(|file| FileRows {
            first: file.first,
            rows: file.rows.another_reader(),
        });
        Rows {
            files: files.collect(),
            digests: Vec::new(),
        }
    }

    /// The numbers of all rows in order, [`CHUNK_ROWS`] at a time.
    fn chunks(&self) -> Vec<Range<u64>> {
        let end = self.count();
        let starts = (0..end).step_by(CHUNK_ROWS);
        let chunks = starts.map(|start| start..end.min(start + CHUNK_ROWS as u64));
        chunks.collect()
    }

    /// Prints those of these rows that count.
    fn print(
        &mut self,
        rows: Range<u64>,
        dropped_rows: &[DroppedRow],
        to: &mut EntryWriter<Vec<u8>>,
    ) -> io::Result<Vec<u8>> {
        let before = dropped_rows.partition_point(|row| u64::from(row.row) < rows.start);
        let mut dropped_rows = dropped_rows[before..].iter().peekable();
        for number in rows {
            let is_dropped = dropped_rows.next_if(|row| u64::from(row.row) == number);
            if is_dropped.is_none() {
                to.write(self.get(number)?)?;
            }
        }
        Ok(to.take_printed())
    }

    fn get(&mut self, number: u64) -> io::Result<&Entry> {
        let behind = self.files.partition_point(|file| file.first <= number);
        let file = self.files.get_mut(behind.wrapping_sub(1));
        let file = file.ok_or(io::ErrorKind::UnexpectedEof)?;
        file.rows.get(number - file.first)
    }
}

impl RowSource for Rows {
    type Error = io::Error;

    fn read(
        &mut self,
        rows: &[Range<u32>],
        take: &mut dyn FnMut(Cow<'_, Entry>),
    ) -> io::Result<()> {
        for row in rows.iter().cloned().flatten() {
            take(Cow::Borrowed(self.get(row.into())?));
        }
        Ok(())
    }

    fn digests(&self) -> Option<&[RowDigest]> {
        Some(&self.digests)
    }
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

/// Writes the rows that count. Several threads print a chunk each; the chunks are written in
/// order.
fn print_kept<W: Write>(
    rows: &Rows,
    dropped_rows: &[DroppedRow],
    to: &mut EntryWriter<W>,
) -> io::Result<()> {
    let chunks = rows.chunks();
    let threads = thread::available_parallelism()?.get().min(chunks.len());
    thread::scope(|scope| {
        let print = |first: usize| {
            let (sender, printed) = mpsc::sync_channel(CHUNKS_AHEAD);
            let mut rows = rows.another_reader();
            let mut printer = to.part();
            let own = chunks.iter().skip(first).step_by(threads);
            scope.spawn(move || {
                for chunk in own {
                    let text = rows.print(chunk.clone(), dropped_rows, &mut printer);
                    if sender.send(text).is_err() {
                        return;
                    }
                }
            });
            printed
        };
        let printed: Vec<_> = (0..threads).map(print).collect();
        for of_thread in printed.iter().cycle().take(chunks.len()) {
            to.add_printed(&of_thread.recv().map_err(io::Error::other)??)?;
        }
        Ok(())
    })
}

/// Reports the rows that do not count.
fn report_dropped(
    rows: &mut Rows,
    mut names: Names,
    dropped_rows: &[DroppedRow],
    remarks: &mut Remarks<'_>,
) -> io::Result<()> {
    for row in dropped_rows {
        if remarks.shows(names.of(row.row.into()), row.why.code()) {
            let entry = rows.get(row.row.into())?.clone();
            let kept = rows.get(row.kept.into())?;
            let kept = (&kept.file, &kept.lines.as_text());
            remarks.show(&dropped(&entry, row.why, kept));
        }
    }
    Ok(())
}

/// The names of files by the numbers of their rows, which are asked for in rising order.
struct Names {
    /// Each file with the number behind its last row.
    files: VecDeque<(u64, String)>,
}

impl Names {
    fn of_files(files: &[FileSummary]) -> Names {
        let mut end = 0;
        let files = files.iter().map(|file| {
            end += u64::from(file.rows());
            (end, file.name().to_owned())
        });
        Names {
            files: files.collect(),
        }
    }

    fn of(&mut self, number: u64) -> &str {
        while self.files.front().is_some_and(|(end, _)| *end <= number) {
            self.files.pop_front();
        }
        self.files.front().map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use ledger::Layout;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::ledger::read_one_claim;
    use super::*;

    /// An export with these rows.
    fn export(rows: Range<usize>) -> String {
        let mut text = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n".to_owned();
        for row in rows {
            let (minute, second) = (row / 60 % 60, row % 60);
            let (day, hour) = (1 + row / 86_400, row / 3600 % 24);
            text += &format!(
                "2022-10-{day:02} {hour:02}:{minute:02}:{second:02},BTCUSDT,SELL,{},0.5BTC,{}USDT,1USDT\n",
                19_000 + row % 7 * 2,
                9500 + row % 7
            );
        }
        text
    }

    fn write_zip(path: &Path, members: &[(&str, String)]) {
        let mut zip = ZipWriter::new(fs::File::create(path).unwrap());
        for (name, text) in members {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
    }

    /// What is printed of these files on standard output and on standard error.
    fn printed(read: &ReadArgs, layout: Layout) -> [String; 2] {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        print(read, EntryWriter::new(layout, &mut out), &mut err).unwrap();
        [out, err].map(|bytes| String::from_utf8(bytes).unwrap())
    }

    /// The same, printed by the code that holds all rows in memory.
    fn printed_of_held(read: &ReadArgs, layout: Layout) -> [String; 2] {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let (_, resolved) = read_one_claim(read, &mut err).unwrap();
        let mut to = EntryWriter::new(layout, &mut out);
        for entry in &resolved.kept {
            to.write(entry).unwrap();
        }
        to.finish().unwrap();
        [out, err].map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn rows_in_temporary_files_are_printed_like_rows_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let [archive, plain] = ["all.zip", "plain.csv"].map(|name| folder.path().join(name));
        let members = [
            ("b.csv", export(30_000..42_000)),
            ("a.csv", export(0..9000)),
        ];
        write_zip(&archive, &members);
        fs::write(&plain, export(8500..31_000)).unwrap();
        for files in [[&archive, &plain], [&plain, &archive]] {
            let read = ReadArgs {
                files: files.map(Clone::clone).to_vec(),
                ..ReadArgs::default()
            };
            for layout in [Layout::Csv, Layout::JsonLines] {
                let [out, err] = printed(&read, layout);
                assert_eq!([&out, &err], printed_of_held(&read, layout).each_ref());
                let header = usize::from(layout == Layout::Csv);
                assert_eq!(out.lines().count(), 42_000 + header);
                assert!(err.contains("NOTE-DROPPED-ROW"), "{err}");
            }
        }
    }

    #[test]
    fn claim_without_rows_prints_the_header_alone() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty.csv");
        fs::write(&empty, export(0..0)).unwrap();
        let read = ReadArgs {
            files: vec![empty],
            ..ReadArgs::default()
        };
        let [out, _] = printed(&read, Layout::Csv);
        assert_eq!(out, ledger::COLUMNS.join(",") + "\n");
    }
}
