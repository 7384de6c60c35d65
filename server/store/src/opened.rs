//! The rows of a claim: those of all its imports, numbered from zero in reading order, with
//! the generation's verdicts.

use std::borrow::Cow;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::{Arc, mpsc};
use std::thread;

use ledger::dedup::{Compared, Place, Why};
use ledger::{Entry, FileSummary, RowSource, Text};
use roaring::RoaringBitmap;
use sqlx::AnyConnection;

use crate::columns::cache::Cache;
use crate::columns::fields::{Kind as _, Small, Whole, WordOrNone};
use crate::columns::file::DerivedFile;
use crate::columns::ids::{IdKind, Ids, hash};
use crate::columns::index::{DroppedAt, Has, Index, IndexBuilder};
use crate::columns::rows::{FOUND_BY, RowsRead};
use crate::entries::{EntryFilter, StoredEntry, entry_key, place_key};
use crate::error::StoreError;
use crate::evidence::blocking;
use crate::generations::FoundInRows;
use crate::home::Home;
use crate::imported::{ImportedRows, RowsPart};
use crate::rows::{all, maybe, one, rows};
use crate::{DroppedFor, Store};

rows! {
    /// A file of a claim with its current import.
    struct FileRow {
        pub import: String,
        pub file: String,
        pub name: String,
        pub read_as: String,
        pub sha256: String,
        pub row_files: Option<String>,
    }
}

/// The rows of a claim. Everything here blocks: use it on a thread that may.
#[derive(Clone, Debug)]
pub struct Rows(Arc<Opened>);

#[derive(Debug)]
struct Opened {
    home: Home,
    cache: Arc<Cache>,
    layout: Arc<Layout>,
    index: Arc<Index>,
}

/// The files that hold the rows of a claim. The layout of a generation never changes.
#[derive(Debug)]
pub(crate) struct Layout {
    files: Vec<FileOfRows>,
    parts: Vec<PartAt>,
    rows: u32,
    /// The generation and its index; none while the rows were not compared.
    generation: Option<(String, DerivedFile)>,
}

/// Rows of one file of a claim.
#[derive(Clone, Debug)]
pub struct FileOfRows {
    /// The import of the rows.
    pub import: String,
    /// Id of the claim's file.
    pub file: String,
    /// Its name as given.
    pub name: String,
    /// The file's name in its entries.
    pub read_as: Text,
    /// Its hash.
    pub sha256: String,
    /// The number of its first row.
    pub first: u32,
    summaries: Vec<FileSummary>,
    has_groups: bool,
}

#[derive(Clone, Debug)]
struct PartAt {
    first: u32,
    /// Its file, by its position.
    file: usize,
    part: RowsPart,
}

