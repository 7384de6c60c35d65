//! 3Commas' deal history: what its bots did, as evidence beside the exchanges' files.
//!
//! Source: columns in the order of two public tools; no real row is public, so this is
//! unverified. Deals move no money here: none is an entry.

use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::Entry;
use crate::entry::deal::{Deal, Volume};
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::Message;
use crate::formats::{
    Cells, Detail, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, must, none_set_aside,
};
use crate::time::moment::Moment;
use crate::time::parse_time::{self, Dates};
use crate::time::zone::Zone;

/// The formats of 3Commas.
pub(crate) static FORMATS: &[&Format] = &[&DEALS];

/// One deal a row, day first, pairs as `QUOTE_BASE`.
pub(crate) static DEALS: Format = Format {
    id: "3commas-deals",
    exchange: crate::entry::exchanges::THREE_COMMAS.id,
    title: "3Commas deal history",
    known: Known::Unverified,
    version: "2",
    header: display_only(
        "deal_id;status;bot;account;bot_id;bot_pairs;strategy;signals;pair;take_profit_condition;safety_order_volume / base_order_volume;safety_order_step_percentage;take_profit_type;created_at;closed_at;duration;profit_percentage_from_total_volume;profit_percentage_from_base_volume;max_safety_orders_count;active_safety_orders_count;used_safety_orders;martingale_volume_coefficient;martingale_step_coefficient;safety_order_volume;safety_order_volume_type;base_order_volume;base_order_volume_type;bought_volume;sold_volume;bought_amount;sold_amount;final_profit;close_date",
    ),
    detail: Detail::Orders,
    advice: display_only(
        "It moves no money: deals are evidence beside the files of the exchanges. Give it to `redress losses --deals`.",
    ),
    columns: &[
        must(Field::OrderId, &["dealid"], Shape::Any),
        must(Field::Status, &["status"], Shape::Any),
        may(Field::Bot, &["bot"]),
        must(Field::Wallet, &["account"], Shape::Any),
        may(Field::Other, &["botid"]),
        may(Field::Other, &["botpairs"]),
        may(Field::Other, &["strategy"]),
        may(Field::Other, &["signals"]),
        must(Field::Market, &["pair"], Shape::Any),
        may(Field::Other, &["takeprofitcondition"]),
        may(Field::Other, &["safetyordervolume/baseordervolume"]),
        may(Field::Other, &["safetyordersteppercentage"]),
        may(Field::Other, &["takeprofittype"]),
        must(Field::Time, &["createdat"], Shape::Time),
        must(Field::Closed, &["closedat"], Shape::Any),
        may(Field::Other, &["duration"]),
        may(Field::Other, &["profitpercentagefromtotalvolume"]),
        may(Field::Other, &["profitpercentagefrombasevolume"]),
        may(Field::Other, &["maxsafetyorderscount"]),
        may(Field::Other, &["activesafetyorderscount"]),
        may(Field::Other, &["usedsafetyorders"]),
        may(Field::Other, &["martingalevolumecoefficient"]),
        may(Field::Other, &["martingalestepcoefficient"]),
        may(Field::Other, &["safetyordervolume"]),
        may(Field::Other, &["safetyordervolumetype"]),
        may(Field::Other, &["baseordervolume"]),
        may(Field::Other, &["baseordervolumetype"]),
        may(Field::BoughtQuote, &["boughtvolume"]),
        may(Field::SoldQuote, &["soldvolume"]),
        may(Field::Bought, &["boughtamount"]),
        may(Field::Sold, &["soldamount"]),
        may(Field::Other, &["finalprofit"]),
        may(Field::Other, &["closedate"]),
    ],
    never: &[],
    zone: Some(Zone::UTC),
    dates: Dates::DayFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map,
};

fn map(cells: &Cells<'_>, blank: Entry, out: &mut RowOutput<'_>) -> Result<(), RowDiagnostic> {
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
