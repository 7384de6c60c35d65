//! What was found in a file, for the person who handed it in.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::entry::ZoneSource;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::sink::Sink;
use crate::formats::{EitherWay, Format};
use crate::schema::Mapping;
use crate::time::moment::Moment;

/// How many lines that were refused are named one by one.
pub(crate) const REFUSED_LINES_MAX: usize = 100;

/// What was found in one file, or in one member of an archive.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// Name as given; inside an archive `archive!member`.
    pub file: String,
    /// The format it was read as; `None` when it is not recognised.
    pub format: Option<&'static Format>,
    /// The mapping it was read by, where its columns were explained.
    pub mapping: Option<Arc<Mapping>>,
    /// Rows below the header, empty ones not counted.
    pub rows: u64,
    /// Entries made of them.
    pub entries: u64,
    /// Deals of a trading bot that it lists: evidence, no entries.
    pub deals: u64,
    /// Rows refused.
    pub refused: u64,
    /// The physical lines refused, the first 100 of them.
    pub refused_lines: Vec<u64>,
    /// The file is longer than a limit: what stands behind it is not read.
    pub is_cut_short: bool,
    /// Columns that the format does not know, as the file writes them.
    pub unknown_columns: Vec<String>,
    /// What else is odd about the file.
    pub odd: Vec<Message>,
    /// Which file to fetch instead and where the exchange keeps it; empty where
    /// this is the right one.
    pub advice: &'static str,
    /// Ids of the formats it could be, where only the claimant can tell:
    /// [`crate::ReadOptions::format`] answers.
    pub candidates: Vec<&'static str>,
    /// Nothing says in which zone the times are: the claimant must be asked.
    pub needs_zone: bool,
    /// Dates could be day-first or month-first, and none proves which: the claimant
    /// must be asked; [`crate::ReadOptions::day_order`] answers.
    pub needs_day_order: bool,
    /// The first such date either way; there too once it is answered.
    pub either_way: Option<EitherWay>,
    /// The spreadsheet that its numbers are known to have gone through.
    pub spreadsheet: Option<Spreadsheet>,
    /// Cells that look like API keys or secrets.
    pub secrets: u64,
    /// How the zone of the first time was known.
    pub zone_source: Option<ZoneSource>,
    /// The first time, as the file writes it and as it was read.
    pub first_time: Option<(String, Moment)>,
    /// Earliest and latest time read.
    pub span: Option<(Moment, Moment)>,
    /// What it is instead and what to do, where it is not recognised.
    pub why: Option<Message>,
    /// SHA-256 of the file's (or member's) bytes in lower-case hex; empty unless
    /// [`crate::ReadOptions::hash`] asked for it.
    pub sha256: String,
}

/// A spreadsheet that the numbers of a file went through: it keeps 15 digits of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spreadsheet {
    /// It saved the exchange's own CSV again.
    SavedAgain,
    /// The file is a workbook, from whoever it comes.
    Workbook,
}

impl FileReport {
    /// Version of the reader, with the name of the mapping it went by; empty where
    /// nothing was recognised.
    pub fn reader_version(&self) -> String {
        match (&self.mapping, self.format) {
            (Some(mapping), _) => mapping.reader_version(),
            (None, Some(format)) => format.version.to_owned(),
            (None, None) => String::new(),
        }
    }

    /// Whether every row was read.
    pub fn is_read_whole(&self) -> bool {
        self.format.is_some() && self.refused == 0 && !self.is_cut_short
    }

    /// A file that is no export, with the diagnostic that says so.
    pub(crate) fn unrecognised(file: &str, why: Message, sink: &mut dyn Sink) -> FileReport {
        let message = Message::lazy(|| match &why {
            Message::FileUnread { .. } => why.again(),
            why => Message::FileNot {
                message: Box::new(why.again()),
            },
        });
        sink.diagnostic(Diagnostic::of_file(file, Code::RefusedFile, message));
        FileReport {
            why: Some(why),
            ..FileReport::blank(file)
        }
    }

    /// Nothing is found yet.
    pub(crate) fn blank(file: &str) -> FileReport {
        FileReport {
            file: file.to_owned(),
            format: None,
            mapping: None,
            rows: 0,
            entries: 0,
            deals: 0,
            refused: 0,
            refused_lines: Vec::new(),
            is_cut_short: false,
            unknown_columns: Vec::new(),
            odd: Vec::new(),
            advice: "",
            candidates: Vec::new(),
            needs_zone: false,
            needs_day_order: false,
            either_way: None,
            spreadsheet: None,
            secrets: 0,
            zone_source: None,
            first_time: None,
            span: None,
            why: None,
            sha256: String::new(),
        }
    }

    /// What this is and what is odd about it, in English: its title, rows, what is odd,
    /// and what could not be read.
    pub fn summary(&self) -> String {
        if let Some(why) = &self.why {
            return why.to_string();
        }
        let title = self.format.map_or("", |format| format.title);
        let title = self.mapping.as_ref().map_or(title.to_owned(), |map| {
            format!(
                "A file of {}, read by a mapping of its columns",
                map.exchange
            )
        });
        let mut summary = format!("{title}, {}", counted(self.rows, "row"));
        if self.deals > 0 {
            summary += &format!(", {}", counted(self.deals, "deal"));
        }
        match &self.unknown_columns[..] {
            [] => {}
            [one] => summary += &format!(", one column I don't know: {one}"),
            many => {
                summary += &format!(", {} columns I don't know: {}", many.len(), many.join(", "));
            }
        }
        for note in &self.odd {
            summary += &format!("; {note}");
        }
        if self.refused > 0 {
            summary += &format!(
                "; {} I can't read ({})",
                counted(self.refused, "row"),
                lines(&self.refused_lines, self.refused)
            );
        }
        if self.is_cut_short {
            summary += "; it is longer than the limit, and what stands behind is not read";
        }
        match self.secrets {
            0 => {}
            1 => summary += "; one cell looks like an API key or a secret",
            many => {
                summary += &format!("; {} look like API keys or secrets", counted(many, "cell"));
            }
        }
        summary.push('.');
        if self.needs_day_order {
            summary +=
                " Its dates could be day-first or month-first, and none proves which: say it.";
        }
        if !self.advice.is_empty() {
            summary.push(' ');
            summary += self.advice;
        }
        summary
    }
}

/// `1,204 rows`, `1 row`.
fn counted(count: u64, word: &str) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {word}{}", if count == 1 { "" } else { "s" })
}

/// `line 14`, `lines 14 and 90`, `lines 1, 2, 3, 4, 5 and 7 more`.
fn lines(named: &[u64], all: u64) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = named.iter().take(SHOWN).map(u64::to_string).collect();
    match &shown[..] {
        [] => String::new(),
        [one] if all == 1 => format!("line {one}"),
        [first @ .., last] if all == shown.len() as u64 => {
            format!("lines {} and {last}", first.join(", "))
        }
        shown => format!(
            "lines {} and {} more",
            shown.join(", "),
            all - shown.len() as u64
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_lines_read_as_a_person_would_say_them() {
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(counted(1204, "row"), "1,204 rows");
        assert_eq!(counted(1_000_000, "row"), "1,000,000 rows");
        assert_eq!(lines(&[14], 1), "line 14");
        assert_eq!(lines(&[14, 90], 2), "lines 14 and 90");
        assert_eq!(
            lines(&[1, 2, 3, 4, 5, 6], 9),
            "lines 1, 2, 3, 4, 5 and 4 more"
        );
    }
}
