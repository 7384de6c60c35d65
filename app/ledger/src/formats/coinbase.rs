//! What is odd about Coinbase's histories: the other side of a trade may stand in a note
//! alone, and money may be written in another currency than it was paid in.

use crate::cells::number::{self, Fraction};
use crate::entry::diagnostic::Code;
use crate::entry::facts::Fact;
use crate::entry::messages::{EntryNote, Message};
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::row::{note, quantity};
use crate::formats::rows::{
    HISTORY_RULES, HistoryRow, OtherSide, Rows, amount_of, cost, money, money_asset,
};
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;

/// Its ways of rows.
pub(crate) const ROWS: &[Rows] = &[
    Rows {
        name: "coinbase transaction",
        rules: HISTORY_RULES,
        map: map_transaction,
    },
    Rows {
        name: "coinbase wallet transaction",
        rules: HISTORY_RULES,
        map: map_wallet_transaction,
    },
];

/// Makes an entry of a row of the transaction history.
fn map_transaction(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    // Files without ids are older than the signs of amounts.
    let has_signs = cells.column_map.get(Field::TradeId).is_some();
    let mut row = HistoryRow::read(cells, rules, has_signs, out)?;
    let other = match (row.kind, row.is_for_money) {
        (Kind::Trade, true) => paid(cells, rules, &row)?,
        (Kind::Trade, false) => converted(cells, &mut row),
        _ => None,
    };
    keep_address(cells, &mut entry);
    let Some(other) = other else {
        if row.kind == Kind::Trade {
            settle_half(cells, &mut row, out);
        }
        let fee = fee_of_change(cells, rules, &row, &mut entry, out)?;
        return row.write_change(cells, rules, entry, fee, out);
    };
    if !row.is_for_money {
        // What it cost is in the rate: the column only says what that was worth.
        let fee = amount_of(cells, Field::Fee, money_asset(cells))?;
        note_left_out(fee, &mut entry);
    }
    row.write_trade(cells, rules, other, entry, out)
}

/// What was paid or received for an asset. A note that names another asset than the column
/// is right: the columns then say what it was worth.
fn paid(
    cells: &Cells<'_>,
    rules: &Rules,
    row: &HistoryRow<'_>,
) -> Result<Option<OtherSide>, RowDiagnostic> {
    let currency = money_asset(cells);
    let in_note = paid_in_note(cells.text(Field::Remark));
    let only = |quantity: Quantity| OtherSide {
        quantity,
        fee: None,
        price: None,
    };
    if let Some(paid) = in_note.clone().filter(|paid| paid.asset != currency) {
        return Ok(Some(only(paid)));
    }
    let fee = amount_of(cells, Field::Fee, currency)?.filter(|fee| !fee.is_zero());
    let fee = fee.map(|fee| cost(fee, rules));
    let whole = match money(cells, Field::Total)? {
        Some(subtotal) => Some(subtotal),
        None => money(cells, Field::Indicated)?.map(|total| {
            let fee = fee.clone().unwrap_or(Amount::ZERO);
            let amount = match row.change.is_out {
                true => total.amount.plus(&fee),
                false => total.amount.minus(&fee),
            };
            quantity(&total.asset, amount)
        }),
    };
    let Some(whole) = whole else {
        return Ok(in_note.map(only));
    };
    Ok(Some(OtherSide {
        price: amount_of(cells, Field::Price, currency)?,
        fee: fee.map(|fee| quantity(currency, fee)),
        quantity: whole,
    }))
}

/// The other side of a conversion, which only the note tells. The note also tells which of
/// the two the row is about.
fn converted(cells: &Cells<'_>, row: &mut HistoryRow<'_>) -> Option<OtherSide> {
    let (given, received) = converted_in_note(cells.text(Field::Remark))?;
    row.change.is_out = row.asset == given.asset;
    let quantity = match row.change.is_out {
        true => received,
        false if row.asset == received.asset => given,
        false => return None,
    };
    Some(OtherSide {
        quantity,
        fee: None,
        price: None,
    })
}

