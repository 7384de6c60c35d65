//! Contesting entries by period or row by row, and taking that back. A change of many
//! entries is counted and shown first; only exactly the counted change is saved.

use app::forms::claim as rules;
use app::forms::{Form, ticker};
use app::pages::claim::contest::{Preview, SortRow, Sorts, page};
use app::pages::claim::entries::rule_sentence;
use app::parts::values::Span;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use store::{ContestRule, EntryFilter, NewRule, RuleKind, StoreError};

use super::home::count;
use super::{ClaimContext, entries, version};
use crate::app::App;
use crate::jobs;
use crate::jobs::{Change, Effect, Touched};
use crate::web::frame::{Posted, WebError, form};

/// How many entries a tick or a removal may change without a preview: the one entry that the
/// person sees.
const UNCOUNTED_MAX: usize = 1;

/// Contests a period.
pub async fn period(
    State(app): State<App>,
    on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let blank = app.form();
    let period = rules::period(&mut form, on.texts());
    let Some(period) = period.filter(|_| !wants_change(&form)) else {
        return entries::show(&app, &on, &blank, [&form, &blank, &blank, &blank]).await;
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
    let row = entries::rule_row(&rule);
    let sentences = vec![rule_sentence(on.texts(), &row), why(&on, &rule.reason)];
    let asked = Asked {
        to: "entries/period".to_owned(),
        sentences,
        back: "entries".to_owned(),
        change: Change::Add(vec![rule]),
        uncounted_max: None,
        can_change: true,
    };
    settle(&app, on, form, asked).await
}

/// The given reason, as a sentence.
fn why(on: &ClaimContext, reason: &str) -> String {
    on.texts()
        .with("claim-contest-why", &[("reason", reason.into())])
}

/// Whether somebody who saw the count wants to go back to the form.
fn wants_change(form: &Form) -> bool {
    form.has("change", "yes")
}

/// A ticker as the claim's files write it; the typed text if a file has it in this form.
async fn known_ticker(app: &App, on: &ClaimContext, typed: String) -> Result<String, WebError> {
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
    on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let asked = form::parse(&form.value("query").to_owned().into(), *form.limits())?;
    let blank = app.form();
    let rows = rules::rows(&mut form, on.texts());
    let Some(rows) = rows.filter(|_| !wants_change(&form)) else {
        return entries::show(&app, &on, &asked, [&blank, &form, &blank, &blank]).await;
    };
    let rows_max = app.config.limits.pages.ticked_rows_max;
    if rows.keys.len() > rows_max {
        let max = i64::try_from(rows_max).unwrap_or(i64::MAX);
        let args = [("max", max.into())];
        form.fail("row", on.texts().with("claim-error-rows", &args));
        return entries::show(&app, &on, &asked, [&blank, &form, &blank, &blank]).await;
    }
    let (kind, act) = match rows.act {
        rules::RowAct::NotMine => (RuleKind::Row, "claim-contest-rows-not-mine"),
        rules::RowAct::Mine => (RuleKind::LeaveOut, "claim-contest-rows-mine"),
    };
    let sentence = on.texts().with(act, &[("rows", rows.keys.len().into())]);
    let sentences = vec![sentence, why(&on, &rows.reason)];
    let mut made = Vec::new();
    for key in rows.keys {
        // The key of another claim, or of a withdrawn file, is no row.
        let known = app.store.entry_by_key(&on.claim.id, &key).await?;
        if known.is_none_or(|stored| stored.dropped.is_some()) {
            form.fail("row", on.texts().t("claim-error-gone"));
            return entries::show(&app, &on, &asked, [&blank, &form, &blank, &blank]).await;
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
    let asked = Asked {
        to: "entries/rows".to_owned(),
        sentences,
        back: back_to(&asked),
        change: Change::Add(made),
        uncounted_max: Some(UNCOUNTED_MAX),
        can_change: true,
    };
    settle(&app, on, form, asked).await
}

/// The page of the list on which rows were ticked.
fn back_to(asked: &Form) -> String {
    let query = app::pages::claim::entries::Filter::of(asked).query();
    let page = asked.value("page").parse::<i64>().unwrap_or(1);
    match query.as_str() {
        "" => format!("entries?page={page}"),
        query => format!("entries?{query}&page={page}"),
    }
}

/// The id of a rule (or another small thing) in an address.
#[derive(Debug, Deserialize)]
pub struct Params {
    /// Its id.
    pub id: String,
}

/// Takes a rule back.
pub async fn remove(
    State(app): State<App>,
    on: ClaimContext,
    Path(path): Path<Params>,
    Posted(form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let rules = app.store.rules(&on.claim.id).await?;
    let rule: Vec<ContestRule> = rules
        .into_iter()
        .filter(|rule| rule.id == path.id)
        .collect();
    if rule.is_empty() {
        return Err(StoreError::NotFound("rule").into());
    }
    let rows = entries::rule_rows(&app, &on, rule).await?;
    let sentences = rows.iter().map(|rule| rule_sentence(on.texts(), rule));
    let sentences = sentences.map(|rule| {
        on.texts()
            .with("claim-contest-taken-back", &[("said", rule.into())])
    });
    let asked = Asked {
        to: format!("entries/rules/{}/remove", path.id),
        sentences: sentences.collect(),
        back: "entries".to_owned(),
        change: Change::Remove(path.id),
        uncounted_max: Some(UNCOUNTED_MAX),
        can_change: false,
    };
    settle(&app, on, form, asked).await
}

/// A requested change.
struct Asked {
    /// The target of its form, under the claim's address.
    to: String,
    /// The change in words, one sentence each.
    sentences: Vec<String>,
    /// The page after the change.
    back: String,
    /// The change itself.
    change: Change,
    /// How many entries it may change without a preview; none where no preview is needed.
    uncounted_max: Option<usize>,
    /// Whether the person can go back to a form.
    can_change: bool,
}

/// Makes a change if its current effect was shown, or if it affects no more entries than the
/// person sees. Otherwise it shows the effect.
async fn settle(
    app: &App,
    mut on: ClaimContext,
    mut form: Form,
    asked: Asked,
) -> Result<Response, WebError> {
    let effect = jobs::effect(app, &on.claim, asked.change.clone()).await?;
    let shown = form.value("counted").to_owned();
    let uncounted = asked.uncounted_max.filter(|_| shown.is_empty());
    let is_small = uncounted.is_some_and(|max| effect.entries() <= max);
    if shown != effect.mark && !is_small {
        if !shown.is_empty() {
            form.fail("", on.texts().t("claim-contest-counted-anew"));
        }
        return Ok(preview(app, &on, &form, &asked, &effect));
    }
    let (store, claim) = (&app.store, &on.claim);
    let made = match &asked.change {
        Change::Add(rules) => {
            let version = Some(version(&form));
            store.add_rules(&on.by, claim, version, rules).await
        }
        Change::Remove(id) => store.remove_rule(&on.by, claim, id).await,
    };
    if on.settle(app, &mut form, made).await?.is_none() {
        let effect = jobs::effect(app, &on.claim, asked.change.clone()).await?;
        return Ok(preview(app, &on, &form, &asked, &effect));
    }
    on.done_when_worked(app, &asked.back, "claim-contested")
        .await
}

/// The effect of a change, with the entered values kept.
fn preview(app: &App, on: &ClaimContext, form: &Form, asked: &Asked, effect: &Effect) -> Response {
    let rows_max = app.config.limits.pages.rows as usize;
    let preview = Preview {
        head: on.head(),
        to: asked.to.clone(),
        sentences: asked.sentences.clone(),
        contested: sorts(&effect.contested, rows_max),
        released: sorts(&effect.released, rows_max),
        after: count(effect.after),
        mark: effect.mark.clone(),
        can_change: asked.can_change,
    };
    let texts = on.texts();
    let title = texts.t("claim-contest-title");
    let valid = form.is_valid();
    on.here
        .valid_or_wrong(app, &title, valid, || page(texts, &preview, form))
}

fn sorts(touched: &[Touched], rows_max: usize) -> Sorts {
    let rows = touched.iter().take(rows_max).map(|sort| SortRow {
        exchange: sort.exchange.clone(),
        kind: sort.kind,
        market: sort.market.clone(),
        entries: count(sort.entries),
        span: Span {
            from: sort.first.to_string(),
            to: sort.last.to_string(),
        },
    });
    Sorts {
        entries: count(touched.iter().map(|sort| sort.entries).sum()),
        rows: rows.collect(),
        more: count(touched.len().saturating_sub(rows_max)),
    }
}
