//! Cells into exact amounts: thousands separators, decimal commas, units glued on.
//!
//! Nothing is guessed in a single cell: which of comma and point separates
//! thousands is decided once a file, and what does not fit is refused.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::entry::messages::Message;
use crate::numbers::amount::{Amount, AmountError};

/// What separates the fraction in this file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Fraction {
    /// `11,426.20`.
    #[default]
    Point,
    /// `11.426,20`: a spreadsheet in a European language saved the file again.
    Comma,
}

/// What separates the fraction in numbers, and in amounts with their unit: a
/// spreadsheet that saves a file again writes the first anew and leaves the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fractions {
    /// In `0,5`.
    pub plain: Fraction,
    /// In `0.5BTC`.
    pub with_unit: Fraction,
}

impl Fractions {
    /// The same in both.
    pub fn both(fraction: Fraction) -> Fractions {
        Fractions {
            plain: fraction,
            with_unit: fraction,
        }
    }

    /// What most cells prove, each by itself ambiguous or not. Cells of one sort that
    /// prove nothing are as those of the other.
    pub fn proved_by<'a>(cells: impl Iterator<Item = &'a str>) -> Fractions {
        let mut votes = Votes::default();
        cells.for_each(|cell| votes.add(cell));
        votes.settled(b',')
    }
}

/// What the numbers of a file prove about its fractions: most decide, so that a
/// spoilt cell decides nothing.
#[derive(Default)]
pub(crate) struct Votes {
    plain: Tally,
    with_unit: Tally,
}

/// What numbers of one sort prove.
#[derive(Default)]
struct Tally {
    points: usize,
    commas: usize,
    /// The first that could be either, with a comma.
    comma_or_group: Option<String>,
}

impl Votes {
    /// Counts one cell.
    pub fn add(&mut self, cell: &str) {
        let has_unit = cell.ends_with(|c: char| c.is_ascii_alphabetic());
        let tally = match has_unit {
            true => &mut self.with_unit,
            false => &mut self.plain,
        };
        match separator_of(cell) {
            Separator::Proof(Fraction::Point) => tally.points += 1,
            Separator::Proof(Fraction::Comma) => tally.commas += 1,
            Separator::Either(Fraction::Comma) if tally.comma_or_group.is_none() => {
                tally.comma_or_group = Some(cell.chars().take(40).collect());
            }
            Separator::Either(_) | Separator::Unknown => {}
        }
    }

    /// Whether any cell proves anything.
    pub fn are_cast(&self) -> bool {
        self.plain.are_cast() || self.with_unit.are_cast()
    }

    /// What separates fractions. Commas do not separate cells where they separate
    /// fractions, so a semicolon or a tab makes an unproved `95,317` a fraction.
    pub fn settled(&self, delimiter: u8) -> Fractions {
        let plain = self.plain.proved(delimiter);
        let with_unit = self.with_unit.proved(delimiter);
        let by_delimiter = |tally: &Tally| {
            (delimiter != b',' && tally.comma_or_group.is_some()).then_some(Fraction::Comma)
        };
        Fractions {
            plain: plain
                .or_else(|| by_delimiter(&self.plain))
                .or(with_unit)
                .unwrap_or_default(),
            with_unit: with_unit
                .or(plain)
                .or_else(|| by_delimiter(&self.with_unit))
                .unwrap_or_default(),
        }
    }

    /// What is odd about it.
    pub fn note(&self, settled: Fractions) -> Option<Message> {
        let sorts = [
            (&self.plain, settled.plain, &self.with_unit),
            (&self.with_unit, settled.with_unit, &self.plain),
        ];
        let open = sorts.into_iter().find_map(|(tally, fraction, other)| {
            let is_proved = tally.are_cast() || other.proved(b',') == Some(fraction);
            let cell = tally.comma_or_group.as_ref().filter(|_| !is_proved);
            cell.map(|cell| (cell, fraction))
        });
        match (open, settled.plain) {
            (Some((cell, fraction)), _) => {
                let text = || cell.as_str().into();
                Some(Message::lazy(|| match fraction {
                    Fraction::Comma => Message::NumberThousandMore { text: text() },
                    Fraction::Point => Message::NumberThousandLess { text: text() },
                }))
            }
            (_, Fraction::Comma) => Some(Message::OddCommas),
            (_, Fraction::Point) => None,
        }
    }
}

impl Tally {
    fn are_cast(&self) -> bool {
        self.points + self.commas > 0
    }

