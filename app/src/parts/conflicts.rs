//! Rows of two files of a claim that contradict each other. The same cards serve its claimant,
//! who decides which row counts, and its coordinators. One sentence serves the group's totals.

use casework::totals::OpenConflicts;
use ledger::secrets::masked;
use ledger::{Amount, CountedBy, Differs, Entry, Kind, Money, Place, Quantity};
use leptos::prelude::*;

use crate::forms::Form;
use crate::parts::fields::{self, Choice, TextField};
use crate::parts::figures;
use crate::parts::movement::{self, Movement};
use crate::parts::pieces::{Tone, inset, table, tag};
use crate::parts::values::AccountAt;
use crate::text::Translator;

/// The facts that a page shows about a claim's conflicts.
#[derive(Clone, Debug, Default)]
pub struct Conflicts {
    /// How many conflicts nobody has decided.
    pub open: i64,
    /// The first conflicts, open ones before others.
    pub questions: Vec<Question>,
    /// How many conflicts are not among them.
    pub more: i64,
    /// Decisions that have no effect, because no other row contradicts theirs any more.
    pub idle: Vec<Decision>,
    /// The reporting currency.
    pub currency: String,
}

/// Which of several rows counts?
#[derive(Clone, Debug)]
pub struct Question {
    /// A short name of the question, of letters and digits, made from its rows.
    pub token: String,
    /// The account of the rows.
    pub account: AccountAt,
    /// The rows, the one that counts first.
    pub rows: Vec<RowToCount>,
    /// What the files say about them; more than one where a row has several entries.
    pub comparisons: Vec<Comparison>,
    /// Whether somebody must still decide.
    pub is_open: bool,
    /// The decision that holds.
    pub decision: Option<Decision>,
}

/// A row that may count.
#[derive(Clone, Debug)]
pub struct RowToCount {
    /// The key that names it in forms.
    pub key: String,
    /// Its file and lines.
    pub place: Place,
}

/// Entries of one id as several files report them.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The id.
    pub id: String,
    /// Market, or asset.
    pub market: String,
    /// What sort of movement.
    pub kind: Kind,
    /// In what they differ.
    pub differs: Vec<Differs>,
    /// Why the first of them counts.
    pub counted_by: CountedBy,
    /// The entries, the one that counts first.
    pub entries: Vec<Compared>,
}

/// An entry of one of the files.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Its file and lines.
    pub place: Place,
    /// The entry; none where the files changed since.
    pub entry: Option<Box<Entry>>,
    /// By how much the loss would differ if it counted.
    pub apart: Option<Money>,
}

/// A decision of a person.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its id.
    pub id: String,
    /// File and lines of the row that counts.
    pub counted: String,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
}

/// The forms of a page on which conflicts can be decided.
#[derive(Clone, Copy, Debug)]
pub struct Deciding<'d> {
    /// The address to which decisions are sent.
    pub action: &'d str,
    /// The version of the claim.
    pub version: i64,
    /// A form that was sent, keyed by the token of its question.
    pub form: &'d Form,
}

/// The conflicts, where there are any or decisions about some. With `deciding`, the reader
/// can decide them.
pub fn of_claim(
    texts: Translator,
    conflicts: &Conflicts,
    deciding: Option<Deciding<'_>>,
) -> Option<AnyView> {
    if conflicts.questions.is_empty() && conflicts.idle.is_empty() && conflicts.more == 0 {
        return None;
    }
    let lead = match conflicts.open {
        0 => texts.t("conflicts-none-open"),
        open => {
            let open = texts.with("conflicts-text", &[("count", open.into())]);
            let what = match deciding {
                Some(_) => "conflicts-decide-lead",
                None => "conflicts-what-to-do",
            };
            format!("{open} {}", texts.t(what))
        }
    };
    let cards = conflicts
        .questions
        .iter()
        .map(|question| card(texts, question, &conflicts.currency, deciding))
        .collect_view();
    let more = (conflicts.more > 0).then(|| {
        let sentence = texts.with("conflicts-more", &[("count", conflicts.more.into())]);
        view! { <p>{sentence}</p> }
    });
    let body = view! {
        <h2 id="conflicts">{texts.t("conflicts-title")}</h2>
        <p>{lead}</p>
        <ul class="files">{cards}</ul>
        {more}
        {idle(texts, &conflicts.idle, deciding)}
    };
    Some(body.into_any())
}

