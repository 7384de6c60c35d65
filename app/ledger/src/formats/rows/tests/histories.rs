//! What the ways of histories make of files of invented layouts.

use super::{check, format};

#[test]
fn a_trade_of_a_history_has_both_sides_in_one_row() {
    let format = format(
        "header = Time,Type,Coin,Amount,Money,Currency,Fee,To Coin,To Amount\n\
         rows = change or trade\nsign = by the operation\noperations = test\n\
         time: Time\noperation: Type\nasset: Coin\nchange: Amount\ntotal, any: Money\n\
         quote: Currency\nfee: Fee\nin asset: To Coin\nin amount, any: To Amount",
    );
    check(
        format,
        &[
            (
                "purchase,BTC,2,10,EUR,0.1,,",
                &["trade -10 EUR +2 BTC fee 0.1 EUR"],
            ),
            (
                "sale,BTC,2,€10.50,EUR,€0.10,,",
                &["trade -2 BTC +10.50 EUR fee 0.10 EUR"],
            ),
            ("sale,BTC,-2,-10,EUR,,,", &["trade -2 BTC +10 EUR"]),
            ("swap,BTC,-2,10,EUR,,ETH,30", &["trade -2 BTC +30 ETH"]),
            ("swap,BTC,2,10,EUR,,ETH,30", &["trade -2 BTC +30 ETH"]),
            ("swap,BTC,2,10,EUR,,,", &["trade +2 BTC"]),
            (
                "paid in,BTC,2,10,EUR,0.1,,",
                &["deposit +2 BTC fee 0.1 BTC"],
            ),
            ("bonus,BTC,2,10,EUR,,ETH,30", &["reward +2 BTC"]),
            (
                "unheard of,BTC,-2,10,EUR,,,",
                &["adjustment -2 BTC", "WARN-OPERATION"],
            ),
        ],
    );
}

#[test]
fn a_price_that_is_only_quoted_need_not_make_the_total() {
    let layout = |rule: &str| {
        format(&format!(
            "header = Time,Type,Amount,Money,Price\nrows = change or trade\n\
             sign = by the operation\noperations = test\n{rule}\n\
             time: Time\noperation: Type\nchange, number with unit: Amount\n\
             total, number with unit: Money\nprice: Price"
        ))
    };
    let row = "purchase,2 BTC,11 EUR,5";
    check(
        layout("price = as quoted"),
        &[(row, &["trade -11 EUR +2 BTC"])],
    );
    check(
        layout("price = as executed"),
        &[(row, &["trade -11 EUR +2 BTC", "WARN-TOTAL"])],
    );
}

#[test]
fn headings_name_the_assets_of_columns() {
    let format = format(
        "header = Time,Type,USD Amount USD,Fee (USD) USD,BTC Amount BTC,Fee (BTC) BTC\n\
         rows = assets in columns\nfee sign = either is a cost\noperations = test\n\
         set aside = sums\n\
         time: Time\noperation: Type\nchange, any: … Amount …\nfee: Fee (…) …",
    );
    check(
        format,
        &[
            (
                "swap,($10.50),($0.25),0.5 BTC,",
                &["trade -10.50 USD +0.5 BTC fee 0.25 USD"],
            ),
            (
                "swap,$10.50,,(0.5 BTC),(0.001 BTC)",
                &["trade -0.5 BTC +10.50 USD fee 0.001 BTC"],
            ),
            ("paid in,,,0.5 BTC,0.0 BTC", &["deposit +0.5 BTC"]),
            (
                "paid in,,,(0.5 BTC),",
                &["adjustment -0.5 BTC", "WARN-OPERATION"],
            ),
            (
                "swap,$1,$0.1,0.5 BTC,(0.001 BTC)",
                &["trade +1 USD fee 0.1 USD", "trade +0.5 BTC fee 0.001 BTC"],
            ),
            ("swap,,,,", &["REFUSED-EMPTY"]),
        ],
    );
}

#[test]
fn what_a_row_realised_and_its_fee_are_two_entries() {
    let format = format(
        "header = Time,Type,Sort,Coin,Amount,Fee,Fee Coin,Held\nrows = change\n\
         sign = below zero is out\noperations = test\nwords in = operation and remark\n\
         set aside = not booked\n\
         time: Time\noperation: Type\nremark: Sort\nasset: Coin\nchange: Amount\nfee, number: Fee\n\
         fee asset: Fee Coin\nbalance, any: Held",
    );
    check(
        format,
        &[
            ("result,,EUR,-3,0.1,,5", &["pnl -3 EUR", "fee fee 0.1 EUR"]),
            ("result,,EUR,0,0.1,EUR,5", &["fee fee 0.1 EUR"]),
            ("result,,EUR,2,0,,5", &["pnl +2 EUR"]),
            (
                "charge,,EUR,-1,0.1,,5",
                &["fee fee 1 EUR", "fee fee 0.1 EUR"],
            ),
            ("bonus,,SOL,1,0.5,USD,5", &["reward +1 SOL fee 0.5 USD"]),
            ("moved,over,BTC,1,0,,5", &["reward +1 BTC"]),
            ("moved,beyond,BTC,1,0,,5", &["transfer +1 BTC"]),
            ("paid in,,BTC,1,0,,", &["NOTE-NOT-DONE"]),
        ],
    );
}

#[test]
fn codes_of_assets_stand_for_one_name() {
    let format = format(
        "header = Time,Pair,Side,Size,Total,Fee,Margin\nrows = trade\nmarket = basequote\n\
         quotes = EUR | USD | USDT\nfee in = quote\n\
         time: Time\nmarket: Pair\nside: Side\nsize: Size\ntotal: Total\nfee: Fee\n\
         margin: Margin",
    );
    check(
        format,
        &[
            ("XXBTZEUR,buy,1,2,0,0", &["trade -2 EUR +1 BTC"]),
            (
                "XXBT/EUR,buy,1,2,0.1,0",
                &["trade -2 EUR +1 BTC fee 0.1 EUR"],
            ),
            ("XTZEUR,sell,1,2,0,0", &["trade -1 XTZ +2 EUR"]),
            ("ADAUSDT,sell,1,2,0,0", &["trade -1 ADA +2 USDT"]),
            ("ADAGBP,sell,1,2,0,0", &["REFUSED-PAIR"]),
            ("XXBTZEUR,buy,1,2,0.1,0.5", &["derivative fee 0.1 EUR"]),
        ],
    );
}