    fn proved(&self, delimiter: u8) -> Option<Fraction> {
        match self.commas.cmp(&self.points) {
            Ordering::Greater => Some(Fraction::Comma),
            Ordering::Less => Some(Fraction::Point),
            Ordering::Equal if !self.are_cast() => None,
            Ordering::Equal if delimiter == b',' => Some(Fraction::Point),
            Ordering::Equal => Some(Fraction::Comma),
        }
    }
}

/// Room for a number's digits, sign, point and exponent.
const PLAIN_BYTES_MAX: usize = crate::numbers::amount::DIGITS_MAX + 12;

/// Whether a cell says that there is nothing: empty, `-`, `--`, `null`.
pub(crate) fn is_nothing(cell: &str) -> bool {
    matches!(cell, "" | "-" | "--" | "null")
}

/// Reads a number as the file writes it.
pub(crate) fn amount(cell: &str, fraction: Fraction) -> Result<Amount, AmountError> {
    match quick(cell, fraction) {
        Some(amount) => Ok(amount),
        None => any_amount(cell, fraction),
    }
}

/// Reads what nearly every cell is, [`Amount::quick`]; `None` for all else.
#[inline]
pub(crate) fn quick(cell: &str, fraction: Fraction) -> Option<Amount> {
    match fraction {
        Fraction::Point => Amount::quick(cell.as_bytes(), b'.', b','),
        Fraction::Comma => Amount::quick(cell.as_bytes(), b',', b'.'),
    }
}

/// A number of any width, however it is written.
fn any_amount(cell: &str, fraction: Fraction) -> Result<Amount, AmountError> {
    match bare(cell) {
        Some(bare) => bare_amount(&bare, fraction).map_err(|error| match error {
            AmountError::NotANumber(_) | AmountError::Empty => {
                AmountError::NotANumber(cell.chars().take(40).collect())
            }
            AmountError::TooLong => error,
        }),
        None => bare_amount(cell, fraction),
    }
}

/// Signs of currencies that stand before or behind a number.
const CURRENCY_SIGNS: [char; 17] = [
    '$', '€', '£', '¥', '₿', 'Ξ', '₽', '₩', '₹', '₺', '₴', '฿', '₫', '₪', '₦', '₱', '₡',
];
/// What stands before a number where a currency has letters for its sign.
const CURRENCY_WORDS: [&str; 12] = [
    "kr", "zł", "Kč", "CHF", "US$", "CA$", "NZ$", "HK$", "A$", "C$", "R$", "S$",
];
/// What separates thousands beside comma and point: spaces of several widths and
/// apostrophes.
const THOUSANDS: [char; 6] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’'];

/// The number without a currency's sign and without such separators of thousands;
/// `None` where it has neither, or they stand where no number has them.
fn bare(cell: &str) -> Option<Cow<'_, str>> {
    if cell.bytes().all(is_of_number) {
        return None;
    }
    let is_sign = |c: char| CURRENCY_SIGNS.contains(&c);
    let is_gap = |c: char| THOUSANDS.contains(&c);
    let (minus, rest) = match cell.strip_prefix(['-', '+']) {
        Some(rest) => (&cell[..1], rest),
        None => ("", cell),
    };
    let mut words = CURRENCY_WORDS.iter();
    let rest = words
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    let rest = rest.trim_matches(|c| is_sign(c) || is_gap(c));
    let (minus, rest) = match rest.strip_prefix(['-', '+']) {
        Some(number) if minus.is_empty() => (&rest[..1], number.trim_start_matches(is_gap)),
        _ => (minus, rest),
    };
    let end = rest.find(['.', ',']).unwrap_or(rest.len());
    let (whole, fraction) = rest.split_at(end);
    let mut gaps = whole.matches(is_gap);
    if let Some(gap) = gaps.next() {
        let is_one_kind = gaps.all(|other| other == gap);
        let mut groups = whole.split(is_gap);
        let first = groups.next().unwrap_or_default();
        let is_first = matches!(first.len(), 1..=3) && !first.starts_with('0');
        if !is_one_kind || !is_first || groups.any(|group| group.len() != 3) {
            return None;
        }
    }
    let has_gap = whole.contains(is_gap);
    if !has_gap && minus.is_empty() {
        return Some(Cow::Borrowed(rest));
    }
    let mut number = String::with_capacity(cell.len());
    number.push_str(minus);
    number.extend(whole.chars().filter(|c| !is_gap(*c)));
    number.push_str(fraction);
    Some(Cow::Owned(number))
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'.' | b',' | b'e' | b'E' | b'-' | b'+')
}

