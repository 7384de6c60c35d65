//! XLSX (ECMA-376): an archive of XML parts. What the workbook holds in common, its
//! sheets, shared texts and number formats, is read first; cells as they come.

use std::collections::HashMap;
use std::io::{Read, Seek};

use zip::ZipArchive;

use super::cells;
use super::package::Package;
use super::sheet::Sheet;
use super::strings::Strings;
use super::styles;
use super::tag::{Tag, undo_escapes};
use super::value::Epoch;
use super::xml::Piece;
use super::{Stop, Workbook};
use crate::options::Limits;

/// An XLSX, opened.
pub(super) struct Book<R> {
    package: Package<R>,
    common: Common,
    /// Name and path of each sheet.
    sheets: Vec<(String, String)>,
}

/// What the cells of all sheets refer to.
#[derive(Default)]
pub(super) struct Common {
    pub strings: Strings,
    /// Whether each style shows a date.
    pub dates: Vec<bool>,
    pub epoch: Epoch,
}

impl<R: Read + Seek> Book<R> {
    /// Reads what the sheets have in common.
    pub fn open(archive: ZipArchive<R>, limits: &Limits) -> Result<Book<R>, Stop> {
        let mut package = Package::new(archive, limits);
        let roots = package.relations("")?;
        let root = roots.into_iter().find(|root| root.what == "officeDocument");
        let root = root.map_or("xl/workbook.xml".to_owned(), |root| root.path);
        if root.ends_with(".bin") {
            return Err(Stop::Unread(
                "This is a binary Excel workbook (XLSB), which is not read: save it as XLSX, or its sheet as CSV.",
            ));
        }
        let relations = package.relations(&root)?;
        let (sheets, epoch) = sheets(&mut package, &root, limits)?;
        let path_of = |what: &str| {
            let mut relations = relations.iter();
            relations
                .find(|part| part.what == what)
                .map(|part| part.path.clone())
        };
        let common = Common {
            strings: strings(&mut package, path_of("sharedStrings"), limits)?,
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
        })
    }
}

impl<R: Read + Seek> Workbook for Book<R> {
    fn names(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    fn write(&mut self, at: usize, sheet: &mut Sheet<'_>) -> Result<(), Stop> {
        let path = &self.sheets[at].1;
        match self.package.open(path)? {
            Some(xml) => cells::write(xml, &self.common, sheet),
            None => Err(Stop::broken("the sheet is not in the workbook")),
        }
    }
}

/// Name and relation of each sheet, and where the workbook counts its days from.
fn sheets<R: Read + Seek>(
    package: &mut Package<R>,
    root: &str,
    limits: &Limits,
) -> Result<(Vec<(String, String)>, Epoch), Stop> {
    let Some(mut xml) = package.open(root)? else {
        return Err(Stop::broken("it has no part that lists its sheets"));
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

fn strings<R: Read + Seek>(
    package: &mut Package<R>,
    path: Option<String>,
    limits: &Limits,
) -> Result<Strings, Stop> {
    let mut strings = Strings::new(limits.workbook_strings_bytes_max);
    let path = path.unwrap_or_else(|| "xl/sharedStrings.xml".to_owned());
    let Some(mut xml) = package.open(&path)? else {
        return Ok(strings);
    };
    let mut text = String::new();
    loop {
        let is_empty = match xml.next()? {
            Piece::Start(tag) if tag.name == "si" => false,
            Piece::Empty(tag) if tag.name == "si" => true,
            Piece::Over => return Ok(strings),
            _ => continue,
        };
        text.clear();
        if !is_empty {
            xml.text(&mut text)?;
            undo_escapes(&mut text);
        }
        strings.add(&text)?;
    }
}

/// Whether each style of cells shows a date.
fn dates<R: Read + Seek>(
    package: &mut Package<R>,
    path: Option<String>,
) -> Result<Vec<bool>, Stop> {
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

fn number(tag: Tag<'_>, name: &str) -> Result<u16, Stop> {
    Ok(tag
        .attribute(name)?
        .and_then(|n| n.parse().ok())
        .unwrap_or(0))
}
