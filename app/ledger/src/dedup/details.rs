//! How finely the formats and the accounts of a claim tell.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use crate::catalogue::format_by_id;
use crate::dedup::files::Files;
use crate::entry::Entry;
use crate::formats::{Detail, Format, InStatement};

/// How finely each format and each account tells.
pub(super) struct Details<'a> {
    of_format: HashMap<&'a str, &'static Format>,
    /// How finely the files of each account tell.
    of_account: HashMap<(&'a str, &'a str), BTreeSet<Detail>>,
}

impl<'a> Details<'a> {
    pub fn of_all(files: &'a Files) -> Details<'a> {
        let mut of_format = HashMap::new();
        let mut of_account: HashMap<(&str, &str), BTreeSet<Detail>> = HashMap::new();
        for file in &files.formats {
            let Some(format) = format_by_id(&file.format) else {
                continue;
            };
            of_format.insert(file.format.as_str(), format);
            let place = (file.exchange.as_str(), file.account.as_str());
            of_account.entry(place).or_default().insert(format.detail);
        }
        Details {
            of_format,
            of_account,
        }
    }

    /// Whether some account has files that tell as coarsely as `coarse`, and finer
    /// ones beside them.
    pub fn has_finer_beside(&self, coarse: Detail) -> bool {
        let mut accounts = self.of_account.values();
        accounts.any(|of_account| of_account.contains(&coarse) && of_account.last() > Some(&coarse))
    }

    /// How finely the format of an entry tells.
    pub fn of(&self, entry: &Entry) -> Option<Detail> {
        self.format(entry).map(|format| format.detail)
    }

    fn format(&self, entry: &Entry) -> Option<&'static Format> {
        self.of_format.get(entry.format.as_str()).copied()
    }

    /// How a statement has the money of an entry.
    pub fn in_statement(&self, entry: &Entry) -> Option<InStatement> {
        self.format(entry).map(|format| format.in_statement)
    }

    /// Whether the trade id of an entry names the row that it stands in.
    pub fn ids_name_rows(&self, entry: &Entry) -> bool {
        self.format(entry).is_some_and(Format::ids_name_rows)
    }

    /// Whether any format tells so finely.
    pub fn has(&self, detail: Detail) -> bool {
        self.of_format
            .values()
            .any(|format| format.detail == detail)
    }

    /// How an entry stands to files that tell as coarsely as `coarse`: `Less` for
    /// one of finer files, `Equal` for one of them; `None` where the account has
    /// not both or the entry is coarser yet.
    pub fn beside(&self, coarse: Detail, entry: &Entry) -> Option<Ordering> {
        let place = (entry.exchange.as_str(), entry.account.as_str());
        let of_account = self.of_account.get(&place)?;
        let has_finer_beside = of_account.contains(&coarse) && of_account.last() > Some(&coarse);
        let order = coarse.cmp(&self.of(entry)?);
        (has_finer_beside && order.is_le()).then_some(order)
    }
}
