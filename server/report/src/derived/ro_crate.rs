//! `ro-crate-metadata.json`: the payload as a research object, in the form of RO-Crate 1.2
//! (<https://w3id.org/ro/crate/1.2>). Every other payload file is listed, each on a line of
//! its own.

use std::collections::BTreeMap;
use std::io::{self, Write};

use casework::custody::time_text;
use casework::snapshot::Incident;
use serde_json::{Value, json};

use super::exhibits::{Exhibit, exhibits};
use super::{Source, media_type, title};
use crate::bag::ListedFile;
use crate::documents::Facts;
use crate::layout::{self, PAYLOAD_FOLDER};

const CONTEXT: &str = "https://w3id.org/ro/crate/1.2/context";
const PROFILE: &str = "https://w3id.org/ro/crate/1.2";
/// The ids of the entities that are no files.
const ROOT: &str = "./";
const LICENCE: &str = "#licence";
const GROUP: &str = "#group";

/// Writes the metadata.
pub(super) fn write(source: &dyn Source, to: &mut dyn Write) -> io::Result<()> {
    let exhibits = exhibits(source)?;
    let exhibits: BTreeMap<&str, &Exhibit> = exhibits
        .iter()
        .map(|exhibit| (exhibit.file.path.as_str(), exhibit))
        .collect();
    let facts = source.facts();
    writeln!(to, "{{\"@context\":{},\"@graph\":[", json!(CONTEXT))?;
    writeln!(to, "{},", descriptor())?;
    root(source, to)?;
    for entity in [licence(), group(facts)] {
        writeln!(to, "{entity},")?;
    }
    let files = files(source).map(|file| entity(file, exhibits.get(file.path.as_str()).copied()));
    separated(files, to)?;
    to.write_all(b"]}\n")
}

/// The payload files that the metadata lists: all others.
fn files(source: &dyn Source) -> impl Iterator<Item = &ListedFile> {
    let payload = source.payload().iter();
    payload.filter(|file| file.path != layout::RO_CRATE)
}

/// The id of a file: its path within the payload.
fn id(file: &ListedFile) -> &str {
    let path = file.path.strip_prefix(PAYLOAD_FOLDER);
    path.unwrap_or(&file.path)
}

fn descriptor() -> Value {
    json!({
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": { "@id": ROOT },
        "conformsTo": { "@id": PROFILE },
    })
}

/// Writes the root, which lists every file.
fn root(source: &dyn Source, to: &mut dyn Write) -> io::Result<()> {
    let facts = source.facts();
    let (number, name) = (facts.number, &facts.incident.name);
    let mut root = json!({
        "@id": ROOT,
        "@type": "Dataset",
        "name": format!("Report no. {number} of {name}"),
        "description": format!(
            "Evidence of losses: originals, what was read from them, losses, prices, method \
             and custody log, frozen {}",
            facts.frozen_at
        ),
        "identifier": facts.top(),
        "datePublished": facts.built_at,
        "license": { "@id": LICENCE },
        "publisher": { "@id": GROUP },
    });
    if let Some(window) = window(&facts.incident) {
        root["temporalCoverage"] = window.into();
    }
    let root = root.to_string();
    // The list of files is written apart, because it may be long.
    let begun = root.strip_suffix('}').unwrap_or(&root);
    writeln!(to, "{begun},\"hasPart\":[")?;
    separated(files(source).map(|file| json!({ "@id": id(file) })), to)?;
    writeln!(to, "]}},")
}

/// The window of an incident as an interval of ISO 8601, open where it has no end.
fn window(incident: &Incident) -> Option<String> {
    let from = incident.from_us?;
    let to = incident.to_us.map_or("..".to_owned(), time_text);
    Some(format!("{}/{to}", time_text(from)))
}

fn licence() -> Value {
    json!({
        "@id": LICENCE,
        "@type": "CreativeWork",
        "name": "Evidence, not for publication",
        "description": "For the recipient that metadata/README.txt names, for the purpose that \
                        the claimants consented to. All rights remain with the claimants.",
    })
}

fn group(facts: &Facts) -> Value {
    json!({
        "@id": GROUP,
        "@type": "Organization",
        "name": format!("Group of claimants of {}", facts.incident.name),
    })
}

/// The entity of a file.
fn entity(file: &ListedFile, exhibit: Option<&Exhibit>) -> Value {
    let title = title(&file.path);
    let mut entity = json!({
        "@id": id(file),
        "@type": "File",
        "name": title,
        "encodingFormat": media_type(&file.path),
        "contentSize": file.size_bytes.to_string(),
        "sha256": file.sha256,
    });
    if let Some(exhibit) = exhibit {
        entity["name"] = format!("Exhibit {}: {title}", exhibit.number).into();
        entity["identifier"] = exhibit.number.as_str().into();
    }
    entity
}

/// Writes values on lines of their own, with commas between them.
fn separated(values: impl Iterator<Item = Value>, to: &mut dyn Write) -> io::Result<()> {
    let mut before = "";
    for value in values {
        write!(to, "{before}{value}")?;
        before = ",\n";
    }
    to.write_all(b"\n")
}
