//! Links across claims: the list of what claims have in common, and the rows behind one
//! link. Coordinators see the whole group, investigators the claims that were released to
//! them.

use casework::LinkKind;
use ledger::Fact;
use leptos::prelude::*;

use crate::forms::Form;
use crate::pages::group::{back, query};
use crate::parts::fields::{Choice, TextField, chosen, select};
use crate::parts::figures;
use crate::parts::movement::{Movement, exchange_name, fact_texts};
use crate::parts::paging::Paging;
use crate::parts::pieces::{Stacked, inset, narrowing, stacked};
use crate::text::Translator;

/// What several claims have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkShown {
    /// What sort of thing.
    pub kind: LinkKind,
    /// Its key, in hex.
    pub key: String,
    /// The exchange, where it is of one; else empty.
    pub exchange: String,
    /// The thing itself: an id, an address, a market.
    pub label: String,
}

impl LinkShown {
    /// What it is, in words: the exchange, and the thing.
    fn value(&self, texts: Translator) -> String {
        match self.exchange.as_str() {
            "" => self.label.clone(),
            exchange => format!("{} {}", exchange_name(texts, exchange), self.label),
        }
    }
}

/// A link in the list.
#[derive(Clone, Debug)]
pub struct LinkRow {
    /// The link.
    pub link: LinkShown,
    /// How many claims have it.
    pub claims: i64,
    /// The references of those that are listed.
    pub references: Vec<String>,
}

/// The list of links.
#[derive(Clone, Debug)]
pub struct LinksPage {
    /// The address of the list.
    pub path: String,
    /// Where pages of claims are (`…/group/claims`); none for a reader who has none.
    pub claims: Option<String>,
    /// Filter as sent: `kind`, `claim`, `show`.
    pub filter: Form,
    /// Links on this page.
    pub rows: Vec<LinkRow>,
    /// How many there are in all.
    pub found: i64,
    /// Kinds of which the chosen claim has more links than are kept.
    pub cut: Vec<LinkKind>,
    /// Whether a job looks for links.
    pub is_searching: bool,
    /// Page and number of pages.
    pub paging: Paging,
}

/// A row of a claim that has what the link is about.
#[derive(Clone, Debug)]
pub struct LinkedEntry {
    /// When, RFC 3339.
    pub time: String,
    /// What happened.
    pub what: Movement,
    /// The exchange.
    pub exchange: String,
    /// Order and trade id.
    pub ids: String,
    /// Further facts in the file about it.
    pub facts: Vec<(Fact, String)>,
    /// File and line.
    pub place: String,
}

/// A claim of a link.
#[derive(Clone, Debug)]
pub struct LinkedClaimShown {
    /// Its reference.
    pub reference: String,
    /// Its rows; of a link of files, none.
    pub rows: Vec<LinkedEntry>,
    /// Names of its files, where the link is of files.
    pub files: Vec<String>,
    /// Whether it has more rows than are shown.
    pub has_more: bool,
}

/// The page of one link.
#[derive(Clone, Debug)]
pub struct LinkPage {
    /// The address of the list.
    pub path: String,
    /// Where pages of claims are; none for a reader who has none.
    pub claims: Option<String>,
    /// The link.
    pub link: LinkShown,
    /// Whether too many claims share it to mean anything.
    pub is_common: bool,
    /// Its claims.
    pub linked: Vec<LinkedClaimShown>,
    /// How many claims have it besides.
    pub more: i64,
}

/// A kind of link in words.
pub fn kind_text(texts: Translator, kind: LinkKind) -> String {
    texts.t(&format!("links-kind-{}", kind.as_str()))
}

