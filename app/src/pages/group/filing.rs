//! Filing on behalf of somebody who can't. The claim is begun here and filled in like any
//! other. It does not count as the claimant's until they confirm it through a link of their
//! own.

use leptos::prelude::*;

use super::back;
use crate::forms::Form;
use crate::parts::fields::{Choice, TextField, error_summary, select};
use crate::parts::pieces::inset;
use crate::text::{Locale, Translator};

/// The form: `name`, `email`, `language`, `words` (why it is filed on their behalf).
pub fn page(texts: Translator, base: &str, form: &Form) -> AnyView {
    let languages = Locale::ALL
        .map(|locale| Choice::new(locale.tag(), locale.own_name()))
        .into();
    view! {
        {back(base.to_owned(), texts.t("group-claims-title"))}
        {error_summary(texts, form)}
        <h1>{texts.t("group-filing-title")}</h1>
        <p>{texts.t("group-filing-text")}</p>
        {inset("", view! { <p>{texts.t("group-filing-confirm")}</p> }.into_any())}
        <form method="post" action=format!("{base}/claims/new")>
            {TextField::new("name", texts.t("group-filing-name"))
                .hint(texts.t("group-filing-name-hint"))
                .length_max(form.limits().person_characters_max).view(texts, form)}
            {TextField::new("email", texts.t("group-filing-email"))
                .hint(texts.t("group-filing-email-hint")).kind("email").length_max(254)
                .view(texts, form)}
            {select(texts, form, "language", &texts.t("group-filing-language"), None, languages)}
            {TextField::new("words", texts.t("group-filing-why"))
                .hint(texts.t("group-filing-why-hint")).rows(3)
                .length_max(form.limits().line_characters_max).view(texts, form)}
            <button>{texts.t("group-filing-begin")}</button>
        </form>
    }
    .into_any()
}

/// The page's model after a claim was begun, shown once: the link by which the claimant
/// confirms it.
#[derive(Clone, Debug)]
pub struct Begun {
    /// `/i/<incident>/group`.
    pub base: String,
    /// Reference of the new claim.
    pub reference: String,
    /// Whom it is for.
    pub email: String,
    /// The link for the claimant; it is not stored and cannot be shown again.
    pub link: String,
    /// The address where the claim is filled in.
    pub fill: String,
}

/// The page after a claim was begun for somebody.
pub fn begun(texts: Translator, vm: &Begun) -> AnyView {
    let sentence = texts.with(
        "group-begun-text",
        &[
            ("reference", vm.reference.as_str().into()),
            ("email", vm.email.as_str().into()),
        ],
    );
    view! {
        {back(vm.base.clone(), texts.t("group-claims-title"))}
        <h1>{texts.t("group-begun-title")}</h1>
        <p>{sentence}</p>
        <div class="field">
            <label for="link">{texts.t("group-begun-link")}</label>
            <p class="hint">{texts.t("group-begun-link-hint")}</p>
            <input id="link" class="copy mono" readonly value=vm.link.clone()/>
        </div>
        <p class="actions">
            <a class="button" href=vm.fill.clone()>{texts.t("group-begun-fill")}</a>
            <a href=format!("{}/claims/{}", vm.base, vm.reference)>{texts.t("group-begun-see")}</a>
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};
    use crate::text::Texts;

    #[test]
    fn filing_form_keeps_typed_values_and_leads_to_the_field() {
        let mut form = Form::default()
            .with("email", "not an address")
            .with("name", "Ada");
        form.fail("email", "No address");
        for texts in texts_of_all() {
            let page = html(texts, |t| page(t, "/i/x/group", &form));
            assert!(page.contains("value=\"not an address\""));
            assert!(page.contains("href=\"#email\""));
        }
    }

    #[test]
    fn the_link_is_shown_once_to_copy() {
        let vm = Begun {
            base: "/i/x/group".into(),
            reference: "R-7F3K-2M".into(),
            email: "ada@example.org".into(),
            link: "https://example.org/join/secret".into(),
            fill: "/i/x/claim".into(),
        };
        let texts = Texts::of(Locale::En);
        let page = html(texts, |t| begun(t, &vm));
        assert_eq!(page.matches("join/secret").count(), 1);
    }
}
