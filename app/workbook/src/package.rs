//! The parts of an XLSX or an ODS by their paths, and what they unpack to, counted.

use std::collections::HashMap;
use std::io::{self, Read, Seek};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::xml::{Piece, Xml};
use crate::error::{Past, Unread, WorkbookError};
use crate::limits::Limits;

/// Where the parts of a workbook are.
pub(super) trait Parts {
    /// A part, as it is unpacked.
    type Part<'a>: Read
    where
        Self: 'a;

    /// Opens a part by its [`plain`] path; `None` where it does not exist.
    fn open(&mut self, path: &str) -> Result<Option<Self::Part<'_>>, WorkbookError>;
}

/// The parts in an archive.
pub(super) struct Zipped<R> {
    archive: ZipArchive<R>,
    /// Members by their plain paths.
    members: HashMap<String, usize>,
}

impl<R: Read + Seek> Zipped<R> {
    /// Reads the names of the members.
    pub fn new(archive: ZipArchive<R>) -> Zipped<R> {
        let names = (0..archive.len())
            .filter_map(|at| Some((plain(&archive.name_for_index(at)?.ok()?), at)));
        Zipped {
            members: names.collect(),
            archive,
        }
    }

    /// Whether there is a part of this [`plain`] path.
    pub fn has(&self, path: &str) -> bool {
        self.members.contains_key(path)
    }
}

impl<R: Read + Seek> Parts for Zipped<R> {
    type Part<'a>
        = ZipFile<'a, R>
    where
        R: 'a;

    fn open(&mut self, path: &str) -> Result<Option<ZipFile<'_, R>>, WorkbookError> {
        let Some(at) = self.members.get(path) else {
            return Ok(None);
        };
        let part = self.archive.by_index(*at).map_err(|error| match error {
            ZipError::UnsupportedArchive(_) => WorkbookError::Unread(Unread::Locked),
            error => WorkbookError::of_error(&error),
        })?;
        Ok(Some(part))
    }
}

/// The parts in memory, by their plain paths.
impl Parts for HashMap<String, Vec<u8>> {
    type Part<'a> = &'a [u8];

    fn open(&mut self, path: &str) -> Result<Option<&[u8]>, WorkbookError> {
        Ok(self.get(path).map(Vec::as_slice))
    }
}

/// The parts of a workbook, and how much of them may be unpacked.
pub(super) struct Package<P> {
    parts: P,
    /// Bytes that may still be unpacked.
    left: u64,
    bytes_max: u64,
    piece_bytes_max: usize,
}

/// A reference from one part to another.
pub(super) struct Relation {
    /// The id of the reference in the referring part.
    pub id: String,
    /// The last word of its type: `worksheet`.
    pub what: String,
    /// The path of the other part.
    pub path: String,
}

impl<P: Parts> Package<P> {
    /// Opens nothing yet.
    pub fn new(parts: P, limits: &Limits) -> Package<P> {
        Package {
            parts,
            left: limits.bytes_max,
            bytes_max: limits.bytes_max,
            piece_bytes_max: limits.cell_bytes_max,
        }
    }

    /// Opens a part; `None` where it does not exist.
    pub fn open(
        &mut self,
        path: &str,
    ) -> Result<Option<Xml<Unpacked<'_, P::Part<'_>>>>, WorkbookError> {
        let Some(source) = self.parts.open(&plain(path))? else {
            return Ok(None);
        };
        let unpacked = Unpacked {
            source,
            left: &mut self.left,
            bytes_max: self.bytes_max,
        };
        Ok(Some(Xml::new(unpacked, self.piece_bytes_max)))
    }

    /// The references of a part to other parts; empty where it has none.
    pub fn relations(&mut self, of: &str) -> Result<Vec<Relation>, WorkbookError> {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let Some(mut xml) = self.open(&format!("{folder}/_rels/{file}.rels"))? else {
            return Ok(Vec::new());
        };
        let mut relations = Vec::new();
        loop {
            match xml.next()? {
                Piece::Start(tag) | Piece::Empty(tag) if tag.name == "Relationship" => {
                    let is = |name| tag.attribute(name).map(Option::unwrap_or_default);
                    let what = is("Type")?;
                    relations.push(Relation {
                        id: is("Id")?,
                        what: what.rsplit('/').next().unwrap_or_default().to_owned(),
                        path: joined(folder, &is("Target")?),
                    });
                }
                Piece::Over => return Ok(relations),
                _ => {}
            }
        }
    }
}

/// The normalised path of a part, because programs write paths in different ways.
pub(super) fn plain(path: &str) -> String {
    path.replace('\\', "/")
        .trim_start_matches('/')
        .to_ascii_lowercase()
}

/// Resolves a path that is relative to a folder.
fn joined(folder: &str, target: &str) -> String {
    if target.starts_with('/') {
        return target.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A part as it is unpacked.
pub(super) struct Unpacked<'a, R> {
    source: R,
    left: &'a mut u64,
    bytes_max: u64,
}

impl<R: Read> Read for Unpacked<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => *self.left = left,
            None => {
                return Err(io::Error::other(WorkbookError::Limit {
                    past: Past::UnpackedBytes,
                    most: self.bytes_max,
                }));
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_are_resolved_from_the_folder_of_their_part() {
        for (folder, target, expected) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/a.xml", "/xl/a.xml"),
            ("xl/worksheets", "../b.xml", "xl/b.xml"),
            ("", "xl/workbook.xml", "/xl/workbook.xml"),
            ("", "../../x", "x"),
        ] {
            assert_eq!(joined(folder, target), expected);
        }
        assert_eq!(plain("\\XL\\Workbook.xml"), "xl/workbook.xml");
    }
}
