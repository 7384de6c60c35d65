//! Signs, parts, unpriced entries, groups, bases and manipulated spans.

use super::*;
use crate::losses::{LossError, LossLine, Status, conflicts, settle, value_settled};
use crate::prices::price::Missing;
use crate::terms::{Basis, METHOD};

const NOON: &str = "2022-10-18T12:00:00Z";
const DAY: [&str; 3] = [
    "BTC,USD,2022-10-18,20000,1d,invented",
    "USDT,USD,2022-10-18,1.01,1d,invented",
    "BNB,USD,2022-10-18,300,1d,invented",
];

fn one(entry: Entry, book: &PriceBook, terms: &Terms) -> LossLine {
    valued(&[entry], book, terms).lines.remove(0)
}

fn loss_of(entry: Entry) -> Option<String> {
    let line = one(entry, &book(&DAY), &Terms::default());
    line.loss.map(|loss| loss.to_string())
}

#[test]
fn a_gain_keeps_its_sign() {
    let gain = trade(2, NOON, ["19000 USD", "1 BTC", "0.01 BNB"]);
    assert_eq!(loss_of(gain.clone()).as_deref(), Some("-997.00000000"));
    let loss = trade(3, NOON, ["1 BTC", "19000 USD", ""]);
    let totals = valued(&[gain, loss], &book(&DAY), &Terms::default()).totals;
    assert_eq!(totals.gross_loss, money("1000"));
    assert_eq!(totals.gross_gain, money("997"));
    assert_eq!(totals.loss, money("3"));
}

#[test]
fn a_withdrawal_loses_quantity_and_fee_and_a_deposit_is_a_gain() {
    let withdrawal = entry(2, NOON, Kind::Withdrawal, ["1 BTC", "", "0.5 BTC"]);
    assert_eq!(loss_of(withdrawal).as_deref(), Some("30000.00000000"));
    let deposit = entry(2, NOON, Kind::Deposit, ["", "1 BTC", ""]);
    assert_eq!(loss_of(deposit).as_deref(), Some("-20000.00000000"));
}

#[test]
fn a_rebate_lowers_the_loss() {
    let fee = entry(2, NOON, Kind::Fee, ["", "", "-2 USD"]);
    assert_eq!(loss_of(fee).as_deref(), Some("-2.00000000"));
}

#[test]
fn a_line_is_rounded_once_and_its_largest_part_takes_the_remainder() {
    let prices = book(&[
        "AAA,USD,2022-10-18,0.000000015,1d,invented",
        "BBB,USD,2022-10-18,0.000000025,1d,invented",
    ]);
    let both = entry(2, NOON, Kind::Withdrawal, ["1 BBB", "", "1 AAA"]);
    let line = one(both, &prices, &Terms::default());
    // 0.000000040 exactly; by themselves the parts round to 2 and 2.
    assert_eq!(line.loss, Some(money("0.00000004")));
    assert_eq!(line.parts[0].amount, money("0.00000002"));
    assert_eq!(line.parts[1].amount, money("0.00000002"));
    let three = entry(2, NOON, Kind::Withdrawal, ["3 BBB", "", "1 AAA"]);
    let line = one(three, &prices, &Terms::default());
    // 9 exactly, while 7.5 rounds to 8 and 1.5 to 2: BBB gives one back.
    assert_eq!(line.loss, Some(money("0.00000009")));
    assert_eq!(line.parts[0].amount, money("0.00000002"));
    assert_eq!(line.parts[1].amount, money("0.00000007"));
}

#[test]
fn of_equal_parts_the_first_in_byte_order_takes_the_remainder() {
    let prices = book(&[
        "AAA,USD,2022-10-18,0.000000015,1d,invented",
        "aaa,USD,2022-10-18,0.000000015,1d,invented",
    ]);
    let both = entry(2, NOON, Kind::Withdrawal, ["1 aaa", "", "1 AAA"]);
    let line = one(both, &prices, &Terms::default());
    assert_eq!(line.loss, Some(money("0.00000003")));
    assert_eq!(line.parts[0].asset, "AAA");
    assert_eq!(line.parts[0].amount, money("0.00000001"));
    assert_eq!(line.parts[1].amount, money("0.00000002"));
}

