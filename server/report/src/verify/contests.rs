//! Applies the rules by which claimants contest again: which entries they contest or leave
//! out, and why. The custody log commits to all rules of a claim.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Read, Seek};

use casework::contest::{RuleOfRow, followed};
use casework::{Committed, ContestRule};
use ledger::Entry;
use ledger::losses::{Contesting, Rule, RuleNo, ValuingLimits};

use super::claims::{ListedClaim, SharedClaim, refused};
use super::log::About;
use super::originals::{Names, Reread};
use super::table::TableRow;
use super::{ArchiveError, Check, Limits, Settings, shown};
use crate::layout;
use crate::tables;

/// A rule of the table.
pub(super) struct ListedRule {
    rule: ContestRule,
    /// How many entries it contests or leaves out, as the bundle says.
    entries: u64,
    /// Its line in the table.
    line: u64,
}

/// The rules of each claim, in the order of the table.
pub(super) type Contests = BTreeMap<String, Vec<ListedRule>>;

impl<R: Read + Seek> Check<R> {
    /// Reads the rules of the shared claims, and holds them against the custody log.
    pub(super) fn contests(
        &mut self,
        settings: &Settings,
        claims: &[ListedClaim],
    ) -> Result<Contests, ArchiveError> {
        let mut contests = Contests::new();
        let mut count = 0;
        let columns = &tables::CONTEST_COLUMNS;
        self.each_row(layout::CONTESTS, columns, |check, row| {
            let (name, most) = (
                Limits::NAMES.contest_rules_max,
                check.limits.verifying.contest_rules_max,
            );
            if count >= most {
                return Err(ArchiveError::Limit(format!(
                    "{} has more rows than {name} ({most})",
                    layout::CONTESTS
                )));
            }
            count += 1;
            let mut shared = claims.iter().filter(|claim| claim.shared);
            let claim = shared.find(|claim| claim.reference == row.cells[0]);
            match (claim, tables::contest_rule(&row.cells)) {
                (Some(claim), Some((rule, entries))) => {
                    let rules = contests.entry(claim.reference.clone()).or_default();
                    rules.push(ListedRule {
                        rule,
                        entries,
                        line: row.line,
                    });
                }
                _ => {
                    let place = format!("{}:{}", layout::CONTESTS, row.line);
                    check.find(place, "is no rule of a claim that is shared here");
                }
            }
            Ok(())
        })?;
        self.verdict.checked.rules = count as u64;
        for claim in claims.iter().filter(|claim| claim.shared) {
            let rules = contests.get(&claim.reference);
            self.contest_told(settings, claim, rules.map_or(&[], Vec::as_slice));
        }
        Ok(contests)
    }

    /// Holds the rules of a claim against the custody log.
    fn contest_told(&mut self, settings: &Settings, claim: &ListedClaim, rules: &[ListedRule]) {
        let log = &settings.log;
        if !log.is_whole || settings.is_named_alone(claim) {
            return;
        }
        let all: Vec<ContestRule> = rules.iter().map(|listed| listed.rule.clone()).collect();
        let fact = Committed::Contest { rules: &all };
        let expected = fact.hash(settings.salt(&claim.reference));
        let about = About::Contest(claim.reference.clone());
        let is_told = log
            .held(&about)
            .any(|told| told.commitment() == Some(&expected));
        if !is_told && !(rules.is_empty() && log.may_lack(&about)) {
            let sentence = format!(
                "has not the rules of {} that the custody log commits to: rows, periods, \
                 reasons, people or times differ",
                shown(&claim.reference)
            );
            self.find(layout::CONTESTS, sentence);
        }
    }

    /// Compares what a row of entries says of the contest with what the rules say.
    pub(super) fn contested_told(&mut self, place: &str, row: &TableRow, expected: &Contested<'_>) {
        let first = tables::ENTRY_COLUMNS_READ + 1;
        for (at, expected) in (first..).zip(expected.cells()) {
            let cell = &row.cells[at];
            if cell != expected {
                let sentence = format!(
                    "{} is {}, but by the rules of the claim {}",
                    tables::ENTRY_COLUMNS[at],
                    shown(cell),
                    shown(expected)
                );
                self.find(place, sentence);
            }
        }
    }

    /// Compares the number of entries of each rule with those that follow.
    pub(super) fn rules_counted(&mut self, contest: &Contest<'_>) {
        for (listed, entries) in contest.rules.iter().zip(&contest.entries) {
            if listed.entries != *entries {
                let place = format!("{}:{}", layout::CONTESTS, listed.line);
                let sentence = format!(
                    "states {} entries, but {entries} follow from the rule",
                    listed.entries
                );
                self.find(place, sentence);
            }
        }
    }
}

/// The rules of a claim, as they apply to the rows that count.
pub(super) struct Contest<'c> {
    claim: &'c str,
    rules: &'c [ListedRule],
    /// For each rule that holds, its place in `rules`.
    places: Vec<usize>,
    contesting: Contesting,
    /// How many entries each rule contests or leaves out.
    entries: Vec<u64>,
}

