//! The coordinators' work: claims, totals, prices, settings, the custody log, snapshots and
//! releases. Every handler checks the matrix of rights first.

mod claim;
mod claims;
mod custody;
mod holdings;
mod lines;
mod links;
mod mappings;
mod people;
mod prices;
mod releases;
mod settings;
mod snapshots;
#[cfg(test)]
pub(super) mod tests;
mod totals;

use app::forms::Form;
use app::forms::group as forms;
use app::pages::group::Ground;
use app::pages::group::basis::{Chosen, KeptBasis};
use axum::Router;
use casework::totals::Conditions;
use store::{JobKind, JobRequest};

use crate::app::App;
use crate::jobs::workers;
use crate::web::frame::{MemberContext, WebError, job_progress};

/// The routes of coordinators.
pub fn router() -> Router<App> {
    Router::new()
        .merge(claims::router())
        .merge(claim::router())
        .merge(holdings::router())
        .merge(lines::router())
        .merge(links::router())
        .merge(totals::router())
        .merge(prices::router())
        .merge(snapshots::router())
        .merge(releases::router())
        .merge(custody::router())
        .merge(settings::router())
        .merge(mappings::router())
        .merge(people::router())
}

/// `/i/<incident>/group`.
fn base(here: &MemberContext) -> String {
    here.path("group")
}

/// The name of the person who did something; `operator` for the command line.
async fn name_of(app: &App, person: &str) -> Result<String, WebError> {
    if person == store::Actor::OPERATOR {
        return Ok(person.to_owned());
    }
    let person = app.store.person(person).await?;
    Ok(if person.name.is_empty() {
        person.email
    } else {
        person.name
    })
}

/// The incident's own settings in the form that the ledger takes.
fn terms(here: &MemberContext) -> Result<ledger::Terms, WebError> {
    let read = serde_json::from_str(&here.incident.terms);
    read.map_err(|cause| WebError::Broken(cause.into()))
}

/// The current basis of figures.
async fn ground(app: &App, here: &MemberContext) -> Result<Ground, WebError> {
    let terms = app.store.terms(&here.incident).await?;
    Ok(Ground {
        basis: terms.basis.to_string(),
        conditions: Some(Conditions::from(&terms)),
        currency: here.incident.currency.clone(),
        method: here.incident.method.clone(),
        price_version: here.incident.price_version,
    })
}

/// Waits a moment for the work that an act requested for the group: valuing claims with the
/// current prices, settling assets in doubt. Returns whether it is done. Longer work
/// continues, and the pages of prices and totals show what is outdated.
pub(super) async fn settled(app: &App, incident: &store::Incident) -> Result<bool, WebError> {
    Ok(workers::wait(app, JobKind::Group, &incident.id).await?)
}

/// The same, after requesting it here.
async fn value_now(app: &App, incident: &store::Incident) -> Result<bool, WebError> {
    let now_us = app.clock.now_us();
    app.store
        .ask_for(JobKind::Group, &incident.id, now_us)
        .await?;
    settled(app, incident).await
}

/// The basis that a page was asked for, its form, and what is stored of it. Where the basis
/// cannot be read, the form has the error.
async fn basis_asked(app: &App, here: &MemberContext, asked: &Form) -> Result<Chosen, WebError> {
    let own = terms(here)?.basis;
    let mut form = asked
        .blank()
        .with("basis", asked.value("basis"))
        .with("date", asked.value("date"));
    let Some(basis) = forms::basis(&mut form, here.texts(), own) else {
        return Ok(Chosen::own(form));
    };
    let form = forms::basis_shown(asked.blank(), basis);
    if basis == own {
        return Ok(Chosen::own(form));
    }
    let subject = store::basis_subject(&here.incident.id, basis);
    let job = app.store.job(JobKind::Basis, &subject).await?;
    let kept = job.and_then(|job| kept_basis(app, &job));
    let is_made = kept.as_ref().is_some_and(|kept| kept.is_made);
    Ok(Chosen {
        form,
        other: basis.to_string(),
        is_outdated: is_made && app.store.is_outdated(&here.incident.id, basis).await?,
        kept,
    })
}

/// What is stored of another basis, by the job that computes it.
fn kept_basis(app: &App, job: &store::Job) -> Option<KeptBasis> {
    let Some(JobRequest::Basis { basis }) = job.request else {
        return None;
    };
    Some(KeptBasis {
        basis: basis.to_string(),
        is_made: job.was_done(),
        job: job_progress::shown(app, format!("basis-{basis}"), job),
    })
}

/// The other bases of the incident that are stored, or being computed.
async fn kept_bases(app: &App, here: &MemberContext) -> Result<Vec<KeptBasis>, WebError> {
    let jobs = app.store.bases(&here.incident.id).await?;
    Ok(jobs.iter().filter_map(|job| kept_basis(app, job)).collect())
}

/// Says that another basis was never computed.
fn never_made(here: &MemberContext, basis: &Chosen) -> String {
    let texts = here.texts();
    let name = app::pages::group::basis_text(texts, &basis.other);
    texts.with("group-error-basis-never", &[("basis", name.into())])
}

/// The basis of figures, for the requested one.
async fn ground_under(app: &App, here: &MemberContext, basis: &Chosen) -> Result<Ground, WebError> {
    let ground = ground(app, here).await?;
    match basis.other.as_str() {
        "" => Ok(ground),
        other => Ok(Ground {
            basis: other.to_owned(),
            ..ground
        }),
    }
}

/// The id that a form carries for the thing it makes, so that sending it twice makes one
/// thing. A form without an id gets a new one.
pub(super) fn once(app: &App, form: &Form) -> String {
    let brought = form.value("once");
    let is_id = brought.len() == 32
        && brought
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if is_id {
        brought.to_owned()
    } else {
        app.random.id()
    }
}
