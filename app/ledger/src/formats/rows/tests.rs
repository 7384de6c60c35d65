//! What the general ways of rows make of files of invented layouts.

use crate::entry::{Entry, Quantity};
use crate::formats::Format;
use crate::formats::table::describe;
use crate::reading::testing::read_as;
use crate::tables::{Tables, sources_of};

mod histories;

/// The format of a table: its settings, then its columns.
fn format(settings: &str) -> &'static Format {
    let text: &'static str = format!(
        "=== kraken.txt\n[kraken-test]\ntitle = x\nversion = 1\nzone = UTC\n{settings}\n\
         [operations test, en, test data]\ntrade: swap\nreward: bonus\nreward in, fee out: interest\n\
         transfer: moved\nfee: charge\ndeposit: paid in\nbought: purchase\nsold: sale\n\
         pnl: result\nreward: moved over\n[assets]\nBTC: XXBT\nEUR: ZEUR\n\
         [remarks test, en, test data]\ndeposit in, withdrawal out: from a friend\n\
         [coins]\nsavings: S…\nother: SOL\n"
    )
    .leak();
    let tables = Tables::read(sources_of(text));
    let described = describe(&tables);
    let errors: Vec<String> = described.errors.iter().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{errors:?}");
    described.formats[0]
}

fn told(entry: &Entry) -> String {
    let mut told = entry.kind.to_string();
    let legs = [("-", &entry.out), ("+", &entry.in_), ("fee ", &entry.fee)];
    for (sign, leg) in legs {
        if let Some(Quantity { asset, amount }) = leg {
            told += &format!(" {sign}{amount} {asset}");
        }
    }
    told
}

/// Rows below the header of a format, each at one time, and what comes of them: entries,
/// then codes of diagnostics.
fn check(format: &'static Format, rows: &[(&str, &[&str])]) {
    for (row, expected) in rows {
        let text = format!("{}\n2022-10-18 21:00:09,{row}\n", format.header);
        let (_, read) = read_as(format, &text);
        let entries = read.entries.iter().map(told);
        let codes = read
            .diagnostics
            .iter()
            .map(|said| said.code.as_str().to_owned());
        let found: Vec<String> = entries.chain(codes).collect();
        assert_eq!(found, *expected, "{row}");
    }
}

#[test]
fn the_sign_of_a_size_tells_the_side_where_no_column_does() {
    let format = format(
        "header = Time,Pair,Amount,Price,Total,Fee,Fee Coin\nrows = trade\nmarket = basequote\n\
         fee sign = below zero is a cost\n\
         time: Time\nmarket: Pair\nsize: Amount\nprice: Price\ntotal?: Total\nfee: Fee\n\
         fee asset: Fee Coin",
    );
    check(
        format,
        &[
            (
                "LTCUSDT,2.5,46,-115,-0.002,LTC",
                &["trade -115 USDT +2.5 LTC fee 0.002 LTC"],
            ),
            (
                "LTCUSDT,-2.5 LTC,46,115 USDT,0.1,USDT",
                &["trade -2.5 LTC +115 USDT fee -0.1 USDT"],
            ),
            ("LTCUSDT,-2.5,46,,,", &["trade -2.5 LTC +115.0 USDT"]),
        ],
    );
}

#[test]
fn the_fee_of_a_trade_is_in_what_its_rule_says() {
    let layout = |rules: &str| {
        format(&format!(
            "header = Time,Pair,Side,Size,Price,Total,Fee\nrows = trade\n{rules}\n\
             time: Time\nmarket: Pair\nside: Side\nsize: Size\nprice?: Price\ntotal?: Total\n\
             fee: Fee"
        ))
    };
    let buy = "BTC-USD,buy,2,10,,0.1";
    for (rule, expected) in [
        ("fee in = base", "trade -20 USD +2 BTC fee 0.1 BTC"),
        ("fee in = quote", "trade -20 USD +2 BTC fee 0.1 USD"),
        ("fee in = received", "trade -20 USD +2 BTC fee 0.1 BTC"),
        ("fee in = given", "trade -20 USD +2 BTC fee 0.1 USD"),
        (
            "market = quote-base\nfee in = base",
            "trade -20 BTC +2 USD fee 0.1 USD",
        ),
    ] {
        check(layout(rule), &[(buy, &[expected])]);
    }
    check(
        layout("total = after the fee\nfee in = quote"),
        &[
            (
                "BTC-USD,buy,2,10,20.1,0.1",
                &["trade -20.0 USD +2 BTC fee 0.1 USD"],
            ),
            (
                "BTC-USD,sell,2,10,19.9,0.1",
                &["trade -2 BTC +20.0 USD fee 0.1 USD"],
            ),
            (
                "BTC-USD,buy,2,10,20,0.1 BNB",
                &["trade -20 USD +2 BTC fee 0.1 BNB"],
            ),
        ],
    );
}

