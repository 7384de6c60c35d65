//! Releases: requested by one coordinator, approved by another person.

use app::forms::Form;
use app::forms::group::{self as forms, ReleaseRequest};
use app::pages::group::releases::{self as pages, ReleaseRow, ReleaseState, ReleasesPage};
use app::parts::values::DoneBy;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use casework::{BundleKind, Permission, Role};
use store::{Member, MemberState, NewRelease, Release, StoreError};

use super::base;
use crate::app::App;
use crate::clock::rfc3339;
use crate::web::frame::QueryForm;
use crate::web::frame::{MemberContext, Posted, WebError, done};

pub fn router() -> Router<App> {
    let release = "/i/{incident}/group/releases/{release}";
    Router::new()
        .route("/i/{incident}/group/releases", get(list).post(ask))
        .route(&format!("{release}/approve"), post(approve))
        .route(&format!("{release}/end"), post(end))
}

const DAY_US: i64 = 86_400_000_000;

async fn list(
    State(app): State<App>,
    here: MemberContext,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    here.may(Permission::SeeReleases, false)?;
    let form = app
        .form()
        .with("snapshot", asked.value("snapshot"))
        .with("kind", BundleKind::default().as_str())
        .with("days", "30");
    let form = here.resumed(form, "group/releases");
    let vm = page_of(&app, &here, form).await?;
    let texts = here.texts();
    let title = texts.t("group-releases-title");
    Ok(here.page(&app, &title, true, || pages::page(texts, &vm)))
}

async fn page_of(app: &App, here: &MemberContext, form: Form) -> Result<ReleasesPage, WebError> {
    let incident = &here.incident.id;
    let mut rows = Vec::new();
    for release in app.store.releases(incident).await? {
        rows.push(row(app, here, release).await?);
    }
    // Waiting releases come first, then the newest.
    rows.sort_by_key(|row| row.state != ReleaseState::Waiting);
    let snapshots = app.store.snapshots(incident).await?;
    let once = super::once(app, &form);
    let form = form.with("once", once);
    Ok(ReleasesPage {
        base: base(here),
        rows,
        second_coordinator: second_coordinator(app, here).await?,
        snapshots: snapshots
            .into_iter()
            .map(|snapshot| (snapshot.number, snapshot.title))
            .collect(),
        investigators: investigators(app, here).await?,
        form,
    })
}

async fn second_coordinator(app: &App, here: &MemberContext) -> Result<bool, WebError> {
    Ok(app
        .store
        .has_second_coordinator(&here.incident.id, &here.who.person.id, app.clock.now_us())
        .await?)
}

/// Investigators who have access now: id and name.
async fn investigators(app: &App, here: &MemberContext) -> Result<Vec<(String, String)>, WebError> {
    let now_us = app.clock.now_us();
    let members = app.store.members(&here.incident.id).await?;
    let active = |member: &Member| {
        member.role == Role::Investigator
            && member.state == MemberState::Active
            && member.expires_at_us.is_none_or(|expires| expires > now_us)
    };
    Ok(members
        .into_iter()
        .filter(active)
        .map(|member| (member.person, format!("{} <{}>", member.name, member.email)))
        .collect())
}

async fn row(app: &App, here: &MemberContext, release: Release) -> Result<ReleaseRow, WebError> {
    let now_us = app.clock.now_us();
    let state = if release.is_waiting() {
        ReleaseState::Waiting
    } else if release.ended_at_us.is_some() {
        ReleaseState::Ended
    } else if release.is_active(now_us) {
        ReleaseState::Approved
    } else {
        ReleaseState::Expired
    };
    let asked = DoneBy {
        who: super::name_of(app, &release.requested_by).await?,
        at: rfc3339(release.requested_at_us),
    };
    let approved = match (&release.approved_by, release.approved_at_us) {
        (Some(by), Some(at_us)) => Some(DoneBy {
            who: super::name_of(app, by).await?,
            at: rfc3339(at_us),
        }),
        _ => None,
    };
    Ok(ReleaseRow {
        own: release.requested_by == here.who.person.id,
        may_approve: here.could(
            Permission::ApproveRelease,
            release.is_of(&here.who.person.id),
        ),
        kind: release.kind,
        claims: release.claims,
        recipient: release.recipient,
        id: release.id,
        snapshot: release.number,
        investigator: format!(
            "{} <{}>",
            release.investigator_name, release.investigator_email
        ),
        purpose: release.purpose,
        case_number: release.case_number,
        asked,
        approved,
        expires: release.expires_at_us.map(rfc3339),
        state,
    })
}

