//! Every entry of a claim, contested or not, with dropped entries and their reasons: what
//! was read, from which line of which file.

use ledger::messages::Message;
use ledger::{Code, EntryNote, Fact};
use leptos::prelude::*;

use super::{back, kind_text, query};
use crate::forms::Form;
use crate::messages;
use crate::parts::fields::{Choice, select};
use crate::parts::paging::Paging;
use crate::parts::pieces::{Tone, table, tag};
use crate::parts::values::{AccountAt, AssetAmount, NamedFile};
use crate::parts::{figures, movement};
use crate::text::Translator;

use super::lines::amount;

/// The status of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Part of the claim, and not contested.
    Kept,
    /// Contested, for this reason.
    Contested(String),
    /// Inside a contested period and left out, for this reason.
    LeftOut(String),
    /// Not counted, because it duplicates another row: the reason, and the row that is kept.
    Dropped {
        /// The reason in a few words.
        why: String,
        /// File and lines of the row that is kept.
        kept: String,
    },
}

/// One entry.
#[derive(Clone, Debug)]
pub struct EntryRow {
    /// When, RFC 3339.
    pub time: String,
    /// The time as the file writes it.
    pub time_raw: String,
    /// Exchange, and the account's name if it has one.
    pub account: AccountAt,
    /// Kind of movement.
    pub kind: String,
    /// Market and side, where the file names them.
    pub market: String,
    /// What went out.
    pub out: Option<AssetAmount>,
    /// What came in.
    pub in_: Option<AssetAmount>,
    /// The fee.
    pub fee: Option<AssetAmount>,
    /// Order and trade id, as the file has them.
    pub ids: String,
    /// Name of the file; empty when typed in.
    pub file: String,
    /// Its lines.
    pub line: String,
    /// What became of it.
    pub fate: Fate,
    /// Whether it lies outside the incident's window.
    pub outside: bool,
    /// Further facts in the file about it, each with its name.
    pub facts: Vec<(Fact, String)>,
    /// What the reader noted.
    pub notes: Vec<EntryNote>,
}

/// The page.
#[derive(Clone, Debug)]
pub struct EntriesPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// Reference of the claim.
    pub reference: String,
    /// Filter as sent: `file`, `show`.
    pub filter: Form,
    /// Files to choose from.
    pub files: Vec<NamedFile>,
    /// The reader's messages about the chosen file, worst first: line and column, code and
    /// message.
    pub remarks: Vec<(String, Code, Message)>,
    /// Entries of this page.
    pub rows: Vec<EntryRow>,
    /// How many there are in all.
    pub found: i64,
    /// Page and number of pages.
    pub paging: Paging,
}

/// All entries of a claim.
pub fn page(texts: Translator, vm: &EntriesPage) -> AnyView {
    let claim = format!("{}/claims/{}", vm.base, vm.reference);
    let here = format!("{claim}/entries");
    let href = |page: i64| {
        let number = page.to_string();
        let asked = query(&[
            ("file", vm.filter.value("file")),
            ("show", vm.filter.value("show")),
            ("page", &number),
        ]);
        format!("{here}{asked}")
    };
    let head = [
        (texts.t("group-time"), false),
        (texts.t("group-account"), false),
        (texts.t("group-market-ids"), false),
        (texts.t("group-went-out"), true),
        (texts.t("group-came-in"), true),
        (texts.t("group-fee"), true),
        (texts.t("group-source"), false),
        (texts.t("group-fate"), false),
    ];
    let rows = vm
        .rows
        .iter()
        .map(|row| entry_row(texts, row))
        .collect_view();
    let caption = texts.with("group-entries-found", &[("count", vm.found.into())]);
    let list = if vm.rows.is_empty() {
        view! { <p>{texts.t("group-entries-none")}</p> }.into_any()
    } else {
        table(&caption, &head, rows.into_any())
    };
    let title = texts.with(
        "group-entries-title",
        &[("reference", vm.reference.as_str().into())],
    );
    view! {
        {back(claim, vm.reference.clone())}
        <h1>{title}</h1>
        {filter(texts, vm, &here)}
        {remarks(texts, vm)}
        {list}
        {vm.paging.links(texts, href)}
    }
    .into_any()
}

fn filter(texts: Translator, vm: &EntriesPage, here: &str) -> AnyView {
    let mut files = vec![Choice::new("", texts.t("group-filter-any"))];
    files.extend(
        vm.files
            .iter()
            .map(|file| Choice::new(&file.sha256, &file.name)),
    );
    let show = vec![
        Choice::new("", texts.t("group-filter-any")),
        Choice::new("contested", texts.t("group-fate-contested")),
        Choice::new("kept", texts.t("group-fate-kept")),
        Choice::new("dropped", texts.t("group-fate-dropped")),
    ];
    view! {
        <form method="get" action=here.to_owned() class="filter">
            <div class="row">
                {select(texts, &vm.filter, "file", &texts.t("group-file"), None, files)}
                {select(texts, &vm.filter, "show", &texts.t("group-fate"), None, show)}
                <div class="field"><button class="second">{texts.t("group-filter-show")}</button></div>
            </div>
        </form>
    }
    .into_any()
}

