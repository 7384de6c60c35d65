//! The page on which a claimant asks to have a submitted claim sent back, to change it. It
//! explains the effect, takes words for the coordinators, and shows an earlier request.

use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::{self, TextField};
use crate::parts::figures;
use crate::parts::pieces;
use crate::text::Translator;

/// The page.
pub fn page(texts: Translator, head: &Head, form: &Form) -> AnyView {
    let body = match &head.return_asked {
        Some(at) => asked(texts, head, at),
        None if head.state.can_be_asked_back() => ask_form(texts, head, form),
        None => view! { <p>{texts.t("claim-ask-back-not-now")}</p> }.into_any(),
    };
    view! {
        {super::back(texts, head)}
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-ask-back-title")}</h1>
        {body}
    }
    .into_any()
}

/// The claimant's request, and where the answer will appear.
fn asked(texts: Translator, head: &Head, at: &str) -> AnyView {
    let body = view! {
        <p>{texts.t("claim-ask-back-asked")}" "{figures::moment_in_words(texts, at)}</p>
        <p><a href=head.link("messages")>{texts.t("claim-ask-back-see")}</a></p>
    };
    pieces::inset("", body.into_any())
}

fn ask_form(texts: Translator, head: &Head, form: &Form) -> AnyView {
    let words = TextField::new("words", texts.t("claim-ask-back-words"))
        .hint(texts.t("claim-ask-back-words-hint"))
        .length_max(form.limits().message_characters_max)
        .rows(4)
        .view(texts, form);
    view! {
        <p>{texts.t("claim-ask-back-text")}</p>
        <p>{texts.t("claim-ask-back-counts")}</p>
        <form method="post" action=head.link("ask-back")>
            {words}
            {super::save(texts, head, &texts.t("claim-ask-back-button"))}
        </form>
    }
    .into_any()
}
