//! What the columns of an unknown file mean, as somebody who knows it says.
//!
//! A mapping is a small JSON document. It finds its columns by their headers, so
//! that it fits every file of the same shape, and is named in each entry's reader
//! version by its hash: who has the file and the mapping reads the same entries.

pub(crate) mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

use crate::base::hex::hex;
use crate::base::text::Text;
use crate::cells::number::Fraction;
use crate::entry::messages::{Message, Messages};
use crate::entry::{Kind, Side};
use crate::time::parse_time::Dates;
use crate::time::zone::Zone;

/// The most characters of a name, a word or a header in a mapping.
pub const TEXT_CHARS_MAX: usize = 200;
/// The most words that a mapping may explain.
pub const WORDS_MAX: usize = 500;
/// Hex digits of the hash that name a mapping.
const NAME_DIGITS: usize = 12;
/// The reader of mapped files; changes whenever the same bytes and mapping could
/// give other entries.
pub(crate) const VERSION: &str = "3";

/// What a column of an unknown file can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumCount, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// When: date and time, or the date alone where `time_of_day` has the rest.
    Time,
    /// The time of the day, where it has a column of its own.
    TimeOfDay,
    /// Base and quote in one name: `BTC-USDT`, `BTCUSDT`.
    Market,
    /// The asset that was bought or sold.
    Base,
    /// The asset that it was paid in.
    Quote,
    /// Buy or sell.
    Side,
    /// Price of one base in quote.
    Price,
    /// How much of the base, or of the asset, without a sign that matters.
    Size,
    /// The same, below zero where it was sold.
    SignedSize,
    /// What was paid or received in quote.
    Total,
    /// The fee, above zero where it was paid.
    Fee,
    /// The fee, below zero where it was paid.
    NegativeFee,
    /// Asset of the fee.
    FeeAsset,
    /// Asset that left the account.
    OutAsset,
    /// How much of it.
    OutAmount,
    /// Asset that came into the account.
    InAsset,
    /// How much of it.
    InAmount,
    /// The one asset that a row is about.
    Asset,
    /// By how much it changed, below zero where it left.
    Change,
    /// How much of it the account held behind the row.
    Balance,
    /// What sort of movement, by a word.
    Kind,
    /// Whether it happened: cancelled and failed rows moved nothing.
    Status,
    /// Order id.
    OrderId,
    /// Trade (fill) id.
    TradeId,
    /// Sub-account or wallet.
    Wallet,
    /// Chain that coins moved over.
    Network,
    /// Hash of the transaction on it.
    TxHash,
    /// Where coins went to.
    Address,
    /// What the address needs beside it: memo, tag, payment id.
    Memo,
    /// Id that whoever placed the order gave it.
    ClientOrderId,
    /// Internet address that the exchange names.
    Ip,
    /// Label of the API key, never a secret.
    ApiKeyLabel,
    /// Anything to keep with the entry.
    Remark,
}

impl Role {
    /// Every role, in the order in which a person is asked.
    pub const ALL: [Role; Role::COUNT] = [
        Role::Time,
        Role::TimeOfDay,
        Role::Kind,
        Role::Side,
        Role::Market,
        Role::Base,
        Role::Quote,
        Role::Size,
        Role::SignedSize,
        Role::Price,
        Role::Total,
        Role::Fee,
        Role::NegativeFee,
        Role::FeeAsset,
        Role::OutAsset,
        Role::OutAmount,
        Role::InAsset,
        Role::InAmount,
        Role::Asset,
        Role::Change,
        Role::Balance,
        Role::Status,
        Role::OrderId,
        Role::TradeId,
        Role::Wallet,
        Role::Network,
        Role::TxHash,
        Role::Address,
        Role::Memo,
        Role::ClientOrderId,
        Role::Ip,
        Role::ApiKeyLabel,
        Role::Remark,
    ];

