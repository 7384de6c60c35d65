//! The kinds of columns, and macros that define tables of them.

use arrow_array::builder::{Int32Builder, Int64Builder, StringBuilder, StringDictionaryBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, Int32Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field};
use ledger::{Amount, Text};
use parquet::basic::Encoding;
use parquet::file::properties::WriterPropertiesBuilder;
use parquet::schema::types::ColumnPath;
use std::sync::Arc;

use crate::error::StoreError;

/// A kind of column: how it is written and read.
pub(crate) trait Kind {
    type Builder;
    type Column;

    fn builder() -> Self::Builder;

    fn fields(name: &str) -> Vec<Field>;

    /// How its values are encoded.
    fn packed(name: &str, properties: WriterPropertiesBuilder) -> WriterPropertiesBuilder;

    fn arrays(builder: &mut Self::Builder) -> Vec<ArrayRef>;

    fn column(batch: &RecordBatch, name: &str) -> Result<Self::Column, StoreError>;
}

fn array<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b ArrayRef, StoreError> {
    batch.column_by_name(name).ok_or_else(|| missing(name))
}

fn missing(name: &str) -> StoreError {
    StoreError::Unreadable(format!("the column {name} of a table"))
}

fn deltas(name: &str, properties: WriterPropertiesBuilder) -> WriterPropertiesBuilder {
    let column = ColumnPath::from(name);
    properties
        .set_column_dictionary_enabled(column.clone(), false)
        .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED)
}

/// A text with few different values.
pub(crate) struct Word;
/// A text with few different values, which some rows lack.
pub(crate) struct WordOrNone;
/// A text that differs in each row.
pub(crate) struct Words;
/// A text that few rows have.
pub(crate) struct WordsOrNone;
/// A whole number.
pub(crate) struct Whole;
/// A whole number that some rows lack.
pub(crate) struct WholeOrNone;
/// A small whole number.
pub(crate) struct Small;
/// An exact decimal: `<name>_units` × 10^-`<name>_scale`. A value wider than 64 bits is text
/// in `<name>_wide`. All three are empty where there is none.
pub(crate) struct Exact;

/// Texts with few different values, each stored once.
pub(crate) struct WordColumn {
    keys: Int32Array,
    words: Vec<Text>,
}

impl WordColumn {
    pub(crate) fn get(&self, row: usize) -> Option<&Text> {
        match self.keys.is_null(row) {
            true => None,
            false => self.words.get(self.keys.value(row) as usize),
        }
    }

    /// Each text with its rows, in rising order.
    pub(crate) fn by_word(&self) -> impl Iterator<Item = (&Text, Vec<usize>)> {
        let mut rows: Vec<Vec<usize>> = vec![Vec::new(); self.words.len()];
        for (row, key) in self.keys.iter().enumerate() {
            if let Some(rows) = key.and_then(|key| rows.get_mut(key as usize)) {
                rows.push(row);
            }
        }
        self.words.iter().zip(rows)
    }

    /// The text; empty where there is none.
    pub(crate) fn text(&self, row: usize) -> Text {
        self.get(row).cloned().unwrap_or_default()
    }

    pub(crate) fn str(&self, row: usize) -> &str {
        self.get(row).map_or("", |text| text.as_str())
    }
}

fn words(batch: &RecordBatch, name: &str) -> Result<WordColumn, StoreError> {
    let array = array(batch, name)?;
    let array = array.as_dictionary_opt::<Int32Type>();
    let array = array.ok_or_else(|| missing(name))?;
    let values = array.values().as_string_opt::<i32>();
    let values = values.ok_or_else(|| missing(name))?;
    Ok(WordColumn {
        keys: array.keys().clone(),
        words: values
            .iter()
            .map(|text| text.unwrap_or("").into())
            .collect(),
    })
}

type WordBuilder = StringDictionaryBuilder<Int32Type>;

fn dictionary() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

fn texts(batch: &RecordBatch, name: &str) -> Result<StringArray, StoreError> {
    let array = array(batch, name)?.as_string_opt::<i32>();
    array.cloned().ok_or_else(|| missing(name))
}

