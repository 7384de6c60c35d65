//! One position followed through its fills, from moments at which it is known to be zero.

use std::collections::HashMap;

use super::line::{FlatAt, RoundTrip};
use super::totals::PositionNotValued;
use crate::base::text::Text;
use crate::entry::lines::Lines;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

/// What is known of one contract.
#[derive(Clone, Debug, Default)]
pub(super) struct Position {
    /// The asset that profit and loss are paid in. Without it no fill is followed.
    pub margin: Option<Text>,
    /// When a person says that this position was zero.
    pub stated: Option<Moment>,
    /// When files say that it was opened.
    pub opened: Vec<Moment>,
    /// Fills that can be followed, in reading order.
    pub fills: Vec<Fill>,
    /// There were more fills than a limit allows, so that none is followed.
    pub is_cut: bool,
    /// How many contested fills have no value.
    pub loose: u64,
    /// The first of those in time.
    pub first: Option<(Moment, Place)>,
}

/// Where a fill stands: the number of its file, and its lines.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub file: u32,
    pub lines: Lines,
}

/// A fill, as far as it has to be followed.
#[derive(Clone, Debug)]
pub(super) struct Fill {
    /// Its row; none where it is the owner's own.
    pub row: Option<u32>,
    pub time: Moment,
    pub place: Place,
    /// Contracts bought and their notional, both negative when sold; none where the
    /// file does not tell them.
    pub moved: Option<(Amount, Amount)>,
}

/// What became of the contested fills.
#[derive(Clone, Debug, Default)]
pub(super) struct Positions {
    closed: HashMap<u32, RoundTrip>,
    pub not_valued: Vec<PositionNotValued>,
}

impl Positions {
    /// The round trip that the fill of a row closes.
    pub fn closed_by(&self, row: u32) -> Option<RoundTrip> {
        self.closed.get(&row).cloned()
    }
}

/// The fills since a position was zero.
struct Round {
    /// Contracts held; none once a fill did not tell its size or price.
    held: Option<Amount>,
    profit: Amount,
    fills: Vec<Fill>,
}

impl Round {
    fn new() -> Round {
        Round {
            held: Some(Amount::ZERO),
            profit: Amount::ZERO,
            fills: Vec::new(),
        }
    }

    fn take(&mut self, fill: Fill) {
        let held = self.held.take().zip(fill.moved.as_ref());
        self.held = held.map(|(held, (bought, notional))| {
            self.profit = self.profit.minus(notional);
            held.plus(bought)
        });
        self.fills.push(fill);
    }

    fn is_closed(&self) -> bool {
        !self.fills.is_empty() && self.held.as_ref().is_some_and(Amount::is_zero)
    }

    /// The row of the fill that closes it, where all its fills are contested.
    fn closing_row(&self) -> Option<u32> {
        let is_contested = self.fills.iter().all(|fill| fill.row.is_some());
        self.fills.last()?.row.filter(|_| is_contested)
    }
}

impl Position {
    /// Counts a fill that has no value, if it is contested.
    pub fn leave(&mut self, fill: Fill) {
        if fill.row.is_none() {
            return;
        }
        self.loose += 1;
        let is_first = |(first, _): &(Moment, Place)| fill.time < *first;
        if self.first.as_ref().is_none_or(is_first) {
            self.first = Some((fill.time, fill.place));
        }
    }

    /// Gives up following; returns how many fills are held no longer.
    pub fn cut(&mut self, fill: Fill) -> usize {
        self.is_cut = true;
        let fills = std::mem::take(&mut self.fills);
        let held = fills.len();
        for fill in fills.into_iter().chain([fill]) {
            self.leave(fill);
        }
        held
    }

    /// Finds the round trips since the moments at which the position is known to be zero,
    /// and leaves the contested fills without a value that are in none.
    pub fn follow(&mut self, market: &Text, known: &[FlatAt], positions: &mut Positions) {
        // Without a margin asset no fill was kept.
        let Some(margin) = self.margin.clone() else {
            return;
        };
        let mut fills = std::mem::take(&mut self.fills);
        fills.sort_by_key(|fill| fill.time);
        let mut known = known.iter().peekable();
        let mut flat: Option<FlatAt> = None;
        let mut round = Round::new();
        for fill in fills {
            while let Some(next) = known.next_if(|next| next.at <= fill.time) {
                self.leave_all(std::mem::replace(&mut round, Round::new()));
                flat = Some(*next);
            }
            let Some(flat) = flat else {
                self.leave(fill);
                continue;
            };
            round.take(fill);
            if !round.is_closed() {
                continue;
            }
            let round = std::mem::replace(&mut round, Round::new());
            match round.closing_row() {
                Some(row) => {
                    let closed = RoundTrip {
                        market: market.clone(),
                        margin: margin.clone(),
                        fills: round.fills.len() as u64,
                        profit: round.profit,
                        flat,
                    };
                    positions.closed.insert(row, closed);
                }
                None => self.leave_all(round),
            }
        }
        self.leave_all(round);
    }

    fn leave_all(&mut self, round: Round) {
        for fill in round.fills {
            self.leave(fill);
        }
    }
}
