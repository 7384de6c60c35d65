//! Keeps figures up to date beside the requests that need them.
//!
//! Acts request work in their own transaction (`server/store/src/jobs.rs`). A few workers
//! take the requested jobs, each under a lease that it renews while it works. A web request
//! waits a moment for its job, so that small files are ready at once. Longer work continues,
//! and the page says so.

use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;

use anyhow::Context;
use casework::JobProblem;
use futures_util::stream::{FuturesOrdered, StreamExt};
use ledger::losses::LossError;
use ledger::messages::Message;
use store::{
    BasisTerms, Claim, ClaimFile, Job, JobKind, JobRequest, Lease, LeaseTerms, RequestTerms, Store,
    StoreError,
};
use tokio::sync::Notify;
use tokio::sync::futures::Notified;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::task::AbortOnDropHandle;

use crate::app::App;
use crate::config::Limits;
use crate::jobs::basis;
use crate::jobs::basis::Changing;
use crate::jobs::bundle;
use crate::jobs::bundle::{BuildError, NextBundle};
use crate::jobs::freeze::{FreezeError, NewFreeze, freeze_under};
use crate::jobs::import::{Reading, begin_import, finish_import, lend_mappings};
use crate::jobs::links;
use crate::jobs::progress::{FileVersion, Progress, Unit, is_overtaken};
use crate::jobs::sweep;
use crate::jobs::valuation::{revalue_under, value_under};
use crate::jobs::valuing::NotValued;

/// How often a worker checks whether another server requested work, or ended some.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// How often a run's progress is stored, and whether it was overtaken is checked.
const TELL_EACH: Duration = Duration::from_secs(1);
/// How long a worker pauses after an error of the database.
const AFTER_ERROR: Duration = Duration::from_secs(2);

/// The channel through which workers and requests of this server notify each other.
#[derive(Debug, Default)]
pub struct Jobs {
    asked: Notify,
    ended: Notify,
}

/// Starts the workers of this server; they work until the server stops.
pub fn start(app: &App) {
    let limits = &app.config.limits;
    for worker in 0..limits.jobs.at_once_max {
        // Reports, bundles and other bases take long. The other workers are reserved for
        // figures, which people wait for.
        let kinds: &[JobKind] = match worker < limits.exports.bundle_jobs_max {
            true => &JobKind::ALL,
            false => &JobKind::FIGURES,
        };
        tokio::spawn(work(app.clone(), kinds));
    }
}

async fn work(app: App, kinds: &[JobKind]) {
    loop {
        let terms = terms(&app.config.limits);
        let taken = app.store.take_job_of(kinds, &terms, app.clock.now_us());
        match taken.await {
            Ok(Some(job)) => run(&app, job).await,
            Ok(None) => {
                tokio::select! {
                    () = app.jobs.asked.notified() => {}
                    () = tokio::time::sleep(LOOK_AGAIN) => {}
                }
            }
            Err(cause) => {
                tracing::error!(%cause, "no job could be taken; the worker tries again");
                tokio::time::sleep(AFTER_ERROR).await;
            }
        }
    }
}

/// Does all waiting work of these kinds, one job after the other.
#[cfg(test)]
pub async fn work_off(app: &App, kinds: &[JobKind]) {
    let terms = terms(&app.config.limits);
    while let Some(job) = app
        .store
        .take_job_of(kinds, &terms, app.clock.now_us())
        .await
        .unwrap()
    {
        run(app, job).await;
    }
}

fn terms(limits: &Limits) -> LeaseTerms {
    LeaseTerms {
        lease_us: i64::from(limits.jobs.lease_seconds) * 1_000_000,
        tries_max: limits.jobs.tries_max,
    }
}

/// The limit on an incident's other bases.
pub fn basis_terms(limits: &Limits) -> BasisTerms {
    BasisTerms {
        bases_max: limits.jobs.bases_max,
        tries_max: limits.jobs.tries_max,
    }
}

/// The limit on a person's requests.
pub fn request_terms(limits: &Limits) -> RequestTerms {
    RequestTerms {
        waiting_max: limits.jobs.requests_waiting_max,
        tries_max: limits.jobs.tries_max,
    }
}

