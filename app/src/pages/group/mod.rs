//! The coordinators' pages: claims, totals, prices, settings, the custody log, snapshots and
//! their releases. Tables are dense, filters are plain GET forms, table heads stay in view,
//! and every figure links to its parts.

use casework::totals::Conditions;
use casework::{ClaimState, ReviewState, Support};
use ledger::Money;
use leptos::prelude::*;

use crate::parts::pieces::{Tone, counted, tag};
use crate::parts::{figures, movement};
use crate::text::Translator;

pub mod basis;
pub mod claim;
pub mod claims;
pub mod credits;
pub mod custody;
pub mod entries;
pub mod filing;
pub mod holdings;
pub mod line;
pub mod lines;
pub mod mappings;
pub mod price_file;
pub mod prices;
pub mod releases;
pub mod settings;
pub mod snapshots;
pub mod totals;

/// The basis and the version of a figure; it is printed wherever a sum is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// `event` or `date:2022-12-30`.
    pub basis: String,
    /// Reporting currency.
    pub currency: String,
    /// Method and version.
    pub method: String,
    /// Version of the price book.
    pub price_version: i64,
    /// Bridge, par, ages and manipulated spans, where they are known.
    pub conditions: Option<Conditions>,
}

/// A claim's state as a tag.
pub fn state_tag(texts: Translator, state: ClaimState) -> AnyView {
    let tone = match state {
        ClaimState::Draft | ClaimState::Withdrawn => Tone::Quiet,
        ClaimState::Submitted => Tone::Warn,
        ClaimState::InReview | ClaimState::Returned => Tone::Busy,
        ClaimState::Accepted => Tone::Good,
        ClaimState::Declined => Tone::Bad,
    };
    tag(tone, state_text(texts, state))
}

/// A claim's state in words.
pub fn state_text(texts: Translator, state: ClaimState) -> String {
    texts.t(&format!("group-state-{}", state.as_str()))
}

/// A coordinator's review of a line, as a tag.
pub fn review_tag(texts: Translator, review: ReviewState) -> AnyView {
    let tone = match review {
        ReviewState::Open => Tone::Quiet,
        ReviewState::Queried => Tone::Warn,
        ReviewState::Excluded => Tone::Bad,
    };
    tag(tone, review_text(texts, review))
}

/// A coordinator's review of a line, in words.
pub fn review_text(texts: Translator, review: ReviewState) -> String {
    texts.t(&format!("group-review-{}", review.as_str()))
}

/// Where a line's facts come from, in words.
pub fn support_text(texts: Translator, support: Support) -> String {
    texts.t(&format!("group-support-{}", support.as_str()))
}

/// A role in words.
pub fn role_text(texts: Translator, role: &str) -> String {
    match role {
        "claimant" | "coordinator" | "investigator" | "operator" => {
            texts.t(&format!("group-role-{role}"))
        }
        other => other.to_owned(),
    }
}

/// A kind of movement in words; an unknown word stays unchanged.
pub fn kind_text(texts: Translator, kind: &str) -> String {
    match kind.parse::<ledger::Kind>() {
        Ok(kind) => movement::kind_name(texts, kind),
        Err(_) => kind.to_owned(),
    }
}

/// The time as the file writes it, where it differs from the shown time.
pub fn time_in_file(texts: Translator, time: &str, raw: &str) -> Option<AnyView> {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    if raw.is_empty() || digits(time) == digits(raw) {
        return None;
    }
    let sentence = texts.with("group-time-in-file", &[("time", raw.into())]);
    Some(view! { <div class="hint">{sentence}</div> }.into_any())
}

/// A loss, or a tag that says it has no price. The cell is never empty and never zero.
pub fn loss_cell(texts: Translator, loss: Option<Money>) -> AnyView {
    match loss {
        Some(loss) => figures::sum(texts, loss),
        None => tag(Tone::Warn, texts.t("group-no-price")),
    }
}

/// The line under every sum: basis, currency, method, price book, ages, bridge, par and
/// manipulated spans.
pub fn ground(texts: Translator, ground: &Ground) -> AnyView {
    counted(texts, ground_words(texts, ground))
}

