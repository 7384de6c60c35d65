//! The entries that were read. The claimant marks those that were not theirs, by a period or
//! row by row.

use ledger::Kind;
use ledger::messages::Message;
use leptos::prelude::*;

use super::Head;
use super::flat_before::{self, FlatBefore};
use crate::forms::{Form, ticker};
use crate::parts::conflicts::{self, Conflicts, Deciding};
use crate::parts::fields::{self, Choice, TextField};
use crate::parts::figures;
use crate::parts::movement::{self, Movement};
use crate::parts::paging::Paging;
use crate::parts::pieces::{self, Tone};
use crate::parts::values::{NamedFile, Span};
use crate::text::Translator;

/// The claimant's statement about an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Theirs.
    Mine,
    /// Not theirs, and why.
    NotMine(String),
    /// The claimant's own, although a period covers it, with the reason.
    LeftOut(String),
    /// A duplicate of another row; that row's file and line.
    Dropped(String),
}

/// One movement.
#[derive(Clone, Debug)]
pub struct EntryRow {
    /// The key that names it in forms.
    pub key: String,
    /// When, RFC 3339.
    pub time: String,
    /// What happened.
    pub movement: Movement,
    /// Exchange.
    pub exchange: String,
    /// Name of the account.
    pub account: String,
    /// The file; none when it was typed in.
    pub file: Option<NamedFile>,
    /// Line of the file.
    pub line: String,
    /// Whether it is contested, left out or dropped.
    pub standing: Standing,
}

/// A rule that contests entries or leaves them out, and that can be taken back.
#[derive(Clone, Debug)]
pub struct RuleRow {
    /// Its id.
    pub id: String,
    /// From and to, RFC 3339, of a period.
    pub span: Option<Span>,
    /// Exchange, account and asset to which it is limited; empty for no limit.
    pub only: [String; 3],
    /// For a row: its entry in words, and whether it is left out.
    pub row: Option<(String, bool)>,
    /// Why.
    pub reason: String,
}

/// The filter of the list; empty for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// `not-mine`, `mine`, `dropped`.
    pub show: String,
    /// A kind's word.
    pub kind: String,
    /// An exchange.
    pub venue: String,
    /// A ticker.
    pub ticker: String,
    /// A day, `2022-10-18`.
    pub day: String,
    /// A file's hash.
    pub file: String,
    /// An id of an order, trade or transaction, an address or memo.
    pub id: String,
}

impl Filter {
    /// The filter in a query.
    pub fn of(form: &Form) -> Filter {
        let text = |name| form.value(name).to_owned();
        Filter {
            show: text("show"),
            kind: text("kind"),
            venue: text("venue"),
            ticker: ticker(&text("ticker")),
            day: text("day"),
            file: text("file"),
            id: text("id").trim().to_owned(),
        }
    }

    /// Whether it accepts everything.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// The query of the filter, without `?`.
    pub fn query(&self) -> String {
        let pairs = [
            ("show", &self.show),
            ("kind", &self.kind),
            ("venue", &self.venue),
            ("ticker", &self.ticker),
            ("day", &self.day),
            ("file", &self.file),
            ("id", &self.id),
        ];
        let given: Vec<String> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        given.join("&")
    }
}

/// Percent-encodes everything except plain letters, digits and `-_.`.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// The facts on the page.
#[derive(Clone, Debug)]
pub struct Entries {
    /// The claim.
    pub head: Head,
    /// The filter of the list.
    pub filter: Filter,
    /// The entries of this page of the list.
    pub rows: Vec<EntryRow>,
    /// How many entries match the filter.
    pub total: i64,
    /// How many are contested, of all.
    pub contested: i64,
    /// The page of the list.
    pub paging: Paging,
    /// Periods and rows contested or left out.
    pub rules: Vec<RuleRow>,
    /// Exchanges of the entries.
    pub exchanges: Vec<String>,
    /// Named accounts of the entries.
    pub accounts: Vec<String>,
    /// What is unusual across files: duplicate rows, files that overlap. Each message comes
    /// with its file, where it concerns one.
    pub remarks: Vec<(String, Message)>,
    /// Conflicting rows of two of the files.
    pub conflicts: Conflicts,
    /// The form of a decision on one of them, as it was sent.
    pub conflict: Form,
    /// The note on contracts; none where the claim has no trades in contracts.
    pub flat: Option<FlatBefore>,
    /// How many entries were typed in. No file has them, so the list does not show them.
    pub typed: i64,
    /// The incident's window, RFC 3339. It is shown but never filled in, because one click
    /// would then contest everything within it.
    pub window: Option<Span>,
}

