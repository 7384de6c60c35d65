//! Years that cannot be: before anything was traded, after a file was received, or of
//! another calendar.

use crate::time::moment::{Moment, days_from_civil};
use crate::time::spelled;

const DAY_SECONDS: i64 = 86_400;

/// The year of Bitcoin's first block: no exchange tells of an earlier one.
const FIRST_YEAR: i64 = 2009;

/// The year of the Buddhist calendar that is the first of all: no file is so late.
const END_YEAR: i64 = FIRST_YEAR + 543;

/// How far a clock may be ahead of UTC: a time whose zone nobody knows may be so much
/// earlier than it seems.
const AHEAD_SECONDS_MAX: i64 = 14 * 3600;

/// When the rows of a file can be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    first_seconds: i64,
    /// The first second that is too late.
    end_seconds: i64,
    day_received: Option<Moment>,
}

impl Bounds {
    /// For a file that was received at this moment. Where nobody says when, only years of
    /// another calendar are too late.
    pub fn new(received: Option<Moment>) -> Bounds {
        let start_of = |year| days_from_civil(year, 1, 1) * DAY_SECONDS;
        let day_received = received.map(Moment::day_start);
        let end = day_received.map(|day| day.seconds + DAY_SECONDS);
        Bounds {
            first_seconds: start_of(FIRST_YEAR),
            end_seconds: end.unwrap_or_else(|| start_of(END_YEAR)),
            day_received,
        }
    }

    /// Whether a row can be of this time, given on its own clock and in UTC.
    #[inline]
    pub fn hold(&self, local_seconds: i64, seconds: i64, is_zone_known: bool) -> bool {
        let ahead = if is_zone_known { 0 } else { AHEAD_SECONDS_MAX };
        local_seconds >= self.first_seconds && seconds < self.end_seconds + ahead
    }

    /// The day on which the file was received, where somebody says when.
    pub fn day_received(&self) -> Option<Moment> {
        self.day_received
    }

    /// Whether a time that the bounds do not hold is before them.
    pub fn is_too_early(&self, local_seconds: i64) -> bool {
        local_seconds < self.first_seconds
    }
}

/// A calendar whose years are counted from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Calendar {
    /// Of Thailand: 2565 is 2022.
    Buddhist,
    /// Of Iran: most of 1401 is in 2022.
    Persian,
    /// Counted in years of the moon: most of 1444 is in 2022 and 2023.
    Islamic,
}

impl Calendar {
    /// The calendar in which a year is one that an exchange can tell of. It is
    /// none of the Gregorian calendar.
    pub fn of_year(year: i64) -> Option<Calendar> {
        match year {
            2552..=2643 => Some(Calendar::Buddhist),
            1387..=1429 => Some(Calendar::Persian),
            1430..=1526 => Some(Calendar::Islamic),
            _ => None,
        }
    }

    /// The calendar of a time, by the year that it is written with.
    pub fn of_text(text: &str) -> Option<Calendar> {
        let letters = text.chars();
        let plain = letters.map(|letter| spelled::digit(letter).unwrap_or(letter));
        let plain: String = plain.collect();
        let digits = plain.split(|letter: char| !letter.is_ascii_digit());
        let mut years = digits.filter(|digits| digits.len() == 4);
        years.find_map(|year| Calendar::of_year(year.parse().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::rfc3339;

    fn seconds(text: &str) -> i64 {
        rfc3339::parse(text).unwrap().seconds
    }

    #[test]
    fn a_row_is_of_a_day_from_2009_on_up_to_that_of_its_file() {
        let bounds = Bounds::new(rfc3339::parse("2026-11-28T09:15:00Z"));
        for (time, is_known, is_held) in [
            ("2008-12-31T23:59:59Z", true, false),
            ("2009-01-01T00:00:00Z", true, true),
            ("2026-11-28T23:59:59Z", true, true),
            ("2026-11-29T00:00:00Z", true, false),
            ("2026-11-29T13:59:59Z", false, true),
            ("2026-11-29T14:00:00Z", false, false),
        ] {
            let seconds = seconds(time);
            assert_eq!(bounds.hold(seconds, seconds, is_known), is_held, "{time}");
        }
        let day = bounds.day_received().map(|day| day.to_string());
        assert_eq!(day.as_deref(), Some("2026-11-28T00:00:00Z"));
        assert!(bounds.is_too_early(seconds("2008-01-01")));
        assert!(!bounds.is_too_early(seconds("2030-01-01")));
    }

    #[test]
    fn a_file_received_nobody_knows_when_may_be_of_any_later_year_but_of_no_other_calendar() {
        let bounds = Bounds::new(None);
        for (time, is_held) in [
            ("1970-01-01", false),
            ("2031-01-01", true),
            ("2551-12-31", true),
            ("2552-01-01", false),
        ] {
            let seconds = seconds(time);
            assert_eq!(bounds.hold(seconds, seconds, true), is_held, "{time}");
        }
        assert_eq!(bounds.day_received(), None);
    }

    #[test]
    fn years_of_other_calendars_are_known() {
        for (text, calendar) in [
            ("2565-01-27 22:55:49", Some(Calendar::Buddhist)),
            ("27/1/2565 22:55:49", Some(Calendar::Buddhist)),
            ("1400-02-31 22:55:49", Some(Calendar::Persian)),
            ("24/6/1443 10:55:49", Some(Calendar::Islamic)),
            ("۱۴۰۰/۲/۳۱, ۲۲:۵۵:۴۹", Some(Calendar::Persian)),
            ("0022-05-01 10:00:00", None),
            ("1970-01-01 00:00:00", None),
            ("2031-01-01", None),
            ("14001", None),
        ] {
            assert_eq!(Calendar::of_text(text), calendar, "{text}");
        }
    }
}
