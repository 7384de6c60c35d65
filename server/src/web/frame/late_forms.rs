//! A form that arrives after its session ended.
//!
//! The form has no effect. Its values are kept for `kept_form_minutes`, under the hash of a
//! random token that only this browser gets, as a cookie. They belong to the person whose
//! session ended. When the same person signs in, the page opens with the form filled in; the
//! sign-in of anybody else removes the values. Only pressing the button again sends the
//! form, from our page and under the check for requests from other sites. Passwords and
//! files are never kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::forms::Form;
use app::forms::account::SECRET_FIELDS;
use app::render::LateNotice;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::{KeptFormLimits, NewKeptForm};
use strum::{EnumString, IntoStaticStr};

use crate::app::App;
use crate::clock::sha256_hex;
use crate::web::frame::form::{is_url_encoded, parse, read};
use crate::web::frame::sessions::Ended;
use crate::web::frame::visitor::{SignInFirst, Visitor, cookie, secure_attribute};
use crate::web::frame::{WebError, done, go_to};

/// What happened to the typed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Typed {
    /// The values are kept.
    Kept,
    /// They were too long to be kept.
    TooLong,
    /// The form had files, which are never kept.
    Files,
}

impl Typed {
    /// The word in the address of the sign-in page.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl SignInFirst {
    /// 303 to sign-in, which explains why, and back afterwards.
    pub fn redirect(&self, typed: Option<Typed>) -> Response {
        let next = utf8_percent_encode(&self.next, NON_ALPHANUMERIC);
        let mut to = format!("/sign-in?next={next}");
        if let Some(Ended { why, after, .. }) = &self.ended {
            to.push_str(&format!("&ended={}&after={after}", why.as_str()));
        }
        if let Some(typed) = typed {
            to.push_str(&format!("&typed={}", typed.as_str()));
        }
        go_to(&to)
    }
}

/// A late form on its way back to its sender.
#[derive(Debug)]
pub struct Late {
    token_hash: String,
    action: String,
    page: String,
    fields: Vec<(String, String)>,
    /// Whether a form of the page took its values.
    is_placed: AtomicBool,
}

impl Late {
    /// The form with the late values, if they were sent to that action.
    pub fn put_into(&self, form: Form, action: &str) -> Form {
        if self.action != action {
            return form;
        }
        self.is_placed.store(true, Ordering::Relaxed);
        form.with_all(&self.fields)
    }

    /// The notice on its page. Texts for which the page has no field are shown to be copied.
    pub fn notice(&self, page: &str) -> Option<LateNotice> {
        if page.split('?').next() != self.page.split('?').next() {
            return None;
        }
        let is_placed = self.is_placed.load(Ordering::Relaxed);
        let left = self.fields.iter().filter(|_| !is_placed);
        Some(LateNotice {
            left: left.map(|(_, value)| value.clone()).collect(),
        })
    }
}

/// The hash of the token in this browser's cookie.
pub fn token_hash(app: &App, parts: &Parts) -> Option<String> {
    cookie(parts, cookie_name(app)).map(|token| sha256_hex(&token))
}

/// The values kept under a token, if they are this person's.
pub async fn of(app: &App, token_hash: &str, person: &str) -> Option<Arc<Late>> {
    let after_us = app.clock.now_us() - kept_us(app);
    let kept = app.store.kept_form(token_hash, person, after_us).await;
    let kept = kept
        .inspect_err(|cause| tracing::warn!(%cause, "a kept form could not be read"))
        .ok()??;
    let fields = serde_json::from_str(&kept.fields).ok()?;
    Some(Arc::new(Late {
        token_hash: token_hash.to_owned(),
        action: kept.action,
        page: kept.page,
        fields,
        is_placed: AtomicBool::new(false),
    }))
}

