//! Freezing: everything a total stands on, copied into one document that never
//! changes. It is computed anew from what is kept, by the same code that pages
//! show, after every claim was valued with the price book as it is.

use std::collections::HashMap;
use std::sync::Arc;

use casework::custody::{self, Head, time_us};
use casework::snapshot::{
    Claim, Consent, Content, DOCUMENT_VERSION, Declaration, Dropped, File, Incident, Line, Method,
    PriceFile, Review, Statement,
};
use casework::{ClaimState, WorkStep};
use ledger::losses::Terms;
use ledger::{METHOD, Mapping, Members, PriceBook};
use store::{By, ClaimSummary, Import, ImportState, NewSnapshot, Snapshot, Store, StoreError};

use super::book::book;
use super::found;
use super::progress::Progress;
use super::valuation::{Prepared, prepare, problem_of, revalue_under};
use crate::web::App;

/// Why no report was frozen; what a coordinator can do something about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FreezeError {
    /// These claims count and their loss cannot be worked out: a total without
    /// them would look like one with them.
    #[error("the loss of {} can't be worked out", .0.join(", "))]
    NotValued(Vec<String>),
    /// The price book, or these claims, changed while the others were valued.
    #[error("{} are still to be valued with the prices as they are now", .0.join(", "))]
    Stale(Vec<String>),
    /// A claim or a review changed while the document was gathered.
    #[error("the kept lines and the frozen ones do not add up to the same")]
    Changed,
}

/// What the next snapshot is frozen as.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewFreeze<'a> {
    /// Who asked for it.
    pub(super) by: &'a By,
    /// What it is for.
    pub(super) title: &'a str,
    /// The id it will have.
    pub(super) id: &'a str,
}

/// Freezes the next snapshot of an incident, after every claim that is behind was
/// valued again.
///
/// # Errors
/// [`FreezeError`]; of the store; [`store::StoreError::Duplicate`] when somebody
/// froze one at the same moment; when a total does not add up.
pub async fn freeze(
    app: &App,
    by: &By,
    incident: &store::Incident,
    title: &str,
) -> anyhow::Result<Snapshot> {
    let progress = Progress::default();
    revalue_under(app, incident, &progress).await?;
    let id = app.random.id();
    let new = NewFreeze { by, title, id: &id };
    freeze_under(app, &app.store, &progress, incident, new).await
}

/// The same with the figures as they are, by a run whose store is `store`. A run that
/// ended after it froze, and before it said so, is followed by one that finds the
/// snapshot.
pub(super) async fn freeze_under(
    app: &App,
    store: &Store,
    progress: &Progress,
    incident: &store::Incident,
    new: NewFreeze<'_>,
) -> anyhow::Result<Snapshot> {
    match store.snapshot_by_id(&incident.id, new.id).await {
        Err(StoreError::NotFound(_)) => {}
        found => return Ok(found?),
    }
    let incident = store.incident(&incident.id).await?;
    progress.step(WorkStep::Gathering);
    // Each claim is worked out whole in memory.
    let turn = app.counting.acquire().await?;
    let content = content(app, store, progress, &incident).await?;
    drop(turn);
    progress.step(WorkStep::Writing);
    progress.claims(0, 0);
    // Valuing takes a while: the report is dated as what was gathered.
    let by = new.by.at(content.frozen_at_us);
    let document = serde_json::to_vec(&content)?;
    let received = store.receive_own_all(&incident.id, document).await?;
    let totals = serde_json::to_string(&content.totals)?;
    let kept = NewSnapshot {
        id: new.id,
        number: i64::from(content.number),
        title: new.title,
        totals: &totals,
        claims: content.totals.counts.claims,
    };
    Ok(store
        .add_snapshot(&by, &incident.id, &received, &kept)
        .await?)
}

