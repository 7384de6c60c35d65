//! Binance's published klines (data.binance.vision), with or without a header.
//!
//! Times are milliseconds, microseconds since 2025; a candle closes one unit of
//! that clock after its `close_time`. The pair stands in the file's name alone.

use std::borrow::Cow;

use super::names::binance_pair;
use super::parsed::{Parsed, PriceRow, Refusal, price, row_cells};
use super::{PriceFileError, PriceFormat};
use crate::base::text::Text;
use crate::entry::diagnostic::Code;
use crate::entry::exchanges::BINANCE;
use crate::entry::messages::Message;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

const OPEN_TIME: usize = 0;
const CLOSE: usize = 4;
const VOLUME: usize = 5;
const CLOSE_TIME: usize = 6;
/// Every column is there in files that Binance publishes.
const CELLS: usize = 12;

/// From here on a time is in microseconds: as milliseconds it would be the year 5138.
const MICROSECONDS_FROM: i64 = 100_000_000_000_000;

pub(super) fn is_first_row(cells: &[Cow<'_, str>]) -> bool {
    is_header(cells)
        || (cells.len() >= CELLS
            && [OPEN_TIME, CLOSE_TIME]
                .iter()
                .all(|at| clock(&cells[*at]).is_some()))
}

fn is_header(cells: &[Cow<'_, str>]) -> bool {
    cells.len() >= CELLS
        && cells[OPEN_TIME].eq_ignore_ascii_case("open_time")
        && cells[CLOSE].eq_ignore_ascii_case("close")
        && cells[VOLUME].eq_ignore_ascii_case("volume")
        && cells[CLOSE_TIME].eq_ignore_ascii_case("close_time")
}

pub(super) fn read<'a>(
    name: &str,
    pair: Option<(&str, &str)>,
    lines: impl Iterator<Item = (u64, Option<&'a str>)>,
) -> Result<Parsed, PriceFileError> {
    let (base, quote) = pair
        .map(|(base, quote)| (base.into(), quote.into()))
        .or_else(|| binance_pair(name))
        .ok_or_else(|| PriceFileError::PairUnknown {
            file: name.to_owned(),
        })?;
    let mut parsed = Parsed::new(PriceFormat::BinanceKlines);
    for (at, (row, line)) in lines.enumerate() {
        let cells = match row_cells(line, CLOSE_TIME + 1) {
            Ok(cells) => cells,
            Err(refusal) => {
                parsed.refuse(name, row, refusal);
                continue;
            }
        };
        if at == 0 && is_header(&cells) {
            continue;
        }
        match read_row(&base, &quote, row, &cells) {
            Ok(Some(price)) => {
                parsed.rows += 1;
                parsed.prices.push(price);
            }
            Ok(None) => {
                parsed.rows += 1;
                parsed.without_volume += 1;
            }
            Err(refusal) => parsed.refuse(name, row, refusal),
        }
    }
    Ok(parsed)
}

/// `None` for a candle without volume: its close is only the one before it.
fn read_row(
    base: &Text,
    quote: &Text,
    row: u64,
    cells: &[Cow<'_, str>],
) -> Result<Option<PriceRow>, Refusal> {
    let time = |at: usize| {
        clock(&cells[at]).ok_or_else(|| {
            let message = Message::PriceMilliseconds {
                text: cells[at].as_ref().into(),
            };
            Refusal::new(at as u32 + 1, Code::RefusedTime, message)
        })
    };
    let ((opens, unit), (closes, closing_unit)) = (time(OPEN_TIME)?, time(CLOSE_TIME)?);
    let at = closes + closing_unit;
    if unit != closing_unit || at <= opens {
        let message = Message::PriceCandle;
        return Err(Refusal::new(
            CLOSE_TIME as u32 + 1,
            Code::RefusedTime,
            message,
        ));
    }
    let volume = Amount::parse(&cells[VOLUME])
        .ok()
        .filter(|volume| !volume.is_negative())
        .ok_or_else(|| {
            let message = Message::PriceVolume {
                text: cells[VOLUME].as_ref().into(),
            };
            Refusal::new(VOLUME as u32 + 1, Code::RefusedVolume, message)
        })?;
    let value = price(cells, CLOSE)?;
    if volume.is_zero() {
        return Ok(None);
    }
    Ok(Some(PriceRow {
        base: base.clone(),
        quote: quote.clone(),
        source: BINANCE.id.into(),
        at: moment(at),
        window_seconds: ((at - opens) as u64).div_ceil(1_000_000),
        value,
        row,
    }))
}

/// Below this a number is no time in milliseconds: it would be before 1973.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// Microseconds since 1970, and how many one unit of the clock is.
fn clock(text: &str) -> Option<(i64, i64)> {
    if text.is_empty() || text.len() > 17 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let units: i64 = text.parse().ok()?;
    if units >= MICROSECONDS_FROM {
        Some((units, 1))
    } else {
        (units >= MILLISECONDS_FROM).then_some((units * 1000, 1000))
    }
}

fn moment(micros: i64) -> Moment {
    let nanos = micros.rem_euclid(1_000_000) as u32 * 1000;
    Moment {
        seconds: micros.div_euclid(1_000_000),
        nanos,
        digits: if nanos == 0 { 0 } else { 6 },
    }
}
