//! Rows and lines in columns: immutable files beside the evidence, in the folder or the
//! bucket. A job writes them once, and a row of the database names them.
//!
//! - [`table`]: a table in a Parquet file, read by ranges of rows and by columns;
//! - [`fields`]: the kinds of columns; [`rows`] and [`lines`]: the tables made of them;
//! - [`index`]: an order by time and bitmaps, which filters combine; it is read whole;
//! - [`ids`]: the rows that have an id, found by its hash;
//! - [`keys`]: what rows may have in common with other claims, in order;
//! - [`file`]: files whose blocks are all checked when they are read;
//! - [`cache`]: what stays open between two requests.
//!
//! Everything here blocks: call it on a thread that may.

pub(crate) mod cache;
pub(crate) mod fields;
pub(crate) mod file;
pub(crate) mod ids;
pub(crate) mod index;
pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod rows;
pub(crate) mod table;

#[cfg(test)]
mod tests;
