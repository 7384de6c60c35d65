//! Checking a bundle without trusting anyone: first that every byte is as it was
//! signed, then that every figure follows from the originals.
//!
//! A check that fails never stops the ones after it: whoever looks at a bundle
//! that does not hold wants to know everything that differs.
//!
//! Memory does not grow with the rows of a bundle. Its tables are read row by row, as
//! often as needed; what was read or computed again waits in temporary files. What is
//! held (hashes of rows that stand out of order, fills of contracts, sums by day and
//! asset, the price book) has a limit each, and past it the bundle is refused.

mod claims;
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

/// The groups of limits that a check goes by.
#[derive(Clone, Debug, Default)]
pub struct VerifyLimits {
    /// What a bundle may ask for.
    pub verifying: Limits,
    /// What an original may ask of its reader; [`Limits::rows_max`] bounds its rows.
    pub reading: ledger::Limits,
    /// What the valuation of one claim may hold.
    pub valuing: ValuingLimits,
}

impl From<Limits> for VerifyLimits {
    /// The defaults for all but the bundle itself.
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
    /// The file, and the line where there is one: `data/…/losses.csv:14`.
    pub place: String,
    /// What differs there.
    pub sentence: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.sentence)
    }
}

/// How much was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Files hashed.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Originals read again.
    pub originals: u64,
    /// Entries compared with what the originals say.
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

/// What a check of a bundle found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Its top folder.
    pub name: String,
    /// Fingerprint of the key whose signature holds; none when none does.
    pub signer: Option<String>,
    /// Whether that key was given by whoever asked. If not, it is the bundle's
    /// own, and the signature proves nothing about who made it.
    pub key_given: bool,
    /// Fingerprint of the key in the bundle, to compare out of band.
    pub own_fingerprint: Option<String>,
    /// Everything that differs, in the order it was found.
    pub findings: Vec<Finding>,
    /// How many more there were than are named.
    pub findings_more: u64,
    /// How much was looked at.
    pub checked: Checked,
}

impl Verdict {
    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Checks the bundle at `path`, within limits. `keys` are those that may have signed
/// it; without them its own are used.
///
/// # Errors
/// When it is no bundle that can be read; what differs in one that can is in
/// the verdict.
pub fn verify(
    path: &Path,
    keys: Option<&[PublicKey]>,
    limits: &VerifyLimits,
) -> Result<Verdict, ArchiveError> {
    verify_reader(File::open(path)?, keys, limits)
}

/// [`verify`] for anything that can be read and sought in.
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
    /// SHA-256 of every file, as it is.
    hashes: BTreeMap<String, String>,
}

/// What a recomputation is told.
struct Settings {
    facts: Facts,
    method: MethodFacts,
    book: PriceBook,
    /// Path of each price file, by the first 12 digits of the hash its name has.
    price_paths: BTreeMap<String, String>,
    /// Price ids begin with the hash of a file's bytes. Where those bytes are
    /// not those of the file's name (which is a finding of its own), this leads
    /// from the one to the other, so that only what follows from the change of
    /// price is named.
    price_ids: BTreeMap<String, String>,
}

impl<R> Check<R> {
    /// Notes one thing that differs, up to the limit; past it they are counted.
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

/// Cells of a hostile bundle are shown short and without control characters.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(120).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("`{}{dots}`", short.escape_debug())
}
