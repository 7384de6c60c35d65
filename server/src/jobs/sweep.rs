//! Removes what nothing refers to any more; one server does so at a time.

use casework::WorkStep;
use store::{Store, StoreError, Swept};

use crate::app::App;
use crate::jobs::progress::Progress;

/// Removes orphans, ended sessions, forms that came after the end of a session, and requests
/// that ended long ago. `store` is the store under the run's lease.
pub(super) async fn sweep(app: &App, store: &Store, progress: &Progress) -> anyhow::Result<()> {
    progress.step(WorkStep::Sweeping);
    let (limits, now_us) = (&app.config.limits, app.clock.now_us());
    let orphans_us = i64::from(limits.storage.orphan_minutes) * 60_000_000;
    let swept = store.sweep(now_us - orphans_us).await?;
    if swept != Swept::default() {
        tracing::info!(?swept, "removed files and rows that nothing refers to");
    }
    progress.stop_if_overtaken()?;
    sweep_sessions(app).await?;
    let failed_us = i64::from(limits.jobs.failed_hours) * 3_600_000_000;
    let forgotten = store.forget_requests(now_us - failed_us, limits.jobs.tries_max);
    forgotten.await?;
    Ok(())
}

/// Removes sessions that ended long ago, and forms that came after their end.
///
/// # Errors
/// Errors of the database.
pub async fn sweep_sessions(app: &App) -> Result<(), StoreError> {
    let (limits, now_us) = (&app.config.limits, app.clock.now_us());
    let remembered_us = i64::from(limits.sessions.ended_hours) * 3_600_000_000;
    app.store
        .delete_ended_sessions(now_us - remembered_us)
        .await?;
    let kept_us = i64::from(limits.sessions.kept_form_minutes) * 60_000_000;
    app.store.delete_kept_forms(now_us - kept_us).await?;
    Ok(())
}