impl Store {
    /// The rows of a claim's files in their latest imports, with the verdicts of the
    /// generation if one was made from them.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn rows(&self, claim: &str) -> Result<Rows, StoreError> {
        let mut read = self.begin_read().await?;
        let imports: Vec<String> = all(
            &mut *read,
            sqlx::query(
                "SELECT import.id FROM claim_file \
                 JOIN import ON import.file = claim_file.id AND import.current = 1 \
                 WHERE claim_file.claim = $1 AND claim_file.withdrawn_at_us IS NULL \
                 AND import.entries > 0 ORDER BY claim_file.position",
            )
            .bind(claim.to_owned()),
        )
        .await?;
        let ask = sqlx::query("SELECT id FROM generation WHERE claim = $1 AND current = 1")
            .bind(claim.to_owned());
        let generation: Option<String> = maybe(&mut *read, ask).await?;
        let layout = match generation {
            Some(id) if imports_of(&mut read, &id).await? == imports => {
                self.layout_on(&mut read, &id).await?
            }
            _ => {
                let mut files = Vec::new();
                for import in &imports {
                    let ask = sqlx::query(
                        "SELECT import.id AS import, claim_file.id AS file, claim_file.name, \
                         claim_file.read_as, claim_file.sha256, import.row_files FROM import \
                         JOIN claim_file ON claim_file.id = import.file WHERE import.id = $1",
                    )
                    .bind(import.clone());
                    files.push(one(&mut *read, ask, "import").await?);
                }
                Arc::new(Layout::of(files, None)?)
            }
        };
        read.rollback().await?;
        self.open_rows(layout).await
    }

    /// The rows of a generation, current or not.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; errors of the database and the disk.
    pub async fn rows_of_generation(&self, generation: &str) -> Result<Rows, StoreError> {
        let layout = self.layout_of(generation).await?;
        self.open_rows(layout).await
    }

    /// The files that hold the rows of a generation.
    pub(crate) async fn layout_of(&self, generation: &str) -> Result<Arc<Layout>, StoreError> {
        if let Some(layout) = self.cache.layout(generation) {
            return Ok(layout);
        }
        let mut read = self.begin_read().await?;
        let layout = self.layout_on(&mut read, generation).await?;
        read.rollback().await?;
        Ok(layout)
    }

    async fn layout_on(
        &self,
        on: &mut AnyConnection,
        generation: &str,
    ) -> Result<Arc<Layout>, StoreError> {
        if let Some(layout) = self.cache.layout(generation) {
            return Ok(layout);
        }
        let ask = sqlx::query("SELECT index_file FROM generation WHERE id = $1")
            .bind(generation.to_owned());
        let index: String = one(&mut *on, ask, "generation").await?;
        let ask = sqlx::query(
            "SELECT import.id AS import, claim_file.id AS file, claim_file.name, \
             claim_file.read_as, claim_file.sha256, import.row_files FROM generation_import \
             JOIN import ON import.id = generation_import.import \
             JOIN claim_file ON claim_file.id = import.file \
             WHERE generation_import.generation = $1 ORDER BY generation_import.position",
        )
        .bind(generation.to_owned());
        let files = all(&mut *on, ask).await?;
        let index = (generation.to_owned(), serde_json::from_str(&index)?);
        let layout = Arc::new(Layout::of(files, Some(index))?);
        self.cache.keep_layout(generation, &layout);
        Ok(layout)
    }

    async fn open_rows(&self, layout: Arc<Layout>) -> Result<Rows, StoreError> {
        let (home, cache) = (self.home.clone(), Arc::clone(&self.cache));
        match Rows::at_hand(&home, &cache, &layout) {
            Some(rows) => Ok(rows),
            None => blocking(move || Rows::open(home, cache, layout)).await,
        }
    }
}

#[cfg(test)]
impl Rows {
    /// The rows of imports that the database does not name: each with the file's name in its
    /// entries, and its hash.
    pub(crate) fn of_imports(
        home: &Home,
        cache: &Arc<Cache>,
        imports: &[(ImportedRows, String, String)],
    ) -> Result<Rows, StoreError> {
        let files = imports.iter().zip(0..);
        let files = files.map(|((rows, read_as, sha256), number)| FileRow {
            import: format!("{sha256}-{number}"),
            file: format!("file-{number}"),
            name: read_as.clone(),
            read_as: read_as.clone(),
            sha256: sha256.clone(),
            row_files: serde_json::to_string(rows).ok(),
        });
        let layout = Arc::new(Layout::of(files.collect(), None)?);
        Rows::open(home.clone(), Arc::clone(cache), layout)
    }
}

/// The imports of a generation, in the order of its rows.
pub(crate) async fn imports_of(
    on: &mut AnyConnection,
    generation: &str,
) -> Result<Vec<String>, StoreError> {
    let ask =
        sqlx::query("SELECT import FROM generation_import WHERE generation = $1 ORDER BY position")
            .bind(generation.to_owned());
    all(on, ask).await
}

impl Layout {
    fn of(
        rows_of_files: Vec<FileRow>,
        generation: Option<(String, DerivedFile)>,
    ) -> Result<Layout, StoreError> {
        let (mut files, mut parts, mut rows) = (Vec::new(), Vec::new(), 0_u32);
        for file in rows_of_files {
            let imported: ImportedRows = match &file.row_files {
                Some(json) => serde_json::from_str(json)?,
                None => ImportedRows::default(),
            };
            let first = rows;
            for part in imported.parts {
                let past = || StoreError::Unreadable("the number of a row".to_owned());
                let next = rows.checked_add(part.rows).ok_or_else(past)?;
                parts.push(PartAt {
                    first: rows,
                    file: files.len(),
                    part,
                });
                rows = next;
            }
            files.push(FileOfRows {
                import: file.import,
                file: file.file,
                name: file.name,
                read_as: file.read_as.into(),
                sha256: file.sha256,
                first,
                summaries: imported.summaries,
                has_groups: imported.has_groups,
            });
        }
        Ok(Layout {
            files,
            parts,
            rows,
            generation,
        })
    }

