//! Reads the cells of one sheet of an XLSX from its XML.

use std::io::Read;

use super::Cells;
use super::sheet::Sheet;
use super::tag::{Tag, undo_escapes};
use super::value::Value;
use super::xlsx::Common;
use super::xml::{Piece, Xml};
use crate::COMPLETE;
use crate::error::{Fault, WorkbookError};

/// The kind of a cell's value, by its attribute `t`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    /// The index of a shared text.
    Shared,
    /// A text of the cell itself, or the result of a formula.
    Text,
    Bool,
}

/// A cell whose start tag was read.
#[derive(Clone, Copy)]
struct Begun {
    row: u32,
    column: u32,
    kind: Kind,
    style: usize,
}

/// The XML part of one sheet.
pub(super) struct SheetCells<'a, R> {
    xml: Xml<R>,
    common: &'a Common,
    /// The place of the next cell, for a cell without a place of its own.
    next: (u32, u32),
    text: String,
    has_rows: bool,
}

impl<'a, R: Read> SheetCells<'a, R> {
    /// Reads nothing yet.
    pub fn new(xml: Xml<R>, common: &'a Common) -> SheetCells<'a, R> {
        SheetCells {
            xml,
            common,
            next: (0, 0),
            text: String::new(),
            has_rows: false,
        }
    }
}

impl<R: Read> Cells for SheetCells<'_, R> {
    fn write(&mut self, sheet: &mut Sheet) -> Result<bool, WorkbookError> {
        loop {
            match self.xml.next()? {
                Piece::Start(tag) => match tag.name {
                    "row" => {
                        self.next = (row(tag)?.unwrap_or(self.next.0), 0);
                        sheet.begin_row(self.next.0);
                    }
                    "c" => {
                        let cell = begin(tag, self.next)?;
                        self.next = (cell.row, cell.column + 1);
                        write_cell(&mut self.xml, cell, self.common, &mut self.text, sheet)?;
                    }
                    "sheetData" => self.has_rows = true,
                    _ => {}
                },
                Piece::Empty(tag) => match tag.name {
                    "row" => {
                        self.next = (row(tag)?.unwrap_or(self.next.0) + 1, 0);
                        return Ok(true);
                    }
                    // A cell without a value, which has only a style.
                    "c" => {
                        let cell = begin(tag, self.next)?;
                        self.next = (cell.row, cell.column + 1);
                    }
                    "sheetData" => return Ok(false),
                    _ => {}
                },
                Piece::End(name) => match name {
                    "row" => {
                        self.next = (self.next.0 + 1, 0);
                        sheet.begin_row(self.next.0);
                        return Ok(true);
                    }
                    "sheetData" => return Ok(false),
                    _ => {}
                },
                Piece::Over if self.has_rows => {
                    return Err(WorkbookError::Broken(Fault::BreaksOff));
                }
                Piece::Over => return Err(WorkbookError::Broken(Fault::NoCells)),
                _ => {}
            }
        }
    }
}

/// Writes the value of a cell whose start tag was read.
fn write_cell<R: Read>(
    xml: &mut Xml<R>,
    cell: Begun,
    common: &Common,
    text: &mut String,
    sheet: &mut Sheet,
) -> Result<(), WorkbookError> {
    text.clear();
    let mut depth = 1;
    while depth > 0 {
        match xml.next()? {
            Piece::Start(tag) => match tag.name {
                "v" | "is" => xml.text(text)?,
                _ => depth += 1,
            },
            Piece::End(_) => depth -= 1,
            Piece::Over => return Err(WorkbookError::Broken(Fault::WithinCell)),
            _ => {}
        }
    }
    let value = match cell.kind {
        _ if text.is_empty() => return Ok(()),
        Kind::Text => {
            undo_escapes(text);
            Value::Text(text)
        }
        Kind::Bool => Value::Bool(text.trim() == "1"),
        Kind::Shared => {
            let at = text.trim().parse().ok();
            let shared = at.and_then(|at| common.strings.get(at));
            Value::Text(shared.ok_or(WorkbookError::Broken(Fault::NoText))?)
        }
        Kind::Number => {
            let raw = text.trim();
            let is_date = common.dates.get(cell.style) == Some(&true);
            match float(raw, is_date) {
                Some(days) if is_date => Value::Date(days, common.epoch),
                Some(number) => Value::Number(number, raw),
                None => Value::Text(raw),
            }
        }
    };
    sheet.add(cell.row, cell.column, value)
}

