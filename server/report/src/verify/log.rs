//! Reads the custody log: checks its chain and its head, and keeps the records by the fact
//! that each one tells. Other modules hold the rest of the bundle against these facts.
//!
//! The frozen document was gathered between two records: the head that the report names and
//! the record that it was frozen. A fact of the document must have held at some moment in
//! between. Consents and releases must hold at the end of the log.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Seek};

use casework::custody::{self, CustodyEvent, Head, Purpose, Record, snapshot_object};
use ledger::rfc3339;

use super::claims::ListedClaim;
use super::{ArchiveError, Check, Limits};
use crate::documents::{self, Facts};
use crate::layout;

/// A record is a few short texts; a longer line is not a record.
const LINE_BYTES_MAX: u64 = 64 * 1024;

/// What a record of the log is about. Acts of one kind on one thing follow each other under
/// one key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// The bytes of a file, whoever added them.
    Bytes(String),
    /// A file of a claim, by its hash.
    Original(String, String),
    /// The latest reading of a file of a claim.
    Import(String, String),
    /// The state of a claim.
    State(String),
    /// The statement of a claim.
    Statement(String),
    /// The signed declaration of a claim.
    Declaration(String),
    /// A claim that somebody filed for the claimant.
    Filed(String),
    /// A change of what a claim's figures follow from.
    Input(String),
    /// A change by others of what a claim's figures follow from.
    Revalued(String),
    /// The moment at which a claim held nothing in any contract.
    Flat(String),
    /// A credit of a claim, by its id.
    Credit(String, String),
    /// A typed-in entry of a claim, by its id.
    Typed(String, String),
    /// Decisions on conflicts of a claim.
    Decisions(String),
    /// The review of a row of a claim, by the row's key.
    Review(String, String),
    /// The consent of a claim to a recipient.
    Consent(String, String),
    /// A price file, by its id.
    PriceFile(String),
    /// A manipulated asset, by the id of its listing.
    Listing(String),
    /// The assets that wait for a conflict to be settled.
    Unsettled,
    /// The facts of the incident.
    Incident,
    /// The method that values the claims.
    Method,
    /// A change of what every claim's figures follow from.
    Terms,
    /// A release, by its id.
    Release(String),
    /// The freezing of a report.
    Frozen,
}

/// What a record tells, without the parts that the chain needs.
#[derive(Clone, Debug)]
pub(super) struct Logged {
    pub(super) sequence: u64,
    pub(super) event: CustodyEvent,
    pub(super) actor: String,
    pub(super) object: String,
    pub(super) sha256: String,
    pub(super) purpose: Option<Purpose>,
    time: String,
    /// The time of the record before it.
    before: String,
}

impl Logged {
    /// Whether an act of this time is in the record. A record never has an earlier time than
    /// the record before it, even where its act began earlier.
    pub(super) fn is_at(&self, time: &str) -> bool {
        self.time == time || (self.time == self.before && time < self.time.as_str())
    }

    /// The same for microseconds since 1970 UTC.
    pub(super) fn is_at_us(&self, time_us: i64) -> bool {
        self.is_at(&custody::time_text(time_us))
    }
}

/// The facts that the custody log tells.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Whether the chain holds. Otherwise nothing is compared with it, because one finding
    /// says so already.
    pub(super) is_whole: bool,
    facts: BTreeMap<About, Vec<Logged>>,
    count: usize,
    /// The sequence of the head that the report names.
    head: u64,
    /// The sequence of the record that the report was frozen.
    frozen: u64,
}

impl Log {
    /// Every record about something, in order.
    pub(super) fn all(&self, about: &About) -> &[Logged] {
        self.facts.get(about).map_or(&[], Vec::as_slice)
    }

    /// The records about something that held while the report was gathered. None of them
    /// where nothing was recorded before it was frozen.
    pub(super) fn held(&self, about: &About) -> impl Iterator<Item = &Logged> {
        let all = self.all(about);
        let held = all.iter().enumerate().filter(move |(at, logged)| {
            let next = all.get(at + 1);
            logged.sequence < self.frozen && next.is_none_or(|next| next.sequence > self.head)
        });
        held.map(|(_, logged)| logged)
    }

