//! The group's totals: the whole, then by claim, exchange, asset or day. Each cell links to
//! its lines, and each table states what it counts. The rounding difference is shown under
//! it.

use std::sync::Arc;

use casework::TotalsTable;
use casework::counting::{Column, Dimension, LineFilter};
use casework::totals::{MissingPrice, Sums, TotalRow, Totals, without_figure};
use ledger::Money;
use leptos::prelude::*;

use super::basis::{self, Chosen, KeptBasis, chooser, note};
use super::lines::lines_query;
use super::{Ground, ground, query, rounding_gap};
use crate::parts::fields::error_summary;
use crate::parts::movement::{account_name, exchange_name};
use crate::parts::paging::Paging;
use crate::parts::pieces::{button_form, headed, inset, table, table_with_total};
use crate::parts::{conflicts, figures};
use crate::text::Translator;

/// The page.
#[derive(Clone, Debug)]
pub struct TotalsPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// Which table.
    pub by: Dimension,
    /// The requested basis.
    pub basis: Chosen,
    /// The other bases that are stored.
    pub bases: Vec<KeptBasis>,
    /// The sums. None when the basis could not be read, or was never computed.
    pub totals: Option<Arc<Totals>>,
    /// Which rows of the table are shown. Its sums are of all rows.
    pub paging: Paging,
}

/// The totals.
pub fn page(texts: Translator, vm: &TotalsPage) -> AnyView {
    let body = match &vm.totals {
        Some(totals) => figures_of(texts, vm, totals),
        None => ().into_any(),
    };
    let action = format!("{}/totals", vm.base);
    let kept = [("by", vm.by.as_str())];
    view! {
        {error_summary(texts, &vm.basis.form)}
        <h1>{texts.t("group-totals-title")}</h1>
        {note(texts, &vm.basis, format!("{action}{}", query(&kept)))}
        {chooser(texts, &vm.basis, action, &kept)}
        {basis::kept(texts, &vm.bases, &vm.base)}
        {basis::state(texts, &vm.basis, &vm.base)}
        {body}
    }
    .into_any()
}

fn figures_of(texts: Translator, vm: &TotalsPage, totals: &Totals) -> AnyView {
    view! {
        {whole(texts, vm, totals)}
        {tabs(texts, vm, totals)}
        {rows(texts, vm, totals)}
        {native(texts, vm, totals)}
        {exports(texts, vm, totals)}
    }
    .into_any()
}

/// The basis of the sums.
pub fn ground_of(totals: &Totals) -> Ground {
    Ground {
        basis: totals.counts.basis.clone(),
        currency: totals.counts.currency.clone(),
        method: totals.counts.method.clone(),
        price_version: totals.counts.price_version,
        conditions: totals.counts.conditions.clone(),
    }
}

fn whole(texts: Translator, vm: &TotalsPage, totals: &Totals) -> AnyView {
    let counts = &totals.counts;
    let sentence = texts.with(
        "group-totals-count",
        &[
            ("claims", counts.claims.into()),
            ("accepted", counts.claims_accepted.into()),
            ("excluded", counts.excluded.into()),
        ],
    );
    let whole = &totals.whole;
    let in_words = |sum: Money| {
        let cents = sum.cents_text();
        format!("{} {}", texts.number(&cents), counts.currency)
    };
    let gross = whole.has_figure().then(|| {
        texts.with(
            "group-totals-gross",
            &[
                ("loss", in_words(totals.gross_loss).into()),
                ("gain", in_words(totals.gross_gain).into()),
            ],
        )
    });
    let unpriced = (counts.unpriced > 0).then(|| {
        let href = lines_href(vm, &LineFilter::counted().column(Column::Unpriced));
        let sentence = texts.with(
            "group-totals-unpriced",
            &[("count", counts.unpriced.into())],
        );
        inset(
            "warn",
            view! { <p><a href=href>{sentence}</a></p> }.into_any(),
        )
    });
    let card = |key, sum| card(texts, key, whole.figure(sum), &counts.currency);
    let net = card("group-net", totals.net());
    view! {
        {no_total(texts, totals)}
        <ul class="cards">
            {card("group-loss-documented", whole.documented)}
            {card("group-loss-accepted", whole.accepted)}
            {card("group-loss-claimed", whole.claimed)}
            {credits_card(texts, vm, totals)}
            {net}
        </ul>
        <p>{sentence}" "{gross}</p>
        {unpriced}
        {missing(texts, vm, totals)}
        {credits_unpriced(texts, vm, totals)}
        {credits_doubted(texts, vm, totals)}
        {not_valued(texts, vm, totals)}
        {positions(texts, vm, totals)}
        {conflicts::in_totals(texts, &totals.conflicts, &totals.counts.currency)}
        {stale(texts, vm, totals)}
        {ground(texts, &ground_of(totals))}
    }
    .into_any()
}

