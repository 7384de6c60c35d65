//! One claim: viewing it, deciding on it, writing to it; its entries and its originals.
//! Opening it is a view, which the custody log records once a session and hour.

use app::forms::Form;
use app::forms::group as forms;
use app::pages::group::Ground;
use app::pages::group::claim::{
    self as pages, ClaimPage, CreditRow, EventRow, FileRow, OlderRow, PositionRow, RuleRow,
};
use app::pages::group::entries::{self, EntriesPage, EntryRow, Fate};
use app::parts::movement::{self, readable};
use app::parts::values::{AccountAt, AssetAmount, DoneBy, NamedFile, Words};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use casework::counting::LineFilter;
use casework::custody::CustodyEvent;
use casework::{LinkKind, Permission, Role};
use ledger::messages::Message;
use ledger::secrets::masked;
use ledger::{Code, Money};
use store::{
    Claim, ClaimFile, ContestRule, EntryFilter, EntryView, LinkFilter, NewEvent, Note, RuleKind,
    StoreError, Valuation, ValuedCredit, Window,
};

use super::lines::row as line_row;
use super::{base, ground};
use crate::app::App;
use crate::clock::rfc3339;
use crate::jobs;
use crate::web::claim::answers::{awaits_answer, given_answers};
use crate::web::conflicts::conflicts_of;
use crate::web::frame::QueryForm;
use crate::web::frame::{MemberContext, Posted, WebError, done, download};
use crate::web::holdings;
use app::parts::paging::Paging;

pub fn router() -> Router<App> {
    let claim = "/i/{incident}/group/claims/{reference}";
    Router::new()
        .route(claim, get(show))
        .route(&format!("{claim}/decision"), post(decide))
        .route(&format!("{claim}/messages"), post(write))
        .route(&format!("{claim}/messages/read"), post(mark_read))
        .route(&format!("{claim}/entries"), get(all_entries))
        .route(&format!("{claim}/evidence/{{sha256}}"), get(original))
}

/// The requested claim, whether it is the reader's own ([`Claim::is_of`]), and the role in
/// which they view it.
pub(super) struct Opened {
    pub claim: Claim,
    pub own: bool,
    role: Role,
}

/// Finds a claim that the person may read, and logs the view.
pub(super) async fn open(
    app: &App,
    here: &MemberContext,
    reference: &str,
) -> Result<Opened, WebError> {
    let incident = &here.incident.id;
    let claim = app.store.claim_by_reference(incident, reference).await?;
    let own = claim.is_of(&here.who.person.id);
    let role = here.may(Permission::InspectClaim, own)?;
    let note = Note::new(CustodyEvent::ClaimSeen, &claim.reference);
    let by = here.by(app, role);
    app.store
        .look(&by, incident, &here.who.session_key, note)
        .await?;
    Ok(Opened { claim, own, role })
}

async fn show(
    State(app): State<App>,
    here: MemberContext,
    Path((_, reference)): Path<(String, String)>,
    QueryForm(filter): QueryForm,
) -> Result<Response, WebError> {
    let opened = open(&app, &here, &reference).await?;
    let vm = page_of(&app, &here, &opened, filter).await?;
    let texts = here.texts();
    let title = title(&here, &opened);
    Ok(here.page(&app, &title, true, || pages::page(texts, &vm)))
}

fn title(here: &MemberContext, opened: &Opened) -> String {
    let reference = opened.claim.reference.as_str();
    let args = [("reference", reference.into())];
    here.texts().with("group-claim-title", &args)
}

