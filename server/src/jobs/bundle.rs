//! Builds the evidence bundle of a released snapshot.
//!
//! Consent is checked when the bundle is built. A claim without consent, or withdrawn, is
//! listed by its reference only. Consent is checked again at every download; a bundle that
//! holds such a claim goes to nobody. Each request makes a new bundle of the current state.
//! Its custody log is current too, and its date is after everything in it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};

use casework::custody::Record;
use casework::snapshot::{Content, LinesFile, LinesReader, Withheld};
use casework::{ClaimState, WorkStep};
use report::key::Key;
use report::{Request, Sealed};
use store::{Actor, Bundle, NewBundle, Release, Store, StoreError};

use crate::app::App;
use crate::jobs::progress::Progress;

/// Program and version, as bundles name it.
pub const TOOL: &str = concat!("redress/", env!("CARGO_PKG_VERSION"));

/// Since when a claim may go to the release's recipient, or why it may not.
async fn answer(
    store: &Store,
    release: &Release,
    reference: &str,
) -> anyhow::Result<Result<i64, Withheld>> {
    let claim = store
        .claim_by_reference(&release.incident, reference)
        .await?;
    if claim.state == ClaimState::Withdrawn {
        return Ok(Err(Withheld::Withdrawn));
    }
    let consents = store.consents(&claim.id).await?;
    let given = consents
        .iter()
        .find(|consent| consent.recipient == release.recipient && consent.given);
    Ok(given
        .map(|consent| consent.at_us)
        .ok_or(Withheld::NoConsent))
}

/// Whether every claim of a built bundle may still go to the release's recipient. Otherwise
/// the bundle must not leave.
///
/// # Errors
/// Errors of the database.
pub async fn may_leave(store: &Store, bundle: &Bundle, release: &Release) -> anyhow::Result<bool> {
    for reference in &bundle.claims {
        if answer(store, release, reference).await?.is_err() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The consents of a snapshot's claims, for one release.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Claims that may go to its recipient now, by reference, each with the moment of its
    /// consent in microseconds.
    pub shared: BTreeMap<String, i64>,
    /// Claims that may not, each with the reason.
    pub withheld: BTreeMap<String, Withheld>,
}

/// Checks the consent of every claim of a snapshot.
///
/// # Errors
/// Errors of the database.
pub async fn answers(
    store: &Store,
    content: &Content,
    release: &Release,
) -> anyhow::Result<Answers> {
    let mut answers = Answers::default();
    for frozen in &content.claims {
        let reference = frozen.reference.clone();
        match answer(store, release, &reference).await? {
            Ok(since_us) => drop(answers.shared.insert(reference, since_us)),
            Err(why) => drop(answers.withheld.insert(reference, why)),
        }
    }
    Ok(answers)
}

/// The frozen document of a snapshot.
///
/// # Errors
/// When it is missing, damaged or of a version this program can't read.
pub async fn content(store: &Store, incident: &str, sha256: &str) -> anyhow::Result<Content> {
    let bytes = store.read_bytes(incident, sha256).await?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// The lines of a frozen claim, to be read in order on a thread that may block. Their bytes
/// are checked against their hash before the first is read.
///
/// # Errors
/// When they are missing or damaged.
pub async fn lines(
    store: &Store,
    incident: &str,
    file: &LinesFile,
) -> anyhow::Result<LinesReader<BufReader<File>>> {
    let bytes = store.open_bytes(incident, &file.sha256).await?;
    Ok(LinesReader::new(BufReader::new(bytes)))
}

/// Why no bundle was built, in a form that people understand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// The release does not give access, not yet or not any more.
    #[error("the release is not open")]
    ReleaseEnded,
}

/// Builds the bundle of a release from the current state.
///
/// # Errors
/// [`BuildError`]; when no bundle is made of this kind of release, or the bundle can't be
/// sealed.
pub async fn build(app: &App, by: &Actor, release: &Release) -> anyhow::Result<Bundle> {
    let new = NextBundle {
        by,
        release,
        id: &app.random.id(),
    };
    build_under(app, &app.store, &Progress::default(), new).await
}

/// The identity of the next bundle.
#[derive(Clone, Copy, Debug)]
pub(super) struct NextBundle<'a> {
    /// Who requested it.
    pub(super) by: &'a Actor,
    /// The release that it is built for.
    pub(super) release: &'a Release,
    /// The id it will have.
    pub(super) id: &'a str,
}

