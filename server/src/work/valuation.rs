//! Contested entries of a claim become loss lines.
//!
//! [`prepare`] computes everything from what is kept, and nothing else does:
//! what is saved for pages, what a total under another basis says and what a
//! snapshot freezes all come from it.

use std::sync::Arc;

use casework::Support;
use casework::snapshot::{Counted, Sum};
use casework::totals::Totals;
use ledger::losses::{self, Basis, Conflict, Credit, CreditLine, LossLine, Terms, value_credits};
use ledger::{Amount, Diagnostic, Entry, Hashes, METHOD, PriceBook, resolve};
use store::{
    By, Claim, ContestRule, DroppedEntry, Incident, NewLine, NewPart, NewValuation,
    NewValuedCredit, Store, StoredEntry, TypedEntry,
};

use super::book::{book, moment, terms};
use super::contest::{Contested, apply};
use super::import;
use crate::web::App;

/// Two valuations of one claim would undo each other; they queue here.
static VALUING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// How often the settling of conflicts is tried before a snapshot gives up.
const ROUNDS_MAX: usize = 3;

/// A claim with everything that follows from its files, rules and prices.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// Entries that count, in reading order.
    pub kept: Vec<StoredEntry>,
    /// Entries that others tell already, in reading order, with why.
    pub dropped: Vec<(StoredEntry, ledger::Dropped)>,
    /// Typed-in entries, by time; all of them are contested.
    pub typed: Vec<(TypedEntry, Entry)>,
    /// What the rules say of `kept`.
    pub contested: Contested,
    /// One line a contested entry of `kept`, then one a typed-in entry.
    pub lines: Vec<LossLine>,
    /// Their sums, with credits.
    pub totals: losses::Totals,
    /// What came back, valued, with the id of its record.
    pub credits: Vec<(String, CreditLine)>,
    /// Manipulated assets that this claim traded before their listing.
    pub conflicts: Vec<Conflict>,
    /// What a person should know of the files together.
    pub remarks: Vec<Diagnostic>,
    /// SHA-256 of each file and archive member, by its name in the entries.
    pub hashes: Hashes,
    /// The terms it was valued with.
    pub terms: Terms,
}

/// What the computation starts from.
struct Loaded {
    entries: Vec<StoredEntry>,
    typed: Vec<(TypedEntry, Entry)>,
    rules: Vec<ContestRule>,
    credits: Vec<(String, Credit)>,
    hashes: Hashes,
}

/// Computes a claim from what is kept. `terms` come from [`terms`]; the assets
/// that this claim itself puts in doubt are added to the unsettled ones, so that
/// no claimant is ever stopped.
///
/// # Errors
/// Of the store; when a sum is too large.
pub async fn prepare(
    store: &Store,
    claim: &Claim,
    book: &Arc<PriceBook>,
    terms: &Terms,
) -> anyhow::Result<Prepared> {
    let loaded = load(store, claim).await?;
    let (book, terms) = (Arc::clone(book), terms.clone());
    tokio::task::spawn_blocking(move || compute(loaded, &book, terms)).await?
}

/// Values a claim and keeps the result: after an import, a change of what is
/// contested, a typed-in entry or a credit.
///
/// # Errors
/// Of the store. What the ledger refuses (a sum too large) is kept as the
/// valuation's problem, in a sentence.
pub async fn value_claim(app: &App, incident: &Incident, claim: &Claim) -> anyhow::Result<()> {
    let _turn = VALUING.lock().await;
    let store = &app.store;
    let incident = store.incident(&incident.id).await?;
    let terms = terms(store, &incident).await?;
    let book = book(store, &incident.id).await?;
    let id = app.random.id();
    let now_us = app.clock.now_us();
    let new = match prepare(store, claim, &book, &terms).await {
        Ok(prepared) => {
            let dropped: Vec<DroppedEntry> = prepared.dropped.iter().map(dropped_row).collect();
            store.set_dropped(&claim.id, &dropped).await?;
            new_valuation(id, &incident, &prepared)?
        }
        Err(error) => match error.downcast::<losses::LossError>() {
            Ok(problem) => unvalued(id, &incident, &terms, &problem.to_string()),
            Err(error) => return Err(error),
        },
    };
    Ok(store.save_valuation(claim, &new, now_us).await?)
}

