//! What the readers of price files share: lines, cells, rows and refusals.

use std::borrow::Cow;

use super::PriceFormat;
use crate::base::text::Text;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

/// How many refused rows of one file get a diagnostic each; the rest are counted.
pub const REFUSED_LISTED_MAX: u64 = 100;

/// One price, as a file gives it.
#[derive(Clone, Debug)]
pub(super) struct PriceRow {
    pub base: Text,
    pub quote: Text,
    pub source: Text,
    pub at: Moment,
    pub window_seconds: u64,
    pub value: Amount,
    pub row: u64,
}

/// One ECB rate: units of `currency` for 1 EUR.
#[derive(Clone, Debug)]
pub(super) struct RateRow {
    pub currency: Text,
    pub at: Moment,
    pub value: Amount,
    pub row: u64,
}

/// What a reader made of one file.
#[derive(Debug)]
pub(super) struct Parsed {
    pub format: PriceFormat,
    pub prices: Vec<PriceRow>,
    pub rates: Vec<RateRow>,
    pub rows: u64,
    pub refused: u64,
    /// Candles without volume, which are never a hit and so not kept.
    pub without_volume: u64,
    pub diagnostics: Vec<Diagnostic>,
}

/// A row that can't be used: column, code and message.
#[derive(Debug)]
pub(super) struct Refusal {
    pub column: u32,
    pub code: Code,
    pub message: Box<Message>,
}

impl Refusal {
    pub(super) fn new(column: u32, code: Code, message: Message) -> Refusal {
        Refusal {
            column,
            code,
            message: Box::new(message),
        }
    }
}

impl Parsed {
    pub(super) fn new(format: PriceFormat) -> Parsed {
        Parsed {
            format,
            prices: Vec::new(),
            rates: Vec::new(),
            rows: 0,
            refused: 0,
            without_volume: 0,
            diagnostics: Vec::new(),
        }
    }

    pub(super) fn refuse(&mut self, file: &str, line: u64, refusal: Refusal) {
        self.refused += 1;
        if self.refused <= REFUSED_LISTED_MAX {
            let Refusal {
                column,
                code,
                message,
            } = refusal;
            self.note(file, line, column, code, *message);
        }
    }

    pub(super) fn note(
        &mut self,
        file: &str,
        line: u64,
        column: u32,
        code: Code,
        message: Message,
    ) {
        self.diagnostics.push(Diagnostic {
            file: file.to_owned(),
            line,
            column,
            code,
            message,
        });
    }
}

/// The lines of a file that have something in them, with their number; `None`
/// in place of a line that is not UTF-8.
#[derive(Clone)]
pub(crate) struct Lines<'a> {
    rest: Option<&'a [u8]>,
    number: u64,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Lines<'a> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        Lines {
            rest: Some(bytes),
            number: 0,
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (u64, Option<&'a str>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.rest?;
            let end = rest.iter().position(|byte| *byte == b'\n');
            let line = &rest[..end.unwrap_or(rest.len())];
            self.rest = end.map(|end| &rest[end + 1..]);
            self.number += 1;
            let line = line.trim_ascii();
            if !line.is_empty() {
                return Some((self.number, std::str::from_utf8(line).ok()));
            }
        }
    }
}

/// The cells of one line, trimmed; `None` when its quotes do not match up.
pub(crate) fn cells(line: &str) -> Option<Vec<Cow<'_, str>>> {
    if !line.contains('"') {
        return Some(line.split(',').map(|cell| Cow::from(cell.trim())).collect());
    }
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let cell = rest.trim_start();
        let (value, after) = match cell.strip_prefix('"') {
            Some(quoted) => unquote(quoted)?,
            None => {
                let end = cell.find(',').unwrap_or(cell.len());
                (Cow::from(cell[..end].trim_end()), &cell[end..])
            }
        };
        cells.push(value);
        match after.trim_start().strip_prefix(',') {
            Some(next) => rest = next,
            None if after.trim().is_empty() => return Some(cells),
            None => return None,
        }
    }
}

/// What stands before the closing quote, and what follows it.
fn unquote(quoted: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut from = 0;
    loop {
        let at = from + quoted[from..].find('"')?;
        if quoted[at + 1..].starts_with('"') {
            from = at + 2;
        } else {
            let value = quoted[..at].trim();
            let value = if from > 0 {
                Cow::from(value.replace("\"\"", "\""))
            } else {
                Cow::from(value)
            };
            return Some((value, &quoted[at + 1..]));
        }
    }
}

/// The cells of a row of at least `count`, or why not.
pub(super) fn row_cells(line: Option<&str>, count: usize) -> Result<Vec<Cow<'_, str>>, Refusal> {
    let line = line.ok_or_else(|| Refusal::new(0, Code::RefusedText, Message::PriceText))?;
    let cells =
        cells(line).ok_or_else(|| Refusal::new(0, Code::RefusedCells, Message::PriceQuotes))?;
    if cells.len() < count {
        let message = Message::PriceCells {
            count: cells.len() as u64,
            count_needed: count as u64,
        };
        return Err(Refusal::new(0, Code::RefusedCells, message));
    }
    Ok(cells)
}

/// A price: a number above zero.
pub(super) fn price(cells: &[Cow<'_, str>], at: usize) -> Result<Amount, Refusal> {
    let column = at as u32 + 1;
    let value = Amount::parse(&cells[at])
        .map_err(|error| Refusal::new(column, Code::RefusedPrice, error.into()))?;
    if value.is_zero() || value.is_negative() {
        let message = Message::PriceZero { amount: value };
        return Err(Refusal::new(column, Code::RefusedPrice, message));
    }
    Ok(value)
}
