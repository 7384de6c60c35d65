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
            .filter(|c| !c.is_whitespace() && !is_mark(*c))
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

/// Whether a letter says nothing of what a column holds: a mark, or the number of a
/// footnote.
fn is_mark(letter: char) -> bool {
    matches!(
        letter,
        '_' | '-' | '.' | '"' | '\u{feff}' | '¹' | '²' | '³' | '⁴'..='⁹'
    )
}

impl Heading {
    /// Whether two cells of headers name one column in one zone.
    pub fn is_like(&self, other: &Heading) -> bool {
        (&self.name, &self.zone) == (&other.name, &other.zone)
    }
}

/// The zone in the brackets of a file's name: `…-202603230520(UTC--6).csv`.
pub(crate) fn zone_in_brackets(name: &str) -> Option<Zone> {
    let lower = name.to_ascii_lowercase().replace("--", "-");
    match zone_in_parentheses(&lower)?.1 {
        HeadingZone::Stated(zone) => Some(zone),
        HeadingZone::Silent | HeadingZone::Unreadable => None,
    }
}

/// `Date(UTC+1)` as what stands before, the zone, and what stands after.
fn zone_in_parentheses(lower: &str) -> Option<(&str, HeadingZone, &str)> {
    let open = lower.find("(utc").or_else(|| lower.find("(gmt"));
    let is_named = open.is_some();
    let open = open.or_else(|| lower.find("(+").or_else(|| lower.find("(-")))?;
    let close = open + lower[open..].find(')')?;
    let zone = match Zone::offset(&lower[open + 1..close]) {
        Some(zone) => HeadingZone::Stated(zone),
        None if is_named => HeadingZone::Unreadable,
        None => return None,
    };
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
        check("Date (+01:00)", "date", Stated(Zone::Fixed(3600)));
        check("Date (-03:30)", "date", Stated(Zone::Fixed(-12_600)));
        check("Amount (-fee)", "amount(fee)", Silent);
        check("Date(UTCnull)", "date", Unreadable);
        check("UTC_Time", "utctime", Stated(Zone::UTC));
        check("Avg. Filled Price", "avgfilledprice", Silent);
        check("Filled Volume (USDT)", "filledvolume(usdt)", Silent);
        check("Amount（USDT）", "amount(usdt)", Silent);
        check("User_ID", "userid", Silent);
        check("Trading total³", "tradingtotal", Silent);
        check(" ", "", Silent);
    }

    #[test]
    fn brackets_in_a_name_tell_a_zone() {
        let west = Some(Zone::Fixed(-6 * 3600));
        assert_eq!(zone_in_brackets("Trades-2026(UTC--6)_1.csv"), west);
        assert_eq!(zone_in_brackets("Trades-2026(UTCnull).csv"), None);
    }
}