    /// The record about something that held during the whole time in which the report was
    /// gathered; none where it changed meanwhile.
    pub(super) fn held_throughout(&self, about: &About) -> Option<&Logged> {
        let mut held = self.held(about);
        let first = held.next()?;
        (first.sequence <= self.head && held.next().is_none()).then_some(first)
    }

    /// Whether nothing about something was recorded yet at a moment while the report was
    /// gathered.
    pub(super) fn may_lack(&self, about: &About) -> bool {
        let first = self.all(about).first();
        first.is_none_or(|first| first.sequence > self.head)
    }

    /// Whether a record was there when the report began to be gathered.
    pub(super) fn is_before_head(&self, logged: &Logged) -> bool {
        logged.sequence <= self.head
    }

    /// Whether a record was there when the report was frozen.
    pub(super) fn is_before_freezing(&self, logged: &Logged) -> bool {
        logged.sequence < self.frozen
    }

    /// The sequence of the record that the report was frozen.
    pub(super) fn frozen_at(&self) -> u64 {
        self.frozen
    }

    /// The last record about something.
    pub(super) fn last(&self, about: &About) -> Option<&Logged> {
        self.all(about).last()
    }

    /// Everything that some record is about.
    pub(super) fn keys(&self) -> impl Iterator<Item = &About> {
        self.facts.keys()
    }

    /// The same from one thing on.
    pub(super) fn from(&self, first: About) -> impl Iterator<Item = &About> {
        self.facts.range(first..).map(|(about, _)| about)
    }

    /// Whether a record about something stands between a sequence and the freezing.
    pub(super) fn since(&self, about: &About, sequence: u64) -> bool {
        let mut all = self.all(about).iter();
        all.any(|logged| logged.sequence > sequence && logged.sequence < self.frozen)
    }

    fn put(&mut self, about: About, logged: &Logged, limits: &Limits) -> Result<(), ArchiveError> {
        let (name, most) = (Limits::NAMES.log_facts_max, limits.log_facts_max);
        if self.count >= most {
            return Err(ArchiveError::Limit(format!(
                "{} tells more facts than {name} ({most})",
                layout::CUSTODY
            )));
        }
        self.count += 1;
        self.facts.entry(about).or_default().push(logged.clone());
        Ok(())
    }
}

/// The claims of a bundle, as far as the log is read for them.
struct Claims<'c> {
    all: BTreeSet<&'c str>,
    shared: BTreeSet<&'c str>,
}

impl<R: Read + Seek> Check<R> {
    /// Verifies the chain from its first record to its head, and returns what it tells.
    pub(super) fn custody(
        &mut self,
        facts: &Facts,
        claims: &[ListedClaim],
    ) -> Result<Log, ArchiveError> {
        let mut log = Log {
            is_whole: true,
            head: facts.custody_sequence,
            frozen: u64::MAX,
            ..Log::default()
        };
        let shared = claims.iter().filter(|claim| claim.shared);
        let claims = Claims {
            all: claims.iter().map(|claim| &*claim.reference).collect(),
            shared: shared.map(|claim| &*claim.reference).collect(),
        };
        let mut last: Option<Record> = None;
        let mut has_head = facts.custody_sequence == 0;
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
                let before = std::mem::replace(&mut head, Head::empty());
                match next(&bytes, &before, &facts.incident.id) {
                    Ok(record) => {
                        head = Head::from(&record);
                        self.continued(&head);
                        has_head |= head.sequence == facts.custody_sequence
                            && head.hash == facts.custody_hash;
                        sort(
                            &record,
                            &before,
                            &claims,
                            (&mut log, &self.limits.verifying),
                        )?;
                        last = Some(record);
                    }
                    Err(sentence) => {
                        self.find(format!("{}:{count}", layout::CUSTODY), sentence);
                        log.is_whole = false;
                        break;
                    }
                }
            }
        }
        self.verdict.checked.custody_records = count;
        self.verdict.log_head = last.as_ref().map(Head::from);
        if log.is_whole {
            if !has_head {
                let sentence = "does not hold the record the report was frozen at";
                self.find(layout::CUSTODY, sentence);
            }
            self.head_file(facts, last.as_ref())?;
            self.frozen(facts, &mut log);
        }
        Ok(log)
    }

    /// Checks the dates of the report against the log, and the file of its head.
    fn head_file(&mut self, facts: &Facts, last: Option<&Record>) -> Result<(), ArchiveError> {
        self.dates(facts, last);
        let expected = documents::custody_head(&facts.incident.id, last);
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
        for (name, text) in [
            ("frozen_at", &facts.frozen_at),
            ("built_at", &facts.built_at),
        ] {
            if moment(text).is_none() {
                self.find(layout::FACTS, format!("{name} is no time"));
            }
        }
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

    /// Finds the record that the report was frozen.
    fn frozen(&mut self, facts: &Facts, log: &mut Log) {
        let object = snapshot_object(i64::from(facts.number));
        let is_ours = |logged: &&Logged| {
            logged.object == object
                && logged.sequence > facts.custody_sequence
                && logged.sha256 == facts.document_sha256
        };
        let Some(record) = log.all(&About::Frozen).iter().find(is_ours) else {
            let sentence = format!(
                "has no record that report no. {} was frozen with the document that {} names",
                facts.number,
                layout::FACTS
            );
            self.find(layout::CUSTODY, sentence);
            return;
        };
        if !record.is_at(&facts.frozen_at) {
            let sentence = format!(
                "states that it was frozen at {}, but record {} of the log is of {}",
                facts.frozen_at, record.sequence, record.time
            );
            self.find(layout::FACTS, sentence);
        }
        log.frozen = record.sequence;
    }
}

