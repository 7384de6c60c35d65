//! What is odd about the files of BitMEX: all executions of an account stand in one list,
//! and amounts count satoshis. Its files are in `tables/bitmex.txt`.

use crate::base::text::Text;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::messages::{EntryNote, Message};
use crate::entry::{Entry, Kind};
use crate::formats::row::{computed, note, quantity, words};
use crate::formats::rows::{self, Change, Rows, leg, no_contract};
use crate::formats::rules::Rules;
use crate::formats::trade::side;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;

/// Ways of rows that only BitMEX has.
pub(crate) const ROWS: &[Rows] = &[
    Rows {
        name: "bitmex execution",
        rules: &["operations"],
        map: map_execution,
    },
    Rows {
        name: "bitmex wallet",
        rules: &["operations"],
        map: map_wallet,
    },
];

/// The small unit in which amounts of an asset are written.
struct Unit {
    code: &'static str,
    asset: &'static str,
    decimals: u32,
}

const SATOSHI: Unit = Unit {
    code: "XBt",
    asset: "XBT",
    decimals: 8,
};
const MICRO_TETHER: Unit = Unit {
    code: "USDt",
    asset: "USDT",
    decimals: 6,
};

impl Unit {
    /// An amount that counts such units, as one of the asset.
    fn measured(&self, amount: Amount) -> Amount {
        amount.times(&self.one())
    }

    fn one(&self) -> Amount {
        Amount::from_units(1, self.decimals)
    }

    /// The unit of a contract's margin: `XBTUSDT` is settled in USDT, and what has no other
    /// name in XBT.
    fn of_contract(symbol: &str) -> &'static Unit {
        match symbol.ends_with(MICRO_TETHER.asset) {
            true => &MICRO_TETHER,
            false => &SATOSHI,
        }
    }

    /// The unit of a row of the wallet. Files without a column for it are older than any
    /// other unit than satoshis.
    fn of_row(cells: &Cells<'_>) -> Result<&'static Unit, RowDiagnostic> {
        if cells.column_map.get(Field::Asset).is_none() {
            return Ok(&SATOSHI);
        }
        let code = cells.needed(Field::Asset)?;
        let mut units = [&SATOSHI, &MICRO_TETHER].into_iter();
        units.find(|unit| unit.code == code).ok_or_else(|| {
            RowDiagnostic::on(Field::Asset, Code::RefusedNumber, || Message::UnitUnknown {
                text: shortened(code).into(),
            })
        })
    }
}

/// Makes an entry of one change of the wallet. A fee is inside the amount, as the balances
/// show. What positions made has its contract in the place of an address.
fn map_wallet(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let unit = Unit::of_row(cells)?;
    let amount = cells.number(Field::Change, cells.needed(Field::Change)?)?;
    let fee = cells.amount(Field::Fee)?.unwrap_or(Amount::ZERO);
    entry.kind = rows::kind(cells, rules, unit.asset, amount.is_negative(), out);
    rows::account(cells, &mut entry);
    rows::facts(cells, &mut entry);
    if matches!(entry.kind, Kind::Pnl | Kind::Funding) {
        entry.market = cells.kept(Field::Address);
        entry.facts.keep(|facts| facts.address = Text::default());
    }
    words(&mut entry, cells.text(Field::Operation));
    words(&mut entry, cells.text(Field::Remark));
    let change = unit.measured(amount.plus(&fee));
    leg(&mut entry, unit.asset, Change::signed(change));
    if !fee.is_zero() {
        entry.fee = Some(quantity(unit.asset, unit.measured(fee)));
        computed(&mut entry);
    }
    if let Some(moved) = &mut out.moved {
        moved.unit = Some(unit.one());
    }
    out.entry(entry);
    Ok(())
}

/// Makes an entry of a fill, or of a payment of funding. What positions made stands in the
/// wallet history alone.
fn map_execution(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let symbol = cells.needed(Field::Market)?;
    // A spot market: `XBT_USDT`.
    if symbol.contains('_') {
        return Err(no_contract(symbol));
    }
    let unit = Unit::of_contract(symbol);
    let asset = unit.asset;
    let cost = unit.measured(cells.amount(Field::Fee)?.unwrap_or(Amount::ZERO));
    entry.kind = rows::kind(cells, rules, asset, !cost.is_negative(), out);
    entry.market = Text::new(symbol);
    rows::account(cells, &mut entry);
    rows::facts(cells, &mut entry);
    // Whether the page or a program sent the order.
    let text = cells.text(Field::Remark);
    if !number::is_nothing(text) {
        note(&mut entry, || EntryNote::Remark { text: text.into() });
    }
    match entry.kind {
        Kind::Derivative => {
            let contracts = cells.needed_size(Field::Size)?;
            entry.side = Some(side(cells)?);
            entry.price = cells.amount(Field::Price)?;
            entry.facts.keep(|facts| facts.contracts = Some(contracts));
            entry.fee = Some(quantity(asset, cost));
        }
        // What is paid is above zero.
        _ => leg(&mut entry, asset, Change::signed(cost.negated())),
    }
    out.entry(entry);
    Ok(())
}