    /// The file of a row.
    pub(crate) fn file_of(&self, row: u32) -> &FileOfRows {
        let next = self.files.partition_point(|file| file.first <= row);
        &self.files[next - 1]
    }
}

impl Rows {
    /// The rows of a generation whose index is in memory.
    fn at_hand(home: &Home, cache: &Arc<Cache>, layout: &Arc<Layout>) -> Option<Rows> {
        let (_, file) = layout.generation.as_ref()?;
        Some(Rows(Arc::new(Opened {
            home: home.clone(),
            cache: Arc::clone(cache),
            index: cache.index_at_hand(file)?,
            layout: Arc::clone(layout),
        })))
    }

    fn open(home: Home, cache: Arc<Cache>, layout: Arc<Layout>) -> Result<Rows, StoreError> {
        let mut opened = Opened {
            home,
            cache,
            layout,
            index: Arc::default(),
        };
        opened.index = match &opened.layout.generation {
            Some((_, file)) => opened.cache.index(&opened.home, file)?,
            None => {
                let imports = opened.layout.files.iter().map(|file| file.import.as_str());
                let name = imports.collect::<Vec<_>>().join("+");
                let make = || Ok(opened.index_builder()?.finish());
                opened.cache.index_of(&name, make)?
            }
        };
        Ok(Rows(Arc::new(opened)))
    }

    /// The number of rows, including those that do not count.
    pub fn len(&self) -> u32 {
        self.0.layout.rows
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.layout.rows == 0
    }

    /// The generation of the rows; none while they were not compared.
    pub fn generation(&self) -> Option<&str> {
        let generation = self.0.layout.generation.as_ref();
        generation.map(|(id, _)| id.as_str())
    }

    /// The files, in reading order.
    pub fn files(&self) -> &[FileOfRows] {
        &self.0.layout.files
    }

    /// The file of a row.
    pub fn file_of(&self, row: u32) -> &FileOfRows {
        self.0.layout.file_of(row)
    }

    /// The facts about each file before its rows are compared.
    pub fn summaries(&self) -> Vec<FileSummary> {
        let all = self.0.layout.files.iter().flat_map(|file| &file.summaries);
        all.cloned().collect()
    }

    /// Whether rows belong together.
    pub fn has_groups(&self) -> bool {
        self.0.layout.files.iter().any(|file| file.has_groups)
    }

    /// Rows that count, as ranges in order.
    pub fn counted(&self) -> Vec<Range<u32>> {
        let (mut ranges, mut first) = (Vec::new(), 0);
        for drop in self.0.index.all_dropped() {
            if drop.row > first {
                ranges.push(first..drop.row);
            }
            first = drop.row + 1;
        }
        if first < self.len() {
            ranges.push(first..self.len());
        }
        ranges
    }

    /// How many rows count.
    pub fn counted_len(&self) -> u32 {
        self.len() - self.0.index.all_dropped().len() as u32
    }

    /// The rows that do not count, in order, each with the reason and the row that counts
    /// instead.
    pub fn dropped(&self) -> impl Iterator<Item = (u32, Why, u32)> {
        let all = self.0.index.all_dropped().iter();
        all.map(|drop| (drop.row, drop.why, drop.kept))
    }

    /// Why a row does not count, and which one counts instead; none where it does.
    pub fn verdict(&self, row: u32) -> Option<(Why, u32)> {
        let drop = self.0.index.dropped(row);
        drop.map(|drop| (drop.why, drop.kept))
    }

    /// The key of a row.
    pub fn key(&self, row: u32, entry: &Entry) -> String {
        entry_key(&self.file_of(row).sha256, entry)
    }

    /// The key of a row at a place of its file.
    pub fn key_at(&self, row: u32, place: &Place) -> String {
        place_key(&self.file_of(row).sha256, &place.file, &place.line)
    }

