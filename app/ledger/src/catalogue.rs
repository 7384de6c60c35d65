//! The list of all formats: those of the tables, and that of mapped files.

use std::fmt;
use std::sync::LazyLock;

use crate::base::by_name::ByName;
use crate::base::features::COMPLETE;
use crate::cells::heading::Heading;
use crate::entry::messages::{Advice, FormatId};
use crate::formats::table::described;
use crate::formats::{Column, Format};
use crate::mapping;

/// Every format that can be read.
pub fn formats() -> &'static [&'static Format] {
    &described().formats
}

/// Every format that is known and not read: it moves no money of its own.
pub fn unread_formats() -> &'static [&'static Format] {
    &described().unread
}

/// The format of that id, or that was once of that id. Formats that are known and not read
/// are among them, and that of mapped files, which is in no list.
pub fn format_by_id(id: &str) -> Option<&'static Format> {
    static BY_ID: LazyLock<ByName<&Format>> = LazyLock::new(by_id);
    BY_ID.get(id).copied()
}

fn by_id() -> ByName<&'static Format> {
    let mut all = ByName::default();
    let tables = formats().iter().chain(unread_formats()).copied();
    for format in tables.chain(COMPLETE.then_some(&mapping::FORMAT)) {
        for id in format.former.iter().chain([&format.id]) {
            all.add(id, format);
        }
    }
    all
}

/// The formats that have a column which a file must have by one of these headings.
pub(crate) fn formats_with(headings: &[Heading]) -> Vec<&'static Format> {
    static INDEX: LazyLock<Index> = LazyLock::new(Index::of_all);
    let mut found: Vec<usize> = Vec::new();
    for heading in headings {
        INDEX.find(&heading.name, &mut found);
    }
    let formats = formats().iter().enumerate();
    let those = formats.filter(|(at, _)| found.contains(at));
    those.map(|(_, format)| *format).collect()
}

/// Which formats must have a column of a name; formats by their places in the list.
struct Index {
    /// By the names. A search of all is fast enough, and a sort would weigh in the browser.
    names: Vec<(&'static str, usize)>,
    /// Columns whose names have a gap.
    families: Vec<(&'static Column, usize)>,
}

impl Index {
    fn of_all() -> Index {
        let mut index = Index {
            names: Vec::new(),
            families: Vec::new(),
        };
        for (at, format) in formats().iter().enumerate() {
            for column in format.columns.iter().filter(|column| column.must) {
                index
                    .names
                    .extend(column.names.iter().map(|name| (*name, at)));
                if !column.families.is_empty() {
                    index.families.push((column, at));
                }
            }
        }
        index
    }

    fn find(&self, name: &str, found: &mut Vec<usize>) {
        let same = self.names.iter().filter(|(known, _)| *known == name);
        found.extend(same.map(|(_, at)| *at));
        let families = self.families.iter();
        let fits = families.filter(|(column, _)| column.is_called(name));
        found.extend(fits.map(|(_, at)| *at));
    }
}

/// The format that is known and not read whose columns all stand among these.
pub(crate) fn unread_with(headings: &[Heading]) -> Option<&'static Format> {
    let mut unread = unread_formats().iter().copied();
    unread.find(|format| {
        let mut musts = format.columns.iter().filter(|column| column.must);
        let has = |column: &Column| headings.iter().any(|own| column.is_called(&own.name));
        let is_other = |heading: &Heading| format.never.contains(&heading.name.as_str());
        musts.all(has) && !headings.iter().any(is_other)
    })
}

impl FormatId {
    fn title(&self) -> &str {
        format_by_id(&self.0).map_or(&self.0, |format| format.title)
    }
}

impl fmt::Display for FormatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(format_by_id(&self.0).map_or("", |format| format.advice))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::exchanges::{EXCHANGES, Exchange};

    #[test]
    fn every_exchange_has_its_own_id_and_every_format_is_of_one() {
        for (at, exchange) in EXCHANGES.iter().enumerate() {
            assert!(EXCHANGES[..at].iter().all(|other| other.id != exchange.id));
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(exchange.id.chars().all(is_plain), "{}", exchange.id);
        }
        for format in formats() {
            let id = Exchange::of_id(format.exchange).map(|exchange| exchange.id);
            assert_eq!(id, Some(format.exchange), "{}", format.id);
        }
    }

    #[test]
    fn a_format_is_found_by_its_id_and_by_those_that_it_had() {
        for format in formats() {
            for id in format.former.iter().chain([&format.id]) {
                assert_eq!(format_by_id(id).map(|found| found.id), Some(format.id));
            }
        }
        assert!(format_by_id("bitexample-trades").is_none());
    }

    #[test]
    fn headings_lead_to_the_formats_that_must_have_them() {
        for format in formats() {
            for column in format.columns.iter().filter(|column| column.must) {
                for name in column.names {
                    let name = name.replace('…', "eur");
                    let found = formats_with(&[Heading::read(&name)]);
                    assert!(found.iter().any(|found| found.id == format.id), "{name}");
                }
            }
        }
        assert!(formats_with(&[Heading::read("no such name")]).is_empty());
    }
}
