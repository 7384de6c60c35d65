//! The custody log: for each incident an append-only hash chain of who did what.
//!
//! A record's hash is SHA-256 over one canonical JSON line. The line holds all fields of
//! [`Record`] except `hash`, in the order of the struct. It is UTF-8 without spaces, and
//! texts are escaped only where JSON demands it. The fields of a purpose follow the order of
//! their names; a record without a purpose has `null`. The exported line is the canonical
//! line with `,"hash":"…"` inserted before its last brace, so that stock tools can check it.
//! The first record's `previous` is [`GENESIS`]. Whoever runs the server could rebuild a
//! chain; heads that other people keep would reveal that.

use ledger::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use strum::{EnumString, IntoStaticStr, VariantArray};

pub use crate::purpose::{Answer, AnswersChanged, KeptPurpose, Purpose};

/// What the first record of a chain names as its predecessor.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What was done: the closed list that this version writes. Records keep it as text, so that
/// a chain with words of a later version still verifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum CustodyEvent {
    /// The incident was opened.
    IncidentOpened,
    /// Name, window, venues, currency or ages were changed.
    SettingsChanged,
    /// Somebody was invited.
    Invited,
    /// An invitation was sent again with a new link.
    InvitationRenewed,
    /// An invitation was revoked.
    InvitationRevoked,
    /// An invitation was used.
    Joined,
    /// A second person confirmed a member.
    MemberConfirmed,
    /// A membership was ended.
    MemberEnded,
    /// A new sign-in link was issued.
    SignInLinkIssued,
    /// A password was set through a link.
    PasswordSet,
    /// A claim was begun.
    ClaimStarted,
    /// A claim was filed on somebody's behalf.
    FiledOnBehalf,
    /// That somebody confirmed it.
    FilingConfirmed,
    /// A file was received.
    EvidenceAdded,
    /// A file was taken out of a claim before submission.
    EvidenceWithdrawn,
    /// The account, zone or another answer about a file was changed; the purpose names
    /// which.
    EvidenceChanged,
    /// Somebody stated what the columns of a file mean.
    ColumnsMapped,
    /// A file without a mapping of its own is read by the incident's shared mapping.
    MappingLent,
    /// A mapping of a file's columns was shared with the whole incident.
    MappingShared,
    /// That was taken back.
    MappingRemoved,
    /// A file was read into entries.
    Imported,
    /// The contested entries were changed.
    ContestChanged,
    /// Somebody decided which of several rows that contradict each other counts; the
    /// purpose names the row.
    ConflictSettled,
    /// Such a decision was taken back.
    ConflictReopened,
    /// Somebody stated that at a moment nothing was held in any contract; the purpose names
    /// the moment.
    FlatStated,
    /// Such a statement was removed.
    FlatRemoved,
    /// An entry was typed in.
    EntryTyped,
    /// A typed entry was removed.
    EntryRemoved,
    /// A credit (something that came back) was recorded.
    CreditAdded,
    /// A credit was removed.
    CreditRemoved,
    /// The statement was changed.
    StatementChanged,
    /// Consent to a recipient was given.
    ConsentGiven,
    /// Consent to a recipient was taken back.
    ConsentWithdrawn,
    /// The declaration was signed.
    DeclarationSigned,
    /// A claim went to another state; the purpose names both.
    ClaimMoved,
    /// A claim that was never submitted was erased with its files.
    ClaimErased,
    /// A message was written on a claim.
    MessageWritten,
    /// Messages on a claim were marked as read; the purpose says how many.
    MessagesRead,
    /// The claimant asked to have a claim sent back.
    ReturnRequested,
    /// A loss line was queried, excluded or opened again.
    LineReviewed,
    /// A price file was added.
    PricesAdded,
    /// A price file was removed.
    PricesRemoved,
    /// An asset was listed as manipulated.
    AssetListed,
    /// An asset was taken off that list.
    AssetUnlisted,
    /// The set of assets that wait for a conflict to be settled changed; the purpose names
    /// the current ones.
    AssetsUnsettled,
    /// The program came with another version of the method, which values the claims again.
    MethodChanged,
    /// Totals under another basis were requested, also again; a job computes them. The
    /// purpose names the basis.
    BasisRequested,
    /// Totals under another basis were removed; the purpose names the basis.
    BasisRemoved,
    /// A snapshot was requested; a job freezes it.
    SnapshotRequested,
    /// A snapshot was frozen.
    SnapshotFrozen,
    /// A release was requested.
    ReleaseRequested,
    /// A second person approved a release.
    ReleaseApproved,
    /// A release was refused or ended.
    ReleaseEnded,
    /// The investigator noted their own case number for a release.
    CaseNumberNoted,
    /// A bundle was requested; a job builds it.
    BundleRequested,
    /// A bundle was built.
    BundleBuilt,
    /// A bundle was downloaded.
    BundleDownloaded,
    /// Totals or lists were exported as a file.
    Exported,
    /// A claim was viewed.
    ClaimSeen,
    /// A file was viewed or downloaded.
    EvidenceSeen,
    /// A snapshot was viewed.
    SnapshotSeen,
    /// Released reports were searched.
    Searched,
}

