//! One fill or order a row: a market, a side, a size, a price or a total, and a fee.

use crate::base::features::COMPLETE;
use crate::cells::markets;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::messages::{EntryNote, Message};
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::formats::row::{note, quantity};
use crate::formats::rows::shared::{self, amount_of, cost, needed_amount_of, needed_size_of};
use crate::formats::rules::{FeeIn, MarketName, Rules, Timed, TotalIs};
use crate::formats::trade::{self, Trade, fee_by_its_size};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;

/// Makes an entry of a trade; a tax is an entry of its own.
pub(crate) fn map(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let other_fee = other_fee(cells, rules, &entry)?;
    let (base, quote) = assets(cells, rules)?;
    let (side, size) = side_and_size(cells, base)?;
    let mut trade = Trade {
        side,
        base,
        quote,
        size,
        price: price(cells, quote)?,
        total: amount_of(cells, Field::Total, quote)?.map(|total| total.abs()),
    };
    name(cells, rules, &mut entry);
    entry.fee = fee(cells, rules, &trade, &mut entry, out)?;
    take_fee_off(&mut trade, rules, entry.fee.as_ref());
    if is_on_margin(cells)? {
        trade.write_derivative(&mut entry, out)?;
        out.entry(entry);
        return Ok(());
    }
    let tax = cells.amount(Field::Tax)?.filter(|tax| !tax.is_zero());
    let blank = (COMPLETE && tax.is_some()).then(|| entry.clone());
    trade.write(&mut entry, out)?;
    shared::note_placing(cells, &mut entry, out);
    out.entry(entry);
    if let (Some(tax), Some(blank)) = (tax, blank) {
        let asset = match (cells.text(Field::FeeAsset), rules.fee_in) {
            ("", FeeIn::Base) => base,
            ("", _) => quote,
            (asset, _) => asset,
        };
        out.entry(tax_entry(blank, asset, tax));
    }
    if let Some(fee) = other_fee {
        out.entry(fee);
    }
    Ok(())
}

/// Base and quote of the row's market.
fn assets<'a>(cells: &Cells<'a>, rules: &Rules) -> Result<(&'a str, &'a str), RowDiagnostic> {
    if rules.market == MarketName::Columns {
        let asset = |field| Ok(cells.coded(cells.needed(field)?).name);
        return Ok((asset(Field::BaseAsset)?, asset(Field::QuoteAsset)?));
    }
    let market = cells.needed(Field::Market)?;
    let pair = split(market, cells.text(Field::FeeAsset), rules);
    let (base, quote) = pair.ok_or_else(|| no_pair(market, rules))?;
    Ok((cells.coded(base).name, cells.coded(quote).name))
}

/// Base and quote of a market's name.
fn split<'a>(market: &'a str, fee_asset: &str, rules: &Rules) -> Option<(&'a str, &'a str)> {
    let separated = markets::separated(market);
    match rules.market {
        MarketName::QuoteFirst => separated.map(|(quote, base)| (base, quote)),
        MarketName::Glued => separated.or_else(|| unseparated(market, fee_asset, rules)),
        MarketName::QuoteFirstGlued => match separated {
            Some((quote, base)) if !market.contains('_') => Some((base, quote)),
            None => markets::unseparated_quote_first(market, fee_asset),
            base_and_quote => base_and_quote,
        },
        MarketName::Separated | MarketName::Columns => separated,
    }
}

/// Base and quote of a name that glues them. Codes of the exchange tell both; else what its
/// markets are quoted in does, longer names first.
fn unseparated<'a>(market: &'a str, fee_asset: &str, rules: &Rules) -> Option<(&'a str, &'a str)> {
    if let Some(pair) = rules.assets.and_then(|assets| assets.pair(market)) {
        return Some(pair);
    }
    if rules.quotes.is_empty() {
        return markets::unseparated(market, fee_asset);
    }
    let bases = rules
        .quotes
        .iter()
        .filter_map(|quote| market.strip_suffix(quote));
    let base = bases
        .filter(|base| !base.is_empty())
        .min_by_key(|base| base.len())?;
    market.split_at_checked(base.len())
}

