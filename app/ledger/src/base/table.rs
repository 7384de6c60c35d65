//! Tables as they are written: CSV and JSON Lines.
//!
//! Every table that leaves Redress is written here, so that its rules stand in one place:
//!
//! - The text is UTF-8 without a byte order mark. Every row ends with a line feed.
//! - A CSV begins with the names of its columns. Commas separate the cells. A cell stands
//!   in quotes where it holds a comma, a quote, a line feed or a carriage return; quotes
//!   inside it are doubled.
//! - JSON Lines has one object a row. Every value is a string, as `serde_json` escapes it.
//! - An empty text and a missing value are the same: an empty cell of a CSV, and no member
//!   of a JSON object.
//! - A number or a moment is the text that its type prints.
//! - Cells are evidence and are never changed. Only [`spreadsheet`] marks formulas.
//!
//! Cells go straight into one buffer: a million rows pass here one by one.

use std::io::{self, Write};

use serde::Serialize;

/// How a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Comma-separated, with a header.
    #[default]
    Csv,
    /// One JSON object a line; empty cells are absent, amounts are strings.
    JsonLines,
}

/// Lists of columns one after the other.
pub const fn joined<const N: usize, const LISTS: usize>(
    lists: [&[&'static str]; LISTS],
) -> [&'static str; N] {
    let mut all = [""; N];
    let (mut at, mut list) = (0, 0);
    while list < LISTS {
        let mut column = 0;
        while column < lists[list].len() {
            all[at] = lists[list][column];
            at += 1;
            column += 1;
        }
        list += 1;
    }
    assert!(at == N, "the lists give as many columns as there are");
    all
}

/// Takes the cells of one row, in the order of the columns.
pub trait Cells {
    /// A text of a file or of a person.
    fn text(&mut self, text: &str);

    /// What `write` appends: letters, digits, points, colons and signs, which no layout
    /// quotes or escapes.
    fn plain(&mut self, write: impl FnOnce(&mut Vec<u8>));

    /// A word that the program chose: letters, digits and signs as in [`Cells::plain`].
    fn word(&mut self, word: &str) {
        self.plain(|buffer| buffer.extend_from_slice(word.as_bytes()));
    }
}

/// The cells themselves, for whoever compares them.
impl Cells for Vec<String> {
    fn text(&mut self, text: &str) {
        self.push(text.to_owned());
    }

    fn plain(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let mut cell = Vec::new();
        write(&mut cell);
        self.push(String::from_utf8(cell).expect("letters, digits and signs"));
    }
}

/// Bytes gathered before they are written.
const BUFFER_BYTES: usize = 64 << 10;

/// A table on its way out, row by row.
pub struct TextTable<'c, W> {
    layout: Layout,
    columns: &'c [&'c str],
    out: W,
    buffer: Vec<u8>,
}

