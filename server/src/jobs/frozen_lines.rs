//! Writes the lines of a claim that is being frozen into a file of their own, one after
//! another, as [`super::valuing`] makes them. Neither the lines nor the dropped entries are
//! ever all in memory. The diagnostics of its files and its balances follow them.

use std::collections::HashMap;
use std::io::BufWriter;
use std::sync::Arc;

use casework::ContestRule;
use casework::snapshot::{
    ConflictDecision, ContestedAt, Dropped, FileDiagnostic, Line, LinesFile, LinesWriter, Review,
    balance_rules,
};
use ledger::losses::{Terms, ValuingLimits};
use ledger::{PriceBook, Why};
use store::{Claim, ConflictAnswer, Incoming, LineOf, Received, Rows};

use crate::jobs::balances::balances_of;
use crate::jobs::decided;
use crate::jobs::diagnostics;
use crate::jobs::freeze::Freezing;
use crate::jobs::progress::Progress;
use crate::jobs::valuation::{LINES_PER_LOOK, judged};
use crate::jobs::valuing::{CheckedRow, Found, Ground, Takes, value};

/// How many dropped entries are read at a time.
const DROPPED_AT_ONCE: usize = 4_096;

/// The result of freezing the lines of a claim.
pub(super) struct FrozenLines {
    /// The results of valuing besides the lines.
    pub(super) found: Found,
    /// The file, as the document names it and as it was stored; none where the claim has no
    /// entries.
    pub(super) file: Option<(LinesFile, Received)>,
    /// The rules by which the claimant contests.
    pub(super) rules: Vec<ContestRule>,
    /// What is contested at each exchange.
    pub(super) contested: Vec<ContestedAt>,
    /// The decisions on conflicts.
    pub(super) decisions: Vec<ConflictDecision>,
}

/// Values a claim and writes every entry that counts, contested or not, then the typed-in
/// entries, then the dropped ones.
///
/// # Errors
/// Errors of the store; when the loss of the claim cannot be computed.
pub(super) async fn write_lines(
    freezing: &Freezing<'_>,
    claim: &Claim,
) -> anyhow::Result<FrozenLines> {
    let (store, limits) = (freezing.store, &freezing.app.config.limits);
    let (rows, found) = judged(store, claim).await?;
    let ground = Ground::read(store, claim, found).await?;
    let reviews = store.reviews(&claim.id).await?.into_iter();
    let reviews = reviews.map(|review| {
        let (state, reason) = (review.state, review.reason);
        (review.entry_key, Review { state, reason })
    });
    let writing = Writing {
        reference: claim.reference.clone(),
        incident: claim.incident.clone(),
        answers: store.conflict_answers(&claim.id).await?,
        diagnostics: diagnostics::frozen(store, &claim.id).await?,
        ground,
        rows,
        reviews: reviews.collect(),
        book: Arc::clone(&freezing.book),
        terms: freezing.terms.clone(),
        limits: limits.valuing,
        listed_max: limits.pages.preserved_ids_max,
        to: store.receive_own(&claim.incident)?,
        progress: freezing.progress.clone(),
    };
    tokio::task::spawn_blocking(move || writing.run()).await?
}

/// All inputs of the blocking part.
struct Writing {
    reference: String,
    incident: String,
    /// The decisions on conflicts.
    answers: Vec<ConflictAnswer>,
    diagnostics: Vec<FileDiagnostic>,
    ground: Ground,
    rows: Rows,
    /// The coordinators' reviews, by the key of the row.
    reviews: HashMap<String, Review>,
    book: Arc<PriceBook>,
    terms: Terms,
    limits: ValuingLimits,
    listed_max: usize,
    to: Incoming,
    progress: Progress,
}

type Writer = LinesWriter<BufWriter<Incoming>>;

impl Writing {
    fn run(self) -> anyhow::Result<FrozenLines> {
        let (rows, reviews, progress) = (&self.rows, &self.reviews, &self.progress);
        let rules = self.ground.rules().iter();
        let rules = rules.map(|rule| rule.frozen(&self.incident)).collect();
        let incident_terms = self.terms.clone();
        let mut writer = Writer::new(BufWriter::new(self.to), &self.reference, self.listed_max);
        let mut written = 0_u32;
        let found = value(
            self.ground,
            rows,
            (&self.book, self.terms),
            &self.limits,
            Takes::All,
            &mut |row| {
                written += 1;
                if written.is_multiple_of(LINES_PER_LOOK) {
                    progress.stop_if_overtaken()?;
                }
                Ok(writer.line(&line(rows, reviews, row))?)
            },
        )?;
        write_dropped(rows, &mut writer, progress)?;
        for diagnostic in &self.diagnostics {
            writer.diagnostic(diagnostic)?;
        }
        writer.balances(&balances_of(
            rows,
            &incident_terms,
            &balance_rules(),
            progress,
        )?)?;
        let written = writer.finish();
        let file = match written.rows {
            0 => None,
            _ => {
                let to = written.to.into_inner();
                let received = to.map_err(std::io::IntoInnerError::into_error)?.finish()?;
                let file = LinesFile {
                    sha256: received.sha256.clone(),
                    size_bytes: received.size_bytes,
                    summary: written.summary,
                };
                Some((file, received))
            }
        };
        Ok(FrozenLines {
            found,
            file,
            rules,
            contested: written.contested,
            decisions: decided::frozen(&self.answers, rows, &self.incident)?,
        })
    }
}

/// A row in its frozen form.
fn line(rows: &Rows, reviews: &HashMap<String, Review>, row: CheckedRow<'_>) -> Line {
    let review = row.line.as_ref().and_then(|_| reviews.get(row.key));
    Line {
        entry: row.entry.clone(),
        evidence: match row.of {
            LineOf::Row(row) => Some(rows.file_of(row).sha256.clone()),
            LineOf::Typed(_) => None,
        },
        support: row.support(),
        contested: row.reason.map(str::to_owned),
        left_out: row.left_out.map(str::to_owned),
        rule: row.rule.map(Into::into),
        review: review.cloned().unwrap_or_default(),
        loss: row.line.map(|(loss, _)| loss),
    }
}

fn write_dropped(rows: &Rows, writer: &mut Writer, progress: &Progress) -> anyhow::Result<()> {
    let mut all = rows.dropped();
    loop {
        let some: Vec<(u32, Why, u32)> = all.by_ref().take(DROPPED_AT_ONCE).collect();
        if some.is_empty() {
            return Ok(());
        }
        progress.stop_if_overtaken()?;
        let gone: Vec<u32> = some.iter().map(|(row, _, _)| *row).collect();
        let instead: Vec<u32> = some.iter().map(|(_, _, kept)| *kept).collect();
        let entries = rows.at(&gone)?.into_iter().zip(rows.at(&instead)?);
        for ((gone, kept), (_, why, _)) in entries.zip(some) {
            writer.dropped(&Dropped {
                evidence: gone.sha256,
                file: gone.entry.file.to_string(),
                line: gone.entry.line(),
                row: gone.entry.row,
                why,
                kept_evidence: kept.sha256,
                kept_file: kept.entry.file.to_string(),
                kept_line: kept.entry.line(),
                kept_row: kept.entry.row,
            })?;
        }
    }
}
