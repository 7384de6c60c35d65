//! Columns give back what was written, completely or not at all. Indexes find what a loop
//! over all rows finds.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use casework::counting::{AssetIn, LineFilter, LineState, LineSums, RowNames, Scope, ValuedLine};
use casework::{ClaimState, ReviewState, Support};
use ledger::dedup::{Compared, DroppedRow, Why};
use ledger::losses::{Basis, Context, Delta, LossLine, Missing, Part, Status, Unpriced};
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
use super::file::{DerivedFile, FileWriter, Place};
use super::ids::{IdKind, Ids, IdsWriter, hash};
use super::index::{DroppedAt, Has, Index, IndexBuilder};
use super::lines::PartsBatch;
use super::table::{Table, TableWriter};
use crate::entries::{EntryFilter, cut, entry_key};
use crate::error::StoreError;
use crate::home::{FilesAt, Home};
use crate::imported::{ImportedRows, RowsWriter};
use crate::opened::{Rows, ranges_of};
use crate::valued::{LineOf, Lines, LinesLayout, LinesWriter, NewLine};

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
    Entry {
        file: text(&entry.file),
        account: text(&entry.account),
        account_in_file: text(&entry.account_in_file),
        time_raw: text(&entry.time_raw),
        market: text(&entry.market),
        out: quantity(&entry.out),
        in_: quantity(&entry.in_),
        fee: quantity(&entry.fee),
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
    let rest = (any::<bool>(), any_facts(), any_notes());
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

/// Rising ranges of numbers below `len`.
fn ranges_among(cuts: &[At], len: usize) -> Vec<Range<u32>> {
    let mut ends: Vec<u32> = cuts.iter().map(|at| at.index(len + 1) as u32).collect();
    ends.sort_unstable();
    ends.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect()
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

/// Some rows that do not count, each with another that counts.
fn dropped_of(chosen: &[(At, At)], len: usize) -> BTreeMap<u32, (Why, u32)> {
    let mut dropped = BTreeMap::new();
    for (at, (row, kept)) in chosen.iter().enumerate() {
        if len > 0 {
            let (row, kept) = (row.index(len) as u32, kept.index(len) as u32);
            dropped.insert(row, (Why::ALL[at % 4], kept));
        }
    }
    dropped
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn entries_come_back_whole_in_whatever_ranges_they_are_read(
        files in any_files(24),
        part_rows_max in 1_u32..20,
        cuts in collection::vec(any::<At>(), 0..12),
    ) {
        let ground = Ground::new();
        let rows = ground.rows(&files, part_rows_max);
        let numbered_rows = numbered(&files);
        prop_assert_eq!(rows.len() as usize, numbered_rows.len());
        let has_groups = numbered_rows.iter().any(|(_, entry)| !entry.group.is_empty());
        prop_assert_eq!(rows.has_groups(), has_groups);
        for ranges in [
            one(0, rows.len()),
            ranges_among(&cuts, numbered_rows.len()),
            ranges_among(&cuts[..cuts.len().min(2)], numbered_rows.len()),
        ] {
            let numbers = ranges.iter().flat_map(Range::clone);
            let expected: Vec<(u32, String)> = numbers
                .map(|row| (row, whole(&numbered_rows[row as usize].1)))
                .collect();
            prop_assert_eq!(scanned(&rows, &ranges), expected);
        }
        let past = rows.scan(&one(0, rows.len() + 1), |_, _| {
            Ok::<_, StoreError>(())
        });
        prop_assert!(matches!(past, Err(StoreError::Unreadable(_))));
        for (row, (number, _)) in numbered_rows.iter().enumerate() {
            prop_assert_eq!(&rows.file_of(row as u32).sha256, &files[*number].sha256);
        }
        // Each file, and each member of an archive, has its summary.
        let summaries = rows.summaries();
        let mut names: Vec<&str> = numbered_rows.iter().map(|(_, entry)| &*entry.file).collect();
        names.dedup();
        let of_files: Vec<&str> = summaries.iter().map(|summary| summary.name()).collect();
        prop_assert_eq!(of_files, names);
    }

    #[test]
    fn dropped_rows_are_returned_with_the_rows_that_count(
        files in any_files(12),
        chosen in collection::vec(any::<(At, At)>(), 0..10),
        asked in collection::vec(any::<At>(), 0..6),
    ) {
        let ground = Ground::new();
        let numbered_rows = numbered(&files);
        let dropped = dropped_of(&chosen, numbered_rows.len());
        let rows = ground.rows(&files, 7);
        prop_assert_eq!(rows.counted_len(), rows.len());
        let (rows, _) = rows.judged(compared(&dropped)).unwrap();
        let counted: Vec<u32> = rows.counted().into_iter().flatten().collect();
        let expected = (0..rows.len()).filter(|row| !dropped.contains_key(row));
        let expected: Vec<u32> = expected.collect();
        prop_assert_eq!(rows.counted_len() as usize, expected.len());
        prop_assert_eq!(counted, expected);
        let dropped_found: Vec<(u32, (Why, u32))> =
            rows.dropped().map(|(row, why, kept)| (row, (why, kept))).collect();
        prop_assert_eq!(dropped_found, dropped.clone().into_iter().collect::<Vec<_>>());
        let asked: Vec<u32> = match numbered_rows.len() {
            0 => Vec::new(),
            len => asked.iter().map(|at| at.index(len) as u32).collect(),
        };
        let stored = rows.at(&asked).unwrap();
        prop_assert_eq!(stored.len(), asked.len());
        for (stored, row) in stored.iter().zip(&asked) {
            let (number, entry) = &numbered_rows[*row as usize];
            prop_assert_eq!(stored.row, *row);
            prop_assert_eq!(whole(&stored.entry), whole(entry));
            prop_assert_eq!(&stored.sha256, &files[*number].sha256);
            prop_assert_eq!(&stored.key, &entry_key(&stored.sha256, entry));
            prop_assert_eq!(rows.verdict(*row), dropped.get(row).copied());
            let instead = stored.dropped.as_ref();
            let instead = instead.map(|drop| (drop.why, drop.kept, drop.place.clone()));
            let expected = dropped.get(row).map(|(why, kept)| {
                let place = ledger::dedup::Place::of(&numbered_rows[*kept as usize].1);
                (*why, *kept, place)
            });
            prop_assert_eq!(instead, expected);
        }
    }

    #[test]
    fn filters_find_what_a_loop_finds(
        files in any_files(24),
        part_rows_max in 3_u32..30,
        chosen in collection::vec(any::<(At, At)>(), 0..10),
        contested in collection::btree_set(0_u32..60, 0..20),
        asked in collection::vec(any_filter(), 12),
    ) {
        let ground = Ground::new();
        let numbered_rows = numbered(&files);
        let dropped = dropped_of(&chosen, numbered_rows.len());
        let rows = ground.rows(&files, part_rows_max);
        let (rows, _) = rows.judged(compared(&dropped)).unwrap();
        let mut by_time: Vec<u32> = (0..rows.len()).collect();
        by_time.sort_by_key(|row| numbered_rows[*row as usize].1.time.micros());
        let placed: RoaringBitmap = (0..).zip(&by_time)
            .filter(|(_, row)| contested.contains(row))
            .map(|(place, _)| place)
            .collect();
        let order: Vec<u32> = (0..rows.len())
            .filter_map(|place| rows.index().row(place))
            .collect();
        prop_assert_eq!(&order, &by_time, "by time; those of one time as they stand");
        for (filter, from, to) in asked {
            let at_time = |at: Option<(At, i64)>| match (at, numbered_rows.len()) {
                (Some((at, off)), 1..) => {
                    Some(numbered_rows[at.index(numbered_rows.len())].1.time.micros() + off)
                }
                _ => None,
            };
            let filter = EntryFilter { from_us: at_time(from), to_us: at_time(to), ..filter };
            let is_found = |row: &u32| {
                let (number, entry) = &numbered_rows[*row as usize];
                let time_us = entry.time.micros();
                let legs = [&entry.out, &entry.in_, &entry.fee].into_iter().flatten();
                let is = |asked: &str, value: &str| asked.is_empty() || asked == value;
                is(&filter.file, &format!("file-{number}"))
                    && is(&filter.exchange, &entry.exchange)
                    && is(&filter.kind, entry.kind.as_str())
                    && (filter.asset.is_empty()
                        || { legs }.any(|leg| leg.asset == *filter.asset))
                    && filter.from_us.is_none_or(|from_us| time_us >= from_us)
                    && filter.to_us.is_none_or(|to_us| time_us < to_us)
                    && filter.contested.is_none_or(|is| is == contested.contains(row))
                    && filter.dropped.is_none_or(|is| is == dropped.contains_key(row))
            };
            let expected: Vec<u32> = by_time.iter().copied().filter(is_found).collect();
            let found = rows.found(&filter, Some(&placed)).unwrap();
            prop_assert_eq!(found.len() as usize, expected.len(), "{:?}", filter);
            let (offset, limit) = (filter.offset as usize, filter.limit as usize);
            let page = cut(&found, offset, limit).into_iter();
            let page: Vec<u32> = page.map(|place| rows.index().row(place).unwrap()).collect();
            let of_loop = expected.iter().copied().skip(offset).take(limit);
            prop_assert_eq!(page, of_loop.collect::<Vec<_>>(), "{:?}", filter);
            let all: Vec<u32> = cut(&found, 0, usize::MAX).into_iter()
                .map(|place| rows.index().row(place).unwrap())
                .collect();
            prop_assert_eq!(all, expected, "{:?}", filter);
        }
    }

    #[test]
    fn keys_and_ids_find_the_rows_that_have_them_and_no_others(
        files in any_files(12),
        part_rows_max in 1_u32..30,
    ) {
        let ground = Ground::new();
        let rows = ground.rows(&files, part_rows_max);
        let numbered_rows = numbered(&files);
        let key = |row: usize| entry_key(&files[numbered_rows[row].0].sha256, &numbered_rows[row].1);
        let of_key = |asked: &str| -> Vec<u32> {
            let found = (0..numbered_rows.len()).filter(|row| key(*row) == asked);
            found.map(|row| row as u32).collect()
        };
        let ids_of = |row: usize| numbered_rows[row].1.ids();
        let rows_all = 0..numbered_rows.len();
        let keys: BTreeSet<String> = rows_all.clone().map(key).collect();
        for key in &keys {
            prop_assert_eq!(rows.of_key(key).unwrap(), of_key(key), "{}", key);
        }
        let ids: BTreeSet<&str> = rows_all.flat_map(ids_of).collect();
        for id in ids.iter().filter(|id| !id.is_empty()) {
            let found = (0..numbered_rows.len()).filter(|row| ids_of(*row).contains(id));
            let found: Vec<u32> = found.map(|row| row as u32).collect();
            prop_assert_eq!(rows.of_id(id).unwrap(), found.clone(), "{}", id);
            let filter = EntryFilter { id: (*id).to_owned(), ..EntryFilter::default() };
            let places = rows.found(&filter, None).unwrap().into_iter();
            let mut shown: Vec<u32> = places.map(|at| rows.index().row(at).unwrap()).collect();
            shown.sort_unstable();
            prop_assert_eq!(shown, found, "{}", id);
        }
        for nobodys in ["", "nobody's", "0:1", &format!("{}:99", "0".repeat(64))] {
            prop_assert_eq!(rows.of_key(nobodys).unwrap(), Vec::<u32>::new());
        }
        prop_assert_eq!(rows.of_id("nobody's").unwrap(), Vec::<u32>::new());
    }

    #[test]
    fn an_index_is_read_as_it_was_written(index in any_index()) {
        let (index, times) = index;
        let ground = Ground::new();
        let kept = index.keep(&ground.place("g")).unwrap();
        let read = Index::read(&kept.read_whole(&ground.home).unwrap()).unwrap();
        prop_assert_eq!(&read, &index);
        // A place is found from the few stored times.
        let mut sorted = times.clone();
        sorted.sort_unstable();
        for time in times.iter().flat_map(|time| [time - 1, *time, time + 1]) {
            let near = read.around(time);
            let place = sorted.partition_point(|other| *other < time) as u32;
            prop_assert!(near.start <= place && place <= near.end, "{place} {near:?}");
        }
    }

    #[test]
    fn bytes_are_read_from_any_place_on(
        len in 0_usize..60_000,
        asked in collection::vec(any::<(At, At)>(), 1..20),
    ) {
        let ground = Ground::new();
        let bytes: Vec<u8> = (0..len).map(|at| (at * 31 % 251) as u8).collect();
        let mut writer = FileWriter::new(&ground.home).unwrap();
        for some in bytes.chunks(777) {
            std::io::Write::write_all(&mut writer, some).unwrap();
        }
        let kept = writer.keep(&ground.place("x"), "ids").unwrap();
        prop_assert_eq!(kept.read_whole(&ground.home).unwrap(), bytes.clone());
        let open = kept.open(&ground.home).unwrap();
        for (from, to) in asked {
            let (from, to) = (from.index(len + 1), to.index(len + 1));
            let (from, to) = (from.min(to), from.max(to));
            let read = open.read(from as u64, to - from).unwrap();
            prop_assert_eq!(&read[..], &bytes[from..to]);
            let mut rest = Vec::new();
            std::io::Read::read_to_end(&mut open.reader(from as u64), &mut rest).unwrap();
            prop_assert_eq!(&rest[..], &bytes[from..]);
            let past = open.read(from as u64, len - from + 1);
            let is_refused = matches!(past, Err(StoreError::Damaged { .. }));
            prop_assert!(is_refused);
        }
    }

    #[test]
    fn ids_are_found_by_their_hash(
        ids in collection::vec((0_u32..900, 0_u32..70_000), 0..3_000),
        many in prop_oneof![Just(0_u32), 500_u32..1_600],
    ) {
        let ground = Ground::new();
        let mut writer = IdsWriter::default();
        let mut rows_by_id: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let of_many = (0..many).map(|row| (7, row));
        for (id, row) in ids.into_iter().chain(of_many) {
            let id = format!("id {id}");
            writer.add(IdKind::Trade, &id, row);
            rows_by_id.entry(id).or_default().push(row);
        }
        writer.add(IdKind::Trade, "", 5);
        let kept = writer.keep(&ground.place("i")).unwrap();
        let ids = Ids::of(kept.open(&ground.home).unwrap());
        let mut all = Vec::new();
        for (id, rows) in &mut rows_by_id {
            rows.sort_unstable();
            rows.dedup();
            let hash_of = hash(IdKind::Trade, id);
            prop_assert_eq!(&ids.rows(hash_of).unwrap(), &*rows, "{}", id);
            prop_assert!(ids.rows(hash(IdKind::Order, id)).unwrap().is_empty());
            all.extend(rows.iter().map(|row| (hash_of, *row)));
        }
        for hash_of in [0, u64::MAX, hash(IdKind::Trade, "id 901")] {
            prop_assert!(ids.rows(hash_of).unwrap().is_empty());
        }
        all.sort_unstable();
        let mut scanned = Vec::new();
        loop {
            let some = ids.after(scanned.len() as u64).unwrap();
            if some.is_empty() {
                break;
            }
            scanned.extend(some);
        }
        prop_assert_eq!(scanned, all);
    }

    #[test]
    fn lines_and_their_sums_are_those_that_a_loop_finds(
        lines in any_claim_lines(),
        part_lines_max in 1_u32..20,
        asked in collection::vec(any_line_filter(), 24),
    ) {
        let ground = Ground::new();
        let rows = ground.rows(&[lines.file()], 9);
        let of_rows = lines.rows.len();
        let mut writer =
            LinesWriter::new(ground.place("v"), "R-1", &rows, part_lines_max);
        for line in lines.all() {
            writer.push(&line.to_write()).unwrap();
        }
        let written = writer.finish().unwrap();
        prop_assert_eq!(written.lines() as usize, lines.all().count());
        prop_assert_eq!(written.typed() as usize, lines.typed.len());
        let unpriced = lines.all().filter(|line| line.loss.loss.is_none()).count();
        prop_assert_eq!(written.unpriced() as usize, unpriced);
        let open = Lines::open(&ground.home, &ground.cache(), LinesLayout::new(String::new(), written)).unwrap();
        // Lines by time; those of one time in the order in which they were written.
        let all: Vec<&TestLine> = lines.all().collect();
        let mut by_time: Vec<usize> = (0..all.len()).collect();
        by_time.sort_by_key(|seq| all[*seq].entry.time.micros());
        let keys: Vec<String> = all.iter().map(|line| line.key(&lines.sha256)).collect();
        // A review of a row applies to all its lines.
        let review_of = |seq: usize| lines.reviewed.get(&keys[seq]).copied();
        let reviewed: Vec<(u32, ReviewState)> = (0..).zip(&by_time)
            .filter_map(|(place, seq)| Some((place, review_of(*seq)?)))
            .collect();
        for (seq, line) in all.iter().enumerate() {
            if let Some(row) = line.row {
                prop_assert_eq!(open.of_row(row), Some(seq as u32));
            }
            let same = (0..all.len()).filter(|other| keys[*other] == keys[seq]);
            let same: Vec<u32> = same.map(|seq| seq as u32).collect();
            prop_assert_eq!(open.of_key(&rows, &keys[seq]).unwrap(), same.clone());
            let places = (0..).zip(&by_time).filter(|(_, seq)| same.contains(&(**seq as u32)));
            let places: RoaringBitmap = places.map(|(place, _)| place).collect();
            prop_assert_eq!(open.places_of_key(&rows, &keys[seq]).unwrap(), places);
        }
        let not_contested = (0..rows.len()).filter(|row| {
            all.iter().all(|line| line.row != Some(*row))
        });
        for row in not_contested {
            prop_assert_eq!(open.of_row(row), None);
        }
        prop_assert_eq!(open.of_typed().unwrap().len(), all.len() - of_rows);
        for filter in asked {
            let filter = filter.of(&all, &keys);
            let is_found = |seq: &usize| {
                let state = LineState {
                    claim: ClaimState::Submitted,
                    review: review_of(*seq).unwrap_or(ReviewState::Open),
                };
                let line = all[*seq];
                let ids = line.row.map_or([""; 7], |_| line.entry.ids());
                let row = RowNames { key: &keys[*seq], ids: &ids };
                filter.finds(state, &line.valued(), row)
            };
            let expected: Vec<usize> = by_time.iter().copied().filter(is_found).collect();
            let found = open.found(&filter, &reviewed, &rows).unwrap();
            let asset = filter.asset.as_deref();
            let kept_lines = open.at(found.iter(), asset).unwrap();
            let seqs: Vec<usize> = kept_lines.iter().map(|line| line.seq as usize).collect();
            prop_assert_eq!(&seqs, &expected, "{:?}", filter);
            let mut sums = LineSums::of(&filter);
            let mut loss = Money::ZERO;
            for (seq, kept) in expected.iter().zip(&kept_lines) {
                let line = all[*seq];
                sums.add(review_of(*seq).unwrap_or(ReviewState::Open), &line.loss);
                loss += line.loss.loss.unwrap_or_default();
                prop_assert_eq!(kept.row, line.row);
                prop_assert_eq!(&kept.typed, &line.typed);
                prop_assert_eq!(kept.support, line.support);
                prop_assert_eq!(&*kept.reason, &*line.reason);
                prop_assert_eq!(kept.loss, line.loss.loss);
                prop_assert_eq!(&kept.context, &line.context);
                let part = asset.and_then(|asset| {
                    casework::counting::part_of(&line.loss, asset)
                });
                prop_assert_eq!(kept.part, part);
            }
            prop_assert_eq!(open.loss(&found).unwrap(), loss, "{:?}", filter);
            let unpriced = (&found - open.priced()).len() as i64;
            prop_assert_eq!(unpriced, sums.unpriced, "{:?}", filter);
            if let Some(asset) = asset {
                let part = open.part(&found, asset).unwrap();
                let change = open.change(&found, asset).unwrap();
                if let Some((_, sum)) = sums.part {
                    prop_assert_eq!(part, sum, "{:?}", filter);
                }
                if let Some((_, sum)) = sums.units {
                    prop_assert_eq!(change.to_string(), sum.to_string(), "{:?}", filter);
                }
            }
        }
        let contested: RoaringBitmap = (0..rows.len())
            .filter(|place| {
                let row = rows.index().row(*place);
                all.iter().any(|line| line.row == row)
            })
            .collect();
        prop_assert_eq!(open.contested_places(), contested);
    }
}

/// A filter, and two rows between whose times it looks, each with an offset.
type Asked = (EntryFilter, Option<(At, i64)>, Option<(At, i64)>);

fn any_filter() -> impl Strategy<Value = Asked> {
    let time = || option::of((any::<At>(), select(vec![-1_i64, 0, 0, 1])));
    let words = (
        prop_oneof![3 => Just(""), 1 => select(vec!["file-0", "file-1", "file-9"])],
        prop_oneof![3 => Just(""), 1 => select(vec!["ftx", "binance", "kraken"])],
        prop_oneof![3 => Just(""), 2 => select(vec!["BTC", "USDT", "a\u{2400}b", "none"])],
        prop_oneof![3 => Just(""), 1 => select(vec!["trade", "fee", "nothing"])],
    );
    let conditions = (option::of(any::<bool>()), option::of(any::<bool>()));
    let page = (0_i64..30, 0_i64..30);
    (words, conditions, page, time(), time()).prop_map(|(words, conditions, page, from, to)| {
        let filter = EntryFilter {
            file: words.0.to_owned(),
            exchange: words.1.to_owned(),
            asset: words.2.to_owned(),
            kind: words.3.to_owned(),
            id: String::new(),
            from_us: None,
            to_us: None,
            contested: conditions.0,
            dropped: conditions.1,
            offset: page.0,
            limit: page.1,
        };
        (filter, from, to)
    })
}

/// An index with the times of its rows, in the order in which they were added.
fn any_index() -> impl Strategy<Value = (Index, Vec<i64>)> {
    let times = prop_oneof![
        collection::vec(-3_i64..40, 0..40),
        collection::vec(any::<i32>().prop_map(i64::from), 0..2_000),
        // Times rise, as in most files.
        collection::vec(0_i64..3, 0..2_000).prop_map(|steps| {
            let mut time = 0;
            steps
                .into_iter()
                .map(|step| {
                    time += step;
                    time
                })
                .collect()
        }),
    ];
    let sets = collection::vec(
        (select(vec![Has::Asset, Has::Kind, Has::Day]), 0_u8..4),
        1..6,
    );
    let dropped = collection::vec(any::<At>(), 0..20);
    (times, sets, dropped).prop_map(|(times, sets, dropped)| {
        let mut builder = IndexBuilder::default();
        for time in &times {
            let row = builder.row(*time);
            for (at, (has, of)) in (1..).zip(&sets) {
                if row % at == 0 {
                    builder.has(
                        row,
                        *has,
                        &Text::from(format!("{of}").repeat(20 * at as usize)),
                    );
                }
            }
        }
        let rows = builder.rows();
        builder.numbers(
            Has::Contested,
            &Text::default(),
            (0..rows).step_by(3).collect(),
        );
        builder.numbers(Has::Row, &Text::default(), (5..5 + rows).collect());
        let index = builder.finish();
        if rows > 0 {
            let dropped: BTreeSet<u32> = dropped
                .iter()
                .map(|at| at.index(rows as usize) as u32)
                .collect();
            let dropped = dropped.into_iter().map(|row| DroppedAt {
                row,
                why: Why::ALL[row as usize % 4],
                kept: rows - 1 - row,
            });
            return (index.with_dropped(dropped.collect()), times);
        }
        (index, times)
    })
}

/// A line with its inputs.
#[derive(Clone, Debug)]
struct TestLine {
    row: Option<u32>,
    typed: Option<String>,
    entry: Entry,
    support: Support,
    reason: String,
    loss: LossLine,
    context: Context,
}

impl TestLine {
    fn to_write(&self) -> NewLine<'_> {
        NewLine {
            of: match (self.row, &self.typed) {
                (Some(row), _) => LineOf::Row(row),
                (None, typed) => LineOf::Typed(typed.as_deref().unwrap()),
            },
            entry: &self.entry,
            support: self.support,
            reason: &self.reason,
            loss: &self.loss,
            context: &self.context,
        }
    }

    fn key(&self, sha256: &str) -> String {
        match &self.typed {
            Some(id) => format!("typed:{id}"),
            None => entry_key(sha256, &self.entry),
        }
    }

    fn valued(&self) -> ValuedLine<'_> {
        ValuedLine {
            claim: "R-1",
            exchange: &self.entry.exchange,
            time: self.entry.time,
            support: self.support,
            loss: &self.loss,
        }
    }
}

