//! Looks at files before they are sent: what each is, how many rows, which rows
//! can't be read, what will be asked, and where cells look like keys: those are
//! sent only when somebody says so. The same readers as on the server, compiled to
//! WebAssembly; without them the form works as it is.
#![expect(
    missing_docs,
    reason = "the island macro makes a struct without documentation"
)]

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "hydrate")]
mod browser;

/// Declares the texts of the island. They travel as one list: code that reads thirty
/// fields by their names would be a tenth of what a browser loads for this.
macro_rules! texts {
    ($($(#[$doc:meta])* $text:ident,)*) => {
        /// Finished texts and limits. `{}` marks where a figure or a name goes.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(from = "Packed", into = "Packed")]
        pub struct UploadWords {
            $($(#[$doc])* pub $text: String,)*
            /// What formats are called, by id, where that is not as the ledger says it.
            pub titles: Vec<(String, String)>,
            /// Bytes of the largest file taken.
            pub file_bytes_max: u64,
            /// Most files taken at once.
            pub files_max: usize,
        }

        impl From<UploadWords> for Packed {
            fn from(words: UploadWords) -> Packed {
                let texts = vec![$(words.$text,)*];
                (texts, words.titles, words.file_bytes_max, words.files_max)
            }
        }

        impl From<Packed> for UploadWords {
            fn from((texts, titles, file_bytes_max, files_max): Packed) -> UploadWords {
                let mut texts = texts.into_iter();
                let mut next = || texts.next().unwrap_or_default();
                UploadWords {
                    $($text: next(),)*
                    titles,
                    file_bytes_max,
                    files_max,
                }
            }
        }
    };
}

/// Texts in their order, titles, bytes of a file, files.
type Packed = (Vec<String>, Vec<(String, String)>, u64, usize);

texts! {
    /// Over the list of chosen files.
    heading,
    /// That nothing has left the computer yet.
    nothing_sent,
    /// A file is being looked at; `{}` is its name.
    looking,
    /// Not recognised: what happens to it.
    unknown,
    /// An archive or a workbook: it is opened on the server.
    archive,
    /// Nothing in it.
    empty,
    /// Larger than what is taken.
    too_large,
    /// More files than are taken at once.
    too_many,
    /// One row.
    rows_one,
    /// `{}` rows.
    rows_many,
    /// One row can't be read.
    refused_one,
    /// `{}` rows can't be read.
    refused_many,
    /// `{}` are line numbers.
    lines,
    /// Behind the first of many line numbers.
    more_lines,
    /// The time zone will be asked.
    needs_zone,
    /// Which of day and month stands first will be asked.
    needs_order,
    /// Which of several formats it is will be asked.
    needs_format,
    /// One cell looks like a key.
    secret_one,
    /// `{}` cells look like keys.
    secret_many,
    /// `{line}` and `{column}`: where one stands.
    secret_place,
    /// What to do about it.
    secret_do,
    /// Nothing was sent because of them.
    secret_held,
    /// `{from}` and `{to}`: first and last time.
    span,
    /// All looked at; `{}` is how many.
    done,
    /// `{}` percent are sent.
    sending,
    /// The connection broke.
    failed,
    /// What stands between groups of three digits.
    thousands,
}

/// What was found in one chosen file, in finished sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Look {
    /// Its name.
    name: String,
    /// What it is and what is odd about it.
    sentences: Vec<String>,
    /// Whether something wants attention.
    is_odd: bool,
    /// Whether a cell of it looks like a key: the form's own warning is then shown.
    has_secrets: bool,
    /// Percent read so far; none when done.
    percent: Option<u32>,
}

/// What the island shows.
#[derive(Clone, Copy)]
struct Shown {
    looks: RwSignal<Vec<Look>>,
    status: RwSignal<String>,
    sent_percent: RwSignal<Option<u32>>,
    /// Whether sending waits until all files were looked at.
    #[cfg(feature = "hydrate")]
    waits: RwSignal<bool>,
    is_ready: RwSignal<bool>,
}

/// The list of what is in the chosen files, and the progress of sending them.
#[island]
pub fn Upload(
    /// Finished texts.
    words: UploadWords,
) -> impl IntoView {
    let shown = Shown {
        looks: RwSignal::new(Vec::new()),
        status: RwSignal::new(String::new()),
        sent_percent: RwSignal::new(None),
        #[cfg(feature = "hydrate")]
        waits: RwSignal::new(false),
        is_ready: RwSignal::new(false),
    };
    #[cfg(feature = "hydrate")]
    browser::watch(words.clone(), shown);
    let heading = words.heading.clone();
    let nothing_sent = words.nothing_sent.clone();
    let list = move || {
        let looks = shown.looks.get();
        (!looks.is_empty()).then(|| {
            let items = looks.into_iter().map(look_item).collect_view();
            view! {
                <h2>{heading.clone()}</h2>
                <p class="hint">{nothing_sent.clone()}</p>
                <ul class="files">{items}</ul>
            }
        })
    };
    let sending = move || {
        shown
            .sent_percent
            .get()
            .map(|percent| view! { <progress max="100" value=percent.to_string()></progress> })
    };
    view! {
        <div class="look" data-ready=move || shown.is_ready.get().then_some("true")>
            {list}
            {sending}
            <p role="status">{move || shown.status.get()}</p>
        </div>
    }
}

fn look_item(look: Look) -> AnyView {
    let class = if look.is_odd { "card odd" } else { "card" };
    let sentences = look
        .sentences
        .into_iter()
        .map(|sentence| view! { <p>{sentence}</p> })
        .collect_view();
    let progress = look
        .percent
        .map(|percent| view! { <progress max="100" value=percent.to_string()></progress> });
    view! { <li class=class><h3>{look.name}</h3>{sentences}{progress}</li> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_arrive_as_they_were_sent() {
        let words = UploadWords {
            heading: "first".to_owned(),
            thousands: ",".to_owned(),
            titles: vec![("a".to_owned(), "A".to_owned())],
            file_bytes_max: 7,
            files_max: 3,
            ..UploadWords::default()
        };
        let sent = serde_json::to_string(&words).unwrap();
        assert_eq!(serde_json::from_str::<UploadWords>(&sent).unwrap(), words);
    }
}
