//! What is odd about the files of Poloniex: a status carries the hash of a transaction, and
//! tells old withdrawals from the deposits in one list with them. Its files are in
//! `tables/poloniex.txt`.

use crate::entry::{Entry, Kind};
use crate::formats::rows::{self, Rows};
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};

/// Ways of rows that only Poloniex has.
pub(crate) const ROWS: &[Rows] = &[
    Rows {
        name: "poloniex deposit",
        rules: &[],
        map: map_deposit,
    },
    Rows {
        name: "poloniex withdrawal",
        rules: &["fee is"],
        map: map_withdrawal,
    },
];

/// The hash in `COMPLETE: 4a5e…`.
fn hash<'a>(cells: &Cells<'a>) -> Option<&'a str> {
    let (_, hash) = cells.text(Field::Status).split_once(':')?;
    Some(hash.trim()).filter(|hash| !hash.is_empty() && !hash.contains(' '))
}

/// Makes an entry of a deposit; of a withdrawal where the status has a hash, which deposits
/// never have.
fn map_deposit(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    match hash(cells) {
        Some(_) => map_withdrawal(cells, rules, entry, out),
        None => rows::write_move(cells, rules, Kind::Deposit, entry, out),
    }
}

fn map_withdrawal(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    if let Some(hash) = hash(cells) {
        entry.facts.keep(|facts| facts.tx_hash = hash.into());
    }
    rows::write_move(cells, rules, Kind::Withdrawal, entry, out)
}
