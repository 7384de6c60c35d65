//! What a claimant can declare of their files: what is known of each, and no more.

use app::pages::claim::declaration::Declared;
use casework::FileOrigin;
use ledger::Spreadsheet;
use store::{Claim, ClaimFile, Import, Store};

use crate::jobs::found;
use crate::jobs::found::FoundFile;

/// What a claim's declaration says of where its facts come from; and of each file,
/// by its hash, what it says.
///
/// # Errors
/// Of the store; when what is kept cannot be read.
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

/// What is known of how a file came to be as it is: what its claimant can declare of
/// it. Of an archive, what is to be said of any file inside.
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
