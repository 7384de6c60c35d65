//! The homes of files: a folder and a bucket behave in the same way. Also a bucket that is
//! slow, overloaded or missing.

use std::io::{Read, Write};

use store::{FileName, FilesAt, Options, Store, StoreError};

use crate::ground::{Ground, PREFIX, bucket, on_both_homes, sqlite_and_bucket};
use crate::s3::Fault;

on_both_homes!(
    a_kept_file_is_read_at_any_place,
    files_as_long_as_a_part_and_longer_come_back_whole,
    a_list_comes_in_pages,
    a_removed_file_is_gone,
    two_servers_put_the_same_bytes_at_once,
    lost_or_shortened_file_is_reported,
);

/// Bytes that differ everywhere.
fn bytes(len: usize) -> Vec<u8> {
    (0..len as u64)
        .map(|at| (at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8)
        .collect()
}

fn derived(name: &str) -> FileName {
    FileName::derived("incident", "claim", "generation", name).unwrap()
}

async fn put(ground: &Ground, name: &FileName, bytes: Vec<u8>) -> Result<(), StoreError> {
    let name = name.clone();
    let put = ground.home(move |home| {
        let mut file = home.temporary()?;
        file.write_all(&bytes)?;
        home.put(&name, file)
    });
    put.await
}

async fn fetched(ground: &Ground, name: &FileName) -> Result<Vec<u8>, StoreError> {
    let name = name.clone();
    let fetch = ground.home(move |home| {
        let mut bytes = Vec::new();
        home.fetch(&name)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    fetch.await
}

/// Checks that no temporary file is left.
fn nothing_is_incoming(ground: &Ground) {
    let incoming = std::fs::read_dir(ground.data_dir.join("incoming")).unwrap();
    assert_eq!(incoming.count(), 0);
}

async fn a_kept_file_is_read_at_any_place(ground: Ground) {
    let name = derived("0-a.parquet");
    let whole = bytes(1_300_000);
    put(&ground, &name, whole.clone()).await.unwrap();
    let opened = name.clone();
    let read = ground.home(move |home| {
        let blob = home.open(&opened)?;
        assert_eq!((blob.len(), blob.is_empty()), (1_300_000, false));
        for (offset, len) in [
            (0, 0),
            (0, 1),
            (0, 1_300_000),
            (262_143, 1),
            (262_143, 2),
            (262_144, 262_144),
            (100_000, 700_000),
            (1_299_999, 1),
            (1_300_000, 0),
        ] {
            let read = blob.read_at(offset, len)?;
            let from = usize::try_from(offset).unwrap();
            assert!(read == whole[from..from + len], "{len} at {offset}");
        }
        for (offset, len) in [
            (1_300_000, 1),
            (1_299_999, 2),
            (u64::MAX, 1),
            (0, usize::MAX),
        ] {
            let past = blob.read_at(offset, len);
            assert!(matches!(past, Err(StoreError::Io(_))), "{len} at {offset}");
        }
        // Several threads read at once.
        std::thread::scope(|scope| {
            for from in [0, 300_000, 600_000, 900_000] {
                let (blob, whole) = (&blob, &whole);
                scope.spawn(move || {
                    let read = blob.read_at(from as u64, 300_000).unwrap();
                    assert!(read == whole[from..from + 300_000], "{from}");
                });
            }
        });
        Ok(())
    });
    read.await.unwrap();
    let missing = ground.home(|home| home.open(&derived("1-a.parquet")).map(drop));
    assert!(matches!(missing.await, Err(StoreError::NotFound("file"))));
    let missing = fetched(&ground, &derived("1-a.parquet")).await;
    assert!(matches!(missing, Err(StoreError::NotFound("file"))));
    nothing_is_incoming(&ground);
}

async fn files_as_long_as_a_part_and_longer_come_back_whole(ground: Ground) {
    for len in [0, 8 << 20, (8 << 20) + 1, (17 << 20) + 5] {
        let name = derived(&format!("{len}"));
        put(&ground, &name, bytes(len)).await.unwrap();
        assert!(
            fetched(&ground, &name).await.unwrap() == bytes(len),
            "{len}"
        );
        // The file is stored again, as after a stop before the row was written.
        put(&ground, &name, bytes(len)).await.unwrap();
    }
    let kept = ground.kept(FileName::all_derived()).await;
    let mut sizes: Vec<u64> = kept.iter().map(|file| file.size_bytes).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [0, 8 << 20, (8 << 20) + 1, (17 << 20) + 5]);
    nothing_is_incoming(&ground);
}

async fn a_list_comes_in_pages(ground: Ground) {
    let mut names = Vec::new();
    for n in 0..20 {
        let claim = ["a", "a-b", "b"][n % 3];
        let file = format!("{n}-x.parquet");
        let name = FileName::derived("incident", claim, "g", &file).unwrap();
        put(&ground, &name, vec![0; n]).await.unwrap();
        names.push(name);
    }
    let other = FileName::derived("other", "a", "g", "x").unwrap();
    put(&ground, &other, vec![]).await.unwrap();
    let of_incident = FileName::new(&["derived", "incident"]).unwrap();
    for files_max in [1, 3, 20, 21] {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let (under, behind) = (of_incident.clone(), after.take());
            let page = ground.home(move |home| home.list(&under, behind.as_ref(), files_max));
            let page = page.await.unwrap();
            after = page.last().map(|file| file.name.clone());
            let is_last = page.len() < files_max;
            found.extend(page);
            if is_last {
                break;
            }
        }
        let mut found: Vec<(FileName, u64)> = found
            .into_iter()
            .map(|file| {
                assert!(file.changed_at_us > 1_600_000_000_000_000, "{file:?}");
                (file.name, file.size_bytes)
            })
            .collect();
        found.sort();
        let mut expected: Vec<_> = names.iter().cloned().zip(0..).collect();
        expected.sort();
        assert_eq!(found, expected, "{files_max} a page");
    }
    let of_claim = FileName::derived_of_claim("incident", "a").unwrap();
    assert_eq!(ground.kept(of_claim).await.len(), 7, "not those of a-b");
    let none = FileName::new(&["evidence", "nobody"]).unwrap();
    assert_eq!(ground.kept(none).await, []);
}

async fn a_removed_file_is_gone(ground: Ground) {
    let (one, two) = (derived("0-one"), derived("0-two"));
    for name in [&one, &two] {
        put(&ground, name, bytes(10)).await.unwrap();
    }
    let (name, again) = (one.clone(), one.clone());
    assert!(ground.home(move |home| home.remove(&name)).await.unwrap());
    assert!(!ground.home(move |home| home.remove(&again)).await.unwrap());
    let (name, other) = (one.clone(), two.clone());
    assert!(!ground.home(move |home| home.exists(&name)).await.unwrap());
    assert!(ground.home(move |home| home.exists(&other)).await.unwrap());
    assert!(fetched(&ground, &two).await.unwrap() == bytes(10));
    // A folder is removed with its last file, and made again with the next file.
    assert!(ground.home(move |home| home.remove(&two)).await.unwrap());
    assert!(!ground.data_dir.join("derived").exists());
    put(&ground, &one, bytes(3)).await.unwrap();
    assert!(fetched(&ground, &one).await.unwrap() == bytes(3));
}

async fn two_servers_put_the_same_bytes_at_once(ground: Ground) {
    let incident = ground.incident("one").await;
    let other = ground.another().await;
    let long = bytes(900);
    for round in 0..10_u8 {
        let mut bytes = long.clone();
        bytes.push(round);
        let (one, two) = tokio::join!(
            ground.store.receive_all(&incident.id, bytes.clone()),
            other.receive_all(&incident.id, bytes.clone())
        );
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one, two);
        for store in [&ground.store, &other] {
            let read = store.read_bytes(&incident.id, &one.sha256).await.unwrap();
            assert!(read == bytes);
        }
    }
    assert_eq!(ground.kept(FileName::all_evidence()).await.len(), 10);
    nothing_is_incoming(&ground);
}

