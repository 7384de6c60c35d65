//! Buy and sell, in the languages that exchanges translate them to.

use crate::base::text;
use crate::entry::Side;

/// Buy in the languages that exchanges translate it to: Spanish, Chinese, Czech,
/// German, French.
const BUY_WORDS: [&str; 7] = [
    "compra", "comprar", "买入", "nákup", "koupit", "kauf", "achat",
];
/// Sell, likewise.
const SELL_WORDS: [&str; 7] = [
    "venta", "vender", "卖出", "prodej", "prodat", "verkauf", "vente",
];

/// The side a word means.
pub(crate) fn side_word(word: &str) -> Option<Side> {
    if word.eq_ignore_ascii_case("buy") {
        return Some(Side::Buy);
    }
    if word.eq_ignore_ascii_case("sell") {
        return Some(Side::Sell);
    }
    let word = text::lower(word);
    let is_among = |words: &[&str]| words.contains(&word.as_str());
    if is_among(&BUY_WORDS) {
        Some(Side::Buy)
    } else {
        is_among(&SELL_WORDS).then_some(Side::Sell)
    }
}
