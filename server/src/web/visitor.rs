//! Who asks, in which language: what every handler starts from.

use std::net::SocketAddr;

use app::{Chrome, Locale, T, Texts};
use axum::extract::{ConnectInfo, FromRequestParts, OriginalUri};
use axum::http::header;
use axum::http::request::Parts;
use tower_sessions::Session;

use super::App;
use super::error::WebError;
use super::sessions;

/// Cookie that keeps the language; it says nothing of the person.
pub const LANGUAGE_COOKIE: &str = "language";

/// Anybody at all.
#[derive(Clone)]
pub struct Visitor {
    /// Texts in their language.
    pub texts: T,
    /// Path and query as asked for.
    pub path: String,
    /// Who they are, when signed in.
    pub signed_in: Option<SignedIn>,
    /// Where they come from, for counting tries.
    pub address: String,
    /// What was just done (`?done=…`), in their language.
    notice: Option<String>,
}

/// Somebody with a session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub person: store::Person,
    /// SHA-256 of the session's id: what the database and looks are keyed by.
    pub session_key: String,
    /// Whether they gave their password within the last minutes.
    pub fresh: bool,
    /// Minutes without use after which the session ends.
    pub idle_minutes: u32,
}

impl Visitor {
    /// Reads language, session and notice. A session that can't be read counts
    /// as none.
    pub async fn of(app: &App, parts: &mut Parts) -> Visitor {
        if let Some(known) = parts.extensions.get::<Visitor>() {
            return known.clone();
        }
        let locale = language(parts);
        let texts = Texts::of(locale);
        let uri = parts
            .extensions
            .get::<OriginalUri>()
            .map_or_else(|| parts.uri.clone(), |original| original.0.clone());
        let path = uri
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned();
        let notice = notice(texts, uri.query().unwrap_or(""));
        let signed_in = match parts.extensions.get::<Session>().cloned() {
            Some(session) => sessions::signed_in(app, &session).await,
            None => None,
        };
        let address = address(app, parts);
        let visitor = Visitor {
            texts,
            path,
            signed_in,
            address,
            notice,
        };
        parts.extensions.insert(visitor.clone());
        visitor
    }

    /// The frame of a page outside any incident.
    pub fn chrome(&self, app: &App, title: &str) -> Chrome {
        Chrome {
            texts: self.texts,
            title: title.to_owned(),
            path: self.path.clone(),
            assets: app.assets.clone(),
            signed_in: self.signed_in.as_ref().map(|who| who.person.email.clone()),
            incident: None,
            nav: Vec::new(),
            notice: self.notice.clone(),
            demo: app.demo,
            idle_minutes: self.signed_in.as_ref().map(|who| who.idle_minutes),
            has_errors: false,
            wide: false,
        }
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Visitor, Self::Rejection> {
        Ok(Visitor::of(app, parts).await)
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<SignedIn, WebError> {
        let visitor = Visitor::of(app, parts).await;
        visitor
            .signed_in
            .ok_or(WebError::SignIn { next: visitor.path })
    }
}

fn language(parts: &Parts) -> Locale {
    cookie(parts, LANGUAGE_COOKIE)
        .and_then(|tag| Locale::from_tag(&tag))
        .unwrap_or_else(|| {
            let header = parts.headers.get(header::ACCEPT_LANGUAGE);
            Locale::from_accept_language(header.and_then(|value| value.to_str().ok()).unwrap_or(""))
        })
}

fn cookie(parts: &Parts, name: &str) -> Option<String> {
    let headers = parts.headers.get_all(header::COOKIE);
    headers
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
}

/// The notice of a redirect: only a text that exists is ever shown.
fn notice(texts: T, query: &str) -> Option<String> {
    let done = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("done="))?;
    let key = format!("done-{done}");
    texts.has(&key).then(|| texts.t(&key))
}

/// The caller's address: with a proxy in front, the last one it named.
fn address(app: &App, parts: &Parts) -> String {
    if app.config.tls_in_front {
        // Whoever asks may send such headers of their own: the proxy's is the last
        // entry of the last one.
        let named = parts.headers.get_all("x-forwarded-for");
        let last = named.iter().next_back();
        let last = last.and_then(|value| value.to_str().ok());
        if let Some(last) = last.and_then(|list| list.rsplit(',').next()) {
            return last.trim().to_owned();
        }
    }
    parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(String::new, |info| info.0.ip().to_string())
}
