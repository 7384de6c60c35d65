//! The graph on its way out: one node a line, each with an id that follows from its name.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::uuid::Uuid;

/// Nodes that are remembered, so that each is written once. A node that is written twice
/// says nothing new, so that further ones may be.
const REMEMBERED_MAX: usize = 100_000;

/// The prefixes of CASE 1.5.0 and UCO 1.5.0 (<https://caseontology.org/>).
fn context() -> Value {
    json!({
        "kb": "urn:redress:",
        "case-investigation": "https://ontology.caseontology.org/case/investigation/",
        "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
        "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
        "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
        "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
        "uco-role": "https://ontology.unifiedcyberontology.org/uco/role/",
        "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
        "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

/// A graph that is being written.
pub(super) struct Graph<'t> {
    to: &'t mut dyn Write,
    /// The namespace of the incident.
    namespace: Uuid,
    written: BTreeSet<Uuid>,
    is_empty: bool,
}

impl<'t> Graph<'t> {
    /// Begins the graph of an incident.
    pub(super) fn begin(incident: &str, to: &'t mut dyn Write) -> io::Result<Graph<'t>> {
        write!(to, "{{\"@context\":{},\"@graph\":[", context())?;
        Ok(Graph {
            to,
            namespace: Uuid::of_urn(&format!("urn:redress:incident:{incident}")),
            written: BTreeSet::new(),
            is_empty: true,
        })
    }

    /// Writes a node on a line of its own.
    pub(super) fn node(&mut self, node: &Value) -> io::Result<()> {
        self.to
            .write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        serde_json::to_writer(&mut *self.to, node)?;
        Ok(())
    }

    /// Writes the node of a kind and a name, unless it was written, and returns its id.
    pub(super) fn node_once(
        &mut self,
        (kind, name): (&str, &str),
        make: impl FnOnce(&str) -> Value,
    ) -> io::Result<String> {
        let id = self.id(kind, name);
        let uuid = self.uuid(kind, name);
        if self.written.contains(&uuid) {
            return Ok(id);
        }
        if self.written.len() < REMEMBERED_MAX {
            self.written.insert(uuid);
        }
        self.node(&make(&id))?;
        Ok(id)
    }

    /// Ends the graph.
    pub(super) fn end(self) -> io::Result<()> {
        self.to.write_all(b"\n]}\n")
    }

    /// The id of the node of a kind and a name: it ends in a UUID, as CASE asks.
    pub(super) fn id(&self, kind: &str, name: &str) -> String {
        format!("kb:{kind}-{}", self.uuid(kind, name))
    }

    fn uuid(&self, kind: &str, name: &str) -> Uuid {
        self.namespace.of(&format!("{kind}/{name}"))
    }
}

/// A reference to a node.
pub(super) fn reference(id: &str) -> Value {
    json!({ "@id": id })
}

/// A moment, which the ontology wants typed.
pub(super) fn moment(time: &str) -> Value {
    json!({ "@type": "xsd:dateTime", "@value": time })
}
