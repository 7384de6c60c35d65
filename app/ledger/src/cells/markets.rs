//! Which assets a market's name means, where the exchange glues them together.

/// Assets that Binance has quoted markets in while its old layout was written
/// (to about 2021), longest first where one ends in another: `BTCTUSD` is BTC in
/// TUSD. Source: the quote assets of Binance's public market list.
pub(crate) const QUOTES: [&str; 35] = [
    "USDT", "BUSD", "TUSD", "USDC", "USDP", "USDS", "FDUSD", "BIDR", "IDRT", "BKRW", "BVND", "PAX",
    "UST", "DAI", "VAI", "BTC", "ETH", "BNB", "XRP", "TRX", "DOGE", "DOT", "SOL", "EUR", "GBP",
    "AUD", "TRY", "BRL", "RUB", "UAH", "NGN", "ZAR", "PLN", "RON", "ARS",
];

/// Tickers that start with a digit, longest first: `99.41INCH` is 99.4 of 1INCH.
pub(crate) const DIGIT_TICKERS: [&str; 7] = [
    "1000CHEEMS",
    "1MBABYDOGE",
    "1000SATS",
    "1000CAT",
    "1INCHDOWN",
    "1INCHUP",
    "1INCH",
];

/// Base and quote of a name that separates them: `DAG-USDT`, `BTC/USD`, `ltc_usdt`, and
/// `DUSK:USD` where a ticker is too long for its exchange to glue the two.
pub(crate) fn separated(market: &str) -> Option<(&str, &str)> {
    let at = market
        .bytes()
        .position(|byte| matches!(byte, b'-' | b'/' | b'_' | b':'))?;
    let (base, quote) = (&market[..at], &market[at + 1..]);
    (!base.is_empty() && !quote.is_empty()).then_some((base, quote))
}

/// Base and quote of a name that glues them: `BTCUSDT`. Where the fee's asset is
/// one of the two it decides, else the longest known quote.
pub(crate) fn unseparated<'a>(market: &'a str, fee_asset: &str) -> Option<(&'a str, &'a str)> {
    let splits = || {
        QUOTES
            .iter()
            .filter_map(|quote| Some((market.strip_suffix(quote)?, *quote)))
            .filter(|(base, _)| !base.is_empty())
            .map(|(base, _)| market.split_at(base.len()))
    };
    let longest = splits().max_by_key(|(_, quote)| quote.len());
    splits()
        .find(|(base, quote)| !fee_asset.is_empty() && (*base == fee_asset || *quote == fee_asset))
        .or(longest)
        .or_else(|| by_fee(market, fee_asset))
}

/// Base and quote of a name that glues them with the quote first: `BTCETH` is ETH in BTC.
/// Where the fee's asset is one of the two it decides, else the longest known quote.
pub(crate) fn unseparated_quote_first<'a>(
    market: &'a str,
    fee_asset: &str,
) -> Option<(&'a str, &'a str)> {
    let of_fee = (!fee_asset.is_empty() && fee_asset.len() < market.len()).then_some(fee_asset);
    if let Some(quote) = of_fee.and_then(|fee_asset| market.strip_suffix(fee_asset)) {
        return Some((&market[quote.len()..], quote));
    }
    let known = QUOTES
        .iter()
        .copied()
        .filter(|quote| market.len() > quote.len());
    let longest = known
        .filter(|quote| market.starts_with(quote))
        .max_by_key(|quote| quote.len());
    let quote = of_fee
        .filter(|fee_asset| market.starts_with(fee_asset))
        .or(longest)?;
    let (quote, base) = market.split_at(quote.len());
    Some((base, quote))
}

/// A market in an asset that the list lacks, where the fee tells one of the two.
fn by_fee<'a>(market: &'a str, fee_asset: &str) -> Option<(&'a str, &'a str)> {
    let length = fee_asset.len();
    if length == 0 || length >= market.len() {
        return None;
    }
    if market.starts_with(fee_asset) {
        return market.split_at_checked(length);
    }
    market
        .strip_suffix(fee_asset)
        .and_then(|base| market.split_at_checked(base.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_quote_wins() {
        assert_eq!(unseparated("BTCUSDT", ""), Some(("BTC", "USDT")));
        assert_eq!(unseparated("BTCTUSD", ""), Some(("BTC", "TUSD")));
        assert_eq!(unseparated("TUSDBTUSD", ""), Some(("TUSDB", "TUSD")));
        assert_eq!(unseparated("1INCHBTC", "BNB"), Some(("1INCH", "BTC")));
        assert_eq!(unseparated("BNBBTC", "BNB"), Some(("BNB", "BTC")));
    }

    #[test]
    fn the_asset_of_the_fee_settles_what_the_list_cannot() {
        assert_eq!(unseparated("PAXGTUSD", "PAXG"), Some(("PAXG", "TUSD")));
        assert_eq!(unseparated("LTCXYZ", "LTC"), Some(("LTC", "XYZ")));
        assert_eq!(unseparated("LTCXYZ", "XYZ"), Some(("LTC", "XYZ")));
        assert_eq!(unseparated("LTCXYZ", "BNB"), None);
        assert_eq!(unseparated("USDT", ""), None);
    }

    #[test]
    fn a_quote_may_stand_first() {
        let check = |market, fee_asset, expected| {
            assert_eq!(
                unseparated_quote_first(market, fee_asset),
                expected,
                "{market}"
            );
        };
        check("BTCETH", "ETH", Some(("ETH", "BTC")));
        check("BTCETH", "BTC", Some(("ETH", "BTC")));
        check("USDTLTC", "", Some(("LTC", "USDT")));
        check("XYZLTC", "LTC", Some(("LTC", "XYZ")));
        check("XYZLTC", "", None);
        check("BTC", "BTC", None);
    }

    #[test]
    fn a_separator_is_believed() {
        assert_eq!(separated("DAG-USDT"), Some(("DAG", "USDT")));
        assert_eq!(separated("BTC/USD"), Some(("BTC", "USD")));
        assert_eq!(separated("DUSK:USD"), Some(("DUSK", "USD")));
        assert_eq!(separated("-USDT"), None);
        assert_eq!(separated("BTCUSDT"), None);
    }
}
