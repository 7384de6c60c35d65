//! Pairs equal rows of two lists that are too long for memory. Both are read at the same
//! pace. A row is held in memory, as a hash, until its counterpart comes, so that lists in
//! the same order take no memory.

use std::collections::{HashMap, VecDeque};

use sha2::{Digest as _, Sha256};

use super::{ArchiveError, Limits};
use crate::tables::Row;

/// Rows that have a counterpart in the other list, by their numbers from zero.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// In the order of the first list, once all are there.
    runs: Vec<Run>,
}

/// Rows that follow each other in both lists.
#[derive(Clone, Copy, Debug)]
struct Run {
    found: u64,
    expected: u64,
    count: u64,
}

impl Pairs {
    fn add(&mut self, found: u64, expected: u64) {
        match self.runs.last_mut() {
            Some(run) if (run.found + run.count, run.expected + run.count) == (found, expected) => {
                run.count += 1;
            }
            _ => self.runs.push(Run {
                found,
                expected,
                count: 1,
            }),
        }
    }

    /// The counterpart of a row of the bundle.
    pub(super) fn expected(&self, found: u64) -> Option<u64> {
        let next = self.runs.partition_point(|run| run.found <= found);
        let run = self.runs.get(next.checked_sub(1)?)?;
        let within = found - run.found;
        (within < run.count).then(|| run.expected + within)
    }

    /// The rows that the bundle lacks, among the expected ones.
    pub(super) fn lacking(&self, expected: u64) -> impl Iterator<Item = u64> + use<> {
        let mut runs = self.runs.clone();
        runs.sort_unstable_by_key(|run| run.expected);
        let paired = runs.into_iter();
        let paired = paired.map(|run| (run.expected, run.expected + run.count));
        let mut next = 0;
        let gaps = paired
            .chain([(expected, expected)])
            .map(move |(start, end)| {
                let gap = next..start;
                next = end;
                gap
            });
        gaps.flatten()
    }
}

/// Pairs the rows of a bundle with the expected ones, each of them once; of equal rows, the
/// first ones are paired first. `path` is the table's.
///
/// # Errors
/// Errors of either list; when more rows than [`Limits::unpaired_rows_max`] have no
/// counterpart, or have it in another place.
pub(super) fn pair(
    path: &str,
    found: impl Iterator<Item = Result<Row, ArchiveError>>,
    expected: impl Iterator<Item = Result<Row, ArchiveError>>,
    limits: &Limits,
) -> Result<Pairs, ArchiveError> {
    let (mut found, mut expected) = (found.fuse(), expected.fuse());
    let (mut found_waiting, mut expected_waiting) = (Waiting::default(), Waiting::default());
    let mut pairs = Pairs::default();
    for at in 0.. {
        let (one, other) = (found.next().transpose()?, expected.next().transpose()?);
        let nothing_waits = found_waiting.count + expected_waiting.count == 0;
        match (one, other) {
            (None, None) => break,
            (Some(one), Some(other)) if nothing_waits && one == other => pairs.add(at, at),
            (one, other) => {
                // After the end of one list, no row of the other needs to wait.
                let both = one.is_some() && other.is_some();
                if let Some(key) = other.as_ref().map(key) {
                    match found_waiting.take(&key) {
                        Some(found) => pairs.add(found, at),
                        None if both => expected_waiting.put(key, at),
                        None => {}
                    }
                }
                if let Some(key) = one.as_ref().map(key) {
                    match expected_waiting.take(&key) {
                        Some(expected) => pairs.add(at, expected),
                        None if both => found_waiting.put(key, at),
                        None => {}
                    }
                }
            }
        }
        let held = found_waiting.count + expected_waiting.count + pairs.runs.len();
        if held.saturating_sub(1) > limits.unpaired_rows_max {
            return Err(ArchiveError::Limit(format!(
                "{path} has more rows that are missing, were added or stand out of order \
                 than {} ({})",
                Limits::NAMES.unpaired_rows_max,
                limits.unpaired_rows_max
            )));
        }
    }
    pairs.runs.sort_unstable_by_key(|run| run.found);
    Ok(pairs)
}

/// Rows without a counterpart so far: the hash of each, and its numbers.
#[derive(Default)]
struct Waiting {
    rows: HashMap<[u8; 32], VecDeque<u64>>,
    count: usize,
}

