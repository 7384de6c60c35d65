//! KuCoin's files of single fills: the order-splitting files of the bundle (spot,
//! margin, trading bots), and the trade files of 2021 and 2019.
//!
//! Source: rows from public importers' test data; the files of bots and futures from
//! another importer's list of headers.

use crate::entry::Entry;
use crate::entry::diagnostic_sink::display_only;
use crate::formats::kucoin::orders::map_filled;
use crate::formats::kucoin::{FEE, KUCOIN, SIDE, SYMBOL, UID, WALLET, futures};
use crate::formats::{Cells, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, must};

/// One fill a row. Its order's id may be empty.
pub(crate) static ORDER_FILLS: Format = Format {
    id: "kucoin-order-fills",
    title: "KuCoin filled orders, split into fills",
    known: Known::TestData,
    header: display_only(
        "UID,Account Type,Order ID,Symbol,Side,Order Type,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC+01:00),Fee,Tax,Maker/Taker,Fee Currency,Account Mode",
    ),
    columns: &[
        UID,
        WALLET,
        must(Field::OrderId, &["orderid"], Shape::Any),
        SYMBOL,
        SIDE,
        may(Field::Other, &["ordertype"]),
        must(
            Field::Price,
            &["avgfilledprice", "filledprice"],
            Shape::Number,
        ),
        must(Field::Size, &["filledamount"], Shape::Number),
        must(Field::Total, &["filledvolume"], Shape::Number),
        may(Field::Other, &["filledvolume(usdt)"]),
        must(Field::Time, &["filledtime", "timefilled"], Shape::Time),
        FEE,
        may(Field::Tax, &["tax"]),
        may(Field::Other, &["maker/taker"]),
        must(
            Field::FeeAsset,
            &["feecurrency", "feecurrency,"],
            Shape::Any,
        ),
        may(Field::Other, &["accountmode"]),
    ],
    never: &["ordertime", "status"],
    map: map_spot_or_future,
    ..KUCOIN
};

/// The same for futures: sizes are contracts, and the fee's asset is the margin's.
pub(crate) static FUTURES_FILLS: Format = Format {
    id: "kucoin-futures-fills",
    title: "KuCoin futures orders, split into fills",
    header: display_only(
        "UID,Account Type,Order ID,Filled Time(UTC),Symbol,Side,Filled Amount,Filled Price,Filled Volume,Filled Volume  (USDT),Fee Rate,Fee,Order Type",
    ),
    advice: display_only(
        "Fills alone do not say what positions made. `Futures Orders_Realized PNL` of the same bundle does; hand it in as well.",
    ),
    columns: &[
        UID,
        WALLET,
        must(Field::OrderId, &["orderid"], Shape::Any),
        must(Field::Time, &["filledtime", "timefilled"], Shape::Time),
        SYMBOL,
        SIDE,
        must(Field::Size, &["filledamount"], Shape::Number),
        must(Field::Price, &["filledprice"], Shape::Number),
        may(Field::Total, &["filledvolume"]),
        may(Field::Other, &["filledvolume(usdt)"]),
        must(Field::Other, &["feerate"], Shape::Any),
        FEE,
        may(Field::Other, &["ordertype"]),
    ],
    never: &["feecurrency"],
    map: futures::map_fill,
    ..KUCOIN
};

/// The trade file of 2021 and 2022, long and short.
pub(crate) static TRADES_2021: Format = Format {
    id: "kucoin-trades-2021",
    title: "KuCoin trades (2021 layout)",
    known: Known::TestData,
    header: display_only(
        "tradeCreatedAt,orderId,symbol,side,price,size,funds,fee,liquidity,feeCurrency,orderType,",
    ),
    columns: &[
        must(Field::Time, &["tradecreatedat"], Shape::Time),
        may(Field::OrderId, &["orderid"]),
        SYMBOL,
        SIDE,
        must(Field::Price, &["price"], Shape::Number),
        must(Field::Size, &["size"], Shape::Number),
        must(Field::Total, &["funds"], Shape::Number),
        FEE,
        may(Field::Other, &["liquidity"]),
        must(Field::FeeAsset, &["feecurrency"], Shape::Any),
        may(Field::Other, &["ordertype"]),
    ],
    map: map_filled,
    ..KUCOIN
};

/// The trade file of 2019, in which each amount has its coin beside it.
pub(crate) static TRADES_2019: Format = Format {
    id: "kucoin-trades-2019",
    title: "KuCoin trades (2019 layout)",
    known: Known::TestData,
    header: display_only(
        "Time,Pair,Side,FilledPrice,FilledPriceCoin,Amount,AmountCoin,Volume,VolumeCoin,Fee,FeeCoin",
    ),
    columns: &[
        must(Field::Time, &["time"], Shape::Time),
        must(Field::Market, &["pair"], Shape::Any),
        SIDE,
        must(Field::Price, &["filledprice"], Shape::Number),
        may(Field::Other, &["filledpricecoin"]),
        must(Field::Size, &["amount"], Shape::Number),
        must(Field::Other, &["amountcoin"], Shape::Any),
        must(Field::Total, &["volume"], Shape::Number),
        must(Field::Other, &["volumecoin"], Shape::Any),
        FEE,
        must(Field::FeeAsset, &["feecoin"], Shape::Any),
    ],
    map: map_filled,
    ..KUCOIN
};

/// A bot's file of fills looks the same for spot markets and for futures.
fn map_spot_or_future(
    cells: &Cells<'_>,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    if futures::margin_asset(cells.text(Field::Market)).is_some() {
        futures::map_fill(cells, entry, out)
    } else {
        map_filled(cells, entry, out)
    }
}
