//! A row of a file, as a person names it: `FILE:LINE`, or `FILE:LINE#N`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Entry;
use crate::base::text::Text;

/// A row of a file, as a person names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Row {
    /// The file as the entries name it.
    pub file: Text,
    /// The physical line, 1-based.
    pub line: u64,
    /// Which of the entries that start on the line; all that come from it when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
}

/// A text that names no row: not `FILE:LINE` or `FILE:LINE#N`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` names no row: write `FILE:LINE`, the line counted from 1, or `FILE:LINE#N` \
     for the N-th row of the line"
)]
pub struct RowError(String);

impl FromStr for Row {
    type Err = RowError;

    fn from_str(text: &str) -> Result<Row, RowError> {
        let wrong = || RowError(text.to_owned());
        let (file, line) = text.rsplit_once(':').ok_or_else(wrong)?;
        let (line, row) = match line.split_once('#') {
            Some((line, row)) => (line, Some(row.parse::<u32>().map_err(|_| wrong())?)),
            None => (line, None),
        };
        let line = line.parse::<u64>().map_err(|_| wrong())?;
        if file.is_empty() || line == 0 || row == Some(0) {
            return Err(wrong());
        }
        Ok(Row {
            file: file.into(),
            line,
            row,
        })
    }
}

impl Row {
    /// The closest name of an entry.
    pub fn of(entry: &Entry) -> Row {
        Row {
            file: entry.file.clone(),
            line: entry.lines.start(),
            row: Some(entry.row),
        }
    }

    /// Every name of an entry, the closest first.
    pub fn all_of(entry: &Entry) -> impl Iterator<Item = Row> {
        let on_line = |line: &u64| Row {
            file: entry.file.clone(),
            line: *line,
            row: None,
        };
        std::iter::once(Row::of(entry)).chain(entry.lines.iter().map(on_line))
    }

    /// Whether an entry is named by it.
    pub fn is_of(&self, entry: &Entry) -> bool {
        let is_row = |row| entry.lines.start() == self.line && entry.row == row;
        let on_line = || entry.lines.contains(&self.line);
        self.file == entry.file && self.row.map_or_else(on_line, is_row)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        self.row.map_or(Ok(()), |row| write!(f, "#{row}"))
    }
}