/// The page. `period` is the form of a period, `rows` that of ticked rows.
pub fn page(texts: Translator, entries: &Entries, period: &Form, rows: &Form) -> AnyView {
    let head = &entries.head;
    let count = texts.with(
        "claim-entries-contested",
        &[("contested", entries.contested.into())],
    );
    let flat = entries.flat.as_ref();
    let forms = [period, rows, &entries.conflict].into_iter();
    let mut forms = forms.chain(flat.map(|flat| &flat.form));
    let wrong = forms.find(|form| !form.is_valid());
    let summary = wrong.map(|form| fields::error_summary(texts, form));
    let typed = head.open.then(|| {
        view! {
            <p>
                {texts.t("claim-entries-no-file")}" "
                <a href=head.link("entries/typed")>{texts.t("claim-entries-type")}</a>
            </p>
        }
    });
    view! {
        {super::back(texts, head)}
        {summary}
        <h1>{texts.t("claim-entries-title")}</h1>
        {super::closed_note(texts, head)}
        {head.open.then(|| view! { <p>{texts.t("claim-entries-lead")}</p> })}
        <p><strong>{count}</strong>" "<a href=head.link("loss")>{texts.t("claim-entries-to-loss")}</a></p>
        {rules(texts, entries)}
        {head.open.then(|| period_form(texts, entries, period))}
        {typed}
        {flat.map(|flat| flat_before::part(texts, head, flat))}
        <h2 id="list">{texts.t("claim-entries-list")}</h2>
        {remarks(texts, entries)}
        {contradictions(texts, entries)}
        {typed_in(texts, entries)}
        {filter_form(texts, entries, rows.blank())}
        {list(texts, entries, rows)}
    }
    .into_any()
}

/// Rows on which two files disagree, with a form to decide each while the claim is open.
fn contradictions(texts: Translator, entries: &Entries) -> Option<AnyView> {
    let action = entries.head.link("entries/conflicts");
    let deciding = Deciding {
        action: &action,
        version: entries.head.version,
        form: &entries.conflict,
    };
    let deciding = entries.head.open.then_some(deciding);
    conflicts::of_claim(texts, &entries.conflicts, deciding)
}

/// The name of the file that a remark is about, placed before the remark.
fn named(texts: Translator, file: &str) -> Option<impl IntoView + use<>> {
    let name = file.to_owned();
    (!file.is_empty()).then(|| view! { <strong>{name}</strong>{texts.t("common-colon")} })
}

/// A link to the typed-in entries, where there are some.
fn typed_in(texts: Translator, entries: &Entries) -> Option<AnyView> {
    let href = entries.head.link("entries/typed");
    let sentence = texts.with("claim-entries-typed", &[("count", entries.typed.into())]);
    (entries.typed > 0).then(|| {
        view! { <p>{sentence}" "<a href=href>{texts.t("claim-entries-typed-see")}</a></p> }
            .into_any()
    })
}

fn remarks(texts: Translator, entries: &Entries) -> Option<AnyView> {
    if entries.remarks.is_empty() {
        return None;
    }
    let items = entries
        .remarks
        .iter()
        .map(|(file, remark)| view! { <li>{named(texts, file)}{texts.message(remark)}</li> })
        .collect_view();
    let body = view! { <p>{texts.t("claim-entries-remarks")}</p><ul>{items}</ul> };
    Some(pieces::inset("", body.into_any()))
}

