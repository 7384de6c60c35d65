//! The one way people write moments to us on the command line, in settings and
//! in our own price format: RFC 3339, or a date that means its 00:00 UTC.

use crate::time::moment::{Moment, civil_from_days, days_from_civil};

/// Reads `2022-10-18T21:00:07.5Z`, with an offset instead of `Z`, with a space
/// instead of `T`, or a bare date.
pub fn parse(text: &str) -> Option<Moment> {
    if let Some((year, month, day)) = parse_date(text) {
        return Some(Moment::from_civil(year, month, day, 0));
    }
    let (year, month, day) = parse_date(text.get(..10)?)?;
    let rest = text.get(10..)?.strip_prefix(['T', 't', ' '])?;
    let clock = rest.get(..8)?;
    if clock.as_bytes()[2] != b':' || clock.as_bytes()[5] != b':' {
        return None;
    }
    let hour = number(clock.get(0..2)?, 23)?;
    let minute = number(clock.get(3..5)?, 59)?;
    let second = number(clock.get(6..8)?, 59)?;
    let (nanos, digits, zone) = fraction(rest.get(8..)?)?;
    let offset = offset_seconds(zone)?;
    let midnight = days_from_civil(year, month, day) * 86_400;
    Some(Moment {
        seconds: midnight + hour * 3600 + minute * 60 + second - offset,
        nanos,
        digits,
    })
}

/// Reads `2022-10-18`, refusing days that no calendar has.
pub fn parse_date(text: &str) -> Option<(i64, u32, u32)> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = number(text.get(0..4)?, 9999)?;
    let month = number(text.get(5..7)?, 12)? as u32;
    let day = number(text.get(8..10)?, 31)? as u32;
    let known = month > 0 && day > 0;
    let found = civil_from_days(days_from_civil(year, month.max(1), day));
    (known && found == (year, month, day)).then_some((year, month, day))
}

fn number(digits: &str, max: i64) -> Option<i64> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|number| *number <= max)
}

/// Nanoseconds, number of fraction digits, and what follows them.
fn fraction(text: &str) -> Option<(u32, u8, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, 0, text));
    };
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    if count == 0 || count > 9 {
        return None;
    }
    let padded = format!("{:0<9}", &rest[..count]);
    Some((padded.parse().ok()?, count as u8, &rest[count..]))
}

fn offset_seconds(zone: &str) -> Option<i64> {
    if zone == "Z" || zone == "z" {
        return Some(0);
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = zone[1..].split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    Some(sign * (number(hours, 23)? * 3600 + number(minutes, 59)? * 60))
}

/// Moments written as text in settings and stored lines, which people read.
pub mod text {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::time::moment::Moment;

    /// RFC 3339 with the precision of the source.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(moment: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(moment)
    }

    /// What [`serialize`] wrote, or what [`super::parse`] reads.
    ///
    /// # Errors
    /// When it is no moment.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no RFC 3339 time")))
    }
}

/// [`text`] where there may be none.
pub mod text_or_none {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::time::moment::Moment;

    /// As [`super::text::serialize`].
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(
        moment: &Option<Moment>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match moment {
            Some(moment) => serializer.collect_str(moment),
            None => serializer.serialize_none(),
        }
    }

    /// As [`super::text::deserialize`].
    ///
    /// # Errors
    /// When something is there that is no moment.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Moment>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else {
            return Ok(None);
        };
        super::parse(&text)
            .map(Some)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no RFC 3339 time")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_offsets_and_fractions() {
        for (text, printed) in [
            ("2022-10-18", "2022-10-18T00:00:00Z"),
            ("2022-10-18T21:00:07Z", "2022-10-18T21:00:07Z"),
            ("2022-10-18 21:00:07Z", "2022-10-18T21:00:07Z"),
            ("2022-10-18T21:00:07.1234Z", "2022-10-18T21:00:07.1234Z"),
            ("2022-10-19T01:30:00+05:30", "2022-10-18T20:00:00Z"),
            ("2022-12-31T23:00:00-01:00", "2023-01-01T00:00:00Z"),
            ("2020-02-29", "2020-02-29T00:00:00Z"),
        ] {
            assert_eq!(parse(text).map(|m| m.to_string()).as_deref(), Some(printed));
        }
    }

    #[test]
    fn refuses_what_no_calendar_or_clock_has() {
        for text in [
            "",
            "2022-02-29",
            "2022-13-01",
            "2022-00-01",
            "2022-01-00",
            "2022-1-1",
            "2022-10-18T24:00:00Z",
            "2022-10-18T21:60:00Z",
            "2022-10-18T21:00:00",
            "2022-10-18T21:00:00.Z",
            "2022-10-18T21:00:00.1234567890Z",
            "2022-10-18T21:00:00+5:30",
            "2022-10-18T21-00-00Z",
            "18 Oct 2022",
            "2022-10-18Té1:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
