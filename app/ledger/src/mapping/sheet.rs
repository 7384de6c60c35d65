//! The first rows of a file, for somebody who is to say what its columns mean.

use crate::base::limits::Limits;
use crate::carriers::decode::text_of_start;
use crate::carriers::samples::{SAMPLE_BYTES, Sample, samples};
use crate::cells::heading::Heading;
use crate::cells::number;
use crate::cells::secrets::{is_announced, looks_secret};
use crate::mapping::find::place;
use crate::schema::{ColumnName, is_same};
use crate::time::parse_time::{self, Dates};

/// The first rows of a file that may be unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What separates its cells.
    pub delimiter: char,
    /// The rows, each with its physical line; the header among them.
    pub rows: Vec<(u64, Vec<String>)>,
    /// Which of `rows` is the header; none when every row holds values.
    pub header: Option<usize>,
}

impl Sheet {
    /// How many columns it has.
    pub fn width(&self) -> usize {
        self.rows
            .iter()
            .map(|(_, cells)| cells.len())
            .max()
            .unwrap_or(0)
    }

    /// The header's cell of a column, 0-based; empty where there is none.
    pub fn heading(&self, column: usize) -> &str {
        let cells = self.header.map(|at| &self.rows[at].1);
        cells
            .and_then(|cells| cells.get(column))
            .map_or("", String::as_str)
    }

    /// The same rows with the one that starts on this line as the header; with none
    /// when no row does.
    #[must_use]
    pub fn with_header(mut self, line: u64) -> Sheet {
        self.header = self.rows.iter().position(|(start, _)| *start == line);
        self
    }

    /// Which column, 0-based, a mapping means.
    pub fn place(&self, column: &ColumnName) -> Option<usize> {
        let cells = self.header.map_or(&[][..], |at| &self.rows[at].1);
        let headings: Vec<Heading> = cells.iter().map(|cell| Heading::read(cell)).collect();
        place(column, &headings).filter(|at| *at < self.width())
    }

    /// How a mapping names a column, 0-based: by its header, and by its number
    /// where there is none or several columns have it.
    pub fn name(&self, column: usize) -> ColumnName {
        let name = Heading::read(self.heading(column)).name;
        let same = (0..self.width()).filter(|at| Heading::read(self.heading(*at)).name == name);
        let is_named = !name.is_empty() && same.count() == 1;
        ColumnName {
            header: self.heading(column).to_owned(),
            number: (!is_named).then_some(column + 1),
        }
    }

    /// The different words of a column, 0-based, in the order they come up.
    pub fn words(&self, column: usize) -> Vec<&str> {
        let mut words: Vec<&str> = Vec::new();
        for (_, cells) in self.body() {
            let word = cells.get(column).map_or("", String::as_str);
            if !word.is_empty() && !words.iter().any(|known| is_same(known, word)) {
                words.push(word);
            }
        }
        words
    }

    /// Whether a cell of a column, 0-based, looks like a key or a password.
    pub fn looks_secret(&self, column: usize, cell: &str) -> bool {
        looks_secret(cell, is_announced(&Heading::read(self.heading(column))))
    }

    /// The rows below the header.
    pub fn body(&self) -> &[(u64, Vec<String>)] {
        &self.rows[self.header.map_or(0, |at| at + 1)..]
    }
}

/// Takes the start of a file apart; `None` when it is no table of text.
pub fn first_rows(start: &[u8], limits: &Limits) -> Option<Sheet> {
    let is_whole = start.len() < SAMPLE_BYTES;
    let start = &start[..start.len().min(SAMPLE_BYTES)];
    let text = text_of_start(start, is_whole);
    let sample = samples(&text, is_whole, limits)
        .into_iter()
        .max_by_key(points)?;
    let Sample {
        delimiter, rows, ..
    } = sample;
    let widest = rows.iter().map(|(_, cells)| cells.len()).max()?;
    if widest < 2 {
        return None;
    }
    let header = rows
        .iter()
        .position(|(_, cells)| cells.len() * 2 > widest)?;
    let header = Some(header).filter(|at| is_header(&rows[*at].1));
    Some(Sheet {
        delimiter: char::from(delimiter),
        rows,
        header,
    })
}

/// How many rows agree on how many cells, the more cells the better.
fn points(sample: &Sample) -> usize {
    let widths = sample.rows.iter().map(|(_, cells)| cells.len());
    let alike = |width: usize| widths.clone().filter(|other| *other == width).count();
    let best = widths.clone().map(|width| (alike(width), width)).max();
    best.map_or(0, |(rows, width)| rows * (width - 1))
}

/// Whether a row names columns: no cell is a number, a time or an address.
pub(crate) fn is_header(cells: &[String]) -> bool {
    let is_value = |cell: &String| {
        number::is_number(cell)
            || cell.contains('@')
            || [Dates::YearFirst, Dates::DayFirst, Dates::MonthFirst]
                .into_iter()
                .any(|dates| parse_time::read(cell, dates).is_ok())
    };
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    filled >= 2 && !cells.iter().any(is_value)
}
