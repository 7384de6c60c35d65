//! Excel workbooks, XLSX and the older XLS: every sheet is written as CSV, row by
//! row and without being held, and read as such. The line of an entry is the row
//! of the sheet.
//!
//! What a workbook claims about its size is not believed: bytes are counted as
//! they are unpacked, shared texts as they are kept, and cells are taken one by
//! one where they stand. A cell that holds a number went through a binary float
//! when it was saved: it has 15 to 17 digits, whatever the exchange wrote, and
//! the file is flagged.

mod cells;
mod held;
mod package;
mod sheet;
mod strings;
mod styles;
mod tag;
mod value;
mod xls;
mod xlsx;
mod xml;

use std::io::{Read, Seek};

use zip::ZipArchive;

use crate::base::limits::Limits;
use crate::base::names::clean_name;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::sink::Sink;
use crate::reading::options::ReadOptions;
use crate::reading::report::Found;

use sheet::Sheet;

pub use held::{HeldWorkbook, TextReading, Unopened};
pub use sheet::SheetReading;

/// Why a workbook is not read, or a sheet not to its end.
#[derive(Clone, Debug, thiserror::Error)]
enum Stop {
    /// What is past a limit.
    #[error("{0}")]
    Limit(Box<Message>),
    /// The file is not as it should be.
    #[error("{0}")]
    Broken(Box<Message>),
    /// It is whole, but nothing that is read here: the message says what to do.
    #[error("{0}")]
    Unread(Box<Message>),
}

impl Stop {
    fn limit(what: impl FnOnce() -> Message) -> Stop {
        Stop::Limit(Message::boxed(what))
    }

    fn broken(how: impl FnOnce() -> Message) -> Stop {
        Stop::Broken(Message::boxed(how))
    }

    fn unread(what: impl FnOnce() -> Message) -> Stop {
        Stop::Unread(Message::boxed(what))
    }

    /// What a library says of a file that it cannot read.
    fn of_error(error: &dyn std::fmt::Display) -> Stop {
        Stop::broken(|| Message::PartError {
            error: error.to_string().into(),
        })
    }

    fn code(&self) -> Code {
        match self {
            Stop::Limit(_) => Code::RefusedLimit,
            Stop::Broken(_) | Stop::Unread(_) => Code::RefusedMember,
        }
    }
}

/// A workbook of either kind, opened.
trait Workbook {
    /// Names of its sheets, in their order.
    fn names(&self) -> Vec<String>;
    /// The texts that its sheets share, where they are still to be read.
    fn texts(&mut self) -> Result<Option<Box<dyn Texts + '_>>, Stop> {
        Ok(None)
    }
    /// Opens one sheet.
    fn open(&mut self, at: usize) -> Result<Box<dyn Cells + '_>, Stop>;
}

/// The shared texts of a workbook on their way into it.
trait Texts {
    /// Reads some; whether there are more.
    fn read(&mut self) -> Result<bool, Stop>;
}

/// The cells of one sheet.
trait Cells {
    /// Writes those up to the end of a row; whether there are more.
    fn write(&mut self, sheet: &mut Sheet<'_>) -> Result<bool, Stop>;
}

/// Reads every sheet of an XLSX that is an export.
pub(crate) fn read_xlsx<R: Read + Seek>(
    name: &str,
    archive: ZipArchive<R>,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Vec<Found> {
    let parts = package::Zipped::new(archive);
    let opened = xlsx::Book::open(parts, &options.limits)
        .and_then(|mut book| read_texts(&mut book).map(|()| book));
    match opened {
        Ok(mut book) => read(name, &mut book, options, sink),
        Err(stop) => refuse(name, stop, sink),
    }
}

fn read_texts(book: &mut dyn Workbook) -> Result<(), Stop> {
    if let Some(mut texts) = book.texts()? {
        while texts.read()? {}
    }
    Ok(())
}

/// Reads every sheet of an XLS that is an export.
pub(crate) fn read_xls<R: Read + Seek>(
    name: &str,
    source: R,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Vec<Found> {
    let name = &clean_name(name);
    match xls::Book::open(source, &options.limits) {
        Ok(mut book) => read(name, &mut book, options, sink),
        Err(stop) => refuse(name, stop, sink),
    }
}

/// Says whether a workbook has too many sheets.
fn check_sheets(sheets: usize, limits: &Limits) -> Result<(), Stop> {
    match sheets > limits.workbook_sheets_max {
        true => Err(Stop::limit(|| Message::PartSheets {
            limit: Limits::NAMES.workbook_sheets_max.into(),
            count: limits.workbook_sheets_max as u64,
        })),
        false => Ok(()),
    }
}

fn refuse(name: &str, stop: Stop, sink: &mut dyn Sink) -> Vec<Found> {
    let message = match stop {
        Stop::Limit(limit) => Message::WorkbookPast { message: limit },
        Stop::Unread(message) => *message,
        Stop::Broken(how) => Message::WorkbookBroken { message: how },
    };
    vec![Found::unrecognised(name, message, sink)]
}

fn read(
    name: &str,
    book: &mut dyn Workbook,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut unread: Vec<Found> = Vec::new();
    for (at, sheet) in book.names().iter().enumerate() {
        let file = format!("{name}!{}", clean_name(sheet));
        let mut reading = SheetReading::new(&file, book.open(at), options, sink);
        while reading.read() {}
        let in_sheet = reading.finish();
        match in_sheet.format {
            Some(_) => found.push(in_sheet),
            None => unread.push(in_sheet),
        }
    }
    // Beside an export, a sheet of notes or sums is no failure.
    for sheet in unread {
        let why = sheet.why.unwrap_or(Message::FileUnknown);
        if found.iter().any(|found| found.format.is_some()) {
            let message = Message::WorkbookSheet {
                message: Box::new(why),
            };
            sink.diagnostic(Diagnostic::of_file(&sheet.file, Code::NoteSheet, message));
        } else {
            found.push(Found {
                candidates: sheet.candidates,
                ..Found::unrecognised(&sheet.file, why, sink)
            });
        }
    }
    if found.is_empty() {
        let message = Message::WorkbookNone;
        return vec![Found::unrecognised(name, message, sink)];
    }
    found
}
