//! The European Central Bank's `eurofxref-hist.csv`: units for 1 EUR, newest first.
//!
//! Rates are fixed in the afternoon of their day, so the rate dated D holds from
//! D+1 00:00 UTC. Days without a rate are absent or say `N/A`.

use std::borrow::Cow;

use super::PriceFormat;
use super::parsed::{Parsed, RateRow, Refusal, price, row_cells};
use crate::base::text::Text;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::time::moment::Moment;
use crate::time::rfc3339;

const SECONDS_A_DAY: i64 = 86_400;

pub(super) fn is_header(header: &[Cow<'_, str>]) -> bool {
    let code = |cell: &Cow<'_, str>| {
        cell.is_empty() || (cell.len() == 3 && cell.bytes().all(|b| b.is_ascii_uppercase()))
    };
    matches!(header, [date, rates @ ..]
        if date == "Date" && rates.iter().any(|cell| !cell.is_empty()) && rates.iter().all(code))
}

pub(super) fn read<'a>(
    name: &str,
    header: &[Cow<'_, str>],
    lines: impl Iterator<Item = (u64, Option<&'a str>)>,
) -> Parsed {
    let currencies: Vec<Text> = header
        .iter()
        .map(|cell| Text::from(cell.as_ref()))
        .collect();
    let mut parsed = Parsed::new(PriceFormat::Ecb);
    for (row, line) in lines.skip(1) {
        match read_row(&mut parsed, name, &currencies, row, line) {
            Ok(()) => parsed.rows += 1,
            Err(refusal) => parsed.refuse(name, row, refusal),
        }
    }
    parsed
}

fn read_row(
    parsed: &mut Parsed,
    name: &str,
    currencies: &[Text],
    row: u64,
    line: Option<&str>,
) -> Result<(), Refusal> {
    let cells = row_cells(line, 2)?;
    let (year, month, day) = rfc3339::parse_date(&cells[0]).ok_or_else(|| {
        let message = Message::PriceDay {
            text: cells[0].as_ref().into(),
        };
        Refusal::new(1, Code::RefusedTime, message)
    })?;
    let at = Moment::from_civil(year, month, day, SECONDS_A_DAY);
    for (column, currency) in currencies.iter().enumerate().skip(1) {
        let Some(cell) = cells.get(column) else { break };
        if currency.is_empty() || cell.is_empty() || cell == "N/A" {
            continue;
        }
        match price(&cells, column) {
            Ok(value) => parsed.rates.push(RateRow {
                currency: currency.clone(),
                at,
                value,
                row,
            }),
            Err(refusal) => parsed.note(
                name,
                row,
                refusal.column,
                Code::WarnRate,
                Message::PriceRate {
                    currency: currency.clone(),
                    message: refusal.message,
                },
            ),
        }
    }
    Ok(())
}
