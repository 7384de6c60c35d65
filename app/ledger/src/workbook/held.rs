//! A workbook that is held in memory and read a little at a time: for a browser,
//! which unpacks its parts by itself and must answer in between.

use std::collections::HashMap;
use std::io::Cursor;

use super::package::plain;
use super::{SheetReading, Stop, Texts, Workbook, xls, xlsx};
use crate::base::limits::Limits;
use crate::base::names::clean_name;
use crate::entry::sink::Sink;
use crate::reading::options::ReadOptions;

/// A workbook in memory.
pub struct HeldWorkbook {
    name: String,
    book: Box<dyn Workbook>,
}

/// It is broken, locked, past a limit, or no workbook that is read here. Which, only
/// the server says, by [`crate::read_file`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unopened;

impl From<Stop> for Unopened {
    fn from(_: Stop) -> Unopened {
        Unopened
    }
}

/// The texts that the sheets of a workbook share, on their way into it.
pub struct TextReading<'a>(Option<Box<dyn Texts + 'a>>);

impl TextReading<'_> {
    /// Reads some; whether there are more.
    ///
    /// # Errors
    /// When they are broken or past a limit: then no sheet can be read.
    pub fn read(&mut self) -> Result<bool, Unopened> {
        match &mut self.0 {
            Some(texts) => Ok(texts.read()?),
            None => Ok(false),
        }
    }
}

impl HeldWorkbook {
    /// Whether a member of an XLSX is a part that cells or their texts stand in.
    pub fn is_part(path: &str) -> bool {
        let path = plain(path);
        path.ends_with(".rels") || path.starts_with("xl/") && path.ends_with(".xml")
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
        let parts: HashMap<String, Vec<u8>> = parts
            .into_iter()
            .map(|(path, bytes)| (plain(&path), bytes))
            .collect();
        let book = xlsx::Book::open(parts, limits)?;
        Ok(HeldWorkbook::new(name, Box::new(book)))
    }

    /// Opens an XLS.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn of_bytes(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<HeldWorkbook, Unopened> {
        let book = xls::Book::open(Cursor::new(bytes), limits)?;
        Ok(HeldWorkbook::new(name, Box::new(book)))
    }

    fn new(name: &str, book: Box<dyn Workbook>) -> HeldWorkbook {
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
        SheetReading::new(&file, self.book.open(at), options, sink)
    }
}
