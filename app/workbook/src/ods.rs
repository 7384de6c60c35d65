//! OpenDocument spreadsheets (ODS, ISO/IEC 26300): an archive whose part `content.xml`
//! holds all sheets, one behind the other. What repeats, cells and rows, stands there
//! once with a count.

use std::io::Read;

use super::package::{Package, Parts};
use super::sheet::Sheet;
use super::tag::{Tag, local, unescape};
use super::value::{Epoch, Value, days_since_1899};
use super::xml::{Piece, Xml};
use super::{Cells, Opened, check_sheets};
use crate::error::{Fault, Past, Unread, WorkbookError};
use crate::limits::Limits;

/// The part that holds the sheets, by its plain path.
pub(super) const CONTENT: &str = "content.xml";
/// The part that says how the others are packed.
const MANIFEST: &str = "META-INF/manifest.xml";

/// An ODS, opened.
pub(super) struct Book<P> {
    package: Package<P>,
    /// Names of its sheets.
    sheets: Vec<String>,
    limits: Limits,
}

impl<P: Parts> Book<P> {
    /// Reads the names of the sheets.
    pub fn open(parts: P, limits: &Limits) -> Result<Book<P>, WorkbookError> {
        let mut package = Package::new(parts, limits);
        if is_locked(&mut package) {
            return Err(WorkbookError::Unread(Unread::Locked));
        }
        let sheets = sheets(&mut package, limits)?;
        match sheets.is_empty() {
            true => Err(WorkbookError::Unread(Unread::OpenDocument)),
            false => Ok(Book {
                package,
                sheets,
                limits: *limits,
            }),
        }
    }
}

