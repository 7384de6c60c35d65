//! Payments with Binance's card: coins are sold for the currency of the card, and a shop is
//! paid with it. A refund comes back in the currency.

use crate::base::features::COMPLETE;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::row::{quantity, words};
use crate::formats::rows::amount_of;
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};

/// Makes entries of a payment or a refund.
pub(super) fn map(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let currency = cells.column_map.asset_in_heading.as_str();
    let amount = |field| amount_of(cells, field, currency);
    words(&mut entry, cells.text(Field::Remark));
    let fee = amount(Field::Fee)?.filter(|fee| !fee.is_zero());
    entry.fee = fee.map(|fee| quantity(currency, fee));
    if let Some(paid) = amount(Field::Sold)? {
        let used = used(cells)?;
        return pay(quantity(currency, paid), used, entry, out);
    }
    let refund = amount(Field::Bought)?.ok_or_else(|| {
        RowDiagnostic::on(Field::Sold, Code::RefusedEmpty, || Message::NumberEmpty)
    })?;
    entry.kind = Kind::Deposit;
    entry.in_ = Some(quantity(currency, refund));
    out.entry(entry);
    Ok(())
}

/// Writes what was given for a payment. Where several assets were, each is a leg of one
/// group, and the first has what was received for all. The currency itself just left.
fn pay(
    paid: Quantity,
    used: Vec<Quantity>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    if used.iter().all(|used| used.asset == paid.asset) {
        entry.kind = Kind::Withdrawal;
        entry.out = Some(paid);
        out.entry(entry);
        return Ok(());
    }
    entry.kind = Kind::Trade;
    if !COMPLETE {
        return Ok(());
    }
    if used.len() > 1 {
        let (exchange, account) = (&entry.exchange, &entry.account);
        entry.group = smol_str::format_smolstr!("{exchange}:{account}:card@{}", entry.time);
    }
    let mut blank = entry.clone();
    blank.fee = None;
    entry.in_ = Some(paid);
    for quantity in used {
        let mut leg = std::mem::replace(&mut entry, blank.clone());
        leg.out = Some(quantity);
        out.entry(leg);
    }
    Ok(())
}

/// The assets that were given: `BNB 0.07`.
fn used(cells: &Cells<'_>) -> Result<Vec<Quantity>, RowDiagnostic> {
    let text = cells.needed(Field::Change)?;
    let parts: Vec<&str> = text
        .split([' ', ';'])
        .filter(|part| !part.is_empty())
        .collect();
    let pairs = parts.chunks_exact(2);
    if parts.is_empty() || !pairs.remainder().is_empty() {
        return Err(RowDiagnostic::on(
            Field::Change,
            Code::RefusedNumber,
            || Message::UnitNone {
                text: shortened(text).into(),
            },
        ));
    }
    let read = |pair: &[&str]| Ok(quantity(pair[0], cells.size(Field::Change, pair[1])?));
    pairs.map(read).collect()
}