async fn page_of(
    app: &App,
    here: &MemberContext,
    opened: &Opened,
    filter: Form,
) -> Result<ClaimPage, WebError> {
    let claim = &opened.claim;
    let store = &app.store;
    let action = |rest: &str| format!("group/claims/{}/{rest}", claim.reference);
    let summary = store.claim_summary(&here.incident.id, &claim.id).await?;
    let valuation = store.valuation(&claim.id).await?;
    let totals = valuation.as_ref().and_then(kept_totals);
    let declared = store.declaration(&claim.id).await?;
    let credit_rows = credits(app, claim).await?;
    let credits: Money = credit_rows.iter().filter_map(|credit| credit.value).sum();
    let lines = LineFilter {
        priced: (!filter.value("only").is_empty()).then(|| filter.value("only") == "priced"),
        review: filter.value("review").parse().ok(),
        ..LineFilter::of_claim(&claim.reference)
    };
    let sums = store.line_sums(&here.incident.id, "", &lines).await?;
    let page_rows = app.config.limits.pages.rows;
    let paging = Paging::of(filter.value("page"), sums.lines, page_rows);
    let window = Window {
        offset: paging.offset(),
        limit: paging.rows,
    };
    let rows = store.lines(&here.incident.id, "", &lines, window).await?;
    let rows = crate::jobs::shown(store, &here.incident, rows).await?;
    let statement = (!claim.statement.is_empty()).then(|| Words {
        text: claim.statement.clone(),
        language: claim.statement_language.clone(),
    });
    let sums_kept = summary.sums();
    Ok(ClaimPage {
        conflicts: conflicts_of(app, claim, &here.incident.currency).await?,
        base: base(here),
        reference: claim.reference.clone(),
        claimant: summary.claimant_name,
        email: summary.claimant_email,
        state: claim.state,
        version: claim.version,
        may_decide: here.could(Permission::DecideClaim, opened.own),
        may_answer: here.could(Permission::AnswerClaimant, opened.own),
        filed_by: filed_by(app, claim).await?,
        may_fill: here.could(
            Permission::FillFiling,
            claim.is_filing_of(&here.who.person.id),
        ) && claim.state.is_open_to_change(),
        fill: here.path(&format!("group/claims/{}/filing", claim.reference)),
        submitted: claim.submitted_at_us.map(rfc3339),
        asked_back: claim.return_asked_at_us.map(rfc3339),
        ground: ground(app, here).await?,
        totals: sums_kept,
        credits,
        entries: valuation
            .as_ref()
            .map_or((0, 0), |made| (made.entries, made.contested)),
        problem: valuation.and_then(|made| made.problem),
        consents: consents(app, claim).await?,
        changed_since: declared
            .as_ref()
            .and_then(|signed| signed.changed_since(claim))
            .unwrap_or(false),
        declared: declared.map(|signed| DoneBy {
            who: signed.signed_name,
            at: rfc3339(signed.at_us),
        }),
        files: files(app, here, claim).await?,
        lacking: holdings::lacking(app, &claim.id).await?,
        shared_trades: shared_trades(app, here, claim).await?,
        links: links_count(app, here, claim).await?,
        filter,
        sums,
        lines: rows.iter().map(line_row).collect(),
        paging,
        rules: rules(app, claim).await?,
        flat_before: claim
            .flat_before()
            .map(|(at, reason)| (at.to_string(), reason)),
        positions: positions(totals.as_ref()),
        older: older(app, claim).await?,
        credit_rows,
        statement,
        events: events(app, here, opened).await?,
        decision: here.resumed(app.form(), &action("decision")),
        message: here.resumed(app.form(), &action("messages")),
    })
}

/// The sums stored with a valuation; none when nothing could be computed.
fn kept_totals(valuation: &Valuation) -> Option<ledger::Totals> {
    serde_json::from_str(&valuation.totals).ok()
}

async fn rules(app: &App, claim: &Claim) -> Result<Vec<RuleRow>, WebError> {
    let files = app.store.files(&claim.id).await?;
    let rules = app.store.rules(&claim.id).await?;
    let moment = |at_us: Option<i64>| at_us.map_or_else(String::new, rfc3339);
    let rows = rules.into_iter().map(|rule| {
        let what = if rule.kind == RuleKind::Period {
            let [from, to] = [rule.from_us, rule.to_us].map(|at| readable(&moment(at)));
            format!("{from} – {to}")
        } else {
            place(&files, &rule.row_key)
        };
        RuleRow {
            kind: rule.kind.as_str().to_owned(),
            what,
            only: [rule.exchange, rule.account, rule.asset],
            reason: rule.reason,
        }
    });
    Ok(rows.collect())
}