/// Whether a row is a fill of a margin position. It moves no asset: what the position made
/// is in rows of another file.
fn is_on_margin(cells: &Cells<'_>) -> Result<bool, RowDiagnostic> {
    let margin = cells.amount(Field::Margin)?;
    Ok(margin.is_some_and(|margin| !margin.is_zero()))
}

#[cold]
fn no_pair(market: &str, rules: &Rules) -> RowDiagnostic {
    RowDiagnostic::on(Field::Market, Code::RefusedPair, || {
        let pair = shortened(market).into();
        match rules.market {
            MarketName::Glued | MarketName::QuoteFirstGlued => Message::PairQuote { pair },
            _ => Message::PairNone { pair },
        }
    })
}

/// The side and the size. Where no column tells the side, the sign of the size does.
fn side_and_size(cells: &Cells<'_>, base: &str) -> Result<(Side, Amount), RowDiagnostic> {
    if cells.column_map.get(Field::Side).is_some() {
        let size = needed_size_of(cells, Field::Size, base)?;
        return Ok((trade::side(cells)?, without_rest(cells, base, size)?));
    }
    let size = needed_amount_of(cells, Field::Size, base)?;
    Ok(match size.is_negative() {
        true => (Side::Sell, size.negated()),
        false => (Side::Buy, size),
    })
}

/// A size without what was not filled of it.
fn without_rest(cells: &Cells<'_>, base: &str, size: Amount) -> Result<Amount, RowDiagnostic> {
    let Some(rest) = amount_of(cells, Field::Remaining, base)? else {
        return Ok(size);
    };
    let filled = size.minus(&rest);
    match rest.is_negative() || filled.is_negative() {
        true => Err(RowDiagnostic::below_zero(
            Field::Remaining,
            cells.text(Field::Remaining),
        )),
        false => Ok(filled),
    }
}

/// The price, which may be missing where there is a total.
fn price(cells: &Cells<'_>, quote: &str) -> Result<Option<Amount>, RowDiagnostic> {
    let price = amount_of(cells, Field::Price, quote)?;
    match price.as_ref().is_some_and(Amount::is_negative) {
        true => Err(RowDiagnostic::below_zero(
            Field::Price,
            cells.text(Field::Price),
        )),
        false => Ok(price),
    }
}

/// Writes the market, the account, ids, facts, and what the file says besides.
fn name(cells: &Cells<'_>, rules: &Rules, entry: &mut Entry) {
    entry.market = cells.kept(Field::Market);
    shared::account(cells, entry);
    if rules.timed == Timed::Placed {
        entry.facts.keep(|facts| facts.timed_when_placed = true);
        note(entry, || EntryNote::PlacedWhen);
    }
    shared::facts(cells, entry);
    let [remark, tags] = [Field::Remark, Field::Tags].map(|field| cells.text(field));
    if !number::is_nothing(remark) {
        note(entry, || EntryNote::Remark {
            text: remark.into(),
        });
    }
    if !tags.is_empty() {
        note(entry, || EntryNote::Tags { text: tags.into() });
    }
}

/// The fee: its asset is in a column, or its unit is behind it, or a rule tells it; or it
/// follows from what was received in the end, or from its share.
fn fee(
    cells: &Cells<'_>,
    rules: &Rules,
    trade: &Trade<'_>,
    entry: &mut Entry,
    out: &mut RowOutput<'_>,
) -> Result<Option<Quantity>, RowDiagnostic> {
    if let Some(fee) = taken_off(cells, trade)? {
        return Ok(Some(fee).filter(|fee| !fee.amount.is_zero()));
    }
    if cells.column_map.get(Field::FeeAsset).is_some() {
        let fee = trade::fee(cells)?;
        return Ok(fee.map(|fee| Quantity {
            asset: fee.asset,
            amount: cost(fee.amount, rules),
        }));
    }
    if let Some(fee) = shared::fee_with_unit(cells, rules)? {
        return Ok(Some(fee));
    }
    let fee = cells.amount(Field::Fee)?;
    let fee = match (fee, cells.amount(Field::OtherFee)?) {
        (Some(fee), Some(other)) => Some(fee.plus(&other)),
        (fee, other) => fee.or(other),
    };
    let fee = match (fee, cells.amount(Field::Rebate)?) {
        (Some(fee), Some(rebate)) => Some(fee.minus(&rebate)),
        (fee, rebate) => fee.or(rebate.map(|rebate| rebate.negated())),
    };
    let Some(fee) = fee.filter(|_| COMPLETE).map(|fee| cost(fee, rules)) else {
        return Ok(None);
    };
    let (received, given) = (trade.received(), trade.given());
    let asset = match rules.fee_in {
        FeeIn::Size | FeeIn::Unknown => {
            return Ok(fee_by_its_size(fee, trade, None, entry, out));
        }
        FeeIn::Base => trade.base,
        FeeIn::Quote => trade.quote,
        FeeIn::Received => received,
        FeeIn::Given => given,
    };
    Ok((!fee.is_zero()).then(|| quantity(asset, fee)))
}

