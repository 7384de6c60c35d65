//! Loss lines as the contract prints them: CSV and JSON lines, the same columns.

use std::borrow::Cow;
use std::io::{self, Write};

use super::line::LossLine;
use crate::entry::facts::{Fact, names};
use crate::entry::output::{Layout, joined};
use crate::entry::{self, Entry, Quantity};

/// The columns of `redress losses`, in order (design §6).
pub const COLUMNS: [&str; COLUMNS_COUNT] =
    joined([&PLACE_COLUMNS, &names(Fact::IDENTIFYING), &["note"]]);

const COLUMNS_COUNT: usize = PLACE_COLUMNS.len() + Fact::IDENTIFYING.len() + 1;

const PLACE_COLUMNS: [&str; 27] = [
    "file",
    "line",
    "row",
    "exchange",
    "account",
    "time",
    "kind",
    "order_id",
    "trade_id",
    "out_asset",
    "out_amount",
    "out_price",
    "out_price_id",
    "in_asset",
    "in_amount",
    "in_price",
    "in_price_id",
    "fee_asset",
    "fee_amount",
    "fee_price",
    "fee_price_id",
    "currency",
    "basis",
    "method",
    "reader_version",
    "loss",
    "status",
];

/// Prints loss lines one by one.
pub struct LossWriter<W: Write> {
    layout: Layout,
    out: csv::Writer<W>,
}

impl<W: Write> LossWriter<W> {
    /// Prints the header, where there is one.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn new(layout: Layout, out: W) -> io::Result<LossWriter<W>> {
        let mut out = csv::WriterBuilder::new()
            .flexible(true)
            .quote_style(match layout {
                Layout::Csv => csv::QuoteStyle::Necessary,
                Layout::JsonLines => csv::QuoteStyle::Never,
            })
            .from_writer(out);
        if layout == Layout::Csv {
            out.write_record(COLUMNS)?;
        }
        Ok(LossWriter { layout, out })
    }

    /// Prints the line of an entry.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn write(&mut self, entry: &Entry, line: &LossLine) -> io::Result<()> {
        let cells = cells(entry, line);
        match self.layout {
            Layout::Csv => {
                let cells = cells.iter().map(|cell| cell.as_bytes());
                self.out.write_record(cells)?;
            }
            Layout::JsonLines => self.out.write_record([json(&cells)])?,
        }
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The cells of one line, in the order of [`COLUMNS`].
pub fn cells<'a>(entry: &'a Entry, line: &'a LossLine) -> Vec<Cow<'a, str>> {
    let mut cells: Vec<Cow<'a, str>> = Vec::with_capacity(COLUMNS.len());
    cells.extend([
        Cow::from(entry.file.as_str()),
        entry.line().into(),
        entry.row.to_string().into(),
        entry.exchange.as_str().into(),
        entry.account.as_str().into(),
        entry.time.to_string().into(),
        entry.kind.as_str().into(),
        entry.order_id.as_str().into(),
        entry.trade_id.as_str().into(),
    ]);
    for quantity in [&entry.out, &entry.in_, &entry.fee] {
        cells.extend(priced(quantity.as_ref(), line));
    }
    let loss = line.loss.map_or(String::new(), |loss| loss.to_string());
    cells.extend([
        line.currency.as_str().into(),
        line.basis.to_string().into(),
        line.method.as_str().into(),
        entry.reader_version.as_str().into(),
        loss.into(),
        line.status.as_str().into(),
    ]);
    cells.extend(Fact::IDENTIFYING.map(|fact| entry.fact(fact)));
    cells.push(note(entry, line).into());
    cells
}

/// Asset, amount, price and its ids; the last two empty where there is no price.
fn priced<'a>(quantity: Option<&'a Quantity>, line: &'a LossLine) -> [Cow<'a, str>; 4] {
    let Some(Quantity { asset, amount }) = quantity else {
        return Default::default();
    };
    let (text, ids) = line
        .price_of(asset)
        .map_or(("", ""), |price| (&price.text, &price.ids));
    [
        asset.as_str().into(),
        amount.to_string().into(),
        text.into(),
        ids.into(),
    ]
}

/// What the reader noted, then what the valuation did.
fn note(entry: &Entry, line: &LossLine) -> String {
    let (read, valued) = (entry.note(), entry::joined(&line.notes(entry.kind)));
    match (&*read, &*valued) {
        (_, "") => read,
        ("", _) => valued,
        _ => format!("{read}; {valued}"),
    }
}

/// One JSON object; empty fields are absent.
fn json(cells: &[Cow<'_, str>]) -> Vec<u8> {
    let mut object = vec![b'{'];
    for (name, cell) in COLUMNS.iter().zip(cells) {
        if cell.is_empty() {
            continue;
        }
        if object.len() > 1 {
            object.push(b',');
        }
        for text in [name, cell.as_ref()] {
            serde_json::to_writer(&mut object, text).expect("a text is always JSON");
            object.push(b':');
        }
        object.pop();
    }
    object.push(b'}');
    object
}