fn wholes(batch: &RecordBatch, name: &str) -> Result<Int64Array, StoreError> {
    let array = array(batch, name)?.as_primitive_opt::<Int64Type>();
    array.cloned().ok_or_else(|| missing(name))
}

fn smalls(batch: &RecordBatch, name: &str) -> Result<Int32Array, StoreError> {
    let array = array(batch, name)?.as_primitive_opt::<Int32Type>();
    array.cloned().ok_or_else(|| missing(name))
}

fn fronts(name: &str, properties: WriterPropertiesBuilder) -> WriterPropertiesBuilder {
    let column = ColumnPath::from(name);
    properties
        .set_column_dictionary_enabled(column.clone(), false)
        .set_column_encoding(column, Encoding::DELTA_BYTE_ARRAY)
}

fn as_they_come(_: &str, properties: WriterPropertiesBuilder) -> WriterPropertiesBuilder {
    properties
}

/// Kinds of one column each. The arguments are the builder, the type read and the function
/// that reads it, the data type, whether a row may lack it, and the encoding.
macro_rules! kinds {
    ($( $kind:ident: $builder:ty => $column:ty = $read:ident,
        $type:expr, $nullable:literal, $packed:ident; )*) => { $(
        impl Kind for $kind {
            type Builder = $builder;
            type Column = $column;

            fn builder() -> $builder {
                <$builder>::new()
            }

            fn fields(name: &str) -> Vec<Field> {
                vec![Field::new(name, $type, $nullable)]
            }

            fn packed(name: &str, properties: WriterPropertiesBuilder) -> WriterPropertiesBuilder {
                $packed(name, properties)
            }

            fn arrays(builder: &mut $builder) -> Vec<ArrayRef> {
                vec![Arc::new(builder.finish())]
            }

            fn column(batch: &RecordBatch, name: &str) -> Result<$column, StoreError> {
                $read(batch, name)
            }
        }
    )* };
}

kinds! {
    Word: WordBuilder => WordColumn = words, dictionary(), false, as_they_come;
    WordOrNone: WordBuilder => WordColumn = words, dictionary(), true, as_they_come;
    Words: StringBuilder => StringArray = texts, DataType::Utf8, false, fronts;
    WordsOrNone: StringBuilder => StringArray = texts, DataType::Utf8, true, as_they_come;
    Whole: Int64Builder => Int64Array = wholes, DataType::Int64, false, deltas;
    WholeOrNone: Int64Builder => Int64Array = wholes, DataType::Int64, true, deltas;
    Small: Int32Builder => Int32Array = smalls, DataType::Int32, false, as_they_come;
}

/// Writes exact decimals.
pub(crate) struct ExactBuilder {
    units: Int64Builder,
    scale: Int32Builder,
    wide: StringBuilder,
}

impl ExactBuilder {
    pub(crate) fn append(&mut self, amount: Option<&Amount>) {
        match amount.map(|amount| (amount, amount.units())) {
            Some((_, Some((units, scale)))) => {
                self.units.append_value(units);
                self.scale.append_value(scale.into());
                self.wide.append_null();
            }
            Some((wide, None)) => {
                self.units.append_null();
                self.scale.append_null();
                self.wide.append_value(wide.to_string());
            }
            None => {
                self.units.append_null();
                self.scale.append_null();
                self.wide.append_null();
            }
        }
    }
}

/// Exact decimals in their original form.
pub(crate) struct ExactColumn {
    units: Int64Array,
    scale: Int32Array,
    wide: StringArray,
}

impl ExactColumn {
    pub(crate) fn get(&self, row: usize) -> Result<Option<Amount>, StoreError> {
        if self.units.is_valid(row) {
            let scale = u32::try_from(self.scale.value(row)).unwrap_or(0);
            return Ok(Some(Amount::from_units(
                self.units.value(row).into(),
                scale,
            )));
        }
        if self.wide.is_null(row) {
            return Ok(None);
        }
        let text = self.wide.value(row);
        let amount = Amount::parse_printed(text);
        amount
            .map(Some)
            .map_err(|_| StoreError::Unreadable(format!("an amount: {text}")))
    }
}

