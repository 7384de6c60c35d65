//! What changed with version 1.1.0 of the method, in figures worked out by hand: candles
//! that saw the fraud, the order of the ladder, and ties (METHOD.md, "Manipulated assets"
//! and "The ladder").

use super::*;
use crate::entry;
use crate::losses::{LossLine, Status};
use crate::prices::price::{Missing, Step};

/// The worked example of METHOD.md, with the candles that the fraud made: the hour
/// that ends with the span, and the day that it lies in.
const PRICES: [&str; 5] = [
    "USDT,USD,2022-10-18T00:00:00Z,0.9997,1d,invented",
    "DMG,USD,2022-10-18T00:00:00Z,0.0203,1d,invented",
    "DMG,USD,2022-10-18T22:00:00Z,0.61,1h,invented",
    "DMG,USD,2022-10-19T00:00:00Z,0.3,1d,invented",
    "USDT,USD,2022-10-20T00:00:00Z,0.9998,1d,invented",
];
/// From the close that is still honest until ten in the evening.
const SPAN: &str = "DMG@2022-10-18T00:00:00Z..2022-10-18T22:00:00Z";

fn bought(time: &str) -> Entry {
    trade(3, time, ["160000 USDT", "250000 DMG", "160 USDT"])
}

fn line(rows: &[&str], terms: &Terms, entry: Entry) -> LossLine {
    valued(&[entry], &book(rows), terms).lines.remove(0)
}

fn loss(rows: &[&str], terms: &Terms, time: &str) -> String {
    let line = line(rows, terms, bought(time));
    line.loss.map_or_else(
        || format!("{:?}", line.unpriced[0].missing),
        |loss| loss.to_string(),
    )
}

