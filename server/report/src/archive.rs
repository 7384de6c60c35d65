//! Reads a bundle that may be hostile: nothing in it is trusted, and everything is limited.
//!
//! A bundle is a ZIP as `bag` writes it, and only in that form: entries stored one after the
//! other without gaps, one top folder, plain names. The local headers are read first and
//! must then agree with the central directory, so that two tools cannot see different files
//! in one bundle.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::rc::Rc;

use ledger::limits;
use zip::ZipArchive;

limits! {
    /// What a bundle may demand of the program that checks it.
    pub struct Limits, named by LimitNames under "limits.verifying" {
        /// Files in a bundle.
        files_max: usize = 100_000,
        /// Bytes of one file that is held in memory (manifests, settings, prices).
        held_bytes_max: u64 = 256 << 20,
        /// Rows of one table, and of one original.
        rows_max: u64 = 5_000_000,
        /// Rows of all originals of one claim. They wait in a temporary file, some 600 bytes
        /// each.
        claim_rows_max: u64 = 20_000_000,
        /// Rows of one claim, or of one table, that are missing, added or out of order, some
        /// 150 bytes each; rows in order take no memory.
        unpaired_rows_max: usize = 1_000_000,
        /// Deals of 3Commas in the originals of one claim, some 500 bytes each.
        deals_max: usize = 1_000_000,
        /// Rows of the table of decisions on conflicts, some 500 bytes each.
        decisions_max: usize = 1_000_000,
        /// Bytes of one row of a table.
        row_bytes_max: usize = 256 << 10,
        /// Differences that are named one by one; further ones are only counted.
        findings_max: usize = 10_000,
    }
}

/// Longest path within a bundle.
const NAME_BYTES_MAX: usize = 300;
/// The most that a central directory needs for one file: header, name, wide sizes.
const DIRECTORY_BYTES_PER_FILE: u64 = 46 + NAME_BYTES_MAX as u64 + 64;
/// The most bytes that may follow the central directory: both end records.
const END_BYTES_MAX: u64 = 256;
const LOCAL_HEADER: [u8; 4] = *b"PK\x03\x04";
const WIDE: u32 = u32::MAX;

/// Why a file is not a readable bundle.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file itself cannot be read.
    #[error("the bundle cannot be read")]
    Io(#[from] io::Error),
    /// It is no ZIP, or another program packed it.
    #[error("this is no bundle as Redress seals them: {0}")]
    Shape(String),
    /// It exceeds a limit for bundles.
    #[error("the bundle is refused: {0}")]
    Limit(String),
}

/// An opened bundle, with the place of each file's bytes.
pub(crate) struct Archive<R> {
    inner: Rc<RefCell<R>>,
    /// The folder that contains everything.
    pub(crate) top: String,
    files: BTreeMap<String, Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    header: u64,
    start: u64,
    length: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// Opens a bundle.
    ///
    /// # Errors
    /// When it is not a ZIP of this form, or larger than `limits`.
    pub(crate) fn open(mut inner: R, limits: &Limits) -> Result<Archive<R>, ArchiveError> {
        let (named, directory) = walk(&mut inner, limits)?;
        check_directory(&mut inner, &named, directory)?;
        let mut tops = named.keys().map(|name| name.split('/').next());
        let top = tops.next().flatten().unwrap_or_default().to_owned();
        if tops.any(|other| other != Some(top.as_str())) {
            return Err(shape("its files do not lie in one top folder"));
        }
        let mut files = BTreeMap::new();
        for (name, span) in named {
            let inside = name.strip_prefix(&format!("{top}/"));
            let path = inside.ok_or_else(|| shape("a file lies outside the top folder"))?;
            files.insert(path.to_owned(), span);
        }
        let inner = Rc::new(RefCell::new(inner));
        Ok(Archive { inner, top, files })
    }

    /// Every path below the top folder, in byte order.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    /// Whether there is such a file.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Length of a file.
    pub(crate) fn length(&self, path: &str) -> Option<u64> {
        self.files.get(path).map(|span| span.length)
    }

    /// One file, for reading and seeking. Several may be read at the same time.
    pub(crate) fn section(&self, path: &str) -> Option<Section<R>> {
        let span = *self.files.get(path)?;
        Some(Section {
            inner: Rc::clone(&self.inner),
            start: span.start,
            length: span.length,
            at: 0,
        })
    }

    /// A file held in memory; `None` when it is missing.
    ///
    /// # Errors
    /// When it exceeds the limit, or cannot be read.
    pub(crate) fn bytes(
        &self,
        path: &str,
        limits: &Limits,
    ) -> Result<Option<Vec<u8>>, ArchiveError> {
        let Some(section) = self.section(path) else {
            return Ok(None);
        };
        if section.length > limits.held_bytes_max {
            return Err(ArchiveError::Limit(format!(
                "{path} is longer than {} ({} bytes)",
                Limits::NAMES.held_bytes_max,
                limits.held_bytes_max
            )));
        }
        let mut bytes = Vec::with_capacity(section.length as usize);
        io::BufReader::new(section).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }
}

/// One file of a bundle, or a part of one.
pub(crate) struct Section<R> {
    inner: Rc<RefCell<R>>,
    start: u64,
    length: u64,
    at: u64,
}

impl<R> Section<R> {
    /// The part of it between these bytes, as far as it exists.
    pub(crate) fn part(self, bytes: &Range<u64>) -> Section<R> {
        let (start, end) = (bytes.start.min(self.length), bytes.end.min(self.length));
        Section {
            inner: self.inner,
            start: self.start + start,
            length: end.saturating_sub(start),
            at: 0,
        }
    }
}

