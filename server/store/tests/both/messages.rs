//! Which messages on claims each person has read, and claims whose claimant asks for them
//! back.

use casework::custody::Purpose;
use casework::{ClaimState, EventKind, Role, Step};
use store::{Actor, Claim, NewEvent, StoreError};

use crate::claims::declaration;
use crate::ground::{Ground, on_both};

on_both!(
    each_person_reads_alone_and_what_came_later_stays_unread,
    a_draft_with_read_messages_is_erased,
    a_claim_is_asked_back_once_until_somebody_decides,
);

fn event<'a>(id: &'a str, words: &'a str) -> NewEvent<'a> {
    NewEvent { id, words }
}

/// The same person, some seconds later.
fn later(by: &Actor, seconds: i64) -> Actor {
    Actor {
        now_us: by.now_us + seconds * 1_000_000,
        ..by.clone()
    }
}

async fn unread(ground: &Ground, claim: &Claim, by: &Actor) -> Vec<String> {
    let unread = ground
        .store
        .unread_messages(&claim.incident, &by.person, by.role)
        .await
        .unwrap();
    assert!(unread.iter().all(|message| message.claim == claim.id));
    unread.into_iter().map(|message| message.id).collect()
}

async fn each_person_reads_alone_and_what_came_later_stays_unread(ground: Ground) {
    let incident = ground.incident("one").await;
    let other = ground.incident("two").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let cyril = ground.member(&incident, "cyril", Role::Coordinator).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    for (seconds, id) in [(1, "m1"), (2, "m2"), (3, "m3")] {
        let by = later(&ana, seconds);
        store
            .write_message(&by, &claim, &event(id, "Hello"))
            .await
            .unwrap();
    }
    assert_eq!(unread(&ground, &claim, &carla).await, ["m1", "m2", "m3"]);
    assert!(unread(&ground, &claim, &ana).await.is_empty(), "her own");
    let elsewhere = store.unread_messages(&other.id, &carla.person, Role::Coordinator);
    assert!(elsewhere.await.unwrap().is_empty(), "of another incident");

    assert_eq!(store.mark_read(&carla, &claim, "m2").await.unwrap(), 2);
    assert_eq!(store.mark_read(&carla, &claim, "m2").await.unwrap(), 0);
    assert_eq!(store.mark_read(&carla, &claim, "nothing").await.unwrap(), 0);
    assert_eq!(unread(&ground, &claim, &carla).await, ["m3"]);
    assert_eq!(unread(&ground, &claim, &cyril).await, ["m1", "m2", "m3"]);

    let answer = event("m4", "Good day");
    store
        .write_message(&later(&carla, 4), &claim, &answer)
        .await
        .unwrap();
    assert_eq!(unread(&ground, &claim, &ana).await, ["m4"]);
    assert_eq!(
        unread(&ground, &claim, &cyril).await.len(),
        3,
        "of a colleague"
    );
    let as_claimant = Actor::new(&cyril.person, Role::Claimant, cyril.now_us);
    let others = unread(&ground, &claim, &as_claimant).await;
    assert!(
        others.is_empty(),
        "a coordinator with a claim reads none of others' as claimant"
    );
    assert_eq!(
        store.mark_read(&as_claimant, &claim, "m4").await.unwrap(),
        0
    );
    assert_eq!(store.mark_read(&ana, &claim, "m4").await.unwrap(), 1);
    assert!(unread(&ground, &claim, &ana).await.is_empty());

    let chain = store.custody_chain(&incident.id).await.unwrap();
    let logged: Vec<Option<Purpose>> = chain
        .iter()
        .filter(|record| record.action == "messages-read")
        .map(|record| record.purpose.purpose())
        .collect();
    let read = [2, 1].map(|count| Some(Purpose::Messages { count }));
    assert_eq!(logged, read, "only what changed something");
    store.verify_custody(&incident.id).await.unwrap().unwrap();
}

async fn a_draft_with_read_messages_is_erased(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    store
        .write_message(&ana, &claim, &event("m1", "Hello"))
        .await
        .unwrap();
    store.mark_read(&carla, &claim, "m1").await.unwrap();
    store
        .erase_claim(&ana, &claim, claim.version)
        .await
        .unwrap();
    assert!(unread(&ground, &claim, &carla).await.is_empty());
}

async fn a_claim_is_asked_back_once_until_somebody_decides(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    let early = store.ask_return(&ana, &claim, &event("r0", "x")).await;
    assert!(matches!(early, Err(StoreError::Closed(ClaimState::Draft))));
    let (signed, handed_in) = (declaration("d1"), event("e1", ""));
    let claim = store
        .submit_claim(&ana, &claim, claim.version, &signed, &handed_in)
        .await
        .unwrap();
    store
        .ask_return(&ana, &claim, &event("r1", "A file more"))
        .await
        .unwrap();
    let twice = store.ask_return(&ana, &claim, &event("r2", "x")).await;
    assert!(matches!(twice, Err(StoreError::Duplicate("request"))));
    assert_eq!(unread(&ground, &claim, &carla).await, ["r1"]);
    let events = store.claim_events(&claim.id).await.unwrap();
    let asked = events.iter().find(|event| event.id == "r1").unwrap();
    assert_eq!(asked.kind, EventKind::ReturnRequest);
    let mut steps = vec![];
    for (step, id) in [(Step::StartReview, "e2"), (Step::Return, "e3")] {
        let words = event(id, "Here.");
        let moved = store.move_claim(&carla, &claim, None, step, &words);
        steps.push(moved.await.unwrap().return_asked_at_us.is_some());
    }
    assert_eq!(steps, [true, false], "a review is no answer, a return is");
    assert_eq!(
        unread(&ground, &claim, &ana).await.len(),
        2,
        "words of decisions"
    );
    let chain = store.custody_chain(&incident.id).await.unwrap();
    let logged = chain
        .iter()
        .filter(|record| record.action == "return-requested");
    assert_eq!(logged.count(), 1);
}