fn bare_amount(cell: &str, fraction: Fraction) -> Result<Amount, AmountError> {
    let separator = match fraction {
        Fraction::Point => b',',
        Fraction::Comma => b'.',
    };
    let plain = fraction == Fraction::Point && memchr::memchr(separator, cell.as_bytes()).is_none();
    if plain {
        return Amount::parse(cell);
    }
    let point = if separator == b',' { b'.' } else { b',' };
    let (whole, rest) = match memchr::memchr(point, cell.as_bytes()) {
        Some(at) => (&cell[..at], Some(&cell[at + 1..])),
        None => (cell, None),
    };
    if !is_grouped(whole, separator) {
        return Err(AmountError::NotANumber(cell.chars().take(40).collect()));
    }
    let mut plain = [0; PLAIN_BYTES_MAX];
    let digits = whole.bytes().filter(|byte| *byte != separator);
    let fraction = rest
        .into_iter()
        .flat_map(|rest| std::iter::once(b'.').chain(rest.bytes()));
    let mut length = 0;
    for byte in digits.chain(fraction) {
        *plain.get_mut(length).ok_or(AmountError::TooLong)? = byte;
        length += 1;
    }
    let not_a_number = |_| AmountError::NotANumber(cell.chars().take(40).collect());
    Amount::parse(std::str::from_utf8(&plain[..length]).map_err(not_a_number)?)
}

/// Whether separators stand before groups of three digits only. Nobody writes
/// thousands behind a zero: `0,416` is a fraction in a file of another kind.
fn is_grouped(whole: &str, separator: u8) -> bool {
    let digits = whole.trim_start_matches(['+', '-']);
    let mut groups = digits.split(char::from(separator));
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    rest.peek().is_none()
        || (matches!(first.len(), 1..=3)
            && !first.starts_with('0')
            && rest.all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit())))
}

/// What a cell says of the separator of fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    /// It can only be read in this way.
    Proof(Fraction),
    /// One separator before three digits: a fraction as well as a group. Read with
    /// the other separator for its fraction, it is a thousand times more.
    Either(Fraction),
    /// Nothing: no separator, or no number.
    Unknown,
}

/// What a cell proves about the file's fraction separator, if anything.
pub(crate) fn fraction_proved_by(cell: &str) -> Option<Fraction> {
    match separator_of(cell) {
        Separator::Proof(fraction) => Some(fraction),
        Separator::Either(_) | Separator::Unknown => None,
    }
}

/// What a cell says of the separator of fractions. Comma and point are
/// treated alike: what proves one with the one proves the other with the other.
pub(crate) fn separator_of(cell: &str) -> Separator {
    let unit = |c: char| c.is_ascii_alphabetic() || c == ' ';
    if let Some(bare) = bare(cell.trim_end_matches(unit)) {
        return separator_of_bare(&bare);
    }
    separator_of_bare(cell)
}

fn separator_of_bare(cell: &str) -> Separator {
    let number = cell.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let (number, has_exponent) = match number.split_once(['e', 'E']) {
        Some((number, exponent)) if is_number(exponent) => (number, true),
        _ => (number, false),
    };
    let digits = number.trim_start_matches(['+', '-']);
    if !digits
        .bytes()
        .all(|b| matches!(b, b'0'..=b'9' | b'.' | b','))
    {
        return Separator::Unknown;
    }
    let fraction = match (digits.rfind(','), digits.rfind('.')) {
        (None, None) => return Separator::Unknown,
        (comma, point) if comma > point => Fraction::Comma,
        _ => Fraction::Point,
    };
    let (own, other) = match fraction {
        Fraction::Comma => (',', '.'),
        Fraction::Point => ('.', ','),
    };
    let (whole, rest) = digits.rsplit_once(own).unwrap_or_default();
    let is_group =
        rest.len() == 3 && matches!(whole.len(), 1..=3) && !whole.starts_with('0') && !has_exponent;
    match (whole.contains(own), whole.contains(other)) {
        (true, true) => Separator::Unknown,
        // Twice in one number: it separates thousands.
        (true, false) => Separator::Proof(match fraction {
            Fraction::Comma => Fraction::Point,
            Fraction::Point => Fraction::Comma,
        }),
        (false, false) if is_group => Separator::Either(fraction),
        (false, _) => Separator::Proof(fraction),
    }
}

