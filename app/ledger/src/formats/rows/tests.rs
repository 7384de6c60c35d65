//! What the general ways of rows make of files of invented layouts.

use crate::entry::{Entry, Quantity};
use crate::formats::Format;
use crate::formats::table::describe;
use crate::reading::testing::read_as;
use crate::tables::{Tables, sources_of};

mod histories;

/// The format of a table: its settings, then its columns.
pub(super) fn format(settings: &str) -> &'static Format {
    let text: &'static str = format!(
        "=== kraken.txt\n[kraken-test]\ntitle = x\nversion = 1\nzone = UTC\n{settings}\n\
         [operations test, en, test data]\ntrade: swap\nreward: bonus\nreward in, fee out: interest\n\
         transfer: moved\nfee: charge\ndeposit: paid in\nbought: purchase\nsold: sale\n\
         pnl: result\nreward: moved over\nderivative: opened\nfunding: settled\n\
         [assets]\nBTC: XXBT\nEUR: ZEUR\n\
         [remarks test, en, test data]\ndeposit in, withdrawal out: from a friend\n\
         [coins]\nsavings: S…\nother: SOL\n"
    )
    .leak();
    let tables = Tables::read(sources_of(text));
    let described = describe(&tables);
    let errors: Vec<String> = described
        .errors
        .all()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    described.formats[0]
}

fn shown(entry: &Entry) -> String {
    let mut shown = entry.kind.to_string();
    let legs = [("-", &entry.out), ("+", &entry.in_), ("fee ", &entry.fee)];
    for (sign, leg) in legs {
        if let Some(Quantity { asset, amount }) = leg {
            shown += &format!(" {sign}{amount} {asset}");
        }
    }
    shown
}

