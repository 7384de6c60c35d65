//! Where the history of each account begins: with a deposit it is complete, and before
//! it nothing was held (METHOD.md, "Derivatives").

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::base::text::Text;
use crate::entry::{Entry, Kind};
use crate::time::moment::Moment;

/// The first entry and the first deposit of each account, of entries that count.
#[derive(Clone, Debug, Default)]
pub(super) struct AccountStarts {
    starts: Vec<Start>,
    places: HashMap<(Text, Text), usize, RandomState>,
    /// The place of the account that was seen last: rows of one mostly stand together.
    latest: usize,
}

#[derive(Clone, Debug)]
struct Start {
    exchange: Text,
    account: Text,
    first: Moment,
    deposit: Option<Moment>,
}

impl AccountStarts {
    /// Takes in an entry that counts, in any order. Whether it changes where its account's
    /// history begins.
    pub fn take(&mut self, entry: &Entry) -> bool {
        let deposit = (entry.kind == Kind::Deposit).then_some(entry.time);
        let Some(start) = self.known(entry) else {
            let account = (entry.exchange.clone(), entry.account.clone());
            self.latest = self.starts.len();
            self.places.insert(account, self.latest);
            self.starts.push(Start {
                exchange: entry.exchange.clone(),
                account: entry.account.clone(),
                first: entry.time,
                deposit,
            });
            return true;
        };
        let is_first = entry.time < start.first;
        let is_first_deposit =
            deposit.is_some_and(|at| start.deposit.is_none_or(|first| at < first));
        if is_first {
            start.first = entry.time;
        }
        if is_first_deposit {
            start.deposit = deposit;
        }
        is_first || is_first_deposit
    }

    /// What is known of the account of an entry.
    fn known(&mut self, entry: &Entry) -> Option<&mut Start> {
        let is_latest =
            |start: &Start| start.exchange == entry.exchange && start.account == entry.account;
        if !self.starts.get(self.latest).is_some_and(is_latest) {
            let account = (entry.exchange.clone(), entry.account.clone());
            self.latest = *self.places.get(&account)?;
        }
        self.starts.get_mut(self.latest)
    }

    /// When the history of an account begins, if it begins with a deposit.
    pub fn of(&self, exchange: &Text, account: &Text) -> Option<Moment> {
        let place = self.places.get(&(exchange.clone(), account.clone()))?;
        let start = self.starts.get(*place)?;
        start.deposit.filter(|deposit| *deposit == start.first)
    }
}

/// Picks the entries that lines of other entries can depend on: fills of contracts, rows
/// that say when a position was opened, and those with which accounts begin.
#[derive(Clone, Debug, Default)]
pub struct OwnEntries {
    starts: AccountStarts,
}

impl OwnEntries {
    /// Whether [`super::Surroundings::own`] has to see this entry, if it is not contested.
    /// It must be asked of every entry that counts.
    pub fn matter(&mut self, entry: &Entry) -> bool {
        let is_start = self.starts.take(entry);
        is_start || entry.kind == Kind::Derivative || entry.facts.opened_at.is_some()
    }
}
