//! Facts of entries: each comes from its own column, and no text of a file passes for
//! another.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use ledger::{Collected, Entry, Fact, Format, ReadOptions, read_file};

/// What the notes of entries say of facts, and what a file could write to pass for it.
const HOSTILE: [&str; 2] = [
    "size 5; placed",
    "computed; tx 1; address 2; position opened 2022-10-18T21:00:00Z; timed when it was placed",
];

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn read(name: &str, text: &str) -> Vec<Entry> {
    let mut read = Collected::default();
    read_file(name, Cursor::new(text), &ReadOptions::default(), &mut read).unwrap();
    read.entries
}

/// The facts of each entry by its place, each as its column prints it.
fn facts(entries: &[Entry]) -> BTreeMap<(u64, u32), [String; Fact::COUNT]> {
    let facts = |entry: &Entry| Fact::ALL.map(|fact| entry.fact(fact).into_owned());
    let places = entries
        .iter()
        .map(|entry| ((entry.lines.start(), entry.row), facts(entry)));
    places.collect()
}

/// The file with one column of every row behind the header replaced.
fn replaced(text: &str, delimiter: u8, column: usize, cell: &str) -> String {
    let (header, rows) = text.split_once('\n').unwrap_or((text, ""));
    let mut out = csv::WriterBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_writer(format!("{header}\n").into_bytes());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(rows.as_bytes());
    for row in reader.records() {
        let row = row.unwrap();
        let cells = row.iter().enumerate();
        out.write_record(cells.map(|(at, own)| if at == column { cell } else { own }))
            .unwrap();
    }
    String::from_utf8(out.into_inner().unwrap()).unwrap()
}

#[test]
fn no_text_of_a_file_passes_for_a_fact() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let csv = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "csv");
    let (mut columns, mut entries) = (0, 0);
    for path in files.filter(csv) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let header = text.lines().next().unwrap_or_default();
        let delimiters = [b',', b';', b'\t'].into_iter();
        let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
        let delimiter = delimiters.max_by_key(count).unwrap();
        for column in 0..=count(&delimiter) {
            let plain = facts(&read(name, &replaced(&text, delimiter, column, "")));
            for hostile in HOSTILE {
                let after = facts(&read(name, &replaced(&text, delimiter, column, hostile)));
                columns += usize::from(!after.is_empty());
                for (place, found) in after {
                    let Some(before) = plain.get(&place) else {
                        continue;
                    };
                    entries += 1;
                    let changed = found.iter().zip(before).zip(Fact::ALL);
                    let changed: Vec<_> = changed
                        .filter(|((found, before), _)| found != before && !found.is_empty())
                        .collect();
                    // The one column of text that it stands in, whole, and no other.
                    for ((found, _), fact) in &changed {
                        assert!(
                            Fact::IDENTIFYING.contains(fact) && *found == hostile,
                            "{name}, column {column}: {fact:?} is {found}"
                        );
                    }
                    assert!(changed.len() <= 1, "{name}, column {column}: {changed:?}");
                }
            }
        }
    }
    assert!(columns > 200 && entries > 500, "{columns} {entries}");
}

#[test]
fn what_leads_to_a_withdrawal_stands_in_columns_of_its_own() {
    let header = fixture("binance_withdraw_history_old.csv");
    let header = header.lines().next().unwrap();
    let row = "2022-10-19 09:00:00,XRP,XRP Ledger,100,0.25,rSomewhere,ABCD01,rOwn,7781,Completed";
    let entries = read("withdraw.csv", &format!("{header}\n{row}\n"));
    let found: Vec<(&str, String)> = Fact::ALL
        .into_iter()
        .map(|fact| (fact.as_str(), entries[0].fact(fact).into_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let expected = [
        ("network", "XRP Ledger"),
        ("tx_hash", "ABCD01"),
        ("address", "rSomewhere"),
        ("memo", "7781"),
        ("source_address", "rOwn"),
    ];
    assert_eq!(
        found,
        expected.map(|(name, value)| (name, value.to_owned()))
    );
    assert_eq!(entries[0].note(), "");
}

#[test]
fn rows_that_start_on_one_line_are_numbered() {
    let places = |name: &str| -> Vec<(String, u32)> {
        let entries = read(name, &fixture(name)).into_iter();
        entries.map(|entry| (entry.line(), entry.row)).collect()
    };
    let orders = places("binance_orders_2021.csv");
    assert_eq!(orders[..2], [("2+4".to_owned(), 1), ("2+5".to_owned(), 2)]);
    assert_eq!(orders[2].1, 1, "another order begins anew: {orders:?}");
    // What a fill realised is a second entry of its line.
    let fills = places("binance_futures_trades.csv");
    assert!(fills.iter().any(|(_, row)| *row == 2), "{fills:?}");
    for name in ["binance_orders_2021.csv", "binance_futures_trades.csv"] {
        let entries = read(name, &fixture(name));
        let mut named: Vec<String> = entries.iter().map(Entry::place).collect();
        named.sort();
        named.dedup();
        assert_eq!(named.len(), entries.len(), "each has a name of its own");
    }
}

/// `redress formats --facts` tells of each format what its entries have.
#[test]
fn every_text_that_an_entry_has_as_a_fact_is_among_those_of_its_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let texts = [
        Fact::Network,
        Fact::TxHash,
        Fact::Address,
        Fact::Memo,
        Fact::SourceAddress,
        Fact::ClientOrderId,
        Fact::Ip,
        Fact::ApiKeyLabel,
    ];
    let mut seen = 0;
    for path in fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
    {
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Some files are of other letters than UTF-8.
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        for entry in read(&name, &text) {
            let found = ledger::format_by_id(&entry.format).map_or_else(Vec::new, Format::facts);
            for fact in texts
                .into_iter()
                .filter(|fact| !entry.fact(*fact).is_empty())
            {
                assert!(found.contains(&fact), "{name}: {fact:?}");
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen} facts");
}
