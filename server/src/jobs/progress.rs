//! The progress of a run. The work reports it from any thread, and the code that renews the
//! lease writes it to the job's row about every second. It also holds whether the run was
//! overtaken, so that the work stops.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use casework::jobs::Share;
use casework::{WorkProgress, WorkStep};
use store::{ClaimFile, StoreError};

/// The work was overtaken: another run took it over, or it was requested again with other
/// inputs. Its results so far do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the work was overtaken by newer work")]
pub struct Overtaken;

impl From<Overtaken> for io::Error {
    fn from(overtaken: Overtaken) -> io::Error {
        io::Error::other(overtaken)
    }
}

/// Whether work ended because it was overtaken, wherever that was noticed.
pub fn is_overtaken(cause: &anyhow::Error) -> bool {
    cause.chain().any(|cause| {
        let by_reader = cause
            .downcast_ref::<io::Error>()
            .and_then(|io| io.get_ref());
        let by_reader = by_reader.is_some_and(|inner| inner.is::<Overtaken>());
        let by_store = cause.downcast_ref::<StoreError>();
        let by_store = by_store.is_some_and(|it| matches!(it, StoreError::Conflict("lease")));
        cause.is::<Overtaken>() || by_reader || by_store
    })
}

/// What a run works on, which decides whether something overtakes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Input that is read anew for each batch; only another run overtakes it.
    #[default]
    Current,
    /// The whole subject in its earlier state; any new request overtakes it.
    Subject,
    /// Some files; only a new answer about one of them overtakes it.
    Files(Vec<FileVersion>),
}

/// A file, with the version of the answers by which it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileVersion {
    /// Its id.
    pub id: String,
    /// The version of the answers.
    pub said_version: i64,
}

/// The handle of a run's progress, or of one file in it ([`Progress::begin_file`]). Copying
/// it and reporting through it are cheap.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    run: Arc<Run>,
    /// The file whose bytes and rows are reported.
    file: Option<Arc<FileRun>>,
}

#[derive(Debug, Default)]
struct Run {
    words: Mutex<Words>,
    bytes: Counter,
    rows: Counter,
    claims: Counter,
    is_overtaken: AtomicBool,
}

#[derive(Clone, Debug, Default)]
struct Words {
    step: Option<WorkStep>,
    file: String,
    unit: Unit,
    /// Files that are being read.
    files: Vec<Arc<FileRun>>,
}

/// A file that is being read.
#[derive(Debug)]
struct FileRun {
    name: String,
    version: FileVersion,
    bytes: Counter,
    rows: Counter,
}

#[derive(Debug, Default)]
struct Counter {
    done: AtomicU64,
    all: AtomicU64,
}

impl Counter {
    fn set(&self, done: u64, all: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
    }

    fn share(&self) -> Share {
        Share {
            done: self.done.load(Ordering::Relaxed),
            all: self.all.load(Ordering::Relaxed),
        }
    }
}

impl Progress {
    /// Begins a step. The counts of the step before are reset, except claims.
    pub fn step(&self, step: WorkStep) {
        self.words().step = Some(step);
        self.run.bytes.set(0, 0);
        self.run.rows.set(0, 0);
    }

    /// Names the current file; empty for none.
    pub fn file(&self, name: &str) {
        name.clone_into(&mut self.words().file);
    }

    /// Reports how many bytes of the file are done, and how many it has.
    pub fn bytes(&self, done: u64, all: u64) {
        self.bytes_counter().set(done, all);
    }

    /// Reports how many rows are done, and how many there are; 0 where that is unknown.
    pub fn rows(&self, done: u64, all: u64) {
        self.rows_counter().set(done, all);
    }

    /// Adds to the number of rows that are done.
    pub fn add_rows(&self, more: u64) {
        self.rows_counter().done.fetch_add(more, Ordering::Relaxed);
    }

    fn bytes_counter(&self) -> &Counter {
        let file = self.file.as_deref();
        file.map_or(&self.run.bytes, |file| &file.bytes)
    }

    fn rows_counter(&self) -> &Counter {
        let file = self.file.as_deref();
        file.map_or(&self.run.rows, |file| &file.rows)
    }

    /// Reports how many claims are done, and how many there are.
    pub fn claims(&self, done: u64, all: u64) {
        self.run.claims.set(done, all);
    }

    /// Begins to read files of a claim. Until the next [`Progress::begin_subject`], only a
    /// new answer about a file that is being read overtakes the run.
    pub fn begin_files(&self) {
        self.step(WorkStep::Reading);
        let mut words = self.words();
        words.file.clear();
        words.unit = Unit::Current;
    }

