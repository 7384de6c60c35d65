//! Reads workbooks: Excel’s XLSX and the older XLS, and OpenDocument’s ODS. Each sheet is written
//! as CSV, row by row and without being held. A line of the CSV is the row of the sheet.
//!
//! The sizes that a workbook declares are not trusted. Bytes are counted while they are
//! unpacked, shared texts while they are stored, and cells are read one by one. A cell with
//! a number was saved as a binary float: it has 15 to 17 digits, whatever the exchange
//! wrote. [`Numbers`] counts such cells.

mod cells;
mod code_page;
mod csv;
pub mod digits;
mod error;
mod limits;
mod ods;
mod package;
mod sheet;
mod strings;
mod styles;
mod tag;
mod value;
mod xls;
mod xlsx;
mod xml;

use std::collections::HashMap;
use std::io::{Read, Seek};

use zip::ZipArchive;

use package::{Zipped, plain};
use sheet::Sheet;

pub use code_page::CodePage;
pub use error::{Fault, Past, Unread, WorkbookError};
pub use limits::Limits;
pub use sheet::{Numbers, SheetEnd, SheetReading};

/// Whether this build reports numbers that may have lost digits, and the texts of library
/// errors. The browser's build does not.
const COMPLETE: bool = cfg!(feature = "complete");

/// A workbook of any kind, opened.
trait Opened {
    /// Names of its sheets, in order.
    fn names(&self) -> Vec<String>;
    /// The shared texts of its sheets; none where they are read already.
    fn texts(&mut self) -> Result<Option<Box<dyn Texts + '_>>, WorkbookError> {
        Ok(None)
    }
    /// Opens one sheet.
    fn open(&mut self, at: usize) -> Result<Box<dyn Cells + '_>, WorkbookError>;
}

/// The reading of the shared texts of a workbook.
trait Texts {
    /// Reads some texts, and returns whether there are more.
    fn read(&mut self) -> Result<bool, WorkbookError>;
}

/// The cells of one sheet.
trait Cells {
    /// Writes the cells up to the end of a row, and returns whether there are more.
    fn write(&mut self, sheet: &mut Sheet) -> Result<bool, WorkbookError>;
}

/// A workbook whose sheets can be read one by one.
pub struct Workbook<'a> {
    opened: Box<dyn Opened + 'a>,
    limits: Limits,
}

impl<'a> Workbook<'a> {
    /// Opens an XLSX or an ODS. Its [`Workbook::texts`] are to be read before any sheet.
    ///
    /// # Errors
    /// When it is broken, locked, beyond a limit, or of a kind that cannot be read.
    pub fn of_zip<R: Read + Seek + 'a>(
        archive: ZipArchive<R>,
        limits: Limits,
    ) -> Result<Workbook<'a>, WorkbookError> {
        let parts = Zipped::new(archive);
        let opened: Box<dyn Opened + 'a> = match parts.has(ods::CONTENT) {
            true => Box::new(ods::Book::open(parts, &limits)?),
            false => Box::new(xlsx::Book::open(parts, &limits)?),
        };
        Ok(Workbook::new(opened, limits))
    }

    /// Opens an XLSX from its unpacked parts ([`Workbook::is_part`]), each with its path. Its
    /// [`Workbook::texts`] must be read before any sheet.
    ///
    /// # Errors
    /// When it is broken, beyond a limit, or of a kind that cannot be read.
    pub fn of_parts(
        parts: Vec<(String, Vec<u8>)>,
        limits: Limits,
    ) -> Result<Workbook<'a>, WorkbookError> {
        let parts: HashMap<String, Vec<u8>> = parts
            .into_iter()
            .map(|(path, bytes)| (plain(&path), bytes))
            .collect();
        let book = xlsx::Book::open(parts, &limits)?;
        Ok(Workbook::new(Box::new(book), limits))
    }

    /// Opens an XLS.
    ///
    /// # Errors
    /// When it is broken, locked, beyond a limit, or of a kind that cannot be read.
    pub fn of_xls<R: Read + Seek + 'a>(
        source: R,
        limits: Limits,
    ) -> Result<Workbook<'a>, WorkbookError> {
        let book = xls::Book::open(source, &limits)?;
        Ok(Workbook::new(Box::new(book), limits))
    }

    fn new(opened: Box<dyn Opened + 'a>, limits: Limits) -> Workbook<'a> {
        Workbook { opened, limits }
    }

    /// Whether a member of an XLSX is needed to read its cells.
    pub fn is_part(path: &str) -> bool {
        let path = plain(path);
        path.ends_with(".rels") || path.starts_with("xl/") && path.ends_with(".xml")
    }

    /// Names of its sheets, in order.
    pub fn names(&self) -> Vec<String> {
        self.opened.names()
    }

    /// The shared texts of its sheets, which must be read before any sheet.
    ///
    /// # Errors
    /// When the texts are broken.
    pub fn texts(&mut self) -> Result<TextReading<'_>, WorkbookError> {
        Ok(TextReading(self.opened.texts()?))
    }

    /// Begins to read one sheet; `at` is its position in [`Workbook::names`]. Reading a sheet
    /// that cannot be opened ends at once, with the error.
    pub fn sheet(&mut self, at: usize) -> SheetReading<'_> {
        SheetReading::new(self.opened.open(at), self.limits)
    }
}

/// The reading of the texts that the sheets of a workbook share.
pub struct TextReading<'a>(Option<Box<dyn Texts + 'a>>);

impl TextReading<'_> {
    /// Reads some texts, and returns whether there are more.
    ///
    /// # Errors
    /// When the texts are broken or beyond a limit. Then no sheet can be read.
    pub fn read(&mut self) -> Result<bool, WorkbookError> {
        match &mut self.0 {
            Some(texts) => texts.read(),
            None => Ok(false),
        }
    }
}

/// Refuses a workbook with more sheets than the limit.
fn check_sheets(sheets: usize, limits: &Limits) -> Result<(), WorkbookError> {
    match sheets > limits.sheets_max {
        true => Err(WorkbookError::Limit {
            past: Past::Sheets,
            most: limits.sheets_max as u64,
        }),
        false => Ok(()),
    }
}