/// The float of a number; `None` where it is not finite. The browser's build does not report
/// digits, so it parses dates only: a parser of all floats would make it larger.
fn float(raw: &str, is_date: bool) -> Option<f64> {
    if COMPLETE {
        return raw.parse().ok().filter(|number: &f64| number.is_finite());
    }
    is_date.then(|| days(raw)).flatten()
}

/// Days with a fraction, much more precise than a millisecond.
fn days(raw: &str) -> Option<f64> {
    let (whole, fraction) = raw.split_once('.').unwrap_or((raw, "0"));
    let whole: u32 = whole.parse().ok()?;
    let digits = fraction.get(..fraction.len().min(15))?;
    let parts: u64 = digits.parse().ok()?;
    let of = 10_u64.pow(digits.len() as u32);
    Some(f64::from(whole) + parts as f64 / of as f64)
}

/// The place of a cell and the kind of its value, from its start tag.
fn begin(tag: Tag<'_>, next: (u32, u32)) -> Result<Begun, WorkbookError> {
    let mut cell = Begun {
        row: next.0,
        column: next.1,
        kind: Kind::Number,
        style: 0,
    };
    for attribute in tag.attributes() {
        let (name, value) = attribute?;
        match name {
            "r" => (cell.row, cell.column) = place(value)?,
            "s" => cell.style = value.parse().unwrap_or(0),
            "t" => {
                cell.kind = match value {
                    "s" => Kind::Shared,
                    // An error stays a text, `#VALUE!`. As an empty cell, it would look like
                    // a missing fee.
                    "str" | "inlineStr" | "d" | "e" => Kind::Text,
                    "b" => Kind::Bool,
                    _ => Kind::Number,
                }
            }
            _ => {}
        }
    }
    Ok(cell)
}

/// A row's number, 0-based.
fn row(tag: Tag<'_>) -> Result<Option<u32>, WorkbookError> {
    for attribute in tag.attributes() {
        if let ("r", value) = attribute? {
            return whole(value).map(Some);
        }
    }
    Ok(None)
}

fn whole(number: &str) -> Result<u32, WorkbookError> {
    let number: Option<u32> = number.parse().ok().filter(|number| *number < u32::MAX);
    let from_zero = number.and_then(|number| number.checked_sub(1));
    from_zero.ok_or(WorkbookError::Broken(Fault::NoRowNumber))
}

/// The row and column of a name such as `B7`, 0-based.
fn place(name: &str) -> Result<(u32, u32), WorkbookError> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=6).contains(&letters) {
        return Err(WorkbookError::Broken(Fault::NoPlace));
    }
    let (letters, digits) = name.split_at(letters);
    let column = letters.bytes().fold(0, |column, letter| {
        column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    Ok((whole(digits)?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_parsed_like_floats() {
        for raw in [
            "44852.8753",
            "44852",
            "0.5",
            "44852.87510416667",
            "1.000000000000000001",
        ] {
            let difference = days(raw).unwrap() - raw.parse::<f64>().unwrap();
            assert!(difference.abs() < 1e-10, "{raw}");
        }
        for raw in ["", "x", "1.", "-1", "4.4E4", "1.é"] {
            assert_eq!(days(raw), None, "{raw}");
        }
    }

    #[test]
    fn cell_names_are_parsed_beyond_the_last_cell_of_a_sheet() {
        for (name, expected) in [
            ("A1", Some((0, 0))),
            ("Z9", Some((8, 25))),
            ("AA10", Some((9, 26))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("ZZZZZZ4294967294", Some((4_294_967_293, 321_272_405))),
            ("A0", None),
            ("A4294967295", None),
            ("AAAAAAA1", None),
            ("7", None),
            ("B", None),
            ("", None),
            ("Ä1", None),
        ] {
            assert_eq!(place(name).ok(), expected, "{name}");
        }
    }
}
