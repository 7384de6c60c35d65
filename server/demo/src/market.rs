//! Approximate prices: levels of autumn 2022 for real assets, and honest levels for the
//! invented thin tokens.
//!
//! A price is a straight line between a dozen fixed levels, plus noise that depends only on
//! asset and hour. Fills, hourly candles and daily candles of one asset therefore agree with
//! one another without being stored anywhere.

use ledger::moment::days_from_civil;

use crate::number::Fixed;
use crate::random::Random;

/// Digits with which prices are computed before they are rounded to a tick.
pub const PRICE_SCALE: u32 = 8;

/// One hour, in seconds.
pub const HOUR: i64 = 3600;

/// One day, in seconds.
pub const DAY: i64 = 86_400;

/// One traded thing.
#[derive(Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its ticker in the exports.
    pub ticker: &'static str,
    /// Fraction digits of a price on every exchange but FTX.
    pub tick: u32,
    /// Fraction digits of a price on FTX, whose ticks were coarser.
    pub tick_ftx: u32,
    /// Fraction digits of a quantity.
    pub lot: u32,
    /// The greatest hourly noise, in hundred-thousandths of the price.
    noise: i64,
    /// Fraction digits of the levels.
    digits: u32,
    /// Price in US dollars on each of [`LEVEL_DAYS`].
    levels: [i64; 12],
}

/// The days (month, day of 2022) of the levels, at 00:00 UTC.
const LEVEL_DAYS: [(u32, u32); 12] = [
    (9, 1),
    (9, 21),
    (10, 1),
    (10, 18),
    (10, 25),
    (11, 5),
    (11, 8),
    (11, 10),
    (11, 14),
    (11, 22),
    (12, 1),
    (12, 31),
];

/// Ticks are (everywhere else, FTX).
const fn coin(
    ticker: &'static str,
    ticks: (u32, u32),
    lot: u32,
    digits: u32,
    levels: [i64; 12],
) -> Asset {
    Asset {
        ticker,
        tick: ticks.0,
        tick_ftx: ticks.1,
        lot,
        noise: 350,
        digits,
        levels,
    }
}

/// A thinly traded token: one honest level, in millionths of a dollar.
const fn thin(ticker: &'static str, level: i64) -> Asset {
    Asset {
        ticker,
        tick: 5,
        tick_ftx: 4,
        lot: 1,
        noise: 900,
        digits: 6,
        levels: [level; 12],
    }
}

const fn stable(ticker: &'static str, levels: [i64; 12]) -> Asset {
    Asset {
        ticker,
        tick: 4,
        tick_ftx: 4,
        lot: 2,
        noise: 6,
        digits: 5,
        levels,
    }
}

/// Bitcoin.
pub static BTC: Asset = coin(
    "BTC",
    (2, 0),
    4,
    0,
    [
        20_049, 18_891, 19_432, 19_548, 19_346, 21_147, 20_601, 15_883, 16_352, 15_787, 17_168,
        16_602,
    ],
);
/// Ether.
pub static ETH: Asset = coin(
    "ETH",
    (2, 1),
    3,
    0,
    [
        1554, 1324, 1328, 1331, 1344, 1645, 1568, 1100, 1221, 1108, 1296, 1199,
    ],
);
/// The token of FTX.
pub static FTT: Asset = coin(
    "FTT",
    (3, 3),
    1,
    2,
    [
        2590, 2420, 2390, 2450, 2420, 2490, 2210, 235, 145, 128, 132, 85,
    ],
);
/// The token of Binance.
pub static BNB: Asset = coin(
    "BNB",
    (1, 3),
    3,
    0,
    [279, 266, 284, 275, 274, 355, 326, 288, 278, 257, 300, 246],
);
/// Solana.
pub static SOL: Asset = coin(
    "SOL",
    (2, 4),
    2,
    2,
    [
        3150, 3160, 3320, 3090, 2850, 3460, 3010, 1430, 1320, 1190, 1360, 990,
    ],
);
/// Polygon.
pub static MATIC: Asset = coin(
    "MATIC",
    (4, 4),
    1,
    3,
    [811, 742, 781, 840, 888, 1142, 1128, 792, 868, 793, 912, 758],
);
/// XRP.
pub static XRP: Asset = coin(
    "XRP",
    (4, 4),
    0,
    3,
    [328, 398, 480, 474, 458, 492, 461, 352, 344, 369, 406, 338],
);
/// Cardano.
pub static ADA: Asset = coin(
    "ADA",
    (4, 4),
    1,
    3,
    [448, 446, 434, 371, 358, 422, 401, 324, 331, 305, 318, 246],
);
/// Dogecoin.
pub static DOGE: Asset = coin(
    "DOGE",
    (5, 6),
    0,
    5,
    [
        6190, 5820, 6060, 5930, 5990, 12_590, 11_180, 7730, 8570, 7460, 10_680, 7020,
    ],
);
/// Chainlink.
pub static LINK: Asset = coin(
    "LINK",
    (3, 3),
    2,
    2,
    [668, 694, 768, 712, 692, 852, 801, 612, 598, 582, 751, 557],
);
/// Avalanche.
pub static AVAX: Asset = coin(
    "AVAX",
    (2, 3),
    2,
    2,
    [
        1931, 1670, 1718, 1602, 1588, 1942, 1781, 1262, 1312, 1188, 1322, 1088,
    ],
);
/// Polkadot.
pub static DOT: Asset = coin(
    "DOT",
    (3, 3),
    2,
    2,
    [711, 622, 634, 618, 594, 708, 671, 552, 568, 518, 552, 431],
);
/// Litecoin.
pub static LTC: Asset = coin(
    "LTC",
    (2, 2),
    3,
    1,
    [542, 511, 534, 516, 527, 692, 671, 512, 582, 616, 778, 701],
);
/// Cosmos.
pub static ATOM: Asset = coin(
    "ATOM",
    (3, 3),
    2,
    2,
    [
        1152, 1428, 1281, 1222, 1164, 1492, 1391, 1072, 1018, 924, 1032, 934,
    ],
);
/// The token of KuCoin.
pub static KCS: Asset = coin(
    "KCS",
    (3, 3),
    4,
    2,
    [962, 931, 932, 912, 902, 951, 934, 702, 661, 642, 751, 642],
);
/// Tether.
pub static USDT: Asset = stable(
    "USDT",
    [
        100_002, 100_001, 100_004, 100_003, 100_002, 100_003, 99_996, 99_782, 99_871, 99_894,
        99_984, 99_972,
    ],
);
/// USD Coin.
pub static USDC: Asset = stable(
    "USDC",
    [
        100_001, 100_002, 100_001, 100_002, 100_001, 100_002, 100_002, 99_988, 100_001, 100_002,
        100_001, 100_001,
    ],
);
/// The thin token of the real incident, at an honest level.
pub static DMG: Asset = thin("DMG", 20_300);
/// Invented; the attack of 10 November.
pub static QORB: Asset = thin("QORB", 31_400);
/// Invented; the attack of 14 and 15 November.
pub static NULO: Asset = thin("NULO", 8_650);
/// Invented; the attack of 22 November.
pub static TAMB: Asset = thin("TAMB", 112_000);
/// Invented; the attack on KuCoin of 12 November.
pub static WEFT: Asset = thin("WEFT", 14_200);
/// Invented; the attack on KuCoin of 24 November.
pub static GRUO: Asset = thin("GRUO", 47_000);
/// Invented; no price file has it, so that purchases of it stay unpriced.
pub static WISPO: Asset = thin("WISPO", 5_100);

