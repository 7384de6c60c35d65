//! Loss lines: those behind a cell, and one of them down to its last figure.

use std::collections::BTreeSet;

use app::forms::Form;
use app::forms::group as forms;
use app::pages::group::line::{self, LinePage, Said};
use app::pages::group::lines::{self as pages, LineRow, LineSums, LinesPage, PriceShown};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use casework::Act;
use ledger::secrets::masked;
use ledger::{LossLine, Money};
use store::{AssetIn, LineFilter, LineView, NO_NAME};

use super::claim::{Opened, open};
use super::{Asked, base, ground, paged, when};
use crate::web::{App, Here, Posted, WebError, done};

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

/// A kept line as a row of a table.
pub(super) fn row(line: &LineView) -> Result<LineRow, WebError> {
    let detail = detail(line)?;
    let quantity = |amount: &str, asset: &str| {
        (!amount.is_empty()).then(|| (amount.to_owned(), asset.to_owned()))
    };
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
    Ok(LineRow {
        claim: line.reference.clone(),
        key: line.entry_key.clone(),
        seq: line.seq,
        time: line.time_text.clone(),
        account: (line.exchange.clone(), line.account.clone()),
        kind: line.kind.clone(),
        out: quantity(&line.out_amount, &line.out_asset),
        in_: quantity(&line.in_amount, &line.in_asset),
        fee: quantity(&line.fee_amount, &line.fee_asset),
        file,
        line: line.line.clone(),
        sha256: (!line.sha256.is_empty()).then(|| line.sha256.clone()),
        prices: prices.collect(),
        loss: line.loss.map(Money),
        at_most: detail.at_most,
        deal: detail.deal,
        support: line.support,
        review: line.review,
    })
}

fn detail(line: &LineView) -> Result<LossLine, WebError> {
    serde_json::from_str(&line.detail).map_err(|cause| WebError::Broken(cause.into()))
}

/// What the lines of a filter add up to.
pub(super) async fn sums(
    app: &App,
    incident: &str,
    filter: &LineFilter,
) -> Result<LineSums, WebError> {
    let store = &app.store;
    let narrowed = |change: &dyn Fn(&mut LineFilter)| {
        let mut filter = filter.clone();
        change(&mut filter);
        filter
    };
    let lines = store.lines_count(incident, filter).await?;
    let excluded = if matches!(filter.review.as_str(), "" | "excluded") && !filter.counted {
        let these = narrowed(&|filter| filter.review = "excluded".to_owned());
        store.lines_count(incident, &these).await?
    } else {
        0
    };
    let unpriced = if filter.status == "priced" {
        0
    } else {
        let these = narrowed(&|filter| filter.status = "unpriced".to_owned());
        store.lines_count(incident, &these).await?
    };
    let whole = narrowed(&|filter| filter.asset = String::new());
    let loss = if filter.asset.is_empty() {
        let all = store.lines_sum(incident, &whole).await?;
        let out = if excluded > 0 {
            let these = narrowed(&|filter| filter.review = "excluded".to_owned());
            store.lines_sum(incident, &these).await?
        } else {
            0
        };
        all.checked_sub(out)
    } else {
        // The sum of whole lines that touch an asset is no figure of any table:
        // only the asset's own parts are.
        None
    };
    let (mut part, mut units) = (None, None);
    if filter.asset_in == AssetIn::Moved && !filter.asset.is_empty() {
        let sum = store.lines_units(incident, filter).await?;
        units = Some((filter.asset.clone(), sum.to_string()));
    } else if !filter.asset.is_empty() {
        let sum = store.lines_sum(incident, filter).await?;
        part = Some((filter.asset.clone(), Money(sum)));
    }
    Ok(LineSums {
        lines,
        loss: loss.map(Money),
        unpriced,
        excluded,
        part,
        units,
    })
}

async fn list(
    State(app): State<App>,
    here: Here,
    Asked(filter): Asked,
) -> Result<Response, WebError> {
    here.may(Act::SeeTotals, false)?;
    let asked = LineFilter {
        reference: filter.value("claim").to_uppercase(),
        exchange: filter.value("exchange").to_owned(),
        asset: filter.value("asset").to_owned(),
        asset_in: AssetIn::from_word(filter.value("as")),
        day: filter.value("day").to_owned(),
        status: filter.value("status").to_owned(),
        support: filter.value("support").to_owned(),
        review: filter.value("review").to_owned(),
        counted: filter.value("counted") != "all",
        accepted: filter.value("counted") == "accepted",
        limit: i64::from(app.config.limits.page_rows),
        ..LineFilter::default()
    };
    let incident = &here.incident.id;
    look(&app, &here, &asked.reference).await?;
    let sums = sums(&app, incident, &asked).await?;
    let found = usize::try_from(sums.lines).unwrap_or(0);
    let (page, first, pages_count) = paged(&filter, found, app.config.limits.page_rows);
    let asked = LineFilter {
        offset: first as i64,
        ..asked
    };
    let lines = app.store.lines(incident, &asked).await?;
    let shown: BTreeSet<&str> = lines.iter().map(|line| line.reference.as_str()).collect();
    for reference in shown {
        look(&app, &here, reference).await?;
    }
    let vm = LinesPage {
        base: base(&here),
        ground: ground(&here)?,
        filter,
        exchanges: exchanges(&app, incident).await?,
        rows: lines.iter().map(row).collect::<Result<_, _>>()?,
        sums,
        page: (page, pages_count),
    };
    let texts = here.texts();
    let title = texts.t("group-lines-title");
    Ok(here.page(&app, &title, true, || pages::page(texts, &vm)))
}

