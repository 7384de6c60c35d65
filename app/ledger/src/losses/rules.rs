//! Which entries the rules of a claim contest, entry by entry (METHOD.md,
//! "What counts as contested").
//!
//! What a rule says of one leg holds of its whole group, so that a first scan over the
//! entries learns what groups share; after it each entry is judged by itself. Only
//! groups of which a rule says anything are held.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Period;
use super::groups::Grouped;
use crate::base::text::Text;
use crate::entry::Entry;
use crate::terms::limits::{TooMany, ValuingLimits};

/// What a claimant says of the entries of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Contests what a period takes in: trades, fills, fees, funding and realised
    /// profit and loss.
    Period {
        /// When; one whose end is not after its beginning takes in nothing.
        period: Period,
        /// Only of this exchange; of all when empty.
        exchange: Text,
        /// Only of this account; of all when empty.
        account: Text,
        /// Only what touches this asset; everything when empty.
        asset: Text,
    },
    /// Contests the row of this key, of whatever kind.
    Row(Text),
    /// Leaves the row of this key out of what is contested.
    LeaveOut(Text),
}

/// A rule by its place among those given, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleNo(u32);

impl RuleNo {
    fn of(place: usize) -> RuleNo {
        RuleNo(u32::try_from(place).unwrap_or(u32::MAX))
    }

    /// The place of the rule among those given.
    pub fn place(self) -> usize {
        self.0 as usize
    }
}

/// What the rules say of one entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The rule that contests it: the first period, else the first rule of its row.
    pub contested: Option<RuleNo>,
    /// The rule that leaves it out although another contests it. Then it is not
    /// contested.
    pub left_out: Option<RuleNo>,
}

/// The rules of a claim, and what its groups share by them.
///
/// Let it [`learn`](Contesting::learn) every entry that counts, in reading order;
/// after that ask for each entry's [`verdict`](Contesting::verdict).
#[derive(Clone, Debug)]
pub struct Contesting {
    periods: Vec<(RuleNo, Within)>,
    rows: HashMap<Text, RuleNo>,
    left_out: HashMap<Text, RuleNo>,
    marks: MarkTable,
    groups: Grouped<MarksId>,
}

/// What one period takes in.
#[derive(Clone, Debug)]
struct Within {
    period: Period,
    exchange: Text,
    account: Text,
    asset: Text,
}

impl Contesting {
    /// The rules, in order.
    pub fn new(rules: &[Rule], limits: &ValuingLimits) -> Contesting {
        let mut periods = Vec::new();
        let (mut rows, mut left_out) = (HashMap::new(), HashMap::new());
        for (place, rule) in rules.iter().enumerate() {
            let no = RuleNo::of(place);
            match rule {
                Rule::Period {
                    period,
                    exchange,
                    account,
                    asset,
                } => {
                    let within = Within {
                        period: *period,
                        exchange: exchange.clone(),
                        account: account.clone(),
                        asset: asset.clone(),
                    };
                    periods.push((no, within));
                }
                Rule::Row(key) => {
                    rows.entry(key.clone()).or_insert(no);
                }
                Rule::LeaveOut(key) => {
                    left_out.entry(key.clone()).or_insert(no);
                }
            }
        }
        let usual = Marks {
            taken: Bits::of(periods.len(), |_| false),
            // A period for every asset is touched by all, and adds nothing to a group.
            touched: Bits::of(periods.len(), |at| periods[at].1.asset.is_empty()),
            row: None,
            left_out: None,
        };
        let mut marks = MarkTable::default();
        let usual = marks.id(usual);
        Contesting {
            periods,
            rows,
            left_out,
            marks,
            groups: Grouped::new(usual, limits.groups_max),
        }
    }

    /// Whether the rules can contest anything; without it nothing has to be learnt.
    pub fn can_contest(&self) -> bool {
        !self.periods.is_empty() || !self.rows.is_empty()
    }

    /// Whether a rule names a single row: only then are keys looked at.
    pub fn names_rows(&self) -> bool {
        !self.rows.is_empty() || !self.left_out.is_empty()
    }

    /// Takes in what an entry says of its group. `key` names its row as rules do.
    ///
    /// # Errors
    /// When more groups would have to be held than a limit allows.
    pub fn learn(&mut self, entry: &Entry, key: &str) -> Result<(), TooMany> {
        if !self.can_contest() || entry.group.is_empty() {
            return Ok(());
        }
        let own = self.own_marks(entry, key);
        let own = self.marks.id(own);
        let marks = &mut self.marks;
        let joined = |shared, own| marks.joined(shared, own);
        self.groups.join(entry, own, joined)
    }

