//! What lists of deposits and withdrawals have in common at every exchange.

use crate::amount::Amount;
use crate::diagnostic::Code;
use crate::entry::{Entry, Kind};
use crate::messages::Message;
use crate::readers::row::{note, quantity};
use crate::readers::trade::shortened;
use crate::readers::{Cells, Field, Out, Remark};
use crate::said::sentence;
use crate::text::{self, Text};

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
pub(crate) fn not_done(cells: &Cells<'_>) -> Option<Remark> {
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
    let (code, message) = match NOT_DONE.contains(&lower.as_str()) {
        true => (
            Code::NoteNotDone,
            Message::StatusNotDone {
                status: shortened(status).into(),
            },
        ),
        false => (
            Code::RefusedStatus,
            Message::StatusUnknown {
                status: shortened(status).into(),
            },
        ),
    };
    Some(Remark::on(Field::Status, code, message))
}

/// Writes a deposit or withdrawal: asset, amount, fee in the same asset, and what
/// leads to it on a chain.
pub(crate) fn write(
    cells: &Cells<'_>,
    kind: Kind,
    mut entry: Entry,
    out: &mut Out<'_>,
) -> Result<(), Remark> {
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
    for (word, field) in [
        ("", Field::Operation),
        ("network ", Field::Network),
        ("tx ", Field::TxId),
        ("address ", Field::Address),
        ("", Field::Remark),
    ] {
        let cell = cells.text(field);
        let is_said = field == Field::Remark && cell == cells.text(Field::Operation);
        if cell.is_empty() || is_said {
            continue;
        }
        // What is no hash is a sentence that stands in its place.
        let word = if cell.contains(' ') { "" } else { word };
        note(&mut entry, &sentence!("{word}{cell}"));
    }
    out.entry(entry);
    Ok(())
}
