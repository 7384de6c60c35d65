//! The list of claims: the next tasks on top, a filter, one row for each claim, and the sum
//! of the rows in view.

use casework::totals::{Sums, without_figure};
use casework::{ClaimCounts, ClaimState};
use ledger::Money;
use leptos::prelude::*;

use super::{Ground, ground, query, state_tag, state_text};
use crate::forms::Form;
use crate::parts::fields::{Choice, TextField, chosen, select};
use crate::parts::figures;
use crate::parts::paging::Paging;
use crate::parts::pieces::{Tone, inset, narrowing, table_with_total, tag};
use crate::text::Translator;

/// Something that waits for a coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Submitted claims whose review nobody has opened.
    Submitted,
    /// Claims in review.
    InReview,
    /// Messages of claimants that the reader has not marked as read.
    Unread,
    /// Claims whose claimant asks to have them sent back.
    AskedBack,
    /// Lines with an open question.
    Queried,
    /// Contested lines that have no price.
    Unpriced,
    /// Manipulated assets listed from a time after their first contested trade.
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
            Waiting::Unread => "group-next-unread",
            Waiting::AskedBack => "group-next-asked-back",
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
            Waiting::Unread => "?only=unread",
            Waiting::AskedBack => "?only=asked-back",
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
    /// Whether somebody filed it for the claimant, who has not confirmed it yet.
    pub unconfirmed: bool,
    /// Files in it.
    pub files: i64,
    /// Contested entries.
    pub contested: i64,
    /// Sums of its lines without the excluded ones, whether the claim counts or not.
    pub sums: Sums,
    /// Lines with an open question.
    pub queried: i64,
    /// Messages of the claimant that the reader has not marked as read.
    pub unread: i64,
    /// Whether the claimant asks to have it sent back.
    pub asked_back: bool,
    /// When it last changed, RFC 3339.
    pub changed: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct ClaimsPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// The basis of the figures.
    pub ground: Ground,
    /// The tasks that wait, with the number of each.
    pub waiting: Vec<(Waiting, i64)>,
    /// The filter as sent: `state`, `q`, `only`, `order`.
    pub filter: Form,
    /// Claims on this page.
    pub rows: Vec<ClaimRow>,
    /// All claims that match the filter, by whether they count.
    pub found: ClaimCounts,
    /// Sums of all these claims.
    pub sums: Sums,
    /// The part of these sums that comes from claims without a total of their own.
    pub rest: Option<Sums>,
    /// Page and number of pages.
    pub paging: Paging,
}

/// The list of claims.
pub fn page(texts: Translator, vm: &ClaimsPage) -> AnyView {
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
        {vm.paging.links(texts, href)}
        <p>{figures::claim_counts(texts, &vm.found)}</p>
        <p class="hint">{texts.t("group-sum-of-list-counts")}</p>
        {vm.rest.map(|_| figures::no_total_why(texts))}
        {ground(texts, &vm.ground)}
        <p class="actions">
            <a class="button second" href=format!("{base}/totals")>{texts.t("group-to-totals")}</a>
            <a class="button second" href=format!("{base}/links")>{texts.t("links-title")}</a>
            <a class="button second" href=format!("{base}/claims/new")>{texts.t("group-to-filing")}</a>
        </p>
    }
    .into_any()
}