    /// What the rules say of an entry, once all were learnt.
    pub fn verdict(&self, entry: &Entry, key: &str) -> Verdict {
        if !self.can_contest() {
            return Verdict::default();
        }
        if self.left_out.is_empty()
            && let Some((no, first)) = self.periods.first()
            && first.takes(entry)
            && first.touches(entry)
        {
            // Whatever its group says, no rule goes before the first period.
            return Verdict {
                contested: Some(*no),
                left_out: None,
            };
        }
        let shared = self.groups.of(entry).map(|id| self.marks.of(id));
        let period = match shared {
            Some(marks) => marks.first_period().map(|at| self.periods[at].0),
            None => self.first_period(entry),
        };
        let named = |rows: &HashMap<Text, RuleNo>, shared: Option<RuleNo>| {
            rows.get(key).copied().or(shared)
        };
        let row = || named(&self.rows, shared.and_then(|marks| marks.row));
        let contested = period.or_else(row);
        let left_out = named(&self.left_out, shared.and_then(|marks| marks.left_out));
        match (contested, left_out) {
            (Some(_), Some(_)) => Verdict {
                contested: None,
                left_out,
            },
            // Only what would have been contested is left out of anything.
            _ => Verdict {
                contested,
                left_out: None,
            },
        }
    }

    /// The first period that takes in an entry on its own.
    fn first_period(&self, entry: &Entry) -> Option<RuleNo> {
        let mut periods = self.periods.iter();
        let found = periods.find(|(_, within)| within.takes(entry) && within.touches(entry));
        found.map(|(no, _)| *no)
    }

    fn own_marks(&self, entry: &Entry, key: &str) -> Marks {
        let periods = &self.periods;
        Marks {
            taken: Bits::of(periods.len(), |at| periods[at].1.takes(entry)),
            touched: Bits::of(periods.len(), |at| periods[at].1.touches(entry)),
            row: self.rows.get(key).copied(),
            left_out: self.left_out.get(key).copied(),
        }
    }
}

impl Within {
    fn takes(&self, entry: &Entry) -> bool {
        entry.kind.is_taken_by_a_period()
            && self.period.holds(entry.time)
            && (self.exchange.is_empty() || entry.exchange == self.exchange)
            && (self.account.is_empty() || entry.account == self.account)
    }

    fn touches(&self, entry: &Entry) -> bool {
        self.asset.is_empty() || touches(entry, &self.asset)
    }
}

/// Whether an asset went out, came in or was paid as a fee.
pub(super) fn touches(entry: &Entry, asset: &str) -> bool {
    [&entry.out, &entry.in_, &entry.fee]
        .into_iter()
        .flatten()
        .any(|quantity| quantity.asset == asset)
}

/// What the legs of a group say together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Marks {
    /// The periods that take in one of them.
    taken: Bits,
    /// The periods whose asset one of them touches.
    touched: Bits,
    /// The rule of the first of them whose row is contested.
    row: Option<RuleNo>,
    /// The rule of the first of them whose row is left out.
    left_out: Option<RuleNo>,
}

impl Marks {
    fn joined(&self, next: &Marks) -> Marks {
        Marks {
            taken: self.taken.or(&next.taken),
            touched: self.touched.or(&next.touched),
            row: self.row.or(next.row),
            left_out: self.left_out.or(next.left_out),
        }
    }

    fn first_period(&self) -> Option<usize> {
        self.taken.first_in_both(&self.touched)
    }
}

/// One bit for each period; the first 64 need no place of their own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Bits {
    first: u64,
    more: Box<[u64]>,
}

impl Bits {
    fn of(count: usize, is_set: impl Fn(usize) -> bool) -> Bits {
        let word = |nth: usize| {
            let places = nth * 64..count.min(nth * 64 + 64);
            let set = places.filter(|at| is_set(*at));
            set.fold(0, |word, at| word | 1 << (at % 64))
        };
        Bits {
            first: word(0),
            more: (1..count.div_ceil(64)).map(word).collect(),
        }
    }

    fn or(&self, other: &Bits) -> Bits {
        let words = self.more.iter().zip(&other.more);
        Bits {
            first: self.first | other.first,
            more: words.map(|(a, b)| a | b).collect(),
        }
    }

    fn first_in_both(&self, other: &Bits) -> Option<usize> {
        let more = self.more.iter().zip(&other.more).map(|(a, b)| a & b);
        let words = std::iter::once(self.first & other.first).chain(more);
        let mut set = words.enumerate().filter(|(_, word)| *word != 0);
        let (at, word) = set.next()?;
        Some(at * 64 + word.trailing_zeros() as usize)
    }
}

/// Marks by number. Many groups share few different marks: a group holds a number.
#[derive(Clone, Debug, Default)]
struct MarkTable {
    all: Vec<Marks>,
    ids: HashMap<Marks, MarksId, RandomState>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MarksId(u32);

impl MarkTable {
    fn id(&mut self, marks: Marks) -> MarksId {
        if let Some(id) = self.ids.get(&marks) {
            return *id;
        }
        // There are no more marks than rows of a claim, which are counted in 32 bits.
        let id = MarksId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(marks.clone());
        self.ids.insert(marks, id);
        id
    }

    fn of(&self, id: MarksId) -> &Marks {
        &self.all[id.0 as usize]
    }

    fn joined(&mut self, shared: MarksId, next: MarksId) -> MarksId {
        if shared == next {
            return shared;
        }
        let joined = self.of(shared).joined(self.of(next));
        self.id(joined)
    }
}
