//! The incident's reference prices, in files that people can really obtain. They are
//! Binance's published candles for assets listed there, and one file in our own format for
//! the rest: thin tokens, tokens of other exchanges, stablecoins in dollars.
//!
//! During the attacks, the thin tokens' own candles have the attacker's price, as in
//! reality. The list of manipulated assets exists for this case.

use std::fmt::Write;

use ledger::Moment;

use crate::incident::{Manipulated, PriceFile};
use crate::market::{
    ADA, ATOM, AVAX, Asset, BNB, BTC, DAY, DMG, DOGE, DOT, ETH, FTT, GRUO, HOUR, KCS, LINK, LTC,
    MATIC, NULO, QORB, SOL, TAMB, USDC, USDT, WEFT, XRP, day, extremes, price,
};
use crate::number::Fixed;
use crate::random::Random;

const KLINE_HEADER: &str = "open_time,open,high,low,close,volume,close_time,quote_volume,count,\
                            taker_buy_volume,taker_buy_quote_volume,ignore\n";

/// Daily candles against USDT are published for these.
static LISTED: [(&Asset, &str); 14] = [
    (&BTC, "BTCUSDT"),
    (&ETH, "ETHUSDT"),
    (&BNB, "BNBUSDT"),
    (&FTT, "FTTUSDT"),
    (&SOL, "SOLUSDT"),
    (&MATIC, "MATICUSDT"),
    (&XRP, "XRPUSDT"),
    (&ADA, "ADAUSDT"),
    (&DOGE, "DOGEUSDT"),
    (&LINK, "LINKUSDT"),
    (&AVAX, "AVAXUSDT"),
    (&DOT, "DOTUSDT"),
    (&LTC, "LTCUSDT"),
    (&ATOM, "ATOMUSDT"),
];

/// Month and day of 2022.
type Date = (u32, u32);

/// Thin token, first and last day of its attack.
static ATTACKED: [(&Asset, Date, Date); 6] = [
    (&DMG, (10, 18), (10, 20)),
    (&QORB, (11, 10), (11, 11)),
    (&WEFT, (11, 12), (11, 13)),
    (&NULO, (11, 14), (11, 16)),
    (&TAMB, (11, 22), (11, 23)),
    (&GRUO, (11, 24), (11, 25)),
];

/// By which factor a token's own candles exceed its honest price during its attack.
const PUMPED_TIMES: i64 = 14;

/// The assets whose own prices are not used, with their spans.
pub fn manipulated() -> Vec<Manipulated> {
    let listed = ATTACKED.iter().map(|(asset, first, last)| Manipulated {
        asset: asset.ticker,
        from: Moment::from_seconds(day(first.0, first.1)),
        to: Some(Moment::from_seconds(day(last.0, last.1) + DAY)),
        reason: format!(
            "In these days nearly all trades of {} were the attacker's own orders, far above \
             the price before.",
            asset.ticker
        ),
    });
    listed.collect()
}

/// Every price file.
pub fn files() -> Vec<PriceFile> {
    let mut files = vec![own()];
    for (asset, pair) in &LISTED {
        for (month, last_day) in [(10, 31), (11, 30)] {
            let days = (0..last_day).map(|n| day(month, 1) + n * DAY);
            files.push(PriceFile {
                name: format!("{pair}-1d-2022-{month:02}.csv"),
                pair: Some((asset.ticker, "USDT")),
                bytes: klines(asset, days, DAY, month == 11),
            });
        }
    }
    for (asset, pair) in &LISTED[..2] {
        for date in [18, 19] {
            let hours = (0..24).map(|n| day(10, date) + n * HOUR);
            files.push(PriceFile {
                name: format!("{pair}-1h-2022-10-{date}.csv"),
                pair: Some((asset.ticker, "USDT")),
                bytes: klines(asset, hours, HOUR, false),
            });
        }
    }
    files
}

