//! Rows that are rightly no entry: what did not happen, and orders of which nothing was
//! filled.

use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::formats::rules::{EmptyStatus, Rules};
use crate::formats::{Cells, Field, RowDiagnostic};
use crate::tables::{State, tables};

/// Sets aside a row whose status says that it did not (yet) happen. A status that says
/// neither is refused: the row may well have moved something.
pub(crate) fn not_done(cells: &Cells<'_>, rules: &Rules) -> Option<RowDiagnostic> {
    let authorized = cells.text(Field::Authorized);
    if tables().states.find(authorized) == Some(State::NotDone) {
        return Some(RowDiagnostic::on(
            Field::Authorized,
            Code::NoteNotDone,
            || Message::StatusNotDone {
                status: shortened(authorized).into(),
            },
        ));
    }
    let status = match cells.needed(Field::Status) {
        Ok(status) => status,
        Err(_) if rules.empty_status == EmptyStatus::Done => return None,
        Err(empty) => return Some(empty),
    };
    let status_word = || shortened(status).into();
    match state(status, rules) {
        Some(State::Done) => None,
        Some(State::NotDone) => Some(RowDiagnostic::on(Field::Status, Code::NoteNotDone, || {
            Message::StatusNotDone {
                status: status_word(),
            }
        })),
        None => Some(RowDiagnostic::on(
            Field::Status,
            Code::RefusedStatus,
            || Message::StatusUnknown {
                status: status_word(),
            },
        )),
    }
}

/// Sets aside a row whose operation is among those that did not happen.
pub(super) fn not_done_by_operation(cells: &Cells<'_>, rules: &Rules) -> Option<RowDiagnostic> {
    let operation = cells.text(Field::Operation);
    let mut words = rules.not_done.iter();
    let is_not_done = words.any(|word| word.eq_ignore_ascii_case(operation));
    is_not_done.then(|| {
        RowDiagnostic::on(Field::Operation, Code::NoteNotDone, || {
            Message::StatusNotDone {
                status: shortened(operation).into(),
            }
        })
    })
}

/// What a status says: a word of the format counts before one of all exchanges.
fn state(status: &str, rules: &Rules) -> Option<State> {
    let is_among = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(status));
    if is_among(rules.done) {
        return Some(State::Done);
    }
    if is_among(rules.not_done) {
        return Some(State::NotDone);
    }
    tables().states.find(status)
}

/// Sets aside a row without a balance, in a file whose rows have one: it was announced, and
/// what it moved was booked in a row of its own.
pub(super) fn not_booked(cells: &Cells<'_>, _rules: &Rules) -> Option<RowDiagnostic> {
    let has = |field| !number::is_nothing(cells.text(field));
    let is_announced = has(Field::Change) && !has(Field::Balance);
    let message = || Message::BalanceNotBooked;
    is_announced.then(|| RowDiagnostic::on(Field::Balance, Code::NoteNotDone, message))
}

/// Sets aside a row that has neither a time nor an operation: it sums up the rows above it.
pub(super) fn sums(cells: &Cells<'_>, _rules: &Rules) -> Option<RowDiagnostic> {
    let is_row = [Field::Time, Field::Operation]
        .into_iter()
        .any(|field| !cells.text(field).is_empty());
    (!is_row).then(|| RowDiagnostic::on_row(Code::NotePage, || Message::RowSums))
}

/// Sets aside an order of which nothing was filled.
pub(super) fn not_filled(cells: &Cells<'_>, _rules: &Rules) -> Option<RowDiagnostic> {
    let size = cells.text(Field::Size);
    let number = number::split_unit(size).map_or(size, |(number, _)| number);
    let was_closed = !cells.text(Field::Status).is_empty();
    let rest = cells.amount(Field::Remaining).ok().flatten();
    let is_empty = (was_closed && number::is_nothing(number))
        || number::amount(number, cells.column_map.fraction.with_unit)
            .is_ok_and(|size| size.is_zero() || rest.is_some_and(|rest| rest == size));
    is_empty.then(|| {
        RowDiagnostic::on(Field::Status, Code::NoteCancelled, || {
            Message::OrderNotFilled {
                status: shortened(cells.text(Field::Status)).into(),
            }
        })
    })
}
