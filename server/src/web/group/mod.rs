//! What coordinators do: claims, totals, prices, settings, the custody log,
//! snapshots and releases. Every handler asks the matrix of rights first.

mod claim;
mod claims;
mod custody;
mod lines;
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
        .merge(lines::router())
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

/// What somebody is called who did something; `operator` for the command line.
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

/// The incident's own settings as the ledger takes them.
fn terms(here: &MemberContext) -> Result<ledger::Terms, WebError> {
    let read = serde_json::from_str(&here.incident.terms);
    read.map_err(|cause| WebError::Broken(cause.into()))
}

/// What figures stand on now.
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

/// Waits a moment for what an act asked of the group: claims valued with the prices
/// as they are, assets in doubt settled. Says whether it is done; what takes longer
/// goes on, and the pages of prices and totals say what is behind.
pub(super) async fn settled(app: &App, incident: &store::Incident) -> Result<bool, WebError> {
    Ok(workers::wait(app, JobKind::Group, &incident.id).await?)
}

/// The same, asked for here.
async fn value_now(app: &App, incident: &store::Incident) -> Result<bool, WebError> {
    let now_us = app.clock.now_us();
    app.store
        .ask_for(JobKind::Group, &incident.id, now_us)
        .await?;
    settled(app, incident).await
}

/// Which basis a page was asked for, how it shows that, and what is kept of it; with the
/// error on its form, where nobody can tell.
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
    Ok(Chosen {
        form,
        other: basis.to_string(),
        kept: job.and_then(|job| kept_basis(app, &job)),
    })
}

/// What is kept of another basis, by the job that works it out.
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

/// The other bases of the incident that are kept, or worked out.
async fn kept_bases(app: &App, here: &MemberContext) -> Result<Vec<KeptBasis>, WebError> {
    let jobs = app.store.bases(&here.incident.id).await?;
    Ok(jobs.iter().filter_map(|job| kept_basis(app, job)).collect())
}

/// Says that another basis was never worked out.
fn never_made(here: &MemberContext, basis: &Chosen) -> String {
    let texts = here.texts();
    let name = app::pages::group::basis_text(texts, &basis.other);
    texts.with("group-error-basis-never", &[("basis", name.into())])
}

/// What figures stand on, under the basis asked for.
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

/// The id that a form brings for what it makes, so that sending it twice makes
/// one thing; a new one where it brings none.
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
