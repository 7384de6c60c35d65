//! The formats: each a table of columns and a mapping, one module an exchange.
//!
//! A new exchange is a module with its `Format`s, its name in [`formats`], and a
//! fixture with its golden file under `tests/`.

mod binance;
mod binance_us;
mod ftx;
mod kucoin;
mod moves;
pub(crate) mod row;
pub(crate) mod strangers;
#[cfg(test)]
pub(crate) mod testing;
mod threecommas;
mod trade;
#[cfg(test)]
pub(crate) mod traps;

use crate::clock::Dates;
use crate::entry::Entry;
use crate::messages::Message;
use crate::options::COMPLETE;
use crate::zone::Zone;

pub(crate) use row::{Cells, Out, Parent, Places, Remark, keep_facts, quantity, words};
pub(crate) use trade::{Trade, shortened, side_word};

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
    /// Which file to fetch instead and where the exchange keeps it, in a sentence,
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
    pub(crate) set_aside: fn(&Cells<'_>) -> Option<Remark>,
    /// Makes entries of one row, beginning with a blank one that has its time.
    pub(crate) map: fn(&Cells<'_>, Entry, &mut Out<'_>) -> Result<(), Remark>,
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
    pub map: fn(&Cells<'_>, &Parent, Entry, &mut Out<'_>) -> Result<(), Remark>,
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
    /// Its names, as [`crate::header::Heading`] compares them.
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
    /// A number with its unit glued on.
    Glued,
    /// Buy or sell.
    Side,
}

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Time,
    User,
    Wallet,
    Market,
    Side,
    Price,
    Size,
    Total,
    Fee,
    FeeAsset,
    Tax,
    OrderId,
    TradeId,
    Operation,
    Asset,
    Change,
    Remark,
    Status,
    /// What the account holds of [`Field::Asset`] behind the row. A format that
    /// names this column has its balances checked row by row (`balance.rs`).
    Balance,
    /// Chain that coins moved over.
    Network,
    /// Where coins came from or went to.
    Address,
    /// Transaction on a chain, or what the exchange writes in its place.
    TxId,
    /// What an address needs beside it.
    Memo,
    /// Internet address of whoever did it.
    Ip,
    /// Label of the API key it was done with.
    ApiKeyLabel,
    /// The id that whoever placed the order gave it.
    ClientId,
    /// What whoever placed the order marked it with.
    Tags,
    /// What was given, with its unit: `100 USDT`.
    Sold,
    /// What was received, with its unit.
    Bought,
    /// Asset of what was given.
    SoldAsset,
    /// Asset of what was received.
    BoughtAsset,
    /// Realised profit and loss.
    Pnl,
    /// Funding of a position.
    Funding,
    /// Where a deposit came from.
    Source,
    /// How money was paid.
    Method,
    /// What was sent, before the fee was taken off.
    Indicated,
    /// When an order was placed.
    Placed,
    /// When a position was opened.
    Opened,
    /// What an operation belongs to.
    Category,
    BaseAsset,
    QuoteAsset,
    /// What the exchange thought a leg was worth.
    PrimaryUsd,
    BaseUsd,
    QuoteUsd,
    FeeUsd,
    /// What a deal paid for what it bought, in all.
    BoughtQuote,
    /// What a deal got for what it sold, in all.
    SoldQuote,
    /// A bot's name.
    Bot,
    /// When a deal ended.
    Closed,
    /// The time of the day, where it has a column of its own.
    TimeOfDay,
    /// Known and not needed: the columns of this sort are never read.
    Other,
}

impl Field {
    /// How many there are.
    pub const COUNT: usize = Field::Other as usize + 1;

    /// Whether its cells are amounts, with or without their unit.
    pub fn is_amount(self) -> bool {
        matches!(
            self,
            Field::Price
                | Field::Size
                | Field::Total
                | Field::Fee
                | Field::Tax
                | Field::Change
                | Field::Balance
                | Field::Sold
                | Field::Bought
                | Field::Pnl
                | Field::Funding
                | Field::Indicated
                | Field::PrimaryUsd
                | Field::BaseUsd
                | Field::QuoteUsd
                | Field::FeeUsd
                | Field::BoughtQuote
                | Field::SoldQuote
        )
    }
}

