//! How much money hangs on the rows that two files tell differently.

use std::collections::HashMap;

use super::value::value_settled;
use super::{LossLine, Terms};
use crate::entry::{Entry, Kind};
use crate::money::Money;
use crate::prices::PriceBook;
use crate::resolve::{Place, RowConflict};

/// Says of each conflict by how much the loss would differ if the other row counted,
/// where the row is contested and both have a value. `dropped` are the entries that
/// do not count; others than those in conflict may be among them.
pub fn weigh_conflicts<'e>(
    conflicts: &mut [RowConflict],
    dropped: impl Iterator<Item = &'e Entry>,
    (contested, lines): (&[&Entry], &[LossLine]),
    (book, terms): (&PriceBook, &Terms),
) {
    if conflicts.is_empty() {
        return;
    }
    let key = |entry: &Entry| (Place::of(entry), entry.kind);
    let counted: HashMap<(Place, Kind), Option<Money>> = contested
        .iter()
        .zip(lines)
        .map(|(entry, line)| (key(entry), line.loss))
        .collect();
    let others: HashMap<(Place, Kind), &Entry> = dropped.map(|entry| (key(entry), entry)).collect();
    for conflict in conflicts {
        let place = |place: &Place| (place.clone(), conflict.kind);
        let Some(Some(loss)) = counted.get(&place(&conflict.counted)) else {
            continue;
        };
        let Some(other) = others.get(&place(&conflict.other)) else {
            continue;
        };
        let valued = value_settled(&[*other], book, terms).ok();
        let other = valued.and_then(|valued| valued.lines.first()?.loss);
        let apart = other.map(|other| other - *loss);
        // It is stored like a line, and what no line can hold is no figure.
        conflict.apart = apart.filter(|apart| apart.units().is_some());
    }
}