/// Why there is no total, where there is none; shown first.
fn no_total(texts: Translator, totals: &Totals) -> Option<AnyView> {
    let whole = &totals.whole;
    if whole.has_figure() {
        return None;
    }
    let sentence = texts.with(
        "group-totals-no-total",
        &[
            ("unpriced", whole.unpriced.into()),
            ("lines", whole.lines.saturating_add(whole.unpriced).into()),
        ],
    );
    let body = view! { <p>{sentence}</p>{figures::no_total_why(texts)} };
    Some(inset("warn", body.into_any()))
}

/// The missing prices, each with the lines that need it. The list is open where there is no
/// total without them.
fn missing(texts: Translator, vm: &TotalsPage, totals: &Totals) -> Option<AnyView> {
    if totals.missing.is_empty() {
        return None;
    }
    let head = [
        (texts.t("group-asset"), false),
        (texts.t("group-unpriced"), true),
        (texts.t("group-totals-missing-days"), false),
    ];
    let rows = totals
        .missing
        .iter()
        .map(|missing| missing_row(texts, vm, totals, missing))
        .collect_view();
    let caption = texts.t("group-totals-missing");
    let list = table(&caption, &head, rows.into_any());
    let prices = format!("{}/prices#upload", vm.base);
    let body = view! {
        <details open=!totals.whole.has_figure()>
            <summary>{caption}</summary>
            <div class="narrow">{headed(list)}</div>
            <p><a href=prices>{texts.t("group-totals-add-prices")}</a></p>
        </details>
    };
    Some(body.into_any())
}

fn missing_row(
    texts: Translator,
    vm: &TotalsPage,
    totals: &Totals,
    missing: &MissingPrice,
) -> impl IntoView + use<> {
    let lacking = LineFilter::lacking(&missing.asset).column(Column::Unpriced);
    let href = lines_href(vm, &lacking);
    let days = match missing.days(&totals.counts.basis) {
        (first, last) if first == last => first.to_owned(),
        (first, last) => format!("{first} – {last}"),
    };
    view! {
        <tr>
            <th scope="row">{missing.asset.clone()}</th>
            <td class="numeric"><a href=href>{figures::count(texts, missing.lines)}</a></td>
            <td>{days}</td>
        </tr>
    }
}

/// Credits without a price, beside the net, which they would reduce. They are shown whatever
/// their amount.
fn credits_unpriced(texts: Translator, vm: &TotalsPage, totals: &Totals) -> Option<AnyView> {
    let count = totals.credits_unpriced().count() as i64;
    if count == 0 {
        return None;
    }
    let sentence = texts.with("group-totals-credits-unpriced", &[("count", count.into())]);
    let head = [
        (texts.t("group-claim"), false),
        (texts.t("group-asset"), false),
        (texts.t("group-units"), true),
    ];
    let rows = totals
        .credits_unpriced()
        .map(|credit| {
            let href = format!("{}/claims/{}#credits", vm.base, credit.claim);
            view! {
                <tr>
                    <th scope="row" class="ref"><a href=href>{credit.claim.clone()}</a></th>
                    <td>{credit.asset.clone()}</td>
                    <td class="numeric">{figures::quantity(texts, &credit.units)}</td>
                </tr>
            }
        })
        .collect_view();
    let caption = texts.t("group-totals-credits-unpriced-caption");
    let list = table(&caption, &head, rows.into_any());
    let body = view! {
        <p id="credits-unpriced">{sentence}</p>
        <details><summary>{caption}</summary><div class="narrow">{list}</div></details>
    };
    Some(inset("warn", body.into_any()))
}

/// Credits about which something is odd: they count, and their list says what it is.
fn credits_doubted(texts: Translator, vm: &TotalsPage, totals: &Totals) -> Option<AnyView> {
    let count = totals.credits_doubted().count() as i64;
    if count == 0 {
        return None;
    }
    let sentence = texts.with("group-totals-credits-doubted", &[("count", count.into())]);
    let href = format!("{}/credits{}", vm.base, vm.basis.query(&[]));
    let body = view! { <p id="credits-doubted"><a href=href>{sentence}</a></p> };
    Some(inset("warn", body.into_any()))
}

