//! Runs of parts that add up to a whole: the fills of an order, the legs of a
//! statement that an order became.

use std::cmp::Ordering;

use crate::amount::Amount;

/// How far the times of a whole and of its nearest part may lie apart, in seconds.
const SKEW_SECONDS_MAX: i64 = 2;
/// How long the parts of one whole may take, in seconds (30 days: an order rests).
const RUN_SECONDS_MAX: i64 = 30 * 86_400;

/// A whole, or a part of one.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Its place among the entries.
    pub entry: usize,
    /// When, in seconds since the epoch.
    pub second: i64,
    /// How much of the asset in question; never negative.
    pub amount: Amount,
}

/// For each whole that parts add up to, those parts. A whole is looked for among
/// the parts that end at its time, then among those that begin there; what is left
/// is matched in all, where the sums of all are equal. Each part serves once.
pub(super) fn find(mut wholes: Vec<Part>, mut parts: Vec<Part>) -> Vec<(usize, Vec<usize>)> {
    let mut found = Vec::new();
    if wholes.is_empty() || parts.is_empty() {
        return found;
    }
    wholes.sort_by_key(|whole| whole.second);
    parts.sort_by_key(|part| part.second);
    let mut is_used = vec![false; parts.len()];
    let mut left = Vec::new();
    for whole in wholes {
        let until = parts.partition_point(|part| part.second <= whole.second + SKEW_SECONDS_MAX);
        let from = parts.partition_point(|part| part.second < whole.second - SKEW_SECONDS_MAX);
        let run = run(&whole, &parts, &is_used, (0..until).rev())
            .or_else(|| run(&whole, &parts, &is_used, from..parts.len()));
        match run {
            Some(mut run) => {
                run.sort_unstable();
                for nth in &run {
                    is_used[*nth] = true;
                }
                found.push((
                    whole.entry,
                    run.iter().map(|nth| parts[*nth].entry).collect(),
                ));
            }
            None => left.push(whole),
        }
    }
    found.extend(all_at_once(left, &parts, &is_used));
    found
}

/// The unused parts, one after the other, that make the whole.
fn run(
    whole: &Part,
    parts: &[Part],
    is_used: &[bool],
    order: impl Iterator<Item = usize>,
) -> Option<Vec<usize>> {
    let mut sum = Amount::ZERO;
    let mut run = Vec::new();
    for nth in order.filter(|nth| !is_used[*nth]) {
        let part = &parts[nth];
        let is_first_near =
            !run.is_empty() || (part.second - whole.second).abs() <= SKEW_SECONDS_MAX;
        let is_within = (part.second - whole.second).abs() <= RUN_SECONDS_MAX;
        if !is_first_near || !is_within {
            return None;
        }
        sum = sum.plus(&part.amount);
        run.push(nth);
        match sum.cmp(&whole.amount) {
            Ordering::Less => {}
            Ordering::Equal => return Some(run),
            Ordering::Greater => return None,
        }
    }
    None
}

/// Orders that were filled side by side: no run is one of them, but all parts
/// between the first and the last add up to all of them.
fn all_at_once(wholes: Vec<Part>, parts: &[Part], is_used: &[bool]) -> Vec<(usize, Vec<usize>)> {
    let rest: Vec<&Part> = parts
        .iter()
        .zip(is_used)
        .filter(|(_, used)| !**used)
        .map(|(part, _)| part)
        .collect();
    let sum = |parts: &mut dyn Iterator<Item = &Amount>| {
        parts.fold(Amount::ZERO, |sum, amount| sum.plus(amount))
    };
    let (Some(_), Some(_)) = (wholes.first(), rest.first()) else {
        return Vec::new();
    };
    let whole = sum(&mut wholes.iter().map(|whole| &whole.amount));
    if whole != sum(&mut rest.iter().map(|part| &part.amount)) {
        return Vec::new();
    }
    let entries: Vec<usize> = rest.iter().map(|part| part.entry).collect();
    wholes
        .into_iter()
        .map(|whole| (whole.entry, entries.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(list: &[(usize, i64, i128)]) -> Vec<Part> {
        list.iter()
            .map(|(entry, second, amount)| Part {
                entry: *entry,
                second: *second,
                amount: Amount::from_units(*amount, 0),
            })
            .collect()
    }

    fn check(
        wholes: &[(usize, i64, i128)],
        list: &[(usize, i64, i128)],
        runs: &[(usize, &[usize])],
    ) {
        let expected: Vec<(usize, Vec<usize>)> = runs
            .iter()
            .map(|(whole, run)| (*whole, run.to_vec()))
            .collect();
        assert_eq!(find(parts(wholes), parts(list)), expected);
    }

    #[test]
    fn a_run_ends_or_begins_at_the_time_of_its_whole() {
        let fills = [(1, 100, 3), (2, 150, 4), (3, 200, 5)];
        check(&[(9, 200, 9)], &fills, &[(9, &[2, 3])]);
        check(&[(9, 100, 7)], &fills, &[(9, &[1, 2])]);
        check(&[(9, 201, 5)], &fills, &[(9, &[3])]);
        check(&[(9, 170, 4)], &fills, &[]);
        check(&[(9, 200, 8)], &fills, &[]);
    }

    #[test]
    fn a_part_serves_once() {
        check(&[(8, 100, 3), (9, 100, 3)], &[(1, 100, 3)], &[(8, &[1])]);
    }

    #[test]
    fn orders_filled_side_by_side_match_in_all() {
        check(
            &[(8, 200, 6), (9, 201, 11)],
            &[(1, 100, 4), (2, 110, 6), (3, 199, 2), (4, 201, 5)],
            &[(8, &[1, 2, 3, 4]), (9, &[1, 2, 3, 4])],
        );
    }
}
