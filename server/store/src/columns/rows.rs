//! Entries as rows of a file of columns: every field of an entry comes back as it was,
//! to the scale of an amount and the digits of a time.

use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{StringBuilder, TimestampMicrosecondBuilder, UInt8Builder, UInt32Builder};
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray, UInt8Array, UInt32Array};
use arrow_schema::{Schema, SchemaRef};
use ledger::{Amount, Entry, EntryNote, Fact, Kind, Lines, Moment, Quantity, Side, Text, ZoneSource};

use super::batch::{
    AmountBuilder, Amounts, ColumnDef, Repeated, bytes, longs, micros, numbers, some_texts, times,
    unreadable,
};
use super::file::Written;
use super::parquet_file::{BATCH_ROWS, Packing, ParquetWriter};
use crate::error::StoreError;

/// A field that is a text, or has a word for each value.
struct TextField {
    name: &'static str,
    packing: Packing,
    get: fn(&Entry) -> &str,
    /// None when the text is no word of the field.
    set: fn(&mut Entry, Text) -> Option<()>,
}

macro_rules! text_field {
    ($name:literal, $packing:ident, $field:ident) => {
        TextField {
            name: $name,
            packing: Packing::$packing,
            get: |entry| entry.$field.as_str(),
            set: |entry, text| {
                entry.$field = text;
                Some(())
            },
        }
    };
}

const TEXTS: [TextField; 14] = [
    text_field!("file", Dictionary, file),
    text_field!("format", Dictionary, format),
    text_field!("reader_version", Dictionary, reader_version),
    text_field!("exchange", Dictionary, exchange),
    text_field!("account", Dictionary, account),
    text_field!("account_in_file", Dictionary, account_in_file),
    text_field!("time_raw", Prefixes, time_raw),
    TextField {
        name: "zone_source",
        packing: Packing::Dictionary,
        get: |entry| entry.zone_source.as_str(),
        set: |entry, word| {
            entry.zone_source = ZoneSource::from_word(&word)?;
            Some(())
        },
    },
    TextField {
        name: "kind",
        packing: Packing::Dictionary,
        get: |entry| entry.kind.as_str(),
        set: |entry, word| {
            entry.kind = Kind::from_word(&word)?;
            Some(())
        },
    },
    text_field!("market", Dictionary, market),
    TextField {
        name: "side",
        packing: Packing::Dictionary,
        get: |entry| entry.side.map_or("", Side::as_str),
        set: |entry, word| {
            entry.side = match &*word {
                "" => None,
                word => Some(Side::from_word(word)?),
            };
            Some(())
        },
    },
    text_field!("order_id", Prefixes, order_id),
    text_field!("trade_id", Prefixes, trade_id),
    text_field!("group", Prefixes, group),
];

/// A field that is an amount of an asset.
struct QuantityField {
    name: &'static str,
    get: fn(&Entry) -> &Option<Quantity>,
    set: fn(&mut Entry, Quantity),
}

macro_rules! quantity_field {
    ($name:literal, $field:ident) => {
        QuantityField {
            name: $name,
            get: |entry| &entry.$field,
            set: |entry, quantity| entry.$field = Some(quantity),
        }
    };
}

const QUANTITIES: [QuantityField; 3] = [
    quantity_field!("out", out),
    quantity_field!("in", in_),
    quantity_field!("fee", fee),
];

/// The columns that filters and the order of time go by.
pub(crate) const FACET_COLUMNS: &[&str] = &[
    "file",
    "exchange",
    "account",
    "time",
    "kind",
    "out_asset",
    "in_asset",
    "fee_asset",
];

