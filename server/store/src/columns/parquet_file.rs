//! Parquet as Redress writes and reads it: how pages are cut and packed, and rows by
//! their place without reading what lies between.

use std::io::Write;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::basic::{Compression, Encoding};
use parquet::errors::ParquetError;
use parquet::file::metadata::PageIndexPolicy;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{ChunkReader, Length};
use parquet::schema::types::ColumnPath;

use super::checked::Checked;
use super::file::Written;
use crate::error::StoreError;

/// Rows a group: what a reader holds of one column at a time is small.
const GROUP_ROWS: usize = 65_536;
/// Rows a page: what a look at one row decodes.
const PAGE_ROWS: usize = 1_024;
/// Rows that are read or written at a time.
pub(crate) const BATCH_ROWS: usize = 8_192;

/// How a column is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    /// Few different values.
    Dictionary,
    /// Numbers near those before them.
    Deltas,
    /// Texts that begin like those before them.
    Prefixes,
    /// Values on their own.
    Plain,
}

/// Writes batches of one schema.
pub(crate) struct ParquetWriter {
    writer: ArrowWriter<Written>,
    rows: u32,
}

impl ParquetWriter {
    /// `packings`: of each column, by its place in the schema.
    pub(crate) fn new(
        written: Written,
        schema: SchemaRef,
        packings: &[Packing],
    ) -> Result<ParquetWriter, StoreError> {
        let columns = schema.fields().iter().zip(packings);
        let columns: Vec<(&str, Packing)> = columns
            .map(|(field, packing)| (field.name().as_str(), *packing))
            .collect();
        let writer = ArrowWriter::try_new(written, schema.clone(), Some(properties(&columns)))?;
        Ok(ParquetWriter { writer, rows: 0 })
    }

    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        self.writer.write(batch)?;
        self.rows += batch.num_rows() as u32;
        Ok(())
    }

    /// How many rows were written.
    pub(crate) fn rows(&self) -> u32 {
        self.rows
    }

    pub(crate) fn finish(self) -> Result<Written, StoreError> {
        let mut written = self.writer.into_inner()?;
        written.flush()?;
        Ok(written)
    }
}

/// The writer's name is pinned: a file of the same rows has the same bytes whichever
/// release of the library wrote it, as long as its layout is the same.
const WRITER: &str = "redress columns 1";

fn properties(columns: &[(&str, Packing)]) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_created_by(WRITER.to_owned())
        .set_compression(Compression::LZ4_RAW)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_write_batch_size(PAGE_ROWS)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_dictionary_enabled(false);
    for (name, packing) in columns {
        let column = ColumnPath::from((*name).to_owned());
        properties = match packing {
            Packing::Dictionary => properties.set_column_dictionary_enabled(column, true),
            Packing::Deltas => {
                properties.set_column_encoding(column, Encoding::DELTA_BINARY_PACKED)
            }
            Packing::Prefixes => {
                properties.set_column_encoding(column, Encoding::DELTA_BYTE_ARRAY)
            }
            Packing::Plain => properties.set_column_encoding(column, Encoding::PLAIN),
        };
    }
    properties.build()
}

/// A file of columns, opened: its footer is read once.
#[derive(Clone)]
pub(crate) struct ParquetFile {
    bytes: Arc<Checked>,
    metadata: ArrowReaderMetadata,
    /// The first row of each group, and after them the number of rows.
    starts: Arc<[u32]>,
}

impl ParquetFile {
    /// Reads the footer and where the pages stand.
    ///
    /// # Errors
    /// When the file is damaged.
    pub(crate) fn open(bytes: Checked) -> Result<ParquetFile, StoreError> {
        let bytes = Arc::new(bytes);
        let options = ArrowReaderOptions::new()
            .with_skip_arrow_metadata(true)
            .with_offset_index_policy(PageIndexPolicy::Required);
        let metadata = ArrowReaderMetadata::load(&Chunks(bytes.clone()), options)
            .map_err(|error| damage(error, &bytes))?;
        let mut starts = vec![0];
        let mut rows = 0_u32;
        for group in metadata.metadata().row_groups() {
            rows += u32::try_from(group.num_rows()).map_err(|_| bytes.damaged())?;
            starts.push(rows);
        }
        Ok(ParquetFile {
            bytes,
            metadata,
            starts: starts.into(),
        })
    }

