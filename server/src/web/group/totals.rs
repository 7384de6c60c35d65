//! The totals on a page and as files.

use std::io::Cursor;

use app::forms::Form;
use app::pages::group::basis::Chosen;
use app::pages::group::credits::{self as credit_pages, CreditLine, CreditsFound, CreditsPage};
use app::pages::group::totals::{self as pages, TotalsPage};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use casework::counting::Dimension;
use casework::custody::{Action, Purpose};
use casework::totals::Totals;
use casework::{Act, Role, TotalsTable};
use report::totals::{WriteError, write_csv, write_json, write_zip};
use store::{GroupCredit, Note};

use super::{Asked, Under, base, basis_asked, ground_under, paged};
use crate::web::{App, Here, WebError, download};
use crate::work;

pub fn router() -> Router<App> {
    Router::new()
        .route("/i/{incident}/group/totals", get(show))
        .route("/i/{incident}/group/credits", get(credits))
        .route("/i/{incident}/group/totals/{file}", get(csv))
        .route("/i/{incident}/group/totals.zip", get(zip))
        .route("/i/{incident}/group/totals.json", get(json))
}

async fn show(
    State(app): State<App>,
    here: Here,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    here.may(Act::SeeTotals, false)?;
    let (under, basis) = basis_asked(&here, &asked)?;
    let totals = match under {
        Some(under) => Some(totals_at(&app, &here, under).await?),
        None => None,
    };
    let by = table_asked(&asked);
    Ok(page_of(&app, &here, by, basis, totals))
}

/// By what the rows of the table are asked for; by claim where nothing says.
fn table_asked(asked: &Form) -> Dimension {
    Dimension::from_word(asked.value("by")).unwrap_or(Dimension::Claim)
}

/// The page; 422 where something is wrong with what was asked.
fn page_of(
    app: &App,
    here: &Here,
    by: Dimension,
    basis: Chosen,
    totals: Option<Totals>,
) -> Response {
    let vm = TotalsPage {
        base: base(here),
        by,
        basis,
        totals,
    };
    let texts = here.texts();
    let title = texts.t("group-totals-title");
    let valid = vm.basis.form.is_valid();
    here.valid_or_wrong(app, &title, valid, || pages::page(texts, &vm))
}

/// What came back, record by record. Rows of a claim are a look at it.
async fn credits(
    State(app): State<App>,
    here: Here,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let role = here.may(Act::SeeTotals, false)?;
    let (under, basis) = basis_asked(&here, &asked)?;
    let found = match under {
        Some(under) => Some(credits_found(&app, &here, role, under, &asked).await?),
        None => None,
    };
    let vm = CreditsPage {
        base: base(&here),
        ground: ground_under(&app, &here, &basis).await?,
        basis,
        found,
    };
    let texts = here.texts();
    let title = texts.t("group-credits");
    let valid = vm.basis.form.is_valid();
    Ok(here.valid_or_wrong(&app, &title, valid, || credit_pages::page(texts, &vm)))
}

async fn credits_found(
    app: &App,
    here: &Here,
    role: Role,
    under: Under,
    asked: &Form,
) -> Result<CreditsFound, WebError> {
    let incident = &here.incident.id;
    let all = match under {
        Under::Own => app.store.group_credits(incident).await?,
        Under::Other(basis) => {
            let _turn = app.counting.acquire().await.map_err(anyhow::Error::new)?;
            work::credits_under(app, &here.incident, basis).await?
        }
    };
    let sum = all.iter().filter_map(|credit| credit.value).sum();
    let rows = app.config.limits.pages.rows;
    let (page, first, pages_count) = paged(asked, all.len(), rows);
    let shown: Vec<GroupCredit> = all.into_iter().skip(first).take(rows as usize).collect();
    let mut seen: Vec<&str> = shown.iter().map(|credit| &*credit.reference).collect();
    seen.dedup();
    let by = here.by(app, role);
    for reference in seen {
        let note = Note::new(Action::ClaimSeen, reference);
        let session = &here.who.session_key;
        app.store.look(&by, incident, session, note).await?;
    }
    Ok(CreditsFound {
        sum,
        rows: shown.into_iter().map(credit_line).collect(),
        page: (page, pages_count),
    })
}

