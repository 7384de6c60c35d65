//! What a format is: a table of columns, and how its rows become entries.

use strum::{VariantArray, VariantNames};

use crate::base::text::Text;
use crate::entry::Entry;
use crate::entry::facts::Fact;
use crate::formats::field::Field;
use crate::formats::row::{Cells, Parent, RowDiagnostic, RowOutput};
use crate::formats::rows::FACTS;
use crate::formats::rules::Rules;
use crate::tables::{Family, Known, Language};
use crate::time::parse_time::Dates;
use crate::time::zone::Zone;

/// Makes entries of one row, beginning with a blank one that has its time.
pub(crate) type MapRow =
    fn(&Cells<'_>, &Rules, Entry, &mut RowOutput<'_>) -> Result<(), RowDiagnostic>;

/// Says why a row is rightly no entry: a cancelled order.
pub(crate) type SetAside = fn(&Cells<'_>, &Rules) -> Option<RowDiagnostic>;

/// Makes entries of a row below another, of that other, and of a blank entry that has the
/// row's time and the lines of both.
pub(crate) type MapBelow =
    fn(&Cells<'_>, &Parent, Entry, &mut RowOutput<'_>) -> Result<(), RowDiagnostic>;

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
    /// Languages in which its headers are known, beside the one of `header`.
    pub languages: &'static [Language],
    /// What it tells of the money, beside the exchange's other files.
    pub detail: Detail,
    /// How a statement of the account has the money of its rows.
    pub(crate) in_statement: InStatement,
    /// Which file to fetch instead and where the exchange keeps it, as a message,
    /// where this is the coarser or the wrong kind; empty where it is the right one.
    pub advice: &'static str,
    /// Formats that have what this one lacks: beside one of them, the advice is followed.
    pub(crate) instead: &'static [&'static str],
    /// Ids of formats that it was before.
    pub(crate) former: &'static [&'static str],
    /// Its columns.
    pub(crate) columns: &'static [Column],
    /// Names that a file of this format never has: they mark a look-alike.
    pub(crate) never: &'static [&'static str],
    /// The zone that is documented for it, where the file itself says none. `None` where
    /// times follow a setting of the account or of a browser, and where nothing is known:
    /// a file that does not say its zone is then read with a warning, and asked about.
    pub(crate) zone: Option<Zone>,
    /// How it writes dates.
    pub(crate) dates: Dates,
    /// Whether it writes numbers as the country of the account or the browser does. Where
    /// it does not, a decimal comma is known to be a spreadsheet's.
    pub(crate) local_numbers: bool,
    /// Words of a file's name that tell it from a format with the same columns.
    pub(crate) named: &'static [&'static str],
    /// What stands in one more cell of each row, behind those that the header names.
    pub(crate) unnamed: Option<Field>,
    /// Facts that its rows tell inside a column of something else.
    pub(crate) facts_inside: &'static [Field],
    /// How the rows below another row are read, where a file nests them.
    pub(crate) nested: Option<&'static Nested>,
    /// Rows that are rightly no entry.
    pub(crate) set_aside: SetAside,
    /// Makes entries of rows.
    pub(crate) map: MapRow,
    /// What `set_aside` and `map` obey.
    pub(crate) rules: Rules,
}

impl Format {
    /// The facts that its files tell of their rows, nearly all in columns of their own.
    pub fn facts(&self) -> Vec<Fact> {
        let nested = self.nested.map_or(&[][..], |nested| nested.columns);
        let columns = self.columns.iter().chain(nested);
        let own = columns.map(|column| column.field);
        let fields: Vec<Field> = own.chain(self.facts_inside.iter().copied()).collect();
        let named = FACTS.iter().filter(|(_, field)| fields.contains(field));
        named.map(|(fact, _)| *fact).collect()
    }

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
    /// Makes entries of them.
    pub map: MapBelow,
}

/// What a format tells of the money: where two files of one account tell the
/// same, the finer one counts (design §5.7, method §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, VariantArray, VariantNames)]
#[strum(serialize_all = "lowercase")]
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

/// How a statement beside a list has the money of the list's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, VariantArray, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub(crate) enum InStatement {
    /// As legs of the same amounts.
    Legs,
    /// As the coins alone, which came or went: the money went by a bank.
    Coins,
    /// Costs and funding of a contract are in the `pnl` row that the contract has each day.
    #[strum(serialize = "profit of the day")]
    ProfitOfDay,
    /// A trade that has no legs was on margin. What it made is in a later `pnl` row.
    #[strum(serialize = "legs or profit")]
    LegsOrProfit,
}

/// One column of a format.
#[derive(Debug)]
pub(crate) struct Column {
    /// What it holds.
    pub field: Field,
    /// Its names, as [`crate::cells::heading::Heading`] compares them.
    pub names: &'static [&'static str],
    /// Its names with a gap, in which the file writes an asset: `Paid OUT (…)`.
    pub families: &'static [Family],
    /// Those of its names that are an asset themselves: `[BTC]` in a table.
    pub assets: &'static [&'static str],
    /// Whether a file must have it to be this format.
    pub must: bool,
    /// What its cells look like.
    pub shape: Shape,
    /// Whether each of its ids names one row, within a kind and a market, in every
    /// file of the account: two rows of two files that share it are one.
    pub names_rows: bool,
}

impl Column {
    /// Whether a heading is one of its names.
    pub fn is_called(&self, name: &str) -> bool {
        let mut families = self.families.iter();
        self.names.contains(&name) || families.any(|family| family.gap_in(name).is_some())
    }

    /// The asset that a heading of this column names: `EUR` of `Paid OUT (EUR)`.
    pub fn asset_in(&self, name: &str) -> Option<Text> {
        let mut families = self.families.iter();
        let own = || self.assets.contains(&name).then_some(name);
        let asset = families
            .find_map(|family| family.gap_in(name))
            .or_else(own)?;
        let is_named = self.field.is_amount() && !asset.is_empty();
        is_named.then(|| Text::from(asset.to_ascii_uppercase()))
    }
}

/// What the cells of a column look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum Shape {
    /// Anything.
    #[strum(serialize = "any")]
    Any,
    /// A time.
    #[strum(serialize = "time")]
    Time,
    /// A number.
    #[strum(serialize = "number")]
    Number,
    /// A number with its unit behind it.
    #[strum(serialize = "number with unit")]
    NumberWithUnit,
    /// Buy or sell.
    #[strum(serialize = "side")]
    Side,
}

/// The set-aside rule of formats whose every row counts.
pub(crate) fn none_set_aside(_cells: &Cells<'_>, _rules: &Rules) -> Option<RowDiagnostic> {
    None
}
