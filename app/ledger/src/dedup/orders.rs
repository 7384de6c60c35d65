//! Orders and their fills: the fills count, for they have a time each.
//!
//! An order and its fills share the order's id. Where one of the two files has no
//! ids, an order is found in fills of its market that add up to it: up to its own
//! time, or from then on where a file times orders when they were placed. An order
//! among the fills that none add up to counts, with a warning.

use std::collections::{BTreeMap, HashSet};

use crate::dedup::details::Details;
use crate::dedup::runs::{self, Part, Whole};
use crate::dedup::{Tolerances, Verdicts, Why};
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::formats::Detail;
use crate::numbers::amount::Amount;

/// Drops orders that fills tell, and orders that a later file tells further.
pub(super) fn drop_orders_of_fills(
    entries: &[Entry],
    details: &Details<'_>,
    tolerances: &Tolerances,
    verdicts: &mut Verdicts,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !details.has(Detail::Orders) {
        return;
    }
    let accounted = by_id(entries, details, verdicts, diagnostics);
    let left = by_run(entries, details, tolerances, verdicts, &accounted);
    diagnostics.extend(left.into_iter().map(|at| unmatched(&entries[at])));
}

/// The rows of one order, by its id.
#[derive(Default)]
struct OrderRows<'a> {
    /// Rows of orders, by file.
    orders: Vec<(&'a str, Vec<usize>)>,
    fills: Vec<usize>,
}

/// Settles orders whose id the fills have too, and returns the fills that count
/// for an order.
fn by_id(
    entries: &[Entry],
    details: &Details<'_>,
    verdicts: &mut Verdicts,
    diagnostics: &mut Vec<Diagnostic>,
) -> HashSet<usize> {
    let mut ids: BTreeMap<(&str, &str, &str), OrderRows<'_>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let is_part = matches!(entry.kind, Kind::Trade | Kind::Fee);
        if verdicts[at].is_some() || !is_part || entry.order_id.is_empty() {
            continue;
        }
        let key = (&*entry.exchange, &*entry.account, &*entry.order_id);
        match details.of(entry) {
            Some(Detail::Orders) => {
                let orders = &mut ids.entry(key).or_default().orders;
                match orders.iter_mut().find(|(file, _)| *file == entry.file) {
                    Some((_, rows)) => rows.push(at),
                    None => orders.push((&entry.file, vec![at])),
                }
            }
            Some(Detail::Fills) => ids.entry(key).or_default().fills.push(at),
            _ => {}
        }
    }
    let mut accounted = HashSet::new();
    let base = |rows: &[usize]| base_sum(entries, rows);
    for ((_, _, id), of_order) in ids {
        let mut drop = |rows: &[usize], kept: usize| {
            for row in rows {
                verdicts[*row] = Some((Why::CoarserFile, kept));
            }
        };
        // Of several files the first that saw most of the order filled.
        let files: Vec<Vec<usize>> = of_order.orders.into_iter().map(|(_, rows)| rows).collect();
        let most = files.iter().rev().max_by_key(|rows| base(rows));
        let Some(most) = most else { continue };
        for rows in files.iter().filter(|rows| *rows != most) {
            drop(rows, most[0]);
        }
        let Some(last) = of_order.fills.last() else {
            continue;
        };
        if base(&of_order.fills) < base(most) {
            drop(&of_order.fills, most[0]);
            diagnostics.push(fills_missing(entries, id, &of_order.fills, most));
        } else {
            drop(most, *last);
            accounted.extend(of_order.fills);
        }
    }
    accounted
}

/// Says that an order counts for fills that are not all there, and which fees that
/// leaves out.
pub(super) fn fills_missing(
    entries: &[Entry],
    id: &str,
    fills: &[usize],
    order: &[usize],
) -> Diagnostic {
    let (fill, whole) = (&entries[fills[0]], &entries[order[0]]);
    let has_fee = order.iter().any(|at| entries[*at].fee.is_some());
    let mut fees: BTreeMap<&str, Amount> = BTreeMap::new();
    for fee in fills.iter().filter_map(|at| entries[*at].fee.as_ref()) {
        let sum = fees.entry(&fee.asset).or_insert(Amount::ZERO);
        *sum = sum.plus(&fee.amount);
    }
    let fees = fees.iter().filter(|(_, fee)| !fee.is_zero());
    let fees: Vec<String> = fees.map(|(asset, fee)| format!("{fee} {asset}")).collect();
    let (id, file, line) = (id.into(), whole.file.clone(), whole.line().into());
    let message = match has_fee || fees.is_empty() {
        true => Message::ClaimFills { id, file, line },
        false => Message::ClaimFillsFees {
            id,
            file,
            line,
            fees: fees.join(", ").into(),
        },
    };
    Diagnostic {
        file: fill.file.to_string(),
        line: fill.lines.start(),
        column: 0,
        code: Code::WarnFillsMissing,
        message,
    }
}

/// What all rows traded of the base asset.
fn base_sum(entries: &[Entry], rows: &[usize]) -> Amount {
    rows.iter()
        .filter_map(|at| base(&entries[*at]))
        .fold(Amount::ZERO, |sum, base| sum.plus(&base.amount))
}

fn base(entry: &Entry) -> Option<&Quantity> {
    match entry.side {
        Some(Side::Sell) => entry.out.as_ref(),
        _ => entry.in_.as_ref(),
    }
}

