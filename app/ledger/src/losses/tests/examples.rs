//! The examples of METHOD.md that no other test has: each comes to the figures that stand
//! there. The others are in `golden`, `contaminated`, in the tests of prices, of duplicates
//! and of conversions.

use super::*;
use crate::METHOD_TEXT;
use crate::entry::Side;
use crate::entry::facts::FactSheet;
use crate::losses::{Contest, Credit, CreditDoubts, CreditLine, value_among, value_credits};

/// Holds that METHOD.md has each of these figures.
fn says(figures: &[&str]) {
    for figure in figures {
        assert!(METHOD_TEXT.contains(figure), "METHOD.md has no {figure}");
    }
}

fn parts(valuation: &Valuation) -> Vec<String> {
    let parts = valuation.lines[0].parts.iter();
    parts
        .map(|part| format!("{} {}", part.amount, part.asset))
        .collect()
}

#[test]
fn parts_of_a_sale_add_up_to_its_loss() {
    let prices = book(&[
        "BTC,USD,2022-10-18,16968.61,1d,invented",
        "USDT,USD,2022-10-18,0.9997,1d,invented",
    ]);
    let legs = ["10 BTC", "169500 USDT", "169.5 USDT"];
    let sale = trade(2, "2022-10-18T21:00:00Z", legs);
    let valuation = valued(&[sale], &prices, &Terms::default());
    assert_eq!(
        parts(&valuation),
        ["169686.10000000 BTC", "-169279.70085000 USDT"]
    );
    assert_eq!(valuation.totals.loss, money("406.39915"));
    says(&["169686.10000000", "169279.70085000", "406.39915000"]);
}

#[test]
fn the_largest_part_takes_up_the_rest() {
    let prices = book(&[
        "AAA,USD,2022-10-18,0.000000005,1d,invented",
        "BBB,USD,2022-10-18,0.000000005,1d,invented",
        "CCC,USD,2022-10-18,0.00000001,1d,invented",
    ]);
    // A trade has two legs and a fee: what went out, and less than nothing came in.
    let mut odd = trade(2, "2022-10-18T12:00:00Z", ["1 AAA", "", "1 CCC"]);
    odd.in_ = Some(Quantity {
        asset: "BBB".into(),
        amount: amount("-1"),
    });
    let valuation = valued(&[odd], &prices, &Terms::default());
    assert_eq!(
        parts(&valuation),
        ["0.00000000 AAA", "0.00000000 BBB", "0.00000002 CCC"]
    );
    assert_eq!(valuation.totals.loss, money("0.00000002"));
    says(&["0.000000005", "0.00000002"]);
}

#[test]
fn what_was_paid_for_an_asset_without_a_price_is_at_most() {
    let prices = book(&["USDT,USD,2022-10-18,0.9997,1d,invented"]);
    let legs = ["100 USDT", "5000 XYZ", "1 USDT"];
    let bought = trade(2, "2022-10-18T12:00:00Z", legs);
    let listed = valued(&[bought], &prices, &Terms::default())
        .totals
        .unpriced;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].asset, "XYZ");
    assert_eq!(listed[0].units, amount("5000"));
    assert_eq!(listed[0].at_most, Some(money("100.9697")));
    says(&["100.96970000"]);
}

#[test]
fn a_round_trip_loses_what_its_purchases_cost_more_than_its_sales_brought() {
    let fill = |line, time, side, size: &str, price: &str| Entry {
        market: "BTC-PERP".into(),
        side: Some(side),
        price: Some(amount(price)),
        facts: FactSheet {
            contract_size: Some(amount(size)),
            ..FactSheet::default()
        }
        .into(),
        ..entry(line, time, Kind::Derivative, ["", "", "1 USD"])
    };
    let all = [
        entry(2, "2022-10-01", Kind::Deposit, ["", "50000 USD", ""]),
        fill(3, "2022-10-18T10:00:00Z", Side::Buy, "2", "20000"),
        fill(4, "2022-10-18T11:00:00Z", Side::Sell, "0.5", "19000"),
        fill(5, "2022-10-18T12:00:00Z", Side::Sell, "1.5", "18000"),
    ];
    let all: Vec<&Entry> = all.iter().collect();
    let contested = Contest::default().select(&all).contested;
    let valuation = value_among(&all, &contested, &PriceBook::new(), &Terms::default());
    let lines = valuation.unwrap().lines;
    let losses: Vec<String> = lines
        .iter()
        .map(|line| line.loss.unwrap().to_string())
        .collect();
    assert_eq!(losses, ["1.00000000", "1.00000000", "3501.00000000"]);
    says(&["3501.00000000", "36500", "40000"]);
}

#[test]
fn credits_of_the_day_and_twice_the_same_count() {
    let credit = |time: &str| Credit {
        file: "credits.csv".into(),
        line: 2,
        time: crate::losses::credit_time(time).unwrap(),
        asset: "USD".into(),
        amount: amount("40"),
        evidence: "letter".into(),
        note: String::new(),
    };
    let times = [
        "2022-10-18",
        "2022-10-18T20:59:59Z",
        "2022-11-01",
        "2022-11-01",
    ];
    let credits = times.map(credit);
    let mut doubts = CreditDoubts::new(Some(at("2022-10-18T21:00:00Z")));
    let valued = value_credits(&credits, &mut doubts, &PriceBook::new(), &Terms::default());
    let words: Vec<String> = valued
        .unwrap()
        .iter()
        .map(CreditLine::doubt_words)
        .collect();
    assert_eq!(words, ["", "before-first", "", "identical"]);
}
