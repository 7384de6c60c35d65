//! Signing in and out, links, and a person's own account.

#[cfg(test)]
mod tests;

use app::Translator;
use app::forms::Form;
use app::forms::account as forms;
use app::pages::account::{self as pages, Account, Link, LinkPurpose, LinkStep};
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use casework::Role;
use store::{Accepted, Invitation, InvitationError, NewPerson, Purpose, SessionEnd, StoreError};
use tower_sessions::Session;

use crate::app::App;
use crate::clock::{rfc3339, sha256_hex};
use crate::passwords::{PasswordFault, check_new};
use crate::rate_limits::Guess;
use crate::web::frame::context::{plain_page, plain_wrong};
use crate::web::frame::late_forms;
use crate::web::frame::late_forms::Typed;
use crate::web::frame::visitor::{SignedIn, Visitor};
use crate::web::frame::{Posted, WebError, done, go_to, page_of_ours, sessions};

/// The routes of accounts.
pub fn router() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in_page).post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/join/{token}", get(link_page).post(accept))
        .route("/account", get(account_page).post(save_account))
        .route("/account/password", post(change_password))
        .route("/account/end-others", post(end_others))
        .route("/account/confirm", get(confirm_page).post(confirm))
        .route("/account/stay", post(stay))
        .route("/account/late-form/discard", post(late_forms::discard))
}

/// The page after the sign-in, and why sign-in is needed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct SignInQuery {
    next: String,
    /// Word of a [`SessionEnd`].
    ended: String,
    /// Minutes or hours after which the session ended.
    after: String,
    /// Word of a [`Typed`].
    typed: String,
}

impl SignInQuery {
    /// Why the person has to sign in, in their language.
    fn reasons(&self, app: &App, texts: Translator) -> Vec<String> {
        let after: i64 = self.after.parse().unwrap_or(0);
        let ended = self.ended.parse::<SessionEnd>().ok().map(|end| match end {
            SessionEnd::Idle => texts.with("account-ended-idle", &[("minutes", after.into())]),
            SessionEnd::Hours => texts.with("account-ended-hours", &[("hours", after.into())]),
            SessionEnd::Password => texts.t("account-ended-password"),
            SessionEnd::Elsewhere => texts.t("account-ended-elsewhere"),
        });
        let minutes = app.config.limits.sessions.kept_form_minutes;
        let typed = self.typed.parse::<Typed>().ok().map(|typed| match typed {
            Typed::Kept => texts.with("account-typed-kept", &[("minutes", minutes.into())]),
            Typed::TooLong => texts.t("account-typed-too-long"),
            Typed::Files => texts.t("account-typed-files"),
        });
        ended.into_iter().chain(typed).collect()
    }
}

/// `?next=…` of the confirmation.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Next {
    next: String,
}

async fn sign_in_page(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<SignInQuery>,
) -> Response {
    if visitor.signed_in.is_some() {
        return go_to(&query.next);
    }
    let form = app.form().with("next", page_of_ours(&query.next));
    let texts = visitor.texts;
    let reasons = query.reasons(&app, texts);
    plain_page(&app, &visitor, &texts.t("account-sign-in"), || {
        pages::sign_in(texts, &reasons, &form)
    })
}

async fn sign_in(
    State(app): State<App>,
    visitor: Visitor,
    session: Session,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let texts = visitor.texts;
    let Some(wanted) = forms::sign_in(&mut form, texts) else {
        return Ok(sign_in_again(&app, &visitor, form));
    };
    let guess = visitor.guess(&wanted.email);
    let wait = app.limits.guess(&guess, app.clock.now_us())?;
    tokio::time::sleep(wait).await;
    let person = app.store.person_by_email(&wanted.email).await?;
    let hash = person
        .as_ref()
        .and_then(|person| person.password_hash.as_deref());
    let fits = is_right(&app, &visitor, &guess, &wanted.password, hash).await?;
    let Some(person) = person.filter(|_| fits) else {
        tracing::warn!(address = visitor.address, "a sign-in failed");
        form.fail("email", texts.t("account-wrong"));
        return Ok(sign_in_again(&app, &visitor, form));
    };
    sessions::sign_in(&app, &session, &person).await?;
    let response = go_to(form.value("next"));
    Ok(late_forms::only_for(&app, &visitor, &person.id, response).await)
}