/// Settles which assets are in doubt, then values again whatever was valued
/// with an older price book. Says how many claims that was.
///
/// # Errors
/// As [`value_claim`].
pub async fn revalue(app: &App, incident: &Incident) -> anyhow::Result<usize> {
    let mut valued = 0;
    for _ in 0..ROUNDS_MAX {
        for claim in app.store.stale_claims(&incident.id).await? {
            let claim = app.store.claim(&incident.id, &claim).await?;
            value_claim(app, incident, &claim).await?;
            valued += 1;
        }
        if !settle(app, incident).await? {
            break;
        }
    }
    Ok(valued)
}

/// The conflicts between listed assets and contested trades that coordinators
/// have to settle, of claims that were handed in.
///
/// # Errors
/// Of the store.
pub async fn conflicts(store: &Store, incident: &str) -> anyhow::Result<Vec<Conflict>> {
    let mut conflicts: Vec<Conflict> = Vec::new();
    for json in store.conflicts(incident).await? {
        conflicts.extend(serde_json::from_str::<Vec<Conflict>>(&json)?);
    }
    conflicts.sort_by(|a, b| (&a.asset, a.time).cmp(&(&b.asset, b.time)));
    conflicts.dedup_by(|next, first| next.asset == first.asset);
    Ok(conflicts)
}

/// Writes down the assets in doubt. Says whether they changed, which makes a new
/// version of the price book.
async fn settle(app: &App, incident: &Incident) -> anyhow::Result<bool> {
    let conflicts = conflicts(&app.store, &incident.id).await?;
    let assets: Vec<String> = conflicts.iter().map(|c| c.asset.to_string()).collect();
    let by = By::operator(app.clock.now_us());
    Ok(app.store.set_unsettled(&by, &incident.id, &assets).await?)
}

/// The group's totals under another basis than the incident's own, computed
/// anew and kept nowhere.
///
/// # Errors
/// Of the store; when a sum is too large.
pub async fn totals_under(app: &App, incident: &Incident, basis: Basis) -> anyhow::Result<Totals> {
    let store = &app.store;
    let mut terms = terms(store, incident).await?;
    terms.basis = basis;
    let book = book(store, &incident.id).await?;
    let mut sum = Sum::new(&terms, incident.price_version);
    for summary in store.claims(&incident.id).await? {
        sum.claim(&summary.reference, summary.state);
        if !summary.state.counts() {
            continue;
        }
        let claim = store.claim(&incident.id, &summary.id).await?;
        let prepared = prepare(store, &claim, &book, &terms).await?;
        let reviews = store.reviews(&claim.id).await?;
        let review = |key: &str| {
            let found = reviews.iter().find(|review| review.entry_key == key);
            found.map(|review| review.state).unwrap_or_default()
        };
        for line in prepared.contested_lines() {
            sum.line(&Counted {
                claim: &summary.reference,
                state: summary.state,
                review: review(&line.key),
                support: line.support,
                exchange: &line.entry.exchange,
                time: line.entry.time,
                loss: line.loss,
            })?;
        }
        for (_, credit) in &prepared.credits {
            sum.credit(summary.state, credit.value)?;
        }
    }
    Ok(sum.finish()?)
}

/// What the ledger said of a kept line.
///
/// # Errors
/// When what is kept cannot be read.
pub fn line_detail(detail: &str) -> anyhow::Result<LossLine> {
    Ok(serde_json::from_str(detail)?)
}

/// A contested entry with its value.
pub(crate) struct ContestedLine<'p> {
    pub(crate) key: String,
    pub(crate) stored: Option<&'p StoredEntry>,
    pub(crate) typed: Option<&'p TypedEntry>,
    pub(crate) entry: &'p Entry,
    pub(crate) support: Support,
    pub(crate) reason: &'p str,
    pub(crate) loss: &'p LossLine,
}

