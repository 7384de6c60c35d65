//! Entries as the contract prints them: CSV and JSON lines, the same columns.
//!
//! Written by hand into one buffer: a million entries pass here one by one.

use std::io::{self, Write};

use crate::amount::Amount;
use crate::entry::{Entry, Quantity};
use crate::lines::Lines;

/// The columns of `redress ledger`, in order (design §6).
pub const COLUMNS: [&str; 24] = [
    "file",
    "line",
    "format",
    "reader_version",
    "exchange",
    "account",
    "account_in_file",
    "time",
    "time_raw",
    "zone_source",
    "kind",
    "market",
    "side",
    "price",
    "out_asset",
    "out_amount",
    "in_asset",
    "in_amount",
    "fee_asset",
    "fee_amount",
    "order_id",
    "trade_id",
    "group",
    "note",
];

/// How entries are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Comma-separated, with a header.
    #[default]
    Csv,
    /// One JSON object a line; empty fields are absent, amounts are strings.
    JsonLines,
}

/// Bytes gathered before they are written.
const BUFFER_BYTES: usize = 64 << 10;

/// Prints entries one by one.
pub struct EntryWriter<W: Write> {
    layout: Layout,
    out: W,
    buffer: Vec<u8>,
    is_begun: bool,
}

impl<W: Write> EntryWriter<W> {
    /// Nothing is written yet.
    pub fn new(layout: Layout, out: W) -> EntryWriter<W> {
        EntryWriter {
            layout,
            out,
            buffer: Vec::with_capacity(BUFFER_BYTES + 4096),
            is_begun: false,
        }
    }

    /// Prints one entry.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn write(&mut self, entry: &Entry) -> io::Result<()> {
        self.begin();
        let mut line = Line {
            layout: self.layout,
            buffer: &mut self.buffer,
            column: 0,
            is_first: true,
        };
        line.entry(entry);
        if self.buffer.len() >= BUFFER_BYTES {
            self.out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Writes what is left, and the header of a CSV without entries.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn finish(&mut self) -> io::Result<()> {
        self.begin();
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        self.out.flush()
    }

    fn begin(&mut self) {
        if !self.is_begun && self.layout == Layout::Csv {
            self.buffer.extend_from_slice(COLUMNS.join(",").as_bytes());
            self.buffer.push(b'\n');
        }
        self.is_begun = true;
    }
}

/// One entry on its way into the buffer, field by field in the order of [`COLUMNS`].
struct Line<'a> {
    layout: Layout,
    buffer: &'a mut Vec<u8>,
    column: usize,
    is_first: bool,
}

impl Line<'_> {
    fn entry(&mut self, entry: &Entry) {
        if self.layout == Layout::JsonLines {
            self.buffer.push(b'{');
        }
        let (time, time_length) = entry.time.rfc3339();
        self.text(&entry.file);
        let has_lines = !entry.lines.is_empty();
        self.plain(has_lines.then_some(|buffer: &mut Vec<u8>| lines(buffer, &entry.lines)));
        self.text(&entry.format);
        self.text(&entry.reader_version);
        self.text(&entry.exchange);
        self.text(&entry.account);
        self.text(&entry.account_in_file);
        self.word(&time[..time_length]);
        self.text(&entry.time_raw);
        self.word(entry.zone_source.as_str().as_bytes());
        self.word(entry.kind.as_str().as_bytes());
        self.text(&entry.market);
        self.word(entry.side.map_or("", |side| side.as_str()).as_bytes());
        self.amount(entry.price.as_ref());
        self.quantity(entry.out.as_ref());
        self.quantity(entry.in_.as_ref());
        self.quantity(entry.fee.as_ref());
        self.text(&entry.order_id);
        self.text(&entry.trade_id);
        self.text(&entry.group);
        self.text(&entry.note);
        if self.layout == Layout::JsonLines {
            self.buffer.push(b'}');
        }
        self.buffer.push(b'\n');
    }

    fn quantity(&mut self, quantity: Option<&Quantity>) {
        self.text(quantity.map_or("", |quantity| &quantity.asset));
        self.amount(quantity.map(|quantity| &quantity.amount));
    }

    fn amount(&mut self, amount: Option<&Amount>) {
        self.plain(amount.map(|amount| |buffer: &mut Vec<u8>| amount.append_to(buffer)));
    }

    /// A word of the contract, or a time: never escaped.
    fn word(&mut self, word: &[u8]) {
        let is_there = !word.is_empty();
        self.plain(is_there.then_some(|buffer: &mut Vec<u8>| buffer.extend_from_slice(word)));
    }

    fn text(&mut self, text: &str) {
        match self.layout {
            Layout::Csv => {
                self.separate();
                csv_cell(self.buffer, text);
            }
            Layout::JsonLines if !text.is_empty() => {
                self.name();
                json_string(self.buffer, text);
            }
            Layout::JsonLines => {}
        }
        self.column += 1;
    }

    /// What writes letters, digits, points, colons and signs only: never escaped.
    fn plain(&mut self, write: Option<impl FnOnce(&mut Vec<u8>)>) {
        if self.layout == Layout::Csv {
            self.separate();
            if let Some(write) = write {
                write(self.buffer);
            }
        } else if let Some(write) = write {
            self.name();
            self.buffer.push(b'"');
            write(self.buffer);
            self.buffer.push(b'"');
        }
        self.column += 1;
    }

    fn separate(&mut self) {
        if self.column > 0 {
            self.buffer.push(b',');
        }
    }

    fn name(&mut self) {
        if !self.is_first {
            self.buffer.push(b',');
        }
        self.is_first = false;
        self.buffer.push(b'"');
        self.buffer
            .extend_from_slice(COLUMNS[self.column].as_bytes());
        self.buffer.extend_from_slice(b"\":");
    }
}

