//! Building the evidence package of a released snapshot.
//!
//! Consent is asked at the time it is built: a claim whose consent was taken
//! back, or that was withdrawn, is listed by reference alone. It is asked again
//! whenever a package leaves: one that holds such a claim goes to nobody. The same
//! consents under the same release give the package that is there already.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom, Write};

use casework::ClaimState;
use casework::custody::Record;
use casework::snapshot::Content;
use report::key::Key;
use report::{Request, Sealed};
use store::{Bundle, By, NewBundle, Release, Store};

use crate::clock::Random;

/// Program and version, as packages name it.
pub const TOOL: &str = concat!("redress/", env!("CARGO_PKG_VERSION"));

/// Since when a claim may go to the release's recipient; none when it may not
/// now: no consent, consent taken back, or the claim withdrawn.
async fn agreed_us(
    store: &Store,
    release: &Release,
    reference: &str,
) -> anyhow::Result<Option<i64>> {
    let claim = store
        .claim_by_reference(&release.incident, reference)
        .await?;
    if claim.state == ClaimState::Withdrawn {
        return Ok(None);
    }
    let consents = store.consents(&claim.id).await?;
    let given = consents
        .iter()
        .find(|consent| consent.recipient == release.recipient && consent.given);
    Ok(given.map(|consent| consent.at_us))
}

/// Whether every claim of a package that was built may still go to the
/// release's recipient. A package that holds one which may not goes nowhere.
///
/// # Errors
/// Of the database.
pub async fn may_leave(store: &Store, package: &Bundle, release: &Release) -> anyhow::Result<bool> {
    for reference in &package.claims {
        if agreed_us(store, release, reference).await?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// References of the claims of a snapshot that may go to the release's
/// recipient now, and of those that may not.
///
/// # Errors
/// Of the database.
pub async fn consenting(
    store: &Store,
    content: &Content,
    release: &Release,
) -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let (mut shared, mut withheld) = (Vec::new(), Vec::new());
    for (reference, agreed_us) in asked(store, content, release).await? {
        match agreed_us {
            Some(_) => shared.push(reference),
            None => withheld.push(reference),
        }
    }
    Ok((shared, withheld))
}

/// Asks every claim of a snapshot: since when each may go to the recipient.
async fn asked(
    store: &Store,
    content: &Content,
    release: &Release,
) -> anyhow::Result<Vec<(String, Option<i64>)>> {
    let mut answers = Vec::with_capacity(content.claims.len());
    for frozen in &content.claims {
        let since = agreed_us(store, release, &frozen.reference).await?;
        answers.push((frozen.reference.clone(), since));
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

/// The package of a release as consents stand now: the one that is there, or a
/// new one.
///
/// # Errors
/// When the release is not active or of another kind than the one there is, or
/// the package can't be sealed.
pub async fn build(
    store: &Store,
    key: &Key,
    random: &Random,
    by: &By,
    release: &Release,
) -> anyhow::Result<Bundle> {
    // Names and originals go to nobody who was promised figures alone.
    anyhow::ensure!(
        release.is_identified() && release.recipient.gets_names(),
        "a release of the kind `{}` to `{}` makes no package",
        release.kind,
        release.recipient.as_str()
    );
    let snapshot = store
        .snapshot_by_id(&release.incident, &release.snapshot)
        .await?;
    let content = content(store, &release.incident, &snapshot.content_sha256).await?;
    let mut shared = BTreeMap::new();
    let mut withheld = Vec::new();
    for (reference, agreed_us) in asked(store, &content, release).await? {
        match agreed_us {
            Some(since_us) => drop(shared.insert(reference, since_us)),
            None => withheld.push(reference),
        }
    }
    let consents = serde_json::to_string(&shared)?;
    let known = store.bundles(&release.incident, &release.id).await?;
    // Consent taken back and given again is another one: the package says since
    // when it stands on it.
    if let Some(bundle) = known.into_iter().find(|one| one.consents == consents) {
        return Ok(bundle);
    }
    let custody = store.custody_chain(&release.incident).await?;
    let sealing = Sealing {
        store: store.clone(),
        key: key.clone(),
        content,
        shared: shared.clone(),
        release: release.clone(),
        custody,
        built_at_us: by.now_us,
    };
    let runtime = tokio::runtime::Handle::current();
    let received = tokio::task::spawn_blocking(move || sealing.run(&runtime)).await??;
    let id = random.id();
    let new = NewBundle {
        id: &id,
        release: &release.id,
        claims: &shared.into_keys().collect::<Vec<_>>(),
        withheld: &withheld,
        consents: &consents,
    };
    Ok(store
        .add_bundle(by, &release.incident, &received, &new)
        .await?)
}

/// All that the blocking part needs.
struct Sealing {
    store: Store,
    key: Key,
    content: Content,
    shared: BTreeMap<String, i64>,
    release: Release,
    custody: Vec<Record>,
    built_at_us: i64,
}

impl Sealing {
    /// Seals into a temporary file, then keeps it under its hash.
    fn run(self, runtime: &tokio::runtime::Handle) -> anyhow::Result<store::Received> {
        let incident = self.release.incident.clone();
        let mut file = tempfile::tempfile()?;
        let request = Request {
            content: &self.content,
            shared: &self.shared,
            recipient: self.release.recipient,
            built_at_us: self.built_at_us,
            custody: &self.custody,
            key: &self.key,
            tool: TOOL,
        };
        let sealed: Sealed = report::seal(&request, &mut file, |sha256| {
            runtime
                .block_on(self.store.open_bytes(&incident, sha256))
                .map_err(std::io::Error::other)
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
