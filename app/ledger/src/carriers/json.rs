//! Lists of records in JSON, as programs save what an exchange's interface answers.
//!
//! The records of the first list become rows, and their names the columns, so that a
//! record is read as a row of the same table would be. Numbers stay as they are written.
//! Objects within a record are columns `outer.inner`; a list within one is a cell. The
//! header is on line 1 and the nth record on line n + 1.

use std::ops::Range;

/// A record longer than this is no row.
const RECORD_BYTES_MAX: usize = 1 << 20;
/// Brackets that may stand open at once.
const DEPTH_MAX: usize = 64;
/// How much is kept of a record that cannot be read.
const SHOWN_BYTES: usize = 200;

/// Turns JSON into rows of cells, as bytes come.
#[derive(Clone, Debug)]
pub(crate) struct JsonRows {
    /// The names of columns.
    header: Vec<String>,
    scanner: Scanner,
    is_header_written: bool,
}

impl JsonRows {
    /// The columns that the first bytes tell; `None` where these are no list of records.
    pub fn of(start: &[u8]) -> Option<JsonRows> {
        let mut scanner = Scanner::new(depth_of_records(start)?);
        let mut header: Vec<String> = Vec::new();
        for byte in start {
            let Some(Record::Whole(text)) = scanner.push(*byte) else {
                continue;
            };
            for (name, _) in cells_of(&text).unwrap_or_default() {
                if !header.contains(&name) {
                    header.push(name);
                }
            }
        }
        (header.len() > 1).then(|| JsonRows {
            scanner: Scanner::new(scanner.depth),
            header,
            is_header_written: false,
        })
    }

    /// Appends the rows that the next bytes complete.
    pub fn push(&mut self, bytes: &[u8], last: bool, rows: &mut Vec<u8>) {
        if !self.is_header_written {
            self.is_header_written = true;
            write_row(self.header.iter().map(String::as_str), rows);
        }
        for byte in bytes {
            if let Some(record) = self.scanner.push(*byte) {
                self.write(&record, rows);
            }
        }
        if last && let Some(rest) = self.scanner.end() {
            self.write(&rest, rows);
        }
    }

    /// Writes a record. One that cannot be read is a row of one cell, which the reader
    /// refuses, and so is a row with more cells than the header.
    fn write(&self, record: &Record, rows: &mut Vec<u8>) {
        let cells = match record {
            Record::Whole(text) => cells_of(text),
            Record::Broken(_) => None,
        };
        let Some(cells) = cells else {
            return write_row([record.shown()].into_iter(), rows);
        };
        let value = |name: &String| {
            let mut own = cells.iter();
            own.find(|(own, _)| own == name)
                .map_or("", |(_, value)| value.as_str())
        };
        let known = self.header.iter().map(value);
        let others = cells.iter().filter(|(name, _)| !self.header.contains(name));
        write_row(known.chain(others.map(|(_, value)| value.as_str())), rows);
    }
}

/// Writes cells as a line of CSV.
fn write_row<'a>(cells: impl Iterator<Item = &'a str>, rows: &mut Vec<u8>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            rows.push(b',');
        }
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | ':' | '+' | '-' | '_');
        if cell.chars().all(is_plain) {
            rows.extend_from_slice(cell.as_bytes());
            continue;
        }
        // A record stays on one line, so that the line tells which it is.
        let cell = cell.replace('"', "\"\"").replace(['\r', '\n'], " ");
        rows.push(b'"');
        rows.extend_from_slice(cell.as_bytes());
        rows.push(b'"');
    }
    rows.push(b'\n');
}

/// How many brackets are open around the records: those of the first list of objects, or
/// none where objects stand one behind the other.
fn depth_of_records(start: &[u8]) -> Option<usize> {
    let mut open = Brackets::default();
    let first = start.iter().find(|byte| !is_before_json(byte))?;
    matches!(first, b'[' | b'{').then_some(())?;
    for byte in start {
        match open.push(*byte)? {
            Step::Opened if *byte == b'{' && open.parent() == Some(b'[') => {
                return Some(open.depth() - 1);
            }
            Step::Closed if open.depth() == 0 => {
                return (*first == b'{').then_some(0);
            }
            _ => {}
        }
    }
    None
}

/// White space and the byte order mark.
fn is_before_json(byte: &u8) -> bool {
    byte.is_ascii_whitespace() || b"\xEF\xBB\xBF".contains(byte)
}

/// The brackets that are open, and whether a text is.
#[derive(Clone, Debug, Default)]
struct Brackets {
    open: Vec<u8>,
    is_in_text: bool,
    is_escaped: bool,
}

