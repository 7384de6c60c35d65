//! The reading of a file of any kind: plain text, an archive or a workbook.

use std::io::{Read, Seek};

use crate::carriers::archive::Packed;
use crate::carriers::samples::SAMPLE_BYTES;
use crate::entry::sink::Sink;
use crate::reading::archives;
use crate::reading::import::{Import, feed};
use crate::reading::options::ReadOptions;
use crate::reading::report::FileReport;

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The bytes could not be had.
    #[error("{file} cannot be read: {source}")]
    Io {
        /// Name as given.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Reads a file, every file of an archive or every sheet of a workbook, judged by
/// its content.
///
/// # Errors
/// When the bytes cannot be had. A broken archive, like any file that is no
/// export, is a [`FileReport`] without a format and a diagnostic.
pub fn read_file<R: Read + Seek>(
    name: &str,
    mut source: R,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<Vec<FileReport>, ReadError> {
    let failed = |source| ReadError::Io {
        file: name.to_owned(),
        source,
    };
    if let Some(packed) = Packed::by_start(&mut source).map_err(failed)? {
        return archives::read(packed, name, source, options, sink).map_err(failed);
    }
    let mut import = Import::new(name, options);
    feed(&mut import, &mut source, sink).map_err(failed)?;
    Ok(vec![import.finish(sink)])
}

/// Whether a file that starts with these bytes ([`SAMPLE_BYTES`] of them, or the
/// whole file) would be read, archives by what they are.
pub fn recognises(name: &str, start: &[u8], options: &ReadOptions) -> bool {
    if Packed::of(start).is_some() {
        return true;
    }
    let is_whole = start.len() < SAMPLE_BYTES;
    Import::new(name, options)
        .recognise(start, is_whole)
        .is_ok()
}
