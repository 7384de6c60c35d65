//! `redress ledger`: exports in, entries out, and on standard error what could not be read.
//! app/ledger/README.md is the contract of its options, columns and exit statuses; the crate
//! `ledger` decides what a file means.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use ledger::messages::Message;
use ledger::{
    Code, Comparing, DayOrder, Diagnostic, DiagnosticCap, Entry, EntryWriter, FileReport, Hashes,
    IdleReason, Layout, Mapping, Moment, ReadOptions, Resolved, Row, Settlement, Sink, Zone,
    rfc3339,
};

use super::one_claim;

/// The options of every command that reads exports.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ReadArgs {
    /// Exports as the exchange sent them, or archives (ZIP, tar.gz) and workbooks of them.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Read every file as this format (see `redress formats`).
    #[arg(long, value_name = "ID", value_parser = format_id)]
    pub format: Option<String>,
    /// The zone of times without a zone in the file: `UTC+8`, `Europe/Paris`.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    pub zone: Option<Zone>,
    /// Dates such as 5/12/2021 that no other date of the file explains: the day comes first.
    #[arg(long, conflicts_with = "month_first")]
    pub day_first: bool,
    /// As `--day-first`, for the month.
    #[arg(long)]
    pub month_first: bool,
    /// The name of the account, for one file or for all.
    #[arg(long = "account", value_name = "[FILE=]NAME")]
    pub accounts: Vec<String>,
    /// What the columns mean where no format recognises them, for one file or for all.
    #[arg(long = "map", value_name = "[FILE=]MAPPING.json")]
    pub maps: Vec<String>,
    /// The day on which the files were received, in place of today: rows of a later day are
    /// refused.
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub received: Option<Moment>,
    /// Which of two rows in conflict counts: this one. Only where the files are one claim.
    #[arg(long, value_name = "FILE:LINE[#N]")]
    pub count: Vec<Row>,
    /// The limits for files, from the settings, as for the server.
    #[arg(skip)]
    pub limits: ledger::Limits,
}

fn format_id(id: &str) -> Result<String, String> {
    match ledger::format_by_id(id) {
        Some(format) => Ok(format.id.to_owned()),
        None => Err("no such format; `redress formats` lists them".to_owned()),
    }
}

/// A moment of an option: a date, or RFC 3339.
pub fn moment(text: &str) -> Result<Moment, String> {
    rfc3339::parse(text)
        .ok_or_else(|| "write a date such as 2022-11-23, or 2022-11-23T21:00:00Z".to_owned())
}

/// Arguments of `redress ledger`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to read.
    #[command(flatten)]
    pub read: ReadArgs,
    /// Treat the files as one claim: what several of them report counts once.
    #[arg(long)]
    pub one_claim: bool,
    /// Print a first mapping of each unknown file's columns as JSON, and read nothing.
    #[arg(long)]
    pub suggest_map: bool,
    /// How entries are printed.
    #[arg(long, value_enum, default_value = "csv")]
    pub output: Output,
}

/// How entries are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Output {
    /// Comma-separated, with a header.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl From<Output> for Layout {
    fn from(output: Output) -> Layout {
        match output {
            Output::Csv => Layout::Csv,
            Output::Jsonl => Layout::JsonLines,
        }
    }
}

/// The outcome of reading several files: the exit statuses of the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Some row was refused.
    pub has_refused: bool,
    /// Some file was not recognised.
    pub has_unrecognised: bool,
    /// Some file could not be read at all.
    pub has_failed: bool,
}

impl Outcome {
    pub(super) fn note(&mut self, found: &[FileReport]) {
        self.has_unrecognised |= found.iter().any(|found| found.format.is_none());
        self.has_refused |= found
            .iter()
            .any(|found| found.refused > 0 || found.is_cut_short);
    }

    /// 1 when a file could not be read, 3 when one was not recognised, 2 when
    /// rows were refused, else 0.
    pub fn status(self) -> u8 {
        match self {
            Outcome {
                has_failed: true, ..
            } => 1,
            Outcome {
                has_unrecognised: true,
                ..
            } => 3,
            Outcome {
                has_refused: true, ..
            } => 2,
            Outcome { .. } => 0,
        }
    }
}

/// Prints diagnostics on standard error, at most a hundred of one code for a file.
pub struct Remarks<'a> {
    err: &'a mut dyn Write,
    capped: DiagnosticCap,
}

