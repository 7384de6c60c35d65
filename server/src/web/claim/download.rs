//! An original as it was received: always as an attachment that no browser opens as a page.
//! Its hash is checked before the first byte is sent.

use std::fs::File;

use axum::extract::{Path, State};
use axum::response::Response;
use casework::Permission;
use casework::custody::{CustodyEvent, Purpose};
use store::{ClaimFile, Note};

use super::ClaimContext;
use super::evidence::{Params, file_of};
use crate::app::App;
use crate::web::frame::WebError;
use crate::web::frame::download;

/// The original of a file of the claim. A download is logged as a view.
pub async fn original(
    State(app): State<App>,
    on: ClaimContext,
    Path(path): Path<Params>,
) -> Result<Response, WebError> {
    let (file, bytes) = original_of(&app, &on, &path, Purpose::Download).await?;
    Ok(download::original(&file.name, file.size_bytes, bytes))
}

/// Opens the original of a path for a purpose, within the limit of downloads. Its hash is
/// checked and the view is logged before a byte of it is sent.
pub(super) async fn original_of(
    app: &App,
    on: &ClaimContext,
    path: &Params,
    purpose: Purpose,
) -> Result<(ClaimFile, File), WebError> {
    on.may_here_or_filing(Permission::ReadClaim)?;
    let file = file_of(app, on, path).await?;
    app.limits
        .export(&on.here.who.person.id, app.clock.now_us())?;
    let incident = &on.here.incident.id;
    let bytes = app.store.open_bytes(incident, &file.sha256).await?;
    let note = Note::new(CustodyEvent::EvidenceSeen, &on.claim.reference)
        .sha256(&file.sha256)
        .purpose(purpose);
    let who = &on.here.who.session_key;
    app.store.look(&on.by, incident, who, note).await?;
    Ok((file, bytes))
}
