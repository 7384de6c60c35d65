//! One change of a balance a row, like a bank statement: its kind by words or the same for
//! all rows, its way by a sign or a word.
//!
//! Where the fee is inside the change, an entry excludes it: it is taken off what went out
//! and added to what came in, and in − out − fee is the row's change again.

use smol_str::format_smolstr;

use crate::base::features::COMPLETE;
use crate::base::text::Text;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::cells::sides::side_word;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::formats::row::{computed, quantity, words};
use crate::formats::rows::shared::{self, cost, needed_amount_of, needed_size_of};
use crate::formats::rules::{Coin, FeeIn, FeeIs, Group, Rules, Sign, WordsIn};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;
use crate::tables::{Kinds, Way, tables};
use crate::time::moment::Moment;

/// Makes an entry of a change.
pub(crate) fn map(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = asset(cells, rules)?;
    let kinds = kinds(cells, rules);
    let change = Change::of(cells, rules, asset, kinds)?;
    entry.kind = kind(cells, rules, asset, kinds, change.is_out, out);
    name(cells, rules, &mut entry);
    let fee = fee(cells, rules, entry.kind, asset, out)?;
    write(cells, rules, entry, asset, change, fee, out)
}

/// Writes the market, the account, ids and facts.
pub(super) fn name(cells: &Cells<'_>, rules: &Rules, entry: &mut Entry) {
    entry.market = cells.kept(Field::Market);
    shared::account(cells, entry);
    group(cells, rules, entry);
    shared::facts(cells, entry);
}

/// Hands an entry on with what the file says besides: the code of an asset, the operation,
/// which no column of an entry holds, and a remark.
fn hand_on(cells: &Cells<'_>, mut entry: Entry, out: &mut RowOutput<'_>) {
    let code = cells.text(Field::Asset);
    if cells.coded(code).name != code {
        words(&mut entry, code);
    }
    words(&mut entry, cells.text(Field::Operation));
    words(&mut entry, cells.text(Field::Remark));
    out.lend(&mut entry);
}

/// The asset: in its column, or the same for all rows, or in the heading of the amount, or
/// behind the amount.
pub(super) fn asset<'a>(cells: &Cells<'a>, rules: &Rules) -> Result<&'a str, RowDiagnostic> {
    if cells.column_map.get(Field::Asset).is_some() {
        return Ok(cells.coded(cells.needed(Field::Asset)?).name);
    }
    let in_heading = cells.column_map.asset_in_heading.as_str();
    if !rules.asset.is_empty() || !in_heading.is_empty() {
        return Ok(match rules.asset {
            "" => in_heading,
            asset => asset,
        });
    }
    let amount = cells.needed(Field::Change)?;
    let unit = number::split_unit(amount).map_or("", |(_, unit)| unit);
    match unit {
        "" => Err(shared::no_unit(Field::Change, amount)),
        unit => Ok(cells.coded(unit).name),
    }
}

