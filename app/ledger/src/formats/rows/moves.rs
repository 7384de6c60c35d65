//! Lists of deposits and withdrawals: an asset, an amount, a fee in the same asset or in
//! one that a column names, and what leads to the movement at a bank or on a chain.

use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::messages::{EntryNote, Message};
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::row::{computed, note, quantity, words};
use crate::formats::rows::shared::{self, amount_of, asset_and_amount, cost, needed_amount_of};
use crate::formats::rules::{FeeIs, Rules, Sign};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput, trade};
use crate::numbers::amount::Amount;
use crate::tables::{Way, tables};

/// Makes an entry of a deposit, unless the row itself says that it is a withdrawal: some
/// exchanges use one layout for both lists.
pub(super) fn deposit(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    write(
        cells,
        rules,
        way(cells).unwrap_or(Kind::Deposit),
        entry,
        out,
    )
}

/// Makes an entry of a withdrawal, unless the row itself says that it is a deposit.
pub(super) fn withdrawal(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    write(
        cells,
        rules,
        way(cells).unwrap_or(Kind::Withdrawal),
        entry,
        out,
    )
}

/// Makes an entry of a row of a list of both, which says by a word or its sign what it is.
pub(super) fn either(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let kind = match way(cells) {
        Some(kind) => kind,
        None if rules.sign == Sign::Own => by_sign(cells)?,
        None => return Err(no_way(cells)),
    };
    write(cells, rules, kind, entry, out)
}

/// What a row says that it is.
fn way(cells: &Cells<'_>) -> Option<Kind> {
    let directions = &tables().directions;
    let mut words = [Field::Operation, Field::Side, Field::Remark]
        .into_iter()
        .map(|field| cells.text(field))
        .filter(|word| !word.is_empty());
    let way = words.find_map(|word| directions.find(word))?;
    Some(match way {
        Way::In => Kind::Deposit,
        Way::Out => Kind::Withdrawal,
    })
}

fn by_sign(cells: &Cells<'_>) -> Result<Kind, RowDiagnostic> {
    let change = needed_amount_of(cells, Field::Change, cells.text(Field::Asset))?;
    Ok(match change.is_negative() {
        true => Kind::Withdrawal,
        false => Kind::Deposit,
    })
}

/// Why a row is neither: it has no word, or one that is unknown.
fn no_way(cells: &Cells<'_>) -> RowDiagnostic {
    let field = match cells.column_map.get(Field::Side) {
        Some(_) => Field::Side,
        None => Field::Operation,
    };
    let unknown = |word: &str| {
        RowDiagnostic::on(field, Code::RefusedSide, || Message::SideADeposit {
            word: shortened(word).into(),
        })
    };
    cells.needed(field).map_or_else(|empty| empty, unknown)
}

/// Writes a deposit or withdrawal.
pub(crate) fn write(
    cells: &Cells<'_>,
    rules: &Rules,
    kind: Kind,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let moved = moved(cells, rules)?;
    let fee = fee(cells, rules, &moved.asset)?;
    entry.kind = kind;
    shared::account(cells, &mut entry);
    words(&mut entry, cells.text(Field::Operation));
    shared::facts(cells, &mut entry);
    shared::note_placing(cells, &mut entry, out);
    let remark = cells.text(Field::Remark);
    if remark != cells.text(Field::Operation) && !number::is_nothing(remark) {
        words(&mut entry, remark);
    }
    let method = cells.text(Field::Method);
    if !number::is_nothing(method) {
        note(&mut entry, || EntryNote::PaidBy {
            method: method.into(),
        });
    }
    match kind {
        Kind::Withdrawal => write_out(cells, rules, moved, fee, &mut entry, out)?,
        _ => write_in(cells, moved, fee, &mut entry, out)?,
    }
    out.entry(entry);
    Ok(())
}

/// What moved, without its sign.
fn moved(cells: &Cells<'_>, rules: &Rules) -> Result<Quantity, RowDiagnostic> {
    if rules.sign != Sign::Own {
        return asset_and_amount(cells, Field::Asset, Field::Change);
    }
    let asset = cells.coded(cells.needed(Field::Asset)?).name;
    let change = needed_amount_of(cells, Field::Change, asset)?;
    Ok(quantity(asset, change.abs()))
}

