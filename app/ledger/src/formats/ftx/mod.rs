//! What is odd about the files of FTX and FTX US: what people saved before the exchange
//! closed in November 2022, and what its claims portal gives since. Their layouts are in
//! `tables/ftx.txt`.
//!
//! No header of FTX US is known to differ, so nothing in a file tells the two apart: the
//! file's name or the account's name must.

mod moves;
mod rewards;
mod trades;

use crate::formats::rows::Rows;

/// Ways of rows that only FTX has.
pub(crate) const ROWS: &[Rows] = &[
    Rows {
        name: "ftx trade",
        rules: &[],
        map: trades::map,
    },
    Rows {
        name: "ftx deposit",
        rules: &[],
        map: moves::map_deposit,
    },
    Rows {
        name: "ftx lending",
        rules: &[],
        map: rewards::map_lending,
    },
];

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