async fn lost_or_shortened_file_is_reported(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    let kept = store.receive_all(&incident.id, bytes(500)).await.unwrap();
    let path = ground.file_of(&FileName::evidence(&incident.id, &kept.sha256).unwrap());
    std::fs::write(&path, bytes(499)).unwrap();
    let read = store.read_bytes(&incident.id, &kept.sha256).await;
    assert!(matches!(read, Err(StoreError::Damaged { sha256 }) if sha256 == kept.sha256));
    std::fs::remove_file(&path).unwrap();
    let read = store.read_bytes(&incident.id, &kept.sha256).await;
    assert!(matches!(read, Err(StoreError::NotFound("file"))));
    // The same bytes are received again and exist again.
    let again = store.receive_all(&incident.id, bytes(500)).await.unwrap();
    let read = store.read_bytes(&incident.id, &again.sha256).await.unwrap();
    assert!(read == bytes(500));
}

#[tokio::test]
async fn a_bucket_leaves_nothing_in_the_data_folder() {
    let ground = sqlite_and_bucket().await;
    let incident = ground.incident("one").await;
    let kept = ground
        .store
        .receive_all(&incident.id, bytes(500))
        .await
        .unwrap();
    let left = std::fs::read_dir(&ground.data_dir).unwrap();
    let mut left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["incoming", "migrate.lock"]);
    nothing_is_incoming(&ground);
    let name = FileName::evidence(&incident.id, &kept.sha256).unwrap();
    let s3 = ground.s3.as_ref().unwrap();
    assert_eq!(s3.keys(), [format!("{PREFIX}/{name}")]);
}

