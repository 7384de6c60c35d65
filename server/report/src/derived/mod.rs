//! The files of a bundle that follow from its other files: copies and indexes for the
//! programs of recipients. They state nothing of their own.
//!
//! Sealing writes them after all others. The check makes them again from what the bundle has,
//! and compares the bytes. Both read row by row, so that memory does not grow with the rows.
//! Their form has the version [`crate::documents::TEXTS_VERSION`].

mod case;
mod columnar;
mod exhibits;
mod read;
mod ro_crate;
mod timesketch;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, Write};

use crate::bag::{Bag, ListedFile, sha256_hex};
use crate::dictionary::table_at;
use crate::documents::Facts;
use crate::layout::{self, PAYLOAD_FOLDER};

#[cfg(test)]
pub(crate) use exhibits::EXHIBIT_COLUMNS;
#[cfg(test)]
pub(crate) use timesketch::TIMESKETCH_COLUMNS;

/// A file that follows from the other files of a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derived {
    /// The entries in columns.
    EntriesParquet,
    /// The losses in columns.
    LossesParquet,
    /// The time line for Timesketch.
    Timesketch,
    /// The index of exhibits.
    Exhibits,
    /// The graph of files and acts in the CASE ontology.
    Case,
    /// The RO-Crate metadata.
    RoCrate,
}

impl Derived {
    /// All of them, in the order in which they are made. Each lists only files before it.
    pub(crate) const ALL: [Derived; 6] = [
        Derived::EntriesParquet,
        Derived::LossesParquet,
        Derived::Timesketch,
        Derived::Exhibits,
        Derived::Case,
        Derived::RoCrate,
    ];

    /// Its path in a bundle.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Derived::EntriesParquet => layout::ENTRIES_PARQUET,
            Derived::LossesParquet => layout::LOSSES_PARQUET,
            Derived::Timesketch => layout::TIMESKETCH,
            Derived::Exhibits => layout::EXHIBITS,
            Derived::Case => layout::CASE,
            Derived::RoCrate => layout::RO_CRATE,
        }
    }

    /// Whether it consists of lines.
    pub(crate) fn is_text(self) -> bool {
        !matches!(self, Derived::EntriesParquet | Derived::LossesParquet)
    }

    /// Makes it from the other files.
    ///
    /// # Errors
    /// When a file cannot be read, or does not have its form, or nothing can be written.
    pub(crate) fn write(self, source: &dyn Source, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Derived::EntriesParquet => columnar::write(source, layout::ENTRIES, to),
            Derived::LossesParquet => columnar::write(source, layout::LOSSES, to),
            Derived::Timesketch => timesketch::write(source, to),
            Derived::Exhibits => exhibits::write(source, to),
            Derived::Case => case::write(source, to),
            Derived::RoCrate => ro_crate::write(source, to),
        }
    }
}

/// What derived files are made from.
pub(crate) trait Source {
    /// A file from its first byte; none where the bundle lacks it.
    fn open(&self, path: &str) -> io::Result<Option<Box<dyn Read + '_>>>;

    /// The payload files in byte order of their paths, as the manifest lists them.
    fn payload(&self) -> &[ListedFile];

    /// What the report says about itself.
    fn facts(&self) -> &Facts;

    /// The most bytes of one row of a table.
    fn row_bytes_max(&self) -> usize;
}

/// A payload file by its path.
fn listed<'s>(source: &'s dyn Source, path: &str) -> Option<&'s ListedFile> {
    let payload = source.payload();
    let at = payload.binary_search_by(|file| file.path.as_str().cmp(path));
    payload.get(at.ok()?)
}

/// Whether a copy of the file must be kept while a bundle is written. Entries and losses are
/// kept without a copy, because they wait in files already.
pub(crate) fn is_source(path: &str) -> bool {
    [
        layout::CREDITS,
        layout::ORIGINALS_INDEX,
        layout::PRICES_INDEX,
        layout::LEAVES,
        layout::CUSTODY,
    ]
    .contains(&path)
}

/// Adds the derived files to a bag that has all others.
///
/// # Errors
/// When a kept file cannot be read or the bag not written.
pub(crate) fn add<W: Write + Seek>(bag: &mut Bag<W>, facts: &Facts) -> io::Result<()> {
    let kept = bag.take_kept();
    for derived in Derived::ALL {
        let payload = bag.payload().to_vec();
        let source = Kept {
            files: &kept,
            payload: &payload,
            facts,
        };
        bag.file(derived.path(), |to| derived.write(&source, to))?;
    }
    Ok(())
}