impl<R: Read + Seek> Read for Section<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.at);
        let wanted = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let mut inner = self.inner.borrow_mut();
        inner.seek(SeekFrom::Start(self.start + self.at))?;
        let read = inner.read(&mut buffer[..wanted])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Section<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

fn shape(what: impl Into<String>) -> ArchiveError {
    ArchiveError::Shape(what.into())
}

/// Reads local headers from the first byte until something else follows, which must be the
/// central directory.
fn walk(
    inner: &mut (impl Read + Seek),
    limits: &Limits,
) -> Result<(BTreeMap<String, Span>, u64), ArchiveError> {
    let end = inner.seek(SeekFrom::End(0))?;
    let mut at = 0;
    let mut files = BTreeMap::new();
    let mut folded = std::collections::BTreeSet::new();
    loop {
        inner.seek(SeekFrom::Start(at))?;
        let mut signature = [0; 4];
        if read_fully(inner, &mut signature)? && signature == LOCAL_HEADER {
            let (name, span) = local_entry(inner, at, end)?;
            at = span.start + span.length;
            // On some systems, names that differ only in case would overwrite each other
            // when the bundle is unpacked.
            if !folded.insert(name.to_ascii_lowercase()) {
                return Err(shape(format!("{name} is in it twice")));
            }
            files.insert(name, span);
            if files.len() > limits.files_max {
                return Err(ArchiveError::Limit(format!(
                    "it has more files than {} ({})",
                    Limits::NAMES.files_max,
                    limits.files_max
                )));
            }
        } else if files.is_empty() {
            return Err(shape("it does not begin like a ZIP file"));
        } else {
            break;
        }
    }
    let rest = end.saturating_sub(at);
    if rest > files.len() as u64 * DIRECTORY_BYTES_PER_FILE + END_BYTES_MAX {
        return Err(shape("there is more behind its files than a directory"));
    }
    Ok((files, at))
}

fn read_fully(inner: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match inner.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// One local header (APPNOTE 4.3.7), its signature already read.
fn local_entry(
    inner: &mut impl Read,
    header: u64,
    end: u64,
) -> Result<(String, Span), ArchiveError> {
    let mut fixed = [0; 26];
    if !read_fully(inner, &mut fixed)? {
        return Err(shape("it is cut off"));
    }
    let short = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
    let long =
        |at: usize| u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
    let (flags, method) = (short(2), short(4));
    let (packed, size) = (long(14), long(18));
    let (name_bytes, extra_bytes) = (usize::from(short(22)), usize::from(short(24)));
    if name_bytes > NAME_BYTES_MAX || extra_bytes > 64 {
        return Err(shape("a file's header is too long"));
    }
    let mut name = vec![0; name_bytes];
    let mut extra = vec![0; extra_bytes];
    if !read_fully(inner, &mut name)? || !read_fully(inner, &mut extra)? {
        return Err(shape("it is cut off"));
    }
    let name = plain_name(&name)?;
    if flags != 0 || method != 0 {
        return Err(shape(format!(
            "{name} is compressed or encrypted; a bundle is checked as it was downloaded, not packed again"
        )));
    }
    let length = match (packed, size) {
        (WIDE, WIDE) => wide_length(&extra).ok_or_else(|| shape(format!("{name} has no size")))?,
        (packed, size) if packed == size => u64::from(size),
        _ => return Err(shape(format!("{name} has two sizes"))),
    };
    let start = header + 30 + name_bytes as u64 + extra_bytes as u64;
    if start.checked_add(length).is_none_or(|past| past > end) {
        return Err(shape(format!("{name} is cut off")));
    }
    let span = Span {
        header,
        start,
        length,
    };
    Ok((name, span))
}

/// The ZIP64 field (APPNOTE 4.5.3) of a local header: both sizes, equal.
fn wide_length(extra: &[u8]) -> Option<u64> {
    let fields = extra.strip_prefix(&[1, 0, 16, 0])?;
    let (size, rest) = fields.split_first_chunk::<8>()?;
    let (packed, _) = rest.split_first_chunk::<8>()?;
    (size == packed).then(|| u64::from_le_bytes(*size))
}

/// Letters, digits, `.`, `_`, `-` between slashes; no segment is empty, `.` or `..`.
fn plain_name(name: &[u8]) -> Result<String, ArchiveError> {
    let wrong = || {
        let shown = String::from_utf8_lossy(name).escape_debug().to_string();
        shape(format!("`{shown}` is no name a bundle has"))
    };
    let text = std::str::from_utf8(name).map_err(|_| wrong())?;
    let plain = text.split('/').all(|part| {
        let letters = part
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        letters && !part.is_empty() && part != "." && part != ".."
    });
    if plain {
        Ok(text.to_owned())
    } else {
        Err(wrong())
    }
}

/// Checks that the central directory names the same files in the same places.
fn check_directory(
    inner: &mut (impl Read + Seek),
    walked: &BTreeMap<String, Span>,
    directory: u64,
) -> Result<(), ArchiveError> {
    let broken = |_| shape("its directory is broken");
    let mut zip = ZipArchive::new(&mut *inner).map_err(broken)?;
    let differs = || shape("its directory does not name the files that are in it");
    let same_place = zip.central_directory_start() == directory && zip.offset() == 0;
    if zip.len() != walked.len() || !same_place || !zip.comment().is_empty() {
        return Err(differs());
    }
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(broken)?;
        let span = std::str::from_utf8(entry.name_raw())
            .ok()
            .and_then(|name| walked.get(name))
            .ok_or_else(differs)?;
        let same = entry.header_start() == span.header
            && entry.size() == span.length
            && entry.compressed_size() == span.length
            && entry.compression() == zip::CompressionMethod::Stored
            && entry.is_file();
        if !same {
            return Err(differs());
        }
    }
    Ok(())
}