/// Rows below the header of a format, each at one time, and what comes of them: entries,
/// then codes of diagnostics.
pub(super) fn check(format: &'static Format, rows: &[(&str, &[&str])]) {
    for (row, expected) in rows {
        let text = format!("{}\n2022-10-18 21:00:09,{row}\n", format.header);
        let (_, read) = read_as(format, &text);
        let entries = read.entries.iter().map(shown);
        let codes = read
            .diagnostics
            .iter()
            .map(|found| found.code.as_str().to_owned());
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

#[test]
fn a_change_in_parts_is_told_apart_and_counts_where_its_parts_do_not_add_up() {
    let format = format(
        "header = Time,Pair,Type,Side,Size,Price,Cash,Funding,Fee,Change,Coin\n\
         rows = change in parts\nfee sign = below zero is a cost\noperations = test\n\
         time: Time\nmarket: Pair\ncategory: Type\nside, any: Side\nsize: Size\nprice: Price\n\
         pnl: Cash\nfunding: Funding\nfee: Fee\nchange: Change\nasset: Coin",
    );
    const OPENED: &str = "derivative fee 0.1 USDT";
    check(
        format,
        &[
            ("BTC-USDT,swap,sell,-1,10,-1,0,0,-1,BTC", &["trade -1 BTC"]),
            (
                "BTC-USDT,swap,sell,10,10,10,0,-0.1,9.9,USDT",
                &["trade +10.0 USDT fee 0.1 USDT"],
            ),
            ("BTCUSDT,opened,buy,1,10,0,0,-0.1,-0.1,USDT", &[OPENED]),
            (
                "BTCUSDT,opened,sell,1,10,3,0.5,-0.1,3.4,USDT",
                &[OPENED, "pnl +3 USDT", "funding +0.5 USDT"],
            ),
            // Costs above zero: only so do they add up.
            (
                "BTCUSDT,opened,sell,1,10,3,-0.5,0.1,3.4,USDT",
                &[OPENED, "pnl +3 USDT", "funding +0.5 USDT"],
            ),
            (
                "BTCUSDT,opened,sell,1,10,3,0,-0.1,5,USDT",
                &[OPENED, "pnl +5.1 USDT", "WARN-TOTAL"],
            ),
            // A position with a balance of its own.
            (
                "BTCUSDT,opened,sell,1,10,3,0,-0.1,0,USDT",
                &[OPENED, "pnl +3 USDT", "WARN-TOTAL"],
            ),
            (
                "BTCUSDT,opened,--,0,0,-4,0,-0.1,-4.1,USDT",
                &["pnl -4 USDT fee 0.1 USDT"],
            ),
            (
                "BTCUSDT,settled,buy,1,10,0,-0.2,0,-0.2,USDT",
                &["funding -0.2 USDT"],
            ),
            (",moved,--,--,--,0,0,0,-5,USDT", &["transfer -5 USDT"]),
            (",charge,--,--,--,0,0,0,-5,USDT", &["fee fee 5 USDT"]),
            (
                "BTC-USDT,swap,gift,1,10,1,0,0,1,BTC",
                &["adjustment +1 BTC", "WARN-OPERATION"],
            ),
            (
                "BTC-USDT,unheard of,buy,1,10,1,0,0,1,BTC",
                &["adjustment +1 BTC", "WARN-OPERATION"],
            ),
            (
                ",--,--,1,10,1,0,0,1,BTC",
                &["adjustment +1 BTC", "WARN-OPERATION"],
            ),
        ],
    );
}

#[test]
fn what_goes_to_the_margin_of_a_position_is_a_transfer() {
    let format = format(
        "header = Time,Pair,Type,Side,Size,Price,Cash,Fee,Position Change,Change,Coin\n\
         rows = change in parts\nfee sign = below zero is a cost\noperations = test\n\
         time: Time\nmarket: Pair\ncategory: Type\nside, any: Side\nsize: Size\nprice: Price\n\
         pnl: Cash\nfee: Fee\nposition change: Position Change\nchange: Change\nasset: Coin",
    );
    const OPENED: &str = "derivative fee 0.06 USDT";
    check(
        format,
        &[
            (
                "BTCUSDT,opened,buy,5,150,0,-0.06,10,-10.06,USDT",
                &[OPENED, "transfer -10 USDT"],
            ),
            (
                "BTCUSDT,settled,--,5,150,-0.2,0,-0.2,0,USDT",
                &["funding -0.2 USDT", "transfer +0.2 USDT"],
            ),
            (
                "BTCUSDT,opened,sell,5,150,1,-0.06,-9.8,10.74,USDT",
                &[OPENED, "pnl +1 USDT", "transfer +9.8 USDT"],
            ),
            // Cross margin: the balance alone.
            (
                "BTCUSDT,opened,sell,5,150,1,-0.06,0,0.94,USDT",
                &[OPENED, "pnl +1 USDT"],
            ),
            (
                "BTCUSDT,opened,sell,5,150,1,-0.06,7,0.94,USDT",
                &[OPENED, "pnl +1 USDT"],
            ),
            (
                "BTCUSDT,opened,sell,5,150,1,-0.06,7,5,USDT",
                &[OPENED, "pnl +5.06 USDT", "WARN-TOTAL"],
            ),
            (",moved,--,0,0,0,0,5,-5,USDT", &["transfer -5 USDT"]),
        ],
    );
}

#[test]
fn funding_names_the_side_of_its_position_and_is_no_fill() {
    let format = format(
        "header = Time,Pair,Type,Side,Size,Price,Cash,Funding,Fee,Change,Coin\n\
         rows = change in parts\noperations = test\n\
         time: Time\nmarket: Pair\ncategory: Type\nside, any: Side\nsize: Size\nprice: Price\n\
         pnl: Cash\nfunding: Funding\nfee: Fee\nchange: Change\nasset: Coin",
    );
    check(
        format,
        &[
            (
                "BTCUSDT,settled,opened,1,10,0,0.2,0,-0.2,USDT",
                &["funding -0.2 USDT"],
            ),
            (
                "BTCUSDT,swap,opened,1,10,2,0,0.1,1.9,USDT",
                &["pnl +2 USDT fee 0.1 USDT"],
            ),
        ],
    );
}

#[test]
fn a_leg_of_a_spot_trade_has_the_side_of_the_trade_and_its_price() {
    let format = format(
        "header = Time,Pair,Type,Side,Price,Change,Coin\n\
         rows = change in parts\noperations = test\n\
         time: Time\nmarket: Pair\ncategory: Type\nside, any: Side\nprice: Price\n\
         change: Change\nasset: Coin",
    );
    for (row, side, price) in [
        ("ETH-USDT,swap,buy,2100,0.5,ETH", "buy", "2100"),
        // The side of the leg, as some files have it, or that of the trade.
        ("ETH-USDT,swap,sell,2100,-1050,USDT", "buy", "2100"),
        ("ETHUSDT,swap,buy,2100,-1050,USDT", "buy", "2100"),
        ("ETHUSDT,swap,sell,2100,1050,USDT", "sell", "2100"),
        ("ETHUSDT,swap,sell,2100,-0.5,ETH", "sell", "2100"),
        ("ETHUSDT,swap,sell,0,-0.5,MNT", "", ""),
        (",swap,--,--,-0.5,ETH", "", ""),
    ] {
        let text = format!("{}\n2022-10-18 21:00:09,{row}\n", format.header);
        let (_, read) = read_as(format, &text);
        let entry = &read.entries[0];
        let found = entry.side.map_or("", |side| side.as_str());
        assert_eq!(found, side, "{row}");
        let found = entry.price.as_ref().map(ToString::to_string);
        assert_eq!(found.unwrap_or_default(), price, "{row}");
    }
}

#[test]
fn dashes_in_the_place_of_an_id_are_none() {
    let format = format(
        "header = Time,Pair,Type,Coin,Change,Trade,Order\nrows = change\n\
         sign = below zero is out\noperations = test\n\
         time: Time\nmarket: Pair\noperation: Type\nasset: Coin\nchange: Change\n\
         trade id: Trade\norder id: Order",
    );
    for nothing in ["--", "-", ""] {
        let row = format!("{nothing},moved,BTC,-1,{nothing},{nothing}");
        let text = format!("{}\n2022-10-18 21:00:09,{row}\n", format.header);
        let (_, read) = read_as(format, &text);
        let entry = &read.entries[0];
        let texts = [&entry.market, &entry.trade_id, &entry.order_id];
        assert!(texts.iter().all(|text| text.is_empty()), "{row}");
    }
}

#[test]
fn a_line_above_the_header_names_the_user_and_the_format_the_wallet() {
    let format = format(
        "header = Time,Type,Coin,Change\nrows = change\nsign = below zero is out\n\
         operations = test\nuser above = UID\nwallet = trading\n\
         time: Time\noperation: Type\nasset: Coin\nchange: Change",
    );
    for (above, account) in [
        (
            "UID:600100200300,Account Type:Main\n",
            "600100200300/trading",
        ),
        ("\u{FEFF}UID: 600100200300,,\n\n", "600100200300/trading"),
        ("uid,600100200300,,\n", "600100200300/trading"),
        ("UID:,Account Type:Main\n", "trading"),
        ("UIDs:7,,,\n", "trading"),
        ("", "trading"),
    ] {
        let text = format!(
            "{above}{}\n2022-10-18 21:00:09,moved,BTC,-1\n",
            format.header
        );
        let (_, read) = read_as(format, &text);
        assert_eq!(read.entries[0].account_in_file, account, "{above}");
    }
}

#[test]
fn a_fee_of_another_asset_is_no_part_of_a_change() {
    let format = format(
        "header = Time,Type,Fee,Fee Unit,Change,Coin\nrows = change in parts\n\
         fee sign = below zero is a cost\noperations = test\n\
         time: Time\ncategory: Type\nfee: Fee\nfee asset: Fee Unit\nchange: Change\nasset: Coin",
    );
    check(
        format,
        &[
            ("swap,-0.1,BTC,0.9,BTC", &["trade +1.0 BTC fee 0.1 BTC"]),
            (
                "swap,-0.1,USDT,0.9,BTC",
                &["trade +0.9 BTC", "WARN-FEE-ASSET"],
            ),
            ("swap,0,USDT,0.9,BTC", &["trade +0.9 BTC"]),
        ],
    );
}

#[test]
fn balances_before_and_after_show_whether_a_fee_is_inside_an_amount() {
    let format = format(
        "header = Time,Type,Coin,Amount,Fee,Before,After\nrows = change in parts\n\
         operations = test\n\
         time: Time\noperation: Type\nasset: Coin\nchange: Amount\nfee: Fee\n\
         balance before: Before\nbalance: After",
    );
    check(
        format,
        &[
            ("swap,BTC,-1,0.1,5,4", &["trade -0.9 BTC fee 0.1 BTC"]),
            ("swap,BTC,-1,0.1,5,3.9", &["trade -1.0 BTC fee 0.1 BTC"]),
            ("swap,BTC,-1,-0.1,5,3.9", &["trade -1.0 BTC fee 0.1 BTC"]),
            ("swap,BTC,-1,0,5,4", &["trade -1 BTC"]),
            ("swap,BTC,-1,0,5,3", &["trade -2 BTC", "WARN-TOTAL"]),
        ],
    );
}

#[test]
fn what_was_requested_counts_where_it_is_not_what_moved_and_the_fee() {
    let format = format(
        "header = Time,Coin,Asked,Fee,Sent\nrows = withdrawal\n\
         time: Time\nasset: Coin\nindicated: Asked\nfee: Fee\nchange: Sent",
    );
    check(
        format,
        &[
            ("BTC,1,0.1,0.9", &["withdrawal -0.9 BTC fee 0.1 BTC"]),
            (
                "BTC,1,0.1,0.8",
                &["withdrawal -0.9 BTC fee 0.1 BTC", "WARN-TOTAL"],
            ),
            ("BTC,--,0.1,0.8", &["withdrawal -0.8 BTC fee 0.1 BTC"]),
            ("BTC,0.05,0.1,0.8", &["WARN-TOTAL", "REFUSED-NUMBER"]),
        ],
    );
}

#[test]
fn a_second_fee_may_have_an_asset_of_its_own_and_tickers_may_be_kept_in_capitals() {
    let format = format(
        "header = Time,Pair,Side,Size,Price,Fee,Fee Coin,Points,Points Coin\nrows = trade\n\
         tickers = in capitals\n\
         time: Time\nmarket: Pair\nside: Side\nsize: Size\nprice: Price\nfee: Fee\n\
         fee asset: Fee Coin\nother fee: Points\nother fee asset: Points Coin",
    );
    check(
        format,
        &[
            (
                "sol/usdt,buy,2,10,0.1,sol,0.5,hb",
                &["trade -20 USDT +2 SOL fee 0.1 SOL", "fee fee 0.5 HB"],
            ),
            (
                "sol/usdt,buy,2,10,0.1,sol,,",
                &["trade -20 USDT +2 SOL fee 0.1 SOL"],
            ),
            (
                "mSOL/usdt,sell,2,10,0.1,usdt,0,",
                &["trade -2 mSOL +20 USDT fee 0.1 USDT"],
            ),
        ],
    );
}

#[test]
fn a_name_in_times_stands_for_the_offset_that_the_table_says() {
    let format = format(
        "header = Time,Coin,Amount\nrows = change\nkind = deposit\nzone name = CST UTC+08:00\n\
         time: Time\nasset: Coin\nchange: Amount",
    );
    for time in ["2019-07-15 12:34:56 CST", "Mon Jul 15 12:34:56 CST 2019"] {
        let (_, read) = read_as(format, &format!("Time,Coin,Amount\n{time},BTC,1\n"));
        let found = read.entries.iter().map(|entry| entry.time.to_string());
        assert_eq!(found.collect::<Vec<_>>(), ["2019-07-15T04:34:56Z"]);
        assert_eq!(read.entries[0].time_raw, time);
    }
}
