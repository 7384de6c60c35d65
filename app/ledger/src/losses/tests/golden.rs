//! The worked example of METHOD.md ("An example of all of it") and its two variants.

use super::*;
use crate::losses::{LossLine, Status, Totals};
use crate::prices::price::Step;

const PRICES: [&str; 3] = [
    "BTC,USD,2022-10-18T00:00:00Z,16968.61,1d,invented",
    "USDT,USD,2022-10-18T00:00:00Z,0.9997,1d,invented",
    "DMG,USD,2022-10-18T00:00:00Z,0.0203,1d,invented",
];
const HOUR: &str = "DMG,USD,2022-10-18T21:00:00Z,0.61,1h,invented";

fn entries() -> [Entry; 2] {
    [
        trade(
            2,
            "2022-10-18T21:00:00Z",
            ["10 BTC", "169500 USDT", "169.5 USDT"],
        ),
        trade(
            3,
            "2022-10-18T21:00:07Z",
            ["160000 USDT", "250000 DMG", "160 USDT"],
        ),
    ]
}

fn dmg_listed() -> Terms {
    manipulated(&["DMG@2022-10-18T00:00:00Z"])
}

fn losses(valuation: &Valuation) -> Vec<String> {
    let loss = |line: &LossLine| line.loss.unwrap().to_string();
    valuation.lines.iter().map(loss).collect()
}

#[test]
fn comes_to_the_figures_of_the_method() {
    let valuation = valued(&entries(), &book(&PRICES), &dmg_listed());
    assert_eq!(losses(&valuation), ["406.39915000", "155036.95200000"]);
    let Totals {
        loss,
        gross_loss,
        gross_gain,
        net,
        native,
        parts,
        ..
    } = &valuation.totals;
    assert_eq!(loss.to_string(), "155443.35115000");
    assert_eq!((gross_loss, net), (loss, loss));
    assert!(gross_gain.is_zero());
    let units: Vec<String> = native.iter().map(|(a, n)| format!("{n} {a}")).collect();
    assert_eq!(units, ["-10 BTC", "250000 DMG", "9170.5 USDT"]);
    let parts: Vec<String> = parts.iter().map(|(a, m)| format!("{m} {a}")).collect();
    assert_eq!(
        parts,
        [
            "169686.10000000 BTC",
            "-5075.00000000 DMG",
            "-9167.74885000 USDT"
        ]
    );
    assert_eq!(valuation.totals.entries_contested, 2);
    assert_eq!(valuation.totals.unpriced, []);
}

#[test]
fn an_hourly_candle_of_a_manipulated_asset_changes_nothing() {
    let with_hour = book(&[PRICES[0], PRICES[1], PRICES[2], HOUR]);
    let valuation = valued(&entries(), &with_hour, &dmg_listed());
    assert_eq!(losses(&valuation), ["406.39915000", "155036.95200000"]);
    let price = valuation.lines[1].price_of("DMG").unwrap();
    assert_eq!(price.text, "0.0203");
    assert_eq!(price.step, Step::Daily);
    assert_eq!(price.asked_at, at("2022-10-18T00:00:00Z"));
    assert_eq!(price.manipulated_from, Some(at("2022-10-18T00:00:00Z")));
}

#[test]
fn the_same_candle_counts_when_the_asset_is_not_listed() {
    let with_hour = book(&[PRICES[0], PRICES[1], PRICES[2], HOUR]);
    let valuation = valued(&entries(), &with_hour, &Terms::default());
    assert_eq!(losses(&valuation), ["406.39915000", "7611.95200000"]);
    let price = valuation.lines[1].price_of("DMG").unwrap();
    assert_eq!(price.step, Step::TradeTime);
    assert_eq!(price.legs[0].age_seconds, 7);
    assert_eq!(price.manipulated_from, None);
}

#[test]
fn a_line_and_totals_come_back_from_json_exactly() {
    let valuation = valued(&entries(), &book(&PRICES), &dmg_listed());
    for line in &valuation.lines {
        let json = serde_json::to_string(line).unwrap();
        assert_eq!(&serde_json::from_str::<LossLine>(&json).unwrap(), line);
    }
    let json = serde_json::to_string(&valuation.totals).unwrap();
    let read: Totals = serde_json::from_str(&json).unwrap();
    assert_eq!(read, valuation.totals);
    let json = serde_json::to_string(&dmg_listed()).unwrap();
    assert_eq!(serde_json::from_str::<Terms>(&json).unwrap(), dmg_listed());
}

#[test]
fn valuing_twice_gives_the_same_bytes() {
    let prices = book(&PRICES);
    let json = || serde_json::to_string(&valued(&entries(), &prices, &dmg_listed()).lines).unwrap();
    assert_eq!(json(), json());
}

#[test]
fn every_price_leads_to_a_row_of_a_file() {
    let valuation = valued(&entries(), &book(&PRICES), &dmg_listed());
    let rows: Vec<(u64, &str)> = valuation
        .prices
        .iter()
        .map(|record| (record.row, record.base.as_str()))
        .collect();
    assert_eq!(rows, [(2, "BTC"), (3, "USDT"), (4, "DMG")]);
    for record in &valuation.prices {
        assert_eq!(
            record.id,
            format!("{}:{}", &record.sha256[..12], record.row)
        );
    }
    let ids = &valuation.lines[0].price_of("BTC").unwrap().ids;
    assert_eq!(*ids, valuation.prices[0].id);
    assert_eq!(valuation.lines[0].status, Status::Priced);
}
