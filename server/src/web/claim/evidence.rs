//! The files of a claim: the list with descriptions, the account and zone of each file, one
//! file in detail, and removing a file.

use app::Translator;
use app::forms::Form;
use app::pages::claim::{evidence as pages, file as detail};
use axum::extract::{Path, State};
use axum::response::Response;
use casework::custody::CustodyEvent;
use ledger::Code;
use serde::Deserialize;
use store::{ClaimFile, EntryFilter, FileChange, Import, ImportState, Note, StoreError};

use super::answers::{answer_of, answers, awaits_answer, found, given_answers, questions};
use super::home::count;
use super::{ClaimContext, version};
use crate::app::App;
use crate::clock::rfc3339;
use crate::jobs;
use crate::jobs::FoundFile;
use crate::web::frame::QueryForm;
use crate::web::frame::{Posted, WebError};
use crate::web::holdings;
use app::parts::paging::Paging;

/// The list, with the form for more.
pub async fn page(State(app): State<App>, on: ClaimContext) -> Result<Response, WebError> {
    let form = on.resumed(app.form(), "evidence/about");
    show(&app, &on, form).await
}

/// The page with a form; 422 when the form has errors.
pub async fn show(app: &App, on: &ClaimContext, mut form: Form) -> Result<Response, WebError> {
    let files = app.store.files(&on.claim.id).await?;
    let imports = app.store.imports(&on.claim.id).await?;
    let mut rows = Vec::with_capacity(files.len());
    for file in &files {
        let row = row(
            on.texts(),
            file,
            imports.iter().find(|import| import.file == file.id),
        );
        let mut kept = vec![
            (format!("account-{}", file.sha256), file.account.clone()),
            (
                format!("zone-{}", file.sha256),
                file.zone.clone().unwrap_or_default(),
            ),
        ];
        for question in &row.questions {
            let answer = answer_of(&file.answered(), &jobs::members(file)?, question);
            kept.push((question.field(&file.sha256), answer.unwrap_or_default()));
        }
        for (field, value) in kept {
            if form.values(&field).is_empty() {
                form = form.with(&field, value);
            }
        }
        rows.push(row);
    }
    let limits = &app.config.limits;
    let page = pages::Files {
        head: on.head(),
        files: rows,
        lacking: holdings::lacking(app, &on.claim.id).await?,
        file_bytes_max: i64::try_from(limits.uploads.file_bytes_max).unwrap_or(i64::MAX),
        files_max: count(limits.uploads.files_max),
    };
    let texts = on.texts();
    let title = texts.t("claim-files-title");
    let body = || pages::page(texts, &page, &form);
    Ok(if form.is_valid() {
        on.here.page(app, &title, false, body)
    } else {
        on.here.wrong(app, &title, false, body)
    })
}

fn row(texts: Translator, file: &ClaimFile, import: Option<&Import>) -> pages::FileRow {
    let found = import.map(found).unwrap_or_default();
    let state = import.map(|import| import.state);
    let first_time = found
        .iter()
        .find_map(|found| Some((found.first_time_raw.clone()?, found.first_time.clone()?)));
    pages::FileRow {
        questions: questions(&found),
        secrets: import.map_or(0, |import| import.secrets),
        sha256: file.sha256.clone(),
        name: file.name.clone(),
        size_bytes: file.size_bytes,
        descriptions: jobs::descriptions(texts, &found),
        may_be_table: found.is_empty() || found.iter().any(FoundFile::may_be_table),
        is_read: state == Some(ImportState::Done),
        is_failed: state == Some(ImportState::Failed),
        past_limit: (state == Some(ImportState::TooLong))
            .then_some(crate::config::UploadLimits::NAMES.claim_rows_max),
        is_running: matches!(state, None | Some(ImportState::Running)),
        entries: import.map_or(0, |import| import.entries),
        refused: import.map_or(0, |import| import.refused),
        needs_zone: import.is_some_and(|import| import.needs_zone) || file.zone.is_some(),
        first_time,
    }
}

