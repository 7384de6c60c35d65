//! The check of a bundle that names nobody. It has no originals, so that its entries are
//! taken as listed; every loss is computed again from them. What only an original shows is
//! taken at its word: rows that others duplicate, and conflicts between files.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use casework::BundleKind;
use ledger::{Place, RowConflict, Text};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::claims::ListedClaim;
use super::decisions::Decisions;
use super::sums::Recomputed;
use super::table::TableRow;
use super::{ArchiveError, Check, Limits, Settings};
use crate::archive::Archive;
use crate::layout;
use crate::tables;

/// The one fact that is read before all others.
#[derive(Deserialize)]
struct OfKind {
    kind: BundleKind,
}

/// The kind that a bundle says it is of. Where that cannot be read, it must have all that an
/// identified bundle has.
pub(super) fn kind_of<R: Read + Seek>(
    archive: &Archive<R>,
    limits: &Limits,
) -> Result<BundleKind, ArchiveError> {
    let facts = archive.bytes(layout::FACTS, limits)?.unwrap_or_default();
    let facts = serde_json::from_slice::<OfKind>(&facts);
    Ok(facts.map_or(BundleKind::Identified, |facts| facts.kind))
}

impl Settings {
    /// Takes the salts of the leaves, which guard no name.
    pub(super) fn salts_of_leaves(&mut self) {
        for leaf in &self.leaves {
            self.salts.insert(leaf.claim.clone(), leaf.salt.clone());
        }
    }
}

impl<R: Read + Seek> Check<R> {
    /// Reads the decisions on conflicts, which change nothing here: the rows over which they
    /// were made are in no table.
    pub(super) fn decisions_taken(
        &mut self,
        shared: &BTreeSet<&String>,
    ) -> Result<Decisions, ArchiveError> {
        let columns = &tables::DECISION_COLUMNS;
        self.each_row(layout::DECISIONS, columns, |check, row| {
            if !shared.contains(&row.cells[0].to_owned()) {
                let place = format!("{}:{}", layout::DECISIONS, row.line);
                let sentence = "is no decision on rows of a claim that is shared here";
                check.find(place, sentence);
            }
            Ok(())
        })?;
        Ok(Decisions::new())
    }

    /// Takes what only the originals show. No statement may be there.
    pub(super) fn taken_at_its_word(
        &mut self,
        claims: &[ListedClaim],
        recomputed: &mut Recomputed,
    ) -> Result<(), ArchiveError> {
        self.duplicates_taken(recomputed)?;
        self.conflicts_taken(claims, recomputed)?;
        let consents = BTreeSet::from([layout::CONSENTS.to_owned()]);
        self.only("data/statements/", &consents);
        Ok(())
    }

    fn duplicates_taken(&mut self, recomputed: &mut Recomputed) -> Result<(), ArchiveError> {
        let columns = &tables::EXCLUSION_COLUMNS;
        self.each_row(layout::EXCLUSIONS, columns, |_, row| {
            let row = row.row();
            if tables::is_dropped(&row) {
                recomputed.exclusions.push(&row)?;
            }
            Ok(())
        })
    }

    fn conflicts_taken(
        &mut self,
        claims: &[ListedClaim],
        recomputed: &mut Recomputed,
    ) -> Result<(), ArchiveError> {
        let mut of_claims: BTreeMap<String, Vec<RowConflict>> = BTreeMap::new();
        let columns = &tables::CONFLICT_COLUMNS;
        self.each_row(layout::CONFLICTS, columns, |check, row| {
            let Some(conflict) = conflict(&row) else {
                let place = format!("{}:{}", layout::CONFLICTS, row.line);
                check.find(place, "is no conflict");
                return Ok(());
            };
            recomputed.conflicts.push(&row.row())?;
            let of_claim = of_claims.entry(row.cells[0].to_owned());
            of_claim.or_default().push(conflict);
            Ok(())
        })?;
        for claim in claims.iter().filter(|claim| claim.shared) {
            let conflicts = of_claims.remove(&claim.reference).unwrap_or_default();
            recomputed.sum.conflicts(claim.state, &conflicts);
        }
        for claim in of_claims.into_keys() {
            let sentence = format!(
                "has rows of {}, which is not shared here",
                super::shown(&claim)
            );
            self.find(layout::CONFLICTS, sentence);
        }
        Ok(())
    }
}

/// The conflict of a row, as far as sums need it.
fn conflict(row: &TableRow) -> Option<RowConflict> {
    let cell = |at: usize| Text::from(&row.cells[at]);
    let place = |at: usize| Place {
        file: cell(at),
        line: cell(at + 1),
    };
    Some(RowConflict {
        exchange: cell(1),
        account: cell(2),
        kind: row.cells[3].parse().ok()?,
        market: cell(4),
        id: cell(5),
        counted: place(6),
        other: place(8),
        differs: Vec::new(),
        counted_by: word(&row.cells[11])?,
        state: word(&row.cells[12])?,
        apart: match &row.cells[13] {
            "" => None,
            apart => Some(apart.parse().ok()?),
        },
    })
}

/// What a word stands for.
fn word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(word.into()).ok()
}
