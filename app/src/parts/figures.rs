//! Numbers for display: grouped and aligned, together with the exact value.

use casework::ClaimCounts;
use casework::totals::Conditions;
use ledger::losses::{CreditDoubt, Manipulated};
use ledger::{Moment, Money};
use leptos::prelude::*;

use crate::parts::movement;
use crate::parts::pieces::{Tone, tag};
use crate::text::Translator;

/// A sum of money, shown rounded to cents. The exact value is the element's machine-readable
/// value and its tooltip.
///
/// `exact` is a plain decimal, and `cents` is that decimal rounded once to two places.
pub fn money(texts: Translator, exact: &str, cents: &str) -> AnyView {
    view! {
        <data class="figure" value=exact.to_owned() title=exact.to_owned()>{texts.number(cents)}</data>
    }
    .into_any()
}

/// A sum of the reporting currency: cents for display, all eight decimals in the element's
/// value.
pub fn sum(texts: Translator, sum: Money) -> AnyView {
    money(texts, &sum.to_string(), &sum.cents_text())
}

/// A sum where it may be shown. Otherwise words that there is no total, never a zero and
/// never an empty cell. [`no_total_why`] gives the reason, once on a page.
pub fn sum_or_no_total(texts: Translator, figure: Option<Money>) -> AnyView {
    match figure {
        Some(figure) => sum(texts, figure),
        None => view! { <span class="no-total">{texts.t("common-no-total")}</span> }.into_any(),
    }
}

/// A sum with its currency where it may be shown; otherwise words that there is no total.
pub fn sum_of_currency(texts: Translator, figure: Option<Money>, currency: &str) -> AnyView {
    let currency = figure.map(|_| format!(" {currency}"));
    view! { {sum_or_no_total(texts, figure)}{currency} }.into_any()
}

/// Why a total is not shown.
pub fn no_total_why(texts: Translator) -> AnyView {
    view! { <p class="hint">{texts.t("common-no-total-why")}</p> }.into_any()
}

/// How many claims count, and which others there are: one sentence, the same on
/// every page.
pub fn claim_counts(texts: Translator, counts: &ClaimCounts) -> String {
    texts.with(
        "common-claim-counts",
        &[
            ("counted", counts.counted.into()),
            ("accepted", counts.accepted.into()),
            ("drafts", counts.drafts.into()),
            ("declined", counts.declined.into()),
            ("withdrawn", counts.withdrawn.into()),
        ],
    )
}

/// A quantity with all its digits.
pub fn quantity(texts: Translator, exact: &str) -> AnyView {
    view! { <data class="figure" value=exact.to_owned()>{texts.number(exact)}</data> }.into_any()
}

/// A count of things.
pub fn count(texts: Translator, count: i64) -> AnyView {
    view! { <data class="figure" value=count>{texts.number(&count.to_string())}</data> }.into_any()
}

/// A quantity without trailing zeros, which only show the width of the sum. The element's
/// value keeps them.
pub fn summed(texts: Translator, exact: &str) -> AnyView {
    let shown = texts.number(trimmed(exact));
    view! { <data class="figure" value=exact.to_owned()>{shown}</data> }.into_any()
}

/// A plain decimal without zeros at the end of its fraction.
pub fn trimmed(plain: &str) -> &str {
    if plain.contains('.') {
        plain.trim_end_matches('0').trim_end_matches('.')
    } else {
        plain
    }
}

/// Ages of prices, bridge, par and manipulated spans, in words.
pub fn conditions(texts: Translator, conditions: &Conditions) -> String {
    let par = match &conditions.par[..] {
        [] => texts.t("common-conditions-no-par"),
        par => {
            let par: Vec<&str> = par.iter().map(|asset| asset.as_str()).collect();
            let assets = ("assets", par.join(", ").into());
            texts.with("common-conditions-par", &[assets])
        }
    };
    let ages = texts.with(
        "common-conditions",
        &[
            (
                "minutes",
                i64::from(conditions.trade_age_minutes_max).into(),
            ),
            ("hours", i64::from(conditions.daily_age_hours_max).into()),
            ("days", i64::from(conditions.fiat_age_days_max).into()),
        ],
    );
    let bridge = ("bridge", conditions.bridge.as_str().into());
    let bridge = texts.with("common-conditions-bridge", &[bridge]);
    let manipulated: Vec<String> = conditions
        .manipulated
        .iter()
        .map(|span| manipulated(texts, span))
        .collect();
    let manipulated = match &manipulated[..] {
        [] => texts.t("common-conditions-not-manipulated"),
        spans => texts.with(
            "common-conditions-manipulated",
            &[("spans", spans.join(", ").into())],
        ),
    };
    let quotes = quotes(texts, conditions);
    let flat = conditions.flat_before.map_or_else(String::new, |at| {
        let moment = ("moment", movement::readable(&at.to_string()).into());
        format!(" {}", texts.with("common-conditions-flat", &[moment]))
    });
    format!("{ages} {bridge}{quotes} {par} {manipulated}{flat}")
}

