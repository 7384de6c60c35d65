//! What came back.

use super::*;
use crate::losses::{Credit, read_credits, value_credits};

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
    let totals = totals.with_credits(&credits);
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

#[test]
fn a_list_of_credits_is_read_row_by_row() {
    let text = "time,asset,amount,evidence,note\n\
                2022-10-24,USD,6000,\"letter, page 2\",pledged\n\
                2022-10-24T10:00:00Z,BTC,0.5,mail,\n\
                yesterday,USD,1,mail,\n\
                2022-10-24,USD,-1,mail,\n\
                2022-10-24,,1,mail,\n\
                2022-10-24,USD,1,,\n";
    let (credits, diagnostics) = read_credits("credits.csv", text.as_bytes()).unwrap();
    assert_eq!(credits.len(), 3);
    // A bare date means the end of that day.
    assert_eq!(credits[0].time, at("2022-10-25T00:00:00Z"));
    assert_eq!(credits[0].evidence, "letter, page 2");
    assert_eq!((credits[0].line, credits[1].line), (2, 3));
    assert_eq!(credits[1].time, at("2022-10-24T10:00:00Z"));
    let found: Vec<(u64, u32, &str)> = diagnostics
        .iter()
        .map(|d| (d.line, d.column, d.code.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (4, 1, "REFUSED-TIME"),
            (5, 3, "REFUSED-AMOUNT"),
            (6, 2, "REFUSED-CELLS"),
            (7, 4, "WARN-EVIDENCE"),
        ]
    );
}

#[test]
fn a_file_that_lists_no_credits_is_an_error() {
    for text in ["", "asset,quote,time,price,window,source\n", "hello"] {
        assert!(
            read_credits("credits.csv", text.as_bytes()).is_err(),
            "{text}"
        );
    }
}
