//! Recomputes every figure from the originals: reads entries again and computes losses
//! again, claim by claim and row by row. The rows of a claim are read as often as needed;
//! none of them is kept in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek};

use casework::counting::{LineState, ValuedLine};
use casework::{ClaimState, ReviewState, Support};
use ledger::losses::{
    Contexts, CreditDoubts, CreditLine, LossLine, OwnEntries, Surroundings, Terms, TooMany, Valuer,
    Weighing,
};
use ledger::{Deal, Entry, Moment, RowConflict, Settlement};
use serde::{Deserialize, Serialize};

use super::originals::{Names, Original, Reread, place};
use super::pairing::pair;
use super::sums::Recomputed;
use super::table::{Stretch, TableRow};
use super::{ArchiveError, Check, Settings, shown};
use crate::layout;
use crate::spool::{Spool, Spooled};
use crate::tables::{self, Row};

/// Dropped rows whose places are held at a time.
const DROPPED_AT_ONCE: usize = 4096;

/// A claim in `claims.csv`.
pub(super) struct ListedClaim {
    pub(super) reference: String,
    pub(super) state: ClaimState,
    pub(super) shared: bool,
    /// A moment at which, as the claimant says, nothing was held in any contract.
    pub(super) flat_before: Option<Moment>,
}

/// The place of each claim's rows in the large tables.
pub(super) struct Tables {
    pub(super) entries: BTreeMap<String, Stretch>,
    pub(super) losses: BTreeMap<String, Stretch>,
}

/// An entry of the bundle with its statements and review.
#[derive(Serialize, Deserialize)]
struct ListedEntry {
    entry: Entry,
    /// The file that the bundle names as its source.
    file: String,
    support: Support,
    contested: bool,
    left_out: String,
}

/// A shared claim, and the inputs of its check.
pub(super) struct SharedClaim<'c> {
    pub(super) claim: &'c ListedClaim,
    pub(super) originals: &'c [Original],
    /// Its decisions on conflicts.
    pub(super) decisions: &'c [Settlement],
    pub(super) tables: &'c Tables,
    pub(super) settings: &'c Settings,
}

impl<R: Read + Seek> Check<R> {
    /// Checks one claim: its entries, its losses, its exclusions.
    pub(super) fn claim(
        &mut self,
        of: &SharedClaim<'_>,
        recomputed: &mut Recomputed,
    ) -> Result<(), ArchiveError> {
        let (claim, settings) = (of.claim, of.settings);
        let mut reread = self.reread(&claim.reference, of.originals, of.decisions)?;
        let mut listed = self.entries(of, &mut reread)?;
        let deals = std::mem::take(&mut reread.deals);
        let mut terms = settings.method.terms.clone();
        terms.flat_before = claim.flat_before;
        let contexts = self.surroundings(of, &mut listed, &deals, &mut terms)?;
        let conflicts = std::mem::take(&mut reread.compared.conflicts).into_iter();
        let mut conflicts: Vec<RowConflict> = conflicts.map(|found| found.conflict).collect();
        let mut weighing = Weighing::of(&conflicts);
        let first_contested = contexts.first_contested();
        let valuing = (contexts, &terms, &mut weighing);
        self.valued_lines(of, &mut listed, valuing, recomputed)?;
        for dropped in &reread.compared.dropped {
            if dropped.why.is_contradiction() {
                let entry = reread.rows.get(dropped.row.into())?;
                weighing.other(entry, &settings.book, &terms);
            }
        }
        weighing.weigh(&mut conflicts);
        let doubts = CreditDoubts::new(first_contested);
        recomputed.doubts.insert(claim.reference.clone(), doubts);
        recomputed.terms.insert(claim.reference.clone(), terms);
        dropped(of, &mut reread, &mut recomputed.exclusions)?;
        recomputed.sum.conflicts(claim.state, &conflicts);
        for conflict in &conflicts {
            let place = |file: &str| place(file, of.originals);
            let row = tables::conflict_row(&claim.reference, conflict, place);
            recomputed.conflicts.push(&row)?;
        }
        Ok(())
    }