#[tokio::test]
async fn an_answer_that_is_lost_on_its_way_loses_nothing() {
    let ground = sqlite_and_bucket().await;
    let s3 = ground.s3.clone().unwrap();
    for (method, name, len) in [
        ("PUT", "small", 10),
        ("PUT", "large", 9 << 20),
        ("DELETE", "", 0),
        ("GET", "", 0),
        ("HEAD", "", 0),
    ] {
        s3.fail(method, 0, Fault::AnswerLost, 1);
        if !name.is_empty() {
            put(&ground, &derived(name), bytes(len)).await.unwrap();
        }
        let name = derived("gone");
        put(&ground, &name, bytes(10)).await.unwrap();
        assert!(fetched(&ground, &name).await.unwrap() == bytes(10));
        ground.home(move |home| home.remove(&name)).await.unwrap();
    }
    assert!(fetched(&ground, &derived("large")).await.unwrap() == bytes(9 << 20));
    assert_eq!((s3.keys().len(), s3.parts()), (2, 0));
}

#[tokio::test]
async fn a_tired_server_is_asked_again_but_not_for_ever() {
    let ground = sqlite_and_bucket().await;
    let s3 = ground.s3.clone().unwrap();
    let incident = ground.incident("one").await;
    let store = &ground.store;
    s3.fail("PUT", 0, Fault::Refused, 2);
    let kept = store.receive_all(&incident.id, bytes(10)).await.unwrap();
    s3.fail("HEAD", 0, Fault::Refused, usize::MAX);
    let before = s3.requests();
    let read = store.read_bytes(&incident.id, &kept.sha256).await;
    let Err(StoreError::Bucket { url, .. }) = &read else {
        panic!("{read:?}");
    };
    assert!(url.ends_with(PREFIX));
    assert_eq!(s3.requests() - before, 3, "the first and two repetitions");
    assert!(store.ready().await.is_ok(), "it looks at other requests");
    s3.fail("PUT", 0, Fault::Refused, usize::MAX);
    let put = store.receive_all(&incident.id, bytes(11)).await;
    assert!(matches!(put, Err(StoreError::Bucket { .. })));
    assert!(store.ready().await.is_err());
    nothing_is_incoming(&ground);
    s3.fail("PUT", 0, Fault::Refused, 0);
    let read = store.read_bytes(&incident.id, &kept.sha256).await;
    assert!(read.unwrap() == bytes(10), "nothing was lost");
}

#[tokio::test]
async fn a_silent_server_gives_an_error_in_time() {
    let ground = sqlite_and_bucket().await;
    let s3 = ground.s3.clone().unwrap();
    let mut options = bucket(&s3);
    options.request_seconds_max = 1;
    options.retries_max = 0;
    let options = Options {
        files: FilesAt::Bucket(options),
        ..Options::default()
    };
    let store = Store::connect_with(&ground.url, &ground.data_dir, options)
        .await
        .unwrap();
    s3.fail("HEAD", 0, Fault::Silent, usize::MAX);
    let asked = store.receive_all("incident", bytes(10));
    let answered = tokio::time::timeout(std::time::Duration::from_secs(30), asked).await;
    assert!(matches!(answered.unwrap(), Err(StoreError::Bucket { .. })));
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let ground = sqlite_and_bucket().await;
    let s3 = ground.s3.clone().unwrap();
    // The second of three parts does not arrive.
    s3.fail("PUT", 1, Fault::Refused, usize::MAX);
    let put_one = put(&ground, &derived("large"), bytes(20 << 20)).await;
    assert!(matches!(put_one, Err(StoreError::Bucket { .. })));
    assert_eq!((s3.keys().len(), s3.parts()), (0, 0));
    nothing_is_incoming(&ground);
    s3.fail("PUT", 0, Fault::Refused, 0);
    put(&ground, &derived("large"), bytes(20 << 20))
        .await
        .unwrap();
    assert!(fetched(&ground, &derived("large")).await.unwrap() == bytes(20 << 20));
}

