//! The messages of the ledger, in the reader's language.
//!
//! A message is data: its key names a text of the locale files, and its values are written
//! as the language writes them. A test checks every message in every language, so that no
//! message is shown without a translation.

mod found;

use ledger::messages::{EntryNote, FormatId, LineNote, Message, Place, Worded};
use ledger::secrets::masked;
use ledger::{Diagnostic, Format};
use leptos::prelude::*;

use crate::parts::movement;
use crate::parts::values::FileDescription;
use crate::text::{Arg, Locale, Texts, Translator};

pub use found::FoundParts;

impl Texts {
    /// A message in this language.
    pub fn message(&'static self, message: &dyn Worded) -> String {
        let places = message.places().into_iter();
        let args: Vec<(&'static str, Arg)> = places
            .map(|(name, place)| (name, self.place(place)))
            .collect();
        self.quoted(&self.with(message.key(), &args))
    }

    /// A text whose words between backticks, as command lines write them, stand in this
    /// language's quotation marks.
    fn quoted(&'static self, text: &str) -> String {
        let parts: Vec<&str> = text.split('`').collect();
        if parts.len().is_multiple_of(2) {
            // One of them belongs to a word of the file.
            return text.to_owned();
        }
        let parts = parts
            .into_iter()
            .enumerate()
            .map(|(nth, part)| match nth % 2 {
                0 => part.to_owned(),
                _ => self.with("found-quoted", &[("text", part.into())]),
            });
        parts.collect()
    }

    /// Several messages in a row, separated as in this language.
    pub fn messages(&'static self, messages: &[Message]) -> String {
        let items = messages.iter().map(|message| self.message(message));
        self.joined("found-and", items)
    }

    fn place(&'static self, place: Place<'_>) -> Arg {
        match place {
            Place::Text(text) => masked(text).into(),
            Place::Count(count) => count.into(),
            Place::Amount(amount) => self.number(&amount.to_string()).into(),
            Place::Moment(moment) => movement::readable(&moment.to_string()).into(),
            Place::Kind(kind) => movement::kind_name(self, kind).into(),
            Place::Words(group, words) => {
                let words = words
                    .into_iter()
                    .map(|word| self.t(&format!("{group}{word}")));
                words.collect::<Vec<_>>().join(", ").into()
            }
            Place::Names(names) => names.join(", ").into(),
            Place::Exchange(id) => movement::exchange_name(self, id).into(),
            Place::Formats(formats) => self.formats(formats).into(),
            Place::Advice(id) => {
                let format = ledger::format_by_id(id);
                let english = format.map_or("", |format| format.advice);
                self.t_or(&format!("format-advice-{id}"), english).into()
            }
            Place::Messages(messages) => self.messages(messages).into(),
        }
    }

    fn formats(&'static self, formats: &[FormatId]) -> String {
        let titles = formats.iter().map(|FormatId(id)| {
            ledger::format_by_id(id)
                .map_or_else(|| id.to_string(), |format| format_title(self, format))
        });
        self.joined("found-or", titles)
    }

    fn joined(&self, key: &str, texts: impl Iterator<Item = String>) -> String {
        let both = |before: String, after: String| {
            self.with(key, &[("before", before.into()), ("after", after.into())])
        };
        texts.reduce(both).unwrap_or_default()
    }
}

/// The notes on an entry, in a row. Words from the file itself stay unchanged.
pub fn entry_notes(texts: Translator, notes: &[EntryNote]) -> AnyView {
    let parts = notes.iter().map(|note| match note {
        EntryNote::InFile { text } if texts.locale != Locale::default() => {
            view! { <span lang="en">{masked(text).to_owned()}</span> }.into_any()
        }
        note => texts.message(note).into_any(),
    });
    one_behind_the_other(texts, parts.collect())
}

/// The notes on a loss line, in a row.
pub fn line_notes(texts: Translator, notes: &[LineNote]) -> AnyView {
    let parts = notes.iter().map(|note| texts.message(note).into_any());
    one_behind_the_other(texts, parts.collect())
}

fn one_behind_the_other(texts: Translator, parts: Vec<AnyView>) -> AnyView {
    let between = texts.with("found-and", &[("before", "".into()), ("after", "".into())]);
    let parts = parts.into_iter().enumerate().map(|(at, note)| {
        let before = (at > 0).then(|| between.clone());
        view! { {before}{note} }
    });
    parts.collect_view().into_any()
}

/// How many files of an archive are shown at once; the others are folded away.
const FILES_SHOWN: usize = 8;

/// The description of each file of an archive, or sheet of a workbook. Where there are
/// several, each comes with its name.
pub fn all_view(texts: Translator, all: &[FileDescription]) -> AnyView {
    if let [only] = all {
        return view! { <p>{only.text.clone()}</p> }.into_any();
    }
    let list = |files: &[FileDescription]| {
        let items = files.iter().map(|FileDescription { name, text }| {
            view! { <li><strong>{name.clone()}</strong>{texts.t("common-colon")}{text.clone()}</li> }
        });
        view! { <ul class="descriptions">{items.collect_view()}</ul> }
    };
    let (shown, others) = all.split_at(all.len().min(FILES_SHOWN));
    let others = (!others.is_empty()).then(|| {
        let more = texts.with("common-more-files", &[("count", others.len().into())]);
        view! { <details><summary>{more}</summary>{list(others)}</details> }
    });
    view! { {list(shown)}{others} }.into_any()
}

/// A diagnostic with its place and code, as the command line has them.
pub fn placed_view(texts: Translator, diagnostic: &Diagnostic) -> AnyView {
    let Diagnostic {
        file, line, column, ..
    } = diagnostic;
    let place = format!("{file}:{line}:{column}");
    let code = diagnostic.code.as_str();
    let message = texts.message(&diagnostic.message);
    view! { {place}" "<code>{code}</code>" "{message} }.into_any()
}

/// The name of a format; in English where there is no translation yet.
pub fn format_title(texts: Translator, format: &Format) -> String {
    texts.t_or(&title_key(format), format.title)
}

/// The same for a page, where an English title is marked as English.
pub fn format_title_view(texts: Translator, format: &Format) -> AnyView {
    let title = format_title(texts, format);
    match texts.locale == Locale::default() || texts.has(&title_key(format)) {
        true => title.into_any(),
        false => view! { <span lang=Locale::default().tag()>{title}</span> }.into_any(),
    }
}

/// The names of formats by id, where they differ from the ledger's.
pub fn translated_titles(texts: Translator) -> Vec<(String, String)> {
    let formats = ledger::formats().iter();
    formats
        .filter(|format| texts.has(&title_key(format)))
        .map(|format| (format.id.to_owned(), format_title(texts, format)))
        .collect()
}

fn title_key(format: &Format) -> String {
    format!("format-title-{}", format.id)
}

#[cfg(test)]
mod tests;
