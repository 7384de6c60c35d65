//! Entries as the contract prints them: CSV and JSON lines, the same columns.
//!
//! Written by hand into one buffer: a million entries pass here one by one.

use std::io::{self, Write};

use crate::base::text::Text;
use crate::entry::facts::{Fact, names};
use crate::entry::kind::{Kind, Side, ZoneSource};
use crate::entry::lines::Lines;
use crate::entry::movement::{Entry, Quantity};
use crate::numbers::amount::{Amount, append_word};

/// The columns of `redress ledger`, in order (design §6).
pub const COLUMNS: [&str; COLUMNS_COUNT] =
    joined([&MOVEMENT_COLUMNS, &names(Fact::ALL), &["note"]]);

const COLUMNS_COUNT: usize = MOVEMENT_COLUMNS.len() + Fact::COUNT + 1;

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

const MOVEMENT_COLUMNS: [&str; 24] = [
    "file",
    "line",
    "row",
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
    source: Source,
}

/// What the entries of one file have in common, printed once: a CSV repeats it
/// on every line.
struct Source {
    /// File, format, reader's version, exchange and account.
    texts: [Text; 5],
    file: Vec<u8>,
    rest: Vec<u8>,
    /// How the zone is known and the kind, which change less often than rows.
    words: Option<(ZoneSource, Kind)>,
    words_printed: Vec<u8>,
    /// The last day, and how its date is printed; before the first entry a day
    /// that no entry has.
    date: (i64, [u8; 11]),
}

impl Source {
    fn new() -> Source {
        Source {
            texts: Default::default(),
            file: Vec::new(),
            rest: Vec::new(),
            words: None,
            words_printed: Vec::new(),
            date: (i64::MIN, [0; 11]),
        }
    }

    #[inline]
    fn keep(&mut self, entry: &Entry) {
        let words = (entry.zone_source, entry.kind);
        if self.words != Some(words) {
            self.words = Some(words);
            let printed = format!(",{},{},", words.0.as_str(), words.1.as_str());
            self.words_printed = printed.into_bytes();
        }
        let texts = [
            &entry.file,
            &entry.format,
            &entry.reader_version,
            &entry.exchange,
            &entry.account,
        ];
        if !self.file.is_empty()
            && self
                .texts
                .iter()
                .zip(texts)
                .all(|(kept, text)| kept == text)
        {
            return;
        }
        self.texts = texts.map(Text::clone);
        self.file.clear();
        csv_cell(&mut self.file, &entry.file);
        self.file.push(b',');
        self.rest.clear();
        for text in &self.texts[1..] {
            self.rest.push(b',');
            csv_cell(&mut self.rest, text);
        }
        self.rest.push(b',');
    }
}

impl<W: Write> EntryWriter<W> {
    /// Nothing is written yet.
    pub fn new(layout: Layout, out: W) -> EntryWriter<W> {
        EntryWriter {
            layout,
            out,
            buffer: Vec::with_capacity(BUFFER_BYTES + 4096),
            is_begun: false,
            source: Source::new(),
        }
    }

    /// Prints one entry.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn write(&mut self, entry: &Entry) -> io::Result<()> {
        self.begin();
        match self.layout {
            Layout::Csv => {
                self.source.keep(entry);
                csv_line(&mut self.buffer, &mut self.source, entry);
            }
            Layout::JsonLines => JsonLine {
                buffer: &mut self.buffer,
                column: 0,
                is_first: true,
            }
            .entry(entry),
        }
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

/// One line of CSV, field by field in the order of [`COLUMNS`].
fn csv_line(buffer: &mut Vec<u8>, source: &mut Source, entry: &Entry) {
    buffer.extend_from_slice(&source.file);
    lines(buffer, &entry.lines);
    buffer.push(b',');
    append_word(entry.row.into(), 0, buffer);
    buffer.extend_from_slice(&source.rest);
    csv_cell(buffer, &entry.account_in_file);
    buffer.push(b',');
    entry.time.append_to(&mut source.date, buffer);
    buffer.push(b',');
    csv_cell(buffer, &entry.time_raw);
    buffer.extend_from_slice(&source.words_printed);
    csv_cell(buffer, &entry.market);
    buffer.extend_from_slice(match entry.side {
        Some(Side::Buy) => b",buy,",
        Some(Side::Sell) => b",sell,",
        None => b",,",
    });
    if let Some(price) = &entry.price {
        price.append_to(buffer);
    }
    for quantity in [&entry.out, &entry.in_, &entry.fee] {
        match quantity {
            None => buffer.extend_from_slice(b",,"),
            Some(Quantity { asset, amount }) => {
                buffer.push(b',');
                csv_cell(buffer, asset);
                buffer.push(b',');
                amount.append_to(buffer);
            }
        }
    }
    let ids = [&entry.order_id, &entry.trade_id, &entry.group];
    let has_facts = !entry.facts.is_none() || entry.total_computed;
    if !has_facts && entry.notes.is_empty() && ids.iter().all(|id| id.is_empty()) {
        buffer.extend_from_slice(&NOTHING_MORE);
        return;
    }
    for id in ids {
        buffer.push(b',');
        csv_cell(buffer, id);
    }
    if has_facts {
        for fact in Fact::ALL {
            buffer.push(b',');
            csv_cell(buffer, &entry.fact(fact));
        }
    } else {
        buffer.extend_from_slice(&[b','; Fact::COUNT]);
    }
    buffer.push(b',');
    csv_cell(buffer, &entry.note());
    buffer.push(b'\n');
}

/// The end of a line that has no ids, facts or notes.
const NOTHING_MORE: [u8; Fact::COUNT + 5] = {
    let mut end = [b','; Fact::COUNT + 5];
    end[Fact::COUNT + 4] = b'\n';
    end
};

/// One JSON object on its way into the buffer, field by field in the order of
/// [`COLUMNS`].
struct JsonLine<'a> {
    buffer: &'a mut Vec<u8>,
    column: usize,
    is_first: bool,
}

