//! The receipt: a reference, the hash of every file, the declaration, and what happens next.
//! It is made to be printed and kept.

use casework::totals::Conditions;
use ledger::Money;
use leptos::prelude::*;

use super::Head;
use crate::parts::figures;
use crate::parts::movement;
use crate::parts::pieces;
use crate::text::Translator;

/// The facts on the page.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// The claim.
    pub head: Head,
    /// Name of the incident.
    pub incident: String,
    /// When it was submitted, RFC 3339.
    pub submitted: String,
    /// The name under the declaration.
    pub signed_by: String,
    /// The words of the declaration, in the language in which they were shown.
    pub words: String,
    /// Tag of that language.
    pub words_language: String,
    /// The sum that was shown; none when nothing had a price.
    pub loss: Option<Money>,
    /// Its currency.
    pub currency: String,
    /// The number of contested entries, and how many of them have no price. None where an
    /// older declaration did not keep it.
    pub entries: Option<(i64, i64)>,
    /// Method and version, and the basis: `event`, `date:D`, or empty while nothing was
    /// valued. None where an older declaration did not keep it.
    pub method: Option<(String, String)>,
    /// Version of the reference prices, and the conditions under which they were taken; none
    /// where nothing was valued.
    pub prices: Option<(i64, Conditions)>,
    /// Name, bytes and hash of each file.
    pub files: Vec<(String, i64, String)>,
    /// The claimant's statement.
    pub statement: String,
    /// Tag of its language.
    pub statement_language: String,
}

/// The page.
pub fn page(texts: Translator, receipt: &Receipt) -> AnyView {
    let head = &receipt.head;
    let text = |text: &str| text.to_owned().into_any();
    let sum = match receipt.loss {
        Some(loss) => {
            let figure = movement::money(texts, loss);
            view! { {figure}" "{receipt.currency.clone()} }.into_any()
        }
        None => texts.t("claim-loss-no-price").into_any(),
    };
    let entries = receipt.entries.map(|(contested, unpriced)| {
        let counts = [
            ("contested", contested.into()),
            ("unpriced", unpriced.into()),
        ];
        let text = texts.with("claim-receipt-entries", &counts);
        (texts.t("claim-task-entries"), text.into_any(), None)
    });
    let method = receipt.method.as_ref().map(|(method, basis)| {
        let text = match basis.as_str() {
            "" => method.clone(),
            basis => format!("{method}, {}", super::loss::basis_words(texts, basis)),
        };
        let text = match &receipt.prices {
            Some((version, conditions)) => {
                let prices = texts.with("claim-receipt-prices", &[("version", (*version).into())]);
                let conditions = figures::conditions(texts, conditions);
                format!("{text}. {prices} {conditions}")
            }
            None => text,
        };
        (texts.t("claim-receipt-method"), text.into_any(), None)
    });
    let reference = view! { <strong class="mono">{head.reference.clone()}</strong> };
    let mut facts = vec![
        (texts.t("claim-reference"), reference.into_any(), None),
        (texts.t("claim-incident"), text(&receipt.incident), None),
        (
            texts.t("claim-receipt-when"),
            figures::moment_in_words(texts, &receipt.submitted),
            None,
        ),
        (
            texts.t("claim-receipt-signed"),
            text(&receipt.signed_by),
            None,
        ),
        (texts.t("claim-loss-net"), sum, None),
    ];
    facts.extend(entries.into_iter().chain(method));
    let next = ["claim-next-look", "claim-next-ask", "claim-next-change"]
        .map(|key| view! { <li>{texts.t(key)}</li> })
        .collect_view();
    view! {
        {super::back(texts, head)}
        <h1>{texts.t("claim-receipt-title")}</h1>
        <p>{texts.t("claim-receipt-lead")}</p>
        {pieces::summary_list(facts)}
        <h2>{texts.t("claim-receipt-files")}</h2>
        <p>{texts.t("claim-receipt-files-text")}</p>
        {files(texts, receipt)}
        {statement(texts, receipt)}
        <h2>{texts.t("claim-receipt-declared")}</h2>
        {super::tasks::words(&receipt.words, &receipt.words_language)}
        <div class="no-print">
            <h2>{texts.t("claim-next")}</h2>
            <ul>{next}</ul>
            <p><a href=head.link("export.zip")>{texts.t("claim-tasks-export")}</a></p>
            <p class="hint">{texts.t("claim-receipt-print")}</p>
        </div>
    }
    .into_any()
}

fn files(texts: Translator, receipt: &Receipt) -> AnyView {
    if receipt.files.is_empty() {
        return view! { <p>{texts.t("claim-receipt-no-files")}</p> }.into_any();
    }
    let rows = receipt
        .files
        .iter()
        .map(|(name, bytes, sha256)| {
            let hash = view! { <span class="hash">{sha256.clone()}</span> };
            let cells = vec![
                name.clone().into_any(),
                figures::count(texts, *bytes),
                hash.into_any(),
            ];
            (None, cells)
        })
        .collect();
    let head = [
        (texts.t("claim-file-name"), false),
        (texts.t("claim-file-bytes"), true),
        (texts.t("claim-file-hash"), false),
    ];
    pieces::headed(pieces::stacked(
        &texts.t("claim-receipt-files"),
        &head,
        rows,
    ))
}

fn statement(texts: Translator, receipt: &Receipt) -> Option<AnyView> {
    (!receipt.statement.is_empty()).then(|| {
        let language = receipt.statement_language.clone();
        view! {
            <h2>{texts.t("claim-statement-title")}</h2>
            <div lang=language>{super::tasks::paragraphs(&receipt.statement)}</div>
        }
        .into_any()
    })
}
