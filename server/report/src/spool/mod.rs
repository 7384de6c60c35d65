//! Lists that are too long for memory. They are stored in a temporary file, from which each
//! item can be read again.

mod entries;

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Seek as _, SeekFrom, Write as _};
use std::marker::PhantomData;

use ledger::table::json_line;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use entries::{EntrySpool, SpooledEntries};

const BUFFER_BYTES: usize = 64 * 1024;

/// The place of each item with a number divisible by this is held in memory.
const MARK_EVERY: u64 = 64;

/// A list that is being written.
pub(crate) struct Spool<T> {
    to: BufWriter<File>,
    text: Vec<u8>,
    bytes: u64,
    count: u64,
    marks: Vec<u64>,
    of: PhantomData<T>,
}

impl<T: Serialize> Spool<T> {
    /// An empty list.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub(crate) fn new() -> io::Result<Spool<T>> {
        let file = tempfile::tempfile().map_err(cannot_write)?;
        Ok(Spool {
            to: BufWriter::with_capacity(BUFFER_BYTES, file),
            text: Vec::new(),
            bytes: 0,
            count: 0,
            marks: Vec::new(),
            of: PhantomData,
        })
    }

    /// Appends an item.
    ///
    /// # Errors
    /// Errors of the disk.
    pub(crate) fn push(&mut self, item: &T) -> io::Result<()> {
        self.text.clear();
        json_line(&mut self.text, item)?;
        if self.count.is_multiple_of(MARK_EVERY) {
            self.marks.push(self.bytes);
        }
        self.to.write_all(&self.text).map_err(cannot_write)?;
        self.bytes += self.text.len() as u64;
        self.count += 1;
        Ok(())
    }

    /// Ends the list.
    ///
    /// # Errors
    /// Errors of the disk.
    pub(crate) fn finish(self) -> io::Result<Spooled<T>> {
        let file = self.to.into_inner();
        let mut file = file.map_err(|error| cannot_write(error.into_error()))?;
        file.rewind()?;
        Ok(Spooled {
            from: BufReader::with_capacity(BUFFER_BYTES, file),
            text: self.text,
            at: 0,
            count: self.count,
            marks: self.marks,
            of: PhantomData,
        })
    }
}

/// The error names the folder, so that the reader knows where space is missing.
pub(crate) fn cannot_write(error: io::Error) -> io::Error {
    let folder = std::env::temp_dir();
    let text = format!(
        "a temporary file in {} cannot be written: {error}",
        folder.display()
    );
    io::Error::new(error.kind(), text)
}

/// A finished list.
pub(crate) struct Spooled<T> {
    from: BufReader<File>,
    text: Vec<u8>,
    /// The number of the next item in `from`.
    at: u64,
    count: u64,
    marks: Vec<u64>,
    of: PhantomData<T>,
}

impl<T: DeserializeOwned> Spooled<T> {
    /// How many items it has.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// One item, by its number from zero. Reading items in rising order is cheap.
    ///
    /// # Errors
    /// Errors of the disk; when there is no such item.
    pub(crate) fn get(&mut self, number: u64) -> io::Result<T> {
        if number < self.at || number - self.at > MARK_EVERY {
            let mark = number / MARK_EVERY;
            let byte = usize::try_from(mark)
                .ok()
                .and_then(|mark| self.marks.get(mark));
            let byte = byte.ok_or(io::ErrorKind::UnexpectedEof)?;
            self.from.seek(SeekFrom::Start(*byte))?;
            self.at = mark * MARK_EVERY;
        }
        while self.at < number {
            self.next_text()?;
        }
        self.next_text()?;
        Ok(serde_json::from_slice(&self.text)?)
    }

    /// Every item, in order.
    pub(crate) fn all(&mut self) -> impl Iterator<Item = io::Result<T>> {
        (0..self.count).map(|number| self.get(number))
    }

    fn next_text(&mut self) -> io::Result<()> {
        self.text.clear();
        self.from.read_until(b'\n', &mut self.text)?;
        self.at += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_back_in_any_order_and_there_are_no_others() {
        let mut spool = Spool::new().unwrap();
        for number in 0..1000_u64 {
            spool.push(&format!("item\n{number}")).unwrap();
        }
        let mut spooled = spool.finish().unwrap();
        let all: io::Result<Vec<String>> = spooled.all().collect();
        assert_eq!(all.unwrap().len(), 1000);
        for number in [999, 0, 1, 64, 63, 500, 565, 566, 64 * 15] {
            assert_eq!(spooled.get(number).unwrap(), format!("item\n{number}"));
        }
        assert!(spooled.get(1000).is_err());
        assert!(spooled.get(u64::MAX).is_err());
        assert_eq!(spooled.get(3).unwrap(), "item\n3");
    }

    #[test]
    fn an_empty_list_has_nothing() {
        let mut spooled = Spool::<String>::new().unwrap().finish().unwrap();
        assert_eq!((spooled.count(), spooled.all().count()), (0, 0));
        assert!(spooled.get(0).is_err());
    }
}
