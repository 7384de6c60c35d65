//! Valuations: writes down the results of [`super::valuing`] for a claim and makes them
//! current, under the incident's own basis or another one.

use std::collections::BTreeSet;
use std::sync::Arc;

use casework::counting::{KeptSums, LineFilter, SumsBuilder, traded};
use casework::totals::OpenConflicts;
use casework::{ReviewState, WorkStep};
use ledger::losses::{self, Basis, Conflict, Terms};
use ledger::messages::Message;
use ledger::{METHOD, PriceBook, RowConflict, Text};
use store::{
    Actor, Claim, FoundInRows, Incident, LineView, NewLine, NewReview, NewValuation,
    NewValuedCredit, Rows, Store, StoreError, Window, WrittenLines,
};

use crate::app::App;
use crate::jobs::balances::keep_balances;
use crate::jobs::book::{book, book_at};
use crate::jobs::decided::decided_rows;
use crate::jobs::details::shown;
use crate::jobs::generation::{compared, is_current, renew};
use crate::jobs::links::keep_keys;
use crate::jobs::progress::Progress;
use crate::jobs::valuing::{Found, Ground, NotValued, Takes, value, valued};

/// How often a review is tried while the claim's figures change at the same time.
const REVIEW_TRIES_MAX: usize = 5;

/// How often conflicts are settled again before a snapshot gives up.
const ROUNDS_MAX: usize = 3;

/// The number of lines after which the work checks whether it was overtaken.
pub(super) const LINES_PER_LOOK: u32 = 8_192;

/// The rows of a claim with the result of comparing them, stored or not.
pub(super) async fn judged(store: &Store, claim: &Claim) -> anyhow::Result<(Rows, FoundInRows)> {
    let rows = store.rows(&claim.id).await?;
    let decided = decided_rows(store, claim).await?;
    if let Some(generation) = rows.generation()
        && is_current(store, &rows, &decided).await?
    {
        let found = store.found_in_rows(generation).await?;
        return Ok((rows, found));
    }
    let limits = ledger::Limits::default();
    let compared = compared(store, claim, (&rows, &decided), &limits).await?;
    tokio::task::spawn_blocking(move || Ok(rows.judged(compared)?)).await?
}

/// Values a claim and stores the result, after any work in progress on the claim.
///
/// # Errors
/// Errors of the store. What the ledger refuses (a setting of the incident) is stored as the
/// valuation's problem.
pub async fn value_claim(app: &App, claim: &Claim) -> anyhow::Result<()> {
    super::workers::value(app, claim).await
}

/// The same, by a run that holds the claim's lease; `store` is the store under it.
pub(super) async fn value_under(
    app: &App,
    store: &Store,
    claim: &Claim,
    progress: &Progress,
) -> anyhow::Result<()> {
    let incident = store.incident(&claim.incident).await?;
    // The claim is read before all inputs of its figures. If something changes meanwhile,
    // the result is recognised as outdated.
    let claim = &store.claim(&incident.id, &claim.id).await?;
    let terms = store.terms(&incident).await?;
    let work = Work {
        app,
        store,
        incident: &incident,
        claim,
        progress,
    };
    match work.value(&terms).await {
        Ok(()) => Ok(()),
        Err(error) => {
            let problem = problem_of(error)?.0;
            let new = unvalued(app.random.id(), &incident, &terms, "", problem)?;
            let now_us = app.clock.now_us();
            Ok(store.save_valuation(claim, &new, now_us).await?)
        }
    }
}

/// Values a claim under another basis, with these assets in doubt, and stores the result.
/// The run holds the lease of that basis; `store` is the store under it. A claim whose own
/// figures are outdated, or that changes meanwhile, stays as it is and is recognised as
/// outdated.
pub(super) async fn value_under_basis(
    app: &App,
    store: &Store,
    (incident, claim): (&str, &str),
    (basis, doubts): (Basis, &[Text]),
    progress: &Progress,
) -> anyhow::Result<()> {
    // The incident is read before all inputs, as for its own basis.
    let incident = store.incident(incident).await?;
    let claim = match store.claim(&incident.id, claim).await {
        Err(StoreError::NotFound(_)) => return Ok(()),
        claim => claim?,
    };
    if store.is_behind(&claim.id).await? {
        return Ok(());
    }
    let mut terms = store.terms(&incident).await?;
    terms.unsettled = doubts.to_vec();
    terms.basis = basis;
    let work = Work {
        app,
        store,
        incident: &incident,
        claim: &claim,
        progress,
    };
    let saved = match work.value_for(&terms).await {
        Ok(()) => Ok(()),
        Err(error) => match error.downcast::<StoreError>() {
            Ok(error) => Err(error),
            Err(error) => {
                let problem = problem_of(error)?.0;
                let id = app.random.id();
                let for_basis = basis.to_string();
                let new = unvalued(id, &incident, &terms, &for_basis, problem)?;
                store.save_valuation(&claim, &new, app.clock.now_us()).await
            }
        },
    };
    match saved {
        // Its rows were compared anew, or the claim was removed; the next round notices
        // that.
        Err(StoreError::Conflict("generation" | "valuation") | StoreError::NotFound(_)) => Ok(()),
        saved => Ok(saved?),
    }
}