fn lines(buffer: &mut Vec<u8>, lines: &Lines) {
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            buffer.push(b'+');
        }
        Amount::from_units(i128::from(*line), 0).append_to(buffer);
    }
}

fn csv_cell(buffer: &mut Vec<u8>, text: &str) {
    if text.is_empty() {
        return;
    }
    // Without an early end the loop is done many bytes at a time.
    let is_special = |byte: u8| (byte == b',') | (byte == b'"') | (byte == b'\n') | (byte == b'\r');
    let needs_quotes = text
        .bytes()
        .fold(false, |needs, byte| needs | is_special(byte))
        || text.starts_with(' ')
        || text.ends_with(' ');
    if !needs_quotes {
        buffer.extend_from_slice(text.as_bytes());
        return;
    }
    buffer.push(b'"');
    for byte in text.bytes() {
        if byte == b'"' {
            buffer.push(b'"');
        }
        buffer.push(byte);
    }
    buffer.push(b'"');
}

fn json_string(buffer: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(buffer, text).expect("a text is always JSON");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Kind, Side, ZoneSource};
    use crate::moment::Moment;

    fn entry() -> Entry {
        Entry {
            file: "a, b.zip!part \"1\".csv".into(),
            lines: vec![2, 3].into(),
            format: "binance-trades".into(),
            reader_version: "1".into(),
            exchange: "binance".into(),
            account: "".into(),
            account_in_file: "".into(),
            time: Moment::from_seconds(0),
            time_raw: "1970-01-01 00:00:00".into(),
            zone_source: ZoneSource::Header,
            kind: Kind::Trade,
            market: "BTCUSDT".into(),
            side: Some(Side::Buy),
            price: Amount::parse("11426.20").ok(),
            out: None,
            in_: Some(Quantity {
                asset: "BTC".into(),
                amount: Amount::parse("0E-18").unwrap(),
            }),
            fee: None,
            order_id: "".into(),
            trade_id: "".into(),
            group: "".into(),
            note: "computed".into(),
        }
    }

    fn printed(layout: Layout, entries: &[Entry]) -> String {
        let mut bytes = Vec::new();
        let mut writer = EntryWriter::new(layout, &mut bytes);
        for entry in entries {
            writer.write(entry).unwrap();
        }
        writer.finish().unwrap();
        drop(writer);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_csv_quotes_what_needs_it_and_has_a_header_even_without_entries() {
        assert_eq!(printed(Layout::Csv, &[]), COLUMNS.join(",") + "\n");
        let text = printed(Layout::Csv, &[entry()]);
        assert_eq!(
            text.lines().nth(1).unwrap(),
            "\"a, b.zip!part \"\"1\"\".csv\",2+3,binance-trades,1,binance,,,1970-01-01T00:00:00Z,\
             1970-01-01 00:00:00,header,trade,BTCUSDT,buy,11426.20,,,BTC,0.000000000000000000,,,,,,computed"
        );
    }

    #[test]
    fn json_lines_leave_out_what_is_empty_and_write_amounts_as_strings() {
        assert_eq!(printed(Layout::JsonLines, &[]), "");
        let text = printed(Layout::JsonLines, &[entry()]);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["line"], "2+3");
        assert_eq!(value["price"], "11426.20");
        assert_eq!(value["in_amount"], "0.000000000000000000");
        assert_eq!(value.get("out_asset"), None);
        assert_eq!(value.as_object().unwrap().len(), 15);
    }
}
