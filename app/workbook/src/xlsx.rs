//! Reads XLSX (ECMA-376): an archive of XML parts. The shared data of the workbook (its
//! sheets, shared texts and number formats) are read first, then the cells one by one.

use std::collections::HashMap;
use std::io::Read;

use super::cells::SheetCells;
use super::package::{Package, Parts};
use super::strings::Strings;
use super::styles;
use super::tag::{Tag, undo_escapes};
use super::value::Epoch;
use super::xml::{Piece, Xml};
use super::{Cells, Opened, Texts};
use crate::error::{Fault, Unread, WorkbookError};
use crate::limits::Limits;

/// How many pieces of the shared texts one call reads.
const TEXTS_AT_ONCE: usize = 1000;

/// An open XLSX.
pub(super) struct Book<P> {
    package: Package<P>,
    common: Common,
    /// Path of the shared texts; none once they are opened.
    texts: Option<String>,
    /// Name and path of each sheet.
    sheets: Vec<(String, String)>,
}

/// The data that the cells of all sheets refer to.
#[derive(Default)]
pub(super) struct Common {
    pub strings: Strings,
    /// Whether each style shows a date.
    pub dates: Vec<bool>,
    pub epoch: Epoch,
}

impl<P: Parts> Book<P> {
    /// Reads the shared data of all sheets, without the shared texts.
    pub fn open(parts: P, limits: &Limits) -> Result<Book<P>, WorkbookError> {
        let mut package = Package::new(parts, limits);
        let roots = package.relations("")?;
        let root = roots.into_iter().find(|root| root.what == "officeDocument");
        let root = root.map_or("xl/workbook.xml".to_owned(), |root| root.path);
        if root.ends_with(".bin") {
            return Err(WorkbookError::Unread(Unread::Xlsb));
        }
        let relations = package.relations(&root)?;
        let (sheets, epoch) = sheets(&mut package, &root, limits)?;
        let path_of = |what: &str| {
            let mut relations = relations.iter();
            relations
                .find(|part| part.what == what)
                .map(|part| part.path.clone())
        };
        let texts = path_of("sharedStrings");
        let common = Common {
            strings: Strings::new(limits.strings_bytes_max),
            dates: dates(&mut package, path_of("styles"))?,
            epoch,
        };
        let sheets = sheets.into_iter().filter_map(|(name, id)| {
            let part = relations.iter().find(|part| part.id == id)?;
            (part.what == "worksheet").then(|| (name, part.path.clone()))
        });
        Ok(Book {
            sheets: sheets.collect(),
            package,
            common,
            texts: Some(texts.unwrap_or_else(|| "xl/sharedStrings.xml".to_owned())),
        })
    }
}

impl<P: Parts> Opened for Book<P> {
    fn names(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    fn texts(&mut self) -> Result<Option<Box<dyn Texts + '_>>, WorkbookError> {
        let Some(path) = self.texts.take() else {
            return Ok(None);
        };
        let Some(xml) = self.package.open(&path)? else {
            return Ok(None);
        };
        Ok(Some(Box::new(SharedTexts {
            xml,
            strings: &mut self.common.strings,
            text: String::new(),
        })))
    }

    fn open(&mut self, at: usize) -> Result<Box<dyn Cells + '_>, WorkbookError> {
        let path = &self.sheets[at].1;
        match self.package.open(path)? {
            Some(xml) => Ok(Box::new(SheetCells::new(xml, &self.common))),
            None => Err(WorkbookError::Broken(Fault::SheetGone)),
        }
    }
}

/// The part of the shared texts.
struct SharedTexts<'a, R> {
    xml: Xml<R>,
    strings: &'a mut Strings,
    text: String,
}

impl<R: Read> Texts for SharedTexts<'_, R> {
    fn read(&mut self) -> Result<bool, WorkbookError> {
        for _ in 0..TEXTS_AT_ONCE {
            let is_empty = match self.xml.next()? {
                Piece::Start(tag) if tag.name == "si" => false,
                Piece::Empty(tag) if tag.name == "si" => true,
                Piece::Over => return Ok(false),
                _ => continue,
            };
            self.text.clear();
            if !is_empty {
                self.xml.text(&mut self.text)?;
                undo_escapes(&mut self.text);
            }
            self.strings.add(&self.text)?;
        }
        Ok(true)
    }
}

/// Name and reference of each sheet, and the epoch of the workbook's days.
fn sheets<P: Parts>(
    package: &mut Package<P>,
    root: &str,
    limits: &Limits,
) -> Result<(Vec<(String, String)>, Epoch), WorkbookError> {
    let Some(mut xml) = package.open(root)? else {
        return Err(WorkbookError::Broken(Fault::List));
    };
    let (mut sheets, mut epoch) = (Vec::new(), Epoch::Of1900);
    loop {
        match xml.next()? {
            Piece::Start(tag) | Piece::Empty(tag) => match tag.name {
                "sheet" => {
                    let is = |name| tag.attribute(name).map(Option::unwrap_or_default);
                    sheets.push((is("name")?, is("id")?));
                    super::check_sheets(sheets.len(), limits)?;
                }
                "workbookPr" => {
                    let is_1904 = tag.attribute("date1904")?;
                    if is_1904.is_some_and(|is| matches!(is.as_str(), "1" | "true")) {
                        epoch = Epoch::Of1904;
                    }
                }
                _ => {}
            },
            Piece::Over => return Ok((sheets, epoch)),
            _ => {}
        }
    }
}

/// Whether each style of cells shows a date.
fn dates<P: Parts>(
    package: &mut Package<P>,
    path: Option<String>,
) -> Result<Vec<bool>, WorkbookError> {
    let path = path.unwrap_or_else(|| "xl/styles.xml".to_owned());
    let Some(mut xml) = package.open(&path)? else {
        return Ok(Vec::new());
    };
    let mut own: HashMap<u16, bool> = HashMap::new();
    let mut dates = Vec::new();
    let mut is_in_cells = false;
    loop {
        match xml.next()? {
            Piece::Start(tag) | Piece::Empty(tag) => match tag.name {
                "numFmt" => {
                    let text = tag.attribute("formatCode")?.unwrap_or_default();
                    own.insert(number(tag, "numFmtId")?, styles::is_date_text(&text));
                }
                "cellXfs" => is_in_cells = true,
                "xf" if is_in_cells => {
                    let format = number(tag, "numFmtId")?;
                    let is_date = own.get(&format).copied();
                    dates.push(is_date.unwrap_or_else(|| styles::is_date_number(format)));
                }
                _ => {}
            },
            Piece::End("cellXfs") => is_in_cells = false,
            Piece::Over => return Ok(dates),
            _ => {}
        }
    }
}

fn number(tag: Tag<'_>, name: &str) -> Result<u16, WorkbookError> {
    Ok(tag
        .attribute(name)?
        .and_then(|n| n.parse().ok())
        .unwrap_or(0))
}
