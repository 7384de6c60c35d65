//! The front page, the home of an incident, and the pages that anybody may read: how a loss
//! is computed, which files are read, and the keys that sign reports.

use ledger::Format;
use leptos::prelude::*;

use crate::messages::format_title_view;
use crate::parts::movement::exchange_name;
use crate::parts::pieces::{inset, stacked};
use crate::parts::values::LinkTo;
use crate::text::Translator;

/// An incident a person belongs to.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where.
    pub href: String,
    /// Its name.
    pub name: String,
}

/// The front page.
pub fn front(texts: Translator, signed_in: bool, places: &[Place]) -> AnyView {
    let mine = places
        .iter()
        .map(|place| {
            view! {
                <li class="card"><h2><a href=place.href.clone()>{place.name.clone()}</a></h2></li>
            }
        })
        .collect_view();
    let nowhere = signed_in && places.is_empty();
    view! {
        <h1>{texts.t("start-title")}</h1>
        <p>{texts.t("start-lead")}</p>
        {(!places.is_empty()).then(|| view! {
            <h2>{texts.t("start-your-incidents")}</h2>
            <ul class="cards">{mine}</ul>
        })}
        {nowhere.then(|| inset("", view! { <p>{texts.t("start-nowhere")}</p> }.into_any()))}
        {(!signed_in).then(|| view! {
            <p><a class="button" href="/sign-in">{texts.t("common-sign-in")}</a></p>
            <p>{texts.t("start-by-invitation")}</p>
        })}
        <h2>{texts.t("start-how")}</h2>
        <ol>
            <li>{texts.t("start-how-1")}</li>
            <li>{texts.t("start-how-2")}</li>
            <li>{texts.t("start-how-3")}</li>
            <li>{texts.t("start-how-4")}</li>
        </ol>
        <h2>{texts.t("start-what-not")}</h2>
        <p>{texts.t("start-what-not-text")}</p>
    }
    .into_any()
}

/// A task that waits for somebody.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The task, in the reader's language.
    pub text: String,
    /// Where to do it.
    pub href: String,
}

/// What one role sees on the home of an incident.
#[derive(Clone, Debug)]
pub struct RoleHome {
    /// The role in plain words.
    pub role: String,
    /// What waits, most pressing first.
    pub waiting: Vec<Waiting>,
    /// Where this role's work begins.
    pub begin: LinkTo,
}

/// The home of an incident: for each role, the tasks that wait.
pub fn incident(texts: Translator, name: &str, homes: &[RoleHome]) -> AnyView {
    let cards = homes
        .iter()
        .map(|home| {
            let items = home
                .waiting
                .iter()
                .map(|one| view! { <li><a href=one.href.clone()>{one.text.clone()}</a></li> })
                .collect_view();
            let list = if home.waiting.is_empty() {
                view! { <p>{texts.t("start-nothing-waits")}</p> }.into_any()
            } else {
                view! { <ul>{items}</ul> }.into_any()
            };
            view! {
                <li class="card">
                    <h2>{home.role.clone()}</h2>
                    {list}
                    <p><a class="button second" href=home.begin.href.clone()>{home.begin.text.clone()}</a></p>
                </li>
            }
        })
        .collect_view();
    view! {
        <h1>{name.to_owned()}</h1>
        <ul class="cards">{cards}</ul>
    }
    .into_any()
}

/// One format that is read.
#[derive(Clone, Debug)]
pub struct FormatRow {
    /// What it is.
    pub format: &'static Format,
    /// How well the format is known, in the reader's language.
    pub known: String,
    /// The languages in which its header is known too, a line for each way of knowing.
    pub languages: Vec<String>,
}

/// How well a format is known, in the language of its header and in others.
fn known(row: &FormatRow) -> AnyView {
    let languages = row.languages.iter();
    let languages: Vec<_> = languages
        .map(|language| view! { <li>{language.clone()}</li> })
        .collect();
    let list = (!languages.is_empty()).then(|| view! { <ul>{languages}</ul> });
    view! { {row.known.clone()}{list} }.into_any()
}

/// Which files are read.
pub fn formats(texts: Translator, rows: &[FormatRow]) -> AnyView {
    let head = [
        (texts.t("start-format-exchange"), false),
        (texts.t("start-format-title"), false),
        (texts.t("start-format-known"), false),
        (texts.t("start-format-header"), false),
        (texts.t("start-format-id"), false),
    ];
    let body = rows
        .iter()
        .map(|row| {
            // A header breaks between its columns only.
            let format = row.format;
            let header = format.header.replace(',', ", ").replace(';', "; ");
            let cells = vec![
                exchange_name(texts, format.exchange).into_any(),
                format_title_view(texts, format),
                known(row),
                view! { <code>{header}</code> }.into_any(),
                view! { <code>{format.id}</code> }.into_any(),
            ];
            (None, cells)
        })
        .collect();
    view! {
        <h1>{texts.t("common-formats")}</h1>
        <p>{texts.t("start-formats-lead")}</p>
        {stacked(&texts.t("start-formats-caption"), &head, body)}
        <p>{texts.t("start-formats-other")}</p>
    }
    .into_any()
}

/// How a loss is computed: the method in plain words, then in full. `full` is the English
/// text in every bundle. `translated` is its translation for readers of another language.
/// Both are HTML made of our own texts.
pub fn method(texts: Translator, name: &str, full: &str, translated: Option<&str>) -> AnyView {
    let points = [
        "start-method-1",
        "start-method-2",
        "start-method-3",
        "start-method-4",
        "start-method-5",
    ];
    let points = points
        .map(|key| view! { <li>{texts.t(key)}</li> })
        .collect_view();
    let version = texts.with("start-method-version", &[("method", name.into())]);
    view! {
        <h1>{texts.t("common-method")}</h1>
        <p>{version}</p>
        <ol>{points}</ol>
        <h2>{texts.t("start-method-full")}</h2>
        {in_full(texts, full, translated)}
    }
    .into_any()
}

/// The binding text; it follows its translation where there is one.
fn in_full(texts: Translator, full: &str, translated: Option<&str>) -> AnyView {
    let full = view! { <div lang="en" class="document" inner_html=full.to_owned()></div> };
    let Some(translated) = translated else {
        return full.into_any();
    };
    view! {
        <p>{texts.t("start-method-translated")}</p>
        <div class="document" inner_html=translated.to_owned()></div>
        <details>
            <summary>{texts.t("start-method-english")}</summary>
            {full}
        </details>
    }
    .into_any()
}

/// The key that reports are signed with.
pub fn keys(texts: Translator, fingerprint: &str, public_line: &str) -> AnyView {
    view! {
        <h1>{texts.t("common-keys")}</h1>
        <p>{texts.t("start-keys-lead")}</p>
        <dl class="summary">
            <div><dt>{texts.t("start-keys-fingerprint")}</dt><dd class="hash">{fingerprint.to_owned()}</dd></div>
            <div><dt>{texts.t("start-keys-line")}</dt><dd class="hash">{public_line.to_owned()}</dd></div>
        </dl>
        <p>{texts.t("start-keys-compare")}</p>
    }
    .into_any()
}