    /// Reads rows of rising ranges, in order.
    ///
    /// # Errors
    /// Errors of the disk or the network; errors of `take`.
    pub fn scan<E: From<StoreError>>(
        &self,
        ranges: &[Range<u32>],
        mut take: impl FnMut(u32, Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut failed = None;
        let mut numbers = ranges.iter().flat_map(Range::clone);
        for (part, within) in self.0.within(ranges) {
            let file = &self.0.layout.files[part.file];
            let table = self.0.cache.table(&self.0.home, &part.part.table)?;
            let read = table.read(None, &within, &mut |batch| {
                RowsRead::entries(batch, &file.read_as, &mut |entry| {
                    let Some(row) = numbers.next() else {
                        return Err(StoreError::Unreadable("rows of a table".to_owned()));
                    };
                    take(row, entry).map_err(|error| {
                        failed = Some(error);
                        StoreError::Conflict("scan")
                    })
                })
            });
            if let Some(error) = failed.take() {
                return Err(error);
            }
            read?;
        }
        match numbers.next() {
            None => Ok(()),
            Some(_) => Err(StoreError::Unreadable("rows of a table".to_owned()).into()),
        }
    }

    /// The entries of these rows, in their order.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn at(&self, rows: &[u32]) -> Result<Vec<StoredEntry>, StoreError> {
        let mut wanted: Vec<u32> = rows.to_vec();
        let kept = rows.iter().filter_map(|row| Some(self.verdict(*row)?.1));
        wanted.extend(kept);
        wanted.sort_unstable();
        wanted.dedup();
        let mut entries = std::collections::HashMap::with_capacity(wanted.len());
        self.scan(&ranges_of(wanted), |row, entry| {
            entries.insert(row, entry);
            Ok::<_, StoreError>(())
        })?;
        let missing = || StoreError::Unreadable("rows of a table".to_owned());
        let stored = rows.iter().map(|row| {
            let entry = entries.get(row).cloned().ok_or_else(missing)?;
            let dropped = match self.verdict(*row) {
                Some((why, kept)) => Some(DroppedFor {
                    why,
                    kept,
                    place: Place::of(entries.get(&kept).ok_or_else(missing)?),
                }),
                None => None,
            };
            Ok(StoredEntry {
                row: *row,
                key: self.key(*row, &entry),
                sha256: self.file_of(*row).sha256.clone(),
                dropped,
                entry,
            })
        });
        stored.collect()
    }

