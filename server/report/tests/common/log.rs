//! The custody log of an incident, with the records that a server writes for its contents.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use casework::custody::{self, CustodyEvent, Fact, Head, Purpose, Record, snapshot_object};
use casework::snapshot::{Claim, Content, Declaration, File, Line, Row};
use casework::{ClaimState, Committed, Recipient, ReviewState, settings_alone};
use ledger::{Collected, Moment, ReadOptions, Text};

use super::{
    BUILT_AT_US, CLAIMANT, CONSENTED_AT_US, COORDINATOR, DOCUMENT, Fixture, GIVEN_AT_US, RELEASE,
    TOOL, sha256,
};

/// A log, and its head when the report was gathered.
pub struct Log {
    pub records: Vec<Record>,
    pub head: Head,
}

impl Log {
    fn note(&mut self, time_us: i64, actor: &str, action: CustodyEvent, note: Note<'_>) {
        let head = self.records.last().map_or_else(Head::empty, Head::from);
        let fact = Fact {
            time_us,
            actor,
            role: "coordinator",
            action: action.as_str(),
            object: note.object,
            object_sha256: note.sha256,
            purpose: note.purpose.as_ref(),
            tool: TOOL,
        };
        let record = custody::follow("incident-1", &head, &fact);
        self.records.push(record);
    }
}

/// The object of a record, the hash of its bytes, and its purpose.
#[derive(Default)]
struct Note<'n> {
    object: &'n str,
    sha256: &'n str,
    purpose: Option<Purpose>,
}

fn about(object: &str) -> Note<'_> {
    Note {
        object,
        ..Note::default()
    }
}

impl<'n> Note<'n> {
    fn sha256(self, sha256: &'n str) -> Note<'n> {
        Note { sha256, ..self }
    }

    fn purpose(self, purpose: Purpose) -> Note<'n> {
        Note {
            purpose: Some(purpose),
            ..self
        }
    }

