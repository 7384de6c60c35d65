//! Cells into local times: the few ways in which exchanges write them.
//!
//! Parsed by hand (no calendar library goes to the browser), and never guessed:
//! a date that could be day-first or month-first is refused unless the format
//! says which.

use crate::time::day_order::DayOrder;
use crate::time::moment::{Moment, days_from_civil};
use crate::time::spelled;
use crate::time::zone::Zone;

/// Which way a format writes dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dates {
    /// `2022-10-18`, `2022/10/18`, and `22-10-18` with a two-digit year.
    YearFirst,
    /// `10/18/2022, 9:00:07 PM`: a browser set to American English, which writes no
    /// zero before day or month and capitals behind. English elsewhere writes
    /// `18/10/2022, 9:00:07 pm`, day first: what is written so could be either.
    AmericanClock,
    /// `18/10/2022 21:00:07`: the format is documented to be day-first.
    DayFirst,
    /// `10/18/2022 21:00:07`: an option says that it is month-first.
    MonthFirst,
    /// Year-first where they can be read so, else in this order: the dates of a year-first
    /// format that a spreadsheet wrote anew, all or some of them.
    YearFirstElse(DayOrder),
    /// Dates of both orders stand in the file: what can be read in one way alone is read
    /// so, and the rest as somebody stated.
    Mixed(Option<DayOrder>),
    /// Year, day or month first, with two digits for the year or four: the account sets it,
    /// and so each file has one order. What could be read in two ways waits until the file's
    /// order is known.
    AnyOrder,
    /// Seconds since 1970 in UTC, milliseconds by 13 digits, microseconds by 16.
    Unix,
}

impl From<DayOrder> for Dates {
    fn from(order: DayOrder) -> Dates {
        match order {
            DayOrder::DayFirst => Dates::DayFirst,
            DayOrder::MonthFirst => Dates::MonthFirst,
        }
    }
}

/// A time as a cell tells it, on a clock whose zone the cell may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LocalTime {
    /// Seconds since 1970-01-01T00:00 on that clock.
    pub seconds: i64,
    /// Nanoseconds within the second.
    pub nanos: u32,
    /// Fraction digits written; [`Moment::DAY`] where only a date is.
    pub digits: u8,
    /// Whether seconds are written at all.
    pub has_seconds: bool,
    /// Seconds east of UTC, where the cell says so.
    pub offset: Option<i32>,
}

/// Why a cell is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeError {
    /// Nothing that this reader knows.
    Unknown,
    /// No day of the calendar, or no time of the day.
    OutOfRange,
    /// The day or the month may stand first.
    DayOrMonth,
    /// The same, in a file that has dates of both orders.
    BothOrders,
}

/// Reads a time.
#[inline]
pub(crate) fn read(cell: &str, dates: Dates) -> Result<LocalTime, TimeError> {
    let commonest = cell.as_bytes().try_into().ok().and_then(commonest);
    Ok(match commonest.filter(|_| dates != Dates::Unix) {
        Some(seconds) => LocalTime {
            seconds,
            nanos: 0,
            digits: 0,
            has_seconds: true,
            offset: None,
        },
        None => read_any(cell, dates)?,
    })
}

/// Reads a time however it is written. How other languages spell times, a browser's
/// build does not know, so that it stays small.
fn read_any(cell: &str, dates: Dates) -> Result<LocalTime, TimeError> {
    let is_complete = cfg!(feature = "complete");
    match dates {
        Dates::Unix => return since_1970(cell),
        Dates::YearFirstElse(order) => {
            let year_first = read(cell, Dates::YearFirst);
            return year_first.or_else(|_| read(cell, Dates::from(order)));
        }
        Dates::Mixed(order) if is_complete => return read_mixed(cell, order),
        _ => {}
    }
    let read = match read_java(cell).filter(|_| is_complete) {
        Some(time) => Ok(time),
        None => read_plain(cell, dates),
    };
    if !is_complete || read.is_ok() || read == Err(TimeError::DayOrMonth) {
        return read;
    }
    match spelled::plain(cell) {
        Some(plain) => read_plain(&plain, dates),
        None => read,
    }
}

