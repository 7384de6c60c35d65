//! The same money in KuCoin's and FTX's several files counts once.

use std::collections::BTreeMap;

use super::{check, resolved};
use crate::Amount;

/// What remains after resolving changed, asset by asset.
pub(super) fn sums(files: &[(&str, &str, &str)]) -> BTreeMap<String, String> {
    let mut sums: BTreeMap<String, Amount> = BTreeMap::new();
    for entry in resolved(files).kept {
        for (quantity, is_gain) in [(&entry.in_, true), (&entry.out, false), (&entry.fee, false)] {
            let Some(quantity) = quantity else { continue };
            let sum = sums
                .entry(quantity.asset.to_string())
                .or_insert(Amount::ZERO);
            *sum = match is_gain {
                true => sum.plus(&quantity.amount),
                false => sum.minus(&quantity.amount),
            };
        }
    }
    sums.into_iter()
        .filter(|(_, sum)| !sum.is_zero())
        .map(|(asset, sum)| (asset, sum.normalized().to_string()))
        .collect()
}

pub(super) fn owned(sums: &[(&str, &str)]) -> BTreeMap<String, String> {
    sums.iter()
        .map(|(asset, sum)| ((*asset).to_owned(), (*sum).to_owned()))
        .collect()
}

pub(super) fn codes(files: &[(&str, &str, &str)]) -> Vec<String> {
    let mut codes: Vec<String> = resolved(files)
        .diagnostics
        .into_iter()
        .map(|diagnostic| diagnostic.code.to_string())
        .filter(|code| code != "NOTE-ONE-ACCOUNT")
        .collect();
    codes.dedup();
    codes
}

/// One order of 4000 DAG, filled in two parts a minute apart, and one of 10 XRP.
const ORDERS: &str = "UID,Account Type,Order ID,Order Time(UTC),Symbol,Side,Order Type,Order Price,Order Amount,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC),Fee,Fee Currency,Tax,Status\n\
    7,trade,o1,2022-10-18 20:00:00,DAG-USDT,SELL,LIMIT,0.05,4000,0.0525,4000,210,210,2022-10-18 21:01:00,0.21,USDT,,deal\n\
    7,trade,o2,2022-10-18 20:00:00,XRP-USDT,BUY,LIMIT,0.5,10,0.5,10,5,5,2022-10-18 21:01:30,0.005,USDT,0.001,deal\n";
const FILLS_HEAD: &str = "UID,Account Type,Order ID,Symbol,Side,Order Type,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC),Fee,Tax,Maker/Taker,Fee Currency\n";
const FILL_1: &str =
    "7,trade,o1,DAG-USDT,SELL,LIMIT,0.05,3000,150,150,2022-10-18 21:00:00,0.15,,MAKER,USDT\n";
const FILL_2: &str =
    "7,trade,o1,DAG-USDT,SELL,LIMIT,0.06,1000,60,60,2022-10-18 21:01:00,0.06,,TAKER,USDT\n";
const FILL_3: &str =
    "7,trade,o2,XRP-USDT,BUY,LIMIT,0.5,10,5,5,2022-10-18 21:01:30,0.005,0.001,TAKER,USDT\n";
/// The same, as each wallet's balance saw it, and more.
const HISTORY: &str = "UID,Account Type,Currency,Side,Amount,Fee,Time(UTC),Remark,Type\n\
    7,trade,DAG,Withdrawal,3000,0,2022-10-18 21:00:00,,Spot\n\
    7,trade,USDT,Deposit,149.85,0.15,2022-10-18 21:00:00,,Spot\n\
    7,trade,DAG,Withdrawal,1000,0,2022-10-18 21:01:00,,Spot\n\
    7,trade,USDT,Deposit,59.94,0.06,2022-10-18 21:01:00,,Spot\n\
    7,trade,XRP,Deposit,10,0,2022-10-18 21:01:30,,Spot\n\
    7,trade,USDT,Withdrawal,5.006,0.006,2022-10-18 21:01:30,,Spot\n";

fn fills(rows: &[&str]) -> String {
    format!("{FILLS_HEAD}{}", rows.concat())
}

/// −4000 DAG, +10 XRP; 210 − 0.21 − 5 − 0.005 − 0.001 USDT.
const TRADED: [(&str, &str); 3] = [("DAG", "-4000"), ("USDT", "204.784"), ("XRP", "10")];