/// Checks the password of a guess that was counted before. A guess that was never checked is
/// not counted in the end, and neither is a right one.
async fn is_right(
    app: &App,
    visitor: &Visitor,
    guess: &Guess<'_>,
    password: &str,
    hash: Option<&str>,
) -> Result<bool, WebError> {
    let checked = app.passwords.fits(visitor.asker(), password, hash).await;
    match &checked {
        Ok(true) => app.limits.guessed_right(guess, app.clock.now_us()),
        Ok(false) => {}
        Err(_) => app.limits.not_checked(guess, app.clock.now_us()),
    }
    Ok(checked?)
}

fn sign_in_again(app: &App, visitor: &Visitor, form: Form) -> Response {
    let (texts, form) = (visitor.texts, form.without(&forms::SECRET_FIELDS));
    plain_wrong(app, visitor, &texts.t("account-sign-in"), || {
        pages::sign_in(texts, &[], &form)
    })
}

async fn sign_out(session: Session) -> Result<Response, WebError> {
    session
        .flush()
        .await
        .map_err(|cause| WebError::Broken(cause.into()))?;
    Ok(done("/", "signed-out"))
}

async fn link_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    app.limits.link(&visitor.address, app.clock.now_us())?;
    let texts = visitor.texts;
    let found = app
        .store
        .invitation_by_token(&sha256_hex(&token), app.clock.now_us())
        .await;
    let invitation = match found {
        Ok(invitation) => invitation,
        Err(StoreError::Invitation(why)) => return Ok(dead_link(&app, &visitor, why)),
        Err(other) => return Err(other.into()),
    };
    let link = describe(&app, &visitor, &token, &invitation).await?;
    let form = app.form().with("name", invitation.name);
    let title = link.title(texts);
    Ok(plain_page(&app, &visitor, &title, || {
        pages::link(texts, &link, &form)
    }))
}

fn dead_link(app: &App, visitor: &Visitor, why: InvitationError) -> Response {
    let texts = visitor.texts;
    let key = match why {
        InvitationError::Unknown => "account-link-unknown",
        InvitationError::Used => "account-link-used",
        InvitationError::Expired => "account-link-expired",
        InvitationError::Revoked => "account-link-revoked",
        InvitationError::SignInFirst => "account-sign-in-first",
        InvitationError::NotForOfficers => "account-link-officer",
    };
    plain_wrong(app, visitor, &texts.t("account-dead-link"), || {
        pages::dead_link(texts, key)
    })
}

/// The purpose of the link, and what the person has to do with it.
async fn describe(
    app: &App,
    visitor: &Visitor,
    token: &str,
    invitation: &Invitation,
) -> Result<Link, WebError> {
    let incident = app.store.incident(&invitation.incident).await?;
    let known = app.store.person_by_email(&invitation.email).await?;
    let has_password = known
        .as_ref()
        .is_some_and(|person| person.password_hash.is_some());
    let signed_in = visitor
        .signed_in
        .as_ref()
        .map(|who| who.person.email.as_str());
    let step = match (invitation.purpose, signed_in) {
        (Purpose::SignIn, _) => LinkStep::NewPassword,
        (_, Some(email)) if email == invitation.email => LinkStep::Accept,
        (_, Some(_)) => LinkStep::OtherAccount,
        (_, None) if has_password => LinkStep::SignInFirst,
        (_, None) => LinkStep::NewAccount,
    };
    let purpose = match invitation.purpose {
        Purpose::Join => LinkPurpose::Join(match invitation.role {
            Role::Claimant => "account-role-claimant",
            Role::Coordinator | Role::Operator => "account-role-coordinator",
            Role::Investigator => "account-role-investigator",
        }),
        Purpose::SignIn => LinkPurpose::SignIn,
        Purpose::ConfirmFiling => LinkPurpose::ConfirmFiling,
    };
    Ok(Link {
        path: format!("/join/{token}"),
        incident: incident.name,
        email: invitation.email.clone(),
        purpose,
        step,
    })
}