    /// Compares the entries of the bundle with those of the originals. It stores what must
    /// be valued and what counts nowhere.
    fn entries(
        &mut self,
        of: &SharedClaim<'_>,
        reread: &mut Reread,
    ) -> Result<Spooled<ListedEntry>, ArchiveError> {
        let claim = &of.claim.reference;
        let stretch = of.tables.entries.get(claim);
        let rows = || self.rows(layout::ENTRIES, stretch, &tables::ENTRY_COLUMNS);
        let found = rows().map(|row| Ok([1, 2, 3].map(|at| row.cells[at].to_owned()).to_vec()));
        let expected = reread.kept_names(of.originals);
        let pairs = pair(layout::ENTRIES, found, expected, &self.limits.verifying)?;
        let has_deals = !reread.deals.is_empty();
        let mut own = OwnEntries::default();
        let mut listed = Spool::new()?;
        for (number, row) in (0..).zip(rows()) {
            let place = format!("{}:{}", layout::ENTRIES, row.line);
            let original = match pairs.expected(number) {
                Some(nth) => Some(reread.kept(nth)?),
                None => None,
            };
            let entry = self.entry(claim, &place, &row, original);
            let goes_on = |entry: &ListedEntry| {
                let matters = own.matter(&entry.entry);
                matters || has_deals || entry.contested || !entry.left_out.is_empty()
            };
            if let Some(entry) = entry.filter(goes_on) {
                listed.push(&entry)?;
            }
        }
        let mut names = Names::new(of.originals);
        for nth in pairs.lacking(reread.kept_count()) {
            let entry = reread.kept(nth)?;
            let (file, line, row) = (names.place(&entry.file), entry.line(), entry.row);
            let sentence = format!("{} lacks row {row} of line {line} of {file}", shown(claim));
            self.find(layout::ENTRIES, sentence);
        }
        Ok(listed.finish()?)
    }

    fn entry(
        &mut self,
        claim: &str,
        place: &str,
        row: &TableRow,
        original: Option<Entry>,
    ) -> Option<ListedEntry> {
        let at = tables::ENTRY_COLUMNS_READ;
        let support = row.cells[at].parse::<Support>().ok();
        let contested = match &row.cells[at + 1] {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let (Some(support), Some(contested)) = (support, contested) else {
            self.find(place, "does not state what supports it");
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
                self.compare(place, columns, &row.cells, &expected, "the original has");
                entry
            }
            (Some(entry), Support::Claimed) => {
                self.find(place, "is marked as typed in, but an original contains it");
                entry
            }
            (None, _) => {
                let (file, line) = (&row.cells[1], &row.cells[2]);
                let sentence = format!(
                    "line {} of {} contains no such entry",
                    shown(line),
                    shown(file)
                );
                self.find(place, sentence);
                tables::entry_of(&row.cells)?
            }
        };
        Some(ListedEntry {
            entry,
            file: row.cells[1].to_owned(),
            support,
            contested,
            left_out: row.cells[at + 3].to_owned(),
        })
    }

    /// The losses of a claim in the bundle.
    fn loss_rows(&self, of: &SharedClaim<'_>) -> impl Iterator<Item = TableRow> + use<R> {
        let stretch = of.tables.losses.get(&of.claim.reference);
        self.rows(layout::LOSSES, stretch, &tables::LOSS_COLUMNS)
    }

