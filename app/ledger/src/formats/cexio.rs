//! What is odd about the file of CEX.IO: one list of all changes of balances, in which a
//! comment tells what a fill traded and at which price. Its file is in `tables/cexio.txt`.
//!
//! An order first sets its whole amount apart, in a row of its own, and what is left of a
//! cancelled one comes back in another: both are transfers. A fill then has one row, with
//! what was received; its comment tells the rest. What it cost was taken off the balance with
//! the order, so that a second entry takes it back from the order.

use crate::base::text::Text;
use crate::cells::secrets::shortened;
use crate::cells::sides::side_word;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::formats::row::words;
use crate::formats::rows::{self, Rows};
use crate::formats::rules::Rules;
use crate::formats::trade::{self, Trade};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;

/// Ways of rows that only CEX.IO has.
pub(crate) const ROWS: &[Rows] = &[Rows {
    name: "cexio change",
    rules: &["sign", "fee is", "operations", "words in", "group"],
    map,
}];

/// A fill as a comment tells it: `Sold 0.5 ETH at 898 USD`.
struct Fill<'a> {
    side: Side,
    size: &'a str,
    base: &'a str,
    price: &'a str,
    quote: &'a str,
}

impl<'a> Fill<'a> {
    fn read(comment: &'a str) -> Option<Fill<'a>> {
        let parts: Vec<&str> = comment.split(' ').collect();
        let [side, size, base, "at", price, quote] = parts[..] else {
            return None;
        };
        Some(Fill {
            side: side_word(side)?,
            size,
            base,
            price,
            quote,
        })
    }
}

/// Makes an entry of a fill, or of another change.
fn map(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    match Fill::read(cells.text(Field::Remark)) {
        Some(fill) => map_fill(cells, &fill, entry, out),
        None => rows::map_change(cells, rules, entry, out),
    }
}

fn map_fill(
    cells: &Cells<'_>,
    fill: &Fill<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let size = cells.size(Field::Remark, fill.size)?;
    let price = cells.size(Field::Remark, fill.price)?;
    entry.fee = trade::fee(cells)?;
    let trade = Trade {
        side: fill.side,
        base: fill.base,
        quote: fill.quote,
        total: received_total(cells, fill, entry.fee.as_ref().map(|fee| &fee.amount))?,
        size,
        price: Some(price),
    };
    entry.market = Text::new(cells.text(Field::Market));
    rows::account(cells, &mut entry);
    words(&mut entry, cells.text(Field::Remark));
    let mut back = entry.clone();
    trade.write(&mut entry, out)?;
    write_back(&entry, &mut back);
    out.entry(entry);
    out.entry(back);
    Ok(())
}

/// Writes what a fill took of the money that its order had set apart: what was given, and a
/// fee in the same asset.
fn write_back(fill: &Entry, back: &mut Entry) {
    back.kind = Kind::Transfer;
    back.fee = None;
    let fee = fill.fee.as_ref();
    back.in_ = fill.out.clone().map(|given| Quantity {
        amount: match fee.filter(|fee| fee.asset == given.asset) {
            Some(fee) => given.amount.plus(&fee.amount),
            None => given.amount,
        },
        asset: given.asset,
    });
}

/// What was received for what was sold: the change of the balance, and the fee that was
/// taken off it. What was paid is in no row of its own.
fn received_total(
    cells: &Cells<'_>,
    fill: &Fill<'_>,
    fee: Option<&Amount>,
) -> Result<Option<Amount>, RowDiagnostic> {
    let received = match fill.side {
        Side::Buy => fill.base,
        Side::Sell => fill.quote,
    };
    let asset = cells.needed(Field::Asset)?;
    if asset != received {
        return Err(RowDiagnostic::on(Field::Asset, Code::RefusedPair, || {
            Message::PairNone {
                pair: shortened(cells.text(Field::Remark)).into(),
            }
        }));
    }
    let change = cells.needed_size(Field::Change)?;
    Ok(match (fill.side, fee) {
        (Side::Buy, _) => None,
        (Side::Sell, Some(fee)) => Some(change.plus(fee)),
        (Side::Sell, None) => Some(change),
    })
}

/// Sets aside a row whose balance is not settled yet.
pub(crate) fn pending(cells: &Cells<'_>, _rules: &Rules) -> Option<RowDiagnostic> {
    let balance = cells.text(Field::Balance);
    balance.eq_ignore_ascii_case(PENDING).then(|| {
        RowDiagnostic::on(Field::Balance, Code::NoteNotDone, || {
            Message::StatusNotDone {
                status: shortened(balance).into(),
            }
        })
    })
}

/// What stands in the place of a balance that is not settled.
const PENDING: &str = "pending";
