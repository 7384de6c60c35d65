//! Balances as the contract prints them: CSV and JSON Lines, the same columns.

use std::io::{self, Write};

use crate::balances::Balances;
use crate::balances::gaps::Gap;
use crate::balances::holding::{BelowZero, Contradiction, Holding};
use crate::balances::periods::FilePeriod;
use crate::base::table::{Layout, TextTable};
use crate::dedup::Place;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

/// The columns of `redress balances`, in order.
pub const COLUMNS: [&str; 25] = [
    "record",
    "exchange",
    "account",
    "asset",
    "file",
    "line",
    "from",
    "to",
    "entries",
    "opening",
    "opening_source",
    "received",
    "sent",
    "fees",
    "unexplained",
    "closing",
    "lowest",
    "lowest_at",
    "missing",
    "missing_since",
    "expected",
    "stated",
    "reason",
    "parts",
    "next_file",
];

/// How many of [`COLUMNS`] rows of holdings have.
const HOLDING_COLUMNS_COUNT: usize = 22;

/// The columns of [`holding_rows`].
pub const HOLDING_COLUMNS: [&str; HOLDING_COLUMNS_COUNT] = {
    let mut columns = [""; HOLDING_COLUMNS_COUNT];
    let mut at = 0;
    while at < HOLDING_COLUMNS_COUNT {
        columns[at] = COLUMNS[at];
        at += 1;
    }
    columns
};

/// Where the columns of [`file_rows`] stand in [`COLUMNS`].
const FILE_PLACES: [usize; 11] = [0, 1, 2, 3, 4, 6, 7, 8, 22, 23, 24];

/// The columns of [`file_rows`].
pub const FILE_COLUMNS: [&str; FILE_PLACES.len()] = {
    let mut columns = [""; FILE_PLACES.len()];
    let mut at = 0;
    while at < FILE_PLACES.len() {
        columns[at] = COLUMNS[FILE_PLACES[at]];
        at += 1;
    }
    columns
};

/// The rows of a holding: itself, its spans below zero, and the stated balances that do not
/// follow. `place` gives the name of a file that was read.
pub fn holding_rows(holding: &Holding, place: impl Fn(&str) -> String) -> Vec<Vec<String>> {
    let rows = rows_of_holding(holding);
    let cells = rows.map(|row| {
        let mut cells = row.cells().to_vec();
        cells.truncate(HOLDING_COLUMNS_COUNT);
        named(&mut cells, FILE, &place);
        cells
    });
    cells.collect()
}

/// The rows of a file: its period and its gaps, as [`holding_rows`].
pub fn file_rows(file: &FilePeriod, place: impl Fn(&str) -> String) -> Vec<Vec<String>> {
    let rows = rows_of_file(file);
    let cells = rows.map(|row| {
        let mut cells = row.cells().to_vec();
        for column in [FILE, NEXT_FILE] {
            named(&mut cells, column, &place);
        }
        FILE_PLACES
            .map(|at| std::mem::take(&mut cells[at]))
            .to_vec()
    });
    cells.collect()
}

/// The places of the columns `file` and `next_file`.
const FILE: usize = 4;
const NEXT_FILE: usize = 24;

fn named(cells: &mut [String], column: usize, place: impl Fn(&str) -> String) {
    if !cells[column].is_empty() {
        cells[column] = place(&cells[column]);
    }
}

/// One row: cells that a record does not have stay empty.
#[derive(Default)]
struct Row<'r> {
    record: &'r str,
    exchange: &'r str,
    account: &'r str,
    asset: &'r str,
    place: Option<&'r Place>,
    file: &'r str,
    from: Option<Moment>,
    to: Option<Moment>,
    entries: Option<u64>,
    opening: Option<&'r Amount>,
    opening_source: &'r str,
    received: Option<&'r Amount>,
    sent: Option<&'r Amount>,
    fees: Option<&'r Amount>,
    unexplained: Option<Amount>,
    closing: Option<&'r Amount>,
    lowest: Option<&'r Amount>,
    lowest_at: Option<Moment>,
    missing: Option<Amount>,
    missing_since: Option<Moment>,
    expected: Option<&'r Amount>,
    stated: Option<&'r Amount>,
    reason: &'r str,
    parts: Option<(u32, u32)>,
    next_file: &'r str,
}

/// Writes what was found: each holding, with its spans below zero and contradictions, and
/// then each file with its gaps.
///
/// # Errors
/// When the bytes cannot be written.
pub fn write(balances: &Balances, layout: Layout, out: impl Write) -> io::Result<()> {
    let mut table = TextTable::new(layout, &COLUMNS, out);
    let holdings = balances.holdings.iter().flat_map(rows_of_holding);
    let files = balances.files.iter().flat_map(rows_of_file);
    for row in holdings.chain(files) {
        table.row(row.cells())?;
    }
    table.finish().map(drop)
}

