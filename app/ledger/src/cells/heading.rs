//! Header cells into names that can be compared: case, spaces, marks and the
//! zone in parentheses are put aside.

use crate::base::text;
use crate::time::zone::Zone;

/// One cell of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// As the file writes it.
    pub raw: String,
    /// What it is compared by: `Filled Time(UTC+02:00)` is `filledtime`.
    pub name: String,
    /// What it says about the zone of its times.
    pub zone: HeadingZone,
}

/// What a header cell says about a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HeadingZone {
    /// Nothing.
    Silent,
    /// This one.
    Stated(Zone),
    /// Something unreadable, such as `(UTCnull)`.
    Unreadable,
}

impl Heading {
    /// Reads one header cell.
    pub fn read(raw: &str) -> Heading {
        let lower = text::lower(raw).replace('（', "(").replace('）', ")");
        let (rest, mut zone) = match zone_in_parentheses(&lower) {
            Some((before, zone, after)) => (format!("{before}{after}"), zone),
            None => (lower, HeadingZone::Silent),
        };
        let name: String = rest
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '.' | '"' | '\u{feff}'))
            .collect();
        if name == "utctime" {
            zone = HeadingZone::Stated(Zone::UTC);
        }
        Heading {
            raw: raw.to_owned(),
            name,
            zone,
        }
    }
}

/// The zone in the name of a file: `…-202603230520(UTC--6).csv` is at UTC-6. Where
/// its own name says none, that of the archive it is in does.
pub(crate) fn zone_in_name(file: &str) -> Option<Zone> {
    file.rsplit('!').find_map(|name| {
        let own = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let lower = own.to_ascii_lowercase().replace("--", "-");
        match zone_in_parentheses(&lower)?.1 {
            HeadingZone::Stated(zone) => Some(zone),
            HeadingZone::Silent | HeadingZone::Unreadable => None,
        }
    })
}

/// `Date(UTC+1)` as what stands before, the zone, and what stands after.
fn zone_in_parentheses(lower: &str) -> Option<(&str, HeadingZone, &str)> {
    let open = lower.find("(utc").or_else(|| lower.find("(gmt"))?;
    let close = open + lower[open..].find(')')?;
    let zone =
        Zone::offset(&lower[open + 1..close]).map_or(HeadingZone::Unreadable, HeadingZone::Stated);
    Some((&lower[..open], zone, &lower[close + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, name: &str, zone: HeadingZone) {
        let heading = Heading::read(raw);
        assert_eq!((heading.name.as_str(), heading.zone), (name, zone), "{raw}");
    }

    #[test]
    fn names_are_compared_without_case_spaces_marks_and_zone() {
        use HeadingZone::{Silent, Stated, Unreadable};
        check("\u{feff}Date(UTC)", "date", Stated(Zone::UTC));
        check(
            "Filled Time(UTC+02:00)",
            "filledtime",
            Stated(Zone::Fixed(7200)),
        );
        check("Date(UTC+1)", "date", Stated(Zone::Fixed(3600)));
        check("Date(UTCnull)", "date", Unreadable);
        check("UTC_Time", "utctime", Stated(Zone::UTC));
        check("Avg. Filled Price", "avgfilledprice", Silent);
        check("Filled Volume (USDT)", "filledvolume(usdt)", Silent);
        check("Amount（USDT）", "amount(usdt)", Silent);
        check("User_ID", "userid", Silent);
        check(" ", "", Silent);
    }

    #[test]
    fn a_name_tells_the_zone_its_own_before_its_archives() {
        let west = Some(Zone::Fixed(-6 * 3600));
        for (name, zone) in [
            ("x/Trades(UTC--6).csv", west.clone()),
            ("x/Trades(UTC--6)_1.zip!part-00000.csv", west.clone()),
            ("a(UTC+8).zip!b(UTC--6).zip!c/part-00000.csv", west.clone()),
            ("a(UTC+8).zip!c/b(UTC--6).csv", west),
            ("x(UTC--6)/trades.csv", None),
            ("trades(UTCnull).csv", None),
        ] {
            assert_eq!(zone_in_name(name), zone, "{name}");
        }
    }
}