/// The same as text, for a cell of a table.
pub fn ground_words(texts: Translator, ground: &Ground) -> String {
    let words = texts.with(
        "group-ground",
        &[
            ("basis", basis_text(texts, &ground.basis).into()),
            ("currency", ground.currency.as_str().into()),
            ("method", ground.method.as_str().into()),
            ("version", ground.price_version.into()),
        ],
    );
    match &ground.conditions {
        Some(kept) => format!("{words} {}", figures::conditions(texts, kept)),
        None => words,
    }
}

/// A basis in words.
pub fn basis_text(texts: Translator, basis: &str) -> String {
    match basis.strip_prefix("date:") {
        Some(date) => texts.with("group-basis-date", &[("date", date.into())]),
        None => texts.t("group-basis-event"),
    }
}

/// A link's query from names and values, without the empty values.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        text.push_str(&escaped(value));
    }
    text
}

/// A text as one segment of an address or one value of a query (RFC 3986).
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(char::from(byte));
            }
            other => escaped.push_str(&format!("%{other:02X}")),
        }
    }
    escaped
}

/// A back link on top of a page.
pub fn back(href: String, label: String) -> AnyView {
    view! { <p class="back"><a href=href>"← "{label}</a></p> }.into_any()
}

/// |Σ of the rounded rows − the rounded total|: the error of adding up the rounded column.
pub fn rounding_gap(rows: impl IntoIterator<Item = Money>, total: Money) -> Money {
    let rows: Money = rows.into_iter().map(Money::cents).sum();
    (rows - total.cents()).abs()
}

/// What the tests of these pages share.
#[cfg(test)]
pub(crate) mod testing {
    use leptos::prelude::AnyView;

    use crate::render::{Chrome, render};
    use crate::text::{Locale, Texts, Translator};

    /// The texts of every language.
    pub fn texts_of_all() -> [Translator; Locale::ALL.len()] {
        Locale::ALL.map(Texts::of)
    }

    /// A page rendered as the server renders it.
    pub fn html(texts: Translator, page: impl FnOnce(Translator) -> AnyView) -> String {
        let chrome = Chrome {
            texts,
            title: "x".into(),
            path: "/".into(),
            assets: None,
            signed_in: None,
            incident: None,
            nav: Vec::new(),
            notice: None,
            demo: false,
            session: None,
            late: None,
            has_errors: false,
            wide: true,
        };
        let html = render(&chrome, || page(texts));
        // A key without a text shows itself.
        assert!(!html.contains(">group-"), "a text is missing: {html}");
        html
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Locale, Texts};

    #[test]
    fn a_query_leaves_empty_values_out_and_escapes_the_rest() {
        assert_eq!(
            query(&[("by", "asset"), ("page", ""), ("key", "A&B=C é")]),
            "?by=asset&key=A%26B%3DC%20%C3%A9"
        );
        assert_eq!(query(&[("by", "")]), "");
    }

    #[test]
    fn rounding_gap_is_the_error_of_adding_up_the_shown_rows() {
        // 0.004 + 0.004 reads 0.00 + 0.00; their sum 0.008 reads 0.01.
        let [row, total, cent] = [400_000, 800_000, 1_000_000].map(Money::from_units);
        assert_eq!(rounding_gap([row, row], total), cent);
        assert_eq!(rounding_gap([cent], cent), Money::ZERO);
    }

    #[test]
    fn every_state_has_its_words_in_every_language() {
        for locale in Locale::ALL {
            let texts = Texts::of(locale);
            for state in ClaimState::ALL {
                assert!(
                    texts.has(&format!("group-state-{}", state.as_str())),
                    "{state}"
                );
            }
            for review in [
                ReviewState::Open,
                ReviewState::Queried,
                ReviewState::Excluded,
            ] {
                assert!(texts.has(&format!("group-review-{}", review.as_str())));
            }
            for support in [Support::Claimed, Support::Documented, Support::Corroborated] {
                assert!(texts.has(&format!("group-support-{}", support.as_str())));
            }
        }
    }
}
