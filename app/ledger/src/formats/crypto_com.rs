//! What is odd about Crypto.com Exchange: its lists of deposits and of withdrawals have the
//! same columns, and a status is a number that means one thing in each. Its files are in
//! `tables/crypto-com.txt`.

use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::formats::rows::not_done;
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic};

/// The status of a deposit that arrived, and of a withdrawal in process.
const ARRIVED_OR_IN_PROCESS: &str = "1";

/// Sets aside what did not happen. A row that could be a deposit and has a fee is refused: it
/// is a withdrawal, and nothing says whether it left.
pub(crate) fn withdrawal_in_process(cells: &Cells<'_>, rules: &Rules) -> Option<RowDiagnostic> {
    let status = cells.text(Field::Status);
    let fee = cells.amount(Field::Fee).ok().flatten();
    if status == ARRIVED_OR_IN_PROCESS && fee.is_some_and(|fee| !fee.is_zero()) {
        return Some(RowDiagnostic::on(
            Field::Status,
            Code::RefusedStatus,
            || Message::StatusUnknown {
                status: status.into(),
            },
        ));
    }
    not_done(cells, rules)
}
