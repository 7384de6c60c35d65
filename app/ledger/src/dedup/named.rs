//! Rows of a statement that name the trade or the order they are of, by an id that finer
//! rows of the account have too.
//!
//! Such rows need no equal legs. Two files may round amounts differently, tell a fee in
//! different assets, or book an order when it was placed and its fills one by one.

use std::collections::{BTreeMap, HashSet};

use crate::dedup::changes::Matched;
use crate::dedup::details::Details;
use crate::dedup::orders::fills_missing;
use crate::dedup::{Verdicts, Why};
use crate::entry::diagnostic::Diagnostic;
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::Detail;
use crate::numbers::amount::Amount;

/// What one trade or order gives and gets.
const ASSETS_MAX: usize = 2;

/// Exchange, account and id.
type Name<'a> = (&'a str, &'a str, &'a str);

/// The trades and fees that have one id; of finer rows, fills of contracts too.
#[derive(Default)]
struct Named {
    statement: Vec<usize>,
    finer: Vec<usize>,
}

/// Lets the money of a trade or an order count once where both a statement and finer
/// files name it, and returns what of the finer rows the statement has.
pub(super) fn drop_named<'a>(
    entries: &'a [Entry],
    details: &Details<'_>,
    verdicts: &mut Verdicts,
    diagnostics: &mut Vec<Diagnostic>,
) -> Matched<'a> {
    let mut settled: HashSet<usize> = HashSet::new();
    for ids in [trade_id, order_id] {
        for ((_, _, id), named) in all_named(entries, details, verdicts, &settled, ids) {
            let (statement, finer) = (
                Reported::of(entries, &named.statement),
                Reported::of(entries, &named.finer),
            );
            // Trades of several markets may share an id; legs tell them apart.
            if named.finer.is_empty() || statement.nets.len() > ASSETS_MAX {
                continue;
            }
            let has_all = finer.has_what_came_of(&statement);
            if has_all && (!finer.fees.is_empty() || !statement.has_fee_in_trade) {
                drop_rows(entries, &named, &finer, verdicts);
                settled.extend(&named.finer);
            } else if statement.has_all_of(&finer) {
                for at in &named.finer {
                    verdicts[*at] = Some((Why::CoarserFile, named.statement[0]));
                }
                if !has_all && !finer.nets.is_empty() {
                    let (finer, statement) = (&named.finer, &named.statement);
                    diagnostics.push(fills_missing(entries, id, finer, statement));
                }
            }
        }
    }
    let assets = |at: usize| {
        let entry = &entries[at];
        let legs = [&entry.out, &entry.in_, &entry.fee].into_iter().flatten();
        legs.map(move |leg| (at, leg.asset.as_str()))
    };
    settled.into_iter().flat_map(assets).collect()
}

/// The id of the trade that a row is of. An id that names one row of a statement is
/// none of a trade.
fn trade_id<'a>(entry: &'a Entry, details: &Details<'_>, is_statement: bool) -> &'a str {
    match is_statement && details.ids_name_rows(entry) {
        true => "",
        false => &entry.trade_id,
    }
}

fn order_id<'a>(entry: &'a Entry, _details: &Details<'_>, _is_statement: bool) -> &'a str {
    &entry.order_id
}

/// The rows by the ids of the statement. Of finer rows, only those with such an id are
/// held.
fn all_named<'a>(
    entries: &'a [Entry],
    details: &Details<'_>,
    verdicts: &Verdicts,
    settled: &HashSet<usize>,
    id: for<'b> fn(&'b Entry, &Details<'_>, bool) -> &'b str,
) -> BTreeMap<Name<'a>, Named> {
    let mut all: BTreeMap<Name<'_>, Named> = BTreeMap::new();
    for is_statement in [true, false] {
        for (at, entry) in entries.iter().enumerate() {
            if verdicts[at].is_some()
                || !(matches!(entry.kind, Kind::Trade | Kind::Fee)
                    || (entry.kind == Kind::Derivative && !is_statement))
                || settled.contains(&at)
            {
                continue;
            }
            let beside = details.beside(Detail::Statement, entry);
            if beside.is_none_or(|order| order.is_eq() != is_statement) {
                continue;
            }
            let name = (
                &*entry.exchange,
                &*entry.account,
                id(entry, details, is_statement),
            );
            if name.2.is_empty() {
                continue;
            }
            if is_statement {
                all.entry(name).or_default().statement.push(at);
            } else if let Some(named) = all.get_mut(&name) {
                named.finer.push(at);
            }
        }
    }
    all
}

