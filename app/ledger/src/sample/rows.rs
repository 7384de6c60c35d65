//! The lines of a file with their cells where they stand, and which of them show
//! its shape.

use std::collections::BTreeSet;

use crate::mapping::{Sheet, is_header};

use super::SampleLimits;

/// Digits in a row that would be recognised again.
const RUN_DIGITS: usize = 4;
/// The longest cell that could be a word of the exchange.
const WORD_BYTES_MAX: usize = 24;

/// One physical line, with its cells as ranges that leave the quotes out.
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub cells: Vec<std::ops::Range<usize>>,
}

impl Line<'_> {
    /// A cell, without the spaces around it.
    pub fn cell(&self, at: usize) -> &str {
        self.cells
            .get(at)
            .map_or("", |cell| self.text[cell.clone()].trim())
    }
}

/// Every physical line of a text.
pub(super) fn take_apart(text: &str, delimiter: char) -> Vec<Line<'_>> {
    text.split_inclusive('\n')
        .map(|text| {
            let content = text.trim_end_matches(['\n', '\r']);
            let (mut cells, mut start, mut is_quoted) = (Vec::new(), 0, false);
            for (at, c) in content.char_indices() {
                if c == '"' {
                    is_quoted = !is_quoted;
                } else if c == delimiter && !is_quoted {
                    cells.push(unquoted(content, start, at));
                    start = at + c.len_utf8();
                }
            }
            cells.push(unquoted(content, start, content.len()));
            Line { text, cells }
        })
        .collect()
}

/// A cell's range without the quotes and spaces around it.
fn unquoted(content: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let cell = &content[start..end];
    let inner = cell.trim_start_matches(['"', ' ', '\u{feff}']);
    let start = start + cell.len() - inner.len();
    let end = start + inner.trim_end_matches(['"', ' ']).len();
    start..end
}

/// The line of the header; what stands above it and below it is values.
pub(super) fn header_line(sheet: &Sheet, lines: &[Line<'_>]) -> Option<usize> {
    let at = usize::try_from(sheet.rows[sheet.header?].0).ok()? - 1;
    let line = lines.get(at)?;
    let cells: Vec<String> = (0..line.cells.len())
        .map(|at| line.cell(at).to_owned())
        .collect();
    is_header(&cells).then_some(at)
}

/// Cells that stand more than once in their column, by column.
pub(super) fn repeated(
    lines: &[Line<'_>],
    header: Option<usize>,
    cells_max: usize,
) -> BTreeSet<(usize, String)> {
    let mut seen = BTreeSet::new();
    let mut repeated = BTreeSet::new();
    for line in lines.iter().skip(header.map_or(0, |at| at + 1)) {
        for at in 0..line.cells.len() {
            let cell = line.cell(at);
            if cell.len() > WORD_BYTES_MAX || cell.is_empty() {
                continue;
            }
            let key = (at, cell.to_owned());
            if seen.contains(&key) {
                repeated.insert(key);
            } else if seen.len() < cells_max {
                seen.insert(key);
            }
        }
    }
    repeated
}

/// Which lines go into the sample, in their order.
pub(super) fn chosen(
    lines: &[Line<'_>],
    header: Option<usize>,
    limits: &SampleLimits,
) -> Vec<usize> {
    let rows_max = limits.rows_max;
    let below = header.map_or(0, |at| at + 1);
    let filled: Vec<usize> = (below..lines.len())
        .filter(|at| !lines[*at].text.trim().is_empty())
        .collect();
    let first = filled.iter().take(limits.first_rows);
    let last = filled.iter().rev().take(limits.last_rows);
    let mut kept: BTreeSet<usize> = first.chain(last).copied().take(rows_max).collect();
    let mut shapes = BTreeSet::new();
    let odd = filled.iter().filter(|at| {
        let line = &lines[**at];
        let mut is_new = shapes.insert((usize::MAX, line.cells.len().to_string()));
        for column in 0..line.cells.len() {
            is_new |= shapes.insert((column, shape(line.cell(column))));
        }
        is_new
    });
    for at in odd {
        if kept.len() >= rows_max {
            break;
        }
        kept.insert(*at);
    }
    (0..below).chain(kept).collect()
}

/// A cell with runs of digits and of letters as one sign each.
pub(super) fn shape(cell: &str) -> String {
    let mut shape = String::new();
    for c in cell.chars() {
        let sign = match c {
            _ if c.is_numeric() => '9',
            _ if c.is_alphabetic() => 'a',
            other => other,
        };
        if !shape.ends_with(sign) || !sign.is_alphanumeric() {
            shape.push(sign);
        }
    }
    shape
}

/// Runs of digits long enough to be recognised again.
pub(super) fn digit_runs(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() >= RUN_DIGITS)
        .map(str::to_owned)
        .collect()
}