/// Makes a worker of this server check at once for work.
pub fn wake(app: &App) {
    for _ in 0..app.config.limits.jobs.at_once_max {
        app.jobs.asked.notify_one();
    }
}

/// A run under its lease.
struct Run {
    app: App,
    job: Job,
    /// The store under the lease.
    store: Store,
    progress: Progress,
}

/// Runs one job to its end, and stores or logs the result.
async fn run(app: &App, job: Job) {
    let (kind, attempt) = (job.kind.as_str(), job.attempt);
    let ended = match job.kind {
        JobKind::Claim => ended(app, job, claim_up_to_date).await,
        JobKind::Group => ended(app, job, group_up_to_date).await,
        JobKind::Links => ended(app, job, links_found).await,
        JobKind::Basis => ended(app, job, basis_made).await,
        JobKind::Snapshot => ended(app, job, snapshot_made).await,
        JobKind::Bundle => ended(app, job, bundle_made).await,
        JobKind::Sweep => ended(app, job, swept).await,
    };
    match ended {
        Ok(()) => {}
        Err(cause) if is_overtaken(&cause) => tracing::info!(kind, attempt, "a job was overtaken"),
        Err(cause) => {
            tracing::error!(kind, attempt, cause = format!("{cause:#}"), "a job failed");
        }
    }
}

/// Works under a lease and stores how the work ended.
async fn ended<F>(
    app: &App,
    job: Job,
    work: impl FnOnce(Run) -> F + Send + 'static,
) -> anyhow::Result<()>
where
    F: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    let progress = Progress::default();
    let renewing = Renewing::of(app, &job, &progress);
    let run = Run {
        app: app.clone(),
        job: job.clone(),
        store: app.store.under(&job),
        progress,
    };
    // The work runs in a task of its own, so that a panic ends the job and not the worker.
    let worked = tokio::spawn(work(run)).await;
    drop(renewing);
    let worked = worked.context("the job's task").flatten();
    let now_us = app.clock.now_us();
    let kept = match &worked {
        Ok(()) => app.store.finish_job(&job, now_us).await,
        Err(cause) if is_overtaken(cause) => app.store.stop_job(&job, now_us).await,
        Err(cause) => app.store.fail_job(&job, &problem(app, cause), now_us).await,
    };
    app.jobs.ended.notify_waiters();
    worked?;
    Ok(kept?)
}

/// The reason of a failure, in the form shown to people.
fn problem(app: &App, cause: &anyhow::Error) -> JobProblem {
    if let Some(error) = cause.downcast_ref::<FreezeError>() {
        return match error.clone() {
            FreezeError::NotValued(claims) => JobProblem::NotValued { claims },
            FreezeError::Stale(claims) => JobProblem::Stale { claims },
            FreezeError::Changed => JobProblem::Changed,
        };
    }
    if let Some(Changing(claims)) = cause.downcast_ref() {
        let claims = claims.clone();
        return JobProblem::Stale { claims };
    }
    if let Some(error) = cause.downcast_ref::<LossError>() {
        let message = Message::from(error.clone());
        return JobProblem::Settings { message };
    }
    if let Some(NotValued(message)) = cause.downcast_ref() {
        let message = message.clone();
        return JobProblem::Settings { message };
    }
    if let Some(BuildError::ReleaseEnded) = cause.downcast_ref() {
        return JobProblem::ReleaseEnded;
    }
    match cause.downcast_ref::<StoreError>() {
        Some(StoreError::TooLarge { size_bytes_max }) => JobProblem::TooLarge {
            bytes_max: *size_bytes_max,
            limit: app.config.limits.storage.names().file_bytes_max.to_string(),
        },
        // Another server froze a snapshot at the same moment.
        Some(StoreError::Duplicate("snapshot")) => JobProblem::Changed,
        _ => JobProblem::Broken,
    }
}

/// Renews a lease until it is dropped, stores the progress of the run, and stops the run
/// once it was overtaken.
struct Renewing(JoinHandle<()>);

