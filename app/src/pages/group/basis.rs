//! Under which basis a page of totals, lines or credits values: chosen by a plain
//! form, carried by every link, and said where it is not the incident's own.

use leptos::prelude::*;

use super::{basis_text, query};
use crate::forms::Form;
use crate::parts::fields::{Choice, TextField, choices};
use crate::parts::pieces::inset;
use crate::text::T;

/// The basis a page values under.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// `basis` and `date` as the form shows them, with what is wrong with them.
    pub form: Form,
    /// What links carry (`event`, `date:2022-12-30`); empty for the incident's own.
    pub other: String,
}

impl Chosen {
    /// The incident's own.
    pub fn own(form: Form) -> Chosen {
        let other = String::new();
        Chosen { form, other }
    }

    /// A page's query, with the basis behind what else it asks for.
    pub fn query(&self, pairs: &[(&str, &str)]) -> String {
        let mut pairs = pairs.to_vec();
        pairs.push(("basis", &self.other));
        query(&pairs)
    }
}

/// The form that chooses another basis; `kept` is what else the page was asked for.
pub fn chooser(
    texts: T,
    chosen: &Chosen,
    action: String,
    kept: &[(&'static str, &str)],
) -> AnyView {
    let options = vec![
        Choice::new("event", texts.t("group-basis-event-choice"))
            .hint(texts.t("group-basis-event-hint")),
        Choice::new("date", texts.t("group-basis-date-choice"))
            .hint(texts.t("group-basis-date-hint")),
    ];
    let kept = kept.iter().filter(|(_, value)| !value.is_empty());
    let kept = kept
        .map(|(name, value)| view! { <input type="hidden" name=*name value=(*value).to_owned()/> })
        .collect_view();
    let form = &chosen.form;
    view! {
        <details open=!form.is_valid()>
            <summary>{texts.t("group-basis-change")}</summary>
            <form method="get" action=action>
                {kept}
                {choices(texts, form, "radio", "basis", &texts.t("group-basis"), options)}
                {TextField::new("date", texts.t("group-basis-day")).kind("date").class("medium")
                    .view(texts, form)}
                <button class="second">{texts.t("group-filter-show")}</button>
            </form>
        </details>
    }
    .into_any()
}

/// Says that figures stand under another basis than the incident's own, and where
/// the same is under that one.
pub fn note(texts: T, chosen: &Chosen, own: String) -> Option<AnyView> {
    if chosen.other.is_empty() {
        return None;
    }
    let basis = basis_text(texts, &chosen.other);
    let sentence = texts.with("group-basis-other", &[("basis", basis.into())]);
    let body = view! { <p>{sentence}" "<a href=own>{texts.t("group-basis-own")}</a></p> };
    Some(inset("", body.into_any()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::group::testing::{html, texts_of_both};

    #[test]
    fn another_basis_is_said_and_carried_and_the_own_one_is_not() {
        let other = Chosen {
            form: Form::default(),
            other: "date:2022-12-30".into(),
        };
        assert_eq!(
            other.query(&[("by", "day"), ("page", "")]),
            "?by=day&basis=date%3A2022-12-30"
        );
        assert_eq!(
            Chosen::own(Form::default()).query(&[("by", "day")]),
            "?by=day"
        );
        for texts in texts_of_both() {
            let said = |chosen: &Chosen| html(texts, |t| note(t, chosen, "/own".into()).into_any());
            let page = said(&other);
            assert!(page.contains("2022-12-30") && page.contains("href=\"/own\""));
            assert!(!said(&Chosen::own(Form::default())).contains("href=\"/own\""));
        }
    }
}
