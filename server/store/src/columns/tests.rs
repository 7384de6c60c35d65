//! Columns give back what was written, completely or not at all. Indexes find what a loop
//! over all rows finds.

mod damage;
mod keys;
mod lines;
mod rows;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use casework::counting::LineFilter;
use ledger::dedup::{Compared, DroppedRow, Why};
use ledger::{
    Amount, Entry, EntryNote, FactSheet, Facts, Kind, Moment, Money, Quantity, Side, Text,
    ZoneSource,
};
use proptest::prelude::*;
use proptest::sample::{Index as At, select};
use proptest::{collection, option};
use roaring::RoaringBitmap;
use strum::VariantArray;
use tempfile::TempDir;

use super::cache::Cache;
use super::file::{DerivedFile, Place};
use super::ids::{IdKind, hash};
use super::table::Table;
use crate::entries::{EntryFilter, entry_key};
use crate::error::StoreError;
use crate::home::{FilesAt, Home};
use crate::imported::{ImportedRows, RowsWriter};
use crate::opened::Rows;
use crate::valued::{Lines, LinesLayout, LinesWriter};

super::fields::columns! {
    /// Parts in their original form.
    PartsRead {
        line: Whole,
        asset: Word,
        amount: WholeOrNone,
        change: Exact,
    }
}

/// A home of its own, in a folder.
struct Ground {
    home: Home,
    folder: TempDir,
}

/// The runtime that a home in a folder needs but never blocks on.
static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread();
    { runtime }.build().unwrap()
});

impl Ground {
    fn new() -> Ground {
        let folder = tempfile::tempdir().unwrap();
        let runtime = RUNTIME.handle().clone();
        let home = Home::new(folder.path(), &FilesAt::DataFolder, runtime).unwrap();
        Ground { home, folder }
    }

    fn place(&self, id: &str) -> Place {
        Place {
            home: self.home.clone(),
            incident: "i".to_owned(),
            claim: "c".to_owned(),
            id: id.to_owned(),
        }
    }

    fn cache(&self) -> Arc<Cache> {
        Arc::new(Cache::new(8, 1 << 20, 8))
    }

    fn path(&self, file: &DerivedFile) -> PathBuf {
        self.folder.path().join(&file.name)
    }

    /// Writes the rows of some files, in tables of limited length.
    fn import(
        &self,
        files: &[FileRead],
        part_rows_max: u32,
    ) -> Vec<(ImportedRows, String, String)> {
        let imported = files.iter().zip(0..).map(|(file, number)| {
            let place = self.place(&format!("import-{number}"));
            let mut writer = RowsWriter::new(place, &file.sha256, part_rows_max);
            for entry in &file.entries {
                writer.push(entry).unwrap();
            }
            let rows = writer.finish().unwrap();
            assert_eq!(rows.rows() as usize, file.entries.len());
            (rows, file.read_as.clone(), file.sha256.clone())
        });
        imported.collect()
    }

    fn rows(&self, files: &[FileRead], part_rows_max: u32) -> Rows {
        let imported = self.import(files, part_rows_max);
        Rows::of_imports(&self.home, &self.cache(), &imported).unwrap()
    }
}

/// A file as it was read.
#[derive(Clone, Debug)]
struct FileRead {
    read_as: String,
    sha256: String,
    entries: Vec<Entry>,
}

/// One range of rows.
fn one(from: u32, to: u32) -> Vec<Range<u32>> {
    let range = from..to;
    vec![range]
}

/// Everything of an entry, including the digits of its numbers and times.
fn whole(entry: &Entry) -> String {
    serde_json::to_string(entry).unwrap()
}

fn kept(text: &str) -> String {
    text.replace('\0', "\u{2400}")
}

/// The stored form of an entry.
fn as_kept(entry: &Entry) -> Entry {
    let text = |text: &Text| Text::from(kept(text));
    let quantity = |quantity: &Option<Quantity>| {
        quantity.as_ref().map(|quantity| Quantity {
            asset: text(&quantity.asset),
            amount: quantity.amount.clone(),
        })
    };
    let balance = entry.balance.as_deref().cloned();
    Entry {
        file: text(&entry.file),
        account: text(&entry.account),
        account_in_file: text(&entry.account_in_file),
        time_raw: text(&entry.time_raw),
        market: text(&entry.market),
        out: quantity(&entry.out),
        in_: quantity(&entry.in_),
        fee: quantity(&entry.fee),
        balance: quantity(&balance).map(Box::new),
        order_id: text(&entry.order_id),
        trade_id: text(&entry.trade_id),
        group: text(&entry.group),
        ..entry.clone()
    }
}

