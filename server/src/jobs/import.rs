//! Turns one file of a claim into entries. A thread of its own reads and writes row by row,
//! so that memory stays flat whatever the file's size.

use std::io::BufReader;
use std::sync::Arc;

use ledger::{
    Code, Collected, Deal, Diagnostic, Entry, Mapping, Members, Moment, ReadOptions, Sink, Text,
    Zone, read_file, start_of,
};
use store::{
    Actor, Claim, ClaimFile, FinishedImport, Import, ImportState, ImportedRows, NewImport,
    NewMapping, RowsWriter, Store,
};
use tokio::sync::mpsc;

use crate::app::App;
use crate::config::Limits;
use crate::jobs::found::{FoundFile, candidates};
use crate::jobs::progress::Progress;

/// Warnings and deals in one transaction, so that others wait for one batch and not for the
/// file. Progress is reported after as many rows.
const BATCH: u64 = 10_000;
/// Batches that may wait for the database.
const BATCHES_WAITING_MAX: usize = 2;

/// The options for reading a claim's file, within the limits for files.
///
/// # Errors
/// When this version cannot read a mapping.
pub fn read_options(file: &ClaimFile, limits: &Limits) -> anyhow::Result<ReadOptions> {
    let mapping = file.mapping.as_deref().map(Mapping::parse).transpose()?;
    Ok(ReadOptions {
        format: file.format_said.clone(),
        mapping: mapping.map(Arc::new),
        day_order: file.day_order,
        received: Some(Moment::from_micros(file.received_at_us)),
        members: Arc::new(members(file)?),
        zone: file
            .zone
            .as_deref()
            .and_then(|zone| zone.parse::<Zone>().ok()),
        account: Text::from(file.account.as_str()),
        hash: true,
        limits: limits.reading.clone(),
        ..ReadOptions::default()
    })
}

/// The answers about the members of a file.
///
/// # Errors
/// When this version cannot read them.
pub fn members(file: &ClaimFile) -> anyhow::Result<Members> {
    let members = file.members.as_deref().map(Members::parse).transpose()?;
    Ok(members.unwrap_or_default())
}

/// The file with a shared mapping of the incident, if it needs one: no format recognises the
/// file, it has no mapping of its own, and a shared one fits.
async fn with_shared_mapping(
    app: &App,
    store: &Store,
    claim: &Claim,
    file: &ClaimFile,
) -> anyhow::Result<ClaimFile> {
    let limits = &app.config.limits;
    // Reading is the server's own act; the log also names who uploaded the file.
    let by = &Actor::operator(app.clock.now_us());
    let mut file = file.clone();
    let shared = store.shared_mappings(&claim.incident).await?;
    if file.mapping.is_some() || shared.is_empty() {
        return Ok(file);
    }
    // An archive is judged by its members; shared mappings do not apply to it.
    let Some(start) = first_bytes(app, claim, &file, "").await? else {
        return Ok(file);
    };
    let options = read_options(&file, limits)?;
    if ledger::recognises(&file.read_as, &start, &options) {
        return Ok(file);
    }
    for shared in shared {
        let mapping = Mapping::parse(&shared.mapping)?;
        if mapping.fits(&start, &options.limits).is_ok() {
            let lent = NewMapping {
                name: &shared.name,
                json: &shared.mapping,
            };
            store.lend_mapping(by, claim, &file, &lent).await?;
            file = store.file(&claim.id, &file.id).await?;
            break;
        }
    }
    Ok(file)
}

/// Gives shared mappings to the files of a claim that no format recognised, where one fits
/// by now. These files must be read again.
///
/// # Errors
/// Errors of the store.
pub(super) async fn lend_mappings(app: &App, store: &Store, claim: &Claim) -> anyhow::Result<()> {
    for file in store.unread_files(&claim.id).await? {
        let file = store.file(&claim.id, &file).await?;
        with_shared_mapping(app, store, claim, &file).await?;
    }
    Ok(())
}

