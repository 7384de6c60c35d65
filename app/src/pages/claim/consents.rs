//! Consent: yes or no for each recipient separately, which may be changed at any time before
//! a release.

use casework::{ClaimState, Recipient};
use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::{self, Choice};
use crate::text::Translator;

/// The decisions so far, and the form for new ones.
#[derive(Clone, Debug)]
pub struct Decisions {
    /// Version of the stored decisions. A form sent from an older version changes nothing.
    pub version: i64,
    /// Whether the reader is the person who decides.
    pub may_decide: bool,
    /// The stored decisions: `yes` or `no` under each recipient's word.
    pub kept: Form,
    /// The form as shown, with its errors.
    pub form: Form,
}

/// The page.
pub fn page(texts: Translator, head: &Head, decisions: &Decisions) -> AnyView {
    let Decisions {
        version,
        may_decide,
        kept,
        form,
    } = decisions;
    let questions = Recipient::ALL
        .into_iter()
        .map(|recipient| question(texts, decisions, recipient))
        .collect_view();
    let taken_back = head.state == ClaimState::Withdrawn;
    let body = if *may_decide && !taken_back {
        view! {
            <form method="post" action=head.link("consents")>
                {fields::hidden("version", version.to_string())}
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
                view! { <li>{name}{texts.t("common-colon")}{answer(texts, kept.value(recipient.as_str()))}</li> }
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
pub fn recipient_name(texts: Translator, recipient: Recipient) -> String {
    texts.t(&format!("claim-recipient-{}", recipient.as_str()))
}

/// An answer in plain words.
pub fn answer(texts: Translator, answer: &str) -> String {
    texts.t(match answer {
        "yes" => "common-yes",
        "no" => "common-no",
        _ => "claim-consents-open",
    })
}

fn question(texts: Translator, decisions: &Decisions, recipient: Recipient) -> AnyView {
    let Decisions { kept, form, .. } = decisions;
    let word = recipient.as_str();
    let mut about = texts.t(&format!("claim-recipient-about-{word}"));
    // Whoever answers from an old page must see the stored answer before overwriting it.
    if !form.is_valid() && form.value(word) != kept.value(word) {
        let answer = answer(texts, kept.value(word));
        let now = texts.with("claim-consents-now", &[("answer", answer.into())]);
        about = format!("{about} {now}");
    }
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