/// The number before a unit that is glued to it or set off by a space.
pub(crate) fn before_unit<'a>(cell: &'a str, unit: &str) -> Option<&'a str> {
    let number = cell.strip_suffix(unit)?;
    let number = match number.as_bytes().last()? {
        b'0'..=b'9' => return Some(number),
        _ => number.trim_end(),
    };
    number
        .ends_with(|c: char| c.is_ascii_digit())
        .then_some(number)
}

/// A number and the unit behind it, where nothing else tells the unit: it starts
/// at the first letter, unless a known ticker starts with a digit.
pub(crate) fn split_unit(cell: &str) -> Option<(&str, &str)> {
    // Three digits behind a space are thousands; tickers begin with fewer or more.
    let digits = |unit: &str| unit.bytes().take_while(u8::is_ascii_digit).count();
    if let Some((number, unit)) = cell.rsplit_once(' ')
        && digits(unit) != 3
        && is_number(number.trim_end())
    {
        return Some((number.trim_end(), unit));
    }
    let (number, unit) = cell.split_at(number_length(cell)?);
    let digit_ticker = crate::cells::markets::DIGIT_TICKERS
        .iter()
        .filter(|ticker| ticker.as_bytes().last() == cell.as_bytes().last())
        .find(|ticker| before_unit(cell, ticker).is_some_and(is_number));
    if let Some(ticker) = digit_ticker {
        return cell.split_at_checked(cell.len() - ticker.len());
    }
    Some((number, unit.trim_start())).filter(|(number, _)| is_number(number))
}

/// Bytes of the number that a cell begins with, its groups of thousands among them;
/// `None` where nothing stands behind.
fn number_length(cell: &str) -> Option<usize> {
    let is_of_number = |c: char| matches!(c, '0'..='9' | '.' | ',' | '+' | '-');
    let mut rest = cell;
    loop {
        rest = &rest[rest.find(|c| !is_of_number(c))?..];
        let behind = rest.trim_start_matches(THOUSANDS);
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let is_group = behind.len() < rest.len() && digits == 3;
        if !is_group {
            return Some(cell.len() - rest.len());
        }
        rest = behind;
    }
}