/// The list.
pub fn list(texts: Translator, vm: &LinksPage) -> AnyView {
    let lead = match vm.claims {
        Some(_) => "links-lead",
        None => "links-lead-released",
    };
    let href = |page: i64| {
        let number = page.to_string();
        let filter = &vm.filter;
        let asked = query(&[
            ("kind", filter.value("kind")),
            ("claim", filter.value("claim")),
            ("show", filter.value("show")),
            ("page", &number),
        ]);
        format!("{}{asked}", vm.path)
    };
    let searching = vm.is_searching.then(|| {
        inset(
            "",
            view! { <p role="status">{texts.t("links-searching")}</p> }.into_any(),
        )
    });
    let is_common = vm.filter.value("show") == "common";
    let common = is_common.then(|| view! { <p>{texts.t("links-common-text")}</p> });
    view! {
        <h1>{texts.t("links-title")}</h1>
        <p>{texts.t(lead)}</p>
        {searching}
        {filter(texts, vm)}
        {common}
        {cut(texts, vm)}
        {found(texts, vm)}
        {vm.paging.links(texts, href)}
    }
    .into_any()
}

fn filter(texts: Translator, vm: &LinksPage) -> AnyView {
    let mut kinds = vec![Choice::new("", texts.t("group-filter-any"))];
    kinds.extend(LinkKind::ALL.map(|kind| Choice::new(kind.as_str(), kind_text(texts, kind))));
    let show = vec![
        Choice::new("", texts.t("links-show-links")),
        Choice::new("common", texts.t("links-show-common")),
    ];
    let has_common = vm.claims.is_some();
    let mut named: Vec<String> = chosen(&vm.filter, "kind", &kinds).into_iter().collect();
    named.extend(chosen(&vm.filter, "show", &show).filter(|_| has_common));
    let claim = vm.filter.value("claim").to_owned();
    if !claim.is_empty() {
        named.push(claim);
    }
    let show = has_common.then(|| {
        select(
            texts,
            &vm.filter,
            "show",
            &texts.t("links-show"),
            None,
            show,
        )
    });
    let form = view! {
        <form method="get" action=vm.path.clone() class="filter">
            <div class="row">
                {select(texts, &vm.filter, "kind", &texts.t("links-kind"), None, kinds)}
                {show}
                {TextField::new("claim", texts.t("links-claim")).view(texts, &vm.filter)}
                <div class="field"><button class="second">{texts.t("group-filter-show")}</button></div>
            </div>
        </form>
    };
    narrowing(texts, &named, form.into_any())
}

/// Says of which kinds the chosen claim has more links than are listed.
fn cut(texts: Translator, vm: &LinksPage) -> Option<AnyView> {
    if vm.cut.is_empty() {
        return None;
    }
    let kinds: Vec<String> = vm.cut.iter().map(|kind| kind_text(texts, *kind)).collect();
    let text = texts.with("links-cut", &[("kinds", kinds.join(", ").into())]);
    Some(inset("", view! { <p>{text}</p> }.into_any()))
}

fn found(texts: Translator, vm: &LinksPage) -> AnyView {
    if vm.rows.is_empty() {
        return view! { <p>{texts.t("links-none")}</p> }.into_any();
    }
    let head = [
        (texts.t("links-kind"), false),
        (texts.t("links-value"), false),
        (texts.t("links-count"), true),
        (texts.t("links-claims"), false),
    ];
    let rows = vm.rows.iter().map(|row| list_row(texts, vm, row));
    let caption = texts.with("links-found", &[("count", vm.found.into())]);
    stacked(&caption, &head, rows.collect())
}

fn list_row(texts: Translator, vm: &LinksPage, row: &LinkRow) -> Stacked {
    let link = &row.link;
    let href = format!("{}/{}/{}", vm.path, link.kind.as_str(), link.key);
    let kind = view! { <a href=href>{kind_text(texts, link.kind)}</a> };
    let value = view! { <span class="hash">{link.value(texts)}</span> };
    let shown = i64::try_from(row.references.len()).unwrap_or(i64::MAX);
    let more = (row.claims > shown).then(|| {
        texts.with(
            "links-more-claims",
            &[("count", (row.claims - shown).into())],
        )
    });
    let claims = row.references.iter();
    let claims = claims.map(|reference| claim(vm.claims.as_deref(), reference));
    let cells = vec![
        kind.into_any(),
        value.into_any(),
        figures::count(texts, row.claims),
        view! { {claims.collect_view()}{more} }.into_any(),
    ];
    (None, cells)
}

