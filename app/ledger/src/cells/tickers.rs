//! Tickers as people type them: `usdt` means USDT. The one rule for forms and for
//! the command line. What files write is compared as it stands, for there are
//! tickers that differ by nothing but their letters' case.

/// A ticker as exchanges write it: one in small letters is meant in capitals, also
/// where a phone made the first a capital. One with both stays, for there are such. Letters
/// outside ASCII stay too: no exchange has them in a ticker.
pub fn in_capitals(typed: &str) -> String {
    match typed.chars().skip(1).any(char::is_uppercase) {
        true => typed.to_owned(),
        false => typed.to_ascii_uppercase(),
    }
}

/// Which of the known tickers a person means: the one that is spelt so, else that in
/// capitals, else the first in byte order that differs in nothing but case. `None`
/// where none is meant.
pub fn meant<'k>(typed: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let capitals = in_capitals(typed);
    known
        .into_iter()
        .filter(|ticker| ticker.to_lowercase() == typed.to_lowercase())
        .min_by_key(|ticker| (*ticker != typed, *ticker != capitals, *ticker))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_alone_are_meant_as_capitals() {
        for (typed, expected) in [("btc", "BTC"), ("Btc", "BTC"), ("stETH", "stETH"), ("", "")] {
            assert_eq!(in_capitals(typed), expected);
        }
    }

    #[test]
    fn of_known_tickers_the_one_spelt_so_goes_before_capitals_and_any_other_case() {
        let known = ["mSOL", "MSOL", "USDT", "stETH"];
        for (typed, expected) in [
            ("mSOL", Some("mSOL")),
            ("msol", Some("MSOL")),
            ("usdt", Some("USDT")),
            ("STETH", Some("stETH")),
            ("steth", Some("stETH")),
            ("DMG", None),
        ] {
            assert_eq!(meant(typed, known), expected, "{typed}");
        }
    }
}
