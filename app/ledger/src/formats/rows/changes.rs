//! One change of a balance a row, like a bank statement: its kind by words or the same for
//! all rows, its way by a sign or a word.
//!
//! Where the fee is inside the change, an entry excludes it: it is taken off what went out
//! and added to what came in, and in − out − fee is the row's change again.

use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::formats::row::{computed, quantity, words};
use crate::formats::rows::shared::{self, cost, needed_amount_of, needed_size_of};
use crate::formats::rules::{Coin, FeeIn, FeeIs, Group, Operations, Rules, Sign, WordsIn};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;
use crate::tables::{Kinds, Way, tables};
use crate::time::moment::Moment;

/// Makes an entry of a change.
pub(super) fn map(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = asset(cells, rules)?;
    let change = Change::of(cells, rules, asset)?;
    entry.kind = kind(cells, rules, asset, change.is_out, out);
    entry.market = cells.kept(Field::Market);
    shared::account(cells, &mut entry);
    group(cells, rules, &mut entry);
    shared::facts(cells, &mut entry);
    let fee = fee(cells, rules, &entry, out)?;
    write(rules, &mut entry, asset, change, fee)?;
    // The operation, which no column of an entry holds, and the file's remark.
    words(&mut entry, cells.text(Field::Operation));
    words(&mut entry, cells.text(Field::Remark));
    out.lend(&mut entry);
    Ok(())
}

/// The asset: in its column, or the same for all rows, or in the heading of the amount.
fn asset<'a>(cells: &Cells<'a>, rules: &Rules) -> Result<&'a str, RowDiagnostic> {
    if cells.column_map.get(Field::Asset).is_some() {
        return cells.needed(Field::Asset);
    }
    match rules.asset {
        "" => Ok(cells.column_map.asset_in_heading.as_str()),
        asset => Ok(asset),
    }
}

/// By how much a balance changed.
pub(crate) struct Change {
    size: Amount,
    is_out: bool,
}

impl Change {
    /// A change by its sign: below zero went out.
    pub fn signed(amount: Amount) -> Change {
        let is_out = amount.is_negative();
        Change {
            size: if is_out { amount.negated() } else { amount },
            is_out,
        }
    }

    /// The change of a row, by its sign or its word.
    fn of(cells: &Cells<'_>, rules: &Rules, asset: &str) -> Result<Change, RowDiagnostic> {
        let is_out = match rules.sign {
            Sign::Own | Sign::Paid | Sign::None => false,
            Sign::AllOut => true,
            Sign::Word => way(cells)? == Way::Out,
        };
        let size = match rules.sign {
            Sign::Own | Sign::Paid => needed_amount_of(cells, Field::Change, asset)?,
            _ => needed_size_of(cells, Field::Change, asset)?,
        };
        let size = match rules.decimals {
            0 => size,
            decimals => size.times(&Amount::from_units(1, decimals)),
        };
        Ok(match rules.sign {
            Sign::Own => Change::signed(size),
            Sign::Paid => Change {
                is_out: !size.is_negative(),
                size: size.abs(),
            },
            _ => Change { size, is_out },
        })
    }

    /// The change without the fee inside it. A fee cannot be greater than what went out.
    fn without(self, fee: &Amount) -> Result<Change, RowDiagnostic> {
        let size = match self.is_out {
            true => self.size.minus(fee),
            false => self.size.plus(fee),
        };
        if size.is_negative() {
            let message = || Message::FeeGreater { amount: self.size };
            return Err(RowDiagnostic::on(Field::Fee, Code::RefusedNumber, message));
        }
        Ok(Change { size, ..self })
    }
}

/// Which way the row says that its money went.
fn way(cells: &Cells<'_>) -> Result<Way, RowDiagnostic> {
    let word = cells.needed(Field::Side)?;
    tables().directions.find(word).ok_or_else(|| {
        RowDiagnostic::on(Field::Side, Code::RefusedSide, || Message::SideDeposit {
            word: shortened(word).into(),
        })
    })
}

/// The kind of a row, by what its words, its coin and its sign say together.
fn kind(
    cells: &Cells<'_>,
    rules: &Rules,
    asset: &str,
    is_out: bool,
    out: &mut RowOutput<'_>,
) -> Kind {
    if let Some(kind) = rules.kind {
        return kind;
    }
    let Some(operations) = rules.operations else {
        return Kind::Adjustment;
    };
    if !operations.coins.is_empty() && operations.coins.find(asset) == Some(Coin::Savings) {
        return Kind::Transfer;
    }
    let (operation, remark) = (cells.text(Field::Operation), cells.text(Field::Remark));
    match kinds(operations, rules, operation, remark) {
        Some(kinds) => kinds.of(is_out).unwrap_or_else(|| misfit(operation, out)),
        None if rules.words_in == WordsIn::OperationOrRemark => {
            unknown_type(operation, remark, out)
        }
        None => unknown_operation(operation, out),
    }
}

