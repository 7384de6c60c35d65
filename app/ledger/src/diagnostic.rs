//! What could not be read, or was read with a doubt, and where.
//!
//! A reader never stops at a bad row: it says where the row is and what to do,
//! and goes on.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The row (or file) is not in the entries.
    Refused,
    /// Read, but something does not agree.
    Warn,
    /// Read; worth knowing.
    Note,
}

/// One remark on one place of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Name of the file as given; inside an archive `archive!member`.
    pub file: String,
    /// Physical line, 1-based; 0 when the remark is about the whole file.
    pub line: u64,
    /// Column (cell of the row), 1-based; 0 when it is about the whole row.
    pub column: u32,
    /// `REFUSED-…`, `WARN-…` or `NOTE-…`: stable, documented, for scripts.
    pub code: String,
    /// A sentence for a person: what is wrong and what to do.
    pub sentence: String,
}

impl Diagnostic {
    /// What the prefix of the code says.
    pub fn severity(&self) -> Severity {
        if self.code.starts_with("REFUSED-") {
            Severity::Refused
        } else if self.code.starts_with("WARN-") {
            Severity::Warn
        } else {
            Severity::Note
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic {
            file,
            line,
            column,
            code,
            sentence,
        } = self;
        write!(f, "{file}:{line}:{column}: {code}: {sentence}")
    }
}
