//! Bytes on disk under their SHA-256: streamed in with constant memory, put in
//! place whole or not at all, checked on every read, never modified.

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use casework::custody::hex;
use sha2::{Digest, Sha256};

use crate::Store;
use crate::error::StoreError;
use crate::home::make_folder;

/// The folder of an incident where files are received.
pub(crate) const INCOMING: &str = "incoming";

/// A file that is being received. Dropped before [`Incoming::finish`], it leaves
/// nothing behind.
#[derive(Debug)]
pub struct Incoming {
    folder: PathBuf,
    file: tempfile::NamedTempFile,
    digest: Sha256,
    size_bytes: u64,
    size_bytes_max: u64,
}

/// A file that was received and is in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Lower-case hex.
    pub sha256: String,
    /// Length.
    pub size_bytes: u64,
}

impl Incoming {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] past the limit; nothing is kept then.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.size_bytes += bytes.len() as u64;
        if self.size_bytes > self.size_bytes_max {
            return Err(StoreError::TooLarge {
                size_bytes_max: self.size_bytes_max,
            });
        }
        self.digest.update(bytes);
        self.file.write_all(bytes)?;
        Ok(())
    }

    /// Bytes so far.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Puts the file in its place: flushed to the disk, renamed, and the folder
    /// flushed too. Blocking; call it outside the async threads or through
    /// [`Incoming::keep`].
    ///
    /// # Errors
    /// Of the disk; [`StoreError::Damaged`] when the place is taken by bytes
    /// that do not have this hash any more.
    pub fn finish(self) -> Result<Received, StoreError> {
        let sha256 = hex(&self.digest.finalize());
        let received = Received {
            sha256,
            size_bytes: self.size_bytes,
        };
        let place = place(&self.folder, &received.sha256);
        // Put there again all the same: a file that was touched just now is not
        // swept before a row names it.
        if place.exists() {
            check(&place, &received.sha256)?;
        }
        let parent = place.parent().unwrap_or(&self.folder);
        make_folder(parent)?;
        self.file.as_file().sync_all()?;
        self.file
            .persist(&place)
            .map_err(|failed| StoreError::Io(failed.error))?;
        std::fs::File::open(parent)?.sync_all()?;
        Ok(received)
    }

    /// [`Incoming::finish`] on a thread that may block.
    ///
    /// # Errors
    /// As there.
    pub async fn keep(self) -> Result<Received, StoreError> {
        blocking(move || self.finish()).await
    }
}

impl Store {
    /// Begins to receive a file for an incident, up to the store's limit.
    ///
    /// # Errors
    /// Of the disk.
    pub fn receive(&self, incident: &str) -> Result<Incoming, StoreError> {
        let folder = self.folder(incident)?;
        let incoming = folder.join(INCOMING);
        make_folder(&incoming)?;
        Ok(Incoming {
            file: tempfile::NamedTempFile::new_in(incoming)?,
            folder,
            digest: Sha256::new(),
            size_bytes: 0,
            size_bytes_max: self.options.file_bytes_max,
        })
    }

    /// Begins to receive what Redress itself wrote (a bundle): as large as it is.
    ///
    /// # Errors
    /// Of the disk.
    pub fn receive_own(&self, incident: &str) -> Result<Incoming, StoreError> {
        Ok(Incoming {
            size_bytes_max: u64::MAX,
            ..self.receive(incident)?
        })
    }

    /// Receives bytes that are at hand already: a snapshot's document, the
    /// demonstration.
    ///
    /// # Errors
    /// As [`Incoming::write`] and [`Incoming::finish`].
    pub async fn receive_all(
        &self,
        incident: &str,
        bytes: Vec<u8>,
    ) -> Result<Received, StoreError> {
        let mut incoming = self.receive(incident)?;
        blocking(move || {
            incoming.write(&bytes)?;
            incoming.finish()
        })
        .await
    }

    /// The same for what Redress itself wrote, however large.
    ///
    /// # Errors
    /// Of the disk.
    pub async fn receive_own_all(
        &self,
        incident: &str,
        bytes: Vec<u8>,
    ) -> Result<Received, StoreError> {
        let mut incoming = self.receive_own(incident)?;
        blocking(move || {
            incoming.write(&bytes)?;
            incoming.finish()
        })
        .await
    }

    /// Opens kept bytes after their hash was checked, at their beginning.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Damaged`].
    pub async fn open_bytes(
        &self,
        incident: &str,
        sha256: &str,
    ) -> Result<std::fs::File, StoreError> {
        if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(StoreError::NotFound("file"));
        }
        let place = place(&self.folder(incident)?, sha256);
        let sha256 = sha256.to_owned();
        blocking(move || check(&place, &sha256)).await
    }

    /// All kept bytes of a small file.
    ///
    /// # Errors
    /// As [`Store::open_bytes`].
    pub async fn read_bytes(&self, incident: &str, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let mut file = self.open_bytes(incident, sha256).await?;
        blocking(move || {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(bytes)
        })
        .await
    }

    /// Where the bytes of a hash are.
    pub(crate) fn place(&self, incident: &str, sha256: &str) -> Result<PathBuf, StoreError> {
        Ok(place(&self.folder(incident)?, sha256))
    }

    /// The folder of an incident. Its id is random hex; anything else would be a
    /// way out of the data folder.
    fn folder(&self, incident: &str) -> Result<PathBuf, StoreError> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if incident.is_empty() || !incident.bytes().all(plain) {
            return Err(StoreError::NotFound("incident"));
        }
        Ok(self.data_dir.join("evidence").join(incident))
    }
}

/// Two levels, so that no folder grows without bound.
pub(crate) fn place(folder: &Path, sha256: &str) -> PathBuf {
    folder.join(&sha256[..2]).join(sha256)
}

/// Opens a file and holds that its bytes have the hash.
fn check(place: &Path, sha256: &str) -> Result<std::fs::File, StoreError> {
    let mut file = std::fs::File::open(place).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::NotFound("file"),
        _ => StoreError::Io(error),
    })?;
    let mut digest = Sha256::new();
    let mut bytes = vec![0; 64 << 10];
    loop {
        let read = file.read(&mut bytes)?;
        if read == 0 {
            break;
        }
        digest.update(&bytes[..read]);
    }
    if hex(&digest.finalize()) != sha256 {
        return Err(StoreError::Damaged {
            sha256: sha256.to_owned(),
        });
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// Runs what blocks on a thread made for it.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| StoreError::Io(std::io::Error::other(error)))?
}
