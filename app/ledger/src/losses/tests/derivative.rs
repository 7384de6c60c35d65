//! Fills of perpetuals: fees, and positions known to start and end at zero.

use super::*;
use crate::entry::Side;
use crate::entry::facts::{FactSheet, Facts};
use crate::losses::Status;
use crate::terms::Flat;

fn fill(line: u64, time: &str, side: Side, size: &str, price: &str) -> Entry {
    Entry {
        market: "BTC-PERP".into(),
        side: Some(side),
        price: Some(amount(price)),
        facts: FactSheet {
            contract_size: Some(amount(size)),
            ..FactSheet::default()
        }
        .into(),
        ..entry(line, time, Kind::Derivative, ["", "", "1 USD"])
    }
}

fn fills() -> [Entry; 3] {
    [
        fill(2, "2022-10-18T10:00:00Z", Side::Buy, "2", "20000"),
        fill(3, "2022-10-18T11:00:00Z", Side::Sell, "0.5", "19000"),
        fill(4, "2022-10-18T12:00:00Z", Side::Sell, "1.5", "18000"),
    ]
}

fn flat_before() -> Terms {
    Terms {
        flat: vec![Flat {
            exchange: "ftx".into(),
            account: "main".into(),
            market: "BTC-PERP".into(),
            margin: "USD".into(),
            at: at("2022-10-18T10:00:00Z"),
        }],
        ..Terms::default()
    }
}

#[test]
fn only_the_fee_of_a_fill_counts_and_its_position_is_listed() {
    let valuation = valued(&fills(), &PriceBook::new(), &Terms::default());
    assert_eq!(valuation.totals.loss, money("3"));
    assert_eq!(valuation.totals.native.len(), 1);
    let listed = &valuation.totals.positions_not_valued[0];
    assert_eq!((listed.market.as_str(), listed.fills), ("BTC-PERP", 3));
    assert_eq!(valuation.lines[0].status, Status::Priced);
}

#[test]
fn a_round_trip_from_zero_to_zero_is_worth_what_was_sold_less_what_was_bought() {
    let valuation = valued(&fills(), &PriceBook::new(), &flat_before());
    // 0.5 × 19000 + 1.5 × 18000 − 2 × 20000 = −3500.
    let losses: Vec<_> = valuation.lines.iter().map(|line| line.loss).collect();
    assert_eq!(losses, ["1", "1", "3501"].map(|text| Some(money(text))));
    let closing = valuation.lines[2].round_trip.as_ref().unwrap();
    assert_eq!((closing.fills, &closing.profit), (3, &amount("-3500")));
    assert_eq!(valuation.totals.positions_not_valued, []);
    assert_eq!(valuation.totals.native["USD"], amount("-3503"));
}

#[test]
fn a_position_that_stays_open_is_not_valued() {
    let valuation = valued(&fills()[..2], &PriceBook::new(), &flat_before());
    assert_eq!(valuation.totals.loss, money("2"));
    assert_eq!(valuation.totals.positions_not_valued[0].fills, 2);
}

#[test]
fn a_fill_without_a_size_leaves_the_position_not_valued() {
    let mut entries = fills();
    entries[1].facts = Facts::NONE;
    let valuation = valued(&entries, &PriceBook::new(), &flat_before());
    assert_eq!(valuation.totals.loss, money("3"));
    assert_eq!(valuation.totals.positions_not_valued[0].fills, 3);
}

#[test]
fn fills_before_the_moment_known_are_not_valued() {
    let mut terms = flat_before();
    terms.flat[0].at = at("2022-10-18T10:00:01Z");
    let valuation = valued(&fills(), &PriceBook::new(), &terms);
    assert_eq!(valuation.totals.loss, money("3"));
    assert_eq!(valuation.totals.positions_not_valued[0].fills, 3);
}

#[test]
fn rows_with_realised_profit_stand_in_for_fills() {
    let mut entries = fills().to_vec();
    entries.push(entry(
        5,
        "2022-10-18T12:00:00Z",
        Kind::Pnl,
        ["3500 USD", "", ""],
    ));
    let valuation = valued(&entries, &PriceBook::new(), &flat_before());
    assert_eq!(valuation.totals.loss, money("3503"));
    assert_eq!(valuation.totals.positions_not_valued, []);
}

#[test]
fn a_round_trip_whose_margin_has_no_price_is_unpriced() {
    let mut terms = flat_before();
    terms.flat[0].margin = "XYZ".into();
    let valuation = valued(&fills(), &PriceBook::new(), &terms);
    assert_eq!(valuation.lines[2].status, Status::Unpriced);
    assert_eq!(valuation.totals.unpriced[0].units, amount("-3500"));
}
