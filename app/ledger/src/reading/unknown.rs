//! The diagnostics for a file that no reader knows: its columns, whose it seems to be, and
//! what to do next.

use crate::base::text::Text;
use crate::carriers::samples::Sample;
use crate::cells::secrets::masked;
use crate::entry::exchanges::Exchange;
use crate::entry::messages::{ExchangeId, Message, Names};
use crate::mapping;

/// Fewer columns make no table of money.
const COLUMNS_MIN: usize = 3;
/// Columns that are named; the others are many.
const COLUMNS_SHOWN: usize = 16;

/// What is known of such a file. `near` is the exchange that the columns point to.
pub(super) fn message(samples: &[Sample], name: &str, near: Option<&'static str>) -> Message {
    let Some(columns) = columns(samples) else {
        return Message::FileUnknown;
    };
    match exchange_named(name).or(near) {
        Some(exchange) => Message::FileTableOf {
            exchange: ExchangeId::from(exchange),
            columns,
        },
        None => Message::FileTable { columns },
    }
}

/// Whether a message is about a table, whose columns somebody could explain.
pub(super) fn is_of_table(message: &Message) -> bool {
    matches!(
        message,
        Message::FileTable { .. }
            | Message::FileTableOf { .. }
            | Message::FileNear { .. }
            | Message::FileValues { .. }
    )
}

/// The names of columns, by the delimiter that makes most of them.
fn columns(samples: &[Sample]) -> Option<Names> {
    let headers = samples.iter().filter_map(header);
    let header = headers.max_by_key(|cells| cells.len())?;
    let named: Vec<&String> = header.iter().filter(|cell| !cell.is_empty()).collect();
    let shown = named.iter().take(COLUMNS_SHOWN);
    let mut names: Names = shown.map(|cell| Text::from(masked(cell))).collect();
    if named.len() > COLUMNS_SHOWN {
        names.0.push(Text::new_static("…"));
    }
    Some(names)
}

/// The first row that names columns and has a row of values below it.
fn header(sample: &Sample) -> Option<&[String]> {
    let at = sample.rows.iter().position(|(_, cells)| {
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        filled >= COLUMNS_MIN && mapping::is_header(cells)
    })?;
    let header = &sample.rows[at].1;
    let mut below = sample.rows[at + 1..].iter();
    let has_values =
        below.any(|(_, cells)| cells.len() + 1 >= header.len() && !mapping::is_header(cells));
    has_values.then_some(header)
}

/// The exchange that the file's name tells; of `Binance` and `Binance.US` the longer.
fn exchange_named(name: &str) -> Option<&'static str> {
    let longest = Exchange::named_in(name).max_by_key(|exchange| exchange.name.len());
    longest.map(|exchange| exchange.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::limits::Limits;
    use crate::carriers::samples::samples;

    fn reported(name: &str, text: &str) -> String {
        let samples = samples(text.as_bytes(), true, &Limits::default());
        message(&samples, name, None).to_string()
    }

    #[test]
    fn a_table_that_nobody_knows_is_told_by_its_columns_and_its_name() {
        let table = "When;What;How much\n2022-01-01;BTC;0,5\n";
        assert_eq!(
            reported("x.csv", table),
            "No reader knows this table. Its columns are: When, What, How much. It is kept as \
             evidence."
        );
        for (name, exchange) in [
            ("My Kraken 2022.csv", "kraken"),
            ("all.zip!Binance US.csv", "binance-us"),
            ("Huobi.csv", "htx"),
        ] {
            let text = reported(name, table);
            assert!(text.contains(&format!("of {exchange}")), "{text}");
        }
    }

    #[test]
    fn a_letter_and_names_without_rows_are_no_tables() {
        for text in [
            "Dear bank, my money, all of it, is gone.\nYours, A.\n",
            "When;What;How much\n",
            "x",
        ] {
            assert!(reported("x.csv", text).contains("no export that I know"));
        }
    }
}
