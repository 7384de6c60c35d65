//! Bytes in, entries and diagnostics out, with constant memory.
//!
//! `Import` is pushed slices, so that the browser and an upload can feed it as
//! bytes come; `read_file` pulls, and also opens archives.

use std::io::{Read, Seek};

use sha2::{Digest, Sha256};

use crate::archive;
use crate::detect::{self, SAMPLE_BYTES, Unrecognised};
use crate::diagnostic::Diagnostic;
use crate::found::Found;
use crate::mapping;
use crate::options::ReadOptions;
use crate::reading::Reading;
use crate::sink::Sink;

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
    options: ReadOptions,
    pending: Vec<u8>,
    bytes: u64,
    hash: Option<Sha256>,
    stage: Stage,
}

enum Stage {
    /// Bytes are gathered until the file can be judged.
    Sampling,
    /// It is recognised and being read.
    Reading(Box<Reading>),
    /// It is not, and why.
    Unrecognised(Unrecognised),
    /// It is longer than the limit; what was read before stands.
    Stopped(Option<Box<Reading>>),
}

impl Import {
    /// Begins the reading of a file called `name`.
    pub fn new(name: &str, options: &ReadOptions) -> Import {
        Import {
            name: clean_name(name),
            options: options.clone(),
            pending: Vec::new(),
            bytes: 0,
            hash: options.hash.then(Sha256::new),
            stage: Stage::Sampling,
        }
    }

    /// Reads the next bytes; slices may end anywhere.
    pub fn push(&mut self, bytes: &[u8], sink: &mut dyn Sink) {
        if let Some(hash) = &mut self.hash {
            hash.update(bytes);
        }
        let is_over = matches!(self.stage, Stage::Unrecognised(_) | Stage::Stopped(_));
        if bytes.is_empty() || is_over {
            return;
        }
        let left = self.options.limits.file_bytes_max - self.bytes;
        let taken = &bytes[..bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX))];
        self.bytes += taken.len() as u64;
        self.pending.extend_from_slice(taken);
        self.work(false, sink);
        if taken.len() < bytes.len() {
            self.stop(sink);
        }
    }

    /// Reads what is left and says what was found.
    pub fn finish(mut self, sink: &mut dyn Sink) -> Found {
        if !matches!(self.stage, Stage::Stopped(_)) {
            self.work(true, sink);
        }
        let sha256 = self
            .hash
            .map_or_else(String::new, |hash| hex(&hash.finalize()));
        let mut found = match self.stage {
            Stage::Reading(reading) | Stage::Stopped(Some(reading)) => reading.finish(sink),
            Stage::Unrecognised(unrecognised) => Found {
                candidates: unrecognised.candidates,
                ..Found::unrecognised(&self.name, unrecognised.sentence, sink)
            },
            Stage::Sampling | Stage::Stopped(None) => Found::unrecognised(
                &self.name,
                "The file is longer than the limit and nothing in it was recognised.".to_owned(),
                sink,
            ),
        };
        found.sha256 = sha256;
        found
    }

    fn work(&mut self, last: bool, sink: &mut dyn Sink) {
        if matches!(self.stage, Stage::Sampling) && (last || self.pending.len() >= SAMPLE_BYTES) {
            self.stage = self.judge(last);
        }
        if let Stage::Reading(reading) = &mut self.stage {
            let used = reading.read(&self.pending, last, sink);
            self.pending.drain(..used);
        }
    }

    fn judge(&self, last: bool) -> Stage {
        let wanted = self.options.format.as_deref();
        let limits = &self.options.limits;
        let mapping = self.options.mapping.as_ref();
        let mapped =
            mapping.map(|mapping| mapping::recognise(mapping, &self.pending, last, limits));
        let recognised = match mapped {
            Some(Ok(recognised)) => Ok(recognised),
            Some(Err(lack)) => detect::recognise(&self.name, &self.pending, last, wanted, limits)
                .map_err(|unrecognised| unrecognised.with(&lack)),
            None => detect::recognise(&self.name, &self.pending, last, wanted, limits),
        };
        match recognised {
            Ok(recognised) => Stage::Reading(Box::new(Reading::new(
                &self.name,
                recognised,
                &self.options,
            ))),
            Err(unrecognised) => Stage::Unrecognised(unrecognised),
        }
    }

    fn stop(&mut self, sink: &mut dyn Sink) {
        sink.diagnostic(Diagnostic {
            file: self.name.clone(),
            line: 0,
            column: 0,
            code: "REFUSED-LIMIT".to_owned(),
            sentence: format!(
                "the file is longer than file_bytes_max ({} bytes); what stands behind is not read",
                self.options.limits.file_bytes_max
            ),
        });
        if matches!(self.stage, Stage::Sampling) {
            self.stage = self.judge(false);
            self.work(false, sink);
        }
        self.stage = match std::mem::replace(&mut self.stage, Stage::Sampling) {
            Stage::Reading(mut reading) => {
                reading.cut_short();
                Stage::Stopped(Some(reading))
            }
            other @ Stage::Unrecognised(_) => other,
            Stage::Sampling | Stage::Stopped(_) => Stage::Stopped(None),
        };
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
    let failed = |source| ReadError::Io {
        file: name.to_owned(),
        source,
    };
    if archive::is_archive(&mut source).map_err(failed)? {
        return archive::read(name, source, options, sink).map_err(failed);
    }
    let mut import = Import::new(name, options);
    feed(&mut import, &mut source, sink).map_err(failed)?;
    Ok(vec![import.finish(sink)])
}

/// Whether a file that starts with these bytes ([`SAMPLE_BYTES`] of them, or the
/// whole file) would be read, archives by what they are.
pub fn recognises(name: &str, start: &[u8], options: &ReadOptions) -> bool {
    if archive::starts_as_archive(start) {
        return true;
    }
    let mut import = Import::new(name, options);
    let is_whole = start.len() < SAMPLE_BYTES;
    import.pending.extend_from_slice(start);
    matches!(import.judge(is_whole), Stage::Reading(_))
}

/// Pushes all that a source gives.
pub(crate) fn feed(
    import: &mut Import,
    source: &mut dyn Read,
    sink: &mut dyn Sink,
) -> std::io::Result<()> {
    let mut bytes = vec![0; 128 << 10];
    loop {
        match source.read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(read) => import.push(&bytes[..read], sink),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// A name that cannot break out of the line it is printed on.
pub(crate) fn clean_name(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
