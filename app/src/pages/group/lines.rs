//! Tables of loss lines: the lines behind one cell of the totals, and those of a claim.
//! Every row links to its file, line and price.

use casework::counting::{AssetIn, LineFilter, LineSums, Scope};
use casework::totals::has_figure;
use casework::{ReviewState, Support};
use ledger::secrets::masked;
use ledger::{DealWord, Money};
use leptos::prelude::*;

use super::basis::{Chosen, chooser, not_there, note, outdated};
use super::{
    Ground, back, escaped, ground, kind_text, loss_cell, query, review_tag, review_text,
    support_text,
};
use crate::forms::Form;
use crate::parts::fields::{Choice, TextField, chosen, error_summary, hidden, select};
use crate::parts::paging::Paging;
use crate::parts::pieces::{narrowing, table_with_total};
use crate::parts::values::{AccountAt, AssetAmount};
use crate::parts::{figures, movement};
use crate::text::Translator;

/// A price that was used for a line, as a row shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceShown {
    /// The asset that it prices.
    pub asset: String,
    /// Its figures (`19343.04*0.9997`).
    pub text: String,
    /// Price ids, joined by `+`; empty for the currency itself.
    pub ids: String,
}

/// One contested entry with its value.
#[derive(Clone, Debug)]
pub struct LineRow {
    /// Reference of the claim.
    pub claim: String,
    /// The key of its row: the file's hash and the line. Two entries of one row share it.
    pub key: String,
    /// Its position in the valuation, which distinguishes entries of one row.
    pub seq: i64,
    /// When, RFC 3339.
    pub time: String,
    /// Exchange, and the account's name if it has one.
    pub account: AccountAt,
    /// Kind of movement, in the words of the contract.
    pub kind: String,
    /// The exact amount that went out, and its asset.
    pub out: Option<AssetAmount>,
    /// What came in.
    pub in_: Option<AssetAmount>,
    /// The fee.
    pub fee: Option<AssetAmount>,
    /// Name of the file; empty when it was typed in.
    pub file: String,
    /// Its lines, joined by `+`.
    pub line: String,
    /// SHA-256 of the file; none when it was typed in.
    pub sha256: Option<String>,
    /// Prices it was valued at.
    pub prices: Vec<PriceShown>,
    /// The loss; none when it has no price.
    pub loss: Option<Money>,
    /// Upper bound of a line without a price.
    pub at_most: Option<Money>,
    /// What 3Commas' deals show about it, where there are deals.
    pub deal: Option<DealWord>,
    /// Where its facts come from.
    pub support: Support,
    /// The coordinator's review.
    pub review: ReviewState,
}

/// A sum of lines, where enough of them have a price.
fn figure(sums: &LineSums, sum: Money) -> Option<Money> {
    has_figure(sums.lines - sums.unpriced, sums.unpriced).then_some(sum)
}

/// The lines behind a cell.
#[derive(Clone, Debug)]
pub struct LinesPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// The basis of the figures.
    pub ground: Ground,
    /// `claim`, `exchange`, `asset`, `day`, `status`, `review`, `support` as sent.
    pub filter: Form,
    /// The requested basis.
    pub basis: Chosen,
    /// References, exchanges and assets that can be chosen.
    pub exchanges: Vec<String>,
    /// The lines. None when the basis could not be read, or was never computed.
    pub found: Option<LinesFound>,
}

/// What a filter found.
#[derive(Clone, Debug)]
pub struct LinesFound {
    /// Lines of this page.
    pub rows: Vec<LineRow>,
    /// The sums of all lines that match the filter.
    pub sums: LineSums,
    /// Page and number of pages.
    pub paging: Paging,
}

/// The word in addresses for an exchange without a name. An empty value would mean any
/// exchange.
pub const NO_NAME: &str = "-";

/// The names of the filter's fields, in the order of the form.
pub const FILTER: [&str; 10] = [
    "claim", "exchange", "asset", "as", "day", "status", "review", "support", "counted", "id",
];

