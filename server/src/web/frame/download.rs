//! Downloads of originals: always an attachment, never something that a browser shows or
//! runs, whatever its bytes are.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio_util::io::ReaderStream;

use crate::web::frame::Finished;
use crate::web::frame::headers::SANDBOX_POLICY;

/// The characters that RFC 5987 allows in an extended value.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A stored file as an attachment, under its original name.
pub fn original(name: &str, size_bytes: i64, file: std::fs::File) -> Response {
    let stream = ReaderStream::new(tokio::fs::File::from_std(file));
    let mut response = Body::from_stream(stream).into_response();
    if let Ok(length) = HeaderValue::from_str(&size_bytes.to_string()) {
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, length);
    }
    attached(response, name, "application/octet-stream")
}

/// Bytes made here, as an attachment of this type.
pub fn made(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    attached(Body::from(bytes).into_response(), name, media_type)
}

fn attached(mut response: Response, name: &str, media_type: &'static str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(SANDBOX_POLICY),
    );
    if let Ok(disposition) = HeaderValue::from_str(&disposition(name)) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response.extensions_mut().insert(Finished);
    response
}

/// `attachment` with the name twice (RFC 6266): in plain letters for old browsers, and
/// exactly for all others. Folders, quotes and control characters of a name never leave the
/// server unescaped.
fn disposition(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or("");
    let name = if name.is_empty() { "file" } else { name };
    let plain: String = name
        .chars()
        .map(|c| {
            let fits = c.is_ascii_alphanumeric() || "-._ ()+".contains(c);
            if fits { c } else { '_' }
        })
        .collect();
    let exact = utf8_percent_encode(name, PLAIN);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_carry_no_folder_quote_or_line_end() {
        assert_eq!(
            disposition("relevé \"1\".csv"),
            "attachment; filename=\"relev_ _1_.csv\"; \
             filename*=UTF-8''relev%C3%A9%20%221%22.csv"
        );
        assert_eq!(
            disposition("..\\../x\r\nSet-Cookie: a=b"),
            "attachment; filename=\"x__Set-Cookie_ a_b\"; \
             filename*=UTF-8''x%0D%0ASet-Cookie%3A%20a%3Db"
        );
        assert!(disposition("a/").contains("filename=\"file\""));
    }
}
