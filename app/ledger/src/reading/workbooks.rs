//! The reading of workbooks: every sheet is an export of its own, and the line of an
//! entry is the row of the sheet.
//!
//! Numbers in cells went through a binary float when they were saved, so that the file
//! is flagged, and each number that is full of digits is named.

use std::io::{Read, Seek};

use workbook::{Fault, Numbers, Past, SheetEnd, Unread, Workbook, WorkbookError};
use zip::ZipArchive;

use crate::base::limits::{LimitName, Limits};
use crate::base::names::clean_name;
use crate::base::text::Text;
use crate::carriers::workbook_parts::{with_texts, workbook_limits};
use crate::entry::Entry;
use crate::entry::deal::Deal;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::sink::Sink;
use crate::reading::import::Import;
use crate::reading::options::ReadOptions;
use crate::reading::report::{FileReport, Spreadsheet};

/// Reads every sheet of an XLSX or an ODS that is an export.
pub(crate) fn read_zipped<R: Read + Seek>(
    name: &str,
    archive: ZipArchive<R>,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Vec<FileReport> {
    let opened = Workbook::of_zip(archive, workbook_limits(&options.limits));
    match opened.and_then(with_texts) {
        Ok(mut book) => read(name, &mut book, options, sink),
        Err(error) => refuse(name, error, sink),
    }
}

/// Reads every sheet of an XLS that is an export.
pub(crate) fn read_xls<R: Read + Seek>(
    name: &str,
    source: R,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Vec<FileReport> {
    let name = &clean_name(name);
    match Workbook::of_xls(source, workbook_limits(&options.limits)) {
        Ok(mut book) => read(name, &mut book, options, sink),
        Err(error) => refuse(name, error, sink),
    }
}

fn refuse(name: &str, error: WorkbookError, sink: &mut dyn Sink) -> Vec<FileReport> {
    let message = match &error {
        WorkbookError::Limit { .. } => Message::WorkbookPast {
            message: boxed_message(error),
        },
        WorkbookError::Broken(_) => Message::WorkbookBroken {
            message: boxed_message(error),
        },
        WorkbookError::Unread(_) => *boxed_message(error),
    };
    vec![FileReport::unrecognised(name, message, sink)]
}

fn read(
    name: &str,
    book: &mut Workbook<'_>,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Vec<FileReport> {
    let mut reports: Vec<FileReport> = Vec::new();
    let mut unread: Vec<FileReport> = Vec::new();
    for (at, sheet) in book.names().iter().enumerate() {
        let file = format!("{name}!{}", clean_name(sheet));
        let mut reading = SheetReading::new(&file, book.sheet(at), options, sink);
        while reading.read() {}
        let in_sheet = reading.finish();
        match in_sheet.format {
            Some(_) => reports.push(in_sheet),
            None => unread.push(in_sheet),
        }
    }
    // Beside an export, a sheet of notes or sums is no failure.
    for sheet in unread {
        let why = sheet.why.unwrap_or(Message::FileUnknown);
        if reports.iter().any(|report| report.format.is_some()) {
            let message = Message::WorkbookSheet {
                message: Box::new(why),
            };
            sink.diagnostic(Diagnostic::of_file(&sheet.file, Code::NoteSheet, message));
        } else {
            reports.push(FileReport {
                candidates: sheet.candidates,
                ..FileReport::unrecognised(&sheet.file, why, sink)
            });
        }
    }
    if reports.is_empty() {
        let message = Message::WorkbookNone;
        return vec![FileReport::unrecognised(name, message, sink)];
    }
    reports
}

/// The reading of one sheet, a few rows at a time.
pub struct SheetReading<'a> {
    file: String,
    sheet: workbook::SheetReading<'a>,
    import: Import,
    sink: Quiet<'a>,
}

impl<'a> SheetReading<'a> {
    /// Begins the reading of a sheet.
    pub(super) fn new(
        file: &str,
        sheet: workbook::SheetReading<'a>,
        options: &ReadOptions,
        sink: &'a mut dyn Sink,
    ) -> SheetReading<'a> {
        SheetReading {
            file: file.to_owned(),
            sheet,
            import: Import::new(file, options),
            sink: Quiet { sink },
        }
    }

    /// Reads some rows; whether there are more.
    pub fn read(&mut self) -> bool {
        let (import, sink) = (&mut self.import, &mut self.sink);
        self.sheet.read(&mut |csv| import.push(csv, sink))
    }

    /// What was found in the sheet.
    pub fn finish(self) -> FileReport {
        let SheetReading {
            file,
            sheet,
            mut import,
            mut sink,
        } = self;
        let SheetEnd {
            outcome,
            line,
            numbers,
        } = sheet.finish(&mut |csv| import.push(csv, &mut sink));
        let mut report = import.finish(&mut sink);
        let sink = sink.sink;
        if report.format.is_some() {
            say_numbers(numbers, &file, &mut report, sink);
            if let Err(error) = outcome {
                report.is_cut_short = true;
                let (code, is_limit) = match error {
                    WorkbookError::Limit { .. } => (Code::RefusedLimit, true),
                    WorkbookError::Broken(_) | WorkbookError::Unread(_) => {
                        (Code::RefusedMember, false)
                    }
                };
                let message = || {
                    let message = boxed_message(error);
                    match is_limit {
                        true => Message::SheetPast { message },
                        false => Message::SheetHere { message },
                    }
                };
                say(&file, (line, 0), code, message, sink);
            }
        } else if let Err(error) = outcome {
            report.why = Some(Message::lazy(|| {
                let is_limit = matches!(error, WorkbookError::Limit { .. });
                let message = boxed_message(error);
                match is_limit {
                    true => Message::SheetPastWhole { message },
                    false => Message::SheetBroken { message },
                }
            }));
        }
        report
    }
}

