//! Price files, good and bad, and each rung of the ladder at its limit.

use super::*;
use crate::entry::{Entry, Kind};
use crate::losses::tests::{amount, at, book, entry, money};
use crate::losses::{Valuation, value};
use crate::prices::price::{Leg, Missing, Price, Step};
use crate::terms::Terms;

const T: &str = "2022-10-18T12:00:00Z";

fn withdrawal(time: &str, what: &str) -> Entry {
    entry(2, time, Kind::Withdrawal, [what, "", ""])
}

fn asked(book: &PriceBook, terms: &Terms, time: &str, asset: &str) -> Result<Price, Missing> {
    let entry = withdrawal(time, &format!("1 {asset}"));
    let Valuation { mut lines, .. } = value(&[&entry], book, terms).unwrap();
    let mut line = lines.remove(0);
    if line.prices.is_empty() {
        return Err(line.unpriced[0].missing);
    }
    Ok(line.prices.remove(0))
}

fn text(rows: &[&str], time: &str, asset: &str) -> Result<String, Missing> {
    asked(&book(rows), &Terms::default(), time, asset).map(|price| price.text.to_string())
}

fn in_currency(currency: &str) -> Terms {
    Terms {
        currency: currency.into(),
        ..Terms::default()
    }
}

fn added(name: &str, pair: Option<(&str, &str)>, text: &str) -> (PriceBook, PriceFileRead) {
    let mut book = PriceBook::new();
    let read = book.add(name, pair, text.as_bytes()).unwrap();
    (book, read)
}

fn refused(name: &str, text: &str) -> PriceFileError {
    PriceBook::new()
        .add(name, None, text.as_bytes())
        .unwrap_err()
}

// The ladder.

#[test]
fn an_hourly_close_is_a_hit_until_sixty_minutes_after_it() {
    let rows = ["BTC,USD,2022-10-18T11:00:00Z,19000,1h,invented"];
    assert_eq!(text(&rows, T, "BTC").as_deref(), Ok("19000"));
    let one_past = "2022-10-18T12:00:00.000000001Z";
    assert_eq!(text(&rows, one_past, "BTC"), Err(Missing::NoPrice));
    let before = "2022-10-18T10:59:59.999Z";
    assert_eq!(text(&rows, before, "BTC"), Err(Missing::NoPrice));
    let exactly = "2022-10-18T11:00:00Z";
    assert_eq!(text(&rows, exactly, "BTC").as_deref(), Ok("19000"));
}

#[test]
fn a_window_of_an_hour_is_trade_time_and_one_second_more_is_daily() {
    let hour = ["BTC,USD,2022-10-18T11:00:00Z,19000,3600s,invented"];
    let price = asked(&book(&hour), &Terms::default(), T, "BTC").unwrap();
    assert_eq!(price.step, Step::TradeTime);
    let more = ["BTC,USD,2022-10-18T11:00:00Z,19000,3601s,invented"];
    let price = asked(&book(&more), &Terms::default(), T, "BTC").unwrap();
    assert_eq!(
        (price.step, price.legs[0].window_seconds),
        (Step::Daily, 3601)
    );
}

#[test]
fn a_daily_close_is_a_hit_until_forty_eight_hours_after_it() {
    let rows = ["BTC,USD,2022-10-16T12:00:00Z,19000,1d,invented"];
    let price = asked(&book(&rows), &Terms::default(), T, "BTC").unwrap();
    assert_eq!(
        (price.step, price.legs[0].age_seconds),
        (Step::Daily, 172_800)
    );
    let one_past = "2022-10-18T12:00:00.001Z";
    assert_eq!(text(&rows, one_past, "BTC"), Err(Missing::NoPrice));
}

#[test]
fn a_window_past_a_day_is_never_a_hit() {
    let day = ["BTC,USD,2022-10-18,19000,24h,invented"];
    assert!(text(&day, T, "BTC").is_ok());
    let past = ["BTC,USD,2022-10-18,19000,86401s,invented"];
    assert_eq!(text(&past, T, "BTC"), Err(Missing::NoPrice));
}

