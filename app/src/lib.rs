//! The user interface: pages, islands, forms and texts.
//!
//! A page is a function from its view model to HTML; it loads nothing and decides nothing.
//! Feature `ssr` is the server's side, `hydrate` the browser's; never enable both in one
//! build. Only the islands exist in the browser.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod forms;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod messages;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod parts;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod text;

#[cfg(feature = "ssr")]
pub use render::{Chrome, render};
#[cfg(feature = "ssr")]
pub use text::{Locale, Texts, Translator};

/// The boot script calls it once the module is loaded. The islands then find their own
/// elements.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