/// The files of a bag under construction.
struct Kept<'k> {
    files: &'k BTreeMap<String, File>,
    payload: &'k [ListedFile],
    facts: &'k Facts,
}

impl Source for Kept<'_> {
    fn open(&self, path: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let Some(mut file) = self.files.get(path) else {
            return Ok(None);
        };
        file.rewind()?;
        Ok(Some(Box::new(file)))
    }

    fn payload(&self) -> &[ListedFile] {
        self.payload
    }

    fn facts(&self) -> &Facts {
        self.facts
    }

    fn row_bytes_max(&self) -> usize {
        // Whoever writes a bundle made the rows.
        usize::MAX
    }
}

/// Makes the files of an unpacked bundle that follow from its other files, by their paths
/// below the top folder. Whoever changes a bundle needs them to make it agree again; the
/// tests of tampering do.
///
/// # Errors
/// When the bundle lacks its facts, or a table does not have its form.
pub fn derived_files(files: &BTreeMap<String, Vec<u8>>) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let facts = files.get(layout::FACTS).map_or(&[][..], Vec::as_slice);
    let facts: Facts = serde_json::from_slice(facts)?;
    let mut made = BTreeMap::new();
    let others = files.iter().filter(|(path, _)| {
        let derived = Derived::ALL.iter().any(|derived| derived.path() == *path);
        path.starts_with(PAYLOAD_FOLDER) && !derived
    });
    let mut payload: Vec<ListedFile> = others.map(|(path, bytes)| of(path, bytes)).collect();
    for derived in Derived::ALL {
        let mut bytes = Vec::new();
        let source = Unpacked {
            files,
            payload: &payload,
            facts: &facts,
        };
        derived.write(&source, &mut bytes)?;
        payload.push(of(derived.path(), &bytes));
        payload.sort();
        made.insert(derived.path().to_owned(), bytes);
    }
    Ok(made)
}

fn of(path: &str, bytes: &[u8]) -> ListedFile {
    ListedFile {
        path: path.to_owned(),
        sha256: sha256_hex(bytes),
        size_bytes: bytes.len() as u64,
    }
}

/// The files of an unpacked bundle.
struct Unpacked<'u> {
    files: &'u BTreeMap<String, Vec<u8>>,
    payload: &'u [ListedFile],
    facts: &'u Facts,
}

impl Source for Unpacked<'_> {
    fn open(&self, path: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let bytes = self.files.get(path);
        Ok(bytes.map(|bytes| Box::new(&bytes[..]) as Box<dyn Read + '_>))
    }

    fn payload(&self) -> &[ListedFile] {
        self.payload
    }

    fn facts(&self) -> &Facts {
        self.facts
    }

    fn row_bytes_max(&self) -> usize {
        usize::MAX
    }
}

/// What a file is, in a few words, by its path.
fn title(path: &str) -> &'static str {
    if let Some(table) = table_at(path) {
        return table.title;
    }
    match path {
        layout::TOTALS => "Totals",
        layout::ENTRIES_PARQUET => "Copy of the entries in columns (Apache Parquet)",
        layout::LOSSES_PARQUET => "Copy of the losses in columns (Apache Parquet)",
        layout::DATAPACKAGE => "Description of all tables (Frictionless Data Package)",
        layout::METHOD_TEXT => "The method, in words",
        layout::METHOD => "Settings of the method",
        layout::CUSTODY => "Custody log",
        layout::CUSTODY_HEAD => "Head of the custody log",
        layout::FACTS => "Facts of the report",
        layout::CASE => "Files and acts as a graph (CASE)",
        path if path.starts_with(layout::ORIGINALS) => "Original, exactly as received",
        path if path.starts_with(layout::PRICE_FILES) => "Price file, exactly as used",
        path if path.starts_with(layout::STATEMENTS) => "Statement and declaration of a claimant",
        _ => "File of the report",
    }
}

/// The media type of a file that the bundle names itself, by the ending of its name.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "csv" => "text/csv",
        "json" => "application/json",
        "jsonl" => "application/jsonl",
        "jsonld" => "application/ld+json",
        "md" => "text/markdown",
        "parquet" => "application/vnd.apache.parquet",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "txt" => "text/plain",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_payload_file_of_a_bundle_has_a_title_and_a_media_type() {
        for path in layout::PAYLOAD_FILES {
            if path != layout::RO_CRATE {
                assert_ne!(title(path), "File of the report", "{path}");
                assert_ne!(media_type(path), "application/octet-stream", "{path}");
            }
        }
    }
}
