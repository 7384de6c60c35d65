//! Everything of a claim in one archive: the originals byte for byte, the entries, their
//! values, and all words and decisions.

use std::io::{Seek, SeekFrom, Write};

use app::pages::claim::Progress;
use axum::extract::State;
use axum::response::Response;
use casework::Permission;
use casework::counting::LineFilter;
use casework::custody::{CustodyEvent, Purpose};
use ledger::{Entry, EntryWriter, Layout, TextTable, losses};
use serde_json::{Value, json};
use store::{Actor, ClaimFile, Incident, Note, Rows, Store, StoreError, TypedEntry, Window};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::ClaimContext;
use crate::app::App;
use crate::clock::rfc3339;
use crate::jobs;
use crate::jobs::ShownLine;
use crate::web::frame::{WebError, download};

/// Lines that are read at a time.
const LINES_AT_ONCE: i64 = 8_192;

/// The contents of the archive. They are read before a thread that may block writes it.
struct Contents {
    files: Vec<ClaimFile>,
    rows: Rows,
    typed: Vec<Entry>,
    claim: Value,
    statement: String,
    about: String,
}

/// The archive. It is made and logged for every request.
pub async fn export(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    let role = on.may(Permission::ExportClaim)?;
    if on.progress == Progress::Waiting {
        return Err(WebError::Working(on.texts().t("claim-export-working")));
    }
    app.limits
        .export(&on.here.who.person.id, app.clock.now_us())?;
    let contents = contents(&app, &on).await?;
    let source = Source {
        runtime: tokio::runtime::Handle::current(),
        store: app.store.clone(),
        incident: on.here.incident.clone(),
        reference: on.claim.reference.clone(),
    };
    let written = tokio::task::spawn_blocking(move || write(contents, &source)).await;
    let file = written.map_err(|cause| WebError::Broken(anyhow::Error::new(cause)))??;
    let by: Actor = on.here.by(&app, role);
    let note = Note::new(CustodyEvent::Exported, &on.claim.reference).purpose(Purpose::OwnClaim);
    app.store.record(&by, &on.here.incident.id, note).await?;
    let name = format!("{}.zip", on.claim.reference);
    let size_bytes = file.metadata().map_err(anyhow::Error::new)?.len();
    let size_bytes = i64::try_from(size_bytes).unwrap_or(i64::MAX);
    Ok(download::original(&name, size_bytes, file))
}

async fn contents(app: &App, on: &ClaimContext) -> Result<Contents, WebError> {
    let (store, id) = (&app.store, &on.claim.id);
    let files = store.files(id).await?;
    let typed = store.typed_entries(id).await?;
    let typed = typed.iter().map(TypedEntry::entry);
    Ok(Contents {
        claim: claim_json(app, on, &files).await?,
        statement: on.claim.statement.clone(),
        about: on.texts().with(
            "claim-export-about",
            &[
                ("reference", (&on.claim.reference).into()),
                ("incident", (&on.here.incident.name).into()),
            ],
        ),
        files,
        rows: store.rows(id).await?,
        typed: typed.collect::<Result<_, _>>()?,
    })
}

/// Reads what is too large for memory: originals, and lines some at a time.
struct Source {
    runtime: tokio::runtime::Handle,
    store: Store,
    incident: Incident,
    reference: String,
}

impl Source {
    /// Files are opened one after the other, because a claim may have more files than a
    /// process may hold open.
    fn open(&self, file: &ClaimFile) -> Result<std::fs::File, StoreError> {
        let open = self.store.open_bytes(&self.incident.id, &file.sha256);
        self.runtime.block_on(open)
    }

    /// Lines in order of time, from this number on.
    fn lines(&self, first: i64) -> anyhow::Result<Vec<ShownLine>> {
        let filter = LineFilter::of_claim(&self.reference);
        let window = Window {
            offset: first,
            limit: LINES_AT_ONCE,
        };
        self.runtime.block_on(async {
            let lines = self
                .store
                .lines(&self.incident.id, "", &filter, window)
                .await?;
            jobs::shown(&self.store, &self.incident, lines).await
        })
    }
}