#[test]
fn ages_are_settings() {
    let rows = ["BTC,USD,2022-10-18T11:00:00Z,19000,1h,invented"];
    let terms = Terms {
        trade_age_minutes_max: 59,
        ..Terms::default()
    };
    assert!(asked(&book(&rows), &terms, T, "BTC").is_err());
    let rows = ["BTC,USD,2022-10-15T12:00:00Z,19000,1d,invented"];
    let terms = Terms {
        daily_age_hours_max: 72,
        ..Terms::default()
    };
    assert!(asked(&book(&rows), &terms, T, "BTC").is_ok());
}

#[test]
fn the_candle_that_closed_last_wins_then_the_shortest_then_the_first_row() {
    let rows = [
        "BTC,USD,2022-10-18T11:58:00Z,1,1m,invented",
        "BTC,USD,2022-10-18T12:00:00Z,2,1h,invented",
        "BTC,USD,2022-10-18T12:00:00Z,3,15m,invented",
        "BTC,USD,2022-10-18T12:00:00Z,4,15m,invented",
        "BTC,USD,2022-10-18T12:01:00Z,5,1m,invented",
    ];
    assert_eq!(text(&rows, T, "BTC").as_deref(), Ok("3"));
    assert_eq!(
        text(&rows, "2022-10-18T11:59:00Z", "BTC").as_deref(),
        Ok("1")
    );
}

#[test]
fn a_price_at_trade_time_wins_over_a_newer_daily_one_and_over_the_bridge() {
    let rows = [
        "BTC,USD,2022-10-18T11:59:00Z,1,1d,invented",
        "BTC,USD,2022-10-18T11:00:00Z,2,1h,invented",
        "BTC,USDT,2022-10-18T11:30:00Z,3,1h,invented",
        "USDT,USD,2022-10-18,0.9997,1d,invented",
    ];
    assert_eq!(text(&rows, T, "BTC").as_deref(), Ok("2"));
    let no_hour = [rows[0], rows[2], rows[3]];
    assert_eq!(text(&no_hour, T, "BTC").as_deref(), Ok("3*0.9997"));
}

#[test]
fn each_leg_of_a_cross_runs_the_ladder_by_itself() {
    let rows = [
        "DMG,USDT,2022-10-17,0.02,1d,invented",
        "USDT,USD,2022-10-18,0.9,1d,invented",
        "USDT,USD,2022-10-18T11:55:00Z,0.9998,5m,invented",
    ];
    let price = asked(&book(&rows), &Terms::default(), T, "DMG").unwrap();
    assert_eq!(price.text, "0.02*0.9998");
    assert_eq!(price.step, Step::Daily);
    let legs: Vec<(Step, u64)> = price.legs.iter().map(|l| (l.step, l.age_seconds)).collect();
    assert_eq!(legs, [(Step::Daily, 129_600), (Step::TradeTime, 300)]);
    let ids: Vec<&str> = price.legs.iter().map(|leg| leg.id.as_str()).collect();
    assert_eq!(price.ids, ids.join("+"));
}

#[test]
fn the_bridge_needs_a_price_of_its_own_and_is_a_setting() {
    let rows = ["BTC,USDT,2022-10-18T11:30:00Z,3,1h,invented"];
    assert_eq!(text(&rows, T, "BTC"), Err(Missing::NoBridge));
    let rows = [
        "BTC,BUSD,2022-10-18T11:30:00Z,3,1h,invented",
        "BUSD,USD,2022-10-18T11:30:00Z,1.0001,1h,invented",
    ];
    assert_eq!(text(&rows, T, "BTC"), Err(Missing::NoPrice));
    let terms = Terms {
        bridge: "BUSD".into(),
        ..Terms::default()
    };
    let price = asked(&book(&rows), &terms, T, "BTC").unwrap();
    assert_eq!(price.text, "3*1.0001");
}

#[test]
fn no_pair_is_inverted_and_no_second_bridge_crossed() {
    let rows = ["USD,BTC,2022-10-18T11:30:00Z,0.00005,1h,invented"];
    assert_eq!(text(&rows, T, "BTC"), Err(Missing::NoPrice));
    let rows = [
        "DMG,BTC,2022-10-18T11:30:00Z,0.000001,1h,invented",
        "BTC,USDT,2022-10-18T11:30:00Z,19000,1h,invented",
        "USDT,USD,2022-10-18T11:30:00Z,1,1h,invented",
    ];
    assert_eq!(text(&rows, T, "DMG"), Err(Missing::NoPrice));
}

