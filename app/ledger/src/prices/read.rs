//! The reading of a price file, in whatever layout it is.
//!
//! A bad row costs only itself and says where it is; a file of which nothing
//! can be used is an error, because prices that silently lack would show up as
//! unpriced lines far from their cause.

use super::parsed::{Lines, Parsed, REFUSED_LISTED_MAX, cells};
use super::{PriceFileError, PriceFormat, coingecko, ecb, klines, own};
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;

/// Reads a price file of any known layout.
pub(super) fn read(
    name: &str,
    pair: Option<(&str, &str)>,
    bytes: &[u8],
) -> Result<Parsed, PriceFileError> {
    let mut lines = Lines::new(bytes).peekable();
    let Some(&(line, first)) = lines.peek() else {
        return Err(PriceFileError::Empty {
            file: name.to_owned(),
        });
    };
    let header = first.and_then(cells).unwrap_or_default();
    let mut parsed = if let Some(columns) = own::Columns::of(&header) {
        own::read(name, columns, lines)
    } else if coingecko::is_header(&header) {
        coingecko::read(name, pair, lines)?
    } else if ecb::is_header(&header) {
        ecb::read(name, &header, lines)
    } else if klines::is_first_row(&header) {
        klines::read(name, pair, lines)?
    } else {
        return Err(PriceFileError::Unknown {
            file: name.to_owned(),
            line,
        });
    };
    finish(name, pair, &mut parsed)?;
    Ok(parsed)
}

fn finish(
    name: &str,
    pair: Option<(&str, &str)>,
    parsed: &mut Parsed,
) -> Result<(), PriceFileError> {
    let file = name.to_owned();
    if parsed.rows == 0 {
        return Err(match parsed.diagnostics.first() {
            Some(first) => PriceFileError::NoRows {
                file,
                first: Box::new(first.clone()),
            },
            None => PriceFileError::HeaderOnly { file },
        });
    }
    let carries_pairs = matches!(parsed.format, PriceFormat::Own | PriceFormat::Ecb);
    if let (true, Some((asset, quote))) = (carries_pairs, pair) {
        let message = Message::PriceIgnored {
            asset: asset.into(),
            quote: quote.into(),
        };
        parsed.note(name, 0, 0, Code::NotePairIgnored, message);
    }
    if parsed.without_volume > 0 {
        let message = Message::PriceNoVolume {
            count: parsed.without_volume,
        };
        parsed.note(name, 0, 0, Code::NoteNoVolume, message);
    }
    if parsed.refused > REFUSED_LISTED_MAX {
        let message = Message::PriceMore {
            count: parsed.refused - REFUSED_LISTED_MAX,
            count_all: parsed.refused,
        };
        parsed.note(name, 0, 0, Code::RefusedMore, message);
    }
    Ok(())
}
