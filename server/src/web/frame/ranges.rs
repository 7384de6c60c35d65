//! The part of a file that a request asks for (RFC 9110, section 14), so that a download can
//! continue where it broke off.

use std::ops::Range;

use axum::http::{HeaderMap, header};
use http_range_header::{RangeUnsatisfiableError, parse_range_header};

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The whole file.
    Whole,
    /// These bytes of it: at least one, and none past its end.
    Part(Range<u64>),
    /// Only bytes that do not exist: 416.
    PastTheEnd,
}

impl Asked {
    /// Reads the headers of a request for a file with this tag and length. The whole file is
    /// asked for where `Range` is missing, malformed or names several ranges, and where
    /// `If-Range` names another tag or a date: the file that the client began to load is not
    /// this one.
    pub fn of(headers: &HeaderMap, tag: &str, size_bytes: u64) -> Asked {
        let condition = headers.get(header::IF_RANGE);
        if condition.is_some_and(|condition| condition != tag) {
            return Asked::Whole;
        }
        let range = headers.get(header::RANGE);
        let Some(range) = range.and_then(|range| range.to_str().ok()) else {
            return Asked::Whole;
        };
        let ranges = parse_range_header(range).and_then(|range| range.validate(size_bytes));
        match ranges.as_deref() {
            Ok([one]) => Asked::Part(*one.start()..*one.end() + 1),
            Ok(_) => Asked::Whole,
            Err(RangeUnsatisfiableError::Unsatisfiable) => Asked::PastTheEnd,
            Err(_) => Asked::Whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = "\"abc\"";

    fn asked(range: &str, condition: Option<&str>) -> Asked {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        if let Some(condition) = condition {
            headers.insert(header::IF_RANGE, condition.parse().unwrap());
        }
        Asked::of(&headers, TAG, 1000)
    }

    #[test]
    fn a_range_is_read_as_the_standard_has_it() {
        for (range, expected) in [
            ("bytes=0-", Asked::Part(0..1000)),
            ("bytes=1-1", Asked::Part(1..2)),
            ("bytes=999-", Asked::Part(999..1000)),
            ("bytes=10-4000", Asked::Part(10..1000)),
            ("bytes=-1", Asked::Part(999..1000)),
            ("bytes=-4000", Asked::Part(0..1000)),
            ("bytes=1000-", Asked::PastTheEnd),
            ("bytes=-0", Asked::PastTheEnd),
            ("bytes=0-1,5-6", Asked::Whole),
            ("bytes=6-5", Asked::Whole),
            ("bytes=x-", Asked::Whole),
            ("bytes=99999999999999999999-", Asked::PastTheEnd),
            ("lines=1-2", Asked::Whole),
            ("", Asked::Whole),
        ] {
            assert_eq!(asked(range, None), expected, "{range}");
        }
        assert_eq!(Asked::of(&HeaderMap::new(), TAG, 1000), Asked::Whole);
    }

    #[test]
    fn a_range_of_another_file_is_the_whole_file() {
        assert_eq!(asked("bytes=5-", Some(TAG)), Asked::Part(5..1000));
        for other in [
            "\"abd\"",
            "W/\"abc\"",
            "abc",
            "Wed, 23 Nov 2022 00:00:00 GMT",
        ] {
            assert_eq!(asked("bytes=5-", Some(other)), Asked::Whole, "{other}");
            assert_eq!(asked("bytes=1000-", Some(other)), Asked::Whole, "{other}");
        }
    }
}
