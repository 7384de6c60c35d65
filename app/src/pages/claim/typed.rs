//! Movements typed in by people who have only screenshots or mails. Only the claimant's
//! statement supports them, so they are never in the documented total.

use ledger::Kind;
use leptos::prelude::*;

use super::Head;
use crate::forms::{Form, claim};
use crate::parts::fields::{self, Choice, TextField};
use crate::parts::figures;
use crate::parts::movement::{self, Movement};
use crate::text::Translator;

/// A movement that was typed in.
#[derive(Clone, Debug)]
pub struct TypedRow {
    /// Its id.
    pub id: String,
    /// When, RFC 3339.
    pub time: String,
    /// What happened.
    pub movement: Movement,
    /// Exchange.
    pub exchange: String,
    /// Name of the account.
    pub account: String,
    /// Its source.
    pub note: String,
}

/// The page.
pub fn page(texts: Translator, head: &Head, rows: &[TypedRow], form: &Form) -> AnyView {
    view! {
        <p class="no-print"><a href=head.link("entries")>"← "{texts.t("claim-entries-title")}</a></p>
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-typed-title")}</h1>
        {super::closed_note(texts, head)}
        <p>{texts.t("claim-typed-lead")}</p>
        <p>{texts.t("claim-typed-support")}</p>
        {list(texts, head, rows)}
        {head.open.then(|| entry_form(texts, head, form))}
    }
    .into_any()
}

fn list(texts: Translator, head: &Head, rows: &[TypedRow]) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let items = rows
        .iter()
        .map(|row| {
            let remove = head.open.then(|| {
                let action = head.link(&format!("entries/typed/{}/remove", row.id));
                view! {
                    <form method="post" action=action class="inline">
                        {super::version(head)}
                        <button class="second small">{texts.t("claim-typed-remove")}</button>
                    </form>
                }
            });
            let account = movement::account_name(texts, &row.exchange, &row.account);
            view! {
                <li class="card">
                    <p>{figures::moment(&row.time)}{texts.t("common-colon")}<strong>{row.movement.sentence(texts)}</strong></p>
                    <p class="hint">{account}" – "{row.note.clone()}</p>
                    {remove}
                </li>
            }
        })
        .collect_view();
    let heading = texts.t("claim-typed-list");
    Some(view! { <h2>{heading}</h2><ul class="files">{items}</ul> }.into_any())
}

fn entry_form(texts: Translator, head: &Head, form: &Form) -> impl IntoView + use<> {
    let exchanges = std::iter::once(Choice::new("", texts.t("claim-choose")))
        .chain(
            claim::exchanges().map(|name| Choice::new(name, movement::exchange_name(texts, name))),
        )
        .collect();
    let kinds = [Kind::Trade, Kind::Withdrawal, Kind::Deposit]
        .into_iter()
        .map(|kind| Choice::new(kind.as_str(), movement::kind_name(texts, kind)))
        .collect();
    let account = TextField::new("account", texts.t("claim-file-account"))
        .length_max(form.limits().account_characters_max)
        .class("medium")
        .optional()
        .view(texts, form);
    let time = TextField::new("time", texts.t("claim-typed-time"))
        .hint(texts.t("claim-typed-time-hint"))
        .kind("datetime-local")
        .step("1")
        .class("medium")
        .view(texts, form);
    let note = TextField::new("note", texts.t("claim-typed-note"))
        .hint(texts.t("claim-typed-note-hint"))
        .length_max(form.limits().note_characters_max)
        .rows(3)
        .view(texts, form);
    let which = Some(texts.t("claim-typed-exchange-hint"));
    view! {
        <h2>{texts.t("claim-typed-add")}</h2>
        <form method="post" action=head.link("entries/typed")>
            {super::version(head)}
            <div class="row">
                {fields::select(texts, form, "exchange", &texts.t("claim-exchange"), which, exchanges)}
                {account}
            </div>
            {time}
            {fields::choices(texts, form, "radio", "kind", &texts.t("claim-typed-kind"), kinds)}
            {quantity(texts, form, "out", "claim-typed-out")}
            {quantity(texts, form, "in", "claim-typed-in")}
            {quantity(texts, form, "fee", "claim-typed-fee")}
            {note}
            <div class="actions"><button>{texts.t("claim-typed-button")}</button></div>
        </form>
    }
}

/// An amount and its asset: two inputs side by side.
fn quantity(texts: Translator, form: &Form, name: &str, legend: &str) -> AnyView {
    let amount = TextField::new(format!("{name}-amount"), texts.t("claim-amount"))
        .input_mode("decimal")
        .length_max(form.limits().amount_characters_max)
        .class("medium")
        .view(texts, form);
    let asset = TextField::new(format!("{name}-asset"), texts.t("claim-asset"))
        .hint(texts.t("claim-asset-hint"))
        .length_max(form.limits().asset_characters_max)
        .class("short")
        .view(texts, form);
    view! {
        <fieldset class="field several">
            <legend>{texts.t(legend)}</legend>
            <div class="row">{amount}{asset}</div>
        </fieldset>
    }
    .into_any()
}
