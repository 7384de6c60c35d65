//! The zone in the name of a file.
//!
//! Exchanges write it there in many spellings: `(UTC+7)`, `(UTC--6)`, `UTC2`. Programs
//! that a file passes through change some of its letters: `_UTC_2_`, `%28UTC%2B2%29`.
//! Only offsets that a place on earth has are believed, so that a date behind `UTC` is
//! no offset.

use crate::base::features::COMPLETE;
use crate::cells::heading::zone_in_brackets;
use crate::time::zone::Zone;

/// What stands before an offset.
const NAMES: [&str; 2] = ["utc", "gmt"];

/// Hours and minutes of the zones that are not whole hours from UTC, the sign apart.
const BROKEN_HOURS: [(bool, u32, u32); 13] = [
    (false, 9, 30),
    (false, 3, 30),
    (false, 2, 30),
    (true, 3, 30),
    (true, 4, 30),
    (true, 5, 30),
    (true, 5, 45),
    (true, 6, 30),
    (true, 8, 45),
    (true, 9, 30),
    (true, 10, 30),
    (true, 12, 45),
    (true, 13, 45),
];
/// The whole hours that a zone lies before and behind UTC at most.
const HOURS_MAX: (u32, u32) = (12, 14);
/// Years that a date behind `UTC` may have.
const YEARS: std::ops::Range<u32> = 2009..2100;

/// What programs and people write for a sign that a name may not have.
const SPELLINGS: [(&str, &str); 8] = [
    ("%28", "("),
    ("%29", ")"),
    ("%2b", "+"),
    ("%2d", "-"),
    ("%3a", ":"),
    ("%20", " "),
    ("plus", "+"),
    ("minus", "-"),
];

/// The zone in the name of a file. Where its own name says none, that of the archive it
/// is in does. A browser's build knows it in brackets alone, so that it stays small.
pub(crate) fn zone_in_name(file: &str) -> Option<Zone> {
    file.rsplit('!').find_map(|name| {
        let own = name.rsplit(['/', '\\']).next().unwrap_or_default();
        match COMPLETE {
            true => zone_in(&plain(own)),
            false => zone_in_brackets(own),
        }
    })
}

/// A name in small letters, with one spelling for each sign.
fn plain(name: &str) -> String {
    let mut plain: String = name
        .chars()
        .map(|letter| match letter {
            '（' | '[' | '［' => '(',
            '）' | ']' | '］' => ')',
            '＋' => '+',
            '\u{2010}'..='\u{2015}' | '−' | '－' => '-',
            '：' => ':',
            letter => letter.to_ascii_lowercase(),
        })
        .collect();
    for (spelling, letter) in SPELLINGS {
        if plain.contains(spelling) {
            plain = plain.replace(spelling, letter);
        }
    }
    plain
}

fn zone_in(name: &str) -> Option<Zone> {
    let mut places = NAMES.iter().flat_map(|zone| name.match_indices(*zone));
    places.find_map(|(at, zone)| {
        let before = name[..at].chars().next_back();
        match before.is_some_and(char::is_alphabetic) {
            true => None,
            false => stated(before, &name[at + zone.len()..]),
        }
    })
}

/// The zone that what stands behind `UTC` says.
fn stated(before: Option<char>, behind: &str) -> Option<Zone> {
    let digits = behind.trim_start_matches(['+', '-', '_', ' ']);
    let sign = &behind[..behind.len() - digits.len()];
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    if count == 0 || is_date(&digits[..count]) {
        return is_alone(behind).then_some(Zone::UTC);
    }
    let is_east = match sign.replace(['_', ' '], "").as_str() {
        "" if sign.is_empty() => true,
        // A plus that did not survive: believed only where a bracket did not either.
        "" => {
            let end = digits[count..].chars().next();
            let is_mark = |letter: Option<char>| matches!(letter, Some('_' | ' ' | '(' | ')'));
            if !is_mark(before) || !is_mark(end) {
                return None;
            }
            true
        }
        "+" | "-+" => true,
        "-" | "--" | "+-" => false,
        _ => return None,
    };
    offset(is_east, digits, count)
}

/// Whether nothing behind `UTC` belongs to it: neither a letter nor a sign.
fn is_alone(behind: &str) -> bool {
    !behind.starts_with(|letter: char| letter.is_alphabetic() || letter == '+')
}

/// Whether digits are a year, or a date without marks.
fn is_date(digits: &str) -> bool {
    match digits.len() {
        4 => digits.parse().is_ok_and(|year| YEARS.contains(&year)),
        length => length >= 6,
    }
}

