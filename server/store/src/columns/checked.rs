//! Bytes that are checked as they are read: a checksum for each block, kept in the
//! database. Parquet's own checksums of pages are read by its library and not written.

use std::io::{self, Write};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use casework::custody::hex;
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::home::Blob;

/// Bytes that one checksum covers: a page of a hundred rows reads some of them.
pub(crate) const BLOCK_BYTES: usize = 16 << 10;

/// The CRC-32 of each block of a file, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Checks(Arc<[u32]>);

impl Checks {
    /// As a column of the database keeps it: eight hexadecimal digits a block.
    pub(crate) fn to_hex(&self) -> String {
        let bytes: Vec<u8> = self.0.iter().flat_map(|sum| sum.to_be_bytes()).collect();
        hex(&bytes)
    }

    /// Reads what [`Checks::to_hex`] gave.
    pub(crate) fn from_hex(text: &str) -> Option<Checks> {
        let sum = |digits: &[u8]| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        let (digits, rest) = text.as_bytes().as_chunks::<8>();
        let sums = digits.iter().map(|digits| sum(digits));
        rest.is_empty().then(|| sums.collect::<Option<_>>().map(Checks))?
    }
}

/// Writes bytes on and keeps their checksums, their hash and their number.
pub(crate) struct CheckedWriter<W> {
    inner: W,
    sha256: Sha256,
    block: crc32fast::Hasher,
    in_block: usize,
    sums: Vec<u32>,
    size_bytes: u64,
}

/// What [`CheckedWriter`] found of all bytes.
pub(crate) struct Sums {
    pub(crate) sha256: String,
    pub(crate) checks: Checks,
    pub(crate) size_bytes: u64,
}

impl<W: Write> CheckedWriter<W> {
    pub(crate) fn new(inner: W) -> CheckedWriter<W> {
        CheckedWriter {
            inner,
            sha256: Sha256::new(),
            block: crc32fast::Hasher::new(),
            in_block: 0,
            sums: Vec::new(),
            size_bytes: 0,
        }
    }

    /// Ends the writing.
    ///
    /// # Errors
    /// Of the disk.
    pub(crate) fn finish(mut self) -> io::Result<(W, Sums)> {
        self.inner.flush()?;
        if self.in_block > 0 {
            self.end_block();
        }
        let sums = Sums {
            sha256: hex(&self.sha256.finalize()),
            checks: Checks(self.sums.into()),
            size_bytes: self.size_bytes,
        };
        Ok((self.inner, sums))
    }

    fn end_block(&mut self) {
        self.sums.push(std::mem::take(&mut self.block).finalize());
        self.in_block = 0;
    }

    fn check(&mut self, mut bytes: &[u8]) {
        self.sha256.update(bytes);
        self.size_bytes += bytes.len() as u64;
        while !bytes.is_empty() {
            let room = (BLOCK_BYTES - self.in_block).min(bytes.len());
            let (now, later) = bytes.split_at(room);
            self.block.update(now);
            self.in_block += room;
            if self.in_block == BLOCK_BYTES {
                self.end_block();
            }
            bytes = later;
        }
    }
}

impl<W: Write> Write for CheckedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.check(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A kept file whose blocks are checked on every read.
#[derive(Clone)]
pub(crate) struct Checked {
    blob: Arc<dyn Blob>,
    checks: Checks,
    name: Arc<str>,
}

impl Checked {
    /// # Errors
    /// [`StoreError::Damaged`] when the file has another length than its checksums tell.
    pub(crate) fn new(
        blob: Arc<dyn Blob>,
        checks: Checks,
        name: &str,
    ) -> Result<Checked, StoreError> {
        let blocks = blob.len().div_ceil(BLOCK_BYTES as u64);
        let checked = Checked {
            name: name.into(),
            blob,
            checks,
        };
        match blocks == checked.checks.0.len() as u64 {
            true => Ok(checked),
            false => Err(checked.damaged()),
        }
    }

    /// Its length in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.blob.len()
    }

    /// Some of its bytes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when they are not what was written.
    pub(crate) fn read_at(&self, offset: u64, len: usize) -> Result<Bytes, StoreError> {
        let end = offset.saturating_add(len as u64);
        if end > self.len() {
            return Err(self.damaged());
        }
        if len == 0 {
            return Ok(Bytes::new());
        }
        let block = BLOCK_BYTES as u64;
        let (first, last) = (offset / block, (end - 1) / block);
        let from = first * block;
        let until = ((last + 1) * block).min(self.len());
        let bytes = self.blob.read_at(from, (until - from) as usize)?;
        if bytes.len() as u64 != until - from {
            return Err(self.damaged());
        }
        for (sum, bytes) in self.checks.0[first as usize..].iter().zip(bytes.chunks(BLOCK_BYTES)) {
            if crc32fast::hash(bytes) != *sum {
                return Err(self.damaged());
            }
        }
        let start = (offset - from) as usize;
        Ok(bytes.slice(start..start + len))
    }

    /// All of its bytes.
    ///
    /// # Errors
    /// As [`Checked::read_at`].
    pub(crate) fn read_all(&self) -> Result<Bytes, StoreError> {
        let mut all = BytesMut::with_capacity(self.len() as usize);
        let mut offset = 0;
        while offset < self.len() {
            let len = (self.len() - offset).min(1 << 20) as usize;
            all.extend_from_slice(&self.read_at(offset, len)?);
            offset += len as u64;
        }
        Ok(all.freeze())
    }

    pub(crate) fn damaged(&self) -> StoreError {
        StoreError::DamagedFile {
            name: self.name.to_string(),
        }
    }
}
