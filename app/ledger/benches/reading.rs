//! How fast exports are read, against a bare pass of a CSV library over the same
//! bytes on the same machine: the ratio is what binds.
//!
//! `cargo bench -p ledger --bench reading [-- ROWS]`

mod common;
mod passes;

use std::io::{self, Cursor};

use common::{TURNS, best_of, report, rows, trades};
use ledger::{Collected, Entry, Hashes, ReadOptions, read_file, resolve};
use passes::{bare_pass, to_csv};

fn main() {
    let rows = rows(1_000_000);
    let file = trades(0, rows);
    println!(
        "{rows} rows of a Binance trade history, {} bytes",
        file.len()
    );
    let [bare, whole] = best_of(
        TURNS,
        [&mut || bare_pass(&file), &mut || read("a.csv", &file)],
    );
    report("bare csv::ByteRecord pass", rows, bare, bare);
    report("bytes to CSV entries", rows, whole, bare);

    let few = rows / 10;
    let halves = [trades(0, few), trades(few / 2, few)];
    let [apart, claim] = best_of(
        TURNS,
        [
            &mut || {
                collect(&halves);
            },
            &mut || {
                let resolved = resolve(collect(&halves), &Hashes::new());
                assert_eq!(resolved.kept.len(), few + few / 2);
            },
        ],
    );
    report("two half-overlapping files, apart", 2 * few, apart, apart);
    report("the same as one claim", 2 * few, claim, apart);

    let book = workbook(&trades(0, few));
    let [unpacked, sheet] = best_of(
        TURNS,
        [&mut || unpack(&book), &mut || read("a.xlsx", &book)],
    );
    report("an XLSX unpacked and no more", few, unpacked, unpacked);
    report("XLSX to CSV entries", few, sheet, unpacked);
}

/// A workbook of the same rows, every cell a text.
fn workbook(csv: &[u8]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).from_reader(csv);
    for (row, record) in reader.records().enumerate() {
        for (column, cell) in record.expect("it is CSV").iter().enumerate() {
            let cell = cell.trim_start_matches('\u{feff}');
            let written = sheet.write_string(row as u32, column as u16, cell);
            assert!(written.is_ok());
        }
    }
    book.save_to_buffer().expect("it is held in memory")
}

fn unpack(book: &[u8]) {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("it is a ZIP");
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).expect("it is there");
        io::copy(&mut member, &mut io::sink()).expect("it is whole");
    }
}

/// Reads a file of which there is nothing to say.
fn read(name: &str, file: &[u8]) {
    assert_eq!(to_csv(name, file), 0);
}

fn collect(files: &[Vec<u8>]) -> Vec<Entry> {
    let mut all = Collected::default();
    for (at, file) in files.iter().enumerate() {
        let name = format!("file {at}.csv");
        let found = read_file(&name, Cursor::new(file), &ReadOptions::default(), &mut all);
        assert!(found.is_ok());
    }
    all.entries
}
