//! Writes one sheet as CSV: each cell at its place, within limits, with a count of numbers
//! that may have lost digits.

use crate::Cells;
use crate::csv::write_cell;
use crate::error::{Fault, Past, WorkbookError};
use crate::limits::Limits;
use crate::value::{Digits, Value, write_number, write_time};

/// Bytes of CSV that are collected before the caller gets them.
const CHUNK_BYTES: usize = 128 << 10;
/// Rows that one call reads at most.
const ROWS_AT_ONCE: usize = 128;
/// How many numbers that may have lost digits are listed one by one.
const FULL_NAMED_MAX: usize = 100;

/// The reading of one sheet, a few rows at a time.
pub struct SheetReading<'a> {
    /// Its cells; none once all are read.
    cells: Option<Box<dyn Cells + 'a>>,
    sheet: Sheet,
    outcome: Result<(), WorkbookError>,
}

/// The result of reading a sheet.
#[derive(Clone, Debug)]
pub struct SheetEnd {
    /// The error that ended the reading early, if any.
    pub outcome: Result<(), WorkbookError>,
    /// The row that was written last, 1-based.
    pub line: u64,
    /// Its cells that hold numbers.
    pub numbers: Numbers,
}

impl<'a> SheetReading<'a> {
    /// Begins to read a sheet; `opened` is the error where it could not be opened.
    pub(crate) fn new(
        opened: Result<Box<dyn Cells + 'a>, WorkbookError>,
        limits: Limits,
    ) -> SheetReading<'a> {
        let (cells, outcome) = match opened {
            Ok(cells) => (Some(cells), Ok(())),
            Err(error) => (None, Err(error)),
        };
        SheetReading {
            cells,
            sheet: Sheet::new(limits),
            outcome,
        }
    }

    /// Reads some rows, passes them on as CSV, and returns whether there are more.
    pub fn read(&mut self, csv: &mut dyn FnMut(&[u8])) -> bool {
        let Some(cells) = &mut self.cells else {
            return false;
        };
        for _ in 0..ROWS_AT_ONCE {
            let written = cells.write(&mut self.sheet);
            self.sheet.hand_on(csv);
            self.outcome = match written {
                Ok(true) => continue,
                Ok(false) => Ok(()),
                Err(error) => Err(error),
            };
            self.cells = None;
            return false;
        }
        true
    }

    /// Passes on the remaining CSV, and returns the result.
    pub fn finish(self, csv: &mut dyn FnMut(&[u8])) -> SheetEnd {
        let mut sheet = self.sheet;
        if self.outcome.is_err() {
            // Half a row would be mistaken for a whole one.
            sheet.csv.truncate(sheet.whole);
        }
        sheet.csv.push(b'\n');
        csv(&sheet.csv);
        SheetEnd {
            outcome: self.outcome,
            line: sheet.line,
            numbers: sheet.numbers,
        }
    }
}

/// A sheet that is being written as CSV.
pub(crate) struct Sheet {
    limits: Limits,
    /// Whole rows that are ready to be passed on.
    ready: Vec<u8>,
    csv: Vec<u8>,
    /// Bytes of CSV before those in `csv`.
    bytes: u64,
    /// The row that is being written and its last column so far, 1-based.
    line: u64,
    columns: u64,
    /// The row that is being written, and where it starts in `csv`.
    row_start: (u64, usize),
    /// How many bytes of `csv` are whole rows.
    whole: usize,
    /// Filled cells so far.
    cells: u64,
    text: String,
    numbers: Numbers,
}

impl Sheet {
    fn new(limits: Limits) -> Sheet {
        Sheet {
            limits,
            ready: Vec::new(),
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

    fn hand_on(&mut self, csv: &mut dyn FnMut(&[u8])) {
        if !self.ready.is_empty() {
            csv(&self.ready);
            self.ready.clear();
        }
    }

    /// Begins a row, 0-based. The row before it is then whole.
    pub fn begin_row(&mut self, row: u32) {
        self.turn_to(u64::from(row) + 1);
    }

    fn turn_to(&mut self, line: u64) {
        if line != self.line {
            self.whole = self.csv.len();
        }
    }

    /// Writes one cell at its place, 0-based. Cells come row by row.
    pub fn add(&mut self, row: u32, column: u32, value: Value<'_>) -> Result<(), WorkbookError> {
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

    fn write(&mut self, (line, column): (u64, u64), cell: &str) -> Result<(), WorkbookError> {
        self.check(line, column)?;
        while self.line < line {
            self.csv.push(b'\n');
            self.line += 1;
            self.columns = 0;
        }
        if self.columns == 0 && self.csv.len() >= CHUNK_BYTES {
            self.bytes += self.csv.len() as u64;
            self.ready.append(&mut self.csv);
        }
        if self.row_start.0 != line {
            self.row_start = (line, self.csv.len());
            self.whole = self.csv.len();
        }
        let separators = column - self.columns.max(1);
        let row_bytes = self.csv.len() - self.row_start.1;
        self.columns = column;
        if row_bytes > self.limits.row_bytes_max {
            // The row is already too long to be read; further cells are of no use.
            return Ok(());
        }
        self.csv.resize(self.csv.len() + separators as usize, b',');
        if cell.bytes().any(|byte| byte < b' ') {
            write_cell(&mut self.csv, &cell.replace(|c| c < ' ', " "));
        } else {
            write_cell(&mut self.csv, cell);
        }
        Ok(())
    }

    fn check(&mut self, line: u64, column: u64) -> Result<(), WorkbookError> {
        self.turn_to(line);
        if line < self.line || line == self.line && column <= self.columns {
            return Err(WorkbookError::Broken(Fault::Order));
        }
        self.cells += 1;
        let limits = &self.limits;
        for (past, most, value) in [
            (Past::Cells, limits.cells_max, self.cells),
            (Past::Row, limits.rows_max, line),
            (Past::Column, limits.columns_max, column),
            (Past::CsvBytes, limits.csv_bytes_max, self.bytes),
        ] {
            if value > most {
                return Err(WorkbookError::Limit { past, most });
            }
        }
        Ok(())
    }
}

/// The cells of a sheet that hold numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// How many cells.
    pub all: u64,
    /// Row and column of the first, 1-based.
    pub first: (u64, u64),
    /// How many have as many digits as a spreadsheet keeps
    /// ([`crate::digits::DIGITS_KEPT`]).
    pub full: u64,
    /// The first hundred of these cells, each with row and column, 1-based.
    pub named: Vec<((u64, u64), String)>,
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
}
