//! The price book: reference prices from files, each with file, row and window.
//!
//! Prices are looked up at a moment by the ladder (METHOD.md, "The ladder"). The book
//! keeps every row it read; which of them count is settled by the incident's terms when
//! something is valued, so that one book serves every claim.

mod book;
mod coingecko;
mod ecb;
mod klines;
mod known;
mod ladder;
mod names;
mod own;
mod parsed;
mod plan;
pub mod price;
mod priced;
mod read;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use book::{PriceBook, SeriesSummary};
pub(crate) use ladder::Pricer;
pub(crate) use parsed::{Lines as TableLines, cells as table_cells};
pub(crate) use priced::{Asked, Priced};

use crate::base::text::Text;
use crate::entry::diagnostic::Diagnostic;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;
use crate::time::rfc3339;

/// The layouts of price files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriceFormat {
    /// Binance's published klines.
    BinanceKlines,
    /// CoinGecko's download of one coin.
    CoinGecko,
    /// The European Central Bank's `eurofxref-hist.csv`.
    Ecb,
    /// Our own `asset,quote,time,price,window,source`.
    Own,
}

impl PriceFormat {
    /// What it is, for a person.
    pub fn title(self) -> &'static str {
        match self {
            PriceFormat::BinanceKlines => "Binance klines",
            PriceFormat::CoinGecko => "CoinGecko download",
            PriceFormat::Ecb => "ECB reference rates",
            PriceFormat::Own => "price table",
        }
    }
}

/// What one price file gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceFileRead {
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
    /// Its layout.
    pub format: PriceFormat,
    /// What is priced in what, in the order first met.
    pub pairs: Vec<(Text, Text)>,
    /// Rows that were read, those without volume included.
    pub rows: u64,
    /// Rows refused; the first 100 have a diagnostic.
    pub refused: u64,
    /// Whether the book had these very bytes already; nothing is added then.
    pub known: bool,
    /// What was odd, with line and column.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why a file gave no prices at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PriceFileError {
    /// Nothing in it.
    #[error("{file}: the price file is empty")]
    Empty {
        /// Name of the file.
        file: String,
    },
    /// None of the layouts.
    #[error(
        "{file}:{line}: not a price file that can be read: expected Binance klines, a CoinGecko \
         download, the ECB's eurofxref-hist.csv, or a table with the header \
         asset,quote,time,price,window,source"
    )]
    Unknown {
        /// Name of the file.
        file: String,
        /// Line of its first row.
        line: u64,
    },
    /// Neither name nor caller says what is priced.
    #[error(
        "{file}: neither the file nor its name says what is priced in what: \
         give it as ASSET/QUOTE=FILE, for instance BTC/USDT={file}"
    )]
    PairUnknown {
        /// Name of the file.
        file: String,
    },
    /// Every row was refused.
    #[error("{file}: no row of the price file can be read; the first: {first}")]
    NoRows {
        /// Name of the file.
        file: String,
        /// The first refusal.
        first: Box<Diagnostic>,
    },
    /// A header and nothing below it.
    #[error("{file}: the price file has a header and no rows")]
    HeaderOnly {
        /// Name of the file.
        file: String,
    },
}

/// One row of a price file, as a bundle lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRecord {
    /// First 12 hex digits of `sha256`, `:`, `row`.
    pub id: Text,
    /// Name of the file as given.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Physical line, 1-based.
    pub row: u64,
    /// What is priced, as the file writes it; `EUR` for an ECB rate.
    pub base: Text,
    /// What it is priced in.
    pub quote: Text,
    /// The figure, exactly.
    pub value: Amount,
    /// Who published it.
    pub source: Text,
    /// Length of its candle in seconds.
    pub window_seconds: u64,
    /// The moment from which it holds.
    #[serde(with = "rfc3339::text")]
    pub at: Moment,
}
