//! Derived files. They are written through a temporary file, and moved to a name that
//! contains their hash. They are read by blocks whose checksums the database keeps, so that
//! a damaged byte is an error and never a figure.

use std::io::{BufWriter, Read, Write};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use casework::custody::hex;
use hashlink::LruCache;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::home::{Blob, FileName, Home};

/// Bytes of a block; each block has one checksum.
const BLOCK_BYTES: usize = 16 << 10;
/// Blocks of an open file that are cached, because a scan reads from each column in turn.
const BLOCKS_AT_HAND: usize = 64;

/// A file as the database refers to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DerivedFile {
    /// Its full name in the folder or bucket.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Lower-case hex.
    pub sha256: String,
    /// The CRC-32 of each block, in hex, one after another.
    pub checks: String,
}

/// The place for files of one import, generation or valuation of a claim.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Where files are stored.
    pub home: Home,
    /// Id of the incident.
    pub incident: String,
    /// Id of the claim.
    pub claim: String,
    /// Id of the import, generation or valuation.
    pub id: String,
}

/// A file that is being written.
pub(crate) struct FileWriter {
    file: BufWriter<tempfile::NamedTempFile>,
    digest: Sha256,
    check: crc32fast::Hasher,
    in_block: usize,
    checks: Vec<u32>,
    bytes: u64,
}

impl FileWriter {
    pub(crate) fn new(home: &Home) -> Result<FileWriter, StoreError> {
        Ok(FileWriter {
            file: BufWriter::new(home.temporary()?),
            digest: Sha256::new(),
            check: crc32fast::Hasher::new(),
            in_block: 0,
            checks: Vec::new(),
            bytes: 0,
        })
    }

    /// Moves the file to its place. `ending` is the suffix of its name.
    pub(crate) fn keep(mut self, place: &Place, ending: &str) -> Result<DerivedFile, StoreError> {
        if self.in_block > 0 {
            self.end_block();
        }
        let sha256 = hex(&self.digest.finalize());
        let segment = format!("{sha256}.{ending}");
        let name = FileName::derived(&place.incident, &place.claim, &place.id, &segment)?;
        let file = self.file.into_inner().map_err(|error| error.into_error())?;
        place.home.put(&name, file)?;
        let checks = self.checks.iter().map(|check| format!("{check:08x}"));
        Ok(DerivedFile {
            name: name.as_str().to_owned(),
            bytes: self.bytes,
            sha256,
            checks: checks.collect(),
        })
    }

    fn end_block(&mut self) {
        let check = std::mem::take(&mut self.check);
        self.checks.push(check.finalize());
        self.in_block = 0;
    }
}

impl Write for FileWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write_all(bytes)?;
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
        let mut left = bytes;
        while !left.is_empty() {
            let (now, later) = left.split_at(left.len().min(BLOCK_BYTES - self.in_block));
            self.check.update(now);
            self.in_block += now.len();
            if self.in_block == BLOCK_BYTES {
                self.end_block();
            }
            left = later;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl DerivedFile {
    /// Its name in the folder or bucket.
    pub(crate) fn file_name(&self) -> Result<FileName, StoreError> {
        let segments: Vec<&str> = self.name.split('/').collect();
        FileName::new(&segments)
    }

    fn damaged(&self) -> StoreError {
        StoreError::Damaged {
            sha256: self.sha256.clone(),
        }
    }

    /// A file that the database names but that is missing counts as damaged.
    fn missing(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::NotFound(_) => self.damaged(),
            error => error,
        }
    }

    /// The whole file, after its hash was checked.
    pub(crate) fn read_whole(&self, home: &Home) -> Result<Vec<u8>, StoreError> {
        let mut bytes = Vec::new();
        let file = home.fetch(&self.file_name()?);
        file.map_err(|error| self.missing(error))?
            .read_to_end(&mut bytes)?;
        match hex(&Sha256::digest(&bytes)) == self.sha256 {
            true => Ok(bytes),
            false => Err(self.damaged()),
        }
    }

    /// Opens it for reading at any place.
    pub(crate) fn open(&self, home: &Home) -> Result<CheckedFile, StoreError> {
        let blob = home.open(&self.file_name()?);
        let blob = blob.map_err(|error| self.missing(error))?;
        let blocks = self.bytes.div_ceil(BLOCK_BYTES as u64) as usize;
        if blob.len() != self.bytes || self.checks.len() != blocks * 8 || !self.checks.is_ascii() {
            return Err(self.damaged());
        }
        let check = |at: usize| u32::from_str_radix(&self.checks[at * 8..at * 8 + 8], 16);
        let checks: Result<Vec<u32>, _> = (0..blocks).map(check).collect();
        let open = Open {
            blob,
            checks: checks.map_err(|_| self.damaged())?,
            file: self.clone(),
            blocks: Mutex::new(LruCache::new(BLOCKS_AT_HAND)),
        };
        Ok(CheckedFile {
            open: Arc::new(open),
            failed: Arc::default(),
        })
    }
}