    /// Begins to read one file, beside others; returns the handle of its progress.
    pub fn begin_file(&self, file: &ClaimFile) -> Progress {
        let of_file = Arc::new(FileRun {
            name: file.name.clone(),
            version: FileVersion {
                id: file.id.clone(),
                said_version: file.said_version,
            },
            bytes: Counter::default(),
            rows: Counter::default(),
        });
        self.words().files.push(Arc::clone(&of_file));
        Progress {
            run: Arc::clone(&self.run),
            file: Some(of_file),
        }
    }

    /// Ends the file of this handle.
    pub fn end_file(&self) {
        if let Some(file) = &self.file {
            let is_other = |other: &Arc<FileRun>| !Arc::ptr_eq(other, file);
            self.words().files.retain(is_other);
        }
    }

    /// Begins a step on the current state of the subject, which any new request overtakes.
    pub fn begin_subject(&self, step: WorkStep) {
        self.step(step);
        let mut words = self.words();
        words.file.clear();
        words.files.clear();
        words.unit = Unit::Subject;
    }

    /// Stops work that was overtaken. It is cheap, and should be called for each batch.
    ///
    /// # Errors
    /// [`Overtaken`].
    pub fn stop_if_overtaken(&self) -> Result<(), Overtaken> {
        match self.run.is_overtaken.load(Ordering::Relaxed) {
            true => Err(Overtaken),
            false => Ok(()),
        }
    }

    /// A reader that reports its progress, and stops when the run was overtaken. `all` is
    /// the length of the input.
    pub fn reader<R>(&self, inner: R, all: u64) -> CountedReader<R> {
        self.bytes(0, all);
        CountedReader {
            inner,
            position: 0,
            all,
            progress: self.clone(),
        }
    }

    /// A reader that only stops when the run was overtaken.
    pub fn watched<R: Read>(&self, inner: R) -> impl Read + use<R> {
        let progress = self.clone();
        WatchedReader { inner, progress }
    }

    /// A writer that counts its output, and stops when the run was overtaken.
    pub fn writer<W>(&self, inner: W) -> CountedWriter<W> {
        CountedWriter {
            inner,
            progress: self.clone(),
        }
    }

    /// What is worked on.
    pub(super) fn unit(&self) -> Unit {
        let words = self.words();
        match words.files.is_empty() {
            true => words.unit.clone(),
            false => {
                let files = words.files.iter();
                Unit::Files(files.map(|file| file.version.clone()).collect())
            }
        }
    }

    /// Stops the work at its next batch.
    pub(super) fn overtake(&self) {
        self.run.is_overtaken.store(true, Ordering::Relaxed);
    }

    /// The current progress, in the form that is stored.
    pub(super) fn current(&self) -> WorkProgress {
        let words = self.words().clone();
        let of_files = |counter: fn(&FileRun) -> &Counter, of_run: &Counter| {
            let files = words.files.iter().map(|file| counter(file).share());
            files.fold(of_run.share(), |sum, of_file| Share {
                done: sum.done + of_file.done,
                all: sum.all + of_file.all,
            })
        };
        let names = words.files.iter().map(|file| file.name.as_str());
        let names: Vec<&str> = names.collect();
        WorkProgress {
            step: words.step,
            bytes: of_files(|file| &file.bytes, &self.run.bytes),
            rows: of_files(|file| &file.rows, &self.run.rows),
            claims: self.run.claims.share(),
            file: match names.is_empty() {
                true => words.file,
                false => names.join(", "),
            },
        }
    }

    fn words(&self) -> MutexGuard<'_, Words> {
        self.run
            .words
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// See [`Progress::reader`].
#[derive(Debug)]
pub struct CountedReader<R> {
    inner: R,
    position: u64,
    all: u64,
    progress: Progress,
}

impl<R: Read> Read for CountedReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.progress.stop_if_overtaken()?;
        let read = self.inner.read(into)?;
        self.position += read as u64;
        self.progress.bytes(self.position, self.all);
        Ok(read)
    }
}

/// See [`Progress::watched`].
#[derive(Debug)]
struct WatchedReader<R> {
    inner: R,
    progress: Progress,
}

impl<R: Read> Read for WatchedReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.progress.stop_if_overtaken()?;
        self.inner.read(into)
    }
}

impl<R: Seek> Seek for CountedReader<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = self.inner.seek(to)?;
        Ok(self.position)
    }
}

