//! The rows of an import, in columns. They are written while a file is read, and the import
//! names them when it is finished.

use ledger::{Entry, FileSummary, Text};
use serde::{Deserialize, Serialize};

use crate::columns::file::{DerivedFile, Place};
use crate::columns::ids::{IdKind, IdsWriter};
use crate::columns::rows::{RowsBatch, as_kept};
use crate::columns::table::{BATCH_ROWS, TableWriter};
use crate::entries::entry_key;
use crate::error::StoreError;
use crate::{Claim, Store};

/// Rows of one table. Footers grow with the rows, and opening a table reads its footer.
const PART_ROWS_MAX: u32 = 1_000_000;

/// The rows of an import, as its database row names them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ImportedRows {
    /// The tables, in order.
    pub(crate) parts: Vec<RowsPart>,
    /// The facts about each file, or each member of an archive, before its rows are compared
    /// with those of others.
    pub(crate) summaries: Vec<FileSummary>,
    /// Whether rows belong together.
    pub(crate) has_groups: bool,
}

/// One table of rows, and the index of their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RowsPart {
    pub rows: u32,
    pub table: DerivedFile,
    pub ids: DerivedFile,
}

impl ImportedRows {
    /// How many rows there are.
    pub fn rows(&self) -> u32 {
        self.parts.iter().map(|part| part.rows).sum()
    }
}

/// Writes the rows of a running import. It blocks: use it on a thread that may.
pub struct RowsWriter {
    place: Place,
    sha256: String,
    written: ImportedRows,
    part: Option<Part>,
    rows: u32,
    part_rows_max: u32,
}

struct Part {
    batch: RowsBatch,
    /// Rows in the batch.
    waiting: usize,
    table: TableWriter,
    ids: IdsWriter,
}

impl Store {
    /// Begins to write the rows of an import; `sha256` is the hash of its file.
    pub fn rows_writer(&self, claim: &Claim, import: &str, sha256: &str) -> RowsWriter {
        let place = Place {
            home: self.home.clone(),
            incident: claim.incident.clone(),
            claim: claim.id.clone(),
            id: import.to_owned(),
        };
        RowsWriter::new(place, sha256, PART_ROWS_MAX)
    }
}

impl RowsWriter {
    /// Writes tables of at most `part_rows_max` rows.
    pub(crate) fn new(place: Place, sha256: &str, part_rows_max: u32) -> RowsWriter {
        RowsWriter {
            place,
            sha256: sha256.to_owned(),
            written: ImportedRows::default(),
            part: None,
            rows: 0,
            part_rows_max,
        }
    }

    /// Adds the next entry.
    ///
    /// # Errors
    /// Errors of the disk; [`StoreError::Unreadable`] where the number of rows exceeds its
    /// type.
    pub fn push(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let entry = &*as_kept(entry);
        let part = match &mut self.part {
            Some(part) => part,
            None => self.part.insert(Part::new(&self.place)?),
        };
        let row = part.table.rows() as u32 + part.waiting as u32;
        part.push(entry, row, &self.sha256)?;
        self.written.has_groups |= !entry.group.is_empty();
        summary(&mut self.written.summaries, &entry.file).add(entry);
        let past = || StoreError::Unreadable("the number of a row".to_owned());
        self.rows = self.rows.checked_add(1).ok_or_else(past)?;
        if row + 1 == self.part_rows_max {
            self.end_part()?;
        }
        Ok(())
    }

    fn end_part(&mut self) -> Result<(), StoreError> {
        let Some(mut part) = self.part.take() else {
            return Ok(());
        };
        part.flush()?;
        self.written.parts.push(RowsPart {
            rows: part.table.rows() as u32,
            table: part.table.keep()?,
            ids: part.ids.keep(&self.place)?,
        });
        Ok(())
    }

    /// Stores the last table.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn finish(mut self) -> Result<ImportedRows, StoreError> {
        self.end_part()?;
        Ok(self.written)
    }
}

/// The summary for the file of the next row. The rows of a file are adjacent.
fn summary<'s>(summaries: &'s mut Vec<FileSummary>, file: &Text) -> &'s mut FileSummary {
    let is_same = |last: &FileSummary| last.name() == file.as_str();
    if !summaries.last().is_some_and(is_same) {
        summaries.push(FileSummary::new(file, ""));
    }
    summaries.last_mut().expect("one was there, or was made")
}

impl Part {
    fn new(place: &Place) -> Result<Part, StoreError> {
        Ok(Part {
            batch: RowsBatch::new(),
            waiting: 0,
            table: TableWriter::new(place, RowsBatch::schema(), RowsBatch::properties())?,
            ids: IdsWriter::default(),
        })
    }

    fn push(&mut self, entry: &Entry, row: u32, sha256: &str) -> Result<(), StoreError> {
        self.batch.push(entry)?;
        self.waiting += 1;
        if self.waiting == BATCH_ROWS {
            self.flush()?;
        }
        self.ids.add(IdKind::Key, &entry_key(sha256, entry), row);
        self.ids.add(IdKind::Order, &entry.order_id, row);
        self.ids.add(IdKind::Trade, &entry.trade_id, row);
        if entry.facts.is_none() {
            return Ok(());
        }
        let facts = &entry.facts;
        for (kind, id) in [
            (IdKind::ClientOrder, &facts.client_order_id),
            (IdKind::Transaction, &facts.tx_hash),
            (IdKind::Address, &facts.address),
            (IdKind::Address, &facts.source_address),
            (IdKind::Memo, &facts.memo),
        ] {
            self.ids.add(kind, id, row);
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        if self.waiting > 0 {
            self.table.write(&self.batch.batch()?)?;
            self.waiting = 0;
        }
        Ok(())
    }
}
