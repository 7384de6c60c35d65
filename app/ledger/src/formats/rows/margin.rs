//! The log of a margin account: each row is one change of its cash balance, and columns say
//! which part of it was the fee and which was funding. What is left of a fill, a settlement
//! or a delivery is profit or loss (method §1.7), so that the entries of a row add up to its
//! change.

use crate::base::text::Text;
use crate::cells::number;
use crate::entry::diagnostic::Code;
use crate::entry::messages::{EntryNote, Message};
use crate::entry::{Entry, Kind};
use crate::formats::row::{note, quantity, words};
use crate::formats::rows::changes::{self, Change, leg};
use crate::formats::rows::contracts::no_contract;
use crate::formats::rows::shared::{self, amount_of, cost, needed_amount_of, needed_size_of};
use crate::formats::rules::{Contract, Rules, SizeOf};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput, trade};
use crate::numbers::amount::Amount;

/// The parts of one change.
struct Parts {
    profit: Amount,
    funding: Amount,
    /// A cost is above zero.
    fee: Amount,
}

/// Makes entries of one change.
pub(super) fn map(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let contract = contract(cells, rules)?;
    let asset = asset(cells, rules, contract.as_ref())?;
    let change = needed_amount_of(cells, Field::Change, asset)?;
    let operation = cells.text(Field::Operation);
    entry.kind = kind(cells, rules, asset, change.is_negative(), out);
    entry.market = cells.kept(Field::Market);
    shared::account(cells, &mut entry);
    words(&mut entry, operation);
    words(&mut entry, cells.text(Field::Remark));
    name_address(cells, &mut entry);
    let parts = parts(cells, rules, asset, &change, &mut entry)?;
    match (entry.kind, contract) {
        (Kind::Derivative, Some(contract)) if contract.size == SizeOf::Spot => {
            write_spot_leg(cells, asset, &parts, &mut entry)?;
            out.diagnostic(RowDiagnostic::on(Field::Market, Code::WarnTotal, || {
                Message::TotalOtherLog
            }));
            out.entry(entry);
        }
        (Kind::Derivative, Some(contract)) => {
            let blank = entry.clone();
            write_fill(cells, &contract, asset, &parts, &mut entry)?;
            out.entry(entry);
            write_profit(blank, asset, &parts, out);
        }
        // A fill is of a contract.
        (Kind::Derivative, None) => return Err(no_contract(cells.text(Field::Market))),
        (Kind::Pnl, _) => write_settlement(entry, asset, &parts, out),
        _ => {
            write_leg(&mut entry, asset, &parts);
            out.entry(entry);
        }
    }
    Ok(())
}

/// Writes what came or went, and the fee beside it.
fn write_leg(entry: &mut Entry, asset: &str, parts: &Parts) {
    leg(entry, asset, Change::signed(parts.profit.clone()));
    add_fee(entry, asset, parts.fee.clone());
}

/// Writes one leg of a spot trade. The other one stands in the log of the other asset, with
/// the same trade id.
fn write_spot_leg(
    cells: &Cells<'_>,
    asset: &str,
    parts: &Parts,
    entry: &mut Entry,
) -> Result<(), RowDiagnostic> {
    entry.kind = Kind::Trade;
    entry.side = Some(trade::side(cells)?);
    entry.price = cells.amount(Field::Price)?;
    let (exchange, account, id) = (&entry.exchange, &entry.account, &entry.trade_id);
    entry.group = smol_str::format_smolstr!("{exchange}:{account}:{id}");
    write_leg(entry, asset, parts);
    Ok(())
}

/// The contract of a row, if it is about one.
fn contract<'a>(cells: &Cells<'a>, rules: &Rules) -> Result<Option<Contract<'a>>, RowDiagnostic> {
    let symbol = cells.text(Field::Market);
    match rules.contracts {
        Some(contracts) if !number::is_nothing(symbol) => (contracts.read)(symbol, "").map(Some),
        _ => Ok(None),
    }
}

