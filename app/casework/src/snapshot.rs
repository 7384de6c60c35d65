//! A snapshot's frozen document: all that a report or a bundle is made of.
//!
//! Freezing copies everything a total stands on into one value that never
//! changes afterwards, so that a bundle built years later says what the
//! snapshot said, whatever readers, prices and people did in between. It holds
//! no bytes of evidence: those stay in the store, under the hashes named here.

use ledger::{Amount, Entry};
use serde::{Deserialize, Serialize};

/// Version of the layout of [`Content`]; a reader of old snapshots looks here.
pub const DOCUMENT_VERSION: u32 = 1;

/// The ledger's types, in the shape they are frozen in. These three names stand
/// in for the ledger's own until it has them; the JSON stays the same.
pub type Money = Amount;
/// See [`Money`].
pub type LossLine = serde_json::Value;
/// See [`Money`].
pub type Terms = serde_json::Value;

/// The frozen document of one snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// [`DOCUMENT_VERSION`] when it was frozen.
    pub document_version: u32,
    /// What happened, as the incident says.
    pub incident: Incident,
    /// Number of the snapshot within its incident, from 1.
    pub number: u32,
    /// When it was frozen, in microseconds since 1970 UTC.
    pub frozen_at_us: i64,
    /// How losses were computed.
    pub method: Method,
    /// Every claim that is not a draft, by reference.
    pub claims: Vec<Claim>,
    /// The price book, in the order that breaks ties between files.
    pub price_files: Vec<PriceFile>,
    /// Sums of all that is above.
    pub totals: Totals,
    /// Where the custody log stood.
    pub custody_head: Head,
}

/// The facts of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Short name in addresses and file names: `a-z`, `0-9` and `-`.
    pub slug: String,
    /// Name as people say it.
    pub name: String,
    /// First moment of its window, in microseconds since 1970 UTC.
    pub from_us: Option<i64>,
    /// First moment after its window.
    pub to_us: Option<i64>,
    /// Exchanges and services concerned.
    pub venues: Vec<String>,
}

/// How losses were computed: enough to compute them again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Name and version: `FMV/1.0.0`.
    pub version: String,
    /// The incident's settings: currency, basis, bridge, par, manipulated
    /// assets, ages, aliases.
    pub terms: Terms,
    /// Release of the time-zone database that read local times: `2026a`.
    pub time_zone_database: String,
}

/// One claimant's case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// What the claim is called outside: letters, digits and `-`, no name in it.
    pub reference: String,
    /// Its state when frozen.
    pub state: String,
    /// The claimant's name; only ever in identified bundles.
    pub claimant_name: String,
    /// The claimant's mail address; only ever in identified bundles.
    pub claimant_mail: String,
    /// The files, in the order they are read.
    pub files: Vec<File>,
    /// Entries that count, in the order the readers gave them.
    pub lines: Vec<Line>,
    /// Entries read but dropped as told twice.
    pub dropped: Vec<Dropped>,
    /// What came back.
    pub credits: Vec<Credit>,
    /// What the claimant says happened, in the language they wrote it in.
    pub statement: Option<Statement>,
    /// What may be shared with whom.
    pub consents: Vec<Consent>,
    /// The signature under all of it.
    pub declaration: Option<Declaration>,
}

/// One evidence file and how it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// SHA-256 in lower-case hex: its identity.
    pub sha256: String,
    /// Length.
    pub size_bytes: u64,
    /// Media type by content, not by name.
    pub media_type: String,
    /// When it was received, in microseconds since 1970 UTC.
    pub received_us: i64,
    /// Name as the claimant's computer gave it.
    pub name: String,
    /// Name the readers were given: `name`, made unique within the claim.
    /// `Entry::file` is this, or `this!member` inside an archive.
    pub read_as: String,
    /// Format that was read; none when the file is kept but not read, or is an
    /// archive whose members have formats of their own.
    pub format: Option<String>,
    /// Version of the reader; empty when the file was not read.
    pub reader_version: String,
    /// Name the claimant gave the account.
    pub account: String,
    /// Zone the claimant said, where the file has none.
    pub zone: Option<String>,
    /// Whether its entries are in the claim; a file can be kept unread.
    pub read: bool,
    /// Rows that could not be read.
    pub rows_refused: u64,
}

/// One entry with what people said of it and what it lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The movement, as its file tells it.
    pub entry: Entry,
    /// SHA-256 of its file; none when it was typed in.
    pub evidence: Option<String>,
    /// What stands behind it.
    pub support: Support,
    /// Why the claimant says it was not theirs; none when it is not contested.
    pub contested: Option<String>,
    /// Why an entry inside a contested period is not contested.
    pub left_out: Option<String>,
    /// What the coordinator says.
    pub review: Review,
    /// Its value; there for every contested line, excluded ones too.
    pub loss: Option<LossLine>,
}

/// Where a line's facts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Support {
    /// Typed in by the claimant.
    Claimed,
    /// Read from an export.
    Documented,
    /// A second, independent source agrees.
    Corroborated,
}

impl Support {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Support::Claimed => "claimed",
            Support::Documented => "documented",
            Support::Corroborated => "corroborated",
        }
    }
}

/// What the coordinator says of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum Review {
    /// Nothing said.
    #[default]
    Open,
    /// A question is open; the line counts.
    Queried {
        /// The question.
        reason: String,
    },
    /// The line counts nowhere.
    Excluded {
        /// Why.
        reason: String,
    },
}