/// What the operation says, and where that is no more than a transfer, the remark.
fn kinds(operations: &Operations, rules: &Rules, operation: &str, remark: &str) -> Option<Kinds> {
    let by_operation = operations.kinds.find(operation);
    match by_operation {
        None if rules.words_in == WordsIn::OperationOrRemark => operations.kinds.find(remark),
        Some(kinds) if kinds.is_transfer() && !remark.is_empty() => {
            operations.remarks.find(remark).or(by_operation)
        }
        _ => by_operation,
    }
}

/// Says that an operation is new. Its money is kept, by its sign.
fn unknown_operation(operation: &str, out: &mut RowOutput<'_>) -> Kind {
    adjustment(out, || match operation {
        "" => Message::KindOperationNone,
        operation => Message::KindOperation {
            word: shortened(operation).into(),
        },
    })
}

/// Says that an operation does not fit the sign of its row. Its money is kept, by its sign.
fn misfit(operation: &str, out: &mut RowOutput<'_>) -> Kind {
    adjustment(out, || Message::KindSign {
        word: shortened(operation).into(),
    })
}

/// Says that neither the type nor the remark tells a kind.
fn unknown_type(operation: &str, remark: &str, out: &mut RowOutput<'_>) -> Kind {
    adjustment(out, || match (operation, remark) {
        ("", "") => Message::KindNeither,
        ("", word) | (word, _) => Message::KindType {
            word: shortened(word).into(),
        },
    })
}

fn adjustment(out: &mut RowOutput<'_>, message: impl FnOnce() -> Message) -> Kind {
    let warning = RowDiagnostic::on(Field::Operation, Code::WarnOperation, message);
    out.diagnostic(warning);
    Kind::Adjustment
}

/// Joins the legs of one movement, where the file does not: by an id, or by their second
/// (method §7.9). Ids count within the list of operations: a spot account and one of
/// futures may have the same.
fn group(cells: &Cells<'_>, rules: &Rules, entry: &mut Entry) {
    if !matches!(entry.kind, Kind::Trade | Kind::Fee) {
        return;
    }
    let (exchange, account) = (&entry.exchange, &entry.account);
    let time = Moment::from_seconds(entry.time.seconds);
    let wallet = &entry.account_in_file;
    let id = match rules.group {
        Group::None => return,
        Group::WalletAndTime => {
            entry.group = smol_str::format_smolstr!("{exchange}:{account}:{wallet}@{time}");
            return;
        }
        Group::UserAndTime => {
            let user = cells.text(Field::User);
            entry.group = smol_str::format_smolstr!("{exchange}:{account}:{user}@{time}");
            return;
        }
        Group::TradeIdOfTrades if entry.kind == Kind::Fee => return,
        Group::TradeId | Group::TradeIdOfTrades => &entry.trade_id,
        Group::OrderId => &entry.order_id,
    };
    if !id.is_empty() {
        let list = rules.operations.map_or("", |operations| operations.name);
        entry.group = smol_str::format_smolstr!("{exchange}:{account}:{list}:{id}");
    }
}

/// The fee beside or inside the change. Where nothing tells its asset, that is said.
fn fee(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: &Entry,
    out: &mut RowOutput<'_>,
) -> Result<Option<Amount>, RowDiagnostic> {
    let fee = cells.amount(Field::Fee)?.filter(|fee| !fee.is_zero());
    let Some(fee) = fee.filter(|_| entry.kind != Kind::Fee) else {
        return Ok(None);
    };
    if rules.fee_in == FeeIn::Unknown {
        out.diagnostic(RowDiagnostic::on(Field::Fee, Code::WarnFeeAsset, || {
            Message::FeeAlone { amount: fee }
        }));
        return Ok(None);
    }
    Ok(Some(cost(fee, rules)))
}

/// Writes the change and its fee.
fn write(
    rules: &Rules,
    entry: &mut Entry,
    asset: &str,
    change: Change,
    fee: Option<Amount>,
) -> Result<(), RowDiagnostic> {
    let Some(fee) = fee else {
        leg(entry, asset, change);
        return Ok(());
    };
    let change = match rules.fee_is {
        FeeIs::Beside => change,
        FeeIs::Inside => change.without(&fee)?,
    };
    leg(entry, asset, change);
    entry.fee = Some(quantity(asset, fee));
    if rules.fee_is == FeeIs::Inside {
        computed(entry);
    }
    Ok(())
}

/// Writes one change of a balance: a cost where the entry is a fee, else out or in.
pub(crate) fn leg(entry: &mut Entry, asset: &str, change: Change) {
    let Change { size, is_out } = change;
    match (entry.kind, is_out) {
        (Kind::Fee, true) => entry.fee = Some(quantity(asset, size)),
        (Kind::Fee, false) => entry.fee = Some(quantity(asset, size.negated())),
        (_, true) => entry.out = Some(quantity(asset, size)),
        (_, false) => entry.in_ = Some(quantity(asset, size)),
    }
}
