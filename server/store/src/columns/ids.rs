//! The index of ids: sorted hashes of ids, each with its row. A lookup reads the few bytes
//! where the hash would be. The rows found may have the id, and must be compared in full.

use std::io::Write;

use super::file::{CheckedFile, DerivedFile, FileWriter, Place};
use crate::error::StoreError;

/// Bytes of a hash with its row.
const ID_BYTES: usize = 12;
/// Ids that are read at once to look up a hash.
const IDS_AT_ONCE: u64 = 512;

/// What sort of id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdKind {
    /// The key of a file's row (`entry_key`).
    Key,
    /// An order id.
    Order,
    /// A trade id.
    Trade,
    /// The id that a client program gave an order.
    ClientOrder,
    /// A transaction's hash on a chain.
    Transaction,
    /// An address on a chain, sender or receiver.
    Address,
    /// A memo or tag beside an address.
    Memo,
}

/// The hash of an id: FNV-1a over its kind and characters. The bits are then mixed, so that
/// hashes are spread evenly.
pub(crate) fn hash(kind: IdKind, id: &str) -> u64 {
    let bytes = [kind as u8].into_iter().chain(id.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// Collects ids and writes them in order.
#[derive(Debug, Default)]
pub(crate) struct IdsWriter {
    ids: Vec<(u64, u32)>,
}

impl IdsWriter {
    pub(crate) fn add(&mut self, kind: IdKind, id: &str, row: u32) {
        if !id.is_empty() {
            self.ids.push((hash(kind, id), row));
        }
    }

    pub(crate) fn keep(mut self, place: &Place) -> Result<DerivedFile, StoreError> {
        self.ids.sort_unstable();
        self.ids.dedup();
        let mut file = FileWriter::new(&place.home)?;
        for (hash, row) in &self.ids {
            file.write_all(&hash.to_be_bytes())?;
            file.write_all(&row.to_be_bytes())?;
        }
        file.keep(place, "ids")
    }
}

/// Ids as they were written.
pub(crate) struct Ids(CheckedFile);

impl Ids {
    pub(crate) fn of(file: CheckedFile) -> Ids {
        Ids(file)
    }

    fn count(&self) -> u64 {
        self.0.bytes() / ID_BYTES as u64
    }

    fn some(&self, first: u64, count: u64) -> Result<Vec<(u64, u32)>, StoreError> {
        let count = count.min(self.count() - first);
        let bytes = self
            .0
            .read(first * ID_BYTES as u64, count as usize * ID_BYTES)?;
        let ids = bytes.chunks_exact(ID_BYTES).map(|id| {
            let (hash, row) = id.split_at(8);
            let hash = hash.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
            let row = row.iter().fold(0, |all, byte| all << 8 | u32::from(*byte));
            (hash, row)
        });
        Ok(ids.collect())
    }

    /// Rows that have an id with this hash, in order.
    pub(crate) fn rows(&self, hash: u64) -> Result<Vec<u32>, StoreError> {
        // Finds the first place with this hash or a higher one.
        let (mut low, mut high) = (0, self.count());
        // Hashes are spread evenly, so that the first guess is usually close.
        let guess = (u128::from(hash) * u128::from(high)) >> 64;
        let mut middle = (guess as u64).saturating_sub(IDS_AT_ONCE / 2);
        while high - low > IDS_AT_ONCE {
            let ids = self.some(middle, IDS_AT_ONCE)?;
            let (first, last) = match (ids.first(), ids.last()) {
                (Some(first), Some(last)) => (first.0, last.0),
                _ => break,
            };
            if first >= hash {
                high = middle;
            } else if last < hash {
                low = middle + ids.len() as u64;
            } else {
                let before = ids.partition_point(|id| id.0 < hash) as u64;
                (low, high) = (middle + before, middle + before);
            }
            middle = low + (high - low) / 2;
        }
        let mut rows = Vec::new();
        let mut place = low;
        while place < self.count() {
            let ids = self.some(place, IDS_AT_ONCE)?;
            place += ids.len() as u64;
            rows.extend(ids.iter().filter(|id| id.0 == hash).map(|id| id.1));
            if ids.last().is_none_or(|last| last.0 > hash) {
                break;
            }
        }
        Ok(rows)
    }
}
