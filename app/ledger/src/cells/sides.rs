//! Buy and sell, in the languages that exchanges translate them to.

use crate::entry::Side;
use crate::tables::tables;

/// The side a word means.
pub(crate) fn side_word(word: &str) -> Option<Side> {
    if word.eq_ignore_ascii_case("buy") {
        return Some(Side::Buy);
    }
    if word.eq_ignore_ascii_case("sell") {
        return Some(Side::Sell);
    }
    tables().sides.find(word)
}
