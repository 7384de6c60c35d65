//! Small parts that several pages use: state tags, summary lists, tables that scroll by
//! themselves, links to further pages, confirm buttons.

use leptos::prelude::*;

use crate::text::Translator;

/// The look of a tag; its words always express the same as its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do.
    Quiet,
    /// Something is under way.
    Busy,
    /// Done and good.
    Good,
    /// Wants attention.
    Warn,
    /// Refused or wrong.
    Bad,
}

/// A state in a small coloured box.
pub fn tag(tone: Tone, text: impl Into<String>) -> AnyView {
    let class = match tone {
        Tone::Quiet => "tag quiet",
        Tone::Busy => "tag busy",
        Tone::Good => "tag good",
        Tone::Warn => "tag warn",
        Tone::Bad => "tag bad",
    };
    view! { <strong class=class>{text.into()}</strong> }.into_any()
}

/// A [`tag`] of more than a few words, which may take several lines.
pub fn remark(tone: Tone, text: impl Into<String>) -> AnyView {
    let text = text.into();
    view! { <span class="remark">{tag(tone, text)}</span> }.into_any()
}

/// A row of a summary list: term, value, and optionally the address of a change with the
/// link's text.
pub type SummaryRow = (String, AnyView, Option<(String, String)>);

/// Rows of term and value, each with a link to change it if there is one.
pub fn summary_list(rows: Vec<SummaryRow>) -> AnyView {
    let rows = rows
        .into_iter()
        .map(|(term, value, change)| {
            let action = change.map(|(href, label)| {
                view! {
                    <dd class="action">
                        <a href=href>{label}<span class="visually-hidden">" "{term.clone()}</span></a>
                    </dd>
                }
            });
            view! { <div><dt>{term}</dt><dd>{value}</dd>{action}</div> }
        })
        .collect_view();
    view! { <dl class="summary">{rows}</dl> }.into_any()
}

/// A table in a box that scrolls sideways on small screens and can be reached by keyboard.
/// `head` holds the column titles and whether their cells align as numbers; `rows` are ready
/// `<tr>`s.
pub fn table(caption: &str, head: &[(String, bool)], rows: AnyView) -> AnyView {
    table_with_total(caption, head, rows, ().into_any())
}

/// The same with rows at the foot: the totals of the columns.
pub fn table_with_total(
    caption: &str,
    head: &[(String, bool)],
    rows: AnyView,
    total: AnyView,
) -> AnyView {
    framed("", caption, head, rows, total)
}

/// One row of a [`stacked`] table: an id for links, if any, and its cells. The first cell
/// names the row.
pub type Stacked = (Option<String>, Vec<AnyView>);

/// A table whose rows become blocks on a phone. Each cell then has its column title before
/// it, and nothing is hidden.
pub fn stacked(caption: &str, head: &[(String, bool)], rows: Vec<Stacked>) -> AnyView {
    let rows = rows
        .into_iter()
        .map(|(id, cells)| {
            let cells = cells
                .into_iter()
                .zip(head)
                .enumerate()
                .map(|(index, (cell, (label, numeric)))| {
                    let class = numeric.then_some("numeric");
                    if index == 0 {
                        return view! { <th scope="row" class=class>{cell}</th> }.into_any();
                    }
                    let label = label.clone();
                    view! { <td class=class data-label=label>{cell}</td> }.into_any()
                })
                .collect_view();
            view! { <tr id=id>{cells}</tr> }
        })
        .collect_view();
    framed("stack", caption, head, rows.into_any(), ().into_any())
}

/// A table whose rows become blocks on a phone without column titles, because each cell
/// explains itself.
pub fn telling(caption: &str, head: &[(String, bool)], rows: AnyView) -> AnyView {
    framed("stack telling", caption, head, rows, ().into_any())
}

fn framed(
    class: &'static str,
    caption: &str,
    head: &[(String, bool)],
    rows: AnyView,
    total: AnyView,
) -> AnyView {
    let head = head
        .iter()
        .map(|(text, numeric)| {
            let class = numeric.then_some("numeric");
            view! { <th scope="col" class=class>{text.clone()}</th> }
        })
        .collect_view();
    let label = caption.to_owned();
    view! {
        <div class="table-box" role="region" tabindex="0" aria-label=label>
            <table class=class>
                <caption><span>{caption.to_owned()}</span></caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
                <tfoot>{total}</tfoot>
            </table>
        </div>
    }
    .into_any()
}

/// A box that explains how the figures of the page are counted. It is closed at first.
pub fn counted(texts: Translator, words: String) -> AnyView {
    view! {
        <details class="counted">
            <summary>{texts.t("common-counted")}</summary>
            <p class="hint">{words}" "<a href="/method">{texts.t("common-counted-method")}</a></p>
        </details>
    }
    .into_any()
}

/// A form with one button, for a change of state that needs no input.
pub fn button_form(action: String, label: String, class: &'static str) -> AnyView {
    view! {
        <form method="post" action=action class="inline">
            <button class=class>{label}</button>
        </form>
    }
    .into_any()
}

/// A table right below a heading with the same words as its caption. The caption serves
/// people who come to the table directly.
pub fn headed(table: AnyView) -> AnyView {
    view! { <div class="headed">{table}</div> }.into_any()
}

/// Asks before an irreversible act: a fold that explains the effect, with the button inside.
/// `whom` distinguishes the folds of a list.
pub fn asking(
    (label, whom): (String, &str),
    what: String,
    action: String,
    button: String,
) -> AnyView {
    view! {
        <details class="asking">
            <summary>{label}<span class="visually-hidden">" "{whom.to_owned()}</span></summary>
            <p>{what}</p>
            {button_form(action, button, "danger small")}
        </details>
    }
    .into_any()
}

/// The filter above a list, with its current conditions. On a wide screen its fields are
/// open; on a phone they are folded, so that the list comes first.
pub fn narrowing(texts: Translator, chosen: &[String], form: AnyView) -> AnyView {
    let summary = if chosen.is_empty() {
        texts.t("common-narrow")
    } else {
        texts.with("common-narrowed", &[("to", chosen.join(" · ").into())])
    };
    view! { <details class="narrowing"><summary>{summary}</summary>{form}</details> }.into_any()
}

/// A box around a warning or an explanation.
pub fn inset(class: &'static str, body: AnyView) -> AnyView {
    view! { <div class=format!("inset {class}")>{body}</div> }.into_any()
}
