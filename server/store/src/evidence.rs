//! Bytes under their SHA-256: streamed in constant memory, stored completely or not at all,
//! checked on every read, never modified.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use casework::custody::hex;
use sha2::{Digest, Sha256};

use crate::Store;
use crate::error::StoreError;
use crate::home::{FileName, Home};

/// A file that is being received, in a temporary file of this machine. If it is dropped
/// before [`Incoming::finish`], nothing remains.
#[derive(Debug)]
pub struct Incoming {
    home: Home,
    incident: String,
    file: tempfile::NamedTempFile,
    digest: Sha256,
    size_bytes: u64,
    size_bytes_max: u64,
}

/// A file that was received and stored.
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
    /// [`StoreError::TooLarge`] beyond the limit; nothing is stored then.
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

    /// Moves the file to its place, flushed. It blocks: call it outside async threads or
    /// through [`Incoming::keep`].
    ///
    /// # Errors
    /// Errors of the disk or the network; [`StoreError::Damaged`] when the place holds bytes
    /// that do not match this hash any more.
    pub fn finish(self) -> Result<Received, StoreError> {
        let received = Received {
            sha256: hex(&self.digest.finalize()),
            size_bytes: self.size_bytes,
        };
        let name = FileName::evidence(&self.incident, &received.sha256)?;
        match self.home.fetch(&name) {
            Ok(there) => drop(check(there, &received.sha256)?),
            Err(StoreError::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
        // This is done even if the file exists already: see `Home::put`.
        self.home.put(&name, self.file)?;
        Ok(received)
    }

    /// [`Incoming::finish`] on a thread that may block.
    ///
    /// # Errors
    /// The same.
    pub async fn keep(self) -> Result<Received, StoreError> {
        blocking(move || self.finish()).await
    }
}

/// Takes the next bytes; the errors are those of [`Incoming::write`].
impl Write for Incoming {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Incoming::write(self, bytes).map_err(std::io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Store {
    /// Begins to receive a file for an incident, up to the store's limit.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where no incident can have this id; errors of the disk.
    pub fn receive(&self, incident: &str) -> Result<Incoming, StoreError> {
        FileName::evidence_of(incident)?;
        Ok(Incoming {
            home: self.home.clone(),
            incident: incident.to_owned(),
            file: self.home.temporary()?,
            digest: Sha256::new(),
            size_bytes: 0,
            size_bytes_max: self.options.file_bytes_max,
        })
    }

    /// Begins to receive a file that Redress itself wrote (a bundle, the lines of a frozen
    /// claim), without a limit.
    ///
    /// # Errors
    /// As [`Store::receive`].
    pub fn receive_own(&self, incident: &str) -> Result<Incoming, StoreError> {
        Ok(Incoming {
            size_bytes_max: u64::MAX,
            ..self.receive(incident)?
        })
    }

    /// Receives bytes that are in memory already: a snapshot's document, the demonstration.
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

    /// The same for bytes that Redress itself wrote, however large.
    ///
    /// # Errors
    /// As [`Incoming::finish`].
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

    /// Opens stored bytes at their beginning, after their hash was checked.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Damaged`]; errors of the disk or the network.
    pub async fn open_bytes(&self, incident: &str, sha256: &str) -> Result<File, StoreError> {
        let name = FileName::evidence(incident, sha256)?;
        let (home, sha256) = (self.home.clone(), sha256.to_owned());
        blocking(move || check(home.fetch(&name)?, &sha256)).await
    }

    /// All stored bytes of a small file.
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
}

/// Checks that the bytes of a file match the hash; returns it at its beginning.
fn check(mut file: File, sha256: &str) -> Result<File, StoreError> {
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

/// Runs blocking work on a thread for it.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| StoreError::Io(std::io::Error::other(error)))?
}
