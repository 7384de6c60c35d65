//! `--deals`: compares the deals of 3Commas' bots with the contested trades.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use ledger::losses::{Selection, Valuation, note_deals};
use ledger::messages::Message;
use ledger::{Code, Collected, Deal, Diagnostic, Entry, Finding, ReadOptions};

use super::{Outcome, Remarks};

/// Reads deal histories. A file that is no deal history ends the command. Otherwise its
/// deals would be missing without notice, and every trade would seem unexplained.
pub(super) fn read(
    files: &[PathBuf],
    outcome: &mut Outcome,
    stderr: &mut dyn Write,
) -> anyhow::Result<Vec<Deal>> {
    let mut read = Collected::default();
    for file in files {
        let name = file.to_string_lossy();
        let source = File::open(file).with_context(|| format!("{name} cannot be read"))?;
        let source = BufReader::new(source);
        let found = ledger::read_file(&name, source, &ReadOptions::default(), &mut read)?;
        for found in found {
            if found.deals == 0 {
                bail!("{name} has no deal of 3Commas in it: {}", found.summary());
            }
            outcome.has_refused |= !found.is_read_whole();
        }
    }
    let mut remarks = Remarks::new(stderr);
    // They advise to give the file to this option.
    let is_new = |diagnostic: &&Diagnostic| diagnostic.code != Code::NoteInstead;
    for diagnostic in read.diagnostics.iter().filter(is_new) {
        remarks.print(diagnostic);
    }
    remarks.rest();
    Ok(read.deals)
}

/// Prints for each contested trade which deal explains it, or that none does.
pub(super) fn note(
    deals: &[Deal],
    all: &[&Entry],
    selection: &Selection,
    valuation: &mut Valuation,
    stderr: &mut dyn Write,
) {
    let mut is_contested = vec![false; all.len()];
    for at in &selection.contested {
        is_contested[*at] = true;
    }
    let own: Vec<&Entry> = all
        .iter()
        .zip(&is_contested)
        .filter(|(_, contested)| !**contested)
        .map(|(entry, _)| *entry)
        .collect();
    let contested: Vec<&Entry> = selection.contested.iter().map(|at| all[*at]).collect();
    let findings = note_deals(deals, &own, &contested, &mut valuation.lines);
    let mut remarks = Remarks::new(stderr);
    let (mut explained, mut unexplained) = (0_u64, 0_u64);
    for (entry, finding) in contested.iter().zip(&findings) {
        let deal = match finding {
            Finding::Explained(deal) => deal,
            finding => {
                unexplained += u64::from(finding.word().is_some());
                continue;
            }
        };
        explained += 1;
        remarks.print(&Diagnostic {
            file: entry.file.to_string(),
            line: entry.lines.start(),
            column: 0,
            code: Code::NoteDeal,
            message: Message::RunDeal {
                id: deal.id.clone(),
                file: deal.file.clone(),
                line: deal.line,
            },
        });
    }
    remarks.rest();
    // A closed standard error is no reason to fail.
    writeln!(
        stderr,
        "3Commas deals given: {}; contested trades that one explains: {explained}, that none explains: {unexplained}",
        deals.len()
    )
    .ok();
}
