//! What stays open between two looks. Files never change, so that what is at hand under
//! a name is never wrong; what was not used for longest goes first.

use std::sync::{Arc, Mutex};

use hashlink::LruCache;

use super::file::DerivedFile;
use super::index::Index;
use super::table::Table;
use crate::error::StoreError;
use crate::home::Home;

/// Open tables, and indexes in memory.
#[derive(Debug)]
pub(crate) struct Cache {
    tables: Mutex<LruCache<String, Arc<Table>>>,
    indexes: Mutex<Indexes>,
}

#[derive(Debug)]
struct Indexes {
    kept: LruCache<String, Arc<Index>>,
    bytes: u64,
    bytes_max: u64,
}

impl Cache {
    /// At most so many open tables, and so many bytes of indexes.
    pub(crate) fn new(open_files_max: u32, index_bytes_max: u64) -> Cache {
        Cache {
            tables: Mutex::new(LruCache::new((open_files_max as usize).max(1))),
            indexes: Mutex::new(Indexes {
                kept: LruCache::new_unbounded(),
                bytes: 0,
                bytes_max: index_bytes_max,
            }),
        }
    }

    /// A table, opened where it is not open.
    pub(crate) fn table(&self, home: &Home, file: &DerivedFile) -> Result<Arc<Table>, StoreError> {
        let lock = || self.tables.lock().unwrap_or_else(|held| held.into_inner());
        if let Some(table) = lock().get(&file.name) {
            return Ok(Arc::clone(table));
        }
        let table = Arc::new(Table::open(file.open(home)?)?);
        lock().insert(file.name.clone(), Arc::clone(&table));
        Ok(table)
    }

    /// An index, read where it is not at hand.
    pub(crate) fn index(&self, home: &Home, file: &DerivedFile) -> Result<Arc<Index>, StoreError> {
        self.index_of(&file.name, || Index::read(&file.read_whole(home)?))
    }

    /// An index under a name, made where it is not at hand.
    pub(crate) fn index_of(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<Index, StoreError>,
    ) -> Result<Arc<Index>, StoreError> {
        let lock = || self.indexes.lock().unwrap_or_else(|held| held.into_inner());
        if let Some(index) = lock().kept.get(name) {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(make()?);
        let mut indexes = lock();
        indexes.bytes += index.bytes();
        if let Some(before) = indexes.kept.insert(name.to_owned(), Arc::clone(&index)) {
            indexes.bytes -= before.bytes();
        }
        // The newest one stays, however large: the next look is most often at it.
        while indexes.bytes > indexes.bytes_max
            && indexes.kept.len() > 1
            && let Some((_, oldest)) = indexes.kept.remove_lru()
        {
            indexes.bytes -= oldest.bytes();
        }
        Ok(index)
    }
}
