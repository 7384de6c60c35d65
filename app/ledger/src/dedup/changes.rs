//! The statement against every finer file, by what each changed in one asset.
//!
//! A statement debits a fee with its trade, a minute late or in another wallet;
//! what it changed is the same. So after its legs were matched by the second, each
//! finer row's net change of an asset is looked for among what is left of the
//! statement, near in time; and an order's among the legs that add up to it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::dedup::details::Details;
use crate::dedup::runs::{self, Part, Whole};
use crate::dedup::{Tolerances, Verdicts, Why};
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::formats::{Detail, InStatement};
use crate::numbers::amount::Amount;

/// A finer row's asset that legs of the statement are already matched with.
pub(super) type Matched<'a> = HashSet<(usize, &'a str)>;

#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Slot<'a> {
    exchange: &'a str,
    account: &'a str,
    asset: &'a str,
    sort: Kind,
    is_gain: bool,
}

/// One row's change of one asset.
struct Change<'a> {
    slot: Slot<'a>,
    part: Part,
}

/// Drops what is left of the statement where a finer row changed as much.
pub(super) fn drop_equal_changes<'a>(
    entries: &'a [Entry],
    details: &Details<'_>,
    coarse: Detail,
    matched: &Matched<'a>,
    tolerances: &Tolerances,
    verdicts: &mut Verdicts,
) -> Vec<Diagnostic> {
    let mut statement = Unmatched::default();
    let mut finer = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let beside = details
            .beside(coarse, entry)
            .filter(|_| verdicts[at].is_none());
        let Some(order) = beside else { continue };
        for change in changes(at, entry) {
            if order.is_eq() {
                statement.add(change);
            } else if !matched.contains(&(at, change.slot.asset)) {
                finer.push((change, details.of(entry) == Some(Detail::Orders)));
            }
        }
    }
    let mut left: BTreeMap<Slot<'_>, Vec<Whole>> = BTreeMap::new();
    let mut moves = Moves::default();
    for (Change { slot, part }, is_order) in finer {
        let entry = &entries[part.entry];
        let is_move = slot.is_move();
        if is_move {
            moves.add(&slot, part.second);
        }
        let mut found = statement.take(&slot, &part, entry, tolerances);
        if found.is_empty() && details.in_statement(entry) == Some(InStatement::Coins) {
            found = statement.take(&slot.as_move(), &part, entry, tolerances);
        }
        for leg in &found {
            verdicts[leg.entry] = Some((Why::CoarserFile, part.entry));
        }
        if !found.is_empty() {
            continue;
        }
        if is_move {
            let key = (slot, part.amount);
            moves.unmatched.entry(key).or_default().push(part.second);
        } else if is_order {
            left.entry(slot).or_default().push(Whole {
                is_placed: entry.facts.timed_when_placed,
                part,
            });
        }
    }
    let statement = statement.0;
    let mut rest: BTreeMap<Slot<'_>, Vec<Part>> = BTreeMap::new();
    let warnings = moves.say(entries, &statement, tolerances);
    for ((slot, _), legs) in statement {
        rest.entry(slot).or_default().extend(legs);
    }
    for (slot, orders) in left {
        let mut legs = rest.remove(&slot).unwrap_or_default();
        legs.sort_by_key(|leg| leg.entry);
        for (order, run) in runs::find(orders, legs, tolerances) {
            for leg in run {
                verdicts[leg] = Some((Why::CoarserFile, order));
            }
        }
    }
    warnings
}

impl Slot<'_> {
    fn is_move(&self) -> bool {
        matches!(self.sort, Kind::Deposit | Kind::Withdrawal)
    }

    /// The same change as one that came from outside, or went there.
    fn as_move(&self) -> Self {
        let sort = match self.is_gain {
            true => Kind::Deposit,
            false => Kind::Withdrawal,
        };
        Slot {
            sort,
            ..self.clone()
        }
    }
}

/// What is left of the statement, by what it changed.
#[derive(Default)]
struct Unmatched<'a>(HashMap<(Slot<'a>, Amount), Vec<Part>>);

impl<'a> Unmatched<'a> {
    fn add(&mut self, Change { slot, part }: Change<'a>) {
        let key = (slot, part.amount.clone());
        self.0.entry(key).or_default().push(part);
    }

