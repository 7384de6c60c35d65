//! Openings, movements, closings, and spans below zero.

use super::*;
use crate::balances::OpeningSource;

/// By hand, for BTC from an unknown opening:
///
/// | time | change | sum from zero |
/// |---|---|---|
/// | 10:00:00 | −0.5 | −0.5 |
/// | 11:00:00 | −0.25 − 0.001 fee | −0.751 |
/// | 12:00:00 | +1 | 0.249 |
/// | 13:00:00 | −0.9 | −0.651 |
///
/// The lowest sum is −0.751, so that at least 0.751 BTC were there before. The closing is
/// 0.751 + 1 − (0.5 + 0.25 + 0.9) − 0.001 = 0.1.
#[test]
fn least_opening_is_what_keeps_a_holding_from_going_below_zero() {
    let entries = [
        entry(2, "2022-10-18T10:00:00Z", ["0.5 BTC", "9500 USDT", ""]),
        entry(
            3,
            "2022-10-18T11:00:00Z",
            ["0.25 BTC", "4750 USDT", "0.001 BTC"],
        ),
        entry(4, "2022-10-18T12:00:00Z", ["", "1 BTC", ""]),
        entry(5, "2022-10-18T13:00:00Z", ["0.9 BTC", "", ""]),
    ];
    let found = found(&entries);
    let bitcoin = holding(&found, "BTC");
    assert_eq!(sums(&bitcoin), ["0.751", "1", "1.65", "0.001", "0", "0.1"]);
    assert_eq!(bitcoin.opening_source, OpeningSource::Least);
    assert_eq!(bitcoin.lowest, Amount::ZERO);
    assert_eq!(bitcoin.lowest_at, moment("2022-10-18T11:00:00Z"));
    assert_eq!(bitcoin.missing_since, Some(moment("2022-10-18T10:00:00Z")));
    assert_eq!(bitcoin.missing(), amount("0.751"));
    assert_eq!(bitcoin.below_zero, []);
    assert_eq!(bitcoin.entries, 4);
    let tether = holding(&found, "USDT");
    assert_eq!(sums(&tether), ["0", "14250", "0", "0", "0", "14250"]);
    assert!(!tether.lacks_something());
}

/// By hand: 2 is stated after −1, so that 3 were held before. 3 − 1 = 2, − 5 = −3,
/// − 0.5 = −3.5, + 4 = 0.5, − 0.6 = −0.1.
#[test]
fn stated_opening_shows_since_when_and_by_how_much_a_holding_is_below_zero() {
    let entries = [
        stating(entry(2, "2022-10-18T10:00:00Z", ["1 ETH", "", ""]), "2 ETH"),
        entry(3, "2022-10-18T11:00:00Z", ["5 ETH", "", ""]),
        entry(4, "2022-10-18T12:00:00Z", ["", "", "0.5 ETH"]),
        entry(5, "2022-10-18T13:00:00Z", ["", "4 ETH", ""]),
        entry(6, "2022-10-18T14:00:00Z", ["0.6 ETH", "", ""]),
    ];
    let ether = holding(&found(&entries), "ETH");
    assert_eq!(sums(&ether), ["3", "4", "6.6", "0.5", "0", "-0.1"]);
    assert_eq!(ether.opening_source, OpeningSource::Stated);
    assert_eq!(
        (ether.missing(), ether.lowest_at),
        (amount("3.5"), moment("2022-10-18T12:00:00Z"))
    );
    assert_eq!(ether.missing_since, Some(moment("2022-10-18T11:00:00Z")));
    let spans = ether.below_zero.iter().map(|span| {
        let until = span.until.map(|until| until.to_string());
        let place = format!("{}:{}", span.place.file, span.place.line);
        (
            span.since.to_string(),
            until,
            place,
            span.lowest.to_string(),
        )
    });
    let spans: Vec<_> = spans.collect();
    assert_eq!(
        spans,
        [
            (
                "2022-10-18T11:00:00Z".to_owned(),
                Some("2022-10-18T13:00:00Z".to_owned()),
                "a.csv:3".to_owned(),
                "-3.5".to_owned()
            ),
            (
                "2022-10-18T14:00:00Z".to_owned(),
                None,
                "a.csv:6".to_owned(),
                "-0.1".to_owned()
            ),
        ]
    );
}

