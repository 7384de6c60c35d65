//! ZIP, tar.gz and gzip archives, opened as sent: each file inside is a file of its own.
//! Workbooks are distinguished from archives here.
//!
//! What an archive claims about itself is not believed: bytes are counted as
//! they are unpacked, and archives inside archives are not opened.

mod directory;
pub(crate) mod gzip;
mod tar_stream;

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

pub use directory::{Packing, ZIP_END_BYTES, ZIP_HEADER_BYTES, ZipDirectory, ZipMember};
pub use gzip::inner_name;
pub use tar_stream::{TarPiece, TarStream};

use crate::base::limits::Limits;
use crate::base::names::clean_name;
use crate::carriers::samples::first_bytes;
use crate::carriers::sheet_starts::Starts;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;

/// What a file is packed in: such a one is read by [`crate::read_file`], which opens
/// archives and workbooks, and not pushed to [`crate::Import`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packed {
    /// A ZIP, or a workbook (XLSX, ODS), which is one.
    Zip,
    /// A gzip stream: a tar archive or one file.
    Gzip,
    /// A compound file: an Excel workbook of before 2007.
    Compound,
}

impl Packed {
    /// What a file is that starts with these bytes, four or more; `None` for a plain one.
    pub fn of(start: &[u8]) -> Option<Packed> {
        if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
            Some(Packed::Zip)
        } else if start.starts_with(b"\x1f\x8b") {
            Some(Packed::Gzip)
        } else {
            let is_compound = start.starts_with(b"\xD0\xCF\x11\xE0");
            is_compound.then_some(Packed::Compound)
        }
    }

    /// What a source starts as; the position is put back.
    pub(crate) fn by_start<R: Read + Seek>(source: &mut R) -> io::Result<Option<Packed>> {
        let mut start = Vec::with_capacity(4);
        source.by_ref().take(4).read_to_end(&mut start)?;
        source.seek(SeekFrom::Start(0))?;
        Ok(Packed::of(&start))
    }
}

/// Names of what is inside, as far as it can be opened.
pub(crate) fn members<R: Read + Seek>(
    packed: Packed,
    name: &str,
    source: R,
    limits: &Limits,
) -> io::Result<Vec<String>> {
    if packed == Packed::Gzip {
        return Ok(gzip::members(name, source, limits));
    }
    let Some(mut archive) = open_zip(source, limits)? else {
        return Ok(Vec::new());
    };
    if is_workbook(&archive) {
        return Ok(Starts::of_sheets(archive, limits).names());
    }
    let mut names = Vec::new();
    for index in 0..archive.len() {
        if let Ok(file) = archive.by_index_raw(index)
            && !file.is_dir()
        {
            let inner = clean_name(&String::from_utf8_lossy(file.name_raw()));
            if !is_litter(&inner) {
                names.push(inner);
            }
        }
    }
    Ok(names)
}

/// The start of a member; `None` when there is none of that name or it cannot be
/// opened. So few bytes are taken that no ratio makes them a bomb.
pub(crate) fn start<R: Read + Seek>(
    packed: Packed,
    name: &str,
    source: R,
    member: &str,
    limits: &Limits,
) -> io::Result<Option<Vec<u8>>> {
    if packed == Packed::Gzip {
        return Ok(gzip::start(name, source, member, limits));
    }
    let Some(mut archive) = open_zip(source, limits)? else {
        return Ok(None);
    };
    if is_workbook(&archive) {
        return Ok(Starts::of_sheets(archive, limits).start(member));
    }
    let is_meant = |archive: &mut ZipArchive<R>, index: usize| {
        archive.by_index_raw(index).is_ok_and(|file| {
            !file.is_dir() && clean_name(&String::from_utf8_lossy(file.name_raw())) == member
        })
    };
    let Some(index) = (0..archive.len()).find(|index| is_meant(&mut archive, *index)) else {
        return Ok(None);
    };
    let file = archive.by_index(index);
    Ok(file.ok().and_then(|mut file| first_bytes(&mut file).ok()))
}

