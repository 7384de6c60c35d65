//! Snapshots, releases and bundles.

use casework::{Recipient, Role};
use store::{Actor, Incident, NewBundle, NewRelease, NewSnapshot, Received, Snapshot, StoreError};

use crate::evidence::add;
use crate::ground::{Ground, NOON, on_both};

const DAY: i64 = 86_400_000_000;

on_both!(
    a_snapshot_keeps_its_number_and_its_document,
    lines_of_a_snapshot_stay_and_those_of_a_failed_freeze_are_swept,
    a_snapshot_whose_files_were_swept_meanwhile_is_refused,
    a_release_needs_a_second_person,
    a_release_that_ended_or_expired_gives_nothing,
    an_older_release_without_names_is_never_approved_and_gives_nothing,
    a_release_to_somebody_who_is_no_investigator_is_refused,
    a_bundle_is_kept_only_under_an_active_release,
);

async fn freeze(ground: &Ground, incident: &Incident, by: &Actor) -> Snapshot {
    let store = &ground.store;
    let document = store
        .receive_all(&incident.id, b"{}".to_vec())
        .await
        .unwrap();
    let number = store.next_snapshot_number(&incident.id).await.unwrap();
    let id = ground.id();
    let new = NewSnapshot {
        id: &id,
        number,
        title: "For the police",
        totals: "{}",
        claims: 0,
        lines: &[],
    };
    store
        .add_snapshot(by, &incident.id, &document, &new)
        .await
        .unwrap()
}

fn release<'a>(snapshot: &'a Snapshot, investigator: &'a Actor) -> NewRelease<'a> {
    NewRelease {
        id: "r1",
        snapshot: &snapshot.id,
        investigator: &investigator.person,
        recipient: Recipient::LawEnforcement,
        purpose: "case 12",
        case_number: "12",
        expires_at_us: Some(NOON + DAY),
    }
}

async fn a_snapshot_keeps_its_number_and_its_document(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let first = freeze(&ground, &incident, &carla).await;
    let second = freeze(&ground, &incident, &carla).await;
    assert_eq!((first.number, second.number), (1, 2));
    let document = store
        .read_bytes(&incident.id, &first.content_sha256)
        .await
        .unwrap();
    assert_eq!(document, b"{}");
    let received = store
        .receive_all(&incident.id, b"{}".to_vec())
        .await
        .unwrap();
    let taken = NewSnapshot {
        id: "s9",
        number: 2,
        title: "",
        totals: "{}",
        claims: 0,
        lines: &[],
    };
    let late = store
        .add_snapshot(&carla, &incident.id, &received, &taken)
        .await;
    assert!(matches!(late, Err(StoreError::Duplicate("snapshot"))));
    let other = ground.incident("two").await;
    assert!(store.snapshot(&other.id, 1).await.is_err());
    assert!(store.snapshot_by_id(&other.id, &first.id).await.is_err());
}

async fn keep(
    ground: &Ground,
    incident: &Incident,
    by: &Actor,
    (number, lines): (i64, &[Received]),
) -> Result<Snapshot, StoreError> {
    let store = &ground.store;
    let document = format!("{{\"number\":{number}}}").into_bytes();
    let document = store.receive_own_all(&incident.id, document).await?;
    let id = ground.id();
    let new = NewSnapshot {
        id: &id,
        number,
        title: "",
        totals: "{}",
        claims: 1,
        lines,
    };
    store.add_snapshot(by, &incident.id, &document, &new).await
}

async fn received(ground: &Ground, incident: &Incident, text: &str) -> Received {
    let bytes = text.as_bytes().to_vec();
    let received = ground.store.receive_own_all(&incident.id, bytes);
    received.await.unwrap()
}

