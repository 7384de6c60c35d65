//! What FTX paid for lending and staking, and what perpetuals' funding cost.
//!
//! Source: headers of a working parser; the funding header stands there in a comment
//! only, and its sign is the API's: what was paid is positive.

use crate::base::text::Text;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::EntryNote;
use crate::entry::{Entry, Kind};
use crate::formats::ftx::{COIN, FTX, TIME};
use crate::formats::row::{note, quantity, words};
use crate::formats::{Cells, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, must};

/// The web page's lending payments, one an hour and coin.
pub(crate) static LENDING: Format = Format {
    id: "ftx-lending",
    title: "FTX lending",
    header: display_only("Time,Currency,Size,Hourly Funding Rate,Proceeds,Proceeds in USD"),
    columns: &[
        TIME,
        must(Field::Asset, &["currency"], Shape::Any),
        may(Field::Size, &["size"]),
        must(Field::Other, &["hourlyfundingrate"], Shape::Any),
        must(Field::Change, &["proceeds"], Shape::Number),
        may(Field::Other, &["proceedsinusd"]),
    ],
    map: map_lending,
    ..FTX
};

/// The API-like lending payments.
pub(crate) static LENDING_API: Format = Format {
    id: "ftx-lending-api",
    title: "FTX lending (API style)",
    header: display_only("time,coin,size,rate,proceeds,feeUsd"),
    columns: &[
        TIME,
        COIN,
        may(Field::Size, &["size"]),
        must(Field::Other, &["rate"], Shape::Any),
        must(Field::Change, &["proceeds"], Shape::Number),
        may(Field::Fee, &["feeusd"]),
    ],
    never: &["from", "to"],
    map: map_lending,
    ..FTX
};

/// Staking rewards.
pub(crate) static STAKING: Format = Format {
    id: "ftx-staking",
    title: "FTX staking rewards",
    header: display_only("Time,Notes,Coin,Reward"),
    columns: &[
        TIME,
        must(Field::Remark, &["notes"], Shape::Any),
        COIN,
        must(Field::Change, &["reward"], Shape::Number),
    ],
    map: map_staking,
    ..FTX
};

/// Funding payments of perpetuals, in dollars.
pub(crate) static FUNDING: Format = Format {
    id: "ftx-funding",
    title: "FTX funding payments",
    known: Known::Unverified,
    header: display_only("time,future,payment,rate"),
    columns: &[
        TIME,
        must(Field::Market, &["future"], Shape::Any),
        must(Field::Funding, &["payment"], Shape::Number),
        must(Field::Other, &["rate"], Shape::Any),
    ],
    map: map_funding,
    ..FTX
};

fn map_lending(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    entry.kind = Kind::Reward;
    entry.in_ = Some(quantity(asset, cells.needed_size(Field::Change)?));
    note(&mut entry, || EntryNote::Lending);
    // Whether the proceeds are before or after it is not documented.
    if let Some(fee) = cells.amount(Field::Fee)?.filter(|fee| !fee.is_zero()) {
        note(&mut entry, || EntryNote::FeeUsd {
            amount: Box::new(fee),
        });
    }
    out.entry(entry);
    Ok(())
}

fn map_staking(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    entry.kind = Kind::Reward;
    entry.in_ = Some(quantity(asset, cells.needed_size(Field::Change)?));
    words(&mut entry, cells.text(Field::Remark));
    out.entry(entry);
    Ok(())
}

fn map_funding(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let paid = cells.number(Field::Funding, cells.needed(Field::Funding)?)?;
    entry.kind = Kind::Funding;
    entry.market = Text::new(cells.needed(Field::Market)?);
    if paid.is_negative() {
        entry.in_ = Some(quantity("USD", paid.negated()));
    } else {
        entry.out = Some(quantity("USD", paid));
    }
    out.entry(entry);
    Ok(())
}
