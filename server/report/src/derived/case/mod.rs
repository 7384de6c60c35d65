//! `case.jsonld`: exhibits, and who did what to them, as a graph in the ontology CASE 1.5.0
//! (<https://caseontology.org/>), which forensic programs exchange.
//!
//! The ontology has no trades, prices or wallets. The graph therefore has files, acts of the
//! custody log on files, and the accounts that entries name; trades and losses are tables.

mod graph;
mod uuid;

use std::collections::BTreeMap;
use std::io::{self, Write};

use casework::custody::{CustodyEvent, Record};
use csv::StringRecord;
use serde_json::{Value, json};

use self::graph::{Graph, moment, reference};
use super::exhibits::{Exhibit, ExhibitKind, exhibits};
use super::read::{column, each_record, each_row};
use super::{Source, title};
use crate::documents::Facts;
use crate::layout;

/// Writes the graph.
pub(super) fn write(source: &dyn Source, to: &mut dyn Write) -> io::Result<()> {
    let exhibits = exhibits(source)?;
    let facts = source.facts();
    let mut graph = Graph::begin(&facts.incident.id, to)?;
    investigation(&mut graph, facts, &exhibits)?;
    for exhibit in &exhibits {
        file(&mut graph, exhibit)?;
        provenance(&mut graph, exhibit)?;
    }
    acts(source, &mut graph, &exhibits)?;
    accounts(source, &mut graph)?;
    graph.end()
}

/// The name by which the ids of an exhibit are made: the same path may hold other bytes in
/// another report.
fn name(exhibit: &Exhibit) -> String {
    format!("{} {}", exhibit.file.path, exhibit.file.sha256)
}

/// The investigation, with the records of all exhibits.
fn investigation(graph: &mut Graph<'_>, facts: &Facts, exhibits: &[Exhibit]) -> io::Result<()> {
    let id = graph.id("investigation", &facts.incident.id);
    let records = exhibits.iter();
    let records = records.map(|exhibit| reference(&record_id(graph, exhibit)));
    let records: Vec<Value> = records.collect();
    let number = facts.number;
    graph.node(&json!({
        "@id": id,
        "@type": "case-investigation:Investigation",
        "uco-core:name": facts.incident.name,
        "uco-core:description": format!("Report no. {number}, frozen {}", facts.frozen_at),
        "uco-core:object": records,
    }))
}

fn file_id(graph: &Graph<'_>, exhibit: &Exhibit) -> String {
    graph.id("file", &name(exhibit))
}

fn record_id(graph: &Graph<'_>, exhibit: &Exhibit) -> String {
    graph.id("provenance-record", &name(exhibit))
}

/// The file of an exhibit, with its hash.
fn file(graph: &mut Graph<'_>, exhibit: &Exhibit) -> io::Result<()> {
    let name = name(exhibit);
    let facets = [
        facet_of_path(graph, exhibit, &name),
        facet_of_bytes(graph, exhibit, &name),
    ];
    let id = file_id(graph, exhibit);
    graph.node(&json!({
        "@id": id,
        "@type": "uco-observable:File",
        "uco-core:hasFacet": facets,
    }))
}

fn facet_of_path(graph: &Graph<'_>, exhibit: &Exhibit, name: &str) -> Value {
    let path = &exhibit.file.path;
    json!({
        "@id": graph.id("file-facet", name),
        "@type": "uco-observable:FileFacet",
        "uco-observable:fileName": path.rsplit('/').next(),
        "uco-observable:filePath": path,
        "uco-observable:isDirectory": false,
        "uco-observable:sizeInBytes": exhibit.file.size_bytes,
    })
}

fn facet_of_bytes(graph: &Graph<'_>, exhibit: &Exhibit, name: &str) -> Value {
    let hash = json!({
        "@id": graph.id("hash", name),
        "@type": "uco-types:Hash",
        "uco-types:hashMethod": "SHA256",
        "uco-types:hashValue": { "@type": "xsd:hexBinary", "@value": exhibit.file.sha256 },
    });
    json!({
        "@id": graph.id("content-data-facet", name),
        "@type": "uco-observable:ContentDataFacet",
        "uco-observable:hash": hash,
        "uco-observable:mimeType": exhibit.media_type,
        "uco-observable:sizeInBytes": exhibit.file.size_bytes,
    })
}

