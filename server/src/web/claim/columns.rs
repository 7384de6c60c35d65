//! Maps the columns of an unknown file. The claimant states their meaning, previews the
//! first entries, and imports the file. The page also offers a sample of the file without
//! its values, to report a format.

use std::io::Read;
use std::sync::Arc;

use app::forms::{Form, columns as rules};
use app::pages::claim::columns::{self as pages, ColumnsPage, Preview};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use casework::custody::{CustodyEvent, Purpose};
use ledger::mapping::{Sheet, first_rows, suggest_mapping};
use ledger::{
    Collected, Import, Limits, Mapping, Members, ReadOptions, SAMPLE_BYTES, redacted_sample,
};
use serde::Deserialize;
use store::{ClaimFile, NewMapping, Note, StoreError};

use super::ClaimContext;
use super::download::original_of;
use super::evidence::{Params, file_of};
use crate::app::App;
use crate::jobs;
use crate::web::frame::{Posted, WebError, download};

/// Entries and warnings that a preview shows.
const PREVIEW_ROWS: usize = 10;

/// The file of an archive, or the sheet of a workbook, that is meant.
#[derive(Debug, Default, Deserialize)]
pub struct Inside {
    /// Its name; empty for a plain file, and while none is chosen.
    #[serde(default)]
    member: String,
}

/// A file, or one inside it, and its first rows.
struct Opened {
    file: ClaimFile,
    member: String,
    /// The answers about everything inside.
    answers: Members,
    /// Names of the files inside; none in a plain file.
    members: Vec<String>,
    start: Vec<u8>,
    sheet: Option<Sheet>,
}

impl Opened {
    /// The mapping of its columns.
    fn mapping(&self) -> anyhow::Result<Option<Mapping>> {
        if self.member.is_empty() {
            let kept = self.file.mapping.as_deref().map(Mapping::parse);
            return Ok(kept.transpose()?);
        }
        let answers = self.answers.0.get(&self.member);
        Ok(answers.and_then(|answers| answers.mapping.as_deref().cloned()))
    }
}

/// Opens the file of a path, or one inside it, and logs the view. It is not found if the
/// archive does not hold it.
async fn open(
    app: &App,
    on: &ClaimContext,
    path: &Params,
    inside: Inside,
) -> Result<Opened, WebError> {
    let file = file_of(app, on, path).await?;
    let note = Note::new(CustodyEvent::EvidenceSeen, &on.claim.reference).sha256(&file.sha256);
    let who = &on.here.who.session_key;
    app.store
        .look(&on.by, &on.here.incident.id, who, note)
        .await?;
    let member = inside.member;
    let start = jobs::first_bytes(app, &on.claim, &file, &member).await?;
    if start.is_none() && !member.is_empty() {
        return Err(WebError::NotFound);
    }
    let members = match start {
        Some(_) => None,
        None => jobs::member_names(app, &on.claim, &file).await?,
    };
    let start = start.unwrap_or_default();
    let sheet = first_rows(&start, &Limits::default());
    Ok(Opened {
        answers: jobs::members(&file)?,
        members: members.unwrap_or_default(),
        file,
        member,
        start,
        sheet,
    })
}

/// The page, filled in with the stored mapping, or else with a first suggestion.
pub async fn page(
    State(app): State<App>,
    on: ClaimContext,
    Path(path): Path<Params>,
    Query(inside): Query<Inside>,
) -> Result<Response, WebError> {
    let opened = open(&app, &on, &path, inside).await?;
    let kept = opened.mapping()?;
    let (form, preview) = match &opened.sheet {
        None => (app.form(), None),
        Some(sheet) => {
            let mapping = kept.unwrap_or_else(|| suggest_mapping(sheet));
            let preview = mapping
                .check()
                .is_empty()
                .then(|| preview(&app, &opened, mapping.clone()));
            (rules::filled(app.form(), &mapping, sheet), preview)
        }
    };
    let form = on.resumed(form, &format!("evidence/{}/columns", opened.file.sha256));
    Ok(show(&app, &on, opened, form, preview))
}

fn show(
    app: &App,
    on: &ClaimContext,
    opened: Opened,
    form: Form,
    preview: Option<Preview>,
) -> Response {
    let texts = on.texts();
    let is_mapped = |member: &str| {
        let answers = opened.answers.0.get(member);
        answers.is_some_and(|answers| answers.mapping.is_some())
    };
    let page = ColumnsPage {
        head: on.head(),
        is_mapped: match opened.member.as_str() {
            "" => opened.file.mapping.is_some(),
            member => is_mapped(member),
        },
        members: opened
            .members
            .into_iter()
            .map(|member| {
                let is_mapped = is_mapped(&member);
                (member, is_mapped)
            })
            .collect(),
        name: opened.file.name,
        sha256: opened.file.sha256,
        member: opened.member,
        sheet: opened.sheet,
        preview,
    };
    let title = texts.t("claim-columns-title");
    let body = || pages::page(texts, &page, &form);
    if form.is_valid() {
        on.here.page(app, &title, true, body)
    } else {
        on.here.wrong(app, &title, true, body)
    }
}