/// The start of a plain file (`member` is empty) or of one inside it: as much as is needed
/// to recognise it. `None` when the name does not exist or the file cannot be opened.
///
/// # Errors
/// Errors of the store.
pub async fn first_bytes(
    app: &App,
    claim: &Claim,
    file: &ClaimFile,
    member: &str,
) -> anyhow::Result<Option<Vec<u8>>> {
    let bytes = app.store.open_bytes(&claim.incident, &file.sha256);
    let bytes = BufReader::new(bytes.await?);
    let limits = app.config.limits.reading.clone();
    let (name, member) = (file.read_as.clone(), member.to_owned());
    let read = tokio::task::spawn_blocking(move || start_of(&name, bytes, &member, &limits));
    Ok(read.await??)
}

/// Names of the files inside an archive or workbook; `None` for a plain file.
///
/// # Errors
/// Errors of the store.
pub async fn member_names(
    app: &App,
    claim: &Claim,
    file: &ClaimFile,
) -> anyhow::Result<Option<Vec<String>>> {
    let bytes = app.store.open_bytes(&claim.incident, &file.sha256);
    let bytes = BufReader::new(bytes.await?);
    let limits = app.config.limits.reading.clone();
    let name = file.read_as.clone();
    let read = tokio::task::spawn_blocking(move || ledger::members_of(&name, bytes, &limits));
    Ok(read.await??)
}

/// Reads a file of a claim. The resulting import counts as soon as it is finished. A file
/// that is no export, or has more rows than the claim may hold, is kept and marked as
/// unread. Afterwards the claim must be valued again ([`super::value_claim`]).
///
/// # Errors
/// Errors of the store, including damaged bytes. The import is then marked as failed, and
/// the previous one stays.
pub async fn import_file(app: &App, claim: &Claim, file: &ClaimFile) -> anyhow::Result<Import> {
    let (store, progress) = (&app.store, Progress::default());
    let reading = begin_import(app, store, claim, file.clone(), &progress).await?;
    finish_import(app, store, claim, reading).await
}

/// A file that was read, whose import is not finished yet.
pub(super) struct Reading {
    import: String,
    file: ClaimFile,
    read: anyhow::Result<ReadFile>,
}

/// Begins the import of a file and reads it. Several files of a claim may be read at the
/// same time. `store` is the store under the run that holds the claim's lease.
pub(super) async fn begin_import(
    app: &App,
    store: &Store,
    claim: &Claim,
    file: ClaimFile,
    progress: &Progress,
) -> anyhow::Result<Reading> {
    let import = app.random.id();
    let new = NewImport {
        id: &import,
        reader_version: "",
    };
    let file = with_shared_mapping(app, store, claim, &file).await?;
    let progress = progress.begin_file(&file);
    let now_us = app.clock.now_us();
    store.begin_import(claim, &file, &new, now_us).await?;
    let read = read_in(app, (store, &progress), claim, &file, &import).await;
    progress.end_file();
    Ok(Reading { import, file, read })
}

/// Finishes an import, so that it counts. The files of a claim are finished in their order,
/// so that the first of them fill the claim's room for rows.
pub(super) async fn finish_import(
    app: &App,
    store: &Store,
    claim: &Claim,
    reading: Reading,
) -> anyhow::Result<Import> {
    let Reading { import, file, read } = reading;
    let by = Actor::operator(app.clock.now_us());
    let mut read = match read {
        Ok(read) => read,
        Err(error) => {
            tracing::error!(import, error = format!("{error:#}"), "an import failed");
            store.finish_import(&by, &import, &failure()).await?;
            store.remove_rows_of(&import).await?;
            return Err(error);
        }
    };
    // Others were finished since this one began.
    if read.entries > room_for(app, store, claim, &file).await? {
        (read.is_too_long, read.rows) = (true, None);
    }
    let finished = summary(read)?;
    store.finish_import(&by, &import, &finished).await?;
    if finished.state == ImportState::TooLong {
        store.remove_rows_of(&import).await?;
    }
    Ok(store.import(&claim.id, &import).await?)
}

/// How many rows of a file the claim has room for, besides the rows of its other files.
async fn room_for(
    app: &App,
    store: &Store,
    claim: &Claim,
    file: &ClaimFile,
) -> anyhow::Result<u64> {
    let besides = store.rows_besides(&claim.id, &file.id).await?;
    let max = app.config.limits.uploads.claim_rows_max;
    Ok(max.saturating_sub(besides))
}