fn columns() -> Vec<ColumnDef> {
    let mut columns = vec![
        ColumnDef::long("line", Packing::Deltas),
        ColumnDef::text_or_none("more_lines", Packing::Plain),
        ColumnDef::number("row", Packing::Dictionary),
        ColumnDef::time("time"),
        ColumnDef::number("time_nanos", Packing::Dictionary),
        ColumnDef::byte("time_digits"),
    ];
    let texts = TEXTS.iter();
    columns.extend(texts.map(|field| ColumnDef::text(field.name, field.packing)));
    columns.extend(ColumnDef::amount("price"));
    for field in &QUANTITIES {
        let asset = format!("{}_asset", field.name);
        columns.push(ColumnDef::text(&asset, Packing::Dictionary));
        columns.extend(ColumnDef::amount(field.name));
    }
    let facts = Fact::ALL.iter();
    columns.extend(facts.map(|fact| ColumnDef::text_or_none(fact.as_str(), Packing::Dictionary)));
    columns.push(ColumnDef::text_or_none("notes", Packing::Dictionary));
    columns
}

/// Rows of a batch, value by value.
struct RowBuilder {
    line: Vec<i64>,
    more_lines: StringBuilder,
    row: UInt32Builder,
    time: TimestampMicrosecondBuilder,
    nanos: UInt32Builder,
    digits: UInt8Builder,
    texts: [StringBuilder; TEXTS.len()],
    price: AmountBuilder,
    assets: [StringBuilder; QUANTITIES.len()],
    amounts: [AmountBuilder; QUANTITIES.len()],
    facts: [StringBuilder; Fact::COUNT],
    notes: StringBuilder,
}

impl RowBuilder {
    fn new() -> RowBuilder {
        RowBuilder {
            line: Vec::new(),
            more_lines: StringBuilder::new(),
            row: UInt32Builder::new(),
            time: times(),
            nanos: UInt32Builder::new(),
            digits: UInt8Builder::new(),
            texts: std::array::from_fn(|_| StringBuilder::new()),
            price: AmountBuilder::default(),
            assets: std::array::from_fn(|_| StringBuilder::new()),
            amounts: std::array::from_fn(|_| AmountBuilder::default()),
            facts: std::array::from_fn(|_| StringBuilder::new()),
            notes: StringBuilder::new(),
        }
    }

    fn push(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let line = i64::try_from(entry.lines.start());
        self.line.push(line.map_err(|_| unreadable("line"))?);
        match entry.lines.len() {
            1 => self.more_lines.append_null(),
            _ => self.more_lines.append_value(entry.line()),
        }
        self.row.append_value(entry.row);
        self.time.append_value(entry.time.micros());
        self.nanos.append_value(entry.time.nanos % 1000);
        self.digits.append_value(entry.time.digits);
        for (field, texts) in TEXTS.iter().zip(&mut self.texts) {
            texts.append_value((field.get)(entry));
        }
        self.price.push(entry.price.as_ref());
        let quantities = self.assets.iter_mut().zip(&mut self.amounts);
        for (field, (assets, amounts)) in QUANTITIES.iter().zip(quantities) {
            let quantity = (field.get)(entry).as_ref();
            assets.append_value(quantity.map_or("", |quantity| quantity.asset.as_str()));
            amounts.push(quantity.map(|quantity| &quantity.amount));
        }
        self.push_facts(entry);
        match &entry.notes[..] {
            [] => self.notes.append_null(),
            notes => self.notes.append_value(serde_json::to_string(notes)?),
        }
        Ok(())
    }

    fn push_facts(&mut self, entry: &Entry) {
        let has_none = entry.facts.is_none() && !entry.total_computed;
        for (fact, cells) in Fact::ALL.into_iter().zip(&mut self.facts) {
            if has_none {
                cells.append_null();
                continue;
            }
            match &*entry.fact(fact) {
                "" => cells.append_null(),
                cell => cells.append_value(cell),
            }
        }
    }

