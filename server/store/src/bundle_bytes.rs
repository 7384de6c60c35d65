//! The bytes of bundles, which may be many gigabytes: written once, hashed meanwhile, and
//! sent in parts.
//!
//! The database keeps a checksum of each block of a bundle, so that a download which
//! continues somewhere in the middle is checked without reading what comes before.

use std::fs::File;
use std::io::{self, ErrorKind, Seek, SeekFrom, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use bytes::Bytes;
use casework::custody::hex;
use sha2::{Digest, Sha256};

use crate::block_checks::{BlockChecker, BlockChecks};
use crate::error::StoreError;
use crate::evidence::{blocking, keep};
use crate::home::{Blob, FileName, Home};
use crate::rows::one;
use crate::{Bundle, Received, Store};

/// Bytes of a block; each block has one checksum in the database.
const BLOCK_BYTES: usize = 1 << 20;
/// Bytes that are hashed at once: few enough for the processor's caches.
const HASHED_BYTES: usize = 256 << 10;

/// A bundle that is being written. A second thread reads what was written and computes its
/// hash, so that the writer never waits for that.
///
/// A ZIP writer goes back to the header of an entry when the entry is complete. Where it
/// returns to the end, all bytes before are final, and the second thread reads them. The
/// writer cannot go back behind them any more.
///
/// If it is dropped before [`BundleWriter::finish`], nothing remains.
#[derive(Debug)]
pub struct BundleWriter {
    home: Home,
    incident: String,
    file: tempfile::NamedTempFile,
    /// The place in the file.
    at: u64,
    /// The length of the file.
    end: u64,
    /// All bytes before this place are final.
    final_to: u64,
    hashing: HashingThread,
}

/// A bundle that was written and stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenBundle {
    /// Its hash and length.
    pub received: Received,
    /// The CRC-32 of each block in hex, one after another.
    pub(crate) checks: String,
}

impl BundleWriter {
    /// Moves the bundle to its place, flushed. It blocks.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn finish(self) -> Result<WrittenBundle, StoreError> {
        let size_bytes = self.end;
        let (sha256, checks) = self.hashing.finish(size_bytes)?;
        let received = Received { sha256, size_bytes };
        keep(&self.home, &self.incident, &received, self.file)?;
        Ok(WrittenBundle { received, checks })
    }
}

impl Write for BundleWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.at += written as u64;
        self.end = self.end.max(self.at);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for BundleWriter {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let at = at.filter(|at| (self.final_to..=self.end).contains(at));
        let at = at.ok_or_else(|| {
            let text = "only the last entry of a bundle can still be changed";
            io::Error::new(ErrorKind::InvalidInput, text)
        })?;
        if at == self.at {
            return Ok(at);
        }
        self.file.seek(SeekFrom::Start(at))?;
        if at == self.end {
            self.final_to = at;
            self.hashing.hash_to(at);
        }
        self.at = at;
        Ok(at)
    }
}

/// The thread that hashes a bundle behind its writer.
#[derive(Debug)]
struct HashingThread {
    final_to: mpsc::Sender<u64>,
    thread: JoinHandle<io::Result<(String, String)>>,
}

impl HashingThread {
    /// Begins to hash a file, of which no byte is final yet.
    fn start(file: File) -> io::Result<HashingThread> {
        let (final_to, places) = mpsc::channel();
        let thread = std::thread::Builder::new().name("bundle-hash".to_owned());
        let thread = thread.spawn(move || hash_as_written(&file, &places))?;
        Ok(HashingThread { final_to, thread })
    }

    /// Tells it that all bytes before a place are final.
    fn hash_to(&self, place: u64) {
        // It ends early only with an error, which `finish` returns.
        self.final_to.send(place).ok();
    }

    /// The SHA-256 of the whole file of this length, and the checksums of its blocks.
    fn finish(self, size_bytes: u64) -> io::Result<(String, String)> {
        self.hash_to(size_bytes);
        drop(self.final_to);
        let ended = self.thread.join();
        ended.map_err(|_| io::Error::other("the hash of a bundle could not be computed"))?
    }
}

/// Hashes a file from its beginning to each of these places in turn.
fn hash_as_written(file: &File, places: &mpsc::Receiver<u64>) -> io::Result<(String, String)> {
    let mut digest = Sha256::new();
    let mut checker = BlockChecker::new(BLOCK_BYTES);
    let mut buffer = vec![0; HASHED_BYTES];
    let mut at = 0;
    for place in places {
        while at < place {
            let wanted = HASHED_BYTES.min(usize::try_from(place - at).unwrap_or(HASHED_BYTES));
            let bytes = &mut buffer[..wanted];
            file.read_exact_at(bytes, at)?;
            digest.update(&*bytes);
            checker.update(bytes);
            at += wanted as u64;
        }
    }
    Ok((hex(&digest.finalize()), checker.finish()))
}

