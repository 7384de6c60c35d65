//! What people decided of rows that contradict each other: which of them counts (method
//! §7.2). A decision names rows by file and line, so that no order of files changes it.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::base::text::Text;
use crate::dedup::files::Files;
use crate::entry::{Entry, Row};

/// A decision about a conflict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Settlement {
    /// The row that counts.
    pub counts: Row,
    /// The rows that do not. Empty: every row that contradicts the one that counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<Row>,
}

impl Settlement {
    /// The decision that a row counts, whatever contradicts it.
    pub fn over_all(counts: Row) -> Settlement {
        Settlement {
            counts,
            over: Vec::new(),
        }
    }
}

/// A decision without an effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleSettlement {
    /// Its number among the decisions, from zero.
    pub number: usize,
    /// Why it has no effect.
    pub why: IdleReason,
}

/// Why a decision about a conflict has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleReason {
    /// No row that counts contradicts the row that it names.
    NoConflict,
    /// Other decisions let another row of the same conflict count.
    Contradicted,
}

/// The decisions, by the rows that they name.
pub(super) struct Choices {
    count: usize,
    counts: HashMap<Row, Vec<usize>>,
    over: HashMap<Row, Vec<usize>>,
    /// Decisions over every row.
    over_all: BTreeSet<usize>,
}

/// The row of a conflict that people chose.
pub(super) struct Chosen {
    /// The set of equal rows that it is in.
    pub set: usize,
    /// For each set, whether it was decided that it does not count.
    pub is_settled: Vec<bool>,
    /// The decisions that have an effect.
    pub by: Vec<usize>,
}

/// What decisions say of one conflict.
pub(super) enum Choice {
    /// Nothing.
    Nothing,
    /// One row counts.
    Row(Chosen),
    /// These decisions let different rows count, so that none of them has an effect.
    Contradiction(Vec<usize>),
}

impl Choices {
    /// Decisions about a copy of a file apply to the file itself: `same` names it.
    pub fn of(settlements: &[Settlement], files: &Files, same: &[Option<usize>]) -> Choices {
        let copies = files.list.iter().zip(same).filter_map(|(file, same)| {
            let original = files.list[(*same)?].name();
            Some((file.name(), Text::new(original)))
        });
        let copies: HashMap<&str, Text> = copies.collect();
        let original = |row: &Row| Row {
            file: match copies.get(row.file.as_str()) {
                Some(original) => original.clone(),
                None => row.file.clone(),
            },
            ..row.clone()
        };
        let mut choices = Choices {
            count: settlements.len(),
            counts: HashMap::new(),
            over: HashMap::new(),
            over_all: BTreeSet::new(),
        };
        for (number, settlement) in settlements.iter().enumerate() {
            let counts = choices.counts.entry(original(&settlement.counts));
            counts.or_default().push(number);
            for row in &settlement.over {
                let over = choices.over.entry(original(row));
                over.or_default().push(number);
            }
            if settlement.over.is_empty() {
                choices.over_all.insert(number);
            }
        }
        choices
    }

    /// What the decisions say of sets of equal rows that contradict each other.
    pub fn among(&self, entries: &[Entry], sets: &[Vec<usize>]) -> Choice {
        if self.count == 0 || sets.len() < 2 {
            return Choice::Nothing;
        }
        let all_named = |names: &HashMap<Row, Vec<usize>>| -> Vec<BTreeSet<usize>> {
            let of_set = |set: &Vec<usize>| {
                let rows = set.iter().flat_map(|at| Row::all_of(&entries[*at]));
                let named = rows.filter_map(|row| names.get(&row));
                named.flatten().copied().collect()
            };
            sets.iter().map(of_set).collect()
        };
        let (counts, over) = (&all_named(&self.counts), &all_named(&self.over));
        // Which decisions let another set count than this one.
        let against = |set: usize| {
            let others = counts.iter().enumerate().filter(move |(at, _)| *at != set);
            let decisions = others.flat_map(|(_, numbers)| numbers);
            decisions.filter(move |number| {
                over[set].contains(*number) || self.over_all.contains(*number)
            })
        };
        let beaten: Vec<BTreeSet<usize>> = (0..sets.len())
            .map(|set| against(set).copied().collect())
            .collect();
        let effective: BTreeSet<usize> = beaten.iter().flatten().copied().collect();
        if effective.is_empty() {
            return Choice::Nothing;
        }
        let is_chosen = |set: &usize| {
            beaten[*set].is_empty() && counts[*set].iter().any(|number| effective.contains(number))
        };
        let mut chosen = (0..sets.len()).filter(is_chosen);
        let by = effective.iter().copied().collect();
        match (chosen.next(), chosen.next()) {
            (Some(set), None) => Choice::Row(Chosen {
                set,
                is_settled: beaten.iter().map(|by| !by.is_empty()).collect(),
                by,
            }),
            _ => Choice::Contradiction(by),
        }
    }

    /// The decisions without an effect. `applied` and `contradicted` are the numbers of
    /// those that met a conflict.
    pub fn idle(
        &self,
        applied: &BTreeSet<usize>,
        contradicted: &BTreeSet<usize>,
    ) -> Vec<IdleSettlement> {
        let idle = (0..self.count).filter(|number| !applied.contains(number));
        let reasons = idle.map(|number| IdleSettlement {
            number,
            why: match contradicted.contains(&number) {
                true => IdleReason::Contradicted,
                false => IdleReason::NoConflict,
            },
        });
        reasons.collect()
    }
}
