//! Builds the evidence bundle of a released snapshot.
//!
//! Consent is checked when the bundle is built. A claim without consent, or withdrawn, is
//! listed by its reference only. Consent is checked again at every download; a bundle that
//! holds such a claim goes to nobody. Each request makes a new bundle of the current state:
//! whole, of some claims, or of what is new since an earlier one. Its custody log is of the
//! same moment as the consents, and its date is after everything in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Seek, Write};

use casework::custody::Record;
use casework::snapshot::{Content, LinesFile, LinesReader, Withheld};
use casework::tree::Hash;
use casework::{Absent, BundleKind, Choice, ClaimState, WorkStep};
use report::encryption::RecipientKey;
use report::key::Key;
use report::{Request, Sealed};
use store::{Actor, Bundle, NewBundle, Release, Store, StoreError, WantedBundle, WrittenBundle};

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
    if !release.covers(reference) {
        return Ok(Err(Withheld::NotReleased));
    }
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// Builds the whole bundle of a release from the current state, of the kind that shows the
/// most.
///
/// # Errors
/// [`BuildError`]; when the bundle can't be sealed.
pub async fn build(app: &App, by: &Actor, release: &Release) -> anyhow::Result<Bundle> {
    let wanted = WantedBundle {
        kind: release.kind,
        ..WantedBundle::default()
    };
    build_as(app, by, release, &wanted).await
}

