//! The documents of a bundle that are not tables: settings, facts, words, and instructions
//! for checking it.

use casework::custody::{Head, Record, time_text};
use casework::snapshot::{Claim, Content, Declaration, Incident, Statement};
use ledger::losses::Terms;
use ledger::{MONEY_SCALE, ROUNDING};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::layout;
use crate::outside;
use crate::seal::Request;
use crate::tables;

pub(crate) const VERIFY_SH: &str = include_str!("../texts/VERIFY.sh");
pub(crate) const PROFILE: &str = include_str!("../texts/bagit-profile.json");
const README: &str = include_str!("../texts/README.txt");
const PROFILE_ID: &str = "urn:redress:bagit-profile:1";

/// The version of the texts and documents that are the same in every bundle: README,
/// VERIFY.sh, BagIt profile and datapackage. It rises whenever one of them changes, so that a
/// program never compares the texts of another version with its own.
pub(crate) const TEXTS_VERSION: u32 = 2;

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
            rounding: rounding(),
            time_zone_database: content.method.time_zone_database.clone(),
        }
    }
}

/// How the method of this program rounds.
pub(crate) fn rounding() -> String {
    format!(
        "each line and each credit once, {ROUNDING}, to {MONEY_SCALE} decimals; totals are \
         exact sums"
    )
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
    /// SHA-256 of the frozen document, as the custody log has it.
    pub(crate) document_sha256: String,
    /// Id of the release that the bundle was built for.
    pub(crate) release: String,
    /// [`TEXTS_VERSION`] of the program that built the bundle.
    pub(crate) texts_version: u32,
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
            document_sha256: request.document_sha256.to_owned(),
            release: request.release.to_owned(),
            texts_version: TEXTS_VERSION,
        }
    }
}

impl Facts {
    /// The one top folder.
    pub(crate) fn top(&self) -> String {
        layout::top_of(&self.incident, self.number)
    }
}

/// A claimant's statement and declaration, in their own words.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) claim: String,
    pub(crate) statement: Option<Statement>,
    pub(crate) declaration: Option<Declaration>,
}

impl Words {
    pub(crate) fn new(claim: &Claim) -> Words {
        Words {
            claim: claim.reference.clone(),
            statement: claim.statement.clone(),
            declaration: claim.declaration.clone(),
        }
    }
}

/// The head of a custody log in the form that is signed: four lines.
///
/// One is signed with every bundle, under [`crate::key::CUSTODY_NAMESPACE`]. Whoever keeps
/// it can show later whether a log continues that head. Between bundles, nothing binds the
/// operator of the server.
pub fn custody_head(incident: &str, last: Option<&Record>) -> String {
    head_text(incident, &last.map_or_else(Head::empty, Head::from))
}

/// The same for a head without its record.
pub(crate) fn head_text(incident: &str, head: &Head) -> String {
    let Head {
        sequence,
        hash,
        time,
    } = head;
    format!("incident: {incident}\nsequence: {sequence}\nhash: {hash}\ntime: {time}\n")
}

/// The instructions for checking a bundle with these facts, signed with the key of this
/// fingerprint.
pub(crate) fn readme(facts: &Facts, fingerprint: &str) -> String {
    let fields = [
        ("{incident}", one_line(&facts.incident.name)),
        ("{number}", facts.number.to_string()),
        ("{frozen}", facts.frozen_at.clone()),
        ("{top}", facts.top()),
        ("{built}", facts.built_at.clone()),
        ("{recipient}", facts.recipient.replace('_', " ")),
        ("{tool}", facts.tool.clone()),
        ("{fingerprint}", fingerprint.to_owned()),
        ("{outside}", outside::list()),
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

/// The facts of `bag-info.txt`, except for the count of the payload.
pub(crate) fn bag_info(facts: &Facts) -> Vec<(&'static str, String)> {
    let built: String = facts.built_at.chars().take(10).collect();
    vec![
        ("BagIt-Profile-Identifier", PROFILE_ID.to_owned()),
        ("Bag-Software-Agent", facts.tool.clone()),
        ("Bagging-Date", built),
        ("External-Identifier", facts.top()),
        (
            "External-Description",
            format!("Report no. {} of {}", facts.number, facts.incident.name),
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
    let tables: [(&str, &str, &[&str]); 8] = [
        ("claims", "claims.csv", &tables::CLAIM_COLUMNS),
        ("entries", "entries.csv", &tables::ENTRY_COLUMNS),
        ("losses", "losses.csv", &tables::LOSS_COLUMNS),
        ("credits", "credits.csv", &tables::CREDIT_COLUMNS),
        ("exclusions", "exclusions.csv", &tables::EXCLUSION_COLUMNS),
        ("conflicts", "conflicts.csv", &tables::CONFLICT_COLUMNS),
        ("decisions", "decisions.csv", &tables::DECISION_COLUMNS),
        ("links", "links.csv", &tables::LINK_COLUMNS),
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
        "title": "Claims, entries, losses, credits, exclusions, conflicts, decisions and links of one report",
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
    let mut naming = tables::NAMING_COLUMNS
        .iter()
        .chain(&tables::NAMING_LINK_COLUMNS);
    if naming.any(|naming| *naming == column) {
        field["names_somebody"] = true.into();
    }
    field
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bag::sha256_hex;

    /// The hash of the texts of [`TEXTS_VERSION`]. When a text changes, raise the version and
    /// put the new hash here, so that no program compares the texts of another version.
    const TEXTS_SHA256: &str = "39f09eacbe9badeb67db0a882c55ed7be7303a4981d070e3c22b2cc37472bf9e";

    #[test]
    fn texts_version_rises_with_each_changed_text() {
        let texts = [
            README,
            &outside::list(),
            VERIFY_SH,
            PROFILE,
            &pretty(&datapackage()).unwrap(),
        ];
        let hash = sha256_hex(texts.join("\n").as_bytes());
        assert_eq!(hash, TEXTS_SHA256, "raise TEXTS_VERSION ({TEXTS_VERSION})");
    }
}
