//! Copies of tables in Apache Parquet, for programs that read columns. Every value is exact:
//!
//! - an amount is `units` × 10^-`scale` in two columns of whole numbers, or, where it is wider
//!   than 64 bits, a text in a third (as in `server/DUCKDB.md`);
//! - a sum of money is a decimal number with its 8 decimals;
//! - a moment is its text, and in a second column whole microseconds;
//! - everything else is as in the CSV. An empty cell is a null.

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Decimal128Builder, Int32Builder, Int64Builder, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field as ArrowField, Schema, SchemaRef, TimeUnit};
use csv::StringRecord;
use ledger::{Amount, MONEY_SCALE, rfc3339};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use super::Source;
use super::read::{each_row, table, wrong};
use crate::dictionary::{CellKind, Field};

/// Rows that are turned into columns at once.
const BATCH_ROWS: usize = 1_024;
/// Rows of a group, which a writer holds in memory.
const GROUP_ROWS: usize = 4_096;
/// Bytes of cells after which rows are written although they are few.
const BATCH_BYTES: usize = 4 << 20;
/// The name of the writer in each file. It is fixed, so that the same rows give the same
/// bytes with every version of the library that writes them alike.
const CREATED_BY: &str = "redress";
/// The greatest precision of a decimal number of 128 bits.
const MONEY_PRECISION: u8 = 38;
const UTC: &str = "UTC";

/// Writes a table of the bundle in columns.
pub(super) fn write(source: &dyn Source, path: &str, to: &mut dyn Write) -> io::Result<()> {
    let mut columnar = Columnar::new(table(path)?.fields, to)?;
    each_row(source, path, |row| columnar.row(path, row))?;
    columnar.finish()
}

/// A table on its way into columns.
struct Columnar<'t> {
    columns: Vec<Column>,
    schema: SchemaRef,
    /// Its bytes are passed on after each batch.
    writer: ArrowWriter<Vec<u8>>,
    to: &'t mut dyn Write,
    rows: usize,
    bytes: usize,
}

impl<'t> Columnar<'t> {
    fn new(fields: &'static [Field], to: &'t mut dyn Write) -> io::Result<Columnar<'t>> {
        let arrow = fields.iter().flat_map(Column::fields);
        let schema: SchemaRef = Arc::new(Schema::new(arrow.collect::<Vec<_>>()));
        // The library would add its own form of the schema, which changes with its version.
        let options = ArrowWriterOptions::new()
            .with_properties(properties())
            .with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(Vec::new(), Arc::clone(&schema), options);
        Ok(Columnar {
            columns: fields.iter().map(Column::of).collect(),
            schema,
            writer: writer.map_err(failed)?,
            to,
            rows: 0,
            bytes: 0,
        })
    }

    fn row(&mut self, path: &str, row: &StringRecord) -> io::Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(row) {
            let taken = column.append(cell);
            taken.ok_or_else(|| {
                wrong(path, &format!("has a wrong cell: {}", cell.escape_debug()))
            })?;
        }
        self.rows += 1;
        self.bytes += row.as_slice().len();
        match self.rows >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
            true => self.batch(),
            false => Ok(()),
        }
    }

    /// Writes the rows so far.
    fn batch(&mut self) -> io::Result<()> {
        let arrays = self.columns.iter_mut().flat_map(Column::arrays).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays);
        self.writer
            .write(&batch.map_err(io::Error::other)?)
            .map_err(failed)?;
        if self.bytes >= BATCH_BYTES {
            // Long cells make a group of their own, so that it does not grow with them.
            self.writer.flush().map_err(failed)?;
        }
        (self.rows, self.bytes) = (0, 0);
        self.pass_on()
    }

    fn pass_on(&mut self) -> io::Result<()> {
        let written = self.writer.inner_mut();
        self.to.write_all(written)?;
        written.clear();
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.batch()?;
        let rest = self.writer.into_inner().map_err(failed)?;
        self.to.write_all(&rest)
    }
}

/// The error of the library. Its own kind says nothing more.
fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::LZ4_RAW)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .build()
}

/// The cells of one column of the CSV.
enum Column {
    Text(StringBuilder),
    Flag(BooleanBuilder),
    Whole(Int64Builder),
    Money(Decimal128Builder),
    Exact(Exact),
    Moment(StringBuilder, TimestampMicrosecondBuilder),
}

/// Exact decimals in their original form.
struct Exact {
    units: Int64Builder,
    scale: Int32Builder,
    wide: StringBuilder,
}

fn money_type() -> DataType {
    DataType::Decimal128(MONEY_PRECISION, MONEY_SCALE as i8)
}