#[test]
fn what_has_no_price_is_listed_with_at_most_what_was_paid() {
    let bought = trade(2, NOON, ["100 USDT", "5000 XYZ", "1 USDT"]);
    let valuation = valued(&[bought], &book(&DAY), &Terms::default());
    let line = &valuation.lines[0];
    assert_eq!((line.status, line.loss), (Status::Unpriced, None));
    assert_eq!(line.at_most, Some(money("102.01")));
    let totals = &valuation.totals;
    assert_eq!(totals.loss, Money::ZERO);
    assert!(totals.parts.is_empty());
    assert_eq!(totals.unpriced.len(), 1);
    assert_eq!(totals.unpriced[0].asset, "XYZ");
    assert_eq!(totals.unpriced[0].units, amount("5000"));
    assert_eq!(totals.unpriced[0].at_most, Some(money("102.01")));
    assert_eq!(totals.native["XYZ"], amount("5000"));
    assert_eq!(totals.native["USDT"], amount("-101"));
    assert_eq!(valuation.entries_unpriced(), 1);
}

#[test]
fn what_was_sold_without_a_price_has_no_upper_bound() {
    let sold = trade(2, NOON, ["5000 XYZ", "100 USDT", ""]);
    let line = one(sold, &book(&DAY), &Terms::default());
    assert_eq!((line.status, line.at_most), (Status::Unpriced, None));
    let unpriced = &line.unpriced[0];
    assert_eq!(unpriced.units, amount("-5000"));
    assert_eq!(unpriced.missing, Missing::NoPrice);
}

#[test]
fn a_fee_taken_from_what_was_bought_leaves_the_bound_but_a_third_asset_does_not() {
    let own = trade(2, NOON, ["100 USDT", "5000 XYZ", "5 XYZ"]);
    let line = one(own, &book(&DAY), &Terms::default());
    assert_eq!(line.at_most, Some(money("101")));
    assert_eq!(line.unpriced[0].units, amount("4995"));
    let third = trade(2, NOON, ["100 USDT", "5000 XYZ", "5 ABC"]);
    let line = one(third, &book(&DAY), &Terms::default());
    assert_eq!(line.at_most, None);
    assert_eq!(line.unpriced.len(), 2);
}

#[test]
fn a_fee_without_a_price_leaves_the_line_and_is_listed() {
    let sold = trade(2, NOON, ["1 BTC", "19000 USD", "7 XYZ"]);
    let line = one(sold, &book(&DAY), &Terms::default());
    assert_eq!(line.loss, Some(money("1000")));
    assert_eq!(line.status, Status::Priced);
    assert_eq!(line.unpriced[0].asset, "XYZ");
    assert_eq!(line.unpriced[0].units, amount("-7"));
    assert_eq!(line.parts.len(), 2);
}

#[test]
fn an_entry_that_is_only_a_fee_without_a_price_is_unpriced() {
    let fee = entry(2, NOON, Kind::Fee, ["", "", "7 XYZ"]);
    let line = one(fee, &book(&DAY), &Terms::default());
    assert_eq!((line.status, line.loss), (Status::Unpriced, None));
}

fn legs_of_a_group() -> [Entry; 4] {
    let grouped = |line, kind, legs| Entry {
        group: "2022-10-18T12:00:00Z".into(),
        ..entry(line, NOON, kind, legs)
    };
    [
        grouped(2, Kind::Trade, ["100 USDT", "", ""]),
        grouped(3, Kind::Trade, ["", "5000 XYZ", ""]),
        grouped(4, Kind::Fee, ["", "", "0.01 BNB"]),
        trade(5, NOON, ["1 USDT", "1 USD", ""]),
    ]
}

