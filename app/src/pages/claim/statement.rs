//! An optional statement in the claimant's own words and language. Nobody is asked to repeat
//! it.

use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::{self, TextField};
use crate::text::Translator;

/// The stored statement, shown where another one was sent from an older page. The person
/// should know what a second attempt would replace.
fn kept(texts: Translator, (statement, language): (&str, &str), form: &Form) -> Option<AnyView> {
    let is_other = !form.is_valid() && form.value("statement").trim() != statement;
    (is_other && !statement.is_empty()).then(|| {
        view! {
            <h2>{texts.t("claim-statement-kept")}</h2>
            {super::tasks::words(statement, language)}
            <h2>{texts.t("claim-statement-sent")}</h2>
        }
        .into_any()
    })
}

/// The page. `statement` is the stored text.
pub fn page(
    texts: Translator,
    head: &Head,
    (statement, language): (&str, &str),
    form: &Form,
) -> AnyView {
    let body = if head.open {
        let field = TextField::new("statement", texts.t("claim-statement-label"))
            .hint(texts.t("claim-statement-hint"))
            .length_max(form.limits().statement_characters_max)
            .rows(14)
            .optional()
            .view(texts, form);
        view! {
            {kept(texts, (statement, language), form)}
            <form method="post" action=head.link("statement")>
                {super::version(head)}
                {field}
                {super::save(texts, head, &texts.t("common-save"))}
            </form>
        }
        .into_any()
    } else if statement.is_empty() {
        view! { <p>{texts.t("claim-statement-none")}</p> }.into_any()
    } else {
        super::tasks::words(statement, language)
    };
    view! {
        {super::back(texts, head)}
        {fields::error_summary(texts, form)}
        <h1>{texts.t("claim-statement-title")}</h1>
        {super::closed_note(texts, head)}
        <p>{texts.t("claim-statement-lead")}</p>
        <p>{texts.t("claim-statement-who")}</p>
        {body}
    }
    .into_any()
}
