//! Fills of perpetuals, futures and options. A fill moves no spot asset (method §1.7): it
//! is a `derivative` with its fee, and what it realised is a `pnl` of the same line.

use crate::base::features::COMPLETE;
use crate::base::text::Text;
use crate::cells::markets;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::row::quantity;
use crate::formats::rows::changes::{Change, leg};
use crate::formats::rows::shared::{self, amount_of, cost, needed_size_of};
use crate::formats::rules::{Contract, Contracts, Rules, SizeOf};
use crate::formats::trade::{self, Trade};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;

/// Contracts that are named like a spot market, and settled in its quote.
pub(super) const IN_QUOTE: Contracts = Contracts {
    name: "in quote",
    read: in_quote,
};

fn in_quote<'a>(symbol: &'a str, _quote: &'a str) -> Result<Contract<'a>, RowDiagnostic> {
    let pair = markets::separated(symbol).or_else(|| markets::unseparated(symbol, ""));
    let (base, margin) = pair.ok_or_else(|| no_contract(symbol))?;
    Ok(Contract {
        base,
        margin,
        size: SizeOf::Base,
    })
}

/// The same where contracts in dollars are settled in their coin: `BTC_USD` in BTC. Price
/// times size is then no amount of what they are settled in.
pub(super) const IN_QUOTE_OR_COIN: Contracts = Contracts {
    name: "in quote, for dollars in coin",
    read: in_quote_or_coin,
};

fn in_quote_or_coin<'a>(symbol: &'a str, quote: &'a str) -> Result<Contract<'a>, RowDiagnostic> {
    let coin = symbol.strip_suffix("USD");
    let coin = coin.map(|coin| coin.trim_end_matches(['-', '/', '_']));
    match coin.filter(|coin| !coin.is_empty()) {
        Some(coin) => Ok(Contract {
            base: coin,
            margin: coin,
            size: SizeOf::Lots,
        }),
        None => in_quote(symbol, quote),
    }
}

/// Says that nothing tells what a contract is settled in.
#[cold]
pub(crate) fn no_contract(symbol: &str) -> RowDiagnostic {
    RowDiagnostic::on(Field::Market, Code::RefusedPair, || Message::PairContract {
        pair: shortened(symbol).into(),
    })
}

/// Makes an entry of a fill, and one of what it realised.
pub(crate) fn map(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let symbol = cells.needed(Field::Market)?;
    let contracts = rules.contracts.unwrap_or(IN_QUOTE);
    let contract = (contracts.read)(symbol, cells.text(Field::QuoteAsset))?;
    let price = needed_size_of(cells, Field::Price, contract.margin)?;
    let size = needed_size_of(cells, Field::Size, contract.base)?;
    let side = trade::side(cells)?;
    let profit = amount_of(cells, Field::Pnl, contract.margin)?.filter(|profit| !profit.is_zero());
    entry.market = Text::new(symbol);
    shared::account(cells, &mut entry);
    shared::facts(cells, &mut entry);
    let blank = (COMPLETE && profit.is_some()).then(|| entry.clone());
    entry.fee = fee(cells, rules, contract.margin)?;
    match contract.size {
        SizeOf::Base => {
            let trade = Trade {
                side,
                base: contract.base,
                quote: contract.margin,
                size,
                price: Some(price),
                total: amount_of(cells, Field::Total, contract.margin)?.map(|total| total.abs()),
            };
            trade.write_derivative(&mut entry, out)?;
        }
        SizeOf::Spot => return Err(no_contract(symbol)),
        SizeOf::Lots | SizeOf::Contracts => {
            entry.facts.keep(|facts| match contract.size {
                SizeOf::Contracts => facts.contracts = Some(size),
                _ => facts.contract_size = Some(size),
            });
            entry.kind = Kind::Derivative;
            entry.side = Some(side);
            entry.price = Some(price);
        }
    }
    out.entry(entry);
    if let (Some(profit), Some(blank)) = (profit, blank) {
        out.entry(realised(blank, contract.margin, profit));
    }
    Ok(())
}

/// The fee: in the asset that a column or a unit names, else in the margin's.
fn fee(cells: &Cells<'_>, rules: &Rules, margin: &str) -> Result<Option<Quantity>, RowDiagnostic> {
    let text = cells.text(Field::Fee);
    if number::is_nothing(text) {
        return Ok(None);
    }
    if let Some(fee) = shared::fee_with_unit(cells, rules)? {
        return Ok(Some(fee));
    }
    let asset = match cells.text(Field::FeeAsset) {
        "" => margin,
        asset => asset,
    };
    let fee = cost(cells.number(Field::Fee, text)?, rules);
    Ok(Some(quantity(asset, fee)))
}

/// What a fill realised, as an entry of its own.
fn realised(mut blank: Entry, margin: &str, profit: Amount) -> Entry {
    blank.kind = Kind::Pnl;
    leg(&mut blank, margin, Change::signed(profit));
    blank
}