fn rules(texts: Translator, entries: &Entries) -> Option<AnyView> {
    if entries.rules.is_empty() {
        return None;
    }
    let card = |rule: &RuleRow| {
        let remove = entries.head.open.then(|| {
            let action = entries
                .head
                .link(&format!("entries/rules/{}/remove", rule.id));
            view! {
                <form method="post" action=action class="inline">
                    {super::version(&entries.head)}
                    <button class="second small">{texts.t("claim-rule-remove")}</button>
                </form>
            }
        });
        view! {
            <li class="card">
                <p><strong>{rule_sentence(texts, rule)}</strong></p>
                <p class="hint">{rule.reason.clone()}</p>
                {remove}
            </li>
        }
    };
    let (rows, mut periods): (Vec<&RuleRow>, Vec<&RuleRow>) =
        entries.rules.iter().partition(|rule| rule.row.is_some());
    periods.sort_by(|a, b| a.span.cmp(&b.span));
    let heading = texts.t("claim-rules");
    let periods = periods.into_iter().map(card).collect_view();
    // There can be many rows; they are folded away behind their number.
    let rows = (!rows.is_empty()).then(|| {
        let summary = texts.with("claim-rules-rows", &[("rows", rows.len().into())]);
        let cards = rows.iter().copied().map(card).collect_view();
        view! { <details><summary>{summary}</summary><ul class="files">{cards}</ul></details> }
    });
    Some(view! { <h2>{heading}</h2><ul class="files">{periods}</ul>{rows} }.into_any())
}

/// A rule in words.
pub fn rule_sentence(texts: Translator, rule: &RuleRow) -> String {
    if let Some((what, is_left_out)) = &rule.row {
        let key = if *is_left_out {
            "claim-rule-left-out"
        } else {
            "claim-rule-row"
        };
        return texts.with(key, &[("what", what.into())]);
    }
    let Some(Span { from, to }) = &rule.span else {
        return texts.t("claim-rule-all");
    };
    let mut sentence = texts.with(
        "claim-rule-period",
        &[
            ("from", movement::readable(from).into()),
            ("to", movement::readable(to).into()),
        ],
    );
    let [exchange, account, asset] = &rule.only;
    for limit in [&movement::exchange_name(texts, exchange), account, asset] {
        if !limit.is_empty() {
            sentence.push_str(", ");
            sentence.push_str(&texts.with("claim-rule-only", &[("only", limit.into())]));
        }
    }
    sentence
}

fn period_form(texts: Translator, entries: &Entries, form: &Form) -> impl IntoView + use<> {
    let head = &entries.head;
    let window = entries.window.as_ref().map(|Span { from, to }| {
        let args = [
            ("from", movement::readable(from).into()),
            ("to", movement::readable(to).into()),
        ];
        view! { <p>{texts.with("claim-period-window", &args)}</p> }
    });
    let time = |name: &'static str, label: &str, hint: &str| {
        TextField::new(name, texts.t(label))
            .hint(texts.t(hint))
            .kind("datetime-local")
            .step("1")
            .class("medium")
            .view(texts, form)
    };
    let any = |key: &str| Choice::new("", texts.t(key));
    let exchanges = std::iter::once(any("claim-any-exchange"))
        .chain(
            entries
                .exchanges
                .iter()
                .map(|name| Choice::new(name, movement::exchange_name(texts, name))),
        )
        .collect();
    let accounts = std::iter::once(any("claim-any-account"))
        .chain(entries.accounts.iter().map(|name| Choice::new(name, name)))
        .collect();
    let asset = TextField::new("asset", texts.t("claim-period-asset"))
        .hint(texts.t("claim-period-asset-hint"))
        .length_max(form.limits().asset_characters_max)
        .class("short")
        .optional()
        .view(texts, form);
    let reason = TextField::new("reason", texts.t("claim-reason"))
        .hint(texts.t("claim-reason-hint"))
        .length_max(form.limits().reason_characters_max)
        .view(texts, form);
    view! {
        <h2>{texts.t("claim-period-title")}</h2>
        <p>{texts.t("claim-period-text")}</p>
        {window}
        <form method="post" action=head.link("entries/period")>
            {super::version(head)}
            <div class="row">
                {time("from", "claim-period-from", "claim-period-from-hint")}
                {time("to", "claim-period-to", "claim-period-to-hint")}
            </div>
            <details open=!form.is_valid()>
                <summary>{texts.t("claim-period-narrow")}</summary>
                <div class="row">
                    {fields::select(texts, form, "exchange", &texts.t("claim-exchange"), None, exchanges)}
                    {fields::select(texts, form, "account", &texts.t("claim-account"), None, accounts)}
                    {asset}
                </div>
            </details>
            {reason}
            <div class="actions"><button>{texts.t("claim-period-button")}</button></div>
        </form>
    }
}

