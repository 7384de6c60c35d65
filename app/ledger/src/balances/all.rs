//! Holdings and periods of entries that are in memory.

use serde::{Deserialize, Serialize};

use crate::balances::gaps;
use crate::balances::holding::Holding;
use crate::balances::openings::Openings;
use crate::balances::periods::{FilePeriod, Periods};
use crate::balances::{BalanceRules, Holdings};
use crate::entry::Entry;
use crate::terms::Terms;

/// What the entries of a claim imply.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balances {
    /// Each asset of each account, by exchange, account and asset.
    pub holdings: Vec<Holding>,
    /// Each file, by its name.
    pub files: Vec<FilePeriod>,
    /// Whether there are more accounts and assets than are followed.
    pub is_cut_short: bool,
}

impl Balances {
    /// Puts together what was found of holdings and of files.
    pub fn of(holdings: Holdings<'_>, periods: Periods, rules: &BalanceRules) -> Balances {
        let is_cut_short = holdings.is_cut_short();
        let holdings = holdings.finish();
        let mut files = periods.finish(rules);
        gaps::add_of_balances(&mut files, &holdings, rules);
        Balances {
            holdings,
            files,
            is_cut_short,
        }
    }
}

/// What entries imply. `counted` are those that count, in the order of their files;
/// `others` do not count, and tell only of the periods of their files.
pub fn balances<'e>(
    counted: &'e [Entry],
    others: impl IntoIterator<Item = &'e Entry>,
    terms: &Terms,
    rules: &BalanceRules,
) -> Balances {
    let mut by_time: Vec<&Entry> = counted.iter().collect();
    // Entries of one time stay in their order.
    by_time.sort_by_key(|entry| entry.time);
    let mut openings = Openings::new(rules, terms);
    for entry in &by_time {
        openings.add(entry);
    }
    let mut holdings = openings.close();
    for entry in &by_time {
        holdings.add(entry);
    }
    let mut periods = Periods::default();
    for entry in counted.iter().chain(others) {
        periods.add(entry);
    }
    Balances::of(holdings, periods, rules)
}
