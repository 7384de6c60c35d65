//! Fills of perpetuals: fees, and positions known to start and end at zero.

use super::*;
use crate::entry::Side;
use crate::entry::facts::{FactSheet, Facts};
use crate::losses::{FlatAt, FlatBy, LossLine, Status, value_among};
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
    assert_eq!(closing.flat.by, FlatBy::Stated);
    let note = valuation.lines[2].notes(Kind::Derivative)[1].to_string();
    assert_eq!(
        note,
        "followed from 2022-10-18T10:00:00Z, when a person says that nothing was held"
    );
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

/// What the line of the last fill of [`fills`] says of its round trip, where only these
/// places of `all` are contested.
fn closing(all: &[Entry], contested: &[usize], terms: &Terms) -> Option<FlatAt> {
    let all: Vec<&Entry> = all.iter().collect();
    let valuation = value_among(&all, contested, &PriceBook::new(), terms).unwrap();
    let closes = |line: &LossLine| line.round_trip.as_ref().map(|closed| closed.flat);
    let found = valuation.lines.last().and_then(closes);
    let listed = valuation.totals.positions_not_valued.len();
    assert_eq!(found.is_none(), listed == 1, "valued or listed");
    found
}

fn with_first(kind: Kind, time: &str) -> Vec<Entry> {
    let first = entry(9, time, kind, ["", "50000 USD", ""]);
    fills().into_iter().chain([first]).collect()
}

#[test]
fn nothing_was_held_before_the_first_deposit_of_an_account() {
    let terms = Terms::default();
    let known = |all: &[Entry]| closing(all, &[0, 1, 2], &terms);
    let deposited = with_first(Kind::Deposit, "2022-10-01");
    let flat = known(&deposited).unwrap();
    assert_eq!((flat.at, flat.by), (at("2022-10-01"), FlatBy::History));
    // The account had something before.
    let mut earlier = deposited;
    earlier.push(entry(10, "2022-09-30", Kind::Reward, ["", "1 USD", ""]));
    assert_eq!(known(&earlier), None);
    assert_eq!(known(&with_first(Kind::Transfer, "2022-10-01")), None);
    // What was deposited elsewhere says nothing of this account.
    let mut elsewhere = with_first(Kind::Deposit, "2022-10-01");
    elsewhere[3].account = "second".into();
    assert_eq!(known(&elsewhere), None);
}

#[test]
fn a_round_trip_with_a_fill_of_the_owner_is_not_valued() {
    let all = with_first(Kind::Deposit, "2022-10-01");
    assert_eq!(closing(&all, &[1, 2], &Terms::default()), None);
}

#[test]
fn where_a_file_says_when_a_position_was_opened_it_is_followed_from_there() {
    let mut all = with_first(Kind::Fee, "2022-10-19");
    all[3].market = "BTC-PERP".into();
    all[3]
        .facts
        .keep(|facts| facts.opened_at = Some(at("2022-10-18T10:00:00Z")));
    let flat = closing(&all, &[0, 1, 2], &Terms::default()).unwrap();
    assert_eq!(flat.by, FlatBy::Opened);
    all[3].market = "ETH-PERP".into();
    assert_eq!(closing(&all, &[0, 1, 2], &Terms::default()), None);
}

#[test]
fn a_person_may_say_that_nothing_was_held_at_a_moment() {
    let terms = |time| Terms {
        flat_before: Some(at(time)),
        ..Terms::default()
    };
    let known = |time| closing(&fills(), &[0, 1, 2], &terms(time));
    assert_eq!(known("2022-10-18").unwrap().by, FlatBy::Stated);
    assert_eq!(
        known("2022-10-18T10:00:01Z"),
        None,
        "the first fill is before"
    );
    // The position begins anew, whatever a longer history came to.
    let mut all = with_first(Kind::Deposit, "2022-10-01");
    all.push(fill(8, "2022-10-02", Side::Buy, "7", "19000"));
    let all_but_first = &[0, 1, 2];
    assert_eq!(closing(&all, all_but_first, &Terms::default()), None);
    let flat = closing(&all, all_but_first, &terms("2022-10-18")).unwrap();
    assert_eq!((flat.at, flat.by), (at("2022-10-18"), FlatBy::Stated));
}

#[test]
fn without_a_known_margin_asset_no_position_is_followed() {
    let terms = Terms {
        flat_before: Some(at("2022-10-18")),
        ..Terms::default()
    };
    let of = |exchange: &str, market: &str| {
        let mut all = fills();
        for fill in &mut all {
            fill.exchange = exchange.into();
            fill.market = market.into();
        }
        closing(&all, &[0, 1, 2], &terms)
    };
    assert!(of("elsewhere", "BTC/USD").is_some());
    assert!(of("elsewhere", "BTCUSDM").is_none());
    assert!(of("ftx-us", "BTC-PERP").is_some());
}
