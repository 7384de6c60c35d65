//! Amounts with their units glued on, the way nearly every row writes them: a
//! plain number and capital letters. What is any other way is `None` here and
//! left to the reader, which looks closer.

use crate::cells::markets::DIGIT_TICKERS;
use crate::cells::number::{self, Fraction};
use crate::numbers::amount::Amount;

/// A market's assets and the two amounts that are written in them.
pub(crate) struct PairAmounts<'a> {
    pub base: &'a str,
    pub quote: &'a str,
    pub size: Amount,
    pub total: Amount,
}

/// Takes `BTCUSDT`, `0.5BTC` and `9656.2USDT` apart: the letters behind the
/// total's last digit are the quote, and the rest of the market is the base.
pub(crate) fn pair<'a>(
    market: &'a str,
    size: &str,
    total: &str,
    fraction: Fraction,
) -> Option<PairAmounts<'a>> {
    let letters = letters_at_end(total);
    let (base, quote) = market.split_at_checked(market.len().checked_sub(letters)?)?;
    let is_base = |byte: u8| byte.is_ascii_alphanumeric();
    if letters == 0 || base.is_empty() || !base.bytes().all(is_base) {
        return None;
    }
    Some(PairAmounts {
        base,
        quote,
        size: before(size, base, fraction)?,
        total: before(total, quote, fraction)?,
    })
}

/// Letters that some ticker of [`DIGIT_TICKERS`] ends in.
const ENDS_DIGIT_TICKER: [bool; 256] = {
    let mut ends = [false; 256];
    let mut at = 0;
    while at < DIGIT_TICKERS.len() {
        let ticker = DIGIT_TICKERS[at].as_bytes();
        ends[ticker[ticker.len() - 1] as usize] = true;
        at += 1;
    }
    ends
};

/// The amount of a fee and its unit, where no ticker that starts with a digit
/// could be meant: neither one of the pair nor one that is known.
pub(crate) fn fee<'a>(
    cell: &'a str,
    base: &str,
    quote: &str,
    fraction: Fraction,
) -> Option<(Amount, &'a str)> {
    let letters = letters_at_end(cell);
    let (number, unit) = cell.split_at_checked(cell.len() - letters)?;
    let is_longer = |ticker: &str| ticker.len() > letters && ticker.ends_with(unit);
    if letters == 0 || is_longer(base) || is_longer(quote) {
        return None;
    }
    let ends_one = |last: &u8| ENDS_DIGIT_TICKER[usize::from(*last)];
    if unit.as_bytes().last().is_some_and(ends_one)
        && DIGIT_TICKERS.iter().any(|ticker| ticker.ends_with(unit))
    {
        return None;
    }
    Some((plain(number, fraction)?, unit))
}

fn letters_at_end(cell: &str) -> usize {
    let bytes = cell.bytes().rev();
    bytes.take_while(u8::is_ascii_uppercase).count()
}

fn before(cell: &str, unit: &str, fraction: Fraction) -> Option<Amount> {
    let amount = plain(cell.strip_suffix(unit)?, fraction)?;
    (!amount.is_negative()).then_some(amount)
}

fn plain(number: &str, fraction: Fraction) -> Option<Amount> {
    let ends_in_digit = number.as_bytes().last().is_some_and(u8::is_ascii_digit);
    ends_in_digit.then(|| number::quick(number, fraction))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair_of(market: &str, size: &str, total: &str) -> Option<String> {
        let PairAmounts {
            base,
            quote,
            size,
            total,
        } = pair(market, size, total, Fraction::Point)?;
        Some(format!("{size} {base} {total} {quote}"))
    }

    #[test]
    fn what_is_plain_is_taken_apart_and_all_else_left() {
        let split = |market, size, total| pair_of(market, size, total).unwrap_or_default();
        assert_eq!(
            split("BTCUSDT", "0.50BTC", "9,656.2USDT"),
            "0.50 BTC 9656.2 USDT"
        );
        assert_eq!(
            split("1INCHUSDT", "99.41INCH", "245.1USDT"),
            "99.4 1INCH 245.1 USDT"
        );
        for (market, size, total) in [
            ("BTCUSDT", "0.5 BTC", "603 USDT"),
            ("BTCUSDT", "-0.5BTC", "603USDT"),
            ("BTC-USDT", "0.5BTC", "603USDT"),
            ("BTCUSDT", "0.5ETH", "603USDT"),
            ("USDT", "0.5", "603USDT"),
            ("BTCUSDT", "BTC", "603USDT"),
            ("", "", ""),
        ] {
            assert_eq!(split(market, size, total), "", "{market} {size} {total}");
        }
    }

    #[test]
    fn a_fee_that_could_be_in_a_ticker_with_a_digit_is_left() {
        let fee = |cell, base| {
            fee(cell, base, "USDT", Fraction::Point).map(|(fee, unit)| format!("{fee} {unit}"))
        };
        assert_eq!(fee("0.02BNB", "BTC").as_deref(), Some("0.02 BNB"));
        assert_eq!(fee("0.02BTC", "BTC").as_deref(), Some("0.02 BTC"));
        for (cell, base) in [
            ("0.021INCH", "BTC"),
            ("0.022Z", "2Z"),
            ("0.02 BNB", "BTC"),
            ("0.02", "BTC"),
            ("BNB", "BTC"),
        ] {
            assert_eq!(fee(cell, base), None, "{cell}");
        }
    }
}
