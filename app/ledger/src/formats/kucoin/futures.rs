//! KuCoin futures: what closed positions made, and single fills.
//!
//! Source: KuCoin's layout, and two positions that a user worked through against the
//! trades behind them in a public issue: `Total Realized PNL` is what prices made,
//! `Realized PNL` is that plus funding less fees. So the three parts are read; where
//! they do not add up, the exchange's own sum counts (method §1.1).

use std::cmp::Ordering;

use crate::base::text::Text;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::formats::kucoin::{KUCOIN, SYMBOL, UID, WALLET, set_account};
use crate::formats::row::{computed, quantity, words};
use crate::formats::trade::side;
use crate::formats::{Cells, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, must};
use crate::numbers::amount::Amount;

/// One closed position a row: profit and loss, funding and fees apart.
pub(crate) static REALIZED_PNL: Format = Format {
    id: "kucoin-futures-pnl",
    title: "KuCoin futures realized PNL",
    known: Known::Parser,
    header: display_only(
        "UID,Account Type,Symbol,Close Type,Realized PNL,Total Realized PNL,Total Funding Fees,Total Trading Fees,Position Opening Time(UTC+08:00),Position Closing Time(UTC+08:00)",
    ),
    columns: &[
        UID,
        WALLET,
        SYMBOL,
        may(Field::Operation, &["closetype"]),
        must(Field::Total, &["realizedpnl"], Shape::Number),
        must(Field::Pnl, &["totalrealizedpnl"], Shape::Number),
        must(Field::Funding, &["totalfundingfees"], Shape::Number),
        must(Field::Fee, &["totaltradingfees"], Shape::Number),
        must(
            Field::Opened,
            &["positionopeningtime", "positionopeningtime,"],
            Shape::Time,
        ),
        must(
            Field::Time,
            &["positionclosingtime", ",positionclosingtime"],
            Shape::Time,
        ),
    ],
    map: map_pnl,
    ..KUCOIN
};

/// The asset in which a contract's margin, profit and fees are: `XBTUSDTM` is in
/// USDT, `ETHUSDM` in ETH, the dated `XBTMM23` in XBT.
pub(super) fn margin_asset(symbol: &str) -> Option<&str> {
    if symbol.contains(['-', '/', '_']) {
        return None;
    }
    for quote in ["USDT", "USDC"] {
        if symbol.ends_with(&format!("{quote}M")) {
            let end = symbol.len() - 1;
            return symbol.get(end - quote.len()..end);
        }
    }
    if let Some(base) = symbol.strip_suffix("USDM") {
        return Some(base).filter(|base| !base.is_empty());
    }
    let (dated, year) = symbol.split_at_checked(symbol.len().checked_sub(2)?)?;
    let is_dated = year.bytes().all(|byte| byte.is_ascii_digit())
        && dated.len() == 5
        && dated.starts_with("XBTM");
    is_dated.then(|| &symbol[..3])
}

fn needed_margin_asset(symbol: &str) -> Result<&str, RowDiagnostic> {
    margin_asset(symbol).ok_or_else(|| {
        RowDiagnostic::on(Field::Market, Code::RefusedPair, || Message::PairMargin {
            pair: shortened(symbol).into(),
        })
    })
}

fn map_pnl(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let symbol = cells.needed(Field::Market)?;
    let asset = needed_margin_asset(symbol)?;
    let read = |field| cells.number(field, cells.needed(field)?);
    let mut pnl = read(Field::Pnl)?;
    let funding = read(Field::Funding)?;
    let fee = read(Field::Fee)?;
    let net = pnl.plus(&funding).minus(&fee);
    let stated = cells.amount(Field::Total)?;
    let other = stated.filter(|stated| stated.cmp(&net) != Ordering::Equal);
    if let Some(stated) = &other {
        pnl = stated.minus(&funding).plus(&fee);
        out.diagnostic(RowDiagnostic::on(Field::Total, Code::WarnTotal, || {
            Message::TotalPnl {
                amount: stated.clone(),
                amount_net: net.clone(),
                amount_pnl: pnl.clone(),
            }
        }));
    }
    entry.market = Text::new(symbol);
    set_account(&mut entry, cells);
    words(&mut entry, cells.text(Field::Operation));
    match entry.on_its_clock(cells.text(Field::Opened)) {
        Some(opened) => entry.facts.keep(|facts| facts.opened_at = Some(opened)),
        None => out.diagnostic(RowDiagnostic::on(Field::Opened, Code::WarnTime, || {
            Message::PositionOpenedWhen
        })),
    }
    let mut part = |kind: Kind, amount: Amount| {
        let mut entry = entry.clone();
        entry.kind = kind;
        if kind == Kind::Fee {
            entry.fee = Some(quantity(asset, amount));
        } else if amount.is_negative() {
            entry.out = Some(quantity(asset, amount.negated()));
        } else {
            entry.in_ = Some(quantity(asset, amount));
        }
        if kind == Kind::Pnl && other.is_some() {
            computed(&mut entry);
        }
        out.entry(entry);
    };
    part(Kind::Pnl, pnl);
    if !funding.is_zero() {
        part(Kind::Funding, funding);
    }
    if !fee.is_zero() {
        part(Kind::Fee, fee);
    }
    Ok(())
}

/// A fill of a contract. Its amount counts contracts of a size that the file does
/// not tell, so nothing is worked out from it.
pub(super) fn map_fill(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let symbol = cells.needed(Field::Market)?;
    let margin = needed_margin_asset(symbol)?;
    let contracts = cells.needed_size(Field::Size)?;
    entry.side = Some(side(cells)?);
    entry.price = Some(cells.needed_size(Field::Price)?);
    entry.kind = Kind::Derivative;
    entry.market = Text::new(symbol);
    entry.order_id = Text::new(cells.text(Field::OrderId));
    let asset = match cells.text(Field::FeeAsset) {
        "" => margin,
        asset => asset,
    };
    entry.fee = cells.amount(Field::Fee)?.map(|fee| quantity(asset, fee));
    set_account(&mut entry, cells);
    entry.facts.keep(|facts| facts.contracts = Some(contracts));
    out.entry(entry);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_tells_its_margin() {
        assert_eq!(margin_asset("XBTUSDTM"), Some("USDT"));
        assert_eq!(margin_asset("SOLUSDCM"), Some("USDC"));
        assert_eq!(margin_asset("XBTUSDM"), Some("XBT"));
        assert_eq!(margin_asset("ETHUSDM"), Some("ETH"));
        assert_eq!(margin_asset("XBTMM23"), Some("XBT"));
        for none in ["", "M", "USDM", "BTC-USDT", "BTCUSDT", "XBTMM2x", "é2"] {
            assert_eq!(margin_asset(none), None, "{none}");
        }
    }
}