    /// How many rows it has.
    pub(crate) fn rows(&self) -> u32 {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Its columns with these names, in the order of the file; all without names.
    fn projection(&self, columns: Option<&[&str]>) -> ProjectionMask {
        match columns {
            None => ProjectionMask::all(),
            Some(names) => {
                ProjectionMask::columns(self.metadata.parquet_schema(), names.iter().copied())
            }
        }
    }

    /// All rows from one on, in batches.
    ///
    /// # Errors
    /// When the file is damaged; the batches may tell that too.
    pub(crate) fn scan(&self, columns: Option<&[&str]>) -> Result<Batches, StoreError> {
        let reader = self.builder().with_projection(self.projection(columns));
        let reader = reader.with_batch_size(BATCH_ROWS).build();
        Ok(Batches {
            reader: reader.map_err(|error| damage(error, &self.bytes))?,
            bytes: self.bytes.clone(),
        })
    }

    /// The rows at these places, which rise; in their order, in one or more batches.
    ///
    /// # Errors
    /// When the file is damaged.
    pub(crate) fn at(
        &self,
        places: &[u32],
        columns: Option<&[&str]>,
    ) -> Result<Vec<RecordBatch>, StoreError> {
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let (groups, selection) = self.selected(places);
        let reader = self
            .builder()
            .with_projection(self.projection(columns))
            .with_row_groups(groups)
            .with_row_selection(selection)
            .with_batch_size(places.len().min(BATCH_ROWS))
            .build()
            .map_err(|error| damage(error, &self.bytes))?;
        let batches = Batches {
            reader,
            bytes: self.bytes.clone(),
        };
        batches.collect()
    }

    /// The groups that hold these rows, and which rows of these groups they are.
    fn selected(&self, places: &[u32]) -> (Vec<usize>, RowSelection) {
        let mut groups = Vec::new();
        let mut selectors: Vec<RowSelector> = Vec::new();
        let (mut next, mut until) = (0, 0);
        for place in places {
            let group = self.starts.partition_point(|start| start <= place) - 1;
            if groups.last() != Some(&group) {
                skip(&mut selectors, until - next);
                groups.push(group);
                (next, until) = (self.starts[group], self.starts[group + 1]);
            }
            skip(&mut selectors, place - next);
            match selectors.last_mut() {
                Some(last) if !last.skip => last.row_count += 1,
                _ => selectors.push(RowSelector::select(1)),
            }
            next = place + 1;
        }
        skip(&mut selectors, until - next);
        (groups, RowSelection::from(selectors))
    }

    fn builder(&self) -> ParquetRecordBatchReaderBuilder<Chunks> {
        let bytes = Chunks(self.bytes.clone());
        ParquetRecordBatchReaderBuilder::new_with_metadata(bytes, self.metadata.clone())
    }
}

fn skip(selectors: &mut Vec<RowSelector>, rows: u32) {
    if rows == 0 {
        return;
    }
    match selectors.last_mut() {
        Some(last) if last.skip => last.row_count += rows as usize,
        _ => selectors.push(RowSelector::skip(rows as usize)),
    }
}

/// Batches of a file, one after the other.
pub(crate) struct Batches {
    reader: ParquetRecordBatchReader,
    bytes: Arc<Checked>,
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.reader.next()?;
        Some(batch.map_err(|error| damage(ParquetError::from(error), &self.bytes)))
    }
}

/// An error of the store that a read ended with stands inside that of the library.
fn damage(error: ParquetError, bytes: &Checked) -> StoreError {
    match error {
        ParquetError::External(cause) => match cause.downcast::<StoreError>() {
            Ok(own) => *own,
            Err(other) => StoreError::Columns(ParquetError::External(other)),
        },
        ParquetError::NeedMoreData(_) | ParquetError::EOF(_) => bytes.damaged(),
        other => StoreError::Columns(other),
    }
}

/// The bytes of a file as the library asks for them.
struct Chunks(Arc<Checked>);

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

/// Reads on from a place, a block at a time.
struct Reading {
    bytes: Arc<Checked>,
    next: u64,
}

impl std::io::Read for Reading {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let left = self.bytes.len().saturating_sub(self.next);
        let len = left.min(into.len() as u64) as usize;
        let bytes = self.bytes.read_at(self.next, len);
        into[..len].copy_from_slice(&bytes.map_err(std::io::Error::other)?);
        self.next += len as u64;
        Ok(len)
    }
}

impl ChunkReader for Chunks {
    type T = std::io::BufReader<Reading>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let reading = Reading {
            bytes: self.0.clone(),
            next: start,
        };
        Ok(std::io::BufReader::with_capacity(
            super::checked::BLOCK_BYTES,
            reading,
        ))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let bytes = self.0.read_at(start, length);
        bytes.map_err(|error| ParquetError::External(Box::new(error)))
    }
}
