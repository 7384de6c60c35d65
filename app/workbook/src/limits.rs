//! The limits of reading a workbook.

/// The limits of one workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Unpacked bytes of the parts of an XLSX; bytes of an XLS.
    pub bytes_max: u64,
    /// Sheets of one workbook.
    pub sheets_max: usize,
    /// Bytes of the texts that cells share, plus four bytes for each text.
    pub strings_bytes_max: u64,
    /// Bytes of one cell, or of one tag of the XML.
    pub cell_bytes_max: usize,
    /// Filled cells of one sheet.
    pub cells_max: u64,
    /// The last row that may have a cell.
    pub rows_max: u64,
    /// The last column that may have a cell.
    pub columns_max: u64,
    /// Bytes of one row as CSV. A longer row is cut, because no reader accepts it.
    pub row_bytes_max: usize,
    /// Bytes of one sheet as CSV.
    pub csv_bytes_max: u64,
}