/// Previews the mapping in the form, or saves it and has the file read.
pub async fn save(
    State(app): State<App>,
    on: ClaimContext,
    Path(path): Path<Params>,
    Query(inside): Query<Inside>,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let mut opened = open(&app, &on, &path, inside).await?;
    let Some(sheet) = opened.sheet.take() else {
        return Ok(show(&app, &on, opened, form, None));
    };
    let sheet = match form.value("header").parse() {
        Ok(line) => sheet.with_header(line),
        Err(_) => sheet,
    };
    let mapping = rules::mapping(&mut form, on.texts(), &sheet);
    opened.sheet = Some(sheet);
    // The last value of `act` names the button, because the island appends its own.
    let is_to_read = form.values("act").last().is_some_and(|act| act == "read");
    if !form.is_valid() || !is_to_read {
        let preview = form.is_valid().then(|| preview(&app, &opened, mapping));
        return Ok(show(&app, &on, opened, form, preview));
    }
    save_mapping(&app, &on, &opened.file, &opened.member, Some(mapping)).await?;
    let to = format!("evidence/{}", opened.file.sha256);
    on.done_when_worked(&app, &to, "claim-columns").await
}

/// Removes the mapping of the columns.
pub async fn forget(
    State(app): State<App>,
    on: ClaimContext,
    Path(path): Path<Params>,
    Query(inside): Query<Inside>,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let file = file_of(&app, &on, &path).await?;
    save_mapping(&app, &on, &file, &inside.member, None).await?;
    let to = format!("evidence/{}", file.sha256);
    on.done_when_worked(&app, &to, "claim-columns-forgotten")
        .await
}

/// Stores the mapping of the columns; the file is then read again.
async fn save_mapping(
    app: &App,
    on: &ClaimContext,
    file: &ClaimFile,
    member: &str,
    mapping: Option<Mapping>,
) -> Result<(), WebError> {
    if !on.is_open() {
        return Err(StoreError::Closed(on.claim.state).into());
    }
    let store = &app.store;
    let name = mapping.as_ref().map_or_else(String::new, Mapping::name);
    if member.is_empty() {
        let json = mapping.as_ref().map(Mapping::to_json);
        let new = json.as_deref().map(|json| NewMapping { name: &name, json });
        store
            .map_file(&on.by, &on.claim, &file.id, new.as_ref())
            .await?;
    } else {
        let mut members = jobs::members(file)?;
        members.of(member).mapping = mapping.map(Arc::new);
        let json = members.to_json();
        store
            .map_member(&on.by, &on.claim, file, json.as_deref(), &name)
            .await?;
    }
    Ok(())
}

/// The entries from the first rows of the file.
fn preview(app: &App, opened: &Opened, mapping: Mapping) -> Preview {
    let zone = opened.file.zone.as_deref();
    let options = ReadOptions {
        mapping: Some(Arc::new(mapping)),
        zone: zone.and_then(|zone| zone.parse().ok()),
        received: Some(ledger::Moment::from_micros(opened.file.received_at_us)),
        limits: app.config.limits.reading.clone(),
        ..ReadOptions::default()
    };
    // A row that is cut off at the end of the sample does not count.
    let whole = match opened.start.len() < SAMPLE_BYTES {
        true => opened.start.len(),
        false => opened
            .start
            .iter()
            .rposition(|byte| *byte == b'\n')
            .unwrap_or(0),
    };
    let mut read = Collected::default();
    let name = match opened.member.as_str() {
        "" => opened.file.read_as.clone(),
        member => format!("{}!{member}", opened.file.read_as),
    };
    let mut import = Import::new(&name, &options);
    import.push(&opened.start[..whole], &mut read);
    let found = import.finish(&mut read);
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    read.entries.truncate(PREVIEW_ROWS);
    Preview {
        rows: number(found.rows),
        entries: number(found.entries),
        refused: number(found.refused),
        first: read.entries,
        remarks: read
            .diagnostics
            .into_iter()
            .take(PREVIEW_ROWS)
            .map(|remark| (number(remark.line), remark.message))
            .collect(),
    }
}

/// A sample of the file, or of one inside it, that shows its shape but none of its values.
pub async fn sample(
    State(app): State<App>,
    on: ClaimContext,
    Path(path): Path<Params>,
    Query(inside): Query<Inside>,
) -> Result<Response, WebError> {
    let (file, bytes) = original_of(&app, &on, &path, Purpose::Sample).await?;
    let limits = app.config.limits.samples;
    let start = if inside.member.is_empty() {
        let start = tokio::task::spawn_blocking(move || {
            let mut start = Vec::new();
            bytes
                .take(limits.bytes_max as u64)
                .read_to_end(&mut start)?;
            std::io::Result::Ok(start)
        });
        let start = start
            .await
            .map_err(|cause| WebError::Broken(cause.into()))?;
        start.map_err(|cause| WebError::Broken(cause.into()))?
    } else {
        jobs::first_bytes(&app, &on.claim, &file, &inside.member)
            .await?
            .ok_or(WebError::NotFound)?
    };
    let made = tokio::task::spawn_blocking(move || redacted_sample(&start, &limits));
    match made.await.map_err(|cause| WebError::Broken(cause.into()))? {
        Ok(bytes) => Ok(download::made("sample.csv", "text/csv", bytes)),
        // The page of the columns says why there is none, and what to do.
        Err(_) => {
            let opened = open(&app, &on, &path, inside).await?;
            let none = Opened {
                sheet: None,
                ..opened
            };
            Ok(show(&app, &on, none, app.form(), None))
        }
    }
}
