//! Finds the keys of a claim's rows, one row after another in reading order. Memory grows
//! with the markets of the claim and not with its rows.

use std::collections::{BTreeMap, BTreeSet};
use std::vec::Drain;

use ledger::{Kind, Side};

use super::facts::{market_name, price_name};
use super::{LinkKey, LinkKind, LinkRules, RowFacts};

/// Trades in a row that make an order pattern.
const PATTERN_TRADES: usize = 4;
/// Rows of a thin pair that are kept of one claim.
const THIN_PAIR_ROWS_MAX: usize = 20;
const DAY_SECONDS: i64 = 86_400;

/// A key that a row gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundKey {
    /// What it is.
    pub kind: LinkKind,
    /// The key.
    pub key: LinkKey,
    /// The number of the row.
    pub row: u32,
}

/// Finds the keys of one claim's rows.
#[derive(Debug)]
pub struct KeyFinder {
    rules: LinkRules,
    found: Vec<FoundKey>,
    pattern: Pattern,
    /// By exchange and pair.
    markets: BTreeMap<(String, [String; 2]), Market>,
}

/// The latest trades of one file.
#[derive(Debug, Default)]
struct Pattern {
    file: String,
    steps: Vec<Step>,
}

/// A trade, or several with the same market, side and price.
#[derive(Debug)]
struct Step {
    text: String,
    seconds: i64,
    row: u32,
    is_liquid: bool,
}

/// What a claim traded in one market.
#[derive(Debug, Default)]
struct Market {
    trades: u32,
    /// One more than a thin pair may have at most.
    days: BTreeSet<i64>,
    rows: Vec<u32>,
}

impl KeyFinder {
    /// No row yet.
    pub fn new(rules: LinkRules) -> KeyFinder {
        KeyFinder {
            rules,
            found: Vec::new(),
            pattern: Pattern::default(),
            markets: BTreeMap::new(),
        }
    }

    /// Adds a row with its number.
    pub fn row(&mut self, row: u32, facts: &RowFacts<'_>) {
        let keys = facts.keys().into_iter();
        self.found
            .extend(keys.map(|(kind, key, _)| FoundKey { kind, key, row }));
        self.market(row, facts);
        if let Some(step) = Step::of(row, facts) {
            self.step(facts.file, step);
        }
    }

    /// Ends the claim: only now it is known which markets are thin pairs.
    pub fn finish(&mut self) {
        let rules = self.rules;
        for ((exchange, pair), market) in std::mem::take(&mut self.markets) {
            if market.is_thin(&rules) {
                let key = thin_pair(&exchange, [&pair[0], &pair[1]]);
                let kind = LinkKind::ThinPair;
                let rows = market.rows.into_iter();
                self.found
                    .extend(rows.map(|row| FoundKey { kind, key, row }));
            }
        }
    }

    /// Takes the keys that were found since the last time.
    pub fn take(&mut self) -> Drain<'_, FoundKey> {
        self.found.drain(..)
    }

    fn market(&mut self, row: u32, facts: &RowFacts<'_>) {
        let Some(pair) = facts.pair().filter(|_| !facts.is_liquid()) else {
            return;
        };
        let name = (facts.exchange.to_owned(), pair.map(str::to_owned));
        let has_room = self.markets.len() < self.rules.markets_max as usize;
        if !has_room && !self.markets.contains_key(&name) {
            return;
        }
        let market = self.markets.entry(name).or_default();
        market.trades = market.trades.saturating_add(1);
        if market.days.len() <= self.rules.thin_pair_days_max as usize {
            market.days.insert(facts.seconds.div_euclid(DAY_SECONDS));
        }
        if market.rows.len() < THIN_PAIR_ROWS_MAX {
            market.rows.push(row);
        }
    }

    fn step(&mut self, file: &str, step: Step) {
        let pattern = &mut self.pattern;
        if pattern.file != file {
            file.clone_into(&mut pattern.file);
            pattern.steps.clear();
        }
        if pattern
            .steps
            .last()
            .is_some_and(|last| last.text == step.text)
        {
            return;
        }
        if pattern.steps.len() == PATTERN_TRADES {
            pattern.steps.remove(0);
        }
        pattern.steps.push(step);
        let Some(key) = pattern.key(&self.rules) else {
            return;
        };
        let kind = LinkKind::OrderPattern;
        let rows = pattern.steps.iter().map(|step| step.row);
        self.found
            .extend(rows.map(|row| FoundKey { kind, key, row }));
    }
}

impl Step {
    /// The step of a trade that tells market, side and price.
    fn of(row: u32, facts: &RowFacts<'_>) -> Option<Step> {
        let is_trade = matches!(facts.kind, Kind::Trade | Kind::Derivative);
        let market = market_name(facts.market);
        let price = price_name(&facts.price);
        let side = facts.side.filter(|_| is_trade)?;
        if market.is_empty() || price.is_empty() {
            return None;
        }
        let exchange = facts.exchange;
        let side = Side::as_str(side);
        Some(Step {
            text: format!("{exchange} {market} {side} {price}"),
            seconds: facts.seconds,
            row,
            is_liquid: facts.is_liquid(),
        })
    }
}

impl Pattern {
    /// The key of the latest trades; none where they make no pattern. A file with the newest
    /// trade first has the same patterns as one with the oldest first.
    fn key(&self, rules: &LinkRules) -> Option<LinkKey> {
        let [first, .., last] = &self.steps[..] else {
            return None;
        };
        let mut texts: Vec<&str> = self.steps.iter().map(|step| step.text.as_str()).collect();
        let different: BTreeSet<&&str> = texts.iter().collect();
        let apart = first.seconds.abs_diff(last.seconds);
        let is_one = different.len() == PATTERN_TRADES
            && apart <= u64::from(rules.pattern_seconds_max)
            && !self.steps.iter().all(|step| step.is_liquid);
        if !is_one {
            return None;
        }
        if last.seconds < first.seconds {
            texts.reverse();
        }
        Some(LinkKey::of(LinkKind::OrderPattern, &texts))
    }
}

impl Market {
    fn is_thin(&self, rules: &LinkRules) -> bool {
        self.trades >= rules.thin_pair_trades_min
            && self.days.len() <= rules.thin_pair_days_max as usize
    }
}

fn thin_pair(exchange: &str, [one, other]: [&str; 2]) -> LinkKey {
    LinkKey::of(LinkKind::ThinPair, &[exchange, one, other])
}

/// The text that names a key to people, by a row that gives it: the id, the address, the
/// label or the market. Empty where the row does not give the key.
pub fn label(kind: LinkKind, key: LinkKey, facts: &RowFacts<'_>) -> String {
    match kind {
        LinkKind::OrderPattern => facts.market.to_owned(),
        LinkKind::ThinPair => facts.pair().map_or_else(String::new, |pair| pair.join("/")),
        _ => {
            let mut keys = facts.keys().into_iter();
            let found = keys.find(|(of, found, _)| (*of, *found) == (kind, key));
            found.map_or_else(String::new, |(_, _, name)| name)
        }
    }
}