impl<'a> Remarks<'a> {
    /// Nothing is printed yet.
    pub fn new(err: &'a mut dyn Write) -> Remarks<'a> {
        Remarks {
            err,
            capped: DiagnosticCap::default(),
        }
    }

    /// Prints one. A closed standard error is no reason to stop reading.
    pub fn print(&mut self, diagnostic: &Diagnostic) {
        if self.capped.shows(diagnostic) {
            self.show(diagnostic);
        }
    }

    /// Counts one that is not made yet; whether it is to be shown.
    pub fn shows(&mut self, file: &str, code: Code) -> bool {
        self.capped.shows_of(file, code)
    }

    /// Prints one that was counted.
    pub fn show(&mut self, diagnostic: &Diagnostic) {
        writeln!(self.err, "{diagnostic}").ok();
    }

    /// Prints that a file could not be opened.
    pub fn failed(&mut self, file: &Path, error: &str) {
        say_failed(self.err, file, error);
    }

    /// Prints how many were left out.
    pub fn rest(&mut self) {
        for diagnostic in self.capped.rest() {
            writeln!(self.err, "{diagnostic}").ok();
        }
    }
}

impl ReadArgs {
    fn day_order(&self) -> Option<DayOrder> {
        if self.day_first {
            Some(DayOrder::DayFirst)
        } else {
            self.month_first.then_some(DayOrder::MonthFirst)
        }
    }

    /// The account of each file, in the order of the files.
    ///
    /// # Errors
    /// When an option names a file that is not read, or names one file twice.
    fn accounts_by_file(&self) -> anyhow::Result<Vec<String>> {
        let names = self.by_file("--account", &self.accounts)?;
        Ok(names
            .into_iter()
            .map(|name| name.unwrap_or_default().to_owned())
            .collect())
    }

    /// The mapping of each file, in the order of the files.
    fn maps_by_file(&self) -> anyhow::Result<Vec<Option<Arc<Mapping>>>> {
        let mut read: BTreeMap<&str, Arc<Mapping>> = BTreeMap::new();
        let mut maps = Vec::new();
        for path in self.by_file("--map", &self.maps)? {
            maps.push(match path {
                None => None,
                Some(path) => Some(match read.get(path) {
                    Some(mapping) => mapping.clone(),
                    None => {
                        let json = std::fs::read_to_string(path)
                            .with_context(|| format!("--map {path}: cannot be read"))?;
                        let mapping =
                            Mapping::parse(&json).with_context(|| format!("--map {path}"))?;
                        read.entry(path).or_insert(Arc::new(mapping)).clone()
                    }
                }),
            });
        }
        Ok(maps)
    }

    /// The values of `[FILE=]VALUE` options for each file.
    fn by_file<'a>(
        &'a self,
        name: &str,
        options: &'a [String],
    ) -> anyhow::Result<Vec<Option<&'a str>>> {
        let mut all = None;
        let mut named: Vec<Option<&str>> = vec![None; self.files.len()];
        for option in options {
            let place = match option.split_once('=') {
                None => &mut all,
                Some(_) => {
                    let at = self
                        .files
                        .iter()
                        .position(|file| account_for(option, file).is_some());
                    let Some(at) = at else {
                        anyhow::bail!("{name} {option}: this file is not among the files to read");
                    };
                    &mut named[at]
                }
            };
            let value = named_value(option, &self.files);
            if place.replace(value).is_some_and(|earlier| earlier != value) {
                anyhow::bail!("{name} {option}: another {name} option names the same files");
            }
        }
        Ok(named.into_iter().map(|own| own.or(all)).collect())
    }

    /// What there is to read: each file with its options, in order.
    ///
    /// # Errors
    /// When the options contradict each other.
    pub(super) fn readings(&self, wants_hash: bool) -> anyhow::Result<Vec<OneReading>> {
        let files = self.files.iter().cloned();
        let accounts = self.accounts_by_file()?;
        let maps = self.maps_by_file()?;
        let all = files.zip(accounts).zip(maps);
        let readings = all.map(|((file, account), mapping)| OneReading {
            file,
            options: ReadOptions {
                format: self.format.clone(),
                mapping,
                zone: self.zone.clone(),
                day_order: self.day_order(),
                received: self.received,
                account: account.into(),
                hash: wants_hash,
                limits: self.limits.clone(),
                ..ReadOptions::default()
            },
        });
        Ok(readings.collect())
    }

    /// Reads every file, in order.
    ///
    /// # Errors
    /// When the options contradict each other. A file that cannot be opened is reported on
    /// standard error, and the others are read.
    pub fn read(
        &self,
        wants_hash: bool,
        sink: &mut dyn FileSink,
    ) -> anyhow::Result<(Outcome, Vec<FileReport>)> {
        let mut outcome = Outcome::default();
        let mut found = Vec::new();
        for reading in self.readings(wants_hash)? {
            match reading.read(sink.sink()) {
                Ok(in_file) => {
                    outcome.note(&in_file);
                    found.extend(in_file);
                }
                Err(error) => {
                    outcome.has_failed = true;
                    sink.failed(&reading.file, &error);
                }
            }
            sink.end_of_file();
        }
        Ok((outcome, found))
    }
}

