//! From a view model to a whole HTML document: the one place where Leptos is
//! driven. Synchronous: data is loaded before, nothing is waited for here.

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
    /// Path of the page as asked for, for the language switch and sign-in.
    pub path: String,
    /// Where the built site lives, `/pkg/<hash>`; `None` before it is built.
    pub assets: Option<String>,
    /// Mail address of who is signed in.
    pub signed_in: Option<String>,
    /// The incident at hand: id and name.
    pub incident: Option<(String, String)>,
    /// Links of this person in this incident.
    pub nav: Vec<NavLink>,
    /// What was just done, announced once.
    pub notice: Option<String>,
    /// Whether this is the demonstration server.
    pub demo: bool,
    /// When the session ends; signed-in pages say so and warn before.
    pub session: Option<SessionTimes>,
    /// What was sent to this page after the last session had ended.
    pub late: Option<LateNotice>,
    /// Whether the form on the page has errors (the title says so first).
    pub has_errors: bool,
    /// Whether the page wants the whole width (dense tables).
    pub wide: bool,
}

/// When a session ends.
#[derive(Clone, Debug)]
pub struct SessionTimes {
    /// When, without further use: RFC 3339.
    pub ends: String,
    /// Seconds until then.
    pub left_seconds: i64,
    /// Seconds before then at which the page warns.
    pub warning_seconds: i64,
    /// Whether it ends then whatever is done.
    pub is_last_end: bool,
}

/// A form that came after its session had ended is back on its page.
#[derive(Clone, Debug)]
pub struct LateNotice {
    /// Texts that no form of the page took, to be copied.
    pub left: Vec<String>,
}

/// One link of the navigation.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// Where to.
    pub href: String,
    /// Text in the reader's language.
    pub label: String,
    /// Whether it is where we are.
    pub current: bool,
}

/// The document of a page. `body` is called inside a fresh reactive owner, so
/// that islands in it are numbered from zero, the same on every rendering.
pub fn render(chrome: &Chrome, body: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| chrome::document(chrome, body()).to_html());
    owner.unset_with_forced_cleanup();
    html
}