/// Whether a text is digits with separators.
pub(crate) fn is_number(text: &str) -> bool {
    let bare = bare(text);
    let text = bare.as_deref().unwrap_or(text);
    let digits = text.trim_start_matches(['+', '-']).as_bytes();
    digits
        .first()
        .is_some_and(|b| b.is_ascii_digit() || *b == b'.')
        && digits.iter().copied().all(is_of_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(cell: &str) -> String {
        amount(cell, Fraction::Point).map_or_else(|error| error.to_string(), |a| a.to_string())
    }

    fn comma(cell: &str) -> String {
        amount(cell, Fraction::Comma).map_or_else(|error| error.to_string(), |a| a.to_string())
    }

    #[test]
    fn thousands_are_separated_where_groups_have_three_digits() {
        assert_eq!(point("11,426.2000000000"), "11426.2000000000");
        assert_eq!(point("-1,250,000"), "-1250000");
        assert_eq!(point("1,25.5"), "`1,25.5` is not a number");
        assert_eq!(point("1,2500"), "`1,2500` is not a number");
        assert_eq!(point(",250"), "`,250` is not a number");
        assert_eq!(point("0,416"), "`0,416` is not a number");
        assert_eq!(point("-0,416"), "`-0,416` is not a number");
        assert_eq!(point("0,416,000.5"), "`0,416,000.5` is not a number");
    }

    #[test]
    fn a_file_of_decimal_commas_is_read_by_them() {
        assert_eq!(comma("57,734"), "57.734");
        assert_eq!(comma("5.503,1079316"), "5503.1079316");
        assert_eq!(comma("5503"), "5503");
        assert_eq!(comma("5.50"), "`5.50` is not a number");
        assert_eq!(comma("0.416"), "`0.416` is not a number");
    }

    #[test]
    fn signs_of_currencies_and_other_separators_of_thousands_are_put_aside() {
        for (cell, expected) in [
            ("€295.60", "295.60"),
            ("-$1.00", "-1.00"),
            ("$-1.00", "-1.00"),
            ("1,250.5 €", "1250.5"),
            ("$ 12", "12"),
            ("kr450,000", "450000"),
            ("-R$ 12.50", "-12.50"),
            ("CHF 1'250.50", "1250.50"),
            ("CHF", "`CHF` is not a number"),
            ("1 250.5", "1250.5"),
            ("1\u{a0}250\u{a0}000", "1250000"),
            ("-12\u{202f}345.5", "-12345.5"),
            ("1'250.50", "1250.50"),
            ("1’250’000", "1250000"),
            ("1 25.5", "`1 25.5` is not a number"),
            ("1 250'000", "`1 250'000` is not a number"),
            ("0 250", "`0 250` is not a number"),
            ("1250 000", "`1250 000` is not a number"),
            ("1.5 000", "`1.5 000` is not a number"),
            ("5$5", "`5$5` is not a number"),
            ("€", "`€` is not a number"),
            ("#VALUE!", "`#VALUE!` is not a number"),
        ] {
            assert_eq!(point(cell), expected, "{cell}");
        }
        assert_eq!(comma("1 250,5"), "1250.5");
        assert_eq!(comma("1'250,5"), "1250.5");
        assert_eq!(comma("295,60 €"), "295.60");
        assert_eq!(fraction_proved_by("1 250,500"), Some(Fraction::Comma));
        assert_eq!(fraction_proved_by("€0.500"), Some(Fraction::Point));
        assert_eq!(fraction_proved_by("1 250"), None);
        assert_eq!(split_unit("1 250.5USDT"), Some(("1 250.5", "USDT")));
        assert_eq!(split_unit("1'250.5 USDT"), Some(("1'250.5", "USDT")));
        assert_eq!(split_unit("1 250 USDT"), Some(("1 250", "USDT")));
        assert_eq!(
            split_unit("1\u{a0}250,5\u{a0}USDT"),
            Some(("1\u{a0}250,5", "USDT"))
        );
    }

    #[test]
    fn a_cell_proves_the_separator_or_nothing() {
        assert_eq!(fraction_proved_by("0,007"), Some(Fraction::Comma));
        assert_eq!(fraction_proved_by("95,31BTC"), Some(Fraction::Comma));
        assert_eq!(fraction_proved_by("1.5"), Some(Fraction::Point));
        assert_eq!(fraction_proved_by("1,250.5"), Some(Fraction::Point));
        assert_eq!(fraction_proved_by("1.250,5"), Some(Fraction::Comma));
        assert_eq!(fraction_proved_by("1,250"), None);
        assert_eq!(fraction_proved_by("1.250"), None);
        assert_eq!(fraction_proved_by("-1.250BTC"), None);
        assert_eq!(fraction_proved_by("0.250"), Some(Fraction::Point));
        assert_eq!(fraction_proved_by("9500.123"), Some(Fraction::Point));
        assert_eq!(fraction_proved_by("9500,123"), Some(Fraction::Comma));
        assert_eq!(fraction_proved_by("1.250.000"), Some(Fraction::Comma));
        assert_eq!(fraction_proved_by("1,250,000"), Some(Fraction::Point));
        assert_eq!(fraction_proved_by("8,389E+18"), Some(Fraction::Comma));
        assert_eq!(fraction_proved_by("1.2,3.4"), None);
        assert_eq!(separator_of("1,250"), Separator::Either(Fraction::Comma));
        assert_eq!(fraction_proved_by("12"), None);
        assert_eq!(fraction_proved_by("BUY"), None);
    }

    #[test]
    fn numbers_and_amounts_with_units_are_told_apart() {
        let proved = |cells: &[&str]| {
            let fractions = Fractions::proved_by(cells.iter().copied());
            (fractions.plain, fractions.with_unit)
        };
        use Fraction::{Comma, Point};
        assert_eq!(proved(&["0,6", "9,656.25USDT"]), (Comma, Point));
        assert_eq!(proved(&["0,6", "1,250ADA"]), (Comma, Comma));
        assert_eq!(proved(&["1,250", "0.5BTC"]), (Point, Point));
        assert_eq!(proved(&["0,6", "0.6", "1,25ADA"]), (Point, Comma));
        assert_eq!(proved(&["1,250", "12"]), (Point, Point));
    }

    #[test]
    fn a_unit_is_glued_spaced_or_starts_with_a_digit() {
        assert_eq!(split_unit("0.02BNB"), Some(("0.02", "BNB")));
        assert_eq!(split_unit("0.29 USDC"), Some(("0.29", "USDC")));
        assert_eq!(split_unit("99.41INCH"), Some(("99.4", "1INCH")));
        assert_eq!(split_unit("99.4 1INCH"), Some(("99.4", "1INCH")));
        assert_eq!(split_unit("0.5 2Z"), Some(("0.5", "2Z")));
        assert_eq!(split_unit("BNB"), None);
        assert_eq!(before_unit("99.41INCH", "INCH"), Some("99.41"));
        assert_eq!(before_unit("USDT", "USDT"), None);
    }
}