/// What a byte did.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Opened,
    Closed,
    Inside,
}

impl Brackets {
    fn depth(&self) -> usize {
        self.open.len()
    }

    /// The bracket around the innermost.
    fn parent(&self) -> Option<u8> {
        let before = self.open.len().checked_sub(2)?;
        self.open.get(before).copied()
    }

    /// Takes a byte; `None` where brackets do not match or are too deep.
    fn push(&mut self, byte: u8) -> Option<Step> {
        if self.is_in_text {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.is_in_text = false,
                _ => {}
            }
            return Some(Step::Inside);
        }
        match byte {
            b'"' => self.is_in_text = true,
            b'[' | b'{' if self.open.len() == DEPTH_MAX => return None,
            b'[' | b'{' => {
                self.open.push(byte);
                return Some(Step::Opened);
            }
            b']' | b'}' => {
                let opened = self.open.pop()?;
                let is_pair = matches!((opened, byte), (b'[', b']') | (b'{', b'}'));
                return is_pair.then_some(Step::Closed);
            }
            _ => {}
        }
        Some(Step::Inside)
    }
}

/// One record, as it stands in the file.
#[derive(Clone, Debug)]
enum Record {
    Whole(String),
    /// Too long, or cut off.
    Broken(String),
}

impl Record {
    /// The beginning of its text.
    fn shown(&self) -> &str {
        let (Record::Whole(text) | Record::Broken(text)) = self;
        let end = (0..=SHOWN_BYTES.min(text.len()))
            .rev()
            .find(|end| text.is_char_boundary(*end));
        &text[..end.unwrap_or(0)]
    }
}

/// Finds the records in a stream of bytes.
#[derive(Clone, Debug)]
struct Scanner {
    /// Brackets that are open around each record.
    depth: usize,
    brackets: Brackets,
    /// The record that is open.
    record: Vec<u8>,
    is_in_record: bool,
    /// Brackets did not match: what follows is no JSON.
    is_broken: bool,
}

impl Scanner {
    fn new(depth: usize) -> Scanner {
        Scanner {
            depth,
            brackets: Brackets::default(),
            record: Vec::new(),
            is_in_record: false,
            is_broken: false,
        }
    }

    /// Takes a byte, and gives the record that it ends.
    fn push(&mut self, byte: u8) -> Option<Record> {
        if self.is_broken {
            return None;
        }
        let Some(step) = self.brackets.push(byte) else {
            (self.is_broken, self.is_in_record) = (true, false);
            self.record.push(byte);
            return self.take(Record::Broken);
        };
        let is_list = self.depth == 0 || self.brackets.parent() == Some(b'[');
        let begins = step == Step::Opened && byte == b'{' && is_list;
        if begins && self.brackets.depth() == self.depth + 1 {
            self.is_in_record = true;
        }
        if !self.is_in_record {
            return None;
        }
        if self.record.len() < RECORD_BYTES_MAX {
            self.record.push(byte);
        }
        if step != Step::Closed || self.brackets.depth() > self.depth {
            return None;
        }
        self.is_in_record = false;
        match self.record.len() < RECORD_BYTES_MAX {
            true => self.take(Record::Whole),
            false => self.take(Record::Broken),
        }
    }

    /// What is left of a record that was cut off.
    fn end(&mut self) -> Option<Record> {
        self.is_in_record.then_some(())?;
        self.is_in_record = false;
        self.take(Record::Broken)
    }