fn rows_of_holding(holding: &Holding) -> impl Iterator<Item = Row<'_>> {
    let spans = holding.below_zero.iter();
    let spans = spans.map(|span| Row::below_zero(holding, span));
    let found = holding.contradictions.iter();
    let found = found.map(|found| Row::contradiction(holding, found));
    std::iter::once(Row::holding(holding))
        .chain(spans)
        .chain(found)
}

fn rows_of_file(file: &FilePeriod) -> impl Iterator<Item = Row<'_>> {
    let gaps = file.gaps.iter().map(|gap| Row::gap(file, gap));
    std::iter::once(Row::file(file)).chain(gaps)
}

impl<'r> Row<'r> {
    fn of_holding(record: &'r str, holding: &'r Holding) -> Row<'r> {
        Row {
            record,
            exchange: &holding.exchange,
            account: &holding.account,
            asset: &holding.asset,
            ..Row::default()
        }
    }

    fn holding(holding: &'r Holding) -> Row<'r> {
        Row {
            from: Some(holding.first),
            to: Some(holding.last),
            entries: Some(holding.entries),
            opening: Some(&holding.opening),
            opening_source: holding.opening_source.as_str(),
            received: Some(&holding.received),
            sent: Some(&holding.sent),
            fees: Some(&holding.fees),
            unexplained: Some(holding.unexplained.clone()),
            closing: Some(&holding.closing),
            lowest: Some(&holding.lowest),
            lowest_at: Some(holding.lowest_at),
            missing: Some(holding.missing()),
            missing_since: holding.missing_since,
            ..Row::of_holding("holding", holding)
        }
    }

    fn below_zero(holding: &'r Holding, span: &'r BelowZero) -> Row<'r> {
        Row {
            place: Some(&span.place),
            from: Some(span.since),
            to: span.until,
            lowest: Some(&span.lowest),
            lowest_at: Some(span.lowest_at),
            missing: Some(span.lowest.negated()),
            ..Row::of_holding("below-zero", holding)
        }
    }

    fn contradiction(holding: &'r Holding, found: &'r Contradiction) -> Row<'r> {
        Row {
            place: Some(&found.place),
            from: Some(found.since),
            to: Some(found.time),
            unexplained: Some(found.unexplained()),
            expected: Some(&found.expected),
            stated: Some(&found.stated),
            ..Row::of_holding("contradiction", holding)
        }
    }

    fn of_file(record: &'r str, file: &'r FilePeriod) -> Row<'r> {
        Row {
            record,
            exchange: &file.exchange,
            account: &file.account,
            file: &file.file,
            ..Row::default()
        }
    }

    fn file(file: &'r FilePeriod) -> Row<'r> {
        Row {
            from: Some(file.first),
            to: Some(file.last),
            entries: Some(file.entries),
            ..Row::of_file("file", file)
        }
    }

    fn gap(file: &'r FilePeriod, gap: &'r Gap) -> Row<'r> {
        Row {
            asset: &gap.asset,
            from: gap.from,
            to: gap.to,
            reason: gap.reason.as_str(),
            parts: gap.parts,
            next_file: &gap.next_file,
            ..Row::of_file("gap", file)
        }
    }

    /// The cells, in the order of [`COLUMNS`].
    fn cells(self) -> [String; COLUMNS.len()] {
        let amount = |amount: Option<&Amount>| amount.map_or(String::new(), Amount::to_string);
        let time = |time: Option<Moment>| time.map_or(String::new(), |time| time.to_string());
        let (file, line) = match self.place {
            Some(place) => (place.file.as_str(), place.line.as_str()),
            None => (self.file, ""),
        };
        [
            self.record.to_owned(),
            self.exchange.to_owned(),
            self.account.to_owned(),
            self.asset.to_owned(),
            file.to_owned(),
            line.to_owned(),
            time(self.from),
            time(self.to),
            self.entries
                .map_or(String::new(), |count| count.to_string()),
            amount(self.opening),
            self.opening_source.to_owned(),
            amount(self.received),
            amount(self.sent),
            amount(self.fees),
            amount(self.unexplained.as_ref()),
            amount(self.closing),
            amount(self.lowest),
            time(self.lowest_at),
            amount(self.missing.as_ref()),
            time(self.missing_since),
            amount(self.expected),
            amount(self.stated),
            self.reason.to_owned(),
            self.parts.map_or(String::new(), parts),
            self.next_file.to_owned(),
        ]
    }
}

/// `2`, or `2-4` for several.
fn parts((first, last): (u32, u32)) -> String {
    match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_holdings_and_files_have_every_column_that_they_fill() {
        assert_eq!(COLUMNS[FILE], "file");
        assert_eq!(COLUMNS[NEXT_FILE], "next_file");
        assert_eq!(HOLDING_COLUMNS.last(), Some(&"stated"));
        let files = "record exchange account asset file from to entries reason parts next_file";
        assert_eq!(FILE_COLUMNS.join(" "), files);
    }
}
