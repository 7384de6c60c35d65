//! What streaming has to come to, worked out with every entry at hand: the plain form
//! of the rules of contest, of what a line depends on, and of deals.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::text::Text;
use crate::entry::deal::{Deal, Volume};
use crate::entry::{Entry, Kind, Side};
use crate::losses::{
    Conflict, Context, FlatAt, FlatBy, LossLine, PositionNotValued, RoundTrip, Rule, Totals,
    UnpricedRow, Valuer,
};
use crate::numbers::amount::Amount;
use crate::numbers::money::Money;
use crate::terms::{Basis, Terms};
use crate::time::moment::Moment;

type Group<'e> = (&'e str, &'e str, &'e str);

fn group(entry: &Entry) -> Option<Group<'_>> {
    let is_leg = !entry.group.is_empty() && entry.kind.is_taken_by_a_period();
    is_leg.then_some((&entry.exchange, &entry.account, &entry.group))
}

/// For each entry the place of the rule that contests it, and of the one that leaves it
/// out of what is contested.
pub fn verdicts(
    rules: &[Rule],
    entries: &[&Entry],
    keys: &[&str],
) -> Vec<(Option<usize>, Option<usize>)> {
    let row_of = |rule: &Rule| match rule {
        Rule::Row(key) => Some(key.clone()),
        _ => None,
    };
    let left_out_of = |rule: &Rule| match rule {
        Rule::LeaveOut(key) => Some(key.clone()),
        _ => None,
    };
    let rows = named_rows(rules, entries, keys, row_of);
    let left_out = named_rows(rules, entries, keys, left_out_of);
    let mut periods = vec![None; entries.len()];
    for (no, rule) in rules.iter().enumerate() {
        for (at, taken) in within(rule, entries).into_iter().enumerate() {
            if taken && periods[at].is_none() {
                periods[at] = Some(no);
            }
        }
    }
    let each = (0..entries.len()).map(|at| match (periods[at].or(rows[at]), left_out[at]) {
        (Some(_), Some(no)) => (None, Some(no)),
        (contested, _) => (contested, None),
    });
    each.collect()
}

fn within(rule: &Rule, entries: &[&Entry]) -> Vec<bool> {
    let Rule::Period {
        period,
        exchange,
        account,
        asset,
    } = rule
    else {
        return vec![false; entries.len()];
    };
    let is_of = |entry: &Entry| {
        (exchange.is_empty() || entry.exchange == *exchange)
            && (account.is_empty() || entry.account == *account)
    };
    let is_taken = |entry: &Entry| {
        is_of(entry) && entry.kind.is_taken_by_a_period() && period.holds(entry.time)
    };
    let is_touched = |entry: &Entry| {
        let quantities = [&entry.out, &entry.in_, &entry.fee];
        let mut quantities = quantities.into_iter().flatten();
        asset.is_empty() || quantities.any(|quantity| quantity.asset == *asset)
    };
    let legs = |entry: &Entry| -> Vec<&Entry> {
        match group(entry) {
            Some(own) => {
                let others = entries.iter().copied();
                others.filter(|other| group(other) == Some(own)).collect()
            }
            None => Vec::new(),
        }
    };
    let each = entries.iter().map(|entry| {
        let legs = legs(entry);
        let of_group = |is: &dyn Fn(&Entry) -> bool| legs.iter().any(|leg| is(leg));
        (is_taken(entry) || of_group(&is_taken)) && (is_touched(entry) || of_group(&is_touched))
    });
    each.collect()
}

fn named_rows(
    rules: &[Rule],
    entries: &[&Entry],
    keys: &[&str],
    key_of: impl Fn(&Rule) -> Option<Text>,
) -> Vec<Option<usize>> {
    let named = |key: &str| {
        let mut rules = rules.iter();
        rules.position(|rule| key_of(rule).is_some_and(|named| named == key))
    };
    let mut groups: HashMap<Group<'_>, usize> = HashMap::new();
    for (entry, key) in entries.iter().zip(keys) {
        if let (Some(group), Some(no)) = (group(entry), named(key)) {
            groups.entry(group).or_insert(no);
        }
    }
    let each = entries.iter().zip(keys).map(|(entry, key)| {
        let of_group = || groups.get(&group(entry)?).copied();
        named(key).or_else(of_group)
    });
    each.collect()
}

