//! Copies that were changed on their way: without seconds, through a float, in
//! another layout with its own zone.

use super::exchanges::{codes, owned, sums};
use super::{HEAD, check, resolved};

const EXACT: &str = "2021-11-17 10:21:26,AVAXUSDT,BUY,95.31,2.0000000000AVAX,190.62000000USDT,0.0020000000AVAX\n\
    2021-11-17 10:21:26,AVAXUSDT,BUY,95.31,2.0000000000AVAX,190.62000000USDT,0.0020000000AVAX\n\
    2021-11-17 10:22:03,AVAXUSDT,BUY,95.31,2.0000000000AVAX,190.62000000USDT,0.0020000000AVAX\n";
/// The same, saved again by a spreadsheet, and one row more.
const MINUTES: &str = "Date(UTC);Pair;Side;Price;Executed;Amount;Fee\n\
    17.11.2021 10:21;AVAXUSDT;BUY;95,31;2AVAX;190,62USDT;0,002AVAX\n\
    17.11.2021 10:21;AVAXUSDT;BUY;95,31;2AVAX;190,62USDT;0,002AVAX\n\
    17.11.2021 10:22;AVAXUSDT;BUY;95,31;2AVAX;190,62USDT;0,002AVAX\n\
    17.11.2021 10:22;AVAXUSDT;BUY;95,31;2AVAX;190,62USDT;0,002AVAX\n";

#[test]
fn a_copy_without_seconds_counts_once() {
    let exact = format!("{HEAD}{EXACT}");
    check(
        &[("copy", "", MINUTES), ("exact", "", &exact)],
        &["copy:5", "exact:2", "exact:3", "exact:4"],
        &[
            "copy:2 SameRow exact:2",
            "copy:3 SameRow exact:3",
            "copy:4 SameRow exact:4",
        ],
    );
    check(
        &[("exact", "", &exact), ("copy", "", MINUTES)],
        &["exact:2", "exact:3", "exact:4", "copy:5"],
        &[
            "copy:2 SameRow exact:2",
            "copy:3 SameRow exact:3",
            "copy:4 SameRow exact:4",
        ],
    );
}

const SHORT: &str = "tradeCreatedAt,symbol,side,price,size,funds,fee,feeCurrency\n";

#[test]
fn a_copy_that_went_through_a_float_counts_once() {
    let exact = format!(
        "{SHORT}2022-04-28 15:46:07,XRP-USDT,buy,0.64924,432.59183198,280.8559209946952,0.2808559209946952123,USDT\n"
    );
    let float = format!(
        "{SHORT}2022-04-28 15:46:07,XRP-USDT,buy,0.64924,432.59183198,280.855920994695,0.280855920994695,USDT\n"
    );
    check(
        &[("float", "", &float), ("exact", "", &exact)],
        &["exact:2"],
        &["float:2 SameRow exact:2"],
    );
    // Fourteen digits are as many as both have: another amount is another row.
    let other = float.replace("280.855920994695,", "280.855920994795,");
    assert_eq!(
        resolved(&[("float", "", &other), ("exact", "", &exact)])
            .kept
            .len(),
        2
    );
}

#[test]
fn fills_of_one_order_in_two_layouts_count_once_whatever_their_zone() {
    let old = "tradeCreatedAt,orderId,symbol,side,price,size,funds,fee,liquidity,feeCurrency,orderType,\n\
        2022-10-18 21:00:00,o1,DAG-USDT,sell,0.05,3000,150,0.15,maker,USDT,limit,\n\
        2022-10-18 21:00:00,o1,DAG-USDT,sell,0.05,3000,150,0.15,maker,USDT,limit,\n\
        2022-10-18 21:01:00,o1,DAG-USDT,sell,0.06,1000,60,0.06,taker,USDT,limit,\n";
    let new = "UID,Account Type,Order ID,Symbol,Side,Order Type,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC),Fee,Tax,Maker/Taker,Fee Currency\n\
        7,trade,o1,DAG-USDT,SELL,LIMIT,0.05,3000,150,150,2022-10-18 21:00:00,0.15,,MAKER,USDT\n\
        7,trade,o1,DAG-USDT,SELL,LIMIT,0.06,1000,60,60,2022-10-18 21:01:00,0.06,,TAKER,USDT\n";
    let files = [("old", "", old), ("new", "", new)];
    check(
        &files,
        &["old:3", "new:2", "new:3"],
        &["old:2 SameRow new:2", "old:4 SameRow new:3"],
    );
    assert!(codes(&files).is_empty());
}

#[test]
fn files_that_are_one_but_for_their_zone_are_said_to_be() {
    let old = format!(
        "{SHORT}2022-04-28 12:36:00,XTZ-USDT,sell,0.1025,36.4479,3.73590975,0.00373590975,USDT\n"
    );
    let new = "UID,Account Type,Order ID,Symbol,Side,Order Type,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC),Fee,Tax,Maker/Taker,Fee Currency\n\
        7,trade,o1,XTZ-USDT,SELL,LIMIT,0.1025,36.4479,3.73590975,3.73590975,2022-04-28 12:36:00,0.00373590975,,MAKER,USDT\n";
    let files = [("old", "", old.as_str()), ("new", "", new)];
    assert_eq!(codes(&files), ["WARN-ZONES-DIFFER"]);
    let message = resolved(&files)
        .diagnostics
        .pop()
        .unwrap()
        .message
        .to_string();
    assert!(
        message.starts_with("1 of its trades are those of old, but 8 h apart"),
        "{message}"
    );
}

#[test]
fn files_that_overlap_and_have_no_row_in_common_are_said_to() {
    let row = |minute: u32, size: &str| {
        format!("2021-11-17 10:{minute}:26,AVAXUSDT,BUY,95,{size}AVAX,190USDT,0BNB\n")
    };
    let file = |rows: &[String]| format!("{HEAD}{}", rows.concat());
    let one = file(&[row(20, "2"), row(40, "2")]);
    for (other, expected) in [
        (file(&[row(30, "3"), row(50, "3")]), vec!["WARN-OVERLAP"]),
        (file(&[row(30, "3"), row(40, "2")]), vec![]),
        (file(&[row(41, "3"), row(50, "2")]), vec![]),
        (
            file(&[row(30, "3"), row(50, "3")]).replace("AVAX", "SOL"),
            vec![],
        ),
    ] {
        let files = [("one", "", one.as_str()), ("other", "", other.as_str())];
        assert_eq!(codes(&files), expected);
    }
    assert_eq!(
        sums(&[("one", "", one.as_str()), ("other", "", one.as_str())]),
        owned(&[("AVAX", "4"), ("USDT", "-380")])
    );
}
