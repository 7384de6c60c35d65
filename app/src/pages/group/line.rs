//! One loss line in full detail: the entry and its place in the file, each quantity with its
//! price, each price with its file and row, and the reviews of coordinators.

use casework::ReviewState;
use ledger::losses::{Delta, Leg, LossLine, Missing, Operation, Price, Step};
use ledger::{Fact, Kind};
use leptos::prelude::*;

use super::Ground;
use super::basis::{Chosen, note, outdated};
use super::lines::{LineRow, amount, line_href, source};
use super::{back, escaped, ground, kind_text, loss_cell, review_tag, review_text, support_text};
use crate::forms::Form;
use crate::messages;
use crate::parts::fields::{Choice, TextField, choices, error_summary};
use crate::parts::pieces::{Stacked, inset, stacked, summary_list};
use crate::parts::{figures, movement};
use crate::text::Translator;

/// The latest review of the line, and its time. The custody log knows who made it.
#[derive(Clone, Debug)]
pub struct LatestReview {
    /// The reason or question.
    pub reason: String,
    /// When, RFC 3339.
    pub at: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct LinePage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// The line as the table shows it.
    pub row: LineRow,
    /// Why the claimant contests it.
    pub contested: String,
    /// The order and trade id of the exchange.
    pub ids: String,
    /// The time as the file writes it.
    pub time_raw: String,
    /// The valuation, as stored.
    pub detail: LossLine,
    /// Names of the price files, by the first 12 digits of their SHA-256.
    pub price_files: Vec<(String, String)>,
    /// The basis of the figures.
    pub ground: Ground,
    /// The requested basis.
    pub basis: Chosen,
    /// Its latest review; none while there was none.
    pub latest: Option<LatestReview>,
    /// How many entries this row of the file makes; they are reviewed together.
    pub rows_of_key: i64,
    /// Version of the reader that read the file; empty when it was typed in.
    pub reader_version: String,
    /// Further facts in the file about the entry, each with its name.
    pub facts: Vec<(Fact, String)>,
    /// Whether the reader may review it; nobody may review a line of their own claim.
    pub may_review: bool,
    /// The review form: `review`, `reason`.
    pub form: Form,
}

/// One line.
pub fn page(texts: Translator, vm: &LinePage) -> AnyView {
    let claim = format!("{}/claims/{}", vm.base, vm.row.claim);
    view! {
        {back(format!("{claim}#lines"), vm.row.claim.clone())}
        {error_summary(texts, &vm.form)}
        <h1>{texts.t("group-line-title")}</h1>
        {note(texts, &vm.basis, line_href(&vm.base, &vm.row, ""))}
        {outdated(texts, &vm.basis, &vm.base)}
        <p class="big-figure">{loss_cell(texts, vm.row.loss)}" "{vm.ground.currency.clone()}</p>
        {entry(texts, vm, &claim)}
        {sum(texts, vm)}
        {prices(texts, vm)}
        {ground(texts, &vm.ground)}
        {review(texts, vm, &claim)}
    }
    .into_any()
}

fn entry(texts: Translator, vm: &LinePage, claim: &str) -> AnyView {
    let row = &vm.row;
    let text = |text: &str| {
        let text = text.to_owned();
        view! { {text} }.into_any()
    };
    let time = view! {
        {figures::moment(&row.time)}{super::time_in_file(texts, &row.time, &vm.time_raw)}
    }
    .into_any();
    let mut rows = vec![
        (texts.t("group-time"), time, None),
        (
            texts.t("group-account"),
            text(&row.account.text(texts)),
            None,
        ),
        (
            texts.t("group-kind"),
            text(&kind_text(texts, &row.kind)),
            None,
        ),
    ];
    // A quantity without a value gets no row.
    for (key, quantity) in [
        ("group-went-out", &row.out),
        ("group-came-in", &row.in_),
        ("group-fee", &row.fee),
    ] {
        if quantity.is_some() {
            rows.push((texts.t(key), amount(texts, quantity.as_ref()), None));
        }
    }
    let support = text(&support_text(texts, row.support));
    if !vm.ids.is_empty() {
        rows.push((texts.t("group-ids"), text(&vm.ids), None));
    }
    for (name, value) in movement::fact_texts(texts, &vm.facts) {
        rows.push((name, text(&value), None));
    }
    rows.push((texts.t("group-source"), source(texts, claim, row), None));
    rows.push((texts.t("group-support"), support, None));
    if let Some(tag) = movement::deal(texts, row.deal.as_ref()) {
        rows.push((texts.t("group-deal"), tag, None));
    }
    for (key, words) in [
        ("group-reader", &vm.reader_version),
        ("group-why-contested", &vm.contested),
    ] {
        if !words.is_empty() {
            rows.push((texts.t(key), text(words), None));
        }
    }
    rows.push((texts.t("group-review"), review_tag(texts, row.review), None));
    view! { <h2>{texts.t("group-line-entry")}</h2>{summary_list(rows)} }.into_any()
}

