//! Saying what was not theirs: by period, row by row, and taking it back.

use app::forms::claim as rules;
use app::forms::ticker;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use store::{EntryFilter, NewRule, RuleKind};

use super::{OnClaim, entries, version};
use crate::web::{App, Posted, WebError};

/// Contests a period.
pub async fn period(
    State(app): State<App>,
    mut on: OnClaim,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let blank = app.form();
    let Some(period) = rules::period(&mut form, on.texts()) else {
        return entries::show(&app, &on, &blank, &form, &blank).await;
    };
    let asset = known_ticker(&app, &on, period.asset).await?;
    let rule = NewRule {
        id: app.random.id(),
        kind: RuleKind::Period,
        from_us: Some(period.from.micros()),
        to_us: Some(period.to.micros()),
        exchange: period.exchange,
        account: period.account,
        asset,
        row_key: String::new(),
        reason: period.reason,
    };
    let added = app
        .store
        .add_rules(&on.by, &on.claim, Some(version(&form)), &[rule])
        .await;
    match on.settle(&app, &mut form, added).await? {
        Some(()) => {
            on.done_when_worked(&app, "entries", "claim-contested")
                .await
        }
        None => entries::show(&app, &on, &blank, &form, &blank).await,
    }
}

/// A ticker as the claim's files write it: as it was typed where one has it so.
async fn known_ticker(app: &App, on: &OnClaim, typed: String) -> Result<String, WebError> {
    let filter = EntryFilter {
        asset: typed.clone(),
        ..EntryFilter::default()
    };
    match app.store.entries_count(&on.claim.id, &filter).await? {
        0 => Ok(ticker(&typed)),
        _ => Ok(typed),
    }
}

/// Contests ticked rows, or leaves them out of the periods.
pub async fn rows(
    State(app): State<App>,
    mut on: OnClaim,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let asked = super::super::form::parse(&form.value("query").to_owned().into(), *form.limits())?;
    let blank = app.form();
    let Some(rows) = rules::rows(&mut form, on.texts()) else {
        return entries::show(&app, &on, &asked, &blank, &form).await;
    };
    let rows_max = app.config.limits.ticked_rows_max;
    if rows.keys.len() > rows_max {
        let max = i64::try_from(rows_max).unwrap_or(i64::MAX);
        let args = [("max", max.into())];
        form.fail("row", on.texts().with("claim-error-rows", &args));
        return entries::show(&app, &on, &asked, &blank, &form).await;
    }
    let kind = match rows.act {
        rules::RowAct::NotMine => RuleKind::Row,
        rules::RowAct::Mine => RuleKind::LeaveOut,
    };
    let mut made = Vec::new();
    for key in rows.keys {
        // A key of another claim, or of a file that was taken out, is no row.
        let known = app.store.entry_by_key(&on.claim.id, &key).await?;
        if known.is_none_or(|stored| stored.dropped.is_some()) {
            form.fail("row", on.texts().t("claim-error-gone"));
            return entries::show(&app, &on, &asked, &blank, &form).await;
        }
        made.push(NewRule {
            id: app.random.id(),
            kind,
            from_us: None,
            to_us: None,
            exchange: String::new(),
            account: String::new(),
            asset: String::new(),
            row_key: key,
            reason: rows.reason.clone(),
        });
    }
    let added = app
        .store
        .add_rules(&on.by, &on.claim, Some(version(&form)), &made)
        .await;
    match on.settle(&app, &mut form, added).await? {
        Some(()) => {
            let key = if on.worked(&app).await? {
                "claim-contested"
            } else {
                "claim-working"
            };
            let query = app::pages::claim::entries::Filter::of(&asked).query();
            let page = asked.value("page").parse::<i64>().unwrap_or(1);
            let back = match query.as_str() {
                "" => format!("entries?page={page}"),
                query => format!("entries?{query}&page={page}"),
            };
            Ok(on.done(&back, key))
        }
        None => entries::show(&app, &on, &asked, &blank, &form).await,
    }
}

/// What an address of a rule (or another small thing) names.
#[derive(Debug, Deserialize)]
pub struct Params {
    /// Its id.
    pub id: String,
}

/// Takes a rule back.
pub async fn remove(
    State(app): State<App>,
    on: OnClaim,
    Path(path): Path<Params>,
) -> Result<Response, WebError> {
    on.may_edit()?;
    app.store.remove_rule(&on.by, &on.claim, &path.id).await?;
    on.done_when_worked(&app, "entries", "claim-contested")
        .await
}
