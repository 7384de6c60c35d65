//! `datapackage.json`: a description of every table of a bundle, in the form of a Frictionless
//! Data Package (<https://specs.frictionlessdata.io/data-package/>). It is the same in every
//! bundle. It lies in the folder that has all the tables, because a package must not name
//! files outside its own folder.

use serde_json::{Value, json};

use crate::dictionary::{Field, Link, TABLES, Table};
use crate::layout::PAYLOAD_FOLDER;
use crate::tables::NAMING_COLUMNS;

/// The description of all tables.
pub(crate) fn datapackage() -> Value {
    let resources: Vec<Value> = TABLES.iter().map(resource).collect();
    json!({
        "name": "redress-bundle",
        "title": "The tables of one report",
        "profile": "tabular-data-package",
        "resources": resources,
    })
}

fn resource(table: &Table) -> Value {
    json!({
        "name": table.name,
        "path": table.path.strip_prefix(PAYLOAD_FOLDER),
        "title": table.title,
        "description": format!("{}.", table.what),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": dialect(),
        "schema": schema(table),
    })
}

/// How the cells are written. Programs guess what is not said here, from the first rows, and
/// may take a semicolon in a reason for a separator.
fn dialect() -> Value {
    json!({
        "delimiter": ",",
        "doubleQuote": true,
        "lineTerminator": "\n",
        "quoteChar": "\"",
        "skipInitialSpace": false,
    })
}

/// The Table Schema of a table.
fn schema(table: &Table) -> Value {
    let fields: Vec<Value> = table.fields.iter().map(column).collect();
    let mut schema = json!({ "fields": fields, "missingValues": [""] });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    if !table.links.is_empty() {
        let links: Vec<Value> = table.links.iter().map(foreign_key).collect();
        schema["foreignKeys"] = links.into();
    }
    schema
}

fn column(field: &Field) -> Value {
    let mut schema = field.schema();
    if NAMING_COLUMNS.contains(&field.name) {
        schema["names_somebody"] = true.into();
    }
    schema
}

fn foreign_key(link: &Link) -> Value {
    json!({
        "fields": link.columns,
        "reference": { "resource": link.table, "fields": link.there },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_path_inside_the_package_and_every_column_a_unit() {
        let package = datapackage();
        let resources = package["resources"].as_array().unwrap();
        assert_eq!(resources.len(), TABLES.len());
        for resource in resources {
            let path = resource["path"].as_str().unwrap();
            assert!(!path.starts_with('/') && !path.contains(".."), "{path}");
            for field in resource["schema"]["fields"].as_array().unwrap() {
                let description = field["description"].as_str().unwrap();
                assert!(description.contains(". Unit: "), "{path}: {description}");
            }
        }
    }

    #[test]
    fn losses_are_linked_with_their_entries() {
        let package = datapackage();
        let losses = &package["resources"][2];
        assert_eq!(losses["name"], "losses");
        let keys = losses["schema"]["foreignKeys"].as_array().unwrap();
        assert_eq!(keys[1]["reference"]["resource"], "entries");
        assert_eq!(keys[1]["fields"], losses["schema"]["primaryKey"]);
    }
}
