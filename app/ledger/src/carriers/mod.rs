//! What entries come in: archives, text in any letters, lists of records, rows of cells, and the start of
//! a file.

pub(crate) mod archive;
pub(crate) mod decode;
mod json;
pub(crate) mod rows;
pub(crate) mod samples;
mod sheet_starts;
mod spaces;
pub(crate) mod start;
pub(crate) mod workbook_parts;
