//! The loss: its sum and what it counts, what came back, the units of each asset, missing
//! prices, and every line explained in a sentence.

use casework::totals::Conditions;
use casework::{ReviewState, Support};
use ledger::Money;
use ledger::losses::LossLine;
use ledger::messages::Message;
use leptos::prelude::*;

use super::Head;
use crate::parts::figures;
use crate::parts::movement::{self, Movement};
use crate::parts::paging::Paging;
use crate::parts::pieces::{self, Tone};
use crate::parts::values::{AccountAt, AssetAmount, NamedFile};
use crate::text::Translator;

/// One contested entry and its value.
#[derive(Clone, Debug)]
pub struct LineRow {
    /// When, RFC 3339.
    pub time: String,
    /// What happened.
    pub movement: Movement,
    /// The file; none when it was typed in.
    pub file: Option<NamedFile>,
    /// Line of the file.
    pub line: String,
    /// Where the facts come from.
    pub support: Support,
    /// Its value, with everything needed to check it.
    pub loss: LossLine,
    /// The coordinator's review of it, and the reason.
    pub review: (ReviewState, String),
}

/// The sums of a claim.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Lines backed by an export.
    pub documented: Money,
    /// Lines that were typed in.
    pub claimed: Money,
    /// The sum of lines above zero, and that of lines below zero without their sign. None
    /// when a coordinator excluded lines, because these sums would include them.
    pub gross: Option<(Money, Money)>,
    /// The value of what came back.
    pub credits: Money,
    /// All lines less credits.
    pub net: Money,
    /// Lines in the sums.
    pub lines: i64,
    /// Whether enough lines have a price for the sums to be shown.
    pub has_figure: bool,
    /// Lines a coordinator left out.
    pub excluded: i64,
}

/// A quantity without a price.
#[derive(Clone, Debug)]
pub struct UnpricedRow {
    /// Ticker.
    pub asset: String,
    /// Exact units.
    pub units: String,
    /// Lines it is in.
    pub lines: i64,
    /// The most that was paid for it, where that is known.
    pub at_most: Option<Money>,
}

/// A derivative position that cannot be valued from fills alone.
#[derive(Clone, Debug)]
pub struct PositionRow {
    /// The account that holds it.
    pub account: AccountAt,
    /// The contract.
    pub market: String,
    /// How many fills.
    pub fills: i64,
}

/// The facts on the page.
#[derive(Clone, Debug)]
pub struct Loss {
    /// The claim.
    pub head: Head,
    /// Reporting currency.
    pub currency: String,
    /// `event`, or `date:D`.
    pub basis: String,
    /// Method and version.
    pub method: String,
    /// Version of the reference prices.
    pub price_version: i64,
    /// Ages of prices and par.
    pub conditions: Conditions,
    /// Why it could not be computed.
    pub problem: Option<Message>,
    /// Sums; none while nothing is contested.
    pub sums: Option<Sums>,
    /// Units by asset.
    pub native: Vec<AssetAmount>,
    /// What has no price.
    pub unpriced: Vec<UnpricedRow>,
    /// Credits without a price; they are not subtracted.
    pub credits_unpriced: Vec<UnpricedRow>,
    /// Derivative positions that cannot be valued from fills alone.
    pub positions: Vec<PositionRow>,
    /// The lines of this page.
    pub lines: Vec<LineRow>,
    /// All lines.
    pub lines_total: i64,
    /// The page of the list.
    pub paging: Paging,
}

/// The page.
pub fn page(texts: Translator, loss: &Loss) -> AnyView {
    let head = &loss.head;
    let problem = loss.problem.as_ref().map(|problem| {
        let why = texts.message(problem);
        let body = view! { <p>{texts.t("claim-loss-problem")}</p><p>{why}</p> };
        pieces::inset("warn", body.into_any())
    });
    let body = match &loss.sums {
        None => view! {
            <p>{texts.t("claim-loss-none")}</p>
            <p><a href=head.link("entries")>{texts.t("claim-loss-to-entries")}</a></p>
        }
        .into_any(),
        Some(sums) => view! {
            {sums_view(texts, loss, sums)}
            {native(texts, loss)}
            {unpriced(texts, loss)}
            {positions(texts, loss)}
            {lines(texts, loss)}
        }
        .into_any(),
    };
    let next = (head.open && loss.sums.is_some()).then(|| {
        view! { <p><a href=head.link("credits")>{texts.t("claim-loss-next")}</a></p> }
    });
    view! {
        {super::back(texts, head)}
        <h1>{texts.t("claim-loss-title")}</h1>
        {problem}
        {body}
        {next}
    }
    .into_any()
}

/// A basis (`event`, or `date:D`) in words.
pub(super) fn basis_words(texts: Translator, basis: &str) -> String {
    match basis.strip_prefix("date:") {
        Some(day) => texts.with("claim-basis-date", &[("day", day.into())]),
        None => texts.t("claim-basis-event"),
    }
}