/// The next record of the chain, or what is wrong with its line.
fn next(bytes: &[u8], before: &Head, incident: &str) -> Result<Record, String> {
    let record = record(bytes).ok_or("is no record as the log writes them")?;
    match custody::verify(incident, before, [&record]) {
        Ok(_) => Ok(record),
        Err(error) => Err(error.to_string()),
    }
}

/// A line in exactly the one form of its record.
fn record(bytes: &[u8]) -> Option<Record> {
    let line = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
    let record: Record = serde_json::from_str(line).ok()?;
    (custody::line(&record) == line).then_some(record)
}

/// Keeps what a record tells, under everything that it is about.
fn sort(
    record: &Record,
    before: &Head,
    claims: &Claims<'_>,
    (log, limits): (&mut Log, &Limits),
) -> Result<(), ArchiveError> {
    // Words of a later version tell nothing that this one compares.
    let Ok(event) = record.action.parse::<CustodyEvent>() else {
        return Ok(());
    };
    let logged = Logged {
        sequence: record.sequence,
        event,
        actor: record.actor.clone(),
        object: record.object.clone(),
        sha256: record.object_sha256.clone(),
        purpose: record.purpose.purpose(),
        time: record.time.clone(),
        before: before.time.clone(),
    };
    for about in abouts(&logged, claims) {
        log.put(about, &logged, limits)?;
    }
    Ok(())
}

/// Everything that a record is about.
fn abouts(logged: &Logged, claims: &Claims<'_>) -> Vec<About> {
    let object = logged.object.clone();
    let mut abouts = Vec::new();
    if claims.shared.contains(&*object) {
        abouts.extend(of_claim(logged));
        if changes_figures(logged.event) {
            abouts.push(About::Input(object.clone()));
        }
        if revalues(logged.event) {
            abouts.push(About::Revalued(object.clone()));
        }
    }
    match (logged.event, &logged.purpose) {
        (CustodyEvent::EvidenceAdded | CustodyEvent::PricesAdded, _) => {
            abouts.push(About::Bytes(logged.sha256.clone()));
        }
        (CustodyEvent::ClaimMoved, _) => abouts.push(About::State(object.clone())),
        (CustodyEvent::ClaimStarted | CustodyEvent::FiledOnBehalf, _)
            if claims.all.contains(&*object) =>
        {
            abouts.push(About::State(object.clone()));
        }
        (CustodyEvent::SnapshotFrozen, _) => abouts.push(About::Frozen),
        (
            CustodyEvent::ReleaseRequested | CustodyEvent::ReleaseApproved,
            Some(Purpose::Release { id, .. }),
        )
        | (CustodyEvent::ReleaseEnded, Some(Purpose::Of { id })) => {
            abouts.push(About::Release(id.to_string()));
        }
        (CustodyEvent::IncidentOpened | CustodyEvent::SettingsChanged, _) => {
            abouts.push(About::Incident);
        }
        (CustodyEvent::MethodChanged, _) => abouts.push(About::Method),
        (CustodyEvent::AssetsUnsettled, _) => abouts.push(About::Unsettled),
        (CustodyEvent::AssetListed, Some(Purpose::Listed { id, .. }))
        | (CustodyEvent::AssetUnlisted, Some(Purpose::Of { id })) => {
            abouts.push(About::Listing(id.to_string()));
        }
        _ => {}
    }
    if matches!(
        logged.event,
        CustodyEvent::PricesAdded | CustodyEvent::PricesRemoved
    ) {
        abouts.push(About::PriceFile(object));
    }
    abouts.extend(changes_terms(logged.event).then_some(About::Terms));
    abouts
}