fn card(
    texts: Translator,
    question: &Question,
    currency: &str,
    deciding: Option<Deciding<'_>>,
) -> AnyView {
    let tables = question
        .comparisons
        .iter()
        .map(|comparison| compared(texts, comparison, currency))
        .collect_view();
    let state = match question.is_open {
        true => tag(Tone::Warn, texts.t("conflicts-open")),
        false => tag(Tone::Good, texts.t("conflicts-settled")),
    };
    let title: Vec<String> = question
        .comparisons
        .iter()
        .map(|comparison| heading(texts, comparison))
        .collect();
    let decision = question
        .decision
        .as_ref()
        .map(|decision| decided(texts, decision, deciding));
    let form = deciding.map(|deciding| {
        let form = decision_form(texts, question, deciding);
        if question.is_open {
            return form;
        }
        let is_sent = deciding.form.key() == question.token;
        view! {
            <details open=is_sent><summary>{texts.t("conflicts-decide-again")}</summary>{form}</details>
        }
        .into_any()
    });
    view! {
        <li class="card" class:odd=question.is_open>
            <h3>{title.join("; ")}" "{state}</h3>
            <p class="hint">{question.account.text(texts)}</p>
            {tables}
            {decision}
            {form}
        </li>
    }
    .into_any()
}

fn heading(texts: Translator, comparison: &Comparison) -> String {
    texts.with(
        "conflicts-heading",
        &[
            ("id", masked(&comparison.id).into()),
            ("market", masked(&comparison.market).into()),
        ],
    )
}

fn place_text(texts: Translator, place: &Place) -> String {
    texts.with(
        "conflicts-place",
        &[
            ("file", place.file.as_str().into()),
            ("line", place.line.as_str().into()),
        ],
    )
}

/// A table with a column for each file, and a row for each field that differs.
fn compared(texts: Translator, comparison: &Comparison, currency: &str) -> AnyView {
    let entries = &comparison.entries;
    let mut head = vec![(texts.t("conflicts-field"), false)];
    let places = entries.iter();
    head.extend(places.map(|entry| (place_text(texts, &entry.place), false)));
    let cells = |cell: &dyn Fn(usize, &Compared) -> AnyView| {
        let cells = entries.iter().enumerate();
        let cells = cells.map(|(number, entry)| view! { <td>{cell(number, entry)}</td> });
        cells.collect_view()
    };
    let line = |name: String, cells: AnyView| {
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }.into_any()
    };
    let counts = cells(&|number, _| match number {
        0 => view! {
            <strong>{texts.t("conflicts-counted")}</strong>
            <div class="hint">{texts.t(why_key(comparison.counted_by))}</div>
        }
        .into_any(),
        _ => texts.t("conflicts-other").into_any(),
    });
    let mut rows = vec![line(texts.t("conflicts-counting"), counts.into_any())];
    for field in &comparison.differs {
        let described = cells(&|_, entry| match &entry.entry {
            Some(entry) => described(texts, *field, entry).into_any(),
            None => texts.t("conflicts-not-known").into_any(),
        });
        rows.push(line(texts.t(field_key(*field)), described.into_any()));
    }
    let apart = cells(&|number, entry| match (number, entry.apart) {
        (0, _) => texts.t("conflicts-apart-own").into_any(),
        (_, Some(apart)) => {
            let currency = currency.to_owned();
            view! { {figures::sum(texts, apart)}" "{currency} }.into_any()
        }
        (_, None) => texts.t("conflicts-apart-none").into_any(),
    });
    rows.push(line(texts.t("conflicts-apart"), apart.into_any()));
    let caption = heading(texts, comparison);
    table(&caption, &head, rows.into_any())
}

/// What an entry says of a field.
fn described(texts: Translator, field: Differs, entry: &Entry) -> String {
    let nothing = || texts.t("conflicts-nothing");
    let number = |amount: &Option<Amount>| match amount {
        Some(amount) => texts.number(&amount.to_string()),
        None => nothing(),
    };
    let quantity = |quantity: &Option<Quantity>| match quantity {
        Some(quantity) => {
            let amount = texts.number(&quantity.amount.to_string());
            format!("{amount}\u{a0}{}", masked(&quantity.asset))
        }
        None => nothing(),
    };
    match field {
        Differs::Time => movement::readable(&entry.time.to_string()),
        Differs::Side => Movement::of(entry).sentence(texts),
        Differs::Size => number(&entry.facts.contract_size),
        Differs::Price => number(&entry.price),
        Differs::Out => quantity(&entry.out),
        Differs::In => quantity(&entry.in_),
        Differs::Fee => quantity(&entry.fee),
        Differs::Order if entry.order_id.is_empty() => nothing(),
        Differs::Order => masked(&entry.order_id).to_owned(),
    }
}

