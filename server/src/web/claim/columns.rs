//! What the columns of an unknown file mean: the claimant says it, sees what it
//! gives with the first rows, and has the file read so. And a sample of a file
//! without its values, to report a format.

use std::io::Read;
use std::sync::Arc;

use app::forms::{Form, columns as rules};
use app::pages::claim::columns::{self as pages, ColumnsPage, Preview};
use axum::extract::{Path, State};
use axum::response::Response;
use casework::custody::Action;
use ledger::mapping::{Sheet, first_rows, suggest_mapping};
use ledger::{
    Collected, Import, Limits, Mapping, ReadOptions, SAMPLE_BYTES, SampleLimits, redacted_sample,
};
use store::{ClaimFile, NewMapping, Note, StoreError};

use super::OnClaim;
use super::evidence::{Params, file_of};
use crate::web::{App, Posted, WebError, download};
use crate::work;

/// Entries and remarks that a preview shows.
const PREVIEW_ROWS: usize = 10;

/// A file and its first rows.
struct Opened {
    file: ClaimFile,
    start: Vec<u8>,
    sheet: Option<Sheet>,
}

/// Opens the file of a path; a look.
async fn open(app: &App, on: &OnClaim, path: &Params) -> Result<Opened, WebError> {
    let file = file_of(app, on, path).await?;
    let note = Note::new(Action::EvidenceSeen, &on.claim.reference).sha256(&file.sha256);
    let who = &on.here.who.session_key;
    app.store
        .look(&on.by, &on.here.incident.id, who, note)
        .await?;
    let start = work::first_bytes(&app.store, &on.claim, &file).await?;
    let sheet = match ledger::starts_as_archive(&start) {
        true => None,
        false => first_rows(&start, &Limits::default()),
    };
    Ok(Opened { file, start, sheet })
}

/// The page, filled in with what was said before, else with a first suggestion.
pub async fn page(
    State(app): State<App>,
    on: OnClaim,
    Path(path): Path<Params>,
) -> Result<Response, WebError> {
    let opened = open(&app, &on, &path).await?;
    let kept = opened.file.mapping.as_deref().map(Mapping::parse);
    let kept = kept
        .transpose()
        .map_err(|cause| WebError::Broken(cause.into()))?;
    let (form, preview) = match &opened.sheet {
        None => (Form::new(), None),
        Some(sheet) => {
            let mapping = kept.unwrap_or_else(|| suggest_mapping(sheet));
            let preview = mapping
                .check()
                .is_empty()
                .then(|| preview(&opened, mapping.clone()));
            (rules::filled(&mapping, sheet), preview)
        }
    };
    Ok(show(&app, &on, opened, form, preview))
}

fn show(app: &App, on: &OnClaim, opened: Opened, form: Form, preview: Option<Preview>) -> Response {
    let texts = on.texts();
    let page = ColumnsPage {
        head: on.head(),
        name: opened.file.name,
        sha256: opened.file.sha256,
        sheet: opened.sheet,
        is_mapped: opened.file.mapping.is_some(),
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

/// Shows what the columns as they were said give, or reads the file so.
pub async fn say(
    State(app): State<App>,
    on: OnClaim,
    Path(path): Path<Params>,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let mut opened = open(&app, &on, &path).await?;
    let Some(sheet) = opened.sheet.take() else {
        return Ok(show(&app, &on, opened, form, None));
    };
    let sheet = match form.value("header").parse() {
        Ok(line) => sheet.with_header(line),
        Err(_) => sheet,
    };
    let mapping = rules::mapping(&mut form, on.texts(), &sheet);
    opened.sheet = Some(sheet);
    // The last one sent says which button it was; the island adds one behind it.
    let is_to_read = form.values("act").last().is_some_and(|act| act == "read");
    if !form.is_valid() || !is_to_read {
        let preview = form.is_valid().then(|| preview(&opened, mapping));
        return Ok(show(&app, &on, opened, form, preview));
    }
    let (name, json) = (mapping.name(), mapping.to_json());
    let new = NewMapping {
        name: &name,
        json: &json,
    };
    read_again(&app, &on, &opened.file, Some(&new)).await?;
    let to = format!("evidence/{}", opened.file.sha256);
    Ok(on.done(&to, "claim-columns"))
}

/// Forgets what was said of the columns.
pub async fn forget(
    State(app): State<App>,
    on: OnClaim,
    Path(path): Path<Params>,
) -> Result<Response, WebError> {
    let file = file_of(&app, &on, &path).await?;
    read_again(&app, &on, &file, None).await?;
    Ok(on.done(
        &format!("evidence/{}", file.sha256),
        "claim-columns-forgotten",
    ))
}

async fn read_again(
    app: &App,
    on: &OnClaim,
    file: &ClaimFile,
    mapping: Option<&NewMapping<'_>>,
) -> Result<(), WebError> {
    if !on.is_open() {
        return Err(StoreError::Closed(on.claim.state).into());
    }
    let file = app
        .store
        .map_file(&on.by, &on.claim, &file.id, mapping)
        .await?;
    on.read(app, vec![file]).await
}

/// What the first rows of the file give.
fn preview(opened: &Opened, mapping: Mapping) -> Preview {
    let zone = opened.file.zone.as_deref();
    let options = ReadOptions {
        mapping: Some(Arc::new(mapping)),
        zone: zone.and_then(|zone| zone.parse().ok()),
        ..ReadOptions::default()
    };
    // A row that is cut off by the end of the sample is none.
    let whole = match opened.start.len() < SAMPLE_BYTES {
        true => opened.start.len(),
        false => opened
            .start
            .iter()
            .rposition(|byte| *byte == b'\n')
            .unwrap_or(0),
    };
    let mut read = Collected::default();
    let mut import = Import::new(&opened.file.read_as, &options);
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
            .map(|remark| (number(remark.line), remark.sentence))
            .collect(),
    }
}

/// A sample of the file that shows its shape and none of its values.
pub async fn sample(
    State(app): State<App>,
    on: OnClaim,
    Path(path): Path<Params>,
) -> Result<Response, WebError> {
    let file = file_of(&app, &on, &path).await?;
    app.limits.export(&on.here.who.person.id)?;
    let incident = &on.here.incident.id;
    let bytes = app.store.open_bytes(incident, &file.sha256).await?;
    let note = Note::new(Action::EvidenceSeen, &on.claim.reference)
        .sha256(&file.sha256)
        .purpose("redacted sample");
    let who = &on.here.who.session_key;
    app.store.look(&on.by, incident, who, note).await?;
    let limits = SampleLimits {
        rows_max: app.config.limits.sample_rows_max,
        bytes_max: app.config.limits.sample_bytes_max,
        ..SampleLimits::default()
    };
    let made = tokio::task::spawn_blocking(move || {
        let mut start = Vec::new();
        bytes
            .take(limits.bytes_max as u64)
            .read_to_end(&mut start)?;
        std::io::Result::Ok(redacted_sample(&start, &limits))
    });
    let made = made.await.map_err(|cause| WebError::Broken(cause.into()))?;
    match made.map_err(|cause| WebError::Broken(cause.into()))? {
        Ok(bytes) => Ok(download::made("sample.csv", "text/csv", bytes)),
        // The page of the columns says why there is none and what to do.
        Err(_) => {
            let opened = open(&app, &on, &path).await?;
            let none = Opened {
                sheet: None,
                ..opened
            };
            Ok(show(&app, &on, none, Form::new(), None))
        }
    }
}