/// An open file. Every block is checked before one of its bytes is used.
#[derive(Clone)]
pub(crate) struct CheckedFile {
    open: Arc<Open>,
    /// The error of the last failed read through a library, which may pass on only its text.
    failed: Arc<Mutex<Option<StoreError>>>,
}

struct Open {
    blob: Arc<dyn Blob>,
    file: DerivedFile,
    checks: Vec<u32>,
    blocks: Mutex<LruCache<usize, Bytes>>,
}

impl CheckedFile {
    /// Its length.
    pub(crate) fn bytes(&self) -> u64 {
        self.open.file.bytes
    }

    /// The same file for a library to read, with failures kept apart from those of other
    /// readers.
    pub(crate) fn apart(&self) -> CheckedFile {
        CheckedFile {
            open: Arc::clone(&self.open),
            failed: Arc::default(),
        }
    }

    /// Why a library could not read it.
    pub(crate) fn failed(&self) -> Option<StoreError> {
        let mut failed = self.failed.lock().unwrap_or_else(|held| held.into_inner());
        failed.take()
    }

    /// Keeps the error for which a library cannot read it; returns its text.
    pub(crate) fn fail(&self, error: StoreError) -> String {
        let text = error.to_string();
        let mut failed = self.failed.lock().unwrap_or_else(|held| held.into_inner());
        *failed = Some(error);
        text
    }

    /// Bytes from this place on.
    pub(crate) fn read(&self, start: u64, len: usize) -> Result<Bytes, StoreError> {
        let end = start.checked_add(len as u64);
        let end = end.filter(|end| *end <= self.bytes());
        let (Some(end), true) = (end, len > 0) else {
            return match len {
                0 => Ok(Bytes::new()),
                _ => Err(self.open.file.damaged()),
            };
        };
        let first = start as usize / BLOCK_BYTES;
        let last = (end as usize - 1) / BLOCK_BYTES;
        if first == last {
            let from = start as usize - first * BLOCK_BYTES;
            return Ok(self.block(first)?.slice(from..from + len));
        }
        let mut bytes = Vec::with_capacity(len);
        for number in first..=last {
            let block = self.block(number)?;
            let block_start = number * BLOCK_BYTES;
            let from = (start as usize).saturating_sub(block_start);
            let to = (end as usize - block_start).min(block.len());
            bytes.extend_from_slice(&block[from..to]);
        }
        Ok(bytes.into())
    }

    fn block(&self, number: usize) -> Result<Bytes, StoreError> {
        let lock = || {
            self.open
                .blocks
                .lock()
                .unwrap_or_else(|held| held.into_inner())
        };
        if let Some(block) = lock().get(&number) {
            return Ok(block.clone());
        }
        let start = number * BLOCK_BYTES;
        let len = BLOCK_BYTES.min(self.bytes() as usize - start);
        let block = self.open.blob.read_at(start as u64, len)?;
        if block.len() != len || crc32fast::hash(&block) != self.open.checks[number] {
            return Err(self.open.file.damaged());
        }
        lock().insert(number, block.clone());
        Ok(block)
    }
}

/// Reads an open file from some place on.
pub(crate) struct FileReader {
    file: CheckedFile,
    at: u64,
}

impl CheckedFile {
    /// A reader from this place on.
    pub(crate) fn reader(&self, at: u64) -> FileReader {
        FileReader {
            file: self.clone(),
            at,
        }
    }
}

impl Read for FileReader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = self.file.bytes().saturating_sub(self.at);
        // Reads at most to the end of a block, so that nothing is copied twice.
        let in_block = BLOCK_BYTES as u64 - self.at % BLOCK_BYTES as u64;
        let len = (buffer.len() as u64).min(left).min(in_block) as usize;
        let bytes = self.file.read(self.at, len);
        let bytes = bytes.map_err(|error| std::io::Error::other(self.file.fail(error)))?;
        buffer[..len].copy_from_slice(&bytes);
        self.at += len as u64;
        Ok(len)
    }
}
