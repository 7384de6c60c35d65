//! The documents of a bundle that are not tables: settings, facts, words, and instructions
//! for checking it.

use casework::custody::{Record, time_text};
use casework::snapshot::{Claim, Content, Declaration, Incident, Statement};
use ledger::losses::Terms;
use ledger::{MONEY_SCALE, ROUNDING};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::layout;
use crate::seal::Request;
use crate::tables;

pub(crate) const VERIFY_SH: &str = include_str!("../texts/VERIFY.sh");
pub(crate) const PROFILE: &str = include_str!("../texts/bagit-profile.json");
const README: &str = include_str!("../texts/README.txt");
const PROFILE_ID: &str = "urn:redress:bagit-profile:1";

/// The kind of the bundle.
pub(crate) const IDENTIFIED: &str = "identified";

/// `method.json`: everything that a recomputation needs to know.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MethodFacts {
    /// Name and version.
    pub(crate) method: String,
    /// Settings of the incident.
    pub(crate) terms: Terms,
    /// How figures are rounded.
    pub(crate) rounding: String,
    /// Release of the time-zone database.
    pub(crate) time_zone_database: String,
}

impl MethodFacts {
    pub(crate) fn new(content: &Content) -> MethodFacts {
        MethodFacts {
            method: content.method.version.clone(),
            terms: content.method.terms.clone(),
            rounding: format!(
                "each line and each credit once, {ROUNDING}, to {MONEY_SCALE} decimals; \
                 totals are exact sums"
            ),
            time_zone_database: content.method.time_zone_database.clone(),
        }
    }
}

/// `report.json`: the report, its subject, and its recipient.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) kind: String,
    pub(crate) document_version: u32,
    pub(crate) incident: Incident,
    pub(crate) number: u32,
    pub(crate) frozen_at: String,
    pub(crate) built_at: String,
    pub(crate) recipient: String,
    pub(crate) tool: String,
    pub(crate) price_version: i64,
    pub(crate) custody_sequence: u64,
    pub(crate) custody_hash: String,
}

impl Facts {
    pub(crate) fn new(request: &Request<'_>) -> Facts {
        let content = request.content;
        Facts {
            kind: IDENTIFIED.to_owned(),
            document_version: content.document_version,
            incident: content.incident.clone(),
            number: content.number,
            frozen_at: time_text(content.frozen_at_us),
            built_at: time_text(request.built_at_us),
            recipient: request.recipient.as_str().to_owned(),
            tool: request.tool.to_owned(),
            price_version: content.price_version,
            custody_sequence: content.custody_head.sequence,
            custody_hash: content.custody_head.hash.clone(),
        }
    }
}

/// A claimant's statement, in their own words.
#[derive(Debug, Serialize)]
pub(crate) struct Words<'a> {
    claim: &'a str,
    statement: Option<&'a Statement>,
    declaration: Option<&'a Declaration>,
}

impl Words<'_> {
    pub(crate) fn new(claim: &Claim) -> Words<'_> {
        Words {
            claim: &claim.reference,
            statement: claim.statement.as_ref(),
            declaration: claim.declaration.as_ref(),
        }
    }
}

/// The head of a custody log in the form that is signed: four lines.
///
/// One is signed with every bundle, under [`crate::key::CUSTODY_NAMESPACE`]. Whoever keeps
/// it can show later whether a log continues that head. Between bundles, nothing binds the
/// operator of the server.
pub fn custody_head(incident: &str, last: Option<&Record>) -> String {
    let (sequence, hash, time) = last.map_or((0, casework::custody::GENESIS, ""), |last| {
        (last.sequence, last.hash.as_str(), last.time.as_str())
    });
    format!("incident: {incident}\nsequence: {sequence}\nhash: {hash}\ntime: {time}\n")
}

pub(crate) fn readme(request: &Request<'_>) -> String {
    let content = request.content;
    let number = content.number.to_string();
    let fields = [
        ("{incident}", one_line(&content.incident.name)),
        ("{number}", number),
        ("{frozen}", time_text(content.frozen_at_us)),
        ("{top}", layout::top(content)),
        ("{built}", time_text(request.built_at_us)),
        ("{recipient}", request.recipient.as_str().replace('_', " ")),
        ("{tool}", request.tool.to_owned()),
        ("{fingerprint}", request.key.public().fingerprint()),
    ];
    // The text is filled in one pass, so that a brace in a name stays unchanged.
    let mut text = String::new();
    let mut rest = README;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match fields.iter().find(|(mark, _)| rest.starts_with(mark)) {
            Some((mark, value)) => {
                text.push_str(value);
                rest = &rest[mark.len()..];
            }
            None => {
                text.push('{');
                rest = &rest[1..];
            }
        }
    }
    text + rest
}

fn one_line(text: &str) -> String {
    text.replace(ledger::is_hidden, " ")
}

pub(crate) fn bag_info(request: &Request<'_>) -> Vec<(&'static str, String)> {
    let content = request.content;
    let built = time_text(request.built_at_us);
    vec![
        ("BagIt-Profile-Identifier", PROFILE_ID.to_owned()),
        ("Bag-Software-Agent", request.tool.to_owned()),
        ("Bagging-Date", built[..10].to_owned()),
        ("External-Identifier", layout::top(content)),
        (
            "External-Description",
            format!("Report no. {} of {}", content.number, content.incident.name),
        ),
    ]
}

pub(crate) fn pretty(document: &impl Serialize) -> Result<String, serde_json::Error> {
    let text = serde_json::to_string_pretty(document)?;
    Ok(text + "\n")
}

/// A value of a document for people: texts without quotes.
pub(crate) fn short(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "missing".to_owned(),
        other => other.to_string(),
    }
}

/// A Frictionless description of the tables beside it.
pub(crate) fn datapackage() -> Value {
    let tables: [(&str, &str, &[&str]); 7] = [
        ("claims", "claims.csv", &tables::CLAIM_COLUMNS),
        ("entries", "entries.csv", &tables::ENTRY_COLUMNS),
        ("losses", "losses.csv", &tables::LOSS_COLUMNS),
        ("credits", "credits.csv", &tables::CREDIT_COLUMNS),
        ("exclusions", "exclusions.csv", &tables::EXCLUSION_COLUMNS),
        ("conflicts", "conflicts.csv", &tables::CONFLICT_COLUMNS),
        ("decisions", "decisions.csv", &tables::DECISION_COLUMNS),
    ];
    let resources: Vec<Value> = tables
        .into_iter()
        .map(|(name, path, columns)| {
            let fields: Vec<Value> = columns.iter().map(|column| field(column)).collect();
            json!({
                "name": name,
                "path": path,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": { "fields": fields, "missingValues": [""] },
            })
        })
        .collect();
    json!({
        "name": "redress-normalized",
        "title": "Claims, entries, losses, credits, exclusions, conflicts and decisions of one report",
        "profile": "tabular-data-package",
        "resources": resources,
    })
}

/// Amounts are numbers. A price may be a product of several and remains a text.
fn field(column: &str) -> Value {
    let number = matches!(
        column,
        "out_amount"
            | "in_amount"
            | "fee_amount"
            | "amount"
            | "loss"
            | "value"
            | "at_most"
            | "apart"
    );
    let kind = if number { "number" } else { "string" };
    let mut field = json!({ "name": column, "type": kind });
    if tables::NAMING_COLUMNS.contains(&column) {
        field["names_somebody"] = true.into();
    }
    field
}
