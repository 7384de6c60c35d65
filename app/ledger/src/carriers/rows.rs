//! Delimited text into rows, a slice at a time, with the physical line of each.
//!
//! Written here because exports are not quite CSV: whole lines arrive wrapped in
//! one pair of quotes, byte order marks stand before any cell, and a quote that
//! is never closed must cost its own row and not the thousand below it.

use memchr::memchr;

use crate::base::features::COMPLETE;
use crate::carriers::spaces;

/// One cell: a range of the row's text, or of the text that was unescaped,
/// without the spaces and byte order marks around it.
#[derive(Clone, Copy, Debug)]
struct Cell {
    start: u32,
    end: u32,
    unescaped: bool,
}

impl Cell {
    #[inline]
    fn new(source: &str, start: usize, end: usize, unescaped: bool) -> Cell {
        let bytes = source.as_bytes();
        let is_plain = match &bytes[start..end] {
            [] => true,
            [one] => one.is_ascii_graphic(),
            [first, .., last] => first.is_ascii_graphic() && last.is_ascii_graphic(),
        };
        let (start, end) = match is_plain {
            true => (start, end),
            false => trimmed(source, start, end),
        };
        Cell {
            start: start as u32,
            end: end as u32,
            unescaped,
        }
    }

    /// What it holds, out of the row's text and of what was unescaped.
    #[inline]
    fn of<'t>(&self, text: &'t str, unescaped: &'t str) -> &'t str {
        let source = if self.unescaped { unescaped } else { text };
        &source[self.start as usize..self.end as usize]
    }
}

#[cold]
fn trimmed(source: &str, start: usize, end: usize) -> (usize, usize) {
    let is_space = |c: char| c.is_whitespace() || spaces::has_no_width(c);
    let cell = source[start..end].trim_start_matches(is_space);
    let start = end - cell.len();
    (start, start + cell.trim_end_matches(is_space).len())
}

/// One row, borrowed from the bytes it was read from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    /// The physical line where it starts, 1-based.
    pub line: u64,
    text: &'a str,
    unescaped: &'a str,
    cells: &'a [Cell],
}

impl<'a> Row<'a> {
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// A cell without spaces and byte order marks around it; empty when the row is shorter.
    #[inline]
    pub fn cell(&self, at: usize) -> &'a str {
        let Some(cell) = self.cells.get(at) else {
            return "";
        };
        cell.of(self.text, self.unescaped)
    }

    /// Whether no cell has anything in it.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.start == cell.end)
    }

    /// Whether some cell has so many bytes.
    #[inline]
    pub fn has_cell_of(&self, bytes: usize) -> bool {
        let mut cells = self.cells.iter();
        cells.any(|cell| (cell.end - cell.start) as usize >= bytes)
    }

    /// Every cell.
    pub fn cells(self) -> impl Iterator<Item = &'a str> {
        (0..self.cells.len()).map(move |at| self.cell(at))
    }
}

/// A row some of whose cells are hidden from whoever reads it.
pub(crate) struct MaskedRow {
    line: u64,
    text: String,
    cells: Vec<Cell>,
}

impl Row<'_> {
    /// The row with a word in the place of these cells.
    pub fn without(self, hidden: &[usize], word: &str) -> MaskedRow {
        let mut masked = MaskedRow {
            line: self.line,
            text: String::new(),
            cells: Vec::with_capacity(self.len()),
        };
        for (at, cell) in self.cells().enumerate() {
            let start = masked.text.len();
            masked.text.push_str(match hidden.contains(&at) {
                true => word,
                false => cell,
            });
            masked
                .cells
                .push(Cell::new(&masked.text, start, masked.text.len(), false));
        }
        masked
    }
}

impl MaskedRow {
    /// What may be read.
    pub fn row(&self) -> Row<'_> {
        Row {
            line: self.line,
            text: &self.text,
            unescaped: "",
            cells: &self.cells,
        }
    }
}

/// Why a line is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A quote is opened and not closed.
    Quotes,
    /// The bytes are no UTF-8.
    Encoding,
    /// Longer than the limit of bytes.
    TooLong,
    /// More cells than the limit.
    TooManyCells,
}

/// What the next bytes are.
#[derive(Debug)]
pub(crate) enum Next<'a> {
    /// A row.
    Row(Row<'a>),
    /// A line that cannot be taken apart.
    Flawed(u64, Flaw),
    /// No whole row is left in the bytes.
    More,
}

