//! The second reading of the entries: each holding from its opening to its closing.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::balances::BalanceRules;
use crate::balances::movement::{HoldingOf, Movement, movements, wallet};
use crate::balances::openings::Plan;
use crate::balances::stated::{Compared, StatedBalances};
use crate::base::text::Text;
use crate::dedup::Place;
use crate::entry::Entry;
use crate::numbers::amount::Amount;
use crate::terms::Terms;
use crate::time::moment::Moment;

/// How the opening of a holding is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum OpeningSource {
    /// It follows from the first balance that a file states.
    Stated,
    /// Somebody says that the files begin with the account.
    Zero,
    /// Nothing says it: it is the least that keeps the holding from going below zero.
    Least,
}

impl OpeningSource {
    /// Every source.
    pub const ALL: [OpeningSource; 3] = *OpeningSource::VARIANTS.as_array().unwrap();

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A span in which a holding is below zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BelowZero {
    /// Since when.
    pub since: Moment,
    /// When it is back at zero or above; none where it never is.
    pub until: Option<Moment>,
    /// The entry that took it there.
    pub place: Place,
    /// The lowest point of the span, below zero.
    pub lowest: Amount,
    /// When that was.
    pub lowest_at: Moment,
}

/// A stated balance that does not follow from the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// The row that states it.
    pub place: Place,
    /// When.
    pub time: Moment,
    /// The row that states the balance before.
    pub before: Place,
    /// When that was.
    pub since: Moment,
    /// What the balance should be: the one before, and what moved since.
    pub expected: Amount,
    /// What it is.
    pub stated: Amount,
}

impl Contradiction {
    /// What no entry explains: what is stated, less what is expected.
    pub fn unexplained(&self) -> Amount {
        self.stated.minus(&self.expected).normalized()
    }
}

/// What the entries imply for one asset of one account. The closing is the opening, with
/// what was received, less what was sent and paid as fees, with what is unexplained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Exchange of the entries.
    pub exchange: Text,
    /// The name that the claimant gives the account; empty when none was given.
    pub account: Text,
    /// The asset, as its ticker is meant.
    pub asset: Text,
    /// Entries that touch it.
    pub entries: u64,
    /// When the first of them was.
    pub first: Moment,
    /// When the last of them was.
    pub last: Moment,
    /// What was held before the first.
    pub opening: Amount,
    /// How that is known.
    pub opening_source: OpeningSource,
    /// The sum of what came in.
    pub received: Amount,
    /// The sum of what went out, fees not counted.
    pub sent: Amount,
    /// The sum of fees; below zero where rebates exceed them.
    pub fees: Amount,
    /// The sum of what stated balances say and no entry explains.
    pub unexplained: Amount,
    /// What is held after the last.
    pub closing: Amount,
    /// The lowest that was held.
    pub lowest: Amount,
    /// When that was first so.
    pub lowest_at: Moment,
    /// Since when the files lack something: since the holding first goes below zero, or
    /// would without what was held before. None where nothing is missing.
    pub missing_since: Option<Moment>,
    /// Spans below zero, as many as are listed.
    pub below_zero: Vec<BelowZero>,
    /// How many there are.
    pub below_zero_count: u64,
    /// Contradictions of stated balances, as many as are listed.
    pub contradictions: Vec<Contradiction>,
    /// How many there are.
    pub contradictions_count: u64,
}

impl Holding {
    /// The least that the files lack: what the holding goes below zero by, or what must
    /// have been held before the first entry where nothing states that it was.
    pub fn missing(&self) -> Amount {
        match self.opening_source {
            OpeningSource::Least => self.opening.clone(),
            OpeningSource::Stated | OpeningSource::Zero if self.below_zero_count > 0 => {
                self.lowest.negated()
            }
            OpeningSource::Stated | OpeningSource::Zero => Amount::ZERO,
        }
    }

