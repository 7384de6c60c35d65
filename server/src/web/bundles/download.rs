//! The download of a bundle, whole or from where an earlier download broke off.
//!
//! Each request stands alone: the release, the consents and a fresh sign-in are checked, and
//! the custody log records which bytes leave. While one part is sent, the next one is read,
//! on a thread that waits for nobody. A client that stops holds two parts and no thread.

use std::ops::Range;

use axum::BoxError;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use casework::custody::{CustodyEvent, Purpose};
use casework::{Permission, Role};
use futures_util::{StreamExt, stream};
use report::encryption::ENDING;
use store::{Bundle, BundleParts, Note, StoreError};
use tokio::task::JoinHandle;

use super::{address, file_name, may_under, release, taken_back};
use crate::app::App;
use crate::jobs::bundle;
use crate::web::frame::ranges::Asked;
use crate::web::frame::{Finished, MemberContext, WebError, go_to};

/// The bundle that a request may load, and what its answers have in common.
struct Download {
    bundle: Bundle,
    role: Role,
    /// The name of the file at the client.
    name: String,
    size_bytes: u64,
    /// Its entity tag. It is strong: the same tag means the same bytes.
    tag: String,
}

/// `GET`, `HEAD` and ranges of a bundle.
pub(super) async fn download(
    State(app): State<App>,
    here: MemberContext,
    Path((_, file)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (id, _) = file.split_once('.').ok_or(WebError::NotFound)?;
    let built = app.store.bundle(&here.incident.id, id).await?;
    if file != address(&built) {
        return Err(WebError::NotFound);
    }
    // The release under which it was built is still open, and addressed to this person.
    let release = release(&app, &here, &built.release).await?;
    let role = may_under(&app, &here, Permission::DownloadBundle, &release)?;
    if !bundle::may_leave(&app.store, &built, &release).await? {
        return taken_back(&app, &here).await;
    }
    let of = Download {
        role,
        name: match built.is_encrypted() {
            true => file_name(&here, release.number, &built.sha256) + ENDING,
            false => file_name(&here, release.number, &built.sha256),
        },
        size_bytes: u64::try_from(built.size_bytes).unwrap_or_default(),
        tag: format!("\"{}\"", built.sha256),
        bundle: built,
    };
    let asked = match method == Method::HEAD {
        // A range has no meaning there.
        true => Asked::Whole,
        false => Asked::of(&headers, &of.tag, of.size_bytes),
    };
    if !here.who.fresh {
        return Ok(confirm_first(&here, &file, &asked));
    }
    match asked {
        Asked::PastTheEnd => Ok(of.past_the_end()),
        _ if method == Method::HEAD => Ok(of.answer(None, Body::empty())),
        Asked::Whole => of.send(&app, &here, None).await,
        Asked::Part(part) => of.send(&app, &here, Some(part)).await,
    }
}

/// Leads to the page that asks for the password again. A program that continues a download
/// would store that page in the place of the bundle, so that it gets a refusal.
fn confirm_first(here: &MemberContext, file: &str, asked: &Asked) -> Response {
    if *asked == Asked::Whole {
        let next = here.path(&format!("bundles/{file}"));
        return go_to(&format!("/account/confirm?next={next}"));
    }
    let text = format!("{}\n", here.texts().t("bundles-confirm-first"));
    let mut response = (StatusCode::FORBIDDEN, text).into_response();
    response.extensions_mut().insert(Finished);
    response
}

impl Download {
    /// Opens the bundle, logs the download and sends the bytes. Nothing is logged where the
    /// first part cannot be read.
    async fn send(
        &self,
        app: &App,
        here: &MemberContext,
        part: Option<Range<u64>>,
    ) -> Result<Response, WebError> {
        app.limits.export(&here.who.person.id, app.clock.now_us())?;
        let opened = app.store.open_bundle(&self.bundle).await?;
        let range = part.clone().unwrap_or(0..self.size_bytes);
        let read = read_next(opened.parts(range)).await;
        let (first, rest) = read.map_err(anyhow::Error::new)?;
        let first = first.transpose()?;
        let note = Note::new(CustodyEvent::BundleDownloaded, &self.bundle.id)
            .sha256(&self.bundle.sha256)
            .purpose(self.purpose(part.as_ref()));
        app.store
            .record(&here.by(app, self.role), &here.incident.id, note)
            .await?;
        Ok(self.answer(part, body(first, rest)))
    }

    fn media_type(&self) -> &'static str {
        match self.bundle.is_encrypted() {
            true => "application/octet-stream",
            false => "application/zip",
        }
    }

    /// What the custody log says of a download.
    fn purpose(&self, part: Option<&Range<u64>>) -> Purpose {
        match part {
            Some(part) if *part != (0..self.size_bytes) => Purpose::Part {
                first: part.start,
                last: part.end - 1,
                size: self.size_bytes,
            },
            _ => Purpose::Whole,
        }
    }

    fn answer(&self, part: Option<Range<u64>>, body: Body) -> Response {
        let range = part.clone().unwrap_or(0..self.size_bytes);
        let headers = [
            (header::CONTENT_TYPE, self.media_type().to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{}\"", self.name),
            ),
            (
                header::CONTENT_LENGTH,
                (range.end - range.start).to_string(),
            ),
        ];
        let mut response = match part {
            None => (headers, body).into_response(),
            Some(part) => {
                let named = format!("bytes {}-{}/{}", part.start, part.end - 1, self.size_bytes);
                let status = StatusCode::PARTIAL_CONTENT;
                let range = [(header::CONTENT_RANGE, named)];
                (status, headers, range, body).into_response()
            }
        };
        self.tagged(&mut response);
        response
    }

    /// No byte of the range exists: 416, with the length that exists.
    fn past_the_end(&self) -> Response {
        let range = [(
            header::CONTENT_RANGE,
            format!("bytes */{}", self.size_bytes),
        )];
        let mut response = (StatusCode::RANGE_NOT_SATISFIABLE, range).into_response();
        self.tagged(&mut response);
        response
    }

    fn tagged(&self, response: &mut Response) {
        let headers = response.headers_mut();
        headers.extend(
            self.tag
                .parse::<HeaderValue>()
                .map(|tag| (header::ETAG, tag)),
        );
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        response.extensions_mut().insert(Finished);
    }
}

/// The next part of a bundle, on its way, and the parts after it.
type Reading = JoinHandle<(Option<Result<Bytes, StoreError>>, BundleParts)>;

/// Begins to read the next part.
fn read_next(mut parts: BundleParts) -> Reading {
    tokio::task::spawn_blocking(move || (parts.next(), parts))
}

/// A body of these parts.
fn body(first: Option<Bytes>, rest: BundleParts) -> Body {
    let rest = stream::unfold(Some(read_next(rest)), |reading| async move {
        match reading?.await {
            Ok((part, parts)) => match part? {
                Ok(part) => Some((Ok(part), Some(read_next(parts)))),
                Err(cause) => Some((Err(broken_off(cause.into())), None)),
            },
            Err(cause) => Some((Err(broken_off(cause.into())), None)),
        }
    });
    Body::from_stream(stream::iter(first.map(Ok)).chain(rest))
}

/// The connection ends without the rest of the answer, so that the client sees that bytes
/// are missing.
fn broken_off(cause: anyhow::Error) -> BoxError {
    tracing::error!(cause = ?cause, "the download of a bundle broke off");
    cause.into()
}
