//! Entries typed in by people who have no readable file.

use app::forms::{Form, claim as rules};
use app::pages::claim::typed as pages;
use app::parts::movement::Movement;
use axum::extract::{Path, State};
use axum::response::Response;
use ledger::{Amount, Quantity};
use store::NewTyped;

use super::contest::Params;
use super::{ClaimContext, version};
use crate::app::App;
use crate::web::frame::{Posted, WebError};

/// The entries typed in so far, and the form for another one.
pub async fn page(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    show(&app, &on, &on.resumed(app.form(), "entries/typed")).await
}

async fn show(app: &App, on: &ClaimContext, form: &Form) -> Result<Response, WebError> {
    let mut rows = Vec::new();
    for typed in app.store.typed_entries(&on.claim.id).await? {
        rows.push(pages::TypedRow {
            movement: Movement::of(&typed.entry()?),
            id: typed.id,
            time: typed.time_text,
            exchange: typed.exchange,
            account: typed.account,
            note: typed.note,
        });
    }
    let (texts, head) = (on.texts(), on.head());
    let title = texts.t("claim-typed-title");
    let body = || pages::page(texts, &head, &rows, form);
    Ok(if form.is_valid() {
        on.here.page(app, &title, false, body)
    } else {
        on.here.wrong(app, &title, false, body)
    })
}

/// Adds a movement.
pub async fn add(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let Some(entry) = rules::typed_entry(&mut form, on.texts()) else {
        return show(&app, &on, &form).await;
    };
    let new = NewTyped {
        id: app.random.id(),
        exchange: entry.exchange,
        account: entry.account,
        time: entry.time,
        kind: entry.kind,
        out: quantity(&entry.out),
        in_: quantity(&entry.in_),
        fee: quantity(&entry.fee),
        note: entry.note,
    };
    let added = app
        .store
        .add_typed(&on.by, &on.claim, Some(version(&form)), &new)
        .await;
    match on.settle(&app, &mut form, added).await? {
        Some(()) => {
            on.done_when_worked(&app, "entries/typed", "claim-typed")
                .await
        }
        None => show(&app, &on, &form).await,
    }
}

fn quantity(typed: &rules::Typed) -> Option<Quantity> {
    let amount = Amount::parse(&typed.amount).ok()?;
    Some(Quantity {
        asset: typed.asset.as_str().into(),
        amount,
    })
}

/// Removes one.
pub async fn remove(
    State(app): State<App>,
    on: ClaimContext,
    Path(path): Path<Params>,
) -> Result<Response, WebError> {
    on.may_edit()?;
    app.store.remove_typed(&on.by, &on.claim, &path.id).await?;
    on.done_when_worked(&app, "entries/typed", "claim-typed-removed")
        .await
}
