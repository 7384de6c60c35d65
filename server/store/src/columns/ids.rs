//! Ids of rows, found without reading the rows: what names a row, its order, its trade,
//! a transaction, an address. A sorted file of hashes beside each file of rows; a hit is
//! compared with the row itself, so that two ids of one hash are never taken for one.

use std::io::Write;
use std::path::Path;

use ledger::Entry;
use sha2::{Digest, Sha256};

use super::checked::Checked;
use super::file::Written;
use crate::error::StoreError;

/// What sort of id it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdKind {
    /// Member and lines: what decisions name a row by.
    Place,
    /// The exchange's id of an order.
    Order,
    /// The exchange's id of a trade.
    Trade,
    /// The id that whoever placed an order gave it.
    ClientOrder,
    /// The hash of a transaction on a chain.
    Transaction,
    /// An address that coins went to or came from.
    Address,
    /// A memo beside an address.
    Memo,
}

impl IdKind {
    /// Every kind that people search by.
    pub const SEARCHED: [IdKind; 6] = [
        IdKind::Order,
        IdKind::Trade,
        IdKind::ClientOrder,
        IdKind::Transaction,
        IdKind::Address,
        IdKind::Memo,
    ];

    /// The ids of this kind that an entry has.
    pub fn of(self, entry: &Entry) -> impl Iterator<Item = &str> {
        let facts = &*entry.facts;
        let [first, second] = match self {
            IdKind::Place => ["", ""],
            IdKind::Order => [entry.order_id.as_str(), ""],
            IdKind::Trade => [entry.trade_id.as_str(), ""],
            IdKind::ClientOrder => [facts.client_order_id.as_str(), ""],
            IdKind::Transaction => [facts.tx_hash.as_str(), ""],
            IdKind::Address => [facts.address.as_str(), facts.source_address.as_str()],
            IdKind::Memo => [facts.memo.as_str(), ""],
        };
        [first, second].into_iter().filter(|id| !id.is_empty())
    }

    fn hash(self, id: &str) -> u64 {
        let digest = Sha256::new().chain_update([self as u8]).chain_update(id);
        let digest = digest.finalize();
        digest.iter().take(8).fold(0, |hash, byte| (hash << 8) | u64::from(*byte))
    }
}

/// Bytes of a hash and its row.
const RECORD_BYTES: usize = 12;
/// Records that one look reads.
const RECORDS_READ: u64 = 512;

/// Collects the ids of the rows of one file.
#[derive(Default)]
pub(crate) struct IdsBuilder {
    ids: Vec<(u64, u32)>,
}

impl IdsBuilder {
    /// Takes in the next row. `place`: what names it within its file.
    pub(crate) fn push(&mut self, row: u32, entry: &Entry, place: &str) {
        self.ids.push((IdKind::Place.hash(place), row));
        for kind in IdKind::SEARCHED {
            self.ids.extend(kind.of(entry).map(|id| (kind.hash(id), row)));
        }
    }

    /// Sorts and writes them; gives the file and how many ids it has.
    pub(crate) fn write(mut self, folder: &Path) -> Result<(Written, u32), StoreError> {
        self.ids.sort_unstable();
        let mut written = Written::new(folder)?;
        for (hash, row) in &self.ids {
            written.write_all(&hash.to_be_bytes())?;
            written.write_all(&row.to_be_bytes())?;
        }
        let count = u32::try_from(self.ids.len());
        Ok((written, count.map_err(|_| super::batch::unreadable("ids"))?))
    }
}

/// The ids of one file of rows, opened.
#[derive(Clone)]
pub(crate) struct Ids {
    bytes: Checked,
}

impl Ids {
    pub(crate) fn new(bytes: Checked) -> Ids {
        Ids { bytes }
    }

    fn count(&self) -> u64 {
        self.bytes.len() / RECORD_BYTES as u64
    }

    /// Rows that may have the id, rising: those of its hash.
    ///
    /// # Errors
    /// When the file is damaged.
    pub(crate) fn rows(&self, kind: IdKind, id: &str) -> Result<Vec<u32>, StoreError> {
        let hash = kind.hash(id);
        let mut at = self.first_of(hash)?;
        let mut rows = Vec::new();
        'reading: while at < self.count() {
            let records = self.read(at)?;
            for (found, row) in &records {
                if *found != hash {
                    break 'reading;
                }
                rows.push(*row);
            }
            at += records.len() as u64;
        }
        rows.dedup();
        Ok(rows)
    }

    /// The place of the first record whose hash is not below this one. Hashes are evenly
    /// spread, so that the place is guessed within a few hundred records.
    fn first_of(&self, hash: u64) -> Result<u64, StoreError> {
        let (mut low, mut high) = (0, self.count());
        let guess = u128::from(self.count()) * u128::from(hash) >> 64;
        let mut from = (guess as u64).saturating_sub(RECORDS_READ / 2);
        while low < high {
            from = from.clamp(low, high - 1);
            let records = self.read(from)?;
            let below = records.partition_point(|(found, _)| *found < hash) as u64;
            if below == 0 {
                high = from;
                from = high.saturating_sub(RECORDS_READ);
                // What lies before is looked at from its beginning on.
                if high == low {
                    break;
                }
            } else if below == records.len() as u64 {
                low = from + below;
                from = low;
            } else {
                return Ok(from + below);
            }
            if high - low > 8 * RECORDS_READ {
                from = low + (high - low) / 2;
            }
        }
        Ok(low)
    }

    fn read(&self, from: u64) -> Result<Vec<(u64, u32)>, StoreError> {
        let count = (self.count() - from).min(RECORDS_READ) as usize;
        let bytes = self.bytes.read_at(from * RECORD_BYTES as u64, count * RECORD_BYTES)?;
        let (records, _) = bytes.as_chunks::<RECORD_BYTES>();
        let record = |record: &[u8; RECORD_BYTES]| {
            let (hash, row) = record.split_at(8);
            let number = |bytes: &[u8]| {
                bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
            };
            (number(hash), number(row) as u32)
        };
        Ok(records.iter().map(record).collect())
    }
}