/// Says what may be lost: of the file, and of each number that is full of digits.
fn say_numbers(numbers: Numbers, file: &str, report: &mut FileReport, sink: &mut dyn Sink) {
    if numbers.all == 0 {
        return;
    }
    let count = numbers.all;
    let message = || match numbers.full {
        0 => Message::SheetNumbers { count },
        1 => Message::SheetNumbersOne { count },
        count_full => Message::SheetNumbersFull { count, count_full },
    };
    report.spreadsheet = Some(Spreadsheet::Workbook);
    report.odd.push(Message::lazy(|| match numbers.full {
        0 => Message::OddSheetNumbers,
        count => Message::OddSheetDigits { count },
    }));
    say(file, numbers.first, Code::WarnFloat, message, sink);
    for (place, number) in numbers.named {
        let message = || Message::RowDigits {
            text: number.into(),
        };
        say(file, place, Code::WarnFloat, message, sink);
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
        message: Message::lazy(message),
    });
}

/// What an error of a workbook says.
fn boxed_message(error: WorkbookError) -> Box<Message> {
    Box::new(Message::lazy(|| match error {
        WorkbookError::Limit { past, most } => limit_message(past, most),
        WorkbookError::Broken(fault) => fault_message(fault),
        WorkbookError::Unread(Unread::Locked) => Message::WorkbookLocked,
        WorkbookError::Unread(Unread::Xlsb) => Message::FileXlsb,
        WorkbookError::Unread(Unread::Office) => Message::FileOffice,
        WorkbookError::Unread(Unread::OlderXls) => Message::FileXlsOlder,
        WorkbookError::Unread(Unread::OpenDocument) => Message::FileOpenDocument,
    }))
}

/// The limit that a workbook goes past, by its name in the settings.
fn limit_message(past: Past, count: u64) -> Message {
    let limit = |name: LimitName| name.into();
    let names = Limits::NAMES;
    match past {
        Past::FileBytes => Message::PartLonger {
            limit: limit(names.workbook_bytes_max),
            count,
        },
        Past::ReadBytes => Message::PartToRead {
            limit: limit(names.workbook_bytes_max),
            count,
        },
        Past::UnpackedBytes => Message::PartUnpacks {
            limit: limit(names.workbook_bytes_max),
            count,
        },
        Past::Sheets => Message::PartSheets {
            limit: limit(names.workbook_sheets_max),
            count,
        },
        Past::StringBytes => Message::PartStrings {
            limit: limit(names.workbook_strings_bytes_max),
            count,
        },
        Past::TagBytes => Message::PartCellOrTag {
            limit: limit(names.workbook_cell_bytes_max),
            count,
        },
        Past::CellBytes => Message::PartCell {
            limit: limit(names.workbook_cell_bytes_max),
            count,
        },
        Past::Cells => Message::PartPast {
            limit: limit(names.workbook_cells_max),
            count,
        },
        Past::Row => Message::PartPast {
            limit: limit(names.sheet_rows_max),
            count,
        },
        Past::Column => Message::PartPast {
            limit: limit(names.sheet_columns_max),
            count,
        },
        Past::CsvBytes => Message::PartPast {
            limit: limit(names.file_bytes_max),
            count,
        },
    }
}

fn fault_message(fault: Fault) -> Message {
    match fault {
        Fault::Error(error) => Message::PartError {
            error: Text::new(error),
        },
        Fault::BreaksOff => Message::PartBreaksOff,
        Fault::WithinCell => Message::PartWithinCell,
        Fault::WithinTag => Message::PartWithinTag,
        Fault::NoCells => Message::PartNoCells,
        Fault::NoText => Message::PartNoText,
        Fault::NoRowNumber => Message::PartNoRowNumber,
        Fault::NoPlace => Message::PartNoPlace,
        Fault::Order => Message::PartOrder,
        Fault::Attribute => Message::PartAttribute,
        Fault::Reference => Message::PartReference,
        Fault::NoName => Message::PartNoName,
        Fault::Nested => Message::PartNested,
        Fault::NoUtf8 => Message::PartNoUtf8,
        Fault::DocumentType => Message::PartDocumentType,
        Fault::Sectors => Message::PartSectors,
        Fault::NoSheets => Message::PartNoSheets,
        Fault::SectorGone => Message::PartSectorGone,
        Fault::SectorTable => Message::PartSectorTable,
        Fault::SectorChain => Message::PartSectorChain,
        Fault::NoWorkbook => Message::PartNoWorkbook,
        Fault::NoSheet => Message::PartNoSheet,
        Fault::Record => Message::PartRecord,
        Fault::Text => Message::PartText,
        Fault::Letter => Message::PartLetter,
        Fault::SheetGone => Message::PartSheetGone,
        Fault::List => Message::PartList,
    }
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
}
