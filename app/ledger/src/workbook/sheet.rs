//! One sheet on its way into CSV: cells where they stand, limits, and what its
//! numbers may have lost.

use super::value::{Digits, Value, write_number, write_time};
use super::{Cells, Stop};
use crate::base::limits::Limits;
use crate::entry::Entry;
use crate::entry::deal::Deal;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::output::csv_cell;
use crate::entry::sink::Sink;
use crate::reading::import::Import;
use crate::reading::options::ReadOptions;
use crate::reading::report::{Found, Spreadsheet};

/// Bytes of CSV that are gathered before they are read.
const CHUNK_BYTES: usize = 128 << 10;
/// Rows that are read before the caller is asked again.
const ROWS_AT_ONCE: usize = 128;
/// How many numbers that may have lost digits are named one by one.
const FULL_NAMED_MAX: usize = 100;

/// The reading of one sheet, a few rows at a time.
pub struct SheetReading<'a> {
    file: String,
    /// Its cells, until they are all read.
    cells: Option<Box<dyn Cells + 'a>>,
    sheet: Sheet<'a>,
    outcome: Result<(), Stop>,
}

impl<'a> SheetReading<'a> {
    /// Begins the reading of a sheet that was opened, or could not be.
    pub(super) fn new(
        file: &str,
        opened: Result<Box<dyn Cells + 'a>, Stop>,
        options: &'a ReadOptions,
        sink: &'a mut dyn Sink,
    ) -> SheetReading<'a> {
        let (cells, outcome) = match opened {
            Ok(cells) => (Some(cells), Ok(())),
            Err(stop) => (None, Err(stop)),
        };
        SheetReading {
            file: file.to_owned(),
            cells,
            sheet: Sheet::new(file, options, Quiet { sink }),
            outcome,
        }
    }

    /// Reads some rows; whether there are more.
    pub fn read(&mut self) -> bool {
        let Some(cells) = &mut self.cells else {
            return false;
        };
        for _ in 0..ROWS_AT_ONCE {
            self.outcome = match cells.write(&mut self.sheet) {
                Ok(true) => continue,
                Ok(false) => Ok(()),
                Err(stop) => Err(stop),
            };
            self.cells = None;
            return false;
        }
        true
    }

    /// What was found in the sheet.
    pub fn finish(self) -> Found {
        let (outcome, file) = (self.outcome, self.file);
        let Sheet {
            mut import,
            mut csv,
            whole,
            line,
            numbers,
            mut sink,
            ..
        } = self.sheet;
        if outcome.is_err() {
            // Half a row would be read as a whole one.
            csv.truncate(whole);
        }
        csv.push(b'\n');
        import.push(&csv, &mut sink);
        let mut found = import.finish(&mut sink);
        let sink = sink.sink;
        if found.format.is_some() {
            numbers.tell(&file, &mut found, sink);
            if let Err(stop) = outcome {
                found.is_cut_short = true;
                let code = stop.code();
                let message = || match stop {
                    Stop::Limit(message) => Message::SheetPast { message },
                    Stop::Broken(message) | Stop::Unread(message) => Message::SheetHere { message },
                };
                say(&file, (line, 0), code, message, sink);
            }
        } else if let Err(stop) = outcome {
            found.why = Some(Message::told(|| match stop {
                Stop::Limit(message) => Message::SheetPastWhole { message },
                Stop::Broken(message) | Stop::Unread(message) => Message::SheetBroken { message },
            }));
        }
        found
    }
}

/// A sheet on its way into CSV.
pub(super) struct Sheet<'a> {
    limits: &'a Limits,
    sink: Quiet<'a>,
    import: Import,
    csv: Vec<u8>,
    /// Bytes of CSV so far.
    bytes: u64,
    /// The row being written, 1-based, and up to which column it is.
    line: u64,
    columns: u64,
    /// Where in `csv` a row starts, and which.
    row_start: (u64, usize),
    /// How much of `csv` is whole rows.
    whole: usize,
    /// Filled cells so far.
    cells: u64,
    text: String,
    numbers: Numbers,
}

