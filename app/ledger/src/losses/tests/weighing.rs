//! How much money hangs on rows that two files tell differently: the example of
//! METHOD.md.

use super::*;
use crate::dedup::{ConflictState, CountedBy, Differs, Place, RowConflict};
use crate::losses::weigh_conflicts;

fn sold(file: &str, legs: [&str; 3]) -> Entry {
    Entry {
        file: file.into(),
        ..trade(2, "2022-10-18T21:00:00Z", legs)
    }
}

fn conflict(counted: &Entry, other: &Entry) -> RowConflict {
    RowConflict {
        exchange: "ftx".into(),
        account: "main".into(),
        kind: Kind::Trade,
        market: "ETH/USD".into(),
        id: "7".into(),
        counted: Place::of(counted),
        other: Place::of(other),
        differs: vec![Differs::Out, Differs::In],
        counted_by: CountedBy::MovedLess,
        state: ConflictState::Open,
        apart: None,
    }
}

fn apart(rows: &[&str], is_contested: bool) -> Option<Money> {
    let book = book(rows);
    let terms = Terms::default();
    let one = sold("one.csv", ["1 ETH", "100 USD", ""]);
    let ten = sold("ten.csv", ["10 ETH", "1000 USD", ""]);
    let entries: Vec<&Entry> = if is_contested { vec![&one] } else { Vec::new() };
    let lines = value(&entries, &book, &terms).unwrap().lines;
    let mut conflicts = [conflict(&one, &ten)];
    let others = [ten];
    let priced = (&entries[..], &lines[..]);
    weigh_conflicts(&mut conflicts, others.iter(), priced, (&book, &terms));
    conflicts[0].apart
}

#[test]
fn the_difference_is_that_of_the_two_losses() {
    let price = ["ETH,USD,2022-10-18T21:00:00Z,1300,1h,invented"];
    // (10 × 1300 − 1000) − (1 × 1300 − 100) = 12000 − 1200
    assert_eq!(apart(&price, true), Some(money("10800")));
}

#[test]
fn what_is_not_contested_or_has_no_price_has_no_difference() {
    let price = ["ETH,USD,2022-10-18T21:00:00Z,1300,1h,invented"];
    assert_eq!(apart(&price, false), None);
    assert_eq!(apart(&[], true), None);
}
