//! Every figure from its originals: entries read again, losses computed again,
//! claim by claim, so that memory holds one claim at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read, Seek};
use std::sync::Arc;

use casework::counting::{LineState, ValuedLine};
use casework::{ClaimState, ReviewState, Support};
use ledger::losses::{CreditLine, LossLine, note_deals, weigh_conflicts};
use ledger::resolve::Dropped;
use ledger::{
    DayOrder, Deal, Entry, Hashes, Mapping, Members, ReadOptions, Resolved, Sink, Why, Zone,
};

use super::sums::Recomputed;
use super::table::{Read1, Stretch};
use super::{ArchiveError, Check, Settings, shown};
use crate::layout;
use crate::tables::{self, Row};

/// An original as its index tells it.
pub(super) struct Original {
    /// Where it lies.
    path: String,
    read_as: String,
    read: bool,
    options: ReadOptions,
}

/// A claim as `claims.csv` tells it.
pub(super) struct ListedClaim {
    pub(super) reference: String,
    pub(super) state: ClaimState,
    pub(super) shared: bool,
}

/// Where each claim's rows lie in the large tables.
pub(super) struct Tables {
    pub(super) entries: BTreeMap<String, Stretch>,
    pub(super) losses: BTreeMap<String, Stretch>,
}

/// An entry of the bundle with what people say of it.
struct Told {
    entry: Entry,
    /// Where the bundle says it comes from.
    file: String,
    support: Support,
    contested: bool,
    left_out: String,
}

/// Keeps entries and deals; diagnostics were dealt with when the file was first
/// read.
#[derive(Default)]
struct ReadAgain {
    entries: Vec<Entry>,
    deals: Vec<Deal>,
}

impl Sink for ReadAgain {
    fn entry(&mut self, entry: &mut Entry) {
        self.entries.push(std::mem::take(entry));
    }

    fn diagnostic(&mut self, _: ledger::Diagnostic) {}

    fn deal(&mut self, deal: Deal) {
        self.deals.push(deal);
    }
}

impl<R: Read + Seek> Check<R> {
    /// The index of originals, held against the files.
    pub(super) fn originals(
        &mut self,
        claims: &[ListedClaim],
    ) -> Result<BTreeMap<String, Vec<Original>>, ArchiveError> {
        let rows = self.table(layout::ORIGINALS_INDEX, &tables::ORIGINAL_COLUMNS)?;
        let shared = claims.iter().filter(|claim| claim.shared);
        let shared: BTreeSet<&str> = shared.map(|claim| claim.reference.as_str()).collect();
        let mut originals: BTreeMap<String, Vec<Original>> = BTreeMap::new();
        let mut listed = BTreeSet::new();
        for row in rows {
            let place = format!("{}:{}", layout::ORIGINALS_INDEX, row.line);
            let [claim, path, sha256, size_bytes] = [0, 1, 2, 3].map(|at| &row.cells[at]);
            let stem = format!("data/originals/{claim}/{sha256}.");
            if !shared.contains(claim) || !path.starts_with(&stem) {
                self.find(place, "belongs to no claim that is shared here");
                continue;
            }
            let length = self.archive.length(path).map(|length| length.to_string());
            match self.hashes.get(path) {
                None => self.find(path, "is missing, but in the index of originals"),
                Some(found) if found != sha256 => {
                    let sentence = "is not the file that was received: \
                                    its SHA-256 is not the one in its name";
                    self.find(path, sentence);
                }
                Some(_) if length.as_deref() != Some(size_bytes) => {
                    self.find(place.clone(), "gives another size than the file has");
                }
                Some(_) => {}
            }
            listed.insert(path.to_owned());
            match original(&row, self.limits.rows_max) {
                Some(original) => originals
                    .entry(claim.to_owned())
                    .or_default()
                    .push(original),
                None => self.find(place, "does not say how the file is to be read"),
            }
        }
        listed.insert(layout::ORIGINALS_INDEX.to_owned());
        self.only("data/originals/", &listed);
        Ok(originals)
    }

    /// Files of a folder that no index names were added.
    pub(super) fn only(&mut self, folder: &str, listed: &BTreeSet<String>) {
        for path in self.archive.paths() {
            if path.starts_with(folder) && !listed.contains(&path) {
                self.find(path, "no index names this file: it was added");
            }
        }
    }

