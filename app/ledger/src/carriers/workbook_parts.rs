//! What every opening of a workbook needs.

use workbook::{Workbook, WorkbookError};

use crate::base::limits::Limits;

/// The limits of reading that are about a workbook.
pub(crate) fn workbook_limits(limits: &Limits) -> workbook::Limits {
    workbook::Limits {
        bytes_max: limits.workbook_bytes_max,
        sheets_max: limits.workbook_sheets_max,
        strings_bytes_max: limits.workbook_strings_bytes_max,
        cell_bytes_max: limits.workbook_cell_bytes_max,
        cells_max: limits.workbook_cells_max,
        rows_max: limits.sheet_rows_max,
        columns_max: limits.sheet_columns_max,
        row_bytes_max: limits.row_bytes_max,
        csv_bytes_max: limits.file_bytes_max,
    }
}

/// The workbook with the texts that its sheets share.
///
/// # Errors
/// When these texts are broken or past a limit.
pub(crate) fn with_texts(mut book: Workbook<'_>) -> Result<Workbook<'_>, WorkbookError> {
    let mut texts = book.texts()?;
    while texts.read()? {}
    drop(texts);
    Ok(book)
}
