//! Unknown files with a mapping: mappings shared with the whole incident, and mappings that
//! could be shared.

use ledger::Mapping;
use leptos::prelude::*;

use crate::forms::columns::role_name;
use crate::parts::{figures, pieces};
use crate::text::Translator;

/// A mapping that is shared with the whole incident.
#[derive(Clone, Debug)]
pub struct SharedRow {
    /// Its id.
    pub id: String,
    /// The mapping.
    pub mapping: Mapping,
    /// Who took it.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
}

/// A mapping of one claim's file.
#[derive(Clone, Debug)]
pub struct OfferedRow {
    /// The claim.
    pub reference: String,
    /// Name of the file.
    pub file: String,
    /// Its hash.
    pub sha256: String,
    /// The mapping.
    pub mapping: Mapping,
}

/// The page.
#[derive(Clone, Debug)]
pub struct MappingsPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// What counts.
    pub shared: Vec<SharedRow>,
    /// What could.
    pub offered: Vec<OfferedRow>,
}

/// The page.
pub fn page(texts: Translator, vm: &MappingsPage) -> AnyView {
    view! {
        <p class="no-print">
            <a href=format!("{}/settings", vm.base)>"← "{texts.t("group-settings-title")}</a>
        </p>
        <h1>{texts.t("group-mappings-title")}</h1>
        <p>{texts.t("group-mappings-lead")}</p>
        <h2>{texts.t("group-mappings-shared")}</h2>
        {shared(texts, vm)}
        <h2>{texts.t("group-mappings-offered")}</h2>
        {offered(texts, vm)}
    }
    .into_any()
}

fn shared(texts: Translator, vm: &MappingsPage) -> AnyView {
    if vm.shared.is_empty() {
        return view! { <p>{texts.t("group-mappings-none")}</p> }.into_any();
    }
    let items = vm
        .shared
        .iter()
        .map(|row| {
            let remove = format!("{}/mappings/{}/remove", vm.base, row.id);
            view! {
                <li class="card">
                    {what(texts, &row.mapping)}
                    <p class="hint">{row.who.clone()}", "{figures::moment(&row.at)}</p>
                    {pieces::button_form(remove, texts.t("group-mappings-remove"), "second small")}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="files">{items}</ul> }.into_any()
}

fn offered(texts: Translator, vm: &MappingsPage) -> AnyView {
    if vm.offered.is_empty() {
        return view! { <p>{texts.t("group-mappings-none-offered")}</p> }.into_any();
    }
    let items = vm
        .offered
        .iter()
        .map(|row| {
            let claim = format!("{}/claims/{}", vm.base, row.reference);
            let action = format!("{}/mappings", vm.base);
            view! {
                <li class="card">
                    {what(texts, &row.mapping)}
                    <p class="hint"><a href=claim>{row.reference.clone()}</a>", "{row.file.clone()}</p>
                    <form method="post" action=action class="inline">
                        <input type="hidden" name="claim" value=row.reference.clone()/>
                        <input type="hidden" name="file" value=row.sha256.clone()/>
                        <button class="small">{texts.t("group-mappings-share")}</button>
                    </form>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="files">{items}</ul> }.into_any()
}

/// The exchange, the name, and the meaning of each column.
fn what(texts: Translator, mapping: &Mapping) -> AnyView {
    let columns = mapping.columns.iter().map(|(role, column)| {
        let name = match (&column.header, column.number) {
            (header, _) if !header.is_empty() => header.clone(),
            (_, number) => {
                let number = i64::try_from(number.unwrap_or(0)).unwrap_or(0);
                texts.with("claim-columns-number", &[("number", number.into())])
            }
        };
        format!("{name} = {}", role_name(texts, *role))
    });
    let columns: Vec<String> = columns.collect();
    view! {
        <h3>{mapping.exchange.clone()}" "<code>{mapping.name()}</code></h3>
        <p>{columns.join("; ")}</p>
    }
    .into_any()
}
