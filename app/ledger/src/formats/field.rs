//! What a column can hold, by one name for all exchanges.

use strum::{VariantArray, VariantNames};

use crate::formats::format::Shape;

/// What a column can hold. The text beside each is its name in tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum Field {
    #[strum(serialize = "time")]
    Time,
    #[strum(serialize = "user")]
    User,
    #[strum(serialize = "wallet")]
    Wallet,
    #[strum(serialize = "market")]
    Market,
    #[strum(serialize = "side")]
    Side,
    #[strum(serialize = "price")]
    Price,
    #[strum(serialize = "size")]
    Size,
    #[strum(serialize = "total")]
    Total,
    #[strum(serialize = "fee")]
    Fee,
    #[strum(serialize = "fee asset")]
    FeeAsset,
    /// A second fee in the asset of the first.
    #[strum(serialize = "other fee")]
    OtherFee,
    /// The asset of the second fee, where it may be another than that of the first.
    #[strum(serialize = "other fee asset")]
    OtherFeeAsset,
    /// The fee as a share of what was received: `0.09%`, or `0.0009`.
    #[strum(serialize = "fee rate")]
    FeeRate,
    /// A part of the fee that was given back.
    #[strum(serialize = "rebate")]
    Rebate,
    /// What a trade changed of the base in the end, its fee taken off.
    #[strum(serialize = "base after fee")]
    BaseAfterFee,
    /// What a trade changed of the quote in the end, its fee taken off.
    #[strum(serialize = "quote after fee")]
    QuoteAfterFee,
    /// The part of an order's size that was not filled.
    #[strum(serialize = "remaining")]
    Remaining,
    #[strum(serialize = "tax")]
    Tax,
    #[strum(serialize = "order id")]
    OrderId,
    #[strum(serialize = "trade id")]
    TradeId,
    #[strum(serialize = "operation")]
    Operation,
    #[strum(serialize = "asset")]
    Asset,
    #[strum(serialize = "change")]
    Change,
    #[strum(serialize = "remark")]
    Remark,
    #[strum(serialize = "status")]
    Status,
    /// Whether a movement was allowed; what was not did not happen.
    #[strum(serialize = "authorized")]
    Authorized,
    /// What the account holds of [`Field::Asset`] behind the row. A format that
    /// names this column has its balances checked row by row (`reading/balances.rs`).
    #[strum(serialize = "balance")]
    Balance,
    /// What the account held of it before the row.
    #[strum(serialize = "balance before")]
    BalanceBefore,
    /// Chain that coins moved over.
    #[strum(serialize = "network")]
    Network,
    /// Where coins came from or went to.
    #[strum(serialize = "address")]
    Address,
    /// Transaction on a chain, or what the exchange writes in its place.
    #[strum(serialize = "tx hash")]
    TxId,
    /// What an address needs beside it.
    #[strum(serialize = "memo")]
    Memo,
    /// Internet address of whoever did it.
    #[strum(serialize = "ip")]
    Ip,
    /// Label of the API key it was done with.
    #[strum(serialize = "api key label")]
    ApiKeyLabel,
    /// The id that whoever placed the order gave it.
    #[strum(serialize = "client order id")]
    ClientId,
    /// What whoever placed the order marked it with.
    #[strum(serialize = "tags")]
    Tags,
    /// What was given, with its unit (`100 USDT`) or with its asset in a column.
    #[strum(serialize = "out amount")]
    Sold,
    /// What was received, likewise.
    #[strum(serialize = "in amount")]
    Bought,
    /// Asset of what was given.
    #[strum(serialize = "out asset")]
    SoldAsset,
    /// Asset of what was received.
    #[strum(serialize = "in asset")]
    BoughtAsset,
    /// Realised profit and loss.
    #[strum(serialize = "pnl")]
    Pnl,
    /// Funding of a position.
    #[strum(serialize = "funding")]
    Funding,
    /// By how much a row changed the margin of a position, which is apart from the account's
    /// balance.
    #[strum(serialize = "position change")]
    PositionChange,
    /// Where a deposit came from.
    #[strum(serialize = "source address")]
    Source,
    /// How money was paid.
    #[strum(serialize = "method")]
    Method,
    /// What was sent, before the fee was taken off.
    #[strum(serialize = "indicated")]
    Indicated,
    /// When an order was placed.
    #[strum(serialize = "placed")]
    Placed,
    /// When a position was opened.
    #[strum(serialize = "opened")]
    Opened,
    /// What an operation belongs to.
    #[strum(serialize = "category")]
    Category,
    #[strum(serialize = "base")]
    BaseAsset,
    #[strum(serialize = "quote")]
    QuoteAsset,
    /// What the exchange thought a leg was worth.
    #[strum(serialize = "primary usd")]
    PrimaryUsd,
    #[strum(serialize = "base usd")]
    BaseUsd,
    #[strum(serialize = "quote usd")]
    QuoteUsd,
    #[strum(serialize = "fee usd")]
    FeeUsd,
    /// What a deal paid for what it bought, in all.
    #[strum(serialize = "bought quote")]
    BoughtQuote,
    /// What a deal got for what it sold, in all.
    #[strum(serialize = "sold quote")]
    SoldQuote,
    /// A bot's name.
    #[strum(serialize = "bot")]
    Bot,
    /// When a deal ended.
    #[strum(serialize = "closed")]
    Closed,
    /// The time of the day, where it has a column of its own.
    #[strum(serialize = "time of day")]
    TimeOfDay,
    /// What of a trade is a margin position, which moves nothing but its fee.
    #[strum(serialize = "margin")]
    Margin,
    /// Where a deposit arrived, beside a column for where coins went to.
    #[strum(serialize = "deposit address")]
    DepositAddress,
    /// Known and not needed: the columns of this sort are never read.
    #[strum(serialize = "unused")]
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
                | Field::OtherFee
                | Field::Rebate
                | Field::BaseAfterFee
                | Field::QuoteAfterFee
                | Field::Remaining
                | Field::Tax
                | Field::Change
                | Field::Balance
                | Field::BalanceBefore
                | Field::Sold
                | Field::Bought
                | Field::Pnl
                | Field::Funding
                | Field::PositionChange
                | Field::Margin
                | Field::Indicated
                | Field::PrimaryUsd
                | Field::BaseUsd
                | Field::QuoteUsd
                | Field::FeeUsd
                | Field::BoughtQuote
                | Field::SoldQuote
        )
    }

    /// What its cells look like, where a table says nothing else. Fees and the like are
    /// often empty or written with their unit.
    pub fn shape(self) -> Shape {
        match self {
            Field::Time | Field::Placed | Field::Opened => Shape::Time,
            Field::Side => Shape::Side,
            Field::Price
            | Field::Size
            | Field::Total
            | Field::Change
            | Field::Balance
            | Field::BalanceBefore
            | Field::Sold
            | Field::Bought
            | Field::Pnl
            | Field::Funding
            | Field::Indicated => Shape::Number,
            _ => Shape::Any,
        }
    }
}
