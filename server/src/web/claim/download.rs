//! An original, as it was received: always as an attachment that no browser
//! opens as a page, its hash checked before the first byte goes out.

use std::fs::File;

use axum::extract::{Path, State};
use axum::response::Response;
use casework::Act;
use casework::custody::{Action, Purpose};
use store::{ClaimFile, Note};

use super::OnClaim;
use super::evidence::{Params, file_of};
use crate::web::download;
use crate::web::{App, WebError};

/// The original of a file of the claim. A download is a look.
pub async fn original(
    State(app): State<App>,
    on: OnClaim,
    Path(path): Path<Params>,
) -> Result<Response, WebError> {
    let (file, bytes) = original_of(&app, &on, &path, Purpose::Download).await?;
    Ok(download::original(&file.name, file.size_bytes, bytes))
}

/// Opens the original of a path for a purpose: within the limit of downloads, its
/// hash checked, the look told to the log before a byte of it goes anywhere.
pub(super) async fn original_of(
    app: &App,
    on: &OnClaim,
    path: &Params,
    purpose: Purpose,
) -> Result<(ClaimFile, File), WebError> {
    on.may_here_or_filing(Act::ReadClaim)?;
    let file = file_of(app, on, path).await?;
    app.limits
        .export(&on.here.who.person.id, app.clock.now_us())?;
    let incident = &on.here.incident.id;
    let bytes = app.store.open_bytes(incident, &file.sha256).await?;
    let note = Note::new(Action::EvidenceSeen, &on.claim.reference)
        .sha256(&file.sha256)
        .purpose(purpose);
    let who = &on.here.who.session_key;
    app.store.look(&on.by, incident, who, note).await?;
    Ok((file, bytes))
}
