//! Deciding which of several rows that contradict each other counts, and taking that back.

use std::collections::BTreeSet;

use app::forms::claim as rules;
use axum::extract::{Path, State};
use axum::response::Response;
use store::{KeptConflict, NewConflictAnswer};

use super::contest::Params;
use super::{ClaimContext, entries, version};
use crate::app::App;
use crate::web::frame::{Posted, WebError};

/// Saves a decision.
pub async fn decide(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let blank = app.form();
    let token = form.value("question").to_owned();
    let mut form = form.keyed(&token);
    let Some(decision) = rules::conflict(&mut form, on.texts()) else {
        return entries::show(&app, &on, &blank, [&blank, &blank, &form, &blank]).await;
    };
    let of_row = app.store.conflicts_of_row(&on.claim.id, &decision.row);
    let shown: BTreeSet<String> = decision.shown.into_iter().collect();
    if !is_question(&of_row.await?, &shown) {
        form.fail("", on.texts().t("claim-error-conflict-changed"));
        return entries::show(&app, &on, &blank, [&blank, &blank, &form, &blank]).await;
    }
    let others: Vec<String> = shown
        .into_iter()
        .filter(|key| *key != decision.row)
        .collect();
    let id = app.random.id();
    let new = NewConflictAnswer {
        id: &id,
        counted_key: &decision.row,
        other_keys: &others,
        reason: &decision.reason,
    };
    let of_form = Some(version(&form));
    let saved = app.store.settle_conflict(&on.by, &on.claim, of_form, &new);
    let saved = saved.await;
    if on.settle(&app, &mut form, saved).await?.is_none() {
        return entries::show(&app, &on, &blank, [&blank, &blank, &form, &blank]).await;
    }
    on.done_when_worked(&app, "entries", "claim-conflict-decided")
        .await
}

/// Whether these rows are those of a conflict as it is now: one row that counts, and all
/// that contradict it.
fn is_question(of_row: &[KeptConflict], shown: &BTreeSet<String>) -> bool {
    let counted: BTreeSet<&String> = of_row.iter().map(|kept| &kept.counted_key).collect();
    counted.into_iter().any(|counted| {
        let others = of_row.iter().filter(|kept| kept.counted_key == *counted);
        let mut keys: BTreeSet<&String> = others.map(|kept| &kept.other_key).collect();
        keys.insert(counted);
        keys.into_iter().eq(shown)
    })
}

/// Takes a decision back.
pub async fn reopen(
    State(app): State<App>,
    mut on: ClaimContext,
    Path(path): Path<Params>,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let of_form = Some(version(&form));
    let taken = app
        .store
        .reopen_conflict(&on.by, &on.claim, of_form, &path.id);
    let taken = taken.await;
    if on.settle(&app, &mut form, taken).await?.is_none() {
        let blank = app.form();
        return entries::show(&app, &on, &blank, [&blank, &blank, &form, &blank]).await;
    }
    on.done_when_worked(&app, "entries", "claim-conflict-reopened")
        .await
}
