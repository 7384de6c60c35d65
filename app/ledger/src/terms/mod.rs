//! What an incident settles before anything is valued: currency, basis, bridge,
//! par, manipulated assets, ages and aliases (METHOD.md, "Prices").
//!
//! Terms stand in every snapshot and every bundle, so that whoever recomputes a
//! loss asks the price book the same questions.

pub mod limits;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::base::text::Text;
use crate::entry::exchanges::{BINANCE, FTX, FTX_US};
use crate::entry::messages::Message;
use crate::time::moment::{Moment, days_from_civil};
use crate::time::rfc3339;

/// Name and version of the method, on every loss line.
pub const METHOD: &str = "FMV/1.2.0";

/// The currencies a loss can be reported in.
pub const CURRENCIES: [&str; 7] = ["USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY"];

/// Currencies in which prices may be quoted, the preferred one first (METHOD.md,
/// "The ladder").
const DEFAULT_QUOTES: [&str; 3] = ["USD", "EUR", "GBP"];

/// When the price of an entry is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// At the moment of each entry.
    Event,
    /// At the end of one day for all: the next day's 00:00 UTC.
    Date {
        /// Year of the UTC calendar.
        year: i64,
        /// Month, 1 to 12.
        month: u32,
        /// Day, 1 to 31.
        day: u32,
    },
}

impl Basis {
    /// The moment at which an entry of `time` is priced.
    pub fn moment(self, time: Moment) -> Moment {
        match self {
            Basis::Event => time,
            Basis::Date { year, month, day } => {
                Moment::from_seconds((days_from_civil(year, month, day) + 1) * 86_400)
            }
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Basis::Event => f.write_str("event"),
            Basis::Date { year, month, day } => write!(f, "date:{year:04}-{month:02}-{day:02}"),
        }
    }
}

/// What a text that should have been a setting is not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", Message::from(self.clone()))]
pub enum TermsError {
    /// Neither `event` nor `date:YYYY-MM-DD`.
    Basis(String),
    /// Not `ASSET@FROM` or `ASSET@FROM..TO`.
    Manipulated(String),
    /// The end is not after the beginning.
    Backwards(Moment, Moment),
    /// No currency that losses are reported in.
    Currency(String),
    /// Not `ASSET=SOURCE`.
    Source(String),
}

impl From<TermsError> for Message {
    fn from(error: TermsError) -> Message {
        match error {
            TermsError::Basis(text) => Message::ValueBasis { text: text.into() },
            TermsError::Manipulated(text) => Message::ValueManipulated { text: text.into() },
            TermsError::Backwards(moment_from, moment_to) => Message::ValueEnds {
                moment_from,
                moment_to,
            },
            TermsError::Currency(text) => Message::ValueCurrency { text: text.into() },
            TermsError::Source(text) => Message::ValueSource { text: text.into() },
        }
    }
}

impl FromStr for Basis {
    type Err = TermsError;

    fn from_str(text: &str) -> Result<Basis, TermsError> {
        if text == "event" {
            return Ok(Basis::Event);
        }
        let (year, month, day) = text
            .strip_prefix("date:")
            .and_then(rfc3339::parse_date)
            .ok_or_else(|| TermsError::Basis(text.to_owned()))?;
        Ok(Basis::Date { year, month, day })
    }
}

impl Serialize for Basis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Basis {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Basis, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// An asset whose market was moved by the fraud itself: from `from` until `to`
/// it is worth what it was worth at `from`, and no price that was made within is
/// ever believed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manipulated {
    /// The asset.
    pub asset: Text,
    /// m: strictly before the first contested trade of the asset.
    #[serde(with = "rfc3339::text")]
    pub from: Moment,
    /// e, not itself within the span; open when absent.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "rfc3339::text_or_none"
    )]
    pub to: Option<Moment>,
}

/// The span [from, to) of a listing; open without `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub from: Moment,
    pub to: Option<Moment>,
}

impl Span {
    pub(crate) fn holds(self, at: Moment) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }

    /// Whether a price that sums up `window_seconds` and closed at `at` saw any of
    /// the span. One that closed exactly where the span begins did not.
    pub(crate) fn touches(self, at: Moment, window_seconds: u64) -> bool {
        let opened = Moment {
            seconds: at.seconds.saturating_sub_unsigned(window_seconds),
            ..at
        };
        self.from < at && self.to.is_none_or(|to| opened < to)
    }
}

impl FromStr for Manipulated {
    type Err = TermsError;

    /// Reads `ASSET@FROM` or `ASSET@FROM..TO`.
    fn from_str(text: &str) -> Result<Manipulated, TermsError> {
        let wrong = || TermsError::Manipulated(text.to_owned());
        let (asset, span) = text.rsplit_once('@').ok_or_else(wrong)?;
        let (from, to) = match span.split_once("..") {
            Some((from, to)) => (from, Some(to).filter(|to| !to.is_empty())),
            None => (span, None),
        };
        let from = rfc3339::parse(from).ok_or_else(wrong)?;
        let to = match to {
            Some(to) => Some(rfc3339::parse(to).ok_or_else(wrong)?),
            None => None,
        };
        if asset.is_empty() {
            return Err(wrong());
        }
        match to {
            Some(to) if to <= from => Err(TermsError::Backwards(from, to)),
            _ => Ok(Manipulated {
                asset: asset.into(),
                from,
                to,
            }),
        }
    }
}