/// The valuing of one claim.
struct Work<'w> {
    app: &'w App,
    store: &'w Store,
    incident: &'w Incident,
    claim: &'w Claim,
    progress: &'w Progress,
}

/// The stored result of a valuation.
struct Made {
    found: Found,
    lines: WrittenLines,
    sums: KeptSums,
}

impl Work<'_> {
    async fn value(&self, terms: &Terms) -> anyhow::Result<()> {
        let (store, claim) = (self.store, self.claim);
        let rows = renew(self.app, store, claim, self.progress).await?;
        keep_balances(self.app, store, terms, &rows, self.progress).await?;
        keep_keys(self.app, store, claim, &rows, self.progress).await?;
        self.progress.begin_subject(WorkStep::Valuing);
        let book = book(store, &self.incident.id).await?;
        let mut missed = BTreeSet::new();
        loop {
            let id = self.app.random.id();
            let ground = Ground::read(store, claim, self.found(&rows).await?).await?;
            let made = self.made(&id, ground, &rows, (&book, terms), missed.clone());
            let made = made.await?;
            self.progress.begin_subject(WorkStep::Writing);
            let pairs = made.found.followed.pairs();
            let conflicts = &made.found.row_conflicts;
            store.set_conflicts(&claim.id, conflicts, &pairs).await?;
            let new = new_valuation(id, self.incident, &rows, "", made)?;
            let now_us = self.app.clock.now_us();
            match store.save_valuation(claim, &new, now_us).await {
                // Somebody reviewed further rows meanwhile. Their sums must be kept apart,
                // so the work is repeated.
                Err(StoreError::ReviewedMeanwhile(keys)) => missed.extend(keys),
                saved => return Ok(saved?),
            }
        }
    }

    /// Values the claim under another basis, by the generation that counts.
    async fn value_for(&self, terms: &Terms) -> anyhow::Result<()> {
        let (store, claim, for_basis) = (self.store, self.claim, terms.basis.to_string());
        let rows = store.rows(&claim.id).await?;
        if rows.generation().is_none() {
            // Its rows cannot be compared; the reason is stored with its own figures.
            let own = store.valuation(&claim.id).await?;
            let problem = own.and_then(|own| own.problem);
            return Err(match problem {
                Some(problem) => NotValued(problem).into(),
                None => StoreError::Conflict("generation").into(),
            });
        }
        self.progress.begin_subject(WorkStep::Valuing);
        let incident = self.incident;
        let book = book_at(store, &incident.id, incident.price_version).await?;
        let mut missed = BTreeSet::new();
        loop {
            let id = self.app.random.id();
            let ground = Ground::read(store, claim, self.found(&rows).await?).await?;
            let made = self.made(&id, ground, &rows, (&book, terms), missed.clone());
            let made = made.await?;
            self.progress.begin_subject(WorkStep::Writing);
            let new = new_valuation(id, incident, &rows, &for_basis, made)?;
            let now_us = self.app.clock.now_us();
            match store.save_valuation(claim, &new, now_us).await {
                Err(StoreError::ReviewedMeanwhile(keys)) => missed.extend(keys),
                saved => return Ok(saved?),
            }
        }
    }

    async fn found(&self, rows: &Rows) -> Result<FoundInRows, StoreError> {
        match rows.generation() {
            Some(generation) => self.store.found_in_rows(generation).await,
            None => Ok(FoundInRows::default()),
        }
    }

    /// Values the claim and writes its lines. `reviewed` names rows whose sums are kept
    /// apart, in addition to those that the ground names.
    async fn made(
        &self,
        id: &str,
        ground: Ground,
        rows: &Rows,
        (book, terms): (&Arc<PriceBook>, &Terms),
        mut reviewed: BTreeSet<String>,
    ) -> anyhow::Result<Made> {
        let mut writer = self.store.lines_writer(self.claim, id, rows);
        let (rows, book, terms) = (rows.clone(), Arc::clone(book), terms.clone());
        let limits = self.app.config.limits.valuing;
        let reference = self.claim.reference.clone();
        let progress = self.progress.clone();
        reviewed.extend(ground.reviewed_keys(&rows)?);
        let made = tokio::task::spawn_blocking(move || {
            let mut sums = SumsBuilder::new(reviewed);
            let mut lines = 0_u32;
            let takes = Takes::Contested;
            let found = value(ground, &rows, (&book, terms), &limits, takes, &mut |row| {
                let support = row.support();
                let (Some((loss, context)), Some(reason)) = (&row.line, row.reason) else {
                    return Ok(());
                };
                let entry = row.entry;
                let legs = [&entry.out, &entry.in_].into_iter().flatten();
                let legs = legs.map(|leg| leg.asset.as_str());
                let assets = traded(row.terms, entry.kind, legs, &entry.exchange, entry.time);
                let line = valued(&reference, (entry, support), loss);
                sums.line(row.key, &line, &assets);
                lines += 1;
                if lines.is_multiple_of(LINES_PER_LOOK) {
                    progress.stop_if_overtaken()?;
                    progress.add_rows(LINES_PER_LOOK.into());
                }
                Ok(writer.push(&NewLine {
                    of: row.of,
                    entry,
                    support,
                    reason,
                    loss,
                    context,
                })?)
            })?;
            anyhow::Ok(Made {
                found,
                lines: writer.finish()?,
                sums: sums.finish(),
            })
        });
        made.await?
    }
}