/// A row's key with the file's name in place of the hash.
fn place(files: &[ClaimFile], key: &str) -> String {
    let named = files
        .iter()
        .find_map(|file| Some((file, key.strip_prefix(&file.sha256)?)));
    named.map_or_else(
        || key.to_owned(),
        |(file, rest)| format!("{}{rest}", file.name),
    )
}

fn positions(totals: Option<&ledger::Totals>) -> Vec<PositionRow> {
    let Some(totals) = totals else {
        return Vec::new();
    };
    let rows = totals.positions_not_valued.iter().map(|row| PositionRow {
        account: AccountAt {
            exchange: row.exchange.to_string(),
            account: row.account.to_string(),
        },
        market: row.market.to_string(),
        fills: i64::try_from(row.fills).unwrap_or(i64::MAX),
        place: format!("{}:{}", row.file, row.line),
    });
    rows.collect()
}

async fn older(app: &App, claim: &Claim) -> Result<Vec<OlderRow>, WebError> {
    let valuations = app.store.valuations(&claim.id).await?;
    let rows = valuations
        .into_iter()
        .filter(|valuation| valuation.current == 0)
        .map(|valuation| (kept_totals(&valuation), valuation))
        .map(|(totals, valuation)| OlderRow {
            made: rfc3339(valuation.made_at_us),
            loss: totals.as_ref().map(|totals| totals.loss),
            unpriced: valuation.unpriced,
            ground: Ground {
                basis: valuation.basis,
                currency: valuation.currency,
                method: valuation.method,
                price_version: valuation.price_version,
                conditions: totals.map(|totals| totals.conditions),
            },
        });
    Ok(rows.collect())
}

async fn filed_by(app: &App, claim: &Claim) -> Result<Option<(String, bool)>, WebError> {
    let Some(person) = &claim.filed_by else {
        return Ok(None);
    };
    let person = app.store.person(person).await?;
    Ok(Some((person.name, claim.confirmed_at_us.is_some())))
}

async fn consents(app: &App, claim: &Claim) -> Result<Vec<String>, WebError> {
    let consents = app.store.consents(&claim.id).await?;
    Ok(consents
        .into_iter()
        .filter(|consent| consent.given)
        .map(|consent| consent.recipient.as_str().to_owned())
        .collect())
}

async fn files(app: &App, here: &MemberContext, claim: &Claim) -> Result<Vec<FileRow>, WebError> {
    let files = app.store.files(&claim.id).await?;
    let imports = app.store.imports(&claim.id).await?;
    let shared = app.store.shared_files(&here.incident.id).await?;
    let rows = files.into_iter().map(|file| {
        let import = imports
            .iter()
            .find(|import| import.file == file.id && import.current);
        let mut also_in: Vec<String> = shared
            .iter()
            .filter(|other| other.sha256 == file.sha256 && other.reference != claim.reference)
            .map(|other| other.reference.clone())
            .collect();
        also_in.dedup();
        let found = import.map(jobs::found).transpose()?.unwrap_or_default();
        Ok(FileRow {
            answers: given_answers(&file)?,
            name: file.name,
            size_bytes: file.size_bytes,
            received: rfc3339(file.added_at_us),
            account: file.account,
            descriptions: jobs::descriptions(here.texts(), &found),
            entries: import.map_or(0, |import| import.entries),
            refused: import.map_or(0, |import| import.refused),
            secrets: import.map_or(0, |import| import.secrets),
            open: import.is_some_and(awaits_answer),
            also_in,
            sha256: file.sha256,
        })
    });
    rows.collect()
}

