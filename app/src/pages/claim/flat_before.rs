//! The statement that at a moment nothing was held in any contract: a part of the page of
//! entries, for claims with trades in contracts.

use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::TextField;
use crate::parts::movement;
use crate::text::Translator;

/// What the part shows.
#[derive(Clone, Debug)]
pub struct FlatBefore {
    /// The stated moment, RFC 3339, and how the claimant knows it.
    pub stated: Option<(String, String)>,
    /// How many positions are not valued, because nothing says what was held before.
    pub not_valued: i64,
    /// The form of a new statement, as it was sent.
    pub form: Form,
}

/// The part: the statement with a button that removes it, or the form for one.
pub fn part(texts: Translator, head: &Head, flat: &FlatBefore) -> AnyView {
    let not_valued = (flat.not_valued > 0).then(|| {
        let sentence = texts.with("claim-flat-positions", &[("count", flat.not_valued.into())]);
        let link = texts.t("claim-flat-positions-see");
        view! { <p>{sentence}" "<a href=head.link("loss")>{link}</a></p> }
    });
    let stated = flat
        .stated
        .as_ref()
        .map(|stated| statement(texts, head, stated));
    // What somebody typed stays, although another window has stated a moment meanwhile.
    let is_typed = !flat.form.value("flat-time").is_empty();
    let asks = head.open && (flat.stated.is_none() || is_typed);
    view! {
        <h2 id="contracts">{texts.t("claim-flat-title")}</h2>
        {stated}
        {not_valued}
        {asks.then(|| form(texts, head, &flat.form))}
    }
    .into_any()
}

/// The statement in words.
pub fn sentence(texts: Translator, at: &str) -> String {
    texts.with(
        "claim-flat-stated",
        &[("time", movement::readable(at).into())],
    )
}

fn statement(
    texts: Translator,
    head: &Head,
    (at, reason): &(String, String),
) -> impl IntoView + use<> {
    let remove = head.open.then(|| {
        view! {
            <form method="post" action=head.link("entries/flat/remove") class="inline">
                {super::version(head)}
                <button class="second small">{texts.t("claim-flat-remove")}</button>
            </form>
        }
    });
    view! {
        <ul class="files">
            <li class="card">
                <p><strong>{sentence(texts, at)}</strong></p>
                <p class="hint">{reason.clone()}</p>
                {remove}
            </li>
        </ul>
    }
}

fn form(texts: Translator, head: &Head, form: &Form) -> impl IntoView + use<> {
    let time = TextField::new("flat-time", texts.t("claim-flat-time"))
        .hint(texts.t("claim-flat-time-hint"))
        .kind("datetime-local")
        .step("1")
        .class("medium")
        .view(texts, form);
    let reason = TextField::new("flat-reason", texts.t("claim-flat-reason"))
        .hint(texts.t("claim-flat-reason-hint"))
        .length_max(form.limits().reason_characters_max)
        .view(texts, form);
    view! {
        <p>{texts.t("claim-flat-text")}</p>
        <form method="post" action=head.link("entries/flat")>
            {super::version(head)}
            {time}
            {reason}
            <div class="actions"><button>{texts.t("claim-flat-button")}</button></div>
        </form>
    }
}
