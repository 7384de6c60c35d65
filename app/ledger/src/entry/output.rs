//! Entries as the contract prints them: CSV and JSON Lines, the same columns.
//!
//! A line of CSV is written by hand: a million entries pass here one by one, and those of
//! one file have much in common.

use std::io::{self, Write};

use crate::base::table::{Cells, Layout, TextTable, append_guarded_cell, joined};
use crate::base::text::Text;
use crate::entry::facts::{Fact, names};
use crate::entry::kind::{Kind, Side, ZoneSource};
use crate::entry::lines::Lines;
use crate::entry::movement::{Entry, Quantity};
use crate::numbers::amount::{Amount, append_word};

/// The columns of `redress ledger`, in order.
pub const COLUMNS: [&str; COLUMNS_COUNT] =
    joined([&MOVEMENT_COLUMNS, &names(Fact::ALL), &["note"]]);

const COLUMNS_COUNT: usize = MOVEMENT_COLUMNS.len() + Fact::COUNT + 1;

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

/// Prints entries one by one.
pub struct EntryWriter<W> {
    layout: Layout,
    table: TextTable<'static, W>,
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
        append_guarded_cell(&mut self.file, &entry.file);
        self.file.push(b',');
        self.rest.clear();
        for text in &self.texts[1..] {
            self.rest.push(b',');
            append_guarded_cell(&mut self.rest, text);
        }
        self.rest.push(b',');
    }
}

impl<W: Write> EntryWriter<W> {
    /// Nothing is written yet.
    pub fn new(layout: Layout, out: W) -> EntryWriter<W> {
        EntryWriter {
            layout,
            table: TextTable::new(layout, &COLUMNS, out),
            source: Source::new(),
        }
    }

    /// Prints one entry.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn write(&mut self, entry: &Entry) -> io::Result<()> {
        match self.layout {
            Layout::Csv => {
                self.source.keep(entry);
                self.table
                    .whole_row(|buffer| csv_line(buffer, &mut self.source, entry))
            }
            Layout::JsonLines => self.table.row_of(|row| cells(entry, row)),
        }
    }

    /// A writer for some of the entries: [`EntryWriter::take_printed`] gives their bytes, and
    /// [`EntryWriter::add_printed`] adds them here. This
    /// lets several threads print.
    pub fn part(&self) -> EntryWriter<Vec<u8>> {
        EntryWriter {
            layout: self.layout,
            table: self.table.part(),
            source: Source::new(),
        }
    }

    /// Writes entries that a part printed.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn add_printed(&mut self, entries: &[u8]) -> io::Result<()> {
        self.table.add_rows(entries)
    }

    /// Writes what is left, and the header of a CSV without entries.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn finish(self) -> io::Result<()> {
        self.table.finish().map(drop)
    }
}

impl EntryWriter<Vec<u8>> {
    /// Takes the bytes of the entries so far.
    pub fn take_printed(&mut self) -> Vec<u8> {
        self.table.take_rows()
    }
}

/// The cells of an entry, in the order of [`COLUMNS`].
pub fn cells(entry: &Entry, row: &mut impl Cells) {
    place(entry, row);
    row.text(&entry.format);
    row.text(&entry.reader_version);
    row.text(&entry.exchange);
    row.text(&entry.account);
    row.text(&entry.account_in_file);
    time(entry, row);
    row.text(&entry.time_raw);
    row.word(entry.zone_source.as_str());
    row.word(entry.kind.as_str());
    row.text(&entry.market);
    row.word(entry.side.map_or("", Side::as_str));
    amount(entry.price.as_ref(), row);
    for leg in [&entry.out, &entry.in_, &entry.fee] {
        quantity(leg.as_ref(), row);
    }
    row.text(&entry.order_id);
    row.text(&entry.trade_id);
    row.text(&entry.group);
    for fact in Fact::ALL {
        row.text(&entry.fact(fact));
    }
    row.text(&entry.note());
}

/// File, lines and number: what names an entry.
pub(crate) fn place(entry: &Entry, row: &mut impl Cells) {
    row.text(&entry.file);
    row.plain(|buffer| lines(buffer, &entry.lines));
    row.plain(|buffer| append_word(entry.row.into(), 0, buffer));
}

/// When it was.
pub(crate) fn time(entry: &Entry, row: &mut impl Cells) {
    let (text, length) = entry.time.rfc3339();
    row.plain(|buffer| buffer.extend_from_slice(&text[..length]));
}

/// Asset and amount, both empty where there is none.
pub(crate) fn quantity(quantity: Option<&Quantity>, row: &mut impl Cells) {
    row.text(quantity.map_or("", |quantity| &quantity.asset));
    amount(quantity.map(|quantity| &quantity.amount), row);
}

fn amount(amount: Option<&Amount>, row: &mut impl Cells) {
    row.plain(|buffer| {
        if let Some(amount) = amount {
            amount.append_to(buffer);
        }
    });
}

fn lines(buffer: &mut Vec<u8>, lines: &Lines) {
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            buffer.push(b'+');
        }
        append_word(*line, 0, buffer);
    }
}

/// One line of CSV, field by field in the order of [`COLUMNS`].
fn csv_line(buffer: &mut Vec<u8>, source: &mut Source, entry: &Entry) {
    buffer.extend_from_slice(&source.file);
    lines(buffer, &entry.lines);
    buffer.push(b',');
    append_word(entry.row.into(), 0, buffer);
    buffer.extend_from_slice(&source.rest);
    append_guarded_cell(buffer, &entry.account_in_file);
    buffer.push(b',');
    entry.time.append_to(&mut source.date, buffer);
    buffer.push(b',');
    append_guarded_cell(buffer, &entry.time_raw);
    buffer.extend_from_slice(&source.words_printed);
    append_guarded_cell(buffer, &entry.market);
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
                append_guarded_cell(buffer, asset);
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
        append_guarded_cell(buffer, id);
    }
    if has_facts {
        for fact in Fact::ALL {
            buffer.push(b',');
            append_guarded_cell(buffer, &entry.fact(fact));
        }
    } else {
        buffer.extend_from_slice(&[b','; Fact::COUNT]);
    }
    buffer.push(b',');
    append_guarded_cell(buffer, &entry.note());
    buffer.push(b'\n');
}

/// The end of a line that has no ids, facts or notes.
const NOTHING_MORE: [u8; Fact::COUNT + 5] = {
    let mut end = [b','; Fact::COUNT + 5];
    end[Fact::COUNT + 4] = b'\n';
    end
};

#[cfg(test)]
mod tests {
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
            balance: None,
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

    #[test]
    fn a_line_of_csv_has_the_cells_of_its_entry() {
        let entries = [entry(), Entry::default()];
        let text = printed(Layout::Csv, &entries);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), entries.len());
        for (row, entry) in rows.iter().zip(&entries) {
            let mut expected = Vec::new();
            cells(entry, &mut expected);
            assert_eq!(row, &expected);
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
