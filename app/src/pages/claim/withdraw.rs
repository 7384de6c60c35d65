//! Withdrawing a claim, or erasing one that was never submitted. The page explains the
//! effect, and that it is final, before it happens.

use casework::ClaimState;
use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::{self, Choice};
use crate::text::Translator;

/// The page's title: a draft is erased, anything later is withdrawn.
pub fn title(texts: Translator, head: &Head) -> String {
    texts.t(match head.state {
        ClaimState::Draft => "claim-erase-title",
        _ => "claim-withdraw-title",
    })
}

/// The page.
pub fn page(texts: Translator, head: &Head, form: &Form) -> AnyView {
    let body = if head.state == ClaimState::Withdrawn {
        view! { <p>{texts.t("claim-closed-withdrawn")}</p> }.into_any()
    } else {
        let (does, sure, button): (&[&str], _, _) = match head.state {
            ClaimState::Draft => (
                &["claim-erase-all", "claim-erase-log", "claim-erase-again"],
                "claim-erase-sure",
                "claim-erase-button",
            ),
            _ => (
                &[
                    "claim-withdraw-counts",
                    "claim-withdraw-share",
                    "claim-withdraw-released",
                    "claim-withdraw-end",
                ],
                "claim-withdraw-sure",
                "claim-withdraw-button",
            ),
        };
        let sure = fields::choices(
            texts,
            form,
            "checkbox",
            "sure",
            &texts.t("claim-withdraw-legend"),
            vec![Choice::new("yes", texts.t(sure))],
        );
        let does = does
            .iter()
            .map(|key| view! { <li>{texts.t(key)}</li> })
            .collect_view();
        view! {
            <ul>{does}</ul>
            {super::ask_back(texts, head)}
            <p><a href=head.link("export.zip")>{texts.t("claim-withdraw-export-first")}</a></p>
            <form method="post" action=head.link("withdraw")>
                {super::version(head)}
                {sure}
                <div class="actions">
                    <button class="danger">{texts.t(button)}</button>
                    <a href=head.base.clone()>{texts.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    };
    view! {
        {super::back(texts, head)}
        {fields::error_summary(texts, form)}
        <h1>{title(texts, head)}</h1>
        {body}
    }
    .into_any()
}
