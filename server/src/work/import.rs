//! One file of a claim becomes entries: read on a thread of its own, written in
//! batches, so that memory stays flat whatever the file's size.

use std::io::Read;
use std::sync::Arc;

use ledger::{
    Collected, Diagnostic, Entry, Found, Mapping, ReadOptions, Sink, Text, Zone, read_file,
};
use serde::{Deserialize, Serialize};
use store::{
    By, Claim, ClaimFile, FinishedImport, Import, ImportState, NewImport, Note, Store, entry_key,
};
use tokio::sync::mpsc;

use crate::config::Limits;
use crate::web::App;

/// Entries a transaction: others wait for one batch, not for the file.
const BATCH_ENTRIES: usize = 10_000;
/// Batches that may wait for the database.
const BATCHES_WAITING_MAX: usize = 2;

/// What was found in one file or archive member, as an import keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundFile {
    /// Name as read; inside an archive `archive!member`.
    pub file: String,
    /// Id of the format; none when it was not recognised.
    pub format: Option<String>,
    /// What the format is called.
    pub title: String,
    /// Version of the reader.
    pub reader_version: String,
    /// Rows below the header.
    pub rows: u64,
    /// Entries made of them.
    pub entries: u64,
    /// Rows refused.
    pub refused: u64,
    /// Nothing says in which zone the times are.
    pub needs_zone: bool,
    /// How the zone of the first time was known.
    pub zone_source: Option<String>,
    /// The first time, as the file writes it.
    pub first_time_raw: Option<String>,
    /// The same, as it was read, in UTC.
    pub first_time: Option<String>,
    /// What it is and what is odd about it.
    pub sentence: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl From<&Found> for FoundFile {
    fn from(found: &Found) -> FoundFile {
        let format = found.format;
        FoundFile {
            file: found.file.clone(),
            format: format.map(|format| format.id.to_owned()),
            title: format.map_or_else(String::new, |format| format.title.to_owned()),
            reader_version: found.reader_version(),
            rows: found.rows,
            entries: found.entries,
            refused: found.refused,
            needs_zone: found.needs_zone,
            zone_source: found.zone_source.map(|source| source.as_str().to_owned()),
            first_time_raw: found.first_time.as_ref().map(|(raw, _)| raw.clone()),
            first_time: found.first_time.as_ref().map(|(_, time)| time.to_string()),
            sentence: found.sentence.clone(),
            sha256: found.sha256.clone(),
        }
    }
}

/// What was found in the files of an import.
///
/// # Errors
/// When what is kept cannot be read.
pub fn found(import: &Import) -> anyhow::Result<Vec<FoundFile>> {
    Ok(serde_json::from_str(&import.found)?)
}

/// How a claim's file is to be read, within the limits for files.
///
/// # Errors
/// When its mapping is none that this version can read.
pub fn read_options(file: &ClaimFile, limits: &Limits) -> anyhow::Result<ReadOptions> {
    let mapping = file.mapping.as_deref().map(Mapping::parse).transpose()?;
    Ok(ReadOptions {
        mapping: mapping.map(Arc::new),
        zone: file
            .zone
            .as_deref()
            .and_then(|zone| zone.parse::<Zone>().ok()),
        account: Text::from(file.account.as_str()),
        hash: true,
        limits: limits.reading(),
        ..ReadOptions::default()
    })
}

/// The file with the incident's mapping where no format knows it, it has none of
/// its own, and one of the incident's fits.
async fn with_shared_mapping(
    app: &App,
    claim: &Claim,
    file: &ClaimFile,
) -> anyhow::Result<ClaimFile> {
    let (store, limits) = (&app.store, &app.config.limits);
    let mut file = file.clone();
    let shared = store.shared_mappings(&claim.incident).await?;
    if file.mapping.is_some() || shared.is_empty() {
        return Ok(file);
    }
    let start = first_bytes(store, claim, &file).await?;
    let options = read_options(&file, limits)?;
    if ledger::recognises(&file.read_as, &start, &options) {
        return Ok(file);
    }
    for shared in shared {
        let mapping = Mapping::parse(&shared.mapping)?;
        if mapping.fits(&start, &options.limits).is_ok() {
            store.lend_mapping(&file.id, &shared.mapping).await?;
            file.mapping = Some(shared.mapping);
            break;
        }
    }
    Ok(file)
}

/// Reads, by what counts for the incident by now, the files that no format knew.
///
/// # Errors
/// Of the store.
pub async fn read_waiting(app: &App, incident: &store::Incident) -> anyhow::Result<()> {
    for waiting in app.store.unread_files(&incident.id).await? {
        let claim = app.store.claim(&incident.id, &waiting.claim).await?;
        let file = app.store.file(&claim.id, &waiting.file).await?;
        if with_shared_mapping(app, &claim, &file)
            .await?
            .mapping
            .is_some()
        {
            let file = app.store.file(&claim.id, &file.id).await?;
            import_file(app, &claim, &file).await?;
            super::value_claim(app, incident, &claim).await?;
        }
    }
    Ok(())
}

/// The start of a file: as much as it is judged by.
///
/// # Errors
/// Of the store.
pub async fn first_bytes(
    store: &Store,
    claim: &Claim,
    file: &ClaimFile,
) -> anyhow::Result<Vec<u8>> {
    let bytes = store.open_bytes(&claim.incident, &file.sha256).await?;
    let read = tokio::task::spawn_blocking(move || {
        let mut start = Vec::new();
        bytes
            .take(ledger::SAMPLE_BYTES as u64)
            .read_to_end(&mut start)?;
        std::io::Result::Ok(start)
    });
    Ok(read.await??)
}

