//! KuCoin's orders of which nothing was filled.

use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic};

/// An order that was cancelled before anything was filled.
pub(crate) fn cancelled(cells: &Cells<'_>, rules: &Rules) -> Option<RowDiagnostic> {
    let status = cells.text(Field::Status);
    if !status.to_ascii_lowercase().contains("cancel") {
        return None;
    }
    not_filled(cells, rules)
}

/// An order of which nothing was filled.
pub(crate) fn not_filled(cells: &Cells<'_>, _rules: &Rules) -> Option<RowDiagnostic> {
    let size = cells.text(Field::Size);
    // A row that breaks off before its status says nothing of what was filled.
    let is_closed = match cells.column_map.get(Field::Status) {
        Some(_) => !cells.text(Field::Status).is_empty(),
        None => !cells.text(Field::OrderId).is_empty(),
    };
    let is_empty = (is_closed && number::is_nothing(size))
        || number::amount(size, cells.column_map.fraction.plain).is_ok_and(|size| size.is_zero());
    is_empty.then(|| {
        RowDiagnostic::on(Field::Status, Code::NoteCancelled, || {
            Message::OrderCancelled {
                id: shortened(cells.text(Field::OrderId)).into(),
            }
        })
    })
}
