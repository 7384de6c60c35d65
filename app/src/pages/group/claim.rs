//! One claim as a coordinator sees it: its state and the possible steps, the files, the loss
//! lines, the credits, the statement and the messages.

use casework::counting::LineSums;
use casework::totals::Sums;
use casework::{ClaimState, EventKind, Step};
use ledger::Money;
use ledger::losses::CreditDoubt;
use ledger::messages::Message;
use leptos::prelude::*;

use super::lines::{LineRow, review_choices, status_choices, summary, table as line_table};
use super::{Ground, back, ground, ground_words, query, role_text, state_tag, state_text};
use crate::forms::Form;
use crate::forms::group::{STEPS, step_word};
use crate::messages;
use crate::pages::claim::file::Answer;
use crate::parts::conflicts::{self, Conflicts};
use crate::parts::fields::{Choice, TextField, choices, error_summary, hidden, select};
use crate::parts::paging::Paging;
use crate::parts::pieces::{
    Stacked, Tone, headed, inset, remark, stacked, summary_list, table, tag,
};
use crate::parts::values::{AccountAt, AssetAmount, DoneBy, FileDescription, Words};
use crate::parts::{figures, holdings, movement};
use crate::text::Translator;

/// One file of the claim.
#[derive(Clone, Debug)]
pub struct FileRow {
    /// SHA-256.
    pub sha256: String,
    /// Name as given.
    pub name: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// When it was received, RFC 3339.
    pub received: String,
    /// The account it belongs to, as the claimant names it.
    pub account: String,
    /// What was read.
    pub descriptions: Vec<FileDescription>,
    /// Entries read.
    pub entries: i64,
    /// Rows that could not be read.
    pub refused: i64,
    /// Cells that look like keys or secrets.
    pub secrets: i64,
    /// Whether a question about it waits for the claimant.
    pub open: bool,
    /// What the claimant answered.
    pub answers: Vec<Answer>,
    /// References of other claims that hold the same file.
    pub also_in: Vec<String>,
}

/// A credit: something that came back.
#[derive(Clone, Debug)]
pub struct CreditRow {
    /// When, as given.
    pub time: String,
    /// Exact amount and asset.
    pub amount: AssetAmount,
    /// What shows it.
    pub evidence: String,
    /// Its value; none without a price.
    pub value: Option<Money>,
    /// What is odd about it.
    pub doubts: Vec<CreditDoubt>,
}

/// A message, a request, or a change of state with its words.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// Its id.
    pub id: String,
    /// Which of them.
    pub kind: EventKind,
    /// Whether the reader has not marked it as read.
    pub unread: bool,
    /// When, RFC 3339.
    pub at: String,
    /// Name of the author.
    pub who: String,
    /// The author's role.
    pub role: String,
    /// The states before and after, for a change of state.
    pub moved: Option<(ClaimState, ClaimState)>,
    /// What was written.
    pub words: String,
}

/// One statement of the claimant about what was not theirs.
#[derive(Clone, Debug)]
pub struct RuleRow {
    /// `period`, `row` or `leave_out`.
    pub kind: String,
    /// The span, or the file and line of the row.
    pub what: String,
    /// Exchange, account and asset to which it is limited; each empty for all.
    pub only: [String; 3],
    /// Why.
    pub reason: String,
}

/// An earlier result of the same claim, kept as it was.
#[derive(Clone, Debug)]
pub struct OlderRow {
    /// When it was computed, RFC 3339.
    pub made: String,
    /// What it stood on.
    pub ground: Ground,
    /// Its loss, including lines that were excluded later.
    pub loss: Option<Money>,
    /// Lines without a price.
    pub unpriced: i64,
}