/// The lines that an address asks for. Unless it asks otherwise, these are the lines that
/// totals count.
pub fn filter_of(form: &Form) -> LineFilter {
    let asked = |name| Some(form.value(name)).filter(|value| !value.is_empty());
    let text = |name| asked(name).map(str::to_owned);
    LineFilter {
        claim: asked("claim").map(str::to_uppercase),
        exchange: match asked("exchange") {
            Some(NO_NAME) => Some(String::new()),
            name => name.map(str::to_owned),
        },
        asset: text("asset"),
        asset_in: form.value("as").parse().unwrap_or_default(),
        day: text("day"),
        priced: asked("status").map(|word| word == "priced"),
        documented: asked("support")
            .and_then(|word| word.parse::<Support>().ok())
            .map(Support::is_documented),
        review: asked("review").and_then(|word| word.parse().ok()),
        key: None,
        id: text("id"),
        scope: form.value("counted").parse().unwrap_or(Scope::Counted),
    }
}

/// The query of an address that asks for these lines, under a basis (empty for the
/// incident's own).
pub fn lines_query(filter: &LineFilter, basis: &str) -> String {
    let text = |asked: &Option<String>| asked.clone().unwrap_or_default();
    let exchange = match filter.exchange.as_deref() {
        Some("") => NO_NAME.to_owned(),
        name => name.unwrap_or_default().to_owned(),
    };
    let word = |asked: Option<bool>, yes: &str, no: &str| match asked {
        None => String::new(),
        Some(true) => yes.to_owned(),
        Some(false) => no.to_owned(),
    };
    let unless = |is_usual: bool, word: &str| match is_usual {
        true => String::new(),
        false => word.to_owned(),
    };
    let [documented, claimed] = [Support::Documented, Support::Claimed].map(Support::as_str);
    let values = [
        text(&filter.claim),
        exchange,
        text(&filter.asset),
        unless(filter.asset_in == AssetIn::Part, filter.asset_in.as_str()),
        text(&filter.day),
        word(filter.priced, "priced", "unpriced"),
        filter.review.map_or("", ReviewState::as_str).to_owned(),
        word(filter.documented, documented, claimed),
        unless(filter.scope == Scope::Counted, filter.scope.as_str()),
        text(&filter.id),
    ];
    let pairs = FILTER.iter().zip(&values);
    let pairs = pairs.map(|(name, value)| (*name, &**value));
    let pairs: Vec<(&str, &str)> = pairs.chain([("basis", basis)]).collect();
    query(&pairs)
}

/// The page.
pub fn page(texts: Translator, vm: &LinesPage) -> AnyView {
    let totals = format!("{}/totals{}", vm.base, vm.basis.query(&[]));
    let action = format!("{}/lines", vm.base);
    let kept = FILTER.map(|name| (name, vm.filter.value(name)));
    view! {
        {error_summary(texts, &vm.basis.form)}
        {back(totals, texts.t("group-totals-title"))}
        <h1>{texts.t("group-lines-title")}</h1>
        {note(texts, &vm.basis, format!("{action}{}", query(&kept)))}
        {outdated(texts, &vm.basis, &vm.base)}
        {chooser(texts, &vm.basis, action, &kept)}
        {not_there(texts, &vm.basis, &vm.base)}
        {vm.found.as_ref().map(|found| lines(texts, vm, found))}
    }
    .into_any()
}

fn lines(texts: Translator, vm: &LinesPage, found: &LinesFound) -> AnyView {
    let href = |page: i64| {
        let number = page.to_string();
        let mut pairs = FILTER.map(|name| (name, vm.filter.value(name))).to_vec();
        pairs.push(("page", &number));
        format!("{}/lines{}", vm.base, vm.basis.query(&pairs))
    };
    let under = &vm.basis.other;
    view! {
        {filter(texts, vm)}
        {summary(texts, &found.sums, &vm.ground.currency)}
        {table(texts, (&vm.base, under), &found.rows, &found.sums, true)}
        {found.paging.links(texts, href)}
        {ground(texts, &vm.ground)}
    }
    .into_any()
}