/// The record that gives a file its exhibit number.
fn provenance(graph: &mut Graph<'_>, exhibit: &Exhibit) -> io::Result<()> {
    let (id, file) = (record_id(graph, exhibit), file_id(graph, exhibit));
    graph.node(&json!({
        "@id": id,
        "@type": "case-investigation:ProvenanceRecord",
        "case-investigation:exhibitNumber": exhibit.number,
        "uco-core:description": title(&exhibit.file.path),
        "uco-core:object": reference(&file),
    }))
}

/// The acts of the custody log on exhibits.
fn acts(source: &dyn Source, graph: &mut Graph<'_>, exhibits: &[Exhibit]) -> io::Result<()> {
    let known = Known::of(source.facts(), exhibits);
    each_record(source, |record| {
        let exhibits = known.of_record(record);
        match exhibits.is_empty() {
            true => Ok(()),
            false => act(graph, record, &exhibits),
        }
    })
}

/// One act: one performer, its tool, its objects, and the records that it made.
fn act(graph: &mut Graph<'_>, record: &Record, exhibits: &[&Exhibit]) -> io::Result<()> {
    let performer = performer(graph, record)?;
    let tool = tool(graph, &record.tool)?;
    let (sequence, hash) = (record.sequence, &record.hash);
    let files = exhibits.iter().map(|e| reference(&file_id(graph, e)));
    let files: Vec<Value> = files.collect();
    let made = exhibits.iter().filter(|_| makes_exhibits(record));
    let made = made.map(|e| reference(&record_id(graph, e)));
    let made: Vec<Value> = made.collect();
    graph.node(&json!({
        "@id": graph.id("action", &record.id),
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": record.action,
        "uco-core:description": format!("Record {sequence} of the custody log, hash {hash}"),
        "uco-action:startTime": moment(&record.time),
        "uco-action:endTime": moment(&record.time),
        "uco-action:performer": reference(&performer),
        "uco-action:instrument": reference(&tool),
        "uco-action:object": files,
        "uco-action:result": made,
    }))
}

/// Whether an act brings its files into the case.
fn makes_exhibits(record: &Record) -> bool {
    matches!(
        record.action.parse(),
        Ok(CustodyEvent::EvidenceAdded
            | CustodyEvent::PricesAdded
            | CustodyEvent::DeclarationSigned
            | CustodyEvent::SnapshotFrozen)
    )
}

/// Who acted, by the pseudonym of the log, with their role.
fn performer(graph: &mut Graph<'_>, record: &Record) -> io::Result<String> {
    let actor = &record.actor;
    let person = graph.node_once(("person", actor), |id| {
        json!({
            "@id": id,
            "@type": "uco-identity:Person",
            "uco-core:name": actor,
        })
    })?;
    let role = graph.node_once(("role", &record.role), |id| {
        json!({
            "@id": id,
            "@type": "uco-role:Role",
            "uco-core:name": record.role,
        })
    })?;
    graph.node_once(("has-role", &format!("{actor} {}", record.role)), |id| {
        json!({
            "@id": id,
            "@type": "uco-core:Relationship",
            "uco-core:isDirectional": true,
            "uco-core:kindOfRelationship": "Has_Role",
            "uco-core:source": reference(&person),
            "uco-core:target": reference(&role),
        })
    })?;
    Ok(person)
}

/// The program of a record, from `redress/0.1.0`.
fn tool(graph: &mut Graph<'_>, tool: &str) -> io::Result<String> {
    let (name, version) = tool.split_once('/').unwrap_or((tool, ""));
    graph.node_once(("tool", tool), |id| {
        json!({
            "@id": id,
            "@type": "uco-tool:AnalyticTool",
            "uco-core:name": name,
            "uco-tool:version": version,
        })
    })
}

