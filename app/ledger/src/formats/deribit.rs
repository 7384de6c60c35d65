//! Deribit's contracts by their names. Its files are in `tables/deribit.txt`.

use crate::formats::RowDiagnostic;
use crate::formats::rows::no_contract;
use crate::formats::rules::{Contract, Contracts, SizeOf};

/// How Deribit names its contracts.
pub(crate) const CONTRACTS: Contracts = Contracts {
    name: "deribit",
    read: contract,
};

fn contract<'a>(symbol: &'a str, _quote: &'a str) -> Result<Contract<'a>, RowDiagnostic> {
    by_name(symbol).ok_or_else(|| no_contract(symbol))
}

/// `BTC-PERPETUAL`, `BTC-25DEC20` and the option `BTC-25DEC20-20000-C` are settled in BTC,
/// `BTC_USDC-PERPETUAL` in USDC; `BTC_USDC` is a spot market. Sizes count dollars or coins
/// as the contract has it, so that price times size is no amount.
fn by_name(symbol: &str) -> Option<Contract<'_>> {
    let (underlying, size) = match symbol.split_once('-') {
        Some((underlying, _)) => (underlying, SizeOf::Contracts),
        None => (symbol, SizeOf::Spot),
    };
    let (base, margin) = match (underlying.split_once('_'), size) {
        (Some(pair), _) => pair,
        (None, SizeOf::Spot) => return None,
        (None, _) => (underlying, underlying),
    };
    let is_whole = !base.is_empty() && !margin.is_empty();
    is_whole.then_some(Contract { base, margin, size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_is_settled_in_its_coin_or_in_the_quote_that_it_names() {
        for (symbol, margin, size) in [
            ("BTC-PERPETUAL", "BTC", SizeOf::Contracts),
            ("ETH-25DEC20", "ETH", SizeOf::Contracts),
            ("BTC-25DEC20-20000-C", "BTC", SizeOf::Contracts),
            ("SOL_USDC-PERPETUAL", "USDC", SizeOf::Contracts),
            ("BTC_USDC", "USDC", SizeOf::Spot),
        ] {
            let contract = by_name(symbol).unwrap();
            assert_eq!((contract.margin, contract.size), (margin, size), "{symbol}");
        }
        for none in ["BTC", "", "-PERPETUAL", "_USDC-PERPETUAL"] {
            assert!(by_name(none).is_none(), "{none}");
        }
    }
}
