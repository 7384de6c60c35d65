//! CoinGecko's download of one coin: `snapped_at,price,market_cap,total_volume`.
//!
//! `2022-10-18 00:00:00 UTC` is the close of the day before, so a row holds from
//! its own moment, its last row (the moment of the download) included. Days
//! without a price have an empty cell.

use std::borrow::Cow;

use super::names::coingecko_pair;
use super::parsed::{Parsed, PriceRow, Refusal, price, row_cells};
use super::{PriceFileError, PriceFormat};
use crate::base::text::Text;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::time::rfc3339;

const SECONDS_A_DAY: u64 = 86_400;

pub(super) fn is_header(header: &[Cow<'_, str>]) -> bool {
    matches!(header, [time, price, ..] if time == "snapped_at" && price == "price")
}

pub(super) fn read<'a>(
    name: &str,
    pair: Option<(&str, &str)>,
    lines: impl Iterator<Item = (u64, Option<&'a str>)>,
) -> Result<Parsed, PriceFileError> {
    let (base, quote) = pair
        .map(|(base, quote)| (base.into(), quote.into()))
        .or_else(|| coingecko_pair(name))
        .ok_or_else(|| PriceFileError::PairUnknown {
            file: name.to_owned(),
        })?;
    let mut parsed = Parsed::new(PriceFormat::CoinGecko);
    let mut empty = 0_u64;
    for (row, line) in lines.skip(1) {
        match read_row(&base, &quote, row, line) {
            Ok(Some(price)) => {
                parsed.rows += 1;
                parsed.prices.push(price);
            }
            Ok(None) => empty += 1,
            Err(refusal) => parsed.refuse(name, row, refusal),
        }
    }
    if empty > 0 {
        let message = Message::PriceEmpty { count: empty };
        parsed.note(name, 0, 0, Code::NoteNoPrice, message);
    }
    Ok(parsed)
}

fn read_row(
    base: &Text,
    quote: &Text,
    row: u64,
    line: Option<&str>,
) -> Result<Option<PriceRow>, Refusal> {
    let cells = row_cells(line, 2)?;
    if cells[1].is_empty() {
        return Ok(None);
    }
    let at = cells[0]
        .strip_suffix(" UTC")
        .and_then(|time| rfc3339::parse(&format!("{time}Z")))
        .ok_or_else(|| {
            let message = Message::PriceTimeUtc {
                text: cells[0].as_ref().into(),
            };
            Refusal::new(1, Code::RefusedTime, message)
        })?;
    Ok(Some(PriceRow {
        base: base.clone(),
        quote: quote.clone(),
        source: "coingecko".into(),
        at,
        window_seconds: SECONDS_A_DAY,
        value: price(&cells, 1)?,
        row,
    }))
}
