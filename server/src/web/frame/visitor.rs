//! The visitor: who sends the request, and in which language. Every handler starts with it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use app::forms::Form;
use app::render::{LateNotice, SessionTimes};
use app::{Chrome, Locale, Texts, Translator};
use axum::extract::{ConnectInfo, FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{Method, Uri, header};
use axum::response::Response;
use tower_sessions::Session;

use crate::app::App;
use crate::clock::rfc3339;
use crate::passwords::Asker;
use crate::rate_limits::{Guess, Origin};
use crate::web::frame::error::WebError;
use crate::web::frame::late_forms;
use crate::web::frame::late_forms::Late;
use crate::web::frame::sessions;
use crate::web::frame::sessions::{Ended, Holder};
use crate::web::frame::{page_of_ours, redirect, site};

/// Cookie with the language; it contains nothing about the person.
pub const LANGUAGE_COOKIE: &str = "language";

/// Anybody at all.
#[derive(Clone)]
pub struct Visitor {
    /// Texts in their language.
    pub texts: Translator,
    /// Requested path and query.
    pub path: String,
    /// The person, when signed in.
    pub signed_in: Option<SignedIn>,
    /// The session that ended, if the visitor had one.
    pub ended: Option<Ended>,
    /// The visitor's address, for counting tries; of IPv6 the /64.
    pub address: String,
    /// Whether they only view it.
    is_look: bool,
    /// Whether a person will read the answer.
    pub takes_pages: bool,
    /// The current page: for a form, the page on which it stands.
    page: String,
    /// The form that they sent after their last session had ended.
    pub late: Option<Arc<Late>>,
    /// The hash of the token under which that form is kept.
    pub late_token_hash: Option<String>,
    /// The notice of what was just done (`?done=…`), in their language.
    notice: Option<String>,
}

/// Somebody with a session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub person: store::Person,
    /// SHA-256 of the session's id: the key in the database and for logged views.
    pub session_key: String,
    /// Whether they gave their password within the last minutes.
    pub fresh: bool,
    /// When the session ends without further use.
    pub ends_us: i64,
    /// Whether it ends then even with further use.
    pub is_last_end: bool,
}

/// A redirect to sign-in, before the person can go on.
#[derive(Clone, Debug)]
pub struct SignInFirst {
    /// The page to return to.
    pub next: String,
    /// The session that ended, if there was one.
    pub ended: Option<Ended>,
}

impl Visitor {
    /// Reads language, session and notice. A session that cannot be read counts as none.
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
        let holder = match parts.extensions.get::<Session>().cloned() {
            Some(session) => sessions::holder(app, &session, is_use(uri.path())).await,
            None => Ok(Holder::Nobody),
        };
        let (signed_in, ended) = match holder {
            Ok(Holder::SignedIn(who)) => (Some(*who), None),
            Ok(Holder::Ended(ended)) => (None, Some(ended)),
            Ok(Holder::Nobody) => (None, None),
            Err(cause) => {
                tracing::warn!(%cause, "a session could not be read");
                (None, None)
            }
        };
        let late_token_hash = late_forms::token_hash(app, parts);
        let late = match (&signed_in, &late_token_hash) {
            (Some(who), Some(token)) => late_forms::of(app, token, &who.person.id).await,
            _ => None,
        };
        let visitor = Visitor {
            texts,
            is_look: is_look(parts),
            takes_pages: takes_pages(parts),
            page: page_of(parts, &path),
            path,
            signed_in,
            ended,
            address: address(app, parts),
            late,
            late_token_hash,
            notice,
        };
        parts.extensions.insert(visitor.clone());
        visitor
    }

    /// The error that leads to sign-in.
    pub fn sign_in_first(&self) -> WebError {
        WebError::SignIn(SignInFirst {
            next: self.page.clone(),
            ended: self.ended.clone(),
        })
    }

    /// The visitor as somebody who needs a password hashed.
    pub fn asker(&self) -> Asker<'_> {
        Asker::Visitor {
            address: &self.address,
            session: self.signed_in.as_ref().map(|who| &*who.session_key),
        }
    }

    /// A guess of the password of an account, without a session of that account.
    pub fn guess<'a>(&'a self, account: &'a str) -> Guess<'a> {
        let origin = Origin::Address(&self.address);
        Guess { account, origin }
    }

    /// The form of a page as it opens. If they sent a late form to its action, it is filled
    /// in with those values.
    pub fn resumed(&self, form: Form, action: &str) -> Form {
        match &self.late {
            Some(late) => late.put_into(form, action),
            None => form,
        }
    }

    /// The notice of a late form, on a page that is opened, not on one that answers the
    /// form.
    fn late_notice(&self) -> Option<LateNotice> {
        let late = self.late.as_ref().filter(|_| self.is_look)?;
        late.notice(&self.path)
    }

    /// The frame of a page outside any incident.
    pub fn chrome(&self, app: &App, title: &str) -> Chrome {
        Chrome {
            texts: self.texts,
            title: title.to_owned(),
            path: self.path.clone(),
            assets: site::assets(),
            signed_in: self.signed_in.as_ref().map(|who| who.person.email.clone()),
            incident: None,
            nav: Vec::new(),
            notice: self.notice.clone(),
            demo: app.demo,
            session: self.signed_in.as_ref().map(|who| session_times(app, who)),
            late: self.late_notice(),
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
        match visitor.signed_in.clone() {
            Some(who) => Ok(who),
            None => Err(visitor.sign_in_first()),
        }
    }
}

