//! Edits of an unpacked bundle.

use std::cell::Cell;

use casework::custody::{self, GENESIS, Record};
use casework::snapshot::{Line, Row};
use csv::StringRecord;

use crate::common::Fixture;
use crate::common::bag::Files;

pub const ENTRIES: &str = "data/normalized/entries.csv";
pub const LOSSES: &str = "data/normalized/losses.csv";
pub const CREDITS: &str = "data/normalized/credits.csv";
pub const CLAIMS: &str = "data/normalized/claims.csv";
pub const EXCLUSIONS: &str = "data/normalized/exclusions.csv";
pub const DECISIONS: &str = "data/normalized/decisions.csv";
pub const CONFLICTS: &str = "data/normalized/conflicts.csv";
pub const LINKS: &str = "data/normalized/links.csv";
pub const TOTALS: &str = "data/normalized/totals.json";
pub const ORIGINALS: &str = "data/originals/index.csv";
pub const PRICES_INDEX: &str = "data/prices/index.csv";
pub const PRICES: &str = "data/prices/prices.csv";
pub const METHOD: &str = "data/method/method.json";
pub const REPORT: &str = "data/provenance/report.json";
pub const LEAVES: &str = "data/provenance/claims.csv";
pub const LOG: &str = "data/provenance/custody.jsonl";
pub const HEAD: &str = "data/provenance/custody-head.txt";
pub const CLAIMANTS: &str = "data/statements/claimants.csv";
pub const CONSENTS: &str = "data/statements/consents.csv";
pub const FIRST: &str = "data/statements/R-2222-22.json";
pub const SECOND: &str = "data/statements/R-3333-33.json";

/// A bundle that was unpacked.
pub struct Unpacked {
    pub top: String,
    pub files: Files,
}

impl Unpacked {
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.files[path].clone()).unwrap()
    }

    /// Replaces the first occurrence of a text in a file.
    pub fn replace(&mut self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert!(text.contains(from), "{path} has no {from}: {text}");
        let text = text.replacen(from, to, 1);
        self.files.insert(path.to_owned(), text.into_bytes());
    }

    /// The same for the first occurrence behind a mark.
    pub fn after(&mut self, path: &str, mark: &str, from: &str, to: &str) {
        let text = self.text(path);
        let (before, rest) = text.split_once(mark).unwrap();
        assert!(rest.contains(from), "{path} has no {from} behind {mark}");
        let text = format!("{before}{mark}{}", rest.replacen(from, to, 1));
        self.files.insert(path.to_owned(), text.into_bytes());
    }

    /// Changes the rows of a table.
    pub fn rows(&mut self, path: &str, change: impl FnOnce(&StringRecord, &mut Vec<StringRecord>)) {
        let mut reader = csv::Reader::from_reader(&self.files[path][..]);
        let header = reader.headers().unwrap().clone();
        let mut rows: Vec<StringRecord> = reader.records().map(Result::unwrap).collect();
        change(&header, &mut rows);
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in [&header].into_iter().chain(&rows) {
            writer.write_record(row).unwrap();
        }
        let table = writer.into_inner().unwrap();
        self.files.insert(path.to_owned(), table);
    }

    /// Changes a cell of the first row that has these words.
    pub fn cell(&mut self, path: &str, words: &str, column: &str, to: &str) {
        self.rows(path, |header, rows| {
            let column = header.iter().position(|name| name == column).unwrap();
            let row = rows.iter_mut().find(|row| has(row, words));
            let row = row.unwrap_or_else(|| panic!("{path} has no {words}"));
            let mut cells: Vec<&str> = row.iter().collect();
            assert_ne!(cells[column], to, "{path} {words}");
            cells[column] = to;
            *row = cells.into();
        });
    }

    /// Removes the first row that has these words.
    pub fn remove_row(&mut self, path: &str, words: &str) {
        self.rows(path, |_, rows| {
            let at = rows.iter().position(|row| has(row, words)).unwrap();
            rows.remove(at);
        });
    }

    /// Doubles the first row that has these words.
    pub fn double_row(&mut self, path: &str, words: &str) {
        self.rows(path, |_, rows| {
            let at = rows.iter().position(|row| has(row, words)).unwrap();
            rows.insert(at, rows[at].clone());
        });
    }

    /// Changes the log, and makes every hash of it again, its head, and the record that the
    /// report names.
    pub fn edit_log(&mut self, edit: &dyn Fn(&mut Vec<Record>)) {
        let report: serde_json::Value = serde_json::from_str(&self.text(REPORT)).unwrap();
        let named = report["custody_hash"].as_str().unwrap().to_owned();
        let log = self.text(LOG);
        let records = log.lines().map(|line| serde_json::from_str(line).unwrap());
        let mut records: Vec<Record> = records.collect();
        // The record that the report names keeps its id while others come and go.
        let marked = records.iter().position(|record| record.hash == named);
        let marked = records[marked.unwrap()].id.clone();
        edit(&mut records);
        let frozen_at = records.iter().position(|record| record.id == marked);
        let previous = Cell::new(GENESIS.to_owned());
        for (at, record) in records.iter_mut().enumerate() {
            record.sequence = at as u64 + 1;
            record.id = custody::record_id(&record.incident, record.sequence);
            record.previous = previous.take();
            record.hash = custody::hash(record);
            previous.set(record.hash.clone());
        }
        let lines = records.iter().map(|record| custody::line(record) + "\n");
        let lines: String = lines.collect();
        self.files.insert(LOG.to_owned(), lines.into_bytes());
        // Where that record itself was removed, the one before the freezing takes its place.
        let frozen_at = frozen_at.unwrap_or_else(|| {
            let mut all = records.iter();
            let frozen = all.position(|record| record.action == "snapshot-frozen");
            frozen.unwrap_or(1) - 1
        });
        let frozen = &records[frozen_at];
        self.replace(REPORT, &named, &frozen.hash);
        let sequence = |number: u64| format!("\"custody_sequence\": {number},");
        let before = report["custody_sequence"].as_u64().unwrap();
        self.replace(REPORT, &sequence(before), &sequence(frozen.sequence));
        let last = records.last().unwrap();
        let head = format!(
            "incident: {}\nsequence: {}\nhash: {}\ntime: {}\n",
            last.incident, last.sequence, last.hash, last.time
        );
        self.files.insert(HEAD.to_owned(), head.into_bytes());
    }
}