/// The exchanges to choose from; one without a name has a word of its own.
async fn exchanges(app: &App, incident: &str) -> Result<Vec<String>, WebError> {
    let names = app.store.line_exchanges(incident).await?.into_iter();
    let named = names.map(|name| match name.as_str() {
        "" => NO_NAME.to_owned(),
        _ => name,
    });
    Ok(named.collect())
}

/// A claim that is asked for, or whose rows are shown, is looked at: single rows
/// are no aggregate. One that is not there has no rows.
async fn look(app: &App, here: &Here, reference: &str) -> Result<(), WebError> {
    if reference.is_empty() {
        return Ok(());
    }
    match open(app, here, reference).await {
        Ok(_) | Err(WebError::NotFound) => Ok(()),
        Err(other) => Err(other),
    }
}

async fn show(
    State(app): State<App>,
    here: Here,
    Path((_, reference, key)): Path<(String, String, String)>,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let opened = open(&app, &here, &reference).await?;
    let vm = page_of(&app, &here, &opened, &key, asked.value("seq")).await?;
    let texts = here.texts();
    let title = texts.t("group-line-title");
    Ok(here.page(&app, &title, true, || line::page(texts, &vm)))
}

async fn page_of(
    app: &App,
    here: &Here,
    opened: &Opened,
    key: &str,
    seq: &str,
) -> Result<LinePage, WebError> {
    let claim = &opened.claim;
    let filter = LineFilter {
        reference: claim.reference.clone(),
        key: key.to_owned(),
        limit: i64::from(app.config.limits.page_rows),
        ..LineFilter::default()
    };
    let lines = app.store.lines(&here.incident.id, &filter).await?;
    let line = lines
        .iter()
        .find(|line| line.seq.to_string() == seq)
        .or(lines.first())
        .ok_or(WebError::NotFound)?;
    let entry = app.store.entry_by_key(&claim.id, key).await?;
    let files = app.store.price_files(&here.incident.id).await?;
    let said = app
        .store
        .reviews(&claim.id)
        .await?
        .into_iter()
        .find(|review| review.entry_key == key);
    let form = Form::new()
        .with("review", line.review.as_str())
        .with("reason", &line.review_reason);
    Ok(LinePage {
        base: base(here),
        row: row(line)?,
        contested: line.reason.clone(),
        ids: ids(&line.order_id, &line.trade_id),
        time_raw: entry.map_or_else(String::new, |entry| {
            masked(&entry.entry.time_raw).to_owned()
        }),
        detail: detail(line)?,
        price_files: files
            .into_iter()
            .map(|file| (file.sha256.chars().take(12).collect(), file.name))
            .collect(),
        ground: ground(here)?,
        said: said.map(|said| Said {
            reason: said.reason,
            at: when(said.at_us),
        }),
        rows_of_key: lines.len() as i64,
        reader_version: line.reader_version.clone(),
        own: opened.own,
        form,
    })
}

async fn review(
    State(app): State<App>,
    here: Here,
    Path((_, reference, key)): Path<(String, String, String)>,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let opened = open(&app, &here, &reference).await?;
    let role = here.may(Act::ReviewLine, opened.own)?;
    let texts = here.texts();
    let Some((state, reason)) = forms::review(&mut form, texts) else {
        let mut vm = page_of(&app, &here, &opened, &key, "").await?;
        vm.form = form;
        let title = texts.t("group-line-title");
        return Ok(here.wrong(&app, &title, true, || line::page(texts, &vm)));
    };
    let by = here.by(&app, role);
    app.store
        .review_line(&by, &opened.claim, &key, state, &reason)
        .await?;
    super::settled_review(&app, &here.incident, &opened.claim, &key).await;
    let key = app::pages::group::escaped(&key);
    let to = format!(
        "{}/claims/{}/lines/{key}",
        base(&here),
        opened.claim.reference
    );
    Ok(done(&to, "group-reviewed"))
}