/// The fee, in the asset that a column names or else in that of what moved.
fn fee(cells: &Cells<'_>, rules: &Rules, asset: &str) -> Result<Option<Quantity>, RowDiagnostic> {
    if cells.column_map.get(Field::FeeAsset).is_some() {
        return trade::fee(cells);
    }
    let fee = amount_of(cells, Field::Fee, asset)?.filter(|fee| !fee.is_zero());
    Ok(fee.map(|fee| quantity(asset, cost(fee, rules))))
}

/// What left. A fee inside the amount is no part of it.
fn write_out(
    cells: &Cells<'_>,
    rules: &Rules,
    moved: Quantity,
    fee: Option<Quantity>,
    entry: &mut Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let (whole, is_inside) = match requested(cells, &moved, fee.as_ref(), out)? {
        Some(requested) => (quantity(&moved.asset, requested), true),
        None => (moved, rules.fee_is == FeeIs::Inside),
    };
    let inside = fee.as_ref().filter(|fee| fee.asset == whole.asset);
    entry.out = Some(match inside.filter(|_| is_inside) {
        Some(fee) => {
            computed(entry);
            without(whole, &fee.amount)?
        }
        None => whole,
    });
    entry.fee = fee;
    Ok(())
}

/// A quantity without the fee inside it, which cannot be greater.
fn without(whole: Quantity, fee: &Amount) -> Result<Quantity, RowDiagnostic> {
    let amount = whole.amount.minus(fee);
    match amount.is_negative() {
        false => Ok(Quantity { amount, ..whole }),
        true => Err(RowDiagnostic::on(Field::Fee, Code::RefusedNumber, || {
            Message::FeeGreater {
                amount: whole.amount,
            }
        })),
    }
}

/// What was requested, the fee included, where a column has it and it is not what moved and
/// the fee: it is what the balance lost, and counts.
fn requested(
    cells: &Cells<'_>,
    moved: &Quantity,
    fee: Option<&Quantity>,
    out: &mut RowOutput<'_>,
) -> Result<Option<Amount>, RowDiagnostic> {
    let Some(requested) = amount_of(cells, Field::Indicated, &moved.asset)? else {
        return Ok(None);
    };
    let parts = match fee.filter(|fee| fee.asset == moved.asset) {
        Some(fee) => moved.amount.plus(&fee.amount),
        None => moved.amount.clone(),
    };
    if requested == parts {
        return Ok(None);
    }
    out.diagnostic(RowDiagnostic::on(Field::Indicated, Code::WarnTotal, || {
        Message::TotalParts {
            amount: requested.clone(),
            amount_parts: parts,
        }
    }));
    Ok(Some(requested))
}

/// What came in. Where a column has what was sent, before the fee was taken off, that
/// counts. What was credited is never in doubt: where the three do not fit, it alone does.
fn write_in(
    cells: &Cells<'_>,
    moved: Quantity,
    fee: Option<Quantity>,
    entry: &mut Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    if cells.column_map.get(Field::Indicated).is_none() {
        entry.in_ = Some(moved);
        entry.fee = fee;
        return Ok(());
    }
    let sent = amount_of(cells, Field::Indicated, &moved.asset)?;
    let cost = fee.as_ref().map_or(Amount::ZERO, |fee| fee.amount.clone());
    let fits = |sent: &Amount| sent.minus(&cost) == moved.amount;
    if sent.as_ref().is_none_or(fits) {
        let before_fee = moved.amount.plus(&cost);
        entry.in_ = Some(quantity(&moved.asset, sent.unwrap_or(before_fee)));
        entry.fee = fee;
        return Ok(());
    }
    out.diagnostic(RowDiagnostic::on(Field::Change, Code::WarnTotal, || {
        Message::TotalCredited {
            amount: moved.amount.clone(),
            amount_fee: cost.clone(),
        }
    }));
    entry.in_ = Some(moved);
    Ok(())
}
