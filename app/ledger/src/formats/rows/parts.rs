//! One change of a balance a row, and the parts that it is made of: what prices made or what
//! was traded, funding, and the fee. Legs of spot trades, fills of contracts, their funding,
//! and transfers stand in one list.
//!
//! The change is the exchange's own sum, and counts (method §1.1). Its parts say how much of
//! it was what. Where a file has the balance before each row and after it, the change is what
//! lies between them, and shows whether the fee is inside the amount.
//!
//! A position on isolated margin has money of its own. Its parts change that money and the
//! balance together: what went from one to the other is a transfer, and no loss.

use crate::cells::number;
use crate::cells::sides::side_word;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Side};
use crate::formats::row::{computed, quantity, words};
use crate::formats::rows::changes::{self, Change, leg};
use crate::formats::rows::shared::{self, amount_of, needed_amount_of};
use crate::formats::rules::{FeeSign, Rules};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;
use crate::tables::Kinds;

/// Makes entries of a change: one for a leg of a trade or a transfer; for a contract one of
/// the fill, and one each of what prices made and of its funding.
pub(super) fn map(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    let parts = Parts::of(cells, rules, asset, out)?;
    entry.kind = kind(cells, rules, parts.change.is_negative(), out);
    entry.market = cells.kept(Field::Market);
    shared::account(cells, &mut entry);
    changes::group(cells, rules, &mut entry);
    shared::facts(cells, &mut entry);
    note_words(cells, &mut entry);
    match entry.kind {
        Kind::Derivative | Kind::Funding | Kind::Pnl => {
            write_of_contract(cells, asset, parts.of_contract(out), entry, out)
        }
        Kind::Fee => write_leg(cells, asset, parts.change, &Amount::ZERO, entry, out),
        _ => {
            if entry.kind == Kind::Trade {
                name_side_and_price(cells, asset, parts.change.is_negative(), &mut entry)?;
            }
            let whole = parts.change.minus(&parts.fee);
            write_leg(cells, asset, whole, &parts.fee, entry, out)
        }
    }
}

/// What a row changed and what that is made of, each with the sign of what it did to the
/// balance.
struct Parts {
    change: Amount,
    /// What prices made, or what was traded.
    made: Option<Amount>,
    funding: Amount,
    fee: Amount,
    /// What changed the margin of a position instead of the balance.
    position: Amount,
}

/// The parts of a change of a contract.
struct OfContract {
    made: Amount,
    funding: Amount,
    fee: Amount,
    /// What went from the balance to the margin of the position.
    to_position: Amount,
}

impl Parts {
    /// Reads the parts. Costs are above zero in some files of a layout and below in others:
    /// where the parts add up to the change with the other sign alone, that counts.
    fn of(
        cells: &Cells<'_>,
        rules: &Rules,
        asset: &str,
        out: &mut RowOutput<'_>,
    ) -> Result<Parts, RowDiagnostic> {
        let read = |field| amount_of(cells, field, asset);
        let change = needed_amount_of(cells, Field::Change, asset)?;
        let between = between_balances(cells, asset)?;
        let is_between = between.is_some();
        let parts = Parts {
            made: match between {
                Some(_) => Some(change.clone()),
                None => read(Field::Pnl)?,
            },
            change: between.unwrap_or(change),
            funding: read(Field::Funding)?.unwrap_or(Amount::ZERO),
            fee: fee(cells, asset, out)?,
            position: read(Field::PositionChange)?.unwrap_or(Amount::ZERO),
        };
        let parts = match rules.fee_sign == FeeSign::AboveZero {
            true => parts.with_other_sign(),
            false => parts,
        };
        if parts.add_up() {
            return Ok(parts);
        }
        let other = parts.with_other_sign();
        if other.add_up() {
            return Ok(other);
        }
        let parts = other.with_other_sign();
        let is_inside = parts.made.as_ref() == Some(&parts.change);
        if is_between && !is_inside {
            let (amount, amount_parts) = (parts.change.clone(), parts.sum());
            out.diagnostic(RowDiagnostic::on(Field::Change, Code::WarnTotal, || {
                Message::TotalParts {
                    amount,
                    amount_parts,
                }
            }));
        }
        Ok(parts)
    }

    fn with_other_sign(self) -> Parts {
        Parts {
            funding: self.funding.negated(),
            fee: self.fee.negated(),
            ..self
        }
    }

    fn sum(&self) -> Amount {
        let made = self.made.as_ref().unwrap_or(&Amount::ZERO);
        made.plus(&self.funding).plus(&self.fee)
    }

    fn add_up(&self) -> bool {
        let sum = self.sum();
        self.made.is_none() || sum == self.change || sum == self.with_position()
    }

