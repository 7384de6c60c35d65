//! A posted form with files, part by part, in bounded memory.
//!
//! The underlying library buffers everything before a part's content until the part begins,
//! and searches it again with every piece. It therefore gets small pieces, and no more of
//! them than a head may have until content follows.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use futures_util::{Stream, StreamExt};

use crate::app::App;
use crate::config::Limits;
use crate::web::frame::WebError;

/// Bytes passed on at once.
const PIECE_BYTES: usize = 8 * 1024;

/// `multipart/form-data; boundary="…"` with the longest possible boundary, of 70 characters
/// (RFC 2046), and room for white space.
const CONTENT_TYPE_BYTES_MAX: usize = 128;

/// A form with files as it arrives.
pub struct PostedFiles {
    form: Multipart,
    flow: Arc<Flow>,
    parts_left: usize,
    text_left: usize,
}

/// One part: a file, or the text of a field.
pub struct Part<'a> {
    field: Field<'a>,
    flow: &'a Flow,
    text_left: &'a mut usize,
}

/// Why the rest of a form is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Fault {
    /// It is not a multipart form, or ends in the middle.
    Broken = 1,
    /// A head, the texts, the parts or the whole exceed their limit.
    TooLong = 2,
    /// It came too slowly, or the connection broke off.
    TooSlow = 3,
}

impl From<Fault> for WebError {
    fn from(fault: Fault) -> WebError {
        match fault {
            Fault::Broken => WebError::BadRequest,
            Fault::TooLong => WebError::TooLarge,
            Fault::TooSlow => WebError::TooSlow,
        }
    }
}

impl FromRequest<App> for PostedFiles {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<PostedFiles, WebError> {
        let limits = &app.config.limits;
        let kind = request.headers().get(header::CONTENT_TYPE);
        if kind.is_some_and(|kind| kind.len() > CONTENT_TYPE_BYTES_MAX) {
            return Err(WebError::BadRequest);
        }
        let flow = Arc::new(Flow::new(limits));
        let (head, body) = request.into_parts();
        let paced = Paced {
            body: body.into_data_stream(),
            held: Bytes::new(),
            flow: flow.clone(),
            rests: false,
        };
        let request = Request::from_parts(head, Body::from_stream(paced));
        let form = Multipart::from_request(request, app)
            .await
            .map_err(|_| WebError::BadRequest)?;
        Ok(PostedFiles {
            form,
            flow,
            parts_left: limits.uploads.parts_max,
            text_left: limits.connections.form_bytes_max,
        })
    }
}

impl PostedFiles {
    /// The next part; the previous part must have been read to its end.
    ///
    /// # Errors
    /// When no further part can be read.
    pub async fn next(&mut self) -> Result<Option<Part<'_>>, Fault> {
        self.flow.progress();
        let Some(field) = self
            .form
            .next_field()
            .await
            .map_err(|_| self.flow.fault())?
        else {
            return Ok(None);
        };
        let left = self.parts_left.checked_sub(1).ok_or(Fault::TooLong)?;
        self.parts_left = left;
        self.flow.progress();
        Ok(Some(Part {
            field,
            flow: &self.flow,
            text_left: &mut self.text_left,
        }))
    }
}

impl Part<'_> {
    /// The field's name.
    pub fn name(&self) -> &str {
        self.field.name().unwrap_or("")
    }

    /// The file's name after [`clean_name`]; none where the part is a text.
    pub fn file_name(&self, characters_max: u32) -> Option<String> {
        let sent = self.field.file_name()?;
        Some(clean_name(sent, characters_max))
    }

    /// The next bytes.
    ///
    /// # Errors
    /// When the rest does not arrive.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Fault> {
        let chunk = self.field.chunk().await.map_err(|_| self.flow.fault())?;
        self.flow.progress();
        Ok(chunk)
    }

    /// Reads and discards the rest, so that a browser gets an answer.
    ///
    /// # Errors
    /// When the rest does not arrive.
    pub async fn skip(mut self) -> Result<(), Fault> {
        while self.chunk().await?.is_some() {}
        Ok(())
    }

    /// The whole part as the text of a field: valid UTF-8 without NUL, with line ends as
    /// typed.
    ///
    /// # Errors
    /// When it is not, or when it and the texts before it are longer than a form may be.
    pub async fn text(mut self) -> Result<String, Fault> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            let left = self.text_left.checked_sub(chunk.len());
            *self.text_left = left.ok_or(Fault::TooLong)?;
            bytes.extend_from_slice(&chunk);
        }
        let text = String::from_utf8(bytes).map_err(|_| Fault::Broken)?;
        if text.contains('\0') {
            return Err(Fault::Broken);
        }
        Ok(text.replace("\r\n", "\n"))
    }
}

