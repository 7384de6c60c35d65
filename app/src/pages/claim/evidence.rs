//! The files of a claim. The claimant chooses several at once. Then they state whose account
//! each is, and the time zone where the file does not have it.

use ledger::LimitName;
use leptos::prelude::*;

use super::Head;
use super::questions::{self, Question};
use crate::forms::Form;
use crate::islands::upload::{Upload, UploadWords};
use crate::messages;
use crate::parts::fields::{self, TextField};
use crate::parts::holdings;
use crate::parts::movement;
use crate::parts::pieces::{self, Tone};
use crate::parts::values::FileDescription;
use crate::text::Translator;

/// One file as the list shows it.
#[derive(Clone, Debug, Default)]
pub struct FileRow {
    /// Hash of its bytes.
    pub sha256: String,
    /// Name as given.
    pub name: String,
    /// Bytes.
    pub size_bytes: i64,
    /// What it was found to be; for an archive, one description for each file inside.
    pub descriptions: Vec<FileDescription>,
    /// Whether it could be a table; a picture could not.
    pub may_be_table: bool,
    /// Whether any of it could be read.
    pub is_read: bool,
    /// Still being read.
    pub is_running: bool,
    /// Reading broke off.
    pub is_failed: bool,
    /// The name of the exceeded limit, where it has more rows than a claim may hold.
    pub past_limit: Option<LimitName>,
    /// Entries read.
    pub entries: i64,
    /// Rows that could not be read.
    pub refused: i64,
    /// Nothing in the file states the zone of its times.
    pub needs_zone: bool,
    /// The first time as the file writes it, and as it is read (RFC 3339).
    pub first_time: Option<(String, String)>,
    /// Questions that only the claimant can answer, answered or not.
    pub questions: Vec<Question>,
    /// Cells that look like keys or secrets.
    pub secrets: i64,
}

/// The facts on the page.
#[derive(Clone, Debug)]
pub struct Files {
    /// The claim.
    pub head: Head,
    /// Its files, in the order they are read.
    pub files: Vec<FileRow>,
    /// For how many accounts and coins something seems to be missing; none before that is
    /// worked out.
    pub lacking: Option<i64>,
    /// Size of the largest file taken.
    pub file_bytes_max: i64,
    /// The most files taken at once.
    pub files_max: i64,
}

/// The page. `form` holds the values typed under "about" (`account-<sha256>`,
/// `zone-<sha256>`) and the errors of an upload (field `files`).
pub fn page(texts: Translator, files: &Files, form: &Form) -> AnyView {
    let head = &files.head;
    view! {
        {super::back(texts, head)}
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-files-title")}</h1>
        {super::closed_note(texts, head)}
        {head.open.then(|| view! { <p>{texts.t("claim-files-lead")}</p> })}
        {secrets(texts, files)}
        {head.open.then(|| upload(texts, files, form))}
        {list(texts, files, form)}
        {files.lacking.map(|lacking| holdings::link(texts, head.link("holdings"), lacking))}
        <p><a href=head.link("entries")>{texts.t("claim-files-next")}</a></p>
    }
    .into_any()
}

/// Names the files with cells that look like keys, and the next step.
fn secrets(texts: Translator, files: &Files) -> Option<AnyView> {
    let with = files.files.iter().filter(|file| file.secrets > 0);
    let items: Vec<_> = with
        .map(|file| {
            let href = format!("#file-{}", file.sha256);
            view! { <li><a href=href>{file.name.clone()}</a></li> }
        })
        .collect();
    if items.is_empty() {
        return None;
    }
    let body = view! {
        <h2>{texts.t("claim-secrets-title")}</h2>
        <p>{texts.t("claim-secrets-text")}</p>
        <p>{texts.t("claim-secrets-do")}</p>
        <ul>{items}</ul>
    };
    Some(pieces::inset("bad", body.into_any()))
}

/// The form that takes the files; its island inspects them first.
fn upload(texts: Translator, files: &Files, form: &Form) -> impl IntoView + use<> {
    let error = form.error("files").map(str::to_owned);
    let described = if error.is_some() {
        "files-hint files-error"
    } else {
        "files-hint"
    };
    let invalid = error.is_some().then_some("true");
    let limits = texts.with(
        "claim-files-hint",
        &[
            ("size", super::size(texts, files.file_bytes_max).into()),
            ("files", files.files_max.into()),
        ],
    );
    let wrong = error.is_some();
    let error = error.map(|message| {
        view! {
            <p class="error" id="files-error">
                <span class="visually-hidden">{texts.t("common-error")}{texts.t("common-colon")}</span>{message}
            </p>
        }
    });
    view! {
        <form method="post" action=files.head.link("evidence") enctype="multipart/form-data" id="upload"
            data-words=words(texts, files).to_lines()>
            <div class="field" class:wrong=wrong>
                <label for="files">{texts.t("claim-files-choose")}</label>
                <p class="hint" id="files-hint">{limits}</p>
                {error}
                <div class="drop">
                    <input type="file" id="files" name="files" multiple=true
                        aria-describedby=described aria-invalid=invalid/>
                </div>
            </div>
            <Upload/>
            {keys(texts)}
            <div class="actions">
                <button>{texts.t("claim-files-send")}</button>
            </div>
        </form>
    }
}