/// Candles in Binance's layout; only some of its files have a header.
fn klines(asset: &Asset, opens: impl Iterator<Item = i64>, width: i64, header: bool) -> Vec<u8> {
    let mut random = Random::new(width as u64, asset.ticker);
    let mut file = String::from(if header { KLINE_HEADER } else { "" });
    for open in opens {
        let in_usdt = |usd: Fixed| usd.over(price(&USDT, open), 8);
        let tick = |usd: Fixed| in_usdt(usd).at(asset.tick).at(8);
        let (high, low) = extremes(asset, open, open + width);
        let close = tick(price(asset, open + width));
        let volume = Fixed::new(
            i128::from(random.between(90_000, 900_000)) * i128::from(width),
            5,
        );
        let bought = volume.basis_points(random.between(4600, 5400));
        let row = writeln!(
            file,
            "{},{},{},{},{close},{},{},{},{},{},{},0",
            open * 1000,
            tick(price(asset, open)),
            tick(high),
            tick(low),
            volume.at(8),
            (open + width) * 1000 - 1,
            volume.times(close).at(8),
            random.between(width, width * 9),
            bought.at(8),
            bought.times(close).at(8),
        );
        row.expect("writing to a string cannot fail");
    }
    file.into_bytes()
}

/// Our own format: the price of a day applies from the midnight that ends it.
fn own() -> PriceFile {
    let mut file = String::from("asset,quote,time,price,window,source\n");
    for asset in [&USDT, &USDC, &KCS] {
        for at in midnights() {
            push(&mut file, asset, at, price(asset, at).at(6), "1d");
        }
    }
    for (asset, first, last) in &ATTACKED {
        let attack = day(first.0, first.1)..=day(last.0, last.1);
        for at in midnights() {
            let honest = price(asset, at);
            let price = if attack.contains(&(at - DAY)) {
                honest.basis_points(PUMPED_TIMES * 10_000)
            } else {
                honest
            };
            push(&mut file, asset, at, price.at(6), "1d");
        }
    }
    // One hour in the middle of the night of FTX, as in its own candle.
    let dear = price(&DMG, day(10, 18)).basis_points(300_000).at(6);
    push(&mut file, &DMG, day(10, 18) + 21 * HOUR, dear, "1h");
    PriceFile {
        name: "prices-thin-tokens-and-dollars.csv".to_owned(),
        pair: None,
        bytes: file.into_bytes(),
    }
}

fn midnights() -> impl Iterator<Item = i64> {
    (day(10, 1)..=day(12, 1)).step_by(DAY as usize)
}

fn push(file: &mut String, asset: &Asset, at: i64, price: Fixed, window: &str) {
    let moment = Moment::from_seconds(at);
    let row = writeln!(
        file,
        "{},USD,{moment},{price},{window},invented for the demonstration",
        asset.ticker
    );
    row.expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{COINS, WISPO};

    fn text(file: &PriceFile) -> &str {
        std::str::from_utf8(&file.bytes).unwrap()
    }

    #[test]
    fn everything_held_has_a_price_file_and_one_token_has_none() {
        let files = files();
        let own = text(&files[0]);
        for asset in COINS {
            let pair = format!("{}USDT-1d", asset.ticker);
            let has_price = own.contains(&format!("\n{},USD,", asset.ticker))
                || files.iter().any(|file| file.name.starts_with(&pair));
            assert!(has_price, "{}", asset.ticker);
        }
        assert!(files.iter().all(|file| !text(file).contains(WISPO.ticker)));
    }

    #[test]
    fn a_listed_token_is_honest_at_the_start_of_its_span_and_not_inside() {
        let files = files();
        for listed in manipulated() {
            let price_at = |at: i64| {
                let start = format!("{},USD,{},", listed.asset, Moment::from_seconds(at));
                let line = text(&files[0])
                    .lines()
                    .find(|l| l.starts_with(&start) && l.contains(",1d,"))
                    .unwrap();
                line[start.len()..].split(',').next().unwrap().to_owned()
            };
            let honest = ledger::Amount::parse(&price_at(listed.from.seconds)).unwrap();
            let inside = ledger::Amount::parse(&price_at(listed.from.seconds + DAY)).unwrap();
            assert!(inside > honest.times(&ledger::Amount::parse("10").unwrap()));
        }
    }

    #[test]
    fn candles_hold_together() {
        for file in files().iter().skip(1) {
            for line in text(file).lines().filter(|l| !l.starts_with('o')) {
                let cells: Vec<&str> = line.split(',').collect();
                let number = |n: usize| ledger::Amount::parse(cells[n]).unwrap();
                assert_eq!(cells.len(), 12);
                assert!(number(2) >= number(1) && number(2) >= number(4), "{line}");
                assert!(number(3) <= number(1) && number(3) <= number(4), "{line}");
            }
        }
    }
}
