//! 3Commas' deal history: what its bots did, as evidence beside the exchanges' files. Deals
//! move no money here: none is an entry. Its layout is in `tables/3commas.txt`.

use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::Entry;
use crate::entry::deal::{Deal, Volume};
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::formats::rows::Rows;
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::time::moment::Moment;
use crate::time::parse_time::{self, Dates};

/// The rows of 3Commas. Pairs are `QUOTE_BASE`.
pub(crate) const ROWS: &[Rows] = &[Rows {
    name: "3commas deal",
    rules: &[],
    map,
}];

fn map(
    cells: &Cells<'_>,
    _rules: &Rules,
    blank: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let pair = cells.needed(Field::Market)?;
    let (quote, base) = pair
        .split_once('_')
        .filter(|(quote, base)| !quote.is_empty() && !base.is_empty())
        .ok_or_else(|| {
            RowDiagnostic::on(Field::Market, Code::RefusedPair, || {
                Message::PairThreecommas {
                    pair: shortened(pair).into(),
                }
            })
        })?;
    let deal = Deal {
        file: blank.file.clone(),
        line: blank.lines.start(),
        id: cells.needed(Field::OrderId)?.into(),
        status: cells.text(Field::Status).into(),
        account: cells.text(Field::Wallet).into(),
        bot: cells.text(Field::Bot).into(),
        base: base.into(),
        quote: quote.into(),
        opened: blank.time,
        closed: closed(cells, &blank)?,
        bought: Volume {
            base: cells.amount(Field::Bought)?,
            quote: cells.amount(Field::BoughtQuote)?,
        },
        sold: Volume {
            base: cells.amount(Field::Sold)?,
            quote: cells.amount(Field::SoldQuote)?,
        },
    };
    out.deal(deal);
    Ok(())
}

/// Sets aside a deal of a list that does not say when it ran: no trade can be compared
/// with it. What names no pair is no deal, and is refused.
pub(crate) fn without_times(cells: &Cells<'_>, _rules: &Rules) -> Option<RowDiagnostic> {
    if let Err(empty) = cells.needed(Field::Market) {
        return Some(empty);
    }
    let id = cells.text(Field::OrderId);
    Some(RowDiagnostic::on_row(Code::NoteDeal, || {
        Message::DealUntimed {
            id: shortened(id).into(),
        }
    }))
}

/// When the deal ended, on the clock on which it began.
fn closed(cells: &Cells<'_>, blank: &Entry) -> Result<Option<Moment>, RowDiagnostic> {
    let text = cells.text(Field::Closed);
    if number::is_nothing(text) {
        return Ok(None);
    }
    let read = |text| parse_time::read(text, Dates::DayFirst);
    let closed = read(text).map_err(|error| {
        let message = || error.message(&shortened(text));
        RowDiagnostic::on(Field::Closed, Code::RefusedTime, message)
    })?;
    let ahead = read(&blank.time_raw).map_or(0, |opened| opened.seconds - blank.time.seconds);
    Ok(Some(Moment::from_seconds(closed.seconds - ahead)))
}
