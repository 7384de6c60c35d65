//! One derived file: written to a temporary file with its checksums, put in its place
//! under a name that holds its hash, and described by a few facts that the database
//! keeps.

use std::io::{BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::checked::{CheckedWriter, Checked, Checks};
use crate::error::StoreError;
use crate::home::Home;

/// What the database keeps of a derived file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileRef {
    /// Where it is kept: `derived/<incident>/<claim>/<owner>/<no>-<sha256>.<ending>`.
    pub(crate) name: String,
    /// How many rows it has.
    pub(crate) rows: u32,
    /// Its length.
    pub(crate) size_bytes: u64,
    /// Checksums of its blocks: see [`Checks`].
    pub(crate) checks: String,
}

impl FileRef {
    /// Opens the file; its bytes are checked as they are read.
    ///
    /// # Errors
    /// [`StoreError::DamagedFile`] when it is missing or of another length.
    pub(crate) fn open(&self, home: &Home) -> Result<Checked, StoreError> {
        let damaged = || StoreError::DamagedFile {
            name: self.name.clone(),
        };
        let checks = Checks::from_hex(&self.checks).ok_or_else(damaged)?;
        let blob = home.open(&self.name).map_err(|error| match error {
            StoreError::NotFound(_) => damaged(),
            other => other,
        })?;
        if blob.len() != self.size_bytes {
            return Err(damaged());
        }
        Checked::new(blob, checks, &self.name)
    }
}

/// The folder of what one import, generation or valuation keeps.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    prefix: String,
    files: u32,
}

impl Folder {
    /// # Errors
    /// [`StoreError::NotFound`] for ids that are none: they name a folder.
    pub(crate) fn new(incident: &str, claim: &str, owner: &str) -> Result<Folder, StoreError> {
        let plain = |id: &str| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            !id.is_empty() && id.bytes().all(plain)
        };
        match [incident, claim, owner].into_iter().all(plain) {
            true => Ok(Folder {
                prefix: format!("derived/{incident}/{claim}/{owner}"),
                files: 0,
            }),
            false => Err(StoreError::NotFound("folder")),
        }
    }

    /// Puts a written file in its place.
    ///
    /// # Errors
    /// Of the disk or the object store.
    pub(crate) fn keep(
        &mut self,
        home: &Home,
        written: Written,
        ending: &str,
        rows: u32,
    ) -> Result<FileRef, StoreError> {
        let (file, sums) = written.0.finish()?;
        let file = file.into_inner().map_err(|error| error.into_error())?;
        let name = format!("{}/{}-{}.{ending}", self.prefix, self.files, sums.sha256);
        home.put(&name, file)?;
        self.files += 1;
        Ok(FileRef {
            name,
            rows,
            size_bytes: sums.size_bytes,
            checks: sums.checks.to_hex(),
        })
    }
}

/// A file that is being written, nowhere in its place yet; dropped, it is gone.
pub(crate) struct Written(CheckedWriter<BufWriter<NamedTempFile>>);

impl Written {
    /// # Errors
    /// Of the disk.
    pub(crate) fn new(folder: &Path) -> Result<Written, StoreError> {
        let file = NamedTempFile::new_in(folder)?;
        Ok(Written(CheckedWriter::new(BufWriter::with_capacity(
            256 << 10,
            file,
        ))))
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}