/// Reads a time of a file that has dates of both orders.
fn read_mixed(cell: &str, order: Option<DayOrder>) -> Result<LocalTime, TimeError> {
    if let Ok(time) = read(cell, Dates::YearFirst) {
        return Ok(time);
    }
    let day_first = read(cell, Dates::DayFirst);
    let month_first = read(cell, Dates::MonthFirst);
    match (day_first, month_first) {
        (Ok(day), Ok(month)) if day != month => match order {
            Some(DayOrder::DayFirst) => Ok(day),
            Some(DayOrder::MonthFirst) => Ok(month),
            None => Err(TimeError::BothOrders),
        },
        (Ok(time), _) | (Err(_), Ok(time)) => Ok(time),
        (Err(error), Err(_)) => Err(error),
    }
}

/// Reads a time in the forms that exchanges write.
fn read_plain(cell: &str, dates: Dates) -> Result<LocalTime, TimeError> {
    let bytes = cell.as_bytes();
    if bytes.get(2) == Some(&b':') {
        return read_time_first(cell, dates);
    }
    let mut at = Cursor { bytes, at: 0 };
    let first = at.number().ok_or(TimeError::Unknown)?;
    let separator = at.next().ok_or(TimeError::Unknown)?;
    let second = at.number().ok_or(TimeError::Unknown)?;
    if at.next() != Some(separator) {
        return Err(TimeError::Unknown);
    }
    let third = at.number().ok_or(TimeError::Unknown)?;
    let is_american = separator == b'/' && first.width < 4 && dates == Dates::AmericanClock;
    let (year, month, day) = match separator {
        b'-' | b'/' if first.width == 4 => (first.value, second, third),
        b'-' if first.width == 2 && third.width == 2 && dates == Dates::YearFirst => {
            (2000 + first.value, second, third)
        }
        b'.' if third.width == 4 => (third.value, second, first),
        b'.' if third.width == 2 && first.width <= 2 => (2000 + third.value, second, first),
        b'-' | b'/' if third.width == 2 && first.width <= 2 && dates == Dates::DayFirst => {
            (2000 + third.value, second, first)
        }
        b'-' | b'/' if third.width == 2 && first.width <= 2 && dates == Dates::MonthFirst => {
            (2000 + third.value, first, second)
        }
        b'-' | b'/' if third.width == 2 && first.width <= 2 && dates == Dates::AnyOrder => {
            return Err(TimeError::DayOrMonth);
        }
        b'/' if third.width == 4 && dates == Dates::AmericanClock => (third.value, first, second),
        b'/' | b'-' if third.width == 4 && dates == Dates::DayFirst => (third.value, second, first),
        b'/' | b'-' if third.width == 4 && dates == Dates::MonthFirst => {
            (third.value, first, second)
        }
        b'/' | b'-' if third.width == 4 => return Err(TimeError::DayOrMonth),
        _ => return Err(TimeError::Unknown),
    };
    if month.width > 2 || day.width > 2 || !is_date(year, month.value, day.value) {
        return Err(TimeError::OutOfRange);
    }
    let days = days_from_civil(i64::from(year), month.value, day.value);
    let time = time_of_day(&mut at)?;
    let is_padded = |number: Number| number.width == 2 && number.value < 10;
    let is_of_america =
        time.is_twelve_hour && !time.is_small && !is_padded(month) && !is_padded(day);
    if is_american && !is_of_america {
        return Err(TimeError::DayOrMonth);
    }
    Ok(LocalTime {
        seconds: days * 86_400 + i64::from(time.second_of_day),
        nanos: time.nanos,
        digits: time.digits,
        has_seconds: time.has_seconds,
        offset: time.offset,
    })
}