impl SignedIn {
    /// A guess of their own password, which is asked for again.
    pub fn guess(&self) -> Guess<'_> {
        Guess {
            account: &self.person.email,
            origin: Origin::Session(&self.session_key),
        }
    }
}

/// When the session ends, and from when on the page warns.
fn session_times(app: &App, who: &SignedIn) -> SessionTimes {
    let left_seconds = (who.ends_us - app.clock.now_us()).max(0) / 1_000_000;
    let warning_seconds = i64::from(app.config.limits.sessions.warning_minutes) * 60;
    SessionTimes {
        ends: rfc3339(who.ends_us),
        left_seconds,
        warning_seconds: warning_seconds.min(left_seconds / 3),
        is_last_end: who.is_last_end,
    }
}

/// Whether a person caused the request. A page that asks for the progress of work does not
/// extend the session.
fn is_use(path: &str) -> bool {
    !path.ends_with("/jobs")
}

/// Whether a person will read the answer. A browser that opens an address asks for a page; a
/// program does not.
fn takes_pages(parts: &Parts) -> bool {
    let accept = parts.headers.get_all(header::ACCEPT);
    let mut accept = accept.iter().filter_map(|value| value.to_str().ok());
    accept.any(|value| value.contains("text/html"))
}

fn is_look(parts: &Parts) -> bool {
    parts.method == Method::GET || parts.method == Method::HEAD
}

/// The page that a request comes from: its own path, or for a form, the page on which it
/// stands. The browser names that page, and it is only used as a path of ours.
fn page_of(parts: &Parts, path: &str) -> String {
    if is_look(parts) {
        return path.to_owned();
    }
    let named = parts.headers.get(header::REFERER);
    let named = named.and_then(|value| Uri::try_from(value.as_bytes()).ok());
    let page = named.as_ref().and_then(Uri::path_and_query);
    let page = page_of_ours(page.map_or(path, |page| page.as_str()));
    redirect::without_notice(&page)
}

fn language(parts: &Parts) -> Locale {
    cookie(parts, LANGUAGE_COOKIE)
        .and_then(|tag| Locale::from_tag(&tag))
        .unwrap_or_else(|| {
            let header = parts.headers.get(header::ACCEPT_LANGUAGE);
            Locale::from_accept_language(header.and_then(|value| value.to_str().ok()).unwrap_or(""))
        })
}

pub(super) fn cookie(parts: &Parts, name: &str) -> Option<String> {
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

/// The notice after a redirect; only existing texts are ever shown.
fn notice(texts: Translator, query: &str) -> Option<String> {
    let done = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("done="))?;
    let key = format!("done-{done}");
    texts.has(&key).then(|| texts.t(&key))
}

/// The caller's address for counting: behind a proxy, the last one that it names.
fn address(app: &App, parts: &Parts) -> String {
    let named = app.config.tls_in_front.then(|| forwarded(parts)).flatten();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let address = named.or_else(|| peer.map(|info| info.0.ip()));
    address.map_or_else(String::new, network)
}

/// The caller may send such headers too. The proxy's value is the last entry of the last
/// header. Some proxies add a port.
fn forwarded(parts: &Parts) -> Option<IpAddr> {
    let last = parts.headers.get_all("x-forwarded-for").iter().next_back();
    let last = last?.to_str().ok()?.rsplit(',').next()?.trim();
    let with_port = || last.parse::<SocketAddr>().ok().map(|named| named.ip());
    last.parse().ok().or_else(with_port)
}

/// The network of one customer: an address of IPv4, a /64 of IPv6.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// The same answer, with a cookie for the language.
pub fn with_language(app: &App, locale: app::Locale, mut response: Response) -> Response {
    let secure = secure_attribute(app);
    let cookie = format!(
        "{}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}",
        LANGUAGE_COOKIE,
        locale.tag()
    );
    if let Ok(cookie) = cookie.parse() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The end of our cookies where TLS is used.
pub fn secure_attribute(app: &App) -> &'static str {
    if app.config.tls_in_front {
        "; Secure"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_ipv6_counts_by_its_network() {
        let network = |address: &str| network(address.parse().unwrap());
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2::9"), "2001:db8:1:2::/64");
        assert_ne!(network("2001:db8:1:3::9"), "2001:db8:1:2::/64");
    }
}
