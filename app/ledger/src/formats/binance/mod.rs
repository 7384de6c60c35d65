//! What is odd about the files of Binance.com. Their layouts are in `tables/binance.txt`.

mod card;
mod contracts;
mod dust;
mod orders;
mod trades;
mod units;

pub(crate) use contracts::CONTRACTS;
pub(crate) use orders::map_fill as map_fill_below;

use crate::formats::rows::Rows;

/// Ways of rows that only Binance has.
pub(crate) const ROWS: &[Rows] = &[
    Rows {
        name: "binance trade with units",
        rules: &[],
        map: trades::map_with_units,
    },
    Rows {
        name: "binance order above its fills",
        rules: &[],
        map: orders::map_order,
    },
    Rows {
        name: "binance order without fees",
        rules: &[],
        map: orders::map_flat,
    },
    Rows {
        name: "binance small assets",
        rules: &[],
        map: dust::map,
    },
    Rows {
        name: "binance card payment",
        rules: &[],
        map: card::map,
    },
];