/// A ticker that means another asset for a time (`LUNA` before 28 May 2022 is
/// what is called `LUNC` since). Applied when pricing, never to the entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// The ticker as exports and price files write it.
    pub ticker: Text,
    /// The asset it means.
    pub asset: Text,
    /// Only at this exchange; such an alias leaves price files alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Text>,
    /// From this moment on; always when absent.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "rfc3339::text_or_none"
    )]
    pub from: Option<Moment>,
    /// Until this moment, not itself included; for good when absent.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "rfc3339::text_or_none"
    )]
    pub to: Option<Moment>,
}

/// A moment at which a person says that the position in one contract was zero
/// (METHOD.md, "Derivatives"). A file that has fills only can't be valued unless something
/// says so, as nobody knows what was held before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flat {
    /// Exchange of the entries.
    pub exchange: Text,
    /// Account of the entries.
    pub account: Text,
    /// The contract, as the entries name their market.
    pub market: Text,
    /// The asset that profit and loss of the contract are paid in.
    pub margin: Text,
    /// When the position is known to be zero.
    #[serde(with = "rfc3339::text")]
    pub at: Moment,
}

/// The asset that profit and loss of a contract are paid in, where it is known: dollars at
/// FTX, elsewhere what stands behind the slash or colon of the market's name, without a mark of
/// perpetuals (METHOD.md, "Derivatives").
pub(crate) fn margin_of(exchange: &str, market: &str) -> Option<Text> {
    if exchange == FTX.id || exchange == FTX_US.id {
        return Some(Text::new_static("USD"));
    }
    let (_, quote) = market.split_once(['/', ':'])?;
    let quote = quote.strip_suffix("_PERP").unwrap_or(quote);
    (!quote.is_empty()).then(|| quote.into())
}

/// The source whose prices an asset is valued by. Another source only checks them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenSource {
    /// The asset.
    pub asset: Text,
    /// The source, as price files name it.
    pub source: Text,
}

impl FromStr for ChosenSource {
    type Err = TermsError;

    /// Reads `ASSET=SOURCE`.
    fn from_str(text: &str) -> Result<ChosenSource, TermsError> {
        match text.split_once('=') {
            Some((asset, source)) if !asset.is_empty() && !source.is_empty() => Ok(ChosenSource {
                asset: asset.into(),
                source: source.into(),
            }),
            _ => Err(TermsError::Source(text.to_owned())),
        }
    }
}

/// As the command line takes it: `BTC=coingecko`.
impl fmt::Display for ChosenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.asset, self.source)
    }
}

/// Everything that a valuation depends on beside entries and prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// The reporting currency, one of [`CURRENCIES`].
    pub currency: Text,
    /// When prices are asked for.
    pub basis: Basis,
    /// The one asset crosses go over.
    pub bridge: Text,
    /// Assets that are taken at exactly 1 USD.
    pub par: Vec<Text>,
    /// Assets whose own market is the fraud.
    pub manipulated: Vec<Manipulated>,
    /// Assets that stay unpriced until the coordinators have settled a conflict
    /// between `manipulated` and the contested trades ([`crate::losses::conflicts`]).
    pub unsettled: Vec<Text>,
    /// Renamed and colliding tickers.
    pub aliases: Vec<Alias>,
    /// The source of prices of an asset, where it is not the first that the price files
    /// name for it (METHOD.md, "The ladder").
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<ChosenSource>,
    /// Currencies in which prices may be quoted beside the reporting currency, the
    /// preferred one first. Others come after them, in byte order.
    pub quotes: Vec<Text>,
    /// Positions that a person says were zero.
    pub flat: Vec<Flat>,
    /// A moment at which a person says that every position in every contract was zero.
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "rfc3339::text_or_none"
    )]
    pub flat_before: Option<Moment>,
    /// How old the close of a candle of at most an hour may be.
    pub trade_age_minutes_max: u32,
    /// How old a daily price may be.
    pub daily_age_hours_max: u32,
    /// How old a fiat rate may be.
    pub fiat_age_days_max: u32,
    /// From how many percent on two sources are reported as different.
    pub sources_apart_percent_max: u32,
}

impl Default for Terms {
    /// The settings of the method.
    fn default() -> Terms {
        Terms {
            currency: "USD".into(),
            basis: Basis::Event,
            bridge: "USDT".into(),
            par: Vec::new(),
            manipulated: Vec::new(),
            unsettled: Vec::new(),
            aliases: default_aliases(),
            sources: Vec::new(),
            quotes: DEFAULT_QUOTES.map(Text::new_static).to_vec(),
            flat: Vec::new(),
            flat_before: None,
            trade_age_minutes_max: 60,
            daily_age_hours_max: 48,
            fiat_age_days_max: 7,
            sources_apart_percent_max: 2,
        }
    }
}

