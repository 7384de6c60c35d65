//! From a view model to a whole HTML document: the only place that drives Leptos. It is
//! synchronous: handlers load all data before.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::parts::chrome;
use crate::text::Translator;

/// What surrounds every page.
#[derive(Clone, Debug)]
pub struct Chrome {
    /// The reader's texts.
    pub texts: Translator,
    /// The page's title, without the product's name.
    pub title: String,
    /// Requested path of the page, for the language switch and sign-in.
    pub path: String,
    /// Address of the built site, `/pkg/<hash>`; `None` before it is built.
    pub assets: Option<String>,
    /// Mail address of the signed-in person.
    pub signed_in: Option<String>,
    /// The current incident: id and name.
    pub incident: Option<(String, String)>,
    /// Links of this person in this incident.
    pub nav: Vec<NavLink>,
    /// What was just done; it is announced once.
    pub notice: Option<String>,
    /// Whether this is the demonstration server.
    pub demo: bool,
    /// When the session ends; signed-in pages show it and warn before.
    pub session: Option<SessionTimes>,
    /// A form that was sent to this page after the last session had ended.
    pub late: Option<LateNotice>,
    /// Whether the form on the page has errors, which the title then mentions first.
    pub has_errors: bool,
    /// Whether the page uses the whole width (dense tables).
    pub wide: bool,
}

/// When a session ends.
#[derive(Clone, Debug)]
pub struct SessionTimes {
    /// When it ends without further use, RFC 3339.
    pub ends: String,
    /// Seconds until then.
    pub left_seconds: i64,
    /// How many seconds before that the page warns.
    pub warning_seconds: i64,
    /// Whether it ends then even with further use.
    pub is_last_end: bool,
}

/// A form that came after its session had ended; its values are back on its page.
#[derive(Clone, Debug)]
pub struct LateNotice {
    /// Texts for which the page has no field, to be copied.
    pub left: Vec<String>,
}

/// One link of the navigation.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// Where to.
    pub href: String,
    /// Text in the reader's language.
    pub label: String,
    /// Whether it leads to the current page.
    pub current: bool,
}

/// What separates texts in the HTML of Leptos, for a browser that looks for them again.
const MARKER: &str = "<!>";
const ISLAND_START: &str = "<leptos-island";
const ISLAND_END: &str = "</leptos-island>";

/// The document of a page. `body` is called inside a fresh reactive owner, so that its
/// islands are numbered from zero, the same on every rendering.
pub fn render(chrome: &Chrome, body: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| html(chrome::document(chrome, body())));
    owner.unset_with_forced_cleanup();
    html
}

/// The HTML of a view. Markers stay in islands alone, the only part of a page that the
/// browser's side reads. Texts and attributes hold no marker of their own: both are escaped.
pub(crate) fn html(view: impl IntoView) -> String {
    let marked = view.into_view().to_html();
    let mut html = String::with_capacity(marked.len());
    let mut rest = marked.as_str();
    while let Some(start) = rest.find(ISLAND_START) {
        let (before, island) = rest.split_at(start);
        let end = island.find(ISLAND_END).unwrap_or(island.len());
        html.extend(before.split(MARKER));
        html.push_str(&island[..end]);
        rest = &island[end..];
    }
    html.extend(rest.split(MARKER));
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_between_texts_stay_in_islands_alone() {
        let view = view! {
            <p>{"a"}{"b"}"<!>"</p>
            <leptos-island>{"c"}{"d"}</leptos-island>
            <p title="<!>">{"e"}{"f"}</p>
        };
        let html = Owner::new().with(|| html(view));
        let (before, rest) = html.split_once(ISLAND_START).unwrap();
        let (island, after) = rest.split_once(ISLAND_END).unwrap();
        assert_eq!(before, "<p>ab&lt;!&gt;</p>");
        assert!(island.contains("c<!>"), "{island}");
        assert_eq!(after, r#"<p title="&lt;!&gt;">ef</p>"#);
    }
}
