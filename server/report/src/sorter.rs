//! Sorts records that are too many for memory. Full parts of them wait, sorted, in temporary
//! files, which are merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};

use crate::spool::cannot_write;

/// Records that are sorted in memory.
const HELD_MAX: usize = 1 << 19;
const BUFFER_BYTES: usize = 64 * 1024;

/// Records of `N` bytes that are being collected.
pub(crate) struct Sorter<const N: usize> {
    held: Vec<[u8; N]>,
    held_max: usize,
    parts: Vec<File>,
}

impl<const N: usize> Sorter<N> {
    pub(crate) fn new() -> Sorter<N> {
        Sorter {
            held: Vec::new(),
            held_max: HELD_MAX,
            parts: Vec::new(),
        }
    }

    /// Adds a record.
    ///
    /// # Errors
    /// Errors of the disk.
    pub(crate) fn push(&mut self, record: [u8; N]) -> io::Result<()> {
        self.held.push(record);
        match self.held.len() >= self.held_max {
            true => self.end_part(),
            false => Ok(()),
        }
    }

    fn sort(&mut self) {
        self.held.sort_unstable();
        self.held.dedup();
    }

    fn end_part(&mut self) -> io::Result<()> {
        self.sort();
        let file = tempfile::tempfile().map_err(cannot_write)?;
        let mut to = BufWriter::with_capacity(BUFFER_BYTES, file);
        for record in self.held.drain(..) {
            to.write_all(&record).map_err(cannot_write)?;
        }
        let file = to.into_inner();
        let mut file = file.map_err(|error| cannot_write(error.into_error()))?;
        file.rewind()?;
        self.parts.push(file);
        Ok(())
    }

    /// The records in the order of their bytes, each once.
    ///
    /// # Errors
    /// Errors of the disk.
    pub(crate) fn finish(mut self) -> io::Result<Sorted<N>> {
        self.sort();
        let files = self.parts.into_iter();
        let parts = files.map(|file| Part::File(BufReader::with_capacity(BUFFER_BYTES, file)));
        let held = Part::Held(self.held.into_iter());
        let mut sorted = Sorted {
            parts: parts.chain([held]).collect(),
            heads: BinaryHeap::new(),
            last: None,
        };
        for number in 0..sorted.parts.len() {
            sorted.read(number)?;
        }
        Ok(sorted)
    }
}

/// A sorted part.
enum Part<const N: usize> {
    File(BufReader<File>),
    Held(std::vec::IntoIter<[u8; N]>),
}

impl<const N: usize> Part<N> {
    fn next(&mut self) -> io::Result<Option<[u8; N]>> {
        let from = match self {
            Part::Held(records) => return Ok(records.next()),
            Part::File(from) => from,
        };
        let mut record = [0; N];
        match from.read_exact(&mut record) {
            Ok(()) => Ok(Some(record)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Sorted records.
pub(crate) struct Sorted<const N: usize> {
    parts: Vec<Part<N>>,
    /// The next record of each part, and the number of the part.
    heads: BinaryHeap<Reverse<([u8; N], usize)>>,
    last: Option<[u8; N]>,
}

impl<const N: usize> Sorted<N> {
    fn read(&mut self, number: usize) -> io::Result<()> {
        let next = self.parts[number].next()?;
        self.heads.extend(next.map(|next| Reverse((next, number))));
        Ok(())
    }
}

impl<const N: usize> Iterator for Sorted<N> {
    type Item = io::Result<[u8; N]>;

    fn next(&mut self) -> Option<io::Result<[u8; N]>> {
        loop {
            let Reverse((record, number)) = self.heads.pop()?;
            if let Err(error) = self.read(number) {
                return Some(Err(error));
            }
            if self.last.replace(record) != Some(record) {
                return Some(Ok(record));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_in_order_and_each_once_however_many_are_held() {
        for held_max in [1, 3, 100] {
            let mut sorter = Sorter::<4>::new();
            sorter.held_max = held_max;
            for number in (0..50_u32).chain(10..60).rev() {
                sorter.push((number * 7919 % 60).to_be_bytes()).unwrap();
            }
            let sorted = sorter.finish().unwrap().map(Result::unwrap);
            let sorted: Vec<u32> = sorted.map(u32::from_be_bytes).collect();
            assert_eq!(sorted, (0..60).collect::<Vec<_>>(), "{held_max}");
        }
        let mut none = Sorter::<4>::new().finish().unwrap();
        assert!(none.next().is_none());
    }
}
