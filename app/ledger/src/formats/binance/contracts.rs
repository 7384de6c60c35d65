//! Binance.com's contracts, by their names.

use crate::cells::markets;
use crate::formats::RowDiagnostic;
use crate::formats::rows::no_contract;
use crate::formats::rules::{Contract, Contracts, SizeOf};

/// How Binance names its contracts.
pub(crate) const CONTRACTS: Contracts = Contracts {
    name: "binance",
    read: contract,
};

fn contract<'a>(symbol: &'a str, quote_asset: &'a str) -> Result<Contract<'a>, RowDiagnostic> {
    by_name(symbol, quote_asset).ok_or_else(|| no_contract(symbol))
}

/// `BTCUSDT` and `BTCUSDT_241227` are settled in USDT; `BTCUSD_PERP` in BTC, and its size
/// counts contracts of so many dollars, so that price times size is no amount.
fn by_name<'a>(symbol: &'a str, quote_asset: &'a str) -> Option<Contract<'a>> {
    let pair = symbol.split_once('_').map_or(symbol, |(pair, _)| pair);
    let coin = pair.strip_suffix("USD").filter(|base| !base.is_empty());
    if let Some(base) = coin.filter(|_| pair != symbol) {
        return Some(Contract {
            base,
            margin: base,
            size: SizeOf::Contracts,
        });
    }
    let (base, margin) = match pair.strip_suffix(quote_asset) {
        Some(base) if !quote_asset.is_empty() && !base.is_empty() => (base, quote_asset),
        _ => markets::unseparated(pair, "")?,
    };
    Some(Contract {
        base,
        margin,
        size: SizeOf::Base,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_is_settled_in_its_quote_or_in_its_coin() {
        for (symbol, quote, expected) in [
            ("BTCUSDT", "", ("BTC", "USDT", SizeOf::Base)),
            ("BTCUSDC", "", ("BTC", "USDC", SizeOf::Base)),
            ("BTCUSDT_241227", "USDT", ("BTC", "USDT", SizeOf::Base)),
            ("BTCUSD_PERP", "", ("BTC", "BTC", SizeOf::Contracts)),
            ("ETHUSD_210924", "", ("ETH", "ETH", SizeOf::Contracts)),
            ("1000SHIBUSDT", "USDT", ("1000SHIB", "USDT", SizeOf::Base)),
            ("BTCBFUSD", "BFUSD", ("BTC", "BFUSD", SizeOf::Base)),
        ] {
            let contract = by_name(symbol, quote).unwrap();
            let found = (contract.base, contract.margin, contract.size);
            assert_eq!(found, expected, "{symbol}");
        }
        assert!(by_name("XYZQQQ", "").is_none());
    }
}