/// The warning of possible keys. The island shows it and sends nothing before the person
/// answers.
fn keys(texts: Translator) -> impl IntoView + use<> {
    view! {
        <div class="inset bad" role="alert" id="keys" hidden>
            <p>{texts.t("claim-look-secret-warning")}</p>
            <p><button type="button" class="second small" id="leave-out">
                {texts.t("claim-look-secret-leave")}
            </button></p>
            <div class="choice">
                <input type="checkbox" id="send-anyway"/>
                <label for="send-anyway">{texts.t("claim-look-secret-anyway")}</label>
            </div>
        </div>
    }
}

/// Finished texts for the island, which puts its findings in place of `{}`.
fn words(texts: Translator, files: &Files) -> UploadWords {
    let slot = |key: &str| texts.with(key, &[("what", "{}".into())]);
    let size = super::size(texts, files.file_bytes_max);
    UploadWords {
        heading: texts.t("claim-look-heading"),
        nothing_sent: texts.t("claim-look-nothing-sent"),
        looking: slot("claim-look-looking"),
        unknown: texts.t("claim-look-unknown"),
        unopened: texts.t("claim-look-unopened"),
        empty: texts.t("claim-look-empty"),
        too_large: texts.with("claim-look-too-large", &[("size", size.into())]),
        too_many: texts.with("claim-look-too-many", &[("files", files.files_max.into())]),
        rows_one: texts.t("claim-look-rows-one"),
        rows_many: slot("claim-look-rows-many"),
        refused_one: texts.t("claim-look-refused-one"),
        refused_many: slot("claim-look-refused-many"),
        line: slot("claim-look-line"),
        lines: slot("claim-look-lines"),
        more_lines: texts.t("claim-look-more-lines"),
        needs_zone: texts.t("claim-look-zone"),
        needs_order: texts.t("claim-look-order"),
        needs_format: texts.t("claim-look-format"),
        secret_one: texts.t("claim-look-secret-one"),
        secret_many: slot("claim-look-secret-many"),
        secret_place: texts.with(
            "claim-look-secret-place",
            &[("line", "{line}".into()), ("column", "{column}".into())],
        ),
        secret_do: texts.t("claim-look-secret-do"),
        secret_held: texts.t("claim-look-secret-held"),
        span: texts.with(
            "claim-look-span",
            &[("from", "{from}".into()), ("to", "{to}".into())],
        ),
        done: slot("claim-look-done"),
        sending: slot("claim-look-sending"),
        failed: texts.t("claim-look-failed"),
        titles: messages::translated_titles(texts),
        thousands: texts.thousands().to_string(),
        file_bytes_max: u64::try_from(files.file_bytes_max).unwrap_or(u64::MAX),
        files_max: usize::try_from(files.files_max).unwrap_or(usize::MAX),
    }
}

fn list(texts: Translator, files: &Files, form: &Form) -> AnyView {
    let head = &files.head;
    if files.files.is_empty() {
        return view! { <p>{texts.t("claim-files-none")}</p> }.into_any();
    }
    let cards = files
        .files
        .iter()
        .map(|file| card(texts, head, file, form))
        .collect_view();
    let title = texts.with("claim-files-list", &[("files", files.files.len().into())]);
    if !head.open {
        return view! { <h2>{title}</h2><ul class="files">{cards}</ul> }.into_any();
    }
    view! {
        <h2>{title}</h2>
        <p>{texts.t("claim-files-about")}</p>
        <form method="post" action=head.link("evidence/about")>
            {super::version(head)}
            <datalist id="zones">{zones()}</datalist>
            <ul class="files">{cards}</ul>
            <div class="actions"><button>{texts.t("claim-files-about-save")}</button></div>
        </form>
    }
    .into_any()
}

/// Zones people are likely to have set; any other can be typed.
fn zones() -> impl IntoView + use<> {
    [
        "UTC",
        "UTC+1",
        "UTC+2",
        "UTC+8",
        "UTC-5",
        "UTC-8",
        "Europe/London",
        "Europe/Paris",
        "America/New_York",
        "America/Los_Angeles",
        "Asia/Singapore",
        "Asia/Hong_Kong",
        "Australia/Sydney",
    ]
    .map(|zone| view! { <option value=zone></option> })
    .collect_view()
}