#[test]
fn one_leg_without_a_price_unprices_the_trades_of_its_group_but_not_its_fees() {
    let valuation = valued(&legs_of_a_group(), &book(&DAY), &Terms::default());
    let status: Vec<Status> = valuation.lines.iter().map(|line| line.status).collect();
    use Status::{Priced, Unpriced};
    assert_eq!(status, [Unpriced, Unpriced, Priced, Priced]);
    let (paid, got) = (&valuation.lines[0], &valuation.lines[1]);
    assert_eq!(paid.unpriced[0].missing, Missing::Group);
    assert_eq!(paid.at_most, Some(money("101")));
    assert_eq!(got.unpriced[0].missing, Missing::NoPrice);
    assert_eq!(got.at_most, None);
    assert_eq!(valuation.totals.loss, money("3.01"));
}

#[test]
fn a_group_of_another_account_is_another_group() {
    let mut entries = legs_of_a_group();
    entries[1].account = "second".into();
    let valuation = valued(&entries, &book(&DAY), &Terms::default());
    assert_eq!(valuation.lines[0].loss, Some(money("101")));
}

#[test]
fn a_fee_in_a_group_without_a_price_leaves_the_trades() {
    let mut entries = legs_of_a_group();
    entries[1] = Entry {
        in_: quantity("0.005 BTC"),
        ..entries[1].clone()
    };
    entries[2] = Entry {
        fee: quantity("3 XYZ"),
        ..entries[2].clone()
    };
    let valuation = valued(&entries, &book(&DAY), &Terms::default());
    assert_eq!(valuation.lines[0].status, Status::Priced);
    assert_eq!(valuation.lines[2].status, Status::Unpriced);
}

#[test]
fn the_basis_of_a_date_takes_the_end_of_that_day() {
    let prices = book(&[
        "DMG,USD,2022-10-18,0.02,1d,invented",
        "DMG,USD,2022-11-12,0.01,1d,invented",
    ]);
    let bought = trade(2, NOON, ["64 USD", "100 DMG", ""]);
    let terms = Terms {
        basis: "date:2022-11-11".parse().unwrap(),
        ..manipulated(&["DMG@2022-10-18T12:00:00Z..2022-11-11"])
    };
    let line = one(bought, &prices, &terms);
    assert_eq!(line.loss, Some(money("63")));
    assert_eq!(line.basis.to_string(), "date:2022-11-11");
    assert_eq!(line.method, METHOD);
    let price = line.price_of("DMG").unwrap();
    assert_eq!(price.asked_at, at("2022-11-12"));
    assert_eq!(price.manipulated_from, None);
}

#[test]
fn a_basis_is_read_and_printed_alike() {
    for text in ["event", "date:2022-11-11"] {
        assert_eq!(text.parse::<Basis>().unwrap().to_string(), text);
    }
    for text in ["", "Event", "date:", "date:2022-02-30", "2022-11-11"] {
        assert!(text.parse::<Basis>().is_err(), "{text}");
    }
}

#[test]
fn manipulation_must_begin_strictly_before_the_first_contested_trade() {
    let prices = book(&["DMG,USD,2022-10-17,0.02,1d,invented"]);
    let entries = [
        trade(2, "2022-10-18T13:00:00Z", ["64 USD", "100 DMG", ""]),
        trade(3, NOON, ["64 USD", "100 DMG", ""]),
    ];
    let refs: Vec<&Entry> = entries.iter().collect();
    let at_the_trade = manipulated(&["DMG@2022-10-18T12:00:00Z"]);
    let error = value(&refs, &prices, &at_the_trade).unwrap_err();
    let LossError::Conflict(conflict) = &error else {
        panic!("{error}");
    };
    assert_eq!(
        (conflict.asset.as_str(), conflict.line.as_str()),
        ("DMG", "3")
    );
    assert_eq!(
        error.to_string(),
        "DMG is listed as manipulated from 2022-10-18T12:00:00Z, but its first contested trade \
         (trades.csv:3) was at 2022-10-18T12:00:00Z: the listing must begin before it"
    );
    let just_before = manipulated(&["DMG@2022-10-18T11:59:59.999Z"]);
    assert!(value(&refs, &prices, &just_before).is_ok());
    assert_eq!(conflicts(&refs, &just_before), []);
}

