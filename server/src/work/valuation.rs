//! Contested entries of a claim become loss lines.
//!
//! [`prepare`] computes everything from what is kept, and nothing else does:
//! what is saved for pages, what a total under another basis says and what a
//! snapshot freezes all come from it.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use anyhow::Context;
use casework::counting::{
    KeptSums, LineFilter, SumsBuilder, ValuedLine, day_of, part_of, traded, units_of,
};
use casework::{ReviewState, Support, WorkStep};
use ledger::losses::{
    self, Conflict, Credit, CreditLine, LossLine, Terms, note_deals, value_credits, weigh_conflicts,
};
use ledger::messages::Message;
use ledger::{
    Amount, Deal, Diagnostic, Entry, Hashes, Kind, METHOD, Moment, PriceBook, RowConflict, resolve,
    rfc3339,
};
use store::{
    By, Claim, ContestRule, DroppedEntry, Incident, LineView, NewLine, NewPart, NewReview,
    NewValuation, NewValuedCredit, Store, StoreError, StoredEntry, TypedEntry, Window,
};

use super::book::book;
use super::contest::{Contested, apply};
use super::followed::Followed;
use super::found;
use super::progress::Progress;
use crate::web::App;

/// How often a review is tried while the claim's figures change under it.
const REVIEW_TRIES_MAX: usize = 5;

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
    /// Rows that two of its files tell differently; one of each counts.
    pub row_conflicts: Vec<RowConflict>,
    /// Which rows that count take over what was said of rows that do not.
    pub followed: Followed,
    /// Keys of rows that a coordinator said anything of, or that take over what was
    /// said of another.
    pub reviewed: BTreeSet<String>,
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
    /// Keys of rows that a coordinator left out.
    excluded: HashSet<String>,
    /// Keys of rows that a coordinator said anything of.
    reviewed: HashSet<String>,
    deals: Vec<Deal>,
    hashes: Hashes,
}

/// Computes a claim from what is kept. `terms` come from [`terms`]; the assets
/// that this claim itself puts in doubt are added to the unsettled ones, so that
/// no claimant is ever stopped.
///
/// # Errors
/// Of the store; when the incident's settings are wrong.
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

/// Values a claim and keeps the result, after whoever works on the claim already.
///
/// # Errors
/// Of the store. What the ledger refuses (a setting of the incident) is kept as the
/// valuation's problem.
pub async fn value_claim(app: &App, claim: &Claim) -> anyhow::Result<()> {
    super::jobs::value(app, claim).await
}

/// The same by a run that has the claim's lease; `store` is the store under it.
pub(super) async fn value_under(
    app: &App,
    store: &Store,
    claim: &Claim,
    progress: &Progress,
) -> anyhow::Result<()> {
    progress.begin_subject(WorkStep::Valuing);
    let incident = store.incident(&claim.incident).await?;
    // Read before anything it is computed from: what changes meanwhile makes the
    // result one of before, which is seen.
    let claim = &store.claim(&incident.id, &claim.id).await?;
    let terms = store.terms(&incident).await?;
    let book = book(store, &incident.id).await?;
    let id = app.random.id();
    let now_us = app.clock.now_us();
    let prepared = match prepare(store, claim, &book, &terms).await {
        Ok(prepared) => {
            progress.stop_if_overtaken()?;
            progress.begin_subject(WorkStep::Writing);
            let dropped: Vec<DroppedEntry> = prepared.dropped.iter().map(dropped_row).collect();
            store.set_dropped(&claim.id, &dropped).await?;
            store
                .set_conflicts(
                    &claim.id,
                    &prepared.row_conflicts,
                    &prepared.followed.pairs(),
                )
                .await?;
            Ok(prepared)
        }
        Err(error) => Err(problem_of(error)?.into()),
    };
    let new = match &prepared {
        Ok(prepared) => new_valuation(id, (&incident, claim), prepared)?,
        Err(problem) => unvalued(id, &incident, &terms, Message::clone(problem)),
    };
    store.write_valuation(claim, &new, now_us).await?;
    publish(store, claim, new, prepared.as_ref().ok()).await
}

/// Makes a written valuation the one that counts; rows that somebody reviewed while it
/// was made are added up then.
async fn publish(
    store: &Store,
    claim: &Claim,
    mut new: NewValuation,
    prepared: Option<&Prepared>,
) -> anyhow::Result<()> {
    loop {
        match store.publish_valuation(claim, &new).await {
            Err(StoreError::ReviewedMeanwhile(keys)) => {
                let known = std::mem::take(&mut new.sums.reviewed).into_keys();
                let reviewed = known.chain(keys).collect();
                new.sums = sums_of(claim, prepared, reviewed);
            }
            published => return Ok(published?),
        }
    }
}

