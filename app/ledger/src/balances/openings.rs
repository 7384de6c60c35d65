//! The first reading of the entries: what files state of the time before their first row,
//! and which way each file goes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::balances::BalanceRules;
use crate::balances::holding::Holdings;
use crate::balances::movement::{HoldingOf, Movement, movements, wallet};
use crate::balances::stated::Compared;
use crate::base::text::Text;
use crate::entry::Entry;
use crate::numbers::amount::Amount;
use crate::terms::Terms;

/// Finds the openings that files state. Entries come in the order of time.
pub struct Openings<'t> {
    rules: BalanceRules,
    terms: &'t Terms,
    accounts: HashMap<HoldingOf, Account>,
    files: HashMap<Text, Way>,
}

/// What is known before the second reading of one account and asset.
pub(super) struct Plan {
    /// What is held at the start, where the files state it.
    pub opening: Option<Amount>,
    /// What stated balances are compared with.
    pub compared: Compared,
}

impl<'t> Openings<'t> {
    /// No entry is seen yet. `terms` say which asset a ticker means.
    pub fn new(rules: &BalanceRules, terms: &'t Terms) -> Openings<'t> {
        Openings {
            rules: rules.clone(),
            terms,
            accounts: HashMap::new(),
            files: HashMap::new(),
        }
    }

    /// Takes the next entry.
    pub fn add(&mut self, entry: &Entry) {
        if entry.balance.is_some() {
            let way = self.files.entry(entry.file.clone()).or_default();
            way.add(entry);
        }
        for movement in movements(entry, self.terms) {
            let of = HoldingOf::of(entry, movement.asset);
            let is_full = self.accounts.len() >= self.rules.holdings_max;
            if is_full && !self.accounts.contains_key(&of) {
                continue;
            }
            let account = self.accounts.entry(of).or_default();
            account.add(entry, &movement);
        }
    }

    /// Every entry was seen once: the second reading can begin.
    pub fn close(self) -> Holdings<'t> {
        let back = self.files.iter().filter(|(_, way)| way.is_back());
        let back: HashSet<Text> = back.map(|(file, _)| file.clone()).collect();
        let plans = self.accounts.into_iter();
        let plans = plans.map(|(of, account)| (of, account.plan(&back)));
        let plans = plans.collect();
        Holdings::new(self.rules, self.terms, plans, back)
    }
}

/// Whether a file goes forward or back in time: entries come in the order of time, so that
/// the lines of one that goes back fall.
#[derive(Default)]
struct Way {
    /// Second and line of its entry before.
    before: Option<(i64, u64)>,
    rising: u64,
    falling: u64,
}

impl Way {
    fn add(&mut self, entry: &Entry) {
        let (second, line) = (entry.time.seconds, entry.lines.start());
        match self.before {
            Some((earlier, above)) if earlier < second && above < line => self.rising += 1,
            Some((earlier, above)) if earlier < second && above > line => self.falling += 1,
            _ => {}
        }
        self.before = Some((second, line));
    }

    fn is_back(&self) -> bool {
        self.falling > self.rising
    }
}

/// One asset of one account, by its wallets.
#[derive(Default)]
struct Account {
    all: Start,
    wallets: BTreeMap<Text, Start>,
    /// Formats of entries that name their wallet.
    named_in: BTreeSet<Text>,
}

impl Account {
    fn add(&mut self, entry: &Entry, movement: &Movement<'_>) {
        let change = movement.change();
        self.all.add(entry, &change, movement.stated);
        if !entry.account_in_file.is_empty() && !self.named_in.contains(&entry.format) {
            self.named_in.insert(entry.format.clone());
        }
        let wallet = wallet(entry);
        if !self.wallets.contains_key(wallet) {
            self.wallets.insert(wallet.clone(), Start::default());
        }
        if let Some(start) = self.wallets.get_mut(wallet) {
            start.add(entry, &change, movement.stated);
        }
    }

    fn plan(self, back: &HashSet<Text>) -> Plan {
        // A layout that names wallets in some files has not named them in others: the
        // balances of these are of one of the named wallets, and nothing says of which.
        let is_unnamed = |wallet: &Text| wallet.is_empty() || self.named_in.contains(wallet);
        let unnamed = self.wallets.keys().filter(|wallet| is_unnamed(wallet));
        let (unnamed, all) = (unnamed.count(), self.wallets.len());
        let compared = match (all - unnamed, unnamed) {
            (..=1, _) => Compared::Together,
            (_, 0) => Compared::ByWallet,
            _ => Compared::Never,
        };
        let opening = match compared {
            Compared::Together => self.all.opening(back),
            Compared::ByWallet => self.wallets.values().try_fold(Amount::ZERO, |sum, start| {
                Some(sum.plus(&start.opening(back)?))
            }),
            Compared::Never => None,
        };
        Plan { opening, compared }
    }
}

/// The movements up to the first balance that is stated.
#[derive(Default)]
struct Start {
    sum: Amount,
    first: Option<FirstStated>,
}

/// The first balance that is stated, and the opening that follows from it either way.
struct FirstStated {
    file: Text,
    second: i64,
    stated: Amount,
    /// Where the file goes forward, it is the balance after its own entry.
    forward: Amount,
    /// Where the file goes back, it is the balance after all entries of its second; none
    /// before they are seen.
    back: Option<Amount>,
}

impl Start {
    fn add(&mut self, entry: &Entry, change: &Amount, stated: Option<&Amount>) {
        if let Some(first) = &mut self.first {
            if first.back.is_some() {
                return;
            }
            if first.second != entry.time.seconds {
                first.back = Some(first.stated.minus(&self.sum));
                return;
            }
        }
        self.sum = self.sum.plus(change);
        if self.first.is_none()
            && let Some(stated) = stated
        {
            self.first = Some(FirstStated {
                file: entry.file.clone(),
                second: entry.time.seconds,
                stated: stated.clone(),
                forward: stated.minus(&self.sum),
                back: None,
            });
        }
    }

    fn opening(&self, back: &HashSet<Text>) -> Option<Amount> {
        let first = self.first.as_ref()?;
        Some(match back.contains(&first.file) {
            false => first.forward.clone(),
            true => match &first.back {
                Some(opening) => opening.clone(),
                None => first.stated.minus(&self.sum),
            },
        })
    }
}