/// Words and decisions in one document.
async fn claim_json(app: &App, on: &ClaimContext, files: &[ClaimFile]) -> Result<Value, WebError> {
    let (store, id, claim) = (&app.store, &on.claim.id, &on.claim);
    let files: Vec<Value> = files
        .iter()
        .map(|file| {
            json!({
                "name": file.name, "in_archive": in_archive(file), "sha256": file.sha256,
                "size_bytes": file.size_bytes, "account": file.account, "zone": file.zone,
                "mapping": file.mapping, "format_said": file.format_said,
                "day_order": file.day_order.map(ledger::DayOrder::as_str),
                "members": file.members,
                "received": rfc3339(file.received_at_us),
            })
        })
        .collect();
    let rules: Vec<Value> = store
        .rules(id)
        .await?
        .into_iter()
        .map(|rule| {
            json!({
                "kind": rule.kind.as_str(), "from": rule.from_us.map(rfc3339),
                "to": rule.to_us.map(rfc3339), "exchange": rule.exchange,
                "account": rule.account, "asset": rule.asset, "row": rule.row_key,
                "reason": rule.reason, "said": rfc3339(rule.added_at_us),
            })
        })
        .collect();
    let decisions: Vec<Value> = store
        .conflict_answers(id)
        .await?
        .into_iter()
        .map(|answer| {
            json!({
                "counts": answer.counted_key, "over": answer.other_keys,
                "reason": answer.reason, "by": answer.person_name, "at": rfc3339(answer.at_us),
            })
        })
        .collect();
    let credits: Vec<Value> = store
        .credits(id)
        .await?
        .into_iter()
        .map(|credit| {
            json!({
                "time": credit.time_text, "asset": credit.asset, "amount": credit.amount,
                "evidence": credit.evidence, "note": credit.note,
            })
        })
        .collect();
    let consents: Vec<Value> = store
        .consents(id)
        .await?
        .into_iter()
        .map(|consent| {
            json!({
                "recipient": consent.recipient.as_str(), "given": consent.given,
                "since": rfc3339(consent.at_us),
            })
        })
        .collect();
    let declaration = store.declaration(id).await?.map(|signed| {
        json!({
            "words": signed.words, "language": signed.language, "signed": signed.signed_name,
            "loss": signed.loss, "at": rfc3339(signed.at_us),
        })
    });
    let messages: Vec<Value> = store
        .claim_events(id)
        .await?
        .into_iter()
        .map(|event| {
            json!({
                "at": rfc3339(event.at_us), "by": event.person_name, "as": event.role.as_str(),
                "kind": event.kind.as_str(),
                "to_state": event.to_state.map(casework::ClaimState::as_str), "words": event.words,
            })
        })
        .collect();
    let flat_before = claim.flat_before();
    let flat_before =
        flat_before.map(|(at, reason)| json!({ "at": at.to_string(), "reason": reason }));
    Ok(json!({
        "incident": on.here.incident.name, "reference": claim.reference,
        "state": claim.state.as_str(), "begun": rfc3339(claim.created_at_us),
        "submitted": claim.submitted_at_us.map(rfc3339), "statement_language": claim.statement_language,
        "files": files, "not_mine": rules, "flat_before": flat_before, "conflicts": decisions, "came_back": credits, "consents": consents,
        "declaration": declaration, "messages": messages,
    }))
}

/// The name of an original in the archive. It is numbered, so that two files with one name
/// can both be there.
fn in_archive(file: &ClaimFile) -> String {
    format!("originals/{:03}-{}", file.position, file.name)
}

fn write(contents: Contents, source: &Source) -> Result<std::fs::File, WebError> {
    let mut file = archive(contents, source).map_err(WebError::Broken)?;
    file.seek(SeekFrom::Start(0))
        .map_err(|cause| WebError::Broken(cause.into()))?;
    Ok(file)
}

fn archive(contents: Contents, source: &Source) -> anyhow::Result<std::fs::File> {
    let mut zip = ZipWriter::new(tempfile::tempfile()?);
    let text = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(true);
    let original = text.compression_method(CompressionMethod::Stored);
    zip.start_file("README.txt", text)?;
    zip.write_all(contents.about.as_bytes())?;
    zip.start_file("claim.json", text)?;
    serde_json::to_writer_pretty(&mut zip, &contents.claim).map_err(std::io::Error::other)?;
    zip.start_file("statement.txt", text)?;
    zip.write_all(contents.statement.as_bytes())?;
    zip.start_file("entries.csv", text)?;
    let mut entries = EntryWriter::new(Layout::Csv, &mut zip);
    let all = 0..contents.rows.len();
    contents.rows.scan(&[all], |_, entry| {
        entries.write(&entry)?;
        anyhow::Ok(())
    })?;
    for entry in &contents.typed {
        entries.write(entry)?;
    }
    entries.finish()?;
    zip.start_file("losses.csv", text)?;
    let mut table = TextTable::new(Layout::Csv, &losses::COLUMNS, &mut zip);
    let mut first = 0;
    loop {
        let lines = source.lines(first)?;
        for shown in &lines {
            table.row_of(|row| losses::cells(&shown.line.entry, &shown.loss, row))?;
        }
        first += lines.len() as i64;
        if (lines.len() as i64) < LINES_AT_ONCE {
            break;
        }
    }
    table.finish()?;
    for file in contents.files {
        zip.start_file(in_archive(&file), original)?;
        std::io::copy(&mut source.open(&file)?, &mut zip)?;
    }
    Ok(zip.finish()?)
}
