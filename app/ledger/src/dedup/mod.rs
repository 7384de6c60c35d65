//! One claim from several files: nothing counted twice, nothing lost.
//!
//! Identical rows are real, so rows are only compared across files of one
//! account, by multiset; and where two files tell the same money at two
//! granularities, the finer one counts (design §5.6 and 5.7, method §6).

mod changes;
mod compare;
mod conflicts;
mod copies;
mod details;
mod duplicates;
mod equal;
mod exactness;
mod files;
mod granularity;
mod ids;
mod named;
mod order;
mod orders;
mod overlaps;
mod positions;
mod profits;
mod records;
mod runs;
mod settlements;
pub(crate) mod split_exports;
mod summary;
mod tolerances;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::base::text::Text;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::{Entry, Row};

use files::Files;
use order::Order;
use settlements::Choices;

pub use compare::{
    CompareError, Compared, ConflictOfRows, DroppedRow, RowDigest, RowSource, compare,
};
pub use conflicts::{ConflictState, CountedBy, Differs, Place, RowConflict};
pub use settlements::{IdleReason, IdleSettlement, Settlement};
pub use summary::FileSummary;
pub use tolerances::Tolerances;

/// The SHA-256 of each file (or archive member), by its name in the entries.
pub type Hashes = BTreeMap<String, String>;

/// How several files are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparing {
    /// How far two reports of the same money may differ.
    pub tolerances: Tolerances,
    /// What people decided of rows that contradict each other; their order decides nothing.
    pub settlements: Vec<Settlement>,
}

/// What remains of several files read as one claim.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// Entries that count, in the order given.
    pub kept: Vec<Entry>,
    /// Entries that do not, and why, in the order given.
    pub dropped: Vec<Dropped>,
    /// What two files say differently of one row, by the row that does not count; settled
    /// conflicts too.
    pub conflicts: Vec<RowConflict>,
    /// Decisions about conflicts that have no effect.
    pub idle: Vec<IdleSettlement>,
    /// What a person should know about it, beside what was dropped.
    pub diagnostics: Vec<Diagnostic>,
}

/// An entry that does not count because another one tells the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// The entry.
    pub entry: Entry,
    /// Why it does not count.
    pub why: Why,
    /// File of the entry that counts instead.
    pub kept_file: Text,
    /// Its line, as the contract prints it.
    pub kept_line: Text,
    /// Its number among the entries that start on that line.
    pub kept_row: u32,
}

/// Why an entry does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Why {
    /// Another file has the same bytes.
    SameFile,
    /// Another file of this account has this row.
    SameRow,
    /// Another file of this account says otherwise of this row, and counts.
    Conflict,
    /// Another file of this account tells this money more finely.
    CoarserFile,
    /// Another file of this account says otherwise of this row, and a person decided that
    /// the other row counts.
    Settled,
}

impl Why {
    /// Every reason. Indexes of the store keep its place in this list, so that a new one
    /// goes last.
    pub const ALL: [Why; 5] = *Why::VARIANTS.as_array().unwrap();

    /// Whether the row that counts instead is the same row, or what another file
    /// makes of it: what a person decided of the one is decided of the other.
    pub fn is_of_one_row(self) -> bool {
        match self {
            Why::SameFile | Why::SameRow | Why::Conflict | Why::Settled => true,
            Why::CoarserFile => false,
        }
    }

    /// Whether the row contradicts the one that counts instead.
    pub fn is_contradiction(self) -> bool {
        match self {
            Why::Conflict | Why::Settled => true,
            Why::SameFile | Why::SameRow | Why::CoarserFile => false,
        }
    }

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Dropped {
    /// The line that says so on standard error.
    pub fn diagnostic(&self) -> Diagnostic {
        let kept = (&self.kept_file, &self.kept_line);
        dropped(&self.entry, self.why, kept)
    }
}

impl Why {
    /// The code of the diagnostics that say so.
    pub fn code(self) -> Code {
        match self {
            Why::SameFile => Code::NoteDroppedFile,
            Why::SameRow => Code::NoteDroppedRow,
            Why::Conflict => Code::NoteDroppedConflict,
            Why::Settled => Code::NoteDroppedSettled,
            Why::CoarserFile => Code::NoteDroppedLeg,
        }
    }

