//! Bytes of bundles: written by a ZIP writer that goes back to headers, hashed meanwhile,
//! and read in parts.

use std::io::{Seek, SeekFrom, Write};
use std::ops::Range;

use casework::Role;
use sha2::{Digest, Sha256};
use store::{Actor, Bundle, BundleBytes, FileName, NewBundle, StoreError, WrittenBundle};

use crate::ground::{Ground, NOON, on_both_homes};
use crate::releases::{freeze, release};

on_both_homes!(
    a_bundle_is_read_in_any_part,
    a_damaged_block_of_a_bundle_is_never_sent,
    a_bundle_with_right_checks_and_another_hash_keeps_its_last_part,
    a_lost_or_shortened_bundle_is_damaged,
);

const MIB: u64 = 1 << 20;
/// More than what is read at once from a bucket (8 MiB), and no whole number of blocks.
const LEN: u64 = 9 * MIB + 5;

/// Bytes that differ everywhere.
fn bytes(len: u64) -> Vec<u8> {
    (0..len)
        .map(|at| (at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8)
        .collect()
}

async fn written(ground: &Ground, incident: &str, bytes: Vec<u8>) -> WrittenBundle {
    let (store, incident) = (ground.store.clone(), incident.to_owned());
    let write = tokio::task::spawn_blocking(move || {
        let mut to = store.write_bundle(&incident).unwrap();
        to.write_all(&bytes).unwrap();
        to.finish().unwrap()
    });
    write.await.unwrap()
}

/// A bundle with these bytes, under an active release.
async fn bundle(ground: &Ground, bytes: Vec<u8>) -> Bundle {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let ines = ground.member(&incident, "ines", Role::Investigator).await;
    let store = &ground.store;
    let snapshot = freeze(ground, &incident, &carla).await;
    let new = release(&snapshot, &ines);
    store
        .request_release(&carla, &incident.id, &new)
        .await
        .unwrap();
    let by = Actor::operator(NOON);
    store
        .approve_release(&by, &incident.id, "r1")
        .await
        .unwrap();
    let written = written(ground, &incident.id, bytes).await;
    let new = NewBundle {
        id: "b1",
        release: "r1",
        kind: casework::BundleKind::Identified,
        choice: &casework::Choice::Whole,
        recipient_key: "",
        manifest_sha256: "",
        claims: &[],
        withheld: &[],
    };
    let added = store.add_bundle(&ines, &incident.id, &written, &new).await;
    added.unwrap()
}

/// All parts of a range, one after another.
async fn read(open: &BundleBytes, range: Range<u64>) -> Result<Vec<u8>, StoreError> {
    let parts = open.parts(range);
    let read = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        for part in parts {
            bytes.extend_from_slice(&part?);
        }
        Ok(bytes)
    });
    read.await.unwrap()
}

async fn a_bundle_is_read_in_any_part(ground: Ground) {
    let whole = bytes(LEN);
    let bundle = bundle(&ground, whole.clone()).await;
    let open = ground.store.open_bundle(&bundle).await.unwrap();
    for range in [
        0..LEN,
        0..1,
        0..MIB,
        MIB - 1..MIB + 1,
        MIB..2 * MIB,
        3 * MIB + 7..LEN,
        8 * MIB - 1..9 * MIB + 1,
        LEN - 1..LEN,
        5..5,
    ] {
        let expected = &whole[range.start as usize..range.end as usize];
        let found = read(&open, range.clone()).await.unwrap();
        assert!(found == expected, "{range:?}");
    }
    let cut = read(&open, MIB..u64::MAX).await.unwrap();
    assert!(cut == whole[MIB as usize..], "cut at its end");
    assert!(read(&open, LEN..LEN + 1).await.unwrap().is_empty());
    let incoming = std::fs::read_dir(ground.data_dir.join("incoming")).unwrap();
    assert_eq!(
        incoming.count(),
        0,
        "reading leaves no copy on this machine"
    );
}

/// Changes the stored bytes of a bundle.
fn change(ground: &Ground, bundle: &Bundle, change: impl FnOnce(&mut Vec<u8>)) {
    let name = FileName::evidence(&bundle.incident, &bundle.sha256).unwrap();
    let path = ground.file_of(&name);
    let mut bytes = std::fs::read(&path).unwrap();
    change(&mut bytes);
    std::fs::write(&path, bytes).unwrap();
}

