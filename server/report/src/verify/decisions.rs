//! The decisions of people on rows of two originals that contradict each other. They are
//! inputs of the recomputation, like mappings: nothing in the originals says which of two
//! rows is right.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use ledger::{Row, Settlement, rfc3339};

use super::originals::{Original, read_as};
use super::table::TableRow;
use super::{ArchiveError, Check, Limits};
use crate::layout;
use crate::tables;

/// The decisions of each claim.
pub(super) type Decisions = BTreeMap<String, Vec<Settlement>>;

impl<R: Read + Seek> Check<R> {
    /// Reads the decisions. Each names two rows of the originals of a claim.
    pub(super) fn decisions(
        &mut self,
        originals: &BTreeMap<String, Vec<Original>>,
    ) -> Result<Decisions, ArchiveError> {
        let mut decisions: BTreeMap<String, BTreeMap<Row, Vec<Row>>> = BTreeMap::new();
        let mut count = 0;
        self.each_row(
            layout::DECISIONS,
            &tables::DECISION_COLUMNS,
            |check, row| {
                let (name, most) = (
                    Limits::NAMES.decisions_max,
                    check.limits.verifying.decisions_max,
                );
                if count >= most {
                    return Err(ArchiveError::Limit(format!(
                        "{} has more rows than {name} ({most})",
                        layout::DECISIONS
                    )));
                }
                count += 1;
                let claim = &row.cells[0];
                let originals = originals.get(claim).map_or(&[][..], Vec::as_slice);
                match decision(&row, originals) {
                    Some((counts, over)) => {
                        let of_claim = decisions.entry(claim.to_owned()).or_default();
                        of_claim.entry(counts).or_default().push(over);
                    }
                    None => {
                        let place = format!("{}:{}", layout::DECISIONS, row.line);
                        check.find(
                            place,
                            "is no decision on rows of a claim that is shared here",
                        );
                    }
                }
                Ok(())
            },
        )?;
        let settlements = |by_row: BTreeMap<Row, Vec<Row>>| {
            let settlement = |(counts, over)| Settlement { counts, over };
            by_row.into_iter().map(settlement).collect()
        };
        let decisions = decisions.into_iter();
        Ok(decisions
            .map(|(claim, by_row)| (claim, settlements(by_row)))
            .collect())
    }
}

/// The row that counts, and the one over which it was chosen.
fn decision(row: &TableRow, originals: &[Original]) -> Option<(Row, Row)> {
    let at = |first: usize| {
        let [file, line, number] = [0, 1, 2].map(|cell| &row.cells[first + cell]);
        Some(Row {
            file: read_as(file, originals)?.into(),
            line: line.split('+').next()?.parse().ok()?,
            row: Some(number.parse().ok()?),
        })
    };
    rfc3339::parse(&row.cells[9])?;
    Some((at(1)?, at(4)?))
}
