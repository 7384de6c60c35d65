//! Runs of parts that add up to a whole: the fills of an order, the legs of a
//! statement that an order became.
//!
//! Orders rest side by side, so the parts of one need not follow each other. What is
//! likeliest is looked for first: parts in a row at the whole's own second, then any
//! that add up and end there, then what is a little off in time.

use std::cmp::Ordering;

use crate::dedup::Tolerances;
use crate::numbers::amount::Amount;

/// A whole, or a part of one.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Its place among the entries.
    pub entry: usize,
    /// When, in seconds since the epoch.
    pub second: i64,
    /// How much of the asset in question; never negative.
    pub amount: Amount,
    /// What was given or got for it. Where both have it, it must add up too.
    pub worth: Option<Amount>,
}

/// A whole.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub part: Part,
    /// It is timed when it was placed: its parts may come much later.
    pub is_placed: bool,
}

/// A whole's entry, and those of its parts.
type Run = (usize, Vec<usize>);

/// For each whole that parts add up to, those parts. What is left at the end is
/// matched in all, where the sums of all are equal. Each part serves once.
pub(super) fn find(
    mut wholes: Vec<Whole>,
    mut parts: Vec<Part>,
    tolerances: &Tolerances,
) -> Vec<Run> {
    if wholes.is_empty() || parts.is_empty() {
        return Vec::new();
    }
    wholes.sort_by_key(|whole| whole.part.second);
    parts.sort_by_key(|part| part.second);
    let mut search = Search {
        tolerances,
        is_used: vec![false; parts.len()],
        parts: &parts,
        steps: tolerances.search_steps_max,
        found: Vec::new(),
    };
    for seconds in [0, tolerances.fill_seconds_max] {
        wholes.retain(|whole| !search.take(whole, |search| search.in_a_row(whole, seconds)));
        wholes = search.take_any(wholes, seconds);
    }
    // Somebody's file may time orders by their first fill.
    let seconds = tolerances.fill_seconds_max;
    wholes.retain(|whole| !search.take(whole, |search| search.beginning(whole, seconds)));
    search.all_at_once(&wholes);
    search.found
}

/// The parts not used yet, and the runs found.
#[derive(Clone)]
struct Search<'a> {
    tolerances: &'a Tolerances,
    parts: &'a [Part],
    is_used: Vec<bool>,
    /// Steps left to look for parts that do not follow each other.
    steps: usize,
    found: Vec<Run>,
}

