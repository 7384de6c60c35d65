//! Workbooks, XLSX, XLS and ODS, put together here part by part and record by record:
//! what programs write, and what nobody should.

mod held;
mod ods;
mod records;
mod xls;
mod xlsx;

use std::io::Cursor;

use ledger::{Collected, FileReport, Limits, ReadOptions, read_file};

const HEAD: [&str; 7] = [
    "Date(UTC)",
    "Pair",
    "Side",
    "Price",
    "Executed",
    "Amount",
    "Fee",
];
const ROW: [&str; 7] = [
    "2022-10-18 21:00:09",
    "BTCUSDT",
    "SELL",
    "19312.45",
    "0.5BTC",
    "9656.225USDT",
    "9.656225USDT",
];

fn read_with(bytes: &[u8], change: impl FnOnce(&mut Limits)) -> (FileReport, Collected) {
    let mut options = ReadOptions::default();
    change(&mut options.limits);
    let mut collected = Collected::default();
    let mut found = read_file("x", Cursor::new(bytes), &options, &mut collected).unwrap();
    (found.remove(0), collected)
}

fn read(bytes: &[u8]) -> (FileReport, Collected) {
    read_with(bytes, |_| {})
}

fn codes(collected: &Collected) -> Vec<&str> {
    let codes = collected.diagnostics.iter();
    codes.map(|diagnostic| diagnostic.code.as_str()).collect()
}

/// The lines, times and sold amounts of entries.
fn texts_of(collected: &Collected) -> Vec<String> {
    let entries = collected.entries.iter();
    entries
        .map(|entry| {
            let out = entry.out.as_ref().unwrap();
            format!(
                "{} {} {} {}",
                entry.line(),
                entry.time,
                out.amount,
                out.asset
            )
        })
        .collect()
}

const ENTRY: &str = "2 2022-10-18T21:00:09Z 0.5 BTC";
