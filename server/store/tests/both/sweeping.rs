//! What a stopped server leaves behind, what is never removed, and whether files can be
//! stored.

use casework::{Role, Support};
use ledger::messages::Message;
use ledger::{Code, Diagnostic};
use store::{Actor, FileName, ImportState, LeaseTerms, NewEvent, NewImport, StoreError, Swept};

use crate::claims::declaration;
use crate::entries::{finished, import, trade, write_rows};
use crate::evidence::add;
use crate::ground::{Ground, NOON, on_both_homes};
use crate::jobs::{TERMS, begun};
use crate::valuing::{OwnLine, generation, line, new_line, save, valuation, write_lines};

on_both_homes!(
    files_left_by_a_stopped_server_are_swept,
    files_of_a_job_under_way_stay_however_long_it_takes,
    derived_files_are_removed_with_their_owner,
    files_of_a_claim_that_is_worked_on_are_left_alone,
    an_older_generation_lives_while_a_valuation_is_of_it,
    bytes_that_a_row_names_are_never_swept,
    a_long_list_of_files_is_swept_to_its_end,
    readiness_takes_a_write_and_leaves_nothing,
);

async fn files_left_by_a_stopped_server_are_swept(ground: Ground) {
    let (incident, ana, claim, file) = begun(&ground).await;
    let store = &ground.store;
    let new = NewImport {
        id: "i1",
        reader_version: "1",
    };
    store.begin_import(&claim, &file, &new, NOON).await.unwrap();
    let odd = [Diagnostic {
        file: "trades.csv".to_owned(),
        line: 3,
        column: 2,
        code: Code::NoteOdd,
        message: Message::NumberNone { text: "x".into() },
    }];
    store.add_diagnostics("i1", 0, &odd).await.unwrap();
    // The rows of an import, in a table and a file of ids.
    let entries = [trade("trades.csv", 2, 0)];
    let rows = write_rows(store, &claim, &file, "i1", &entries).await;
    assert_eq!(rows.unwrap().rows(), 1);
    assert_eq!(ground.kept(FileName::all_derived()).await.len(), 2);
    store.fail_running_imports(&claim.id, NOON).await.unwrap();
    // Bytes that no row names: their act broke off, or their draft was erased and the server
    // stopped. Also a file that was being received.
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
    assert_eq!((swept.imports, swept.files), (0, 4));
    let gone = store.read_bytes(&incident.id, &orphan.sha256).await;
    assert!(matches!(gone, Err(StoreError::NotFound(_))));
    let kept = store.read_bytes(&incident.id, &file.sha256).await.unwrap();
    assert_eq!(kept, b"some bytes");
    assert!(!half.exists());
    assert_eq!(store.sweep(i64::MAX).await.unwrap(), Swept::default());
    let left = ground.count("SELECT COUNT(*) FROM diagnostic").await;
    assert_eq!(left, 0);
    assert!(ground.kept(FileName::all_derived()).await.is_empty());
    // The same bytes are received again and exist again.
    let again = add(&ground, &ana, &claim, "again.csv", "nobody's").await;
    assert_eq!(again.sha256, orphan.sha256);
    assert!(store.read_bytes(&incident.id, &again.sha256).await.is_ok());
}

