//! The whole incident through the ledger, in the same way as on the server: read, resolved,
//! contested, valued. The results must match the plan of the demonstration.

use std::io::Cursor;

use demo::{Claim, Contest, Incident, SEED, incident};
use ledger::dedup::Hashes;
use ledger::losses::{Contest as Chosen, Manipulated, Period, Row};
use ledger::{
    Collected, Entry, Money, PriceBook, ReadOptions, Terms, Valuation, Zone, read_file, resolve,
    value,
};

fn book(incident: &Incident) -> PriceBook {
    let mut book = PriceBook::new();
    for file in &incident.price_files {
        let read = book.add(&file.name, file.pair, &file.bytes).unwrap();
        assert!(read.rows > 20 && read.refused == 0, "{}", file.name);
    }
    book
}

fn terms(incident: &Incident) -> Terms {
    let manipulated = incident.manipulated.iter().map(|listed| Manipulated {
        asset: listed.asset.into(),
        from: listed.from,
        to: listed.to,
    });
    Terms {
        manipulated: manipulated.collect(),
        ..Terms::default()
    }
}

/// Entries of all files of a claim, and how many of them count once resolved.
fn entries(claim: &Claim) -> (usize, Vec<Entry>) {
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
    let read = all.len();
    (read, resolve(all, &hashes).kept)
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
    if chosen.periods.is_empty() {
        // The period contains nothing, so that only single rows are contested.
        let never = ledger::Moment::from_seconds(0);
        chosen.periods.push(Period {
            from: never,
            to: never,
        });
    }
    chosen
}

fn value_all(incident: &Incident) -> Vec<Valuation> {
    let (book, terms) = (book(incident), terms(incident));
    incident
        .claims
        .iter()
        .map(|claim| {
            let (_, kept) = entries(claim);
            let all: Vec<&Entry> = kept.iter().collect();
            let selection = chosen(claim).select(&all);
            assert!(selection.unknown.is_empty(), "{:?}", selection.unknown);
            let contested: Vec<&Entry> = selection.contested.iter().map(|n| all[*n]).collect();
            value(&contested, &book, &terms).unwrap()
        })
        .collect()
}

fn dollars(money: Money) -> i64 {
    money.units().unwrap() / 100_000_000
}

#[test]
fn the_incident_comes_out_as_it_was_made() {
    let incident = incident(SEED);
    let valued = value_all(&incident);
    let mut counted = 0;
    for (number, (claim, valued)) in incident.claims.iter().zip(&valued).enumerate() {
        let loss = dollars(valued.totals.loss);
        if claim.state.counts() {
            counted += loss;
        }
        if claim.typed.is_empty() && number != 12 {
            let about = claim.about_usd as i64;
            assert!((loss - about).abs() * 100 <= about * 6, "{number}: {loss}");
        }
        let unpriced = valued.entries_unpriced();
        assert_eq!(unpriced > 0, number == 12, "{number}: {unpriced} unpriced");
    }
    assert!((20_000_000..27_000_000).contains(&counted), "{counted}");
    assert!(dollars(valued[0].totals.loss) > 1_600_000);
    let bitcoin = &valued[1].totals.native["BTC"];
    assert_eq!(bitcoin.to_string(), "-103.87");
}

#[test]
fn duplicate_rows_of_a_claim_count_once() {
    let incident = incident(SEED);
    for (number, claim) in incident.claims.iter().enumerate() {
        let (read, kept) = entries(claim);
        let kept = kept.len();
        let has_statement = claim.files.iter().any(|f| f.name.contains("statement"));
        let overlaps = [8, 9, 10].contains(&number);
        if has_statement {
            // Three legs of each trade are dropped; the deposit and the interest stay.
            assert_eq!(kept, (read - 2) / 4 + 2, "claim {number}");
        } else if overlaps {
            assert!(kept < read, "claim {number}: {kept} of {read}");
        } else {
            assert_eq!(kept, read, "claim {number}");
        }
    }
}
