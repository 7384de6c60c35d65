//! Loss lines: the lines behind a cell, and one line in full detail.

use std::collections::BTreeSet;

use app::forms::group as forms;
use app::forms::{Form, ticker};
use app::pages::group::basis::Chosen;
use app::pages::group::line::{self, LatestReview, LinePage};
use app::pages::group::lines::{self as pages, LineRow, LinesFound, LinesPage, PriceShown};
use app::parts::movement;
use app::parts::values::{AccountAt, AssetAmount};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use casework::Permission;
use casework::counting::{AssetIn, LineFilter, LineSums};
use ledger::secrets::masked;
use store::Window;

use super::claim::{Opened, open};
use super::{base, basis_asked, ground_under, never_made};
use crate::app::App;
use crate::clock::rfc3339;
use crate::jobs;
use crate::jobs::ShownLine;
use crate::web::frame::QueryForm;
use crate::web::frame::{MemberContext, Posted, WebError, done};
use app::parts::paging::Paging;

pub fn router() -> Router<App> {
    Router::new()
        .route("/i/{incident}/group/lines", get(list))
        .route(
            "/i/{incident}/group/claims/{reference}/lines/{key}",
            get(show).post(review),
        )
}

/// Order and trade id as one text.
pub(super) fn ids(order: &str, trade: &str) -> String {
    match (masked(order), masked(trade)) {
        ("", "") => String::new(),
        (order, "") => order.to_owned(),
        ("", trade) => trade.to_owned(),
        (order, trade) => format!("{order} / {trade}"),
    }
}

/// A line of a file, with the number of the entry where it is not the line's first.
pub(super) fn numbered(line: &str, row: i64) -> String {
    match row {
        1 => line.to_owned(),
        row => format!("{line}#{row}"),
    }
}

/// A stored line as a row of a table.
pub(super) fn row(shown: &ShownLine) -> LineRow {
    let (line, detail) = (&shown.line, &shown.loss);
    let file = if line.member.is_empty() {
        line.file.clone()
    } else {
        format!("{}!{}", line.file, line.member)
    };
    let prices = detail.prices.iter().map(|price| PriceShown {
        asset: price.asset.to_string(),
        text: price.text.to_string(),
        ids: price.ids.to_string(),
    });
    LineRow {
        claim: line.reference.clone(),
        key: line.entry_key.clone(),
        seq: line.seq,
        time: line.time_text.clone(),
        account: AccountAt {
            exchange: line.exchange.clone(),
            account: line.account.clone(),
        },
        kind: line.kind.clone(),
        out: AssetAmount::kept(&line.out_amount, &line.out_asset),
        in_: AssetAmount::kept(&line.in_amount, &line.in_asset),
        fee: AssetAmount::kept(&line.fee_amount, &line.fee_asset),
        file,
        line: numbered(&line.line, line.row_no),
        sha256: (!line.sha256.is_empty()).then(|| line.sha256.clone()),
        prices: prices.collect(),
        loss: line.loss,
        at_most: detail.at_most,
        deal: detail.deal.clone(),
        support: line.support,
        review: line.review,
    }
}

async fn list(
    State(app): State<App>,
    here: MemberContext,
    QueryForm(filter): QueryForm,
) -> Result<Response, WebError> {
    here.may(Permission::SeeTotals, false)?;
    let basis = basis_asked(&app, &here, &filter).await?;
    let found = match basis.figures() {
        Some(for_basis) => Some(lines_found(&app, &here, for_basis, &filter).await?),
        None => None,
    };
    let vm = LinesPage {
        base: base(&here),
        ground: ground_under(&app, &here, &basis).await?,
        exchanges: exchanges(&app, &here.incident.id).await?,
        filter,
        basis,
        found,
    };
    let texts = here.texts();
    let title = texts.t("group-lines-title");
    let valid = vm.basis.form.is_valid();
    Ok(here.valid_or_wrong(&app, &title, valid, || pages::page(texts, &vm)))
}