fn card(texts: Translator, head: &Head, file: &FileRow, form: &Form) -> AnyView {
    let href = head.link(&format!("evidence/{}", file.sha256));
    let (tone, key) = if file.is_running {
        (Tone::Busy, "claim-file-running")
    } else if file.is_failed {
        (Tone::Bad, "claim-file-failed")
    } else if file.past_limit.is_some() {
        (Tone::Bad, "claim-file-too-long")
    } else if !file.is_read {
        (Tone::Warn, "claim-file-unread")
    } else if file.refused > 0 {
        (Tone::Warn, "claim-file-partly")
    } else {
        (Tone::Good, "claim-file-read")
    };
    let counts = texts.with(
        "claim-file-counts",
        &[
            ("entries", file.entries.into()),
            ("refused", file.refused.into()),
            ("size", super::size(texts, file.size_bytes).into()),
        ],
    );
    // There is nothing to ask about a picture.
    let is_known = file.is_read || file.is_running || file.is_failed || file.past_limit.is_some();
    let is_asked = head.open && (is_known || !file.questions.is_empty());
    let asked = is_asked.then(|| questions(texts, file, form));
    let columns = (head.open && !is_known && file.may_be_table).then(|| {
        let href = head.link(&format!("evidence/{}/columns", file.sha256));
        view! {
            <p>
                <a href=href>{texts.t("claim-columns-link")}
                    <span class="visually-hidden">" "{file.name.clone()}</span>
                </a>
            </p>
        }
    });
    let remove = head.open.then(|| {
        let href = head.link(&format!("evidence/{}/remove", file.sha256));
        view! {
            <a href=href>{texts.t("claim-file-remove")}
                <span class="visually-hidden">" "{file.name.clone()}</span>
            </a>
        }
    });
    view! {
        <li class="card" id=format!("file-{}", file.sha256)>
            <h3><a href=href>{file.name.clone()}</a>" "{pieces::tag(tone, texts.t(key))}</h3>
            {messages::all_view(texts, &file.descriptions)}
            {file.is_failed.then(|| view! { <p>{texts.t("claim-file-failed-text")}</p> })}
            {file.past_limit.map(|limit| {
                let limit = [("limit", limit.as_str().into())];
                view! { <p>{texts.with("claim-file-too-long-text", &limit)}</p> }
            })}
            <p class="hint">{counts}</p>
            {secrets_of(texts, head, file)}
            {first_time(texts, file)}
            {asked}
            {columns}
            {remove}
        </li>
    }
    .into_any()
}

/// A warning that a file holds what looks like keys, with a link to the places.
fn secrets_of(texts: Translator, head: &Head, file: &FileRow) -> Option<AnyView> {
    if file.secrets == 0 {
        return None;
    }
    let href = head.link(&format!("evidence/{}#secrets", file.sha256));
    let found = texts.with("claim-secrets-cells", &[("cells", file.secrets.into())]);
    Some(
        view! {
            <p>{pieces::remark(Tone::Bad, found)}" "<a href=href>{texts.t("claim-secrets-where")}</a></p>
        }
        .into_any(),
    )
}

/// The first time of the file, as it is read now.
fn first_time(texts: Translator, file: &FileRow) -> Option<AnyView> {
    let (raw, read) = file.first_time.clone()?;
    let sentence = texts.with(
        "claim-file-first-time",
        &[
            ("raw", raw.into()),
            ("read", movement::readable(&read).into()),
        ],
    );
    Some(view! { <p>{sentence}</p> }.into_any())
}

/// The account's owner, and the zone where nothing in the file states it.
fn questions(texts: Translator, file: &FileRow, form: &Form) -> AnyView {
    let account = TextField::new(
        format!("account-{}", file.sha256),
        texts.t("claim-file-account"),
    )
    .hint(texts.t("claim-file-account-hint"))
    .length_max(form.limits().account_characters_max)
    .class("medium")
    .view(texts, form);
    let zone = file.needs_zone.then(|| {
        TextField::new(format!("zone-{}", file.sha256), texts.t("claim-file-zone"))
            .hint(texts.t("claim-file-zone-hint"))
            .list("zones")
            .class("medium")
            .view(texts, form)
    });
    let asked = file.questions.iter();
    let asked = asked.map(|question| questions::ask(texts, &file.sha256, question, form));
    view! { <div class="row">{account}{zone}</div>{asked.collect_view()} }.into_any()
}
