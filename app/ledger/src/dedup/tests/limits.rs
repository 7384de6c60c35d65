//! Each tolerance at its limit and one past it.

use super::exchanges::codes;
use super::resolved;

/// A time of the 18th of October 2022, so many seconds past nine.
fn clock(second: i64) -> String {
    let time = crate::Moment::from_seconds(1_666_083_600 + second).to_string();
    time.replace('T', " ").replace('Z', "")
}

fn kept(files: &[(&str, &str, &str)]) -> usize {
    resolved(files).kept.len()
}

const DEPOSITS: &str = "Date(UTC+0),Coin,Network,Amount,Address,TXID,Status\n\
    2022-10-18 09:00:00,BTC,BTC,0.25,bc1q,f1,Completed\n";

fn statement(second: i64, operation: &str, coin: &str, change: &str) -> String {
    format!(
        "UTC_Time,Account,Operation,Coin,Change,Remark\n{},Spot,{operation},{coin},{change},\n",
        clock(second)
    )
}

#[test]
fn a_deposit_is_one_within_an_hour_and_in_doubt_for_three_days() {
    let day = 86_400;
    for (second, count, is_named) in [
        (3600, 1, false),
        (-3600, 1, false),
        (3601, 2, true),
        (3 * day, 2, true),
        (3 * day + 1, 2, false),
    ] {
        let statement = statement(second, "Deposit", "BTC", "0.25");
        let files = [("s", "", statement.as_str()), ("deposit", "", DEPOSITS)];
        assert_eq!(kept(&files), count, "{second}");
        let expected = if is_named {
            vec!["WARN-UNMATCHED-MOVES"]
        } else {
            vec![]
        };
        assert_eq!(codes(&files), expected, "{second}");
    }
    // Another amount, but among the deposits that the list has.
    let list = format!("{DEPOSITS}2022-10-19 09:00:00,BTC,BTC,0.25,bc1q,f2,Completed\n");
    let statement = statement(7200, "Deposit", "BTC", "0.3");
    let files = [("s", "", statement.as_str()), ("deposit", "", &list)];
    assert_eq!(codes(&files), ["WARN-UNMATCHED-MOVES"]);
}

#[test]
fn a_fee_is_one_within_a_minute() {
    let trade = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n\
        2022-10-18 09:00:00,BTCUSDT,SELL,19000,0.5BTC,9500USDT,0.025BNB\n";
    for (second, count) in [(60, 1), (-60, 1), (61, 2)] {
        let statement = statement(second, "Transaction Fee", "BNB", "-0.025");
        let files = [("s", "", statement.as_str()), ("t", "", trade)];
        assert_eq!(kept(&files), count, "{second}");
    }
}

#[test]
fn an_order_is_its_fill_within_two_seconds() {
    let orders = "UID,Account Type,Order ID,Order Time(UTC),Symbol,Side,Order Type,Order Price,Order Amount,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC),Fee,Fee Currency,Tax,Status\n\
        7,trade,o1,2022-10-18 08:00:00,DAG-USDT,SELL,LIMIT,0.05,4000,0.05,4000,200,200,2022-10-18 09:00:00,0.2,USDT,,deal\n\
        7,trade,o2,2022-10-18 08:00:00,DAG-USDT,SELL,LIMIT,0.05,9999,0.05,1,0.05,0.05,2022-10-18 07:00:00,0,USDT,,deal\n";
    for (second, count) in [(2, 2), (-2, 2), (3, 3), (-3, 3)] {
        let fills = format!(
            "tradeCreatedAt,symbol,side,price,size,funds,fee,feeCurrency\n{},DAG-USDT,sell,0.05,4000,200,0.2,USDT\n",
            clock(second + 8 * 3600)
        );
        assert_eq!(
            kept(&[("o", "", orders), ("f", "", &fills)]),
            count,
            "{second}"
        );
    }
}

#[test]
fn a_fill_is_a_positions_within_two_seconds_of_its_times() {
    let positions = "UID,Account Type,Symbol,Close Type,Realized PNL,Total Realized PNL,Total Funding Fees,Total Trading Fees,Position Opening Time(UTC),Position Closing Time(UTC)\n\
        7,f,XBTUSDTM,CLOSE_LONG,-1.1,-1,0,0.1,2022-10-18 08:00:00,2022-10-18 09:00:00\n";
    for (second, count) in [(2, 2), (3, 3), (-3602, 2), (-3603, 3)] {
        let fills = format!(
            "UID,Account Type,Order ID,Filled Time(UTC),Symbol,Side,Filled Amount,Filled Price,Filled Volume,Filled Volume  (USDT),Fee Rate,Fee,Order Type\n\
             7,f,o,{},XBTUSDTM,SELL,10,19000,190,190,0.0006,0.1,MARKET\n",
            clock(second)
        );
        assert_eq!(
            kept(&[("p", "", positions), ("f", "", &fills)]),
            count,
            "{second}"
        );
    }
}
