//! Which records of the custody log somebody may read who must learn no name and no words
//! of a person. Of the others, a bundle for such a person has the hash alone. The chain
//! still holds: each record names the hash of the record before it.

use serde::{Deserialize, Serialize};

use crate::custody::{CustodyEvent, Purpose, Record};

/// A record by its hash alone. The order of these fields is the order in its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HashedRecord {
    /// Its sequence.
    pub sequence: u64,
    /// Its time.
    pub time: String,
    /// Hash of the record before.
    pub previous: String,
    /// Its hash.
    pub hash: String,
}

impl From<&Record> for HashedRecord {
    fn from(record: &Record) -> HashedRecord {
        HashedRecord {
            sequence: record.sequence,
            time: record.time.clone(),
            previous: record.previous.clone(),
            hash: record.hash.clone(),
        }
    }
}

impl HashedRecord {
    /// Its line in `custody.jsonl`.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("texts and a number are always JSON")
    }
}

/// Whether a record has neither a name that somebody gave nor words that somebody wrote.
/// Nothing is known of words of a later version, so that these are never shown.
pub fn names_nobody(record: &Record) -> bool {
    let event = record.action.parse::<CustodyEvent>();
    let is_plain = event.is_ok_and(|event| !has_name_as_object(event));
    let purpose = record.purpose.purpose();
    is_plain
        && match purpose {
            Some(purpose) => !has_words(&purpose),
            None => record.purpose.is_none(),
        }
}

/// Whether the object of an act is a name that somebody gave.
fn has_name_as_object(event: CustodyEvent) -> bool {
    matches!(
        event,
        CustodyEvent::MappingShared | CustodyEvent::MappingRemoved
    )
}

/// Whether a purpose has words that somebody wrote, or the name of a file in an archive.
fn has_words(purpose: &Purpose) -> bool {
    match purpose {
        Purpose::Words { .. } | Purpose::Listed { .. } | Purpose::Release { .. } => true,
        Purpose::RowCounts { row } | Purpose::Settled { row, .. } if row.contains('!') => true,
        Purpose::Settled { over, .. } => over.0.iter().any(|row| row.contains('!')),
        // Before the line of a file in an archive stands the name of that file.
        Purpose::Reviewed { row, .. } => row.contains(':'),
        Purpose::Read { .. }
        | Purpose::RulesAdded { .. }
        | Purpose::RuleRemoved
        | Purpose::Moved { .. }
        | Purpose::Received { .. }
        | Purpose::Committed { .. }
        | Purpose::Recorded { .. }
        | Purpose::For { .. }
        | Purpose::As { .. }
        | Purpose::Answered { .. }
        | Purpose::Messages { .. }
        | Purpose::Assets { .. }
        | Purpose::RowCounts { .. }
        | Purpose::Flat { .. }
        | Purpose::Of { .. }
        | Purpose::Built { .. }
        | Purpose::OwnClaim
        | Purpose::Download
        | Purpose::Whole
        | Purpose::Part { .. }
        | Purpose::Sample
        | Purpose::AtEvent
        | Purpose::AtDate { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReviewState;
    use crate::custody::{Fact, Head, follow};

    fn record(action: &str, purpose: Option<&Purpose>) -> Record {
        let fact = Fact {
            time_us: 0,
            actor: "p-1",
            role: "coordinator",
            action,
            object: "R-2222-22",
            object_sha256: "",
            purpose,
            tool: "redress/0.1.0",
        };
        follow("incident", &Head::empty(), &fact)
    }

    #[test]
    fn records_with_words_names_or_what_is_unknown_are_not_shown() {
        let shown = |action: &str, purpose: Purpose| names_nobody(&record(action, Some(&purpose)));
        assert!(names_nobody(&record("claim-seen", None)));
        assert!(!names_nobody(&record("of-a-later-version", None)));
        assert!(!names_nobody(&record("mapping-shared", None)));
        assert!(shown("exported", Purpose::OwnClaim));
        assert!(!shown("release-ended", Purpose::words("Ada's case")));
        let reviewed = |row: &str| Purpose::Reviewed {
            state: ReviewState::Excluded,
            row: row.into(),
        };
        assert!(shown("line-reviewed", reviewed("17+18")));
        assert!(!shown("line-reviewed", reviewed("Ada's trades.csv:17")));
        let settled = |over: &str| Purpose::Settled {
            row: "ab:2".into(),
            over: [over].into_iter().collect(),
            commitment: "cd".into(),
        };
        assert!(shown("conflict-settled", settled("ab:3")));
        assert!(!shown("conflict-settled", settled("ab!Ada.csv:3")));
        let mut unknown = record("claim-seen", None);
        unknown.purpose = serde_json::from_str(r#"{"key":"later","words":"Ada"}"#).unwrap();
        assert!(!names_nobody(&unknown));
    }

    #[test]
    fn record_by_its_hash_keeps_its_place_in_the_chain() {
        let whole = record("claim-seen", None);
        let hashed = HashedRecord::from(&whole);
        let line = hashed.line();
        assert!(line.starts_with(r#"{"sequence":1,"time":"1970"#), "{line}");
        assert!(!line.contains("R-2222-22"), "{line}");
        assert_eq!(serde_json::from_str::<HashedRecord>(&line).unwrap(), hashed);
        assert!(serde_json::from_str::<Record>(&line).is_err());
        let whole = crate::custody::line(&whole);
        assert!(serde_json::from_str::<HashedRecord>(&whole).is_err());
    }
}
