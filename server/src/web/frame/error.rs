//! The errors of a request, and what the person sees.
//!
//! A handler returns a [`WebError`]. This module sets the status and logs the cause under a
//! reference; [`show_problems`] makes a whole page in the reader's language. The answer
//! never contains the cause.

use app::Translator;
use app::pages::problem::{self, Problem};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use leptos::prelude::AnyView;

use crate::app::App;
use crate::passwords::HashError;
use crate::rate_limits::TooMany;
use crate::web::frame::visitor::{SignInFirst, Visitor};

/// Seconds after which to try again where the files were unreachable.
const FILES_AWAY_SECONDS: u32 = 60;

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// 404: does not exist, or is hidden from this person.
    #[error("not found")]
    NotFound,
    /// 400: something is missing or damaged.
    #[error("bad request")]
    BadRequest,
    /// 409: changed in the meantime.
    #[error("changed in the meantime")]
    Conflict,
    /// 409: it depends on figures that are still being computed; the text names them in the
    /// reader's language.
    #[error("still being worked out: {0}")]
    Working(String),
    /// 413: more bytes than the limit.
    #[error("too large")]
    TooLarge,
    /// 408: the request did not arrive in time.
    #[error("too slow")]
    TooSlow,
    /// 429: too many tries.
    #[error("too many tries")]
    TooMany(#[from] TooMany),
    /// 503: too much work is in progress.
    #[error("busy")]
    Busy {
        /// Seconds after which to try again.
        seconds: u32,
    },
    /// 503: the file storage does not answer; the cause is logged.
    #[error("the files can't be reached")]
    FilesAway(#[source] anyhow::Error),
    /// 303: sign in first, then return to the path.
    #[error("not signed in")]
    SignIn(SignInFirst),
    /// 500: an error of the server; the cause is logged.
    #[error("broken")]
    Broken(#[source] anyhow::Error),
}

impl From<HashError> for WebError {
    fn from(cause: HashError) -> WebError {
        match cause {
            HashError::TooMany { seconds } => WebError::TooMany(TooMany { seconds }),
            HashError::Busy { seconds } => WebError::Busy { seconds },
            HashError::Broken(cause) => WebError::Broken(cause),
        }
    }
}

impl From<anyhow::Error> for WebError {
    /// The store's error about another person's change keeps its meaning on the way through
    /// a job. Only errors that nobody can act on become errors of the server.
    fn from(cause: anyhow::Error) -> WebError {
        match cause.downcast::<store::StoreError>() {
            Ok(cause) => cause.into(),
            Err(cause) => WebError::Broken(cause),
        }
    }
}

/// The data from which [`show_problems`] makes a page; it is in the response's extensions.
#[derive(Clone, Debug)]
pub struct Shown {
    problem: Problem,
    seconds: Option<u32>,
    reference: Option<String>,
    which: Option<String>,
}

impl Shown {
    /// A problem without further text.
    pub fn new(problem: Problem) -> Shown {
        Shown {
            problem,
            seconds: None,
            reference: None,
            which: None,
        }
    }

    fn after(problem: Problem, seconds: u32) -> Shown {
        Shown {
            seconds: Some(seconds),
            ..Shown::new(problem)
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let (status, shown) = match self {
            WebError::NotFound => (StatusCode::NOT_FOUND, Shown::new(Problem::NotFound)),
            WebError::BadRequest => (StatusCode::BAD_REQUEST, Shown::new(Problem::BadRequest)),
            WebError::Conflict => (StatusCode::CONFLICT, Shown::new(Problem::Conflict)),
            WebError::Working(which) => {
                let shown = Shown {
                    which: Some(which),
                    ..Shown::new(Problem::Working)
                };
                (StatusCode::CONFLICT, shown)
            }
            WebError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, Shown::new(Problem::TooLarge)),
            WebError::TooSlow => (StatusCode::REQUEST_TIMEOUT, Shown::new(Problem::TooSlow)),
            WebError::TooMany(TooMany { seconds }) => (
                StatusCode::TOO_MANY_REQUESTS,
                Shown::after(Problem::TooMany, seconds),
            ),
            WebError::Busy { seconds } => (
                StatusCode::SERVICE_UNAVAILABLE,
                Shown::after(Problem::Busy, seconds),
            ),
            WebError::FilesAway(cause) => {
                tracing::error!(cause = ?cause, "the files could not be reached");
                let shown = Shown::after(Problem::FilesAway, FILES_AWAY_SECONDS);
                (StatusCode::SERVICE_UNAVAILABLE, shown)
            }
            WebError::SignIn(first) => {
                let mut response = first.redirect(None);
                response.extensions_mut().insert(first);
                return response;
            }
            WebError::Broken(cause) => {
                let reference = crate::clock::Random::system().id()[..12].to_owned();
                tracing::error!(reference, cause = ?cause, "a request failed");
                let shown = Shown {
                    reference: Some(reference),
                    ..Shown::new(Problem::Broken)
                };
                (StatusCode::INTERNAL_SERVER_ERROR, shown)
            }
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(shown);
        response
    }
}

/// Makes a page of an error, in the reader's language.
pub async fn show_problems(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = Visitor::of(&app, &mut parts).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(shown) = problem_of(&response) else {
        return response;
    };
    let texts = visitor.texts;
    // A program that downloads figures gets one line of text instead of a page.
    if let Some(which) = shown.which.as_ref().filter(|_| !visitor.takes_pages) {
        return (response.status(), format!("{which}\n")).into_response();
    }
    let detail = match (shown.seconds, &shown.reference) {
        (None, None) => shown.which.clone(),
        (Some(seconds), _) => Some(try_again(texts, seconds)),
        (_, Some(reference)) => {
            Some(texts.with("common-reference", &[("reference", reference.into())]))
        }
    };
    let chrome = visitor.chrome(&app, &shown.problem.title(texts));
    let problem = shown.problem;
    let html = app::render(&chrome, || -> AnyView {
        problem::page(texts, problem, detail)
    });
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    parts.headers.remove(axum::http::header::CONTENT_TYPE);
    let mut page = Html(html).into_response();
    *page.status_mut() = parts.status;
    if let Some(seconds) = shown.seconds {
        page.headers_mut()
            .insert(axum::http::header::RETRY_AFTER, seconds.into());
    }
    page
}

/// When to try again, in seconds, or from a minute on in minutes.
fn try_again(texts: Translator, seconds: u32) -> String {
    if seconds < 60 {
        return texts.with("common-try-again-seconds", &[("seconds", seconds.into())]);
    }
    let minutes = seconds.div_ceil(60);
    texts.with("common-try-again-in", &[("minutes", minutes.into())])
}

/// What a response without a page of its own means for a person.
fn problem_of(response: &Response) -> Option<Shown> {
    if let Some(shown) = response.extensions().get::<Shown>() {
        return Some(shown.clone());
    }
    if response.extensions().get::<super::Finished>().is_some()
        || response
            .headers()
            .contains_key(axum::http::header::CONTENT_DISPOSITION)
    {
        return None;
    }
    let problem = match response.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Problem::NotFound,
        StatusCode::FORBIDDEN => Problem::NotFromHere,
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
        StatusCode::REQUEST_TIMEOUT => Problem::TooSlow,
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::BadRequest,
        status if status.is_server_error() => Problem::Broken,
        _ => return None,
    };
    Some(Shown::new(problem))
}

/// Seconds after which to repeat a request that had to wait for others of the same person.
const BUSY_SECONDS: u32 = 30;

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

#[cfg(test)]
mod tests {
    use store::StoreError;

    use super::*;

    #[test]
    fn store_error_keeps_its_meaning_on_its_way_through_a_job() {
        let through = |cause: StoreError| WebError::from(anyhow::Error::from(cause));
        let conflict = through(StoreError::Duplicate("snapshot"));
        assert!(matches!(conflict, WebError::Conflict));
        let gone = through(StoreError::NotFound("claim"));
        assert!(matches!(gone, WebError::NotFound));
        let away = through(StoreError::Bucket {
            url: "s3://bucket".to_owned(),
            cause: "no answer".into(),
        });
        assert!(matches!(away, WebError::FilesAway(_)));
        let broken = WebError::from(anyhow::anyhow!("the disk is full"));
        assert!(matches!(broken, WebError::Broken(_)));
    }
}
