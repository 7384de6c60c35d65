//! The error page for everything that is missing, forbidden, too large or broken. It says
//! what happened and what to do.

use leptos::prelude::*;

use crate::text::Translator;

/// The kind of error, as far as the person may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no such page, or this person may not see it.
    NotFound,
    /// The request came from another site or an old page.
    NotFromHere,
    /// Too many tries; wait.
    TooMany,
    /// Too much work is in progress; try again soon.
    Busy,
    /// The stored files are unreachable; try again later.
    FilesAway,
    /// The request could not be understood.
    BadRequest,
    /// More bytes than the limit.
    TooLarge,
    /// The request did not arrive in time.
    TooSlow,
    /// Somebody else changed the same thing in the meantime.
    Conflict,
    /// It depends on figures that are still being computed.
    Working,
    /// An error of the server; the log has details under the reference.
    Broken,
}

impl Problem {
    /// The texts of the title and of the advice: keys of the locale files.
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Problem::NotFound => ("common-not-found", "common-not-found-text"),
            Problem::NotFromHere => ("common-not-from-here", "common-not-from-here-text"),
            Problem::TooMany => ("common-too-many", "common-too-many-text"),
            Problem::Busy => ("common-busy", "common-busy-text"),
            Problem::FilesAway => ("common-files-away", "common-files-away-text"),
            Problem::BadRequest => ("common-bad-request", "common-bad-request-text"),
            Problem::TooLarge => ("common-too-large", "common-too-large-text"),
            Problem::TooSlow => ("common-too-slow", "common-too-slow-text"),
            Problem::Conflict => ("common-conflict", "common-conflict-text"),
            Problem::Working => ("common-working", "common-working-text"),
            Problem::Broken => ("common-broken", "common-broken-text"),
        }
    }

    /// The page's title.
    pub fn title(self, texts: Translator) -> String {
        texts.t(self.keys().0)
    }
}

/// The page. `detail` is a further sentence for the person (when to try again, which
/// reference to name).
pub fn page(texts: Translator, problem: Problem, detail: Option<String>) -> AnyView {
    view! {
        <h1>{problem.title(texts)}</h1>
        <p>{texts.t(problem.keys().1)}</p>
        {detail.map(|detail| view! { <p>{detail}</p> })}
        <p><a href="/">{texts.t("common-to-start")}</a></p>
    }
    .into_any()
}
