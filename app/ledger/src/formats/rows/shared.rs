//! What most rows have in common: the account, ids and facts, and amounts that may have
//! their unit behind them.

use smol_str::format_smolstr;

use crate::base::features::COMPLETE;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::facts::Fact;
use crate::entry::messages::Message;
use crate::entry::{Entry, Quantity};
use crate::formats::row::{keep_facts, quantity, user_and_wallet, words};
use crate::formats::rules::{FeeSign, Rules};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;
use crate::time::parse_time::Dates;

/// The facts that columns of any format may hold.
pub(crate) const FACTS: [(Fact, Field); 9] = [
    (Fact::Network, Field::Network),
    (Fact::TxHash, Field::TxId),
    (Fact::Address, Field::DepositAddress),
    (Fact::Address, Field::Address),
    (Fact::Memo, Field::Memo),
    (Fact::SourceAddress, Field::Source),
    (Fact::ClientOrderId, Field::ClientId),
    (Fact::Ip, Field::Ip),
    (Fact::ApiKeyLabel, Field::ApiKeyLabel),
];

/// Writes the user, the wallet and the ids of a row.
pub(crate) fn account(cells: &Cells<'_>, entry: &mut Entry) {
    entry.account_in_file = user_and_wallet(cells.user(), cells.wallet());
    let ending = cells.coded(cells.text(Field::Asset)).ending;
    if !ending.is_empty() {
        let wallet = &entry.account_in_file;
        entry.account_in_file = format_smolstr!("{wallet} {ending}").trim_start().into();
    }
    entry.order_id = cells.kept(Field::OrderId);
    entry.trade_id = cells.kept(Field::TradeId);
}

/// Writes what a row tells of chains, people and keys.
pub(crate) fn facts(cells: &Cells<'_>, entry: &mut Entry) {
    keep_facts(cells, entry, &FACTS);
}

/// Writes when an order was placed or a movement begun, where another column has the time
/// at which it was done. Of a file that a spreadsheet wrote anew it stays a text.
pub(crate) fn note_placing(cells: &Cells<'_>, entry: &mut Entry, out: &RowOutput<'_>) {
    if !COMPLETE {
        return;
    }
    let placed = cells.text(Field::Placed);
    let dates = match out.dates {
        Dates::YearFirstElse(_) | Dates::Mixed(_) => Dates::YearFirst,
        dates => dates,
    };
    match entry.on_its_clock_in(placed, dates) {
        Some(placed) => entry.facts.keep(|facts| facts.placed_at = Some(placed)),
        None => words(entry, placed),
    }
}

/// An amount of this asset, with its unit behind it or without. An amount in brackets is
/// below zero, as bookkeepers write it.
pub(crate) fn amount_of(
    cells: &Cells<'_>,
    field: Field,
    asset: &str,
) -> Result<Option<Amount>, RowDiagnostic> {
    let text = cells.text(field);
    if number::is_nothing(text) {
        return Ok(None);
    }
    if let Some(amount) = number::quick(text, cells.column_map.fraction.plain) {
        return Ok(Some(amount));
    }
    let in_brackets = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'));
    let amount = written_amount(cells, field, in_brackets.unwrap_or(text), asset)?;
    Ok(Some(match in_brackets {
        Some(_) => amount.negated(),
        None => amount,
    }))
}

/// An amount as it is written, with its unit behind it or without.
fn written_amount(
    cells: &Cells<'_>,
    field: Field,
    text: &str,
    asset: &str,
) -> Result<Amount, RowDiagnostic> {
    let bare = match number::before_unit(text, asset) {
        Some(number) => number,
        None if number::is_number(text) => text,
        None => number::split_unit(text).map_or(text, |(number, _)| number),
    };
    cells.number(field, bare)
}

/// An amount that a row must have, with its unit or without.
pub(crate) fn needed_amount_of(
    cells: &Cells<'_>,
    field: Field,
    asset: &str,
) -> Result<Amount, RowDiagnostic> {
    amount_of(cells, field, asset)?
        .ok_or_else(|| RowDiagnostic::on(field, Code::RefusedEmpty, || Message::NumberEmpty))
}

/// The same, where it cannot be below zero.
pub(crate) fn needed_size_of(
    cells: &Cells<'_>,
    field: Field,
    asset: &str,
) -> Result<Amount, RowDiagnostic> {
    let amount = needed_amount_of(cells, field, asset)?;
    match amount.is_negative() {
        true => Err(RowDiagnostic::below_zero(field, cells.text(field))),
        false => Ok(amount),
    }
}

/// An amount and its unit, set off by a space or glued on: `100 USDT`.
pub(crate) fn unit_amount(cells: &Cells<'_>, field: Field) -> Result<Quantity, RowDiagnostic> {
    let cell = cells.needed(field)?;
    let (number, unit) = number::split_unit(cell)
        .filter(|(_, unit)| !unit.is_empty())
        .ok_or_else(|| no_unit(field, cell))?;
    Ok(quantity(unit, cells.size(field, number)?))
}

#[cold]
pub(super) fn no_unit(field: Field, cell: &str) -> RowDiagnostic {
    RowDiagnostic::on(field, Code::RefusedNumber, || Message::UnitNone {
        text: shortened(cell).into(),
    })
}

/// An asset in a column, with its amount in another; or an amount with its unit, where
/// the file has no such column.
pub(crate) fn asset_and_amount(
    cells: &Cells<'_>,
    asset: Field,
    amount: Field,
) -> Result<Quantity, RowDiagnostic> {
    if cells.column_map.get(asset).is_none() {
        return unit_amount(cells, amount);
    }
    let asset = cells.coded(cells.needed(asset)?).name;
    Ok(quantity(asset, needed_size_of(cells, amount, asset)?))
}

/// A fee with the sign of a cost: above zero.
pub(crate) fn cost(fee: Amount, rules: &Rules) -> Amount {
    match rules.fee_sign {
        FeeSign::AboveZero => fee,
        FeeSign::BelowZero => fee.negated(),
        FeeSign::Either => fee.abs(),
    }
}

/// A fee with its unit behind it.
pub(crate) fn fee_with_unit(
    cells: &Cells<'_>,
    rules: &Rules,
) -> Result<Option<Quantity>, RowDiagnostic> {
    let text = cells.text(Field::Fee);
    if number::is_nothing(text) || number::is_number(text) {
        return Ok(None);
    }
    let (number, unit) = number::split_unit(text)
        .filter(|(_, unit)| !unit.is_empty())
        .ok_or_else(|| no_unit(Field::Fee, text))?;
    let fee = cost(cells.number(Field::Fee, number)?, rules);
    Ok(Some(quantity(unit, fee)))
}