/// −Δq × P for each asset; the parts add up to the line.
fn sum(texts: Translator, vm: &LinePage) -> AnyView {
    let head = [
        (texts.t("group-asset"), false),
        (texts.t("group-change"), true),
        (texts.t("group-price"), true),
        (texts.t("group-part"), true),
    ];
    let rows = vm
        .detail
        .native
        .iter()
        .map(|delta| part_row(texts, &vm.detail, delta))
        .collect();
    let kind = vm.row.kind.parse::<Kind>().ok();
    let notes = kind.map_or_else(Vec::new, |kind| vm.detail.notes(kind));
    let note = (!notes.is_empty()).then(|| {
        view! { <p>{messages::line_notes(texts, &notes)}</p> }
    });
    view! {
        <h2>{texts.t("group-line-sum")}</h2>
        <p>{texts.t("group-line-sum-text")}</p>
        {stacked(&texts.t("group-line-parts"), &head, rows)}
        {note}
    }
    .into_any()
}

fn part_row(texts: Translator, detail: &LossLine, delta: &Delta) -> Stacked {
    let asset = delta.asset.to_string();
    let price = detail
        .price_of(&asset)
        .map(|price| movement::price_figure(texts, &price.text));
    let part = detail
        .parts
        .iter()
        .find(|part| part.asset == delta.asset)
        .map(|part| figures::sum(texts, part.amount));
    let missing = detail
        .unpriced
        .iter()
        .find(|unpriced| unpriced.asset == delta.asset)
        .map(|unpriced| missing_text(texts, unpriced.missing));
    let most = detail
        .unpriced
        .iter()
        .find(|unpriced| unpriced.asset == delta.asset)
        .and_then(|unpriced| unpriced.at_most)
        .map(|most| view! { <br/>{texts.t("group-at-most")}" "{figures::sum(texts, most)} });
    let cells = vec![
        asset.into_any(),
        figures::quantity(texts, &delta.units.to_string()),
        price.into_any(),
        view! { {part}{missing}{most} }.into_any(),
    ];
    (None, cells)
}

fn missing_text(texts: Translator, missing: Missing) -> String {
    texts.t(match missing {
        Missing::NoPrice => "group-missing-no-price",
        Missing::NoBridge => "group-missing-no-bridge",
        Missing::NoRate => "group-missing-no-rate",
        Missing::OtherSource => "group-missing-other-source",
        Missing::Group => "group-missing-group",
        Missing::TooLarge => "group-missing-too-large",
        Missing::Unsettled => "group-missing-unsettled",
        Missing::Manipulated => "group-missing-manipulated",
        Missing::ManipulatedOpen => "group-missing-manipulated-open",
    })
}

fn prices(texts: Translator, vm: &LinePage) -> AnyView {
    if vm.detail.prices.is_empty() {
        return ().into_any();
    }
    let blocks = vm
        .detail
        .prices
        .iter()
        .map(|price| price_block(texts, vm, price))
        .collect_view();
    view! { <h2>{texts.t("group-line-prices")}</h2>{blocks} }.into_any()
}