/// A claim by its reference, as a link where the reader has its page.
fn claim(claims: Option<&str>, reference: &str) -> AnyView {
    let reference = reference.to_owned();
    match claims {
        Some(claims) => {
            let href = format!("{claims}/{reference}");
            view! { <a class="ref" href=href>{reference}</a>" " }.into_any()
        }
        None => view! { <span class="ref">{reference}</span>" " }.into_any(),
    }
}

/// One link with its rows.
pub fn one(texts: Translator, vm: &LinkPage) -> AnyView {
    let link = &vm.link;
    let why = texts.t(&format!("links-why-{}", link.kind.as_str()));
    let common = vm.is_common.then(|| {
        inset(
            "",
            view! { <p>{texts.t("links-common-text")}</p> }.into_any(),
        )
    });
    let linked = vm.linked.iter().map(|one| linked_claim(texts, vm, one));
    let more = (vm.more > 0).then(|| {
        let text = texts.with("links-more-claims", &[("count", vm.more.into())]);
        view! { <p>{text}</p> }
    });
    view! {
        {back(vm.path.clone(), texts.t("links-title"))}
        <h1>{kind_text(texts, link.kind)}</h1>
        <p class="hash">{link.value(texts)}</p>
        <p>{why}</p>
        {common}
        {linked.collect_view()}
        {more}
    }
    .into_any()
}

fn linked_claim(texts: Translator, vm: &LinkPage, one: &LinkedClaimShown) -> AnyView {
    let files = one
        .files
        .iter()
        .map(|name| view! { <li>{name.clone()}</li> });
    let files = (!one.files.is_empty()).then(|| view! { <ul>{files.collect_view()}</ul> });
    let more = one.has_more.then(|| {
        let shown = i64::try_from(one.rows.len()).unwrap_or(i64::MAX);
        let text = texts.with("links-more-rows", &[("count", shown.into())]);
        view! { <p class="hint">{text}</p> }
    });
    view! {
        <h2>{texts.t("links-claim")}" "{claim(vm.claims.as_deref(), &one.reference)}</h2>
        {files}
        {rows(texts, one)}
        {more}
    }
    .into_any()
}

fn rows(texts: Translator, one: &LinkedClaimShown) -> AnyView {
    if one.rows.is_empty() && one.files.is_empty() {
        return view! { <p>{texts.t("links-no-rows")}</p> }.into_any();
    }
    if one.rows.is_empty() {
        return ().into_any();
    }
    let head = [
        (texts.t("links-time"), false),
        (texts.t("links-exchange"), false),
        (texts.t("links-what"), false),
        (texts.t("links-ids"), false),
        (texts.t("links-place"), false),
    ];
    let rows = one.rows.iter().map(|row| entry(texts, row));
    let args = [("reference", one.reference.as_str().into())];
    stacked(&texts.with("links-rows", &args), &head, rows.collect())
}

fn entry(texts: Translator, row: &LinkedEntry) -> Stacked {
    let facts = fact_texts(texts, &row.facts).into_iter();
    let facts = facts.map(|(name, value)| {
        view! { <br/><span class="hint">{name}" "<span class="mono">{value}</span></span> }
    });
    let what = row.what.sentence(texts);
    let cells = vec![
        figures::moment_of_utc(&row.time),
        exchange_name(texts, &row.exchange).into_any(),
        view! { {what}{facts.collect_view()} }.into_any(),
        view! { <span class="hash">{row.ids.clone()}</span> }.into_any(),
        view! { <span class="hash">{row.place.clone()}</span> }.into_any(),
    ];
    (None, cells)
}

