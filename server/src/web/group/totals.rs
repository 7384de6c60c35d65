//! The totals, as a page and as files.

use std::io::Cursor;
use std::sync::Arc;

use app::forms::Form;
use app::pages::group::basis::Chosen;
use app::pages::group::credits::{self as credit_pages, CreditLine, CreditsFound, CreditsPage};
use app::pages::group::totals::{self as pages, TotalsPage};
use app::parts::values::AssetAmount;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use casework::counting::Dimension;
use casework::custody::{CustodyEvent, Purpose};
use casework::totals::Totals;
use casework::{Permission, Role, TotalsTable};
use report::totals::{WriteError, write_csv, write_json, write_zip};
use store::{GroupCredit, JobKind, Note, StoreError};

use super::{base, basis_asked, ground_under, kept_bases, never_made};
use crate::app::App;
use crate::jobs::workers;
use crate::web::frame::QueryForm;
use crate::web::frame::{MemberContext, Posted, WebError, done, download, go_to};
use app::parts::paging::Paging;

pub fn router() -> Router<App> {
    Router::new()
        .route("/i/{incident}/group/totals", get(show))
        .route("/i/{incident}/group/totals/basis", post(make_basis))
        .route(
            "/i/{incident}/group/totals/basis/{basis}/remove",
            post(remove_basis),
        )
        .route("/i/{incident}/group/credits", get(credits))
        .route("/i/{incident}/group/totals/{file}", get(csv))
        .route("/i/{incident}/group/totals.zip", get(zip))
        .route("/i/{incident}/group/totals.json", get(json))
}

async fn show(
    State(app): State<App>,
    here: MemberContext,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    here.may(Permission::SeeTotals, false)?;
    let basis = basis_asked(&app, &here, &asked).await?;
    let totals = match basis.figures() {
        Some(for_basis) => Some(app.store.totals(&here.incident, for_basis).await?),
        None => None,
    };
    page_of(&app, &here, &asked, basis, totals).await
}

/// What the rows of the requested table stand for; claims unless the query says otherwise.
fn table_asked(asked: &Form) -> Dimension {
    asked.value("by").parse().unwrap_or(Dimension::Claim)
}

/// The page that a query asks for; 422 where the query has an error.
async fn page_of(
    app: &App,
    here: &MemberContext,
    asked: &Form,
    basis: Chosen,
    totals: Option<Arc<Totals>>,
) -> Result<Response, WebError> {
    let by = table_asked(asked);
    let rows = totals
        .as_ref()
        .map_or(0, |totals| totals.rows(by).len() as i64);
    let page_rows = app.config.limits.pages.rows;
    let vm = TotalsPage {
        paging: Paging::of(asked.value("page"), rows, page_rows),
        base: base(here),
        by,
        basis,
        bases: kept_bases(app, here).await?,
        totals,
    };
    let texts = here.texts();
    let title = texts.t("group-totals-title");
    let valid = vm.basis.form.is_valid();
    Ok(here.valid_or_wrong(app, &title, valid, || pages::page(texts, &vm)))
}

/// Requests the totals under another basis, also again. Work that takes longer than a moment
/// continues, and the page shows its progress.
async fn make_basis(
    State(app): State<App>,
    here: MemberContext,
    Posted(form): Posted,
) -> Result<Response, WebError> {
    let role = here.may(Permission::SeeTotals, false)?;
    let mut chosen = basis_asked(&app, &here, &form).await?;
    let page = format!("{}/totals{}", base(&here), chosen.query(&[]));
    if !chosen.form.is_valid() {
        return page_of(&app, &here, &form, chosen, None).await;
    }
    let Ok(basis) = chosen.other.parse() else {
        // The incident's own basis is computed automatically.
        return Ok(go_to(&page));
    };
    let (by, incident) = (here.by(&app, role), &here.incident.id);
    let terms = workers::basis_terms(&app.config.limits);
    match app.store.request_basis(&by, incident, basis, terms).await {
        Ok(()) => {}
        Err(StoreError::TooManyBases { bases_max }) => {
            let limit = app.config.limits.jobs.names().bases_max.to_string();
            let args = [("count", bases_max.into()), ("limit", limit.into())];
            let sentence = here.texts().with("group-error-bases", &args);
            chosen.form.fail("", sentence);
            return page_of(&app, &here, &form, chosen, None).await;
        }
        Err(other) => return Err(other.into()),
    }
    let subject = store::basis_subject(incident, basis);
    let key = match workers::wait(&app, JobKind::Basis, &subject).await? {
        true => "group-basis-made",
        false => "group-basis-making",
    };
    Ok(done(&page, key))
}

