//! Mappings of unknown files: those of claimants, and those that a coordinator shares with
//! the whole incident.

use app::pages::group::mappings::{self as pages, MappingsPage, OfferedRow, SharedRow};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use casework::Permission;
use ledger::Mapping;
use store::{NewMapping, StoreError};

use super::base;
use crate::app::App;
use crate::clock::rfc3339;
use crate::jobs::workers;
use crate::web::frame::{MemberContext, Posted, WebError, done};

pub fn router() -> Router<App> {
    let mappings = "/i/{incident}/group/mappings";
    Router::new()
        .route(mappings, get(show).post(share))
        .route(&format!("{mappings}/{{id}}/remove"), post(remove))
}

fn parsed(json: &str) -> Result<Mapping, WebError> {
    Mapping::parse(json).map_err(|cause| WebError::Broken(cause.into()))
}

async fn show(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    here.may(Permission::ShareMapping, false)?;
    let incident = &here.incident.id;
    let mut shared = Vec::new();
    for row in app.store.shared_mappings(incident).await? {
        shared.push(SharedRow {
            id: row.id,
            mapping: parsed(&row.mapping)?,
            who: row.shared_by_name,
            at: rfc3339(row.shared_at_us),
        });
    }
    let mut offered: Vec<OfferedRow> = Vec::new();
    for row in app.store.mapped_files(incident).await? {
        let mapping = parsed(&row.mapping)?;
        let is_known = shared.iter().any(|known| known.mapping == mapping)
            || offered.iter().any(|known| known.mapping == mapping);
        if !is_known {
            offered.push(OfferedRow {
                reference: row.reference,
                file: row.name,
                sha256: row.sha256,
                mapping,
            });
        }
    }
    let vm = MappingsPage {
        base: base(&here),
        shared,
        offered,
    };
    let texts = here.texts();
    let title = texts.t("group-mappings-title");
    Ok(here.page(&app, &title, true, || pages::page(texts, &vm)))
}

/// Shares the mapping of a claim's file with everybody, and reads waiting files by it.
async fn share(
    State(app): State<App>,
    here: MemberContext,
    Posted(form): Posted,
) -> Result<Response, WebError> {
    let role = here.may(Permission::ShareMapping, false)?;
    let incident = &here.incident.id;
    let claim = app
        .store
        .claim_by_reference(incident, form.value("claim"))
        .await?;
    let file = app
        .store
        .file_by_sha256(&claim.id, form.value("file"))
        .await?;
    let json = file.mapping.ok_or(WebError::NotFound)?;
    let name = parsed(&json)?.name();
    let new = NewMapping {
        name: &name,
        json: &json,
    };
    let id = app.random.id();
    let to = here.path("group/mappings");
    match app
        .store
        .share_mapping(&here.by(&app, role), incident, &id, &new)
        .await
    {
        Err(StoreError::Duplicate(_)) => return Ok(done(&to, "group-mapping-there")),
        other => other?,
    }
    for job in app.store.waiting_jobs(incident).await? {
        if !workers::wait(&app, job.kind, &job.subject).await? {
            break;
        }
    }
    Ok(done(&to, "group-mapping-shared"))
}

/// Stops using a mapping for new files.
async fn remove(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::ShareMapping, false)?;
    app.store
        .remove_mapping(&here.by(&app, role), &here.incident.id, &id)
        .await?;
    Ok(done(&here.path("group/mappings"), "group-mapping-removed"))
}
