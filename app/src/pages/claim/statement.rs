//! The claimant's own words, in their own language, if they want to add any.
//! Nobody is asked to tell it again.

use leptos::prelude::*;

use super::Head;
use crate::forms::Form;
use crate::parts::fields::{self, TextField};
use crate::text::T;

/// The page. `statement` is what is kept so far.
pub fn page(texts: T, head: &Head, (statement, language): (&str, &str), form: &Form) -> AnyView {
    let body = if head.open {
        let field = TextField::new("statement", texts.t("claim-statement-label"))
            .hint(texts.t("claim-statement-hint"))
            .length_max(form.limits().statement_characters_max)
            .rows(14)
            .optional()
            .view(texts, form);
        view! {
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
