//! What the claimant's files show of each account, and what seems to be missing.

use leptos::prelude::*;

use super::Head;
use crate::parts::holdings::{self, Holdings};
use crate::text::Translator;

/// The page.
pub fn page(texts: Translator, head: &Head, holdings: &Holdings) -> AnyView {
    view! {
        {super::back(texts, head)}
        <h1>{texts.t("holdings-title")}</h1>
        <p>{texts.t("holdings-text")}</p>
        {holdings::view(texts, holdings, texts.t("claim-asset"), &head.link("holdings"))}
    }
    .into_any()
}