impl Search<'_> {
    /// Keeps the run that is found, if one is.
    fn take(&mut self, whole: &Whole, find: impl FnOnce(&mut Self) -> Option<Vec<usize>>) -> bool {
        let Some(mut run) = find(self) else {
            return false;
        };
        run.sort_unstable();
        for nth in &run {
            self.is_used[*nth] = true;
        }
        let entries = run.iter().map(|nth| self.parts[*nth].entry).collect();
        self.found.push((whole.part.entry, entries));
        true
    }

    /// Parts one after the other that end at the whole's time, or begin there where
    /// it was placed then.
    fn in_a_row(&self, whole: &Whole, seconds: i64) -> Option<Vec<usize>> {
        if whole.is_placed {
            return self.beginning(whole, seconds);
        }
        let until = self.first_after(whole.part.second + seconds);
        self.run(whole, (0..until).rev(), seconds)
    }

    fn beginning(&self, whole: &Whole, seconds: i64) -> Option<Vec<usize>> {
        let from = self.first_after(whole.part.second - seconds - 1);
        self.run(whole, from..self.parts.len(), seconds)
    }

    fn first_after(&self, second: i64) -> usize {
        self.parts.partition_point(|part| part.second <= second)
    }

    /// The unused parts, one after the other, that make the whole. The first must be
    /// so near to it.
    fn run(
        &self,
        whole: &Whole,
        order: impl Iterator<Item = usize>,
        near: i64,
    ) -> Option<Vec<usize>> {
        let mut sum = Amount::ZERO;
        let mut run = Vec::new();
        for nth in order.filter(|nth| !self.is_used[*nth]) {
            let part = &self.parts[nth];
            let away = (part.second - whole.part.second).abs();
            let is_first_far = run.is_empty() && away > near;
            if is_first_far || away > self.tolerances.resting_seconds_max {
                return None;
            }
            sum = sum.plus(&part.amount);
            run.push(nth);
            match sum.cmp(&whole.part.amount) {
                Ordering::Less => {}
                Ordering::Equal => return self.is_worth(whole, &run).then_some(run),
                Ordering::Greater => return None,
            }
        }
        None
    }

    /// Whether parts are worth what the whole is, but for rounding (0.01 %, or a unit
    /// in its last place).
    fn is_worth(&self, whole: &Whole, run: &[usize]) -> bool {
        let mut worths = run.iter().map(|nth| self.parts[*nth].worth.as_ref());
        let sum = worths.try_fold(Amount::ZERO, |sum, worth| Some(sum.plus(worth?)));
        let (Some(sum), Some(worth)) = (sum, &whole.part.worth) else {
            return true;
        };
        is_about(&sum, worth)
    }

    /// What is left, parts of which need not follow each other: in several orders,
    /// for a part that one takes may be another's. The order is best that leaves
    /// fewest parts, then fewest wholes.
    fn take_any(&mut self, wholes: Vec<Whole>, seconds: i64) -> Vec<Whole> {
        if wholes.is_empty() || self.is_used.iter().all(|used| *used) {
            return wholes;
        }
        let mut by_amount = wholes.clone();
        by_amount.sort_by(|a, b| a.part.amount.cmp(&b.part.amount));
        let from_largest = by_amount.iter().rev().cloned().collect();
        let best = [wholes, from_largest, by_amount]
            .into_iter()
            .map(|mut wholes| {
                let mut tried = self.clone();
                tried.steps /= 3;
                wholes.retain(|whole| !tried.take(whole, |search| search.anywhere(whole, seconds)));
                (tried, wholes)
            })
            .min_by_key(|(tried, left)| {
                let unused = tried.is_used.iter().filter(|used| !**used).count();
                (unused, left.len())
            });
        match best {
            Some((best, left)) => {
                *self = best;
                left
            }
            None => Vec::new(),
        }
    }

    /// Parts from anywhere within the time that an order may rest: those of a whole
    /// that was placed from then on, those of another up to its time, the last of
    /// them near to it.
    fn anywhere(&mut self, whole: &Whole, seconds: i64) -> Option<Vec<usize>> {
        let (second, rest) = (whole.part.second, self.tolerances.resting_seconds_max);
        let is_open = |nth: &usize| {
            !self.is_used[*nth]
                && !self.parts[*nth].amount.is_zero()
                && self.parts[*nth].amount <= whole.part.amount
        };
        let (parts, near): (Vec<usize>, usize) = if whole.is_placed {
            let from = self.first_after(second - seconds - 1);
            let parts = (from..self.first_after(second + rest)).filter(is_open);
            let parts: Vec<usize> = parts.collect();
            let all = parts.len();
            (parts, all)
        } else {
            let from = self.first_after(second - rest - 1);
            let parts = (from..self.first_after(second + seconds)).rev();
            let parts: Vec<usize> = parts.filter(is_open).collect();
            let is_near = |nth: &&usize| (self.parts[**nth].second - second).abs() <= seconds;
            let near = parts.iter().take_while(is_near).count();
            (parts, near)
        };
        self.choose(whole, &parts, near)
    }

    /// Some of these parts that add up to the whole, the first of them among the
    /// first `near`; what stands first is tried first.
    fn choose(&mut self, whole: &Whole, parts: &[usize], near: usize) -> Option<Vec<usize>> {
        // What the parts from each on add up to: less than what is wanted is hopeless.
        let mut rest = vec![Amount::ZERO; parts.len() + 1];
        for nth in (0..parts.len()).rev() {
            rest[nth] = rest[nth + 1].plus(&self.parts[parts[nth]].amount);
        }
        let mut chosen: Vec<usize> = Vec::new();
        let mut sum = Amount::ZERO;
        let mut next = 0;
        loop {
            let end = if chosen.is_empty() { near } else { parts.len() };
            if next >= end || sum.plus(&rest[next]) < whole.part.amount {
                let last = chosen.pop()?;
                sum = sum.minus(&self.parts[parts[last]].amount);
                next = last + 1;
                continue;
            }
            self.steps = self.steps.checked_sub(1)?;
            let more = sum.plus(&self.parts[parts[next]].amount);
            match more.cmp(&whole.part.amount) {
                Ordering::Less => {
                    chosen.push(next);
                    sum = more;
                }
                Ordering::Equal => {
                    let run = chosen.iter().chain([&next]).map(|nth| parts[*nth]);
                    let run: Vec<usize> = run.collect();
                    if self.is_worth(whole, &run) {
                        return Some(run);
                    }
                }
                Ordering::Greater => {}
            }
            next += 1;
        }
    }

    /// Orders that were filled side by side, too many to be distinguished: all that is
    /// left of them is all that is left of the parts.
    fn all_at_once(&mut self, wholes: &[Whole]) {
        let rest: Vec<usize> = (0..self.parts.len())
            .filter(|nth| !self.is_used[*nth])
            .collect();
        if wholes.is_empty() || rest.is_empty() {
            return;
        }
        let amounts = |amounts: &mut dyn Iterator<Item = &Amount>| {
            amounts.fold(Amount::ZERO, |sum, amount| sum.plus(amount))
        };
        let all = amounts(&mut wholes.iter().map(|whole| &whole.part.amount));
        if all != amounts(&mut rest.iter().map(|nth| &self.parts[*nth].amount)) {
            return;
        }
        let entries: Vec<usize> = rest.iter().map(|nth| self.parts[*nth].entry).collect();
        let runs = wholes.iter();
        self.found
            .extend(runs.map(|whole| (whole.part.entry, entries.clone())));
    }
}

