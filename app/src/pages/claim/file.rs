//! The page of one file: its hash, what was read, and what could not be read, line by line.

use ledger::messages::Message;
use ledger::{Code, DayOrder};
use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields;
use crate::parts::paging::Paging;
use crate::parts::pieces::{self, SummaryRow};
use crate::text::Translator;

/// A remark on a line of the file.
#[derive(Clone, Debug)]
pub struct Remark {
    /// Member of an archive; empty for a plain file.
    pub member: String,
    /// Line, 0 for the whole file.
    pub line: i64,
    /// Column, 0 for the whole line.
    pub column: i64,
    /// Stable code.
    pub code: Code,
    /// The message.
    pub message: Message,
}

/// What one file, or one member of an archive, was found to be.
#[derive(Clone, Debug)]
pub struct FoundRow {
    /// Member of an archive, or the file's name.
    pub name: String,
    /// What it is.
    pub text: String,
    /// Rows, entries, refused.
    pub counts: (i64, i64, i64),
    /// Name inside the archive or workbook; empty for a plain file.
    pub member: String,
    /// Whether no format recognises it.
    pub is_unread: bool,
    /// Whether it could be a table; a picture could not.
    pub may_be_table: bool,
    /// Whether somebody stated what its columns mean.
    pub is_mapped: bool,
}

/// The answers about a file or one inside it: the member, the title of the format, and
/// whether day or month comes first.
pub type Answer = (String, String, Option<DayOrder>);

/// The facts on the page.
#[derive(Clone, Debug)]
pub struct FileDetail {
    /// The claim.
    pub head: Head,
    /// Name as given.
    pub name: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// Bytes.
    pub size_bytes: i64,
    /// When it was received, RFC 3339.
    pub received: String,
    /// Name of the account.
    pub account: String,
    /// The zone that was stated, if any.
    pub zone: Option<String>,
    /// What was answered.
    pub answers: Vec<Answer>,
    /// Whether a question about it waits for an answer.
    pub is_open: bool,
    /// Version of the reader.
    pub reader_version: String,
    /// Whether it is an archive or a workbook.
    pub is_packed: bool,
    /// Cells that look like keys or secrets.
    pub secrets: i64,
    /// The first of them: member, line, column.
    pub secret_places: Vec<(String, i64, i64)>,
    /// What was found.
    pub found: Vec<FoundRow>,
    /// Remarks on its lines: those of this page.
    pub remarks: Vec<Remark>,
    /// How many remarks there are.
    pub remarks_total: i64,
    /// The page of the list.
    pub paging: Paging,
}

/// The page.
pub fn page(texts: Translator, file: &FileDetail) -> AnyView {
    let head = &file.head;
    let download = head.link(&format!("evidence/{}/original", file.sha256));
    let entries = head.link(&format!("entries?file={}", file.sha256));
    let remove = head.open.then(|| {
        let href = head.link(&format!("evidence/{}/remove", file.sha256));
        view! { <a href=href>{texts.t("claim-file-remove")}</a> }
    });
    view! {
        <p class="no-print"><a href=head.link("evidence")>"← "{texts.t("claim-files-title")}</a></p>
        <h1>{file.name.clone()}</h1>
        {secrets(texts, file)}
        {open_question(texts, file)}
        <div class="narrow">{pieces::summary_list(facts(texts, file))}</div>
        <div class="actions">
            <a class="button second" href=download>{texts.t("claim-file-download")}</a>
            <a href=entries>{texts.t("claim-file-entries")}</a>
            {remove}
        </div>
        <h2>{texts.t("claim-file-found")}</h2>
        {found(texts, file)}
        {packed(texts, file)}
        <h2>{texts.t("claim-file-remarks")}</h2>
        {remarks(texts, file)}
    }
    .into_any()
}