/// Derivative positions that are in no sum, with their claims.
fn positions(texts: Translator, vm: &TotalsPage, totals: &Totals) -> Option<AnyView> {
    let held = &totals.positions_not_valued;
    if held.is_empty() {
        return None;
    }
    let count = [("count", (held.len() as i64).into())];
    let sentence = texts.with("group-totals-positions", &count);
    let head = [
        (texts.t("group-claim"), false),
        (texts.t("group-account"), false),
        (texts.t("group-market"), false),
        (texts.t("group-fills"), true),
    ];
    let rows = held
        .iter()
        .map(|held| {
            let href = format!("{}/claims/{}", vm.base, held.claim);
            let account = account_name(texts, &held.exchange, &held.account);
            view! {
                <tr>
                    <th scope="row" class="ref"><a href=href>{held.claim.clone()}</a></th>
                    <td>{account}</td>
                    <td>{held.market.clone()}</td>
                    <td class="numeric">{figures::count(texts, held.fills as i64)}</td>
                </tr>
            }
        })
        .collect_view();
    let caption = texts.t("group-positions");
    let list = table(&caption, &head, rows.into_any());
    let body = view! {
        <p>{sentence}</p>
        <details><summary>{caption}</summary><div class="narrow">{list}</div></details>
    };
    Some(inset("warn", body.into_any()))
}

/// Claims whose figures use older prices, or that changed since, and the next step.
fn stale(texts: Translator, vm: &TotalsPage, totals: &Totals) -> Option<AnyView> {
    if totals.stale.is_empty() {
        return None;
    }
    let args = [
        ("count", (totals.stale.len() as i64).into()),
        ("claims", totals.stale.join(", ").into()),
    ];
    if !vm.basis.other.is_empty() {
        let again = texts.t("group-basis-again");
        let is_idle = vm
            .basis
            .kept
            .as_ref()
            .is_some_and(|kept| kept.job.is_none());
        let form = is_idle.then(|| basis::making(&vm.base, &vm.basis.other, again));
        let sentence = texts.with("group-basis-outdated", &args);
        let body = view! { <p>{sentence}</p>{form} };
        return Some(inset("warn", body.into_any()));
    }
    let sentence = texts.with("group-totals-stale", &args);
    let action = format!("{}/prices/value", vm.base);
    let body = view! {
        <p>{sentence}</p>
        {button_form(action, texts.t("group-prices-value"), "second small")}
    };
    Some(inset("warn", body.into_any()))
}

/// Claims that no sum contains.
fn not_valued(texts: Translator, vm: &TotalsPage, totals: &Totals) -> Option<AnyView> {
    if totals.not_valued.is_empty() {
        return None;
    }
    let count = totals.not_valued.len() as i64;
    let sentence = texts.with("group-totals-not-valued", &[("count", count.into())]);
    let items = totals
        .not_valued
        .iter()
        .map(|claim| {
            let href = format!("{}/claims/{claim}", vm.base);
            view! { <li><a href=href>{claim.clone()}</a></li> }
        })
        .collect_view();
    let body = view! { <p>{sentence}</p><ul>{items}</ul> };
    Some(inset("warn", body.into_any()))
}

/// The sum of credits, with a link to the records.
fn credits_card(texts: Translator, vm: &TotalsPage, totals: &Totals) -> AnyView {
    let currency = totals.counts.currency.clone();
    let any = !totals.credits_listed.is_empty();
    let href = any.then(|| format!("{}/credits{}", vm.base, vm.basis.query(&[])));
    let sum = leading(href, figures::sum(texts, totals.credits));
    view! {
        <li class="card">
            <h2>{texts.t("group-credits")}</h2>
            <p class="big-figure">{sum}" "<small>{currency}</small></p>
        </li>
    }
    .into_any()
}

fn card(texts: Translator, key: &'static str, sum: Option<Money>, currency: &str) -> AnyView {
    let sum = figures::sum_of_currency(texts, sum, currency);
    view! {
        <li class="card">
            <h2>{texts.t(key)}</h2>
            <p class="big-figure">{sum}</p>
        </li>
    }
    .into_any()
}