fn is_about(sum: &Amount, whole: &Amount) -> bool {
    let miss = sum.minus(whole).abs();
    miss <= Amount::from_units(1, whole.scale())
        || miss.times(&Amount::from_units(10_000, 0)) <= whole.abs()
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
                worth: None,
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
        check_as(false, wholes, list, &expected);
    }

    fn check_as(
        is_placed: bool,
        wholes: &[(usize, i64, i128)],
        list: &[(usize, i64, i128)],
        expected: &[Run],
    ) {
        let wholes = parts(wholes).into_iter();
        let wholes = wholes.map(|part| Whole { part, is_placed }).collect();
        let mut found = find(wholes, parts(list), &Tolerances::default());
        found.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_run_ends_or_begins_at_the_time_of_its_whole() {
        let fills = [(1, 100, 3), (2, 150, 4), (3, 200, 5)];
        check(&[(9, 200, 9)], &fills, &[(9, &[2, 3])]);
        check(&[(9, 100, 7)], &fills, &[(9, &[1, 2])]);
        check(&[(9, 201, 5)], &fills, &[(9, &[3])]);
        check(&[(9, 170, 4)], &fills, &[]);
        check(&[(9, 200, 8)], &fills, &[(9, &[1, 3])]);
        check(&[(9, 200, 10)], &fills, &[]);
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
            &[(8, &[2]), (9, &[1, 3, 4])],
        );
        check(
            &[(8, 200, 6), (9, 201, 11)],
            &[(1, 100, 5), (2, 201, 12)],
            &[(8, &[1, 2]), (9, &[1, 2])],
        );
    }

    #[test]
    fn parts_of_orders_that_rest_side_by_side_are_told_apart() {
        // The second whole ends with the last part, so that the first one's are the
        // first and the third; another whole has no parts at all.
        check(
            &[(7, 50, 9), (8, 104, 30), (9, 105, 25)],
            &[(1, 100, 10), (2, 101, 15), (3, 104, 20), (4, 105, 10)],
            &[(8, &[1, 3]), (9, &[2, 4])],
        );
    }

    #[test]
    fn parts_of_what_was_placed_come_later() {
        let placed = |wholes: &[(usize, i64, i128)], list: &[(usize, i64, i128)], runs: &[Run]| {
            check_as(true, wholes, list, runs);
        };
        let day = 86_400;
        placed(&[(8, 0, 1), (9, 10, 3)], &[(1, day, 3)], &[(9, vec![1])]);
        let fills = [(1, day, 1), (2, 2 * day, 2)];
        placed(&[(8, 0, 1), (9, 10, 3)], &fills, &[(9, vec![1, 2])]);
        placed(
            &[(7, 0, 3), (8, 5, 1), (9, 10, 2)],
            &fills,
            &[(8, vec![1]), (9, vec![2])],
        );
        placed(&[(9, day + 3, 1)], &fills, &[]);
    }

    #[test]
    fn an_order_rests_so_long_and_no_longer() {
        let rest = Tolerances::default().resting_seconds_max;
        check_as(true, &[(9, 0, 3)], &[(1, rest, 3)], &[(9, vec![1])]);
        // Alone they would match in all.
        let apart = [(1, rest + 1, 3), (2, rest + 1, 1)];
        check_as(true, &[(9, 0, 3)], &apart, &[]);
    }

    #[test]
    fn what_was_paid_must_add_up_too() {
        let worth = |mut part: Part, units: i128| {
            part.worth = Some(Amount::from_units(units, 2));
            part
        };
        let fills = parts(&[(1, 100, 1), (2, 100, 1), (3, 300, 5)]);
        let fills = vec![
            worth(fills[0].clone(), 9_500),
            worth(fills[1].clone(), 9_000),
            worth(fills[2].clone(), 1),
        ];
        for (paid, expected) in [
            (9_500, vec![1]),
            (9_000, vec![2]),
            (9_001, vec![2]),
            (9_002, vec![]),
        ] {
            let part = worth(parts(&[(9, 100, 1)]).remove(0), paid);
            let wholes = vec![Whole {
                part,
                is_placed: false,
            }];
            let found = find(wholes, fills.clone(), &Tolerances::default());
            let found: Vec<usize> = found.into_iter().flat_map(|(_, run)| run).collect();
            assert_eq!(found, expected, "{paid}");
        }
    }

    #[test]
    fn the_search_takes_so_many_steps_and_no_more() {
        let list = [(1, 100, 10), (2, 101, 15), (3, 104, 20)];
        let whole = || {
            vec![Whole {
                part: parts(&[(9, 104, 30)]).remove(0),
                is_placed: false,
            }]
        };
        let found = |steps: usize| {
            let tolerances = Tolerances {
                search_steps_max: steps,
                ..Tolerances::default()
            };
            find(whole(), parts(&list), &tolerances)
        };
        // Of three ways each has a third; the fill that ends it, one too many, its own.
        assert_eq!(found(9), [(9, vec![1, 3])]);
        assert!(found(8).is_empty());
    }
}