#[test]
fn orders_fills_and_account_history_in_any_company_have_one_total() {
    let fills = fills(&[FILL_1, FILL_2, FILL_3]);
    let all = [
        ("orders", "", ORDERS),
        ("fills", "", fills.as_str()),
        ("history", "", HISTORY),
    ];
    for chosen in 1..8_usize {
        let files: Vec<_> = (0..3)
            .filter(|nth| chosen & (1 << nth) != 0)
            .map(|nth| all[nth])
            .collect();
        let backwards: Vec<_> = files.iter().rev().copied().collect();
        assert_eq!(sums(&files), owned(&TRADED), "{chosen:b}");
        assert_eq!(sums(&backwards), owned(&TRADED), "{chosen:b} backwards");
        assert!(codes(&files).is_empty(), "{chosen:b} {:?}", codes(&files));
    }
}

#[test]
fn fills_count_and_not_their_order() {
    let fills = fills(&[FILL_1, FILL_2]);
    check(
        &[("o", "", ORDERS), ("f", "", &fills)],
        &["o:3", "o:3", "f:2", "f:3"],
        &["o:2 CoarserFile f:3"],
    );
    check(
        &[("o", "x", ORDERS), ("f", "y", &fills)],
        &["o:2", "o:3", "o:3", "f:2", "f:3"],
        &[],
    );
}

#[test]
fn an_order_some_of_whose_fills_are_missing_counts_and_it_is_said() {
    let fills = fills(&[FILL_2]);
    let files = [("f", "", fills.as_str()), ("o", "", ORDERS)];
    check(&files, &["o:2", "o:3", "o:3"], &["f:2 CoarserFile o:2"]);
    assert_eq!(codes(&files), ["WARN-FILLS-MISSING"]);
}

#[test]
fn an_order_that_was_filled_further_in_a_later_file_counts_as_in_that() {
    let later = ORDERS.replace(
        "0.0525,4000,210,210,2022-10-18 21:01:00,0.21",
        "0.05,5000,250,250,2022-10-18 21:09:00,0.25",
    );
    check(
        &[("earlier", "", ORDERS), ("later", "", &later)],
        &["earlier:3", "earlier:3", "later:2"],
        &[
            "earlier:2 CoarserFile later:2",
            "later:3 SameRow earlier:3",
            "later:3 SameRow earlier:3",
        ],
    );
}

#[test]
fn fills_without_their_orders_id_are_found_by_their_run() {
    let anonymous = fills(&[FILL_1, FILL_2, FILL_3])
        .replace(",o1,", ",,")
        .replace(",o2,", ",,");
    let files = [("o", "", ORDERS), ("f", "", anonymous.as_str())];
    assert_eq!(sums(&files), owned(&TRADED));
    check(
        &files,
        &["f:2", "f:3", "f:4", "f:4"],
        &[
            "o:2 CoarserFile f:3",
            "o:3 CoarserFile f:4",
            "o:3 CoarserFile f:4",
        ],
    );
}

#[test]
fn the_orders_of_2021_are_timed_before_their_fills() {
    let orders = "orderCreatedAt,id,clientOid,symbol,side,type,stopPrice,price,size,dealSize,dealFunds,averagePrice,fee,feeCurrency,remark,tags,orderStatus,\n\
        2021-11-17 10:00:00,a,c,AVAX-USDT,buy,limit,,95,3,3,285,95,0.285,USDT,,,done,\n";
    let fills = "tradeCreatedAt,symbol,side,price,size,funds,fee,feeCurrency\n\
        2021-11-17 10:00:01,AVAX-USDT,buy,95,1,95,0.095,USDT\n\
        2021-11-17 12:00:00,AVAX-USDT,buy,95,2,190,0.19,USDT\n\
        2021-11-18 12:00:00,AVAX-USDT,buy,95,2,190,0.19,USDT\n";
    check(
        &[("o", "", orders), ("f", "", fills)],
        &["f:2", "f:3", "f:4"],
        &["o:2 CoarserFile f:3"],
    );
}

