//! The chain: concurrent writers, views, tampering, settings.

use std::sync::Arc;

use casework::Role;
use casework::custody::{ChainError, CustodyEvent};
use sqlx::{AnyConnection, Connection, Executor};
use store::{Actor, CustodyFilter, Note, StoreError};

use crate::ground::{Ground, NOON, on_both, settings};

on_both!(
    twenty_writers_at_once_make_one_chain,
    a_record_changed_in_the_database_is_found,
    view_is_logged_once_a_session_object_and_hour,
    records_are_paged_and_found_by_object,
    settings_changed_by_two_are_a_conflict,
    opening_the_store_again_changes_nothing,
);

async fn twenty_writers_at_once_make_one_chain(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = Arc::new(ground.store.clone());
    let writers: Vec<_> = (0..20)
        .map(|number| {
            let (store, incident) = (store.clone(), incident.id.clone());
            tokio::spawn(async move {
                let by = Actor::operator(NOON + number);
                store
                    .record(&by, &incident, Note::new(CustodyEvent::Exported, "totals"))
                    .await
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    let head = store.verify_custody(&incident.id).await.unwrap().unwrap();
    assert_eq!(head.sequence, 21);
    assert_eq!(
        store.custody_head(&incident.id).await.unwrap().hash,
        head.hash
    );
}

async fn a_record_changed_in_the_database_is_found(ground: Ground) {
    let incident = ground.incident("one").await;
    let by = Actor::operator(NOON);
    ground
        .store
        .record(
            &by,
            &incident.id,
            Note::new(CustodyEvent::Exported, "totals"),
        )
        .await
        .unwrap();
    let mut connection = AnyConnection::connect(&ground.url).await.unwrap();
    connection
        .execute("UPDATE custody SET purpose = '{\"key\":\"x\"}' WHERE sequence = 2")
        .await
        .unwrap();
    let verified = ground.store.verify_custody(&incident.id).await.unwrap();
    assert_eq!(verified, Err(ChainError::Hash(2)));
}

async fn view_is_logged_once_a_session_object_and_hour(ground: Ground) {
    let incident = ground.incident("one").await;
    let hour = 3_600_000_000;
    let cases = [
        ("s1", "R-1", 0, true),
        ("s1", "R-1", hour - 1, false),
        ("s1", "R-2", 1, true),
        ("s2", "R-1", 1, true),
        ("s1", "R-1", hour, true),
    ];
    for (session, object, later, logged) in cases {
        let by = Actor::new("p", Role::Coordinator, NOON + later);
        let note = Note::new(CustodyEvent::ClaimSeen, object);
        let new = ground
            .store
            .look(&by, &incident.id, session, note)
            .await
            .unwrap();
        assert_eq!(new, logged, "{session} {object} {later}");
    }
    assert_eq!(
        ground
            .store
            .custody_chain(&incident.id)
            .await
            .unwrap()
            .len(),
        5
    );
}

async fn records_are_paged_and_found_by_object(ground: Ground) {
    let incident = ground.incident("one").await;
    let by = Actor::operator(NOON);
    for object in ["a", "b", "a"] {
        let note = Note::new(CustodyEvent::Exported, object);
        ground.store.record(&by, &incident.id, note).await.unwrap();
    }
    let page = |object: Option<&str>, before: Option<i64>| CustodyFilter {
        object: object.map(str::to_owned),
        before,
        limit: 2,
    };
    let sequences = |filter: CustodyFilter| {
        let (store, incident) = (ground.store.clone(), incident.id.clone());
        async move {
            let records = store.custody(&incident, &filter).await.unwrap();
            records
                .iter()
                .map(|record| record.sequence)
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(sequences(page(None, None)).await, [4, 3]);
    assert_eq!(sequences(page(None, Some(3))).await, [2, 1]);
    assert_eq!(sequences(page(Some("a"), None)).await, [4, 2]);
}

async fn settings_changed_by_two_are_a_conflict(ground: Ground) {
    let incident = ground.incident("one").await;
    let by = Actor::operator(NOON);
    let new = settings("A new name");
    let changed = ground
        .store
        .change_settings(&by, &incident.id, incident.version, &new)
        .await
        .unwrap();
    assert_eq!(
        (changed.name.as_str(), changed.price_version),
        ("A new name", 2)
    );
    assert_eq!(changed.venues, ["ftx", "binance"]);
    let late = ground
        .store
        .change_settings(&by, &incident.id, incident.version, &new)
        .await;
    assert!(matches!(late, Err(StoreError::Conflict("incident"))));
    let versions = ground.store.price_versions(&incident.id).await.unwrap();
    assert_eq!(versions.len(), 2, "the one that failed left none");
}

async fn opening_the_store_again_changes_nothing(ground: Ground) {
    let incident = ground.incident("one").await;
    let again = store::Store::connect(&ground.url, &ground.data_dir)
        .await
        .unwrap();
    assert_eq!(again.incident_by_slug("one").await.unwrap(), incident);
    again.ready().await.unwrap();
    let refused = store::Store::connect("mysql://x", &ground.data_dir).await;
    assert!(matches!(refused, Err(StoreError::Start(_))));
}
