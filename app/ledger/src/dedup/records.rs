//! Two files that list the same fills, payments or transactions, of which one
//! knows more of each: a trade's id, the rate of a loan, a transaction's id.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::catalogue::format_by_id;
use crate::dedup::equal::is_rounded_a_little;
use crate::dedup::{Verdicts, Why, orders};
use crate::entry::{Entry, Kind, Quantity, Side, ZoneSource};
use crate::formats::Detail;
use crate::numbers::amount::Amount;

/// Drops what another format tells with more detail.
pub(super) fn drop_known_better(entries: &[Entry], verdicts: &mut Verdicts) {
    drop_without_ids(entries, verdicts);
    drop_fills_of_one_order(entries, verdicts);
    drop_same_transactions(entries, verdicts);
    drop_paid_loans(entries, verdicts);
}

/// Rows of two formats that tell one thing, as far as both know it.
#[derive(PartialEq, Eq, Hash)]
struct Row<'a> {
    exchange: &'a str,
    account: &'a str,
    kind: Kind,
    second: i64,
    out: Option<&'a Quantity>,
    in_: Option<&'a Quantity>,
    /// Of a fill of a contract, which moves nothing, what tells it from others.
    contract: Option<Contract<'a>>,
}

#[derive(PartialEq, Eq, Hash)]
struct Contract<'a> {
    market: &'a str,
    side: Option<Side>,
    price: Option<&'a Amount>,
    size: Option<&'a Amount>,
}

impl<'a> Row<'a> {
    fn of(entry: &'a Entry) -> Row<'a> {
        let is_derivative = entry.kind == Kind::Derivative;
        Row {
            exchange: &entry.exchange,
            account: &entry.account,
            kind: entry.kind,
            second: entry.time.seconds,
            out: entry.out.as_ref(),
            in_: entry.in_.as_ref(),
            contract: is_derivative.then(|| Contract {
                market: &entry.market,
                side: entry.side,
                price: entry.price.as_ref(),
                size: entry.facts.contract_size.as_ref(),
            }),
        }
    }
}

/// A fill without an id is the fill with one that is equal to the second.
fn drop_without_ids(entries: &[Entry], verdicts: &mut Verdicts) {
    let is_fill = |at: usize| {
        verdicts[at].is_none()
            && matches!(entries[at].kind, Kind::Trade | Kind::Derivative | Kind::Pnl)
    };
    let (with, without): (Vec<usize>, Vec<usize>) = (0..entries.len())
        .filter(|at| is_fill(*at) && entries[*at].group.is_empty())
        .partition(|at| !entries[*at].trade_id.is_empty());
    if with.is_empty() || without.is_empty() {
        return;
    }
    let mut known: HashMap<Row<'_>, Vec<usize>> = HashMap::new();
    for at in with.into_iter().rev() {
        known.entry(Row::of(&entries[at])).or_default().push(at);
    }
    let mut left = Vec::new();
    for at in without {
        match known.get_mut(&Row::of(&entries[at])).and_then(Vec::pop) {
            Some(kept) => verdicts[at] = Some((Why::SameRow, kept)),
            None => left.push(at),
        }
    }
    let known = known.into_values().flatten().collect();
    drop_rounded(entries, known, left, verdicts);
}

/// So many trades of one second and market are compared with each other, and no more.
const ROUNDED_MAX: usize = 64;

/// A trade without an id is also the one with an id whose amounts are rounded, or
/// computed with more digits.
fn drop_rounded(entries: &[Entry], with: Vec<usize>, without: Vec<usize>, verdicts: &mut Verdicts) {
    let mut markets: BTreeMap<_, [Vec<usize>; 2]> = BTreeMap::new();
    for (nth, rows) in [with, without].into_iter().enumerate() {
        for at in rows {
            let entry = &entries[at];
            if let (Kind::Trade, Some(out), Some(in_)) = (entry.kind, &entry.out, &entry.in_) {
                let place = (&*entry.exchange, &*entry.account, entry.time.seconds);
                let market = (&*out.asset, &*in_.asset, entry.side);
                markets.entry((place, market)).or_default()[nth].push(at);
            }
        }
    }
    let is_one = |a: &Option<Quantity>, b: &Option<Quantity>| match (a, b) {
        (Some(a), Some(b)) => a == b || is_rounded_a_little(&a.amount, &b.amount),
        _ => false,
    };
    for [mut with, without] in markets.into_values() {
        if with.len().max(without.len()) > ROUNDED_MAX {
            continue;
        }
        with.sort_unstable();
        for at in without {
            let entry = &entries[at];
            let same = with.iter().position(|kept| {
                let kept = &entries[*kept];
                is_one(&kept.out, &entry.out) && is_one(&kept.in_, &entry.in_)
            });
            if let Some(nth) = same {
                verdicts[at] = Some((Why::SameRow, with.remove(nth)));
            }
        }
    }
}

/// A fill of one order in two formats is one fill where the amounts are equal,
/// whatever their times say: one of the two may be read in a wrong zone. That of the
/// file which tells its zone counts.
fn drop_fills_of_one_order(entries: &[Entry], verdicts: &mut Verdicts) {
    let mut orders: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    let mut latest = ("", false);
    for (at, entry) in entries.iter().enumerate() {
        if entry.kind != Kind::Trade || entry.order_id.is_empty() {
            continue;
        }
        if latest.0 != entry.format {
            let format = format_by_id(&entry.format);
            let tells_fills = format.is_some_and(|format| format.detail == Detail::Fills);
            latest = (entry.format.as_str(), tells_fills);
        }
        if latest.1 {
            let key = (&*entry.exchange, &*entry.account, &*entry.order_id);
            orders.entry(key).or_default().push(at);
        }
    }
    for rows in orders.into_values() {
        let best = rows
            .iter()
            .map(|at| &entries[*at])
            .min_by_key(|row| doubt(row.zone_source));
        let Some(best) = best.map(|row| &row.format) else {
            continue;
        };
        let (own, others): (Vec<usize>, Vec<usize>) =
            rows.iter().partition(|at| entries[**at].format == *best);
        // Those that were dropped for a row of the best have taken it.
        let mut paired: HashSet<(usize, &str)> = others
            .iter()
            .filter_map(|at| Some((verdicts[*at]?.1, entries[*at].format.as_str())))
            .collect();
        for at in others {
            let entry = &entries[at];
            let is_same = |kept: &&usize| {
                let kept = **kept;
                verdicts[kept].is_none()
                    && entries[kept].out == entry.out
                    && entries[kept].in_ == entry.in_
                    && !paired.contains(&(kept, entry.format.as_str()))
            };
            if verdicts[at].is_some() {
                continue;
            }
            if let Some(kept) = own.iter().find(is_same).copied() {
                paired.insert((kept, &entry.format));
                orders::drop_with_fees(entries, at, (Why::SameRow, kept), verdicts);
            }
        }
    }
}

/// The less, the surer a zone is.
fn doubt(source: ZoneSource) -> u8 {
    match source {
        ZoneSource::Value | ZoneSource::Header | ZoneSource::Preamble | ZoneSource::Filename => 0,
        ZoneSource::Given => 1,
        ZoneSource::Format => 2,
        ZoneSource::Assumed => 3,
    }
}

/// A deposit or withdrawal with one transaction id, asset and amount in two formats.
fn drop_same_transactions(entries: &[Entry], verdicts: &mut Verdicts) {
    let mut known: HashMap<_, Vec<(usize, bool)>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if verdicts[at].is_some() || !matches!(entry.kind, Kind::Deposit | Kind::Withdrawal) {
            continue;
        }
        let id = &entry.facts.tx_hash;
        if id.is_empty() {
            continue;
        }
        let key = (
            (&entry.exchange, &entry.account, entry.kind),
            (&entry.out, &entry.in_, id),
        );
        let same = known.entry(key).or_default();
        let other = same
            .iter_mut()
            .find(|(kept, is_paired)| !*is_paired && entries[*kept].format != entry.format);
        match other {
            Some((kept, is_paired)) => {
                *is_paired = true;
                verdicts[at] = Some((Why::SameRow, *kept));
            }
            None => same.push((at, false)),
        }
    }
}

