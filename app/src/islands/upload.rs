//! Inspects files before they are sent: what each is, how many rows it has, which rows can't
//! be read, and what will be asked. Files with cells that look like keys are sent only after
//! the person agrees. It uses the same readers as the server, compiled to WebAssembly;
//! without them, the form still works.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod bytes;
#[cfg(feature = "hydrate")]
mod describe;
#[cfg(feature = "hydrate")]
mod look;

/// Declares the texts of the island. They travel as lines of an attribute. Properties of an
/// island would load a reader of JSON in the browser: 15 KB compressed.
macro_rules! texts {
    ($($(#[$doc:meta])* $text:ident,)*) => {
        /// Finished texts and limits. `{}` marks where a figure or a name goes.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct UploadWords {
            $($(#[$doc])* pub $text: String,)*
            /// The names of formats by id, where they differ from the ledger's.
            pub titles: Vec<(String, String)>,
            /// Bytes of the largest file that is accepted.
            pub file_bytes_max: u64,
            /// The most files that are accepted at once.
            pub files_max: usize,
        }

        impl UploadWords {
            /// The value of the form's attribute `data-words`: limits, texts and titles, a
            /// line each.
            pub fn to_lines(&self) -> String {
                let limits = [self.file_bytes_max.to_string(), self.files_max.to_string()];
                let titles = self.titles.iter().map(|(id, title)| format!("{id} {title}"));
                let lines = limits.into_iter().chain([$(self.$text.clone(),)*]).chain(titles);
                let lines: Vec<String> = lines.map(|line| line.replace('\n', " ")).collect();
                lines.join("\n")
            }

            /// What [`UploadWords::to_lines`] wrote.
            pub fn of_lines(lines: &str) -> UploadWords {
                let mut lines = lines.split('\n');
                let mut next = || lines.next().unwrap_or_default();
                UploadWords {
                    file_bytes_max: next().parse().unwrap_or(0),
                    files_max: next().parse().unwrap_or(0),
                    $($text: next().to_owned(),)*
                    titles: lines
                        .filter_map(|line| line.split_once(' '))
                        .map(|(id, title)| (id.to_owned(), title.to_owned()))
                        .collect(),
                }
            }
        }
    };
}

texts! {
    /// The heading of the list of chosen files.
    heading,
    /// That nothing has left the computer yet.
    nothing_sent,
    /// A file is being inspected; `{}` is its name.
    looking,
    /// The format is not recognised; what happens to the file.
    unknown,
    /// The browser could not open or finish the file; the server will.
    unopened,
    /// Nothing in it.
    empty,
    /// The file is larger than the limit.
    too_large,
    /// More files than the limit.
    too_many,
    /// One row.
    rows_one,
    /// `{}` rows.
    rows_many,
    /// One row can't be read.
    refused_one,
    /// `{}` rows can't be read.
    refused_many,
    /// `{}` is a line number.
    line,
    /// `{}` are line numbers.
    lines,
    /// Follows the first of many line numbers.
    more_lines,
    /// The time zone will be asked.
    needs_zone,
    /// It will be asked whether day or month comes first.
    needs_order,
    /// It will be asked which of several formats it is.
    needs_format,
    /// One cell looks like a key.
    secret_one,
    /// `{}` cells look like keys.
    secret_many,
    /// `{line}` and `{column}`: the place of such a cell.
    secret_place,
    /// What to do about it.
    secret_do,
    /// Nothing was sent because of them.
    secret_held,
    /// `{from}` and `{to}`: first and last time.
    span,
    /// All files were inspected; `{}` is their number.
    done,
    /// `{}` percent are sent.
    sending,
    /// The connection broke.
    failed,
    /// The separator between groups of three digits.
    thousands,
}

/// The findings for one chosen file, in finished sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Look {
    /// Its name.
    name: String,
    /// What it is, and what is unusual about it.
    sentences: Vec<String>,
    /// Whether something wants attention.
    is_odd: bool,
    /// Whether a cell of it looks like a key; the form's warning is then shown.
    has_secrets: bool,
    /// Percent read so far; none when finished.
    percent: Option<u32>,
    /// The findings for each file of an archive, or sheet of a workbook.
    inner: Vec<Look>,
}

/// What the island shows.
#[derive(Clone, Copy)]
struct Shown {
    looks: RwSignal<Vec<Look>>,
    status: RwSignal<String>,
    sent_percent: RwSignal<Option<u32>>,
    /// Whether sending waits until all files are inspected.
    #[cfg(feature = "hydrate")]
    waits: RwSignal<bool>,
    is_ready: RwSignal<bool>,
}

/// The list of findings for the chosen files, and the progress of sending them. It stands in
/// the form `upload`, whose `data-words` are [`UploadWords::to_lines`].
#[island]
pub fn Upload() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let words = browser::words();
    #[cfg(not(feature = "hydrate"))]
    let words = UploadWords::default();
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
    let progress = look
        .percent
        .map(|percent| view! { <progress max="100" value=percent.to_string()></progress> });
    let inner = look.inner.into_iter().map(inner_item).collect_view();
    view! {
        <li class=class>
            <h3>{look.name}</h3>
            {sentences(look.sentences)}
            {inner}
            {progress}
        </li>
    }
    .into_any()
}

fn inner_item(look: Look) -> AnyView {
    let class = if look.is_odd { "inner odd" } else { "inner" };
    view! { <section class=class><h4>{look.name}</h4>{sentences(look.sentences)}</section> }
        .into_any()
}

fn sentences(sentences: Vec<String>) -> AnyView {
    let paragraphs = sentences.into_iter();
    paragraphs
        .map(|sentence| view! { <p>{sentence}</p> })
        .collect_view()
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_arrive_as_they_were_sent() {
        let words = UploadWords {
            heading: "first".to_owned(),
            thousands: "\u{202f}".to_owned(),
            titles: vec![("a-b".to_owned(), "An A of B".to_owned())],
            file_bytes_max: 7,
            files_max: 3,
            ..UploadWords::default()
        };
        assert_eq!(UploadWords::of_lines(&words.to_lines()), words);
    }
}