    /// Takes what a row of a list changed: a change as large, or that of a move and
    /// of its fee, which is booked beside it.
    fn take(
        &mut self,
        slot: &Slot<'a>,
        part: &Part,
        entry: &Entry,
        tolerances: &Tolerances,
    ) -> Vec<Part> {
        let (second, within) = (part.second, tolerances.trade_seconds_max);
        if !slot.is_move() {
            let found = self.nearest(slot, &part.amount, (second, second), within);
            return found.into_iter().collect();
        }
        let asked = entry.facts.placed_at.map_or(second, |asked| asked.seconds);
        let (span, apart) = ((asked.min(second), second), tolerances.move_seconds_max);
        if let Some(found) = self.nearest(slot, &part.amount, span, apart) {
            return vec![found];
        }
        let fee = entry.fee.as_ref().filter(|fee| fee.asset == slot.asset);
        let Some(fee) = fee else { return Vec::new() };
        let gross = match slot.is_gain {
            true => part.amount.plus(&fee.amount),
            false => part.amount.minus(&fee.amount),
        };
        let Some(found) = self.nearest(slot, &gross, span, apart) else {
            return Vec::new();
        };
        let of_fee = Slot {
            sort: Kind::Trade,
            is_gain: false,
            ..slot.clone()
        };
        let booked = (found.second, found.second);
        let fee = self.nearest(&of_fee, &fee.amount, booked, within);
        [Some(found), fee].into_iter().flatten().collect()
    }

    /// Takes the change that is nearest to a span of time.
    fn nearest(
        &mut self,
        slot: &Slot<'a>,
        amount: &Amount,
        (from, until): (i64, i64),
        seconds_max: i64,
    ) -> Option<Part> {
        let legs = self.0.get_mut(&(slot.clone(), amount.clone()))?;
        let away = |leg: &Part| (from - leg.second).max(leg.second - until).max(0);
        let nearest = (0..legs.len()).min_by_key(|nth| away(&legs[*nth]))?;
        (away(&legs[nearest]) <= seconds_max).then(|| legs.swap_remove(nearest))
    }
}

/// The deposits and withdrawals of the lists beside a statement.
#[derive(Default)]
struct Moves<'a> {
    /// When the lists tell of each sort.
    spans: HashMap<Slot<'a>, (i64, i64)>,
    /// When those happened that no row of the statement is.
    unmatched: HashMap<(Slot<'a>, Amount), Vec<i64>>,
}

impl<'a> Moves<'a> {
    fn add(&mut self, slot: &Slot<'a>, second: i64) {
        let (first, last) = self.spans.entry(slot.clone()).or_insert((second, second));
        (*first, *last) = ((*first).min(second), (*last).max(second));
    }

    /// Says which of the statement's moves lie among those of the lists, or are as
    /// large as one of them that is near, and match none.
    fn say(
        &self,
        entries: &[Entry],
        statement: &HashMap<(Slot<'a>, Amount), Vec<Part>>,
        tolerances: &Tolerances,
    ) -> Vec<Diagnostic> {
        let mut files: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (key, legs) in statement {
            let span = self.spans.get(&key.0);
            let alike = self.unmatched.get(key).map_or(&[][..], |alike| alike);
            let is_doubtful = |leg: &&Part| {
                let is_near =
                    |second: &i64| (second - leg.second).abs() <= tolerances.move_doubt_seconds_max;
                span.is_some_and(|(first, last)| (*first..=*last).contains(&leg.second))
                    || alike.iter().any(is_near)
            };
            for leg in legs.iter().filter(is_doubtful) {
                let entry = &entries[leg.entry];
                let line = entry.lines.start();
                let (first, count) = files.entry(&entry.file).or_insert((line, 0));
                (*first, *count) = ((*first).min(line), *count + 1);
            }
        }
        let warnings = |(file, (line, count)): (&str, (u64, u64))| Diagnostic {
            file: file.to_owned(),
            line,
            column: 0,
            code: Code::WarnUnmatchedMoves,
            message: Message::ClaimMoves { count },
        };
        files.into_iter().map(warnings).collect()
    }
}

/// What a row changed, asset by asset.
fn changes<'a>(at: usize, entry: &'a Entry) -> Vec<Change<'a>> {
    let sort = match entry.kind {
        Kind::Transfer | Kind::Adjustment => return Vec::new(),
        // Fees are booked as rows of their own, or with their trade.
        Kind::Fee | Kind::Derivative => Kind::Trade,
        kind => kind,
    };
    let mut nets: Vec<(&'a str, Amount)> = Vec::new();
    let parts = [(&entry.in_, true), (&entry.out, false), (&entry.fee, false)];
    for (quantity, is_gain) in parts {
        let Some(quantity) = quantity else { continue };
        let amount = match is_gain {
            true => quantity.amount.clone(),
            false => quantity.amount.negated(),
        };
        match nets.iter_mut().find(|(asset, _)| *asset == quantity.asset) {
            Some((_, net)) => *net = net.plus(&amount),
            None => nets.push((&quantity.asset, amount)),
        }
    }
    let change = |(asset, net): (&'a str, Amount)| {
        (!net.is_zero()).then(|| Change {
            slot: Slot {
                exchange: &entry.exchange,
                account: &entry.account,
                asset,
                sort,
                is_gain: !net.is_negative(),
            },
            part: Part {
                entry: at,
                second: entry.time.seconds,
                amount: net.abs(),
                worth: None,
            },
        })
    };
    nets.into_iter().filter_map(change).collect()
}