/// A loan's payment stands among FTX's deposits and names the coin and the hour
/// that the lending file has, with its rate, in a row of its own.
fn drop_paid_loans(entries: &[Entry], verdicts: &mut Verdicts) {
    let mut loans: HashMap<(&str, &str, &str, i64), Vec<usize>> = HashMap::new();
    let mut payments = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let (Kind::Reward, None, Some(paid)) = (entry.kind, verdicts[at], &entry.in_) else {
            continue;
        };
        let place = (&*entry.exchange, &*entry.account, &*paid.asset);
        if let Some(hour) = entry.facts.lending_hour {
            payments.push((at, (place.0, place.1, place.2, hour.seconds)));
        } else if entry.format.starts_with("ftx-lending") {
            let key = (place.0, place.1, place.2, entry.time.seconds);
            loans.entry(key).or_default().push(at);
        }
    }
    for (at, key) in payments {
        let loans = loans.entry(key).or_default();
        let same = loans
            .iter()
            .position(|loan| is_same_but_for_rounding(&entries[*loan].in_, &entries[at].in_));
        if let Some(nth) = same {
            verdicts[at] = Some((Why::CoarserFile, loans.remove(nth)));
        }
    }
}

/// Whether two amounts are less than a unit apart in the last place that both have.
fn is_same_but_for_rounding(a: &Option<Quantity>, b: &Option<Quantity>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return false;
    };
    let unit = Amount::from_units(1, a.amount.scale().min(b.amount.scale()));
    a.amount.minus(&b.amount).abs() < unit
}