#[tokio::test]
async fn blocks_are_fetched_once_while_memory_lasts() {
    const BLOCK: u64 = 256 << 10;
    let ground = sqlite_and_bucket().await;
    let s3 = ground.s3.clone().unwrap();
    let name = derived("0-a.parquet");
    put(&ground, &name, bytes(8 << 18)).await.unwrap();
    // Eight blocks; four of them fit into memory.
    let ground = &ground;
    let read = |places: Vec<(u64, usize)>| {
        let (name, s3) = (name.clone(), s3.clone());
        ground.home(move |home| {
            let blob = home.open(&name)?;
            let before = s3.requests();
            for (offset, len) in places {
                let from = usize::try_from(offset).unwrap();
                assert!(blob.read_at(offset, len)? == bytes(8 << 18)[from..from + len]);
            }
            Ok(s3.requests() - before)
        })
    };
    let requests = [
        (vec![(0, 10), (100, 10), (BLOCK - 1, 1)], 1),
        (vec![(BLOCK - 1, 2)], 1),
        (vec![(0, 2 << 18)], 0),
        (vec![(0, 4 << 18)], 1),
        (vec![(3 * BLOCK, 1), (2 * BLOCK, 1)], 0),
        (vec![(7 * BLOCK, 1)], 1),
        (vec![(BLOCK, 1)], 0),
        (vec![(0, 1)], 1),
        (vec![(0, 8 << 18)], 1),
        (vec![(0, 1)], 1),
    ];
    for (places, expected) in requests {
        let shown = format!("{places:?}");
        assert_eq!(read(places).await.unwrap(), expected, "{shown}");
    }
}

#[tokio::test]
async fn unusable_bucket_is_reported_at_start() {
    let ground = sqlite_and_bucket().await;
    let good = bucket(ground.s3.as_ref().unwrap());
    let lock = ground.store.begin_serving(0).await.unwrap();
    drop(lock);
    let mut elsewhere = good.clone();
    elsewhere.url = "s3://elsewhere/some/prefix".to_owned();
    let mut stranger = good.clone();
    stranger.secret_access_key = "guessed".to_owned();
    let mut nobody = good.clone();
    nobody.endpoint = "http://127.0.0.1:1".to_owned();
    for (wrong, why) in [(elsewhere, "bucket"), (stranger, "key"), (nobody, "server")] {
        let options = Options {
            files: FilesAt::Bucket(wrong),
            ..Options::default()
        };
        let store = Store::connect_with(&ground.url, &ground.data_dir, options)
            .await
            .unwrap();
        let refused = store.begin_serving(0).await.unwrap_err();
        assert!(matches!(refused, StoreError::Start(_)), "{why}: {refused}");
        let text = refused.to_string();
        assert!(
            text.contains("evidence_url") && text.contains("[s3]"),
            "{why}: {text}"
        );
        assert!(!text.contains("guessed"), "{text}");
    }
}

#[tokio::test]
async fn url_that_is_no_bucket_is_refused() {
    let ground = sqlite_and_bucket().await;
    for url in [
        "s3://",
        "s3:///x",
        "http://tests/x",
        "tests",
        "s3://tests/../x",
        "s3://tests//x",
        "s3://tests/.x",
        "s3://a b/x",
        "s3://tests/x?y",
    ] {
        let mut options = bucket(ground.s3.as_ref().unwrap());
        options.url = url.to_owned();
        let options = Options {
            files: FilesAt::Bucket(options),
            ..Options::default()
        };
        let opened = Store::connect_with(&ground.url, &ground.data_dir, options).await;
        let Err(StoreError::Start(text)) = opened else {
            panic!("{url} is taken");
        };
        assert!(text.contains("evidence_url"), "{url}: {text}");
    }
}
