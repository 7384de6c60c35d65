//! What the ledger says, in the reader's language.
//!
//! The ledger speaks English, and its sentences are what scripts and bundles have.
//! Pages show each by a message of the locale files (`ledger.ftl`), found by its
//! words. A sentence that nobody has translated is shown as it is, in an element
//! that says its language.

mod catalogue;
mod found;

use ledger::Format;
use leptos::prelude::*;

use crate::text::{Locale, T};

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

/// A note of an entry or a line: remarks of the ledger among words that the file
/// itself has, `; ` between them.
pub fn note(texts: T, note: &str) -> Vec<Said> {
    let parts: Vec<&str> = note.split("; ").filter(|part| !part.is_empty()).collect();
    let mut told = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        // One remark has a semicolon of its own.
        let two = parts.get(at + 1).map(|next| format!("{part}; {next}"));
        let both = two.and_then(|two| catalogue::translated(texts, &two));
        let one = catalogue::translated(texts, part);
        at += 1;
        told.push(match (one, both) {
            (Some(text), _) => text.into(),
            (None, Some(text)) => {
                at += 1;
                text.into()
            }
            (None, None) => Said::foreign(part),
        });
    }
    told
}

/// The same, ready for a page.
pub fn note_view(texts: T, words: &str) -> AnyView {
    if texts.locale == Locale::En {
        return words.to_owned().into_any();
    }
    let parts = note(texts, words).into_iter().enumerate();
    parts
        .map(|(at, said)| {
            let before = (at > 0).then_some(" ; ");
            view! { {before}{said.view()} }
        })
        .collect_view()
        .into_any()
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
