//! Seals a snapshot: writes its signed bundle in one pass.
//!
//! The frozen document determines the contents of the bundle. Originals, price files and
//! the lines of claims are streamed from the store, and each is compared with its hash while
//! it is read. The same inputs and the same time give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};

use casework::Recipient;
use casework::custody::{self, Record};
use casework::snapshot::{Claim, Content};
use casework::totals::TotalsError;
use ledger::losses::Leg;
use ledger::{Layout, METHOD, Moment, TextTable};

use crate::bag::Bag;
use crate::documents::{self, Facts, MethodFacts};
use crate::key::{BUNDLE_NAMESPACE, CUSTODY_NAMESPACE, Key};
use crate::layout;
use crate::lines::{Gathered, Unpriced, gather};
use crate::tables::{self, Row};
use crate::totals::{self, BundleTotals};

/// The inputs of a bundle, except the bytes of its files.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The snapshot.
    pub content: &'a Content,
    /// References of the claims that consent to this recipient now, each with the moment
    /// of the consent in microseconds since 1970 UTC. The snapshot holds no consents,
    /// because those at the time of the bundle apply. Every other claim of the snapshot is
    /// withheld: only its reference is listed.
    pub shared: &'a BTreeMap<String, i64>,
    /// The recipient of the bundle.
    pub recipient: Recipient,
    /// When it is built, in microseconds since 1970 UTC.
    pub built_at_us: i64,
    /// The incident's custody log from its first record, as it stands now.
    pub custody: &'a [Record],
    /// The key that signs the bundle.
    pub key: &'a Key,
    /// Program and version: `redress/0.1.0`.
    pub tool: &'a str,
}

/// A sealed bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Its top folder; the bundle's file name begins with it.
    pub name: String,
    /// Fingerprint of the key that signed it.
    pub fingerprint: String,
    /// SHA-256 of its tag manifest, which covers every byte in it.
    pub manifest_sha256: String,
    /// Claims in it.
    pub claims_shared: usize,
    /// Claims of which only the reference is listed.
    pub claims_withheld: usize,
}

/// Why no bundle was made. The caller must discard the bytes written so far.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// A file could not be read or the bundle not written.
    #[error("the bundle cannot be written: {0}")]
    Io(#[from] io::Error),
    /// A stored file does not match its hash.
    #[error("{path} is damaged in the store: its SHA-256 is {found}; restore it from a backup")]
    Damaged {
        /// The path of the file in the bundle, or the claim whose lines it holds.
        path: String,
        /// The hash of the stored bytes.
        found: String,
    },
    /// A name has characters that a path in a bundle must not have.
    #[error("`{0}` can't be part of a path in a bundle")]
    Name(String),
    /// A shared claim is not in the snapshot.
    #[error("claim {0} is not in this snapshot")]
    UnknownClaim(String),
    /// The snapshot follows another version of the method than the text in the bundle.
    #[error(
        "the snapshot follows {0}, but this program writes bundles by {METHOD}: freeze a new \
         snapshot"
    )]
    Method(String),
    /// The frozen totals are not the sums of the frozen lines.
    #[error("the frozen totals are not the sums of the frozen lines: freeze a new snapshot")]
    Totals,
    /// A total does not add up.
    #[error(transparent)]
    Sum(#[from] TotalsError),
    /// The custody log cannot be verified, or is of another incident.
    #[error("the custody log cannot be verified: {0}")]
    Custody(String),
    /// The bundle would be dated before a record in it.
    #[error(
        "the server's clock shows {built}, but the bundle has a record of {newest}: correct \
         the clock"
    )]
    Time {
        /// The time of the server's clock.
        built: String,
        /// The newest moment in the bundle.
        newest: String,
    },
    /// A JSON document cannot be written.
    #[error("a JSON document of the bundle cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// Writes the bundle to `to`. `open` opens an original, a price file or the lines of a claim