/// Every format that can be read.
pub fn formats() -> &'static [&'static Format] {
    static FORMATS: &[&Format] = &[
        &binance::TRADES,
        &binance::TRADES_OLD,
        &binance::TRADES_CZECH,
        &binance::TRADES_TRANSLATED,
        &binance::ORDERS,
        &binance::ORDERS_FLAT,
        &binance::STATEMENT,
        &binance::DEPOSITS,
        &binance::DEPOSITS_OLD,
        &binance::WITHDRAWALS,
        &binance::WITHDRAWALS_OLD,
        &binance::FIAT_DEPOSITS,
        &binance::FIAT_WITHDRAWALS,
        &binance::CONVERT,
        &binance::DUST,
        &binance::FUTURES_TRADES,
        &binance::FUTURES_TRADES_OLD,
        &binance::FUTURES_INCOME,
        &binance_us::HISTORY,
        &kucoin::orders::FILLED_ORDERS,
        &kucoin::fills::ORDER_FILLS,
        &kucoin::fills::FUTURES_FILLS,
        &kucoin::futures::REALIZED_PNL,
        &kucoin::moves::DEPOSITS,
        &kucoin::moves::WITHDRAWALS,
        &kucoin::account::ACCOUNT_HISTORY,
        &kucoin::converts::CONVERTS,
        &kucoin::converts::EARNINGS,
        &kucoin::fiat::FIAT_DEPOSITS,
        &kucoin::fiat::FIAT_WITHDRAWALS,
        &kucoin::fiat::FIAT_TRADES,
        &kucoin::fiat::FIAT_TRADES_OLD,
        &kucoin::fills::TRADES_2021,
        &kucoin::orders::ORDERS_2021,
        &kucoin::moves::DEPOSITS_OLD,
        &kucoin::moves::WITHDRAWALS_OLD,
        &kucoin::fills::TRADES_2019,
        &kucoin::deals::DEALS_2018,
        &kucoin::deals::TRADES_2018,
        &kucoin::deals::DEALS_NO_FEE,
        &kucoin::moves::MOVES_2018,
        &ftx::trades::TRADES,
        &ftx::trades::TRADES_API,
        &ftx::trades::CLAIMS_FILLS,
        &ftx::trades::DUST,
        &ftx::moves::DEPOSITS,
        &ftx::moves::DEPOSITS_API,
        &ftx::moves::WITHDRAWALS,
        &ftx::moves::WITHDRAWALS_API,
        &ftx::rewards::LENDING,
        &ftx::rewards::LENDING_API,
        &ftx::rewards::STAKING,
        &ftx::rewards::FUNDING,
        &threecommas::DEALS,
    ];
    FORMATS
}

/// The format of that id; that of mapped files, which is in no list, among them.
pub fn format_by_id(id: &str) -> Option<&'static Format> {
    let all = formats().iter().copied();
    all.chain(COMPLETE.then_some(&crate::mapping::FORMAT))
        .find(|format| format.id == id)
}

/// The exchange that a file is from: its format's, unless the file's or the
/// account's name tells of two that write the same files.
pub(crate) fn exchange(format: &Format, file: &str, account: &str) -> &'static str {
    match format.exchange {
        "ftx" => ftx::platform(file, account),
        exchange => exchange,
    }
}

/// What to say of an exchange that only a name tells from another.
pub(crate) fn platform_remark(exchange: &str) -> Option<Message> {
    match exchange {
        "ftx" => Some(Message::OddFtx),
        "ftx-us" => Some(Message::OddFtxUs),
        _ => None,
    }
}

/// The set-aside rule of formats whose every row counts.
fn none_set_aside(_cells: &Cells<'_>) -> Option<Remark> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::Heading;

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