/// A file and how it is read.
pub(super) struct OneReading {
    /// The file.
    pub file: PathBuf,
    options: ReadOptions,
}

impl OneReading {
    /// Reads the file.
    ///
    /// # Errors
    /// Why it cannot be opened or read.
    pub(super) fn read(&self, sink: &mut dyn Sink) -> Result<Vec<FileReport>, String> {
        let name = self.file.to_string_lossy();
        let source = File::open(&self.file).map_err(|error| error.to_string())?;
        let source = BufReader::with_capacity(1 << 17, source);
        ledger::read_file(&name, source, &self.options, sink).map_err(|error| error.to_string())
    }
}

/// The name in `FILE=NAME` where the file is this one. File names may hold `=`.
fn account_for<'a>(option: &'a str, file: &Path) -> Option<&'a str> {
    option.strip_prefix(file.to_str()?)?.strip_prefix('=')
}

fn named_value<'a>(option: &'a str, files: &[PathBuf]) -> &'a str {
    files
        .iter()
        .find_map(|file| account_for(option, file))
        .unwrap_or(option)
}

/// A sink that is notified at the end of each file.
pub trait FileSink {
    /// Where entries and diagnostics go.
    fn sink(&mut self) -> &mut dyn Sink;
    /// A file could not be opened.
    fn failed(&mut self, file: &Path, error: &str);
    /// One file was read completely.
    fn end_of_file(&mut self) {}
}

/// Prints entries as they come, in constant memory.
struct Printing<'a, W: Write> {
    writer: EntryWriter<W>,
    remarks: Remarks<'a>,
    failure: Option<io::Error>,
}

impl<W: Write> Sink for Printing<'_, W> {
    fn entry(&mut self, entry: &mut Entry) {
        if self.failure.is_none() {
            self.failure = self.writer.write(entry).err();
        }
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.remarks.print(&diagnostic);
    }
}

impl<W: Write> FileSink for Printing<'_, W> {
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

/// Keeps entries until all files are read; prints diagnostics as they come.
pub struct Keeping<'a> {
    /// Every entry so far.
    pub entries: Vec<Entry>,
    /// Standard error.
    pub remarks: Remarks<'a>,
}

impl<'a> Keeping<'a> {
    /// Nothing is read yet.
    pub fn new(err: &'a mut dyn Write) -> Keeping<'a> {
        Keeping {
            entries: Vec::new(),
            remarks: Remarks::new(err),
        }
    }
}

impl Sink for Keeping<'_> {
    fn entry(&mut self, entry: &mut Entry) {
        self.entries.push(std::mem::take(entry));
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.remarks.print(&diagnostic);
    }
}

impl FileSink for Keeping<'_> {
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

fn say_failed(err: &mut dyn Write, file: &Path, error: &str) {
    writeln!(
        err,
        "{}:0:0: REFUSED-FILE: cannot be read: {error}",
        file.display()
    )
    .ok();
}

/// Reads files as one claim and holds their rows. What several of them report counts once.
/// Dropped rows and conflicts are printed on standard error.
///
/// # Errors
/// When the options contradict each other.
pub fn read_one_claim(read: &ReadArgs, err: &mut dyn Write) -> anyhow::Result<(Outcome, Resolved)> {
    let read = once_each(read, err);
    let mut keeping = Keeping::new(err);
    let (outcome, found) = read.read(true, &mut keeping)?;
    let hashes: Hashes = found
        .into_iter()
        .map(|found| (found.file, found.sha256))
        .collect();
    let resolved = ledger::resolve_by(keeping.entries, &hashes, &comparing(&read));
    let mut remarks = keeping.remarks;
    for diagnostic in &resolved.diagnostics {
        remarks.print(diagnostic);
    }
    for conflict in resolved.conflicts.iter().filter(|found| found.is_open()) {
        remarks.print(&conflict.diagnostic());
    }
    for idle in &resolved.idle {
        remarks.print(&idle_count(&read.count[idle.number], idle.why));
    }
    for dropped in &resolved.dropped {
        remarks.print(&dropped.diagnostic());
    }
    remarks.rest();
    Ok((outcome, resolved))
}

