//! Rows and lines as immutable files of columns, beside the evidence.
//!
//! No table of the database has a row for each entry or line. An import writes the
//! rows of its file once ([`rows`]), with an index of their ids ([`ids`]); what follows
//! from all files of a claim is an index of its own ([`index`]). Each file is checked
//! block by block as it is read ([`checked`]). Files are read synchronously, on threads
//! that may block.

pub(crate) mod batch;
pub(crate) mod checked;
pub(crate) mod file;
pub(crate) mod ids;
pub(crate) mod index;
pub(crate) mod parquet_file;
pub(crate) mod rows;

#[cfg(test)]
mod tests;
