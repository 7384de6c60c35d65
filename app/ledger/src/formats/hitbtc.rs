//! What is odd about the files of HitBTC: fills of perpetuals stand among those of spot
//! markets, and in its list of movements failed ones have no hash and withdrawals often no
//! word. Its files are in `tables/hitbtc.txt`.

use crate::cells::markets;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::formats::row::words;
use crate::formats::rows::{self, Change, Rows, leg, no_contract};
use crate::formats::rules::{Contract, Contracts, Rules, SizeOf};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::tables::{Way, tables};

/// Ways of rows that only HitBTC has.
pub(crate) const ROWS: &[Rows] = &[
    Rows {
        name: "hitbtc fill",
        rules: &["fee in"],
        map: map_fill,
    },
    Rows {
        name: "hitbtc movement",
        rules: &["operations"],
        map: map_movement,
    },
];

/// What the names of perpetuals end in.
const PERPETUAL: &str = "_PERP";

const CONTRACTS: Contracts = Contracts {
    name: "hitbtc",
    read: contract,
};

/// `BTCUSDT_PERP` and `BTC/USDT_PERP` are settled in USDT.
fn contract<'a>(symbol: &'a str, _quote: &'a str) -> Result<Contract<'a>, RowDiagnostic> {
    let pair = symbol.strip_suffix(PERPETUAL).unwrap_or(symbol);
    let pair = markets::separated(pair).or_else(|| markets::unseparated(pair, ""));
    let (base, margin) = pair.ok_or_else(|| no_contract(symbol))?;
    Ok(Contract {
        base,
        margin,
        size: SizeOf::Base,
    })
}

/// Makes an entry of a fill in a spot market, or of one of a perpetual.
fn map_fill(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    if !cells.text(Field::Market).ends_with(PERPETUAL) {
        return rows::map_trade(cells, rules, entry, out);
    }
    let rules = Rules {
        contracts: Some(CONTRACTS),
        ..*rules
    };
    rows::map_contract(cells, &rules, entry, out)
}

/// Makes an entry of a movement. Amounts may have a sign or none, so that the word tells the
/// way; where there is no word, coins left.
fn map_movement(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let word = cells.text(Field::Operation);
    let is_out = match word {
        "" => true,
        word => way(word)? == Way::Out,
    };
    let amount = cells.number(Field::Change, cells.needed(Field::Change)?)?;
    let amount = match is_out {
        true => amount.abs().negated(),
        false => amount.abs(),
    };
    let asset = cells.needed(Field::Asset)?.to_ascii_uppercase();
    entry.kind = match word {
        "" => Kind::Withdrawal,
        _ => rows::kind(cells, rules, &asset, is_out, out),
    };
    rows::account(cells, &mut entry);
    rows::facts(cells, &mut entry);
    words(&mut entry, word);
    leg(&mut entry, &asset, Change::signed(amount));
    out.entry(entry);
    Ok(())
}

fn way(word: &str) -> Result<Way, RowDiagnostic> {
    tables().directions.find(word).ok_or_else(|| {
        RowDiagnostic::on(Field::Operation, Code::RefusedSide, || {
            Message::SideADeposit {
                word: shortened(word).into(),
            }
        })
    })
}

/// Sets aside a deposit or withdrawal without a hash: it failed. A row without an amount is
/// none.
pub(crate) fn without_hash(cells: &Cells<'_>, rules: &Rules) -> Option<RowDiagnostic> {
    if !cells.text(Field::TxId).is_empty() || cells.text(Field::Change).is_empty() {
        return None;
    }
    let word = cells.text(Field::Operation);
    let kinds = rules.operations.and_then(|list| list.kinds.find(word));
    let is_movement = word.is_empty() || kinds.is_some_and(|kinds| !kinds.is_transfer());
    let message = || Message::StatusNoHash;
    is_movement.then(|| RowDiagnostic::on(Field::TxId, Code::NoteNotDone, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perpetual_is_settled_in_its_quote() {
        for symbol in ["BTCUSDT_PERP", "BTC/USDT_PERP"] {
            let contract = contract(symbol, "").unwrap();
            assert_eq!(
                (contract.base, contract.margin),
                ("BTC", "USDT"),
                "{symbol}"
            );
        }
    }
}