impl<'a> Sheet<'a> {
    fn new(file: &str, options: &'a ReadOptions, sink: Quiet<'a>) -> Sheet<'a> {
        Sheet {
            limits: &options.limits,
            sink,
            import: Import::new(file, options),
            csv: Vec::with_capacity(CHUNK_BYTES + 4096),
            bytes: 0,
            line: 1,
            columns: 0,
            row_start: (0, 0),
            whole: 0,
            cells: 0,
            text: String::new(),
            numbers: Numbers::default(),
        }
    }

    /// Says that what comes is of this row, 0-based: the one before it is whole.
    pub fn begin_row(&mut self, row: u32) {
        self.turn_to(u64::from(row) + 1);
    }

    fn turn_to(&mut self, line: u64) {
        if line != self.line {
            self.whole = self.csv.len();
        }
    }

    /// Writes one cell where it stands, 0-based. Cells come row by row.
    pub fn add(&mut self, row: u32, column: u32, value: Value<'_>) -> Result<(), Stop> {
        let place = (u64::from(row) + 1, u64::from(column) + 1);
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        let cell = match value {
            Value::Text(cell) => cell,
            Value::Bool(true) => "true",
            Value::Bool(false) => "false",
            Value::Number(number, raw) => self.number(place, number, raw, &mut text),
            Value::Date(days, epoch) => match write_time(days, epoch, &mut text) {
                Some(()) => &text,
                None => self.number(place, days, "", &mut text),
            },
        };
        let outcome = if cell.is_empty() {
            Ok(())
        } else {
            self.write(place, cell)
        };
        self.text = text;
        outcome
    }

    fn number<'t>(
        &mut self,
        place: (u64, u64),
        number: f64,
        raw: &str,
        text: &'t mut String,
    ) -> &'t str {
        let digits = write_number(number, raw, text);
        self.numbers.add(place, digits, text);
        text
    }

    fn write(&mut self, (line, column): (u64, u64), cell: &str) -> Result<(), Stop> {
        self.check(line, column)?;
        while self.line < line {
            self.csv.push(b'\n');
            self.line += 1;
            self.columns = 0;
        }
        if self.columns == 0 && self.csv.len() >= CHUNK_BYTES {
            self.import.push(&self.csv, &mut self.sink);
            self.bytes += self.csv.len() as u64;
            self.csv.clear();
        }
        if self.row_start.0 != line {
            self.row_start = (line, self.csv.len());
            self.whole = self.csv.len();
        }
        let separators = column - self.columns.max(1);
        let row_bytes = self.csv.len() - self.row_start.1;
        self.columns = column;
        if row_bytes > self.limits.row_bytes_max {
            // Too long to be read already: nobody gains by more of it.
            return Ok(());
        }
        self.csv.resize(self.csv.len() + separators as usize, b',');
        if cell.bytes().any(|byte| byte < b' ') {
            csv_cell(&mut self.csv, &cell.replace(|c| c < ' ', " "));
        } else {
            csv_cell(&mut self.csv, cell);
        }
        Ok(())
    }

    fn check(&mut self, line: u64, column: u64) -> Result<(), Stop> {
        self.turn_to(line);
        if line < self.line || line == self.line && column <= self.columns {
            return Err(Stop::broken(|| Message::PartOrder));
        }
        self.cells += 1;
        let (names, limits) = (Limits::NAMES, self.limits);
        for (name, limit, value) in [
            (
                names.workbook_cells_max,
                limits.workbook_cells_max,
                self.cells,
            ),
            (names.sheet_rows_max, limits.sheet_rows_max, line),
            (names.sheet_columns_max, limits.sheet_columns_max, column),
            (names.file_bytes_max, limits.file_bytes_max, self.bytes),
        ] {
            if value > limit {
                return Err(Stop::limit(|| Message::PartPast {
                    limit: name.into(),
                    count: limit,
                }));
            }
        }
        Ok(())
    }
}

/// Cells that hold numbers: what a spreadsheet keeps of them.
#[derive(Default)]
struct Numbers {
    all: u64,
    first: (u64, u64),
    /// Those that have as many digits as are kept.
    full: u64,
    named: Vec<((u64, u64), String)>,
}

impl Numbers {
    fn add(&mut self, place: (u64, u64), digits: Digits, text: &str) {
        if self.all == 0 {
            self.first = place;
        }
        self.all += 1;
        if digits == Digits::Full {
            self.full += 1;
            if self.named.len() < FULL_NAMED_MAX {
                self.named.push((place, text.to_owned()));
            }
        }
    }

    /// Says what may be lost: of the file, and of each number that is full of digits.
    fn tell(self, file: &str, found: &mut Found, sink: &mut dyn Sink) {
        if self.all == 0 {
            return;
        }
        let count = self.all;
        let message = || match self.full {
            0 => Message::SheetNumbers { count },
            1 => Message::SheetNumbersOne { count },
            count_full => Message::SheetNumbersFull { count, count_full },
        };
        found.spreadsheet = Some(Spreadsheet::Workbook);
        found.odd.push(Message::told(|| match self.full {
            0 => Message::OddSheetNumbers,
            count => Message::OddSheetDigits { count },
        }));
        say(file, self.first, Code::WarnFloat, message, sink);
        for (place, number) in self.named {
            let message = || Message::RowDigits {
                text: number.into(),
            };
            say(file, place, Code::WarnFloat, message, sink);
        }
    }
}

fn say(
    file: &str,
    (line, column): (u64, u64),
    code: Code,
    message: impl FnOnce() -> Message,
    sink: &mut dyn Sink,
) {
    sink.diagnostic(Diagnostic {
        file: file.to_owned(),
        line,
        column: u32::try_from(column).unwrap_or(0),
        code,
        message: Message::told(message),
    });
}

/// Passes all on but that a sheet is no export.
struct Quiet<'a> {
    sink: &'a mut dyn Sink,
}

impl Sink for Quiet<'_> {
    fn entry(&mut self, entry: &mut Entry) {
        self.sink.entry(entry);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        if diagnostic.code != Code::RefusedFile {
            self.sink.diagnostic(diagnostic);
        }
    }

    fn deal(&mut self, deal: Deal) {
        self.sink.deal(deal);
    }

    fn bytes(&mut self, file: &str, bytes: &[u8]) {
        self.sink.bytes(file, bytes);
    }
}
