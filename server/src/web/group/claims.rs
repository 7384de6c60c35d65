//! The list of claims with the next tasks, and filing on behalf of somebody who can't.

use app::forms::Form;
use app::forms::group as forms;
use app::pages::group::claims::{self as pages, ClaimRow, ClaimsPage, Waiting};
use app::pages::group::filing::{self, Begun};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use casework::{ClaimState, Permission, Role, reference};
use store::{Claim, ClaimSummary, NewEvent, NewFiling, StoreError};

use super::{base, ground};
use crate::app::App;
use crate::clock::rfc3339;
use crate::clock::sha256_hex;
use crate::web::frame::QueryForm;
use crate::web::frame::{MemberContext, Posted, WebError};
use app::parts::paging::Paging;

pub fn router() -> Router<App> {
    Router::new()
        .route("/i/{incident}/group", get(list))
        .route("/i/{incident}/group/claims/new", get(file_for).post(begin))
}

async fn list(
    State(app): State<App>,
    here: MemberContext,
    QueryForm(filter): QueryForm,
) -> Result<Response, WebError> {
    here.may(Permission::ListClaims, false)?;
    let claims = app.store.claims(&here.incident.id).await?;
    let queried = queried(&app, &here).await?;
    let unread = unread(&app, &here).await?;
    let waiting = waiting(&app, &here, &claims, (queried.len(), unread.len())).await?;
    let mut found: Vec<ClaimRow> = claims
        .iter()
        .map(|claim| (claim, row(&here, claim, &queried, &unread)))
        .filter(|(claim, row)| asked_for(&filter, claim, row))
        .map(|(_, row)| row)
        .collect();
    order(&mut found, filter.value("order"));
    let (sums, rest) = pages::sums(&found);
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let paging = Paging::of(filter.value("page"), total, app.config.limits.pages.rows);
    let vm = ClaimsPage {
        base: base(&here),
        ground: ground(&app, &here).await?,
        waiting,
        filter,
        found: found.iter().map(|row| row.state).collect(),
        sums,
        rest,
        rows: paging.of_list(found),
        paging,
    };
    let texts = here.texts();
    let title = texts.t("group-claims-title");
    Ok(here.page(&app, &title, true, || pages::page(texts, &vm)))
}

/// References of the claims of all lines with an open question, one for each line.
async fn queried(app: &App, here: &MemberContext) -> Result<Vec<String>, WebError> {
    Ok(app.store.queried_lines(&here.incident.id).await?)
}

/// Ids of the claims of all messages that the reader has not marked as read, one for each
/// message.
async fn unread(app: &App, here: &MemberContext) -> Result<Vec<String>, WebError> {
    let (incident, me) = (&here.incident.id, &here.who.person.id);
    let unread = app
        .store
        .unread_messages(incident, me, Role::Coordinator)
        .await?;
    Ok(unread.into_iter().map(|message| message.claim).collect())
}

fn row(
    here: &MemberContext,
    claim: &ClaimSummary,
    queried: &[String],
    unread: &[String],
) -> ClaimRow {
    let messages = unread.iter().filter(|known| **known == claim.id);
    let questions = queried.iter().filter(|known| **known == claim.reference);
    ClaimRow {
        reference: claim.reference.clone(),
        claimant: if claim.claimant_name.is_empty() {
            claim.claimant_email.clone()
        } else {
            claim.claimant_name.clone()
        },
        state: claim.state,
        own: claim.is_of(&here.who.person.id),
        unconfirmed: claim.filed_by.is_some() && claim.confirmed_at_us.is_none(),
        files: claim.files,
        contested: claim.lines,
        sums: claim.sums(),
        queried: questions.count() as i64,
        unread: messages.count() as i64,
        asked_back: claim.return_asked_at_us.is_some(),
        changed: rfc3339(claim.changed_at_us),
    }
}

fn asked_for(filter: &Form, claim: &ClaimSummary, row: &ClaimRow) -> bool {
    let state = filter.value("state");
    let words = filter.value("q").to_lowercase();
    let named = [
        &claim.reference,
        &claim.claimant_name,
        &claim.claimant_email,
    ];
    let is_named = |text: &&String| text.to_lowercase().contains(&words);
    let only = match filter.value("only") {
        "unpriced" => row.sums.unpriced > 0,
        "queried" => row.queried > 0,
        "unread" => row.unread > 0,
        "asked-back" => row.asked_back,
        _ => true,
    };
    (state.is_empty() || row.state.as_str() == state)
        && (words.is_empty() || named.iter().any(is_named))
        && only
}

fn order(rows: &mut [ClaimRow], by: &str) {
    match by {
        "loss" => {
            rows.sort_by_key(|row| std::cmp::Reverse(row.sums.figure(row.sums.documented)));
        }
        "changed" => rows.sort_by(|a, b| b.changed.cmp(&a.changed)),
        _ => {}
    }
}

