//! The entries that were read, and the contested ones among them.

use app::forms::Form;
use app::pages::claim::entries as pages;
use app::parts::movement::Movement;
use app::parts::values::{NamedFile, Span};
use axum::extract::State;
use axum::response::Response;
use ledger::{Code, Diagnostic, Mapping, rfc3339};
use store::{ClaimFile, ContestRule, EntryFilter, EntryView, NewRule, RuleKind};

use super::home::count;
use super::{ClaimContext, flat_before};
use crate::app::App;
use crate::clock::rfc3339;
use crate::web::conflicts::conflicts_of;
use crate::web::frame::QueryForm;
use crate::web::frame::WebError;
use app::parts::paging::Paging;

/// Warnings about the files of an exchange together.
const OF_SEVERAL: [Code; 2] = [Code::NoteOneAccount, Code::WarnAccountsDiffer];

const DAY_US: i64 = 86_400_000_000;

/// The list, and the forms to contest.
pub async fn page(
    State(app): State<App>,
    on: ClaimContext,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    let period = on.resumed(app.form(), "entries/period");
    let rows = on.resumed(app.form(), "entries/rows");
    let conflict = on.resumed(app.form(), "entries/conflicts");
    let question = conflict.value("question").to_owned();
    let conflict = conflict.keyed(&question);
    let flat = on.resumed(app.form(), "entries/flat");
    show(&app, &on, &asked, [&period, &rows, &conflict, &flat]).await
}

/// The page with the filter of the list and its forms: of a period, of ticked rows, of a
/// decision on a conflict, and of a moment at which nothing was held in any contract; 422
/// when one of them has errors.
pub async fn show(
    app: &App,
    on: &ClaimContext,
    asked: &Form,
    forms: [&Form; 4],
) -> Result<Response, WebError> {
    let [period, rows, conflict, flat] = forms;
    let page = entries_of(app, on, asked, [conflict, flat]).await?;
    let texts = on.texts();
    let title = texts.t("claim-entries-title");
    let body = || pages::page(texts, &page, period, rows);
    Ok(if forms.into_iter().all(Form::is_valid) {
        on.here.page(app, &title, true, body)
    } else {
        on.here.wrong(app, &title, true, body)
    })
}

async fn entries_of(
    app: &App,
    on: &ClaimContext,
    asked: &Form,
    [conflict, flat]: [&Form; 2],
) -> Result<pages::Entries, WebError> {
    let claim = &on.claim.id;
    let filter = pages::Filter::of(asked);
    let files = app.store.files(claim).await?;
    let mut wanted = store_filter(&filter);
    if !filter.file.is_empty() {
        let file = files.iter().find(|file| file.sha256 == filter.file);
        // A file that does not exist has no entries.
        wanted.file = file.map_or_else(|| "-".to_owned(), |file| file.id.clone());
    }
    let total = app.store.entries_count(claim, &wanted).await?;
    let limit = app.config.limits.pages.rows;
    let paging = Paging::of(asked.value("page"), total, limit);
    wanted.offset = paging.offset();
    wanted.limit = i64::from(limit);
    let views = app.store.entries_page(claim, &wanted).await?;
    let rules = app.store.rules(claim).await?;
    let rows = views
        .into_iter()
        .map(|view| entry_row(view, &rules))
        .collect();
    let exchanges = exchanges(&files);
    let mut accounts: Vec<String> = files
        .into_iter()
        .map(|file| file.account)
        .filter(|account| !account.is_empty())
        .collect();
    accounts.sort_unstable();
    accounts.dedup();
    let incident = &on.here.incident;
    let window = incident.window_from_us.zip(incident.window_to_us);
    let valuation = app.store.valuation(claim).await?;
    let remarks = valuation.as_ref().map_or_else(Vec::new, |valuation| {
        serde_json::from_str::<Vec<Diagnostic>>(&valuation.remarks).unwrap_or_default()
    });
    Ok(pages::Entries {
        conflicts: conflicts_of(app, &on.claim, &incident.currency).await?,
        conflict: conflict.clone(),
        flat: flat_before::shown(app, on, valuation.as_ref(), flat).await?,
        head: on.head(),
        filter,
        rows,
        total,
        contested: valuation.map_or(0, |valuation| valuation.contested),
        paging,
        remarks: remarks
            .into_iter()
            .take(app.config.limits.pages.remarks_together_max as usize)
            .map(|remark| {
                // A message about several files names them itself.
                let is_of_several = OF_SEVERAL.contains(&remark.code);
                let file = if is_of_several {
                    String::new()
                } else {
                    remark.file
                };
                (file, remark.message)
            })
            .collect(),
        typed: count(app.store.typed_entries(claim).await?.len()),
        rules: rule_rows(app, on, rules).await?,
        exchanges,
        accounts,
        window: window.map(span),
    })
}