/// Reads `Thu Apr 14 12:34:56 UTC 2022`, as Java prints times; `None` for all else.
fn read_java(cell: &str) -> Option<LocalTime> {
    let (rest, year) = cell.as_bytes().split_last_chunk::<4>()?;
    // A weekday and a month of three letters each, two digits of the day.
    let [
        _,
        _,
        _,
        b' ',
        _,
        _,
        _,
        b' ',
        _,
        _,
        b' ',
        time_and_zone @ ..,
        b' ',
    ] = rest
    else {
        return None;
    };
    if time_and_zone.get(8) != Some(&b' ') {
        return None;
    }
    let month = spelled::month(cell.get(4..7)?)?;
    let time = cell.get(10..19)?;
    let zone = cell.get(20..cell.len() - 5)?;
    let mut usual = *b"0000-00-00 00:00:00";
    usual[..4].copy_from_slice(year);
    usual[5..7].copy_from_slice(&[b'0' + month / 10, b'0' + month % 10]);
    usual[8..10].copy_from_slice(&cell.as_bytes()[8..10]);
    usual[10..].copy_from_slice(time.as_bytes());
    let Zone::Fixed(offset) = Zone::offset(zone)? else {
        return None;
    };
    Some(LocalTime {
        seconds: commonest(&usual)?,
        nanos: 0,
        digits: 0,
        has_seconds: true,
        offset: Some(offset),
    })
}

/// Reads `14:35 2024-11-16`, where the time of the day stands before the date.
#[cold]
fn read_time_first(cell: &str, dates: Dates) -> Result<LocalTime, TimeError> {
    let (time, date) = cell.split_once(' ').ok_or(TimeError::Unknown)?;
    match date.contains(':') {
        true => Err(TimeError::Unknown),
        false => read_plain(&format!("{date} {time}"), dates),
    }
}

/// `1666126807`, `1666126807123`, `1666126807.5`.
fn since_1970(cell: &str) -> Result<LocalTime, TimeError> {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let cut = match whole.len() {
        9 | 10 => whole.len(),
        13 | 16 | 19 if fraction.is_empty() => 10,
        _ => return Err(TimeError::Unknown),
    };
    let (seconds, behind) = whole.split_at_checked(cut).ok_or(TimeError::Unknown)?;
    let fraction = if fraction.is_empty() {
        behind
    } else {
        fraction
    };
    if !is_digits(seconds) || !is_digits(fraction) || fraction.len() > 9 {
        return Err(TimeError::Unknown);
    }
    let digits = fraction.len() as u8;
    let nanos: u32 = match fraction {
        "" => 0,
        _ => fraction.parse().map_err(|_| TimeError::Unknown)?,
    };
    Ok(LocalTime {
        seconds: seconds.parse().map_err(|_| TimeError::Unknown)?,
        nanos: nanos * 10_u32.pow(9 - u32::from(digits)),
        digits,
        has_seconds: true,
        offset: Some(0),
    })
}

/// The seconds of `2018-01-29 09:13:15`, as most files write it; `None` for all else.
fn commonest(bytes: &[u8; 19]) -> Option<i64> {
    let date = digit_pairs(bytes.first_chunk()?, b"0000-00-")?;
    let time = digit_pairs(bytes.last_chunk()?, b"00:00:00")?;
    let [tens, units] = [bytes[8], bytes[9]].map(|byte| u32::from(byte.wrapping_sub(b'0')));
    let pair = |pairs: [u8; 8], at: usize| u32::from(pairs[at]);
    let (year, month) = (pair(date, 0) * 100 + pair(date, 2), pair(date, 5));
    let (hour, minute, second) = (pair(time, 0), pair(time, 3), pair(time, 6));
    let is_day = tens <= 9 && units <= 9 && bytes[10] == b' ';
    let is_time = hour <= 23 && minute <= 59 && second <= 59;
    let day = tens * 10 + units;
    if !is_day || !is_time || !is_date(year, month, day) {
        return None;
    }
    let days = days_from_civil(i64::from(year), month, day);
    Some(days * 86_400 + i64::from(hour * 3600 + minute * 60 + second))
}

/// Of each byte, the number that it and the next one make, where both are digits;
/// `None` unless digits stand where `pattern` has a zero and all else is as there.
/// All eight bytes are looked at at once.
#[inline]
fn digit_pairs(bytes: &[u8; 8], pattern: &[u8; 8]) -> Option<[u8; 8]> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // What brings the first value that is too large for a place to its highest bit.
    let room = pattern.map(|byte| if byte == b'0' { 0x76 } else { 0x7F });
    let values = u64::from_le_bytes(*bytes) ^ u64::from_le_bytes(*pattern);
    let too_large = (values & !HIGH) + u64::from_le_bytes(room);
    if (too_large | values) & HIGH != 0 {
        return None;
    }
    Some((values * 10 + (values >> 8)).to_le_bytes())
}