/// Drops the rows of the statement. A fee in a row of its own stays where the finer
/// rows lack it.
fn drop_rows(entries: &[Entry], named: &Named, finer: &Reported<'_>, verdicts: &mut Verdicts) {
    let fee = |at: &usize| lone_fee(&entries[*at]);
    let alone = Reported::of(
        entries,
        named.statement.iter().filter(|at| fee(at).is_some()),
    );
    let is_in_other_assets = !finer.fees.is_empty()
        && !alone
            .fees
            .keys()
            .any(|asset| finer.fees.contains_key(asset));
    let mut left: Vec<&Quantity> = named
        .finer
        .iter()
        .filter_map(|at| entries[*at].fee.as_ref())
        .collect();
    for at in &named.statement {
        let is_told = fee(at).is_none_or(|fee| {
            let has_all = || {
                let all = [&finer.fees, &alone.fees].map(|fees| fees.get(fee.asset.as_str()));
                matches!(all, [Some(finer), Some(alone)] if finer.reaches(alone))
            };
            let equal = || left.iter().position(|other| *other == fee);
            is_in_other_assets || has_all() || equal().map(|nth| left.swap_remove(nth)).is_some()
        });
        if is_told {
            verdicts[*at] = Some((Why::CoarserFile, named.finer[0]));
        }
    }
}

/// The fee of a row that is nothing else.
fn lone_fee(entry: &Entry) -> Option<&Quantity> {
    entry.fee.as_ref().filter(|_| entry.kind == Kind::Fee)
}

/// What rows tell of one trade or order.
#[derive(Default)]
struct Reported<'a> {
    /// What came of each asset, less what went.
    nets: BTreeMap<&'a str, Sum>,
    fees: BTreeMap<&'a str, Sum>,
    /// Whether a fee stands in the row of its trade.
    has_fee_in_trade: bool,
}

#[derive(Default)]
struct Sum {
    amount: Amount,
    rows: i128,
}

impl<'a> Reported<'a> {
    fn of<'b>(entries: &'a [Entry], rows: impl IntoIterator<Item = &'b usize>) -> Reported<'a> {
        let mut reported = Reported::default();
        for at in rows {
            let entry = &entries[*at];
            let is_trade = entry.kind == Kind::Trade;
            for (leg, is_gain) in [(&entry.in_, true), (&entry.out, false)] {
                if let Some(leg) = leg.as_ref().filter(|_| is_trade) {
                    reported
                        .nets
                        .entry(&leg.asset)
                        .or_default()
                        .add(&leg.amount, is_gain);
                }
            }
            if let Some(fee) = entry.fee.as_ref().filter(|fee| !fee.amount.is_zero()) {
                reported
                    .fees
                    .entry(&fee.asset)
                    .or_default()
                    .add(&fee.amount, true);
                reported.has_fee_in_trade |= is_trade;
            }
        }
        reported
    }

    /// Whether as much came of each asset as the other rows tell. What they paid may
    /// have been put aside for fills that never were.
    fn has_what_came_of(&self, other: &Reported<'_>) -> bool {
        if self.nets.is_empty() {
            return self.has_fees_of(other);
        }
        other.nets.iter().all(|(asset, theirs)| {
            let own = self.nets.get(asset);
            own.is_some_and(|own| theirs.amount.is_negative() || own.reaches(theirs))
        })
    }

    /// Whether as much came and went of each asset as the other rows tell.
    fn has_all_of(&self, other: &Reported<'_>) -> bool {
        if other.nets.is_empty() {
            return self.has_fees_of(other);
        }
        other.nets.iter().all(|(asset, theirs)| {
            let own = self.nets.get(asset);
            own.is_some_and(|own| match theirs.amount.is_negative() {
                true => own.negated().reaches(&theirs.negated()),
                false => own.reaches(theirs),
            })
        })
    }

    /// Whether both tell fees alone, as those of contracts, and these are as much.
    fn has_fees_of(&self, other: &Reported<'_>) -> bool {
        let mut fees = other.fees.iter();
        self.nets.is_empty()
            && other.nets.is_empty()
            && fees
                .all(|(asset, theirs)| self.fees.get(asset).is_some_and(|own| own.reaches(theirs)))
    }
}

impl Sum {
    fn add(&mut self, amount: &Amount, is_gain: bool) {
        self.rows += 1;
        self.amount = match is_gain {
            true => self.amount.plus(amount),
            false => self.amount.minus(amount),
        };
    }

    fn negated(&self) -> Sum {
        Sum {
            amount: self.amount.negated(),
            rows: self.rows,
        }
    }

    /// Whether it is as much as another sum but for rounding: 0.01 %, or a unit in the
    /// last place for each row and at most 1 %.
    fn reaches(&self, other: &Sum) -> bool {
        let miss = other.amount.minus(&self.amount);
        let scale = self.amount.scale().min(other.amount.scale());
        let units = Amount::from_units(self.rows.max(other.rows), scale);
        let is_part = |parts| miss.times(&Amount::from_units(parts, 0)) <= other.amount.abs();
        miss.is_zero() || miss.is_negative() || is_part(10_000) || (miss <= units && is_part(100))
    }
}
