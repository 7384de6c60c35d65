//! A snapshot's frozen document: all that a report or a bundle is made of.
//!
//! Freezing copies everything a total stands on into a document that never
//! changes afterwards, so that a bundle built years later says what the
//! snapshot said, whatever readers, prices and people did in between. It holds
//! no bytes of evidence and no lines: both stay in the store, under the hashes
//! named here. A claim's lines are a file of their own ([`LinesFile`]), and the
//! document keeps what they add up to, so that its totals need no line.

use ledger::losses::{CreditLine, LossLine, PositionNotValued, Terms};
use ledger::{DayOrder, Entry, Mapping, Members, Money, RowConflict, Why};
use serde::{Deserialize, Serialize};

use crate::claim::{ClaimState, ReviewState, Support};
use crate::counting::{TotalsBuilder, ValuedLine};
use crate::custody::Head;
use crate::recipient::Recipient;
use crate::totals::{Totals, TotalsError};

mod lines;
mod shares;

pub use lines::{
    ContestedAt, LinesFile, LinesReader, LinesSummary, LinesWriter, Row, SummaryBuilder, Written,
};
pub use shares::{Share, Shares, Withheld};

/// Version of the layout of [`Content`] and of the files of lines; a reader of old
/// snapshots looks here.
pub const DOCUMENT_VERSION: u32 = 2;

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
    /// Version of the incident's price book.
    pub price_version: i64,
    /// The price book, in the order in which its files name the sources of assets.
    pub price_files: Vec<PriceFile>,
    /// Sums of all that is above: [`Content::sum`].
    pub totals: Totals,
    /// Where the custody log stood.
    pub custody_head: Head,
}

/// The facts of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its id, as the custody log names it.
    pub id: String,
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
    /// Name and version: `FMV/1.1.0`.
    pub version: String,
    /// The settings every claim was valued with, to the letter: currency, basis,
    /// bridge, par, manipulated and unsettled assets, ages, aliases.
    pub terms: Terms,
    /// Release of the time-zone database that read local times: `2026a`
    /// ([`ledger::zone::database`]).
    pub time_zone_database: String,
}

/// One claimant's case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// What the claim is called outside: letters, digits and `-`, no name in it.
    pub reference: String,
    /// Its state when frozen.
    pub state: ClaimState,
    /// The claimant's name; only ever in identified bundles.
    pub claimant_name: String,
    /// The claimant's mail address; only ever in identified bundles.
    pub claimant_mail: String,
    /// The files, in the order they are read.
    pub files: Vec<File>,
    /// Its entries with their values, and those that were dropped: a file of their
    /// own. None where it has neither.
    pub lines: Option<LinesFile>,
    /// What of each exchange is contested, by the exchange's name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contested: Vec<ContestedAt>,
    /// Rows that two of its files tell differently; one of each counts, and stands
    /// among its lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<RowConflict>,
    /// What came back, valued.
    pub credits: Vec<CreditLine>,
    /// Derivative positions that fills alone can't value.
    pub positions_not_valued: Vec<PositionNotValued>,
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
    /// Format it was read as; none when the file is kept but not read, or is an
    /// archive whose members have formats of their own.
    pub format: Option<String>,
    /// Version of the reader; empty when the file was not read.
    pub reader_version: String,
    /// Name the claimant gave the account.
    pub account: String,
    /// Zone the claimant said, where the file has none.
    pub zone: Option<String>,
    /// What somebody said its columns mean, where no format knows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Mapping>,
    /// Format the claimant said, where several were within reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format_said: Option<String>,
    /// Which of day and month the claimant said stands first in its dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_order: Option<DayOrder>,
    /// The same, and what columns mean, of single files inside it.
    #[serde(default, skip_serializing_if = "is_silent")]
    pub members: Members,
    /// Whether its entries are in the claim; a file can be kept unread.
    pub read: bool,
    /// Rows that could not be read.
    pub rows_refused: u64,
}

fn is_silent(members: &Members) -> bool {
    members.0.is_empty()
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

/// What the coordinator says of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Open, queried or excluded.
    pub state: ReviewState,
    /// The question, or why it is excluded; empty for an open one.
    pub reason: String,
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
    /// Its number among the entries that start on its line.
    pub row: u32,
    /// Why.
    pub why: Why,
    /// SHA-256 of the file of the entry that stays.
    pub kept_evidence: String,
    /// That file as read.
    pub kept_file: String,
    /// Lines of the entry that stays.
    pub kept_line: String,
    /// Its number among the entries that start on its line.
    pub kept_row: u32,
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
    pub recipient: Recipient,
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
    /// The sum that was shown above it; none when nothing had a price, or where an
    /// older one did not keep it.
    #[serde(default)]
    pub loss: Option<Money>,
    /// SHA-256 of the files that were in the claim then.
    #[serde(default)]
    pub files: Vec<String>,
    /// Whether the claimant changed what figures follow from after signing (the
    /// claim was sent back) and has not signed again; none where that is not known.
    #[serde(default)]
    pub changed_since: Option<bool>,
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

impl Content {
    /// The totals of the claims that `chosen` picks.
    ///
    /// # Errors
    /// When a table does not add up.
    pub fn sum(&self, chosen: impl Fn(&Claim) -> bool) -> Result<Totals, TotalsError> {
        let mut sum = TotalsBuilder::new(&self.method.terms, self.price_version);
        for claim in self.claims.iter().filter(|claim| chosen(claim)) {
            claim.add_to(&mut sum);
        }
        sum.finish()
    }
}

impl Claim {
    /// Adds what the claim's contested lines come to, and its credits.
    pub fn add_to(&self, sum: &mut TotalsBuilder) {
        sum.claim(&self.reference, self.state);
        if let Some(LinesFile { summary, .. }) = &self.lines {
            sum.lines(self.state, &summary.sums, summary.excluded);
        }
        sum.positions(&self.reference, self.state, &self.positions_not_valued);
        sum.conflicts(self.state, &self.conflicts);
        for credit in &self.credits {
            sum.credit(&self.reference, self.state, credit);
        }
    }
}

impl Line {
    /// The line as totals take it, of a claim with this reference; none where it is
    /// not contested.
    pub fn valued<'l>(&'l self, claim: &'l str) -> Option<ValuedLine<'l>> {
        Some(ValuedLine {
            claim,
            exchange: &self.entry.exchange,
            time: self.entry.time,
            support: self.support,
            loss: self.loss.as_ref()?,
        })
    }
}