struct TimeOfDay {
    second_of_day: u32,
    nanos: u32,
    digits: u8,
    has_seconds: bool,
    is_twelve_hour: bool,
    /// `pm`, not `PM`.
    is_small: bool,
    offset: Option<i32>,
}

/// The start of a day of which no time is written.
const DAY: TimeOfDay = TimeOfDay {
    second_of_day: 0,
    nanos: 0,
    digits: Moment::DAY,
    has_seconds: true,
    is_twelve_hour: false,
    is_small: false,
    offset: None,
};

fn time_of_day(at: &mut Cursor<'_>) -> Result<TimeOfDay, TimeError> {
    if at.rest().is_empty() {
        return Ok(DAY);
    }
    at.skip(b',');
    if !at.skip(b'T') && !at.skip(b' ') {
        return Err(TimeError::Unknown);
    }
    while at.skip(b' ') {}
    let mut hour = at.number().ok_or(TimeError::Unknown)?.value;
    if !at.skip(b':') {
        return Err(TimeError::Unknown);
    }
    let minute = at.number().ok_or(TimeError::Unknown)?.value;
    let has_seconds = at.skip(b':');
    let second = match has_seconds {
        true => at.number().ok_or(TimeError::Unknown)?.value,
        false => 0,
    };
    let (nanos, digits) = match has_seconds && at.skip(b'.') {
        true => at.fraction()?,
        false => (0, 0),
    };
    let rest = at.rest().trim();
    let is_pm = rest.eq_ignore_ascii_case("pm");
    let is_twelve_hour = is_pm || rest.eq_ignore_ascii_case("am");
    if is_twelve_hour {
        if !(1..=12).contains(&hour) {
            return Err(TimeError::OutOfRange);
        }
        hour = hour % 12 + if is_pm { 12 } else { 0 };
    }
    if hour > 23 || minute > 59 || second > 59 {
        return Err(TimeError::OutOfRange);
    }
    let offset = match rest {
        "" => None,
        _ if is_twelve_hour => None,
        zone => match Zone::offset(zone) {
            Some(Zone::Fixed(seconds)) => Some(seconds),
            _ => return Err(TimeError::Unknown),
        },
    };
    Ok(TimeOfDay {
        second_of_day: hour * 3600 + minute * 60 + second,
        nanos,
        digits,
        has_seconds,
        is_twelve_hour,
        is_small: rest.starts_with(['a', 'p']),
        offset,
    })
}