fn has(row: &StringRecord, words: &str) -> bool {
    row.iter().any(|cell| cell.contains(words))
}

/// The first record of an action about an object.
pub fn record<'l>(log: &'l mut [Record], action: &str, object: &str) -> &'l mut Record {
    let mut records = log.iter_mut();
    let found = records.find(|record| record.action == action && record.object.contains(object));
    found.unwrap_or_else(|| panic!("no {action} of {object}"))
}

/// Removes the first record of an action about an object.
pub fn remove(log: &mut Vec<Record>, action: &str, object: &str) {
    let id = record(log, action, object).id.clone();
    log.retain(|record| record.id != id);
}

/// Inserts a record before the freezing, made from another one.
pub fn insert(log: &mut Vec<Record>, like: (&str, &str), change: impl FnOnce(&mut Record)) {
    let mut new = record(log, like.0, like.1).clone();
    new.id = "inserted".to_owned();
    change(&mut new);
    let frozen = log
        .iter()
        .position(|record| record.action == "snapshot-frozen");
    // Before the record that the report names, so that it stays the last one before.
    let at = frozen.unwrap() - 1;
    new.time.clone_from(&log[at].time);
    log.insert(at, new);
}

/// Appends a record, made from another one.
pub fn append(log: &mut Vec<Record>, like: (&str, &str), change: impl FnOnce(&mut Record)) {
    let mut new = record(log, like.0, like.1).clone();
    new.id = "appended".to_owned();
    new.time.clone_from(&log.last().unwrap().time);
    change(&mut new);
    log.push(new);
}

/// Adds the totals of a report up again.
pub fn add_up(fixture: &mut Fixture) {
    fixture.content.totals = fixture.content.sum(|_| true).unwrap();
}

/// Changes the lines of a claim, with their sums.
pub fn lines(fixture: &mut Fixture, claim: usize, change: impl Fn(&mut Line)) {
    let mut rows = fixture.rows(claim);
    for row in &mut rows {
        if let Row::Line(line) = row {
            change(line);
        }
    }
    fixture.set_rows(claim, &rows, true);
}