impl Review {
    /// The word of the contract.
    pub fn as_str(&self) -> &'static str {
        match self {
            Review::Open => "open",
            Review::Queried { .. } => "queried",
            Review::Excluded { .. } => "excluded",
        }
    }

    /// The reason given; empty for an open review.
    pub fn reason(&self) -> &str {
        match self {
            Review::Open => "",
            Review::Queried { reason } | Review::Excluded { reason } => reason,
        }
    }
}

/// An entry that was read but is told by another one already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// SHA-256 of its file.
    pub evidence: String,
    /// Its file as read (`Entry::file`).
    pub file: String,
    /// Its lines, joined by `+`.
    pub line: String,
    /// Why: the ledger's words.
    pub why: String,
    /// File of the entry that stays.
    pub kept_file: String,
    /// Lines of the entry that stays.
    pub kept_line: String,
}

/// Something that came back (method §1.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// When, as given: a date means the end of that day.
    pub time: String,
    /// What: a ticker or the reporting currency.
    pub asset: String,
    /// How much of it.
    pub amount: Amount,
    /// What shows it: a file's SHA-256 or words.
    pub evidence: String,
    /// Remark.
    pub note: String,
    /// Its value, rounded once; none when there is no price.
    pub value: Option<Money>,
}

/// A claimant's statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Language it is written in (`en`, `fr`, …).
    pub language: String,
    /// Its text, as written.
    pub text: String,
    /// Last changed, in microseconds since 1970 UTC.
    pub written_us: i64,
}

/// A claimant's word on one recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Who may have it.
    pub recipient: String,
    /// When it was given, in microseconds since 1970 UTC.
    pub given_us: i64,
}

/// The claimant's declaration at submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// The text that was declared, as shown.
    pub text: String,
    /// Name it was signed with.
    pub signed_name: String,
    /// When, in microseconds since 1970 UTC.
    pub signed_us: i64,
    /// Pseudonym of who filed it, when that was not the claimant.
    pub filed_by: Option<String>,
}

/// One file of the price book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceFile {
    /// SHA-256 in lower-case hex.
    pub sha256: String,
    /// Length.
    pub size_bytes: u64,
    /// Name as given: it may carry the pair and the window.
    pub name: String,
    /// Asset and quote, where somebody had to say them.
    pub pair: Option<(String, String)>,
}

/// Where a custody log stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of the last record.
    pub sequence: u64,
    /// Its own hash, in lower-case hex.
    pub hash: String,
    /// Its time, in microseconds since 1970 UTC.
    pub at_us: i64,
}

/// Sums over claims, each saying what it counts: contested lines, not excluded,
/// of claims that are submitted, in review, returned or accepted; of accepted
/// ones alone beside it (method, "What a total counts").
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Method version: `FMV/1.0.0`.
    pub method: String,
    /// Basis: `event` or `date:YYYY-MM-DD`.
    pub basis: String,
    /// Reporting currency.
    pub currency: String,
    /// The whole.
    pub total: Row,
    /// By claim reference; adds up to `total`.
    pub by_claimant: Vec<Row>,
    /// By exchange; adds up to `total` without credits.
    pub by_exchange: Vec<Row>,
    /// By UTC day (`YYYY-MM-DD`); adds up to `total` without credits.
    pub by_day: Vec<Row>,
    /// By asset; its losses add up to `total`'s.
    pub by_asset: Vec<AssetRow>,
    /// What has no price: in no sum, never zero.
    pub unpriced: Vec<Unpriced>,
}

/// One row of a table of totals.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Claim reference, exchange or day; `total` for the whole.
    pub key: String,
    /// All claims that count.
    pub counted: Columns,
    /// Accepted claims alone.
    pub accepted: Columns,
}

/// Documented and claimed lines apart, never added.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Columns {
    /// Lines read from an export (corroborated ones among them).
    pub documented: Column,
    /// Lines only typed in.
    pub claimed: Column,
    /// What came back; none where credits have no place (exchange, day).
    pub credits: Option<Money>,
    /// Documented loss less credits, never floored; none where `credits` is.
    pub net: Option<Money>,
    /// Credits that have no price.
    pub credits_unpriced: u64,
}

/// One sum of loss lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Contested entries, unpriced ones among them.
    pub entries: u64,
    /// Those without a price.
    pub unpriced: u64,
    /// Sum of the lines above zero.
    pub gross_loss: Money,
    /// Sum of the lines below zero, as a positive number.
    pub gross_gain: Money,
    /// `gross_loss − gross_gain`.
    pub loss: Money,
}

/// Loss and units of one asset.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AssetRow {
    /// Ticker as in the files.
    pub asset: String,
    /// All claims that count.
    pub counted: AssetColumns,
    /// Accepted claims alone.
    pub accepted: AssetColumns,
}

/// Parts of lines that belong to an asset, documented and claimed apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AssetColumns {
    /// Parts of documented lines.
    pub documented: Money,
    /// Parts of claimed lines.
    pub claimed: Money,
    /// Units gained (or lost, below zero) in documented lines, unpriced ones
    /// included: the basis `native`.
    pub native_documented: Amount,
    /// The same in claimed lines.
    pub native_claimed: Amount,
}

/// One quantity without a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unpriced {
    /// Claim reference.
    pub claim: String,
    /// File as read; empty when typed in.
    pub file: String,
    /// Lines, joined by `+`.
    pub line: String,
    /// Asset without a price.
    pub asset: String,
    /// Units gained (or lost, below zero).
    pub units: Amount,
    /// "At most": what was paid for it, where that has a price.
    pub at_most: Option<Money>,
}