/// The same, by a run whose store is `store`. If an earlier run ended after it had built the
/// bundle and before it had recorded that, this run finds the bundle.
pub(super) async fn build_under(
    app: &App,
    store: &Store,
    progress: &Progress,
    new: NextBundle<'_>,
) -> anyhow::Result<Bundle> {
    let NextBundle { by, release, id } = new;
    match store.bundle(&release.incident, id).await {
        Err(StoreError::NotFound(_)) => {}
        found => return Ok(found?),
    }
    let kept = store.release(&release.incident, &release.id).await?;
    if kept.is_identified() && !kept.is_active(app.clock.now_us()) {
        return Err(BuildError::ReleaseEnded.into());
    }
    progress.step(WorkStep::Gathering);
    // Names and originals never go to a recipient for whom figures alone were promised.
    anyhow::ensure!(
        release.is_identified() && release.recipient.gets_names(),
        "no bundle can be built for a release of the kind `{}` to `{}`: request a new release",
        release.kind,
        release.recipient.as_str()
    );
    let snapshot = store
        .snapshot_by_id(&release.incident, &release.snapshot)
        .await?;
    let content = content(store, &release.incident, &snapshot.content_sha256).await?;
    let Answers { shared, withheld } = answers(store, &content, release).await?;
    let custody = store.custody_chain(&release.incident).await?;
    // The clock is read after all inputs. If somebody set it back, the bundle takes the time
    // of its newest record.
    let newest_us = report::newest_us(&content, &shared, &custody)?;
    let by = by.at(app.clock.now_us().max(newest_us));
    let sealing = Sealing {
        store: store.clone(),
        key: app.key.clone(),
        content,
        shared: shared.clone(),
        release: release.clone(),
        custody,
        built_at_us: by.now_us,
        progress: progress.clone(),
    };
    progress.stop_if_overtaken()?;
    progress.step(WorkStep::Sealing);
    let runtime = tokio::runtime::Handle::current();
    let received = tokio::task::spawn_blocking(move || sealing.run(&runtime)).await??;
    let new = NewBundle {
        id,
        release: &release.id,
        claims: &shared.into_keys().collect::<Vec<_>>(),
        withheld: &withheld.into_keys().collect::<Vec<_>>(),
    };
    Ok(store
        .add_bundle(&by, &release.incident, &received, &new)
        .await?)
}

/// All inputs of the blocking part.
struct Sealing {
    store: Store,
    key: Key,
    content: Content,
    shared: BTreeMap<String, i64>,
    release: Release,
    custody: Vec<Record>,
    built_at_us: i64,
    progress: Progress,
}

impl Sealing {
    /// Seals the bundle into a temporary file, then stores it under its hash.
    fn run(self, runtime: &tokio::runtime::Handle) -> anyhow::Result<store::Received> {
        let incident = self.release.incident.clone();
        let mut file = self.progress.writer(tempfile::tempfile()?);
        let request = Request {
            content: &self.content,
            shared: &self.shared,
            recipient: self.release.recipient,
            built_at_us: self.built_at_us,
            custody: &self.custody,
            key: &self.key,
            tool: TOOL,
        };
        let progress = &self.progress;
        let sealed: Sealed = report::seal(&request, &mut file, |sha256| {
            let opened = runtime.block_on(self.store.open_bytes(&incident, sha256));
            let opened = opened.map_err(std::io::Error::other)?;
            Ok(progress.watched(opened))
        })?;
        tracing::info!(
            bundle = sealed.name,
            shared = sealed.claims_shared,
            withheld = sealed.claims_withheld,
            "sealed"
        );
        file.flush()?;
        file.seek(SeekFrom::Start(0))?;
        let mut incoming = self.store.receive_own(&incident)?;
        let mut bytes = vec![0; 64 << 10];
        loop {
            let read = file.read(&mut bytes)?;
            if read == 0 {
                break;
            }
            incoming.write(&bytes[..read])?;
        }
        Ok(incoming.finish()?)
    }
}