    /// The word of the mapping's JSON.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether one value may stand for the whole file ([`Mapping::values`]).
    pub fn may_be_fixed(self) -> bool {
        matches!(
            self,
            Role::Market
                | Role::Base
                | Role::Quote
                | Role::Side
                | Role::FeeAsset
                | Role::OutAsset
                | Role::InAsset
                | Role::Asset
                | Role::Wallet
        )
    }

    /// Whether its cells are numbers.
    pub(crate) fn is_number(self) -> bool {
        matches!(
            self,
            Role::Price
                | Role::Size
                | Role::SignedSize
                | Role::Total
                | Role::Fee
                | Role::NegativeFee
                | Role::OutAmount
                | Role::InAmount
                | Role::Change
                | Role::Balance
        )
    }
}

/// Which column, by its header; by its number where the header says nothing or
/// says it more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnName {
    /// Its header, compared without case, spaces and marks; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub header: String,
    /// Its place, 1-based.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<usize>,
}

/// How a file writes its dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum DateOrder {
    /// `2022-10-18 21:00:07`.
    #[default]
    YearFirst,
    /// `18/10/2022 21:00:07`.
    DayFirst,
    /// `10/18/2022 21:00:07`.
    MonthFirst,
    /// Seconds since 1970 in UTC; 13 digits are milliseconds, 16 microseconds.
    Unix,
}

impl DateOrder {
    /// Every order.
    pub const ALL: [DateOrder; 4] = *DateOrder::VARIANTS.as_array().unwrap();

    /// The word of the JSON.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    pub(crate) fn dates(self) -> Dates {
        match self {
            DateOrder::YearFirst => Dates::YearFirst,
            DateOrder::DayFirst => Dates::DayFirst,
            DateOrder::MonthFirst => Dates::MonthFirst,
            DateOrder::Unix => Dates::Unix,
        }
    }
}

/// What separates the fraction of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum DecimalSign {
    /// `1,250.5`.
    Point,
    /// `1.250,5`.
    Comma,
}

impl DecimalSign {
    /// The word of the JSON.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    pub(crate) fn fraction(self) -> Fraction {
        match self {
            DecimalSign::Point => Fraction::Point,
            DecimalSign::Comma => Fraction::Comma,
        }
    }
}

/// What the columns of a file mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Exchange the file comes from: lower-case letters, digits, `-`, `.`, `_`.
    pub exchange: String,
    /// Which column holds what.
    pub columns: BTreeMap<Role, ColumnName>,
    /// What holds for every row, where no column says it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<Role, String>,
    /// What sort of movement a row is where no word of the column `kind` says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// What the words of the column `kind` mean.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<String, Kind>,
    /// Words of the column `kind` whose rows moved nothing.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub skip: BTreeSet<String>,
    /// Words for buying, beside `buy` and its translations.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub buy: BTreeSet<String>,
    /// Words for selling.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sell: BTreeSet<String>,
    /// Words of the column `status` that say that it happened, beside `completed` and its like.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub done: BTreeSet<String>,
    /// How dates are written.
    #[serde(default)]
    pub dates: DateOrder,
    /// The decimal sign; found out from the file's cells when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalSign>,
    /// The zone of times that the file does not place itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// What a mapping lacks, or has wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", Message::from(self.clone()))]
pub enum Lack {
    /// No exchange, or no name for one.
    Exchange,
    /// No column of times.
    Time,
    /// Nothing says what rows are.
    Kind,
    /// A trade without a pair.
    Pair,
    /// A trade without a direction.
    Side,
    /// Nothing says how much.
    Amount,
    /// A trade without what was paid.
    Price,
    /// An amount without its asset.
    Asset,
    /// A column that the mapping does not identify.
    Column(Role),
    /// Two columns for one thing.
    Twice(Role, Role),
    /// A value for what cannot be the same in every row.
    Fixed(Role),
    /// Not a zone.
    Zone(String),
    /// A text or a list is too long.
    TooLong,
}

