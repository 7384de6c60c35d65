//! The files of a bundle that follow from its other files, as their readers see them. Stock
//! validators read them in `the_stock_tools_pass_a_sealed_bundle_and_fail_a_changed_one`.

#[expect(dead_code, reason = "the tests of bundles ask more of it")]
mod common;

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::cast::AsArray as _;
use arrow_array::types::Decimal128Type;
use common::bag::{Files, unpacked};
use common::{Fixture, fixture, fixture_of_fills, sealed, sha256};
use ledger::Amount;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

const EXHIBITS: &str = "data/exhibits.csv";
const TIMESKETCH: &str = "data/normalized/timesketch.csv";
const LOSSES: &str = "data/normalized/losses.csv";
const CASE: &str = "data/provenance/case.jsonld";
const RO_CRATE: &str = "data/ro-crate-metadata.json";
const DATAPACKAGE: &str = "data/datapackage.json";

fn files_of(fixture: &Fixture) -> Files {
    unpacked(&sealed(fixture).unwrap().0).1
}

/// A row by the names of its columns.
type Row = BTreeMap<String, String>;

fn rows(files: &Files, path: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(&files[path][..]);
    reader.deserialize::<Row>().map(Result::unwrap).collect()
}

/// The events of one kind.
fn of<'e>(events: &'e [Row], kind: &'static str) -> impl Iterator<Item = &'e Row> {
    events.iter().filter(move |row| row["data_type"] == kind)
}

fn graph(files: &Files, path: &str) -> Vec<Value> {
    let document: Value = serde_json::from_slice(&files[path]).unwrap();
    document["@graph"].as_array().unwrap().clone()
}

#[test]
fn derived_files_made_again_from_an_unpacked_bundle_are_those_that_were_sealed() {
    let files = files_of(&fixture_of_fills(3000));
    let again = report::derived_files(&files).unwrap();
    assert_eq!(again.len(), 6);
    for (path, bytes) in again {
        assert!(files[&path] == bytes, "{path}");
    }
}

#[test]
fn exhibit_number_means_one_file_whatever_a_bundle_shares() {
    let both = rows(&files_of(&fixture()), EXHIBITS);
    let mut second = fixture();
    second.shared.remove("R-2222-22");
    let second = rows(&files_of(&second), EXHIBITS);
    let numbers: BTreeSet<&String> = both.iter().map(|row| &row["exhibit"]).collect();
    assert_eq!(numbers.len(), both.len());
    for letter in ["O", "S", "P", "T", "D"] {
        assert!(numbers.iter().any(|number| number.starts_with(letter)));
    }
    assert!(second.len() < both.len());
    for exhibit in second {
        let same = both.iter().find(|row| row["exhibit"] == exhibit["exhibit"]);
        let same = same.unwrap();
        assert_eq!(same["path"], exhibit["path"]);
        assert_eq!(same["claim"], exhibit["claim"]);
    }
}

#[test]
fn every_exhibit_that_is_here_has_the_hash_of_its_bytes() {
    let files = files_of(&fixture());
    let exhibits = rows(&files, EXHIBITS);
    let originals = exhibits.iter().filter(|row| row["kind"] == "original");
    assert_eq!(originals.count(), 4);
    for exhibit in &exhibits {
        assert_eq!(exhibit["in_bundle"], "yes");
        let bytes = &files[&exhibit["path"]];
        assert_eq!(exhibit["sha256"], sha256(bytes), "{}", exhibit["path"]);
        assert_eq!(exhibit["size_bytes"], bytes.len().to_string());
    }
}

#[test]
fn time_line_has_contested_entries_then_credits_then_the_log() {
    let files = files_of(&fixture());
    let events = rows(&files, TIMESKETCH);
    let losses = rows(&files, LOSSES);
    assert_eq!(of(&events, "redress:contested").count(), losses.len());
    assert_eq!(of(&events, "redress:credit").count(), 2);
    let log = files["data/provenance/custody.jsonl"].split(|byte| *byte == b'\n');
    assert_eq!(of(&events, "redress:custody").count(), log.count() - 1);
    for (event, loss) in of(&events, "redress:contested").zip(&losses) {
        assert_eq!(event["datetime"], loss["time"]);
        assert_eq!(event["loss"], loss["loss"]);
        assert_eq!(event["order_id"], loss["order_id"]);
        assert!(event["message"].contains(&loss["kind"]));
    }
    for event in &events {
        for column in ["message", "datetime", "timestamp_desc"] {
            assert!(!event[column].is_empty(), "{event:?}");
        }
        assert!(event["datetime"].ends_with('Z'));
    }
    let credit = of(&events, "redress:credit").next().unwrap();
    assert_eq!(
        credit["message"],
        "credit: 100.5 USDT in; value 100.46985000"
    );
}