/// Says that a row is half of a trade, where no id joins it to the other half. Files without
/// ids name what was given.
fn settle_half(cells: &Cells<'_>, row: &mut HistoryRow<'_>, out: &mut RowOutput<'_>) {
    let has_id = !cells.text(Field::TradeId).is_empty();
    if !row.is_for_money && !has_id {
        row.change.is_out = true;
    }
    if row.is_for_money || !has_id {
        let message = || Message::TotalOtherSide;
        out.diagnostic(RowDiagnostic::on(Field::Remark, Code::WarnTotal, message));
    }
}

/// The fee of a movement of money, which its amount contains. That of a movement of coins
/// is written as money, and no money moved.
fn fee_of_change(
    cells: &Cells<'_>,
    rules: &Rules,
    row: &HistoryRow<'_>,
    entry: &mut Entry,
    out: &mut RowOutput<'_>,
) -> Result<Option<Quantity>, RowDiagnostic> {
    let currency = money_asset(cells);
    let fee = amount_of(cells, Field::Fee, currency)?.filter(|fee| !fee.is_zero());
    let Some(fee) = fee.map(|fee| cost(fee, rules)) else {
        return Ok(None);
    };
    if row.asset == currency {
        return Ok(Some(quantity(currency, fee)));
    }
    // Of a half of a conversion, the fee is in the rate.
    if row.kind != Kind::Trade {
        out.diagnostic(RowDiagnostic::on(Field::Fee, Code::WarnFeeAsset, || {
            Message::FeeAlone {
                amount: fee.clone(),
            }
        }));
    }
    note_left_out(Some(fee), entry);
    Ok(None)
}

fn note_left_out(fee: Option<Amount>, entry: &mut Entry) {
    if let Some(fee) = fee.filter(|fee| !fee.is_zero()) {
        note(entry, || EntryNote::FeeLeftOut {
            amount: Box::new(fee.abs()),
        });
    }
}

/// Keeps where coins went to or came from, which only the exchange's own sentence tells in
/// most files: `Sent 0.5 BTC to …`.
fn keep_address(cells: &Cells<'_>, entry: &mut Entry) {
    let words: Vec<&str> = cells.text(Field::Remark).split_whitespace().collect();
    let [verb, _, _, word, address] = words[..] else {
        return;
    };
    let fact = match (verb, word) {
        ("Sent", "to") => Fact::Address,
        ("Received", "from") => Fact::SourceAddress,
        _ => return,
    };
    if address.len() >= ADDRESS_LETTERS_MIN || address.contains('@') {
        _ = entry.set_fact(fact, address);
    }
}

/// A shorter word is no address.
const ADDRESS_LETTERS_MIN: usize = 20;

/// Reads `Bought 0.5 BTC for € 300.00 EUR`: what was paid or received in the end.
fn paid_in_note(text: &str) -> Option<Quantity> {
    let (_, paid) = text.split_once(" for ")?;
    let mut words = paid.split_whitespace();
    let mut amount = amount_in(words.next()?);
    if amount.is_none() {
        // A sign of a currency may stand by itself.
        amount = amount_in(words.next()?);
    }
    Some(quantity(asset_in(words.next()?)?, amount?))
}

/// Reads `Converted 0.5 BTC to 7.25 ETH`: what was given and what was received.
fn converted_in_note(text: &str) -> Option<(Quantity, Quantity)> {
    let mut words = text.strip_prefix("Converted ")?.split_whitespace();
    let mut next = || {
        let amount = amount_in(words.next()?)?;
        let asset = asset_in(words.next()?)?;
        Some((quantity(asset, amount), words.next()))
    };
    let (given, to) = next()?;
    to.filter(|to| *to == "to")?;
    let (received, _) = next()?;
    Some((given, received))
}

fn amount_in(word: &str) -> Option<Amount> {
    let amount = number::amount(word, Fraction::Point).ok()?;
    (!amount.is_negative()).then_some(amount)
}