/// Trades of this claim whose id another claim has too, with that claim.
async fn shared_trades(
    app: &App,
    here: &MemberContext,
    claim: &Claim,
) -> Result<Vec<(String, String, String)>, WebError> {
    let (limits, incident) = (&app.config.limits, &here.incident.id);
    let filter = LinkFilter {
        kind: Some(LinkKind::Trade),
        claim: Some(&claim.id),
        is_common: false,
    };
    let most = limits.pages.shared_trades_max;
    let window = Window::first(most.into());
    let mut rows = Vec::new();
    for link in app
        .store
        .links(incident, filter, &limits.links, window)
        .await?
    {
        let linked = app.store.linked_claims(incident, link.kind, link.link_key);
        let others = linked.await?.into_iter();
        let others = others.filter(|other| other.claim != claim.id);
        rows.extend(others.map(|other| {
            let (exchange, id) = (link.exchange.clone(), masked(&link.label).to_owned());
            (exchange, id, other.reference)
        }));
    }
    rows.truncate(most as usize);
    Ok(rows)
}

/// How many links the claim has to others.
async fn links_count(app: &App, here: &MemberContext, claim: &Claim) -> Result<i64, WebError> {
    let filter = LinkFilter {
        claim: Some(&claim.id),
        ..LinkFilter::default()
    };
    let limits = &app.config.limits.links;
    let count = app.store.links_count(&here.incident.id, filter, limits);
    Ok(count.await?)
}

async fn credits(app: &App, claim: &Claim) -> Result<Vec<CreditRow>, WebError> {
    let credits = app.store.credits(&claim.id).await?;
    let valued = app.store.valued_credits(&claim.id).await?;
    let rows = credits.into_iter().map(|credit| {
        let valued = valued.iter().find(|valued| valued.credit == credit.id);
        Ok(CreditRow {
            value: valued.and_then(|valued| valued.amount),
            doubts: valued.map_or(Ok(Vec::new()), ValuedCredit::doubts)?,
            time: credit.time_text,
            amount: AssetAmount {
                amount: credit.amount,
                asset: credit.asset,
            },
            evidence: credit.evidence,
        })
    });
    rows.collect()
}

async fn events(
    app: &App,
    here: &MemberContext,
    opened: &Opened,
) -> Result<Vec<EventRow>, WebError> {
    let events = app.store.claim_events(&opened.claim.id).await?;
    let (incident, me) = (&here.incident.id, &here.who.person.id);
    let unread = app.store.unread_messages(incident, me, opened.role);
    let unread = unread.await?;
    let rows = events.into_iter().map(|event| EventRow {
        kind: event.kind,
        unread: unread.iter().any(|message| message.id == event.id),
        id: event.id,
        at: rfc3339(event.at_us),
        who: event.person_name,
        role: event.role.as_str().to_owned(),
        moved: event.from_state.zip(event.to_state),
        words: event.words,
    });
    Ok(rows.collect())
}

async fn decide(
    State(app): State<App>,
    here: MemberContext,
    Path((_, reference)): Path<(String, String)>,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let opened = open(&app, &here, &reference).await?;
    let role = here.may(Permission::DecideClaim, opened.own)?;
    let texts = here.texts();
    let Some(decision) = forms::decision(&mut form, texts) else {
        return decide_again(&app, &here, &opened, form).await;
    };
    let event_id = app.random.id();
    let event = NewEvent {
        id: &event_id,
        words: &decision.words,
    };
    let by = here.by(&app, role);
    let version = Some(decision.version);
    let moved = app
        .store
        .move_claim(&by, &opened.claim, version, decision.step, &event)
        .await;
    match moved {
        Ok(_) => {}
        Err(StoreError::Conflict(_)) => {
            form.fail("", texts.t("group-error-version"));
            return decide_again(&app, &here, &opened, form).await;
        }
        Err(StoreError::State(error)) => {
            let state = app::pages::group::state_text(texts, error.from);
            form.fail(
                "step",
                texts.with("group-error-state", &[("state", state.into())]),
            );
            return decide_again(&app, &here, &opened, form).await;
        }
        Err(other) => return Err(other.into()),
    }
    super::settled(&app, &here.incident).await?;
    let to = format!("{}/claims/{}", base(&here), opened.claim.reference);
    Ok(done(&to, "group-decided"))
}

