//! How fast each format is read, by its fixture with its rows repeated, beside a Binance
//! trade history. Both are held against a bare pass of a CSV library over the same bytes,
//! because formats have rows of different lengths.
//!
//! `cargo bench -p ledger --bench formats [-- ROWS]`

mod common;
mod passes;

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use common::{TURNS, best_of, report, rows, trades};
use ledger::{Collected, ReadOptions, read_file};
use passes::{bare_pass, to_csv};

/// Rows of each file, unless the command line asks for others.
const ROWS: usize = 20_000;

/// Runs that find the slowest formats, which are then measured again.
const FIRST_TURNS: usize = 2;

/// Diagnostics a row beyond which a file is none that an exchange writes: balances that do not
/// follow from the rows before, as fixtures have them whose rows are repeated.
const NOTED_MAX: f64 = 0.1;

/// How many of the slowest formats are printed.
const SHOWN: usize = 15;

fn main() {
    let rows = rows(ROWS);
    println!("{rows} rows of each format, against a bare csv::ByteRecord pass");
    let file = trades(0, rows);
    let binance = measured("binance.csv", &file, TURNS);
    report("Binance trade history", rows, binance[1], binance[0]);
    let mut slowest: BTreeMap<String, (f64, String, Vec<u8>)> = BTreeMap::new();
    for (format, name, file) in repeated(rows) {
        let times = times(measured(&name, &file, FIRST_TURNS));
        let known = slowest.get(&format).map_or(0.0, |(times, ..)| *times);
        if times > known {
            slowest.insert(format, (times, name, file));
        }
    }
    println!("{} formats; the slowest:", slowest.len());
    let mut all: Vec<_> = slowest.into_iter().collect();
    all.sort_by(|(_, (a, ..)), (_, (b, ..))| b.total_cmp(a));
    let (mut most, mut longest) = (0.0_f64, Duration::ZERO);
    for (format, (_, name, file)) in all.iter().take(SHOWN) {
        let took = measured(name, file, TURNS);
        report(format, rows, took[1], took[0]);
        let noted = to_csv(name, file) as f64 / rows as f64;
        if noted > NOTED_MAX {
            println!("  its repeated rows contradict each other: {noted:.1} diagnostics a row");
            continue;
        }
        most = most.max(times(took));
        longest = longest.max(took[1]);
    }
    let ratio = most / times(binance);
    println!("the slowest takes {ratio:.2} × a Binance trade history, against a bare pass");
    let ratio = longest.as_secs_f64() / binance[1].as_secs_f64();
    println!("and {ratio:.2} × for each row, however long it is");
}

/// What a bare pass of a file takes, and reading it.
fn measured(name: &str, file: &[u8], turns: usize) -> [Duration; 2] {
    best_of(
        turns,
        [&mut || bare_pass(file), &mut || {
            to_csv(name, file);
        }],
    )
}

/// How many times a bare pass.
fn times([bare, whole]: [Duration; 2]) -> f64 {
    whole.as_secs_f64() / bare.as_secs_f64()
}

/// The fixtures of which every row is read, with their rows repeated: format, name, file.
fn repeated(rows: usize) -> Vec<(String, String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut all = Vec::new();
    for file in fs::read_dir(folder).expect("the fixtures are there") {
        let path = file.expect("it can be listed").path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = name.expect("it has a name");
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let mut read = Collected::default();
        let found = read_file(
            &name,
            Cursor::new(&text),
            &ReadOptions::default(),
            &mut read,
        );
        let is_whole = found.is_ok_and(|found| found.iter().all(|file| file.is_read_whole()));
        let Some(first) = read.entries.iter().map(|entry| entry.lines.start()).min() else {
            continue;
        };
        if !is_whole {
            continue;
        }
        let format = read.entries[0].format.to_string();
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        let Some(start) = starts.into_iter().nth(first as usize - 2) else {
            continue;
        };
        let (head, body) = text.split_at(start);
        let body = body.trim_end_matches('\n').to_owned() + "\n";
        let times = rows.div_ceil(body.matches('\n').count());
        all.push((
            format,
            name,
            (head.to_owned() + &body.repeat(times)).into_bytes(),
        ));
    }
    all
}
