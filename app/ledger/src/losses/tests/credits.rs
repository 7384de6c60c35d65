//! What came back.

use super::*;
use crate::losses::{Credit, CreditDoubt, CreditDoubts, CreditLine, read_credits};

fn value_credits(credits: &[Credit], prices: &PriceBook, terms: &Terms) -> Vec<CreditLine> {
    let mut doubts = CreditDoubts::default();
    crate::losses::value_credits(credits, &mut doubts, prices, terms).unwrap()
}

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
    let credits = value_credits(&credits, &prices, &terms);
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
    let credits = value_credits(&credits, &prices, &terms);
    assert_eq!(credits[0].value, Some(money("16000")));
}

#[test]
fn credits_before_the_first_contested_entry_and_identical_ones_count_and_are_named() {
    let first = at("2022-10-18T21:00:00Z");
    let again = Credit {
        line: 5,
        amount: amount("40.00"),
        ..credit("2022-11-01", "USD", "40")
    };
    let with_another_note = Credit {
        note: "second half".into(),
        ..again.clone()
    };
    let credits = [
        credit("2022-10-18T20:59:59Z", "USD", "1"),
        credit("2022-10-18T21:00:00Z", "USD", "1"),
        credit("2022-11-01", "USD", "40"),
        again,
        with_another_note,
    ];
    let mut doubts = CreditDoubts::new(Some(first));
    let book = PriceBook::new();
    let lines = crate::losses::value_credits(&credits, &mut doubts, &book, &Terms::default());
    let lines = lines.unwrap();
    let words: Vec<String> = lines.iter().map(CreditLine::doubt_words).collect();
    assert_eq!(words, ["before-first", "", "", "identical", ""]);
    assert_eq!(lines[3].doubts, [CreditDoubt::Identical]);
    let totals = valued(&[], &book, &Terms::default()).totals;
    assert_eq!(totals.with_credits(&lines).credits, money("122"));
    let found: Vec<String> = lines
        .iter()
        .flat_map(CreditLine::diagnostics)
        .map(|diagnostic| format!("{}:{}", diagnostic.line, diagnostic.code))
        .collect();
    assert_eq!(found, ["2:WARN-CREDIT-BEFORE", "5:WARN-CREDIT-TWICE"]);
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
