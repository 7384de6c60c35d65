//! Requests numbered snapshots, which a job freezes, and shows what they counted.

use app::forms::Form;
use app::forms::group as forms;
use app::pages::group::snapshots::{self as pages, MakingRow, SnapshotRow, SnapshotsPage};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use casework::Permission;
use casework::custody::CustodyEvent;
use casework::totals::Totals;
use store::{JobKind, JobRequest, NewRequest, Note, Release, Snapshot, StoreError};

use super::base;
use crate::app::App;
use crate::clock::rfc3339;
use crate::jobs::workers;
use crate::web::frame::job_progress::{progress_json, shown};
use crate::web::frame::{MemberContext, Posted, WebError, done};

pub fn router() -> Router<App> {
    Router::new()
        .route("/i/{incident}/group/snapshots", get(list).post(freeze))
        .route("/i/{incident}/group/snapshots/{number}", get(show))
        .route(
            "/i/{incident}/group/snapshots/{id}/again",
            post(freeze_again),
        )
        .route("/i/{incident}/group/jobs", get(jobs_now))
}

async fn list(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    here.may(Permission::SeeSnapshot, false)?;
    let form = here.resumed(app.form(), "group/snapshots");
    let vm = page_of(&app, &here, form).await?;
    let texts = here.texts();
    let title = texts.t("group-snapshots-title");
    Ok(here.page(&app, &title, true, || pages::page(texts, &vm)))
}

async fn page_of(app: &App, here: &MemberContext, form: Form) -> Result<SnapshotsPage, WebError> {
    // Snapshots that are being made are read first. One that becomes ready in between is
    // then in one of the two lists at least.
    let mut making = making(app, here).await?;
    let snapshots = app.store.snapshots(&here.incident.id).await?;
    making.retain(|row| snapshots.iter().all(|snapshot| snapshot.id != row.id));
    let releases = app.store.releases(&here.incident.id).await?;
    let mut rows = Vec::new();
    for snapshot in &snapshots {
        rows.push(row(app, snapshot, &releases).await?);
    }
    let once = super::once(app, &form);
    Ok(SnapshotsPage {
        base: base(here),
        rows,
        making,
        may_freeze: here.could(Permission::FreezeSnapshot, false),
        form: form.with("once", once),
    })
}

/// The requested snapshots that are not ready.
async fn making(app: &App, here: &MemberContext) -> Result<Vec<MakingRow>, WebError> {
    let jobs = app
        .store
        .requested_jobs(&here.incident.id, JobKind::Snapshot);
    let mut rows = Vec::new();
    for job in jobs.await? {
        let (key, by) = (format!("snapshot-{}", job.subject), job.by()?);
        let (Some(shown), Some(JobRequest::Snapshot { title })) =
            (shown(app, key, &job), job.request)
        else {
            continue;
        };
        rows.push(MakingRow {
            id: job.subject,
            title,
            by: super::name_of(app, &by.person).await?,
            asked: rfc3339(by.now_us),
            job: shown,
        });
    }
    Ok(rows)
}

/// Their progress and that of other bases, for the scripts of pages.
async fn jobs_now(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    here.may(Permission::SeeSnapshot, false)?;
    let making = making(&app, &here).await?.into_iter();
    let bases = super::kept_bases(&app, &here).await?.into_iter();
    let jobs = making.map(|row| row.job);
    let jobs = jobs.chain(bases.filter_map(|kept| kept.job));
    Ok(progress_json(here.texts(), jobs))
}