/// Who decided what, with a button to take it back.
fn decided(texts: Translator, decision: &Decision, deciding: Option<Deciding<'_>>) -> AnyView {
    let sentence = texts.with(
        "conflicts-decided",
        &[("place", (&decision.counted).into())],
    );
    let by = texts.with("conflicts-decided-by", &[("who", (&decision.who).into())]);
    let back = deciding.map(|deciding| {
        let action = format!("{}/{}/remove", deciding.action, decision.id);
        view! {
            <form method="post" action=action class="inline">
                {fields::hidden("version", deciding.version.to_string())}
                <button class="second small">{texts.t("conflicts-take-back")}</button>
            </form>
        }
    });
    view! {
        <p><strong>{sentence}</strong>" "{by}", "{figures::moment_in_words(texts, &decision.at)}</p>
        <p class="hint">{decision.reason.clone()}</p>
        {back}
    }
    .into_any()
}

fn decision_form(texts: Translator, question: &Question, deciding: Deciding<'_>) -> AnyView {
    let form = match deciding.form.key() == question.token {
        true => deciding.form.clone(),
        false => deciding.form.blank().keyed(&question.token),
    };
    let rows = question.rows.iter().map(|row| {
        // What was shown is sent too: a conflict that changed since is asked again.
        fields::hidden("shown", &row.key)
    });
    let rows = rows.collect_view();
    let choices = question.rows.iter();
    let choices = choices.map(|row| Choice::new(&row.key, place_text(texts, &row.place)));
    let legend = texts.t("conflicts-decide");
    let choices = fields::choices(texts, &form, "radio", "row", &legend, choices.collect());
    let reason = TextField::new("reason", texts.t("conflicts-reason"))
        .hint(texts.t("conflicts-reason-hint"))
        .length_max(form.limits().reason_characters_max)
        .view(texts, &form);
    view! {
        <form method="post" action=deciding.action.to_owned()>
            {fields::hidden("version", deciding.version.to_string())}
            {fields::hidden("question", &question.token)}
            {rows}
            {choices}
            {reason}
            <div class="actions"><button>{texts.t("conflicts-decide-button")}</button></div>
        </form>
    }
    .into_any()
}

fn idle(
    texts: Translator,
    decisions: &[Decision],
    deciding: Option<Deciding<'_>>,
) -> Option<AnyView> {
    if decisions.is_empty() {
        return None;
    }
    let cards = decisions
        .iter()
        .map(|decision| view! { <li class="card">{decided(texts, decision, deciding)}</li> })
        .collect_view();
    let body = view! {
        <h3>{texts.t("conflicts-idle-title")}</h3>
        <p>{texts.t("conflicts-idle-text")}</p>
        <ul class="files">{cards}</ul>
    };
    Some(body.into_any())
}

fn field_key(field: Differs) -> &'static str {
    match field {
        Differs::Time => "conflicts-field-time",
        Differs::Side => "conflicts-field-side",
        Differs::Size => "conflicts-field-size",
        Differs::Price => "conflicts-field-price",
        Differs::Out => "conflicts-field-out",
        Differs::In => "conflicts-field-in",
        Differs::Fee => "conflicts-field-fee",
        Differs::Order => "conflicts-field-order",
    }
}

fn why_key(by: CountedBy) -> &'static str {
    match by {
        CountedBy::FinerDetail => "conflicts-by-detail",
        CountedBy::MovedLess => "conflicts-by-less",
        CountedBy::FirstByHash => "conflicts-by-hash",
        CountedBy::Settled => "conflicts-by-decision",
    }
}

/// How many rows of the group are in conflict, and the amount that depends on them.
pub fn in_totals(texts: Translator, open: &OpenConflicts, currency: &str) -> Option<AnyView> {
    if open.rows == 0 {
        return None;
    }
    let apart = movement::money_text(texts, open.apart, currency);
    let sentence = texts.with(
        "conflicts-in-totals",
        &[
            ("count", open.rows.into()),
            ("claims", open.claims.into()),
            ("apart", apart.into()),
        ],
    );
    let body = view! { <p id="conflicts">{sentence}</p> };
    Some(inset("warn", body.into_any()))
}

#[cfg(test)]
mod tests;