#[test]
fn opening_is_zero_where_somebody_says_that_the_files_begin_with_the_account() {
    let rules = BalanceRules {
        from_zero: true,
        ..BalanceRules::default()
    };
    let mut entries = vec![entry(2, "2022-10-18T10:00:00Z", ["1 BTC", "", ""])];
    let bitcoin = holding(&found_with(&entries, &rules), "BTC");
    assert_eq!(sums(&bitcoin), ["0", "0", "1", "0", "0", "-1"]);
    assert_eq!(bitcoin.opening_source, OpeningSource::Zero);
    assert_eq!(
        (bitcoin.missing(), bitcoin.below_zero_count),
        (amount("1"), 1)
    );
    // A balance that a file states goes before it.
    entries[0] = stating(entries[0].clone(), "4 BTC");
    let bitcoin = holding(&found_with(&entries, &rules), "BTC");
    assert_eq!(sums(&bitcoin), ["5", "0", "1", "0", "0", "4"]);
}

#[test]
fn opening_follows_from_a_balance_that_is_stated_late() {
    // 7 after +2 and −4: 9 were held before.
    let entries = [
        entry(2, "2022-10-18T10:00:00Z", ["", "2 BTC", ""]),
        stating(entry(3, "2022-10-18T11:00:00Z", ["4 BTC", "", ""]), "7 BTC"),
    ];
    let bitcoin = holding(&found(&entries), "BTC");
    assert_eq!(sums(&bitcoin), ["9", "2", "4", "0", "0", "7"]);
}

#[test]
fn contradiction_names_row_expected_and_stated_and_the_holding_goes_on_from_it() {
    // 10, then 10 − 3 = 7 and not 8, then 8 − 1 = 7.
    let entries = [
        stating(
            entry(2, "2022-10-18T10:00:00Z", ["", "1 BTC", ""]),
            "10 BTC",
        ),
        stating(
            entry(3, "2022-10-19T10:00:00Z", ["3 BTC", "", ""]),
            "8.0 BTC",
        ),
        stating(entry(4, "2022-10-20T10:00:00Z", ["1 BTC", "", ""]), "7 BTC"),
    ];
    let found = found(&entries);
    let bitcoin = holding(&found, "BTC");
    assert_eq!(sums(&bitcoin), ["9", "1", "4", "0", "1", "7"]);
    assert_eq!(bitcoin.contradictions_count, 1);
    let contradiction = &bitcoin.contradictions[0];
    assert_eq!(
        (&*contradiction.place.line, &*contradiction.before.line),
        ("3", "2")
    );
    assert_eq!(contradiction.expected.to_string(), "7");
    assert_eq!(contradiction.stated.to_string(), "8.0");
    assert_eq!(contradiction.unexplained().to_string(), "1");
    assert!(bitcoin.lacks_something());
}

#[test]
fn rounded_balances_are_no_contradiction_and_no_lack() {
    // The file writes balances with two digits, and changes with three.
    let entries = [
        stating(
            entry(2, "2022-10-18T10:00:00Z", ["", "0.015 BTC", ""]),
            "0.01 BTC",
        ),
        stating(
            entry(3, "2022-10-19T10:00:00Z", ["0.015 BTC", "", ""]),
            "0.00 BTC",
        ),
    ];
    let bitcoin = holding(&found(&entries), "BTC");
    assert_eq!(sums(&bitcoin)[0], "-0.005");
    assert_eq!(
        (bitcoin.contradictions_count, bitcoin.below_zero_count),
        (0, 0)
    );
}