/// Keeps late forms, and removes them once they were sent again.
pub async fn keep_late_forms(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if parts.method != Method::POST {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let visitor = Visitor::of(&app, &mut parts).await;
    if let Some(ended) = visitor.ended {
        return late(&app, &ended, parts, body, next).await;
    }
    let again = visitor.late.filter(|late| late.action == parts.uri.path());
    let response = next.run(Request::from_parts(parts, body)).await;
    // The form was accepted, or is on the page that names its errors.
    let status = response.status();
    let is_answered = status.is_redirection() || status == StatusCode::UNPROCESSABLE_ENTITY;
    match again {
        Some(late) if is_answered => forget(&app, &late.token_hash, response).await,
        _ => response,
    }
}

/// Processes the request; if the result is a redirect to sign-in, keeps its form.
async fn late(app: &App, ended: &Ended, parts: Parts, body: Body, next: Next) -> Response {
    if !is_url_encoded(&parts.headers) {
        let response = next.run(Request::from_parts(parts, body)).await;
        return match response.extensions().get::<SignInFirst>() {
            Some(first) => first.redirect(Some(Typed::Files)),
            None => response,
        };
    }
    let bytes = match read(body, &app.config.limits).await {
        Ok(bytes) => bytes,
        Err(cause) => return cause.into_response(),
    };
    let action = parts.uri.path().to_owned();
    let response = next
        .run(Request::from_parts(parts, Body::from(bytes.clone())))
        .await;
    let Some(first) = response.extensions().get::<SignInFirst>() else {
        return response;
    };
    match keep(app, ended, first, &action, &bytes).await {
        Ok(kept) => kept.unwrap_or(response),
        Err(cause) => cause.into_response(),
    }
}

/// Keeps the typed values and leads to sign-in; none when nothing was typed.
async fn keep(
    app: &App,
    ended: &Ended,
    first: &SignInFirst,
    action: &str,
    bytes: &Bytes,
) -> Result<Option<Response>, WebError> {
    let limits = &app.config.limits;
    if bytes.len() > limits.sessions.kept_form_bytes_max {
        return Ok(Some(first.redirect(Some(Typed::TooLong))));
    }
    let form = parse(bytes, limits.forms)?.without(&SECRET_FIELDS);
    let fields: Vec<(&str, &str)> = form
        .fields()
        .flat_map(|(name, values)| values.iter().map(move |value| (name, value.as_str())))
        .collect();
    if fields.is_empty() {
        return Ok(None);
    }
    let token = app.random.token();
    let new = NewKeptForm {
        token_hash: &sha256_hex(&token),
        person: &ended.person,
        action,
        page: &first.next,
        fields: &serde_json::to_string(&fields).map_err(anyhow::Error::from)?,
    };
    let most = KeptFormLimits {
        per_person_max: limits.sessions.kept_forms_per_person_max,
        in_all_max: limits.sessions.kept_forms_max,
    };
    app.store.keep_form(&new, most, app.clock.now_us()).await?;
    let response = first.redirect(Some(Typed::Kept));
    let seconds = i64::from(limits.sessions.kept_form_minutes) * 60;
    Ok(Some(with_cookie(app, &token, seconds, response)))
}

/// After a sign-in, removes values that another person typed.
pub async fn only_for(app: &App, visitor: &Visitor, person: &str, response: Response) -> Response {
    let Some(token_hash) = &visitor.late_token_hash else {
        return response;
    };
    if of(app, token_hash, person).await.is_some() {
        return response;
    }
    forget(app, token_hash, response).await
}

/// Removes the kept values, because the person asked for it.
pub async fn discard(State(app): State<App>, visitor: Visitor) -> Response {
    let Some(late) = &visitor.late else {
        return done("/", "late-discarded");
    };
    let response = done(&late.page, "late-discarded");
    forget(&app, &late.token_hash, response).await
}

/// The response, after the kept values were removed.
async fn forget(app: &App, token_hash: &str, response: Response) -> Response {
    if let Err(cause) = app.store.forget_kept_form(token_hash).await {
        // The sweep removes it at the latest.
        tracing::warn!(%cause, "a kept form could not be forgotten");
    }
    with_cookie(app, "", 0, response)
}

fn with_cookie(app: &App, token: &str, seconds: i64, mut response: Response) -> Response {
    let (name, secure) = (cookie_name(app), secure_attribute(app));
    let cookie =
        format!("{name}={token}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn cookie_name(app: &App) -> &'static str {
    match app.config.tls_in_front {
        true => "__Host-redress-late",
        false => "redress-late",
    }
}

fn kept_us(app: &App) -> i64 {
    i64::from(app.config.limits.sessions.kept_form_minutes) * 60_000_000
}