fn parts_of(name: &str) -> [String; 3] {
    ["units", "scale", "wide"].map(|part| format!("{name}_{part}"))
}

impl Kind for Exact {
    type Builder = ExactBuilder;
    type Column = ExactColumn;

    fn builder() -> ExactBuilder {
        ExactBuilder {
            units: Int64Builder::new(),
            scale: Int32Builder::new(),
            wide: StringBuilder::new(),
        }
    }

    fn fields(name: &str) -> Vec<Field> {
        let [units, scale, wide] = parts_of(name);
        vec![
            Field::new(units, DataType::Int64, true),
            Field::new(scale, DataType::Int32, true),
            Field::new(wide, DataType::Utf8, true),
        ]
    }

    fn packed(name: &str, properties: WriterPropertiesBuilder) -> WriterPropertiesBuilder {
        let [units, _, _] = parts_of(name);
        deltas(&units, properties)
    }

    fn arrays(builder: &mut ExactBuilder) -> Vec<ArrayRef> {
        vec![
            Arc::new(builder.units.finish()),
            Arc::new(builder.scale.finish()),
            Arc::new(builder.wide.finish()),
        ]
    }

    fn column(batch: &RecordBatch, name: &str) -> Result<ExactColumn, StoreError> {
        let [units, scale, wide] = parts_of(name);
        Ok(ExactColumn {
            units: wholes(batch, &units)?,
            scale: Small::column(batch, &scale)?,
            wide: texts(batch, &wide)?,
        })
    }
}

/// Defines a table: a struct that collects rows to write.
macro_rules! table {
    (
        $(#[$meta:meta])*
        $writer:ident { $( $(#[$field_meta:meta])* $name:ident: $kind:ident, )* }
    ) => {
        $(#[$meta])*
        pub(crate) struct $writer {
            $( $(#[$field_meta])* pub $name: <$crate::columns::fields::$kind as $crate::columns::fields::Kind>::Builder, )*
        }

        impl $writer {
            pub(crate) fn new() -> $writer {
                use $crate::columns::fields::Kind;
                $writer { $( $name: $crate::columns::fields::$kind::builder(), )* }
            }

            pub(crate) fn schema() -> arrow_schema::SchemaRef {
                use $crate::columns::fields::Kind;
                let fields = [$( $crate::columns::fields::$kind::fields(stringify!($name)), )*];
                std::sync::Arc::new(arrow_schema::Schema::new(fields.concat()))
            }

            pub(crate) fn properties() -> parquet::file::properties::WriterProperties {
                use $crate::columns::fields::Kind;
                let properties = $crate::columns::table::properties();
                $( let properties =
                    $crate::columns::fields::$kind::packed(stringify!($name), properties); )*
                properties.build()
            }

            /// The collected rows; the builder is empty afterwards.
            pub(crate) fn batch(
                &mut self,
            ) -> Result<arrow_array::RecordBatch, $crate::error::StoreError> {
                use $crate::columns::fields::Kind;
                let arrays = [$( $crate::columns::fields::$kind::arrays(&mut self.$name), )*];
                let batch = arrow_array::RecordBatch::try_new($writer::schema(), arrays.concat());
                batch.map_err(|error| $crate::columns::table::unreadable(error.into()))
            }
        }
    };
}
pub(crate) use table;

/// Defines a struct that reads columns of a table.
macro_rules! columns {
    (
        $(#[$meta:meta])*
        $reader:ident { $( $name:ident: $kind:ident, )* }
    ) => {
        $(#[$meta])*
        pub(crate) struct $reader {
            $( pub $name: <$crate::columns::fields::$kind as $crate::columns::fields::Kind>::Column, )*
        }

        impl $reader {
            pub(crate) fn of(
                batch: &arrow_array::RecordBatch,
            ) -> Result<$reader, $crate::error::StoreError> {
                use $crate::columns::fields::Kind;
                Ok($reader {
                    $( $name: $crate::columns::fields::$kind::column(batch, stringify!($name))?, )*
                })
            }
        }
    };
}
pub(crate) use columns;
