//! What two files of one account say differently of one row (method §7.2).

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::base::text::Text;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::numbers::money::Money;

/// Where a row stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file, as its entries name it.
    pub file: Text,
    /// Its lines, as the contract prints them.
    pub line: Text,
}

impl Place {
    /// Where an entry stands.
    pub fn of(entry: &Entry) -> Place {
        Place {
            file: entry.file.clone(),
            line: entry.lines.as_text(),
        }
    }
}

/// A field in which two rows of one id can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Differs {
    /// When.
    Time,
    /// Buy or sell, or what was given for what.
    Side,
    /// How much of a contract.
    Size,
    /// The price of a unit.
    Price,
    /// How much went out.
    Out,
    /// How much came in.
    In,
    /// The fee, or what it was paid in.
    Fee,
    /// The order that it belongs to.
    Order,
}

impl Differs {
    /// Every field, in the order in which they are named.
    pub const ALL: [Differs; 8] = *Differs::VARIANTS.as_array().unwrap();

    /// The word of tables.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Why the row that counts is the one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum CountedBy {
    /// Its file tells the money more finely.
    FinerDetail,
    /// It moved less.
    MovedLess,
    /// Its file is the first by SHA-256, or its line is the first.
    FirstByHash,
    /// A person decided it.
    Settled,
}

impl CountedBy {
    /// The word of tables.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Whether a person decided which of two rows in conflict counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum ConflictState {
    /// Nobody did; one of them counts by a rule, or because it was chosen over a third row.
    #[default]
    Open,
    /// Somebody did.
    Settled,
}

impl ConflictState {
    /// The word of tables.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    fn is_open(&self) -> bool {
        *self == ConflictState::Open
    }
}

/// Two rows of two files of one account that share an id which names one row, and
/// say different things of it. One of them counts: by a rule until a person decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowConflict {
    /// The exchange.
    pub exchange: Text,
    /// The account.
    pub account: Text,
    /// What sort of movement.
    pub kind: Kind,
    /// The market or contract, else the asset.
    pub market: Text,
    /// The id that both have.
    pub id: Text,
    /// The row that counts.
    pub counted: Place,
    /// The row that does not.
    pub other: Place,
    /// In what they differ; never empty.
    pub differs: Vec<Differs>,
    /// Why the one counts and not the other.
    pub counted_by: CountedBy,
    /// Whether a person decided between the two.
    #[serde(default, skip_serializing_if = "ConflictState::is_open")]
    pub state: ConflictState,
    /// By how much the loss would differ if the other counted, where the row is
    /// contested and both have a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apart: Option<Money>,
}

impl RowConflict {
    pub(super) fn of(
        counted: &Entry,
        other: &Entry,
        differs: Vec<Differs>,
        (counted_by, state): (CountedBy, ConflictState),
    ) -> RowConflict {
        RowConflict {
            exchange: counted.exchange.clone(),
            account: counted.account.clone(),
            kind: counted.kind,
            market: market_of(counted),
            id: counted.trade_id.clone(),
            counted: Place::of(counted),
            other: Place::of(other),
            differs,
            counted_by,
            state,
            apart: None,
        }
    }

    /// Whether nobody decided between the two rows yet.
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// The fields that differ, as tables and messages have them.
    pub fn differs_words(&self) -> String {
        let words: Vec<&str> = self.differs.iter().map(|field| field.as_str()).collect();
        words.join(", ")
    }

    /// The line that says so on standard error, at the row that does not count.
    pub fn diagnostic(&self) -> Diagnostic {
        let Place { file, line } = &self.counted;
        let (id, market) = (self.id.clone(), self.market.clone());
        let (file, line) = (file.clone(), line.clone());
        let fields = self.differs_words().into();
        let message = match self.counted_by {
            CountedBy::FinerDetail => Message::ClaimConflictDetail {
                id,
                market,
                file,
                line,
                fields,
            },
            CountedBy::MovedLess => Message::ClaimConflictLess {
                id,
                market,
                file,
                line,
                fields,
            },
            CountedBy::FirstByHash => Message::ClaimConflictHash {
                id,
                market,
                file,
                line,
                fields,
            },
            CountedBy::Settled => Message::ClaimConflictChosen {
                id,
                market,
                file,
                line,
                fields,
            },
        };
        Diagnostic {
            file: self.other.file.to_string(),
            line: first_line(&self.other.line),
            column: 0,
            code: Code::WarnConflict,
            message,
        }
    }
}

fn first_line(lines: &str) -> u64 {
    let first = lines.split('+').next().unwrap_or_default();
    first.parse().unwrap_or(0)
}

/// The market or contract as the file names it, else what moved.
fn market_of(entry: &Entry) -> Text {
    if !entry.market.is_empty() {
        return entry.market.clone();
    }
    let moved = [&entry.out, &entry.in_, &entry.fee].into_iter().flatten();
    moved
        .map(|quantity| quantity.asset.clone())
        .next()
        .unwrap_or_default()
}