/// How much may still be passed on, shared by the form and the stream beneath it.
struct Flow {
    head_bytes_max: usize,
    /// Bytes until the next content must appear.
    left: AtomicUsize,
    /// Bytes of the whole.
    whole_left: AtomicU64,
    /// The fault with which the stream ended; 0 for none.
    fault: AtomicU8,
}

impl Flow {
    fn new(limits: &Limits) -> Flow {
        Flow {
            head_bytes_max: limits.uploads.part_head_bytes_max,
            left: AtomicUsize::new(limits.uploads.part_head_bytes_max),
            whole_left: AtomicU64::new(limits.posted_files_bytes_max()),
            fault: AtomicU8::new(0),
        }
    }

    /// Content was passed on, or is expected from now on.
    fn progress(&self) {
        self.left.store(self.head_bytes_max, Ordering::Relaxed);
    }

    /// Why the form ended; without a fault of the stream, the form itself is at fault.
    fn fault(&self) -> Fault {
        match self.fault.load(Ordering::Relaxed) {
            2 => Fault::TooLong,
            3 => Fault::TooSlow,
            _ => Fault::Broken,
        }
    }

    fn end_with(&self, fault: Fault) -> std::io::Error {
        self.fault.store(fault as u8, Ordering::Relaxed);
        std::io::Error::other("the rest of a form is not read")
    }
}

/// A body in pieces, one for each request. The consumer cannot take more before it has
/// processed the last piece.
struct Paced {
    body: BodyDataStream,
    held: Bytes,
    flow: Arc<Flow>,
    rests: bool,
}

impl Stream for Paced {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.rests {
            self.rests = false;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        while self.held.is_empty() {
            match self.body.poll_next_unpin(context) {
                Poll::Ready(Some(Ok(bytes))) => self.held = bytes,
                Poll::Ready(Some(Err(_))) => {
                    return Poll::Ready(Some(Err(self.flow.end_with(Fault::TooSlow))));
                }
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
        let left = self.flow.left.load(Ordering::Relaxed);
        let size = self.held.len().min(PIECE_BYTES).min(left);
        let whole = self.flow.whole_left.load(Ordering::Relaxed);
        let whole = whole.checked_sub(size as u64).filter(|_| size > 0);
        let Some(whole) = whole else {
            return Poll::Ready(Some(Err(self.flow.end_with(Fault::TooLong))));
        };
        self.flow.left.store(left - size, Ordering::Relaxed);
        self.flow.whole_left.store(whole, Ordering::Relaxed);
        self.rests = true;
        let piece = self.held.split_to(size);
        Poll::Ready(Some(Ok(piece)))
    }
}

/// A name without folders and without invisible characters.
fn clean_name(name: &str, characters_max: u32) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    let kept: String = last
        .chars()
        .filter(|letter| !ledger::is_hidden(*letter))
        .take(characters_max as usize)
        .collect();
    let kept = kept.trim();
    // `..` would lead out of the folder in which somebody unpacks an archive.
    if kept.trim_matches('.').is_empty() && !name.is_empty() {
        "file".to_owned()
    } else {
        kept.to_owned()
    }
}

#[cfg(test)]
#[path = "posted_files_tests.rs"]
mod tests;
