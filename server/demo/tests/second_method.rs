//! The method once more, written from METHOD.md alone (`server/tests/second_method.py`): it
//! computes the lines, the credits and the totals of each claim of the incident again.

use std::fs::{self, File};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use demo::{Claim, Contest, Incident, SEED, incident};
use ledger::dedup::Hashes;
use ledger::losses::{
    self, Contest as Chosen, Credit, CreditDoubts, Manipulated, Period, Row, Totals, value_among,
    value_credits,
};
use ledger::{
    Amount, Collected, Entry, EntryWriter, Layout, PriceBook, ReadOptions, Terms, TextTable,
    Valuation, Zone, read_file, resolve,
};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/second_method.py");

/// What both programs are given, and where their tables stand.
struct Given<'i> {
    incident: &'i Incident,
    book: PriceBook,
    terms: Terms,
    folder: PathBuf,
    prices: Vec<String>,
}

impl<'i> Given<'i> {
    fn new(incident: &'i Incident, folder: &Path) -> Given<'i> {
        let mut book = PriceBook::new();
        let mut prices = Vec::new();
        for file in &incident.price_files {
            book.add(&file.name, file.pair, &file.bytes).unwrap();
            let path = folder.join(&file.name);
            fs::write(&path, &file.bytes).unwrap();
            let pair = file.pair.map(|(asset, quote)| format!("{asset}/{quote}="));
            prices.push(pair.unwrap_or_default() + path.to_str().unwrap());
        }
        let manipulated = incident.manipulated.iter().map(|listed| Manipulated {
            asset: listed.asset.into(),
            from: listed.from,
            to: listed.to,
        });
        let terms = Terms {
            currency: incident.currency.into(),
            manipulated: manipulated.collect(),
            ..Terms::default()
        };
        let folder = folder.to_owned();
        Given {
            incident,
            book,
            terms,
            folder,
            prices,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Values a claim and writes down what the command line prints. Returns the number of
    /// its lines.
    fn value(&self, claim: &Claim) -> usize {
        let kept = entries(claim);
        let all: Vec<&Entry> = kept.iter().collect();
        let selection = chosen(claim).select(&all);
        let valued = value_among(&all, &selection.contested, &self.book, &self.terms);
        let valued: Valuation = valued.unwrap();
        let mut written = EntryWriter::new(Layout::Csv, self.create("entries.csv"));
        for entry in &all {
            written.write(entry).unwrap();
        }
        written.finish().unwrap();
        let contested: Vec<&Entry> = selection.contested.iter().map(|at| all[*at]).collect();
        let columns = &losses::COLUMNS;
        let mut table = TextTable::new(Layout::Csv, columns, self.create("losses.csv"));
        for (entry, line) in contested.iter().zip(&valued.lines) {
            table.row_of(|row| losses::cells(entry, line, row)).unwrap();
        }
        table.finish().unwrap();
        let totals = self.with_credits(claim, &contested, valued.totals);
        let json = serde_json::to_string(&totals).unwrap();
        fs::write(self.path("totals.json"), json).unwrap();
        contested.len()
    }

    fn with_credits(&self, claim: &Claim, contested: &[&Entry], totals: Totals) -> Totals {
        let columns = &["time", "asset", "amount", "evidence", "note"];
        let mut table = TextTable::new(Layout::Csv, columns, self.create("credits.csv"));
        let mut credits = Vec::new();
        for credit in &claim.credits {
            let evidence = claim.files[credit.evidence].name.clone();
            let (time, note) = (credit.at.to_string(), credit.note.clone());
            let (asset, amount) = (credit.asset.to_owned(), credit.amount.clone());
            let read = Amount::parse(&amount).unwrap();
            table
                .row([&time, &asset, &amount, &evidence, &note])
                .unwrap();
            credits.push(Credit {
                file: "".into(),
                line: 0,
                time: credit.at,
                asset: asset.into(),
                amount: read,
                evidence,
                note,
            });
        }
        table.finish().unwrap();
        let first = contested.iter().map(|entry| entry.time).min();
        let mut doubts = CreditDoubts::new(first);
        let valued = value_credits(&credits, &mut doubts, &self.book, &self.terms).unwrap();
        totals.with_credits(&valued)
    }

    fn create(&self, name: &str) -> File {
        File::create(self.path(name)).unwrap()
    }

    /// What the second program says of the tables.
    fn compute_again(&self) -> Output {
        let mut python = Command::new("python3");
        python.args(["-B", SCRIPT]);
        for name in ["entries.csv", "losses.csv", "totals.json", "credits.csv"] {
            let (option, _) = name.split_once('.').unwrap();
            python.arg(format!("--{option}")).arg(self.path(name));
        }
        python.arg("--prices").args(&self.prices);
        python.output().unwrap()
    }
}

fn entries(claim: &Claim) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut hashes = Hashes::new();
    for file in &claim.files {
        let options = ReadOptions {
            zone: file.zone.map(|zone| zone.parse::<Zone>().unwrap()),
            account: file.account.as_str().into(),
            hash: true,
            ..ReadOptions::default()
        };
        let mut read = Collected::default();
        let bytes = Cursor::new(&file.bytes);
        for found in read_file(&file.name, bytes, &options, &mut read).unwrap() {
            hashes.insert(found.file, found.sha256);
        }
        all.extend(read.entries);
    }
    resolve(all, &hashes).kept
}

fn chosen(claim: &Claim) -> Chosen {
    let mut chosen = Chosen::default();
    let row = |file: usize, line: u64| Row {
        file: claim.files[file].name.as_str().into(),
        line,
        row: None,
    };
    for contest in &claim.contest {
        match contest {
            Contest::Period { from, to, .. } => chosen.periods.push(Period {
                from: *from,
                to: *to,
            }),
            Contest::Row { file, line, .. } => chosen.rows.push(row(*file, *line)),
            Contest::LeaveOut { file, line, .. } => chosen.leave_out.push(row(*file, *line)),
        }
    }
    chosen
}

#[test]
fn a_second_implementation_gives_every_figure_of_every_claim() {
    let incident = incident(SEED);
    let folder = tempfile::tempdir().unwrap();
    let given = Given::new(&incident, folder.path());
    let mut lines = 0;
    for (number, claim) in given.incident.claims.iter().enumerate() {
        if claim.contest.is_empty() {
            continue;
        }
        lines += given.value(claim);
        let again = given.compute_again();
        let named = String::from_utf8_lossy(&again.stderr);
        assert!(again.status.success(), "claim {number}: {named}");
    }
    assert!(lines > 10_000, "{lines}");
}

#[test]
fn a_second_implementation_names_a_figure_that_is_another_one() {
    let incident = incident(SEED);
    let folder = tempfile::tempdir().unwrap();
    let given = Given::new(&incident, folder.path());
    let mut claims = incident.claims.iter();
    let claim = claims.find(|claim| !claim.credits.is_empty()).unwrap();
    given.value(claim);
    assert!(given.compute_again().status.success());
    for (file, column) in [("losses.csv", "loss"), ("totals.json", "net")] {
        let path = given.path(file);
        let whole = fs::read_to_string(&path).unwrap();
        fs::write(&path, with_another_digit(&whole, column)).unwrap();
        let again = given.compute_again();
        let named = String::from_utf8_lossy(&again.stderr);
        assert!(!again.status.success(), "{file}");
        assert!(
            named.contains(&format!("{column} is")) || named.contains("total is"),
            "{named}"
        );
        fs::write(&path, whole).unwrap();
    }
}

/// The text with another last digit in the first figure of a column of CSV, or of a JSON key.
fn with_another_digit(text: &str, name: &str) -> String {
    let key = format!("\"{name}\":\"");
    let (from, mark) = match text.find(&key) {
        Some(at) => (at + key.len(), '"'),
        None => {
            let (header, row) = text.split_once('\n').unwrap();
            let nth = header.split(',').position(|column| column == name).unwrap();
            let cells = row.match_indices(',').nth(nth - 1).unwrap();
            (header.len() + 1 + cells.0 + 1, ',')
        }
    };
    let end = from + text[from..].find(mark).unwrap();
    let last: u32 = text[end - 1..end].parse().unwrap();
    format!("{}{}{}", &text[..end - 1], (last + 1) % 10, &text[end..])
}