async fn accept(
    State(app): State<App>,
    visitor: Visitor,
    session: Session,
    Path(token): Path<String>,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    app.limits.link(&visitor.address, app.clock.now_us())?;
    let texts = visitor.texts;
    let now_us = app.clock.now_us();
    let found = app
        .store
        .invitation_by_token(&sha256_hex(&token), now_us)
        .await;
    let invitation = match found {
        Ok(invitation) => invitation,
        Err(StoreError::Invitation(why)) => return Ok(dead_link(&app, &visitor, why)),
        Err(other) => return Err(other.into()),
    };
    let link = describe(&app, &visitor, &token, &invitation).await?;
    let settled = match link.step {
        LinkStep::Accept => accept_signed_in(&app, &visitor, &token).await,
        LinkStep::NewAccount | LinkStep::NewPassword => {
            let wants_name = link.step == LinkStep::NewAccount;
            let joined = forms::join(&mut form, texts, wants_name, |password, name| {
                let about = [invitation.email.as_str(), name];
                fault(&app, texts, password, &about)
            });
            let Some(join) = joined else {
                let form = form.without(&forms::SECRET_FIELDS);
                let title = link.title(texts);
                return Ok(plain_wrong(&app, &visitor, &title, || {
                    pages::link(texts, &link, &form)
                }));
            };
            let hash = app
                .passwords
                .hash(visitor.asker(), &join.password, &app.random)
                .await?;
            accept_with_password(&app, &visitor, &token, &join.name, &hash).await
        }
        LinkStep::SignInFirst | LinkStep::OtherAccount => {
            return Ok(go_to(&link.path));
        }
    };
    let accepted = match settled {
        Ok(accepted) => accepted,
        Err(StoreError::Invitation(why)) => return Ok(dead_link(&app, &visitor, why)),
        Err(other) => return Err(other.into()),
    };
    arrive(&app, &session, &accepted).await
}

async fn accept_signed_in(
    app: &App,
    visitor: &Visitor,
    token: &str,
) -> Result<Accepted, StoreError> {
    let person = visitor
        .signed_in
        .as_ref()
        .map_or("", |who| who.person.id.as_str());
    let membership = app.random.id();
    app.store
        .accept_as(&sha256_hex(token), person, &membership, app.clock.now_us())
        .await
}

async fn accept_with_password(
    app: &App,
    visitor: &Visitor,
    token: &str,
    name: &str,
    password_hash: &str,
) -> Result<Accepted, StoreError> {
    let (id, membership) = (app.random.id(), app.random.id());
    let new = NewPerson {
        id: &id,
        name,
        language: visitor.texts.locale.tag(),
        password_hash,
        membership: &membership,
    };
    app.store
        .accept_as_new(&sha256_hex(token), &new, app.clock.now_us())
        .await
}

/// Signs in the person who used a link, and leads them to its destination.
async fn arrive(app: &App, session: &Session, accepted: &Accepted) -> Result<Response, WebError> {
    let person = app.store.person(&accepted.person).await?;
    sessions::sign_in(app, session, &person).await?;
    if accepted.waiting {
        return Ok(done("/", "joined-waiting"));
    }
    let incident = app.store.incident(&accepted.incident).await?;
    Ok(done(&format!("/i/{}", incident.slug), "joined"))
}

/// What is wrong with a new password, in the reader's language.
fn fault(app: &App, texts: Translator, password: &str, about: &[&str]) -> Option<String> {
    let most = app.config.limits.forms.password_characters_max;
    let fault = check_new(password, most, about).err()?;
    Some(match fault {
        PasswordFault::TooShort => texts.t("account-password-short"),
        PasswordFault::TooLong => texts.with("account-password-long", &[("count", most.into())]),
        PasswordFault::TooCommon => texts.t("account-password-common"),
    })
}

async fn account_page(
    State(app): State<App>,
    visitor: Visitor,
    who: SignedIn,
) -> Result<Response, WebError> {
    let texts = visitor.texts;
    let details = visitor.resumed(details_of(&app, &who), "/account");
    let account = account_of(&app, &who).await?;
    let title = texts.t("account-title");
    Ok(plain_page(&app, &visitor, &title, || {
        pages::account(texts, &account, &details, &app.form())
    }))
}

fn details_of(app: &App, who: &SignedIn) -> Form {
    app.form()
        .with("name", &who.person.name)
        .with("language", &who.person.language)
}

