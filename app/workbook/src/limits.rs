//! How much of a workbook is read.

/// How much a workbook may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that the parts of an XLSX unpack to; the bytes of an XLS.
    pub bytes_max: u64,
    /// Sheets of one workbook.
    pub sheets_max: usize,
    /// Bytes of the texts that cells share, four for each text's place among them.
    pub strings_bytes_max: u64,
    /// Bytes of one cell, or of one tag of the XML.
    pub cell_bytes_max: usize,
    /// Filled cells of one sheet.
    pub cells_max: u64,
    /// The furthest row that a cell may stand in.
    pub rows_max: u64,
    /// The furthest column that a cell may stand in.
    pub columns_max: u64,
    /// Bytes of one row as CSV. A longer row is cut: nobody can read it.
    pub row_bytes_max: usize,
    /// Bytes of one sheet as CSV.
    pub csv_bytes_max: u64,
}