impl<'c, W: Write> TextTable<'c, W> {
    /// Begins a table. The names of columns are words that need no quotes.
    pub fn new(layout: Layout, columns: &'c [&'c str], out: W) -> TextTable<'c, W> {
        let mut table = TextTable::without_header(layout, columns, out);
        if layout == Layout::Csv {
            let buffer = &mut table.buffer;
            buffer.extend_from_slice(columns.join(",").as_bytes());
            buffer.push(b'\n');
        }
        table
    }

    fn without_header(layout: Layout, columns: &'c [&'c str], out: W) -> TextTable<'c, W> {
        TextTable {
            layout,
            columns,
            out,
            buffer: Vec::with_capacity(BUFFER_BYTES + 4096),
        }
    }

    /// Writes a row of texts.
    ///
    /// # Errors
    /// When the bytes cannot be written, or the row has not one cell for each column.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        self.row_of(|row| {
            for cell in cells {
                row.text(cell.as_ref());
            }
        })
    }

    /// Writes a row of the cells that `fill` gives.
    ///
    /// # Errors
    /// When the bytes cannot be written, or the row has not one cell for each column.
    pub fn row_of(&mut self, fill: impl FnOnce(&mut TextRow<'_>)) -> io::Result<()> {
        let (start, end) = match self.layout {
            Layout::Csv => ("", "\n"),
            Layout::JsonLines => ("{", "}\n"),
        };
        self.buffer.extend_from_slice(start.as_bytes());
        let mut row = TextRow {
            layout: self.layout,
            columns: self.columns,
            column: 0,
            buffer: &mut self.buffer,
        };
        fill(&mut row);
        let (cells, columns) = (row.column, self.columns.len());
        self.buffer.extend_from_slice(end.as_bytes());
        if cells != columns {
            let text = format!("a row has {cells} cells, and the table has {columns} columns");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
        }
        self.pass_on()
    }

    /// Writes a whole row, its end included, where that is faster than cell by cell.
    #[inline]
    pub(crate) fn whole_row(&mut self, append: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        append(&mut self.buffer);
        self.pass_on()
    }

    /// Writes what was gathered once it is enough.
    #[inline]
    fn pass_on(&mut self) -> io::Result<()> {
        if self.buffer.len() >= BUFFER_BYTES {
            self.out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// A table of the same columns for some of the rows, without a header:
    /// [`TextTable::take_rows`] gives their bytes, and [`TextTable::add_rows`] adds them here.
    pub(crate) fn part(&self) -> TextTable<'c, Vec<u8>> {
        TextTable::without_header(self.layout, self.columns, Vec::new())
    }

    /// Writes rows of a part.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub(crate) fn add_rows(&mut self, rows: &[u8]) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        self.out.write_all(rows)
    }

    /// Writes what is left, and gives back what was written to.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(&self.buffer)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

impl TextTable<'_, Vec<u8>> {
    /// Takes the bytes of the rows so far.
    pub(crate) fn take_rows(&mut self) -> Vec<u8> {
        let mut rows = std::mem::take(&mut self.out);
        rows.append(&mut self.buffer);
        rows
    }
}

/// One row of a [`TextTable`] on its way into the buffer.
pub struct TextRow<'r> {
    layout: Layout,
    columns: &'r [&'r str],
    /// How many cells there are so far.
    column: usize,
    buffer: &'r mut Vec<u8>,
}

impl TextRow<'_> {
    /// Separates a cell from the one before it, and names it where the layout does.
    fn begin_cell(&mut self) {
        if self.layout == Layout::Csv {
            if self.column > 0 {
                self.buffer.push(b',');
            }
            return;
        }
        // A value ends with a quote: the brace is that of the object.
        if self.buffer.last() != Some(&b'{') {
            self.buffer.push(b',');
        }
        let name = self.columns.get(self.column).copied().unwrap_or_default();
        self.buffer.push(b'"');
        self.buffer.extend_from_slice(name.as_bytes());
        self.buffer.extend_from_slice(b"\":");
    }
}

impl Cells for TextRow<'_> {
    fn text(&mut self, text: &str) {
        match self.layout {
            Layout::Csv => {
                self.begin_cell();
                append_cell(self.buffer, text);
            }
            Layout::JsonLines if text.is_empty() => {}
            Layout::JsonLines => {
                self.begin_cell();
                serde_json::to_writer(&mut *self.buffer, text).expect("a text is always JSON");
            }
        }
        self.column += 1;
    }

    fn plain(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.buffer.len();
        self.begin_cell();
        match self.layout {
            Layout::Csv => write(self.buffer),
            Layout::JsonLines => {
                self.buffer.push(b'"');
                let value = self.buffer.len();
                write(self.buffer);
                match self.buffer.len() == value {
                    true => self.buffer.truncate(start),
                    false => self.buffer.push(b'"'),
                }
            }
        }
        self.column += 1;
    }
}

/// Writes a value as a line of JSON Lines.
///
/// # Errors
/// When the value is not JSON or the bytes cannot be written.
pub fn json_line(mut to: impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut to, value)?;
    to.write_all(b"\n")
}

/// A table for people who open it in a spreadsheet, as RFC 4180 has it: lines end with
/// carriage return and line feed, and every cell stands in quotes. An apostrophe before
/// what a spreadsheet would run as a formula makes a text of it.
pub fn spreadsheet<'c, const N: usize>(
    columns: [&str; N],
    rows: impl Iterator<Item = [&'c str; N]>,
) -> String {
    let mut csv = columns.join(",") + "\r\n";
    for row in rows {
        csv += &row.map(spreadsheet_cell).join(",");
        csv += "\r\n";
    }
    csv
}