impl Renewing {
    fn of(app: &App, job: &Job, progress: &Progress) -> Renewing {
        let (app, job, progress) = (app.clone(), job.clone(), progress.clone());
        let lease = Duration::from_secs(u64::from(app.config.limits.jobs.lease_seconds));
        let each = TELL_EACH.min(lease / 3);
        Renewing(tokio::spawn(async move {
            loop {
                tokio::time::sleep(each).await;
                match is_current(&app, &job, &progress).await {
                    Ok(true) => {}
                    Ok(false) => return progress.overtake(),
                    Err(cause) => tracing::warn!(%cause, "a lease could not be renewed"),
                }
            }
        }))
    }
}

/// Renews a lease. Returns whether the run still holds it and its work is still wanted.
async fn is_current(app: &App, job: &Job, progress: &Progress) -> Result<bool, StoreError> {
    let (terms, now_us) = (terms(&app.config.limits), app.clock.now_us());
    let current = progress.current();
    let renewed = app.store.renew_lease(job, &terms, &current, now_us);
    match (renewed.await?, progress.unit()) {
        // Another run holds the lease by now; everything that this run writes is refused.
        (Lease::Lost, _) => Ok(false),
        (Lease::Held { .. }, Unit::Current) => Ok(true),
        (Lease::Held { is_asked_anew }, Unit::Subject) => Ok(!is_asked_anew),
        (Lease::Held { is_asked_anew }, Unit::Files(versions)) => {
            if !is_asked_anew {
                return Ok(true);
            }
            let files = app.store.files(&job.subject).await?;
            let is_there = |version: &FileVersion| {
                let mut files = files.iter();
                files.any(|file| {
                    (&file.id, file.said_version) == (&version.id, version.said_version)
                })
            };
            Ok(versions.iter().all(is_there))
        }
    }
}

