//! Fills on an account, with totals and fees computed as each exchange does, and the
//! ordinary weeks of an account's owner and bot.

use crate::market::{Asset, DAY, price};
use crate::number::Fixed;
use crate::random::Random;

/// Where an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Venue {
    /// FTX.
    Ftx,
    /// Binance.
    Binance,
    /// KuCoin.
    Kucoin,
    /// Coinbase Pro.
    CoinbasePro,
    /// OKX.
    Okx,
    /// Bybit.
    Bybit,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The base asset came in.
    Buy,
    /// Base went out.
    Sell,
}

/// One fill (on KuCoin one filled order).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// Seconds since 1970, UTC.
    pub at: i64,
    /// What was traded.
    pub base: &'static Asset,
    /// Whether it is a perpetual: no coin moves.
    pub perpetual: bool,
    /// Which way.
    pub side: Side,
    /// Price a unit.
    pub price: Fixed,
    /// Units of base.
    pub size: Fixed,
    /// What was paid or received in quote.
    pub total: Fixed,
    /// Asset and amount of the fee.
    pub fee: (&'static str, Fixed),
    /// Whether the order rested in the book first.
    pub maker: bool,
}

impl Venue {
    /// The quote asset of all trades there.
    pub fn quote(self) -> &'static str {
        match self {
            Venue::Ftx | Venue::CoinbasePro => "USD",
            Venue::Binance | Venue::Kucoin | Venue::Okx | Venue::Bybit => "USDT",
        }
    }

    /// Fraction digits of a price there.
    pub fn tick(self, asset: &Asset) -> u32 {
        match self {
            Venue::Ftx => asset.tick_ftx,
            _ => asset.tick,
        }
    }

    /// A fill with its total and fee, computed in the way of this exchange.
    pub fn fill(
        self,
        at: i64,
        base: &'static Asset,
        side: Side,
        price: Fixed,
        size: Fixed,
    ) -> Fill {
        let price = price.at(self.tick(base));
        let total = price.times(size);
        let fee = match (self, side) {
            // FTX: taker 0.07 % less 5 % for holding FTT, taken from what is received.
            (Venue::Ftx, Side::Buy) => (base.ticker, size.times(Fixed::new(665, 6))),
            (Venue::Ftx, Side::Sell) => ("USD", total.times(Fixed::new(665, 6))),
            // Binance: 0.1 % of what is received, truncated to 8 digits.
            (Venue::Binance, Side::Buy) => (base.ticker, size.times(Fixed::new(1, 3)).at(8)),
            (Venue::Binance, Side::Sell) => ("USDT", total.times(Fixed::new(1, 3)).at(8)),
            // KuCoin: 0.1 %, always in quote.
            (Venue::Kucoin, _) => ("USDT", total.times(Fixed::new(1, 3))),
            // Coinbase Pro: taker 0.18 %, always in quote.
            (Venue::CoinbasePro, _) => ("USD", total.times(Fixed::new(18, 4))),
            // OKX and Bybit: 0.1 % of what is received.
            (Venue::Okx | Venue::Bybit, Side::Buy) => (base.ticker, size.times(Fixed::new(1, 3))),
            (Venue::Okx | Venue::Bybit, Side::Sell) => ("USDT", total.times(Fixed::new(1, 3))),
        };
        Fill {
            at,
            base,
            perpetual: false,
            side,
            price,
            size,
            total,
            fee,
            maker: false,
        }
    }
}

/// `count` fills of an ordinary bot between two moments, in order of time.
pub fn ordinary(
    random: &mut Random,
    venue: Venue,
    coins: &[&'static Asset],
    span: (i64, i64),
    count: usize,
) -> Vec<Fill> {
    let mut times: Vec<i64> = (0..count)
        .map(|_| random.between(span.0, span.1 - 1))
        .collect();
    times.sort_unstable();
    let mut side = Side::Buy;
    let mut fills = Vec::with_capacity(count);
    for at in times {
        let coin = random.pick(coins);
        let usd = Fixed::new(i128::from(random.between(6_000, 240_000)), 2);
        let near = price(coin, at).basis_points(10_000 + random.between(-8, 8));
        let size = usd.over(near, coin.lot);
        if size.units == 0 {
            continue;
        }
        let mut fill = venue.fill(at, coin, side, near, size);
        fill.maker = random.one_in(2);
        fills.push(fill);
        side = if random.one_in(5) { side } else { side.other() };
    }
    fills
}

impl Side {
    fn other(self) -> Side {
        match self {
            Side::Buy => Side::Sell,
            Side::Sell => Side::Buy,
        }
    }
}

/// The same fill on a perpetual: no coin moves, the fee is in dollars.
pub fn perpetual(fill: &Fill) -> Fill {
    Fill {
        perpetual: true,
        fee: ("USD", fill.total.times(Fixed::new(665, 6))),
        ..fill.clone()
    }
}

/// The rest of the token, which its owner sells the day after in a few fills at its real
/// value. It is neither contested nor a credit.
pub fn leftovers(
    random: &mut Random,
    venue: Venue,
    token: &'static Asset,
    fills: &[Fill],
) -> Vec<Fill> {
    let Some(last) = fills.last() else {
        return Vec::new();
    };
    let held: i128 = fills
        .iter()
        .filter(|fill| fill.base == token)
        .map(|fill| match fill.side {
            Side::Buy => fill.size.units * 999 / 1000,
            Side::Sell => -fill.size.units,
        })
        .sum();
    let mut at = last.at + DAY + random.between(0, DAY / 3);
    let mut sold = Vec::new();
    for units in random.split(held.max(0) / 2, 3) {
        if units > 0 {
            let size = Fixed::new(units, token.lot);
            sold.push(venue.fill(at, token, Side::Sell, price(token, at), size));
        }
        at += random.between(20, 400);
    }
    sold
}
