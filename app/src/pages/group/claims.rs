//! The list of claims: what to do next on top, a filter, one row a claim, the
//! sum of the rows in view.

use casework::ClaimState;
use ledger::Money;
use leptos::prelude::*;

use super::{Ground, ground, query, state_tag, state_text};
use crate::forms::Form;
use crate::parts::fields::{Choice, TextField, chosen, select};
use crate::parts::figures;
use crate::parts::pieces::{Tone, inset, narrowing, pages, table_with_total, tag};
use crate::text::T;

/// Something that waits for a coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Claims handed in that nobody opened the review of.
    Submitted,
    /// Claims in review.
    InReview,
    /// Lines with an open question.
    Queried,
    /// Contested lines that have no price.
    Unpriced,
    /// Manipulated assets listed from after their first contested trade.
    Conflicts,
    /// Releases that a second person must look at.
    Releases,
    /// Proposed members that a second person must confirm.
    Members,
    /// The price book is empty.
    NoPrices,
}

impl Waiting {
    fn key(self) -> &'static str {
        match self {
            Waiting::Submitted => "group-next-submitted",
            Waiting::InReview => "group-next-in-review",
            Waiting::Queried => "group-next-queried",
            Waiting::Unpriced => "group-next-unpriced",
            Waiting::Conflicts => "group-next-conflicts",
            Waiting::Releases => "group-next-releases",
            Waiting::Members => "group-next-members",
            Waiting::NoPrices => "group-next-no-prices",
        }
    }

    fn place(self) -> &'static str {
        match self {
            Waiting::Submitted => "?state=submitted",
            Waiting::InReview => "?state=in_review",
            Waiting::Queried => "/lines?review=queried",
            Waiting::Unpriced => "/prices#missing",
            Waiting::Conflicts => "/prices#manipulated",
            Waiting::Releases => "/releases",
            Waiting::Members => "/people",
            Waiting::NoPrices => "/prices",
        }
    }
}

/// One claim in the list.
#[derive(Clone, Debug)]
pub struct ClaimRow {
    /// Its reference.
    pub reference: String,
    /// The claimant's name, or mail address where there is no name.
    pub claimant: String,
    /// Its state.
    pub state: ClaimState,
    /// Whether it is the reader's own.
    pub own: bool,
    /// Whether somebody filed it for the claimant, who has not confirmed it.
    pub unconfirmed: bool,
    /// Files in it.
    pub files: i64,
    /// Contested entries.
    pub contested: i64,
    /// Sum of documented lines, excluded ones left out.
    pub documented: Money,
    /// Sum of lines that were only typed in.
    pub claimed: Money,
    /// Contested lines without a price.
    pub unpriced: i64,
    /// Lines with an open question.
    pub queried: i64,
    /// When it last changed, RFC 3339.
    pub changed: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct ClaimsPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// What the figures stand on.
    pub ground: Ground,
    /// What waits, with how many of each.
    pub waiting: Vec<(Waiting, i64)>,
    /// The filter as sent: `state`, `q`, `only`, `order`.
    pub filter: Form,
    /// Claims on this page.
    pub rows: Vec<ClaimRow>,
    /// All claims that the filter takes in.
    pub found: i64,
    /// Sums of all of them: documented, claimed; and their unpriced lines.
    pub sums: (Money, Money, i64),
    /// Page and number of pages.
    pub page: (i64, i64),
}

/// The list of claims.
pub fn page(texts: T, vm: &ClaimsPage) -> AnyView {
    let base = vm.base.clone();
    let href = |page: i64| {
        let number = page.to_string();
        let filter = &vm.filter;
        let asked = query(&[
            ("state", filter.value("state")),
            ("q", filter.value("q")),
            ("only", filter.value("only")),
            ("order", filter.value("order")),
            ("page", &number),
        ]);
        format!("{base}{asked}")
    };
    view! {
        <h1>{texts.t("group-claims-title")}</h1>
        {next(texts, vm)}
        {filter(texts, vm)}
        {list(texts, vm)}
        {pages(texts, href, vm.page.0, vm.page.1)}
        <p class="hint">{texts.t("group-sum-of-list-counts")}</p>
        {ground(texts, &vm.ground)}
        <p class="actions">
            <a class="button second" href=format!("{base}/totals")>{texts.t("group-to-totals")}</a>
            <a class="button second" href=format!("{base}/claims/new")>{texts.t("group-to-filing")}</a>
        </p>
    }
    .into_any()
}

