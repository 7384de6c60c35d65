//! What a column can hold, by one name for all exchanges.

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
    /// names this column has its balances checked row by row (`reading/balances.rs`).
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
