//! Binance.com spot trade history, in the layout to about 2021 and the one since, which
//! is known in several languages. None has a trade id.

use super::units::{PairCells, fee_with_unit};
use crate::base::text::Text;
use crate::cells::amount_with_unit;
use crate::cells::markets;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::Entry;
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::Message;
use crate::formats::row::quantity;
use crate::formats::trade::{Trade, side};
use crate::formats::{
    Cells, Detail, Field, Format, Known, RowDiagnostic, RowOutput, Shape, must, none_set_aside,
};
use crate::time::parse_time::Dates;

/// The layout since about 2021: units are glued to the amounts.
pub(crate) static TRADES: Format = Format {
    id: "binance-trades",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance spot trade history",
    known: Known::TestData,
    version: "2",
    header: display_only("Date(UTC),Pair,Side,Price,Executed,Amount,Fee"),
    detail: Detail::Fills,
    advice: "",
    columns: &[
        must(Field::Time, &["date", "time"], Shape::Time),
        must(Field::Market, &["pair"], Shape::Any),
        must(Field::Side, &["side"], Shape::Side),
        must(Field::Price, &["price"], Shape::Number),
        must(Field::Size, &["executed"], Shape::NumberWithUnit),
        must(Field::Total, &["amount"], Shape::NumberWithUnit),
        must(Field::Fee, &["fee"], Shape::Any),
    ],
    never: &["realizedprofit", "orderprice", "status"],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: map_with_units,
};

/// The same layout as the page writes it in Czech: seen in a user's own file.
pub(crate) static TRADES_CZECH: Format = Format {
    id: "binance-trades-cs",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance spot trade history (Czech)",
    known: Known::TestData,
    version: "2",
    header: display_only("Čas,Pár,Strana,Cena,Provedeno,Částka,Poplatek"),
    detail: Detail::Fills,
    advice: "",
    columns: &[
        must(Field::Time, &["čas"], Shape::Time),
        must(Field::Market, &["pár"], Shape::Any),
        must(Field::Side, &["strana"], Shape::Side),
        must(Field::Price, &["cena"], Shape::Number),
        must(Field::Size, &["provedeno"], Shape::NumberWithUnit),
        must(Field::Total, &["částka"], Shape::NumberWithUnit),
        must(Field::Fee, &["poplatek"], Shape::Any),
    ],
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: map_with_units,
};

/// The same layout in Spanish and Chinese, as other projects' hand-made tests have it:
/// no real file was seen.
pub(crate) static TRADES_TRANSLATED: Format = Format {
    id: "binance-trades-translated",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance spot trade history (Spanish or Chinese)",
    known: Known::Unverified,
    version: "2",
    header: display_only("Fecha(UTC),Par,Lado,Precio,Ejecutado,Monto,Comisión"),
    detail: Detail::Fills,
    advice: "",
    columns: &[
        must(Field::Time, &["fecha", "时间"], Shape::Time),
        must(Field::Market, &["par", "交易对"], Shape::Any),
        must(Field::Side, &["lado", "方向"], Shape::Side),
        must(Field::Price, &["precio", "价格"], Shape::Number),
        must(Field::Size, &["ejecutado", "数量"], Shape::NumberWithUnit),
        must(Field::Total, &["monto", "成交额"], Shape::NumberWithUnit),
        must(Field::Fee, &["comisión", "手续费"], Shape::Any),
    ],
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: map_with_units,
};

/// The layout to about 2021: the fee's coin has a column, the pair's two do not.
pub(crate) static TRADES_OLD: Format = Format {
    id: "binance-trades-old",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance spot trade history (old layout)",
    known: Known::TestData,
    version: "2",
    header: display_only("Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin"),
    detail: Detail::Fills,
    advice: "",
    columns: &[
        must(Field::Time, &["date", "time"], Shape::Time),
        must(Field::Market, &["market"], Shape::Any),
        must(Field::Side, &["type"], Shape::Side),
        must(Field::Price, &["price"], Shape::Number),
        must(Field::Size, &["amount"], Shape::Number),
        must(Field::Total, &["total"], Shape::Number),
        must(Field::Fee, &["fee"], Shape::Any),
        must(Field::FeeAsset, &["feecoin"], Shape::Any),
    ],
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: map_old,
};

fn map_with_units(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let market = cells.needed(Field::Market)?;
    let (size, total) = (cells.needed(Field::Size)?, cells.needed(Field::Total)?);
    let amounts =
        match amount_with_unit::pair(market, size, total, cells.column_map.fraction.with_unit) {
            Some(amounts) => amounts,
            None => look_closer(cells, market, size, total)?,
        };
    let (base, quote) = (amounts.base, amounts.quote);
    let trade = Trade {
        side: side(cells)?,
        base,
        quote,
        size: amounts.size,
        price: Some(cells.needed_size(Field::Price)?),
        total: Some(amounts.total),
    };
    entry.fee = fee_with_unit(cells, base, quote, out)?;
    entry.market = out.text(market);
    trade.write(&mut entry, out)?;
    out.lend(&mut entry);
    Ok(())
}

/// A row that [`amount_with_unit::pair`] leaves.
fn look_closer<'a>(
    cells: &Cells<'a>,
    market: &'a str,
    size: &'a str,
    total: &'a str,
) -> Result<amount_with_unit::PairAmounts<'a>, RowDiagnostic> {
    let (base, quote) = PairCells {
        market,
        size,
        total,
    }
    .split()
    .ok_or_else(|| {
        RowDiagnostic::on(Field::Market, Code::RefusedPair, || Message::PairUnits {
            first: shortened(size).into(),
            second: shortened(total).into(),
            pair: shortened(market).into(),
        })
    })?;
    let number = |cell, unit| number::before_unit(cell, unit).unwrap_or_default();
    Ok(amount_with_unit::PairAmounts {
        base,
        quote,
        size: cells.size(Field::Size, number(size, base))?,
        total: cells.size(Field::Total, number(total, quote))?,
    })
}

fn map_old(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let market = cells.needed(Field::Market)?;
    let fee_asset = cells.text(Field::FeeAsset);
    let (base, quote) = markets::separated(market)
        .or_else(|| markets::unseparated(market, fee_asset))
        .ok_or_else(|| {
            RowDiagnostic::on(Field::Market, Code::RefusedPair, || Message::PairQuote {
                pair: shortened(market).into(),
            })
        })?;
    let trade = Trade {
        side: side(cells)?,
        base,
        quote,
        size: cells.needed_size(Field::Size)?,
        price: Some(cells.needed_size(Field::Price)?),
        total: cells.amount(Field::Total)?,
    };
    entry.fee = match cells.amount(Field::Fee)? {
        Some(fee) if !fee_asset.is_empty() || !fee.is_zero() => {
            Some(quantity(cells.needed(Field::FeeAsset)?, fee))
        }
        _ => None,
    };
    entry.market = Text::new(market);
    trade.write(&mut entry, out)?;
    out.entry(entry);
    Ok(())
}
