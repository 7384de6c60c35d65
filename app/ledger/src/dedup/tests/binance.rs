//! The same money in Binance's several files counts once, whichever of them are there.

use super::exchanges::{owned, sums};
use super::{check, resolved};

type File = (&'static str, &'static str, &'static str);

/// Every choice of these files, in their order and in the other, but the empty one.
fn choices(files: &[File]) -> Vec<Vec<File>> {
    let all = 1..1_usize << files.len();
    let chosen = |bits: usize| -> Vec<File> {
        let has = |nth: &usize| bits & (1 << nth) != 0;
        (0..files.len()).filter(has).map(|nth| files[nth]).collect()
    };
    let forward: Vec<Vec<File>> = all.map(chosen).collect();
    let backward = forward
        .iter()
        .map(|files| files.iter().rev().copied().collect());
    forward.iter().cloned().chain(backward).collect()
}

/// The sums per asset of every choice of files must be these.
fn check_every_choice(files: &[File], expected: &[(&str, &str)]) {
    for files in choices(files) {
        let names: Vec<&str> = files.iter().map(|file| file.0).collect();
        assert_eq!(sums(&files), owned(expected), "{names:?}");
    }
}

const TRADES: File = (
    "trades.csv",
    "",
    "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n\
     2021-11-17 10:21:40,AVAXUSDT,BUY,95.31,2.0000000000AVAX,190.62000000USDT,0.0020000000AVAX\n\
     2021-11-17 10:21:26,AVAXUSDT,BUY,95.31,1.0000000000AVAX,95.31000000USDT,0.0010000000AVAX\n\
     2021-11-17 09:00:00,BTCUSDT,SELL,60000,0.0050000000BTC,300.00000000USDT,0.0006000000BNB\n\
     2021-11-17 09:00:00,BTCUSDT,SELL,60000,0.0050000000BTC,300.00000000USDT,0.0006000000BNB\n",
);
const NESTED: File = (
    "orders.csv",
    "",
    "Date(UTC);orderId;clientOrderId;Pair;Type;Order Price;Order Amount;AvgTrading Price;Filled;Total;status;Strategy Id;Strategy Type\n\
     2021-11-17 10:20:00;77;web_1;AVAXUSDT;BUY;95.31;3;95.31;3;285.93;Filled;;\n\
     ;Date(UTC);Trading Price;Filled;Total;Fee;;;;;;;\n\
     ;2021-11-17 10:21:26;95.31;1;95.31;0.001AVAX;;;;;;;\n\
     ;2021-11-17 10:21:40;95.31;2;190.62;0.002AVAX;;;;;;;\n\
     2021-11-17 09:00:00;76;x-3commas;BTCUSDT;SELL;0;0.01;60000;0.01;600;Filled;;\n\
     ;Date(UTC);Trading Price;Filled;Total;Fee;;;;;;;\n\
     ;2021-11-17 09:00:00;60000;0.005;300;0.0006BNB;;;;;;;\n\
     ;2021-11-17 09:00:00;60000;0.005;300;0.0006BNB;;;;;;;\n",
);
const FLAT: File = (
    "flat.csv",
    "",
    "Date(UTC),OrderNo,Pair,Type,Side,Order Price,Order Amount,Time,Executed,Average Price,Trading total,Status\n\
     2021-11-17 10:20:00,77,AVAXUSDT,Limit,BUY,95.31,3,2021-11-17 10:21:40,3,95.31,285.93,Filled\n\
     2021-11-17 09:00:00,76,BTCUSDT,Market,SELL,0,0.01,2021-11-17 09:00:00,0.01,60000,600,Filled\n",
);
const STATEMENT: File = (
    "statement.csv",
    "",
    "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n\
     1,2021-11-17 09:00:00,Spot,Transaction Revenue,USDT,300,\n\
     1,2021-11-17 09:00:00,Spot,Transaction Sold,BTC,-0.005,\n\
     1,2021-11-17 09:00:00,Spot,Transaction Fee,BNB,-0.0006,\n\
     1,2021-11-17 09:00:00,Spot,Transaction Fee,BNB,-0.0006,\n\
     1,2021-11-17 09:00:00,Spot,Transaction Revenue,USDT,300,\n\
     1,2021-11-17 09:00:00,Spot,Transaction Sold,BTC,-0.005,\n\
     1,2021-11-17 10:21:26,Spot,Buy,AVAX,1,\n\
     1,2021-11-17 10:21:26,Spot,Fee,AVAX,-0.001,\n\
     1,2021-11-17 10:21:26,Spot,Buy,USDT,-95.31,\n\
     1,2021-11-17 10:21:40,Spot,Buy,AVAX,2,\n\
     1,2021-11-17 10:21:40,Spot,Fee,AVAX,-0.002,\n\
     1,2021-11-17 10:21:40,Spot,Buy,USDT,-190.62,\n",
);

const SPOT: [(&str, &str); 4] = [
    ("AVAX", "2.997"),
    ("BNB", "-0.0012"),
    ("BTC", "-0.01"),
    ("USDT", "314.07"),
];

#[test]
fn trades_orders_with_fills_and_the_statement_tell_one_total() {
    check_every_choice(&[TRADES, NESTED, STATEMENT], &SPOT);
}

#[test]
fn orders_without_fees_add_nothing_to_what_tells_more() {
    for files in choices(&[TRADES, NESTED, STATEMENT, FLAT]) {
        let names: Vec<&str> = files.iter().map(|file| file.0).collect();
        if names == ["flat.csv"] {
            let without_fees = [("AVAX", "3"), ("BTC", "-0.01"), ("USDT", "314.07")];
            assert_eq!(sums(&files), owned(&without_fees));
        } else {
            assert_eq!(sums(&files), owned(&SPOT), "{names:?}");
        }
    }
}

#[test]
fn a_fill_of_the_trade_history_is_the_same_fill_below_its_order() {
    check(
        &[NESTED, TRADES],
        &[
            "orders.csv:2+4",
            "orders.csv:2+5",
            "orders.csv:6+8",
            "orders.csv:6+9",
        ],
        &[
            "trades.csv:2 SameRow orders.csv:2+5",
            "trades.csv:3 SameRow orders.csv:2+4",
            "trades.csv:4 SameRow orders.csv:6+8",
            "trades.csv:5 SameRow orders.csv:6+9",
        ],
    );
}

#[test]
fn deposits_and_withdrawals_count_once_beside_the_statement() {
    let deposits: File = (
        "deposit.csv",
        "",
        "Date(UTC+0),Coin,Network,Amount,Address,TXID,Status\n\
         22-10-01 08:00:00,BTC,BTC,0.25,bc1q,f1,Completed\n\
         22-10-01 08:00:00,BTC,BTC,0.25,bc1q,f2,Completed\n",
    );
    let withdrawals: File = (
        "withdraw.csv",
        "",
        "Date(UTC+0),Coin,Network,Amount,Fee,Address,TXID,Status\n\
         22-10-02 08:00:00,BTC,BTC,0.1,0.0001,bc1q,f3,Completed\n",
    );
    let money: File = (
        "fiat deposit.csv",
        "",
        "Date(UTC+1),Coin,Amount,Status,Payment Method,Indicated Amount,Fee,Order ID\n\
         2022-10-03 09:00:00,EUR,998.2,Successful,SEPA,1000,1.8,OF1\n",
    );
    let statement: File = (
        "statement.csv",
        "",
        "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n\
         1,2022-10-01 08:20:00,Spot,Deposit,BTC,0.25,\n\
         1,2022-10-01 08:21:00,Spot,Deposit,BTC,0.25,\n\
         1,2022-10-02 08:00:01,Spot,Withdraw,BTC,-0.1001,Withdraw fee is included\n\
         1,2022-10-03 08:00:00,Spot,Fiat Deposit,EUR,998.2,\n\
         1,2022-10-03 09:00:00,Funding,Deposit,ETH,1,\n",
    );
    let total = [("BTC", "0.3999"), ("ETH", "1"), ("EUR", "998.2")];
    for files in choices(&[deposits, withdrawals, money]) {
        let mut files = files;
        files.push(statement);
        assert_eq!(sums(&files), owned(&total), "{files:?}");
    }
}

#[test]
fn conversions_and_small_assets_count_once_beside_the_statement() {
    let convert: File = (
        "convert.csv",
        "",
        "Date,Pair,Type,Sell,Buy,Price,Inverse Price,Date Updated,Status\n\
         2022-05-01 10:00:00,BTCUSDT,Market,100 USDT,0.0026 BTC,,,2022-05-01 10:00:02,Successful\n",
    );
    let dust: File = (
        "dust.csv",
        "",
        "Date,Coin,Amount,Fee,Converted To\n\
         2022-05-02 10:00:00,SOL,0.0021,0.0000027BNB,0.000135BNB\n\
         2022-05-02 10:00:00,ADA,0.34,0.0000005BNB,0.000025BNB\n",
    );
    let statement: File = (
        "statement.csv",
        "",
        "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n\
         1,2022-05-01 10:00:02,Spot,Binance Convert,USDT,-100,\n\
         1,2022-05-01 10:00:02,Spot,Binance Convert,BTC,0.0026,\n\
         1,2022-05-02 10:00:00,Spot,Small assets exchange BNB,BNB,0.0000245,\n\
         1,2022-05-02 10:00:00,Spot,Small assets exchange BNB,SOL,-0.0021,\n\
         1,2022-05-02 10:00:00,Spot,Small assets exchange BNB,ADA,-0.34,\n\
         1,2022-05-02 10:00:00,Spot,Small assets exchange BNB,BNB,0.0001323,\n",
    );
    let total = [
        ("ADA", "-0.34"),
        ("BNB", "0.0001568"),
        ("BTC", "0.0026"),
        ("SOL", "-0.0021"),
        ("USDT", "-100"),
    ];
    check_every_choice(&[statement], &total);
    for files in choices(&[convert, dust]) {
        let mut files = files;
        files.push(statement);
        assert_eq!(sums(&files), owned(&total), "{files:?}");
    }
}

#[test]
fn futures_fills_their_income_and_the_statement_tell_one_total() {
    let fills: File = (
        "futures.csv",
        "",
        "Date(UTC),Symbol,Side,Price,Quantity,Amount,Fee,Realized Profit,Quote Asset\n\
         2022-10-18 21:00:09,BTCUSDT,SELL,19312.4,0.5,9656.2,3.86248USDT,0,USDT\n\
         2022-10-18 21:05:09,BTCUSDT,BUY,19400,0.25,4850,1.94USDT,-21.9,USDT\n\
         2022-10-18 21:05:09,BTCUSDT,BUY,19400,0.25,4850,0.0068BNB,-21.9,USDT\n",
    );
    let income: File = (
        "income.csv",
        "",
        "Date(UTC),type,Amount,Asset,Symbol,Transaction ID\n\
         2022-10-18 21:00:09,COMMISSION,-3.86248,USDT,BTCUSDT,1\n\
         2022-10-18 21:05:09,REALIZED_PNL,-21.9,USDT,BTCUSDT,2\n\
         2022-10-18 21:05:09,REALIZED_PNL,-21.9,USDT,BTCUSDT,3\n\
         2022-10-18 21:05:09,COMMISSION,-1.94,USDT,BTCUSDT,4\n\
         2022-10-18 21:05:09,COMMISSION,-0.0068,BNB,BTCUSDT,5\n\
         2022-10-19 00:00:00,FUNDING_FEE,0.41,USDT,BTCUSDT,6\n",
    );
    let statement: File = (
        "statement.csv",
        "",
        "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n\
         1,2022-10-18 21:00:09,USD-M Futures,Fee,USDT,-3.86248,\n\
         1,2022-10-18 21:05:09,USD-M Futures,Realized Profit and Loss,USDT,-43.8,\n\
         1,2022-10-18 21:05:09,USD-M Futures,Fee,USDT,-1.94,\n\
         1,2022-10-18 21:05:09,USD-M Futures,Fee,BNB,-0.0068,\n\
         1,2022-10-19 00:00:00,USD-M Futures,Funding Fee,USDT,0.41,\n",
    );
    let total = [("BNB", "-0.0068"), ("USDT", "-49.19248")];
    check_every_choice(&[income, statement], &total);
    for files in [
        vec![fills, income],
        vec![income, fills],
        vec![fills, statement],
        vec![statement, fills],
        vec![statement, income, fills],
        vec![fills, income, statement],
    ] {
        assert_eq!(sums(&files), owned(&total), "{files:?}");
    }
}

#[test]
fn futures_fills_of_both_layouts_count_once() {
    let old: File = (
        "old.csv",
        "",
        "Date(UTC),Symbol,Side,Price,Quantity,Amount,Fee,Realized Profit,Quote Asset\n\
         2025-02-11 07:14:02,ETHUSDC,SELL,2500.5,0.4,1000.2,0.40008USDC,12.305,USDC\n",
    );
    let new: File = (
        "new.csv",
        "",
        "Time,Symbol,Side,Price,Quantity,Amount,Fee,Realized Profit,Buyer,Maker,Trade ID,Order ID\n\
         25-02-11 07:14:02,ETHUSDC,SELL,2500.5,0.4,1000.2,0.40008 USDC,12.305,false,false,51,90\n",
    );
    check_every_choice(&[old, new], &[("USDC", "11.90492")]);
}

#[test]
fn orders_that_rested_side_by_side_count_once_and_one_without_fills_is_said() {
    let flat: File = (
        "flat.csv",
        "",
        "Date(UTC),OrderNo,Pair,Type,Side,Order Price,Order Amount,Time,Executed,Average Price,Trading total,Status\n\
         2021-11-17 10:00:00,1,AVAXUSDT,Limit,BUY,95,3,2021-11-17 10:21:04,3,95,285,Filled\n\
         2021-11-17 10:00:00,2,AVAXUSDT,Limit,BUY,95,2.5,2021-11-17 10:21:05,2.5,95,237.5,Filled\n\
         2021-11-17 10:00:00,3,AVAXUSDT,Limit,BUY,95,7,2021-11-17 10:21:03,7,95,665,Filled\n",
    );
    let trades: File = (
        "trades.csv",
        "",
        "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n\
         2021-11-17 10:21:05,AVAXUSDT,BUY,95,1AVAX,95USDT,0BNB\n\
         2021-11-17 10:21:04,AVAXUSDT,BUY,95,2AVAX,190USDT,0BNB\n\
         2021-11-17 10:21:01,AVAXUSDT,BUY,95,1.5AVAX,142.5USDT,0BNB\n\
         2021-11-17 10:21:00,AVAXUSDT,BUY,95,1AVAX,95USDT,0BNB\n",
    );
    let total = owned(&[("AVAX", "12.5"), ("USDT", "-1187.5")]);
    assert_eq!(sums(&[flat, trades]), total);
    assert_eq!(sums(&[trades, flat]), total);
    let messages: Vec<(u64, String)> = resolved(&[flat, trades])
        .diagnostics
        .into_iter()
        .map(|found| (found.line, found.code.to_string()))
        .collect();
    let expected = [(2, "NOTE-ONE-ACCOUNT"), (4, "WARN-UNMATCHED-ORDER")];
    let expected = expected.map(|(line, code)| (line, code.to_owned()));
    assert_eq!(messages[1..], expected[1..]);
}

#[test]
fn profits_and_funding_of_two_contracts_are_two() {
    let head = "Time,Symbol,Side,Price,Quantity,Amount,Fee,Realized Profit,Buyer,Maker,Trade ID,Order ID\n";
    let fill = |symbol: &str| {
        format!("{head}25-02-11 07:14:02,{symbol},SELL,2500,0.4,1000,0 USDT,12.5,false,false,5,9\n")
    };
    let (btc, eth) = (fill("BTCUSDT"), fill("ETHUSDT"));
    let files = [("a.csv", "", btc.as_str()), ("b.csv", "", eth.as_str())];
    assert_eq!(sums(&files), owned(&[("USDT", "25")]));
    let files = [("a.csv", "", btc.as_str()), ("b.csv", "", btc.as_str())];
    assert_eq!(sums(&files), owned(&[("USDT", "12.5")]));
    let income = |symbol: &str| {
        format!(
            "Date(UTC),type,Amount,Asset,Symbol,Transaction ID\n\
             2022-10-19 00:00:00,FUNDING_FEE,-1,USDT,{symbol},\n"
        )
    };
    let (btc, eth) = (income("BTCUSDT"), income("ETHUSDT"));
    let files = [("a.csv", "", btc.as_str()), ("b.csv", "", eth.as_str())];
    assert_eq!(sums(&files), owned(&[("USDT", "-2")]));
}

#[test]
fn fees_of_known_fills_are_said_where_the_order_counts_and_names_none() {
    let nested: File = (
        "orders.csv",
        "",
        "Date(UTC);orderId;clientOrderId;Pair;Type;Order Price;Order Amount;AvgTrading Price;Filled;Total;status;Strategy Id;Strategy Type\n\
         2021-11-17 10:20:00;77;web_1;AVAXUSDT;BUY;95.31;3;95.31;3;285.93;Filled;;\n\
         ;Date(UTC);Trading Price;Filled;Total;Fee;;;;;;;\n\
         ;2021-11-17 10:21:26;95.31;1;95.31;0.001AVAX;;;;;;;\n",
    );
    let files = [nested, FLAT];
    let (avax, usdt) = (("AVAX", "3"), ("USDT", "314.07"));
    assert_eq!(sums(&files), owned(&[avax, ("BTC", "-0.01"), usdt]));
    let diagnostics = resolved(&files).diagnostics;
    let missing = diagnostics
        .iter()
        .find(|found| found.code.as_str() == "WARN-FILLS-MISSING");
    let message = missing.unwrap().message.to_string();
    assert!(
        message.ends_with("it names no fee, and those of the fills (0.001 AVAX) are in no sum"),
        "{message}"
    );
}
