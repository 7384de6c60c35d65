//! Notes of entries and lines in the reader's language, found by their words.

mod catalogue;

use leptos::prelude::*;

use crate::text::{Locale, T};

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

#[cfg(test)]
mod tests;
