//! The history of one account, in order of time: weeks of ordinary trading, the attack, and
//! what its owner did afterwards.

use std::ops::Range;

use crate::attack::{Attack, attack};
use crate::cast::{self, Account, Attacked};
use crate::market::{
    ADA, ATOM, AVAX, Asset, BNB, BTC, DAY, DMG, DOGE, DOT, ETH, FTT, HOUR, KCS, LINK, LTC, MATIC,
    SOL, WISPO, XRP, day, price,
};
use crate::number::Fixed;
use crate::random::Random;
use crate::trading::{Fill, Venue, leftovers, ordinary, perpetual};

static ON_FTX: [&Asset; 9] = [&BTC, &ETH, &FTT, &SOL, &MATIC, &LINK, &DOGE, &XRP, &AVAX];
static ON_BINANCE: [&Asset; 11] = [
    &BTC, &ETH, &BNB, &ADA, &SOL, &MATIC, &DOT, &LTC, &ATOM, &XRP, &LINK,
];
static ON_KUCOIN: [&Asset; 7] = [&BTC, &ETH, &KCS, &ATOM, &DOT, &AVAX, &LTC];
static ON_COINBASE_PRO: [&Asset; 8] = [&BTC, &ETH, &SOL, &LINK, &MATIC, &ADA, &LTC, &ATOM];
static ON_OKX: [&Asset; 7] = [&BTC, &ETH, &LTC, &DOT, &SOL, &DOGE, &AVAX];
static ON_BYBIT: [&Asset; 7] = [&BTC, &ETH, &XRP, &SOL, &MATIC, &LINK, &ADA];

/// Bitcoin units (0.0001) that the second claim loses: about 104 BTC.
const HUNDRED_BITCOIN_UNITS: i128 = 1_038_700;

/// The history of the account.
pub struct History {
    /// Fills in the order of time.
    pub fills: Vec<Fill>,
    /// The fills that belong to the attack.
    pub attacked: Range<usize>,
    /// The claimant's own trade in the middle of it, if there is one.
    pub own: Option<usize>,
}

/// The exchange of an account, its assets, and how it was emptied.
struct Place {
    venue: Venue,
    coins: &'static [&'static Asset],
    token: &'static Asset,
    /// When the first attacks through the token begin.
    from: i64,
    /// When the last ordinary trades end.
    until: i64,
}

fn place(account: Account) -> Place {
    let emptied = |venue, coins: &'static [&'static Asset], attacked: Attacked| Place {
        venue,
        coins,
        token: attacked.token,
        from: attacked.from,
        until: day(12, 9),
    };
    match account {
        Account::FtxWeb(_) | Account::FtxApi => Place {
            venue: Venue::Ftx,
            coins: &ON_FTX,
            token: &DMG,
            from: day(10, 18) + 20 * HOUR,
            until: day(11, 7),
        },
        Account::Binance(attacked, _) => emptied(Venue::Binance, &ON_BINANCE, attacked),
        Account::Kucoin(attacked, ..) => emptied(Venue::Kucoin, &ON_KUCOIN, attacked),
        Account::CoinbasePro(attacked) => emptied(Venue::CoinbasePro, &ON_COINBASE_PRO, attacked),
        Account::Okx(attacked) => emptied(Venue::Okx, &ON_OKX, attacked),
        Account::Bybit(attacked) => emptied(Venue::Bybit, &ON_BYBIT, attacked),
    }
}

/// The account's history with a loss of `usd`.
pub fn history(random: &mut Random, number: usize, account: Account, usd: u64) -> History {
    let place = place(account);
    let start = place.from + random.between(0, 5 * HOUR / 2);
    let mut fills = before(random, number, &place, start);
    let first = fills.len();
    let plan = plan_of_attack(random, number, &place, start, usd);
    fills.extend(attack(random, place.venue, &plan));
    if number == cast::PERPETUAL {
        // The intruder also closed a position, with a fill that moves no coin.
        let closing = perpetual(&fills[first]);
        fills.insert(first, closing);
    }
    let own = (number == cast::LEFT_OUT).then(|| {
        let middle = (first + fills.len()) / 2;
        let at = fills[middle].at;
        let own = ordinary(random, place.venue, &[&BTC], (at, at + 1), 1);
        fills.splice(middle..middle, own);
        middle
    });
    let attacked = first..fills.len();
    after(random, &place, &mut fills, first);
    History {
        fills,
        attacked,
        own,
    }
}

fn before(random: &mut Random, number: usize, place: &Place, start: i64) -> Vec<Fill> {
    let count = random.between(40, 160) as usize;
    let opening = start - random.between(20, 38) * DAY;
    let span = (opening, start - HOUR);
    let mut fills = ordinary(random, place.venue, place.coins, span, count);
    if place.venue == Venue::Ftx && number % 7 == cast::PERPETUAL % 7 {
        for fill in fills.iter_mut().step_by(6) {
            *fill = perpetual(fill);
        }
    }
    fills
}

