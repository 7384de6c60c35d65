//! States what the columns of an unknown file mean: each column with its first values and
//! its meaning, and a preview of the entries before anything is imported.

use ledger::mapping::{DateOrder, Role, Sheet};
use ledger::messages::Message;
use ledger::secrets::{HIDDEN, masked};
use ledger::{Entry, Kind};
use leptos::prelude::*;

use super::Head;
use crate::forms::{Form, columns as rules};
use crate::islands::columns::ColumnsPreview;
use crate::parts::fields::{self, Choice, TextField};
use crate::parts::figures;
use crate::parts::movement::{self, Movement};
use crate::parts::pieces::{self, Tone};
use crate::text::Translator;

/// How many values of each column are shown.
const VALUES_SHOWN: usize = 3;

/// The entries that the first rows of a file give.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Rows that were inspected.
    pub rows: i64,
    /// Entries made of them.
    pub entries: i64,
    /// Rows that can't be read.
    pub refused: i64,
    /// The first entries.
    pub first: Vec<Entry>,
    /// The first warnings: line, message.
    pub remarks: Vec<(i64, Message)>,
}

/// What the page knows.
#[derive(Clone, Debug)]
pub struct ColumnsPage {
    /// The claim.
    pub head: Head,
    /// Name of the file.
    pub name: String,
    /// Its hash.
    pub sha256: String,
    /// Name inside the archive or workbook; empty for a plain file, and while none is
    /// chosen.
    pub member: String,
    /// The names inside to choose from, and whether their columns are mapped.
    pub members: Vec<(String, bool)>,
    /// Its first rows; none when it is not a table of text.
    pub sheet: Option<Sheet>,
    /// Whether it is read by a mapping now.
    pub is_mapped: bool,
    /// The entries that the current form would give; none when something is missing.
    pub preview: Option<Preview>,
}

/// The page.
pub fn page(texts: Translator, vm: &ColumnsPage, form: &Form) -> AnyView {
    let file = vm.head.link(&format!("evidence/{}", vm.sha256));
    let body = match &vm.sheet {
        None if vm.member.is_empty() && !vm.members.is_empty() => members(texts, vm),
        None => view! { <p>{texts.t("claim-columns-no-table")}</p> }.into_any(),
        Some(sheet) => the_form(texts, vm, sheet, form),
    };
    view! {
        <p class="no-print"><a href=file>"← "{vm.name.clone()}</a></p>
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-columns-title")}</h1>
        {chosen(texts, vm)}
        {super::closed_note(texts, &vm.head)}
        <p>{texts.t("claim-columns-lead")}</p>
        {body}
        {forget(texts, vm)}
    }
    .into_any()
}

/// The files of an archive or sheets of a workbook, each with its own columns.
fn members(texts: Translator, vm: &ColumnsPage) -> AnyView {
    let items = vm.members.iter().map(|(member, is_mapped)| {
        let href = super::columns_link(&vm.head, &vm.sha256, member, "columns");
        let mapped = is_mapped.then(|| {
            view! { " "{pieces::tag(Tone::Good, texts.t("claim-columns-member-mapped"))} }
        });
        view! { <li><a href=href>{member.clone()}</a>{mapped}</li> }
    });
    view! { <h2>{texts.t("claim-columns-members")}</h2><ul>{items.collect_view()}</ul> }.into_any()
}

/// The chosen file of an archive or sheet of a workbook, and links to the others.
fn chosen(texts: Translator, vm: &ColumnsPage) -> Option<AnyView> {
    (!vm.member.is_empty()).then(|| {
        let others = super::columns_link(&vm.head, &vm.sha256, "", "columns");
        view! {
            <p><strong>{vm.member.clone()}</strong>" "
                <a href=others>{texts.t("claim-columns-others")}</a></p>
        }
        .into_any()
    })
}

