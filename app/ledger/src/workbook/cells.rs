//! The cells of one sheet of an XLSX, as they stand in its XML.

use std::io::Read;

use super::Stop;
use super::sheet::Sheet;
use super::tag::{Tag, undo_escapes};
use super::value::Value;
use super::xlsx::Common;
use super::xml::{Piece, Xml};

/// What a cell's value is, by its attribute `t`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    /// The number of a shared text.
    Shared,
    /// A text of its own: written here, or what a formula gives.
    Text,
    Bool,
}

/// A cell that has begun.
#[derive(Clone, Copy)]
struct Begun {
    row: u32,
    column: u32,
    kind: Kind,
    style: usize,
}

/// Writes every cell of the sheet that holds something.
pub(super) fn write<R: Read>(
    mut xml: Xml<R>,
    common: &Common,
    sheet: &mut Sheet<'_>,
) -> Result<(), Stop> {
    // Where cells do not say where they stand, they stand behind one another.
    let mut next = (0_u32, 0_u32);
    let mut text = String::new();
    let mut has_rows = false;
    loop {
        match xml.next()? {
            Piece::Start(tag) => match tag.name {
                "row" => {
                    next = (row(tag)?.unwrap_or(next.0), 0);
                    sheet.begin_row(next.0);
                }
                "c" => {
                    let cell = begin(tag, next)?;
                    next = (cell.row, cell.column + 1);
                    write_cell(&mut xml, cell, common, &mut text, sheet)?;
                }
                "sheetData" => has_rows = true,
                _ => {}
            },
            Piece::Empty(tag) => match tag.name {
                "row" => next = (row(tag)?.unwrap_or(next.0) + 1, 0),
                // A cell that only has a colour.
                "c" => {
                    let cell = begin(tag, next)?;
                    next = (cell.row, cell.column + 1);
                }
                "sheetData" => return Ok(()),
                _ => {}
            },
            Piece::End(name) => match name {
                "row" => {
                    next = (next.0 + 1, 0);
                    sheet.begin_row(next.0);
                }
                "sheetData" => return Ok(()),
                _ => {}
            },
            Piece::Over if has_rows => return Err(Stop::broken("it breaks off")),
            Piece::Over => return Err(Stop::broken("it has no cells")),
            _ => {}
        }
    }
}

/// Writes the cell that has begun.
fn write_cell<R: Read>(
    xml: &mut Xml<R>,
    cell: Begun,
    common: &Common,
    text: &mut String,
    sheet: &mut Sheet<'_>,
) -> Result<(), Stop> {
    text.clear();
    let mut depth = 1;
    while depth > 0 {
        match xml.next()? {
            Piece::Start(tag) => match tag.name {
                "v" | "is" => xml.text(text)?,
                _ => depth += 1,
            },
            Piece::End(_) => depth -= 1,
            Piece::Over => return Err(Stop::broken("it breaks off within a cell")),
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
            Value::Text(
                shared.ok_or_else(|| Stop::broken("a cell names a text that is not there"))?,
            )
        }
        Kind::Number => {
            let raw = text.trim();
            match raw.parse::<f64>() {
                Ok(days) if common.dates.get(cell.style) == Some(&true) => {
                    Value::Date(days, common.epoch)
                }
                Ok(number) if number.is_finite() => Value::Number(number, raw),
                _ => Value::Text(raw),
            }
        }
    };
    sheet.add(cell.row, cell.column, value)
}

/// Where a cell stands and what it will hold.
fn begin(tag: Tag<'_>, next: (u32, u32)) -> Result<Begun, Stop> {
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
                    // An error stays a word, `#VALUE!`: a fee is not missed over it.
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
fn row(tag: Tag<'_>) -> Result<Option<u32>, Stop> {
    for attribute in tag.attributes() {
        if let ("r", value) = attribute? {
            return whole(value).map(Some);
        }
    }
    Ok(None)
}

fn whole(number: &str) -> Result<u32, Stop> {
    let number: Option<u32> = number.parse().ok().filter(|number| *number < u32::MAX);
    let from_zero = number.and_then(|number| number.checked_sub(1));
    from_zero.ok_or_else(|| Stop::broken("a row has no proper number"))
}

/// `B7` as row and column, 0-based.
fn place(name: &str) -> Result<(u32, u32), Stop> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=6).contains(&letters) {
        return Err(Stop::broken("a cell has no proper place"));
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
    fn places_are_read_to_the_last_cell_there_can_be_and_beyond() {
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
