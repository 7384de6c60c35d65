//! Check the answers, sign, submit; and the receipt.

use app::forms::{Form, claim as rules};
use app::pages::claim::{declaration as pages, entries, flat_before, receipt as receipt_page};
use app::parts::values::{LinkTo, Words};
use axum::extract::State;
use axum::response::Response;
use casework::{Permission, Recipient};
use ledger::Totals;
use store::{Declaration, ImportState, NewDeclaration, NewEvent, StoreError, Valuation};

use super::answers::awaits_day_order;
use super::home::{awaits_confirmation, count};
use super::{ClaimContext, loss, version};
use crate::app::App;
use crate::clock::rfc3339;
use crate::clock::sha256_hex;
use crate::jobs;
use crate::web::frame::{Posted, WebError, go_to};
use crate::web::group;

/// Everything on one page before it is signed.
pub async fn check(State(app): State<App>, mut on: ClaimContext) -> Result<Response, WebError> {
    on.may(Permission::SubmitClaim)?;
    on.look_up_to_date(&app).await?;
    let form = app.form().with("name", &on.here.who.person.name);
    show(&app, &on, &on.resumed(form, "declaration")).await
}

async fn show(app: &App, on: &ClaimContext, form: &Form) -> Result<Response, WebError> {
    let check = check_of(app, on).await?;
    let texts = on.texts();
    let title = texts.t("claim-check-title");
    let body = || pages::page(texts, &check, form);
    Ok(if form.is_valid() {
        on.here.page(app, &title, false, body)
    } else {
        on.here.wrong(app, &title, false, body)
    })
}

async fn check_of(app: &App, on: &ClaimContext) -> Result<pages::Check, WebError> {
    let id = &on.claim.id;
    let texts = on.texts();
    let imports = app.store.imports(id).await?;
    let (declared, _) = jobs::declared(&app.store, &on.claim).await?;
    let is_valued = app.store.is_valued(id).await?;
    let sums = loss::result(app, on).await?;
    let mut contested = Vec::new();
    let mut rows = 0_usize;
    let rules = app.store.rules(id).await?;
    for rule in super::entries::rule_rows(app, on, rules).await? {
        // Single rows are only counted, because nobody would read a page of thousands.
        if rule.row.is_some() {
            rows += 1;
        }
        if rule.row.is_none() || rows <= ROWS_TOLD {
            contested.push(entries::rule_sentence(texts, &rule));
        }
    }
    if rows > ROWS_TOLD {
        let more = count(rows - ROWS_TOLD);
        contested.push(texts.with("claim-check-more-rows", &[("rows", more.into())]));
    }
    if let Some((at, _)) = on.claim.flat_before() {
        contested.push(flat_before::sentence(texts, &at.to_string()));
    }
    let given = app.store.consents(id).await?;
    let unread = imports
        .iter()
        .filter(|import| import.state == ImportState::Unread);
    Ok(pages::Check {
        head: on.head(),
        files_unread: count(unread.count()),
        missing: missing(app, on, is_valued.then_some(sums.contested)).await?,
        is_valued,
        mark: mark(&sums, &pages::words(texts, &declared)),
        declared,
        contested,
        entries: sums.contested,
        net: sums.net,
        currency: on.here.incident.currency.clone(),
        unpriced: sums.unpriced,
        credits: sums.credits,
        statement: Words {
            text: on.claim.statement.clone(),
            language: on.claim.statement_language.clone(),
        },
        consents: Recipient::ALL
            .into_iter()
            .map(|recipient| {
                let consent = given.iter().find(|consent| consent.recipient == recipient);
                (recipient, consent.map(|consent| consent.given))
            })
            .collect(),
    })
}

/// A mark of the shown figures and words. The form carries it, so that nobody signs anything
/// else than they saw.
fn mark(sums: &loss::Outcome, words: &str) -> String {
    format!("{}/{}", sums.mark(), sha256_hex(words))
}

/// How many single rows are named before the rest is only counted.
const ROWS_TOLD: usize = 20;

/// What is still missing before the claim can be submitted. `contested` is none while it is
/// unknown.
async fn missing(
    app: &App,
    on: &ClaimContext,
    contested: Option<i64>,
) -> Result<Vec<LinkTo>, WebError> {
    let (texts, head) = (on.texts(), on.head());
    let mut missing = Vec::new();
    if awaits_confirmation(&on.claim) {
        missing.push(LinkTo {
            href: head.link("confirm"),
            text: texts.t("claim-check-need-confirm"),
        });
    }
    let files = app.store.files(&on.claim.id).await?;
    let imports = app.store.imports(&on.claim.id).await?;
    for file in &files {
        let import = imports.iter().find(|import| import.file == file.id);
        let is_read = |import: &store::Import| {
            !matches!(import.state, ImportState::Running | ImportState::Failed)
        };
        let key = if !import.is_some_and(is_read) {
            "claim-check-need-reading"
        } else if file.zone.is_none() && import.is_some_and(|import| import.needs_zone) {
            "claim-check-need-zone"
        } else if import.is_some_and(awaits_day_order) {
            "claim-check-need-order"
        } else {
            continue;
        };
        missing.push(LinkTo {
            href: head.link(&format!("evidence#file-{}", file.sha256)),
            text: texts.with(key, &[("file", (&file.name).into())]),
        });
    }
    if contested == Some(0) {
        missing.push(LinkTo {
            href: head.link("entries"),
            text: texts.t("claim-check-need-contested"),
        });
    }
    Ok(missing)
}