/// In which currencies prices may be quoted, and which sources were chosen.
fn quotes(texts: Translator, conditions: &Conditions) -> String {
    let mut words = String::new();
    let mut add = |key: &str, name: &'static str, values: Vec<String>| {
        if !values.is_empty() {
            words.push(' ');
            words.push_str(&texts.with(key, &[(name, values.join(", ").into())]));
        }
    };
    let quotes = conditions.quotes.iter().map(ToString::to_string);
    add("common-conditions-quotes", "quotes", quotes.collect());
    let sources = conditions.sources.iter();
    let sources = sources.map(|chosen| format!("{} ({})", chosen.asset, chosen.source));
    add("common-conditions-sources", "sources", sources.collect());
    words
}

/// What is odd about something that came back; nothing where all is well.
pub fn credit_doubts(texts: Translator, doubts: &[CreditDoubt]) -> AnyView {
    let doubts = doubts.iter();
    doubts
        .map(|doubt| {
            let message = texts.message(&doubt.message());
            view! { <p class="hint">{tag(Tone::Warn, texts.t("common-check"))}" "{message}</p> }
        })
        .collect_view()
        .into_any()
}

/// When an asset's market was manipulated.
fn manipulated(texts: Translator, span: &Manipulated) -> String {
    let moment = |at: Moment| at.to_string().replacen('T', " ", 1).replace('Z', " UTC");
    let asset = ("asset", span.asset.as_str().into());
    let from = ("from", moment(span.from).into());
    match span.to {
        Some(to) => {
            let to = ("to", moment(to).into());
            texts.with("common-conditions-span", &[asset, from, to])
        }
        None => texts.with("common-conditions-span-open", &[asset, from]),
    }
}

/// A SHA-256: its first twelve digits, with which the ids of prices begin too, and the whole
/// hash in the tooltip.
pub fn hash(hex: &str) -> AnyView {
    let start: String = hex.chars().take(12).collect();
    view! {
        <details class="hash"><summary>{start}"…"</summary>{hex.to_owned()}</details>
    }
    .into_any()
}

/// A moment in UTC (RFC 3339), in words: `18 October 2022, 21:00 UTC`.
pub fn moment_in_words(texts: Translator, rfc3339: &str) -> AnyView {
    let Some((day, time)) = rfc3339.split_once('T') else {
        return moment(rfc3339);
    };
    let mut parts = day.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return moment(rfc3339);
    };
    let shown = texts.with(
        "common-moment",
        &[
            ("day", day.trim_start_matches('0').into()),
            ("month", texts.t(&format!("common-month-{month}")).into()),
            ("year", year.into()),
            ("time", time.get(..5).unwrap_or(time).into()),
        ],
    );
    view! { <time datetime=rfc3339.to_owned()>{shown}</time> }.into_any()
}

/// A moment in a column whose head says that it is UTC: `2022-10-18 21:00:07`.
pub fn moment_of_utc(rfc3339: &str) -> AnyView {
    let shown = rfc3339.replacen('T', " ", 1).replace('Z', "");
    view! { <time datetime=rfc3339.to_owned()>{shown}</time> }.into_any()
}

/// A moment in UTC, RFC 3339, shown as `2022-10-18 21:00:07 UTC`.
pub fn moment(rfc3339: &str) -> AnyView {
    let shown = rfc3339.replacen('T', " ", 1).replace('Z', " UTC");
    view! { <time datetime=rfc3339.to_owned()>{shown}</time> }.into_any()
}