#[test]
fn an_asset_left_unsettled_is_unpriced_and_stops_nobody() {
    let prices = book(&["DMG,USD,2022-10-17,0.02,1d,invented"]);
    let terms = Terms {
        unsettled: vec!["DMG".into()],
        ..manipulated(&["DMG@2022-10-18T12:00:00Z"])
    };
    let line = one(trade(3, NOON, ["64 USD", "100 DMG", ""]), &prices, &terms);
    assert_eq!(line.status, Status::Unpriced);
    assert_eq!(line.unpriced[0].missing, Missing::Unsettled);
    assert_eq!(line.at_most, Some(money("64")));
}

#[test]
fn a_trade_that_counts_nowhere_puts_its_asset_in_no_doubt() {
    let prices = book(&["DMG,USD,2022-10-17,0.02,1d,invented"]);
    let entries = [
        trade(2, "2022-10-18T11:00:00Z", ["64 USD", "100 DMG", ""]),
        trade(3, "2022-10-18T13:00:00Z", ["64 USD", "100 DMG", ""]),
    ];
    let refs: Vec<&Entry> = entries.iter().collect();
    let listed = manipulated(&["DMG@2022-10-18T12:00:00Z"]);
    let mut both = listed.clone();
    assert_eq!(settle(&refs, &mut both).len(), 1);
    assert_eq!(both.unsettled, ["DMG"]);
    let lines = value_settled(&refs, &prices, &both).unwrap().lines;
    assert!(lines.iter().all(|line| line.status == Status::Unpriced));
    // The first trade is left out: the second is worth what it was at m.
    let mut second = listed.clone();
    assert_eq!(settle(&refs[1..], &mut second), []);
    let lines = value_settled(&refs, &prices, &second).unwrap().lines;
    assert_eq!(lines[1].loss, Some(money("62")));
    assert!(value(&refs, &prices, &listed).is_err());
}

#[test]
fn a_span_takes_in_its_beginning_and_leaves_out_its_end() {
    let prices = book(&[
        "DMG,USD,2022-10-17,0.02,1d,invented",
        "DMG,USD,2022-10-18T12:00:00Z,0.5,1h,invented",
    ]);
    let terms = manipulated(&["DMG@2022-10-17..2022-10-18T12:30:00Z"]);
    let bought = |time| trade(2, time, ["64 USD", "100 DMG", ""]);
    let inside = one(bought("2022-10-18T12:29:59Z"), &prices, &terms);
    assert_eq!(inside.loss, Some(money("62")));
    let after = one(bought("2022-10-18T12:30:00Z"), &prices, &terms);
    // The candle that closed at noon saw the span; the day that closed at m did not.
    assert_eq!(after.loss, Some(money("62")));
    assert_eq!(after.price_of("DMG").unwrap().manipulated_from, None);
}

