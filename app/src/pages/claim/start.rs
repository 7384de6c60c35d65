//! The page before a claim exists: what is needed, how long it takes, and what happens to
//! the files. It is shown before anything is asked.

use leptos::prelude::*;

use crate::parts::pieces;
use crate::text::Translator;

/// The facts on the page.
#[derive(Clone, Debug)]
pub struct Start {
    /// Address of the future claim.
    pub base: String,
    /// Name of the incident.
    pub incident: String,
    /// Reporting currency.
    pub currency: String,
    /// Size of the largest file taken.
    pub file_bytes_max: i64,
}

/// The page.
pub fn page(texts: Translator, start: &Start) -> AnyView {
    let size = super::size(texts, start.file_bytes_max);
    let list = |keys: &[&str]| {
        keys.iter()
            .map(|key| {
                view! { <li>{texts.with(key, &[("size", (&size).into()), ("currency", (&start.currency).into())])}</li> }
            })
            .collect_view()
    };
    let needed = list(&[
        "claim-start-need-files",
        "claim-start-need-times",
        "claim-start-need-nothing-else",
    ]);
    let data = list(&[
        "claim-start-data-kept",
        "claim-start-data-seen",
        "claim-start-data-share",
        "claim-start-data-out",
    ]);
    view! {
        <h1>{texts.with("claim-start-title", &[("incident", (&start.incident).into())])}</h1>
        <p>{texts.t("claim-start-lead")}</p>
        <h2>{texts.t("claim-start-need")}</h2>
        <ul>{needed}</ul>
        <p>{texts.t("claim-start-screenshots")}</p>
        <h2>{texts.t("claim-start-time")}</h2>
        <p>{texts.t("claim-start-time-text")}</p>
        <h2>{texts.t("claim-start-data")}</h2>
        <ul>{data}</ul>
        {pieces::inset("warn", view! { <p>{texts.t("claim-start-promise")}</p> }.into_any())}
        <div class="actions">
            {pieces::button_form(start.base.clone(), texts.t("claim-start-button"), "")}
        </div>
    }
    .into_any()
}
