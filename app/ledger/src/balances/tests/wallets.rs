//! Stated balances of several wallets and of several files.

use super::*;
use crate::balances::OpeningSource;

fn of_wallet(wallet: &str, mut entry: Entry) -> Entry {
    entry.account_in_file = wallet.into();
    entry
}

#[test]
fn wallets_of_an_account_are_one_holding_whose_balances_are_compared_by_wallet() {
    let entries = [
        of_wallet(
            "spot",
            stating(entry(2, "2022-10-18T10:00:00Z", ["1 BTC", "", ""]), "4 BTC"),
        ),
        of_wallet(
            "earn",
            stating(entry(3, "2022-10-18T10:00:00Z", ["", "1 BTC", ""]), "3 BTC"),
        ),
        of_wallet(
            "earn",
            stating(entry(4, "2022-10-18T11:00:00Z", ["", "1 BTC", ""]), "5 BTC"),
        ),
    ];
    let bitcoin = holding(&found(&entries), "BTC");
    // 5 in `spot` and 2 in `earn`; `earn` jumps by one.
    assert_eq!(sums(&bitcoin), ["7", "2", "1", "0", "1", "9"]);
    assert_eq!(bitcoin.opening_source, OpeningSource::Stated);
    assert_eq!(bitcoin.contradictions_count, 1);
}

#[test]
fn entries_without_a_wallet_are_of_the_only_one_that_is_named() {
    let entries = [
        of_wallet(
            "spot",
            stating(entry(2, "2022-10-18T10:00:00Z", ["", "1 BTC", ""]), "1 BTC"),
        ),
        entry(3, "2022-10-18T11:00:00Z", ["0.25 BTC", "", ""]),
        of_wallet(
            "spot",
            stating(
                entry(4, "2022-10-18T12:00:00Z", ["0.5 BTC", "", ""]),
                "0.25 BTC",
            ),
        ),
    ];
    let bitcoin = holding(&found(&entries), "BTC");
    assert_eq!(sums(&bitcoin), ["0", "1", "0.75", "0", "0", "0.25"]);
    assert_eq!(bitcoin.contradictions_count, 0);
}

#[test]
fn balances_are_not_compared_where_entries_may_be_of_any_of_several_wallets() {
    let entries = [
        of_wallet(
            "spot",
            stating(entry(2, "2022-10-18T10:00:00Z", ["", "1 BTC", ""]), "1 BTC"),
        ),
        of_wallet(
            "margin",
            stating(entry(3, "2022-10-18T10:30:00Z", ["", "1 BTC", ""]), "1 BTC"),
        ),
        entry(4, "2022-10-18T11:00:00Z", ["0.25 BTC", "", ""]),
    ];
    let bitcoin = holding(&found(&entries), "BTC");
    assert_eq!(bitcoin.opening_source, OpeningSource::Least);
    assert_eq!(sums(&bitcoin), ["0", "2", "0.25", "0", "0", "1.75"]);
    assert_eq!(bitcoin.contradictions_count, 0);
}

#[test]
fn files_of_two_formats_without_wallets_state_balances_of_two_wallets() {
    let mut entries = [
        stating(entry(2, "2022-10-18T10:00:00Z", ["", "1 BTC", ""]), "1 BTC"),
        stating(entry(2, "2022-10-18T11:00:00Z", ["", "2 BTC", ""]), "5 BTC"),
    ];
    entries[0].format = "okx-funding".into();
    entries[1].format = "okx-trading".into();
    let bitcoin = holding(&found(&entries), "BTC");
    assert_eq!(sums(&bitcoin), ["3", "3", "0", "0", "0", "6"]);
    assert_eq!(bitcoin.contradictions_count, 0);
}

#[test]
fn older_file_without_a_wallet_is_of_the_wallet_that_its_layout_names_later() {
    let mut entries = [
        stating(entry(2, "2022-10-18T10:00:00Z", ["", "1 BTC", ""]), "1 BTC"),
        of_wallet(
            "spot / main",
            stating(entry(2, "2022-10-18T11:00:00Z", ["", "2 BTC", ""]), "3 BTC"),
        ),
    ];
    for entry in &mut entries {
        entry.format = "kraken-ledgers".into();
    }
    let bitcoin = holding(&found(&entries), "BTC");
    assert_eq!(sums(&bitcoin), ["0", "3", "0", "0", "0", "3"]);
    assert_eq!(bitcoin.contradictions_count, 0);
}

#[test]
fn file_that_goes_back_in_time_gives_what_it_gives_forward() {
    // Two rows of one second first and last: only the lines say which came first.
    let rows = [
        ("2022-10-18T10:00:00Z", ["", "1 BTC", ""], "3 BTC"),
        ("2022-10-18T10:00:00Z", ["2 BTC", "", ""], "1 BTC"),
        ("2022-10-18T11:00:00Z", ["", "4 BTC", ""], "5 BTC"),
        ("2022-10-18T12:00:00Z", ["1 BTC", "", ""], "4 BTC"),
        ("2022-10-18T12:00:00Z", ["1 BTC", "", ""], "3 BTC"),
    ];
    let read = |rows: Vec<(&str, [&str; 3], &str)>| {
        let rows = (2..).zip(rows);
        let entries =
            rows.map(|(line, (time, legs, balance))| stating(entry(line, time, legs), balance));
        holding(&found(&entries.collect::<Vec<_>>()), "BTC")
    };
    let forward = read(rows.to_vec());
    assert_eq!(sums(&forward), ["2", "5", "4", "0", "0", "3"]);
    assert_eq!(forward.contradictions_count, 0);
    let back = read(rows.into_iter().rev().collect());
    assert_eq!(sums(&back), sums(&forward));
    assert_eq!(back.contradictions_count, 0);
}

#[test]
fn entry_of_another_file_in_the_same_second_is_no_contradiction_in_any_order() {
    let statement = |line, time, legs, balance| stating(entry(line, time, legs), balance);
    let mut fill = entry(2, "2022-10-18T11:00:00Z", ["0.5 BTC", "", ""]);
    fill.file = "fills.csv".into();
    let first = statement(2, "2022-10-18T10:00:00Z", ["", "2 BTC", ""], "2 BTC");
    let before = statement(3, "2022-10-18T11:00:00Z", ["", "1 BTC", ""], "3 BTC");
    let behind = statement(3, "2022-10-18T11:00:00Z", ["", "1 BTC", ""], "2.5 BTC");
    let last = statement(4, "2022-10-18T12:00:00Z", ["", "1 BTC", ""], "3.5 BTC");
    for stated in [before, behind] {
        for entries in [
            [first.clone(), stated.clone(), last.clone(), fill.clone()],
            [fill.clone(), first.clone(), stated.clone(), last.clone()],
        ] {
            let bitcoin = holding(&found(&entries), "BTC");
            assert_eq!(bitcoin.contradictions_count, 0, "{bitcoin:?}");
            assert_eq!(sums(&bitcoin)[5], "3.5");
        }
    }
}
