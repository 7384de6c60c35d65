//! Reads the generated exports with the real readers. Every row is an entry, except the few
//! that were damaged on purpose, and nothing is read from files that are no exports.

use std::io::Cursor;

use demo::{Claim, File, SEED, incident};
use ledger::{Code, Collected, FileReport, Kind, ReadOptions, Severity, Zone, read_file};

fn read(file: &File) -> (Vec<FileReport>, Collected) {
    let options = ReadOptions {
        zone: file.zone.map(|zone| zone.parse::<Zone>().unwrap()),
        account: file.account.as_str().into(),
        ..ReadOptions::default()
    };
    let mut read = Collected::default();
    let found = read_file(&file.name, Cursor::new(&file.bytes), &options, &mut read).unwrap();
    (found, read)
}

fn each_file(mut check: impl FnMut(&Claim, &File)) {
    for claim in incident(SEED).claims {
        for file in &claim.files {
            check(&claim, file);
        }
    }
}

#[test]
fn every_row_is_read_but_the_damaged_ones() {
    each_file(|claim, file| {
        if !file.is_an_export() {
            return;
        }
        let (found, read) = read(file);
        let refused: Vec<_> = read
            .diagnostics
            .iter()
            .filter(|d| d.severity() == Severity::Refused)
            .collect();
        let at = format!("{} of claim {}: {refused:?}", file.name, claim.person);
        assert!(found.iter().all(|f| f.format.is_some()), "{at}");
        assert_eq!(refused.len() as u64, file.damaged, "{at}");
        assert_eq!(
            found.iter().map(|f| f.refused).sum::<u64>(),
            file.damaged,
            "{at}"
        );
        assert_eq!(read.entries.len() as u64, file.rows - file.damaged, "{at}");
    });
}

#[test]
fn only_the_repeated_hour_of_autumn_causes_a_warning() {
    each_file(|_, file| {
        if !file.is_an_export() {
            return;
        }
        let (_, read) = read(file);
        let warned: Vec<_> = read
            .diagnostics
            .iter()
            .filter(|d| d.severity() == Severity::Warn && d.code != Code::WarnTimeTwice)
            .take(3)
            .collect();
        assert!(warned.is_empty(), "{}: {warned:?}", file.name);
    });
}

#[test]
fn file_that_is_no_export_gives_no_entry() {
    let mut others = 0;
    each_file(|_, file| {
        if file.is_an_export() {
            return;
        }
        others += 1;
        let (found, read) = read(file);
        assert!(
            found.iter().all(|f| f.format.is_none()),
            "{}: {found:?}",
            file.name
        );
        assert!(read.entries.is_empty());
    });
    assert!(others >= 8);
}

#[test]
fn only_files_without_a_zone_have_to_be_asked_for_it() {
    each_file(|_, file| {
        if file.is_an_export() {
            let mut without = file.clone();
            without.zone = None;
            let (found, _) = read(&without);
            let asked = found.iter().any(|f| f.needs_zone);
            assert_eq!(asked, file.zone.is_some(), "{}", file.name);
        }
    });
}

#[test]
fn every_trade_of_the_attack_lies_in_the_period_that_contests_it() {
    let incident = incident(SEED);
    let claim = &incident.claims[0];
    let (_, read) = read(&claim.files[0]);
    let demo::Contest::Period { from, to, .. } = &claim.contest[0] else {
        panic!("the first claim contests a period");
    };
    let inside = read
        .entries
        .iter()
        .filter(|e| e.time >= *from && e.time < *to);
    assert!(inside.clone().all(|e| e.kind == Kind::Trade));
    assert!(inside.count() > 5_500);
}
