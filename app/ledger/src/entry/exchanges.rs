//! The exchanges that Redress knows by name, whether or not it reads their files.

/// An exchange that Redress knows by name, whether or not it reads its files.
#[derive(Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Stable id, in small letters (`coinbase-pro`): what entries and settings have.
    pub id: &'static str,
    /// Its name as people write it.
    pub name: &'static str,
    /// What it was called before.
    pub former: &'static [&'static str],
    /// Whether people hold money there; a service that trades for them holds none.
    pub holds_money: bool,
}

impl Exchange {
    /// The exchange of an id, or of what a former name would be as one.
    pub fn of_id(id: &str) -> Option<&'static Exchange> {
        let is_former = |exchange: &&Exchange| {
            let mut former = exchange.former.iter();
            former.any(|name| name.eq_ignore_ascii_case(id))
        };
        let by_id = EXCHANGES.iter().find(|exchange| exchange.id == id);
        by_id.or_else(|| EXCHANGES.iter().find(is_former))
    }

    /// Its names, past and present, in small letters and digits alone (`gateio`).
    pub fn words(&self) -> impl Iterator<Item = String> {
        let names = std::iter::once(&self.name).chain(self.former);
        names.map(|name| letters(name))
    }

    /// Every exchange that a text names, such as what people call an account.
    pub fn named_in(text: &str) -> impl Iterator<Item = &'static Exchange> {
        let text = letters(text);
        let is_named =
            move |exchange: &&Exchange| exchange.words().any(|word| text.contains(&word));
        EXCHANGES.iter().filter(is_named)
    }
}

/// The small letters and digits of a text.
pub(crate) fn letters(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// The table of exchanges: a constant for each row.
macro_rules! exchanges {
    ($($NAME:ident { $id:literal, $name:literal, former: $former:expr, holds_money: $holds_money:literal })+) => {
        $(
            #[doc = concat!($name, ".")]
            pub const $NAME: Exchange = Exchange {
                id: $id,
                name: $name,
                former: &$former,
                holds_money: $holds_money,
            };
        )+

        /// Every exchange that is known by name.
        pub static EXCHANGES: &[Exchange] = &[$($NAME),+];
    };
}

exchanges! {
    BINANCE { "binance", "Binance", former: [], holds_money: true }
    BINANCE_US { "binance-us", "Binance.US", former: [], holds_money: true }
    KUCOIN { "kucoin", "KuCoin", former: [], holds_money: true }
    FTX { "ftx", "FTX", former: [], holds_money: true }
    FTX_US { "ftx-us", "FTX US", former: [], holds_money: true }
    COINBASE { "coinbase", "Coinbase", former: [], holds_money: true }
    COINBASE_PRO { "coinbase-pro", "Coinbase Pro", former: ["GDAX", "Coinbase Exchange"], holds_money: true }
    COINBASE_PRIME { "coinbase-prime", "Coinbase Prime", former: [], holds_money: true }
    OKX { "okx", "OKX", former: ["OKEx"], holds_money: true }
    BYBIT { "bybit", "Bybit", former: [], holds_money: true }
    MEXC { "mexc", "MEXC", former: [], holds_money: true }
    HTX { "htx", "HTX", former: ["Huobi"], holds_money: true }
    KRAKEN { "kraken", "Kraken", former: [], holds_money: true }
    BITFINEX { "bitfinex", "Bitfinex", former: [], holds_money: true }
    BITTREX { "bittrex", "Bittrex", former: [], holds_money: true }
    BITMEX { "bitmex", "BitMEX", former: [], holds_money: true }
    DERIBIT { "deribit", "Deribit", former: [], holds_money: true }
    POLONIEX { "poloniex", "Poloniex", former: [], holds_money: true }
    HITBTC { "hitbtc", "HitBTC", former: [], holds_money: true }
    CEXIO { "cexio", "CEX.IO", former: [], holds_money: true }
    GATE { "gate", "Gate", former: ["Gate.io"], holds_money: true }
    BITSTAMP { "bitstamp", "Bitstamp", former: [], holds_money: true }
    GEMINI { "gemini", "Gemini", former: [], holds_money: true }
    CRYPTO_COM { "crypto-com", "Crypto.com", former: [], holds_money: true }
    THREE_COMMAS { "3commas", "3Commas", former: [], holds_money: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_is_found_by_its_names_of_today_and_before() {
        let named = |text: &str| -> Vec<&str> {
            Exchange::named_in(text)
                .map(|exchange| exchange.id)
                .collect()
        };
        assert_eq!(named("My Huobi (HTX)"), ["htx"]);
        assert_eq!(named("okex main, Gate.io"), ["okx", "gate"]);
        assert_eq!(named("Binance US"), ["binance", "binance-us"]);
        assert!(named("main account").is_empty());
        assert_eq!(Exchange::of_id("okex"), Some(&OKX));
        assert_eq!(Exchange::of_id("gdax"), Some(&COINBASE_PRO));
        assert_eq!(Exchange::of_id("bitexample"), None);
    }
}