    fn finish(&mut self, schema: &SchemaRef) -> Result<RecordBatch, StoreError> {
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(std::mem::take(&mut self.line))),
            Arc::new(self.more_lines.finish()),
            Arc::new(self.row.finish()),
            Arc::new(self.time.finish()),
            Arc::new(self.nanos.finish()),
            Arc::new(self.digits.finish()),
        ];
        let text = |texts: &mut StringBuilder| -> ArrayRef { Arc::new(texts.finish()) };
        arrays.extend(self.texts.iter_mut().map(text));
        arrays.extend(self.price.finish());
        for (assets, amounts) in self.assets.iter_mut().zip(&mut self.amounts) {
            arrays.push(text(assets));
            arrays.extend(amounts.finish());
        }
        arrays.extend(self.facts.iter_mut().map(text));
        arrays.push(text(&mut self.notes));
        let batch = RecordBatch::try_new(schema.clone(), arrays);
        batch.map_err(|error| StoreError::Columns(error.into()))
    }
}

/// Writes entries to one file.
pub(crate) struct RowFileWriter {
    schema: SchemaRef,
    builder: RowBuilder,
    waiting: usize,
    writer: ParquetWriter,
}

impl RowFileWriter {
    /// `folder`: where the file is written before it is put in its place.
    pub(crate) fn new(folder: &Path) -> Result<RowFileWriter, StoreError> {
        let columns = columns();
        let packings: Vec<Packing> = columns.iter().map(|column| column.packing).collect();
        let fields: Vec<_> = columns.into_iter().map(|column| column.field).collect();
        let schema = SchemaRef::new(Schema::new(fields));
        let writer = ParquetWriter::new(Written::new(folder)?, schema.clone(), &packings)?;
        Ok(RowFileWriter {
            schema,
            builder: RowBuilder::new(),
            waiting: 0,
            writer,
        })
    }

    pub(crate) fn push(&mut self, entry: &Entry) -> Result<(), StoreError> {
        self.builder.push(entry)?;
        self.waiting += 1;
        if self.waiting == BATCH_ROWS {
            self.flush()?;
        }
        Ok(())
    }

    /// How many rows it has by now.
    pub(crate) fn rows(&self) -> u32 {
        self.writer.rows() + self.waiting as u32
    }

    pub(crate) fn finish(mut self) -> Result<Written, StoreError> {
        if self.waiting > 0 {
            self.flush()?;
        }
        self.writer.finish()
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        self.waiting = 0;
        let batch = self.builder.finish(&self.schema)?;
        self.writer.write(&batch)
    }
}

/// Rows of a batch, read one by one in their order.
pub(crate) struct RowReader {
    next: usize,
    rows: usize,
    line: Int64Array,
    more_lines: Option<StringArray>,
    row: UInt32Array,
    time: Int64Array,
    nanos: UInt32Array,
    digits: UInt8Array,
    texts: [Repeated; TEXTS.len()],
    price: Amounts,
    assets: [Repeated; QUANTITIES.len()],
    amounts: [Amounts; QUANTITIES.len()],
    /// Only those that some row of the batch has.
    facts: Vec<(Fact, StringArray)>,
    notes: Option<StringArray>,
}

fn each<const N: usize, F, T>(
    fields: &[F; N],
    make: impl Fn(&F) -> Result<T, StoreError>,
) -> Result<[T; N], StoreError> {
    let made: Vec<T> = fields.iter().map(make).collect::<Result<_, _>>()?;
    made.try_into().map_err(|_| unreadable("fields"))
}

impl RowReader {
    pub(crate) fn of(batch: &RecordBatch) -> Result<RowReader, StoreError> {
        let asset = |field: &QuantityField| Repeated::of(batch, &format!("{}_asset", field.name));
        let mut facts = Vec::new();
        for fact in Fact::ALL {
            let cells = some_texts(batch, fact.as_str())?;
            facts.extend(cells.map(|cells| (fact, cells)));
        }
        Ok(RowReader {
            next: 0,
            rows: batch.num_rows(),
            line: longs(batch, "line")?,
            more_lines: some_texts(batch, "more_lines")?,
            row: numbers(batch, "row")?,
            time: micros(batch, "time")?,
            nanos: numbers(batch, "time_nanos")?,
            digits: bytes(batch, "time_digits")?,
            texts: each(&TEXTS, |field| Repeated::of(batch, field.name))?,
            price: Amounts::of(batch, "price")?,
            assets: each(&QUANTITIES, asset)?,
            amounts: each(&QUANTITIES, |field| Amounts::of(batch, field.name))?,
            facts,
            notes: some_texts(batch, "notes")?,
        })
    }