/// by their SHA-256. Tables of lines wait in temporary files, so that memory grows with the
/// claims and not with their lines.
///
/// # Errors
/// When a file is missing or damaged, a name cannot be part of a path, or figures do not
/// agree. The bytes written so far are then no bundle.
pub fn seal<W: Write + Seek, R: Read>(
    request: &Request<'_>,
    to: W,
    mut open: impl FnMut(&str) -> io::Result<R>,
) -> Result<Sealed, SealError> {
    check(request)?;
    let content = request.content;
    let top = layout::top(content);
    let mut bag = Bag::new(to, &top, moment(request.built_at_us))?;
    let shared: Vec<&Claim> = shared(request).collect();
    let gathered = gather(content, &shared, &price_paths(content), &mut open)?;
    originals(&mut bag, &shared, &mut open)?;
    price_files(&mut bag, content, &gathered, &mut open)?;
    normalized(&mut bag, request, &shared, gathered)?;
    method(&mut bag, content)?;
    statements(&mut bag, request, &shared)?;
    let head = provenance(&mut bag, request)?;
    let manifest = tags(&mut bag, request)?;
    bag.text(
        layout::BAG_SIGNATURE,
        &request.key.sign(BUNDLE_NAMESPACE, manifest.as_bytes()),
    )?;
    bag.text(
        layout::HEAD_SIGNATURE,
        &request.key.sign(CUSTODY_NAMESPACE, head.as_bytes()),
    )?;
    bag.finish()?.flush()?;
    Ok(Sealed {
        name: top,
        fingerprint: request.key.public().fingerprint(),
        manifest_sha256: crate::bag::sha256_hex(manifest.as_bytes()),
        claims_shared: shared.len(),
        claims_withheld: content.claims.len() - shared.len(),
    })
}

/// The newest moment in a bundle: of the snapshot, of each consent, and of each record of
/// the custody log, including the approval of the release. A bundle must not be dated
/// earlier.
///
/// # Errors
/// When the time of a record cannot be read.
pub fn newest_us(
    content: &Content,
    shared: &BTreeMap<String, i64>,
    custody: &[Record],
) -> Result<i64, SealError> {
    let mut newest = content.frozen_at_us;
    for consented_us in shared.values() {
        newest = newest.max(*consented_us);
    }
    for record in custody {
        let time = custody::time_us(&record.time);
        let unread = || SealError::Custody(format!("record {} has no time", record.sequence));
        newest = newest.max(time.ok_or_else(unread)?);
    }
    Ok(newest)
}

fn moment(at_us: i64) -> Moment {
    Moment::from_seconds(at_us.div_euclid(1_000_000))
}

fn shared<'a>(request: &Request<'a>) -> impl Iterator<Item = &'a Claim> {
    let shared = request.shared;
    let claims = request.content.claims.iter();
    claims.filter(move |claim| shared.contains_key(&claim.reference))
}

/// Refuses inputs that would make a bundle that cannot be verified.
fn check(request: &Request<'_>) -> Result<(), SealError> {
    let content = request.content;
    let references = content.claims.iter().map(|claim| &claim.reference);
    for name in references.chain([&content.incident.slug]) {
        if !layout::is_plain(name) {
            return Err(SealError::Name(name.clone()));
        }
    }
    let files = content.claims.iter().flat_map(|claim| &claim.files);
    let prices = content.price_files.iter().map(|file| &file.sha256);
    let lines = content
        .claims
        .iter()
        .filter_map(|claim| claim.lines.as_ref());
    let lines = lines.map(|file| &file.sha256);
    for sha256 in files.map(|file| &file.sha256).chain(prices).chain(lines) {
        if !layout::is_sha256(sha256) {
            return Err(SealError::Name(sha256.clone()));
        }
    }
    let known: BTreeSet<&String> = content.claims.iter().map(|c| &c.reference).collect();
    if let Some(unknown) = request.shared.keys().find(|name| !known.contains(name)) {
        return Err(SealError::UnknownClaim(unknown.clone()));
    }
    if content.method.version != METHOD {
        return Err(SealError::Method(content.method.version.clone()));
    }
    if !content.adds_up()? {
        return Err(SealError::Totals);
    }
    let start = custody::Head::empty();
    custody::verify(&content.incident.id, &start, request.custody)
        .map_err(|error| SealError::Custody(error.to_string()))?;
    let frozen = &content.custody_head;
    let mut records = request.custody.iter();
    let there = records.any(|r| r.sequence == frozen.sequence && r.hash == frozen.hash);
    if frozen.sequence > 0 && !there {
        return Err(SealError::Custody(
            "the newest record at the time of the snapshot is missing".to_owned(),
        ));
    }
    let newest_us = newest_us(content, request.shared, request.custody)?;
    if request.built_at_us < newest_us {
        return Err(SealError::Time {
            built: custody::time_text(request.built_at_us),
            newest: custody::time_text(newest_us),
        });
    }
    Ok(())
}