/// What the lines of a claim add up to; nothing where it could not be valued.
fn sums_of(claim: &Claim, prepared: Option<&Prepared>, reviewed: BTreeSet<String>) -> KeptSums {
    let mut sums = SumsBuilder::new(reviewed);
    let lines = prepared.into_iter();
    for (prepared, line) in lines.flat_map(|p| p.contested_lines().map(move |line| (p, line))) {
        let entry = line.entry;
        let legs = [&entry.out, &entry.in_].into_iter().flatten();
        let legs = legs.map(|leg| leg.asset.as_str());
        let assets = traded(
            &prepared.terms,
            entry.kind,
            legs,
            &entry.exchange,
            entry.time,
        );
        sums.line(&line.key, &line.valued(&claim.reference), &assets);
    }
    sums.finish()
}

/// Why the ledger could not value a claim; every other error passes.
pub(crate) fn problem_of(error: anyhow::Error) -> anyhow::Result<losses::LossError> {
    error.downcast::<losses::LossError>()
}

/// Settles which assets are in doubt, then values again whatever was valued
/// with an older price book. Says how many claims that was.
///
/// # Errors
/// As [`value_claim`].
pub async fn revalue(app: &App, incident: &Incident) -> anyhow::Result<usize> {
    revalue_under(app, incident, &Progress::default()).await
}

