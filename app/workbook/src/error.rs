//! Why a workbook is not read.

use std::fmt::Display;

use crate::COMPLETE;

/// Why a workbook is not read, or a sheet not to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkbookError {
    /// The workbook goes past a limit.
    #[error("the workbook goes past a limit")]
    Limit {
        /// What there is too much of.
        past: Past,
        /// How much the limit allows.
        most: u64,
    },
    /// The file is not as it should be.
    #[error("the workbook is broken")]
    Broken(Fault),
    /// The file is whole, but it is no workbook that is read here.
    #[error("the workbook is of a kind that is not read")]
    Unread(Unread),
}

/// What a workbook has too much of. Each names the limit by its field in
/// [`crate::Limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// Bytes of an XLS: `bytes_max`.
    FileBytes,
    /// Bytes that are read of an XLS, where sheets share a place: `bytes_max`.
    ReadBytes,
    /// Bytes that the parts of an XLSX or an ODS unpack to: `bytes_max`.
    UnpackedBytes,
    /// Sheets: `sheets_max`.
    Sheets,
    /// Bytes of shared texts: `strings_bytes_max`.
    StringBytes,
    /// Bytes of one cell or one tag: `cell_bytes_max`.
    TagBytes,
    /// Bytes of one cell: `cell_bytes_max`.
    CellBytes,
    /// Filled cells of one sheet: `cells_max`.
    Cells,
    /// The row of a cell: `rows_max`.
    Row,
    /// The column of a cell: `columns_max`.
    Column,
    /// Bytes of one sheet as CSV: `csv_bytes_max`.
    CsvBytes,
}

/// What is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What a library says of it; empty in a browser's build.
    Error(Box<str>),
    /// The file breaks off.
    BreaksOff,
    /// The file breaks off within a cell.
    WithinCell,
    /// The file breaks off within a tag.
    WithinTag,
    /// The sheet has no cells.
    NoCells,
    /// A cell names a shared text that is not there.
    NoText,
    /// A row has no proper number.
    NoRowNumber,
    /// A cell has no proper place.
    NoPlace,
    /// Cells do not stand in their order.
    Order,
    /// An attribute has no value.
    Attribute,
    /// A reference means nothing in a workbook.
    Reference,
    /// A tag has no name.
    NoName,
    /// Tags are nested too deep.
    Nested,
    /// The letters are not UTF-8.
    NoUtf8,
    /// The part has a document type, which no workbook has.
    DocumentType,
    /// The sectors have no proper size.
    Sectors,
    /// The file has no sheets.
    NoSheets,
    /// A sector is not in the file.
    SectorGone,
    /// A sector is not in its table.
    SectorTable,
    /// A chain of sectors has no end.
    SectorChain,
    /// The stream does not begin as a workbook.
    NoWorkbook,
    /// The stream does not begin as a sheet.
    NoSheet,
    /// A record is too short.
    Record,
    /// A text is too short.
    Text,
    /// A letter is cut in two.
    Letter,
    /// The sheet is not in the workbook.
    SheetGone,
    /// The workbook has no part that lists its sheets.
    List,
}

/// What a file is that is whole and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A workbook that is locked with a password.
    Locked,
    /// A binary workbook (XLSB).
    Xlsb,
    /// Another file of Office.
    Office,
    /// An XLS from before Excel 95.
    OlderXls,
    /// A file of OpenDocument that has no sheet.
    OpenDocument,
}

impl WorkbookError {
    /// What a library says of a file that it cannot read.
    pub(crate) fn of_error(error: &dyn Display) -> WorkbookError {
        let text: Box<str> = match COMPLETE {
            true => error.to_string().into(),
            false => Box::default(),
        };
        WorkbookError::Broken(Fault::Error(text))
    }
}