#[test]
fn par_is_one_dollar_and_shows_in_the_price() {
    let rows = [
        "BTC,USDT,2022-10-18T11:30:00Z,19000,1h,invented",
        "USDT,USD,2022-10-18T11:30:00Z,0.9,1h,invented",
    ];
    let terms = Terms {
        par: vec!["USDT".into()],
        ..Terms::default()
    };
    let price = asked(&book(&rows), &terms, T, "USDT").unwrap();
    assert_eq!((price.text.as_str(), price.ids.as_str()), ("1", "par"));
    assert_eq!(price.step, Step::Par);
    let price = asked(&book(&rows), &terms, T, "BTC").unwrap();
    assert_eq!(price.text, "19000*1");
    assert!(price.ids.ends_with("+par"), "{}", price.ids);
}

#[test]
fn the_reporting_currency_is_one_and_needs_no_row() {
    let price = asked(&PriceBook::new(), &in_currency("EUR"), T, "EUR").unwrap();
    assert_eq!((price.text.as_str(), price.ids.as_str()), ("1", ""));
    assert_eq!(price.step, Step::Currency);
}

#[test]
fn the_first_source_named_for_an_asset_is_its_only_one() {
    let rows = [
        "BTC,USD,2022-10-16,18000,1d,first",
        "BTC,USD,2022-10-18T11:30:00Z,19000,1h,second",
        "ETH,USD,2022-10-18T11:30:00Z,1300,1h,second",
    ];
    assert_eq!(text(&rows, "2022-10-17", "BTC").as_deref(), Ok("18000"));
    assert_eq!(text(&rows, T, "BTC"), Err(Missing::OtherSource));
    assert_eq!(text(&rows, T, "ETH").as_deref(), Ok("1300"));
}

#[test]
fn another_source_only_says_when_it_is_more_than_two_percent_apart() {
    let says = |other: &str| {
        let other = format!("BTC,USDT,2022-10-18T11:30:00Z,{other},1h,second");
        let rows = [
            "BTC,USD,2022-10-18T11:00:00Z,100,1h,first",
            other.as_str(),
            "USDT,USD,2022-10-18T11:30:00Z,1,1h,first",
        ];
        let price = asked(&book(&rows), &Terms::default(), T, "BTC").unwrap();
        assert_eq!(price.text, "100");
        price.disagreements
    };
    assert_eq!(says("102"), []);
    assert_eq!(says("98"), []);
    assert_eq!(says("102.01")[0].text, "102.01*1");
    assert_eq!(says("97.99")[0].source, "second");
}

#[test]
fn second_source_is_kept_with_its_difference_however_small() {
    let second = |other: &str| {
        let other = format!("BTC,USDT,2022-10-18T11:30:00Z,{other},1h,second");
        let rows = [
            "BTC,USD,2022-10-18T11:00:00Z,100,1h,first",
            other.as_str(),
            "USDT,USD,2022-10-18T11:30:00Z,1,1h,first",
            "BTC,USD,2022-10-18T11:00:00Z,7,1h,third",
        ];
        let price = asked(&book(&rows), &Terms::default(), T, "BTC").unwrap();
        price.second.unwrap()
    };
    let apart = |other: &str| second(other).apart.unwrap().to_string();
    assert_eq!(apart("100"), "0.00000000");
    assert_eq!(apart("101.5"), "0.01500000");
    assert_eq!(apart("99.99999"), "-0.00000010");
    assert_eq!(apart("50"), "-0.50000000");
    let second = second("101.5");
    assert_eq!(
        (second.source.as_str(), second.text.as_str()),
        ("second", "101.5*1")
    );
    assert_eq!(second.ids.split('+').count(), 2);
    let alone = ["BTC,USD,2022-10-18T11:00:00Z,100,1h,first"];
    let price = asked(&book(&alone), &Terms::default(), T, "BTC").unwrap();
    assert_eq!(price.second, None);
}