/// The same by a run that tells how far it is.
pub(super) async fn revalue_under(
    app: &App,
    incident: &Incident,
    progress: &Progress,
) -> anyhow::Result<usize> {
    progress.step(WorkStep::Valuing);
    let (mut valued, mut failed) = (0, None);
    for _ in 0..ROUNDS_MAX {
        let stale = app.store.stale_claims(&incident.id).await?;
        let all = stale.len() as u64;
        for (done, claim) in stale.into_iter().enumerate() {
            progress.claims(done as u64, all);
            progress.stop_if_overtaken()?;
            match super::jobs::bring_up(app, &claim).await {
                Ok(()) => valued += 1,
                // One claim that cannot be valued must not keep the others waiting.
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        if !settle(app, incident).await? || failed.is_some() {
            break;
        }
    }
    match failed {
        None => Ok(valued),
        Some(error) => Err(error),
    }
}

/// What the lines of a row add up to, in each valuation of the claim that counts: what
/// is taken off while the row does not count.
///
/// # Errors
/// Of the store.
pub async fn sums_of_row(
    store: &Store,
    claim: &Claim,
    key: &str,
) -> anyhow::Result<Vec<(String, KeptSums)>> {
    let terms = store.terms(&store.incident(&claim.incident).await?).await?;
    let filter = LineFilter {
        key: Some(key.to_owned()),
        ..LineFilter::of_claim(&claim.reference)
    };
    let mut all = Vec::new();
    for valuation in store.current_valuations(&claim.id).await? {
        let mut sums = SumsBuilder::default();
        for line in store.lines(&claim.incident, &filter, Window::ALL).await? {
            let loss = line_detail(&line.detail)?;
            let time = rfc3339::parse(&line.time_text)
                .with_context(|| format!("the time of {key} can't be read"))?;
            let valued = ValuedLine {
                claim: &claim.reference,
                exchange: &line.exchange,
                time,
                support: line.support,
                loss: &loss,
            };
            let kind = Kind::from_word(&line.kind).unwrap_or(Kind::Adjustment);
            let legs = [&*line.out_asset, &*line.in_asset];
            let legs = legs.into_iter().filter(|asset| !asset.is_empty());
            let assets = traded(&terms, kind, legs, &line.exchange, time);
            sums.line(key, &valued, &assets);
        }
        all.push((valuation.id, sums.finish()));
    }
    Ok(all)
}

/// Keeps what a coordinator says of a row.
///
/// # Errors
/// Of the store, as [`Store::review_line`].
pub async fn review(
    store: &Store,
    by: &By,
    claim: &Claim,
    key: &str,
    (state, reason): (ReviewState, &str),
) -> anyhow::Result<()> {
    let incident = store.incident(&claim.incident).await?;
    for tries_left in (0..REVIEW_TRIES_MAX).rev() {
        let moves_doubt = moves_doubt(store, &incident, claim, key).await?;
        let lines = sums_of_row(store, claim, key).await?;
        let new = NewReview {
            entry_key: key,
            state,
            reason,
            lines: &lines,
            moves_doubt,
        };
        match store.review_line(by, claim, &new).await {
            // The claim was valued anew, or another row reviewed, at the same time.
            Err(StoreError::Conflict(_)) if tries_left > 0 => {}
            kept => return Ok(kept?),
        }
    }
    Ok(())
}

/// Whether a review of a line can change which assets are in doubt: it trades one
/// that is listed, and what is left out puts none in doubt any more.
///
/// # Errors
/// Of the store.
async fn moves_doubt(
    store: &Store,
    incident: &Incident,
    claim: &Claim,
    key: &str,
) -> anyhow::Result<bool> {
    let terms = store.terms(&store.incident(&incident.id).await?).await?;
    let filter = LineFilter {
        key: Some(key.to_owned()),
        ..LineFilter::of_claim(&claim.reference)
    };
    let lines = store.lines(&incident.id, &filter, Window::ALL).await?;
    Ok(lines.iter().any(|line| is_listed(&terms, line)))
}

/// Whether a line trades an asset that is listed as manipulated.
fn is_listed(terms: &Terms, line: &LineView) -> bool {
    let at = rfc3339::parse(&line.time_text);
    [&line.out_asset, &line.in_asset].into_iter().any(|ticker| {
        let meant = at.map(|at| terms.asset_of(ticker, Some(&line.exchange), at));
        let mut listed = terms.manipulated.iter();
        listed.any(|listed| listed.asset == **ticker || meant == Some(listed.asset.as_str()))
    })
}

/// The conflicts between listed assets and contested trades that coordinators
/// have to settle, of claims and lines that count.
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

impl ContestedLine<'_> {
    /// What it adds to sums, of a claim with this reference.
    pub(crate) fn valued<'l>(&'l self, claim: &'l str) -> ValuedLine<'l> {
        ValuedLine {
            claim,
            exchange: &self.entry.exchange,
            time: self.entry.time,
            support: self.support,
            loss: self.loss,
        }
    }
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
        for found in found::found(&import)? {
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
            time: Moment::from_micros(credit.time_us),
            asset: credit.asset.as_str().into(),
            amount: Amount::parse(&credit.amount)?,
            evidence: credit.evidence,
            note: credit.note,
        };
        Ok((credit.id, told))
    });
    let reviews = store.reviews(&claim.id).await?;
    let excluded = reviews.iter();
    let excluded = excluded.filter(|review| !review.state.counts());
    Ok(Loaded {
        entries: store.entries(&claim.id).await?,
        typed: typed.collect::<anyhow::Result<_>>()?,
        rules: store.rules(&claim.id).await?,
        credits: credits.collect::<anyhow::Result<_>>()?,
        excluded: excluded.map(|review| review.entry_key.clone()).collect(),
        reviewed: reviews.iter().map(|r| r.entry_key.clone()).collect(),
        deals: store.deals(&claim.id).await?,
        hashes,
    })
}

