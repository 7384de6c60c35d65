//! Caches open files between two requests. Files never change, so that a cached file is
//! never wrong. The one that was unused for longest is dropped first.

use std::sync::{Arc, Mutex, MutexGuard};

use hashlink::LruCache;
use ledger::Amount;

use super::file::DerivedFile;
use super::index::Index;
use super::table::Table;
use crate::error::StoreError;
use crate::home::Home;
use crate::opened::Layout;
use crate::valued::{AddedUp, LinesLayout};

/// Open tables, the known layouts, and indexes in memory.
#[derive(Debug)]
pub(crate) struct Cache {
    tables: Mutex<LruCache<String, Arc<Table>>>,
    rows: Mutex<LruCache<String, Arc<Layout>>>,
    lines: Mutex<LruCache<String, Arc<LinesLayout>>>,
    indexes: Mutex<Indexes>,
    sums: Mutex<LruCache<AddedUp, Amount>>,
    /// By generation and id, for ids that few rows have.
    rows_of_ids: Mutex<LruCache<(String, String), Vec<u32>>>,
}

/// The most rows of an id that are cached. With more rows, the search is not the slow part.
const ROWS_OF_ID_MAX: usize = 64;

#[derive(Debug)]
struct Indexes {
    kept: LruCache<String, Arc<Index>>,
    bytes: u64,
    bytes_max: u64,
}

impl Cache {
    /// The most open tables, bytes of indexes, and claims with a cached layout. Sums of
    /// lines and rows of an id are cached for as many claims.
    pub(crate) fn new(open_files_max: u32, index_bytes_max: u64, claims_max: u32) -> Cache {
        let claims_max = (claims_max as usize).max(1);
        Cache {
            tables: Mutex::new(LruCache::new((open_files_max as usize).max(1))),
            rows: Mutex::new(LruCache::new(claims_max)),
            lines: Mutex::new(LruCache::new(claims_max)),
            indexes: Mutex::new(Indexes {
                kept: LruCache::new_unbounded(),
                bytes: 0,
                bytes_max: index_bytes_max,
            }),
            sums: Mutex::new(LruCache::new(claims_max)),
            rows_of_ids: Mutex::new(LruCache::new(claims_max)),
        }
    }

    /// The files with the rows of a generation.
    pub(crate) fn layout(&self, generation: &str) -> Option<Arc<Layout>> {
        held(&self.rows).get(generation).map(Arc::clone)
    }

    pub(crate) fn keep_layout(&self, generation: &str, layout: &Arc<Layout>) {
        held(&self.rows).insert(generation.to_owned(), Arc::clone(layout));
    }

    /// The files with the lines of a valuation.
    pub(crate) fn lines(&self, valuation: &str) -> Option<Arc<LinesLayout>> {
        held(&self.lines).get(valuation).map(Arc::clone)
    }

    pub(crate) fn keep_lines(&self, valuation: &str, lines: &Arc<LinesLayout>) {
        held(&self.lines).insert(valuation.to_owned(), Arc::clone(lines));
    }

    /// A sum of lines; computed if it is not cached.
    pub(crate) fn added_up(
        &self,
        key: AddedUp,
        add_up: impl FnOnce() -> Result<Amount, StoreError>,
    ) -> Result<Amount, StoreError> {
        if let Some(sum) = held(&self.sums).get(&key) {
            return Ok(sum.clone());
        }
        let sum = add_up()?;
        held(&self.sums).insert(key, sum.clone());
        Ok(sum)
    }

    /// The rows of a generation that have an id; searched if they are not cached.
    pub(crate) fn rows_of_id(
        &self,
        generation: &str,
        id: &str,
        find: impl FnOnce() -> Result<Vec<u32>, StoreError>,
    ) -> Result<Vec<u32>, StoreError> {
        let key = (generation.to_owned(), id.to_owned());
        if let Some(rows) = held(&self.rows_of_ids).get(&key) {
            return Ok(rows.clone());
        }
        let rows = find()?;
        if rows.len() <= ROWS_OF_ID_MAX {
            held(&self.rows_of_ids).insert(key, rows.clone());
        }
        Ok(rows)
    }

    /// A table; opened if it is not open.
    pub(crate) fn table(&self, home: &Home, file: &DerivedFile) -> Result<Arc<Table>, StoreError> {
        if let Some(table) = held(&self.tables).get(&file.name) {
            return Ok(Arc::clone(table));
        }
        let table = Arc::new(Table::open(file.open(home)?)?);
        held(&self.tables).insert(file.name.clone(), Arc::clone(&table));
        Ok(table)
    }

    /// An index, if it is in memory.
    pub(crate) fn index_at_hand(&self, file: &DerivedFile) -> Option<Arc<Index>> {
        held(&self.indexes).kept.get(&file.name).map(Arc::clone)
    }

    /// An index; read if it is not in memory.
    pub(crate) fn index(&self, home: &Home, file: &DerivedFile) -> Result<Arc<Index>, StoreError> {
        self.index_of(&file.name, || Index::read(&file.read_whole(home)?))
    }

    /// An index under a name; made if it is not in memory.
    pub(crate) fn index_of(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<Index, StoreError>,
    ) -> Result<Arc<Index>, StoreError> {
        if let Some(index) = held(&self.indexes).kept.get(name) {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(make()?);
        let mut indexes = held(&self.indexes);
        indexes.bytes += index.bytes();
        if let Some(before) = indexes.kept.insert(name.to_owned(), Arc::clone(&index)) {
            indexes.bytes -= before.bytes();
        }
        // The newest index stays, however large, because the next request most likely needs
        // it.
        while indexes.bytes > indexes.bytes_max
            && indexes.kept.len() > 1
            && let Some((_, oldest)) = indexes.kept.remove_lru()
        {
            indexes.bytes -= oldest.bytes();
        }
        Ok(index)
    }
}

/// No code panics while it holds a lock, so that the content of a poisoned lock is intact.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
