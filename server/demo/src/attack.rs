//! The actions with a stolen key in one night.
//!
//! The attack is that of the incident. Every holding is sold. Then a token that nobody
//! trades is bought far above its price from the attacker's own orders and sold back below
//! it, again and again until nothing is left.

use crate::market::{Asset, price};
use crate::number::Fixed;
use crate::random::Random;
use crate::trading::{Fill, Side, Venue};

/// The parameters of an attack.
#[derive(Clone, Debug)]
pub struct Attack {
    /// First moment.
    pub start: i64,
    /// The token through which the money leaves.
    pub token: &'static Asset,
    /// A second token, and how many of the fills use it.
    pub second_token: Option<(&'static Asset, usize)>,
    /// Everything the account holds.
    pub holdings: Vec<(&'static Asset, Fixed)>,
    /// Quote currency it holds.
    pub cash: Fixed,
    /// Fills that sell the holdings.
    pub sales: usize,
    /// Fills of the token.
    pub fills: usize,
}

/// The fills of an attack, in order of time.
pub fn attack(random: &mut Random, venue: Venue, attack: &Attack) -> Vec<Fill> {
    let mut run = Run {
        random,
        venue,
        at: attack.start,
        in_this_second: 0,
        cash: attack.cash.at(CASH_SCALE),
        fills: Vec::with_capacity(attack.sales + attack.fills),
    };
    run.sell_everything(&attack.holdings, attack.sales);
    let mut rest = attack.fills;
    if let Some((token, fills)) = attack.second_token {
        run.drain_through(token, fills, 6);
        rest -= fills;
    }
    run.drain_through(attack.token, rest, 1);
    run.fills
}

/// Digits of the cash of an attacked account.
const CASH_SCALE: u32 = 12;

/// Here no account has more fills in a second, so that trade ids made from seconds stay
/// unique.
const FILLS_PER_SECOND_MAX: u32 = 8;

fn in_cash(amount: Fixed) -> Fixed {
    amount.at(CASH_SCALE)
}

struct Run<'a> {
    random: &'a mut Random,
    venue: Venue,
    at: i64,
    in_this_second: u32,
    cash: Fixed,
    fills: Vec<Fill>,
}

impl Run<'_> {
    fn sell_everything(&mut self, holdings: &[(&'static Asset, Fixed)], sales: usize) {
        let each = (sales / holdings.len().max(1)).max(1);
        for (coin, quantity) in holdings {
            for units in self.random.split(quantity.units, each) {
                let slip = self.random.between(5, 70);
                let near = price(coin, self.at).basis_points(10_000 - slip);
                self.trade(coin, Side::Sell, near, Fixed::new(units, quantity.scale));
                self.step();
            }
            self.pause(3, 20);
        }
    }

    /// Buys the token at high prices in bursts, and sells it back at low prices after every
    /// other burst, until one `share`-th of the cash is gone.
    fn drain_through(&mut self, token: &'static Asset, fills: usize, share: i128) {
        let bursts = (fills / 140).max(2);
        let each = fills / bursts;
        let keep = Fixed::new(self.cash.units - self.cash.units / share, CASH_SCALE);
        for burst in 0..bursts {
            let left = self.cash.plus(keep.negated());
            let last = burst + 1 == bursts;
            let spend = left.units / (bursts - burst) as i128;
            let sells = if last || burst % 2 == 0 { 0 } else { each / 5 };
            let budget = Fixed::new(spend * 998 / 1000, CASH_SCALE);
            self.buy_dear(token, budget, each - sells);
            if sells > 0 {
                self.pause(2, 9);
                self.sell_cheap(token, sells);
            }
            self.pause(15, 160);
        }
    }

    fn buy_dear(&mut self, token: &'static Asset, budget: Fixed, fills: usize) {
        let times = self.random.between(170_000, 310_000);
        let shares = self.random.split(budget.units, fills);
        let mut twin: Option<Fill> = None;
        // What one share leaves over is used by the next one.
        let mut purse = 0;
        for (n, units) in shares.into_iter().enumerate() {
            // The attacker's offers form a ladder, more expensive the more of it is bought.
            let step = times + 90_000 * (n / 6) as i64 / (fills / 6 + 1) as i64;
            let dear = price(token, self.at)
                .basis_points(step)
                .at(self.venue.tick(token));
            purse += units;
            let size = Fixed::new(purse, CASH_SCALE).over(dear, token.lot);
            let before = self.cash.units;
            match twin.take() {
                // Equal fills in one second occur in reality: one order of the attacker
                // meets two equal orders of the stolen account.
                Some(fill) if in_cash(fill.total).units <= purse && self.random.one_in(4) => {
                    self.push(fill);
                    self.step();
                }
                _ if size.units > 0 => {
                    self.trade(token, Side::Buy, dear, size);
                    if self.random.one_in(2) {
                        self.step();
                    } else {
                        twin = self.fills.last().cloned();
                    }
                }
                _ => self.step(),
            }
            purse -= before - self.cash.units;
        }
        self.step();
    }

    fn sell_cheap(&mut self, token: &'static Asset, fills: usize) {
        let held = self.held(token);
        for units in self.random.split(held, fills) {
            let cut = self.random.between(6800, 9400);
            let cheap = price(token, self.at).basis_points(cut);
            if units > 0 {
                self.trade(token, Side::Sell, cheap, Fixed::new(units, token.lot));
            }
            self.step();
        }
    }

    /// Whole lots of the token that were bought and not sold, less fees.
    fn held(&self, token: &Asset) -> i128 {
        let held = self
            .fills
            .iter()
            .filter(|fill| fill.base == token)
            .map(|fill| match fill.side {
                Side::Buy => fill.size.units * 999 / 1000,
                Side::Sell => -fill.size.units,
            })
            .sum::<i128>();
        held.max(0)
    }

    fn trade(&mut self, base: &'static Asset, side: Side, price: Fixed, size: Fixed) {
        let mut fill = self.venue.fill(self.at, base, side, price, size);
        if self.venue == Venue::Kucoin {
            better_part(self.random, &mut fill);
        }
        self.push(fill);
    }

    fn push(&mut self, fill: Fill) {
        if self.in_this_second >= FILLS_PER_SECOND_MAX {
            self.at += 1;
            self.in_this_second = 0;
        }
        let change = match fill.side {
            Side::Buy => in_cash(fill.total).negated(),
            Side::Sell => in_cash(fill.total),
        };
        self.cash = self.cash.plus(change);
        if fill.fee.0 == self.venue.quote() {
            self.cash = self.cash.plus(in_cash(fill.fee.1).negated());
        }
        self.fills.push(Fill {
            at: self.at.max(fill.at),
            ..fill
        });
        self.in_this_second += 1;
    }

    /// Moves to the next fill; most fills share a second with another.
    fn step(&mut self) {
        let seconds = *self.random.pick(&[0, 0, 0, 1, 1, 2]);
        if seconds > 0 {
            self.at += seconds;
            self.in_this_second = 0;
        }
    }

    fn pause(&mut self, low: i64, high: i64) {
        self.at += self.random.between(low, high);
        self.in_this_second = 0;
    }
}

/// KuCoin reports orders, not fills. Part of a limit order is filled a few ticks better than
/// its price, which explains averages of 20 digits.
fn better_part(random: &mut Random, fill: &mut Fill) {
    let part = fill.size.basis_points(random.between(500, 3500));
    let ticks = match fill.side {
        Side::Buy => -random.between(0, 2),
        Side::Sell => random.between(0, 2),
    };
    let tick = Fixed::new(i128::from(ticks), fill.price.scale);
    fill.total = fill.total.plus(part.times(tick));
    fill.fee.1 = fill.total.times(Fixed::new(1, 3));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{BTC, DMG, day};

    fn example() -> (Attack, Vec<Fill>) {
        let plan = Attack {
            start: day(10, 18) + 75_000,
            token: &DMG,
            second_token: None,
            holdings: vec![(&BTC, Fixed::new(100_000, 4))],
            cash: Fixed::new(5_000, 0),
            sales: 12,
            fills: 600,
        };
        let fills = attack(&mut Random::new(1, "attack"), Venue::Ftx, &plan);
        (plan, fills)
    }

    #[test]
    fn sells_every_holding_to_the_last_unit() {
        let (plan, fills) = example();
        let sold: i128 = fills
            .iter()
            .filter(|f| f.base.ticker == "BTC")
            .map(|f| f.size.units)
            .sum();
        assert_eq!(sold, plan.holdings[0].1.units);
    }

    #[test]
    fn leaves_nearly_no_cash_and_never_overspends() {
        let (_, fills) = example();
        let mut cash = 5_000 * 10_i128.pow(CASH_SCALE);
        for fill in &fills {
            let total = fill.total.at(CASH_SCALE).units;
            cash += if fill.side == Side::Buy {
                -total
            } else {
                total
            };
            if fill.fee.0 == "USD" {
                cash -= fill.fee.1.at(CASH_SCALE).units;
            }
            assert!(cash >= 0);
        }
        assert!(cash < 1_500 * 10_i128.pow(CASH_SCALE));
    }

    #[test]
    fn no_second_holds_more_fills_than_ids_allow() {
        let (_, fills) = example();
        assert!(fills.windows(2).all(|pair| pair[0].at <= pair[1].at));
        for window in fills.windows(FILLS_PER_SECOND_MAX as usize + 1) {
            assert!(window[0].at < window[window.len() - 1].at);
        }
    }

    #[test]
    fn some_fills_of_one_second_are_equal() {
        let (_, fills) = example();
        assert!(fills.windows(2).any(|pair| pair[0] == pair[1]));
    }
}