    /// Whether a file or a row is missing, as far as this holding shows.
    pub fn lacks_something(&self) -> bool {
        self.missing_since.is_some() || self.contradictions_count > 0
    }
}

/// Follows the holdings. Entries come again in the order in which [`crate::balances::Openings`]
/// saw them.
pub struct Holdings<'t> {
    rules: BalanceRules,
    terms: &'t Terms,
    plans: HashMap<HoldingOf, Plan>,
    /// Files that go back in time.
    back: HashSet<Text>,
    running: BTreeMap<HoldingOf, Running>,
    is_cut_short: bool,
}

impl<'t> Holdings<'t> {
    pub(super) fn new(
        rules: BalanceRules,
        terms: &'t Terms,
        plans: HashMap<HoldingOf, Plan>,
        back: HashSet<Text>,
    ) -> Holdings<'t> {
        Holdings {
            rules,
            terms,
            plans,
            back,
            running: BTreeMap::new(),
            is_cut_short: false,
        }
    }

    /// Takes the next entry.
    pub fn add(&mut self, entry: &Entry) {
        for movement in movements(entry, self.terms) {
            let of = HoldingOf::of(entry, movement.asset);
            let Some(plan) = self.plans.get(&of) else {
                self.is_cut_short = true;
                continue;
            };
            let running = self.running.entry(of);
            let running = running.or_insert_with(|| Running::new(plan, entry, &self.rules));
            if running.second != entry.time.seconds {
                running.settle(&self.rules);
            }
            let is_back = movement.stated.is_some() && self.back.contains(&entry.file);
            running.add(entry, &movement, is_back);
        }
    }

    /// Whether there are more accounts and assets than are followed.
    pub fn is_cut_short(&self) -> bool {
        self.is_cut_short
    }

    /// The holdings, by exchange, account and asset.
    pub fn finish(self) -> Vec<Holding> {
        let rules = self.rules;
        let running = self.running.into_iter();
        running
            .map(|(of, running)| running.finish(of, &rules))
            .collect()
    }
}

/// One holding on its way.
struct Running {
    opening: Amount,
    source: OpeningSource,
    compared: Compared,
    stated: StatedBalances,
    received: Amount,
    sent: Amount,
    fees: Amount,
    unexplained: Amount,
    /// What is held now, counted from the opening; from zero where nothing says it.
    held: Amount,
    lowest: Amount,
    lowest_at: Moment,
    missing_since: Option<Moment>,
    entries: u64,
    first: Moment,
    last: Moment,
    /// The second that is being read, and the last entry in it.
    second: i64,
    place: Place,
    is_below: bool,
    below_zero: Vec<BelowZero>,
    below_zero_count: u64,
    contradictions: Vec<Contradiction>,
    contradictions_count: u64,
}

impl Running {
    fn new(plan: &Plan, entry: &Entry, rules: &BalanceRules) -> Running {
        let (opening, source) = match (&plan.opening, rules.from_zero) {
            (Some(stated), _) => (stated.clone(), OpeningSource::Stated),
            (None, true) => (Amount::ZERO, OpeningSource::Zero),
            (None, false) => (Amount::ZERO, OpeningSource::Least),
        };
        Running {
            source,
            compared: plan.compared,
            stated: StatedBalances::default(),
            received: Amount::ZERO,
            sent: Amount::ZERO,
            fees: Amount::ZERO,
            unexplained: Amount::ZERO,
            held: opening.clone(),
            lowest: opening.clone(),
            lowest_at: entry.time,
            opening,
            missing_since: None,
            entries: 0,
            first: entry.time,
            last: entry.time,
            second: entry.time.seconds,
            place: Place::of(entry),
            is_below: false,
            below_zero: Vec::new(),
            below_zero_count: 0,
            contradictions: Vec::new(),
            contradictions_count: 0,
        }
    }