    /// One claim: its entries, its losses, its exclusions.
    pub(super) fn claim(
        &mut self,
        settings: &Settings,
        claim: &ListedClaim,
        originals: &[Original],
        tables: &Tables,
        recomputed: &mut Recomputed,
    ) -> Result<(), ArchiveError> {
        let (mut read, deals) = self.read_again(originals)?;
        let mut conflicts = std::mem::take(&mut read.conflicts);
        let others = read.dropped.iter();
        let others: Vec<Entry> = others
            .filter(|dropped| dropped.why == Why::Conflict)
            .map(|dropped| dropped.entry.clone())
            .collect();
        let stretch = tables.entries.get(&claim.reference);
        let rows = self.rows(layout::ENTRIES, stretch, &tables::ENTRY_COLUMNS)?;
        let (told, mut excluded) = self.entries(&claim.reference, rows, read, originals);
        let contested: Vec<&Told> = told.iter().filter(|told| told.contested).collect();
        let entries: Vec<&Entry> = contested.iter().map(|told| &told.entry).collect();
        let stretch = tables.losses.get(&claim.reference);
        let rows = self.rows(layout::LOSSES, stretch, &tables::LOSS_COLUMNS)?;
        let counted = contested.iter().zip(&rows);
        let counted = counted.filter(|(_, row)| reviewed(row).is_none_or(ReviewState::counts));
        let counted: Vec<&Entry> = counted.map(|(told, _)| &told.entry).collect();
        let mut terms = settings.method.terms.clone();
        ledger::losses::settle(&counted, &mut terms);
        let own = told.iter().filter(|told| !told.contested);
        let own: Vec<&Entry> = own.map(|told| &told.entry).collect();
        let valued = ledger::losses::value_settled(&entries, &settings.book, &terms);
        let (mut lines, positions) = match valued {
            Ok(valued) => (valued.lines, valued.totals.positions_not_valued),
            Err(error) => {
                let sentence = format!("{}: no loss can be computed: {error}", claim.reference);
                self.find(layout::LOSSES, sentence);
                (Vec::new(), Vec::new())
            }
        };
        note_deals(&deals, &own, &entries, &mut lines);
        let prices = (&settings.book, &terms);
        weigh_conflicts(&mut conflicts, others.iter(), (&entries, &lines), prices);
        recomputed.terms.insert(claim.reference.clone(), terms);
        let lines = lines.into_iter().map(|line| settings.as_listed(line));
        let lines: Vec<LossLine> = lines.collect();
        let reviews = self.losses(claim, &contested, &lines, &rows);
        for (at, (told, line)) in contested.iter().zip(&lines).enumerate() {
            let (review, why) = reviews.get(at).cloned().unwrap_or_default();
            if !review.counts() {
                excluded.push(exclusion(claim, told, ("excluded", &why)));
            }
            self.add(claim, told, (line, review), recomputed);
        }
        recomputed.exclusions.extend(excluded);
        recomputed.sum.conflicts(claim.state, &conflicts);
        let row = |conflict| {
            tables::conflict_row(&claim.reference, conflict, |file| place(file, originals))
        };
        recomputed.conflicts.extend(conflicts.iter().map(row));
        let sum = &mut recomputed.sum;
        sum.positions(&claim.reference, claim.state, &positions);
        Ok(())
    }

    /// What the originals say, read as they were read then.
    fn read_again(
        &mut self,
        originals: &[Original],
    ) -> Result<(Resolved, Vec<Deal>), ArchiveError> {
        let mut read = ReadAgain::default();
        let mut hashes = Hashes::new();
        for original in originals.iter().filter(|original| original.read) {
            let Some(section) = self.archive.section(&original.path) else {
                continue;
            };
            let bytes = BufReader::new(section);
            match ledger::read_file(&original.read_as, bytes, &original.options, &mut read) {
                Ok(found) => {
                    hashes.extend(found.into_iter().map(|found| (found.file, found.sha256)));
                    self.verdict.checked.originals += 1;
                }
                Err(error) => self.find(original.path.clone(), error.to_string()),
            }
        }
        Ok((ledger::resolve(read.entries, &hashes), read.deals))
    }

    /// Compares the entries of the bundle with those of the originals, and
    /// returns what goes on to be valued and what counts nowhere.
    fn entries(
        &mut self,
        claim: &str,
        rows: Vec<Read1>,
        read: Resolved,
        originals: &[Original],
    ) -> (Vec<Told>, Vec<Row>) {
        let mut expected: BTreeMap<[String; 3], Entry> = BTreeMap::new();
        for entry in read.kept {
            let file = place(&entry.file, originals);
            expected.insert([file, entry.line(), entry.row.to_string()], entry);
        }
        let mut told = Vec::new();
        for row in rows {
            let place = format!("{}:{}", layout::ENTRIES, row.line);
            let entry = expected.remove(&[1, 2, 3].map(|at| row.cells[at].to_owned()));
            told.extend(self.entry(claim, &place, &row, entry));
        }
        for [file, line, row] in expected.into_keys() {
            let sentence = format!("{} lacks row {row} of line {line} of {file}", shown(claim));
            self.find(layout::ENTRIES, sentence);
        }
        let left_out = told.iter().filter(|told| !told.left_out.is_empty());
        let mut excluded: Vec<Row> = left_out
            .map(|told| entry_exclusion(claim, told, ("left out", &told.left_out)))
            .collect();
        let dropped = read.dropped.iter();
        excluded.extend(dropped.map(|dropped| dropped_row(claim, dropped, originals)));
        (told, excluded)
    }

