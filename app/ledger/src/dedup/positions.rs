//! What positions made and cost: reported with each fill, and again when they were closed,
//! there in one sum or in parts.
//!
//! KuCoin's list of closed positions has the fees of all fills of each, and the file
//! of fills has them one by one. The fills count, for they have a time each; where
//! some of them are in no file, the position's sum does.

use std::collections::BTreeMap;

use crate::dedup::{Tolerances, Verdicts, Why};
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity};
use crate::numbers::amount::Amount;

/// Whose contract, and the asset of its fees.
type Contract<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

/// The fee of one closed position, or several that follow each other at once.
struct Positions {
    /// Their rows, the earliest closed first.
    rows: Vec<usize>,
    from: i64,
    until: i64,
}

/// Lets the fees of positions count once beside their fills.
pub(super) fn drop_repeated_fees(
    entries: &[Entry],
    tolerances: &Tolerances,
    verdicts: &mut Verdicts,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut closed: BTreeMap<Contract<'_>, Vec<(i64, usize)>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let opened = (entry.kind == Kind::Fee && verdicts[at].is_none())
            .then_some(entry.facts.opened_at)
            .flatten();
        if let (Some(opened), Some(contract)) = (opened, contract(entry)) {
            closed
                .entry(contract)
                .or_default()
                .push((opened.seconds, at));
        }
    }
    if closed.is_empty() {
        return;
    }
    let mut fills: BTreeMap<Contract<'_>, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let is_fill = entry.kind == Kind::Derivative && verdicts[at].is_none();
        if let Some(contract) = contract(entry).filter(|_| is_fill) {
            fills.entry(contract).or_default().push(at);
        }
    }
    for (contract, closed) in closed {
        let Some(mut fills) = fills.remove(&contract) else {
            continue;
        };
        fills.sort_by_key(|at| entries[*at].time);
        for positions in one_after_the_other(entries, closed, tolerances) {
            let second = |at: &usize| entries[*at].time.seconds;
            let from = fills.partition_point(|at| second(at) < positions.from);
            let until = fills.partition_point(|at| second(at) <= positions.until);
            settle(
                entries,
                &positions.rows,
                &fills[from..until.max(from)],
                verdicts,
                diagnostics,
            );
        }
    }
}

/// A closed position whose profit, funding and fees are told apart.
struct InParts<'a> {
    profit: &'a Entry,
    at: usize,
    /// What it made after funding and fees.
    net: Amount,
}

/// Lets a closed position count once where one file has its parts and another their sum.
pub(super) fn drop_sums_of_parts(
    entries: &[Entry],
    tolerances: &Tolerances,
    verdicts: &mut Verdicts,
) {
    let counts = |at: &usize| verdicts[*at].is_none();
    let is_sum = |entry: &Entry| {
        entry.kind == Kind::Pnl && entry.facts.opened_at.is_none() && entry.trade_id.is_empty()
    };
    let all = 0..entries.len();
    let sums = all.filter(counts).filter(|at| is_sum(&entries[*at]));
    let sums: Vec<usize> = sums.collect();
    if sums.is_empty() {
        return;
    }
    let mut positions: BTreeMap<Market<'_>, Vec<InParts<'_>>> = BTreeMap::new();
    for position in in_parts(entries, verdicts) {
        let market = market(position.profit);
        positions.entry(market).or_default().push(position);
    }
    for positions in positions.values_mut() {
        positions.sort_by_key(|position| (position.profit.time, position.at));
    }
    for sum in sums {
        let entry = &entries[sum];
        let change = change(entry);
        let Some(positions) = positions.get_mut(&market(entry)) else {
            continue;
        };
        let second = entry.time.seconds;
        let from = positions.partition_point(|position| {
            position.profit.time.seconds < second - tolerances.fill_seconds_max
        });
        // The sum may have been rounded in its last place.
        let unit = Amount::from_units(1, change.scale());
        let near = positions[from..].iter().take_while(|position| {
            position.profit.time.seconds <= second + tolerances.fill_seconds_max
        });
        let same = near
            .enumerate()
            .find(|(_, position)| position.net.minus(&change).abs() < unit);
        if let Some((nth, _)) = same {
            let position = positions.remove(from + nth);
            verdicts[sum] = Some((Why::CoarserFile, position.at));
        }
    }
}

