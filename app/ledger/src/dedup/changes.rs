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
use crate::formats::Detail;
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
    let mut statement: HashMap<(Slot<'_>, Amount), Vec<Part>> = HashMap::new();
    let mut finer = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let beside = details
            .beside(coarse, entry)
            .filter(|_| verdicts[at].is_none());
        let Some(order) = beside else { continue };
        for change in changes(at, entry) {
            if order.is_eq() {
                let key = (change.slot, change.part.amount.clone());
                statement.entry(key).or_default().push(change.part);
            } else if !matched.contains(&(at, change.slot.asset)) {
                finer.push((change, details.of(entry) == Some(Detail::Orders)));
            }
        }
    }
    let mut left: BTreeMap<Slot<'_>, Vec<Whole>> = BTreeMap::new();
    let mut moves = Moves::default();
    for (Change { slot, part }, is_order) in finer {
        let seconds_max = match slot.sort {
            Kind::Deposit | Kind::Withdrawal => tolerances.move_seconds_max,
            _ => tolerances.trade_seconds_max,
        };
        let is_move = matches!(slot.sort, Kind::Deposit | Kind::Withdrawal);
        if is_move {
            moves.add(&slot, part.second);
        }
        let key = (slot, part.amount.clone());
        let legs = statement.entry(key.clone()).or_default();
        let away = |leg: &Part| (leg.second - part.second).abs();
        let nearest = (0..legs.len()).min_by_key(|nth| away(&legs[*nth]));
        match nearest.filter(|nth| away(&legs[*nth]) <= seconds_max) {
            Some(nth) => {
                let leg = legs.swap_remove(nth);
                verdicts[leg.entry] = Some((Why::CoarserFile, part.entry));
            }
            None if is_move => moves.unmatched.entry(key).or_default().push(part.second),
            None if is_order => left.entry(key.0).or_default().push(Whole {
                is_placed: entries[part.entry].facts.timed_when_placed,
                part,
            }),
            None => {}
        }
    }
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
