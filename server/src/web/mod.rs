//! The web side: axum owns routes, `app` owns what is seen.
//!
//! Every form posts to a handler that parses, collects errors on the form, acts
//! and redirects, or answers 422 with the same page. Layers from the outside in:
//! headers, log, panics, sessions, problem pages, cross-site check, slow bodies, forms
//! that come after their session ended.

pub mod account;
#[cfg(test)]
mod account_tests;
mod bundles;
#[cfg(test)]
mod bundles_tests;
pub mod claim;
#[cfg(test)]
#[path = "../../tests/databases/postgres.rs"]
mod databases;
pub mod download;
pub mod error;
#[cfg(test)]
pub mod fixtures;
pub mod form;
#[cfg(test)]
mod form_limits_tests;
pub mod group;
pub mod headers;
pub mod here;
pub mod jobs;
mod late_forms;
#[cfg(test)]
mod late_forms_tests;
pub mod limits;
#[cfg(test)]
mod limits_tests;
#[cfg(test)]
mod markup;
pub mod passwords;
mod people;
#[cfg(test)]
mod people_tests;
mod posted_files;
#[cfg(test)]
#[path = "../../tests/homes/s3.rs"]
mod s3;
pub mod sessions;
pub mod site;
mod start;
#[cfg(test)]
pub mod testing;
pub mod visitor;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use app::pages::problem::Problem;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::RequestBodyDeadlineLayer;
use tower_http::trace::TraceLayer;
use tower_sessions::SessionManagerLayer;
use tower_sessions::cookie::SameSite;
use url::{Position, Url};

pub use error::WebError;
pub use form::Posted;
pub use here::Here;
pub use posted_files::PostedFiles;
pub use visitor::{SignedIn, Visitor};

use crate::clock::{Clock, Random};
use crate::config::Config;
use crate::work::contents::Contents;

/// When it is worth asking again for what waits for other requests of the same person.
const BUSY_SECONDS: u32 = 30;

/// What every handler can reach.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of the running server.
pub struct Parts {
    /// What is kept.
    pub store: store::Store,
    /// The settings.
    pub config: Config,
    /// The clock.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// Password hashing.
    pub passwords: passwords::Passwords,
    /// Counters of tries.
    pub limits: limits::RateLimits,
    /// The key that bundles and custody heads are signed with.
    pub key: report::key::Key,
    /// Frozen documents that were read lately.
    pub contents: Contents,
    /// How workers and requests hear of each other.
    pub jobs: crate::work::jobs::Jobs,
    /// How many requests may work whole claims out at once: what a change would
    /// contest, a report.
    pub counting: Semaphore,
    /// `/pkg/<hash>` of the built site.
    pub assets: Option<String>,
    /// Whether this is the demonstration.
    pub demo: bool,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// A form that nobody has filled in.
    pub fn form(&self) -> app::forms::Form {
        app::forms::Form::new(self.config.limits.forms)
    }

    /// Address people type, for links.
    pub fn base_url(&self) -> String {
        self.config.base_url()
    }

    /// Puts the parts together.
    ///
    /// # Errors
    /// When the password settings are refused or the signing key can't be read.
    pub async fn new(
        store: store::Store,
        config: Config,
        clock: Clock,
        random: Random,
        demo: bool,
    ) -> anyhow::Result<App> {
        let passwords = passwords::Passwords::new(&config.limits, &random)?;
        let limits = limits::RateLimits::new(&config.limits);
        let assets = site::assets();
        let counting = Semaphore::new(config.limits.jobs.at_once_max.max(1) as usize);
        let key = signing_key(&store, &config, &random).await?;
        Ok(App(Arc::new(Parts {
            store,
            config,
            clock,
            random,
            passwords,
            limits,
            key,
            contents: Contents::default(),
            jobs: crate::work::jobs::Jobs::default(),
            counting,
            assets,
            demo,
        })))
    }
}

/// The key that bundles are signed with: a file of the data folder, or a secret of the
/// database where files are in a bucket, for then servers may share no folder.
async fn signing_key(
    store: &store::Store,
    config: &Config,
    random: &Random,
) -> anyhow::Result<report::key::Key> {
    let seed = || {
        let mut seed = [0; 32];
        random.fill(&mut seed);
        seed
    };
    if config.files() == store::FilesAt::DataFolder {
        let path = config.data_dir.join("signing-key");
        return Ok(report::key::Key::read_or_create(&path, seed)?);
    }
    let made = report::key::Key::from_random(seed()).secret_pem()?;
    let kept = store.secret_or("signing-key", &made).await?;
    Ok(report::key::Key::from_pem(&kept)?)
}

/// Marks a response that is a whole page already.
#[derive(Clone, Copy, Debug)]
pub struct Finished;