/// The result of reading a file.
struct ReadFile {
    found: Vec<FoundFile>,
    /// Cells that look like keys.
    secrets: u64,
    /// How many entries and deals it has.
    entries: u64,
    /// Whether that is more than the claim has room for.
    is_too_long: bool,
    /// The rows that were written; none where none of them counts.
    rows: Option<ImportedRows>,
}

async fn read_in(
    app: &App,
    (store, progress): (&Store, &Progress),
    claim: &Claim,
    file: &ClaimFile,
    import: &str,
) -> anyhow::Result<ReadFile> {
    let limits = &app.config.limits;
    let entries_max = room_for(app, store, claim, file).await?;
    let bytes = store.open_bytes(&claim.incident, &file.sha256).await?;
    let (sender, mut batches) = mpsc::channel(BATCHES_WAITING_MAX);
    let (name, options) = (file.read_as.clone(), read_options(file, limits)?);
    let remarks_max = limits.uploads.remarks_kept_max;
    let shared = progress.clone();
    let size_bytes = u64::try_from(file.size_bytes)?;
    let rows = store.rows_writer(claim, import, &file.sha256);
    let reading = tokio::task::spawn_blocking(move || {
        let mut sink = Batches::new(rows, (sender, shared.clone()), remarks_max, entries_max);
        let found = read_file(
            &name,
            BufReader::new(shared.reader(&bytes, size_bytes)),
            &options,
            &mut sink,
        );
        let read = sink.finish()?;
        let mut files = Vec::new();
        for found in found? {
            files.push(FoundFile {
                candidates: candidates(&name, &bytes, &options, &found)?,
                ..FoundFile::from(&found)
            });
        }
        anyhow::Ok(ReadFile {
            found: files,
            ..read
        })
    });
    let (mut remarks, mut deals) = (0, 0);
    while let Some(batch) = batches.recv().await {
        if !batch.diagnostics.is_empty() {
            store
                .add_diagnostics(import, remarks, &batch.diagnostics)
                .await?;
            remarks += i64::try_from(batch.diagnostics.len())?;
        }
        if !batch.deals.is_empty() {
            store.add_deals(import, deals, &batch.deals).await?;
            deals += i64::try_from(batch.deals.len())?;
        }
    }
    reading.await?
}

/// Writes the rows from the reader, and passes warnings and deals on in batches.
struct Batches {
    /// None after an error.
    rows: Option<RowsWriter>,
    failed: Option<anyhow::Error>,
    sender: mpsc::Sender<Collected>,
    progress: Progress,
    batch: Collected,
    diagnostics: usize,
    /// How many of them are kept, because a million bad rows need no million warnings.
    diagnostics_max: usize,
    /// Cells that look like keys, whether or not a kept diagnostic names them.
    secrets: u64,
    /// Entries and deals so far.
    entries: u64,
    /// How many the claim has room for. Beyond that, nothing is kept and nothing of the file
    /// counts, because half a file would give another figure.
    entries_max: u64,
}

impl Batches {
    fn new(
        rows: RowsWriter,
        (sender, progress): (mpsc::Sender<Collected>, Progress),
        diagnostics_max: usize,
        entries_max: u64,
    ) -> Batches {
        Batches {
            rows: Some(rows),
            failed: None,
            sender,
            progress,
            batch: Collected::default(),
            diagnostics: 0,
            diagnostics_max,
            secrets: 0,
            entries: 0,
            entries_max,
        }
    }

    /// Counts one more; returns whether the claim has room for it.
    fn has_room(&mut self) -> bool {
        self.entries += 1;
        if self.entries.is_multiple_of(BATCH) {
            self.progress.add_rows(BATCH);
            if let Err(overtaken) = self.progress.stop_if_overtaken() {
                self.fail(overtaken.into());
            }
        }
        self.entries <= self.entries_max
    }

    /// Keeps nothing from here on, and reports the cause at the end.
    fn fail(&mut self, cause: anyhow::Error) {
        self.rows = None;
        self.failed.get_or_insert(cause);
    }

