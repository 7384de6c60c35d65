//! What a stopped server leaves behind, what is never taken away, and whether anything
//! can be kept.

use store::{NewImport, StoreError, Swept, entry_key};

use crate::entries::trade;
use crate::evidence::add;
use crate::ground::{Ground, NOON, on_both_homes};
use crate::jobs::begun;

on_both_homes!(
    what_a_stopped_server_left_is_swept,
    bytes_that_a_row_names_are_never_swept,
    a_long_list_of_files_is_swept_to_its_end,
    readiness_takes_a_write_and_leaves_nothing,
);

async fn what_a_stopped_server_left_is_swept(ground: Ground) {
    let (incident, ana, claim, file) = begun(&ground).await;
    let store = &ground.store;
    let new = NewImport {
        id: "i1",
        reader_version: "1",
    };
    store.begin_import(&claim, &file, &new, NOON).await.unwrap();
    let entries = [trade("trades.csv", 2, 0)];
    let keys = [entry_key(&file.sha256, &entries[0])];
    store
        .add_entries(&claim.id, "i1", 0, &entries, &keys)
        .await
        .unwrap();
    store.fail_running_imports(&claim.id, NOON).await.unwrap();
    // Bytes that no row names (they came and their act broke off, or their draft was
    // erased and the server stopped), and a file that was being received.
    let orphan = store.receive_all(&incident.id, b"nobody's".to_vec());
    let orphan = orphan.await.unwrap();
    let half = ground.data_dir.join("incoming/half");
    std::fs::write(&half, "half a fi").unwrap();
    let past = store.sweep(NOON).await.unwrap();
    assert_eq!(
        past,
        Swept {
            imports: 1,
            ..Swept::default()
        },
        "files were changed after noon of that day"
    );
    let swept = store.sweep(i64::MAX).await.unwrap();
    assert_eq!((swept.imports, swept.files), (0, 2));
    let gone = store.read_bytes(&incident.id, &orphan.sha256).await;
    assert!(matches!(gone, Err(StoreError::NotFound(_))));
    let kept = store.read_bytes(&incident.id, &file.sha256).await.unwrap();
    assert_eq!(kept, b"some bytes");
    assert!(!half.exists());
    assert_eq!(store.sweep(i64::MAX).await.unwrap(), Swept::default());
    let left = ground.count("SELECT COUNT(*) FROM entry").await;
    assert_eq!(left, 0);
    // The same bytes come again and are there.
    let again = add(&ground, &ana, &claim, "again.csv", "nobody's").await;
    assert_eq!(again.sha256, orphan.sha256);
    assert!(store.read_bytes(&incident.id, &again.sha256).await.is_ok());
}

async fn bytes_that_a_row_names_are_never_swept(ground: Ground) {
    let (incident, ana, claim, _) = begun(&ground).await;
    let store = &ground.store;
    // Whoever adds bytes and whoever sweeps them, at the same time, many times.
    for round in 0..20 {
        let bytes = format!("round {round}");
        let received = store.receive_all(&incident.id, bytes.clone().into_bytes());
        let received = received.await.unwrap();
        let id = ground.id();
        let new = store::NewFile {
            id: &id,
            name: &bytes,
            media_type: "text/csv",
            account: "",
            zone: None,
        };
        let (added, swept) = tokio::join!(
            store.add_file(&ana, &claim, &received, &new),
            store.sweep(i64::MAX)
        );
        swept.unwrap();
        match added {
            Ok(file) => {
                let kept = store.read_bytes(&incident.id, &file.sha256).await;
                assert_eq!(kept.unwrap(), bytes.as_bytes());
            }
            // Swept first: the act is refused and leaves no row.
            Err(error) => {
                assert!(matches!(error, StoreError::NotFound("file")), "{error}");
                let there = store.file_by_sha256(&claim.id, &received.sha256).await;
                assert!(matches!(there, Err(StoreError::NotFound(_))));
            }
        }
    }
}

async fn readiness_takes_a_write_and_leaves_nothing(ground: Ground) {
    ground.store.ready().await.unwrap();
    assert_eq!(ground.count("SELECT COUNT(*) FROM session").await, 0);
    let left = std::fs::read_dir(&ground.data_dir).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    let known = ["migrate.lock", "incoming"];
    assert!(
        left.iter()
            .all(|name| known.iter().any(|known| name == known)),
        "{left:?}"
    );
    let incoming = std::fs::read_dir(ground.data_dir.join("incoming")).unwrap();
    assert_eq!(incoming.count(), 0);
    if let Some(s3) = &ground.s3 {
        assert_eq!(s3.keys(), [""; 0]);
    }
    // A folder that takes nothing: what is asked to be kept would be lost.
    let folder = &ground.data_dir;
    std::fs::remove_dir_all(folder).unwrap();
    std::fs::write(folder, "in the way").unwrap();
    assert!(ground.store.ready().await.is_err());
}

async fn a_long_list_of_files_is_swept_to_its_end(ground: Ground) {
    let incident = ground.incident("one").await;
    let other = ground.incident("two").await;
    let store = &ground.store;
    // More than the sweep asks for at once, in two incidents.
    for n in 0..510 {
        let incident = if n % 2 == 0 { &incident } else { &other };
        let bytes = format!("orphan {n}").into_bytes();
        store.receive_all(&incident.id, bytes).await.unwrap();
    }
    assert_eq!(store.sweep(NOON).await.unwrap(), Swept::default());
    assert_eq!(store.sweep(i64::MAX).await.unwrap().files, 510);
    let left = ground.kept(store::FileName::all_evidence()).await;
    assert!(left.is_empty(), "{left:?}");
}
