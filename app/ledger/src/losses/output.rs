//! Loss lines as the contract prints them: CSV and JSON Lines, the same columns.

use super::line::LossLine;
use crate::base::table::{Cells, joined};
use crate::entry::facts::{Fact, names};
use crate::entry::{self, Entry, Quantity, output};

/// The columns of `redress losses`, in order.
pub const COLUMNS: [&str; COLUMNS_COUNT] =
    joined([&PLACE_COLUMNS, &names(Fact::IDENTIFYING), &["note"]]);

const COLUMNS_COUNT: usize = PLACE_COLUMNS.len() + Fact::IDENTIFYING.len() + 1;

const PLACE_COLUMNS: [&str; 27] = [
    "file",
    "line",
    "row",
    "exchange",
    "account",
    "time",
    "kind",
    "order_id",
    "trade_id",
    "out_asset",
    "out_amount",
    "out_price",
    "out_price_id",
    "in_asset",
    "in_amount",
    "in_price",
    "in_price_id",
    "fee_asset",
    "fee_amount",
    "fee_price",
    "fee_price_id",
    "currency",
    "basis",
    "method",
    "reader_version",
    "loss",
    "status",
];

/// The cells of one line, in the order of [`COLUMNS`].
pub fn cells(entry: &Entry, line: &LossLine, row: &mut impl Cells) {
    output::place(entry, row);
    row.text(&entry.exchange);
    row.text(&entry.account);
    output::time(entry, row);
    row.word(entry.kind.as_str());
    row.text(&entry.order_id);
    row.text(&entry.trade_id);
    for quantity in [&entry.out, &entry.in_, &entry.fee] {
        priced(quantity.as_ref(), line, row);
    }
    row.text(&line.currency);
    row.text(&line.basis.to_string());
    row.text(&line.method);
    row.text(&entry.reader_version);
    row.text(&line.loss.map_or(String::new(), |loss| loss.to_string()));
    row.word(line.status.as_str());
    for fact in Fact::IDENTIFYING {
        row.text(&entry.fact(fact));
    }
    row.text(&note(entry, line));
}

/// Asset, amount, price and its ids; the last two empty where there is no price.
fn priced(quantity: Option<&Quantity>, line: &LossLine, row: &mut impl Cells) {
    output::quantity(quantity, row);
    let price = quantity.and_then(|quantity| line.price_of(&quantity.asset));
    row.text(price.map_or("", |price| &price.text));
    row.text(price.map_or("", |price| &price.ids));
}

/// What the reader noted, then what the valuation did.
fn note(entry: &Entry, line: &LossLine) -> String {
    let (read, valued) = (entry.note(), entry::joined(&line.notes(entry.kind)));
    match (&*read, &*valued) {
        (_, "") => read,
        ("", _) => valued,
        _ => format!("{read}; {valued}"),
    }
}