    fn take(&mut self, record: fn(String) -> Record) -> Option<Record> {
        let bytes = std::mem::take(&mut self.record);
        Some(record(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// The names and values of an object, those of objects within it among them.
fn cells_of(text: &str) -> Option<Vec<(String, String)>> {
    let mut cells = Vec::new();
    object("", text.trim(), &mut cells)?;
    Some(cells)
}

fn object(prefix: &str, text: &str, cells: &mut Vec<(String, String)>) -> Option<()> {
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    for part in parts(inside)? {
        let (name, value) = name_and_value(&inside[part])?;
        let name = format!("{prefix}{name}");
        match value.as_bytes().first()? {
            b'{' => object(&format!("{name}."), value, cells)?,
            b'"' => cells.push((name, serde_json::from_str(value).ok()?)),
            _ if value == "null" => cells.push((name, String::new())),
            _ => cells.push((name, value.to_owned())),
        }
    }
    Some(())
}

/// Where the members of an object stand, between its commas.
fn parts(inside: &str) -> Option<Vec<Range<usize>>> {
    let mut brackets = Brackets::default();
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, byte) in inside.bytes().enumerate() {
        brackets.push(byte)?;
        if byte == b',' && brackets.depth() == 0 && !brackets.is_in_text {
            parts.push(from..at);
            from = at + 1;
        }
    }
    if !inside[from..].trim().is_empty() {
        parts.push(from..inside.len());
    }
    Some(parts)
}

/// `"name": value`.
fn name_and_value(member: &str) -> Option<(String, &str)> {
    let member = member.trim();
    let mut brackets = Brackets::default();
    for (at, byte) in member.bytes().enumerate() {
        brackets.push(byte)?;
        if byte == b':' && !brackets.is_in_text {
            let name = serde_json::from_str(member[..at].trim()).ok()?;
            return Some((name, member[at + 1..].trim()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows_by(json: &str, slice: usize) -> Option<String> {
        let mut rows = JsonRows::of(json.as_bytes())?;
        let mut text = Vec::new();
        for part in json.as_bytes().chunks(slice) {
            rows.push(part, false, &mut text);
        }
        rows.push(b"", true, &mut text);
        Some(String::from_utf8(text).unwrap())
    }

    fn check(json: &str, expected: &str) {
        for slice in [1, 3, 1000] {
            assert_eq!(rows_by(json, slice).as_deref(), Some(expected), "{json}");
        }
    }

    #[test]
    fn records_of_the_first_list_are_rows_and_numbers_stay_as_written() {
        let expected = "id,size\n1,0.10000000000000000001\n2,1e-7\n";
        check(
            r#"[{"id":1,"size":0.10000000000000000001},{"id":2,"size":1e-7}]"#,
            expected,
        );
        check(
            "\u{feff} {\"success\": true, \"result\": [ {\"id\": 1, \"size\": 0.10000000000000000001},\n {\"id\": 2, \"size\": 1e-7} ]}",
            expected,
        );
        check(
            "{\"id\":1,\"size\":0.10000000000000000001}\n{\"id\":2,\"size\":1e-7}\n",
            expected,
        );
        check(
            r#"{"code":0,"data":{"total":2,"rows":[{"id":1,"size":0.10000000000000000001},{"id":2,"size":1e-7}]}}"#,
            expected,
        );
    }

    #[test]
    fn names_that_only_some_records_have_are_columns_too() {
        check(
            r#"[{"a":"x, \"y\"","b":null},{"b":true,"c":{"d":"é\u00e9\n","e":[1,{"f":2}]}}]"#,
            "a,b,c.d,c.e\n\"x, \"\"y\"\"\",,,\n,true,\"éé \",\"[1,{\"\"f\"\":2}]\"\n",
        );
    }

    #[test]
    fn what_is_cut_off_or_broken_is_a_row_of_its_own() {
        check(r#"[{"a":1,"b":2},{"a":3,"#, "a,b\n1,2\n\"{\"\"a\"\":3,\"\n");
        check(r#"[{"a":1,"b":2},{"a":3]"#, "a,b\n1,2\n\"{\"\"a\"\":3]\"\n");
        check(
            r#"[{"a":1,"b":2},{"a" 3}]"#,
            "a,b\n1,2\n\"{\"\"a\"\" 3}\"\n",
        );
    }

    #[test]
    fn a_name_behind_the_first_bytes_makes_a_cell_more_than_the_header_has() {
        let json = r#"[{"a":1,"b":2},{"a":3,"b":4,"c":5}]"#;
        let mut rows = JsonRows::of(&json.as_bytes()[..16]).unwrap();
        let mut text = Vec::new();
        rows.push(json.as_bytes(), true, &mut text);
        assert_eq!(String::from_utf8(text).unwrap(), "a,b\n1,2\n3,4,5\n");
    }

    #[test]
    fn other_texts_are_no_lists_of_records() {
        for text in [
            "",
            "[",
            "[object Object],Time\ntrue,1\n",
            "Time,Coin\n2022-01-01,BTC\n",
            "[[1,2],[3,4]]",
            "{}",
            "[]",
            r#"{"a":1}"#,
            r#"[{"a":1"#,
            "}{",
        ] {
            assert!(JsonRows::of(text.as_bytes()).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn where_slices_end_changes_no_row(tail in "[\\[\\]{}\",:a1\\\\ ]{0,40}", slice in 1_usize..9) {
            let json = format!("[{{\"a\":1,\"b\":2}},{tail}");
            let start = json.as_bytes();
            if JsonRows::of(start).is_some() {
                prop_assert_eq!(rows_by(&json, slice), rows_by(&json, start.len()));
            }
        }
    }
}