fn filter(texts: Translator, vm: &LinesPage) -> AnyView {
    let form = &vm.filter;
    let mut exchanges = vec![Choice::new("", texts.t("group-filter-any"))];
    exchanges.extend(vm.exchanges.iter().map(|name| match name.as_str() {
        NO_NAME => Choice::new(name, texts.t("group-totals-no-name")),
        _ => Choice::new(name, movement::exchange_name(texts, name)),
    }));
    let other = &vm.basis.other;
    let basis = (!other.is_empty()).then(|| hidden("basis", other));
    let (assets, status) = (asset_choices(texts), status_choices(texts));
    let (review, support) = (review_choices(texts), support_choices(texts));
    let counted = counted_choices(texts);
    let typed = |name: &str| Some(form.value(name).to_owned()).filter(|text| !text.is_empty());
    let narrowed: Vec<String> = [
        typed("claim"),
        chosen(form, "exchange", &exchanges),
        typed("asset"),
        chosen(form, "as", &assets),
        typed("day"),
        chosen(form, "status", &status),
        chosen(form, "review", &review),
        chosen(form, "support", &support),
        chosen(form, "counted", &counted),
        typed("id"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let body = view! {
        <form method="get" action=format!("{}/lines", vm.base) class="filter">
            {basis}
            <div class="row">
                {TextField::new("claim", texts.t("group-claim")).class("short").view(texts, form)}
                {select(texts, form, "exchange", &texts.t("group-exchange"), None, exchanges)}
                {TextField::new("asset", texts.t("group-asset")).class("short").view(texts, form)}
                {select(texts, form, "as", &texts.t("group-asset-in"), None, assets)}
                {TextField::new("day", texts.t("group-day")).kind("date").view(texts, form)}
                {select(texts, form, "status", &texts.t("group-price"), None, status)}
                {select(texts, form, "review", &texts.t("group-review"), None, review)}
                {select(texts, form, "support", &texts.t("group-support"), None, support)}
                {select(texts, form, "counted", &texts.t("group-counted"), None, counted)}
                {TextField::new("id", texts.t("common-filter-id")).view(texts, form)}
                <div class="field"><button class="second">{texts.t("group-filter-show")}</button></div>
            </div>
        </form>
    };
    narrowing(texts, &narrowed, body.into_any())
}

/// Choices of a filter by whether a line has a price.
pub fn status_choices(texts: Translator) -> Vec<Choice> {
    vec![
        Choice::new("", texts.t("group-filter-any")),
        Choice::new("priced", texts.t("group-priced")),
        Choice::new("unpriced", texts.t("group-no-price")),
    ]
}

/// Choices of a filter by the review of a line.
pub fn review_choices(texts: Translator) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", texts.t("group-filter-any"))];
    for review in ReviewState::ALL {
        choices.push(Choice::new(review.as_str(), review_text(texts, review)));
    }
    choices
}

fn support_choices(texts: Translator) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", texts.t("group-filter-any"))];
    for support in [Support::Documented, Support::Corroborated, Support::Claimed] {
        choices.push(Choice::new(support.as_str(), support_text(texts, support)));
    }
    choices
}

fn asset_choices(texts: Translator) -> Vec<Choice> {
    vec![
        Choice::new("", texts.t("group-asset-in-part")),
        Choice::new("lacking", texts.t("group-asset-in-lacking")),
        Choice::new("moved", texts.t("group-asset-in-moved")),
    ]
}

fn counted_choices(texts: Translator) -> Vec<Choice> {
    vec![
        Choice::new("", texts.t("group-counted-counted")),
        Choice::new("accepted", texts.t("group-counted-accepted")),
        Choice::new("all", texts.t("group-counted-all")),
    ]
}

/// The sums of a set of lines, in words.
pub fn summary(texts: Translator, sums: &LineSums, currency: &str) -> AnyView {
    let sentence = texts.with(
        "group-lines-summary",
        &[
            ("lines", sums.lines.into()),
            ("unpriced", sums.unpriced.into()),
            ("excluded", sums.excluded.into()),
        ],
    );
    let part = sums.part.clone().map(|(asset, part)| {
        let label = texts.with("group-lines-part", &[("asset", asset.into())]);
        let sum = figures::sum_of_currency(texts, figure(sums, part), currency);
        view! { <p>{label}{texts.t("common-colon")}{sum}</p> }
    });
    let units = sums.units.clone().map(|(asset, units)| {
        let label = texts.with("group-lines-units", &[("asset", asset.into())]);
        view! { <p>{label}{texts.t("common-colon")}{figures::summed(texts, &units.to_string())}</p> }
    });
    let has_sum = figure(sums, Money::ZERO).is_some();
    let why = (!has_sum).then(|| figures::no_total_why(texts));
    view! { <p>{sentence}</p>{part}{units}{why} }.into_any()
}

