//! What the files of a claim imply for each account and asset, what seems to be missing,
//! and the periods of the files: one page for the claimant and the coordinators.

use ledger::Moment;
use ledger::balances::{
    BelowZero, Contradiction, FilePeriod, Gap, GapReason, Holding, OpeningSource,
};
use leptos::prelude::*;

use crate::parts::paging::Paging;
use crate::parts::pieces::{Stacked, Tone, inset, remark, stacked};
use crate::parts::{figures, movement};
use crate::text::Translator;

/// The facts that the page shows.
#[derive(Clone, Debug, Default)]
pub struct Holdings {
    /// How many there are; none before they are worked out.
    pub counts: Option<HoldingCounts>,
    /// The holdings of this page, those that lack something first.
    pub rows: Vec<Holding>,
    /// The page of holdings.
    pub paging: Paging,
    /// The periods of the files of this page.
    pub files: Vec<FilePeriod>,
    /// The page of files.
    pub files_paging: Paging,
}

/// How many holdings a claim has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldingCounts {
    /// Accounts and assets.
    pub all: i64,
    /// Those of them where something is missing.
    pub lacking: i64,
    /// Whether there are more than are followed.
    pub is_cut_short: bool,
}

/// A link to the page, which says whether something is missing.
pub fn link(texts: Translator, href: String, lacking: i64) -> AnyView {
    let text = texts.with("holdings-link", &[("count", lacking.into())]);
    let link = view! { <p><a href=href>{text}</a></p> }.into_any();
    match lacking {
        0 => link,
        _ => inset("warn", link),
    }
}

/// The tables, below the page's heading. `asset` is the word for what is held, and `here` the
/// page's own address.
pub fn view(texts: Translator, holdings: &Holdings, asset: String, here: &str) -> AnyView {
    let Some(counts) = holdings.counts.filter(|counts| counts.all > 0) else {
        return view! { <p>{texts.t("holdings-waiting")}</p> }.into_any();
    };
    let lacking = texts.with(
        "holdings-lacking",
        &[
            ("lacking", counts.lacking.into()),
            ("all", counts.all.into()),
        ],
    );
    let cut_short = counts.is_cut_short.then(|| {
        inset(
            "warn",
            view! { <p>{texts.t("holdings-cut-short")}</p> }.into_any(),
        )
    });
    let (page, files) = (holdings.paging.page, holdings.files_paging.page);
    let of_holdings = |page: i64| format!("{here}?page={page}&files={files}");
    let of_files = |files: i64| format!("{here}?page={page}&files={files}#files");
    view! {
        <p><strong>{lacking}</strong></p>
        {cut_short}
        {table(texts, asset, &holdings.rows)}
        {holdings.paging.links(texts, of_holdings)}
        <h2 id="files">{texts.t("holdings-files-title")}</h2>
        <p>{texts.t("holdings-files-text")}</p>
        {files_table(texts, &holdings.files)}
        {holdings.files_paging.links(texts, of_files)}
    }
    .into_any()
}

fn table(texts: Translator, asset: String, holdings: &[Holding]) -> AnyView {
    let head = [
        (asset, false),
        (texts.t("holdings-account"), false),
        (texts.t("holdings-before"), true),
        (texts.t("holdings-in"), true),
        (texts.t("holdings-out"), true),
        (texts.t("holdings-fees"), true),
        (texts.t("holdings-after"), true),
        (texts.t("holdings-missing"), false),
    ];
    let rows = holdings.iter().map(|holding| row(texts, holding));
    stacked(&texts.t("holdings-caption"), &head, rows.collect())
}

fn row(texts: Translator, holding: &Holding) -> Stacked {
    let amount = |amount: &ledger::Amount| figures::quantity(texts, &amount.to_string());
    let account = movement::account_name(texts, &holding.exchange, &holding.account);
    let known = texts.t(match holding.opening_source {
        OpeningSource::Stated => "holdings-before-stated",
        OpeningSource::Zero => "holdings-before-zero",
        OpeningSource::Least => "holdings-before-least",
    });
    let before = view! { {amount(&holding.opening)}<div class="hint">{known}</div> };
    let unexplained = (!holding.unexplained.is_zero()).then(|| {
        let sum = number(texts, &holding.unexplained);
        let text = texts.with("holdings-unexplained", &[("amount", sum.into())]);
        view! { <div class="hint">{text}</div> }
    });
    let after = view! { {amount(&holding.closing)}{unexplained} };
    let cells = vec![
        view! { {holding.asset.to_string()} }.into_any(),
        view! { {account} }.into_any(),
        before.into_any(),
        amount(&holding.received),
        amount(&holding.sent),
        amount(&holding.fees),
        after.into_any(),
        missing(texts, holding),
    ];
    (None, cells)
}

