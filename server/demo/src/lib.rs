//! The invented incident of `redress demo`: people, exports in real formats, prices, and
//! claims in every state.
//!
//! Pure and deterministic: the same seed gives the same bytes, without a clock or a file
//! system. The files go through the real pipeline, so that the demonstration shows the real
//! product. All people are invented, as every name and address shows.

mod accounts;
mod attack;
mod binance;
mod bybit;
mod cast;
mod claims;
mod coinbase_pro;
mod damage;
mod ftx;
mod history;
mod ids;
mod incident;
mod kucoin;
mod market;
mod number;
mod okx;
mod people;
mod picture;
mod prices;
mod random;
mod trading;
mod words;

pub use incident::{
    Claim, Contest, Credit, File, Incident, Manipulated, Message, Person, PriceFile, Typed,
};
pub use people::{CLAIMANT, FIRST_COORDINATOR, INVESTIGATOR, SECOND_COORDINATOR};

/// The seed of the incident that `redress demo` shows.
pub const SEED: u64 = 20_221_018;

/// The whole incident for a seed: the same seed, the same bytes.
///
/// ```
/// let incident = demo::incident(demo::SEED);
/// assert_eq!(incident.claims.len(), 60);
/// ```
pub fn incident(seed: u64) -> Incident {
    let people = people::people();
    let claims = cast::plans(seed)
        .iter()
        .map(|plan| claims::claim(seed, plan, &people))
        .collect();
    Incident {
        name: "3Commas keys, autumn 2022 (demonstration)".to_owned(),
        summary: words::SUMMARY.to_owned(),
        window: claims::window(),
        currency: "USD",
        manipulated: prices::manipulated(),
        price_files: prices::files(),
        people,
        claims,
    }
}
