//! Another basis: values every submitted claim at another time than the incident's own
//! basis, claim by claim, and stores the result beside the claim's own figures.

use casework::WorkStep;
use ledger::losses::Basis;
use store::Store;

use crate::app::App;
use crate::jobs::progress::{Progress, is_overtaken};
use crate::jobs::valuation::{revalue_under, value_under_basis};

/// How often claims that changed during the work are valued again.
const ROUNDS_MAX: usize = 3;

/// These claims, or the prices, changed each time they were valued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("claims changed while the others were valued: {}", .0.join(", "))]
pub(super) struct Changing(pub(super) Vec<String>);

/// Values the outdated claims under a basis, after each claim's own figures are up to date.
/// `store` is the store under the run's lease.
///
/// # Errors
/// [`Changing`]; errors of the store; when a claim cannot be computed for a reason outside
/// the claim.
pub(super) async fn make(
    app: &App,
    store: &Store,
    incident: &str,
    basis: Basis,
    progress: &Progress,
) -> anyhow::Result<()> {
    // One round may put further assets in doubt; the next round values the affected claims
    // again.
    let mut is_settled = false;
    for _ in 0..ROUNDS_MAX {
        let now = store.incident(incident).await?;
        revalue_under(app, &now, progress).await?;
        is_settled = !round(app, store, incident, basis, progress).await?;
        if is_settled {
            break;
        }
    }
    let now = store.incident(incident).await?;
    // These totals are cached, so that the next page shows them at once.
    let totals = store.totals(&now, &basis.to_string()).await?;
    match is_settled || totals.stale.is_empty() {
        true => Ok(()),
        false => Err(Changing(totals.stale.clone()).into()),
    }
}

/// Values each outdated claim. Returns whether there was any.
async fn round(
    app: &App,
    store: &Store,
    incident: &str,
    basis: Basis,
    progress: &Progress,
) -> anyhow::Result<bool> {
    progress.step(WorkStep::Valuing);
    let stale = store.stale_claims_under(incident, basis).await?;
    let now = store.incident(incident).await?;
    let doubts = store.doubts_under(&now, basis).await?;
    let all = stale.len() as u64;
    let mut failed = None;
    for (done, claim) in (0..).zip(&stale) {
        progress.claims(done, all);
        progress.stop_if_overtaken()?;
        match value_under_basis(app, store, (incident, claim), (basis, &doubts), progress).await {
            Ok(()) => {}
            Err(error) if is_overtaken(&error) => return Err(error),
            // One claim that cannot be valued must not keep the others waiting.
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    match failed {
        None => Ok(!stale.is_empty()),
        Some(error) => Err(error),
    }
}
