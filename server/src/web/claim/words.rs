//! The claimant's words and decisions: statement, consents, messages, withdrawing the claim,
//! asking to have it sent back, and confirming a filing.

use app::forms::{Form, claim as rules};
use app::pages::claim::{
    ask_back as ask_back_page, confirm as confirm_page, consents, messages, statement,
    withdraw as withdraw_page,
};
use axum::extract::State;
use axum::response::Response;
use casework::{ClaimState, Permission, Step};
use store::{NewEvent, StoreError};

use super::home::awaits_confirmation;
use super::{ClaimContext, version};
use crate::app::App;
use crate::clock::rfc3339;
use crate::web::frame::{Posted, WebError};
use crate::web::group;

/// The statement.
pub async fn statement(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    let form = app.form().with("statement", &on.claim.statement);
    let form = on.resumed(form, "statement");
    Ok(show_statement(&app, &on, &form))
}

fn show_statement(app: &App, on: &ClaimContext, form: &Form) -> Response {
    let (texts, head) = (on.texts(), on.head());
    let title = texts.t("claim-statement-title");
    let written = (
        on.claim.statement.as_str(),
        on.claim.statement_language.as_str(),
    );
    let body = || statement::page(texts, &head, written, form);
    if form.is_valid() {
        on.here.page(app, &title, false, body)
    } else {
        on.here.wrong(app, &title, false, body)
    }
}

/// Stores the statement, with the language of the page on which it was written.
pub async fn write_statement(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let texts = on.texts();
    let Some(words) = rules::statement(&mut form, texts) else {
        return Ok(show_statement(&app, &on, &form));
    };
    let language = texts.locale.tag();
    let written = app
        .store
        .write_statement(&on.by, &on.claim, version(&form), &words, language)
        .await;
    match on.settle(&app, &mut form, written).await? {
        Some(_) => Ok(on.done("", "claim-statement")),
        None => Ok(show_statement(&app, &on, &form)),
    }
}

/// The page of consents.
pub async fn consents(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    show_consents(&app, &on, None).await
}

/// The page with the current decisions, or with decisions that were sent from an older page.
async fn show_consents(
    app: &App,
    on: &ClaimContext,
    sent: Option<Form>,
) -> Result<Response, WebError> {
    let mut kept = app.form();
    for consent in app.store.consents(&on.claim.id).await? {
        let word = if consent.given { "yes" } else { "no" };
        kept = kept.with(consent.recipient.as_str(), word);
    }
    let (texts, head) = (on.texts(), on.head());
    let title = texts.t("claim-consents-title");
    let decisions = consents::Decisions {
        version: on.claim.consents_version,
        may_decide: on.may(Permission::EditClaim).is_ok(),
        form: sent.unwrap_or_else(|| on.resumed(kept.clone(), "consents")),
        kept,
    };
    let body = || consents::page(texts, &head, &decisions);
    Ok(if decisions.form.is_valid() {
        on.here.page(app, &title, false, body)
    } else {
        on.here.wrong(app, &title, false, body)
    })
}

/// Stores the decisions; only the claimant may make them.
pub async fn decide_consents(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may(Permission::EditClaim)?;
    let decided = rules::consents(&form);
    let kept = app
        .store
        .set_consents(&on.by, &on.claim, Some(version(&form)), &decided)
        .await;
    match kept {
        Err(StoreError::Conflict(_)) => {
            form.fail("", on.texts().t("claim-error-consents-old"));
            on.reload(&app).await?;
            show_consents(&app, &on, Some(form)).await
        }
        other => {
            other?;
            Ok(on.done("", "claim-consents"))
        }
    }
}

/// Messages with the coordinators.
pub async fn messages(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    show_messages(&app, &on, &on.resumed(app.form(), "messages")).await
}

async fn show_messages(app: &App, on: &ClaimContext, form: &Form) -> Result<Response, WebError> {
    let unread = unread(app, on).await?;
    let rows: Vec<messages::MessageRow> = app
        .store
        .claim_events(&on.claim.id)
        .await?
        .into_iter()
        .map(|event| messages::MessageRow {
            kind: event.kind,
            unread: unread.contains(&event.id),
            id: event.id,
            time: rfc3339(event.at_us),
            is_own: event.person == on.here.who.person.id,
            name: event.person_name,
            to: event.to_state,
            words: event.words,
        })
        .collect();
    let (texts, head) = (on.texts(), on.head());
    let title = texts.t("claim-messages-title");
    let body = || messages::page(texts, &head, &rows, form);
    Ok(if form.is_valid() {
        on.here.page(app, &title, false, body)
    } else {
        on.here.wrong(app, &title, false, body)
    })
}

/// Ids of the messages to the reader that they have not marked as read.
pub(super) async fn unread(app: &App, on: &ClaimContext) -> Result<Vec<String>, WebError> {
    let (incident, me) = (&on.here.incident.id, &on.here.who.person.id);
    let unread = app.store.unread_messages(incident, me, on.by.role).await?;
    let here = unread
        .into_iter()
        .filter(|unread| unread.claim == on.claim.id);
    Ok(here.map(|unread| unread.id).collect())
}

/// Marks the shown messages as read.
pub async fn mark_read(
    State(app): State<App>,
    on: ClaimContext,
    Posted(form): Posted,
) -> Result<Response, WebError> {
    let seen = form.value("seen");
    app.store.mark_read(&on.by, &on.claim, seen).await?;
    Ok(on.done("messages", "claim-messages-read"))
}