async fn content(
    app: &App,
    store: &Store,
    progress: &Progress,
    incident: &store::Incident,
) -> anyhow::Result<Content> {
    let kept = store.totals(incident, "").await?;
    if !kept.not_valued.is_empty() {
        return Err(FreezeError::NotValued(kept.not_valued).into());
    }
    if !kept.stale.is_empty() {
        return Err(FreezeError::Stale(kept.stale).into());
    }
    let terms = store.terms(incident).await?;
    let book = book(store, &incident.id).await?;
    let head = store.custody_head(&incident.id).await?;
    let mut claims = Vec::new();
    let summaries = store.claims(&incident.id).await?;
    let all = summaries.len() as u64;
    for (done, summary) in summaries.into_iter().enumerate() {
        progress.claims(done as u64, all);
        progress.stop_if_overtaken()?;
        match summary.state {
            ClaimState::Draft => {}
            // What was taken back is named and nothing more.
            ClaimState::Withdrawn => claims.push(named(&summary)),
            state => match claim(store, incident, &summary, &book, &terms).await {
                Ok(frozen) => claims.push(frozen),
                // A declined one that cannot be worked out is named too: it must
                // not keep the others from being frozen.
                Err(error) => {
                    let problem = problem_of(error)?;
                    if state.counts() {
                        return Err(problem.into());
                    }
                    claims.push(named(&summary));
                }
            },
        }
    }
    let number = store.next_snapshot_number(&incident.id).await?;
    let mut content = Content {
        document_version: DOCUMENT_VERSION,
        incident: facts(incident),
        number: u32::try_from(number)?,
        // After everything in it, whatever the clock was set to meanwhile.
        frozen_at_us: app.clock.now_us().max(time_us(&head.time).unwrap_or(0)),
        method: Method {
            version: METHOD.to_owned(),
            terms,
            time_zone_database: time_zone_database(),
        },
        claims,
        price_version: incident.price_version,
        price_files: price_files(store, &incident.id).await?,
        totals: kept,
        custody_head: Head::from(&head),
    };
    let totals = content.sum(|_| true)?;
    // The page and the document must never tell two sums.
    if totals.whole != content.totals.whole {
        return Err(FreezeError::Changed.into());
    }
    content.totals = totals;
    Ok(content)
}

fn facts(incident: &store::Incident) -> Incident {
    Incident {
        id: incident.id.clone(),
        slug: incident.slug.clone(),
        name: incident.name.clone(),
        from_us: incident.window_from_us,
        to_us: incident.window_to_us,
        venues: incident.venues.clone(),
    }
}

/// The version of the zone database in the binary, as its crate names it.
fn time_zone_database() -> String {
    ledger::zone::database().to_owned()
}

async fn price_files(store: &Store, incident: &str) -> anyhow::Result<Vec<PriceFile>> {
    let files = store.price_files(incident).await?.into_iter();
    files
        .map(|file| {
            Ok(PriceFile {
                sha256: file.sha256,
                size_bytes: u64::try_from(file.size_bytes)?,
                name: file.name,
                pair: file.pair_asset.zip(file.pair_quote),
            })
        })
        .collect()
}

/// A claim by its reference alone.
fn named(summary: &ClaimSummary) -> Claim {
    Claim {
        reference: summary.reference.clone(),
        state: summary.state,
        claimant_name: String::new(),
        claimant_mail: String::new(),
        files: Vec::new(),
        lines: Vec::new(),
        dropped: Vec::new(),
        conflicts: Vec::new(),
        credits: Vec::new(),
        positions_not_valued: Vec::new(),
        statement: None,
        consents: Vec::new(),
        declaration: None,
    }
}

async fn claim(
    store: &Store,
    incident: &store::Incident,
    summary: &ClaimSummary,
    book: &Arc<PriceBook>,
    terms: &Terms,
) -> anyhow::Result<Claim> {
    let kept = store.claim(&incident.id, &summary.id).await?;
    let prepared = prepare(store, &kept, book, terms).await?;
    let hashes: HashMap<ledger::Text, &str> = prepared
        .kept
        .iter()
        .map(|kept| (kept.entry.file.clone(), kept.sha256.as_str()))
        .collect();
    let consents = store.consents(&kept.id).await?.into_iter();
    let consents = consents.filter(|consent| consent.given);
    Ok(Claim {
        reference: summary.reference.clone(),
        state: kept.state,
        claimant_name: summary.claimant_name.clone(),
        claimant_mail: summary.claimant_email.clone(),
        files: files(store, &kept.id).await?,
        lines: lines(store, &kept.id, &prepared).await?,
        dropped: prepared
            .dropped
            .iter()
            .map(|told| dropped(told, &hashes))
            .collect(),
        positions_not_valued: prepared.totals.positions_not_valued.clone(),
        conflicts: prepared.row_conflicts,
        credits: prepared.credits.into_iter().map(|(_, line)| line).collect(),
        statement: (!kept.statement.is_empty()).then(|| Statement {
            language: kept.statement_language.clone(),
            text: kept.statement.clone(),
            written_us: kept.statement_at_us.unwrap_or(kept.created_at_us),
        }),
        consents: consents
            .map(|consent| Consent {
                recipient: consent.recipient,
                given_us: consent.at_us,
            })
            .collect(),
        declaration: declaration(store, incident, &kept).await?,
    })
}