/// Signs the declaration and submits the claim, in one transaction, once.
pub async fn submit(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may(Permission::SubmitClaim)?;
    if !on.is_open() {
        // The button was pressed twice, or the claim was submitted in another window: show
        // the receipt.
        return Ok(go_to(&on.head().link("receipt")));
    }
    let texts = on.texts();
    let signed = rules::declaration(&mut form, texts);
    let mut is_valued = app.store.is_valued(&on.claim.id).await?;
    if !is_valued {
        // A job failed or is still running; bring it to its end here.
        on.catch_up(&app).await?;
        is_valued = app.store.is_valued(&on.claim.id).await?;
    }
    let sums = loss::result(&app, &on).await?;
    let (declared, origins) = jobs::declared(&app.store, &on.claim).await?;
    let words = pages::words(texts, &declared);
    if form.is_valid() && form.value("shown") != mark(&sums, &words) {
        form.fail("", texts.t("claim-check-anew"));
    }
    let missing = missing(&app, &on, is_valued.then_some(sums.contested)).await?;
    let is_ready = is_valued && missing.is_empty();
    let Some(signed) = signed.filter(|_| is_ready && form.is_valid()) else {
        if form.is_valid() {
            form.fail("", texts.t("claim-check-missing"));
        }
        return show(&app, &on, &form).await;
    };
    let (id, event_id) = (app.random.id(), app.random.id());
    let declaration = NewDeclaration {
        id: &id,
        words: &words,
        language: texts.locale.tag(),
        signed_name: &signed.name,
        figures: sums.declared(&on.here.incident),
        origins: &origins,
    };
    let event = NewEvent {
        id: &event_id,
        words: "",
    };
    let submitted = app
        .store
        .submit_claim(&on.by, &on.claim, version(&form), &declaration, &event)
        .await;
    match submitted {
        // The other of two windows was faster.
        Err(StoreError::State(_)) => Ok(go_to(&on.head().link("receipt"))),
        other => match on.settle(&app, &mut form, other).await? {
            Some(_) => {
                // The claim can put listed assets in doubt for everybody.
                group::settled(&app, &on.here.incident).await?;
                Ok(on.done("receipt", "claim-submitted"))
            }
            None => show(&app, &on, &form).await,
        },
    }
}

/// The version of the prices under which a declaration was signed, and the totals of that
/// time; none where it was signed before anything was valued.
async fn signed_under(
    app: &App,
    on: &ClaimContext,
    declaration: &Declaration,
) -> Result<Option<(i64, Totals)>, WebError> {
    let valuations = app.store.valuations(&on.claim.id).await?;
    let shown = |made: &&Valuation| Some(&made.id) == declaration.valuation.as_ref();
    let shown = valuations.iter().find(shown);
    Ok(shown.and_then(|made| {
        let totals = serde_json::from_str(&made.totals).ok()?;
        Some((made.price_version, totals))
    }))
}

/// The receipt: what was signed, unchanged, whatever happened to the claim since. Leads to
/// the task list while nothing is submitted.
pub async fn receipt(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    on.may(Permission::ReadClaim)?;
    let Some(declaration) = app.store.declaration(&on.claim.id).await? else {
        return Ok(go_to(&on.base));
    };
    let files = app.store.declared_files(&declaration.id).await?;
    let currency = &on.here.incident.currency;
    let loss = declaration.sum()?;
    let signed = signed_under(&app, &on, &declaration).await?;
    let receipt = receipt_page::Receipt {
        head: on.head(),
        incident: on.here.incident.name.clone(),
        submitted: rfc3339(declaration.at_us),
        signed_by: declaration.signed_name,
        words: declaration.words,
        words_language: declaration.language,
        loss,
        currency: declaration.currency.unwrap_or_else(|| currency.clone()),
        entries: declaration.contested.zip(declaration.unpriced),
        method: declaration.method.zip(declaration.basis),
        prices: signed.map(|(version, totals)| (version, totals.conditions)),
        files: files
            .into_iter()
            .map(|file| (file.name, file.size_bytes, file.sha256))
            .collect(),
        statement: declaration.statement.unwrap_or_default(),
        statement_language: declaration.statement_language.unwrap_or_default(),
    };
    let texts = on.texts();
    let title = texts.t("claim-receipt-title");
    Ok(on
        .here
        .page(&app, &title, false, || receipt_page::page(texts, &receipt)))
}
