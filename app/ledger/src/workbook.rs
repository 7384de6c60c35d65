//! Excel workbooks (XLSX): every sheet is written as CSV, row by row and without
//! being held, and read as such. The line of an entry is the row of the sheet.
//!
//! What a workbook claims about its size is not believed: its bytes are counted
//! before it is opened, and cells are taken one by one where they stand. A cell
//! that holds a number went through a binary float when it was saved: it has 15
//! to 17 digits, whatever the exchange wrote, and the file is flagged.

use std::io::{self, Read, Seek};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use zip::ZipArchive;

use crate::deals::Deal;
use crate::diagnostic::Diagnostic;
use crate::entry::Entry;
use crate::found::Found;
use crate::import::{Import, clean_name};
use crate::options::{Limits, ReadOptions};
use crate::output::csv_cell;
use crate::sink::Sink;

/// Bytes of CSV that are gathered before they are read.
const CHUNK_BYTES: usize = 128 << 10;

/// Reads every sheet that is an export.
pub(crate) fn read<R: Read + Seek>(
    name: &str,
    mut archive: ZipArchive<R>,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Vec<Found> {
    let refused =
        |sentence: String, sink: &mut dyn Sink| vec![Found::unrecognised(name, sentence, sink)];
    if let Err(sentence) = check_bytes(&mut archive, &options.limits) {
        return refused(sentence, sink);
    }
    let Ok(mut workbook) = Xlsx::new(io::BufReader::new(archive.into_inner())) else {
        let sentence =
            "The workbook is broken: open it and save it again, or ask the exchange for CSV.";
        return refused(sentence.to_owned(), sink);
    };
    let mut found: Vec<Found> = Vec::new();
    let mut unread: Vec<Found> = Vec::new();
    for sheet in workbook.sheet_names() {
        let file = format!("{name}!{}", clean_name(&sheet));
        let in_sheet = read_sheet(&mut workbook, &sheet, &file, options, sink);
        match in_sheet.format {
            Some(_) => found.push(in_sheet),
            None => unread.push(in_sheet),
        }
    }
    // Beside an export, a sheet of notes or sums is no failure.
    for sheet in unread {
        if found.iter().any(|found| found.format.is_some()) {
            sink.diagnostic(Diagnostic {
                file: sheet.file,
                line: 0,
                column: 0,
                code: "NOTE-SHEET".to_owned(),
                sentence: format!("this sheet is not read: {}", sheet.sentence),
            });
        } else {
            let candidates = sheet.candidates.clone();
            let unrecognised = Found::unrecognised(&sheet.file, sheet.sentence, sink);
            found.push(Found {
                candidates,
                ..unrecognised
            });
        }
    }
    if found.is_empty() {
        return refused("The workbook holds no sheet.".to_owned(), sink);
    }
    found
}

/// Counts what the workbook really unpacks to.
fn check_bytes<R: Read + Seek>(archive: &mut ZipArchive<R>, limits: &Limits) -> Result<(), String> {
    let mut left = limits.workbook_bytes_max;
    for index in 0..archive.len() {
        let Ok(member) = archive.by_index(index) else {
            return Err("The workbook is locked with a password or broken: open it and save it without one.".to_owned());
        };
        let counted = io::copy(&mut member.take(left + 1), &mut io::sink());
        let bytes =
            counted.map_err(|_| "The workbook is broken: open it and save it again.".to_owned())?;
        left = left.checked_sub(bytes).ok_or_else(|| {
            format!(
                "The workbook unpacks to more than workbook_bytes_max ({} bytes): save its sheet as CSV.",
                limits.workbook_bytes_max
            )
        })?;
    }
    Ok(())
}

fn read_sheet<R: Read + Seek>(
    workbook: &mut Xlsx<io::BufReader<R>>,
    sheet: &str,
    file: &str,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Found {
    let mut quiet = Quiet { sink };
    let mut rows = Sheet {
        import: Import::new(file, options),
        csv: Vec::with_capacity(CHUNK_BYTES + 4096),
        line: 1,
        column: 0,
        cells: 0,
        row_start: (0, 0),
        float: None,
    };
    let outcome = match workbook.worksheet_cells_reader(sheet) {
        Ok(mut cells) => loop {
            match cells.next_cell() {
                Ok(Some(cell)) => {
                    let (row, column) = cell.get_position();
                    if let Err(limit) = rows.add(row, column, cell.get_value(), options, &mut quiet)
                    {
                        break Err(("REFUSED-LIMIT", limit));
                    }
                }
                Ok(None) => break Ok(()),
                Err(error) => {
                    rows.drop_row();
                    break Err((
                        "REFUSED-MEMBER",
                        format!(
                            "the sheet is broken here ({error}); what stands behind is not read"
                        ),
                    ));
                }
            }
        },
        Err(error) => Err(("REFUSED-MEMBER", format!("the sheet is broken ({error})"))),
    };
    let (line, float) = (rows.line, rows.float);
    rows.csv.push(b'\n');
    rows.import.push(&rows.csv, &mut quiet);
    let mut found = rows.import.finish(&mut quiet);
    if found.format.is_some() {
        let mut say = |line: u64, column: u32, code: &str, sentence: String| {
            sink.diagnostic(Diagnostic {
                file: file.to_owned(),
                line,
                column,
                code: code.to_owned(),
                sentence,
            });
        };
        if let Some((line, column)) = float {
            found.odd.push(
                "some of its numbers went through a spreadsheet and may have lost digits"
                    .to_owned(),
            );
            say(line, column, "WARN-FLOAT", "this cell, and maybe others, holds a number that a spreadsheet keeps with 15 to 17 digits: longer amounts and ids have lost the rest; the exchange's CSV has them".to_owned());
        }
        if let Err((code, sentence)) = outcome {
            found.is_cut_short = true;
            say(line, 0, code, sentence);
        }
        found.describe();
    }
    found
}

/// A sheet on its way into CSV.
struct Sheet {
    import: Import,
    csv: Vec<u8>,
    /// The row being written, 1-based, and how many of its cells are.
    line: u64,
    column: u32,
    cells: u64,
    /// The row being written and where it starts in `csv`.
    row_start: (u64, usize),
    /// The first cell that holds a number.
    float: Option<(u64, u32)>,
}

impl Sheet {
    fn drop_row(&mut self) {
        self.csv.truncate(self.row_start.1);
    }

    /// Writes one cell where it stands. Cells come row by row; what comes out of
    /// order is an attempt to deceive, and is taken as it comes.
    fn add(
        &mut self,
        row: u32,
        column: u32,
        value: &DataRef<'_>,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<(), String> {
        let limits = &options.limits;
        let text;
        let cell = match value {
            DataRef::Empty | DataRef::Error(_) => return Ok(()),
            DataRef::String(cell) => cell.as_str(),
            DataRef::SharedString(cell) => cell,
            DataRef::DateTimeIso(cell) | DataRef::DurationIso(cell) => cell.as_str(),
            DataRef::Bool(is_true) => {
                if *is_true {
                    "true"
                } else {
                    "false"
                }
            }
            DataRef::DateTime(time) => {
                text = time_text(time);
                &text
            }
            DataRef::Int(number) => {
                text = number.to_string();
                &text
            }
            DataRef::Float(number) => {
                // The shortest digits that mean this float: what the sheet shows.
                text = format!("{number}");
                &text
            }
        };
        if cell.is_empty() {
            return Ok(());
        }
        self.cells += 1;
        for (name, limit, value) in [
            ("workbook_cells_max", limits.workbook_cells_max, self.cells),
            ("sheet_rows_max", limits.sheet_rows_max, u64::from(row) + 1),
            (
                "sheet_columns_max",
                limits.sheet_columns_max,
                u64::from(column) + 1,
            ),
        ] {
            if value > limit {
                // Half a row would be read as a whole one.
                if self.row_start.0 == u64::from(row) + 1 {
                    self.drop_row();
                }
                return Err(format!(
                    "the sheet goes past {name} ({limit}); what stands behind is not read"
                ));
            }
        }
        let line = u64::from(row) + 1;
        while self.line < line {
            self.csv.push(b'\n');
            self.line += 1;
            self.column = 0;
        }
        if self.column == 0 && self.csv.len() >= CHUNK_BYTES {
            self.import.push(&self.csv, sink);
            self.csv.clear();
        }
        if self.row_start.0 != line {
            self.row_start = (line, self.csv.len());
        }
        while self.column < column {
            self.csv.push(b',');
            self.column += 1;
        }
        if matches!(value, DataRef::Int(_) | DataRef::Float(_)) {
            self.float.get_or_insert((line, column + 1));
        }
        if cell.contains(['\n', '\r']) {
            csv_cell(&mut self.csv, &cell.replace(['\n', '\r'], " "));
        } else {
            csv_cell(&mut self.csv, cell);
        }
        Ok(())
    }
}

/// A time as other exports write it, to the millisecond.
fn time_text(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let whole = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
    match milli {
        0 => whole,
        _ => format!("{whole}.{milli:03}"),
    }
}

/// Passes all on but that a sheet is no export.
struct Quiet<'a> {
    sink: &'a mut dyn Sink,
}

impl Sink for Quiet<'_> {
    fn entry(&mut self, entry: Entry) {
        self.sink.entry(entry);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        if diagnostic.code != "REFUSED-FILE" {
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
