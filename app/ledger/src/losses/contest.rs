//! Which entries the claimant says were not theirs (METHOD.md,
//! "What counts as contested").
//!
//! A period takes trades, derivative fills, fees, funding and realised profit
//! and loss; everything else is contested row by row, because a victim's own
//! rescue withdrawal is no loss. Legs of one group are contested together.

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::groups::Grouped;
use super::rules::touches;
use crate::base::text::Text;
use crate::dedup::Dropped;
use crate::entry::{Entry, Row};
use crate::terms::limits::ValuingLimits;
use crate::time::moment::Moment;
use crate::time::rfc3339;

/// A stretch of time that takes in `from` and leaves out `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First moment within.
    #[serde(with = "rfc3339::text")]
    pub from: Moment,
    /// First moment after.
    #[serde(with = "rfc3339::text")]
    pub to: Moment,
}

/// What is no period: not `FROM..TO`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no period: write `FROM..TO`, times as 2022-10-18 or 2022-10-18T21:00:00Z, \
     `TO` after `FROM`"
)]
pub struct PeriodError(String);

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Period, PeriodError> {
        let wrong = || PeriodError(text.to_owned());
        let (from, to) = text.split_once("..").ok_or_else(wrong)?;
        let from = rfc3339::parse(from).ok_or_else(wrong)?;
        let to = rfc3339::parse(to).ok_or_else(wrong)?;
        if to <= from {
            return Err(wrong());
        }
        Ok(Period { from, to })
    }
}

impl Period {
    /// Whether a moment lies within. Of a day without a time, all must (METHOD.md,
    /// "What counts as contested").
    pub fn holds(self, moment: Moment) -> bool {
        let is_before_end = match moment.is_day() {
            true => end_of_day(moment) <= self.to,
            false => moment < self.to,
        };
        self.from <= moment && is_before_end
    }

    /// Whether only a part of a day without a time lies within: then nothing says whether
    /// the entry does, and whoever contests is asked.
    pub fn cuts(self, moment: Moment) -> bool {
        let overlaps = moment < self.to && self.from < end_of_day(moment);
        moment.is_day() && overlaps && !self.holds(moment)
    }
}

/// The end of the day that begins at a moment.
fn end_of_day(start: Moment) -> Moment {
    const DAY_SECONDS: i64 = 86_400;
    Moment::from_seconds(start.seconds + DAY_SECONDS)
}

/// What a claimant contests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contest {
    /// Periods; without any, and without rows, all of time.
    pub periods: Vec<Period>,
    /// Rows contested one by one, of any kind; where they stand alone, nothing else
    /// is contested.
    pub rows: Vec<Row>,
    /// Rows left out although a period takes them.
    pub leave_out: Vec<Row>,
    /// Only what touches this asset.
    pub asset: Option<Text>,
}

/// Which entries a [`Contest`] chose, by their place in the list it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Contested, in the order given.
    pub contested: Vec<usize>,
    /// Left out although they would have been contested.
    pub left_out: Vec<usize>,
    /// Not contested, although a period covers a part of their day and they have no time.
    pub open: Vec<usize>,
    /// Rows named that no entry comes from.
    pub unknown: Vec<Row>,
}

impl Contest {
    /// Lets a decision about a row that was dropped apply to the row that counts for it,
    /// where the two are one row (METHOD.md, "Rows with the same id"). No further file
    /// undoes it.
    pub fn follow(&mut self, dropped: &[Dropped]) {
        let one_row = || dropped.iter().filter(|dropped| dropped.why.is_of_one_row());
        for rows in [&mut self.rows, &mut self.leave_out] {
            if rows.is_empty() {
                continue;
            }
            let mut kept = Vec::new();
            rows.retain(|row| {
                let dropped_row = one_row().filter(|dropped| row.is_of(&dropped.entry));
                let before = kept.len();
                kept.extend(dropped_row.filter_map(|dropped| kept_row(row, dropped)));
                kept.len() == before
            });
            rows.extend(kept);
        }
    }

    /// Chooses among the entries of one claim.
    pub fn select(&self, entries: &[&Entry]) -> Selection {
        let rows: BTreeSet<&Row> = self.rows.iter().collect();
        let leave_out: BTreeSet<&Row> = self.leave_out.iter().collect();
        let own = |entry: &Entry| Marks {
            taken: self.period_takes(entry) || names(&rows, entry),
            left_out: names(&leave_out, entry),
            touches: self.asset.as_deref().is_none_or(|a| touches(entry, a)),
        };
        let usual = Marks {
            touches: self.asset.is_none(),
            ..Marks::default()
        };
        let mut groups = Grouped::new(usual, ValuingLimits::NONE.groups_max);
        for entry in entries {
            // Without a limit there is always room.
            let held = groups.join(entry, own(entry), Marks::joined);
            held.expect("groups are held without a limit");
        }
        let mut selection = Selection {
            unknown: self.unknown_rows(entries),
            ..Selection::default()
        };
        for (at, entry) in entries.iter().enumerate() {
            let marks = groups.of(entry).unwrap_or_else(|| own(entry));
            match (marks.taken && marks.touches, marks.left_out) {
                (true, true) => selection.left_out.push(at),
                (true, false) => selection.contested.push(at),
                (false, false) if marks.touches && self.period_cuts(entry) => {
                    selection.open.push(at);
                }
                (false, _) => {}
            }
        }
        selection
    }

    fn period_takes(&self, entry: &Entry) -> bool {
        entry.kind.is_taken_by_a_period()
            && match self.periods[..] {
                [] => self.rows.is_empty(),
                _ => self.periods.iter().any(|p| p.holds(entry.time)),
            }
    }

    fn period_cuts(&self, entry: &Entry) -> bool {
        entry.kind.is_taken_by_a_period() && self.periods.iter().any(|p| p.cuts(entry.time))
    }

    fn unknown_rows(&self, entries: &[&Entry]) -> Vec<Row> {
        let mut missing: BTreeSet<&Row> = self.rows.iter().chain(&self.leave_out).collect();
        if !missing.is_empty() {
            for entry in entries {
                missing.retain(|row| !row.is_of(entry));
            }
        }
        missing.into_iter().cloned().collect()
    }
}

/// What the legs of a group say together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Marks {
    taken: bool,
    left_out: bool,
    touches: bool,
}

impl Marks {
    fn joined(self, next: Marks) -> Marks {
        Marks {
            taken: self.taken || next.taken,
            left_out: self.left_out || next.left_out,
            touches: self.touches || next.touches,
        }
    }
}

fn names(rows: &BTreeSet<&Row>, entry: &Entry) -> bool {
    !rows.is_empty() && Row::all_of(entry).any(|row| rows.contains(&row))
}

/// The row that counts for one that was dropped, named as closely as this one.
fn kept_row(row: &Row, dropped: &Dropped) -> Option<Row> {
    let line = dropped.kept_line.split('+').next()?;
    Some(Row {
        file: dropped.kept_file.clone(),
        line: line.parse().ok()?,
        row: row.row.map(|_| dropped.kept_row),
    })
}