/// Manipulated assets that were traded at or before the moment they are listed from.
pub fn conflicts(entries: &[&Entry], terms: &Terms) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = Vec::new();
    if terms.basis != Basis::Event {
        return found;
    }
    for (at, listed) in terms.manipulated.iter().enumerate() {
        let others = terms.manipulated.iter().enumerate();
        let mut others = others.filter(|(_, other)| other.asset == listed.asset);
        if !others.all(|(place, other)| (listed.from, at) <= (other.from, place)) {
            continue;
        }
        let is_of = |entry: &Entry| {
            let mut legs = [&entry.out, &entry.in_].into_iter().flatten();
            legs.any(|leg| {
                let meant = terms.asset_of(&leg.asset, Some(&entry.exchange), entry.time);
                leg.asset == listed.asset || meant == listed.asset.as_str()
            })
        };
        let trades = entries.iter().filter(|entry| entry.kind == Kind::Trade);
        let first = trades
            .filter(|entry| is_of(entry))
            .min_by_key(|entry| entry.time);
        found.extend(
            first
                .filter(|entry| entry.time <= listed.from)
                .map(|entry| Conflict {
                    asset: listed.asset.clone(),
                    from: listed.from,
                    file: entry.file.clone(),
                    line: entry.line(),
                    time: entry.time,
                }),
        );
    }
    found
}

/// What each contested entry's line depends on, deals left aside, and the positions that
/// fills alone can't value.
pub fn contexts(
    all: &[&Entry],
    is_contested: &[bool],
    terms: &Terms,
    valuer: &mut Valuer<'_>,
) -> (Vec<Context>, Vec<PositionNotValued>) {
    let mut contexts = vec![Context::default(); all.len()];
    let mut not_valued = Vec::new();
    let fills = all.iter().filter(|e| e.kind == Kind::Derivative);
    let contracts: BTreeSet<(&str, &str, &str)> = fills.map(|e| contract(e)).collect();
    for contract in contracts {
        not_valued.extend(follow(all, is_contested, contract, terms, &mut contexts));
    }
    let is_leg = |entry: &Entry| entry.kind == Kind::Trade && group(entry).is_some();
    let contested = || (0..all.len()).filter(|at| is_contested[*at]);
    let mut broken = BTreeSet::new();
    for at in contested() {
        if is_leg(all[at]) && valuer.lacks_value(all[at]) {
            broken.insert(group(all[at]));
        }
    }
    for at in contested() {
        contexts[at].in_broken_group = is_leg(all[at]) && broken.contains(&group(all[at]));
    }
    let contexts = contested().map(|at| contexts[at].clone());
    (contexts.collect(), not_valued)
}

fn contract(entry: &Entry) -> (&str, &str, &str) {
    (&entry.exchange, &entry.account, &entry.market)
}

/// Every moment at which a position is known to be zero.
fn known(all: &[&Entry], own: (&str, &str, &str), terms: &Terms) -> Vec<FlatAt> {
    let mut known: Vec<(Moment, FlatBy)> = Vec::new();
    let rows = all.iter().filter(|entry| contract(entry) == own);
    known.extend(rows.filter_map(|entry| Some((entry.facts.opened_at?, FlatBy::Opened))));
    let of_account = |entry: &&&Entry| (&*entry.exchange, &*entry.account) == (own.0, own.1);
    let account = || all.iter().filter(of_account);
    let deposits = || account().filter(|entry| entry.kind == Kind::Deposit);
    let first = account().map(|entry| entry.time).min();
    if deposits().any(|deposit| Some(deposit.time) == first) {
        known.extend(first.map(|first| (first, FlatBy::History)));
    }
    let mut stated = terms.flat.iter();
    let stated =
        stated.find(|f| (f.exchange.as_str(), f.account.as_str(), f.market.as_str()) == own);
    let stated = stated
        .map(|flat| flat.at)
        .into_iter()
        .chain(terms.flat_before);
    known.extend(stated.map(|at| (at, FlatBy::Stated)));
    known.sort();
    let mut first_reasons: Vec<FlatAt> = Vec::new();
    for (at, by) in known {
        if first_reasons.iter().all(|flat| flat.at != at) {
            first_reasons.push(FlatAt { at, by });
        }
    }
    first_reasons
}