#[test]
fn account_history_counts_once_beside_deposits_withdrawals_and_conversions() {
    let deposits = "UID,Account Type,Time(UTC),Coin,Amount,Fee,Hash,Deposit Address,Transfer Network,Status,Remarks\n\
        7,main,2022-10-01 10:00:00,XMR,15,0,aa,addr,XMR,SUCCESS,\n\
        7,main,2022-10-01 11:00:00,XMR,15,0,bb,addr,XMR,FAILED,\n";
    let withdrawals = "UID,Account Type,Time(UTC),Coin,Amount,Fee,Hash,Withdrawal Address/Account,Transfer Network,Status,Remarks\n\
        7,main,2022-10-02 10:00:00,BTC,0.03,0.000015,cc,addr,BTC,SUCCESS,\n";
    let converts = "UID,Account Type,Payment Account,Sell,Buy,Price,Tax,Time of Update(UTC),Status\n\
        7,main,TRADE,100 KAS,160 DOGE,1 KAS=1.6 DOGE,,2022-10-03 10:00:00,SUCCESS\n";
    let history = "UID,Account Type,Currency,Side,Amount,Fee,Time(UTC),Remark,Type\n\
        7,main,XMR,Deposit,15,0,2022-10-01 10:20:00,Deposit,Deposit\n\
        7,main,XMR,Deposit,15,0,2022-10-05 10:20:00,Deposit,Deposit\n\
        7,main,BTC,Withdrawal,0.030015,0.000015,2022-10-02 10:00:01,,Withdraw\n\
        7,main,KAS,Withdrawal,100,0,2022-10-03 09:59:59,,Convert Market\n\
        7,trade,DOGE,Deposit,160,0,2022-10-03 10:00:00,,Convert Market\n\
        7,main,XMR,Withdrawal,1,0,2022-10-04 10:00:00,Trading Account,Transfer\n\
        7,trade,XMR,Deposit,1,0,2022-10-04 10:00:00,Main Account,Transfer\n";
    let files = [
        ("h", "", history),
        ("d", "", deposits),
        ("w", "", withdrawals),
        ("c", "", converts),
    ];
    check(
        &files,
        &["h:3", "h:7", "h:8", "d:2", "w:2", "c:2"],
        &[
            "h:2 CoarserFile d:2",
            "h:4 CoarserFile w:2",
            "h:5 CoarserFile c:2",
            "h:6 CoarserFile c:2",
        ],
    );
    let expected = [
        ("BTC", "-0.030015"),
        ("DOGE", "160"),
        ("KAS", "-100"),
        ("XMR", "30"),
    ];
    assert_eq!(sums(&files), owned(&expected));
}

#[test]
fn trades_of_the_history_that_no_finer_file_has_stay_and_are_said() {
    let fills = fills(&[FILL_1, FILL_3]);
    let files = [("f", "", fills.as_str()), ("h", "", HISTORY)];
    assert_eq!(sums(&files), owned(&TRADED));
    assert_eq!(codes(&files), ["NOTE-UNMATCHED-LEGS"]);
    check(
        &files,
        &["f:2", "f:3", "f:3", "h:4", "h:5"],
        &[
            "h:2 CoarserFile f:2",
            "h:3 CoarserFile f:2",
            "h:6 CoarserFile f:3",
            "h:7 CoarserFile f:3",
        ],
    );
}

#[test]
fn a_payment_for_a_loan_counts_once() {
    let deposits = "\"id\",\"time\",\"coin\",\"size\",\"status\",\"txid\"\n\
        \"1\",\"2021-03-10T04:47:20.563371+00:00\",\"USD\",\"0.0685\",\"complete\",\"Payment for lending USD at 2021-03-09 02:00:00 UTC\"\n\
        \"2\",\"2021-03-10T04:47:21.563371+00:00\",\"USD\",\"0.0685\",\"complete\",\"Payment for lending USD at 2021-03-09 03:00:00 UTC\"\n";
    let lending = "\"time\",\"coin\",\"size\",\"rate\",\"proceeds\"\n\
        \"2021-03-09T02:00:00+00:00\",\"USD\",\"10000\",\"0.00000685\",\"0.06851\"\n\
        \"2021-03-09T02:00:00+00:00\",\"BTC\",\"10000\",\"0.00000685\",\"0.0685\"\n";
    check(
        &[("d", "", deposits), ("l", "", lending)],
        &["d:3", "l:2", "l:3"],
        &["d:2 CoarserFile l:2"],
    );
}

