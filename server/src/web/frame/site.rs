//! The built browser side: inside the binary in a release, from disk in a debug build.
//! Browsers may cache everything under `/pkg/<hash>/` for ever.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Files;

/// `/pkg/<hash>` of the site in this binary; `None` if it was not built.
pub fn assets() -> Option<String> {
    static ASSETS: LazyLock<Option<String>> = LazyLock::new(|| {
        let current = Files::get("pkg/current")?;
        let hash = String::from_utf8(current.data.into_owned()).ok()?;
        Some(format!("/pkg/{}", hash.trim()))
    });
    ASSETS.clone()
}

/// The file at a path, in the smallest encoding that the browser accepts; `None` when there
/// is no such file.
pub fn file(path: &str, request: &HeaderMap) -> Option<Response> {
    let path = path.trim_start_matches('/');
    if path.is_empty() || path == "pkg/current" || path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    let plain = Files::get(path)?;
    let (found, encoding) = smallest(path, plain, request);
    let tag = format!(
        "\"{}\"",
        crate::clock::hex(&found.metadata.sha256_hash()[..16])
    );
    let fresh = request
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|one| one.trim() == tag));
    let body = if fresh {
        Body::empty()
    } else {
        Body::from(found.data.into_owned())
    };
    let mut response = body.into_response();
    if fresh {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    if let Ok(kind) = HeaderValue::from_str(kind.as_ref()) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let keep = if path.starts_with("pkg/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    Some(response)
}

fn smallest(
    path: &str,
    plain: EmbeddedFile,
    request: &HeaderMap,
) -> (EmbeddedFile, Option<&'static str>) {
    let accepted = request
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        let takes = accepted
            .split(',')
            .any(|part| part.split(';').next().unwrap_or("").trim() == encoding);
        if takes && let Some(found) = Files::get(&format!("{path}.{ending}")) {
            return (found, Some(encoding));
        }
    }
    (plain, None)
}
