//! How much money hangs on the rows that two files tell differently.

use std::collections::HashMap;

use super::value::value_settled;
use super::{LossLine, Terms};
use crate::dedup::{Place, RowConflict};
use crate::entry::{Entry, Kind};
use crate::numbers::money::Money;
use crate::prices::PriceBook;

/// Says of each conflict by how much the loss would differ if the other row counted,
/// where the row is contested and both have a value. `dropped` are the entries that
/// do not count; others than those in conflict may be among them.
pub fn weigh_conflicts<'e>(
    conflicts: &mut [RowConflict],
    dropped: impl Iterator<Item = &'e Entry>,
    (contested, lines): (&[&Entry], &[LossLine]),
    (book, terms): (&PriceBook, &Terms),
) {
    let mut weighing = Weighing::of(conflicts);
    if weighing.is_empty() {
        return;
    }
    for (entry, line) in contested.iter().zip(lines) {
        weighing.counted(entry, line.loss);
    }
    for entry in dropped {
        weighing.other(entry, book, terms);
    }
    weighing.weigh(conflicts);
}

/// The losses of the rows that conflicts name, taken in row by row.
#[derive(Clone, Debug)]
pub struct Weighing {
    /// Of rows that count; none where a row is not contested or has no value.
    counted: HashMap<RowKey, Option<Money>>,
    /// Of rows that do not, as if each counted alone; the first is none until its row
    /// was seen.
    others: HashMap<RowKey, Option<Option<Money>>>,
}

type RowKey = (Place, Kind);

impl Weighing {
    /// Of the rows that these conflicts name.
    pub fn of(conflicts: &[RowConflict]) -> Weighing {
        let key = |place: &Place, kind| (place.clone(), kind);
        let all = || conflicts.iter();
        Weighing {
            counted: all().map(|c| (key(&c.counted, c.kind), None)).collect(),
            others: all().map(|c| (key(&c.other, c.kind), None)).collect(),
        }
    }

    /// Whether no conflict names a row: then nothing has to be taken in.
    pub fn is_empty(&self) -> bool {
        self.counted.is_empty()
    }

    /// Takes in a contested entry that counts, with its loss; ignored where no conflict
    /// names it.
    pub fn counted(&mut self, entry: &Entry, loss: Option<Money>) {
        if self.is_empty() {
            return;
        }
        if let Some(counted) = self.counted.get_mut(&key_of(entry)) {
            *counted = loss;
        }
    }

    /// Takes in an entry that does not count, and values it; ignored where no conflict
    /// names it.
    pub fn other(&mut self, entry: &Entry, book: &PriceBook, terms: &Terms) {
        if self.is_empty() {
            return;
        }
        if let Some(other) = self.others.get_mut(&key_of(entry)) {
            let valued = value_settled(&[entry], book, terms).ok();
            *other = Some(valued.and_then(|valued| valued.lines.first()?.loss));
        }
    }

    /// Says of each conflict by how much the two losses differ.
    pub fn weigh(&self, conflicts: &mut [RowConflict]) {
        for conflict in conflicts {
            let key = |place: &Place| (place.clone(), conflict.kind);
            let counted = self.counted.get(&key(&conflict.counted));
            let other = self.others.get(&key(&conflict.other));
            let (Some(Some(loss)), Some(Some(other))) = (counted, other) else {
                continue;
            };
            let apart = other.map(|other| other - *loss);
            // It is stored like a line, and what no line can hold is no figure.
            conflict.apart = apart.filter(|apart| apart.units().is_some());
        }
    }
}

fn key_of(entry: &Entry) -> RowKey {
    (Place::of(entry), entry.kind)
}