    /// What the balance and the margin of a position changed by together.
    fn with_position(&self) -> Amount {
        self.change.plus(&self.position)
    }

    /// The parts of a contract. They add up to what the balance changed by, or to what it
    /// and the margin of the position changed by. Where they do not, the change counts. A
    /// change of zero does not: a position that has a balance of its own moves the account's
    /// when it ends.
    fn of_contract(self, out: &mut RowOutput<'_>) -> OfContract {
        let sum = self.sum();
        let rest = self.change.minus(&self.funding).minus(&self.fee);
        let is_with_position = sum != self.change && sum == self.with_position();
        let Parts {
            change,
            made,
            funding,
            fee,
            position,
        } = self;
        let to_position = match is_with_position && made.is_some() {
            true => position,
            false => Amount::ZERO,
        };
        let made = match made {
            Some(made) if sum == change || is_with_position => made,
            Some(made) if change.is_zero() => {
                let amount = sum;
                // The balance of the account does not show it.
                out.moved = None;
                out.diagnostic(RowDiagnostic::on(Field::Change, Code::WarnTotal, || {
                    Message::TotalOfPosition { amount }
                }));
                made
            }
            Some(_) => {
                let (amount, amount_parts) = (change, sum);
                out.diagnostic(RowDiagnostic::on(Field::Change, Code::WarnTotal, || {
                    Message::TotalParts {
                        amount,
                        amount_parts,
                    }
                }));
                rest
            }
            None => rest,
        };
        OfContract {
            made,
            funding,
            fee,
            to_position,
        }
    }
}

/// What lies between the balances before and after a row, where a file has both.
fn between_balances(cells: &Cells<'_>, asset: &str) -> Result<Option<Amount>, RowDiagnostic> {
    if cells.column_map.get(Field::BalanceBefore).is_none() {
        return Ok(None);
    }
    let before = needed_amount_of(cells, Field::BalanceBefore, asset)?;
    let after = needed_amount_of(cells, Field::Balance, asset)?;
    Ok(Some(after.minus(&before)))
}

/// The fee inside the change. One in another asset is no part of it.
fn fee(cells: &Cells<'_>, asset: &str, out: &mut RowOutput<'_>) -> Result<Amount, RowDiagnostic> {
    let Some(fee) = amount_of(cells, Field::Fee, asset)?.filter(|fee| !fee.is_zero()) else {
        return Ok(Amount::ZERO);
    };
    let of = cells.text(Field::FeeAsset);
    if number::is_nothing(of) || of == asset {
        return Ok(fee);
    }
    out.diagnostic(RowDiagnostic::on(Field::Fee, Code::WarnFeeAsset, || {
        Message::FeeElsewhere {
            amount: fee,
            asset: of.into(),
        }
    }));
    Ok(Amount::ZERO)
}

/// The kind of a row. What was done (`operation`), or else the side, tells it where their word
/// is in the list; else the category does: `Open long`, or `Buy` of `Spot`. A word in neither
/// of the two that is no side is new. Beside a category of funding, the side is that of the
/// position, and the row is no fill.
fn kind(cells: &Cells<'_>, rules: &Rules, is_out: bool, out: &mut RowOutput<'_>) -> Kind {
    let list = rules.operations.map(|operations| &operations.kinds);
    let find = |word: &str| list.and_then(|list| list.find(word));
    let [operation, side, category] =
        [Field::Operation, Field::Side, Field::Category].map(|field| cells.text(field));
    let known = find(operation).map(|kinds| (operation, kinds));
    let is_funding = |kinds: &Kinds| kinds.of(is_out) == Some(Kind::Funding);
    let known = known.or_else(|| {
        let kinds = find(category).filter(is_funding)?;
        Some((category, kinds))
    });
    let known = known.or_else(|| find(side).map(|kinds| (side, kinds)));
    let is_new = |word: &&str| !number::is_nothing(word) && side_word(word).is_none();
    if known.is_none()
        && let Some(word) = [operation, side].into_iter().find(is_new)
    {
        return changes::unknown_operation(word, out);
    }
    let known = known.or_else(|| find(category).map(|kinds| (category, kinds)));
    match known {
        Some((word, kinds)) => kinds
            .of(is_out)
            .unwrap_or_else(|| changes::misfit(word, out)),
        None if number::is_nothing(category) => changes::unknown_operation("", out),
        None => changes::unknown_operation(category, out),
    }
}