/// The contested lines of a claim with one file.
#[derive(Clone, Debug)]
struct ClaimLines {
    sha256: String,
    entries: Vec<Entry>,
    rows: Vec<TestLine>,
    typed: Vec<TestLine>,
    reviewed: BTreeMap<String, ReviewState>,
}

impl ClaimLines {
    fn file(&self) -> FileRead {
        FileRead {
            read_as: "one.csv".to_owned(),
            sha256: self.sha256.clone(),
            entries: self.entries.clone(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &TestLine> {
        self.rows.iter().chain(&self.typed)
    }
}

/// A line without a price that moves nothing.
fn no_loss() -> LossLine {
    LossLine {
        status: Status::Unpriced,
        loss: None,
        at_most: None,
        currency: "USD".into(),
        basis: Basis::Event,
        method: ledger::METHOD.into(),
        native: Vec::new(),
        parts: Vec::new(),
        prices: Vec::new(),
        unpriced: Vec::new(),
        round_trip: None,
        deal: None,
    }
}

/// A value with or without a price; a priced line may also lack the price of an asset.
fn any_loss() -> BoxedStrategy<LossLine> {
    let asset = || select(&ASSETS[..3]);
    let parts = collection::btree_map(asset(), prop_oneof![-1000_i64..1000, Just(1 << 60)], 0..3);
    let moved = collection::btree_map(asset(), any_amount(), 0..3);
    let gaps = collection::btree_set(asset(), 0..2);
    (parts, moved, gaps, any::<bool>())
        .prop_map(|(parts, moved, gaps, is_priced)| {
            let sum = parts.values().map(|units| Money::from_units(*units)).sum();
            let parts = parts.into_iter().filter(|_| is_priced);
            let moved = moved.into_iter();
            let gaps = gaps.into_iter();
            LossLine {
                status: if is_priced {
                    Status::Priced
                } else {
                    Status::Unpriced
                },
                loss: is_priced.then_some(sum),
                native: moved
                    .map(|(asset, units)| Delta {
                        asset: asset.into(),
                        units,
                    })
                    .collect(),
                parts: parts
                    .map(|(asset, units)| Part {
                        asset: asset.into(),
                        amount: Money::from_units(units),
                    })
                    .collect(),
                unpriced: gaps
                    .map(|asset| Unpriced {
                        asset: asset.into(),
                        units: Amount::from_units(1, 0),
                        missing: Missing::NoPrice,
                        at_most: None,
                    })
                    .collect(),
                ..no_loss()
            }
        })
        .boxed()
}

/// An entry of two days, in its stored form.
fn any_line_entry() -> BoxedStrategy<Entry> {
    (any_entry(), -2_i64..3, 1_u64..4)
        .prop_map(|(entry, half_days, line)| Entry {
            file: "one.csv".into(),
            lines: vec![line].into(),
            time: Moment::from_seconds(1_666_094_400 + half_days * 43_200),
            ..as_kept(&entry)
        })
        .boxed()
}

fn any_claim_lines() -> BoxedStrategy<ClaimLines> {
    let contested = (
        any::<bool>(),
        select(&Support::ALL[..]),
        any_loss(),
        any::<bool>(),
    );
    let entry = (any_line_entry(), contested);
    let entries = collection::vec(entry, 0..24);
    let typed = collection::vec((any_line_entry(), any_loss(), 0_u8..3), 0..6);
    let reviews = collection::vec((any::<At>(), select(&ReviewState::ALL[..])), 0..8);
    (entries, typed, reviews)
        .prop_map(|(drawn, typed, reviews)| {
            let (mut entries, mut rows) = (Vec::new(), Vec::new());
            for (row, (entry, (is_contested, support, loss, is_broken))) in (0..).zip(drawn) {
                entries.push(entry.clone());
                if is_contested {
                    rows.push(TestLine {
                        row: Some(row),
                        typed: None,
                        entry,
                        support,
                        reason: format!("reason {}", row % 3),
                        loss,
                        context: Context {
                            in_broken_group: is_broken,
                            ..Context::default()
                        },
                    });
                }
            }
            let typed = typed.into_iter().map(|(entry, loss, id)| TestLine {
                row: None,
                typed: Some(format!("t{id}")),
                entry: Entry {
                    file: Text::default(),
                    lines: Vec::new().into(),
                    ..entry
                },
                support: Support::Claimed,
                reason: String::new(),
                loss,
                context: Context::default(),
            });
            let mut lines = ClaimLines {
                sha256: "0a".repeat(32),
                entries,
                rows,
                typed: typed.collect(),
                reviewed: BTreeMap::new(),
            };
            let keys: Vec<String> = lines.all().map(|line| line.key(&lines.sha256)).collect();
            let reviews = reviews.into_iter().filter(|_| !keys.is_empty());
            let reviews = reviews.map(|(at, state)| (keys[at.index(keys.len())].clone(), state));
            lines.reviewed = reviews.collect();
            lines
        })
        .boxed()
}

#[derive(Clone, Debug)]
struct LineAsked {
    filter: LineFilter,
    /// Only the row of this line.
    key: Option<At>,
    /// Only rows that name this id of this line.
    id: Option<(At, usize)>,
}

impl LineAsked {
    fn of(self, lines: &[&TestLine], keys: &[String]) -> LineFilter {
        let key = self.key.filter(|_| !keys.is_empty());
        let id = self.id.filter(|_| !keys.is_empty());
        let id = id.map(|(at, sort)| lines[at.index(lines.len())].entry.ids()[sort].to_owned());
        LineFilter {
            key: key.map(|at| keys[at.index(keys.len())].clone()),
            id: id.filter(|id| !id.is_empty()),
            ..self.filter
        }
    }
}

fn any_line_filter() -> impl Strategy<Value = LineAsked> {
    let rare = |texts: &'static [&'static str]| {
        prop_oneof![
            2 => Just(None),
            1 => select(texts).prop_map(|text| Some(text.to_owned())),
        ]
    };
    let words = (
        rare(&["ftx", "", "kraken"]),
        rare(&["BTC", "USDT", "none"]),
        rare(&["2022-10-18", "2022-10-17", "2022-10-01"]),
    );
    let conditions = (
        option::weighted(0.3, any::<bool>()),
        option::weighted(0.3, any::<bool>()),
        option::weighted(0.3, select(&ReviewState::ALL[..])),
    );
    let how = (select(&AssetIn::ALL[..]), select(&Scope::ALL[..2]));
    let key = option::weighted(0.2, any::<At>());
    let id = option::weighted(0.3, (any::<At>(), 0_usize..7));
    (words, conditions, how, key, id).prop_map(|(words, conditions, how, key, id)| LineAsked {
        filter: LineFilter {
            exchange: words.0,
            asset: words.1,
            day: words.2,
            priced: conditions.0,
            documented: conditions.1,
            review: conditions.2,
            asset_in: how.0,
            scope: how.1,
            ..LineFilter::default()
        },
        key,
        id,
    })
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

#[test]
fn rows_of_several_batches_and_groups_come_back_across_their_ends() {
    let ground = Ground::new();
    let place = ground.place("v");
    // More than two groups of 65,536.
    const ROWS: u32 = 140_000;
    let properties = PartsBatch::properties();
    let mut writer = TableWriter::new(&place, PartsBatch::schema(), properties).unwrap();
    let mut batch = PartsBatch::new();
    for row in 0..ROWS {
        batch.line.append_value(i64::from(row));
        batch.asset.append_value(ASSETS[row as usize % 3]);
        batch
            .amount
            .append_option((!row.is_multiple_of(5)).then(|| -i64::from(row)));
        let change = Amount::from_units(i128::from(row) << (row % 90), row % 9);
        batch
            .change
            .append((!row.is_multiple_of(7)).then_some(&change));
        batch.lacking.append_value(i32::from(row % 2 == 0));
        if row % 5_000 == 4_999 {
            writer.write(&batch.batch().unwrap()).unwrap();
        }
    }
    assert_eq!(writer.rows(), u64::from(ROWS));
    let kept = writer.keep().unwrap();
    let table = Table::open(kept.open(&ground.home).unwrap()).unwrap();
    let group = 65_536;
    for ranges in [
        one(0, ROWS),
        vec![0..1, group - 1..group + 1, ROWS - 1..ROWS],
        one(group, 2 * group),
        vec![2 * group - 3..2 * group, 2 * group..2 * group + 3],
        vec![5..5, 1_023..1_025, 8_191..8_193, 70_000..131_073],
        ranges_of((0..ROWS).step_by(997).collect()),
        Vec::new(),
    ] {
        let mut read = Vec::new();
        table
            .read(None, &ranges, &mut |batch| {
                let parts = PartsRead::of(batch)?;
                for at in 0..batch.num_rows() {
                    use arrow_array::Array;
                    let row = parts.line.value(at) as u32;
                    let amount = parts.amount.is_valid(at).then(|| parts.amount.value(at));
                    assert_eq!(amount, (!row.is_multiple_of(5)).then(|| -i64::from(row)));
                    assert_eq!(parts.asset.str(at), ASSETS[row as usize % 3]);
                    let change = Amount::from_units(i128::from(row) << (row % 90), row % 9);
                    let change = (!row.is_multiple_of(7)).then(|| change.to_string());
                    let kept = parts.change.get(at)?.map(|kept| kept.to_string());
                    assert_eq!(kept, change);
                    read.push(row);
                }
                Ok(())
            })
            .unwrap();
        let expected: Vec<u32> = ranges.iter().flat_map(Range::clone).collect();
        assert!(
            read == expected,
            "{} rows of {}",
            read.len(),
            expected.len()
        );
    }
}

#[test]
fn more_rows_than_a_batch_are_found_and_read_across_tables() {
    let ground = Ground::new();
    let file = plain_file(20_000);
    let rows = ground.rows(std::slice::from_ref(&file), 9_000);
    let ranges = [
        0..2,
        8_190..8_195,
        8_998..9_003,
        17_998..18_001,
        19_999..20_000,
    ];
    let expected = ranges.iter().flat_map(Range::clone);
    let expected: Vec<(u32, String)> = expected
        .map(|row| (row, whole(&file.entries[row as usize])))
        .collect();
    assert_eq!(scanned(&rows, &ranges), expected);
    for row in [0_u32, 8_999, 9_000, 17_999, 18_000, 19_999] {
        let key = entry_key(&file.sha256, &file.entries[row as usize]);
        assert_eq!(rows.of_key(&key).unwrap(), [row]);
        assert_eq!(rows.of_id(&format!("t{row}")).unwrap(), [row]);
        let orders = rows.of_id(&format!("o{}", row / 3)).unwrap();
        let first = row / 3 * 3;
        assert_eq!(orders, (first..(first + 3).min(20_000)).collect::<Vec<_>>());
    }
    let at = |row: i64| Some((1_666_094_400 + row) * 1_000_000);
    for (from, to) in [
        (0, 20_000),
        (511, 513),
        (8_999, 9_001),
        (512, 512),
        (19_999, 20_001),
    ] {
        let filter = EntryFilter {
            from_us: at(from),
            to_us: at(to),
            ..EntryFilter::default()
        };
        let found: Vec<u32> = rows.found(&filter, None).unwrap().into_iter().collect();
        let expected: Vec<u32> = (from as u32..to.min(20_000) as u32).collect();
        assert!(found == expected, "{from} to {to}");
    }
}

#[test]
fn parts_of_an_asset_are_found_across_blocks_and_tables() {
    let ground = Ground::new();
    // Three tables of two blocks each, with 8,192 and 1,808 lines. The second block of the
    // first table has no part.
    const LINES: u32 = 30_000;
    const WITHOUT_PARTS: Range<u32> = 8_192..10_000;
    let rows = ground.rows(&[plain_file(LINES)], LINES);
    let asset_of = |seq: u32| ASSETS[seq as usize % 3];
    let amount_of = |seq: u32| i64::from(seq) - 1_000;
    let mut writer = LinesWriter::new(ground.place("v"), "R-1", &rows, 10_000);
    for seq in 0..LINES {
        let (entry, has_parts) = (plain(seq), !WITHOUT_PARTS.contains(&seq));
        let amount = Money::from_units(amount_of(seq));
        let part = |asset: &str| Part {
            asset: asset.into(),
            amount,
        };
        let moved = Delta {
            asset: ASSETS[0].into(),
            units: Amount::from_units(seq.into(), 3),
        };
        let loss = LossLine {
            loss: Some(amount),
            parts: Vec::from_iter(has_parts.then(|| part(asset_of(seq)))),
            native: Vec::from_iter(has_parts.then_some(moved)),
            ..no_loss()
        };
        let line = NewLine {
            of: LineOf::Row(seq),
            entry: &entry,
            support: Support::Documented,
            reason: "",
            loss: &loss,
            context: &Context::default(),
        };
        writer.push(&line).unwrap();
    }
    let layout = LinesLayout::new(String::new(), writer.finish().unwrap());
    let open = Lines::open(&ground.home, &ground.cache(), layout).unwrap();
    for range in [
        0..LINES,
        0..1,
        8_190..8_194,
        WITHOUT_PARTS,
        9_999..10_001,
        18_191..18_193,
        19_000..29_999,
    ] {
        let found: RoaringBitmap = range.clone().collect();
        let with_parts = || range.clone().filter(|seq| !WITHOUT_PARTS.contains(seq));
        for asset in &ASSETS[..3] {
            let of_asset = with_parts().filter(|seq| asset_of(*seq) == *asset);
            let sum = Money::from_units(of_asset.map(amount_of).sum());
            assert_eq!(open.part(&found, asset).unwrap(), sum, "{asset} {range:?}");
        }
        let change = Amount::from_units(with_parts().map(i128::from).sum(), 3);
        assert_eq!(open.change(&found, ASSETS[0]).unwrap(), change, "{range:?}");
    }
}

#[test]
fn empty_rows_give_nothing() {
    let ground = Ground::new();
    let rows = ground.rows(&[], 5);
    assert!(rows.is_empty() && rows.counted().is_empty());
    assert!(
        rows.found(&EntryFilter::default(), None)
            .unwrap()
            .is_empty()
    );
    assert!(rows.at(&[]).unwrap().is_empty());
    let empty = FileRead {
        entries: Vec::new(),
        ..plain_file(0)
    };
    let rows = ground.rows(&[empty, plain_file(3)], 5);
    assert_eq!((rows.len(), rows.file_of(0).first), (3, 0));
    assert_eq!(rows.file_of(2).file, "file-1");
    let written = LinesWriter::new(ground.place("v"), "R-1", &rows, 5).finish();
    let lines = Lines::open(
        &ground.home,
        &ground.cache(),
        LinesLayout::new(String::new(), written.unwrap()),
    )
    .unwrap();
    let found = lines.found(&LineFilter::default(), &[], &rows).unwrap();
    assert!(found.is_empty());
    assert!(lines.of_typed().unwrap().is_empty());
    assert_eq!(lines.loss(&found).unwrap(), Money::ZERO);
}

/// Asserts that a file with one flipped bit is reported as damaged, whichever bit it is, or
/// is read correctly where the reader does not need that byte.
fn no_flipped_bit_passes<T: PartialEq>(
    ground: &Ground,
    file: &DerivedFile,
    places: impl Iterator<Item = usize>,
    read: impl Fn() -> Result<T, StoreError>,
) -> usize {
    let path = ground.path(file);
    let bytes = std::fs::read(&path).unwrap();
    let as_it_was = read().unwrap();
    let mut refused = 0;
    for at in places.map(|at| at % bytes.len()) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        std::fs::write(&path, &flipped).unwrap();
        match read() {
            Ok(value) => assert!(value == as_it_was, "byte {at} gave another value"),
            Err(StoreError::Damaged { sha256 }) => {
                assert_eq!(sha256, file.sha256);
                refused += 1;
            }
            Err(error) => panic!("byte {at}: {error}"),
        }
    }
    // Cut off, and longer.
    for other in [&bytes[..bytes.len() - 1], &[&bytes[..], b"x"].concat(), &[]] {
        std::fs::write(&path, other).unwrap();
        assert!(matches!(read(), Err(StoreError::Damaged { .. })));
    }
    std::fs::write(&path, &bytes).unwrap();
    assert!(read().unwrap() == as_it_was);
    refused
}

#[test]
fn no_flipped_bit_of_a_table_or_of_its_ids_passes() {
    let ground = Ground::new();
    let file = plain_file(40);
    let imported = ground.import(std::slice::from_ref(&file), 100);
    let part = imported[0].0.parts[0].clone();
    let all = |rows: &Rows| {
        let mut read = Vec::new();
        rows.scan(&one(0, 40), |_, entry| {
            read.push(whole(&entry));
            Ok::<_, StoreError>(())
        })
        .map(|()| read)
    };
    let read = || all(&Rows::of_imports(&ground.home, &ground.cache(), &imported)?);
    let len = part.table.bytes as usize;
    let refused = no_flipped_bit_passes(&ground, &part.table, 0..len, read);
    assert_eq!(refused, len, "a file of one block is not read at all");
    let rows = Rows::of_imports(&ground.home, &ground.cache(), &imported).unwrap();
    let key = entry_key(&file.sha256, &file.entries[7]);
    let len = part.ids.bytes as usize;
    let find = || Ok((rows.of_key(&key)?, rows.of_id("o3")?));
    assert_eq!(no_flipped_bit_passes(&ground, &part.ids, 0..len, find), len);
}

#[test]
fn no_flipped_bit_of_a_long_table_gives_another_value() {
    let ground = Ground::new();
    let file = long_file(6_000);
    let imported = ground.import(std::slice::from_ref(&file), 100_000);
    let part = imported[0].0.parts[0].clone();
    assert!(part.table.bytes > 100_000, "{} bytes", part.table.bytes);
    // Rows in the middle: most blocks are not needed for them.
    let read = || {
        let rows = Rows::of_imports(&ground.home, &ground.cache(), &imported)?;
        let mut read = Vec::new();
        let took = rows.scan(&one(3_000, 3_002), |_, entry| {
            read.push(whole(&entry));
            Ok::<_, StoreError>(())
        });
        took.map(|()| read)
    };
    let places = (0..120_usize).map(|at| at * 7_907);
    let refused = no_flipped_bit_passes(&ground, &part.table, places, read);
    assert!((1..120).contains(&refused), "{refused} of 120");
    let rows = Rows::of_imports(&ground.home, &ground.cache(), &imported).unwrap();
    let find = || rows.of_id("t3000");
    let places = (0..120_usize).map(|at| at * 3_571);
    let refused = no_flipped_bit_passes(&ground, &part.ids, places, find);
    assert!((1..120).contains(&refused), "{refused} of 120");
}

#[test]
fn no_flipped_bit_of_an_index_passes() {
    let ground = Ground::new();
    let rows = ground.rows(&[plain_file(60)], 100);
    let dropped = BTreeMap::from([(3, (Why::SameRow, 4)), (9, (Why::Conflict, 1))]);
    let (rows, _) = rows.judged(compared(&dropped)).unwrap();
    let kept = rows.index().keep(&ground.place("g")).unwrap();
    let len = kept.bytes as usize;
    let read = || {
        let cache = ground.cache();
        let index = cache.index(&ground.home, &kept)?;
        Ok((*index).clone())
    };
    assert!(read().unwrap() == *rows.index());
    assert_eq!(no_flipped_bit_passes(&ground, &kept, 0..len, read), len);
}

#[test]
fn refused_block_is_not_cached() {
    let ground = Ground::new();
    let file = long_file(3_000);
    let imported = ground.import(std::slice::from_ref(&file), 100_000);
    let file = &imported[0].0.parts[0].table;
    let path = ground.path(file);
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.len() > 100_000, "{} bytes", bytes.len());
    let open = file.open(&ground.home).unwrap();
    let table = Table::open(file.open(&ground.home).unwrap()).unwrap();
    let read = || {
        let mut rows = 0;
        let read = table.read(None, &one(10, 2_900), &mut |batch| {
            rows += batch.num_rows();
            Ok(())
        });
        read.map(|()| rows)
    };
    // The file is damaged while it is open. Each read fails until the bytes are restored.
    let flipped: Vec<u8> = bytes.iter().map(|byte| byte ^ 1).collect();
    std::fs::write(&path, flipped).unwrap();
    for _ in 0..2 {
        let refused = open.read(50_000, 3);
        assert!(matches!(refused, Err(StoreError::Damaged { .. })));
        let refused = read();
        assert!(
            matches!(refused, Err(StoreError::Damaged { .. })),
            "{refused:?}"
        );
    }
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(&open.read(50_000, 3).unwrap()[..], &bytes[50_000..50_003]);
    assert_eq!(read().unwrap(), 2_890);
}

#[test]
fn error_of_the_row_consumer_ends_the_reading_and_is_returned() {
    let ground = Ground::new();
    let rows = ground.rows(&[plain_file(50)], 7);
    let mut taken = 0;
    let ended = rows.scan(&one(0, 50), |row, _| {
        taken += 1;
        match row {
            20 => Err(StoreError::NotFound("patience")),
            _ => Ok(()),
        }
    });
    assert!(matches!(ended, Err(StoreError::NotFound("patience"))));
    assert_eq!(taken, 21);
}

#[test]
fn little_memory_for_indexes_changes_nothing_that_is_found() {
    let ground = Ground::new();
    let imported = ground.import(&[plain_file(30)], 7);
    for cache in [
        Cache::new(1, 0, 1),
        Cache::new(0, 0, 0),
        Cache::new(100, 1 << 20, 9),
    ] {
        let cache = Arc::new(cache);
        for _ in 0..2 {
            let rows = Rows::of_imports(&ground.home, &cache, &imported).unwrap();
            assert_eq!(scanned(&rows, &one(0, 30)).len(), 30);
            let filter = EntryFilter {
                asset: "BTC".to_owned(),
                ..EntryFilter::default()
            };
            assert_eq!(rows.found(&filter, None).unwrap().len(), 30);
        }
    }
}
