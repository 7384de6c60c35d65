//! Rows and lines in columns: immutable files beside the evidence, in the folder or the
//! bucket, written once by a job and named by a row of the database.
//!
//! - [`table`]: a table in a Parquet file, read by ranges of rows and by columns;
//! - [`fields`]: the kinds of columns, [`rows`] and [`lines`]: the tables made of them;
//! - [`index`]: what is read whole: an order by time, and bitmaps that filters combine;
//! - [`ids`]: which rows have an id, found by its hash;
//! - [`file`]: files whose every block is checked when it is read;
//! - [`cache`]: what stays open between two looks.
//!
//! Everything here blocks: call it on a thread that may.

pub(crate) mod cache;
pub(crate) mod fields;
pub(crate) mod file;
pub(crate) mod ids;
pub(crate) mod index;
pub(crate) mod lines;
pub(crate) mod rows;
pub(crate) mod table;

#[cfg(test)]
mod tests;