/// Builds a bundle of a release from the current state, as it is wanted.
///
/// # Errors
/// As [`build`]; when the release does not cover the kind, the earlier bundle is another
/// one's, or the key is none.
pub async fn build_as(
    app: &App,
    by: &Actor,
    release: &Release,
    wanted: &WantedBundle,
) -> anyhow::Result<Bundle> {
    let new = NextBundle {
        by,
        release,
        wanted,
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
    /// How it is built.
    pub(super) wanted: &'a WantedBundle,
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
    let NextBundle {
        by,
        release,
        wanted,
        id,
    } = new;
    match store.bundle(&release.incident, id).await {
        Err(StoreError::NotFound(_)) => {}
        found => return Ok(found?),
    }
    let kept = store.release(&release.incident, &release.id).await?;
    if !kept.is_active(app.clock.now_us()) {
        return Err(BuildError::ReleaseEnded.into());
    }
    progress.step(WorkStep::Gathering);
    covered(&kept, wanted)?;
    let snapshot = store
        .snapshot_by_id(&release.incident, &release.snapshot)
        .await?;
    let content = content(store, &release.incident, &snapshot.content_sha256).await?;
    let (answers, custody) = of_one_moment(store, &content, &kept).await?;
    let selection = Selection::of(store, &content, (&kept, wanted), answers).await?;
    // The clock is read after all inputs. The bundle is dated after its newest record, even if
    // somebody set the clock back.
    let newest_us = report::newest_us(&content, &selection.shared, &custody)?;
    let by = by.at(app.clock.now_us().max(newest_us + 1));
    let recipient_key = wanted.recipient_key.as_str();
    let key = (!recipient_key.is_empty()).then(|| RecipientKey::parse(recipient_key));
    let sealing = Sealing {
        store: store.clone(),
        key: app.key.clone(),
        recipient_key: key.transpose()?,
        kind: wanted.kind,
        content,
        selection: selection.clone(),
        document_sha256: snapshot.content_sha256,
        release: kept,
        custody,
        built_at_us: by.now_us,
        progress: progress.clone(),
    };
    progress.stop_if_overtaken()?;
    progress.step(WorkStep::Sealing);
    let (written, sealed) = tokio::task::spawn_blocking(move || sealing.run()).await??;
    let new = NewBundle {
        id,
        release: &release.id,
        kind: wanted.kind,
        choice: &selection.choice,
        recipient_key,
        manifest_sha256: &sealed.manifest_sha256,
        claims: &selection.shared.into_keys().collect::<Vec<_>>(),
        withheld: &selection.absent,
    };
    Ok(store
        .add_bundle(&by, &release.incident, &written, &new)
        .await?)
}

/// Names and originals never go to a recipient for whom figures alone were promised, nor
/// under a release that two people agreed on without names.
fn covered(release: &Release, wanted: &WantedBundle) -> anyhow::Result<()> {
    let WantedBundle { kind, .. } = wanted;
    anyhow::ensure!(
        kind.is_covered_by(release.kind) && kind.may_go_to(release.recipient),
        "a release of the kind `{}` to `{}` covers no bundle of the kind `{kind}`: request a new \
         release",
        release.kind,
        release.recipient
    );
    Ok(())
}

/// The consents and the custody log of one moment. Where a consent changes between the two
/// reads, both are read again; a bundle would contradict its own log otherwise.
async fn of_one_moment(
    store: &Store,
    content: &Content,
    release: &Release,
) -> anyhow::Result<(Answers, Vec<Record>)> {
    let mut before = answers(store, content, release).await?;
    loop {
        let custody = store.custody_chain(&release.incident).await?;
        let after = answers(store, content, release).await?;
        if after == before {
            return Ok((after, custody));
        }
        before = after;
    }
}

/// The claims of a report that a bundle holds, and why it does not hold the others.
#[derive(Clone, Debug, Default)]
struct Selection {
    choice: Choice,
    shared: BTreeMap<String, i64>,
    /// Claims that might be shared, but are left out.
    left_out: BTreeMap<String, Absent>,
    /// References of all claims that are not shared.
    absent: Vec<String>,
}

impl Selection {
    async fn of(
        store: &Store,
        content: &Content,
        (release, wanted): (&Release, &WantedBundle),
        answers: Answers,
    ) -> anyhow::Result<Selection> {
        let mut selection = Selection {
            shared: answers.shared,
            ..Selection::default()
        };
        let beyond = answers.withheld.into_iter();
        let beyond = beyond.filter(|(_, why)| *why == Withheld::NotReleased);
        let beyond = beyond.map(|(claim, _)| (claim, Absent::NotChosen));
        selection.left_out.extend(beyond);
        if !wanted.claims.is_empty() {
            selection.leave(Absent::NotChosen, |claim| {
                !wanted.claims.iter().any(|chosen| chosen == claim)
            });
        }
        if !selection.left_out.is_empty() {
            selection.choice = Choice::Claims;
        }
        if let Some(id) = &wanted.since {
            let earlier = Earlier::of(store, (release, wanted), id).await?;
            let unchanged = earlier.unchanged(content);
            selection.leave(Absent::Unchanged, |claim| unchanged.contains(claim));
            selection.choice = earlier.choice;
        }
        let all = content.claims.iter().map(|claim| claim.reference.clone());
        let shared = &selection.shared;
        selection.absent = all.filter(|claim| !shared.contains_key(claim)).collect();
        Ok(selection)
    }

    /// Leaves claims out.
    fn leave(&mut self, why: Absent, is_left: impl Fn(&str) -> bool) {
        let claims = self.shared.keys().filter(|claim| is_left(claim));
        let left: Vec<String> = claims.cloned().collect();
        for claim in left {
            self.shared.remove(&claim);
            self.left_out.insert(claim, why);
        }
    }
}

/// An earlier bundle, with the claims that it holds.
struct Earlier {
    choice: Choice,
    /// The hash of the leaf of each claim in it.
    leaves: BTreeMap<String, Hash>,
}

impl Earlier {
    async fn of(
        store: &Store,
        (release, wanted): (&Release, &WantedBundle),
        id: &str,
    ) -> anyhow::Result<Earlier> {
        let incident = &release.incident;
        let bundle = store.bundle(incident, id).await?;
        let earlier = store.release(incident, &bundle.release).await?;
        anyhow::ensure!(
            bundle.kind == wanted.kind
                && earlier.investigator == release.investigator
                && earlier.recipient == release.recipient,
            "the earlier bundle is of another kind or went to another recipient"
        );
        let snapshot = store.snapshot_by_id(incident, &bundle.snapshot).await?;
        let content = content(store, incident, &snapshot.content_sha256).await?;
        let leaves = content.leaves().into_iter();
        let leaves = leaves.filter(|leaf| bundle.claims.contains(&leaf.reference));
        Ok(Earlier {
            choice: Choice::Since {
                number: content.number,
                manifest_sha256: bundle.manifest_sha256,
            },
            leaves: leaves.map(|leaf| (leaf.reference, leaf.hash)).collect(),
        })
    }

    /// The claims of a report that it holds as they are there.
    fn unchanged(&self, content: &Content) -> BTreeSet<String> {
        let leaves = content.leaves().into_iter();
        let unchanged = leaves.filter(|leaf| self.leaves.get(&leaf.reference) == Some(&leaf.hash));
        unchanged.map(|leaf| leaf.reference).collect()
    }
}

/// All inputs of the blocking part.
struct Sealing {
    store: Store,
    key: Key,
    recipient_key: Option<RecipientKey>,
    kind: BundleKind,
    content: Content,
    selection: Selection,
    document_sha256: String,
    release: Release,
    custody: Vec<Record>,
    built_at_us: i64,
    progress: Progress,
}

impl Sealing {
    /// Seals the bundle and stores it under its hash. An encrypted one is sealed into a file
    /// of its own first, because a ZIP is not written from its first byte to its last.
    fn run(self) -> anyhow::Result<(WrittenBundle, Sealed)> {
        let incident = &self.release.incident;
        let mut to = self.store.write_bundle(incident)?;
        let Some(key) = &self.recipient_key else {
            let sealed = self.seal(self.progress.writer(&mut to))?;
            return Ok((to.finish()?, sealed));
        };
        let mut plain = self.store.scratch_bundle()?;
        let plain = plain.as_file_mut();
        let sealed = self.seal(self.progress.writer(&mut *plain))?;
        plain.rewind()?;
        let to = key.encrypt(plain, to)?;
        Ok((to.finish()?, sealed))
    }

    /// Each byte of an original is read once; sealing compares it with its hash.
    fn seal(&self, to: impl Write + Seek) -> anyhow::Result<Sealed> {
        let incident = &self.release.incident;
        let request = Request {
            content: &self.content,
            shared: &self.selection.shared,
            kind: self.kind,
            choice: &self.selection.choice,
            left_out: &self.selection.left_out,
            document_sha256: &self.document_sha256,
            release: &self.release.id,
            recipient: self.release.recipient,
            built_at_us: self.built_at_us,
            custody: &self.custody,
            key: &self.key,
            tool: TOOL,
        };
        let sealed: Sealed = report::seal(&request, to, |sha256| {
            let stream = self.store.stream_bytes(incident, sha256);
            Ok(self.progress.watched(stream.map_err(io::Error::other)?))
        })?;
        tracing::info!(
            bundle = sealed.name,
            kind = self.kind.as_str(),
            shared = sealed.claims_shared,
            withheld = sealed.claims_withheld,
            encrypted = self.recipient_key.is_some(),
            "sealed"
        );
        Ok(sealed)
    }
}
