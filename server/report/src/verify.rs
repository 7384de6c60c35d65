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
mod continued;
mod decisions;
mod files;
mod links;
mod log;
mod originals;
mod pairing;
mod reviews;
mod statements;
mod sums;
mod table;
mod terms;
mod texts;
mod totals;
mod unchecked;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use casework::custody::Head;
use ledger::losses::ValuingLimits;
use ledger::{PriceBook, Text};

use self::claims::ListedClaim;
use self::log::Log;
use crate::archive::Archive;
pub use crate::archive::{ArchiveError, Limits};
use crate::documents::{Facts, MethodFacts};
use crate::key::PublicKey;
pub use continued::{KeptHead, KeptHeadError, kept_head};
pub use unchecked::{Amounts, Unchecked};

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

/// What a report says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFacts {
    /// The name of the incident.
    pub incident: String,
    /// The number of the report.
    pub number: u32,
    /// When it was frozen, in RFC 3339.
    pub frozen_at: String,
    /// When the bundle was built.
    pub built_at: String,
    /// Whom it was built for.
    pub recipient: String,
    /// The reporting currency.
    pub currency: String,
}

/// Whom the caller trusts, and what they kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trusted<'a> {
    /// The keys that may have signed the bundle; without them, its own keys are used.
    pub keys: Option<&'a [PublicKey]>,
    /// An earlier head that the custody log must continue.
    pub earlier: Option<&'a KeptHead>,
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
    /// What the report says about itself; none where that cannot be read.
    pub report: Option<ReportFacts>,
    /// The head of the custody log; none where the log has no readable record.
    pub log_head: Option<Head>,
    /// The sequence of the earlier head that the log continues; none where none was given,
    /// or it does not.
    pub continues: Option<u64>,
    /// Rows of originals whose total is not quantity × price. The total of the file counts.
    pub other_totals: Vec<Finding>,
    /// How many further such rows there are.
    pub other_totals_more: u64,
    /// What could not be checked, and how much money that is.
    pub unchecked: Unchecked,
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
    let earlier = None;
    verify_with(bundle, &Trusted { keys, earlier }, limits)
}

/// [`verify_reader`], with an earlier head that the custody log must continue.
///
/// # Errors
/// As [`verify`].
pub fn verify_with<R: Read + Seek>(
    bundle: R,
    trusted: &Trusted<'_>,
    limits: &VerifyLimits,
) -> Result<Verdict, ArchiveError> {
    let archive = Archive::open(bundle, &limits.verifying)?;
    let mut check = Check {
        verdict: Verdict {
            name: archive.top.clone(),
            key_given: trusted.keys.is_some(),
            ..Verdict::default()
        },
        archive,
        limits: limits.clone(),
        hashes: BTreeMap::new(),
        own_key: None,
        commitment: None,
        earlier: trusted.earlier.cloned(),
    };
    check.files(trusted.keys)?;
    if let Some(mut settings) = check.settings()? {
        check.texts(&settings.facts)?;
        check.recompute(&mut settings)?;
    }
    check.not_continued();
    Ok(check.verdict)
}

/// A check under way.
struct Check<R> {
    archive: Archive<R>,
    limits: VerifyLimits,
    verdict: Verdict,
    /// SHA-256 of every file, as it actually is.
    hashes: BTreeMap<String, String>,
    /// The bundle's own key.
    own_key: Option<PublicKey>,
    /// The commitment to the claims of the report, as the bundle lists them.
    commitment: Option<Text>,
    /// The earlier head that the log must continue, until it was found there.
    earlier: Option<KeptHead>,
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
    /// What the custody log tells.
    log: Log,
    /// The salt of each shared claim.
    salts: BTreeMap<String, String>,
    /// The hashes of the originals of each claim, in reading order.
    files: BTreeMap<String, Vec<String>>,
}

impl Settings {
    /// The salt of a shared claim, or nothing where the bundle has none.
    fn salt(&self, claim: &str) -> &str {
        self.salts.get(claim).map_or("", String::as_str)
    }

    /// Whether a report names a claim and nothing else of it: a declined claim whose loss
    /// could not be computed when the report was frozen.
    fn is_named_alone(&self, claim: &ListedClaim) -> bool {
        !claim.state.counts() && self.salt(&claim.reference).is_empty()
    }
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
