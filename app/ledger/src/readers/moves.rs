//! What lists of deposits and withdrawals have in common at every exchange.

use crate::amount::Amount;
use crate::entry::{Entry, Kind};
use crate::readers::row::{note, quantity};
use crate::readers::trade::shortened;
use crate::readers::{Cells, Field, Out, Remark};
use crate::text::Text;

/// Words that say of a movement that it happened.
const DONE: [&str; 8] = [
    "success",
    "successful",
    "succeeded",
    "done",
    "complete",
    "completed",
    "confirmed",
    "finished",
];

/// Sets aside a movement whose status says that it did not (yet) happen.
pub(crate) fn not_done(cells: &Cells<'_>) -> Option<Remark> {
    let status = cells.text(Field::Status);
    let is_done = DONE.iter().any(|word| status.eq_ignore_ascii_case(word));
    (!is_done).then(|| {
        let sentence = match status {
            "" => "the row has no status, so nothing says that it moved anything".to_owned(),
            status => format!(
                "the status is `{}`: such a row moved nothing",
                shortened(status)
            ),
        };
        Remark::on(Field::Status, "NOTE-NOT-DONE", sentence)
    })
}

/// Writes a deposit or withdrawal: asset, amount, fee in the same asset, and what
/// leads to it on a chain.
pub(crate) fn write(
    cells: &Cells<'_>,
    kind: Kind,
    mut entry: Entry,
    out: &mut Out<'_>,
) -> Result<(), Remark> {
    let asset = cells.needed(Field::Asset)?;
    let amount = Some(quantity(asset, cells.needed_size(Field::Change)?));
    entry.kind = kind;
    if kind == Kind::Withdrawal {
        entry.out = amount;
    } else {
        entry.in_ = amount;
    }
    let fee = cells
        .amount(Field::Fee)?
        .filter(|fee: &Amount| !fee.is_zero());
    entry.fee = fee.map(|fee| quantity(asset, fee));
    entry.trade_id = Text::new(cells.text(Field::TradeId));
    for (word, field) in [
        ("", Field::Operation),
        ("network ", Field::Network),
        ("tx ", Field::TxId),
        ("address ", Field::Address),
        ("", Field::Remark),
    ] {
        let cell = cells.text(field);
        let is_said = field == Field::Remark && cell == cells.text(Field::Operation);
        if cell.is_empty() || is_said {
            continue;
        }
        // What is no hash is a sentence that stands in its place.
        let word = if cell.contains(' ') { "" } else { word };
        note(&mut entry, &format!("{word}{cell}"));
    }
    out.entry(entry);
    Ok(())
}