/// Opens a ZIP within the limits; `None` for one that is broken or past them.
fn open_zip<R: Read + Seek>(source: R, limits: &Limits) -> io::Result<Option<ZipArchive<R>>> {
    match ZipArchive::new(source) {
        Ok(archive) => Ok(Some(archive).filter(|zip| zip.len() <= limits.archive_entries_max)),
        Err(ZipError::Io(error)) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
        Err(_) => Ok(None),
    }
}

/// Whether a ZIP is a workbook: an XLSX, or an ODS.
pub(crate) fn is_workbook<R: Read + Seek>(archive: &ZipArchive<R>) -> bool {
    let has = |name: &str| archive.index_for_name(name).is_some();
    has("[Content_Types].xml") || has("mimetype") && has("content.xml")
}

/// Whether a ZIP is a document of Apple's programs: its parts are in a form of their own.
pub(crate) fn is_of_apple<R: Read + Seek>(archive: &ZipArchive<R>) -> bool {
    let mut names = archive.file_names_raw();
    names.any(|name| name.ends_with(b".iwa") || name.ends_with(b"BuildVersionHistory.plist"))
}

/// Bytes that the archive may still unpack to.
pub(crate) struct Budget {
    /// How many.
    pub bytes: u64,
}

/// What operating systems leave in archives.
pub(crate) fn is_litter(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.ends_with(".DS_Store") || name.ends_with("Thumbs.db")
}

/// Why a member was not unpacked to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unpacked {
    /// More than this limit of the archive.
    #[error("more than {0} bytes")]
    TooManyBytes(u64),
    /// More than so many times its packed size.
    #[error("more than {0} times its packed size")]
    TooGoodARatio(u64),
    /// It breaks off, or its checksum is wrong.
    #[error("{0}")]
    Broken(io::Error),
}

impl From<io::Error> for Unpacked {
    fn from(error: io::Error) -> Unpacked {
        match error.downcast::<Unpacked>() {
            Ok(problem) => problem,
            Err(error) => Unpacked::Broken(error),
        }
    }
}

impl Unpacked {
    /// The line that says so of a member or an archive.
    pub fn diagnostic(self, file: &str) -> Diagnostic {
        let (code, message) = match self {
            Unpacked::TooManyBytes(count) => (
                Code::RefusedLimit,
                Message::ArchiveBytes {
                    limit: Limits::NAMES.archive_bytes_max.into(),
                    count,
                },
            ),
            Unpacked::TooGoodARatio(count) => (
                Code::RefusedLimit,
                Message::ArchiveRatio {
                    limit: Limits::NAMES.archive_ratio_max.into(),
                    count,
                },
            ),
            Unpacked::Broken(error) => {
                let error = error.to_string().into();
                (Code::RefusedMember, Message::ArchiveChecksum { error })
            }
        };
        Diagnostic::of_file(file, code, message)
    }
}

/// Unpacks a member within the limits and hands its bytes on.
pub(crate) fn unpack(
    source: &mut dyn Read,
    packed: u64,
    limits: &Limits,
    budget: &mut Budget,
    push: &mut dyn FnMut(&[u8]),
) -> Result<(), Unpacked> {
    let mut bytes = vec![0; 128 << 10];
    let mut unpacked = 0_u64;
    let unpacked_bytes_max = limits.unpacked_bytes_max(packed);
    loop {
        let read = match source.read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(read) => read as u64,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Unpacked::Broken(error)),
        };
        unpacked += read;
        if unpacked > unpacked_bytes_max {
            return Err(Unpacked::TooGoodARatio(limits.archive_ratio_max));
        }
        if read > budget.bytes {
            budget.bytes = 0;
            return Err(Unpacked::TooManyBytes(limits.archive_bytes_max));
        }
        budget.bytes -= read;
        push(&bytes[..read as usize]);
    }
}