fn tabs(texts: Translator, vm: &TotalsPage, totals: &Totals) -> AnyView {
    let links = Dimension::ALL
        .into_iter()
        .map(|by| {
            let asked = vm.basis.query(&[("by", by.as_str())]);
            let href = format!("{}/totals{asked}", vm.base);
            let current = (by == vm.by).then_some("page");
            let label = texts.t(&format!("group-totals-by-{}", by.as_str()));
            let count = figures::count(texts, totals.rows(by).len() as i64);
            view! { <li><a href=href aria-current=current>{label}" ("{count}")"</a></li> }
        })
        .collect_view();
    let label = texts.t("group-totals-by");
    view! { <nav class="sections tabs" aria-label=label><ul>{links}</ul></nav> }.into_any()
}

fn rows(texts: Translator, vm: &TotalsPage, totals: &Totals) -> AnyView {
    let rows = totals.rows(vm.by);
    if rows.is_empty() {
        return view! { <p>{texts.t("group-totals-none")}</p> }.into_any();
    }
    let label = texts.t(&format!("group-totals-by-{}", vm.by.as_str()));
    let figures = COLUMNS.iter().map(|column| (texts.t(column.head), true));
    let head: Vec<(String, bool)> = [(label.clone(), false)]
        .into_iter()
        .chain(figures)
        .collect();
    let on_page = vm.paging.of_list(rows).into_iter();
    let body = on_page.map(|row| total_row(texts, vm, row)).collect_view();
    let links = vm.paging.links(texts, |page| {
        let page = page.to_string();
        let asked = vm.basis.query(&[("by", vm.by.as_str()), ("page", &page)]);
        format!("{}/totals{asked}", vm.base)
    });
    let foot = foot(texts, totals, rows);
    let caption = texts.with(
        "group-totals-caption",
        &[
            ("by", label.into()),
            ("currency", totals.counts.currency.as_str().into()),
        ],
    );
    let assets = (vm.by == Dimension::Asset)
        .then(|| view! { <p class="hint">{texts.t("group-totals-asset-lines")}</p> });
    let why = rows
        .iter()
        .any(|row| !row.sums.has_figure())
        .then(|| figures::no_total_why(texts));
    view! { {table_with_total(&caption, &head, body.into_any(), foot)}{links}{why}{assets} }
        .into_any()
}

/// The address of the lines behind a cell.
fn lines_href(vm: &TotalsPage, filter: &LineFilter) -> String {
    format!("{}/lines{}", vm.base, lines_query(filter, &vm.basis.other))
}

fn leading(href: Option<String>, shown: AnyView) -> AnyView {
    match href {
        Some(href) => view! { <a href=href>{shown}</a> }.into_any(),
        None => shown,
    }
}

/// A column of figures, after the name of the row.
struct FigureColumn {
    /// The key of its heading.
    head: &'static str,
    /// The lines behind its cells.
    lines: Column,
    /// Its figure in a row.
    figure: Figure,
}

/// A sum may be hidden where too few lines have a price ([`Sums::figure`]), and is rounded.
#[derive(Clone, Copy)]
enum Figure {
    Sum(fn(&Sums) -> Money),
    Count(fn(&Sums) -> i64),
}

impl Figure {
    fn cell(self, texts: Translator, sums: &Sums) -> AnyView {
        match self {
            Figure::Sum(sum) => figures::sum_or_no_total(texts, sums.figure(sum(sums))),
            Figure::Count(count) => figures::count(texts, count(sums)),
        }
    }

    /// Whether lines stand behind the cell. A cell without lines needs no link.
    fn has_lines(self, sums: &Sums) -> bool {
        match self {
            Figure::Sum(sum) => sums.figure(sum(sums)).is_some_and(|sum| !sum.is_zero()),
            Figure::Count(count) => count(sums) != 0,
        }
    }
}

/// The columns of each table, in their order.
const COLUMNS: [FigureColumn; 5] = [
    FigureColumn {
        head: "group-loss-documented",
        lines: Column::Documented,
        figure: Figure::Sum(|sums| sums.documented),
    },
    FigureColumn {
        head: "group-loss-accepted",
        lines: Column::Accepted,
        figure: Figure::Sum(|sums| sums.accepted),
    },
    FigureColumn {
        head: "group-loss-claimed",
        lines: Column::Claimed,
        figure: Figure::Sum(|sums| sums.claimed),
    },
    FigureColumn {
        head: "group-lines-priced",
        lines: Column::Priced,
        figure: Figure::Count(|sums| sums.lines),
    },
    FigureColumn {
        head: "group-unpriced",
        lines: Column::Unpriced,
        figure: Figure::Count(|sums| sums.unpriced),
    },
];

