//! The frozen document of a snapshot: everything that a report or a bundle is made of.
//!
//! Freezing copies all inputs of a total into a document that never changes afterwards. A
//! bundle built years later therefore shows what the snapshot showed, even if readers,
//! prices or people have changed. The document holds no bytes of evidence and no lines; both
//! stay in the store, under the hashes named here. The lines of a claim are a file of their
//! own ([`LinesFile`]). The document keeps their sums, so that its totals need no line.

use ledger::losses::{CreditLine, LossLine, PositionNotValued, Terms};
use ledger::{DayOrder, Entry, Mapping, Members, Money, RowConflict, Why};
use serde::{Deserialize, Serialize};

use crate::claim::{ClaimState, ReviewState, Support};
use crate::counting::{TotalsBuilder, ValuedLine};
use crate::custody::Head;
use crate::recipient::Recipient;
use crate::totals::{Counts, Totals, TotalsError};

mod lines;
mod shares;

pub use lines::{
    ContestedAt, LinesFile, LinesReader, LinesSummary, LinesWriter, Row, SummaryBuilder, Written,
};
pub use shares::{Share, Shares, Withheld};

/// Version of the layout of [`Content`] and of the files of lines. It rises with each new
/// figure, so that [`Content::adds_up`] knows which documents lack it.
pub const DOCUMENT_VERSION: u32 = 2;

/// The frozen document of one snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// [`DOCUMENT_VERSION`] when it was frozen.
    pub document_version: u32,
    /// What happened, as the incident describes it.
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
    /// Sums of everything above: [`Content::sum`].
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
    /// Its full name.
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
    /// Name and version: `FMV/1.2.0`.
    pub version: String,
    /// The exact settings with which every claim was valued: currency, basis, bridge, par,
    /// manipulated and unsettled assets, ages, aliases.
    pub terms: Terms,
    /// Release of the time-zone database that read local times: `2026a`
    /// ([`ledger::zone::database`]).
    pub time_zone_database: String,
}

/// One claimant's case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The claim's public name: letters, digits and `-`; it contains no person's name.
    pub reference: String,
    /// Its state when frozen.
    pub state: ClaimState,
    /// The claimant's name; used only in identified bundles.
    pub claimant_name: String,
    /// The claimant's mail address; used only in identified bundles.
    pub claimant_mail: String,
    /// The files, in the order they are read.
    pub files: Vec<File>,
    /// Its entries with their values, and the dropped entries: a file of their own. None
    /// where it has neither.
    pub lines: Option<LinesFile>,
    /// What is contested at each exchange, by the exchange's name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contested: Vec<ContestedAt>,
    /// Conflicting rows of two of its files. One row of each conflict counts, and is among
    /// the lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<RowConflict>,
    /// Decisions on such rows: which of them counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflict_decisions: Vec<ConflictDecision>,
    /// The credits with their values.
    pub credits: Vec<CreditLine>,
    /// Derivative positions that fills alone can't value.
    pub positions_not_valued: Vec<PositionNotValued>,
    /// The claimant's statement that at a moment nothing was held in any contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flat_before: Option<FlatBefore>,
    /// The claimant's account of what happened, in the language of the claimant.
    pub statement: Option<Statement>,
    /// What may be shared with whom.
    pub consents: Vec<Consent>,
    /// The signature under the whole claim.
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
    /// Name the readers were given: `name`, made unique within the claim. `Entry::file`
    /// equals this, or `this!member` inside an archive.
    pub read_as: String,
    /// Format by which it was read. None where the file is kept but not read, or is an
    /// archive whose members have formats of their own.
    pub format: Option<String>,
    /// Version of the reader; empty when the file was not read.
    pub reader_version: String,
    /// Name the claimant gave the account.
    pub account: String,
    /// Zone that the claimant stated, where the file has none.
    pub zone: Option<String>,
    /// The mapping of its columns that somebody stated, where no format knows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Mapping>,
    /// Format that the claimant chose, where several were possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format_said: Option<String>,
    /// Whether day or month comes first in its dates, as the claimant stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_order: Option<DayOrder>,
    /// The same answers, and mappings, for single files inside it.
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