async fn lines_of_a_snapshot_stay_and_those_of_a_failed_freeze_are_swept(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let [own, shared, later] = [
        received(&ground, &incident, "own").await,
        received(&ground, &incident, "shared").await,
        received(&ground, &incident, "later").await,
    ];
    // Two claims of one snapshot, and two snapshots, have equal lines.
    let first = [own.clone(), shared.clone(), shared.clone()];
    keep(&ground, &incident, &carla, (1, &first)).await.unwrap();
    let second = [shared.clone()];
    keep(&ground, &incident, &carla, (2, &second))
        .await
        .unwrap();
    let failed = [shared.clone(), later.clone()];
    let failed = keep(&ground, &incident, &carla, (2, &failed)).await;
    assert!(matches!(failed, Err(StoreError::Duplicate("snapshot"))));
    assert_eq!(store.sweep(i64::MAX).await.unwrap().files, 1);
    for (kept, is_there) in [(&own, true), (&shared, true), (&later, false)] {
        let bytes = store.read_bytes(&incident.id, &kept.sha256).await;
        assert_eq!(bytes.is_ok(), is_there, "{kept:?}");
    }
    // Erasing a draft with the same bytes removes nothing else.
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let file = add(&ground, &ana, &claim, "same.csv", "own").await;
    assert_eq!(file.sha256, own.sha256);
    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    store.erase_claim(&ana, &now, now.version).await.unwrap();
    let bytes = store.read_bytes(&incident.id, &own.sha256).await;
    assert_eq!(bytes.unwrap(), b"own");
}

async fn a_snapshot_whose_files_were_swept_meanwhile_is_refused(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let lines = [received(&ground, &incident, "lines").await];
    store.sweep(i64::MAX).await.unwrap();
    let refused = keep(&ground, &incident, &carla, (1, &lines)).await;
    assert!(matches!(refused, Err(StoreError::NotFound("file"))));
    assert!(store.snapshots(&incident.id).await.unwrap().is_empty());
    let lines = [received(&ground, &incident, "lines").await];
    keep(&ground, &incident, &carla, (1, &lines)).await.unwrap();
    assert_eq!(store.sweep(i64::MAX).await.unwrap().files, 0);
}

