//! Looks at files before they are sent: what each is, how many rows, which rows
//! can't be read, what will be asked, and where cells look like keys: those are
//! sent only when somebody says so. The same readers as on the server, compiled to
//! WebAssembly; without them the form works as it is.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod bytes;
#[cfg(feature = "hydrate")]
mod describe;
#[cfg(feature = "hydrate")]
mod look;

/// Declares the texts of the island. They travel as lines of an attribute and not as
/// properties of an island, which would bring a reader of JSON into the browser: 15 KB
/// compressed.
macro_rules! texts {
    ($($(#[$doc:meta])* $text:ident,)*) => {
        /// Finished texts and limits. `{}` marks where a figure or a name goes.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct UploadWords {
            $($(#[$doc])* pub $text: String,)*
            /// What formats are called, by id, where that is not as the ledger says it.
            pub titles: Vec<(String, String)>,
            /// Bytes of the largest file taken.
            pub file_bytes_max: u64,
            /// Most files taken at once.
            pub files_max: usize,
        }

        impl UploadWords {
            /// For the form's attribute `data-words`: limits, texts and titles, a line each.
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
    /// Over the list of chosen files.
    heading,
    /// That nothing has left the computer yet.
    nothing_sent,
    /// A file is being looked at; `{}` is its name.
    looking,
    /// Not recognised: what happens to it.
    unknown,
    /// The browser could not open it, or not read it to its end: the server will.
    unopened,
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
    /// `{}` is a line number.
    line,
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
    /// What was found in each file of an archive, or sheet of a workbook.
    inner: Vec<Look>,
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

/// The list of what is in the chosen files, and the progress of sending them. Stands
/// in the form `upload`, whose `data-words` are [`UploadWords::to_lines`].
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