fn asset_in(word: &str) -> Option<&str> {
    let word = word.trim_end_matches(['.', ',']);
    let is_asset = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_asset.then_some(word)
}

/// Makes an entry of a row of the report of one wallet, as it was before 2018. It has no
/// word for what happened: money beside coins is a trade, and all else came in or went out.
fn map_wallet_transaction(
    cells: &Cells<'_>,
    rules: &Rules,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let row = HistoryRow::read_with(cells, rules, |is_out| match is_out {
        true => Kind::Withdrawal,
        false => Kind::Deposit,
    })?;
    if row.change.is_out {
        return write_wallet_transaction(row, cells, rules, entry, out);
    }
    // Where coins came in, the address is the id of the person's own wallet.
    let mut column_map = cells.column_map.clone();
    column_map.clear(Field::Address);
    let cells = Cells {
        row: cells.row,
        column_map: &column_map,
    };
    write_wallet_transaction(row, &cells, rules, entry, out)
}

fn write_wallet_transaction(
    mut row: HistoryRow<'_>,
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let total = money(cells, Field::Total)?.filter(|total| !total.amount.is_zero());
    if let Some(total) = total.filter(|total| total.asset != row.asset) {
        let other = without_fee(cells, total, row.change.is_out)?;
        row.kind = Kind::Trade;
        row.is_for_money = true;
        return row.write_trade(cells, rules, other, entry, out);
    }
    let is_external = !cells.text(Field::TxId).is_empty();
    let remark = cells.text(Field::Remark);
    if !is_external && (remark.starts_with("Bought ") || remark.starts_with("Sold ")) {
        // The money of a trade that the report of the coins' wallet tells.
        row.kind = Kind::Transfer;
    }
    let fee = amount_of(cells, Field::Fee, row.asset)?;
    note_left_out(fee, &mut entry);
    row.write_change(cells, rules, entry, None, out)
}

/// The money of a trade, of which the total contains the fee.
fn without_fee(
    cells: &Cells<'_>,
    total: Quantity,
    is_sale: bool,
) -> Result<OtherSide, RowDiagnostic> {
    let fee = amount_of(cells, Field::Fee, &total.asset)?.filter(|fee| !fee.is_zero());
    let cost = fee.clone().unwrap_or(Amount::ZERO);
    let amount = match is_sale {
        true => total.amount.plus(&cost),
        false => total.amount.minus(&cost),
    };
    Ok(OtherSide {
        fee: fee.map(|fee| quantity(&total.asset, fee)),
        quantity: quantity(&total.asset, amount),
        price: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(quantity: &Quantity) -> String {
        format!("{} {}", quantity.amount, quantity.asset)
    }

    #[test]
    fn a_note_tells_what_was_paid_with_signs_of_currencies_and_without() {
        for (text, expected) in [
            ("Bought 0.5 BTC for € 300.00 EUR", Some("300.00 EUR")),
            ("Sold 0.5 BTC for €1,236.74 EUR", Some("1236.74 EUR")),
            (
                "Bought 2 SOL for 301.5 USDC on SOL-USDC at 150 USDC/SOL",
                Some("301.5 USDC"),
            ),
            ("Bought 0.5 BTC", None),
            ("Paid for an order", None),
            ("Bought 0.5 BTC for a friend", None),
            ("", None),
        ] {
            let found = paid_in_note(text).as_ref().map(described);
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_note_tells_both_sides_of_a_conversion() {
        let found = converted_in_note("Converted 1,250.5 USDC to 0.25 ETH");
        let (given, received) = found.unwrap();
        assert_eq!(
            (described(&given), described(&received)),
            ("1250.5 USDC".into(), "0.25 ETH".into())
        );
        for none in [
            "Converted BTC to ETH",
            "Converted 1 BTC",
            "Swapped 1 BTC to 2 ETH",
            "",
        ] {
            assert!(converted_in_note(none).is_none(), "{none}");
        }
    }
}