/// With one row of another candle.
fn and(row: &'static str) -> Vec<&'static str> {
    let mut rows = PRICES.to_vec();
    rows.push(row);
    rows
}

#[test]
fn at_the_instant_a_span_ends_a_trade_does_not_take_the_candle_that_it_made() {
    // 160160 × 0.9997 − 250000 × 0.0203 = 160111.952 − 5075, by the close of the
    // day before, 22 hours old. Version 1.0.0 took the hour that closed at 22:00:
    // 160111.952 − 250000 × 0.61 = 7611.952.
    let terms = manipulated(&[SPAN]);
    assert_eq!(
        loss(&PRICES, &terms, "2022-10-18T22:00:00Z"),
        "155036.95200000"
    );
    let line = line(&PRICES, &terms, bought("2022-10-18T22:00:00Z"));
    let price = line.price_of("DMG").unwrap();
    assert_eq!(
        (price.manipulated_from, price.asked_at),
        (None, at("2022-10-18T22:00:00Z"))
    );
    assert_eq!(
        (price.step, price.legs[0].age_seconds),
        (Step::Daily, 79_200)
    );
    // One second before, t′ = m leads to the same row.
    assert_eq!(
        loss(&PRICES, &terms, "2022-10-18T21:59:59Z"),
        "155036.95200000"
    );
}

#[test]
fn a_candle_that_opens_where_the_span_ends_did_not_see_it() {
    // 160111.952 − 250000 × 0.021 = 154861.952.
    let rows = and("DMG,USD,2022-10-18T23:00:00Z,0.021,1h,invented");
    let terms = manipulated(&[SPAN]);
    assert_eq!(
        loss(&rows, &terms, "2022-10-18T23:00:00Z"),
        "154861.95200000"
    );
    // One second wider, it saw the last second of the span.
    let rows = and("DMG,USD,2022-10-18T23:00:00Z,0.021,3601s,invented");
    assert_eq!(
        loss(&rows, &terms, "2022-10-18T23:00:00Z"),
        "155036.95200000"
    );
}

#[test]
fn a_candle_that_closes_where_the_span_begins_did_not_see_it() {
    // The hour [23:00, 00:00) closes exactly at m: 160111.952 − 250000 × 0.02.
    let rows = and("DMG,USD,2022-10-18T00:00:00Z,0.02,1h,invented");
    let terms = manipulated(&[SPAN]);
    assert_eq!(
        loss(&rows, &terms, "2022-10-18T21:00:07Z"),
        "155111.95200000"
    );
    // The same row closes after a span that began a second earlier.
    let earlier = manipulated(&["DMG@2022-10-17T23:59:59Z..2022-10-18T22:00:00Z"]);
    assert_eq!(loss(&rows, &earlier, "2022-10-18T21:00:07Z"), "NoPrice");
}

#[test]
fn where_no_candle_is_clean_and_young_enough_the_asset_has_no_price() {
    let terms = manipulated(&[SPAN]);
    // The close of m is 48 hours old at the latest.
    let last = "2022-10-20T00:00:00Z";
    // 160160 × 0.9998 − 250000 × 0.0203 = 160127.968 − 5075.
    assert_eq!(loss(&PRICES, &terms, last), "155052.96800000");
    assert_eq!(loss(&PRICES, &terms, "2022-10-20T00:00:00.001Z"), "NoPrice");
}

#[test]
fn a_day_that_ends_within_the_span_has_no_price_and_an_open_end_is_said() {
    let date = |listed: &str, day: &str| Terms {
        basis: format!("date:{day}").parse().unwrap(),
        ..manipulated(&[listed])
    };
    let time = "2022-10-18T21:00:07Z";
    let until_noon = "DMG@2022-10-18T00:00:00Z..2022-10-19T12:00:00Z";
    // 19 October 00:00 lies in the span, 18 October 00:00 is m itself.
    for day in ["2022-10-18", "2022-10-17"] {
        assert_eq!(loss(&PRICES, &date(until_noon, day), time), "Manipulated");
    }
    // 20 October 00:00 is past it: the close of m is 48 hours old.
    let after = date(until_noon, "2022-10-19");
    assert_eq!(loss(&PRICES, &after, time), "155052.96800000");
    // 19 October 00:00 is e: past the span, and the day that ends there saw it.
    let midnight = date("DMG@2022-10-18T00:00:00Z..2022-10-19", "2022-10-18");
    assert_eq!(loss(&PRICES, &midnight, time), "155036.95200000");
    for day in ["2022-10-18", "2023-10-18"] {
        let open = date("DMG@2022-10-18T00:00:00Z", day);
        assert_eq!(loss(&and_usdt_of(day), &open, time), "ManipulatedOpen");
    }
    let before = date("DMG@2022-10-18T00:00:00.001Z", "2022-10-17");
    // 160160 × 0.9997 − 5075.
    assert_eq!(loss(&PRICES, &before, time), "155036.95200000");
}

/// The prices and one of USDT for the end of a day.
fn and_usdt_of(day: &str) -> Vec<&'static str> {
    match day {
        "2022-10-18" => PRICES.to_vec(),
        _ => and("USDT,USD,2023-10-19T00:00:00Z,1,1d,invented"),
    }
}

#[test]
fn a_line_says_what_a_date_within_a_span_lacks() {
    let terms = Terms {
        basis: "date:2022-10-18".parse().unwrap(),
        ..manipulated(&["DMG@2022-10-18"])
    };
    let line = line(&PRICES, &terms, bought("2022-10-18T21:00:07Z"));
    assert_eq!(
        (line.status, line.at_most),
        (Status::Unpriced, Some(money("160111.952")))
    );
    let unpriced = &line.unpriced[0];
    assert_eq!(
        (unpriced.asset.as_str(), unpriced.missing),
        ("DMG", Missing::ManipulatedOpen)
    );
    assert_eq!(
        entry::joined(&line.notes(Kind::Trade)),
        "DMG: its market is listed as manipulated without an end, and needs one for a later day \
         to have a price"
    );
}