/// A derivative position that cannot be valued from fills alone.
#[derive(Clone, Debug)]
pub struct PositionRow {
    /// Exchange and account.
    pub account: AccountAt,
    /// The contract.
    pub market: String,
    /// Contested fills.
    pub fills: i64,
    /// File and line of its first fill.
    pub place: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct ClaimPage {
    /// Conflicting rows of two of its files.
    pub conflicts: Conflicts,
    /// `/i/<incident>/group`.
    pub base: String,
    /// Its reference.
    pub reference: String,
    /// The claimant's name.
    pub claimant: String,
    /// The claimant's mail address.
    pub email: String,
    /// Its state.
    pub state: ClaimState,
    /// Version of the claim that the forms carry, so that two browsers do not overwrite each
    /// other.
    pub version: i64,
    /// Whether the reader may decide on it; nobody may decide on a claim of their own.
    pub may_decide: bool,
    /// Whether they may write to the claimant.
    pub may_answer: bool,
    /// Who filed it on the claimant's behalf, and whether that was confirmed.
    pub filed_by: Option<(String, bool)>,
    /// Whether the reader filed it and may still add files.
    pub may_fill: bool,
    /// The address where it is filled in.
    pub fill: String,
    /// When it was submitted, RFC 3339.
    pub submitted: Option<String>,
    /// When the claimant asked to have it sent back, RFC 3339, until somebody decides.
    pub asked_back: Option<String>,
    /// The basis of the figures.
    pub ground: Ground,
    /// Sums of its lines without the excluded ones.
    pub totals: Sums,
    /// The value of what came back.
    pub credits: Money,
    /// Entries that count, and how many of them are contested.
    pub entries: (i64, i64),
    /// Why nothing could be computed; none when nothing failed.
    pub problem: Option<Message>,
    /// Recipients to whom the claimant consents, in words of the matrix.
    pub consents: Vec<String>,
    /// Who signed the declaration, and when.
    pub declared: Option<DoneBy>,
    /// Whether the claimant changed the claim after signing and has not signed again.
    pub changed_since: bool,
    /// Its files.
    pub files: Vec<FileRow>,
    /// For how many accounts and assets something seems to be missing; none before that is
    /// worked out.
    pub lacking: Option<i64>,
    /// Trades that another claim has too: exchange, trade id, reference.
    pub shared_trades: Vec<(String, String, String)>,
    /// How many links it has to other claims.
    pub links: i64,
    /// Filter of the lines as sent: `only` (status), `review`.
    pub filter: Form,
    /// Lines of this page.
    pub lines: Vec<LineRow>,
    /// Sums of all lines that match the filter.
    pub sums: LineSums,
    /// Page of lines and number of pages.
    pub paging: Paging,
    /// The rules of what was not the claimant's.
    pub rules: Vec<RuleRow>,
    /// A moment, RFC 3339, at which nothing was held in any contract, and how the claimant
    /// knows it.
    pub flat_before: Option<(String, String)>,
    /// Positions that are in no total.
    pub positions: Vec<PositionRow>,
    /// Earlier results.
    pub older: Vec<OlderRow>,
    /// The credits.
    pub credit_rows: Vec<CreditRow>,
    /// The statement.
    pub statement: Option<Words>,
    /// Messages and changes of state, oldest first.
    pub events: Vec<EventRow>,
    /// The decision form: `step`, `words`.
    pub decision: Form,
    /// The message form: `message`.
    pub message: Form,
}

/// The claim.
pub fn page(texts: Translator, vm: &ClaimPage) -> AnyView {
    let title = texts.with(
        "group-claim-title",
        &[("reference", vm.reference.as_str().into())],
    );
    let errors = if vm.decision.is_valid() {
        error_summary(texts, &vm.message)
    } else {
        error_summary(texts, &vm.decision)
    };
    view! {
        {back(vm.base.clone(), texts.t("group-claims-title"))}
        {errors}
        <h1>{title}" "{state_tag(texts, vm.state)}</h1>
        {vm.problem.as_ref().map(|problem| inset("bad", view! { <p>{texts.message(problem)}</p> }.into_any()))}
        {waiting(texts, vm)}
        {facts(texts, vm)}
        {decide(texts, vm)}
        {files(texts, vm)}
        {shared(texts, vm)}
        {links(texts, vm)}
        {rules(texts, vm)}
        {flat_before(texts, vm)}
        {conflicts::of_claim(texts, &vm.conflicts, None)}
        {lines(texts, vm)}
        {positions(texts, vm)}
        {credits(texts, vm)}
        {older(texts, vm)}
        {statement(texts, vm)}
        {messages(texts, vm)}
    }
    .into_any()
}

fn here(vm: &ClaimPage) -> String {
    format!("{}/claims/{}", vm.base, vm.reference)
}

/// What waits for an answer: the claimant's messages, and a request to have the claim sent
/// back.
fn waiting(texts: Translator, vm: &ClaimPage) -> AnyView {
    let asked = vm.asked_back.as_ref().map(|at| {
        view! {
            <p><strong>{texts.t("group-asked-back-at")}" "{figures::moment_in_words(texts, at)}</strong></p>
            <p>{texts.t("group-asked-back-what-to-do")}</p>
        }
    });
    let unread = vm.events.iter().filter(|event| event.unread).count();
    let unread = (unread > 0).then(|| {
        let text = texts.with("group-claim-unread", &[("count", unread.into())]);
        view! { <p><a href="#messages">{text}</a></p> }
    });
    if asked.is_none() && unread.is_none() {
        return ().into_any();
    }
    inset("warn", view! { {asked}{unread} }.into_any())
}

fn facts(texts: Translator, vm: &ClaimPage) -> AnyView {
    let text = |text: String| view! { {text} }.into_any();
    let claimant = if vm.claimant.is_empty() {
        vm.email.clone()
    } else {
        format!("{} <{}>", vm.claimant, vm.email)
    };
    let currency = vm.ground.currency.clone();
    let money = |sum: Option<Money>| figures::sum_of_currency(texts, sum, &currency);
    let totals = vm.totals;
    let mut rows = vec![(texts.t("group-claimant"), text(claimant), None)];
    if let Some((who, confirmed)) = &vm.filed_by {
        let key = if *confirmed {
            "group-filed-confirmed"
        } else {
            "group-filed-unconfirmed"
        };
        rows.push((
            texts.t("group-filed-by"),
            text(texts.with(key, &[("who", who.as_str().into())])),
            None,
        ));
    }
    if let Some(submitted) = &vm.submitted {
        rows.push((
            texts.t("group-submitted-at"),
            figures::moment_in_words(texts, submitted),
            None,
        ));
    }
    for (key, sum) in [
        ("group-loss-documented", totals.documented),
        ("group-loss-claimed", totals.claimed),
    ] {
        rows.push((texts.t(key), money(totals.figure(sum)), None));
    }
    rows.push((texts.t("group-credits"), money(Some(vm.credits)), None));
    let net = totals.figure(totals.documented - vm.credits);
    rows.push((texts.t("group-net"), money(net), None));
    let read = texts.with(
        "group-entries-read",
        &[
            ("entries", vm.entries.0.into()),
            ("contested", vm.entries.1.into()),
        ],
    );
    let entries = (format!("{}/entries", here(vm)), texts.t("group-see"));
    rows.push((texts.t("group-entries"), text(read), Some(entries)));
    rows.push((texts.t("group-consents"), consents(texts, vm), None));
    if let Some(DoneBy { who, at }) = &vm.declared {
        let changed = vm.changed_since.then(|| {
            view! { <p class="hint">{texts.t("group-declared-changed")}</p> }
        });
        let at = figures::moment_in_words(texts, at);
        let signed = view! { {who.clone()}", "{at}{changed} }.into_any();
        rows.push((texts.t("group-declared"), signed, None));
    }
    let why = (!totals.has_figure()).then(|| figures::no_total_why(texts));
    view! { {summary_list(rows)}{why}{ground(texts, &vm.ground)} }.into_any()
}

fn consents(texts: Translator, vm: &ClaimPage) -> AnyView {
    if vm.consents.is_empty() {
        return view! { {texts.t("group-consent-none")} }.into_any();
    }
    let words: Vec<String> = vm
        .consents
        .iter()
        .map(|recipient| texts.t(&format!("group-recipient-{recipient}")))
        .collect();
    view! { {words.join(", ")} }.into_any()
}

/// The steps a coordinator may take from a state.
pub fn steps(state: ClaimState) -> Vec<Step> {
    STEPS
        .into_iter()
        .filter(|step| state.take(*step).is_ok())
        .collect()
}

fn decide(texts: Translator, vm: &ClaimPage) -> AnyView {
    let steps = steps(vm.state);
    let fill = vm.may_fill.then(|| {
        let href = vm.fill.clone();
        view! { <p><a class="button second" href=href>{texts.t("group-fill")}</a></p> }
    });
    if !vm.may_decide {
        let own = inset("", view! { <p>{texts.t("group-own-claim")}</p> }.into_any());
        return view! { {own}{fill} }.into_any();
    }
    if steps.is_empty() {
        let sentence = texts.t(match vm.state {
            ClaimState::Withdrawn => "group-no-step-withdrawn",
            _ => "group-no-step-draft",
        });
        return view! { {inset("", view! { <p>{sentence}</p> }.into_any())}{fill} }.into_any();
    }
    let form = &vm.decision;
    let options = steps
        .iter()
        .map(|step| {
            let word = step_word(*step);
            let label = texts.t(&format!("group-step-{word}"));
            Choice::new(word, label).hint(texts.t(&format!("group-step-{word}-hint")))
        })
        .collect();
    let words = TextField::new("words", texts.t("group-step-words"))
        .hint(texts.t("group-step-words-hint"))
        .rows(4)
        .length_max(form.limits().words_characters_max);
    view! {
        <section class="decision">
            <h2>{texts.t("group-decide")}</h2>
            <form method="post" action=format!("{}/decision", here(vm))>
                <input type="hidden" name="version" value=vm.version.to_string()/>
                {choices(texts, form, "radio", "step", &texts.t("group-step"), options)}
                {words.view(texts, form)}
                <button>{texts.t("group-decide-button")}</button>
            </form>
        </section>
    }
    .into_any()
}

fn files(texts: Translator, vm: &ClaimPage) -> AnyView {
    if vm.files.is_empty() {
        return view! { <h2>{texts.t("group-files")}</h2><p>{texts.t("group-files-none")}</p> }
            .into_any();
    }
    let head = [
        (texts.t("group-file"), false),
        (texts.t("group-account"), false),
        (texts.t("group-read"), false),
        (texts.t("group-entries"), true),
        (texts.t("group-refused"), true),
        (texts.t("group-received"), false),
    ];
    let rows = vm
        .files
        .iter()
        .map(|file| file_row(texts, vm, file))
        .collect();
    view! {
        <h2 id="files">{texts.t("group-files")}</h2>
        {stacked(&texts.t("group-files-caption"), &head, rows)}
        {vm.lacking.map(|lacking| holdings::link(texts, format!("{}/holdings", here(vm)), lacking))}
    }
    .into_any()
}

fn file_row(texts: Translator, vm: &ClaimPage, file: &FileRow) -> Stacked {
    let href = format!("{}/evidence/{}", here(vm), file.sha256);
    let also = (!file.also_in.is_empty()).then(|| {
        let claims = file.also_in.join(", ");
        let text = texts.with("group-also-in", &[("claims", claims.into())]);
        view! { <div>{tag(Tone::Bad, text)}</div> }
    });
    let size = texts.with("group-bytes", &[("bytes", file.size_bytes.into())]);
    let refused = if file.refused > 0 {
        let href = format!("{}/entries?file={}", here(vm), file.sha256);
        view! { <a href=href>{figures::count(texts, file.refused)}</a> }.into_any()
    } else {
        figures::count(texts, 0)
    };
    let name = view! {
        <a href=href download>{file.name.clone()}</a>
        <div class="hint">{size}</div>
        {figures::hash(&file.sha256)}
        {also}
    };
    let secrets = (file.secrets > 0).then(|| {
        let href = format!("{}/entries?file={}", here(vm), file.sha256);
        let text = texts.with("group-file-secrets", &[("cells", file.secrets.into())]);
        view! {
            <div>{remark(Tone::Bad, text)}</div>
            <p>{texts.t("group-file-secrets-text")}" "<a href=href>{texts.t("group-file-secrets-where")}</a></p>
        }
    });
    let open = file.open.then(|| {
        view! { <div>{remark(Tone::Warn, texts.t("group-file-open"))}</div> }
    });
    let answered = file
        .answers
        .iter()
        .map(|given| answer(texts, given))
        .collect_view();
    let descriptions = messages::all_view(texts, &file.descriptions);
    let cells = vec![
        name.into_any(),
        (!file.account.is_empty())
            .then(|| file.account.clone())
            .into_any(),
        view! { {descriptions}{secrets}{open}{answered} }.into_any(),
        figures::count(texts, file.entries),
        refused,
        figures::moment_in_words(texts, &file.received),
    ];
    (None, cells)
}

/// The claimant's answer to a question about a file.
fn answer(texts: Translator, (member, title, order): &Answer) -> AnyView {
    let order = order.map(|order| texts.t(&format!("claim-file-order-{}", order.as_str())));
    let title = Some(title.clone()).filter(|title| !title.is_empty());
    let parts: Vec<String> = title.into_iter().chain(order).collect();
    let member = Some(member.clone()).filter(|member| !member.is_empty());
    let place = member.map_or_else(String::new, |member| format!("{member}: "));
    let args = [("said", format!("{place}{}", parts.join(", ")).into())];
    view! { <p class="hint">{texts.with("group-file-said", &args)}</p> }.into_any()
}

/// The links to other claims.
fn links(texts: Translator, vm: &ClaimPage) -> Option<AnyView> {
    (vm.links > 0).then(|| {
        let asked = query(&[("claim", &vm.reference)]);
        let href = format!("{}/links{asked}", vm.base);
        let text = texts.with("links-of-claim", &[("count", vm.links.into())]);
        view! { <p><a href=href>{text}</a></p> }.into_any()
    })
}

/// A trade that two claims have: only one of them can be right.
fn shared(texts: Translator, vm: &ClaimPage) -> AnyView {
    if vm.shared_trades.is_empty() {
        return ().into_any();
    }
    let items = vm
        .shared_trades
        .iter()
        .map(|(exchange, trade, reference)| {
            let href = format!("{}/claims/{reference}", vm.base);
            let text = format!("{} {trade}", movement::exchange_name(texts, exchange));
            view! { <li>{text}{texts.t("common-colon")}<a href=href>{reference.clone()}</a></li> }
        })
        .collect_view();
    let body = view! { <p>{texts.t("group-shared-trades")}</p><ul>{items}</ul> };
    inset("bad", body.into_any())
}

fn lines(texts: Translator, vm: &ClaimPage) -> AnyView {
    let here = here(vm);
    let href = |page: i64| {
        let number = page.to_string();
        let asked = query(&[
            ("only", vm.filter.value("only")),
            ("review", vm.filter.value("review")),
            ("page", &number),
        ]);
        format!("{here}{asked}#lines")
    };
    let status = status_choices(texts);
    let review = review_choices(texts);
    view! {
        <h2 id="lines">{texts.t("group-lines-of-claim")}</h2>
        <form method="get" action=format!("{here}#lines") class="filter">
            <div class="row">
                {select(texts, &vm.filter, "only", &texts.t("group-price"), None, status)}
                {select(texts, &vm.filter, "review", &texts.t("group-review"), None, review)}
                <div class="field"><button class="second">{texts.t("group-filter-show")}</button></div>
            </div>
        </form>
        {summary(texts, &vm.sums, &vm.ground.currency)}
        {line_table(texts, (&vm.base, ""), &vm.lines, &vm.sums, false)}
        {vm.paging.links(texts, href)}
    }
    .into_any()
}

fn rules(texts: Translator, vm: &ClaimPage) -> AnyView {
    if vm.rules.is_empty() {
        return ().into_any();
    }
    let head = [
        (texts.t("group-rule"), false),
        (texts.t("group-rule-what"), false),
        (texts.t("group-rule-only"), false),
        (texts.t("group-reason"), false),
    ];
    let rows = vm
        .rules
        .iter()
        .map(|rule| {
            let [exchange, account, asset] = &rule.only;
            let only = [&movement::exchange_name(texts, exchange), account, asset];
            let only: Vec<&str> = only
                .into_iter()
                .map(String::as_str)
                .filter(|word| !word.is_empty())
                .collect();
            let only = match only.as_slice() {
                [] => texts.t("group-rule-all"),
                only => only.join(", "),
            };
            let cells = vec![
                texts.t(&format!("group-rule-{}", rule.kind)).into_any(),
                rule.what.clone().into_any(),
                only.into_any(),
                rule.reason.clone().into_any(),
            ];
            (None, cells)
        })
        .collect();
    let title = texts.t("group-rules");
    view! { <h2>{title.clone()}</h2>{headed(stacked(&title, &head, rows))} }.into_any()
}

/// What the claimant says of contracts: positions are followed from there.
fn flat_before(texts: Translator, vm: &ClaimPage) -> Option<AnyView> {
    let (at, reason) = vm.flat_before.as_ref()?;
    let args = [
        ("moment", movement::readable(at).into()),
        ("reason", reason.into()),
    ];
    let sentence = texts.with("group-flat-stated", &args);
    Some(view! { <h2>{texts.t("group-flat")}</h2><p>{sentence}</p> }.into_any())
}

fn positions(texts: Translator, vm: &ClaimPage) -> AnyView {
    if vm.positions.is_empty() {
        return ().into_any();
    }
    let head = [
        (texts.t("group-account"), false),
        (texts.t("group-contract"), false),
        (texts.t("group-fills"), true),
        (texts.t("group-first-fill"), false),
    ];
    let rows = vm
        .positions
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <td>{row.account.text(texts)}</td>
                    <th scope="row">{row.market.clone()}</th>
                    <td class="numeric">{figures::count(texts, row.fills)}</td>
                    <td>{row.place.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let title = texts.t("group-positions");
    view! {
        <h2>{title.clone()}</h2>
        <p>{texts.t("group-positions-text")}</p>
        {table(&title, &head, rows.into_any())}
    }
    .into_any()
}

fn older(texts: Translator, vm: &ClaimPage) -> AnyView {
    if vm.older.is_empty() {
        return ().into_any();
    }
    let head = [
        (texts.t("group-time"), false),
        (texts.t("group-older-ground"), false),
        (texts.t("group-loss"), true),
        (texts.t("group-unpriced"), true),
    ];
    let rows = vm
        .older
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <td>{figures::moment(&row.made)}</td>
                    <td>{ground_words(texts, &row.ground)}</td>
                    <td class="numeric">{row.loss.map(|loss| figures::sum(texts, loss))}</td>
                    <td class="numeric">{figures::count(texts, row.unpriced)}</td>
                </tr>
            }
        })
        .collect_view();
    let title = texts.t("group-older");
    view! {
        <details>
            <summary>{title.clone()}</summary>
            {table(&title, &head, rows.into_any())}
        </details>
    }
    .into_any()
}