/// The reason why a claim could not be valued; all other errors are returned.
pub(crate) fn problem_of(error: anyhow::Error) -> anyhow::Result<NotValued> {
    let error = match error.downcast::<losses::LossError>() {
        Ok(problem) => return Ok(NotValued(problem.into())),
        Err(error) => error,
    };
    let error = match error.downcast::<losses::TooMany>() {
        Ok(problem) => return Ok(NotValued(problem.into())),
        Err(error) => error,
    };
    error.downcast::<NotValued>()
}

/// Settles which assets are in doubt, then values all claims again that used an older price
/// book. Returns their number.
///
/// # Errors
/// As [`value_claim`].
pub async fn revalue(app: &App, incident: &Incident) -> anyhow::Result<usize> {
    revalue_under(app, incident, &Progress::default()).await
}

/// The same, by a run that reports its progress.
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
            match super::workers::bring_up(app, &claim).await {
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

/// The sums of a row's lines in each current valuation of the claim. They are subtracted
/// while the row does not count.
///
/// # Errors
/// Errors of the store.
pub async fn sums_of_row(
    store: &Store,
    claim: &Claim,
    key: &str,
) -> anyhow::Result<Vec<(String, KeptSums)>> {
    let incident = store.incident(&claim.incident).await?;
    let terms = store.terms(&incident).await?;
    let filter = LineFilter {
        key: Some(key.to_owned()),
        ..LineFilter::of_claim(&claim.reference)
    };
    let mut all = Vec::new();
    for valuation in store.current_valuations(&claim.id).await? {
        let mut sums = SumsBuilder::default();
        let lines = store.lines(&incident.id, &valuation.for_basis, &filter, Window::ALL);
        let lines = lines.await?;
        for shown in shown(store, &incident, lines).await? {
            let entry = &shown.line.entry;
            let line = valued(&claim.reference, (entry, shown.line.support), &shown.loss);
            let legs = [&entry.out, &entry.in_].into_iter().flatten();
            let legs = legs.map(|leg| leg.asset.as_str());
            let assets = traded(&terms, entry.kind, legs, &entry.exchange, entry.time);
            sums.line(key, &line, &assets);
        }
        all.push((valuation.id, sums.finish()));
    }
    Ok(all)
}

/// Stores a coordinator's review of a row.
///
/// # Errors
/// Errors of the store, as [`Store::review_line`].
pub async fn review(
    store: &Store,
    by: &Actor,
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
            // The claim was valued, or another row reviewed, at the same time.
            Err(StoreError::Conflict(_)) if tries_left > 0 => {}
            kept => return Ok(kept?),
        }
    }
    Ok(())
}

/// Whether a review of a line can change which assets are in doubt. This is so if the line
/// trades a listed asset, because an excluded line puts none in doubt.
///
/// # Errors
/// Errors of the store.
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
    let lines = store.lines(&incident.id, "", &filter, Window::ALL).await?;
    Ok(lines.iter().any(|line| is_listed(&terms, line)))
}

