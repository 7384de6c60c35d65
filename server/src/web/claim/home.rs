//! The start of a claim, and its task list.

use app::pages::claim::{start, tasks};
use axum::extract::State;
use axum::response::Response;
use casework::{EventKind, Permission, Recipient, reference};
use leptos::prelude::IntoAny;
use store::{NewClaim, StoreError};

use super::ClaimContext;
use super::answers::awaits_answer;
use crate::app::App;
use crate::web::frame::{MemberContext, WebError, done};

/// How often another reference is drawn when one is already used.
const DRAWS_MAX: usize = 20;

/// The start page, or the task list once the claim exists.
pub async fn page(
    State(app): State<App>,
    here: MemberContext,
    claim: Result<ClaimContext, Response>,
) -> Result<Response, WebError> {
    match claim {
        Ok(claim) => task_list(&app, &claim).await,
        Err(_) => {
            here.may(Permission::StartClaim, true)?;
            let known = app
                .store
                .claim_of(&here.incident.id, &here.who.person.id)
                .await?;
            if known.is_some() {
                return Err(WebError::NotFound);
            }
            Ok(start_page(&app, &here))
        }
    }
}

fn start_page(app: &App, here: &MemberContext) -> Response {
    let texts = here.texts();
    let start = start::Start {
        base: here.path("claim"),
        incident: here.incident.name.clone(),
        currency: here.incident.currency.clone(),
        file_bytes_max: i64::try_from(app.config.limits.uploads.file_bytes_max).unwrap_or(i64::MAX),
    };
    let title = texts.t("claim-tasks-title");
    here.page(app, &title, false, || start::page(texts, &start))
}

/// Begins a claim; pressing twice begins only one.
pub async fn start(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    let role = here.may(Permission::StartClaim, true)?;
    let by = here.by(&app, role);
    for _ in 0..DRAWS_MAX {
        let id = app.random.id();
        let mut drawn = [0; 6];
        app.random.fill(&mut drawn);
        let new = NewClaim {
            id: &id,
            reference: &reference::from_random(drawn),
            claimant: &here.who.person.id,
        };
        match app.store.start_claim(&by, &here.incident.id, &new).await {
            Err(StoreError::Duplicate("reference")) => {}
            Ok(_) | Err(StoreError::Duplicate(_)) => {
                return Ok(done(&here.path("claim"), "claim-started"));
            }
            Err(other) => return Err(other.into()),
        }
    }
    Err(anyhow::anyhow!("no free reference after {DRAWS_MAX} draws").into())
}

async fn task_list(app: &App, on: &ClaimContext) -> Result<Response, WebError> {
    let tasks = tasks_of(app, on).await?;
    let texts = on.texts();
    let title = texts.t("claim-tasks-title");
    Ok(on
        .here
        .page(app, &title, false, || tasks::page(texts, &tasks).into_any()))
}

async fn tasks_of(app: &App, on: &ClaimContext) -> Result<tasks::Tasks, WebError> {
    let (store, id) = (&app.store, &on.claim.id);
    let summary = store.claim_summary(&on.here.incident.id, id).await?;
    let valuation = store.valuation(id).await?;
    let imports = store.imports(id).await?;
    let files = store.files(id).await?;
    let typed = store.typed_entries(id).await?;
    let consents = store.consents(id).await?;
    let events = store.claim_events(id).await?;
    let credits = store.credits(id).await?;
    let answers_missing = imports.iter().filter(|import| {
        let file = files.iter().find(|file| file.id == import.file);
        let is_zoneless = import.needs_zone && file.is_some_and(|file| file.zone.is_none());
        is_zoneless || awaits_answer(import)
    });
    let credited = store.credited(id).await?;
    let for_somebody = if on.is_own {
        None
    } else {
        Some(store.person(&on.claim.claimant).await?.name)
    };
    let contested = valuation
        .as_ref()
        .map_or(0, |valuation| valuation.contested);
    let sum = summary.net(credited);
    Ok(tasks::Tasks {
        head: on.head(),
        incident: on.here.incident.name.clone(),
        to_confirm: on.is_own && awaits_confirmation(&on.claim),
        for_somebody,
        files: summary.files,
        answers_missing: count(answers_missing.count()),
        entries: imports.iter().map(|import| import.entries).sum::<i64>() + count(typed.len()),
        contested,
        loss: summary.has_figure().then_some(sum),
        currency: on.here.incident.currency.clone(),
        unpriced: summary.unpriced,
        credits: count(credits.len()),
        statement: !on.claim.statement.is_empty(),
        consents: count(consents.len()),
        recipients: count(Recipient::ALL.len()),
        words: events
            .iter()
            .rev()
            .find(|event| event.to_state == Some(on.claim.state) && !event.words.is_empty())
            .map(|event| event.words.clone()),
        messages: count(
            events
                .iter()
                .filter(|event| event.kind != EventKind::State)
                .count(),
        ),
        unread: count(super::words::unread(app, on).await?.len()),
    })
}

/// Whether somebody else filed it and the claimant has not confirmed it yet.
pub fn awaits_confirmation(claim: &store::Claim) -> bool {
    claim.filed_by.is_some() && claim.confirmed_at_us.is_none()
}

/// A length as the integer that pages use.
pub fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
