//! The totals on a page and as files.

use app::forms::Form;
use app::forms::group as forms;
use app::pages::group::credits::{self as credit_pages, CreditLine, CreditsPage};
use app::pages::group::totals::{self as pages, By, TotalsPage};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use casework::Act;
use casework::custody::Action;
use casework::totals::Totals;
use ledger::Money;
use ledger::losses::Basis;
use report::totals::{WriteError, write_csv, write_json};
use store::{GroupCredit, Note};

use super::{Asked, base, ground, paged, terms};
use crate::web::{App, Here, WebError, download};

pub fn router() -> Router<App> {
    Router::new()
        .route("/i/{incident}/group/totals", get(show))
        .route("/i/{incident}/group/credits", get(credits))
        .route("/i/{incident}/group/totals.csv", get(csv))
        .route("/i/{incident}/group/totals.json", get(json))
}

async fn show(
    State(app): State<App>,
    here: Here,
    Asked(mut asked): Asked,
) -> Result<Response, WebError> {
    here.may(Act::SeeTotals, false)?;
    let own = terms(&here)?.basis;
    let basis = forms::basis(&mut asked, here.texts(), own);
    let totals = match basis {
        Some(basis) => Some(totals_at(&app, &here, own, basis).await?),
        None => None,
    };
    Ok(page_of(&app, &here, asked, totals, basis == Some(own)))
}

/// The page; 422 where something is wrong with what was asked.
fn page_of(
    app: &App,
    here: &Here,
    asked: Form,
    totals: Option<Totals>,
    has_lines: bool,
) -> Response {
    let texts = here.texts();
    let own = terms(here).map_or(Basis::Event, |terms| terms.basis);
    let vm = TotalsPage {
        base: base(here),
        by: By::from_word(asked.value("by")),
        basis: shown(asked, own),
        totals,
        has_lines,
    };
    let title = texts.t("group-totals-title");
    if vm.basis.is_valid() {
        here.page(app, &title, true, || pages::page(texts, &vm))
    } else {
        here.wrong(app, &title, true, || pages::page(texts, &vm))
    }
}

/// What came back, record by record. Rows of a claim are a look at it.
async fn credits(
    State(app): State<App>,
    here: Here,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let role = here.may(Act::SeeTotals, false)?;
    let incident = &here.incident.id;
    let all = app.store.group_credits(incident).await?;
    let sum = Money::sum(all.iter().filter_map(|credit| credit.value.map(Money)));
    let rows = app.config.limits.page_rows;
    let (page, first, pages_count) = paged(&asked, all.len(), rows);
    let shown: Vec<GroupCredit> = all.into_iter().skip(first).take(rows as usize).collect();
    let mut seen: Vec<&str> = shown.iter().map(|credit| &*credit.reference).collect();
    seen.dedup();
    let by = here.by(&app, role);
    for reference in seen {
        let note = Note::new(Action::ClaimSeen, reference);
        let session = &here.who.session_key;
        app.store.look(&by, incident, session, note).await?;
    }
    let vm = CreditsPage {
        base: base(&here),
        ground: ground(&here)?,
        sum: sum.map_err(|cause| WebError::Broken(cause.into()))?,
        rows: shown
            .into_iter()
            .map(|credit| CreditLine {
                claim: credit.reference,
                time: credit.time_text,
                amount: (credit.amount, credit.asset),
                evidence: credit.evidence,
                value: credit.value.map(Money),
            })
            .collect(),
        page: (page, pages_count),
    };
    let texts = here.texts();
    let title = texts.t("group-credits");
    Ok(here.page(&app, &title, true, || credit_pages::page(texts, &vm)))
}

/// The form with the incident's own basis where none was asked for.
fn shown(asked: Form, own: Basis) -> Form {
    if !asked.value("basis").is_empty() {
        return asked;
    }
    match own.to_string().strip_prefix("date:") {
        Some(date) => asked.with("basis", "date").with("date", date),
        None => asked.with("basis", "event"),
    }
}

/// The sums under a basis: as kept for the incident's own, worked out afresh
/// for any other.
async fn totals_at(app: &App, here: &Here, own: Basis, basis: Basis) -> Result<Totals, WebError> {
    if basis == own {
        return Ok(app.store.totals(&here.incident).await?);
    }
    super::totals_under(app, here, basis).await
}

async fn csv(
    State(app): State<App>,
    here: Here,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let totals = match taken_out(&app, &here, asked, "totals.csv").await? {
        Ok(totals) => totals,
        Err(refused) => return Ok(refused),
    };
    let mut bytes = Vec::new();
    write_csv(&totals, &mut bytes).map_err(broken)?;
    Ok(download::made(
        "totals.csv",
        "text/csv; charset=utf-8",
        bytes,
    ))
}

async fn json(
    State(app): State<App>,
    here: Here,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let totals = match taken_out(&app, &here, asked, "totals.json").await? {
        Ok(totals) => totals,
        Err(refused) => return Ok(refused),
    };
    let mut bytes = Vec::new();
    write_json(&totals, &mut bytes).map_err(broken)?;
    Ok(download::made("totals.json", "application/json", bytes))
}

fn broken(cause: WriteError) -> WebError {
    WebError::Broken(cause.into())
}

/// The totals for a file: a right of its own, counted and logged. While claims
/// wait to be valued there are none, but the page that says what to do.
async fn taken_out(
    app: &App,
    here: &Here,
    mut asked: Form,
    file: &str,
) -> Result<Result<Totals, Response>, WebError> {
    let role = here.may(Act::ExportTotals, false)?;
    app.limits.export(&here.who.person.id)?;
    let own = terms(here)?.basis;
    let basis = forms::basis(&mut asked, here.texts(), own).ok_or(WebError::BadRequest)?;
    let totals = totals_at(app, here, own, basis).await?;
    if !totals.stale.is_empty() {
        let args = [("claims", totals.stale.join(", ").into())];
        asked.fail("", here.texts().with("group-error-stale", &args));
        return Ok(Err(page_of(app, here, asked, Some(totals), true)));
    }
    let purpose = basis.to_string();
    let note = Note::new(Action::Exported, file).purpose(&purpose);
    let by = here.by(app, role);
    app.store.record(&by, &here.incident.id, note).await?;
    Ok(Ok(totals))
}
