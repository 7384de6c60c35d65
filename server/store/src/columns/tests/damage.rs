//! Damaged files, interrupted reading and small caches.

use super::*;

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
