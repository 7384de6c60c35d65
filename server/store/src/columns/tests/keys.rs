//! Keys of links: each is found with its rows, in order, however the files are cut.

use casework::links::FoundKey;
use casework::{LinkKey, LinkKind, LinkLimits};

use super::*;
use crate::columns::keys::{KeyCursor, KeyFiles, KeysWriter, PART_KEYS_MAX};

fn key(number: u32) -> LinkKey {
    LinkKey::of(LinkKind::Trade, &[&number.to_string()])
}

/// Keys with two rows each, every one given twice.
fn written(ground: &Ground, keys: u32, part_keys_max: usize) -> KeyFiles {
    let rules = LinkLimits::default().rules();
    let mut writer = KeysWriter::new(ground.place("g"), rules, part_keys_max);
    for number in 0..keys {
        for row in [number, number + keys] {
            let found = FoundKey {
                kind: LinkKind::Trade,
                key: key(number),
                row,
            };
            writer.push(found).unwrap();
            writer.push(found).unwrap();
        }
    }
    writer.finish().unwrap()
}

#[test]
fn every_key_is_found_with_its_rows_and_no_other() {
    let ground = Ground::new();
    let home = &ground.home;
    for (keys, part_keys_max) in [(1, 10), (5_000, PART_KEYS_MAX), (5_000, 3_000)] {
        let files = written(&ground, keys, part_keys_max);
        for number in (0..keys).step_by(97) {
            let wanted = (LinkKind::Trade, key(number));
            let mut rows = files.rows(home, wanted, 9).unwrap();
            rows.sort_unstable();
            assert_eq!(rows, [number, number + keys]);
            assert_eq!(files.rows(home, wanted, 1).unwrap().len(), 1);
        }
        for none in [(LinkKind::Trade, key(keys)), (LinkKind::Device, key(0))] {
            assert!(files.rows(home, none, 9).unwrap().is_empty());
        }
    }
}

#[test]
fn keys_are_read_in_order_and_each_once() {
    let ground = Ground::new();
    let files = written(&ground, 2_000, PART_KEYS_MAX);
    assert_eq!((files.keys(), files.parts.len()), (4_000, 1));
    let mut cursor = KeyCursor::of_file(&ground.home, &files.parts[0]);
    cursor.begin().unwrap();
    let mut read = Vec::new();
    while let Some(key) = cursor.key() {
        read.push(key);
        cursor.advance().unwrap();
    }
    assert_eq!(read.len(), 4_000);
    assert!(read.is_sorted());
    // Seeking goes on from where it is, in a file as in memory.
    let mut file = KeyCursor::of_file(&ground.home, &files.parts[0]);
    let mut list = KeyCursor::of_list(read.clone());
    for at in [0, 2, 2_998, 3_998] {
        file.seek(read[at].what()).unwrap();
        list.seek(read[at].what()).unwrap();
        assert_eq!(file.key(), Some(read[at]));
        assert_eq!(list.key(), Some(read[at]));
    }
    let past = (LinkKind::ThinPair, key(0));
    for cursor in [&mut file, &mut list] {
        cursor.seek(past).unwrap();
        assert_eq!(cursor.key(), None);
        cursor.seek(past).unwrap();
        assert_eq!(cursor.key(), None);
    }
}

#[test]
fn part_ends_at_its_greatest_number_of_keys() {
    let ground = Ground::new();
    assert_eq!(written(&ground, 1, 4).parts.len(), 1, "at the limit");
    assert_eq!(written(&ground, 1, 3).parts.len(), 2, "one past it");
}

#[test]
fn damaged_keys_are_an_error() {
    let ground = Ground::new();
    let files = written(&ground, 100, PART_KEYS_MAX);
    let path = ground.path(&files.parts[0]);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[50] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let read = files.rows(&ground.home, (LinkKind::Trade, key(0)), 9);
    assert!(matches!(read, Err(StoreError::Damaged { .. })));
}
