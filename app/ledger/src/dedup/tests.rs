//! Two files of one account, read and resolved: what counts and what does not.

mod binance;
mod conflicts;
mod copies;
mod exchanges;
mod limits;
mod settlements;

use super::*;
use crate::Collected;
use crate::Import;
use crate::ReadOptions;

/// Reads files (name, account, bytes) and resolves them. Their hashes are known only
/// where two are the same, so that which of two equal rows counts is plain to see:
/// that of the file named first.
fn resolved(files: &[(&str, &str, &str)]) -> Resolved {
    let (entries, mut hashes) = read(files);
    let known: Vec<String> = hashes.values().cloned().collect();
    hashes.retain(|_, hash| known.iter().filter(|other| *other == hash).count() > 1);
    resolve(entries, &hashes)
}

/// The entries of files (name, account, bytes) in their order, and their hashes.
fn read(files: &[(&str, &str, &str)]) -> (Vec<Entry>, Hashes) {
    let mut all = Collected::default();
    let mut hashes = Hashes::new();
    for (name, account, text) in files {
        let options = ReadOptions {
            account: (*account).into(),
            hash: true,
            ..ReadOptions::default()
        };
        let mut import = Import::new(name, &options);
        import.push(text.as_bytes(), &mut all);
        let found = import.finish(&mut all);
        assert!(found.is_read_whole(), "{name}: {:?}", all.diagnostics);
        hashes.insert(found.file, found.sha256);
    }
    (all.entries, hashes)
}

