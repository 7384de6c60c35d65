//! Columns of a batch: built value by value, and read by name.

use arrow_array::builder::{
    BooleanBuilder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder, UInt8Builder,
    UInt32Builder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType, UInt8Type, UInt32Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray, UInt8Array, UInt32Array,
};
use arrow_schema::{DataType, Field, TimeUnit};
use ledger::{Amount, Text};

use super::parquet_file::Packing;
use crate::error::StoreError;

/// The zone that columns of time name.
const UTC: &str = "UTC";

/// A column's name, type and packing.
pub(crate) struct ColumnDef {
    pub(crate) field: Field,
    pub(crate) packing: Packing,
}

impl ColumnDef {
    pub(crate) fn text(name: &str, packing: Packing) -> ColumnDef {
        ColumnDef::of(name, DataType::Utf8, false, packing)
    }

    pub(crate) fn text_or_none(name: &str, packing: Packing) -> ColumnDef {
        ColumnDef::of(name, DataType::Utf8, true, packing)
    }

    pub(crate) fn number(name: &str, packing: Packing) -> ColumnDef {
        ColumnDef::of(name, DataType::UInt32, false, packing)
    }

    pub(crate) fn byte(name: &str) -> ColumnDef {
        ColumnDef::of(name, DataType::UInt8, false, Packing::Dictionary)
    }

    pub(crate) fn flag(name: &str) -> ColumnDef {
        ColumnDef::of(name, DataType::Boolean, false, Packing::Plain)
    }

    pub(crate) fn long(name: &str, packing: Packing) -> ColumnDef {
        ColumnDef::of(name, DataType::Int64, false, packing)
    }

    pub(crate) fn long_or_none(name: &str, packing: Packing) -> ColumnDef {
        ColumnDef::of(name, DataType::Int64, true, packing)
    }

    pub(crate) fn time(name: &str) -> ColumnDef {
        let time = DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()));
        ColumnDef::of(name, time, false, Packing::Deltas)
    }

    fn of(name: &str, kind: DataType, is_nullable: bool, packing: Packing) -> ColumnDef {
        ColumnDef {
            field: Field::new(name, kind, is_nullable),
            packing,
        }
    }

    /// The three columns of an amount that may be none.
    pub(crate) fn amount(name: &str) -> [ColumnDef; 3] {
        [
            ColumnDef::long_or_none(&format!("{name}_units"), Packing::Deltas),
            ColumnDef::of(
                &format!("{name}_scale"),
                DataType::UInt8,
                true,
                Packing::Dictionary,
            ),
            ColumnDef::text_or_none(&format!("{name}_wide"), Packing::Plain),
        ]
    }
}

/// Builds a column of times.
pub(crate) fn times() -> TimestampMicrosecondBuilder {
    TimestampMicrosecondBuilder::new().with_timezone(UTC)
}

/// Builds the columns of an amount: coefficient and scale where they fit, else the
/// number's text. Every digit and every zero comes back.
#[derive(Default)]
pub(crate) struct AmountBuilder {
    units: Int64Builder,
    scale: UInt8Builder,
    wide: StringBuilder,
}

impl AmountBuilder {
    pub(crate) fn push(&mut self, amount: Option<&Amount>) {
        match amount.map(|amount| (amount, amount.units())) {
            None => {
                self.units.append_null();
                self.scale.append_null();
                self.wide.append_null();
            }
            Some((_, Some((units, scale)))) => {
                self.units.append_value(units);
                self.scale.append_value(scale);
                self.wide.append_null();
            }
            Some((amount, None)) => {
                self.units.append_null();
                self.scale.append_null();
                self.wide.append_value(amount.to_string());
            }
        }
    }

    pub(crate) fn finish(&mut self) -> [ArrayRef; 3] {
        [
            std::sync::Arc::new(self.units.finish()),
            std::sync::Arc::new(self.scale.finish()),
            std::sync::Arc::new(self.wide.finish()),
        ]
    }
}

