//! Rows of a history that tells everything. A trade has both sides in one row; every other
//! movement is one change, as in a statement.

use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::cells::sides::side_word;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::formats::row::{quantity, words};
use crate::formats::rows::changes::{self, Change};
use crate::formats::rows::shared::{self, amount_of, cost, unit_amount};
use crate::formats::rules::{PriceIs, Rules};
use crate::formats::trade::{self, Trade};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;
use crate::tables::Kinds;

/// Makes an entry of a row.
pub(super) fn map(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let row = HistoryRow::read(cells, rules, true, out)?;
    write(row, cells, rules, entry, out)
}

/// Makes an entry of a row that was read.
pub(crate) fn write(
    row: HistoryRow<'_>,
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    match row.other_side(cells, rules)? {
        Some(other) => row.write_trade(cells, rules, other, entry, out),
        None => {
            let fee = changes::fee(cells, rules, row.kind, row.asset, out)?;
            row.write_change(cells, rules, entry, fee, out)
        }
    }
}

/// What a row says of the asset that it is about.
pub(crate) struct HistoryRow<'a> {
    pub asset: &'a str,
    pub change: Change,
    pub kind: Kind,
    /// Whether it is a trade whose money stands in the same row.
    pub is_for_money: bool,
}

/// What was given or received for an asset, and what it cost.
pub(crate) struct OtherSide {
    pub quantity: Quantity,
    pub fee: Option<Quantity>,
    pub price: Option<Amount>,
}

impl<'a> HistoryRow<'a> {
    /// Reads the asset, the change and the kind. In a file that writes no signs, an amount
    /// without one says nothing of its way.
    pub fn read(
        cells: &Cells<'a>,
        rules: &Rules,
        has_signs: bool,
        out: &mut RowOutput<'_>,
    ) -> Result<HistoryRow<'a>, RowDiagnostic> {
        let asset = changes::asset(cells, rules)?;
        let kinds = changes::kinds(cells, rules);
        let mut change = Change::of(cells, rules, asset, kinds)?;
        if has_received(cells) && kinds.and_then(|kinds| kinds.of(true)) == Some(Kind::Trade) {
            // Beside what was received, the row's own amount is what was given.
            change.is_out = true;
        }
        let has_side = side_word(cells.text(Field::Side)).is_some();
        if !has_signs && !has_side && !change.is_out {
            check_way(cells, kinds, out)?;
        }
        Ok(HistoryRow {
            kind: changes::kind(cells, rules, asset, kinds, change.is_out, out),
            is_for_money: has_side || kinds.is_some_and(|kinds| kinds.is_for_money),
            asset,
            change,
        })
    }

    /// Reads the asset and the change, of a row whose kind no word tells.
    pub fn read_with(
        cells: &Cells<'a>,
        rules: &Rules,
        kind: impl FnOnce(bool) -> Kind,
    ) -> Result<HistoryRow<'a>, RowDiagnostic> {
        let asset = changes::asset(cells, rules)?;
        let change = Change::of(cells, rules, asset, None)?;
        Ok(HistoryRow {
            kind: kind(change.is_out),
            is_for_money: false,
            asset,
            change,
        })
    }

    /// What was given or received for the asset, where the row is a trade that says it.
    fn other_side(
        &self,
        cells: &Cells<'_>,
        rules: &Rules,
    ) -> Result<Option<OtherSide>, RowDiagnostic> {
        if self.kind != Kind::Trade {
            return Ok(None);
        }
        let quantity = match has_received(cells) {
            true => {
                let asset = Field::BoughtAsset;
                Some(shared::asset_and_amount(cells, asset, Field::Bought)?)
            }
            false if self.is_for_money => money(cells, Field::Total)?,
            false => None,
        };
        let Some(quantity) = quantity else {
            return Ok(None);
        };
        Ok(Some(OtherSide {
            fee: trade_fee(cells, rules, &quantity.asset)?,
            price: amount_of(cells, Field::Price, &quantity.asset)?,
            quantity,
        }))
    }

    /// Writes a trade: the asset against what was given or received for it.
    pub fn write_trade(
        self,
        cells: &Cells<'_>,
        rules: &Rules,
        other: OtherSide,
        mut entry: Entry,
        out: &mut RowOutput<'_>,
    ) -> Result<(), RowDiagnostic> {
        changes::name(cells, rules, &mut entry);
        entry.fee = other.fee;
        if self.is_for_money {
            let is_executed = rules.price == PriceIs::Executed;
            let trade = Trade {
                side: match self.change.is_out {
                    true => Side::Sell,
                    false => Side::Buy,
                },
                base: self.asset,
                quote: &other.quantity.asset,
                size: self.change.size,
                price: other.price.clone().filter(|_| is_executed),
                total: Some(other.quantity.amount),
            };
            trade.write(&mut entry, out)?;
            entry.price = other.price;
        } else {
            entry.kind = Kind::Trade;
            let own = quantity(self.asset, self.change.size);
            (entry.out, entry.in_) = match self.change.is_out {
                true => (Some(own), Some(other.quantity)),
                false => (Some(other.quantity), Some(own)),
            };
        }
        words(&mut entry, cells.text(Field::Operation));
        words(&mut entry, cells.text(Field::Remark));
        out.entry(entry);
        Ok(())
    }

    /// Writes a change and its fee.
    pub fn write_change(
        self,
        cells: &Cells<'_>,
        rules: &Rules,
        mut entry: Entry,
        fee: Option<Quantity>,
        out: &mut RowOutput<'_>,
    ) -> Result<(), RowDiagnostic> {
        entry.kind = self.kind;
        changes::name(cells, rules, &mut entry);
        changes::write(cells, rules, entry, self.asset, self.change, fee, out)
    }
}

