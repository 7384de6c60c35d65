//! What the name of a downloaded price file says about the pair in it.
//!
//! Only names that the publisher gives are trusted; anything else is asked for
//! as `ASSET/QUOTE=`, as a wrong guess would value one coin at another's price.

use crate::base::text::Text;

/// Quote assets of Binance's markets, a longer one before what it ends with.
const BINANCE_QUOTES: [&str; 37] = [
    "FDUSD", "USDT", "BUSD", "USDC", "TUSD", "USDP", "USDS", "BIDR", "IDRT", "BKRW", "BVND",
    "AEUR", "EURI", "DOGE", "PAX", "DAI", "UST", "VAI", "BTC", "ETH", "BNB", "TRX", "XRP", "DOT",
    "EUR", "GBP", "AUD", "BRL", "TRY", "RUB", "UAH", "ZAR", "NGN", "PLN", "RON", "JPY", "USD",
];

/// Quotes that CoinGecko's download can be had in and that are of use here.
const COINGECKO_QUOTES: [&str; 13] = [
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY", "BTC", "ETH", "BNB", "BRL", "TRY", "KRW",
];

/// Kline lengths as Binance names them.
const INTERVALS: [&str; 17] = [
    "1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w",
    "1mo", "1M",
];

/// Reads `BTCUSDT-1h-2022-10.csv` or `BTCUSDT-1m-2022-10-18.csv`.
pub(super) fn binance_pair(name: &str) -> Option<(Text, Text)> {
    let (symbol, rest) = stem(name).split_once('-')?;
    let interval = rest.split('-').next()?;
    if !INTERVALS.contains(&interval) || !symbol.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    BINANCE_QUOTES.iter().find_map(|quote| {
        let base = symbol.strip_suffix(quote)?;
        (!base.is_empty()).then(|| (base.into(), (*quote).into()))
    })
}

/// Reads `btc-usd-max.csv`.
pub(super) fn coingecko_pair(name: &str) -> Option<(Text, Text)> {
    let mut words = stem(name).split('-');
    let (asset, quote) = (words.next()?, words.next()?.to_ascii_uppercase());
    let plain = !asset.is_empty() && asset.bytes().all(|b| b.is_ascii_alphanumeric());
    (plain && COINGECKO_QUOTES.contains(&quote.as_str()))
        .then(|| (asset.to_ascii_uppercase().into(), quote.into()))
}

/// The name without folders, archive, extensions and a browser's ` (1)`.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\', '!']).next().unwrap_or(name);
    let name = name.strip_suffix(".zip").unwrap_or(name);
    let name = name.strip_suffix(".csv").unwrap_or(name);
    match name.rsplit_once(" (") {
        Some((before, number)) if number.ends_with(')') => before,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_names_that_publishers_give() {
        for (name, base, quote) in [
            ("BTCUSDT-1h-2022-10.csv", "BTC", "USDT"),
            ("/tmp/x/1INCHBTC-1m-2022-10-18 (1).csv", "1INCH", "BTC"),
            ("klines.zip!DMGBUSD-1d-2022-10.csv", "DMG", "BUSD"),
            ("ETHFDUSD-15m-2024-01.csv", "ETH", "FDUSD"),
        ] {
            let pair = Some((base.into(), quote.into()));
            assert_eq!(binance_pair(name), pair, "{name}");
        }
        let pair = Some(("DMG".into(), "USD".into()));
        assert_eq!(coingecko_pair("dmg-usd-max.csv"), pair);
        assert_eq!(coingecko_pair("C:\\Downloads\\dmg-usd-max (2).csv"), pair);
    }

    #[test]
    fn guesses_at_no_other_name() {
        for name in [
            "klines.csv",
            "BTCUSDT.csv",
            "BTCUSDT-prices.csv",
            "USDT-1h.csv",
            "BTC-1h-2022-10.csv",
        ] {
            assert_eq!(binance_pair(name), None, "{name}");
        }
        for name in ["prices.csv", "my-prices.csv", "-usd-max.csv", "usd.csv"] {
            assert_eq!(coingecko_pair(name), None, "{name}");
        }
    }
}