async fn a_release_needs_a_second_person(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let cyril = ground.member(&incident, "cyril", Role::Coordinator).await;
    let ines = ground.member(&incident, "ines", Role::Investigator).await;
    let store = &ground.store;
    let snapshot = freeze(&ground, &incident, &carla).await;
    store
        .request_release(&carla, &incident.id, &release(&snapshot, &ines))
        .await
        .unwrap();
    assert!(
        store
            .releases_to(&incident.id, &ines.person, NOON)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(store.waiting_releases(None).await.unwrap().len(), 1);
    for by in [&carla, &ines] {
        let own = store.approve_release(by, &incident.id, "r1").await;
        assert!(matches!(own, Err(StoreError::NotAllowed)));
    }
    let approved = store
        .approve_release(&cyril, &incident.id, "r1")
        .await
        .unwrap();
    assert_eq!((approved.number, approved.is_active(NOON)), (1, true));
    assert!(
        store
            .approve_release(&cyril, &incident.id, "r1")
            .await
            .is_err(),
        "once"
    );
    assert!(store.waiting_releases(None).await.unwrap().is_empty());
    let open = store
        .releases_to(&incident.id, &ines.person, NOON)
        .await
        .unwrap();
    assert_eq!(open[0].investigator_name, "ines");
    let chain = store.custody_chain(&incident.id).await.unwrap();
    let actions: Vec<&str> = chain.iter().map(|record| record.action.as_str()).collect();
    assert!(actions.ends_with(&["snapshot-frozen", "release-requested", "release-approved"]));
}

async fn an_older_release_without_names_is_never_approved_and_gives_nothing(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let cyril = ground.member(&incident, "cyril", Role::Coordinator).await;
    let ines = ground.member(&incident, "ines", Role::Investigator).await;
    let store = &ground.store;
    let snapshot = freeze(&ground, &incident, &carla).await;
    let made = store
        .request_release(&carla, &incident.id, &release(&snapshot, &ines))
        .await
        .unwrap();
    assert!(made.is_identified());
    ground
        .run("UPDATE release SET kind = 'pseudonymous' WHERE id = 'r1'")
        .await;
    let refused = store.approve_release(&cyril, &incident.id, "r1").await;
    assert!(matches!(refused, Err(StoreError::NotFound(_))));
    // The state that an older version, which still made them, would have left.
    ground
        .run("UPDATE release SET approved_by = 'operator', approved_at_us = 1 WHERE id = 'r1'")
        .await;
    let approved = store.release(&incident.id, "r1").await.unwrap();
    assert!(!approved.is_active(NOON));
    let open = store.releases_to(&incident.id, &ines.person, NOON).await;
    assert!(open.unwrap().is_empty());
    store.end_release(&carla, &incident.id, "r1").await.unwrap();
}

async fn a_release_that_ended_or_expired_gives_nothing(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let ines = ground.member(&incident, "ines", Role::Investigator).await;
    let store = &ground.store;
    let snapshot = freeze(&ground, &incident, &carla).await;
    let new = release(&snapshot, &ines);
    store
        .request_release(&carla, &incident.id, &new)
        .await
        .unwrap();
    let approved = store
        .approve_release(&Actor::operator(NOON), &incident.id, "r1")
        .await
        .unwrap();
    assert_eq!(approved.approved_by.as_deref(), Some("operator"));
    let open = |now: i64| store.releases_to(&incident.id, &ines.person, now);
    assert_eq!(open(NOON + DAY - 1).await.unwrap().len(), 1);
    assert!(open(NOON + DAY).await.unwrap().is_empty());
    store.end_release(&carla, &incident.id, "r1").await.unwrap();
    assert!(open(NOON).await.unwrap().is_empty());
    assert!(store.end_release(&carla, &incident.id, "r1").await.is_err());
}

async fn a_release_to_somebody_who_is_no_investigator_is_refused(ground: Ground) {
    let incident = ground.incident("one").await;
    let other = ground.incident("two").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let elsewhere = ground.member(&other, "ines", Role::Investigator).await;
    let snapshot = freeze(&ground, &incident, &carla).await;
    for person in [&carla, &elsewhere] {
        let new = release(&snapshot, person);
        let asked = ground
            .store
            .request_release(&carla, &incident.id, &new)
            .await;
        assert!(matches!(asked, Err(StoreError::NotFound("investigator"))));
    }
    let new = release(&snapshot, &elsewhere);
    let asked = ground.store.request_release(&carla, &other.id, &new).await;
    assert!(matches!(asked, Err(StoreError::NotFound("snapshot"))));
}

async fn a_bundle_is_kept_only_under_an_active_release(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let ines = ground.member(&incident, "ines", Role::Investigator).await;
    let store = &ground.store;
    let snapshot = freeze(&ground, &incident, &carla).await;
    let new = release(&snapshot, &ines);
    store
        .request_release(&carla, &incident.id, &new)
        .await
        .unwrap();
    let received = store
        .receive_all(&incident.id, b"zip".to_vec())
        .await
        .unwrap();
    let claims = ["R-AAAA-22".to_owned()];
    let bundle = NewBundle {
        id: "b1",
        release: "r1",
        claims: &claims,
        withheld: &[],
    };
    let early = store
        .add_bundle(&ines, &incident.id, &received, &bundle)
        .await;
    assert!(matches!(early, Err(StoreError::NotFound("active release"))));
    store
        .approve_release(&Actor::operator(NOON), &incident.id, "r1")
        .await
        .unwrap();
    let kept = store
        .add_bundle(&ines, &incident.id, &received, &bundle)
        .await
        .unwrap();
    assert_eq!(
        (kept.claims.as_slice(), kept.sha256),
        (&claims[..], received.sha256)
    );
    assert_eq!(store.bundles(&incident.id, "r1").await.unwrap().len(), 1);
}
