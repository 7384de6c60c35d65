//! Rows of entries: they come back whole, and filters, keys and ids find what a loop finds.

use std::collections::BTreeSet;

use super::*;
use crate::columns::file::FileWriter;
use crate::columns::ids::{Ids, IdsWriter};
use crate::columns::index::{DroppedAt, Has, Index, IndexBuilder};
use crate::columns::lines::PartsBatch;
use crate::columns::table::TableWriter;
use crate::entries::cut;
use crate::opened::ranges_of;

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
        let mut scanned = Vec::new();
        rows.scan_by_time(|counts, entry| {
            scanned.push((counts, whole(&entry)));
            Ok::<_, StoreError>(())
        }).unwrap();
        let expected = by_time.iter().map(|row| {
            (!dropped.contains_key(row), whole(&numbered_rows[*row as usize].1))
        });
        prop_assert_eq!(scanned, expected.collect::<Vec<_>>());
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
        for (id, rows) in &mut rows_by_id {
            rows.sort_unstable();
            rows.dedup();
            let hash_of = hash(IdKind::Trade, id);
            prop_assert_eq!(&ids.rows(hash_of).unwrap(), &*rows, "{}", id);
            prop_assert!(ids.rows(hash(IdKind::Order, id)).unwrap().is_empty());
        }
        for hash_of in [0, u64::MAX, hash(IdKind::Trade, "id 901")] {
            prop_assert!(ids.rows(hash_of).unwrap().is_empty());
        }
    }
}

/// Rising ranges of numbers below `len`.
fn ranges_among(cuts: &[At], len: usize) -> Vec<Range<u32>> {
    let mut ends: Vec<u32> = cuts.iter().map(|at| at.index(len + 1) as u32).collect();
    ends.sort_unstable();
    ends.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect()
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
