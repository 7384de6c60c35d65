//! Checks a bundle without trusting anyone: first that every byte is as it was signed, then
//! that every figure follows from the originals.
//!
//! A failed check never stops the checks after it, because people want to know all
//! differences of a wrong bundle.
//!
//! Memory does not grow with the rows of a bundle. Its tables are read row by row, as often
//! as needed. Rows that were read or computed again wait in temporary files. Everything held
//! in memory (hashes of rows that are out of order, fills of contracts, sums by day and
//! asset, the price book) has a limit; beyond it, the bundle is refused.

mod claims;
mod decisions;
mod files;
mod log;
mod originals;
mod pairing;
mod sums;
mod table;
mod totals;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use ledger::PriceBook;
use ledger::losses::ValuingLimits;

use crate::archive::Archive;
pub use crate::archive::{ArchiveError, Limits};
use crate::documents::{Facts, MethodFacts};
use crate::key::PublicKey;

/// The limits for a check.
#[derive(Clone, Debug, Default)]
pub struct VerifyLimits {
    /// What a bundle may demand.
    pub verifying: Limits,
    /// What an original may demand of its reader; [`Limits::rows_max`] limits its rows.
    pub reading: ledger::Limits,
    /// What the valuation of one claim may hold.
    pub valuing: ValuingLimits,
}

impl From<Limits> for VerifyLimits {
    /// The defaults, except for the bundle itself.
    fn from(verifying: Limits) -> VerifyLimits {
        VerifyLimits {
            verifying,
            ..VerifyLimits::default()
        }
    }
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, and the line if there is one: `data/…/losses.csv:14`.
    pub place: String,
    /// What differs there.
    pub sentence: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.sentence)
    }
}

/// How much was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Files hashed.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Originals read again.
    pub originals: u64,
    /// Entries that were compared with the originals.
    pub entries: u64,
    /// Entries that were typed in, for which there is no original.
    pub entries_typed: u64,
    /// Losses computed again.
    pub losses: u64,
    /// Records of the custody log.
    pub custody_records: u64,
    /// Claims whose evidence is in the bundle.
    pub claims_shared: u64,
    /// Claims that are listed by reference alone.
    pub claims_withheld: u64,
}

/// The result of checking a bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Its top folder.
    pub name: String,
    /// Fingerprint of the key with a valid signature; none if there is none.
    pub signer: Option<String>,
    /// Whether the caller gave that key. Otherwise it is the bundle's own key, and the
    /// signature proves nothing about who made the bundle.
    pub key_given: bool,
    /// Fingerprint of the key in the bundle, to compare through another channel.
    pub own_fingerprint: Option<String>,
    /// All differences, in the order in which they were found.
    pub findings: Vec<Finding>,
    /// How many further differences there are.
    pub findings_more: u64,
    /// How much was checked.
    pub checked: Checked,
}

impl Verdict {
    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Checks the bundle at `path`, within limits. `keys` may have signed it; without them, the
/// bundle's own keys are used.
///
/// # Errors
/// When it is not a readable bundle. The differences of a readable one are in the verdict.
pub fn verify(
    path: &Path,
    keys: Option<&[PublicKey]>,
    limits: &VerifyLimits,
) -> Result<Verdict, ArchiveError> {
    verify_reader(File::open(path)?, keys, limits)
}

/// [`verify`] for any input that can be read and sought in.
///
/// # Errors
/// As [`verify`].
pub fn verify_reader<R: Read + Seek>(
    bundle: R,
    keys: Option<&[PublicKey]>,
    limits: &VerifyLimits,
) -> Result<Verdict, ArchiveError> {
    let archive = Archive::open(bundle, &limits.verifying)?;
    let mut check = Check {
        verdict: Verdict {
            name: archive.top.clone(),
            key_given: keys.is_some(),
            ..Verdict::default()
        },
        archive,
        limits: limits.clone(),
        hashes: BTreeMap::new(),
    };
    check.files(keys)?;
    if let Some(settings) = check.settings()? {
        check.recompute(&settings)?;
        check.custody(&settings.facts)?;
    }
    Ok(check.verdict)
}

/// A check under way.
struct Check<R> {
    archive: Archive<R>,
    limits: VerifyLimits,
    verdict: Verdict,
    /// SHA-256 of every file, as it actually is.
    hashes: BTreeMap<String, String>,
}

/// The settings of a recomputation.
struct Settings {
    facts: Facts,
    method: MethodFacts,
    book: PriceBook,
    /// Path of each price file, by the first 12 digits of the hash in its name.
    price_paths: BTreeMap<String, String>,
    /// Price ids begin with the hash of a file's bytes. If these bytes do not match the
    /// file's name (a finding of its own), this map leads from one id to the other. Then
    /// only real consequences of changed prices are reported.
    price_ids: BTreeMap<String, String>,
}

impl<R> Check<R> {
    /// Records one difference, up to the limit; further ones are only counted.
    fn find(&mut self, place: impl Into<String>, sentence: impl Into<String>) {
        if self.verdict.findings.len() >= self.limits.verifying.findings_max {
            self.verdict.findings_more += 1;
            return;
        }
        self.verdict.findings.push(Finding {
            place: place.into(),
            sentence: sentence.into(),
        });
    }
}

/// Cells of a hostile bundle, shortened and without control characters.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(120).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("`{}{dots}`", short.escape_debug())
}
