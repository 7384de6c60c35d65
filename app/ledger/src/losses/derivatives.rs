//! Positions in perpetuals and futures, where a file has fills only.
//!
//! A fill moves no spot asset, and what a position was worth before the first fill is in
//! no file. So only a round trip that is known to start and end at zero has a value; every
//! other position is listed as not valued (METHOD.md, "Derivatives").
//!
//! Fills are followed in the order of time, in which files need not be. The owner's fills
//! are followed with the contested ones, as both move one position.

use std::collections::{BTreeMap, HashSet};

use super::line::{FlatAt, FlatBy};
use super::positions::{Fill, Place, Position, Positions};
use super::starts::AccountStarts;
use super::totals::PositionNotValued;
use crate::base::text::Text;
use crate::entry::{Entry, Kind, Side};
use crate::numbers::amount::Amount;
use crate::terms::limits::{Held, TooMany, hold};
use crate::terms::{Flat, Terms, margin_of};
use crate::time::moment::Moment;

/// Exchange, account and market.
type Contract = (Text, Text, Text);

/// The fills of a claim, taken in one by one.
#[derive(Clone, Debug)]
pub(super) struct Fills {
    /// Positions of one contract that a person says were zero.
    stated: Vec<Flat>,
    /// When a person says that all positions were zero.
    stated_before: Option<Moment>,
    /// Where accounts begin; none where only contested entries are seen.
    starts: Option<AccountStarts>,
    contracts: BTreeMap<Contract, Position>,
    /// Where rows with realised profit and loss say what fills are worth; the market is
    /// empty where such rows name none.
    with_profit_rows: HashSet<Contract>,
    /// The names of files, each once for fills that stand one after another.
    files: Vec<Text>,
    fills_max: usize,
    count: usize,
}

impl Fills {
    pub fn new(terms: &Terms, fills_max: usize) -> Fills {
        Fills {
            stated: terms.flat.clone(),
            stated_before: terms.flat_before,
            starts: Some(AccountStarts::default()),
            contracts: BTreeMap::new(),
            with_profit_rows: HashSet::new(),
            files: Vec::new(),
            fills_max,
            count: 0,
        }
    }

    /// Says that only contested entries are taken in: then nothing tells where an
    /// account begins.
    pub fn see_contested_only(&mut self) {
        self.starts = None;
    }

    /// Takes in a contested entry. Entries come in reading order; of fills of one
    /// moment the one that was read first comes first.
    pub fn contested(&mut self, row: u32, entry: &Entry) -> Result<(), TooMany> {
        if entry.kind == Kind::Pnl {
            self.profit_row(entry)?;
        }
        self.take(Some(row), entry)
    }

    /// Takes in an entry that is not contested.
    pub fn own(&mut self, entry: &Entry) -> Result<(), TooMany> {
        self.take(None, entry)
    }

    fn take(&mut self, row: Option<u32>, entry: &Entry) -> Result<(), TooMany> {
        if let Some(starts) = &mut self.starts {
            starts.take(entry);
        }
        if let Some(opened) = entry.facts.opened_at {
            self.opened(entry, opened)?;
        }
        match entry.kind {
            Kind::Derivative => self.fill(row, entry),
            _ => Ok(()),
        }
    }

    fn profit_row(&mut self, entry: &Entry) -> Result<(), TooMany> {
        let contract = contract(entry);
        if !self.with_profit_rows.contains(&contract) {
            hold(&mut self.count, self.fills_max, Held::Fills)?;
            self.with_profit_rows.insert(contract);
        }
        Ok(())
    }

    /// Keeps when a file says that a position was opened, of contracts whose fills can be
    /// followed.
    fn opened(&mut self, entry: &Entry, opened: Moment) -> Result<(), TooMany> {
        let contract = contract(entry);
        if self.position(&contract)?.margin.is_none() {
            return Ok(());
        }
        hold(&mut self.count, self.fills_max, Held::Fills)?;
        self.position(&contract)?.opened.push(opened);
        Ok(())
    }

