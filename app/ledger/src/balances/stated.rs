//! Balances that files state, against what their entries add up to.

use std::collections::BTreeMap;

use crate::balances::holding::Contradiction;
use crate::base::text::Text;
use crate::dedup::Place;
use crate::entry::Entry;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

/// What stated balances of an account are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compared {
    /// All entries: only one wallet is named.
    Together,
    /// The entries of the same wallet: each entry names its own.
    ByWallet,
    /// Nothing: there are several wallets, and some entries do not say of which they are.
    Never,
}

/// The stated balances of one account and asset, by wallet.
#[derive(Default)]
pub(super) struct StatedBalances {
    wallets: BTreeMap<Text, Wallet>,
}

/// One wallet: what was stated last, and what moved since.
#[derive(Default)]
struct Wallet {
    last: Option<Stated>,
    /// What moved before the second that is being read.
    earlier: Amount,
    /// What moved in that second, by file.
    by_file: Vec<(Text, Amount)>,
    /// The widest fraction among the balances so far.
    scale: u32,
    /// Whether a balance was seen that is written less finely than its changes.
    is_rounded: bool,
    /// The balance that holds at the end of the second.
    pending: Option<Pending>,
}

struct Stated {
    balance: Amount,
    place: Place,
    time: Moment,
}

struct Pending {
    stated: Stated,
    /// What moved up to it since the balance before: all that came, and what its own file
    /// tells of the second. None in a file that goes back, where it is what holds after
    /// all entries of the second.
    moved: Option<[Amount; 2]>,
}

impl StatedBalances {
    /// Takes the next entry of a wallet. `is_back` says that its file goes back in time.
    pub fn add(
        &mut self,
        wallet: Text,
        entry: &Entry,
        change: &Amount,
        stated: Option<&Amount>,
        is_back: bool,
    ) {
        let wallet = self.wallets.entry(wallet).or_default();
        wallet.moved(&entry.file, change);
        let Some(balance) = stated else { return };
        wallet.scale = wallet.scale.max(balance.scale());
        if is_back && wallet.pending.is_some() {
            return;
        }
        let moved = (!is_back).then(|| [wallet.all(), wallet.of_file(&entry.file)]);
        wallet.pending = Some(Pending {
            stated: Stated {
                balance: balance.clone(),
                place: Place::of(entry),
                time: entry.time,
            },
            moved,
        });
    }

    /// The entries of a second are all there: compares what was stated last in it. `take`
    /// receives each contradiction.
    pub fn settle(&mut self, take: &mut dyn FnMut(Contradiction)) {
        for wallet in self.wallets.values_mut() {
            wallet.settle(take);
        }
    }

    /// How finely rounded balances are written: the fraction digits of the coarsest wallet.
    /// None where no balance is known to be rounded.
    pub fn rounded_scale(&self) -> Option<u32> {
        let rounded = self.wallets.values().filter(|wallet| wallet.is_rounded);
        rounded.map(|wallet| wallet.scale).min()
    }
}

impl Wallet {
    fn moved(&mut self, file: &Text, change: &Amount) {
        match self.by_file.iter_mut().find(|(other, _)| other == file) {
            Some((_, sum)) => *sum = sum.plus(change),
            None => self.by_file.push((file.clone(), change.clone())),
        }
    }

    /// All that moved since the balance before.
    fn all(&self) -> Amount {
        let sums = self.by_file.iter();
        sums.fold(self.earlier.clone(), |all, (_, sum)| all.plus(sum))
    }

    /// The same, without what other files tell of the second.
    fn of_file(&self, file: &Text) -> Amount {
        let own = self.by_file.iter().find(|(other, _)| other == file);
        own.map_or(self.earlier.clone(), |(_, sum)| self.earlier.plus(sum))
    }

    fn settle(&mut self, take: &mut dyn FnMut(Contradiction)) {
        let all = self.all();
        self.earlier = match self.pending.take() {
            Some(pending) => all.minus(&self.compare(pending, &all, take)),
            None => all,
        };
        self.by_file.clear();
    }

    /// Compares a balance with the one before it. Returns what moved between them.
    fn compare(
        &mut self,
        Pending { stated, moved }: Pending,
        all: &Amount,
        take: &mut dyn FnMut(Contradiction),
    ) -> Amount {
        let own = |stated: &Stated| self.of_file(&stated.place.file);
        let [in_order, of_file] = moved.unwrap_or_else(|| [all.clone(), own(&stated)]);
        let Some(last) = &self.last else {
            self.last = Some(stated);
            return in_order;
        };
        // Nothing says which entries of other files stand before it within the second.
        let possible = [&in_order, &of_file, all];
        let expected = |moved: &Amount| last.balance.plus(moved);
        let exact = |moved: &&&Amount| stated.balance == expected(moved);
        let rounded =
            |moved: &&&Amount| stated.balance.is_rounded_from(&expected(moved), self.scale);
        let moved = if let Some(moved) = possible.iter().find(exact) {
            (*moved).clone()
        } else if let Some(moved) = possible.iter().find(rounded) {
            self.is_rounded = true;
            (*moved).clone()
        } else {
            take(Contradiction {
                place: stated.place.clone(),
                time: stated.time,
                before: last.place.clone(),
                since: last.time,
                expected: expected(&in_order).normalized(),
                stated: stated.balance.clone(),
            });
            in_order.clone()
        };
        self.last = Some(stated);
        moved
    }
}
