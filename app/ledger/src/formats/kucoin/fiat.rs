//! KuCoin's lists of what went through a bank or card: deposits, withdrawals and
//! coins bought with money.
//!
//! Source: importers' lists of headers. None of these files names a user. A deposit's
//! amount is what was sent: the account history shows it less the fee.

use crate::base::text::Text;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::{Entry, Kind};
use crate::formats::kucoin::{KUCOIN, STATUS, TIME};
use crate::formats::row::{quantity, words};
use crate::formats::{
    Cells, Column, Field, Format, RowDiagnostic, RowOutput, Shape, may, moves, must,
};

const ORDER: Column = must(Field::OrderId, &["orderid"], Shape::Any);
const FIAT: Column = must(Field::SoldAsset, &["currency(fiat)"], Shape::Any);
const FIAT_AMOUNT: Column = must(Field::Sold, &["fiatamount"], Shape::Number);
const COIN: Column = must(Field::BoughtAsset, &["currency(crypto)"], Shape::Any);
const COIN_AMOUNT: Column = must(
    Field::Bought,
    &["cryptoquantity", "cryptoquantity,"],
    Shape::Number,
);

/// Money paid in.
pub(crate) static FIAT_DEPOSITS: Format = Format {
    id: "kucoin-fiat-deposits",
    title: "KuCoin fiat deposits",
    header: display_only(
        "Order ID,Currency (Fiat),Fiat Amount,Fee,Deposit Method,Status,Time(UTC+02:00)",
    ),
    columns: &[
        ORDER,
        FIAT,
        FIAT_AMOUNT,
        must(Field::Fee, &["fee"], Shape::Any),
        must(Field::Remark, &["depositmethod"], Shape::Any),
        STATUS,
        TIME,
    ],
    set_aside: moves::not_done,
    map: map_deposit,
    ..KUCOIN
};

/// Money paid out.
pub(crate) static FIAT_WITHDRAWALS: Format = Format {
    id: "kucoin-fiat-withdrawals",
    title: "KuCoin fiat withdrawals",
    header: display_only(
        "Order ID,Currency (Fiat),Fiat Amount,Fee Currency,Fee,Withdrawal Method,Status,Time(UTC)",
    ),
    columns: &[
        ORDER,
        FIAT,
        FIAT_AMOUNT,
        must(Field::FeeAsset, &["feecurrency"], Shape::Any),
        must(Field::Fee, &["fee"], Shape::Any),
        must(Field::Remark, &["withdrawalmethod"], Shape::Any),
        STATUS,
        TIME,
    ],
    set_aside: moves::not_done,
    map: map_withdrawal,
    ..KUCOIN
};

/// Coins bought with money through a third party.
pub(crate) static FIAT_TRADES_OLD: Format = Format {
    id: "kucoin-fiat-trades-old",
    title: "KuCoin third-party payments",
    header: display_only(
        "Order ID,Order Type,Currency (Crypto),\"Crypto Quantity,\",Price,Currency (Fiat),Fiat Amount,Fee Currency,Fee,Status,Time(UTC)",
    ),
    columns: &[
        ORDER,
        must(Field::Side, &["ordertype"], Shape::Any),
        COIN,
        COIN_AMOUNT,
        may(Field::Other, &["price"]),
        FIAT,
        FIAT_AMOUNT,
        must(Field::FeeAsset, &["feecurrency"], Shape::Any),
        must(Field::Fee, &["fee"], Shape::Any),
        STATUS,
        TIME,
    ],
    set_aside: moves::not_done,
    map: map_trade,
    ..KUCOIN
};

/// Coins bought with a card or a balance of money; fees may be on either side.
pub(crate) static FIAT_TRADES: Format = Format {
    id: "kucoin-fiat-trades",
    title: "KuCoin fast trade orders",
    header: display_only(
        "Order ID,Currency (Crypto),Crypto Quantity,Currency (Fiat),Fiat Amount,Fee Currency (Fiat),Fee (Fiat),Fee Currency (Crypto),Fee (Crypto),Payment Method,Status,Time(UTC)",
    ),
    columns: &[
        ORDER,
        COIN,
        COIN_AMOUNT,
        FIAT,
        FIAT_AMOUNT,
        must(Field::FeeAsset, &["feecurrency(fiat)"], Shape::Any),
        must(Field::Fee, &["fee(fiat)"], Shape::Any),
        must(Field::Remark, &["feecurrency(crypto)"], Shape::Any),
        must(Field::Tax, &["fee(crypto)"], Shape::Any),
        may(Field::Other, &["channel"]),
        may(Field::Other, &["paymentmethod"]),
        STATUS,
        TIME,
    ],
    set_aside: moves::not_done,
    map: map_fast_trade,
    ..KUCOIN
};

fn map_deposit(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::SoldAsset)?;
    entry.kind = Kind::Deposit;
    entry.in_ = Some(quantity(asset, cells.needed_size(Field::Sold)?));
    let fee = cells.amount(Field::Fee)?.filter(|fee| !fee.is_zero());
    entry.fee = fee.map(|fee| quantity(asset, fee));
    finish(cells, entry, out);
    Ok(())
}

fn map_withdrawal(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::SoldAsset)?;
    entry.kind = Kind::Withdrawal;
    entry.out = Some(quantity(asset, cells.needed_size(Field::Sold)?));
    entry.fee = crate::formats::trade::fee(cells)?;
    finish(cells, entry, out);
    Ok(())
}

fn map_trade(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    entry.fee = crate::formats::trade::fee(cells)?;
    write_trade(cells, &mut entry)?;
    finish(cells, entry, out);
    Ok(())
}

fn map_fast_trade(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let in_coin = cells.amount(Field::Tax)?.filter(|fee| !fee.is_zero());
    let second = match in_coin {
        Some(fee) => Some(quantity(cells.needed(Field::Remark)?, fee)),
        None => None,
    };
    let in_money = crate::formats::trade::fee(cells)?.filter(|fee| !fee.amount.is_zero());
    let mut blank = entry.clone();
    write_trade(cells, &mut entry)?;
    entry.order_id = Text::new(cells.text(Field::OrderId));
    blank.order_id = entry.order_id.clone();
    let both = in_money.is_some() && second.is_some();
    entry.fee = in_money.or_else(|| second.clone());
    out.entry(entry);
    if both {
        blank.kind = Kind::Fee;
        blank.fee = second;
        out.entry(blank);
    }
    Ok(())
}

/// Money out and coins in, or the other way where the order says that it sold.
fn write_trade(cells: &Cells<'_>, entry: &mut Entry) -> Result<(), RowDiagnostic> {
    let money = quantity(
        cells.needed(Field::SoldAsset)?,
        cells.needed_size(Field::Sold)?,
    );
    let coins = quantity(
        cells.needed(Field::BoughtAsset)?,
        cells.needed_size(Field::Bought)?,
    );
    let is_sale = cells
        .text(Field::Side)
        .to_ascii_lowercase()
        .contains("sell");
    let (out, in_) = if is_sale {
        (coins, money)
    } else {
        (money, coins)
    };
    entry.kind = Kind::Trade;
    entry.out = Some(out);
    entry.in_ = Some(in_);
    Ok(())
}

fn finish(cells: &Cells<'_>, mut entry: Entry, out: &mut RowOutput<'_>) {
    entry.order_id = Text::new(cells.text(Field::OrderId));
    words(&mut entry, cells.text(Field::Remark));
    out.entry(entry);
}
