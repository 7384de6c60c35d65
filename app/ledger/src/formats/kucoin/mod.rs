//! What is odd about the files of KuCoin. Their layouts are in `tables/kucoin.txt`.

mod fiat;
mod futures;
mod orders;

pub(crate) use futures::CONTRACTS;
pub(crate) use orders::{cancelled, not_filled};

use crate::entry::Entry;
use crate::formats::rows::{self, Rows};
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};

/// Ways of rows that only KuCoin has.
pub(crate) const ROWS: &[Rows] = &[
    Rows {
        name: "kucoin fill",
        rules: &[],
        map: map_spot_or_future,
    },
    Rows {
        name: "kucoin position",
        rules: &[],
        map: futures::map_pnl,
    },
    Rows {
        name: "kucoin position in one sum",
        rules: &[],
        map: futures::map_one_sum,
    },
    Rows {
        name: "kucoin third-party payment",
        rules: &[],
        map: fiat::map_trade,
    },
    Rows {
        name: "kucoin fast trade",
        rules: &[],
        map: fiat::map_fast_trade,
    },
];

/// A bot's file of fills looks the same for spot markets and for futures.
fn map_spot_or_future(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    if futures::margin_asset(cells.text(Field::Market)).is_none() {
        return rows::map_trade(cells, rules, entry, out);
    }
    let rules = Rules {
        contracts: Some(CONTRACTS),
        ..*rules
    };
    rows::map_contract(cells, &rules, entry, out)
}