fn facts(texts: Translator, file: &FileDetail) -> Vec<SummaryRow> {
    let change = || {
        file.head.open.then(|| {
            let href = file.head.link(&format!("evidence#file-{}", file.sha256));
            (href, texts.t("common-change"))
        })
    };
    let account = if file.account.is_empty() {
        texts.t("claim-file-no-account")
    } else {
        file.account.clone()
    };
    let mut rows = vec![
        (
            texts.t("claim-file-hash"),
            view! { <span class="hash">{file.sha256.clone()}</span> }.into_any(),
            None,
        ),
        (
            texts.t("claim-file-size"),
            super::size(texts, file.size_bytes).into_any(),
            None,
        ),
        (
            texts.t("claim-file-received"),
            crate::parts::figures::moment_in_words(texts, &file.received),
            None,
        ),
        (texts.t("claim-file-account"), account.into_any(), change()),
    ];
    if let Some(zone) = file.zone.clone() {
        rows.push((texts.t("claim-file-zone"), zone.into_any(), change()));
    }
    for (member, title, order) in &file.answers {
        let place = if member.is_empty() {
            String::new()
        } else {
            format!(" ({member})")
        };
        if !title.is_empty() {
            let term = format!("{}{place}", texts.t("claim-file-format-said"));
            rows.push((term, title.clone().into_any(), change()));
        }
        if let Some(order) = order {
            let term = format!("{}{place}", texts.t("claim-file-order-said"));
            let order = texts.t(&format!("claim-file-order-{}", order.as_str()));
            rows.push((term, order.into_any(), change()));
        }
    }
    if !file.reader_version.is_empty() {
        rows.push((
            texts.t("claim-file-reader"),
            file.reader_version.clone().into_any(),
            None,
        ));
    }
    rows
}

fn found(texts: Translator, file: &FileDetail) -> AnyView {
    file.found
        .iter()
        .map(|found| {
            let (rows, entries, refused) = found.counts;
            let counts = texts.with(
                "claim-file-found-counts",
                &[
                    ("rows", rows.into()),
                    ("entries", entries.into()),
                    ("refused", refused.into()),
                ],
            );
            // There is nothing to count in an unread file.
            let counts = (!found.is_unread).then(|| view! { <p>{counts}</p> });
            view! {
                <h3>{found.name.clone()}</h3>
                <p>{found.text.clone()}</p>
                {counts}
                {columns(texts, file, found)}
            }
        })
        .collect_view()
        .into_any()
}

/// The places of cells that look like keys, and the next step.
fn secrets(texts: Translator, file: &FileDetail) -> Option<AnyView> {
    if file.secrets == 0 {
        return None;
    }
    let places = file.secret_places.iter().map(|(member, line, column)| {
        let member = (!member.is_empty()).then(|| format!("{member}: "));
        let args = [("line", (*line).into()), ("column", (*column).into())];
        view! { <li>{member}{texts.with("claim-secrets-place", &args)}</li> }
    });
    let shown = i64::try_from(file.secret_places.len()).unwrap_or(file.secrets);
    let more = (file.secrets > shown).then(|| {
        let args = [("cells", (file.secrets - shown).into())];
        view! { <li>{texts.with("claim-secrets-more", &args)}</li> }
    });
    let remove = file.head.open.then(|| {
        let href = file.head.link(&format!("evidence/{}/remove", file.sha256));
        view! { <p><a href=href>{texts.t("claim-secrets-remove")}</a></p> }
    });
    let body = view! {
        <h2 id="secrets">{texts.t("claim-secrets-title")}</h2>
        <p>{texts.t("claim-secrets-text")}</p>
        <p>{texts.t("claim-secrets-do")}</p>
        <ul>{places.collect_view()}{more}</ul>
        {remove}
    };
    Some(pieces::inset("bad", body.into_any()))
}

/// A note that a question about the file awaits an answer, with a link.
fn open_question(texts: Translator, file: &FileDetail) -> Option<AnyView> {
    if !file.is_open {
        return None;
    }
    let answer = file.head.open.then(|| {
        let href = file.head.link(&format!("evidence#file-{}", file.sha256));
        view! { " "<a href=href>{texts.t("claim-file-question-answer")}</a> }
    });
    let body = view! { <p>{texts.t("claim-file-question")}{answer}</p> };
    Some(pieces::inset("warn", body.into_any()))
}