fn credits(texts: Translator, vm: &ClaimPage) -> AnyView {
    if vm.credit_rows.is_empty() {
        return ().into_any();
    }
    let head = [
        (texts.t("group-time"), false),
        (texts.t("group-amount"), true),
        (texts.t("group-evidence"), false),
        (texts.t("group-value"), true),
    ];
    let rows = vm
        .credit_rows
        .iter()
        .map(|credit| {
            let AssetAmount { amount, asset } = credit.amount.clone();
            view! {
                <tr>
                    <td>{figures::moment(&credit.time)}</td>
                    <td class="numeric">{figures::quantity(texts, &amount)}" "{asset}</td>
                    <td>
                        {credit.evidence.clone()}
                        {figures::credit_doubts(texts, &credit.doubts)}
                    </td>
                    <td class="numeric">{super::loss_cell(texts, credit.value)}</td>
                </tr>
            }
        })
        .collect_view();
    let title = texts.t("group-credits");
    let list = table(&title, &head, rows.into_any());
    view! { <h2 id="credits">{title.clone()}</h2>{list} }.into_any()
}

fn statement(texts: Translator, vm: &ClaimPage) -> AnyView {
    let Some(Words { text, language }) = vm.statement.clone() else {
        return ().into_any();
    };
    view! {
        <h2>{texts.t("group-statement")}</h2>
        <blockquote class="words" lang=language>{text}</blockquote>
    }
    .into_any()
}

