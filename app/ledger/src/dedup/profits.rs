//! Fills whose money a statement has in a row of profit and loss: what they cost and
//! made is in that row, whole, so that the row counts and the fills do not.

use std::collections::{BTreeMap, BTreeSet};

use crate::dedup::details::Details;
use crate::dedup::equal::is_rounded;
use crate::dedup::{Tolerances, Verdicts, Why};
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::{Detail, InStatement};
use crate::numbers::amount::Amount;

/// What the profit of a day tells of.
const DAY: i64 = 86_400;

/// Exchange, account and a contract, an asset or nothing.
type Name<'a> = (&'a str, &'a str, &'a str);

/// Drops fills that rows of profit and loss include.
pub(super) fn drop_within_profits(
    entries: &[Entry],
    details: &Details<'_>,
    coarse: Detail,
    tolerances: &Tolerances,
    verdicts: &mut Verdicts,
) {
    let rule = |entry: &Entry| {
        let rule = details.in_statement(entry)?;
        (!matches!(rule, InStatement::Legs | InStatement::Coins)).then_some(rule)
    };
    let beside = |at: usize, is_statement: bool| {
        let is_one = details
            .beside(coarse, &entries[at])
            .is_some_and(|order| order.is_eq() == is_statement);
        is_one && verdicts[at].is_none()
    };
    let fills: Vec<(usize, InStatement)> = (0..entries.len())
        .filter_map(|at| Some((at, rule(&entries[at])?)))
        .filter(|(at, _)| beside(*at, false))
        .collect();
    if fills.is_empty() {
        return;
    }
    let rules: BTreeSet<InStatement> = fills.iter().map(|(_, rule)| *rule).collect();
    let mut statement = Statement::default();
    for at in (0..entries.len()).filter(|at| beside(*at, true)) {
        statement.add(at, &entries[at], &rules);
    }
    statement.sort();
    for (at, rule) in fills {
        let profit = statement.profit_of(&entries[at], rule, tolerances);
        if let Some(profit) = profit {
            verdicts[at] = Some((Why::CoarserFile, profit));
        }
    }
}

/// By what a profit is found.
fn name(rule: InStatement, entry: &Entry) -> Name<'_> {
    let name = match rule {
        InStatement::ProfitOfDay => entry.market.as_str(),
        InStatement::Legs | InStatement::Coins | InStatement::LegsOrProfit => "",
    };
    (&entry.exchange, &entry.account, name)
}

/// What the statements of accounts with such fills tell.
#[derive(Default)]
struct Statement<'a> {
    /// When profits were booked, and their rows.
    profits: BTreeMap<(InStatement, Name<'a>), Vec<(i64, usize)>>,
    /// Contracts whose funding has rows of its own.
    with_funding: BTreeSet<Name<'a>>,
    /// Of each asset, what rows moved and when.
    legs: BTreeMap<Name<'a>, Vec<(&'a Amount, i64)>>,
    /// The first and the last row of each asset.
    spans: BTreeMap<Name<'a>, (i64, i64)>,
}

impl<'a> Statement<'a> {
    fn add(&mut self, at: usize, entry: &'a Entry, rules: &BTreeSet<InStatement>) {
        let second = entry.time.seconds;
        for rule in rules {
            let name = name(*rule, entry);
            match entry.kind {
                Kind::Pnl => {
                    let profits = self.profits.entry((*rule, name)).or_default();
                    profits.push((second, at));
                }
                Kind::Funding if *rule == InStatement::ProfitOfDay => {
                    self.with_funding.insert(name);
                }
                _ => {}
            }
        }
        if !rules.contains(&InStatement::LegsOrProfit) {
            return;
        }
        for leg in [&entry.out, &entry.in_, &entry.fee].into_iter().flatten() {
            let place = (&*entry.exchange, &*entry.account, &*leg.asset);
            let (first, last) = self.spans.entry(place).or_insert((second, second));
            (*first, *last) = ((*first).min(second), (*last).max(second));
            if matches!(entry.kind, Kind::Trade | Kind::Fee) {
                self.legs
                    .entry(place)
                    .or_default()
                    .push((&leg.amount, second));
            }
        }
    }

    fn sort(&mut self) {
        self.profits
            .values_mut()
            .for_each(|profits| profits.sort_unstable());
        self.legs.values_mut().for_each(|legs| legs.sort_unstable());
    }

    /// The row that has the money of a fill.
    fn profit_of(&self, fill: &Entry, rule: InStatement, tolerances: &Tolerances) -> Option<usize> {
        let (name, second) = (name(rule, fill), fill.time.seconds);
        let profits = self.profits.get(&(rule, name))?;
        let next = profits.partition_point(|(booked, _)| *booked < second);
        let (booked, profit) = *profits.get(next)?;
        let is_within = match (rule, fill.kind) {
            (InStatement::ProfitOfDay, Kind::Derivative) => booked - second <= DAY,
            (InStatement::ProfitOfDay, Kind::Funding) => {
                booked - second <= DAY && !self.with_funding.contains(&name)
            }
            (InStatement::LegsOrProfit, Kind::Trade | Kind::Derivative) => {
                self.lacks(fill, tolerances)
            }
            _ => false,
        };
        is_within.then_some(profit)
    }

    /// Whether the statement tells of a fill's time and has none of its legs.
    fn lacks(&self, fill: &Entry, tolerances: &Tolerances) -> bool {
        let legs = match fill.kind {
            Kind::Trade => [&fill.out, &fill.in_],
            _ => [&fill.fee, &None],
        };
        let legs: Vec<&Quantity> = legs.into_iter().flatten().collect();
        let is_told = |leg: &&Quantity| {
            let span = self
                .spans
                .get(&(&*fill.exchange, &*fill.account, &*leg.asset));
            span.is_some_and(|(first, last)| (*first..=*last).contains(&fill.time.seconds))
        };
        legs.iter().any(is_told) && !legs.iter().any(|leg| self.has_leg(fill, leg, tolerances))
    }

    fn has_leg(&self, fill: &Entry, leg: &Quantity, tolerances: &Tolerances) -> bool {
        let place = (&*fill.exchange, &*fill.account, &*leg.asset);
        let Some(legs) = self.legs.get(&place) else {
            return false;
        };
        let (second, apart) = (fill.time.seconds, tolerances.trade_seconds_max);
        let is_near = |amount: &Amount| {
            let from = (amount, second - apart);
            let next = legs.get(legs.partition_point(|(own, at)| (*own, *at) < from));
            next.is_some_and(|(own, at)| *own == amount && *at <= second + apart)
        };
        let above = legs.partition_point(|(own, _)| **own <= leg.amount);
        let below = legs.partition_point(|(own, _)| **own < leg.amount);
        let below = below.checked_sub(1).map(|nth| legs[nth].0);
        let mut rounded = [legs.get(above).map(|(own, _)| *own), below]
            .into_iter()
            .flatten();
        is_near(&leg.amount)
            || rounded.any(|amount| is_rounded(amount, &leg.amount) && is_near(amount))
    }
}
