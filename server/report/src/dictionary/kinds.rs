//! What the cells of a column are: their type and their unit.

use casework::{ClaimState, Recipient, ReviewState, Support};
use ledger::{Kind, MONEY_SCALE};
use serde_json::{Value, json};

/// What the cells of a column are. Any cell may also be empty.
#[derive(Clone, Copy, Debug)]
pub(crate) enum CellKind {
    /// A name, an id, or words.
    Text,
    /// A word of a closed list.
    Word(Words),
    /// `yes` or `no`; some columns leave `no` out.
    YesOrNo,
    /// A whole number, with its unit.
    Whole(&'static str),
    /// An exact number, with its unit.
    Number(&'static str),
    /// An exact quantity of the asset that another column names.
    Quantity { of: &'static str },
    /// A price of one unit of the asset that another column names. It may be a product of
    /// several prices (`19343.04*0.9997/0.9778`), and so is a text.
    Price { of: &'static str },
    /// A sum in the reporting currency, with [`MONEY_SCALE`] decimals.
    Money,
    /// A moment in UTC, RFC 3339, with the precision of its source.
    Moment,
    /// A SHA-256 in lower-case hex.
    Sha256,
    /// A path below the top folder of the bundle.
    Path,
}

/// A closed list of words.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Words {
    ClaimState,
    EntryKind,
    Recipient,
    Review,
    Side,
    Status,
    Support,
}

impl Words {
    fn all(self) -> Vec<&'static str> {
        match self {
            Words::ClaimState => ClaimState::ALL.map(ClaimState::as_str).to_vec(),
            Words::EntryKind => Kind::ALL.map(Kind::as_str).to_vec(),
            Words::Recipient => Recipient::ALL.map(Recipient::as_str).to_vec(),
            Words::Review => ReviewState::ALL.map(ReviewState::as_str).to_vec(),
            Words::Side => vec!["buy", "sell"],
            Words::Status => vec!["priced", "unpriced"],
            Words::Support => Support::ALL.map(Support::as_str).to_vec(),
        }
    }
}

/// One column of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) cells: CellKind,
    /// Its meaning, in a sentence.
    pub(crate) meaning: &'static str,
}

/// A column.
pub(crate) const fn field(name: &'static str, cells: CellKind, meaning: &'static str) -> Field {
    Field {
        name,
        cells,
        meaning,
    }
}

impl CellKind {
    /// The unit, in words.
    pub(crate) fn unit(self) -> String {
        match self {
            CellKind::Text | CellKind::Word(_) => "text".to_owned(),
            CellKind::YesOrNo => "yes or no".to_owned(),
            CellKind::Whole(unit) | CellKind::Number(unit) => unit.to_owned(),
            CellKind::Quantity { of } => format!("units of the asset in {of}"),
            CellKind::Price { of } => format!("reporting currency a unit of the asset in {of}"),
            CellKind::Money => format!("reporting currency, {MONEY_SCALE} decimals"),
            CellKind::Moment => "UTC moment".to_owned(),
            CellKind::Sha256 => "SHA-256 in hex".to_owned(),
            CellKind::Path => "path in the bundle".to_owned(),
        }
    }

    /// The type in a Table Schema (Frictionless, <https://specs.frictionlessdata.io/table-schema/>).
    fn type_name(self) -> &'static str {
        match self {
            CellKind::Text | CellKind::Word(_) | CellKind::Price { .. } => "string",
            CellKind::Sha256 | CellKind::Path => "string",
            CellKind::YesOrNo => "boolean",
            CellKind::Whole(_) => "integer",
            CellKind::Number(_) | CellKind::Quantity { .. } | CellKind::Money => "number",
            CellKind::Moment => "datetime",
        }
    }
}

impl Field {
    /// The column in a Table Schema.
    pub(crate) fn schema(&self) -> Value {
        let unit = self.cells.unit();
        let mut schema = json!({
            "name": self.name,
            "type": self.cells.type_name(),
            "description": format!("{}. Unit: {unit}.", self.meaning),
            "unit": unit,
        });
        match self.cells {
            CellKind::YesOrNo => {
                schema["trueValues"] = json!(["yes"]);
                schema["falseValues"] = json!(["no"]);
            }
            CellKind::Word(words) => schema["constraints"] = json!({ "enum": words.all() }),
            CellKind::Sha256 => schema["constraints"] = json!({ "pattern": "[0-9a-f]{64}" }),
            _ => {}
        }
        schema
    }
}