/// Whether a line trades an asset that is listed as manipulated.
fn is_listed(terms: &Terms, line: &LineView) -> bool {
    let entry = &line.entry;
    let legs = [&entry.out, &entry.in_].into_iter().flatten();
    legs.map(|leg| leg.asset.as_str()).any(|ticker| {
        let meant = terms.asset_of(ticker, Some(&entry.exchange), entry.time);
        let mut listed = terms.manipulated.iter();
        listed.any(|listed| listed.asset == *ticker || listed.asset == *meant)
    })
}

/// The conflicts between listed assets and contested trades that coordinators must settle,
/// for claims and lines that count.
///
/// # Errors
/// Errors of the store.
pub async fn conflicts(store: &Store, incident: &str) -> anyhow::Result<Vec<Conflict>> {
    let mut conflicts: Vec<Conflict> = Vec::new();
    for json in store.conflicts(incident).await? {
        conflicts.extend(serde_json::from_str::<Vec<Conflict>>(&json)?);
    }
    conflicts.sort_by(|a, b| (&a.asset, a.time).cmp(&(&b.asset, b.time)));
    conflicts.dedup_by(|next, first| next.asset == first.asset);
    Ok(conflicts)
}

/// Stores the assets in doubt. Returns whether they changed, which makes a new version of
/// the price book.
async fn settle(app: &App, incident: &Incident) -> anyhow::Result<bool> {
    let conflicts = conflicts(&app.store, &incident.id).await?;
    let assets: Vec<String> = conflicts.iter().map(|c| c.asset.to_string()).collect();
    let by = Actor::operator(app.clock.now_us());
    Ok(app.store.set_unsettled(&by, &incident.id, &assets).await?)
}

fn new_valuation(
    id: String,
    incident: &Incident,
    rows: &Rows,
    for_basis: &str,
    made: Made,
) -> anyhow::Result<NewValuation> {
    let found = made.found;
    let credits = found.credits.iter().map(|(credit, line)| {
        Ok(NewValuedCredit {
            credit: credit.clone(),
            amount: line.value,
            detail: serde_json::to_string(line)?,
        })
    });
    let typed = made.lines.typed();
    // Under the incident's own basis, each conflict is stored with the claim.
    let row_conflicts = found.row_conflicts.into_iter();
    let row_conflicts: Vec<RowConflict> = row_conflicts.map(|kept| kept.conflict).collect();
    let row_conflicts = match &row_conflicts[..] {
        conflicts if for_basis.is_empty() || conflicts.is_empty() => None,
        conflicts => {
            let mut sum = OpenConflicts::default();
            sum.add(conflicts);
            Some(serde_json::to_string(&sum)?)
        }
    };
    Ok(NewValuation {
        id,
        for_basis: for_basis.to_owned(),
        method: METHOD.to_owned(),
        basis: found.terms.basis.to_string(),
        currency: incident.currency.clone(),
        price_version: incident.price_version,
        entries: i64::from(rows.counted_len()) + i64::from(typed),
        totals: serde_json::to_string(&found.totals)?,
        positions: match &found.totals.positions_not_valued[..] {
            [] => None,
            positions => Some(serde_json::to_string(positions)?),
        },
        row_conflicts,
        conflicts: serde_json::to_string(&found.conflicts)?,
        remarks: serde_json::to_string(&found.remarks)?,
        problem: None,
        generation: rows.generation().map(str::to_owned),
        terms: serde_json::to_string(&found.terms)?,
        lines: Some(made.lines),
        sums: made.sums,
        credits: credits.collect::<anyhow::Result<_>>()?,
    })
}

/// A valuation that only states why there is none.
fn unvalued(
    id: String,
    incident: &Incident,
    terms: &Terms,
    for_basis: &str,
    problem: Message,
) -> anyhow::Result<NewValuation> {
    Ok(NewValuation {
        id,
        for_basis: for_basis.to_owned(),
        method: METHOD.to_owned(),
        basis: terms.basis.to_string(),
        currency: incident.currency.clone(),
        price_version: incident.price_version,
        entries: 0,
        totals: "{}".to_owned(),
        positions: None,
        row_conflicts: None,
        conflicts: "[]".to_owned(),
        remarks: "[]".to_owned(),
        problem: Some(problem),
        generation: None,
        terms: serde_json::to_string(terms)?,
        lines: None,
        sums: KeptSums::default(),
        credits: Vec::new(),
    })
}