fn filter_form(texts: Translator, entries: &Entries, blank: Form) -> AnyView {
    let filter = &entries.filter;
    let chosen = blank
        .with("show", &filter.show)
        .with("kind", &filter.kind)
        .with("venue", &filter.venue)
        .with("ticker", &filter.ticker)
        .with("day", &filter.day)
        .with("id", &filter.id);
    let pick = |name: &str, label: &str, options: Vec<Choice>| {
        fields::select(texts, &chosen, name, &texts.t(label), None, options)
    };
    let all = || Choice::new("", texts.t("claim-filter-all"));
    let show = vec![
        all(),
        Choice::new("not-mine", texts.t("claim-filter-not-mine")),
        Choice::new("mine", texts.t("claim-filter-mine")),
        Choice::new("dropped", texts.t("claim-filter-dropped")),
    ];
    let kinds: Vec<Choice> = std::iter::once(all())
        .chain(
            Kind::ALL
                .into_iter()
                .map(|kind| Choice::new(kind.as_str(), movement::kind_name(texts, kind))),
        )
        .collect();
    let venues: Vec<Choice> = std::iter::once(all())
        .chain(
            entries
                .exchanges
                .iter()
                .map(|name| Choice::new(name, movement::exchange_name(texts, name))),
        )
        .collect();
    let ticker = TextField::new("ticker", texts.t("claim-filter-asset"))
        .class("short")
        .view(texts, &chosen);
    let day = TextField::new("day", texts.t("claim-filter-day"))
        .kind("date")
        .class("medium")
        .view(texts, &chosen);
    let id = TextField::new("id", texts.t("common-filter-id")).view(texts, &chosen);
    let file = (!filter.file.is_empty()).then(|| fields::hidden("file", &filter.file));
    let clear = (!filter.is_empty()).then(|| {
        view! { <a href=entries.head.link("entries#list")>{texts.t("claim-filter-clear")}</a> }
    });
    let typed = |value: &str| Some(value.to_owned()).filter(|text| !text.is_empty());
    let narrowed: Vec<String> = [
        fields::chosen(&chosen, "show", &show),
        fields::chosen(&chosen, "kind", &kinds),
        fields::chosen(&chosen, "venue", &venues),
        typed(&filter.ticker),
        typed(&filter.day),
        typed(&filter.id),
        (!filter.file.is_empty()).then(|| texts.t("claim-filter-file")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let body = view! {
        <form method="get" action=entries.head.link("entries#list") class="filter">
            {file}
            <div class="row">
                {pick("show", "claim-filter-show", show)}
                {pick("kind", "claim-filter-kind", kinds)}
                {pick("venue", "claim-exchange", venues)}
                {ticker}
                {day}
                {id}
            </div>
            <div class="actions">
                <button class="second small">{texts.t("claim-filter-button")}</button>
                {clear}
            </div>
        </form>
    };
    pieces::narrowing(texts, &narrowed, body.into_any())
}

fn list(texts: Translator, entries: &Entries, form: &Form) -> AnyView {
    let head = &entries.head;
    if entries.rows.is_empty() {
        let key = if entries.filter.is_empty() {
            "claim-entries-none"
        } else {
            "claim-entries-none-match"
        };
        return view! { <p>{texts.t(key)}</p> }.into_any();
    }
    let rows = entries
        .rows
        .iter()
        .map(|row| entry_row(texts, head, row, form))
        .collect_view()
        .into_any();
    let caption = texts.with(
        "claim-entries-caption",
        &[("entries", entries.total.into())],
    );
    let mut columns = vec![
        (texts.t("claim-column-when"), false),
        (texts.t("claim-column-what"), false),
        (texts.t("claim-column-account"), false),
        (texts.t("claim-column-source"), false),
        (texts.t("claim-column-said"), false),
    ];
    if head.open {
        columns.insert(0, (texts.t("claim-column-tick"), false));
    }
    let query = entries.filter.query();
    let address = head.link("entries");
    let of_page = |page: i64| match query.as_str() {
        "" => format!("page={page}"),
        query => format!("{query}&page={page}"),
    };
    let href = |page| format!("{address}?{}#list", of_page(page));
    let pages = entries.paging.links(texts, href);
    let table = pieces::telling(&caption, &columns, rows);
    if !head.open {
        return view! { {table}{pages} }.into_any();
    }
    view! {
        <form method="post" action=head.link("entries/rows")>
            {super::version(head)}
            {fields::hidden("query", of_page(entries.paging.page))}
            {table}
            {pages}
            {ticked(texts, form)}
        </form>
    }
    .into_any()
}

/// What should happen with the ticked rows.
fn ticked(texts: Translator, form: &Form) -> impl IntoView + use<> {
    let no_rows = form.error("row").map(str::to_owned).map(|message| {
        view! {
            <p class="error" id="row" tabindex="-1">
                <span class="visually-hidden">{texts.t("common-error")}{texts.t("common-colon")}</span>{message}
            </p>
        }
    });
    let act = fields::choices(
        texts,
        form,
        "radio",
        "act",
        &texts.t("claim-rows-act"),
        vec![
            Choice::new("not-mine", texts.t("claim-rows-not-mine")),
            Choice::new("mine", texts.t("claim-rows-mine")),
        ],
    );
    let reason = TextField::new("row-reason", texts.t("claim-reason"))
        .hint(texts.t("claim-rows-reason-hint"))
        .length_max(form.limits().reason_characters_max)
        .view(texts, form);
    view! {
        <h2>{texts.t("claim-rows-title")}</h2>
        {no_rows}
        {act}
        {reason}
        <div class="actions"><button>{texts.t("claim-rows-button")}</button></div>
    }
}

fn entry_row(texts: Translator, head: &Head, row: &EntryRow, form: &Form) -> AnyView {
    let what = row.movement.sentence(texts);
    let can_tick = !matches!(row.standing, Standing::Dropped(_));
    let tick = head.open.then(|| {
        let label = texts.with(
            "claim-tick",
            &[("what", (&what).into()), ("time", (&row.time).into())],
        );
        let input = can_tick.then(|| {
            let checked = form.has("row", &row.key);
            view! {
                <input type="checkbox" name="row" value=row.key.clone() checked=checked
                    aria-label=label class="tick"/>
            }
        });
        view! { <td class="ticking">{input}</td> }
    });
    let account = movement::account_name(texts, &row.exchange, &row.account);
    view! {
        <tr>
            {tick}
            <td>{figures::moment(&row.time)}</td>
            <td class="sentence">{what}</td>
            <td>{account}</td>
            <td>{source(texts, head, row)}</td>
            <td>{standing(texts, &row.standing)}</td>
        </tr>
    }
    .into_any()
}

fn source(texts: Translator, head: &Head, row: &EntryRow) -> AnyView {
    let Some(NamedFile { sha256, name }) = row.file.clone() else {
        return texts.t("claim-source-typed").into_any();
    };
    let line = texts.with("claim-source-line", &[("line", (&row.line).into())]);
    let href = head.link(&format!("evidence/{sha256}"));
    view! { <a href=href>{name}</a>", "{line} }.into_any()
}

fn standing(texts: Translator, standing: &Standing) -> AnyView {
    match standing {
        Standing::Mine => ().into_any(),
        Standing::NotMine(reason) => view! {
            {pieces::tag(Tone::Warn, texts.t("claim-standing-not-mine"))}
            <div class="hint">{reason.clone()}</div>
        }
        .into_any(),
        Standing::LeftOut(reason) => view! {
            {pieces::tag(Tone::Quiet, texts.t("claim-standing-left-out"))}
            <div class="hint">{reason.clone()}</div>
        }
        .into_any(),
        Standing::Dropped(same_as) => view! {
            {pieces::tag(Tone::Quiet, texts.t("claim-standing-dropped"))}
            <div class="hint">
                {texts.with("claim-standing-same-as", &[("place", same_as.into())])}
            </div>
        }
        .into_any(),
    }
}