fn moment_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()))
}

impl Column {
    fn of(field: &Field) -> Column {
        match field.cells {
            CellKind::YesOrNo => Column::Flag(BooleanBuilder::new()),
            CellKind::Whole(_) => Column::Whole(Int64Builder::new()),
            CellKind::Number(_) | CellKind::Quantity { .. } => Column::Exact(Exact {
                units: Int64Builder::new(),
                scale: Int32Builder::new(),
                wide: StringBuilder::new(),
            }),
            CellKind::Money => Column::Money(Decimal128Builder::new().with_data_type(money_type())),
            CellKind::Moment => Column::Moment(
                StringBuilder::new(),
                TimestampMicrosecondBuilder::new().with_data_type(moment_type()),
            ),
            CellKind::Text
            | CellKind::Word(_)
            | CellKind::Price { .. }
            | CellKind::Sha256
            | CellKind::Path => Column::Text(StringBuilder::new()),
        }
    }

    /// The columns of the file.
    fn fields(field: &Field) -> Vec<ArrowField> {
        let name = field.name;
        let nullable = |name: String, kind: DataType| ArrowField::new(name, kind, true);
        let one = |kind: DataType| vec![nullable(name.to_owned(), kind)];
        match Column::of(field) {
            Column::Text(_) => one(DataType::Utf8),
            Column::Flag(_) => one(DataType::Boolean),
            Column::Whole(_) => one(DataType::Int64),
            Column::Money(_) => one(money_type()),
            Column::Exact(_) => vec![
                nullable(format!("{name}_units"), DataType::Int64),
                nullable(format!("{name}_scale"), DataType::Int32),
                nullable(format!("{name}_wide"), DataType::Utf8),
            ],
            Column::Moment(..) => vec![
                nullable(name.to_owned(), DataType::Utf8),
                nullable(format!("{name}_utc"), moment_type()),
            ],
        }
    }

    /// Appends a cell; none where the cell is not of this kind.
    fn append(&mut self, cell: &str) -> Option<()> {
        let is_there = !cell.is_empty();
        let text = is_there.then_some(cell);
        match self {
            Column::Text(texts) => texts.append_option(text),
            Column::Flag(flags) => flags.append_option(lifted(text, flag)?),
            Column::Whole(wholes) => wholes.append_option(lifted(text, |t| t.parse().ok())?),
            Column::Money(money) => money.append_option(lifted(text, money_units)?),
            Column::Exact(exact) => exact.append(lifted(text, |t| Amount::parse_printed(t).ok())?),
            Column::Moment(texts, moments) => {
                let moment = lifted(text, rfc3339::parse)?;
                texts.append_option(text);
                moments.append_option(moment.map(ledger::Moment::micros));
            }
        }
        Some(())
    }

    fn arrays(&mut self) -> Vec<ArrayRef> {
        match self {
            Column::Text(texts) => vec![Arc::new(texts.finish())],
            Column::Flag(flags) => vec![Arc::new(flags.finish())],
            Column::Whole(wholes) => vec![Arc::new(wholes.finish())],
            Column::Money(money) => vec![Arc::new(money.finish())],
            Column::Exact(exact) => vec![
                Arc::new(exact.units.finish()),
                Arc::new(exact.scale.finish()),
                Arc::new(exact.wide.finish()),
            ],
            Column::Moment(texts, moments) => {
                vec![Arc::new(texts.finish()), Arc::new(moments.finish())]
            }
        }
    }
}

impl Exact {
    fn append(&mut self, amount: Option<Amount>) {
        let units = amount.as_ref().and_then(Amount::units);
        let wide = amount.filter(|_| units.is_none());
        self.units.append_option(units.map(|(units, _)| units));
        self.scale
            .append_option(units.map(|(_, scale)| scale.into()));
        self.wide.append_option(wide.map(|wide| wide.to_string()));
    }
}

/// What a cell says: nothing where it is empty; none where it is wrong.
fn lifted<'c, T>(
    cell: Option<&'c str>,
    read: impl FnOnce(&'c str) -> Option<T>,
) -> Option<Option<T>> {
    match cell {
        Some(cell) => read(cell).map(Some),
        None => Some(None),
    }
}

