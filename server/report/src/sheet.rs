//! An exported table: named columns, each with one unit, and rows. The CSV, the JSON and
//! the JSON Schema are all made from it.

use std::io::{self, Write};

use ledger::{Layout, MONEY_SCALE, TextTable};
use serde_json::{Map, Value, json};

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A name, or words.
    Text,
    /// A whole number of things.
    Count,
    /// A sum in the currency that the row's column `currency` names, with
    /// [`MONEY_SCALE`] decimals.
    Money,
    /// An exact quantity of the asset that the row's column `asset` names.
    Quantity,
    /// A UTC day, `2022-10-18`.
    Day,
    /// A moment in UTC, RFC 3339.
    Moment,
}

impl Unit {
    /// Its name in the list of columns.
    fn as_str(self) -> &'static str {
        match self {
            Unit::Text => "text",
            Unit::Count => "count",
            Unit::Money => "currency",
            Unit::Quantity => "units of asset",
            Unit::Day => "UTC day",
            Unit::Moment => "UTC moment",
        }
    }

    /// The type in JSON, and the pattern of its text.
    fn shape(self) -> (&'static str, Option<String>) {
        let pattern = match self {
            Unit::Text => return ("string", None),
            Unit::Count => return ("integer", None),
            Unit::Money => format!(r"^-?[0-9]+\.[0-9]{{{MONEY_SCALE}}}$"),
            Unit::Quantity => r"^-?[0-9]+(\.[0-9]+)?$".to_owned(),
            Unit::Day => "^[0-9]{4}-[0-9]{2}-[0-9]{2}$".to_owned(),
            Unit::Moment => "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$".to_owned(),
        };
        ("string", Some(pattern))
    }
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) unit: Unit,
    /// Its meaning, in a sentence.
    pub(crate) meaning: &'static str,
    /// Whether the rows add up to the column of the same name of the whole.
    pub(crate) adds_up: bool,
    /// Whether a cell may be empty.
    pub(crate) may_lack: bool,
}

impl Column {
    pub(crate) const fn new(name: &'static str, unit: Unit, meaning: &'static str) -> Column {
        Column {
            name,
            unit,
            meaning,
            adds_up: false,
            may_lack: false,
        }
    }

    /// The same column, whose rows add up to the whole.
    pub(crate) const fn adding_up(mut self) -> Column {
        self.adds_up = true;
        self
    }

    /// The same column, whose cells may be empty.
    pub(crate) const fn or_empty(mut self) -> Column {
        self.may_lack = true;
        self
    }

    fn schema(&self) -> Value {
        let (kind, pattern) = self.unit.shape();
        let mut schema = Map::new();
        let kind = match self.may_lack {
            true => json!([kind, "null"]),
            false => json!(kind),
        };
        schema.insert("type".into(), kind);
        if let Some(pattern) = pattern {
            schema.insert("pattern".into(), pattern.into());
        }
        let description = format!("{}. Unit: {}.", self.meaning, self.unit.as_str());
        schema.insert("description".into(), description.into());
        schema.into()
    }
}

/// A table without its rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// The meaning of its rows.
    pub(crate) what: &'static str,
    pub(crate) columns: &'static [Column],
    /// Whether it has exactly one row. In JSON, such a table is an object.
    pub(crate) is_single: bool,
}

/// One row: a value for each column, `null` for an empty cell.
pub(crate) type Row = Vec<Value>;

impl Form {
    /// The rows as CSV.
    ///
    /// # Errors
    /// When the rows cannot be written.
    pub(crate) fn write_csv(&self, rows: &[Row], to: impl Write) -> io::Result<()> {
        let names = self.names();
        let mut table = TextTable::new(Layout::Csv, &names, to);
        for row in rows {
            table.row(row.iter().map(cell))?;
        }
        table.finish().map(drop)
    }

    fn names(&self) -> Vec<&'static str> {
        self.columns.iter().map(|column| column.name).collect()
    }

    /// The rows as JSON: a list of objects, or the one object.
    pub(crate) fn json(&self, rows: Vec<Row>) -> Value {
        let object = |row: Row| -> Value {
            let named = self.columns.iter().map(|column| column.name.to_owned());
            named.zip(row).collect::<Map<String, Value>>().into()
        };
        let mut rows = rows.into_iter().map(object);
        match self.is_single {
            true => rows.next().unwrap_or_default(),
            false => rows.collect(),
        }
    }

    /// The schema of [`Form::json`].
    pub(crate) fn schema(&self) -> Value {
        let columns = self.columns.iter();
        let properties: Map<String, Value> = columns
            .map(|column| (column.name.to_owned(), column.schema()))
            .collect();
        let row = json!({
            "type": "object",
            "description": self.what,
            "properties": properties,
            "required": self.names(),
            "additionalProperties": false,
        });
        match self.is_single {
            true => row,
            false => json!({ "type": "array", "description": self.what, "items": row }),
        }
    }

    /// The rows of the list of columns: one for each column.
    pub(crate) fn described(&self, table: &str) -> impl Iterator<Item = [String; 5]> {
        self.columns.iter().map(move |column| {
            let adds_up = if column.adds_up { "yes" } else { "no" };
            [
                table,
                column.name,
                column.unit.as_str(),
                adds_up,
                column.meaning,
            ]
            .map(str::to_owned)
        })
    }
}

/// The text of a cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