async fn row(
    app: &App,
    snapshot: &Snapshot,
    releases: &[Release],
) -> Result<SnapshotRow, WebError> {
    let totals: Totals = serde_json::from_str(&snapshot.totals).map_err(anyhow::Error::from)?;
    let by = super::name_of(app, &snapshot.made_by).await?;
    let of_it = releases
        .iter()
        .filter(|release| release.snapshot == snapshot.id);
    let open = of_it.clone().filter(|release| release.is_waiting()).count() as i64;
    let now_us = app.clock.now_us();
    let approved = of_it.filter(|release| release.is_active(now_us)).count() as i64;
    Ok(SnapshotRow {
        number: snapshot.number,
        title: snapshot.title.clone(),
        frozen: rfc3339(snapshot.made_at_us),
        by,
        claims: totals.counts.claims,
        sums: totals.whole,
        conflicts: totals.conflicts,
        ground: app::pages::group::totals::ground_of(&totals),
        sha256: snapshot.content_sha256.clone(),
        releases: (open, approved),
    })
}

async fn show(
    State(app): State<App>,
    here: MemberContext,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::SeeSnapshot, false)?;
    let incident = &here.incident.id;
    let snapshot = app.store.snapshot(incident, number).await?;
    let object = store::snapshot_object(number);
    let note = Note::new(CustodyEvent::SnapshotSeen, &object).sha256(&snapshot.content_sha256);
    let by = here.by(&app, role);
    app.store
        .look(&by, incident, &here.who.session_key, note)
        .await?;
    let releases = app.store.releases(incident).await?;
    let row = row(&app, &snapshot, &releases).await?;
    let texts = here.texts();
    let title = texts.with("group-snapshot-title", &[("number", number.into())]);
    let base = base(&here);
    Ok(here.page(&app, &title, false, || pages::one(texts, &base, &row)))
}

async fn freeze(
    State(app): State<App>,
    here: MemberContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let role = here.may(Permission::FreezeSnapshot, false)?;
    let texts = here.texts();
    let title = forms::freeze(&mut form, texts);
    if form.is_valid() && !has_something(&app, &here).await? {
        form.fail("title", texts.t("group-error-nothing-to-freeze"));
    }
    let Some(title) = title.filter(|_| form.is_valid()) else {
        let vm = page_of(&app, &here, form).await?;
        let title = texts.t("group-snapshots-title");
        return Ok(here.wrong(&app, &title, true, || pages::page(texts, &vm)));
    };
    let new = NewRequest {
        id: &super::once(&app, &form),
        request: JobRequest::Snapshot { title },
    };
    let by = here.by(&app, role);
    let terms = workers::request_terms(&app.config.limits);
    let asked = app.store.request_job(&by, &here.incident.id, &new, terms);
    answer(&app, &here, form, asked.await).await
}

/// Requests a snapshot again whose freezing failed.
async fn freeze_again(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::FreezeSnapshot, false)?;
    let by = here.by(&app, role);
    let terms = workers::request_terms(&app.config.limits);
    let incident = &here.incident.id;
    let again = app
        .store
        .request_job_again(&by, incident, JobKind::Snapshot, &id, terms);
    answer(&app, &here, app.form(), again.await).await
}

/// Leads to the page, which shows the progress of the snapshot; 422 where too many requests
/// wait already.
async fn answer(
    app: &App,
    here: &MemberContext,
    mut form: Form,
    asked: Result<(), StoreError>,
) -> Result<Response, WebError> {
    match asked {
        Ok(()) => {
            workers::wake(app);
            Ok(done(&format!("{}/snapshots", base(here)), "group-freezing"))
        }
        Err(StoreError::TooManyJobs { waiting_max }) => {
            let texts = here.texts();
            let args = [("count", waiting_max.into())];
            form.fail("title", texts.with("group-error-requests", &args));
            let vm = page_of(app, here, form).await?;
            let title = texts.t("group-snapshots-title");
            Ok(here.wrong(app, &title, true, || pages::page(texts, &vm)))
        }
        Err(other) => Err(other.into()),
    }
}

/// Whether any claim was submitted.
async fn has_something(app: &App, here: &MemberContext) -> Result<bool, WebError> {
    let claims = app.store.claims(&here.incident.id).await?;
    Ok(claims.iter().any(|claim| claim.state.counts()))
}
