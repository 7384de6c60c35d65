//! The decisions of people on rows of two originals that contradict each other. They are
//! inputs of the recomputation, like mappings: nothing in the originals says which of two
//! rows is right.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use casework::Committed;
use casework::custody::{CustodyEvent, Purpose};
use ledger::{Row, Settlement, Text, rfc3339};

use super::log::{About, Log, Logged};
use super::originals::{Original, read_as};
use super::reviews::RowKey;
use super::table::TableRow;
use super::{ArchiveError, Check, Limits, Settings, shown};
use crate::layout;
use crate::tables;

/// The decisions of each claim.
pub(super) type Decisions = BTreeMap<String, Vec<Settlement>>;

impl<R: Read + Seek> Check<R> {
    /// Reads the decisions. Each names two rows of the originals of a claim.
    pub(super) fn decisions(
        &mut self,
        settings: &Settings,
        originals: &BTreeMap<String, Vec<Original>>,
    ) -> Result<Decisions, ArchiveError> {
        let mut decisions: BTreeMap<String, BTreeMap<Row, Vec<Row>>> = BTreeMap::new();
        let mut logged = LoggedDecisions::new(settings);
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
                        if !logged.take(&row) {
                            let place = format!("{}:{}", layout::DECISIONS, row.line);
                            let sentence = "has no record in the custody log: rows, reason, \
                                            person or time differ";
                            check.find(place, sentence);
                        }
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
        for (claim, sequence) in logged.left() {
            let sentence = format!(
                "lacks a decision on {}, which record {sequence} of the custody log has",
                shown(&claim)
            );
            self.find(layout::DECISIONS, sentence);
        }
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

/// The decisions that the custody log tells.
struct LoggedDecisions<'s> {
    settings: &'s Settings,
    of_claims: BTreeMap<&'s str, Vec<ToldDecision<'s>>>,
}

/// A decision that held at some moment while the report was gathered.
struct ToldDecision<'s> {
    logged: &'s Logged,
    row: &'s str,
    over: &'s [Text],
    /// Whether it held the whole time and no row of the bundle has it.
    is_lacking: bool,
}

impl<'s> LoggedDecisions<'s> {
    fn new(settings: &'s Settings) -> LoggedDecisions<'s> {
        let log = &settings.log;
        let mut of_claims = BTreeMap::new();
        for about in log.keys() {
            if let About::Decisions(claim) = about {
                of_claims.insert(claim.as_str(), decided(log, about));
            }
        }
        LoggedDecisions {
            settings,
            of_claims,
        }
    }

    /// Whether the log tells the decision of a row of the table.
    fn take(&mut self, row: &TableRow) -> bool {
        if !self.settings.log.is_whole {
            return true;
        }
        let claim = &row.cells[0];
        let key = |first: usize| {
            let key = RowKey::of(claim, &row.cells[first], &row.cells[first + 1]);
            key.map(|key| key.text()).unwrap_or_default()
        };
        let (counted, other) = (key(1), key(4));
        let reason = Committed::Decision {
            reason: &row.cells[7],
        };
        let reason = reason.hash(self.settings.salt(claim));
        let decisions = self.of_claims.get_mut(claim);
        let mut decisions = decisions.into_iter().flatten();
        let found = decisions.find(|decision| {
            decision.row == counted
                && decision.over.iter().any(|over| *over == other)
                && decision.logged.commitment() == Some(&reason)
                && decision.logged.actor == row.cells[8]
                && decision.logged.is_at(&row.cells[9])
        });
        found.is_some_and(|decision| {
            decision.is_lacking = false;
            true
        })
    }

    /// The claim and record of each decision that no row of the bundle has. A decision on
    /// rows that the claim has no longer has no effect and is in no bundle.
    fn left(self) -> Vec<(String, u64)> {
        let mut left = Vec::new();
        for (claim, decisions) in self.of_claims {
            let files = self.settings.files.get(claim);
            let is_there = |key: &str| {
                let file = key.get(..64).unwrap_or_default();
                files.is_some_and(|files| files.iter().any(|sha256| sha256 == file))
            };
            let lacking = decisions.iter().filter(|decision| decision.is_lacking);
            let lacking = lacking.filter(|decision| {
                is_there(decision.row) && decision.over.iter().any(|over| is_there(over.as_str()))
            });
            left.extend(lacking.map(|decision| (claim.to_owned(), decision.logged.sequence)));
        }
        left
    }
}

/// The decisions of a claim that held while the report was gathered. A new decision replaces
/// those that name one of its rows.
fn decided<'l>(log: &'l Log, about: &About) -> Vec<ToldDecision<'l>> {
    let mut ever: Vec<ToldDecision<'l>> = Vec::new();
    for logged in log
        .all(about)
        .iter()
        .filter(|logged| log.is_before_freezing(logged))
    {
        let ended: Vec<&str> = match &logged.purpose {
            Some(Purpose::Settled { row, over, .. }) => {
                let over = over.0.iter().map(Text::as_str);
                over.chain([row.as_str()]).collect()
            }
            Some(Purpose::RowCounts { row }) => vec![row.as_str()],
            _ => continue,
        };
        let is_over = |decision: &ToldDecision<'_>| {
            let mut over = decision.over.iter();
            ended.contains(&decision.row)
                || (logged.event == CustodyEvent::ConflictSettled
                    && over.any(|over| ended.contains(&over.as_str())))
        };
        match log.is_before_head(logged) {
            true => ever.retain(|decision| !is_over(decision)),
            false => ever
                .iter_mut()
                .filter(|decision| is_over(decision))
                .for_each(|decision| decision.is_lacking = false),
        }
        if let Some(Purpose::Settled { row, over, .. }) = &logged.purpose {
            ever.push(ToldDecision {
                logged,
                row: row.as_str(),
                over: &over.0,
                is_lacking: log.is_before_head(logged),
            });
        }
    }
    ever
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