fn messages(texts: Translator, vm: &ClaimPage) -> AnyView {
    let items = vm
        .events
        .iter()
        .map(|event| event_item(texts, event))
        .collect_view();
    let none = vm
        .events
        .is_empty()
        .then(|| view! { <p>{texts.t("group-messages-none")}</p> });
    let seen = vm.events.last().map(|event| event.id.clone());
    let mark = vm.events.iter().any(|event| event.unread).then(|| {
        let seen = seen.clone().map(|id| hidden("seen", id));
        view! {
            <form method="post" action=format!("{}/messages/read", here(vm))>
                {seen}
                <div class="actions">
                    <button class="second small">{texts.t("group-messages-mark-read")}</button>
                </div>
            </form>
        }
    });
    let write = vm.may_answer.then(|| {
        let field = TextField::new("message", texts.t("group-message"))
            .hint(texts.t("group-message-hint"))
            .rows(4)
            .length_max(vm.message.limits().words_characters_max);
        view! {
            <form method="post" action=format!("{}/messages", here(vm))>
                {seen.map(|id| hidden("seen", id))}
                {field.view(texts, &vm.message)}
                <button class="second">{texts.t("group-message-send")}</button>
            </form>
        }
    });
    view! {
        <h2 id="messages">{texts.t("group-messages")}</h2>
        {none}
        <ol class="events">{items}</ol>
        {mark}
        {write}
    }
    .into_any()
}