fn next(texts: Translator, vm: &ClaimsPage) -> AnyView {
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

fn filter(texts: Translator, vm: &ClaimsPage) -> AnyView {
    let mut states = vec![Choice::new("", texts.t("group-filter-any"))];
    for state in ClaimState::ALL {
        states.push(Choice::new(state.as_str(), state_text(texts, state)));
    }
    let only = vec![
        Choice::new("", texts.t("group-filter-any")),
        Choice::new("unpriced", texts.t("group-filter-unpriced")),
        Choice::new("queried", texts.t("group-filter-queried")),
        Choice::new("unread", texts.t("group-filter-unread")),
        Choice::new("asked-back", texts.t("group-filter-asked-back")),
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

fn list(texts: Translator, vm: &ClaimsPage) -> AnyView {
    if vm.rows.is_empty() {
        return view! { <p>{texts.t("group-claims-none")}</p> }.into_any();
    }
    let caption = texts.with("group-claims-found", &[("count", vm.found.all().into())]);
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
    let rest = vm.rest.filter(|_| vm.sums.has_figure());
    let rest = rest.map(|rest| {
        let values = [rest.documented, rest.claimed].map(Some);
        foot_row(texts, "common-no-total-rest", values, rest.unpriced)
    });
    let values = [vm.sums.documented, vm.sums.claimed].map(|sum| vm.sums.figure(sum));
    let sum = foot_row(texts, "group-sum-of-list", values, vm.sums.unpriced);
    let total = view! { {rest}{sum} }.into_any();
    table_with_total(&caption, &head, rows.into_any(), total)
}

fn foot_row(texts: Translator, key: &str, values: [Option<Money>; 2], unpriced: i64) -> AnyView {
    let [documented, claimed] = values.map(|value| figures::sum_or_no_total(texts, value));
    view! {
        <tr>
            <th scope="row" colspan="5">{texts.t(key)}</th>
            <td class="numeric">{documented}</td>
            <td class="numeric">{claimed}</td>
            <td class="numeric">{figures::count(texts, unpriced)}</td>
            <td></td>
        </tr>
    }
    .into_any()
}

/// The sums of a list's rows, and the part that comes from rows without a total.
pub fn sums(rows: &[ClaimRow]) -> (Sums, Option<Sums>) {
    let mut sums = Sums::default();
    for row in rows {
        sums.add(&row.sums);
    }
    (sums, without_figure(rows.iter().map(|row| &row.sums)))
}

fn claim_row(texts: Translator, base: &str, row: &ClaimRow) -> impl IntoView + use<> {
    let href = format!("{base}/claims/{}", row.reference);
    let own = row.own.then(|| tag(Tone::Quiet, texts.t("group-your-own")));
    let unconfirmed = row
        .unconfirmed
        .then(|| tag(Tone::Warn, texts.t("group-unconfirmed")));
    let queried = (row.queried > 0).then(|| {
        let text = texts.with("group-queried-count", &[("count", row.queried.into())]);
        tag(Tone::Warn, text)
    });
    let unread = (row.unread > 0).then(|| {
        let text = texts.with("group-unread-count", &[("count", row.unread.into())]);
        let to = format!("{href}#messages");
        view! { <a href=to>{tag(Tone::Warn, text)}</a> }
    });
    let asked_back = row
        .asked_back
        .then(|| tag(Tone::Warn, texts.t("group-asked-back")));
    let unpriced = figures::count(texts, row.sums.unpriced);
    let unpriced = if row.sums.unpriced > 0 {
        view! { <a href=format!("{href}?only=unpriced#lines")>{unpriced}</a> }.into_any()
    } else {
        unpriced
    };
    let cell = |sum: Money| figures::sum_or_no_total(texts, row.sums.figure(sum));
    view! {
        <tr>
            <th scope="row" class="ref"><a href=href.clone()>{row.reference.clone()}</a></th>
            <td>{row.claimant.clone()}" "{own}</td>
            <td>{state_tag(texts, row.state)}" "{unconfirmed}" "{queried}" "{asked_back}" "{unread}</td>
            <td class="numeric">{figures::count(texts, row.files)}</td>
            <td class="numeric">{figures::count(texts, row.contested)}</td>
            <td class="numeric">{cell(row.sums.documented)}</td>
            <td class="numeric">{cell(row.sums.claimed)}</td>
            <td class="numeric">{unpriced}</td>
            <td>{figures::moment(&row.changed)}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};
    use crate::text::{Locale, Texts};

    fn row(reference: &str) -> ClaimRow {
        ClaimRow {
            reference: reference.into(),
            claimant: "Ada <script>".into(),
            state: ClaimState::Submitted,
            own: false,
            unconfirmed: false,
            files: 2,
            contested: 1204,
            sums: Sums {
                documented: Money::from_units(123_456_789_012),
                lines: 1201,
                unpriced: 3,
                ..Sums::default()
            },
            queried: 0,
            unread: 0,
            asked_back: false,
            changed: "2026-01-02T03:04:05Z".into(),
        }
    }

    fn list_of(rows: Vec<ClaimRow>) -> ClaimsPage {
        ClaimsPage {
            base: "/i/x/group".into(),
            ground: Ground {
                basis: "event".into(),
                currency: "USD".into(),
                method: "FMV/1.2.0".into(),
                price_version: 4,
                conditions: None,
            },
            waiting: vec![(Waiting::Submitted, 2), (Waiting::Unpriced, 0)],
            filter: Form::default(),
            found: rows.iter().map(|row| row.state).collect(),
            sums: sums(&rows).0,
            rest: sums(&rows).1,
            rows,
            paging: Paging::default(),
        }
    }

    #[test]
    fn shows_each_claim_with_its_loss_and_what_waits() {
        for texts in texts_of_all() {
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
    fn a_claim_with_too_little_priced_has_no_figure_and_the_list_still_adds_up() {
        for texts in texts_of_all() {
            let mut unpriced = row("R-2222-22");
            unpriced.sums = Sums {
                documented: Money::from_units(-58_720_243_000_000),
                lines: 35,
                unpriced: 900,
                ..Sums::default()
            };
            let vm = list_of(vec![row("R-7F3K-2M"), unpriced]);
            let page = html(texts, |texts| page(texts, &vm));
            let body = page.split_once("<tbody").unwrap().1;
            let (body, foot) = body.split_once("<tfoot").unwrap();
            assert!(!body.contains("587202.43"), "{body}");
            assert!(foot.contains("value=\"-587202.43000000\""), "{foot}");
            assert!(foot.contains("value=\"-585967.86210988\""), "{foot}");
            assert!(page.contains(&texts.t("common-no-total-why")));
        }
    }

    #[test]
    fn list_without_claims_says_so() {
        for texts in texts_of_all() {
            let page = html(texts, |texts| page(texts, &list_of(Vec::new())));
            assert!(page.contains(&texts.t("group-claims-none")));
            assert!(!page.contains("<table"));
        }
    }

    #[test]
    fn the_next_page_keeps_the_filter() {
        let mut vm = list_of(vec![row("R-7F3K-2M")]);
        vm.paging = Paging::of("1", 3, 1);
        vm.filter = Form::default().with("state", "submitted");
        let texts = Texts::of(Locale::En);
        let page = html(texts, |texts| page(texts, &vm));
        assert!(
            page.contains("/i/x/group?state=submitted&amp;page=2"),
            "{page}"
        );
    }
}