/// Removes another basis with its figures.
async fn remove_basis(
    State(app): State<App>,
    here: MemberContext,
    Path((_, basis)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::SeeTotals, false)?;
    let basis = basis.parse().map_err(|_| WebError::NotFound)?;
    let by = here.by(&app, role);
    let removed = app.store.remove_basis(&by, &here.incident.id, basis);
    removed.await?;
    Ok(done(
        &format!("{}/totals", base(&here)),
        "group-basis-removed",
    ))
}

/// The credits, record by record. Rows of a claim count as a view of it.
async fn credits(
    State(app): State<App>,
    here: MemberContext,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    let role = here.may(Permission::SeeTotals, false)?;
    let basis = basis_asked(&app, &here, &asked).await?;
    let found = match basis.figures() {
        Some(for_basis) => Some(credits_found(&app, &here, role, for_basis, &asked).await?),
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
    here: &MemberContext,
    role: Role,
    for_basis: &str,
    asked: &Form,
) -> Result<CreditsFound, WebError> {
    let incident = &here.incident.id;
    let all = app.store.group_credits(incident, for_basis).await?;
    let sum = all.iter().filter_map(|credit| credit.value).sum();
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let paging = Paging::of(asked.value("page"), total, app.config.limits.pages.rows);
    let shown: Vec<GroupCredit> = paging.of_list(all);
    let mut seen: Vec<&str> = shown.iter().map(|credit| &*credit.reference).collect();
    seen.dedup();
    let by = here.by(app, role);
    for reference in seen {
        let note = Note::new(CustodyEvent::ClaimSeen, reference);
        let session = &here.who.session_key;
        app.store.look(&by, incident, session, note).await?;
    }
    Ok(CreditsFound {
        sum,
        rows: shown
            .into_iter()
            .map(credit_line)
            .collect::<Result<_, _>>()?,
        paging,
    })
}

fn credit_line(credit: GroupCredit) -> Result<CreditLine, StoreError> {
    Ok(CreditLine {
        doubts: credit.doubts()?,
        claim: credit.reference,
        time: credit.time_text,
        amount: AssetAmount {
            amount: credit.amount,
            asset: credit.asset,
        },
        evidence: credit.evidence,
        value: credit.value,
    })
}

/// One table, by the name of its file.
async fn csv(
    State(app): State<App>,
    here: MemberContext,
    Path((_, file)): Path<(String, String)>,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    let named = file
        .strip_suffix(".csv")
        .and_then(|word| word.parse::<TotalsTable>().ok());
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
    here: MemberContext,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    let write = |totals: &Totals, to: &mut Bytes| write_zip(totals, to);
    file_of(&app, &here, asked, ("totals.zip", "application/zip"), write).await
}

async fn json(
    State(app): State<App>,
    here: MemberContext,
    QueryForm(asked): QueryForm,
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

/// The totals as a file with this name and media type.
async fn file_of(
    app: &App,
    here: &MemberContext,
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

/// The totals for a file: a separate permission, counted and logged. While claims wait to be
/// valued, the page with the next step is returned instead.
async fn taken_out(
    app: &App,
    here: &MemberContext,
    asked: Form,
    file: &str,
) -> Result<Result<Arc<Totals>, Response>, WebError> {
    let role = here.may(Permission::ExportTotals, false)?;
    app.limits.export(&here.who.person.id, app.clock.now_us())?;
    let basis = basis_asked(app, here, &asked).await?;
    if !basis.form.is_valid() {
        return Err(WebError::BadRequest);
    }
    let Some(for_basis) = basis.figures() else {
        let never = never_made(here, &basis);
        return refused(app, here, &asked, (basis, None), never)
            .await
            .map(Err);
    };
    let totals = app.store.totals(&here.incident, for_basis).await?;
    if !totals.stale.is_empty() {
        let args = [("claims", totals.stale.join(", ").into())];
        let key = match for_basis {
            "" => "group-error-stale",
            _ => "group-error-basis-outdated",
        };
        let stale = here.texts().with(key, &args);
        let shown = (basis, Some(totals));
        return refused(app, here, &asked, shown, stale).await.map(Err);
    }
    let at = totals.counts.basis.parse().map(Purpose::at);
    let purpose = at.map_err(|cause: ledger::losses::TermsError| WebError::Broken(cause.into()))?;
    let note = Note::new(CustodyEvent::Exported, file).purpose(purpose);
    let by = here.by(app, role);
    app.store.record(&by, &here.incident.id, note).await?;
    Ok(Ok(totals))
}

/// Why there is no file: on the page of totals, or in one line of text for a program. 409.
async fn refused(
    app: &App,
    here: &MemberContext,
    asked: &Form,
    (mut basis, totals): (Chosen, Option<Arc<Totals>>),
    why: String,
) -> Result<Response, WebError> {
    if !here.visitor.takes_pages {
        return Err(WebError::Working(why));
    }
    basis.form.fail("", why);
    let mut page = page_of(app, here, asked, basis, totals).await?;
    *page.status_mut() = StatusCode::CONFLICT;
    Ok(page)
}