impl Waiting {
    fn put(&mut self, key: [u8; 32], number: u64) {
        self.rows.entry(key).or_default().push_back(number);
        self.count += 1;
    }

    fn take(&mut self, key: &[u8; 32]) -> Option<u64> {
        let numbers = self.rows.get_mut(key)?;
        let number = numbers.pop_front();
        if numbers.is_empty() {
            self.rows.remove(key);
        }
        self.count -= usize::from(number.is_some());
        number
    }
}

fn key(row: &Row) -> [u8; 32] {
    let mut hash = Sha256::new();
    for cell in row {
        hash.update((cell.len() as u64).to_le_bytes());
        hash.update(cell);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn paired(found: &[u8], expected: &[u8], most: usize) -> Result<Pairs, ArchiveError> {
        let rows = |list: &[u8]| -> Vec<Result<Row, ArchiveError>> {
            list.iter().map(|row| Ok(vec![row.to_string()])).collect()
        };
        let limits = Limits {
            unpaired_rows_max: most,
            ..Limits::default()
        };
        pair(
            "t.csv",
            rows(found).into_iter(),
            rows(expected).into_iter(),
            &limits,
        )
    }

    #[test]
    fn rows_in_order_take_one_run_whatever_follows_them() {
        let pairs = paired(&[1, 2, 3, 9, 9], &[1, 2, 3], 0).unwrap();
        assert_eq!(pairs.runs.len(), 1);
        assert_eq!(pairs.expected(2), Some(2));
        assert_eq!(pairs.expected(3), None);
        assert_eq!(pairs.lacking(3).count(), 0);
        let pairs = paired(&[1], &[1, 2, 3], 0).unwrap();
        assert!(pairs.lacking(3).eq([1, 2]));
    }

    #[test]
    fn one_row_that_is_missing_keeps_one_row_waiting() {
        let all: Vec<u8> = (0..=255).collect();
        for missing in [0, 100, 254] {
            let mut fewer = all.clone();
            fewer.remove(missing);
            let pairs = paired(&fewer, &all, 3).unwrap();
            assert!(pairs.lacking(256).eq([missing as u64]));
            let pairs = paired(&all, &fewer, 3).unwrap();
            assert_eq!(pairs.expected(missing as u64), None);
            assert_eq!(pairs.lacking(255).count(), 0);
        }
    }

    #[test]
    fn rows_out_of_order_are_paired_up_to_the_limit_and_one_past_it_is_refused() {
        let order: Vec<u8> = (0..50).collect();
        let reversed: Vec<u8> = order.iter().rev().copied().collect();
        let most = (0..1000).find(|most| paired(&reversed, &order, *most).is_ok());
        let most = most.unwrap();
        assert!((40..70).contains(&most), "{most}");
        let pairs = paired(&reversed, &order, most).unwrap();
        assert!((0..50).all(|at| pairs.expected(at) == Some(49 - at)));
        let error = paired(&reversed, &order, most - 1).unwrap_err().to_string();
        assert!(
            error.contains("t.csv has more rows")
                && error.contains("limits.verifying.unpaired_rows_max"),
            "{error}"
        );
    }

    proptest! {
        /// The result must be as if both lists were held: each row has its counterpart once,
        /// and of equal rows the last ones have none.
        #[test]
        fn pairs_are_those_of_two_lists_that_are_held(
            found in proptest::collection::vec(0..6_u8, 0..12),
            expected in proptest::collection::vec(0..6_u8, 0..12),
        ) {
            let pairs = paired(&found, &expected, 1000).unwrap();
            let mut left: Vec<Option<u8>> = expected.iter().copied().map(Some).collect();
            for (at, row) in found.iter().enumerate() {
                let counterpart = left.iter().position(|other| *other == Some(*row));
                if let Some(counterpart) = counterpart {
                    left[counterpart] = None;
                }
                prop_assert_eq!(pairs.expected(at as u64), counterpart.map(|at| at as u64));
            }
            let lacking: Vec<u64> = pairs.lacking(expected.len() as u64).collect();
            let left: Vec<u64> = (0..)
                .zip(left)
                .filter_map(|(at, row)| row.map(|_| at))
                .collect();
            prop_assert_eq!(lacking, left);
        }
    }
}
