//! Binance.US: one file with everything, in two generations of names.
//!
//! Source: headers and rules of a working parser. Each row has up to four legs and what
//! the exchange thought each was worth in dollars; that value is kept as a note and is
//! never a price.

use crate::base::features::COMPLETE;
use crate::base::text::Text;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::cells::sides::side_word;
use crate::entry::diagnostic::Code;
use crate::entry::messages::EntryNote;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::formats::row::{note, quantity, words};
use crate::formats::rows::Rows;
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;

/// The rows of Binance.US.
pub(crate) const ROWS: &[Rows] = &[Rows {
    name: "binance-us",
    rules: &[],
    map,
}];

fn map(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let category = cells.needed(Field::Category)?;
    let operation = cells.text(Field::Operation);
    entry.account_in_file = Text::new(cells.text(Field::User));
    entry.order_id = Text::new(cells.text(Field::OrderId));
    entry.trade_id = Text::new(cells.text(Field::TradeId));
    if COMPLETE {
        words(&mut entry, &format!("{category}: {operation}"));
    }
    match category {
        "Deposit" => {
            entry.kind = Kind::Deposit;
            entry.in_ = Some(primary(cells)?);
        }
        "Withdrawal" => {
            entry.kind = Kind::Withdrawal;
            entry.out = Some(primary(cells)?);
        }
        "Distribution" => by_sign(cells, Kind::Reward, &mut entry)?,
        // What is given stands as base here, what is received as quote.
        "Buy" | "Sell" | "Quick Buy" | "Quick Sell" | "Convert" => {
            entry.kind = Kind::Trade;
            entry.out = Some(leg(cells, Field::BaseAsset, Field::Size)?);
            entry.in_ = Some(leg(cells, Field::QuoteAsset, Field::Total)?);
        }
        "Spot Trading" => spot(cells, operation, &mut entry, out)?,
        _ => {
            out.diagnostic(RowDiagnostic::on(
                Field::Category,
                Code::WarnOperation,
                || Message::KindCategory {
                    word: shortened(category).into(),
                },
            ));
            by_sign(cells, Kind::Adjustment, &mut entry)?;
        }
    }
    entry.fee = match cells.amount(Field::Fee)? {
        Some(fee) if !fee.is_zero() => Some(quantity(cells.needed(Field::FeeAsset)?, fee)),
        _ => None,
    };
    note_values(cells, &mut entry);
    out.entry(entry);
    Ok(())
}

/// A fill: here base is what is traded and quote what it is paid in.
fn spot(
    cells: &Cells<'_>,
    operation: &str,
    entry: &mut Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let side = side_word(operation).ok_or_else(|| {
        RowDiagnostic::on(Field::Operation, Code::RefusedSide, || Message::SideNone {
            word: shortened(operation).into(),
        })
    })?;
    let base = leg(cells, Field::BaseAsset, Field::Size)?;
    let quote = match number::is_nothing(cells.text(Field::Total)) {
        true => from_value(cells, out)?,
        false => leg(cells, Field::QuoteAsset, Field::Total)?,
    };
    entry.kind = Kind::Trade;
    if COMPLETE {
        entry.market = smol_str::format_smolstr!("{}/{}", base.asset, quote.asset);
    }
    entry.side = Some(side);
    (entry.out, entry.in_) = match side {
        Side::Buy => (Some(quote), Some(base)),
        Side::Sell => (Some(base), Some(quote)),
    };
    Ok(())
}

/// Some fills lack the quote's amount and have only its value in dollars. For
/// dollars that is the amount; for a dollar coin it is near it, and a note says so.
fn from_value(cells: &Cells<'_>, out: &mut RowOutput<'_>) -> Result<Quantity, RowDiagnostic> {
    let asset = cells.needed(Field::QuoteAsset)?;
    if !matches!(asset, "USD" | "USDT" | "BUSD" | "USDC") {
        return Err(RowDiagnostic::on(Field::Total, Code::RefusedEmpty, || {
            Message::TotalUnknown {
                asset: shortened(asset).into(),
            }
        }));
    }
    let amount = cells.needed_size(Field::QuoteUsd)?;
    out.diagnostic(RowDiagnostic::on(Field::Total, Code::WarnTotal, || {
        Message::TotalDollars {
            asset: asset.into(),
            amount: amount.clone(),
        }
    }));
    Ok(quantity(asset, amount))
}

fn primary(cells: &Cells<'_>) -> Result<Quantity, RowDiagnostic> {
    leg(cells, Field::Asset, Field::Change)
}

fn leg(cells: &Cells<'_>, asset: Field, amount: Field) -> Result<Quantity, RowDiagnostic> {
    Ok(quantity(cells.needed(asset)?, cells.needed_size(amount)?))
}

/// The primary asset in or out, by the sign of its amount: service fees of
/// staking are distributions below zero.
fn by_sign(cells: &Cells<'_>, kind: Kind, entry: &mut Entry) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    let change: Amount = cells.number(Field::Change, cells.needed(Field::Change)?)?;
    entry.kind = kind;
    if change.is_negative() {
        entry.out = Some(quantity(asset, change.negated()));
    } else {
        entry.in_ = Some(quantity(asset, change));
    }
    Ok(())
}

/// Makes the note of what one leg was worth.
type Worth = fn(Box<Amount>) -> EntryNote;

/// What the exchange thought the legs were worth.
fn note_values(cells: &Cells<'_>, entry: &mut Entry) {
    if !COMPLETE {
        return;
    }
    let worth: [(Worth, Field); 4] = [
        (
            |amount| EntryNote::WorthPrimary { amount },
            Field::PrimaryUsd,
        ),
        (|amount| EntryNote::WorthBase { amount }, Field::BaseUsd),
        (|amount| EntryNote::WorthQuote { amount }, Field::QuoteUsd),
        (|amount| EntryNote::WorthFee { amount }, Field::FeeUsd),
    ];
    for (worth, field) in worth {
        match cells.amount(field) {
            Ok(Some(value)) => note(entry, || worth(Box::new(value))),
            Ok(None) => {}
            // It is no part of any sum, so that the row is kept as it stands.
            Err(_) => words(entry, cells.text(field)),
        }
    }
    for field in [Field::Method, Field::Remark] {
        let text = cells.text(field);
        if !number::is_nothing(text) {
            words(entry, text);
        }
    }
}
