//! Files that a spreadsheet saved again: what it may have cost them.
//!
//! A spreadsheet keeps 15 digits of a number, in any country; in much of Europe it
//! writes a decimal comma, which no exchange does, and is known by it. What it cut
//! off cannot be seen. A warning says that it may have cut, for the file and for each number.

use crate::cells::number::Fraction;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::DiagnosticSink;
use crate::entry::messages::Message;
use crate::entry::sink::Sink;
use crate::formats::{Cells, Field};
use workbook::digits::{DIGITS_KEPT, significant};

/// Says of a row's numbers which of them may have lost digits, where the file is
/// one with decimal commas; gives whether it is.
pub(crate) fn check(
    cells: &Cells<'_>,
    diagnostics: &mut DiagnosticSink,
    sink: &mut dyn Sink,
) -> bool {
    if cells.column_map.fraction.plain != Fraction::Comma || cells.column_map.mapping().is_some() {
        return false;
    }
    let line = cells.row.line;
    diagnostics.once(line, Code::WarnFloat, || Message::OddResaved, sink);
    let time = cells.text(Field::Time);
    if has_no_seconds(time) && cells.column_map.get(Field::TimeOfDay).is_none() {
        let column = cells
            .column_map
            .get(Field::Time)
            .map_or(0, |at| at as u32 + 1);
        let message = || Message::RowNoSeconds {
            text: shortened(time).into(),
        };
        diagnostics.at(line, column, Code::WarnSeconds, message, sink);
    }
    for (at, cell) in cells.row.cells().enumerate() {
        let is_full = cell.contains(',')
            && cell.bytes().all(|b| matches!(b, b'0'..=b'9' | b',' | b'-'))
            && significant(cell) >= DIGITS_KEPT;
        if is_full {
            let message = || Message::RowDigits { text: cell.into() };
            diagnostics.at(line, at as u32 + 1, Code::WarnFloat, message, sink);
        }
    }
    true
}

/// Whether a time ends with its minutes: `17.11.2021 10:21`.
fn has_no_seconds(time: &str) -> bool {
    let time = time.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    time.bytes().filter(|byte| *byte == b':').count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_seconds_are_known() {
        for time in [
            "17.11.2021 10:21",
            "11/17/2021 9:21 PM",
            "2021-11-17T10:21Z",
        ] {
            assert!(has_no_seconds(time), "{time}");
        }
        for time in [
            "17.11.2021 10:21:26",
            "17.11.2021",
            "",
            "10/18/2022, 9:00:00 PM",
        ] {
            assert!(!has_no_seconds(time), "{time}");
        }
    }
}
