//! Bytes in, entries and diagnostics out, with constant memory.
//!
//! `Import` is pushed slices, so that the browser and an upload can feed it as
//! bytes come; `read_file` pulls, and also opens archives.

use std::io::{Read, Seek};

use crate::entry::ZoneSource;
use crate::moment::Moment;
use crate::options::ReadOptions;
use crate::readers::Format;
use crate::sink::Sink;

/// What was found in one file, or in one member of an archive.
#[derive(Clone, Debug)]
pub struct Found {
    /// Name as given; inside an archive `archive!member`.
    pub file: String,
    /// The format it was read as; `None` when it is not recognised.
    pub format: Option<&'static Format>,
    /// Rows below the header, empty ones not counted.
    pub rows: u64,
    /// Entries made of them.
    pub entries: u64,
    /// Rows refused.
    pub refused: u64,
    /// The physical lines refused, the first 100 of them.
    pub refused_lines: Vec<u64>,
    /// Nothing says in which zone the times are: the claimant must be asked.
    pub needs_zone: bool,
    /// How the zone of the times was known.
    pub zone_source: Option<ZoneSource>,
    /// The first time, as the file writes it and as it was read.
    pub first_time: Option<(String, Moment)>,
    /// Earliest and latest time read.
    pub span: Option<(Moment, Moment)>,
    /// What this is and what is odd about it, for a person.
    pub sentence: String,
    /// SHA-256 of the bytes read, lower-case hex.
    pub sha256: String,
}

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

/// The reading of one CSV file, pushed slice by slice.
pub struct Import {
    name: String,
}

impl Import {
    /// Begins the reading of a file called `name`.
    pub fn new(name: &str, _options: &ReadOptions) -> Import {
        Import {
            name: name.to_owned(),
        }
    }

    /// Reads the next bytes; slices may end anywhere.
    pub fn push(&mut self, _bytes: &[u8], _sink: &mut dyn Sink) {}

    /// Reads what is left and says what was found.
    pub fn finish(self, _sink: &mut dyn Sink) -> Found {
        Found {
            file: self.name,
            format: None,
            rows: 0,
            entries: 0,
            refused: 0,
            refused_lines: Vec::new(),
            needs_zone: false,
            zone_source: None,
            first_time: None,
            span: None,
            sentence: "Not recognised.".to_owned(),
            sha256: String::new(),
        }
    }
}

/// Reads a file, or every file of an archive, judged by its content.
///
/// # Errors
/// When the bytes cannot be had. A broken archive, like any file that is no
/// export, is a [`Found`] without a format and a diagnostic.
pub fn read_file<R: Read + Seek>(
    name: &str,
    mut source: R,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<Vec<Found>, ReadError> {
    let mut import = Import::new(name, options);
    let mut bytes = vec![0; 64 << 10];
    loop {
        let read = source.read(&mut bytes).map_err(|source| ReadError::Io {
            file: name.to_owned(),
            source,
        })?;
        if read == 0 {
            break;
        }
        import.push(&bytes[..read], sink);
    }
    Ok(vec![import.finish(sink)])
}
