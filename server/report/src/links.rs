//! `links.csv`: what the claims of a bundle have in common.
//!
//! The rows follow from `entries.csv` and the index of originals alone, by the default
//! settings of `casework::links`. Whoever verifies a bundle makes them again. They say
//! nothing of claims that are not in the bundle. Keys are sorted outside of memory.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use casework::links::{KeyFinder, LinkLimits, RowFacts, label};
use casework::{LinkKey, LinkKind, Support};
use csv::StringRecord;
use ledger::rfc3339;

use crate::sorter::{Sorted, Sorter};
use crate::tables::{ENTRY_COLUMNS, Row};

/// The columns of entries that give keys.
const COLUMNS: [&str; 17] = [
    "file",
    "exchange",
    "time",
    "kind",
    "market",
    "side",
    "price",
    "out_asset",
    "in_asset",
    "trade_id",
    "tx_hash",
    "address",
    "memo",
    "source_address",
    "ip",
    "api_key_label",
    "support",
];

/// A number, the kind, the key and another number. The first pass sorts by kind and key, the
/// second by row.
const RECORD_BYTES: usize = 4 + 1 + LinkKey::BYTES + 4;

/// An original of a shared claim.
pub(crate) struct LinkedFile {
    pub(crate) claim: String,
    /// Its path in the bundle.
    pub(crate) path: String,
    pub(crate) sha256: String,
}

/// Makes the rows of the table. `entries` reads the rows of `entries.csv` from their
/// beginning; it is called twice.
///
/// # Errors
/// Errors of the disk, and of `put`.
pub(crate) fn rows<I: Iterator<Item = io::Result<StringRecord>>>(
    files: &[LinkedFile],
    mut entries: impl FnMut() -> io::Result<I>,
    mut put: impl FnMut(&Row) -> io::Result<()>,
) -> io::Result<()> {
    let limits = LinkLimits::default();
    file_rows(files, &limits, &mut put)?;
    let columns = Columns::new();
    let keys = keys(entries()?, &columns, &limits)?;
    let linked = linked(keys, &limits)?;
    entry_rows(entries()?, linked, &columns, &mut put)
}

/// The rows of files that several claims have.
fn file_rows(
    files: &[LinkedFile],
    limits: &LinkLimits,
    put: &mut impl FnMut(&Row) -> io::Result<()>,
) -> io::Result<()> {
    let mut claims: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in files {
        let of_file = claims.entry(&file.sha256).or_default();
        of_file.insert(&file.claim);
    }
    let kind = LinkKind::File;
    for file in files {
        let count = claims.get(file.sha256.as_str()).map_or(0, BTreeSet::len);
        if limits.claims(kind).links(count) {
            let key = LinkKey::of(kind, &[&file.sha256]);
            let place = [file.claim.as_str(), &file.path, "", ""];
            put(&row(place, (kind, key), &file.sha256, count))?;
        }
    }
    Ok(())
}

/// A row of the table: the claim, file, line and row; what they have in common; how many
/// claims have it.
fn row(place: [&str; 4], (kind, key): (LinkKind, LinkKey), label: &str, claims: usize) -> Row {
    let key = key.to_string();
    let claims = claims.to_string();
    let what = [kind.as_str(), &key, label, &claims];
    place.into_iter().chain(what).map(str::to_owned).collect()
}

/// Where each column stands.
struct Columns([usize; COLUMNS.len()]);

impl Columns {
    fn new() -> Columns {
        Columns(COLUMNS.map(|name| {
            let at = ENTRY_COLUMNS.iter().position(|column| *column == name);
            at.expect("these are columns of entries")
        }))
    }

    /// The facts of a row; none where it was typed in, or its cells make no sense.
    fn facts<'r>(&self, row: &'r StringRecord) -> Option<RowFacts<'r>> {
        let cells = self.0.map(|at| row.get(at).unwrap_or_default());
        let [
            file,
            exchange,
            time,
            kind,
            market,
            side,
            price,
            out_asset,
            in_asset,
            trade_id,
            tx_hash,
            address,
            memo,
            source_address,
            ip,
            api_key_label,
            support,
        ] = cells;
        let support: Support = support.parse().ok()?;
        if !support.is_documented() {
            return None;
        }
        Some(RowFacts {
            file,
            exchange,
            kind: kind.parse().ok()?,
            market,
            side: side.parse().ok(),
            price: Cow::Borrowed(price),
            out_asset,
            in_asset,
            trade_id,
            tx_hash,
            address,
            memo,
            source_address,
            ip,
            api_key_label,
            seconds: rfc3339::parse(time)?.seconds,
        })
    }
}

/// The keys of all rows, by kind and key, each with the number of its claim and its row.
fn keys(
    entries: impl Iterator<Item = io::Result<StringRecord>>,
    columns: &Columns,
    limits: &LinkLimits,
) -> io::Result<Sorted<RECORD_BYTES>> {
    let mut sorter = Sorter::new();
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut current: Option<(u32, KeyFinder)> = None;
    for (number, entry) in (0..).zip(entries) {
        let entry = entry?;
        let claim = number_of(&mut numbers, entry.get(0).unwrap_or_default());
        if let Some(ended) = current.take_if(|(of, _)| *of != claim) {
            end(ended, &mut sorter)?;
        }
        let begin = || (claim, KeyFinder::new(limits.rules()));
        let (_, finder) = current.get_or_insert_with(begin);
        if let Some(facts) = columns.facts(&entry) {
            finder.row(number, &facts);
            push(claim, finder, &mut sorter)?;
        }
    }
    if let Some(ended) = current {
        end(ended, &mut sorter)?;
    }
    sorter.finish()
}

