//! The errors of reading a workbook.

use std::fmt::Display;

use crate::COMPLETE;

/// Why a workbook or a sheet cannot be read completely.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkbookError {
    /// The workbook exceeds a limit.
    #[error("the workbook exceeds a limit")]
    Limit {
        /// The limit that is exceeded.
        past: Past,
        /// The value of the limit.
        most: u64,
    },
    /// The file is damaged.
    #[error("the workbook is broken")]
    Broken(Fault),
    /// The file is not damaged, but of a kind that cannot be read.
    #[error("the workbook is of a kind that cannot be read")]
    Unread(Unread),
}

/// The limits that a workbook can exceed, each with its field in [`crate::Limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// Bytes of an XLS: `bytes_max`.
    FileBytes,
    /// Bytes read from an XLS whose sheets share a place: `bytes_max`.
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
    /// The error of a library; empty in the browser's build.
    Error(Box<str>),
    /// The file ends too early.
    BreaksOff,
    /// The file ends within a cell.
    WithinCell,
    /// The file ends within a tag.
    WithinTag,
    /// The sheet has no cells.
    NoCells,
    /// A cell refers to a shared text that does not exist.
    NoText,
    /// A row has no valid number.
    NoRowNumber,
    /// A cell has no valid place.
    NoPlace,
    /// Cells are not in order.
    Order,
    /// An attribute has no value.
    Attribute,
    /// A reference has no meaning in a workbook.
    Reference,
    /// A tag has no name.
    NoName,
    /// Tags are nested too deeply.
    Nested,
    /// The text is not UTF-8.
    NoUtf8,
    /// The part has a document type, which no workbook has.
    DocumentType,
    /// The size of the sectors is not valid.
    Sectors,
    /// The file has no sheets.
    NoSheets,
    /// A sector lies outside the file.
    SectorGone,
    /// A sector is missing in the sector table.
    SectorTable,
    /// A chain of sectors has no end.
    SectorChain,
    /// The stream does not begin like a workbook.
    NoWorkbook,
    /// The stream does not begin like a sheet.
    NoSheet,
    /// A record is too short.
    Record,
    /// A text is too short.
    Text,
    /// A letter is cut off.
    Letter,
    /// The part of a sheet is missing.
    SheetGone,
    /// The workbook has no part that lists its sheets.
    List,
}

/// The kinds of files that cannot be read.
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
    /// Converts the error of a library.
    pub(crate) fn of_error(error: &dyn Display) -> WorkbookError {
        let text: Box<str> = match COMPLETE {
            true => error.to_string().into(),
            false => Box::default(),
        };
        WorkbookError::Broken(Fault::Error(text))
    }
}