fn is_date(year: u32, month: u32, day: u32) -> bool {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Digits as a number, with how many there were.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    width: usize,
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte
    }

    fn skip(&mut self, byte: u8) -> bool {
        let is_there = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(is_there);
        is_there
    }

    /// One to four digits.
    fn number(&mut self) -> Option<Number> {
        let start = self.at;
        let mut value = 0;
        while let Some(byte @ b'0'..=b'9') = self.bytes.get(self.at) {
            value = value * 10 + u32::from(byte - b'0');
            self.at += 1;
            if self.at - start > 4 {
                return None;
            }
        }
        let width = self.at - start;
        (width > 0).then_some(Number { value, width })
    }

    /// Up to nine fraction digits, as nanoseconds.
    fn fraction(&mut self) -> Result<(u32, u8), TimeError> {
        let (mut nanos, mut digits) = (0, 0);
        while let Some(byte @ b'0'..=b'9') = self.bytes.get(self.at) {
            if digits == 9 {
                return Err(TimeError::Unknown);
            }
            nanos = nanos * 10 + u32::from(byte - b'0');
            digits += 1;
            self.at += 1;
        }
        if digits == 0 {
            return Err(TimeError::Unknown);
        }
        Ok((nanos * 10_u32.pow(9 - u32::from(digits)), digits))
    }

    fn rest(&self) -> &'a str {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        std::str::from_utf8(rest).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(cell: &str, dates: Dates, expected: &str) {
        let read = match read(cell, dates) {
            Ok(time) => {
                let moment = Moment {
                    seconds: time.seconds - i64::from(time.offset.unwrap_or(0)),
                    nanos: time.nanos,
                    digits: time.digits,
                };
                format!("{moment}{}", if time.offset.is_some() { "!" } else { "" })
            }
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(read, expected, "{cell}");
    }

    #[test]
    fn reads_the_ways_exchanges_write_times() {
        for (cell, expected) in [
            ("2018-01-29 09:13:15", "2018-01-29T09:13:15Z"),
            ("24-07-25 21:30:41", "2024-07-25T21:30:41Z"),
            ("2018/01/29 9:13", "2018-01-29T09:13:00Z"),
            ("2018-01-01 10:00:00.0", "2018-01-01T10:00:00.0Z"),
            ("17.11.2021 10:21:26", "2021-11-17T10:21:26Z"),
            (
                "2021-03-10T15:08:14.014047+00:00",
                "2021-03-10T15:08:14.014047Z!",
            ),
            ("2021-03-10T15:08:14+02:00", "2021-03-10T13:08:14Z!"),
            ("2021-03-10T15:08:14Z", "2021-03-10T15:08:14Z!"),
            ("2020-02-29 23:59:59", "2020-02-29T23:59:59Z"),
            ("2018-01-29", "2018-01-29T00:00:00Z"),
            ("29.1.2018", "2018-01-29T00:00:00Z"),
            ("Thu Apr 14 12:34:56 UTC 2022", "2022-04-14T12:34:56Z!"),
            ("Mon Jul 15 13:00:00 +08:00 2019", "2019-07-15T05:00:00Z!"),
        ] {
            check(cell, Dates::YearFirst, expected);
        }
        for cell in [
            "Thu Apr 14 12:34:56 CST 2022",
            "Thu Apr 31 12:34:56 UTC 2022",
        ] {
            assert!(read(cell, Dates::YearFirst).is_err(), "{cell}");
        }
        let day = read("2018-01-29", Dates::YearFirst).unwrap();
        assert!(day.digits == Moment::DAY && day.has_seconds);
        for (cell, expected) in [
            ("1/6/2022, 10:55:49 PM", "2022-01-06T22:55:49Z"),
            ("12/31/2022, 12:00:00 AM", "2022-12-31T00:00:00Z"),
            ("12/31/2022, 12:00:00\u{202f}PM", "2022-12-31T12:00:00Z"),
        ] {
            check(cell, Dates::AmericanClock, expected);
        }
        check(
            "5/12/2021 22:55:49",
            Dates::DayFirst,
            "2021-12-05T22:55:49Z",
        );
    }

    #[test]
    fn reads_what_somebody_says_about_the_order_of_a_date() {
        check("5-12-2021 22:55", Dates::DayFirst, "2021-12-05T22:55:00Z");
        check("5/12/2021 22:55", Dates::MonthFirst, "2021-05-12T22:55:00Z");
        check("18/10/2022 1:00", Dates::MonthFirst, "OutOfRange");
        for (cell, expected) in [
            ("1666126807", "2022-10-18T21:00:07Z!"),
            ("1666126807123", "2022-10-18T21:00:07.123Z!"),
            ("1666126807123456", "2022-10-18T21:00:07.123456Z!"),
            ("1666126807.5", "2022-10-18T21:00:07.5Z!"),
            ("16661268", "Unknown"),
            ("166612680x", "Unknown"),
            ("1666126807.", "2022-10-18T21:00:07Z!"),
            ("2022-10-18 21:00:07", "Unknown"),
        ] {
            check(cell, Dates::Unix, expected);
        }
    }

    #[test]
    fn what_is_not_year_first_is_read_in_the_order_that_the_file_proves() {
        for (order, expected) in [
            (DayOrder::DayFirst, "2021-12-05T22:55:00Z"),
            (DayOrder::MonthFirst, "2021-05-12T22:55:00Z"),
        ] {
            let dates = Dates::YearFirstElse(order);
            check("5/12/2021 22:55", dates, expected);
            check("24-07-25 21:30:41", dates, "2024-07-25T21:30:41Z");
            check("2021-12-05 22:55:49", dates, "2021-12-05T22:55:49Z");
        }
        check(
            "1/25/2021 22:55",
            Dates::YearFirstElse(DayOrder::DayFirst),
            "OutOfRange",
        );
    }

    #[test]
    fn a_date_of_one_reading_is_read_among_dates_of_both_orders() {
        for (order, open) in [
            (None, "BothOrders"),
            (Some(DayOrder::DayFirst), "2021-12-05T22:55:00Z"),
            (Some(DayOrder::MonthFirst), "2021-05-12T22:55:00Z"),
        ] {
            let dates = Dates::Mixed(order);
            check("25/12/2021 22:55", dates, "2021-12-25T22:55:00Z");
            check("12/25/2021 22:55", dates, "2021-12-25T22:55:00Z");
            check("5/5/2021 22:55", dates, "2021-05-05T22:55:00Z");
            check("24-07-25 21:30:41", dates, "2024-07-25T21:30:41Z");
            check("25/25/2021 22:55", dates, "OutOfRange");
            check("5/12/2021 22:55", dates, open);
        }
    }

    proptest! {
        #[test]
        fn eight_bytes_at_once_are_what_each_is(
            at in 0_usize..8, byte: u8, digits in "[0-9]{2}:[0-9]{2}:[0-9]{2}"
        ) {
            let mut bytes: [u8; 8] = digits.as_bytes().try_into().unwrap();
            bytes[at] = byte;
            let is_right = |(at, byte): (usize, &u8)| match at {
                2 | 5 => *byte == b':',
                _ => byte.is_ascii_digit(),
            };
            let pairs = digit_pairs(&bytes, b"00:00:00");
            prop_assert_eq!(pairs.is_some(), bytes.iter().enumerate().all(is_right));
            if let Some(pairs) = pairs {
                let text = std::str::from_utf8(&bytes).unwrap();
                for at in [0, 3, 6] {
                    prop_assert_eq!(pairs[at], text[at..at + 2].parse::<u8>().unwrap());
                }
            }
        }
    }

    #[test]
    fn reads_a_time_of_the_day_that_stands_before_the_date() {
        for (cell, expected) in [
            ("14:35 2024-11-16", "2024-11-16T14:35:00Z"),
            ("14:35:07 2024-11-16", "2024-11-16T14:35:07Z"),
            ("24:35 2024-11-16", "OutOfRange"),
            ("14:35 2024-11-16 12:00", "Unknown"),
            ("14:35", "Unknown"),
        ] {
            check(cell, Dates::YearFirst, expected);
        }
    }

    #[test]
    fn refuses_what_is_no_time_or_could_be_two() {
        for (cell, expected) in [
            ("", "Unknown"),
            ("2018-13-01 00:00:00", "OutOfRange"),
            ("2021-02-29 00:00:00", "OutOfRange"),
            ("2018-01-29 24:00:00", "OutOfRange"),
            ("2018-01-29 10:00:60", "OutOfRange"),
            ("09/04/2020 05:49", "DayOrMonth"),
            ("2018-01-29 10:00:00.0123456789", "Unknown"),
            ("2018-01-29 10:00:00 CET", "Unknown"),
            ("99999999999-01-01 10:00:00", "Unknown"),
        ] {
            check(cell, Dates::YearFirst, expected);
        }
        for cell in [
            "6/1/2022, 10:55:49 pm",
            "06/1/2022, 10:55:49 PM",
            "6/01/2022, 10:55:49 PM",
        ] {
            check(cell, Dates::AmericanClock, "DayOrMonth");
            check(cell, Dates::DayFirst, "2022-01-06T22:55:49Z");
            check(cell, Dates::MonthFirst, "2022-06-01T22:55:49Z");
        }
        check("25/12/2021, 22:55:49", Dates::AmericanClock, "OutOfRange");
        check("5/12/2021, 22:55:49", Dates::AmericanClock, "DayOrMonth");
        check("5/12/2021, 13:55:49 PM", Dates::AmericanClock, "OutOfRange");
    }
}
