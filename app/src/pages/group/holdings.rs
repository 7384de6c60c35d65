//! What the files of a claim show of each account, for its coordinators.

use leptos::prelude::*;

use super::back;
use crate::parts::holdings::{self, Holdings};
use crate::text::Translator;

/// The page; `claim` is the address of the claim's own page.
pub fn page(texts: Translator, claim: &str, reference: &str, holdings: &Holdings) -> AnyView {
    let here = format!("{claim}/holdings");
    let title = texts.with("holdings-title-claim", &[("reference", reference.into())]);
    view! {
        {back(claim.to_owned(), reference.to_owned())}
        <h1>{title}</h1>
        <p>{texts.t("holdings-text-claim")}</p>
        {holdings::view(texts, holdings, texts.t("group-asset"), &here)}
    }
    .into_any()
}