fn price_block(texts: Translator, vm: &LinePage, price: &Price) -> AnyView {
    let asked = texts.with(
        "group-price-asked",
        &[
            ("asset", price.priced_as.to_string().into()),
            (
                "time",
                movement::readable(&price.asked_at.to_string()).into(),
            ),
        ],
    );
    let manipulated = price.manipulated_from.map(|from| {
        let sentence = texts.with(
            "group-price-manipulated",
            &[("from", movement::readable(&from.to_string()).into())],
        );
        inset("warn", view! { <p>{sentence}</p> }.into_any())
    });
    let apart = price
        .disagreements
        .iter()
        .map(|other| {
            let sentence = texts.with(
                "group-price-apart",
                &[
                    ("source", other.source.to_string().into()),
                    ("price", movement::price_figure(texts, &other.text).into()),
                ],
            );
            inset("warn", view! { <p>{sentence}</p> }.into_any())
        })
        .collect_view();
    let head = [
        (texts.t("group-price-pair"), false),
        (texts.t("group-price"), true),
        (texts.t("group-price-step"), false),
        (texts.t("group-price-holds"), false),
        (texts.t("group-source"), false),
    ];
    let rows = price
        .legs
        .iter()
        .map(|leg| leg_row(texts, vm, leg))
        .collect();
    let figure = movement::price_figure(texts, &price.text);
    let caption = format!("1 {} = {figure} {}", price.asset, vm.ground.currency);
    let by_itself = price
        .legs
        .is_empty()
        .then(|| view! { <p>{step_text(texts, price.step)}</p> });
    let legs = (!price.legs.is_empty()).then(|| stacked(&caption, &head, rows));
    view! {
        <h3>{price.asset.to_string()}</h3>
        <p>{asked}</p>
        {manipulated}
        {by_itself}
        {legs}
        {apart}
    }
    .into_any()
}

fn leg_row(texts: Translator, vm: &LinePage, leg: &Leg) -> Stacked {
    let id = leg.id.to_string();
    let (file_id, row) = id.split_once(':').unwrap_or((&id, ""));
    let file = vm
        .price_files
        .iter()
        .find(|(start, _)| start == file_id)
        .map(|(_, name)| name.clone());
    let place = texts.with("group-line-of", &[("line", row.into())]);
    let href = format!("{}/prices/{file_id}?row={row}#row", vm.base);
    let sign = match leg.operation {
        Operation::Times => "×",
        Operation::Over => "÷",
    };
    let age = age(texts, i64::try_from(leg.age_seconds).unwrap_or(i64::MAX));
    let price = figures::quantity(texts, &leg.value.to_string());
    let at = figures::moment(&leg.at.to_string());
    let name = file.unwrap_or_else(|| file_id.to_owned());
    let from = format!("{place} · {} · {id}", leg.source);
    let cells = vec![
        format!("{}/{}", leg.base, leg.quote).into_any(),
        view! { {sign}" "{price} }.into_any(),
        step_text(texts, leg.step).into_any(),
        view! { {at}<br/><span class="hint">{age}</span> }.into_any(),
        view! { <a href=href>{name}</a><br/><span class="hint">{from}</span> }.into_any(),
    ];
    (None, cells)
}

/// The age of a price at the time of the trade: in minutes, from two hours on in hours, from
/// two days on in days.
fn age(texts: Translator, seconds: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    let (key, unit) = match seconds {
        ..7200 => ("group-price-age-minutes", MINUTE),
        7200..172_800 => ("group-price-age-hours", HOUR),
        _ => ("group-price-age-days", DAY),
    };
    texts.with(key, &[("count", (seconds / unit).into())])
}

fn step_text(texts: Translator, step: Step) -> String {
    texts.t(match step {
        Step::TradeTime => "group-ladder-trade-time",
        Step::Daily => "group-ladder-daily",
        Step::Fiat => "group-ladder-fiat",
        Step::Par => "group-ladder-par",
        Step::Currency => "group-ladder-currency",
    })
}