fn margin(own: (&str, &str, &str), terms: &Terms) -> Option<Text> {
    let mut stated = terms.flat.iter();
    let stated =
        stated.find(|f| (f.exchange.as_str(), f.account.as_str(), f.market.as_str()) == own);
    match (stated, own.0, own.2.split_once('/')) {
        (Some(flat), ..) => Some(flat.margin.clone()),
        (None, "ftx", _) => Some("USD".into()),
        (None, _, Some((_, quote))) => Some(quote.into()),
        _ => None,
    }
}

fn follow(
    all: &[&Entry],
    is_contested: &[bool],
    own: (&str, &str, &str),
    terms: &Terms,
    contexts: &mut [Context],
) -> Option<PositionNotValued> {
    let has_profit_rows = (0..all.len()).any(|at| {
        let entry = all[at];
        is_contested[at]
            && entry.kind == Kind::Pnl
            && (entry.exchange == own.0 && entry.account == own.1)
            && (entry.market == own.2 || entry.market.is_empty())
    });
    if has_profit_rows {
        return None;
    }
    let is_fill = |at: &usize| all[*at].kind == Kind::Derivative;
    let fills = (0..all.len()).filter(is_fill);
    let mut fills: Vec<usize> = fills.filter(|at| contract(all[*at]) == own).collect();
    fills.sort_by_key(|at| all[*at].time);
    let known = known(all, own, terms);
    let since = |at: usize| known.iter().rev().find(|flat| flat.at <= all[at].time);
    let mut valued: BTreeSet<usize> = BTreeSet::new();
    if let Some(margin) = margin(own, terms) {
        for flat in &known {
            let of_flat = fills.iter().copied();
            let of_flat = of_flat.filter(|at| since(*at) == Some(flat));
            for round in rounds(all, of_flat.collect()) {
                if !round.iter().all(|at| is_contested[*at]) {
                    continue;
                }
                let profit = round.iter().fold(Amount::ZERO, |profit, at| {
                    let notional = signed(all[*at]).zip(all[*at].price.clone());
                    let (size, price) = notional.unwrap();
                    profit.minus(&size.times(&price))
                });
                contexts[round[round.len() - 1]].closed = Some(RoundTrip {
                    market: own.2.into(),
                    margin: margin.clone(),
                    fills: round.len() as u64,
                    profit,
                    flat: *flat,
                });
                valued.extend(round);
            }
        }
    }
    let left = fills.into_iter();
    let left: Vec<usize> = left
        .filter(|at| is_contested[*at] && !valued.contains(at))
        .collect();
    let first = all[*left.first()?];
    Some(PositionNotValued {
        exchange: first.exchange.clone(),
        account: first.account.clone(),
        market: first.market.clone(),
        file: first.file.clone(),
        line: first.line(),
        fills: left.len() as u64,
    })
}

fn signed(fill: &Entry) -> Option<Amount> {
    let size = fill.facts.contract_size.clone()?;
    Some(match fill.side? {
        Side::Buy => size,
        Side::Sell => size.negated(),
    })
}

/// The runs of fills that begin and end at zero, as far as sizes and prices are known.
fn rounds(all: &[&Entry], fills: Vec<usize>) -> Vec<Vec<usize>> {
    let mut rounds = Vec::new();
    let (mut held, mut round) = (Amount::ZERO, Vec::new());
    for at in fills {
        let Some((size, _)) = signed(all[at]).zip(all[at].price.as_ref()) else {
            break;
        };
        held = held.plus(&size);
        round.push(at);
        if held.is_zero() {
            rounds.push(std::mem::take(&mut round));
        }
    }
    rounds
}