/// All rows with their files, in the order of their numbers.
fn numbered(files: &[FileRead]) -> Vec<(usize, Entry)> {
    let files = files.iter().enumerate();
    let rows = files.flat_map(|(number, file)| {
        let entries = file.entries.iter();
        entries.map(move |entry| (number, as_kept(entry)))
    });
    rows.collect()
}

fn any_amount() -> impl Strategy<Value = Amount> {
    let text = prop_oneof![
        Just("0".to_owned()),
        Just("0.000000000000000000".to_owned()),
        "-?(0|[1-9][0-9]{0,6})(\\.[0-9]{1,8})?",
        // The ends of 64 bits, and beyond.
        select(vec![
            i64::MAX.to_string(),
            i64::MIN.to_string(),
            "9223372036854775808".to_owned(),
            "-0.9223372036854775809".to_owned(),
        ]),
        "-?[1-9][0-9]{59}\\.[0-9]{60}",
    ];
    text.prop_map(|text| Amount::parse(&text).unwrap())
}

fn any_text() -> impl Strategy<Value = Text> {
    let text = prop_oneof![
        3 => Just(String::new()),
        3 => "[a-c]{1,2}",
        1 => Just("nul\0in it\0".to_owned()),
        1 => Just("é \"quoted\", ,\n\u{2400} 語".to_owned()),
        1 => "[a-z]{24,60}",
    ];
    text.prop_map(Text::from)
}

const ASSETS: [&str; 5] = [
    "BTC",
    "USDT",
    "ETH",
    "a\0b",
    "1000000MOG-of-a-long-name-indeed",
];
const EXCHANGES: [&str; 3] = ["ftx", "binance", ""];

fn any_quantity() -> BoxedStrategy<Option<Quantity>> {
    let quantity = (select(&ASSETS[..]), any_amount());
    option::of(quantity.prop_map(|(asset, amount)| Quantity {
        asset: asset.into(),
        amount,
    }))
    .boxed()
}

fn any_time() -> BoxedStrategy<Moment> {
    let seconds = prop_oneof![-3_i64..4, -62_000_000_000_i64..253_000_000_000];
    let nanos = prop_oneof![
        (Just(0_u32), Just(0_u8)),
        (0_u32..1_000_000_000, Just(9_u8)),
        // Times that differ by less than filters distinguish.
        (
            select(vec![0_u32, 999, 1_000, 1_001, 999_999_999]),
            Just(9_u8)
        ),
        (0_u32..1_000, 3_u8..=6).prop_map(|(millis, digits)| (millis * 1_000_000, digits)),
    ];
    (seconds, nanos)
        .prop_map(|(seconds, (nanos, digits))| Moment {
            seconds,
            nanos,
            digits,
        })
        .boxed()
}

fn any_facts() -> BoxedStrategy<Facts> {
    let texts = (any_text(), any_text(), any_text(), any_text(), any_text());
    let facts = (texts, option::of(any_amount()), any::<bool>());
    let facts = facts.prop_map(
        |((network, tx_hash, address, memo, client), size, placed)| {
            FactSheet {
                network,
                tx_hash,
                source_address: memo.clone(),
                address,
                memo,
                client_order_id: client,
                contract_size: size,
                opened_at: placed.then(|| Moment::from_micros(1_500_000)),
                timed_when_placed: placed,
                ..FactSheet::default()
            }
            .into()
        },
    );
    prop_oneof![2 => Just(Facts::NONE), 1 => facts].boxed()
}

fn any_notes() -> impl Strategy<Value = Vec<EntryNote>> {
    let note = prop_oneof![
        Just(EntryNote::Computed),
        any_text().prop_map(|text| EntryNote::InFile { text }),
        any_amount().prop_map(|amount| EntryNote::FeeLeftOut {
            amount: Box::new(amount)
        }),
    ];
    prop_oneof![2 => Just(Vec::new()), 1 => collection::vec(note, 0..3)]
}

fn any_lines() -> impl Strategy<Value = Vec<u64>> {
    prop_oneof![
        3 => (1_u64..6).prop_map(|line| vec![line]),
        1 => Just(vec![9_000_000_000]),
        1 => collection::vec(1_u64..6, 0..4),
    ]
}

