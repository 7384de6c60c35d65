//! The files that entries come from, and which of them are parts of one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::catalogue::format_by_id;
use crate::dedup::Hashes;
use crate::dedup::split_exports;
use crate::dedup::summary::{AccountFormat, FileSummary};
use crate::entry::Entry;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::formats::Detail;

/// All files, in the order in which their entries come.
#[derive(Clone)]
pub(super) struct Files {
    pub list: Vec<FileSummary>,
    /// The file of each entry.
    pub of_entry: Vec<u32>,
    /// The formats of each account, once each.
    pub formats: BTreeSet<AccountFormat>,
}

impl Files {
    pub fn among(entries: &[Entry], hashes: &Hashes) -> Files {
        let mut files = Files {
            list: Vec::new(),
            of_entry: Vec::with_capacity(entries.len()),
            formats: BTreeSet::new(),
        };
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        let mut latest: Option<(usize, &Entry)> = None;
        for entry in entries {
            // Entries of one file mostly stand together.
            let at = match latest.filter(|(_, latest)| latest.file == entry.file) {
                Some((at, _)) => at,
                None => *by_name.entry(&entry.file).or_insert_with(|| {
                    let hash = hashes.get(entry.file.as_str());
                    let hash = hash.map_or("", |hash| hash.as_str());
                    files.list.push(FileSummary::new(&entry.file, hash));
                    files.list.len() - 1
                }),
            };
            files.list[at].add_place(entry);
            latest = Some((at, entry));
            files.of_entry.push(at as u32);
        }
        files.with_formats()
    }

    /// Files whose entries are seen a few at a time.
    pub fn of_summaries(list: Vec<FileSummary>) -> Files {
        let files = Files {
            list,
            of_entry: Vec::new(),
            formats: BTreeSet::new(),
        };
        files.with_formats()
    }

    fn with_formats(mut self) -> Files {
        let formats = self.list.iter().flat_map(|file| file.formats());
        self.formats = formats.cloned().collect();
        self
    }

    /// Of each file, the earlier one that has the same bytes.
    pub fn same(&self) -> Vec<Option<usize>> {
        let mut first_of: HashMap<&str, usize> = HashMap::new();
        let mut same = vec![None; self.list.len()];
        for (at, file) in self.list.iter().enumerate() {
            let first = *first_of.entry(file.sha256()).or_insert(at);
            same[at] = (first != at && !file.sha256().is_empty()).then_some(first);
        }
        same
    }

    /// The file of an entry.
    pub fn of(&self, entry: usize) -> usize {
        self.of_entry[entry] as usize
    }

    /// Whether all entries are of one format.
    pub fn is_one_format(&self) -> bool {
        let mut formats = self.formats.iter().map(|source| &source.format);
        let first = formats.next();
        formats.all(|format| Some(format) == first)
    }

    /// How finely each file tells; `None` where its format is not known any more.
    pub fn details(&self) -> Vec<Option<Detail>> {
        let detail = |file: &FileSummary| format_by_id(file.format()).map(|format| format.detail);
        self.list.iter().map(detail).collect()
    }

    /// Of each file, whether its trade ids name one row each.
    pub fn ids_name_rows(&self) -> Vec<bool> {
        let names = |file: &FileSummary| {
            format_by_id(file.format()).is_some_and(|format| format.ids_name_rows())
        };
        self.list.iter().map(names).collect()
    }

    /// The unit of each file: parts of one export are one unit. A file of which
    /// `same` names another with the same bytes is none of its own.
    pub fn units(&self, same: &[Option<usize>]) -> Vec<usize> {
        let mut units: Vec<usize> = (0..self.list.len()).collect();
        let mut by_stem: HashMap<_, Vec<usize>> = HashMap::new();
        let stems: Vec<Option<String>> = self
            .list
            .iter()
            .map(|file| split_exports::stem(file.name()))
            .collect();
        let numbered: HashSet<&String> = stems.iter().flatten().collect();
        for (at, file) in self.list.iter().enumerate() {
            // The first page of an export may have no number.
            let stem = stems[at].clone().or_else(|| {
                Some(split_exports::stem_of_first(file.name()))
                    .filter(|stem| numbered.contains(stem))
            });
            let Some(stem) = stem.filter(|_| same[at].is_none()) else {
                continue;
            };
            let earlier = by_stem
                .entry((stem, file.exchange(), file.account(), file.format()))
                .or_default();
            // A part joins the first unit none of whose parts it overlaps.
            let fits = |unit: usize| {
                earlier
                    .iter()
                    .filter(|part| units[**part] == unit)
                    .all(|part| !self.list[*part].overlaps(file))
            };
            let unit = earlier
                .iter()
                .map(|part| units[*part])
                .find(|unit| fits(*unit));
            if let Some(unit) = unit {
                units[at] = unit;
            }
            earlier.push(at);
        }
        units
    }

    /// What the naming of accounts leaves open.
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let mut unnamed: BTreeMap<&str, Vec<&FileSummary>> = BTreeMap::new();
        for file in self.list.iter().filter(|file| file.account().is_empty()) {
            unnamed.entry(file.exchange()).or_default().push(file);
        }
        let mut warnings = Vec::new();
        let named = self.list.iter().filter(|file| !file.account().is_empty());
        let named: BTreeMap<&str, &FileSummary> =
            named.map(|file| (file.exchange(), file)).collect();
        for (exchange, files) in &unnamed {
            let Some(named) = named.get(exchange) else {
                continue;
            };
            warnings.push(Diagnostic {
                file: files[0].name().to_owned(),
                line: 0,
                column: 0,
                code: Code::WarnAccountUnnamed,
                message: Message::ClaimTwoAccounts {
                    file: named.name().into(),
                    name: named.account().into(),
                    exchange: (*exchange).into(),
                },
            });
        }
        for (exchange, files) in unnamed.into_iter().filter(|(_, files)| files.len() > 1) {
            let mut say = |code, message| {
                warnings.push(Diagnostic {
                    file: files[0].name().to_owned(),
                    line: 0,
                    column: 0,
                    code,
                    message,
                });
            };
            say(
                Code::NoteOneAccount,
                Message::ClaimOneAccount {
                    count: files.len() as u64,
                    exchange: exchange.into(),
                },
            );
            let users: BTreeSet<&str> = files.iter().flat_map(|file| file.users()).collect();
            if users.len() > 1 {
                say(
                    Code::WarnAccountsDiffer,
                    Message::ClaimUsersDiffer {
                        exchange: exchange.into(),
                        names: users.into_iter().collect(),
                    },
                );
            }
        }
        warnings
    }
}
