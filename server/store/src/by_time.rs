//! The rows of a claim in the order of time, whatever the order of its files.

use ledger::Entry;

use crate::error::StoreError;
use crate::opened::{Rows, ranges_of};

/// Rows that are read at once and put in order in memory.
const ROWS_AT_ONCE: u32 = 8_192;

impl Rows {
    /// Reads every row in the order of time. `take` also receives whether the row counts.
    /// Rows of one time stay in reading order.
    ///
    /// # Errors
    /// Errors of the disk or the network; errors of `take`.
    pub fn scan_by_time<E: From<StoreError>>(
        &self,
        mut take: impl FnMut(bool, Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let index = self.index();
        let mut first = 0;
        while first < index.len() {
            let end = first.saturating_add(ROWS_AT_ONCE).min(index.len());
            let rows = (first..end).filter_map(|place| index.row(place));
            self.take_in_order(&rows.collect::<Vec<_>>(), &mut take)?;
            first = end;
        }
        Ok(())
    }

    /// Reads these rows and passes them on in their order.
    fn take_in_order<E: From<StoreError>>(
        &self,
        rows: &[u32],
        take: &mut impl FnMut(bool, Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let counts = |row: u32| self.verdict(row).is_none();
        if rows.is_sorted() {
            return self.scan(&ranges_of(rows.to_vec()), |row, entry| {
                take(counts(row), entry)
            });
        }
        let mut places: Vec<(u32, usize)> = rows.iter().copied().zip(0..).collect();
        places.sort_unstable();
        let mut places = places.into_iter();
        let mut ordered: Vec<Option<Entry>> = Vec::new();
        ordered.resize_with(rows.len(), || None);
        self.scan(&ranges_of(rows.to_vec()), |_, entry| {
            // The rows come in rising order, each once.
            if let Some((_, place)) = places.next() {
                ordered[place] = Some(entry);
            }
            Ok::<_, StoreError>(())
        })?;
        for (row, entry) in rows.iter().zip(ordered) {
            let missing = || StoreError::Unreadable("rows of a table".to_owned());
            take(counts(*row), entry.ok_or_else(missing)?)?;
        }
        Ok(())
    }
}