    /// The inputs of lines besides their own entries. Assets that the claim itself puts in
    /// doubt are added to the terms.
    fn surroundings<'d>(
        &mut self,
        of: &SharedClaim<'_>,
        listed: &mut Spooled<ListedEntry>,
        deals: &'d [Deal],
        terms: &mut Terms,
    ) -> Result<Contexts<'d>, ArchiveError> {
        let mut surroundings = Surroundings::new(terms, deals, &self.limits.valuing);
        let mut losses = self.loss_rows(of);
        let mut numbers = 0..;
        for listed in listed.all() {
            let listed = listed?;
            let taken = if listed.contested {
                let counts = |row: TableRow| reviewed(&row).is_none_or(ReviewState::counts);
                let counts = losses.next().is_some_and(counts);
                let number = numbers.next().unwrap_or_default();
                surroundings.contested(number, &listed.entry, counts)
            } else {
                surroundings.own(&listed.entry)
            };
            taken.map_err(|error| refused(of, &error))?;
        }
        let (contexts, _) = surroundings.settle(terms);
        Ok(contexts)
    }

    /// Computes the losses of a claim again, compares them with those of the bundle, and
    /// adds them up.
    fn valued_lines(
        &mut self,
        of: &SharedClaim<'_>,
        listed: &mut Spooled<ListedEntry>,
        (mut contexts, terms, weighing): (Contexts<'_>, &Terms, &mut Weighing),
        recomputed: &mut Recomputed,
    ) -> Result<(), ArchiveError> {
        let claim = of.claim;
        let mut valuer = self.valuer(of, terms);
        if let Some(valuer) = valuer.as_mut().filter(|_| contexts.has_groups()) {
            for listed in listed.all() {
                let listed = listed?;
                if listed.contested {
                    let taken = contexts.group_leg(valuer, &listed.entry);
                    taken.map_err(|error| refused(of, &error))?;
                }
            }
        }
        let mut losses = self.loss_rows(of);
        let mut numbers = 0..;
        for listed in listed.all() {
            let listed = listed?;
            if !listed.left_out.is_empty() {
                let what = ("left out", listed.left_out.as_str());
                recomputed
                    .exclusions
                    .push(&exclusion(claim, &listed, what))?;
            }
            if !listed.contested {
                continue;
            }
            let number = numbers.next().unwrap_or_default();
            let line = valuer.as_mut().map(|valuer| {
                let context = contexts.context(number, &listed.entry);
                of.settings.as_listed(valuer.line(&listed.entry, &context))
            });
            let (review, why) = match losses.next() {
                Some(row) => self.loss_row(claim, &row, (&listed, line.as_ref())),
                None => {
                    let line = listed.entry.line();
                    let sentence = format!("lacks the loss of line {line} of {}", listed.file);
                    self.find(layout::LOSSES, sentence);
                    Default::default()
                }
            };
            let Some(line) = line else { continue };
            weighing.counted(&listed.entry, line.loss);
            if !review.counts() {
                let what = ("excluded", why.as_str());
                recomputed
                    .exclusions
                    .push(&exclusion(claim, &listed, what))?;
            }
            add(claim, &listed, (&line, review), recomputed)?;
        }
        for row in losses {
            let place = format!("{}:{}", layout::LOSSES, row.line);
            let sentence = "no contested entry of the claim belongs to this loss";
            self.find(place, sentence);
        }
        if valuer.is_some() {
            let positions = contexts.positions_not_valued();
            let sum = &mut recomputed.sum;
            sum.positions(&claim.reference, claim.state, positions);
        }
        Ok(())
    }

    /// The valuer that makes lines; none when a setting of the bundle is wrong, which is
    /// reported.
    fn valuer<'v>(&mut self, of: &SharedClaim<'v>, terms: &'v Terms) -> Option<Valuer<'v>> {
        match Valuer::new(&of.settings.book, terms) {
            Ok(valuer) => Some(valuer),
            Err(error) => {
                let claim = &of.claim.reference;
                let sentence = format!("{claim}: no loss can be computed: {error}");
                self.find(layout::LOSSES, sentence);
                None
            }
        }
    }

    /// Compares a loss of the bundle with the recomputed one, and returns the coordinator's
    /// review.
    fn loss_row(
        &mut self,
        claim: &ListedClaim,
        row: &TableRow,
        (listed, line): (&ListedEntry, Option<&LossLine>),
    ) -> (ReviewState, String) {
        let place = format!("{}:{}", layout::LOSSES, row.line);
        if let Some(line) = line {
            self.loss(claim, &place, row, (listed, line));
        }
        let first = tables::LOSS_COLUMNS_COMPUTED;
        let [state, support, why] = [0, 1, 3].map(|at| &row.cells[first + at]);
        if state != claim.state.as_str() || support != listed.support.as_str() {
            let sentence = format!(
                "states {} and {}, but the claim is {} and its entry {}",
                shown(state),
                shown(support),
                claim.state.as_str(),
                listed.support.as_str()
            );
            self.find(place.clone(), sentence);
        }
        let review = reviewed(row);
        if review.is_none() {
            self.find(place, "carries no review that there is");
        }
        (review.unwrap_or_default(), why.to_owned())
    }

    fn loss(
        &mut self,
        claim: &ListedClaim,
        place: &str,
        row: &TableRow,
        (listed, line): (&ListedEntry, &LossLine),
    ) {
        self.verdict.checked.losses += 1;
        let expected = tables::loss_cells(&claim.reference, &listed.file, &listed.entry, line);
        let figure = |name: &str| tables::LOSS_COLUMNS.iter().position(|c| *c == name);
        let (loss, status) = (figure("loss"), figure("status"));
        let cell = |at: Option<usize>| (&row.cells[at.unwrap_or(0)], &expected[at.unwrap_or(0)]);
        let ((loss, again), (status, status_again)) = (cell(loss), cell(status));
        if loss != again || status != status_again {
            let sentence = format!(
                "the loss of line {} of {} no longer follows: {} {} in the bundle, \
                 {status_again} {} computed again",
                listed.entry.line(),
                shown(&listed.file),
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
}

impl Settings {
    /// A recomputed line, with the price ids that it would have if the price files matched
    /// their names.
    pub(super) fn as_listed(&self, mut line: LossLine) -> LossLine {
        if !self.price_ids.is_empty() {
            line.prices.iter_mut().for_each(|price| self.rename(price));
        }
        line
    }

    /// The same for a credit.
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

/// Adds a line to the sums.
fn add(
    claim: &ListedClaim,
    listed: &ListedEntry,
    (line, review): (&LossLine, ReviewState),
    recomputed: &mut Recomputed,
) -> io::Result<()> {
    recomputed.line(&claim.reference, &listed.file, &listed.entry, line)?;
    let state = LineState {
        claim: claim.state,
        review,
    };
    let valued = ValuedLine {
        claim: &claim.reference,
        exchange: &listed.entry.exchange,
        time: listed.entry.time,
        support: listed.support,
        loss: line,
    };
    recomputed.sum.line(state, &valued);
    Ok(())
}

/// Checking the claim would need more memory than a limit allows.
fn refused(of: &SharedClaim<'_>, error: &TooMany) -> ArchiveError {
    ArchiveError::Limit(format!("claim {}: {error}", of.claim.reference))
}

/// The coordinator's review of a loss.
fn reviewed(row: &TableRow) -> Option<ReviewState> {
    row.cells[tables::LOSS_COLUMNS_COMPUTED + 2].parse().ok()
}

fn exclusion(claim: &ListedClaim, listed: &ListedEntry, what: (&str, &str)) -> Row {
    let entry = &listed.entry;
    tables::exclusion_row(
        &claim.reference,
        &listed.file,
        (&entry.line(), entry.row),
        what,
        ("", "", None),
    )
}

/// The rows that do not count because others duplicate them, in the order of the files.
fn dropped(
    of: &SharedClaim<'_>,
    reread: &mut Reread,
    exclusions: &mut Spool<Row>,
) -> io::Result<()> {
    let mut names = Names::new(of.originals);
    let mut name = |row: u32| -> io::Result<(String, String, u32)> {
        let entry = reread.rows.get(row.into())?;
        Ok((names.place(&entry.file).to_owned(), entry.line(), entry.row))
    };
    for some in reread.compared.dropped.chunks(DROPPED_AT_ONCE) {
        // The numbers are sorted, because the rows that count may be in any file.
        let instead: BTreeSet<u32> = some.iter().map(|dropped| dropped.kept).collect();
        let mut kept = BTreeMap::new();
        for row in instead {
            kept.insert(row, name(row)?);
        }
        for dropped in some {
            let (file, line, row) = name(dropped.row)?;
            let Some((kept_file, kept_line, kept_row)) = kept.get(&dropped.kept) else {
                continue;
            };
            exclusions.push(&tables::exclusion_row(
                &of.claim.reference,
                &file,
                (&line, row),
                ("dropped", dropped.why.as_str()),
                (kept_file, kept_line, Some(*kept_row)),
            ))?;
        }
    }
    Ok(())
}
