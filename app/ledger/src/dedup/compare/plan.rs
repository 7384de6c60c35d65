//! Which rows can tell what rows of other files tell, as far as the summaries of the
//! files say: only those are looked at again.
//!
//! Each condition here is wider than the rule it stands for. A row that is taken in
//! without need costs a comparison; one that is left out would change a result.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalogue::format_by_id;
use crate::dedup::compare::digest::{Lookup, minute};
use crate::dedup::duplicates::{is_within, shared_spans};
use crate::dedup::files::Files;
use crate::dedup::summary::{FileSummary, Trait};
use crate::entry::Kind;
use crate::formats::Detail;

/// A unit, and the first and the last minute that it tells of.
type UnitSpan = (usize, (i64, i64));

/// For each kind of row, the minutes that several units of an account tell of.
type SharedMinutes = BTreeMap<Kind, Vec<(i64, i64)>>;

/// What is looked at of each file, in the order of the files.
pub(super) struct Plan {
    pub files: Vec<FilePlan>,
}

/// What is looked at of one file.
#[derive(Clone, Default)]
pub(super) struct FilePlan {
    pub unit: u32,
    /// Its number among formats; `None` where it has several.
    pub format: Option<u32>,
    /// An earlier file has the same bytes: its rows count for nothing.
    pub is_copy: bool,
    /// Each of its ids names one row.
    pub names_rows: bool,
    /// All its rows are needed together with those of other such files.
    pub is_held: bool,
    has_ids: bool,
    shared: Arc<SharedMinutes>,
    /// Whether less exact copies are looked for.
    wants_copies: bool,
    /// Kinds of which some rows have ids and some have none.
    fills: BTreeSet<Kind>,
    /// Whether fills of one order are looked for in several formats.
    wants_orders: bool,
}

/// What a row is known by. Rows that tell of one thing have one hash in common; zero
/// stands for none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hashed {
    /// Of its id, or of all that makes rows without ids equal.
    pub group: u64,
    /// Of its minute and assets.
    pub bucket: u32,
    /// Of its order.
    pub order: u32,
}

impl Plan {
    pub fn of(files: &Files, same: &[Option<usize>], units: &[usize]) -> Plan {
        let numbers: BTreeMap<&str, u32> = (0..)
            .zip(&files.formats)
            .map(|(number, source)| (source.format.as_str(), number))
            .collect();
        let names_rows = files.ids_name_rows();
        let file = |(at, file): (usize, &FileSummary)| FilePlan {
            unit: units[at] as u32,
            format: match file.formats().len() {
                1 => numbers.get(file.format()).copied(),
                _ => None,
            },
            is_copy: same[at].is_some(),
            names_rows: names_rows[at],
            has_ids: file.has(Trait::TradeId),
            ..FilePlan::default()
        };
        let mut plan = Plan {
            files: files.list.iter().enumerate().map(file).collect(),
        };
        let mut accounts: BTreeMap<(&str, &str), BTreeSet<usize>> = BTreeMap::new();
        for (at, file) in files.list.iter().enumerate() {
            for source in file.formats() {
                let place = (source.exchange.as_str(), source.account.as_str());
                accounts.entry(place).or_default().insert(at);
            }
        }
        for (place, of_account) in accounts {
            let account = Account {
                place,
                files,
                of_account: of_account.into_iter().collect(),
                plan: &mut plan,
            };
            account.plan();
        }
        plan
    }
}

/// The files of one account.
struct Account<'a> {
    place: (&'a str, &'a str),
    files: &'a Files,
    of_account: Vec<usize>,
    plan: &'a mut Plan,
}