impl JsonLine<'_> {
    fn entry(&mut self, entry: &Entry) {
        self.buffer.push(b'{');
        let (time, time_length) = entry.time.rfc3339();
        self.text(&entry.file);
        let has_lines = !entry.lines.is_empty();
        self.plain(has_lines.then_some(|buffer: &mut Vec<u8>| lines(buffer, &entry.lines)));
        self.plain(Some(|buffer: &mut Vec<u8>| {
            append_word(entry.row.into(), 0, buffer);
        }));
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
        for fact in Fact::ALL {
            self.text(&entry.fact(fact));
        }
        self.text(&entry.note());
        self.buffer.extend_from_slice(b"}\n");
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
        if !text.is_empty() {
            self.name();
            json_string(self.buffer, text);
        }
        self.column += 1;
    }

    /// What writes letters, digits, points, colons and signs only: never escaped.
    fn plain(&mut self, write: Option<impl FnOnce(&mut Vec<u8>)>) {
        if let Some(write) = write {
            self.name();
            self.buffer.push(b'"');
            write(self.buffer);
            self.buffer.push(b'"');
        }
        self.column += 1;
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
        append_word(*line, 0, buffer);
    }
}

/// Appends a cell, in quotes where it needs them.
#[inline]
pub(crate) fn csv_cell(buffer: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    match bytes.len() {
        0 => {}
        1..8 => plain_word(buffer, bytes),
        8..=16 => plain_words(buffer, bytes),
        _ => any_cell(buffer, bytes),
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
        return any_cell(buffer, bytes);
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
        _ => any_cell(buffer, bytes),
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

fn any_cell(buffer: &mut Vec<u8>, bytes: &[u8]) {
    let is_spaced = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
    if !is_spaced && !has_special(bytes) {
        buffer.extend_from_slice(bytes);
        return;
    }
    buffer.push(b'"');
    for byte in bytes {
        if *byte == b'"' {
            buffer.push(b'"');
        }
        buffer.push(*byte);
    }
    buffer.push(b'"');
}

fn json_string(buffer: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(buffer, text).expect("a text is always JSON");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entry::facts::FactSheet;
    use crate::entry::messages::EntryNote;
    use crate::time::moment::Moment;

    fn entry() -> Entry {
        Entry {
            file: "a, b.zip!part \"1\".csv".into(),
            lines: vec![2, 3].into(),
            row: 4,
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
            total_computed: true,
            facts: FactSheet {
                memo: "a, b".into(),
                ..FactSheet::default()
            }
            .into(),
            notes: vec![EntryNote::Computed],
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
            "\"a, b.zip!part \"\"1\"\".csv\",2+3,4,binance-trades,1,binance,,,1970-01-01T00:00:00Z,\
             1970-01-01 00:00:00,header,trade,BTCUSDT,buy,11426.20,,,BTC,0.000000000000000000,,,,,,,,,\"a, b\",,,,,,,,,,,yes,computed"
        );
    }

    proptest! {
        #[test]
        fn a_cell_of_any_length_is_quoted_where_it_must_be_and_nowhere_else(
            text in "[a-c ,\"\r\n;é]{0,40}"
        ) {
            let mut line = Vec::new();
            csv_cell(&mut line, &text);
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
    fn json_lines_leave_out_what_is_empty_and_write_amounts_as_strings() {
        assert_eq!(printed(Layout::JsonLines, &[]), "");
        let text = printed(Layout::JsonLines, &[entry()]);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["line"], "2+3");
        assert_eq!(
            (&value["row"], &value["memo"]),
            (&"4".into(), &"a, b".into())
        );
        assert_eq!(value["price"], "11426.20");
        assert_eq!(value["in_amount"], "0.000000000000000000");
        assert_eq!(value.get("out_asset"), None);
        assert_eq!(value.as_object().unwrap().len(), 18);
    }
}
