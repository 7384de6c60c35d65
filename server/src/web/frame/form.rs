//! A posted form as an extractor: limited in size, valid UTF-8, and without NUL (which
//! PostgreSQL cannot store).

use std::time::Duration;

use app::forms::{Form, FormLimits};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use http_body_util::LengthLimitError;

use crate::app::App;
use crate::config::Limits;
use crate::web::frame::error::WebError;

/// A url-encoded form as it was sent.
pub struct Posted(pub Form);

impl FromRequest<App> for Posted {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Posted, WebError> {
        if !is_url_encoded(request.headers()) {
            return Err(WebError::BadRequest);
        }
        let body = read(request.into_body(), &app.config.limits).await?;
        parse(&body, app.config.limits.forms).map(Posted)
    }
}

/// Whether a request has a form without files.
pub fn is_url_encoded(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_none_or(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// The body of a form without files.
///
/// # Errors
/// When it is longer than `form_bytes_max` or takes longer than `form_seconds_max`.
pub async fn read(body: Body, limits: &Limits) -> Result<Bytes, WebError> {
    let whole = axum::body::to_bytes(body, limits.connections.form_bytes_max);
    match tokio::time::timeout(
        Duration::from_secs(limits.connections.form_seconds_max),
        whole,
    )
    .await
    {
        Ok(read) => read.map_err(unread),
        Err(_) => Err(WebError::TooSlow),
    }
}

/// Why a body did not arrive completely: it was longer than its limit, or too slow.
fn unread(error: axum::Error) -> WebError {
    if error.into_inner().is::<LengthLimitError>() {
        WebError::TooLarge
    } else {
        WebError::TooSlow
    }
}

/// The pairs of a url-encoded body as a form with these limits.
///
/// # Errors
/// When it is not valid UTF-8 or holds a NUL.
pub fn parse(body: &Bytes, limits: FormLimits) -> Result<Form, WebError> {
    let text = std::str::from_utf8(body).map_err(|_| WebError::BadRequest)?;
    let mut pairs = Vec::new();
    for piece in text.split('&').filter(|piece| !piece.is_empty()) {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        pairs.push((decode(name)?, decode(value)?));
    }
    Ok(Form::from_pairs(limits, pairs))
}

/// Decodes `+` and `%XX`; line ends become `\n`.
fn decode(text: &str) -> Result<String, WebError> {
    let plus = text.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&plus)
        .decode_utf8()
        .map_err(|_| WebError::BadRequest)?;
    if decoded.contains('\0') {
        return Err(WebError::BadRequest);
    }
    Ok(decoded.replace("\r\n", "\n"))
}

/// The query of an address as a form, so that a filter shows its values.
pub struct QueryForm(pub Form);

impl FromRequestParts<App> for QueryForm {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<QueryForm, WebError> {
        let query = parts.uri.query().unwrap_or("").to_owned();
        parse(&query.into(), app.config.limits.forms).map(QueryForm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn slow_form_times_out() {
        let limits = Limits::but(|limits| {
            limits.connections.form_seconds_max = 1;
        });
        assert_eq!(read(Body::from("a=1"), &limits).await.unwrap(), "a=1");
        let never = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
        let late = read(Body::from_stream(never), &limits).await;
        assert!(matches!(late, Err(WebError::TooSlow)));
    }

    #[test]
    fn reads_what_browsers_send_and_refuses_nul() {
        let parse =
            |body: &'static [u8]| super::parse(&Bytes::from_static(body), FormLimits::default());
        let form = parse(b"a=1+2&b=%C3%A9&a=3&c=x%0D%0Ay").unwrap();
        assert_eq!(form.values("a"), ["1 2", "3"]);
        assert_eq!(form.value("b"), "\u{e9}");
        assert_eq!(form.value("c"), "x\ny");
        assert!(parse(b"a=%00").is_err());
        assert!(parse(b"a=%ff").is_err());
    }
}