/// An entry of any shape; its file has no name yet.
fn any_entry() -> BoxedStrategy<Entry> {
    let place = (any_lines(), 1_u32..4, any_text(), any_text());
    let what = (
        select(&EXCHANGES[..]),
        select(&Kind::ALL[..]),
        select(ZoneSource::VARIANTS),
        option::of(select(vec![Side::Buy, Side::Sell])),
        option::of(any_amount()),
    );
    let texts = (any_text(), any_text(), any_text(), any_text());
    let ids = (any_text(), any_text(), any_text());
    let moved = (any_quantity(), any_quantity(), any_quantity());
    let rest = (any::<bool>(), any_facts(), any_notes(), any_quantity());
    (place, what, texts, ids, moved, rest, any_time())
        .prop_map(|(place, what, texts, ids, moved, rest, time)| Entry {
            file: Text::default(),
            lines: place.0.into(),
            row: place.1,
            format: place.2,
            reader_version: place.3,
            exchange: what.0.into(),
            kind: what.1,
            zone_source: what.2,
            side: what.3,
            price: what.4,
            account: texts.0,
            account_in_file: texts.1,
            time_raw: texts.2,
            market: texts.3,
            order_id: ids.0,
            trade_id: ids.1,
            group: ids.2,
            out: moved.0,
            in_: moved.1,
            fee: moved.2,
            total_computed: rest.0,
            facts: rest.1,
            notes: rest.2,
            balance: rest.3.map(Box::new),
            time,
        })
        .boxed()
}

/// Some files of a claim: plain ones, and archives with members.
fn any_files(rows_max: usize) -> BoxedStrategy<Vec<FileRead>> {
    let members = select(vec![
        vec![""],
        vec!["a/b.csv"],
        vec!["a.csv", "b\0!.csv", "x.zip!c.csv"],
    ]);
    let file = (members, collection::vec(any_entry(), 0..rows_max));
    collection::vec(file, 0..4)
        .prop_map(|files| {
            let files = files.into_iter().zip(0..);
            let files = files.map(|((members, mut entries), number)| {
                let read_as = match members[0] {
                    "" => format!("plain {number}.csv"),
                    _ => format!("x{number}.zip"),
                };
                let count = entries.len().max(1);
                for (at, entry) in entries.iter_mut().enumerate() {
                    entry.file = match members[at * members.len() / count] {
                        "" => read_as.clone().into(),
                        member => format!("{read_as}!{member}").into(),
                    };
                }
                FileRead {
                    read_as,
                    sha256: format!("{number:x}").repeat(64),
                    entries,
                }
            });
            files.collect()
        })
        .boxed()
}

fn scanned(rows: &Rows, ranges: &[Range<u32>]) -> Vec<(u32, String)> {
    let mut read = Vec::new();
    rows.scan(ranges, |row, entry| {
        read.push((row, whole(&entry)));
        Ok::<_, StoreError>(())
    })
    .unwrap();
    read
}

fn compared(dropped: &BTreeMap<u32, (Why, u32)>) -> Compared {
    let dropped = dropped.iter().map(|(row, (why, kept))| DroppedRow {
        row: *row,
        why: *why,
        kept: *kept,
    });
    Compared {
        dropped: dropped.collect(),
        ..Compared::default()
    }
}

/// A plain entry of a file.
fn plain(number: u32) -> Entry {
    Entry {
        file: "one.csv".into(),
        lines: vec![u64::from(number) + 2].into(),
        exchange: "ftx".into(),
        time: Moment::from_seconds(1_666_094_400 + i64::from(number)),
        time_raw: format!("raw {number}").into(),
        kind: Kind::Trade,
        out: Some(Quantity {
            asset: "BTC".into(),
            amount: Amount::from_units(i128::from(number) * 7_919, 3),
        }),
        order_id: format!("o{}", number / 3).into(),
        trade_id: format!("t{number}").into(),
        ..Entry::default()
    }
}

fn plain_file(rows: u32) -> FileRead {
    FileRead {
        read_as: "one.csv".to_owned(),
        sha256: "0a".repeat(32),
        entries: (0..rows).map(plain).collect(),
    }
}

/// A file whose table takes many blocks: each row has unique texts.
fn long_file(rows: u32) -> FileRead {
    let mut file = plain_file(rows);
    for (entry, row) in file.entries.iter_mut().zip(0..) {
        let words = [IdKind::Key, IdKind::Order, IdKind::Trade, IdKind::Memo];
        let words = words.map(|kind| format!("{:016x}", hash(kind, &format!("{row}"))));
        entry.time_raw = words.concat().into();
    }
    file
}