/// What a sum counts, in words: basis, method, prices.
fn counts(texts: Translator, loss: &Loss) -> String {
    let basis = basis_words(texts, &loss.basis);
    let counts = texts.with(
        "claim-loss-counts",
        &[
            ("basis", basis.into()),
            ("method", (&loss.method).into()),
            ("version", loss.price_version.into()),
        ],
    );
    format!("{counts} {}", figures::conditions(texts, &loss.conditions))
}

fn sums_view(texts: Translator, loss: &Loss, sums: &Sums) -> impl IntoView + use<> {
    let currency = loss.currency.clone();
    let row = |key: &str, money: Money| {
        let value = view! { {movement::money(texts, money)}" "{currency.clone()} }.into_any();
        (texts.t(key), value, None)
    };
    let mut rows = Vec::new();
    if let Some((losses, gains)) = sums.gross {
        rows.push(row("claim-loss-gross", losses));
        rows.push(row("claim-loss-gain", -gains));
    }
    rows.push(row("claim-loss-documented", sums.documented));
    if !sums.claimed.is_zero() {
        rows.push(row("claim-loss-claimed", sums.claimed));
    }
    let mut credits = row("claim-loss-credits", sums.credits);
    if loss.head.open {
        credits.2 = Some((loss.head.link("credits"), texts.t("common-change")));
    }
    rows.push(credits);
    rows.push(row("claim-loss-net", sums.net));
    let excluded = (sums.excluded > 0).then(|| {
        let sentence = texts.with("claim-loss-excluded", &[("lines", sums.excluded.into())]);
        view! { <p>{sentence}</p> }
    });
    let (figure, rows) = if sums.lines == 0 {
        // Nothing has a price, so there is no sum; zero would be wrong.
        let none = view! { <p class="big-figure">{texts.t("claim-loss-no-price")}</p> };
        (none.into_any(), Vec::new())
    } else if !sums.has_figure {
        let none = view! {
            <p class="big-figure">{texts.t("common-no-total")}</p>
            {figures::no_total_why(texts)}
        };
        (none.into_any(), Vec::new())
    } else {
        let net = movement::money(texts, sums.net);
        let figure = view! { <p class="big-figure">{net}" "{loss.currency.clone()}</p> };
        (figure.into_any(), rows)
    };
    view! {
        {figure}
        <p>{texts.with("claim-loss-lines", &[("lines", sums.lines.into())])}</p>
        {pieces::counted(texts, counts(texts, loss))}
        {excluded}
        <div class="narrow">{pieces::summary_list(rows)}</div>
        {credits_unpriced(texts, loss)}
        <p class="hint">{texts.t("claim-loss-promise")}</p>
    }
}

/// Credits without a price, shown beside the net, which they would reduce.
fn credits_unpriced(texts: Translator, loss: &Loss) -> Option<AnyView> {
    if loss.credits_unpriced.is_empty() {
        return None;
    }
    let items = loss
        .credits_unpriced
        .iter()
        .map(|row| view! { <li>{figures::quantity(texts, &row.units)}" "{row.asset.clone()}</li> })
        .collect_view();
    let body = view! { <p>{texts.t("claim-credits-unpriced")}</p><ul>{items}</ul> };
    Some(pieces::inset("warn", body.into_any()))
}

fn native(texts: Translator, loss: &Loss) -> AnyView {
    let rows = loss
        .native
        .iter()
        .map(|AssetAmount { amount, asset }| {
            view! {
                <tr>
                    <th scope="row">{asset.clone()}</th>
                    <td class="numeric">{figures::summed(texts, amount)}</td>
                </tr>
            }
        })
        .collect_view()
        .into_any();
    let head = [
        (texts.t("claim-asset"), false),
        (texts.t("claim-units"), true),
    ];
    view! {
        <h2>{texts.t("claim-native-title")}</h2>
        <p>{texts.t("claim-native-text")}</p>
        <div class="narrow">{pieces::table(&texts.t("claim-native-caption"), &head, rows)}</div>
    }
    .into_any()
}

