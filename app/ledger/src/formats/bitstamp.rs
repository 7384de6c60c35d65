//! What is odd about Bitstamp's list of transactions: amounts have no sign, and the value of a
//! transfer between two accounts of one person is a text, which says from where it went to
//! where.

use crate::entry::Entry;
use crate::formats::rows::{HISTORY_RULES, HistoryRow, Rows, write_history};
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};

/// Its ways of rows.
pub(crate) const ROWS: &[Rows] = &[Rows {
    name: "bitstamp transaction",
    rules: HISTORY_RULES,
    map: map_transaction,
}];

/// What stands between the account that gave and the one that received.
const ARROW: &str = "->";

/// Makes an entry of a transaction.
fn map_transaction(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let accounts = cells.text(Field::Total).split_once(ARROW);
    let mut row = HistoryRow::read(cells, rules, accounts.is_some(), out)?;
    if let Some((giver, _)) = accounts {
        row.change.is_out = giver.trim() == cells.text(Field::Wallet);
    }
    write_history(row, cells, rules, entry, out)
}
