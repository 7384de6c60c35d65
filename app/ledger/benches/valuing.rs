//! How fast contested entries become loss lines, against the reading of the same file
//! on the same machine: the ratio is what binds.
//!
//! `cargo bench -p ledger --bench valuing [-- ROWS]`

mod common;

use std::io::Cursor;

use common::{TURNS, best_of, report, rows, trades};
use ledger::losses::{Contesting, Period, Rule, Surroundings, TotalsSum, Valuer, ValuingLimits};
use ledger::{Collected, Entry, Moment, PriceBook, ReadOptions, Terms, read_file};

fn main() {
    let rows = rows(1_000_000);
    let file = trades(0, rows);
    println!(
        "{rows} rows of a Binance trade history, {} bytes",
        file.len()
    );
    let entries = read(&file);
    let book = book();
    let [reading, valuing] = best_of(
        TURNS,
        [
            &mut || assert_eq!(read(&file).len(), entries.len()),
            &mut || value(&entries, &book),
        ],
    );
    report("bytes to entries", rows, reading, reading);
    report("all contested, row by row", rows, valuing, reading);
}

fn read(file: &[u8]) -> Vec<Entry> {
    let mut all = Collected::default();
    let found = read_file(
        "a.csv",
        Cursor::new(file),
        &ReadOptions::default(),
        &mut all,
    );
    assert!(found.is_ok_and(|found| found[0].is_read_whole()));
    all.entries
}

/// The three scans of a valuation, and its totals.
fn value(entries: &[Entry], book: &PriceBook) {
    let limits = ValuingLimits::default();
    let mut terms = Terms::default();
    let rules = [Rule::Period {
        period: Period {
            from: Moment::from_seconds(0),
            to: Moment::from_seconds(i64::MAX),
        },
        exchange: "".into(),
        account: "".into(),
        asset: "".into(),
    }];
    let rows = || (0_u32..).zip(entries);
    let mut contesting = Contesting::new(&rules, &limits);
    let mut surroundings = Surroundings::new(&terms, &[], &limits);
    for (_, entry) in rows() {
        contesting.learn(entry, "").expect("it is within limits");
    }
    for (row, entry) in rows() {
        assert!(contesting.verdict(entry, "").contested.is_some());
        let taken = surroundings.contested(row, entry, true);
        taken.expect("it is within limits");
    }
    let (contexts, _) = surroundings.settle(&mut terms);
    assert!(!contexts.has_groups());
    let mut valuer = Valuer::new(book, &terms).expect("they are the usual terms");
    let mut sum = TotalsSum::new(book, &terms, limits.unpriced_listed_max);
    for (row, entry) in rows() {
        let line = valuer.line(entry, &contexts.context(row, entry));
        sum.add(entry, &line);
    }
    let totals = sum.finish(contexts.positions_not_valued().to_vec());
    assert_eq!(totals.entries_contested, entries.len() as u64);
    assert!(totals.unpriced.is_empty());
}

/// Hourly prices of what is traded.
fn book() -> PriceBook {
    const PRICES: [(&str, &str, u64); 7] = [
        ("BTC", "USDT", 17_000),
        ("ETH", "USDT", 1200),
        ("1INCH", "BUSD", 1),
        ("1INCH", "USD", 1),
        ("BNB", "USDT", 270),
        ("DOGE", "USDT", 3),
        ("BUSD", "USDT", 1),
    ];
    let mut table = "asset,quote,time,price,window,source\n".to_owned();
    for hour in 0..29 * 24 {
        let (day, hour) = (hour / 24 + 1, hour % 24);
        for (base, quote, price) in PRICES {
            table += &format!(
                "{base},{quote},2022-10-{day:02}T{hour:02}:00:00Z,{price}.{day:02}{hour:02},1h,invented\n"
            );
        }
        table += &format!("USDT,USD,2022-10-{day:02}T{hour:02}:00:00Z,0.99{hour:02},1h,invented\n");
    }
    let mut book = PriceBook::new();
    let read = book.add("prices.csv", None, table.as_bytes());
    assert!(read.is_ok_and(|read| read.refused == 0));
    book
}
