//! Check the answers, declare them to be true, submit: one page before the act that matters.

use casework::{FileOrigin, Recipient};
use ledger::Money;
use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::{self, Choice, TextField};
use crate::parts::movement;
use crate::parts::pieces::{self, SummaryRow};
use crate::parts::values::{LinkTo, Words};
use crate::text::Translator;

/// The facts on the page.
#[derive(Clone, Debug)]
pub struct Check {
    /// The claim.
    pub head: Head,
    /// What is declared about the files and the typed-in entries.
    pub declared: Declared,
    /// Files that could not be read.
    pub files_unread: i64,
    /// The contested entries in words, one sentence for each rule, and the notes on
    /// contracts.
    pub contested: Vec<String>,
    /// Entries contested.
    pub entries: i64,
    /// The loss less what came back.
    pub net: Option<Money>,
    /// Currency.
    pub currency: String,
    /// Entries without a price.
    pub unpriced: i64,
    /// The value of what came back.
    pub credits: Money,
    /// The statement.
    pub statement: Words,
    /// Decisions on sharing: `Some(true)` yes.
    pub consents: Vec<(Recipient, Option<bool>)>,
    /// Whether the sum follows from the current claim. Otherwise it is still being computed,
    /// or that failed.
    pub is_valued: bool,
    /// A mark of what is shown, which the form carries.
    pub mark: String,
    /// What is still missing, in sentences, each with a link to the page that solves it.
    pub missing: Vec<LinkTo>,
}

/// The origin of the facts, as the declaration states it.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// Each file by its name, with what is known of it.
    pub files: Vec<(String, FileOrigin)>,
    /// Entries typed in.
    pub typed: i64,
}

/// The words of the declaration, in paragraphs; they are stored with the claim as they were
/// shown. They state of each file only what is known of it.
pub fn words(texts: Translator, declared: &Declared) -> String {
    let of_files = FileOrigin::ALL
        .into_iter()
        .filter_map(|origin| files_of(texts, declared, origin));
    let typed = (declared.typed > 0)
        .then(|| texts.with("claim-declare-typed", &[("count", declared.typed.into())]));
    let paragraphs: Vec<String> = std::iter::once(texts.t("claim-declare-words"))
        .chain(of_files)
        .chain(typed)
        .chain([texts.t("claim-declare-rest")])
        .collect();
    paragraphs.join("\n\n")
}

/// The declaration about the files of one origin, each by its name.
fn files_of(texts: Translator, declared: &Declared, origin: FileOrigin) -> Option<String> {
    let named: Vec<String> = declared
        .files
        .iter()
        .filter(|(_, known)| *known == origin)
        .map(|(name, _)| texts.with("claim-declare-name-of-file", &[("name", name.into())]))
        .collect();
    if named.is_empty() {
        return None;
    }
    let args = [
        ("count", named.len().into()),
        ("files", named.join(", ").into()),
    ];
    let key = format!("claim-declare-file-{}", origin.as_str());
    Some(texts.with(&key, &args))
}

/// The page.
pub fn page(texts: Translator, check: &Check, form: &Form) -> AnyView {
    let head = &check.head;
    let sign = if !head.open {
        super::closed_note(texts, head)
    } else if check.missing.is_empty() && check.is_valued {
        Some(sign_form(texts, check, form))
    } else {
        let missing = (!check.missing.is_empty()).then(|| missing(texts, check));
        let unvalued = (!check.is_valued).then(|| unvalued(texts, head));
        Some(view! { {missing}{unvalued} }.into_any())
    };
    view! {
        {super::back(texts, head)}
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-check-title")}</h1>
        <p>{texts.t("claim-check-lead")}</p>
        {pieces::summary_list(answers(texts, check))}
        {sign}
    }
    .into_any()
}