async fn account_of(app: &App, who: &SignedIn) -> Result<Account, WebError> {
    let rows = app
        .store
        .sessions_of(&who.person.id, app.clock.now_us())
        .await?;
    let sessions = rows
        .iter()
        .map(|row| {
            (
                rfc3339(row.created_at_us),
                rfc3339(row.saved_at_us),
                row.id_hash == who.session_key,
            )
        })
        .collect();
    Ok(Account {
        email: who.person.email.clone(),
        sessions,
    })
}

async fn save_account(
    State(app): State<App>,
    visitor: Visitor,
    who: SignedIn,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let texts = visitor.texts;
    let name = form.value("name").to_owned();
    forms::check_name(&mut form, texts, &name);
    let locale = app::Locale::from_tag(form.value("language"));
    if locale.is_none() {
        return Err(WebError::BadRequest);
    }
    if !form.is_valid() {
        let account = account_of(&app, &who).await?;
        let title = texts.t("account-title");
        return Ok(plain_wrong(&app, &visitor, &title, || {
            pages::account(texts, &account, &form, &app.form())
        }));
    }
    let locale = locale.unwrap_or(texts.locale);
    app.store
        .change_person(&who.person.id, &name, locale.tag())
        .await?;
    Ok(super::with_language(
        &app,
        locale,
        done("/account", "account-saved"),
    ))
}

async fn change_password(
    State(app): State<App>,
    visitor: Visitor,
    who: SignedIn,
    session: Session,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let texts = visitor.texts;
    let about = [who.person.email.clone(), who.person.name.clone()];
    let guess = who.guess();
    app.limits.guess(&guess, app.clock.now_us())?;
    let hash = who.person.password_hash.as_deref();
    if !is_right(&app, &visitor, &guess, form.raw("current"), hash).await? {
        form.fail("current", texts.t("account-current-wrong"));
    }
    let new = forms::new_password(&mut form, texts, |password| {
        fault(&app, texts, password, &[&about[0], &about[1]])
    });
    let Some(new) = new.filter(|_| form.is_valid()) else {
        let account = account_of(&app, &who).await?;
        let (details, form) = (details_of(&app, &who), form.without(&forms::SECRET_FIELDS));
        let title = texts.t("account-title");
        return Ok(plain_wrong(&app, &visitor, &title, || {
            pages::account(texts, &account, &details, &form)
        }));
    };
    let hash = app
        .passwords
        .hash(visitor.asker(), &new, &app.random)
        .await?;
    let (me, kept, now_us) = (&who.person.id, &who.session_key, app.clock.now_us());
    app.store.set_password(me, &hash, kept, now_us).await?;
    sessions::refresh(&app, &session, Some(now_us)).await?;
    Ok(done("/account", "password-changed"))
}

async fn end_others(State(app): State<App>, who: SignedIn) -> Result<Response, WebError> {
    app.store
        .end_other_sessions(&who.person.id, &who.session_key, app.clock.now_us())
        .await?;
    Ok(done("/account", "others-ended"))
}

/// The person is still there. This counts as use of the session, like every request.
async fn stay(
    State(app): State<App>,
    _who: SignedIn,
    session: Session,
) -> Result<Response, WebError> {
    sessions::stay(&app, &session).await?;
    Ok(done("/account", "stayed"))
}

async fn confirm_page(
    State(app): State<App>,
    visitor: Visitor,
    _who: SignedIn,
    Query(query): Query<Next>,
) -> Response {
    let texts = visitor.texts;
    let form = app.form().with("next", page_of_ours(&query.next));
    plain_page(&app, &visitor, &texts.t("account-confirm"), || {
        pages::confirm(texts, &form)
    })
}

async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    who: SignedIn,
    session: Session,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let texts = visitor.texts;
    let guess = who.guess();
    app.limits.guess(&guess, app.clock.now_us())?;
    let hash = who.person.password_hash.as_deref();
    if is_right(&app, &visitor, &guess, form.raw("password"), hash).await? {
        sessions::refresh(&app, &session, who.person.password_set_at_us).await?;
        return Ok(go_to(form.value("next")));
    }
    form.fail("password", texts.t("account-current-wrong"));
    let form = form.without(&forms::SECRET_FIELDS);
    Ok(plain_wrong(
        &app,
        &visitor,
        &texts.t("account-confirm"),
        || pages::confirm(texts, &form),
    ))
}
