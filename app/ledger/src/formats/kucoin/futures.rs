//! KuCoin's contracts by their names, and what closed positions made.
//!
//! Two positions that a user worked through against the trades behind them in a public
//! issue show what the sums are: `Total Realized PNL` is what prices made, `Realized PNL` is
//! that plus funding less fees. So the three parts are read; where they do not add up, the
//! exchange's own sum counts (method §1.1).

use std::cmp::Ordering;

use crate::base::features::COMPLETE;
use crate::base::text::Text;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::formats::row::{computed, words};
use crate::formats::rows::{Change, account, leg};
use crate::formats::rules::{Contract, Contracts, Rules, SizeOf};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;

/// How KuCoin names its contracts. Amounts of fills count contracts of a size that the
/// file does not tell, so nothing is worked out from them.
pub(crate) const CONTRACTS: Contracts = Contracts {
    name: "kucoin",
    read: contract,
};

fn contract<'a>(symbol: &'a str, _quote: &'a str) -> Result<Contract<'a>, RowDiagnostic> {
    Ok(Contract {
        base: "",
        margin: needed_margin_asset(symbol)?,
        size: SizeOf::Contracts,
    })
}

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

/// Makes entries of a closed position: profit and loss, funding and fees apart.
pub(super) fn map_pnl(
    cells: &Cells<'_>,
    _rules: &Rules,
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
    let other = stated.filter(|stated| COMPLETE && stated.cmp(&net) != Ordering::Equal);
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
    account(cells, &mut entry);
    words(&mut entry, cells.text(Field::Operation));
    match entry.on_its_clock(cells.text(Field::Opened)) {
        _ if !COMPLETE => {}
        Some(opened) => entry.facts.keep(|facts| facts.opened_at = Some(opened)),
        None => out.diagnostic(RowDiagnostic::on(Field::Opened, Code::WarnTime, || {
            Message::PositionOpenedWhen
        })),
    }
    let mut part = |kind: Kind, amount: Amount| {
        if !COMPLETE {
            return;
        }
        let mut entry = entry.clone();
        entry.kind = kind;
        leg(&mut entry, asset, Change::signed(amount));
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
        // Above zero it is a cost, which goes out.
        part(Kind::Fee, fee.negated());
    }
    Ok(())
}

/// Makes an entry of a closed position whose file has one sum, and the same in dollars
/// behind it: `1,205.51USDT≈ 1,205.52USD`.
pub(super) fn map_one_sum(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    entry.market = Text::new(cells.needed(Field::Market)?);
    let cell = cells.needed(Field::Pnl)?;
    let sum = cell.split_once('≈').map_or(cell, |(sum, _)| sum).trim();
    let (number, unit) = number::split_unit(sum)
        .filter(|(_, unit)| !unit.is_empty())
        .ok_or_else(|| {
            RowDiagnostic::on(Field::Pnl, Code::RefusedNumber, || Message::UnitNone {
                text: shortened(cell).into(),
            })
        })?;
    entry.kind = Kind::Pnl;
    let change = Change::signed(cells.number(Field::Pnl, number)?);
    leg(&mut entry, unit, change);
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