    fn entry(
        &mut self,
        claim: &str,
        place: &str,
        row: &Read1,
        original: Option<Entry>,
    ) -> Option<Told> {
        let at = tables::ENTRY_COLUMNS_READ;
        let support = Support::from_word(&row.cells[at]);
        let contested = match &row.cells[at + 1] {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let (Some(support), Some(contested)) = (support, contested) else {
            self.find(place, "does not say what stands behind it");
            return None;
        };
        let entry = match (original, support) {
            (None, Support::Claimed) => {
                self.verdict.checked.entries_typed += 1;
                let typed = tables::entry_of(&row.cells);
                if typed.is_none() {
                    self.find(place, "is no entry");
                }
                typed?
            }
            (Some(entry), Support::Documented | Support::Corroborated) => {
                self.verdict.checked.entries += 1;
                let expected = tables::entry_cells(claim, &row.cells[1], &entry);
                let columns = &tables::ENTRY_COLUMNS;
                self.compare(place, columns, &row.cells, &expected, "the original says");
                entry
            }
            (Some(entry), Support::Claimed) => {
                self.find(place, "is said to be typed in, but an original says it");
                entry
            }
            (None, _) => {
                let (file, line) = (&row.cells[1], &row.cells[2]);
                let sentence =
                    format!("line {} of {} says no such thing", shown(line), shown(file));
                self.find(place, sentence);
                tables::entry_of(&row.cells)?
            }
        };
        Some(Told {
            entry,
            file: row.cells[1].to_owned(),
            support,
            contested,
            left_out: row.cells[at + 3].to_owned(),
        })
    }

    /// Compares the losses of the bundle with those computed again, and returns
    /// what the coordinator says of each.
    fn losses(
        &mut self,
        claim: &ListedClaim,
        contested: &[&Told],
        lines: &[LossLine],
        rows: &[Read1],
    ) -> Vec<(ReviewState, String)> {
        let mut reviews = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let place = format!("{}:{}", layout::LOSSES, row.line);
            let Some(told) = contested.get(at) else {
                self.find(
                    place,
                    "no contested entry of the claim belongs to this loss",
                );
                continue;
            };
            if let Some(line) = lines.get(at) {
                self.loss(claim, &place, row, (told, line));
            }
            let said = tables::LOSS_COLUMNS_COMPUTED;
            let cells = [0, 1, 3].map(|at| &row.cells[said + at]);
            let [state, support, why] = cells;
            if state != claim.state.as_str() || support != told.support.as_str() {
                let sentence = format!(
                    "says {} and {}, but the claim is {} and its entry {}",
                    shown(state),
                    shown(support),
                    claim.state.as_str(),
                    told.support.as_str()
                );
                self.find(place.clone(), sentence);
            }
            let state = reviewed(row);
            if state.is_none() {
                self.find(place, "carries no review that there is");
            }
            reviews.push((state.unwrap_or_default(), why.to_owned()));
        }
        for told in contested.iter().skip(rows.len()) {
            let line = told.entry.line();
            let sentence = format!("lacks the loss of line {line} of {}", told.file);
            self.find(layout::LOSSES, sentence);
        }
        reviews
    }

    fn loss(
        &mut self,
        claim: &ListedClaim,
        place: &str,
        row: &Read1,
        (told, line): (&Told, &LossLine),
    ) {
        self.verdict.checked.losses += 1;
        let expected = tables::loss_cells(&claim.reference, &told.file, &told.entry, line);
        let figure = |name: &str| tables::LOSS_COLUMNS.iter().position(|c| *c == name);
        let (loss, status) = (figure("loss"), figure("status"));
        let cell = |at: Option<usize>| (&row.cells[at.unwrap_or(0)], &expected[at.unwrap_or(0)]);
        let ((loss, again), (status, status_again)) = (cell(loss), cell(status));
        if loss != again || status != status_again {
            let sentence = format!(
                "the loss of line {} of {} no longer follows: {} {} in the bundle, \
                 {status_again} {} computed again",
                told.entry.line(),
                shown(&told.file),
                shown(status),
                shown(loss),
                shown(again),
            );
            self.find(place, sentence);
            return;
        }
        let columns = &tables::LOSS_COLUMNS;
        self.compare(
            place,
            columns,
            &row.cells,
            &expected,
            "computed again it is",
        );
    }