fn unpriced(texts: Translator, loss: &Loss) -> Option<AnyView> {
    if loss.unpriced.is_empty() {
        return None;
    }
    let rows = loss
        .unpriced
        .iter()
        .map(|row| {
            let at_most = row.at_most.map(|money| movement::money(texts, money));
            view! {
                <tr>
                    <th scope="row">{row.asset.clone()}</th>
                    <td class="numeric">{figures::quantity(texts, &row.units)}</td>
                    <td class="numeric">{figures::count(texts, row.lines)}</td>
                    <td class="numeric">{at_most}</td>
                </tr>
            }
        })
        .collect_view()
        .into_any();
    let most = texts.with(
        "claim-unpriced-most",
        &[("currency", (&loss.currency).into())],
    );
    let head = [
        (texts.t("claim-asset"), false),
        (texts.t("claim-units"), true),
        (texts.t("claim-unpriced-lines"), true),
        (most, true),
    ];
    Some(
        view! {
            <h2>{texts.t("claim-unpriced-title")}</h2>
            <p>{texts.t("claim-unpriced-text")}</p>
            <div class="narrow">{pieces::table(&texts.t("claim-unpriced-caption"), &head, rows)}</div>
        }
        .into_any(),
    )
}

/// Positions whose result is in no sum, because the earlier holdings are unknown.
fn positions(texts: Translator, loss: &Loss) -> Option<AnyView> {
    if loss.positions.is_empty() {
        return None;
    }
    let rows = loss
        .positions
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row">{row.market.clone()}</th>
                    <td>{row.account.text(texts)}</td>
                    <td class="numeric">{figures::count(texts, row.fills)}</td>
                </tr>
            }
        })
        .collect_view()
        .into_any();
    let head = [
        (texts.t("claim-positions-market"), false),
        (texts.t("claim-positions-account"), false),
        (texts.t("claim-positions-fills"), true),
    ];
    let title = texts.t("claim-positions-title");
    let head_of_claim = &loss.head;
    let say = head_of_claim.open.then(|| {
        let href = head_of_claim.link("entries#contracts");
        view! { <p><a href=href>{texts.t("claim-positions-say")}</a></p> }
    });
    Some(
        view! {
            <h2>{title.clone()}</h2>
            <p>{texts.t("claim-positions-text")}</p>
            {say}
            <div class="narrow">{pieces::table(&title, &head, rows)}</div>
        }
        .into_any(),
    )
}

fn lines(texts: Translator, loss: &Loss) -> AnyView {
    let rows = loss
        .lines
        .iter()
        .map(|line| line_row(texts, &loss.head, line, &loss.currency))
        .collect_view()
        .into_any();
    let caption = texts.with("claim-lines-caption", &[("lines", loss.lines_total.into())]);
    let head = [
        (texts.t("claim-column-when"), false),
        (texts.t("claim-column-what"), false),
        (texts.t("claim-column-source"), false),
        (
            texts.with(
                "claim-column-loss",
                &[("currency", (&loss.currency).into())],
            ),
            true,
        ),
    ];
    let address = loss.head.link("loss");
    view! {
        <h2 id="lines">{texts.t("claim-lines-title")}</h2>
        {pieces::telling(&caption, &head, rows)}
        {loss.paging.links(texts, |page| format!("{address}?page={page}#lines"))}
    }
    .into_any()
}

fn line_row(texts: Translator, head: &Head, line: &LineRow, currency: &str) -> AnyView {
    let loss_label = texts.with("claim-column-loss", &[("currency", currency.into())]);
    let prices = line
        .loss
        .prices
        .iter()
        .map(|price| view! { <li>{movement::price(texts, price, currency)}</li> })
        .collect_view();
    let source = match line.file.clone() {
        Some(NamedFile { sha256, name }) => {
            let place = texts.with("claim-source-line", &[("line", (&line.line).into())]);
            let href = head.link(&format!("evidence/{sha256}"));
            let support = texts.t(&format!("claim-support-{}", line.support.as_str()));
            view! { <a href=href>{name}</a>", "{place}<div class="hint">{support}</div> }.into_any()
        }
        None => texts.t("claim-source-typed").into_any(),
    };
    let figure = match line.loss.loss {
        Some(money) => movement::money(texts, money),
        None => pieces::tag(Tone::Warn, texts.t("claim-line-unpriced")),
    };
    let (review, reason) = &line.review;
    let review_text = match review {
        ReviewState::Open => None,
        ReviewState::Queried => Some(("claim-line-queried", Tone::Busy)),
        ReviewState::Excluded => Some(("claim-line-excluded", Tone::Bad)),
    }
    .map(|(key, tone)| {
        view! { <p>{pieces::tag(tone, texts.t(key))}" "{reason.clone()}</p> }
    });
    let deal = movement::deal(texts, line.loss.deal.as_ref()).map(|tag| view! { <p>{tag}</p> });
    view! {
        <tr>
            <td>{figures::moment(&line.time)}</td>
            <td class="sentence">
                <strong>{line.movement.sentence(texts)}</strong>
                <p>{movement::worth(texts, &line.loss)}</p>
                {deal}
                {review_text}
                <details><summary>{texts.t("claim-line-prices")}</summary><ul>{prices}</ul></details>
            </td>
            <td>{source}</td>
            <td class="numeric" data-label=loss_label>{figure}</td>
        </tr>
    }
    .into_any()
}