/// Bytes that rows are taken off: whether they are text is looked at once for
/// all of them, and row by row only behind the first that are none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk<'a> {
    bytes: &'a [u8],
    text: &'a str,
    last: bool,
    /// Cells may have spaces that stand for one: nearly no file has, so that rows are
    /// only looked at where this says so.
    may_be_spaced: bool,
}

impl<'a> Chunk<'a> {
    /// The next bytes; `last` says that none will follow.
    pub fn new(bytes: &'a [u8], last: bool) -> Chunk<'a> {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|error| {
            std::str::from_utf8(&bytes[..error.valid_up_to()])
                .expect("valid up to there, as the error says")
        });
        Chunk {
            bytes,
            text,
            last,
            may_be_spaced: COMPLETE && spaces::may_be_several(bytes),
        }
    }

    /// A line, without its line break; `None` where it is no text.
    fn line(&self, start: usize, length: usize) -> Option<&'a str> {
        let end = start + content(&self.bytes[start..start + length]).len();
        match self.text.get(start..end) {
            Some(text) => Some(text),
            None => std::str::from_utf8(&self.bytes[start..end]).ok(),
        }
    }
}

/// Takes rows off the front of a buffer.
#[derive(Debug)]
pub(crate) struct Rows {
    delimiter: u8,
    row_bytes_max: usize,
    row_cells_max: usize,
    /// Cells of the header: a quoted line break is only believed in a row of so many.
    header_cells: Option<usize>,
    line: u64,
    skipping: bool,
    cells: Vec<Cell>,
    unescaped: String,
    wrapped: String,
}

/// How a record ended.
enum Split {
    /// At this offset, with its line break.
    Whole { end: usize, lines: u64 },
    /// A quote is open at the end of the bytes.
    Open,
}

impl Rows {
    /// Starts before line 1.
    pub fn new(delimiter: u8, row_bytes_max: usize, row_cells_max: usize) -> Rows {
        Rows {
            delimiter,
            row_bytes_max,
            row_cells_max,
            header_cells: None,
            line: 1,
            skipping: false,
            cells: Vec::new(),
            unescaped: String::new(),
            wrapped: String::new(),
        }
    }

    /// Says how many cells the header has.
    pub fn set_header_cells(&mut self, cells: usize) {
        self.header_cells = Some(cells);
    }

    /// The next row from `at` on, which is moved behind it.
    pub fn next<'a>(&'a mut self, chunk: Chunk<'a>, at: &mut usize) -> Next<'a> {
        loop {
            let rest = &chunk.bytes[*at..];
            if rest.is_empty() {
                return Next::More;
            }
            let found = memchr(b'\n', rest);
            if self.skipping {
                *at += found.map_or(rest.len(), |end| end + 1);
                if found.is_some() {
                    self.skipping = false;
                    self.line += 1;
                }
                continue;
            }
            let length = match found {
                Some(end) => end + 1,
                None if chunk.last => rest.len(),
                // One byte more than the limit may still be a carriage return.
                None if rest.len() <= self.row_bytes_max + 1 => return Next::More,
                None => self.row_bytes_max + 2,
            };
            let line = content(&rest[..length]);
            if line.len() > self.row_bytes_max {
                self.skipping = found.is_none();
                *at += length;
                return self.flawed(Flaw::TooLong, u64::from(found.is_some()));
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                *at += length;
                self.line += 1;
                continue;
            }
            return self.row(chunk, at, length);
        }
    }

    fn flawed<'a>(&mut self, flaw: Flaw, lines: u64) -> Next<'a> {
        self.line += lines;
        Next::Flawed(self.line - lines, flaw)
    }

    /// The row that starts with the physical line of `length` bytes at `at`.
    fn row<'a>(&'a mut self, chunk: Chunk<'a>, at: &mut usize, length: usize) -> Next<'a> {
        let start = *at;
        let Some(mut text) = chunk.line(start, length) else {
            *at += length;
            return self.flawed(Flaw::Encoding, 1);
        };
        let (mut used, mut lines) = (length, 1);
        if let Split::Open = split(text, self.delimiter, &mut self.cells, &mut self.unescaped) {
            match self.several_lines(&chunk.bytes[start..], chunk.last) {
                Several::Row { end, breaks } => {
                    text = chunk
                        .line(start, end)
                        .expect("checked while it was taken apart");
                    (used, lines) = (end, breaks);
                }
                Several::More => return Next::More,
                Several::No => {
                    *at += length;
                    return self.flawed(Flaw::Quotes, 1);
                }
            }
        }
        *at += used;
        let line = self.line;
        self.line += lines;
        if self.cells.len() > self.row_cells_max {
            return Next::Flawed(line, Flaw::TooManyCells);
        }
        if self.is_wrapped(text) {
            return self.unwrapped(line, text, chunk.may_be_spaced);
        }
        if chunk.may_be_spaced {
            take_one_space(text, &mut self.cells, &mut self.unescaped);
        }
        Next::Row(Row {
            line,
            text,
            unescaped: &self.unescaped,
            cells: &self.cells,
        })
    }