/// Saves the account and zone of each file, and the other answers of the claimant. Files
/// with a changed answer are read again.
pub async fn about(
    State(app): State<App>,
    mut on: ClaimContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let mut changes = Vec::new();
    let imports = app.store.imports(&on.claim.id).await?;
    for file in app.store.files(&on.claim.id).await? {
        if form.values(&format!("account-{}", file.sha256)).is_empty() {
            continue;
        }
        let import = imports.iter().find(|import| import.file == file.id);
        let questions = questions(&import.map(found).unwrap_or_default());
        let answered = answers(&mut form, on.texts(), &file, &questions)?;
        if answered != file.answered() {
            changes.push((file, answered));
        }
    }
    if !form.is_valid() {
        return show(&app, &on, form).await;
    }
    if changes.is_empty() {
        return Ok(on.done("evidence", "claim-about"));
    }
    let changes: Vec<FileChange<'_>> = changes
        .iter()
        .map(|(file, answered)| FileChange {
            file: &file.id,
            answered: answered.clone(),
        })
        .collect();
    let changed = app
        .store
        .change_files(&on.by, &on.claim, Some(version(&form)), &changes)
        .await;
    match on.settle(&app, &mut form, changed).await? {
        Some(_) => on.done_when_worked(&app, "evidence", "claim-about").await,
        None => show(&app, &on, form).await,
    }
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The file of a path, unless it is not in this claim.
pub async fn file_of(app: &App, on: &ClaimContext, path: &Params) -> Result<ClaimFile, WebError> {
    Ok(app.store.file_by_sha256(&on.claim.id, &path.sha256).await?)
}

/// The parts of a file's address.
#[derive(Debug, Deserialize)]
pub struct Params {
    /// Hash of the file.
    pub sha256: String,
}

/// One file in detail. Opening it is logged as a view.
pub async fn file(
    State(app): State<App>,
    on: ClaimContext,
    Path(path): Path<Params>,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    let file = file_of(&app, &on, &path).await?;
    let note = Note::new(CustodyEvent::EvidenceSeen, &on.claim.reference).sha256(&file.sha256);
    let who = &on.here.who.session_key;
    app.store
        .look(&on.by, &on.here.incident.id, who, note)
        .await?;
    let imports = app.store.imports(&on.claim.id).await?;
    let import = imports.iter().find(|import| import.file == file.id);
    let page = detail_of(&app, &on, &file, import, asked.value("page")).await?;
    let texts = on.texts();
    Ok(on
        .here
        .page(&app, &file.name, true, || detail::page(texts, &page)))
}

async fn detail_of(
    app: &App,
    on: &ClaimContext,
    file: &ClaimFile,
    import: Option<&Import>,
    asked: &str,
) -> Result<detail::FileDetail, WebError> {
    let limits = &app.config.limits;
    let remarks_max = i64::try_from(limits.uploads.remarks_kept_max).unwrap_or(i64::MAX);
    let secrets_max = i64::from(limits.pages.secret_places_max);
    let (remarks, secrets) = match import {
        Some(import) => (
            app.store.diagnostics(&import.id, remarks_max).await?,
            app.store
                .diagnostics_of(&import.id, Code::WarnSecret, secrets_max)
                .await?,
        ),
        None => (Vec::new(), Vec::new()),
    };
    let total = count(remarks.len());
    let paging = Paging::of(asked, total, app.config.limits.pages.rows);
    let found = import.map(found).unwrap_or_default();
    let members = jobs::members(file)?;
    let is_mapped = |member: &str| {
        let answers = members.0.get(member);
        answers.is_some_and(|answers| answers.mapping.is_some())
    };
    Ok(detail::FileDetail {
        head: on.head(),
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        size_bytes: file.size_bytes,
        received: rfc3339(file.received_at_us),
        account: file.account.clone(),
        zone: file.zone.clone(),
        reader_version: import.map_or_else(String::new, |import| import.reader_version.clone()),
        is_open: import.is_some_and(awaits_answer),
        answers: given_answers(file)?,
        is_packed: found.iter().any(|found| !found.member().is_empty()),
        secrets: import.map_or(0, |import| import.secrets),
        secret_places: secrets
            .into_iter()
            .map(|remark| (remark.member, remark.line, remark.column_no))
            .collect(),
        found: found
            .into_iter()
            .map(|found| detail::FoundRow {
                text: found.text(on.texts()),
                is_unread: found.format.is_none(),
                may_be_table: found.may_be_table(),
                is_mapped: match found.member() {
                    "" => file.mapping.is_some(),
                    member => is_mapped(member),
                },
                member: found.member().to_owned(),
                name: found.file,
                counts: (
                    whole(found.rows),
                    whole(found.entries),
                    whole(found.refused),
                ),
            })
            .collect(),
        remarks: paging
            .of_list(remarks)
            .into_iter()
            .map(|remark| detail::Remark {
                member: remark.member,
                line: remark.line,
                column: remark.column_no,
                code: remark.code,
                message: remark.message,
            })
            .collect(),
        remarks_total: total,
        paging,
    })
}

/// Asks before a file is removed.
pub async fn ask_remove(
    State(app): State<App>,
    on: ClaimContext,
    Path(path): Path<Params>,
) -> Result<Response, WebError> {
    let file = file_of(&app, &on, &path).await?;
    if !on.is_open() {
        return Err(StoreError::Closed(on.claim.state).into());
    }
    let removal = removal(&app, &on, &file).await?;
    Ok(show_removal(&app, &on, &removal, &app.form()))
}

fn show_removal(app: &App, on: &ClaimContext, removal: &detail::Removal, form: &Form) -> Response {
    let (texts, head) = (on.texts(), on.head());
    let title = texts.t("claim-remove-title");
    let body = || detail::remove_page(texts, &head, removal, form);
    if form.is_valid() {
        on.here.page(app, &title, false, body)
    } else {
        on.here.wrong(app, &title, false, body)
    }
}

/// What is removed together with a file.
async fn removal(
    app: &App,
    on: &ClaimContext,
    file: &ClaimFile,
) -> Result<detail::Removal, WebError> {
    let contested = EntryFilter {
        file: file.id.clone(),
        contested: Some(true),
        ..EntryFilter::default()
    };
    Ok(detail::Removal {
        sha256: file.sha256.clone(),
        name: file.name.clone(),
        contested: app.store.entries_count(&on.claim.id, &contested).await?,
    })
}

/// Removes a file from the claim, together with the decisions about its rows.
pub async fn remove(
    State(app): State<App>,
    on: ClaimContext,
    Path(path): Path<Params>,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    on.may_edit()?;
    let file = file_of(&app, &on, &path).await?;
    let removal = removal(&app, &on, &file).await?;
    // The number of contested entries must be the one on the page; otherwise the page is
    // shown again.
    if removal.contested > 0 && form.value("counted") != removal.contested.to_string() {
        form.fail("", on.texts().t("claim-contest-counted-anew"));
        return Ok(show_removal(&app, &on, &removal, &form));
    }
    app.store.withdraw_file(&on.by, &on.claim, &file.id).await?;
    on.done_when_worked(&app, "evidence", "claim-file-removed")
        .await
}