#[test]
fn the_claims_portals_fills_are_the_saved_ones() {
    let saved = "\"ID\",\"Time\",\"Market\",\"Side\",\"Order Type\",\"Size\",\"Price\",\"Total\",\"Fee\",\"Fee Currency\",\"TWAP\"\n\
        \"1\",\"10/18/2022, 9:00:00 PM\",\"BTC/USD\",\"sell\",\"Market\",\"1\",\"19000\",\"19000\",\"13.3\",\"USD\",\"false\"\n\
        \"2\",\"10/18/2022, 9:00:00 PM\",\"BTC-PERP\",\"sell\",\"Market\",\"1\",\"19000\",\"19000\",\"13.3\",\"USD\",\"false\"\n";
    let portal = "Time,Market,Side,Order Type,Size,Price,Total,Fee,[object Object]\n\
        \"10/18/2022, 9:00:00 PM\",BTC/USD,sell,Market,1,19000,19000,13.3,false\n\
        \"10/18/2022, 9:00:00 PM\",BTC/USD,sell,Market,1,19000,19000,13.3,false\n\
        \"10/18/2022, 9:00:00 PM\",BTC-PERP,sell,Market,1,19000,19000,13.3,false\n";
    check(
        &[("p", "", portal), ("s", "", saved)],
        &["p:3", "s:2", "s:3"],
        &["p:2 SameRow s:2", "p:4 SameRow s:3"],
    );
}

#[test]
fn one_transaction_in_two_layouts_counts_once() {
    let web = "\" \",\"Time\",\"Coin\",\"Amount\",\"Status\",\"Additional info\",\"Transaction ID\"\n\
        \"\",\"2/15/2021, 3:38:00 PM\",\"LTC\",\"0.188\",\"confirmed\",\"\",\"ab12\"\n";
    let api = "\"id\",\"time\",\"coin\",\"size\",\"status\",\"txid\"\n\
        \"1\",\"2021-02-15T15:38:00.094518+00:00\",\"LTC\",\"0.188\",\"confirmed\",\"ab12\"\n\
        \"2\",\"2021-02-15T15:38:00.094518+00:00\",\"LTC\",\"0.188\",\"confirmed\",\"cd34\"\n";
    check(
        &[("a", "", api), ("w", "", web)],
        &["a:2", "a:3"],
        &["w:2 SameRow a:2"],
    );
}

const POSITIONS_HEAD: &str = "UID,Account Type,Symbol,Close Type,Realized PNL,Total Realized PNL,Total Funding Fees,Total Trading Fees,Position Opening Time(UTC+08:00),Position Closing Time(UTC+08:00)\n";
const FUTURES_HEAD: &str = "UID,Account Type,Order ID,Filled Time(UTC),Symbol,Side,Filled Amount,Filled Price,Filled Volume,Filled Volume  (USDT),Fee Rate,Fee,Order Type\n";

#[test]
fn fees_of_a_position_and_of_its_fills_count_once() {
    // Opened and closed within the day, then turned round by one fill.
    let positions = format!(
        "{POSITIONS_HEAD}7,f,XBTUSDTM,CLOSE_LONG,-1.228,-1,0,0.228,2022-10-19 05:00:00,2022-10-19 06:00:00\n\
         7,f,XBTUSDTM,CLOSE_LONG,-2.3,-2,0,0.3,2022-10-19 08:00:00,2022-10-19 09:00:00\n\
         7,f,XBTUSDTM,CLOSE_SHORT,-2.3,-2,0,0.3,2022-10-19 09:00:00,2022-10-19 10:00:00\n"
    );
    let fill = |time: &str, symbol: &str, side: &str, fee: &str| {
        format!("7,f,o,2022-10-{time},{symbol},{side},10,19000,190,190,0.0006,{fee},MARKET\n")
    };
    let rows = [
        fill("18 21:00:00", "XBTUSDTM", "BUY", "0.114"),
        fill("18 22:00:00", "XBTUSDTM", "SELL", "0.114"),
        fill("19 00:00:00", "XBTUSDTM", "BUY", "0.15"),
        fill("19 01:00:00", "XBTUSDTM", "SELL", "0.3"),
        fill("19 02:00:00", "XBTUSDTM", "BUY", "0.15"),
        // Still open, and of another contract.
        fill("20 02:00:00", "XBTUSDTM", "BUY", "0.01"),
        fill("18 21:30:00", "ETHUSDTM", "BUY", "0.001"),
    ];
    let all = format!("{FUTURES_HEAD}{}", rows.concat());
    for files in [
        [("f", "", all.as_str()), ("p", "", positions.as_str())],
        [("p", "", positions.as_str()), ("f", "", all.as_str())],
    ] {
        // −1 − 2 − 2, and every fill's fee.
        assert_eq!(sums(&files), owned(&[("USDT", "-5.839")]));
        assert!(codes(&files).is_empty());
    }
    let other = all.replace("7,f,o", "8,f,o");
    assert_eq!(
        sums(&[("f", "", other.as_str()), ("p", "", positions.as_str())]),
        owned(&[("USDT", "-6.667")])
    );
}