/// The owners of the derived files, in order and each once.
async fn owners(ground: &Ground) -> Vec<String> {
    let files = ground.kept(FileName::all_derived()).await.into_iter();
    let owner = |name: &FileName| name.segments().nth(3).unwrap().to_owned();
    let mut owners: Vec<String> = files.map(|file| owner(&file.name)).collect();
    owners.dedup();
    owners
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

async fn files_of_a_job_under_way_stay_however_long_it_takes(ground: Ground) {
    let (_, _, claim, file) = begun(&ground).await;
    let store = &ground.store;
    // The job has written rows that nothing names yet.
    let entries = [trade("trades.csv", 2, 0)];
    let rows = write_rows(store, &claim, &file, "i1", &entries).await;
    assert_eq!(rows.unwrap().rows(), 1);
    let written = ground.kept(FileName::all_derived()).await;
    let latest_us = written.iter().map(|file| file.changed_at_us).max().unwrap();
    let job = store.take_job(&TERMS, latest_us).await.unwrap().unwrap();
    assert_eq!(store.sweep(latest_us + 1).await.unwrap(), Swept::default());
    assert_eq!(ground.kept(FileName::all_derived()).await.len(), 2);
    store.finish_job(&job, latest_us).await.unwrap();
    assert_eq!(store.sweep(latest_us + 1).await.unwrap().files, 2);
}

async fn derived_files_are_removed_with_their_owner(ground: Ground) {
    let (incident, ana, claim, file) = begun(&ground).await;
    let store = &ground.store;
    let entries = [trade("trades.csv", 2, 0), trade("trades.csv", 3, 1)];
    let first = import(&ground, &claim, &file, &entries[..1]).await;
    generation(store, &claim, "g1", &[]).await.unwrap();
    let value = async |id: &str| {
        let stored = store.entries(&claim.id).await.unwrap();
        let loss = line(&[("BTC", 5)]);
        let lines = stored.iter();
        let lines = lines.map(|stored| OwnLine::of(stored, Support::Documented, &loss));
        let now = store.claim(&incident.id, &claim.id).await.unwrap();
        let own = valuation(id, 1, lines.collect());
        save(store, &now, &own, NOON).await.unwrap();
    };
    value("v1").await;
    // Another claim's files are not affected.
    let ben = ground.member(&incident, "ben", Role::Claimant).await;
    let others = ground.claim(&incident, &ben, "R-BBBB-22").await;
    let theirs = add(&ground, &ben, &others, "theirs.csv", "theirs").await;
    let of_ben = import(&ground, &others, &theirs, &entries).await;
    let all = |ids: &[&str]| sorted(ids.iter().map(|id| (*id).to_owned()).collect());
    let there = async || sorted(owners(&ground).await);
    let expected = all(&[&first, "g1", "v1", &of_ben]);
    assert_eq!(there().await, expected);
    assert_eq!(store.sweep(i64::MAX).await.unwrap(), Swept::default());
    assert_eq!(there().await, expected, "what belongs to something stays");
    // The file is read and valued again. A draft keeps no older valuation, so that nothing
    // needs the older generation and import any more.
    let second = import(&ground, &claim, &file, &entries).await;
    generation(store, &claim, "g2", &[]).await.unwrap();
    assert_eq!(store.sweep(i64::MAX).await.unwrap(), Swept::default());
    value("v2").await;
    let young = store.sweep(NOON).await.unwrap();
    assert_eq!(young, Swept::default(), "files are younger than that noon");
    let swept = store.sweep(i64::MAX).await.unwrap();
    assert_eq!(
        swept,
        Swept {
            // Two of rows, one of the generation; table, parts and index.
            files: 2 + 1 + 3,
            ..Swept::default()
        }
    );
    assert_eq!(there().await, all(&[&second, "g2", "v2", &of_ben]));
    // Everything that counts can still be read, by a server that has no file open.
    let other = ground.another().await;
    assert_eq!(other.entries(&claim.id).await.unwrap().len(), 2);
    assert_eq!(other.entries(&others.id).await.unwrap().len(), 2);
    let lines = other.claim_lines(&incident.id, "", &claim.reference).await;
    assert_eq!(lines.unwrap().len(), 2);
    // Lines of a valuation that was never finished, and rows of a failed import.
    let rows = store.rows(&claim.id).await.unwrap();
    let lost = new_line("k1", "ftx", 0, Support::Claimed, &line(&[("BTC", 5)]));
    write_lines(store, &claim, "v3", &rows, &[lost])
        .await
        .unwrap();
    assert_eq!(store.sweep(i64::MAX).await.unwrap().files, 3);
    assert_eq!(there().await, all(&[&second, "g2", "v2", &of_ben]));
    // A file that was withdrawn stays a part of the claim.
    store.withdraw_file(&ana, &claim, &file.id).await.unwrap();
    assert_eq!(store.sweep(i64::MAX).await.unwrap(), Swept::default());
}

async fn files_of_a_claim_that_is_worked_on_are_left_alone(ground: Ground) {
    let (_, _, claim, file) = begun(&ground).await;
    let store = &ground.store;
    let terms = LeaseTerms {
        lease_us: 3_600_000_000,
        tries_max: 3,
    };
    // The clock is that of files; PostgreSQL ends leases by its own clock, which is the
    // same.
    let originals = ground.kept(FileName::all_evidence()).await;
    let now_us = originals[0].changed_at_us;
    let job = store.take_job(&terms, now_us).await.unwrap().unwrap();
    // Longer than orphans are kept, as with rows that take hours.
    let later = now_us + 1_800_000_000;
    let new = NewImport {
        id: "i1",
        reader_version: "1",
    };
    let run = store.under(&job);
    run.begin_import(&claim, &file, &new, NOON).await.unwrap();
    let entries = [trade("trades.csv", 2, 0)];
    let rows = write_rows(&run, &claim, &file, "i1", &entries).await;
    let mut done = finished(ImportState::Done, 1);
    done.rows = Some(rows.unwrap());
    assert_eq!(store.sweep(later).await.unwrap(), Swept::default());
    let by = Actor::operator(NOON);
    run.finish_import(&by, "i1", &done).await.unwrap();
    let of_nothing = store.rows(&claim.id).await.unwrap();
    write_lines(&run, &claim, "v1", &of_nothing, &[])
        .await
        .unwrap();
    assert_eq!(store.sweep(later).await.unwrap(), Swept::default());
    store.finish_job(&job, later).await.unwrap();
    // Named files stay; lines that never became a valuation are removed.
    assert_eq!(store.sweep(later).await.unwrap().files, 1);
    assert_eq!(owners(&ground).await, ["i1"]);
    assert_eq!(store.entries(&claim.id).await.unwrap().len(), 1);
}

async fn an_older_generation_lives_while_a_valuation_is_of_it(ground: Ground) {
    let (incident, ana, claim, file) = begun(&ground).await;
    let store = &ground.store;
    let entries = [
        trade("trades.csv", 2, 0),
        trade("trades.csv", 3, 1),
        trade("trades.csv", 4, 2),
    ];
    let read = import(&ground, &claim, &file, &entries[..2]).await;
    generation(store, &claim, "g1", &[(0, 1)]).await.unwrap();
    let now = async || store.claim(&incident.id, &claim.id).await.unwrap();
    let value = async |id: &str, version: i64| {
        let stored = store.entries(&claim.id).await.unwrap();
        let counted = stored.iter().filter(|stored| stored.dropped.is_none());
        let loss = line(&[("BTC", 5)]);
        let lines = counted.map(|stored| OwnLine::of(stored, Support::Documented, &loss));
        let own = valuation(id, version, lines.collect());
        save(store, &now().await, &own, NOON).await.unwrap();
    };
    value("v1", 1).await;
    let version = now().await.version;
    let mut signing = declaration("d1");
    signing.figures.valuation = Some("v1");
    let event = NewEvent {
        id: "e1",
        words: "",
    };
    let signed = store.submit_claim(&ana, &claim, version, &signing, &event);
    signed.await.unwrap();
    // The file is read, compared and valued again under another price book. The signed
    // valuation stays.
    let again = import(&ground, &claim, &file, &entries).await;
    generation(store, &claim, "g2", &[]).await.unwrap();
    value("v2", 2).await;
    store.sweep(i64::MAX).await.unwrap();
    let has = async |generation: &str| {
        // This server has not cached it.
        let another = ground.another().await;
        let rows = another.rows_of_generation(generation).await;
        match rows {
            Ok(rows) => Some((rows.len(), rows.counted_len())),
            Err(StoreError::NotFound("generation")) => None,
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(has("g1").await, Some((2, 1)));
    assert_eq!(has("g2").await, Some((3, 3)));
    let there = async || sorted(owners(&ground).await);
    let all = |ids: &[&str]| sorted(ids.iter().map(|id| (*id).to_owned()).collect());
    let expected = all(&[&read, &again, "g1", "g2", "v1", "v2"]);
    assert_eq!(there().await, expected);
    let rows = ground
        .another()
        .await
        .rows_of_generation("g1")
        .await
        .unwrap();
    let verdicts: Vec<(u32, u32)> = rows.dropped().map(|drop| (drop.0, drop.2)).collect();
    assert_eq!(verdicts, [(0, 1)]);
    let kept = tokio::task::spawn_blocking(move || rows.at(&[0, 1]).unwrap());
    let kept = kept.await.unwrap().into_iter();
    let kept: Vec<_> = kept.map(|stored| stored.entry).collect();
    assert_eq!(kept, entries[..2]);
    // Once its valuation is gone, the generation is removed when the next one is made.
    ground
        .run(
            "UPDATE declaration SET valuation = NULL, at_us = 0; \
             DELETE FROM claim_sum WHERE valuation = 'v1'; \
             DELETE FROM valuation WHERE id = 'v1'",
        )
        .await;
    assert_eq!(has("g1").await, Some((2, 1)));
    value("v3", 2).await;
    assert_eq!((has("g1").await, has("g2").await), (None, Some((3, 3))));
    store.sweep(i64::MAX).await.unwrap();
    assert_eq!(there().await, all(&[&again, "g2", "v3"]));
}

async fn bytes_that_a_row_names_are_never_swept(ground: Ground) {
    let (incident, ana, claim, _) = begun(&ground).await;
    let store = &ground.store;
    // One task adds bytes and another sweeps them, at the same time, many times.
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
            // They were swept first: the act is refused and leaves no row.
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
    // A folder without write access: files would be lost.
    let folder = &ground.data_dir;
    std::fs::remove_dir_all(folder).unwrap();
    std::fs::write(folder, "in the way").unwrap();
    assert!(ground.store.ready().await.is_err());
}

async fn a_long_list_of_files_is_swept_to_its_end(ground: Ground) {
    let incident = ground.incident("one").await;
    let other = ground.incident("two").await;
    let store = &ground.store;
    // More files than one page of the sweep, in two incidents.
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