/// What the rules say of an entry.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Contested<'c> {
    is_contested: bool,
    contested_why: &'c str,
    left_out_why: &'c str,
    rule: &'c str,
}

impl<'c> Contested<'c> {
    /// What holds of an entry that was typed in: it is contested without a rule.
    pub(super) fn typed() -> Contested<'c> {
        Contested {
            is_contested: true,
            ..Contested::default()
        }
    }

    /// The cells of a row of entries.
    fn cells(&self) -> [&'c str; 4] {
        let contested = if self.is_contested { "yes" } else { "no" };
        [contested, self.contested_why, self.left_out_why, self.rule]
    }
}

impl<'c> Contest<'c> {
    /// The rules of a claim, after what groups share by them was learnt.
    ///
    /// # Errors
    /// Errors of the disk; when more groups must be held than the limits allow.
    pub(super) fn of(
        of: &SharedClaim<'c>,
        reread: &mut Reread,
        limits: &ValuingLimits,
    ) -> Result<Contest<'c>, ArchiveError> {
        let (places, rules) = in_force(of, reread)?;
        let mut contest = Contest {
            claim: &of.claim.reference,
            rules: of.rules,
            places,
            contesting: Contesting::new(&rules, limits),
            entries: vec![0; of.rules.len()],
        };
        if contest.contesting.can_contest() && reread.has_groups {
            let mut names = Names::new(of.originals);
            for nth in 0..reread.kept_count() {
                let entry = reread.kept(nth)?;
                let key = contest.key(&entry, names.place(&entry.file));
                let learnt = contest.contesting.learn(&entry, &key);
                learnt.map_err(|error| refused(of, &error))?;
            }
        }
        Ok(contest)
    }

    /// The key of an entry, where a rule names a row; `file` is its file in the bundle.
    fn key(&self, entry: &Entry, file: &str) -> String {
        match self.contesting.names_rows() {
            true => tables::row_key(self.claim, file, &entry.line()),
            false => String::new(),
        }
    }

    /// What the rules say of an entry that counts, which they count.
    pub(super) fn judge(&mut self, entry: &Entry, file: &str) -> Contested<'c> {
        let key = self.key(entry, file);
        let verdict = self.contesting.verdict(entry, &key);
        let Some(no) = verdict.contested.or(verdict.left_out) else {
            return Contested::default();
        };
        let rule = self.count(no);
        let is_contested = verdict.contested.is_some();
        let why = rule.reason.as_str();
        let (contested_why, left_out_why) = if is_contested { (why, "") } else { ("", why) };
        Contested {
            is_contested,
            contested_why,
            left_out_why,
            rule: &rule.id,
        }
    }

    fn count(&mut self, no: RuleNo) -> &'c ContestRule {
        let place = self.places[no.place()];
        self.entries[place] += 1;
        &self.rules[place].rule
    }
}

/// The rules that hold, by their places among all, and in the form that judges entries. A
/// rule about a row that does not count holds of the row that counts in its place.
fn in_force(of: &SharedClaim<'_>, reread: &mut Reread) -> io::Result<(Vec<usize>, Vec<Rule>)> {
    let instead = instead(of, reread)?;
    let of_rows = of.rules.iter().map(|listed| RuleOfRow {
        row_key: &listed.rule.row_key,
        added_us: listed.rule.added_us,
    });
    let of_rows: Vec<RuleOfRow<'_>> = of_rows.collect();
    let held = followed(&of_rows, &instead).into_iter();
    let held = held.map(|(place, key)| (place, of.rules[place].rule.rule(&key)));
    Ok(held.unzip())
}

/// From the keys of rows that a rule names and that do not count, to the keys of the rows
/// that count in their place.
fn instead(
    of: &SharedClaim<'_>,
    reread: &mut Reread,
) -> io::Result<HashMap<String, HashSet<String>>> {
    let mut instead: HashMap<String, HashSet<String>> = HashMap::new();
    let rules = of.rules.iter().map(|listed| listed.rule.row_key.as_str());
    let named: HashSet<&str> = rules.filter(|key| !key.is_empty()).collect();
    if named.is_empty() {
        return Ok(instead);
    }
    let mut names = Names::new(of.originals);
    let claim = &of.claim.reference;
    for dropped in &reread.compared.dropped {
        if !dropped.why.is_of_one_row() {
            continue;
        }
        let mut key = |row: u32| -> io::Result<String> {
            let entry = reread.rows.get(row.into())?;
            Ok(tables::row_key(
                claim,
                names.place(&entry.file),
                &entry.line(),
            ))
        };
        let gone = key(dropped.row)?;
        if named.contains(gone.as_str()) {
            let counts = key(dropped.kept)?;
            instead.entry(gone).or_default().insert(counts);
        }
    }
    Ok(instead)
}
