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
use crate::time::moment::Moment;

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

/// 2021-10-01: contracts can be settled in Tether.
const TETHER_SINCE: i64 = 1_633_046_400;
/// 2022-01-01: contracts that are quoted in Tether are settled in it.
const TETHER_ALONE_SINCE: i64 = 1_640_995_200;

/// A symbol without the month in which its contract ends: `HSKUSDTX24`.
fn without_month(symbol: &str) -> &str {
    match symbol.as_bytes() {
        [.., letter, a, b]
            if letter.is_ascii_uppercase() && a.is_ascii_digit() && b.is_ascii_digit() =>
        {
            &symbol[..symbol.len() - 3]
        }
        _ => symbol,
    }
}

impl Unit {
    /// An amount that counts such units, as one of the asset.
    fn measured(&self, amount: Amount) -> Amount {
        amount.times(&self.one())
    }

    fn one(&self) -> Amount {
        Amount::from_units(1, self.decimals)
    }

    /// The unit of an execution: as the file says, else that of the contract's margin.
    fn of_execution(
        cells: &Cells<'_>,
        symbol: &str,
        time: Moment,
        out: &mut RowOutput<'_>,
    ) -> Result<&'static Unit, RowDiagnostic> {
        if !cells.text(Field::Asset).is_empty() {
            return Unit::of_row(cells);
        }
        let (unit, is_sure) = Unit::of_contract(symbol, time);
        if !is_sure {
            out.diagnostic(RowDiagnostic::on(Field::Fee, Code::WarnFeeAsset, || {
                Message::UnitBySymbol {
                    symbol: shortened(symbol).into(),
                    asset: unit.asset.into(),
                }
            }));
        }
        Ok(unit)
    }

    /// The unit of a contract's margin, and whether that is sure. What is quoted in dollars is
    /// settled in XBT, and so was what is quoted in Tether, `LINKUSDT`, before Tether could be
    /// a margin. For some weeks there were contracts of both sorts.
    fn of_contract(symbol: &str, time: Moment) -> (&'static Unit, bool) {
        match without_month(symbol).ends_with(MICRO_TETHER.asset) {
            true if time.seconds < TETHER_SINCE => (&SATOSHI, true),
            true => (&MICRO_TETHER, time.seconds >= TETHER_ALONE_SINCE),
            false => (&SATOSHI, true),
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
    let unit = Unit::of_execution(cells, symbol, entry.time, out)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_is_settled_in_tether_once_that_was_a_margin() {
        let time = |text: &str| crate::time::rfc3339::parse(text).unwrap();
        for (symbol, day, asset, is_sure) in [
            ("XBTUSD", "2025-01-01", "XBT", true),
            ("XBTZ24", "2024-11-01", "XBT", true),
            ("LINKUSDT", "2021-03-01", "XBT", true),
            ("LINKUSDTZ20", "2020-11-01", "XBT", true),
            ("ETHUSDT", "2021-12-01", "USDT", false),
            ("ETHUSDT", "2022-01-01", "USDT", true),
            ("HSKUSDTX24", "2024-11-01", "USDT", true),
            ("X24", "2024-11-01", "XBT", true),
        ] {
            let (unit, sure) = Unit::of_contract(symbol, time(&format!("{day}T00:00:00Z")));
            assert_eq!((unit.asset, sure), (asset, is_sure), "{symbol} {day}");
        }
    }
}