/// A link to all files of an archive or sheets of a workbook, where only some of them are
/// named above.
fn packed(texts: Translator, file: &FileDetail) -> Option<AnyView> {
    (file.is_packed && file.head.open).then(|| {
        let href = file.head.link(&format!("evidence/{}/columns", file.sha256));
        view! { <p><a href=href>{texts.t("claim-columns-members-link")}</a></p> }.into_any()
    })
}

/// What somebody can do with a file that no format recognises.
fn columns(texts: Translator, file: &FileDetail, found: &FoundRow) -> Option<AnyView> {
    if !(found.is_unread && found.may_be_table || found.is_mapped) {
        return None;
    }
    let mapping = file.head.open.then(|| {
        let href = super::columns_link(&file.head, &file.sha256, &found.member, "columns");
        let key = if found.is_mapped {
            "claim-columns-change"
        } else {
            "claim-columns-link"
        };
        view! { <p><a class="button" href=href>{texts.t(key)}</a></p> }
    });
    let sample = super::columns_link(&file.head, &file.sha256, &found.member, "sample");
    Some(
        view! {
            {mapping}
            <p><a href=sample>{texts.t("claim-columns-sample")}</a></p>
            <p class="hint">{texts.t("claim-columns-sample-hint")}</p>
        }
        .into_any(),
    )
}

fn remarks(texts: Translator, file: &FileDetail) -> AnyView {
    if file.remarks.is_empty() {
        return view! { <p>{texts.t("claim-file-no-remarks")}</p> }.into_any();
    }
    let rows = file
        .remarks
        .iter()
        .map(|remark| {
            let place = match (remark.line, remark.column) {
                (0, _) => texts.t("claim-file-whole"),
                (line, 0) => texts.number(&line.to_string()),
                (line, column) => format!("{}:{column}", texts.number(&line.to_string())),
            };
            let member = (!remark.member.is_empty()).then(|| format!("{} ", remark.member));
            let code = remark.code.as_str();
            let message = texts.message(&remark.message);
            let cells = vec![
                view! { {member}{place} }.into_any(),
                view! { <code>{code}</code> }.into_any(),
                message.into_any(),
            ];
            (None, cells)
        })
        .collect();
    let caption = texts.with(
        "claim-file-remarks-caption",
        &[("remarks", file.remarks_total.into())],
    );
    let head = [
        (texts.t("claim-file-line"), false),
        (texts.t("claim-file-code"), false),
        (texts.t("claim-file-message"), false),
    ];
    let address = file.head.link(&format!("evidence/{}", file.sha256));
    view! {
        {pieces::stacked(&caption, &head, rows)}
        {file.paging.links(texts, |page| format!("{address}?page={page}"))}
    }
    .into_any()
}

/// A file that is about to be taken out of the claim.
#[derive(Clone, Debug)]
pub struct Removal {
    /// SHA-256.
    pub sha256: String,
    /// Name as given.
    pub name: String,
    /// Its entries that are marked as not the claimant's.
    pub contested: i64,
}

/// Asks before a file is taken out of the claim.
pub fn remove_page(texts: Translator, head: &Head, file: &Removal, form: &Form) -> AnyView {
    let sentence = texts.with("claim-remove-text", &[("name", (&file.name).into())]);
    let contested = (file.contested > 0).then(|| {
        let args = [("count", file.contested.into())];
        view! { <p><strong>{texts.with("claim-remove-contested", &args)}</strong></p> }
    });
    view! {
        <p class="no-print"><a href=head.link("evidence")>"← "{texts.t("claim-files-title")}</a></p>
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-remove-title")}</h1>
        <p>{sentence}</p>
        {contested}
        <p>{texts.t("claim-remove-what")}</p>
        <form method="post" action=head.link(&format!("evidence/{}/remove", file.sha256))>
            {super::version(head)}
            {fields::hidden("counted", file.contested.to_string())}
            <div class="actions">
                <button class="danger">{texts.t("claim-remove-button")}</button>
                <a href=head.link("evidence")>{texts.t("common-cancel")}</a>
            </div>
        </form>
    }
    .into_any()
}
