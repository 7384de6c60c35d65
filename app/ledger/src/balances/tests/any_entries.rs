//! What holds for any entries.

use proptest::collection;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::balances::OpeningSource;

/// Amounts of any sign and scale.
fn any_change() -> impl Strategy<Value = (i64, Amount)> {
    let seconds = 0_i64..40;
    let units = -5_000_i128..5_000;
    (seconds, units, 0_u32..4)
        .prop_map(|(second, units, scale)| (second, Amount::from_units(units, scale)))
}

/// An entry that changes one asset by so much, as a trade or as a fee.
fn of_change(line: u64, second: i64, change: &Amount, is_fee: bool) -> Entry {
    let moved = Some(Quantity {
        asset: "BTC".into(),
        amount: change.abs(),
    });
    let mut entry = entry(line, "2022-10-18T10:00:00Z", ["", "", ""]);
    entry.time.seconds += second;
    match (is_fee, change.is_negative()) {
        (true, _) => {
            entry.fee = moved.map(|fee| Quantity {
                amount: change.negated(),
                ..fee
            });
        }
        (false, true) => entry.out = moved,
        (false, false) => entry.in_ = moved,
    }
    entry
}

/// What is held at the end of each second, from an opening.
fn ends(entries: &[Entry], opening: &Amount) -> Vec<Amount> {
    let mut by_time: Vec<&Entry> = entries.iter().collect();
    by_time.sort_by_key(|entry| entry.time);
    let seconds = by_time.chunk_by(|a, b| a.time.seconds == b.time.seconds);
    let mut held = opening.clone();
    seconds
        .map(|second| {
            for entry in second {
                let quantities = [(&entry.in_, false), (&entry.out, true), (&entry.fee, true)];
                for (quantity, leaves) in quantities {
                    let Some(quantity) = quantity else { continue };
                    held = match leaves {
                        true => held.minus(&quantity.amount),
                        false => held.plus(&quantity.amount),
                    };
                }
            }
            held.clone()
        })
        .collect()
}

fn closes_up(holding: &Holding) -> bool {
    let sum = holding.opening.plus(&holding.received);
    let sum = sum.minus(&holding.sent).minus(&holding.fees);
    sum.plus(&holding.unexplained) == holding.closing
}

/// Rows of a file in the order of time, each with the balance after it.
fn statement(opening: &Amount, changes: &[(i64, Amount)]) -> Vec<Entry> {
    let mut changes = changes.to_vec();
    changes.sort_by_key(|(second, _)| *second);
    let mut held = opening.clone();
    let rows = (2..).zip(&changes).map(|(line, (second, change))| {
        held = held.plus(change);
        let mut row = of_change(line, *second, change, false);
        row.balance = Some(Box::new(Quantity {
            asset: "BTC".into(),
            amount: held.clone(),
        }));
        row
    });
    rows.collect()
}

proptest! {
    #[test]
    fn movements_lead_from_the_least_opening_to_the_closing(
        changes in collection::vec((any_change(), any::<bool>()), 1..30),
    ) {
        let rows = (2..).zip(&changes);
        let entries: Vec<Entry> = rows
            .map(|(line, ((second, change), is_fee))| of_change(line, *second, change, *is_fee))
            .collect();
        let found = holding(&found(&entries), "BTC");
        prop_assert!(closes_up(&found));
        prop_assert_eq!(found.opening_source, OpeningSource::Least);
        let held = ends(&entries, &found.opening);
        prop_assert_eq!(held.last(), Some(&found.closing));
        prop_assert!(held.iter().all(|held| !held.is_negative()));
        // It is the least: with anything less, a holding would be below zero.
        let is_used = held.iter().any(Amount::is_zero);
        prop_assert!(is_used || found.opening.is_zero());
        prop_assert!(!found.opening.is_negative());
        prop_assert_eq!(found.missing_since.is_some(), !found.opening.is_zero());
    }

    #[test]
    fn spans_below_zero_are_where_a_stated_opening_is_used_up(
        opening in -5_000_i128..5_000,
        changes in collection::vec(any_change(), 1..30),
    ) {
        let opening = Amount::from_units(opening, 2);
        let entries = statement(&opening, &changes);
        let found = holding(&found(&entries), "BTC");
        prop_assert!(closes_up(&found));
        prop_assert_eq!(&found.opening, &opening);
        prop_assert_eq!(found.contradictions_count, 0);
        let held = ends(&entries, &opening);
        let below: Vec<bool> = held.iter().map(Amount::is_negative).collect();
        let spans = below.chunk_by(|a, b| a == b).filter(|span| span[0]).count();
        prop_assert_eq!(found.below_zero_count, spans as u64);
        let lowest = held.iter().chain([&opening]).min();
        prop_assert_eq!(lowest, Some(&found.lowest));
        let deepest = found.below_zero.iter().map(|span| &span.lowest).min();
        if let Some(deepest) = deepest {
            prop_assert_eq!(Some(deepest), held.iter().min());
        }
    }

    #[test]
    fn a_missing_row_is_one_contradiction_of_its_amount_in_either_order_of_the_file(
        opening in 0_i128..5_000,
        changes in collection::vec(1_i128..5_000, 3..20),
        signs in collection::vec(select(vec![1_i128, -1]), 20),
        left_out in any::<prop::sample::Index>(),
    ) {
        let changes: Vec<(i64, Amount)> = changes
            .iter()
            .zip(&signs)
            .zip(0..)
            .map(|((units, sign), second)| (second, Amount::from_units(units * sign, 3)))
            .collect();
        let mut entries = statement(&Amount::from_units(opening, 3), &changes);
        let closing = entries[entries.len() - 1].balance.clone().unwrap().amount;
        // Neither the first nor the last: nothing shows that those are missing.
        let at = 1 + left_out.index(entries.len() - 2);
        entries.remove(at);
        for goes_back in [false, true] {
            if goes_back {
                entries.reverse();
                for (line, entry) in (2_u64..).zip(&mut entries) {
                    entry.lines = line.into();
                }
            }
            let found = holding(&found(&entries), "BTC");
            prop_assert_eq!(found.contradictions_count, 1);
            prop_assert_eq!(&found.unexplained, &changes[at].1);
            prop_assert_eq!(&found.closing, &closing);
            prop_assert!(closes_up(&found));
        }
    }
}
