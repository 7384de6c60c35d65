//! Numbers for reading: grouped, aligned, the exact value kept beside.

use ledger::Money;
use leptos::prelude::*;

use crate::text::T;

/// A sum of money: shown rounded to cents, the exact value on demand (it is the
/// element's machine-readable value and its tooltip).
///
/// `exact` is a plain decimal, `cents` the same rounded once to two places.
pub fn money(texts: T, exact: &str, cents: &str) -> AnyView {
    view! {
        <data class="figure" value=exact.to_owned() title=exact.to_owned()>{texts.number(cents)}</data>
    }
    .into_any()
}

/// A sum of the reporting currency: cents to read, all eight decimals beside.
pub fn sum(texts: T, sum: Money) -> AnyView {
    money(texts, &sum.to_string(), &sum.cents_text())
}

/// A quantity exactly as wide as it is.
pub fn quantity(texts: T, exact: &str) -> AnyView {
    view! { <data class="figure" value=exact.to_owned()>{texts.number(exact)}</data> }.into_any()
}

/// A count of things.
pub fn count(texts: T, count: i64) -> AnyView {
    view! { <data class="figure" value=count>{texts.number(&count.to_string())}</data> }.into_any()
}

/// A moment in UTC, RFC 3339, shown as `2022-10-18 21:00:07 UTC`.
pub fn moment(rfc3339: &str) -> AnyView {
    let shown = rfc3339.replacen('T', " ", 1).replace('Z', " UTC");
    view! { <time datetime=rfc3339.to_owned()>{shown}</time> }.into_any()
}