impl Terms {
    /// Whether the settings make sense.
    ///
    /// # Errors
    /// When a currency is none of [`CURRENCIES`] or a span ends before it begins.
    pub fn check(&self) -> Result<(), TermsError> {
        if !CURRENCIES.contains(&self.currency.as_str()) {
            return Err(TermsError::Currency(self.currency.to_string()));
        }
        let mut quotes = self.quotes.iter();
        if let Some(quote) = quotes.find(|quote| !CURRENCIES.contains(&quote.as_str())) {
            return Err(TermsError::Currency(quote.to_string()));
        }
        for listed in &self.manipulated {
            if let Some(to) = listed.to
                && to <= listed.from
            {
                return Err(TermsError::Backwards(listed.from, to));
            }
        }
        Ok(())
    }

    /// The spans that an asset is listed with, as the asset or under a ticker that
    /// meant it when the span began.
    pub(crate) fn spans_of<'a>(&'a self, asset: &'a str) -> impl Iterator<Item = Span> + 'a {
        let listed = self.manipulated.iter().filter(move |listed| {
            listed.asset == asset || self.asset_of(&listed.asset, None, listed.from) == asset
        });
        listed.map(|listed| Span {
            from: listed.from,
            to: listed.to,
        })
    }

    /// Whether a ticker of price files means another asset at some time.
    pub(crate) fn is_alias(&self, ticker: &str) -> bool {
        self.aliases_of(ticker).next().is_some()
    }

    /// What a ticker of price files means at some time, itself included.
    pub(crate) fn meanings_of<'a>(&'a self, ticker: &'a str) -> impl Iterator<Item = &'a str> {
        let others = self.aliases_of(ticker).map(|alias| alias.asset.as_str());
        std::iter::once(ticker).chain(others)
    }

    fn aliases_of<'a>(&'a self, ticker: &'a str) -> impl Iterator<Item = &'a Alias> {
        let aliases = self.aliases.iter();
        aliases.filter(move |alias| alias.exchange.is_none() && alias.ticker == ticker)
    }

    /// The source that was chosen for an asset, if one was.
    pub(crate) fn source_of(&self, asset: &str) -> Option<&Text> {
        let mut chosen = self.sources.iter();
        chosen
            .find(|chosen| chosen.asset == asset)
            .map(|chosen| &chosen.source)
    }

    /// Whether an asset waits for its coordinators; never under `date:D`.
    pub(crate) fn is_unsettled(&self, asset: &str) -> bool {
        self.basis == Basis::Event && self.unsettled.iter().any(|held| held == asset)
    }

    /// The asset that a ticker means at a moment, at an exchange or (without
    /// one) in a price file.
    pub fn asset_of<'a>(&'a self, ticker: &'a str, exchange: Option<&str>, at: Moment) -> &'a str {
        self.aliases
            .iter()
            .find(|alias| {
                alias.ticker == ticker
                    && (alias.exchange.is_none() || alias.exchange.as_deref() == exchange)
                    && alias.from.is_none_or(|from| from <= at)
                    && alias.to.is_none_or(|to| at < to)
            })
            .map_or(ticker, |alias| &alias.asset)
    }
}

/// The table this version knows; incidents may add to it.
fn default_aliases() -> Vec<Alias> {
    let always = |ticker: &str, asset: &str| Alias {
        ticker: ticker.into(),
        asset: asset.into(),
        exchange: None,
        from: None,
        to: None,
    };
    let second_luna = Moment::from_civil(2022, 5, 28, 0);
    let cash_split = Moment::from_civil(2018, 11, 16, 0);
    let binance = Some(Text::from(BINANCE.id));
    vec![
        always("XBT", "BTC"),
        always("XXBT", "BTC"),
        always("XDG", "DOGE"),
        always("XXDG", "DOGE"),
        always("MIOTA", "IOTA"),
        Alias {
            to: Some(second_luna),
            ..always("LUNA", "LUNC")
        },
        Alias {
            exchange: binance.clone(),
            to: Some(cash_split),
            ..always("BCC", "BCH")
        },
        Alias {
            exchange: binance,
            from: Some(cash_split),
            ..always("BCHABC", "BCH")
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_stands_behind_the_slash_or_colon_of_a_market() {
        for (exchange, market, margin) in [
            ("ftx", "BTC-PERP", Some("USD")),
            ("binance", "BTC/USDT", Some("USDT")),
            ("bitfinex", "BTCF0:USTF0", Some("USTF0")),
            ("hitbtc", "BTC/USDT_PERP", Some("USDT")),
            ("hitbtc", "BTC/_PERP", None),
            ("binance", "BTCUSDT", None),
        ] {
            let found = margin_of(exchange, market);
            assert_eq!(found.as_deref(), margin, "{exchange} {market}");
        }
    }
}
