//! The languages that Binance and KuCoin were used in: headers of their common files are
//! known in each of them, proven or not.

use ledger::{Known, formats};

const LANGUAGES: [&str; 15] = [
    "fr", "es", "pt", "de", "it", "pl", "cs", "ru", "tr", "zh-Hans", "zh-Hant", "ja", "ko", "vi",
    "id",
];

const COMMON: [&str; 15] = [
    "binance-trades",
    "binance-trades-old",
    "binance-orders-flat",
    "binance-statement",
    "binance-deposits",
    "binance-withdrawals",
    "binance-fiat-deposits",
    "binance-convert",
    "binance-futures-trades",
    "binance-p2p",
    "kucoin-filled-orders",
    "kucoin-order-fills",
    "kucoin-deposits",
    "kucoin-withdrawals",
    "kucoin-account-history",
];

#[test]
fn common_files_are_known_in_every_language_of_their_exchange() {
    for id in COMMON {
        let mut all = formats().iter();
        let format = all.find(|format| format.id == id).unwrap();
        let tags: Vec<&str> = format.languages.iter().map(|own| own.tag).collect();
        let missing: Vec<&&str> = LANGUAGES.iter().filter(|tag| !tags.contains(tag)).collect();
        assert!(missing.is_empty(), "{id} in {missing:?}");
    }
}

#[test]
fn what_no_file_proves_is_said_to_be_unverified() {
    let known = |id: &str, tag: &str| {
        let format = formats().iter().find(|format| format.id == id)?;
        let language = format
            .languages
            .iter()
            .find(|language| language.tag == tag)?;
        Some(language.known)
    };
    assert_eq!(known("binance-statement", "fr"), Some(Known::TestData));
    assert_eq!(known("binance-trades", "es"), Some(Known::TestData));
    assert_eq!(known("binance-trades", "id"), Some(Known::Unverified));
    assert_eq!(known("kucoin-order-fills", "fr"), Some(Known::Unverified));
}
