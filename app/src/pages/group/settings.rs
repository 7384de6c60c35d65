//! The incident's settings: its description, its window, its currency, the basis, and the
//! greatest age of a price. Every report shows them.

use leptos::prelude::*;

use super::Ground;
use super::ground;
use crate::forms::Form;
use crate::parts::fields::{Choice, TextField, choices, error_summary, select};
use crate::parts::pieces::inset;
use crate::text::Translator;

/// The page.
#[derive(Clone, Debug)]
pub struct SettingsPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// The current basis of the figures.
    pub ground: Ground,
    /// Version of the settings from which the form was made.
    pub version: i64,
    /// `name`, `from`, `to`, `venues`, `currency`, `basis`, `date`,
    /// `trade_minutes`, `daily_hours`, `fiat_days`, `apart_percent`.
    pub form: Form,
}

/// The settings.
pub fn page(texts: Translator, vm: &SettingsPage) -> AnyView {
    let form = &vm.form;
    let currencies = ledger::losses::CURRENCIES
        .iter()
        .map(|currency| Choice::new(*currency, *currency))
        .collect();
    let number = |name: &'static str, key: &str| {
        TextField::new(name, texts.t(key))
            .class("short")
            .input_mode("numeric")
            .view(texts, form)
    };
    view! {
        {error_summary(texts, form)}
        <h1>{texts.t("group-settings-title")}</h1>
        {inset("", view! { <p>{texts.t("group-settings-text")}</p> }.into_any())}
        {ground(texts, &vm.ground)}
        <form method="post" action=format!("{}/settings", vm.base)>
            <input type="hidden" name="version" value=vm.version.to_string()/>
            <h2>{texts.t("group-settings-incident")}</h2>
            {TextField::new("name", texts.t("group-settings-name"))
                .length_max(form.limits().title_characters_max).view(texts, form)}
            {TextField::new("from", texts.t("group-settings-from")).class("medium").optional()
                .hint(texts.t("group-settings-window-hint")).view(texts, form)}
            {TextField::new("to", texts.t("group-settings-to")).class("medium").optional()
                .hint(texts.t("group-settings-to-hint")).view(texts, form)}
            {TextField::new("venues", texts.t("group-settings-venues"))
                .length_max(form.limits().venues_characters_max).optional()
                .hint(texts.t("group-settings-venues-hint")).view(texts, form)}
            <h2>{texts.t("group-settings-method")}</h2>
            {select(texts, form, "currency", &texts.t("group-settings-currency"), None, currencies)}
            {choices(texts, form, "radio", "basis", &texts.t("group-basis"), bases(texts))}
            {TextField::new("date", texts.t("group-basis-day")).kind("date").class("medium")
                .view(texts, form)}
            <h2>{texts.t("group-settings-ages")}</h2>
            <p>{texts.t("group-settings-ages-text")}</p>
            {number("trade_minutes", "group-settings-trade")}
            {number("daily_hours", "group-settings-daily")}
            {number("fiat_days", "group-settings-fiat")}
            {number("apart_percent", "group-settings-apart")}
            <button>{texts.t("group-settings-save")}</button>
        </form>
        <p>
            <a href=format!("{}/prices#terms", vm.base)>{texts.t("group-settings-prices")}</a><br/>
            <a href=format!("{}/mappings", vm.base)>{texts.t("group-mappings-link")}</a>
        </p>
    }
    .into_any()
}

fn bases(texts: Translator) -> Vec<Choice> {
    vec![
        Choice::new("event", texts.t("group-basis-event-choice"))
            .hint(texts.t("group-basis-event-hint")),
        Choice::new("date", texts.t("group-basis-date-choice"))
            .hint(texts.t("group-basis-date-hint")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};

    #[test]
    fn keeps_values_and_shows_errors_beside_their_fields() {
        for texts in texts_of_all() {
            let mut form = Form::default()
                .with("name", "The leak")
                .with("trade_minutes", "sixty");
            form.fail("trade_minutes", "A number, please");
            let vm = SettingsPage {
                base: "/i/x/group".into(),
                ground: Ground::default(),
                version: 3,
                form,
            };
            let page = html(texts, |t| page(t, &vm));
            assert!(page.contains("value=\"sixty\""));
            assert!(page.contains("id=\"trade_minutes-error\""));
        }
    }
}
