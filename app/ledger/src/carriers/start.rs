//! The start of one file in whatever carrier it lies: what somebody looks at who
//! is to say what its columns mean. Every carrier is opened by the code that
//! imports it, under the same limits, and no further than needed.

use std::io::{self, Read, Seek, SeekFrom};

use crate::base::limits::Limits;
use crate::carriers::archive::{self, Packed};
use crate::carriers::samples::first_bytes;

/// Names of the files of an archive or the sheets of a workbook, as they stand
/// behind the `!`; `None` for a plain file. What cannot be opened has none.
///
/// # Errors
/// When the bytes cannot be had.
pub fn members_of<R: Read + Seek>(
    name: &str,
    mut source: R,
    limits: &Limits,
) -> io::Result<Option<Vec<String>>> {
    let Some(packed) = Packed::by_start(&mut source)? else {
        return Ok(None);
    };
    archive::members(packed, name, source, limits).map(Some)
}

/// The first bytes ([`SAMPLE_BYTES`](crate::SAMPLE_BYTES) of them, or all) of a plain file (`member` is
/// empty), of a file of an archive, or of a sheet as CSV. `None` when there is no
/// such member, or it cannot be opened.
///
/// # Errors
/// When the bytes cannot be had.
pub fn start_of<R: Read + Seek>(
    name: &str,
    mut source: R,
    member: &str,
    limits: &Limits,
) -> io::Result<Option<Vec<u8>>> {
    match Packed::by_start(&mut source)? {
        Some(packed) => archive::start(packed, name, source, member, limits),
        None if member.is_empty() => {
            source.seek(SeekFrom::Start(0))?;
            first_bytes(&mut source).map(Some)
        }
        None => Ok(None),
    }
}