/// Exchanges whose files can be read, and those of mapped files.
fn exchanges(files: &[ClaimFile]) -> Vec<String> {
    let mapped = files
        .iter()
        .filter_map(|file| Mapping::parse(file.mapping.as_deref()?).ok())
        .map(|mapping| mapping.exchange);
    let mut names: Vec<String> = ledger::formats()
        .iter()
        .map(|format| format.exchange.to_owned())
        .chain(mapped)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn store_filter(filter: &pages::Filter) -> EntryFilter {
    let (contested, dropped) = match filter.show.as_str() {
        "not-mine" => (Some(true), None),
        "mine" => (Some(false), Some(false)),
        "dropped" => (None, Some(true)),
        _ => (None, None),
    };
    let day = rfc3339::parse_date(&filter.day)
        .and_then(|_| rfc3339::parse(&filter.day))
        .map(|moment| moment.micros());
    EntryFilter {
        exchange: filter.venue.clone(),
        asset: filter.ticker.clone(),
        kind: filter.kind.clone(),
        from_us: day,
        to_us: day.map(|day| day + DAY_US),
        id: filter.id.clone(),
        contested,
        dropped,
        ..EntryFilter::default()
    }
}

fn entry_row(view: EntryView, rules: &[ContestRule]) -> pages::EntryRow {
    let stored = view.stored;
    let left_out = rules
        .iter()
        .find(|rule| rule.kind == RuleKind::LeaveOut && rule.row_key == stored.key);
    let standing = match (&stored.dropped, view.contested, left_out) {
        (Some(dropped), ..) => {
            pages::Standing::Dropped(format!("{}:{}", dropped.place.file, dropped.place.line))
        }
        (None, Some(reason), _) => pages::Standing::NotMine(reason),
        (None, None, Some(rule)) => pages::Standing::LeftOut(rule.reason.clone()),
        (None, None, None) => pages::Standing::Mine,
    };
    let entry = &stored.entry;
    pages::EntryRow {
        time: entry.time.to_string(),
        movement: Movement::of(entry),
        exchange: entry.exchange.to_string(),
        account: entry.account.to_string(),
        file: Some(NamedFile {
            sha256: stored.sha256.clone(),
            name: entry.file.to_string(),
        }),
        line: entry.line(),
        key: stored.key,
        standing,
    }
}

fn span((from_us, to_us): (i64, i64)) -> Span {
    Span {
        from: rfc3339(from_us),
        to: rfc3339(to_us),
    }
}

/// A period that is about to be contested, in words.
pub fn rule_row(rule: &NewRule) -> pages::RuleRow {
    pages::RuleRow {
        id: rule.id.clone(),
        span: rule.from_us.zip(rule.to_us).map(span),
        only: [&rule.exchange, &rule.account, &rule.asset].map(String::clone),
        row: None,
        reason: rule.reason.clone(),
    }
}

/// The rules of a claim in words.
pub async fn rule_rows(
    app: &App,
    on: &ClaimContext,
    rules: Vec<ContestRule>,
) -> Result<Vec<pages::RuleRow>, WebError> {
    let mut rows = Vec::with_capacity(rules.len());
    for rule in rules {
        let row = if rule.kind == RuleKind::Period {
            None
        } else {
            let stored = app.store.entry_by_key(&on.claim.id, &rule.row_key).await?;
            // The file of the row was removed since.
            let Some(stored) = stored else { continue };
            let what = Movement::of(&stored.entry).sentence(on.texts());
            Some((what, rule.kind == RuleKind::LeaveOut))
        };
        rows.push(pages::RuleRow {
            id: rule.id,
            span: rule.from_us.zip(rule.to_us).map(span),
            only: [rule.exchange, rule.account, rule.asset],
            row,
            reason: rule.reason,
        });
    }
    Ok(rows)
}
