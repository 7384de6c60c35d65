//! Checks the properties that the demonstration promises, on the whole generated incident.

use std::collections::HashSet;

use casework::{ClaimState, Recipient};
use demo::{Contest, Incident, SEED, incident};

fn rows(incident: &Incident) -> u64 {
    let files = incident.claims.iter().flat_map(|claim| &claim.files);
    files.map(|file| file.rows).sum()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
    let first = incident(SEED);
    assert!(first == incident(SEED));
    assert!(first.claims[0].files != incident(SEED + 1).claims[0].files);
}

#[test]
fn has_the_scale_of_the_incident_and_no_more() {
    let incident = incident(SEED);
    assert_eq!(incident.claims.len(), 60);
    let rows = rows(&incident);
    assert!((30_000..60_000).contains(&rows), "{rows} rows");
    let counted = incident.claims.iter().filter(|claim| claim.state.counts());
    assert!(counted.map(|claim| claim.about_usd).sum::<u64>() > 21_000_000);
}

#[test]
fn every_state_occurs_and_some_withhold_consent() {
    let incident = incident(SEED);
    for state in ClaimState::ALL {
        assert!(incident.claims.iter().any(|claim| claim.state == state));
    }
    let police = Recipient::LawEnforcement;
    let counted = incident.claims.iter().filter(|claim| claim.state.counts());
    let withheld = counted.filter(|claim| !claim.consents.contains(&police));
    assert!((3..10).contains(&withheld.count()));
}

#[test]
fn over_five_thousand_fills_of_the_thin_token_in_one_file() {
    let incident = incident(SEED);
    let file = String::from_utf8_lossy(&incident.claims[0].files[0].bytes).into_owned();
    assert!(file.matches("\"DMG/USD\"").count() > 5_000);
}

#[test]
fn exports_have_as_many_lines_as_rows_are_promised() {
    for claim in incident(SEED).claims {
        for file in claim
            .files
            .iter()
            .filter(|file| file.name.ends_with(".csv"))
        {
            let lines = file.bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
            assert_eq!(lines, file.rows + 1, "{}", file.name);
        }
    }
}

#[test]
fn contested_rows_lie_inside_their_files() {
    let mut by_row = 0;
    for claim in incident(SEED).claims {
        for contest in &claim.contest {
            let (Contest::Row { file, line, .. } | Contest::LeaveOut { file, line, .. }) = contest
            else {
                continue;
            };
            by_row += 1;
            assert!(*line >= 2 && *line <= claim.files[*file].rows + 1);
        }
    }
    assert!(by_row > 10);
}

#[test]
fn no_two_claims_hold_the_same_file() {
    let mut seen = HashSet::new();
    for claim in incident(SEED).claims {
        let own: HashSet<Vec<u8>> = claim.files.into_iter().map(|file| file.bytes).collect();
        for bytes in own {
            assert!(seen.insert(bytes));
        }
    }
}

#[test]
fn every_credit_names_the_file_that_shows_it() {
    let incident = incident(SEED);
    let mut credits = 0;
    for claim in &incident.claims {
        for credit in &claim.credits {
            credits += 1;
            let shown = String::from_utf8_lossy(&claim.files[credit.evidence].bytes);
            assert!(shown.contains(&credit.amount));
        }
    }
    assert_eq!(credits, 4);
}