#[test]
fn a_position_some_of_whose_fills_are_missing_counts_with_its_own_fees() {
    let positions = format!(
        "{POSITIONS_HEAD}7,f,XBTUSDTM,CLOSE_LONG,-1.228,-1,0,0.228,2022-10-19 05:00:00,2022-10-19 06:00:00\n"
    );
    let fills = format!(
        "{FUTURES_HEAD}7,f,o,2022-10-18 21:00:00,XBTUSDTM,BUY,10,19000,190,190,0.0006,0.114,MARKET\n"
    );
    let files = [("f", "", fills.as_str()), ("p", "", positions.as_str())];
    assert_eq!(sums(&files), owned(&[("USDT", "-1.228")]));
    assert_eq!(codes(&files), ["WARN-FILLS-MISSING"]);
}

const ORDERS_2021: &str = "orderCreatedAt,id,clientOid,symbol,side,type,stopPrice,price,size,dealSize,dealFunds,averagePrice,fee,feeCurrency,remark,tags,orderStatus,\n";
const TRADES_2021: &str = "tradeCreatedAt,symbol,side,price,size,funds,fee,feeCurrency\n";

#[test]
fn an_order_that_rested_for_hours_counts_once() {
    let orders = format!(
        "{ORDERS_2021}2021-11-17 09:00:00,a,c,AVAX-USDT,buy,limit,,95,1,1,95,95,0.1,USDT,,,done,\n\
         2021-11-17 10:00:00,b,c,AVAX-USDT,buy,limit,,95,3,3,285,95,0.3,USDT,,,done,\n"
    );
    let fills = format!("{TRADES_2021}2021-11-17 12:00:00,AVAX-USDT,buy,95,3,285,0.3,USDT\n");
    let files = [("o", "", orders.as_str()), ("f", "", fills.as_str())];
    assert_eq!(sums(&files), owned(&[("AVAX", "4"), ("USDT", "-380.4")]));
    assert!(codes(&files).is_empty());
}

#[test]
fn an_order_that_fills_may_be_of_and_none_add_up_to_is_said() {
    let orders = format!(
        "{ORDERS_2021}2021-11-17 09:00:00,a,c,AVAX-USDT,buy,limit,,95,3,3,285,95,0.3,USDT,,,done,\n"
    );
    let fills = format!("{TRADES_2021}2021-11-17 12:00:00,AVAX-USDT,buy,95,2,190,0.2,USDT\n");
    let files = [("o", "", orders.as_str()), ("f", "", fills.as_str())];
    assert_eq!(codes(&files), ["WARN-UNMATCHED-ORDER"]);
}

/// Closed positions as KuCoin's older list has them, in one sum each, on the clock of Shanghai.
const POSITIONS_IN_SUMS: &str = "Contract,Realized PNL,Close Time(UTC+08:00),PNL Details\n\
    XBTUSDTM,-12.53USDT≈ -12.53USD,2022/10/19 05:00:00,View\n\
    SOLUSDTM,11USDT≈ 11USD,2022/10/19 05:00:03,View\n\
    ETHUSDTM,5USDT≈ 5USD,2022/10/20 05:00:00,View\n";
/// Two of them in parts.
const POSITIONS_IN_PARTS: &str = "UID,Account Type,Symbol,Close Type,Realized PNL,Total Realized PNL,Total Funding Fees,Total Trading Fees,Position Opening Time(UTC+08:00),Position Closing Time(UTC+08:00)\n\
    7,futuresAccount,XBTUSDTM,CLOSE_LONG,-12.5368,-12.0000,-0.2632,0.2736,2022-10-18 04:00:00,2022-10-19 05:00:00\n\
    7,futuresAccount,SOLUSDTM,CLOSE_LONG,10,11.5,-0.5,1,2022-10-18 04:00:00,2022-10-19 05:00:03\n";

#[test]
fn closed_position_in_one_sum_counts_once_beside_its_parts() {
    let files = [
        ("sums", "", POSITIONS_IN_SUMS),
        ("parts", "", POSITIONS_IN_PARTS),
    ];
    // The second one's parts make 10 and its sum says 11: both stay.
    assert_eq!(sums(&files), owned(&[("USDT", "13.4632")]));
    let kept = resolved(&files).kept;
    let of_sums = kept.iter().filter(|entry| entry.file == "sums");
    let markets: Vec<&str> = of_sums.map(|entry| entry.market.as_str()).collect();
    assert_eq!(markets, ["SOLUSDTM", "ETHUSDTM"]);
}