/// The exhibits that records of the custody log are about.
struct Known<'e> {
    by_hash: BTreeMap<&'e str, Vec<&'e Exhibit>>,
    statements: BTreeMap<&'e str, &'e Exhibit>,
}

impl<'e> Known<'e> {
    fn of(facts: &'e Facts, exhibits: &'e [Exhibit]) -> Known<'e> {
        let mut known = Known {
            by_hash: BTreeMap::new(),
            statements: BTreeMap::new(),
        };
        for exhibit in exhibits {
            let hash = match exhibit.kind {
                ExhibitKind::Original | ExhibitKind::Prices => &exhibit.file.sha256,
                // The log names the frozen document, of which a bundle has the facts.
                ExhibitKind::Document if exhibit.file.path == layout::FACTS => {
                    &facts.document_sha256
                }
                ExhibitKind::Statement => {
                    known.statements.insert(&exhibit.claim, exhibit);
                    continue;
                }
                ExhibitKind::Table | ExhibitKind::Document => continue,
            };
            known.by_hash.entry(hash).or_default().push(exhibit);
        }
        known
    }

    /// The exhibits that a record is about. Two claims may have a file of the same bytes.
    fn of_record(&self, record: &Record) -> Vec<&'e Exhibit> {
        let same = self.by_hash.get(record.object_sha256.as_str());
        let same = same.into_iter().flatten().copied();
        let is_its =
            |exhibit: &&Exhibit| exhibit.claim.is_empty() || exhibit.claim == record.object;
        let statement = self.statements.get(record.object.as_str());
        let statement = statement.filter(|_| is_about_statement(record));
        same.filter(is_its).chain(statement.copied()).collect()
    }
}

fn is_about_statement(record: &Record) -> bool {
    matches!(
        record.action.parse(),
        Ok(CustodyEvent::StatementChanged | CustodyEvent::DeclarationSigned)
    )
}

/// The columns of entries that name an account.
const ACCOUNT_COLUMNS: [&str; 4] = ["claim", "exchange", "account", "account_in_file"];

/// The accounts that entries name.
fn accounts(source: &dyn Source, graph: &mut Graph<'_>) -> io::Result<()> {
    let mut places = [0; ACCOUNT_COLUMNS.len()];
    for (place, name) in places.iter_mut().zip(ACCOUNT_COLUMNS) {
        *place = column(layout::ENTRIES, name)?;
    }
    // Entries of one account mostly follow each other.
    let mut last = StringRecord::new();
    each_row(source, layout::ENTRIES, |row| {
        if places.iter().map(|at| &row[*at]).eq(last.iter()) {
            return Ok(());
        }
        last = places.iter().map(|at| &row[*at]).collect();
        account(graph, &last)
    })
}

/// One account at an exchange, where the entry names one.
fn account(graph: &mut Graph<'_>, row: &StringRecord) -> io::Result<()> {
    let [claim, exchange, account, in_file] = [0, 1, 2, 3].map(|at| &row[at]);
    let Some(identifier) = [in_file, account].into_iter().find(|name| !name.is_empty()) else {
        return Ok(());
    };
    let issuer = graph.node_once(("exchange", exchange), |id| {
        json!({
            "@id": id,
            "@type": "uco-identity:Organization",
            "uco-core:name": exchange,
        })
    })?;
    let name = format!("{claim}/{exchange}/{account}/{in_file}");
    let facet = json!({
        "@id": graph.id("account-facet", &name),
        "@type": "uco-observable:AccountFacet",
        "uco-observable:accountIdentifier": identifier,
        "uco-observable:accountIssuer": reference(&issuer),
    });
    graph.node_once(("account", &name), |id| {
        json!({
            "@id": id,
            "@type": "uco-observable:DigitalAccount",
            "uco-core:description": format!("Account of claim {claim}"),
            "uco-core:hasFacet": facet,
        })
    })?;
    Ok(())
}