    /// Whether the whole line is one quoted cell that holds a line of cells.
    fn is_wrapped(&self, text: &str) -> bool {
        // Outside quotes a single cell holds no delimiter.
        let row = Row {
            line: 0,
            text,
            unescaped: &self.unescaped,
            cells: &self.cells,
        };
        row.len() == 1 && memchr(self.delimiter, row.cell(0).as_bytes()).is_some()
    }

    fn unwrapped(&mut self, line: u64, text: &str, may_be_spaced: bool) -> Next<'_> {
        let row = Row {
            line,
            text,
            unescaped: &self.unescaped,
            cells: &self.cells,
        };
        self.wrapped.clear();
        self.wrapped.push_str(row.cell(0));
        if let Split::Open = split(
            &self.wrapped,
            self.delimiter,
            &mut self.cells,
            &mut self.unescaped,
        ) {
            return Next::Flawed(line, Flaw::Quotes);
        }
        if may_be_spaced {
            take_one_space(&self.wrapped, &mut self.cells, &mut self.unescaped);
        }
        Next::Row(Row {
            line,
            text: &self.wrapped,
            unescaped: &self.unescaped,
            cells: &self.cells,
        })
    }

    /// A row with line breaks inside quotes. It is believed only when its quotes
    /// close properly and it has as many cells as the header: otherwise a stray
    /// quote would swallow the rows below it.
    fn several_lines(&mut self, bytes: &[u8], last: bool) -> Several {
        let bytes_max = bytes.len().min(self.row_bytes_max + 1);
        let text = match std::str::from_utf8(&bytes[..bytes_max]) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()])
                .expect("valid up to there, as the error says"),
        };
        match split_record(text, self.delimiter, &mut self.cells, &mut self.unescaped) {
            Split::Whole { end, .. } if !last && !text[..end].ends_with('\n') => Several::More,
            Split::Whole { end, lines } if Some(self.cells.len()) == self.header_cells => {
                Several::Row { end, breaks: lines }
            }
            Split::Whole { .. } => Several::No,
            Split::Open if last || bytes.len() > self.row_bytes_max => Several::No,
            Split::Open => Several::More,
        }
    }
}

/// Leaves one space where cells of a row have several, or spaces of another kind.
fn take_one_space(text: &str, cells: &mut [Cell], unescaped: &mut String) {
    let mut all = cells.iter();
    if !all.any(|cell| spaces::are_several(cell.of(text, unescaped))) {
        return;
    }
    let mut spaced = String::with_capacity(text.len());
    for cell in cells {
        let start = spaced.len() as u32;
        spaces::append_with_one(cell.of(text, unescaped), &mut spaced);
        *cell = Cell {
            start,
            end: spaced.len() as u32,
            unescaped: true,
        };
    }
    *unescaped = spaced;
}

enum Several {
    Row { end: usize, breaks: u64 },
    More,
    No,
}

/// A line without its line break.
fn content(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Takes one physical line apart.
fn split(text: &str, delimiter: u8, cells: &mut Vec<Cell>, unescaped: &mut String) -> Split {
    cells.clear();
    unescaped.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    'cells: loop {
        at += mark_length(&bytes[at..]);
        if bytes.get(at) == Some(&b'"') {
            let Some((cell, end)) = quoted(text, at, delimiter, unescaped) else {
                return Split::Open;
            };
            cells.push(cell);
            if end >= bytes.len() {
                break;
            }
            at = end + 1;
            continue;
        }
        let mut from = at;
        while let Some(word) = bytes[from..].first_chunk::<8>() {
            let mut found = places_of(delimiter, *word);
            while found != 0 {
                let end = from + (found.trailing_zeros() / 8) as usize;
                cells.push(Cell::new(text, at, end, false));
                at = end + 1;
                if matches!(bytes.get(at), Some(&(b'"' | MARK_START))) {
                    continue 'cells;
                }
                found &= found - 1;
            }
            from += 8;
        }
        let end = find(bytes, from, delimiter);
        cells.push(Cell::new(text, at, end, false));
        if end >= bytes.len() {
            break;
        }
        at = end + 1;
    }
    Split::Whole {
        end: bytes.len(),
        lines: 1,
    }
}