/// Reads a file of a claim; the import that comes of it counts from its end on.
/// A file that is no export is kept and said to be unread. The claim is to be
/// valued again afterwards ([`super::value_claim`]).
///
/// # Errors
/// Of the store; damaged bytes among them. The import is then marked as failed,
/// and the one before it stays.
pub async fn import_file(app: &App, claim: &Claim, file: &ClaimFile) -> anyhow::Result<Import> {
    let store = &app.store;
    // Reading is the server's own act; who brought the file is logged with it.
    let by = By::operator(app.clock.now_us());
    let id = app.random.id();
    let new = NewImport {
        id: &id,
        reader_version: "",
    };
    let file = &with_shared_mapping(app, claim, file).await?;
    store.begin_import(claim, file, &new, by.now_us).await?;
    let finished = match read_in(app, claim, file, &id).await {
        Ok(found) => summary(&found)?,
        Err(error) => {
            tracing::error!(
                import = id,
                error = format!("{error:#}"),
                "an import failed"
            );
            let failed = failure();
            store.finish_import(&id, &failed, by.now_us).await?;
            return Err(error);
        }
    };
    store.finish_import(&id, &finished, by.now_us).await?;
    let purpose = format!("{} entries, {} refused", finished.entries, finished.refused);
    let note = Note::new(casework::custody::Action::Imported, &claim.reference)
        .sha256(&file.sha256)
        .purpose(&purpose);
    store.record(&by, &claim.incident, note).await?;
    Ok(store.import(&claim.id, &id).await?)
}

async fn read_in(
    app: &App,
    claim: &Claim,
    file: &ClaimFile,
    import: &str,
) -> anyhow::Result<Vec<FoundFile>> {
    let (store, limits) = (&app.store, &app.config.limits);
    let bytes = store.open_bytes(&claim.incident, &file.sha256).await?;
    let (sender, mut batches) = mpsc::channel(BATCHES_WAITING_MAX);
    let (name, options) = (file.read_as.clone(), read_options(file, limits)?);
    let remarks_max = limits.remarks_kept_max;
    let reading = tokio::task::spawn_blocking(move || {
        let mut sink = Batches::new(sender, remarks_max);
        let found = read_file(&name, std::io::BufReader::new(bytes), &options, &mut sink);
        sink.flush();
        found
    });
    let (mut seq, mut remarks) = (0, 0);
    while let Some(batch) = batches.recv().await {
        let keys: Vec<String> = batch
            .entries
            .iter()
            .map(|entry| entry_key(&file.sha256, entry))
            .collect();
        store
            .add_entries(&claim.id, import, seq, &batch.entries, &keys)
            .await?;
        seq += i64::try_from(batch.entries.len())?;
        if !batch.diagnostics.is_empty() {
            store
                .add_diagnostics(import, remarks, &batch.diagnostics)
                .await?;
            remarks += i64::try_from(batch.diagnostics.len())?;
        }
    }
    let found = reading.await??;
    Ok(found.iter().map(FoundFile::from).collect())
}

/// Collects what the reader gives and hands it over in batches.
struct Batches {
    sender: mpsc::Sender<Collected>,
    batch: Collected,
    diagnostics: usize,
    /// How many of them are kept: a million bad rows need no million remarks.
    diagnostics_max: usize,
}

impl Batches {
    fn new(sender: mpsc::Sender<Collected>, diagnostics_max: usize) -> Batches {
        Batches {
            sender,
            batch: Collected::default(),
            diagnostics: 0,
            diagnostics_max,
        }
    }

    fn flush(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        // Nobody receives any more when writing failed; that error is told there.
        let _ = self.sender.blocking_send(batch);
    }
}

impl Sink for Batches {
    fn entry(&mut self, entry: Entry) {
        self.batch.entries.push(entry);
        if self.batch.entries.len() == BATCH_ENTRIES {
            self.flush();
        }
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.diagnostics += 1;
        if self.diagnostics <= self.diagnostics_max {
            self.batch.diagnostics.push(diagnostic);
        }
    }
}

fn summary(found: &[FoundFile]) -> anyhow::Result<FinishedImport> {
    let sum = |of: fn(&FoundFile) -> u64| i64::try_from(found.iter().map(of).sum::<u64>());
    let read = found.iter().any(|file| file.format.is_some());
    let mut versions: Vec<&str> = found
        .iter()
        .map(|file| file.reader_version.as_str())
        .filter(|version| !version.is_empty())
        .collect();
    versions.sort_unstable();
    versions.dedup();
    let sentences: Vec<&str> = found.iter().map(|file| file.sentence.as_str()).collect();
    Ok(FinishedImport {
        state: if read {
            ImportState::Done
        } else {
            ImportState::Unread
        },
        reader_version: versions.join(" "),
        entries: sum(|file| file.entries)?,
        refused: sum(|file| file.refused)?,
        rows_read: sum(|file| file.rows)?,
        needs_zone: found.iter().any(|file| file.needs_zone),
        found: serde_json::to_string(found)?,
        sentence: sentences.join(" "),
    })
}

fn failure() -> FinishedImport {
    FinishedImport {
        state: ImportState::Failed,
        reader_version: String::new(),
        entries: 0,
        refused: 0,
        rows_read: 0,
        needs_zone: false,
        found: "[]".to_owned(),
        sentence: String::new(),
    }
}