fn number_of(numbers: &mut BTreeMap<String, u32>, claim: &str) -> u32 {
    match numbers.get(claim) {
        Some(number) => *number,
        None => {
            let number = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            numbers.insert(claim.to_owned(), number);
            number
        }
    }
}

fn end((claim, mut finder): (u32, KeyFinder), sorter: &mut Sorter<RECORD_BYTES>) -> io::Result<()> {
    finder.finish();
    push(claim, &mut finder, sorter)
}

fn push(claim: u32, finder: &mut KeyFinder, sorter: &mut Sorter<RECORD_BYTES>) -> io::Result<()> {
    for found in finder.take() {
        sorter.push(by_key((found.kind, found.key), claim, found.row))?;
    }
    Ok(())
}

/// A record that is sorted by kind and key, then by claim and row.
fn by_key((kind, key): (LinkKind, LinkKey), claim: u32, row: u32) -> [u8; RECORD_BYTES] {
    let mut record = [0; RECORD_BYTES];
    record[0] = kind.number();
    record[1..17].copy_from_slice(&key.bytes());
    record[17..21].copy_from_slice(&claim.to_be_bytes());
    record[21..].copy_from_slice(&row.to_be_bytes());
    record
}

/// A record that is sorted by row, then by kind and key.
fn by_row(row: u32, what: [u8; 17], claims: u32) -> [u8; RECORD_BYTES] {
    let mut record = [0; RECORD_BYTES];
    record[..4].copy_from_slice(&row.to_be_bytes());
    record[4..21].copy_from_slice(&what);
    record[21..].copy_from_slice(&claims.to_be_bytes());
    record
}

/// `L` bytes of a record.
fn part<const L: usize>(record: &[u8; RECORD_BYTES], at: usize) -> [u8; L] {
    let mut part = [0; L];
    part.copy_from_slice(&record[at..at + L]);
    part
}

fn number(record: &[u8; RECORD_BYTES], at: usize) -> u32 {
    u32::from_be_bytes(part(record, at))
}

/// A kind and a key from their bytes.
fn what_of(bytes: [u8; 17]) -> Option<(LinkKind, LinkKey)> {
    let [kind, key @ ..] = bytes;
    Some((LinkKind::of_number(kind)?, LinkKey::from_bytes(key)))
}

/// The keys that link claims, by row, each with the number of its claims.
fn linked(keys: Sorted<RECORD_BYTES>, limits: &LinkLimits) -> io::Result<Sorted<RECORD_BYTES>> {
    let mut sorter = Sorter::new();
    let mut what = [0; 17];
    let mut group: Vec<(u32, u32)> = Vec::new();
    for record in keys {
        let record = record?;
        if part(&record, 0) != what {
            keep_if_linked(what, &group, limits, &mut sorter)?;
            what = part(&record, 0);
            group.clear();
        }
        group.push((number(&record, 17), number(&record, 21)));
    }
    keep_if_linked(what, &group, limits, &mut sorter)?;
    sorter.finish()
}

fn keep_if_linked(
    what: [u8; 17],
    group: &[(u32, u32)],
    limits: &LinkLimits,
    sorter: &mut Sorter<RECORD_BYTES>,
) -> io::Result<()> {
    // The records of a group are in the order of their claims.
    let claims = group.chunk_by(|one, next| one.0 == next.0).count();
    let Some((kind, _)) = what_of(what).filter(|(kind, _)| limits.claims(*kind).links(claims))
    else {
        return Ok(());
    };
    debug_assert_ne!(kind, LinkKind::File, "no row gives the key of a file");
    let claims = u32::try_from(claims).unwrap_or(u32::MAX);
    for (_, row) in group {
        sorter.push(by_row(*row, what, claims))?;
    }
    Ok(())
}

/// The rows of entries that link claims.
fn entry_rows(
    entries: impl Iterator<Item = io::Result<StringRecord>>,
    mut linked: Sorted<RECORD_BYTES>,
    columns: &Columns,
    put: &mut impl FnMut(&Row) -> io::Result<()>,
) -> io::Result<()> {
    let mut next = linked.next().transpose()?;
    for (at, entry) in (0_u32..).zip(entries) {
        let entry = entry?;
        while let Some(record) = next.filter(|record| number(record, 0) == at) {
            next = linked.next().transpose()?;
            let what = what_of(part(&record, 4));
            let (Some((kind, key)), Some(facts)) = (what, columns.facts(&entry)) else {
                continue;
            };
            let cell = |at: usize| entry.get(at).unwrap_or_default();
            let label = label(kind, key, &facts);
            let claims = number(&record, 21) as usize;
            let place = [cell(0), cell(1), cell(2), cell(3)];
            put(&row(place, (kind, key), &label, claims))?;
        }
    }
    Ok(())
}
