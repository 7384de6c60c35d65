//! What FTX paid for lending.

use crate::entry::messages::EntryNote;
use crate::entry::{Entry, Kind};
use crate::formats::row::{note, quantity};
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};

/// Makes an entry of a payment for lending.
pub(super) fn map_lending(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    entry.kind = Kind::Reward;
    entry.in_ = Some(quantity(asset, cells.needed_size(Field::Change)?));
    note(&mut entry, || EntryNote::Lending);
    // Whether the proceeds are before or after it is not documented.
    if let Some(fee) = cells.amount(Field::Fee)?.filter(|fee| !fee.is_zero()) {
        note(&mut entry, || EntryNote::FeeUsd {
            amount: Box::new(fee),
        });
    }
    out.entry(entry);
    Ok(())
}
