//! Freezing numbered snapshots, and seeing what they counted.

use app::forms::Form;
use app::forms::group as forms;
use app::pages::group::snapshots::{self as pages, SnapshotRow, SnapshotsPage};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use casework::Act;
use casework::custody::Action;
use casework::totals::Totals;
use store::{Note, Release, Snapshot};

use super::{base, when};
use crate::web::{App, Here, Posted, WebError, done};

pub fn router() -> Router<App> {
    Router::new()
        .route("/i/{incident}/group/snapshots", get(list).post(freeze))
        .route("/i/{incident}/group/snapshots/{number}", get(show))
}

async fn list(State(app): State<App>, here: Here) -> Result<Response, WebError> {
    here.may(Act::SeeSnapshot, false)?;
    let form = here.resumed(app.form(), "group/snapshots");
    let vm = page_of(&app, &here, form).await?;
    let texts = here.texts();
    let title = texts.t("group-snapshots-title");
    Ok(here.page(&app, &title, true, || pages::page(texts, &vm)))
}

async fn page_of(app: &App, here: &Here, form: Form) -> Result<SnapshotsPage, WebError> {
    let snapshots = app.store.snapshots(&here.incident.id).await?;
    let releases = app.store.releases(&here.incident.id).await?;
    let mut rows = Vec::new();
    for snapshot in &snapshots {
        rows.push(row(app, snapshot, &releases).await?);
    }
    let once = super::once(app, &form);
    Ok(SnapshotsPage {
        base: base(here),
        rows,
        form: form.with("once", once),
    })
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
        frozen: when(snapshot.made_at_us),
        by,
        claims: totals.counts.claims,
        sums: totals.whole,
        ground: app::pages::group::totals::ground_of(&totals),
        sha256: snapshot.content_sha256.clone(),
        releases: (open, approved),
    })
}

async fn show(
    State(app): State<App>,
    here: Here,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, WebError> {
    let role = here.may(Act::SeeSnapshot, false)?;
    let incident = &here.incident.id;
    let snapshot = app.store.snapshot(incident, number).await?;
    let object = store::snapshot_object(number);
    let note = Note::new(Action::SnapshotSeen, &object).sha256(&snapshot.content_sha256);
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
    here: Here,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let role = here.may(Act::FreezeSnapshot, false)?;
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
    let id = super::once(&app, &form);
    if let Some(why) = super::freeze(&app, &here, role, &title, &id).await? {
        form.fail("title", why);
        let vm = page_of(&app, &here, form).await?;
        let title = texts.t("group-snapshots-title");
        return Ok(here.wrong(&app, &title, true, || pages::page(texts, &vm)));
    }
    Ok(done(&format!("{}/snapshots", base(&here)), "group-frozen"))
}

/// Whether any claim was handed in.
async fn has_something(app: &App, here: &Here) -> Result<bool, WebError> {
    let claims = app.store.claims(&here.incident.id).await?;
    Ok(claims.iter().any(|claim| claim.state.counts()))
}