impl CustodyEvent {
    /// Every action.
    pub const ALL: [CustodyEvent; CustodyEvent::VARIANTS.len()] =
        *CustodyEvent::VARIANTS.as_array().unwrap();

    /// The word in the log (`claim-moved`).
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether something changed. The others record that somebody saw or exported something.
    pub fn is_change(self) -> bool {
        !matches!(
            self,
            CustodyEvent::BundleDownloaded
                | CustodyEvent::Exported
                | CustodyEvent::ClaimSeen
                | CustodyEvent::EvidenceSeen
                | CustodyEvent::SnapshotSeen
                | CustodyEvent::Searched
        )
    }
}

/// One link of the chain. The order of these fields is the order of the canonical line.
/// Changing it breaks every existing chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// 1 for the first record of an incident, then one more each.
    pub sequence: u64,
    /// Id of the record: see [`record_id`].
    pub id: String,
    /// Id of the incident.
    pub incident: String,
    /// When, RFC 3339 in UTC with microseconds.
    pub time: String,
    /// Pseudonym of who did it: see [`pseudonym`].
    pub actor: String,
    /// The role they did it with.
    pub role: String,
    /// What was done ([`CustodyEvent`]).
    pub action: String,
    /// The object of the act: a claim's reference, a snapshot's number, an id.
    pub object: String,
    /// SHA-256 of the bytes of the object; empty where it has none.
    pub object_sha256: String,
    /// Why, or what exactly.
    pub purpose: KeptPurpose,
    /// Program and version.
    pub tool: String,
    /// Hash of the record before.
    pub previous: String,
    /// Hash of this record.
    pub hash: String,
}

/// The content of a record before it has a place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<'a> {
    /// When, in microseconds since 1970-01-01T00:00:00Z.
    pub time_us: i64,
    /// Pseudonym of who did it.
    pub actor: &'a str,
    /// The role they did it with.
    pub role: &'a str,
    /// What was done.
    pub action: &'a str,
    /// The object of the act.
    pub object: &'a str,
    /// SHA-256 of the bytes of the object; empty where it has none.
    pub object_sha256: &'a str,
    /// Why, or what exactly.
    pub purpose: Option<&'a Purpose>,
    /// Program and version.
    pub tool: &'a str,
}

/// The last record of a chain, as far as the next record needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Sequence of the last record; 0 for a chain without records.
    pub sequence: u64,
    /// Its hash; [`GENESIS`] for a chain without records.
    pub hash: String,
    /// Its time; empty for a chain without records.
    pub time: String,
}

impl Head {
    /// The head of a chain without records.
    pub fn empty() -> Head {
        Head {
            sequence: 0,
            hash: GENESIS.to_owned(),
            time: String::new(),
        }
    }
}

impl From<&Record> for Head {
    fn from(last: &Record) -> Head {
        Head {
            sequence: last.sequence,
            hash: last.hash.clone(),
            time: last.time.clone(),
        }
    }
}

/// What is wrong with a chain, and at which record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// A record is missing, duplicated or out of order.
    #[error("record {found} stands where record {expected} belongs")]
    Sequence {
        /// The sequence that was expected.
        expected: u64,
        /// The sequence that was found.
        found: u64,
    },
    /// A record does not name the hash of the record before it.
    #[error("record {0} does not follow from the record before it")]
    Previous(u64),
    /// A record's fields do not have the hash it carries.
    #[error("record {0} was changed: its hash does not match")]
    Hash(u64),
    /// A record belongs to another incident.
    #[error("record {0} belongs to another incident")]
    Incident(u64),
    /// A record is dated before the one it follows.
    #[error("record {0} is dated before the record before it")]
    Time(u64),
}