fn originals<W: Write + Seek, R: Read>(
    bag: &mut Bag<W>,
    claims: &[&Claim],
    open: &mut impl FnMut(&str) -> io::Result<R>,
) -> Result<(), SealError> {
    for claim in claims {
        let mut written = BTreeSet::new();
        for file in &claim.files {
            let path = layout::original(&claim.reference, file);
            if written.insert(path.clone()) {
                copy(bag, &path, (&file.sha256, file.size_bytes), open)?;
            }
        }
    }
    let files = claims.iter().flat_map(|claim| {
        let rows = claim.files.iter();
        rows.map(|file| tables::original_row(&claim.reference, file))
    });
    table(
        bag,
        layout::ORIGINALS_INDEX,
        &tables::ORIGINAL_COLUMNS,
        files,
    )
}

fn copy<W: Write + Seek, R: Read>(
    bag: &mut Bag<W>,
    path: &str,
    (sha256, size_bytes): (&str, u64),
    open: &mut impl FnMut(&str) -> io::Result<R>,
) -> Result<(), SealError> {
    let found = bag.copy(path, &mut open(sha256)?, size_bytes)?;
    if found == sha256 {
        return Ok(());
    }
    let path = path.to_owned();
    Err(SealError::Damaged { path, found })
}

/// The paths of price files, by the first twelve digits of their hashes. The ids of prices
/// begin with these digits.
fn price_paths(content: &Content) -> BTreeMap<String, String> {
    let files = content.price_files.iter();
    files
        .map(|file| (file.sha256[..12].to_owned(), layout::prices(file)))
        .collect()
}

fn price_files<W: Write + Seek, R: Read>(
    bag: &mut Bag<W>,
    content: &Content,
    gathered: &Gathered,
    open: &mut impl FnMut(&str) -> io::Result<R>,
) -> Result<(), SealError> {
    let mut written = BTreeSet::new();
    for file in &content.price_files {
        let path = layout::prices(file);
        // The same file may have been uploaded under two names.
        if written.insert(path.clone()) {
            copy(bag, &path, (&file.sha256, file.size_bytes), open)?;
        }
    }
    let files = content.price_files.iter().map(tables::price_file_row);
    table(
        bag,
        layout::PRICES_INDEX,
        &tables::PRICE_FILE_COLUMNS,
        files,
    )?;
    let used = gathered.prices.iter();
    table(bag, layout::PRICES, &tables::PRICE_COLUMNS, used.cloned())
}

/// The rows of `prices.csv`, in order of their ids.
pub(crate) fn used_prices<'a>(
    legs: impl Iterator<Item = &'a Leg>,
    paths: &BTreeMap<String, String>,
) -> BTreeSet<Row> {
    let row = |leg: &Leg| {
        let file = leg.id.split(':').next().unwrap_or_default();
        let path = paths.get(file).map_or("", String::as_str);
        tables::price_row(leg, path)
    };
    legs.filter(|leg| !leg.id.is_empty()).map(row).collect()
}

fn normalized<W: Write + Seek>(
    bag: &mut Bag<W>,
    request: &Request<'_>,
    claims: &[&Claim],
    gathered: Gathered,
) -> Result<(), SealError> {
    let all = request.content.claims.iter().map(|claim| {
        let shared = request.shared.contains_key(&claim.reference);
        tables::claim_row(claim, shared)
    });
    table(bag, layout::CLAIMS, &tables::CLAIM_COLUMNS, all)?;
    gathered_table(bag, layout::ENTRIES, gathered.entries)?;
    gathered_table(bag, layout::LOSSES, gathered.losses)?;
    let credits = claims.iter().flat_map(|claim| {
        let rows = claim.credits.iter();
        rows.map(|credit| tables::credit_row(&claim.reference, credit))
    });
    table(bag, layout::CREDITS, &tables::CREDIT_COLUMNS, credits)?;
    gathered_table(bag, layout::EXCLUSIONS, gathered.exclusions)?;
    let conflicts = claims.iter().flat_map(|claim| {
        let place = |file: &str| layout::place_read(claim, file);
        let rows = claim.conflicts.iter();
        rows.map(move |conflict| tables::conflict_row(&claim.reference, conflict, place))
    });
    table(bag, layout::CONFLICTS, &tables::CONFLICT_COLUMNS, conflicts)?;
    let decisions = claims.iter().flat_map(|claim| {
        let decisions = claim.conflict_decisions.iter();
        decisions.flat_map(|decision| tables::decision_rows(claim, decision))
    });
    table(bag, layout::DECISIONS, &tables::DECISION_COLUMNS, decisions)?;
    let totals = totals_of(request, &gathered.unpriced)?;
    long_json(bag, layout::TOTALS, &totals)?;
    json(bag, layout::DATAPACKAGE, &documents::datapackage())
}

/// Copies a table from its temporary file into the bag.
fn gathered_table<W: Write + Seek>(
    bag: &mut Bag<W>,
    path: &str,
    mut table: File,
) -> Result<(), SealError> {
    bag.file(path, |to| {
        io::copy(&mut table, to)?;
        Ok::<(), SealError>(())
    })?;
    Ok(())
}