fn remarks(texts: Translator, vm: &EntriesPage) -> AnyView {
    if vm.remarks.is_empty() {
        return ().into_any();
    }
    let head = [
        (texts.t("group-place"), false),
        (texts.t("group-code"), false),
        (texts.t("group-remark"), false),
    ];
    let rows = vm
        .remarks
        .iter()
        .map(|(place, code, message)| {
            let (place, code) = (place.clone(), code.as_str());
            let message = texts.message(message);
            view! { <tr><td>{place}</td><td class="mono">{code}</td><td>{message}</td></tr> }
        })
        .collect_view();
    table(&texts.t("group-remarks"), &head, rows.into_any())
}

fn entry_row(texts: Translator, row: &EntryRow) -> impl IntoView + use<> {
    let place = texts.with("group-line-of", &[("line", row.line.as_str().into())]);
    let source = if row.file.is_empty() {
        view! { {texts.t("group-typed-in")} }.into_any()
    } else {
        view! { {row.file.clone()}<br/><span class="hint">{place}</span> }.into_any()
    };
    let outside = row.outside.then(|| {
        view! { <br/>{tag(Tone::Warn, texts.t("group-outside"))} }
    });
    let facts = movement::fact_texts(texts, &row.facts).into_iter();
    let facts = facts.map(|(name, value)| {
        view! { <br/><span class="hint">{name}" "<span class="mono">{value}</span></span> }
    });
    let facts = facts.collect_view();
    let note = (!row.notes.is_empty()).then(|| {
        let notes = messages::entry_notes(texts, &row.notes);
        view! { <br/><span class="hint">{notes}</span> }
    });
    let raw = super::time_in_file(texts, &row.time, &row.time_raw);
    let ids = (!row.ids.is_empty())
        .then(|| view! { <br/><span class="mono hint">{row.ids.clone()}</span> });
    view! {
        <tr>
            <td>
                {figures::moment_of_utc(&row.time)}{raw}
            </td>
            <td class="account">{row.account.text(texts)}</td>
            <td class="source">
                {kind_text(texts, &row.kind)}<br/><span class="hint">{row.market.clone()}</span>{ids}
            </td>
            <td class="numeric">{amount(texts, row.out.as_ref())}</td>
            <td class="numeric">{amount(texts, row.in_.as_ref())}</td>
            <td class="numeric">{amount(texts, row.fee.as_ref())}</td>
            <td class="source">{source}{facts}{note}</td>
            <td>{fate(texts, &row.fate)}{outside}</td>
        </tr>
    }
}

fn fate(texts: Translator, fate: &Fate) -> AnyView {
    match fate {
        Fate::Kept => view! { {texts.t("group-fate-kept")} }.into_any(),
        Fate::Contested(reason) => view! {
            {tag(Tone::Warn, texts.t("group-fate-contested"))}" "{reason.clone()}
        }
        .into_any(),
        Fate::LeftOut(reason) => view! {
            {tag(Tone::Quiet, texts.t("group-fate-left-out"))}" "{reason.clone()}
        }
        .into_any(),
        Fate::Dropped { why, kept } => {
            let key = format!("group-fate-{why}");
            let why = if texts.has(&key) {
                texts.t(&key)
            } else {
                why.clone()
            };
            let stays = texts.with("group-fate-stays", &[("kept", kept.as_str().into())]);
            view! {
                {tag(Tone::Quiet, texts.t("group-fate-dropped"))}" "{why}<br/>
                <span class="hint">{stays}</span>
            }
            .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};

    #[test]
    fn a_dropped_entry_names_the_row_that_stays() {
        let vm = EntriesPage {
            base: "/i/x/group".into(),
            reference: "R-7F3K-2M".into(),
            filter: Form::default(),
            files: vec![NamedFile {
                sha256: "ab".repeat(32),
                name: "fills.csv".into(),
            }],
            remarks: vec![("14".into(), Code::RefusedAmount, Message::CellNeeded)],
            rows: vec![EntryRow {
                time: "2022-10-18T21:00:07Z".into(),
                time_raw: "10/18/2022 21:00:07".into(),
                account: AccountAt {
                    exchange: "binance".into(),
                    account: String::new(),
                },
                kind: "trade".into(),
                market: "BTCUSDT sell".into(),
                out: None,
                in_: None,
                fee: None,
                ids: String::new(),
                file: "b.csv".into(),
                line: "12+13".into(),
                fate: Fate::Dropped {
                    why: "duplicate".into(),
                    kept: "a.csv:7".into(),
                },
                outside: true,
                facts: vec![(Fact::TxHash, "0xfeed".into())],
                notes: vec![EntryNote::FeeNotHere],
            }],
            found: 1,
            paging: Paging::default(),
        };
        for texts in texts_of_all() {
            let page = html(texts, |texts| page(texts, &vm));
            assert!(page.contains("a.csv:7"), "{page}");
            assert!(page.contains("12+13"));
            let hash = texts.t("fact-tx-hash");
            let marked_up = format!("{hash} <span class=\"mono\">0xfeed</span>");
            assert!(page.contains(&marked_up), "{page}");
            assert!(
                page.contains(&texts.t("ledger-note-fee-not-here")),
                "{page}"
            );
            assert!(page.contains("REFUSED-AMOUNT"));
            assert!(page.contains(&texts.t("group-outside")));
        }
    }
}
