//! Bringing figures up to date beside the requests that need it.
//!
//! Acts ask in their own transaction (`server/store/src/jobs.rs`); a few workers take
//! what was asked for, each under a lease that it renews while it works. A request
//! waits a moment for what it asked for, so that small files are there at once; what
//! takes longer goes on, and the page says so.

use std::future::Future;
use std::time::Duration;

use anyhow::Context;
use store::{Claim, Job, JobKind, LeaseTerms, Store, StoreError};
use tokio::sync::Notify;
use tokio::sync::futures::Notified;
use tokio::task::JoinHandle;

use super::import::{import_under, lend_mappings};
use super::valuation::{revalue, value_under};
use crate::config::Limits;
use crate::web::App;

/// How often somebody looks whether another server asked for work, or ended some.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// How long a worker leaves a database alone that gave an error.
const AFTER_ERROR: Duration = Duration::from_secs(2);

/// How workers and requests of this server hear of each other at once.
#[derive(Debug, Default)]
pub struct Jobs {
    asked: Notify,
    ended: Notify,
}

/// Starts the workers of this server; they work until the server stops.
pub fn start(app: &App) {
    for _ in 0..app.config.limits.jobs.at_once_max {
        tokio::spawn(work(app.clone()));
    }
}

async fn work(app: App) {
    loop {
        let terms = terms(&app.config.limits);
        match app.store.take_job(&terms, app.clock.now_us()).await {
            Ok(Some(job)) => run(&app, job).await,
            Ok(None) => {
                tokio::select! {
                    () = app.jobs.asked.notified() => {}
                    () = tokio::time::sleep(LOOK_AGAIN) => {}
                }
            }
            Err(cause) => {
                tracing::error!(%cause, "no work could be taken");
                tokio::time::sleep(AFTER_ERROR).await;
            }
        }
    }
}

fn terms(limits: &Limits) -> LeaseTerms {
    LeaseTerms {
        lease_us: i64::from(limits.jobs.lease_seconds) * 1_000_000,
        tries_max: limits.jobs.tries_max,
    }
}

/// Does one job to its end; what comes of it is kept, or logged.
async fn run(app: &App, job: Job) {
    let (kind, attempt) = (job.kind.as_str(), job.attempt);
    let ended = match job.kind {
        JobKind::Claim => ended(app, job, claim_up_to_date).await,
        JobKind::Group => ended(app, job, group_up_to_date).await,
    };
    if let Err(cause) = ended {
        tracing::error!(kind, attempt, cause = format!("{cause:#}"), "a job failed");
    }
}

/// Works under a lease and says in the store how that ended.
async fn ended<F>(
    app: &App,
    job: Job,
    work: impl FnOnce(App, Job) -> F + Send + 'static,
) -> anyhow::Result<()>
where
    F: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    let renewing = Renewing::of(app, &job);
    // On a task of its own, so that a defect in it ends the job and not the worker.
    let worked = tokio::spawn(work(app.clone(), job.clone())).await;
    drop(renewing);
    let worked = worked.context("the job's task").flatten();
    let kept = match &worked {
        Ok(()) => app.store.finish_job(&job).await,
        Err(_) => app.store.fail_job(&job).await,
    };
    app.jobs.ended.notify_waiters();
    worked?;
    Ok(kept?)
}

/// Renews a lease until it is dropped.
struct Renewing(JoinHandle<()>);

impl Renewing {
    fn of(app: &App, job: &Job) -> Renewing {
        let (app, job) = (app.clone(), job.clone());
        let terms = terms(&app.config.limits);
        let each = Duration::from_secs(u64::from(app.config.limits.jobs.lease_seconds)) / 3;
        Renewing(tokio::spawn(async move {
            loop {
                tokio::time::sleep(each).await;
                let now_us = app.clock.now_us();
                match app.store.renew_lease(&job, &terms, now_us).await {
                    Ok(true) => {}
                    // Somebody else works on it by now; what this run writes is refused.
                    Ok(false) => return,
                    Err(cause) => tracing::warn!(%cause, "a lease could not be renewed"),
                }
            }
        }))
    }
}

