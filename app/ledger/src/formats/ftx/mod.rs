//! FTX and FTX US: what people saved before the exchange closed in November 2022,
//! and what its claims portal gives since.
//!
//! No header of FTX US is known to differ, so nothing in a file tells the two apart: the
//! file's name or the account's name must.

pub(super) mod moves;
pub(super) mod rewards;
pub(super) mod trades;

use crate::entry::Entry;
use crate::formats::{
    Cells, Column, Detail, Field, Format, Known, RowDiagnostic, RowOutput, Shape, must,
    none_set_aside,
};
use crate::time::parse_time::Dates;

/// The formats of FTX and FTX US.
pub(crate) static FORMATS: &[&Format] = &[
    &trades::TRADES,
    &trades::TRADES_API,
    &trades::CLAIMS_FILLS,
    &trades::DUST,
    &moves::DEPOSITS,
    &moves::DEPOSITS_API,
    &moves::WITHDRAWALS,
    &moves::WITHDRAWALS_API,
    &rewards::LENDING,
    &rewards::LENDING_API,
    &rewards::STAKING,
    &rewards::FUNDING,
];

/// What FTX's formats have in common.
const FTX: Format = Format {
    id: "",
    exchange: crate::entry::exchanges::FTX.id,
    title: "",
    known: Known::Parser,
    version: "2",
    header: "",
    detail: Detail::Fills,
    advice: "",
    columns: &[],
    never: &[],
    zone: None,
    dates: Dates::AmericanClock,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map: unmapped,
};

/// The mapping of no format: each names its own.
fn unmapped(
    _cells: &Cells<'_>,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    out.entry(entry);
    Ok(())
}

const TIME: Column = must(Field::Time, &["time"], Shape::Time);
const COIN: Column = must(Field::Asset, &["coin"], Shape::Any);
const STATUS: Column = must(Field::Status, &["status"], Shape::Any);

/// The platform by what a person calls the file or the account: `ftx-us` where
/// one of the two says `FTX US`.
pub(super) fn platform(file: &str, account: &str) -> &'static str {
    let says_us = |name: &str| {
        let letters: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        letters
            .match_indices("ftxus")
            .any(|(at, found)| !letters[at + found.len()..].starts_with(['d', 'e']))
    };
    if says_us(file) || says_us(account) {
        crate::entry::exchanges::FTX_US.id
    } else {
        crate::entry::exchanges::FTX.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_platform() {
        for us in [
            "ftx-us trades.csv",
            "FTX.US/fills.csv",
            "all.zip!FTX_US.csv",
        ] {
            assert_eq!(platform(us, ""), "ftx-us", "{us}");
            assert_eq!(platform("trades.csv", us), "ftx-us", "{us}");
        }
        for com in [
            "trades.csv",
            "ftx.csv",
            "ftx usd deposits.csv",
            "ftx user.csv",
        ] {
            assert_eq!(platform(com, "main"), "ftx", "{com}");
        }
    }
}
