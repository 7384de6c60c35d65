//! Fees that only what was received tells, orders that were filled in part, and logs of
//! margin accounts.

use crate::formats::rows::tests::{check, format};

#[test]
fn a_fee_is_what_is_missing_of_what_was_received_or_else_its_share() {
    let format = format(
        "header = Time,Pair,Side,Price,Size,Total,Share,Base Net,Quote Net\nrows = trade\n\
         time: Time\nmarket: Pair\nside: Side\nprice: Price\nsize: Size\ntotal?: Total\n\
         fee rate: Share\nbase after fee: Base Net\nquote after fee: Quote Net",
    );
    check(
        format,
        &[
            (
                "LTC/BTC,Buy,0.006,2,0.012,0.09%,1.9982,-0.012",
                &["trade -0.012 BTC +2 LTC fee 0.0018 LTC"],
            ),
            (
                "LTC/BTC,Sell,0.006,2,0.012,0.09%,-2,0.01198920",
                &["trade -2 LTC +0.012 BTC fee 0.00001080 BTC"],
            ),
            (
                "LTC/BTC,Buy,0.006,2,0.012,0.09 %,,",
                &["trade -0.012 BTC +2 LTC fee 0.0018 LTC"],
            ),
            (
                "LTC/BTC,Sell,0.006,2,,0.0009,,",
                &["trade -2 LTC +0.012 BTC fee 0.0000108 BTC"],
            ),
            (
                "LTC/BTC,Buy,0.006,2,0.012,,2,",
                &["trade -0.012 BTC +2 LTC"],
            ),
            ("LTC/BTC,Buy,0.006,2,0.012,much,,", &["REFUSED-NUMBER"]),
        ],
    );
}

#[test]
fn a_rebate_lowers_a_fee_and_a_rest_lowers_a_size() {
    let format = format(
        "header = Time,Pair,Side,Price,Size,Rest,Fee,Rebate\nrows = trade\nmarket = quote-base\n\
         fee in = quote\nset aside = not filled\n\
         time: Time\nmarket: Pair\nside: Side\nprice: Price\nsize: Size\nremaining: Rest\n\
         fee: Fee\nrebate: Rebate",
    );
    check(
        format,
        &[
            (
                "USD-BTC,buy,10,5,2,0.3,0.1",
                &["trade -30 USD +3 BTC fee 0.2 USD"],
            ),
            (
                "USD-BTC,sell,10,5,0,,0.1",
                &["trade -5 BTC +50 USD fee -0.1 USD"],
            ),
            ("USD-BTC,buy,10,5,5.0,0,0", &["NOTE-CANCELLED"]),
            ("USD-BTC,buy,10,5,6,0,0", &["REFUSED-NUMBER"]),
        ],
    );
}

#[test]
fn a_glued_market_may_begin_with_its_quote() {
    let format = format(
        "header = Time,Pair,Side,Price,Size,Fee,Fee Coin\nrows = trade\n\
         market = quotebase or base_quote\ntime: Time\nmarket: Pair\nside: Side\n\
         price: Price\nsize: Size\nfee: Fee\nfee asset: Fee Coin",
    );
    let bought: &[&str] = &["trade -0.2 BTC +2 ETH fee 0.1 ETH"];
    check(
        format,
        &[
            ("BTCETH,Buy,0.1,2,0.1,ETH", bought),
            ("BTC-ETH,Buy,0.1,2,0.1,ETH", bought),
            ("ETH_BTC,Buy,0.1,2,0.1,ETH", bought),
            ("XYZQQQ,Buy,0.1,2,0.1,ETH", &["REFUSED-PAIR"]),
        ],
    );
}

#[test]
fn what_is_not_allowed_did_not_happen() {
    let format = format(
        "header = Time,Coin,Amount,Fee,Authorized,Canceled\nrows = withdrawal\n\
         fee sign = either is a cost\nset aside = not done\ndone = no\nnot done = yes\n\
         time: Time\nasset: Coin\nchange: Amount\nfee: Fee\nauthorized: Authorized\n\
         status: Canceled",
    );
    check(
        format,
        &[
            ("BTC,2,-0.1,done,no", &["withdrawal -2 BTC fee 0.1 BTC"]),
            ("BTC,2,0.1,done,no", &["withdrawal -2 BTC fee 0.1 BTC"]),
            ("BTC,2,0.1,rejected,no", &["NOTE-NOT-DONE"]),
            ("BTC,2,0.1,done,yes", &["NOTE-NOT-DONE"]),
        ],
    );
}

#[test]
fn the_parts_of_a_change_of_margin_add_up_to_it() {
    let format = format(
        "header = Time,Contract,Type,Side,Size,Price,Cash,Funding,Fee,Change\n\
         rows = margin change\ncontracts = deribit\noperations = log\nasset = BTC\n\
         time: Time\nmarket: Contract\noperation: Type\nside, any: Side\nsize, any: Size\n\
         price, any: Price\ntotal, any: Cash\nfunding, any: Funding\nfee, any: Fee\n\
         change: Change\n\
         [operations log, en, test data]\nderivative: fill\npnl: settled\ndeposit: paid in\n\
         withdrawal: paid out",
    );
    check(
        format,
        &[
            // A fill of a future costs its fee.
            (
                "BTC-PERPETUAL,fill,buy,10,9000,0,0,0.001,-0.001",
                &["derivative fee 0.001 BTC"],
            ),
            // The premium of an option is paid at once.
            (
                "BTC-X-C,fill,buy,1,0.05,-0.05,0,0.001,-0.051",
                &["derivative fee 0.001 BTC", "pnl -0.050 BTC"],
            ),
            // A fee that something else paid.
            (
                "BTC-PERPETUAL,fill,sell,10,9000,0.2,0,0.001,0",
                &["derivative"],
            ),
            (
                "BTC-PERPETUAL,settled,long,,,0.3,-0.1,0,0.3",
                &["pnl +0.4 BTC", "funding -0.1 BTC"],
            ),
            (
                "BTC-X-C,settled,,,,0.3,0,0.1,0.2",
                &["pnl +0.3 BTC", "fee fee 0.1 BTC"],
            ),
            ("-,paid in,,,,,,0,2", &["deposit +2 BTC"]),
            (
                "-,paid out,,,,,,0.1,-2.1",
                &["withdrawal -2.0 BTC fee 0.1 BTC"],
            ),
            (
                "BTC_USDC,fill,sell,1,30000,-1,0,0,-1",
                &["trade -1 BTC", "WARN-TOTAL"],
            ),
            (
                "-,unheard of,,,,,,0,-1",
                &["adjustment -1 BTC", "WARN-OPERATION"],
            ),
            ("nothing,fill,buy,1,1,0,0,0,-1", &["REFUSED-PAIR"]),
            ("-,fill,buy,1,1,0,0,0,-1", &["REFUSED-PAIR"]),
        ],
    );
}
