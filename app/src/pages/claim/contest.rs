//! A preview of contesting entries: what would change, counted and shown before it is saved.
//! A period that is too long becomes visible here, before it affects the loss.

use ledger::Kind;
use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::values::Span;
use crate::parts::{fields, figures, movement, pieces};
use crate::text::Translator;

/// Entries of one sort.
#[derive(Clone, Debug)]
pub struct SortRow {
    /// The exchange.
    pub exchange: String,
    /// What sort of movement.
    pub kind: Kind,
    /// The market, or the assets that moved.
    pub market: String,
    /// How many.
    pub entries: i64,
    /// The first and the last of them, RFC 3339.
    pub span: Span,
}

/// Entries that would change in one direction, by sort.
#[derive(Clone, Debug, Default)]
pub struct Sorts {
    /// All of them together.
    pub entries: i64,
    /// The sorts shown, those with most entries first.
    pub rows: Vec<SortRow>,
    /// How many further sorts there are.
    pub more: i64,
}

/// The facts on the page.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The claim.
    pub head: Head,
    /// The target of the form, under the claim's address.
    pub to: String,
    /// The changes in words, one sentence each.
    pub sentences: Vec<String>,
    /// Entries that would be marked as not the claimant's.
    pub contested: Sorts,
    /// Entries that would be the claimant's again.
    pub released: Sorts,
    /// Entries marked afterwards.
    pub after: i64,
    /// A mark of the entries that are counted here. Saving applies to exactly these, or
    /// fails.
    pub mark: String,
    /// Whether the person can go back to a form with the entered values.
    pub can_change: bool,
}

/// Fields that belong to this page and not to the entered values.
const OWN_FIELDS: [&str; 3] = ["version", "counted", "change"];

/// The page; `form` holds the entered values and their errors.
pub fn page(texts: Translator, preview: &Preview, form: &Form) -> AnyView {
    let head = &preview.head;
    let sentences = preview
        .sentences
        .iter()
        .map(|sentence| view! { <li>{sentence.clone()}</li> })
        .collect_view();
    let after = texts.with("claim-contest-after", &[("count", preview.after.into())]);
    let change = preview.can_change.then(|| {
        view! {
            <button class="second" name="change" value="yes">{texts.t("claim-contest-change")}</button>
        }
    });
    view! {
        <p class="no-print"><a href=head.link("entries")>"← "{texts.t("claim-entries-title")}</a></p>
        {super::progress(texts, head)}
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-contest-title")}</h1>
        <p>{texts.t("claim-contest-lead")}</p>
        <ul>{sentences}</ul>
        {changes(texts, preview)}
        <p>{after}</p>
        <form method="post" action=head.link(&preview.to)>
            {super::version(head)}
            {fields::hidden("counted", preview.mark.clone())}
            {entered(form)}
            <div class="actions">
                <button>{button(texts, preview)}</button>
                {change}
                <a href=head.link("entries")>{texts.t("common-cancel")}</a>
            </div>
        </form>
    }
    .into_any()
}

/// The entered values, carried along as hidden fields.
fn entered(form: &Form) -> impl IntoView + use<> {
    form.fields()
        .filter(|(name, _)| !OWN_FIELDS.contains(name))
        .flat_map(|(name, values)| values.iter().map(move |value| (name, value)))
        .map(|(name, value)| {
            view! { <input type="hidden" name=name.to_owned() value=value.clone()/> }
        })
        .collect_view()
}

/// The label of the button, with the number of entries.
fn button(texts: Translator, preview: &Preview) -> String {
    match (preview.contested.entries, preview.released.entries) {
        (0, 0) => texts.t("claim-contest-save-none"),
        (count, 0) => texts.with("claim-contest-save-contested", &[("count", count.into())]),
        (0, count) => texts.with("claim-contest-save-released", &[("count", count.into())]),
        (contested, released) => {
            let args = [("count", (contested + released).into())];
            texts.with("claim-contest-save-both", &args)
        }
    }
}

fn changes(texts: Translator, preview: &Preview) -> AnyView {
    if preview.contested.entries == 0 && preview.released.entries == 0 {
        let body = view! { <p>{texts.t("claim-contest-none")}</p> };
        return pieces::inset("warn", body.into_any());
    }
    let contested = sorts(texts, "claim-contest-contested", &preview.contested);
    let released = sorts(texts, "claim-contest-released", &preview.released);
    view! { {contested}{released} }.into_any()
}

/// A table of the sorts with their counts; the caption has the sum.
fn sorts(texts: Translator, caption: &str, sorts: &Sorts) -> Option<AnyView> {
    if sorts.entries == 0 {
        return None;
    }
    let caption = texts.with(caption, &[("count", sorts.entries.into())]);
    let head = [
        (texts.t("claim-contest-market"), false),
        (texts.t("claim-contest-kind"), false),
        (texts.t("claim-exchange"), false),
        (texts.t("claim-contest-entries"), true),
        (texts.t("claim-contest-first"), false),
        (texts.t("claim-contest-last"), false),
    ];
    let rows = sorts.rows.iter().map(|row| sort_row(texts, row)).collect();
    let more = (sorts.more > 0).then(|| {
        let sentence = texts.with("claim-contest-more", &[("count", sorts.more.into())]);
        view! { <p class="hint">{sentence}</p> }
    });
    Some(view! { {pieces::stacked(&caption, &head, rows)}{more} }.into_any())
}

fn sort_row(texts: Translator, row: &SortRow) -> pieces::Stacked {
    let cells = vec![
        row.market.clone().into_any(),
        movement::kind_name(texts, row.kind).into_any(),
        movement::exchange_name(texts, &row.exchange).into_any(),
        figures::count(texts, row.entries),
        figures::moment(&row.span.from),
        figures::moment(&row.span.to),
    ];
    (None, cells)
}
