//! What decides between several prices of one asset: the source, the currency that they are
//! quoted in, and the names of both (METHOD.md, "Prices" and "The ladder").

use crate::entry::Kind;
use crate::losses::tests::{at, book, entry};
use crate::losses::{Alias, ChosenSource, value};
use crate::prices::PriceBook;
use crate::prices::price::Missing;
use crate::terms::{Terms, TermsError};

const T: &str = "2022-10-18T12:00:00Z";

/// The price of an asset at [`T`], as the line shows it.
fn text(book: &PriceBook, terms: &Terms, asset: &str) -> Result<String, Missing> {
    let leg = format!("1 {asset}");
    let entry = entry(2, T, Kind::Withdrawal, [&leg, "", ""]);
    let line = value(&[&entry], book, terms).unwrap().lines.remove(0);
    match line.prices.first() {
        Some(price) => Ok(price.text.to_string()),
        None => Err(line.unpriced[0].missing),
    }
}

fn in_swiss_francs() -> Terms {
    Terms {
        currency: "CHF".into(),
        ..Terms::default()
    }
}

fn with_rates(rows: &[&str]) -> PriceBook {
    let mut book = book(rows);
    let rates = "Date,USD,GBP,CHF,AUD,\n2022-10-17,0.97,0.86,0.98,1.55,\n";
    book.add("eurofxref-hist.csv", None, rates.as_bytes())
        .unwrap();
    book
}

const IN_FOUR: [&str; 4] = [
    "BTC,AUD,2022-10-18,30000,1d,invented",
    "BTC,GBP,2022-10-18,17000,1d,invented",
    "BTC,EUR,2022-10-18,19500,1d,invented",
    "BTC,USD,2022-10-18,19100,1d,invented",
];

#[test]
fn of_several_currencies_the_one_that_is_named_first_gives_the_price() {
    let terms = in_swiss_francs();
    for (rows, expected) in [
        (&IN_FOUR[..], "19100*0.98/0.97"),
        (&IN_FOUR[..3], "19500*0.98"),
        // The pound is named, the Australian dollar is not.
        (&IN_FOUR[..2], "17000*0.98/0.86"),
        (&IN_FOUR[..1], "30000*0.98/1.55"),
    ] {
        let found = text(&with_rates(rows), &terms, "BTC");
        assert_eq!(found.as_deref(), Ok(expected));
    }
    let in_pounds_first = Terms {
        quotes: vec!["GBP".into()],
        ..terms.clone()
    };
    let found = text(&with_rates(&IN_FOUR), &in_pounds_first, "BTC");
    assert_eq!(found.as_deref(), Ok("17000*0.98/0.86"));
    // What is quoted in the currency itself needs no rate, whatever is named.
    let direct = [IN_FOUR[3], "BTC,CHF,2022-10-18,18900,1d,invented"];
    let found = text(&with_rates(&direct), &in_pounds_first, "BTC");
    assert_eq!(found.as_deref(), Ok("18900"));
}

#[test]
fn only_currencies_of_reports_can_be_named() {
    let terms = Terms {
        quotes: vec!["USD".into(), "USDT".into()],
        ..Terms::default()
    };
    assert_eq!(terms.check(), Err(TermsError::Currency("USDT".into())));
}

#[test]
fn a_chosen_source_gives_the_price_and_the_first_named_one_checks_it() {
    let rows = [
        "BTC,USD,2022-10-18,19100,1d,one",
        "BTC,USD,2022-10-18,19900,1d,two",
    ];
    let book = book(&rows);
    let chosen = |source: &str| Terms {
        sources: vec![format!("BTC={source}").parse::<ChosenSource>().unwrap()],
        ..Terms::default()
    };
    assert_eq!(
        text(&book, &Terms::default(), "BTC").as_deref(),
        Ok("19100")
    );
    assert_eq!(text(&book, &chosen("two"), "BTC").as_deref(), Ok("19900"));
    let entry = entry(2, T, Kind::Withdrawal, ["1 BTC", "", ""]);
    let line = value(&[&entry], &book, &chosen("two"))
        .unwrap()
        .lines
        .remove(0);
    assert_eq!(line.prices[0].disagreements[0].source, "one");
    // Another source never stands in for it.
    assert_eq!(
        text(&book, &chosen("three"), "BTC"),
        Err(Missing::OtherSource)
    );
}

#[test]
fn a_choice_of_a_source_names_both() {
    for wrong in ["BTC", "=two", "BTC=", ""] {
        let read = wrong.parse::<ChosenSource>();
        assert_eq!(read, Err(TermsError::Source(wrong.into())));
    }
}

#[test]
fn aliases_hold_of_quotes_as_of_what_is_priced() {
    // BTC as the bridge, under the name that some exchanges give it.
    let rows = [
        "MIOTA,XBT,2022-10-18,0.00001,1d,invented",
        "XBT,USD,2022-10-18,19000,1d,invented",
    ];
    let terms = Terms {
        bridge: "BTC".into(),
        ..Terms::default()
    };
    for asset in ["IOTA", "MIOTA"] {
        let found = text(&book(&rows), &terms, asset);
        assert_eq!(found.as_deref(), Ok("0.00001*19000"), "{asset}");
    }
}

#[test]
fn a_quote_that_changed_its_meaning_counts_while_it_meant_the_bridge() {
    let alias = |to: &str| Alias {
        ticker: "OLD".into(),
        asset: "USDT".into(),
        exchange: None,
        from: None,
        to: Some(at(to)),
    };
    let rows = [
        "ABC,OLD,2022-10-18,2,1d,invented",
        "USDT,USD,2022-10-18,0.9997,1d,invented",
    ];
    let found = |to: &str| {
        let terms = Terms {
            aliases: vec![alias(to)],
            ..Terms::default()
        };
        text(&book(&rows), &terms, "ABC")
    };
    assert_eq!(found("2022-10-18").as_deref(), Ok("2*0.9997"));
    assert_eq!(found("2022-10-17"), Err(Missing::NoPrice));
}
