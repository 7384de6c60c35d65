//! The formats: each a table of columns and a mapping, one module an exchange.

/// How well a format is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Rows were seen in test data or in a user's own file.
    TestData,
    /// The header is taken from a working parser.
    Parser,
    /// Only described in prose.
    Description,
    /// Not confirmed by anything.
    Unverified,
}

impl Known {
    /// The words of `redress formats`.
    pub fn as_str(self) -> &'static str {
        match self {
            Known::TestData => "test data",
            Known::Parser => "parser",
            Known::Description => "description",
            Known::Unverified => "unverified",
        }
    }
}

/// One export format that can be read.
#[derive(Debug)]
pub struct Format {
    /// Stable id, `exchange-what` (`binance-trades`).
    pub id: &'static str,
    /// Exchange, lower case (`binance`).
    pub exchange: &'static str,
    /// What it is, as the exchange calls it (`Binance spot trade history`).
    pub title: &'static str,
    /// How well it is known.
    pub known: Known,
    /// Version of the reader; changes whenever the same bytes could give other entries.
    pub version: &'static str,
    /// The header, as the exchange writes it.
    pub header: &'static str,
}

/// Every format that can be read.
pub fn formats() -> &'static [&'static Format] {
    &[]
}
