//! Adding an exchange touches its table under `tables/`, its row in `entry/exchanges.rs`, its
//! fixture, and for what no general way of rows covers a module under `formats/`. Nothing
//! else names an exchange.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use ledger::{Collected, EXCHANGES, ReadOptions, formats, read_file, unread_formats};

/// Where an exchange may be named: its formats, the table of exchanges, and messages about
/// one exchange's files. Also a price file in the format of one exchange, the names of
/// assets that are a rule of the method, one person's loans in two files of FTX, and the
/// invented incident.
const MAY_NAME: [&str; 9] = [
    "app/ledger/src/entry/exchanges.rs",
    "app/ledger/src/entry/messages/",
    "app/ledger/src/formats/",
    "app/ledger/src/prices/klines.rs",
    "app/ledger/src/prices/names.rs",
    "app/ledger/src/prices/mod.rs",
    "app/ledger/src/terms/mod.rs",
    "app/ledger/src/dedup/records.rs",
    "server/src/commands/demo/",
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            sources(&path, into);
        } else if name.ends_with(".rs") && !name.contains("test") && name != "fixtures.rs" {
            into.push(path);
        }
    }
}

/// The code of a source without its comments and its tests.
fn code(source: &str) -> String {
    let tests = ["mod tests {", "mod testing {"];
    let end = tests
        .into_iter()
        .filter_map(|begin| source.find(begin))
        .min();
    let own = &source[..end.unwrap_or(source.len())];
    let lines = own.lines().map(|line| match line.find("//") {
        Some(at) if !line[..at].ends_with(':') => &line[..at],
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n").to_lowercase()
}

#[test]
fn no_source_beside_the_formats_names_an_exchange() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in ["app/ledger/src", "app/casework/src", "app/src", "server"] {
        sources(&top.join(folder), &mut files);
    }
    assert!(files.len() > 200, "sources are found");
    let names: Vec<String> = EXCHANGES
        .iter()
        // What a service for bots did is evidence of a sort of its own (`--deals`).
        .filter(|exchange| exchange.holds_money)
        .flat_map(|exchange| {
            [exchange.id, exchange.name]
                .into_iter()
                .chain(exchange.former.iter().copied())
        })
        // A word of English as well.
        .filter(|name| !name.eq_ignore_ascii_case("gate"))
        .map(str::to_lowercase)
        .collect();
    let mut naming = Vec::new();
    for path in files {
        let place = path
            .strip_prefix(&top)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if place.starts_with("server/demo/") || MAY_NAME.iter().any(|may| place.starts_with(may)) {
            continue;
        }
        let code = code(&fs::read_to_string(&path).unwrap());
        let named = names.iter().filter(|name| code.contains(name.as_str()));
        naming.extend(named.map(|name| format!("{place}: {name}")));
    }
    assert!(naming.is_empty(), "named beside the formats: {naming:#?}");
}

/// Each format has a file of its shape, and so has a new exchange's.
#[test]
fn every_exchange_with_formats_has_a_fixture() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    for format in formats() {
        let family = format!("{}_", format.exchange.replace('-', "_"));
        assert!(
            files.iter().any(|file| file.starts_with(&family)),
            "{family}"
        );
    }
}

/// Each layout that is known and not read, with a row below its header.
#[test]
fn a_file_that_is_not_read_is_named_with_what_to_fetch_instead() {
    assert!(unread_formats().len() > 1);
    for format in unread_formats() {
        let separators = format.header.matches([',', ';']).collect::<String>();
        let file = format!("{}\n{separators}\n", format.header);
        let mut read = Collected::default();
        let options = ReadOptions::default();
        let found = read_file("list.csv", Cursor::new(file), &options, &mut read).unwrap();
        assert_eq!(
            found[0].summary(),
            format!("This file is: {}. {}", format.title, format.advice)
        );
        assert_eq!(read.diagnostics[0].code.as_str(), "REFUSED-FILE");
    }
}
