//! What the originals imply for each account, worked out again: beside the valuation, on a
//! thread of its own, because it reads every row three times in another order.

use std::io;
use std::thread::{self, JoinHandle};

use casework::snapshot::balance_rules;
use ledger::balances::{Openings, Periods};
use ledger::losses::Terms;
use ledger::{Balances, Entry};

use super::claims::SharedClaim;
use super::originals::{Reread, place};
use crate::spool::{Spool, SpooledEntries};
use crate::tables::{self, Row};

/// Rows that are read at once and put in order in memory.
const ROWS_AT_ONCE: usize = 4_096;

/// Balances that are being worked out.
pub(super) struct Working(JoinHandle<io::Result<Balances>>);

impl Working {
    /// Begins to work out the balances of a claim's rows.
    pub(super) fn begin(reread: &Reread, terms: &Terms) -> Working {
        let rows = reread.rows.another_reader();
        let dropped = reread.compared.dropped.iter();
        let dropped: Vec<u32> = dropped.map(|dropped| dropped.row).collect();
        let terms = terms.clone();
        Working(thread::spawn(move || balances_of(rows, &dropped, &terms)))
    }

    /// Waits for them, and adds the rows that a bundle must have.
    ///
    /// # Errors
    /// Errors of the disk.
    pub(super) fn finish(
        self,
        of: &SharedClaim<'_>,
        (balances, periods): (&mut Spool<Row>, &mut Spool<Row>),
    ) -> io::Result<()> {
        let found = self.0.join();
        let found = found.map_err(|_| io::Error::other("working out balances stopped"))??;
        let claim = of.claim.reference.as_str();
        let place = |file: &str| place(file, of.originals);
        for holding in &found.holdings {
            for row in tables::balance_rows(claim, holding, place) {
                balances.push(&row)?;
            }
        }
        if found.is_cut_short {
            let followed = found.holdings.len() as u64;
            balances.push(&tables::cut_short_row(claim, followed))?;
        }
        for file in &found.files {
            for row in tables::period_rows(claim, file, place) {
                periods.push(&row)?;
            }
        }
        Ok(())
    }
}

/// Reads the rows in the order of time: for the openings, then for the holdings. `dropped`
/// are the rows that do not count, in order; they tell only of the periods of their files.
fn balances_of(mut rows: SpooledEntries, dropped: &[u32], terms: &Terms) -> io::Result<Balances> {
    let rules = balance_rules();
    let order = by_time(&mut rows)?;
    let counts = |row: u32| dropped.binary_search(&row).is_err();
    let mut periods = Periods::default();
    let mut openings = Openings::new(&rules, terms);
    in_order(&mut rows, &order, |row, entry| {
        periods.add(entry);
        if counts(row) {
            openings.add(entry);
        }
    })?;
    let mut holdings = openings.close();
    in_order(&mut rows, &order, |row, entry| {
        if counts(row) {
            holdings.add(entry);
        }
    })?;
    Ok(Balances::of(holdings, periods, &rules))
}

/// The rows by time, in microseconds; rows of one time stay in reading order.
fn by_time(rows: &mut SpooledEntries) -> io::Result<Vec<(i64, u32)>> {
    let count = u32::try_from(rows.count()).map_err(io::Error::other)?;
    let mut order = Vec::with_capacity(count as usize);
    for row in 0..count {
        order.push((rows.get(row.into())?.time.micros(), row));
    }
    order.sort_unstable();
    Ok(order)
}

/// Passes rows on in this order. A few are read at a time, in the order in which they are
/// stored.
fn in_order(
    rows: &mut SpooledEntries,
    order: &[(i64, u32)],
    mut take: impl FnMut(u32, &Entry),
) -> io::Result<()> {
    for some in order.chunks(ROWS_AT_ONCE) {
        if some.is_sorted_by_key(|(_, row)| *row) {
            for (_, row) in some {
                take(*row, rows.get(u64::from(*row))?);
            }
            continue;
        }
        let mut places: Vec<(u32, usize)> = some.iter().map(|(_, row)| *row).zip(0..).collect();
        places.sort_unstable();
        let mut ordered = vec![Entry::default(); some.len()];
        for (row, place) in places {
            ordered[place] = rows.get(row.into())?.clone();
        }
        for ((_, row), entry) in some.iter().zip(&ordered) {
            take(*row, entry);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use ledger::Moment;

    use super::*;
    use crate::spool::EntrySpool;

    #[test]
    fn rows_come_in_the_order_of_time_whatever_their_order() {
        let count = ROWS_AT_ONCE as u32 * 2 + 7;
        for time in [
            (|row, _| row) as fn(i64, i64) -> i64,
            |row, count| count - row,
            |row, count| row * 7_919 % count,
        ] {
            let mut spool = EntrySpool::new().unwrap();
            let mut expected = Vec::new();
            for row in 0..count {
                let seconds = time(row.into(), count.into()) / 2;
                let entry = Entry {
                    lines: u64::from(row).into(),
                    time: Moment::from_seconds(seconds),
                    ..Entry::default()
                };
                expected.push((entry.time.micros(), row));
                spool.push(&entry).unwrap();
            }
            expected.sort_unstable();
            let mut rows = spool.finish().unwrap();
            let order = by_time(&mut rows).unwrap();
            let mut seen = Vec::new();
            in_order(&mut rows, &order, |row, entry| {
                assert_eq!(entry.lines.start(), u64::from(row));
                seen.push((entry.time.micros(), row));
            })
            .unwrap();
            assert_eq!(seen, expected);
        }
    }
}
