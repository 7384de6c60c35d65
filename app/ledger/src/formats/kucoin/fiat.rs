//! KuCoin's coins bought with money. None of these files names a user.

use crate::base::features::COMPLETE;
use crate::entry::{Entry, Kind};
use crate::formats::row::{quantity, words};
use crate::formats::rows::account;
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput, trade};

/// Makes an entry of coins bought through a third party.
pub(super) fn map_trade(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    entry.fee = trade::fee(cells)?;
    write_trade(cells, &mut entry)?;
    account(cells, &mut entry);
    words(&mut entry, cells.text(Field::Remark));
    out.entry(entry);
    Ok(())
}

/// Makes entries of coins bought with a card or a balance of money; fees may be on
/// either side.
pub(super) fn map_fast_trade(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let in_coin = cells.amount(Field::Tax)?.filter(|fee| !fee.is_zero());
    let second = match in_coin {
        Some(fee) => Some(quantity(cells.needed(Field::Remark)?, fee)),
        None => None,
    };
    let in_money = trade::fee(cells)?.filter(|fee| !fee.amount.is_zero());
    account(cells, &mut entry);
    let both = COMPLETE && in_money.is_some() && second.is_some();
    let blank = both.then(|| entry.clone());
    write_trade(cells, &mut entry)?;
    entry.fee = in_money.or_else(|| second.clone());
    out.entry(entry);
    if let Some(mut blank) = blank {
        blank.kind = Kind::Fee;
        blank.fee = second;
        out.entry(blank);
    }
    Ok(())
}

/// Money out and coins in, or the other way where the order says that it sold.
fn write_trade(cells: &Cells<'_>, entry: &mut Entry) -> Result<(), RowDiagnostic> {
    let money = quantity(
        cells.needed(Field::SoldAsset)?,
        cells.needed_size(Field::Sold)?,
    );
    let coins = quantity(
        cells.needed(Field::BoughtAsset)?,
        cells.needed_size(Field::Bought)?,
    );
    let is_sale = cells
        .text(Field::Side)
        .to_ascii_lowercase()
        .contains("sell");
    let (out, in_) = if is_sale {
        (coins, money)
    } else {
        (money, coins)
    };
    entry.kind = Kind::Trade;
    entry.out = Some(out);
    entry.in_ = Some(in_);
    Ok(())
}
