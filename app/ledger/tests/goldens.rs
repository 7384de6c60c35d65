//! Every fixture is read, and what comes of it is compared with the golden file
//! beside it. A fixture is a variant of a format, made up in the shape of the real one.
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test -p ledger --test goldens`,
//! and the difference is read line by line in review.

use std::fs::{self, File};
use std::path::PathBuf;

use ledger::{Amount, Collected, Deal, EntryWriter, Layout, ReadOptions, read_file};

fn fixtures() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    files.sort();
    files
}

fn text_of(deal: &Deal) -> String {
    let amount =
        |amount: &Option<Amount>| amount.as_ref().map_or("?".to_owned(), Amount::to_string);
    let Deal {
        file,
        line,
        id,
        status,
        account,
        bot,
        base,
        quote,
        ..
    } = deal;
    let closed = deal
        .closed
        .map_or("open".to_owned(), |closed| closed.to_string());
    format!(
        "{file}:{line}: deal {id} {status}, {account}, {bot}, {} to {closed}: bought {} {base} for {} {quote}, sold {} for {}",
        deal.opened,
        amount(&deal.bought.base),
        amount(&deal.bought.quote),
        amount(&deal.sold.base),
        amount(&deal.sold.quote),
    )
}

fn golden(path: &PathBuf) -> String {
    let name = path.file_name().unwrap().to_str().unwrap();
    let mut read = Collected::default();
    let found = read_file(
        name,
        File::open(path).unwrap(),
        &ReadOptions::default(),
        &mut read,
    )
    .unwrap();
    let mut entries = Vec::new();
    let mut writer = EntryWriter::new(Layout::Csv, &mut entries);
    for entry in &read.entries {
        writer.write(entry).unwrap();
    }
    writer.finish().unwrap();
    let mut text = format!("{}\n\n", found[0].summary());
    text += &String::from_utf8(entries).unwrap();
    for deal in &read.deals {
        text += &format!("\n{}", text_of(deal));
    }
    for diagnostic in &read.diagnostics {
        text += &format!("\n{diagnostic}");
    }
    text
}

#[test]
fn every_fixture_reads_as_its_golden_file_says() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 18);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("fixtures");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for path in fixtures {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            insta::assert_snapshot!(name, golden(&path));
        }
    });
}

#[test]
fn every_row_of_every_fixture_is_an_entry_or_a_diagnostic() {
    for path in fixtures() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let mut read = Collected::default();
        let found = read_file(
            name,
            File::open(&path).unwrap(),
            &ReadOptions::default(),
            &mut read,
        )
        .unwrap();
        let of_entries = read.entries.iter().flat_map(|entry| entry.lines.to_vec());
        let of_deals = read.deals.iter().map(|deal| deal.line);
        let mut lines: Vec<u64> = of_entries.chain(of_deals).collect();
        let about_rows = |code: &str| {
            code.starts_with("REFUSED-")
                || [
                    "NOTE-CANCELLED",
                    "NOTE-DEAL",
                    "NOTE-NOT-DONE",
                    "NOTE-NO-RECORDS",
                    "NOTE-HEADER-AGAIN",
                    "NOTE-PAGE",
                ]
                .contains(&code)
        };
        lines.extend(
            read.diagnostics
                .iter()
                .filter(|diagnostic| about_rows(diagnostic.code.as_str()))
                .map(|diagnostic| diagnostic.line),
        );
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len() as u64, found[0].rows, "{name}");
    }
}
