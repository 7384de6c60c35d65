//! KuCoin's trade files of 2018, which lack the asset of the fee or the fee itself.
//!
//! Source: one row in a public issue, the other two headers from a working parser. The
//! fee's asset is only taken where its size leaves one choice.

use crate::base::text::Text;
use crate::entry::Entry;
use crate::entry::diagnostic_sink::display_only;
use crate::formats::kucoin::{KUCOIN, SYMBOL, pair};
use crate::formats::trade::{Trade, fee_by_its_size, side};
use crate::formats::{Cells, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, must};

const ADVICE: &str = "It does not name the asset of its fees. The file with `Show Order-Splitting` in its name, in the bundle from KuCoin's page for data and reports, does, if KuCoin still gives it for that time.";

/// With the deal's id.
pub(crate) static DEALS_2018: Format = Format {
    id: "kucoin-deals-2018",
    title: "KuCoin deals (2018 layout)",
    known: Known::TestData,
    header: display_only("oid,symbol,dealPrice,dealValue,amount,fee,direction,createdDate,"),
    advice: display_only(ADVICE),
    columns: &[
        must(Field::OrderId, &["oid"], Shape::Any),
        SYMBOL,
        must(Field::Price, &["dealprice"], Shape::Number),
        must(Field::Total, &["dealvalue"], Shape::Number),
        must(Field::Size, &["amount"], Shape::Number),
        must(Field::Fee, &["fee"], Shape::Any),
        must(Field::Side, &["direction"], Shape::Side),
        must(Field::Time, &["createddate"], Shape::Time),
    ],
    map,
    ..KUCOIN
};

/// With the user's id and the kind of the order.
pub(crate) static TRADES_2018: Format = Format {
    id: "kucoin-trades-2018",
    title: "KuCoin trades (2018 layout)",
    header: display_only("uid,symbol,order_type,price,amount_coin,direction,funds,fee,created_at"),
    advice: display_only(ADVICE),
    columns: &[
        may(Field::User, &["uid"]),
        SYMBOL,
        may(Field::Other, &["ordertype"]),
        must(Field::Price, &["price"], Shape::Number),
        must(Field::Size, &["amountcoin"], Shape::Number),
        must(Field::Side, &["direction"], Shape::Side),
        must(Field::Total, &["funds"], Shape::Number),
        must(Field::Fee, &["fee"], Shape::Any),
        must(Field::Time, &["createdat"], Shape::Time),
    ],
    map,
    ..KUCOIN
};

/// Without any fee.
pub(crate) static DEALS_NO_FEE: Format = Format {
    id: "kucoin-deals-no-fee",
    title: "KuCoin deals (2018 layout without fees)",
    header: display_only("uid,symbol,direction,deal_price,amount,deal_value,created_at"),
    advice: display_only(
        "It has no fees. The file with `Show Order-Splitting` in its name, in the bundle from KuCoin's page for data and reports, has, if KuCoin still gives it for that time.",
    ),
    columns: &[
        may(Field::User, &["uid"]),
        SYMBOL,
        must(Field::Side, &["direction"], Shape::Side),
        must(Field::Price, &["dealprice"], Shape::Number),
        must(Field::Size, &["amount"], Shape::Number),
        must(Field::Total, &["dealvalue"], Shape::Number),
        must(Field::Time, &["createdat"], Shape::Time),
    ],
    never: &["fee"],
    map,
    ..KUCOIN
};

fn map(cells: &Cells<'_>, mut entry: Entry, out: &mut RowOutput<'_>) -> Result<(), RowDiagnostic> {
    let market = cells.needed(Field::Market)?;
    let (base, quote) = pair(market)?;
    let trade = Trade {
        side: side(cells)?,
        base,
        quote,
        size: cells.needed_size(Field::Size)?,
        price: cells.amount(Field::Price)?,
        total: cells.amount(Field::Total)?,
    };
    entry.market = Text::new(market);
    entry.order_id = Text::new(cells.text(Field::OrderId));
    entry.account_in_file = Text::new(cells.text(Field::User));
    if let Some(fee) = cells.amount(Field::Fee)? {
        entry.fee = fee_by_its_size(fee, &trade, None, &mut entry, out);
    }
    trade.write(&mut entry, out)?;
    out.entry(entry);
    Ok(())
}
