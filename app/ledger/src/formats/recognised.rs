//! A file whose columns are found: what reading its rows needs.

use crate::base::features::COMPLETE;
use crate::cells::heading::{Heading, HeadingZone};
use crate::entry::messages::Message;
use crate::formats::field::Field;
use crate::formats::format::Format;
use crate::formats::row::ColumnMap;
use crate::time::day_order::DayOrder;
use crate::time::moment::Moment;
use crate::time::parse_time::{self, Dates};
use crate::time::zone::Zone;

/// A file that is recognised.
#[derive(Debug)]
pub(crate) struct Recognised {
    pub format: &'static Format,
    /// How this file writes dates.
    pub dates: Dates,
    pub delimiter: u8,
    pub column_map: ColumnMap,
    /// The header's cells.
    pub headings: Vec<Heading>,
    /// The header's physical line: rows are below it.
    pub header_line: u64,
    /// The shapes of the lines above the header that may stand on every page.
    pub above: Vec<String>,
    /// Columns the format does not know, as the file writes them.
    pub unknown: Vec<String>,
    /// What is odd.
    pub odd: Vec<Message>,
    /// The zone that a line above the header tells.
    pub preamble_zone: Option<Zone>,
    /// Which of day and month stands first, as somebody says, where a date leaves it open.
    pub day_order: Option<DayOrder>,
    /// Dates could be day-first or month-first, and no option decides.
    pub needs_day_order: bool,
    /// The first such date, read either way; also where an option decides.
    pub either_way: Option<EitherWay>,
    /// No number proves what separates fractions.
    pub needs_fraction: bool,
    /// No date proves that the format's own order of day and month is the file's.
    pub wants_dates: bool,
}

impl Recognised {
    /// What the header says about the zone of the time: its own, else that of when an
    /// order was placed, which is on the same clock.
    pub fn heading_zone(&self) -> &HeadingZone {
        [Field::Time, Field::TimeOfDay, Field::Placed]
            .into_iter()
            .filter_map(|field| self.headings.get(self.column_map.get(field)?))
            .map(|heading| &heading.zone)
            .find(|zone| **zone != HeadingZone::Silent)
            .unwrap_or(&HeadingZone::Silent)
    }
}

/// A date that could be day-first or month-first, as each would read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EitherWay {
    /// As the file writes it.
    pub raw: String,
    /// The day it is when the day stands first: `2021-12-05`.
    pub day_first: String,
    /// The day it is when the month does.
    pub month_first: String,
}

impl EitherWay {
    /// Reads a cell either way; `None` when one of them gives no day. The browser shows no
    /// dates to choose from.
    pub(crate) fn of(cell: &str) -> Option<EitherWay> {
        if !COMPLETE {
            return None;
        }
        let day = |dates| {
            let local = parse_time::read(cell, dates).ok()?;
            let (year, month, day) = Moment::from_seconds(local.seconds).date();
            Some(format!("{year:04}-{month:02}-{day:02}"))
        };
        Some(EitherWay {
            raw: cell.to_owned(),
            day_first: day(Dates::DayFirst)?,
            month_first: day(Dates::MonthFirst)?,
        })
    }
}
