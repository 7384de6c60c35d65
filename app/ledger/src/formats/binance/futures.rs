//! Binance.com's futures: fills with what each realised, and the changes of the
//! futures balances.
//!
//! A fill moves no spot asset (method §1.7): it is a `derivative` with its fee, and what
//! it realised is a `pnl` of the same line.

use super::statement::{leg, unknown_operation};
use crate::base::text::Text;
use crate::cells::markets;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::formats::row::{quantity, words};
use crate::formats::trade::{Trade, side};
use crate::formats::{
    Cells, Column, Detail, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, must,
    none_set_aside, row_id,
};
use crate::numbers::amount::Amount;
use crate::time::parse_time::Dates;

const SYMBOL: Column = must(Field::Market, &["symbol"], Shape::Any);
const SIDE: Column = must(Field::Side, &["side"], Shape::Side);
const PRICE: Column = must(Field::Price, &["price"], Shape::Number);
const SIZE: Column = must(Field::Size, &["quantity"], Shape::Number);
const TOTAL: Column = must(Field::Total, &["amount"], Shape::Number);
const FEE: Column = must(Field::Fee, &["fee"], Shape::Any);
const PNL: Column = must(Field::Pnl, &["realizedprofit"], Shape::Number);

/// Fills since 2025; the user's id is a column in some. The file's name says the zone.
pub(crate) static FUTURES_TRADES: Format = Format {
    id: "binance-futures-trades",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance futures trade history",
    known: Known::TestData,
    version: "2",
    header: display_only(
        "Uid,Time,Symbol,Side,Price,Quantity,Amount,Fee,Realized Profit,Buyer,Maker,Trade ID,Order ID",
    ),
    detail: Detail::Fills,
    advice: "",
    columns: &[
        may(Field::User, &["uid"]),
        must(Field::Time, &["time", "date"], Shape::Time),
        SYMBOL,
        SIDE,
        PRICE,
        SIZE,
        TOTAL,
        FEE,
        PNL,
        may(Field::Other, &["buyer"]),
        may(Field::Other, &["maker"]),
        row_id(&["tradeid"]),
        may(Field::OrderId, &["orderid"]),
    ],
    never: &["quoteasset"],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: map_fill,
};

/// Fills until 2024, without ids.
pub(crate) static FUTURES_TRADES_OLD: Format = Format {
    id: "binance-futures-trades-old",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance futures trade history (old layout)",
    known: Known::Parser,
    version: "2",
    header: display_only(
        "Date(UTC),Symbol,Side,Price,Quantity,Amount,Fee,Realized Profit,Quote Asset",
    ),
    detail: Detail::Fills,
    advice: "",
    columns: &[
        must(Field::Time, &["date", "time"], Shape::Time),
        SYMBOL,
        SIDE,
        PRICE,
        SIZE,
        TOTAL,
        FEE,
        PNL,
        must(Field::QuoteAsset, &["quoteasset"], Shape::Any),
    ],
    never: &["tradeid"],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: map_fill,
};

/// Changes of the futures balances: profit and loss, funding, fees, transfers.
pub(crate) static FUTURES_INCOME: Format = Format {
    id: "binance-futures-income",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance futures transaction history",
    known: Known::Parser,
    version: "2",
    header: display_only("Date(UTC),type,Amount,Asset,Symbol,Transaction ID"),
    detail: Detail::Income,
    advice: "",
    columns: &[
        must(Field::Time, &["date", "time"], Shape::Time),
        must(Field::Operation, &["type"], Shape::Any),
        must(Field::Change, &["amount"], Shape::Number),
        must(Field::Asset, &["asset"], Shape::Any),
        must(Field::Market, &["symbol"], Shape::Any),
        row_id(&["transactionid"]),
    ],
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: map_income,
};

/// What a contract is settled in, and whether its quantity counts units of base
/// (else contracts, whose price times quantity is no amount).
struct Contract<'a> {
    base: &'a str,
    margin: &'a str,
    counts_units: bool,
}

impl<'a> Contract<'a> {
    /// `BTCUSDT` and `BTCUSDT_241227` are settled in USDT; `BTCUSD_PERP` in BTC.
    fn of(symbol: &'a str, quote_asset: &'a str) -> Option<Contract<'a>> {
        let pair = symbol.split_once('_').map_or(symbol, |(pair, _)| pair);
        if let Some(base) = pair.strip_suffix("USD").filter(|base| !base.is_empty())
            && pair != symbol
        {
            return Some(Contract {
                base,
                margin: base,
                counts_units: false,
            });
        }
        let (base, quote) = match pair.strip_suffix(quote_asset) {
            Some(base) if !quote_asset.is_empty() && !base.is_empty() => (base, quote_asset),
            _ => markets::unseparated(pair, "")?,
        };
        Some(Contract {
            base,
            margin: quote,
            counts_units: true,
        })
    }
}

