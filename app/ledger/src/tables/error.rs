//! What is wrong with a line of a table, in words for whoever wrote it.

use crate::base::features::COMPLETE;
use crate::tables::At;

/// What is wrong with tables. A browser's build keeps nothing of it: tests hold the tables
/// that it fetches to be without an error.
#[derive(Debug, Default)]
pub(crate) struct Errors(Vec<TableError>);

impl Errors {
    /// Says what is wrong with a line.
    #[inline(always)]
    pub fn add(&mut self, at: At, problem: impl FnOnce() -> Problem) {
        if COMPLETE {
            let problem = problem();
            self.0.push(TableError { at, problem });
        }
    }

    /// All that is wrong.
    #[cfg(test)]
    pub fn all(&self) -> &[TableError] {
        &self.0
    }

    /// Adds what is wrong with other tables.
    #[cfg(test)]
    pub fn append(&mut self, mut other: Errors) {
        self.0.append(&mut other.0);
    }

    /// The same of what could not be read.
    #[inline(always)]
    pub fn take<T>(&mut self, at: At, read: Result<T, Problem>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(problem) => {
                self.add(at, || problem);
                None
            }
        }
    }
}

/// A line of a table that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("app/ledger/tables/{}:{}: {problem}", .at.file, .at.line)]
pub(crate) struct TableError {
    /// Where it stands.
    pub at: At,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error("this line stands above every section: begin one with `[…]`")]
    NoSection,
    #[error("this is no line of a table: write `name = value` or `field: name | name`")]
    NoSign,
    #[error("`{0}` has no value")]
    NoValue(&'static str),
    #[error("this section is of one exchange: put it into the exchange's own file")]
    NotShared,
    #[error("no exchange has the id `{0}`: add a row to `app/ledger/src/entry/exchanges.rs`")]
    NoExchange(&'static str),
    #[error("a head of words ends in language and source: `[…, fr, test data]`")]
    NoLanguage,
    #[error("`{0}` is no tag of a language, such as `fr`, `pt-BR` or `zh-Hant`")]
    Language(&'static str),
    #[error("`{word}` is no value of `{of}`; write one of: {}", .all.join(", "))]
    Word {
        word: &'static str,
        of: &'static str,
        all: &'static [&'static str],
    },
    #[error("`{0}` is no kind: write `trade`, `bought`, `deposit in, withdrawal out` or the like")]
    Kinds(&'static str),
    #[error("`{0}` means something else further up")]
    Ambiguous(&'static str),
    #[error("`{0}` leaves nothing to compare")]
    OnlyGap(&'static str),
    #[error(
        "`{0}` is no section: write `[exchange]`, `[headers, …]` or the id of a format, which begins with the id of its exchange"
    )]
    Section(&'static str),
    #[error("the format lacks `{0}`")]
    Missing(&'static str),
    #[error("`{0}` is said twice")]
    Twice(&'static str),
    #[error("`{0}` is no setting of a format")]
    Setting(&'static str),
    #[error("rows of `{rows}` obey no rule `{rule}`; they obey: {}", .all.join(", "))]
    Rule {
        rule: &'static str,
        rows: &'static str,
        all: &'static [&'static str],
    },
    #[error(
        "`{0}` is no field of a row; the fields are listed in `app/ledger/src/formats/field.rs`"
    )]
    Field(&'static str),
    #[error("`{0}` stands in no column of the header")]
    NotInHeader(&'static str),
    #[error("`{0}` marks a look-alike, and stands in the header")]
    NeverInHeader(&'static str),
    #[error("`{0}` is the name of no column of this exchange's formats")]
    NoColumn(&'static str),
    #[error("`{0}` is no list of words in this file")]
    NoList(&'static str),
    #[error("`{0}` is no format of this file")]
    NoFormat(&'static str),
    #[error("the id `{0}` is taken")]
    Id(&'static str),
    #[error("`{0}` is no zone: write `UTC`, an offset such as `UTC+08:00`, or `account`")]
    Zone(&'static str),
    #[error("`{0}` is no code of an asset: write `BTC: XXBT`, or `…: ….S` for endings")]
    Code(&'static str),
    #[error("`{0}` is no whole number")]
    Number(&'static str),
}
