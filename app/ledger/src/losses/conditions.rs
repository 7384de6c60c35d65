//! What a total was made with, to be printed with it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::text::Text;
use crate::terms::{ChosenSource, Manipulated, Terms};
use crate::time::moment::Moment;
use crate::time::rfc3339;

/// Under which conditions prices were taken: printed with every total, because other
/// ones give other figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conditions {
    /// How old the close of a candle of at most an hour may be.
    pub trade_age_minutes_max: u32,
    /// How old a daily price may be.
    pub daily_age_hours_max: u32,
    /// How old a rate of a central bank may be.
    pub fiat_age_days_max: u32,
    /// The asset that crosses go over.
    pub bridge: Text,
    /// Assets taken at exactly 1 USD.
    pub par: Vec<Text>,
    /// Assets whose own market was the fraud, and when.
    pub manipulated: Vec<Manipulated>,
    /// Currencies that prices may be quoted in, the preferred one first.
    #[serde(default)]
    pub quotes: Vec<Text>,
    /// Sources of prices that are not the first named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<ChosenSource>,
    /// When a person says that no position in a contract was held.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "rfc3339::text_or_none"
    )]
    pub flat_before: Option<Moment>,
}

impl From<&Terms> for Conditions {
    fn from(terms: &Terms) -> Conditions {
        Conditions {
            trade_age_minutes_max: terms.trade_age_minutes_max,
            daily_age_hours_max: terms.daily_age_hours_max,
            fiat_age_days_max: terms.fiat_age_days_max,
            bridge: terms.bridge.clone(),
            par: terms.par.clone(),
            manipulated: terms.manipulated.clone(),
            quotes: terms.quotes.clone(),
            sources: terms.sources.clone(),
            flat_before: terms.flat_before,
        }
    }
}

/// As the command line takes it: `DMG@2022-10-17T00:00:00Z..2022-11-01T00:00:00Z`.
impl fmt::Display for Manipulated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.asset, self.from)?;
        match self.to {
            Some(to) => write!(f, "..{to}"),
            None => Ok(()),
        }
    }
}

/// In plain English, for the command line; pages have their own texts.
impl fmt::Display for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Conditions {
            trade_age_minutes_max,
            daily_age_hours_max,
            fiat_age_days_max,
            bridge,
            par,
            manipulated,
            quotes,
            sources,
            flat_before,
        } = self;
        write!(
            f,
            "prices up to {trade_age_minutes_max} minutes old, daily ones {daily_age_hours_max} \
             hours, exchange rates {fiat_age_days_max} days; crosses over {bridge}; quotes \
             preferred: {}; taken at 1 USD: {}; manipulated: {}",
            listed(quotes),
            listed(par),
            listed(manipulated)
        )?;
        if !sources.is_empty() {
            write!(f, "; sources chosen: {}", listed(sources))?;
        }
        match flat_before {
            Some(at) => write!(f, "; no contract was held at {at}"),
            None => Ok(()),
        }
    }
}

fn listed(all: &[impl ToString]) -> String {
    if all.is_empty() {
        return "nothing".to_owned();
    }
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    all.join(", ")
}
