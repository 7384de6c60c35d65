//! The messages between the claimant and the coordinators, and the claim's changes of state.

use casework::{ClaimState, EventKind};
use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::{self, TextField};
use crate::parts::figures;
use crate::parts::pieces::{self, Tone};
use crate::text::Translator;

/// A message, a request, or a change of state with its words.
#[derive(Clone, Debug)]
pub struct MessageRow {
    /// Its id.
    pub id: String,
    /// Which of them.
    pub kind: EventKind,
    /// Whether the reader has not marked it as read.
    pub unread: bool,
    /// When, RFC 3339.
    pub time: String,
    /// Whether the reader wrote it.
    pub is_own: bool,
    /// Name of the author.
    pub name: String,
    /// The state it led to.
    pub to: Option<ClaimState>,
    /// The words.
    pub words: String,
}

/// The page.
pub fn page(texts: Translator, head: &Head, rows: &[MessageRow], form: &Form) -> AnyView {
    let items = rows.iter().map(|row| message(texts, row)).collect_view();
    let none = rows
        .is_empty()
        .then(|| view! { <p>{texts.t("claim-messages-none")}</p> });
    let seen = rows.last().map(|row| row.id.clone());
    let unread = rows.iter().filter(|row| row.unread).count();
    let mark = (unread > 0).then(|| {
        view! {
            <form method="post" action=head.link("messages/read")>
                {seen.clone().map(|id| fields::hidden("seen", id))}
                <div class="actions">
                    <button class="second">{texts.t("claim-messages-mark-read")}</button>
                </div>
            </form>
        }
    });
    let write = (head.state != ClaimState::Withdrawn).then(|| {
        let field = TextField::new("words", texts.t("claim-messages-label"))
            .hint(texts.t("claim-messages-hint"))
            .length_max(form.limits().message_characters_max)
            .rows(6)
            .view(texts, form);
        view! {
            <form method="post" action=head.link("messages")>
                {seen.map(|id| fields::hidden("seen", id))}
                {field}
                {super::save(texts, head, &texts.t("claim-messages-button"))}
            </form>
        }
    });
    view! {
        {super::back(texts, head)}
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-messages-title")}</h1>
        <p>{texts.t("claim-messages-lead")}</p>
        {none}
        <ol class="files">{items}</ol>
        {mark}
        {write}
    }
    .into_any()
}

fn message(texts: Translator, row: &MessageRow) -> AnyView {
    let who = if row.is_own {
        texts.t("claim-messages-you")
    } else {
        row.name.clone()
    };
    let moved = row
        .to
        .map(|state| view! { <p>{super::state_tag(texts, state)}</p> });
    let asks = (row.kind == EventKind::ReturnRequest)
        .then(|| view! { <p><strong>{texts.t("claim-messages-asks-back")}</strong></p> });
    let unread = row
        .unread
        .then(|| pieces::tag(Tone::Warn, texts.t("claim-messages-unread")));
    let words = (!row.words.is_empty()).then(|| super::tasks::paragraphs(&row.words));
    view! {
        <li class="card">
            <p class="hint">{who}", "{figures::moment_in_words(texts, &row.time)}" "{unread}</p>
            {moved}
            {asks}
            {words}
        </li>
    }
    .into_any()
}
