//! Uploads: a plain multipart form. Each file is streamed to the evidence store in constant
//! memory, then read. A stored file stays stored, whatever happens to later ones.

use app::pages::claim::size;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use store::{ClaimFile, ImportState, Incoming, NewFile, Received, StoreError};

use super::{ClaimContext, evidence};
use crate::app::App;
use crate::jobs::workers;
use crate::web::frame::posted_files::Part;
use crate::web::frame::{PostedFiles, WebError};

/// Bytes at the beginning of a file that reveal its type.
const HEAD_BYTES: usize = 512;
/// Pieces of a file that wait for the disk; no others are in memory.
const PIECES_WAITING: usize = 8;

/// The outcome of one upload.
#[derive(Default)]
struct Outcome {
    files: usize,
    /// The number of files that the claim now has, new or not.
    kept: usize,
    /// Bytes of the files that must be read.
    bytes: u64,
    added: Vec<ClaimFile>,
    errors: Vec<String>,
}

/// Takes the files of a form.
pub async fn upload(
    State(app): State<App>,
    on: ClaimContext,
    form: PostedFiles,
) -> Result<Response, WebError> {
    on.may_edit()?;
    if !on.is_open() {
        return Err(StoreError::Closed(on.claim.state).into());
    }
    app.limits
        .upload(&on.here.who.person.id, app.clock.now_us())?;
    let outcome = take_all(&app, &on, form).await?;
    let is_worked = match outcome.bytes <= app.config.limits.jobs.wait_bytes_max {
        true => on.worked(&app).await?,
        // Reading takes longer than a person would wait for a page.
        false => {
            workers::wake(&app);
            false
        }
    };
    let key = match (outcome.added.is_empty(), is_worked) {
        (_, false) => "claim-working",
        (true, true) => "claim-files-known",
        (false, true) => "claim-files",
    };
    if outcome.errors.is_empty() && outcome.files > 0 {
        return Ok(on.done("evidence", key));
    }
    let mut shown = app.form();
    if outcome.files == 0 {
        shown.fail("files", on.texts().t("claim-error-no-files"));
    } else {
        let mut sentences = outcome.errors;
        // Nobody should have to send again what has arrived.
        if outcome.kept > 0 {
            let args = [("files", outcome.kept.into())];
            sentences.push(on.texts().with("claim-error-files-others", &args));
        }
        shown.fail("files", sentences.join(". "));
    }
    evidence::show(&app, &on, shown).await
}

async fn take_all(
    app: &App,
    on: &ClaimContext,
    mut form: PostedFiles,
) -> Result<Outcome, WebError> {
    let texts = on.texts();
    let files_max = app.config.limits.uploads.files_max;
    let name_max = app.config.limits.forms.file_name_characters_max;
    let mut outcome = Outcome::default();
    loop {
        let part = match form.next().await {
            Ok(Some(part)) => part,
            Ok(None) => return Ok(outcome),
            Err(_) if outcome.files > 0 => {
                let broken = [("name", "…".into())];
                outcome
                    .errors
                    .push(texts.with("claim-error-file-broken", &broken));
                return Ok(outcome);
            }
            Err(fault) => return Err(fault.into()),
        };
        let name = part.file_name(name_max);
        let Some(name) = name else {
            part.text().await?;
            continue;
        };
        if part.name() != "files" || name.is_empty() {
            part.skip().await?;
            continue;
        }
        outcome.files += 1;
        if outcome.files > files_max {
            part.skip().await?;
            let many = texts.with("claim-error-files-many", &[("files", files_max.into())]);
            if !outcome.errors.contains(&many) {
                outcome.errors.push(many);
            }
            continue;
        }
        match take(app, on, &name, part).await? {
            Taken::Added(file) => {
                outcome.kept += 1;
                outcome.bytes += u64::try_from(file.size_bytes).unwrap_or(0);
                outcome.added.push(*file);
            }
            Taken::Known => outcome.kept += 1,
            Taken::Refused(message) => outcome.errors.push(message),
        }
    }
}

enum Taken {
    Added(Box<ClaimFile>),
    Known,
    Refused(String),
}