fn flag(cell: &str) -> Option<bool> {
    match cell {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The units of a sum of money, which has all its decimals.
fn money_units(cell: &str) -> Option<i128> {
    let (whole, decimals) = cell.split_once('.')?;
    let has_all = decimals.len() == MONEY_SCALE as usize;
    has_all.then(|| format!("{whole}{decimals}").parse().ok())?
}

#[cfg(test)]
mod tests {
    use arrow_array::Array as _;
    use arrow_array::cast::AsArray as _;
    use arrow_array::types::{Decimal128Type, Int32Type, Int64Type, TimestampMicrosecondType};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    use super::*;
    use crate::bag::sha256_hex;
    use crate::dictionary::field;

    const FIELDS: &[Field] = &[
        field("asset", CellKind::Text, ""),
        field("amount", CellKind::Quantity { of: "asset" }, ""),
        field("loss", CellKind::Money, ""),
        field("time", CellKind::Moment, ""),
        field("row", CellKind::Whole("number"), ""),
        field("contested", CellKind::YesOrNo, ""),
    ];

    const ROWS: [[&str; 6]; 3] = [
        [
            "DMG",
            "-1.50",
            "-0.00000001",
            "2022-10-18T21:00:07.5Z",
            "1",
            "yes",
        ],
        ["", "", "", "", "", ""],
        [
            "ETH",
            "12345678901234567890.123456789012345678",
            "123456789012345678901.00000000",
            "2022-10-18T21:00:07.123456789Z",
            "7",
            "no",
        ],
    ];

    fn written(rows: &[[&str; 6]]) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut columnar = Columnar::new(FIELDS, &mut bytes)?;
        for row in rows {
            columnar.row("table", &StringRecord::from(row.to_vec()))?;
        }
        columnar.finish()?;
        Ok(bytes)
    }

    fn batches(bytes: Vec<u8>) -> Vec<RecordBatch> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes));
        let reader = reader.unwrap().build().unwrap();
        reader.map(Result::unwrap).collect()
    }

    #[test]
    fn values_come_back_exactly() {
        let batches = batches(written(&ROWS).unwrap());
        let batch = &batches[0];
        let column = |name: &str| batch.column_by_name(name).unwrap();
        let units = column("amount_units").as_primitive::<Int64Type>();
        let scale = column("amount_scale").as_primitive::<Int32Type>();
        let wide = column("amount_wide").as_string::<i32>();
        assert_eq!((units.value(0), scale.value(0)), (-150, 2));
        assert!(units.is_null(1) && wide.is_null(0) && wide.is_null(1) && units.is_null(2));
        assert_eq!(wide.value(2), ROWS[2][1]);
        let loss = column("loss").as_primitive::<Decimal128Type>();
        assert_eq!(loss.value(0), -1);
        assert!(loss.is_null(1));
        assert_eq!(loss.value_as_string(2), ROWS[2][2]);
        let time = column("time").as_string::<i32>();
        let moment = column("time_utc").as_primitive::<TimestampMicrosecondType>();
        assert_eq!(time.value(2), ROWS[2][3]);
        assert_eq!(moment.value(2), 1_666_126_807_123_456);
        assert_eq!(column("row").as_primitive::<Int64Type>().value(2), 7);
        let contested = column("contested").as_boolean();
        assert!(contested.value(0) && contested.is_null(1) && !contested.value(2));
    }

    #[test]
    fn rows_of_several_groups_come_back_in_order_and_repeat_to_the_byte() {
        let rows: Vec<[&str; 6]> = ROWS.into_iter().cycle().take(40_000).collect();
        let bytes = written(&rows).unwrap();
        assert_eq!(bytes, written(&rows).unwrap());
        let read: usize = batches(bytes).iter().map(RecordBatch::num_rows).sum();
        assert_eq!(read, rows.len());
    }

    #[test]
    fn long_cells_make_smaller_groups() {
        let long = "x".repeat(BATCH_BYTES / 2);
        let rows = [[long.as_str(), "", "", "", "", ""]; 5];
        let bytes = written(&rows).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes));
        assert_eq!(reader.unwrap().metadata().num_row_groups(), 3);
    }

    #[test]
    fn cell_of_another_kind_is_an_error() {
        for (at, cell) in [
            (1, "much"),
            (2, "1.5"),
            (3, "today"),
            (4, "1.0"),
            (5, "maybe"),
        ] {
            let mut row = ROWS[0];
            row[at] = cell;
            let error = written(&[row]).unwrap_err().to_string();
            assert!(error.contains("wrong cell"), "{error}");
        }
    }

    /// The hash of a small file. Another version of the library may write other bytes: then
    /// raise [`crate::documents::TEXTS_VERSION`] and put the new hash here, so that no program
    /// compares files that another version wrote.
    const WRITTEN_SHA256: &str = "";

    #[test]
    fn texts_version_rises_when_the_library_writes_other_bytes() {
        assert_eq!(sha256_hex(&written(&ROWS).unwrap()), WRITTEN_SHA256);
    }
}
