//! Shows that a bundle with what is new alone, and the earlier bundle that it names, are the
//! whole together.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use casework::{Absent, BundleKind, Choice};
use csv::StringRecord;

use super::claims::ListedClaim;
use super::continued::KeptHeadError;
use super::{Check, Limits, Settings, shown};
use crate::archive::Archive;
use crate::bag::sha256_hex;
use crate::documents::Facts;
use crate::layout;

/// What is needed of an earlier bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierBundle {
    /// SHA-256 of its tag manifest, which covers every byte in it.
    pub manifest_sha256: String,
    /// The number of its report.
    pub number: u32,
    kind: BundleKind,
    recipient: String,
    /// The hashes of the leaves of the claims whose evidence it has, by reference.
    claims: BTreeMap<String, String>,
}

/// A bundle and the earlier one that it adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Together {
    /// Claims whose evidence is in the bundle itself.
    pub here: u64,
    /// Claims whose evidence is in the earlier one, as the report has it.
    pub earlier: u64,
}

/// Reads an earlier bundle; none where the source is the text of a head. Its manifests are
/// compared with the files that are read of it, and nothing else.
///
/// # Errors
/// [`KeptHeadError`].
pub fn earlier_bundle<R: Read + Seek>(
    mut source: R,
    limits: &Limits,
) -> Result<Option<EarlierBundle>, KeptHeadError> {
    let mut start = [0; 10];
    let read = source.read(&mut start)?;
    if start[..read].starts_with(b"incident: ") {
        return Ok(None);
    }
    source.rewind()?;
    let archive = Archive::open(source, limits)?;
    let bytes = |path: &'static str| -> Result<Vec<u8>, KeptHeadError> {
        let bytes = archive.bytes(path, limits)?;
        bytes.ok_or(KeptHeadError::Changed(path))
    };
    let tags = bytes(layout::TAG_MANIFEST)?;
    let manifest = bytes(layout::MANIFEST)?;
    is_listed(&tags, layout::MANIFEST, &manifest)?;
    let sealed = |path: &'static str| -> Result<Vec<u8>, KeptHeadError> {
        let bytes = bytes(path)?;
        is_listed(&manifest, path, &bytes)?;
        Ok(bytes)
    };
    let facts = serde_json::from_slice::<Facts>(&sealed(layout::FACTS)?);
    let facts = facts.map_err(|_| KeptHeadError::Changed(layout::FACTS))?;
    let claims = pairs(&sealed(layout::CLAIMS)?, 2);
    let leaves = pairs(&sealed(layout::LEAVES)?, 1);
    let is_shared = |claim: &String| claims.get(claim).is_some_and(|shared| shared == "yes");
    Ok(Some(EarlierBundle {
        manifest_sha256: sha256_hex(&tags),
        number: facts.number,
        kind: facts.kind,
        recipient: facts.recipient,
        claims: leaves
            .into_iter()
            .filter(|(claim, _)| is_shared(claim))
            .collect(),
    }))
}

/// Checks that a manifest lists a file with these bytes.
fn is_listed(manifest: &[u8], path: &'static str, bytes: &[u8]) -> Result<(), KeptHeadError> {
    let line = format!("{}  {path}", sha256_hex(bytes));
    let mut lines = manifest.split(|byte| *byte == b'\n');
    match lines.any(|listed| listed == line.as_bytes()) {
        true => Ok(()),
        false => Err(KeptHeadError::Changed(path)),
    }
}

/// The first cell of each row of a table, with another one.
fn pairs(table: &[u8], at: usize) -> BTreeMap<String, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table);
    let cell = |row: &StringRecord, at: usize| row.get(at).unwrap_or_default().to_owned();
    let rows = reader.records().map_while(Result::ok);
    rows.map(|row| (cell(&row, 0), cell(&row, at))).collect()
}

impl<R> Check<R> {
    /// Compares a bundle that has what is new alone with the earlier one.
    pub(super) fn together(&mut self, settings: &Settings, claims: &[ListedClaim]) {
        let facts = &settings.facts;
        let unchanged = claims
            .iter()
            .filter(|claim| claim.absent == Some(Absent::Unchanged));
        let Choice::Since {
            number,
            manifest_sha256,
        } = &facts.choice
        else {
            if unchanged.count() > 0 {
                let sentence = "leaves claims to an earlier bundle that the report does not name";
                self.find(layout::CLAIMS, sentence);
            }
            return;
        };
        let Some(earlier) = self.earlier_bundle.take() else {
            return;
        };
        let is_named = earlier.manifest_sha256 == *manifest_sha256 && earlier.number == *number;
        if !is_named {
            let sentence = "names another earlier bundle than the one that was given";
            self.find(layout::FACTS, sentence);
            return;
        }
        if earlier.kind != facts.kind || earlier.recipient != facts.recipient {
            let sentence = "is of another kind, or for another recipient, than the earlier bundle";
            self.find(layout::FACTS, sentence);
        }
        let mut in_earlier = 0;
        for claim in unchanged {
            if is_in(&earlier, settings, claim) {
                in_earlier += 1;
            } else {
                let sentence = format!(
                    "leaves {} to the earlier bundle, which does not have it as it is",
                    shown(&claim.reference)
                );
                self.find(layout::CLAIMS, sentence);
            }
        }
        let here = claims.iter().filter(|claim| claim.shared).count() as u64;
        self.verdict.together = Some(Together {
            here,
            earlier: in_earlier,
        });
    }
}

/// Whether the earlier bundle has a claim with the same leaf.
fn is_in(earlier: &EarlierBundle, settings: &Settings, claim: &ListedClaim) -> bool {
    let mut leaves = settings.leaves.iter();
    let leaf = leaves.find(|leaf| leaf.claim == claim.reference);
    let kept = earlier.claims.get(&claim.reference);
    leaf.zip(kept)
        .is_some_and(|(leaf, kept)| leaf.commitment == *kept)
}