async fn a_damaged_block_of_a_bundle_is_never_sent(ground: Ground) {
    let bundle = bundle(&ground, bytes(LEN)).await;
    change(&ground, &bundle, |bytes| bytes[9 * MIB as usize] ^= 1);
    let open = ground.store.open_bundle(&bundle).await.unwrap();
    for range in [0..LEN, 9 * MIB..9 * MIB + 1, 9 * MIB + 1..LEN] {
        let found = read(&open, range.clone()).await;
        let is_damaged = matches!(found, Err(StoreError::Damaged { .. }));
        assert!(is_damaged, "{range:?}");
    }
    // What lies in other blocks is read.
    let before = read(&open, 0..9 * MIB).await.unwrap();
    assert!(before == bytes(9 * MIB));
    // After an error there is nothing more.
    let parts = open.parts(0..LEN);
    let ended = tokio::task::spawn_blocking(move || {
        let mut parts = parts.skip_while(Result::is_ok);
        (
            parts.next().is_some_and(|part| part.is_err()),
            parts.count(),
        )
    });
    assert_eq!(ended.await.unwrap(), (true, 0));
}

async fn a_bundle_with_right_checks_and_another_hash_keeps_its_last_part(ground: Ground) {
    let whole = bytes(LEN);
    let mut bundle = bundle(&ground, whole.clone()).await;
    // As if somebody could make bytes with the same checksums.
    let name = FileName::evidence(&bundle.incident, &bundle.sha256).unwrap();
    let other = "0".repeat(64);
    let moved = FileName::evidence(&bundle.incident, &other).unwrap();
    let (from, to) = (name.clone(), moved.clone());
    let put = ground.home(move |home| {
        let mut file = home.temporary()?;
        std::io::copy(&mut home.fetch(&from)?, &mut file)?;
        home.put(&to, file)
    });
    put.await.unwrap();
    bundle.sha256 = other;
    let open = ground.store.open_bundle(&bundle).await.unwrap();
    let parts = open.parts(0..LEN);
    let sent = tokio::task::spawn_blocking(move || {
        let sent: Vec<u64> = parts
            .map_while(Result::ok)
            .map(|part| part.len() as u64)
            .collect();
        sent.iter().sum::<u64>()
    });
    let sent = sent.await.unwrap();
    assert!(0 < sent && sent < LEN, "{sent}");
    let part = read(&open, 1..LEN).await.unwrap();
    assert!(part == whole[1..], "a part is checked by its blocks");
}

async fn a_lost_or_shortened_bundle_is_damaged(ground: Ground) {
    let bundle = bundle(&ground, bytes(2 * MIB)).await;
    change(&ground, &bundle, |bytes| bytes.truncate(MIB as usize));
    let opened = ground.store.open_bundle(&bundle).await;
    assert!(matches!(opened, Err(StoreError::Damaged { .. })));
    let name = FileName::evidence(&bundle.incident, &bundle.sha256).unwrap();
    std::fs::remove_file(ground.file_of(&name)).unwrap();
    let opened = ground.store.open_bundle(&bundle).await;
    assert!(matches!(opened, Err(StoreError::Damaged { .. })));
}

#[tokio::test]
async fn a_writer_may_change_the_last_entry_and_nothing_before() {
    let ground = crate::ground::sqlite().await;
    let incident = ground.incident("one").await;
    let store = ground.store.clone();
    let id = incident.id.clone();
    let write = tokio::task::spawn_blocking(move || {
        let mut expected = Vec::new();
        let mut to = store.write_bundle(&id).unwrap();
        for entry in 0..5_u8 {
            let header = to.stream_position().unwrap();
            assert_eq!(header, expected.len() as u64);
            let content = bytes(300_000 * u64::from(entry));
            to.write_all(&[0; 30]).unwrap();
            to.write_all(&content).unwrap();
            let end = to.stream_position().unwrap();
            to.seek(SeekFrom::Start(header)).unwrap();
            to.write_all(&[entry; 30]).unwrap();
            to.seek(SeekFrom::Start(end)).unwrap();
            expected.extend_from_slice(&[entry; 30]);
            expected.extend_from_slice(&content);
            // From here on, this entry is final.
            assert_eq!(to.seek(SeekFrom::End(0)).unwrap(), end);
            assert!(to.seek(SeekFrom::Start(header)).is_err());
            assert!(to.seek(SeekFrom::Current(-1)).is_err());
            assert!(to.seek(SeekFrom::Start(end + 1)).is_err());
        }
        to.write_all(b"directory").unwrap();
        expected.extend_from_slice(b"directory");
        (to.finish().unwrap(), expected)
    });
    let (written, expected) = write.await.unwrap();
    let sha256 = Sha256::digest(&expected);
    let hash: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(written.received.sha256, hash);
    let read = ground.store.read_bytes(&incident.id, &hash).await.unwrap();
    assert!(read == expected);
}

#[tokio::test]
async fn a_bundle_that_is_not_finished_leaves_nothing() {
    let ground = crate::ground::sqlite().await;
    let incident = ground.incident("one").await;
    let mut to = ground.store.write_bundle(&incident.id).unwrap();
    to.write_all(&bytes(3 * MIB)).unwrap();
    drop(to);
    let incoming = std::fs::read_dir(ground.data_dir.join("incoming")).unwrap();
    assert_eq!(incoming.count(), 0);
    assert!(ground.kept(FileName::all_evidence()).await.is_empty());
}