async fn declaration(
    store: &Store,
    incident: &store::Incident,
    claim: &store::Claim,
) -> anyhow::Result<Option<Declaration>> {
    let Some(signed) = store.declaration(&claim.id).await? else {
        return Ok(None);
    };
    let files = store.declared_files(&signed.id).await?;
    let filed_by = claim.filed_by.as_deref();
    Ok(Some(Declaration {
        loss: signed.sum()?,
        files: files.into_iter().map(|file| file.sha256).collect(),
        changed_since: signed.changed_since(claim),
        text: signed.words,
        signed_name: signed.signed_name,
        signed_us: signed.at_us,
        filed_by: filed_by.map(|person| custody::pseudonym(&incident.id, person)),
    }))
}

async fn files(store: &Store, claim: &str) -> anyhow::Result<Vec<File>> {
    let imports = store.imports(claim).await?;
    let mut files = Vec::new();
    for file in store.files(claim).await? {
        let import = imports.iter().find(|import| import.file == file.id);
        let counts = |import: &&Import| import.current && import.state == ImportState::Done;
        let read = import.filter(counts);
        let found = import.map(found::found).transpose()?.unwrap_or_default();
        files.push(File {
            sha256: file.sha256,
            size_bytes: u64::try_from(file.size_bytes)?,
            media_type: file.media_type,
            received_us: file.received_at_us,
            format: match &found[..] {
                [one] if one.file == file.read_as => one.format.clone(),
                _ => None,
            },
            name: file.name,
            read_as: file.read_as,
            reader_version: read.map_or_else(String::new, |r| r.reader_version.clone()),
            account: file.account,
            zone: file.zone,
            mapping: match read.and_then(|read| read.mapping.as_deref()) {
                Some(mapping) => Some(Mapping::parse(mapping)?),
                None => None,
            },
            format_said: read.and_then(|read| read.format_said.clone()),
            day_order: read.and_then(|read| read.day_order),
            members: match read.and_then(|read| read.members.as_deref()) {
                Some(members) => Members::parse(members)?,
                None => Members::default(),
            },
            read: read.is_some(),
            rows_refused: u64::try_from(import.map_or(0, |import| import.refused))?,
        });
    }
    Ok(files)
}

/// Every entry that counts, contested or not, then what was typed in.
async fn lines(store: &Store, claim: &str, prepared: &Prepared) -> anyhow::Result<Vec<Line>> {
    let reviews = store.reviews(claim).await?;
    let review = |key: &str| {
        let found = reviews.iter().find(|review| review.entry_key == key);
        found.map_or_else(Review::default, |review| Review {
            state: review.state,
            reason: review.reason.clone(),
        })
    };
    let kept = prepared.kept.iter().map(|kept| Line {
        entry: kept.entry.clone(),
        evidence: Some(kept.sha256.clone()),
        support: casework::Support::Documented,
        contested: kept.reason.clone(),
        left_out: kept.left_out.clone(),
        review: match &kept.loss {
            Some(_) => review(&kept.key),
            None => Review::default(),
        },
        loss: kept.loss.clone(),
    });
    let typed = prepared.typed.iter().map(|(typed, entry, loss)| Line {
        entry: entry.clone(),
        evidence: None,
        support: casework::Support::Claimed,
        contested: Some(String::new()),
        left_out: None,
        review: review(&typed.key()),
        loss: Some(loss.clone()),
    });
    Ok(kept.chain(typed).collect())
}

/// `hashes`: of the files of entries that count, by the name they are read as.
fn dropped(
    told: &(store::StoredEntry, ledger::Dropped),
    hashes: &HashMap<ledger::Text, &str>,
) -> Dropped {
    let (stored, dropped) = told;
    let keeper = hashes.get(&dropped.kept_file);
    Dropped {
        evidence: stored.sha256.clone(),
        file: stored.entry.file.to_string(),
        line: stored.entry.line(),
        row: stored.entry.row,
        why: dropped.why,
        kept_evidence: keeper.map_or_else(String::new, |sha256| (*sha256).to_owned()),
        kept_file: dropped.kept_file.to_string(),
        kept_line: dropped.kept_line.to_string(),
        kept_row: dropped.kept_row,
    }
}