/// Whether the parts are encrypted. A manifest that cannot be read says nothing.
fn is_locked<P: Parts>(package: &mut Package<P>) -> bool {
    let Ok(Some(mut xml)) = package.open(MANIFEST) else {
        return false;
    };
    loop {
        match xml.next() {
            Ok(Piece::Start(tag) | Piece::Empty(tag)) if tag.name == "encryption-data" => {
                return true;
            }
            Ok(Piece::Over) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

fn sheets<P: Parts>(
    package: &mut Package<P>,
    limits: &Limits,
) -> Result<Vec<String>, WorkbookError> {
    let Some(mut xml) = package.open(CONTENT)? else {
        return Err(WorkbookError::Broken(Fault::List));
    };
    let mut sheets = Vec::new();
    while let Some(Begun { name, is_empty }) = next_sheet(&mut xml)? {
        sheets.push(name);
        check_sheets(sheets.len(), limits)?;
        if !is_empty {
            skip(&mut xml)?;
        }
    }
    Ok(sheets)
}

/// A sheet that begins.
struct Begun {
    name: String,
    is_empty: bool,
}

/// Goes into the next sheet; `None` when there is none.
fn next_sheet<R: Read>(xml: &mut Xml<R>) -> Result<Option<Begun>, WorkbookError> {
    loop {
        let (tag, is_empty) = match xml.next()? {
            Piece::Start(tag) => (tag, false),
            Piece::Empty(tag) => (tag, true),
            Piece::Over => return Ok(None),
            _ => continue,
        };
        if tag.name == "table" {
            let name = tag.attribute("name")?.unwrap_or_default();
            return Ok(Some(Begun { name, is_empty }));
        }
    }
}

/// Goes behind the end of the tag that has just begun.
fn skip<R: Read>(xml: &mut Xml<R>) -> Result<(), WorkbookError> {
    let mut depth = 1;
    while depth > 0 {
        match xml.next()? {
            Piece::Start(_) => depth += 1,
            Piece::End(_) => depth -= 1,
            Piece::Over => return Err(WorkbookError::Broken(Fault::WithinTag)),
            _ => {}
        }
    }
    Ok(())
}

impl<P: Parts> Opened for Book<P> {
    fn names(&self) -> Vec<String> {
        self.sheets.clone()
    }

    fn open(&mut self, at: usize) -> Result<Box<dyn Cells + '_>, WorkbookError> {
        let Some(mut xml) = self.package.open(CONTENT)? else {
            return Err(WorkbookError::Broken(Fault::SheetGone));
        };
        for before in 0..=at {
            let Some(begun) = next_sheet(&mut xml)? else {
                return Err(WorkbookError::Broken(Fault::SheetGone));
            };
            match (before == at, begun.is_empty) {
                (true, is_empty) => {
                    let cells = SheetCells::new(xml, is_empty, self.limits);
                    return Ok(Box::new(cells));
                }
                (false, true) => {}
                (false, false) => skip(&mut xml)?,
            }
        }
        Err(WorkbookError::Broken(Fault::SheetGone))
    }
}

/// The cells of one sheet.
struct SheetCells<R> {
    xml: Xml<R>,
    is_over: bool,
    limits: Limits,
    /// The next row, 0-based.
    row: u32,
    /// Cells of the row that was read, and how often it is still to be written.
    cells: Vec<Cell>,
    times: u32,
}

/// A cell with what it holds, and in how many columns.
struct Cell {
    column: u32,
    times: u32,
    held: Held,
}

enum Held {
    Text(String),
    Number(f64, String),
    Date(f64),
    Bool(bool),
}

impl Held {
    fn value(&self) -> Value<'_> {
        match self {
            Held::Text(text) => Value::Text(text),
            Held::Number(number, raw) => Value::Number(*number, raw),
            Held::Date(days) => Value::Date(*days, Epoch::Of1900),
            Held::Bool(is) => Value::Bool(*is),
        }
    }
}

/// What the attributes of a cell say.
#[derive(Default)]
struct Attributes {
    /// `float`, `date` …; empty for a cell without a type.
    kind: String,
    /// What is kept beside the text that is shown.
    value: String,
    times: u32,
}

impl Attributes {
    fn of(tag: Tag<'_>) -> Result<Attributes, WorkbookError> {
        let mut found = Attributes {
            times: 1,
            ..Attributes::default()
        };
        for attribute in tag.attributes() {
            let (name, value) = attribute?;
            match local(name) {
                "value-type" if found.kind.is_empty() => found.kind = value.to_owned(),
                "value" | "date-value" | "boolean-value" | "string-value" => {
                    found.value.clear();
                    unescape(value, &mut found.value)?;
                }
                "number-columns-repeated" => found.times = count(value),
                _ => {}
            }
        }
        Ok(found)
    }

    /// What the cell holds; `None` when it is empty.
    fn held(self, text: String) -> Option<Held> {
        let Attributes { kind, value, .. } = self;
        let held = match kind.as_str() {
            "float" | "percentage" | "currency" => {
                let number = value.parse().ok().filter(|number: &f64| number.is_finite());
                number.map(|number| Held::Number(number, value))
            }
            "date" => Some(match days_since_1899(&value) {
                Some(days) => Held::Date(days),
                None => Held::Text(value.replacen('T', " ", 1)),
            }),
            "boolean" => Some(Held::Bool(value == "true")),
            "string" if text.is_empty() => Some(Held::Text(value)),
            _ => None,
        };
        let held = held.unwrap_or(Held::Text(text));
        match &held {
            Held::Text(text) if text.is_empty() => None,
            _ => Some(held),
        }
    }
}

/// How often something stands, as an attribute says.
fn count(value: &str) -> u32 {
    value.parse::<u32>().unwrap_or(1).max(1)
}

impl<R: Read> SheetCells<R> {
    fn new(xml: Xml<R>, is_over: bool, limits: Limits) -> SheetCells<R> {
        SheetCells {
            xml,
            is_over,
            limits,
            row: 0,
            cells: Vec::new(),
            times: 0,
        }
    }

    /// Reads the next row; whether there was one. Rows without cells are only counted.
    fn read_row(&mut self) -> Result<bool, WorkbookError> {
        loop {
            let (times, is_empty) = match self.xml.next()? {
                Piece::Start(tag) if tag.name == "table-row" => (rows(tag)?, false),
                Piece::Empty(tag) if tag.name == "table-row" => (rows(tag)?, true),
                // A sheet within a sheet.
                Piece::Start(tag) if tag.name == "table" => {
                    skip(&mut self.xml)?;
                    continue;
                }
                Piece::End("table") => return Ok(false),
                Piece::Over => return Err(WorkbookError::Broken(Fault::BreaksOff)),
                _ => continue,
            };
            if !is_empty {
                self.read_cells()?;
            }
            if self.cells.is_empty() {
                self.row = self.row.saturating_add(times);
                continue;
            }
            self.times = times;
            return Ok(true);
        }
    }

    /// Reads the cells of a row that has begun. What is longer than a row may be is left
    /// out: nobody can read it.
    fn read_cells(&mut self) -> Result<(), WorkbookError> {
        self.cells.clear();
        let (mut column, mut bytes) = (0_u32, 0);
        loop {
            let (found, is_empty) = match self.xml.next()? {
                Piece::Start(tag) if is_cell(tag.name) => (Attributes::of(tag)?, false),
                Piece::Empty(tag) if is_cell(tag.name) => (Attributes::of(tag)?, true),
                Piece::End("table-row") => return Ok(()),
                Piece::Over => return Err(WorkbookError::Broken(Fault::BreaksOff)),
                _ => continue,
            };
            let mut text = String::new();
            if !is_empty {
                gather(&mut self.xml, &mut text, self.limits.cell_bytes_max)?;
            }
            let times = found.times;
            bytes += text.len();
            let held = found
                .held(text)
                .filter(|_| bytes <= self.limits.row_bytes_max);
            self.cells.extend(held.map(|held| Cell {
                column,
                times,
                held,
            }));
            column = column.saturating_add(times);
        }
    }
}

impl<R: Read> Cells for SheetCells<R> {
    fn write(&mut self, sheet: &mut Sheet) -> Result<bool, WorkbookError> {
        if self.is_over || self.times == 0 && !self.read_row()? {
            self.is_over = true;
            return Ok(false);
        }
        sheet.begin_row(self.row);
        for cell in &self.cells {
            for at in 0..cell.times {
                let column = cell.column.saturating_add(at);
                sheet.add(self.row, column, cell.held.value())?;
            }
        }
        self.row = self.row.saturating_add(1);
        sheet.begin_row(self.row);
        self.times -= 1;
        if self.times == 0 {
            self.cells.clear();
        }
        Ok(true)
    }
}

fn is_cell(name: &str) -> bool {
    matches!(name, "table-cell" | "covered-table-cell")
}

fn rows(tag: Tag<'_>) -> Result<u32, WorkbookError> {
    let times = tag.attribute("number-rows-repeated")?;
    Ok(times.map_or(1, |times| count(&times)))
}

/// Gathers the text of a cell that has begun, without the remarks on it.
fn gather<R: Read>(
    xml: &mut Xml<R>,
    text: &mut String,
    bytes_max: usize,
) -> Result<(), WorkbookError> {
    let mut depth = 1;
    loop {
        match xml.next()? {
            Piece::Start(tag) if tag.name == "annotation" => skip(xml)?,
            Piece::Start(tag) => {
                depth += 1;
                if tag.name == "p" && !text.is_empty() {
                    text.push(' ');
                }
            }
            Piece::Empty(tag) if matches!(tag.name, "s" | "tab" | "line-break") => text.push(' '),
            Piece::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return Ok(());
                }
            }
            // Between the paragraphs stand only the line breaks of the file.
            Piece::Text(piece) if depth > 1 => unescape(piece, text)?,
            Piece::Plain(piece) if depth > 1 => text.push_str(piece),
            Piece::Over => return Err(WorkbookError::Broken(Fault::WithinCell)),
            _ => {}
        }
        if text.len() > bytes_max {
            return Err(WorkbookError::Limit {
                past: Past::CellBytes,
                most: bytes_max as u64,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::Workbook;

    const LIMITS: Limits = Limits {
        bytes_max: 1 << 20,
        sheets_max: 3,
        strings_bytes_max: 1 << 20,
        cell_bytes_max: 200,
        cells_max: 50,
        rows_max: 20,
        columns_max: 6,
        row_bytes_max: 1000,
        csv_bytes_max: 10_000,
    };

    fn book(content: &str) -> Result<Workbook<'static>, WorkbookError> {
        let parts = HashMap::from([(CONTENT.to_owned(), content.as_bytes().to_vec())]);
        let book = Book::open(parts, &LIMITS)?;
        Ok(Workbook::new(Box::new(book), LIMITS))
    }

    /// A document of these sheets.
    fn document(sheets: &[&str]) -> String {
        let sheets: String = sheets
            .iter()
            .map(|rows| format!("<table:table table:name=\"S\">{rows}</table:table>\n"))
            .collect();
        format!(
            "<office:document-content><office:spreadsheet>{sheets}</office:spreadsheet></office:document-content>"
        )
    }

    fn csv(book: &mut Workbook<'_>, at: usize) -> (String, Result<(), WorkbookError>) {
        let mut csv = Vec::new();
        let mut push = |bytes: &[u8]| csv.extend_from_slice(bytes);
        let mut sheet = book.sheet(at);
        while sheet.read(&mut push) {}
        let end = sheet.finish(&mut push);
        (String::from_utf8(csv).unwrap(), end.outcome)
    }

    fn check(rows: &str, expected: &str) {
        let mut book = book(&document(&[rows])).unwrap();
        let (csv, outcome) = csv(&mut book, 0);
        assert_eq!(csv.trim_end(), expected, "{rows}");
        assert_eq!(outcome, Ok(()));
    }

    fn row(cells: &str) -> String {
        format!("<table:table-row>{cells}</table:table-row>")
    }

    fn text(text: &str) -> String {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    }

    #[test]
    fn cells_of_every_type_are_written_as_they_are_kept() {
        let float = |value: &str| {
            format!(
                "<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>1,00</text:p></table:table-cell>"
            )
        };
        let date = |value: &str| {
            format!(
                "<table:table-cell office:value-type=\"date\" office:date-value=\"{value}\"><text:p>18.10.</text:p></table:table-cell>"
            )
        };
        check(
            &row(&(text("a &amp; b") + &float("19312.45") + &float("1.5E-7"))),
            "a & b,19312.45,0.00000015",
        );
        check(
            &row(&(date("2022-10-18T21:00:09")
                + &date("2022-10-18")
                + &date("2022-10-18T21:00:08.999999999"))),
            "2022-10-18 21:00:09,2022-10-18,2022-10-18 21:00:09",
        );
        check(
            &row(
                "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/>\
                 <table:table-cell office:value-type=\"float\" office:value=\"5\"/>\
                 <table:table-cell office:value-type=\"string\" office:string-value=\"x\"/>",
            ),
            "true,5,x",
        );
    }

    #[test]
    fn text_is_gathered_over_paragraphs_and_spaces_and_without_remarks() {
        let cell = "<table:table-cell office:value-type=\"string\">\n\
            <office:annotation><text:p>a remark</text:p></office:annotation>\
            <text:p>Binance<text:s text:c=\"3\"/>Con<text:span>vert</text:span></text:p>\n\
            <text:p>two</text:p></table:table-cell>";
        check(&row(cell), "Binance Convert two");
    }

    #[test]
    fn what_repeats_is_written_as_often_and_what_is_empty_is_not() {
        let empty = "<table:table-cell table:number-columns-repeated=\"2\"/>";
        let twice = "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"2\"><text:p>x</text:p></table:table-cell>";
        let rows = row(&(empty.to_owned() + twice))
            + "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>"
            + &format!(
                "<table:table-row table:number-rows-repeated=\"2\">{}</table:table-row>",
                text("y")
            )
            + "<table:table-row table:number-rows-repeated=\"1048570\"/>";
        check(&rows, ",,x,x\n\n\ny\ny");
    }

    #[test]
    fn each_sheet_is_read_by_itself() {
        let sheets = [row(&text("a")), String::new(), row(&text("c"))];
        let sheets: Vec<&str> = sheets.iter().map(String::as_str).collect();
        let mut book = book(&document(&sheets)).unwrap();
        assert_eq!(book.names().len(), 3);
        for (at, expected) in ["a", "", "c"].into_iter().enumerate() {
            assert_eq!(csv(&mut book, at).0.trim_end(), expected);
        }
    }

    #[test]
    fn what_goes_past_a_limit_ends_the_sheet() {
        let wide = "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"7\"><text:p>x</text:p></table:table-cell>";
        let high = format!(
            "<table:table-row table:number-rows-repeated=\"21\">{}</table:table-row>",
            text("x")
        );
        for (rows, past) in [
            (row(wide), Past::Column),
            (high, Past::Row),
            (
                row(&text(&"<text:span>xxxxxxxxxxxxxxx</text:span>".repeat(14))),
                Past::CellBytes,
            ),
        ] {
            let mut book = book(&document(&[&rows])).unwrap();
            let (_, outcome) = csv(&mut book, 0);
            let found = match outcome {
                Err(WorkbookError::Limit { past, .. }) => Some(past),
                _ => None,
            };
            assert_eq!(found, Some(past), "{rows}");
        }
        let four = document(&["", "", "", ""]);
        let long = document(&[&row(&text(&"x".repeat(201)))]);
        for (content, past) in [(four, Past::Sheets), (long, Past::TagBytes)] {
            let found = match book(&content) {
                Err(WorkbookError::Limit { past, .. }) => Some(past),
                _ => None,
            };
            assert_eq!(found, Some(past));
        }
    }

    #[test]
    fn what_is_no_spreadsheet_or_breaks_off_says_so() {
        let none = WorkbookError::Unread(Unread::OpenDocument);
        assert_eq!(book("<office:document-content/>").err(), Some(none));
        assert!(book("<table:table><table:table-row>").is_err());
        let locked = HashMap::from([
            (CONTENT.to_owned(), b"\x12\x34".to_vec()),
            (
                MANIFEST.to_ascii_lowercase(),
                b"<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
                    .to_vec(),
            ),
        ]);
        let locked = Book::open(locked, &LIMITS).err();
        assert_eq!(locked, Some(WorkbookError::Unread(Unread::Locked)));
    }
}