#[test]
fn book_names_the_sources_of_each_file() {
    let text = "asset,quote,time,price,window,source\n\
                BTC,USD,2022-10-18T11:00:00Z,100,1h,second\n\
                ETH,USD,2022-10-18T11:00:00Z,10,1d,first\n";
    let mut book = PriceBook::new();
    let own = book.add("own.csv", None, text.as_bytes()).unwrap();
    let ecb = book
        .add("eurofxref-hist.csv", None, ECB.as_bytes())
        .unwrap();
    assert_eq!(book.sources_of(&own.sha256), ["first", "second"]);
    assert_eq!(book.sources_of(&ecb.sha256), ["ecb"]);
    assert!(book.sources_of("0").is_empty());
}

// Fiat.

const ECB: &str = "Date,USD,JPY,GBP,ISK,\n\
                   2022-10-18,0.9778,145.9,0.8685,N/A,\n\
                   2022-10-17,0.9739,144.9,0.8643,140.1,\n\
                   2022-10-14,0.9717,N/A,0.8682,140.3,\n";

fn with_rates(rows: &[&str]) -> PriceBook {
    let mut book = book(rows);
    let read = book
        .add("eurofxref-hist.csv", None, ECB.as_bytes())
        .unwrap();
    assert_eq!((read.format, read.rows), (PriceFormat::Ecb, 3));
    assert_eq!(read.diagnostics, []);
    book
}

#[test]
fn a_cross_with_a_conversion_shows_all_its_legs() {
    let book = with_rates(&[
        "BTC,USDT,2022-10-19T11:30:00Z,19343.04,1h,invented",
        "USDT,USD,2022-10-19,0.9997,1d,invented",
    ]);
    let price = asked(&book, &in_currency("EUR"), "2022-10-19T12:00:00Z", "BTC").unwrap();
    assert_eq!(price.text, "19343.04*0.9997/0.9778");
    assert_eq!(price.ids.matches('+').count(), 2);
    let steps: Vec<Step> = price.legs.iter().map(|leg| leg.step).collect();
    assert_eq!(steps, [Step::TradeTime, Step::Daily, Step::Fiat]);
    let price = asked(&book, &in_currency("GBP"), "2022-10-19T12:00:00Z", "BTC").unwrap();
    assert_eq!(price.text, "19343.04*0.9997*0.8685/0.9778");
}

#[test]
fn a_conversion_is_the_exact_quotient() {
    let book = with_rates(&["DMG,USD,2022-10-19,1,1d,invented"]);
    let entry = withdrawal("2022-10-19T12:00:00Z", "3 DMG");
    let line = value(&[&entry], &book, &in_currency("JPY"))
        .unwrap()
        .lines
        .remove(0);
    // 3 × 145.9 ÷ 0.9778 = 447.637553691961546…
    assert_eq!(line.loss, Some(money("447.63755369")));
}

#[test]
fn a_rate_holds_from_the_day_after_its_date() {
    let book = with_rates(&[]);
    let eur = |time| asked(&book, &Terms::default(), time, "EUR").map(|p| p.text.to_string());
    assert_eq!(eur("2022-10-18T23:59:59Z").as_deref(), Ok("0.9739"));
    assert_eq!(eur("2022-10-19T00:00:00Z").as_deref(), Ok("0.9778"));
}

#[test]
fn a_rate_is_a_hit_until_seven_days_after_it_holds() {
    let book = with_rates(&[]);
    let eur = |time| asked(&book, &Terms::default(), time, "EUR");
    let price = eur("2022-10-26T00:00:00Z").unwrap();
    assert_eq!(price.legs[0].age_seconds, 7 * 86_400);
    assert_eq!(eur("2022-10-26T00:00:00.001Z"), Err(Missing::NoPrice));
    assert_eq!(eur("2022-10-14T23:59:59Z"), Err(Missing::NoPrice));
}

#[test]
fn days_without_a_rate_are_skipped_for_both_sides_of_a_quotient() {
    let book = with_rates(&[]);
    let price = |time, asset, currency| {
        asked(&book, &in_currency(currency), time, asset).map(|price| price.text.to_string())
    };
    assert_eq!(
        price("2022-10-19", "ISK", "USD").as_deref(),
        Ok("0.9739/140.1")
    );
    assert_eq!(
        price("2022-10-19", "GBP", "USD").as_deref(),
        Ok("0.9778/0.8685")
    );
    assert_eq!(price("2022-10-19", "USD", "EUR").as_deref(), Ok("1/0.9778"));
    assert_eq!(price("2022-10-16", "USD", "JPY"), Err(Missing::NoPrice));
}