fn credit_line(credit: GroupCredit) -> CreditLine {
    CreditLine {
        claim: credit.reference,
        time: credit.time_text,
        amount: (credit.amount, credit.asset),
        evidence: credit.evidence,
        value: credit.value,
    }
}

/// The sums under a basis: as kept for the incident's own, worked out afresh
/// for any other.
async fn totals_at(app: &App, here: &Here, under: Under) -> Result<Totals, WebError> {
    match under {
        Under::Own => Ok(app.store.totals(&here.incident).await?),
        Under::Other(basis) => {
            let _turn = app.counting.acquire().await.map_err(anyhow::Error::new)?;
            Ok(work::totals_under(app, &here.incident, basis).await?)
        }
    }
}

/// One table, by the name of its file.
async fn csv(
    State(app): State<App>,
    here: Here,
    Path((_, file)): Path<(String, String)>,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let named = file.strip_suffix(".csv").and_then(TotalsTable::from_word);
    let table = named.ok_or(WebError::NotFound)?;
    let write = |totals: &Totals, to: &mut Bytes| write_csv(table, totals, to);
    file_of(
        &app,
        &here,
        asked,
        (&file, "text/csv; charset=utf-8"),
        write,
    )
    .await
}

async fn zip(
    State(app): State<App>,
    here: Here,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let write = |totals: &Totals, to: &mut Bytes| write_zip(totals, to);
    file_of(&app, &here, asked, ("totals.zip", "application/zip"), write).await
}

async fn json(
    State(app): State<App>,
    here: Here,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let write = |totals: &Totals, to: &mut Bytes| write_json(totals, to);
    file_of(
        &app,
        &here,
        asked,
        ("totals.json", "application/json"),
        write,
    )
    .await
}

type Bytes = Cursor<Vec<u8>>;

/// The totals as a file of a name and media type.
async fn file_of(
    app: &App,
    here: &Here,
    asked: Form,
    (name, media_type): (&str, &'static str),
    write: impl FnOnce(&Totals, &mut Bytes) -> Result<(), WriteError>,
) -> Result<Response, WebError> {
    let totals = match taken_out(app, here, asked, name).await? {
        Ok(totals) => totals,
        Err(refused) => return Ok(refused),
    };
    let mut bytes = Bytes::default();
    write(&totals, &mut bytes).map_err(|cause| WebError::Broken(cause.into()))?;
    Ok(download::made(name, media_type, bytes.into_inner()))
}

/// The totals for a file: a right of its own, counted and logged. While claims
/// wait to be valued there are none, but the page that says what to do.
async fn taken_out(
    app: &App,
    here: &Here,
    asked: Form,
    file: &str,
) -> Result<Result<Totals, Response>, WebError> {
    let role = here.may(Act::ExportTotals, false)?;
    app.limits.export(&here.who.person.id, app.clock.now_us())?;
    let (under, mut basis) = basis_asked(here, &asked)?;
    let under = under.ok_or(WebError::BadRequest)?;
    let totals = totals_at(app, here, under).await?;
    if !totals.stale.is_empty() {
        let args = [("claims", totals.stale.join(", ").into())];
        let stale = here.texts().with("group-error-stale", &args);
        if !here.visitor.takes_pages {
            return Err(WebError::Working(stale));
        }
        basis.form.fail("", stale);
        let by = table_asked(&asked);
        let mut page = page_of(app, here, by, basis, Some(totals));
        *page.status_mut() = StatusCode::CONFLICT;
        return Ok(Err(page));
    }
    let at = totals.counts.basis.parse().map(Purpose::at);
    let purpose = at.map_err(|cause: ledger::losses::TermsError| WebError::Broken(cause.into()))?;
    let note = Note::new(Action::Exported, file).purpose(purpose);
    let by = here.by(app, role);
    app.store.record(&by, &here.incident.id, note).await?;
    Ok(Ok(totals))
}