impl Drop for Renewing {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Reads what is to be read of a claim, then works its loss out where that is behind.
async fn claim_up_to_date(app: App, job: Job) -> anyhow::Result<()> {
    let store = app.store.under(&job);
    let claim = match store.claim(&job.incident, &job.subject).await {
        // Erased meanwhile.
        Err(StoreError::NotFound(_)) => return Ok(()),
        claim => claim?,
    };
    store
        .fail_running_imports(&claim.id, app.clock.now_us())
        .await?;
    lend_mappings(&app, &store, &claim).await?;
    for file in store.files_to_read(&claim.id).await? {
        // One file that can't be read must not keep the others waiting; it is
        // marked, and the page says so.
        if let Err(cause) = import_under(&app, &store, &claim, &file).await {
            tracing::error!(cause = format!("{cause:#}"), "a file was not read");
        }
    }
    if store.is_behind(&claim.id).await? {
        value_under(&app, &store, &claim).await?;
        if claim.state.counts() {
            // Its trades may put listed assets in doubt.
            let now_us = app.clock.now_us();
            store
                .ask_for(JobKind::Group, &claim.incident, now_us)
                .await?;
        }
    }
    Ok(())
}

async fn group_up_to_date(app: App, job: Job) -> anyhow::Result<()> {
    let store = app.store.under(&job);
    let incident = store.incident(&job.subject).await?;
    revalue(&app, &incident).await.map(drop)
}

/// Brings one claim up to date under its own lease: at once, or after whoever works
/// on it already.
///
/// # Errors
/// Of the work.
pub(super) async fn bring_up(app: &App, claim: &str) -> anyhow::Result<()> {
    let job = taken(app, claim).await?;
    ended(app, job, claim_up_to_date).await
}

/// Works a claim's loss out under its lease, behind or not.
///
/// # Errors
/// Of the work.
pub(super) async fn value(app: &App, claim: &Claim) -> anyhow::Result<()> {
    let job = taken(app, &claim.id).await?;
    let claim = claim.clone();
    ended(app, job, |app: App, job: Job| async move {
        let store: Store = app.store.under(&job);
        value_under(&app, &store, &claim).await
    })
    .await
}

/// A claim's lease, after whoever has it.
async fn taken(app: &App, claim: &str) -> anyhow::Result<Job> {
    let terms = terms(&app.config.limits);
    loop {
        let now_us = app.clock.now_us();
        let ended = app.jobs.ended.notified();
        if let Some(job) = app.store.take_claim(claim, &terms, now_us).await? {
            return Ok(job);
        }
        heard_of(ended).await;
    }
}

/// Waits for an end that is told from now on, or for the time to look again.
async fn heard_of(ended: Notified<'_>) {
    tokio::select! {
        () = ended => {}
        () = tokio::time::sleep(LOOK_AGAIN) => {}
    }
}

/// Waits a moment (`limits.jobs.wait_ms`) for what was asked for of a claim or an
/// incident. Says whether it is done.
///
/// # Errors
/// Of the database.
pub async fn wait(app: &App, kind: JobKind, subject: &str) -> anyhow::Result<bool> {
    for _ in 0..app.config.limits.jobs.at_once_max {
        app.jobs.asked.notify_one();
    }
    let patience = Duration::from_millis(app.config.limits.jobs.wait_ms.into());
    let waiting = async {
        loop {
            let ended = app.jobs.ended.notified();
            if !is_under_way(app, kind, subject).await? {
                return Ok(());
            }
            heard_of(ended).await;
        }
    };
    match tokio::time::timeout(patience, waiting).await {
        Ok(done) => done.map(|()| true),
        Err(_) => Ok(false),
    }
}

/// Whether something asked for of it is waited for: not done and not given up.
async fn is_under_way(app: &App, kind: JobKind, subject: &str) -> anyhow::Result<bool> {
    let job = app.store.job(kind, subject).await?;
    let tries_max = app.config.limits.jobs.tries_max;
    Ok(job.is_some_and(|job| job.is_waiting() && !job.is_given_up(tries_max)))
}
