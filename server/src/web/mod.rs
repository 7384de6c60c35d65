//! The web side: axum owns the routes, `app` owns the pages.
//!
//! Every form posts to a handler. It parses, collects errors on the form, then acts and
//! redirects, or answers 422 with the same page. Layers from the outside in: headers, log,
//! panics, sessions, problem pages, cross-site check, slow bodies, forms that arrive after
//! their session ended.

pub mod account;
mod bundles;
pub mod claim;
mod conflicts;
pub mod frame;
pub mod group;
mod holdings;
mod links;
mod start;

use std::time::Duration;

use app::pages::problem::Problem;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::RequestBodyDeadlineLayer;
use tower_http::trace::TraceLayer;
use tower_sessions::SessionManagerLayer;
use tower_sessions::cookie::SameSite;

use crate::app::App;
use crate::web::frame::visitor::with_language;
use crate::web::frame::{
    Posted, WebError, error, go_to, headers, late_forms, page_of_ours, redirect, sessions, site,
};

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
        .merge(bundles::router())
        .merge(group::router())
        .merge(claim::router())
}

/// A span without personal data: the route's pattern, never the path (which may hold a
/// token).
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

/// A page that answered a form has the form's address. Opening this address later leads to
/// the page above, because it has no page of its own.
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

/// Switches the language: sets a cookie and leads back to the page.
async fn language(State(app): State<App>, Posted(form): Posted) -> Result<Response, WebError> {
    let locale = app::Locale::from_tag(form.value("language")).ok_or(WebError::BadRequest)?;
    let back = redirect::without_notice(&page_of_ours(form.value("back")));
    Ok(with_language(&app, locale, go_to(&back)))
}