/// Checks that a word says which way a row went. Where it does not, the row is read as what
/// came in, and that is said. A row with a new word is refused: a loss would count as a gain.
fn check_way(
    cells: &Cells<'_>,
    kinds: Option<Kinds>,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let word = || shortened(cells.text(Field::Operation)).into();
    let Some(kinds) = kinds else {
        return Err(RowDiagnostic::on(
            Field::Operation,
            Code::RefusedSide,
            || Message::SideUntold { word: word() },
        ));
    };
    // The other side of a trade tells the way, and so does a word that fits one way better.
    let [incoming, outgoing] = [false, true].map(|is_out| kinds.of(is_out));
    if incoming == outgoing && incoming != Some(Kind::Trade) {
        out.diagnostic(RowDiagnostic::on(
            Field::Operation,
            Code::WarnOperation,
            || Message::SideTakenAsIn { word: word() },
        ));
    }
    Ok(())
}

/// Whether a row says in columns of their own what was received.
fn has_received(cells: &Cells<'_>) -> bool {
    !cells.text(Field::BoughtAsset).is_empty() && !number::is_nothing(cells.text(Field::Bought))
}

/// Money in a field, without its sign: its asset is in a column or a heading, or behind it.
pub(crate) fn money(cells: &Cells<'_>, field: Field) -> Result<Option<Quantity>, RowDiagnostic> {
    if number::is_nothing(cells.text(field)) {
        return Ok(None);
    }
    let asset = money_asset(cells);
    if asset.is_empty() {
        return unit_amount(cells, field).map(Some);
    }
    let amount = amount_of(cells, field, asset)?;
    Ok(amount.map(|amount| quantity(asset, amount.abs())))
}

/// The asset of the money of a row: in a column, or in a heading.
pub(crate) fn money_asset<'a>(cells: &Cells<'a>) -> &'a str {
    match cells.asset(Field::QuoteAsset) {
        "" => cells.column_map.asset_in_heading.as_str(),
        asset => asset,
    }
}

/// The fee of a trade: its asset is in a column, or its unit is behind it, or it is in the
/// money that was paid or received.
fn trade_fee(
    cells: &Cells<'_>,
    rules: &Rules,
    money: &str,
) -> Result<Option<Quantity>, RowDiagnostic> {
    if !cells.text(Field::FeeAsset).is_empty() {
        return trade::fee(cells);
    }
    let fee = match shared::fee_with_unit(cells, rules)? {
        Some(fee) => Some(fee),
        None => {
            let fee = amount_of(cells, Field::Fee, money)?;
            fee.map(|fee| quantity(money, cost(fee, rules)))
        }
    };
    Ok(fee.filter(|fee| !fee.amount.is_zero()))
}