    fn message(self, file: Text, line: Text) -> Message {
        match self {
            Why::SameFile => Message::ClaimSameFile { file, line },
            Why::SameRow => Message::ClaimSameRow { file, line },
            Why::Conflict => Message::ClaimConflict { file, line },
            Why::Settled => Message::ClaimSettled { file, line },
            Why::CoarserFile => Message::ClaimSameMoney { file, line },
        }
    }
}

/// Says that an entry does not count, and which one does: its file, and its line as the
/// contract prints it.
pub fn dropped(entry: &Entry, why: Why, kept: (&Text, &Text)) -> Diagnostic {
    Diagnostic {
        file: entry.file.to_string(),
        line: entry.lines.start(),
        column: 0,
        code: why.code(),
        message: why.message(kept.0.clone(), kept.1.clone()),
    }
}

/// Says that what a person decided of a row is decided of nothing that counts any
/// more. `instead` is the row that reports its money now, if there is one.
pub fn decision_lost(file: &str, line: u64, instead: Option<&Place>) -> Diagnostic {
    let message = match instead {
        Some(Place { file, line }) => Message::ClaimDecisionInstead {
            file: file.clone(),
            line: line.clone(),
        },
        None => Message::ClaimDecision,
    };
    Diagnostic {
        file: file.to_owned(),
        line,
        column: 0,
        code: Code::WarnDecision,
        message,
    }
}

/// Says that a person's decision on a conflict has no effect. `row` is the row that was to
/// count.
pub fn decision_idle(row: &Row, why: IdleReason) -> Diagnostic {
    let message = match why {
        IdleReason::NoConflict => Message::ClaimSettledIdle,
        IdleReason::Contradicted => Message::ClaimSettledTwice,
    };
    Diagnostic {
        file: row.file.to_string(),
        line: row.line,
        column: 0,
        code: Code::WarnDecision,
        message,
    }
}

/// For each entry, whether it is dropped, why, and for which other entry.
type Verdicts = Vec<Option<(Why, usize)>>;

/// Resolves duplicates and conflicts across files of one account (method §7.2) and
/// double granularity (design §5.7, method §6). The order of entries is kept; that
/// of the files decides nothing where their hashes are known.
///
/// Entries of one file must stand together or at least in the file's order.
/// Without its hash a file counts as unlike any other, and stands where it is.
pub fn resolve(entries: Vec<Entry>, hashes: &Hashes) -> Resolved {
    resolve_by(entries, hashes, &Comparing::default())
}

/// [`resolve`], with other tolerances than the usual, or with decisions about conflicts.
pub fn resolve_by(entries: Vec<Entry>, hashes: &Hashes, by: &Comparing) -> Resolved {
    let order = Order::of(&entries, hashes);
    let entries = match &order {
        Some(order) => order.apply(entries),
        None => entries,
    };
    let Judged {
        verdicts,
        conflicts,
        idle,
        diagnostics,
    } = judge(&entries, hashes, by);
    let dropped: Vec<Option<(Why, Kept)>> = verdicts
        .iter()
        .map(|verdict| {
            let (why, kept) = (*verdict)?;
            let kept = &entries[counted(&verdicts, kept)];
            let place = (kept.file.clone(), kept.lines.as_text(), kept.row);
            Some((why, place))
        })
        .collect();
    let (entries, dropped) = match &order {
        Some(order) => (order.undo(entries), order.undo(dropped)),
        None => (entries, dropped),
    };
    let places: Vec<(usize, Why, Kept)> = dropped
        .into_iter()
        .enumerate()
        .filter_map(|(at, verdict)| verdict.map(|(why, kept)| (at, why, kept)))
        .collect();
    let (kept, dropped) = parted(entries, places);
    Resolved {
        kept,
        dropped,
        conflicts,
        idle,
        diagnostics,
    }
}

/// File, lines and number of an entry that counts.
type Kept = (Text, Text, u32);

/// What was found of entries that stand in the order of their files.
struct Judged {
    verdicts: Verdicts,
    conflicts: Vec<RowConflict>,
    idle: Vec<IdleSettlement>,
    diagnostics: Vec<Diagnostic>,
}

fn judge(entries: &[Entry], hashes: &Hashes, by: &Comparing) -> Judged {
    let mut verdicts: Verdicts = vec![None; entries.len()];
    let files = Files::among(entries, hashes);
    let same = files.same();
    let units = files.units(&same);
    duplicates::drop_same_files(entries, &files, &same, &mut verdicts);
    let choices = Choices::of(&by.settlements, &files, &same);
    let mut findings = judge_rows(entries, (&files, &units), &choices, &mut verdicts);
    let matched = overlaps::matched_pairs(&files, &verdicts);
    let pairs = overlaps::unmatched_pairs(&files, &units, &matched);
    let mut diagnostics = files.warnings();
    diagnostics.extend(findings.diagnostics(&files));
    diagnostics.extend(overlaps::warnings(entries, &files, &pairs));
    diagnostics.extend(judge_money(entries, &files, &by.tolerances, &mut verdicts));
    findings.retain_counted(&verdicts);
    let idle = findings.idle(&choices);
    let conflicts = findings.sorted().into_iter();
    Judged {
        conflicts: conflicts.map(|found| found.conflict).collect(),
        idle,
        verdicts,
        diagnostics,
    }
}

/// Drops rows that another file of the account has, the same or as good as the same.
fn judge_rows(
    entries: &[Entry],
    (files, units): (&Files, &[usize]),
    choices: &Choices,
    verdicts: &mut Verdicts,
) -> ids::IdFindings {
    duplicates::drop_same_rows(entries, files, units, verdicts);
    let findings = ids::settle(entries, (files, units), choices, verdicts);
    if !files.is_one_format() {
        records::drop_known_better(entries, verdicts);
    }
    copies::drop_less_exact(entries, files, units, verdicts);
    findings
}

/// Drops rows whose money another file of the account tells more finely.
fn judge_money(
    entries: &[Entry],
    files: &Files,
    tolerances: &Tolerances,
    verdicts: &mut Verdicts,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    positions::drop_sums_of_parts(entries, tolerances, verdicts);
    positions::drop_repeated_fees(entries, tolerances, verdicts, &mut diagnostics);
    granularity::drop_coarser(entries, files, tolerances, verdicts, &mut diagnostics);
    diagnostics
}

/// The entry that counts in place of one: that for which it was dropped may have
/// been dropped for a third one.
fn counted(verdicts: &Verdicts, mut at: usize) -> usize {
    // No entry is dropped for one that was dropped for it, but a bound costs nothing.
    for _ in 0..verdicts.len() {
        match verdicts[at] {
            Some((_, kept)) => at = kept,
            None => break,
        }
    }
    at
}

/// Takes the entries at these places out of all. What stays stays where it is, and
/// what goes goes once: millions of entries are not copied.
fn parted(mut entries: Vec<Entry>, places: Vec<(usize, Why, Kept)>) -> (Vec<Entry>, Vec<Dropped>) {
    let mut next = places.iter().map(|(at, ..)| *at).peekable();
    let mut at = 0;
    let mut dropped = Vec::with_capacity(places.len());
    let gone = entries.extract_if(.., |_| {
        at += 1;
        next.next_if_eq(&(at - 1)).is_some()
    });
    dropped.extend(
        gone.zip(&places).map(
            |(entry, (_, why, (kept_file, kept_line, kept_row)))| Dropped {
                entry,
                why: *why,
                kept_file: kept_file.clone(),
                kept_line: kept_line.clone(),
                kept_row: *kept_row,
            },
        ),
    );
    (entries, dropped)
}

#[cfg(test)]
mod tests;