/// By how much a balance changed.
pub(crate) struct Change {
    pub size: Amount,
    pub is_out: bool,
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
    pub(super) fn of(
        cells: &Cells<'_>,
        rules: &Rules,
        asset: &str,
        kinds: Option<Kinds>,
    ) -> Result<Change, RowDiagnostic> {
        let is_out = match rules.sign {
            Sign::Own | Sign::Paid | Sign::None => false,
            Sign::SignedWord => way(cells)? == Way::Out,
            Sign::AllOut => true,
            Sign::Word => way(cells)? == Way::Out,
            Sign::Operation => way_by_operation(cells, kinds) == Some(Way::Out),
        };
        let size = match rules.sign {
            Sign::SignedWord if is_out => needed_amount_of(cells, Field::Change, asset)?.abs(),
            Sign::Own | Sign::Paid | Sign::Operation => {
                needed_amount_of(cells, Field::Change, asset)?
            }
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
            Sign::Operation => Change {
                is_out: is_out || size.is_negative(),
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

/// Which way a row went by its side, or by an operation that fits one way only.
fn way_by_operation(cells: &Cells<'_>, kinds: Option<Kinds>) -> Option<Way> {
    match side_word(cells.text(Field::Side)) {
        Some(Side::Buy) => Some(Way::In),
        Some(Side::Sell) => Some(Way::Out),
        None => kinds.and_then(Kinds::only_way),
    }
}

/// The kind of a row, by what its words, its coin and its sign say together.
pub(super) fn kind(
    cells: &Cells<'_>,
    rules: &Rules,
    asset: &str,
    kinds: Option<Kinds>,
    is_out: bool,
    out: &mut RowOutput<'_>,
) -> Kind {
    if let Some(kind) = rules.kind {
        return kind;
    }
    let Some(operations) = rules.operations else {
        return Kind::Adjustment;
    };
    let (operation, remark) = (cells.text(Field::Operation), cells.text(Field::Remark));
    if !operations.coins.is_empty() && operations.coins.find(asset) == Some(Coin::Savings) {
        let kind = kinds.and_then(|kinds| kinds.of(is_out));
        return savings(kind, operation, asset, out);
    }
    match kinds {
        Some(kinds) => kinds.of(is_out).unwrap_or_else(|| misfit(operation, out)),
        None if rules.words_in == WordsIn::OperationOrRemark => {
            unknown_type(operation, remark, out)
        }
        None => unknown_operation(operation, out),
    }
}

/// What the operation says, and where that is no more than a transfer, the remark.
pub(super) fn kinds(cells: &Cells<'_>, rules: &Rules) -> Option<Kinds> {
    let operations = rules.operations.filter(|_| rules.kind.is_none())?;
    let (operation, remark) = (cells.text(Field::Operation), cells.text(Field::Remark));
    let by_operation = match rules.words_in {
        WordsIn::Status => return operations.kinds.find(cells.text(Field::Status)),
        WordsIn::OperationAndRemark if !remark.is_empty() => {
            let both = format_smolstr!("{operation} {remark}");
            let by_both = operations.kinds.find(&both);
            by_both.or_else(|| operations.kinds.find(operation))
        }
        _ => operations.kinds.find(operation),
    };
    match by_operation {
        None if rules.words_in == WordsIn::OperationOrRemark => operations.kinds.find(remark),
        Some(kinds) if kinds.is_transfer() && !remark.is_empty() => {
            operations.remarks.find(remark).or(by_operation)
        }
        _ => by_operation,
    }
}

/// What lies in savings only moves between one's own wallets. A word that says otherwise
/// does not fit.
fn savings(kind: Option<Kind>, operation: &str, coin: &str, out: &mut RowOutput<'_>) -> Kind {
    if matches!(kind, Some(Kind::Deposit | Kind::Withdrawal | Kind::Trade)) {
        let message = || Message::KindSavings {
            word: shortened(operation).into(),
            coin: shortened(coin).into(),
        };
        out.diagnostic(RowDiagnostic::on(
            Field::Operation,
            Code::WarnOperation,
            message,
        ));
    }
    Kind::Transfer
}

/// Says that an operation is new. Its money is kept, by its sign.
pub(super) fn unknown_operation(operation: &str, out: &mut RowOutput<'_>) -> Kind {
    adjustment(out, || match operation {
        "" => Message::KindOperationNone,
        operation => Message::KindOperation {
            word: shortened(operation).into(),
        },
    })
}

/// Says that an operation does not fit the sign of its row. Its money is kept, by its sign.
pub(super) fn misfit(operation: &str, out: &mut RowOutput<'_>) -> Kind {
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
pub(super) fn group(cells: &Cells<'_>, rules: &Rules, entry: &mut Entry) {
    if !COMPLETE || !matches!(entry.kind, Kind::Trade | Kind::Fee) {
        return;
    }
    let (exchange, account) = (&entry.exchange, &entry.account);
    let time = Moment::from_seconds(entry.time.seconds);
    let wallet = &entry.account_in_file;
    let id = match rules.group {
        Group::None => return,
        Group::WalletAndTime => {
            entry.group = format_smolstr!("{exchange}:{account}:{wallet}@{time}");
            return;
        }
        Group::UserAndTime => {
            let user = cells.user();
            entry.group = format_smolstr!("{exchange}:{account}:{user}@{time}");
            return;
        }
        Group::MarketAndTime => {
            let user = cells.user();
            let market = &entry.market;
            entry.group = format_smolstr!("{exchange}:{account}:{user}:{market}@{time}");
            return;
        }
        Group::TradeIdOfTrades if entry.kind == Kind::Fee => return,
        Group::TradeId | Group::TradeIdOfTrades => entry.trade_id.clone(),
        Group::OrderId => entry.order_id.clone(),
        Group::OrderAndTradeId => order_and_trade_id(entry),
    };
    if !id.is_empty() {
        let list = rules.operations.map_or("", |operations| operations.name);
        entry.group = format_smolstr!("{exchange}:{account}:{list}:{id}");
    }
}

/// Both ids of a leg of a trade; empty where it has no trade id.
fn order_and_trade_id(entry: &Entry) -> Text {
    let (order, trade) = (&entry.order_id, &entry.trade_id);
    match (order.as_str(), trade.as_str()) {
        (_, "") => Text::default(),
        ("", _) => trade.clone(),
        (order, trade) => format_smolstr!("{order}/{trade}"),
    }
}

/// The fee beside or inside the change, in the asset that a unit or a column names or else
/// in that of the change. Where nothing names its asset, a diagnostic reports it.
pub(super) fn fee(
    cells: &Cells<'_>,
    rules: &Rules,
    kind: Kind,
    asset: &str,
    out: &mut RowOutput<'_>,
) -> Result<Option<Quantity>, RowDiagnostic> {
    if let Some(fee) = shared::fee_with_unit(cells, rules)? {
        return Ok(Some(fee).filter(|fee| !fee.amount.is_zero()));
    }
    let fee = cells.amount(Field::Fee)?.filter(|fee| !fee.is_zero());
    let is_whole_row = kind == Kind::Fee && rules.fee_is == FeeIs::Inside;
    let Some(fee) = fee.filter(|_| !is_whole_row) else {
        return Ok(None);
    };
    if rules.fee_in == FeeIn::Unknown {
        out.diagnostic(RowDiagnostic::on(Field::Fee, Code::WarnFeeAsset, || {
            Message::FeeAlone { amount: fee }
        }));
        return Ok(None);
    }
    let asset = match cells.asset(Field::FeeAsset) {
        "" => asset,
        asset => asset,
    };
    Ok(Some(quantity(asset, cost(fee, rules))))
}

/// Writes the change and its fee, and hands them on. What a row realised and its fee are
/// two entries: only the fee may be that of a fill in another file.
pub(super) fn write(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    asset: &str,
    change: Change,
    fee: Option<Quantity>,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let Some(fee) = fee else {
        leg(&mut entry, asset, change);
        hand_on(cells, entry, out);
        return Ok(());
    };
    if matches!(entry.kind, Kind::Pnl | Kind::Fee) {
        if !change.size.is_zero() {
            let mut own = entry.clone();
            leg(&mut own, asset, change);
            hand_on(cells, own, out);
        }
        entry.kind = Kind::Fee;
        entry.fee = Some(fee);
        hand_on(cells, entry, out);
        return Ok(());
    }
    let is_inside = rules.fee_is == FeeIs::Inside && fee.asset == asset;
    let change = match is_inside {
        true => change.without(&fee.amount)?,
        false => change,
    };
    leg(&mut entry, asset, change);
    entry.fee = Some(fee);
    if is_inside {
        computed(&mut entry);
    }
    hand_on(cells, entry, out);
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