fn the_form(texts: Translator, vm: &ColumnsPage, sheet: &Sheet, form: &Form) -> AnyView {
    let action = super::columns_link(&vm.head, &vm.sha256, &vm.member, "columns");
    let text = |name: &'static str, label: &str, hint: &str| {
        TextField::new(name, texts.t(label))
            .hint(texts.t(hint))
            .length_max(form.limits().column_characters_max)
            .class("medium")
    };
    let rows = header_rows(texts, sheet, form.limits().header_rows_max);
    let read = vm.head.open.then(|| {
        view! { <button name="act" value="read">{texts.t("claim-columns-read")}</button> }
    });
    view! {
        <form method="post" action=action id="columns"
            data-working=texts.t("claim-columns-working") data-failed=texts.t("claim-columns-failed")>
            {text("exchange", "claim-exchange", "claim-columns-exchange-hint").view(texts, form)}
            {fields::select(texts, form, "header", &texts.t("claim-columns-header"), None, rows)}
            {columns(texts, sheet, form)}
            {fields::select(texts, form, "kind", &texts.t("claim-columns-kind"),
                Some(texts.t("claim-columns-kind-hint")), kinds(texts, "claim-columns-kind-by-column"))}
            {kind_words(texts, sheet, form)}
            {fields::select(texts, form, "dates", &texts.t("claim-columns-dates"), None, orders(texts))}
            {fields::select(texts, form, "decimal", &texts.t("claim-columns-decimal"), None, vec![
                Choice::new("", texts.t("claim-columns-decimal-found")),
                Choice::new("point", "1,250.5"),
                Choice::new("comma", "1.250,5"),
            ])}
            {text("zone", "claim-file-zone", "claim-columns-zone-hint").optional().view(texts, form)}
            <details>
                <summary>{texts.t("claim-columns-more")}</summary>
                {rules::FIXED.into_iter().map(|role| fixed(texts, role, form)).collect_view()}
                {text("buy", "claim-columns-buy", "claim-columns-words-hint").optional().view(texts, form)}
                {text("sell", "claim-columns-sell", "claim-columns-words-hint").optional().view(texts, form)}
                {text("done", "claim-columns-done", "claim-columns-words-hint").optional().view(texts, form)}
            </details>
            <div class="actions">
                <button class="second" name="act" value="show">{texts.t("claim-columns-show")}</button>
                {read}
            </div>
        </form>
        <ColumnsPreview/>
        <div id="preview">{vm.preview.as_ref().map(|shown| preview(texts, shown))}</div>
    }
    .into_any()
}

/// A cell for display; one that looks like a key or a password is hidden.
fn shown<'a>(sheet: &Sheet, column: usize, cell: &'a str) -> &'a str {
    if sheet.looks_secret(column, cell) {
        HIDDEN
    } else {
        cell
    }
}

/// The rows that may hold the names of the columns.
fn header_rows(texts: Translator, sheet: &Sheet, rows_max: u32) -> Vec<Choice> {
    let rows = sheet.rows.iter().take(rows_max as usize);
    let rows = rows.map(|(line, cells)| {
        let cells = cells.iter().enumerate();
        let cells: Vec<&str> = cells.map(|(at, cell)| shown(sheet, at, cell)).collect();
        let start: String = cells.join(" | ").chars().take(60).collect();
        Choice::new(line.to_string(), format!("{line}: {start}"))
    });
    rows.chain([Choice::new("0", texts.t("claim-columns-no-header"))])
        .collect()
}

/// One row for each column: its name, its first values and its meaning.
fn columns(texts: Translator, sheet: &Sheet, form: &Form) -> AnyView {
    let rows = (0..sheet.width())
        .map(|at| {
            let field = rules::column_field(at);
            let name = match sheet.heading(at) {
                "" => texts.with("claim-columns-number", &[("number", (at as i64 + 1).into())]),
                name => shown(sheet, at, name).to_owned(),
            };
            let values = sheet.body().iter().filter_map(|(_, cells)| cells.get(at));
            let values: Vec<&str> = values
                .map(String::as_str)
                .filter(|cell| !cell.is_empty())
                .take(VALUES_SHOWN)
                .map(|cell| shown(sheet, at, cell))
                .collect();
            let options = std::iter::once(("", texts.t("claim-columns-not-needed")))
                .chain(Role::ALL.map(|role| (role.as_str(), rules::role_name(texts, role))))
                .map(|(value, label)| {
                    let selected = form.value(&field) == value;
                    view! { <option value=value selected=selected>{label}</option> }
                })
                .collect_view();
            let label = texts.with("claim-columns-what", &[("name", name.as_str().into())]);
            let error = form.error(&field).map(str::to_owned);
            let described = error.is_some().then(|| format!("{field}-error"));
            let error_id = described.clone();
            let invalid = error.is_some().then_some("true");
            let error = error.map(|message| view! { <p class="error" id=error_id>{message}</p> });
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td>{values.join(" · ")}</td>
                    <td>
                        {error}
                        <select id=field.clone() name=field aria-label=label aria-describedby=described
                            aria-invalid=invalid>{options}</select>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let head = [
        (texts.t("claim-columns-column"), false),
        (texts.t("claim-columns-values"), false),
        (texts.t("claim-columns-holds"), false),
    ];
    let wrong = rules::WHOLE
        .iter()
        .filter_map(|name| Some((*name, form.error(name)?.to_owned())))
        .map(|(name, message)| view! { <p class="error" id=name>{message}</p> })
        .collect_view();
    view! {
        {wrong}
        {pieces::table(&texts.t("claim-columns-caption"), &head, rows.into_any())}
    }
    .into_any()
}

fn kinds(texts: Translator, none: &str) -> Vec<Choice> {
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.as_str(), movement::kind_name(texts, kind)));
    std::iter::once(Choice::new("", texts.t(none)))
        .chain(kinds)
        .collect()
}

