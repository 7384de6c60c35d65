//! Positions in perpetuals and futures, where a file has fills only.
//!
//! A fill moves no spot asset, and what a position was worth before the first
//! fill is in no file. So only a round trip that is known to start and end at
//! zero has a value; every other position is listed as not valued (method §1.7).
//!
//! Fills are followed in the order of time, in which files need not be: of a contract
//! whose position is known to be zero at some moment, the later fills are held.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::line::RoundTrip;
use super::totals::PositionNotValued;
use crate::base::text::Text;
use crate::entry::lines::Lines;
use crate::entry::{Entry, Kind, Side};
use crate::numbers::amount::Amount;
use crate::terms::limits::{Held, TooMany, hold};
use crate::terms::{Flat, Terms};
use crate::time::moment::Moment;

/// Exchange, account and market.
type Contract = (Text, Text, Text);

/// The contested fills of a claim, taken in one by one.
#[derive(Clone, Debug)]
pub(super) struct Fills {
    flat: Vec<Flat>,
    contracts: BTreeMap<Contract, Position>,
    /// Where rows with realised profit and loss say what fills are worth; the market is
    /// empty where such rows name none.
    with_profit_rows: HashSet<Contract>,
    /// The names of files, each once for fills that stand one after another.
    files: Vec<Text>,
    fills_max: usize,
    count: usize,
}

/// What is known of one contract.
#[derive(Clone, Debug, Default)]
struct Position {
    /// A moment at which the position is known to be zero.
    flat: Option<Flat>,
    /// Fills of which nothing is known but that they are there.
    loose: u64,
    /// The first of those in time.
    first: Option<(Moment, Place)>,
    /// Fills after the moment at which the position is zero.
    followed: Vec<Fill>,
}

/// Where a fill stands: the number of its file, and its lines.
#[derive(Clone, Debug)]
struct Place {
    file: u32,
    lines: Lines,
}

/// A fill, as far as it has to be followed.
#[derive(Clone, Debug)]
struct Fill {
    row: u32,
    time: Moment,
    place: Place,
    /// Contracts bought and their notional, both negative when sold; none where the
    /// file does not tell them.
    moved: Option<(Amount, Amount)>,
}

/// What became of the contested fills.
#[derive(Clone, Debug, Default)]
pub(super) struct Positions {
    closed: HashMap<u32, Closed>,
    contracts: Vec<Flat>,
    pub not_valued: Vec<PositionNotValued>,
}

/// A round trip, placed on the fill that closes it.
#[derive(Clone, Debug)]
struct Closed {
    contract: usize,
    fills: u64,
    profit: Amount,
}

impl Fills {
    pub fn new(terms: &Terms, fills_max: usize) -> Fills {
        Fills {
            flat: terms.flat.clone(),
            contracts: BTreeMap::new(),
            with_profit_rows: HashSet::new(),
            files: Vec::new(),
            fills_max,
            count: 0,
        }
    }

    /// Takes in a contested entry. Entries come in reading order; of fills of one
    /// moment the one that was read first comes first.
    pub fn take(&mut self, row: u32, entry: &Entry) -> Result<(), TooMany> {
        match entry.kind {
            Kind::Derivative => self.fill(row, entry),
            Kind::Pnl => self.profit_row(entry),
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

    fn fill(&mut self, row: u32, entry: &Entry) -> Result<(), TooMany> {
        let place = self.place(entry);
        let contract = contract(entry);
        if !self.contracts.contains_key(&contract) {
            hold(&mut self.count, self.fills_max, Held::Fills)?;
            let mut flat = self.flat.iter();
            let flat = flat.find(|flat| is_of(flat, &contract)).cloned();
            let position = Position {
                flat,
                ..Position::default()
            };
            self.contracts.insert(contract.clone(), position);
        }
        let Some(position) = self.contracts.get_mut(&contract) else {
            return Ok(());
        };
        if position
            .flat
            .as_ref()
            .is_some_and(|flat| entry.time >= flat.at)
        {
            hold(&mut self.count, self.fills_max, Held::Fills)?;
            position.followed.push(Fill {
                row,
                time: entry.time,
                place,
                moved: moved(entry),
            });
        } else {
            position.leave_loose(entry.time, place);
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
            position.follow(&mut positions);
            if let Some((_, place)) = position.first {
                let (exchange, account, market) = contract;
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

impl Position {
    /// Counts a fill of which nothing more is known.
    fn leave_loose(&mut self, time: Moment, place: Place) {
        self.loose += 1;
        if self.first.as_ref().is_none_or(|(first, _)| time < *first) {
            self.first = Some((time, place));
        }
    }

    /// Finds the round trips among the fills after the moment at which the position
    /// was zero, and leaves the fills loose that are in none.
    fn follow(&mut self, positions: &mut Positions) {
        let Some(flat) = self.flat.take() else { return };
        let mut fills = std::mem::take(&mut self.followed);
        fills.sort_by_key(|fill| fill.time);
        let contract = positions.contracts.len();
        positions.contracts.push(flat);
        let mut open = Vec::new();
        let (mut position, mut profit) = (Amount::ZERO, Amount::ZERO);
        let mut is_known = true;
        for fill in fills {
            // What can't be followed leaves the position unknown from here on.
            let moved = fill.moved.as_ref().filter(|_| is_known);
            is_known = moved.is_some();
            let row = fill.row;
            if let Some((bought, notional)) = moved {
                position = position.plus(bought);
                profit = profit.minus(notional);
            }
            open.push((fill.time, fill.place));
            if is_known && position.is_zero() {
                let closed = Closed {
                    contract,
                    fills: open.len() as u64,
                    profit: std::mem::replace(&mut profit, Amount::ZERO),
                };
                positions.closed.insert(row, closed);
                open.clear();
            }
        }
        for (time, place) in open {
            self.leave_loose(time, place);
        }
    }
}

impl Positions {
    /// The round trip that the fill of a row closes.
    pub fn closed_by(&self, row: u32) -> Option<RoundTrip> {
        let closed = self.closed.get(&row)?;
        let Flat { market, margin, .. } = &self.contracts[closed.contract];
        Some(RoundTrip {
            market: market.clone(),
            margin: margin.clone(),
            fills: closed.fills,
            profit: closed.profit.clone(),
        })
    }
}
