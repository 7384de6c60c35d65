//! Taking a claim back: what that does, said before it is done.

use casework::ClaimState;
use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::{self, Choice};
use crate::text::T;

/// The page.
pub fn page(texts: T, head: &Head, form: &Form) -> AnyView {
    let body = if head.state == ClaimState::Withdrawn {
        view! { <p>{texts.t("claim-closed-withdrawn")}</p> }.into_any()
    } else {
        let sure = fields::choices(
            texts,
            form,
            "checkbox",
            "sure",
            &texts.t("claim-withdraw-legend"),
            vec![Choice::new("yes", texts.t("claim-withdraw-sure"))],
        );
        let does = [
            "claim-withdraw-counts",
            "claim-withdraw-share",
            "claim-withdraw-released",
            "claim-withdraw-end",
        ]
        .map(|key| view! { <li>{texts.t(key)}</li> })
        .collect_view();
        view! {
            <ul>{does}</ul>
            <p><a href=head.link("export.zip")>{texts.t("claim-withdraw-export-first")}</a></p>
            <form method="post" action=head.link("withdraw")>
                {super::version(head)}
                {sure}
                <div class="actions">
                    <button class="danger">{texts.t("claim-withdraw-button")}</button>
                    <a href=head.base.clone()>{texts.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    };
    view! {
        {super::back(texts, head)}
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-withdraw-title")}</h1>
        {body}
    }
    .into_any()
}
