//! The list of all formats: those of each exchange, and that of mapped files.

use std::fmt;
use std::sync::LazyLock;

use crate::base::features::COMPLETE;
use crate::entry::messages::{Advice, FormatId};
use crate::formats::{Format, binance, binance_us, ftx, kucoin, threecommas};
use crate::mapping;

/// The formats of each module.
static FORMATS: &[&[&Format]] = &[
    binance::FORMATS,
    binance_us::FORMATS,
    kucoin::FORMATS,
    ftx::FORMATS,
    threecommas::FORMATS,
];

/// Every format that can be read.
pub fn formats() -> &'static [&'static Format] {
    static ALL: LazyLock<Vec<&Format>> = LazyLock::new(|| FORMATS.concat());
    &ALL
}

/// The format of that id; that of mapped files, which is in no list, among them.
pub fn format_by_id(id: &str) -> Option<&'static Format> {
    let all = formats().iter().copied();
    all.chain(COMPLETE.then_some(&mapping::FORMAT))
        .find(|format| format.id == id)
}

impl FormatId {
    fn title(&self) -> &str {
        format_by_id(&self.0).map_or(&self.0, |format| format.title)
    }
}

impl fmt::Display for FormatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(format_by_id(&self.0).map_or("", |format| format.advice))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::heading::Heading;
    use crate::entry::exchanges::{EXCHANGES, Exchange};

    #[test]
    fn every_exchange_has_its_own_id_and_every_format_is_of_one() {
        for (at, exchange) in EXCHANGES.iter().enumerate() {
            assert!(EXCHANGES[..at].iter().all(|other| other.id != exchange.id));
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(exchange.id.chars().all(is_plain), "{}", exchange.id);
        }
        for format in formats() {
            let id = Exchange::of_id(format.exchange).map(|exchange| exchange.id);
            assert_eq!(id, Some(format.exchange), "{}", format.id);
        }
    }

    #[test]
    fn every_format_has_its_own_id_and_knows_its_own_header() {
        for (at, format) in formats().iter().enumerate() {
            assert!(formats()[..at].iter().all(|other| other.id != format.id));
            assert!(format.id.starts_with(format.exchange));
            let names: Vec<String> = format
                .header
                .split([',', ';'])
                .map(|cell| Heading::read(cell).name)
                .collect();
            for column in format.columns {
                assert!(
                    !column.must
                        || column
                            .names
                            .iter()
                            .any(|name| names.iter().any(|n| n == name)),
                    "{}: {:?}",
                    format.id,
                    column.names
                );
            }
            for name in format.never {
                assert!(!names.iter().any(|own| own == name));
            }
        }
    }
}
