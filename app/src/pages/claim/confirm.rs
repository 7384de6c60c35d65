//! Somebody filed this claim for the claimant. The claimant looks at it and confirms that it
//! is theirs. Until then it cannot be submitted.

use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::{self, Choice};
use crate::text::Translator;

/// The page. `filed_by` is the name of the person who filed it.
pub fn page(texts: Translator, head: &Head, filed_by: &str, form: &Form) -> AnyView {
    let choice = fields::choices(
        texts,
        form,
        "radio",
        "answer",
        &texts.t("claim-confirm-legend"),
        vec![
            Choice::new("yes", texts.t("claim-confirm-yes"))
                .hint(texts.t("claim-confirm-yes-hint")),
            Choice::new("no", texts.t("claim-confirm-no")).hint(texts.t("claim-confirm-no-hint")),
        ],
    );
    let links = [
        ("evidence", "claim-task-files"),
        ("entries", "claim-task-entries"),
        ("loss", "claim-task-loss"),
        ("statement", "claim-task-statement"),
    ]
    .map(|(page, key)| view! { <li><a href=head.link(page)>{texts.t(key)}</a></li> })
    .collect_view();
    view! {
        {super::back(texts, head)}
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-confirm-title")}</h1>
        <p>{texts.with("claim-confirm-who", &[("name", filed_by.into())])}</p>
        <p>{texts.t("claim-confirm-look")}</p>
        <ul>{links}</ul>
        <form method="post" action=head.link("confirm")>
            {super::version(head)}
            {choice}
            {super::save(texts, head, &texts.t("claim-confirm-button"))}
        </form>
    }
    .into_any()
}
