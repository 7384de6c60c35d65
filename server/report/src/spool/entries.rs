//! Entries that are too many for memory: written once, and read again by their numbers.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::sync::{Arc, Mutex};

use ledger::{DeltaDecoder, DeltaEncoder, Entry, RowDigest, RowSource};

use super::{BUFFER_BYTES, cannot_write};

/// Entries of one block are decoded one after the other; each block stands for itself.
const BLOCK_ENTRIES: u64 = 64;
/// Bytes that are read at once where blocks follow each other.
const READ_BYTES: u64 = 256 * 1024;

/// Entries that are being written to a temporary file.
pub struct EntrySpool {
    to: BufWriter<File>,
    encoder: DeltaEncoder,
    text: Vec<u8>,
    bytes: u64,
    count: u64,
    /// Where each block begins.
    blocks: Vec<u64>,
    /// The digests of the rows, where they are wanted.
    digests: Option<Vec<RowDigest>>,
}

impl EntrySpool {
    /// No entries.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn new() -> io::Result<EntrySpool> {
        let file = tempfile::tempfile().map_err(cannot_write)?;
        Ok(EntrySpool {
            to: BufWriter::with_capacity(BUFFER_BYTES, file),
            encoder: DeltaEncoder::default(),
            text: Vec::new(),
            bytes: 0,
            count: 0,
            blocks: Vec::new(),
            digests: None,
        })
    }

    /// The same, with the digest of each entry: comparing the rows then spares a pass over
    /// them, for 24 bytes of memory each.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn with_digests() -> io::Result<EntrySpool> {
        Ok(EntrySpool {
            digests: Some(Vec::new()),
            ..EntrySpool::new()?
        })
    }

    /// Appends an entry.
    ///
    /// # Errors
    /// Errors of the disk.
    pub fn push(&mut self, entry: &Entry) -> io::Result<()> {
        if let Some(digests) = &mut self.digests {
            let before = self.encoder.latest();
            let before = before.filter(|before| before.file == entry.file);
            digests.push(RowDigest::of(entry, before));
        }
        if self.count.is_multiple_of(BLOCK_ENTRIES) {
            self.encoder.restart();
            self.blocks.push(self.bytes);
        }
        self.text.clear();
        self.encoder.encode(entry, &mut self.text)?;
        self.to.write_all(&self.text).map_err(cannot_write)?;
        self.bytes += self.text.len() as u64;
        self.count += 1;
        Ok(())
    }

    /// How many entries it has.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Ends the writing.
    ///
    /// # Errors
    /// Errors of the disk.
    pub fn finish(mut self) -> io::Result<SpooledEntries> {
        let file = self.to.into_inner();
        let file = file.map_err(|error| cannot_write(error.into_error()))?;
        self.blocks.push(self.bytes);
        let stored = Stored {
            file: Mutex::new(file),
            blocks: self.blocks,
            count: self.count,
        };
        Ok(SpooledEntries {
            digests: self.digests.unwrap_or_default(),
            ..SpooledEntries::of(Arc::new(stored))
        })
    }
}

/// What is in the temporary file.
struct Stored {
    file: Mutex<File>,
    /// Where each block begins, and where the last one ends.
    blocks: Vec<u64>,
    count: u64,
}

/// Entries that were written to a temporary file.
pub struct SpooledEntries {
    stored: Arc<Stored>,
    /// The bytes of the blocks that are held.
    bytes: Vec<u8>,
    held: Range<usize>,
    /// How many of these bytes were decoded.
    at: usize,
    decoder: DeltaDecoder,
    /// The number of the entry behind the one that was decoded last.
    next: u64,
    digests: Vec<RowDigest>,
}

impl SpooledEntries {
    fn of(stored: Arc<Stored>) -> SpooledEntries {
        SpooledEntries {
            stored,
            bytes: Vec::new(),
            held: 0..0,
            at: 0,
            decoder: DeltaDecoder::default(),
            next: 0,
            digests: Vec::new(),
        }
    }

    /// The same entries for another reader, which may be on another thread. It has no digests.
    pub fn another_reader(&self) -> SpooledEntries {
        SpooledEntries::of(Arc::clone(&self.stored))
    }

    /// Takes the digests of the entries; none where they were not asked for.
    pub fn take_digests(&mut self) -> Vec<RowDigest> {
        std::mem::take(&mut self.digests)
    }