#[test]
fn without_a_rate_a_price_in_another_currency_is_no_price() {
    let rows = ["BTC,EUR,2022-10-18T11:30:00Z,19000,1h,invented"];
    assert_eq!(text(&rows, T, "BTC"), Err(Missing::NoRate));
    let book = with_rates(&rows);
    let price = asked(&book, &Terms::default(), T, "BTC").unwrap();
    assert_eq!(price.text, "19000*0.9739");
}

#[test]
fn par_is_converted_like_any_dollar() {
    let terms = Terms {
        par: vec!["USDT".into()],
        ..in_currency("EUR")
    };
    let book = with_rates(&["BTC,USDT,2022-10-18T11:30:00Z,19000,1h,invented"]);
    let price = asked(&book, &terms, T, "BTC").unwrap();
    assert_eq!(price.text, "19000*1/0.9739");
    assert_eq!(
        asked(&PriceBook::new(), &terms, T, "USDT"),
        Err(Missing::NoRate)
    );
}

// Files.

const KLINE: &str = "1666087200000,19400,19500,19300,19450.5,12.5,1666090799999,1,2,3,4,0";

#[test]
fn klines_close_one_unit_of_their_clock_after_their_close_time() {
    let header = "open_time,open,high,low,close,volume,close_time,quote_volume,count,\
                  taker_buy_volume,taker_buy_quote_volume,ignore\n";
    let micros = KLINE
        .replace("200000,", "200000000,")
        .replace("799999,", "799999999,");
    for text in [KLINE.to_owned(), format!("{header}{KLINE}\r\n"), micros] {
        let (book, read) = added("BTCUSDT-1h-2022-10.csv", None, &text);
        assert_eq!(read.format, PriceFormat::BinanceKlines);
        assert_eq!(read.pairs, [("BTC".into(), "USDT".into())]);
        let terms = Terms {
            par: vec!["USDT".into()],
            ..Terms::default()
        };
        let price = asked(&book, &terms, "2022-10-18T11:00:00Z", "BTC").unwrap();
        let leg: &Leg = &price.legs[0];
        assert_eq!(
            (leg.value.to_string().as_str(), leg.age_seconds),
            ("19450.5", 0)
        );
        assert_eq!((leg.window_seconds, leg.source.as_str()), (3600, "binance"));
        let before = asked(&book, &terms, "2022-10-18T10:59:59.999Z", "BTC");
        assert_eq!(before, Err(Missing::NoPrice));
    }
}

#[test]
fn a_candle_without_volume_is_no_hit() {
    let silent = KLINE.replace(",12.5,", ",0.00000000,");
    let early = "1666083600000,1,1,1,18000,0.1,1666087199999,1,2,3,4,0";
    let text = format!("{early}\n{silent}\n");
    let (book, read) = added("x.csv", Some(("BTC", "USD")), &text);
    assert_eq!(
        (read.rows, read.diagnostics[0].code.as_str()),
        (2, "NOTE-NO-VOLUME")
    );
    let price = asked(&book, &Terms::default(), "2022-10-18T11:00:00Z", "BTC").unwrap();
    assert_eq!(price.text, "18000");
}

#[test]
fn klines_whose_name_gives_no_pair_must_be_told_it() {
    let error = refused("prices.csv", KLINE);
    assert_eq!(
        error.to_string(),
        "prices.csv: neither the file nor its name says what is priced in what: give it as \
         ASSET/QUOTE=FILE, for instance BTC/USDT=prices.csv"
    );
    let (_, read) = added("prices.csv", Some(("DMG", "USD")), KLINE);
    assert_eq!(read.pairs, [("DMG".into(), "USD".into())]);
}