    fn read(&mut self, at: usize) -> Result<Entry, StoreError> {
        let micros = self.time.value(at);
        let mut entry = Entry {
            lines: self.lines(at)?,
            row: self.row.value(at),
            time: Moment {
                seconds: micros.div_euclid(1_000_000),
                nanos: micros.rem_euclid(1_000_000) as u32 * 1000 + self.nanos.value(at),
                digits: self.digits.value(at),
            },
            price: self.price.get(at)?,
            notes: self.notes(at)?,
            ..Entry::default()
        };
        for (field, texts) in TEXTS.iter().zip(&mut self.texts) {
            (field.set)(&mut entry, texts.get(at)).ok_or_else(|| unreadable(field.name))?;
        }
        let quantities = self.assets.iter_mut().zip(&self.amounts);
        for (field, (assets, amounts)) in QUANTITIES.iter().zip(quantities) {
            let asset = assets.get(at);
            if let Some(amount) = amounts.get(at)? {
                (field.set)(&mut entry, Quantity { asset, amount });
            }
        }
        for (fact, cells) in &self.facts {
            if cells.is_valid(at) {
                let set = entry.set_fact(*fact, cells.value(at));
                set.ok_or_else(|| unreadable(fact.as_str()))?;
            }
        }
        Ok(entry)
    }

    fn lines(&self, at: usize) -> Result<Lines, StoreError> {
        let more = self.more_lines.as_ref().filter(|more| more.is_valid(at));
        let number = |text: &str| text.parse::<u64>().map_err(|_| unreadable("lines"));
        match more.map(|more| more.value(at)) {
            None => Ok(Lines::from(self.line.value(at).unsigned_abs())),
            Some("") => Ok(Lines::from(Vec::new())),
            Some(more) => more.split('+').map(number).collect(),
        }
    }

    fn notes(&self, at: usize) -> Result<Vec<EntryNote>, StoreError> {
        match self.notes.as_ref().filter(|notes| notes.is_valid(at)) {
            None => Ok(Vec::new()),
            Some(notes) => Ok(serde_json::from_str(notes.value(at))?),
        }
    }
}

impl Iterator for RowReader {
    type Item = Result<Entry, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next == self.rows {
            return None;
        }
        self.next += 1;
        Some(self.read(self.next - 1))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rows - self.next, Some(self.rows - self.next))
    }
}

impl ExactSizeIterator for RowReader {}

/// A file's text as it can be kept anywhere: PostgreSQL knows no NUL, and sums name
/// assets and exchanges.
pub(crate) fn without_nul(entry: &mut Entry) {
    for field in &TEXTS {
        let text = (field.get)(entry);
        if memchr_nul(text) {
            let clean = text.replace('\0', "\u{2400}");
            let _ = (field.set)(entry, clean.into());
        }
    }
    for quantity in [&mut entry.out, &mut entry.in_, &mut entry.fee] {
        if let Some(quantity) = quantity.as_mut().filter(|q| memchr_nul(&q.asset)) {
            quantity.asset = quantity.asset.replace('\0', "\u{2400}").into();
        }
    }
}

fn memchr_nul(text: &str) -> bool {
    text.as_bytes().contains(&0)
}

/// Whether two amounts print alike: equality of amounts goes by the number alone.
#[cfg(test)]
pub(crate) fn prints_alike(a: &Option<Amount>, b: &Option<Amount>) -> bool {
    a.as_ref().map(Amount::to_string) == b.as_ref().map(Amount::to_string)
}