/// Receives one file and adds it to the claim.
async fn take(app: &App, on: &ClaimContext, name: &str, part: Part<'_>) -> Result<Taken, WebError> {
    let texts = on.texts();
    let limits = &app.config.limits;
    let refused = |key: &str, bytes: u64| {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let args = [("name", name.into()), ("size", size(texts, bytes).into())];
        Ok(Taken::Refused(texts.with(key, &args)))
    };
    let (received, media_type) = match receive(app, on, part).await? {
        Arrival::Whole(incoming, _) if incoming.size_bytes() == 0 => {
            return refused("claim-error-file-empty", 0);
        }
        Arrival::Whole(incoming, media_type) => {
            let kept = app.store.claim_bytes(&on.claim.id).await?;
            let sum = incoming
                .size_bytes()
                .saturating_add(u64::try_from(kept).unwrap_or(0));
            if sum > limits.uploads.claim_bytes_max {
                return refused("claim-error-claim-full", limits.uploads.claim_bytes_max);
            }
            (incoming.keep().await?, media_type)
        }
        Arrival::TooLarge => {
            return refused("claim-error-file-large", limits.uploads.file_bytes_max);
        }
        Arrival::Broken => return refused("claim-error-file-broken", 0),
    };
    add(app, on, name, &received, media_type).await
}

async fn add(
    app: &App,
    on: &ClaimContext,
    name: &str,
    received: &Received,
    media_type: &'static str,
) -> Result<Taken, WebError> {
    let known = app
        .store
        .file_by_sha256(&on.claim.id, &received.sha256)
        .await;
    if let Ok(file) = known {
        let imports = app.store.imports(&on.claim.id).await?;
        let import = imports.iter().find(|import| import.file == file.id);
        // A file whose reading failed is read again when it is sent again.
        return Ok(match import.map(|import| import.state) {
            None | Some(ImportState::Failed) => Taken::Added(Box::new(file)),
            Some(_) => Taken::Known,
        });
    }
    let id = app.random.id();
    let new = NewFile {
        id: &id,
        name,
        media_type,
        account: "",
        zone: None,
    };
    let file = app
        .store
        .add_file(&on.by, &on.claim, received, &new)
        .await?;
    Ok(Taken::Added(Box::new(file)))
}

/// How the bytes of a file arrived.
enum Arrival {
    /// All bytes, with the type they appear to have.
    Whole(Box<Incoming>, &'static str),
    /// More than the limit; nothing is stored.
    TooLarge,
    /// The connection broke off; nothing is stored.
    Broken,
}

/// Streams a file to the disk on a thread that may block; only a few pieces are ever in
/// memory.
async fn receive(app: &App, on: &ClaimContext, mut part: Part<'_>) -> Result<Arrival, WebError> {
    let mut incoming = app.store.receive(&on.here.incident.id)?;
    let size_max = app.config.limits.uploads.file_bytes_max;
    let (pieces, mut waiting) = tokio::sync::mpsc::channel::<Bytes>(PIECES_WAITING);
    let writer = tokio::task::spawn_blocking(move || {
        let mut head = Vec::new();
        while let Some(piece) = waiting.blocking_recv() {
            if incoming.size_bytes() + piece.len() as u64 > size_max {
                return Err(StoreError::TooLarge {
                    size_bytes_max: size_max,
                });
            }
            let missing = HEAD_BYTES.saturating_sub(head.len()).min(piece.len());
            head.extend_from_slice(&piece[..missing]);
            incoming.write(&piece)?;
        }
        Ok((incoming, media_type(&head)))
    });
    let mut is_broken = false;
    loop {
        match part.chunk().await {
            // After the writer has stopped, the rest is read and discarded, so that the
            // browser gets an answer.
            Ok(Some(piece)) => drop(pieces.send(piece).await),
            Ok(None) => break,
            Err(_) => {
                is_broken = true;
                break;
            }
        }
    }
    drop(pieces);
    let written = writer
        .await
        .map_err(|cause| WebError::Broken(anyhow::Error::new(cause)))?;
    match written {
        Err(StoreError::TooLarge { .. }) => Ok(Arrival::TooLarge),
        Err(other) => Err(other.into()),
        Ok(_) if is_broken => Ok(Arrival::Broken),
        Ok((incoming, media_type)) => Ok(Arrival::Whole(Box::new(incoming), media_type)),
    }
}

/// The type of a file by its first bytes, never by its name.
fn media_type(head: &[u8]) -> &'static str {
    let starts = |with: &[u8]| head.starts_with(with);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        "application/zip"
    } else if starts(b"%PDF-") {
        "application/pdf"
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if starts(b"\xff\xd8\xff") {
        "image/jpeg"
    } else if head.contains(&0) {
        "application/octet-stream"
    } else {
        "text/plain"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_type_follows_from_the_bytes_of_a_file() {
        assert_eq!(media_type(b"PK\x03\x04rest"), "application/zip");
        assert_eq!(media_type(b"%PDF-1.7"), "application/pdf");
        assert_eq!(media_type(b"Date,Pair\n"), "text/plain");
        assert_eq!(media_type(b"MZ\x00"), "application/octet-stream");
    }
}