/// The table of lines. `at` holds the base of the group's pages and the other basis, if any;
/// `with_claim` adds a column that names the claim.
pub fn table(
    texts: Translator,
    at: (&str, &str),
    rows: &[LineRow],
    sums: &LineSums,
    with_claim: bool,
) -> AnyView {
    if rows.is_empty() {
        return view! { <p>{texts.t("group-lines-none")}</p> }.into_any();
    }
    let mut head = vec![
        (texts.t("group-time"), false),
        (texts.t("group-account"), false),
        (texts.t("group-went-out"), true),
        (texts.t("group-came-in"), true),
        (texts.t("group-fee"), true),
        (texts.t("group-loss"), true),
        (texts.t("group-source"), false),
        (texts.t("group-price"), false),
        (texts.t("group-review"), false),
    ];
    if with_claim {
        head.insert(0, (texts.t("group-claim"), false));
    }
    let body = rows
        .iter()
        .map(|row| line_row(texts, at, row, with_claim))
        .collect_view();
    let span = if with_claim { "6" } else { "5" };
    let total = sums.loss.map(|loss| {
        view! {
            <tr>
                <th scope="row" colspan=span>{texts.t("group-lines-sum")}</th>
                <td class="numeric">{figures::sum_or_no_total(texts, figure(sums, loss))}</td>
                <td colspan="3"></td>
            </tr>
        }
    });
    let caption = texts.t("group-lines-caption");
    table_with_total(&caption, &head, body.into_any(), total.into_any())
}

fn line_row(
    texts: Translator,
    (base, basis): (&str, &str),
    row: &LineRow,
    with_claim: bool,
) -> impl IntoView + use<> {
    let claim_href = format!("{base}/claims/{}", row.claim);
    let line_href = line_href(base, row, basis);
    let account = row.account.text(texts);
    let claim =
        with_claim.then(|| view! { <th scope="row" class="ref"><a href=claim_href.clone()>{row.claim.clone()}</a></th> });
    let loss = match (row.loss, row.at_most) {
        (None, Some(most)) => view! {
            {loss_cell(texts, None)}<br/>
            <span class="hint">{texts.t("group-at-most")}" "{figures::sum(texts, most)}</span>
        }
        .into_any(),
        (loss, _) => loss_cell(texts, loss),
    };
    let deal = movement::deal(texts, row.deal.as_ref());
    view! {
        <tr class:out-of-totals=!row.review.counts()>
            {claim}
            <td><a href=line_href>{figures::moment_of_utc(&row.time)}</a></td>
            <td class="account">{account}<br/><span class="hint">{kind_text(texts, &row.kind)}</span></td>
            <td class="numeric">{amount(texts, row.out.as_ref())}</td>
            <td class="numeric">{amount(texts, row.in_.as_ref())}</td>
            <td class="numeric">{amount(texts, row.fee.as_ref())}</td>
            <td class="numeric">{loss}</td>
            <td class="source">
                {source(texts, &claim_href, row)}
                <div class="hint">{support_text(texts, row.support)}</div>
                {deal}
            </td>
            <td class="source">{row.prices.iter().map(|price| price_shown(texts, price)).collect_view()}</td>
            <td>{review_tag(texts, row.review)}</td>
        </tr>
    }
}

/// The address of one line with all its figures; without a basis, under the incident's own.
pub fn line_href(base: &str, row: &LineRow, basis: &str) -> String {
    let key = escaped(&row.key);
    let asked = query(&[("seq", &row.seq.to_string()), ("basis", basis)]);
    format!("{base}/claims/{}/lines/{key}{asked}", row.claim)
}

/// An amount with its asset, or nothing.
pub fn amount(texts: Translator, quantity: Option<&AssetAmount>) -> AnyView {
    match quantity {
        Some(AssetAmount { amount, asset }) => {
            view! { {figures::quantity(texts, amount)}" "{masked(asset).to_owned()} }.into_any()
        }
        None => ().into_any(),
    }
}

/// A link to the file and line of a row, in the original.
pub fn source(texts: Translator, claim_href: &str, row: &LineRow) -> AnyView {
    let Some(sha256) = &row.sha256 else {
        return view! { {texts.t("group-typed-in")} }.into_any();
    };
    let place = texts.with("group-line-of", &[("line", row.line.as_str().into())]);
    let href = format!("{claim_href}/evidence/{sha256}");
    view! { <a href=href download>{row.file.clone()}</a><br/><span class="hint">{place}</span> }
        .into_any()
}