#[test]
fn a_bridge_that_is_listed_lends_no_candle_that_it_made() {
    let rows = [
        "BTC,USDT,2022-10-18T12:00:00Z,20000,1h,invented",
        "USDT,USD,2022-10-18T00:00:00Z,0.9997,1d,invented",
        "USDT,USD,2022-10-18T12:00:00Z,0.5,1h,invented",
    ];
    let sold = || trade(2, "2022-10-18T12:00:00Z", ["1 BTC", "1 USD", ""]);
    let terms = manipulated(&["USDT@2022-10-18T00:00:00Z..2022-10-18T12:00:00Z"]);
    // 20000 × 0.9997 − 1; with the bridge's own hour, 9999.
    assert_eq!(
        line(&rows, &terms, sold()).loss,
        Some(money("19993")),
        "at the end of the span"
    );
    assert_eq!(
        line(&rows, &Terms::default(), sold()).loss,
        Some(money("9999"))
    );
}

#[test]
fn a_listing_by_an_older_ticker_taints_the_prices_of_what_it_meant() {
    let rows = [
        "LUNA,USD,2022-05-08T00:00:00Z,60,1d,invented",
        "LUNC,USD,2022-05-09T12:00:00Z,90,1h,invented",
    ];
    let terms = manipulated(&["LUNA@2022-05-08T00:00:00Z..2022-05-09T12:00:00Z"]);
    let sold = trade(2, "2022-05-09T12:00:00Z", ["1 LUNA", "10 USD", ""]);
    assert_eq!(line(&rows, &terms, sold).loss, Some(money("50")));
}

#[test]
fn the_source_comes_first_then_the_step_then_the_pair() {
    let rows = [
        "BTC,USD,2022-10-18T11:59:00Z,20000,1d,first",
        "BTC,USD,2022-10-18T11:59:30Z,30000,1m,second",
        "BTC,USDT,2022-10-18T11:00:00Z,19000,1h,first",
        "USDT,USD,2022-10-17T00:00:00Z,0.9,1d,first",
    ];
    let sold = || trade(2, "2022-10-18T12:00:00Z", ["2 BTC", "1 USD", ""]);
    let found = line(&rows, &Terms::default(), sold());
    // An hourly cross goes before the daily direct price, whatever the source
    // named second has: 2 × 19000 × 0.9 − 1.
    assert_eq!(found.loss, Some(money("34199")));
    let price = found.price_of("BTC").unwrap();
    assert_eq!(price.text, "19000*0.9");
    // Each leg has its own step and its own age, from one and the same moment.
    let legs: Vec<(Step, u64)> = price.legs.iter().map(|l| (l.step, l.age_seconds)).collect();
    assert_eq!(legs, [(Step::TradeTime, 3600), (Step::Daily, 129_600)]);
    // A second older, the hour is no hit and the day of the pair is: 2 × 20000 − 1.
    let later = trade(2, "2022-10-18T12:00:01Z", ["2 BTC", "1 USD", ""]);
    assert_eq!(
        line(&rows, &Terms::default(), later).loss,
        Some(money("39999"))
    );
}

#[test]
fn of_equal_candles_that_of_the_file_first_by_its_hash_counts_in_whatever_order_they_came() {
    let file = |price: &str| {
        format!(
            "asset,quote,time,price,window,source\n\
             BTC,USD,2022-10-18T12:00:00Z,{price},1h,invented\n\
             BTC,USD,2022-10-18T12:00:00Z,1,1h,invented\n"
        )
    };
    let files = ["20000", "21000", "22000"].map(file);
    let sold = trade(2, "2022-10-18T12:30:00Z", ["1 BTC", "1 USD", ""]);
    let mut found = std::collections::BTreeSet::new();
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let mut prices = PriceBook::new();
        let mut hashes = Vec::new();
        for at in order {
            let read = prices.add(&format!("{at}.csv"), None, files[at].as_bytes());
            hashes.push((read.unwrap().sha256, at));
        }
        hashes.sort();
        let line = valued(std::slice::from_ref(&sold), &prices, &Terms::default())
            .lines
            .remove(0);
        let first = ["19999", "20999", "21999"][hashes[0].1];
        assert_eq!(line.loss, Some(money(first)), "{order:?}");
        found.insert(line.price_of("BTC").unwrap().ids.to_string());
    }
    assert_eq!(found.len(), 1, "{found:?}");
}