    /// The rows that a key names (see [`entry_key`]), in order.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn of_key(&self, key: &str) -> Result<Vec<u32>, StoreError> {
        let is_of = |file: &FileOfRows| key.starts_with(&file.sha256);
        let files = self.0.layout.files.iter().enumerate();
        let files = files.filter(|(_, file)| is_of(file));
        let files: Vec<usize> = files.map(|(number, _)| number).collect();
        let parts = self.0.layout.parts.iter();
        let parts = parts.filter(|part| files.contains(&part.file));
        self.of_hashes(parts, &[hash(IdKind::Key, key)], |row, entry| {
            self.key(row, entry) == key
        })
    }

    /// The rows that name an id of any kind, in order: of an order or trade, a client's
    /// order, a transaction, an address or a memo.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn of_id(&self, id: &str) -> Result<Vec<u32>, StoreError> {
        let kinds = [
            IdKind::Order,
            IdKind::Trade,
            IdKind::ClientOrder,
            IdKind::Transaction,
            IdKind::Address,
            IdKind::Memo,
        ];
        let hashes = kinds.map(|kind| hash(kind, id));
        let find = || {
            let parts = self.0.layout.parts.iter();
            self.of_hashes(parts, &hashes, |_, entry| entry.ids().contains(&id))
        };
        match self.generation() {
            Some(generation) => self.0.cache.rows_of_id(generation, id, find),
            None => find(),
        }
    }

    /// Rows of parts whose index has one of some hashes, and that match in full.
    fn of_hashes<'p>(
        &'p self,
        parts: impl Iterator<Item = &'p PartAt>,
        hashes: &[u64],
        is_it: impl Fn(u32, &Entry) -> bool,
    ) -> Result<Vec<u32>, StoreError> {
        let mut candidates = Vec::new();
        for part in parts {
            let ids = Ids::of(part.part.ids.open(&self.0.home)?);
            for hash in hashes {
                let rows = ids.rows(*hash)?.into_iter();
                candidates.extend(rows.map(|row| part.first + row));
            }
        }
        let mut found = Vec::new();
        self.scan(&ranges_of(candidates), |row, entry| {
            if is_it(row, &entry) {
                found.push(row);
            }
            Ok::<_, StoreError>(())
        })?;
        Ok(found)
    }

    pub(crate) fn index(&self) -> &Index {
        &self.0.index
    }

    /// The rows with the verdicts of a comparison that is not stored, and its other results.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn judged(&self, compared: Compared) -> Result<(Rows, FoundInRows), StoreError> {
        let index = self.0.index.with_dropped(dropped_at(&compared));
        let layout = &self.0.layout;
        let opened = Opened {
            home: self.0.home.clone(),
            cache: Arc::clone(&self.0.cache),
            layout: Arc::new(Layout {
                files: layout.files.clone(),
                parts: layout.parts.clone(),
                rows: layout.rows,
                generation: None,
            }),
            index: Arc::new(index),
        };
        let found = FoundInRows {
            conflicts: compared.conflicts,
            remarks: compared.diagnostics,
        };
        Ok((Rows(Arc::new(opened)), found))
    }

    /// Places in the order by time that a filter finds; `contested` are the places of
    /// contested rows.
    pub(crate) fn found(
        &self,
        filter: &EntryFilter,
        contested: Option<&RoaringBitmap>,
    ) -> Result<RoaringBitmap, StoreError> {
        let index = self.index();
        let mut found = index.all();
        if !filter.file.is_empty() {
            let is_it = |file: &FileOfRows| file.file == filter.file;
            let number = self.0.layout.files.iter().position(is_it);
            let number = number.map_or_else(String::new, |number| number.to_string());
            found &= index.found(Has::Import, &number);
        }
        for (has, of) in [
            (Has::Exchange, &filter.exchange),
            (Has::Asset, &filter.asset),
            (Has::Kind, &filter.kind),
        ] {
            if !of.is_empty() {
                found &= index.found(has, of);
            }
        }
        if !filter.id.is_empty() {
            found &= index.places_of(&self.of_id(&filter.id)?);
        }
        if let Some(from_us) = filter.from_us {
            found.remove_range(0..self.first_at(from_us)?);
        }
        if let Some(to_us) = filter.to_us {
            found.remove_range(self.first_at(to_us)?..self.len());
        }
        match (filter.contested, contested) {
            (Some(true), Some(contested)) => found &= contested,
            (Some(true), None) => found.clear(),
            (Some(false), Some(contested)) => found -= contested,
            (Some(false), None) | (None, _) => {}
        }
        let dropped = index.places(Has::Dropped, "");
        match (filter.dropped, dropped) {
            (Some(true), Some(dropped)) => found &= dropped,
            (Some(true), None) => found.clear(),
            (Some(false), Some(dropped)) => found -= dropped,
            (Some(false), None) | (None, _) => {}
        }
        Ok(found)
    }

    /// The place of the first row that is not earlier.
    fn first_at(&self, time_us: i64) -> Result<u32, StoreError> {
        let near = self.index().around(time_us);
        let places = near.clone().filter_map(|place| self.index().row(place));
        let mut rows: Vec<u32> = places.collect();
        rows.sort_unstable();
        let mut earlier = 0;
        let mut times = |batch: &arrow_array::RecordBatch| {
            let (seconds, nanos) = times_of(batch)?;
            let times = seconds.values().iter().zip(nanos.values());
            let times = times.map(|(seconds, nanos)| micros(*seconds, *nanos));
            earlier += times.filter(|time| *time < time_us).count() as u32;
            Ok(())
        };
        for (part, within) in self.0.within(&ranges_of(rows)) {
            let table = self.0.cache.table(&self.0.home, &part.part.table)?;
            table.read(Some(&FOUND_BY[..2]), &within, &mut times)?;
        }
        Ok(near.start + earlier)
    }
}

fn times_of(
    batch: &arrow_array::RecordBatch,
) -> Result<(arrow_array::Int64Array, arrow_array::Int32Array), StoreError> {
    let seconds = Whole::column(batch, "time_seconds")?;
    Ok((seconds, Small::column(batch, "time_nanos")?))
}

fn micros(seconds: i64, nanos: i32) -> i64 {
    seconds * 1_000_000 + i64::from(nanos / 1_000)
}

/// The rows that do not count by a comparison.
pub(crate) fn dropped_at(compared: &Compared) -> Vec<DroppedAt> {
    let dropped = compared.dropped.iter().map(|drop| DroppedAt {
        row: drop.row,
        why: drop.why,
        kept: drop.kept,
    });
    dropped.collect()
}

/// Rising numbers as ranges.
pub(crate) fn ranges_of(mut rows: Vec<u32>) -> Vec<Range<u32>> {
    rows.sort_unstable();
    rows.dedup();
    let mut ranges: Vec<Range<u32>> = Vec::new();
    for row in rows {
        match ranges.last_mut() {
            Some(last) if last.end == row => last.end = row + 1,
            _ => ranges.push(row..row + 1),
        }
    }
    ranges
}

