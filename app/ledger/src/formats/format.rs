//! What a format is: a table of columns, and functions that make entries of rows.

use crate::entry::Entry;
use crate::formats::field::Field;
use crate::formats::row::{Cells, Parent, RowDiagnostic, RowOutput};
use crate::time::parse_time::Dates;
use crate::time::zone::Zone;

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
    /// What it tells of the money, beside the exchange's other files.
    pub detail: Detail,
    /// Which file to fetch instead and where the exchange keeps it, as a message,
    /// where this is the coarser or the wrong kind; empty where it is the right one.
    pub advice: &'static str,
    /// Its columns.
    pub(crate) columns: &'static [Column],
    /// Names that a file of this format never has: they mark a look-alike.
    pub(crate) never: &'static [&'static str],
    /// The zone that is documented for it, where the file itself says none.
    pub(crate) zone: Option<Zone>,
    /// How it writes dates.
    pub(crate) dates: Dates,
    /// Words of a file's name that tell it from a format with the same columns.
    pub(crate) named: &'static [&'static str],
    /// How the rows below another row are read, where a file nests them.
    pub(crate) nested: Option<&'static Nested>,
    /// Rows that are rightly no entry: cancelled orders.
    pub(crate) set_aside: fn(&Cells<'_>) -> Option<RowDiagnostic>,
    /// Makes entries of one row, beginning with a blank one that has its time.
    pub(crate) map: fn(&Cells<'_>, Entry, &mut RowOutput<'_>) -> Result<(), RowDiagnostic>,
}

impl Format {
    /// Whether its trade ids name one row each ([`Column::names_rows`]).
    pub(crate) fn ids_name_rows(&self) -> bool {
        self.columns.iter().any(|column| column.names_rows)
    }
}

/// Rows that stand below another: the fills of an order, under a header of
/// their own that is repeated below each order. Their first cell is empty.
#[derive(Debug)]
pub(crate) struct Nested {
    /// Their columns.
    pub columns: &'static [Column],
    /// Makes entries of one such row, the row that it stands below, and a blank
    /// entry that has its time and the lines of both.
    pub map: fn(&Cells<'_>, &Parent, Entry, &mut RowOutput<'_>) -> Result<(), RowDiagnostic>,
}

/// What a format tells of the money: where two files of one account tell the
/// same, the finer one counts (design §5.7, method §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// Each change of a balance, one a row.
    Statement,
    /// Each change of a futures balance, with its contract.
    Income,
    /// Each order, its fills summed up.
    Orders,
    /// Each fill, and each deposit, withdrawal, conversion or payment.
    Fills,
}

/// One column of a format.
#[derive(Debug)]
pub(crate) struct Column {
    /// What it holds.
    pub field: Field,
    /// Its names, as [`crate::cells::heading::Heading`] compares them.
    pub names: &'static [&'static str],
    /// Whether a file must have it to be this format.
    pub must: bool,
    /// What its cells look like.
    pub shape: Shape,
    /// Whether each of its ids names one row, within a kind and a market, in every
    /// file of the account: two rows of two files that share it are one.
    pub names_rows: bool,
}

/// A column that a file of this format must have.
pub(crate) const fn must(field: Field, names: &'static [&'static str], shape: Shape) -> Column {
    Column {
        field,
        names,
        must: true,
        shape,
        names_rows: false,
    }
}

/// A column of ids that name one row each, which a file of this format must have.
pub(crate) const fn row_id(names: &'static [&'static str]) -> Column {
    Column {
        names_rows: true,
        ..must(Field::TradeId, names, Shape::Any)
    }
}

/// A column that may be missing.
pub(crate) const fn may(field: Field, names: &'static [&'static str]) -> Column {
    Column {
        field,
        names,
        must: false,
        shape: Shape::Any,
        names_rows: false,
    }
}

/// What the cells of a column look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Anything.
    Any,
    /// A time.
    Time,
    /// A number.
    Number,
    /// A number with its unit behind it.
    NumberWithUnit,
    /// Buy or sell.
    Side,
}

/// The set-aside rule of formats whose every row counts.
pub(crate) fn none_set_aside(_cells: &Cells<'_>) -> Option<RowDiagnostic> {
    None
}