/// Keeps the file's words for what happened, except plain sides.
fn note_words(cells: &Cells<'_>, entry: &mut Entry) {
    let is_plain =
        |word: &str| word.eq_ignore_ascii_case("buy") || word.eq_ignore_ascii_case("sell");
    for field in [
        Field::Category,
        Field::Operation,
        Field::Side,
        Field::Remark,
    ] {
        let word = cells.text(field);
        if !number::is_nothing(word) && !is_plain(word) {
            words(entry, word);
        }
    }
}

/// Names the price of a leg of a spot trade, and the side of the trade. The word of some files
/// is the side of the leg alone: the asset of the leg and its way tell that of the trade.
fn name_side_and_price(
    cells: &Cells<'_>,
    asset: &str,
    is_out: bool,
    entry: &mut Entry,
) -> Result<(), RowDiagnostic> {
    entry.price = amount_of(cells, Field::Price, asset)?.filter(|price| !price.is_zero());
    let market = &entry.market;
    let is_base = market.starts_with(asset);
    if side_word(cells.text(Field::Side)).is_some() && is_base != market.ends_with(asset) {
        entry.side = Some(match is_base == is_out {
            true => Side::Sell,
            false => Side::Buy,
        });
    }
    Ok(())
}

/// Writes a change without the fee inside it, and the fee.
fn write_leg(
    cells: &Cells<'_>,
    asset: &str,
    change: Amount,
    fee: &Amount,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let is_told = [Field::Change, Field::Pnl, Field::Funding, Field::Size]
        .into_iter()
        .filter_map(|field| amount_of(cells, field, asset).ok().flatten())
        .any(|part| part.abs() == change.abs());
    leg(&mut entry, asset, Change::signed(change));
    if !fee.is_zero() {
        entry.fee = Some(quantity(asset, fee.negated()));
        if !is_told {
            computed(&mut entry);
        }
    }
    out.entry(entry);
    Ok(())
}

/// Writes what a row of a contract says, and what went to the margin of its position: with
/// that, the entries of the row add up to its change.
fn write_of_contract(
    cells: &Cells<'_>,
    asset: &str,
    parts: OfContract,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let to_position = parts.to_position.clone();
    let mut moved = entry.clone();
    match entry.kind {
        Kind::Derivative => write_contract(cells, asset, parts, entry, out)?,
        _ => {
            let whole = parts.made.plus(&parts.funding);
            write_leg(cells, asset, whole, &parts.fee, entry, out)?;
        }
    }
    if !to_position.is_zero() {
        moved.kind = Kind::Transfer;
        leg(&mut moved, asset, Change::signed(to_position.negated()));
        out.entry(moved);
    }
    Ok(())
}

/// Writes a fill of a contract with its fee, what prices made, and the funding. A row of which
/// no side or size is known, as of a liquidation, is what prices made with the fee.
fn write_contract(
    cells: &Cells<'_>,
    asset: &str,
    parts: OfContract,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let OfContract {
        made, funding, fee, ..
    } = parts;
    let fee = (!fee.is_zero()).then(|| quantity(asset, fee.negated()));
    let side = side_word(cells.text(Field::Side));
    let size = amount_of(cells, Field::Size, asset)?.filter(|size| !size.is_zero());
    let part = |kind: Kind, amount: &Amount| {
        let mut part = entry.clone();
        part.kind = kind;
        leg(&mut part, asset, Change::signed(amount.clone()));
        part
    };
    let mut profit = part(Kind::Pnl, &made);
    let paid = part(Kind::Funding, &funding);
    let is_fill = side.is_some() && size.is_some();
    match size.filter(|_| is_fill) {
        Some(size) => {
            entry.side = side;
            entry.price = amount_of(cells, Field::Price, asset)?.filter(|price| !price.is_zero());
            let counts_units = counts_units(cells, asset);
            entry.facts.keep(|facts| match counts_units {
                true => facts.contract_size = Some(size.abs()),
                false => facts.contracts = Some(size.abs()),
            });
            entry.fee = fee;
            out.entry(entry);
        }
        None => profit.fee = fee,
    }
    if !is_fill || !made.is_zero() {
        out.entry(profit);
    }
    if !funding.is_zero() {
        out.entry(paid);
    }
    Ok(())
}

/// Whether the size of a contract counts units of its base: as the unit beside it says, where
/// a column has one. Elsewhere a contract whose name begins with its margin is settled in its
/// base, and counts dollars.
fn counts_units(cells: &Cells<'_>, asset: &str) -> bool {
    let market = cells.text(Field::Market);
    match cells.column_map.get(Field::BaseAsset) {
        Some(_) => {
            let unit = cells.text(Field::BaseAsset);
            let behind = market.strip_prefix(unit).filter(|_| !unit.is_empty());
            behind.is_some_and(|behind| behind.starts_with(['-', '/', '_']))
        }
        None => !market.starts_with(asset),
    }
}
