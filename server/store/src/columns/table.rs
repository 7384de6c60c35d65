//! A table in a Parquet file.

use std::fmt;
use std::ops::Range;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use bytes::Bytes;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection,
};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::PageIndexPolicy;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::reader::{ChunkReader, Length};

use super::file::{CheckedFile, DerivedFile, FileReader, FileWriter, Place};
use crate::error::StoreError;

/// Rows that are written and read in one piece.
pub(crate) const BATCH_ROWS: usize = 8_192;
/// Rows of a group; a reader of columns skips or takes whole groups.
const GROUP_ROWS: usize = 65_536;
/// Rows of a page, the smallest unit that is read.
const PAGE_ROWS: usize = 1_024;
/// The name of the writer in each file. It is fixed, so that the same rows give the same
/// bytes with every version of the library.
const CREATED_BY: &str = "redress";

/// The properties of all tables, before those of their columns.
pub(crate) fn properties() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::LZ4_RAW)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_write_batch_size(PAGE_ROWS)
        .set_statistics_enabled(EnabledStatistics::None)
}

/// Writes a table.
pub(crate) struct TableWriter {
    writer: ArrowWriter<FileWriter>,
    place: Place,
    rows: u64,
}

impl TableWriter {
    pub(crate) fn new(
        place: &Place,
        schema: SchemaRef,
        properties: WriterProperties,
    ) -> Result<TableWriter, StoreError> {
        let file = FileWriter::new(&place.home)?;
        Ok(TableWriter {
            writer: ArrowWriter::try_new(file, schema, Some(properties)).map_err(unreadable)?,
            place: place.clone(),
            rows: 0,
        })
    }

    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch).map_err(unreadable)
    }

    /// Rows so far.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    pub(crate) fn keep(self) -> Result<DerivedFile, StoreError> {
        // Writes the remaining rows and the footer.
        let file = self.writer.into_inner().map_err(unreadable)?;
        file.keep(&self.place, "parquet")
    }
}

/// An open table.
pub(crate) struct Table {
    file: CheckedFile,
    metadata: ArrowReaderMetadata,
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("bytes", &self.file.bytes())
            .finish_non_exhaustive()
    }
}

impl Table {
    pub(crate) fn open(file: CheckedFile) -> Result<Table, StoreError> {
        let options = ArrowReaderOptions::new().with_offset_index_policy(PageIndexPolicy::Optional);
        let metadata = ArrowReaderMetadata::load(&file, options);
        let metadata = metadata.map_err(|error| table_error(&file, error))?;
        Ok(Table { file, metadata })
    }

    /// Reads rows of rising ranges, in order, some at a time. Reads all columns, or only the
    /// named ones.
    pub(crate) fn read(
        &self,
        columns: Option<&[&str]>,
        ranges: &[Range<u32>],
        take: &mut dyn FnMut(&RecordBatch) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let Some((groups, selected, rows)) = self.groups(ranges) else {
            return Ok(());
        };
        let (metadata, file) = (self.metadata.clone(), self.file.apart());
        let mut reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file.clone(), metadata);
        if let Some(columns) = columns {
            let mask = ProjectionMask::columns(reader.parquet_schema(), columns.iter().copied());
            reader = reader.with_projection(mask);
        }
        let selection = RowSelection::from_consecutive_ranges(selected.into_iter(), rows);
        let batches = reader
            .with_row_groups(groups)
            .with_row_selection(selection)
            .with_batch_size(BATCH_ROWS)
            .build()
            .map_err(|error| table_error(&file, error))?;
        for batch in batches {
            take(&batch.map_err(|error| table_error(&file, error.into()))?)?;
        }
        Ok(())
    }

    /// The groups that contain the ranges, the ranges among the rows of these groups, and
    /// the number of these rows.
    fn groups(&self, ranges: &[Range<u32>]) -> Option<(Vec<usize>, Vec<Range<usize>>, usize)> {
        let (mut groups, mut selected, mut rows) = (Vec::new(), Vec::new(), 0);
        let mut ranges = ranges.iter().filter(|range| !range.is_empty()).peekable();
        let mut first = 0_usize;
        let all = self.metadata.metadata().row_groups();
        for (number, group) in all.iter().enumerate() {
            let end = first + usize::try_from(group.num_rows()).unwrap_or(0);
            let mut is_touched = false;
            while let Some(range) = ranges.peek() {
                let (from, to) = (range.start as usize, range.end as usize);
                if from >= end {
                    break;
                }
                is_touched = true;
                let from = from.max(first) - first + rows;
                selected.push(from..to.min(end) - first + rows);
                if to > end {
                    break;
                }
                ranges.next();
            }
            if is_touched {
                groups.push(number);
                rows += end - first;
            }
            first = end;
        }
        (!groups.is_empty()).then_some((groups, selected, rows))
    }
}

/// The library's error about a table.
pub(crate) fn unreadable(error: ParquetError) -> StoreError {
    StoreError::Unreadable(format!("a table: {error}"))
}

/// The error of a table: the error of its file if there is one, otherwise the library's.
fn table_error(file: &CheckedFile, error: ParquetError) -> StoreError {
    file.failed().unwrap_or_else(|| unreadable(error))
}

impl Length for CheckedFile {
    fn len(&self) -> u64 {
        self.bytes()
    }
}

impl ChunkReader for CheckedFile {
    type T = FileReader;

    fn get_read(&self, start: u64) -> Result<FileReader, ParquetError> {
        Ok(self.reader(start))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let bytes = self.read(start, length);
        bytes.map_err(|error| ParquetError::General(self.fail(error)))
    }
}