#[cfg(test)]
mod tests {
    use ledger::{Entry, Kind};

    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};

    fn shown() -> LinkShown {
        LinkShown {
            kind: LinkKind::Trade,
            key: "ab".repeat(16),
            exchange: "ftx".into(),
            label: "77<b>".into(),
        }
    }

    fn list_of(claims: Option<&str>) -> LinksPage {
        LinksPage {
            path: "/i/x/group/links".into(),
            claims: claims.map(str::to_owned),
            filter: Form::default().with("show", "common"),
            rows: vec![LinkRow {
                link: shown(),
                claims: 5,
                references: vec!["R-AAAA-22".into(), "R-BBBB-22".into()],
            }],
            found: 1,
            cut: vec![LinkKind::OrderPattern],
            is_searching: true,
            paging: Paging::default(),
        }
    }

    #[test]
    fn list_names_each_link_and_its_claims_in_every_language() {
        for texts in texts_of_all() {
            let vm = list_of(Some("/i/x/group/claims"));
            let page = html(texts, |texts| list(texts, &vm));
            let row = format!("/i/x/group/links/trade/{}", "ab".repeat(16));
            assert!(page.contains(&row), "{page}");
            assert!(page.contains("FTX 77&lt;b&gt;"), "{page}");
            assert!(page.contains(r#"href="/i/x/group/claims/R-AAAA-22""#));
            let more = texts.with("links-more-claims", &[("count", 3.into())]);
            assert!(page.contains(&more), "{page}");
            assert!(page.contains(&kind_text(texts, LinkKind::OrderPattern)));
            assert!(page.contains(&texts.t("links-searching")));
            for kind in LinkKind::ALL {
                let word = kind.as_str();
                assert!(texts.has(&format!("links-kind-{word}")), "{word}");
                assert!(texts.has(&format!("links-why-{word}")), "{word}");
            }
        }
    }

    #[test]
    fn list_of_an_investigator_links_no_claims() {
        for texts in texts_of_all() {
            let page = html(texts, |texts| list(texts, &list_of(None)));
            assert!(
                page.contains("R-AAAA-22") && !page.contains("/claims/"),
                "{page}"
            );
            assert!(!page.contains(r#"name="show""#), "{page}");
        }
    }

    #[test]
    fn page_of_a_link_shows_the_rows_of_each_claim() {
        let withdrawal = Entry {
            kind: Kind::Withdrawal,
            ..Entry::default()
        };
        let row = LinkedEntry {
            time: "2022-10-18T21:00:07Z".into(),
            what: Movement::of(&withdrawal),
            exchange: "ftx".into(),
            ids: "o1 77".into(),
            facts: vec![(Fact::TxHash, "0xfeed".into())],
            place: "fills.csv:14".into(),
        };
        let of = |reference: &str, rows: Vec<LinkedEntry>, files: &[&str]| LinkedClaimShown {
            reference: reference.into(),
            rows,
            files: files.iter().map(|&name| name.into()).collect(),
            has_more: true,
        };
        let vm = LinkPage {
            path: "/i/x/group/links".into(),
            claims: Some("/i/x/group/claims".into()),
            link: shown(),
            is_common: true,
            linked: vec![
                of("R-AAAA-22", vec![row], &[]),
                of("R-BBBB-22", vec![], &["same.csv"]),
                of("R-CCCC-22", vec![], &[]),
            ],
            more: 2,
        };
        for texts in texts_of_all() {
            let page = html(texts, |texts| one(texts, &vm));
            for text in ["fills.csv:14", "0xfeed", "same.csv", "R-CCCC-22"] {
                assert!(page.contains(text), "{text}: {page}");
            }
            let missing = page.matches(&texts.t("links-no-rows")).count();
            assert_eq!(missing, 1, "a claim with a file needs no rows");
            assert!(page.contains(&texts.t("links-common-text")), "{page}");
            assert!(page.contains(&texts.t("links-why-trade")), "{page}");
        }
    }
}
