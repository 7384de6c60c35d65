//! Positions in perpetuals and futures, where a file has fills only.
//!
//! A fill moves no spot asset, and what a position was worth before the first
//! fill is in no file. So only a round trip that is known to start and end at
//! zero has a value; every other position is listed as not valued (method §1.7).

use std::collections::{BTreeMap, HashMap};

use super::terms::{Flat, Terms};
use super::totals::PositionNotValued;
use crate::amount::Amount;
use crate::entry::{Entry, Kind, Side};
use crate::text::Text;

/// A round trip, placed on the fill that closes it.
#[derive(Clone, Debug)]
pub(super) struct Closed {
    pub market: Text,
    pub margin: Text,
    pub fills: u64,
    pub profit: Amount,
}

/// What became of the contested fills.
#[derive(Debug, Default)]
pub(super) struct Positions {
    /// By the place of the closing fill.
    pub closed: HashMap<usize, Closed>,
    pub not_valued: Vec<PositionNotValued>,
}

/// Follows the fills of each contract through time.
pub(super) fn positions(entries: &[&Entry], terms: &Terms) -> Positions {
    let mut contracts: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if entry.kind == Kind::Derivative {
            contracts.entry(contract(entry)).or_default().push(at);
        }
    }
    let mut positions = Positions::default();
    for (contract, mut fills) in contracts {
        if has_profit_rows(entries, contract) {
            continue;
        }
        fills.sort_by_key(|at| entries[*at].time);
        let flat = terms.flat.iter().find(|flat| is_of(flat, contract));
        let open = match flat {
            Some(flat) => follow(entries, &fills, flat, &mut positions.closed),
            None => fills,
        };
        if let Some(first) = open.first() {
            let entry = entries[*first];
            positions.not_valued.push(PositionNotValued {
                exchange: entry.exchange.clone(),
                account: entry.account.clone(),
                market: entry.market.clone(),
                file: entry.file.clone(),
                line: entry.line(),
                fills: open.len() as u64,
            });
        }
    }
    positions
}

fn contract(entry: &Entry) -> (&str, &str, &str) {
    (&entry.exchange, &entry.account, &entry.market)
}

fn is_of(flat: &Flat, contract: (&str, &str, &str)) -> bool {
    (
        flat.exchange.as_str(),
        flat.account.as_str(),
        flat.market.as_str(),
    ) == contract
}

/// Whether rows with realised profit and loss say what the fills are worth.
fn has_profit_rows(entries: &[&Entry], (exchange, account, market): (&str, &str, &str)) -> bool {
    entries.iter().any(|entry| {
        entry.kind == Kind::Pnl
            && (entry.exchange == exchange && entry.account == account)
            && (entry.market == market || entry.market.is_empty())
    })
}

/// Values the round trips after a moment at which the position was zero, and
/// returns the fills that are in none.
fn follow(
    entries: &[&Entry],
    fills: &[usize],
    flat: &Flat,
    closed: &mut HashMap<usize, Closed>,
) -> Vec<usize> {
    let (before, after): (Vec<usize>, Vec<usize>) =
        fills.iter().partition(|at| entries[**at].time < flat.at);
    let mut open = Vec::new();
    let (mut position, mut profit) = (Amount::ZERO, Amount::ZERO);
    for (nth, at) in after.iter().copied().enumerate() {
        open.push(at);
        let Some((bought, notional)) = fill(entries[at]) else {
            // What can't be followed leaves the position unknown from here on.
            open.extend(&after[nth + 1..]);
            break;
        };
        position = position.plus(&bought);
        profit = profit.minus(&notional);
        if position.is_zero() {
            closed.insert(
                at,
                Closed {
                    market: flat.market.clone(),
                    margin: flat.margin.clone(),
                    fills: open.len() as u64,
                    profit: std::mem::replace(&mut profit, Amount::ZERO),
                },
            );
            open.clear();
        }
    }
    before.into_iter().chain(open).collect()
}

/// Contracts bought (negative when sold) and their notional, likewise signed.
fn fill(entry: &Entry) -> Option<(Amount, Amount)> {
    let size = entry.facts.contract_size.as_ref()?;
    let bought = match entry.side? {
        Side::Buy => size.clone(),
        Side::Sell => size.negated(),
    };
    let notional = bought.times(entry.price.as_ref()?);
    Some((bought, notional))
}