fn total_row(texts: Translator, vm: &TotalsPage, row: &TotalRow) -> impl IntoView + use<> {
    let behind = LineFilter::behind(vm.by, &row.key);
    let cells = COLUMNS
        .iter()
        .map(|column| {
            let to = || lines_href(vm, &behind.clone().column(column.lines));
            let href = column.figure.has_lines(&row.sums).then(to);
            let cell = leading(href, column.figure.cell(texts, &row.sums));
            view! { <td class="numeric">{cell}</td> }
        })
        .collect_view();
    let name = match (vm.by, row.key.as_str()) {
        (_, "") => texts.t("group-totals-no-name"),
        (Dimension::Exchange, key) => exchange_name(texts, key),
        (_, key) => key.to_owned(),
    };
    let href = lines_href(vm, &behind);
    view! {
        <tr>
            <th scope="row" class="ref"><a href=href>{name}</a></th>
            {cells}
        </tr>
    }
}

/// The totals, and under them |Σ rounded rows − rounded total| of each sum. Where rows have
/// no figure, their sum stands above, so that the column adds up to its total. Without a
/// total, no such sum is needed.
fn foot(texts: Translator, totals: &Totals, rows: &[TotalRow]) -> AnyView {
    let whole = totals.whole;
    let sums = rows.iter().map(|row| &row.sums);
    let rest = without_figure(sums).filter(|_| whole.has_figure());
    let shown = rows.iter().map(|row| &row.sums);
    let shown = shown.filter(|sums| sums.has_figure()).chain(&rest);
    let shown: Vec<&Sums> = shown.collect();
    let rounding = whole
        .has_figure()
        .then(|| rounding_row(texts, &shown, &whole));
    view! {
        {rest.map(|rest| rest_row(texts, &rest))}
        {foot_row(texts, "group-totals-whole", |figure| figure.cell(texts, &whole))}
        {rounding}
    }
    .into_any()
}

/// The sum of the rows that have no figure of their own; it is shown whatever they lack.
fn rest_row(texts: Translator, rest: &Sums) -> AnyView {
    foot_row(texts, "common-no-total-rest", |figure| match figure {
        Figure::Sum(sum) => figures::sum_or_no_total(texts, Some(sum(rest))),
        Figure::Count(_) => figure.cell(texts, rest),
    })
}

fn foot_row(texts: Translator, key: &str, cell: impl Fn(Figure) -> AnyView) -> AnyView {
    let cells = COLUMNS
        .iter()
        .map(|column| view! { <td class="numeric">{cell(column.figure)}</td> })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{texts.t(key)}</th>
            {cells}
        </tr>
    }
    .into_any()
}