/// The record that follows `head` in the chain of `incident`. Times never decrease along a
/// chain. Where two acts overlap, the one that is logged second gets no earlier time than
/// the first.
pub fn follow(incident: &str, head: &Head, fact: &Fact<'_>) -> Record {
    let sequence = head.sequence + 1;
    let mut record = Record {
        sequence,
        id: record_id(incident, sequence),
        incident: incident.to_owned(),
        // These texts have one width and are in UTC, so that their order is the order of
        // their times.
        time: time_text(fact.time_us).max(head.time.clone()),
        actor: fact.actor.to_owned(),
        role: fact.role.to_owned(),
        action: fact.action.to_owned(),
        object: fact.object.to_owned(),
        object_sha256: fact.object_sha256.to_owned(),
        purpose: fact.purpose.map(Purpose::kept).unwrap_or_default(),
        tool: fact.tool.to_owned(),
        previous: head.hash.clone(),
        hash: String::new(),
    };
    record.hash = hash(&record);
    record
}

/// The canonical line that is hashed: every field but `hash`.
pub fn canonical(record: &Record) -> String {
    let line = line(record);
    match line.rfind(",\"hash\":") {
        Some(end) => format!("{}}}", &line[..end]),
        None => line,
    }
}

/// The line of `custody.jsonl`.
pub fn line(record: &Record) -> String {
    serde_json::to_string(record).expect("texts and a number are always JSON")
}

/// SHA-256 of the canonical line, in lower-case hex.
pub fn hash(record: &Record) -> String {
    hex(&Sha256::digest(canonical(record).as_bytes()))
}

/// Checks a whole chain, or the records after a trusted head, and returns the new head.
///
/// # Errors
/// The first rule that is broken, with the sequence of the record.
pub fn verify<'a>(
    incident: &str,
    from: &Head,
    records: impl IntoIterator<Item = &'a Record>,
) -> Result<Head, ChainError> {
    let mut head = from.clone();
    for record in records {
        let expected = head.sequence + 1;
        if record.sequence != expected {
            return Err(ChainError::Sequence {
                expected,
                found: record.sequence,
            });
        }
        if record.incident != incident {
            return Err(ChainError::Incident(expected));
        }
        if record.previous != head.hash {
            return Err(ChainError::Previous(expected));
        }
        if record.hash != hash(record) {
            return Err(ChainError::Hash(expected));
        }
        if record.time < head.time {
            return Err(ChainError::Time(expected));
        }
        head = Head::from(record);
    }
    Ok(head)
}

/// The id of a record: the first half of a hash over incident and sequence. It needs no
/// randomness and never repeats.
pub fn record_id(incident: &str, sequence: u64) -> String {
    let digest = Sha256::digest(format!("custody/{incident}/{sequence}").as_bytes());
    hex(&digest[..16])
}

/// The name of a person in the log of one incident. It is the same throughout that log and
/// different in every other log. Without the person's random id, nobody can get from it to
/// the person.
pub fn pseudonym(incident: &str, person: &str) -> String {
    let digest = Sha256::digest(format!("pseudonym/{incident}/{person}").as_bytes());
    format!("p-{}", hex(&digest[..6]))
}

/// RFC 3339 in UTC with six fraction digits.
pub fn time_text(time_us: i64) -> String {
    let micros = time_us.rem_euclid(1_000_000);
    Moment {
        seconds: time_us.div_euclid(1_000_000),
        nanos: u32::try_from(micros * 1000).expect("less than a second of nanoseconds"),
        digits: 6,
    }
    .to_string()
}

