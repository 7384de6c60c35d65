//! Credits: refunds, returned coins and compensation, each with its evidence.

use ledger::Money;
use ledger::losses::CreditDoubt;
use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::{self, TextField};
use crate::parts::figures;
use crate::parts::movement;
use crate::parts::pieces::{self, Tone};
use crate::text::Translator;

/// A credit: something that came back.
#[derive(Clone, Debug)]
pub struct CreditRow {
    /// Its id.
    pub id: String,
    /// When: a date, or RFC 3339.
    pub time: String,
    /// Ticker.
    pub asset: String,
    /// Exact quantity.
    pub amount: String,
    /// What shows it.
    pub evidence: String,
    /// Further words.
    pub note: String,
    /// Its value; none when there is no price.
    pub value: Option<Money>,
    /// What is odd about it.
    pub doubts: Vec<CreditDoubt>,
}

/// The page.
pub fn page(
    texts: Translator,
    head: &Head,
    currency: &str,
    rows: &[CreditRow],
    form: &Form,
) -> AnyView {
    view! {
        {super::back(texts, head)}
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-credits-title")}</h1>
        {super::closed_note(texts, head)}
        <p>{texts.t("claim-credits-lead")}</p>
        <p>{texts.t("claim-credits-no-sale")}</p>
        {list(texts, head, currency, rows)}
        {head.open.then(|| credit_form(texts, head, form))}
    }
    .into_any()
}

fn list(texts: Translator, head: &Head, currency: &str, rows: &[CreditRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <p>{texts.t("claim-credits-none")}</p> }.into_any();
    }
    let items = rows
        .iter()
        .map(|row| {
            let remove = head.open.then(|| {
                let action = head.link(&format!("credits/{}/remove", row.id));
                view! {
                    <form method="post" action=action class="inline">
                        {super::version(head)}
                        <button class="second small">{texts.t("claim-credits-remove")}</button>
                    </form>
                }
            });
            let worth = match row.value {
                Some(value) => movement::money_text(texts, value, currency).into_any(),
                None => pieces::tag(Tone::Warn, texts.t("claim-line-unpriced")),
            };
            let what = format!("{}\u{a0}{}", texts.number(&row.amount), row.asset);
            view! {
                <li class="card">
                    <p>
                        {movement::readable(&row.time)}{texts.t("common-colon")}<strong>{what}</strong>" "
                        {texts.t("claim-credits-worth")}" "{worth}
                    </p>
                    <p class="hint">{row.evidence.clone()}" "{row.note.clone()}</p>
                    {figures::credit_doubts(texts, &row.doubts)}
                    {remove}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="files">{items}</ul> }.into_any()
}

fn credit_form(texts: Translator, head: &Head, form: &Form) -> impl IntoView + use<> {
    let time = TextField::new("time", texts.t("claim-credits-when"))
        .hint(texts.t("claim-credits-when-hint"))
        .kind("date")
        .class("medium")
        .view(texts, form);
    let amount = TextField::new("amount", texts.t("claim-amount"))
        .input_mode("decimal")
        .length_max(form.limits().amount_characters_max)
        .class("medium")
        .view(texts, form);
    let asset = TextField::new("asset", texts.t("claim-asset"))
        .hint(texts.t("claim-asset-hint"))
        .length_max(form.limits().asset_characters_max)
        .class("short")
        .view(texts, form);
    let evidence = TextField::new("evidence", texts.t("claim-credits-evidence"))
        .hint(texts.t("claim-credits-evidence-hint"))
        .length_max(form.limits().note_characters_max)
        .view(texts, form);
    let note = TextField::new("note", texts.t("claim-credits-note"))
        .length_max(form.limits().note_characters_max)
        .rows(2)
        .optional()
        .view(texts, form);
    view! {
        <h2>{texts.t("claim-credits-add")}</h2>
        <form method="post" action=head.link("credits")>
            {super::version(head)}
            {time}
            <div class="row">{amount}{asset}</div>
            {evidence}
            {note}
            {super::save(texts, head, &texts.t("claim-credits-button"))}
        </form>
    }
}