/// What a record about a shared claim is about.
fn of_claim(logged: &Logged) -> Option<About> {
    let claim = logged.object.clone();
    let sha256 = || logged.sha256.clone();
    Some(match (logged.event, &logged.purpose) {
        (CustodyEvent::EvidenceAdded | CustodyEvent::EvidenceWithdrawn, _) => {
            About::Original(claim, sha256())
        }
        (CustodyEvent::Imported, _) => About::Import(claim, sha256()),
        (CustodyEvent::StatementChanged, _) => About::Statement(claim),
        (CustodyEvent::DeclarationSigned, _) => About::Declaration(claim),
        (CustodyEvent::FiledOnBehalf, _) => About::Filed(claim),
        (CustodyEvent::FlatStated | CustodyEvent::FlatRemoved, _) => About::Flat(claim),
        (CustodyEvent::CreditAdded, Some(Purpose::Recorded { id, .. }))
        | (CustodyEvent::CreditRemoved, Some(Purpose::Of { id })) => {
            About::Credit(claim, id.to_string())
        }
        (CustodyEvent::EntryTyped, Some(Purpose::Recorded { id, .. }))
        | (CustodyEvent::EntryRemoved, Some(Purpose::Of { id })) => {
            About::Typed(claim, id.to_string())
        }
        (CustodyEvent::ConflictSettled | CustodyEvent::ConflictReopened, _) => {
            About::Decisions(claim)
        }
        (CustodyEvent::LineReviewed, Some(Purpose::Reviewed { row, .. })) => {
            let key = match logged.sha256.is_empty() {
                true => row.to_string(),
                false => format!("{} {row}", logged.sha256),
            };
            About::Review(claim, key)
        }
        (
            CustodyEvent::ConsentGiven | CustodyEvent::ConsentWithdrawn,
            Some(Purpose::For { recipient }),
        ) => About::Consent(claim, recipient.as_str().to_owned()),
        _ => return None,
    })
}

/// Whether an act of a claimant changes what the figures of the claim follow from.
fn changes_figures(event: CustodyEvent) -> bool {
    matches!(
        event,
        CustodyEvent::EvidenceAdded
            | CustodyEvent::EvidenceWithdrawn
            | CustodyEvent::EvidenceChanged
            | CustodyEvent::ColumnsMapped
            | CustodyEvent::ContestChanged
            | CustodyEvent::ConflictSettled
            | CustodyEvent::ConflictReopened
            | CustodyEvent::FlatStated
            | CustodyEvent::FlatRemoved
            | CustodyEvent::EntryTyped
            | CustodyEvent::EntryRemoved
            | CustodyEvent::CreditAdded
            | CustodyEvent::CreditRemoved
    )
}

/// Whether an act changes the figures of claims whose claimants did nothing.
fn changes_terms(event: CustodyEvent) -> bool {
    matches!(
        event,
        CustodyEvent::SettingsChanged
            | CustodyEvent::PricesAdded
            | CustodyEvent::PricesRemoved
            | CustodyEvent::AssetListed
            | CustodyEvent::AssetUnlisted
            | CustodyEvent::AssetsUnsettled
            | CustodyEvent::MethodChanged
    )
}

/// Whether an act of somebody else, or of the program, changes the figures of one claim.
fn revalues(event: CustodyEvent) -> bool {
    matches!(
        event,
        CustodyEvent::LineReviewed | CustodyEvent::MappingLent | CustodyEvent::Imported
    )
}