/// The assets that people held: all except the thin tokens and the stablecoins.
#[cfg(test)]
pub static COINS: [&Asset; 15] = [
    &BTC, &ETH, &FTT, &BNB, &SOL, &MATIC, &XRP, &ADA, &DOGE, &LINK, &AVAX, &DOT, &LTC, &ATOM, &KCS,
];

/// Midnight UTC at the start of a day of 2022, in seconds.
pub fn day(month: u32, day: u32) -> i64 {
    days_from_civil(2022, month, day) * DAY
}

/// The honest price in US dollars at a moment, at [`PRICE_SCALE`].
pub fn price(asset: &Asset, at: i64) -> Fixed {
    let hour = at.div_euclid(HOUR);
    let into = at.rem_euclid(HOUR);
    let (from, to) = (noise(asset, hour), noise(asset, hour + 1));
    let wobble = from + (to - from) * into / HOUR;
    let level = level(asset, at);
    Fixed::new(level + level * i128::from(wobble) / 100_000, PRICE_SCALE)
}

/// The highest and the lowest price at the full hours of a span.
pub fn extremes(asset: &Asset, from: i64, to: i64) -> (Fixed, Fixed) {
    let prices = (0..=(to - from) / HOUR).map(|hour| price(asset, from + hour * HOUR).units);
    let (mut high, mut low) = (0, i128::MAX);
    for units in prices {
        high = high.max(units);
        low = low.min(units);
    }
    (Fixed::new(high, PRICE_SCALE), Fixed::new(low, PRICE_SCALE))
}

/// The level on the straight line between the fixed ones.
fn level(asset: &Asset, at: i64) -> i128 {
    let unit = 10_i128.pow(PRICE_SCALE - asset.digits);
    let start_of = |n: usize| day(LEVEL_DAYS[n].0, LEVEL_DAYS[n].1);
    let last = LEVEL_DAYS.len() - 2;
    let n = (0..last).find(|n| at < start_of(n + 1)).unwrap_or(last);
    let (from, to) = (start_of(n), start_of(n + 1));
    let (a, b) = (
        i128::from(asset.levels[n]) * unit,
        i128::from(asset.levels[n + 1]) * unit,
    );
    a + (b - a) * i128::from(at.clamp(from, to) - from) / i128::from(to - from)
}

fn noise(asset: &Asset, hour: i64) -> i64 {
    Random::new(hour as u64, asset.ticker).between(-asset.noise, asset.noise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_stay_near_their_levels() {
        for asset in COINS {
            for at in (day(9, 1)..day(12, 31)).step_by(50_000) {
                let (level, price) = (level(asset, at), price(asset, at).units);
                assert!((price - level).abs() * 1000 <= level * 4, "{asset:?} {at}");
            }
        }
    }

    #[test]
    fn a_fill_never_leaves_the_candle_of_its_day() {
        let (high, low) = extremes(&ETH, day(10, 18), day(10, 19));
        for at in (day(10, 18)..day(10, 19)).step_by(777) {
            // Between two hours the price also follows the level, so that a small tolerance
            // is needed.
            let price = price(&ETH, at).units;
            assert!(price <= high.units + high.units / 5000);
            assert!(price >= low.units - low.units / 5000);
        }
    }
}