/// 303 to a page of ours. Every redirect goes this way, so that none leads to another
/// site and no header is made of what somebody typed.
pub fn go_to(page: &str) -> Response {
    Redirect::to(&page_of_ours(page)).into_response()
}

/// 303 to a page that shows the notice `done-<key>`.
pub fn done(to: &str, key: &str) -> Response {
    let joint = if to.contains('?') { '&' } else { '?' };
    go_to(&format!("{to}{joint}done={key}"))
}

/// A page of ours to go (back) to, as a browser would read the text on one of ours:
/// path, query and fragment in the letters that an address may have. What a browser
/// would look for elsewhere becomes `/`.
pub fn page_of_ours(text: &str) -> String {
    let ours = || {
        // Stands for wherever we are: what stays on it stays with us.
        let origin = Url::parse("http://redress.invalid/").ok()?;
        let page = |text: &str| {
            let found = origin.join(text).ok()?;
            let is_ours = found.origin() == origin.origin() && found.username().is_empty();
            is_ours.then(|| found[Position::BeforePath..].to_owned())
        };
        let path = page(text)?;
        // `/.//elsewhere` is a path of ours that a browser reads as a host by itself.
        (page(&path)? == path).then_some(path)
    };
    ours().unwrap_or_else(|| "/".to_owned())
}

impl From<store::StoreError> for WebError {
    fn from(cause: store::StoreError) -> WebError {
        match cause {
            store::StoreError::NotFound(_) => WebError::NotFound,
            store::StoreError::Conflict(_)
            | store::StoreError::Duplicate(_)
            | store::StoreError::State(_)
            | store::StoreError::Closed(_) => WebError::Conflict,
            store::StoreError::NotAllowed => WebError::NotFound,
            store::StoreError::TooLarge { .. } => WebError::TooLarge,
            store::StoreError::Nul(_) => WebError::BadRequest,
            store::StoreError::TooManyJobs { .. } => WebError::Busy {
                seconds: BUSY_SECONDS,
            },
            store::StoreError::Bucket { .. } => WebError::FilesAway(cause.into()),
            other => WebError::Broken(other.into()),
        }
    }
}

/// RFC 3339, whole seconds, of microseconds since 1970.
pub(crate) fn rfc3339(at_us: i64) -> String {
    ledger::Moment::from_seconds(at_us.div_euclid(1_000_000)).to_string()
}

/// The whole router with every layer.
pub fn router(app: App) -> Router {
    let tls = app.config.tls_in_front;
    let sessions = sessions::Sessions::new(app.store.clone(), app.clock.clone());
    let session_layer = SessionManagerLayer::new(sessions)
        .with_name(if tls { "__Host-redress" } else { "redress" })
        .with_secure(tls)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/");
    let csrf = CsrfLayer::new().with_rejection_response(|_| {
        let mut response = StatusCode::FORBIDDEN.into_response();
        response
            .extensions_mut()
            .insert(error::Shown::new(Problem::NotFromHere));
        response
    });
    let body_deadline = Duration::from_secs(app.config.limits.connections.body_seconds_max);
    routes()
        .fallback(fallback)
        .method_not_allowed_fallback(page_above)
        .layer(from_fn_with_state(app.clone(), late_forms::keep_late_forms))
        .layer(RequestBodyDeadlineLayer::new(body_deadline))
        .layer(csrf)
        .layer(from_fn_with_state(app.clone(), error::show_problems))
        .layer(session_layer)
        .layer(CatchPanicLayer::new())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(from_fn(move |request, next| {
            headers::secure(tls, request, next)
        }))
        .with_state(app)
}

fn routes() -> Router<App> {
    Router::new()
        .route("/health", get(|| async { "ok" }))
        .route("/ready", get(ready))
        .route("/language", post(language))
        .merge(start::router())
        .merge(account::router())
        .merge(people::router())
        .merge(bundles::router())
        .merge(group::router())
        .merge(claim::router())
}

/// A span without anything personal: the route's pattern, never the path (which
/// may hold a token).
fn span(request: &Request) -> tracing::Span {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str);
    tracing::info_span!("request", method = %request.method(), route)
}

async fn fallback(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let file = (method == Method::GET || method == Method::HEAD)
        .then(|| site::file(uri.path(), &headers))
        .flatten();
    file.unwrap_or_else(|| WebError::NotFound.into_response())
}