/// How rows are compared: the rows of `--count` count.
pub(super) fn comparing(read: &ReadArgs) -> Comparing {
    let settled = read.count.iter().cloned().map(Settlement::over_all);
    Comparing {
        settlements: settled.collect(),
        ..Comparing::default()
    }
}

/// Warns of a `--count` without an effect.
pub(super) fn idle_count(row: &Row, why: IdleReason) -> Diagnostic {
    let message = match why {
        IdleReason::NoConflict => Message::RunNoConflict,
        IdleReason::Contradicted => Message::RunTwoCounts,
    };
    Diagnostic::of_file(&format!("--count {row}"), Code::WarnNoEffect, message)
}

/// The same arguments, with each file named once.
pub(super) fn once_each(read: &ReadArgs, err: &mut dyn Write) -> ReadArgs {
    let mut once = read.clone();
    once.files.clear();
    for file in &read.files {
        if once.files.contains(file) {
            let name = file.display();
            writeln!(
                err,
                "{name}:0:0: NOTE-DROPPED-FILE: the file is named twice and counts once"
            )
            .ok();
        } else {
            once.files.push(file.clone());
        }
    }
    once
}

/// Runs the command.
///
/// # Errors
/// When the options contradict each other or standard output breaks.
pub fn run(
    args: &Args,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    if !args.one_claim && !args.read.count.is_empty() {
        anyhow::bail!("--count: add --one-claim, without which no rows are compared");
    }
    if args.suggest_map {
        return suggest(&args.read.files, stdout, stderr);
    }
    let layout = args.output.into();
    let outcome = if args.one_claim {
        one_claim::print(&args.read, EntryWriter::new(layout, stdout), stderr)?
    } else {
        let mut printing = Printing {
            writer: EntryWriter::new(layout, stdout),
            remarks: Remarks::new(stderr),
            failure: None,
        };
        let (outcome, _) = args.read.read(false, &mut printing)?;
        printing.writer.finish()?;
        match printing.failure {
            Some(error) => return Err(error.into()),
            None => outcome,
        }
    };
    Ok(ExitCode::from(outcome.status()))
}