fn next(texts: T, vm: &ClaimsPage) -> AnyView {
    let items = vm
        .waiting
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(waiting, count)| {
            let href = format!("{}{}", vm.base, waiting.place());
            let sentence = texts.with(waiting.key(), &[("count", (*count).into())]);
            view! { <li><a href=href>{sentence}</a></li> }
        })
        .collect::<Vec<_>>();
    let body = if items.is_empty() {
        view! { <p>{texts.t("group-next-nothing")}</p> }.into_any()
    } else {
        view! { <ul class="next">{items}</ul> }.into_any()
    };
    inset(
        "",
        view! { <h2>{texts.t("group-next")}</h2>{body} }.into_any(),
    )
}

fn filter(texts: T, vm: &ClaimsPage) -> AnyView {
    let mut states = vec![Choice::new("", texts.t("group-filter-any"))];
    for state in ClaimState::ALL {
        states.push(Choice::new(state.as_str(), state_text(texts, state)));
    }
    let only = vec![
        Choice::new("", texts.t("group-filter-any")),
        Choice::new("unpriced", texts.t("group-filter-unpriced")),
        Choice::new("queried", texts.t("group-filter-queried")),
    ];
    let order = vec![
        Choice::new("reference", texts.t("group-order-reference")),
        Choice::new("loss", texts.t("group-order-loss")),
        Choice::new("changed", texts.t("group-order-changed")),
    ];
    let form = &vm.filter;
    let searched = Some(form.value("q").to_owned()).filter(|text| !text.is_empty());
    let narrowed: Vec<String> = [
        searched,
        chosen(form, "state", &states),
        chosen(form, "only", &only),
    ]
    .into_iter()
    .flatten()
    .collect();
    let body = view! {
        <form method="get" action=vm.base.clone() class="filter">
            <div class="row">
                {TextField::new("q", texts.t("group-filter-search")).view(texts, form)}
                {select(texts, form, "state", &texts.t("group-state"), None, states)}
                {select(texts, form, "only", &texts.t("group-filter-with"), None, only)}
                {select(texts, form, "order", &texts.t("group-order"), None, order)}
                <div class="field"><button class="second">{texts.t("group-filter-show")}</button></div>
            </div>
        </form>
    };
    narrowing(texts, &narrowed, body.into_any())
}

fn list(texts: T, vm: &ClaimsPage) -> AnyView {
    if vm.rows.is_empty() {
        return view! { <p>{texts.t("group-claims-none")}</p> }.into_any();
    }
    let caption = texts.with("group-claims-found", &[("count", vm.found.into())]);
    let head = [
        (texts.t("group-claim"), false),
        (texts.t("group-claimant"), false),
        (texts.t("group-state"), false),
        (texts.t("group-files"), true),
        (texts.t("group-contested"), true),
        (texts.t("group-loss-documented"), true),
        (texts.t("group-loss-claimed"), true),
        (texts.t("group-unpriced"), true),
        (texts.t("group-changed"), false),
    ];
    let rows = vm
        .rows
        .iter()
        .map(|row| claim_row(texts, &vm.base, row))
        .collect_view();
    let (documented, claimed, unpriced) = vm.sums;
    let total = view! {
        <tr>
            <th scope="row" colspan="5">{texts.t("group-sum-of-list")}</th>
            <td class="numeric">{figures::sum(texts, documented)}</td>
            <td class="numeric">{figures::sum(texts, claimed)}</td>
            <td class="numeric">{figures::count(texts, unpriced)}</td>
            <td></td>
        </tr>
    }
    .into_any();
    table_with_total(&caption, &head, rows.into_any(), total)
}

