//! A workbook that is held in memory and read a little at a time: for a browser,
//! which unpacks its parts by itself and must answer in between.

use std::io::Cursor;

use workbook::{Workbook, WorkbookError};

use crate::base::limits::Limits;
use crate::base::names::clean_name;
use crate::carriers::workbook_parts::workbook_limits;
use crate::entry::sink::Sink;
use crate::reading::options::ReadOptions;
use crate::reading::workbooks::SheetReading;

/// A workbook in memory.
pub struct HeldWorkbook {
    name: String,
    book: Workbook<'static>,
}

/// It is broken, locked, past a limit, or no workbook that is read here. Which, only
/// the server says, by [`crate::read_file`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unopened;

impl From<WorkbookError> for Unopened {
    fn from(_: WorkbookError) -> Unopened {
        Unopened
    }
}

/// The texts that the sheets of a workbook share, on their way into it.
pub struct TextReading<'a>(workbook::TextReading<'a>);

impl TextReading<'_> {
    /// Reads some; whether there are more.
    ///
    /// # Errors
    /// When they are broken or past a limit: then no sheet can be read.
    pub fn read(&mut self) -> Result<bool, Unopened> {
        Ok(self.0.read()?)
    }
}

impl HeldWorkbook {
    /// Whether a member of an XLSX is a part that cells or their texts stand in.
    pub fn is_part(path: &str) -> bool {
        Workbook::is_part(path)
    }

    /// Opens an XLSX by its unpacked parts ([`HeldWorkbook::is_part`]), by their paths.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn of_parts(
        name: &str,
        parts: Vec<(String, Vec<u8>)>,
        limits: &Limits,
    ) -> Result<HeldWorkbook, Unopened> {
        let book = Workbook::of_parts(parts, workbook_limits(limits))?;
        Ok(HeldWorkbook::new(name, book))
    }

    /// Opens an XLS.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn of_bytes(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<HeldWorkbook, Unopened> {
        let book = Workbook::of_xls(Cursor::new(bytes), workbook_limits(limits))?;
        Ok(HeldWorkbook::new(name, book))
    }

    fn new(name: &str, book: Workbook<'static>) -> HeldWorkbook {
        HeldWorkbook {
            name: clean_name(name),
            book,
        }
    }

    /// Names of its sheets, in their order.
    pub fn sheets(&self) -> Vec<String> {
        self.book.names()
    }

    /// The texts that its sheets share: to be read before any of them.
    ///
    /// # Errors
    /// When they are broken.
    pub fn texts(&mut self) -> Result<TextReading<'_>, Unopened> {
        Ok(TextReading(self.book.texts()?))
    }

    /// Begins the reading of one sheet: `at` counts [`HeldWorkbook::sheets`].
    pub fn sheet<'a>(
        &'a mut self,
        at: usize,
        options: &'a ReadOptions,
        sink: &'a mut dyn Sink,
    ) -> SheetReading<'a> {
        let names = self.book.names();
        let sheet = names.get(at).map_or("", String::as_str);
        let file = format!("{}!{}", self.name, clean_name(sheet));
        SheetReading::new(&file, self.book.sheet(at), options, sink)
    }
}
