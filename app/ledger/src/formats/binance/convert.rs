//! Binance.com's conversions: one asset for another at a quoted price, and small
//! remainders for BNB.
//!
//! Source: headers of working parsers.

use super::units::with_unit;
use crate::base::text::Text;
use crate::cells::number;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::EntryNote;
use crate::entry::{Entry, Kind};
use crate::formats::row::{computed, note, quantity};
use crate::formats::{
    Cells, Detail, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, moves, must,
    none_set_aside,
};
use crate::numbers::amount::Amount;
use crate::time::parse_time::Dates;

/// Convert history; `Wallet` is a column since some time.
pub(crate) static CONVERT: Format = Format {
    id: "binance-convert",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance convert history",
    known: Known::Parser,
    version: "2",
    header: display_only("Date,Wallet,Pair,Type,Sell,Buy,Price,Inverse Price,Date Updated,Status"),
    detail: Detail::Fills,
    advice: "",
    columns: &[
        must(Field::Time, &["date"], Shape::Time),
        may(Field::Wallet, &["wallet"]),
        must(Field::Market, &["pair"], Shape::Any),
        may(Field::Other, &["type"]),
        must(Field::Sold, &["sell"], Shape::NumberWithUnit),
        must(Field::Bought, &["buy"], Shape::NumberWithUnit),
        may(Field::Other, &["price"]),
        must(Field::Other, &["inverseprice"], Shape::Any),
        may(Field::Other, &["dateupdated"]),
        must(Field::Status, &["status"], Shape::Any),
    ],
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: moves::not_done,
    map: map_convert,
};

/// Small remainders converted. No real file is public. Binance's own interface for
/// the same list gives what was credited, after its charge of 2 % (0.000441 BNB beside
/// 0.000009); the one parser that reads this file takes the charge to be beside. Each
/// row shows which, where it is large enough.
pub(crate) static DUST: Format = Format {
    id: "binance-dust",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance small assets converted",
    known: Known::Parser,
    version: "2",
    header: display_only("Date,Coin,Amount,Fee,Converted To"),
    detail: Detail::Fills,
    advice: "",
    columns: &[
        must(Field::Time, &["date"], Shape::Time),
        must(Field::Asset, &["coin"], Shape::Any),
        must(Field::Change, &["amount"], Shape::Number),
        must(Field::Fee, &["fee", "fee(bnb)"], Shape::Any),
        must(Field::Bought, &["convertedto", "convertedbnb"], Shape::Any),
    ],
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: map_dust,
};

fn map_convert(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    entry.kind = Kind::Trade;
    entry.market = Text::new(cells.text(Field::Market));
    entry.account_in_file = Text::new(cells.text(Field::Wallet));
    entry.out = Some(with_unit(cells, Field::Sold)?);
    entry.in_ = Some(with_unit(cells, Field::Bought)?);
    note(&mut entry, || EntryNote::Converted);
    out.entry(entry);
    Ok(())
}

fn map_dust(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    entry.kind = Kind::Trade;
    entry.out = Some(quantity(asset, cells.needed_size(Field::Change)?));
    let mut bought = in_bnb(cells, Field::Bought)?;
    entry.fee = match cells.text(Field::Fee) {
        text if number::is_nothing(text) => None,
        _ => Some(in_bnb(cells, Field::Fee)?).filter(|fee| !fee.amount.is_zero()),
    };
    note(&mut entry, || EntryNote::Dust);
    if let Some(fee) = entry.fee.as_ref().filter(|fee| fee.asset == bought.asset) {
        let before_fee = bought.amount.plus(&fee.amount);
        match (
            is_charge_on(&fee.amount, &bought.amount),
            is_charge_on(&fee.amount, &before_fee),
        ) {
            (true, false) => {}
            (is_either, is_of_sum) => {
                bought.amount = before_fee;
                computed(&mut entry);
                if is_either || !is_of_sum {
                    note(&mut entry, || EntryNote::ReceivedWhole);
                }
            }
        }
    }
    entry.in_ = Some(bought);
    out.entry(entry);
    Ok(())
}

/// What Binance takes of small assets, in hundredths.
const CHARGE_HUNDREDTHS: i128 = 2;

/// Fraction digits that Binance keeps of what it takes.
const CHARGE_DIGITS: u32 = 8;

/// Whether a fee is the charge on so much, but for its last place.
fn is_charge_on(fee: &Amount, whole: &Amount) -> bool {
    let charge = whole.times(&Amount::from_units(CHARGE_HUNDREDTHS, 2));
    charge.minus(fee).abs() < Amount::from_units(1, fee.scale().max(CHARGE_DIGITS))
}

/// An amount with its unit, or a bare one, which is in BNB.
fn in_bnb(cells: &Cells<'_>, field: Field) -> Result<crate::entry::Quantity, RowDiagnostic> {
    let cell = cells.needed(field)?;
    match number::is_number(cell) {
        true => Ok(quantity("BNB", cells.size(field, cell)?)),
        false => with_unit(cells, field),
    }
}
