//! What is odd about the files of Bitfinex: fills of perpetuals stand among those of spot
//! markets. Its files are in `tables/bitfinex.txt`.

use crate::base::text::Text;
use crate::cells::markets;
use crate::entry::{Entry, Kind, Side};
use crate::formats::row::quantity;
use crate::formats::rows::{self, Rows, amount_of, cost};
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};

/// Ways of rows that only Bitfinex has.
pub(crate) const ROWS: &[Rows] = &[Rows {
    name: "bitfinex fill",
    rules: &["fee sign"],
    map,
}];

/// What the assets of derivatives end in: `BTCF0:USTF0` is settled in USTF0.
const OF_DERIVATIVES: &str = "F0";

/// Makes an entry of a fill in a spot market, or of one of a perpetual.
fn map(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    match markets::separated(cells.text(Field::Market)) {
        Some((base, margin)) if margin.ends_with(OF_DERIVATIVES) => {
            map_perpetual(cells, rules, (base, margin), entry, out)
        }
        _ => rows::map_trade(cells, rules, entry, out),
    }
}

/// Writes a fill of a perpetual. What it realised stands in the ledger alone.
fn map_perpetual(
    cells: &Cells<'_>,
    rules: &Rules,
    (base, margin): (&str, &str),
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let size = cells.number(Field::Size, cells.needed(Field::Size)?)?;
    rows::account(cells, &mut entry);
    entry.kind = Kind::Derivative;
    entry.market = Text::new(cells.text(Field::Market));
    entry.side = Some(match size.is_negative() {
        true => Side::Sell,
        false => Side::Buy,
    });
    entry.price = amount_of(cells, Field::Price, base)?;
    entry
        .facts
        .keep(|facts| facts.contract_size = Some(size.abs()));
    let fee = cells.amount(Field::Fee)?.map(|fee| cost(fee, rules));
    let asset = match cells.text(Field::FeeAsset) {
        "" => margin,
        asset => asset,
    };
    entry.fee = fee.map(|fee| quantity(asset, fee));
    out.entry(entry);
    Ok(())
}