impl Opened {
    /// The parts that contain rising ranges, each with the ranges among its own rows.
    fn within(&self, ranges: &[Range<u32>]) -> Vec<(&PartAt, Vec<Range<u32>>)> {
        let mut found: Vec<(&PartAt, Vec<Range<u32>>)> = Vec::new();
        for range in ranges.iter().filter(|range| !range.is_empty()) {
            let next = self
                .layout
                .parts
                .partition_point(|part| part.first <= range.start);
            for part in &self.layout.parts[next.saturating_sub(1)..] {
                if part.first >= range.end {
                    break;
                }
                let from = range.start.max(part.first) - part.first;
                let to = (range.end - part.first).min(part.part.rows);
                if from >= to {
                    continue;
                }
                let inside = from..to;
                match found.last_mut() {
                    Some((last, within)) if std::ptr::eq(*last, part) => within.push(inside),
                    _ => found.push((part, vec![inside])),
                }
            }
        }
        found
    }

    fn index_builder(&self) -> Result<IndexBuilder, StoreError> {
        const WORDS: [(&str, Has); 5] = [
            ("kind", Has::Kind),
            ("exchange", Has::Exchange),
            ("out_asset", Has::Asset),
            ("in_asset", Has::Asset),
            ("fee_asset", Has::Asset),
        ];
        let mut builder = IndexBuilder::default();
        for part in &self.layout.parts {
            let import = Text::from(part.file.to_string());
            let table = self.cache.table(&self.home, &part.part.table)?;
            let mut take = |batch: &arrow_array::RecordBatch| {
                let (seconds, nanos) = times_of(batch)?;
                let times = seconds.values().iter().zip(nanos.values());
                let rows = times.map(|(seconds, nanos)| builder.row(micros(*seconds, *nanos)));
                let rows: Vec<u32> = rows.collect();
                builder.all_have(&rows, Has::Import, &import);
                for (name, has) in WORDS {
                    let column = WordOrNone::column(batch, name)?;
                    for (word, at) in column.by_word() {
                        let with_word: Vec<u32> = at.into_iter().map(|at| rows[at]).collect();
                        builder.all_have(&with_word, has, word);
                    }
                }
                Ok(())
            };
            let whole = 0..part.part.rows;
            table.read(Some(&FOUND_BY), std::slice::from_ref(&whole), &mut take)?;
        }
        Ok(builder)
    }
}

/// Rows that are passed at once from the thread that reads to the one that takes them.
const HANDED_ROWS: usize = 4_096;
/// How many such batches may wait.
const HANDED_WAITING_MAX: usize = 2;

impl Rows {
    /// Reads rows of ranges. Those of one file rise; files may come in another order.
    fn scan_files(
        &self,
        ranges: &[Range<u32>],
        mut take: impl FnMut(Entry) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for rising in ranges.chunk_by(|before, after| before.end <= after.start) {
            self.scan(rising, |_, entry| take(entry))?;
        }
        Ok(())
    }
}

impl RowSource for Rows {
    type Error = StoreError;

    fn read(
        &mut self,
        rows: &[Range<u32>],
        take: &mut dyn FnMut(Cow<'_, Entry>),
    ) -> Result<(), StoreError> {
        let all: usize = rows.iter().map(ExactSizeIterator::len).sum();
        if all <= HANDED_ROWS {
            return self.scan_files(rows, |entry| {
                take(Cow::Owned(entry));
                Ok(())
            });
        }
        // Unpacking rows takes about as long as comparing them, so that each has a thread.
        let (sender, handed) = mpsc::sync_channel::<Vec<Entry>>(HANDED_WAITING_MAX);
        thread::scope(|scope| {
            let reading = scope.spawn(|| {
                // The sender is moved here, so that it is dropped when the reading ends.
                let sender = sender;
                let ended = || StoreError::Conflict("reading");
                let mut some = Vec::with_capacity(HANDED_ROWS);
                self.scan_files(rows, |entry| {
                    some.push(entry);
                    if some.len() < HANDED_ROWS {
                        return Ok(());
                    }
                    let full = std::mem::replace(&mut some, Vec::with_capacity(HANDED_ROWS));
                    sender.send(full).map_err(|_| ended())
                })?;
                sender.send(some).map_err(|_| ended())
            });
            for entry in handed.into_iter().flatten() {
                take(Cow::Owned(entry));
            }
            reading.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    }
}
