//! Looks at files before they are sent: what each is, how many rows, which rows
//! can't be read, whether a time zone must be said. The same readers as on the
//! server, compiled to WebAssembly; without them the form works as it is.
#![expect(
    missing_docs,
    reason = "the island macro makes a struct without documentation"
)]

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "hydrate")]
mod browser;

/// Finished texts and limits. `{}` marks where a figure or a name goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadWords {
    /// Over the list of chosen files.
    pub heading: String,
    /// That nothing has left the computer yet.
    pub nothing_sent: String,
    /// A file is being looked at; `{}` is its name.
    pub looking: String,
    /// Not recognised: what happens to it.
    pub unknown: String,
    /// An archive or a workbook: it is opened on the server.
    pub archive: String,
    /// Nothing in it.
    pub empty: String,
    /// Larger than what is taken.
    pub too_large: String,
    /// More files than are taken at once.
    pub too_many: String,
    /// One row.
    pub rows_one: String,
    /// `{}` rows.
    pub rows_many: String,
    /// One row can't be read.
    pub refused_one: String,
    /// `{}` rows can't be read.
    pub refused_many: String,
    /// `{}` are line numbers.
    pub lines: String,
    /// Behind the first of many line numbers.
    pub more_lines: String,
    /// The time zone will be asked.
    pub needs_zone: String,
    /// `{from}` and `{to}`: first and last time.
    pub span: String,
    /// All looked at; `{}` is how many.
    pub done: String,
    /// `{}` percent are sent.
    pub sending: String,
    /// The connection broke.
    pub failed: String,
    /// What stands between groups of three digits.
    pub thousands: String,
    /// Bytes of the largest file taken.
    pub file_bytes_max: u64,
    /// Most files taken at once.
    pub files_max: usize,
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
    /// Percent read so far; none when done.
    percent: Option<u32>,
}

/// What the island shows.
#[derive(Clone, Copy)]
struct Shown {
    looks: RwSignal<Vec<Look>>,
    status: RwSignal<String>,
    sent_percent: RwSignal<Option<u32>>,
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
