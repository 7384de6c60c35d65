//! What lists of deposits and withdrawals have in common at every exchange.

use crate::base::text::{self, Text};
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::facts::Fact;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::formats::row::{keep_facts, quantity, words};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;

/// Words that say of a movement that it happened, in the languages that exchanges
/// translate their pages to.
const DONE: [&str; 22] = [
    "success",
    "successful",
    "succeeded",
    "done",
    "complete",
    "completed",
    "confirmed",
    "finished",
    "sent",
    "credited",
    "已完成",
    "成功",
    "已发送",
    "completado",
    "completada",
    "exitoso",
    "abgeschlossen",
    "erfolgreich",
    "terminé",
    "réussi",
    "dokončeno",
    "úspěšné",
];

/// Words that say that it did not, or not yet.
const NOT_DONE: [&str; 32] = [
    "fail",
    "failed",
    "failure",
    "error",
    "cancel",
    "canceled",
    "cancelled",
    "reject",
    "rejected",
    "declined",
    "refused",
    "expired",
    "timeout",
    "closed",
    "refund",
    "refunded",
    "unpaid",
    "unsuccessful",
    "unconfirmed",
    "requested",
    "pending",
    "processing",
    "wallet processing",
    "in progress",
    "waiting",
    "confirming",
    "awaiting approval",
    "email sent",
    "已取消",
    "失败",
    "处理中",
    "已拒绝",
];

/// Sets aside a movement whose status says that it did not (yet) happen. A status
/// that says neither is refused: the row may well have moved something.
pub(crate) fn not_done(cells: &Cells<'_>) -> Option<RowDiagnostic> {
    let status = match cells.needed(Field::Status) {
        Ok(status) => status,
        Err(empty) => return Some(empty),
    };
    if DONE.iter().any(|word| status.eq_ignore_ascii_case(word)) {
        return None;
    }
    let lower = text::lower(status);
    if DONE.contains(&lower.as_str()) {
        return None;
    }
    let status = || shortened(status).into();
    Some(match NOT_DONE.contains(&lower.as_str()) {
        true => RowDiagnostic::on(Field::Status, Code::NoteNotDone, || {
            Message::StatusNotDone { status: status() }
        }),
        false => RowDiagnostic::on(Field::Status, Code::RefusedStatus, || {
            Message::StatusUnknown { status: status() }
        }),
    })
}

/// What leads to a movement on a chain, by the columns of every exchange.
pub(crate) const ON_CHAIN: [(Fact, Field); 4] = [
    (Fact::Network, Field::Network),
    (Fact::TxHash, Field::TxId),
    (Fact::Address, Field::Address),
    (Fact::Memo, Field::Memo),
];

/// Writes a deposit or withdrawal: asset, amount, fee in the same asset, and what
/// leads to it on a chain.
pub(crate) fn write(
    cells: &Cells<'_>,
    kind: Kind,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    let amount = Some(quantity(asset, cells.needed_size(Field::Change)?));
    entry.kind = kind;
    if kind == Kind::Withdrawal {
        entry.out = amount;
    } else {
        entry.in_ = amount;
    }
    let fee = cells
        .amount(Field::Fee)?
        .filter(|fee: &Amount| !fee.is_zero());
    entry.fee = fee.map(|fee| quantity(asset, fee));
    entry.trade_id = Text::new(cells.text(Field::TradeId));
    let operation = cells.text(Field::Operation);
    words(&mut entry, operation);
    keep_facts(cells, &mut entry, &ON_CHAIN);
    let remark = cells.text(Field::Remark);
    if remark != operation {
        words(&mut entry, remark);
    }
    out.entry(entry);
    Ok(())
}
