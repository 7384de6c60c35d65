//! A moment in UTC with the precision of its source.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A point in time. Ordering and equality look at the moment alone, not at the
/// number of fraction digits it was written with.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Nanoseconds within the second.
    pub nanos: u32,
    /// Fraction digits of the source, 0 to 9; [`Moment::DAY`] where it tells only the day,
    /// which begins at this moment.
    pub digits: u8,
}

impl Moment {
    /// In the place of digits, for a day without a time.
    pub const DAY: u8 = u8::MAX;

    /// A whole second.
    pub const fn from_seconds(seconds: i64) -> Moment {
        Moment {
            seconds,
            nanos: 0,
            digits: 0,
        }
    }

    /// A moment from microseconds since the epoch, with no more digits than it needs.
    pub fn from_micros(micros: i64) -> Moment {
        let rest = micros.rem_euclid(1_000_000);
        Moment {
            seconds: micros.div_euclid(1_000_000),
            nanos: u32::try_from(rest * 1000).unwrap_or(0),
            digits: if rest == 0 { 0 } else { 6 },
        }
    }

    /// Whether the source tells only the day.
    pub fn is_day(self) -> bool {
        self.digits == Moment::DAY
    }

    /// Milliseconds since the epoch, rounded down.
    pub fn millis(self) -> i64 {
        self.seconds * 1000 + i64::from(self.nanos / 1_000_000)
    }

    /// Microseconds since the epoch, rounded down: what databases keep.
    pub fn micros(self) -> i64 {
        self.seconds * 1_000_000 + i64::from(self.nanos / 1000)
    }

    /// Year, month and day of the UTC calendar.
    pub fn date(self) -> (i64, u32, u32) {
        civil_from_days(self.seconds.div_euclid(86_400))
    }

    /// What `Display` prints, and its length. Digits are set by hand: millions of
    /// times are printed.
    pub(crate) fn rfc3339(self) -> ([u8; 30], usize) {
        let (year, month, day) = self.date();
        let second_of_day = self.seconds.rem_euclid(86_400) as u32;
        let mut text = *b"0000-00-00T00:00:00.000000000Z";
        // RFC 3339 has no other years; no reader gives one.
        set_digits(&mut text[0..4], year.clamp(0, 9999) as u32);
        set_digits(&mut text[5..7], month);
        set_digits(&mut text[8..10], day);
        set_digits(&mut text[11..13], second_of_day / 3600);
        set_digits(&mut text[14..16], second_of_day / 60 % 60);
        set_digits(&mut text[17..19], second_of_day % 60);
        let end = match self.digits {
            0 | Moment::DAY => 19,
            digits => {
                set_digits(&mut text[20..29], self.nanos);
                20 + usize::from(digits.min(9))
            }
        };
        text[end] = b'Z';
        (text, end + 1)
    }

    /// Appends what `Display` prints. `known` has the date that was printed last,
    /// which nearly always is this one too.
    pub(crate) fn append_to(self, known: &mut (i64, [u8; 11]), buffer: &mut Vec<u8>) {
        let day = self.seconds.div_euclid(86_400);
        let (text, length) = if self.digits == 0 && day == known.0 {
            let second_of_day = self.seconds.rem_euclid(86_400) as u32;
            let mut text = *b"0000-00-00T00:00:00Z";
            text[..11].copy_from_slice(&known.1);
            set_two(&mut text, 11, second_of_day / 3600);
            set_two(&mut text, 14, second_of_day / 60 % 60);
            set_two(&mut text, 17, second_of_day % 60);
            buffer.extend_from_slice(&text);
            return;
        } else {
            self.rfc3339()
        };
        known.0 = day;
        known.1.copy_from_slice(&text[..11]);
        buffer.extend_from_slice(&text[..length]);
    }

    /// Midnight UTC at the start of this moment's day.
    pub fn day_start(self) -> Moment {
        Moment::from_seconds(self.seconds.div_euclid(86_400) * 86_400)
    }

    /// The moment of a UTC calendar date and time of day. The caller has checked ranges.
    pub fn from_civil(year: i64, month: u32, day: u32, second_of_day: i64) -> Moment {
        Moment::from_seconds(days_from_civil(year, month, day) * 86_400 + second_of_day)
    }
}

/// Days since 1970-01-01 of a date in the proleptic Gregorian calendar.
///
/// Source: the well-known era arithmetic on 400-year cycles with the year
/// starting in March.
pub fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = i64::from((month + 9) % 12);
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date of a number of days since 1970-01-01: the inverse of [`days_from_civil`].
pub fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month as u32, day)
}

impl PartialEq for Moment {
    fn eq(&self, other: &Moment) -> bool {
        (self.seconds, self.nanos) == (other.seconds, other.nanos)
    }
}

impl Eq for Moment {}

impl std::hash::Hash for Moment {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.seconds, self.nanos).hash(state);
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Moment) -> std::cmp::Ordering {
        (self.seconds, self.nanos).cmp(&(other.seconds, other.nanos))
    }
}

impl fmt::Display for Moment {
    /// RFC 3339 in UTC with the source's fraction digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, length) = self.rfc3339();
        f.write_str(std::str::from_utf8(&text[..length]).expect("digits and signs"))
    }
}

#[inline]
fn set_two(text: &mut [u8; 20], at: usize, number: u32) {
    text[at] = b'0' + (number / 10) as u8;
    text[at + 1] = b'0' + (number % 10) as u8;
}

/// Writes a number with leading zeros.
#[inline]
fn set_digits(place: &mut [u8], mut number: u32) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_days_are_inverse_over_four_centuries() {
        for days in (-146_097..146_097).step_by(13) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }

    #[test]
    fn prints_the_precision_of_the_source() {
        assert_eq!(
            Moment::from_civil(2022, 10, 18, 75_607).to_string(),
            "2022-10-18T21:00:07Z"
        );
        let moment = Moment {
            seconds: 0,
            nanos: 14_047_000,
            digits: 6,
        };
        assert_eq!(moment.to_string(), "1970-01-01T00:00:00.014047Z");
        let day = Moment {
            digits: Moment::DAY,
            ..Moment::from_seconds(86_400)
        };
        assert!(day.is_day() && !moment.is_day());
        assert_eq!(day.to_string(), "1970-01-02T00:00:00Z");
    }
}