/// The zone of `5`, `0530`, `05:30`, `05_30`, `5.5`: `count` digits are hours, or hours
/// and minutes.
fn offset(is_east: bool, text: &str, count: usize) -> Option<Zone> {
    let (hours, minutes) = match count {
        1 | 2 => (text[..count].parse().ok()?, minutes(&text[count..])),
        3 | 4 => (
            text[..count - 2].parse().ok()?,
            text[count - 2..count].parse().ok()?,
        ),
        _ => return None,
    };
    let whole = match is_real(is_east, hours, minutes) {
        true => minutes,
        // What stands behind whole hours is another number: the page of a file.
        false if count <= 2 => 0,
        false => return None,
    };
    let seconds = i32::try_from(hours * 3600 + whole * 60).ok()?;
    is_real(is_east, hours, whole).then_some(Zone::Fixed(match is_east {
        true => seconds,
        false => -seconds,
    }))
}

/// The minutes behind the hours: `:30`, `_30`, `h30`, `.5`; none where there are no such.
fn minutes(behind: &str) -> u32 {
    let Some(digits) = behind.strip_prefix([':', '_', '.', '-', 'h']) else {
        return 0;
    };
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    match &digits[..count] {
        "5" if behind.starts_with('.') => 30,
        "75" if behind.starts_with('.') => 45,
        two if count == 2 => two.parse().unwrap_or(0),
        _ => 0,
    }
}

fn is_real(is_east: bool, hours: u32, minutes: u32) -> bool {
    let (west, east) = HOURS_MAX;
    match minutes {
        0 => hours <= if is_east { east } else { west },
        minutes => BROKEN_HOURS.contains(&(is_east, hours, minutes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, minutes: Option<i32>) {
        let zone = minutes.map(|minutes| Zone::Fixed(minutes * 60));
        assert_eq!(zone_in_name(name), zone, "{name}");
    }

    #[test]
    fn a_zone_is_read_in_every_spelling_that_exchanges_write() {
        for (name, hours) in [
            ("Transaction-History-202610031149UTC2-part1-of1.csv", 2),
            ("Transaction-History-202610031149UTC-6-part1-of1.csv", -6),
            ("Transaction-History-202610031149UTC0-part1-of1.csv", 0),
            ("Trades-202603230520(UTC--6).csv", -6),
            ("Trades-202603230520(UTC-6).csv", -6),
            ("Trades-202604201020(UTC+7).csv", 7),
            ("Trades-202604201020(UTC+07:00).csv", 7),
            ("Trades-202604201020（UTC＋7）.csv", 7),
            ("Trades-202604201020[UTC+7].csv", 7),
            ("Trades-202604201020(UTC−3).csv", -3),
            ("Trades_202604201020_UTC_2_.csv", 2),
            ("Trades_202604201020_UTC--6_.csv", -6),
            ("Trades-202604201020(UTC 2).csv", 2),
            ("Trades-202604201020(UTC -3).csv", -3),
            ("Trades-202604201020_UTC_+_3.csv", 3),
            ("Trades-202604201020 UTC plus 3.csv", 3),
            ("Trades-202604201020_UTC_minus_3.csv", -3),
            ("Trades-202604201020%28UTC%2B2%29.csv", 2),
            ("Trades-202604201020(utc+14) (1).csv", 14),
            ("Trades UTC8.csv", 8),
            ("Trades GMT+1.csv", 1),
            ("Trades UTC+10_2.csv", 10),
            ("Trades UTC.csv", 0),
            ("Trades(UTC)_1.csv", 0),
            ("Trades_UTC_20221018.csv", 0),
            ("Trades-UTC-2022-10-18.csv", 0),
        ] {
            check(name, Some(hours * 60));
        }
        for (name, minutes) in [
            ("Trades(UTC+05:30).csv", 330),
            ("Trades(UTC+0530).csv", 330),
            ("Trades_UTC_05_30_.csv", 330),
            ("Trades UTC+5.5.csv", 330),
            ("Trades(UTC-03:30).csv", -210),
            ("Trades(UTC+5:45).csv", 345),
            ("Trades(UTC+12h45).csv", 765),
        ] {
            check(name, Some(minutes));
        }
    }

    #[test]
    fn the_own_name_of_a_file_goes_before_that_of_its_archive() {
        for (name, hours) in [
            ("x/Trades(UTC--6).csv", -6),
            ("x/Trades(UTC--6)_1.zip!part-00000.csv", -6),
            ("a(UTC+8).zip!b(UTC--6).zip!c/part-00000.csv", -6),
            ("a(UTC+8).zip!c/b(UTC--6).csv", -6),
            ("a202610031149UTC2.zip!part-00000.csv", 2),
        ] {
            check(name, Some(hours * 60));
        }
    }

    #[test]
    fn what_is_no_zone_says_none() {
        for name in [
            "my exports 2026.csv",
            "x(UTC--6)/trades.csv",
            "trades(UTCnull).csv",
            "trades(UTC+null).csv",
            "outcome.csv",
            "outcome2.csv",
            "trades_UTC_1.csv",
            "trades(UTC+15).csv",
            "trades(UTC-13).csv",
            "trades UTC+2022.csv",
            "trades UTC-1130.csv",
            "trades UTC99.csv",
            "trades UTC12345.csv",
            "",
        ] {
            check(name, None);
        }
    }
}
