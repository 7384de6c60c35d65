//! Our own price table: `asset,quote,time,price,window,source`.
//!
//! What a coordinator types in or exports from anywhere else. `time` is the
//! moment from which the price holds; `window` the time it sums up.

use std::borrow::Cow;

use super::PriceFormat;
use super::parsed::{Parsed, PriceRow, Refusal, price, row_cells};
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::time::rfc3339;

const NAMES: [&str; 6] = ["asset", "quote", "time", "price", "window", "source"];

/// Where each column stands; any order, further columns are ignored.
pub(super) struct Columns([usize; 6]);

impl Columns {
    pub(super) fn of(header: &[Cow<'_, str>]) -> Option<Columns> {
        let mut columns = [0; 6];
        for (column, name) in columns.iter_mut().zip(NAMES) {
            *column = header
                .iter()
                .position(|cell| cell.eq_ignore_ascii_case(name))?;
        }
        Some(Columns(columns))
    }
}

pub(super) fn read<'a>(
    name: &str,
    columns: Columns,
    lines: impl Iterator<Item = (u64, Option<&'a str>)>,
) -> Parsed {
    let mut parsed = Parsed::new(PriceFormat::Own);
    for (row, line) in lines.skip(1) {
        match read_row(&columns, row, line) {
            Ok(price) => {
                parsed.rows += 1;
                parsed.prices.push(price);
            }
            Err(refusal) => parsed.refuse(name, row, refusal),
        }
    }
    parsed
}

fn read_row(columns: &Columns, row: u64, line: Option<&str>) -> Result<PriceRow, Refusal> {
    let Columns([asset, quote, time, value, window, source]) = *columns;
    let needed = columns.0.iter().max().map_or(0, |last| last + 1);
    let cells = row_cells(line, needed)?;
    for (at, missing) in [
        (asset, Message::PriceMissingAsset),
        (quote, Message::PriceMissingQuote),
        (source, Message::PriceMissingSource),
    ] {
        if cells[at].is_empty() {
            return Err(Refusal::new(at as u32 + 1, Code::RefusedCells, missing));
        }
    }
    if cells[asset] == cells[quote] {
        let message = Message::PriceItself {
            asset: cells[asset].as_ref().into(),
        };
        return Err(Refusal::new(quote as u32 + 1, Code::RefusedPair, message));
    }
    let at = rfc3339::parse(&cells[time]).ok_or_else(|| {
        let message = Message::PriceTime {
            text: cells[time].as_ref().into(),
        };
        Refusal::new(time as u32 + 1, Code::RefusedTime, message)
    })?;
    let window_seconds = window_seconds(&cells[window]).ok_or_else(|| {
        let message = Message::PriceWindow {
            text: cells[window].as_ref().into(),
        };
        Refusal::new(window as u32 + 1, Code::RefusedWindow, message)
    })?;
    Ok(PriceRow {
        base: cells[asset].as_ref().into(),
        quote: cells[quote].as_ref().into(),
        source: cells[source].as_ref().into(),
        at,
        window_seconds,
        value: price(&cells, value)?,
        row,
    })
}

/// Reads `1m`, `15m`, `1h`, `1d`, `1w`; zero is no window.
fn window_seconds(text: &str) -> Option<u64> {
    let unit = text.chars().last()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    };
    let count = text.strip_suffix(unit)?;
    let digits = count.bytes().all(|byte| byte.is_ascii_digit());
    let count: u64 = count.parse().ok().filter(|count| digits && *count > 0)?;
    count.checked_mul(seconds)
}

#[cfg(test)]
mod tests {
    use super::window_seconds;

    #[test]
    fn reads_windows_and_refuses_the_rest() {
        assert_eq!(window_seconds("1m"), Some(60));
        assert_eq!(window_seconds("24h"), Some(86_400));
        assert_eq!(window_seconds("1d"), Some(86_400));
        for text in ["", "d", "0h", "-1h", "+1h", "1.5h", "1 h", "1mo", "1é", "1"] {
            assert_eq!(window_seconds(text), None, "{text}");
        }
    }
}
