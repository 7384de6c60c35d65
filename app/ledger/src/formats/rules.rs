//! The rules that functions of rows obey: what a table settles for one format.

use std::fmt;

use strum::{VariantArray, VariantNames};

use crate::entry::Kind;
use crate::formats::AssetNames;
use crate::formats::row::RowDiagnostic;
use crate::tables::{Kinds, Words, meanings};

/// What a table settles for the rows of one format.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// `market`: how the name of a market is split.
    pub market: MarketName,
    /// `quotes`: what markets with glued names are quoted in, where not in the usual.
    pub quotes: &'static [&'static str],
    /// `contracts`: how the name of a contract tells its margin.
    pub contracts: Option<Contracts>,
    /// `fee in`: the asset of a fee that no column and no unit names.
    pub fee_in: FeeIn,
    /// `fee sign`: which sign a cost has.
    pub fee_sign: FeeSign,
    /// `fee is`: whether the amount beside a fee contains it.
    pub fee_is: FeeIs,
    /// `total`: whether the total of a trade contains the fee.
    pub total: TotalIs,
    /// `price`: whether the price is that of the execution.
    pub price: PriceIs,
    /// `sign`: what tells whether a change came in or went out.
    pub sign: Sign,
    /// `kind`: the kind of all rows.
    pub kind: Option<Kind>,
    /// `operations`: the list of words that tells the kind of a row.
    pub operations: Option<&'static Operations>,
    /// `words in`: the columns that hold such words.
    pub words_in: WordsIn,
    /// `group`: what the legs of one movement share.
    pub group: Group,
    /// `orders`: what orders do to balances before they are filled.
    pub orders: OrderRows,
    /// `asset`: the asset of all rows.
    pub asset: &'static str,
    /// The assets that the exchange names by codes of its own.
    pub assets: Option<&'static AssetNames>,
    /// `decimals`: amounts count units of ten to the minus so many.
    pub decimals: u32,
    /// `asset named`: assets one of which the file's name holds.
    pub asset_named: &'static [&'static str],
    /// `timed`: whether a time is that of the execution.
    pub timed: Timed,
    /// `done` and `not done`: words of a status that mean something else elsewhere.
    pub done: &'static [&'static str],
    pub not_done: &'static [&'static str],
    /// `empty status`: what a status without a word means.
    pub empty_status: EmptyStatus,
    /// `tickers`: how the names of assets are kept.
    pub tickers: Tickers,
    /// `zone name`: a name in times that stands for an offset from UTC.
    pub zone_name: Option<ZoneName>,
    /// `user above`: what stands before the user's id in a line above the header.
    pub user_above: &'static str,
    /// `wallet`: the wallet that all rows are of.
    pub wallet: &'static str,
}

impl Rules {
    /// What holds where a table says nothing.
    pub const DEFAULT: Rules = Rules {
        market: MarketName::Separated,
        quotes: &[],
        contracts: None,
        fee_in: FeeIn::Size,
        fee_sign: FeeSign::AboveZero,
        fee_is: FeeIs::Beside,
        total: TotalIs::Whole,
        price: PriceIs::Executed,
        sign: Sign::None,
        kind: None,
        operations: None,
        words_in: WordsIn::Operation,
        group: Group::None,
        orders: OrderRows::None,
        asset: "",
        assets: None,
        decimals: 0,
        asset_named: &[],
        timed: Timed::Executed,
        done: &[],
        not_done: &[],
        empty_status: EmptyStatus::Refused,
        tickers: Tickers::AsWritten,
        zone_name: None,
        user_above: "",
        wallet: "",
    };
}

/// What words of one exchange say of the kind of a row.
#[derive(Debug, Default)]
pub(crate) struct Operations {
    /// Its name in the table.
    pub name: &'static str,
    /// The kind of each operation.
    pub kinds: Words<Kinds>,
    /// The kind of a transfer by its remark: it may be money of other people.
    pub remarks: Words<Kinds>,
    /// Coins that are one's own savings under another name.
    pub coins: Words<Coin>,
}

/// Whether a coin is one's own savings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub(crate) enum Coin {
    /// What lies in a savings product under a name of its own: a change of it moves
    /// nothing between people.
    Savings,
    /// A coin of its own, although its name looks like that of savings.
    Other,
}

meanings!(Coin "coins");

/// How the name of a market is split into base and quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum MarketName {
    /// `BTC-USDT`, `BTC/USDT`, `btc_usdt`.
    #[strum(serialize = "base-quote")]
    Separated,
    /// `USDT-BTC`.
    #[strum(serialize = "quote-base")]
    QuoteFirst,
    /// `BTCUSDT`: the fee's asset decides, else the longest known quote.
    #[strum(serialize = "basequote")]
    Glued,
    /// `BTCETH` and `BTC-ETH` are ETH in BTC, and `ETH_BTC` is as well: two generations of
    /// names in one file.
    #[strum(serialize = "quotebase or base_quote")]
    QuoteFirstGlued,
    /// Base and quote have columns of their own.
    #[strum(serialize = "columns")]
    Columns,
}

/// The asset of a fee, where neither a column nor a unit names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum FeeIn {
    /// Base or quote, whichever it can be a fee's share of.
    #[strum(serialize = "base or quote by size")]
    Size,
    #[strum(serialize = "base")]
    Base,
    #[strum(serialize = "quote")]
    Quote,
    /// What came in.
    #[strum(serialize = "received")]
    Received,
    /// What went out.
    #[strum(serialize = "given")]
    Given,
    /// Nothing names it: a fee is reported and in no sum.
    #[strum(serialize = "unknown")]
    Unknown,
}