impl Prepared {
    /// The contested entries with their lines, in order.
    pub(crate) fn contested_lines(&self) -> impl Iterator<Item = ContestedLine<'_>> {
        let told = self.kept.iter().zip(&self.contested.reasons);
        let read = told.filter_map(|(stored, reason)| Some((stored, reason.as_deref()?)));
        let read = read.map(|(stored, reason)| (Some(stored), None, &stored.entry, reason));
        let typed = self.typed.iter();
        let typed = typed.map(|(typed, entry)| (None, Some(typed), entry, ""));
        read.chain(typed)
            .zip(&self.lines)
            .map(|((stored, typed, entry, reason), loss)| ContestedLine {
                key: match (stored, typed) {
                    (Some(stored), _) => stored.key.clone(),
                    (None, Some(typed)) => typed.key(),
                    (None, None) => String::new(),
                },
                stored,
                typed,
                entry,
                support: match stored {
                    Some(_) => Support::Documented,
                    None => Support::Claimed,
                },
                reason,
                loss,
            })
    }
}

async fn load(store: &Store, claim: &Claim) -> anyhow::Result<Loaded> {
    let mut hashes = Hashes::new();
    for import in store.imports(&claim.id).await? {
        for found in import::found(&import)? {
            hashes.insert(found.file, found.sha256);
        }
    }
    let typed = store.typed_entries(&claim.id).await?.into_iter();
    let typed = typed.map(|typed| {
        let entry = typed.entry()?;
        Ok((typed, entry))
    });
    let credits = store.credits(&claim.id).await?.into_iter();
    let credits = credits.map(|credit| {
        let told = Credit {
            file: "".into(),
            line: 0,
            time: moment(credit.time_us),
            asset: credit.asset.as_str().into(),
            amount: Amount::parse(&credit.amount)?,
            evidence: credit.evidence,
            note: credit.note,
        };
        Ok((credit.id, told))
    });
    Ok(Loaded {
        entries: store.entries(&claim.id).await?,
        typed: typed.collect::<anyhow::Result<_>>()?,
        rules: store.rules(&claim.id).await?,
        credits: credits.collect::<anyhow::Result<_>>()?,
        hashes,
    })
}

fn compute(loaded: Loaded, book: &PriceBook, mut terms: Terms) -> anyhow::Result<Prepared> {
    let all: Vec<Entry> = loaded.entries.iter().map(|e| e.entry.clone()).collect();
    let resolved = resolve(all, &loaded.hashes);
    let (kept, dropped) = divide(loaded.entries, resolved.dropped);
    let entries: Vec<&Entry> = kept.iter().map(|stored| &stored.entry).collect();
    let keys: Vec<&str> = kept.iter().map(|stored| stored.key.as_str()).collect();
    let contested = apply(&loaded.rules, &entries, &keys);
    let told = entries.iter().zip(&contested.reasons);
    let chosen = told.filter_map(|(entry, reason)| reason.as_ref().map(|_| *entry));
    let chosen: Vec<&Entry> = chosen
        .chain(loaded.typed.iter().map(|(_, entry)| entry))
        .collect();
    let conflicts = own_conflicts(&chosen, &mut terms);
    let valuation = losses::value(&chosen, book, &terms)?;
    let (ids, credits): (Vec<String>, Vec<Credit>) = loaded.credits.into_iter().unzip();
    let credits = value_credits(&credits, book, &terms)?;
    Ok(Prepared {
        totals: valuation.totals.with_credits(&credits)?,
        lines: valuation.lines,
        credits: ids.into_iter().zip(credits).collect(),
        typed: loaded.typed,
        kept,
        dropped,
        contested,
        conflicts,
        remarks: resolved.diagnostics,
        hashes: loaded.hashes,
        terms,
    })
}

/// The conflicts of these entries; their assets join the unsettled ones.
fn own_conflicts(entries: &[&Entry], terms: &mut Terms) -> Vec<Conflict> {
    let unsettled = std::mem::take(&mut terms.unsettled);
    let conflicts = losses::conflicts(entries, terms);
    terms.unsettled = unsettled;
    for conflict in &conflicts {
        if !terms.unsettled.contains(&conflict.asset) {
            terms.unsettled.push(conflict.asset.clone());
        }
    }
    terms.unsettled.sort();
    conflicts
}

type Kept = Vec<StoredEntry>;
type Dropped = Vec<(StoredEntry, ledger::Dropped)>;