fn answers(texts: Translator, check: &Check) -> Vec<SummaryRow> {
    let answer = |key: &str, page: &str, value: AnyView| {
        let change = check
            .head
            .open
            .then(|| (check.head.link(page), texts.t("common-change")));
        (texts.t(key), value, change)
    };
    let names: Vec<String> = check
        .declared
        .files
        .iter()
        .map(|(name, _)| name.clone())
        .collect();
    let mut files = list(texts, &names);
    if check.files_unread > 0 {
        let unread = texts.with(
            "claim-check-unread",
            &[("files", check.files_unread.into())],
        );
        files = view! { {files}<p class="hint">{unread}</p> }.into_any();
    }
    let counts = texts.with(
        "claim-check-entries",
        &[
            ("entries", check.entries.into()),
            ("typed", check.declared.typed.into()),
        ],
    );
    let contested = view! { {list(texts, &check.contested)}<p class="hint">{counts}</p> };
    let consents = check
        .consents
        .iter()
        .map(|(recipient, decided)| {
            let word = match decided {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            };
            format!(
                "{}{}{}",
                super::consents::recipient_name(texts, *recipient),
                texts.t("common-colon"),
                super::consents::answer(texts, word)
            )
        })
        .collect::<Vec<_>>();
    let Words { text, language } = &check.statement;
    let statement = match text.is_empty() {
        true => texts.t("common-none").into_any(),
        false => super::tasks::words(text, language),
    };
    let credits = movement::money_text(texts, check.credits, &check.currency);
    vec![
        answer("claim-task-files", "evidence", files),
        answer("claim-task-entries", "entries", contested.into_any()),
        answer("claim-task-credits", "credits", credits.into_any()),
        (texts.t("claim-loss-net"), loss(texts, check), None),
        answer("claim-task-statement", "statement", statement),
        answer("claim-task-consents", "consents", list(texts, &consents)),
    ]
}

fn loss(texts: Translator, check: &Check) -> AnyView {
    let unpriced = (check.unpriced > 0).then(|| {
        let sentence = texts.with("claim-check-unpriced", &[("lines", check.unpriced.into())]);
        view! { <p class="hint">{sentence}</p> }
    });
    let Some(net) = check.net else {
        let key = match unpriced {
            Some(_) => "common-no-total",
            None => "claim-check-no-loss",
        };
        return view! { {texts.t(key)}{unpriced} }.into_any();
    };
    view! {
        <strong>{movement::money(texts, net)}" "{check.currency.clone()}</strong>" "
        <a href=check.head.link("loss")>{texts.t("claim-check-see-lines")}</a>
        {unpriced}
    }
    .into_any()
}

fn list(texts: Translator, items: &[String]) -> AnyView {
    if items.is_empty() {
        return texts.t("common-none").into_any();
    }
    let items = items
        .iter()
        .map(|item| view! { <li>{item.clone()}</li> })
        .collect_view();
    view! { <ul>{items}</ul> }.into_any()
}

/// What must be done before signing.
fn missing(texts: Translator, check: &Check) -> AnyView {
    let items = check
        .missing
        .iter()
        .map(|LinkTo { href, text }| view! { <li><a href=href.clone()>{text.clone()}</a></li> })
        .collect_view();
    let body = view! { <p>{texts.t("claim-check-missing")}</p><ul>{items}</ul> };
    pieces::inset("warn", body.into_any())
}

/// The sum is outdated, and nobody may sign it. The page always names a next step.
fn unvalued(texts: Translator, head: &Head) -> AnyView {
    let again = pieces::button_form(
        head.link("loss/again"),
        texts.t("claim-check-unvalued-button"),
        "second",
    );
    let body = view! { <p>{texts.t("claim-check-unvalued")}</p>{again} };
    pieces::inset("warn", body.into_any())
}

fn sign_form(texts: Translator, check: &Check, form: &Form) -> AnyView {
    let head = &check.head;
    let truth = fields::choices(
        texts,
        form,
        "checkbox",
        "true",
        &texts.t("claim-declare-legend"),
        vec![Choice::new("yes", texts.t("claim-declare-tick"))],
    );
    let name = TextField::new("name", texts.t("claim-declare-name"))
        .hint(texts.t("claim-declare-name-hint"))
        .autocomplete("name")
        .length_max(form.limits().signature_characters_max)
        .view(texts, form);
    view! {
        <h2>{texts.t("claim-declare-title")}</h2>
        {pieces::inset("", super::tasks::paragraphs(&words(texts, &check.declared)))}
        <form method="post" action=head.link("declaration")>
            {super::version(head)}
            {fields::hidden("shown", check.mark.clone())}
            {truth}
            {name}
            <p>{texts.t("claim-declare-after")}</p>
            {super::save(texts, head, &texts.t("claim-declare-button"))}
        </form>
    }
    .into_any()
}