/// See [`Progress::writer`]. Bytes that are written again count again.
#[derive(Debug)]
pub struct CountedWriter<W> {
    inner: W,
    progress: Progress,
}

impl<W: Write> Write for CountedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.progress.stop_if_overtaken()?;
        let written = self.inner.write(bytes)?;
        let done = &self.progress.bytes_counter().done;
        done.fetch_add(written as u64, Ordering::Relaxed);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: Seek> Seek for CountedWriter<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

impl<W: Read> Read for CountedWriter<W> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.inner.read(into)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn reader_reports_its_progress_and_stops_when_overtaken() {
        let progress = Progress::default();
        progress.step(WorkStep::Reading);
        progress.file("trades.csv");
        let mut reader = progress.reader(Cursor::new(vec![1; 100]), 100);
        let mut some = [0; 40];
        reader.read_exact(&mut some).unwrap();
        let current = progress.current();
        assert_eq!((current.bytes.done, current.bytes.all), (40, 100));
        assert_eq!(current.step, Some(WorkStep::Reading));
        assert_eq!(current.file, "trades.csv");
        reader.seek(SeekFrom::Start(90)).unwrap();
        assert_eq!(reader.read(&mut some).unwrap(), 10);
        assert_eq!(progress.current().bytes.done, 100);
        reader.seek(SeekFrom::Start(0)).unwrap();
        progress.overtake();
        let stopped = reader.read(&mut some).unwrap_err();
        let stopped = anyhow::Error::from(stopped).context("reading");
        assert!(is_overtaken(&stopped));
    }

    #[test]
    fn only_overtaking_work_counts_as_overtaken() {
        let by_store = anyhow::Error::from(StoreError::Conflict("lease"));
        assert!(is_overtaken(&by_store.context("writing")));
        assert!(is_overtaken(&anyhow::Error::from(Overtaken)));
        let changed = anyhow::Error::from(StoreError::Conflict("claim"));
        assert!(!is_overtaken(&changed));
        let broken = io::Error::other("the disk is full");
        assert!(!is_overtaken(&anyhow::Error::from(broken)));
    }

    #[test]
    fn progress_names_all_files_that_are_read_at_once() {
        let file = |name: &str, said_version| ClaimFile {
            id: format!("id of {name}"),
            name: name.to_owned(),
            said_version,
            incident: String::new(),
            claim: String::new(),
            sha256: String::new(),
            position: 0,
            read_as: String::new(),
            account: String::new(),
            zone: None,
            mapping: None,
            format_said: None,
            day_order: None,
            members: None,
            added_at_us: 0,
            withdrawn_at_us: None,
            size_bytes: 0,
            media_type: String::new(),
            received_at_us: 0,
        };
        let version = |name: &str, said_version| FileVersion {
            id: format!("id of {name}"),
            said_version,
        };
        let progress = Progress::default();
        progress.begin_files();
        assert_eq!(progress.unit(), Unit::Current);
        let [a, b] = [file("a.csv", 1), file("b.csv", 2)].map(|file| progress.begin_file(&file));
        a.bytes(3, 10);
        b.bytes(4, 20);
        a.add_rows(5);
        b.add_rows(6);
        let current = progress.current();
        assert_eq!(
            (current.bytes.done, current.bytes.all, current.rows.done),
            (7, 30, 11)
        );
        assert_eq!(current.file, "a.csv, b.csv");
        let both = vec![version("a.csv", 1), version("b.csv", 2)];
        assert_eq!(progress.unit(), Unit::Files(both));
        a.end_file();
        assert_eq!(progress.current().file, "b.csv");
        assert_eq!(progress.unit(), Unit::Files(vec![version("b.csv", 2)]));
        progress.begin_subject(WorkStep::Comparing);
        assert_eq!(
            (progress.unit(), progress.current().file),
            (Unit::Subject, String::new())
        );
        a.stop_if_overtaken().unwrap();
        progress.overtake();
        b.stop_if_overtaken().unwrap_err();
    }

    #[test]
    fn a_step_forgets_the_counts_of_the_step_before() {
        let progress = Progress::default();
        progress.claims(2, 5);
        progress.rows(7, 9);
        progress.add_rows(1);
        assert_eq!(progress.current().rows.done, 8);
        progress.begin_subject(WorkStep::Valuing);
        let current = progress.current();
        assert_eq!(
            (current.rows, current.bytes),
            (Share::default(), Share::default())
        );
        assert_eq!((current.claims.done, current.claims.all), (2, 5));
        assert_eq!(progress.unit(), Unit::Subject);
    }
}
