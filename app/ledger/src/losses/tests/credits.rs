//! What came back.

use super::*;
use crate::losses::{Credit, value_credits};

fn credit(time: &str, asset: &str, units: &str) -> Credit {
    Credit {
        file: "credits.csv".into(),
        line: 2,
        time: at(time),
        asset: asset.into(),
        amount: amount(units),
        evidence: "letter".into(),
        note: String::new(),
    }
}

#[test]
fn a_credit_is_valued_at_its_own_time_and_net_is_not_floored() {
    let prices = book(&[
        "BTC,USD,2022-10-18,20000,1d,invented",
        "BTC,USD,2022-12-01,17000,1d,invented",
    ]);
    let terms = Terms::default();
    let taken = entry(
        2,
        "2022-10-18T12:00:00Z",
        Kind::Withdrawal,
        ["1 BTC", "", ""],
    );
    let credits = [
        credit("2022-12-01T06:00:00Z", "BTC", "1"),
        credit("2022-12-01T06:00:00Z", "USD", "4000"),
        credit("2022-12-01T06:00:00Z", "XYZ", "5"),
    ];
    let credits = value_credits(&credits, &prices, &terms).unwrap();
    assert_eq!(credits[0].value, Some(money("17000")));
    assert_eq!(credits[2].value, None);
    let totals = valued(&[taken], &prices, &terms).totals;
    let totals = totals.with_credits(&credits).unwrap();
    assert_eq!(totals.credits, money("21000"));
    assert_eq!(totals.net, money("-1000"));
    assert_eq!(totals.unpriced[0].file, "credits.csv");
    assert_eq!(totals.unpriced[0].units, amount("5"));
}

#[test]
fn a_basis_of_a_date_values_credits_at_that_date_too() {
    let prices = book(&[
        "BTC,USD,2022-12-01,17000,1d,invented",
        "BTC,USD,2022-11-12,16000,1d,invented",
    ]);
    let terms = Terms {
        basis: "date:2022-11-11".parse().unwrap(),
        ..Terms::default()
    };
    let credits = [credit("2022-12-01T06:00:00Z", "BTC", "1")];
    let credits = value_credits(&credits, &prices, &terms).unwrap();
    assert_eq!(credits[0].value, Some(money("16000")));
}
