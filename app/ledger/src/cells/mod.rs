//! What single cells hold: numbers, units, markets, headings, words, and secrets that
//! must not be shown.

pub(crate) mod amount_with_unit;
pub(crate) mod heading;
pub(crate) mod markets;
pub(crate) mod name_asset;
pub(crate) mod name_zone;
pub(crate) mod number;
pub mod secrets;
pub(crate) mod sides;
pub mod tickers;