/// Tells which of the entries were dropped. Both lists are in reading order;
/// entries that equal each other to the line are interchangeable.
fn divide(entries: Vec<StoredEntry>, dropped: Vec<ledger::Dropped>) -> (Kept, Dropped) {
    let mut waiting = dropped.into_iter().peekable();
    let (mut kept, mut gone) = (Vec::new(), Vec::new());
    for stored in entries {
        match waiting.next_if(|dropped| dropped.entry == stored.entry) {
            Some(dropped) => gone.push((stored, dropped)),
            None => kept.push(stored),
        }
    }
    (kept, gone)
}

fn dropped_row((stored, dropped): &(StoredEntry, ledger::Dropped)) -> DroppedEntry {
    DroppedEntry {
        import: stored.import.clone(),
        seq: stored.seq,
        why: dropped.why.as_str().to_owned(),
        kept_file: dropped.kept_file.to_string(),
        kept_line: dropped.kept_line.to_string(),
    }
}

fn new_valuation(id: String, incident: &Incident, p: &Prepared) -> anyhow::Result<NewValuation> {
    let credits = p.credits.iter().map(|(credit, line)| {
        Ok(NewValuedCredit {
            credit: credit.clone(),
            amount: line.value.map(|value| value.0),
            detail: serde_json::to_string(line)?,
        })
    });
    Ok(NewValuation {
        id,
        method: METHOD.to_owned(),
        basis: p.terms.basis.to_string(),
        currency: incident.currency.clone(),
        price_version: incident.price_version,
        entries: i64::try_from(p.kept.len() + p.typed.len())?,
        totals: serde_json::to_string(&p.totals)?,
        conflicts: serde_json::to_string(&p.conflicts)?,
        remarks: serde_json::to_string(&p.remarks)?,
        problem: String::new(),
        lines: p
            .contested_lines()
            .map(new_line)
            .collect::<Result<_, _>>()?,
        credits: credits.collect::<anyhow::Result<_>>()?,
    })
}

/// A valuation that says why there is none.
fn unvalued(id: String, incident: &Incident, terms: &Terms, problem: &str) -> NewValuation {
    NewValuation {
        id,
        method: METHOD.to_owned(),
        basis: terms.basis.to_string(),
        currency: incident.currency.clone(),
        price_version: incident.price_version,
        entries: 0,
        totals: "{}".to_owned(),
        conflicts: "[]".to_owned(),
        remarks: "[]".to_owned(),
        problem: problem.to_owned(),
        lines: Vec::new(),
        credits: Vec::new(),
    }
}

fn new_line(line: ContestedLine<'_>) -> anyhow::Result<NewLine> {
    let (year, month, day) = line.entry.time.date();
    Ok(NewLine {
        entry: line
            .stored
            .map(|stored| (stored.import.clone(), stored.seq)),
        typed: line.typed.map(|typed| typed.id.clone()),
        exchange: line.entry.exchange.to_string(),
        account: line.entry.account.to_string(),
        time_us: line.entry.time.micros(),
        day: format!("{year:04}-{month:02}-{day:02}"),
        support: line.support,
        reason: line.reason.to_owned(),
        status: line.loss.status.as_str(),
        loss: line.loss.loss.map(|money| money.0),
        detail: serde_json::to_string(line.loss)?,
        parts: parts(line.loss),
        entry_key: line.key,
    })
}

/// One row for each asset that a line moves, values or lacks a price of.
fn parts(loss: &LossLine) -> Vec<NewPart> {
    let native = loss.native.iter().map(|delta| &delta.asset);
    let valued = loss.parts.iter().map(|part| &part.asset);
    let missing = loss.unpriced.iter().map(|gap| &gap.asset);
    let mut assets: Vec<_> = native.chain(valued).chain(missing).collect();
    assets.sort();
    assets.dedup();
    let row = |asset: &ledger::Text| {
        let part = loss.parts.iter().find(|part| part.asset == *asset);
        let delta = loss.native.iter().find(|delta| delta.asset == *asset);
        NewPart {
            asset: asset.to_string(),
            amount: part.map(|part| part.amount.0),
            units: delta.map_or_else(String::new, |delta| delta.units.to_string()),
            unpriced: loss.unpriced.iter().any(|gap| gap.asset == *asset),
        }
    };
    assets.into_iter().map(row).collect()
}