async fn ask(
    State(app): State<App>,
    here: MemberContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let role = here.may(Permission::RequestRelease, false)?;
    let incident = &here.incident.id;
    let texts = here.texts();
    let snapshots = app.store.snapshots(incident).await?;
    let numbers: Vec<i64> = snapshots.iter().map(|snapshot| snapshot.number).collect();
    let investigators = investigators(&app, &here).await?;
    let ids: Vec<String> = investigators.into_iter().map(|(id, _)| id).collect();
    let read = forms::release(&mut form, texts, &numbers, &ids);
    let read = known_claims(&app, &here, &mut form, read).await?;
    let Some(read) = read else {
        let vm = page_of(&app, &here, form).await?;
        let title = texts.t("group-releases-title");
        return Ok(here.wrong(&app, &title, true, || pages::page(texts, &vm)));
    };
    let snapshot = app.store.snapshot(incident, read.snapshot).await?;
    let id = super::once(&app, &form);
    match request(&app, &here, role, &id, &snapshot.id, &read).await {
        Ok(_) => {}
        // The form was sent twice; the request exists once.
        Err(StoreError::Duplicate(_)) => {
            app.store.release(incident, &id).await?;
        }
        Err(other) => return Err(other.into()),
    }
    let to = format!("{}/releases", base(&here));
    Ok(done(&to, "group-release-asked"))
}

/// Refuses references of claims that the incident does not have.
async fn known_claims(
    app: &App,
    here: &MemberContext,
    form: &mut Form,
    read: Option<ReleaseRequest>,
) -> Result<Option<ReleaseRequest>, WebError> {
    let mut unknown = Vec::new();
    for claim in read.iter().flat_map(|read| &read.claims) {
        match app.store.claim_by_reference(&here.incident.id, claim).await {
            Ok(_) => {}
            Err(StoreError::NotFound(_)) => unknown.push(claim.clone()),
            Err(other) => return Err(other.into()),
        }
    }
    if unknown.is_empty() {
        return Ok(read);
    }
    let args = [("claims", unknown.join(", ").into())];
    form.fail("claims", here.texts().with("group-error-claims", &args));
    Ok(None)
}

async fn request(
    app: &App,
    here: &MemberContext,
    role: Role,
    id: &str,
    snapshot: &str,
    read: &ReleaseRequest,
) -> Result<Release, StoreError> {
    let by = here.by(app, role);
    let new = NewRelease {
        id,
        snapshot,
        investigator: &read.investigator,
        kind: read.kind,
        claims: &read.claims,
        recipient: read.recipient,
        purpose: &read.purpose,
        case_number: &read.case_number,
        expires_at_us: Some(by.now_us + i64::from(read.days) * DAY_US),
    };
    app.store
        .request_release(&by, &here.incident.id, &new)
        .await
}

async fn approve(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let release = app.store.release(&here.incident.id, &id).await?;
    let own = release.is_of(&here.who.person.id);
    let role = here.may(Permission::ApproveRelease, own)?;
    let by = here.by(&app, role);
    app.store
        .approve_release(&by, &here.incident.id, &id)
        .await?;
    let to = format!("{}/releases", base(&here));
    Ok(done(&to, "group-release-approved"))
}

async fn end(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::EndRelease, false)?;
    let by = here.by(&app, role);
    app.store.end_release(&by, &here.incident.id, &id).await?;
    let to = format!("{}/releases", base(&here));
    Ok(done(&to, "group-release-ended"))
}