impl From<Lack> for Message {
    fn from(lack: Lack) -> Message {
        let name = |role: Role| Text::new(role.as_str());
        match lack {
            Lack::Exchange => Message::MappingExchange,
            Lack::Time => Message::MappingTime,
            Lack::Kind => Message::MappingKind,
            Lack::Pair => Message::MappingPair,
            Lack::Side => Message::MappingSide,
            Lack::Amount => Message::MappingAmount,
            Lack::Price => Message::MappingPrice,
            Lack::Asset => Message::MappingAssetColumn,
            Lack::Column(role) => Message::MappingNoColumn { name: name(role) },
            Lack::Twice(first, second) => Message::MappingTwice {
                first: name(first),
                second: name(second),
            },
            Lack::Fixed(role) => Message::MappingFixed { name: name(role) },
            Lack::Zone(text) => Message::ZoneNoneMapped { text: text.into() },
            Lack::TooLong => Message::MappingTooLong {
                count: TEXT_CHARS_MAX as u64,
                count_words: WORDS_MAX as u64,
            },
        }
    }
}

/// Why a text is no mapping.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum MappingError {
    /// It is no JSON of this shape.
    Json(#[from] serde_json::Error),
    /// It is, and does not suffice.
    Lacks(Vec<Lack>),
}

impl MappingError {
    /// What to say of it.
    pub fn message(&self) -> Message {
        match self {
            MappingError::Json(error) => Message::MappingUnread {
                error: error.to_string().into(),
            },
            MappingError::Lacks(lacks) => Message::MappingNotEnough {
                messages: Messages(lacks.iter().cloned().map(Message::from).collect()),
            },
        }
    }
}

impl Mapping {
    /// Reads a mapping and checks it.
    ///
    /// # Errors
    /// When it is no JSON of this shape, or says too little to make entries.
    pub fn parse(json: &str) -> Result<Mapping, MappingError> {
        let mapping: Mapping = serde_json::from_str(json)?;
        match &mapping.check()[..] {
            [] => Ok(mapping),
            _ => Err(MappingError::Lacks(mapping.check())),
        }
    }

