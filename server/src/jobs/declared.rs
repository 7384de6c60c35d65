//! The origin of a claimant's files, as a declaration may state it: what is known of each
//! file, and no more.

use app::pages::claim::declaration::Declared;
use casework::FileOrigin;
use ledger::Spreadsheet;
use store::{Claim, ClaimFile, Import, Store};

use crate::jobs::found;
use crate::jobs::found::FoundFile;

/// The origin of a claim's facts for its declaration, and that of each file by its hash.
///
/// # Errors
/// Errors of the store; when stored data cannot be read.
pub async fn declared(
    store: &Store,
    claim: &Claim,
) -> anyhow::Result<(Declared, Vec<(String, FileOrigin)>)> {
    let imports = store.imports(&claim.id).await?;
    let mut declared = Declared {
        typed: i64::try_from(store.typed_entries(&claim.id).await?.len())?,
        ..Declared::default()
    };
    let mut origins = Vec::new();
    for file in store.files(&claim.id).await? {
        let import = imports.iter().find(|import| import.file == file.id);
        let origin = origin(&file, import)?;
        declared.files.push((file.name, origin));
        origins.push((file.sha256, origin));
    }
    Ok((declared, origins))
}

/// What is known of a file's origin. An archive has the origin of the file inside that is
/// furthest from an export as the exchange wrote it.
fn origin(file: &ClaimFile, import: Option<&Import>) -> anyhow::Result<FileOrigin> {
    let files = import.map(found::found).transpose()?.unwrap_or_default();
    let read: Vec<&FoundFile> = files.iter().filter(|file| file.format.is_some()).collect();
    let went_through = |spreadsheet| {
        let mut read = read.iter();
        read.any(|file| file.spreadsheet == Some(spreadsheet))
    };
    let is_document = file.media_type.starts_with("image/") || file.media_type == "application/pdf";
    Ok(if read.is_empty() {
        match is_document {
            true => FileOrigin::Document,
            false => FileOrigin::Unread,
        }
    } else if went_through(Spreadsheet::SavedAgain) {
        FileOrigin::SavedAgain
    } else if read.iter().any(|file| file.is_mapped) {
        FileOrigin::Mapped
    } else if went_through(Spreadsheet::Workbook) {
        FileOrigin::Workbook
    } else {
        FileOrigin::Exported
    })
}