impl Drop for Renewing {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Reads the waiting files of a claim, then computes its loss where that is outdated.
async fn claim_up_to_date(run: Run) -> anyhow::Result<()> {
    let (app, store, progress) = (&run.app, &run.store, &run.progress);
    let Some(claim) = claim_of(&run).await? else {
        return Ok(());
    };
    store
        .fail_running_imports(&claim.id, app.clock.now_us())
        .await?;
    read_files(&run, &claim).await?;
    let Some(claim) = claim_of(&run).await? else {
        return Ok(());
    };
    if store.is_behind(&claim.id).await? {
        value_under(app, store, &claim, progress).await?;
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

/// The claim of a run; none where it was erased meanwhile.
async fn claim_of(run: &Run) -> anyhow::Result<Option<Claim>> {
    let claim = run.store.claim(run.job.incident()?, &run.job.subject);
    match claim.await {
        Err(StoreError::NotFound(_)) => Ok(None),
        claim => Ok(Some(claim?)),
    }
}

/// Reads the waiting files of a claim, several beside each other, and finishes their imports
/// in the order in which they were begun. Files that arrive meanwhile are read as well: a
/// form with several files stores them one after another.
async fn read_files(run: &Run, claim: &Claim) -> anyhow::Result<()> {
    let (app, store, progress) = (&run.app, &run.store, &run.progress);
    progress.begin_files();
    let at_once = app.config.limits.jobs.files_at_once_max.max(1) as usize;
    let (mut readings, mut begun) = (FuturesOrdered::new(), HashMap::new());
    lend_mappings(app, store, claim).await?;
    let mut is_all = false;
    loop {
        let waiting = match readings.len() < at_once {
            true => store.files_to_read(&claim.id).await?,
            false => Vec::new(),
        };
        let waiting = waiting
            .into_iter()
            .filter(|file| match begun.get(&file.id) {
                // A file with a newer answer is not read twice at the same time.
                Some(version) => readings.is_empty() && *version != file.said_version,
                None => true,
            });
        let next: Vec<ClaimFile> = waiting.take(at_once - readings.len()).collect();
        for file in next {
            is_all = false;
            begun.insert(file.id.clone(), file.said_version);
            // Each reading is a task of its own. A future that nobody polls while another one
            // is finished could hold the connection that the other needs.
            let (app, store) = (app.clone(), store.clone());
            let (claim, progress) = (claim.clone(), progress.clone());
            let reading = async move { begin_import(&app, &store, &claim, file, &progress).await };
            readings.push_back(AbortOnDropHandle::new(tokio::spawn(reading)));
        }
        match timeout(LOOK_AGAIN, readings.next()).await {
            // A panic ends the run.
            Ok(Some(reading)) => store_reading(run, claim, reading?).await?,
            Ok(None) if is_all => return Ok(()),
            // The loss that follows is of all files and answers that are there by this
            // moment, so that their requests ask for nothing more.
            Ok(None) => {
                store.take_requests(&run.job).await?;
                lend_mappings(app, store, claim).await?;
                is_all = true;
            }
            Err(_) => {}
        }
    }
}

/// Finishes the import of a file that was read. One file that can't be read must not delay
/// the others: it is marked, and the page says so.
async fn store_reading(
    run: &Run,
    claim: &Claim,
    reading: anyhow::Result<Reading>,
) -> anyhow::Result<()> {
    let stored = match reading {
        Ok(reading) => finish_import(&run.app, &run.store, claim, reading).await,
        Err(cause) => Err(cause),
    };
    match stored {
        Err(cause) if is_overtaken(&cause) => {
            run.progress.overtake();
            return Err(cause);
        }
        Err(cause) => tracing::error!(
            cause = format!("{cause:#}"),
            "a file of a claim could not be read; it is marked as failed"
        ),
        Ok(_) => {}
    }
    Ok(())
}

async fn group_up_to_date(run: Run) -> anyhow::Result<()> {
    let incident = run.store.incident(&run.job.subject).await?;
    revalue_under(&run.app, &incident, &run.progress).await?;
    // Totals are cached, so that the next page shows them at once.
    run.store.totals(&incident, "").await?;
    Ok(())
}

/// Finds what the claims of an incident have in common.
async fn links_found(run: Run) -> anyhow::Result<()> {
    links::find(&run.app, &run.store, &run.job.subject, &run.progress).await
}

/// Computes the totals under a requested basis.
async fn basis_made(run: Run) -> anyhow::Result<()> {
    let Some(JobRequest::Basis { basis }) = run.job.request else {
        anyhow::bail!("the request of another basis is missing");
    };
    let incident = run.job.incident()?;
    basis::make(&run.app, &run.store, incident, basis, &run.progress).await
}

/// Freezes the requested report, after every outdated claim was valued again.
async fn snapshot_made(run: Run) -> anyhow::Result<()> {
    let Some(JobRequest::Snapshot { title }) = &run.job.request else {
        anyhow::bail!("the request of a snapshot is missing");
    };
    let incident = run.store.incident(run.job.incident()?).await?;
    revalue_under(&run.app, &incident, &run.progress).await?;
    let new = NewFreeze {
        by: &run.job.by()?,
        title,
        id: &run.job.subject,
    };
    freeze_under(&run.app, &run.store, &run.progress, &incident, new).await?;
    Ok(())
}

/// Builds the requested bundle.
async fn bundle_made(run: Run) -> anyhow::Result<()> {
    let Some(JobRequest::Bundle { release }) = &run.job.request else {
        anyhow::bail!("the request of a bundle is missing");
    };
    let release = run.store.release(run.job.incident()?, release).await?;
    let new = NextBundle {
        by: &run.job.by()?,
        release: &release,
        id: &run.job.subject,
    };
    bundle::build_under(&run.app, &run.store, &run.progress, new).await?;
    Ok(())
}

async fn swept(run: Run) -> anyhow::Result<()> {
    sweep::sweep(&run.app, &run.store, &run.progress).await
}

/// Brings one claim up to date under its own lease: at once, or after any work in progress
/// on it.
///
/// # Errors
/// Errors of the work.
pub(super) async fn bring_up(app: &App, claim: &str) -> anyhow::Result<()> {
    loop {
        let job = taken(app, claim).await?;
        match ended(app, job, claim_up_to_date).await {
            // The next round works with the current state.
            Err(cause) if is_overtaken(&cause) => {}
            other => return other,
        }
    }
}

/// Computes a claim's loss under its lease, outdated or not.
///
/// # Errors
/// Errors of the work.
pub(super) async fn value(app: &App, claim: &Claim) -> anyhow::Result<()> {
    let job = taken(app, &claim.id).await?;
    let claim = claim.clone();
    ended(app, job, |run: Run| async move {
        value_under(&run.app, &run.store, &claim, &run.progress).await
    })
    .await
}

/// A claim's lease, after its current holder.
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

/// Waits for the notification of an end, or until the time of the next check.
async fn heard_of(ended: Notified<'_>) {
    tokio::select! {
        () = ended => {}
        () = tokio::time::sleep(LOOK_AGAIN) => {}
    }
}

/// Waits a moment (`limits.jobs.wait_ms`) for requested work on a claim or an incident.
/// Returns whether it is done.
///
/// # Errors
/// Errors of the database.
pub async fn wait(app: &App, kind: JobKind, subject: &str) -> anyhow::Result<bool> {
    wake(app);
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

/// Whether requested work is unfinished: not done and not given up.
async fn is_under_way(app: &App, kind: JobKind, subject: &str) -> anyhow::Result<bool> {
    let job = app.store.job(kind, subject).await?;
    let tries_max = app.config.limits.jobs.tries_max;
    Ok(job.is_some_and(|job| job.is_waiting() && !job.is_given_up(tries_max)))
}

#[cfg(test)]
mod tests {
    use casework::{Role, WorkStep};

    use super::*;
    use crate::testing::{Browser, NOW_US, Server};

    const EVIDENCE: &str = "/i/attack/claim/evidence";

    /// A claim with an unread file, on a server that does no work by itself.
    async fn unread() -> (Server, Browser, Job) {
        let server = Server::idle(Limits::but(|limits| limits.jobs.wait_ms = 1)).await;
        let incident = server.incident("attack").await;
        let mail = "ada@example.org";
        let mut ada = server.member(&incident, mail, Role::Claimant).await;
        ada.post("/i/attack/claim", &[]).await;
        send(&mut ada, "trades.csv").await;
        let terms = terms(&server.app.config.limits);
        let job = server.app.store.take_job(&terms, NOW_US).await.unwrap();
        (server, ada, job.unwrap())
    }

    async fn send(ada: &mut Browser, name: &str) {
        ada.upload(EVIDENCE, &[], &[("files", name, name.as_bytes())])
            .await;
    }

    #[tokio::test]
    async fn another_file_overtakes_a_valuation_and_not_the_reading_of_a_file() {
        let (server, mut ada, job) = unread().await;
        let (app, progress) = (&server.app, Progress::default());
        let file = app.store.files(&job.subject).await.unwrap().remove(0);
        let is_current = async || is_current(app, &job, &progress).await.unwrap();
        let reading = progress.begin_file(&file);
        assert!(is_current().await);
        send(&mut ada, "more.csv").await;
        assert!(is_current().await, "it is the same file as before");
        reading.end_file();
        progress.begin_subject(WorkStep::Valuing);
        assert!(!is_current().await, "the loss follows from both files");
        progress.step(WorkStep::Writing);
        assert!(!is_current().await, "a step of the same work");
    }

    #[tokio::test]
    async fn taking_a_file_out_overtakes_its_reading() {
        let (server, _, job) = unread().await;
        let (app, progress) = (&server.app, Progress::default());
        let store = &app.store;
        let file = store.files(&job.subject).await.unwrap().remove(0);
        progress.begin_file(&file);
        let claim = store.claim(job.incident().unwrap(), &job.subject).await;
        let claim = claim.unwrap();
        let by = store::Actor::new(&claim.claimant, Role::Claimant, NOW_US);
        store.withdraw_file(&by, &claim, &file.id).await.unwrap();
        assert!(!is_current(app, &job, &progress).await.unwrap());
    }

    #[tokio::test]
    async fn a_run_whose_claim_was_erased_or_taken_stops() {
        let (server, mut ada, job) = unread().await;
        let (app, progress) = (&server.app, Progress::default());
        app.store.stop_job(&job, NOW_US).await.unwrap();
        let terms = terms(&app.config.limits);
        let next = app.store.take_job(&terms, NOW_US).await.unwrap().unwrap();
        assert!(!is_current(app, &job, &progress).await.unwrap());
        assert!(is_current(app, &next, &progress).await.unwrap());
        let version = ada.get("/i/attack/claim/withdraw").await.field("version");
        let fields = [
            ("version", version.as_str()),
            ("sure", "yes"),
            ("erase", "yes"),
        ];
        ada.post("/i/attack/claim/withdraw", &fields).await;
        let kept = app.store.job(JobKind::Claim, &next.subject).await.unwrap();
        assert!(kept.is_none(), "the draft is erased");
        assert!(!is_current(app, &next, &progress).await.unwrap());
    }

    #[tokio::test]
    async fn a_run_that_is_overtaken_is_no_failure_and_follows_again() {
        let (server, _, job) = unread().await;
        let app = &server.app;
        let overtaken = ended(app, job.clone(), |run: Run| async move {
            run.progress.overtake();
            Ok(run.progress.stop_if_overtaken()?)
        });
        assert!(is_overtaken(&overtaken.await.unwrap_err()));
        let kept = app.store.job(JobKind::Claim, &job.subject).await.unwrap();
        let kept = kept.unwrap();
        assert!(kept.is_waiting() && !kept.is_running() && kept.problem.is_none());
        assert_eq!(kept.tries, 0);
        work_off(app, &JobKind::ALL).await;
        let kept = app.store.job(JobKind::Claim, &job.subject).await.unwrap();
        assert!(!kept.unwrap().is_waiting());
    }

    #[tokio::test]
    async fn a_defect_is_kept_as_a_problem_and_tried_so_often() {
        let (server, _, mut job) = unread().await;
        let app = &server.app;
        let tries_max = app.config.limits.jobs.tries_max;
        for left in (0..tries_max).rev() {
            let failed = ended(app, job.clone(), |_: Run| async { panic!("a defect") });
            assert!(failed.await.is_err());
            let kept = app.store.job(JobKind::Claim, &job.subject).await.unwrap();
            let kept = kept.unwrap();
            assert_eq!(kept.problem, Some(JobProblem::Broken));
            assert_eq!(kept.is_given_up(tries_max), left == 0);
            if left > 0 {
                let terms = terms(&app.config.limits);
                job = app.store.take_job(&terms, NOW_US).await.unwrap().unwrap();
            }
        }
    }

    #[tokio::test]
    async fn a_sweep_clears_what_nothing_names_and_requests_that_ended_long_ago() {
        let (server, _, _) = unread().await;
        let app = &server.app;
        let incident = app.store.incident_by_slug("attack").await.unwrap();
        let mail = "cora@example.org";
        server.member(&incident, mail, Role::Coordinator).await;
        let cora = app.store.person_by_email(mail).await.unwrap().unwrap();
        let by = store::Actor::new(&cora.id, Role::Coordinator, NOW_US);
        let new = store::NewRequest {
            id: &"a".repeat(32),
            request: JobRequest::Snapshot { title: "x".into() },
        };
        let asked =
            app.store
                .request_job(&by, &incident.id, &new, request_terms(&app.config.limits));
        asked.await.unwrap();
        // Nothing was submitted, so that the report is empty.
        work_off(app, &[JobKind::Snapshot]).await;
        let made = async || app.store.job(JobKind::Snapshot, new.id).await.unwrap();
        assert!(made().await.is_some_and(|job| !job.is_waiting()));
        let hours = i64::from(app.config.limits.jobs.failed_hours);
        for (minutes, is_kept) in [(0, true), (hours * 60 + 1, false)] {
            server.pass_minutes(minutes);
            app.store
                .ask_for_sweep(0, app.clock.now_us())
                .await
                .unwrap();
            work_off(app, &[JobKind::Sweep]).await;
            assert_eq!(made().await.is_some(), is_kept);
        }
        let snapshots = app.store.snapshots(&incident.id).await.unwrap();
        assert_eq!(snapshots.len(), 1, "what was made stays");
    }
}