fn compute(loaded: Loaded, book: &PriceBook, mut terms: Terms) -> anyhow::Result<Prepared> {
    let all: Vec<Entry> = loaded.entries.iter().map(|e| e.entry.clone()).collect();
    let mut resolved = resolve(all, &loaded.hashes);
    let (kept, dropped) = divide(loaded.entries, resolved.dropped);
    let followed = Followed::of(&kept, &dropped);
    let lost = followed.lost(&loaded.rules, &kept, &dropped);
    resolved.diagnostics.extend(lost);
    let rules = followed.rules(loaded.rules);
    let excluded = followed.keys(loaded.excluded, &loaded.reviewed);
    let reviewed = followed.keys(loaded.reviewed.clone(), &loaded.reviewed);
    let entries: Vec<&Entry> = kept.iter().map(|stored| &stored.entry).collect();
    let keys: Vec<&str> = kept.iter().map(|stored| stored.key.as_str()).collect();
    let contested = apply(&rules, &entries, &keys);
    let told = entries.iter().zip(&keys).zip(&contested.reasons);
    let chosen = told.filter_map(|((entry, key), reason)| {
        let counts = !excluded.contains(*key);
        reason.as_ref().map(|_| (*entry, counts))
    });
    let typed = loaded.typed.iter();
    let typed = typed.map(|(typed, entry)| (entry, !excluded.contains(&typed.key())));
    let chosen: Vec<(&Entry, bool)> = chosen.chain(typed).collect();
    let counted = chosen.iter().filter(|(_, counts)| *counts);
    let counted: Vec<&Entry> = counted.map(|(entry, _)| *entry).collect();
    let conflicts = losses::settle(&counted, &mut terms);
    let chosen: Vec<&Entry> = chosen.into_iter().map(|(entry, _)| entry).collect();
    let mut valuation = losses::value_settled(&chosen, book, &terms)?;
    if !loaded.deals.is_empty() {
        let told = entries.iter().zip(&contested.reasons);
        let own = told.filter_map(|(entry, reason)| reason.is_none().then_some(*entry));
        let own: Vec<&Entry> = own.collect();
        note_deals(&loaded.deals, &own, &chosen, &mut valuation.lines);
    }
    let others = dropped
        .iter()
        .filter(|(_, told)| told.why == ledger::Why::Conflict)
        .map(|(stored, _)| &stored.entry);
    let lines = (&chosen[..], &valuation.lines[..]);
    weigh_conflicts(&mut resolved.conflicts, others, lines, (book, &terms));
    let (ids, credits): (Vec<String>, Vec<Credit>) = loaded.credits.into_iter().unzip();
    let credits = value_credits(&credits, book, &terms)?;
    Ok(Prepared {
        totals: valuation.totals.with_credits(&credits),
        lines: valuation.lines,
        credits: ids.into_iter().zip(credits).collect(),
        typed: loaded.typed,
        kept,
        dropped,
        contested,
        conflicts,
        row_conflicts: resolved.conflicts,
        reviewed: reviewed.into_iter().collect(),
        followed,
        remarks: resolved.diagnostics,
        hashes: loaded.hashes,
        terms,
    })
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

fn new_valuation(
    id: String,
    (incident, claim): (&Incident, &Claim),
    p: &Prepared,
) -> anyhow::Result<NewValuation> {
    let credits = p.credits.iter().map(|(credit, line)| {
        Ok(NewValuedCredit {
            credit: credit.clone(),
            amount: line.value,
            detail: serde_json::to_string(line)?,
        })
    });
    Ok(NewValuation {
        id,
        for_basis: String::new(),
        method: METHOD.to_owned(),
        basis: p.terms.basis.to_string(),
        currency: incident.currency.clone(),
        price_version: incident.price_version,
        entries: i64::try_from(p.kept.len() + p.typed.len())?,
        totals: serde_json::to_string(&p.totals)?,
        positions: match &p.totals.positions_not_valued[..] {
            [] => None,
            positions => Some(serde_json::to_string(positions)?),
        },
        conflicts: serde_json::to_string(&p.conflicts)?,
        remarks: serde_json::to_string(&p.remarks)?,
        problem: None,
        lines: p
            .contested_lines()
            .map(new_line)
            .collect::<Result<_, _>>()?,
        sums: sums_of(claim, Some(p), p.reviewed.clone()),
        credits: credits.collect::<anyhow::Result<_>>()?,
    })
}

/// A valuation that says why there is none.
fn unvalued(id: String, incident: &Incident, terms: &Terms, problem: Message) -> NewValuation {
    NewValuation {
        id,
        for_basis: String::new(),
        method: METHOD.to_owned(),
        basis: terms.basis.to_string(),
        currency: incident.currency.clone(),
        price_version: incident.price_version,
        entries: 0,
        totals: "{}".to_owned(),
        positions: None,
        conflicts: "[]".to_owned(),
        remarks: "[]".to_owned(),
        problem: Some(problem),
        lines: Vec::new(),
        sums: KeptSums::default(),
        credits: Vec::new(),
    }
}

fn new_line(line: ContestedLine<'_>) -> anyhow::Result<NewLine> {
    Ok(NewLine {
        entry: line
            .stored
            .map(|stored| (stored.import.clone(), stored.seq)),
        typed: line.typed.map(|typed| typed.id.clone()),
        exchange: line.entry.exchange.to_string(),
        account: line.entry.account.to_string(),
        time_us: line.entry.time.micros(),
        day: day_of(line.entry.time),
        support: line.support,
        reason: line.reason.to_owned(),
        status: line.loss.status.as_str(),
        loss: line.loss.loss,
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
    let row = |asset: &ledger::Text| NewPart {
        asset: asset.to_string(),
        amount: part_of(loss, asset),
        units: units_of(loss, asset).map_or_else(String::new, ToString::to_string),
        unpriced: loss.unpriced.iter().any(|gap| gap.asset == *asset),
    };
    assets.into_iter().map(row).collect()
}