#[test]
fn a_line_past_what_it_can_hold_is_listed_and_stops_nothing() {
    let sent = |line, units: &str| entry(line, NOON, Kind::Withdrawal, [units, "", ""]);
    let most = sent(1, "92233720368.54775807 USD");
    let past = sent(2, "92233720368.54775808 USD");
    let totals = valued(
        &[most.clone(), past.clone()],
        &PriceBook::new(),
        &Terms::default(),
    );
    let [held, listed] = &totals.lines[..] else {
        panic!("{:?}", totals.lines);
    };
    assert_eq!(held.loss, Some(money("92233720368.54775807")));
    assert_eq!((listed.status, listed.loss), (Status::Unpriced, None));
    assert_eq!(listed.unpriced[0].missing, Missing::TooLarge);
    assert_eq!(
        crate::entry::joined(&listed.notes(Kind::Trade)),
        "the loss is larger than a line can hold"
    );
    let listed = &totals.totals.unpriced[..];
    assert_eq!((listed.len(), &*listed[0].line), (1, "2"));
    assert_eq!(totals.totals.loss, money("92233720368.54775807"));
}

#[test]
fn lines_of_the_greatest_size_add_up_exactly() {
    let sent = |line| {
        let units = ["90000000000 USD", "", ""];
        entry(line, NOON, Kind::Withdrawal, units)
    };
    let lines: Vec<Entry> = (1..=5).map(sent).collect();
    let totals = valued(&lines, &PriceBook::new(), &Terms::default()).totals;
    assert_eq!(totals.gross_loss, money("450000000000"));
    assert_eq!(totals.parts["USD"], money("450000000000"));
    assert_eq!(totals.net, totals.loss);
}

#[test]
fn a_leg_past_what_a_line_can_hold_leaves_its_group_without_a_value() {
    let leg = |line, legs| Entry {
        group: "g".into(),
        ..trade(line, NOON, legs)
    };
    let sold = leg(1, ["99999999999 USD", "", ""]);
    let bought = leg(2, ["", "10 USD", ""]);
    let lines = valued(&[sold, bought], &PriceBook::new(), &Terms::default()).lines;
    let missing: Vec<Missing> = lines.iter().map(|line| line.unpriced[0].missing).collect();
    assert_eq!(missing, [Missing::TooLarge, Missing::Group]);
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let terms = Terms {
        currency: "USDT".into(),
        ..Terms::default()
    };
    assert!(value(&[], &PriceBook::new(), &terms).is_err());
    for text in [
        "DMG",
        "@2022-10-18",
        "DMG@",
        "DMG@2022-10-18..2022-10-18",
        "DMG@soon",
    ] {
        assert!(text.parse::<crate::terms::Manipulated>().is_err(), "{text}");
    }
}

#[test]
fn a_renamed_ticker_is_priced_as_what_it_meant() {
    let prices = book(&[
        "LUNA,USD,2022-05-27,0.0001,1d,invented",
        "LUNA,USD,2022-05-28,0.00011,1d,invented",
        "LUNA,USD,2022-05-29,9,1d,invented",
        "XBT,USD,2022-05-28,29000,1d,invented",
    ]);
    let terms = Terms::default();
    let withdrawn = |time, what| entry(2, time, Kind::Withdrawal, [what, "", ""]);
    let old = one(
        withdrawn("2022-05-27T12:00:00Z", "1000 LUNA"),
        &prices,
        &terms,
    );
    assert_eq!(old.loss, Some(money("0.1")));
    assert_eq!(old.prices[0].priced_as, "LUNC");
    assert_eq!(old.prices[0].asset, "LUNA");
    let classic = one(
        withdrawn("2022-05-28T12:00:00Z", "1000 LUNC"),
        &prices,
        &terms,
    );
    assert_eq!(classic.loss, Some(money("0.11")));
    let new = one(
        withdrawn("2022-05-29T12:00:00Z", "1000 LUNA"),
        &prices,
        &terms,
    );
    assert_eq!(new.loss, Some(money("9000")));
    let early = one(
        withdrawn("2022-05-28T12:00:00Z", "1000 LUNA"),
        &prices,
        &terms,
    );
    assert_eq!(early.status, Status::Unpriced);
    let bitcoin = one(withdrawn("2022-05-28T12:00:00Z", "1 BTC"), &prices, &terms);
    assert_eq!(bitcoin.loss, Some(money("29000")));
}
