//! What the ledger says, in the reader's language.
//!
//! The ledger speaks English, and its sentences are what scripts and bundles have.
//! Pages show each by a message of the locale files (`ledger.ftl`), found by its
//! words. A sentence that nobody has translated is shown as it is, in an element
//! that says its language.

mod catalogue;
mod found;

use ledger::messages::Place;
use ledger::secrets::masked;
use ledger::{EntryNote, Format, LineNote};
use leptos::prelude::*;

use crate::parts::movement;
use crate::text::{Arg, Locale, T};

pub use found::{FoundParts, found};

/// A sentence for a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Its words.
    pub text: String,
    /// Whether they are English on a page that is not.
    pub is_foreign: bool,
}

impl Said {
    fn foreign(text: &str) -> Said {
        Said {
            text: text.to_owned(),
            is_foreign: true,
        }
    }

    /// The sentence with its language, where it is another than the page's.
    pub fn view(&self) -> AnyView {
        let text = self.text.clone();
        if self.is_foreign {
            view! { <span lang="en">{text}</span> }.into_any()
        } else {
            text.into_any()
        }
    }
}

impl From<String> for Said {
    fn from(text: String) -> Said {
        Said {
            text,
            is_foreign: false,
        }
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Said {
        text.to_owned().into()
    }
}

/// A sentence of the ledger: a remark on a row, an advice, a reason.
pub fn sentence(texts: T, sentence: &str) -> Said {
    match catalogue::translated(texts, sentence) {
        Some(text) => text.into(),
        None => Said::foreign(sentence),
    }
}

/// The same, ready for a page.
pub fn view(texts: T, said: &str) -> AnyView {
    sentence(texts, said).view()
}

/// Files of an archive that are told of at once; the others are folded away.
const FILES_SHOWN: usize = 8;

/// What each of several files was found to be, with its name where there are more
/// than one: those of an archive, the sheets of a workbook.
pub fn all_view(texts: T, all: &[(String, Said)]) -> AnyView {
    if let [(_, said)] = all {
        return view! { <p>{said.view()}</p> }.into_any();
    }
    let list = |files: &[(String, Said)]| {
        let items = files.iter().map(|(name, said)| {
            view! { <li><strong>{name.clone()}</strong>": "{said.view()}</li> }
        });
        view! { <ul class="told">{items.collect_view()}</ul> }
    };
    let (shown, others) = all.split_at(all.len().min(FILES_SHOWN));
    let others = (!others.is_empty()).then(|| {
        let more = texts.with("common-more-files", &[("count", others.len().into())]);
        view! { <details><summary>{more}</summary>{list(others)}</details> }
    });
    view! { {list(shown)}{others} }.into_any()
}

/// What there is to say of an entry. Words that the file itself has stay as they are.
pub fn entry_notes(texts: T, notes: &[EntryNote]) -> Vec<Said> {
    let told = notes.iter().map(|note| match note {
        EntryNote::InFile { text } => Said {
            text: masked(text).to_owned(),
            is_foreign: texts.locale != Locale::En,
        },
        note => message(texts, note.key(), note.places()),
    });
    told.collect()
}

/// What there is to say of a loss line.
pub fn line_notes(texts: T, notes: &[LineNote]) -> Vec<Said> {
    let told = notes
        .iter()
        .map(|note| message(texts, note.key(), note.places()));
    told.collect()
}

/// A message of the ledger by its key, with what stands in its places.
fn message(texts: T, key: &str, places: Vec<(&'static str, Place<'_>)>) -> Said {
    let args = places.into_iter().map(|(name, place)| {
        let arg: Arg = match place {
            Place::Text(text) => masked(text).into(),
            Place::Count(count) => i64::try_from(count).unwrap_or(i64::MAX).into(),
            Place::Amount(amount) => texts.number(&amount.to_string()).into(),
            Place::Moment(moment) => movement::readable(&moment.to_string()).into(),
            Place::Kind(kind) => movement::kind_name(texts, kind).into(),
            Place::Message(inner) => message(texts, inner.key(), inner.places()).text.into(),
        };
        (name, arg)
    });
    let args: Vec<(&str, Arg)> = args.collect();
    texts.with(key, &args).into()
}

/// Notes one behind the other, ready for a page.
pub fn notes_view(texts: T, notes: Vec<Said>) -> AnyView {
    let between = texts.with("found-and", &[("before", "".into()), ("after", "".into())]);
    let parts = notes.into_iter().enumerate().map(|(at, said)| {
        let before = (at > 0).then(|| between.clone());
        view! { {before}{said.view()} }
    });
    parts.collect_view().into_any()
}

/// A remark as the command line prints it, `FILE:LINE:COLUMN: CODE: sentence`.
pub fn placed_view(texts: T, remark: &str) -> AnyView {
    let codes = [": REFUSED-", ": WARN-", ": NOTE-"];
    let begin = codes.iter().filter_map(|code| remark.find(code)).min();
    let parts = begin.and_then(|begin| {
        let (code, words) = remark[begin + 2..].split_once(": ")?;
        Some((remark[..begin].to_owned(), code.to_owned(), words))
    });
    let Some((place, code, words)) = parts else {
        return view(texts, remark);
    };
    view! { {place}" "<code>{code}</code>" "{view(texts, words)} }.into_any()
}

/// What a format is called.
pub fn format_title(texts: T, format: &Format) -> String {
    let key = format!("format-title-{}", format.id);
    if texts.has(&key) {
        texts.t(&key)
    } else {
        format.title.to_owned()
    }
}

#[cfg(test)]
mod tests;
