//! Binance.com's small remainders, converted to BNB.
//!
//! No real file is public. Binance's own interface for the same list gives what was
//! credited, after its charge of 2 % (0.000441 BNB beside 0.000009); the one parser that
//! reads this file takes the charge to be beside. Each row shows which, where it is large
//! enough.

use crate::base::features::COMPLETE;
use crate::cells::number;
use crate::entry::messages::EntryNote;
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::row::{computed, note, quantity};
use crate::formats::rows::unit_amount;
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;

/// Makes an entry of one small remainder.
pub(super) fn map(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    entry.kind = Kind::Trade;
    entry.out = Some(quantity(asset, cells.needed_size(Field::Change)?));
    let mut bought = in_bnb(cells, Field::Bought)?;
    entry.fee = match cells.text(Field::Fee) {
        text if number::is_nothing(text) => None,
        _ => Some(in_bnb(cells, Field::Fee)?).filter(|fee| !fee.amount.is_zero()),
    };
    note(&mut entry, || EntryNote::Dust);
    let fee = entry.fee.as_ref().filter(|_| COMPLETE);
    if let Some(fee) = fee.filter(|fee| fee.asset == bought.asset) {
        let before_fee = bought.amount.plus(&fee.amount);
        match (
            is_charge_on(&fee.amount, &bought.amount),
            is_charge_on(&fee.amount, &before_fee),
        ) {
            (true, false) => {}
            (is_either, is_of_sum) => {
                bought.amount = before_fee;
                computed(&mut entry);
                if is_either || !is_of_sum {
                    note(&mut entry, || EntryNote::ReceivedWhole);
                }
            }
        }
    }
    entry.in_ = Some(bought);
    out.entry(entry);
    Ok(())
}

/// What Binance takes of small assets, in hundredths.
const CHARGE_HUNDREDTHS: i128 = 2;

/// Fraction digits that Binance keeps of what it takes.
const CHARGE_DIGITS: u32 = 8;

/// Whether a fee is the charge on so much, but for its last place.
fn is_charge_on(fee: &Amount, whole: &Amount) -> bool {
    let charge = whole.times(&Amount::from_units(CHARGE_HUNDREDTHS, 2));
    charge.minus(fee).abs() < Amount::from_units(1, fee.scale().max(CHARGE_DIGITS))
}

/// An amount with its unit, or a bare one, which is in BNB.
fn in_bnb(cells: &Cells<'_>, field: Field) -> Result<Quantity, RowDiagnostic> {
    let cell = cells.needed(field)?;
    match number::is_number(cell) {
        true => Ok(quantity("BNB", cells.size(field, cell)?)),
        false => unit_amount(cells, field),
    }
}