/// The meanings of the words in the column that names the kind of each row.
fn kind_words(texts: Translator, sheet: &Sheet, form: &Form) -> Option<AnyView> {
    let words = rules::words(form, sheet);
    if words.is_empty() {
        return None;
    }
    let rows = words
        .into_iter()
        .enumerate()
        .map(|(at, (word, kind))| {
            let (name, field) = (format!("word-{}", at + 1), format!("word-kind-{}", at + 1));
            let chosen = form.blank().with(&field, kind);
            let mut options = kinds(texts, "claim-columns-word-unknown");
            options.push(Choice::new(rules::SKIP, texts.t("claim-columns-word-skip")));
            view! {
                <input type="hidden" name=name value=word.clone()/>
                {fields::select(texts, &chosen, &field, &word, None, options)}
            }
        })
        .collect_view();
    Some(
        view! {
            <fieldset class="field">
                <legend>{texts.t("claim-columns-words")}</legend>
                {rows}
            </fieldset>
        }
        .into_any(),
    )
}

fn orders(texts: Translator) -> Vec<Choice> {
    DateOrder::ALL
        .into_iter()
        .map(|order| {
            let key = format!("claim-columns-dates-{}", order.as_str());
            Choice::new(order.as_str(), texts.t(&key))
        })
        .collect()
}

/// One value for the whole file, where no column holds it.
fn fixed(texts: Translator, role: Role, form: &Form) -> AnyView {
    let label = texts.with(
        "claim-columns-fixed",
        &[("what", rules::role_name(texts, role).into())],
    );
    TextField::new(rules::value_field(role), label)
        .length_max(form.limits().column_characters_max)
        .class("short")
        .optional()
        .view(texts, form)
}

fn preview(texts: Translator, preview: &Preview) -> AnyView {
    let counts = texts.with(
        "claim-columns-counts",
        &[
            ("rows", preview.rows.into()),
            ("entries", preview.entries.into()),
            ("refused", preview.refused.into()),
        ],
    );
    let entries = preview
        .first
        .iter()
        .map(|entry| {
            view! {
                <tr>
                    <td>{entry.line()}</td>
                    <td>{masked(&entry.time_raw).to_owned()}</td>
                    <td>{figures::moment(&entry.time.to_string())}</td>
                    <td>{movement::kind_name(texts, entry.kind)}</td>
                    <td>{Movement::of(entry).sentence(texts)}</td>
                </tr>
            }
        })
        .collect_view();
    let head = [
        (texts.t("claim-file-line"), false),
        (texts.t("claim-columns-time-raw"), false),
        (texts.t("claim-columns-time"), false),
        (texts.t("claim-columns-kind-short"), false),
        (texts.t("claim-columns-movement"), false),
    ];
    let remarks = preview.remarks.iter().map(|(line, message)| {
        let place = texts.with("claim-columns-line", &[("line", (*line).into())]);
        view! { <li>{place}{texts.t("common-colon")}{texts.message(message)}</li> }
    });
    view! {
        <h2>{texts.t("claim-columns-preview")}</h2>
        <p>{counts}</p>
        {(!preview.first.is_empty())
            .then(|| pieces::table(&texts.t("claim-columns-preview-caption"), &head, entries.into_any()))}
        <ul>{remarks.collect_view()}</ul>
    }
    .into_any()
}

fn forget(texts: Translator, vm: &ColumnsPage) -> Option<AnyView> {
    (vm.is_mapped && vm.head.open).then(|| {
        let action = super::columns_link(&vm.head, &vm.sha256, &vm.member, "columns/forget");
        pieces::button_form(action, texts.t("claim-columns-forget"), "second")
    })
}
