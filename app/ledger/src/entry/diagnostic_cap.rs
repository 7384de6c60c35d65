//! No more than a hundred lines of one code about one file: after them, one line
//! with their count. A file of a million bad rows must not hide the other files.

use std::collections::BTreeMap;

use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;

/// How many diagnostics of one code in one file are shown one by one.
pub const DIAGNOSTICS_OF_ONE_CODE_MAX: u64 = 100;

/// Counts diagnostics by file and code.
#[derive(Clone, Debug, Default)]
pub struct DiagnosticCap {
    counts: BTreeMap<Code, BTreeMap<String, u64>>,
}

impl DiagnosticCap {
    /// Counts one diagnostic and says whether it is to be shown.
    pub fn shows(&mut self, diagnostic: &Diagnostic) -> bool {
        self.shows_of(&diagnostic.file, diagnostic.code)
    }

    /// Counts one diagnostic that is not made yet and says whether it is to be shown.
    pub fn shows_of(&mut self, file: &str, code: Code) -> bool {
        let of_code = self.counts.entry(code).or_default();
        let count = match of_code.get_mut(file) {
            Some(count) => count,
            None => of_code.entry(file.to_owned()).or_default(),
        };
        *count += 1;
        *count <= DIAGNOSTICS_OF_ONE_CODE_MAX
    }

    /// The lines that count what was not shown; counting starts again.
    pub fn rest(&mut self) -> Vec<Diagnostic> {
        let counts = std::mem::take(&mut self.counts).into_iter();
        let counts = counts.flat_map(|(code, files)| {
            files
                .into_iter()
                .map(move |(file, count)| ((file, code), count))
        });
        let counts: BTreeMap<(String, Code), u64> = counts.collect();
        counts
            .into_iter()
            .filter(|(_, count)| *count > DIAGNOSTICS_OF_ONE_CODE_MAX)
            .map(|((file, code), count_all)| {
                let count = count_all - DIAGNOSTICS_OF_ONE_CODE_MAX;
                Diagnostic::of_file(&file, code, Message::RowMore { count, count_all })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(count: u64) -> (usize, Vec<String>) {
        let mut capped = DiagnosticCap::default();
        let shown = (0..count)
            .filter(|line| {
                capped.shows(&Diagnostic {
                    file: "a.csv".to_owned(),
                    line: *line,
                    column: 1,
                    code: Code::RefusedTime,
                    message: Message::CellNeeded,
                })
            })
            .count();
        (
            shown,
            capped.rest().iter().map(ToString::to_string).collect(),
        )
    }

    #[test]
    fn shows_a_hundred_and_counts_the_rest_in_one_line() {
        assert_eq!(shown(100), (100, vec![]));
        let line = "a.csv:0:0: REFUSED-TIME: 1 more of these, 101 in all".to_owned();
        assert_eq!(shown(101), (100, vec![line]));
    }
}