#[test]
fn entries_of_one_second_count_together() {
    let entries = [
        entry(2, "2022-10-18T10:00:00Z", ["1 BTC", "", ""]),
        entry(3, "2022-10-18T10:00:00.250Z", ["", "1 BTC", ""]),
    ];
    let bitcoin = holding(&found(&entries), "BTC");
    assert_eq!(sums(&bitcoin), ["0", "1", "1", "0", "0", "0"]);
    assert_eq!(bitcoin.missing_since, None);
}

#[test]
fn contract_moves_its_fee_only() {
    let mut fill = entry(2, "2022-10-18T10:00:00Z", ["5 BTC", "", "0.1 USDT"]);
    fill.kind = Kind::Derivative;
    let found = found(&[fill]);
    assert_eq!(found.holdings.len(), 1);
    assert_eq!(
        sums(&holding(&found, "USDT")),
        ["0.1", "0", "0", "0.1", "0", "0"]
    );
}

#[test]
fn asset_is_what_its_ticker_means() {
    let entries = [
        entry(2, "2022-10-18T10:00:00Z", ["", "1 XXBT", ""]),
        entry(3, "2022-10-18T11:00:00Z", ["0.4 XBT", "", ""]),
    ];
    let bitcoin = holding(&found(&entries), "BTC");
    assert_eq!(sums(&bitcoin), ["0", "1", "0.4", "0", "0", "0.6"]);
}

#[test]
fn accounts_and_exchanges_are_apart() {
    let mut entries = [
        entry(2, "2022-10-18T10:00:00Z", ["1 BTC", "", ""]),
        entry(3, "2022-10-18T11:00:00Z", ["2 BTC", "", ""]),
        entry(4, "2022-10-18T12:00:00Z", ["4 BTC", "", ""]),
    ];
    entries[1].account = "second".into();
    entries[2].exchange = "bitfinex".into();
    let found = found(&entries);
    let openings = found.holdings.iter().map(|holding| {
        let opening = holding.opening.to_string();
        (&*holding.exchange, &*holding.account, opening)
    });
    let openings: Vec<_> = openings.collect();
    assert_eq!(
        openings,
        [
            ("bitfinex", "", "4".to_owned()),
            ("kraken", "", "1".to_owned()),
            ("kraken", "second", "2".to_owned()),
        ]
    );
}

#[test]
fn holdings_past_the_limit_are_left_out_and_said() {
    let rules = |holdings_max| BalanceRules {
        holdings_max,
        ..BalanceRules::default()
    };
    let entries = [entry(2, "2022-10-18T10:00:00Z", ["1 BTC", "5 ETH", ""])];
    let at_the_limit = found_with(&entries, &rules(2));
    assert_eq!(
        (at_the_limit.holdings.len(), at_the_limit.is_cut_short),
        (2, false)
    );
    let past_it = found_with(&entries, &rules(1));
    assert_eq!((past_it.holdings.len(), past_it.is_cut_short), (1, true));
}

#[test]
fn spans_and_contradictions_past_the_list_are_counted() {
    let rules = |listed_max| BalanceRules {
        from_zero: true,
        listed_max,
        ..BalanceRules::default()
    };
    let day = |day: u32| format!("2022-10-{day:02}T10:00:00Z");
    let entries: Vec<Entry> = (1..=3)
        .flat_map(|number| {
            [
                entry(u64::from(number), &day(2 * number), ["1 BTC", "", ""]),
                entry(u64::from(number), &day(2 * number + 1), ["", "1 BTC", ""]),
            ]
        })
        .collect();
    for (listed_max, listed) in [(3, 3), (2, 2)] {
        let bitcoin = holding(&found_with(&entries, &rules(listed_max)), "BTC");
        assert_eq!(
            (bitcoin.below_zero.len(), bitcoin.below_zero_count),
            (listed, 3)
        );
        assert!(bitcoin.below_zero.iter().all(|span| span.until.is_some()));
    }
}