/// Sends a message. The sender has thereby read what was shown above.
pub async fn write_message(
    State(app): State<App>,
    on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_here_or_filing(Permission::WriteMessage)?;
    if on.claim.state == ClaimState::Withdrawn {
        return Err(StoreError::Closed(on.claim.state).into());
    }
    let Some(words) = rules::message(&mut form, on.texts()) else {
        return show_messages(&app, &on, &form).await;
    };
    let id = app.random.id();
    let event = NewEvent {
        id: &id,
        words: &words,
    };
    app.store.write_message(&on.by, &on.claim, &event).await?;
    let seen = form.value("seen");
    app.store.mark_read(&on.by, &on.claim, seen).await?;
    Ok(on.done("messages", "claim-message"))
}

/// Asks what is to be changed in a submitted claim.
pub async fn show_ask_back(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    on.may(Permission::AskReturn)?;
    Ok(ask_back_again(&app, &on, &app.form()))
}

fn ask_back_again(app: &App, on: &ClaimContext, form: &Form) -> Response {
    let (texts, head) = (on.texts(), on.head());
    let title = texts.t("claim-ask-back-title");
    let body = || ask_back_page::page(texts, &head, form);
    if form.is_valid() {
        on.here.page(app, &title, false, body)
    } else {
        on.here.wrong(app, &title, false, body)
    }
}

/// Asks the coordinators to send the claim back; asking twice counts once.
pub async fn ask_back(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may(Permission::AskReturn)?;
    let Some(words) = rules::message(&mut form, on.texts()) else {
        return Ok(ask_back_again(&app, &on, &form));
    };
    let id = app.random.id();
    let event = NewEvent {
        id: &id,
        words: &words,
    };
    match app.store.ask_return(&on.by, &on.claim, &event).await {
        Ok(()) | Err(StoreError::Duplicate(_)) => Ok(on.done("", "claim-asked-back")),
        // Somebody decided meanwhile; the page shows the claim's current state.
        Err(StoreError::Closed(_)) => {
            on.reload(&app).await?;
            form.fail("", on.texts().t("claim-ask-back-not-now"));
            Ok(ask_back_again(&app, &on, &form))
        }
        Err(other) => Err(other.into()),
    }
}

/// Explains the effect of withdrawing the claim.
pub async fn ask_withdraw(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    on.may(Permission::WithdrawClaim)?;
    Ok(show_withdraw(
        &app,
        &on,
        &on.resumed(app.form(), "withdraw"),
    ))
}

fn show_withdraw(app: &App, on: &ClaimContext, form: &Form) -> Response {
    let (texts, head) = (on.texts(), on.head());
    let title = withdraw_page::title(texts, &head);
    let body = || withdraw_page::page(texts, &head, form);
    if form.is_valid() {
        on.here.page(app, &title, false, body)
    } else {
        on.here.wrong(app, &title, false, body)
    }
}

/// Withdraws the claim, or erases it if it was never submitted.
pub async fn withdraw(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may(Permission::WithdrawClaim)?;
    if !form.has("sure", "yes") {
        form.fail("sure", on.texts().t("claim-error-sure"));
        return Ok(show_withdraw(&app, &on, &form));
    }
    let version = version(&form);
    let (gone, notice) = match on.claim.state {
        ClaimState::Draft => {
            let erased = app.store.erase_claim(&on.by, &on.claim, version).await;
            (erased, "claim-erased")
        }
        _ => {
            let moved = withdraw_it(&app, &on, version).await;
            (moved.map(|_| ()), "claim-withdrawn")
        }
    };
    match on.settle(&app, &mut form, gone).await? {
        Some(()) => {
            group::settled(&app, &on.here.incident).await?;
            Ok(on.done("", notice))
        }
        None => Ok(show_withdraw(&app, &on, &form)),
    }
}

async fn withdraw_it(
    app: &App,
    on: &ClaimContext,
    version: i64,
) -> Result<store::Claim, StoreError> {
    let id = app.random.id();
    let event = NewEvent { id: &id, words: "" };
    app.store
        .move_claim(&on.by, &on.claim, Some(version), Step::Withdraw, &event)
        .await
}

/// Asks whether a filed claim is theirs.
pub async fn ask_confirm(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    show_confirm(&app, &on, &on.resumed(app.form(), "confirm")).await
}

async fn show_confirm(app: &App, on: &ClaimContext, form: &Form) -> Result<Response, WebError> {
    let Some(filed_by) = on
        .claim
        .filed_by
        .as_deref()
        .filter(|_| awaits_confirmation(&on.claim))
    else {
        return Err(WebError::NotFound);
    };
    let name = app.store.person(filed_by).await?.name;
    let (texts, head) = (on.texts(), on.head());
    let title = texts.t("claim-confirm-title");
    let body = || confirm_page::page(texts, &head, &name, form);
    Ok(if form.is_valid() {
        on.here.page(app, &title, false, body)
    } else {
        on.here.wrong(app, &title, false, body)
    })
}

/// Confirms it, or withdraws it.
pub async fn confirm(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may(Permission::ConfirmFiling)?;
    match form.value("answer") {
        "yes" => {
            app.store.confirm_filing(&on.by, &on.claim).await?;
            Ok(on.done("", "claim-confirmed"))
        }
        "no" => {
            let moved = withdraw_it(&app, &on, version(&form)).await;
            match on.settle(&app, &mut form, moved).await? {
                Some(_) => {
                    group::settled(&app, &on.here.incident).await?;
                    Ok(on.done("", "claim-withdrawn"))
                }
                None => show_confirm(&app, &on, &form).await,
            }
        }
        _ => {
            form.fail("answer", on.texts().t("claim-error-answer"));
            show_confirm(&app, &on, &form).await
        }
    }
}