fn map_fill(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let symbol = cells.needed(Field::Market)?;
    let contract = Contract::of(symbol, cells.text(Field::QuoteAsset)).ok_or_else(|| {
        RowDiagnostic::on(Field::Market, Code::RefusedPair, || Message::PairContract {
            pair: shortened(symbol).into(),
        })
    })?;
    let total = cells.needed_size(Field::Total)?;
    let price = cells.needed_size(Field::Price)?;
    let trade = Trade {
        side: side(cells)?,
        base: contract.base,
        quote: contract.margin,
        size: cells.needed_size(Field::Size)?,
        price: Some(price),
        total: contract.counts_units.then_some(total),
    };
    let profit = cells
        .amount(Field::Pnl)?
        .filter(|profit| !profit.is_zero())
        .map(|profit| (profit, contract.margin));
    entry.fee = match cells.text(Field::Fee) {
        text if number::is_nothing(text) => None,
        text => {
            let (number, unit) = match number::is_number(text) {
                true => (text, contract.margin),
                false => number::split_unit(text).ok_or_else(|| {
                    RowDiagnostic::on(Field::Fee, Code::RefusedNumber, || Message::UnitNone {
                        text: shortened(text).into(),
                    })
                })?,
            };
            Some(quantity(unit, cells.number(Field::Fee, number)?))
        }
    };
    entry.market = Text::new(symbol);
    entry.account_in_file = Text::new(cells.text(Field::User));
    entry.trade_id = Text::new(cells.text(Field::TradeId));
    entry.order_id = Text::new(cells.text(Field::OrderId));
    let blank = profit.is_some().then(|| entry.clone());
    trade.write_derivative(&mut entry, out)?;
    out.entry(entry);
    if let (Some((profit, margin)), Some(blank)) = (profit, blank) {
        out.entry(realised(blank, margin, profit));
    }
    Ok(())
}

/// What a fill realised, as an entry of its own.
fn realised(mut blank: Entry, margin: &str, profit: Amount) -> Entry {
    blank.kind = Kind::Pnl;
    blank.fee = None;
    leg(&mut blank, margin, profit);
    blank
}

fn map_income(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let operation = cells.needed(Field::Operation)?;
    let asset = cells.needed(Field::Asset)?;
    let change = cells.number(Field::Change, cells.needed(Field::Change)?)?;
    entry.kind = kind_of(operation).unwrap_or_else(|| unknown_operation(operation, out));
    entry.market = Text::new(cells.text(Field::Market));
    entry.trade_id = Text::new(cells.text(Field::TradeId));
    words(&mut entry, operation);
    if entry.kind == Kind::Trade {
        entry.group = smol_str::format_smolstr!(
            "{}:{}:futures:{}",
            entry.exchange,
            entry.account,
            entry.trade_id
        );
    }
    leg(&mut entry, asset, change);
    out.entry(entry);
    Ok(())
}

/// The kind of a type of income. Source of the names that no known file has: the
/// documentation of Binance's futures API.
fn kind_of(operation: &str) -> Option<Kind> {
    Some(match operation {
        "REALIZED_PNL"
        | "DELIVERED_SETTELMENT"
        | "DELIVERED_SETTLEMENT"
        | "OPTIONS_SETTLE_PROFIT" => Kind::Pnl,
        "FUNDING_FEE" => Kind::Funding,
        "COMMISSION"
        | "INSURANCE_CLEAR"
        | "OPTIONS_PREMIUM_FEE"
        | "POSITION_LIMIT_INCREASE_FEE"
        | "FEE_RETURN" => Kind::Fee,
        "TRANSFER"
        | "INTERNAL_TRANSFER"
        | "CROSS_COLLATERAL_TRANSFER"
        | "DEPOSIT"
        | "WITHDRAW"
        | "STRATEGY_UMFUTURES_TRANSFER" => Kind::Transfer,
        "WELCOME_BONUS" | "REFERRAL_KICKBACK" | "COMMISSION_REBATE" | "API_REBATE"
        | "CONTEST_REWARD" | "BFUSD_REWARD" => Kind::Reward,
        "COIN_SWAP_DEPOSIT" | "COIN_SWAP_WITHDRAW" | "AUTO_EXCHANGE" => Kind::Trade,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_is_settled_in_its_quote_or_in_its_coin() {
        for (symbol, quote, expected) in [
            ("BTCUSDT", "", ("BTC", "USDT", true)),
            ("BTCUSDC", "", ("BTC", "USDC", true)),
            ("BTCUSDT_241227", "USDT", ("BTC", "USDT", true)),
            ("BTCUSD_PERP", "", ("BTC", "BTC", false)),
            ("ETHUSD_210924", "", ("ETH", "ETH", false)),
            ("1000SHIBUSDT", "USDT", ("1000SHIB", "USDT", true)),
            ("BTCBFUSD", "BFUSD", ("BTC", "BFUSD", true)),
        ] {
            let contract = Contract::of(symbol, quote).unwrap();
            let found = (contract.base, contract.margin, contract.counts_units);
            assert_eq!(found, expected, "{symbol}");
        }
        assert!(Contract::of("XYZQQQ", "").is_none());
    }
}