/// The asset of the account: in a column or the name of the file, else that in which the
/// contract is settled.
fn asset<'a>(
    cells: &Cells<'a>,
    rules: &Rules,
    contract: Option<&Contract<'a>>,
) -> Result<&'a str, RowDiagnostic> {
    if cells.column_map.get(Field::Asset).is_some() {
        return cells.needed(Field::Asset);
    }
    let in_name = cells.column_map.asset_in_heading.as_str();
    let margin = contract.map_or("", |contract| contract.margin);
    let mut assets = [rules.asset, in_name, margin].into_iter();
    assets
        .find(|asset| !asset.is_empty())
        .ok_or_else(|| RowDiagnostic::on_row(Code::RefusedEmpty, || Message::AssetUnnamed))
}

/// The kind of a row, by its words and its sign.
pub(crate) fn kind(
    cells: &Cells<'_>,
    rules: &Rules,
    asset: &str,
    is_out: bool,
    out: &mut RowOutput<'_>,
) -> Kind {
    let kinds = changes::kinds(cells, rules);
    changes::kind(cells, rules, asset, kinds, is_out, out)
}

/// What a change consists of. A fee is no part of it where it was paid from elsewhere: then
/// the change is nothing, or all of the cash flow that the row names.
fn parts(
    cells: &Cells<'_>,
    rules: &Rules,
    asset: &str,
    change: &Amount,
    entry: &mut Entry,
) -> Result<Parts, RowDiagnostic> {
    let amount = |field| Ok(amount_of(cells, field, asset)?.unwrap_or(Amount::ZERO));
    let funding = match entry.kind {
        Kind::Pnl => amount(Field::Funding)?,
        _ => Amount::ZERO,
    };
    let fee = cost(amount(Field::Fee)?, rules);
    let cash_flow = amount_of(cells, Field::Total, asset)?;
    let is_elsewhere = change.is_zero() || cash_flow.as_ref() == Some(change);
    if is_elsewhere && !fee.is_zero() {
        note(entry, || EntryNote::FeeElsewhere {
            amount: Box::new(fee.clone()),
        });
    }
    let fee = match is_elsewhere {
        true => Amount::ZERO,
        false => fee,
    };
    Ok(Parts {
        profit: change.minus(&funding).plus(&fee),
        funding,
        fee,
    })
}

/// Writes a fill: nothing moves but its fee.
fn write_fill(
    cells: &Cells<'_>,
    contract: &Contract<'_>,
    asset: &str,
    parts: &Parts,
    entry: &mut Entry,
) -> Result<(), RowDiagnostic> {
    let size = needed_size_of(cells, Field::Size, contract.base)?;
    entry.side = Some(trade::side(cells)?);
    entry.price = cells.amount(Field::Price)?;
    entry.facts.keep(|facts| match contract.size {
        SizeOf::Contracts => facts.contracts = Some(size),
        SizeOf::Base | SizeOf::Lots | SizeOf::Spot => facts.contract_size = Some(size),
    });
    add_fee(entry, asset, parts.fee.clone());
    Ok(())
}

fn add_fee(entry: &mut Entry, asset: &str, fee: Amount) {
    if !fee.is_zero() {
        entry.fee = Some(quantity(asset, fee));
    }
}

/// Writes what a fill realised at once, such as the premium of an option.
fn write_profit(mut blank: Entry, asset: &str, parts: &Parts, out: &mut RowOutput<'_>) {
    if !parts.profit.is_zero() {
        blank.kind = Kind::Pnl;
        blank.notes.clear();
        leg(&mut blank, asset, Change::signed(parts.profit.clone()));
        out.entry(blank);
    }
}

/// Writes profit and loss, funding and a fee, each as an entry of its own.
fn write_settlement(blank: Entry, asset: &str, parts: &Parts, out: &mut RowOutput<'_>) {
    let mut part = |kind: Kind, change: Amount| {
        let mut entry = blank.clone();
        entry.kind = kind;
        leg(&mut entry, asset, Change::signed(change));
        out.entry(entry);
    };
    part(Kind::Pnl, parts.profit.clone());
    if !parts.funding.is_zero() {
        part(Kind::Funding, parts.funding.clone());
    }
    if !parts.fee.is_zero() {
        part(Kind::Fee, parts.fee.negated());
    }
}

/// What stands in the column of addresses is one where coins moved, else a text.
fn name_address(cells: &Cells<'_>, entry: &mut Entry) {
    shared::facts(cells, entry);
    if !matches!(entry.kind, Kind::Deposit | Kind::Withdrawal) {
        entry.facts.keep(|facts| facts.address = Text::default());
        words(entry, cells.text(Field::Address));
    }
}
