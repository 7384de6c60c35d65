//! Freezing: copies everything a total depends on into a document that never changes, and
//! the lines of each claim into a file that the document names. It computes the figures anew
//! from stored data, by the same code as pages, after every claim was valued with the
//! current price book. Memory does not grow with the lines.

use std::sync::Arc;

use casework::custody::{self, Head, time_us};
use casework::snapshot::{
    Claim, Consent, Content, DOCUMENT_VERSION, Declaration, File, FlatBefore, Incident, Method,
    PriceFile, Statement,
};
use casework::{ClaimState, WorkStep};
use ledger::losses::Terms;
use ledger::{METHOD, Mapping, Members, PriceBook};
use store::{
    Actor, ClaimSummary, Import, ImportState, NewSnapshot, Received, Snapshot, Store, StoreError,
};

use crate::app::App;
use crate::jobs::book::book;
use crate::jobs::found;
use crate::jobs::frozen_lines::write_lines;
use crate::jobs::progress::Progress;
use crate::jobs::valuation::{problem_of, revalue_under};

/// Why no report was frozen; a coordinator can act on each reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FreezeError {
    /// These claims count, but their loss cannot be computed. A total without them would
    /// look complete.
    #[error("the loss of {} cannot be computed", .0.join(", "))]
    NotValued(Vec<String>),
    /// The price book, or these claims, changed while the others were valued.
    #[error("{} must still be valued with the current prices", .0.join(", "))]
    Stale(Vec<String>),
    /// A claim or a review changed while the document was gathered.
    #[error("the frozen lines do not add up to the stored totals: something changed meanwhile")]
    Changed,
}

/// The identity of the next snapshot.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewFreeze<'a> {
    /// Who requested it.
    pub(super) by: &'a Actor,
    /// What it is for.
    pub(super) title: &'a str,
    /// The id of the new snapshot.
    pub(super) id: &'a str,
}

/// Freezes the next snapshot of an incident, after every outdated claim was valued again.
///
/// # Errors
/// [`FreezeError`]; errors of the store; [`store::StoreError::Duplicate`] when somebody
/// froze one at the same moment; when a total does not add up.
pub async fn freeze(
    app: &App,
    by: &Actor,
    incident: &store::Incident,
    title: &str,
) -> anyhow::Result<Snapshot> {
    let progress = Progress::default();
    revalue_under(app, incident, &progress).await?;
    let id = app.random.id();
    let new = NewFreeze { by, title, id: &id };
    freeze_under(app, &app.store, &progress, incident, new).await
}

/// The same with the current figures, by a run whose store is `store`. If an earlier run
/// ended after it had frozen and before it had recorded that, this run finds the snapshot.
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
    let (content, lines) = content(app, store, progress, &incident).await?;
    progress.step(WorkStep::Writing);
    progress.claims(0, 0);
    // Valuing takes a while. The report is dated at the time when its contents were
    // collected.
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
        lines: &lines,
    };
    Ok(store
        .add_snapshot(&by, &incident.id, &received, &kept)
        .await?)
}

/// The document, and the files of lines that it names.
async fn content(
    app: &App,
    store: &Store,
    progress: &Progress,
    incident: &store::Incident,
) -> anyhow::Result<(Content, Vec<Received>)> {
    let kept = store.totals(incident, "").await?;
    if !kept.not_valued.is_empty() {
        return Err(FreezeError::NotValued(kept.not_valued.clone()).into());
    }
    if !kept.stale.is_empty() {
        return Err(FreezeError::Stale(kept.stale.clone()).into());
    }
    let terms = store.terms(incident).await?;
    let book = book(store, &incident.id).await?;
    let head = store.custody_head(&incident.id).await?;
    let (mut claims, mut lines) = (Vec::new(), Vec::new());
    let freezing = Freezing {
        app,
        store,
        progress,
        incident,
        book,
        terms: &terms,
    };
    let summaries = store.claims(&incident.id).await?;
    let all = summaries.len() as u64;
    for (done, summary) in summaries.into_iter().enumerate() {
        progress.claims(done as u64, all);
        progress.stop_if_overtaken()?;
        match summary.state {
            ClaimState::Draft => {}
            // Of a withdrawn claim, only the reference is named.
            ClaimState::Withdrawn => claims.push(named(&summary)),
            state => match freezing.claim(&summary).await {
                Ok((frozen, file)) => {
                    claims.push(frozen);
                    lines.extend(file);
                }
                // A declined claim that cannot be computed is named too. It must not prevent
                // the others from being frozen.
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
        // The time is after everything in the document, even if the clock was set back.
        frozen_at_us: app.clock.now_us().max(time_us(&head.time).unwrap_or(0)),
        method: Method {
            version: METHOD.to_owned(),
            terms: terms.clone(),
            time_zone_database: time_zone_database(),
        },
        claims,
        price_version: incident.price_version,
        price_files: price_files(store, &incident.id).await?,
        totals: Arc::unwrap_or_clone(kept),
        custody_head: Head::from(&head),
    };
    let totals = content.sum(|_| true)?;
    // The page and the document must never show different sums.
    if totals.whole != content.totals.whole {
        return Err(FreezeError::Changed.into());
    }
    content.totals = totals;
    Ok((content, lines))
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

/// The version of the zone database in the binary, by the name that its crate gives it.
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

/// A claim of which only the reference is known.
fn named(summary: &ClaimSummary) -> Claim {
    Claim {
        reference: summary.reference.clone(),
        state: summary.state,
        claimant_name: String::new(),
        claimant_mail: String::new(),
        files: Vec::new(),
        lines: None,
        contested: Vec::new(),
        conflicts: Vec::new(),
        conflict_decisions: Vec::new(),
        credits: Vec::new(),
        positions_not_valued: Vec::new(),
        flat_before: None,
        statement: None,
        consents: Vec::new(),
        declaration: None,
    }
}

/// The inputs for freezing claims.
pub(super) struct Freezing<'f> {
    pub(super) app: &'f App,
    pub(super) store: &'f Store,
    pub(super) progress: &'f Progress,
    pub(super) incident: &'f store::Incident,
    pub(super) book: Arc<PriceBook>,
    pub(super) terms: &'f Terms,
}

impl Freezing<'_> {
    /// A claim, and the file with its lines where it has any.
    async fn claim(&self, summary: &ClaimSummary) -> anyhow::Result<(Claim, Option<Received>)> {
        let (store, incident) = (self.store, self.incident);
        let kept = store.claim(&incident.id, &summary.id).await?;
        let frozen = write_lines(self, &kept).await?;
        let (lines, received) = frozen.file.unzip();
        let consents = store.consents(&kept.id).await?.into_iter();
        let consents = consents.filter(|consent| consent.given);
        let credits = frozen.found.credits.into_iter();
        let conflicts = frozen.found.row_conflicts.into_iter();
        let claim = Claim {
            reference: summary.reference.clone(),
            state: kept.state,
            claimant_name: summary.claimant_name.clone(),
            claimant_mail: summary.claimant_email.clone(),
            files: files(store, &kept.id).await?,
            lines,
            contested: frozen.contested,
            positions_not_valued: frozen.found.totals.positions_not_valued,
            flat_before: kept.flat_before_us.map(|at_us| FlatBefore {
                at_us,
                reason: kept.flat_before_reason.clone().unwrap_or_default(),
            }),
            conflicts: conflicts.map(|kept| kept.conflict).collect(),
            conflict_decisions: frozen.decisions,
            credits: credits.map(|(_, line)| line).collect(),
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
        };
        Ok((claim, received))
    }
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
