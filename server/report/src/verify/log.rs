//! Checks the custody log: its chain, its head, and the record at which the report was
//! frozen.

use std::io::{BufRead, BufReader, Read, Seek};

use casework::custody::{self, Head, Record};
use ledger::rfc3339;

use super::{ArchiveError, Check};
use crate::documents::{self, Facts};
use crate::layout;

/// A record is a few short texts; a longer line is not a record.
const LINE_BYTES_MAX: u64 = 64 * 1024;

impl<R: Read + Seek> Check<R> {
    /// Verifies the chain from its first record to its head.
    pub(super) fn custody(&mut self, facts: &Facts) -> Result<(), ArchiveError> {
        let mut wrong = Vec::new();
        let mut last: Option<Record> = None;
        let mut frozen = facts.custody_sequence == 0;
        let mut count = 0;
        if let Some(section) = self.archive.section(layout::CUSTODY) {
            let mut lines = BufReader::new(section);
            let mut head = Head::empty();
            loop {
                let mut bytes = Vec::new();
                let read = (&mut lines)
                    .take(LINE_BYTES_MAX)
                    .read_until(b'\n', &mut bytes)?;
                if read == 0 {
                    break;
                }
                count += 1;
                let Some(record) = record(&bytes) else {
                    wrong.push((count, "is no record as the log writes them".to_owned()));
                    break;
                };
                match custody::verify(&facts.incident.id, &head, [&record]) {
                    Ok(next) => head = next,
                    Err(error) => {
                        wrong.push((count, error.to_string()));
                        break;
                    }
                }
                frozen |=
                    record.sequence == facts.custody_sequence && record.hash == facts.custody_hash;
                last = Some(record);
            }
        }
        let whole = wrong.is_empty();
        self.verdict.checked.custody_records = count;
        for (line, sentence) in wrong {
            self.find(format!("{}:{line}", layout::CUSTODY), sentence);
        }
        if !whole {
            return Ok(());
        }
        if !frozen {
            let sentence = "does not hold the record the report was frozen at";
            self.find(layout::CUSTODY, sentence);
        }
        self.dates(facts, last.as_ref());
        let expected = documents::custody_head(&facts.incident.id, last.as_ref());
        let found = self
            .archive
            .bytes(layout::CUSTODY_HEAD, &self.limits.verifying)?;
        if found.is_some_and(|found| found != expected.as_bytes()) {
            let sentence = format!("is not the head of {}", layout::CUSTODY);
            self.find(layout::CUSTODY_HEAD, sentence);
        }
        Ok(())
    }

    /// Checks that times rise: the bundle was built after the report was frozen and after
    /// the last record of the log.
    fn dates(&mut self, facts: &Facts, last: Option<&Record>) {
        let moment = |text: &str| rfc3339::parse(text);
        let built = moment(&facts.built_at);
        if moment(&facts.frozen_at) > built {
            self.find(
                layout::FACTS,
                "states that it was built before it was frozen",
            );
        }
        if last.is_some_and(|last| moment(&last.time) > built) {
            let sentence = "states that it was built before the last record of its log";
            self.find(layout::FACTS, sentence);
        }
    }
}

/// A line in exactly the one form of its record.
fn record(bytes: &[u8]) -> Option<Record> {
    let line = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
    let record: Record = serde_json::from_str(line).ok()?;
    (custody::line(&record) == line).then_some(record)
}