#[test]
fn a_coingecko_row_holds_from_its_own_moment() {
    let text = "snapped_at,price,market_cap,total_volume\n\
                2022-10-17 00:00:00 UTC,0.021,1,2\n\
                2022-10-18 00:00:00 UTC,2.03e-2,1,2\n\
                2022-10-19 00:00:00 UTC,,1,2\n\
                2022-10-19 09:30:10 UTC,0.019,1,2\n";
    let (book, read) = added("dmg-usd-max.csv", None, text);
    assert_eq!((read.format, read.rows), (PriceFormat::CoinGecko, 3));
    assert_eq!(read.diagnostics[0].code.as_str(), "NOTE-NO-PRICE");
    let price = |time| asked(&book, &Terms::default(), time, "DMG").unwrap();
    assert_eq!(price("2022-10-18T00:00:00Z").text, "0.0203");
    assert_eq!(price("2022-10-17T23:59:59Z").text, "0.021");
    assert_eq!(price("2022-10-19T09:30:09Z").text, "0.0203");
    assert_eq!(price("2022-10-19T09:30:10Z").text, "0.019");
    let error = refused("prices.csv", text);
    assert!(
        matches!(error, PriceFileError::PairUnknown { .. }),
        "{error}"
    );
}

#[test]
fn bad_rows_are_named_and_cost_only_themselves() {
    let rows = [
        "asset,quote,time,price,window,source",
        "BTC,USD,2022-10-18,19000,1d,invented",
        "BTC,USD,18/10/2022,19000,1d,invented",
        "BTC,USD,2022-10-18,0,1d,invented",
        "BTC,USD,2022-10-18,-1,1d,invented",
        "BTC,USD,2022-10-18,\"19,000\",1d,invented",
        "BTC,USD,2022-10-18,19000,day,invented",
        "BTC,USD,2022-10-18,19000,1d,",
        "BTC,USD,2022-10-18,19000",
        "BTC,BTC,2022-10-18,19000,1d,invented",
        ",USD,2022-10-18,19000,1d,invented",
        "BTC,USD,2022-10-18,19000,1d,\"invented",
        "",
        "ETH,USD,2022-10-18,1300,1d,\"invented, by hand\"",
    ];
    let (book, read) = added("p.csv", None, &rows.join("\r\n"));
    let diagnostics: Vec<(u64, u32, &str)> = read
        .diagnostics
        .iter()
        .map(|d| (d.line, d.column, d.code.as_str()))
        .collect();
    assert_eq!(
        diagnostics,
        [
            (3, 3, "REFUSED-TIME"),
            (4, 4, "REFUSED-PRICE"),
            (5, 4, "REFUSED-PRICE"),
            (6, 4, "REFUSED-PRICE"),
            (7, 5, "REFUSED-WINDOW"),
            (8, 6, "REFUSED-CELLS"),
            (9, 0, "REFUSED-CELLS"),
            (10, 2, "REFUSED-PAIR"),
            (11, 1, "REFUSED-CELLS"),
            (12, 0, "REFUSED-CELLS"),
        ]
    );
    assert_eq!((read.rows, read.refused), (2, 10));
    let price = asked(&book, &Terms::default(), T, "ETH").unwrap();
    assert_eq!(price.legs[0].source, "invented, by hand");
    assert!(price.ids.ends_with(":14"), "{}", price.ids);
}

#[test]
fn bad_klines_and_rates_are_named() {
    let rows = [
        KLINE.to_owned(),
        KLINE.replace("1666090799999", "1666087199999"),
        KLINE.replace("1666090799999", "1666090799"),
        KLINE.replace("19450.5", "NaN"),
        KLINE.replace(",12.5,", ",-1,"),
        "1666087200000,19400".to_owned(),
    ];
    let (_, read) = added("BTCUSDT-1h-2022-10.csv", None, &rows.join("\n"));
    let codes: Vec<(u64, &str)> = read
        .diagnostics
        .iter()
        .map(|d| (d.line, d.code.as_str()))
        .collect();
    assert_eq!(
        codes,
        [
            (2, "REFUSED-TIME"),
            (3, "REFUSED-TIME"),
            (4, "REFUSED-PRICE"),
            (5, "REFUSED-VOLUME"),
            (6, "REFUSED-CELLS"),
        ]
    );
    let rates = "Date,USD,JPY\n2022-10-18,0.98,none\n2022-13-01,1,1\n";
    let (book, read) = added("ecb.csv", None, rates);
    let codes: Vec<(u64, &str)> = read
        .diagnostics
        .iter()
        .map(|d| (d.line, d.code.as_str()))
        .collect();
    assert_eq!(codes, [(2, "WARN-RATE"), (3, "REFUSED-TIME")]);
    assert!(asked(&book, &Terms::default(), "2022-10-19", "EUR").is_ok());
}

