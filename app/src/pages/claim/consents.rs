//! Who may get the claim: each recipient by itself, yes or no, changed at any
//! time before a release.

use casework::{ClaimState, Recipient};
use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::{self, Choice};
use crate::text::T;

/// The page. `form` holds what is decided so far (`yes`, `no` under each
/// recipient's word).
pub fn page(texts: T, head: &Head, form: &Form, may_decide: bool) -> AnyView {
    let questions = Recipient::ALL
        .into_iter()
        .map(|recipient| question(texts, form, recipient))
        .collect_view();
    let taken_back = head.state == ClaimState::Withdrawn;
    let body = if may_decide && !taken_back {
        view! {
            <form method="post" action=head.link("consents")>
                {super::version(head)}
                {questions}
                {super::save(texts, head, &texts.t("common-save"))}
            </form>
        }
        .into_any()
    } else {
        let items = Recipient::ALL
            .into_iter()
            .map(|recipient| {
                let name = recipient_name(texts, recipient);
                view! { <li>{name}": "{answer(texts, form.value(recipient.as_str()))}</li> }
            })
            .collect_view();
        let why = if taken_back {
            "claim-closed-withdrawn"
        } else {
            "claim-consents-only-claimant"
        };
        view! { <p>{texts.t(why)}</p><ul>{items}</ul> }.into_any()
    };
    view! {
        {super::back(texts, head)}
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-consents-title")}</h1>
        <p>{texts.t("claim-consents-lead")}</p>
        <p>{texts.t("claim-consents-back")}</p>
        {body}
    }
    .into_any()
}

/// A recipient in plain words.
pub fn recipient_name(texts: T, recipient: Recipient) -> String {
    texts.t(&format!("claim-recipient-{}", recipient.as_str()))
}

/// An answer in plain words.
pub fn answer(texts: T, answer: &str) -> String {
    texts.t(match answer {
        "yes" => "common-yes",
        "no" => "common-no",
        _ => "claim-consents-open",
    })
}

fn question(texts: T, form: &Form, recipient: Recipient) -> AnyView {
    let about = texts.t(&format!("claim-recipient-about-{}", recipient.as_str()));
    fields::choices_about(
        texts,
        form,
        "radio",
        recipient.as_str(),
        (&recipient_name(texts, recipient), Some(about)),
        vec![
            Choice::new("yes", texts.t("common-yes")),
            Choice::new("no", texts.t("common-no")),
        ],
    )
}