/// Whose market, and the asset of its profits.
type Market<'a> = (&'a str, &'a str, &'a str, &'a str);

fn market(entry: &Entry) -> Market<'_> {
    let moved = entry.in_.as_ref().or(entry.out.as_ref());
    let asset = moved.map_or("", |moved| moved.asset.as_str());
    (&entry.exchange, &entry.account, &entry.market, asset)
}

/// The positions of which some file has the parts: rows of one line.
fn in_parts<'a>(entries: &'a [Entry], verdicts: &Verdicts) -> Vec<InParts<'a>> {
    let mut positions: Vec<InParts<'a>> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        if entry.facts.opened_at.is_none() || verdicts[at].is_some() {
            continue;
        }
        let place = |of: &Entry| (of.file.clone(), of.lines.start());
        let last = positions.last_mut();
        match last.filter(|last| place(last.profit) == place(entry)) {
            Some(last) => last.net = last.net.plus(&change(entry)),
            None if entry.kind == Kind::Pnl => positions.push(InParts {
                profit: entry,
                at,
                net: change(entry),
            }),
            None => {}
        }
    }
    positions
}

/// What an entry changed of its asset.
fn change(entry: &Entry) -> Amount {
    let amount = |of: &Option<Quantity>| {
        of.as_ref()
            .map_or(Amount::ZERO, |quantity| quantity.amount.clone())
    };
    let moved = amount(&entry.in_).minus(&amount(&entry.out));
    moved.minus(&amount(&entry.fee))
}

fn contract(entry: &Entry) -> Option<Contract<'_>> {
    let fee = entry.fee.as_ref()?;
    let user = entry.account_in_file.split('/').next().unwrap_or_default();
    let place = (entry.exchange.as_str(), entry.account.as_str());
    Some((place.0, place.1, user, &entry.market, &fee.asset))
}

/// Positions whose times touch are settled together: the fill that closes one may
/// open the next.
fn one_after_the_other(
    entries: &[Entry],
    mut closed: Vec<(i64, usize)>,
    tolerances: &Tolerances,
) -> Vec<Positions> {
    closed.sort_unstable();
    let mut all: Vec<Positions> = Vec::new();
    for (opened, row) in closed {
        let from = opened - tolerances.fill_seconds_max;
        let until = entries[row].time.seconds + tolerances.fill_seconds_max;
        match all.last_mut().filter(|last| from <= last.until) {
            Some(last) => {
                last.rows.push(row);
                last.until = last.until.max(until);
            }
            None => all.push(Positions {
                rows: vec![row],
                from,
                until,
            }),
        }
    }
    all
}

/// Drops the positions' fees where the fills have them all, else the fills.
fn settle(
    entries: &[Entry],
    rows: &[usize],
    fills: &[usize],
    verdicts: &mut Verdicts,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (Some(row), Some(last)) = (rows.last(), fills.last()) else {
        return;
    };
    let fees = |rows: &[usize]| {
        let fees = rows.iter().filter_map(|at| entries[*at].fee.as_ref());
        fees.fold(Amount::ZERO, |sum, fee| sum.plus(&fee.amount))
    };
    // Each position's sum may have been rounded in its last place.
    let all = fees(rows);
    let unit = Amount::from_units(rows.len() as i128, all.scale());
    if all.minus(&fees(fills)) < unit {
        for row in rows {
            verdicts[*row] = Some((Why::CoarserFile, *last));
        }
        return;
    }
    for fill in fills {
        verdicts[*fill] = Some((Why::CoarserFile, *row));
    }
    let fill = &entries[fills[0]];
    diagnostics.push(Diagnostic {
        file: fill.file.to_string(),
        line: fill.lines.start(),
        column: 0,
        code: Code::WarnFillsMissing,
        message: Message::PositionFees {
            market: fill.market.clone(),
            file: entries[*row].file.clone(),
            line: entries[*row].line().into(),
        },
    });
}