    fn add(&mut self, entry: &Entry, movement: &Movement<'_>, is_back: bool) {
        let change = movement.change();
        self.received = self.received.plus(&movement.received);
        self.sent = self.sent.plus(&movement.sent);
        self.fees = self.fees.plus(&movement.fees);
        self.held = self.held.plus(&change);
        self.entries += 1;
        (self.second, self.last) = (entry.time.seconds, entry.time);
        self.place = Place::of(entry);
        let wallet = match self.compared {
            Compared::Together => Text::default(),
            Compared::ByWallet => wallet(entry).clone(),
            Compared::Never => return,
        };
        let stated = movement.stated;
        self.stated.add(wallet, entry, &change, stated, is_back);
    }

    /// The entries of a second are all there.
    fn settle(&mut self, rules: &BalanceRules) {
        let (held, unexplained) = (&mut self.held, &mut self.unexplained);
        let (listed, count) = (&mut self.contradictions, &mut self.contradictions_count);
        self.stated.settle(&mut |contradiction| {
            let jump = contradiction.unexplained();
            *held = held.plus(&jump);
            *unexplained = unexplained.plus(&jump);
            *count += 1;
            if listed.len() < rules.listed_max {
                listed.push(contradiction);
            }
        });
        if self.held < self.lowest {
            (self.lowest, self.lowest_at) = (self.held.clone(), self.last);
        }
        let is_below = self.is_below_zero();
        if is_below {
            self.missing_since.get_or_insert(self.last);
        }
        if self.source != OpeningSource::Least {
            self.follow_below_zero(is_below, rules);
        }
        self.is_below = is_below;
    }

    /// Whether less than nothing is held. Where stated balances are rounded, what follows
    /// from them may be off by one in their last place.
    fn is_below_zero(&self) -> bool {
        let is_rounding = match (self.source, self.stated.rounded_scale()) {
            (OpeningSource::Stated, Some(scale)) => Amount::ZERO.is_rounded_from(&self.held, scale),
            _ => false,
        };
        self.held.is_negative() && !is_rounding
    }

    fn follow_below_zero(&mut self, is_below: bool, rules: &BalanceRules) {
        // Spans past the list are only counted: the last one that is listed has ended then.
        let is_listed = self.below_zero_count <= rules.listed_max as u64;
        match (self.is_below, is_below) {
            (false, true) => {
                self.below_zero_count += 1;
                if self.below_zero.len() < rules.listed_max {
                    self.below_zero.push(BelowZero {
                        since: self.last,
                        until: None,
                        place: self.place.clone(),
                        lowest: self.held.clone(),
                        lowest_at: self.last,
                    });
                }
            }
            (true, now) if is_listed => {
                if let Some(span) = self.below_zero.last_mut() {
                    if !now {
                        span.until = Some(self.last);
                    } else if self.held < span.lowest {
                        (span.lowest, span.lowest_at) = (self.held.clone(), self.last);
                    }
                }
            }
            _ => {}
        }
    }

    fn finish(mut self, of: HoldingOf, rules: &BalanceRules) -> Holding {
        self.settle(rules);
        // Counted from zero so far: the least opening lifts it all.
        let lift = match self.source {
            OpeningSource::Least => self.lowest.negated(),
            OpeningSource::Stated | OpeningSource::Zero => Amount::ZERO,
        };
        Holding {
            exchange: of.exchange,
            account: of.account,
            asset: of.asset,
            entries: self.entries,
            first: self.first,
            last: self.last,
            opening: self.opening.plus(&lift).normalized(),
            opening_source: self.source,
            received: self.received.normalized(),
            sent: self.sent.normalized(),
            fees: self.fees.normalized(),
            unexplained: self.unexplained.normalized(),
            closing: self.held.plus(&lift).normalized(),
            lowest: self.lowest.plus(&lift).normalized(),
            lowest_at: self.lowest_at,
            missing_since: self.missing_since,
            below_zero: self.below_zero,
            below_zero_count: self.below_zero_count,
            contradictions: self.contradictions,
            contradictions_count: self.contradictions_count,
        }
    }
}