fn totals_of<'u>(
    request: &Request<'_>,
    unpriced: &'u Unpriced,
) -> Result<BundleTotals<'u>, SealError> {
    let content = request.content;
    let is_shared = |claim: &Claim| request.shared.contains_key(&claim.reference);
    let withheld = content.claims.iter().filter(|claim| !is_shared(claim));
    Ok(BundleTotals {
        shared: totals::document(&content.sum(is_shared)?)?,
        with_withheld: totals::whole(&content.sum(|_| true)?)?,
        withheld: withheld.map(|claim| claim.reference.clone()).collect(),
        unpriced,
    })
}

fn method<W: Write + Seek>(bag: &mut Bag<W>, content: &Content) -> Result<(), SealError> {
    bag.text(layout::METHOD_TEXT, ledger::METHOD_TEXT)?;
    json(bag, layout::METHOD, &MethodFacts::new(content))
}

fn statements<W: Write + Seek>(
    bag: &mut Bag<W>,
    request: &Request<'_>,
    claims: &[&Claim],
) -> Result<(), SealError> {
    let people = claims.iter().map(|claim| {
        vec![
            claim.reference.clone(),
            claim.claimant_name.clone(),
            claim.claimant_mail.clone(),
        ]
    });
    table(bag, layout::CLAIMANTS, &tables::CLAIMANT_COLUMNS, people)?;
    let consents = request.shared.iter().map(|(reference, given_us)| {
        vec![
            reference.clone(),
            request.recipient.as_str().to_owned(),
            custody::time_text(*given_us),
        ]
    });
    table(bag, layout::CONSENTS, &tables::CONSENT_COLUMNS, consents)?;
    for claim in claims {
        let path = layout::statement(&claim.reference);
        json(bag, &path, &documents::Words::new(claim))?;
    }
    Ok(())
}

/// Writes the custody log, its head and the facts of the report. Returns the head, which is
/// signed later.
fn provenance<W: Write + Seek>(
    bag: &mut Bag<W>,
    request: &Request<'_>,
) -> Result<String, SealError> {
    bag.file(layout::CUSTODY, |to| {
        for record in request.custody {
            writeln!(to, "{}", custody::line(record))?;
        }
        Ok::<(), SealError>(())
    })?;
    let facts = Facts::new(request);
    json(bag, layout::FACTS, &facts)?;
    let head = documents::custody_head(&request.content.incident.id, request.custody.last());
    bag.text(layout::CUSTODY_HEAD, &head)?;
    Ok(head)
}

fn tags<W: Write + Seek>(bag: &mut Bag<W>, request: &Request<'_>) -> Result<String, SealError> {
    let public = request.key.public();
    bag.text(layout::README, &documents::readme(request))?;
    bag.program(layout::VERIFY_SH, documents::VERIFY_SH)?;
    bag.text(layout::ALLOWED_SIGNERS, &public.allowed_signers())?;
    bag.text(layout::PUBLIC_KEY, &public.pem())?;
    bag.text(layout::PROFILE, documents::PROFILE)?;
    Ok(bag.manifests(&documents::bag_info(request))?)
}

fn table<W: Write + Seek>(
    bag: &mut Bag<W>,
    path: &str,
    columns: &[&str],
    rows: impl Iterator<Item = Row>,
) -> Result<(), SealError> {
    bag.file(path, |to| {
        let mut table = TextTable::new(Layout::Csv, columns, to);
        for row in rows {
            table.row(&row)?;
        }
        table.finish().map(drop)
    })?;
    Ok(())
}

fn json<W: Write + Seek>(
    bag: &mut Bag<W>,
    path: &str,
    document: &impl serde::Serialize,
) -> Result<(), SealError> {
    bag.text(path, &documents::pretty(document)?)?;
    Ok(())
}

/// Writes a JSON document that may be long, without holding it in memory.
fn long_json<W: Write + Seek>(
    bag: &mut Bag<W>,
    path: &str,
    document: &impl serde::Serialize,
) -> Result<(), SealError> {
    let mut to = BufWriter::new(tempfile::tempfile()?);
    serde_json::to_writer_pretty(&mut to, document)?;
    to.write_all(b"\n")?;
    let file = to.into_inner();
    let mut file = file.map_err(io::IntoInnerError::into_error)?;
    let size_bytes = file.stream_position()?;
    file.rewind()?;
    bag.copy(path, &mut file, size_bytes)?;
    Ok(())
}