fn review(texts: Translator, vm: &LinePage, claim: &str) -> AnyView {
    let latest = vm.latest.as_ref().map(|latest| {
        view! {
            <p class="hint">{figures::moment(&latest.at)}</p>
            <p class="words">{latest.reason.clone()}</p>
        }
    });
    if !vm.may_review {
        let own = inset("", view! { <p>{texts.t("group-own-claim")}</p> }.into_any());
        return view! { <h2>{texts.t("group-review")}</h2>{latest}{own} }.into_any();
    }
    let options = ReviewState::ALL
        .into_iter()
        .map(|review| {
            Choice::new(review.as_str(), review_text(texts, review))
                .hint(texts.t(&format!("group-review-{}-hint", review.as_str())))
        })
        .collect();
    let together = (vm.rows_of_key > 1).then(|| {
        let sentence = texts.with("group-review-together", &[("count", vm.rows_of_key.into())]);
        view! { <p>{sentence}</p> }
    });
    let reason = TextField::new("reason", texts.t("group-review-reason"))
        .hint(texts.t("group-review-reason-hint"))
        .rows(3)
        .length_max(vm.form.limits().words_characters_max);
    let asked = vm.basis.query(&[("seq", &vm.row.seq.to_string())]);
    let action = format!("{claim}/lines/{}{asked}", escaped(&vm.row.key));
    view! {
        <h2>{texts.t("group-review")}</h2>
        {latest}
        {together}
        <form method="post" action=action>
            {choices(texts, &vm.form, "radio", "review", &texts.t("group-review-legend"), options)}
            {reason.view(texts, &vm.form)}
            <button>{texts.t("group-review-save")}</button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::group::lines::tests::row;
    use crate::pages::group::testing::{html, texts_of_all};
    use crate::text::{Locale, Texts};

    fn detail() -> LossLine {
        serde_json::from_value(serde_json::json!({
            "status": "priced", "loss": "155036.95200000", "currency": "USD", "basis": "event",
            "method": "FMV/1.2.0",
            "native": [{"asset": "DMG", "units": "250000"}, {"asset": "USDT", "units": "-160160"}],
            "parts": [{"asset": "DMG", "amount": "-5075.00000000"},
                      {"asset": "USDT", "amount": "160111.95200000"}],
            "prices": [{
                "asset": "DMG", "priced_as": "DMG", "text": "0.0203", "ids": "0123456789ab:4",
                "step": "daily", "asked_at": "2022-10-18T00:00:00Z",
                "manipulated_from": "2022-10-18T00:00:00Z",
                "legs": [{"id": "0123456789ab:4", "base": "DMG", "quote": "USD", "value": "0.0203",
                    "operation": "times", "source": "own", "window_seconds": 86400,
                    "at": "2022-10-18T00:00:00Z", "age_seconds": 0, "step": "daily"}]
            }]
        }))
        .unwrap()
    }

    fn line() -> LinePage {
        LinePage {
            base: "/i/x/group".into(),
            row: row("k1"),
            contested: "I was asleep".into(),
            ids: "order 7".into(),
            time_raw: "2022-10-18 21:00:07".into(),
            detail: detail(),
            price_files: vec![("0123456789ab".into(), "prices.csv".into())],
            ground: Ground::default(),
            basis: Chosen::own(Form::default()),
            latest: None,
            rows_of_key: 1,
            reader_version: "1.0.0".into(),
            facts: vec![(Fact::Address, "bc1q-somewhere".into())],
            may_review: true,
            form: Form::default(),
        }
    }

    #[test]
    fn an_address_stands_in_a_row_of_its_own() {
        for texts in texts_of_all() {
            let page = html(texts, |t| page(t, &line()));
            let row = format!(
                "<dt>{}</dt><dd>bc1q-somewhere</dd>",
                texts.t("fact-address")
            );
            assert!(page.contains(&row), "{page}");
        }
    }

    #[test]
    fn every_figure_leads_to_its_file_and_row() {
        for texts in texts_of_all() {
            let page = html(texts, |t| page(t, &line()));
            assert!(
                page.contains("/i/x/group/prices/0123456789ab?row="),
                "{page}"
            );
            assert!(page.contains("prices.csv"));
            assert!(page.contains("value=\"160111.95200000\""));
            assert!(page.contains("2022-10-18T00:00:00Z"), "t' and m are shown");
        }
    }

    #[test]
    fn line_under_another_basis_says_so_and_a_review_returns_to_it() {
        for texts in texts_of_all() {
            let mut vm = line();
            vm.basis.other = "date:2022-12-30".into();
            let page = html(texts, |t| page(t, &vm));
            assert!(
                page.contains("lines/k1?seq=4&amp;basis=date%3A2022-12-30\""),
                "{page}"
            );
            assert!(
                page.contains("/lines/k1?seq=4\""),
                "and leads to the own one"
            );
        }
    }

    #[test]
    fn nobody_reviews_a_line_of_their_own() {
        let texts = Texts::of(Locale::En);
        let mut own = line();
        own.may_review = false;
        let page = html(texts, |t| page(t, &own));
        assert!(!page.contains("name=\"review\""));
    }
}