#[test]
fn crate_lists_every_other_payload_file_with_its_hash() {
    let files = files_of(&fixture());
    let entities = graph(&files, RO_CRATE);
    let by_id: BTreeMap<&str, &Value> = entities
        .iter()
        .map(|entity| (entity["@id"].as_str().unwrap(), entity))
        .collect();
    let payload = files.iter().filter(|(path, _)| path.starts_with("data/"));
    let payload = payload.filter(|(path, _)| *path != RO_CRATE);
    let parts = by_id["./"]["hasPart"].as_array().unwrap();
    assert_eq!(parts.len(), payload.clone().count());
    for (path, bytes) in payload {
        let id = path.strip_prefix("data/").unwrap();
        assert!(parts.contains(&serde_json::json!({ "@id": id })), "{path}");
        assert_eq!(by_id[id]["sha256"], sha256(bytes), "{path}");
        assert_eq!(by_id[id]["contentSize"], bytes.len().to_string());
    }
}

/// Every id within a node.
fn ids(node: &Value, take: &mut dyn FnMut(&str)) {
    match node {
        Value::Array(list) => list.iter().for_each(|node| ids(node, take)),
        Value::Object(fields) => {
            if let Some(id) = fields.get("@id").and_then(Value::as_str) {
                take(id);
            }
            fields.values().for_each(|node| ids(node, take));
        }
        _ => {}
    }
}

#[test]
fn graph_has_ids_that_end_in_a_uuid_and_one_performer_for_each_act() {
    let files = files_of(&fixture());
    let nodes = graph(&files, CASE);
    let defined: BTreeSet<&str> = nodes
        .iter()
        .filter_map(|node| node["@id"].as_str())
        .collect();
    assert_eq!(defined.len(), nodes.len());
    for node in &nodes {
        ids(node, &mut |id| {
            let (_, uuid) = id.split_at(id.len() - 36);
            let hyphens = uuid.match_indices('-').map(|(at, _)| at);
            assert_eq!(hyphens.collect::<Vec<_>>(), [8, 13, 18, 23], "{id}");
            assert_eq!(&uuid[14..15], "5", "{id}");
        });
    }
    let is = |node: &&Value, kind: &str| node["@type"].as_str().unwrap().ends_with(kind);
    let acts: Vec<&Value> = nodes
        .iter()
        .filter(|n| is(n, ":InvestigativeAction"))
        .collect();
    assert!(acts.len() > 8, "{acts:?}");
    for act in acts {
        let performer = act["uco-action:performer"]["@id"].as_str().unwrap();
        assert!(defined.contains(performer));
        assert!(!act["uco-action:object"].as_array().unwrap().is_empty());
    }
    let records = nodes.iter().filter(|n| is(n, ":ProvenanceRecord"));
    assert_eq!(records.count(), rows(&files, EXHIBITS).len());
    let accounts = nodes.iter().filter(|n| is(n, ":DigitalAccount"));
    assert_eq!(accounts.count(), 2);
}

#[test]
fn losses_in_columns_add_up_to_those_of_the_table() {
    let files = files_of(&fixture_of_fills(3000));
    let bytes = files["data/normalized/losses.parquet"].clone();
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes));
    let (mut sum, mut count) = (0_i128, 0);
    for batch in reader.unwrap().build().unwrap() {
        let batch = batch.unwrap();
        let losses = batch.column_by_name("loss").unwrap();
        let losses = losses.as_primitive::<Decimal128Type>();
        sum += losses.iter().flatten().sum::<i128>();
        count += batch.num_rows();
    }
    let table = rows(&files, LOSSES);
    assert_eq!(count, table.len());
    let losses = table.iter().filter(|row| !row["loss"].is_empty());
    let units = losses.map(|row| Amount::parse(&row["loss"]).unwrap().units().unwrap());
    assert_eq!(sum, units.map(|(units, _)| i128::from(units)).sum::<i128>());
}

#[test]
fn data_package_names_every_csv_of_a_bundle() {
    let files = files_of(&fixture());
    let package: Value = serde_json::from_slice(&files[DATAPACKAGE]).unwrap();
    let listed = package["resources"].as_array().unwrap().iter();
    let listed = listed.map(|resource| format!("data/{}", resource["path"].as_str().unwrap()));
    let listed: BTreeSet<String> = listed.collect();
    let is_price_file = |path: &str| {
        let name = path.strip_prefix("data/prices/").unwrap_or_default();
        name.len() > 64
    };
    for path in files.keys().filter(|path| path.ends_with(".csv")) {
        let is_given = path.matches('/').count() > 2 || is_price_file(path);
        assert_eq!(listed.contains(path), !is_given, "{path}");
    }
}