/// Which sign a cost has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum FeeSign {
    #[strum(serialize = "above zero is a cost")]
    AboveZero,
    #[strum(serialize = "below zero is a cost")]
    BelowZero,
    /// A fee is a cost however it is written.
    #[strum(serialize = "either is a cost")]
    Either,
}

/// Whether the amount beside a fee contains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum FeeIs {
    /// The amount moved, and the fee besides.
    #[strum(serialize = "beside the amount")]
    Beside,
    /// The amount is what the balance changed by, the fee included.
    #[strum(serialize = "inside the amount")]
    Inside,
}

/// Whether the total of a trade contains the fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum TotalIs {
    /// It is price times size.
    #[strum(serialize = "before the fee")]
    Whole,
    /// It is what was paid or received in the end; a fee in the quote is a part of it.
    #[strum(serialize = "after the fee")]
    AfterFee,
}

/// Whether the price of a row is that of its trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum PriceIs {
    #[strum(serialize = "as executed")]
    Executed,
    /// That of the market at that time: the total need not be price times size.
    #[strum(serialize = "as quoted")]
    Quoted,
}

/// What tells whether a change came in or went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum Sign {
    /// The kind does; an amount below zero is refused.
    #[strum(serialize = "none")]
    None,
    /// The sign of the change: below zero went out.
    #[strum(serialize = "below zero is out")]
    Own,
    /// The sign of the change: above zero went out.
    #[strum(serialize = "above zero is out")]
    Paid,
    /// A word in the column `side`.
    #[strum(serialize = "word")]
    Word,
    /// A word in the column `side`; what went out may have a sign as well.
    #[strum(serialize = "word and sign")]
    SignedWord,
    /// All rows went out; an amount below zero is refused.
    #[strum(serialize = "all out")]
    AllOut,
    /// An amount below zero went out; else a word in the column `side`, or an operation
    /// that fits one way only, says which way it went.
    #[strum(serialize = "by the operation")]
    Operation,
}

/// The columns that hold words for the kind of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum WordsIn {
    #[strum(serialize = "operation")]
    Operation,
    /// Where the operation says nothing, the remark does.
    #[strum(serialize = "operation or remark")]
    OperationOrRemark,
    /// Both with a space between them; where that is no word, the operation alone.
    #[strum(serialize = "operation and remark")]
    OperationAndRemark,
    /// The status.
    #[strum(serialize = "status")]
    Status,
}

/// What the legs of one movement share, where no id names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum Group {
    #[strum(serialize = "none")]
    None,
    /// Wallet and time.
    #[strum(serialize = "wallet and time")]
    WalletAndTime,
    /// User and time: the legs may be in two wallets.
    #[strum(serialize = "user and time")]
    UserAndTime,
    /// Market and time, within a user.
    #[strum(serialize = "market and time")]
    MarketAndTime,
    /// The trade id.
    #[strum(serialize = "trade id")]
    TradeId,
    /// The trade id; a fee has one of its own.
    #[strum(serialize = "trade id, fees apart")]
    TradeIdOfTrades,
    /// The order id.
    #[strum(serialize = "order id")]
    OrderId,
    /// Both ids: trades of two markets may have the same.
    #[strum(serialize = "order id and trade id")]
    OrderAndTradeId,
}

/// What orders do to balances before they are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum OrderRows {
    /// Nothing.
    #[strum(serialize = "move nothing")]
    None,
    /// A row takes what an order may pay off the balance when the order is placed, and another
    /// gives back what it did not pay. Both are transfers, and name the order.
    #[strum(serialize = "set money apart")]
    SetApart,
}

/// What the time of an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum Timed {
    #[strum(serialize = "when executed")]
    Executed,
    #[strum(serialize = "when placed")]
    Placed,
}

/// What a status without a word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum EmptyStatus {
    #[strum(serialize = "refused")]
    Refused,
    #[strum(serialize = "done")]
    Done,
}

/// How the names of assets are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum Tickers {
    /// As the file writes them: some tickers differ in nothing but the case of a letter.
    #[strum(serialize = "as written")]
    AsWritten,
    /// In capitals: the exchange writes all or some of them in small letters.
    #[strum(serialize = "in capitals")]
    InCapitals,
}

/// A name of a zone that times of a format have, such as `CST`. It may stand for other zones
/// elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ZoneName {
    pub name: &'static str,
    /// What it stands for, as times write an offset: `UTC+08:00`.
    pub offset: &'static str,
}

/// A contract by its name: what it is settled in, and what its sizes count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Contract<'a> {
    pub base: &'a str,
    pub margin: &'a str,
    pub size: SizeOf,
}

/// What the size of a fill of a contract counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SizeOf {
    /// Units of base: price times size is the total.
    Base,
    /// The exchange calls it so, but price times size is no amount.
    Lots,
    /// Contracts of a size that the file does not tell.
    Contracts,
    /// It is no contract but a spot market, whose assets change hands.
    Spot,
}

/// How the names of an exchange's contracts are read: by the name, and by the asset that
/// a column may hold.
#[derive(Clone, Copy)]
pub(crate) struct Contracts {
    pub name: &'static str,
    pub read: for<'a> fn(&'a str, &'a str) -> Result<Contract<'a>, RowDiagnostic>,
}

impl fmt::Debug for Contracts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
