//! The files that entries come from, and which of them are parts of one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::entry::Entry;
use crate::messages::Message;
use crate::moment::Moment;
use crate::parts;
use crate::readers::{Detail, format_by_id};

/// One file, as its entries show it.
pub(super) struct OneFile<'a> {
    pub name: &'a str,
    pub exchange: &'a str,
    pub account: &'a str,
    format: &'a str,
    first: Moment,
    last: Moment,
    /// User ids that its entries name.
    users: BTreeSet<&'a str>,
}

impl OneFile<'_> {
    /// The first and the last moment it tells of.
    pub fn span(&self) -> (Moment, Moment) {
        (self.first, self.last)
    }

    /// Whether both tell of one stretch of time. Parts may share the second at
    /// which one ends and the next begins.
    fn overlaps(&self, other: &OneFile<'_>) -> bool {
        self.first < other.last && other.first < self.last
    }

    /// Whether both tell of times that are so near to each other.
    pub fn is_within(&self, other: &OneFile<'_>, seconds: i64) -> bool {
        self.first.seconds <= other.last.seconds + seconds
            && other.first.seconds <= self.last.seconds + seconds
    }
}

/// All files, in the order in which their entries come.
pub(super) struct Files<'a> {
    pub list: Vec<OneFile<'a>>,
    /// The file of each entry.
    pub of_entry: Vec<u32>,
    /// The formats of each account, once each.
    pub formats: BTreeSet<Told<'a>>,
}

/// A format that an account has entries of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Told<'a> {
    pub exchange: &'a str,
    pub account: &'a str,
    pub format: &'a str,
}

impl<'a> Told<'a> {
    fn of(entry: &'a Entry) -> Told<'a> {
        Told {
            exchange: &entry.exchange,
            account: &entry.account,
            format: &entry.format,
        }
    }
}

impl<'a> Files<'a> {
    pub fn among(entries: &'a [Entry]) -> Files<'a> {
        let mut files = Files {
            list: Vec::new(),
            of_entry: Vec::with_capacity(entries.len()),
            formats: BTreeSet::new(),
        };
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        let mut latest: Option<(usize, &Entry)> = None;
        for entry in entries {
            // Entries of one file mostly stand together, and are of one format.
            let at = match latest.filter(|(_, latest)| is_of_one_file(latest, entry)) {
                Some((at, _)) => at,
                None => {
                    files.formats.insert(Told::of(entry));
                    *by_name.entry(&entry.file).or_insert_with(|| {
                        files.list.push(OneFile::starting(entry));
                        files.list.len() - 1
                    })
                }
            };
            latest = Some((at, entry));
            files.of_entry.push(at as u32);
            files.list[at].add(entry);
        }
        files
    }

    /// The file of an entry.
    pub fn of(&self, entry: usize) -> usize {
        self.of_entry[entry] as usize
    }

    /// Whether all entries are of one format.
    pub fn is_one_format(&self) -> bool {
        let mut formats = self.formats.iter().map(|told| told.format);
        let first = formats.next();
        formats.all(|format| Some(format) == first)
    }

    /// How finely each file tells; `None` where its format is not known any more.
    pub fn details(&self) -> Vec<Option<Detail>> {
        let detail = |file: &OneFile<'_>| format_by_id(file.format).map(|format| format.detail);
        self.list.iter().map(detail).collect()
    }

    /// Of each file, whether its trade ids name one row each.
    pub fn ids_name_rows(&self) -> Vec<bool> {
        let names = |file: &OneFile<'_>| {
            format_by_id(file.format).is_some_and(|format| format.ids_name_rows())
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
            .map(|file| parts::stem(file.name))
            .collect();
        let numbered: HashSet<&String> = stems.iter().flatten().collect();
        for (at, file) in self.list.iter().enumerate() {
            // The first page of an export may have no number.
            let stem = stems[at].clone().or_else(|| {
                Some(parts::stem_of_first(file.name)).filter(|stem| numbered.contains(stem))
            });
            let Some(stem) = stem.filter(|_| same[at].is_none()) else {
                continue;
            };
            let earlier = by_stem
                .entry((stem, file.exchange, file.account, file.format))
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
    pub fn remarks(&self) -> Vec<Diagnostic> {
        let mut unnamed: BTreeMap<&str, Vec<&OneFile<'_>>> = BTreeMap::new();
        for file in self.list.iter().filter(|file| file.account.is_empty()) {
            unnamed.entry(file.exchange).or_default().push(file);
        }
        let mut remarks = Vec::new();
        let named = self.list.iter().filter(|file| !file.account.is_empty());
        let named: BTreeMap<&str, &OneFile<'_>> = named.map(|file| (file.exchange, file)).collect();
        for (exchange, files) in &unnamed {
            let Some(named) = named.get(exchange) else {
                continue;
            };
            remarks.push(Diagnostic {
                file: files[0].name.to_owned(),
                line: 0,
                column: 0,
                code: Code::WarnAccountUnnamed,
                message: Message::ClaimTwoAccounts {
                    file: named.name.into(),
                    name: named.account.into(),
                    exchange: (*exchange).into(),
                },
            });
        }
        for (exchange, files) in unnamed.into_iter().filter(|(_, files)| files.len() > 1) {
            let mut say = |code, message| {
                remarks.push(Diagnostic {
                    file: files[0].name.to_owned(),
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
            let users: BTreeSet<&str> =
                files.iter().flat_map(|file| &file.users).copied().collect();
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
        remarks
    }
}

fn is_of_one_file(a: &Entry, b: &Entry) -> bool {
    a.file == b.file && a.format == b.format && a.exchange == b.exchange && a.account == b.account
}

impl<'a> OneFile<'a> {
    fn starting(entry: &'a Entry) -> OneFile<'a> {
        OneFile {
            name: &entry.file,
            exchange: &entry.exchange,
            account: &entry.account,
            format: &entry.format,
            first: entry.time,
            last: entry.time,
            users: BTreeSet::new(),
        }
    }

    fn add(&mut self, entry: &'a Entry) {
        self.first = self.first.min(entry.time);
        self.last = self.last.max(entry.time);
        if let Some((user, _)) = entry.account_in_file.split_once('/') {
            self.users.insert(user);
        }
    }
}