fn spreadsheet_cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@']);
    let mark = if is_formula { "'" } else { "" };
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}

/// Appends a cell of a CSV, in quotes where it needs them.
fn append_cell(buffer: &mut Vec<u8>, text: &str) {
    match has_special(text.as_bytes()) {
        true => quoted_cell(buffer, text.as_bytes()),
        false => buffer.extend_from_slice(text.as_bytes()),
    }
}

/// Appends a cell of a CSV, in quotes where it needs them and where it begins or ends
/// with a space, which some programs drop. Only entries on their own are written so: all
/// other tables keep the bytes that they always had.
#[inline]
pub(crate) fn append_guarded_cell(buffer: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    match bytes.len() {
        0 => {}
        1..8 => plain_word(buffer, bytes),
        8..=16 => plain_words(buffer, bytes),
        _ => guarded_cell(buffer, bytes),
    }
}

/// A cell of one to seven bytes, which go through one machine word.
#[inline]
fn plain_word(buffer: &mut Vec<u8>, bytes: &[u8]) {
    let word = match *bytes {
        [one] => u64::from(one),
        [one, two] => u64::from(u16::from_le_bytes([one, two])),
        [one, two, three] => u64::from(u32::from_le_bytes([one, two, three, 0])),
        _ => {
            let [first, last] = [bytes.first_chunk(), bytes.last_chunk()]
                .map(|four| four.map_or(0, |four| u64::from(u32::from_le_bytes(*four))));
            first | last << (8 * (bytes.len() - 4))
        }
    };
    if has_small(word | u64::MAX << (8 * bytes.len())) {
        return guarded_cell(buffer, bytes);
    }
    let end = buffer.len() + bytes.len();
    buffer.extend_from_slice(&word.to_le_bytes());
    buffer.truncate(end);
}

/// A cell of eight to sixteen bytes: its first eight and its last eight.
#[inline]
fn plain_words(buffer: &mut Vec<u8>, bytes: &[u8]) {
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last))
            if !has_small(u64::from_le_bytes(*first)) && !has_small(u64::from_le_bytes(*last)) =>
        {
            let end = buffer.len() + bytes.len();
            buffer.extend_from_slice(first);
            buffer.truncate(end - last.len());
            buffer.extend_from_slice(last);
        }
        _ => guarded_cell(buffer, bytes),
    }
}

/// Whether one of eight bytes comes before the minus sign in ASCII: letters, digits
/// and what tickers and times are written with do not, all that a cell is quoted for
/// does.
#[inline]
fn has_small(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    word.wrapping_sub(ONES * b'-' as u64) & !word & (ONES << 7) != 0
}

fn guarded_cell(buffer: &mut Vec<u8>, bytes: &[u8]) {
    let is_spaced = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
    match is_spaced || has_special(bytes) {
        true => quoted_cell(buffer, bytes),
        false => buffer.extend_from_slice(bytes),
    }
}

/// Whether a byte is there that a CSV cell is quoted for, wherever it stands.
fn has_special(bytes: &[u8]) -> bool {
    let is_special = |byte: u8| (byte == b',') | (byte == b'"') | (byte == b'\n') | (byte == b'\r');
    let in_chunk = |chunk: &[u8; 16]| {
        let bytes = chunk.iter();
        bytes.fold(false, |has, byte| has | is_special(*byte))
    };
    match bytes.last_chunk() {
        Some(last) => bytes.as_chunks().0.iter().any(in_chunk) || in_chunk(last),
        None => bytes.iter().any(|byte| is_special(*byte)),
    }
}