/// What is missing, in sentences; words that nothing is where nothing is.
fn missing(texts: Translator, holding: &Holding) -> AnyView {
    if !holding.lacks_something() {
        return view! { {texts.t("holdings-nothing")} }.into_any();
    }
    let below = holding.below_zero.iter();
    let below = below.map(|span| below_zero(texts, holding, span));
    let against = holding.contradictions.iter();
    let against = against.map(|found| contradiction(texts, holding, found));
    let sentences: Vec<String> = least(texts, holding)
        .into_iter()
        .chain(below)
        .chain(against)
        .collect();
    let listed = holding.below_zero.len() + holding.contradictions.len();
    let count = holding.below_zero_count + holding.contradictions_count;
    let more = more(texts, count.saturating_sub(listed as u64));
    let sentences = sentences
        .into_iter()
        .map(|sentence| view! { <p>{remark(Tone::Warn, sentence)}</p> })
        .collect_view();
    view! { {sentences}{more} }.into_any()
}

/// What must have been there before, where no file shows it.
fn least(texts: Translator, holding: &Holding) -> Option<String> {
    let since = holding.missing_since?;
    (holding.opening_source == OpeningSource::Least).then(|| {
        texts.with(
            "holdings-least",
            &[
                ("amount", number(texts, &holding.opening).into()),
                ("asset", holding.asset.as_str().into()),
                ("since", time(since).into()),
            ],
        )
    })
}

fn below_zero(texts: Translator, holding: &Holding, span: &BelowZero) -> String {
    let amount = number(texts, &span.lowest.negated());
    let place = [
        ("amount", amount.into()),
        ("asset", holding.asset.as_str().into()),
        ("since", time(span.since).into()),
        ("file", span.place.file.as_str().into()),
        ("line", span.place.line.as_str().into()),
    ];
    match span.until {
        None => texts.with("holdings-below", &place),
        Some(until) => {
            let until = [("until", time(until).into())];
            let args: Vec<_> = place.into_iter().chain(until).collect();
            texts.with("holdings-below-until", &args)
        }
    }
}

fn contradiction(texts: Translator, holding: &Holding, found: &Contradiction) -> String {
    texts.with(
        "holdings-contradiction",
        &[
            ("asset", holding.asset.as_str().into()),
            ("file", found.place.file.as_str().into()),
            ("line", found.place.line.as_str().into()),
            ("expected", number(texts, &found.expected).into()),
            ("stated", number(texts, &found.stated).into()),
            ("from", time(found.since).into()),
            ("to", time(found.time).into()),
        ],
    )
}

fn files_table(texts: Translator, files: &[FilePeriod]) -> AnyView {
    let head = [
        (texts.t("holdings-file"), false),
        (texts.t("holdings-from"), false),
        (texts.t("holdings-to"), false),
        (texts.t("holdings-entries"), true),
        (texts.t("holdings-gaps"), false),
    ];
    let rows = files.iter().map(|file| file_row(texts, file));
    stacked(&texts.t("holdings-files-title"), &head, rows.collect())
}

fn file_row(texts: Translator, file: &FilePeriod) -> Stacked {
    let moment = |moment: Moment| figures::moment(&moment.to_string());
    let gaps = file.gaps.iter();
    let gaps = gaps
        .map(|gap| view! { <p>{gap_text(texts, gap)}</p> })
        .collect_view();
    let more = more(
        texts,
        file.gaps_count.saturating_sub(file.gaps.len() as u64),
    );
    let gaps = match file.gaps_count {
        0 => view! { {texts.t("holdings-gap-none")} }.into_any(),
        _ => view! { {gaps}{more} }.into_any(),
    };
    let cells = vec![
        view! { {file.file.to_string()} }.into_any(),
        moment(file.first),
        moment(file.last),
        figures::count(texts, i64::try_from(file.entries).unwrap_or(i64::MAX)),
        gaps,
    ];
    (None, cells)
}

fn gap_text(texts: Translator, gap: &Gap) -> String {
    let moment = |moment: Option<Moment>| moment.map_or("…".to_owned(), time);
    let (from, to) = (moment(gap.from), moment(gap.to));
    let from = ("from", from.into());
    let to = ("to", to.into());
    match gap.reason {
        GapReason::Quiet => texts.with("holdings-gap-quiet", &[from, to]),
        GapReason::Balance => {
            let asset = ("asset", gap.asset.as_str().into());
            texts.with("holdings-gap-balance", &[asset, from, to])
        }
        GapReason::MissingPart => {
            let (first, last) = gap.parts.unwrap_or_default();
            let parts = match first == last {
                true => first.to_string(),
                false => format!("{first}–{last}"),
            };
            texts.with("holdings-gap-part", &[("parts", parts.into()), from, to])
        }
    }
}

/// How many are not shown.
fn more(texts: Translator, count: u64) -> Option<AnyView> {
    (count > 0).then(|| {
        let text = texts.with("holdings-more", &[("count", count.into())]);
        view! { <p class="hint">{text}</p> }.into_any()
    })
}

fn number(texts: Translator, amount: &ledger::Amount) -> String {
    texts.number(&amount.to_string())
}

fn time(moment: Moment) -> String {
    movement::readable(&moment.to_string())
}
