//! The few ways in which rows become entries. A table names one of them (`rows = trade`)
//! and settles its rules; what is odd about one exchange is in the exchange's module.

mod asides;
mod changes;
mod columns_of_assets;
mod contracts;
mod converts;
mod histories;
mod margin;
mod moves;
mod parts;
mod shared;
mod trades;

pub(crate) use asides::not_done;
pub(crate) use changes::{Change, leg, map as map_change};
pub(crate) use contracts::{map as map_contract, no_contract};
pub(crate) use histories::{HistoryRow, OtherSide, money, money_asset, write as write_history};
pub(crate) use margin::kind;
pub(crate) use moves::write as write_move;
pub(crate) use shared::{FACTS, account, amount_of, cost, facts, unit_amount};
pub(crate) use trades::map as map_trade;

use crate::formats::format::{MapBelow, MapRow, SetAside};
use crate::formats::rules::Contracts;
use crate::formats::{
    binance, binance_us, bitfinex, bitmex, bitstamp, cexio, coinbase, crypto_com, deribit, ftx,
    hitbtc, kucoin, poloniex, threecommas,
};

/// A way in which rows become entries.
pub(crate) struct Rows {
    /// Its name in tables.
    pub name: &'static str,
    /// The names of the rules that it obeys.
    pub rules: &'static [&'static str],
    /// What it does.
    pub map: MapRow,
}

/// What rows of a history obey.
pub(crate) const HISTORY_RULES: &[&str] = &[
    "fee in",
    "fee sign",
    "fee is",
    "price",
    "sign",
    "operations",
    "words in",
    "group",
];

/// The ways that serve any exchange.
const GENERAL: &[Rows] = &[
    Rows {
        name: "trade",
        rules: &["market", "quotes", "fee in", "fee sign", "total", "timed"],
        map: trades::map,
    },
    Rows {
        name: "change",
        rules: &[
            "fee in",
            "fee sign",
            "fee is",
            "sign",
            "kind",
            "operations",
            "words in",
            "group",
            "orders",
            "asset",
            "decimals",
        ],
        map: changes::map,
    },
    Rows {
        name: "change or trade",
        rules: HISTORY_RULES,
        map: histories::map,
    },
    Rows {
        name: "assets in columns",
        rules: &["fee sign", "operations", "words in"],
        map: columns_of_assets::map,
    },
    Rows {
        name: "change in parts",
        rules: &["fee sign", "operations", "group"],
        map: parts::map,
    },
    Rows {
        name: "deposit",
        rules: &["fee is", "fee sign"],
        map: moves::deposit,
    },
    Rows {
        name: "withdrawal",
        rules: &["fee is", "fee sign"],
        map: moves::withdrawal,
    },
    Rows {
        name: "deposit or withdrawal",
        rules: &["fee is", "fee sign", "sign"],
        map: moves::either,
    },
    Rows {
        name: "conversion",
        rules: &["fee in", "fee sign"],
        map: converts::map,
    },
    Rows {
        name: "contract",
        rules: &["contracts", "fee sign"],
        map: contracts::map,
    },
    Rows {
        name: "margin change",
        rules: &[
            "contracts",
            "fee sign",
            "operations",
            "asset",
            "asset named",
        ],
        map: margin::map,
    },
];

/// The ways of all modules.
const ALL: &[&[Rows]] = &[
    GENERAL,
    binance::ROWS,
    binance_us::ROWS,
    bitfinex::ROWS,
    bitmex::ROWS,
    bitstamp::ROWS,
    cexio::ROWS,
    coinbase::ROWS,
    ftx::ROWS,
    hitbtc::ROWS,
    kucoin::ROWS,
    poloniex::ROWS,
    threecommas::ROWS,
];

/// The way of that name.
pub(crate) fn by_name(name: &str) -> Option<&'static Rows> {
    ALL.iter().copied().flatten().find(|rows| rows.name == name)
}

/// The names of all ways.
pub(crate) fn names() -> Vec<&'static str> {
    ALL.iter()
        .copied()
        .flatten()
        .map(|rows| rows.name)
        .collect()
}

/// Ways to set rows aside, by their names in tables.
pub(crate) const ASIDES: [(&str, SetAside); 11] = [
    ("not done", asides::not_done),
    ("not done by operation", asides::not_done_by_operation),
    ("not booked", asides::not_booked),
    ("sums", asides::sums),
    ("not filled", asides::not_filled),
    ("kucoin not filled", kucoin::not_filled),
    ("kucoin cancelled", kucoin::cancelled),
    ("cexio pending", cexio::pending),
    (
        "crypto.com withdrawal in process",
        crypto_com::withdrawal_in_process,
    ),
    ("hitbtc without a hash", hitbtc::without_hash),
    ("3commas deal without times", threecommas::without_times),
];

/// Ways of rows below others, by their names in tables.
pub(crate) const BELOW: [(&str, MapBelow); 1] =
    [("binance fill below an order", binance::map_fill_below)];

/// How the contracts of an exchange are named.
pub(crate) const CONTRACTS: [Contracts; 5] = [
    contracts::IN_QUOTE,
    contracts::IN_QUOTE_OR_COIN,
    binance::CONTRACTS,
    deribit::CONTRACTS,
    kucoin::CONTRACTS,
];

#[cfg(test)]
mod fee_and_margin_tests;
#[cfg(test)]
mod tests;