/// A page that answered a form has the form's address, where nothing is to be
/// looked at: coming back to it leads to the page above.
async fn page_above(method: Method, uri: Uri) -> Response {
    if method != Method::GET {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let above = uri.path().trim_end_matches('/').rsplit_once('/');
    let above = above.map_or("", |(above, _)| above);
    go_to(if above.is_empty() { "/" } else { above })
}

/// Whether the database answers.
async fn ready(State(app): State<App>) -> Response {
    match app.store.ready().await {
        Ok(()) => "ready".into_response(),
        Err(cause) => {
            tracing::error!(%cause, "the database does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer",
            )
                .into_response()
        }
    }
}

/// Switches the language: a cookie, and back to the page.
async fn language(State(app): State<App>, Posted(form): Posted) -> Result<Response, WebError> {
    let locale = app::Locale::from_tag(form.value("language")).ok_or(WebError::BadRequest)?;
    let back = without_notice(&page_of_ours(form.value("back")));
    Ok(with_language(&app, locale, go_to(&back)))
}

/// The same answer, with a cookie that keeps the language.
fn with_language(app: &App, locale: app::Locale, mut response: Response) -> Response {
    let secure = secure_attribute(app);
    let cookie = format!(
        "{}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}",
        visitor::LANGUAGE_COOKIE,
        locale.tag()
    );
    if let Ok(cookie) = cookie.parse() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// What a cookie of ours ends with where TLS is spoken.
fn secure_attribute(app: &App) -> &'static str {
    if app.config.tls_in_front {
        "; Secure"
    } else {
        ""
    }
}

/// A path without `done=…`: what was done is said once.
fn without_notice(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("done="))
        .collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Texts that a browser reads as the address of another site, or of none.
    const FOREIGN: [&str; 16] = [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        "\u{b}//evil.example",
        "/.//evil.example",
        "/x/..//evil.example",
        "/%2e//evil.example",
        "http:\\\\evil.example",
        "http://redress.invalid@evil.example/",
        "http://evil@redress.invalid/",
        "javascript:alert(1)",
        "",
    ];

    #[test]
    fn goes_back_only_to_our_own_pages() {
        for (text, page) in [
            ("/i/x/claim?page=2", "/i/x/claim?page=2"),
            ("/i/x/claim?q=%2F%2Fa#row-3", "/i/x/claim?q=%2F%2Fa#row-3"),
            ("/\u{b}", "/"),
            ("/a\u{b}b", "/a%0Bb"),
            ("/a\r\nset-cookie: a=b", "/aset-cookie:%20a=b"),
            ("/\u{e9}?q=\u{202e}", "/%C3%A9?q=%E2%80%AE"),
        ] {
            assert_eq!(page_of_ours(text), page);
        }
        for foreign in FOREIGN {
            assert_eq!(page_of_ours(foreign), "/", "{foreign:?}");
        }
    }

    #[tokio::test]
    async fn sign_in_and_language_lead_nowhere_else_and_break_on_nothing() {
        let server = testing::Server::start().await;
        let incident = server.incident("attack").await;
        let ada = "ada@example.org";
        let mut signed_in = server
            .member(&incident, ada, casework::Role::Claimant)
            .await;
        for (text, page) in [
            ("/\u{b}", "/"),
            ("/a\u{b}b", "/a%0Bb"),
            ("/i/attack", "/i/attack"),
        ]
        .into_iter()
        .chain(FOREIGN.map(|foreign| (foreign, "/")))
        {
            let next =
                percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
            let already = signed_in.get(&format!("/sign-in?next={next}")).await;
            assert_eq!(already.location, page, "{text:?}");
            let sent = [("password", testing::PASSWORD), ("next", text)];
            let confirmed = signed_in.post("/account/confirm", &sent).await;
            assert_eq!(confirmed.location, page, "{text:?}");
            let language = [("language", "fr"), ("back", text)];
            let switched = signed_in.post("/language", &language).await;
            assert_eq!(switched.location, page, "{text:?}");
        }
        let sent = [
            ("email", ada),
            ("password", testing::PASSWORD),
            ("next", "/\t/evil.example"),
        ];
        let fresh = server.browser().post("/sign-in", &sent).await;
        assert_eq!(fresh.location, "/");
    }

    #[test]
    fn one_function_makes_redirects() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut waiting = vec![sources];
        let mut found = Vec::new();
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                let inside = std::fs::read_dir(&path).unwrap();
                waiting.extend(inside.map(|entry| entry.unwrap().path()));
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
            for way in ["Redirect::", "header::LOCATION,"] {
                found.extend(code.matches(way).map(|_| (path.clone(), way)));
            }
        }
        assert_eq!(found.len(), 1, "{found:?}: use `go_to`");
    }

    #[test]
    fn a_language_switch_does_not_repeat_a_notice() {
        assert_eq!(without_notice("/a?done=x&page=2"), "/a?page=2");
        assert_eq!(without_notice("/a?done=x"), "/a");
    }
}