/// One entry with its review and its loss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The movement, as its file reports it.
    pub entry: Entry,
    /// SHA-256 of its file; none when it was typed in.
    pub evidence: Option<String>,
    /// What supports it.
    pub support: Support,
    /// Why the claimant contests it; none when it is not contested.
    pub contested: Option<String>,
    /// Why an entry inside a contested period is not contested.
    pub left_out: Option<String>,
    /// The coordinator's review.
    pub review: Review,
    /// Its value; every contested line has one, excluded lines too.
    pub loss: Option<LossLine>,
}

/// A coordinator's review of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Open, queried or excluded.
    pub state: ReviewState,
    /// The question, or the reason of the exclusion; empty for an open line.
    pub reason: String,
}

/// An entry that was read, but that another entry already reports.
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
    /// SHA-256 of the file of the entry that is kept.
    pub kept_evidence: String,
    /// That file as read.
    pub kept_file: String,
    /// Lines of the entry that is kept.
    pub kept_line: String,
    /// Its number among the entries that start on its line.
    pub kept_row: u32,
}

/// A person's decision on rows of two files that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictDecision {
    /// The row that counts: the entries of one row of a file.
    pub counted: Vec<RowAt>,
    /// The rows that do not, as far as the claim still has their files.
    pub others: Vec<RowAt>,
    /// Why.
    pub reason: String,
    /// Pseudonym of who decided it.
    pub decided_by: String,
    /// When, in microseconds since 1970 UTC.
    pub decided_us: i64,
}

/// An entry by its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowAt {
    /// SHA-256 of its file.
    pub evidence: String,
    /// Its file as read (`Entry::file`).
    pub file: String,
    /// Its lines, joined by `+`.
    pub line: String,
    /// Its number among the entries that start on its line.
    pub row: u32,
}

impl RowAt {
    /// Where an entry of a file with this hash stands.
    pub fn of(evidence: &str, entry: &Entry) -> RowAt {
        RowAt {
            evidence: evidence.to_owned(),
            file: entry.file.to_string(),
            line: entry.line(),
            row: entry.row,
        }
    }
}

/// A claimant's statement that at a moment nothing was held in any contract. Positions are
/// followed from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlatBefore {
    /// The moment, in microseconds since 1970 UTC.
    pub at_us: i64,
    /// How they know it.
    pub reason: String,
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

/// A claimant's decision about one recipient.
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
    /// The sum that was shown above it. None where nothing had a price, or where an older
    /// version did not keep it.
    #[serde(default)]
    pub loss: Option<Money>,
    /// SHA-256 of the files that the claim had at that time.
    #[serde(default)]
    pub files: Vec<String>,
    /// Whether the claimant changed inputs of figures after signing (the claim was sent
    /// back) and has not signed again. None where that is unknown.
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
    /// Asset and quote, where somebody had to state them.
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
        let totals = sum.finish()?;
        Ok(Totals {
            counts: Counts {
                method: self.method.version.clone(),
                ..totals.counts
            },
            ..totals
        })
    }

    /// Whether the document's totals are the sums of its claims. A document of an older
    /// version lacks the figures that were added since; only its money is compared.
    ///
    /// # Errors
    /// When a table does not add up.
    pub fn adds_up(&self) -> Result<bool, TotalsError> {
        let sum = self.sum(|_| true)?;
        Ok(match self.is_of_this_version() {
            true => sum == self.totals,
            false => sum.same_money(&self.totals),
        })
    }

    /// The same for the sums of a claim's lines, which were added up anew.
    pub fn is_sum(&self, added_up: &LinesSummary, file: &LinesFile) -> bool {
        match self.is_of_this_version() {
            true => *added_up == file.summary,
            false => added_up.same_money(&file.summary),
        }
    }

    fn is_of_this_version(&self) -> bool {
        self.document_version == DOCUMENT_VERSION
    }
}

impl Claim {
    /// Adds the sums of the claim's contested lines, and its credits.
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
    /// The line in the form that totals take, for the claim with this reference; none where
    /// it is not contested.
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