    /// What is known of a contract.
    fn position(&mut self, contract: &Contract) -> Result<&mut Position, TooMany> {
        if !self.contracts.contains_key(contract) {
            hold(&mut self.count, self.fills_max, Held::Fills)?;
            let mut stated = self.stated.iter();
            let stated = stated.find(|flat| is_of(flat, contract));
            let (exchange, _, market) = contract;
            let margin = stated.map(|flat| flat.margin.clone());
            let position = Position {
                margin: margin.or_else(|| margin_of(exchange, market)),
                stated: stated.map(|flat| flat.at),
                ..Position::default()
            };
            self.contracts.insert(contract.clone(), position);
        }
        Ok(self.contracts.entry(contract.clone()).or_default())
    }

    fn fill(&mut self, row: Option<u32>, entry: &Entry) -> Result<(), TooMany> {
        let place = self.place(entry);
        let is_stated_for_all = self.stated_before.is_some();
        let position = self.position(&contract(entry))?;
        let fill = Fill {
            row,
            time: entry.time,
            place,
            moved: moved(entry),
        };
        if position.margin.is_none() || position.is_cut {
            position.leave(fill);
            return Ok(());
        }
        let is_stated = is_stated_for_all || position.stated.is_some();
        match hold(&mut self.count, self.fills_max, Held::Fills) {
            Ok(()) => self.position(&contract(entry))?.fills.push(fill),
            // A person counts on it.
            Err(too_many) if is_stated => return Err(too_many),
            Err(_) => {
                let freed = self.position(&contract(entry))?.cut(fill);
                self.count -= freed;
            }
        }
        Ok(())
    }

    fn place(&mut self, entry: &Entry) -> Place {
        if self.files.last() != Some(&entry.file) {
            self.files.push(entry.file.clone());
        }
        Place {
            file: self.files.len() as u32 - 1,
            lines: entry.lines.clone(),
        }
    }

    /// Follows the fills of each contract through time.
    pub fn follow(mut self) -> Positions {
        let mut positions = Positions::default();
        for (contract, mut position) in std::mem::take(&mut self.contracts) {
            if self.has_profit_rows(&contract) {
                continue;
            }
            let known = self.known(&contract, &position);
            let (exchange, account, market) = contract;
            position.follow(&market, &known, &mut positions);
            if let Some((_, place)) = position.first {
                positions.not_valued.push(PositionNotValued {
                    exchange,
                    account,
                    market,
                    file: self.files[place.file as usize].clone(),
                    line: place.lines.to_string(),
                    fills: position.loose,
                });
            }
        }
        positions
    }

    /// The moments at which a position is known to be zero, in order, with the first
    /// reason for each.
    fn known(&self, (exchange, account, _): &Contract, position: &Position) -> Vec<FlatAt> {
        let history = self.starts.as_ref();
        let history = history.and_then(|starts| starts.of(exchange, account));
        let opened = position.opened.iter().map(|at| (*at, FlatBy::Opened));
        let history = history.into_iter().map(|at| (at, FlatBy::History));
        let stated = position.stated.into_iter().chain(self.stated_before);
        let stated = stated.map(|at| (at, FlatBy::Stated));
        let all = opened.chain(history).chain(stated);
        let mut known: Vec<FlatAt> = all.map(|(at, by)| FlatAt { at, by }).collect();
        known.sort_by_key(|flat| (flat.at, flat.by));
        known.dedup_by_key(|flat| flat.at);
        known
    }

    /// Whether rows with realised profit and loss say what the fills are worth.
    fn has_profit_rows(&self, contract: &Contract) -> bool {
        let (exchange, account, _) = contract;
        let of_any_market = (exchange.clone(), account.clone(), Text::default());
        self.with_profit_rows.contains(contract) || self.with_profit_rows.contains(&of_any_market)
    }
}

fn contract(entry: &Entry) -> Contract {
    let Entry {
        exchange,
        account,
        market,
        ..
    } = entry;
    (exchange.clone(), account.clone(), market.clone())
}

fn is_of(flat: &Flat, (exchange, account, market): &Contract) -> bool {
    flat.exchange == *exchange && flat.account == *account && flat.market == *market
}

/// Contracts bought (negative when sold) and their notional, likewise signed.
fn moved(entry: &Entry) -> Option<(Amount, Amount)> {
    let size = entry.facts.contract_size.as_ref()?;
    let bought = match entry.side? {
        Side::Buy => size.clone(),
        Side::Sell => size.negated(),
    };
    let notional = bought.times(entry.price.as_ref()?);
    Some((bought, notional))
}