/// A ticker as the lines have it; the given text if a line has it in this form.
async fn known_ticker(
    app: &App,
    here: &MemberContext,
    for_basis: &str,
    asked: String,
) -> Result<String, WebError> {
    let likely = ticker(&asked);
    if likely == asked {
        return Ok(asked);
    }
    let filter = LineFilter {
        asset: Some(asked.clone()),
        asset_in: AssetIn::Moved,
        ..LineFilter::default()
    };
    let sums = app.store.line_sums(&here.incident.id, for_basis, &filter);
    match sums.await?.lines {
        0 => Ok(likely),
        _ => Ok(asked),
    }
}

async fn lines_found(
    app: &App,
    here: &MemberContext,
    for_basis: &str,
    form: &Form,
) -> Result<LinesFound, WebError> {
    let page_rows = app.config.limits.pages.rows;
    let mut filter = pages::filter_of(form);
    if let Some(asset) = filter.asset.take() {
        filter.asset = Some(known_ticker(app, here, for_basis, asset).await?);
    }
    if let Some(reference) = &filter.claim {
        look(app, here, reference).await?;
    }
    let page_of = |found: i64| Paging::of(form.value("page"), found, page_rows);
    let window_of = |paging: Paging| Window {
        offset: paging.offset(),
        limit: paging.rows,
    };
    // The number of lines is only known once they are found.
    let asked = window_of(page_of(i64::MAX));
    let (mut sums, mut lines) = lines_at(app, here, for_basis, &filter, asked).await?;
    let paging = page_of(sums.lines);
    let window = window_of(paging);
    // The page is past the last, so that the last page is shown.
    if window.offset != asked.offset {
        (sums, lines) = lines_at(app, here, for_basis, &filter, window).await?;
    }
    let shown: BTreeSet<&str> = lines
        .iter()
        .map(|shown| shown.line.reference.as_str())
        .collect();
    for reference in shown {
        look(app, here, reference).await?;
    }
    Ok(LinesFound {
        rows: lines.iter().map(row).collect(),
        sums,
        paging,
    })
}

/// The lines of a filter and their sums, as stored for a basis.
async fn lines_at(
    app: &App,
    here: &MemberContext,
    for_basis: &str,
    filter: &LineFilter,
    window: Window,
) -> Result<(LineSums, Vec<ShownLine>), WebError> {
    let (store, incident) = (&app.store, &here.incident);
    let sums = store.line_sums(&incident.id, for_basis, filter).await?;
    let lines = store.lines(&incident.id, for_basis, filter, window).await?;
    Ok((sums, jobs::shown(store, incident, lines).await?))
}

/// The basis of one line's page, once its figures are ready: otherwise 400 where the basis
/// could not be read, 409 where it was never computed.
fn figures_of(here: &MemberContext, basis: &Chosen) -> Result<String, WebError> {
    match basis.figures() {
        Some(for_basis) => Ok(for_basis.to_owned()),
        None if basis.form.is_valid() => Err(WebError::Working(never_made(here, basis))),
        None => Err(WebError::BadRequest),
    }
}

/// The exchanges to choose from; one without a name has a word of its own.
async fn exchanges(app: &App, incident: &str) -> Result<Vec<String>, WebError> {
    let names = app.store.line_exchanges(incident).await?.into_iter();
    let named = names.map(|name| match name.as_str() {
        "" => pages::NO_NAME.to_owned(),
        _ => name,
    });
    Ok(named.collect())
}

/// Logs the view of a requested claim, or of a claim whose rows are shown, because single
/// rows are not an aggregate. A claim that does not exist has no rows.
async fn look(app: &App, here: &MemberContext, reference: &str) -> Result<(), WebError> {
    match open(app, here, reference).await {
        Ok(_) | Err(WebError::NotFound) => Ok(()),
        Err(other) => Err(other),
    }
}

async fn show(
    State(app): State<App>,
    here: MemberContext,
    Path((_, reference, key)): Path<(String, String, String)>,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    let opened = open(&app, &here, &reference).await?;
    let basis = basis_asked(&app, &here, &asked).await?;
    let wanted = Wanted {
        key: &key,
        seq: asked.value("seq"),
        for_basis: figures_of(&here, &basis)?,
        basis,
    };
    let vm = page_of(&app, &here, &opened, wanted).await?;
    let texts = here.texts();
    let title = texts.t("group-line-title");
    Ok(here.page(&app, &title, true, || line::page(texts, &vm)))
}

