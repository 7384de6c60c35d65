//! One thing given for another at a quoted price: amounts with their units, or with their
//! assets in columns.

use crate::base::features::COMPLETE;
use crate::cells::number;
use crate::entry::diagnostic::Code;
use crate::entry::messages::{EntryNote, Message};
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::row::{note, quantity};
use crate::formats::rows::shared::{self, asset_and_amount, cost};
use crate::formats::rules::{FeeIn, Rules};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput, trade};

/// Makes an entry of a conversion.
pub(super) fn map(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let given = asset_and_amount(cells, Field::SoldAsset, Field::Sold)?;
    let received = asset_and_amount(cells, Field::BoughtAsset, Field::Bought)?;
    entry.kind = Kind::Trade;
    entry.market = cells.kept(Field::Market);
    entry.price = cells.amount(Field::Price)?;
    shared::account(cells, &mut entry);
    shared::facts(cells, &mut entry);
    note_conversion(cells, &mut entry);
    entry.fee = fee(cells, rules, &given, &received, &mut entry)?;
    (entry.out, entry.in_) = (Some(given), Some(received));
    out.entry(entry);
    if let Some(amount) = cells.amount(Field::Tax)?.filter(|tax| !tax.is_zero()) {
        out.diagnostic(RowDiagnostic::on(Field::Tax, Code::WarnFeeAsset, || {
            Message::FeeTax { amount }
        }));
    }
    Ok(())
}

/// Says that a row was a conversion, where no price shows it: at the price that the file
/// has as a text, if it has one, and how it was paid.
fn note_conversion(cells: &Cells<'_>, entry: &mut Entry) {
    let has = |field| cells.column_map.get(field).is_some();
    let price = cells.text(Field::Remark);
    if has(Field::Remark) {
        if !price.is_empty() {
            note(entry, || EntryNote::ConvertedAt {
                price: price.into(),
            });
        }
    } else if !has(Field::Price) {
        note(entry, || EntryNote::Converted);
    }
    let method = cells.text(Field::Method);
    if !number::is_nothing(method) {
        note(entry, || EntryNote::PaidBy {
            method: method.into(),
        });
    }
}

/// The fee: its asset is in a column, or its unit is behind it, or a rule tells it.
fn fee(
    cells: &Cells<'_>,
    rules: &Rules,
    given: &Quantity,
    received: &Quantity,
    entry: &mut Entry,
) -> Result<Option<Quantity>, RowDiagnostic> {
    if cells.column_map.get(Field::FeeAsset).is_some() {
        return trade::fee(cells);
    }
    if let Some(fee) = shared::fee_with_unit(cells, rules)? {
        return Ok(Some(fee).filter(|fee| !fee.amount.is_zero()));
    }
    let fee = cells.amount(Field::Fee)?.filter(|fee| !fee.is_zero());
    let Some(fee) = fee.filter(|_| COMPLETE).map(|fee| cost(fee, rules)) else {
        return Ok(None);
    };
    Ok(Some(match rules.fee_in {
        FeeIn::Given => quantity(&given.asset, fee),
        _ => {
            let asset = received.asset.clone();
            note(entry, || EntryNote::FeeReceived { asset });
            quantity(&received.asset, fee)
        }
    }))
}
