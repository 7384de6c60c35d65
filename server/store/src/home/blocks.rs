//! Caches blocks of files that are read over the network. Pages read the same few places of
//! immutable files again and again.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use bytes::Bytes;

/// Bytes of a block; the last block of a file may be shorter.
pub(super) const BLOCK_BYTES: u64 = 256 << 10;

/// The block of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct BlockKey {
    /// Name of the file.
    pub file: Arc<str>,
    /// Its position in the file, in blocks.
    pub number: u64,
}

/// The blocks that were used last, up to a number of bytes.
#[derive(Debug)]
pub(super) struct Blocks {
    bytes_max: u64,
    bytes: u64,
    /// Counts uses; the block with the lowest value was unused for longest.
    uses: u64,
    blocks: HashMap<BlockKey, (Bytes, u64)>,
    by_use: BTreeMap<u64, BlockKey>,
}

impl Blocks {
    pub(super) fn new(bytes_max: u64) -> Blocks {
        Blocks {
            bytes_max,
            bytes: 0,
            uses: 0,
            blocks: HashMap::new(),
            by_use: BTreeMap::new(),
        }
    }

    /// A cached block; this counts as a use.
    pub(super) fn get(&mut self, key: &BlockKey) -> Option<Bytes> {
        let (bytes, used) = self.blocks.get_mut(key)?;
        self.by_use.remove(used);
        self.uses += 1;
        *used = self.uses;
        self.by_use.insert(self.uses, key.clone());
        Some(bytes.clone())
    }

    /// Caches a block, and drops those that were unused for longest.
    pub(super) fn put(&mut self, key: BlockKey, bytes: Bytes) {
        self.forget(&key);
        self.uses += 1;
        self.bytes += bytes.len() as u64;
        self.by_use.insert(self.uses, key.clone());
        self.blocks.insert(key, (bytes, self.uses));
        while self.bytes > self.bytes_max {
            let Some((_, oldest)) = self.by_use.pop_first() else {
                break;
            };
            self.forget(&oldest);
        }
    }

    /// Drops the blocks of a file that is removed.
    pub(super) fn forget_file(&mut self, file: &str) {
        let of_it: Vec<BlockKey> = self
            .blocks
            .keys()
            .filter(|key| &*key.file == file)
            .cloned()
            .collect();
        for key in &of_it {
            self.forget(key);
        }
    }

    fn forget(&mut self, key: &BlockKey) {
        if let Some((bytes, used)) = self.blocks.remove(key) {
            self.bytes -= bytes.len() as u64;
            self.by_use.remove(&used);
        }
    }

    /// Bytes that are cached.
    #[cfg(test)]
    fn bytes(&self) -> u64 {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(file: &str, number: u64) -> BlockKey {
        BlockKey {
            file: file.into(),
            number,
        }
    }

    #[test]
    fn least_recently_used_block_is_dropped_at_the_limit() {
        let mut blocks = Blocks::new(30);
        for number in 0..3 {
            blocks.put(key("a", number), vec![0; 10].into());
        }
        assert_eq!(blocks.bytes(), 30, "at the limit all are kept");
        assert!(blocks.get(&key("a", 0)).is_some());
        blocks.put(key("b", 0), vec![1; 1].into());
        assert_eq!(blocks.bytes(), 21, "one past it and the oldest goes");
        assert!(blocks.get(&key("a", 1)).is_none());
        assert!(blocks.get(&key("a", 0)).is_some(), "it was used since");
        blocks.put(key("b", 0), vec![2; 2].into());
        assert_eq!(blocks.get(&key("b", 0)).unwrap(), vec![2; 2]);
        assert_eq!(blocks.bytes(), 22, "the same block is not counted twice");
        blocks.put(key("c", 0), vec![3; 31].into());
        assert_eq!((blocks.bytes(), blocks.by_use.len()), (0, 0), "none fits");
    }

    #[test]
    fn a_removed_file_leaves_no_block() {
        let mut blocks = Blocks::new(100);
        blocks.put(key("a", 0), vec![0; 10].into());
        blocks.put(key("a", 7), vec![0; 10].into());
        blocks.put(key("ab", 0), vec![0; 10].into());
        blocks.forget_file("a");
        assert_eq!((blocks.bytes(), blocks.by_use.len()), (10, 1));
        assert!(blocks.get(&key("a", 7)).is_none());
        assert!(blocks.get(&key("ab", 0)).is_some());
    }

    #[test]
    fn blocks_are_not_cached_without_memory() {
        let mut blocks = Blocks::new(0);
        blocks.put(key("a", 0), vec![0; 10].into());
        assert!(blocks.get(&key("a", 0)).is_none());
    }
}
