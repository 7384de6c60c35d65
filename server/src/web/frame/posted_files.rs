//! A posted form with files, part by part, in bounded memory.
//!
//! The library beneath keeps whatever stands before a part's content until the part
//! begins, and looks through it again with every piece that comes. So it gets pieces,
//! and no more of them than a head may have until there is content to hand on.

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

/// Bytes handed on at once.
const PIECE_BYTES: usize = 8 * 1024;

/// `multipart/form-data; boundary="…"` with the longest boundary there may be, of 70
/// characters (RFC 2046), and room for white space.
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
    /// It is no form of parts, or ends in the middle.
    Broken = 1,
    /// A head, the texts, the parts or the whole pass their limit.
    TooLong = 2,
    /// It came too slowly, or broke off.
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
    /// The next part; the one before was read to its end.
    ///
    /// # Errors
    /// When there is none that can be read.
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

    /// The file's name, as [`clean_name`] leaves it; none where the part is a text.
    pub fn file_name(&self, characters_max: u32) -> Option<String> {
        let sent = self.field.file_name()?;
        Some(clean_name(sent, characters_max))
    }

    /// The next bytes.
    ///
    /// # Errors
    /// When the rest does not come.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Fault> {
        let chunk = self.field.chunk().await.map_err(|_| self.flow.fault())?;
        self.flow.progress();
        Ok(chunk)
    }

    /// Reads the rest and throws it away, so that a browser gets an answer.
    ///
    /// # Errors
    /// When the rest does not come.
    pub async fn skip(mut self) -> Result<(), Fault> {
        while self.chunk().await?.is_some() {}
        Ok(())
    }

    /// The whole as the text of a field: valid UTF-8 without NUL, line ends as they
    /// were typed.
    ///
    /// # Errors
    /// When it is none, or with the texts before it longer than a form may be.
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

/// How much may still be handed on, shared by the form and the stream beneath it.
struct Flow {
    head_bytes_max: usize,
    /// Bytes until the next content has to be there.
    left: AtomicUsize,
    /// Bytes of the whole.
    whole_left: AtomicU64,
    /// The fault the stream ended with; 0 for none.
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

    /// Content was handed on, or is waited for from now on.
    fn progress(&self) {
        self.left.store(self.head_bytes_max, Ordering::Relaxed);
    }

    /// Why the form ended; what the stream says nothing of is the form's own.
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

/// A body in pieces, one each time it is asked for: who reads it can't take more
/// before it has dealt with the last.
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

/// A name without folders and without what can't be seen.
fn clean_name(name: &str, characters_max: u32) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    let kept: String = last
        .chars()
        .filter(|letter| !ledger::is_hidden(*letter))
        .take(characters_max as usize)
        .collect();
    let kept = kept.trim();
    // `..` would be a way out of a folder for whoever unpacks an archive.
    if kept.trim_matches('.').is_empty() && !name.is_empty() {
        "file".to_owned()
    } else {
        kept.to_owned()
    }
}

#[cfg(test)]
#[path = "posted_files_tests.rs"]
mod tests;
