//! Orders and their fills: the fills count, for they have a time each.
//!
//! An order and its fills share the order's id. Where one of the two files has no
//! ids, an order is found in a run of fills of its market that adds up to it, next
//! to its own time: some files time an order when it was placed, some when its last
//! fill was.

use std::collections::{BTreeMap, HashSet};

use crate::amount::Amount;
use crate::diagnostic::Diagnostic;
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::readers::Detail;
use crate::resolve::granularity::Details;
use crate::resolve::runs::{self, Part};
use crate::resolve::{Verdicts, Why};

/// Drops orders that fills tell, and orders that a later file tells further.
pub(super) fn drop_told_by_fills(
    entries: &[Entry],
    details: &Details<'_>,
    verdicts: &mut Verdicts,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !details.has(Detail::Orders) {
        return;
    }
    let accounted = by_id(entries, details, verdicts, diagnostics);
    by_run(entries, details, verdicts, &accounted);
}

/// What tells one order, by its id.
#[derive(Default)]
struct Told<'a> {
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
    let mut ids: BTreeMap<(&str, &str, &str), Told<'_>> = BTreeMap::new();
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
    for ((_, _, id), told) in ids {
        let mut drop = |rows: &[usize], kept: usize| {
            for row in rows {
                verdicts[*row] = Some((Why::CoarserFile, kept));
            }
        };
        // Of several files the first that saw most of the order filled.
        let files: Vec<Vec<usize>> = told.orders.into_iter().map(|(_, rows)| rows).collect();
        let most = files.iter().rev().max_by_key(|rows| base(rows));
        let Some(most) = most else { continue };
        for rows in files.iter().filter(|rows| *rows != most) {
            drop(rows, most[0]);
        }
        let Some(last) = told.fills.last() else {
            continue;
        };
        if base(&told.fills) < base(most) {
            drop(&told.fills, most[0]);
            let entry = &entries[told.fills[0]];
            diagnostics.push(Diagnostic {
                file: entry.file.to_string(),
                line: entry.lines.start(),
                column: 0,
                code: "WARN-FILLS-MISSING".to_owned(),
                sentence: format!(
                    "the fills of order `{id}` add up to less than the order in {}, line {}: some are in no file, so the order counts",
                    entries[most[0]].file,
                    entries[most[0]].line()
                ),
            });
        } else {
            drop(most, *last);
            accounted.extend(told.fills);
        }
    }
    accounted
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

/// What was given for what, by whom.
type Market<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Drops orders that a run of fills adds up to, where one of the two has no ids.
fn by_run(
    entries: &[Entry],
    details: &Details<'_>,
    verdicts: &mut Verdicts,
    accounted: &HashSet<usize>,
) {
    let mut markets: BTreeMap<Market<'_>, [Vec<usize>; 2]> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let (Some(out), Some(in_)) = (&entry.out, &entry.in_) else {
            continue;
        };
        if verdicts[at].is_some() || entry.kind != Kind::Trade || accounted.contains(&at) {
            continue;
        }
        let nth = match details.of(entry) {
            Some(Detail::Orders) => 0,
            Some(Detail::Fills) => 1,
            _ => continue,
        };
        let key = (&*entry.exchange, &*entry.account, &*out.asset, &*in_.asset);
        markets.entry(key).or_default()[nth].push(at);
    }
    for [orders, fills] in markets.into_values() {
        let without_id = |at: &&usize| entries[**at].order_id.is_empty();
        let orders_without = orders.iter().any(|at| without_id(&at));
        let fills: Vec<usize> = match orders_without {
            true => fills,
            false => fills.iter().filter(without_id).copied().collect(),
        };
        let part = |at: &usize| {
            let entry = &entries[*at];
            Part {
                entry: *at,
                second: entry.time.seconds,
                amount: base(entry).map_or(Amount::ZERO, |base| base.amount.clone()),
            }
        };
        let wholes: Vec<Part> = orders.iter().map(part).collect();
        let parts: Vec<Part> = fills.iter().map(part).collect();
        for (whole, run) in runs::find(wholes, parts) {
            drop_with_fees(entries, whole, run[run.len() - 1], verdicts);
        }
    }
}

/// Drops an order and what stands on its line beside it: its tax.
fn drop_with_fees(entries: &[Entry], whole: usize, kept: usize, verdicts: &mut Verdicts) {
    verdicts[whole] = Some((Why::CoarserFile, kept));
    let same_row = |at: &usize| {
        entries[*at].kind == Kind::Fee
            && entries[*at].file == entries[whole].file
            && entries[*at].lines == entries[whole].lines
    };
    for at in (whole + 1..entries.len()).take_while(same_row) {
        verdicts[at] = Some((Why::CoarserFile, kept));
    }
}