fn quote(entry: &Entry) -> Option<&Quantity> {
    match entry.side {
        Some(Side::Sell) => entry.in_.as_ref(),
        _ => entry.out.as_ref(),
    }
}

/// What was given for what, by whom; of a contract, its name and the side.
type Market<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Drops orders that fills add up to, where one of the two has no ids, and returns
/// those among the fills that none add up to.
fn by_run(
    entries: &[Entry],
    details: &Details<'_>,
    tolerances: &Tolerances,
    verdicts: &mut Verdicts,
    accounted: &HashSet<usize>,
) -> Vec<usize> {
    let mut markets: BTreeMap<Market<'_>, [Vec<usize>; 2]> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if verdicts[at].is_some() || accounted.contains(&at) {
            continue;
        }
        let traded: Option<(&str, &str)> = match (entry.kind, entry.side) {
            (Kind::Trade, _) => {
                let assets = entry.out.as_ref().zip(entry.in_.as_ref());
                assets.map(|(out, in_)| (&*out.asset, &*in_.asset))
            }
            (Kind::Derivative, Some(side)) => Some((&entry.market, side.as_str())),
            _ => None,
        };
        let Some((given, got)) = traded else { continue };
        let nth = match details.of(entry) {
            Some(Detail::Orders) => 0,
            Some(Detail::Fills) => 1,
            _ => continue,
        };
        let key = (&*entry.exchange, &*entry.account, given, got);
        markets.entry(key).or_default()[nth].push(at);
    }
    let mut left = Vec::new();
    for [orders, fills] in markets.into_values() {
        let without_id = |at: &&usize| entries[**at].order_id.is_empty();
        let orders_without = orders.iter().any(|at| without_id(&at));
        let fills: Vec<usize> = match orders_without {
            true => fills,
            false => fills.iter().filter(without_id).copied().collect(),
        };
        let wholes: Vec<Whole> = orders
            .iter()
            .map(|at| Whole {
                part: part(entries, *at),
                is_placed: entries[*at].facts.timed_when_placed,
            })
            .collect();
        let parts: Vec<Part> = fills.iter().map(|at| part(entries, *at)).collect();
        let mut is_used: HashSet<usize> = HashSet::new();
        for (whole, run) in runs::find(wholes, parts, tolerances) {
            drop_with_fees(
                entries,
                whole,
                (Why::CoarserFile, run[run.len() - 1]),
                verdicts,
            );
            is_used.extend(run);
        }
        let among = Among::of(entries, &fills, &is_used, tolerances);
        let rest = orders.into_iter().filter(|at| verdicts[*at].is_none());
        left.extend(rest.filter(|at| among.has(&entries[*at])));
    }
    left
}

fn part(entries: &[Entry], at: usize) -> Part {
    let entry = &entries[at];
    let (traded, worth) = match entry.kind {
        Kind::Derivative => (entry.traded().into_iter().flatten().next(), None),
        _ => (
            base(entry).map(|base| &base.amount),
            quote(entry).map(|quote| &quote.amount),
        ),
    };
    Part {
        entry: at,
        second: entry.time.seconds,
        amount: traded.cloned().unwrap_or_default(),
        worth: worth.cloned(),
    }
}

/// The times of one market's fills.
struct Among {
    span: Option<(i64, i64)>,
    /// Those of fills that are no order's yet, in order.
    unused: Vec<i64>,
    resting_seconds_max: i64,
}

impl Among {
    fn of(
        entries: &[Entry],
        fills: &[usize],
        is_used: &HashSet<usize>,
        tolerances: &Tolerances,
    ) -> Among {
        let second = |at: &usize| entries[*at].time.seconds;
        let (first, last) = (
            fills.iter().map(second).min(),
            fills.iter().map(second).max(),
        );
        let unused = fills.iter().filter(|at| !is_used.contains(at));
        let mut unused: Vec<i64> = unused.map(second).collect();
        unused.sort_unstable();
        Among {
            span: first.zip(last),
            unused,
            resting_seconds_max: tolerances.resting_seconds_max,
        }
    }

    /// Whether an order lies among the fills, or one of them that is no other
    /// order's may be its own.
    fn has(&self, order: &Entry) -> bool {
        let second = order.time.seconds;
        let is_within = |(first, last): (i64, i64)| (first..=last).contains(&second);
        let next = self.unused.partition_point(|fill| *fill < second);
        let is_followed = self.unused.get(next).copied();
        let is_followed = is_followed.is_some_and(|fill| fill - second <= self.resting_seconds_max);
        self.span.is_some_and(is_within) || (order.facts.timed_when_placed && is_followed)
    }
}

fn unmatched(order: &Entry) -> Diagnostic {
    Diagnostic {
        file: order.file.to_string(),
        line: order.lines.start(),
        column: 0,
        code: Code::WarnUnmatchedOrder,
        message: Message::ClaimOrderDoubt,
    }
}

/// Drops a row and what stands on its line beside it: its tax, or what it realised.
pub(super) fn drop_with_fees(
    entries: &[Entry],
    whole: usize,
    (why, kept): (Why, usize),
    verdicts: &mut Verdicts,
) {
    verdicts[whole] = Some((why, kept));
    let same_row = |at: &usize| {
        matches!(entries[*at].kind, Kind::Fee | Kind::Pnl)
            && entries[*at].file == entries[whole].file
            && entries[*at].lines == entries[whole].lines
    };
    for at in (whole + 1..entries.len()).take_while(same_row) {
        verdicts[at] = Some((why, kept));
    }
}
