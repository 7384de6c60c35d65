//! What came back to the group, record by record: the parts of the figure beside the losses.

use ledger::Money;
use ledger::losses::CreditDoubt;
use leptos::prelude::*;

use super::basis::{Chosen, chooser, not_there, note, outdated};
use super::{Ground, back, ground, loss_cell};
use crate::parts::fields::error_summary;
use crate::parts::figures;
use crate::parts::paging::Paging;
use crate::parts::pieces::table_with_total;
use crate::parts::values::AssetAmount;
use crate::text::Translator;

/// One thing that came back.
#[derive(Clone, Debug)]
pub struct CreditLine {
    /// Reference of the claim.
    pub claim: String,
    /// When, as written.
    pub time: String,
    /// The amount and its asset.
    pub amount: AssetAmount,
    /// What shows it.
    pub evidence: String,
    /// Its value; none when it has no price.
    pub value: Option<Money>,
    /// What is odd about it.
    pub doubts: Vec<CreditDoubt>,
}

/// The page.
#[derive(Clone, Debug)]
pub struct CreditsPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// The basis of the figures.
    pub ground: Ground,
    /// The requested basis.
    pub basis: Chosen,
    /// The records. None when the basis could not be read, or was never computed.
    pub found: Option<CreditsFound>,
}

/// The credits on one page of the list.
#[derive(Clone, Debug)]
pub struct CreditsFound {
    /// Sum of all that have a price.
    pub sum: Money,
    /// The records on this page.
    pub rows: Vec<CreditLine>,
    /// Page and number of pages.
    pub paging: Paging,
}

/// The page.
pub fn page(texts: Translator, vm: &CreditsPage) -> AnyView {
    let here = format!("{}/credits", vm.base);
    let totals = format!("{}/totals{}", vm.base, vm.basis.query(&[]));
    view! {
        {error_summary(texts, &vm.basis.form)}
        {back(totals, texts.t("group-totals-title"))}
        <h1>{texts.t("group-credits")}</h1>
        {note(texts, &vm.basis, here.clone())}
        {outdated(texts, &vm.basis, &vm.base)}
        {chooser(texts, &vm.basis, here, &[])}
        {not_there(texts, &vm.basis, &vm.base)}
        {vm.found.as_ref().map(|found| records(texts, vm, found))}
    }
    .into_any()
}

fn records(texts: Translator, vm: &CreditsPage, found: &CreditsFound) -> AnyView {
    let head = [
        (texts.t("group-claim"), false),
        (texts.t("group-time"), false),
        (texts.t("group-amount"), true),
        (texts.t("group-evidence"), false),
        (texts.t("group-value"), true),
    ];
    let rows = found
        .rows
        .iter()
        .map(|row| {
            let href = format!("{}/claims/{}#credits", vm.base, row.claim);
            let AssetAmount { amount, asset } = row.amount.clone();
            view! {
                <tr>
                    <th scope="row" class="ref"><a href=href>{row.claim.clone()}</a></th>
                    <td>{figures::moment(&row.time)}</td>
                    <td class="numeric">{figures::quantity(texts, &amount)}" "{asset}</td>
                    <td>{row.evidence.clone()}{figures::credit_doubts(texts, &row.doubts)}</td>
                    <td class="numeric">{loss_cell(texts, row.value)}</td>
                </tr>
            }
        })
        .collect_view();
    let total = view! {
        <tr>
            <th scope="row" colspan="4">{texts.t("group-credits-sum")}</th>
            <td class="numeric">{figures::sum(texts, found.sum)}</td>
        </tr>
    };
    let title = texts.t("group-credits");
    let list = match found.rows.is_empty() {
        true => view! { <p>{texts.t("group-credits-none")}</p> }.into_any(),
        false => table_with_total(&title, &head, rows.into_any(), total.into_any()),
    };
    let href = |page: i64| {
        let asked = vm.basis.query(&[("page", &page.to_string())]);
        format!("{}/credits{asked}", vm.base)
    };
    view! {
        {list}
        {found.paging.links(texts, href)}
        {ground(texts, &vm.ground)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Form;
    use crate::pages::group::testing::{html, texts_of_all};

    #[test]
    fn each_record_leads_to_its_claim_and_the_sum_stands_under_them() {
        for texts in texts_of_all() {
            let row = |asset: &str, value| CreditLine {
                claim: "R-1".into(),
                time: "2022-11-01".into(),
                amount: AssetAmount {
                    amount: "12.5".into(),
                    asset: asset.into(),
                },
                evidence: "a letter".into(),
                value,
                doubts: vec![CreditDoubt::Identical],
            };
            let vm = CreditsPage {
                base: "/i/x/group".into(),
                ground: Ground::default(),
                basis: Chosen::own(Form::default()),
                found: Some(CreditsFound {
                    sum: Money::from_units(300_000_000),
                    rows: vec![
                        row("USD", Some(Money::from_units(300_000_000))),
                        row("FTT", None),
                    ],
                    paging: Paging::default(),
                }),
            };
            let shown = html(texts, |t| page(t, &vm));
            assert!(shown.contains("/i/x/group/claims/R-1#credits"), "{shown}");
            assert!(shown.contains(&texts.t("group-no-price")), "never zero");
            let doubt = texts.message(&CreditDoubt::Identical.message());
            assert_eq!(shown.matches(&doubt).count(), 2, "{shown}");
            assert_eq!(shown.matches("value=\"3.00000000\"").count(), 2);
        }
    }
}