fn quoted_cell(buffer: &mut Vec<u8>, bytes: &[u8]) {
    buffer.push(b'"');
    for byte in bytes {
        if *byte == b'"' {
            buffer.push(b'"');
        }
        buffer.push(*byte);
    }
    buffer.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COLUMNS: [&str; 3] = ["a", "b", "c"];

    fn written(layout: Layout, rows: &[[String; 3]]) -> String {
        let mut table = TextTable::new(layout, &COLUMNS, Vec::new());
        for row in rows {
            table.row(row).unwrap();
        }
        String::from_utf8(table.finish().unwrap()).unwrap()
    }

    proptest! {
        #[test]
        fn a_csv_has_the_bytes_that_the_csv_library_writes(
            rows in prop::collection::vec(prop::array::uniform3("[a-c ,\"\r\n;=é]{0,40}"), 0..4)
        ) {
            let mut library = csv::Writer::from_writer(Vec::new());
            library.write_record(COLUMNS).unwrap();
            for row in &rows {
                library.write_record(row).unwrap();
            }
            let library = String::from_utf8(library.into_inner().unwrap()).unwrap();
            prop_assert_eq!(written(Layout::Csv, &rows), library);
        }

        #[test]
        fn a_guarded_cell_of_any_length_is_quoted_where_it_must_be_and_nowhere_else(
            text in "[a-c ,\"\r\n;é]{0,40}"
        ) {
            let mut line = Vec::new();
            append_guarded_cell(&mut line, &text);
            let needs = text.contains([',', '"', '\r', '\n'])
                || text.starts_with(' ')
                || text.ends_with(' ');
            prop_assert_eq!(line.starts_with(b"\""), needs);
            line.push(b'\n');
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.has_headers(false).from_reader(&line[..]);
            let row = reader.records().next();
            let cell = row.map_or(String::new(), |row| row.unwrap()[0].to_owned());
            prop_assert_eq!(cell, text);
        }
    }

    #[test]
    fn json_lines_leave_out_what_is_empty() {
        let rows = [["{", "", "é\n\"1\""], ["", "", ""]].map(|row| row.map(str::to_owned));
        assert_eq!(
            written(Layout::JsonLines, &rows),
            "{\"a\":\"{\",\"c\":\"é\\n\\\"1\\\"\"}\n{}\n"
        );
        let mut table = TextTable::new(Layout::JsonLines, &COLUMNS, Vec::new());
        let row = table.row_of(|row| {
            row.word("");
            row.word("buy");
            row.plain(|buffer| buffer.push(b'7'));
        });
        row.unwrap();
        assert_eq!(table.finish().unwrap(), b"{\"b\":\"buy\",\"c\":\"7\"}\n");
    }

    #[test]
    fn a_row_with_another_number_of_cells_is_an_error() {
        for layout in [Layout::Csv, Layout::JsonLines] {
            for cells in [2, 4] {
                let mut table = TextTable::new(layout, &COLUMNS, Vec::new());
                let written = table.row(vec!["x"; cells]);
                let kind = written.map_err(|error| error.kind());
                assert_eq!(kind, Err(io::ErrorKind::InvalidInput));
            }
        }
    }

    #[test]
    fn rows_are_written_before_they_fill_the_memory() {
        let mut bytes = Vec::new();
        let mut table = TextTable::new(Layout::Csv, &["a"], &mut bytes);
        let cell = "x".repeat(BUFFER_BYTES);
        table.row([&cell]).unwrap();
        assert!(table.buffer.is_empty());
        table.row(["y"]).unwrap();
        table.finish().unwrap();
        assert_eq!(bytes, format!("a\n{cell}\ny\n").into_bytes());
    }

    #[test]
    fn a_spreadsheet_runs_no_cell_as_a_formula() {
        let rows = [["a@b.example", "=1+1"], ["", "the \"B\", -1"]];
        assert_eq!(
            spreadsheet(["email", "name"], rows.into_iter()),
            "email,name\r\n\"a@b.example\",\"'=1+1\"\r\n\"\",\"the \"\"B\"\", -1\"\r\n"
        );
    }

    #[test]
    fn a_value_is_one_line_of_json() {
        let mut lines = Vec::new();
        json_line(&mut lines, &["a\nb"]).unwrap();
        json_line(&mut lines, &7).unwrap();
        assert_eq!(lines, b"[\"a\\nb\"]\n7\n");
    }
}