/// The fee that was taken off what was received: what is missing of it in the end, or else
/// the share that the file names.
fn taken_off(cells: &Cells<'_>, trade: &Trade<'_>) -> Result<Option<Quantity>, RowDiagnostic> {
    let (field, whole) = match trade.side {
        Side::Buy => (Field::BaseAfterFee, Some(&trade.size)),
        Side::Sell => (Field::QuoteAfterFee, trade.total.as_ref()),
    };
    let after = amount_of(cells, field, trade.received())?;
    if let Some((whole, after)) = whole.zip(after) {
        let fee = whole.minus(&after.abs());
        return Ok(Some(quantity(trade.received(), fee)));
    }
    let Some(rate) = fee_rate(cells)? else {
        return Ok(None);
    };
    let whole = match (trade.side, &trade.total, &trade.price) {
        (Side::Buy, _, _) => trade.size.clone(),
        (Side::Sell, Some(total), _) => total.clone(),
        (Side::Sell, None, Some(price)) => price.times(&trade.size),
        (Side::Sell, None, None) => return Ok(None),
    };
    Ok(Some(quantity(trade.received(), whole.times(&rate))))
}

/// The share that a fee is: `0.09%` or `0.0009`.
fn fee_rate(cells: &Cells<'_>) -> Result<Option<Amount>, RowDiagnostic> {
    let text = cells.text(Field::FeeRate);
    if number::is_nothing(text) {
        return Ok(None);
    }
    let Some(percent) = text.strip_suffix('%') else {
        return cells.number(Field::FeeRate, text).map(Some);
    };
    let percent = cells.number(Field::FeeRate, percent.trim_end())?;
    Ok(Some(percent.times(&Amount::from_units(1, 2))))
}

/// Where the total contains the fee, takes it off.
fn take_fee_off(trade: &mut Trade<'_>, rules: &Rules, fee: Option<&Quantity>) {
    let is_inside = COMPLETE && rules.total == TotalIs::AfterFee;
    let fee = fee.filter(|fee| is_inside && fee.asset == trade.quote);
    let Some((total, fee)) = trade.total.as_ref().zip(fee) else {
        return;
    };
    trade.total = Some(match trade.side {
        Side::Buy => total.minus(&fee.amount),
        Side::Sell => total.plus(&fee.amount),
    });
}

/// A second fee that has an asset of its own, as an entry.
fn other_fee(
    cells: &Cells<'_>,
    rules: &Rules,
    blank: &Entry,
) -> Result<Option<Entry>, RowDiagnostic> {
    if cells.column_map.get(Field::OtherFeeAsset).is_none() {
        return Ok(None);
    }
    let Some(fee) = cells.amount(Field::OtherFee)?.filter(|fee| !fee.is_zero()) else {
        return Ok(None);
    };
    let mut entry = blank.clone();
    name(cells, rules, &mut entry);
    entry.kind = Kind::Fee;
    let asset = cells.needed(Field::OtherFeeAsset)?;
    entry.fee = Some(quantity(asset, cost(fee, rules)));
    Ok(Some(entry))
}

/// The tax as an entry of its own. The file does not name its asset: that in which fees are
/// taken is assumed, and the note says so.
fn tax_entry(mut blank: Entry, asset: &str, tax: Amount) -> Entry {
    blank.kind = Kind::Fee;
    blank.fee = Some(quantity(asset, tax));
    note(&mut blank, || EntryNote::Tax {
        asset: asset.into(),
    });
    blank
}