impl Account<'_> {
    fn plan(mut self) {
        self.share();
        if !self.files.is_one_format() {
            self.look_for_fills();
            self.look_for_orders();
            self.hold_in_several_formats(Trait::DepositHash);
            self.hold_in_several_formats(Trait::WithdrawalHash);
            self.hold_both(Trait::Loan, Trait::LoanPayment);
        }
        self.hold_both(Trait::PositionFee, Trait::ContractFee);
        self.hold_both(Trait::PositionSum, Trait::PositionParts);
        self.hold_orders();
        self.hold_statements();
    }

    fn file(&self, at: usize) -> &FileSummary {
        &self.files.list[at]
    }

    fn those(&self, is_one: impl Fn(&FileSummary) -> bool) -> Vec<usize> {
        let those = self.of_account.iter().copied();
        those.filter(|at| is_one(self.file(*at))).collect()
    }

    fn hold(&mut self, files: Vec<usize>) {
        for at in files {
            let file = &mut self.plan.files[at];
            file.is_held |= !file.is_copy;
        }
    }

    /// Rows that other units may have too, equal or less exact.
    fn share(&mut self) {
        let mut spans: BTreeMap<Kind, Vec<UnitSpan>> = BTreeMap::new();
        for at in &self.of_account {
            let plan = &self.plan.files[*at];
            for kind in Kind::ALL.into_iter().filter(|_| !plan.is_copy) {
                if let Some((first, last)) = self.file(*at).span_of(kind) {
                    let minutes = (minute(first), minute(last));
                    let of_kind = spans.entry(kind).or_default();
                    of_kind.push((plan.unit as usize, minutes));
                }
            }
        }
        let spans = spans.into_iter();
        let shared: SharedMinutes = spans
            .map(|(kind, spans)| (kind, shared_spans(spans)))
            .filter(|(_, shared)| !shared.is_empty())
            .collect();
        let shared = Arc::new(shared);
        let has_inexact = !self.those(|file| file.has(Trait::Inexact)).is_empty();
        for at in &self.of_account {
            let is_of_one_account = self.file(*at).formats().len() == 1;
            let plan = &mut self.plan.files[*at];
            plan.wants_copies |= has_inexact;
            plan.shared = match is_of_one_account {
                true => Arc::clone(&shared),
                false => Arc::new(every_minute()),
            };
        }
    }

    /// Fills with and without ids.
    fn look_for_fills(&mut self) {
        for kind in Kind::ALL {
            let has = |has_id: bool| {
                let sort = Trait::of_fill(kind, has_id);
                sort.is_some_and(|sort| !self.those(|file| file.has(sort)).is_empty())
            };
            if has(true) && has(false) {
                for at in &self.of_account {
                    self.plan.files[*at].fills.insert(kind);
                }
            }
        }
    }

    /// Fills of one order in several formats.
    fn look_for_orders(&mut self) {
        let fills = self.those(|file| tells(file, Detail::Fills) && file.has(Trait::Order));
        if self.have_several_formats(&fills) {
            for at in fills {
                self.plan.files[at].wants_orders = true;
            }
        }
    }

    fn have_several_formats(&self, files: &[usize]) -> bool {
        let formats = files.iter().flat_map(|at| self.file(*at).formats());
        let formats: BTreeSet<&str> = formats.map(|source| source.format.as_str()).collect();
        formats.len() > 1
    }

    fn hold_in_several_formats(&mut self, sort: Trait) {
        let files = self.those(|file| file.has(sort));
        if self.have_several_formats(&files) {
            self.hold(files);
        }
    }

    fn hold_both(&mut self, one: Trait, other: Trait) {
        let (ones, others) = (
            self.those(|file| file.has(one)),
            self.those(|file| file.has(other)),
        );
        if !ones.is_empty() && !others.is_empty() {
            self.hold(ones);
            self.hold(others);
        }
    }

    /// Orders, and the fills that they may be.
    fn hold_orders(&mut self) {
        let orders = |sort: Trait| {
            self.those(|file| tells(file, Detail::Orders) && file.has(sort))
                .len()
        };
        let fills = |sort: Trait| {
            self.those(|file| tells(file, Detail::Fills) && file.has(sort))
                .len()
        };
        let by_id = (orders(Trait::OrderOrFee), fills(Trait::OrderOrFee));
        let is_by_id = by_id.0 > 1 || (by_id.0 > 0 && by_id.1 > 0);
        let contracts = [Trait::ContractWithId, Trait::ContractWithoutId];
        let any = |count: &dyn Fn(Trait) -> usize, sorts: &[Trait]| {
            sorts.iter().any(|sort| count(*sort) > 0)
        };
        let are_both = |sorts: &[Trait]| any(&orders, sorts) && any(&fills, sorts);
        let is_of_contracts = are_both(&contracts);
        if is_by_id || are_both(&[Trait::Market]) || is_of_contracts {
            let files = self.those(|file| {
                let is_reported = tells(file, Detail::Orders) || tells(file, Detail::Fills);
                let has_contracts = contracts.iter().any(|sort| file.has(*sort));
                let has_one = file.has(Trait::OrderOrFee) || file.has(Trait::Market);
                is_reported && (has_one || (is_of_contracts && has_contracts))
            });
            self.hold(files);
        }
    }

    /// What tells each change of a balance, and whatever tells the same more finely.
    fn hold_statements(&mut self) {
        let all = self
            .of_account
            .iter()
            .flat_map(|at| self.file(*at).formats());
        let of_account = all.filter(|source| (&*source.exchange, &*source.account) == self.place);
        let details: BTreeSet<Detail> = of_account
            .filter_map(|source| Some(format_by_id(&source.format)?.detail))
            .collect();
        let has_finer_beside =
            |coarse: Detail| details.contains(&coarse) && details.last() > Some(&coarse);
        if has_finer_beside(Detail::Income) || has_finer_beside(Detail::Statement) {
            let is_known = |file: &FileSummary| {
                let mut formats = file.formats().iter();
                formats.any(|source| format_by_id(&source.format).is_some())
            };
            let files = self.those(is_known);
            self.hold(files);
        }
    }
}