/// `file:line` of what counts, and `file:line why file:line` of what does not.
fn check(files: &[(&str, &str, &str)], kept: &[&str], dropped: &[&str]) {
    let resolved = resolved(files);
    let place = |entry: &Entry| format!("{}:{}", entry.file, entry.line());
    let is_kept: Vec<String> = resolved.kept.iter().map(place).collect();
    let is_dropped: Vec<String> = resolved
        .dropped
        .iter()
        .map(|dropped| {
            format!(
                "{} {:?} {}:{}",
                place(&dropped.entry),
                dropped.why,
                dropped.kept_file,
                dropped.kept_line
            )
        })
        .collect();
    assert_eq!((is_kept, is_dropped), (owned(kept), owned(dropped)));
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

const HEAD: &str = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n";
const ROW_A: &str =
    "2022-10-18 21:00:00,BTCUSDT,BUY,19000,0.5000000000BTC,9500.00000000USDT,0.0005BTC\n";
/// The same row, written with fewer zeros.
const ROW_A_SHORT: &str = "2022-10-18 21:00:00,BTCUSDT,BUY,19000.0,0.5BTC,9500USDT,0.0005000BTC\n";
const ROW_B: &str = "2022-10-18 21:00:05,BTCUSDT,SELL,19000,0.5BTC,9500USDT,9.5USDT\n";
const ROW_C: &str = "2022-10-18 22:00:00,ETHUSDT,SELL,1300,1ETH,1300USDT,1.3USDT\n";

fn trades(rows: &[&str]) -> String {
    format!("{HEAD}{}", rows.concat())
}

#[test]
fn equal_rows_of_one_file_all_count() {
    let file = trades(&[ROW_A, ROW_A, ROW_A]);
    check(&[("a", "", &file)], &["a:2", "a:3", "a:4"], &[]);
}

#[test]
fn across_files_a_row_counts_as_often_as_the_file_that_has_it_most() {
    let (a, b) = (
        trades(&[ROW_A, ROW_A, ROW_B]),
        trades(&[ROW_A_SHORT, ROW_A, ROW_A, ROW_C]),
    );
    check(
        &[("a", "", &a), ("b", "", &b)],
        &["a:2", "a:3", "a:4", "b:4", "b:5"],
        &["b:2 SameRow a:2", "b:3 SameRow a:3"],
    );
}

#[test]
fn files_of_two_accounts_have_nothing_to_do_with_each_other() {
    let (a, b) = (trades(&[ROW_A, ROW_B]), trades(&[ROW_A, ROW_C]));
    check(
        &[("a", "main", &a), ("b", "second", &b)],
        &["a:2", "a:3", "b:2", "b:3"],
        &[],
    );
}

#[test]
fn a_file_with_the_same_bytes_counts_once() {
    let a = trades(&[ROW_A, ROW_A]);
    check(
        &[("a_1.csv", "", &a), ("a_2.csv", "", &a)],
        &["a_1.csv:2", "a_1.csv:3"],
        &[
            "a_2.csv:2 SameFile a_1.csv:2",
            "a_2.csv:3 SameFile a_1.csv:3",
        ],
    );
}

#[test]
fn numbered_parts_that_follow_each_other_are_one_file() {
    let (first, second) = (trades(&[ROW_A, ROW_B]), trades(&[ROW_B, ROW_C]));
    check(
        &[("a_1.csv", "", &first), ("a_2.csv", "", &second)],
        &["a_1.csv:2", "a_1.csv:3", "a_2.csv:2", "a_2.csv:3"],
        &[],
    );
    check(
        &[("a.csv", "", &first), ("a (1).csv", "", &second)],
        &["a.csv:2", "a.csv:3", "a (1).csv:3"],
        &["a (1).csv:2 SameRow a.csv:3"],
    );
}

#[test]
fn a_first_page_without_a_number_is_a_part_too() {
    let (first, second) = (trades(&[ROW_A, ROW_B]), trades(&[ROW_B, ROW_C]));
    check(
        &[("a.csv", "", &first), ("a_1.csv", "", &second)],
        &["a.csv:2", "a.csv:3", "a_1.csv:2", "a_1.csv:3"],
        &[],
    );
}

#[test]
fn numbered_files_that_overlap_in_time_are_two() {
    let (first, second) = (trades(&[ROW_A, ROW_C]), trades(&[ROW_B, ROW_C]));
    check(
        &[("a_1.csv", "", &first), ("a_2.csv", "", &second)],
        &["a_1.csv:2", "a_1.csv:3", "a_2.csv:2"],
        &["a_2.csv:3 SameRow a_1.csv:3"],
    );
}

#[test]
fn trade_ids_decide_where_there_are_any() {
    let web = "\"ID\",\"Time\",\"Market\",\"Side\",\"Order Type\",\"Size\",\"Price\",\"Total\",\"Fee\",\"Fee Currency\",\"TWAP\"\n\
        \"7\",\"10/18/2022, 9:00:00 PM\",\"BTC/USD\",\"sell\",\"Market\",\"1\",\"19000\",\"19000\",\"13.3\",\"USD\",\"false\"\n\
        \"8\",\"10/18/2022, 9:00:00 PM\",\"BTC/USD\",\"sell\",\"Market\",\"1\",\"19000\",\"19000\",\"13.3\",\"USD\",\"false\"\n";
    let api = "\"id\",\"time\",\"market\",\"side\",\"type\",\"size\",\"price\",\"fee\",\"feeCurrency\"\n\
        \"8\",\"2022-10-18T21:00:00.123456+00:00\",\"BTC/USD\",\"sell\",\"Market\",\"1\",\"19000\",\"13.3\",\"USD\"\n\
        \"9\",\"2022-10-18T21:00:00.123456+00:00\",\"BTC/USD\",\"sell\",\"Market\",\"1\",\"19000\",\"13.3\",\"USD\"\n";
    check(
        &[("web", "", web), ("api", "", api)],
        &["web:2", "web:3", "api:3"],
        // The one with the exchange's own total counts.
        &["api:2 SameRow web:3"],
    );
}

const STATEMENT: &str = "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n\
    1,2022-10-18 21:00:00,Spot,Buy,BTC,0.50000000,\n\
    1,2022-10-18 21:00:00,Spot,Transaction Related,USDT,-9500.00000000,\n\
    1,2022-10-18 21:00:00,Spot,Fee,BTC,-0.00050000,\n\
    1,2022-10-18 21:00:00,Spot,Buy,BTC,0.50000000,\n\
    1,2022-10-18 21:00:00,Spot,Deposit,USDT,9500,\n\
    1,2022-10-18 21:00:01,Spot,Fee,BTC,-0.00050000,\n";

#[test]
fn statement_legs_drop_out_where_the_trade_history_has_the_trade() {
    let history = trades(&[ROW_A]);
    let kept = ["s:5", "s:6", "s:7", "t:2"];
    let dropped = [
        "s:2 CoarserFile t:2",
        "s:3 CoarserFile t:2",
        "s:4 CoarserFile t:2",
    ];
    check(
        &[("s", "", STATEMENT), ("t", "", &history)],
        &kept,
        &dropped,
    );
    check(
        &[("s", "x", STATEMENT), ("t", "y", &history)],
        &["s:2", "s:3", "s:4", "s:5", "s:6", "s:7", "t:2"],
        &[],
    );
}

#[test]
fn legs_that_one_file_sums_up_match_by_their_sum() {
    let statement = "UTC_Time,Account,Operation,Coin,Change,Remark\n\
        2022-10-18 21:00:00,Spot,Transaction Buy,BTC,0.30000000,\n\
        2022-10-18 21:00:00,Spot,Transaction Buy,BTC,0.20000000,\n\
        2022-10-18 21:00:00,Spot,Transaction Spend,USDT,-9499,\n\
        2022-10-18 21:00:00,Spot,Transaction Fee,BTC,-0.0003,\n\
        2022-10-18 21:00:00,Spot,Transaction Fee,BTC,-0.0002,\n";
    check(
        &[("t", "", &trades(&[ROW_A])), ("s", "", statement)],
        &["t:2", "s:4"],
        &[
            "s:2 CoarserFile t:2",
            "s:3 CoarserFile t:2",
            "s:5 CoarserFile t:2",
            "s:6 CoarserFile t:2",
        ],
    );
}

#[test]
fn unnamed_files_of_one_exchange_count_as_one_account_and_it_is_said() {
    let other = STATEMENT.replace("\n1,", "\n2,");
    let codes = |files: &[(&str, &str, &str)]| -> Vec<String> {
        let resolved = resolved(files);
        resolved
            .diagnostics
            .into_iter()
            .map(|d| d.code.to_string())
            .collect()
    };
    assert_eq!(
        codes(&[("a", "", STATEMENT), ("b", "", &other)]),
        ["NOTE-ONE-ACCOUNT", "WARN-ACCOUNTS-DIFFER"]
    );
    assert!(codes(&[("a", "x", STATEMENT), ("b", "y", &other)]).is_empty());
    assert!(codes(&[("a", "", STATEMENT)]).is_empty());
}

#[test]
fn an_account_that_only_some_files_name_is_said_for_its_money_counts_twice() {
    let history = trades(&[ROW_A]);
    let warnings_of = |account: &str| -> Vec<(String, String)> {
        let resolved = resolved(&[("s", account, STATEMENT), ("t", "main", &history)]);
        let diagnostics = resolved.diagnostics.into_iter();
        diagnostics
            .map(|found| (found.file, found.code.to_string()))
            .collect()
    };
    let unnamed = ("s".to_owned(), "WARN-ACCOUNT-UNNAMED".to_owned());
    assert_eq!(warnings_of(""), [unnamed]);
    assert!(warnings_of("second").is_empty());
    assert!(
        warnings_of("main")
            .iter()
            .all(|(_, code)| code == "NOTE-UNMATCHED-LEGS")
    );
}

#[test]
fn resolving_again_changes_nothing() {
    let (a, b) = (trades(&[ROW_A, ROW_A, ROW_B]), trades(&[ROW_A, ROW_C]));
    let once = resolved(&[("a", "", &a), ("s", "", STATEMENT), ("b", "", &b)]);
    let twice = resolve(once.kept.clone(), &Hashes::new());
    assert_eq!(once.kept, twice.kept);
    assert!(twice.dropped.is_empty());
}
