//! Manipulated assets that a claim puts in doubt: those it traded, contested, at or
//! before the moment they are listed from.

use super::Conflict;
use crate::base::text::Text;
use crate::entry::{Entry, Kind};
use crate::terms::{Basis, Manipulated, Terms};
use crate::time::moment::Moment;

/// The first contested trade of each manipulated asset, taken in entry by entry. Of
/// trades at one moment it is the one that was read first.
#[derive(Clone, Debug)]
pub(super) struct FirstTrades(Vec<FirstTrade>);

#[derive(Clone, Debug)]
struct FirstTrade {
    asset: Text,
    from: Moment,
    first: Option<(Moment, Text, String)>,
}

impl FirstTrades {
    /// Of the assets that are listed; none under another basis than `event`.
    pub fn new(terms: &Terms) -> FirstTrades {
        if terms.basis != Basis::Event {
            return FirstTrades(Vec::new());
        }
        let listed = terms.manipulated.iter().enumerate();
        let earliest = listed.filter(|(at, listed)| is_earliest(terms, *at, listed));
        let firsts = earliest.map(|(_, listed)| FirstTrade {
            asset: listed.asset.clone(),
            from: listed.from,
            first: None,
        });
        FirstTrades(firsts.collect())
    }

    /// Takes in a contested entry that counts.
    pub fn take(&mut self, entry: &Entry, terms: &Terms) {
        if self.0.is_empty() || entry.kind != Kind::Trade {
            return;
        }
        let legs = [&entry.out, &entry.in_].into_iter().flatten();
        for leg in legs {
            let meant = terms.asset_of(&leg.asset, Some(&entry.exchange), entry.time);
            for listed in &mut self.0 {
                if listed.asset == leg.asset || listed.asset == meant {
                    listed.take(entry);
                }
            }
        }
    }

    /// The assets that are in doubt, in the order in which they are listed.
    pub fn conflicts(self) -> Vec<Conflict> {
        self.0
            .into_iter()
            .filter_map(FirstTrade::conflict)
            .collect()
    }
}

/// Whether a listing is the one of its asset that begins first.
fn is_earliest(terms: &Terms, at: usize, listed: &Manipulated) -> bool {
    let others = terms.manipulated.iter().enumerate();
    let mut others = others.filter(|(_, other)| other.asset == listed.asset);
    others.all(|(other_at, other)| (listed.from, at) <= (other.from, other_at))
}

impl FirstTrade {
    fn take(&mut self, entry: &Entry) {
        let is_first = |(first, ..): &(Moment, _, _)| entry.time < *first;
        if self.first.as_ref().is_none_or(is_first) {
            self.first = Some((entry.time, entry.file.clone(), entry.line()));
        }
    }

    fn conflict(self) -> Option<Conflict> {
        let (time, file, line) = self.first?;
        (time <= self.from).then_some(Conflict {
            asset: self.asset,
            from: self.from,
            file,
            line,
            time,
        })
    }
}

/// Manipulated assets that were traded at or before the moment they are listed from.
/// None under another basis than `event`, and none for assets left unsettled.
pub fn conflicts(entries: &[&Entry], terms: &Terms) -> Vec<Conflict> {
    let mut found = all_conflicts(entries, terms);
    found.retain(|conflict| !terms.is_unsettled(&conflict.asset));
    found
}

/// Puts the assets that these entries put in doubt beside those in doubt already,
/// and says why. The entries are those of one claim that count: what a coordinator
/// left out puts nothing in doubt.
pub fn settle(counted: &[&Entry], terms: &mut Terms) -> Vec<Conflict> {
    let conflicts = all_conflicts(counted, terms);
    leave_unsettled(&conflicts, terms);
    conflicts
}

/// Leaves the assets in doubt without a price.
pub(super) fn leave_unsettled(conflicts: &[Conflict], terms: &mut Terms) {
    for conflict in conflicts {
        if !terms.unsettled.contains(&conflict.asset) {
            terms.unsettled.push(conflict.asset.clone());
        }
    }
    terms.unsettled.sort();
}

fn all_conflicts(entries: &[&Entry], terms: &Terms) -> Vec<Conflict> {
    let mut firsts = FirstTrades::new(terms);
    for entry in entries {
        firsts.take(entry, terms);
    }
    firsts.conflicts()
}
