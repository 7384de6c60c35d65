//! Gaps: where a file, or an export of several files, seems to lack entries.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::balances::BalanceRules;
use crate::balances::holding::Holding;
use crate::balances::periods::{DaySpan, Export, FilePeriod};
use crate::base::text::Text;
use crate::time::moment::Moment;

/// Why a span is a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum GapReason {
    /// It has no entry and is much longer than usual in this file.
    Quiet,
    /// A part of the export is missing.
    MissingPart,
    /// A stated balance does not follow from the one before it in the file.
    Balance,
}

impl GapReason {
    /// Every reason.
    pub const ALL: [GapReason; 3] = *GapReason::VARIANTS.as_array().unwrap();

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A span in which entries may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Why.
    pub reason: GapReason,
    /// The last entry before it; none where a part before all others is missing.
    pub from: Option<Moment>,
    /// The first entry behind it; none where a part behind all others is missing.
    pub to: Option<Moment>,
    /// The file of the entry behind it, where that is another part of the export.
    pub next_file: Text,
    /// The numbers of the first and the last part that are missing.
    pub parts: Option<(u32, u32)>,
    /// The asset whose balance does not follow.
    pub asset: Text,
}

impl Gap {
    fn new(reason: GapReason, from: Option<Moment>, to: Option<Moment>) -> Gap {
        Gap {
            reason,
            from,
            to,
            next_file: Text::default(),
            parts: None,
            asset: Text::default(),
        }
    }
}

/// The gaps of one export, each with the file that it stands in or behind.
pub(super) fn of_export(
    files: &[FilePeriod],
    days: &[BTreeMap<i64, DaySpan>],
    export: &Export,
    rules: &BalanceRules,
) -> Vec<(usize, Gap)> {
    let mut gaps = quiet(files, days, export, rules);
    gaps.extend(missing_parts(files, export));
    gaps.sort_by_key(|(_, gap)| (gap.from, gap.to));
    gaps
}

/// A day with entries, and the files that have its first and its last.
struct Day {
    number: i64,
    span: DaySpan,
    first_in: usize,
    last_in: usize,
}

/// Spans without an entry that are much longer than usual.
fn quiet(
    files: &[FilePeriod],
    days: &[BTreeMap<i64, DaySpan>],
    export: &Export,
    rules: &BalanceRules,
) -> Vec<(usize, Gap)> {
    let days = days_of(days, export);
    if days.len() < rules.rhythm_days_min.max(3) as usize {
        return Vec::new();
    }
    let all = days[days.len() - 1].number - days[0].number;
    let others = days.len() as i64 - 2;
    let is_quiet = |pair: &&[Day]| {
        let span = pair[1].number - pair[0].number;
        // Times longer than the mean of the other distances, without a division.
        let is_longer = span * others > i64::from(rules.quiet_times_min) * (all - span);
        span > i64::from(rules.quiet_days_min) && is_longer
    };
    let gaps = days.windows(2).filter(is_quiet).map(|pair| {
        let (before, behind) = (&pair[0], &pair[1]);
        let (from, to) = (before.span.last, behind.span.first);
        let mut gap = Gap::new(GapReason::Quiet, Some(from), Some(to));
        if before.last_in != behind.first_in {
            gap.next_file = files[behind.first_in].file.clone();
        }
        (before.last_in, gap)
    });
    gaps.collect()
}

/// The days of all files of an export together.
fn days_of(days: &[BTreeMap<i64, DaySpan>], export: &Export) -> Vec<Day> {
    let mut together: BTreeMap<i64, Day> = BTreeMap::new();
    for (_, file) in &export.files {
        for (number, span) in &days[*file] {
            let day = together.entry(*number).or_insert(Day {
                number: *number,
                span: *span,
                first_in: *file,
                last_in: *file,
            });
            if span.first < day.span.first {
                (day.span.first, day.first_in) = (span.first, *file);
            }
            if span.last > day.span.last {
                (day.span.last, day.last_in) = (span.last, *file);
            }
        }
    }
    together.into_values().collect()
}

/// Numbers that no file has. Where parts go back in time, what follows in numbers comes
/// before in time.
fn missing_parts(files: &[FilePeriod], export: &Export) -> Vec<(usize, Gap)> {
    let parts = export.files.iter();
    let parts: Vec<(u32, usize)> = parts
        .filter_map(|(number, file)| Some(((*number)?, *file)))
        .collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return Vec::new();
    };
    let goes_back = files[last.1].first < files[first.1].first;
    let mut gaps = Vec::new();
    for pair in parts.windows(2) {
        let ((number, file), (next_number, next)) = (pair[0], pair[1]);
        if next_number > number + 1 {
            let missing = (number + 1, next_number - 1);
            let (before, behind) = match files[file].first <= files[next].first {
                true => (file, next),
                false => (next, file),
            };
            gaps.push(missing_part(files, Some(before), Some(behind), missing));
        }
    }
    if let Some(of) = export.of {
        if first.0 > 1 {
            let missing = (1, first.0 - 1);
            gaps.push(at_an_end(files, first.1, goes_back, missing));
        }
        if last.0 < of {
            let missing = (last.0 + 1, of);
            gaps.push(at_an_end(files, last.1, !goes_back, missing));
        }
    }
    gaps.into_iter().flatten().collect()
}

/// Parts that are missing behind a file or before it.
fn at_an_end(
    files: &[FilePeriod],
    file: usize,
    is_behind: bool,
    missing: (u32, u32),
) -> Option<(usize, Gap)> {
    match is_behind {
        true => missing_part(files, Some(file), None, missing),
        false => missing_part(files, None, Some(file), missing),
    }
}

fn missing_part(
    files: &[FilePeriod],
    before: Option<usize>,
    behind: Option<usize>,
    missing: (u32, u32),
) -> Option<(usize, Gap)> {
    let from = before.map(|file| files[file].last);
    let to = behind.map(|file| files[file].first);
    let mut gap = Gap::new(GapReason::MissingPart, from, to);
    gap.parts = Some(missing);
    if let (Some(_), Some(behind)) = (before, behind) {
        gap.next_file = files[behind].file.clone();
    }
    Some((before.or(behind)?, gap))
}

/// Adds where a stated balance does not follow from the one before it in the same file.
/// Gaps past the list are counted.
pub(super) fn add_of_balances(
    files: &mut [FilePeriod],
    holdings: &[Holding],
    rules: &BalanceRules,
) {
    for holding in holdings {
        for found in &holding.contradictions {
            if found.before.file != found.place.file {
                continue;
            }
            let place = files.binary_search_by(|file| file.file.cmp(&found.place.file));
            let Some(file) = place.ok().and_then(|at| files.get_mut(at)) else {
                continue;
            };
            let mut gap = Gap::new(GapReason::Balance, Some(found.since), Some(found.time));
            gap.asset = holding.asset.clone();
            file.gaps.push(gap);
        }
    }
    for file in files {
        file.gaps.sort_by_key(|gap| (gap.from, gap.to));
        file.gaps_count = file.gaps.len() as u64;
        file.gaps.truncate(rules.listed_max);
    }
}