#[test]
fn sign_coin_and_remark_have_their_say_in_the_kind_of_a_change() {
    let format = format(
        "header = Time,Type,Coin,Amount,Remark\nrows = change\nsign = below zero is out\n\
         operations = test\n\
         time: Time\noperation: Type\nasset: Coin\nchange: Amount\nremark?: Remark",
    );
    check(
        format,
        &[
            ("swap,BTC,-1,", &["trade -1 BTC"]),
            ("bonus,BTC,1,", &["reward +1 BTC"]),
            ("bonus,BTC,-1,", &["adjustment -1 BTC", "WARN-OPERATION"]),
            ("paid in,BTC,-1,", &["adjustment -1 BTC", "WARN-OPERATION"]),
            ("interest,BTC,-1,", &["fee fee 1 BTC"]),
            ("charge,BTC,1,", &["fee fee -1 BTC"]),
            ("moved,BTC,-1,", &["transfer -1 BTC"]),
            ("moved,BTC,-1,from a friend", &["withdrawal -1 BTC"]),
            ("moved,BTC,1,From a Friend", &["deposit +1 BTC"]),
            ("swap,BTC,1,from a friend", &["trade +1 BTC"]),
            ("bonus,SBTC,-1,", &["transfer -1 SBTC"]),
            ("bonus,SOL,1,", &["reward +1 SOL"]),
            (
                "unheard of,BTC,1,",
                &["adjustment +1 BTC", "WARN-OPERATION"],
            ),
            (",BTC,1,", &["adjustment +1 BTC", "WARN-OPERATION"]),
        ],
    );
}

#[test]
fn a_fee_inside_a_change_is_taken_out_of_it() {
    let layout = |rules: &str| {
        format(&format!(
            "header = Time,Way,Coin,Amount,Fee\nrows = change\nkind = trade\n{rules}\n\
             time: Time\nside, any: Way\nasset: Coin\nchange: Amount\nfee: Fee"
        ))
    };
    check(
        layout("sign = word\nfee is = inside the amount"),
        &[
            ("Withdrawal,BTC,1,0.1", &["trade -0.9 BTC fee 0.1 BTC"]),
            ("Deposit,BTC,1,0.1", &["trade +1.1 BTC fee 0.1 BTC"]),
            ("Withdrawal,BTC,0.1,1", &["REFUSED-NUMBER"]),
            ("Sideways,BTC,1,0.1", &["REFUSED-SIDE"]),
        ],
    );
    check(
        layout("sign = all out"),
        &[("x,BTC,1,0.1", &["trade -1 BTC fee 0.1 BTC"])],
    );
    check(
        layout("sign = above zero is out\nfee in = unknown"),
        &[("x,BTC,1,0.1", &["trade -1 BTC", "WARN-FEE-ASSET"])],
    );
}

#[test]
fn amounts_may_count_the_smallest_unit_and_headings_name_an_asset() {
    let satoshi = format(
        "header = Time,Amount\nrows = change\nkind = pnl\nsign = below zero is out\n\
         decimals = 8\nasset = BTC\ntime: Time\nchange: Amount",
    );
    check(satoshi, &[("-150000000", &["pnl -1.50000000 BTC"])]);
    let euro = format(
        "header = Time,Amount (EUR)\nrows = change\nkind = deposit\n\
         time: Time\nchange: Amount (…)",
    );
    check(euro, &[("5", &["deposit +5 EUR"])]);
}

#[test]
fn a_list_of_both_ways_tells_them_by_a_word_or_a_sign() {
    let format = format(
        "header = Time,Type,Coin,Amount,Fee\nrows = deposit or withdrawal\n\
         sign = below zero is out\nfee is = inside the amount\n\
         time: Time\noperation?: Type\nasset: Coin\nchange: Amount\nfee: Fee",
    );
    check(
        format,
        &[
            ("Deposit,BTC,1,0", &["deposit +1 BTC"]),
            ("Withdrawal,BTC,1,0.1", &["withdrawal -0.9 BTC fee 0.1 BTC"]),
            (",BTC,-1,0", &["withdrawal -1 BTC"]),
            (",BTC,+1,0", &["deposit +1 BTC"]),
            ("Withdrawal,BTC,0.1,1", &["REFUSED-NUMBER"]),
        ],
    );
}

#[test]
fn a_conversion_has_units_or_assets_in_columns_and_its_own_words_for_done() {
    let format = format(
        "header = Time,Given,Got,Fee,State\nrows = conversion\nfee in = given\n\
         set aside = not done\ndone = Over\nnot done = Complete\n\
         time: Time\nout amount, number with unit: Given\nin amount, number with unit: Got\n\
         fee: Fee\nstatus: State",
    );
    check(
        format,
        &[
            (
                "100 USDT,0.5BTC,0.1,Over",
                &["trade -100 USDT +0.5 BTC fee 0.1 USDT"],
            ),
            (
                "100 USDT,0.5BTC,0.1BNB,Success",
                &["trade -100 USDT +0.5 BTC fee 0.1 BNB"],
            ),
            ("100 USDT,0.5BTC,0,Complete", &["NOTE-NOT-DONE"]),
            ("100 USDT,0.5BTC,0,Perhaps", &["REFUSED-STATUS"]),
        ],
    );
}

#[test]
fn a_contract_in_its_quote_moves_its_fee_and_what_it_realised() {
    let format = format(
        "header = Time,Pair,Side,Size,Price,Fee,Profit\nrows = contract\ncontracts = in quote\n\
         time: Time\nmarket: Pair\nside: Side\nsize: Size\nprice: Price\nfee: Fee\npnl: Profit",
    );
    check(
        format,
        &[
            (
                "BTC_USDT,sell,2,10,0.1,-3",
                &["derivative fee 0.1 USDT", "pnl -3 USDT"],
            ),
            ("BTCUSDT,buy,2,10,0.1 BNB,0", &["derivative fee 0.1 BNB"]),
            ("XYZQQQ,buy,2,10,0,0", &["REFUSED-PAIR"]),
        ],
    );
}