fn claim_row(texts: T, base: &str, row: &ClaimRow) -> impl IntoView + use<> {
    let href = format!("{base}/claims/{}", row.reference);
    let own = row.own.then(|| tag(Tone::Quiet, texts.t("group-your-own")));
    let unconfirmed = row
        .unconfirmed
        .then(|| tag(Tone::Warn, texts.t("group-unconfirmed")));
    let queried = (row.queried > 0).then(|| {
        let text = texts.with("group-queried-count", &[("count", row.queried.into())]);
        tag(Tone::Warn, text)
    });
    let unpriced = figures::count(texts, row.unpriced);
    let unpriced = if row.unpriced > 0 {
        view! { <a href=format!("{href}?only=unpriced#lines")>{unpriced}</a> }.into_any()
    } else {
        unpriced
    };
    view! {
        <tr>
            <th scope="row" class="ref"><a href=href.clone()>{row.reference.clone()}</a></th>
            <td>{row.claimant.clone()}" "{own}</td>
            <td>{state_tag(texts, row.state)}" "{unconfirmed}" "{queried}</td>
            <td class="numeric">{figures::count(texts, row.files)}</td>
            <td class="numeric">{figures::count(texts, row.contested)}</td>
            <td class="numeric">{figures::sum(texts, row.documented)}</td>
            <td class="numeric">{figures::sum(texts, row.claimed)}</td>
            <td class="numeric">{unpriced}</td>
            <td>{figures::moment(&row.changed)}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::group::testing::{html, texts_of_both};

    fn row(reference: &str) -> ClaimRow {
        ClaimRow {
            reference: reference.into(),
            claimant: "Ada <script>".into(),
            state: ClaimState::Submitted,
            own: false,
            unconfirmed: false,
            files: 2,
            contested: 1204,
            documented: Money(123_456_789_012),
            claimed: Money(0),
            unpriced: 3,
            queried: 0,
            changed: "2026-01-02T03:04:05Z".into(),
        }
    }

    fn list_of(rows: Vec<ClaimRow>) -> ClaimsPage {
        ClaimsPage {
            base: "/i/x/group".into(),
            ground: Ground {
                basis: "event".into(),
                currency: "USD".into(),
                method: "FMV/1.1.0".into(),
                price_version: 4,
                conditions: None,
            },
            waiting: vec![(Waiting::Submitted, 2), (Waiting::Unpriced, 0)],
            filter: Form::default(),
            found: rows.len() as i64,
            rows,
            sums: (Money(123_456_789_012), Money(0), 3),
            page: (1, 1),
        }
    }

    #[test]
    fn shows_each_claim_with_its_loss_and_what_waits() {
        for texts in texts_of_both() {
            let page = html(texts, |texts| page(texts, &list_of(vec![row("R-7F3K-2M")])));
            assert!(page.contains("/i/x/group/claims/R-7F3K-2M"), "{page}");
            assert!(page.contains(&texts.number("1234.57")), "{page}");
            assert!(page.contains("value=\"1234.56789012\""));
            assert!(page.contains("/i/x/group?state=submitted"));
            assert!(!page.contains("/prices#missing"), "nothing waits there");
            assert!(!page.contains("<script>"), "names are escaped");
        }
    }

    #[test]
    fn says_so_when_no_claim_is_found() {
        for texts in texts_of_both() {
            let page = html(texts, |texts| page(texts, &list_of(Vec::new())));
            assert!(page.contains(&texts.t("group-claims-none")));
            assert!(!page.contains("<table"));
        }
    }

    #[test]
    fn the_next_page_keeps_the_filter() {
        let mut vm = list_of(vec![row("R-7F3K-2M")]);
        vm.page = (1, 3);
        vm.filter = Form::default().with("state", "submitted");
        let [texts, _] = texts_of_both();
        let page = html(texts, |texts| page(texts, &vm));
        assert!(
            page.contains("/i/x/group?state=submitted&amp;page=2"),
            "{page}"
        );
    }
}