fn rounding_row(texts: Translator, shown: &[&Sums], whole: &Sums) -> AnyView {
    let cells = COLUMNS
        .iter()
        .map(|column| {
            let gap = match column.figure {
                Figure::Sum(sum) => {
                    let rows = shown.iter().map(|sums| sum(sums));
                    Some(figures::sum(texts, rounding_gap(rows, sum(whole))))
                }
                Figure::Count(_) => None,
            };
            view! { <td class="numeric">{gap}</td> }
        })
        .collect_view();
    view! {
        <tr class="rounding">
            <th scope="row">
                {texts.t("group-totals-rounding")}
                " "
                <span class="hint">{texts.t("group-totals-rounding-hint")}</span>
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

fn native(texts: Translator, vm: &TotalsPage, totals: &Totals) -> AnyView {
    if totals.native.is_empty() {
        return ().into_any();
    }
    let head = [
        (texts.t("group-asset"), false),
        (texts.t("group-units"), true),
    ];
    let rows = totals
        .native
        .iter()
        .map(|(asset, units)| {
            let href = lines_href(vm, &LineFilter::moving(asset));
            let name = asset.clone();
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="numeric"><a href=href>{figures::summed(texts, units)}</a></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <h2>{texts.t("group-native")}</h2>
        <p>{texts.t("group-native-text")}</p>
        <div class="narrow">{table(&texts.t("group-native-caption"), &head, rows.into_any())}</div>
    }
    .into_any()
}

fn exports(texts: Translator, vm: &TotalsPage, totals: &Totals) -> AnyView {
    if !totals.stale.is_empty() {
        return view! {
            <h2>{texts.t("group-exports")}</h2>
            <p>{texts.t("group-exports-stale")}</p>
        }
        .into_any();
    }
    let basis = &totals.counts.basis;
    let asked = query(&[("basis", basis)]);
    let tables = TotalsTable::ALL.map(|table| {
        let name = format!("{}.csv", table.as_str());
        let href = format!("{}/totals/{name}{asked}", vm.base);
        view! { <li><a download href=href>{name}</a>{texts.t("common-colon")}{table_words(texts, table)}</li> }
    });
    let tables = tables.into_iter().collect_view();
    view! {
        <h2>{texts.t("group-exports")}</h2>
        <p>{texts.t("group-exports-text")}</p>
        <p class="actions">
            <a class="button second" download href=format!("{}/totals.zip{asked}", vm.base)>"totals.zip"</a>
            <a class="button second" download href=format!("{}/totals.json{asked}", vm.base)>"totals.json"</a>
        </p>
        <details>
            <summary>{texts.t("group-exports-tables")}</summary>
            <ul>{tables}</ul>
            <p><a href="/schemas/totals.json">{texts.t("group-exports-schema")}</a></p>
        </details>
    }
    .into_any()
}

fn table_words(texts: Translator, table: TotalsTable) -> String {
    texts.t(match table {
        TotalsTable::Total => "group-export-total",
        TotalsTable::Terms => "group-export-terms",
        TotalsTable::Claims => "group-export-claims",
        TotalsTable::Exchanges => "group-export-exchanges",
        TotalsTable::Assets => "group-export-assets",
        TotalsTable::Days => "group-export-days",
        TotalsTable::Native => "group-export-native",
        TotalsTable::Credits => "group-export-credits",
        TotalsTable::Positions => "group-export-positions",
        TotalsTable::MissingPrices => "group-export-missing-prices",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Form;
    use crate::pages::group::testing::{html, texts_of_all};
    use crate::text::{Locale, Texts};
    use casework::totals::{Conditions, Counts, HeldPosition, ListedCredit};
    use ledger::losses::CreditDoubt;

    fn row(key: &str, documented: i64) -> TotalRow {
        let documented = Money::from_units(documented);
        TotalRow {
            key: key.into(),
            sums: Sums {
                documented,
                claimed: Money::ZERO,
                accepted: documented,
                lines: 1,
                unpriced: 0,
            },
        }
    }

    fn totals() -> Totals {
        Totals {
            counts: Counts {
                basis: "event".into(),
                currency: "USD".into(),
                method: "FMV/1.2.0".into(),
                price_version: 3,
                claims: 2,
                claims_accepted: 1,
                unpriced: 4,
                excluded: 5,
                conditions: Some(Conditions {
                    par: vec!["BUSD".into()],
                    daily_age_hours_max: 48,
                    ..Conditions::default()
                }),
            },
            whole: row("", 800_000).sums,
            gross_loss: Money::from_units(900_000),
            gross_gain: Money::from_units(100_000),
            credits: Money::ZERO,
            credits_listed: vec![ListedCredit {
                claim: "R-2".into(),
                time: "2022-11-02T00:00:00Z".into(),
                asset: "FTT".into(),
                units: "12.5".into(),
                value: None,
                doubts: vec![CreditDoubt::BeforeFirst],
            }],
            by_claim: vec![row("R-1", 400_000), row("R-2", 400_000)],
            by_exchange: vec![row("ftx", 800_000)],
            by_asset: vec![row("BTC", 900_000), row("USDT & co", -100_000)],
            by_day: vec![row("2022-10-18", 800_000)],
            native: vec![("BTC".into(), "-10".into())],
            missing: vec![MissingPrice {
                asset: "ZZZ".into(),
                lines: 4,
                first_day: "2022-10-18".into(),
                last_day: "2022-10-19".into(),
            }],
            not_valued: vec!["R-2".into()],
            conflicts: Default::default(),
            positions_not_valued: vec![HeldPosition {
                claim: "R-1".into(),
                exchange: "ftx".into(),
                account: "main".into(),
                market: "BTC-PERP".into(),
                fills: 7,
            }],
            stale: Vec::new(),
        }
    }

    fn totals_page(by: Dimension) -> TotalsPage {
        TotalsPage {
            base: "/i/x/group".into(),
            by,
            basis: Chosen::own(Form::default()),
            bases: Vec::new(),
            totals: Some(Arc::new(totals())),
            paging: Paging::of("1", 2, 100),
        }
    }

    /// The table of totals. No other table of the page has a row for rounding.
    fn totals_table(page: &str) -> &str {
        let tables = page.split("<table").skip(1);
        let mut tables = tables.filter_map(|table| table.split("</table>").next());
        let table = tables.find(|table| table.contains("class=\"rounding\""));
        table.expect("the page has a table of totals")
    }

    #[test]
    fn long_table_is_shown_in_pages_and_sums_all_of_its_rows() {
        for texts in texts_of_all() {
            let mut vm = totals_page(Dimension::Claim);
            let whole = html(texts, |t| page(t, &vm));
            vm.paging = Paging::of("2", 2, 1);
            let second = html(texts, |t| page(t, &vm));
            let cell = |claim: &str| format!("/lines?claim={claim}&amp;support=documented\"");
            assert!(second.contains(&cell("R-2")) && !second.contains(&cell("R-1")));
            assert!(second.contains("/totals?by=claim&amp;page=1"), "{second}");
            let foot = |page: &str| {
                let (_, foot) = totals_table(page).split_once("<tfoot>").unwrap();
                foot.to_owned()
            };
            assert!(foot(&whole).contains("0.00800000"), "{whole}");
            assert_eq!(foot(&second), foot(&whole));
        }
    }

    #[test]
    fn each_cell_leads_to_its_lines() {
        for texts in texts_of_all() {
            let claims = html(texts, |t| page(t, &totals_page(Dimension::Claim)));
            assert!(
                claims.contains("/lines?claim=R-1&amp;support=documented\""),
                "{claims}"
            );
            assert!(
                claims.contains("/lines?claim=R-1&amp;support=documented&amp;counted=accepted")
            );
            let assets = html(texts, |t| page(t, &totals_page(Dimension::Asset)));
            assert!(assets.contains("/lines?asset=USDT%20%26%20co"), "{assets}");
            assert!(
                assets.contains("/lines?asset=BTC&amp;as=moved&amp;support=documented\""),
                "{assets}"
            );
            let mut nameless = totals_page(Dimension::Exchange);
            if let Some(totals) = nameless.totals.as_mut().and_then(Arc::get_mut) {
                totals.by_exchange = vec![row("", 800_000)];
            }
            let exchanges = html(texts, |t| page(t, &nameless));
            assert!(exchanges.contains("/lines?exchange=-&amp;"), "{exchanges}");
        }
    }

    #[test]
    fn credit_without_price_stands_beside_the_net() {
        for texts in texts_of_all() {
            let page = html(texts, |t| page(t, &totals_page(Dimension::Claim)));
            let args = [("count", 1_i64.into())];
            let text = texts.with("group-totals-credits-unpriced", &args);
            assert!(page.contains(&text), "{page}");
            let text = texts.with("group-totals-credits-doubted", &args);
            assert!(page.contains(&text), "{page}");
            assert!(page.contains("/i/x/group/claims/R-2#credits"));
            assert!(page.contains("href=\"/i/x/group/credits\""), "{page}");
            let text = texts.with("group-totals-not-valued", &args);
            assert!(page.contains(&text), "{page}");
            assert!(page.contains("/i/x/group/claims/R-2\""), "{page}");
            assert!(page.contains(&texts.number("12.5")));
            assert!(page.contains("BTC-PERP"), "{page}");
            assert!(page.contains(&texts.with("group-totals-positions", &args)));
            let par = [("assets", "BUSD".into())];
            assert!(
                page.contains(&texts.with("common-conditions-par", &par)),
                "{page}"
            );
            let mut priced = totals_page(Dimension::Claim);
            priced.totals = Some(Arc::new(Totals {
                credits_listed: Vec::new(),
                ..totals()
            }));
            let page = html(texts, |t| super::page(t, &priced));
            assert!(!page.contains("credits-unpriced"), "{page}");
        }
    }

    #[test]
    fn claims_waiting_to_be_valued_are_named_and_block_exports() {
        for texts in texts_of_all() {
            let mut vm = totals_page(Dimension::Claim);
            let fresh = html(texts, |t| page(t, &vm));
            assert!(fresh.contains("/totals.zip") && !fresh.contains("/prices/value"));
            for table in TotalsTable::ALL {
                let href = format!("/totals/{}.csv?basis=event", table.as_str());
                assert!(fresh.contains(&href), "{href}");
            }
            if let Some(totals) = vm.totals.as_mut().and_then(Arc::get_mut) {
                totals.stale = vec!["R-1".into(), "R-9".into()];
            }
            let page = html(texts, |t| page(t, &vm));
            assert!(page.contains("R-1, R-9"), "{page}");
            assert!(
                page.contains("action=\"/i/x/group/prices/value\""),
                "{page}"
            );
            assert!(
                !page.contains("/totals.zip") && !page.contains(".csv"),
                "{page}"
            );
        }
    }

    #[test]
    fn where_too_little_has_a_price_there_is_no_figure_but_what_is_missing() {
        let unpriced = |lines: i64, unpriced: i64| Sums {
            documented: Money::from_units(-58_720_243_000_000),
            claimed: Money::ZERO,
            accepted: Money::from_units(-58_720_243_000_000),
            lines,
            unpriced,
        };
        for texts in texts_of_all() {
            let mut vm = totals_page(Dimension::Claim);
            let Some(totals) = vm.totals.as_mut().and_then(Arc::get_mut) else {
                unreachable!("the page has totals")
            };
            totals.whole = unpriced(35, 26_519);
            totals.gross_gain = Money::from_units(58_720_243_000_000);
            totals.by_claim[0].sums = unpriced(35, 26_519);
            let page = html(texts, |t| super::page(t, &vm));
            let number = texts.number("587202.43");
            assert!(
                !page.contains(&number) && !page.contains("587202"),
                "{page}"
            );
            let args = [
                ("unpriced", 26_519_i64.into()),
                ("lines", 26_554_i64.into()),
            ];
            assert!(
                page.contains(&texts.with("group-totals-no-total", &args)),
                "{page}"
            );
            assert!(page.contains("<details open>"), "{page}");
            assert!(page.contains("2022-10-18 – 2022-10-19"), "{page}");
            assert!(page.contains("/lines?asset=ZZZ&amp;as=lacking&amp;status=unpriced"));
            assert!(page.contains("/i/x/group/prices#upload"));
            // The claim beside it has prices and keeps its figure.
            assert!(page.contains("value=\"0.00400000\""), "{page}");
        }
    }

    #[test]
    fn rows_without_a_figure_are_shown_as_one_sum_so_that_the_column_adds_up() {
        for texts in texts_of_all() {
            let mut vm = totals_page(Dimension::Claim);
            let Some(totals) = vm.totals.as_mut().and_then(Arc::get_mut) else {
                unreachable!("the page has totals")
            };
            totals.by_claim[0].sums.unpriced = 2;
            let page = html(texts, |t| super::page(t, &vm));
            let (_, table) = totals_table(&page).split_once("<tbody").unwrap();
            assert!(table.contains("/lines?claim=R-1"), "{table}");
            let first = table.split("</tr>").next().unwrap();
            assert!(!first.contains("0.00400000"), "{first}");
            let rest = page.split_once(&texts.t("common-no-total-rest")).unwrap().1;
            assert!(rest.split("</tr>").next().unwrap().contains("0.00400000"));
            assert!(page.contains(&texts.t("common-no-total-why")));
        }
    }

    #[test]
    fn rounding_difference_stands_under_the_table() {
        // Two rows of 0.004 read 0.00 each; their total reads 0.01.
        let texts = Texts::of(Locale::En);
        let page = html(texts, |t| page(t, &totals_page(Dimension::Claim)));
        let at = page.find(&texts.t("group-totals-rounding")).unwrap();
        assert!(
            page[at..at + 300].contains("0.01000000"),
            "{}",
            &page[at..at + 300]
        );
    }

    #[test]
    fn other_basis_is_named_on_the_page_and_carried_by_every_link() {
        for texts in texts_of_all() {
            let mut vm = totals_page(Dimension::Claim);
            vm.basis.other = "date:2022-12-30".into();
            let page = html(texts, |t| page(t, &vm));
            let links = page.split("href=\"/i/x/group/").skip(1);
            let figures = ["lines", "totals?by", "credits"];
            let asked = links.filter(|link| figures.iter().any(|figure| link.starts_with(figure)));
            let mut seen = 0;
            for link in asked {
                let link = link.split('"').next().unwrap();
                // The link without a basis leads back to the incident's own.
                seen += i64::from(link.ends_with("basis=date%3A2022-12-30"));
                let back = link == "totals?by=claim";
                assert!(back || link.contains("basis=date%3A2022-12-30"), "{link}");
            }
            assert!(seen > 10, "{page}");
            let basis = crate::pages::group::basis_text(texts, "date:2022-12-30");
            let args = [("basis", basis.into())];
            assert!(page.contains(&texts.with("group-basis-other", &args)));
        }
    }
}