    fn flush_if_full(&mut self) {
        let waiting = self.batch.diagnostics.len() + self.batch.deals.len();
        if waiting as u64 >= BATCH {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        // The receiver is gone only if writing failed; that error is reported there.
        let _ = self.sender.blocking_send(batch);
    }

    /// The result of reading, without the findings about the file.
    fn finish(mut self) -> anyhow::Result<ReadFile> {
        self.flush();
        if let Some(cause) = self.failed {
            return Err(cause);
        }
        let is_too_long = self.entries > self.entries_max;
        let rows = self.rows.filter(|_| !is_too_long);
        Ok(ReadFile {
            found: Vec::new(),
            secrets: self.secrets,
            entries: self.entries,
            is_too_long,
            rows: rows.map(RowsWriter::finish).transpose()?,
        })
    }
}

impl Sink for Batches {
    fn entry(&mut self, entry: &mut Entry) {
        if !self.has_room() {
            return;
        }
        let written = self.rows.as_mut().map(|rows| rows.push(entry));
        if let Some(Err(cause)) = written {
            self.fail(cause.into());
        }
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.diagnostics += 1;
        self.secrets += u64::from(diagnostic.code == Code::WarnSecret);
        if self.diagnostics <= self.diagnostics_max {
            self.batch.diagnostics.push(diagnostic);
            self.flush_if_full();
        }
    }

    fn deal(&mut self, deal: Deal) {
        if !self.has_room() {
            return;
        }
        self.batch.deals.push(deal);
        self.flush_if_full();
    }
}

fn summary(of: ReadFile) -> anyhow::Result<FinishedImport> {
    let found = &of.found[..];
    let sum = |of: fn(&FoundFile) -> u64| i64::try_from(found.iter().map(of).sum::<u64>());
    let read = found.iter().any(|file| file.format.is_some());
    let mut versions: Vec<&str> = found
        .iter()
        .map(|file| file.reader_version.as_str())
        .filter(|version| !version.is_empty())
        .collect();
    versions.sort_unstable();
    versions.dedup();
    Ok(FinishedImport {
        state: match (of.is_too_long, read) {
            (true, _) => ImportState::TooLong,
            (false, true) => ImportState::Done,
            (false, false) => ImportState::Unread,
        },
        reader_version: versions.join(" "),
        entries: match of.is_too_long {
            true => 0,
            false => sum(|file| file.entries)?,
        },
        refused: sum(|file| file.refused)?,
        rows_read: sum(|file| file.rows)?,
        needs_zone: found.iter().any(|file| file.needs_zone),
        secrets: i64::try_from(of.secrets)?,
        found: serde_json::to_string(found)?,
        rows: of.rows,
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
        secrets: 0,
        found: "[]".to_owned(),
        rows: None,
    }
}

#[cfg(test)]
mod tests {
    use app::{Locale, Texts};
    use ledger::Import as Reading;

    use super::*;

    fn read(text: &str) -> FoundFile {
        let options = ReadOptions::default();
        let mut collected = Collected::default();
        let mut reading = Reading::new("x.csv", &options);
        reading.push(text.as_bytes(), &mut collected);
        FoundFile::from(&reading.finish(&mut collected))
    }

    #[test]
    fn description_of_an_imported_file_is_in_the_readers_language() {
        let found = read(
            "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n\
             2022-10-18 21:00:09,BTCUSDT,SELL,19312.45,0.5BTC,9656.225USDT,9.6USDT\n\
             2022-10-18 21:00:10,BTCUSDT,GIVE,19312.45,0.5BTC,9656.225USDT,9.6USDT\n",
        );
        let kept = serde_json::to_string(&found).unwrap();
        let again: FoundFile = serde_json::from_str(&kept).unwrap();
        assert_eq!(again, found);
        let text = |locale| again.text(Texts::of(locale));
        assert_eq!(
            text(Locale::En),
            "Binance spot trade history, 2 rows; 1 row that we can’t read (line 3)."
        );
        let french = text(Locale::Fr);
        assert_eq!(
            french,
            "Historique des échanges au comptant de Binance, 2 lignes\u{202f}; \
             1 ligne que nous ne savons pas lire (ligne 3)."
        );
    }
}
