//! What reading the originals showed, besides entries: diagnostics, what the entries imply for
//! each account, and the period of each file.

use ledger::Diagnostic;
use ledger::balances::{
    FILE_COLUMNS, FilePeriod, HOLDING_COLUMNS, Holding, file_rows, holding_rows,
};
use ledger::table::joined;

use super::Row;

/// Columns of `diagnostics.csv`. `detail` is the message as typed data, in JSON.
pub(crate) const DIAGNOSTIC_COLUMNS: [&str; 7] = [
    "claim", "file", "line", "column", "code", "detail", "message",
];

/// Columns of `balances.csv`: the claim, then those of `redress balances`.
pub(crate) const BALANCE_COLUMNS: [&str; 1 + HOLDING_COLUMNS.len()] =
    joined([&["claim"], &HOLDING_COLUMNS]);

/// Columns of `periods.csv`: the claim, then those of `redress balances`.
pub(crate) const PERIOD_COLUMNS: [&str; 1 + FILE_COLUMNS.len()] =
    joined([&["claim"], &FILE_COLUMNS]);

/// The row of a diagnostic; `file` is the path of its file in the bundle.
pub(crate) fn diagnostic_row(claim: &str, file: &str, diagnostic: &Diagnostic) -> Row {
    let detail = serde_json::to_string(&diagnostic.message);
    vec![
        claim.to_owned(),
        file.to_owned(),
        diagnostic.line.to_string(),
        diagnostic.column.to_string(),
        diagnostic.code.as_str().to_owned(),
        detail.expect("texts and numbers are always JSON"),
        diagnostic.message.to_string(),
    ]
}

/// The rows of a holding; `place` gives the path in the bundle of a file that was read.
pub(crate) fn balance_rows(
    claim: &str,
    holding: &Holding,
    place: impl Fn(&str) -> String,
) -> impl Iterator<Item = Row> {
    of_claim(claim, holding_rows(holding, place))
}

/// The row that says that a claim has more accounts and assets than were followed.
pub(crate) fn cut_short_row(claim: &str, followed: u64) -> Row {
    let cell = |column: &&str| match *column {
        "claim" => claim.to_owned(),
        "record" => "cut-short".to_owned(),
        "entries" => followed.to_string(),
        _ => String::new(),
    };
    BALANCE_COLUMNS.iter().map(cell).collect()
}

/// The rows of a file: its period and its gaps.
pub(crate) fn period_rows(
    claim: &str,
    file: &FilePeriod,
    place: impl Fn(&str) -> String,
) -> impl Iterator<Item = Row> {
    of_claim(claim, file_rows(file, place))
}

fn of_claim(claim: &str, rows: Vec<Row>) -> impl Iterator<Item = Row> {
    let claim = claim.to_owned();
    rows.into_iter().map(move |mut row| {
        row.insert(0, claim.clone());
        row
    })
}