/// The columns of an amount, read.
pub(crate) struct Amounts {
    units: Int64Array,
    scale: UInt8Array,
    /// None where no number of the batch is so wide.
    wide: Option<StringArray>,
}

impl Amounts {
    pub(crate) fn of(batch: &RecordBatch, name: &str) -> Result<Amounts, StoreError> {
        Ok(Amounts {
            units: longs(batch, &format!("{name}_units"))?,
            scale: bytes(batch, &format!("{name}_scale"))?,
            wide: some_texts(batch, &format!("{name}_wide"))?,
        })
    }

    pub(crate) fn get(&self, at: usize) -> Result<Option<Amount>, StoreError> {
        if self.units.is_valid(at) {
            let units = i128::from(self.units.value(at));
            return Ok(Some(Amount::from_units(units, self.scale.value(at).into())));
        }
        let wide = self.wide.as_ref().filter(|wide| wide.is_valid(at));
        let amount = wide.map(|wide| {
            let text = wide.value(at);
            Amount::parse_printed(text).map_err(|_| unreadable(text))
        });
        amount.transpose()
    }
}

fn column<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b ArrayRef, StoreError> {
    batch.column_by_name(name).ok_or_else(|| unreadable(name))
}

pub(crate) fn unreadable(what: &str) -> StoreError {
    StoreError::Unreadable(format!("columns: {what}"))
}

pub(crate) fn texts(batch: &RecordBatch, name: &str) -> Result<StringArray, StoreError> {
    let texts = column(batch, name)?.as_string_opt::<i32>();
    texts.cloned().ok_or_else(|| unreadable(name))
}

/// A column of texts that may be none; none where all are.
pub(crate) fn some_texts(
    batch: &RecordBatch,
    name: &str,
) -> Result<Option<StringArray>, StoreError> {
    let texts = texts(batch, name)?;
    Ok((texts.null_count() < texts.len()).then_some(texts))
}

pub(crate) fn longs(batch: &RecordBatch, name: &str) -> Result<Int64Array, StoreError> {
    let longs = column(batch, name)?.as_primitive_opt::<Int64Type>();
    longs.cloned().ok_or_else(|| unreadable(name))
}

pub(crate) fn numbers(batch: &RecordBatch, name: &str) -> Result<UInt32Array, StoreError> {
    let numbers = column(batch, name)?.as_primitive_opt::<UInt32Type>();
    numbers.cloned().ok_or_else(|| unreadable(name))
}

pub(crate) fn bytes(batch: &RecordBatch, name: &str) -> Result<UInt8Array, StoreError> {
    let bytes = column(batch, name)?.as_primitive_opt::<UInt8Type>();
    bytes.cloned().ok_or_else(|| unreadable(name))
}

pub(crate) fn flags(batch: &RecordBatch, name: &str) -> Result<BooleanArray, StoreError> {
    let flags = column(batch, name)?.as_boolean_opt();
    flags.cloned().ok_or_else(|| unreadable(name))
}

pub(crate) fn micros(batch: &RecordBatch, name: &str) -> Result<Int64Array, StoreError> {
    let times = column(batch, name)?.as_primitive_opt::<TimestampMicrosecondType>();
    let times = times.ok_or_else(|| unreadable(name))?;
    Ok(Int64Array::new(times.values().clone(), None))
}

/// A text column row by row: the text before is what the next one mostly is.
pub(crate) struct Repeated {
    texts: StringArray,
    latest: Text,
}

impl Repeated {
    pub(crate) fn of(batch: &RecordBatch, name: &str) -> Result<Repeated, StoreError> {
        Ok(Repeated {
            texts: texts(batch, name)?,
            latest: Text::default(),
        })
    }

    pub(crate) fn get(&mut self, at: usize) -> Text {
        let text = self.texts.value(at);
        if self.latest != *text {
            self.latest = Text::new(text);
        }
        self.latest.clone()
    }
}

/// Builders of plain columns that rows and lines share.
pub(crate) type Flags = BooleanBuilder;
pub(crate) type Numbers = UInt32Builder;