fn price_shown(texts: Translator, price: &PriceShown) -> impl IntoView + use<> {
    let figure = movement::price_figure(texts, &price.text);
    let ids = price.ids.clone();
    view! {
        <div>
            {price.asset.clone()}" "
            <data class="figure" value=price.text.clone() title=ids>{figure}</data>
        </div>
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};
    use crate::text::{Locale, Texts};

    /// A line as the tests of these pages use it.
    pub fn row(key: &str) -> LineRow {
        LineRow {
            claim: "R-7F3K-2M".into(),
            key: key.into(),
            seq: 4,
            time: "2022-10-18T21:00:07Z".into(),
            account: AccountAt {
                exchange: "ftx".into(),
                account: String::new(),
            },
            kind: "trade".into(),
            out: AssetAmount::kept("160000", "USDT"),
            in_: AssetAmount::kept("250000", "DMG"),
            fee: AssetAmount::kept("160", "USDT"),
            file: "fills.csv".into(),
            line: "3".into(),
            sha256: Some("ab".repeat(32)),
            prices: vec![PriceShown {
                asset: "DMG".into(),
                text: "0.0203".into(),
                ids: "0123456789ab:4".into(),
            }],
            loss: Some(Money::from_units(15_503_695_200_000)),
            at_most: None,
            deal: None,
            support: Support::Documented,
            review: ReviewState::Open,
        }
    }

    fn lines(rows: Vec<LineRow>) -> LinesPage {
        LinesPage {
            base: "/i/x/group".into(),
            ground: Ground::default(),
            filter: Form::default().with("asset", "DMG"),
            basis: Chosen::own(Form::default()),
            exchanges: vec!["ftx".into()],
            found: Some(LinesFound {
                sums: LineSums {
                    lines: rows.len() as i64,
                    loss: None,
                    unpriced: 0,
                    excluded: 0,
                    part: Some(("DMG".into(), Money::from_units(-507_500_000_000))),
                    units: None,
                },
                rows,
                paging: Paging::of("1", 2, 1),
            }),
        }
    }

    #[test]
    fn the_fold_of_the_filter_says_what_it_narrows_down_to() {
        let filter = Form::default()
            .with("claim", "R-7F3K-2M")
            .with("support", "documented");
        let narrowed = LinesPage {
            filter,
            ..lines(vec![row("k1")])
        };
        let english = html(Texts::of(Locale::En), |texts| page(texts, &narrowed));
        assert!(
            english.contains("<summary>Filtered by: R-7F3K-2M · an export</summary>"),
            "{english}"
        );
    }

    #[test]
    fn a_row_leads_to_its_line_its_file_and_its_price() {
        for texts in texts_of_all() {
            let page = html(texts, |texts| page(texts, &lines(vec![row("k1")])));
            assert!(
                page.contains("/i/x/group/claims/R-7F3K-2M/lines/k1?seq=4"),
                "{page}"
            );
            assert!(page.contains("/claims/R-7F3K-2M/evidence/abab"));
            assert!(page.contains("0123456789ab:4"));
            assert!(page.contains("asset=DMG&amp;page=2"));
            assert!(page.contains(&texts.number("155036.95")));
        }
    }

    #[test]
    fn another_basis_goes_along_with_every_link_and_form() {
        for texts in texts_of_all() {
            let mut vm = lines(vec![row("k1")]);
            vm.basis.other = "date:2022-12-30".into();
            let page = html(texts, |texts| page(texts, &vm));
            let asked = "basis=date%3A2022-12-30";
            for link in [
                format!("/lines/k1?seq=4&amp;{asked}"),
                format!("asset=DMG&amp;page=2&amp;{asked}"),
                format!("/i/x/group/totals?{asked}"),
            ] {
                assert!(page.contains(&link), "{link}: {page}");
            }
            assert!(page.contains("name=\"basis\" value=\"date:2022-12-30\""));
            // There is also a link back to the same lines under the incident's own basis.
            assert!(page.contains("/i/x/group/lines?asset=DMG\""), "{page}");
        }
    }

    #[test]
    fn a_line_without_a_price_is_never_a_number() {
        let mut unpriced = row("k1");
        unpriced.loss = None;
        unpriced.at_most = Some(Money::from_units(100_000_000));
        let texts = Texts::of(Locale::En);
        let page = html(texts, |texts| {
            table(
                texts,
                ("/i/x/group", ""),
                &[unpriced],
                &LineSums::default(),
                false,
            )
        });
        assert!(page.contains(&texts.t("group-no-price")), "{page}");
        assert!(page.contains(&texts.t("group-at-most")));
    }
}
