//! The claimant's statement that at a moment nothing was held in any contract (METHOD.md,
//! "Derivatives"), and taking it back. It contests nothing, so that it has no preview.

use app::forms::{Form, claim as rules};
use app::pages::claim::flat_before as pages;
use axum::extract::State;
use axum::response::Response;
use ledger::{Kind, Totals};
use store::{EntryFilter, Valuation};

use super::home::count;
use super::{ClaimContext, entries, version};
use crate::app::App;
use crate::web::frame::{Posted, WebError};

/// The part of the page of entries; none where the claim has no fills of contracts. `form` is
/// the form of a new statement, as it was sent.
pub(super) async fn shown(
    app: &App,
    on: &ClaimContext,
    valuation: Option<&Valuation>,
    form: &Form,
) -> Result<Option<pages::FlatBefore>, WebError> {
    let totals = valuation.and_then(|made| serde_json::from_str::<Totals>(&made.totals).ok());
    let not_valued = totals.map_or(0, |totals| totals.positions_not_valued.len());
    let stated = on.claim.flat_before();
    let stated = stated.map(|(at, reason)| (at.to_string(), reason));
    let is_known = stated.is_some() || not_valued > 0 || !form.is_valid();
    if !is_known && !has_fills(app, on).await? {
        return Ok(None);
    }
    Ok(Some(pages::FlatBefore {
        stated,
        not_valued: count(not_valued),
        form: form.clone(),
    }))
}

/// Whether a file of the claim has fills of contracts.
async fn has_fills(app: &App, on: &ClaimContext) -> Result<bool, WebError> {
    let fills = EntryFilter {
        kind: Kind::Derivative.as_str().to_owned(),
        ..EntryFilter::default()
    };
    Ok(app.store.entries_count(&on.claim.id, &fills).await? > 0)
}

/// Saves a statement.
pub async fn state(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let Some(stated) = rules::flat_before(&mut form, on.texts()) else {
        return again(&app, &on, &form).await;
    };
    let of_form = Some(version(&form));
    let stated = (stated.at.micros(), stated.reason.as_str());
    let saved = app.store.state_flat(&on.by, &on.claim, of_form, stated);
    let saved = saved.await;
    if on.settle(&app, &mut form, saved).await?.is_none() {
        return again(&app, &on, &form).await;
    }
    on.done_when_worked(&app, "entries", "claim-contested")
        .await
}

/// Removes the statement.
pub async fn remove(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let of_form = Some(version(&form));
    let removed = app.store.remove_flat(&on.by, &on.claim, of_form).await;
    if on.settle(&app, &mut form, removed).await?.is_none() {
        return again(&app, &on, &form).await;
    }
    on.done_when_worked(&app, "entries", "claim-contested")
        .await
}

/// The page of entries with the sent form and its errors.
async fn again(app: &App, on: &ClaimContext, form: &Form) -> Result<Response, WebError> {
    let blank = app.form();
    entries::show(app, on, &blank, [&blank, &blank, &blank, form]).await
}
