//! Decisions of people on rows that contradict each other. The database keeps them by the
//! keys of rows; a comparison takes them by files and lines.

use casework::custody;
use casework::snapshot::{ConflictDecision, RowAt};
use ledger::dedup::decision_idle;
use ledger::{Diagnostic, IdleReason, IdleSettlement, Row, Settlement};
use store::{Claim, ConflictAnswer, DecidedRows, Rows, Store, StoreError, StoredEntry};

/// The rows that the decisions of a claim name, in a fixed order.
///
/// # Errors
/// Errors of the database.
pub(super) async fn decided_rows(
    store: &Store,
    claim: &Claim,
) -> Result<Vec<DecidedRows>, StoreError> {
    let answers = store.conflict_answers(&claim.id).await?;
    let mut decided: Vec<DecidedRows> = answers.iter().map(ConflictAnswer::rows).collect();
    decided.sort();
    Ok(decided)
}

/// Decisions as a comparison takes them.
#[derive(Clone, Debug, Default)]
pub(super) struct Settlements {
    /// The decisions. One that names a row with several entries is there once for each.
    pub(super) list: Vec<Settlement>,
    /// For each decision of a person, its first row, and its numbers in the list.
    decisions: Vec<(Row, Vec<usize>)>,
}

impl Settlements {
    /// Finds the rows in the current files.
    ///
    /// # Errors
    /// Errors of the disk.
    pub(super) fn of(decided: &[DecidedRows], rows: &Rows) -> Result<Settlements, StoreError> {
        let mut settlements = Settlements::default();
        for decision in decided {
            let counted = named(rows, &decision.counted)?;
            let mut over = Vec::new();
            for key in &decision.others {
                over.extend(named(rows, key)?);
            }
            let mut numbers = Vec::new();
            // A decision over rows that no file has any more decides nothing.
            if !over.is_empty() {
                for counts in &counted {
                    numbers.push(settlements.list.len());
                    settlements.list.push(Settlement {
                        counts: counts.clone(),
                        over: over.clone(),
                    });
                }
            }
            let first = counted.into_iter().next();
            let first = first.unwrap_or_else(|| place(&decision.counted));
            settlements.decisions.push((first, numbers));
        }
        Ok(settlements)
    }

    /// Reports the decisions that have no effect. `idle` is what the comparison found.
    pub(super) fn remarks(&self, idle: &[IdleSettlement]) -> Vec<Diagnostic> {
        let reason = |number: &usize| {
            let mut idle = idle.iter();
            let found = idle.find(|idle| idle.number == *number);
            found.map(|found| found.why)
        };
        let remark = |(row, numbers): &(Row, Vec<usize>)| {
            let reasons: Option<Vec<IdleReason>> = numbers.iter().map(reason).collect();
            let reasons = reasons?;
            let why = match reasons.contains(&IdleReason::Contradicted) {
                true => IdleReason::Contradicted,
                false => IdleReason::NoConflict,
            };
            Some(decision_idle(row, why))
        };
        self.decisions.iter().filter_map(remark).collect()
    }
}

fn named(rows: &Rows, key: &str) -> Result<Vec<Row>, StoreError> {
    let found = entries(rows, key)?.into_iter();
    Ok(found.map(|stored| Row::of(&stored.entry)).collect())
}

fn entries(rows: &Rows, key: &str) -> Result<Vec<StoredEntry>, StoreError> {
    rows.at(&rows.of_key(key)?)
}

/// What is known of a row whose file was removed: the hash of the file, and the line.
fn place(key: &str) -> Row {
    let (file, lines) = key.rsplit_once(':').unwrap_or((key, ""));
    let line = lines.split('+').next().unwrap_or_default();
    Row {
        file: file.into(),
        line: line.parse().unwrap_or(0),
        row: None,
    }
}

/// The decisions of a claim in their frozen form. Those about rows that no file of the claim
/// has any more have no effect and are left out.
///
/// # Errors
/// Errors of the disk.
pub(super) fn frozen(
    answers: &[ConflictAnswer],
    rows: &Rows,
    incident: &str,
) -> Result<Vec<ConflictDecision>, StoreError> {
    let at = |key: &str| -> Result<Vec<RowAt>, StoreError> {
        let found = entries(rows, key)?.into_iter();
        let at = found.map(|stored| RowAt::of(&stored.sha256, &stored.entry));
        Ok(at.collect())
    };
    let mut frozen = Vec::new();
    for answer in answers {
        let mut others = Vec::new();
        for key in &answer.other_keys {
            others.extend(at(key)?);
        }
        let counted = at(&answer.counted_key)?;
        if counted.is_empty() || others.is_empty() {
            continue;
        }
        frozen.push(ConflictDecision {
            counted,
            others,
            reason: answer.reason.clone(),
            decided_by: custody::pseudonym(incident, &answer.person),
            decided_us: answer.at_us,
        });
    }
    Ok(frozen)
}