/// The sums of lines, each made by itself.
pub fn check_totals(totals: &Totals, entries: &[&Entry], lines: &[LossLine]) {
    let losses = || lines.iter().filter_map(|line| line.loss);
    let above: Money = losses().filter(|loss| *loss > Money::ZERO).sum();
    let below: Money = losses().filter(|loss| *loss < Money::ZERO).sum();
    let all: Money = losses().sum();
    assert_eq!(
        (totals.gross_loss, totals.gross_gain, totals.loss),
        (above, -below, all)
    );
    let mut native: BTreeMap<Text, Amount> = BTreeMap::new();
    for delta in lines.iter().flat_map(|line| &line.native) {
        let sum = native.entry(delta.asset.clone()).or_default();
        *sum = sum.plus(&delta.units);
    }
    assert_eq!(totals.native, native);
    let mut parts: BTreeMap<Text, Money> = BTreeMap::new();
    for part in lines.iter().flat_map(|line| &line.parts) {
        *parts.entry(part.asset.clone()).or_default() += part.amount;
    }
    assert_eq!(totals.parts, parts);
    let unpriced = entries.iter().zip(lines).flat_map(|(entry, line)| {
        line.unpriced.iter().map(|unpriced| UnpricedRow {
            file: entry.file.clone(),
            line: entry.line(),
            asset: unpriced.asset.clone(),
            units: unpriced.units.clone(),
            at_most: unpriced.at_most,
            credit: false,
        })
    });
    assert_eq!(totals.unpriced, unpriced.collect::<Vec<_>>());
    assert_eq!(totals.entries_contested, entries.len() as u64);
}

/// The place of the deal that explains each contested trade of one leg for another.
pub fn explained(deals: &[Deal], own: &[&Entry], contested: &[&Entry]) -> Vec<Option<usize>> {
    let mut left: Vec<[Volume; 2]> = deals
        .iter()
        .map(|deal| [&deal.bought, &deal.sold].map(with_excess))
        .collect();
    for at in by_time(own) {
        take(deals, &mut left, own[at]);
    }
    let mut found = vec![None; contested.len()];
    for at in by_time(contested) {
        found[at] = take(deals, &mut left, contested[at]);
    }
    found
}

fn by_time(entries: &[&Entry]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|at| entries[*at].time);
    order
}

fn with_excess(volume: &Volume) -> Volume {
    let widen = |amount: &Amount| amount.times(&Amount::from_units(1001, 3));
    Volume {
        base: volume.base.as_ref().map(widen),
        quote: volume.quote.as_ref().map(widen),
    }
}

/// Buys want base of what came in, less the fee; sells want base of what went out.
fn take(deals: &[Deal], left: &mut [[Volume; 2]], entry: &Entry) -> Option<usize> {
    let (Some(out), Some(in_)) = (&entry.out, &entry.in_) else {
        return None;
    };
    if entry.kind != Kind::Trade {
        return None;
    }
    let received = match &entry.fee {
        Some(fee) if fee.asset == in_.asset => in_.amount.minus(&fee.amount),
        Some(_) => in_.amount.clone(),
        None => in_.amount.times(&Amount::from_units(999, 3)),
    };
    let mut shortest: Vec<usize> = (0..deals.len()).collect();
    shortest.sort_by_key(|at| {
        let closed = deals[*at].closed.map(|closed| closed.seconds);
        let opened = deals[*at].opened;
        (closed.map_or(i64::MAX, |c| c - opened.seconds), opened)
    });
    let wishes = [
        (Side::Buy, &in_.asset, &out.asset, received),
        (Side::Sell, &out.asset, &in_.asset, out.amount.clone()),
    ];
    let wishes = wishes.into_iter();
    for (side, base, quote, size) in wishes.filter(|wish| entry.side.is_none_or(|s| s == wish.0)) {
        for at in &shortest {
            let deal = &deals[*at];
            let seconds = entry.time.seconds;
            let is_open = deal.opened.seconds - 120 <= seconds
                && deal
                    .closed
                    .is_none_or(|closed| seconds <= closed.seconds + 120);
            let is_account = deal.account == "bot" || deal.account == entry.exchange;
            let volume = &mut left[*at][usize::from(side == Side::Sell)].base;
            if deal.base == *base
                && deal.quote == *quote
                && is_open
                && is_account
                && let Some(rest) = volume
                && size <= *rest
            {
                *rest = rest.minus(&size);
                return Some(*at);
            }
        }
    }
    None
}