    fn commits(self, fact: &Committed<'_>, salt: &str) -> Note<'n> {
        let commitment = fact.hash(salt);
        self.purpose(Purpose::Committed { commitment })
    }
}

/// The log of a server that has this content.
pub fn custody_log(fixture: &Fixture, content: &Content) -> Log {
    let mut log = Log {
        records: Vec::new(),
        head: Head::empty(),
    };
    opened(&mut log, content);
    for (at, claim) in content.claims.iter().enumerate() {
        let rows = claim.lines.as_ref().map(|_| fixture.rows_readable(at));
        let rows = rows.unwrap_or_default();
        of_claim(&mut log, claim, &rows, &fixture.bytes);
    }
    log.head = log.records.last().map_or_else(Head::empty, Head::from);
    let object = snapshot_object(i64::from(content.number));
    let document = sha256(DOCUMENT);
    let commitment = content.commitment();
    let frozen = about(&object)
        .sha256(&document)
        .purpose(Purpose::Committed { commitment });
    log.note(
        content.frozen_at_us,
        "p-carla",
        CustodyEvent::SnapshotFrozen,
        frozen,
    );
    for (reference, given_us) in &fixture.shared {
        let recipient = Recipient::LawEnforcement;
        let note = about(reference).purpose(Purpose::For { recipient });
        log.note(*given_us, CLAIMANT, CustodyEvent::ConsentGiven, note);
    }
    released(&mut log, (&object, &document));
    log
}

fn released(log: &mut Log, (object, document): (&str, &str)) {
    let purpose = Purpose::Release {
        id: RELEASE.into(),
        recipient: Recipient::LawEnforcement,
        words: "a \"purpose\"".into(),
    };
    for (actor, action) in [
        ("p-carla", CustodyEvent::ReleaseRequested),
        ("p-chris", CustodyEvent::ReleaseApproved),
    ] {
        let note = about(object).sha256(document).purpose(purpose.clone());
        log.note(CONSENTED_AT_US + 1_000_000, actor, action, note);
    }
    let seen = about("R-2222-22");
    log.note(
        BUILT_AT_US - 2_000_000,
        "p-ines",
        CustodyEvent::ClaimSeen,
        seen,
    );
    let asked = about("bundle-1");
    log.note(
        BUILT_AT_US - 1_000_000,
        "p-ines",
        CustodyEvent::BundleRequested,
        asked,
    );
}

fn opened(log: &mut Log, content: &Content) {
    let incident = &content.incident;
    let facts = Committed::Incident {
        name: &incident.name,
        from_us: incident.from_us,
        to_us: incident.to_us,
        venues: &incident.venues,
        terms: &settings_alone(&content.method.terms),
    };
    let time_us = GIVEN_AT_US - 1_000_000;
    let note = about(&incident.slug).commits(&facts, "");
    log.note(time_us, "operator", CustodyEvent::IncidentOpened, note);
    for (number, file) in content.price_files.iter().enumerate() {
        let (asset, quote) = file.pair.clone().unwrap_or_default();
        let fact = Committed::PriceFile {
            name: &file.name,
            asset: &asset,
            quote: &quote,
            address: &file.address,
            retrieved_us: file.retrieved_us,
        };
        let id = format!("prices-{number}");
        let note = about(&id).sha256(&file.sha256).purpose(Purpose::Received {
            bytes: file.size_bytes,
            commitment: fact.hash(""),
        });
        log.note(time_us, COORDINATOR, CustodyEvent::PricesAdded, note);
    }
    for listed in &content.method.terms.manipulated {
        let note = about(&listed.asset).purpose(Purpose::Listed {
            id: "listing-1".into(),
            span: listed.to_string().into(),
            words: "its own market".into(),
        });
        log.note(time_us, "p-carla", CustodyEvent::AssetListed, note);
    }
}

fn of_claim(log: &mut Log, claim: &Claim, rows: &[Row], bytes: &BTreeMap<String, Vec<u8>>) {
    let reference = claim.reference.as_str();
    log.note(
        GIVEN_AT_US - 1,
        CLAIMANT,
        CustodyEvent::ClaimStarted,
        about(reference),
    );
    for file in &claim.files {
        added(log, claim, file);
        if let Some(bytes) = bytes.get(&file.sha256).filter(|_| file.read) {
            imported(log, claim, file, bytes);
        }
    }
    let lines = rows.iter().filter_map(|row| match row {
        Row::Line(line) => Some(&**line),
        _ => None,
    });
    for line in lines.clone().filter(|line| line.evidence.is_none()) {
        typed(log, claim, line);
    }
    said(log, claim);
    for line in lines.filter(|line| line.review.state != ReviewState::Open) {
        reviewed(log, claim, line);
    }
    if let Some(declaration) = &claim.declaration {
        signed(log, claim, declaration);
    }
}

fn added(log: &mut Log, claim: &Claim, file: &File) {
    let fact = Committed::Original { name: &file.name };
    let note = about(&claim.reference)
        .sha256(&file.sha256)
        .purpose(Purpose::Received {
            bytes: file.size_bytes,
            commitment: fact.hash(&claim.salt),
        });
    log.note(
        file.received_us,
        CLAIMANT,
        CustodyEvent::EvidenceAdded,
        note,
    );
}

fn imported(log: &mut Log, claim: &Claim, file: &File, bytes: &[u8]) {
    let options = ReadOptions {
        mapping: file.mapping.clone().map(Arc::new),
        account: file.account.as_str().into(),
        ..ReadOptions::default()
    };
    let mut sink = Collected::default();
    let read = ledger::read_file(&file.read_as, Cursor::new(bytes), &options, &mut sink).unwrap();
    let note = about(&claim.reference)
        .sha256(&file.sha256)
        .purpose(Purpose::Read {
            entries: read.iter().map(|found| found.entries).sum(),
            refused: read.iter().map(|found| found.refused).sum(),
        });
    log.note(GIVEN_AT_US, "operator", CustodyEvent::Imported, note);
}

fn typed(log: &mut Log, claim: &Claim, line: &Line) {
    let entry = &line.entry;
    let [out, in_, fee] = [&entry.out, &entry.in_, &entry.fee].map(|quantity| {
        let quantity = quantity.as_ref();
        quantity.map_or_else(Default::default, |quantity| {
            (quantity.asset.to_string(), quantity.amount.to_string())
        })
    });
    let fact = Committed::Typed {
        exchange: &entry.exchange,
        account: &entry.account,
        time_us: entry.time.micros(),
        kind: entry.kind.as_str(),
        out: (&out.0, &out.1),
        in_: (&in_.0, &in_.1),
        fee: (&fee.0, &fee.1),
    };
    let note = about(&claim.reference).purpose(Purpose::Recorded {
        id: entry.trade_id.clone(),
        commitment: fact.hash(&claim.salt),
    });
    log.note(GIVEN_AT_US, CLAIMANT, CustodyEvent::EntryTyped, note);
}

/// What the claimant contests, after a change of the rules.
fn contested(log: &mut Log, claim: &Claim) {
    let fact = Committed::Contest {
        rules: &claim.contest_rules,
    };
    let note = about(&claim.reference).purpose(Purpose::RulesAdded {
        count: claim.contest_rules.len() as u64,
        commitment: fact.hash(&claim.salt),
    });
    log.note(GIVEN_AT_US, CLAIMANT, CustodyEvent::ContestChanged, note);
}

/// Rules, credits, the moment without contracts, decisions and the statement.
fn said(log: &mut Log, claim: &Claim) {
    let reference = claim.reference.as_str();
    contested(log, claim);
    for (number, line) in claim.credits.iter().enumerate() {
        let credit = &line.credit;
        let fact = Committed::Credit {
            time_us: credit.time.micros(),
            asset: &credit.asset,
            amount: &credit.amount.to_string(),
            evidence: &credit.evidence,
            note: &credit.note,
        };
        let note = about(reference).purpose(Purpose::Recorded {
            id: format!("credit-{number}").into(),
            commitment: fact.hash(&claim.salt),
        });
        log.note(GIVEN_AT_US, CLAIMANT, CustodyEvent::CreditAdded, note);
    }
    if let Some(stated) = &claim.flat_before {
        let fact = Committed::Flat {
            reason: &stated.reason,
        };
        let note = about(reference).purpose(Purpose::Flat {
            moment: Moment::from_micros(stated.at_us),
            commitment: fact.hash(&claim.salt),
        });
        log.note(GIVEN_AT_US, CLAIMANT, CustodyEvent::FlatStated, note);
    }
    for decision in &claim.conflict_decisions {
        let key =
            |at: &casework::snapshot::RowAt| Text::from(format!("{}:{}", at.evidence, at.line));
        let fact = Committed::Decision {
            reason: &decision.reason,
        };
        let note = about(reference).purpose(Purpose::Settled {
            row: key(&decision.counted[0]),
            over: decision.others.iter().map(key).collect(),
            commitment: fact.hash(&claim.salt),
        });
        log.note(
            decision.decided_us,
            &decision.decided_by,
            CustodyEvent::ConflictSettled,
            note,
        );
    }
    if let Some(statement) = &claim.statement {
        let fact = Committed::Statement {
            language: &statement.language,
            text: &statement.text,
        };
        let note = about(reference).commits(&fact, &claim.salt);
        log.note(
            statement.written_us,
            CLAIMANT,
            CustodyEvent::StatementChanged,
            note,
        );
    }
}

/// The declaration, what happened to the claim until its state, and a change where it was
/// sent back.
fn signed(log: &mut Log, claim: &Claim, declaration: &Declaration) {
    let reference = claim.reference.as_str();
    let fact = Committed::Declaration {
        text: &declaration.text,
        signed_name: &declaration.signed_name,
        loss: declaration.loss,
        files: &declaration.files,
    };
    let note = about(reference).commits(&fact, &claim.salt);
    log.note(
        declaration.signed_us,
        CLAIMANT,
        CustodyEvent::DeclarationSigned,
        note,
    );
    let moved = |log: &mut Log, from: ClaimState, to: ClaimState| {
        let note = about(reference).purpose(Purpose::Moved { from, to });
        log.note(GIVEN_AT_US, "p-carla", CustodyEvent::ClaimMoved, note);
    };
    moved(log, ClaimState::Draft, ClaimState::Submitted);
    if declaration.changed_since == Some(true) {
        contested(log, claim);
    }
    if claim.state != ClaimState::Submitted {
        moved(log, ClaimState::Submitted, claim.state);
    }
}

fn reviewed(log: &mut Log, claim: &Claim, line: &Line) {
    let (sha256, row) = match &line.evidence {
        Some(sha256) => match line.entry.file.split_once('!') {
            Some((_, member)) => (sha256.as_str(), format!("{member}:{}", line.entry.line())),
            None => (sha256.as_str(), line.entry.line()),
        },
        None => ("", line.entry.trade_id.to_string()),
    };
    let note = about(&claim.reference)
        .sha256(sha256)
        .purpose(Purpose::Reviewed {
            state: line.review.state,
            row: row.into(),
        });
    log.note(GIVEN_AT_US, "p-carla", CustodyEvent::LineReviewed, note);
}