    fn add(
        &mut self,
        claim: &ListedClaim,
        told: &Told,
        (line, review): (&LossLine, ReviewState),
        recomputed: &mut Recomputed,
    ) {
        recomputed.line(&claim.reference, &told.file, &told.entry, line);
        let state = LineState {
            claim: claim.state,
            review,
        };
        let valued = ValuedLine {
            claim: &claim.reference,
            exchange: &told.entry.exchange,
            time: told.entry.time,
            support: told.support,
            loss: line,
        };
        recomputed.sum.line(state, &valued);
    }
}

impl Settings {
    /// A line computed again, with its price ids as they would be if the price
    /// files were those of their names.
    pub(super) fn as_listed(&self, mut line: LossLine) -> LossLine {
        if !self.price_ids.is_empty() {
            line.prices.iter_mut().for_each(|price| self.rename(price));
        }
        line
    }

    /// The same for what came back.
    pub(super) fn credit_as_listed(&self, mut line: CreditLine) -> CreditLine {
        line.price.iter_mut().for_each(|price| self.rename(price));
        line
    }

    fn rename(&self, price: &mut ledger::losses::Price) {
        let listed = |id: &str| match id.split_once(':') {
            Some((file, row)) => match self.price_ids.get(file) {
                Some(listed) => format!("{listed}:{row}"),
                None => id.to_owned(),
            },
            None => id.to_owned(),
        };
        let ids: Vec<String> = price.ids.split('+').map(listed).collect();
        price.ids = ids.join("+").into();
        for leg in &mut price.legs {
            leg.id = listed(&leg.id).into();
        }
    }
}

fn original(row: &Read1, rows_max: u64) -> Option<Original> {
    let cell = |at: usize| row.cells[at].to_owned();
    let [format, zone, mapping] = [9, 12, 14].map(cell);
    let [format_said, day_order, members] = [15, 16, 17].map(cell);
    let format = if format.is_empty() {
        format_said
    } else {
        format
    };
    let limits = ledger::Limits {
        rows_max,
        ..ledger::Limits::default()
    };
    Some(Original {
        path: cell(1),
        read_as: cell(7),
        read: match &row.cells[8] {
            "yes" => true,
            "no" => false,
            _ => return None,
        },
        options: ReadOptions {
            format: Some(format).filter(|format| !format.is_empty()),
            zone: match zone.as_str() {
                "" => None,
                zone => Some(zone.parse::<Zone>().ok()?),
            },
            mapping: match mapping.as_str() {
                "" => None,
                mapping => Some(Arc::new(Mapping::parse(mapping).ok()?)),
            },
            day_order: match day_order.as_str() {
                "" => None,
                word => Some(DayOrder::from_word(word)?),
            },
            members: match members.as_str() {
                "" => Arc::default(),
                members => Arc::new(Members::parse(members).ok()?),
            },
            account: cell(11).into(),
            limits,
            hash: true,
            ..ReadOptions::default()
        },
    })
}

/// What the bundle calls a file that was read under a name.
fn place(read: &str, originals: &[Original]) -> String {
    let known = originals.iter().filter_map(|original| {
        let member = read.strip_prefix(original.read_as.as_str())?;
        let inside = member.is_empty() || member.starts_with('!');
        inside.then(|| (original.read_as.len(), original.path.clone() + member))
    });
    // A name may begin like another: the longest that fits is meant.
    known
        .max_by_key(|(length, _)| *length)
        .map_or_else(|| read.to_owned(), |(_, path)| path)
}

/// What the coordinator says of a loss.
fn reviewed(row: &Read1) -> Option<ReviewState> {
    ReviewState::from_word(&row.cells[tables::LOSS_COLUMNS_COMPUTED + 2])
}

fn exclusion(claim: &ListedClaim, told: &Told, what: (&str, &str)) -> Row {
    entry_exclusion(&claim.reference, told, what)
}

fn entry_exclusion(claim: &str, told: &Told, what: (&str, &str)) -> Row {
    let entry = &told.entry;
    tables::exclusion_row(
        claim,
        &told.file,
        (&entry.line(), entry.row),
        what,
        ("", "", None),
    )
}

fn dropped_row(claim: &str, dropped: &Dropped, originals: &[Original]) -> Row {
    tables::exclusion_row(
        claim,
        &place(&dropped.entry.file, originals),
        (&dropped.entry.line(), dropped.entry.row),
        ("dropped", dropped.why.as_str()),
        (
            &place(&dropped.kept_file, originals),
            &dropped.kept_line,
            Some(dropped.kept_row),
        ),
    )
}