/// The claim's current page, with the typed values and their errors.
async fn decide_again(
    app: &App,
    here: &MemberContext,
    opened: &Opened,
    form: Form,
) -> Result<Response, WebError> {
    let now = app.store.claim(&here.incident.id, &opened.claim.id).await?;
    let now = Opened {
        claim: now,
        ..*opened
    };
    let mut vm = page_of(app, here, &now, app.form()).await?;
    vm.decision = form;
    let texts = here.texts();
    let title = title(here, opened);
    Ok(here.wrong(app, &title, true, || pages::page(texts, &vm)))
}

async fn write(
    State(app): State<App>,
    here: MemberContext,
    Path((_, reference)): Path<(String, String)>,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let opened = open(&app, &here, &reference).await?;
    // On one's own claim, one writes as claimant, on the claimant's pages.
    let role = here.may(Permission::AnswerClaimant, opened.own)?;
    let texts = here.texts();
    let Some(words) = forms::message(&mut form, texts) else {
        let mut vm = page_of(&app, &here, &opened, app.form()).await?;
        vm.message = form;
        let title = title(&here, &opened);
        return Ok(here.wrong(&app, &title, true, || pages::page(texts, &vm)));
    };
    let event_id = app.random.id();
    let event = NewEvent {
        id: &event_id,
        words: &words,
    };
    let by = here.by(&app, role);
    app.store.write_message(&by, &opened.claim, &event).await?;
    // Whoever answers has read what was shown above.
    let seen = form.value("seen");
    app.store.mark_read(&by, &opened.claim, seen).await?;
    let to = format!("{}/claims/{}", base(&here), opened.claim.reference);
    Ok(done(&to, "group-message"))
}

/// Marks the shown messages as read by this coordinator.
async fn mark_read(
    State(app): State<App>,
    here: MemberContext,
    Path((_, reference)): Path<(String, String)>,
    Posted(form): Posted,
) -> Result<Response, WebError> {
    let opened = open(&app, &here, &reference).await?;
    let by = here.by(&app, opened.role);
    let seen = form.value("seen");
    app.store.mark_read(&by, &opened.claim, seen).await?;
    let to = format!("{}/claims/{}", base(&here), opened.claim.reference);
    Ok(done(&to, "group-messages-read"))
}

async fn all_entries(
    State(app): State<App>,
    here: MemberContext,
    Path((_, reference)): Path<(String, String)>,
    QueryForm(filter): QueryForm,
) -> Result<Response, WebError> {
    let opened = open(&app, &here, &reference).await?;
    let claim = &opened.claim;
    let files = app.store.files(&claim.id).await?;
    let file = files
        .iter()
        .find(|file| file.sha256 == filter.value("file"))
        .map_or_else(String::new, |file| file.id.clone());
    let (contested, dropped) = match filter.value("show") {
        "contested" => (Some(true), None),
        "kept" => (Some(false), Some(false)),
        "dropped" => (None, Some(true)),
        _ => (None, None),
    };
    let asked = EntryFilter {
        file,
        contested,
        dropped,
        limit: i64::from(app.config.limits.pages.rows),
        ..EntryFilter::default()
    };
    let found = app.store.entries_count(&claim.id, &asked).await?;
    let paging = Paging::of(filter.value("page"), found, app.config.limits.pages.rows);
    let asked = EntryFilter {
        offset: paging.offset(),
        ..asked
    };
    let rows = app.store.entries_page(&claim.id, &asked).await?;
    let rules = app.store.rules(&claim.id).await?;
    let vm = EntriesPage {
        base: base(&here),
        reference: claim.reference.clone(),
        filter,
        files: files
            .iter()
            .map(|file| NamedFile {
                sha256: file.sha256.clone(),
                name: file.name.clone(),
            })
            .collect(),
        remarks: remarks(&app, claim, &asked.file).await?,
        rows: rows
            .iter()
            .map(|view| entry_row(&here, view, &rules))
            .collect(),
        found,
        paging,
    };
    let texts = here.texts();
    let args = [("reference", claim.reference.as_str().into())];
    let title = texts.with("group-entries-title", &args);
    Ok(here.page(&app, &title, true, || entries::page(texts, &vm)))
}