    /// The mapping as JSON, always the same text for the same mapping.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and words are always JSON")
    }

    /// What names this mapping: the first 12 hex digits of its JSON's SHA-256.
    pub fn name(&self) -> String {
        let mut name = hex(&Sha256::digest(self.to_json()));
        name.truncate(NAME_DIGITS);
        name
    }

    /// The reader's version with the mapping's name: `1+6f0d0a43c1be`.
    pub fn reader_version(&self) -> String {
        format!("{VERSION}+{}", self.name())
    }

    /// Everything that it lacks or has wrong; nothing when it can be used.
    pub fn check(&self) -> Vec<Lack> {
        let mut lacks = Vec::new();
        let mut need = |holds: bool, lack: Lack| {
            if !holds {
                lacks.push(lack);
            }
        };
        need(is_exchange(&self.exchange), Lack::Exchange);
        need(self.columns.contains_key(&Role::Time), Lack::Time);
        need(
            self.kind.is_some() || self.columns.contains_key(&Role::Kind),
            Lack::Kind,
        );
        self.check_amounts(&mut need);
        for (role, column) in &self.columns {
            let is_named = !column.header.trim().is_empty() || column.number.is_some_and(|n| n > 0);
            need(is_named, Lack::Column(*role));
        }
        for (one, other) in [
            (Role::Size, Role::SignedSize),
            (Role::Fee, Role::NegativeFee),
        ] {
            let both = self.columns.contains_key(&one) && self.columns.contains_key(&other);
            need(!both, Lack::Twice(one, other));
        }
        for role in self.values.keys() {
            need(role.may_be_fixed(), Lack::Fixed(*role));
        }
        if let Some(zone) = &self.zone {
            need(zone.parse::<Zone>().is_ok(), Lack::Zone(zone.clone()));
        }
        need(self.is_short(), Lack::TooLong);
        lacks
    }

    fn check_amounts(&self, need: &mut impl FnMut(bool, Lack)) {
        let any = |roles: &[Role]| roles.iter().any(|role| self.says(*role));
        let has_legs = any(&[Role::OutAmount, Role::InAmount]);
        let has_change = any(&[Role::Change]);
        let may_trade = matches!(self.kind, Some(Kind::Trade | Kind::Derivative));
        if has_legs || has_change {
            let asset = any(&[Role::Asset, Role::Base, Role::OutAsset, Role::InAsset]);
            need(asset, Lack::Asset);
        } else if may_trade {
            let has_pair = any(&[Role::Market]) || any(&[Role::Base]) && any(&[Role::Quote]);
            need(has_pair, Lack::Pair);
            need(any(&[Role::Side, Role::SignedSize]), Lack::Side);
            need(any(&[Role::Size, Role::SignedSize]), Lack::Amount);
            need(any(&[Role::Price, Role::Total]), Lack::Price);
        } else {
            let fee_only = self.kind == Some(Kind::Fee) && any(&[Role::Fee, Role::NegativeFee]);
            need(
                fee_only || any(&[Role::Size, Role::SignedSize]),
                Lack::Amount,
            );
            let asset = any(&[Role::Asset, Role::Base, Role::Market, Role::FeeAsset]);
            need(asset, Lack::Asset);
        }
    }

    /// Whether a column or a value says it.
    fn says(&self, role: Role) -> bool {
        self.columns.contains_key(&role) || self.values.contains_key(&role)
    }

    fn is_short(&self) -> bool {
        let lists = [&self.skip, &self.buy, &self.sell, &self.done];
        let words = lists.into_iter().flatten().chain(self.kinds.keys());
        let headers = self.columns.values().map(|column| &column.header);
        let mut texts = words.chain(headers).chain(self.values.values());
        let count = self.kinds.len() + lists.iter().map(|list| list.len()).sum::<usize>();
        count <= WORDS_MAX && texts.all(|text| text.chars().count() <= TEXT_CHARS_MAX)
    }

    /// The assumed meaning of a word that the mapping does not explain.
    pub fn known_kind(word: &str) -> Option<Kind> {
        words::kind(word)
    }

    /// What a word for a side means in this file.
    pub(crate) fn side_word(&self, word: &str) -> Option<Side> {
        let is_in = |words: &BTreeSet<String>| words.iter().any(|known| is_same(known, word));
        match (is_in(&self.buy), is_in(&self.sell)) {
            (true, _) => Some(Side::Buy),
            (_, true) => Some(Side::Sell),
            _ => words::side(word),
        }
    }

    /// What a word for a kind means in this file; `None` where the mapping does not say.
    pub(crate) fn kind_word(&self, word: &str) -> Option<Kind> {
        let own = self.kinds.iter().find(|(known, _)| is_same(known, word));
        own.map(|(_, kind)| *kind)
            .or_else(|| words::kind(word))
            .or(self.kind)
    }

    /// Whether rows with this word in the column `kind` moved nothing.
    pub(crate) fn skips(&self, word: &str) -> bool {
        self.skip.iter().any(|known| is_same(known, word))
    }

    /// Whether this status says that the row happened.
    pub(crate) fn is_done(&self, status: &str) -> bool {
        words::is_done(status) || self.done.iter().any(|known| is_same(known, status))
    }
}

impl fmt::Display for Mapping {
    /// As JSON for a person, a field a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string_pretty(self).expect("texts and words are always JSON");
        f.write_str(&text)
    }
}

fn is_exchange(name: &str) -> bool {
    let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_');
    (1..=40).contains(&name.len()) && name.bytes().all(is_plain)
}

/// Words are compared without case and the spaces around them.
pub(crate) fn is_same(known: &str, word: &str) -> bool {
    known.trim().to_lowercase() == word.trim().to_lowercase()
}

/// A mapping as it goes with the column map of one file.
#[derive(Clone, Debug)]
pub(crate) struct Mapped(pub Arc<Mapping>);
