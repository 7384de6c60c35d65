//! `exhibits.csv`: a number for each file that somebody may want to name in a document.
//!
//! A number follows from the report alone, and not from what a bundle of it shares: the place
//! of the claim in the report, and the place of the file in the claim. So the same number
//! means the same file in every bundle of one report.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use ledger::{Layout, TextTable};

use super::read::{column, each_row};
use super::{Source, listed, media_type, title};
use crate::bag::ListedFile;
use crate::dictionary::TABLES;
use crate::layout;

/// The columns of `exhibits.csv`.
pub(crate) const EXHIBIT_COLUMNS: [&str; 10] = [
    "exhibit",
    "kind",
    "claim",
    "path",
    "sha256",
    "size_bytes",
    "media_type",
    "received",
    "in_bundle",
    "title",
];

/// Documents that are exhibits. Numbers follow the places in this list, so that a new document
/// goes last.
const DOCUMENTS: [&str; 6] = [
    layout::METHOD_TEXT,
    layout::METHOD,
    layout::TOTALS,
    layout::FACTS,
    layout::CUSTODY,
    layout::CUSTODY_HEAD,
];

/// Tables that only show others in another form, and so are no exhibits.
const VIEWS: [&str; 2] = [layout::EXHIBITS, layout::TIMESKETCH];

/// What an exhibit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExhibitKind {
    Original,
    Statement,
    Prices,
    Table,
    Document,
}

impl ExhibitKind {
    fn as_str(self) -> &'static str {
        match self {
            ExhibitKind::Original => "original",
            ExhibitKind::Statement => "statement",
            ExhibitKind::Prices => "prices",
            ExhibitKind::Table => "table",
            ExhibitKind::Document => "document",
        }
    }
}

/// One exhibit.
#[derive(Clone, Debug)]
pub(super) struct Exhibit {
    pub(super) number: String,
    pub(super) kind: ExhibitKind,
    /// Reference of its claim; empty for one of the whole report.
    pub(super) claim: String,
    pub(super) file: ListedFile,
    pub(super) media_type: String,
    /// When an original was received; empty for others.
    pub(super) received: String,
    /// Whether its bytes are in the bundle.
    pub(super) is_here: bool,
}

impl Exhibit {
    /// An exhibit that the bundle contains; none where it does not.
    fn here(source: &dyn Source, kind: ExhibitKind, number: String, path: &str) -> Option<Exhibit> {
        Some(Exhibit {
            number,
            kind,
            claim: String::new(),
            file: listed(source, path)?.clone(),
            media_type: media_type(path).to_owned(),
            received: String::new(),
            is_here: true,
        })
    }

    fn row(&self) -> [String; EXHIBIT_COLUMNS.len()] {
        let is_here = if self.is_here { "yes" } else { "no" };
        [
            self.number.clone(),
            self.kind.as_str().to_owned(),
            self.claim.clone(),
            self.file.path.clone(),
            self.file.sha256.clone(),
            self.file.size_bytes.to_string(),
            self.media_type.clone(),
            self.received.clone(),
            is_here.to_owned(),
            title(&self.file.path).to_owned(),
        ]
    }
}

/// Writes the index.
pub(super) fn write(source: &dyn Source, to: &mut dyn Write) -> io::Result<()> {
    let mut table = TextTable::new(Layout::Csv, &EXHIBIT_COLUMNS, to);
    for exhibit in exhibits(source)? {
        table.row(exhibit.row())?;
    }
    table.finish().map(drop)
}

/// Every exhibit: originals, statements, price files, tables, documents.
pub(super) fn exhibits(source: &dyn Source) -> io::Result<Vec<Exhibit>> {
    let claims = claims(source)?;
    let mut exhibits = originals(source, &claims)?;
    exhibits.extend(statements(source, &claims));
    exhibits.extend(prices(source)?);
    exhibits.extend(tables(source));
    exhibits.extend(documents(source));
    Ok(exhibits)
}