/// The moment that [`time_text`] wrote, in microseconds since 1970 UTC; none for any other
/// text.
pub fn time_us(text: &str) -> Option<i64> {
    Some(ledger::rfc3339::parse(text)?.micros())
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a String never fails");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chain(purposes: &[String]) -> Vec<Record> {
        let mut head = Head::empty();
        let mut records = Vec::new();
        for (index, purpose) in purposes.iter().enumerate() {
            let record = follow(
                "incident",
                &head,
                &Fact {
                    time_us: 1_666_000_000_000_000 + index as i64,
                    actor: "p-1",
                    role: "claimant",
                    action: CustodyEvent::EvidenceAdded.as_str(),
                    object: "R-7F3K-2M",
                    object_sha256: "",
                    purpose: Some(&Purpose::words(purpose)),
                    tool: "redress/0.1.0",
                },
            );
            head = Head::from(&record);
            records.push(record);
        }
        records
    }

    #[test]
    fn times_never_fall_along_a_chain() {
        let first = &chain(&["a".into()])[0];
        let earlier = Fact {
            time_us: time_us(&first.time).unwrap() - 1,
            actor: "p-1",
            role: "claimant",
            action: CustodyEvent::EvidenceAdded.as_str(),
            object: "R-7F3K-2M",
            object_sha256: "",
            purpose: None,
            tool: "redress/0.1.0",
        };
        let follows = follow("incident", &Head::from(first), &earlier);
        assert_eq!(follows.time, first.time);
        let chain = [first.clone(), follows];
        assert!(verify("incident", &Head::empty(), &chain).is_ok());
        let mut falls = chain;
        falls[1].time = time_text(earlier.time_us);
        falls[1].hash = hash(&falls[1]);
        assert_eq!(
            verify("incident", &Head::empty(), &falls),
            Err(ChainError::Time(2))
        );
    }

    #[test]
    fn the_canonical_line_is_what_is_documented() {
        let record = &chain(&["a \"quoted\" é,\"hash\":".to_owned()])[0];
        assert_eq!(
            canonical(record),
            format!(
                "{{\"sequence\":1,\"id\":\"{}\",\"incident\":\"incident\",\
                 \"time\":\"2022-10-17T09:46:40.000000Z\",\"actor\":\"p-1\",\"role\":\"claimant\",\
                 \"action\":\"evidence-added\",\"object\":\"R-7F3K-2M\",\"object_sha256\":\"\",\
                 \"purpose\":{{\"key\":\"group-purpose-words\",\"words\":\"a \\\"quoted\\\" é,\\\"hash\\\":\"}},\"tool\":\"redress/0.1.0\",\
                 \"previous\":\"{GENESIS}\"}}",
                record_id("incident", 1)
            )
        );
        let without_hash = line(record).replace(&format!(",\"hash\":\"{}\"", record.hash), "");
        assert_eq!(without_hash, canonical(record));
    }

    #[test]
    fn a_chain_may_be_checked_from_a_kept_head() {
        let records = chain(&["a".into(), "b".into(), "c".into()]);
        let kept = verify("incident", &Head::empty(), &records[..2]).unwrap();
        let head = verify("incident", &kept, &records[2..]).unwrap();
        assert_eq!(head.sequence, 3);
        assert_eq!(head.hash, records[2].hash);
    }

    #[test]
    fn a_missing_a_moved_and_a_foreign_record_are_named() {
        let records = chain(&["a".into(), "b".into(), "c".into()]);
        let start = Head::empty();
        let missing = [records[0].clone(), records[2].clone()];
        assert_eq!(
            verify("incident", &start, &missing),
            Err(ChainError::Sequence {
                expected: 2,
                found: 3
            })
        );
        assert_eq!(
            verify("another", &start, &records),
            Err(ChainError::Incident(1))
        );
        let mut replaced = records.clone();
        replaced[0].purpose = Purpose::words("x").kept();
        replaced[0].hash = hash(&replaced[0]);
        assert_eq!(
            verify("incident", &start, &replaced),
            Err(ChainError::Previous(2))
        );
    }

    #[test]
    fn pseudonyms_differ_between_incidents() {
        assert_eq!(pseudonym("a", "x"), pseudonym("a", "x"));
        assert_ne!(pseudonym("a", "x"), pseudonym("b", "x"));
    }

    proptest! {
        #[test]
        fn any_one_byte_changed_is_found(
            purposes in proptest::collection::vec("[a-z\"\\\\ é]{0,12}", 1..5),
            place in any::<prop::sample::Index>(),
            bit in 0u8..7,
        ) {
            let records = chain(&purposes);
            prop_assert!(verify("incident", &Head::empty(), &records).is_ok());
            let lines: String = records.iter().map(|record| line(record) + "\n").collect();
            let mut bytes = lines.into_bytes();
            let at = place.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let read: Option<Vec<Record>> = std::str::from_utf8(&bytes).ok().and_then(|text| {
                text.lines().map(|line| serde_json::from_str(line).ok()).collect()
            });
            // The change makes the record unreadable, or it is refused. The exception is a
            // change without meaning (a space of JSON, a letter of an escape), which the
            // canonical line undoes.
            if let Some(read) = read && read != records {
                prop_assert!(verify("incident", &Head::empty(), &read).is_err());
            }
        }
    }
}