/// The line of a claim, and the basis.
struct Wanted<'a> {
    key: &'a str,
    seq: &'a str,
    for_basis: String,
    basis: Chosen,
}

async fn page_of(
    app: &App,
    here: &MemberContext,
    opened: &Opened,
    wanted: Wanted<'_>,
) -> Result<LinePage, WebError> {
    let claim = &opened.claim;
    let key = wanted.key;
    let filter = LineFilter {
        key: Some(key.to_owned()),
        ..LineFilter::of_claim(&claim.reference)
    };
    let window = Window::first(i64::from(app.config.limits.pages.rows));
    let (_, lines) = lines_at(app, here, &wanted.for_basis, &filter, window).await?;
    let shown = lines
        .iter()
        .find(|shown| shown.line.seq.to_string() == wanted.seq)
        .or(lines.first())
        .ok_or(WebError::NotFound)?;
    let line = &shown.line;
    let entry = app.store.entry_by_key(&claim.id, key).await?;
    let files = app.store.price_files(&here.incident.id).await?;
    let review = app
        .store
        .reviews(&claim.id)
        .await?
        .into_iter()
        .find(|review| review.entry_key == key);
    let form = app
        .form()
        .with("review", line.review.as_str())
        .with("reason", &line.review_reason);
    let escaped = app::pages::group::escaped(key);
    let action = format!("group/claims/{}/lines/{escaped}", claim.reference);
    let form = here.resumed(form, &action);
    Ok(LinePage {
        base: base(here),
        row: row(shown),
        contested: line.reason.clone(),
        ids: ids(&line.order_id, &line.trade_id),
        time_raw: entry.as_ref().map_or_else(String::new, |entry| {
            masked(&entry.entry.time_raw).to_owned()
        }),
        facts: entry.map_or_else(Vec::new, |entry| movement::facts(&entry.entry)),
        detail: shown.loss.clone(),
        price_files: files
            .into_iter()
            .map(|file| (file.sha256.chars().take(12).collect(), file.name))
            .collect(),
        ground: ground_under(app, here, &wanted.basis).await?,
        basis: wanted.basis,
        latest: review.map(|review| LatestReview {
            reason: review.reason,
            at: rfc3339(review.at_us),
        }),
        rows_of_key: lines.len() as i64,
        reader_version: line.reader_version.clone(),
        may_review: here.could(Permission::ReviewLine, opened.own),
        form,
    })
}

async fn review(
    State(app): State<App>,
    here: MemberContext,
    Path((_, reference, key)): Path<(String, String, String)>,
    QueryForm(asked): QueryForm,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let opened = open(&app, &here, &reference).await?;
    let role = here.may(Permission::ReviewLine, opened.own)?;
    let texts = here.texts();
    let basis = basis_asked(&app, &here, &asked).await?;
    let for_basis = figures_of(&here, &basis)?;
    let seq = asked.value("seq").to_owned();
    let asked = basis.query(&[("seq", &seq)]);
    let Some((state, reason)) = forms::review(&mut form, texts) else {
        let wanted = Wanted {
            key: &key,
            seq: &seq,
            for_basis,
            basis,
        };
        let mut vm = page_of(&app, &here, &opened, wanted).await?;
        vm.form = form;
        let title = texts.t("group-line-title");
        return Ok(here.wrong(&app, &title, true, || line::page(texts, &vm)));
    };
    let by = here.by(&app, role);
    let (store, claim) = (&app.store, &opened.claim);
    jobs::review(store, &by, claim, &key, (state, &reason)).await?;
    super::settled(&app, &here.incident).await?;
    let key = app::pages::group::escaped(&key);
    let to = format!(
        "{}/claims/{}/lines/{key}{asked}",
        base(&here),
        opened.claim.reference
    );
    Ok(done(&to, "group-reviewed"))
}