/// The place of each claim in the report, from 1.
fn claims(source: &dyn Source) -> io::Result<BTreeMap<String, usize>> {
    let mut claims = BTreeMap::new();
    each_row(source, layout::LEAVES, |row| {
        let place = claims.len() + 1;
        claims.entry(row[0].to_owned()).or_insert(place);
        Ok(())
    })?;
    Ok(claims)
}

fn originals(source: &dyn Source, claims: &BTreeMap<String, usize>) -> io::Result<Vec<Exhibit>> {
    let index = layout::ORIGINALS_INDEX;
    let places = [
        "claim",
        "file",
        "sha256",
        "size_bytes",
        "media_type",
        "received",
    ];
    let places = places.map(|name| column(index, name));
    let mut at = [0; 6];
    for (at, place) in at.iter_mut().zip(places) {
        *at = place?;
    }
    let mut exhibits = Vec::new();
    let mut numbered: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    each_row(source, index, |row| {
        let [claim, path, sha256, size_bytes, media_type, received] = at.map(|at| &row[at]);
        let paths = numbered.entry(claim.to_owned()).or_default();
        if !paths.insert(path.to_owned()) {
            // The same file has a row for each of its names.
            return Ok(());
        }
        let place = claims.get(claim).copied().unwrap_or_default();
        exhibits.push(Exhibit {
            number: format!("O-{place}.{}", paths.len()),
            kind: ExhibitKind::Original,
            claim: claim.to_owned(),
            file: ListedFile {
                path: path.to_owned(),
                sha256: sha256.to_owned(),
                size_bytes: size_bytes.parse().unwrap_or_default(),
            },
            media_type: media_type.to_owned(),
            received: received.to_owned(),
            is_here: listed(source, path).is_some(),
        });
        Ok(())
    })?;
    Ok(exhibits)
}

fn statements<'s>(
    source: &'s dyn Source,
    claims: &'s BTreeMap<String, usize>,
) -> impl Iterator<Item = Exhibit> + 's {
    let mut claims: Vec<(&String, &usize)> = claims.iter().collect();
    claims.sort_by_key(|(_, place)| **place);
    claims.into_iter().filter_map(move |(claim, place)| {
        let path = layout::statement(claim);
        let kind = ExhibitKind::Statement;
        let exhibit = Exhibit::here(source, kind, format!("S-{place}"), &path)?;
        let claim = claim.clone();
        Some(Exhibit { claim, ..exhibit })
    })
}

/// The price files, each once, in the order in which sources are searched.
fn prices(source: &dyn Source) -> io::Result<Vec<Exhibit>> {
    let index = layout::PRICES_INDEX;
    let file = column(index, "file")?;
    let mut exhibits = Vec::new();
    let mut seen = BTreeSet::new();
    each_row(source, index, |row| {
        if seen.insert(row[file].to_owned()) {
            let number = format!("P-{}", seen.len());
            exhibits.extend(Exhibit::here(
                source,
                ExhibitKind::Prices,
                number,
                &row[file],
            ));
        }
        Ok(())
    })?;
    Ok(exhibits)
}

fn tables(source: &dyn Source) -> impl Iterator<Item = Exhibit> {
    let tables = TABLES.iter().map(|table| table.path);
    let tables = tables.filter(|path| !VIEWS.contains(path));
    numbered(source, ExhibitKind::Table, "T", tables)
}

fn documents(source: &dyn Source) -> impl Iterator<Item = Exhibit> {
    numbered(source, ExhibitKind::Document, "D", DOCUMENTS.into_iter())
}

/// Files that are numbered by their place in a list.
fn numbered<'s>(
    source: &'s dyn Source,
    kind: ExhibitKind,
    letter: &'static str,
    paths: impl Iterator<Item = &'static str> + 's,
) -> impl Iterator<Item = Exhibit> + 's {
    let paths = (1..).zip(paths);
    paths.filter_map(move |(place, path)| {
        Exhibit::here(source, kind, format!("{letter}-{place}"), path)
    })
}