/// Prints a first mapping of each file's columns.
fn suggest(
    files: &[PathBuf],
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let mut outcome = Outcome::default();
    for file in files {
        let mut start = Vec::new();
        let read = File::open(file).and_then(|bytes| {
            bytes
                .take(ledger::SAMPLE_BYTES as u64)
                .read_to_end(&mut start)
        });
        if let Err(error) = read {
            outcome.has_failed = true;
            say_failed(stderr, file, &error.to_string());
            continue;
        }
        let Some(sheet) = ledger::mapping::first_rows(&start, &ledger::Limits::default()) else {
            outcome.has_unrecognised = true;
            say_failed(stderr, file, "it is no table of text");
            continue;
        };
        let mapping = ledger::mapping::suggest_mapping(&sheet);
        writeln!(stdout, "{mapping}")?;
        for lack in mapping.check() {
            let file = file.to_string_lossy();
            let diagnostic = Diagnostic::of_file(&file, Code::NoteMapping, lack.into());
            writeln!(stderr, "{diagnostic}").ok();
        }
    }
    Ok(ExitCode::from(outcome.status()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n";
    const ROW: &str = "2022-10-18 21:00:09,BTCUSDT,SELL,19000,0.5BTC,9500USDT,9.5USDT\n";

    /// Runs the command on files with these contents, named `0.csv`, `1.csv` …. Returns
    /// status, standard output and standard error, without the folder's name.
    fn run_on(files: &[&str], change: impl FnOnce(&mut Args)) -> (ExitCode, String, String) {
        let folder = tempfile::tempdir().unwrap();
        let mut args = Args {
            read: ReadArgs::default(),
            one_claim: false,
            suggest_map: false,
            output: Output::Csv,
        };
        for (at, text) in files.iter().enumerate() {
            let path = folder.path().join(format!("{at}.csv"));
            std::fs::write(&path, text).unwrap();
            args.read.files.push(path);
        }
        change(&mut args);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = run(&args, &mut out, &mut err).unwrap_or_else(|error| {
            writeln!(err, "{error}").unwrap();
            ExitCode::from(1)
        });
        let place = format!("{}/", folder.path().display());
        let text = |bytes| String::from_utf8(bytes).unwrap().replace(&place, "");
        (code, text(out), text(err))
    }

    fn status(files: &[&str]) -> (ExitCode, usize) {
        let (code, out, _) = run_on(files, |_| {});
        (code, out.lines().count() - 1)
    }

    #[test]
    fn the_status_says_what_could_not_be_read() {
        let good = format!("{HEAD}{ROW}");
        let refused = format!("{HEAD}{ROW}rubbish\n");
        assert_eq!(status(&[&good]), (ExitCode::from(0), 1));
        assert_eq!(status(&[&good, &refused]), (ExitCode::from(2), 2));
        assert_eq!(status(&[&good, &refused, "hello"]), (ExitCode::from(3), 2));
        assert_eq!(status(&[&good, ""]), (ExitCode::from(3), 1));
        let missing = |args: &mut Args| args.read.files.push("/nowhere/x.csv".into());
        let (code, out, err) = run_on(&[&good], missing);
        assert_eq!((code, out.lines().count()), (ExitCode::from(1), 2));
        assert!(
            err.starts_with("/nowhere/x.csv:0:0: REFUSED-FILE: "),
            "{err}"
        );
    }

    #[test]
    fn rows_after_the_day_on_which_the_file_was_received_are_refused() {
        let text = format!("{HEAD}{ROW}");
        for (day, status) in [("2022-10-18", 0), ("2022-10-17", 2)] {
            let (code, _, err) = run_on(&[&text], |args| {
                args.read.received = Some(moment(day).unwrap());
            });
            assert_eq!(code, ExitCode::from(status), "{err}");
        }
        assert!(moment("yesterday").is_err());
    }

    #[test]
    fn a_deal_history_is_recognised_and_has_no_entries() {
        let deals = "deal_id;status;account;pair;created_at;closed_at\n\
            901;completed;main;USDT_BTC;18/10/2022 20:00:00;18/10/2022 21:00:30\n";
        let (code, out, err) = run_on(&[deals], |_| {});
        assert_eq!((code, out.lines().count()), (ExitCode::from(0), 1));
        assert!(
            err.contains("NOTE-DEALS: 3Commas deal history: no entries, deals: 1"),
            "{err}"
        );
    }

    #[test]
    fn files_are_concatenated_unless_they_are_one_claim() {
        let files = [&format!("{HEAD}{ROW}{ROW}")[..], &format!("{HEAD}{ROW}")];
        assert_eq!(status(&files), (ExitCode::from(0), 3));
        let (code, out, err) = run_on(&files, |args| args.one_claim = true);
        assert_eq!((code, out.lines().count()), (ExitCode::from(0), 3));
        // The hashes of the files decide which of the two counts.
        assert!(err.contains(".csv:2:0: NOTE-DROPPED-ROW: "), "{err}");
        assert!(err.contains("NOTE-ONE-ACCOUNT"), "{err}");
    }

    #[test]
    fn row_that_is_named_counts_and_a_count_without_a_conflict_is_a_warning() {
        let file = |size: &str| {
            format!(
                "id,time,market,side,type,size,price,fee,feeCurrency\n\
                 7,2022-10-18T21:00:00+00:00,ETH/USD,sell,market,{size},100,0,USD\n"
            )
        };
        let files = [&file("1")[..], &file("10")];
        let one_claim = |count: &[&str], backwards: bool| {
            run_on(&files, |args| {
                args.one_claim = true;
                let folder = args.read.files[0].parent().unwrap().display().to_string();
                let rows = count
                    .iter()
                    .map(|row| format!("{folder}/{row}").parse().unwrap());
                args.read.count = rows.collect();
                if backwards {
                    args.read.files.reverse();
                }
            })
        };
        let (code, out, err) = one_claim(&[], false);
        assert_eq!(code, ExitCode::from(0));
        assert!(
            out.contains("0.csv,2,1,") && err.contains("WARN-CONFLICT"),
            "{err}"
        );
        for backwards in [false, true] {
            let (code, out, err) = one_claim(&["1.csv:2"], backwards);
            assert_eq!((code, out.lines().count()), (ExitCode::from(0), 2));
            assert!(out.contains("1.csv,2,1,"), "{out}");
            assert!(err.contains("0.csv:2:0: NOTE-DROPPED-SETTLED: "), "{err}");
            assert!(
                !err.contains("WARN-CONFLICT") && !err.contains("NO-EFFECT"),
                "{err}"
            );
        }
        let (_, out, err) = one_claim(&["1.csv:9"], false);
        assert!(
            out.contains("0.csv,2,1,") && err.contains("WARN-CONFLICT"),
            "{err}"
        );
        assert!(
            err.contains("--count 1.csv:9:0:0: WARN-NO-EFFECT: "),
            "{err}"
        );
        let (_, _, err) = one_claim(&["0.csv:2", "1.csv:2"], false);
        assert_eq!(
            err.matches("another --count lets another row").count(),
            2,
            "{err}"
        );
        let (code, out, _) = run_on(&files, |args| {
            args.read.count = vec!["1.csv:2".parse().unwrap()];
        });
        assert_eq!(
            (code, out.as_str()),
            (ExitCode::from(1), ""),
            "without --one-claim"
        );
    }

    const UNKNOWN: &str = "When,Pair,Side,Qty,Price,Fee,Fee Coin\n2022-10-18 21:00:09,BTC/USDT,SELL,0.5,19000,9.5,USDT\n";

    #[test]
    fn a_mapping_reads_the_file_it_is_for_and_a_suggestion_is_one() {
        let (code, out, err) = run_on(&[UNKNOWN], |args| args.suggest_map = true);
        assert_eq!(code, ExitCode::from(0));
        assert!(
            err.contains("NOTE-MAPPING: the exchange needs a name"),
            "{err}"
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.json");
        let suggested = out.replace("\"exchange\": \"\"", "\"exchange\": \"ex\"");
        std::fs::write(&path, suggested).unwrap();
        let map = path.to_str().unwrap();
        let all = |args: &mut Args| args.read.maps = vec![map.to_owned()];
        let known = format!("{HEAD}{ROW}");
        let (code, out, _) = run_on(&[UNKNOWN, &known], all);
        assert_eq!(code, ExitCode::from(0), "{out}");
        assert!(out.contains("0.csv,2,1,mapped,3+"), "{out}");
        assert!(
            out.contains(",ex,") && out.contains("1.csv,2,1,binance-trades,"),
            "{out}"
        );
        let second = |args: &mut Args| {
            args.read.maps = vec![format!("{}={map}", args.read.files[1].display())];
        };
        assert_eq!(run_on(&[UNKNOWN, UNKNOWN], second).0, ExitCode::from(3));
        let nowhere = |args: &mut Args| args.read.maps = vec!["/nowhere.json".to_owned()];
        let (code, _, err) = run_on(&[UNKNOWN], nowhere);
        assert_eq!(code, ExitCode::from(1));
        assert!(err.contains("--map /nowhere.json: cannot be read"), "{err}");
    }

    #[test]
    fn a_file_named_twice_counts_once_in_one_claim() {
        let text = format!("{HEAD}{ROW}{ROW}");
        let twice = |args: &mut Args| {
            args.one_claim = true;
            args.read.files.push(args.read.files[0].clone());
        };
        let (_, out, err) = run_on(&[&text], twice);
        assert_eq!(out.lines().count(), 3);
        assert!(err.contains("named twice"), "{err}");
    }

    #[test]
    fn an_account_is_named_for_one_file_or_for_all() {
        let text = format!("{HEAD}{ROW}");
        let names = |args: &mut Args| {
            let first = args.read.files[0].display().to_string();
            args.read.accounts = vec!["main".to_owned(), format!("{first}=sub=1")];
        };
        let (code, out, _) = run_on(&[&text, &text], names);
        assert_eq!(code, ExitCode::from(0));
        let accounts: Vec<&str> = out
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').nth(6))
            .collect();
        assert_eq!(accounts, ["sub=1", "main"]);
    }

    #[test]
    fn an_account_of_no_file_or_named_twice_is_a_usage_error() {
        let text = format!("{HEAD}{ROW}");
        for accounts in [&["x.csv=main"][..], &["main", "other"]] {
            let (code, out, _) = run_on(&[&text], |args| {
                args.read.accounts = accounts.iter().map(|name| (*name).to_owned()).collect();
            });
            assert_eq!((code, out.as_str()), (ExitCode::from(1), ""));
        }
    }

    #[test]
    fn hundred_diagnostics_of_one_code_are_printed_and_the_rest_counted() {
        let text = format!("{HEAD}{ROW}{}", "rubbish\n".repeat(150));
        let (code, _, err) = run_on(&[&text], |_| {});
        assert_eq!((code, err.lines().count()), (ExitCode::from(2), 101));
        assert!(err.contains("50 more of these, 150 in all"), "{err}");
    }
}