    /// How many entries it has.
    pub fn count(&self) -> u64 {
        self.stored.count
    }

    /// One entry, by its number from zero. Reading entries in rising order is cheap.
    ///
    /// # Errors
    /// Errors of the disk; when there is no such entry.
    pub fn get(&mut self, number: u64) -> io::Result<&Entry> {
        if number >= self.stored.count {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let block = |number: u64| number / BLOCK_ENTRIES;
        // The entry before `next` is at hand.
        let is_in_reach = self.next > 0 && number + 1 >= self.next;
        if !is_in_reach || block(number) != block(self.next - 1) {
            self.open(block(number))?;
        }
        while self.next <= number {
            let mut rest = &self.bytes[self.at..];
            let length = rest.len();
            self.decoder.decode(&mut rest).map_err(io::Error::other)?;
            self.at += length - rest.len();
            self.next += 1;
        }
        Ok(self.decoder.latest())
    }

    /// Begins to decode a block.
    fn open(&mut self, block: u64) -> io::Result<()> {
        let first = usize::try_from(block).map_err(io::Error::other)?;
        if !self.held.contains(&first) {
            let is_next = first == self.held.end;
            self.read(first, if is_next { READ_BYTES } else { 0 })?;
        }
        let blocks = &self.stored.blocks;
        let start = blocks[first] - blocks[self.held.start];
        self.at = usize::try_from(start).map_err(io::Error::other)?;
        self.decoder.restart();
        self.next = block * BLOCK_ENTRIES;
        Ok(())
    }

    /// Reads one block, and those behind it as far as so many bytes go.
    fn read(&mut self, first: usize, bytes: u64) -> io::Result<()> {
        let blocks = &self.stored.blocks;
        let start = blocks[first];
        let fit = blocks[first..].partition_point(|block| *block <= start + bytes);
        let end = (first + fit.saturating_sub(1))
            .max(first + 1)
            .min(blocks.len() - 1);
        let length = usize::try_from(blocks[end] - start).map_err(io::Error::other)?;
        self.held = 0..0;
        self.bytes.resize(length, 0);
        let file = self.stored.file.lock();
        let mut file = file.unwrap_or_else(|poisoned| poisoned.into_inner());
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut self.bytes)?;
        self.held = first..end;
        Ok(())
    }
}

impl RowSource for SpooledEntries {
    type Error = io::Error;

    fn read(
        &mut self,
        rows: &[Range<u32>],
        take: &mut dyn FnMut(Cow<'_, Entry>),
    ) -> io::Result<()> {
        for row in rows.iter().cloned().flatten() {
            take(Cow::Borrowed(self.get(row.into())?));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_in_any_order_and_there_are_no_others() {
        const COUNT: u64 = 100_000;
        let mut spool = EntrySpool::new().unwrap();
        for number in 0..COUNT {
            let entry = Entry {
                lines: number.into(),
                order_id: format!("order {number}").into(),
                ..Entry::default()
            };
            spool.push(&entry).unwrap();
        }
        assert_eq!(spool.count(), COUNT);
        let mut spooled = spool.finish().unwrap();
        let mut is_there = |number: u64| {
            let entry = spooled.get(number).unwrap();
            entry.order_id == format!("order {number}") && entry.lines.start() == number
        };
        assert!((0..COUNT).all(&mut is_there));
        for number in [
            0,
            0,
            1,
            63,
            64,
            63,
            99_999,
            99_999,
            5,
            64 * 500,
            64 * 501,
            64 * 502 + 7,
        ] {
            assert!(is_there(number), "{number}");
        }
        let mut other = spooled.another_reader();
        assert_eq!(other.get(7).unwrap().order_id, "order 7");
        assert_eq!(spooled.get(64 * 502 + 8).unwrap().order_id, "order 32136");
        assert_eq!(other.get(8).unwrap().order_id, "order 8");
        assert!(spooled.get(COUNT).is_err() && spooled.get(u64::MAX).is_err());
        assert_eq!(spooled.get(3).unwrap().order_id, "order 3");
    }

    #[test]
    fn an_empty_list_has_nothing() {
        let mut spooled = EntrySpool::new().unwrap().finish().unwrap();
        assert_eq!(spooled.count(), 0);
        assert!(spooled.get(0).is_err());
    }
}