fn event_item(texts: Translator, event: &EventRow) -> impl IntoView + use<> {
    let moved = event.moved.map(|(from, to)| {
        let sentence = texts.with(
            "group-moved",
            &[
                ("from", state_text(texts, from).into()),
                ("to", state_text(texts, to).into()),
            ],
        );
        view! { <p><strong>{sentence}</strong></p> }
    });
    let asks = (event.kind == EventKind::ReturnRequest)
        .then(|| view! { <p><strong>{texts.t("group-event-asks-back")}</strong></p> });
    let unread = event
        .unread
        .then(|| tag(Tone::Warn, texts.t("group-event-unread")));
    let words =
        (!event.words.is_empty()).then(|| view! { <p class="words">{event.words.clone()}</p> });
    view! {
        <li>
            <p class="hint">
                {event.who.clone()}" ("{role_text(texts, &event.role)}"), "{figures::moment_in_words(texts, &event.at)}" "{unread}
            </p>
            {moved}
            {asks}
            {words}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::group::lines::tests::row;
    use crate::pages::group::testing::{html, texts_of_all};
    use crate::text::{Locale, Texts};

    fn claim(state: ClaimState) -> ClaimPage {
        ClaimPage {
            conflicts: Conflicts::default(),
            base: "/i/x/group".into(),
            reference: "R-7F3K-2M".into(),
            claimant: "Ada Invented".into(),
            email: "ada@example.org".into(),
            state,
            version: 7,
            may_decide: true,
            may_answer: true,
            filed_by: None,
            may_fill: false,
            fill: String::new(),
            submitted: Some("2026-01-02T03:04:05Z".into()),
            asked_back: None,
            ground: Ground::default(),
            totals: Sums {
                documented: Money::from_units(15_503_695_200_000),
                lines: 2,
                unpriced: 1,
                ..Sums::default()
            },
            credits: Money::ZERO,
            entries: (10, 2),
            problem: None,
            consents: vec!["group".into(), "law_enforcement".into()],
            declared: None,
            changed_since: false,
            files: vec![FileRow {
                sha256: "ab".repeat(32),
                name: "fills.csv".into(),
                size_bytes: 1234,
                received: "2026-01-01T00:00:00Z".into(),
                account: "main".into(),
                descriptions: vec![FileDescription {
                    name: String::new(),
                    text: "FTX fills, 10 rows".into(),
                }],
                entries: 10,
                refused: 0,
                secrets: 0,
                open: false,
                answers: Vec::new(),
                also_in: vec!["R-AAAA-22".into()],
            }],
            lacking: Some(2),
            shared_trades: vec![("ftx".into(), "77".into(), "R-BBBB-22".into())],
            links: 2,
            filter: Form::default(),
            lines: vec![row("k1")],
            sums: LineSums::default(),
            paging: Paging::default(),
            rules: vec![RuleRow {
                kind: "leave_out".into(),
                what: "fills.csv:9".into(),
                only: Default::default(),
                reason: "my own".into(),
            }],
            flat_before: Some(("2022-10-17T00:00:00Z".into(), "a new account".into())),
            positions: vec![PositionRow {
                account: AccountAt {
                    exchange: "ftx".into(),
                    account: String::new(),
                },
                market: "BTC-PERP".into(),
                fills: 3,
                place: "fills.csv:4".into(),
            }],
            older: vec![OlderRow {
                made: "2026-01-01T00:00:00Z".into(),
                ground: Ground::default(),
                loss: Some(Money::from_units(100_000_000)),
                unpriced: 1,
            }],
            credit_rows: Vec::new(),
            statement: Some(Words {
                text: "Je dormais.".into(),
                language: "fr".into(),
            }),
            events: vec![EventRow {
                id: "e1".into(),
                kind: EventKind::State,
                unread: false,
                at: "2026-01-02T03:04:05Z".into(),
                who: "Ada".into(),
                role: "claimant".into(),
                moved: Some((ClaimState::Draft, ClaimState::Submitted)),
                words: String::new(),
            }],
            decision: Form::default(),
            message: Form::default(),
        }
    }

    #[test]
    fn offers_the_steps_of_the_state_and_no_other() {
        let texts = Texts::of(Locale::En);
        let submitted = html(texts, |t| page(t, &claim(ClaimState::Submitted)));
        assert!(submitted.contains("value=\"review\""));
        assert!(!submitted.contains("value=\"accept\""));
        let review = html(texts, |t| page(t, &claim(ClaimState::InReview)));
        for step in ["accept", "return", "decline"] {
            assert!(review.contains(&format!("value=\"{step}\"")), "{step}");
        }
        let draft = html(texts, |t| page(t, &claim(ClaimState::Draft)));
        assert!(!draft.contains("/decision"));
    }

    #[test]
    fn offers_nothing_on_ones_own_claim() {
        for texts in texts_of_all() {
            let mut own = claim(ClaimState::InReview);
            (own.may_decide, own.may_answer) = (false, false);
            let page = html(texts, |t| page(t, &own));
            assert!(!page.contains("/decision\""), "{page}");
            assert!(!page.contains("/messages\""));
            assert!(page.contains(&texts.t("group-own-claim")));
        }
    }

    #[test]
    fn decision_form_keeps_typed_words_beside_their_error() {
        let texts = Texts::of(Locale::En);
        let mut vm = claim(ClaimState::InReview);
        vm.decision = Form::default()
            .with("step", "return")
            .with("words", "Which account?");
        vm.decision.fail("words", "Say more");
        let page = html(texts, |t| page(t, &vm));
        assert!(page.contains("Which account?"));
        assert!(page.contains("href=\"#words\""));
        assert!(page.contains("role=\"alert\""));
    }

    #[test]
    fn says_which_other_claims_hold_the_same_file() {
        for texts in texts_of_all() {
            let page = html(texts, |t| page(t, &claim(ClaimState::InReview)));
            assert!(page.contains("R-AAAA-22"));
            assert!(page.contains("R-BBBB-22"));
            assert!(page.contains("/links?claim=R-"), "{page}");
            assert!(page.contains("BTC-PERP") && page.contains("fills.csv:9"));
            assert!(
                page.contains("lang=\"fr\""),
                "a statement keeps its language"
            );
        }
    }
}
