//! Compares the rows of a claim's files, so that nothing counts twice. This happens whenever
//! a file was read anew or removed.

use casework::WorkStep;
use ledger::dedup::{CompareError, Compared, compare};
use ledger::{Comparing, Hashes, Limits, Tolerances};
use store::{Claim, DecidedRows, Rows, Store, StoreError};

use crate::app::App;
use crate::jobs::decided::{Settlements, decided_rows};
use crate::jobs::found;
use crate::jobs::progress::Progress;
use crate::jobs::valuing::NotValued;

/// SHA-256 of each file and archive member of a claim, by its name in the entries.
pub(super) async fn hashes(store: &Store, claim: &str) -> anyhow::Result<Hashes> {
    let mut hashes = Hashes::new();
    for import in store.imports(claim).await? {
        for found in found::found(&import)? {
            // Names in stored rows have this replacement.
            let name = found.file.replace('\0', "\u{2400}");
            hashes.insert(name, found.sha256);
        }
    }
    Ok(hashes)
}

/// The rows of a claim with the verdicts of its generation. A new generation is made if
/// files were read or removed since the last one, or conflicts settled in another way.
pub(super) async fn renew(
    app: &App,
    store: &Store,
    claim: &Claim,
    progress: &Progress,
) -> anyhow::Result<Rows> {
    let rows = store.rows(&claim.id).await?;
    let decided = decided_rows(store, claim).await?;
    if is_current(store, &rows, &decided).await? {
        return Ok(rows);
    }
    progress.begin_subject(WorkStep::Comparing);
    let limits = &app.config.limits.reading;
    let compared = compared(store, claim, (&rows, &decided), limits).await?;
    progress.stop_if_overtaken()?;
    let (id, now_us) = (app.random.id(), app.clock.now_us());
    Ok(store
        .save_generation(claim, &id, &rows, (compared, &decided), now_us)
        .await?)
}

/// Whether rows have the verdicts of a generation that was made with these decisions.
pub(super) async fn is_current(
    store: &Store,
    rows: &Rows,
    decided: &[DecidedRows],
) -> Result<bool, StoreError> {
    match rows.generation() {
        Some(generation) => Ok(store.answers_of_generation(generation).await? == decided),
        None => Ok(false),
    }
}

/// The result of comparing the rows of a claim, with these decisions on conflicts.
pub(super) async fn compared(
    store: &Store,
    claim: &Claim,
    (rows, decided): (&Rows, &[DecidedRows]),
    limits: &Limits,
) -> anyhow::Result<Compared> {
    let hashes = hashes(store, &claim.id).await?;
    let mut summaries = rows.summaries();
    for summary in &mut summaries {
        if let Some(sha256) = hashes.get(summary.name()) {
            summary.set_sha256(sha256);
        }
    }
    let (mut rows, limits) = (rows.clone(), limits.clone());
    let decided = decided.to_vec();
    let compared = tokio::task::spawn_blocking(move || {
        let settlements = Settlements::of(&decided, &rows).map_err(CompareError::Source)?;
        let by = Comparing {
            tolerances: Tolerances::default(),
            settlements: settlements.list.clone(),
        };
        let mut compared = compare(summaries, &mut rows, &by, &limits)?;
        let idle = settlements.remarks(&compared.idle);
        compared.diagnostics.extend(idle);
        Ok::<_, CompareError<StoreError>>(compared)
    });
    compared.await?.map_err(|error| match error {
        CompareError::Source(error) => error.into(),
        CompareError::Limit(message) => NotValued(*message).into(),
        CompareError::OtherRows => other_rows(),
    })
}

fn other_rows() -> anyhow::Error {
    StoreError::Unreadable("rows of a claim".to_owned()).into()
}