impl FilePlan {
    /// Whether any of its rows has to be seen.
    pub fn is_scanned(&self, file: &FileSummary) -> bool {
        if self.wants_orders || (self.names_rows && self.has_ids) {
            return true;
        }
        let is_shared = |kind: &Kind| {
            let span = file.span_of(*kind).zip(self.shared.get(kind));
            span.is_some_and(|((first, last), shared)| {
                let (first, last) = (minute(first), minute(last));
                shared
                    .iter()
                    .any(|(from, until)| first <= *until && *from <= last)
            })
        };
        let kinds = Kind::ALL
            .into_iter()
            .filter(|kind| file.span_of(*kind).is_some());
        !self.is_copy
            && kinds
                .into_iter()
                .any(|kind| is_shared(&kind) || self.fills.contains(&kind))
    }

    /// What a row of the file is looked up by; `None` where nothing can be the same.
    pub fn hashed(&self, row: &impl Lookup) -> Option<Hashed> {
        let kind = row.kind();
        let is_shared = !self.is_copy
            && self
                .shared
                .get(&kind)
                .is_some_and(|shared| is_within(row.minute(), shared));
        let mut hashed = Hashed::default();
        if is_shared || (row.has_id() && self.names_rows) {
            hashed.group = row.group();
        }
        let is_fill = !self.is_copy && self.fills.contains(&kind);
        if is_fill || (is_shared && self.wants_copies) {
            hashed.bucket = row.bucket();
        }
        if self.wants_orders && row.has_order() {
            hashed.order = row.order();
        }
        let is_any = hashed.group != 0 || hashed.bucket != 0 || hashed.order != 0;
        is_any.then_some(hashed)
    }
}

fn every_minute() -> SharedMinutes {
    let spans = Kind::ALL.into_iter();
    spans
        .map(|kind| (kind, vec![(i64::MIN, i64::MAX)]))
        .collect()
}

/// Whether a file has rows of a format that tells so finely.
fn tells(file: &FileSummary, detail: Detail) -> bool {
    let mut formats = file.formats().iter();
    formats.any(|source| format_by_id(&source.format).is_some_and(|format| format.detail == detail))
}