#[test]
fn refusals_are_listed_to_a_hundred_and_then_counted() {
    let count = |bad: usize| {
        let rows = "BTC,USD,never,1,1d,x\n".repeat(bad);
        let text =
            format!("asset,quote,time,price,window,source\n{rows}BTC,USD,2022-10-18,1,1d,x\n");
        added("p.csv", None, &text).1
    };
    assert_eq!(count(100).diagnostics.len(), 100);
    let past = count(101);
    assert_eq!((past.refused, past.diagnostics.len()), (101, 101));
    assert_eq!(past.diagnostics[100].code.as_str(), "REFUSED-MORE");
}

#[test]
fn a_file_without_any_price_is_an_error_that_says_so() {
    for text in ["", "\n\n", "\u{feff}\n"] {
        let error = refused("p.csv", text);
        assert!(matches!(error, PriceFileError::Empty { .. }), "{error}");
    }
    for text in [
        "Hello",
        "a,b,c\n1,2,3",
        "asset,price\nBTC,1",
        "PK\u{3}\u{4}",
    ] {
        let error = refused("p.csv", text);
        assert!(
            matches!(error, PriceFileError::Unknown { line: 1, .. }),
            "{error}"
        );
    }
    let header = "asset,quote,time,price,window,source\n";
    assert!(matches!(
        refused("p.csv", header),
        PriceFileError::HeaderOnly { .. }
    ));
    let bad = format!("{header}BTC,USD,2022-10-18,x,1d,y\n");
    let error = refused("p.csv", &bad);
    assert_eq!(
        error.to_string(),
        "p.csv: no row of the price file can be read; the first: p.csv:2:4: REFUSED-PRICE: \
         `x` is not a number"
    );
    let mut not_text = header.as_bytes().to_vec();
    not_text.extend(b"BTC,USD,2022-10-18,\xff,1d,y\n");
    assert!(PriceBook::new().add("p.csv", None, &not_text).is_err());
}

#[test]
fn the_same_bytes_are_taken_once_but_may_price_two_assets() {
    let mut book = PriceBook::new();
    let mut add = |pair| book.add("k.csv", Some(pair), KLINE.as_bytes()).unwrap();
    assert!(!add(("BTC", "USD")).known);
    assert!(add(("BTC", "USD")).known);
    assert!(!add(("WBTC", "USD")).known);
    let contents = book.contents();
    assert_eq!(contents.len(), 2);
    assert_eq!((contents[0].rows, contents[1].base.as_str()), (1, "WBTC"));
    let price = asked(&book, &Terms::default(), "2022-10-18T11:00:00Z", "WBTC").unwrap();
    assert_eq!(price.legs[0].base, "WBTC");
}

#[test]
fn a_pair_given_for_a_table_that_has_its_own_is_ignored_with_a_note() {
    let text = "asset,quote,time,price,window,source\nBTC,USD,2022-10-18,1,1d,x\n";
    let (_, read) = added("p.csv", Some(("DMG", "USD")), text);
    assert_eq!(read.pairs, [("BTC".into(), "USD".into())]);
    assert_eq!(read.diagnostics[0].code.as_str(), "NOTE-PAIR-IGNORED");
}

#[test]
fn columns_of_our_table_may_stand_in_any_order_and_prices_are_exact() {
    let wide = "0.0000000000000000000000000000000000000203";
    let text =
        format!("Source,Window,Price,Time,Quote,Asset,Note\nx,1d,{wide},2022-10-18,USD,DMG,y\n");
    let (book, _) = added("p.csv", None, &text);
    let price = asked(&book, &Terms::default(), T, "DMG").unwrap();
    assert_eq!(price.text, wide);
    assert_eq!(price.legs[0].value, amount(wide));
    assert_eq!(price.legs[0].at, at("2022-10-18"));
}