/// The highest bit of each byte that is the wanted one. Cells are short: a word at
/// a time is faster here than what is made for long texts.
#[inline]
fn places_of(wanted: u8, word: [u8; 8]) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let word = u64::from_le_bytes(word) ^ u64::from_le_bytes([wanted; 8]);
    !(((word & LOW) + LOW) | word | LOW)
}

/// Where a byte stands next from `at` on, or the end.
#[inline]
fn find(bytes: &[u8], mut at: usize, wanted: u8) -> usize {
    while let Some(word) = bytes[at..].first_chunk::<8>() {
        let found = places_of(wanted, *word);
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes[at..].iter();
    at + rest.take_while(|byte| **byte != wanted).count()
}

/// Takes a record apart that has line breaks within its quotes.
fn split_record(text: &str, delimiter: u8, cells: &mut Vec<Cell>, unescaped: &mut String) -> Split {
    let bytes = text.as_bytes();
    let mut end = 0;
    let mut lines = 0;
    // A quote is closed where the number of quotes so far is even.
    let mut quotes = 0_usize;
    while end < bytes.len() {
        let Some(length) = memchr(b'\n', &bytes[end..]) else {
            break;
        };
        quotes += memchr::memchr_iter(b'"', &bytes[end..end + length]).count();
        end += length + 1;
        lines += 1;
        if quotes.is_multiple_of(2) {
            let line = &text[..content(&bytes[..end]).len()];
            return match split(line, delimiter, cells, unescaped) {
                Split::Whole { .. } => Split::Whole { end, lines },
                Split::Open => Split::Open,
            };
        }
    }
    let line = &text[..content(bytes).len()];
    match split(line, delimiter, cells, unescaped) {
        Split::Whole { .. } => Split::Whole {
            end: bytes.len(),
            lines: lines + 1,
        },
        Split::Open => Split::Open,
    }
}

/// The quoted cell that opens at `at`, and the offset of the delimiter after it.
/// `None` when it is not closed.
fn quoted(text: &str, at: usize, delimiter: u8, unescaped: &mut String) -> Option<(Cell, usize)> {
    let bytes = text.as_bytes();
    let close = Some(find(bytes, at + 1, b'"')).filter(|close| *close < bytes.len())?;
    if close + 1 == bytes.len() || bytes[close + 1] == delimiter {
        return Some((Cell::new(text, at + 1, close, false), close + 1));
    }
    let start = unescaped.len();
    let mut from = at + 1;
    loop {
        let close = from + memchr(b'"', &bytes[from..])?;
        unescaped.push_str(&text[from..close]);
        if bytes.get(close + 1) == Some(&b'"') {
            unescaped.push('"');
            from = close + 2;
            continue;
        }
        // What stands between the closing quote and the delimiter is kept as it
        // is, but not where line breaks stand within the quotes: there it is the
        // sign of a stray quote.
        let is_sloppy = bytes.get(close + 1).is_some_and(|byte| *byte != delimiter);
        if is_sloppy && memchr(b'\n', &bytes[at..close]).is_some() {
            return None;
        }
        let end = find(bytes, close + 1, delimiter);
        unescaped.push_str(&text[close + 1..end]);
        let cell = Cell::new(unescaped, start, unescaped.len(), true);
        return Some((cell, end));
    }
}

/// The first byte of a byte order mark.
const MARK_START: u8 = 0xEF;

/// Bytes of a byte order mark at the start of a cell, which hides a quote behind it.
#[inline]
fn mark_length(bytes: &[u8]) -> usize {
    if bytes.first() == Some(&MARK_START) && bytes.starts_with(b"\xEF\xBB\xBF") {
        3
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BYTES_MAX: usize = 64;

    /// Every row as `line:cell|cell`, every flaw as `line:flaw`, fed `slice` bytes at a time.
    fn read(bytes: &[u8], slice: usize, header_cells: usize) -> Vec<String> {
        let mut rows = Rows::new(b',', BYTES_MAX, 5);
        rows.set_header_cells(header_cells);
        let (mut pending, mut out) = (Vec::new(), Vec::new());
        let mut slices = bytes.chunks(slice).peekable();
        while let Some(next) = slices.next() {
            pending.extend_from_slice(next);
            let mut at = 0;
            loop {
                match rows.next(Chunk::new(&pending, slices.peek().is_none()), &mut at) {
                    Next::Row(row) => {
                        let cells: Vec<&str> = row.cells().collect();
                        out.push(format!("{}:{}", row.line, cells.join("|")));
                    }
                    Next::Flawed(line, flaw) => out.push(format!("{line}:{flaw:?}")),
                    Next::More => break,
                }
            }
            pending.drain(..at);
        }
        out
    }

    fn check(bytes: &[u8], header_cells: usize, expected: &[&str]) {
        for slice in [1, 2, 3, 7, 1000] {
            assert_eq!(read(bytes, slice, header_cells), expected, "by {slice}");
        }
    }

    #[test]
    fn numbers_rows_by_physical_line_over_blank_lines_and_both_line_breaks() {
        check(
            b"a,b\r\n\r\n1,2\n\n\n3,\n,",
            2,
            &["1:a|b", "3:1|2", "6:3|", "7:|"],
        );
    }

    #[test]
    fn keeps_commas_quotes_and_line_breaks_inside_quotes() {
        check(
            b"\"a\",\"1,250.5\",\"say \"\"hi\"\"\"\nx,\"two\nlines\",z\n9,8,7",
            3,
            &["1:a|1,250.5|say \"hi\"", "2:x|two\nlines|z", "4:9|8|7"],
        );
    }

    #[test]
    fn a_quote_never_closed_costs_its_own_row_only() {
        check(
            b"1,\"2,3\n4,5,6\n7,\"8\",9\n",
            3,
            &["1:Quotes", "2:4|5|6", "3:7|8|9"],
        );
    }

    #[test]
    fn unwraps_lines_that_are_one_quoted_cell() {
        check(
            b"\"a,\"\"b\"\",c\"\n\"1,\"\"2,5\"\",3\"\n4,5,6\n",
            3,
            &["1:a|b|c", "2:1|2,5|3", "3:4|5|6"],
        );
    }

    #[test]
    fn a_mark_before_any_cell_is_no_part_of_it() {
        check(
            "\u{feff}a,\u{feff}b\n\u{feff}\"1\",2\n".as_bytes(),
            2,
            &["1:a|b", "2:1|2"],
        );
        check(
            "a,\u{feff}\"b,c\",\u{feff}\"d\"\n1,\u{feff},\u{ff08}\n".as_bytes(),
            3,
            &["1:a|b,c|d", "2:1||\u{ff08}"],
        );
    }

    #[test]
    fn spaces_of_any_number_and_kind_are_one() {
        check(
            "Binance   Convert,a\u{a0}b,\u{200b}c \u{200b} d\u{200b}\nx y,\"p  \"\"q\"\"\",é\n"
                .as_bytes(),
            3,
            &["1:Binance Convert|a b|c d", "2:x y|p \"q\"|é"],
        );
        check(b"\"a,  b,\"\"c   d\"\"\"\n", 3, &["1:a|b|c d"]);
        check(b"two  words,z\n", 2, &["1:two words|z"]);
    }

    #[test]
    fn takes_a_row_at_the_limit_of_bytes_and_refuses_one_past_it() {
        let at_limit = [b"x".repeat(BYTES_MAX), b"\r\nnext,1\n".to_vec()].concat();
        let row = format!("1:{}", "x".repeat(BYTES_MAX));
        check(&at_limit, 2, &[&row, "2:next|1"]);
        let past = [b"x".repeat(BYTES_MAX + 1), b"\nnext,1\n".to_vec()].concat();
        check(&past, 2, &["1:TooLong", "2:next|1"]);
        let far_past = [b"x".repeat(BYTES_MAX * 9), b"\nnext,1".to_vec()].concat();
        check(&far_past, 2, &["1:TooLong", "2:next|1"]);
    }

    #[test]
    fn takes_as_many_cells_as_the_limit_and_refuses_one_more() {
        check(
            b"1,2,3,4,5\n1,2,3,4,5,6\n7\n",
            5,
            &["1:1|2|3|4|5", "2:TooManyCells", "3:7"],
        );
    }

    #[test]
    fn bytes_that_are_no_utf8_cost_their_own_row_only() {
        check(b"a,\xE9\nb,c\n", 2, &["1:Encoding", "2:b|c"]);
    }
}