/// The tasks that wait for a coordinator, with the number of each.
async fn waiting(
    app: &App,
    here: &MemberContext,
    claims: &[ClaimSummary],
    (queried, unread): (usize, usize),
) -> Result<Vec<(Waiting, i64)>, WebError> {
    let incident = &here.incident.id;
    let me = &here.who.person.id;
    let mine_to_decide =
        |claim: &ClaimSummary| here.could(Permission::DecideClaim, claim.is_of(me));
    let others = |state: ClaimState| {
        let these = claims
            .iter()
            .filter(|claim| claim.state == state && mine_to_decide(claim));
        these.count() as i64
    };
    let releases = app.store.waiting_releases(Some(incident)).await?;
    let members = app.store.waiting_members(Some(incident)).await?;
    let prices = app.store.price_files(incident).await?;
    let unpriced = claims
        .iter()
        .filter(|claim| claim.state.counts())
        .map(|claim| claim.unpriced)
        .sum();
    Ok(vec![
        (Waiting::NoPrices, i64::from(prices.is_empty())),
        (Waiting::Submitted, others(ClaimState::Submitted)),
        (Waiting::InReview, others(ClaimState::InReview)),
        (Waiting::Unread, unread as i64),
        (
            Waiting::AskedBack,
            claims
                .iter()
                .filter(|claim| claim.return_asked_at_us.is_some() && mine_to_decide(claim))
                .count() as i64,
        ),
        (Waiting::Queried, queried as i64),
        (Waiting::Unpriced, unpriced),
        (
            Waiting::Conflicts,
            super::prices::conflicts(app, here).await?.len() as i64,
        ),
        (
            Waiting::Releases,
            releases
                .iter()
                .filter(|release| here.could(Permission::ApproveRelease, release.is_of(me)))
                .count() as i64,
        ),
        (
            Waiting::Members,
            members
                .iter()
                .filter(|member| here.could(Permission::ConfirmMember, member.is_of(me)))
                .count() as i64,
        ),
    ])
}

async fn file_for(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    here.may(Permission::FileOnBehalf, false)?;
    let texts = here.texts();
    let title = texts.t("group-filing-title");
    let form = app.form().with("language", texts.locale.tag());
    let form = here.resumed(form, "group/claims/new");
    let base = base(&here);
    Ok(here.page(&app, &title, false, || filing::page(texts, &base, &form)))
}

async fn begin(
    State(app): State<App>,
    here: MemberContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let role = here.may(Permission::FileOnBehalf, false)?;
    let texts = here.texts();
    let Some(read) = forms::filing(&mut form, texts) else {
        return Ok(file_again(&app, &here, &form));
    };
    if read.email == here.who.person.email {
        form.fail("email", texts.t("group-error-own-filing"));
        return Ok(file_again(&app, &here, &form));
    }
    let by = here.by(&app, role);
    let (claim, claimant, token) = match file(&app, &here, &by, &read).await {
        Ok(filed) => filed,
        Err(StoreError::Duplicate(_)) => {
            form.fail("email", texts.t("group-error-has-claim"));
            return Ok(file_again(&app, &here, &form));
        }
        Err(other) => return Err(other.into()),
    };
    let vm = Begun {
        base: base(&here),
        reference: claim.reference.clone(),
        email: claimant.email,
        link: format!("{}/join/{token}", app.config.base_url()),
        fill: here.path(&format!("group/claims/{}/filing", claim.reference)),
    };
    let title = texts.t("group-begun-title");
    let page = here.page(&app, &title, false, || filing::begun(texts, &vm));
    Ok((StatusCode::CREATED, page).into_response())
}

fn file_again(app: &App, here: &MemberContext, form: &Form) -> Response {
    let texts = here.texts();
    let base = base(here);
    let title = texts.t("group-filing-title");
    here.wrong(app, &title, false, || filing::page(texts, &base, form))
}

/// Files the claim under a reference that is still free, and returns the link's token with
/// it.
async fn file(
    app: &App,
    here: &MemberContext,
    by: &store::Actor,
    read: &forms::Filing,
) -> Result<(Claim, store::Person, String), StoreError> {
    let token = app.random.token();
    let (token_hash, event) = (sha256_hex(&token), app.random.id());
    let days = i64::from(app.config.limits.invitations.days);
    loop {
        let mut bytes = [0; 6];
        app.random.fill(&mut bytes);
        let new = NewFiling {
            person: &app.random.id(),
            email: &read.email,
            name: &read.name,
            language: &read.language,
            claim: &app.random.id(),
            reference: &reference::from_random(bytes),
            invitation: &app.random.id(),
            token_hash: &token_hash,
            expires_at_us: by.now_us + days * 86_400_000_000,
            why: NewEvent {
                id: &event,
                words: &read.why,
            },
        };
        let filed = app.store.file_on_behalf(by, &here.incident.id, &new);
        match filed.await {
            Err(StoreError::Duplicate("reference")) => {}
            other => return other.map(|(claim, person)| (claim, person, token)),
        }
    }
}