fn after(random: &mut Random, place: &Place, fills: &mut Vec<Fill>, first: usize) {
    let left = leftovers(random, place.venue, place.token, &fills[first..]);
    fills.extend(left);
    let count = random.between(5, 30) as usize;
    let resumed = fills.last().map_or(place.from, |fill| fill.at) + DAY;
    let span = (resumed, place.until.max(resumed + DAY));
    fills.extend(ordinary(
        random,
        place.venue,
        &place.coins[..2],
        span,
        count,
    ));
}

/// The holdings of the account, and in how many fills they leave.
fn plan_of_attack(
    random: &mut Random,
    number: usize,
    place: &Place,
    start: i64,
    usd: u64,
) -> Attack {
    // A few percent remain as tokens and are not a loss.
    let usd = Fixed::new(i128::from(usd) * 102, 2);
    let cash = match number {
        cast::THOUSANDS_OF_FILLS | cast::HUNDRED_BITCOIN => Fixed::new(0, 2),
        _ => usd.basis_points(random.between(300, 2200)),
    };
    let in_coins = usd.plus(cash.negated());
    let (sales, fills) = number_of_fills(random, number, place.venue, usd);
    Attack {
        start,
        token: place.token,
        second_token: (number == cast::UNPRICED).then_some((&WISPO, fills / 4)),
        holdings: holdings(random, number, place, start, in_coins),
        cash,
        sales,
        fills,
    }
}

/// The number of fills that sell the coins, and of those in the token.
fn number_of_fills(random: &mut Random, number: usize, venue: Venue, usd: Fixed) -> (usize, usize) {
    let grown = 90 + (usd.units / 200_000) as usize + random.between(0, 140) as usize;
    match (number, venue) {
        (cast::THOUSANDS_OF_FILLS, _) => (430, 5_400),
        (cast::HUNDRED_BITCOIN, _) => (180, 1_600),
        (cast::ROW_BY_ROW, _) => (6, 18),
        // KuCoin reports orders, and an order has several fills.
        (_, Venue::Kucoin) => (grown / 12, grown / 2),
        (_, _) => (grown / 8, grown),
    }
}

fn holdings(
    random: &mut Random,
    number: usize,
    place: &Place,
    start: i64,
    usd: Fixed,
) -> Vec<(&'static Asset, Fixed)> {
    if number == cast::HUNDRED_BITCOIN {
        return vec![(&BTC, Fixed::new(HUNDRED_BITCOIN_UNITS, BTC.lot))];
    }
    let mut coins = place.coins[..3].to_vec();
    if number != cast::THOUSANDS_OF_FILLS {
        coins.truncate(random.between(1, 3) as usize);
        for coin in &place.coins[3..] {
            if random.one_in(4) && coins.len() < 6 {
                coins.push(coin);
            }
        }
    }
    let shares = random.split(usd.units, coins.len());
    coins
        .into_iter()
        .zip(shares)
        .map(|(coin, share)| {
            let quantity = Fixed::new(share, usd.scale).over(price(coin, start), coin.lot);
            (coin, quantity)
        })
        .filter(|(_, quantity)| quantity.units > 0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trading::Side;

    #[test]
    fn the_big_claim_has_over_five_thousand_fills_of_the_token() {
        let mut random = Random::new(1, "big");
        let account = Account::FtxApi;
        let history = history(&mut random, cast::THOUSANDS_OF_FILLS, account, 1_640_000);
        let of_token = history.fills[history.attacked.clone()]
            .iter()
            .filter(|fill| fill.base == &DMG);
        assert!(of_token.count() > 5_000);
        let sold: Vec<&str> = history.fills[history.attacked]
            .iter()
            .filter(|fill| fill.side == Side::Sell && fill.base != &DMG)
            .map(|fill| fill.base.ticker)
            .collect();
        assert!(["BTC", "ETH", "FTT"].iter().all(|coin| sold.contains(coin)));
    }

    #[test]
    fn time_runs_forward_and_the_attack_stands_alone_in_its_hours() {
        for number in [0, 5, cast::LEFT_OUT, cast::PERPETUAL] {
            let mut random = Random::new(9, "forward");
            let history = history(&mut random, number, Account::FtxApi, 90_000);
            let fills = &history.fills;
            assert!(fills.windows(2).all(|pair| pair[0].at <= pair[1].at));
            let (first, last) = (history.attacked.start, history.attacked.end - 1);
            assert!(fills[first - 1].at + 60 < fills[first].at);
            assert!(fills[last].at + 60 < fills[last + 1].at);
        }
    }
}