/// The reader's messages about a file, worst first.
async fn remarks(
    app: &App,
    claim: &Claim,
    file: &str,
) -> Result<Vec<(String, Code, Message)>, WebError> {
    let imports = app.store.imports(&claim.id).await?;
    let Some(import) = imports
        .iter()
        .find(|import| import.file == file && import.current)
    else {
        return Ok(Vec::new());
    };
    let most = i64::from(app.config.limits.pages.remarks_reviewed_max);
    let remarks = app.store.diagnostics(&import.id, most).await?;
    let rows = remarks.into_iter().map(|remark| {
        let line = format!("{}:{}", remark.line, remark.column_no);
        let place = if remark.member.is_empty() {
            line
        } else {
            format!("{}:{line}", remark.member)
        };
        (place, remark.code, remark.message)
    });
    Ok(rows.collect())
}

/// Whether a moment is outside the incident's window.
fn is_outside(here: &MemberContext, time_us: i64) -> bool {
    let incident = &here.incident;
    incident.window_from_us.is_some_and(|from| time_us < from)
        || incident.window_to_us.is_some_and(|to| time_us >= to)
}

fn entry_row(here: &MemberContext, view: &EntryView, rules: &[ContestRule]) -> EntryRow {
    let entry = &view.stored.entry;
    let quantity = |quantity: &Option<ledger::Quantity>| {
        quantity.as_ref().map(|quantity| AssetAmount {
            amount: quantity.amount.to_string(),
            asset: masked(&quantity.asset).to_owned(),
        })
    };
    let fate = match (&view.stored.dropped, &view.contested) {
        (Some(dropped), _) => Fate::Dropped {
            why: dropped.why.as_str().to_owned(),
            kept: format!("{}:{}", dropped.place.file, dropped.place.line),
        },
        (None, Some(reason)) => Fate::Contested(reason.clone()),
        (None, None) => {
            let left_out = rules
                .iter()
                .find(|rule| rule.kind == RuleKind::LeaveOut && rule.row_key == view.stored.key);
            left_out.map_or(Fate::Kept, |rule| Fate::LeftOut(rule.reason.clone()))
        }
    };
    let side = entry.side.map_or_else(String::new, |side| {
        here.texts().t(&format!("group-side-{}", side.as_str()))
    });
    EntryRow {
        time: entry.time.to_string(),
        time_raw: masked(&entry.time_raw).to_owned(),
        account: AccountAt {
            exchange: entry.exchange.to_string(),
            account: entry.account.to_string(),
        },
        kind: entry.kind.as_str().to_owned(),
        market: format!("{} {side}", masked(&entry.market))
            .trim()
            .to_owned(),
        out: quantity(&entry.out),
        in_: quantity(&entry.in_),
        fee: quantity(&entry.fee),
        ids: super::lines::ids(&entry.order_id, &entry.trade_id),
        file: entry.file.to_string(),
        line: super::lines::numbered(&entry.line(), entry.row.into()),
        outside: is_outside(here, entry.time.micros()),
        fate,
        facts: movement::facts(entry),
        notes: entry.notes.clone(),
    }
}

async fn original(
    State(app): State<App>,
    here: MemberContext,
    Path((_, reference, sha256)): Path<(String, String, String)>,
) -> Result<Response, WebError> {
    let incident = &here.incident.id;
    let claim = app.store.claim_by_reference(incident, &reference).await?;
    let own = claim.is_of(&here.who.person.id);
    let role = here.may(Permission::InspectClaim, own)?;
    app.limits.export(&here.who.person.id, app.clock.now_us())?;
    let file = app.store.file_by_sha256(&claim.id, &sha256).await?;
    let bytes = app.store.open_bytes(incident, &sha256).await?;
    let note = Note::new(CustodyEvent::EvidenceSeen, &claim.reference).sha256(&sha256);
    let by = here.by(&app, role);
    app.store
        .look(&by, incident, &here.who.session_key, note)
        .await?;
    Ok(download::original(&file.name, file.size_bytes, bytes))
}