/// A stored bundle, open to be sent.
#[derive(Clone)]
pub struct BundleBytes(Arc<Open>);

struct Open {
    blob: Arc<dyn Blob>,
    checks: BlockChecks,
    sha256: String,
}

impl BundleBytes {
    /// Its bytes in this range, which is cut at its end. Each block is compared with its
    /// checksum. If the range is the whole bundle, its SHA-256 is compared too, and the last
    /// part comes only where it matches.
    pub fn parts(&self, range: Range<u64>) -> BundleParts {
        let size_bytes = self.0.blob.len();
        let end = range.end.min(size_bytes);
        let is_whole = range.start == 0 && end == size_bytes;
        BundleParts {
            of: self.clone(),
            at: range.start,
            end,
            digest: is_whole.then(Sha256::new),
        }
    }

    fn damaged(&self) -> StoreError {
        StoreError::Damaged {
            sha256: self.0.sha256.clone(),
        }
    }

    /// The checked bytes from a place on: up to the end of a block, and not past the block
    /// in which `end` lies.
    fn read(&self, at: u64, end: u64) -> Result<Bytes, StoreError> {
        let Open { blob, checks, .. } = &*self.0;
        let block_bytes = BLOCK_BYTES as u64;
        let first = at / block_bytes;
        let start = first * block_bytes;
        let blocks = (blob.part_bytes() / BLOCK_BYTES).max(1) as u64;
        let last = (first + blocks).min(end.div_ceil(block_bytes));
        let len = (last * block_bytes).min(blob.len()) - start;
        let bytes = blob.read_once(start, len as usize)?;
        let mut numbered = (first as usize..).zip(bytes.chunks(BLOCK_BYTES));
        if !numbered.all(|(number, block)| checks.holds(number, block)) {
            return Err(self.damaged());
        }
        let to = len.min(end - start);
        Ok(bytes.slice((at - start) as usize..to as usize))
    }
}

/// The parts of a bundle, one after another. Each blocks; after an error there are no more.
pub struct BundleParts {
    of: BundleBytes,
    at: u64,
    end: u64,
    /// Of the bytes so far, where the whole bundle is read.
    digest: Option<Sha256>,
}

impl BundleParts {
    fn read(&mut self) -> Result<Bytes, StoreError> {
        let part = self.of.read(self.at, self.end)?;
        self.at += part.len() as u64;
        let Some(mut digest) = self.digest.take() else {
            return Ok(part);
        };
        digest.update(&part);
        if self.at < self.end {
            self.digest = Some(digest);
        } else if hex(&digest.finalize()) != self.of.0.sha256 {
            return Err(self.of.damaged());
        }
        Ok(part)
    }
}

impl Iterator for BundleParts {
    type Item = Result<Bytes, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let part = self.read();
        if part.is_err() {
            self.end = self.at;
        }
        Some(part)
    }
}

impl Store {
    /// Begins to write a bundle for an incident.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where no incident can have this id; errors of the disk.
    pub fn write_bundle(&self, incident: &str) -> Result<BundleWriter, StoreError> {
        FileName::evidence_of(incident)?;
        let file = self.home.temporary()?;
        let hashing = HashingThread::start(file.as_file().try_clone()?)?;
        Ok(BundleWriter {
            home: self.home.clone(),
            incident: incident.to_owned(),
            file,
            at: 0,
            end: 0,
            final_to: 0,
            hashing,
        })
    }

    /// A file beside the bundles for one that is sealed before it is encrypted. It is removed
    /// when it is dropped.
    ///
    /// # Errors
    /// Errors of the disk.
    pub fn scratch_bundle(&self) -> Result<tempfile::NamedTempFile, StoreError> {
        self.home.temporary()
    }

    /// Opens a bundle to send it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when its file is missing or has another length; errors of the
    /// database, the disk or the network.
    pub async fn open_bundle(&self, bundle: &Bundle) -> Result<BundleBytes, StoreError> {
        let ask = sqlx::query("SELECT checks FROM bundle WHERE incident = $1 AND id = $2")
            .bind(bundle.incident.clone())
            .bind(bundle.id.clone());
        let text: String = one(&self.pool, ask, "bundle").await?;
        let sha256 = bundle.sha256.clone();
        let name = FileName::evidence(&bundle.incident, &sha256)?;
        let home = self.home.clone();
        let damaged = StoreError::Damaged {
            sha256: sha256.clone(),
        };
        let opened = blocking(move || home.open(&name)).await;
        let blob = match opened {
            Err(StoreError::NotFound(_)) => return Err(damaged),
            opened => opened?,
        };
        let is_whole = i64::try_from(blob.len()) == Ok(bundle.size_bytes);
        let checks = BlockChecks::parse(&text, blob.len(), BLOCK_BYTES);
        let checks = checks.filter(|_| is_whole).ok_or(damaged)?;
        Ok(BundleBytes(Arc::new(Open {
            blob,
            checks,
            sha256,
        })))
    }
}
